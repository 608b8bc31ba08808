/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Encoders set up as cameras are: no delay, a key frame every second, one thread.
 */
#include "tc-fake-camera-encoder.h"

#include "tc-error.h"

#define JPEG_QUALITY 70

static const struct {
  const char *element;
  const char *instead; /* (nullable): is taken where the first isn't there */
  const char *package;
} needed[] = {
    {"x264enc", "openh264enc", "gstreamer1.0-plugins-ugly"},
    {"x265enc", NULL, "gstreamer1.0-plugins-bad"},
    {"jpegenc", NULL, "gstreamer1.0-plugins-good"},
    {"rtph264pay", NULL, "gstreamer1.0-plugins-good"},
    {"rtph265pay", NULL, "gstreamer1.0-plugins-good"},
    {"rtpjpegpay", NULL, "gstreamer1.0-plugins-good"},
    {"rtpbin", NULL, "gstreamer1.0-plugins-good"},
    {"udpsink", NULL, "gstreamer1.0-plugins-good"},
    {"appsink", NULL, "gstreamer1.0-plugins-base"},
};

static gboolean
is_there (const char *element)
{
  g_autoptr (GstElementFactory) factory = element ? gst_element_factory_find (element) : NULL;

  return factory != NULL;
}

gboolean
tc_fake_encoder_check (GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (needed); i++) {
    if (!is_there (needed[i].element) && !is_there (needed[i].instead)) {
      g_set_error (error, TC_ERROR, TC_ERROR_NOT_FOUND,
                   "GStreamer has no %s here: it is in the package %s", needed[i].element,
                   needed[i].package);
      return FALSE;
    }
  }
  return TRUE;
}

GstCaps *
tc_fake_encoder_raw_caps (const TcFakeFormat *format)
{
  return gst_caps_new_simple ("video/x-raw", "format", G_TYPE_STRING, "I420", "width", G_TYPE_INT,
                              format->width, "height", G_TYPE_INT, format->height, "framerate",
                              GST_TYPE_FRACTION, (int) format->fps_milli, 1000, "interlace-mode",
                              G_TYPE_STRING, "progressive", "pixel-aspect-ratio", GST_TYPE_FRACTION,
                              1, 1, "colorimetry", G_TYPE_STRING, "bt601", NULL);
}

guint
tc_fake_encoder_key_frames (TcFakeCodec codec, const TcFakeFormat *format)
{
  return codec == TC_FAKE_CODEC_MJPEG ? 1 : format->fps_milli / 1000 * TC_FAKE_KEY_EVERY_S;
}

static GstElement *
new_h264 (const TcFakeFormat *format)
{
  guint every = tc_fake_encoder_key_frames (TC_FAKE_CODEC_H264, format);
  GstElement *encoder = gst_element_factory_make ("x264enc", NULL);

  if (encoder) {
    gst_util_set_object_arg (G_OBJECT (encoder), "tune", "zerolatency");
    gst_util_set_object_arg (G_OBJECT (encoder), "speed-preset", "ultrafast");
    g_object_set (encoder, "key-int-max", every, "bitrate", format->kbit, "threads", 1,
                  "option-string", "scenecut=0", NULL);
    return encoder;
  }
  encoder = gst_element_factory_make ("openh264enc", NULL);
  if (encoder) {
    gst_util_set_object_arg (G_OBJECT (encoder), "complexity", "low");
    g_object_set (encoder, "gop-size", every, "bitrate", format->kbit * 1000, NULL);
  }
  return encoder;
}

static GstElement *
new_h265 (const TcFakeFormat *format)
{
  GstElement *encoder = gst_element_factory_make ("x265enc", NULL);

  if (!encoder)
    return NULL;
  gst_util_set_object_arg (G_OBJECT (encoder), "tune", "zerolatency");
  gst_util_set_object_arg (G_OBJECT (encoder), "speed-preset", "ultrafast");
  g_object_set (encoder, "key-int-max",
                (int) tc_fake_encoder_key_frames (TC_FAKE_CODEC_H265, format), "bitrate",
                format->kbit, "option-string",
                "pools=none:frame-threads=1:scenecut=0:log-level=error", NULL);
  return encoder;
}

GstElement *
tc_fake_encoder_new (TcFakeCodec codec, const TcFakeFormat *format)
{
  GstElement *encoder;

  switch (codec) {
  case TC_FAKE_CODEC_H265:
    return new_h265 (format);
  case TC_FAKE_CODEC_MJPEG:
    encoder = gst_element_factory_make ("jpegenc", NULL);
    if (encoder)
      g_object_set (encoder, "quality", JPEG_QUALITY, NULL);
    return encoder;
  case TC_FAKE_CODEC_H264:
  case TC_FAKE_N_CODECS:
  default:
    return new_h264 (format);
  }
}

GstElement *
tc_fake_payloader_new (TcFakeCodec codec)
{
  GstElement *payloader;

  if (codec == TC_FAKE_CODEC_MJPEG) {
    payloader = gst_element_factory_make ("rtpjpegpay", "pay0");
    g_object_set (payloader, "pt", 26, NULL);
    return payloader;
  }
  payloader = gst_element_factory_make (codec == TC_FAKE_CODEC_H265 ? "rtph265pay" : "rtph264pay",
                                        "pay0");
  g_object_set (payloader, "pt", 96, "config-interval", -1, NULL);
  gst_util_set_object_arg (G_OBJECT (payloader), "aggregate-mode", "zero-latency");
  return payloader;
}
