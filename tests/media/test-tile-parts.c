/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Parts of a decoder that need no connection: pictures become what a tile shows, at its size and
 * under its masks, and are found to be the same or not, of whatever format; heads of packets are
 * read; what is too large isn't decoded; what failed is told so that a message takes it.
 */
#include "tc-tile-chain.h"
#include "tc-tile-failure.h"
#include "tc-tile-message.h"
#include "tc-tile-painter.h"

#include <gst/video/video.h>
#include <string.h>

#define MS ((gint64) 1000)
#define GREY 72

/* A picture of one brightness, 0..255; @bright: its right half is white. */
static GstSample *
make_picture (const char *format, int width, int height, guint8 value, gboolean bright)
{
  g_autoptr (GstCaps) caps = gst_caps_new_simple (
      "video/x-raw", "format", G_TYPE_STRING, format, "width", G_TYPE_INT, width, "height",
      G_TYPE_INT, height, "framerate", GST_TYPE_FRACTION, 15, 1, NULL);
  g_autoptr (GstBuffer) buffer = NULL;
  GstVideoInfo info;
  GstVideoFrame frame;
  gsize pixel;

  g_assert_true (gst_video_info_from_caps (&info, caps));
  buffer = gst_buffer_new_allocate (NULL, GST_VIDEO_INFO_SIZE (&info), NULL);
  gst_buffer_memset (buffer, 0, 0x80, GST_VIDEO_INFO_SIZE (&info));
  /* Grey in 10 bits. */
  for (gsize i = 0; GST_VIDEO_INFO_COMP_DEPTH (&info, 0) > 8 && i < GST_VIDEO_INFO_SIZE (&info);
       i += 2)
    gst_buffer_fill (buffer, i, "\0\2", 2);
  g_assert_true (gst_video_frame_map (&frame, &info, buffer, GST_MAP_WRITE));
  pixel = (gsize) GST_VIDEO_INFO_COMP_PSTRIDE (&info, 0);
  for (int y = 0; y < height; y++) {
    guint8 *row = GST_VIDEO_INFO_IS_RGB (&info) ? GST_VIDEO_FRAME_PLANE_DATA (&frame, 0)
                                                : GST_VIDEO_FRAME_COMP_DATA (&frame, 0);

    row += y * GST_VIDEO_FRAME_COMP_STRIDE (&frame, 0);
    for (int x = 0; x < width; x++) {
      guint8 luma = bright && x >= width / 2 ? 235 : value;

      if (GST_VIDEO_INFO_IS_RGB (&info))
        memset (row + (gsize) x * pixel, luma, pixel);
      else if (GST_VIDEO_INFO_COMP_DEPTH (&info, 0) == 8)
        row[(gsize) x * pixel] = luma;
      else /* 10 bits, little endian */
        GST_WRITE_UINT16_LE (row + (gsize) x * pixel, luma << 2);
    }
  }
  gst_video_frame_unmap (&frame);
  return gst_sample_new (buffer, caps, NULL, NULL);
}

/* Whether it is another picture, at that time. */
static gboolean
look (TcTilePainter *painter, const char *format, guint8 value, gint64 now_us)
{
  GstSample *sample = make_picture (format, 320, 180, value, FALSE);
  g_autofree guint8 *pixels = g_malloc (320 * 180 * 4);
  gboolean changed;
  int width, height;

  g_assert_true (tc_tile_painter_begin (painter, sample));
  g_assert_true (tc_tile_painter_paint (painter, pixels, 320, 180, &width, &height));
  changed = tc_tile_painter_is_changed (painter, pixels, width, height, now_us);
  tc_tile_painter_end (painter);
  gst_sample_unref (sample);
  return changed;
}

/* Whatever the format, a camera that sends the same picture is found. */
static void
test_same (void)
{
  static const char *const formats[] = {"I420", "Y42B", "I420_10LE", "YUY2", "BGRx", "GRAY8"};

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++) {
    g_autoptr (TcTilePainter) painter = tc_tile_painter_new (NULL, 0);

    g_test_message ("%s", formats[i]);
    g_assert_true (look (painter, formats[i], 100, 1000 * MS));
    g_assert_false (look (painter, formats[i], 100, 2000 * MS));
    /* Not compared so soon. */
    g_assert_false (look (painter, formats[i], 200, 2000 * MS + TC_TILE_COMPARE_US - 1));
    g_assert_true (look (painter, formats[i], 200, 2000 * MS + TC_TILE_COMPARE_US));
    g_assert_false (look (painter, formats[i], 200, 3000 * MS));
  }
}

static void
check_pixel (const guint8 *pixels, int width, int x, int y, int value)
{
  const guint8 *at = pixels + ((gsize) y * (gsize) width + (gsize) x) * 4;

  for (int i = 0; i < 3; i++)
    g_assert_cmpint (ABS (at[i] - value), <=, 3);
  g_assert_cmpint (at[3], ==, 0xff);
}

/* Scaled down to fit, to an even width, never up; the mask is over it at each size, and nothing is
 * written beyond. */
static void
test_paint (void)
{
  static const struct {
    const char *format;
    int width, height, width_max, height_max, out_width, out_height;
  } cases[] = {{"I420", 320, 180, 320, 180, 320, 180},    {"I420", 320, 180, 640, 640, 320, 180},
               {"I420", 320, 180, 161, 161, 160, 91},     {"I420", 321, 181, 99, 33, 58, 33},
               {"I420_10LE", 320, 180, 160, 90, 160, 90}, {"YUY2", 322, 182, 101, 400, 100, 57},
               {"BGRx", 320, 180, 64, 36, 64, 36}};
  static const TcPictureMask mask = {500, 0, 1000, 1000};
  g_autoptr (TcTilePainter) painter = tc_tile_painter_new (&mask, 1);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    gsize size = (gsize) cases[i].width_max * (gsize) cases[i].height_max * 4;
    g_autofree guint8 *pixels = g_malloc0 (size + 1);
    GstSample *sample = make_picture (cases[i].format, cases[i].width, cases[i].height, 16, TRUE);
    int width, height;

    pixels[size] = 0x5a;
    g_assert_true (tc_tile_painter_begin (painter, sample));
    g_assert_cmpint (tc_tile_painter_get_width (painter), ==, cases[i].width);
    g_assert_true (tc_tile_painter_paint (painter, pixels, cases[i].width_max, cases[i].height_max,
                                          &width, &height));
    tc_tile_painter_end (painter);
    gst_sample_unref (sample);
    g_assert_cmpint (width, ==, cases[i].out_width);
    g_assert_cmpint (height, ==, cases[i].out_height);
    g_assert_cmpint (pixels[size], ==, 0x5a);
    /* What was white is under the mask, up to its edge. */
    for (int y = 0; y < height; y++)
      for (int x = width / 2; x < width; x++)
        check_pixel (pixels, width, x, y, GREY);
  }
}

static GstBuffer *
make_packet (guint16 sequence, guint32 stamp)
{
  guint8 head[20] = {0x80, 96};

  GST_WRITE_UINT16_BE (head + 2, sequence);
  GST_WRITE_UINT32_BE (head + 4, stamp);
  return gst_buffer_new_memdup (head, sizeof head);
}

static TcTilePacket
read_packet (TcTilePacketReader *reader, guint16 sequence, guint32 stamp)
{
  g_autoptr (GstBuffer) buffer = make_packet (sequence, stamp);
  TcTilePacket packet;

  g_assert_true (tc_tile_packet_read (reader, buffer, &packet));
  g_assert_cmpuint (packet.n_bytes, ==, 8);
  return packet;
}

static void
test_packets (void)
{
  g_autoptr (GstBuffer) none = gst_buffer_new_memdup ("short", 5);
  TcTilePacketReader reader;
  TcTilePacket packet;

  tc_tile_packet_reader_init (&reader, 90000);
  g_assert_false (tc_tile_packet_read (&reader, none, &packet));
  packet = read_packet (&reader, 65534, G_MAXUINT32 - 8999);
  g_assert_true (packet.n_lost == 0 && packet.is_new_frame && packet.pts_us == 0);
  packet = read_packet (&reader, 65535, G_MAXUINT32 - 8999);
  g_assert_true (packet.n_lost == 0 && !packet.is_new_frame && packet.pts_us == 0);
  /* Both roll over, and one is missing. */
  packet = read_packet (&reader, 1, 0);
  g_assert_true (packet.n_lost == 1 && packet.is_new_frame);
  g_assert_cmpint (packet.pts_us, ==, 100 * MS);
  /* Another sender: nothing is missing. */
  packet = read_packet (&reader, 40000, 5000);
  g_assert_cmpuint (packet.n_lost, ==, 0);
  /* One that comes after its time isn't a gap of nearly all numbers. */
  packet = read_packet (&reader, 39998, 5000);
  g_assert_cmpuint (packet.n_lost, ==, 0);
}

static void
test_too_large (void)
{
  static const struct {
    int width, height;
    gboolean held;
  } cases[] = {{640, 360, TRUE},  {7680, 4320, TRUE},  {16384, 16384, FALSE}, {8193, 16, FALSE},
               {16, 8193, FALSE}, {8192, 8192, FALSE}, {G_MAXINT, 2, FALSE},  {0, 10, FALSE}};
  g_autoptr (GstCaps) unknown = gst_caps_new_empty_simple ("video/x-h264");

  g_assert_true (tc_tile_chain_can_hold (unknown));
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GstCaps)
        caps = gst_caps_new_simple ("video/x-h264", "width", G_TYPE_INT, cases[i].width, "height",
                                    G_TYPE_INT, cases[i].height, NULL);

    g_assert_cmpint (tc_tile_chain_can_hold (caps), ==, cases[i].held);
  }
}

static TcStreamCause
read_failure (GQuark domain, int code, const TcTileProgress *progress)
{
  g_autoptr (GError) error = g_error_new_literal (domain, code, "it failed");
  g_autoptr (GstMessage) message = gst_message_new_error (NULL, error, NULL);
  g_autofree char *detail = NULL;
  TcStreamCause cause = tc_tile_failure_read (message, progress, &detail);

  g_assert_cmpstr (detail, ==, "it failed");
  return cause;
}

static void
test_failures (void)
{
  const TcTileProgress fresh = {FALSE};
  const TcTileProgress shown = {.had_data = TRUE, .had_picture = TRUE};

  g_assert_cmpint (read_failure (GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_NOT_AUTHORIZED, &fresh), ==,
                   TC_CAUSE_DENIED);
  g_assert_cmpint (read_failure (GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_READ, &fresh), ==,
                   TC_CAUSE_NONE);
  g_assert_cmpint (read_failure (GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_READ, &shown), ==,
                   TC_CAUSE_BROKEN);
  g_assert_cmpint (read_failure (GST_STREAM_ERROR, GST_STREAM_ERROR_DECODE, &shown), ==,
                   TC_CAUSE_GARBLED);
  g_assert_cmpint (read_failure (GST_STREAM_ERROR, GST_STREAM_ERROR_FORMAT, &fresh), ==,
                   TC_CAUSE_CODEC);
  g_assert_cmpint (read_failure (GST_CORE_ERROR, GST_CORE_ERROR_MISSING_PLUGIN, &fresh), ==,
                   TC_CAUSE_CODEC);
  g_assert_cmpint (read_failure (GST_CORE_ERROR, GST_CORE_ERROR_FAILED, &fresh), ==,
                   TC_CAUSE_DECODER);
}

/* What a camera says may be anything, and no message is spoilt by it. */
static void
test_details (void)
{
  for (int lead = 0; lead < 3; lead++) {
    g_autoptr (GString) text = g_string_new (NULL);
    g_autofree char *tamed = NULL;

    for (int i = 0; i < lead; i++)
      g_string_append_c (text, 'a');
    g_string_append_c (text, (char) 0xff);
    while (text->len < 2000)
      g_string_append (text, "ế");
    tamed = tc_tile_failure_tame (g_strdup (text->str));
    g_assert_true (g_utf8_validate (tamed, -1, NULL));
    g_assert_cmpuint (strlen (tamed), <=, TC_TILE_DETAIL_BYTES_MAX);
    g_assert_cmpuint (strlen (tamed), >, TC_TILE_DETAIL_BYTES_MAX - 4);
  }
}

int
main (int argc, char **argv)
{
  gst_init (NULL, NULL);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tile-parts/same", test_same);
  g_test_add_func ("/tile-parts/paint", test_paint);
  g_test_add_func ("/tile-parts/packets", test_packets);
  g_test_add_func ("/tile-parts/too-large", test_too_large);
  g_test_add_func ("/tile-parts/failures", test_failures);
  g_test_add_func ("/tile-parts/details", test_details);
  return g_test_run ();
}
