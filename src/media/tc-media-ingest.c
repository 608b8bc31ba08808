/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One attempt; see the header.
 *
 * DESIGN: units that miss something, and all that follow on them, are left out up to the next key
 * frame: who decodes them would show what was never there, and nobody could say so later.
 */
#include "tc-media-ingest.h"

#include "tc-sound-parts.h"
#include "tc-stream-attempt.h"

#include <gst/app/gstappsink.h>
#include <gst/rtsp/gstrtspmessage.h>

/* rtspsrc: the sender's time stamps as they are. Else they are bent after how packets come, and a
 * clock (tc-access-unit.h) that is led by those that come soonest would be led astray: pictures
 * would get times before they were taken. */
#define BUFFER_NONE 0
/* Until it is known how far pictures are apart. */
#define DURATION_US ((gint64) 40000)
#define ONVIF_REPLAY "onvif-replay"

typedef struct {
  const char *encoding; /* as RTP calls it */
  TcCodec codec;
  const char *depay, *parse, *caps;
} Chain;

static const Chain chains[] = {
    {"H264", TC_CODEC_H264, "rtph264depay", "h264parse",
     "video/x-h264,stream-format=byte-stream,alignment=au"},
    {"H265", TC_CODEC_H265, "rtph265depay", "h265parse",
     "video/x-h265,stream-format=byte-stream,alignment=au"},
    {"JPEG", TC_CODEC_MJPEG, "rtpjpegdepay", "jpegparse", "image/jpeg"},
};

struct _TcMediaIngest {
  TcStreamAttempt base;
  TcMediaFan *fan; /* (owned) */
  gboolean sound;  /* is taken */
  gboolean replayed;
  TcMediaIngestReplay replay; /* of that; its text (owned) */

  /* Under the mutex of @base: */
  const Chain *chain; /* (nullable): what stands behind the source */
  TcAccessClock clock;
  gboolean whole; /* nothing is missing since a key frame */
  gint64 last_us; /* time of the unit before */
  TcAccessClock sound_clock;
  TcReplayMarks marks; /* of a replay: times that packets told, by the recorder's clock */
  gint64 ahead_us;     /* likewise: time less time stamp; G_MININT64: not known */
};

static const Chain *
find_chain (const GstCaps *caps)
{
  const char *encoding = gst_caps_get_size (caps) > 0
                             ? gst_structure_get_string (gst_caps_get_structure (caps, 0),
                                                         "encoding-name")
                             : NULL;

  for (gsize i = 0; encoding && i < G_N_ELEMENTS (chains); i++)
    if (g_ascii_strcasecmp (chains[i].encoding, encoding) == 0)
      return &chains[i];
  return NULL;
}

static gboolean
knows_hook (const GstCaps *caps)
{
  return find_chain (caps) != NULL;
}

static void
packet_hook (TcStreamAttempt *base, const TcTilePacket *packet, GstBuffer *buffer, gint64 now_us)
{
  TcMediaIngest *self = (TcMediaIngest *) base;
  const TcReplayMark mark = {.time_us = packet->recorded_us};

  if (packet->n_lost)
    self->whole = FALSE;
  if (self->replayed && packet->recorded_us)
    tc_replay_marks_add (&self->marks, GST_BUFFER_PTS (buffer), &mark);
}

/* ---- replays ---- */

/* A recorder that doesn't say when a picture was taken gives it its distance from the one before.
 */
static gint64
stamp_replayed (TcMediaIngest *self, gint64 pts_us, guint64 pts)
{
  TcReplayMark mark;

  if (tc_replay_marks_find (&self->marks, pts, &mark))
    self->ahead_us = mark.time_us - self->replay.offset_us - pts_us;
  else if (self->ahead_us == G_MININT64)
    self->ahead_us = self->replay.from_us - pts_us;
  return MAX (pts_us + self->ahead_us, self->last_us + 1);
}

/* On a thread of the source: what goes with each request. */
static gboolean
sending_cb (GstElement *source, GstRTSPMessage *message, gpointer data)
{
  TcMediaIngest *self = data;
  GstRTSPMethod method = GST_RTSP_INVALID;

  if (gst_rtsp_message_parse_request (message, &method, NULL, NULL) != GST_RTSP_OK)
    return TRUE;
  if (method == GST_RTSP_SETUP || method == GST_RTSP_PLAY)
    gst_rtsp_message_add_header (message, GST_RTSP_HDR_REQUIRE, ONVIF_REPLAY);
  if (method != GST_RTSP_PLAY)
    return TRUE;
  gst_rtsp_message_remove_header (message, GST_RTSP_HDR_RANGE, -1);
  gst_rtsp_message_add_header (message, GST_RTSP_HDR_RANGE, self->replay.range);
  return TRUE;
}

/* ---- units ---- */

static GBytes *
copy_bytes (GstBuffer *buffer)
{
  gsize size = gst_buffer_get_size (buffer);
  guint8 *data;

  if (size == 0 || size > TC_ACCESS_UNIT_BYTES_MAX)
    return NULL;
  data = g_malloc (size);
  gst_buffer_extract (buffer, 0, data, size);
  return g_bytes_new_take (data, size);
}

/* (transfer full) (nullable): NULL: it is left out, with what follows on it. */
static TcAccessUnit *
make_unit (TcMediaIngest *self, GstSample *sample)
{
  GstBuffer *buffer = gst_sample_get_buffer (sample);
  GstCaps *caps = gst_sample_get_caps (sample);
  gboolean key = !GST_BUFFER_FLAG_IS_SET (buffer, GST_BUFFER_FLAG_DELTA_UNIT);
  g_autoptr (GBytes) bytes = copy_bytes (buffer);
  g_autofree char *text = caps ? gst_caps_to_string (caps) : NULL;
  gint64 pts_us = GST_BUFFER_PTS_IS_VALID (buffer) ? (gint64) (GST_BUFFER_PTS (buffer) / 1000) : -1;
  gint64 time_us = self->replayed
                       ? stamp_replayed (self, pts_us, GST_BUFFER_PTS (buffer))
                       : tc_access_clock_stamp (&self->clock, pts_us, g_get_real_time ());
  gint64 gap_us = time_us - self->last_us;
  gint64 duration_us = GST_BUFFER_DURATION_IS_VALID (buffer) && GST_BUFFER_DURATION (buffer) >= 1000
                           ? (gint64) (GST_BUFFER_DURATION (buffer) / 1000)
                       : self->last_us > 0 && gap_us > 0 && gap_us < G_USEC_PER_SEC ? gap_us
                                                                                    : DURATION_US;

  self->last_us = time_us;
  if (key)
    self->whole = TRUE;
  if (!self->whole || !bytes || !text)
    return NULL;
  return tc_access_unit_new (self->chain->codec, text, bytes, key, time_us, duration_us);
}

static GstFlowReturn
sample_cb (GstAppSink *sink, gpointer data)
{
  TcMediaIngest *self = data;
  GstSample *sample = gst_app_sink_pull_sample (sink);
  TcAccessUnit *unit;

  if (!sample)
    return GST_FLOW_EOS;
  g_mutex_lock (&self->base.mutex);
  unit = make_unit (self, sample);
  if (unit)
    self->base.progress.had_picture = TRUE;
  else
    self->whole = FALSE;
  /* The lock is held, so that nothing is put once it has been ended. */
  if (unit && !self->base.ended)
    tc_media_fan_put (self->fan, unit);
  g_mutex_unlock (&self->base.mutex);
  g_clear_pointer (&unit, tc_access_unit_unref);
  gst_sample_unref (sample);
  return GST_FLOW_OK;
}

/* ---- the chain ---- */

static GstElement *
add (TcMediaIngest *self, const char *factory)
{
  GstElement *element = gst_element_factory_make (factory, NULL);

  if (element)
    gst_bin_add (GST_BIN (self->base.pipeline), element);
  else
    tc_stream_attempt_fail (&self->base, TC_CAUSE_DECODER,
                            g_strdup_printf ("GStreamer has no %s", factory));
  return element;
}

static void
configure_sink (TcMediaIngest *self, GstElement *sink, const Chain *chain)
{
  GstAppSinkCallbacks callbacks = {.new_sample = sample_cb};
  GstCaps *caps = gst_caps_from_string (chain->caps);

  g_object_set (sink, "sync", FALSE, "caps", caps, "max-buffers", 8u, "enable-last-sample", FALSE,
                NULL);
  gst_app_sink_set_callbacks (GST_APP_SINK (sink), &callbacks, self, NULL);
  gst_caps_unref (caps);
}

/* FALSE: there is no such part, or they don't fit together. */
static gboolean
link_parts (TcMediaIngest *self, const Chain *chain, GstPad *pad)
{
  GstElement *depay, *parse, *sink;

  if (!(depay = add (self, chain->depay)) || !(parse = add (self, chain->parse)) ||
      !(sink = add (self, "appsink")))
    return FALSE;
  /* Each key frame with what it takes to decode it. */
  if (chain->codec != TC_CODEC_MJPEG)
    g_object_set (parse, "config-interval", -1, NULL);
  configure_sink (self, sink, chain);
  g_autoptr (GstPad) entry = gst_element_get_static_pad (depay, "sink");
  return gst_element_link_many (depay, parse, sink, NULL) &&
         gst_element_sync_state_with_parent (sink) && gst_element_sync_state_with_parent (parse) &&
         gst_element_sync_state_with_parent (depay) && gst_pad_link (pad, entry) == GST_PAD_LINK_OK;
}

static void
link_hook (TcStreamAttempt *base, GstPad *pad)
{
  TcMediaIngest *self = (TcMediaIngest *) base;
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (pad);
  const Chain *chain = caps ? find_chain (caps) : NULL;

  g_mutex_lock (&base->mutex);
  self->chain = chain;
  g_mutex_unlock (&base->mutex);
  if (!chain || !link_parts (self, chain, pad))
    tc_stream_attempt_fail (&self->base, TC_CAUSE_CODEC,
                            g_strdup ("the parts of a pipeline don't fit together"));
}

/* ---- sound ---- */

static gboolean
knows_sound_hook (TcStreamAttempt *base, const GstCaps *caps)
{
  TcMediaIngest *self = (TcMediaIngest *) base;
  gboolean knows = self->sound && tc_sound_parts_find (caps);

  if (knows)
    tc_sound_fan_expect (tc_media_fan_get_sound (self->fan));
  return knows;
}

static GstFlowReturn
sound_cb (GstAppSink *sink, gpointer data)
{
  TcMediaIngest *self = data;
  GstSample *sample = gst_app_sink_pull_sample (sink);
  g_autofree char *caps = NULL;
  g_autoptr (GBytes) bytes = sample ? tc_sound_parts_read (sample, &caps) : NULL;
  GstClockTime pts = sample ? GST_BUFFER_PTS (gst_sample_get_buffer (sample)) : GST_CLOCK_TIME_NONE;
  TcSoundUnit *unit = NULL;

  if (!sample)
    return GST_FLOW_EOS;
  g_mutex_lock (&self->base.mutex);
  if (bytes && !self->base.ended)
    unit = tc_sound_unit_new (
        caps, bytes,
        tc_access_clock_stamp (&self->sound_clock,
                               GST_CLOCK_TIME_IS_VALID (pts) ? (gint64) (pts / 1000) : -1,
                               g_get_real_time ()));
  if (unit)
    tc_sound_fan_put (tc_media_fan_get_sound (self->fan), unit);
  g_mutex_unlock (&self->base.mutex);
  g_clear_pointer (&unit, tc_sound_unit_unref);
  gst_sample_unref (sample);
  return GST_FLOW_OK;
}

/* Where it can't be taken there are pictures all the same. */
static void
link_sound_hook (TcStreamAttempt *base, GstPad *pad)
{
  GstElement *sink = gst_element_factory_make ("appsink", NULL);
  GstAppSinkCallbacks callbacks = {.new_sample = sound_cb};

  if (!sink)
    return;
  g_object_set (sink, "sync", FALSE, "max-buffers", 8u, "enable-last-sample", FALSE, NULL);
  gst_app_sink_set_callbacks (GST_APP_SINK (sink), &callbacks, base, NULL);
  if (!tc_sound_parts_link (GST_BIN (base->pipeline), pad, sink))
    g_message ("the sound of %s can't be taken", base->address);
}

static void
free_hook (TcStreamAttempt *base)
{
  TcMediaIngest *self = (TcMediaIngest *) base;

  tc_media_fan_unref (self->fan);
  g_free ((char *) self->replay.range);
  g_free (self);
}

static const TcStreamAttemptHooks hooks = {knows_hook,       packet_hook,     link_hook,
                                           knows_sound_hook, link_sound_hook, free_hook};

/* ---- the main loop's ---- */

TcMediaIngest *
tc_media_ingest_new (const TcMediaStream *stream, TcMediaFan *fan, gboolean sound,
                     const TcMediaIngestReplay *replay)
{
  TcMediaIngest *self = g_new0 (TcMediaIngest, 1);

  self->fan = tc_media_fan_ref (fan);
  self->sound = sound;
  self->replayed = replay != NULL;
  if (replay)
    self->replay = (TcMediaIngestReplay){g_strdup (replay->range), replay->from_us,
                                         replay->offset_us};
  self->ahead_us = G_MININT64;
  tc_media_fan_break (fan);
  tc_stream_attempt_init (&self->base, &hooks, stream->address, stream->account, stream->password);
  /* What came while this computer had no time is late, and wanted all the same. */
  if (self->base.source)
    g_object_set (self->base.source, "buffer-mode", BUFFER_NONE, "drop-on-latency", FALSE, NULL);
  if (self->base.source && self->replay.range)
    g_signal_connect (self->base.source, "before-send", G_CALLBACK (sending_cb), self);
  tc_stream_attempt_begin (&self->base);
  return self;
}

gboolean
tc_media_ingest_has_sound (TcMediaIngest *self)
{
  gboolean has;

  g_mutex_lock (&self->base.mutex);
  has = self->base.sound_chosen;
  g_mutex_unlock (&self->base.mutex);
  return has;
}

void
tc_media_ingest_end (TcMediaIngest *self)
{
  tc_stream_attempt_end (&self->base);
}

gboolean
tc_media_ingest_look (TcMediaIngest *self, gint64 now_us, TcStreamReport *report, char **detail)
{
  return tc_stream_attempt_look (&self->base, now_us, report, detail);
}
