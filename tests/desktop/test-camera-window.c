/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: at the window cameras are found, shown, moved, watched in turn and laid out, by keys as by
 * hand; what has no picture says why; a restricted one wants a reason; what stood on the wall is
 * there again. Method: as in test-incident-window.c, with tests/media/fake-tiles.c for a decoder.
 */
#include "wall-seat.h"

#include "main-turn.h"
#include "tc-camera-health-list.h"
#include "tc-camera-operations.h"
#include "tc-camera-player.h"
#include "tc-room-cameras.h"
#include "tc-row-list.h"
#include "tc-sound-player.h"

static gint64
camera (Seat *seat, gint64 number)
{
  return tc_room_desk_get_camera (seat->desk, number);
}

static void
test_show (void)
{
  Seat seat = {0};

  forget_wall ();
  sit_at_wall (&seat);
  act (&seat, "camera-show", g_variant_new_int64 (camera (&seat, TC_ROOM_CAMERA_LIVE)));
  wait_tile (&seat, 0, "114", TRUE);
  wait_picture (&seat, 0);
  /* From the command line, also while something else is in front. */
  act_string (&seat, "panel", "incidents");
  act_string (&seat, "camera-number", "116");
  wait_tile (&seat, 1, "Chợ Vị Thanh", TRUE);
  wait_tile (&seat, 1, "No picture", TRUE);
  act_string (&seat, "camera-number", "117");
  wait_tile (&seat, 2, "The media host that serves this camera can't be reached now.", TRUE);
  act_string (&seat, "camera-number", "9998");
  wait_shown (&seat, "There is no camera with that number", TRUE);
  act_string (&seat, "camera-number", "abc");
  wait_shown (&seat, "A camera has a number from 1 to 9999", TRUE);
  stand_up (&seat);
}

static void
test_find (void)
{
  Seat seat = {0};

  forget_wall ();
  sit_at_wall (&seat);
  act_string (&seat, "camera-find", "cho vi");
  wait_shown (&seat, "114 Ngã tư Trần Hưng Đạo", FALSE);
  wait_shown (&seat, "116 Chợ Vị Thanh", TRUE);
  act_string (&seat, "camera-find", "không có");
  wait_shown (&seat, "No camera is like that.", TRUE);
  act_string (&seat, "camera-find", "");
  wait_shown (&seat, "120 Kho vật chứng", TRUE);
  act (&seat, "camera-group", g_variant_new_int64 (tc_room_desk_get_camera_group (seat.desk)));
  wait_shown (&seat, "120 Kho vật chứng", FALSE);
  tc_room_desk_tell_camera (seat.desk, TC_ROOM_CAMERA_LIVE, "offline", "timeout");
  wait_shown (&seat, "no connection since", TRUE);
  tc_room_desk_let_wait (seat.desk, camera (&seat, TC_ROOM_CAMERA_LIVE), TRUE);
  wait_shown (&seat, "not sent yet", TRUE);
  tc_room_desk_let_wait (seat.desk, 0, FALSE);
  wait_shown (&seat, "not sent yet", FALSE);
  stand_up (&seat);
}

static void
test_wall (void)
{
  Seat seat = {0};

  forget_wall ();
  sit_at_wall (&seat);
  g_assert_cmpuint (tc_tile_grid_get_n_tiles (get_grid (&seat)), ==, 4);
  act_string (&seat, "camera-number", "114");
  wait_tile (&seat, 0, "114", TRUE);
  act (&seat, "wall-shape", g_variant_new_string ("1+5"));
  g_assert_cmpuint (tc_tile_grid_get_n_tiles (get_grid (&seat)), ==, 6);
  act (&seat, "wall-swap", g_variant_new ("(uu)", 0, 5));
  wait_tile (&seat, 5, "114", TRUE);
  wait_tile (&seat, 0, "114", FALSE);
  act (&seat, "wall-choose", g_variant_new_uint32 (5));
  act (&seat, "wall-alone", NULL);
  g_assert_cmpint (tc_tile_grid_get_alone (get_grid (&seat)), ==, 5);
  act (&seat, "camera-cancel", NULL);
  g_assert_cmpint (tc_tile_grid_get_alone (get_grid (&seat)), ==, -1);
  act (&seat, "wall-empty", NULL);
  wait_tile (&seat, 5, "114", FALSE);
  g_assert_false (can (&seat, "wall-empty"));
  act_string (&seat, "camera-number", "115");
  wait_tile (&seat, 5, "Cầu Xà No", TRUE);
  act (&seat, "wall-clear", NULL);
  wait_shown (&seat, "All tiles are empty.", TRUE);
  wait_tile (&seat, 5, "Cầu Xà No", FALSE);
  g_assert_false (can (&seat, "wall-empty"));
  act (&seat, "undo", NULL);
  wait_tile (&seat, 5, "Cầu Xà No", TRUE);
  /* All of the list that there is room for, each once, and none that wants a reason. */
  act (&seat, "wall-fill", NULL);
  wait_tile (&seat, 0, "114", TRUE);
  for (guint i = 0; i < tc_tile_grid_get_n_tiles (get_grid (&seat)); i++)
    wait_tile (&seat, i, "Kho vật chứng", FALSE);
  act (&seat, "camera-list", NULL);
  wait_shown (&seat, "114 Ngã tư Trần Hưng Đạo", FALSE);
  act (&seat, "camera-list", NULL);
  stand_up (&seat);
}

/* A tile is carried, a picture magnified and looked about in; a key shows all of it again. */
static void
test_tile (void)
{
  Seat seat = {0};
  TcCameraPicture *picture = NULL;

  forget_wall ();
  sit_at_wall (&seat);
  act_string (&seat, "camera-number", "114");
  wait_picture (&seat, 0);
  act (&seat, "wall-carry-right", NULL);
  wait_tile (&seat, 1, "114", TRUE);
  g_assert_cmpint (tc_tile_grid_get_selected (get_grid (&seat)), ==, 1);
  act (&seat, "wall-carry-down", NULL);
  wait_tile (&seat, 3, "114", TRUE);
  act (&seat, "wall-carry-down", NULL);
  act (&seat, "wall-carry-left", NULL);
  act (&seat, "wall-carry-up", NULL);
  wait_tile (&seat, 0, "114", TRUE);
  wait_picture (&seat, 0);
  picture = tc_camera_tile_get_picture (get_tile (&seat, 0));
  g_assert_false (tc_camera_picture_pan (picture, 0.1, 0));
  act (&seat, "wall-zoom-in", NULL);
  act (&seat, "wall-zoom-in", NULL);
  g_assert_cmpfloat (tc_camera_picture_get_zoom (picture), ==, 1.5625);
  wait_tile (&seat, 0, "×1.6", TRUE);
  act (&seat, "wall-pan-right", NULL);
  act (&seat, "wall-zoom-out", NULL);
  g_assert_cmpfloat (tc_camera_picture_get_zoom (picture), ==, 1.25);
  act (&seat, "wall-alone", NULL);
  act (&seat, "camera-cancel", NULL);
  g_assert_cmpfloat (tc_camera_picture_get_zoom (picture), ==, 1);
  g_assert_cmpint (tc_tile_grid_get_alone (get_grid (&seat)), ==, 0);
  act (&seat, "camera-cancel", NULL);
  g_assert_cmpint (tc_tile_grid_get_alone (get_grid (&seat)), ==, -1);
  stand_up (&seat);
}

/* In two places it is fetched and decoded once, and goes on where it stays. */
static void
test_twice (void)
{
  Seat seat = {0};
  TcTileGroupStatistics statistics;
  g_autofree char *cells = NULL;
  gint64 id = 0;

  forget_wall ();
  sit_at_wall (&seat);
  id = camera (&seat, TC_ROOM_CAMERA_LIVE);
  cells = g_strdup_printf ("0,0,1,1,%1$" G_GINT64_FORMAT ",0,0;1,0,1,1,%1$" G_GINT64_FORMAT ",0,0",
                           id);
  tc_room_desk_take_tickets (seat.desk);
  act (&seat, "wall-cells", g_variant_new ("(suus)", "", 2, 1, cells));
  wait_picture (&seat, 0);
  wait_picture (&seat, 1);
  tc_tile_group_get_statistics (tc_camera_player_get_group (seat.desk), &statistics);
  g_assert_cmpuint (statistics.n_tiles, ==, 1);
  act (&seat, "wall-choose", g_variant_new_uint32 (0));
  act (&seat, "wall-listen", NULL);
  wait_tile (&seat, 1, "sound on", TRUE);
  act (&seat, "wall-empty", NULL);
  wait_tile (&seat, 0, "114", FALSE);
  g_assert_nonnull (tc_camera_tile_get_frame (get_tile (&seat, 1)));
  act (&seat, "wall-choose", g_variant_new_uint32 (1));
  act (&seat, "wall-empty", NULL);
  tc_tile_group_get_statistics (tc_camera_player_get_group (seat.desk), &statistics);
  g_assert_cmpuint (statistics.n_tiles, ==, 0);
  stand_up (&seat);
}

static void
wait_profile (TcTile *tile, TcStreamProfile profile)
{
  gint64 end_us = g_get_monotonic_time () + WAIT_US;

  while (tc_tile_get_profile (tile) != profile) {
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    main_turn ();
  }
}

/* One camera at most is heard, the one that was chosen, while it is on screen and no alarm is. */
static void
test_sound (void)
{
  Seat seat = {0};
  TcTileGroup *group = NULL;

  forget_wall ();
  sit_at_wall (&seat);
  act_string (&seat, "camera-number", "114");
  wait_picture (&seat, 0);
  act_string (&seat, "camera-number", "115");
  wait_tile (&seat, 1, "115", TRUE);
  wait_picture (&seat, 1);
  group = tc_camera_player_get_group (seat.desk);
  g_assert_null (tc_tile_group_get_heard (group));
  wait_tile (&seat, 0, "sound on", FALSE);
  act (&seat, "wall-choose", g_variant_new_uint32 (0));
  act (&seat, "wall-listen", NULL);
  wait_tile (&seat, 0, "sound on", TRUE);
  act (&seat, "wall-choose", g_variant_new_uint32 (1));
  act (&seat, "wall-listen", NULL);
  wait_tile (&seat, 1, "sound on", TRUE);
  wait_tile (&seat, 0, "sound on", FALSE);
  /* Whether or not this computer can sound one. */
  tc_sound_player_play (tc_sound_player_get (), TC_ALARM_HIGH, 10);
  g_assert_true (tc_sound_player_is_sounding (tc_sound_player_get ()));
  g_assert_cmpint (tc_tile_get_report (tc_tile_group_get_heard (group)).sound, ==, TC_SOUND_HUSHED);
  wait_tile (&seat, 1, "sound on", TRUE);
  g_assert_false (tc_sound_player_is_sounding (tc_sound_player_get ()));
  act (&seat, "wall-listen", NULL);
  g_assert_null (tc_tile_group_get_heard (group));
  wait_tile (&seat, 1, "sound on", FALSE);
  act (&seat, "wall-listen", NULL);
  wait_tile (&seat, 1, "sound on", TRUE);
  act_string (&seat, "panel", "incidents");
  g_assert_null (tc_tile_group_get_heard (group));
  stand_up (&seat);
}

/* Who manages cameras says of one whether it may be heard; a restricted one isn't otherwise. */
static void
test_silent (void)
{
  Seat seat = {0};
  TcTileGroup *group = NULL;

  forget_wall ();
  sit_at_wall (&seat);
  act_string (&seat, "camera-number", "114");
  wait_picture (&seat, 0);
  group = tc_camera_player_get_group (seat.desk);
  act (&seat, "wall-listen", NULL);
  wait_tile (&seat, 0, "sound on", TRUE);
  act (&seat, "wall-sound", NULL);
  wait_shown (&seat, "Forbid sound", TRUE);
  act_string (&seat, "camera-write", "Phòng tiếp dân");
  act (&seat, "camera-send", NULL);
  wait_shown (&seat, "It isn't heard any more.", TRUE);
  wait_tile (&seat, 0, "sound on", FALSE);
  g_assert_null (tc_tile_group_get_heard (group));
  act (&seat, "wall-listen", NULL);
  wait_shown (&seat, "This camera mustn't be heard: Phòng tiếp dân", TRUE);
  g_assert_null (tc_tile_group_get_heard (group));
  act (&seat, "wall-sound", NULL);
  wait_shown (&seat, "Allow sound", TRUE);
  act_string (&seat, "camera-write", "Hết giờ tiếp dân");
  act (&seat, "camera-send", NULL);
  wait_shown (&seat, "This camera may be heard now.", TRUE);
  act (&seat, "wall-listen", NULL);
  wait_tile (&seat, 0, "sound on", TRUE);
  act_string (&seat, "camera-number", "120");
  wait_tile (&seat, 1, "open it first and say why", TRUE);
  act (&seat, "wall-choose", g_variant_new_uint32 (1));
  act (&seat, "wall-listen", NULL);
  wait_shown (&seat, "A restricted camera isn't heard", TRUE);
  stand_up (&seat);
}

/* Percent: too busy for what is played; neither that nor room for more; room. */
#define BUSY 90
#define BETWEEN 60
#define ROOMY 0

/* A computer that can't do the main stream shows the sub stream in full, and says so; with room the
 * main stream comes back. */
static void
test_sparing (void)
{
  Seat seat = {0};
  TcTileGroup *group = NULL;
  TcTile *tile = NULL;

  forget_wall ();
  sit_at_wall (&seat);
  act_string (&seat, "camera-number", "114");
  wait_picture (&seat, 0);
  group = tc_camera_player_get_group (seat.desk);
  tile = tc_camera_tile_get_tile (get_tile (&seat, 0));
  tc_tile_group_assume_busy (group, BETWEEN);
  wait_profile (tile, TC_PROFILE_MAIN);
  wait_tile (&seat, 0, "sub stream", FALSE);
  tc_tile_group_assume_busy (group, BUSY);
  wait_tile (&seat, 0, "sub stream", TRUE);
  tc_tile_group_assume_busy (group, BETWEEN);
  g_assert_cmpint (tc_tile_get_profile (tile), ==, TC_PROFILE_SUB);
  g_assert_cmpint (tc_tile_get_rung (tile), ==, TC_RUNG_FULL);
  /* It is chosen still: that alone doesn't bring it back. */
  act (&seat, "wall-alone", NULL);
  wait_tile (&seat, 0, "sub stream", TRUE);
  tc_tile_group_assume_busy (group, ROOMY);
  wait_tile (&seat, 0, "sub stream", FALSE);
  wait_profile (tile, TC_PROFILE_MAIN);
  stand_up (&seat);
}

static void
test_patrol (void)
{
  Seat seat = {0};

  forget_wall ();
  sit_at_wall (&seat);
  g_assert_false (can (&seat, "wall-patrol-here"));
  act (&seat, "camera-group", g_variant_new_int64 (tc_room_desk_get_camera_group (seat.desk)));
  wait_can (&seat, "wall-patrol-here", TRUE);
  act (&seat, "wall-patrol-here", NULL);
  wait_tile (&seat, 0, "114", TRUE);
  act (&seat, "wall-next", NULL);
  wait_tile (&seat, 0, "115", TRUE);
  act (&seat, "wall-previous", NULL);
  wait_tile (&seat, 0, "114", TRUE);
  /* By itself. */
  act (&seat, "wall-dwell", g_variant_new_uint32 (3));
  wait_tile (&seat, 0, "115", TRUE);
  act (&seat, "wall-pause", NULL);
  g_assert_true (can (&seat, "wall-next"));
  stand_up (&seat);
}

static void
test_restricted (void)
{
  Seat seat = {0};

  forget_wall ();
  sit_at_wall (&seat);
  act_string (&seat, "camera-number", "120");
  wait_tile (&seat, 0, "open it first and say why", TRUE);
  wait_can (&seat, "wall-open", TRUE);
  tc_room_desk_take_main_tickets (seat.desk);
  act (&seat, "wall-open", NULL);
  wait_shown (&seat, "Open for an hour", TRUE);
  act_string (&seat, "camera-write", "Có người trèo rào");
  act (&seat, "camera-send", NULL);
  wait_picture (&seat, 0);
  wait_tile (&seat, 0, "open it first", FALSE);
  wait_can (&seat, "wall-open", FALSE);
  g_assert_cmpuint (tc_room_desk_take_main_tickets (seat.desk), ==, 1);
  stand_up (&seat);
}

static void
wait_steered (const char *what)
{
  gint64 end_us = g_get_monotonic_time () + WAIT_US;

  while (!g_str_equal (tc_room_desk_get_steered (), what)) {
    if (g_get_monotonic_time () > end_us)
      g_error ("“%s” instead of “%s”", tc_room_desk_get_steered (), what);
    main_turn ();
  }
}

static void
test_steer (void)
{
  Seat seat = {0};

  forget_wall ();
  tc_room_desk_set_steerer (NULL);
  sit_at_wall (&seat);
  act_string (&seat, "camera-number", "114");
  wait_tile (&seat, 0, "114", TRUE);
  g_assert_false (can (&seat, "camera-steer"));
  act_string (&seat, "camera-number", "115");
  wait_tile (&seat, 1, "115", TRUE);
  act (&seat, "wall-choose", g_variant_new_uint32 (1));
  wait_can (&seat, "camera-steer", TRUE);
  act (&seat, "camera-steer", NULL);
  wait_shown (&seat, "Camera 115 is free to steer", TRUE);
  /* It goes on as long as it isn't told otherwise. */
  act (&seat, "steer-move", g_variant_new ("(iii)", 400, 0, -100));
  wait_steered ("move 400 0 -100");
  wait_shown (&seat, "You steer camera 115", TRUE);
  wait_tile (&seat, 1, "Steered by you", TRUE);
  act (&seat, "steer-move", g_variant_new ("(iii)", 0, 0, 0));
  wait_steered ("stop");
  act (&seat, "steer-preset", g_variant_new_uint32 (2));
  wait_steered ("preset p2");
  act (&seat, "steer-tour", NULL);
  wait_steered ("preset p1");
  wait_shown (&seat, "Camera 115 goes through its presets", TRUE);
  act (&seat, "steer-move", g_variant_new ("(iii)", 0, 300, 0));
  wait_steered ("move 0 300 0");
  wait_shown (&seat, "goes through its presets", FALSE);
  /* Another tile: let go of. */
  act (&seat, "wall-choose", g_variant_new_uint32 (0));
  wait_steered ("let-go");
  wait_shown (&seat, "You steer camera 115", FALSE);
  wait_tile (&seat, 1, "Steered by you", FALSE);
  stand_up (&seat);
}

static void
test_steered_by_another (void)
{
  Seat seat = {0};

  forget_wall ();
  tc_room_desk_set_steerer ("Phạm Nhật Minh");
  sit_at_wall (&seat);
  act_string (&seat, "camera-number", "115");
  wait_can (&seat, "camera-steer", TRUE);
  act (&seat, "camera-steer", NULL);
  wait_shown (&seat, "Phạm Nhật Minh steers camera 115", TRUE);
  wait_tile (&seat, 0, "Steered by Phạm Nhật Minh", TRUE);
  act (&seat, "steer-move", g_variant_new ("(iii)", 400, 0, 0));
  wait_shown (&seat, "Phạm Nhật Minh steers this camera.", TRUE);
  act (&seat, "steer-take", NULL);
  wait_shown (&seat, "You steer camera 115", TRUE);
  wait_shown (&seat, "Phạm Nhật Minh steers this camera.", FALSE);
  act (&seat, "camera-cancel", NULL);
  wait_steered ("let-go");
  wait_tile (&seat, 0, "Steered by", FALSE);
  stand_up (&seat);
}

/* The number of the camera that stands first. */
static gint64
get_first (GtkWidget *page)
{
  TcRowList *rows = find_type (page, "TcRowList");
  g_autoptr (TcCameraHealthItem)
      item = g_list_model_get_item (G_LIST_MODEL (tc_row_list_get_model (rows)), 0);

  return tc_camera_health_item_get (item)->camera->number;
}

/* What must be mended stands first, and why; or as a person wants it. */
static void
test_health (void)
{
  Seat seat = {0};
  GtkWidget *page = NULL;

  forget_wall ();
  sit_at_wall (&seat);
  page = find_type (GTK_WIDGET (seat.window), "TcCameraHealthPage");
  g_assert_nonnull (page);
  act (&seat, "camera-health", NULL);
  wait_shown_in (page, "114 Ngã tư Trần Hưng Đạo", TRUE);
  wait_shown_in (page, "512", TRUE); /* kbit/s */
  wait_shown_in (page, "not known: 7", TRUE);
  tc_room_desk_tell_camera (seat.desk, TC_ROOM_CAMERA_LIVE_TOO, "offline", "timeout");
  wait_shown_in (page, "faults: 1", TRUE);
  wait_shown_in (page, "no connection since", TRUE);
  g_assert_cmpint (get_first (page), ==, TC_ROOM_CAMERA_LIVE_TOO);
  act_string (&seat, "health-order", "number");
  g_assert_cmpint (get_first (page), ==, TC_ROOM_CAMERA_LIVE);
  act (&seat, "camera-report-fault", NULL);
  wait_shown (&seat, "No fault of this camera goes on now", TRUE);
  act (&seat, "camera-test", NULL);
  wait_shown (&seat, "The connection is good: the camera's device answers (Giả lập K-7)", TRUE);
  act_string (&seat, "health-order", "kbit");
  g_assert_cmpint (get_first (page), ==, TC_ROOM_CAMERA_RESTRICTED);
  act_string (&seat, "camera-find", "cau xa");
  wait_shown_in (page, "114 Ngã tư Trần Hưng Đạo", FALSE);
  wait_shown_in (page, "115 Cầu Xà No", TRUE);
  /* A camera that is to be seen is seen. */
  act_string (&seat, "camera-number", "115");
  wait_tile (&seat, 0, "115", TRUE);
  g_assert_false (gtk_widget_get_visible (page));
  act (&seat, "camera-test", NULL);
  wait_shown (&seat, "doesn't take the account and password", TRUE);
  /* Its fault: reported once, and then the incident is shown. */
  act (&seat, "camera-report-fault", NULL);
  wait_shown (&seat, "The fault is reported. Once more shows the incident.", TRUE);
  act (&seat, "camera-report-fault", NULL);
  wait_shown (&seat, "There is an incident about this fault", TRUE);
  stand_up (&seat);
}

/* As soon as it is in the list. */
static void
use_layout (Seat *seat, gint64 id, guint n_tiles)
{
  gint64 end_us = g_get_monotonic_time () + WAIT_US;

  while (tc_tile_grid_get_n_tiles (get_grid (seat)) != n_tiles) {
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    act (seat, "layout-use", g_variant_new_int64 (id));
    main_turn ();
  }
}

#define LAYOUT_THERE "SELECT id FROM wall_layout WHERE id > ? AND removed_us IS NULL"

/* Until there is one, another than @removed. */
static void
wait_layout (Seat *seat, const char *name, gint64 removed)
{
  gint64 end_us = g_get_monotonic_time () + WAIT_US;
  gint64 id = 0;

  while ((id = tc_room_desk_find (seat->desk, LAYOUT_THERE, 0)) <= 0) {
    if (g_get_monotonic_time () > end_us)
      g_error ("there is no layout “%s” again", name);
    main_turn ();
  }
  g_assert_cmpint (id, !=, removed);
}

static void
test_layouts (void)
{
  Seat seat = {0};
  gint64 id = 0;

  forget_wall ();
  sit_at_wall (&seat);
  act_string (&seat, "camera-number", "115");
  wait_tile (&seat, 0, "115", TRUE);
  act (&seat, "wall-shape", g_variant_new_string ("3"));
  act (&seat, "layout-save", NULL);
  act_string (&seat, "camera-write", "Đêm");
  act (&seat, "camera-send", NULL);
  wait_shown (&seat, "The layout is saved.", TRUE);
  id = tc_room_desk_find (seat.desk, "SELECT id FROM wall_layout WHERE id > ?", 0);
  g_assert_cmpint (id, >, 0);
  act (&seat, "wall-shape", g_variant_new_string ("1"));
  act (&seat, "wall-empty", NULL);
  use_layout (&seat, id, 9);
  wait_tile (&seat, 0, "115", TRUE);
  /* Refused: it is said, and what was typed stands there. */
  tc_room_desk_refuse_next (seat.desk, "layout.too-many");
  act (&seat, "layout-share", NULL);
  act_string (&seat, "camera-write", "Bão");
  act (&seat, "camera-send", NULL);
  wait_shown (&seat, "layouts already; remove one first.", TRUE);
  act (&seat, "camera-cancel", NULL);
  act (&seat, "layout-remove", g_variant_new_int64 (id));
  wait_shown (&seat, "The layout is removed.", TRUE);
  /* Taken back: there is one of that name again. */
  act (&seat, "wall-shape", g_variant_new_string ("1"));
  act (&seat, "undo", NULL);
  wait_layout (&seat, "Đêm", id);
  use_layout (&seat, tc_room_desk_find (seat.desk, LAYOUT_THERE, 0), 9);
  stand_up (&seat);
}

/* The next person at this seat, or the next start. */
/* Until the last ticket was asked for from then on, but for @off_us. */
static void
wait_replayed (gint64 at_us, gint64 off_us)
{
  gint64 end_us = g_get_monotonic_time () + WAIT_US;
  gint64 rate_milli = 0;

  while (ABS (tc_room_desk_get_replayed_us (&rate_milli) - at_us) > off_us) {
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    main_turn ();
  }
}

#define OFF_US (5 * G_TIME_SPAN_SECOND)

/* The recording in place of what is live: nobody takes one for the other, and each picture says
 * when it was. */
static void
test_replay (void)
{
  Seat seat = {0};
  gint64 now_us = 0, rate_milli = 0;

  forget_wall ();
  sit_at_wall (&seat);
  g_assert_false (can (&seat, "replay-step"));
  act_string (&seat, "camera-number", "114");
  wait_picture (&seat, 0);
  wait_tile (&seat, 0, "REPLAY", FALSE);
  wait_can (&seat, "replay-instant", TRUE);
  now_us = g_get_real_time ();
  act (&seat, "replay-instant", NULL);
  wait_replayed (now_us - 30 * G_TIME_SPAN_SECOND, OFF_US);
  wait_shown (&seat, "Replay of camera 114, Ngã tư Trần Hưng Đạo", TRUE);
  wait_tile (&seat, 0, "REPLAY", TRUE);
  /* As fake-tiles.c says it, by the clock here. */
  wait_tile (&seat, 0, ", 23/11/2026", TRUE);
  act (&seat, "replay-step", g_variant_new_int64 (-60));
  wait_replayed (now_us - 90 * G_TIME_SPAN_SECOND, OFF_US);
  act (&seat, "replay-pause", NULL);
  wait_tile (&seat, 0, "REPLAY, paused", TRUE);
  act (&seat, "replay-pause", NULL);
  wait_tile (&seat, 0, "paused", FALSE);
  /* Nothing was recorded there: it goes on behind it. */
  act (&seat, "replay-seek", g_variant_new_int64 (now_us - 15 * 60 * G_TIME_SPAN_SECOND));
  wait_replayed (now_us - 10 * 60 * G_TIME_SPAN_SECOND, OFF_US);
  act (&seat, "replay-rate", g_variant_new_int64 (4000));
  while (rate_milli != 4000) {
    (void) tc_room_desk_get_replayed_us (&rate_milli);
    main_turn ();
  }
  act (&seat, "replay-live", NULL);
  wait_tile (&seat, 0, "REPLAY", FALSE);
  wait_shown (&seat, "Replay of camera", FALSE);
  wait_replayed (0, 0);
  g_assert_false (can (&seat, "replay-step"));
  stand_up (&seat);
}

/* "": sends */
static void
write_part (Seat *seat, const char *name, const char *text)
{
  act (seat, "part-form-write", g_variant_new ("(ss)", name, text));
}

/* The timeline, where it stands: that time, and these words. */
static void
wait_spoken (Seat *seat, const char *words)
{
  GtkWidget *bar = find_type (GTK_WIDGET (seat->window), "TcReplayBar");
  GtkWidget *line = find_type (bar, "TcReplayLine");
  GObject *position = gtk_widget_get_template_child (bar, G_OBJECT_TYPE (bar), "position");
  gint64 end_us = g_get_monotonic_time () + WAIT_US;
  char *other = NULL;

  do {
    g_autofree char *wanted = g_strdup_printf ("Recording, at %s. %s",
                                               gtk_label_get_label (GTK_LABEL (position)), words);

    g_free (other);
    other = gtk_test_accessible_check_property (GTK_ACCESSIBLE (line),
                                                GTK_ACCESSIBLE_PROPERTY_LABEL, wanted);
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    main_turn ();
  } while (other);
}

/* From one movement to the next and back; what is drawn is said, too. */
static void
test_motion (void)
{
  Seat seat = {0};
  gint64 now_us = 0;

  forget_wall ();
  sit_at_wall (&seat);
  act_string (&seat, "camera-number", "114");
  wait_picture (&seat, 0);
  g_assert_false (can (&seat, "replay-motion-next"));
  wait_can (&seat, "replay-instant", TRUE);
  now_us = g_get_real_time ();
  act (&seat, "replay-instant", NULL);
  wait_shown (&seat, "Taller bars: more movement", TRUE);
  act (&seat, "replay-motion-next", NULL);
  wait_shown (&seat, "No movement is known after this in this hour.", TRUE);
  act (&seat, "replay-motion-before", NULL);
  wait_replayed (now_us - 5 * 60 * G_TIME_SPAN_SECOND, OFF_US);
  act (&seat, "replay-pause", NULL);
  wait_spoken (&seat, "something moves");
  act (&seat, "replay-motion-before", NULL);
  wait_replayed (now_us - 30 * 60 * G_TIME_SPAN_SECOND, OFF_US);
  act (&seat, "replay-motion-before", NULL);
  wait_shown (&seat, "No movement is known before this in this hour.", TRUE);
  act (&seat, "replay-motion-next", NULL);
  wait_replayed (now_us - 5 * 60 * G_TIME_SPAN_SECOND, OFF_US);
  act (&seat, "replay-seek", g_variant_new_int64 (now_us - 355 * G_TIME_SPAN_SECOND));
  wait_spoken (&seat, "nothing moves");
  /* Before that there are recordings of which nobody knows. */
  wait_shown (&seat, "Dots: not known", TRUE);
  act (&seat, "replay-seek", g_variant_new_int64 (now_us - 45 * 60 * G_TIME_SPAN_SECOND));
  wait_spoken (&seat, "whether something moves isn't known");
  stand_up (&seat);
}

static void
test_replay_together (void)
{
  Seat seat = {0};
  guint n_holds = tc_room_desk_get_holds ();

  forget_wall ();
  sit_at_wall (&seat);
  act_string (&seat, "camera-number", "114");
  wait_picture (&seat, 0);
  act_string (&seat, "camera-number", "115");
  wait_picture (&seat, 1);
  tc_room_desk_take_main_tickets (seat.desk);
  wait_can (&seat, "replay-together", TRUE);
  act (&seat, "replay-together", NULL);
  wait_tile (&seat, 0, "REPLAY", TRUE);
  wait_tile (&seat, 1, "REPLAY", TRUE);
  wait_tile (&seat, 0, ", 23/11/2026", TRUE);
  wait_tile (&seat, 1, ", 23/11/2026", TRUE);
  g_assert_cmpuint (tc_room_desk_take_main_tickets (seat.desk), ==, 2);
  act (&seat, "replay-hold", NULL);
  wait_tile (&seat, 1, "REPLAY, paused", TRUE);
  wait_shown (&seat, "10 minutes", TRUE);
  write_part (&seat, "", "");
  wait_shown (&seat, "Say why: it is on record with your name.", TRUE);
  write_part (&seat, "reason", "Va chạm trước cầu");
  write_part (&seat, "", "");
  wait_shown (&seat, "This part of the recording is kept.", TRUE);
  g_assert_cmpuint (tc_room_desk_get_holds (), ==, n_holds + 1);
  /* A tile that shows another camera is live again. */
  act (&seat, "wall-choose", g_variant_new_uint32 (1));
  act (&seat, "wall-empty", NULL);
  wait_tile (&seat, 1, "REPLAY", FALSE);
  stand_up (&seat);
}

/* What wasn't answered is asked for once more by the same number; what is something else, or wanted
 * again once it was done, has another. */
static void
test_hold_again (void)
{
  Seat seat = {0};
  guint n_holds = tc_room_desk_get_holds ();

  forget_wall ();
  sit_at_wall (&seat);
  act_string (&seat, "camera-number", "114");
  wait_picture (&seat, 0);
  wait_can (&seat, "replay-instant", TRUE);
  act (&seat, "replay-instant", NULL);
  wait_can (&seat, "replay-hold", TRUE);
  act (&seat, "replay-hold", NULL);
  write_part (&seat, "reason", "Xô xát trước chợ");
  tc_room_desk_lose_holds (3);
  for (guint i = 0; i < 2; i++) {
    write_part (&seat, "", "");
    wait_shown (&seat, "The media host that serves this camera can't be reached now.", TRUE);
    g_assert_cmpuint (tc_room_desk_get_holds (), ==, n_holds + 1);
  }
  write_part (&seat, "reason", "Xô xát trước chợ Vị Thanh");
  write_part (&seat, "", "");
  wait_shown (&seat, "The media host that serves this camera can't be reached now.", TRUE);
  g_assert_cmpuint (tc_room_desk_get_holds (), ==, n_holds + 2);
  write_part (&seat, "", "");
  wait_shown (&seat, "This part of the recording is kept.", TRUE);
  g_assert_cmpuint (tc_room_desk_get_holds (), ==, n_holds + 2);
  act (&seat, "replay-hold", NULL);
  write_part (&seat, "reason", "Xô xát trước chợ Vị Thanh");
  write_part (&seat, "", "");
  wait_shown (&seat, "Keep part of the recording", FALSE);
  g_assert_cmpuint (tc_room_desk_get_holds (), ==, n_holds + 3);
  stand_up (&seat);
}

static void
test_again (void)
{
  Seat seat = {0};

  forget_wall ();
  sit_at_wall (&seat);
  act (&seat, "wall-shape", g_variant_new_string ("1+5"));
  stand_up (&seat);
  sit_at_wall (&seat);
  g_assert_cmpuint (tc_tile_grid_get_n_tiles (get_grid (&seat)), ==, 6);
  stand_up (&seat);
  forget_wall ();
}

int
main (int argc, char **argv)
{
  wall_seat_init (&argc, &argv);
  g_test_add_func ("/camera-window/show", test_show);
  g_test_add_func ("/camera-window/find", test_find);
  g_test_add_func ("/camera-window/wall", test_wall);
  g_test_add_func ("/camera-window/tile", test_tile);
  g_test_add_func ("/camera-window/sound", test_sound);
  g_test_add_func ("/camera-window/twice", test_twice);
  g_test_add_func ("/camera-window/silent", test_silent);
  g_test_add_func ("/camera-window/sparing", test_sparing);
  g_test_add_func ("/camera-window/patrol", test_patrol);
  g_test_add_func ("/camera-window/restricted", test_restricted);
  g_test_add_func ("/camera-window/steer", test_steer);
  g_test_add_func ("/camera-window/steered-by-another", test_steered_by_another);
  g_test_add_func ("/camera-window/health", test_health);
  g_test_add_func ("/camera-window/layouts", test_layouts);
  g_test_add_func ("/camera-window/replay", test_replay);
  g_test_add_func ("/camera-window/motion", test_motion);
  g_test_add_func ("/camera-window/replay-together", test_replay_together);
  g_test_add_func ("/camera-window/hold-again", test_hold_again);
  g_test_add_func ("/camera-window/again", test_again);
  return wall_seat_run ();
}
