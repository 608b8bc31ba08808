/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A stream through its attempts; see the header.
 */
#include "tc-media-streamer.h"

#include "tc-back-off.h"
#include "tc-media-still.h"

/* Figures are of so long. */
#define FIGURES_US ((gint64) 5 * G_USEC_PER_SEC)
/* Less of a stream says nothing of its rates. */
#define RATES_US_MIN ((gint64) 1 * G_USEC_PER_SEC)

struct _TcMediaStreamer {
  TcMediaFan *fan;       /* (owned) */
  TcMediaCamera *holder; /* (owned): where it is had, as its sub stream */
  char *name;            /* (owned) */
  gboolean always;
  gboolean sound;         /* may be heard */
  gboolean mute;          /* with its sound it couldn't be had: the next attempt is without */
  TcMediaIngest *attempt; /* (owned) (nullable) */
  gint64 live_us;         /* since when the attempt shows something; 0: it doesn't */
  gint64 retry_us;        /* not before that */
  gint64 taken_us;        /* when somebody took last */
  guint n_attempts;
  TcMediaFanSum sum;      /* that had come by then */
  TcMediaFanSum keys_sum; /* when there was a key frame last */
  gint64 summed_us;
  TcMediaFigures figures;
  TcSendRates rates;
  TcBackOff back_off;
  TcStreamReport report;
  gboolean known;
  TcMediaStill *still;  /* (owned) (nullable): of one that is always connected */
  gint64 still_us;      /* since when its picture stands still; 0: it doesn't */
  TcStreamCause logged; /* the failure that stands in the journal last */
};

static const TcMediaStream *
get_stream (TcMediaStreamer *self)
{
  return &self->holder->streams[TC_PROFILE_SUB];
}

static void
keep_stream (TcMediaStreamer *self, const TcMediaStream *stream)
{
  TcMediaCamera *holder = tc_media_camera_new (0, 0, "");

  holder->streams[TC_PROFILE_SUB] = (TcMediaStream){
      g_strdup (stream->address), g_strdup (stream->codec), g_strdup (stream->account),
      g_strdup (stream->password)};
  g_clear_pointer (&self->holder, tc_media_camera_free);
  self->holder = holder;
}

static void
look_for_still (TcMediaStreamer *self)
{
  if (self->always && !self->still)
    self->still = tc_media_still_new (self->fan);
  else if (!self->always)
    g_clear_pointer (&self->still, tc_media_still_free);
}

TcMediaStreamer *
tc_media_streamer_new (const TcMediaStream *stream, const char *name, gboolean always,
                       gboolean sound)
{
  TcMediaStreamer *self = g_new0 (TcMediaStreamer, 1);

  self->fan = tc_media_fan_new ();
  self->name = g_strdup (name);
  self->always = always;
  self->sound = sound;
  keep_stream (self, stream);
  tc_back_off_init (&self->back_off, g_random_int ());
  look_for_still (self);
  return self;
}

void
tc_media_streamer_free (TcMediaStreamer *self)
{
  g_clear_pointer (&self->still, tc_media_still_free);
  g_clear_pointer (&self->attempt, tc_media_ingest_end);
  tc_media_fan_unref (self->fan);
  tc_media_camera_free (self->holder);
  g_free (self->name);
  g_free (self);
}

void
tc_media_streamer_change (TcMediaStreamer *self, const TcMediaStream *stream, gboolean always)
{
  const TcMediaStream *before = get_stream (self);
  gboolean same = g_strcmp0 (before->address, stream->address) == 0 &&
                  g_strcmp0 (before->account, stream->account) == 0 &&
                  g_strcmp0 (before->password, stream->password) == 0;

  self->always = always;
  look_for_still (self);
  if (same)
    return;
  keep_stream (self, stream);
  g_clear_pointer (&self->attempt, tc_media_ingest_end);
  self->mute = FALSE;
  self->live_us = self->retry_us = 0;
  self->logged = TC_CAUSE_NONE;
  tc_back_off_reset (&self->back_off);
}

TcMediaFan *
tc_media_streamer_get_fan (TcMediaStreamer *self)
{
  return self->fan;
}

/* What is said of an attempt, for who has seen those before it too. */
static void
merge (TcMediaStreamer *self, const TcStreamReport *said)
{
  TcStreamReport before = self->report;
  gboolean was_fault = self->known && tc_stream_state_is_fault (before.state);

  if (said->state == TC_STREAM_CONNECTING && self->known)
    return;
  self->report = *said;
  self->known = said->state != TC_STREAM_CONNECTING;
  if (!said->picture_us)
    self->report.picture_us = before.picture_us;
  if (was_fault && tc_stream_state_is_fault (said->state))
    self->report.since_us = before.since_us;
}

static void
log_failure (TcMediaStreamer *self, const char *detail)
{
  if (self->logged == self->report.cause)
    return;
  self->logged = self->report.cause;
  g_message ("%s: %s (%s)", self->name, tc_stream_cause_code (self->report.cause),
             detail ? detail : "");
}

static void
look_at_attempt (TcMediaStreamer *self, gint64 now_us)
{
  TcStreamReport said;
  g_autofree char *detail = NULL;
  gboolean goes_on = tc_media_ingest_look (self->attempt, now_us, &said, &detail);

  merge (self, &said);
  if (said.state == TC_STREAM_LIVE && !self->live_us) {
    self->live_us = now_us;
    self->logged = TC_CAUSE_NONE;
  }
  if (goes_on)
    return;
  log_failure (self, detail);
  self->mute = !self->live_us && tc_media_ingest_has_sound (self->attempt);
  self->retry_us = now_us +
                   tc_back_off_fail (&self->back_off, self->live_us ? now_us - self->live_us : 0);
  self->live_us = 0;
  g_clear_pointer (&self->attempt, tc_media_ingest_end);
}

static guint32
smooth (guint32 before, guint64 now)
{
  now = MIN (now, G_MAXUINT32);
  return (guint32) (before ? (before + now) / 2 : now);
}

/* By how long pictures last, so that it is no matter for how much of the time they came. */
static void
reckon_rates (TcMediaStreamer *self, const TcMediaFanSum *before)
{
  const TcMediaFanSum *sum = &self->sum;
  gint64 us = sum->us - before->us;
  guint64 n_keys = sum->n_keys - self->keys_sum.n_keys;

  if (us < RATES_US_MIN)
    return;
  self->rates.bps = smooth (self->rates.bps,
                            (sum->n_bytes - before->n_bytes) * 8 * G_USEC_PER_SEC / (guint64) us);
  if (n_keys == 0)
    return;
  self->rates.key_bits = smooth (self->rates.key_bits,
                                 (sum->n_key_bytes - self->keys_sum.n_key_bytes) * 8 / n_keys);
  self->rates.key_ms = smooth (self->rates.key_ms,
                               (guint64) (sum->us - self->keys_sum.us) / 1000 / n_keys);
  self->keys_sum = *sum;
}

static void
sum_up (TcMediaStreamer *self, gint64 now_us)
{
  gint64 past_us = now_us - self->summed_us;
  TcMediaFanSum before = self->sum;
  TcMediaFanSum *sum = &self->sum;

  if (past_us < FIGURES_US)
    return;
  tc_media_fan_get_sum (self->fan, sum);
  if (self->summed_us) {
    self->figures.fps_milli = (guint32) ((sum->n_units - before.n_units) * G_USEC_PER_SEC * 1000 /
                                         (guint64) past_us);
    self->figures.kbit = (guint32) ((sum->n_bytes - before.n_bytes) * 8 * 1000 / (guint64) past_us);
  }
  reckon_rates (self, &before);
  self->summed_us = now_us;
}

void
tc_media_streamer_get_rates (TcMediaStreamer *self, TcSendRates *rates)
{
  *rates = self->rates;
}

void
tc_media_streamer_get_figures (TcMediaStreamer *self, TcMediaFigures *figures)
{
  *figures = self->figures;
  figures->reconnects = MAX (self->n_attempts, 1) - 1;
}

void
tc_media_streamer_look (TcMediaStreamer *self, gint64 now_us)
{
  gboolean wanted = self->always || tc_media_fan_count (self->fan) > 0;

  gint64 since_us = 0;

  sum_up (self, now_us);
  self->still_us = self->still && tc_media_still_look (self->still, now_us, &since_us) ? since_us
                                                                                       : 0;
  if (wanted)
    self->taken_us = now_us;
  if (!wanted && (!self->taken_us || now_us - self->taken_us >= TC_MEDIA_LINGER_US)) {
    g_clear_pointer (&self->attempt, tc_media_ingest_end);
    self->known = FALSE;
    self->live_us = self->retry_us = 0;
    return;
  }
  if (!self->attempt && now_us >= self->retry_us) {
    self->attempt = tc_media_ingest_new (get_stream (self), self->fan, self->sound && !self->mute,
                                         NULL);
    self->n_attempts++;
  }
  if (self->attempt)
    look_at_attempt (self, now_us);
}

gboolean
tc_media_streamer_get_report (TcMediaStreamer *self, TcStreamReport *report)
{
  *report = self->report;
  if (self->still_us && !tc_stream_state_is_fault (report->state)) {
    report->state = TC_STREAM_STALLED;
    report->cause = TC_CAUSE_FROZEN;
    report->since_us = self->still_us;
  }
  return self->known;
}
