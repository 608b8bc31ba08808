/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Copies whose time is over; see the header. They are written down one after the other.
 */
#include "tc-copies-over.h"

#define COPIES_TYPE "a(xx)"

typedef struct {
  const TcServerParts *parts; /* (unowned): outlive questions, as the next */
  TcCameraViews *views;
  guint16 host;
  gboolean is_host;
  GArray *copies;  /* (owned) (element-type TcMediaCopy) */
  gboolean *own;   /* (owned): of each, whether its camera is the host's */
  GArray *written; /* (owned) (element-type TcMediaCopy) */
  guint next;      /* that is written down next */
} Asking;

static void
free_asking (gpointer data)
{
  Asking *asking = data;

  g_array_unref (asking->copies);
  g_array_unref (asking->written);
  g_free (asking->own);
  g_free (asking);
}

/* ---- the question ---- */

GVariant *
tc_copies_over_write (const GArray *copies)
{
  GVariantBuilder builder;
  GVariantDict dict;

  g_variant_builder_init (&builder, G_VARIANT_TYPE (COPIES_TYPE));
  for (guint i = 0; i < copies->len; i++) {
    const TcMediaCopy *copy = &g_array_index (copies, TcMediaCopy, i);

    g_variant_builder_add (&builder, "(xx)", copy->camera_id, copy->id);
  }
  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert_value (&dict, "copies", g_variant_builder_end (&builder));
  return g_variant_dict_end (&dict);
}

GArray *
tc_copies_over_read (GVariant *value)
{
  g_autoptr (GVariant)
      list = value ? g_variant_lookup_value (value, "copies", G_VARIANT_TYPE (COPIES_TYPE)) : NULL;
  g_autoptr (GArray) copies = g_array_new (FALSE, FALSE, sizeof (TcMediaCopy));
  TcMediaCopy copy = {0};
  GVariantIter iter;

  if (!list || g_variant_n_children (list) > TC_MEDIA_COPIES_MAX)
    return NULL;
  g_variant_iter_init (&iter, list);
  while (g_variant_iter_next (&iter, "(xx)", &copy.camera_id, &copy.id)) {
    if (copy.camera_id <= 0 || copy.id <= 0)
      return NULL;
    g_array_append_val (copies, copy);
  }
  return g_steal_pointer (&copies);
}

/* ---- writing it down ---- */

/* @value: (nullable) (floating) */
static void
return_answer (GTask *task, GVariant *value, TcRefusal *refusal)
{
  g_task_return_pointer (task, tc_camera_answer_new (value, refusal),
                         (GDestroyNotify) tc_camera_answer_free);
}

static void write_next (GTask *task);

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Asking *asking = g_task_get_task_data (task);
  const TcMediaCopy *copy = &g_array_index (asking->copies, TcMediaCopy, asking->next++);
  gboolean known = FALSE;
  GError *error = NULL;

  if (!tc_camera_views_add_over_finish (result, &known, &error)) {
    g_task_return_error (task, error);
    return;
  }
  if (known)
    g_array_append_val (asking->written, *copy);
  else
    g_warning ("the media host %u has copies of a camera that isn't its own", asking->host);
  write_next (g_steal_pointer (&task));
}

/* Takes @task. */
static void
write_next (GTask *task)
{
  Asking *asking = g_task_get_task_data (task);
  gint64 now_us = g_get_real_time ();
  const TcMediaCopy *copy = asking->next < asking->copies->len
                                ? &g_array_index (asking->copies, TcMediaCopy, asking->next)
                                : NULL;
  const TcCameraView view = {.desk_id = asking->host,
                             .camera_id = copy ? copy->camera_id : 0,
                             .host_id = asking->host,
                             .use = TC_VIEW_OVER,
                             .profile = "main",
                             .at_us = now_us,
                             .ends_us = now_us,
                             .part_id = copy ? copy->id : 0};

  if (copy) {
    tc_camera_views_add_over_async (asking->views, &view, asking->own[asking->next], written_cb,
                                    task);
    return;
  }
  return_answer (task, tc_copies_over_write (asking->written), NULL);
  g_object_unref (task);
}

static gpointer
look_up (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Asking *asking = data;

  asking->is_host = tc_database_get_int (db, 0,
                                         "SELECT 1 FROM desk WHERE id = ? AND kind = 'media'"
                                         " AND state = 'enrolled'",
                                         "i", (gint64) asking->host) != 0;
  for (guint i = 0; i < asking->copies->len; i++)
    asking->own[i] = tc_database_get_int (db, 0,
                                          "SELECT 1 FROM camera WHERE id = ? AND host_id = ?", "ii",
                                          g_array_index (asking->copies, TcMediaCopy, i).camera_id,
                                          (gint64) asking->host) != 0;
  return NULL;
}

static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  const Asking *asking = g_task_get_task_data (task);
  GError *error = NULL;

  tc_worker_run_finish (TC_WORKER (source), result, &error);
  if (error)
    g_task_return_error (task, error);
  else if (!asking->is_host)
    return_answer (task, NULL, tc_refusal_new ("media.not-host", NULL));
  else
    write_next (g_steal_pointer (&task));
}

void
tc_copies_over_ask_async (const TcServerParts *parts, TcCameraViews *views, TcDeskLine *line,
                          GVariant *value, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, data);
  GArray *copies = tc_copies_over_read (value);
  Asking *asking = NULL;

  if (!copies) {
    return_answer (task, NULL, tc_refusal_new ("question.form", "what", TC_S, "copies", NULL));
    return;
  }
  asking = g_new0 (Asking, 1);
  *asking = (Asking){.parts = parts,
                     .views = views,
                     .host = tc_desk_line_get_replica (line),
                     .copies = copies,
                     .own = g_new0 (gboolean, copies->len),
                     .written = g_array_new (FALSE, FALSE, sizeof (TcMediaCopy))};
  g_task_set_task_data (task, asking, free_asking);
  tc_worker_run_async (parts->reader, look_up, asking, NULL, NULL, NULL, looked_up_cb,
                       g_steal_pointer (&task));
}
