/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Access units for tests; see the header.
 */
#include "unit-maker.h"

#include "tc-frame-strip.h"

#include <gst/app/gstappsink.h>
#include <gst/app/gstappsrc.h>
#include <gst/video/video.h>
#include <string.h>

#define KBIT 500
#define NO_STRIP G_MAXUINT

static const char *const encoders[TC_CODEC_N] = {
    "x264enc tune=zerolatency speed-preset=ultrafast key-int-max=%u bitrate=%u threads=1"
    " option-string=scenecut=0 ! h264parse config-interval=-1 !"
    " video/x-h264,stream-format=byte-stream,alignment=au",
    "x265enc tune=zerolatency speed-preset=ultrafast key-int-max=%u bitrate=%u"
    " option-string=pools=none:frame-threads=1:scenecut=0:log-level=error !"
    " h265parse config-interval=-1 ! video/x-h265,stream-format=byte-stream,alignment=au",
    "jpegenc name=e%u quality=70 ! jpegparse name=p%u ! image/jpeg",
};

static const char *const decoders[TC_CODEC_N] = {"h264parse ! avdec_h264", "h265parse ! avdec_h265",
                                                 "jpegparse ! avdec_mjpeg"};

static GstElement *
launch (const char *text)
{
  g_autoptr (GError) error = NULL;
  GstElement *pipeline = gst_parse_launch (text, &error);

  g_assert_no_error (error);
  return pipeline;
}

static GstElement *
get (GstElement *pipeline, const char *name)
{
  GstElement *element = gst_bin_get_by_name (GST_BIN (pipeline), name);

  g_assert_nonnull (element);
  return element;
}

/* Something that moves, and the strip. */
static GstBuffer *
draw (const UnitPlan *plan, GstVideoInfo *info, guint i)
{
  GstBuffer *buffer = gst_buffer_new_allocate (NULL, GST_VIDEO_INFO_SIZE (info), NULL);
  GstVideoFrame frame;
  guint8 *luma;

  gst_buffer_memset (buffer, 0, 0x80, GST_VIDEO_INFO_SIZE (info));
  g_assert_true (gst_video_frame_map (&frame, info, buffer, GST_MAP_WRITE));
  luma = GST_VIDEO_FRAME_PLANE_DATA (&frame, 0);
  for (int y = 0; y < plan->height; y++) {
    guint8 *row = luma + y * GST_VIDEO_FRAME_PLANE_STRIDE (&frame, 0);

    for (int x = 0; x < plan->width; x++)
      row[x] = plan->kbit ? (guint8) (64 + ((guint) x * 7919u ^ (guint) y * 104729u ^ i) % 128)
                          : (guint8) (64 + ((guint) x + (guint) y + 4 * i) / 4 % 128);
  }
  tc_frame_strip_write_i420 (luma, (gsize) GST_VIDEO_FRAME_PLANE_STRIDE (&frame, 0),
                             GST_VIDEO_FRAME_PLANE_DATA (&frame, 1),
                             GST_VIDEO_FRAME_PLANE_DATA (&frame, 2),
                             (gsize) GST_VIDEO_FRAME_PLANE_STRIDE (&frame, 1), plan->width,
                             plan->height, plan->camera, plan->first + i);
  gst_video_frame_unmap (&frame);
  GST_BUFFER_PTS (buffer) = gst_util_uint64_scale (i, GST_SECOND, plan->fps);
  GST_BUFFER_DURATION (buffer) = GST_SECOND / plan->fps;
  return buffer;
}

static void
collect (const UnitPlan *plan, GstAppSink *sink, GPtrArray *units)
{
  GstSample *sample;

  while ((sample = gst_app_sink_pull_sample (sink))) {
    GstBuffer *buffer = gst_sample_get_buffer (sample);
    gsize size = gst_buffer_get_size (buffer);
    guint8 *data = g_malloc (size);
    g_autoptr (GBytes) bytes = g_bytes_new_take (data, size);
    g_autofree char *caps = gst_caps_to_string (gst_sample_get_caps (sample));
    guint i = units->len;
    gint64 time_us = plan->start_us + (gint64) i * G_USEC_PER_SEC / plan->fps;
    gint64 next_us = plan->start_us + (gint64) (i + 1) * G_USEC_PER_SEC / plan->fps;

    gst_buffer_extract (buffer, 0, data, size);
    g_ptr_array_add (
        units, tc_access_unit_new (plan->codec, caps, bytes,
                                   !GST_BUFFER_FLAG_IS_SET (buffer, GST_BUFFER_FLAG_DELTA_UNIT),
                                   time_us, next_us - time_us));
    gst_sample_unref (sample);
  }
}

GPtrArray *
make_units (const UnitPlan *plan)
{
  g_autoptr (GString) text = g_string_new (NULL);
  GPtrArray *units = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_access_unit_unref);
  guint kbit = plan->kbit ? plan->kbit : KBIT;
  GstElement *pipeline, *source, *sink;
  GstVideoInfo info;

  g_string_printf (text,
                   "appsrc name=in format=time caps=video/x-raw,format=I420,width=%d,height=%d,"
                   "framerate=%u/1 ! ",
                   plan->width, plan->height, plan->fps);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  g_string_append_printf (text, encoders[plan->codec], plan->key_every, kbit);
#pragma GCC diagnostic pop
  g_string_append (text, " ! appsink name=out sync=false");
  pipeline = launch (text->str);
  source = get (pipeline, "in");
  sink = get (pipeline, "out");
  gst_video_info_set_format (&info, GST_VIDEO_FORMAT_I420, (guint) plan->width,
                             (guint) plan->height);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  for (guint i = 0; i < plan->n; i++)
    g_assert_cmpint (gst_app_src_push_buffer (GST_APP_SRC (source), draw (plan, &info, i)), ==,
                     GST_FLOW_OK);
  gst_app_src_end_of_stream (GST_APP_SRC (source));
  collect (plan, GST_APP_SINK (sink), units);
  gst_element_set_state (pipeline, GST_STATE_NULL);
  gst_object_unref (source);
  gst_object_unref (sink);
  gst_object_unref (pipeline);
  g_assert_cmpuint (units->len, ==, plan->n);
  return units;
}

static guint
read_luma (GstSample *sample, int x_pm, int y_pm)
{
  GstVideoInfo info;
  GstVideoFrame frame;
  guint luma;

  g_assert_true (gst_video_info_from_caps (&info, gst_sample_get_caps (sample)));
  g_assert_true (gst_video_frame_map (&frame, &info, gst_sample_get_buffer (sample), GST_MAP_READ));
  luma = ((guint8 *) GST_VIDEO_FRAME_PLANE_DATA (
      &frame,
      0))[GST_VIDEO_INFO_HEIGHT (&info) * y_pm / 1000 * GST_VIDEO_FRAME_PLANE_STRIDE (&frame, 0) +
          GST_VIDEO_INFO_WIDTH (&info) * x_pm / 1000];
  gst_video_frame_unmap (&frame);
  return luma;
}

static guint
read_strip (GstSample *sample)
{
  GstVideoInfo info;
  GstVideoFrame frame;
  guint camera, number = NO_STRIP;

  g_assert_true (gst_video_info_from_caps (&info, gst_sample_get_caps (sample)));
  g_assert_true (gst_video_frame_map (&frame, &info, gst_sample_get_buffer (sample), GST_MAP_READ));
  if (!tc_frame_strip_read_luma (
          GST_VIDEO_FRAME_PLANE_DATA (&frame, 0), (gsize) GST_VIDEO_FRAME_PLANE_STRIDE (&frame, 0),
          GST_VIDEO_INFO_WIDTH (&info), GST_VIDEO_INFO_HEIGHT (&info), &camera, &number))
    number = NO_STRIP;
  gst_video_frame_unmap (&frame);
  return number;
}

/* Of all that comes out of a pipeline: strips, or how bright a pixel is if @x_pm isn't below 0. */
static GArray *
read_all (GstElement *pipeline, int x_pm, int y_pm)
{
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (guint));
  GstElement *sink = get (pipeline, "out");
  GstSample *sample;

  while ((sample = gst_app_sink_pull_sample (GST_APP_SINK (sink)))) {
    guint number = x_pm < 0 ? read_strip (sample) : read_luma (sample, x_pm, y_pm);

    g_array_append_val (numbers, number);
    gst_sample_unref (sample);
  }
  gst_element_set_state (pipeline, GST_STATE_NULL);
  gst_object_unref (sink);
  gst_object_unref (pipeline);
  return numbers;
}

GArray *
read_unit_strips (GPtrArray *units)
{
  TcAccessUnit *first = units->pdata[0];
  g_autofree char *text = g_strdup_printf (
      "appsrc name=in format=time ! %s ! videoconvert ! video/x-raw,format=I420 !"
      " appsink name=out sync=false",
      decoders[first->codec]);
  GstElement *pipeline = launch (text);
  GstElement *source = get (pipeline, "in");
  g_autoptr (GstCaps) caps = gst_caps_from_string (first->caps);

  g_object_set (source, "caps", caps, NULL);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  for (guint i = 0; i < units->len; i++) {
    TcAccessUnit *unit = units->pdata[i];
    GstBuffer *buffer = gst_buffer_new_wrapped_bytes (unit->bytes);

    GST_BUFFER_PTS (buffer) = (guint64) (unit->time_us - first->time_us) * 1000;
    gst_app_src_push_buffer (GST_APP_SRC (source), buffer);
  }
  gst_app_src_end_of_stream (GST_APP_SRC (source));
  gst_object_unref (source);
  return read_all (pipeline, -1, -1);
}

static GArray *
read_file (const char *path, int x_pm, int y_pm)
{
  g_autofree char *text = g_strdup_printf (
      "filesrc location=\"%s\" ! matroskademux ! decodebin ! videoconvert !"
      " video/x-raw,format=I420 ! appsink name=out sync=false",
      path);
  GstElement *pipeline = launch (text);

  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  return read_all (pipeline, x_pm, y_pm);
}

GArray *
read_file_strips (const char *path)
{
  return read_file (path, -1, -1);
}

GArray *
read_file_luma (const char *path, int x_pm, int y_pm)
{
  return read_file (path, x_pm, y_pm);
}
