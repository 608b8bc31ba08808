/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Encoding a loop as fast as it goes.
 */
#include "tc-fake-camera-loop.h"

#include "tc-error.h"
#include "tc-fake-camera-feed.h"
#include "tc-fake-camera-source.h"

#include <gst/app/gstappsink.h>

static GstElement *
new_source (const TcFakeWorld *world, guint number, TcFakeProfile profile, gint64 n)
{
  const TcFakeFormat *format = tc_fake_world_format (profile);
  g_autoptr (GstCaps) caps = tc_fake_encoder_raw_caps (format);
  TcFakeFeedConfig feed = {.world = world, .number = number, .profile = profile, .well = TRUE};
  TcFakeSourceConfig config = {.number = number,
                               .fps_milli = format->fps_milli,
                               .n = n,
                               .align = 1,
                               .caps = caps,
                               .take = tc_fake_feed_take,
                               .data = tc_fake_feed_new (&feed),
                               .data_free = (GDestroyNotify) tc_fake_feed_free};

  return tc_fake_source_new (&config);
}

/* Takes all that comes; a stream that failed ends too early. */
static void
collect (TcFakeLoop *self, GstAppSink *sink)
{
  GstSample *sample;

  while ((sample = gst_app_sink_pull_sample (sink))) {
    if (!self->caps)
      self->caps = gst_caps_ref (gst_sample_get_caps (sample));
    g_ptr_array_add (self->frames, gst_buffer_ref (gst_sample_get_buffer (sample)));
    gst_sample_unref (sample);
  }
}

TcFakeLoop *
tc_fake_loop_new (const TcFakeWorld *world, guint number, TcFakeProfile profile, TcFakeCodec codec,
                  GError **error)
{
  const TcFakeFormat *format = tc_fake_world_format (profile);
  guint n = format->fps_milli / 1000 * world->options->loop_s;
  g_autoptr (TcFakeLoop) self = g_new0 (TcFakeLoop, 1);
  g_autoptr (GstElement) pipeline = gst_object_ref_sink (gst_pipeline_new (NULL));
  GstElement *source = new_source (world, number, profile, n);
  GstElement *encoder = tc_fake_encoder_new (codec, format);
  GstElement *sink = gst_element_factory_make ("appsink", NULL);

  self->frames = g_ptr_array_new_with_free_func ((GDestroyNotify) gst_buffer_unref);
  self->key_frames = tc_fake_encoder_key_frames (codec, format);
  g_object_set (sink, "sync", FALSE, NULL);
  gst_bin_add_many (GST_BIN (pipeline), source, encoder, sink, NULL);
  if (gst_element_link_many (source, encoder, sink, NULL) &&
      gst_element_set_state (pipeline, GST_STATE_PLAYING) != GST_STATE_CHANGE_FAILURE)
    collect (self, GST_APP_SINK (sink));
  gst_element_set_state (pipeline, GST_STATE_NULL);
  if (self->frames->len == n)
    return g_steal_pointer (&self);
  g_set_error (error, TC_ERROR, TC_ERROR_INVALID,
               "encoding a loop of camera %u: %u frames came of %u", number, self->frames->len, n);
  return NULL;
}

void
tc_fake_loop_free (TcFakeLoop *self)
{
  gst_clear_caps (&self->caps);
  g_ptr_array_unref (self->frames);
  g_free (self);
}

/* Its bytes are shared, its times are whoever's asks. */
GstBuffer *
tc_fake_loop_dup_frame (const TcFakeLoop *self, gint64 count)
{
  return gst_buffer_copy (g_ptr_array_index (self->frames, (guint) (count % self->frames->len)));
}
