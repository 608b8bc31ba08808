/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One attempt; see the header.
 *
 * DESIGN: what happens on GStreamer's threads is noted under one mutex and looked at by the main
 * loop; nothing is passed over for each frame but the picture itself. The parts behind rtspsrc are
 * made when it says what comes. All callbacks are over once the pipeline has come to NULL, which is
 * done on a thread of its own and may take seconds.
 */
#include "tc-tile-pipeline.h"

#include "tc-stream-cause.h"
#include "tc-tile-chain.h"
#include "tc-tile-failure.h"
#include "tc-tile-painter.h"
#include "tc-tile-trust.h"

#include <gst/app/gstappsink.h>

/* Seconds between 1900 (NTP) and 1970. */
#define NTP_EPOCH_S G_GINT64_CONSTANT (2208988800)
/* rtspsrc: a bit for each way, GST_RTSP_LOWER_TRANS_TCP. */
#define PROTOCOL_TCP 4
/* How long saying goodbye may take. */
#define GOODBYE_NS ((guint64) 300 * GST_MSECOND)

struct _TcTilePipeline {
  guint32 tile, attempt;
  TcTilePictureFunc func;
  gpointer data;
  char *address;   /* (owned) */
  gint64 begun_us; /* monotonic */
  gboolean has_fingerprint;
  TcDigest fingerprint;
  GstElement *pipeline;      /* (owned) */
  TcTilePainter *painter;    /* (owned): the painting thread's */
  GCancellable *cancellable; /* (owned): of the probe */
  gboolean probing;          /* main loop: why it failed is being found out */
  GstElement *queue;         /* (unowned) (nullable): of the pipeline, in its chain; set before that
                                is linked */

  GMutex mutex; /* of all below */
  TcStreamWatch watch;
  TcDecodeGate gate;
  TcTileRing *ring; /* (owned) (nullable) */
  TcTileCounts counts;
  TcTilePacketReader packets;
  TcReplayMarks marks; /* of a replay's pictures */
  TcTileProgress progress;
  gboolean chained;           /* a chain is there: further streams are left alone */
  gboolean certificate_right; /* somebody looked, and it was that of the fingerprint */
  gboolean certificate_wrong;
  gboolean failed; /* the first failure counts */
  gint64 failed_us;
  TcStreamCause failure; /* TC_CAUSE_NONE: not said */
  char *detail;          /* (owned) (nullable) */
  gboolean ended;        /* nothing goes out any more */
};

/* ---- what happens, on GStreamer's threads ---- */

/* Takes @detail. */
static void
fail (TcTilePipeline *self, TcStreamCause cause, char *detail)
{
  g_mutex_lock (&self->mutex);
  if (self->failed) {
    g_free (detail);
  } else {
    self->failed = TRUE;
    self->failed_us = g_get_monotonic_time ();
    self->failure = self->certificate_wrong ? TC_CAUSE_CERTIFICATE : cause;
    self->detail = tc_tile_failure_tame (detail);
  }
  g_mutex_unlock (&self->mutex);
}

static GstBusSyncReply
message_cb (GstBus *bus, GstMessage *message, gpointer data)
{
  TcTilePipeline *self = data;
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

/* Nobody else says that it is right. */
static gboolean
certificate_cb (GstElement *source, GTlsConnection *connection, GTlsCertificate *certificate,
                GTlsCertificateFlags errors, gpointer data)
{
  TcTilePipeline *self = data;
  g_autoptr (GByteArray) bytes = NULL;
  TcDigest digest = {{0}};
  gsize size = TC_DIGEST_SIZE;
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gboolean right;

  g_object_get (certificate, "certificate", &bytes, NULL);
  if (bytes) {
    g_checksum_update (checksum, bytes->data, (gssize) bytes->len);
    g_checksum_get_digest (checksum, digest.bytes, &size);
  }
  right = self->has_fingerprint && bytes && tc_digest_equal (&digest, &self->fingerprint);
  g_mutex_lock (&self->mutex);
  self->certificate_right = right;
  self->certificate_wrong = !right;
  g_mutex_unlock (&self->mutex);
  return right;
}

/* Of what the other side offers the first picture that we decode. */
static gboolean
select_cb (GstElement *source, guint number, GstCaps *caps, gpointer data)
{
  TcTilePipeline *self = data;
  gboolean is_video = tc_tile_chain_is_video (caps);
  gboolean is_known = is_video && tc_tile_chain_find (caps) != NULL;
  gboolean selected;

  g_mutex_lock (&self->mutex);
  if (is_video && !is_known && !self->chained)
    self->progress.codec_strange = TRUE;
  selected = is_known && !self->chained;
  if (selected) {
    self->chained = TRUE;
    self->progress.codec_strange = FALSE;
  }
  g_mutex_unlock (&self->mutex);
  return selected;
}

/* The camera's clock, from what its sender reports said about this packet's time. */
static void
read_clock (TcTilePipeline *self, GstBuffer *buffer, gint64 now_us)
{
  GstReferenceTimestampMeta *meta = gst_buffer_get_reference_timestamp_meta (buffer, NULL);
  gint64 camera_us;

  if (!meta)
    return;
  camera_us = (gint64) (meta->timestamp / GST_USECOND) - NTP_EPOCH_S * G_USEC_PER_SEC;
  tc_stream_watch_clock (&self->watch, camera_us - g_get_real_time (), now_us);
}

static void
read_packet (TcTilePipeline *self, GstBuffer *buffer)
{
  gint64 now_us = g_get_monotonic_time ();
  TcTilePacket packet;

  if (!tc_tile_packet_read (&self->packets, buffer, &packet))
    return;
  self->progress.had_data = TRUE;
  self->counts.n_bytes += packet.n_bytes;
  /* What is missing before the first picture was never sent to us. */
  if (self->progress.had_picture) {
    self->counts.n_lost += packet.n_lost;
    tc_stream_watch_loss (&self->watch, 1, packet.n_lost, now_us);
  }
  /* What is missing was of this frame, of the one before, or of such between. */
  if (packet.n_lost) {
    tc_decode_gate_lose (&self->gate);
    tc_decode_gate_damage (&self->gate, (gint64) packet.pts_before);
    tc_decode_gate_damage (&self->gate, (gint64) GST_BUFFER_PTS (buffer));
  }
  if (!packet.is_new_frame)
    return;
  self->counts.n_frames++;
  if (packet.mark.time_us > 0)
    tc_replay_marks_add (&self->marks, GST_BUFFER_PTS (buffer), &packet.mark);
  tc_stream_watch_data (&self->watch, packet.pts_us, now_us);
  read_clock (self, buffer, now_us);
}

static gboolean
packet_cb (GstBuffer **buffer, guint index, gpointer data)
{
  read_packet (data, *buffer);
  return TRUE;
}

static GstPadProbeReturn
packets_cb (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  TcTilePipeline *self = data;

  g_mutex_lock (&self->mutex);
  if (info->type & GST_PAD_PROBE_TYPE_BUFFER_LIST)
    gst_buffer_list_foreach (GST_PAD_PROBE_INFO_BUFFER_LIST (info), packet_cb, self);
  else
    read_packet (self, GST_PAD_PROBE_INFO_BUFFER (info));
  g_mutex_unlock (&self->mutex);
  return GST_PAD_PROBE_OK;
}

/* A stranger says how much memory a picture takes. */
static GstPadProbeReturn
sizes_cb (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  GstEvent *event = GST_PAD_PROBE_INFO_EVENT (info);
  GstCaps *caps = NULL;

  if (GST_EVENT_TYPE (event) != GST_EVENT_CAPS)
    return GST_PAD_PROBE_OK;
  gst_event_parse_caps (event, &caps);
  if (tc_tile_chain_can_hold (caps))
    return GST_PAD_PROBE_OK;
  fail (data, TC_CAUSE_CODEC, g_strdup ("its pictures are too large"));
  return GST_PAD_PROBE_DROP;
}

/* Before the bounded queue: what is to be decoded. */
static GstPadProbeReturn
gate_cb (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  TcTilePipeline *self = data;
  GstBuffer *buffer = GST_PAD_PROBE_INFO_BUFFER (info);
  gboolean is_key = !GST_BUFFER_FLAG_IS_SET (buffer, GST_BUFFER_FLAG_DELTA_UNIT);
  guint n_waiting = 0;
  gboolean passes;

  g_object_get (self->queue, "current-level-buffers", &n_waiting, NULL);
  g_mutex_lock (&self->mutex);
  if (self->failed) {
    passes = FALSE;
  } else if (n_waiting >= TC_TILE_QUEUE_FRAMES) {
    tc_decode_gate_lose (&self->gate);
    self->counts.n_dropped++;
    passes = FALSE;
  } else {
    passes = tc_decode_gate_pass (&self->gate, (gint64) GST_BUFFER_PTS (buffer), is_key,
                                  g_get_monotonic_time ());
  }
  g_mutex_unlock (&self->mutex);
  return passes ? GST_PAD_PROBE_OK : GST_PAD_PROBE_DROP;
}

/* What only leads in to what is to be shown goes no further. */
static GstPadProbeReturn
decoded_cb (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  TcTilePipeline *self = data;
  guint64 pts = GST_BUFFER_PTS (GST_PAD_PROBE_INFO_BUFFER (info));
  TcReplayMark mark;
  gboolean shown;

  g_mutex_lock (&self->mutex);
  self->counts.n_decoded++;
  shown = !tc_replay_marks_find (&self->marks, pts, &mark) || !mark.lead_in;
  g_mutex_unlock (&self->mutex);
  return shown ? GST_PAD_PROBE_OK : GST_PAD_PROBE_DROP;
}

/* ---- painting ---- */

/* (transfer full) (nullable): a ring with a slot for this picture. */
static TcTileRing *
take_slot (TcTilePipeline *self, guint *slot)
{
  TcTileRing *ring = NULL;

  g_mutex_lock (&self->mutex);
  if (self->ring && !self->ended) {
    if (tc_tile_ring_take (self->ring, slot))
      ring = tc_tile_ring_ref (self->ring);
    else
      self->counts.n_skipped++;
  }
  g_mutex_unlock (&self->mutex);
  return ring;
}

/* Returns: its number. @pts: in the pipeline; @recorded_us: (out): 0: it is live */
static guint64
note_picture (TcTilePipeline *self, gboolean changed, gint64 now_us, guint64 pts,
              gint64 *recorded_us)
{
  TcReplayMark mark;
  guint64 number;

  g_mutex_lock (&self->mutex);
  *recorded_us = tc_replay_marks_find (&self->marks, pts, &mark) ? mark.time_us : 0;
  tc_stream_watch_picture (&self->watch, changed, now_us);
  self->progress.had_picture = TRUE;
  self->counts.width = MIN (tc_tile_painter_get_width (self->painter), TC_TILE_SIDE_MAX);
  self->counts.height = MIN (tc_tile_painter_get_height (self->painter), TC_TILE_SIDE_MAX);
  number = self->counts.n_decoded;
  g_mutex_unlock (&self->mutex);
  return number;
}

/* The slot goes to the hook or back. */
static void
hand_over (TcTilePipeline *self, TcTileRing *ring, const TcTileMessage *frame, gboolean painted)
{
  g_mutex_lock (&self->mutex);
  if (painted && !self->ended)
    self->func (frame, ring, self->data);
  else
    tc_tile_ring_give_back (ring, frame->slot);
  g_mutex_unlock (&self->mutex);
}

static void
show (TcTilePipeline *self, guint64 pts)
{
  TcTileMessage frame = {.kind = TC_TILE_FRAME, .tile = self->tile, .attempt = self->attempt};
  TcTileRing *ring = take_slot (self, &frame.slot);
  guint8 *pixels = ring ? tc_tile_ring_get_pixels (ring, frame.slot) : NULL;
  gboolean painted = FALSE;
  gboolean changed;

  if (ring) {
    painted = tc_tile_painter_paint (self->painter, pixels, tc_tile_ring_get_width (ring),
                                     tc_tile_ring_get_height (ring), &frame.width, &frame.height);
    if (!painted)
      fail (self, TC_CAUSE_CODEC, g_strdup ("a picture of a form that can't be converted"));
  }
  frame.decoded_us = g_get_monotonic_time ();
  changed = tc_tile_painter_is_changed (self->painter, painted ? pixels : NULL, frame.width,
                                        frame.height, frame.decoded_us);
  frame.number = note_picture (self, changed, frame.decoded_us, pts, &frame.recorded_us);
  if (!ring)
    return;
  frame.ring = tc_tile_ring_get_number (ring);
  hand_over (self, ring, &frame, painted);
  tc_tile_ring_unref (ring);
}

static GstFlowReturn
picture_cb (GstAppSink *sink, gpointer data)
{
  TcTilePipeline *self = data;
  GstSample *sample = gst_app_sink_pull_sample (sink);

  if (!sample)
    return GST_FLOW_EOS;
  if (tc_tile_painter_begin (self->painter, sample))
    show (self, GST_BUFFER_PTS (gst_sample_get_buffer (sample)));
  else
    fail (self, TC_CAUSE_CODEC, g_strdup ("a picture of a form that isn't known"));
  tc_tile_painter_end (self->painter);
  gst_sample_unref (sample);
  return GST_FLOW_OK;
}

/* ---- the chain ---- */

static void
pad_cb (GstElement *source, GstPad *pad, gpointer data)
{
  TcTilePipeline *self = data;
  GstAppSinkCallbacks callbacks = {.new_sample = picture_cb};
  const TcTileChainHooks hooks = {packets_cb, sizes_cb, gate_cb, decoded_cb};
  g_autoptr (GError) error = NULL;
  TcTileChain chain;
  gboolean chained, unseen;

  g_mutex_lock (&self->mutex);
  chained = self->queue != NULL;
  unseen = self->has_fingerprint && !self->certificate_right;
  g_mutex_unlock (&self->mutex);
  if (chained)
    return;
  /* It never comes to that: each connection asks. */
  if (unseen) {
    fail (self, TC_CAUSE_CERTIFICATE, g_strdup ("no certificate was looked at"));
    return;
  }
  if (!tc_tile_chain_make (GST_BIN (self->pipeline), pad, &hooks, self, &chain, &error)) {
    fail (self, TC_CAUSE_CODEC, g_strdup (error->message));
    return;
  }
  gst_app_sink_set_callbacks (GST_APP_SINK (chain.parts[TC_TILE_PART_SINK]), &callbacks, self,
                              NULL);
  g_mutex_lock (&self->mutex);
  self->queue = chain.parts[TC_TILE_PART_QUEUE];
  tc_tile_packet_reader_init (&self->packets, chain.clock_rate);
  g_strlcpy (self->counts.codec, chain.codec, sizeof self->counts.codec);
  g_mutex_unlock (&self->mutex);
  if (!tc_tile_chain_link (&chain, pad))
    fail (self, TC_CAUSE_CODEC, g_strdup ("the parts of a pipeline don't fit together"));
}

/* ---- the main loop's ---- */

static void
configure_trust (TcTilePipeline *self, GstElement *source)
{
  g_object_set (source, "tls-validation-flags", G_TLS_CERTIFICATE_VALIDATE_ALL, NULL);
  g_signal_connect (source, "accept-certificate", G_CALLBACK (certificate_cb), self);
  if (!self->has_fingerprint)
    g_object_set (source, "tls-database", tc_tile_trust_get_system (), NULL);
}

static gboolean
make_source (TcTilePipeline *self, const TcTileMessage *play)
{
  GstElement *source = gst_element_factory_make ("rtspsrc", NULL);

  if (!source)
    return FALSE;
  g_object_set (source, "location", play->address, "protocols", PROTOCOL_TCP, "latency",
                TC_TILE_LATENCY_MS, "drop-on-latency", TRUE, "tcp-timeout",
                (guint64) TC_TILE_ANSWER_US, "teardown-timeout", (guint64) GOODBYE_NS,
                "add-reference-timestamp-meta", TRUE, "user-agent", "Toan Canh", NULL);
  if (play->account || play->secret)
    g_object_set (source, "user-id", play->account ? play->account : "", "user-pw",
                  play->secret ? play->secret : "", NULL);
  configure_trust (self, source);
  g_signal_connect (source, "select-stream", G_CALLBACK (select_cb), self);
  g_signal_connect (source, "pad-added", G_CALLBACK (pad_cb), self);
  return gst_bin_add (GST_BIN (self->pipeline), source);
}

TcTilePipeline *
tc_tile_pipeline_new (const TcTileMessage *play, TcTileRing *ring, TcTilePictureFunc func,
                      gpointer data)
{
  TcTilePipeline *self = g_new0 (TcTilePipeline, 1);
  gint64 now_us = g_get_monotonic_time ();
  g_autoptr (GstBus) bus = NULL;

  self->tile = self->counts.tile = play->tile;
  self->attempt = self->counts.attempt = play->attempt;
  self->func = func;
  self->data = data;
  self->address = g_strdup (play->address);
  self->begun_us = now_us;
  self->has_fingerprint = play->has_fingerprint;
  self->fingerprint = play->fingerprint;
  self->painter = tc_tile_painter_new (play->masks ? (TcPictureMask *) play->masks->data : NULL,
                                       play->masks ? play->masks->len : 0);
  self->cancellable = g_cancellable_new ();
  self->ring = ring ? tc_tile_ring_ref (ring) : NULL;
  g_mutex_init (&self->mutex);
  tc_decode_gate_init (&self->gate, play->rung);
  tc_stream_watch_init (&self->watch, now_us);
  tc_stream_watch_set_rung (&self->watch, play->rung, now_us);
  tc_stream_watch_begin (&self->watch, now_us);
  self->pipeline = gst_object_ref_sink (gst_pipeline_new (NULL));
  bus = gst_element_get_bus (self->pipeline);
  gst_bus_set_sync_handler (bus, message_cb, self, NULL);
  if (!make_source (self, play))
    fail (self, TC_CAUSE_DECODER, g_strdup ("GStreamer has no rtspsrc"));
  else if (gst_element_set_state (self->pipeline, GST_STATE_PLAYING) == GST_STATE_CHANGE_FAILURE)
    fail (self, TC_CAUSE_NONE, g_strdup ("it can't be begun"));
  return self;
}

static gpointer
end_thread (gpointer data)
{
  TcTilePipeline *self = data;

  g_autoptr (GstBus) bus = gst_element_get_bus (self->pipeline);

  gst_element_set_state (self->pipeline, GST_STATE_NULL);
  /* Some thread may still hold the pipeline, and say something. */
  gst_bus_set_sync_handler (bus, NULL, NULL, NULL);
  gst_object_unref (self->pipeline);
  tc_tile_painter_free (self->painter);
  g_clear_pointer (&self->ring, tc_tile_ring_unref);
  g_clear_object (&self->cancellable);
  g_mutex_clear (&self->mutex);
  g_free (self->address);
  g_free (self->detail);
  g_free (self);
  return NULL;
}

void
tc_tile_pipeline_end (TcTilePipeline *self)
{
  g_mutex_lock (&self->mutex);
  self->ended = TRUE;
  g_mutex_unlock (&self->mutex);
  g_cancellable_cancel (self->cancellable);
  g_thread_unref (g_thread_new ("tile-end", end_thread, self));
}

guint32
tc_tile_pipeline_get_tile (const TcTilePipeline *self)
{
  return self->tile;
}

guint32
tc_tile_pipeline_get_attempt (const TcTilePipeline *self)
{
  return self->attempt;
}

void
tc_tile_pipeline_set_ring (TcTilePipeline *self, TcTileRing *ring)
{
  g_mutex_lock (&self->mutex);
  g_clear_pointer (&self->ring, tc_tile_ring_unref);
  self->ring = ring ? tc_tile_ring_ref (ring) : NULL;
  g_mutex_unlock (&self->mutex);
}

void
tc_tile_pipeline_set_rung (TcTilePipeline *self, TcDecodeRung rung)
{
  g_mutex_lock (&self->mutex);
  tc_decode_gate_set_rung (&self->gate, rung);
  tc_stream_watch_set_rung (&self->watch, rung, g_get_monotonic_time ());
  g_mutex_unlock (&self->mutex);
}

/* ---- how it goes ---- */

typedef struct {
  TcTilePipeline *self; /* (unowned): it is ended only by a main loop that has cancelled this */
  GCancellable *cancellable; /* (owned) */
} Probe;

static void
probed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Probe *probe = data;
  TcStreamCause cause = tc_stream_probe_finish (result);

  if (!g_cancellable_is_cancelled (probe->cancellable)) {
    probe->self->probing = FALSE;
    g_mutex_lock (&probe->self->mutex);
    /* Somebody is there, who broke it off all the same, or said nothing in time. */
    if (cause == TC_CAUSE_NONE)
      cause = probe->self->failed_us - probe->self->begun_us >= TC_TILE_ANSWER_US ? TC_CAUSE_TIMEOUT
                                                                                  : TC_CAUSE_SERVER;
    probe->self->failure = cause;
    g_mutex_unlock (&probe->self->mutex);
  }
  g_object_unref (probe->cancellable);
  g_free (probe);
}

static void
find_cause (TcTilePipeline *self)
{
  Probe *probe = g_new0 (Probe, 1);

  self->probing = TRUE;
  probe->self = self;
  probe->cancellable = g_object_ref (self->cancellable);
  tc_stream_probe_async (self->address, self->cancellable, probed_cb, probe);
}

gboolean
tc_tile_pipeline_look (TcTilePipeline *self, gint64 now_us, TcStreamReport *report, char **detail)
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

void
tc_tile_pipeline_get_counts (TcTilePipeline *self, TcTileCounts *counts)
{
  g_mutex_lock (&self->mutex);
  *counts = self->counts;
  if (self->watch.interval_us > 0)
    counts->rate_milli = (gint32) MIN (1000 * (gint64) G_USEC_PER_SEC / self->watch.interval_us,
                                       TC_TILE_RATE_MILLI_MAX);
  g_mutex_unlock (&self->mutex);
}
