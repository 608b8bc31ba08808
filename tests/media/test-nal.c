/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Parts of pictures: between start codes and lengths both ways, with all that may stand between
 * them; what is none, or too much, is refused and leaves what was there. What is made of parameter
 * sets is tried with real ones in test-segment.c.
 */
#include "tc-nal.h"

#include <string.h>

#define BYTES(...) ((const guint8[]){__VA_ARGS__}), sizeof ((const guint8[]){__VA_ARGS__})

static void
check_to (const guint8 *data, gsize size, const guint8 *expected, gsize expected_size)
{
  g_autoptr (GByteArray) out = g_byte_array_new ();

  g_byte_array_append (out, (const guint8 *) "x", 1);
  g_assert_true (tc_nal_to_lengths (data, size, out) == (expected_size > 0));
  g_assert_cmpuint (out->data[0], ==, 'x');
  g_assert_cmpmem (out->data + 1, out->len - 1, expected, expected_size);
}

static void
test_to_lengths (void)
{
  check_to (BYTES (0, 0, 1, 0x65, 7), BYTES (0, 0, 0, 2, 0x65, 7));
  check_to (BYTES (0, 0, 0, 1, 0x67, 0, 0, 3, 1, 0, 0, 1, 0x65),
            BYTES (0, 0, 0, 5, 0x67, 0, 0, 3, 1, 0, 0, 0, 1, 0x65));
  /* Zeros behind a part, one that is empty, what stands before the first. */
  check_to (BYTES (9, 9, 0, 0, 1, 0x41, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0x42, 0),
            BYTES (0, 0, 0, 1, 0x41, 0, 0, 0, 1, 0x42));
  check_to (BYTES (0), NULL, 0);
  check_to (BYTES (0, 0, 1), NULL, 0);
  check_to (BYTES (1, 2, 3, 4, 5, 6), NULL, 0);
}

static void
check_from (const guint8 *data, gsize size, const guint8 *expected, gsize expected_size)
{
  g_autoptr (GByteArray) out = g_byte_array_new ();

  g_byte_array_append (out, (const guint8 *) "x", 1);
  g_assert_true (tc_nal_from_lengths (data, size, out) == (expected_size > 0));
  g_assert_cmpmem (out->data + 1, out->len - 1, expected, expected_size);
}

static void
test_from_lengths (void)
{
  check_from (BYTES (0, 0, 0, 2, 0x65, 7, 0, 0, 0, 1, 0x41),
              BYTES (0, 0, 0, 1, 0x65, 7, 0, 0, 0, 1, 0x41));
  check_from (BYTES (0, 0, 0, 3, 0x65, 7), NULL, 0);
  check_from (BYTES (0, 0, 0, 1, 0x65, 7), NULL, 0);
  check_from (BYTES (0, 0, 0, 0), NULL, 0);
  check_from (BYTES (0xff, 0xff, 0xff, 0xff, 1), NULL, 0);
  check_from (NULL, 0, NULL, 0);
}

static void
test_many (void)
{
  g_autoptr (GByteArray) data = g_byte_array_new ();
  g_autoptr (GByteArray) out = g_byte_array_new ();

  for (guint i = 0; i < TC_NAL_UNITS_MAX; i++)
    g_byte_array_append (data, BYTES (0, 0, 1, 0x41));
  g_assert_true (tc_nal_to_lengths (data->data, data->len, out));
  g_byte_array_append (data, BYTES (0, 0, 1, 0x41));
  g_byte_array_set_size (out, 0);
  g_assert_false (tc_nal_to_lengths (data->data, data->len, out));
  g_assert_cmpuint (out->len, ==, 0);
}

/* Of a baseline stream, and one from High on, which says its colour. */
static void
test_avc (void)
{
  static const guint8 base[] = {0, 0, 1,    0x67, 66, 0xc0, 30, 0xf4, 0,
                                0, 1, 0x68, 0xce, 0,  0,    1,  0x65, 0x88};
  static const guint8 base_record[] = {1,  66,   0xc0, 30,   0xff, 0xe1, 0, 5,    0x67,
                                       66, 0xc0, 30,   0xf4, 1,    0,    2, 0x68, 0xce};
  /* set 0 (1), 4:2:0 (010), 8 bits each (1, 1) */
  static const guint8 high[] = {0, 0, 1,    0x67, 100, 0, 31, 0xac, 0,
                                0, 1, 0x68, 0xee, 0,   0, 1,  0x65};
  static const guint8 cut[] = {0, 0, 1, 0x67, 100, 0, 31, 0, 0, 1, 0x68, 0xee, 0, 0, 1, 0x65};
  g_autoptr (GBytes) first = tc_nal_make_private (TC_CODEC_H264, base, sizeof base);
  g_autoptr (GBytes) second = tc_nal_make_private (TC_CODEC_H264, high, sizeof high);
  const guint8 *data;
  gsize size;

  g_assert_nonnull (first);
  data = g_bytes_get_data (first, &size);
  g_assert_cmpmem (data, size, base_record, sizeof base_record);
  g_assert_nonnull (second);
  data = g_bytes_get_data (second, &size);
  g_assert_cmpmem (data + size - 4, 4, ((const guint8[]){0xfd, 0xf8, 0xf8, 0}), 4);
  g_assert_null (tc_nal_make_private (TC_CODEC_H264, cut, sizeof cut));
  g_assert_null (tc_nal_make_private (TC_CODEC_H264, base, 8));
  g_assert_null (tc_nal_make_private (TC_CODEC_H265, base, sizeof base));
  g_assert_null (tc_nal_make_private (TC_CODEC_MJPEG, base, sizeof base));
}

/* More sets of one kind than a file names. */
static void
test_sets (void)
{
  g_autoptr (GByteArray) data = g_byte_array_new ();
  g_autoptr (GBytes) enough = NULL;

  g_byte_array_append (data, BYTES (0, 0, 1, 0x67, 66, 0xc0, 30, 0xf4));
  for (guint i = 0; i < 16; i++)
    g_byte_array_append (data, BYTES (0, 0, 1, 0x68, 0xce));
  enough = tc_nal_make_private (TC_CODEC_H264, data->data, data->len);
  g_assert_nonnull (enough);
  g_byte_array_append (data, BYTES (0, 0, 1, 0x68, 0xce));
  g_assert_null (tc_nal_make_private (TC_CODEC_H264, data->data, data->len));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/nal/to-lengths", test_to_lengths);
  g_test_add_func ("/nal/from-lengths", test_from_lengths);
  g_test_add_func ("/nal/many", test_many);
  g_test_add_func ("/nal/avc", test_avc);
  g_test_add_func ("/nal/sets", test_sets);
  return g_test_run ();
}
