/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: the cameras about a point come in the order in which they help: those that see it, then the
 * nearer ones. Method: a point with cameras about it that look at it, away from it and everywhere;
 * the edges of a field of view.
 */
#include "tc-camera-room.h"

/* 0.0009 degrees of latitude are 100 m. */
#define STEP_E7 9000

static gint64
add_at (CameraRoom *room, gint64 number, gint64 north_e7, gint64 heading_deg, const char *kind)
{
  g_autofree char *code = g_strdup_printf ("cam-%d", (int) number);
  TcCameraArgs args = camera_room_args (room, number, code);

  args.lat_e7 += north_e7;
  args.heading_deg = heading_deg;
  args.kind = kind;
  tc_fixture_run (room->f, &tc_camera_add_type, &args);
  return args.camera_id;
}

static char *
list_near (CameraRoom *room, gint64 staff_id, gint64 within_m, guint limit)
{
  g_autoptr (GArray) list = tc_cameras_near (room->f->db, staff_id, room->f->now_us, ROOM_LAT_E7,
                                             ROOM_LON_E7, within_m, limit);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < list->len; i++) {
    const TcCameraNear *near = &g_array_index (list, TcCameraNear, i);

    g_string_append_printf (text, "%s%d%s@%d", i ? " " : "", (int) near->camera->number,
                            near->covers ? "*" : "", (int) near->distance_m);
  }
  return g_string_free (text, FALSE);
}

static void
test_order (void)
{
  g_autoptr (CameraRoom) room = camera_room_new ();
  gint64 away = add_at (room, 1, STEP_E7 / 2, 0, "fixed");
  TcCameraStateArgs out = {away, "maintenance", "Thay nguồn"};

  add_at (room, 2, STEP_E7, 180, "fixed");
  add_at (room, 3, 3 * STEP_E7, 180, "fixed"); /* beyond its reach */
  add_at (room, 4, -STEP_E7, TC_NONE, "ptz");
  add_at (room, 5, 20 * STEP_E7, 0, "fixed");
  TcCameraArgs restricted = camera_room_args (room, 6, "cam-6");
  restricted.restricted = 1;
  tc_fixture_run (room->f, &tc_camera_add_type, &restricted);
  TcCameraArgs nowhere = camera_room_args (room, 7, "cam-7");
  nowhere.lat_e7 = nowhere.lon_e7 = TC_NONE;
  tc_fixture_run (room->f, &tc_camera_add_type, &nowhere);
  g_autofree char *seen = list_near (room, room->viewer, 1000, 10);
  g_assert_cmpstr (seen, ==, "2*@100 4*@100 1@50 3@300");
  g_autofree char *two = list_near (room, room->viewer, 1000, 2);
  g_assert_cmpstr (two, ==, "2*@100 4*@100");
  g_autofree char *chief = list_near (room, room->chief, 60, 10);
  g_assert_cmpstr (chief, ==, "6*@0 1@50");
  g_autofree char *nobody = list_near (room, room->nobody, 1000, 10);
  g_assert_cmpstr (nobody, ==, "");
  /* What is being mended helps nobody. */
  tc_fixture_run (room->f, &tc_camera_state_type, &out);
  g_autofree char *without = list_near (room, room->viewer, 60, 10);
  g_assert_cmpstr (without, ==, "");
}

/* As far away as the other: the lower number, whichever was there first. */
static void
test_tie (void)
{
  g_autoptr (CameraRoom) room = camera_room_new ();

  add_at (room, 9, STEP_E7, 0, "fixed");
  add_at (room, 8, STEP_E7, 0, "fixed");
  g_autofree char *seen = list_near (room, room->viewer, 1000, 10);
  g_assert_cmpstr (seen, ==, "8@100 9@100");
}

static void
test_covers (void)
{
  TcCamera camera = {.kind = (char *) "fixed",
                     .lat_e7 = ROOM_LAT_E7,
                     .lon_e7 = ROOM_LON_E7,
                     .heading_deg = 350,
                     .view_deg = 40,
                     .reach_m = 150};

  /* North is 10 degrees aside, across the top of the rose. */
  g_assert_true (tc_camera_covers (&camera, ROOM_LAT_E7 + STEP_E7, ROOM_LON_E7));
  g_assert_false (tc_camera_covers (&camera, ROOM_LAT_E7, ROOM_LON_E7 + STEP_E7));
  g_assert_false (tc_camera_covers (&camera, ROOM_LAT_E7 - STEP_E7, ROOM_LON_E7));
  g_assert_false (tc_camera_covers (&camera, ROOM_LAT_E7 + 2 * STEP_E7, ROOM_LON_E7));
  camera.heading_deg = 20;
  g_assert_true (tc_camera_covers (&camera, ROOM_LAT_E7 + STEP_E7, ROOM_LON_E7));
  camera.heading_deg = 21;
  g_assert_false (tc_camera_covers (&camera, ROOM_LAT_E7 + STEP_E7, ROOM_LON_E7));
  camera.view_deg = 360;
  gint64 heading_deg = camera.heading_deg;
  camera.heading_deg = TC_NONE;
  g_assert_true (tc_camera_covers (&camera, ROOM_LAT_E7 - STEP_E7, ROOM_LON_E7));
  camera.heading_deg = heading_deg;
  g_assert_true (tc_camera_covers (&camera, ROOM_LAT_E7 - STEP_E7, ROOM_LON_E7));
  camera.view_deg = TC_NONE;
  g_assert_false (tc_camera_covers (&camera, ROOM_LAT_E7 + STEP_E7, ROOM_LON_E7));
  camera.kind = (char *) "ptz";
  g_assert_true (tc_camera_covers (&camera, ROOM_LAT_E7 + STEP_E7, ROOM_LON_E7));
  camera.reach_m = TC_NONE;
  g_assert_false (tc_camera_covers (&camera, ROOM_LAT_E7 + STEP_E7, ROOM_LON_E7));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/camera-near/order", test_order);
  g_test_add_func ("/camera-near/tie", test_tie);
  g_test_add_func ("/camera-near/covers", test_covers);
  return g_test_run ();
}
