/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The watch over one stream; see the header. What happened is noted as it is told; what it means
 * is worked out in one place, tc_stream_watch_look().
 */
#include "tc-stream-watch.h"

#include <string.h>

/* Weight of the newest interval in the mean: 1/8. */
#define INTERVAL_SHARE 8
#define INTERVALS_MISSING 3
#define PPM 1000000
/* Key frames that come farther apart are stills. */
#define KEYS_APART_US ((gint64) 1600 * 1000)

const char *
tc_stream_state_code (TcStreamState state)
{
  static const char *const codes[TC_STREAM_N_STATES] = {[TC_STREAM_CONNECTING] = "connecting",
                                                        [TC_STREAM_LIVE] = "live",
                                                        [TC_STREAM_LATE] = "late",
                                                        [TC_STREAM_STALLED] = "stalled",
                                                        [TC_STREAM_DENIED] = "denied",
                                                        [TC_STREAM_OFFLINE] = "offline"};

  return (guint) state < TC_STREAM_N_STATES ? codes[state] : "offline";
}

static const char *const cause_codes[TC_CAUSE_N] = {
    [TC_CAUSE_NONE] = "",
    [TC_CAUSE_DENIED] = "denied",
    [TC_CAUSE_NO_ROUTE] = "no-route",
    [TC_CAUSE_REFUSED] = "refused",
    [TC_CAUSE_TIMEOUT] = "timeout",
    [TC_CAUSE_ADDRESS] = "address",
    [TC_CAUSE_CERTIFICATE] = "certificate",
    [TC_CAUSE_SERVER] = "server",
    [TC_CAUSE_CODEC] = "codec",
    [TC_CAUSE_END] = "end-of-stream",
    [TC_CAUSE_BROKEN] = "broken",
    [TC_CAUSE_NO_DATA] = "no-data",
    [TC_CAUSE_GARBLED] = "garbled",
    [TC_CAUSE_LOSS] = "loss",
    [TC_CAUSE_SLOW] = "slow",
    [TC_CAUSE_FROZEN] = "frozen",
    [TC_CAUSE_CLOCK] = "clock",
    [TC_CAUSE_DECODER] = "decoder",
    [TC_CAUSE_FULL] = "full",
};

const char *
tc_stream_cause_code (TcStreamCause cause)
{
  return (guint) cause < TC_CAUSE_N ? cause_codes[cause] : "";
}

gboolean
tc_stream_cause_from_code (const char *code, TcStreamCause *cause)
{
  for (guint i = 0; i < TC_CAUSE_N; i++) {
    if (strcmp (cause_codes[i], code) == 0) {
      *cause = (TcStreamCause) i;
      return TRUE;
    }
  }
  return FALSE;
}

gboolean
tc_stream_state_is_fault (TcStreamState state)
{
  return state == TC_STREAM_STALLED || state == TC_STREAM_DENIED || state == TC_STREAM_OFFLINE;
}

void
tc_stream_watch_init (TcStreamWatch *self, gint64 now_us)
{
  *self = (TcStreamWatch){.report = {.since_us = now_us}, .pts_us = -1};
}

static void
set_state (TcStreamWatch *self, TcStreamState state, TcStreamCause cause, gint64 since_us)
{
  TcStreamReport *report = &self->report;
  gboolean stays = report->state == state ||
                   (tc_stream_state_is_fault (report->state) && tc_stream_state_is_fault (state));

  if (!stays)
    report->since_us = since_us;
  report->state = state;
  report->cause = cause;
}

TcDecodeRung
tc_stream_report_get_rung (const TcStreamReport *report, TcDecodeRung decoded)
{
  if (report->sent_gap_us == 0)
    return decoded;
  return MIN (decoded, report->sent_gap_us > KEYS_APART_US ? TC_RUNG_STILL : TC_RUNG_KEYS);
}

static gint64
find_stall_gap (const TcStreamWatch *self)
{
  if (self->report.sent_gap_us)
    return self->report.sent_gap_us + TC_WATCH_STALL_MAX_US;
  return CLAMP (INTERVALS_MISSING * self->interval_us, TC_WATCH_STALL_MIN_US,
                TC_WATCH_STALL_MAX_US);
}

/* Pictures come, and not so far apart that a scene can't be told from a standstill. */
static gboolean
looks_for_change (const TcStreamWatch *self)
{
  return tc_stream_report_get_rung (&self->report, self->rung) >= TC_RUNG_KEYS && !self->awaits_us;
}

/* From when on what comes so far apart is late. */
static gint64
find_late_gap (const TcStreamWatch *self)
{
  return MAX (self->report.sent_gap_us + TC_WATCH_LATE_US, 2 * self->interval_us);
}

/* How long the picture has been the same. */
static gint64
find_still (const TcStreamWatch *self, gint64 now_us)
{
  if (!self->same)
    return 0;
  return looks_for_change (self) ? now_us - self->changed_us : self->still_us;
}

void
tc_stream_watch_set_rung (TcStreamWatch *self, TcDecodeRung rung, gint64 now_us)
{
  gint64 still_us = find_still (self, now_us);
  gboolean was_paused = self->rung == TC_RUNG_PAUSED;

  if (self->rung == rung)
    return;
  self->rung = rung;
  self->key_us = 0;
  self->still_us = still_us;
  if (rung == TC_RUNG_PAUSED || !self->connected)
    return;
  if (!self->awaits_us)
    self->awaits_us = now_us;
  if (!was_paused || (self->frame_us && now_us - self->frame_us < find_stall_gap (self)))
    return;
  /* An old picture says nothing: the next one is awaited as at the beginning. */
  self->frame_us = 0;
  self->begun_us = now_us;
  if (!tc_stream_state_is_fault (self->report.state))
    set_state (self, TC_STREAM_CONNECTING, TC_CAUSE_NONE, now_us);
}

void
tc_stream_watch_sent (TcStreamWatch *self, TcSendRung sent, gint64 gap_us)
{
  self->report.sent = sent;
  self->next_gap_us = gap_us;
  /* What is said with a picture is good once it is there: until then what was said before is. */
  self->report.sent_gap_us = MAX (self->report.sent_gap_us, gap_us);
}

void
tc_stream_watch_begin (TcStreamWatch *self, gint64 now_us)
{
  TcStreamReport report = self->report;

  *self = (TcStreamWatch){.report = report,
                          .rung = self->rung,
                          .connected = TRUE,
                          .begun_us = now_us,
                          .window_us = now_us,
                          .pts_us = -1};
  self->report.clock_offset_us = 0;
  self->report.sent = TC_SEND_NOTHING;
  self->report.sent_gap_us = 0;
  if (!tc_stream_state_is_fault (report.state))
    set_state (self, TC_STREAM_CONNECTING, TC_CAUSE_NONE, now_us);
}

/* How late the frame came whose time stamp is @pts_us. */
static void
measure_lag (TcStreamWatch *self, gint64 pts_us, gint64 now_us)
{
  gint64 elapsed_us = now_us - self->data_us;

  if (pts_us < 0) {
    self->pts_us = -1;
    self->lag_us = 0;
    return;
  }
  if (self->pts_us < 0 || ABS ((pts_us - self->pts_us) - elapsed_us) > TC_WATCH_JUMP_US)
    self->lead_us = now_us - pts_us;
  else
    self->lead_us += elapsed_us * TC_WATCH_DRIFT_PPM / PPM;
  self->lead_us = MIN (self->lead_us, now_us - pts_us);
  self->lag_us = now_us - pts_us - self->lead_us;
  self->pts_us = pts_us;
}

void
tc_stream_watch_data (TcStreamWatch *self, gint64 pts_us, gint64 now_us)
{
  if (!self->connected)
    return;
  measure_lag (self, pts_us, now_us);
  if (self->data_us) {
    gint64 interval_us = MIN (now_us - self->data_us, TC_WATCH_LATE_US);

    self->interval_us = self->interval_us
                            ? self->interval_us + (interval_us - self->interval_us) / INTERVAL_SHARE
                            : interval_us;
  }
  self->data_us = now_us;
  if (self->rung == TC_RUNG_PAUSED && !self->live_us)
    self->live_us = now_us;
}

void
tc_stream_watch_picture (TcStreamWatch *self, gboolean changed, gint64 now_us)
{
  if (!self->connected)
    return;
  if (self->frame_us && !self->awaits_us && self->rung < TC_RUNG_FULL)
    self->key_us = now_us - self->frame_us;
  /* The time between, in which none was looked at, doesn't count. */
  if (!looks_for_change (self) && self->changed_us)
    self->changed_us = now_us - self->still_us;
  self->frame_us = now_us;
  self->report.sent_gap_us = self->next_gap_us;
  self->awaits_us = 0;
  self->same = !changed && self->changed_us;
  if (!self->live_us)
    self->live_us = now_us;
  if (changed || !self->changed_us) {
    self->changed_us = now_us;
    self->report.picture_us = now_us;
  }
}

void
tc_stream_watch_loss (TcStreamWatch *self, guint64 n_got, guint64 n_lost, gint64 now_us)
{
  guint64 n_all;

  self->n_window_got += n_got;
  self->n_window_lost += n_lost;
  if (now_us - self->window_us < TC_WATCH_LOSS_WINDOW_US)
    return;
  n_all = self->n_window_got + self->n_window_lost;
  self->losing = self->n_window_lost * 100 >= n_all * TC_WATCH_LOSS_PERCENT && n_all > 0;
  self->window_us = now_us;
  self->n_window_got = self->n_window_lost = 0;
}

void
tc_stream_watch_clock (TcStreamWatch *self, gint64 offset_us, gint64 now_us)
{
  gint64 said_us = self->report.clock_offset_us;

  if (ABS (offset_us) <= (said_us ? TC_WATCH_CLOCK_GOOD_US : TC_WATCH_CLOCK_US))
    self->report.clock_offset_us = 0;
  else if (!said_us || ABS (offset_us - said_us) > TC_WATCH_CLOCK_STEP_US)
    self->report.clock_offset_us = offset_us;
}

void
tc_stream_watch_fail (TcStreamWatch *self, TcStreamCause cause, gint64 now_us)
{
  self->connected = FALSE;
  set_state (self, cause == TC_CAUSE_DENIED ? TC_STREAM_DENIED : TC_STREAM_OFFLINE, cause, now_us);
}

/* What comes without a break as long as all is well: every picture, or data. */
static gint64
find_last (const TcStreamWatch *self)
{
  return self->rung == TC_RUNG_FULL && !self->awaits_us ? self->frame_us : self->data_us;
}

/* When a picture is overdue of which find_last() says nothing; G_MAXINT64: none is expected. */
static gint64
find_due (const TcStreamWatch *self)
{
  gint64 base_us = MAX (self->rung == TC_RUNG_STILL ? TC_RUNG_STILL_US : 0,
                        self->report.sent_gap_us);

  if (self->rung == TC_RUNG_PAUSED || (self->rung == TC_RUNG_FULL && !self->awaits_us))
    return G_MAXINT64;
  if (self->awaits_us)
    return self->awaits_us + base_us + TC_WATCH_KEY_US;
  if (!self->key_us)
    return self->frame_us + base_us + TC_WATCH_KEY_US;
  return self->frame_us + CLAMP (INTERVALS_MISSING * self->key_us, base_us + TC_WATCH_KEY_MIN_US,
                                 base_us + TC_WATCH_KEY_US);
}

/* From when on the picture is old because the rung has changed; G_MAXINT64: it isn't. */
static gint64
find_old (const TcStreamWatch *self)
{
  if (!self->awaits_us || self->rung == TC_RUNG_PAUSED)
    return G_MAXINT64;
  if (self->rung == TC_RUNG_FULL)
    return self->frame_us + self->report.sent_gap_us + TC_WATCH_LATE_US;
  return self->frame_us + TC_WATCH_KEY_MIN_US +
         MAX (self->rung == TC_RUNG_STILL ? TC_RUNG_STILL_US : 0, self->report.sent_gap_us);
}

/* Why nothing that counts comes. */
static TcStreamCause
find_stall_cause (const TcStreamWatch *self, gint64 now_us)
{
  if (!self->data_us || now_us - self->data_us >= find_stall_gap (self))
    return TC_CAUSE_NO_DATA;
  return self->losing ? TC_CAUSE_LOSS : TC_CAUSE_GARBLED;
}

/* TC_CAUSE_NONE: it isn't late. */
static TcStreamCause
find_lateness (const TcStreamWatch *self, gint64 gap_us, gint64 still_us)
{
  /* Once late, it must be in time again by a margin. */
  gint64 lag_max_us = self->report.state == TC_STREAM_LATE ? TC_WATCH_LATE_US / 2
                                                           : TC_WATCH_LATE_US;

  if (self->losing)
    return TC_CAUSE_LOSS;
  if (self->lag_us >= lag_max_us || gap_us >= find_late_gap (self))
    return TC_CAUSE_SLOW;
  return still_us >= TC_WATCH_STILL_US ? TC_CAUSE_FROZEN : TC_CAUSE_NONE;
}

/* An attempt that has not come to a picture yet. */
static gint64
look_at_begin (TcStreamWatch *self, gint64 now_us, TcStreamCause *give_up)
{
  gint64 soon_us = self->begun_us + TC_WATCH_CONNECT_US;
  gint64 until_us = soon_us;

  if (self->data_us && !self->losing)
    until_us = CLAMP (self->data_us + find_stall_gap (self), soon_us,
                      self->begun_us + TC_WATCH_KEY_US);
  if (now_us < until_us)
    return until_us;
  *give_up = !self->data_us ? TC_CAUSE_TIMEOUT : self->losing ? TC_CAUSE_LOSS : TC_CAUSE_GARBLED;
  return now_us;
}

/* The earliest of times that lies ahead. */
static gint64
find_next (const gint64 *times, gsize n_times, gint64 now_us)
{
  gint64 next_us = G_MAXINT64;

  for (gsize i = 0; i < n_times; i++)
    if (times[i] > now_us)
      next_us = MIN (next_us, times[i]);
  return next_us;
}

/* What is there, in time or not. */
static gint64
look_at_flow (TcStreamWatch *self, gint64 stall_at_us, gint64 now_us)
{
  gint64 last_us = find_last (self);
  gint64 still_us = find_still (self, now_us);
  gint64 still_from_us = looks_for_change (self) && self->same ? now_us - still_us : G_MININT64 / 2;
  TcStreamCause late = find_lateness (self, now_us - last_us, still_us);
  const gint64 times[] = {last_us + find_late_gap (self), stall_at_us,
                          still_from_us + TC_WATCH_STILL_US, still_from_us + TC_WATCH_FROZEN_US,
                          find_old (self)};

  if (late == TC_CAUSE_NONE && now_us >= find_old (self))
    late = TC_CAUSE_SLOW;
  if (still_us >= TC_WATCH_FROZEN_US)
    set_state (self, TC_STREAM_STALLED, TC_CAUSE_FROZEN, self->report.picture_us);
  else if (self->awaits_us && self->rung != TC_RUNG_PAUSED &&
           tc_stream_state_is_fault (self->report.state))
    ; /* only a picture ends a fault */
  else if (late != TC_CAUSE_NONE)
    set_state (self, TC_STREAM_LATE, late, now_us);
  else
    set_state (self, TC_STREAM_LIVE, self->report.clock_offset_us ? TC_CAUSE_CLOCK : TC_CAUSE_NONE,
               now_us);
  return find_next (times, G_N_ELEMENTS (times), now_us);
}

gint64
tc_stream_watch_look (TcStreamWatch *self, gint64 now_us, TcStreamCause *give_up)
{
  gint64 silent_at_us = find_last (self) + find_stall_gap (self);
  gint64 due_us = find_due (self);
  gint64 end_us = find_last (self) + self->report.sent_gap_us + TC_WATCH_SILENT_US;
  TcStreamCause ignored;

  if (!give_up)
    give_up = &ignored;
  *give_up = TC_CAUSE_NONE;
  if (!self->connected)
    return G_MAXINT64;
  if (self->rung == TC_RUNG_PAUSED ? !self->data_us : !self->frame_us)
    return look_at_begin (self, now_us, give_up);
  if (now_us < MIN (silent_at_us, due_us))
    return look_at_flow (self, MIN (silent_at_us, due_us), now_us);
  set_state (self, TC_STREAM_STALLED, find_stall_cause (self, now_us),
             self->rung == TC_RUNG_PAUSED ? self->data_us : self->frame_us);
  if (now_us < silent_at_us)
    end_us = due_us + TC_WATCH_SILENT_US;
  if (now_us < end_us)
    return end_us;
  *give_up = self->report.cause;
  return now_us;
}
