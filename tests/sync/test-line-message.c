/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: each kind of message is read as it was written, and nothing else is ever more than an
 * error. Method: one full message of each kind; cut at every byte, each bit flipped, limits passed.
 */
#include "tc-bytes.h"
#include "tc-line-message.h"

#include <string.h>

#define KINDS TC_LINE_SETTLED

static void
fill_position (TcPosition *position)
{
  memset (position->log_id, 0x11, TC_LOG_ID_SIZE);
  position->epoch = 3;
  position->lsn = G_MAXINT64;
  memset (position->link.bytes, 0x22, TC_DIGEST_SIZE);
}

static void
fill_lists (TcLineMessage *message)
{
  static const gint64 scopes[] = {1, 2, G_MAXINT64};

  if (message->scopes) {
    g_array_append_vals (message->scopes, scopes, 3);
    g_ptr_array_add (message->kinds, g_strdup ("common"));
    g_ptr_array_add (message->kinds, g_strdup ("incidents"));
    g_ptr_array_add (message->kinds, g_strdup (""));
  }
  if (message->files) {
    TcSnapshotFile file = {2, 12345, g_strdup ("2-99.zst")};
    g_array_append_val (message->files, file);
  }
  for (guint i = 0; message->operations && i < 2; i++) {
    TcSignedBytes op = {g_bytes_new ("operation", 9), {{(guint8) i}}};
    g_array_append_val (message->operations, op);
  }
  for (guint i = 0; message->answers && i < 2; i++) {
    TcLineAnswer answer = {i + 1, 50 + i,
                           i ? tc_refusal_new ("a.b", "n", TC_I, (gint64) 5, NULL) : NULL};
    g_array_append_val (message->answers, answer);
  }
}

static TcFrame *
make_frame (void)
{
  TcFrame *frame = tc_frame_new ();
  TcScopeHash hashes[] = {{1, {{1}}}, {2, {{2}}}};
  TcScopeBody body = {2, g_bytes_new ("rows", 4)};

  frame->first_lsn = 5;
  frame->last_lsn = 7;
  frame->time_us = 1795433400000000;
  memset (frame->ops_root.bytes, 0x33, TC_DIGEST_SIZE);
  memset (frame->link.bytes, 0x44, TC_DIGEST_SIZE);
  g_array_append_vals (frame->hashes, hashes, 2);
  g_array_append_val (frame->bodies, body);
  return frame;
}

/* All fields set; those that do not count for the kind are not written. */
static TcLineMessage *
make_message (TcLineKind kind)
{
  TcLineMessage *message = tc_line_message_new (kind);

  memset (message->challenge, 0x55, TC_CHALLENGE_SIZE);
  memset (message->server_key.bytes, 0x66, TC_KEY_PUBLIC_SIZE);
  memset (message->signature.bytes, 0x77, TC_SIGNATURE_SIZE);
  memset (message->schema_hash.bytes, 0x88, TC_DIGEST_SIZE);
  message->now_us = -5;
  message->replica = 4095;
  message->schema_version = 3;
  message->seq = 9;
  message->lsn = 10;
  message->number = G_MININT64;
  fill_position (&message->position);
  fill_lists (message);
  for (guint i = 0; message->frames && i < 2; i++)
    g_ptr_array_add (message->frames, make_frame ());
  if (kind == TC_LINE_ASK || kind == TC_LINE_NOTICE)
    message->name = g_strdup ("presence");
  if (kind == TC_LINE_ASK || kind == TC_LINE_NOTICE || kind == TC_LINE_REPLY)
    message->value = g_variant_ref_sink (
        g_variant_new_parsed ("{'chữ': <'Việt'>, 'n': <int64 5>}"));
  if (kind == TC_LINE_REPLY || kind == TC_LINE_GOODBYE)
    message->refusal = tc_refusal_new ("line.rights", "why", TC_S, "quyền", NULL);
  if (kind == TC_LINE_CARRY)
    message->inner = tc_line_goodbye ("line.rights");
  return message;
}

static TcLineMessage *
read_bytes (GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  TcLineMessage *message = tc_line_message_read (bytes, &error);

  g_assert_true ((message == NULL) == (error != NULL));
  return message;
}

/* Written again, what was read gives the same bytes, so every field that travels was kept. */
static void
test_round_trip (void)
{
  for (int kind = 1; kind <= KINDS; kind++) {
    g_autoptr (TcLineMessage) message = make_message (kind);
    g_autoptr (GBytes) bytes = tc_line_message_write (message);
    g_autoptr (TcLineMessage) read = read_bytes (bytes);

    g_test_message ("kind %d: %" G_GSIZE_FORMAT " bytes", kind, g_bytes_get_size (bytes));
    g_assert_nonnull (read);
    g_assert_cmpint (read->kind, ==, kind);
    g_autoptr (GBytes) again = tc_line_message_write (read);
    g_assert_true (g_bytes_equal (bytes, again));
  }
}

static void
test_fields (void)
{
  g_autoptr (TcLineMessage) message = make_message (TC_LINE_HELLO);
  g_autoptr (GBytes) bytes = tc_line_message_write (message);
  g_autoptr (TcLineMessage) hello = read_bytes (bytes);
  g_autoptr (TcLineMessage) reply_made = make_message (TC_LINE_REPLY);
  g_autoptr (GBytes) reply_bytes = tc_line_message_write (reply_made);
  g_autoptr (TcLineMessage) reply = read_bytes (reply_bytes);

  g_assert_cmpuint (hello->replica, ==, 4095);
  g_assert_cmpint (hello->position.lsn, ==, G_MAXINT64);
  g_assert_cmpuint (hello->scopes->len, ==, 3);
  g_assert_cmpint (g_array_index (hello->scopes, gint64, 2), ==, G_MAXINT64);
  g_assert_cmpstr (g_ptr_array_index (hello->kinds, 1), ==, "incidents");
  g_assert_cmpint (reply->number, ==, G_MININT64);
  g_assert_cmpstr (reply->refusal->code, ==, "line.rights");
  g_assert_cmpvariant (reply->value, reply_made->value);
  g_assert_cmpvariant (reply->refusal->args, reply_made->refusal->args);
}

static void
test_truncated (void)
{
  for (int kind = 1; kind <= KINDS; kind++) {
    g_autoptr (TcLineMessage) message = make_message (kind);
    g_autoptr (GBytes) bytes = tc_line_message_write (message);

    for (gsize size = 0; size < g_bytes_get_size (bytes); size++) {
      g_autoptr (GBytes) part = g_bytes_new (g_bytes_get_data (bytes, NULL), size);
      g_autoptr (TcLineMessage) read = read_bytes (part);

      g_assert_null (read);
    }
  }
}

static void
test_longer (void)
{
  for (int kind = 1; kind <= KINDS; kind++) {
    g_autoptr (TcLineMessage) message = make_message (kind);
    g_autoptr (GBytes) bytes = tc_line_message_write (message);
    g_autoptr (GByteArray) longer = g_byte_array_new ();

    tc_write_raw (longer, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
    tc_write_u8 (longer, 0);
    g_autoptr (GBytes) bad = g_bytes_new (longer->data, longer->len);
    g_autoptr (TcLineMessage) read = read_bytes (bad);
    g_assert_null (read);
  }
}

/* Whatever is read of it can be written, and that be read: nothing in it is dangling or open. */
static void
test_flipped_bits (void)
{
  for (int kind = 1; kind <= KINDS; kind++) {
    g_autoptr (TcLineMessage) message = make_message (kind);
    g_autoptr (GBytes) bytes = tc_line_message_write (message);
    gsize size = g_bytes_get_size (bytes);

    for (gsize bit = 0; bit < size * 8; bit++) {
      g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (bytes, NULL), size);

      copy[bit / 8] ^= (guint8) (1 << (bit % 8));
      g_autoptr (GBytes) bad = g_bytes_new (copy, size);
      g_autoptr (TcLineMessage) read = read_bytes (bad);
      if (!read)
        continue;
      g_autoptr (GBytes) again = tc_line_message_write (read);
      g_autoptr (TcLineMessage) reread = read_bytes (again);
      g_assert_nonnull (reread);
    }
  }
}

static void
assert_bad (GByteArray *array)
{
  g_autoptr (GBytes) bytes = g_bytes_new (array->data, array->len);
  g_autoptr (TcLineMessage) read = read_bytes (bytes);

  g_assert_null (read);
}

static void
test_kinds (void)
{
  g_autoptr (GByteArray) array = g_byte_array_new ();

  assert_bad (array);
  for (guint kind = 0; kind < 256; kind++) {
    g_byte_array_set_size (array, 0);
    tc_write_u8 (array, (guint8) kind);
    assert_bad (array);
  }
}

/* A count that promises more than there is, or than the limit, makes nothing, takes no memory. */
static void
test_counts (void)
{
  static const guint8 kinds[] = {TC_LINE_OPERATIONS, TC_LINE_ANSWERS};
  static const guint64 counts[] = {TC_BATCH_OPERATIONS_MAX + 1, G_MAXUINT32, G_MAXUINT64};

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    for (guint j = 0; j < G_N_ELEMENTS (counts); j++) {
      g_autoptr (GByteArray) array = g_byte_array_new ();

      tc_write_u8 (array, kinds[i]);
      tc_write_uint (array, counts[j]);
      for (guint n = 0; n < 2000; n++)
        tc_write_u8 (array, 0);
      assert_bad (array);
    }
  }
}

/* What a message claims to bring, whatever its bytes are. */
static void
test_claims (void)
{
  g_autoptr (TcLineMessage) message = make_message (TC_LINE_OPERATIONS);
  g_autoptr (GBytes) bytes = tc_line_message_write (message);
  g_autoptr (GBytes) carried = tc_line_carry (7, bytes);
  g_autoptr (TcLineMessage) other = make_message (TC_LINE_PROVISIONAL);
  g_autoptr (GBytes) other_bytes = tc_line_message_write (other);

  g_assert_cmpuint (message->operations->len, >, 0);
  g_assert_cmpuint (tc_line_message_count_operations (bytes), ==, message->operations->len);
  g_assert_cmpuint (tc_line_message_count_operations (carried), ==, message->operations->len);
  g_assert_cmpuint (tc_line_message_count_operations (other_bytes), ==, 0);
  for (gsize size = 0; size < g_bytes_get_size (carried); size++) {
    g_autoptr (GBytes) part = g_bytes_new (g_bytes_get_data (carried, NULL), size);

    g_assert_cmpuint (tc_line_message_count_operations (part), ==, 0);
  }
}

static void
test_limits (void)
{
  g_autoptr (TcLineMessage) fits = tc_line_message_new (TC_LINE_OPERATIONS);
  g_autofree guint8 *zeros = g_malloc0 (TC_MESSAGE_BYTES_MAX + 1);
  g_autoptr (GBytes) big = g_bytes_new (zeros, TC_MESSAGE_BYTES_MAX + 1);

  for (guint extra = 0; extra < 2; extra++) {
    TcSignedBytes op = {g_bytes_new (zeros, TC_OPERATION_BYTES_MAX + extra)};

    g_array_set_size (fits->operations, 0);
    g_array_append_val (fits->operations, op);
    g_autoptr (GBytes) bytes = tc_line_message_write (fits);
    g_autoptr (TcLineMessage) read = read_bytes (bytes);
    g_assert_cmpint (read != NULL, ==, extra == 0);
  }
  g_autoptr (TcLineMessage) read = read_bytes (big);
  g_assert_null (read);
}

/* A file's name is a name: no way out of the folder it is fetched to. */
static void
test_file_name (void)
{
  static const char *const names[] = {"../outbox.db", "a/b", "/etc/passwd"};

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (TcLineMessage) message = tc_line_message_new (TC_LINE_SNAPSHOT);
    TcSnapshotFile file = {1, 1, g_strdup (names[i])};

    g_array_append_val (message->files, file);
    g_autoptr (GBytes) bytes = tc_line_message_write (message);
    g_autoptr (TcLineMessage) read = read_bytes (bytes);
    g_assert_null (read);
  }
}

/* What is signed depends on the challenge, the server and the desk. */
static void
test_hello_to_sign (void)
{
  g_autoptr (TcLineMessage) challenge = make_message (TC_LINE_CHALLENGE);
  g_autoptr (GBytes) a = tc_line_hello_to_sign (challenge, 1);
  g_autoptr (GBytes) b = tc_line_hello_to_sign (challenge, 2);

  challenge->challenge[0] ^= 1;
  g_autoptr (GBytes) c = tc_line_hello_to_sign (challenge, 1);
  challenge->challenge[0] ^= 1;
  challenge->server_key.bytes[31] ^= 1;
  g_autoptr (GBytes) d = tc_line_hello_to_sign (challenge, 1);
  g_assert_false (g_bytes_equal (a, b));
  g_assert_false (g_bytes_equal (a, c));
  g_assert_false (g_bytes_equal (a, d));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/line-message/round-trip", test_round_trip);
  g_test_add_func ("/line-message/fields", test_fields);
  g_test_add_func ("/line-message/truncated", test_truncated);
  g_test_add_func ("/line-message/longer", test_longer);
  g_test_add_func ("/line-message/flipped-bits", test_flipped_bits);
  g_test_add_func ("/line-message/kinds", test_kinds);
  g_test_add_func ("/line-message/counts", test_counts);
  g_test_add_func ("/line-message/claims", test_claims);
  g_test_add_func ("/line-message/limits", test_limits);
  g_test_add_func ("/line-message/file-name", test_file_name);
  g_test_add_func ("/line-message/hello-to-sign", test_hello_to_sign);
  return g_test_run ();
}
