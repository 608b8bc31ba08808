/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One stream of a tile as the desktop keeps it: when it is tried and when a ticket is asked for,
 * and how faults are told over several attempts. Time is given.
 */
#include "tc-tile-play.h"

#define SECOND ((gint64) G_USEC_PER_SEC)
#define NOW (1000 * SECOND)
#define REAL (2000000 * SECOND)

static TcTileMessage *
make_stream (const char *address)
{
  TcTileMessage *stream = tc_tile_message_new (TC_TILE_PLAY);

  stream->address = g_strdup (address);
  return stream;
}

static TcTilePlay
make (gint64 until_us)
{
  TcTilePlay play;

  tc_tile_play_init (&play, 1);
  g_assert_cmpint (tc_tile_play_find_need (&play, NOW, REAL), ==, TC_TILE_PLAY_REST);
  g_assert_false (tc_tile_play_want (&play, make_stream ("rtsp://h/1"), until_us, NOW));
  return play;
}

static gboolean
say (TcTilePlay *play, TcStreamState state, TcStreamCause cause, gint64 now_us)
{
  const TcStreamReport report = {state, cause, now_us, 0, 0};

  return tc_tile_play_say (play, &report, now_us);
}

static void
test_attempts (void)
{
  TcTilePlay play = make (0);

  g_assert_cmpint (tc_tile_play_find_need (&play, NOW, REAL), ==, TC_TILE_PLAY_CONNECT);
  tc_tile_play_begin (&play, 7, NOW);
  g_assert_true (play.connecting && play.attempt == 7);
  g_assert_cmpint (tc_tile_play_find_need (&play, NOW, REAL), ==, TC_TILE_PLAY_REST);
  g_assert_true (say (&play, TC_STREAM_CONNECTING, TC_CAUSE_NONE, NOW));
  g_assert_true (play.connecting);
  g_assert_false (say (&play, TC_STREAM_OFFLINE, TC_CAUSE_NO_ROUTE, NOW + SECOND));
  g_assert_false (play.connecting);
  g_assert_cmpuint (play.attempt, ==, 0);
  /* A second later, shortened by a quarter at most. */
  g_assert_cmpint (tc_tile_play_find_need (&play, NOW + SECOND + SECOND * 3 / 4 - 1, REAL), ==,
                   TC_TILE_PLAY_REST);
  g_assert_cmpint (tc_tile_play_find_need (&play, NOW + 2 * SECOND, REAL), ==,
                   TC_TILE_PLAY_CONNECT);
  /* The second time two. */
  tc_tile_play_begin (&play, 8, NOW);
  g_assert_false (say (&play, TC_STREAM_OFFLINE, TC_CAUSE_REFUSED, NOW + 2 * SECOND));
  g_assert_cmpint (play.retry_us, >, NOW + 3 * SECOND);
  g_assert_cmpint (play.retry_us, <=, NOW + 4 * SECOND);
  g_assert_cmpint (play.report.cause, ==, TC_CAUSE_REFUSED);
  g_assert_cmpint (play.report.since_us, ==, NOW + SECOND);
  /* A person wants it now. */
  tc_tile_play_retry (&play, NOW + 2 * SECOND);
  g_assert_cmpint (tc_tile_play_find_need (&play, NOW + 2 * SECOND, REAL), ==,
                   TC_TILE_PLAY_CONNECT);
  tc_tile_play_clear (&play);
}

static void
test_worked (void)
{
  TcTilePlay play = make (0);

  for (guint32 i = 1; i <= 4; i++) {
    tc_tile_play_begin (&play, i, NOW);
    g_assert_false (say (&play, TC_STREAM_OFFLINE, TC_CAUSE_NO_ROUTE, NOW));
  }
  tc_tile_play_begin (&play, 5, NOW);
  tc_tile_play_picture (&play, NOW, NOW);
  g_assert_true (say (&play, TC_STREAM_LIVE, TC_CAUSE_NONE, NOW));
  g_assert_false (play.connecting);
  /* It had shown pictures for a while: the first wait again. */
  g_assert_false (say (&play, TC_STREAM_OFFLINE, TC_CAUSE_END, NOW + TC_BACK_OFF_WELL_US));
  g_assert_cmpint (play.retry_us, <=, NOW + TC_BACK_OFF_WELL_US + TC_BACK_OFF_FIRST_US);
  tc_tile_play_clear (&play);
}

/* One that is hidden shows no pictures, and works. */
static void
test_worked_hidden (void)
{
  TcTilePlay play = make (0);

  for (guint32 i = 1; i <= 4; i++) {
    tc_tile_play_begin (&play, i, NOW);
    g_assert_false (say (&play, TC_STREAM_OFFLINE, TC_CAUSE_NO_ROUTE, NOW));
  }
  tc_tile_play_begin (&play, 5, NOW);
  g_assert_true (say (&play, TC_STREAM_LIVE, TC_CAUSE_NONE, NOW));
  g_assert_false (say (&play, TC_STREAM_OFFLINE, TC_CAUSE_END, NOW + TC_BACK_OFF_WELL_US));
  g_assert_cmpint (play.retry_us, <=, NOW + TC_BACK_OFF_WELL_US + TC_BACK_OFF_FIRST_US);
  tc_tile_play_clear (&play);
}

/* One that is never answered takes no place for good, and is over after a while. */
static void
test_unanswered (void)
{
  TcTilePlay play = make (0);

  tc_tile_play_begin (&play, 1, NOW);
  g_assert_true (tc_tile_play_is_connecting (&play, NOW + TC_TILE_PLAY_PLACE_US - 1));
  g_assert_false (tc_tile_play_is_connecting (&play, NOW + TC_TILE_PLAY_PLACE_US));
  g_assert_false (tc_tile_play_is_unanswered (&play, NOW + TC_TILE_PLAY_ANSWER_US - 1));
  g_assert_true (tc_tile_play_is_unanswered (&play, NOW + TC_TILE_PLAY_ANSWER_US));
  tc_tile_play_picture (&play, NOW, NOW);
  g_assert_false (tc_tile_play_is_connecting (&play, NOW));
  g_assert_false (tc_tile_play_is_unanswered (&play, NOW + TC_TILE_PLAY_ANSWER_US));
  tc_tile_play_clear (&play);
}

/* Said to be live, and no picture comes; said to be late, a key frame may still be awaited. */
static void
test_lost (void)
{
  TcTilePlay play = make (0);
  const gint64 lost_us = NOW + TC_TILE_PLAY_LOST_US;

  tc_tile_play_begin (&play, 1, NOW);
  g_assert_cmpint (tc_tile_play_find_lost (&play, 0, NOW + 60 * SECOND), ==, 0);
  g_assert_true (say (&play, TC_STREAM_LIVE, TC_CAUSE_NONE, NOW));
  g_assert_cmpint (tc_tile_play_find_lost (&play, 0, lost_us - 1), ==, 0);
  g_assert_cmpint (tc_tile_play_find_lost (&play, 0, lost_us), ==, TC_TILE_PLAY_LOST_US);
  /* The rung has changed since. */
  g_assert_cmpint (tc_tile_play_find_lost (&play, NOW + 1, lost_us), ==, 0);
  tc_tile_play_picture (&play, NOW + SECOND, NOW + SECOND);
  g_assert_cmpint (tc_tile_play_find_lost (&play, 0, lost_us), ==, 0);
  g_assert_cmpint (tc_tile_play_find_lost (&play, 0, lost_us + SECOND), >, 0);
  g_assert_true (say (&play, TC_STREAM_LATE, TC_CAUSE_SLOW, NOW + 2 * SECOND));
  g_assert_cmpint (tc_tile_play_find_lost (&play, 0, lost_us + SECOND), ==, 0);
  g_assert_cmpint (tc_tile_play_find_lost (&play, 0, lost_us + SECOND + TC_WATCH_KEY_US), >, 0);
  g_assert_true (say (&play, TC_STREAM_STALLED, TC_CAUSE_NO_DATA, NOW + 5 * SECOND));
  g_assert_cmpint (tc_tile_play_find_lost (&play, 0, NOW + 60 * SECOND), ==, 0);
  tc_tile_play_clear (&play);
}

/* Nothing has happened yet that is said to be ahead. */
static void
test_future (void)
{
  TcTilePlay play = make (0);
  const TcStreamReport ahead = {TC_STREAM_LIVE, TC_CAUSE_NONE, NOW + 60 * SECOND, NOW + 60 * SECOND,
                                0};

  tc_tile_play_begin (&play, 1, NOW);
  tc_tile_play_picture (&play, NOW + 60 * SECOND, NOW + SECOND);
  g_assert_cmpint (play.report.picture_us, ==, NOW + SECOND);
  g_assert_true (tc_tile_play_say (&play, &ahead, NOW + 2 * SECOND));
  g_assert_cmpint (play.report.picture_us, ==, NOW + 2 * SECOND);
  g_assert_cmpint (play.report.since_us, ==, NOW + 2 * SECOND);
  tc_tile_play_clear (&play);
}

static void
test_ticket (void)
{
  TcTilePlay play = make (REAL + 60 * SECOND);

  g_assert_cmpint (tc_tile_play_find_need (&play, NOW, REAL + 60 * SECOND - 1), ==,
                   TC_TILE_PLAY_CONNECT);
  g_assert_cmpint (tc_tile_play_find_need (&play, NOW, REAL + 60 * SECOND), ==, TC_TILE_PLAY_ASK);
  tc_tile_play_ask (&play, NOW);
  g_assert_cmpint (
      tc_tile_play_find_need (&play, NOW + TC_TILE_ASK_AGAIN_US - 1, REAL + 61 * SECOND), ==,
      TC_TILE_PLAY_REST);
  g_assert_cmpint (tc_tile_play_find_need (&play, NOW + TC_TILE_ASK_AGAIN_US, REAL + 61 * SECOND),
                   ==, TC_TILE_PLAY_ASK);
  g_assert_true (
      tc_tile_play_want (&play, make_stream ("rtsp://h/1"), REAL + 120 * SECOND, NOW + SECOND));
  g_assert_cmpint (tc_tile_play_find_need (&play, NOW + SECOND, REAL + 61 * SECOND), ==,
                   TC_TILE_PLAY_CONNECT);
  /* One that was refused isn't used again, however long it is good for. */
  tc_tile_play_begin (&play, 1, NOW);
  g_assert_false (say (&play, TC_STREAM_DENIED, TC_CAUSE_DENIED, NOW + SECOND));
  g_assert_cmpint (tc_tile_play_find_need (&play, NOW + 3 * SECOND, REAL + 62 * SECOND), ==,
                   TC_TILE_PLAY_ASK);
  tc_tile_play_clear (&play);

  /* A password is tried again. */
  play = make (0);
  tc_tile_play_begin (&play, 1, NOW);
  g_assert_false (say (&play, TC_STREAM_DENIED, TC_CAUSE_DENIED, NOW));
  g_assert_cmpint (tc_tile_play_find_need (&play, NOW + 3 * SECOND, REAL), ==,
                   TC_TILE_PLAY_CONNECT);
  tc_tile_play_clear (&play);
}

/* A fault is told since its first moment, by its newest cause, until a picture comes. */
static void
test_faults (void)
{
  TcTilePlay play = make (0);
  TcStreamReport stalled = {TC_STREAM_STALLED, TC_CAUSE_NO_DATA, NOW + 5 * SECOND, NOW + 5 * SECOND,
                            0};

  tc_tile_play_begin (&play, 1, NOW);
  tc_tile_play_picture (&play, NOW + 5 * SECOND, NOW + 5 * SECOND);
  say (&play, TC_STREAM_LIVE, TC_CAUSE_NONE, NOW);
  g_assert_cmpint (play.report.picture_us, ==, NOW + 5 * SECOND);
  g_assert_true (tc_tile_play_say (&play, &stalled, NOW + 7 * SECOND));
  g_assert_false (say (&play, TC_STREAM_OFFLINE, TC_CAUSE_NO_DATA, NOW + 15 * SECOND));
  tc_tile_play_begin (&play, 2, NOW);
  g_assert_true (say (&play, TC_STREAM_CONNECTING, TC_CAUSE_NONE, NOW + 16 * SECOND));
  g_assert_cmpint (play.report.state, ==, TC_STREAM_OFFLINE);
  g_assert_cmpint (play.report.cause, ==, TC_CAUSE_NO_DATA);
  g_assert_cmpint (play.report.since_us, ==, NOW + 5 * SECOND);
  g_assert_cmpint (play.report.picture_us, ==, NOW + 5 * SECOND);
  g_assert_true (say (&play, TC_STREAM_LIVE, TC_CAUSE_NONE, NOW + 17 * SECOND));
  g_assert_cmpint (play.report.since_us, ==, NOW + 17 * SECOND);
  tc_tile_play_clear (&play);
}

/* Frames of a camera that sends the same one again and again are no new pictures. */
static void
test_frozen (void)
{
  TcTilePlay play = make (0);
  const TcStreamReport late = {TC_STREAM_LATE, TC_CAUSE_FROZEN, NOW + 2 * SECOND, NOW, 0};
  const TcStreamReport stalled = {TC_STREAM_STALLED, TC_CAUSE_FROZEN, NOW, NOW, 0};

  tc_tile_play_begin (&play, 1, NOW);
  tc_tile_play_picture (&play, NOW, NOW);
  g_assert_true (tc_tile_play_say (&play, &late, NOW + 2 * SECOND));
  tc_tile_play_picture (&play, NOW + 3 * SECOND, NOW + 3 * SECOND);
  g_assert_cmpint (play.report.picture_us, ==, NOW);
  g_assert_true (tc_tile_play_say (&play, &stalled, NOW + 5 * SECOND));
  tc_tile_play_picture (&play, NOW + 6 * SECOND, NOW + 6 * SECOND);
  g_assert_cmpint (play.report.picture_us, ==, NOW);
  tc_tile_play_clear (&play);
}

static void
test_decoder_gone (void)
{
  TcTilePlay play = make (0);

  /* It doesn't run: nothing is lost. */
  tc_tile_play_lose (&play, SECOND, NOW);
  g_assert_cmpint (play.report.state, ==, TC_STREAM_CONNECTING);
  tc_tile_play_begin (&play, 1, NOW);
  tc_tile_play_picture (&play, NOW + SECOND, NOW + SECOND);
  tc_tile_play_lose (&play, SECOND, NOW + 2 * SECOND);
  g_assert_cmpint (play.report.state, ==, TC_STREAM_STALLED);
  g_assert_cmpint (play.report.cause, ==, TC_CAUSE_DECODER);
  g_assert_cmpint (play.report.since_us, ==, NOW + SECOND);
  g_assert_cmpint (tc_tile_play_find_need (&play, NOW + 3 * SECOND - 1, REAL), ==,
                   TC_TILE_PLAY_REST);
  g_assert_cmpint (tc_tile_play_find_need (&play, NOW + 3 * SECOND, REAL), ==,
                   TC_TILE_PLAY_CONNECT);
  /* None can be started at all. */
  tc_tile_play_put_off (&play, SECOND, NOW + 3 * SECOND);
  g_assert_cmpint (play.report.state, ==, TC_STREAM_OFFLINE);
  g_assert_cmpint (tc_tile_play_find_need (&play, NOW + 3 * SECOND, REAL), ==, TC_TILE_PLAY_REST);
  tc_tile_play_clear (&play);
}

/* The same stream with a new ticket goes on; another address, or other masks, begin anew. */
static void
test_change (void)
{
  static const TcPictureMask mask = {0, 0, 100, 100};
  TcTilePlay play = make (0);
  TcTileMessage *masked = make_stream ("rtsp://h/1");

  masked->masks = g_array_new (FALSE, FALSE, sizeof mask);
  g_array_append_val (masked->masks, mask);
  tc_tile_play_begin (&play, 1, NOW);
  g_assert_true (tc_tile_play_want (&play, make_stream ("rtsp://h/1"), 0, NOW));
  g_assert_cmpuint (play.attempt, ==, 1);
  g_assert_false (tc_tile_play_want (&play, masked, 0, NOW));
  g_assert_cmpuint (play.attempt, ==, 0);
  g_assert_cmpint (tc_tile_play_find_need (&play, NOW, REAL), ==, TC_TILE_PLAY_CONNECT);
  tc_tile_play_begin (&play, 2, NOW);
  g_assert_false (tc_tile_play_want (&play, make_stream ("rtsp://h/2"), 0, NOW));
  g_assert_cmpuint (play.attempt, ==, 0);
  tc_tile_play_begin (&play, 3, NOW);
  tc_tile_play_unwant (&play);
  g_assert_true (play.attempt == 0 && !play.connecting);
  g_assert_cmpint (tc_tile_play_find_need (&play, NOW, REAL), ==, TC_TILE_PLAY_REST);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tile-play/attempts", test_attempts);
  g_test_add_func ("/tile-play/worked", test_worked);
  g_test_add_func ("/tile-play/worked-hidden", test_worked_hidden);
  g_test_add_func ("/tile-play/unanswered", test_unanswered);
  g_test_add_func ("/tile-play/lost", test_lost);
  g_test_add_func ("/tile-play/future", test_future);
  g_test_add_func ("/tile-play/ticket", test_ticket);
  g_test_add_func ("/tile-play/faults", test_faults);
  g_test_add_func ("/tile-play/frozen", test_frozen);
  g_test_add_func ("/tile-play/decoder-gone", test_decoder_gone);
  g_test_add_func ("/tile-play/change", test_change);
  return g_test_run ();
}
