/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What could not be attached; see the header.
 */
#include "tc-unattached.h"

#include "tc-limits.h"

TcUnattached *
tc_unattached_copy (const TcUnattached *one)
{
  TcUnattached *copy = g_memdup2 (one, sizeof *one);

  copy->code = g_strdup (one->code);
  copy->hash = g_strdup (one->hash);
  copy->name = g_strdup (one->name);
  copy->refusal = one->refusal ? tc_refusal_copy (one->refusal) : NULL;
  return copy;
}

void
tc_unattached_free (TcUnattached *one)
{
  g_free (one->code);
  g_free (one->hash);
  g_free (one->name);
  g_clear_pointer (&one->refusal, tc_refusal_free);
  g_free (one);
}

/* (nullable) (transfer full) */
static GBytes *
get_args (const TcRefusal *refusal)
{
  return refusal ? g_variant_get_data_as_bytes (refusal->args) : NULL;
}

gboolean
tc_unattached_add (TcDatabase *db, const TcUnattached *one, GError **error)
{
  gint64 n = tc_database_get_int (db, 0, "SELECT count (*) FROM unattached WHERE staff_id = ?", "i",
                                  one->staff_id);
  gint64 bytes = tc_database_get_int (
      db, 0, "SELECT coalesce (sum (size), 0) FROM unattached WHERE ?1 > 0", "i", one->id);
  g_autoptr (GBytes) args = get_args (one->refusal);

  if (n >= TC_UNATTACHED_MAX || bytes > TC_UNATTACHED_BYTES_MAX - one->size) {
    g_set_error_literal (error, TC_ERROR, TC_ERROR_LIMIT,
                         "too much is kept already that could not be attached");
    return FALSE;
  }
  tc_database_execute (db,
                       "INSERT INTO unattached (id, staff_id, incident_id, code, task_id,"
                       " original_id, hash, size, name, pixels, refusal, refusal_args, given_us)"
                       " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                       "iiisoosisisyi", one->id, one->staff_id, one->incident_id, one->code,
                       one->task_id, one->original_id, one->hash, one->size, one->name,
                       (gint64) one->pixels, one->refusal ? one->refusal->code : NULL, args,
                       one->given_us);
  return TRUE;
}

void
tc_unattached_set_refusal (TcDatabase *db, gint64 id, const TcRefusal *refusal)
{
  g_autoptr (GBytes) args = get_args (refusal);

  tc_database_execute (db, "UPDATE unattached SET refusal = ?2, refusal_args = ?3 WHERE id = ?1",
                       "isy", id, refusal ? refusal->code : NULL, args);
}

void
tc_unattached_remove (TcDatabase *db, gint64 id)
{
  tc_database_execute (db, "DELETE FROM unattached WHERE id = ?", "i", id);
}

/* (nullable) (transfer full) */
static TcRefusal *
read_refusal (TcQuery *query, int column)
{
  const char *code = tc_query_text (query, column);
  g_autoptr (GBytes) bytes = code ? tc_query_dup_blob (query, column + 1) : NULL;
  g_autoptr (GVariant) args = NULL;

  if (!code || !bytes)
    return NULL;
  args = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE_VARDICT, bytes, FALSE));
  return g_variant_is_normal_form (args) ? tc_refusal_new_variant (code, args) : NULL;
}

GPtrArray *
tc_unattached_list (TcDatabase *db, gint64 staff_id)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_unattached_free);
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT id, staff_id, incident_id, code, task_id, original_id, hash, size, name, pixels,"
      " given_us, refusal, refusal_args FROM unattached WHERE ?1 IN (0, staff_id)"
      " ORDER BY given_us, id",
      "i", staff_id);

  while (tc_query_next (query)) {
    TcUnattached *one = g_new0 (TcUnattached, 1);

    one->id = tc_query_int (query, 0);
    one->staff_id = tc_query_int (query, 1);
    one->incident_id = tc_query_int (query, 2);
    one->code = tc_query_dup_text (query, 3);
    one->task_id = tc_query_id (query, 4);
    one->original_id = tc_query_id (query, 5);
    one->hash = tc_query_dup_text (query, 6);
    one->size = tc_query_int (query, 7);
    one->name = tc_query_dup_text (query, 8);
    one->pixels = tc_query_int (query, 9) != 0;
    one->given_us = tc_query_int (query, 10);
    one->refusal = read_refusal (query, 11);
    g_ptr_array_add (list, one);
  }
  return list;
}

GPtrArray *
tc_unattached_forget_old (TcDatabase *db, gint64 now_us)
{
  gint64 before_us = now_us - TC_UNATTACHED_DAYS * TC_US_PER_DAY;
  GPtrArray *list = tc_unattached_list (db, 0);

  for (guint i = list->len; i > 0; i--)
    if (((const TcUnattached *) list->pdata[i - 1])->given_us >= before_us)
      g_ptr_array_remove_index (list, i - 1);
  tc_database_execute (db, "DELETE FROM unattached WHERE given_us < ?", "i", before_us);
  return list;
}
