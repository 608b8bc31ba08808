/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sums of faults; see the header.
 */
#include "tc-camera-health-watch.h"

#include "tc-now.h"

/* Many cameras tell how they do in one second, after a power cut say. */
#define INTERVAL_MS 2000
#define TICK_S 60

struct _TcCameraHealthWatch {
  TcWatch parent;
};

G_DEFINE_FINAL_TYPE (TcCameraHealthWatch, tc_camera_health_watch, TC_TYPE_WATCH)

static gpointer
read_sums (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  gint64 now_us = tc_now_us ();

  return tc_camera_fault_sums (db, now_us - TC_CAMERA_HEALTH_US, now_us);
}

static void
tc_camera_health_watch_class_init (TcCameraHealthWatchClass *class)
{
  static const char *const tables[] = {"camera_fault", NULL};
  TcWatchClass *watch = TC_WATCH_CLASS (class);

  watch->what = "the faults of cameras";
  watch->tables = tables;
  watch->interval_ms = INTERVAL_MS;
  watch->tick_s = TICK_S;
  watch->read = read_sums;
  watch->free_view = (GDestroyNotify) g_array_unref;
}

static void
tc_camera_health_watch_init (TcCameraHealthWatch *self)
{
}

TcCameraHealthWatch *
tc_camera_health_watch_new (TcDesk *desk)
{
  TcCameraHealthWatch *self = g_object_new (TC_TYPE_CAMERA_HEALTH_WATCH, NULL);

  tc_watch_set_aside (TC_WATCH (self));
  tc_watch_follow (TC_WATCH (self), desk);
  return self;
}

const GArray *
tc_camera_health_watch_get_sums (TcCameraHealthWatch *self)
{
  g_return_val_if_fail (TC_IS_CAMERA_HEALTH_WATCH (self), NULL);
  return tc_watch_get (TC_WATCH (self));
}
