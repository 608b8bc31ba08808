/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lists of a snapshot's parts, and parts by themselves; see tc-snapshot.h.
 */
#include "tc-snapshot-private.h"

#include <string.h>
#include <zstd.h>

void
tc_snapshot_write_head (GByteArray *out, const char *magic, const TcPosition *position,
                        gint64 scope, const TcDigest *schema)
{
  tc_write_raw (out, magic, strlen (magic));
  tc_write_raw (out, position->log_id, TC_LOG_ID_SIZE);
  tc_write_int (out, position->epoch);
  tc_write_int (out, position->lsn);
  tc_write_raw (out, position->link.bytes, TC_DIGEST_SIZE);
  tc_write_int (out, scope);
  tc_write_raw (out, schema->bytes, TC_DIGEST_SIZE);
}

TcDigest
tc_snapshot_part_hash (gconstpointer data, gsize size)
{
  TcHasher hasher;

  tc_hasher_init (&hasher, "toancanh snapshot part");
  tc_hasher_add (&hasher, data, size);
  return tc_hasher_end (&hasher);
}

void
tc_snapshot_list_free (TcSnapshotList *list)
{
  if (!list)
    return;
  g_array_unref (list->parts);
  g_free (list);
}

static void
copy_raw (TcReader *reader, gpointer out, gsize size)
{
  const guint8 *data = tc_read_raw (reader, size);

  if (data)
    memcpy (out, data, size);
}

static void
read_head (TcReader *reader, TcSnapshotList *list)
{
  char magic[sizeof TC_SNAPSHOT_LIST_MAGIC - 1] = {0};

  copy_raw (reader, magic, sizeof magic);
  reader->failed |= memcmp (magic, TC_SNAPSHOT_LIST_MAGIC, sizeof magic) != 0;
  copy_raw (reader, list->position.log_id, TC_LOG_ID_SIZE);
  list->position.epoch = tc_read_int (reader);
  list->position.lsn = tc_read_int (reader);
  copy_raw (reader, list->position.link.bytes, TC_DIGEST_SIZE);
  list->scope = tc_read_int (reader);
  copy_raw (reader, list->schema.bytes, TC_DIGEST_SIZE);
  list->made_us = tc_read_int (reader);
  list->size = tc_read_int (reader);
}

/* FALSE if it can't be. */
static gboolean
read_part (TcReader *reader, gint64 start, TcSnapshotPart *part)
{
  guint8 first = tc_read_u8 (reader);

  part->first = first == 1;
  part->start = start;
  part->size = tc_read_int (reader);
  part->raw = tc_read_int (reader);
  part->rows = tc_read_int (reader);
  copy_raw (reader, part->hash.bytes, TC_DIGEST_SIZE);
  return first <= 1 && part->size > 0 && part->raw > 0 && part->raw <= TC_SNAPSHOT_PART_BYTES_MAX &&
         part->size <= (gint64) ZSTD_compressBound (TC_SNAPSHOT_PART_BYTES_MAX) && part->rows > 0 &&
         part->rows <= part->raw;
}

static void
read_parts (TcReader *reader, TcSnapshotList *list)
{
  gint64 start = tc_read_int (reader);
  guint64 n = tc_read_uint (reader);

  list->start = start;
  if (start < 0 || start > list->size || n > TC_SNAPSHOT_PARTS_MAX)
    reader->failed = TRUE;
  for (guint64 i = 0; i < n && !reader->failed; i++) {
    TcSnapshotPart part = {0};

    if (!read_part (reader, start, &part) || part.size > list->size - start) {
      reader->failed = TRUE;
      return;
    }
    start += part.size;
    g_array_append_val (list->parts, part);
  }
}

TcSnapshotList *
tc_snapshot_list_read (GBytes *bytes, GError **error)
{
  g_autoptr (TcSnapshotList) list = g_new0 (TcSnapshotList, 1);
  TcReader reader;

  list->parts = g_array_new (FALSE, FALSE, sizeof (TcSnapshotPart));
  if (g_bytes_get_size (bytes) > TC_SNAPSHOT_LIST_BYTES_MAX) {
    g_set_error (error, TC_ERROR, TC_ERROR_LIMIT, "reading a snapshot's parts: too many bytes");
    return NULL;
  }
  tc_reader_init_bytes (&reader, bytes);
  read_head (&reader, list);
  if (!reader.failed)
    read_parts (&reader, list);
  tc_read_raw (&reader, TC_SIGNATURE_SIZE);
  if (!tc_reader_done (&reader)) {
    g_set_error (error, TC_ERROR, TC_ERROR_INVALID, "reading a snapshot's parts: damaged");
    return NULL;
  }
  return g_steal_pointer (&list);
}

gboolean
tc_snapshot_list_verify (GBytes *bytes, const TcPublicKey *key)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  TcSignature signature;

  if (size < TC_SIGNATURE_SIZE)
    return FALSE;
  memcpy (signature.bytes, data + size - TC_SIGNATURE_SIZE, TC_SIGNATURE_SIZE);
  return tc_key_verify (key, TC_SNAPSHOT_LIST_DOMAIN, data, size - TC_SIGNATURE_SIZE, &signature);
}

/* Its length stands before the images. */
static GBytes *
take_images (guint8 *raw, gsize size)
{
  TcReader reader;
  gsize length;

  tc_reader_init (&reader, raw, size);
  const guint8 *images = tc_read_blob (&reader, size, &length);
  if (!images || !tc_reader_done (&reader))
    return NULL;
  return g_bytes_new_with_free_func (images, length, g_free, raw);
}

GBytes *
tc_snapshot_part_open (const TcSnapshotPart *part, GBytes *bytes, GError **error)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  TcDigest found = tc_snapshot_part_hash (data, size);
  gboolean ours = (gint64) size == part->size && tc_digest_equal (&found, &part->hash);
  g_autofree guint8 *raw = ours ? g_malloc ((gsize) part->raw) : NULL;
  GBytes *images = NULL;

  if (ours && ZSTD_decompress (raw, (gsize) part->raw, data, size) == (gsize) part->raw)
    images = take_images (raw, (gsize) part->raw);
  if (images)
    g_steal_pointer (&raw);
  else
    g_set_error (error, TC_ERROR, TC_ERROR_INVALID, "a part of a snapshot is %s",
                 ours ? "not what it should be" : "damaged");
  return images;
}

/* Whether that is all that is packed there. */
static gboolean
holds (const guint8 *data, gint64 size, const GByteArray *due)
{
  g_autofree guint8 *found = g_malloc (due->len);

  return ZSTD_decompress (found, due->len, data, (gsize) size) == due->len &&
         memcmp (found, due->data, due->len) == 0;
}

/* FALSE too once it is cancelled. */
static gboolean
has_parts (const TcSnapshotList *list, const guint8 *data, GCancellable *cancellable)
{
  for (guint i = 0; i < list->parts->len; i++) {
    const TcSnapshotPart *part = &g_array_index (list->parts, TcSnapshotPart, i);
    TcDigest found = tc_snapshot_part_hash (data + part->start, (gsize) part->size);

    if (!tc_digest_equal (&found, &part->hash) || g_cancellable_is_cancelled (cancellable))
      return FALSE;
  }
  return !g_cancellable_is_cancelled (cancellable);
}

/* Before and behind the parts there is no row either. */
static gboolean
is_whole (const TcSnapshotList *list, const guint8 *data)
{
  g_autoptr (GByteArray) head = g_byte_array_new ();
  g_autoptr (GByteArray) end = g_byte_array_new ();
  gint64 at = list->start;
  gint64 rows = 0;

  for (guint i = 0; i < list->parts->len; i++) {
    const TcSnapshotPart *part = &g_array_index (list->parts, TcSnapshotPart, i);

    at += part->size;
    rows += part->rows;
  }
  tc_snapshot_write_head (head, TC_SNAPSHOT_MAGIC, &list->position, list->scope, &list->schema);
  tc_write_uint (end, 0);
  tc_write_uint (end, (guint64) rows);
  if (list->parts->len > 0)
    return holds (data, list->start, head) && holds (data + at, list->size - at, end);
  tc_write_raw (head, end->data, end->len);
  return holds (data, list->size, head);
}

gboolean
tc_snapshot_verify (GBytes *file, GBytes *list, gint64 scope, const TcPosition *position,
                    const TcPublicKey *key, GCancellable *cancellable, GError **error)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (file, &size);
  g_autoptr (TcSnapshotList) read = tc_snapshot_list_read (list, error);

  if (!read)
    return FALSE;
  if (!tc_snapshot_list_verify (list, key))
    g_set_error (error, TC_ERROR, TC_ERROR_DENIED, "a snapshot that the server did not sign");
  else if (read->scope != scope || memcmp (&read->position, position, sizeof *position) != 0)
    g_set_error (error, TC_ERROR, TC_ERROR_DIVERGED, "not the snapshot that was offered");
  else if ((gint64) size == read->size && has_parts (read, data, cancellable) &&
           is_whole (read, data))
    return TRUE;
  else if (!g_cancellable_set_error_if_cancelled (cancellable, error))
    g_set_error (error, TC_ERROR, TC_ERROR_INVALID, "a snapshot is not the one that was signed");
  return FALSE;
}
