/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One camera's faults; see the header.
 */
#include "tc-camera-fault-watch.h"

/* One that comes and goes tells it each time. */
#define INTERVAL_MS 1000
/* What goes on grows longer. */
#define TICK_S 60

struct _TcCameraFaultWatch {
  TcWatch parent;
  gint64 camera_id;
};

G_DEFINE_FINAL_TYPE (TcCameraFaultWatch, tc_camera_fault_watch, TC_TYPE_WATCH)

static gpointer
read_faults (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return tc_camera_faults_list (db, *(const gint64 *) data, TC_CAMERA_FAULTS_SHOWN_MAX);
}

static gpointer
ask (TcWatch *watch)
{
  return g_memdup2 (&TC_CAMERA_FAULT_WATCH (watch)->camera_id, sizeof (gint64));
}

static void
tc_camera_fault_watch_class_init (TcCameraFaultWatchClass *class)
{
  static const char *const tables[] = {"camera_fault", NULL};
  TcWatchClass *watch = TC_WATCH_CLASS (class);

  watch->what = "the faults of a camera";
  watch->tables = tables;
  watch->interval_ms = INTERVAL_MS;
  watch->tick_s = TICK_S;
  watch->read = read_faults;
  watch->free_view = (GDestroyNotify) g_ptr_array_unref;
  watch->ask = ask;
  watch->free_asked = g_free;
}

static void
tc_camera_fault_watch_init (TcCameraFaultWatch *self)
{
}

TcCameraFaultWatch *
tc_camera_fault_watch_new (TcDesk *desk, gint64 camera_id)
{
  TcCameraFaultWatch *self = g_object_new (TC_TYPE_CAMERA_FAULT_WATCH, NULL);

  self->camera_id = camera_id;
  tc_watch_follow (TC_WATCH (self), desk);
  return self;
}

const GPtrArray *
tc_camera_fault_watch_get (TcCameraFaultWatch *self)
{
  g_return_val_if_fail (TC_IS_CAMERA_FAULT_WATCH (self), NULL);
  return tc_watch_get (TC_WATCH (self));
}
