/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Figures of cameras' streams for desks; see the header.
 */
#include "tc-camera-health.h"

#include "tc-cameras.h"
#include "tc-people.h"

typedef struct {
  const TcServerParts *parts; /* (unowned): see the header */
  gint64 session_id;
  guint16 desk;
  gboolean signed_in;
  GPtrArray *cameras; /* (owned) (nullable) (element-type TcCamera): that the person may see */
  GPtrArray *hosts;   /* (owned) (nullable) (element-type TcDeskInfo): theirs */
} Asking;

static void
free_asking (gpointer data)
{
  Asking *asking = data;

  g_clear_pointer (&asking->cameras, g_ptr_array_unref);
  g_clear_pointer (&asking->hosts, g_ptr_array_unref);
  g_free (asking);
}

static void
return_answer (GTask *task, GVariant *value, TcRefusal *refusal)
{
  g_task_return_pointer (task, tc_camera_answer_new (value, refusal),
                         (GDestroyNotify) tc_camera_answer_free);
}

static gboolean
has_host (const Asking *asking, gint64 id)
{
  for (guint i = 0; i < asking->hosts->len; i++)
    if (((const TcDeskInfo *) g_ptr_array_index (asking->hosts, i))->id == id)
      return TRUE;
  return FALSE;
}

static void
find_hosts (TcDatabase *db, Asking *asking)
{
  asking->hosts = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_desk_info_free);
  for (guint i = 0; i < asking->cameras->len; i++) {
    gint64 id = ((const TcCamera *) g_ptr_array_index (asking->cameras, i))->host_id;
    TcDeskInfo *host = id && !has_host (asking, id) ? tc_people_get_desk (db, id) : NULL;

    if (host)
      g_ptr_array_add (asking->hosts, host);
  }
}

/* (transfer floating) */
static GVariant *
write_hosts (const Asking *asking)
{
  GVariantBuilder list;
  TcMediaUse use;

  g_variant_builder_init (&list, G_VARIANT_TYPE ("a(xsuuuu)"));
  for (guint i = 0; i < asking->hosts->len; i++) {
    const TcDeskInfo *host = g_ptr_array_index (asking->hosts, i);

    if (tc_media_service_get_use (asking->parts->media, host->id, &use) && use.kbit_max > 0)
      g_variant_builder_add (&list, "(xsuuuu)", host->id, host->name, use.kbit, use.kbit_max,
                             use.n_viewers, use.n_thinned);
  }
  return g_variant_builder_end (&list);
}

static gpointer
look_up (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Asking *asking = data;
  TcCameraFilter filter = {.at_us = g_get_real_time ()};

  filter.staff_id = tc_people_staff_of_session (db, asking->session_id, asking->desk, filter.at_us);
  asking->signed_in = filter.staff_id != 0;
  if (asking->signed_in)
    asking->cameras = tc_cameras_list (db, &filter, TC_CAMERAS_LIST_MAX);
  if (asking->cameras)
    find_hosts (db, asking);
  return NULL;
}

static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Asking *asking = g_task_get_task_data (task);
  GError *error = NULL;
  GVariantBuilder list;
  GVariantDict dict;

  tc_worker_run_finish (TC_WORKER (source), result, &error);
  if (error) {
    g_task_return_error (task, error);
    return;
  }
  if (!asking->signed_in) {
    return_answer (task, NULL, tc_refusal_new ("people.no-session", NULL));
    return;
  }
  g_variant_builder_init (&list, G_VARIANT_TYPE ("a(xuuu)"));
  for (guint i = 0; i < asking->cameras->len; i++) {
    const TcCamera *camera = g_ptr_array_index (asking->cameras, i);
    TcMediaFigures figures;

    if (camera->host_id &&
        tc_media_service_get_figures (asking->parts->media, camera->host_id, camera->id, &figures))
      g_variant_builder_add (&list, "(xuuu)", camera->id, figures.kbit, figures.fps_milli,
                             figures.reconnects);
  }
  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert_value (&dict, "figures", g_variant_builder_end (&list));
  g_variant_dict_insert_value (&dict, "hosts", write_hosts (asking));
  return_answer (task, g_variant_dict_end (&dict), NULL);
}

void
tc_camera_health_ask_async (const TcServerParts *parts, TcDeskLine *line, GVariant *value,
                            GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, data);
  Asking *asking = g_new0 (Asking, 1);

  asking->parts = parts;
  asking->desk = tc_desk_line_get_replica (line);
  g_task_set_task_data (task, asking, free_asking);
  if (!value || !g_variant_lookup (value, "session_id", "x", &asking->session_id) ||
      asking->session_id <= 0)
    return_answer (task, NULL, tc_refusal_new ("question.form", "what", TC_S, "session_id", NULL));
  else
    tc_worker_run_async (parts->reader, look_up, asking, NULL, NULL, NULL, looked_up_cb,
                         g_steal_pointer (&task));
}
