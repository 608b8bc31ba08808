/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Loading snapshots whole, and where one stands; see the header. Making them and their lists is in
 * tc-snapshot-make.c, reading parts alone in tc-snapshot-list.c.
 */
#include "tc-snapshot-private.h"

#include "tc-bytes.h"
#include "tc-capture.h"
#include "tc-log-store.h"

#include <string.h>
#include <zstd.h>

/* Decompresses as much as is asked for. */
typedef struct {
  ZSTD_DCtx *zstd; /* (owned) */
  ZSTD_inBuffer in;
  gsize due; /* what zstd still wants to read; 0 once contents and checksum are through */
  gboolean failed;
} Unpacker;

static gboolean
unpack (Unpacker *unpacker, gpointer data, gsize size)
{
  ZSTD_outBuffer out = {data, size, 0};

  while (!unpacker->failed && out.pos < size) {
    gsize before = unpacker->in.pos + out.pos;

    unpacker->due = ZSTD_decompressStream (unpacker->zstd, &out, &unpacker->in);
    /* No progress: the file ends before its contents do. */
    if (ZSTD_isError (unpacker->due) || unpacker->in.pos + out.pos == before)
      unpacker->failed = TRUE;
  }
  return !unpacker->failed;
}

/* The end of the contents, with their checksum, is the end of the file. */
static gboolean
unpack_end (Unpacker *unpacker)
{
  guint8 more;
  ZSTD_outBuffer out = {&more, 1, 0};

  while (!unpacker->failed && unpacker->due != 0) {
    gsize before = unpacker->in.pos;

    unpacker->due = ZSTD_decompressStream (unpacker->zstd, &out, &unpacker->in);
    if (ZSTD_isError (unpacker->due) || out.pos > 0 ||
        (unpacker->due != 0 && unpacker->in.pos == before))
      unpacker->failed = TRUE;
  }
  return !unpacker->failed && unpacker->in.pos == unpacker->in.size;
}

static guint64
unpack_uint (Unpacker *unpacker)
{
  guint8 buffer[10];
  TcReader reader;
  guint n = 0;

  do {
    if (!unpack (unpacker, &buffer[n], 1))
      return 0;
  } while ((buffer[n++] & 0x80) && n < sizeof buffer);
  tc_reader_init (&reader, buffer, n);
  guint64 value = tc_read_uint (&reader);
  unpacker->failed = !tc_reader_done (&reader);
  return value;
}

/* The schema's hash only says who wrote it: of another version's rows is taken what is known. */
static gboolean
check_head (Unpacker *unpacker, const TcPosition *expected, gint64 scope)
{
  g_autoptr (GByteArray) due = g_byte_array_new ();
  TcDigest schema = {{0}};

  tc_snapshot_write_head (due, TC_SNAPSHOT_MAGIC, expected, scope, &schema);
  g_byte_array_set_size (due, due->len - TC_DIGEST_SIZE);
  g_autofree guint8 *found = g_malloc (due->len);
  return unpack (unpacker, found, due->len) && !memcmp (found, due->data, due->len) &&
         unpack (unpacker, schema.bytes, TC_DIGEST_SIZE);
}

static void
load_blocks (Unpacker *unpacker, TcDatabase *db, TcCatalogue *catalogue, GCancellable *cancellable)
{
  while (!g_cancellable_is_cancelled (cancellable)) {
    guint64 size = unpack_uint (unpacker);

    if (size == 0 || unpacker->failed)
      return;
    if (size > TC_SNAPSHOT_PART_BYTES_MAX) {
      unpacker->failed = TRUE;
      return;
    }
    g_autofree guint8 *block = g_malloc (size);
    if (!unpack (unpacker, block, size))
      return;
    g_autoptr (GBytes) images = g_bytes_new_take (g_steal_pointer (&block), size);
    tc_rows_apply (db, catalogue, images);
    if (tc_database_has_fault (db))
      return;
  }
}

gboolean
tc_snapshot_load (TcDatabase *db, TcCatalogue *catalogue, gint64 scope, const TcPosition *expected,
                  GBytes *file, GCancellable *cancellable, GError **error)
{
  Unpacker unpacker = {ZSTD_createDCtx ()};
  guint64 passed_over = tc_catalogue_get_passed_over (catalogue)->rows;
  gint64 before = sqlite3_total_changes64 (tc_database_get_handle (db));
  guint64 rows = 0;

  unpacker.in.src = g_bytes_get_data (file, &unpacker.in.size);
  gboolean known = check_head (&unpacker, expected, scope);
  if (known) {
    load_blocks (&unpacker, db, catalogue, cancellable);
    rows = unpack_uint (&unpacker);
    unpacker.failed |= !unpack_end (&unpacker);
  }
  ZSTD_freeDCtx (unpacker.zstd);
  if (!tc_database_check (db, error) || g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  gint64 loaded = sqlite3_total_changes64 (tc_database_get_handle (db)) - before;
  loaded += (gint64) (tc_catalogue_get_passed_over (catalogue)->rows - passed_over);
  if (!known || unpacker.failed || (gint64) rows != loaded) {
    g_set_error (error, TC_ERROR, known ? TC_ERROR_INVALID : TC_ERROR_DIVERGED,
                 "loading the snapshot of scope %" G_GINT64_FORMAT ": %s", scope,
                 known ? "damaged" : "not the one that was offered");
    return FALSE;
  }
  return TRUE;
}

gboolean
tc_snapshot_position (TcDatabase *db, TcPosition *position, GError **error)
{
  g_autoptr (TcLogStore) log = tc_log_sqlite_new (db, NULL, error);

  return log && tc_log_store_head (log, position, error);
}
