/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Messages of a line as bytes; see the header. Writing and reading stand side by side for each
 * group of fields, and a table says which groups a kind has.
 */
#include "tc-line-message.h"

#include "tc-bytes.h"

#include <string.h>

/* A desk holds this many scopes at most: one an agency, and the common ones. */
#define SCOPES_MAX 4096
#define FILES_MAX SCOPES_MAX
#define NAME_BYTES_MAX 100
#define FRAMES_MAX 65536
#define VALUE_BYTES_MAX (256 * 1024)

enum {
  HAS_CHALLENGE = 1 << 0, /* protocol, challenge, server key, now */
  HAS_HELLO = 1 << 1,     /* protocol, replica, signature, schema */
  HAS_POSITION = 1 << 2,
  HAS_SCOPES = 1 << 3,
  HAS_WELCOME = 1 << 4, /* seq, now */
  HAS_FILES = 1 << 5,
  HAS_OPERATIONS = 1 << 6,
  HAS_ANSWERS = 1 << 7,
  HAS_FRAMES = 1 << 8,
  HAS_LSN = 1 << 9,
  HAS_NUMBER = 1 << 10,
  HAS_NAME = 1 << 11,
  HAS_VALUE = 1 << 12,
  HAS_REFUSAL = 1 << 13,
  HAS_REPLICA = 1 << 14,
  HAS_INNER = 1 << 15,
};

static const guint groups_of[] = {
    [TC_LINE_CHALLENGE] = HAS_CHALLENGE,
    [TC_LINE_HELLO] = HAS_HELLO | HAS_POSITION | HAS_SCOPES,
    [TC_LINE_WELCOME] = HAS_POSITION | HAS_WELCOME | HAS_SCOPES,
    [TC_LINE_SNAPSHOT] = HAS_POSITION | HAS_FILES,
    [TC_LINE_RESUME] = HAS_POSITION,
    [TC_LINE_OPERATIONS] = HAS_OPERATIONS,
    [TC_LINE_ANSWERS] = HAS_ANSWERS,
    [TC_LINE_FRAMES] = HAS_FRAMES,
    [TC_LINE_ACK] = HAS_LSN,
    [TC_LINE_ASK] = HAS_NUMBER | HAS_NAME | HAS_VALUE,
    [TC_LINE_REPLY] = HAS_NUMBER | HAS_REFUSAL | HAS_VALUE,
    [TC_LINE_NOTICE] = HAS_NAME | HAS_VALUE,
    [TC_LINE_GOODBYE] = HAS_REFUSAL,
    [TC_LINE_CARRY] = HAS_REPLICA | HAS_INNER,
    [TC_LINE_PROVISIONAL] = HAS_OPERATIONS | HAS_NUMBER,
    [TC_LINE_SETTLED] = HAS_REPLICA | HAS_ANSWERS,
};

static void
clear_operation (gpointer data)
{
  g_clear_pointer (&((TcSignedBytes *) data)->bytes, g_bytes_unref);
}

static void
clear_answer (gpointer data)
{
  g_clear_pointer (&((TcLineAnswer *) data)->refusal, tc_refusal_free);
}

static void
clear_file (gpointer data)
{
  g_clear_pointer (&((TcSnapshotFile *) data)->name, g_free);
}

static void
free_frame (gpointer data)
{
  tc_frame_free (data);
}

static GArray *
new_array (gsize size, GDestroyNotify clear)
{
  GArray *array = g_array_new (FALSE, FALSE, (guint) size);

  if (clear)
    g_array_set_clear_func (array, clear);
  return array;
}

GArray *
tc_snapshot_files_new (void)
{
  return new_array (sizeof (TcSnapshotFile), clear_file);
}

void
tc_snapshot_files_add (GArray *files, const TcSnapshotFile *file)
{
  TcSnapshotFile copy = {file->scope, file->size, g_strdup (file->name)};

  g_array_append_val (files, copy);
}

TcLineMessage *
tc_line_message_new (TcLineKind kind)
{
  TcLineMessage *message = g_new0 (TcLineMessage, 1);
  guint groups = groups_of[kind];

  message->kind = kind;
  message->protocol = TC_LINE_PROTOCOL;
  if (groups & HAS_SCOPES) {
    message->scopes = new_array (sizeof (gint64), NULL);
    message->kinds = g_ptr_array_new_with_free_func (g_free);
  }
  if (groups & HAS_FRAMES)
    message->frames = g_ptr_array_new_with_free_func (free_frame);
  if (groups & HAS_FILES)
    message->files = tc_snapshot_files_new ();
  if (groups & HAS_OPERATIONS)
    message->operations = new_array (sizeof (TcSignedBytes), clear_operation);
  if (groups & HAS_ANSWERS)
    message->answers = new_array (sizeof (TcLineAnswer), clear_answer);
  return message;
}

void
tc_line_message_free (TcLineMessage *message)
{
  if (!message)
    return;
  g_clear_pointer (&message->scopes, g_array_unref);
  g_clear_pointer (&message->kinds, g_ptr_array_unref);
  g_clear_pointer (&message->files, g_array_unref);
  g_clear_pointer (&message->operations, g_array_unref);
  g_clear_pointer (&message->answers, g_array_unref);
  g_clear_pointer (&message->frames, g_ptr_array_unref);
  g_clear_pointer (&message->name, g_free);
  g_clear_pointer (&message->value, g_variant_unref);
  g_clear_pointer (&message->refusal, tc_refusal_free);
  g_clear_pointer (&message->inner, g_bytes_unref);
  g_free (message);
}

static void
read_fixed (TcReader *reader, gpointer out, gsize size)
{
  const guint8 *data = tc_read_raw (reader, size);

  if (data)
    memcpy (out, data, size);
}

/* How many follow: at most @max, and no more than there are bytes left. */
static guint
read_count (TcReader *reader, guint64 max)
{
  guint64 n = tc_read_uint (reader);

  if (n <= max && n <= (guint64) (reader->end - reader->at))
    return (guint) n;
  reader->failed = TRUE;
  return 0;
}

static void
write_variant (GByteArray *out, GVariant *value)
{
  g_autoptr (GVariant) little = NULL;

  if (value && G_BYTE_ORDER != G_LITTLE_ENDIAN)
    little = g_variant_byteswap (value);
  else if (value)
    little = g_variant_ref (value);
  tc_write_blob (out, little ? g_variant_get_data (little) : NULL,
                 little ? g_variant_get_size (little) : 0);
}

static GVariant *
read_variant (TcReader *reader)
{
  gsize size;
  const guint8 *data = tc_read_blob (reader, VALUE_BYTES_MAX, &size);

  if (!data)
    return NULL;
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GVariant)
      little = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE_VARDICT, bytes, FALSE));
  if (!g_variant_is_normal_form (little)) {
    reader->failed = TRUE;
    return NULL;
  }
  return G_BYTE_ORDER == G_LITTLE_ENDIAN ? g_steal_pointer (&little) : g_variant_byteswap (little);
}

/* An empty code is no refusal. */
static void
write_refusal (GByteArray *out, const TcRefusal *refusal)
{
  tc_write_text (out, refusal ? refusal->code : NULL);
  if (refusal)
    write_variant (out, refusal->args);
}

static TcRefusal *
read_refusal (TcReader *reader)
{
  g_autofree char *code = tc_read_text (reader, NAME_BYTES_MAX);

  if (reader->failed || !*code)
    return NULL;
  g_autoptr (GVariant) args = read_variant (reader);
  return args ? tc_refusal_new_variant (code, args) : NULL;
}

static void
write_position (GByteArray *out, const TcPosition *position)
{
  tc_write_raw (out, position->log_id, TC_LOG_ID_SIZE);
  tc_write_int (out, position->epoch);
  tc_write_int (out, position->lsn);
  tc_write_raw (out, position->link.bytes, TC_DIGEST_SIZE);
}

static void
read_position (TcReader *reader, TcPosition *position)
{
  read_fixed (reader, position->log_id, TC_LOG_ID_SIZE);
  position->epoch = tc_read_int (reader);
  position->lsn = tc_read_int (reader);
  read_fixed (reader, position->link.bytes, TC_DIGEST_SIZE);
}

static void
write_scopes (GByteArray *out, const TcLineMessage *message)
{
  tc_write_uint (out, message->scopes->len);
  for (guint i = 0; i < message->scopes->len; i++) {
    tc_write_int (out, g_array_index (message->scopes, gint64, i));
    tc_write_text (out, i < message->kinds->len ? g_ptr_array_index (message->kinds, i) : NULL);
  }
}

static void
read_scopes (TcReader *reader, TcLineMessage *message)
{
  guint n = read_count (reader, SCOPES_MAX);

  for (guint i = 0; i < n && !reader->failed; i++) {
    gint64 scope = tc_read_int (reader);

    g_array_append_val (message->scopes, scope);
    g_ptr_array_add (message->kinds, tc_read_text (reader, NAME_BYTES_MAX));
  }
}

static void
write_inner (GByteArray *out, GBytes *inner)
{
  tc_write_blob (out, inner ? g_bytes_get_data (inner, NULL) : NULL,
                 inner ? g_bytes_get_size (inner) : 0);
}

static GBytes *
read_inner (TcReader *reader)
{
  gsize size = 0;
  const guint8 *data = tc_read_blob (reader, TC_MESSAGE_BYTES_MAX, &size);

  return g_bytes_new (data, data ? size : 0);
}

static guint16
read_replica (TcReader *reader)
{
  guint64 replica = tc_read_uint (reader);

  reader->failed |= replica > G_MAXUINT16;
  return (guint16) replica;
}

static void
write_files (GByteArray *out, GArray *files)
{
  tc_write_uint (out, files->len);
  for (guint i = 0; i < files->len; i++) {
    const TcSnapshotFile *file = &g_array_index (files, TcSnapshotFile, i);

    tc_write_int (out, file->scope);
    tc_write_int (out, file->size);
    tc_write_text (out, file->name);
  }
}

static void
read_files (TcReader *reader, GArray *files)
{
  guint n = read_count (reader, FILES_MAX);

  for (guint i = 0; i < n && !reader->failed; i++) {
    TcSnapshotFile file;

    file.scope = tc_read_int (reader);
    file.size = tc_read_int (reader);
    file.name = tc_read_text (reader, NAME_BYTES_MAX);
    if (file.size < 0 || strchr (file.name, '/'))
      reader->failed = TRUE;
    g_array_append_val (files, file);
  }
}

static void
write_operations (GByteArray *out, GArray *operations)
{
  tc_write_uint (out, operations->len);
  for (guint i = 0; i < operations->len; i++) {
    const TcSignedBytes *op = &g_array_index (operations, TcSignedBytes, i);

    tc_write_blob (out, g_bytes_get_data (op->bytes, NULL), g_bytes_get_size (op->bytes));
    tc_write_raw (out, op->signature.bytes, TC_SIGNATURE_SIZE);
  }
}

static void
read_operations (TcReader *reader, GArray *operations)
{
  guint n = read_count (reader, TC_BATCH_OPERATIONS_MAX);

  for (guint i = 0; i < n && !reader->failed; i++) {
    TcSignedBytes op = {NULL};
    gsize size;
    const guint8 *data = tc_read_blob (reader, TC_OPERATION_BYTES_MAX, &size);

    op.bytes = g_bytes_new (data, size);
    read_fixed (reader, op.signature.bytes, TC_SIGNATURE_SIZE);
    g_array_append_val (operations, op);
  }
}

static void
write_answers (GByteArray *out, GArray *answers)
{
  tc_write_uint (out, answers->len);
  for (guint i = 0; i < answers->len; i++) {
    const TcLineAnswer *answer = &g_array_index (answers, TcLineAnswer, i);

    tc_write_int (out, answer->seq);
    tc_write_int (out, answer->lsn);
    write_refusal (out, answer->refusal);
  }
}

static void
read_answers (TcReader *reader, GArray *answers)
{
  guint n = read_count (reader, TC_BATCH_OPERATIONS_MAX);

  for (guint i = 0; i < n && !reader->failed; i++) {
    TcLineAnswer answer;

    answer.seq = tc_read_int (reader);
    answer.lsn = tc_read_int (reader);
    answer.refusal = read_refusal (reader);
    g_array_append_val (answers, answer);
  }
}

static void
write_frame (GByteArray *out, const TcFrame *frame)
{
  tc_write_int (out, frame->first_lsn);
  tc_write_int (out, frame->last_lsn);
  tc_write_int (out, frame->time_us);
  tc_write_raw (out, frame->ops_root.bytes, TC_DIGEST_SIZE);
  tc_write_raw (out, frame->link.bytes, TC_DIGEST_SIZE);
  tc_write_raw (out, frame->signature.bytes, TC_SIGNATURE_SIZE);
  tc_write_uint (out, frame->hashes->len);
  for (guint i = 0; i < frame->hashes->len; i++) {
    const TcScopeHash *hash = &g_array_index (frame->hashes, TcScopeHash, i);

    tc_write_int (out, hash->scope);
    tc_write_raw (out, hash->hash.bytes, TC_DIGEST_SIZE);
  }
  tc_write_uint (out, frame->bodies->len);
  for (guint i = 0; i < frame->bodies->len; i++) {
    const TcScopeBody *body = &g_array_index (frame->bodies, TcScopeBody, i);

    tc_write_int (out, body->scope);
    tc_write_blob (out, g_bytes_get_data (body->body, NULL), g_bytes_get_size (body->body));
  }
}

static TcFrame *
read_frame (TcReader *reader)
{
  TcFrame *frame = tc_frame_new ();

  frame->first_lsn = tc_read_int (reader);
  frame->last_lsn = tc_read_int (reader);
  frame->time_us = tc_read_int (reader);
  read_fixed (reader, frame->ops_root.bytes, TC_DIGEST_SIZE);
  read_fixed (reader, frame->link.bytes, TC_DIGEST_SIZE);
  read_fixed (reader, frame->signature.bytes, TC_SIGNATURE_SIZE);
  guint n_hashes = read_count (reader, SCOPES_MAX);
  for (guint i = 0; i < n_hashes && !reader->failed; i++) {
    TcScopeHash hash = {tc_read_int (reader), {{0}}};

    read_fixed (reader, hash.hash.bytes, TC_DIGEST_SIZE);
    g_array_append_val (frame->hashes, hash);
  }
  guint n_bodies = read_count (reader, SCOPES_MAX);
  for (guint i = 0; i < n_bodies && !reader->failed; i++) {
    TcScopeBody body = {tc_read_int (reader), NULL};
    gsize size;
    const guint8 *data = tc_read_blob (reader, TC_MESSAGE_BYTES_MAX, &size);

    body.body = g_bytes_new (data, size);
    g_array_append_val (frame->bodies, body);
  }
  return frame;
}

static void
write_frames (GByteArray *out, GPtrArray *frames)
{
  tc_write_uint (out, frames->len);
  for (guint i = 0; i < frames->len; i++)
    write_frame (out, g_ptr_array_index (frames, i));
}

static void
read_frames (TcReader *reader, GPtrArray *frames)
{
  guint n = read_count (reader, FRAMES_MAX);

  for (guint i = 0; i < n && !reader->failed; i++)
    g_ptr_array_add (frames, read_frame (reader));
}

static void
write_head (GByteArray *out, const TcLineMessage *message, guint groups)
{
  if (groups & HAS_CHALLENGE) {
    tc_write_uint (out, message->protocol);
    tc_write_raw (out, message->challenge, TC_CHALLENGE_SIZE);
    tc_write_raw (out, message->server_key.bytes, TC_KEY_PUBLIC_SIZE);
    tc_write_int (out, message->now_us);
  }
  if (groups & HAS_HELLO) {
    tc_write_uint (out, message->protocol);
    tc_write_uint (out, message->replica);
    tc_write_raw (out, message->signature.bytes, TC_SIGNATURE_SIZE);
    tc_write_int (out, message->schema_version);
    tc_write_raw (out, message->schema_hash.bytes, TC_DIGEST_SIZE);
  }
  if (groups & HAS_POSITION)
    write_position (out, &message->position);
  if (groups & HAS_WELCOME) {
    tc_write_int (out, message->seq);
    tc_write_int (out, message->now_us);
  }
}

static void
read_head (TcReader *reader, TcLineMessage *message, guint groups)
{
  if (groups & HAS_CHALLENGE) {
    message->protocol = (guint) tc_read_uint (reader);
    read_fixed (reader, message->challenge, TC_CHALLENGE_SIZE);
    read_fixed (reader, message->server_key.bytes, TC_KEY_PUBLIC_SIZE);
    message->now_us = tc_read_int (reader);
  }
  if (groups & HAS_HELLO) {
    message->protocol = (guint) tc_read_uint (reader);
    message->replica = read_replica (reader);
    read_fixed (reader, message->signature.bytes, TC_SIGNATURE_SIZE);
    message->schema_version = tc_read_int (reader);
    read_fixed (reader, message->schema_hash.bytes, TC_DIGEST_SIZE);
  }
  if (groups & HAS_POSITION)
    read_position (reader, &message->position);
  if (groups & HAS_WELCOME) {
    message->seq = tc_read_int (reader);
    message->now_us = tc_read_int (reader);
  }
}

static void
write_lists (GByteArray *out, const TcLineMessage *message, guint groups)
{
  if (groups & HAS_REPLICA)
    tc_write_uint (out, message->replica);
  if (groups & HAS_SCOPES)
    write_scopes (out, message);
  if (groups & HAS_FILES)
    write_files (out, message->files);
  if (groups & HAS_OPERATIONS)
    write_operations (out, message->operations);
  if (groups & HAS_ANSWERS)
    write_answers (out, message->answers);
  if (groups & HAS_FRAMES)
    write_frames (out, message->frames);
}

static void
read_lists (TcReader *reader, TcLineMessage *message, guint groups)
{
  if (groups & HAS_REPLICA)
    message->replica = read_replica (reader);
  if (groups & HAS_SCOPES)
    read_scopes (reader, message);
  if (groups & HAS_FILES)
    read_files (reader, message->files);
  if (groups & HAS_OPERATIONS)
    read_operations (reader, message->operations);
  if (groups & HAS_ANSWERS)
    read_answers (reader, message->answers);
  if (groups & HAS_FRAMES)
    read_frames (reader, message->frames);
}

GBytes *
tc_line_message_write (const TcLineMessage *message)
{
  GByteArray *out = g_byte_array_new ();
  guint groups = groups_of[message->kind];

  tc_write_u8 (out, message->kind);
  write_head (out, message, groups);
  write_lists (out, message, groups);
  if (groups & HAS_LSN)
    tc_write_int (out, message->lsn);
  if (groups & HAS_NUMBER)
    tc_write_int (out, message->number);
  if (groups & HAS_NAME)
    tc_write_text (out, message->name);
  if (groups & HAS_REFUSAL)
    write_refusal (out, message->refusal);
  if (groups & HAS_VALUE)
    write_variant (out, message->value);
  if (groups & HAS_INNER)
    write_inner (out, message->inner);
  return g_byte_array_free_to_bytes (out);
}

TcLineMessage *
tc_line_message_read (GBytes *bytes, GError **error)
{
  TcReader reader;

  tc_reader_init_bytes (&reader, bytes);
  guint8 kind = tc_read_u8 (&reader);
  if (g_bytes_get_size (bytes) > TC_MESSAGE_BYTES_MAX || kind == 0 ||
      kind >= G_N_ELEMENTS (groups_of)) {
    g_set_error (error, TC_ERROR, TC_ERROR_INVALID,
                 "reading a message: kind %u, %" G_GSIZE_FORMAT " bytes", kind,
                 g_bytes_get_size (bytes));
    return NULL;
  }
  g_autoptr (TcLineMessage) message = tc_line_message_new (kind);
  guint groups = groups_of[kind];
  read_head (&reader, message, groups);
  read_lists (&reader, message, groups);
  if (groups & HAS_LSN)
    message->lsn = tc_read_int (&reader);
  if (groups & HAS_NUMBER)
    message->number = tc_read_int (&reader);
  if (groups & HAS_NAME)
    message->name = tc_read_text (&reader, NAME_BYTES_MAX);
  if (groups & HAS_REFUSAL)
    message->refusal = read_refusal (&reader);
  if (groups & HAS_VALUE)
    message->value = read_variant (&reader);
  if (groups & HAS_INNER)
    message->inner = read_inner (&reader);
  if (!tc_reader_done (&reader)) {
    g_set_error (error, TC_ERROR, TC_ERROR_INVALID, "reading a message of kind %u: malformed",
                 kind);
    return NULL;
  }
  return g_steal_pointer (&message);
}

GBytes *
tc_line_goodbye (const char *code)
{
  g_autoptr (TcLineMessage) message = tc_line_message_new (TC_LINE_GOODBYE);

  message->refusal = tc_refusal_new (code, NULL);
  return tc_line_message_write (message);
}

GBytes *
tc_line_carry (guint16 replica, GBytes *inner)
{
  g_autoptr (TcLineMessage) message = tc_line_message_new (TC_LINE_CARRY);

  message->replica = replica;
  message->inner = g_bytes_ref (inner);
  return tc_line_message_write (message);
}

TcLineKind
tc_line_message_kind (GBytes *bytes)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  return size > 0 && data[0] < G_N_ELEMENTS (groups_of) ? data[0] : 0;
}

guint
tc_line_message_count_operations (GBytes *bytes)
{
  TcReader reader, inner;
  const guint8 *data;
  gsize size = 0;
  guint8 kind;
  guint n;

  tc_reader_init_bytes (&reader, bytes);
  kind = tc_read_u8 (&reader);
  if (kind == TC_LINE_CARRY) {
    read_replica (&reader);
    data = tc_read_blob (&reader, TC_MESSAGE_BYTES_MAX, &size);
    if (!data)
      return 0;
    tc_reader_init (&inner, data, size);
    kind = tc_read_u8 (&inner);
    reader = inner;
  }
  n = kind == TC_LINE_OPERATIONS ? read_count (&reader, TC_BATCH_OPERATIONS_MAX) : 0;
  return reader.failed ? 0 : n;
}

GBytes *
tc_line_hello_to_sign (const TcLineMessage *challenge, guint16 replica)
{
  GByteArray *out = g_byte_array_new ();

  tc_write_uint (out, challenge->protocol);
  tc_write_raw (out, challenge->challenge, TC_CHALLENGE_SIZE);
  tc_write_raw (out, challenge->server_key.bytes, TC_KEY_PUBLIC_SIZE);
  tc_write_uint (out, replica);
  return g_byte_array_free_to_bytes (out);
}
