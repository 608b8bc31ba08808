/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: pictures of fake cameras are alike for one moment, move from moment to moment, differ from
 * camera to camera, follow where the camera looks, and have a clock and a strip that can be read.
 * Method: pictures in memory; the clock is read dot by dot.
 */
#include "tc-fake-camera-picture.h"

#include "tc-frame-strip.h"
#include "tc-limits.h"

#include <stdlib.h>
#include <string.h>

#define WIDTH 640
#define HEIGHT 360
#define SIZE (WIDTH * HEIGHT * 3 / 2)
/* 27-11-2026 13:37:20.500 in Việt Nam. */
#define MOMENT_US (1795761440 * TC_US_PER_S + 500000)
#define GUARD 0xa5

typedef struct {
  guint8 bytes[SIZE + 1];
} Frame;

static TcFakeCanvas
canvas_of (Frame *frame)
{
  guint8 *bytes = frame->bytes;

  frame->bytes[SIZE] = GUARD;
  return (TcFakeCanvas){{bytes, bytes + WIDTH * HEIGHT, bytes + WIDTH * HEIGHT * 5 / 4},
                        {WIDTH, WIDTH / 2, WIDTH / 2},
                        WIDTH,
                        HEIGHT};
}

static Frame *
paint_by (TcFakePicture *picture, TcFakeView view, gint64 now_us)
{
  Frame *frame = g_new0 (Frame, 1);
  TcFakeCanvas canvas = canvas_of (frame);

  tc_fake_picture_paint (picture, &canvas, view, now_us);
  g_assert_cmpuint (frame->bytes[SIZE], ==, GUARD);
  /* Nothing is left out: no colour of video is as dark as what wasn't painted. */
  for (guint i = 0; i < WIDTH * HEIGHT; i++)
    g_assert_cmpuint (frame->bytes[i], >=, 16);
  return frame;
}

static Frame *
paint (guint number, TcFakeView view, gint64 now_us)
{
  g_autoptr (TcFakePicture) picture = tc_fake_picture_new (number, WIDTH, HEIGHT);

  return paint_by (picture, view, now_us);
}

static Frame *
paint_resting (guint number, gint64 now_us)
{
  g_autoptr (TcFakePicture) picture = tc_fake_picture_new (number, WIDTH, HEIGHT);

  tc_fake_picture_set_rests (picture, TRUE);
  return paint_by (picture, (TcFakeView){0}, now_us);
}

/* How many of 1,000 pixels differ in brightness by more than noise would. */
static guint
count_different (const Frame *a, const Frame *b)
{
  guint n = 0;

  for (guint i = 0; i < WIDTH * HEIGHT; i++)
    n += abs (a->bytes[i] - b->bytes[i]) > 12;
  return n * 1000 / (WIDTH * HEIGHT);
}

static void
test_alike (void)
{
  for (guint number = 1; number <= 12; number++) {
    g_autofree Frame *one = paint (number, (TcFakeView){0}, MOMENT_US);
    g_autofree Frame *other = paint (number, (TcFakeView){0}, MOMENT_US);
    g_assert_cmpmem (one->bytes, SIZE, other->bytes, SIZE);
  }
}

/* In each second something moves, and yet most stands still. */
static void
test_moves (void)
{
  for (guint number = 1; number <= 24; number++) {
    for (guint second = 0; second < 20; second++) {
      gint64 at_us = MOMENT_US + second * TC_US_PER_S;
      g_autofree Frame *one = paint (number, (TcFakeView){0}, at_us);
      g_autofree Frame *next = paint (number, (TcFakeView){0}, at_us + TC_US_PER_S);
      g_assert_cmpuint (count_different (one, next), >=, 2);
      g_assert_cmpuint (count_different (one, next), <, 300);
    }
  }
}

/* One that rests moves on from where it stood. */
static void
test_rests (void)
{
  gint64 begin_us = MOMENT_US / TC_FAKE_REST_ROUND_US * TC_FAKE_REST_ROUND_US;
  gint64 rests_us = begin_us + TC_FAKE_REST_MOVES_US;
  gint64 again_us = begin_us + TC_FAKE_REST_ROUND_US;

  for (guint number = 1; number <= 3; number++) {
    g_autofree Frame *moving = paint_resting (number, rests_us - 2 * TC_US_PER_S);
    g_autofree Frame *still = paint_resting (number, rests_us + TC_US_PER_S);
    g_autofree Frame *late = paint_resting (number, again_us - TC_US_PER_S);
    g_autofree Frame *on = paint_resting (number, again_us);
    g_autofree Frame *moved = paint_resting (number, again_us + 2 * TC_US_PER_S);

    g_assert_cmpuint (count_different (moving, still), >=, 2);
    g_assert_cmpmem (still->bytes, SIZE, late->bytes, SIZE);
    g_assert_cmpmem (still->bytes, SIZE, on->bytes, SIZE);
    g_assert_cmpuint (count_different (still, moved), >=, 2);
  }
}

static void
test_differ (void)
{
  Frame *frames[12];

  for (guint i = 0; i < G_N_ELEMENTS (frames); i++) {
    frames[i] = paint (i + 1, (TcFakeView){0}, MOMENT_US);
    for (guint k = 0; k < i; k++)
      g_assert_cmpuint (count_different (frames[i], frames[k]), >, 20);
  }
  for (guint i = 0; i < G_N_ELEMENTS (frames); i++)
    g_free (frames[i]);
}

/* What was painted before leaves nothing behind. */
static void
test_view (void)
{
  const TcFakeView views[] = {{0.4, 0, 0}, {-1, 0, 0},  {0, 1, 0},
                              {0, -1, 0},  {0, 0, 0.5}, {1, 1, 1}};
  g_autofree Frame *ahead = paint (8, (TcFakeView){0}, MOMENT_US);
  g_autoptr (TcFakePicture) picture = tc_fake_picture_new (8, WIDTH, HEIGHT);
  g_autofree Frame *turned = g_new0 (Frame, 1);
  TcFakeCanvas canvas = canvas_of (turned);

  for (guint i = 0; i < G_N_ELEMENTS (views); i++) {
    g_autofree Frame *fresh = paint (8, views[i], MOMENT_US);
    tc_fake_picture_paint (picture, &canvas, views[i], MOMENT_US);
    g_assert_cmpmem (turned->bytes, SIZE, fresh->bytes, SIZE);
    g_assert_cmpuint (count_different (turned, ahead), >, 50);
  }
  tc_fake_picture_paint (picture, &canvas, (TcFakeView){0}, MOMENT_US);
  g_assert_cmpmem (turned->bytes, SIZE, ahead->bytes, SIZE);
}

/* ---- what is stamped on it ---- */

static char
read_letter (const Frame *frame, int left, int top, int scale, const char *possible)
{
  for (; *possible != '\0'; possible++) {
    const guint8 *rows = tc_fake_letter (*possible);
    gboolean fits = TRUE;
    for (int dot = 0; dot < 35 && fits; dot++) {
      int x = left + dot % 5 * scale + scale / 2;
      int y = top + dot / 5 * scale + scale / 2;
      gboolean white = frame->bytes[y * WIDTH + x] > 128;
      fits = white == (rows[dot / 5] >> (4 - dot % 5) & 1);
    }
    if (fits)
      return *possible;
  }
  return ' ';
}

static void
test_stamp (void)
{
  const int scale = 2;
  g_autofree Frame *frame = paint (7, (TcFakeView){0}, MOMENT_US);
  g_autofree char *expected = tc_fake_picture_dup_stamp (7, MOMENT_US);
  g_autoptr (GString) read = g_string_new (NULL);
  TcFakeCanvas canvas = canvas_of (frame);
  guint camera = 0;
  guint count = 0;

  tc_fake_picture_stamp (&canvas, 7, MOMENT_US, 123456);
  g_assert_cmpstr (expected, ==, "CAM 7 27-11-2026 13:37:20.500");
  for (guint i = 0; expected[i] != '\0'; i++)
    g_string_append_c (read, read_letter (frame, 2 * scale + (int) i * TC_FAKE_LETTER_WIDTH * scale,
                                          HEIGHT - TC_FAKE_LETTER_HEIGHT * scale, scale,
                                          "0123456789CAM-:."));
  g_assert_cmpstr (read->str, ==, expected);
  g_assert_true (tc_frame_strip_read_luma (frame->bytes, WIDTH, WIDTH, HEIGHT, &camera, &count));
  g_assert_cmpuint (camera, ==, 7);
  g_assert_cmpuint (count, ==, 123456);
}

/* A letter that another could be taken for is no letter. */
static void
test_letters (void)
{
  const char all[] = "0123456789CAMLOPREY-:.+/";

  g_assert_null (tc_fake_letter (' '));
  for (guint i = 0; all[i] != '\0'; i++) {
    g_assert_nonnull (tc_fake_letter (all[i]));
    for (guint k = 0; k < i; k++)
      g_assert_cmpint (memcmp (tc_fake_letter (all[i]), tc_fake_letter (all[k]), 7), !=, 0);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fake-camera-picture/alike", test_alike);
  g_test_add_func ("/fake-camera-picture/moves", test_moves);
  g_test_add_func ("/fake-camera-picture/rests", test_rests);
  g_test_add_func ("/fake-camera-picture/differ", test_differ);
  g_test_add_func ("/fake-camera-picture/view", test_view);
  g_test_add_func ("/fake-camera-picture/stamp", test_stamp);
  g_test_add_func ("/fake-camera-picture/letters", test_letters);
  return g_test_run ();
}
