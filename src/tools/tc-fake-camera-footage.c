/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Decoding a film at the pace at which its frames are asked for. Time that is asked for only goes
 * on; a step back or of more than a few seconds is taken as the next frame.
 */
#include "tc-fake-camera-footage.h"

#include "tc-error.h"

#include <gst/app/gstappsink.h>
#include <math.h>

/* Frames that are passed over for one question. */
#define STEPS_MAX 8
#define PULL_NS (2 * GST_SECOND)

struct _TcFakeFootage {
  GstElement *pipeline; /* (owned) */
  GstAppSink *sink;     /* (owned) */
  GstBuffer *frame;     /* (owned) (nullable): the newest */
  double ahead_s;       /* the film's time less that of whoever asks; NAN: not known yet */
  double newest_s;      /* the film's time of it, from round to round */
  double rounds_s;      /* how long those were that are over */
};

/* The next frame; FALSE: there is none. */
static gboolean
step (TcFakeFootage *self)
{
  GstSample *sample = gst_app_sink_try_pull_sample (self->sink, PULL_NS);

  if (!sample && gst_app_sink_is_eos (self->sink)) {
    self->rounds_s = self->newest_s;
    gst_element_seek_simple (self->pipeline, GST_FORMAT_TIME,
                             GST_SEEK_FLAG_FLUSH | GST_SEEK_FLAG_KEY_UNIT, 0);
    sample = gst_app_sink_try_pull_sample (self->sink, PULL_NS);
  }
  if (!sample)
    return FALSE;
  /* The sample is the sink's to use again. */
  gst_buffer_replace (&self->frame, gst_sample_get_buffer (sample));
  gst_sample_unref (sample);
  self->newest_s = self->rounds_s + (double) GST_BUFFER_PTS (self->frame) / (double) GST_SECOND;
  return TRUE;
}

TcFakeFootage *
tc_fake_footage_new (const char *path, GstCaps *caps, GError **error)
{
  g_autoptr (TcFakeFootage) self = g_new0 (TcFakeFootage, 1);
  g_autoptr (GstCaps) any_rate = gst_caps_copy (caps);

  gst_structure_remove_field (gst_caps_get_structure (any_rate, 0), "framerate");
  self->pipeline = gst_parse_launch (
      "filesrc name=file ! decodebin ! videoconvert ! videoscale add-borders=false ! "
      "appsink name=sink sync=false max-buffers=2",
      error);
  if (!self->pipeline)
    return NULL;
  g_autoptr (GstElement) file = gst_bin_get_by_name (GST_BIN (self->pipeline), "file");
  g_object_set (file, "location", path, NULL);
  self->sink = GST_APP_SINK (gst_bin_get_by_name (GST_BIN (self->pipeline), "sink"));
  gst_app_sink_set_caps (self->sink, any_rate);
  gst_element_set_state (self->pipeline, GST_STATE_PLAYING);
  self->ahead_s = NAN;
  if (step (self))
    return g_steal_pointer (&self);
  g_set_error (error, TC_ERROR, TC_ERROR_INVALID, "playing \"%s\": no picture comes of it", path);
  return NULL;
}

void
tc_fake_footage_free (TcFakeFootage *self)
{
  if (self->pipeline)
    gst_element_set_state (self->pipeline, GST_STATE_NULL);
  gst_clear_buffer (&self->frame);
  g_clear_object (&self->sink);
  g_clear_object (&self->pipeline);
  g_free (self);
}

/* To where it is at that time, as if it had been repeated for ever. */
static gboolean
jump (TcFakeFootage *self, double seconds)
{
  gint64 length = 0;

  if (gst_element_query_duration (self->pipeline, GST_FORMAT_TIME, &length) && length > 0)
    gst_element_seek_simple (
        self->pipeline, GST_FORMAT_TIME, GST_SEEK_FLAG_FLUSH | GST_SEEK_FLAG_ACCURATE,
        (gint64) (fmod (seconds, (double) length / (double) GST_SECOND) * (double) GST_SECOND));
  return step (self);
}

GstBuffer *
tc_fake_footage_at (TcFakeFootage *self, double seconds)
{
  gboolean first = isnan (self->ahead_s);
  gboolean fine = first ? jump (self, seconds) : TRUE;

  if (first)
    self->ahead_s = self->newest_s - seconds;
  for (guint i = 0; fine && i < STEPS_MAX && self->newest_s < seconds + self->ahead_s; i++)
    fine = step (self);
  /* Too far behind or before: from here on. */
  if (fabs (self->newest_s - seconds - self->ahead_s) > 1)
    self->ahead_s = self->newest_s - seconds;
  return fine ? self->frame : NULL;
}
