/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Cameras near a place; see the header.
 */
#include "tc-camera-near-watch.h"

/* Many cameras tell how they do in one second, after a power cut say. */
#define INTERVAL_MS 1000

typedef struct {
  gint64 staff_id;
  gint64 lat_e7;
  gint64 lon_e7;
} Asked;

struct _TcCameraNearWatch {
  TcWatch parent;
  gint64 lat_e7;
  gint64 lon_e7;
};

G_DEFINE_FINAL_TYPE (TcCameraNearWatch, tc_camera_near_watch, TC_TYPE_WATCH)

static void
free_view (gpointer data)
{
  TcCameraNearView *view = data;

  g_array_unref (view->near);
  g_free (view);
}

static gpointer
read_view (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Asked *asked = data;
  TcCameraNearView *view = g_new0 (TcCameraNearView, 1);

  view->lat_e7 = asked->lat_e7;
  view->lon_e7 = asked->lon_e7;
  view->near = asked->lat_e7 == TC_NONE || asked->lon_e7 == TC_NONE
                   ? tc_cameras_near_new_list ()
                   : tc_cameras_near (db, asked->staff_id, g_get_real_time (), asked->lat_e7,
                                      asked->lon_e7, TC_CAMERA_NEAR_M, TC_CAMERA_NEAR_SHOWN_MAX);
  return view;
}

static gpointer
ask (TcWatch *watch)
{
  TcCameraNearWatch *self = TC_CAMERA_NEAR_WATCH (watch);
  const Asked asked = {tc_desk_get_person (tc_watch_get_desk (watch)), self->lat_e7, self->lon_e7};

  return g_memdup2 (&asked, sizeof asked);
}

static void
tc_camera_near_watch_class_init (TcCameraNearWatchClass *class)
{
  static const char *const tables[] = {
      "camera", "camera_member", "camera_group_role", "camera_status", "post", "role_capability",
      NULL};
  TcWatchClass *watch = TC_WATCH_CLASS (class);

  watch->what = "the cameras near a place";
  watch->tables = tables;
  watch->interval_ms = INTERVAL_MS;
  watch->ask = ask;
  watch->free_asked = g_free;
  watch->read = read_view;
  watch->free_view = free_view;
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
