/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The watch over a stream: each state with its cause, at the moment that the header says, and back
 * again. Time is given; whatever happens, a picture that stands still is marked within 3 s.
 */
#include "tc-stream-watch.h"

#define SECOND ((gint64) G_USEC_PER_SEC)
#define MS ((gint64) 1000)
#define FRAME_US (SECOND / 15)
#define BEGIN (1000 * SECOND)

typedef struct {
  TcStreamWatch watch;
  gint64 now_us;
  gint64 pts_us;
  TcStreamCause give_up;
} Stream;

static void
look (Stream *stream)
{
  gint64 due_us = tc_stream_watch_look (&stream->watch, stream->now_us, &stream->give_up);

  g_assert_cmpint (due_us, >=, stream->now_us);
}

#define check(stream, a_state, a_cause)                                                            \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_assert_cmpstr (tc_stream_state_code ((stream)->watch.report.state), ==, (a_state));          \
    g_assert_cmpstr (tc_stream_cause_code ((stream)->watch.report.cause), ==, (a_cause));          \
  }                                                                                                \
  G_STMT_END

static Stream
begin (TcDecodeRung rung)
{
  Stream stream = {.now_us = BEGIN};

  tc_stream_watch_init (&stream.watch, stream.now_us);
  tc_stream_watch_set_rung (&stream.watch, rung, stream.now_us);
  tc_stream_watch_begin (&stream.watch, stream.now_us);
  look (&stream);
  check (&stream, "connecting", "");
  return stream;
}

/* Frames in time for @us; pictures of them, that change or not. */
static void
flow (Stream *stream, gint64 us, gboolean decodes, gboolean changes)
{
  for (gint64 until_us = stream->now_us + us; stream->now_us < until_us;) {
    stream->now_us += FRAME_US;
    stream->pts_us += FRAME_US;
    tc_stream_watch_data (&stream->watch, stream->pts_us, stream->now_us);
    if (decodes)
      tc_stream_watch_picture (&stream->watch, changes, stream->now_us);
    look (stream);
  }
}

/* Nothing comes; it is asked when it says, and must be in the state at exactly @state_us. */
static void
wait_for (Stream *stream, TcStreamState state, gint64 state_us)
{
  for (int i = 0; i < 100 && stream->watch.report.state != state; i++) {
    gint64 due_us = tc_stream_watch_look (&stream->watch, stream->now_us, &stream->give_up);

    g_assert_cmpint (due_us, <, G_MAXINT64);
    /* The camera's clock goes on. */
    stream->pts_us += MAX (due_us - stream->now_us, 0);
    stream->now_us = MAX (due_us, stream->now_us);
    look (stream);
  }
  g_assert_cmpint (stream->watch.report.state, ==, state);
  g_assert_cmpint (stream->now_us, ==, state_us);
}

static void
test_live (void)
{
  Stream stream = begin (TC_RUNG_FULL);
  gint64 first_us;

  /* Data alone is no picture. */
  stream.now_us += SECOND;
  tc_stream_watch_data (&stream.watch, 0, stream.now_us);
  look (&stream);
  check (&stream, "connecting", "");
  g_assert_cmpint (stream.watch.live_us, ==, 0);
  first_us = stream.now_us + FRAME_US;
  flow (&stream, 5 * SECOND, TRUE, TRUE);
  check (&stream, "live", "");
  g_assert_cmpint (stream.watch.live_us, ==, first_us);
  g_assert_cmpint (stream.watch.report.since_us, ==, first_us);
  g_assert_cmpint (stream.watch.report.picture_us, ==, stream.now_us);
}

static void
test_data_alone (void)
{
  Stream stream = begin (TC_RUNG_PAUSED);
  gint64 last_us;

  flow (&stream, 5 * SECOND, FALSE, FALSE);
  check (&stream, "live", "");
  g_assert_cmpint (stream.watch.live_us, >, 0);
  last_us = stream.now_us;
  wait_for (&stream, TC_STREAM_STALLED, last_us + TC_WATCH_STALL_MIN_US);
  check (&stream, "stalled", "no-data");
}

static void
test_stall (void)
{
  Stream stream = begin (TC_RUNG_FULL);
  gint64 last_us;

  flow (&stream, 5 * SECOND, TRUE, TRUE);
  last_us = stream.now_us;
  wait_for (&stream, TC_STREAM_LATE, last_us + TC_WATCH_LATE_US);
  check (&stream, "late", "slow");
  wait_for (&stream, TC_STREAM_STALLED, last_us + TC_WATCH_STALL_MIN_US);
  check (&stream, "stalled", "no-data");
  g_assert_cmpint (stream.watch.report.since_us, ==, last_us);
  g_assert_cmpint (stream.watch.report.picture_us, ==, last_us);
  g_assert_cmpint (stream.give_up, ==, TC_CAUSE_NONE);

  /* It is given up after ten seconds, and not a moment before. */
  g_assert_cmpint (tc_stream_watch_look (&stream.watch, stream.now_us, NULL), ==,
                   last_us + TC_WATCH_SILENT_US);
  stream.pts_us += last_us + TC_WATCH_SILENT_US - stream.now_us;
  stream.now_us = last_us + TC_WATCH_SILENT_US - 1;
  look (&stream);
  g_assert_cmpint (stream.give_up, ==, TC_CAUSE_NONE);
  stream.now_us++;
  look (&stream);
  g_assert_cmpint (stream.give_up, ==, TC_CAUSE_NO_DATA);

  /* It comes again by itself. */
  flow (&stream, FRAME_US, TRUE, TRUE);
  check (&stream, "live", "");
  g_assert_cmpint (stream.watch.report.since_us, ==, stream.now_us);
}

/* Slow cameras: three intervals, but never later than 3 s. */
static void
test_stall_by_rate (void)
{
  static const struct {
    gint64 interval_us, stall_us;
  } rates[] = {{40 * MS, 2000 * MS},
               {600 * MS, 2000 * MS},
               {700 * MS, 2100 * MS},
               {900 * MS, 2700 * MS},
               {999 * MS, 2750 * MS}};

  for (gsize i = 0; i < G_N_ELEMENTS (rates); i++) {
    Stream stream = begin (TC_RUNG_FULL);

    for (int n = 0; n < 100; n++) {
      stream.now_us += rates[i].interval_us;
      tc_stream_watch_data (&stream.watch, -1, stream.now_us);
      tc_stream_watch_picture (&stream.watch, TRUE, stream.now_us);
      look (&stream);
      check (&stream, "live", "");
    }
    wait_for (&stream, TC_STREAM_STALLED, stream.now_us + rates[i].stall_us);
  }
  g_assert_cmpint (TC_WATCH_STALL_MAX_US, <=, 2750 * MS);
}

static void
test_garbled (void)
{
  Stream stream = begin (TC_RUNG_FULL);
  gint64 last_us;

  flow (&stream, 5 * SECOND, TRUE, TRUE);
  last_us = stream.now_us;
  flow (&stream, TC_WATCH_STALL_MIN_US, FALSE, FALSE);
  check (&stream, "stalled", "garbled");
  g_assert_cmpint (stream.watch.report.since_us, ==, last_us);
  flow (&stream, TC_WATCH_SILENT_US, FALSE, FALSE);
  g_assert_cmpint (stream.give_up, ==, TC_CAUSE_GARBLED);
}

static void
test_no_first_picture (void)
{
  Stream stream = begin (TC_RUNG_FULL);

  /* Nothing came at all. */
  g_assert_cmpint (tc_stream_watch_look (&stream.watch, stream.now_us, NULL), ==,
                   BEGIN + TC_WATCH_CONNECT_US);
  stream.now_us = BEGIN + TC_WATCH_CONNECT_US;
  look (&stream);
  g_assert_cmpint (stream.give_up, ==, TC_CAUSE_TIMEOUT);
  check (&stream, "connecting", "");
  tc_stream_watch_fail (&stream.watch, stream.give_up, stream.now_us);
  check (&stream, "offline", "timeout");

  /* Data come, but no key frame yet: that may take a while. */
  for (int rung = TC_RUNG_STILL; rung <= TC_RUNG_FULL; rung++) {
    stream = begin ((TcDecodeRung) rung);
    flow (&stream, TC_WATCH_KEY_US - SECOND, FALSE, FALSE);
    check (&stream, "connecting", "");
    g_assert_cmpint (stream.give_up, ==, TC_CAUSE_NONE);
    flow (&stream, SECOND, FALSE, FALSE);
    g_assert_cmpint (stream.give_up, ==, TC_CAUSE_GARBLED);
  }
  /* Data came once, or they come damaged: no longer than without. */
  stream = begin (TC_RUNG_FULL);
  flow (&stream, FRAME_US, FALSE, FALSE);
  stream.now_us = BEGIN + TC_WATCH_CONNECT_US;
  look (&stream);
  g_assert_cmpint (stream.give_up, ==, TC_CAUSE_GARBLED);
  stream = begin (TC_RUNG_FULL);
  flow (&stream, 5 * SECOND, FALSE, FALSE);
  tc_stream_watch_loss (&stream.watch, 50, 50, stream.now_us);
  flow (&stream, 5 * SECOND, FALSE, FALSE);
  g_assert_cmpint (stream.give_up, ==, TC_CAUSE_LOSS);
}

static void
test_frozen (void)
{
  Stream stream = begin (TC_RUNG_FULL);
  gint64 last_us;

  flow (&stream, 5 * SECOND, TRUE, TRUE);
  last_us = stream.now_us;
  flow (&stream, TC_WATCH_STILL_US - FRAME_US, TRUE, FALSE);
  check (&stream, "live", "");
  flow (&stream, 2 * FRAME_US, TRUE, FALSE);
  check (&stream, "late", "frozen");
  g_assert_cmpint (stream.now_us - last_us, <, 3 * SECOND);
  flow (&stream, last_us + TC_WATCH_FROZEN_US - stream.now_us - FRAME_US, TRUE, FALSE);
  check (&stream, "late", "frozen");
  flow (&stream, 2 * FRAME_US, TRUE, FALSE);
  check (&stream, "stalled", "frozen");
  g_assert_cmpint (stream.watch.report.since_us, ==, last_us);
  g_assert_cmpint (stream.watch.report.picture_us, ==, last_us);
  /* It stays connected: the camera may go on. */
  flow (&stream, 60 * SECOND, TRUE, FALSE);
  g_assert_cmpint (stream.give_up, ==, TC_CAUSE_NONE);
  check (&stream, "stalled", "frozen");
  flow (&stream, FRAME_US, TRUE, TRUE);
  check (&stream, "live", "");
}

/* A slow camera: marked as soon as a fast one. */
static void
test_frozen_slow (void)
{
  Stream stream = begin (TC_RUNG_FULL);
  gint64 last_us = 0;

  for (int i = 0; i < 10; i++) {
    stream.now_us += SECOND;
    stream.pts_us += SECOND;
    tc_stream_watch_data (&stream.watch, stream.pts_us, stream.now_us);
    tc_stream_watch_picture (&stream.watch, i < 8, stream.now_us);
    look (&stream);
    check (&stream, "live", "");
    last_us = i < 8 ? stream.now_us : last_us;
  }
  g_assert_cmpint (tc_stream_watch_look (&stream.watch, stream.now_us, NULL), ==,
                   last_us + TC_WATCH_STILL_US);
  stream.now_us = last_us + TC_WATCH_STILL_US;
  look (&stream);
  check (&stream, "late", "frozen");
}

static void
test_lag (void)
{
  Stream stream = begin (TC_RUNG_FULL);

  flow (&stream, 5 * SECOND, TRUE, TRUE);
  /* From now on each frame comes 0.9 s later than those before, then 1.1 s. */
  stream.pts_us -= 900 * MS;
  flow (&stream, SECOND, TRUE, TRUE);
  check (&stream, "live", "");
  stream.pts_us -= 200 * MS;
  flow (&stream, SECOND, TRUE, TRUE);
  check (&stream, "late", "slow");
  /* Nearly in time isn't in time. */
  stream.pts_us += 400 * MS;
  flow (&stream, SECOND, TRUE, TRUE);
  check (&stream, "late", "slow");
  stream.pts_us += 300 * MS;
  flow (&stream, SECOND, TRUE, TRUE);
  check (&stream, "live", "");
}

/* A camera whose clock runs slow by 100 ppm isn't late after a day; one that jumps isn't either. */
static void
test_drift (void)
{
  Stream stream = begin (TC_RUNG_FULL);

  for (int i = 0; i < 86400; i++) {
    stream.now_us += 1000 * MS;
    stream.pts_us += 1000 * MS - 100;
    tc_stream_watch_data (&stream.watch, stream.pts_us, stream.now_us);
    tc_stream_watch_picture (&stream.watch, TRUE, stream.now_us);
    look (&stream);
    check (&stream, "live", "");
  }
  stream.pts_us -= TC_WATCH_JUMP_US + SECOND;
  flow (&stream, SECOND, TRUE, TRUE);
  check (&stream, "live", "");
  stream.pts_us += 3600 * SECOND;
  flow (&stream, SECOND, TRUE, TRUE);
  check (&stream, "live", "");
}

static void
test_loss (void)
{
  Stream stream = begin (TC_RUNG_FULL);

  flow (&stream, SECOND, TRUE, TRUE);
  /* 4 % is borne. */
  for (int i = 0; i < 10; i++) {
    flow (&stream, SECOND, TRUE, TRUE);
    tc_stream_watch_loss (&stream.watch, 96, 4, stream.now_us);
    look (&stream);
    check (&stream, "live", "");
  }
  for (int i = 0; i < 4; i++) {
    flow (&stream, SECOND, TRUE, TRUE);
    tc_stream_watch_loss (&stream.watch, 95, 5, stream.now_us);
    look (&stream);
  }
  check (&stream, "late", "loss");
  /* So many that no picture comes. */
  for (int i = 0; i < 3; i++) {
    flow (&stream, SECOND, FALSE, FALSE);
    tc_stream_watch_loss (&stream.watch, 50, 50, stream.now_us);
    look (&stream);
  }
  check (&stream, "stalled", "loss");
  for (int i = 0; i < 5; i++) {
    flow (&stream, SECOND, TRUE, TRUE);
    tc_stream_watch_loss (&stream.watch, 100, 0, stream.now_us);
    look (&stream);
  }
  check (&stream, "live", "");
}

static void
test_clock (void)
{
  Stream stream = begin (TC_RUNG_FULL);
  const gint64 wrong_us = -TC_WATCH_CLOCK_US - 1;

  tc_stream_watch_clock (&stream.watch, TC_WATCH_CLOCK_US, stream.now_us);
  flow (&stream, SECOND, TRUE, TRUE);
  check (&stream, "live", "");
  g_assert_cmpint (stream.watch.report.clock_offset_us, ==, 0);
  tc_stream_watch_clock (&stream.watch, wrong_us, stream.now_us);
  flow (&stream, SECOND, TRUE, TRUE);
  check (&stream, "live", "clock");
  g_assert_cmpint (stream.watch.report.clock_offset_us, ==, wrong_us);
  /* It jitters: nothing new. */
  for (int i = 0; i < 100; i++) {
    tc_stream_watch_clock (&stream.watch, wrong_us + (i % 2 ? 1 : -1) * 400 * MS, stream.now_us);
    look (&stream);
    check (&stream, "live", "clock");
    g_assert_cmpint (stream.watch.report.clock_offset_us, ==, wrong_us);
  }
  tc_stream_watch_clock (&stream.watch, 2 * wrong_us, stream.now_us);
  g_assert_cmpint (stream.watch.report.clock_offset_us, ==, 2 * wrong_us);
  tc_stream_watch_clock (&stream.watch, TC_WATCH_CLOCK_GOOD_US, stream.now_us);
  look (&stream);
  check (&stream, "live", "");
}

static void
test_fail (void)
{
  Stream stream = begin (TC_RUNG_FULL);
  gint64 last_us;

  flow (&stream, SECOND, TRUE, TRUE);
  last_us = stream.now_us;
  tc_stream_watch_fail (&stream.watch, TC_CAUSE_END, stream.now_us);
  check (&stream, "offline", "end-of-stream");
  g_assert_cmpint (stream.watch.report.since_us, ==, last_us);
  g_assert_cmpint (tc_stream_watch_look (&stream.watch, stream.now_us, &stream.give_up), ==,
                   G_MAXINT64);
  g_assert_cmpint (stream.give_up, ==, TC_CAUSE_NONE);

  /* Tried again and again it stays at fault, since the first of it, by the newest cause. */
  stream.now_us += SECOND;
  tc_stream_watch_begin (&stream.watch, stream.now_us);
  look (&stream);
  check (&stream, "offline", "end-of-stream");
  tc_stream_watch_fail (&stream.watch, TC_CAUSE_NO_ROUTE, stream.now_us);
  check (&stream, "offline", "no-route");
  stream.now_us += SECOND;
  tc_stream_watch_begin (&stream.watch, stream.now_us);
  tc_stream_watch_fail (&stream.watch, TC_CAUSE_DENIED, stream.now_us);
  check (&stream, "denied", "denied");
  g_assert_cmpint (stream.watch.report.since_us, ==, last_us);
  g_assert_cmpint (stream.watch.report.picture_us, ==, last_us);

  /* What comes late from the attempt that is over changes nothing. */
  tc_stream_watch_picture (&stream.watch, TRUE, stream.now_us);
  tc_stream_watch_data (&stream.watch, 0, stream.now_us);
  look (&stream);
  check (&stream, "denied", "denied");

  stream.now_us += SECOND;
  tc_stream_watch_begin (&stream.watch, stream.now_us);
  flow (&stream, SECOND, TRUE, TRUE);
  check (&stream, "live", "");
}

/* Pictures that are held back (a lower rung) aren't missed, and have time to come again. */
static void
test_held_back (void)
{
  Stream stream = begin (TC_RUNG_FULL);
  gint64 last_us;

  flow (&stream, SECOND, TRUE, TRUE);
  tc_stream_watch_set_rung (&stream.watch, TC_RUNG_PAUSED, stream.now_us);
  flow (&stream, 60 * SECOND, FALSE, FALSE);
  check (&stream, "live", "");
  /* The picture is too old by far: as at the beginning. */
  tc_stream_watch_set_rung (&stream.watch, TC_RUNG_FULL, stream.now_us);
  flow (&stream, 4 * SECOND, FALSE, FALSE);
  check (&stream, "connecting", "");
  g_assert_cmpint (stream.give_up, ==, TC_CAUSE_NONE);
  flow (&stream, SECOND, TRUE, FALSE);
  check (&stream, "live", "");
  flow (&stream, SECOND, TRUE, TRUE);
  /* A moment without: the picture gets old, and is said to be; the key frame has its time. */
  last_us = stream.now_us;
  tc_stream_watch_set_rung (&stream.watch, TC_RUNG_PAUSED, stream.now_us);
  flow (&stream, SECOND / 2, FALSE, FALSE);
  tc_stream_watch_set_rung (&stream.watch, TC_RUNG_FULL, stream.now_us);
  look (&stream);
  check (&stream, "live", "");
  flow (&stream, SECOND / 2, FALSE, FALSE);
  check (&stream, "late", "slow");
  g_assert_cmpint (stream.watch.report.picture_us, ==, last_us);
  flow (&stream, TC_WATCH_KEY_US - SECOND, FALSE, FALSE);
  check (&stream, "late", "slow");
  flow (&stream, SECOND, FALSE, FALSE);
  check (&stream, "stalled", "garbled");
  g_assert_cmpint (stream.watch.report.since_us, ==, last_us);
  g_assert_cmpint (stream.give_up, ==, TC_CAUSE_NONE);
  flow (&stream, TC_WATCH_SILENT_US, FALSE, FALSE);
  g_assert_cmpint (stream.give_up, ==, TC_CAUSE_GARBLED);
  /* Stills that are the same, ten seconds apart, are no standstill by themselves. */
  stream = begin (TC_RUNG_PAUSED);
  flow (&stream, SECOND, FALSE, FALSE);
  tc_stream_watch_picture (&stream.watch, TRUE, stream.now_us);
  look (&stream);
  check (&stream, "live", "");
}

/* Key frames alone: what they promise is learnt from them, and watched. */
static void
test_keys (void)
{
  Stream stream = begin (TC_RUNG_FULL);
  gint64 last_us = 0;

  flow (&stream, SECOND, TRUE, TRUE);
  tc_stream_watch_set_rung (&stream.watch, TC_RUNG_KEYS, stream.now_us);
  for (int i = 0; i < 5; i++) {
    flow (&stream, 2 * SECOND, FALSE, FALSE);
    tc_stream_watch_picture (&stream.watch, TRUE, stream.now_us);
    look (&stream);
    check (&stream, "live", "");
    last_us = stream.now_us;
  }
  flow (&stream, 5 * SECOND, FALSE, FALSE);
  check (&stream, "live", "");
  flow (&stream, 3 * SECOND / 2, FALSE, FALSE);
  check (&stream, "stalled", "garbled");
  g_assert_cmpint (stream.watch.report.since_us, ==, last_us);
  /* Another rung makes nothing good of it; a picture does. */
  for (int i = 0; i < 10; i++) {
    tc_stream_watch_set_rung (&stream.watch, i % 2 ? TC_RUNG_KEYS : TC_RUNG_FULL, stream.now_us);
    flow (&stream, SECOND / 2, FALSE, FALSE);
    check (&stream, "stalled", "garbled");
  }
  tc_stream_watch_picture (&stream.watch, TRUE, stream.now_us);
  look (&stream);
  check (&stream, "live", "");
  /* Nothing comes at all: as with pictures. */
  last_us = stream.now_us;
  wait_for (&stream, TC_STREAM_STALLED, last_us + TC_WATCH_STALL_MIN_US);
  check (&stream, "stalled", "no-data");
}

/* A standing picture gets no time by other rungs, and a frozen one stays that. */
static void
test_rungs_change (void)
{
  Stream stream = begin (TC_RUNG_FULL);
  gint64 last_us;

  flow (&stream, 5 * SECOND, TRUE, TRUE);
  last_us = stream.now_us;
  for (int i = 0; i < 20; i++) {
    tc_stream_watch_set_rung (&stream.watch, i % 2 ? TC_RUNG_FULL : TC_RUNG_KEYS, stream.now_us);
    flow (&stream, SECOND, FALSE, FALSE);
    if (stream.now_us - last_us >= 3 * SECOND)
      check (&stream, "late", "slow");
    g_assert_cmpint (stream.watch.report.picture_us, ==, last_us);
  }
  stream = begin (TC_RUNG_FULL);
  flow (&stream, 5 * SECOND, TRUE, TRUE);
  last_us = stream.now_us;
  flow (&stream, TC_WATCH_FROZEN_US + FRAME_US, TRUE, FALSE);
  check (&stream, "stalled", "frozen");
  for (int rung = TC_RUNG_KEYS; rung >= TC_RUNG_PAUSED; rung--) {
    tc_stream_watch_set_rung (&stream.watch, (TcDecodeRung) rung, stream.now_us);
    flow (&stream, SECOND, FALSE, FALSE);
    check (&stream, "stalled", "frozen");
  }
  tc_stream_watch_set_rung (&stream.watch, TC_RUNG_FULL, stream.now_us);
  flow (&stream, SECOND, TRUE, FALSE);
  check (&stream, "stalled", "frozen");
  g_assert_cmpint (stream.watch.report.picture_us, ==, last_us);
  flow (&stream, FRAME_US, TRUE, TRUE);
  check (&stream, "live", "");
}

/* Whatever came before, 3 s after the last new picture nothing is called live. */
static void
test_always_marked (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);

  for (int run = 0; run < 300; run++) {
    Stream stream = begin (TC_RUNG_FULL);
    gint64 last_us;

    for (int i = 0; i < 200; i++) {
      stream.now_us += g_rand_int_range (rand, 1, 1200) * MS;
      stream.pts_us += g_rand_int_range (rand, 1, 1200) * MS;
      tc_stream_watch_data (&stream.watch, stream.pts_us, stream.now_us);
      tc_stream_watch_picture (&stream.watch, g_rand_boolean (rand), stream.now_us);
      if (run % 2)
        tc_stream_watch_set_rung (&stream.watch, (TcDecodeRung) g_rand_int_range (rand, 0, 4),
                                  stream.now_us);
      look (&stream);
    }
    tc_stream_watch_set_rung (&stream.watch, TC_RUNG_FULL, stream.now_us);
    tc_stream_watch_data (&stream.watch, stream.pts_us, stream.now_us);
    tc_stream_watch_picture (&stream.watch, TRUE, stream.now_us);
    last_us = stream.now_us;
    while (stream.now_us < last_us + 3 * SECOND) {
      gint64 due_us = tc_stream_watch_look (&stream.watch, stream.now_us, &stream.give_up);

      stream.now_us = MIN (due_us, last_us + 3 * SECOND);
      if (run % 3 == 1)
        tc_stream_watch_data (&stream.watch, stream.pts_us, stream.now_us);
    }
    look (&stream);
    g_assert_true (tc_stream_state_is_fault (stream.watch.report.state));
  }
}

static void
test_codes (void)
{
  TcStreamCause cause = TC_CAUSE_N;

  for (int i = 0; i < TC_CAUSE_N; i++) {
    for (int k = 0; k < i; k++)
      g_assert_cmpstr (tc_stream_cause_code ((TcStreamCause) i), !=,
                       tc_stream_cause_code ((TcStreamCause) k));
    g_assert_true (tc_stream_cause_from_code (tc_stream_cause_code ((TcStreamCause) i), &cause));
    g_assert_cmpint (cause, ==, i);
  }
  g_assert_false (tc_stream_cause_from_code ("strange", &cause));
  g_assert_cmpint (cause, ==, TC_CAUSE_N - 1);
}

/* Pictures that come seldom by agreement are as they should be; one that was promised and doesn't
 * come is missed within three seconds. */
static void
test_thinned (void)
{
  TcStreamWatch watch;
  gint64 now_us = 100 * G_USEC_PER_SEC;

  tc_stream_watch_init (&watch, now_us);
  tc_stream_watch_set_rung (&watch, TC_RUNG_FULL, now_us);
  tc_stream_watch_begin (&watch, now_us);
  for (int i = 0; i < 4; i++) {
    tc_stream_watch_sent (&watch, TC_SEND_STILLS, 5 * G_USEC_PER_SEC);
    tc_stream_watch_data (&watch, now_us, now_us);
    tc_stream_watch_picture (&watch, TRUE, now_us);
    for (int k = 0; k < 50; k++, now_us += G_USEC_PER_SEC / 10) {
      tc_stream_watch_look (&watch, now_us, NULL);
      g_assert_cmpint (watch.report.state, ==, TC_STREAM_LIVE);
    }
    g_assert_cmpint (tc_stream_report_get_rung (&watch.report, TC_RUNG_FULL), ==, TC_RUNG_STILL);
  }
  /* The next says that they come more often: what was said before is good until it is there. */
  tc_stream_watch_sent (&watch, TC_SEND_KEYS, G_USEC_PER_SEC);
  tc_stream_watch_data (&watch, now_us, now_us);
  tc_stream_watch_look (&watch, now_us, NULL);
  g_assert_cmpint (watch.report.state, ==, TC_STREAM_LIVE);
  tc_stream_watch_picture (&watch, TRUE, now_us);
  g_assert_cmpint (tc_stream_report_get_rung (&watch.report, TC_RUNG_FULL), ==, TC_RUNG_KEYS);
  g_assert_cmpint (tc_stream_report_get_rung (&watch.report, TC_RUNG_STILL), ==, TC_RUNG_STILL);
  now_us += G_USEC_PER_SEC + TC_WATCH_STALL_MAX_US;
  tc_stream_watch_look (&watch, now_us - 1, NULL);
  g_assert_cmpint (watch.report.state, ==, TC_STREAM_LATE);
  tc_stream_watch_look (&watch, now_us, NULL);
  g_assert_cmpint (watch.report.state, ==, TC_STREAM_STALLED);
  /* Another attempt begins with nothing said. */
  tc_stream_watch_begin (&watch, now_us);
  g_assert_cmpint (watch.report.sent_gap_us, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stream-watch/live", test_live);
  g_test_add_func ("/stream-watch/data-alone", test_data_alone);
  g_test_add_func ("/stream-watch/stall", test_stall);
  g_test_add_func ("/stream-watch/stall-by-rate", test_stall_by_rate);
  g_test_add_func ("/stream-watch/garbled", test_garbled);
  g_test_add_func ("/stream-watch/no-first-picture", test_no_first_picture);
  g_test_add_func ("/stream-watch/frozen", test_frozen);
  g_test_add_func ("/stream-watch/frozen-slow", test_frozen_slow);
  g_test_add_func ("/stream-watch/lag", test_lag);
  g_test_add_func ("/stream-watch/drift", test_drift);
  g_test_add_func ("/stream-watch/loss", test_loss);
  g_test_add_func ("/stream-watch/clock", test_clock);
  g_test_add_func ("/stream-watch/fail", test_fail);
  g_test_add_func ("/stream-watch/held-back", test_held_back);
  g_test_add_func ("/stream-watch/keys", test_keys);
  g_test_add_func ("/stream-watch/rungs-change", test_rungs_change);
  g_test_add_func ("/stream-watch/always-marked", test_always_marked);
  g_test_add_func ("/stream-watch/codes", test_codes);
  g_test_add_func ("/media/stream-watch/thinned", test_thinned);
  return g_test_run ();
}
