/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: at the wall what a camera's recorder holds is seen apart from what was recorded here, is
 * played where nothing else is, and whoever can't have it reads why. Method: as in
 * test-camera-window.c; tc-room-cameras.c says what the recorder does. With real ones:
 * e2e-recorder.
 */
#include "wall-seat.h"

#include "main-turn.h"
#include "tc-camera-player.h"
#include "tc-room-cameras.h"

#define MINUTE_US ((gint64) 60 * G_TIME_SPAN_SECOND)
#define OFF_US (5 * G_TIME_SPAN_SECOND)

/* Until what was then is played, from there or from here. */
static void
wait_played (gint64 at_us, gboolean of_recorder)
{
  gint64 end_us = g_get_monotonic_time () + WAIT_US;
  gint64 rate_milli = 0;

  while (ABS (tc_room_desk_get_replayed_us (&rate_milli) - at_us) > OFF_US ||
         tc_room_desk_is_of_recorder () != of_recorder) {
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    main_turn ();
  }
}

/* Half a minute ago of camera 114. */
static void
begin (Seat *seat, TcRoomRecorder recorder, gboolean alone)
{
  tc_room_desk_set_recorder (recorder, alone);
  forget_wall ();
  sit_at_wall (seat);
  act_string (seat, "camera-number", "114");
  wait_picture (seat, 0);
  wait_can (seat, "replay-instant", TRUE);
  act (seat, "replay-instant", NULL);
}

static void
seek (Seat *seat, gint64 at_us)
{
  act (seat, "replay-seek", g_variant_new_int64 (at_us));
}

static void
test_gap (void)
{
  Seat seat = {0};
  gint64 now_us = g_get_real_time ();

  begin (&seat, TC_ROOM_RECORDER_TOLD, FALSE);
  wait_shown (&seat, "Replay of camera 114, Ngã tư Trần Hưng Đạo", TRUE);
  act (&seat, "replay-rate", g_variant_new_int64 (2000));
  seek (&seat, now_us - 15 * MINUTE_US);
  wait_played (now_us - 15 * MINUTE_US, TRUE);
  wait_shown (&seat, "From the recorder: camera 114, Ngã tư Trần Hưng Đạo", TRUE);
  wait_shown (&seat, "Outlined: what it holds; filled: recorded here", TRUE);
  wait_tile (&seat, 0, "REPLAY", TRUE);
  wait_can (&seat, "replay-rate", FALSE);
  /* What isn't here is neither kept nor copied here, and that is said. */
  wait_can (&seat, "replay-export", TRUE);
  act (&seat, "replay-export", NULL);
  wait_shown (&seat, "Nothing of this part was recorded here", TRUE);
  /* Nobody has it: it goes on where the recorder has something, and then where we have. */
  seek (&seat, now_us - 19 * MINUTE_US);
  wait_played (now_us - 18 * MINUTE_US, TRUE);
  seek (&seat, now_us - 11 * MINUTE_US);
  wait_played (now_us - 10 * MINUTE_US, FALSE);
  wait_can (&seat, "replay-rate", TRUE);
  wait_shown (&seat, "From the recorder", FALSE);
  wait_shown (&seat, "Outlined: what the camera's recorder holds · ", TRUE);
  stand_up (&seat);
}

/* Nothing is recorded here at all. */
static void
test_alone (void)
{
  Seat seat = {0};
  gint64 now_us = g_get_real_time ();

  begin (&seat, TC_ROOM_RECORDER_TOLD, TRUE);
  wait_shown (&seat, "Outlined: what the camera's recorder holds; nothing was recorded here", TRUE);
  seek (&seat, now_us - 15 * MINUTE_US);
  wait_played (now_us - 15 * MINUTE_US, TRUE);
  stand_up (&seat);
}

static void
test_tried (void)
{
  Seat seat = {0};
  gint64 now_us = g_get_real_time ();

  begin (&seat, TC_ROOM_RECORDER_TRIED, TRUE);
  wait_shown (&seat, "The recorder can't say what it holds: playing from it is tried", TRUE);
  seek (&seat, now_us - 40 * MINUTE_US);
  wait_played (now_us - 40 * MINUTE_US, TRUE);
  stand_up (&seat);
}

static void
test_denied (void)
{
  Seat seat = {0};

  begin (&seat, TC_ROOM_RECORDER_DENIED, TRUE);
  wait_shown (&seat, "The recorder doesn't take the account and password that are set for it.",
              TRUE);
  g_assert_false (tc_room_desk_is_of_recorder ());
  stand_up (&seat);
}

int
main (int argc, char **argv)
{
  int code = 0;

  window_seat_init (&argc, &argv);
  g_assert_cmpint (argc, ==, 2);
  tc_camera_player_inject (argv[1]);
  g_test_add_func ("/recorder-window/gap", test_gap);
  g_test_add_func ("/recorder-window/alone", test_alone);
  g_test_add_func ("/recorder-window/tried", test_tried);
  g_test_add_func ("/recorder-window/denied", test_denied);
  code = window_seat_run ();
  tc_camera_player_inject (NULL);
  return code;
}
