/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * camera.status: how a camera is, and what faults it has had; see the header.
 *
 * DESIGN: a fault is a time when a camera in service wasn't live, in one state for one cause, and
 * what follows on it so soon that it is one thing for who mends it: a camera that comes and goes
 * all night is one fault with a count, not a thousand. The oldest go when there are more than
 * TC_CAMERA_FAULTS_MAX; the log has them all.
 */
#include "tc-camera-guards.h"

#define LIVE "live"

const char *const tc_camera_conditions[] = {LIVE, "denied", "offline", "stalled", "clock", NULL};

#define CLOCK_MS_MAX ((gint64) 1000 * 86400 * 365 * 100)

static const TcArg status_args[] = {
    TC_ARG (TcCameraStatusArgs, camera_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcCameraStatusArgs, state, TC_ARG_CODE, TC_REQUIRED, 0),
    TC_ARG (TcCameraStatusArgs, cause, TC_ARG_CODE, TC_OPTIONAL, 0),
    TC_ARG (TcCameraStatusArgs, since_us, TC_ARG_TIME, TC_REQUIRED, 0),
    TC_ARG (TcCameraStatusArgs, ahead_ms, TC_ARG_INT, TC_OPTIONAL, CLOCK_MS_MAX),
    TC_ARG (TcCameraStatusArgs, behind_ms, TC_ARG_INT, TC_OPTIONAL, CLOCK_MS_MAX),
    {NULL},
};

/* A clock that was put back since counts as long ago: the order is that of the log. */
gboolean
tc_camera_status_is_due (const char *before, gint64 past_us, const char *state)
{
  if (!before || past_us < 0 || past_us >= TC_CAMERA_STATUS_INTERVAL_US)
    return TRUE;
  return g_str_equal (before, LIVE) && !g_str_equal (state, LIVE);
}

static gboolean
check_not_soon (TcApply *apply, const TcCameraStatusArgs *args)
{
  g_autoptr (TcQuery) query = tc_database_query (
      apply->db, "SELECT state, told_us FROM camera_status WHERE id = ?", "i", args->camera_id);

  return !tc_query_next (query) ||
         tc_camera_status_is_due (tc_query_text (query, 0), apply->now_us - tc_query_int (query, 1),
                                  args->state) ||
         tc_camera_refuse (apply, "camera.too-soon", "camera", args->camera_id);
}

void
tc_camera_end_fault (TcApply *apply, gint64 camera_id, gint64 at_us)
{
  tc_database_execute (apply->db,
                       "UPDATE camera_fault SET ended_us = max (began_us, ?2)"
                       " WHERE camera_id = ?1 AND ended_us IS NULL",
                       "ii", camera_id, at_us);
}

static void
drop_old_faults (TcApply *apply, gint64 camera_id)
{
  tc_database_execute (apply->db,
                       "DELETE FROM camera_fault WHERE id IN (SELECT id FROM camera_fault"
                       " WHERE camera_id = ? AND ended_us IS NOT NULL"
                       " ORDER BY began_us DESC, id DESC LIMIT -1 OFFSET ?)",
                       "ii", camera_id, (gint64) TC_CAMERA_FAULTS_MAX - 1);
}

/* The fault that goes on, or was before, within TC_CAMERA_FAULT_AGAIN_US; 0: none, or the camera
 * was out of service since. */
static gint64
find_again (TcApply *apply, gint64 camera_id, gint64 since_us)
{
  return tc_database_get_int (
      apply->db, 0,
      "SELECT f.id FROM camera_fault AS f JOIN camera ON camera.id = f.camera_id"
      " LEFT JOIN camera_status AS s ON s.id = f.camera_id WHERE f.camera_id = ?1"
      " AND ifnull (f.ended_us, s.since_us) > ?2"
      " AND (f.ended_us IS NULL OR f.ended_us > camera.state_us)"
      " ORDER BY f.began_us DESC, f.id DESC LIMIT 1",
      "ii", camera_id, since_us - TC_CAMERA_FAULT_AGAIN_US);
}

static void
begin_fault (TcApply *apply, const TcCameraStatusArgs *args, gint64 since_us)
{
  TcDatabase *db = apply->db;

  /* It counts from when the camera was in service, and not twice. */
  since_us = tc_database_get_int (
      db, since_us,
      "SELECT min (?3, max (?2, state_us, ifnull ((SELECT max (ended_us) FROM camera_fault"
      " WHERE camera_id = ?1), 0))) FROM camera WHERE id = ?1",
      "iii", args->camera_id, since_us, apply->now_us);
  tc_database_execute (db,
                       "INSERT INTO camera_fault (id, scope, camera_id, state, cause, began_us,"
                       " times) VALUES (?, ?, ?, ?, ?, ?, 1)",
                       "iiissi", apply->op->head.id, tc_camera_scope (db, args->camera_id),
                       args->camera_id, args->state, args->cause, since_us);
  drop_old_faults (apply, args->camera_id);
}

static void
settle_fault (TcApply *apply, const TcCameraStatusArgs *args, gint64 since_us)
{
  TcDatabase *db = apply->db;
  gboolean live = g_str_equal (args->state, LIVE);
  gint64 again;

  if (!tc_database_get_int (db, 0, "SELECT 1 FROM camera WHERE id = ? AND state = 'in-service'",
                            "i", args->camera_id))
    return;
  if (!live && tc_database_get_int (db, 0,
                                    "SELECT 1 FROM camera_fault WHERE camera_id = ? AND state = ?"
                                    " AND cause IS ? AND ended_us IS NULL",
                                    "iss", args->camera_id, args->state, args->cause))
    return;
  again = find_again (apply, args->camera_id, since_us);
  if (!live && again) {
    tc_database_execute (db,
                         "UPDATE camera_fault SET state = ?, cause = ?, ended_us = NULL,"
                         " times = times + 1 WHERE id = ?",
                         "ssi", args->state, args->cause, again);
    return;
  }
  tc_camera_end_fault (apply, args->camera_id, since_us);
  if (!live)
    begin_fault (apply, args, since_us);
}

static gboolean
tell_status (TcApply *apply, gconstpointer data)
{
  const TcCameraStatusArgs *args = data;
  gint64 since_us = MIN (args->since_us, apply->now_us);
  gint64 offset_ms = args->ahead_ms != TC_NONE    ? args->ahead_ms
                     : args->behind_ms != TC_NONE ? -args->behind_ms
                                                  : TC_NONE;

  if (!tc_camera_check_there (apply, args->camera_id) ||
      !tc_camera_check_word (apply, "state", tc_camera_conditions, args->state))
    return FALSE;
  if (args->ahead_ms != TC_NONE && args->behind_ms != TC_NONE)
    return tc_camera_refuse_argument (apply, "behind_ms");
  if (!check_not_soon (apply, args))
    return FALSE;
  settle_fault (apply, args, since_us);
  tc_database_execute (
      apply->db,
      "INSERT INTO camera_status (id, scope, state, cause, since_us, told_us, clock_offset_ms)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (id) DO UPDATE SET state = ?3, cause = ?4,"
      " since_us = ?5, told_us = ?6, clock_offset_ms = ?7",
      "iissiii", args->camera_id, tc_camera_scope (apply->db, args->camera_id), args->state,
      args->cause, since_us, apply->now_us, offset_ms);
  return TRUE;
}

const TcOperationType tc_camera_status_type = {
    .name = "camera.status",
    .version = 1,
    .reads = TC_CAMERAS_READ,
    .args = status_args,
    .args_size = sizeof (TcCameraStatusArgs),
    .apply = tell_status,
};
