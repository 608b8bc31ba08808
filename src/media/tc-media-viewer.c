/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A viewer; see the header.
 *
 * DESIGN: units get times of the viewer's pipeline. What the fan had kept is given times a
 * millisecond apart, from when the viewer began, for it is to be sent at once; what comes live
 * keeps the distances that the fan's clock gave it. What was recorded does so from the picture on
 * that was asked for, which is shown some time after it is played: the first picture went out
 * before that, to be decoded, so that none is missed. The source is fed once it says that it wants
 * data, for before that it takes none.
 *
 * Over a thin connection a key frame is all that it takes of what was kept: what followed on it
 * would come late.
 */
#include "tc-media-viewer.h"

#include "tc-viewer-sound.h"

#include <gst/app/gstappsrc.h>
#include <unistd.h>

#define BURST_STEP_NS GST_MSECOND
/* Times that are farther from the pipeline's begin anew. */
#define OFF_NS (1 * GST_SECOND)
/* Of what was recorded: it came before it was played. */
#define AHEAD_NS (3 * GST_SECOND)
#define SOON_NS (300 * GST_MSECOND)
/* A lesser stream is connected all the time: it has a key frame, or does without. */
#define LESSER_WAIT_US ((gint64) 500 * 1000)
/* What was recorded longer before what was asked for is shown all the same. */
#define LEAD_IN_US_MAX ((gint64) 4 * G_USEC_PER_SEC)

static const char *const payloaders[TC_CODEC_N] = {"rtph264pay", "rtph265pay", "rtpjpegpay"};

static gint n_made; /* atomic */

struct _TcMediaViewer {
  gatomicrefcount refs;
  TcMediaFan *fan;    /* (owned) */
  TcMediaFan *lesser; /* (owned) (nullable) */
  gboolean thin;
  gint64 from_us;      /* of what was recorded; 0: it is live */
  TcAccessUnit *first; /* (owned) (nullable): of that */
  TcCodec codec;
  GstAppSrc *source;      /* (owned) */
  TcPacketMarker *marker; /* (owned) */
  TcViewerSound *sound;   /* (owned) (nullable): there is none */
  gint begun;             /* atomic: it takes, or has */
  GMutex mutex;           /* of the next */
  TcMediaFan *taken;      /* (unowned): of its own, from which it takes, or is to */
  guint number;           /* of its taking; 0: none */
  gboolean ended;
  guint hold;        /* of a taking that keeps the stream connected until it takes itself */
  GMutex gate_mutex; /* of the next; may be taken with that of a fan */
  TcSendGate gate;
  gint64 key_us;
  /* Of the lock of the fan that it takes from, or of what is kept before that: */
  char *caps;         /* (owned): as set last */
  gboolean burst;     /* what comes is what was kept */
  gboolean waits_key; /* it didn't keep up */
  gint64 offset_ns;   /* times of the pipeline less those of units; G_MININT64: not known */
  GstClockTime last;  /* time given last */
  gboolean over;      /* its stream is another one now */
};

/* How long the pipeline has run; 0: it doesn't yet. */
static GstClockTime
get_running (TcMediaViewer *self)
{
  GstClock *clock = gst_element_get_clock (GST_ELEMENT (self->source));
  GstClockTime base = gst_element_get_base_time (GST_ELEMENT (self->source));
  GstClockTime now = clock ? gst_clock_get_time (clock) : GST_CLOCK_TIME_NONE;

  g_clear_pointer (&clock, gst_object_unref);
  return GST_CLOCK_TIME_IS_VALID (now) && GST_CLOCK_TIME_IS_VALID (base) && now > base ? now - base
                                                                                       : 0;
}

/* Before what was asked for. */
static gboolean
leads_in (const TcMediaViewer *self, const TcAccessUnit *unit)
{
  gint64 before_us = self->from_us - unit->time_us;

  return self->from_us && before_us >= unit->duration_us && before_us <= LEAD_IN_US_MAX;
}

static GstClockTime
give_time (TcMediaViewer *self, const TcAccessUnit *unit, gboolean at_once)
{
  gint64 ahead_max = (gint64) (self->from_us ? AHEAD_NS : OFF_NS);
  gint64 running = (gint64) get_running (self);
  gint64 unit_ns = unit->time_us * 1000;
  gint64 time = running;
  gint64 least = GST_CLOCK_TIME_IS_VALID (self->last) ? (gint64) (self->last + BURST_STEP_NS) : 0;

  if (!at_once) {
    if (self->offset_ns == G_MININT64 && self->from_us)
      self->offset_ns = running + (gint64) SOON_NS - unit_ns;
    else if (self->offset_ns == G_MININT64 || unit_ns + self->offset_ns - running > ahead_max ||
             running - unit_ns - self->offset_ns > (gint64) OFF_NS)
      self->offset_ns = running - unit_ns;
    time = unit_ns + self->offset_ns;
  }
  self->last = (GstClockTime) MAX (MAX (time, least), 0);
  return self->last;
}

/* Whether it goes out; a viewer that has too much before it waits for a key frame. */
static gboolean
may_push (TcMediaViewer *self, const TcAccessUnit *unit)
{
  guint64 level = gst_app_src_get_current_level_bytes (self->source);

  if (level > TC_MEDIA_VIEWER_BYTES_MAX)
    self->waits_key = TRUE;
  else if (self->waits_key && unit->key && level < TC_MEDIA_VIEWER_BYTES_MAX / 2)
    self->waits_key = FALSE;
  return !self->waits_key;
}

static void
follow_caps (TcMediaViewer *self, const TcAccessUnit *unit)
{
  GstCaps *caps;

  if (g_strcmp0 (self->caps, unit->caps) == 0)
    return;
  caps = gst_caps_from_string (unit->caps);
  gst_app_src_set_caps (self->source, caps);
  gst_caps_unref (caps);
  g_free (self->caps);
  self->caps = g_strdup (unit->caps);
}

/* Whether it goes over a thin connection, and what is said with it. */
static gboolean
pass_gate (TcMediaViewer *self, const TcAccessUnit *unit, TcReplayMark *mark)
{
  gboolean passes = !self->burst || unit->key;

  g_mutex_lock (&self->gate_mutex);
  if (passes)
    passes = tc_send_gate_pass (&self->gate, unit->key, unit->time_us);
  else
    self->gate.awaits_key = TRUE;
  /* What followed on a key frame of before isn't sent: it stays alone for a while. */
  if (self->burst)
    self->gate.awaits_key = TRUE;
  *mark = (TcReplayMark){
      .time_us = unit->time_us,
      .live = TRUE,
      .sent = self->gate.rung,
      .mute = self->sound && tc_viewer_sound_is_left_out (self->sound),
      .gap_ms = (guint32) MIN (tc_send_gate_promise (&self->gate, self->key_us) / 1000,
                               TC_REPLAY_GAP_MS_MAX)};
  g_mutex_unlock (&self->gate_mutex);
  return passes;
}

/* @mark: (nullable) */
static void
send (TcMediaViewer *self, const TcAccessUnit *unit, const TcReplayMark *mark, gboolean at_once)
{
  GstBuffer *buffer = gst_buffer_new_wrapped_bytes (unit->bytes);

  follow_caps (self, unit);
  GST_BUFFER_PTS (buffer) = give_time (self, unit, at_once);
  if (mark)
    tc_packet_marker_add (self->marker, GST_BUFFER_PTS (buffer), mark);
  GST_BUFFER_DURATION (buffer) = (GstClockTime) unit->duration_us * 1000;
  if (!unit->key)
    GST_BUFFER_FLAG_SET (buffer, GST_BUFFER_FLAG_DELTA_UNIT);
  gst_app_src_push_buffer (self->source, buffer);
}

static void
send_recorded (TcMediaViewer *self, const TcAccessUnit *unit, gboolean lead_in)
{
  const TcReplayMark mark = {.time_us = unit->time_us, .lead_in = lead_in};

  send (self, unit, &mark, lead_in);
}

static void
unit_cb (TcAccessUnit *unit, gpointer data)
{
  TcMediaViewer *self = data;
  TcReplayMark mark;

  if (self->over)
    return;
  /* Another codec takes another payloader: who views it asks anew. */
  if (unit->codec != self->codec) {
    self->over = TRUE;
    gst_app_src_end_of_stream (self->source);
    return;
  }
  if (!may_push (self, unit) || (self->thin && !pass_gate (self, unit, &mark)))
    return;
  if (self->from_us)
    send_recorded (self, unit, leads_in (self, unit));
  else
    send (self, unit, self->thin ? &mark : NULL, self->burst);
}

static void
nothing_cb (TcAccessUnit *unit, gpointer data)
{
}

/* With its mutex. */
static void
take (TcMediaViewer *self)
{
  self->burst = TRUE;
  self->number = tc_media_fan_take (self->taken, unit_cb, self);
  self->burst = FALSE;
}

static void
need_data_cb (GstAppSrc *source, guint length, gpointer data)
{
  TcMediaViewer *self = data;

  if (!g_atomic_int_compare_and_exchange (&self->begun, 0, 1))
    return;
  if (self->first) {
    send_recorded (self, self->first, TRUE);
    return;
  }
  g_mutex_lock (&self->mutex);
  if (!self->ended)
    take (self);
  if (!self->ended && self->sound)
    tc_viewer_sound_take (self->sound, tc_media_fan_get_sound (self->taken));
  g_mutex_unlock (&self->mutex);
}

/* Another stream from now on. With its mutex. */
static void
change_stream (TcMediaViewer *self, TcMediaFan *fan)
{
  guint hold = self->hold;

  if (self->number)
    tc_media_fan_leave (self->taken, self->number);
  if (hold)
    self->hold = tc_media_fan_take (fan, nothing_cb, NULL);
  if (hold)
    tc_media_fan_leave (self->taken, hold);
  self->taken = fan;
  g_mutex_lock (&self->gate_mutex);
  tc_send_gate_change (&self->gate);
  g_mutex_unlock (&self->gate_mutex);
  if (self->number)
    take (self);
  if (self->number && self->sound)
    tc_viewer_sound_take (self->sound, tc_media_fan_get_sound (self->taken));
}

void
tc_media_viewer_order (TcMediaViewer *self, const TcMediaOrder *order)
{
  TcMediaFan *fan = self->lesser && order->rung < TC_SEND_WHOLE ? self->lesser : self->fan;

  if (!self->thin)
    return;
  g_mutex_lock (&self->mutex);
  g_mutex_lock (&self->gate_mutex);
  self->key_us = order->key_us;
  tc_send_gate_set (&self->gate, order->rung, order->gap_us);
  g_mutex_unlock (&self->gate_mutex);
  if (!self->ended && fan != self->taken)
    change_stream (self, fan);
  /* With pictures that don't move none is sent. */
  if (self->sound)
    tc_viewer_sound_admit (self->sound, order->sound && order->rung >= TC_SEND_SUB);
  g_mutex_unlock (&self->mutex);
}

void
tc_media_viewer_get_order (TcMediaViewer *self, TcMediaOrder *order)
{
  g_mutex_lock (&self->gate_mutex);
  *order = (TcMediaOrder){.rung = self->gate.rung,
                          .gap_us = self->gate.gap_us,
                          .sound = self->sound && tc_viewer_sound_is_admitted (self->sound)};
  g_mutex_unlock (&self->gate_mutex);
}

gboolean
tc_media_viewer_has_sound (TcMediaViewer *self)
{
  return self->sound != NULL;
}

void
tc_media_viewer_listen (TcMediaViewer *self, const TcSendWish *wish)
{
  if (self->sound)
    tc_viewer_sound_listen (self->sound, wish->sound, tc_send_wish_moves (wish));
}

gboolean
tc_media_viewer_has_lesser (TcMediaViewer *self)
{
  return self->lesser != NULL;
}

TcPacketMarker *
tc_media_viewer_get_marker (TcMediaViewer *self)
{
  return self->marker;
}

static GstElement *
make_bin (TcMediaViewer *self)
{
  GstElement *bin = gst_bin_new (NULL);
  GstElement *payloader = gst_element_factory_make (payloaders[self->codec], "pay0");

  if (!payloader) {
    gst_object_unref (gst_object_ref_sink (bin));
    return NULL;
  }
  g_object_set (payloader, "pt", 96u, NULL);
  tc_packet_marker_attach (self->marker, payloader);
  gst_bin_add_many (GST_BIN (bin), GST_ELEMENT (self->source), payloader, NULL);
  gst_element_link (GST_ELEMENT (self->source), payloader);
  return bin;
}

/* (nullable): @lesser, where a payloader can go over to it. */
static TcMediaFan *
choose_lesser (TcMediaFan *lesser, TcCodec codec)
{
  guint hold = lesser ? tc_media_fan_take (lesser, nothing_cb, NULL) : 0;
  g_autoptr (TcAccessUnit) unit = lesser ? tc_media_fan_wait (lesser, LESSER_WAIT_US) : NULL;

  if (lesser)
    tc_media_fan_leave (lesser, hold);
  return unit && unit->codec == codec ? tc_media_fan_ref (lesser) : NULL;
}

static void
set_up_source (TcMediaViewer *self, GstElement *source)
{
  GstAppSrcCallbacks callbacks = {.need_data = need_data_cb};

  self->source = GST_APP_SRC (gst_object_ref_sink (source));
  g_object_set (source, "is-live", TRUE, "format", GST_FORMAT_TIME, "block", FALSE, "max-bytes",
                2 * TC_MEDIA_VIEWER_BYTES_MAX, NULL);
  gst_app_src_set_callbacks (self->source, &callbacks, self, NULL);
}

TcMediaViewer *
tc_media_viewer_new (TcMediaFan *fan, TcMediaFan *lesser, TcAccessUnit *first, TcSoundUnit *sound,
                     gboolean thin, GstElement **element)
{
  GstElement *source = gst_element_factory_make ("appsrc", NULL);
  TcMediaViewer *self;

  if (!source)
    return NULL;
  self = g_new0 (TcMediaViewer, 1);
  g_atomic_ref_count_init (&self->refs);
  self->fan = tc_media_fan_ref (fan);
  self->lesser = thin ? choose_lesser (lesser, first->codec) : NULL;
  self->taken = self->lesser ? self->lesser : self->fan;
  self->thin = thin;
  self->codec = first->codec;
  self->marker = tc_packet_marker_new ();
  self->offset_ns = G_MININT64;
  self->last = GST_CLOCK_TIME_NONE;
  g_mutex_init (&self->mutex);
  g_mutex_init (&self->gate_mutex);
  tc_send_gate_init (
      &self->gate, TC_SEND_STILLS, TC_SEND_GAP_MAX_US,
      tc_send_gate_number ((guint) g_atomic_int_add (&n_made, 1), (guint) getpid ()));
  set_up_source (self, source);
  follow_caps (self, first);
  *element = make_bin (self);
  if (!*element) {
    tc_media_viewer_unref (self);
    return NULL;
  }
  if (sound)
    self->sound = tc_viewer_sound_new (GST_BIN (*element), sound, !thin, self->marker);
  self->hold = tc_media_fan_take (self->taken, nothing_cb, NULL);
  return self;
}

TcMediaViewer *
tc_media_viewer_ref (TcMediaViewer *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
tc_media_viewer_set_recorded (TcMediaViewer *self, TcAccessUnit *first, gint64 from_us)
{
  self->from_us = from_us;
  self->first = tc_access_unit_ref (first);
}

void
tc_media_viewer_play (TcMediaViewer *self)
{
  g_mutex_lock (&self->mutex);
  if (!self->ended && !self->number)
    take (self);
  g_mutex_unlock (&self->mutex);
}

void
tc_media_viewer_finish (TcMediaViewer *self)
{
  gst_app_src_end_of_stream (self->source);
}

void
tc_media_viewer_end (TcMediaViewer *self)
{
  g_mutex_lock (&self->mutex);
  self->ended = TRUE;
  if (self->number)
    tc_media_fan_leave (self->taken, self->number);
  if (self->hold)
    tc_media_fan_leave (self->taken, self->hold);
  self->number = self->hold = 0;
  if (self->sound)
    tc_viewer_sound_leave (self->sound);
  g_mutex_unlock (&self->mutex);
}

void
tc_media_viewer_unref (TcMediaViewer *self)
{
  GstAppSrcCallbacks callbacks = {0};

  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  tc_media_viewer_end (self);
  gst_app_src_set_callbacks (self->source, &callbacks, NULL, NULL);
  gst_object_unref (self->source);
  g_clear_pointer (&self->sound, tc_viewer_sound_free);
  tc_packet_marker_unref (self->marker);
  tc_media_fan_unref (self->fan);
  g_clear_pointer (&self->lesser, tc_media_fan_unref);
  g_clear_pointer (&self->first, tc_access_unit_unref);
  g_mutex_clear (&self->mutex);
  g_mutex_clear (&self->gate_mutex);
  g_free (self->caps);
  g_free (self);
}
