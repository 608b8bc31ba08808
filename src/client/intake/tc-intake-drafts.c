/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Drafts of calls; see the header.
 */
#include "tc-intake-drafts.h"

#include "tc-desk-files.h"
#include "tc-incident-operations.h"
#include "tc-now.h"
#include "tc-permission.h"
#include "tc-reading-view.h"

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
                       "isiiy", draft->id, KIND, draft->staff_id, tc_now_us (), bytes);
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

/* ---- whose calls are seen ---- */

typedef struct {
  gint64 staff_id;  /* who asked; 0: nobody */
  GPtrArray *forms; /* (owned) (nullable): not yet read */
} Loading;

static void
free_loading (gpointer data)
{
  Loading *loading = data;

  g_clear_pointer (&loading->forms, g_ptr_array_unref);
  g_free (loading);
}

/* Whether that person takes calls and may read what others took down. */
static gpointer
read_right (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GHashTable) kinds = tc_reading_view_list_kinds (db);

  return GINT_TO_POINTER (tc_permission_has (db, *(gint64 *) data, TC_MAY_REPORT, tc_now_us ()) &&
                          g_hash_table_contains (kinds, "incidents") &&
                          g_hash_table_contains (kinds, "reporters"));
}

static void
give_forms (GTask *task, gboolean of_others)
{
  Loading *loading = g_task_get_task_data (task);

  for (guint i = loading->forms->len; !of_others && i > 0; i--) {
    const TcIntakeForm *form = loading->forms->pdata[i - 1];

    if (loading->staff_id == 0 || form->staff_id != loading->staff_id)
      g_ptr_array_remove_index (loading->forms, i - 1);
  }
  g_task_return_pointer (task, g_steal_pointer (&loading->forms),
                         (GDestroyNotify) g_ptr_array_unref);
}

static void
right_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;

  /* Where that can't be read, each sees what is that person's own. */
  give_forms (task, tc_worker_run_finish (TC_WORKER (source), result, NULL) != NULL);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Loading *loading = g_task_get_task_data (task);
  TcWorker *reader = tc_desk_get_reader (TC_DESK (source));
  GError *error = NULL;

  loading->forms = tc_desk_run_outbox_finish (TC_DESK (source), result, &error);
  if (!loading->forms)
    g_task_return_error (task, error);
  else if (reader)
    tc_worker_run_async (reader, read_right, g_memdup2 (&loading->staff_id, sizeof (gint64)),
                         g_free, NULL, NULL, right_read_cb, g_steal_pointer (&task));
  else
    give_forms (task, FALSE);
}

void
tc_intake_drafts_load_async (TcDesk *desk, GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (desk, NULL, callback, data);
  Loading *loading = g_new0 (Loading, 1);

  loading->staff_id = tc_desk_get_person (desk);
  g_task_set_task_data (task, loading, free_loading);
  tc_desk_run_outbox_async (desk, load, NULL, NULL, (GDestroyNotify) g_ptr_array_unref, loaded_cb,
                            task);
}

GPtrArray *
tc_intake_drafts_load_finish (TcDesk *desk, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
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
