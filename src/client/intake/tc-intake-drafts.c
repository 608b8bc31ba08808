/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Drafts of calls; see the header.
 */
#include "tc-intake-drafts.h"

#include "tc-desk-files.h"

#define KIND "call"

typedef struct {
  gint64 id;
  gint64 staff_id;
  GVariant *body; /* (owned) (nullable) */
} Draft;

static void
free_draft (gpointer data)
{
  Draft *draft = data;

  g_clear_pointer (&draft->body, g_variant_unref);
  g_free (draft);
}

static gpointer
load (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  GPtrArray *forms = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_intake_form_free);
  g_autoptr (TcQuery) query = tc_database_query (
      db, "SELECT id, staff_id, body FROM draft WHERE kind = ? ORDER BY id", "s", KIND);

  while (tc_query_next (query)) {
    g_autoptr (GBytes) bytes = tc_query_dup_blob (query, 2);
    g_autoptr (GVariant)
        body = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE_VARDICT, bytes, FALSE));
    g_ptr_array_add (forms, tc_intake_form_from_variant (body, tc_query_int (query, 0),
                                                         tc_query_int (query, 1)));
  }
  return forms;
}

static gpointer
save (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Draft *draft = data;
  g_autoptr (GBytes) bytes = g_variant_get_data_as_bytes (draft->body);

  tc_database_execute (db,
                       "INSERT INTO draft (id, kind, staff_id, begun_us, changed_us, body)"
                       " VALUES (?1, ?2, ?3, ?1, ?4, ?5)"
                       " ON CONFLICT (id) DO UPDATE SET changed_us = ?4, body = ?5",
                       "isiiy", draft->id, KIND, draft->staff_id, g_get_real_time (), bytes);
  tc_database_execute (db,
                       "DELETE FROM draft WHERE kind = ?1 AND id <= (SELECT id FROM draft"
                       " WHERE kind = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)",
                       "si", KIND, (gint64) TC_INTAKE_DRAFTS_MAX);
  return NULL;
}

static gpointer
remove_draft (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  tc_database_execute (db, "DELETE FROM draft WHERE id = ?", "i", ((Draft *) data)->id);
  return NULL;
}

void
tc_intake_drafts_load_async (TcDesk *desk, GAsyncReadyCallback callback, gpointer data)
{
  tc_desk_run_outbox_async (desk, load, NULL, NULL, (GDestroyNotify) g_ptr_array_unref, callback,
                            data);
}

GPtrArray *
tc_intake_drafts_load_finish (TcDesk *desk, GAsyncResult *result, GError **error)
{
  return tc_desk_run_outbox_finish (desk, result, error);
}

void
tc_intake_drafts_save_async (TcDesk *desk, const TcIntakeForm *form, GAsyncReadyCallback callback,
                             gpointer data)
{
  Draft *draft = g_new0 (Draft, 1);

  *draft = (Draft){form->id, form->staff_id, g_variant_ref_sink (tc_intake_form_to_variant (form))};
  tc_desk_run_outbox_async (desk, save, draft, free_draft, NULL, callback, data);
}

void
tc_intake_drafts_remove_async (TcDesk *desk, gint64 id, GAsyncReadyCallback callback, gpointer data)
{
  Draft *draft = g_new0 (Draft, 1);

  draft->id = id;
  tc_desk_run_outbox_async (desk, remove_draft, draft, free_draft, NULL, callback, data);
}

gboolean
tc_intake_drafts_finish (TcDesk *desk, GAsyncResult *result, GError **error)
{
  GError *own = NULL;

  tc_desk_run_outbox_finish (desk, result, &own);
  if (own) {
    g_propagate_error (error, own);
    return FALSE;
  }
  return TRUE;
}
