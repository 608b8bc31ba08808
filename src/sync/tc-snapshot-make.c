/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Making snapshots; see tc-snapshot.h.
 *
 * DESIGN: rows come out of the tables in the order in which a desk wants them and are collected
 * until a part is full; it is compressed by itself and written. History is read backwards, so that
 * what is newest comes first, and turned about within a part, so that it is loaded upwards.
 */
#include "tc-snapshot-private.h"

#include "tc-capture.h"
#include "tc-open-work.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include <zstd.h>

#define LEVEL 3

typedef struct {
  TcDatabase *db;         /* (unowned): the caller's */
  TcCatalogue *catalogue; /* (unowned): likewise */
  gint64 scope;
  guint part_bytes;
  const char *(*condition) (const char *table);
  int fd;
  ZSTD_CCtx *zstd; /* (owned) */
  gint64 written;
  GByteArray *rows; /* (owned): images of the part in the making */
  GArray *starts;   /* (owned) (element-type guint): of each in rows */
  GArray *parts;    /* (owned) (element-type TcSnapshotPart): those written */
  guint64 n_rows;
  GError *error; /* (owned) (nullable): the first fault */
} Packer;

static void
pack_fault (Packer *packer, TcError code, const char *what)
{
  if (!packer->error)
    packer->error = g_error_new (TC_ERROR, (int) code, "writing a snapshot: %s", what);
}

static void
write_all (Packer *packer, const guint8 *data, gsize size)
{
  while (size && !packer->error) {
    gssize n = write (packer->fd, data, size);

    if (n < 0 && errno != EINTR)
      pack_fault (packer, TC_ERROR_STORE, g_strerror (errno));
    else if (n > 0) {
      data += n;
      size -= (gsize) n;
    }
  }
}

/* One frame of zstd: what it holds can be had without what is before it. */
static void
pack_frame (Packer *packer, GByteArray *raw, TcSnapshotPart *part)
{
  gsize bound = ZSTD_compressBound (raw->len);
  g_autofree guint8 *out = g_malloc (bound);
  gsize size = ZSTD_compress2 (packer->zstd, out, bound, raw->data, raw->len);

  if (ZSTD_isError (size)) {
    pack_fault (packer, TC_ERROR_STORE, ZSTD_getErrorName (size));
    return;
  }
  part->start = packer->written;
  part->size = (gint64) size;
  part->raw = raw->len;
  part->hash = tc_snapshot_part_hash (out, size);
  write_all (packer, out, size);
  packer->written += (gint64) size;
}

static void
pack_part (Packer *packer, gboolean first)
{
  g_autoptr (GByteArray) raw = g_byte_array_sized_new (packer->rows->len + 16);
  TcSnapshotPart part = {.first = first, .rows = packer->starts->len};
  guint end = packer->rows->len;

  if (packer->starts->len == 0 || packer->error)
    return;
  tc_write_uint (raw, packer->rows->len);
  if (first)
    tc_write_raw (raw, packer->rows->data, packer->rows->len);
  for (guint i = first ? 0 : packer->starts->len; i > 0; i--) {
    guint start = g_array_index (packer->starts, guint, i - 1);

    tc_write_raw (raw, packer->rows->data + start, end - start);
    end = start;
  }
  if (packer->parts->len >= TC_SNAPSHOT_PARTS_MAX || raw->len > TC_SNAPSHOT_PART_BYTES_MAX)
    pack_fault (packer, TC_ERROR_LIMIT, "too many parts, or a row that is too long");
  else
    pack_frame (packer, raw, &part);
  g_array_append_val (packer->parts, part);
  packer->n_rows += packer->starts->len;
  g_byte_array_set_size (packer->rows, 0);
  g_array_set_size (packer->starts, 0);
}

static char *
rows_sql (Packer *packer, const TcTable *table, gboolean first)
{
  const char *work = packer->condition (table->name);

  if (!work)
    return first ? g_strdup_printf ("SELECT * FROM %s WHERE scope = ? ORDER BY id", table->name)
                 : NULL;
  return g_strdup_printf (first ? "SELECT * FROM %s WHERE scope = ? AND (%s) ORDER BY id"
                                : "SELECT * FROM %s WHERE scope = ? AND NOT (%s) ORDER BY id DESC",
                          table->name, work);
}

static void
pack_table (Packer *packer, const TcTable *table, gboolean first)
{
  g_autofree char *sql = rows_sql (packer, table, first);
  g_autoptr (TcQuery) query = sql ? tc_database_query (packer->db, sql, "i", packer->scope) : NULL;

  while (sql && !packer->error && tc_query_next (query)) {
    g_array_append_val (packer->starts, packer->rows->len);
    tc_rows_write_insert (packer->rows, table, query);
    if (packer->rows->len >= packer->part_bytes)
      pack_part (packer, first);
  }
}

static void
pack_rows (Packer *packer, gboolean first)
{
  guint n;
  const TcTable *const *tables = tc_catalogue_list (packer->catalogue, &n);

  for (guint i = 0; i < n; i++)
    pack_table (packer, tables[i], first);
  pack_part (packer, first);
}

static void
pack_all (Packer *packer, const TcPosition *position, const TcDigest *schema)
{
  g_autoptr (GByteArray) raw = g_byte_array_new ();
  TcSnapshotPart ignored;

  tc_snapshot_write_head (raw, TC_SNAPSHOT_MAGIC, position, packer->scope, schema);
  pack_frame (packer, raw, &ignored);
  pack_rows (packer, TRUE);
  pack_rows (packer, FALSE);
  g_byte_array_set_size (raw, 0);
  tc_write_uint (raw, 0);
  tc_write_uint (raw, packer->n_rows);
  pack_frame (packer, raw, &ignored);
}

static void
write_part (GByteArray *out, const TcSnapshotPart *part)
{
  tc_write_u8 (out, part->first ? 1 : 0);
  tc_write_int (out, part->size);
  tc_write_int (out, part->raw);
  tc_write_int (out, part->rows);
  tc_write_raw (out, part->hash.bytes, TC_DIGEST_SIZE);
}

static GBytes *
write_list (Packer *packer, const TcPosition *position, const TcDigest *schema,
            const TcSnapshotOptions *options)
{
  GByteArray *out = g_byte_array_new ();
  gint64 start = packer->parts->len > 0 ? g_array_index (packer->parts, TcSnapshotPart, 0).start
                                        : packer->written;
  TcSignature signature;

  tc_snapshot_write_head (out, TC_SNAPSHOT_LIST_MAGIC, position, packer->scope, schema);
  tc_write_int (out, options->made_us);
  tc_write_int (out, packer->written);
  tc_write_int (out, start);
  tc_write_uint (out, packer->parts->len);
  for (guint i = 0; i < packer->parts->len; i++)
    write_part (out, &g_array_index (packer->parts, TcSnapshotPart, i));
  signature = tc_key_sign (options->key, TC_SNAPSHOT_LIST_DOMAIN, out->data, out->len);
  tc_write_raw (out, signature.bytes, TC_SIGNATURE_SIZE);
  return g_byte_array_free_to_bytes (out);
}

static void
open_packer (Packer *packer)
{
  packer->zstd = ZSTD_createCCtx ();
  packer->rows = g_byte_array_new ();
  packer->starts = g_array_new (FALSE, FALSE, sizeof (guint));
  packer->parts = g_array_new (FALSE, FALSE, sizeof (TcSnapshotPart));
  ZSTD_CCtx_setParameter (packer->zstd, ZSTD_c_compressionLevel, LEVEL);
  ZSTD_CCtx_setParameter (packer->zstd, ZSTD_c_checksumFlag, 1);
}

static void
close_packer (Packer *packer)
{
  ZSTD_freeCCtx (packer->zstd);
  g_byte_array_unref (packer->rows);
  g_array_unref (packer->starts);
  g_array_unref (packer->parts);
}

GBytes *
tc_snapshot_make (TcDatabase *db, TcCatalogue *catalogue, gint64 scope, const TcPosition *position,
                  const TcSnapshotOptions *options, const char *path, GError **error)
{
  Packer packer = {.db = db, .catalogue = catalogue, .scope = scope};
  TcDigest schema = tc_catalogue_hash (catalogue);
  GBytes *list = NULL;
  GError *fault = NULL;

  packer.part_bytes = options->part_bytes ? options->part_bytes : TC_SNAPSHOT_PART_BYTES;
  packer.condition = options->condition ? options->condition : tc_open_work_condition;
  packer.fd = open (path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (packer.fd < 0) {
    g_set_error (error, TC_ERROR, TC_ERROR_STORE, "writing %s: %s", path, g_strerror (errno));
    return NULL;
  }
  open_packer (&packer);
  pack_all (&packer, position, &schema);
  if (fsync (packer.fd) != 0)
    pack_fault (&packer, TC_ERROR_STORE, g_strerror (errno));
  close (packer.fd);
  if (!tc_database_check (db, packer.error ? NULL : &fault) || packer.error) {
    g_propagate_error (error, packer.error ? packer.error : fault);
    unlink (path);
  } else {
    list = write_list (&packer, position, &schema, options);
  }
  close_packer (&packer);
  return list;
}

gboolean
tc_snapshot_write (TcDatabase *db, TcCatalogue *catalogue, gint64 scope, const TcPosition *position,
                   const char *path, GError **error)
{
  g_autoptr (TcKey) nobody = tc_key_generate ();
  const TcSnapshotOptions options = {.key = nobody};
  g_autoptr (GBytes)
      list = tc_snapshot_make (db, catalogue, scope, position, &options, path, error);

  return list != NULL;
}
