/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One SQLite connection with its statement cache and its sticky fault; see the header.
 *
 * Debian 12's SQLite can lose pages when two connections checkpoint (the WAL-reset bug of
 * 3.7.0-3.51.2), so only the writer ever does: wal_autocheckpoint is 0 everywhere and no close
 * checkpoints.
 */
#include "tc-database.h"

#include "tc-wal-buffer.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

/* Steps of the virtual machine between two looks at the budget. */
#define PROGRESS_STEPS 1000
/* Of texts of statements by where they stand. */
#define PLACES 256
/* How long a reader waits for the short moments in which the writer switches the WAL. */
#define BUSY_MS 5000

struct _TcQuery {
  TcDatabase *db;     /* (unowned): the cache that holds this query is part of it */
  char *sql;          /* (owned) (nullable): of one that is in the cache */
  sqlite3_stmt *stmt; /* (owned) */
  gboolean in_use;
  gboolean spare; /* made because the cached one was in use: finalised when freed */
};

struct _TcDatabase {
  sqlite3 *handle;        /* (owned) */
  char *path;             /* (owned) */
  GHashTable *statements; /* (owned) (element-type utf8 TcQuery): by SQL text */
  /* Where a text stood that was asked for, most of them literals: to compare one is much cheaper
   * than to hash it. (unowned): of statements */
  TcQuery *by_place[PLACES];
  GError *fault;  /* (owned) (nullable): the first since the last check */
  int last_fault; /* code of the newest one; -1: there was none */
  gboolean writer;
  gint64 budget; /* steps left; counts only while limited */
  gboolean limited;
  gboolean budget_spent;
  gboolean writing; /* the statement that runs is one that writes */
  TcHasher *hasher; /* (unowned) (nullable): rows that are read are added to it */
  int wal_pages;
};

static void
destroy_query (gpointer data)
{
  TcQuery *query = data;

  sqlite3_finalize (query->stmt);
  g_free (query->sql);
  g_free (query);
}

static int
on_progress_cb (gpointer data)
{
  TcDatabase *db = data;

  if (!db->limited)
    return 0;
  db->budget -= PROGRESS_STEPS;
  db->budget_spent = db->budget <= 0;
  /* SQLite takes the whole transaction back when a statement that writes is interrupted: such a
   * one ends, and the fault comes after it. */
  return db->budget_spent && !db->writing;
}

static int
on_wal_cb (gpointer data, sqlite3 *handle, const char *name, int pages)
{
  TcDatabase *db = data;

  db->wal_pages = pages;
  return SQLITE_OK;
}

static gboolean
means_full (int system)
{
  return system == ENOSPC || system == EDQUOT || system == EFBIG;
}

/* A full disk is met in many places, of which SQLite has a code of its own for one. What the
 * system said is kept for each file, and for the connection if nothing else failed on its way. */
static gboolean
is_full (sqlite3 *handle)
{
  sqlite3_file *wal = NULL;
  int of_file = 0;
  int of_wal = 0;

  sqlite3_file_control (handle, "main", SQLITE_FCNTL_LAST_ERRNO, &of_file);
  if (sqlite3_file_control (handle, "main", SQLITE_FCNTL_JOURNAL_POINTER, &wal) == SQLITE_OK &&
      wal && wal->pMethods)
    wal->pMethods->xFileControl (wal, SQLITE_FCNTL_LAST_ERRNO, &of_wal);
  return means_full (of_file) || means_full (of_wal) || means_full (sqlite3_system_errno (handle));
}

/* What SQLite's code means to whoever must act on it. */
static TcError
meaning_of (sqlite3 *handle)
{
  switch (sqlite3_errcode (handle) & 0xff) {
  case SQLITE_CONSTRAINT:
    return TC_ERROR_DIVERGED;
  case SQLITE_FULL:
    return TC_ERROR_FULL;
  case SQLITE_CORRUPT:
  case SQLITE_NOTADB:
    return TC_ERROR_CORRUPT;
  case SQLITE_IOERR:
  case SQLITE_CANTOPEN:
    return is_full (handle) ? TC_ERROR_FULL : TC_ERROR_DISK;
  case SQLITE_ERROR:
  case SQLITE_MISMATCH:
  case SQLITE_TOOBIG:
  case SQLITE_RANGE:
    return TC_ERROR_STATEMENT;
  default:
    return TC_ERROR_STORE;
  }
}

static void
keep_fault (TcDatabase *db, GError *fault)
{
  db->fault = fault;
  db->last_fault = fault->code;
}

void
tc_database_fault (TcDatabase *db, const char *what)
{
  if (db->fault)
    return;
  if (db->budget_spent)
    keep_fault (db, g_error_new (TC_ERROR, TC_ERROR_LIMIT, "%s: too many steps", what));
  else
    keep_fault (db, g_error_new (TC_ERROR, (int) meaning_of (db->handle), "%s: %s (%s)", what,
                                 sqlite3_errmsg (db->handle), db->path));
}

void
tc_database_fail (TcDatabase *db, TcError code, const char *message)
{
  if (!db->fault)
    keep_fault (db, g_error_new_literal (TC_ERROR, (int) code, message));
}

gboolean
tc_database_get_last_fault (TcDatabase *db, TcError *code)
{
  if (db->last_fault >= 0)
    *code = (TcError) db->last_fault;
  return db->last_fault >= 0;
}

gboolean
tc_database_has_fault (TcDatabase *db)
{
  return db->fault != NULL;
}

gboolean
tc_database_check (TcDatabase *db, GError **error)
{
  if (!db->fault)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&db->fault));
  return FALSE;
}

/* Nobody asks how much memory SQLite has; keeping count takes a lock for each piece of it. Without
 * effect where another library has used SQLite before. */
static void
count_no_memory (void)
{
  static gsize done;

  if (!g_once_init_enter (&done))
    return;
  sqlite3_config (SQLITE_CONFIG_MEMSTATUS, 0);
  g_once_init_leave (&done, 1);
}

static void
configure (TcDatabase *db, TcDatabaseFlags flags)
{
  sqlite3_busy_timeout (db->handle, BUSY_MS);
  sqlite3_db_config (db->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  sqlite3_db_config (db->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (db->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_progress_handler (db->handle, PROGRESS_STEPS, on_progress_cb, db);
  if (flags & TC_DATABASE_WRITER) {
    tc_database_execute_script (db, "PRAGMA journal_mode = WAL");
    tc_database_execute_script (db, flags & TC_DATABASE_FULL ? "PRAGMA synchronous = FULL"
                                                             : "PRAGMA synchronous = NORMAL");
    /* Setting it removes every WAL hook, so it goes before ours. */
    tc_database_execute_script (db, "PRAGMA wal_autocheckpoint = 0");
    sqlite3_wal_hook (db->handle, on_wal_cb, db);
  } else {
    tc_database_execute_script (db, "PRAGMA query_only = 1");
  }
  /* Each commit of another empties a reader's. */
  tc_database_execute_script (db, flags & TC_DATABASE_WRITER ? "PRAGMA cache_size = -16384"
                                                             : "PRAGMA cache_size = -8192");
  tc_database_execute_script (db, "PRAGMA temp_store = MEMORY");
}

TcDatabase *
tc_database_open_vfs (const char *path, TcDatabaseFlags flags, const char *vfs, GError **error)
{
  g_autoptr (TcDatabase) db = g_new0 (TcDatabase, 1);
  g_autofree char *uri = NULL;
  int mode = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;

  if (flags & (TC_DATABASE_WRITER | TC_DATABASE_MEMORY))
    mode |= SQLITE_OPEN_CREATE;
  if (flags & TC_DATABASE_MEMORY)
    mode |= SQLITE_OPEN_MEMORY;
  if (flags & TC_DATABASE_IMMUTABLE) {
    g_autofree char *full = g_canonicalize_filename (path, NULL);
    g_autofree char *plain = g_filename_to_uri (full, NULL, NULL);

    uri = g_strconcat (plain, "?immutable=1", NULL);
    mode = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI;
  }
  count_no_memory ();
  if (flags & TC_DATABASE_FULL)
    vfs = tc_wal_buffer_over (vfs);
  db->path = g_strdup (path);
  db->last_fault = -1;
  db->writer = flags & (TC_DATABASE_WRITER | TC_DATABASE_MEMORY);
  db->statements = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, destroy_query);
  if (sqlite3_open_v2 (uri ? uri : path, &db->handle, mode, vfs) != SQLITE_OK) {
    g_set_error (error, TC_ERROR, db->handle ? (int) meaning_of (db->handle) : TC_ERROR_STORE,
                 "opening %s: %s", path,
                 db->handle ? sqlite3_errmsg (db->handle) : "out of memory");
    return NULL;
  }
  configure (db, flags);
  if (!tc_database_check (db, error)) {
    g_prefix_error (error, "setting up: ");
    return NULL;
  }
  return g_steal_pointer (&db);
}

TcDatabase *
tc_database_open (const char *path, TcDatabaseFlags flags, GError **error)
{
  return tc_database_open_vfs (path, flags, NULL, error);
}

void
tc_database_close (TcDatabase *db)
{
  if (!db)
    return;
  g_clear_pointer (&db->statements, g_hash_table_unref);
  sqlite3_close_v2 (db->handle);
  g_clear_error (&db->fault);
  g_free (db->path);
  g_free (db);
}

sqlite3 *
tc_database_get_handle (TcDatabase *db)
{
  return db->handle;
}

const char *
tc_database_get_path (TcDatabase *db)
{
  return db->path;
}

static TcQuery *
find_statement (TcDatabase *db, const char *sql)
{
  TcQuery **place = &db->by_place[((gsize) sql >> 3) % PLACES];

  if (!*place || strcmp ((*place)->sql, sql) != 0)
    *place = g_hash_table_lookup (db->statements, sql);
  return *place;
}

/* A statement from the cache, or a new one; NULL after a fault. */
static TcQuery *
take_statement (TcDatabase *db, const char *sql)
{
  TcQuery *query = find_statement (db, sql);
  sqlite3_stmt *stmt = NULL;

  if (db->fault)
    return NULL;
  if (query && !query->in_use) {
    query->in_use = TRUE;
    return query;
  }
  if (sqlite3_prepare_v3 (db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL) !=
      SQLITE_OK) {
    tc_database_fault (db, sql);
    return NULL;
  }
  TcQuery *made = g_new0 (TcQuery, 1);
  made->db = db;
  made->stmt = stmt;
  made->in_use = TRUE;
  made->spare = query != NULL;
  if (!made->spare) {
    made->sql = g_strdup (sql);
    g_hash_table_insert (db->statements, made->sql, made);
  }
  return made;
}

/* A query that gives no rows, for use after a fault. */
static TcQuery *
empty_query (TcDatabase *db)
{
  TcQuery *query = g_new0 (TcQuery, 1);

  query->db = db;
  query->spare = TRUE;
  return query;
}

void
tc_query_free (TcQuery *query)
{
  if (!query)
    return;
  if (query->spare) {
    destroy_query (query);
    return;
  }
  sqlite3_reset (query->stmt);
  sqlite3_clear_bindings (query->stmt);
  query->in_use = FALSE;
}

static int
bind_int (sqlite3_stmt *stmt, int at, gint64 value, gint64 none)
{
  return value == none ? sqlite3_bind_null (stmt, at) : sqlite3_bind_int64 (stmt, at, value);
}

static int
bind_bytes (sqlite3_stmt *stmt, int at, GBytes *bytes)
{
  gsize size;

  if (!bytes)
    return sqlite3_bind_null (stmt, at);
  gconstpointer data = g_bytes_get_data (bytes, &size);
  return sqlite3_bind_blob64 (stmt, at, data ? data : "", size, SQLITE_TRANSIENT);
}

static void
bind_list (TcQuery *query, const char *types, va_list list)
{
  int result = SQLITE_OK;
  int at = 1;

  for (const char *type = types ? types : ""; *type && result == SQLITE_OK; type++, at++) {
    if (*type == 'i') {
      result = bind_int (query->stmt, at, va_arg (list, gint64), TC_NONE);
    } else if (*type == 'o') {
      result = bind_int (query->stmt, at, va_arg (list, gint64), 0);
    } else if (*type == 's') {
      result = sqlite3_bind_text (query->stmt, at, va_arg (list, const char *), -1,
                                  SQLITE_TRANSIENT);
    } else if (*type == 'b') {
      const guint8 *data = va_arg (list, const guint8 *);
      gsize size = va_arg (list, gsize);
      result = sqlite3_bind_blob64 (query->stmt, at, data ? data : (const guint8 *) "", size,
                                    SQLITE_TRANSIENT);
    } else if (*type == 'y') {
      result = bind_bytes (query->stmt, at, va_arg (list, GBytes *));
    } else {
      g_error ("unknown type '%c' of a value", *type);
    }
  }
  if (result != SQLITE_OK)
    tc_database_fault (query->db, "binding a value");
  /* Without types the caller binds by hand. */
  g_assert (!types || result != SQLITE_OK || sqlite3_bind_parameter_count (query->stmt) == at - 1);
}

static TcQuery *
query_list (TcDatabase *db, const char *sql, const char *types, va_list list)
{
  TcQuery *query = take_statement (db, sql);

  if (!query)
    return empty_query (db);
  bind_list (query, types, list);
  return query;
}

TcQuery *
tc_database_query (TcDatabase *db, const char *sql, const char *types, ...)
{
  va_list list;

  va_start (list, types);
  TcQuery *query = query_list (db, sql, types, list);
  va_end (list);
  return query;
}

void
tc_database_execute (TcDatabase *db, const char *sql, const char *types, ...)
{
  va_list list;

  va_start (list, types);
  g_autoptr (TcQuery) query = query_list (db, sql, types, list);
  va_end (list);
  while (tc_query_next (query))
    ;
}

void
tc_database_execute_script (TcDatabase *db, const char *sql)
{
  if (!db->fault && sqlite3_exec (db->handle, sql, NULL, NULL, NULL) != SQLITE_OK)
    tc_database_fault (db, "running a script");
}

void
tc_database_arrange (TcDatabase *db, const char *sql)
{
  if (db->fault)
    return;
  tc_database_execute_script (db, "PRAGMA query_only = 0; BEGIN");
  tc_database_execute_script (db, sql);
  tc_database_execute_script (db, "COMMIT");
  if (!sqlite3_get_autocommit (db->handle))
    sqlite3_exec (db->handle, "ROLLBACK", NULL, NULL, NULL);
  if (!db->writer)
    sqlite3_exec (db->handle, "PRAGMA query_only = 1", NULL, NULL, NULL);
}

gint64
tc_database_get_int (TcDatabase *db, gint64 fallback, const char *sql, const char *types, ...)
{
  va_list list;

  va_start (list, types);
  g_autoptr (TcQuery) query = query_list (db, sql, types, list);
  va_end (list);
  if (!tc_query_next (query) || tc_query_is_null (query, 0))
    return fallback;
  return tc_query_int (query, 0);
}

char *
tc_database_dup_text (TcDatabase *db, const char *sql, const char *types, ...)
{
  va_list list;

  va_start (list, types);
  g_autoptr (TcQuery) query = query_list (db, sql, types, list);
  va_end (list);
  return tc_query_next (query) ? tc_query_dup_text (query, 0) : NULL;
}

void
tc_database_hash_reading (TcDatabase *db, TcHasher *hasher)
{
  db->hasher = hasher;
}

static void
hash_row (TcHasher *hasher, sqlite3_stmt *stmt)
{
  const char *sql = sqlite3_sql (stmt);
  int n = sqlite3_data_count (stmt);

  tc_hasher_add_blob (hasher, sql, strlen (sql));
  for (int i = 0; i < n; i++) {
    int type = sqlite3_column_type (stmt, i);

    tc_hasher_add_int (hasher, type);
    if (type == SQLITE_INTEGER)
      tc_hasher_add_int (hasher, sqlite3_column_int64 (stmt, i));
    else if (type != SQLITE_NULL)
      tc_hasher_add_blob (hasher, sqlite3_column_blob (stmt, i),
                          (gsize) sqlite3_column_bytes (stmt, i));
  }
}

gboolean
tc_query_next (TcQuery *query)
{
  if (!query->stmt || query->db->fault)
    return FALSE;
  query->db->writing = !sqlite3_stmt_readonly (query->stmt);
  int result = sqlite3_step (query->stmt);
  query->db->writing = FALSE;
  if (query->db->budget_spent || (result != SQLITE_DONE && result != SQLITE_ROW))
    tc_database_fault (query->db, sqlite3_sql (query->stmt));
  if (query->db->fault || result != SQLITE_ROW)
    return FALSE;
  if (query->db->hasher)
    hash_row (query->db->hasher, query->stmt);
  return TRUE;
}

gboolean
tc_query_is_null (TcQuery *query, int column)
{
  return sqlite3_column_type (query->stmt, column) == SQLITE_NULL;
}

gint64
tc_query_int (TcQuery *query, int column)
{
  return tc_query_is_null (query, column) ? TC_NONE : sqlite3_column_int64 (query->stmt, column);
}

gint64
tc_query_id (TcQuery *query, int column)
{
  return sqlite3_column_int64 (query->stmt, column);
}

const char *
tc_query_text (TcQuery *query, int column)
{
  return (const char *) sqlite3_column_text (query->stmt, column);
}

const guint8 *
tc_query_blob (TcQuery *query, int column, gsize *size)
{
  const guint8 *data = sqlite3_column_blob (query->stmt, column);

  *size = (gsize) sqlite3_column_bytes (query->stmt, column);
  return data;
}

char *
tc_query_dup_text (TcQuery *query, int column)
{
  return g_strdup (tc_query_text (query, column));
}

GBytes *
tc_query_dup_blob (TcQuery *query, int column)
{
  gsize size;

  if (tc_query_is_null (query, column))
    return NULL;
  const guint8 *data = tc_query_blob (query, column, &size);
  return g_bytes_new (data, size);
}

sqlite3_stmt *
tc_query_get_statement (TcQuery *query)
{
  return query->stmt;
}

int
tc_database_changes (TcDatabase *db)
{
  return sqlite3_changes (db->handle);
}

void
tc_database_begin (TcDatabase *db)
{
  tc_database_execute (db, db->writer ? "BEGIN IMMEDIATE" : "BEGIN", NULL);
}

void
tc_database_rollback (TcDatabase *db)
{
  if (!sqlite3_get_autocommit (db->handle))
    sqlite3_exec (db->handle, "ROLLBACK", NULL, NULL, NULL);
}

gboolean
tc_database_commit (TcDatabase *db, GError **error)
{
  if (!tc_database_check (db, error)) {
    tc_database_rollback (db);
    return FALSE;
  }
  tc_database_execute (db, "COMMIT", NULL);
  if (!db->fault)
    return TRUE;
  g_set_error (error, TC_ERROR, TC_ERROR_UNKNOWN, "committing: %s", db->fault->message);
  g_clear_error (&db->fault);
  tc_database_rollback (db);
  return FALSE;
}

void
tc_database_checkpoint (TcDatabase *db)
{
  g_assert (db->writer);
  /* A reader that holds an old page makes it partial; the next one goes on. */
  if (!db->fault && sqlite3_wal_checkpoint_v2 (db->handle, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL,
                                               NULL) == SQLITE_OK)
    db->wal_pages = 0;
}

/* SQLite leaves it to the system when it writes down that the WAL was emptied. */
static int
sync_wal (TcDatabase *db)
{
  sqlite3_file *wal = NULL;
  int result = sqlite3_file_control (db->handle, "main", SQLITE_FCNTL_JOURNAL_POINTER, &wal);

  return result == SQLITE_OK && wal && wal->pMethods
             ? wal->pMethods->xSync (wal, SQLITE_SYNC_NORMAL)
             : result;
}

/* A sync of the WAL leaves no words on the connection. */
static void
wal_fault (TcDatabase *db, const char *what, int result)
{
  g_autofree char *message = NULL;

  if (sqlite3_errcode (db->handle) != SQLITE_OK) {
    tc_database_fault (db, what);
    return;
  }
  message = g_strdup_printf ("%s: %s (%s)", what, sqlite3_errstr (result), db->path);
  tc_database_fail (db, is_full (db->handle) ? TC_ERROR_FULL : TC_ERROR_DISK, message);
}

gboolean
tc_database_settle_wal (TcDatabase *db, GError **error)
{
  g_assert (db->writer);
  int result = db->fault ? SQLITE_OK : sync_wal (db);

  /* The pages as well, since a sync that failed may have been forgotten. */
  if (result == SQLITE_OK && !db->fault)
    result = sqlite3_wal_checkpoint_v2 (db->handle, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
  if (result != SQLITE_OK && result != SQLITE_BUSY)
    wal_fault (db, "settling the WAL", result);
  return tc_database_check (db, error);
}

void
tc_database_reserve_wal (TcDatabase *db, gint64 bytes)
{
  static const char zeros[64 * 1024];
  sqlite3_file *wal = NULL;
  sqlite3_int64 size = 0;

  g_assert (db->writer);
  if (sqlite3_file_control (db->handle, "main", SQLITE_FCNTL_JOURNAL_POINTER, &wal) != SQLITE_OK ||
      !wal || !wal->pMethods || wal->pMethods->xFileSize (wal, &size) != SQLITE_OK || size >= bytes)
    return;
  /* After the frames that count there is what reads as none. */
  while (size < bytes && wal->pMethods->xWrite (wal, zeros, sizeof zeros, size) == SQLITE_OK)
    size += (sqlite3_int64) sizeof zeros;
  wal->pMethods->xSync (wal, SQLITE_SYNC_NORMAL);
}

gboolean
tc_database_empty_wal (TcDatabase *db, GError **error)
{
  g_assert (db->writer);
  int result = db->fault ? SQLITE_OK
                         : sqlite3_wal_checkpoint_v2 (db->handle, NULL, SQLITE_CHECKPOINT_TRUNCATE,
                                                      NULL, NULL);

  if (result == SQLITE_OK && !db->fault)
    result = sync_wal (db);
  if (result == SQLITE_BUSY)
    tc_database_fail (db, TC_ERROR_BUSY, "emptying the WAL: somebody reads");
  else if (result != SQLITE_OK)
    wal_fault (db, "emptying the WAL", result);
  else
    db->wal_pages = 0;
  return tc_database_check (db, error);
}

/* What waits to be written to the WAL is, or fails. */
static int
write_out_wal (TcDatabase *db)
{
  sqlite3_file *wal = NULL;
  sqlite3_int64 size;
  int result = sqlite3_file_control (db->handle, "main", SQLITE_FCNTL_JOURNAL_POINTER, &wal);

  return result == SQLITE_OK && wal && wal->pMethods ? wal->pMethods->xFileSize (wal, &size)
                                                     : result;
}

/* All pages but one, so that what can't be read or has no room fails before there is a commit; then
 * the last, which commits. @committing: (out): whether it came to that
 *
 * DESIGN: SQLite doesn't promise that a connection may be used while it is copied into. Writing out
 * what it has in memory is the least of it: no page is read or changed. The store's tests hold it,
 * at a full disk too. */
static int
copy_pages (TcDatabase *db, sqlite3_backup *backup, gboolean *committing)
{
  int result = sqlite3_backup_step (backup, 0);

  *committing = FALSE;
  if (result == SQLITE_OK)
    result = sqlite3_backup_step (backup, sqlite3_backup_remaining (backup) - 1);
  if (result == SQLITE_OK)
    result = sqlite3_db_cacheflush (db->handle);
  if (result == SQLITE_OK)
    result = write_out_wal (db);
  if (result != SQLITE_OK)
    return result;
  result = sqlite3_backup_step (backup, -1);
  *committing = sqlite3_backup_remaining (backup) == 0;
  return result;
}

gboolean
tc_database_replace (TcDatabase *db, TcDatabase *from, GError **error)
{
  g_autoptr (GError) fault = NULL;
  gboolean committing = FALSE;
  sqlite3_backup *backup;
  int result;

  g_assert (db->writer);
  if (!tc_database_check (db, error))
    return FALSE;
  if (!tc_database_check (from, &fault)) {
    g_set_error (error, TC_ERROR, TC_ERROR_INVALID, "replacing what is there: %s", fault->message);
    return FALSE;
  }
  backup = sqlite3_backup_init (db->handle, "main", from->handle, "main");
  result = backup ? copy_pages (db, backup, &committing) : sqlite3_errcode (db->handle);
  if (backup) {
    /* No hook tells of them. */
    db->wal_pages += sqlite3_backup_pagecount (backup);
    sqlite3_backup_finish (backup);
  }
  if (result == SQLITE_DONE)
    return TRUE;
  g_set_error (error, TC_ERROR, committing ? TC_ERROR_UNKNOWN : TC_ERROR_INVALID,
               "replacing what is there: %s (%s)", sqlite3_errstr (result), db->path);
  return FALSE;
}

int
tc_database_get_wal_pages (TcDatabase *db)
{
  return db->wal_pages;
}

void
tc_database_set_budget (TcDatabase *db, gint64 steps)
{
  db->budget = steps;
  db->limited = steps > 0;
  db->budget_spent = FALSE;
}
