/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The log in SQLite, on the hub's own connection: log and state become durable in one transaction.
 * See tc-log-store.h and data/schema/server.
 */
#include "tc-log-packing.h"
#include "tc-log-store.h"

#include <string.h>

typedef struct {
  TcLogStore base;
  TcDatabase *db;  /* (unowned): the caller's, outlives the store */
  sqlite3 *lease;  /* (owned) (nullable): holds the lock that is the lease */
  gboolean purges; /* the file knows of legal purges */
} TcLogSqlite;

static TcDatabase *
db_of (TcLogStore *store)
{
  return ((TcLogSqlite *) store)->db;
}

static TcDigest
read_digest (TcQuery *query, int column)
{
  TcDigest digest = {{0}};
  gsize size;
  const guint8 *data = tc_query_blob (query, column, &size);

  if (size == TC_DIGEST_SIZE)
    memcpy (digest.bytes, data, size);
  return digest;
}

static TcSignature
read_signature (TcQuery *query, int column)
{
  TcSignature signature = {{0}};
  gsize size;
  const guint8 *data = tc_query_blob (query, column, &size);

  if (size == TC_SIGNATURE_SIZE)
    memcpy (signature.bytes, data, size);
  return signature;
}

static gboolean
head (TcLogStore *store, TcPosition *position, GError **error)
{
  TcDatabase *db = db_of (store);
  g_autoptr (TcQuery)
      identity = tc_database_query (db, "SELECT log_id, epoch FROM log_identity", NULL);
  g_autoptr (TcQuery) last = tc_database_query (
      db, "SELECT last_lsn, link FROM log_commit ORDER BY last_lsn DESC LIMIT 1", NULL);
  TcPosition read = {{0}};
  gsize size = 0;

  if (tc_query_next (identity)) {
    const guint8 *id = tc_query_blob (identity, 0, &size);
    if (size == TC_LOG_ID_SIZE)
      memcpy (read.log_id, id, size);
    read.epoch = tc_query_int (identity, 1);
  }
  if (tc_query_next (last)) {
    read.lsn = tc_query_int (last, 0);
    read.link = read_digest (last, 1);
  }
  if (!tc_database_check (db, error))
    return FALSE;
  if (size != TC_LOG_ID_SIZE) {
    g_set_error (error, TC_ERROR, TC_ERROR_STORE, "reading the log: it has no identity");
    return FALSE;
  }
  *position = read;
  return TRUE;
}

static void
append_entry (TcDatabase *db, const TcLogEntry *entry)
{
  const TcOperation *op = entry->op;
  g_autoptr (GBytes) args = entry->refusal ? g_variant_get_data_as_bytes (entry->refusal->args)
                                           : NULL;

  tc_database_execute (
      db,
      "INSERT INTO log_operation (lsn, replica, seq, operation_id, name, actor_id, made_us, bytes,"
      " signature, refusal, refusal_args) VALUES (?,?,?,?,?,?,?,?,?,?,?)",
      "iiiisiiybsy", entry->lsn, (gint64) op->head.replica, op->head.seq, op->head.id, op->name,
      op->head.actor_id, op->head.made_us, op->bytes, op->signature.bytes,
      (gsize) TC_SIGNATURE_SIZE, entry->refusal ? entry->refusal->code : NULL, args);
}

static void
append_frame (TcDatabase *db, const TcFrame *frame)
{
  tc_database_execute (db,
                       "INSERT INTO log_commit (last_lsn, first_lsn, time_us, ops_root, link,"
                       " signature) VALUES (?,?,?,?,?,?)",
                       "iiibbb", frame->last_lsn, frame->first_lsn, frame->time_us,
                       frame->ops_root.bytes, (gsize) TC_DIGEST_SIZE, frame->link.bytes,
                       (gsize) TC_DIGEST_SIZE, frame->signature.bytes, (gsize) TC_SIGNATURE_SIZE);
  for (guint i = 0; i < frame->bodies->len; i++) {
    const TcScopeBody *body = &g_array_index (frame->bodies, TcScopeBody, i);
    const TcScopeHash *hash = &g_array_index (frame->hashes, TcScopeHash, i);

    g_assert (hash->scope == body->scope);
    tc_database_execute (
        db, "INSERT INTO log_section (last_lsn, scope, hash, body) VALUES (?,?,?,?)", "iiby",
        frame->last_lsn, body->scope, hash->hash.bytes, (gsize) TC_DIGEST_SIZE, body->body);
  }
}

static TcLogOutcome
append (TcLogStore *store, gint64 epoch, gint64 expected_lsn, const TcLogBatch *batch,
        GError **error)
{
  TcDatabase *db = db_of (store);
  TcPosition now;

  if (!head (store, &now, error))
    return TC_LOG_UNKNOWN;
  if (now.epoch != epoch || now.lsn != expected_lsn)
    return TC_LOG_CONFLICT;
  for (guint i = 0; i < batch->entries->len; i++)
    append_entry (db, &g_array_index (batch->entries, TcLogEntry, i));
  append_frame (db, batch->frame);
  return tc_database_check (db, error) ? TC_LOG_OK : TC_LOG_UNKNOWN;
}

static gboolean
wanted (gint64 scope, const gint64 *scopes, guint n_scopes)
{
  guint low = 0;
  guint high = n_scopes;

  while (low < high) {
    guint middle = (low + high) / 2;

    if (scopes[middle] == scope)
      return TRUE;
    if (scopes[middle] < scope)
      low = middle + 1;
    else
      high = middle;
  }
  return FALSE;
}

/* Up to where nothing of rows is read, whether or not it was let go yet. */
static gint64
closed_lsn (TcLogStore *store)
{
  return ((TcLogSqlite *) store)->purges
             ? tc_database_get_int (db_of (store), 0, "SELECT max (closed_lsn) FROM log_purge",
                                    NULL)
             : 0;
}

/* Returns the bytes read. Fails on the connection if a wanted body is past the horizon. */
static gsize
read_sections (TcDatabase *db, TcFrame *frame, gint64 closed, const gint64 *scopes, guint n_scopes)
{
  g_autoptr (TcQuery) query = tc_database_query (
      db, "SELECT scope, hash, body FROM log_section WHERE last_lsn = ? ORDER BY scope", "i",
      frame->last_lsn);
  gsize total = 0;

  while (tc_query_next (query)) {
    TcScopeHash hash = {tc_query_int (query, 0), read_digest (query, 1)};

    g_array_append_val (frame->hashes, hash);
    total += sizeof hash;
    if (!wanted (hash.scope, scopes, n_scopes))
      continue;
    TcScopeBody body = {hash.scope, tc_query_dup_blob (query, 2)};
    if (!body.body || frame->last_lsn <= closed) {
      g_clear_pointer (&body.body, g_bytes_unref);
      tc_database_fail (db, TC_ERROR_NOT_FOUND, "reading the log: past its horizon");
      break;
    }
    total += g_bytes_get_size (body.body);
    g_array_append_val (frame->bodies, body);
  }
  return total;
}

static void
free_frame (gpointer data)
{
  tc_frame_free (data);
}

static GPtrArray *
read_frames (TcLogStore *store, gint64 after_lsn, const gint64 *scopes, guint n_scopes,
             gsize bytes_max, GError **error)
{
  TcDatabase *db = db_of (store);
  g_autoptr (GPtrArray) frames = g_ptr_array_new_with_free_func (free_frame);
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT last_lsn, first_lsn, time_us, ops_root, link, signature FROM log_commit"
      " WHERE last_lsn > ?"
      " ORDER BY last_lsn",
      "i", after_lsn);
  gint64 closed = closed_lsn (store);
  gsize total = 0;

  while (total < bytes_max && tc_query_next (query)) {
    TcFrame *frame = tc_frame_new ();

    g_ptr_array_add (frames, frame);
    frame->last_lsn = tc_query_int (query, 0);
    frame->first_lsn = tc_query_int (query, 1);
    frame->time_us = tc_query_int (query, 2);
    frame->ops_root = read_digest (query, 3);
    frame->link = read_digest (query, 4);
    frame->signature = read_signature (query, 5);
    total += read_sections (db, frame, closed, scopes, n_scopes) + sizeof *frame;
  }
  return tc_database_check (db, error) ? g_steal_pointer (&frames) : NULL;
}

static gboolean
link_at (TcLogStore *store, gint64 lsn, TcDigest *link, GError **error)
{
  TcDatabase *db = db_of (store);
  g_autoptr (TcQuery)
      query = tc_database_query (db, "SELECT link FROM log_commit WHERE last_lsn = ?", "i", lsn);
  gboolean found = tc_query_next (query);

  if (found)
    *link = read_digest (query, 0);
  return tc_database_check (db, error) && found;
}

static TcRefusal *
read_refusal (TcQuery *query, int code_column)
{
  const char *code = tc_query_text (query, code_column);

  if (!code)
    return NULL;
  g_autoptr (GBytes) bytes = tc_query_dup_blob (query, code_column + 1);
  GVariant *args = bytes ? g_variant_new_from_bytes (G_VARIANT_TYPE_VARDICT, bytes, FALSE) : NULL;
  return tc_refusal_new_variant (code, args);
}

TcOperation *
tc_log_sqlite_read_emptied (TcDatabase *db, gint64 lsn, const TcSignature *signature,
                            GError **error)
{
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT name, operation_id, actor_id, seq, made_us, replica, hash FROM log_operation"
      " JOIN log_purged USING (lsn) WHERE lsn = ?",
      "i", lsn);

  if (!tc_query_next (query)) {
    if (tc_database_check (db, error))
      g_set_error (error, TC_ERROR, TC_ERROR_CORRUPT,
                   "reading the log: operation %" G_GINT64_FORMAT " is empty", lsn);
    return NULL;
  }
  const TcOperationHead head = {.id = tc_query_int (query, 1),
                                .actor_id = tc_query_int (query, 2),
                                .seq = tc_query_int (query, 3),
                                .made_us = tc_query_int (query, 4),
                                .replica = (guint16) tc_query_int (query, 5)};
  const TcDigest hash = read_digest (query, 6);
  return tc_operation_new_emptied (tc_query_text (query, 0), &head, &hash, signature);
}

static TcLogEntry *
read_entry (TcDatabase *db, TcQuery *query, GError **error)
{
  g_autoptr (TcLogEntry) entry = g_new0 (TcLogEntry, 1);
  g_autoptr (GBytes) bytes = tc_query_dup_blob (query, 1);
  TcSignature signature = read_signature (query, 2);

  if (!bytes) {
    g_set_error (error, TC_ERROR, TC_ERROR_CORRUPT,
                 "reading the log: the segment of operation %" G_GINT64_FORMAT " is damaged",
                 tc_query_int (query, 0));
    return NULL;
  }
  entry->lsn = tc_query_int (query, 0);
  entry->op = g_bytes_get_size (bytes) > 0
                  ? tc_operation_parse (bytes, &signature, error)
                  : tc_log_sqlite_read_emptied (db, entry->lsn, &signature, error);
  entry->refusal = read_refusal (query, 3);
  return entry->op ? g_steal_pointer (&entry) : NULL;
}

static TcLogEntry *
find (TcLogStore *store, guint16 replica, gint64 seq, GError **error)
{
  TcDatabase *db = db_of (store);
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT lsn, log_bytes (lsn, bytes), signature, refusal, refusal_args FROM log_operation"
      " WHERE replica = ? AND seq = ?",
      "ii", (gint64) replica, seq);
  gboolean found = tc_query_next (query);

  if (!tc_database_check (db, error) || !found)
    return NULL;
  return read_entry (db, query, error);
}

static gint64
last_seq (TcLogStore *store, guint16 replica, GError **error)
{
  TcDatabase *db = db_of (store);
  gint64 seq = tc_database_get_int (db, 0, "SELECT max(seq) FROM log_operation WHERE replica = ?",
                                    "i", (gint64) replica);

  return tc_database_check (db, error) ? seq : -1;
}

/* How far a step goes: over commits that are old enough, up to its limits. */
static gint64
find_trim_end (TcDatabase *db, gint64 horizon_lsn, gint64 before_us, gint64 closed, gboolean *more)
{
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT last_lsn, time_us, (SELECT sum(length(body)) FROM log_section AS s"
      " WHERE s.last_lsn = c.last_lsn) FROM log_commit AS c WHERE last_lsn > ?"
      " ORDER BY last_lsn LIMIT ?",
      "ii", horizon_lsn, (gint64) TC_LOG_TRIM_COMMITS_MAX);
  gint64 bytes = 0;
  guint commits = 0;

  while (bytes < TC_LOG_TRIM_BYTES_MAX && tc_query_next (query) &&
         (tc_query_int (query, 1) < before_us || tc_query_int (query, 0) <= closed)) {
    horizon_lsn = tc_query_int (query, 0);
    bytes += tc_query_id (query, 2);
    commits++;
  }
  *more = bytes >= TC_LOG_TRIM_BYTES_MAX || commits == TC_LOG_TRIM_COMMITS_MAX;
  return horizon_lsn;
}

/* Taken out and put back without their bodies: an update that makes rows smaller would leave the
 * room inside their pages, where nothing ever comes any more. */
static void
drop_bodies (TcDatabase *db, gint64 after_lsn, gint64 last_lsn)
{
  tc_database_execute_script (db,
                              "CREATE TEMP TABLE IF NOT EXISTS trimmed (last_lsn, scope, hash)");
  tc_database_execute (db,
                       "INSERT INTO temp.trimmed SELECT last_lsn, scope, hash FROM log_section"
                       " WHERE last_lsn > ? AND last_lsn <= ?",
                       "ii", after_lsn, last_lsn);
  tc_database_execute (db, "DELETE FROM log_section WHERE last_lsn > ? AND last_lsn <= ?", "ii",
                       after_lsn, last_lsn);
  tc_database_execute (db,
                       "INSERT INTO log_section (last_lsn, scope, hash)"
                       " SELECT last_lsn, scope, hash FROM temp.trimmed",
                       NULL);
  tc_database_execute (db, "DELETE FROM temp.trimmed", NULL);
}

static gboolean
trim (TcLogStore *store, gint64 before_us, TcLogTrim *out, GError **error)
{
  TcDatabase *db = db_of (store);
  gint64 from_lsn = tc_database_get_int (db, 0, "SELECT lsn FROM log_horizon", NULL);
  TcLogTrim step = {0};

  step.horizon_lsn = find_trim_end (db, from_lsn, before_us, closed_lsn (store), &step.more);
  if (step.horizon_lsn > from_lsn) {
    tc_database_begin (db);
    drop_bodies (db, from_lsn, step.horizon_lsn);
    tc_database_execute (db,
                         "INSERT INTO log_horizon (id, lsn) VALUES (1, ?)"
                         " ON CONFLICT (id) DO UPDATE SET lsn = excluded.lsn",
                         "i", step.horizon_lsn);
    if (!tc_database_commit (db, error))
      return FALSE;
  }
  step.since_us = tc_database_get_int (
      db, 0, "SELECT time_us FROM log_commit WHERE last_lsn > ? ORDER BY last_lsn LIMIT 1", "i",
      step.horizon_lsn);
  if (!tc_database_check (db, error))
    return FALSE;
  *out = step;
  return TRUE;
}

static gboolean
pack (TcLogStore *store, guint operations, gboolean *more, GError **error)
{
  TcDatabase *db = db_of (store);

  return tc_log_packing_step (db, tc_database_get_int (db, 0, "SELECT lsn FROM log_horizon", NULL),
                              operations, more, error);
}

static void
empty (TcLogStore *store, gint64 lsn)
{
  TcDatabase *db = db_of (store);
  g_autoptr (TcQuery) query = tc_database_query (
      db, "SELECT log_bytes (lsn, bytes) FROM log_operation WHERE lsn = ?", "i", lsn);
  g_autoptr (GBytes) bytes = tc_query_next (query) ? tc_query_dup_blob (query, 0) : NULL;
  const TcSignature none = {{0}};

  if (!bytes || g_bytes_get_size (bytes) == 0)
    return;
  g_autoptr (TcOperation) op = tc_operation_parse (bytes, &none, NULL);
  if (!op)
    return;
  tc_database_execute (db, "INSERT INTO log_purged (lsn, hash) VALUES (?, ?)", "ib", lsn,
                       op->hash.bytes, (gsize) TC_DIGEST_SIZE);
  tc_database_execute (db, "UPDATE log_operation SET bytes = x'' WHERE lsn = ?", "i", lsn);
  tc_log_packing_empty (db, lsn);
}

static gint64
close_until (TcLogStore *store, gint64 purge_id, gint64 lsn)
{
  TcDatabase *db = db_of (store);
  gint64 end = tc_database_get_int (
      db, lsn, "SELECT last_lsn FROM log_commit WHERE last_lsn >= ? ORDER BY last_lsn LIMIT 1", "i",
      lsn);

  tc_database_execute (db,
                       "INSERT INTO log_purge (purge_id, closed_lsn, swept) VALUES (?, ?, 0)"
                       " ON CONFLICT (purge_id) DO NOTHING",
                       "ii", purge_id, end);
  return end;
}

/* The lease is a lock on an empty file beside the database: the system drops it with the process,
 * so that nobody waits for the lease of one who was killed. A database in memory has no other. */
static gboolean
lease (TcLogStore *store, gint64 now_us, gint64 *until_us, GError **error)
{
  TcLogSqlite *self = (TcLogSqlite *) store;
  /* As the VFS names it; none of a database in memory. */
  const char *path = sqlite3_db_filename (tc_database_get_handle (self->db), "main");
  g_autofree char *lock = g_strconcat (path ? path : "", "-lease", NULL);
  int code = SQLITE_OK;

  if (path && *path && !self->lease) {
    code = sqlite3_open_v2 (lock, &self->lease,
                            SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL);
    if (code == SQLITE_OK)
      code = sqlite3_exec (self->lease, "BEGIN EXCLUSIVE", NULL, NULL, NULL);
  }
  if (code == SQLITE_OK) {
    *until_us = G_MAXINT64;
    return TRUE;
  }
  g_clear_pointer (&self->lease, sqlite3_close);
  g_set_error (error, TC_ERROR, code == SQLITE_BUSY ? TC_ERROR_BUSY : TC_ERROR_STORE,
               "taking the lease of the log: %s (%s)",
               code == SQLITE_BUSY ? "another server has it" : sqlite3_errstr (code), lock);
  return FALSE;
}

static void
free_store (TcLogStore *store)
{
  g_clear_pointer (&((TcLogSqlite *) store)->lease, sqlite3_close);
  g_free (store);
}

TcLogStore *
tc_log_sqlite_new (TcDatabase *db, const guint8 *log_id, GError **error)
{
  TcLogSqlite *self = g_new0 (TcLogSqlite, 1);
  TcPosition position;

  self->base = (TcLogStore){lease,    append, head, read_frames, link_at,     find,
                            last_seq, trim,   pack, empty,       close_until, free_store};
  self->db = db;
  tc_log_packing_register (db);
  self->purges = tc_database_get_int (db, 0, "SELECT 1 FROM sqlite_schema WHERE name = 'log_purge'",
                                      NULL) == 1;
  if (log_id)
    tc_database_execute (db,
                         "INSERT INTO log_identity (id, log_id, epoch) VALUES (1, ?, 1)"
                         " ON CONFLICT (id) DO NOTHING",
                         "b", log_id, (gsize) TC_LOG_ID_SIZE);
  if (head (&self->base, &position, error))
    return &self->base;
  g_free (self);
  return NULL;
}
