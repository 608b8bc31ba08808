/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what is written reads back the same; no bytes from outside make a reader go past its end.
 * Method: edges of each kind, every prefix of a message, every long form of a number, random bytes.
 */
#include "tc-bytes.h"

#include <string.h>

static const guint64 uints[] = {0, 1, 127, 128, 16383, 16384, G_MAXUINT32, G_MAXINT64, G_MAXUINT64};
static const gint64 ints[] = {0, -1, 1, 63, 64, -64, -65, G_MININT64, G_MAXINT64, G_MININT32};

static GByteArray *
write_all (void)
{
  GByteArray *out = g_byte_array_new ();

  tc_write_u8 (out, 0xfe);
  for (guint i = 0; i < G_N_ELEMENTS (uints); i++)
    tc_write_uint (out, uints[i]);
  for (guint i = 0; i < G_N_ELEMENTS (ints); i++)
    tc_write_int (out, ints[i]);
  tc_write_raw (out, "xyz", 3);
  tc_write_blob (out, "\0\1", 2);
  tc_write_blob (out, NULL, 0);
  tc_write_text (out, "ngập");
  tc_write_text (out, NULL);
  return out;
}

static void
test_round_trip (void)
{
  g_autoptr (GByteArray) out = write_all ();
  g_autoptr (GBytes) bytes = g_bytes_new (out->data, out->len);
  TcReader reader;
  gsize size;

  tc_reader_init_bytes (&reader, bytes);
  g_assert_cmpuint (tc_read_u8 (&reader), ==, 0xfe);
  for (guint i = 0; i < G_N_ELEMENTS (uints); i++)
    g_assert_cmpuint (tc_read_uint (&reader), ==, uints[i]);
  for (guint i = 0; i < G_N_ELEMENTS (ints); i++)
    g_assert_cmpint (tc_read_int (&reader), ==, ints[i]);
  g_assert_cmpmem (tc_read_raw (&reader, 3), 3, "xyz", 3);
  const guint8 *blob = tc_read_blob (&reader, 2, &size);
  g_assert_cmpmem (blob, size, "\0\1", 2);
  g_assert_nonnull (tc_read_blob (&reader, 0, &size));
  g_assert_cmpuint (size, ==, 0);
  g_autofree char *text = tc_read_text (&reader, 100);
  g_autofree char *empty = tc_read_text (&reader, 100);
  g_assert_cmpstr (text, ==, "ngập");
  g_assert_cmpstr (empty, ==, "");
  g_assert_true (tc_reader_done (&reader));
}

static void
read_all (TcReader *reader)
{
  gsize size;

  tc_read_u8 (reader);
  for (guint i = 0; i < G_N_ELEMENTS (uints); i++)
    tc_read_uint (reader);
  for (guint i = 0; i < G_N_ELEMENTS (ints); i++)
    tc_read_int (reader);
  tc_read_raw (reader, 3);
  tc_read_blob (reader, 100, &size);
  tc_read_blob (reader, 100, &size);
  g_free (tc_read_text (reader, 100));
  g_free (tc_read_text (reader, 100));
}

static void
test_every_prefix_fails (void)
{
  g_autoptr (GByteArray) out = write_all ();

  for (guint n = 0; n < out->len; n++) {
    g_autofree guint8 *part = g_memdup2 (out->data, n); /* so that a sanitiser sees its end */
    TcReader reader;
    tc_reader_init (&reader, part, n);
    read_all (&reader);
    g_assert_true (reader.failed);
    g_assert_false (tc_reader_done (&reader));
  }
}

static void
test_left_over (void)
{
  TcReader reader;

  tc_reader_init (&reader, "\1\2", 2);
  tc_read_u8 (&reader);
  g_assert_false (reader.failed);
  g_assert_false (tc_reader_done (&reader));
}

static void
check_no_number (const char *data, gsize size)
{
  TcReader reader;

  tc_reader_init (&reader, data, size);
  g_assert_cmpuint (tc_read_uint (&reader), ==, 0);
  g_assert_true (reader.failed);
  g_assert_cmpuint (tc_read_u8 (&reader), ==, 0); /* and stays so */
  g_assert_true (reader.failed);
}

/* A number has one form, or two byte strings with different hashes would say the same. */
static void
test_numbers_have_one_form (void)
{
  check_no_number ("\x80\x00", 2);
  check_no_number ("\xff\x80\x00", 3);
  check_no_number ("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02", 10);
  check_no_number ("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x81\x00", 11);
  check_no_number ("\x80", 1);
  check_no_number ("", 0);
}

static void
test_blob_limits (void)
{
  g_autoptr (GByteArray) out = g_byte_array_new ();
  TcReader reader;
  gsize size = 7;

  tc_write_blob (out, "abcd", 4);
  tc_reader_init (&reader, out->data, out->len);
  g_assert_null (tc_read_blob (&reader, 3, &size));
  g_assert_cmpuint (size, ==, 0);
  g_assert_true (reader.failed);

  g_byte_array_set_size (out, 0);
  tc_write_uint (out, G_MAXUINT64);
  tc_reader_init (&reader, out->data, out->len);
  g_assert_null (tc_read_blob (&reader, G_MAXSIZE, &size));
  g_assert_true (reader.failed);
}

static void
check_no_text (const char *data, gsize size)
{
  g_autoptr (GByteArray) out = g_byte_array_new ();
  TcReader reader;

  tc_write_blob (out, data, size);
  tc_reader_init (&reader, out->data, out->len);
  g_autofree char *text = tc_read_text (&reader, 100);
  g_assert_cmpstr (text, ==, "");
  g_assert_true (reader.failed);
}

static void
test_text_is_utf8_without_nul (void)
{
  check_no_text ("a\0b", 3);
  check_no_text ("\0", 1);
  check_no_text ("\xff", 1);
  check_no_text ("\xed\xa0\x80", 3);
}

static void
test_nothing_at_all (void)
{
  g_autoptr (GBytes) none = g_bytes_new (NULL, 0);
  TcReader reader;

  tc_reader_init_bytes (&reader, none);
  g_assert_true (tc_reader_done (&reader));
  g_assert_cmpuint (tc_read_u8 (&reader), ==, 0);
  g_assert_true (reader.failed);
}

static void
test_random_bytes (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (guint round = 0; round < 20000; round++) {
    gsize n = (gsize) g_rand_int_range (rand, 0, 120);
    g_autofree guint8 *data = g_malloc (n + 1);
    for (gsize i = 0; i < n; i++)
      data[i] = (guint8) g_rand_int_range (rand, 0, 256);
    TcReader reader;
    tc_reader_init (&reader, data, n);
    read_all (&reader);
    g_assert_true (reader.at <= reader.end);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bytes/round-trip", test_round_trip);
  g_test_add_func ("/bytes/prefixes", test_every_prefix_fails);
  g_test_add_func ("/bytes/left-over", test_left_over);
  g_test_add_func ("/bytes/one-form", test_numbers_have_one_form);
  g_test_add_func ("/bytes/limits", test_blob_limits);
  g_test_add_func ("/bytes/text", test_text_is_utf8_without_nul);
  g_test_add_func ("/bytes/nothing", test_nothing_at_all);
  g_test_add_func ("/bytes/random", test_random_bytes);
  return g_test_run ();
}
