/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what was written into a picture is read from it, also after it was scaled down, greyed and
 * made noisy, in both forms of pixels; a picture without a strip or with a damaged one has none.
 * Method: pictures in memory, made here; a fixed seed.
 */
#include "tc-frame-strip.h"

#include <string.h>

#define WIDTH 640
#define HEIGHT 360

typedef enum {
  LUMA,
  BGRA
} Form;

typedef struct {
  Form form;
  int width;
  int height;
  guint8 *pixels; /* (owned) */
} Picture;

static const gsize bytes_of[] = {1, 4};

static Picture
make (Form form, int width, int height)
{
  gsize size = (gsize) width * (gsize) height * bytes_of[form];
  Picture picture = {form, width, height, g_malloc (size)};

  /* Neither black nor white, and uneven. */
  for (gsize i = 0; i < size; i++)
    picture.pixels[i] = (guint8) (90 + i * 7 % 60);
  return picture;
}

static void
write_strip (Picture *picture, guint camera, guint frame)
{
  int n = picture->width * picture->height;

  if (picture->form == BGRA) {
    tc_frame_strip_write_bgra (picture->pixels, (gsize) picture->width * 4, picture->width,
                               picture->height, camera, frame);
    return;
  }
  g_autofree guint8 *u = g_malloc0 ((gsize) n / 4);
  g_autofree guint8 *v = g_malloc0 ((gsize) n / 4);
  tc_frame_strip_write_i420 (picture->pixels, (gsize) picture->width, u, v,
                             (gsize) picture->width / 2, picture->width, picture->height, camera,
                             frame);
  g_assert_cmpuint (u[0], ==, 128);
  g_assert_cmpuint (v[picture->width / 2 + 3], ==, 128);
  g_assert_cmpuint (u[n / 4 - 1], ==, 0);
}

static gboolean
read_strip (const Picture *picture, guint *camera, guint *frame)
{
  gsize stride = (gsize) picture->width * bytes_of[picture->form];

  if (picture->form == BGRA)
    return tc_frame_strip_read_bgra (picture->pixels, stride, picture->width, picture->height,
                                     camera, frame);
  return tc_frame_strip_read_luma (picture->pixels, stride, picture->width, picture->height, camera,
                                   frame);
}

static void
assert_strip (const Picture *picture, guint camera, guint frame)
{
  guint read_camera = 0;
  guint read_frame = 0;

  g_assert_true (read_strip (picture, &read_camera, &read_frame));
  g_assert_cmpuint (read_camera, ==, camera);
  g_assert_cmpuint (read_frame, ==, frame);
}

static void
assert_none (const Picture *picture)
{
  guint camera = 99;
  guint frame = 99;

  g_assert_false (read_strip (picture, &camera, &frame));
  g_assert_cmpuint (camera, ==, 99);
  g_assert_cmpuint (frame, ==, 99);
}

static guint8
mean_of (const Picture *from, int byte, int left, int top, int right, int bottom)
{
  int bytes = (int) bytes_of[from->form];
  guint sum = 0;
  guint n = 0;

  for (int y = top; y < bottom; y++) {
    for (int x = left; x < right; x++, n++)
      sum += from->pixels[(y * from->width + x) * bytes + byte];
  }
  return (guint8) (sum / n);
}

/* Each pixel the mean of those that it stands for. */
static Picture
scale (const Picture *from, int width, int height)
{
  int bytes = (int) bytes_of[from->form];
  Picture to = make (from->form, width, height);

  for (int i = 0; i < width * height; i++) {
    int left = i % width * from->width / width;
    int top = i / width * from->height / height;
    int right = MAX ((i % width + 1) * from->width / width, left + 1);
    int bottom = MAX ((i / width + 1) * from->height / height, top + 1);
    for (int byte = 0; byte < bytes; byte++)
      to.pixels[i * bytes + byte] = mean_of (from, byte, left, top, right, bottom);
  }
  return to;
}

static void
test_round (void)
{
  const guint cameras[] = {0, 1, 2, 24, 1365, 2730, TC_FRAME_STRIP_CAMERA_MAX};
  const guint frames[] = {0, 1, 0x5555555, 0xaaaaaaa, TC_FRAME_STRIP_FRAME_MAX};

  for (Form form = LUMA; form <= BGRA; form++) {
    for (guint i = 0; i < G_N_ELEMENTS (cameras) * G_N_ELEMENTS (frames); i++) {
      Picture picture = make (form, WIDTH, HEIGHT);
      guint camera = cameras[i % G_N_ELEMENTS (cameras)];
      guint frame = frames[i / G_N_ELEMENTS (cameras)];
      write_strip (&picture, camera, frame);
      assert_strip (&picture, camera, frame);
      g_free (picture.pixels);
    }
  }
}

static void
test_upper_bits (void)
{
  Picture picture = make (BGRA, WIDTH, HEIGHT);

  write_strip (&picture, 0x1000 + 17, 0x30000000 + 5);
  assert_strip (&picture, 17, 5);
  g_free (picture.pixels);
}

/* Where it says that it ends, it ends. */
static void
test_place (void)
{
  Picture before = make (LUMA, WIDTH, HEIGHT);
  Picture after = make (LUMA, WIDTH, HEIGHT);
  const int right = WIDTH * TC_FRAME_STRIP_RIGHT_PM / 1000;
  const int bottom = (HEIGHT * TC_FRAME_STRIP_BOTTOM_PM + 999) / 1000;

  write_strip (&after, 12, 34);
  for (int i = 0; i < WIDTH * HEIGHT; i++) {
    if (i % WIDTH >= right || i / WIDTH >= bottom)
      g_assert_cmpuint (after.pixels[i], ==, before.pixels[i]);
    else if (i / WIDTH < bottom - 1)
      g_assert_true (after.pixels[i] == 16 || after.pixels[i] == 235);
  }
  g_free (before.pixels);
  g_free (after.pixels);
}

static void
test_scaled (void)
{
  const int sizes[][2] = {{160, 90}, {190, 107}, {240, 135}, {320, 180}, {333, 187}, {478, 269}};

  for (Form form = LUMA; form <= BGRA; form++) {
    for (int large = 1; large <= 2; large++) {
      Picture picture = make (form, WIDTH * large, HEIGHT * large);
      write_strip (&picture, 2709, 0x9c3a5f1);
      for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
        Picture small = scale (&picture, sizes[i][0], sizes[i][1]);
        assert_strip (&small, 2709, 0x9c3a5f1);
        g_free (small.pixels);
      }
      g_free (picture.pixels);
    }
  }
}

/* Noise as of a hard compression, and the grey of a picture that stalled. */
static void
test_worn (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (11);

  for (guint i = 0; i < 50; i++) {
    Picture picture = make (BGRA, WIDTH, HEIGHT);
    guint frame = i * 12345678 & TC_FRAME_STRIP_FRAME_MAX;
    write_strip (&picture, 7, frame);
    for (int byte = 0; byte < WIDTH * HEIGHT * 4; byte++) {
      int worn = 60 + picture.pixels[byte] / 3 + g_rand_int_range (random, -25, 26);
      picture.pixels[byte] = (guint8) CLAMP (worn, 0, 255);
    }
    assert_strip (&picture, 7, frame);
    g_free (picture.pixels);
  }
}

static void
test_none (void)
{
  for (Form form = LUMA; form <= BGRA; form++) {
    Picture picture = make (form, WIDTH, HEIGHT);
    gsize size = (gsize) WIDTH * HEIGHT * bytes_of[form];
    assert_none (&picture);
    memset (picture.pixels, 0, size);
    assert_none (&picture);
    memset (picture.pixels, 255, size);
    assert_none (&picture);
    g_free (picture.pixels);
    picture = make (form, TC_FRAME_STRIP_WIDTH_MIN - 1, TC_FRAME_STRIP_HEIGHT_MIN);
    assert_none (&picture);
    g_free (picture.pixels);
  }
}

/* Each cell is turned in its turn: no such strip may pass. */
static void
test_damaged (void)
{
  for (int cell = 0; cell < TC_FRAME_STRIP_CELLS; cell++) {
    Picture picture = make (LUMA, WIDTH, HEIGHT);
    write_strip (&picture, 12, 345678);
    for (int y = cell / 24 * 16; y < cell / 24 * 16 + 16; y++) {
      for (int x = cell % 24 * 16; x < cell % 24 * 16 + 16; x++)
        picture.pixels[y * WIDTH + x] = (guint8) (251 - picture.pixels[y * WIDTH + x]);
    }
    assert_none (&picture);
    g_free (picture.pixels);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/frame-strip/round", test_round);
  g_test_add_func ("/frame-strip/upper-bits", test_upper_bits);
  g_test_add_func ("/frame-strip/place", test_place);
  g_test_add_func ("/frame-strip/scaled", test_scaled);
  g_test_add_func ("/frame-strip/worn", test_worn);
  g_test_add_func ("/frame-strip/none", test_none);
  g_test_add_func ("/frame-strip/damaged", test_damaged);
  return g_test_run ();
}
