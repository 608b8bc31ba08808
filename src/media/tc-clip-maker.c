/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Making clips; see the header.
 *
 * DESIGN: two pipelines, one that decodes and one that encodes, and between them this thread, which
 * gives the first what is to be decoded, takes pictures from it, paints them and gives them to the
 * second. It waits for either only for a moment at a time, so that a failure on one of their
 * threads ends it; both hold little, since it gives them more only when they have used that up.
 */
#include "tc-clip-maker.h"

#include "tc-access-unit.h"
#include "tc-error.h"
#include "tc-replay.h"
#include "tc-segment.h"
#include "tc-tile-painter.h"

#include <glib/gstdio.h>
#include <gst/app/gstappsink.h>
#include <gst/app/gstappsrc.h>
#include <gst/video/video.h>
#include <string.h>

#define WAIT_NS (50 * GST_MSECOND)
/* Neither pipeline goes on for so long: it never will. */
#define STUCK_US ((gint64) 60 * G_USEC_PER_SEC)
#define DECODE_BYTES_MAX ((guint64) 2 * 1024 * 1024)
#define ENCODE_FRAMES_MAX 6
#define DECODED_MAX 4
#define SIDE_MAX 16384
#define PM 1000

typedef struct {
  const TcClipPlan *plan;
  TcClipProgressFunc progress; /* (nullable) */
  gpointer data;
  GCancellable *cancellable; /* (nullable) */
  TcClipFacts *facts;

  TcReplay *replay;       /* (owned) */
  TcAccessUnit *first;    /* (owned) (nullable): the first given to the decoder */
  gint64 shown_us;        /* when the first was taken that is to be shown; 0: not known yet */
  GstElement *decoding;   /* (owned) (nullable) */
  GstElement *in, *out;   /* (owned) (nullable): its ends */
  TcTilePainter *painter; /* (owned) */
  GstElement *encoding;   /* (owned) (nullable) */
  GstElement *frames;     /* (owned) (nullable): where pictures go in */
  int told_pm;

  GMutex mutex; /* of all below */
  GCond cond;
  guint encoded; /* pictures */
} Clip;

void
tc_clip_facts_clear (TcClipFacts *facts)
{
  g_clear_pointer (&facts->gaps, g_array_unref);
}

/* ---- pipelines ---- */

static const char *const decoders[TC_CODEC_N] = {
    "h264parse ! avdec_h264 max-threads=1 output-corrupt=false",
    "h265parse ! avdec_h265 max-threads=1 output-corrupt=false",
    "jpegparse ! avdec_mjpeg",
};

/* The better first. */
static const struct {
  const char *element, *settings;
} encoders[] = {
    {"x264enc", "tune=zerolatency speed-preset=veryfast pass=qual quantizer=20 key-int-max=50"
                " threads=1 name=encoder"},
    {"openh264enc", "complexity=medium bitrate=6000000 gop-size=50 name=encoder"},
};

/* (transfer full) (nullable) */
static GstElement *
launch (const char *text, GError **error)
{
  g_autoptr (GError) failure = NULL;
  GstElement *pipeline = gst_parse_launch (text, &failure);

  if (pipeline && !failure)
    return gst_object_ref_sink (pipeline);
  gst_clear_object (&pipeline);
  g_set_error (error, TC_ERROR, TC_ERROR_NOT_FOUND, "GStreamer can't do it here: %s",
               failure ? failure->message : "?");
  return NULL;
}

/* A failure of either pipeline. FALSE: there is one. */
static gboolean
check_pipeline (GstElement *pipeline, const char *what, GError **error)
{
  g_autoptr (GstBus) bus = pipeline ? gst_element_get_bus (pipeline) : NULL;
  GstMessage *message = bus ? gst_bus_pop_filtered (bus, GST_MESSAGE_ERROR) : NULL;
  g_autoptr (GError) failure = NULL;

  if (!message)
    return TRUE;
  gst_message_parse_error (message, &failure, NULL);
  gst_message_unref (message);
  g_set_error (error, TC_ERROR, TC_ERROR_INVALID, "%s: %s", what, failure->message);
  return FALSE;
}

static gboolean
check (Clip *self, gint64 since_us, GError **error)
{
  if (g_cancellable_set_error_if_cancelled (self->cancellable, error) ||
      !check_pipeline (self->decoding, "decoding what was recorded", error) ||
      !check_pipeline (self->encoding, "writing the clip", error))
    return FALSE;
  if (g_get_monotonic_time () - since_us < STUCK_US)
    return TRUE;
  g_set_error_literal (error, TC_ERROR, TC_ERROR_INVALID, "GStreamer doesn't go on");
  return FALSE;
}

static gboolean
begin_decoding (Clip *self, TcAccessUnit *first, GError **error)
{
  g_autofree char *text = g_strdup_printf (
      "appsrc name=in format=time max-bytes=0 ! %s ! appsink name=out sync=false max-buffers=%d",
      decoders[first->codec], DECODED_MAX);
  g_autoptr (GstCaps) caps = gst_caps_from_string (first->caps);

  if (!caps) {
    g_set_error_literal (error, TC_ERROR, TC_ERROR_INVALID, "what was recorded says no caps");
    return FALSE;
  }
  self->decoding = launch (text, error);
  if (!self->decoding)
    return FALSE;
  self->in = gst_bin_get_by_name (GST_BIN (self->decoding), "in");
  self->out = gst_bin_get_by_name (GST_BIN (self->decoding), "out");
  self->first = tc_access_unit_ref (first);
  g_object_set (self->in, "caps", caps, NULL);
  gst_element_set_state (self->decoding, GST_STATE_PLAYING);
  return TRUE;
}

/* On the encoder's thread. */
static GstPadProbeReturn
encoded_cb (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  Clip *self = data;

  g_mutex_lock (&self->mutex);
  self->encoded++;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
  return GST_PAD_PROBE_OK;
}

/* (transfer full) (nullable): what encodes, as far as it is installed */
static char *
describe_encoder (GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (encoders); i++) {
    g_autoptr (GstElementFactory) factory = gst_element_factory_find (encoders[i].element);

    if (factory)
      return g_strdup_printf ("%s %s", encoders[i].element, encoders[i].settings);
  }
  g_set_error (error, TC_ERROR, TC_ERROR_NOT_FOUND, "GStreamer has neither %s nor %s",
               encoders[0].element, encoders[1].element);
  return NULL;
}

static gboolean
begin_encoding (Clip *self, int width, int height, GError **error)
{
  g_autofree char *encoder = describe_encoder (error);
  g_autofree char *text = NULL;
  g_autoptr (GstElement) element = NULL;
  g_autoptr (GstElement) file = NULL;
  g_autoptr (GstPad) pad = NULL;

  if (!encoder)
    return FALSE;
  text = g_strdup_printf ("appsrc name=in format=time max-bytes=0"
                          " caps=video/x-raw,format=BGRA,width=%d,height=%d,framerate=0/1 !"
                          " videoconvert n-threads=1 ! video/x-raw,format=I420 ! %s ! h264parse !"
                          " matroskamux name=mux ! filesink name=file",
                          width, height, encoder);
  self->encoding = launch (text, error);
  if (!self->encoding)
    return FALSE;
  self->frames = gst_bin_get_by_name (GST_BIN (self->encoding), "in");
  element = gst_bin_get_by_name (GST_BIN (self->encoding), "encoder");
  file = gst_bin_get_by_name (GST_BIN (self->encoding), "file");
  g_object_set (file, "location", self->plan->path, NULL);
  pad = gst_element_get_static_pad (element, "src");
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, encoded_cb, self, NULL);
  gst_element_set_state (self->encoding, GST_STATE_PLAYING);
  self->facts->width = width;
  self->facts->height = height;
  return TRUE;
}

/* ---- pictures ---- */

/* Until the encoder has so few before it that it takes another. */
static gboolean
wait_for_encoder (Clip *self, GError **error)
{
  gint64 since_us = g_get_monotonic_time ();

  for (;;) {
    gint64 until_us = g_get_monotonic_time () + (gint64) WAIT_NS / 1000;
    gboolean ready;

    g_mutex_lock (&self->mutex);
    ready = self->facts->frames - self->encoded < ENCODE_FRAMES_MAX ||
            (g_cond_wait_until (&self->cond, &self->mutex, until_us) &&
             self->facts->frames - self->encoded < ENCODE_FRAMES_MAX);
    g_mutex_unlock (&self->mutex);
    if (ready)
      return TRUE;
    if (!check (self, since_us, error))
      return FALSE;
  }
}

static void
tell_progress (Clip *self, gint64 time_us)
{
  const TcClipPlan *plan = self->plan;
  int done_pm = (int) CLAMP ((time_us - plan->from_us) * PM / (plan->until_us - plan->from_us), 0,
                             PM);

  if (self->progress && done_pm > self->told_pm)
    self->progress (self->told_pm = done_pm, self->data);
}

static gboolean
paint (Clip *self, gint64 time_us, GError **error)
{
  int width = tc_tile_painter_get_width (self->painter);
  int height = tc_tile_painter_get_height (self->painter);
  gsize size = (gsize) width * (gsize) height * 4;
  GstBuffer *buffer;
  GstMapInfo map;
  gboolean painted;

  if (width <= 0 || height <= 0 || width > SIDE_MAX || height > SIDE_MAX ||
      (!self->encoding && !begin_encoding (self, width, height, error)))
    return FALSE;
  buffer = gst_buffer_new_allocate (NULL, size, NULL);
  painted = gst_buffer_map (buffer, &map, GST_MAP_WRITE);
  if (painted) {
    painted = tc_tile_painter_paint (self->painter, map.data, width, height, &width, &height);
    gst_buffer_unmap (buffer, &map);
  }
  if (!painted || width != self->facts->width || height != self->facts->height) {
    gst_buffer_unref (buffer);
    g_set_error_literal (error, TC_ERROR, TC_ERROR_INVALID,
                         "a picture has a form that can't be converted");
    return FALSE;
  }
  GST_BUFFER_PTS (buffer) = (guint64) (time_us - self->shown_us) * 1000;
  gst_app_src_push_buffer (GST_APP_SRC (self->frames), buffer);
  self->facts->frames++;
  return wait_for_encoder (self, error);
}

/* A decoded picture. Takes @sample. */
static gboolean
take (Clip *self, GstSample *sample, GError **error)
{
  GstBuffer *buffer = gst_sample_get_buffer (sample);
  gint64 time_us = self->first->time_us;
  gboolean done = TRUE;

  if (buffer && GST_BUFFER_PTS_IS_VALID (buffer))
    time_us += (gint64) (GST_BUFFER_PTS (buffer) / 1000);
  /* What leads in is decoded alone. */
  if (self->shown_us && time_us >= self->shown_us && tc_tile_painter_begin (self->painter, sample))
    done = paint (self, time_us, error);
  tc_tile_painter_end (self->painter);
  gst_sample_unref (sample);
  tell_progress (self, time_us);
  return done;
}

/* What is decoded by now. */
static gboolean
take_all (Clip *self, GError **error)
{
  gint64 since_us = g_get_monotonic_time ();

  for (;;) {
    gboolean full = gst_app_src_get_current_level_bytes (GST_APP_SRC (self->in)) > DECODE_BYTES_MAX;
    GstSample *sample = gst_app_sink_try_pull_sample (GST_APP_SINK (self->out), full ? WAIT_NS : 0);

    if (sample) {
      since_us = g_get_monotonic_time ();
      if (!take (self, sample, error))
        return FALSE;
    } else if (!check (self, since_us, error)) {
      return FALSE;
    } else if (!full) {
      return TRUE;
    }
  }
}

/* ---- what was recorded ---- */

/* Where pictures of another size or codec begin: this clip ends there. */
static gboolean
is_other (const Clip *self, const TcAccessUnit *unit)
{
  return self->first && !g_str_equal (self->first->caps, unit->caps);
}

static gboolean
give (Clip *self, const TcReplayItem *item, GError **error)
{
  TcAccessUnit *unit = item->unit;
  GstBuffer *buffer;

  if (!self->decoding && !begin_decoding (self, unit, error))
    return FALSE;
  if (item->first) {
    self->shown_us = unit->time_us;
    self->facts->from_us = unit->time_us;
  }
  self->facts->until_us = unit->time_us + unit->duration_us;
  buffer = gst_buffer_new_wrapped_bytes (unit->bytes);
  GST_BUFFER_PTS (buffer) = (guint64) MAX (unit->time_us - self->first->time_us, 0) * 1000;
  if (!unit->key)
    GST_BUFFER_FLAG_SET (buffer, GST_BUFFER_FLAG_DELTA_UNIT);
  gst_app_src_push_buffer (GST_APP_SRC (self->in), buffer);
  return take_all (self, error);
}

static gboolean
note_gap (Clip *self, const TcReplayItem *item, GError **error)
{
  TcClipGap gap = {item->from_us, MIN (item->until_us, self->plan->until_us)};

  if (self->facts->gaps->len >= TC_CLIP_GAPS_MAX) {
    g_set_error (error, TC_ERROR, TC_ERROR_LIMIT, "there are more than %d gaps", TC_CLIP_GAPS_MAX);
    return FALSE;
  }
  g_array_append_val (self->facts->gaps, gap);
  return TRUE;
}

/* All of it up to its end, or to where a clip can't go on. */
static gboolean
give_all (Clip *self, GError **error)
{
  for (;;) {
    TcReplayItem item;
    /* All is due by then. */
    TcReplayStep step = tc_replay_next (self->replay, TC_SEGMENT_TIME_MAX_US, &item);
    gboolean fine = step != TC_REPLAY_GAP || note_gap (self, &item, error);

    if (step == TC_REPLAY_END || step == TC_REPLAY_WAIT)
      return TRUE;
    if (step == TC_REPLAY_UNIT && is_other (self, item.unit)) {
      if (self->shown_us) {
        self->facts->next_us = item.unit->time_us;
        tc_replay_item_clear (&item);
        return TRUE;
      }
      /* Nothing but what leads in was of that size. */
      g_clear_pointer (&self->first, tc_access_unit_unref);
      gst_element_set_state (self->decoding, GST_STATE_NULL);
      gst_clear_object (&self->in);
      gst_clear_object (&self->out);
      gst_clear_object (&self->decoding);
    }
    if (step == TC_REPLAY_UNIT)
      fine = give (self, &item, error);
    tc_replay_item_clear (&item);
    if (!fine)
      return FALSE;
  }
}

/* What the decoder still holds. */
static gboolean
drain (Clip *self, GError **error)
{
  gint64 since_us = g_get_monotonic_time ();

  gst_app_src_end_of_stream (GST_APP_SRC (self->in));
  while (!gst_app_sink_is_eos (GST_APP_SINK (self->out))) {
    GstSample *sample = gst_app_sink_try_pull_sample (GST_APP_SINK (self->out), WAIT_NS);

    if (sample ? !take (self, sample, error) : !check (self, since_us, error))
      return FALSE;
    if (sample)
      since_us = g_get_monotonic_time ();
  }
  return check (self, since_us, error);
}

/* The file is whole. */
static gboolean
finish (Clip *self, GError **error)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (self->encoding);
  gint64 since_us = g_get_monotonic_time ();

  gst_app_src_end_of_stream (GST_APP_SRC (self->frames));
  for (;;) {
    GstMessage *message = gst_bus_timed_pop_filtered (bus, WAIT_NS, GST_MESSAGE_EOS);

    if (message) {
      gst_message_unref (message);
      return TRUE;
    }
    if (!check (self, since_us, error))
      return FALSE;
  }
}

static gboolean
run (Clip *self, GError **error)
{
  if (!give_all (self, error) || (self->decoding && !drain (self, error)))
    return FALSE;
  if (!self->shown_us || !self->encoding) {
    g_set_error_literal (error, TC_ERROR, TC_ERROR_NOT_FOUND, "nothing was recorded there");
    return FALSE;
  }
  return finish (self, error);
}

static void
end_pipeline (GstElement **pipeline)
{
  if (*pipeline)
    gst_element_set_state (*pipeline, GST_STATE_NULL);
  gst_clear_object (pipeline);
}

static void
clip_clear (Clip *self)
{
  end_pipeline (&self->decoding);
  end_pipeline (&self->encoding);
  gst_clear_object (&self->in);
  gst_clear_object (&self->out);
  gst_clear_object (&self->frames);
  tc_tile_painter_free (self->painter);
  tc_replay_free (self->replay);
  g_clear_pointer (&self->first, tc_access_unit_unref);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
}

gboolean
tc_clip_make (const TcClipPlan *plan, TcClipProgressFunc progress, gpointer data,
              GCancellable *cancellable, TcClipFacts *facts, GError **error)
{
  const TcReplayClock clock = {
      .from_us = plan->from_us, .start_us = 1, .rate_milli = 4000, .shared = FALSE};
  g_auto (TcClipFacts) made = {.gaps = g_array_new (FALSE, FALSE, sizeof (TcClipGap))};
  Clip clip = {
      .plan = plan, .progress = progress, .data = data, .cancellable = cancellable, .facts = &made};
  gboolean done;

  if (!tc_replay_clock_is_valid (&clock) || plan->until_us <= plan->from_us ||
      plan->until_us - plan->from_us > TC_CLIP_US_MAX) {
    g_set_error_literal (error, TC_ERROR, TC_ERROR_LIMIT,
                         "there is no such span, or it is too long");
    return FALSE;
  }
  g_mutex_init (&clip.mutex);
  g_cond_init (&clip.cond);
  clip.replay = tc_replay_new (plan->folder, plan->camera_id, &clock, plan->until_us);
  clip.painter = tc_tile_painter_new (plan->masks, plan->n_masks);
  done = run (&clip, error);
  clip_clear (&clip);
  if (!done) {
    g_unlink (plan->path);
    return FALSE;
  }
  *facts = made;
  made.gaps = NULL;
  return TRUE;
}
