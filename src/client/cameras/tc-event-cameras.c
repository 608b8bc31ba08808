/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Cameras of a big event; see the header.
 */
#include "tc-event-cameras.h"

#include "tc-big-event-queries.h"
#include "tc-camera-near-watch.h"
#include "tc-desk-files.h"
#include "tc-now.h"

/* Of so many places; more would be far from what is most pressing. */
#define PLACES_MAX 40
/* Of one place. */
#define OF_PLACE_MAX 4

typedef struct {
  gint64 staff_id;
  gint64 event_id;
} Asked;

static gboolean
has (const GArray *ids, gint64 id)
{
  for (guint i = 0; i < ids->len; i++) {
    if (g_array_index (ids, gint64, i) == id)
      return TRUE;
  }
  return FALSE;
}

/* (transfer full) (element-type GArray of TcCameraNear) */
static GPtrArray *
read_near (TcDatabase *db, const Asked *asked)
{
  g_autoptr (GArray) places = tc_big_event_places (db, asked->event_id, PLACES_MAX);
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  gint64 now_us = tc_now_us ();

  for (guint i = 0; i < places->len; i++) {
    const TcEventPlace *place = &g_array_index (places, TcEventPlace, i);

    g_ptr_array_add (all, tc_cameras_near (db, asked->staff_id, now_us, place->lat_e7,
                                           place->lon_e7, TC_CAMERA_NEAR_M, OF_PLACE_MAX));
  }
  return all;
}

static gpointer
read_ids (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) all = read_near (db, data);
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint rank = 0; rank < OF_PLACE_MAX; rank++)
    for (guint i = 0; i < all->len; i++) {
      const GArray *near = g_ptr_array_index (all, i);
      gint64 id = rank < near->len ? g_array_index (near, TcCameraNear, rank).camera->id : 0;

      if (id && !has (ids, id) && ids->len < TC_EVENT_CAMERAS_MAX)
        g_array_append_val (ids, id);
    }
  return ids;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  GArray *ids = tc_worker_run_finish (TC_WORKER (source), result, &error);

  if (ids)
    g_task_return_pointer (task, ids, (GDestroyNotify) g_array_unref);
  else
    g_task_return_error (task, error);
}

void
tc_event_cameras_read_async (TcDesk *desk, gint64 event_id, GAsyncReadyCallback callback,
                             gpointer data)
{
  const Asked asked = {tc_desk_get_person (desk), event_id};
  GTask *task = g_task_new (desk, NULL, callback, data);
  TcWorker *reader = tc_desk_get_reader (desk);

  if (!reader) {
    g_task_return_new_error (task, TC_ERROR, TC_ERROR_NOT_FOUND, "the desk has closed its files");
    g_object_unref (task);
    return;
  }
  tc_worker_run_async (reader, read_ids, g_memdup2 (&asked, sizeof asked), g_free,
                       (GDestroyNotify) g_array_unref, NULL, read_cb, task);
}

GArray *
tc_event_cameras_read_finish (TcDesk *desk, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, desk), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
