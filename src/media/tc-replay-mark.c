/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Marks of replayed pictures; see the header. An extension is its name and its length in words,
 * 16 bits each, then that many words: here flags (of what is live: in its third and fourth byte how
 * far apart pictures come, ms, and in its second the rung), and the time in two.
 */
#include "tc-replay-mark.h"

#include "tc-segment.h"

#define EXTENSION_BIT 0x10
#define SOURCES_MASK 0x0f
#define VERSION 2
#define NAME 0x5443
#define WORDS 3
#define LEAD_IN 1
#define LIVE 2
#define MUTE 4
#define SENT_SHIFT 8
#define SENT_MASK 0xff
#define GAP_SHIFT 16
#define ONVIF_NAME 0xabac
/* Before 1970, of which NTP counts from 1900. */
#define NTP_S ((gint64) 2208988800)

static void
write_big (guint8 *out, guint64 value, gsize size)
{
  for (gsize i = 0; i < size; i++)
    out[i] = (guint8) (value >> 8 * (size - 1 - i));
}

static guint64
read_big (const guint8 *in, gsize size)
{
  guint64 value = 0;

  for (gsize i = 0; i < size; i++)
    value = value << 8 | in[i];
  return value;
}

void
tc_replay_mark_write (const TcReplayMark *mark, guint8 *out)
{
  guint64 flags = mark->lead_in ? LEAD_IN : 0;

  if (mark->live)
    flags |= LIVE | (mark->mute ? (guint64) MUTE : 0) | (guint64) mark->sent << SENT_SHIFT |
             (guint64) MIN (mark->gap_ms, TC_REPLAY_GAP_MS_MAX) << GAP_SHIFT;
  write_big (out, NAME, 2);
  write_big (out + 2, WORDS, 2);
  write_big (out + 4, flags, 4);
  write_big (out + 8, (guint64) mark->time_us, 8);
}

/* (nullable): the words of a packet's extension of that name. */
static const guint8 *
find_extension (const guint8 *head, gsize size, guint64 name)
{
  gsize begin;

  if (size < TC_REPLAY_RTP_HEAD_SIZE || head[0] >> 6 != VERSION || !(head[0] & EXTENSION_BIT))
    return NULL;
  begin = TC_REPLAY_RTP_HEAD_SIZE + (gsize) (head[0] & SOURCES_MASK) * 4;
  if (size < begin + TC_REPLAY_MARK_SIZE || read_big (head + begin, 2) != name ||
      read_big (head + begin + 2, 2) != WORDS)
    return NULL;
  return head + begin + 4;
}

gboolean
tc_replay_mark_read_onvif (const guint8 *head, gsize size, gint64 *time_us)
{
  const guint8 *words = find_extension (head, size, ONVIF_NAME);
  guint64 ntp = words ? read_big (words, 8) : 0;
  gint64 seconds = (gint64) (ntp >> 32) - NTP_S;

  if (ntp == 0)
    return FALSE;
  /* It begins anew in 2036. */
  if (seconds <= 0)
    seconds += (gint64) 1 << 32;
  *time_us = seconds * G_USEC_PER_SEC + (gint64) ((ntp & G_MAXUINT32) * G_USEC_PER_SEC >> 32);
  return TRUE;
}

gboolean
tc_replay_mark_read (const guint8 *head, gsize size, TcReplayMark *mark)
{
  const guint8 *words = find_extension (head, size, NAME);
  guint64 flags, time_us;

  if (!words)
    return FALSE;
  flags = read_big (words, 4);
  time_us = read_big (words + 4, 8);
  if (time_us == 0 || time_us > (guint64) TC_SEGMENT_TIME_MAX_US ||
      (flags & LIVE && (flags >> SENT_SHIFT & SENT_MASK) >= TC_SEND_N))
    return FALSE;
  *mark = (TcReplayMark){.time_us = (gint64) time_us, .lead_in = (flags & LEAD_IN) != 0};
  if (flags & LIVE) {
    mark->live = TRUE;
    mark->sent = (TcSendRung) (flags >> SENT_SHIFT & SENT_MASK);
    mark->mute = (flags & MUTE) != 0;
    mark->gap_ms = (guint32) (flags >> GAP_SHIFT);
  }
  return TRUE;
}

void
tc_replay_marks_add (TcReplayMarks *self, guint64 pts, const TcReplayMark *mark)
{
  guint place = self->n++ % TC_REPLAY_MARKS_MAX;

  self->pts[place] = pts;
  self->marks[place] = *mark;
}

gboolean
tc_replay_marks_find (const TcReplayMarks *self, guint64 pts, TcReplayMark *mark)
{
  guint there = MIN (self->n, TC_REPLAY_MARKS_MAX);

  /* The newest first: what is asked for is hardly ever far back. */
  for (guint back = 1; back <= there; back++) {
    guint place = (self->n - back) % TC_REPLAY_MARKS_MAX;

    if (self->pts[place] != pts)
      continue;
    *mark = self->marks[place];
    return TRUE;
  }
  return FALSE;
}
