/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: a restricted camera's rows are of a scope of their own, whenever the flag is set or taken
 * back, and only who has the right sees it, after saying why. Method: one camera with a state and a
 * fault, its scopes at each step; who sees what; each refusal of camera.open.
 */
#include "tc-camera-room.h"
#include "tc-people-operations.h"

static gint64
count_of_scope (CameraRoom *room, const char *table, gint64 scope)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM %s WHERE scope = ?", table);

  return tc_database_get_int (room->f->db, -1, sql, "i", scope);
}

static void
check_scope (CameraRoom *room, gint64 scope)
{
  static const char *const tables[] = {"camera", "camera_status", "camera_fault", "camera_member"};
  gint64 other = TC_SCOPE_CAMERAS + TC_SCOPE_CAMERAS_RESTRICTED - scope;

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++) {
    g_assert_cmpint (count_of_scope (room, tables[i], scope), ==, 1);
    g_assert_cmpint (count_of_scope (room, tables[i], other), ==, 0);
  }
}

static void
test_moves (void)
{
  g_autoptr (CameraRoom) room = camera_room_new ();
  TcFixture *f = room->f;
  TcCameraArgs args = camera_room_args (room, 1, "one");
  TcCameraRestrict set = {args.camera_id, 1};
  TcCameraStatusArgs status = {args.camera_id, "offline", "no-route", f->now_us, TC_NONE, TC_NONE};

  tc_fixture_run (f, &tc_camera_add_type, &args);
  tc_fixture_run (f, &tc_camera_status_type, &status);
  camera_room_group (room, "nhom", args.camera_id, 0);
  check_scope (room, TC_SCOPE_CAMERAS);
  tc_fixture_run (f, &tc_camera_restrict_type, &set);
  check_scope (room, TC_SCOPE_CAMERAS_RESTRICTED);
  /* Once more is nothing; and a form that was opened before doesn't uncover it. */
  tc_fixture_run (f, &tc_camera_restrict_type, &set);
  args.reach_m = 50;
  tc_fixture_run (f, &tc_camera_change_type, &args);
  check_scope (room, TC_SCOPE_CAMERAS_RESTRICTED);
  g_autoptr (TcCamera) changed = tc_camera_get (f->db, args.camera_id);
  g_assert_true (changed->restricted);
  g_assert_cmpint (changed->reach_m, ==, 50);
  /* What is told of it from then on is of that scope, too. */
  f->now_us += TC_CAMERA_STATUS_INTERVAL_US;
  status.state = "live";
  status.cause = NULL;
  status.since_us = f->now_us;
  tc_fixture_run (f, &tc_camera_status_type, &status);
  check_scope (room, TC_SCOPE_CAMERAS_RESTRICTED);
  set.restricted = 0;
  tc_fixture_run (f, &tc_camera_restrict_type, &set);
  check_scope (room, TC_SCOPE_CAMERAS);
  set.restricted = 2;
  tc_fixture_refuse (f, &tc_camera_restrict_type, &set, "operation.arguments");
  set.restricted = 0;
  tc_fixture_refuse_as (f, camera_room_actor (room->viewer), &tc_camera_restrict_type, &set,
                        "people.not-allowed");
  set.camera_id = tc_fixture_id (f);
  tc_fixture_refuse (f, &tc_camera_restrict_type, &set, "camera.unknown");
  tc_fixture_check_replays (f);
}

static void
check_sound (CameraRoom *room, gint64 camera_id, gint64 sound, const char *reason, gboolean heard)
{
  g_autoptr (TcCamera) camera = tc_camera_get (room->f->db, camera_id);

  g_assert_cmpint (camera->sound, ==, sound);
  g_assert_cmpstr (camera->sound_reason, ==, reason);
  g_assert_cmpint (tc_camera_may_be_heard (camera), ==, heard);
}

/* Not of a restricted one, unless it is said; and whoever restricts or releases it takes back what
 * was said. */
static void
test_sound (void)
{
  g_autoptr (CameraRoom) room = camera_room_new ();
  TcFixture *f = room->f;
  gint64 id = camera_room_add (room, 1, "one");
  TcCameraSoundSet set = {id, 0, "Phòng tiếp dân"};
  TcCameraRestrict restrict_it = {id, 1};

  check_sound (room, id, TC_NONE, NULL, TRUE);
  tc_fixture_run (f, &tc_camera_sound_type, &set);
  check_sound (room, id, 0, "Phòng tiếp dân", FALSE);
  tc_fixture_run (f, &tc_camera_restrict_type, &restrict_it);
  check_sound (room, id, TC_NONE, NULL, FALSE);
  set = (TcCameraSoundSet){id, 1, "Nút gọi khẩn cấp"};
  tc_fixture_run (f, &tc_camera_sound_type, &set);
  check_sound (room, id, 1, "Nút gọi khẩn cấp", TRUE);
  /* Once more is nothing. */
  tc_fixture_run (f, &tc_camera_restrict_type, &restrict_it);
  check_sound (room, id, 1, "Nút gọi khẩn cấp", TRUE);
  set = (TcCameraSoundSet){id, TC_NONE, "Hết thử"};
  tc_fixture_run (f, &tc_camera_sound_type, &set);
  check_sound (room, id, TC_NONE, "Hết thử", FALSE);
  set.sound = 1;
  tc_fixture_run (f, &tc_camera_sound_type, &set);
  restrict_it.restricted = 0;
  tc_fixture_run (f, &tc_camera_restrict_type, &restrict_it);
  check_sound (room, id, TC_NONE, NULL, TRUE);
  tc_fixture_check_replays (f);
}

static void
test_sound_refused (void)
{
  g_autoptr (CameraRoom) room = camera_room_new ();
  TcFixture *f = room->f;
  gint64 id = camera_room_add (room, 1, "one");
  TcCameraSoundSet set = {id, 2, "x"};

  tc_fixture_refuse (f, &tc_camera_sound_type, &set, "operation.arguments");
  set = (TcCameraSoundSet){id, 1, NULL};
  tc_fixture_refuse (f, &tc_camera_sound_type, &set, "operation.arguments");
  set = (TcCameraSoundSet){id, 1, "x"};
  tc_fixture_refuse_as (f, camera_room_actor (room->viewer), &tc_camera_sound_type, &set,
                        "people.not-allowed");
  set.camera_id = tc_fixture_id (f);
  tc_fixture_refuse (f, &tc_camera_sound_type, &set, "camera.unknown");
}

static void
check_view (CameraRoom *room, gint64 camera_id, gint64 staff_id, const char *code)
{
  g_autoptr (TcRefusal) refusal = NULL;
  gboolean may = tc_camera_may_view (room->f->db, camera_id, staff_id, room->f->now_us, &refusal);

  g_assert_true (may == (code == NULL));
  g_assert_true (may == (refusal == NULL));
  if (code)
    g_assert_cmpstr (refusal->code, ==, code);
  g_assert_true (tc_camera_may_view (room->f->db, camera_id, staff_id, room->f->now_us, NULL) ==
                 may);
}

static void
test_who_sees (void)
{
  g_autoptr (CameraRoom) room = camera_room_new ();
  gint64 open = camera_room_add (room, 1, "one");
  gint64 restricted = camera_room_add_restricted (room, 2, "two");
  gint64 of_chief = camera_room_add (room, 3, "three");
  TcCameraFilter viewer = {room->viewer, room->f->now_us, NULL, 0, 0};
  TcCameraFilter chief = {room->chief, room->f->now_us, NULL, 0, 0};
  TcCameraFilter nobody = {room->nobody, room->f->now_us, NULL, 0, 0};
  TcCameraFilter before = {room->chief, room->f->now_us - TC_US_PER_DAY, NULL, 0, 0};

  camera_room_group (room, "rieng", of_chief, room->chief_role);
  check_view (room, open, room->viewer, NULL);
  check_view (room, restricted, room->viewer, "camera.unknown");
  check_view (room, of_chief, room->viewer, "camera.group");
  check_view (room, restricted, room->chief, NULL);
  check_view (room, of_chief, room->chief, NULL);
  check_view (room, open, room->nobody, "people.not-allowed");
  check_view (room, 5, room->chief, "camera.unknown");
  g_autofree char *first = camera_room_list (room, &viewer);
  g_autofree char *second = camera_room_list (room, &chief);
  g_autofree char *third = camera_room_list (room, &nobody);
  g_autofree char *fourth = camera_room_list (room, &before);
  g_assert_cmpstr (first, ==, "1");
  g_assert_cmpstr (second, ==, "1,2,3");
  g_assert_cmpstr (third, ==, "");
  g_assert_cmpstr (fourth, ==, "");
}

/* Being in a group of somebody else's as well takes nothing away. */
static void
test_two_groups (void)
{
  g_autoptr (CameraRoom) room = camera_room_new ();
  gint64 camera = camera_room_add (room, 1, "one");

  camera_room_group (room, "cong", camera, 0);
  check_view (room, camera, room->viewer, NULL);
  camera_room_group (room, "rieng", camera, room->chief_role);
  check_view (room, camera, room->viewer, "camera.group");
  camera_room_group (room, "chung", camera, room->viewer_role);
  check_view (room, camera, room->viewer, NULL);
}

static void
test_open (void)
{
  g_autoptr (CameraRoom) room = camera_room_new ();
  TcFixture *f = room->f;
  TcDatabase *db = f->db;
  gint64 open = camera_room_add (room, 1, "one");
  TcCameraOpen args = {camera_room_add_restricted (room, 2, "two"), "Tìm xe gây tai nạn"};
  g_autoptr (GBytes) key = g_bytes_new (tc_key_get_public (f->key), TC_KEY_PUBLIC_SIZE);
  const TcDeskEnrol enrol = {ROOM_DESK, key};
  const TcDeskRole role = {ROOM_DESK, room->chief_role};
  const TcSessionOpen session = {tc_fixture_id (f), room->chief, ROOM_DESK,
                                 f->now_us + TC_SESSION_MAX_US};

  g_assert_false (tc_camera_is_open (db, args.camera_id, room->chief, 0, f->now_us));
  tc_fixture_run_as (f, camera_room_actor (room->chief), &tc_camera_open_type, &args);
  g_assert_true (tc_camera_is_open (db, args.camera_id, room->chief, 0, f->now_us));
  /* For that person, at that desk, of that camera, for that time. */
  g_assert_false (tc_camera_is_open (db, args.camera_id, room->viewer, 0, f->now_us));
  g_assert_false (tc_camera_is_open (db, args.camera_id, room->chief, ROOM_DESK, f->now_us));
  g_assert_false (tc_camera_is_open (db, open, room->chief, 0, f->now_us));
  g_assert_true (
      tc_camera_is_open (db, args.camera_id, room->chief, 0, f->now_us + TC_CAMERA_OPEN_US - 1));
  g_assert_false (
      tc_camera_is_open (db, args.camera_id, room->chief, 0, f->now_us + TC_CAMERA_OPEN_US));
  g_assert_cmpint (count_of_scope (room, "camera_opening", TC_SCOPE_CAMERAS_RESTRICTED), ==, 1);
  tc_fixture_refuse_as (f, camera_room_actor (room->viewer), &tc_camera_open_type, &args,
                        "people.not-allowed");
  /* From a desk with a session: there, and not where nobody said why. */
  tc_fixture_run (f, &tc_desk_enrol_type, &enrol);
  tc_fixture_run (f, &tc_desk_allow_role_type, &role);
  tc_fixture_run (f, &tc_session_open_type, &session);
  tc_fixture_run_as (f, (TcActor){room->chief, session.session_id, ROOM_DESK}, &tc_camera_open_type,
                     &args);
  g_assert_true (tc_camera_is_open (db, args.camera_id, room->chief, ROOM_DESK, f->now_us));
  g_assert_false (tc_camera_is_open (db, args.camera_id, room->chief, ROOM_HOST, f->now_us));
  args.camera_id = open;
  tc_fixture_refuse_as (f, camera_room_actor (room->chief), &tc_camera_open_type, &args,
                        "camera.not-restricted");
  args.camera_id = camera_room_add_restricted (room, 3, "three");
  camera_room_group (room, "rieng", args.camera_id, room->viewer_role);
  tc_fixture_refuse_as (f, camera_room_actor (room->chief), &tc_camera_open_type, &args,
                        "camera.group");
  args.camera_id = tc_fixture_id (f);
  tc_fixture_refuse (f, &tc_camera_open_type, &args, "camera.unknown");
  tc_fixture_check_replays (f);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/camera-restricted/sound", test_sound);
  g_test_add_func ("/camera-restricted/sound-refused", test_sound_refused);
  g_test_add_func ("/camera-restricted/moves", test_moves);
  g_test_add_func ("/camera-restricted/who-sees", test_who_sees);
  g_test_add_func ("/camera-restricted/two-groups", test_two_groups);
  g_test_add_func ("/camera-restricted/open", test_open);
  return g_test_run ();
}
