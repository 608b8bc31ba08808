/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: the newest that was told of a camera is known, not more often than is useful, and a time
 * when it wasn't live is one fault, however often it is told. Method: a camera that comes and goes,
 * taken out of service meanwhile; each refusal; the limit of what is kept.
 */
#include "tc-camera-room.h"

static void
tell (CameraRoom *room, gint64 camera_id, const char *state, const char *cause)
{
  TcCameraStatusArgs args = {camera_id, state, cause, room->f->now_us, TC_NONE, TC_NONE};

  tc_fixture_run (room->f, &tc_camera_status_type, &args);
}

/* So long that what comes is another fault. */
static void
wait_some (CameraRoom *room)
{
  room->f->now_us += TC_CAMERA_FAULT_AGAIN_US;
}

static void
test_newest (void)
{
  g_autoptr (CameraRoom) room = camera_room_new ();
  TcFixture *f = room->f;
  gint64 id = camera_room_add (room, 1, "one");
  TcCameraStatusArgs args = {id, "clock", NULL, f->now_us - TC_US_PER_S, TC_NONE, 90500};

  tc_fixture_run (f, &tc_camera_status_type, &args);
  g_autoptr (TcCamera) first = tc_camera_find (f->db, 1);
  g_assert_cmpstr (first->condition, ==, "clock");
  g_assert_cmpint (first->clock_offset_ms, ==, -90500);
  g_assert_cmpint (first->since_us, ==, f->now_us - TC_US_PER_S);
  g_assert_cmpint (first->told_us, ==, f->now_us);
  args.ahead_ms = 4;
  tc_fixture_refuse (f, &tc_camera_status_type, &args, "operation.arguments");
  args.behind_ms = TC_NONE;
  tc_fixture_refuse (f, &tc_camera_status_type, &args, "camera.too-soon");
  args.state = "live";
  tc_fixture_refuse (f, &tc_camera_status_type, &args, "camera.too-soon");
  /* Nothing begins later than now. */
  f->now_us += TC_CAMERA_STATUS_INTERVAL_US;
  args.since_us = f->now_us + TC_US_PER_S;
  tc_fixture_run (f, &tc_camera_status_type, &args);
  g_autoptr (TcCamera) second = tc_camera_find (f->db, 1);
  g_assert_cmpint (second->clock_offset_ms, ==, 4);
  g_assert_cmpint (second->since_us, ==, f->now_us);
  /* The server's clock is put back by an hour: what is told counts all the same. */
  f->now_us -= 3600 * TC_US_PER_S;
  tc_fixture_run (f, &tc_camera_status_type, &args);
  f->now_us += 3600 * TC_US_PER_S;
  args.state = "fine";
  tc_fixture_refuse (f, &tc_camera_status_type, &args, "operation.arguments");
  args.camera_id = tc_fixture_id (f);
  tc_fixture_refuse (f, &tc_camera_status_type, &args, "camera.unknown");
  args.camera_id = id;
  tc_fixture_refuse_as (f, camera_room_actor (room->chief), &tc_camera_status_type, &args,
                        "people.system-only");
  tc_fixture_check_replays (f);
}

static void
check_fault (const GPtrArray *faults, guint i, const char *state, const char *cause,
             gint64 ended_us)
{
  const TcCameraFault *fault = g_ptr_array_index (faults, i);

  g_assert_cmpstr (fault->state, ==, state);
  g_assert_cmpstr (fault->cause, ==, cause);
  g_assert_cmpint (fault->ended_us, ==, ended_us);
}

static void
test_faults (void)
{
  g_autoptr (CameraRoom) room = camera_room_new ();
  TcFixture *f = room->f;
  gint64 id = camera_room_add (room, 1, "one");
  TcCameraStateArgs out = {id, "maintenance", "Thay nguồn"};
  TcCameraStateArgs back = {id, "in-service", NULL};
  gint64 times[3];

  tell (room, id, "live", NULL);
  wait_some (room);
  tell (room, id, "offline", "no-route");
  wait_some (room);
  tell (room, id, "offline", "no-route"); /* the same fault */
  wait_some (room);
  times[0] = f->now_us;
  tell (room, id, "offline", "timeout"); /* another one */
  wait_some (room);
  times[1] = f->now_us;
  tell (room, id, "live", NULL);
  wait_some (room);
  tell (room, id, "denied", NULL);
  wait_some (room);
  times[2] = f->now_us;
  tc_fixture_run (f, &tc_camera_state_type, &out);
  tell (room, id, "denied", NULL); /* no fault while it is being mended */
  g_autoptr (GPtrArray) faults = tc_camera_faults_list (f->db, id, 10);
  g_assert_cmpuint (faults->len, ==, 3);
  check_fault (faults, 0, "denied", NULL, times[2]);
  check_fault (faults, 1, "offline", "timeout", times[1]);
  check_fault (faults, 2, "offline", "no-route", times[0]);
  /* In service again, what goes on is a fault from then on, told or not. */
  gint64 back_us = f->now_us;
  tc_fixture_run (f, &tc_camera_state_type, &back);
  g_autoptr (GPtrArray) untold = tc_camera_faults_list (f->db, id, 1);
  check_fault (untold, 0, "denied", NULL, TC_NONE);
  wait_some (room);
  TcCameraStatusArgs late = {id, "offline", NULL, times[0], TC_NONE, TC_NONE};
  tc_fixture_run (f, &tc_camera_status_type, &late);
  g_assert_cmpint (camera_room_count (room, "SELECT began_us FROM camera_fault"
                                            " WHERE ended_us IS NULL"),
                   ==, back_us);
  wait_some (room);
  tell (room, id, "denied", NULL);
  g_autoptr (GPtrArray) newest = tc_camera_faults_list (f->db, id, 1);
  g_assert_cmpuint (newest->len, ==, 1);
  check_fault (newest, 0, "denied", NULL, TC_NONE);
  tc_fixture_run (f, &tc_camera_remove_type, &(TcCameraRef){id});
  g_assert_cmpint (camera_room_count (room, "SELECT count(*) FROM camera_status"), ==, 0);
  g_assert_cmpint (
      camera_room_count (room, "SELECT count(*) FROM camera_fault WHERE ended_us IS NULL"), ==, 0);
  tc_fixture_check_replays (f);
}

static void
check_sum (TcDatabase *db, gint64 id, gint64 since_us, gint64 until_us, gint64 down_us,
           gint64 times)
{
  g_autoptr (GArray) sums = tc_camera_fault_sums (db, since_us, until_us);
  const TcCameraFaultSum *sum = &g_array_index (sums, TcCameraFaultSum, 0);

  g_assert_cmpuint (sums->len, ==, 1);
  g_assert_cmpint (sum->camera_id, ==, id);
  g_assert_cmpint (sum->down_us, ==, down_us);
  g_assert_cmpint (sum->times, ==, times);
}

/* One that comes and goes is down at once and up again for good alone, and is one fault. */
static void
test_flaps (void)
{
  static const char *const states[] = {"offline", "live", "stalled", "denied", "live"};
  g_autoptr (CameraRoom) room = camera_room_new ();
  TcFixture *f = room->f;
  gint64 id = camera_room_add (room, 1, "one");
  gint64 began_us = f->now_us + TC_US_PER_S;

  tell (room, id, "live", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (states); i++) {
    TcCameraStatusArgs args = {id, states[i], NULL, 0, TC_NONE, TC_NONE};

    f->now_us += TC_US_PER_S;
    args.since_us = f->now_us;
    if (i != 0 && i != 2) {
      tc_fixture_refuse (f, &tc_camera_status_type, &args, "camera.too-soon");
      f->now_us += TC_CAMERA_STATUS_INTERVAL_US;
    }
    tell (room, id, states[i], NULL);
  }
  g_autoptr (GPtrArray) faults = tc_camera_faults_list (f->db, id, 10);
  g_assert_cmpuint (faults->len, ==, 1);
  check_fault (faults, 0, "denied", NULL, f->now_us);
  g_assert_cmpint (((TcCameraFault *) g_ptr_array_index (faults, 0))->began_us, ==, began_us);
  g_assert_cmpint (((TcCameraFault *) g_ptr_array_index (faults, 0))->times, ==, 3);
  check_sum (f->db, id, began_us, f->now_us, f->now_us - began_us, 3);
  check_sum (f->db, id, began_us + 1000, began_us + 3000, 2000, 3);
  g_autoptr (GArray) none = tc_camera_fault_sums (f->db, f->now_us, f->now_us + 1000);
  g_assert_cmpuint (none->len, ==, 0);
  /* Long after it is another one; and so is one after it was mended. */
  wait_some (room);
  tell (room, id, "denied", NULL);
  f->now_us += TC_US_PER_S;
  tc_fixture_run (f, &tc_camera_state_type, &(TcCameraStateArgs){id, "maintenance", "Sửa"});
  f->now_us += TC_CAMERA_STATUS_INTERVAL_US;
  tell (room, id, "live", NULL);
  tc_fixture_run (f, &tc_camera_state_type, &(TcCameraStateArgs){id, "in-service", NULL});
  f->now_us += TC_US_PER_S;
  tell (room, id, "denied", NULL);
  g_autoptr (GPtrArray) all = tc_camera_faults_list (f->db, id, 10);
  g_assert_cmpuint (all->len, ==, 3);
  g_assert_cmpint (((TcCameraFault *) g_ptr_array_index (all, 0))->times, ==, 1);
  tc_fixture_check_replays (f);
}

static void
test_many_faults (void)
{
  g_autoptr (CameraRoom) room = camera_room_new ();
  gint64 id = camera_room_add (room, 1, "one");

  for (guint i = 0; i < TC_CAMERA_FAULTS_MAX + 3; i++) {
    g_autofree char *cause = g_strdup_printf ("cause-%u", i);

    tell (room, id, i % 2 ? "offline" : "stalled", cause);
    wait_some (room);
  }
  /* The oldest are gone. */
  g_assert_cmpint (camera_room_count (room, "SELECT count(*) FROM camera_fault WHERE cause IN"
                                            " ('cause-0', 'cause-1', 'cause-2')"),
                   ==, 0);
  g_assert_cmpint (camera_room_count (room, "SELECT count(*) FROM camera_fault"), ==,
                   TC_CAMERA_FAULTS_MAX);
  g_assert_cmpint (
      camera_room_count (room, "SELECT count(*) FROM camera_fault WHERE ended_us IS NULL"), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/camera-status/newest", test_newest);
  g_test_add_func ("/camera-status/faults", test_faults);
  g_test_add_func ("/camera-status/flaps", test_flaps);
  g_test_add_func ("/camera-status/many-faults", test_many_faults);
  return g_test_run ();
}
