/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writing and loading snapshots; see the header.
 */
#include "tc-snapshot.h"

#include "tc-bytes.h"
#include "tc-capture.h"
#include "tc-log-store.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include <zstd.h>

#define MAGIC "TCSNAP1\n"
#define LEVEL 3

typedef struct {
  int fd;
  ZSTD_CCtx *zstd; /* (owned) */
  GByteArray *out; /* (owned): compressed bytes on their way */
  GError *error;   /* (owned) (nullable): the first fault */
} Packer;

static void
pack_fault (Packer *packer, const char *what)
{
  if (!packer->error)
    packer->error = g_error_new (TC_ERROR, TC_ERROR_STORE, "writing a snapshot: %s", what);
}

static void
write_all (Packer *packer, const guint8 *data, gsize size)
{
  while (size && !packer->error) {
    gssize n = write (packer->fd, data, size);

    if (n < 0 && errno != EINTR)
      pack_fault (packer, g_strerror (errno));
    else if (n > 0) {
      data += n;
      size -= (gsize) n;
    }
  }
}

static void
pack (Packer *packer, gconstpointer data, gsize size, ZSTD_EndDirective how)
{
  ZSTD_inBuffer in = {data, size, 0};
  gsize left;

  do {
    ZSTD_outBuffer out = {packer->out->data, packer->out->len, 0};

    left = ZSTD_compressStream2 (packer->zstd, &out, &in, how);
    if (ZSTD_isError (left)) {
      pack_fault (packer, ZSTD_getErrorName (left));
      return;
    }
    write_all (packer, packer->out->data, out.pos);
  } while (!packer->error && (how == ZSTD_e_end ? left != 0 : in.pos < in.size));
}

static void
pack_array (Packer *packer, GByteArray *array)
{
  pack (packer, array->data, array->len, ZSTD_e_continue);
}

static void
write_head (GByteArray *out, const TcPosition *position, gint64 scope, const TcDigest *schema)
{
  tc_write_raw (out, MAGIC, strlen (MAGIC));
  tc_write_raw (out, position->log_id, TC_LOG_ID_SIZE);
  tc_write_int (out, position->epoch);
  tc_write_int (out, position->lsn);
  tc_write_raw (out, position->link.bytes, TC_DIGEST_SIZE);
  tc_write_int (out, scope);
  tc_write_raw (out, schema->bytes, TC_DIGEST_SIZE);
}

static void
pack_block (Packer *packer, GByteArray *block)
{
  g_autoptr (GByteArray) length = g_byte_array_new ();

  tc_write_uint (length, block->len);
  pack_array (packer, length);
  pack_array (packer, block);
  g_byte_array_set_size (block, 0);
}

static guint64
pack_table (Packer *packer, TcDatabase *db, const TcTable *table, gint64 scope)
{
  g_autofree char *sql = g_strdup_printf ("SELECT * FROM %s WHERE scope = ? ORDER BY id",
                                          table->name);
  g_autoptr (TcQuery) query = tc_database_query (db, sql, "i", scope);
  g_autoptr (GByteArray) block = g_byte_array_new ();
  guint64 rows = 0;

  while (!packer->error && tc_query_next (query)) {
    tc_rows_write_insert (block, table, query);
    rows++;
    if (block->len >= TC_SNAPSHOT_BLOCK_BYTES)
      pack_block (packer, block);
  }
  if (block->len)
    pack_block (packer, block);
  return rows;
}

static void
pack_all (Packer *packer, TcDatabase *db, TcCatalogue *catalogue, gint64 scope,
          const TcPosition *position)
{
  TcDigest schema = tc_catalogue_hash (catalogue);
  g_autoptr (GByteArray) part = g_byte_array_new ();
  guint n;
  const TcTable *const *tables = tc_catalogue_list (catalogue, &n);
  guint64 rows = 0;

  write_head (part, position, scope, &schema);
  pack_array (packer, part);
  for (guint i = 0; i < n; i++)
    rows += pack_table (packer, db, tables[i], scope);
  g_byte_array_set_size (part, 0);
  tc_write_uint (part, 0);
  tc_write_uint (part, rows);
  pack (packer, part->data, part->len, ZSTD_e_end);
}

gboolean
tc_snapshot_write (TcDatabase *db, TcCatalogue *catalogue, gint64 scope, const TcPosition *position,
                   const char *path, GError **error)
{
  Packer packer = {open (path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600)};
  GError *fault = NULL;

  if (packer.fd < 0) {
    g_set_error (error, TC_ERROR, TC_ERROR_STORE, "writing %s: %s", path, g_strerror (errno));
    return FALSE;
  }
  packer.zstd = ZSTD_createCCtx ();
  packer.out = g_byte_array_new ();
  g_byte_array_set_size (packer.out, (guint) ZSTD_CStreamOutSize ());
  ZSTD_CCtx_setParameter (packer.zstd, ZSTD_c_compressionLevel, LEVEL);
  ZSTD_CCtx_setParameter (packer.zstd, ZSTD_c_checksumFlag, 1);
  pack_all (&packer, db, catalogue, scope, position);
  if (fsync (packer.fd) != 0)
    pack_fault (&packer, g_strerror (errno));
  close (packer.fd);
  ZSTD_freeCCtx (packer.zstd);
  g_byte_array_unref (packer.out);
  if (!tc_database_check (db, packer.error ? NULL : &fault) || packer.error) {
    g_propagate_error (error, packer.error ? packer.error : fault);
    unlink (path);
    return FALSE;
  }
  return TRUE;
}

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

static gboolean
check_head (Unpacker *unpacker, const TcPosition *expected, gint64 scope, const TcDigest *schema)
{
  g_autoptr (GByteArray) due = g_byte_array_new ();

  write_head (due, expected, scope, schema);
  g_autofree guint8 *found = g_malloc (due->len);
  return unpack (unpacker, found, due->len) && !memcmp (found, due->data, due->len);
}

static void
load_blocks (Unpacker *unpacker, TcDatabase *db, TcCatalogue *catalogue)
{
  /* A block ends with the row that reaches its size; a row is an operation's worth at most. */
  const guint64 block_max = TC_SNAPSHOT_BLOCK_BYTES + 2 * TC_MESSAGE_BYTES_MAX;

  for (;;) {
    guint64 size = unpack_uint (unpacker);

    if (size == 0 || unpacker->failed)
      return;
    if (size > block_max) {
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
                  GBytes *file, GError **error)
{
  Unpacker unpacker = {ZSTD_createDCtx ()};
  TcDigest schema = tc_catalogue_hash (catalogue);
  gint64 before = sqlite3_total_changes64 (tc_database_get_handle (db));
  guint64 rows = 0;

  unpacker.in.src = g_bytes_get_data (file, &unpacker.in.size);
  gboolean known = check_head (&unpacker, expected, scope, &schema);
  if (known) {
    load_blocks (&unpacker, db, catalogue);
    rows = unpack_uint (&unpacker);
    unpacker.failed |= !unpack_end (&unpacker);
  }
  ZSTD_freeDCtx (unpacker.zstd);
  if (!tc_database_check (db, error))
    return FALSE;
  gint64 loaded = sqlite3_total_changes64 (tc_database_get_handle (db)) - before;
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
