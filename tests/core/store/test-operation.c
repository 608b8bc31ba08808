/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: an operation is its bytes: what was written is read back the same, one form is taken and no
 * other, and any change of a bit is seen. Method: one operation, and every way to spoil it.
 */
#include "tc-limits.h"
#include "tc-operation.h"

#include <string.h>

#define SIZE_OF_OPERATION 189
#define HASH_OF_OPERATION "8842130dbfb0fab7587ffeb59b6d0360564b6670457f7666e2d815e59f73bcdd"

typedef struct {
  guint8 form;
  const char *name;
  guint16 version;
  gint64 id;
  gint64 actor;
  gint64 session;
  gint64 seq;
  gint64 made_us;
  gsize n_nonce;
} Parts;

static const Parts good = {1, "incident.note", 3, 77, 5, 6, 1, 1795433400000000, TC_NONCE_SIZE};

static TcKey *
make_key (void)
{
  return tc_key_from_seed ((const guint8 *) "0123456789abcdef0123456789abcdef");
}

static GVariant *
make_args (void)
{
  return g_variant_new_parsed ("{'text': <'Ngập sâu'>, 'id': <int64 9>, 'ids': <[int64 1, 2]>,"
                               " 'bytes': <[byte 1, 2, 3]>}");
}

static TcOperation *
make_operation (const TcKey *key)
{
  TcOperationHead head = {.id = 77, .actor_id = 5, .session_id = 6, .seq = 1};

  head.made_us = good.made_us;
  head.replica = 4095;
  memset (head.nonce, 0xa5, sizeof head.nonce);
  return tc_operation_new ("incident.note", 3, &head, make_args (), key);
}

static GBytes *
make_bytes (const Parts *parts)
{
  guint8 nonce[TC_NONCE_SIZE + 1] = {0};
  g_autoptr (GVariant) tuple = g_variant_ref_sink (g_variant_new (
      "(ysqxxxxxq@ay@a{sv})", parts->form, parts->name, parts->version, parts->id, parts->actor,
      parts->session, parts->seq, parts->made_us, (guint16) 4095,
      g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, nonce, parts->n_nonce, 1), make_args ()));

  if (G_BYTE_ORDER == G_LITTLE_ENDIAN)
    return g_variant_get_data_as_bytes (tuple);
  g_autoptr (GVariant) little = g_variant_byteswap (tuple);
  return g_variant_get_data_as_bytes (little);
}

static void
assert_refused (GBytes *bytes, TcError code)
{
  TcSignature signature = {{0}};
  g_autoptr (GError) error = NULL;

  g_assert_null (tc_operation_parse (bytes, &signature, &error));
  g_assert_error (error, TC_ERROR, (int) code);
}

static void
test_round_trip (void)
{
  g_autoptr (TcKey) key = make_key ();
  g_autoptr (TcOperation) made = make_operation (key);
  g_autoptr (GError) error = NULL;
  g_autoptr (TcOperation) read = tc_operation_parse (made->bytes, &made->signature, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (read->name, ==, "incident.note");
  g_assert_cmpuint (read->version, ==, 3);
  g_assert_cmpint (read->head.id, ==, 77);
  g_assert_cmpint (read->head.actor_id, ==, 5);
  g_assert_cmpint (read->head.session_id, ==, 6);
  g_assert_cmpint (read->head.seq, ==, 1);
  g_assert_cmpint (read->head.made_us, ==, good.made_us);
  g_assert_cmpuint (read->head.replica, ==, 4095);
  g_assert_cmpmem (read->head.nonce, TC_NONCE_SIZE, made->head.nonce, TC_NONCE_SIZE);
  g_assert_cmpvariant (read->args, made->args);
  g_assert_true (g_bytes_equal (read->bytes, made->bytes));
  g_assert_true (tc_digest_equal (&read->hash, &made->hash));
  g_assert_true (tc_operation_verify (read, tc_key_get_public (key)));
}

/* The bytes are for ever: a change of their form would break every log there is. */
static void
test_bytes_stay (void)
{
  g_autoptr (TcKey) key = make_key ();
  g_autoptr (TcOperation) op = make_operation (key);
  g_autofree char *hash = tc_digest_to_hex (&op->hash);

  g_assert_cmpuint (g_bytes_get_size (op->bytes), ==, SIZE_OF_OPERATION);
  g_assert_cmpstr (hash, ==, HASH_OF_OPERATION);
}

/* Bytes at an odd address are read all the same. */
static void
test_unaligned (void)
{
  g_autoptr (TcKey) key = make_key ();
  g_autoptr (TcOperation) made = make_operation (key);
  gsize size = g_bytes_get_size (made->bytes);
  g_autofree guint8 *copy = g_malloc (size + 1);

  memcpy (copy + 1, g_bytes_get_data (made->bytes, NULL), size);
  g_autoptr (GBytes) whole = g_bytes_new (copy, size + 1);
  g_autoptr (GBytes) odd = g_bytes_new_from_bytes (whole, 1, size);
  g_autoptr (TcOperation) read = tc_operation_parse (odd, &made->signature, NULL);
  g_assert_nonnull (read);
  g_assert_true (tc_operation_verify (read, tc_key_get_public (key)));
}

static void
test_malformed (void)
{
  static const struct {
    const char *what;
    Parts parts;
  } bad[] = {
      {"form", {2, "a.b", 1, 1, 0, 0, 1, 1, 16}},
      {"no name", {1, "", 1, 1, 0, 0, 1, 1, 16}},
      {"upper case", {1, "A.b", 1, 1, 0, 0, 1, 1, 16}},
      {"space", {1, "a b", 1, 1, 0, 0, 1, 1, 16}},
      {"long name",
       {1, "a123456789012345678901234567890123456789012345678901234567890", 1, 1, 0, 0, 1, 1, 16}},
      {"version", {1, "a.b", 0, 1, 0, 0, 1, 1, 16}},
      {"id 0", {1, "a.b", 1, 0, 0, 0, 1, 1, 16}},
      {"id below 0", {1, "a.b", 1, -1, 0, 0, 1, 1, 16}},
      {"actor", {1, "a.b", 1, 1, -1, 0, 1, 1, 16}},
      {"session", {1, "a.b", 1, 1, 0, -1, 1, 1, 16}},
      {"sequence", {1, "a.b", 1, 1, 0, 0, 0, 1, 16}},
      {"time", {1, "a.b", 1, 1, 0, 0, 1, 0, 16}},
      {"short nonce", {1, "a.b", 1, 1, 0, 0, 1, 1, 15}},
      {"long nonce", {1, "a.b", 1, 1, 0, 0, 1, 1, 17}},
      {"no nonce", {1, "a.b", 1, 1, 0, 0, 1, 1, 0}},
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GBytes) bytes = make_bytes (&bad[i].parts);

    g_test_message ("%s", bad[i].what);
    assert_refused (bytes, TC_ERROR_INVALID);
  }
  g_autoptr (GBytes) fine = make_bytes (&good);
  TcSignature signature = {{0}};
  g_autoptr (TcOperation) op = tc_operation_parse (fine, &signature, NULL);
  g_assert_nonnull (op);
}

static void
test_truncated (void)
{
  g_autoptr (TcKey) key = make_key ();
  g_autoptr (TcOperation) op = make_operation (key);

  for (gsize size = 0; size < g_bytes_get_size (op->bytes); size++) {
    g_autoptr (GBytes) part = g_bytes_new_from_bytes (op->bytes, 0, size);
    TcSignature signature = {{0}};
    g_autoptr (TcOperation) read = tc_operation_parse (part, &signature, NULL);

    g_assert_null (read);
  }
}

/* Either it is no operation any more, or its signature does not hold. */
static void
test_flipped_bits (void)
{
  g_autoptr (TcKey) key = make_key ();
  g_autoptr (TcOperation) op = make_operation (key);
  gsize size = g_bytes_get_size (op->bytes);

  for (gsize bit = 0; bit < size * 8; bit++) {
    g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (op->bytes, NULL), size);

    copy[bit / 8] ^= (guint8) (1 << (bit % 8));
    g_autoptr (GBytes) bad = g_bytes_new (copy, size);
    g_autoptr (TcOperation) read = tc_operation_parse (bad, &op->signature, NULL);
    g_assert_false (read && tc_operation_verify (read, tc_key_get_public (key)));
  }
  for (gsize bit = 0; bit < TC_SIGNATURE_SIZE * 8; bit++) {
    TcSignature signature = op->signature;

    signature.bytes[bit / 8] ^= (guint8) (1 << (bit % 8));
    g_autoptr (TcOperation) read = tc_operation_parse (op->bytes, &signature, NULL);
    g_assert_nonnull (read);
    g_assert_false (tc_operation_verify (read, tc_key_get_public (key)));
  }
}

static void
test_other_key (void)
{
  g_autoptr (TcKey) key = make_key ();
  g_autoptr (TcKey) other = tc_key_generate ();
  g_autoptr (TcOperation) op = make_operation (other);

  g_assert_true (tc_operation_verify (op, tc_key_get_public (other)));
  g_assert_false (tc_operation_verify (op, tc_key_get_public (key)));
}

/* A signature for something else, over the same bytes. */
static void
test_other_domain (void)
{
  g_autoptr (TcKey) key = make_key ();
  g_autoptr (TcOperation) op = make_operation (key);
  TcSignature signature = tc_key_sign (key, "toancanh hello 1", g_bytes_get_data (op->bytes, NULL),
                                       g_bytes_get_size (op->bytes));
  g_autoptr (TcOperation) read = tc_operation_parse (op->bytes, &signature, NULL);

  g_assert_false (tc_operation_verify (read, tc_key_get_public (key)));
}

static TcOperation *
make_sized (const TcKey *key, gsize n)
{
  TcOperationHead head = {.id = 1, .seq = 1, .made_us = 1};
  g_autofree char *text = g_strnfill (n, 'a');

  return tc_operation_new ("a.b", 1, &head, g_variant_new_parsed ("{'text': <%s>}", text), key);
}

static void
test_size (void)
{
  g_autoptr (TcKey) key = make_key ();
  g_autoptr (TcOperation) small = make_sized (key, 1000);
  gsize rest = TC_OPERATION_BYTES_MAX - g_bytes_get_size (small->bytes);
  gsize n = 1000 + rest;
  g_autoptr (TcOperation) fits = NULL;

  /* Offsets grow with the whole: step back until it fits, which takes a few. */
  do {
    g_clear_pointer (&fits, tc_operation_unref);
    fits = make_sized (key, n--);
  } while (g_bytes_get_size (fits->bytes) > TC_OPERATION_BYTES_MAX);
  g_autoptr (TcOperation) read = tc_operation_parse (fits->bytes, &fits->signature, NULL);
  g_assert_nonnull (read);
  g_assert_null (tc_operation_check_size (fits));
  g_autoptr (TcOperation) over = make_sized (key, n + 64);
  g_assert_cmpuint (g_bytes_get_size (over->bytes), >, TC_OPERATION_BYTES_MAX);
  assert_refused (over->bytes, TC_ERROR_LIMIT);
  g_autoptr (TcRefusal) refusal = tc_operation_check_size (over);
  g_assert_cmpstr (refusal->code, ==, "operation.too-large");
}

/* Another spelling of the same tuple: padding that is not zero, bytes behind the end. */
static void
test_not_normal (void)
{
  g_autoptr (GBytes) bytes = make_bytes (&good);
  gsize size = g_bytes_get_size (bytes);
  g_autofree guint8 *copy = g_malloc0 (size + 8);
  guint8 *at;

  for (gsize more = 1; more <= 8; more++) {
    memcpy (copy, g_bytes_get_data (bytes, NULL), size);
    g_autoptr (GBytes) longer = g_bytes_new (copy, size + more);
    assert_refused (longer, TC_ERROR_INVALID);
  }
  /* The version stands at the first even place behind the name's NUL; the id at the next eighth. */
  memcpy (copy, g_bytes_get_data (bytes, NULL), size);
  at = copy + 1 + strlen (good.name) + 1;
  at += (gsize) (at - copy) % 2;
  g_assert_cmpuint (at[0], ==, good.version);
  at += 2;
  g_assert_cmpuint ((gsize) (at - copy) % 8, !=, 0);
  g_assert_cmpuint (at[0], ==, 0);
  at[0] = 1;
  g_autoptr (GBytes) padded = g_bytes_new (copy, size);
  assert_refused (padded, TC_ERROR_INVALID);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  tc_crypto_init ();
  g_test_add_func ("/operation/round-trip", test_round_trip);
  g_test_add_func ("/operation/bytes-stay", test_bytes_stay);
  g_test_add_func ("/operation/unaligned", test_unaligned);
  g_test_add_func ("/operation/malformed", test_malformed);
  g_test_add_func ("/operation/truncated", test_truncated);
  g_test_add_func ("/operation/flipped-bits", test_flipped_bits);
  g_test_add_func ("/operation/other-key", test_other_key);
  g_test_add_func ("/operation/other-domain", test_other_domain);
  g_test_add_func ("/operation/size", test_size);
  g_test_add_func ("/operation/not-normal", test_not_normal);
  return g_test_run ();
}
