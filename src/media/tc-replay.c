/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Replaying; see the header.
 */
#include "tc-replay.h"

#include "tc-segment-folder.h"
#include "tc-segment-reader.h"

#define RATE_ONE 1000

struct _TcReplay {
  char *folder; /* (owned) */
  gint64 camera_id;
  TcReplayClock clock; /* moved by the gaps that were jumped */
  gint64 until_us;
  TcSegmentReader *reader; /* (owned) (nullable): of the segment that is read */
  gint64 segment_us;       /* where that begins; 0: nothing was looked for yet */
  gint64 last_us;          /* up to where something is known: read, or told as a gap */
  gboolean shown;          /* the first that was asked for was given */
  gboolean ended;
  TcAccessUnit *ahead; /* (owned) (nullable): read, and not due yet */
};

gboolean
tc_replay_clock_is_valid (const TcReplayClock *clock)
{
  return clock->from_us > 0 && clock->from_us < TC_SEGMENT_TIME_MAX_US && clock->start_us > 0 &&
         clock->start_us < TC_SEGMENT_TIME_MAX_US &&
         clock->rate_milli >= TC_REPLAY_RATE_MILLI_MIN &&
         clock->rate_milli <= TC_REPLAY_RATE_MILLI_MAX;
}

/* Real time that @span_us of a recording takes; no product of two large numbers. */
static gint64
scale (const TcReplayClock *clock, gint64 span_us)
{
  return span_us / clock->rate_milli * RATE_ONE +
         span_us % clock->rate_milli * RATE_ONE / clock->rate_milli;
}

gint64
tc_replay_clock_find_due (const TcReplayClock *clock, gint64 time_us)
{
  return clock->start_us + scale (clock, time_us - clock->from_us);
}

void
tc_replay_item_clear (TcReplayItem *item)
{
  g_clear_pointer (&item->unit, tc_access_unit_unref);
}

TcReplay *
tc_replay_new (const char *folder, gint64 camera_id, const TcReplayClock *clock, gint64 until_us)
{
  TcReplay *self = g_new0 (TcReplay, 1);

  g_assert (tc_replay_clock_is_valid (clock) && camera_id > 0);
  self->folder = g_strdup (folder);
  self->camera_id = camera_id;
  self->clock = *clock;
  self->until_us = until_us > 0 ? until_us : TC_SEGMENT_TIME_MAX_US;
  self->last_us = clock->from_us;
  return self;
}

void
tc_replay_free (TcReplay *self)
{
  g_clear_pointer (&self->reader, tc_segment_reader_free);
  g_clear_pointer (&self->ahead, tc_access_unit_unref);
  g_free (self->folder);
  g_free (self);
}

/* ---- reading ---- */

/* The segment that begins at @start_us; one that can't be read is as if it weren't there. */
static void
open_segment (TcReplay *self, gint64 start_us)
{
  g_autofree char *path = tc_segment_dup_path (self->camera_id, start_us);
  g_autofree char *file = g_build_filename (self->folder, path, NULL);
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->reader, tc_segment_reader_free);
  self->segment_us = start_us;
  self->reader = tc_segment_reader_open (file, &error);
  if (!self->reader)
    g_info ("a segment is passed over: %s", error->message);
}

/* The first time: where what was asked for is, or the next after it. */
static gboolean
open_first (TcReplay *self)
{
  gint64 from_us = self->clock.from_us;
  gint64 start_us = tc_segment_folder_find (self->folder, self->camera_id, from_us);

  if (!start_us)
    start_us = tc_segment_folder_find_next (self->folder, self->camera_id, from_us);
  if (!start_us)
    return FALSE;
  open_segment (self, start_us);
  if (self->reader)
    tc_segment_reader_seek (self->reader, from_us);
  return TRUE;
}

/* More of the segment that is read may have been written meanwhile. */
static TcAccessUnit *
read_on (TcReplay *self)
{
  TcAccessUnit *unit = self->reader ? tc_segment_reader_next (self->reader) : NULL;

  if (unit || !self->reader || !tc_segment_reader_extend (self->reader))
    return unit;
  return tc_segment_reader_next (self->reader);
}

/* (transfer full) (nullable): NULL: there is no further picture, now */
static TcAccessUnit *
read_unit (TcReplay *self)
{
  if (!self->segment_us && !open_first (self))
    return NULL;
  for (;;) {
    TcAccessUnit *unit = read_on (self);
    gint64 next_us;

    if (unit)
      return unit;
    next_us = tc_segment_folder_find_next (self->folder, self->camera_id, self->segment_us);
    /* Once there is another, this one is whole. */
    unit = next_us ? read_on (self) : NULL;
    if (unit || !next_us)
      return unit;
    open_segment (self, next_us);
  }
}

static gboolean
is_before (const TcReplay *self, const TcAccessUnit *unit)
{
  return !self->shown && unit->time_us + unit->duration_us <= self->clock.from_us;
}

/* ---- what comes next ---- */

/* Whether nothing was recorded right before @unit; else it is due. */
static gboolean
find_gap (TcReplay *self, const TcAccessUnit *unit, TcReplayItem *item)
{
  gint64 span_us = unit->time_us - self->last_us;

  if (is_before (self, unit) || span_us <= TC_REPLAY_GAP_US)
    return FALSE;
  *item = (TcReplayItem){.from_us = self->last_us, .until_us = unit->time_us};
  self->last_us = unit->time_us;
  if (!self->clock.shared)
    self->clock.start_us -= scale (&self->clock, span_us);
  return TRUE;
}

/* No picture is there. */
static TcReplayStep
wait_or_end (TcReplay *self, gint64 now_us, TcReplayItem *item)
{
  if (ABS (now_us - self->last_us) > TC_REPLAY_LIVE_US)
    return TC_REPLAY_END;
  item->due_us = now_us + TC_REPLAY_LOOK_US;
  return TC_REPLAY_WAIT;
}

/* Gives what is ahead. */
static TcReplayStep
give (TcReplay *self, TcReplayItem *item)
{
  item->unit = g_steal_pointer (&self->ahead);
  item->lead_in = is_before (self, item->unit);
  item->first = !self->shown && !item->lead_in;
  self->shown = self->shown || item->first;
  self->last_us = MAX (self->last_us, item->unit->time_us + item->unit->duration_us);
  return TC_REPLAY_UNIT;
}

/* Whether it is left out: too fast for pictures between key frames. */
static gboolean
is_passed_over (TcReplay *self, const TcAccessUnit *unit)
{
  return !unit->key && self->shown && self->clock.rate_milli > TC_REPLAY_RATE_MILLI_WHOLE;
}

TcReplayStep
tc_replay_next (TcReplay *self, gint64 now_us, TcReplayItem *item)
{
  *item = (TcReplayItem){0};
  while (!self->ahead && !self->ended) {
    self->ahead = read_unit (self);
    if (!self->ahead)
      return wait_or_end (self, now_us, item);
    if (is_passed_over (self, self->ahead)) {
      self->last_us = MAX (self->last_us, self->ahead->time_us + self->ahead->duration_us);
      g_clear_pointer (&self->ahead, tc_access_unit_unref);
    }
  }
  self->ended = self->ended || self->ahead->time_us >= self->until_us;
  if (self->ended)
    return TC_REPLAY_END;
  if (find_gap (self, self->ahead, item))
    return TC_REPLAY_GAP;
  item->due_us = tc_replay_clock_find_due (&self->clock,
                                           MAX (self->ahead->time_us, self->clock.from_us));
  /* What leads in has to be decoded by then. */
  return is_before (self, self->ahead) || item->due_us <= now_us ? give (self, item)
                                                                 : TC_REPLAY_WAIT;
}
