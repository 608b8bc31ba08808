/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: it is told that something moves while pictures take more bytes than this camera's still
 * ones, whatever those take, and not known where it can't be. Method: sizes of pictures by hand.
 */
#include "tc-motion-meter.h"

#define FRAME_US ((gint64) 40000)
#define FPS 25

/* @n seconds: a key frame each two, and pictures of @bytes between them. */
static void
put (TcMotionMeter *meter, TcCodec codec, guint n, gsize bytes)
{
  g_autoptr (GBytes) key_bytes = g_bytes_new_take (g_malloc0 (50000), 50000);
  g_autoptr (GBytes) delta_bytes = g_bytes_new_take (g_malloc0 (bytes), bytes);

  for (guint i = 0; i < n * FPS; i++) {
    gboolean key = i % (2 * FPS) == 0;
    g_autoptr (TcAccessUnit) unit = tc_access_unit_new (
        codec, "video/x-h264", key ? key_bytes : delta_bytes, key, i + 1, FRAME_US);

    tc_motion_meter_put (meter, unit);
  }
}

static void
test_moves (void)
{
  TcMotionMeter meter = {0};

  g_assert_cmpint (tc_motion_meter_take (&meter), ==, -1);
  put (&meter, TC_CODEC_H264, 10, 200);
  g_assert_cmpint (tc_motion_meter_take (&meter), ==, 0);
  put (&meter, TC_CODEC_H264, 10, 2000);
  g_assert_cmpint (tc_motion_meter_take (&meter), ==, 1000);
  put (&meter, TC_CODEC_H264, 5, 200);
  put (&meter, TC_CODEC_H264, 5, 900);
  g_assert_cmpint (tc_motion_meter_take (&meter), >=, 400);
  put (&meter, TC_CODEC_H264, 10, 200);
  g_assert_cmpint (tc_motion_meter_take (&meter), <=, 100);
  g_assert_cmpint (tc_motion_meter_take (&meter), ==, -1);
}

/* What only flickers a little takes few bytes, twice as many as before or not. */
static void
test_little (void)
{
  TcMotionMeter meter = {0};

  put (&meter, TC_CODEC_H265, 10, 4);
  put (&meter, TC_CODEC_H265, 10, 12);
  g_assert_cmpint (tc_motion_meter_take (&meter), ==, 0);
}

/* It begins while something moves: that is known once it has stood still. Noise that comes slowly
 * is no movement. */
static void
test_learns (void)
{
  TcMotionMeter meter = {0};

  put (&meter, TC_CODEC_H264, 10, 3000);
  g_assert_cmpint (tc_motion_meter_take (&meter), ==, -1);
  put (&meter, TC_CODEC_H264, 10, 300);
  tc_motion_meter_take (&meter);
  put (&meter, TC_CODEC_H264, 10, 3000);
  g_assert_cmpint (tc_motion_meter_take (&meter), ==, 1000);
  for (guint i = 0; i < 100; i++)
    put (&meter, TC_CODEC_H264, 60, 300 + 4 * i);
  g_assert_cmpint (tc_motion_meter_take (&meter), ==, 0);
}

/* A camera that sends as much whatever it sees, a little more and less; what it shows once is
 * believed for some hours. */
static void
test_constant (void)
{
  TcMotionMeter meter = {0};
  /* Minutes, of which key frames are no part. */
  guint n = TC_MOTION_BELIEVED_US / (58 * G_USEC_PER_SEC) + 1;

  for (guint i = 0; i < 200; i++) {
    put (&meter, TC_CODEC_H264, 10, 8000 + i % 7 * 500);
    g_assert_cmpint (tc_motion_meter_take (&meter), ==, -1);
  }
  put (&meter, TC_CODEC_H264, 10, 20000);
  g_assert_cmpint (tc_motion_meter_take (&meter), ==, 1000);
  put (&meter, TC_CODEC_H264, 10, 8000);
  g_assert_cmpint (tc_motion_meter_take (&meter), <=, 100);
  for (guint i = 0; i < n; i++)
    put (&meter, TC_CODEC_H264, 60, 8000);
  tc_motion_meter_take (&meter);
  put (&meter, TC_CODEC_H264, 10, 8000);
  g_assert_cmpint (tc_motion_meter_take (&meter), ==, -1);
}

static void
test_whole (void)
{
  TcMotionMeter meter = {0};

  put (&meter, TC_CODEC_MJPEG, 10, 30000);
  g_assert_cmpint (tc_motion_meter_take (&meter), ==, -1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/motion-meter/moves", test_moves);
  g_test_add_func ("/motion-meter/little", test_little);
  g_test_add_func ("/motion-meter/learns", test_learns);
  g_test_add_func ("/motion-meter/constant", test_constant);
  g_test_add_func ("/motion-meter/whole", test_whole);
  return g_test_run ();
}
