/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Cameras of emergencies; see the header.
 */
#include "tc-camera-alarm-watch.h"

#include "tc-camera-near-watch.h"
#include "tc-camera-operations.h"
#include "tc-desk-files.h"
#include "tc-incident-operations.h"
#include "tc-incident-queries.h"
#include "tc-now.h"
#include "tc-permission.h"

#define INTERVAL_MS 500
/* What was opened closes by itself; rights begin and end. */
#define TICK_S 60
/* Emergencies that are looked at, the newest first. */
#define LOOK_MAX 20
/* The first of these that isn't restricted, or is open. */
#define NEAR_MAX 4

struct _TcCameraAlarmWatch {
  TcWatch parent;
};

G_DEFINE_FINAL_TYPE (TcCameraAlarmWatch, tc_camera_alarm_watch, TC_TYPE_WATCH)

typedef struct {
  gint64 staff_id;
  gint64 session_id;
} Asked;

static void
free_alarm (gpointer data)
{
  TcCameraAlarm *alarm = data;

  g_free (alarm->code);
  g_free (alarm->title);
  g_free (alarm);
}

/* 0: none that may be shown without a word */
static gint64
find_camera (TcDatabase *db, const Asked *asked, const TcIncidentRow *row, gint64 now_us)
{
  g_autoptr (GArray) near = tc_cameras_near (db, asked->staff_id, now_us, row->lat_e7, row->lon_e7,
                                             TC_CAMERA_NEAR_M, NEAR_MAX);
  guint16 replica = (guint16) tc_database_get_int (
      db, 0, "SELECT desk_id FROM session WHERE id = ?", "i", asked->session_id);

  for (guint i = 0; i < near->len; i++) {
    const TcCamera *camera = g_array_index (near, TcCameraNear, i).camera;

    if (!camera->restricted || tc_camera_is_open (db, camera->id, asked->staff_id, replica, now_us))
      return camera->id;
  }
  return 0;
}

static gboolean
is_shown (GPtrArray *alarms, gint64 camera_id)
{
  for (guint i = 0; i < alarms->len; i++)
    if (((TcCameraAlarm *) g_ptr_array_index (alarms, i))->camera_id == camera_id)
      return TRUE;
  return FALSE;
}

static void
add_alarm (TcDatabase *db, const Asked *asked, const TcIncidentRow *row, GPtrArray *alarms,
           gint64 now_us)
{
  gboolean untaken = row->staff_id == 0 && row->state <= TC_STATE_ACCEPTED;
  gint64 camera_id = 0;
  TcCameraAlarm *alarm = NULL;

  if (!untaken || row->lat_e7 == TC_NONE || row->lon_e7 == TC_NONE)
    return;
  camera_id = find_camera (db, asked, row, now_us);
  if (!camera_id || is_shown (alarms, camera_id))
    return;
  alarm = g_new0 (TcCameraAlarm, 1);
  *alarm = (TcCameraAlarm){row->id, g_strdup (row->code), g_strdup (row->title), camera_id};
  g_ptr_array_add (alarms, alarm);
}

static gpointer
read_view (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const TcQueueFilter filter = {.kind = TC_QUEUE_ALARMING, .sort = TC_QUEUE_NEW_FIRST};
  const Asked *asked = data;
  gint64 now_us = tc_now_us ();
  GPtrArray *alarms = g_ptr_array_new_with_free_func (free_alarm);
  g_autoptr (GArray) ids = NULL, rows = NULL;

  if (!tc_permission_has (db, asked->staff_id, TC_MAY_VIEW_CAMERAS, now_us) ||
      !tc_permission_has (db, asked->staff_id, TC_MAY_HANDLE, now_us))
    return alarms;
  ids = tc_incident_queue_ids (db, &filter);
  rows = tc_incident_rows (db, (const gint64 *) (void *) ids->data, MIN (ids->len, LOOK_MAX));
  for (guint i = 0; i < rows->len && alarms->len < TC_CAMERA_ALARMS_MAX; i++)
    add_alarm (db, asked, &g_array_index (rows, TcIncidentRow, i), alarms, now_us);
  return alarms;
}

static gpointer
ask (TcWatch *watch)
{
  TcDesk *desk = tc_watch_get_desk (watch);
  const Asked asked = {tc_desk_get_person (desk), tc_desk_get_session (desk)};

  return g_memdup2 (&asked, sizeof asked);
}

static void
tc_camera_alarm_watch_class_init (TcCameraAlarmWatchClass *class)
{
  static const char *const tables[] = {"incident",          "camera",          "camera_member",
                                       "camera_group_role", "camera_status",   "post",
                                       "camera_opening",    "role_capability", NULL};
  TcWatchClass *watch = TC_WATCH_CLASS (class);

  watch->what = "the cameras of emergencies";
  watch->tables = tables;
  watch->interval_ms = INTERVAL_MS;
  watch->tick_s = TICK_S;
  watch->ask = ask;
  watch->free_asked = g_free;
  watch->read = read_view;
  watch->free_view = (GDestroyNotify) g_ptr_array_unref;
}

static void
tc_camera_alarm_watch_init (TcCameraAlarmWatch *self)
{
}

TcCameraAlarmWatch *
tc_camera_alarm_watch_new (TcDesk *desk)
{
  TcCameraAlarmWatch *self = g_object_new (TC_TYPE_CAMERA_ALARM_WATCH, NULL);

  tc_watch_set_aside (TC_WATCH (self));
  tc_watch_follow (TC_WATCH (self), desk);
  return self;
}

const GPtrArray *
tc_camera_alarm_watch_get (TcCameraAlarmWatch *self)
{
  g_return_val_if_fail (TC_IS_CAMERA_ALARM_WATCH (self), NULL);
  return tc_watch_get (TC_WATCH (self));
}
