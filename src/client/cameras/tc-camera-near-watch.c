/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Cameras near a place; see the header.
 */
#include "tc-camera-near-watch.h"

#include "tc-camera-operations.h"
#include "tc-desk-files.h"
#include "tc-now.h"
#include "tc-reading-watch.h"

/* Many cameras tell how they do in one second, after a power cut say. */
#define INTERVAL_MS 1000
/* What was opened closes by itself; rights begin and end. */
#define TICK_S 60

typedef struct {
  gint64 staff_id;
  gint64 session_id;
  gint64 lat_e7;
  gint64 lon_e7;
} Asked;

struct _TcCameraNearWatch {
  TcWatch parent;
  gint64 lat_e7;
  gint64 lon_e7;
};

G_DEFINE_FINAL_TYPE (TcCameraNearWatch, tc_camera_near_watch, TC_TYPE_WATCH)

void
tc_camera_near_view_free (TcCameraNearView *view)
{
  if (!view)
    return;
  g_array_unref (view->near);
  g_hash_table_unref (view->open);
  g_free (view);
}

static void
read_open (TcDatabase *db, const Asked *asked, TcCameraNearView *view, gint64 now_us)
{
  guint16 replica = (guint16) tc_database_get_int (
      db, 0, "SELECT desk_id FROM session WHERE id = ?", "i", asked->session_id);

  for (guint i = 0; i < view->near->len; i++) {
    const TcCamera *camera = g_array_index (view->near, TcCameraNear, i).camera;

    if (camera->restricted && tc_camera_is_open (db, camera->id, asked->staff_id, replica, now_us))
      g_hash_table_add (view->open, g_memdup2 (&camera->id, sizeof camera->id));
  }
}

static gpointer
read_view (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Asked *asked = data;
  TcCameraNearView *view = g_new0 (TcCameraNearView, 1);
  gint64 now_us = tc_now_us ();

  view->lat_e7 = asked->lat_e7;
  view->lon_e7 = asked->lon_e7;
  view->reading = tc_reading_look (db, asked->staff_id, TC_SCOPE_CAMERAS, now_us);
  view->open = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  view->near = asked->lat_e7 == TC_NONE || asked->lon_e7 == TC_NONE
                   ? tc_cameras_near_new_list ()
                   : tc_cameras_near (db, asked->staff_id, now_us, asked->lat_e7, asked->lon_e7,
                                      TC_CAMERA_NEAR_M, TC_CAMERA_NEAR_SHOWN_MAX);
  read_open (db, asked, view, now_us);
  return view;
}

static Asked *
make_asked (TcDesk *desk, gint64 lat_e7, gint64 lon_e7)
{
  const Asked asked = {tc_desk_get_person (desk), tc_desk_get_session (desk), lat_e7, lon_e7};

  return g_memdup2 (&asked, sizeof asked);
}

static gpointer
ask (TcWatch *watch)
{
  TcCameraNearWatch *self = TC_CAMERA_NEAR_WATCH (watch);

  return make_asked (tc_watch_get_desk (watch), self->lat_e7, self->lon_e7);
}

static void
tc_camera_near_watch_class_init (TcCameraNearWatchClass *class)
{
  static const char *const tables[] = {
      "camera",         "camera_member", "camera_group_role", "camera_status",
      "camera_opening", "post",          "role_capability",   NULL};
  TcWatchClass *watch = TC_WATCH_CLASS (class);

  watch->what = "the cameras near a place";
  watch->tables = tables;
  watch->interval_ms = INTERVAL_MS;
  watch->tick_s = TICK_S;
  watch->ask = ask;
  watch->free_asked = g_free;
  watch->read = read_view;
  watch->free_view = (GDestroyNotify) tc_camera_near_view_free;
}

static void
tc_camera_near_watch_init (TcCameraNearWatch *self)
{
  self->lat_e7 = self->lon_e7 = TC_NONE;
}

TcCameraNearWatch *
tc_camera_near_watch_new (TcDesk *desk)
{
  TcCameraNearWatch *self = g_object_new (TC_TYPE_CAMERA_NEAR_WATCH, NULL);

  tc_watch_set_aside (TC_WATCH (self));
  tc_watch_follow (TC_WATCH (self), desk);
  return self;
}

void
tc_camera_near_watch_look (TcCameraNearWatch *self, gint64 lat_e7, gint64 lon_e7)
{
  g_return_if_fail (TC_IS_CAMERA_NEAR_WATCH (self));
  if (self->lat_e7 == lat_e7 && self->lon_e7 == lon_e7)
    return;
  self->lat_e7 = lat_e7;
  self->lon_e7 = lon_e7;
  tc_watch_read (TC_WATCH (self));
}

const TcCameraNearView *
tc_camera_near_watch_get_view (TcCameraNearWatch *self)
{
  g_return_val_if_fail (TC_IS_CAMERA_NEAR_WATCH (self), NULL);
  return tc_watch_get (TC_WATCH (self));
}

/* ---- once ---- */

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  TcCameraNearView *view = tc_worker_run_finish (TC_WORKER (source), result, &error);

  if (view)
    g_task_return_pointer (task, view, (GDestroyNotify) tc_camera_near_view_free);
  else
    g_task_return_error (task, error);
}

void
tc_camera_near_read_async (TcDesk *desk, gint64 lat_e7, gint64 lon_e7, GAsyncReadyCallback callback,
                           gpointer data)
{
  GTask *task = g_task_new (desk, NULL, callback, data);
  TcWorker *reader = tc_desk_get_reader (desk);

  if (!reader) {
    g_task_return_new_error (task, TC_ERROR, TC_ERROR_NOT_FOUND, "the desk has closed its files");
    g_object_unref (task);
    return;
  }
  tc_worker_run_async (reader, read_view, make_asked (desk, lat_e7, lon_e7), g_free,
                       (GDestroyNotify) tc_camera_near_view_free, NULL, read_cb, task);
}

TcCameraNearView *
tc_camera_near_read_finish (TcDesk *desk, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, desk), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
