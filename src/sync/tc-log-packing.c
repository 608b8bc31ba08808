/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Segments in the server's database; see the header.
 *
 * DESIGN: a packed operation keeps its row, so that all but its bytes is found as ever. log_bytes()
 * keeps the newest segment that it unpacked: who reads through the log unpacks each once. It is of
 * use while the file's contents are those that it was read from, so that what a legal purge took
 * out isn't given out again; within a transaction that writes nothing is kept.
 */
#include "tc-log-packing.h"

#include "tc-limits.h"
#include "tc-log-segment.h"

#include <string.h>

typedef struct {
  TcLogSegment *segment; /* (owned) (nullable) */
  gint64 first_lsn;
  gint64 last_lsn;
  guint version; /* of the file's contents, as SQLite counts them */
} Kept;

typedef enum {
  NONE, /* no segment has the operation */
  DAMAGED,
  FOUND,
} State;

static void
clear_kept (Kept *kept)
{
  g_clear_pointer (&kept->segment, tc_log_segment_free);
}

static void
free_kept (gpointer data)
{
  clear_kept (data);
  g_free (data);
}

/* ---- reading ---- */

static State
read_row (sqlite3_stmt *row, gint64 lsn, Kept *out)
{
  gint64 first_lsn = sqlite3_column_int64 (row, 0);
  gint64 last_lsn = sqlite3_column_int64 (row, 1);
  gconstpointer hash = sqlite3_column_blob (row, 2);
  gsize hash_size = (gsize) sqlite3_column_bytes (row, 2);
  gconstpointer body = sqlite3_column_blob (row, 3);
  gsize size = (gsize) sqlite3_column_bytes (row, 3);

  if (first_lsn > lsn)
    return NONE;
  if (first_lsn < 1 || last_lsn - first_lsn >= TC_LOG_SEGMENT_OPERATIONS || !body ||
      hash_size != TC_DIGEST_SIZE)
    return DAMAGED;
  const TcDigest found = tc_log_segment_hash (first_lsn, last_lsn, body, size);
  if (memcmp (found.bytes, hash, TC_DIGEST_SIZE) != 0)
    return DAMAGED;
  out->segment = tc_log_segment_unpack (body, size, (guint) (last_lsn - first_lsn + 1), NULL);
  out->first_lsn = first_lsn;
  out->last_lsn = last_lsn;
  return out->segment ? FOUND : DAMAGED;
}

/* The segment that has the operation. Returns SQLite's code. @out: filled if it is FOUND */
static int
read_segment (sqlite3 *db, gint64 lsn, Kept *out, State *state)
{
  sqlite3_stmt *row = NULL;
  int code = sqlite3_table_column_metadata (db, "main", "log_segment", NULL, NULL, NULL, NULL, NULL,
                                            NULL);

  *state = NONE;
  /* A log of a version that had none. */
  if (code == SQLITE_ERROR)
    return SQLITE_OK;
  if (code == SQLITE_OK)
    code = sqlite3_prepare_v2 (db,
                               "SELECT first_lsn, last_lsn, hash, body FROM main.log_segment"
                               " WHERE last_lsn >= ? ORDER BY last_lsn LIMIT 1",
                               -1, &row, NULL);
  if (code != SQLITE_OK)
    return code;
  sqlite3_bind_int64 (row, 1, lsn);
  if (sqlite3_step (row) == SQLITE_ROW)
    *state = read_row (row, lsn, out);
  code = sqlite3_finalize (row);
  if (code != SQLITE_OK)
    clear_kept (out);
  return code;
}

static gboolean
is_kept (const Kept *kept, sqlite3 *db, gint64 lsn, guint version)
{
  return kept->segment && lsn >= kept->first_lsn && lsn <= kept->last_lsn &&
         kept->version == version && sqlite3_txn_state (db, "main") != SQLITE_TXN_WRITE;
}

static void
give (sqlite3_context *context, const Kept *kept, gint64 lsn)
{
  gsize size;
  const guint8 *data = tc_log_segment_get (kept->segment, (guint) (lsn - kept->first_lsn), &size);

  sqlite3_result_blob64 (context, size ? data : (gconstpointer) "", size, SQLITE_TRANSIENT);
}

/* log_bytes (lsn, bytes) */
static void
log_bytes_cb (sqlite3_context *context, int n, sqlite3_value **values)
{
  sqlite3 *db = sqlite3_context_db_handle (context);
  Kept *kept = sqlite3_user_data (context);
  gint64 lsn = sqlite3_value_int64 (values[0]);
  State state = FOUND;
  guint version = 0;
  int code = SQLITE_OK;

  if (sqlite3_value_type (values[1]) != SQLITE_BLOB || sqlite3_value_bytes (values[1]) > 0) {
    sqlite3_result_value (context, values[1]);
    return;
  }
  sqlite3_file_control (db, "main", SQLITE_FCNTL_DATA_VERSION, &version);
  if (!is_kept (kept, db, lsn, version)) {
    clear_kept (kept);
    kept->version = version;
    code = read_segment (db, lsn, kept, &state);
  }
  if (code != SQLITE_OK)
    sqlite3_result_error_code (context, code);
  else if (state == FOUND)
    give (context, kept, lsn);
  else if (state == NONE)
    sqlite3_result_value (context, values[1]);
  else
    sqlite3_result_null (context);
  if (sqlite3_txn_state (db, "main") == SQLITE_TXN_WRITE)
    clear_kept (kept);
}

void
tc_log_packing_register (TcDatabase *db)
{
  if (tc_database_get_int (db, 1,
                           "SELECT count(*) FROM pragma_function_list WHERE name ="
                           " 'log_bytes'",
                           NULL) == 0 &&
      sqlite3_create_function_v2 (tc_database_get_handle (db), "log_bytes", 2,
                                  SQLITE_UTF8 | SQLITE_DIRECTONLY, g_new0 (Kept, 1), log_bytes_cb,
                                  NULL, NULL, free_kept) != SQLITE_OK)
    tc_database_fault (db, "making log_bytes() known");
}

/* ---- packing ---- */

/* (element-type GBytes): of the operations after @after_lsn, as far as a segment goes; empty if
 * they aren't enough for one. */
static GPtrArray *
gather (TcDatabase *db, gint64 after_lsn, gint64 horizon_lsn, guint operations)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (TcQuery) query = tc_database_query (
      db, "SELECT lsn, bytes FROM log_operation WHERE lsn > ? AND lsn <= ? ORDER BY lsn", "ii",
      after_lsn, horizon_lsn);
  gsize total = 0;

  while (all->len < operations && total < TC_LOG_SEGMENT_BYTES && tc_query_next (query) &&
         tc_query_int (query, 0) == after_lsn + all->len + 1) {
    g_autoptr (GBytes) bytes = tc_query_dup_blob (query, 1);

    if (!bytes || g_bytes_get_size (bytes) > TC_OPERATION_BYTES_MAX)
      break;
    total += g_bytes_get_size (bytes);
    g_ptr_array_add (all, g_steal_pointer (&bytes));
  }
  if (all->len < operations && total < TC_LOG_SEGMENT_BYTES)
    g_ptr_array_set_size (all, 0);
  return all;
}

/* That what is about to be the only copy can be read. */
static void
prove (const GPtrArray *all, GBytes *body)
{
  gsize size;
  gconstpointer data = g_bytes_get_data (body, &size);
  g_autoptr (TcLogSegment) segment = tc_log_segment_unpack (data, size, all->len, NULL);

  g_assert (segment);
  for (guint i = 0; i < all->len; i++) {
    gsize found_size, due_size;
    const guint8 *found = tc_log_segment_get (segment, i, &found_size);
    gconstpointer due = g_bytes_get_data (all->pdata[i], &due_size);

    g_assert (found_size == due_size && (due_size == 0 || !memcmp (found, due, due_size)));
  }
}

static void
put_segment (TcDatabase *db, gint64 first_lsn, gint64 last_lsn, GBytes *body)
{
  gsize size;
  gconstpointer data = g_bytes_get_data (body, &size);
  const TcDigest hash = tc_log_segment_hash (first_lsn, last_lsn, data, size);

  tc_database_execute (db,
                       "INSERT INTO log_segment (last_lsn, first_lsn, hash, body)"
                       " VALUES (?, ?, ?, ?) ON CONFLICT (last_lsn) DO UPDATE SET"
                       " hash = excluded.hash, body = excluded.body",
                       "iiby", last_lsn, first_lsn, hash.bytes, (gsize) TC_DIGEST_SIZE, body);
}

#define COLUMNS                                                                                    \
  "lsn, replica, seq, operation_id, name, actor_id, made_us, signature, refusal, refusal_args"

/* Taken out and put back without their bytes: an update that makes rows smaller would leave the
 * room inside their pages, where nothing ever comes any more. */
static void
drop_bytes (TcDatabase *db, gint64 first_lsn, gint64 last_lsn)
{
  tc_database_execute_script (db, "CREATE TEMP TABLE IF NOT EXISTS packed (" COLUMNS ")");
  tc_database_execute (db,
                       "INSERT INTO temp.packed SELECT " COLUMNS " FROM log_operation"
                       " WHERE lsn BETWEEN ? AND ? ORDER BY lsn",
                       "ii", first_lsn, last_lsn);
  tc_database_execute (db, "DELETE FROM log_operation WHERE lsn BETWEEN ? AND ?", "ii", first_lsn,
                       last_lsn);
  tc_database_execute (db,
                       "INSERT INTO log_operation (" COLUMNS ", bytes)"
                       " SELECT " COLUMNS ", x'' FROM temp.packed ORDER BY rowid",
                       NULL);
  tc_database_execute (db, "DELETE FROM temp.packed", NULL);
}

gboolean
tc_log_packing_step (TcDatabase *db, gint64 horizon_lsn, guint operations, gboolean *more,
                     GError **error)
{
  gint64 after_lsn = tc_database_get_int (db, 0, "SELECT max (last_lsn) FROM log_segment", NULL);
  g_autoptr (GPtrArray) all = gather (db, after_lsn, horizon_lsn, operations);

  *more = FALSE;
  if (all->len == 0)
    return tc_database_check (db, error);
  g_autoptr (GBytes) body = tc_log_segment_pack ((GBytes *const *) all->pdata, all->len, error);
  if (!body)
    return FALSE;
  prove (all, body);
  tc_database_begin (db);
  drop_bytes (db, after_lsn + 1, after_lsn + all->len);
  put_segment (db, after_lsn + 1, after_lsn + all->len, body);
  if (!tc_database_commit (db, error))
    return FALSE;
  *more = TRUE;
  return TRUE;
}

/* ---- a legal purge ---- */

static GBytes *
pack_without (const Kept *kept, gint64 lsn)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  for (guint i = 0; i < tc_log_segment_count (kept->segment); i++) {
    gsize size;
    const guint8 *data = tc_log_segment_get (kept->segment, i, &size);

    g_ptr_array_add (all,
                     kept->first_lsn + i == lsn ? g_bytes_new (NULL, 0) : g_bytes_new (data, size));
  }
  return tc_log_segment_pack ((GBytes *const *) all->pdata, all->len, NULL);
}

void
tc_log_packing_empty (TcDatabase *db, gint64 lsn)
{
  Kept kept = {NULL, 0, 0, 0};
  State state;

  if (tc_database_has_fault (db))
    return;
  if (read_segment (tc_database_get_handle (db), lsn, &kept, &state) != SQLITE_OK) {
    tc_database_fault (db, "reading a segment of the log");
    return;
  }
  if (state == FOUND) {
    g_autoptr (GBytes) body = pack_without (&kept, lsn);

    put_segment (db, kept.first_lsn, kept.last_lsn, body);
  }
  clear_kept (&kept);
}
