/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One attempt; see the header.
 *
 * DESIGN: nothing is passed over to the main loop for each frame but the picture itself. The parts
 * behind the source are made when it says what comes. A picture is painted where it was decoded: a
 * thread of its own for that would cost a tile more in switches than it gains.
 */
#include "tc-tile-pipeline.h"

#include "tc-media-ticket.h"
#include "tc-sound-parts.h"
#include "tc-stream-attempt.h"
#include "tc-tile-painter.h"
#include "tc-tile-trust.h"

#include <gst/app/gstappsink.h>
#include <gst/rtsp/gstrtspmessage.h>
#include <string.h>

/* Seconds between 1900 (NTP) and 1970. */
#define NTP_EPOCH_S G_GINT64_CONSTANT (2208988800)

/* With so many frames still to decode a picture is as good as replaced, and isn't painted; but no
 * longer than that. */
#define BEHIND_FRAMES 3
#define BEHIND_US (250 * G_TIME_SPAN_MILLISECOND)

struct _TcTilePipeline {
  TcStreamAttempt base;
  guint32 tile, attempt;
  TcTilePictureFunc func;
  gpointer data;
  gboolean has_fingerprint;
  TcDigest fingerprint;
  TcTilePainter *painter; /* (owned): the decoding thread's, like painted_us */
  gint64 painted_us;      /* when the last picture was done, monotonic */
  GstElement *queue;      /* (unowned) (nullable): of the pipeline, in its chain; set before that is
                             linked */

  /* Under the mutex of @base: */
  TcDecodeGate gate;
  TcTileRing *ring; /* (owned) (nullable) */
  TcTileCounts counts;
  TcReplayMarks marks;        /* of pictures of which the other side says something */
  TcSendWish wish;            /* what a media host is told of this tile */
  gboolean heeds;             /* it shares a thin connection by that */
  gboolean left_out;          /* sound, which there is no room for there: as was said last */
  gboolean mute;              /* its sound can't be had */
  TcTileSound *sound;         /* (owned) (nullable): where it goes; nobody listens */
  gboolean certificate_right; /* somebody looked, and it was that of the fingerprint */
};

/* ---- what happens, on GStreamer's threads ---- */

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
  g_mutex_lock (&self->base.mutex);
  self->certificate_right = right;
  self->base.certain = right ? TC_CAUSE_NONE : TC_CAUSE_CERTIFICATE;
  g_mutex_unlock (&self->base.mutex);
  return right;
}

static gboolean
knows_hook (const GstCaps *caps)
{
  return tc_tile_chain_find (caps) != NULL;
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
  tc_stream_watch_clock (&self->base.watch, camera_us - g_get_real_time (), now_us);
}

static void
packet_hook (TcStreamAttempt *base, const TcTilePacket *packet, GstBuffer *buffer, gint64 now_us)
{
  TcTilePipeline *self = (TcTilePipeline *) base;

  self->counts.n_bytes += packet->n_bytes;
  if (base->progress.had_picture)
    self->counts.n_lost += packet->n_lost;
  /* What is missing was of this frame, of the one before, or of such between. */
  if (packet->n_lost) {
    tc_decode_gate_lose (&self->gate);
    tc_decode_gate_damage (&self->gate, (gint64) packet->pts_before);
    tc_decode_gate_damage (&self->gate, (gint64) GST_BUFFER_PTS (buffer));
  }
  if (!packet->is_new_frame)
    return;
  self->counts.n_frames++;
  if (packet->mark.time_us > 0)
    tc_replay_marks_add (&self->marks, GST_BUFFER_PTS (buffer), &packet->mark);
  if (packet->mark.live) {
    self->heeds = TRUE;
    self->left_out = packet->mark.mute;
    tc_stream_watch_sent (&base->watch, packet->mark.sent,
                          packet->mark.gap_ms * G_GINT64_CONSTANT (1000));
  }
  read_clock (self, buffer, now_us);
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
  tc_stream_attempt_fail (data, TC_CAUSE_CODEC, g_strdup ("its pictures are too large"));
  return GST_PAD_PROBE_DROP;
}

static guint
count_waiting (TcTilePipeline *self)
{
  guint n = 0;

  g_object_get (self->queue, "current-level-buffers", &n, NULL);
  return n;
}

/* Before the bounded queue: what is to be decoded. */
static GstPadProbeReturn
gate_cb (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  TcTilePipeline *self = data;
  GstBuffer *buffer = GST_PAD_PROBE_INFO_BUFFER (info);
  gboolean is_key = !GST_BUFFER_FLAG_IS_SET (buffer, GST_BUFFER_FLAG_DELTA_UNIT);
  guint n_waiting = count_waiting (self);
  gboolean passes;

  g_mutex_lock (&self->base.mutex);
  if (self->base.failed) {
    passes = FALSE;
  } else if (n_waiting >= TC_TILE_QUEUE_FRAMES) {
    tc_decode_gate_lose (&self->gate);
    self->counts.n_dropped++;
    passes = FALSE;
  } else {
    passes = tc_decode_gate_pass (&self->gate, (gint64) GST_BUFFER_PTS (buffer), is_key,
                                  g_get_monotonic_time ());
  }
  g_mutex_unlock (&self->base.mutex);
  return passes ? GST_PAD_PROBE_OK : GST_PAD_PROBE_DROP;
}

static gboolean
is_behind (TcTilePipeline *self)
{
  return count_waiting (self) >= BEHIND_FRAMES &&
         g_get_monotonic_time () - self->painted_us < BEHIND_US;
}

/* What only leads in to what is to be shown goes no further, nor what comes too late. */
static GstPadProbeReturn
decoded_cb (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  TcTilePipeline *self = data;
  guint64 pts = GST_BUFFER_PTS (GST_PAD_PROBE_INFO_BUFFER (info));
  TcReplayMark mark;
  gboolean shown;

  g_mutex_lock (&self->base.mutex);
  self->counts.n_decoded++;
  shown = !tc_replay_marks_find (&self->marks, pts, &mark) || !mark.lead_in;
  g_mutex_unlock (&self->base.mutex);
  shown = shown && !is_behind (self);
  return shown ? GST_PAD_PROBE_OK : GST_PAD_PROBE_DROP;
}

/* ---- painting ---- */

/* (transfer full) (nullable): a ring with a slot for this picture. */
static TcTileRing *
take_slot (TcTilePipeline *self, guint *slot)
{
  TcTileRing *ring = NULL;

  g_mutex_lock (&self->base.mutex);
  if (self->ring && !self->base.ended) {
    if (tc_tile_ring_take (self->ring, slot))
      ring = tc_tile_ring_ref (self->ring);
    else
      self->counts.n_skipped++;
  }
  g_mutex_unlock (&self->base.mutex);
  return ring;
}

/* Returns: its number. @pts: in the pipeline; @recorded_us: (out): 0: it is live */
static guint64
note_picture (TcTilePipeline *self, gboolean changed, gint64 now_us, guint64 pts,
              gint64 *recorded_us)
{
  TcReplayMark mark;
  guint64 number;

  g_mutex_lock (&self->base.mutex);
  *recorded_us = tc_replay_marks_find (&self->marks, pts, &mark) ? mark.time_us : 0;
  tc_stream_watch_picture (&self->base.watch, changed, now_us);
  self->base.progress.had_picture = TRUE;
  self->counts.width = MIN (tc_tile_painter_get_width (self->painter), TC_TILE_SIDE_MAX);
  self->counts.height = MIN (tc_tile_painter_get_height (self->painter), TC_TILE_SIDE_MAX);
  number = self->counts.n_decoded;
  g_mutex_unlock (&self->base.mutex);
  return number;
}

/* The slot goes to the hook or back. */
static void
hand_over (TcTilePipeline *self, TcTileRing *ring, const TcTileMessage *frame, gboolean painted)
{
  g_mutex_lock (&self->base.mutex);
  if (painted && !self->base.ended)
    self->func (frame, ring, self->data);
  else
    tc_tile_ring_give_back (ring, frame->slot);
  g_mutex_unlock (&self->base.mutex);
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
      tc_stream_attempt_fail (&self->base, TC_CAUSE_CODEC,
                              g_strdup ("a picture of a form that can't be converted"));
  }
  frame.decoded_us = self->painted_us = g_get_monotonic_time ();
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
    tc_stream_attempt_fail (&self->base, TC_CAUSE_CODEC,
                            g_strdup ("a picture of a form that isn't known"));
  tc_tile_painter_end (self->painter);
  gst_sample_unref (sample);
  return GST_FLOW_OK;
}

/* ---- the chain ---- */

static void
link_hook (TcStreamAttempt *base, GstPad *pad)
{
  TcTilePipeline *self = (TcTilePipeline *) base;
  GstAppSinkCallbacks callbacks = {.new_sample = picture_cb};
  const TcTileChainHooks hooks = {sizes_cb, gate_cb, decoded_cb};
  g_autoptr (GError) error = NULL;
  TcTileChain chain;
  gboolean unseen;

  g_mutex_lock (&base->mutex);
  unseen = self->has_fingerprint && !self->certificate_right;
  g_mutex_unlock (&base->mutex);
  /* It never comes to that: each connection asks. */
  if (unseen) {
    tc_stream_attempt_fail (base, TC_CAUSE_CERTIFICATE, g_strdup ("no certificate was looked at"));
    return;
  }
  if (!tc_tile_chain_make (GST_BIN (base->pipeline), pad, &hooks, self, &chain, &error)) {
    tc_stream_attempt_fail (base, TC_CAUSE_CODEC, g_strdup (error->message));
    return;
  }
  gst_app_sink_set_callbacks (GST_APP_SINK (chain.parts[TC_TILE_PART_SINK]), &callbacks, self,
                              NULL);
  g_mutex_lock (&base->mutex);
  self->queue = chain.parts[TC_TILE_PART_QUEUE];
  g_strlcpy (self->counts.codec, chain.codec, sizeof self->counts.codec);
  g_mutex_unlock (&base->mutex);
  if (!tc_tile_chain_link (&chain, pad))
    tc_stream_attempt_fail (base, TC_CAUSE_CODEC,
                            g_strdup ("the parts of a pipeline don't fit together"));
}

/* ---- sound ---- */

static gboolean
knows_sound_hook (TcStreamAttempt *base, const GstCaps *caps)
{
  return tc_sound_parts_find (caps) != NULL;
}

static GstFlowReturn
sound_cb (GstAppSink *sink, gpointer data)
{
  TcTilePipeline *self = data;
  GstSample *sample = gst_app_sink_pull_sample (sink);
  TcTileSound *sound = NULL;
  g_autofree char *caps = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (!sample)
    return GST_FLOW_EOS;
  g_mutex_lock (&self->base.mutex);
  if (self->sound && !self->base.ended)
    sound = tc_tile_sound_ref (self->sound);
  g_mutex_unlock (&self->base.mutex);
  bytes = sound ? tc_sound_parts_read (sample, &caps) : NULL;
  if (bytes)
    tc_tile_sound_push (sound, caps, bytes);
  g_clear_pointer (&sound, tc_tile_sound_unref);
  gst_sample_unref (sample);
  return GST_FLOW_OK;
}

/* Where it can't be had there are pictures all the same. */
static void
link_sound_hook (TcStreamAttempt *base, GstPad *pad)
{
  TcTilePipeline *self = (TcTilePipeline *) base;
  GstElement *sink = gst_element_factory_make ("appsink", NULL);
  GstAppSinkCallbacks callbacks = {.new_sample = sound_cb};
  gboolean linked;

  if (!sink)
    return;
  g_object_set (sink, "sync", FALSE, "max-buffers", 8u, "drop", TRUE, "enable-last-sample", FALSE,
                NULL);
  gst_app_sink_set_callbacks (GST_APP_SINK (sink), &callbacks, self, NULL);
  linked = tc_sound_parts_link (GST_BIN (base->pipeline), pad, sink) != NULL;
  g_mutex_lock (&base->mutex);
  self->mute = !linked;
  g_mutex_unlock (&base->mutex);
}

static void
free_hook (TcStreamAttempt *base)
{
  TcTilePipeline *self = (TcTilePipeline *) base;

  tc_tile_painter_free (self->painter);
  g_clear_pointer (&self->sound, tc_tile_sound_unref);
  g_clear_pointer (&self->ring, tc_tile_ring_unref);
  g_free (self);
}

static const TcStreamAttemptHooks hooks_of_tiles = {knows_hook,       packet_hook,     link_hook,
                                                    knows_sound_hook, link_sound_hook, free_hook};

/* ---- what a media host is told ---- */

/* With each request, as they are made on the source's thread. */
static gboolean
before_send_cb (GstElement *source, GstRTSPMessage *message, gpointer data)
{
  TcTilePipeline *self = data;
  g_autofree char *wish = NULL;

  if (gst_rtsp_message_get_type (message) != GST_RTSP_MESSAGE_REQUEST)
    return TRUE;
  g_mutex_lock (&self->base.mutex);
  wish = tc_send_wish_write (&self->wish);
  g_mutex_unlock (&self->base.mutex);
  gst_rtsp_message_remove_header_by_name (message, TC_SEND_WISH_HEADER, -1);
  gst_rtsp_message_add_header_by_name (message, TC_SEND_WISH_HEADER, wish);
  return TRUE;
}

/* Returns: whether the other side is to hear of it now; with its mutex */
static gboolean
change_wish (TcTilePipeline *self, TcDecodeRung rung, TcTileImportance importance, gboolean sound)
{
  TcSendWish before = self->wish;
  gboolean same = before.importance == importance && before.limit == rung;

  self->wish = (TcSendWish){importance, rung, sound};
  return !self->base.failed && self->has_fingerprint &&
         ((!same && self->heeds) || before.sound != sound);
}

/* A request that brings nothing but its head. */
static void
tell_wish (TcTilePipeline *self)
{
  GstPromise *promise = gst_promise_new ();
  gboolean asked = FALSE;

  g_signal_emit_by_name (self->base.source, "set-parameter", "wish", "changed", "text/parameters",
                         promise, &asked);
  gst_promise_unref (promise);
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
is_replay (const TcTileMessage *play)
{
  return play->has_fingerprint && tc_ticket_address_is_replay (play->address);
}

TcTilePipeline *
tc_tile_pipeline_new (const TcTileMessage *play, TcTileRing *ring, TcTilePictureFunc func,
                      gpointer data)
{
  TcTilePipeline *self = g_new0 (TcTilePipeline, 1);

  self->tile = self->counts.tile = play->tile;
  self->attempt = self->counts.attempt = play->attempt;
  self->func = func;
  self->data = data;
  self->has_fingerprint = play->has_fingerprint;
  self->fingerprint = play->fingerprint;
  self->painter = tc_tile_painter_new (play->masks ? (TcPictureMask *) play->masks->data : NULL,
                                       play->masks ? play->masks->len : 0);
  self->ring = ring ? tc_tile_ring_ref (ring) : NULL;
  tc_decode_gate_init (&self->gate, play->rung);
  tc_stream_attempt_init (&self->base, &hooks_of_tiles, play->address, play->account, play->secret);
  tc_stream_watch_set_rung (&self->base.watch, play->rung, self->base.begun_us);
  if (self->base.source) {
    g_object_set (self->base.source, "add-reference-timestamp-meta", TRUE, NULL);
    /* What is late is left out of what is live alone: a replay is wanted from its begin on. */
    if (is_replay (play))
      g_object_set (self->base.source, "drop-on-latency", FALSE, NULL);
    configure_trust (self, self->base.source);
    self->wish = (TcSendWish){play->importance, play->rung, FALSE};
    /* It is a media host's: others show no certificate that was told before. */
    if (self->has_fingerprint)
      g_signal_connect (self->base.source, "before-send", G_CALLBACK (before_send_cb), self);
  }
  tc_stream_attempt_begin (&self->base);
  return self;
}

void
tc_tile_pipeline_end (TcTilePipeline *self)
{
  tc_stream_attempt_end (&self->base);
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
  g_mutex_lock (&self->base.mutex);
  g_clear_pointer (&self->ring, tc_tile_ring_unref);
  self->ring = ring ? tc_tile_ring_ref (ring) : NULL;
  g_mutex_unlock (&self->base.mutex);
}

void
tc_tile_pipeline_set_rung (TcTilePipeline *self, TcDecodeRung rung, TcTileImportance importance)
{
  gboolean tells;

  g_mutex_lock (&self->base.mutex);
  tells = change_wish (self, rung, importance, self->wish.sound);
  tc_decode_gate_set_rung (&self->gate, rung);
  tc_stream_watch_set_rung (&self->base.watch, rung, g_get_monotonic_time ());
  g_mutex_unlock (&self->base.mutex);
  if (tells)
    tell_wish (self);
}

gboolean
tc_tile_pipeline_is_sound_left_out (TcTilePipeline *self)
{
  gboolean left_out;

  g_mutex_lock (&self->base.mutex);
  left_out = self->left_out;
  g_mutex_unlock (&self->base.mutex);
  return left_out;
}

gboolean
tc_tile_pipeline_has_sound (TcTilePipeline *self)
{
  gboolean has;

  g_mutex_lock (&self->base.mutex);
  /* A media host sends nothing of it before it is told: so it is the offer that counts. */
  has = self->base.sound_chosen && self->base.progress.had_picture && !self->mute;
  g_mutex_unlock (&self->base.mutex);
  return has;
}

void
tc_tile_pipeline_set_sound (TcTilePipeline *self, TcTileSound *sound)
{
  gboolean tells;

  g_mutex_lock (&self->base.mutex);
  if (sound)
    tc_tile_sound_ref (sound);
  g_clear_pointer (&self->sound, tc_tile_sound_unref);
  self->sound = sound;
  tells = change_wish (self, self->wish.limit, self->wish.importance, sound != NULL);
  g_mutex_unlock (&self->base.mutex);
  if (tells)
    tell_wish (self);
}

/* ---- how it goes ---- */

gboolean
tc_tile_pipeline_look (TcTilePipeline *self, gint64 now_us, TcStreamReport *report, char **detail)
{
  return tc_stream_attempt_look (&self->base, now_us, report, detail);
}

void
tc_tile_pipeline_get_counts (TcTilePipeline *self, TcTileCounts *counts)
{
  g_mutex_lock (&self->base.mutex);
  *counts = self->counts;
  if (self->base.watch.interval_us > 0)
    counts->rate_milli = (gint32) MIN (
        1000 * (gint64) G_USEC_PER_SEC / self->base.watch.interval_us, TC_TILE_RATE_MILLI_MAX);
  g_mutex_unlock (&self->base.mutex);
}
