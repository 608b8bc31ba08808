/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The replicated rows of a database as one digest for each scope, all taken as the rows of each
 * table come by, once: what tc_catalogue_digest() does scope for scope.
 */
#include "sim.h"

#include <string.h>

struct _SimRows {
  GHashTable *scopes; /* (owned) (element-type gint64 Scope) */
};

typedef struct {
  gint64 id;
  TcHasher hasher;
  TcDigest digest;
} Scope;

void
sim_rows_free (SimRows *rows)
{
  if (!rows)
    return;
  g_hash_table_unref (rows->scopes);
  g_free (rows);
}

static void
free_scope (gpointer scope)
{
  g_aligned_free (scope);
}

static Scope *
find_scope (SimRows *rows, gint64 id)
{
  Scope *scope = g_hash_table_lookup (rows->scopes, &id);

  if (scope)
    return scope;
  scope = g_aligned_alloc0 (1, sizeof *scope, G_ALIGNOF (Scope));
  scope->id = id;
  tc_hasher_init (&scope->hasher, "simulated rows");
  g_hash_table_insert (rows->scopes, &scope->id, scope);
  return scope;
}

static void
add_value (TcHasher *hasher, sqlite3_stmt *stmt, int column)
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

static void
add_table (SimRows *rows, TcDatabase *db, const TcTable *table)
{
  g_autofree char *sql = g_strdup_printf ("SELECT * FROM %s ORDER BY id", table->name);
  g_autoptr (TcQuery) query = tc_database_query (db, sql, NULL);

  while (tc_query_next (query)) {
    Scope *scope = find_scope (rows, tc_query_id (query, TC_COLUMN_SCOPE));

    tc_hasher_add_int (&scope->hasher, table->number);
    for (guint column = 0; column < table->n_columns; column++)
      add_value (&scope->hasher, tc_query_get_statement (query), (int) column);
  }
}

SimRows *
sim_rows_read (TcCatalogue *catalogue, TcDatabase *db)
{
  SimRows *rows = g_new0 (SimRows, 1);
  guint n;
  const TcTable *const *tables = tc_catalogue_list (catalogue, &n);
  GHashTableIter iter;
  gpointer value;

  rows->scopes = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, free_scope);
  for (guint i = 0; i < n; i++)
    add_table (rows, db, tables[i]);
  g_hash_table_iter_init (&iter, rows->scopes);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    ((Scope *) value)->digest = tc_hasher_end (&((Scope *) value)->hasher);
  return rows;
}

gboolean
sim_rows_equal (SimRows *a, SimRows *b, gint64 scope)
{
  const Scope *one = g_hash_table_lookup (a->scopes, &scope);
  const Scope *other = g_hash_table_lookup (b->scopes, &scope);

  return one && other ? tc_digest_equal (&one->digest, &other->digest) : one == other;
}

static gint
compare_scopes (gconstpointer a, gconstpointer b)
{
  gint64 one = *(const gint64 *) a;
  gint64 other = *(const gint64 *) b;

  return one < other ? -1 : one > other;
}

GArray *
sim_rows_list_scopes (SimRows *rows)
{
  GArray *scopes = g_array_new (FALSE, FALSE, sizeof (gint64));
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, rows->scopes);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_array_append_vals (scopes, key, 1);
  g_array_sort (scopes, compare_scopes);
  return scopes;
}
