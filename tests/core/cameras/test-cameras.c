/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: a camera is added, changed, taken out of service, covered and removed as said, its number
 * and code are its alone until then, and it is found by number, words, area. Method: one camera
 * through its life, one case for each refusal; the log gives the same rows again.
 */
#include "tc-camera-masks.h"
#include "tc-camera-room.h"

static void
test_life (void)
{
  g_autoptr (CameraRoom) room = camera_room_new ();
  TcFixture *f = room->f;
  TcCameraArgs args = camera_room_args (room, 12, "cam-12");
  TcCameraRef ref = {args.camera_id};

  args.place = "Cột đèn số 3";
  tc_fixture_run (f, &tc_camera_add_type, &args);
  g_autoptr (TcCamera) added = tc_camera_find (f->db, 12);
  g_assert_nonnull (added);
  g_assert_cmpint (added->id, ==, args.camera_id);
  g_assert_cmpstr (added->code, ==, "cam-12");
  g_assert_cmpstr (added->place, ==, "Cột đèn số 3");
  g_assert_cmpstr (added->area_vi, ==, "Phường Vị Thanh");
  g_assert_cmpstr (added->state, ==, "in-service");
  g_assert_cmpstr (added->retention, ==, "standard");
  g_assert_cmpint (added->reach_m, ==, 200);
  g_assert_cmpint (added->host_id, ==, 0);
  g_assert_null (added->condition);
  g_assert_cmpint (added->clock_offset_ms, ==, TC_NONE);
  /* What a change leaves out is empty afterwards; the code stays. */
  args.number = 13;
  args.code = NULL;
  args.place = NULL;
  args.kind = "ptz";
  args.heading_deg = args.lat_e7 = args.lon_e7 = TC_NONE;
  tc_fixture_run (f, &tc_camera_change_type, &args);
  g_autoptr (TcCamera) changed = tc_camera_get (f->db, args.camera_id);
  g_assert_cmpint (changed->number, ==, 13);
  g_assert_cmpstr (changed->code, ==, "cam-12");
  g_assert_null (changed->place);
  g_assert_cmpint (changed->lat_e7, ==, TC_NONE);
  g_assert_null (tc_camera_find (f->db, 12));
  /* Its number and code are free once it is removed. */
  tc_fixture_run (f, &tc_camera_remove_type, &ref);
  g_assert_null (tc_camera_find (f->db, 13));
  g_autoptr (TcCamera) removed = tc_camera_get (f->db, args.camera_id);
  g_assert_cmpstr (removed->state, ==, "removed");
  camera_room_add (room, 13, "cam-12");
  tc_fixture_refuse (f, &tc_camera_remove_type, &ref, "camera.unknown");
  tc_fixture_refuse (f, &tc_camera_change_type, &args, "camera.unknown");
  tc_fixture_check_replays (f);
}

/* Removed by a slip it comes back as it was, under another number where its own was given away. */
static void
test_restore (void)
{
  g_autoptr (CameraRoom) room = camera_room_new ();
  TcFixture *f = room->f;
  TcCameraRestore args = {camera_room_add_restricted (room, 1, "one"), 1};
  TcCameraFilter chief = {room->chief, f->now_us, NULL, 0, 0};
  const TcCameraMaskSet mask = {args.camera_id, "0,0,10,10"};
  const TcCameraOpen opening = {args.camera_id, "Tìm xe"};
  gint64 other;

  chief.group_id = camera_room_group (room, "nhom", args.camera_id, 0);
  tc_fixture_refuse (f, &tc_camera_restore_type, &args, "camera.exists");
  tc_fixture_run (f, &tc_camera_mask_set_type, &mask);
  tc_fixture_run_as (f, camera_room_actor (room->chief), &tc_camera_open_type, &opening);
  tc_fixture_run (f, &tc_camera_remove_type, &(TcCameraRef){args.camera_id});
  g_autofree char *none = camera_room_list (room, &chief);
  g_assert_cmpstr (none, ==, "");
  other = camera_room_add (room, 1, "one");
  tc_fixture_refuse (f, &tc_camera_restore_type, &args, "camera.number-taken");
  args.number = 2;
  tc_fixture_refuse (f, &tc_camera_restore_type, &args, "camera.code-taken");
  tc_fixture_run (f, &tc_camera_remove_type, &(TcCameraRef){other});
  args.number = 0;
  tc_fixture_refuse (f, &tc_camera_restore_type, &args, "operation.arguments");
  args.number = 2;
  tc_fixture_run (f, &tc_camera_restore_type, &args);
  g_autoptr (TcCamera) back = tc_camera_find (f->db, 2);
  g_assert_cmpstr (back->masks, ==, mask.masks);
  g_assert_cmpint (camera_room_count (room, "SELECT count(*) FROM camera_opening"), ==, 1);
  g_assert_cmpint (back->id, ==, args.camera_id);
  g_assert_cmpstr (back->state, ==, "in-service");
  g_assert_true (back->restricted);
  g_autofree char *listed = camera_room_list (room, &chief);
  g_assert_cmpstr (listed, ==, "2");
  args.camera_id = tc_fixture_id (f);
  tc_fixture_refuse (f, &tc_camera_restore_type, &args, "camera.unknown");
  tc_fixture_check_replays (f);
}

static void
test_state (void)
{
  g_autoptr (CameraRoom) room = camera_room_new ();
  TcFixture *f = room->f;
  TcCameraStateArgs args = {camera_room_add (room, 1, "one"), "maintenance", "Thay nguồn"};
  gint64 begun_us = f->now_us += TC_US_PER_S;

  tc_fixture_run (f, &tc_camera_state_type, &args);
  f->now_us += TC_US_PER_S;
  args.reason = "Chờ vật tư";
  tc_fixture_run (f, &tc_camera_state_type, &args);
  g_autoptr (TcCamera) out = tc_camera_find (f->db, 1);
  g_assert_cmpstr (out->state, ==, "maintenance");
  g_assert_cmpstr (out->state_reason, ==, "Chờ vật tư");
  g_assert_cmpint (out->state_us, ==, begun_us);
  args = (TcCameraStateArgs){args.camera_id, "in-service", NULL};
  tc_fixture_run (f, &tc_camera_state_type, &args);
  g_autoptr (TcCamera) back = tc_camera_find (f->db, 1);
  g_assert_cmpstr (back->state, ==, "in-service");
  g_assert_null (back->state_reason);
  g_assert_cmpint (back->state_us, ==, f->now_us);
  args.state = "maintenance";
  tc_fixture_refuse (f, &tc_camera_state_type, &args, "operation.arguments");
  args.state = "removed";
  tc_fixture_refuse (f, &tc_camera_state_type, &args, "operation.arguments");
  args.camera_id = tc_fixture_id (f);
  tc_fixture_refuse (f, &tc_camera_state_type, &args, "camera.unknown");
  tc_fixture_check_replays (f);
}

static void
test_masks (void)
{
  g_autoptr (CameraRoom) room = camera_room_new ();
  TcFixture *f = room->f;
  TcCameraMaskSet args = {camera_room_add (room, 1, "one"), "0,0,250,1000"};

  tc_fixture_run (f, &tc_camera_mask_set_type, &args);
  g_autoptr (TcCamera) covered = tc_camera_find (f->db, 1);
  g_assert_cmpstr (covered->masks, ==, "0,0,250,1000");
  args.masks = "0,0,250,1001";
  tc_fixture_refuse (f, &tc_camera_mask_set_type, &args, "camera.masks");
  args.masks = NULL;
  tc_fixture_run (f, &tc_camera_mask_set_type, &args);
  g_autoptr (TcCamera) bare = tc_camera_find (f->db, 1);
  g_assert_null (bare->masks);
  args.camera_id = tc_fixture_id (f);
  tc_fixture_refuse (f, &tc_camera_mask_set_type, &args, "camera.unknown");
  tc_fixture_check_replays (f);
}

static void
refuse_add (CameraRoom *room, const TcCameraArgs *args, const char *code)
{
  tc_fixture_refuse (room->f, &tc_camera_add_type, args, code);
}

static void
test_refusals (void)
{
  g_autoptr (CameraRoom) room = camera_room_new ();
  gint64 id = camera_room_add (room, 1, "one");
  TcCameraArgs sound = camera_room_args (room, 2, "two");
  TcCameraArgs args = sound;

  args.camera_id = id;
  refuse_add (room, &args, "camera.exists");
  args = sound;
  args.number = 1;
  refuse_add (room, &args, "camera.number-taken");
  args = sound;
  args.code = "one";
  refuse_add (room, &args, "camera.code-taken");
  args = sound;
  args.agency_id = 5;
  refuse_add (room, &args, "people.unknown");
  args = sound;
  args.area_id = 5;
  refuse_add (room, &args, "places.unknown");
  args = sound;
  args.host_id = ROOM_DESK;
  refuse_add (room, &args, "camera.host");
  tc_fixture_run (room->f, &tc_camera_add_type, &sound);
  sound.number = 1;
  tc_fixture_refuse (room->f, &tc_camera_change_type, &sound, "camera.number-taken");
  tc_fixture_refuse_as (room->f, camera_room_actor (room->viewer), &tc_camera_change_type, &sound,
                        "people.not-allowed");
}

static void
test_arguments (void)
{
  g_autoptr (CameraRoom) room = camera_room_new ();
  TcCameraArgs sound = camera_room_args (room, 2, "two");
  TcCameraArgs wrong[10];

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    wrong[i] = sound;
  wrong[0].number = 0;
  wrong[1].number = TC_CAMERA_NUMBER_MAX + 1;
  wrong[2].kind = "round";
  wrong[3].retention = "for-ever";
  wrong[4].view_deg = 0;
  wrong[5].lat_e7 = TC_NONE;
  wrong[6].heading_deg = 360;
  wrong[7].restricted = 2;
  wrong[8].reach_m = 0;
  wrong[9].lon_e7 = TC_NONE;
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    refuse_add (room, &wrong[i], "operation.arguments");
}

/* What serves it is a media host that wasn't revoked. */
static void
test_host (void)
{
  g_autoptr (CameraRoom) room = camera_room_new ();
  TcCameraArgs args = camera_room_args (room, 1, "one");

  args.host_id = ROOM_HOST;
  refuse_add (room, &args, "camera.host");
  tc_database_execute (room->f->db, "UPDATE desk SET kind = 'media' WHERE id = ?", "i",
                       (gint64) ROOM_HOST);
  tc_fixture_run (room->f, &tc_camera_add_type, &args);
  g_autoptr (TcCamera) camera = tc_camera_find (room->f->db, 1);
  g_assert_cmpint (camera->host_id, ==, ROOM_HOST);
  tc_database_execute (room->f->db, "UPDATE desk SET state = 'revoked' WHERE id = ?", "i",
                       (gint64) ROOM_HOST);
  /* What it was served by keeps nothing else from being changed; nothing new hangs on it. */
  args.number = 3;
  tc_fixture_run (room->f, &tc_camera_change_type, &args);
  args = camera_room_args (room, 2, "two");
  args.host_id = ROOM_HOST;
  refuse_add (room, &args, "camera.host");
}

static void
check_found (CameraRoom *room, const char *text, const char *numbers)
{
  TcCameraFilter filter = {room->viewer, room->f->now_us, text, 0, 0};
  g_autofree char *found = camera_room_list (room, &filter);

  g_test_message ("%s", text);
  g_assert_cmpstr (found, ==, numbers);
}

static void
test_search (void)
{
  g_autoptr (CameraRoom) room = camera_room_new ();
  TcCameraArgs bridge = camera_room_args (room, 120, "cau-1");
  TcCameraArgs market = camera_room_args (room, 12, "cho-1");
  TcCameraFilter filter = {room->viewer, room->f->now_us, NULL, room->city, 0};

  bridge.name = "Cầu Đoàn Kết";
  bridge.area_id = 0;
  market.name = "Chợ Vị Thanh";
  market.place = "Cổng chính";
  tc_fixture_run (room->f, &tc_camera_add_type, &bridge);
  tc_fixture_run (room->f, &tc_camera_add_type, &market);
  camera_room_add (room, 7, "nga-tu-1");
  check_found (room, NULL, "7,12,120");
  check_found (room, "  ", "7,12,120");
  check_found (room, "12", "12,120");
  check_found (room, "120", "120");
  check_found (room, "doan ket", "120");
  check_found (room, "CẦU đoàn", "120");
  check_found (room, "cong chi", "12");
  check_found (room, "vi thanh", "7,12");
  check_found (room, "cho hung", "");
  /* An area has those of the areas within it. */
  g_autofree char *of_city = camera_room_list (room, &filter);
  g_assert_cmpstr (of_city, ==, "7,12");
  g_autoptr (GPtrArray) one = tc_cameras_list (room->f->db, &filter, 1);
  g_assert_cmpuint (one->len, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cameras/life", test_life);
  g_test_add_func ("/cameras/restore", test_restore);
  g_test_add_func ("/cameras/state", test_state);
  g_test_add_func ("/cameras/masks", test_masks);
  g_test_add_func ("/cameras/refusals", test_refusals);
  g_test_add_func ("/cameras/arguments", test_arguments);
  g_test_add_func ("/cameras/host", test_host);
  g_test_add_func ("/cameras/search", test_search);
  return g_test_run ();
}
