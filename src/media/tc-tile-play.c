/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One stream of a tile; see the header.
 */
#include "tc-tile-play.h"

#include <string.h>

void
tc_tile_play_init (TcTilePlay *self, guint64 seed)
{
  *self = (TcTilePlay){0};
  tc_back_off_init (&self->back_off, seed);
}

void
tc_tile_play_clear (TcTilePlay *self)
{
  g_clear_pointer (&self->stream, tc_tile_message_free);
}

gboolean
tc_tile_play_has_masks_of (const TcTilePlay *self, const TcTileMessage *stream)
{
  const TcTileMessage *own = self->stream;
  guint n_own = own->masks ? own->masks->len : 0;
  guint n_other = stream->masks ? stream->masks->len : 0;

  return n_own == n_other && (n_own == 0 || memcmp (own->masks->data, stream->masks->data,
                                                    n_own * sizeof (TcPictureMask)) == 0);
}

gboolean
tc_tile_play_want (TcTilePlay *self, TcTileMessage *stream, gint64 until_us, gint64 now_us)
{
  gboolean is_same = self->stream && g_str_equal (self->stream->address, stream->address) &&
                     tc_tile_play_has_masks_of (self, stream);

  if (!is_same) {
    self->report = (TcStreamReport){.since_us = now_us};
    self->counts = (TcTileCounts){0};
    self->retry_us = 0;
    self->logged = TC_CAUSE_NONE;
    tc_back_off_reset (&self->back_off);
    tc_tile_play_unwant (self);
  }
  tc_tile_play_clear (self);
  self->stream = stream;
  self->until_us = until_us;
  self->ticket_over = FALSE;
  self->asked_us = 0;
  return is_same;
}

void
tc_tile_play_unwant (TcTilePlay *self)
{
  tc_tile_play_clear (self);
  self->attempt = 0;
  self->connecting = FALSE;
  self->live_us = 0;
}

TcTilePlayNeed
tc_tile_play_find_need (const TcTilePlay *self, gint64 now_us, gint64 real_us)
{
  if (!self->stream || self->attempt || now_us < self->retry_us)
    return TC_TILE_PLAY_REST;
  if (!self->ticket_over && (self->until_us == 0 || real_us < self->until_us))
    return TC_TILE_PLAY_CONNECT;
  if (self->asked_us && now_us - self->asked_us < TC_TILE_ASK_AGAIN_US)
    return TC_TILE_PLAY_REST;
  return TC_TILE_PLAY_ASK;
}

gboolean
tc_tile_play_is_connecting (const TcTilePlay *self, gint64 now_us)
{
  return self->connecting && now_us - self->begun_us < TC_TILE_PLAY_PLACE_US;
}

gboolean
tc_tile_play_is_unanswered (const TcTilePlay *self, gint64 now_us)
{
  return self->connecting && now_us - self->begun_us >= TC_TILE_PLAY_ANSWER_US;
}

gint64
tc_tile_play_find_lost (const TcTilePlay *self, gint64 from_us, gint64 now_us)
{
  const TcStreamReport *report = &self->report;
  gint64 lost_us = now_us - MAX (self->came_us, from_us);
  gint64 limit_us = TC_TILE_PLAY_LOST_US;

  if (!self->attempt || !self->came_us ||
      (report->state != TC_STREAM_LIVE && report->state != TC_STREAM_LATE))
    return 0;
  /* The decoder knows, and may be waiting for a key frame. */
  if (report->cause == TC_CAUSE_SLOW)
    limit_us += TC_WATCH_KEY_US;
  limit_us += report->sent_gap_us;
  return lost_us >= limit_us ? lost_us : 0;
}

void
tc_tile_play_begin (TcTilePlay *self, guint32 attempt, gint64 now_us)
{
  self->attempt = attempt;
  self->connecting = TRUE;
  self->begun_us = now_us;
  self->live_us = self->came_us = 0;
}

void
tc_tile_play_picture (TcTilePlay *self, gint64 decoded_us, gint64 now_us)
{
  self->connecting = FALSE;
  self->came_us = now_us;
  if (!self->live_us)
    self->live_us = now_us;
  /* One that stands still shows nothing new. */
  if (!tc_stream_state_is_fault (self->report.state) && self->report.cause != TC_CAUSE_FROZEN)
    self->report.picture_us = MAX (self->report.picture_us, MIN (decoded_us, now_us));
}

/* What is said of an attempt, for who has seen those before it too. What is said to come to pass
 * yet is a lie. */
static void
merge (TcStreamReport *report, const TcStreamReport *said, gint64 now_us)
{
  TcStreamReport before = *report;
  gboolean was_fault = tc_stream_state_is_fault (before.state);

  if (said->state == TC_STREAM_CONNECTING && was_fault)
    return;
  *report = *said;
  report->since_us = MIN (said->since_us, now_us);
  report->picture_us = said->picture_us ? MIN (said->picture_us, now_us) : before.picture_us;
  if (was_fault && tc_stream_state_is_fault (said->state))
    report->since_us = before.since_us;
}

static void
try_later (TcTilePlay *self, gint64 wait_us, gint64 now_us)
{
  self->attempt = 0;
  self->connecting = FALSE;
  self->live_us = 0;
  self->retry_us = now_us + wait_us;
}

gboolean
tc_tile_play_say (TcTilePlay *self, const TcStreamReport *report, gint64 now_us)
{
  gint64 worked_us = self->live_us ? now_us - self->live_us : 0;

  merge (&self->report, report, now_us);
  if (report->state != TC_STREAM_CONNECTING)
    self->connecting = FALSE;
  if (report->state == TC_STREAM_LIVE || report->state == TC_STREAM_LATE) {
    self->live_us = self->live_us ? self->live_us : now_us;
    self->came_us = self->came_us ? self->came_us : now_us;
  }
  if (report->state != TC_STREAM_DENIED && report->state != TC_STREAM_OFFLINE)
    return TRUE;
  /* One that was refused isn't tried twice; a password is, for it may have been mended there. */
  if (report->state == TC_STREAM_DENIED && self->until_us)
    self->ticket_over = TRUE;
  try_later (self, tc_back_off_fail (&self->back_off, worked_us), now_us);
  return FALSE;
}

void
tc_tile_play_ask (TcTilePlay *self, gint64 now_us)
{
  self->asked_us = now_us;
}

void
tc_tile_play_lose (TcTilePlay *self, gint64 wait_us, gint64 now_us)
{
  const TcStreamReport said = {.state = TC_STREAM_STALLED,
                               .cause = TC_CAUSE_DECODER,
                               .since_us = self->report.picture_us ? self->report.picture_us
                                                                   : now_us};

  if (!self->attempt)
    return;
  merge (&self->report, &said, now_us);
  try_later (self, wait_us, now_us);
}

void
tc_tile_play_put_off (TcTilePlay *self, gint64 wait_us, gint64 now_us)
{
  const TcStreamReport said = {TC_STREAM_OFFLINE, TC_CAUSE_DECODER, .since_us = now_us};

  if (!self->stream)
    return;
  merge (&self->report, &said, now_us);
  try_later (self, wait_us, now_us);
}

void
tc_tile_play_retry (TcTilePlay *self, gint64 now_us)
{
  tc_back_off_reset (&self->back_off);
  self->retry_us = MIN (self->retry_us, now_us);
  self->asked_us = 0;
}
