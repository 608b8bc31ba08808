/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Making snapshots; see tc-snapshot.h.
 *
 * DESIGN: each table is read once for the open work and once for history, however many scopes there
 * are, and each row goes to the file of its scope. There rows are collected until a part is full;
 * it is compressed by itself and written. History is read backwards, so that what is newest comes
 * first, and turned about within a part, so that it is loaded upwards.
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

/* One file. */
typedef struct {
  gint64 scope;
  int fd;          /* -1: none */
  ZSTD_CCtx *zstd; /* (unowned): that of all */
  guint part_bytes;
  gint64 written;
  GByteArray *rows; /* (owned): images of the part in the making */
  GArray *starts;   /* (owned) (element-type guint): of each in rows */
  GArray *parts;    /* (owned) (element-type TcSnapshotPart): those written */
  guint64 n_rows;
  GError *error; /* (owned) (nullable): the first fault */
} Packer;

typedef struct {
  TcDatabase *db;         /* (unowned): the caller's */
  TcCatalogue *catalogue; /* (unowned): likewise */
  const TcSnapshotOptions *options;
  TcPosition position;
  TcDigest schema;
  ZSTD_CCtx *zstd;      /* (owned) */
  GPtrArray *packers;   /* (owned) (element-type Packer) */
  GHashTable *by_scope; /* (owned) (gint64 * in Packer, unowned Packer) */
} Making;

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
rows_sql (const Making *making, const TcTable *table, gboolean first)
{
  const char *work = making->options->condition ? making->options->condition (table->name)
                                                : tc_open_work_condition (table->name);

  if (!work)
    return first ? g_strdup_printf ("SELECT * FROM %s ORDER BY id", table->name) : NULL;
  return g_strdup_printf (first ? "SELECT * FROM %s WHERE %s ORDER BY id"
                                : "SELECT * FROM %s WHERE NOT (%s) ORDER BY id DESC",
                          table->name, work);
}

static void
pack_table (Making *making, const TcTable *table, gboolean first)
{
  g_autofree char *sql = rows_sql (making, table, first);
  g_autoptr (TcQuery) query = sql ? tc_database_query (making->db, sql, NULL) : NULL;

  while (sql && tc_query_next (query)) {
    gint64 scope = tc_query_int (query, TC_COLUMN_SCOPE);
    Packer *packer = g_hash_table_lookup (making->by_scope, &scope);

    if (!packer || packer->error)
      continue;
    g_array_append_val (packer->starts, packer->rows->len);
    tc_rows_write_insert (packer->rows, table, query);
    if (packer->rows->len >= packer->part_bytes)
      pack_part (packer, first);
  }
}

static void
pack_rows (Making *making, gboolean first)
{
  guint n;
  const TcTable *const *tables = tc_catalogue_list (making->catalogue, &n);

  for (guint i = 0; i < n; i++)
    pack_table (making, tables[i], first);
  for (guint i = 0; i < making->packers->len; i++)
    pack_part (g_ptr_array_index (making->packers, i), first);
}

static void
pack_head (const Making *making, Packer *packer)
{
  g_autoptr (GByteArray) raw = g_byte_array_new ();
  TcSnapshotPart ignored;

  tc_snapshot_write_head (raw, TC_SNAPSHOT_MAGIC, &making->position, packer->scope,
                          &making->schema);
  pack_frame (packer, raw, &ignored);
}

static void
pack_end (Packer *packer)
{
  g_autoptr (GByteArray) raw = g_byte_array_new ();
  TcSnapshotPart ignored;

  tc_write_uint (raw, 0);
  tc_write_uint (raw, packer->n_rows);
  pack_frame (packer, raw, &ignored);
  if (fsync (packer->fd) != 0)
    pack_fault (packer, TC_ERROR_STORE, g_strerror (errno));
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
write_list (const Making *making, const Packer *packer)
{
  GByteArray *out = g_byte_array_new ();
  gint64 start = packer->parts->len > 0 ? g_array_index (packer->parts, TcSnapshotPart, 0).start
                                        : packer->written;
  TcSignature signature;

  tc_snapshot_write_head (out, TC_SNAPSHOT_LIST_MAGIC, &making->position, packer->scope,
                          &making->schema);
  tc_write_int (out, making->options->made_us);
  tc_write_int (out, packer->written);
  tc_write_int (out, start);
  tc_write_uint (out, packer->parts->len);
  for (guint i = 0; i < packer->parts->len; i++)
    write_part (out, &g_array_index (packer->parts, TcSnapshotPart, i));
  signature = tc_key_sign (making->options->key, TC_SNAPSHOT_LIST_DOMAIN, out->data, out->len);
  tc_write_raw (out, signature.bytes, TC_SIGNATURE_SIZE);
  return g_byte_array_free_to_bytes (out);
}

static void
free_packer (gpointer data)
{
  Packer *packer = data;

  if (packer->fd >= 0)
    close (packer->fd);
  g_byte_array_unref (packer->rows);
  g_array_unref (packer->starts);
  g_array_unref (packer->parts);
  g_clear_error (&packer->error);
  g_free (packer);
}

static void
add_packer (Making *making, gint64 scope, const char *path)
{
  Packer *packer = g_new0 (Packer, 1);

  packer->scope = scope;
  packer->zstd = making->zstd;
  packer->part_bytes = making->options->part_bytes ? making->options->part_bytes
                                                   : TC_SNAPSHOT_PART_BYTES;
  packer->rows = g_byte_array_new ();
  packer->starts = g_array_new (FALSE, FALSE, sizeof (guint));
  packer->parts = g_array_new (FALSE, FALSE, sizeof (TcSnapshotPart));
  packer->fd = open (path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (packer->fd < 0)
    pack_fault (packer, TC_ERROR_STORE, g_strerror (errno));
  g_ptr_array_add (making->packers, packer);
  g_hash_table_insert (making->by_scope, &packer->scope, packer);
}

static gboolean
pack_all (Making *making, GError **error)
{
  gboolean ok;

  for (guint i = 0; i < making->packers->len; i++)
    pack_head (making, g_ptr_array_index (making->packers, i));
  pack_rows (making, TRUE);
  pack_rows (making, FALSE);
  ok = tc_database_check (making->db, error);
  for (guint i = 0; i < making->packers->len; i++) {
    Packer *packer = g_ptr_array_index (making->packers, i);

    pack_end (packer);
    if (ok && packer->error) {
      g_propagate_error (error, g_steal_pointer (&packer->error));
      ok = FALSE;
    }
  }
  return ok;
}

GPtrArray *
tc_snapshot_make_all (TcDatabase *db, TcCatalogue *catalogue, const GArray *scopes,
                      const TcPosition *position, const TcSnapshotOptions *options,
                      const char *const *paths, GError **error)
{
  Making making = {db, catalogue, options, *position, tc_catalogue_hash (catalogue)};
  GPtrArray *lists = NULL;

  making.zstd = ZSTD_createCCtx ();
  ZSTD_CCtx_setParameter (making.zstd, ZSTD_c_compressionLevel, LEVEL);
  ZSTD_CCtx_setParameter (making.zstd, ZSTD_c_checksumFlag, 1);
  making.packers = g_ptr_array_new_with_free_func (free_packer);
  making.by_scope = g_hash_table_new (g_int64_hash, g_int64_equal);
  for (guint i = 0; i < scopes->len; i++)
    add_packer (&making, g_array_index (scopes, gint64, i), paths[i]);
  if (pack_all (&making, error))
    lists = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  for (guint i = 0; i < scopes->len; i++) {
    if (lists)
      g_ptr_array_add (lists, write_list (&making, g_ptr_array_index (making.packers, i)));
    else
      unlink (paths[i]);
  }
  ZSTD_freeCCtx (making.zstd);
  g_hash_table_unref (making.by_scope);
  g_ptr_array_unref (making.packers);
  return lists;
}

GBytes *
tc_snapshot_make (TcDatabase *db, TcCatalogue *catalogue, gint64 scope, const TcPosition *position,
                  const TcSnapshotOptions *options, const char *path, GError **error)
{
  g_autoptr (GArray) scopes = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) lists = NULL;

  g_array_append_val (scopes, scope);
  lists = tc_snapshot_make_all (db, catalogue, scopes, position, options, &path, error);
  return lists ? g_ptr_array_steal_index (lists, 0) : NULL;
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
