/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Migrations and the catalogue of replicated tables; see the header. The compiled-in sets are
 * generated into tc-schema-sets.c from data/schema.
 */
#include "tc-schema-private.h"

#include <string.h>

/* Sets of columns that updates in the wild have, with room; past it the kept SQL is dropped. */
#define SQL_KEPT_MAX 4096

struct _TcCatalogue {
  GPtrArray *tables; /* (owned) (element-type TcTable): ascending by number */
  GHashTable *names; /* (owned): name to the same TcTable */
  GHashTable *sql;   /* (owned) (element-type SqlKey utf8) */
  TcPassedOver passed_over;
};

typedef struct {
  gint64 table;
  int kind; /* TcRowKind, or TC_ROW_FILL */
  guint64 mask;
} SqlKey;

static guint
hash_key (gconstpointer data)
{
  const SqlKey *key = data;

  return (guint) (key->table * 31 + key->kind) ^ (guint) (key->mask * 0x9e3779b97f4a7c15u >> 32);
}

static gboolean
equal_keys (gconstpointer a, gconstpointer b)
{
  const SqlKey *key_a = a;
  const SqlKey *key_b = b;

  return key_a->table == key_b->table && key_a->kind == key_b->kind && key_a->mask == key_b->mask;
}

guint
tc_schema_get_version (TcDatabase *db, const char *set)
{
  return (guint) tc_database_get_int (db, 0, "SELECT version FROM schema_version WHERE name = ?",
                                      "s", set);
}

static gboolean
migrate_set (TcDatabase *db, const TcSchemaSet *set, GError **error)
{
  guint version = tc_schema_get_version (db, set->name);

  if (version > set->version) {
    g_set_error (error, TC_ERROR, TC_ERROR_DIVERGED,
                 "%s has version %u of '%s', this program knows %u: it was written by a newer one",
                 tc_database_get_path (db), version, set->name, set->version);
    return FALSE;
  }
  for (guint i = version; i < set->version; i++)
    tc_database_execute_script (db, set->migrations[i]);
  if (version < set->version)
    tc_database_execute (db,
                         "INSERT INTO schema_version (name, version) VALUES (?1, ?2)"
                         " ON CONFLICT (name) DO UPDATE SET version = ?2",
                         "si", set->name, (gint64) set->version);
  return TRUE;
}

/* Applies what of @sets the database lacks. */
static gboolean
migrate (TcDatabase *db, const TcSchemaSet *const *sets, GError **error)
{
  tc_database_begin (db);
  tc_database_execute_script (db, "CREATE TABLE IF NOT EXISTS schema_version ("
                                  " name TEXT PRIMARY KEY, version INTEGER NOT NULL) STRICT");
  for (; *sets; sets++) {
    if (!migrate_set (db, *sets, error)) {
      tc_database_rollback (db);
      return FALSE;
    }
  }
  return tc_database_commit (db, error);
}

static char *
name_sets (const TcSchemaSet *const *sets)
{
  g_autoptr (GString) name = g_string_new (NULL);

  for (; *sets; sets++)
    g_string_append_printf (name, "%p %s %u\n", (gpointer) (*sets)->migrations, (*sets)->name,
                            (*sets)->version);
  return g_string_free (g_steal_pointer (&name), FALSE);
}

/* A database in memory that has @sets and nothing else; kept for the next. @models: those there
 * are, by name_sets() */
static TcDatabase *
find_model (GHashTable *models, const TcSchemaSet *const *sets, GError **error)
{
  g_autofree char *name = name_sets (sets);
  g_autoptr (TcDatabase) made = NULL;
  TcDatabase *model = g_hash_table_lookup (models, name);

  if (model)
    return model;
  made = tc_database_open (":memory:", TC_DATABASE_WRITER | TC_DATABASE_MEMORY, error);
  if (!made || !migrate (made, sets, error))
    return NULL;
  model = g_steal_pointer (&made);
  g_hash_table_insert (models, g_steal_pointer (&name), model);
  return model;
}

/* DESIGN: SQLite reads the whole schema again after each ALTER TABLE, so that all migrations one
 * after the other take 30 ms; to copy what they make takes one. */
static gboolean
fill_empty (TcDatabase *db, const TcSchemaSet *const *sets, GError **error)
{
  static GMutex mutex;
  static GHashTable *models; /* (mutex mutex) (element-type utf8 TcDatabase): kept for good */
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);
  TcDatabase *model;

  if (!models)
    models = g_hash_table_new (g_str_hash, g_str_equal);
  model = find_model (models, sets, error);
  return model && tc_database_replace (db, model, error);
}

gboolean
tc_schema_migrate (TcDatabase *db, const TcSchemaSet *const *sets, GError **error)
{
  gboolean empty = tc_database_get_int (db, 0, "SELECT count(*) = 0 FROM sqlite_schema", NULL) == 1;

  if (!(empty ? fill_empty (db, sets, error) : migrate (db, sets, error))) {
    g_prefix_error (error, "bringing the schema up to date: ");
    return FALSE;
  }
  return TRUE;
}

static void
free_table (gpointer data)
{
  TcTable *table = data;

  g_free (table->name);
  g_strfreev (table->columns);
  g_free (table);
}

void
tc_catalogue_free (TcCatalogue *catalogue)
{
  if (!catalogue)
    return;
  g_hash_table_unref (catalogue->sql);
  g_hash_table_unref (catalogue->names);
  g_ptr_array_unref (catalogue->tables);
  g_free (catalogue);
}

/* DESIGN: the columns are those of a query that is never carried out. Asked of pragma_table_info,
 * which makes a row of each and a statement of its own for each table, they took 2.5 ms at each
 * opening of a file. */
static TcTable *
load_table (TcDatabase *db, gint64 number, const char *name)
{
  g_autofree char *sql = g_strdup_printf ("SELECT * FROM \"%s\"", name);
  TcTable *table = g_new0 (TcTable, 1);
  sqlite3_stmt *stmt = NULL;

  table->number = number;
  table->name = g_strdup (name);
  if (sqlite3_prepare_v2 (tc_database_get_handle (db), sql, -1, &stmt, NULL) != SQLITE_OK)
    tc_database_fault (db, sql);
  table->n_columns = (guint) sqlite3_column_count (stmt);
  table->columns = g_new0 (char *, table->n_columns + 1);
  for (guint i = 0; i < table->n_columns; i++)
    table->columns[i] = g_strdup (sqlite3_column_name (stmt, (int) i));
  sqlite3_finalize (stmt);
  return table;
}

TcCatalogue *
tc_catalogue_load (TcDatabase *db, GError **error)
{
  g_autoptr (TcCatalogue) catalogue = g_new0 (TcCatalogue, 1);
  g_autoptr (TcQuery)
      query = tc_database_query (db, "SELECT number, name FROM replicated ORDER BY number", NULL);

  catalogue->tables = g_ptr_array_new_with_free_func (free_table);
  catalogue->names = g_hash_table_new (g_str_hash, g_str_equal);
  catalogue->sql = g_hash_table_new_full (hash_key, equal_keys, g_free, g_free);
  while (tc_query_next (query)) {
    TcTable *table = load_table (db, tc_query_int (query, 0), tc_query_text (query, 1));
    g_ptr_array_add (catalogue->tables, table);
    g_hash_table_insert (catalogue->names, table->name, table);
    if (table->n_columns < 2 || table->n_columns > TC_COLUMNS_MAX ||
        strcmp (table->columns[TC_COLUMN_ID], "id") != 0 ||
        strcmp (table->columns[TC_COLUMN_SCOPE], "scope") != 0)
      tc_database_fail (db, TC_ERROR_INVALID, "a replicated table does not begin with id, scope");
  }
  if (!tc_database_check (db, error)) {
    g_prefix_error (error, "reading the catalogue: ");
    return NULL;
  }
  return g_steal_pointer (&catalogue);
}

const TcTable *
tc_catalogue_find (TcCatalogue *catalogue, const char *name)
{
  return g_hash_table_lookup (catalogue->names, name);
}

const TcTable *
tc_catalogue_get (TcCatalogue *catalogue, gint64 number)
{
  guint low = 0;
  guint high = catalogue->tables->len;

  while (low < high) {
    guint middle = (low + high) / 2;
    const TcTable *table = g_ptr_array_index (catalogue->tables, middle);

    if (table->number == number)
      return table;
    if (table->number < number)
      low = middle + 1;
    else
      high = middle;
  }
  return NULL;
}

const TcTable *const *
tc_catalogue_list (TcCatalogue *catalogue, guint *n)
{
  *n = catalogue->tables->len;
  return (const TcTable *const *) catalogue->tables->pdata;
}

static void
append_columns (GString *sql, const TcTable *table, guint64 mask, const char *format,
                const char *between)
{
  const char *separator = "";

  for (guint column = 0; column < table->n_columns; column++) {
    if (!(mask & ((guint64) 1 << column)))
      continue;
    g_string_append (sql, separator);
    if (g_str_has_prefix (format, "?"))
      g_string_append_c (sql, '?');
    else
      g_string_append_printf (sql, "%s%s", table->columns[column], format);
    separator = between;
  }
}

static char *
build_sql (const TcTable *table, int kind, guint64 mask)
{
  g_autoptr (GString) sql = g_string_new (NULL);

  if (kind == TC_ROW_INSERT || kind == TC_ROW_FILL) {
    g_string_append_printf (sql, "INSERT INTO %s (", table->name);
    append_columns (sql, table, mask, "", ", ");
    g_string_append (sql, ") VALUES (");
    append_columns (sql, table, mask, "?", ", ");
    g_string_append (sql, kind == TC_ROW_FILL ? ") ON CONFLICT (id) DO NOTHING" : ")");
  } else if (kind == TC_ROW_UPDATE) {
    g_string_append_printf (sql, "UPDATE %s SET ", table->name);
    append_columns (sql, table, mask, " = ?", ", ");
    g_string_append (sql, " WHERE id = ?");
  } else {
    g_string_append_printf (sql, "DELETE FROM %s WHERE id = ?", table->name);
  }
  return g_string_free (g_steal_pointer (&sql), FALSE);
}

const char *
tc_catalogue_sql (TcCatalogue *catalogue, const TcTable *table, int kind, guint64 mask)
{
  SqlKey key = {table->number, kind, mask};
  const char *known = g_hash_table_lookup (catalogue->sql, &key);

  if (known)
    return known;
  if (g_hash_table_size (catalogue->sql) >= SQL_KEPT_MAX)
    g_hash_table_remove_all (catalogue->sql);
  char *sql = build_sql (table, kind, mask);
  g_hash_table_insert (catalogue->sql, g_memdup2 (&key, sizeof key), sql);
  return sql;
}

TcDigest
tc_catalogue_hash (TcCatalogue *catalogue)
{
  TcHasher hasher;

  tc_hasher_init (&hasher, "toancanh schema");
  for (guint i = 0; i < catalogue->tables->len; i++) {
    const TcTable *table = g_ptr_array_index (catalogue->tables, i);

    tc_hasher_add_int (&hasher, table->number);
    tc_hasher_add_blob (&hasher, table->name, strlen (table->name));
    for (char **column = table->columns; *column; column++)
      tc_hasher_add_blob (&hasher, *column, strlen (*column));
  }
  return tc_hasher_end (&hasher);
}

gboolean
tc_schema_hash_at (const TcSchemaSet *set, guint version, TcDigest *hash, GError **error)
{
  const TcSchemaSet upto = {set->name, version, set->migrations};
  const TcSchemaSet *const sets[] = {&upto, NULL};
  g_autoptr (TcDatabase) db = NULL;
  g_autoptr (TcCatalogue) catalogue = NULL;

  g_assert (version >= 1 && version <= set->version);
  db = tc_database_open (":memory:", TC_DATABASE_WRITER | TC_DATABASE_MEMORY, error);
  if (!db || !tc_schema_migrate (db, sets, error))
    return FALSE;
  catalogue = tc_catalogue_load (db, error);
  if (catalogue)
    *hash = tc_catalogue_hash (catalogue);
  return catalogue != NULL;
}

const TcPassedOver *
tc_catalogue_get_passed_over (TcCatalogue *catalogue)
{
  return &catalogue->passed_over;
}

TcPassedOver *
tc_catalogue_note_passed_over (TcCatalogue *catalogue)
{
  return &catalogue->passed_over;
}

static void
digest_value (TcHasher *hasher, sqlite3_stmt *stmt, int column)
{
  int type = sqlite3_column_type (stmt, column);

  tc_hasher_add_int (hasher, type);
  if (type == SQLITE_INTEGER) {
    tc_hasher_add_int (hasher, sqlite3_column_int64 (stmt, column));
  } else if (type != SQLITE_NULL) {
    const void *data = sqlite3_column_blob (stmt, column);
    tc_hasher_add_blob (hasher, data, (gsize) sqlite3_column_bytes (stmt, column));
  }
}

TcDigest
tc_catalogue_digest (TcCatalogue *catalogue, TcDatabase *db, gint64 scope)
{
  TcHasher hasher;

  tc_hasher_init (&hasher, "toancanh rows");
  for (guint i = 0; i < catalogue->tables->len; i++) {
    const TcTable *table = g_ptr_array_index (catalogue->tables, i);
    g_autofree char *sql = g_strdup_printf (
        "SELECT * FROM %s WHERE ?1 = 0 OR scope = ?1 ORDER BY id", table->name);
    g_autoptr (TcQuery) query = tc_database_query (db, sql, "i", scope);

    tc_hasher_add_int (&hasher, table->number);
    while (tc_query_next (query)) {
      for (guint column = 0; column < table->n_columns; column++)
        digest_value (&hasher, tc_query_get_statement (query), (int) column);
    }
  }
  return tc_hasher_end (&hasher);
}
