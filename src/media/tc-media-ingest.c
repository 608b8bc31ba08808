/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One attempt; see the header.
 *
 * DESIGN: what happens on GStreamer's threads is noted under one mutex and looked at by the main
 * loop. Units that miss something, and all that follow on them, are left out up to the next key
 * frame: who decodes them would show what was never there, and nobody could say so later.
 */
#include "tc-media-ingest.h"

#include "tc-stream-cause.h"
#include "tc-tile-chain.h"
#include "tc-tile-failure.h"

#include <gst/app/gstappsink.h>

/* rtspsrc: a bit for each way, GST_RTSP_LOWER_TRANS_TCP. */
#define PROTOCOL_TCP 4
#define LATENCY_MS 200
/* rtspsrc: the sender's time stamps as they are. Else they are bent after how packets come, and a
 * clock (tc-access-unit.h) that is led by those that come soonest would be led astray: pictures
 * would get times before they were taken. */
#define BUFFER_NONE 0
#define GOODBYE_NS ((guint64) 300 * GST_MSECOND)
/* Until it is known how far pictures are apart. */
#define DURATION_US ((gint64) 40000)

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
  TcMediaFan *fan;           /* (owned) */
  char *address;             /* (owned) */
  gint64 begun_us;           /* monotonic */
  GstElement *pipeline;      /* (owned) */
  GCancellable *cancellable; /* (owned): of the probe */
  gboolean probing;          /* main loop: why it failed is being found out */

  GMutex mutex; /* of all below */
  TcStreamWatch watch;
  TcTilePacketReader packets;
  TcTileProgress progress;
  const Chain *chain; /* (nullable): what stands behind the source */
  TcAccessClock clock;
  gboolean whole; /* nothing is missing since a key frame */
  gint64 last_us; /* time of the unit before */
  gboolean failed;
  gint64 failed_us;
  TcStreamCause failure; /* TC_CAUSE_NONE: not said */
  char *detail;          /* (owned) (nullable) */
  gboolean ended;        /* nothing goes out any more */
};

/* ---- what happens, on GStreamer's threads ---- */

/* Takes @detail. */
static void
fail (TcMediaIngest *self, TcStreamCause cause, char *detail)
{
  g_mutex_lock (&self->mutex);
  if (self->failed) {
    g_free (detail);
  } else {
    self->failed = TRUE;
    self->failed_us = g_get_monotonic_time ();
    self->failure = cause;
    self->detail = tc_tile_failure_tame (detail);
  }
  g_mutex_unlock (&self->mutex);
}

static GstBusSyncReply
message_cb (GstBus *bus, GstMessage *message, gpointer data)
{
  TcMediaIngest *self = data;
  TcTileProgress progress;
  TcStreamCause cause;
  char *detail = NULL;

  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR ||
      GST_MESSAGE_TYPE (message) == GST_MESSAGE_EOS) {
    g_mutex_lock (&self->mutex);
    progress = self->progress;
    g_mutex_unlock (&self->mutex);
    cause = tc_tile_failure_read (message, &progress, &detail);
    fail (self, cause, detail);
  }
  gst_message_unref (message);
  return GST_BUS_DROP;
}

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

/* Of what the other side offers the first picture that we know. */
static gboolean
select_cb (GstElement *source, guint number, GstCaps *caps, gpointer data)
{
  TcMediaIngest *self = data;
  gboolean is_video = tc_tile_chain_is_video (caps);
  const Chain *chain = is_video ? find_chain (caps) : NULL;
  gboolean selected;

  g_mutex_lock (&self->mutex);
  if (is_video && !chain && !self->chain)
    self->progress.codec_strange = TRUE;
  selected = chain && !self->chain;
  if (selected) {
    self->chain = chain;
    self->progress.codec_strange = FALSE;
  }
  g_mutex_unlock (&self->mutex);
  return selected;
}

static gboolean
packet_cb (GstBuffer **buffer, guint index, gpointer data)
{
  TcMediaIngest *self = data;
  TcTilePacket packet;

  if (!tc_tile_packet_read (&self->packets, *buffer, &packet))
    return TRUE;
  self->progress.had_data = TRUE;
  /* What is missing before the first picture was never sent to us. */
  if (self->progress.had_picture)
    tc_stream_watch_loss (&self->watch, 1, packet.n_lost, g_get_monotonic_time ());
  if (packet.n_lost)
    self->whole = FALSE;
  if (packet.is_new_frame)
    tc_stream_watch_data (&self->watch, packet.pts_us, g_get_monotonic_time ());
  return TRUE;
}

static GstPadProbeReturn
packets_cb (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  TcMediaIngest *self = data;
  GstBuffer *buffer;

  g_mutex_lock (&self->mutex);
  if (info->type & GST_PAD_PROBE_TYPE_BUFFER_LIST) {
    gst_buffer_list_foreach (GST_PAD_PROBE_INFO_BUFFER_LIST (info), packet_cb, self);
  } else {
    buffer = GST_PAD_PROBE_INFO_BUFFER (info);
    packet_cb (&buffer, 0, self);
  }
  g_mutex_unlock (&self->mutex);
  return GST_PAD_PROBE_OK;
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
  gint64 time_us = tc_access_clock_stamp (&self->clock, pts_us, g_get_real_time ());
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
  g_mutex_lock (&self->mutex);
  unit = make_unit (self, sample);
  if (unit)
    self->progress.had_picture = TRUE;
  else
    self->whole = FALSE;
  /* The lock is held, so that nothing is put once it has been ended. */
  if (unit && !self->ended)
    tc_media_fan_put (self->fan, unit);
  g_mutex_unlock (&self->mutex);
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
    gst_bin_add (GST_BIN (self->pipeline), element);
  else
    fail (self, TC_CAUSE_DECODER, g_strdup_printf ("GStreamer has no %s", factory));
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

static void
watch_packets (TcMediaIngest *self, GstElement *depay, GstPad *pad)
{
  g_autoptr (GstPad) entry = gst_element_get_static_pad (depay, "sink");
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (pad);
  gint clock_rate = 0;

  if (caps)
    gst_structure_get_int (gst_caps_get_structure (caps, 0), "clock-rate", &clock_rate);
  tc_tile_packet_reader_init (&self->packets, (guint) MAX (clock_rate, 0));
  gst_pad_add_probe (entry, GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_BUFFER_LIST, packets_cb,
                     self, NULL);
  if (gst_pad_link (pad, entry) != GST_PAD_LINK_OK)
    fail (self, TC_CAUSE_CODEC, g_strdup ("the parts of a pipeline don't fit together"));
}

static void
pad_cb (GstElement *source, GstPad *pad, gpointer data)
{
  TcMediaIngest *self = data;
  const Chain *chain;
  GstElement *depay, *parse, *sink;

  g_mutex_lock (&self->mutex);
  chain = self->chain;
  g_mutex_unlock (&self->mutex);
  if (!chain || !(depay = add (self, chain->depay)) || !(parse = add (self, chain->parse)) ||
      !(sink = add (self, "appsink")))
    return;
  /* Each key frame with what it takes to decode it. */
  if (chain->codec != TC_CODEC_MJPEG)
    g_object_set (parse, "config-interval", -1, NULL);
  configure_sink (self, sink, chain);
  if (!gst_element_link_many (depay, parse, sink, NULL) ||
      !gst_element_sync_state_with_parent (sink) || !gst_element_sync_state_with_parent (parse) ||
      !gst_element_sync_state_with_parent (depay))
    fail (self, TC_CAUSE_CODEC, g_strdup ("the parts of a pipeline don't fit together"));
  else
    watch_packets (self, depay, pad);
}

/* ---- the main loop's ---- */

static gboolean
make_source (TcMediaIngest *self, const TcMediaStream *stream)
{
  GstElement *source = gst_element_factory_make ("rtspsrc", NULL);

  if (!source)
    return FALSE;
  g_object_set (source, "location", stream->address, "protocols", PROTOCOL_TCP, "latency",
                LATENCY_MS, "buffer-mode", BUFFER_NONE, "drop-on-latency", TRUE, "tcp-timeout",
                (guint64) TC_MEDIA_ANSWER_US, "teardown-timeout", (guint64) GOODBYE_NS,
                "user-agent", "Toan Canh", NULL);
  if (stream->account || stream->password)
    g_object_set (source, "user-id", stream->account ? stream->account : "", "user-pw",
                  stream->password ? stream->password : "", NULL);
  g_signal_connect (source, "select-stream", G_CALLBACK (select_cb), self);
  g_signal_connect (source, "pad-added", G_CALLBACK (pad_cb), self);
  return gst_bin_add (GST_BIN (self->pipeline), source);
}

TcMediaIngest *
tc_media_ingest_new (const TcMediaStream *stream, TcMediaFan *fan)
{
  TcMediaIngest *self = g_new0 (TcMediaIngest, 1);
  gint64 now_us = g_get_monotonic_time ();
  g_autoptr (GstBus) bus = NULL;

  self->fan = tc_media_fan_ref (fan);
  self->address = g_strdup (stream->address);
  self->begun_us = now_us;
  self->cancellable = g_cancellable_new ();
  g_mutex_init (&self->mutex);
  tc_stream_watch_init (&self->watch, now_us);
  tc_stream_watch_begin (&self->watch, now_us);
  tc_media_fan_break (fan);
  self->pipeline = gst_object_ref_sink (gst_pipeline_new (NULL));
  bus = gst_element_get_bus (self->pipeline);
  gst_bus_set_sync_handler (bus, message_cb, self, NULL);
  if (!make_source (self, stream))
    fail (self, TC_CAUSE_DECODER, g_strdup ("GStreamer has no rtspsrc"));
  else if (gst_element_set_state (self->pipeline, GST_STATE_PLAYING) == GST_STATE_CHANGE_FAILURE)
    fail (self, TC_CAUSE_NONE, g_strdup ("it can't be begun"));
  return self;
}

static gpointer
end_thread (gpointer data)
{
  TcMediaIngest *self = data;
  g_autoptr (GstBus) bus = gst_element_get_bus (self->pipeline);

  gst_element_set_state (self->pipeline, GST_STATE_NULL);
  gst_bus_set_sync_handler (bus, NULL, NULL, NULL);
  gst_object_unref (self->pipeline);
  tc_media_fan_unref (self->fan);
  g_clear_object (&self->cancellable);
  g_mutex_clear (&self->mutex);
  g_free (self->address);
  g_free (self->detail);
  g_free (self);
  return NULL;
}

void
tc_media_ingest_end (TcMediaIngest *self)
{
  g_mutex_lock (&self->mutex);
  self->ended = TRUE;
  g_mutex_unlock (&self->mutex);
  g_cancellable_cancel (self->cancellable);
  g_thread_unref (g_thread_new ("ingest-end", end_thread, self));
}

/* ---- how it goes ---- */

typedef struct {
  TcMediaIngest *self;       /* (unowned): ended only by a main loop that has cancelled this */
  GCancellable *cancellable; /* (owned) */
} Probe;

static void
probed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Probe *probe = data;
  TcStreamCause cause = tc_stream_probe_finish (result);
  TcMediaIngest *self = probe->self;

  if (!g_cancellable_is_cancelled (probe->cancellable)) {
    self->probing = FALSE;
    g_mutex_lock (&self->mutex);
    /* Somebody is there, who broke it off all the same, or said nothing in time. */
    if (cause == TC_CAUSE_NONE)
      cause = self->failed_us - self->begun_us >= TC_MEDIA_ANSWER_US ? TC_CAUSE_TIMEOUT
                                                                     : TC_CAUSE_SERVER;
    self->failure = cause;
    g_mutex_unlock (&self->mutex);
  }
  g_object_unref (probe->cancellable);
  g_free (probe);
}

static void
find_cause (TcMediaIngest *self)
{
  Probe *probe = g_new0 (Probe, 1);

  self->probing = TRUE;
  probe->self = self;
  probe->cancellable = g_object_ref (self->cancellable);
  tc_stream_probe_async (self->address, self->cancellable, probed_cb, probe);
}

gboolean
tc_media_ingest_look (TcMediaIngest *self, gint64 now_us, TcStreamReport *report, char **detail)
{
  TcStreamCause give_up = TC_CAUSE_NONE;
  gboolean is_vague;
  gboolean goes_on = TRUE;

  *detail = NULL;
  g_mutex_lock (&self->mutex);
  is_vague = self->failed && self->failure == TC_CAUSE_NONE;
  tc_stream_watch_look (&self->watch, now_us, &give_up);
  if (self->failed && !is_vague)
    give_up = self->failure;
  if (give_up != TC_CAUSE_NONE) {
    tc_stream_watch_fail (&self->watch, give_up, now_us);
    *detail = g_strdup (self->detail);
    goes_on = FALSE;
  }
  *report = self->watch.report;
  g_mutex_unlock (&self->mutex);
  if (goes_on && is_vague && !self->probing)
    find_cause (self);
  return goes_on;
}
