/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A desktop's side of its decoders, against one that decodes nothing (fake-tiles.c), while all is
 * well: pictures come, are lent and given back; streams change without a gap; at most four connect
 * at once. Time is real: each case takes a few seconds at most.
 */
#include "tile-desk.h"

#include "tc-error.h"
#include "tc-tile-message.h"

#include <string.h>

/* ---- pictures ---- */

/* Live, and taken by a window. */
static gboolean
is_shown (TcTile *tile)
{
  desk_take (tile);
  return desk_is (tile, TC_STREAM_LIVE, TC_CAUSE_NONE);
}

static void
test_pictures (void)
{
  Desk desk;
  guint64 last = 0;

  desk_open (&desk, "live");
  g_assert_true (desk_is (desk.tile, TC_STREAM_CONNECTING, TC_CAUSE_NONE));
  for (int i = 0; i < 20; i++) {
    g_autoptr (TcTileFrame) frame = NULL;
    const guint8 *pixels;

    wait_until ((frame = tc_tile_take_frame (desk.tile)) != NULL);
    g_assert_null (tc_tile_take_frame (desk.tile));
    g_assert_true (frame->width == 64 && frame->height == 36 && frame->stride == 256);
    g_assert_cmpuint (frame->number, >, last);
    last = frame->number;
    pixels = g_bytes_get_data (frame->pixels, NULL);
    g_assert_cmpuint (g_bytes_get_size (frame->pixels), ==, 64 * 36 * 4);
    g_assert_cmpuint (pixels[0], ==, last & 0xff);
    g_assert_cmpuint (pixels[64 * 36 * 4 - 1], ==, last & 0xff);
    g_assert_cmpint (frame->profile, ==, TC_PROFILE_SUB);
  }
  wait_until (desk_is (desk.tile, TC_STREAM_LIVE, TC_CAUSE_NONE));
  g_assert_cmpint (tc_tile_get_profile (desk.tile), ==, TC_PROFILE_SUB);
  desk_close (&desk);
}

/* Said once until it is taken; what isn't taken is replaced, and its slot used again. */
static void
test_newest_wins (void)
{
  Desk desk;
  g_autoptr (TcTileFrame) frame = NULL;
  TcTileStatistics statistics;

  desk_open (&desk, "live");
  wait_until (desk.n_frames == 1);
  wait_until ((tc_tile_get_statistics (desk.tile, &statistics), statistics.n_decoded > 12));
  g_assert_cmpuint (desk.n_frames, ==, 1);
  frame = tc_tile_take_frame (desk.tile);
  g_assert_cmpuint (frame->number, >, 10);
  wait_until (desk.n_frames == 2);
  desk_close (&desk);
}

/* Pictures that are kept keep their contents, and cost no more than that. */
static void
test_kept (void)
{
  Desk desk;
  g_autoptr (TcTileFrame) kept = NULL;
  guint8 value;

  desk_open (&desk, "live");
  wait_until ((kept = tc_tile_take_frame (desk.tile)) != NULL);
  value = *(const guint8 *) g_bytes_get_data (kept->pixels, NULL);
  desk_see (desk.tile, 10);
  g_assert_cmpuint (*(const guint8 *) g_bytes_get_data (kept->pixels, NULL), ==, value);
  desk_close (&desk);
  /* Tile and group are gone. */
  g_assert_cmpuint (*(const guint8 *) g_bytes_get_data (kept->pixels, NULL), ==, value);
}

static gpointer
free_thread (gpointer data)
{
  tc_tile_frame_free (data);
  return NULL;
}

static void
test_other_thread (void)
{
  Desk desk;

  desk_open (&desk, "live");
  for (int i = 0; i < 10; i++) {
    TcTileFrame *frame = NULL;

    wait_until ((frame = tc_tile_take_frame (desk.tile)) != NULL);
    g_thread_join (g_thread_new ("free", free_thread, frame));
  }
  desk_close (&desk);
}

static void
test_size (void)
{
  Desk desk;
  g_autoptr (TcTileFrame) frame = NULL;

  desk_open (&desk, "live");
  wait_until ((frame = tc_tile_take_frame (desk.tile)) != NULL);
  for (int i = 0; i < 10; i++) {
    tc_tile_set_size (desk.tile, 70 + i, 40);
    pass_time (20 * MS);
  }
  do {
    g_clear_pointer (&frame, tc_tile_frame_free);
    wait_until ((frame = tc_tile_take_frame (desk.tile)) != NULL);
    g_assert_true (frame->width == 64 || frame->width == 79);
  } while (frame->width == 64);
  g_assert_cmpint (frame->height, ==, 40);
  desk_close (&desk);
}

/* Another camera in a place where there was no room for all of the first begins where that one
 * stood, and one beside others that have less has no more. */
static void
test_replaced (void)
{
  Desk desk, other = {0};

  desk_open (&desk, "live");
  wait_until (desk.n_frames > 0);
  tc_tile_group_assume_busy (desk.group, 90);
  /* Somebody looks all the time: else it is one that nobody sees. */
  for (int i = 0; i < 100 && tc_tile_get_rung (desk.tile) > TC_RUNG_KEYS; i++)
    desk_watch (desk.tile, 100 * MS);
  g_assert_cmpint (tc_tile_get_rung (desk.tile), ==, TC_RUNG_KEYS);
  other.tile = desk_add (desk.group, &other);
  g_assert_cmpint (tc_tile_get_rung (other.tile), <=, TC_RUNG_KEYS);
  tc_tile_close (other.tile);
  g_object_unref (other.tile);
  tc_tile_close (desk.tile);
  g_object_unref (desk.tile);
  desk.tile = desk_add (desk.group, &desk);
  g_assert_cmpint (tc_tile_get_rung (desk.tile), <=, TC_RUNG_KEYS);
  tc_tile_group_assume_busy (desk.group, 0);
  wait_until (tc_tile_get_rung (desk.tile) == TC_RUNG_FULL);
  desk_close (&desk);
}

/* ---- sound ---- */

static gboolean
sounds (TcTile *tile, TcSoundState sound)
{
  return tc_tile_get_report (tile).sound == sound;
}

/* One at most, the one that was chosen last; through another attempt, too. */
static void
test_heard (void)
{
  Desk desk, other = {0};
  guint n_changes;

  desk_open (&desk, "live");
  other.tile = desk_add (desk.group, &other);
  desk_play (other.tile, TC_PROFILE_SUB, "live", NULL, 0);
  wait_until (desk.n_frames > 0 && other.n_frames > 0);
  g_assert_true (sounds (desk.tile, TC_SOUND_OFF) && !tc_tile_group_get_heard (desk.group));
  n_changes = desk.n_changes;
  tc_tile_group_hear (desk.group, desk.tile);
  g_assert_true (sounds (desk.tile, TC_SOUND_WAITS));
  wait_until (sounds (desk.tile, TC_SOUND_HEARD));
  g_assert_cmpuint (desk.n_changes, >, n_changes);
  tc_tile_group_hear (desk.group, other.tile);
  g_assert_true (sounds (desk.tile, TC_SOUND_OFF));
  wait_until (sounds (other.tile, TC_SOUND_HEARD));
  tc_tile_group_hush (desk.group, TRUE);
  wait_until (sounds (other.tile, TC_SOUND_HUSHED));
  /* The next one is hushed from the first. */
  tc_tile_group_hear (desk.group, desk.tile);
  pass_time (300 * MS);
  g_assert_true (sounds (desk.tile, TC_SOUND_HUSHED) && sounds (other.tile, TC_SOUND_OFF));
  tc_tile_group_hush (desk.group, FALSE);
  wait_until (sounds (desk.tile, TC_SOUND_HEARD));
  desk_play (desk.tile, TC_PROFILE_MAIN, "live", NULL, 0);
  wait_until (tc_tile_get_profile (desk.tile) == TC_PROFILE_MAIN);
  wait_until (sounds (desk.tile, TC_SOUND_HEARD));
  tc_tile_close (desk.tile);
  g_assert_null (tc_tile_group_get_heard (desk.group));
  tc_tile_close (other.tile);
  g_object_unref (other.tile);
  desk_close (&desk);
}

/* ---- streams ---- */

static void
test_change_of_stream (void)
{
  Desk desk;
  TcStreamProfile profile = TC_PROFILE_SUB;
  guint n_sub = 0;

  desk_open (&desk, "live");
  wait_until (desk.n_frames > 0);
  desk_play (desk.tile, TC_PROFILE_MAIN, "late", NULL, 0);
  while (profile == TC_PROFILE_SUB) {
    g_autoptr (TcTileFrame) frame = NULL;

    wait_until ((frame = tc_tile_take_frame (desk.tile)) != NULL);
    profile = frame->profile;
    n_sub += profile == TC_PROFILE_SUB ? 1 : 0;
  }
  /* It stayed until the other came, and doesn't come back. */
  g_assert_cmpuint (n_sub, >, 5);
  g_assert_cmpint (tc_tile_get_profile (desk.tile), ==, TC_PROFILE_MAIN);
  for (int i = 0; i < 10; i++) {
    g_autoptr (TcTileFrame) frame = NULL;

    wait_until ((frame = tc_tile_take_frame (desk.tile)) != NULL);
    g_assert_cmpint (frame->profile, ==, TC_PROFILE_MAIN);
  }
  desk_close (&desk);
}

static void
test_other_fails (void)
{
  Desk desk;

  desk_open (&desk, "live");
  wait_until (desk_is (desk.tile, TC_STREAM_LIVE, TC_CAUSE_NONE));
  desk_play (desk.tile, TC_PROFILE_MAIN, "offline", NULL, 0);
  desk_see (desk.tile, 30);
  g_assert_true (desk_is (desk.tile, TC_STREAM_LIVE, TC_CAUSE_NONE));
  g_assert_cmpint (tc_tile_get_profile (desk.tile), ==, TC_PROFILE_SUB);
  desk_close (&desk);
}

static void
test_drop (void)
{
  Desk desk;

  desk_open (&desk, "live");
  wait_until (desk_is (desk.tile, TC_STREAM_LIVE, TC_CAUSE_NONE));
  tc_tile_drop (desk.tile, TC_PROFILE_SUB);
  g_assert_cmpint (tc_tile_get_report (desk.tile).state, ==, TC_STREAM_OFFLINE);
  wait_until (desk_watch (desk.tile, 300 * MS) == 0);
  desk_close (&desk);
}

/* What was taken through other masks, or of a stream that is dropped, mustn't be shown any more. */
static void
test_cleared (void)
{
  static const TcPictureMask mask = {0, 0, 500, 500};
  const TcTileStream masked = {
      .profile = TC_PROFILE_SUB, .address = "rtsp://fake/live", .masks = &mask, .n_masks = 1};
  TcTileStatistics statistics;
  Desk desk;

  desk_open (&desk, "live");
  wait_until (desk.n_frames > 0);
  desk_play (desk.tile, TC_PROFILE_SUB, "live", "another ticket", 0);
  g_assert_cmpuint (desk.n_cleared, ==, 0);
  g_assert_true (tc_tile_play (desk.tile, &masked, NULL));
  g_assert_cmpuint (desk.n_cleared, ==, 1);
  g_assert_null (tc_tile_take_frame (desk.tile));
  g_assert_cmpint (tc_tile_get_profile (desk.tile), ==, TC_PROFILE_NONE);
  wait_until ((tc_tile_get_statistics (desk.tile, &statistics), statistics.n_connects == 2));
  wait_until (tc_tile_get_profile (desk.tile) == TC_PROFILE_SUB);
  /* Masks are the camera's: what is shown without them ends. */
  desk_play (desk.tile, TC_PROFILE_MAIN, "silent", NULL, 0);
  g_assert_cmpuint (desk.n_cleared, ==, 2);
  g_assert_null (tc_tile_take_frame (desk.tile));
  wait_until (desk_watch (desk.tile, 300 * MS) == 0);
  desk_close (&desk);

  desk_open (&desk, "live");
  wait_until (desk.n_frames > 0);
  tc_tile_drop (desk.tile, TC_PROFILE_SUB);
  g_assert_cmpuint (desk.n_cleared, ==, 1);
  g_assert_null (tc_tile_take_frame (desk.tile));
  desk_close (&desk);
}

/* The larger stream isn't wanted any more before it has come to anything: it ends. */
static void
test_change_of_mind (void)
{
  Desk desk;

  desk_open (&desk, "live");
  wait_until (desk_is (desk.tile, TC_STREAM_LIVE, TC_CAUSE_NONE));
  desk_play (desk.tile, TC_PROFILE_MAIN, "ticket", "old",
             g_get_real_time () + 60 * (gint64) G_USEC_PER_SEC);
  desk_play (desk.tile, TC_PROFILE_SUB, "live", NULL, 0);
  desk_watch (desk.tile, 2500 * MS);
  g_assert_cmpuint (desk.n_wanted, ==, 0);
  wait_until (is_shown (desk.tile));
  desk_close (&desk);
}

static void
test_refused_streams (void)
{
  static const TcDigest fingerprint = {{1}};
  static const TcPictureMask bad = {9, 9, 9, 9};
  static const TcPictureMask good[TC_PICTURE_MASKS_MAX + 1] = {{0, 0, 1, 1}};
  g_autofree char *longest = g_strnfill (5000, 'a');
  const TcTileStream streams[] = {
      {.profile = TC_PROFILE_SUB, .address = "http://fake/live"},
      {.profile = TC_PROFILE_SUB, .address = NULL},
      {.profile = TC_PROFILE_SUB, .address = "rtsp://fake/live", .masks = &bad, .n_masks = 1},
      {.profile = TC_PROFILE_SUB,
       .address = "rtsp://fake/live",
       .masks = good,
       .n_masks = TC_PICTURE_MASKS_MAX + 1},
      {.profile = TC_PROFILE_SUB, .address = "rtsp://fake/live", .secret = longest},
      {.profile = TC_PROFILE_SUB, .address = "rtsp://fake/live", .account = longest},
      {.profile = TC_PROFILE_SUB, .address = "rtsp://fake/\xff"},
      {.profile = TC_PROFILE_SUB, .address = "rtsp://fake/live", .fingerprint = &fingerprint},
      {.profile = TC_PROFILE_SUB, .address = "RTSP://admin:hidden@fake/live"},
      {.profile = TC_PROFILE_SUB, .address = "rtsp://admin:hidden@fake/live"},
  };
  Desk desk;

  desk_open (&desk, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (streams); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_false (tc_tile_play (desk.tile, &streams[i], &error));
    g_assert_error (error, TC_ERROR, TC_ERROR_INVALID);
    g_assert_null (strstr (error->message, "hidden"));
  }
  desk_close (&desk);
}

/* ---- many ---- */

static void
test_connects (void)
{
  Desk desk;
  TcTile *tiles[6];
  TcTileStatistics statistics;

  desk_open (&desk, "silent");
  for (int i = 0; i < 6; i++) {
    tiles[i] = desk_add (desk.group, &desk);
    if (i == 5)
      tc_tile_set_importance (tiles[i], TC_IMPORTANCE_ALARM);
    desk_play (tiles[i], TC_PROFILE_SUB, "silent", NULL, 0);
  }
  /* Four of seven: the one of an alarm, and the oldest. */
  wait_until ((tc_tile_get_statistics (tiles[5], &statistics), statistics.n_connects == 1));
  wait_until ((tc_tile_get_statistics (tiles[1], &statistics), statistics.n_connects == 1));
  pass_time (300 * MS);
  tc_tile_get_statistics (tiles[2], &statistics);
  g_assert_cmpuint (statistics.n_connects, ==, 0);
  /* One gives up its place. */
  tc_tile_close (tiles[5]);
  wait_until ((tc_tile_get_statistics (tiles[2], &statistics), statistics.n_connects == 1));
  for (int i = 0; i < 6; i++)
    g_object_unref (tiles[i]);
  desk_close (&desk);
}

#define N_DEAD 16

/* Many that are dead don't keep one waiting that only fell. */
static void
test_dead (void)
{
  Desk desk;
  TcTile *tiles[N_DEAD];
  Desk other = {0};
  TcTile *tile;
  TcTileStatistics statistics;
  gint64 fell_us;
  guint n_connects;

  desk_open (&desk, NULL);
  for (int i = 0; i < N_DEAD; i++) {
    tiles[i] = desk_add (desk.group, &desk);
    desk_play (tiles[i], TC_PROFILE_SUB, "dead", NULL, 0);
  }
  for (int i = 0; i < N_DEAD; i++)
    wait_until (desk_is (tiles[i], TC_STREAM_OFFLINE, TC_CAUSE_NO_ROUTE));
  tile = desk_add (desk.group, &other);
  desk_play (tile, TC_PROFILE_SUB, "falls", NULL, 0);
  wait_until (is_shown (tile));
  wait_until (desk_is (tile, TC_STREAM_OFFLINE, TC_CAUSE_BROKEN));
  fell_us = desk_time_us ();
  tc_tile_get_statistics (tile, &statistics);
  g_assert_cmpfloat (statistics.rate, ==, 0);
  n_connects = statistics.n_connects;
  wait_until ((tc_tile_get_statistics (tile, &statistics), statistics.n_connects > n_connects));
  g_assert_cmpint (desk_time_us () - fell_us, <, 4 * G_USEC_PER_SEC);
  wait_until (is_shown (tile));
  for (int i = 0; i < N_DEAD; i++)
    g_object_unref (tiles[i]);
  g_object_unref (tile);
  desk_close (&desk);
}

static void
test_processes (void)
{
  Desk desk;
  TcTile *tiles[TC_TILES_MAX];
  TcTileGroupStatistics statistics;

  desk_open (&desk, "live");
  for (int i = 0; i < TC_TILES_MAX; i++) {
    tiles[i] = desk_add (desk.group, &desk);
    desk_play (tiles[i], TC_PROFILE_SUB, "live", NULL, 0);
  }
  for (int i = 0; i < TC_TILES_MAX; i++)
    wait_until (desk_is (tiles[i], TC_STREAM_LIVE, TC_CAUSE_NONE));
  tc_tile_group_get_statistics (desk.group, &statistics);
  g_assert_cmpuint (statistics.n_tiles, ==, TC_TILES_MAX + 1);
  g_assert_cmpuint (statistics.n_processes, ==, 2);
  g_assert_cmpuint (statistics.cpu_us, >, 0);
  g_assert_cmpuint (statistics.memory_bytes, ==, 2 * 2000);
  for (int i = 0; i < TC_TILES_MAX; i++)
    g_object_unref (tiles[i]);
  desk_close (&desk);
}

static void
test_rungs (void)
{
  Desk desk;

  desk_open (&desk, "live");
  wait_until (desk.n_frames > 0);
  g_assert_cmpint (tc_tile_get_rung (desk.tile), ==, TC_RUNG_FULL);
  tc_tile_set_importance (desk.tile, TC_IMPORTANCE_HIDDEN);
  g_assert_cmpint (tc_tile_get_rung (desk.tile), ==, TC_RUNG_PAUSED);
  wait_until (desk_watch (desk.tile, 300 * MS) == 0);
  tc_tile_set_importance (desk.tile, TC_IMPORTANCE_NORMAL);
  g_assert_cmpint (tc_tile_get_rung (desk.tile), ==, TC_RUNG_FULL);
  desk_see (desk.tile, 10);
  tc_tile_limit_rung (desk.tile, TC_RUNG_KEYS);
  g_assert_cmpint (tc_tile_get_rung (desk.tile), ==, TC_RUNG_KEYS);
  tc_tile_set_importance (desk.tile, TC_IMPORTANCE_ALARM);
  g_assert_cmpint (tc_tile_get_rung (desk.tile), ==, TC_RUNG_FULL);
  desk_close (&desk);
}

/* A window that isn't painted takes nothing: its tiles rest until it does, and aren't counted. */
static void
test_unseen (void)
{
  Desk desk;

  desk_open (&desk, "live");
  wait_until (desk.n_frames > 0);
  wait_until (tc_tile_get_rung (desk.tile) == TC_RUNG_PAUSED);
  /* What waited is old. */
  g_assert_null (tc_tile_take_frame (desk.tile));
  desk_see (desk.tile, 1);
  g_assert_cmpint (tc_tile_get_rung (desk.tile), ==, TC_RUNG_FULL);
  tc_tile_set_importance (desk.tile, TC_IMPORTANCE_ALARM);
  pass_time (1500 * MS);
  g_assert_cmpint (tc_tile_get_rung (desk.tile), ==, TC_RUNG_FULL);
  desk_close (&desk);
}

/* Of pictures that come at once no window shows more than one: that isn't the computer's fault. */
static void
test_burst (void)
{
  Desk desk;
  TcTileGroupStatistics statistics;

  desk_open (&desk, "burst");
  desk_watch (desk.tile, 3500 * MS);
  tc_tile_group_get_statistics (desk.group, &statistics);
  g_assert_cmpuint (statistics.n_shown, >=, 5);
  g_assert_cmpuint (statistics.n_decoded * 4, <=, statistics.n_shown * 5);
  g_assert_cmpint (tc_tile_get_rung (desk.tile), ==, TC_RUNG_FULL);
  desk_close (&desk);
}

static void
test_statistics (void)
{
  Desk desk;
  TcTileStatistics statistics;

  desk_open (&desk, "live");
  desk_watch (desk.tile, 3500 * MS);
  wait_until ((desk_take (desk.tile), tc_tile_get_statistics (desk.tile, &statistics),
               statistics.decoded_rate > 20 && statistics.shown_rate > 15));
  g_assert_cmpstr (statistics.codec, ==, "H.264");
  g_assert_true (statistics.width == 640 && statistics.height == 360);
  g_assert_cmpfloat (statistics.rate, ==, 50);
  g_assert_cmpfloat (statistics.decoded_rate, <, 60);
  g_assert_cmpfloat (statistics.kbit_s, >, 150);
  g_assert_cmpuint (statistics.n_connects, ==, 1);
  g_assert_cmpuint (statistics.n_shown, >, 50);
  desk_close (&desk);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  desk_program = argv[1];
  g_assert_nonnull (desk_program);
  g_test_add_func ("/tile-group/pictures", test_pictures);
  g_test_add_func ("/tile-group/newest-wins", test_newest_wins);
  g_test_add_func ("/tile-group/kept", test_kept);
  g_test_add_func ("/tile-group/other-thread", test_other_thread);
  g_test_add_func ("/tile-group/size", test_size);
  g_test_add_func ("/tile-group/heard", test_heard);
  g_test_add_func ("/tile-group/replaced", test_replaced);
  g_test_add_func ("/tile-group/change-of-stream", test_change_of_stream);
  g_test_add_func ("/tile-group/other-fails", test_other_fails);
  g_test_add_func ("/tile-group/drop", test_drop);
  g_test_add_func ("/tile-group/cleared", test_cleared);
  g_test_add_func ("/tile-group/change-of-mind", test_change_of_mind);
  g_test_add_func ("/tile-group/refused-streams", test_refused_streams);
  g_test_add_func ("/tile-group/connects", test_connects);
  g_test_add_func ("/tile-group/dead", test_dead);
  g_test_add_func ("/tile-group/unseen", test_unseen);
  g_test_add_func ("/tile-group/processes", test_processes);
  g_test_add_func ("/tile-group/rungs", test_rungs);
  g_test_add_func ("/tile-group/burst", test_burst);
  g_test_add_func ("/tile-group/statistics", test_statistics);
  return g_test_run ();
}
