/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what is said of a replayed picture is found behind any head of a packet, and nothing else
 * is taken for it. Method: heads made by hand, whole, cut off at each byte and spoiled in each
 * part; more pictures than a table holds.
 */
#include "tc-replay-mark.h"

#include "tc-segment.h"

#include <string.h>

#define TIME_US ((gint64) 1795433400123456)

/* @out: of TC_REPLAY_RTP_HEAD_MAX bytes. Returns: how many there are. */
static gsize
make_head (guint8 *out, guint n_sources, const TcReplayMark *mark)
{
  gsize size = TC_REPLAY_RTP_HEAD_SIZE + n_sources * 4;

  memset (out, 0x55, TC_REPLAY_RTP_HEAD_MAX);
  out[0] = (guint8) (2 << 6 | 0x10 | n_sources);
  tc_replay_mark_write (mark, out + size);
  return size + TC_REPLAY_MARK_SIZE;
}

static void
test_there_and_back (void)
{
  guint8 head[TC_REPLAY_RTP_HEAD_MAX];

  for (guint n_sources = 0; n_sources <= 15; n_sources++) {
    const TcReplayMark mark = {TIME_US + n_sources, n_sources % 2 == 1};
    gsize size = make_head (head, n_sources, &mark);
    TcReplayMark read = {0};

    g_assert_true (tc_replay_mark_read (head, size, &read));
    g_assert_cmpint (read.time_us, ==, mark.time_us);
    g_assert_cmpint (read.lead_in, ==, mark.lead_in);
    for (gsize cut = 0; cut < size; cut++)
      g_assert_false (tc_replay_mark_read (head, cut, &read));
  }
}

/* As recorders write it, by what stands in the standard. */
static void
test_onvif (void)
{
  /* 2026-11-27 06:37:19.120 UTC, after two contributing sources. */
  guint8 head[] = {0x92, 0x60, 0,    1,    0,    0,    0,    2,    0,    0,    0, 3,
                   9,    9,    9,    9,    9,    9,    9,    9,    0xab, 0xac, 0, 3,
                   0xee, 0xb3, 0xa3, 0x9f, 0x1e, 0xb8, 0x51, 0xec, 0x80, 0,    0, 0};
  TcReplayMark mark;
  gint64 us = 0;

  g_assert_true (tc_replay_mark_read_onvif (head, sizeof head, &us));
  g_assert_cmpint (us, ==, 1795761439120000);
  g_assert_false (tc_replay_mark_read (head, sizeof head, &mark));
  for (gsize cut = 0; cut < sizeof head; cut++)
    g_assert_false (tc_replay_mark_read_onvif (head, cut, &us));
  /* 2036-02-07 06:28:16 UTC and a second. */
  memset (head + 24, 0, 8);
  g_assert_false (tc_replay_mark_read_onvif (head, sizeof head, &us));
  head[27] = 1;
  g_assert_true (tc_replay_mark_read_onvif (head, sizeof head, &us));
  g_assert_cmpint (us, ==, 2085978497 * (gint64) G_USEC_PER_SEC);
  head[23] = 2;
  g_assert_false (tc_replay_mark_read_onvif (head, sizeof head, &us));
}

static void
test_live (void)
{
  guint8 head[TC_REPLAY_RTP_HEAD_MAX];

  for (int rung = 0; rung < TC_SEND_N; rung++) {
    const TcReplayMark mark = {.time_us = TIME_US,
                               .live = TRUE,
                               .sent = (TcSendRung) rung,
                               .mute = rung % 2 == 1,
                               .gap_ms = (guint32) rung * 10000};
    gsize size = make_head (head, 0, &mark);
    TcReplayMark read = {0};

    g_assert_true (tc_replay_mark_read (head, size, &read));
    g_assert_cmpint (read.time_us, ==, TIME_US);
    g_assert_true (read.live);
    g_assert_false (read.lead_in);
    g_assert_cmpint (read.sent, ==, rung);
    g_assert_cmpint (read.mute, ==, mark.mute);
    g_assert_cmpuint (read.gap_ms, ==, mark.gap_ms);
    /* A rung that there isn't; where it is no live one those bits say nothing. */
    head[TC_REPLAY_RTP_HEAD_SIZE + 6] = TC_SEND_N;
    g_assert_false (tc_replay_mark_read (head, size, &read));
    head[TC_REPLAY_RTP_HEAD_SIZE + 7] = 0;
    g_assert_true (tc_replay_mark_read (head, size, &read));
    g_assert_false (read.live);
  }
}

static void
test_others (void)
{
  guint8 head[TC_REPLAY_RTP_HEAD_MAX];
  const TcReplayMark mark = {TIME_US, FALSE};
  const TcReplayMark none = {0, FALSE}, late = {TC_SEGMENT_TIME_MAX_US + 1, FALSE};
  gsize size = make_head (head, 0, &mark);
  const gsize spoiled[] = {TC_REPLAY_RTP_HEAD_SIZE, TC_REPLAY_RTP_HEAD_SIZE + 1,
                           TC_REPLAY_RTP_HEAD_SIZE + 2, TC_REPLAY_RTP_HEAD_SIZE + 3};
  TcReplayMark read = {0};

  for (gsize i = 0; i < G_N_ELEMENTS (spoiled); i++) {
    head[spoiled[i]] ^= 1;
    g_assert_false (tc_replay_mark_read (head, size, &read));
    head[spoiled[i]] ^= 1;
  }
  /* Another version; no extension; a source more than there is room for. */
  head[0] = 1 << 6 | 0x10;
  g_assert_false (tc_replay_mark_read (head, size, &read));
  head[0] = 2 << 6;
  g_assert_false (tc_replay_mark_read (head, size, &read));
  head[0] = 2 << 6 | 0x10 | 1;
  g_assert_false (tc_replay_mark_read (head, size, &read));
  size = make_head (head, 0, &none);
  g_assert_false (tc_replay_mark_read (head, size, &read));
  size = make_head (head, 0, &late);
  g_assert_false (tc_replay_mark_read (head, size, &read));
  g_assert_cmpint (read.time_us, ==, 0);
}

static void
test_table (void)
{
  g_autofree TcReplayMarks *marks = g_new0 (TcReplayMarks, 1);
  TcReplayMark found = {0};
  const guint64 n = 3 * TC_REPLAY_MARKS_MAX + 5;

  g_assert_false (tc_replay_marks_find (marks, 0, &found));
  for (guint64 i = 1; i <= n; i++)
    tc_replay_marks_add (marks, i * 1000, &(TcReplayMark){TIME_US + (gint64) i, FALSE});
  for (guint64 i = 1; i <= n; i++) {
    gboolean there = tc_replay_marks_find (marks, i * 1000, &found);

    g_assert_cmpint (there, ==, i > n - TC_REPLAY_MARKS_MAX);
    if (there)
      g_assert_cmpint (found.time_us, ==, TIME_US + (gint64) i);
  }
  g_assert_false (tc_replay_marks_find (marks, 999, &found));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/media/replay-mark/there-and-back", test_there_and_back);
  g_test_add_func ("/media/replay-mark/onvif", test_onvif);
  g_test_add_func ("/media/replay-mark/live", test_live);
  g_test_add_func ("/media/replay-mark/others", test_others);
  g_test_add_func ("/media/replay-mark/table", test_table);
  return g_test_run ();
}
