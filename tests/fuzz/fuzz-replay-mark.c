/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fuzz target: how a packet begins that anybody sent to a tile, or a recorder to a media host. What
 * is read as a mark is one that could have been written, and is what stands there.
 */
#include "tc-replay-mark.h"

#include "tc-segment.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  guint8 again[TC_REPLAY_MARK_SIZE];
  TcReplayMark mark;
  gint64 told_us = 0;
  gsize begin;

  if (tc_replay_mark_read_onvif (data, size, &told_us)) {
    g_assert_cmpint (told_us, >, 0);
    g_assert_cmpint (told_us, <=, TC_SEGMENT_TIME_MAX_US);
    g_assert_false (tc_replay_mark_read (data, size, &mark));
  }
  if (!tc_replay_mark_read (data, size, &mark))
    return 0;
  g_assert_cmpint (mark.time_us, >, 0);
  g_assert_cmpint (mark.time_us, <=, TC_SEGMENT_TIME_MAX_US);
  begin = TC_REPLAY_RTP_HEAD_SIZE + (gsize) (data[0] & 0x0f) * 4;
  tc_replay_mark_write (&mark, again);
  g_assert_cmpint (mark.sent, <, TC_SEND_N);
  /* But for bits that have no meaning yet. */
  again[7] = data[begin + 7];
  if (!mark.live)
    memcpy (again + 4, data + begin + 4, 3);
  g_assert_cmpmem (again, sizeof again, data + begin, TC_REPLAY_MARK_SIZE);
  return 0;
}
