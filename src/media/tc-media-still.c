/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pictures that stand still; see the header.
 *
 * DESIGN: the decoder is a pipeline of its own that is given a key frame while it has none, so it
 * never falls behind and nothing waits for it. Where it fails nothing is said of the stream: that
 * pictures can't be decoded is found by who looks at them.
 */
#include "tc-media-still.h"

#include "tc-tile-painter.h"

#include <gst/app/gstappsink.h>
#include <gst/app/gstappsrc.h>

static const char *const decoders[TC_CODEC_N] = {"avdec_h264", "avdec_h265", "avdec_mjpeg"};

/* What is given to a thread at the end. */
typedef struct {
  GstElement *pipeline;   /* (owned) */
  GstElement *source;     /* (unowned): of the pipeline */
  TcTilePainter *painter; /* (owned): the decoding thread's */
  TcCodec codec;
  TcMediaStill *still; /* (unowned): it outlives what the pipeline calls, but for the end */
} Decoder;

struct _TcMediaStill {
  gatomicrefcount refs; /* the owner's and the decoder's */
  TcMediaFan *fan;      /* (owned) */
  guint number;         /* of its taking */
  GMutex mutex;         /* of all below */
  Decoder *decoder;     /* (owned) (nullable): none yet, or of another codec */
  TcCodec codec;        /* as units came last */
  char *caps;           /* (owned) (nullable): likewise, of key frames */
  gboolean wanted;      /* units came for which there is no decoder */
  gint64 given_us;      /* when a key frame was given to it last */
  guint n_same;         /* pictures, in a row */
  gint64 changed_us;    /* the last that was another one; 0: none came yet */
};

static void
unref (TcMediaStill *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  tc_media_fan_unref (self->fan);
  g_mutex_clear (&self->mutex);
  g_free (self->caps);
  g_free (self);
}

/* ---- the decoding thread's ---- */

static void
note (TcMediaStill *self, gboolean changed, gint64 now_us)
{
  g_mutex_lock (&self->mutex);
  self->n_same = changed ? 0 : self->n_same + 1;
  if (changed || !self->changed_us)
    self->changed_us = now_us;
  g_mutex_unlock (&self->mutex);
}

static GstFlowReturn
sample_cb (GstAppSink *sink, gpointer data)
{
  Decoder *decoder = data;
  GstSample *sample = gst_app_sink_pull_sample (sink);
  gint64 now_us = g_get_monotonic_time ();

  if (!sample)
    return GST_FLOW_EOS;
  if (tc_tile_painter_begin (decoder->painter, sample))
    note (decoder->still, tc_tile_painter_is_changed (decoder->painter, NULL, 0, 0, now_us),
          now_us);
  tc_tile_painter_end (decoder->painter);
  gst_sample_unref (sample);
  return GST_FLOW_OK;
}

/* ---- the decoder ---- */

static gpointer
end_thread (gpointer data)
{
  Decoder *decoder = data;

  gst_element_set_state (decoder->pipeline, GST_STATE_NULL);
  gst_object_unref (decoder->pipeline);
  tc_tile_painter_free (decoder->painter);
  unref (decoder->still);
  g_free (decoder);
  return NULL;
}

static void
end_decoder (Decoder *decoder)
{
  g_thread_unref (g_thread_new ("still-end", end_thread, decoder));
}

/* (nullable): GStreamer lacks a part. */
static GstElement *
make_pipeline (Decoder *decoder, const char *caps_text)
{
  GstElement *parts[] = {gst_element_factory_make ("appsrc", NULL),
                         gst_element_factory_make (decoders[decoder->codec], NULL),
                         gst_element_factory_make ("appsink", NULL)};
  GstAppSinkCallbacks callbacks = {.new_sample = sample_cb};
  GstElement *pipeline = gst_object_ref_sink (gst_pipeline_new (NULL));
  GstCaps *caps = gst_caps_from_string (caps_text);
  gboolean whole = caps != NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++) {
    if (parts[i])
      gst_bin_add (GST_BIN (pipeline), parts[i]);
    whole &= parts[i] != NULL;
  }
  if (whole && gst_element_link_many (parts[0], parts[1], parts[2], NULL)) {
    g_object_set (parts[0], "caps", caps, "format", GST_FORMAT_TIME, "max-bytes",
                  (guint64) TC_ACCESS_UNIT_BYTES_MAX, NULL);
    g_object_set (parts[1], "max-threads", 1, NULL);
    g_object_set (parts[2], "sync", FALSE, "max-buffers", 1u, "drop", TRUE, "enable-last-sample",
                  FALSE, NULL);
    gst_app_sink_set_callbacks (GST_APP_SINK (parts[2]), &callbacks, decoder, NULL);
    decoder->source = parts[0];
  } else {
    gst_object_unref (pipeline);
    pipeline = NULL;
  }
  g_clear_pointer (&caps, gst_caps_unref);
  return pipeline;
}

static Decoder *
new_decoder (TcMediaStill *self, TcCodec codec, const char *caps)
{
  Decoder *decoder = g_new0 (Decoder, 1);

  decoder->codec = codec;
  decoder->still = self;
  decoder->pipeline = make_pipeline (decoder, caps);
  if (!decoder->pipeline) {
    g_free (decoder);
    return NULL;
  }
  decoder->painter = tc_tile_painter_new (NULL, 0);
  g_atomic_ref_count_inc (&self->refs);
  gst_element_set_state (decoder->pipeline, GST_STATE_PLAYING);
  return decoder;
}

/* ---- units ---- */

static void
give (TcMediaStill *self, const TcAccessUnit *unit, gint64 now_us)
{
  GstAppSrc *source = GST_APP_SRC (self->decoder->source);
  GstBuffer *buffer;

  if (gst_app_src_get_current_level_bytes (source) > 0)
    return;
  buffer = gst_buffer_new_wrapped_bytes (unit->bytes);
  GST_BUFFER_PTS (buffer) = (GstClockTime) now_us * 1000;
  gst_app_src_push_buffer (source, buffer);
  self->given_us = now_us;
}

static void
unit_cb (TcAccessUnit *unit, gpointer data)
{
  TcMediaStill *self = data;
  gint64 now_us = g_get_monotonic_time ();

  if (!unit->key)
    return;
  g_mutex_lock (&self->mutex);
  if (!self->decoder || self->codec != unit->codec || g_strcmp0 (self->caps, unit->caps) != 0) {
    self->codec = unit->codec;
    g_free (self->caps);
    self->caps = g_strdup (unit->caps);
    self->wanted = TRUE;
  } else if (!self->wanted && now_us - self->given_us >= TC_MEDIA_STILL_EVERY_US) {
    give (self, unit, now_us);
  }
  g_mutex_unlock (&self->mutex);
}

/* ---- the main loop's ---- */

TcMediaStill *
tc_media_still_new (TcMediaFan *fan)
{
  TcMediaStill *self = g_new0 (TcMediaStill, 1);

  g_atomic_ref_count_init (&self->refs);
  g_mutex_init (&self->mutex);
  self->fan = tc_media_fan_ref (fan);
  self->number = tc_media_fan_take (fan, unit_cb, self);
  return self;
}

void
tc_media_still_free (TcMediaStill *self)
{
  tc_media_fan_leave (self->fan, self->number);
  g_clear_pointer (&self->decoder, end_decoder);
  unref (self);
}

/* With its own memory of pictures. */
static void
renew_decoder (TcMediaStill *self)
{
  Decoder *before, *decoder;
  TcCodec codec;
  g_autofree char *caps = NULL;

  g_mutex_lock (&self->mutex);
  codec = self->codec;
  caps = g_strdup (self->caps);
  g_mutex_unlock (&self->mutex);
  decoder = new_decoder (self, codec, caps);
  g_mutex_lock (&self->mutex);
  before = self->decoder;
  self->decoder = decoder;
  self->wanted = FALSE;
  self->n_same = 0;
  self->changed_us = 0;
  g_mutex_unlock (&self->mutex);
  g_clear_pointer (&before, end_decoder);
}

gboolean
tc_media_still_look (TcMediaStill *self, gint64 now_us, gint64 *since_us)
{
  gboolean wanted, still;

  g_mutex_lock (&self->mutex);
  wanted = self->wanted;
  still = self->n_same >= TC_MEDIA_STILL_SAME_MIN && now_us - self->changed_us >= TC_MEDIA_STILL_US;
  *since_us = self->changed_us;
  g_mutex_unlock (&self->mutex);
  if (wanted)
    renew_decoder (self);
  return still;
}
