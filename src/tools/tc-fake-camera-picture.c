/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * DESIGN: places in the world are in heights and widths of a picture that looks straight ahead with
 * the widest angle: 0 to 1 is what it sees, the world goes from -1 to 2 across. What stands still
 * is painted once for a view and kept; each picture is a copy of it with what moves on top.
 */
#include "tc-fake-camera-picture.h"

#include "tc-frame-strip.h"
#include "tc-limits.h"

#include <math.h>
#include <string.h>

#define WORLD_LEFT (-1.0)
#define WORLD_RIGHT 2.0
#define WORLD_WIDTH (WORLD_RIGHT - WORLD_LEFT)
/* How far the middle of the picture goes when it is turned fully, and how much is seen then. */
#define PAN_REACH 1.0
#define TILT_REACH 0.25
#define ZOOM_MAX 4.0
/* A change of view by less than that of the picture isn't seen. */
#define VIEW_STEP 0.0005
/* Places of movers repeat after so long; short enough for a double's fraction. */
#define REPEAT_US (6 * 3600 * TC_US_PER_S)
#define LIGHTS_S 16.0
#define ZONE_S (7 * 3600)
/* Letters are a 180th of the height for each dot. */
#define LETTER_PARTS 180
#define WHITE 0xf4f4f4
#define INK 0x101010

struct _TcFakePicture {
  guint number;
  int width;
  int height;
  gboolean rests;
  guint8 *pixels;   /* (owned): what stands still, as seen from kept_view */
  gboolean painted; /* pixels are of kept_view */
  TcFakeView kept_view;
};

/* One picture of it: where the world comes to lie. */
typedef struct {
  const TcFakeCanvas *canvas;
  guint number;
  double left; /* of the picture, in the world */
  double top;
  double across; /* pixels for a width of the world */
  double down;
  double seconds; /* since REPEAT_US began */
} Scenery;

static const guint32 walls[] = {0xd9c38f, 0xb7c9cf, 0xe0b59a, 0xc7d3a8,
                                0xd8d4cb, 0xa9b6d6, 0xe3cf6f, 0xcf9f8d};
static const guint32 paints[] = {0xc0302a, 0x2a55b8, 0xe8e8e8, 0x2f7d4a,
                                 0xd8a31f, 0x3a3a40, 0x7a3fa0, 0x209aa8};

TcFakeScene
tc_fake_scene_of (guint number)
{
  return (TcFakeScene) ((number + TC_FAKE_N_SCENES - 1) % TC_FAKE_N_SCENES);
}

/* ---- what differs from camera to camera ---- */

/* From 0 to below 1, another one for each camera and thing. */
static double
chance (const Scenery *scenery, guint thing)
{
  guint32 x = scenery->number * 2654435761u ^ (thing + 1) * 2246822519u;

  x = (x ^ x >> 15) * 2246822519u;
  x = (x ^ x >> 13) * 3266489917u;
  return (double) ((x ^ x >> 16) & 0xffff) / 65536.0;
}

static double
between (const Scenery *scenery, guint thing, double from, double to)
{
  return from + (to - from) * chance (scenery, thing);
}

static guint32
pick (const Scenery *scenery, guint thing, const guint32 *colours, guint n)
{
  return colours[(guint) (chance (scenery, thing) * n)];
}

/* ---- painting in the world ---- */

static TcFakeBox
place (const Scenery *scenery, double left, double top, double right, double bottom)
{
  return (TcFakeBox){(left - scenery->left) * scenery->across, (top - scenery->top) * scenery->down,
                     (right - scenery->left) * scenery->across,
                     (bottom - scenery->top) * scenery->down};
}

static void
fill (const Scenery *scenery, double left, double top, double right, double bottom, guint32 colour)
{
  tc_fake_canvas_fill (scenery->canvas, place (scenery, left, top, right, bottom), colour);
}

static void
blob (const Scenery *scenery, double left, double top, double right, double bottom, guint32 colour)
{
  tc_fake_canvas_ellipse (scenery->canvas, place (scenery, left, top, right, bottom), colour);
}

static void
shade (const Scenery *scenery, double top, double bottom, guint32 above, guint32 below)
{
  tc_fake_canvas_shade (scenery->canvas, place (scenery, WORLD_LEFT, top, WORLD_RIGHT, bottom),
                        above, below);
}

static void
paint_tree (const Scenery *scenery, double x, double ground, double height)
{
  fill (scenery, x - 0.004, ground - height, x + 0.004, ground, 0x6b4a2f);
  blob (scenery, x - height * 0.22, ground - height * 1.3, x + height * 0.22,
        ground - height * 0.45, 0x3c7a3a);
  blob (scenery, x - height * 0.12, ground - height * 1.25, x + height * 0.16,
        ground - height * 0.7, 0x55964a);
}

static void
paint_house (const Scenery *scenery, guint thing, double left, double width, double ground)
{
  double height = between (scenery, thing, 0.16, 0.36);
  guint floors = (guint) (height / 0.085);
  guint32 wall = pick (scenery, thing + 1, walls, G_N_ELEMENTS (walls));

  fill (scenery, left, ground - height, left + width * 0.96, ground, wall);
  fill (scenery, left, ground - height - 0.012, left + width * 0.96, ground - height, 0x8c4a36);
  for (guint floor = 1; floor < floors; floor++) {
    double top = ground - 0.085 * (floor + 1) + 0.012;
    for (guint window = 0; window < 2; window++) {
      double x = left + width * (0.16 + 0.4 * window);
      fill (scenery, x, top, x + width * 0.26, top + 0.045, 0x3d5468);
    }
  }
  /* A shop below, its awning in a colour of its own. */
  fill (scenery, left + width * 0.08, ground - 0.062, left + width * 0.88, ground, 0x4a4440);
  fill (scenery, left + width * 0.02, ground - 0.078, left + width * 0.94, ground - 0.06,
        pick (scenery, thing + 2, paints, G_N_ELEMENTS (paints)));
}

static void
paint_houses (const Scenery *scenery, double ground)
{
  double x = WORLD_LEFT;

  for (guint thing = 100; x < WORLD_RIGHT; thing += 4) {
    double width = between (scenery, thing + 3, 0.07, 0.13);
    if (chance (scenery, thing + 2) < 0.12)
      paint_tree (scenery, x + width / 2, ground, 0.2);
    else
      paint_house (scenery, thing, x, width, ground);
    x += width;
  }
}

/* Where something is that crosses the world at @speed (widths in a second) and comes again. */
static double
travel (double begin, double speed, double seconds)
{
  double x = fmod (begin + speed * seconds, WORLD_WIDTH);

  return WORLD_LEFT + (x < 0 ? x + WORLD_WIDTH : x);
}

static void
paint_car (const Scenery *scenery, double x, double ground, double size, guint32 colour)
{
  fill (scenery, x, ground - size * 0.42, x + size * 0.62, ground - size * 0.1, colour);
  fill (scenery, x + size * 0.12, ground - size * 0.72, x + size * 0.48, ground - size * 0.42,
        colour);
  fill (scenery, x + size * 0.16, ground - size * 0.66, x + size * 0.44, ground - size * 0.44,
        0x9fc0d0);
  blob (scenery, x + size * 0.06, ground - size * 0.2, x + size * 0.2, ground, INK);
  blob (scenery, x + size * 0.42, ground - size * 0.2, x + size * 0.56, ground, INK);
}

static void
paint_rider (const Scenery *scenery, double x, double ground, double size, guint32 colour)
{
  fill (scenery, x, ground - size * 0.34, x + size * 0.3, ground - size * 0.14, colour);
  fill (scenery, x + size * 0.1, ground - size * 0.78, x + size * 0.2, ground - size * 0.3,
        0x3a4c60);
  blob (scenery, x + size * 0.09, ground - size, x + size * 0.21, ground - size * 0.74, 0xe8d8c0);
  blob (scenery, x - size * 0.02, ground - size * 0.24, x + size * 0.1, ground, INK);
  blob (scenery, x + size * 0.2, ground - size * 0.24, x + size * 0.32, ground, INK);
}

/* @n vehicles one behind the other, most of them motorcycles. */
static void
paint_lane (const Scenery *scenery, guint thing, guint n, double ground, double size, double speed)
{
  for (guint i = 0; i < n; i++) {
    guint own = thing + i * 3;
    double begin = WORLD_WIDTH * (i + 0.7 * chance (scenery, own)) / n;
    double x = travel (begin, speed, scenery->seconds);
    guint32 colour = pick (scenery, own + 1, paints, G_N_ELEMENTS (paints));
    if (chance (scenery, own + 2) < 0.35)
      paint_car (scenery, x, ground, size * 1.5, colour);
    else
      paint_rider (scenery, x, ground, size, colour);
  }
}

/* ---- scenes ---- */

static void
paint_street (const Scenery *scenery)
{
  shade (scenery, -0.4, 0.57, 0x6fa3d8, 0xd6e4ec);
  paint_houses (scenery, 0.56);
  fill (scenery, WORLD_LEFT, 0.56, WORLD_RIGHT, 0.62, 0xb9b2a6);
  shade (scenery, 0.62, 1.4, 0x55565a, 0x3f4044);
  for (double x = WORLD_LEFT; x < WORLD_RIGHT; x += 0.12)
    fill (scenery, x, 0.785, x + 0.06, 0.797, WHITE);
  for (guint i = 0; i < 12; i++)
    paint_tree (scenery, WORLD_LEFT + 0.25 * i + between (scenery, 40 + i, 0, 0.1), 0.6, 0.15);
}

static void
move_street (const Scenery *scenery)
{
  double speed = between (scenery, 10, 0.08, 0.16);

  paint_lane (scenery, 300, 9, 0.76, 0.1, -speed);
  paint_lane (scenery, 400, 7, 0.93, 0.14, speed * 1.25);
}

static void
paint_junction (const Scenery *scenery)
{
  shade (scenery, -0.4, 1.4, 0x8c9a70, 0xa39a78);
  for (guint i = 0; i < 30; i++) {
    double x = WORLD_LEFT + 0.1 * i;
    double top = i % 2 ? 0.02 : 0.8;
    fill (scenery, x + 0.008, top, x + 0.092, top + between (scenery, 60 + i, 0.16, 0.3),
          pick (scenery, 90 + i, walls, G_N_ELEMENTS (walls)));
  }
  fill (scenery, WORLD_LEFT, 0.42, WORLD_RIGHT, 0.74, 0x4c4d51);
  fill (scenery, 0.38, -0.4, 0.62, 1.4, 0x4c4d51);
  for (guint i = 0; i < 8; i++) {
    double step = 0.04 * i;
    fill (scenery, 0.335, 0.43 + step, 0.37, 0.45 + step, WHITE);
    fill (scenery, 0.63, 0.43 + step, 0.665, 0.45 + step, WHITE);
    fill (scenery, 0.39 + step * 0.75, 0.36, 0.405 + step * 0.75, 0.41, WHITE);
    fill (scenery, 0.39 + step * 0.75, 0.75, 0.405 + step * 0.75, 0.8, WHITE);
  }
  for (guint i = 0; i < 8; i++)
    paint_tree (scenery, WORLD_LEFT + 0.4 * i + between (scenery, 20 + i, 0, 0.1), 0.4, 0.12);
}

/* Who crosses drives while it is green and waits while it is red. */
static void
move_junction (const Scenery *scenery)
{
  double round = fmod (scenery->seconds + between (scenery, 11, 0, LIGHTS_S), LIGHTS_S);
  double rounds = floor ((scenery->seconds + between (scenery, 11, 0, LIGHTS_S)) / LIGHTS_S);
  double half = LIGHTS_S / 2;
  double along = rounds * half + MIN (round, half);
  double crossing = rounds * half + MAX (round - half, 0);
  Scenery driven = *scenery;

  driven.seconds = along;
  paint_lane (&driven, 300, 8, 0.55, 0.09, -0.14);
  paint_lane (&driven, 400, 8, 0.7, 0.1, 0.15);
  for (guint i = 0; i < 4; i++) {
    double y = fmod (0.45 * i + 0.12 * crossing, 1.8) - 0.4;
    guint32 colour = pick (scenery, 500 + i, paints, G_N_ELEMENTS (paints));
    fill (scenery, 0.53, y, 0.575, y + 0.12, colour);
    fill (scenery, 0.425, 1.0 - y, 0.47, 1.12 - y, colour ^ 0x303030);
  }
  fill (scenery, 0.685, 0.24, 0.715, 0.36, INK);
  blob (scenery, 0.689, 0.245, 0.711, 0.285, round < half ? 0x402020 : 0xff3020);
  blob (scenery, 0.689, 0.315, 0.711, 0.355, round < half ? 0x30e050 : 0x203820);
}

static void
paint_canal (const Scenery *scenery)
{
  shade (scenery, -0.4, 0.36, 0x7db4de, 0xe8eef0);
  shade (scenery, 0.34, 0.42, 0x4d7a3d, 0x38602f);
  for (guint i = 0; i < 26; i++)
    paint_tree (scenery, WORLD_LEFT + 0.12 * i + between (scenery, 20 + i, 0, 0.08), 0.4,
                between (scenery, 50 + i, 0.1, 0.24));
  shade (scenery, 0.42, 1.4, 0x7d8f7a, 0x5f6a4c);
  /* A bridge, its place another one for each camera. */
  double x = between (scenery, 12, 0.1, 0.6);
  fill (scenery, x, 0.28, x + 0.5, 0.315, 0x9a958c);
  for (guint i = 0; i < 5; i++)
    fill (scenery, x + 0.02 + 0.11 * i, 0.3, x + 0.04 + 0.11 * i, 0.46, 0x857f76);
  fill (scenery, WORLD_LEFT, 0.93, WORLD_RIGHT, 1.4, 0x8b7a5c);
}

static void
paint_boat (const Scenery *scenery, double x, double water, double size, guint32 colour)
{
  for (guint i = 0; i < 6; i++) {
    double in = size * 0.03 * i;
    fill (scenery, x + in, water - size * 0.16 + size * 0.04 * i, x + size - in,
          water - size * 0.1 + size * 0.04 * i, colour);
  }
  fill (scenery, x + size * 0.3, water - size * 0.4, x + size * 0.78, water - size * 0.14,
        0xd8d0bc);
  fill (scenery, x + size * 0.26, water - size * 0.46, x + size * 0.82, water - size * 0.38,
        0x6a4a38);
}

static void
move_canal (const Scenery *scenery)
{
  for (guint i = 0; i < 60; i++) {
    double depth = 0.45 + 0.008 * i;
    double x = travel (WORLD_WIDTH * chance (scenery, 200 + i), 0.015 + 0.0006 * i,
                       scenery->seconds);
    fill (scenery, x, depth, x + 0.03 + 0.001 * i, depth + 0.004, 0xa8b8a2);
  }
  for (guint i = 0; i < 4; i++) {
    double direction = i % 2 ? 1 : -1;
    double speed = direction * between (scenery, 310 + i, 0.03, 0.07);
    double x = travel (0.75 * i, speed, scenery->seconds);
    double rock = 0.004 * sin (scenery->seconds * 2 + i);
    paint_boat (scenery, x, 0.56 + 0.09 * i + rock, 0.16 + 0.03 * i,
                pick (scenery, 320 + i, paints, G_N_ELEMENTS (paints)));
  }
}

static const struct {
  void (*paint) (const Scenery *scenery);
  void (*move) (const Scenery *scenery);
} scenes[TC_FAKE_N_SCENES] = {
    [TC_FAKE_SCENE_STREET] = {paint_street, move_street},
    [TC_FAKE_SCENE_JUNCTION] = {paint_junction, move_junction},
    [TC_FAKE_SCENE_CANAL] = {paint_canal, move_canal},
};

/* ---- pictures ---- */

TcFakePicture *
tc_fake_picture_new (guint number, int width, int height)
{
  g_assert (width > 0 && height > 0 && width % 2 == 0 && height % 2 == 0);
  TcFakePicture *self = g_new0 (TcFakePicture, 1);

  self->number = number;
  self->width = width;
  self->height = height;
  self->pixels = g_malloc0 ((gsize) (width * height) * 3 / 2);
  return self;
}

void
tc_fake_picture_set_rests (TcFakePicture *self, gboolean rests)
{
  self->rests = rests;
}

void
tc_fake_picture_free (TcFakePicture *self)
{
  g_free (self->pixels);
  g_free (self);
}

static TcFakeCanvas
canvas_of (TcFakePicture *self)
{
  gsize n = (gsize) (self->width * self->height);
  gsize width = (gsize) self->width;

  return (TcFakeCanvas){{self->pixels, self->pixels + n, self->pixels + n + n / 4},
                        {width, width / 2, width / 2},
                        self->width,
                        self->height};
}

/* For how long what moves has moved since the round began in which times do. */
static gint64
moved_us (const TcFakePicture *self, gint64 now_us)
{
  gint64 at_us = now_us % REPEAT_US;

  return self->rests ? at_us / TC_FAKE_REST_ROUND_US * TC_FAKE_REST_MOVES_US +
                           MIN (at_us % TC_FAKE_REST_ROUND_US, TC_FAKE_REST_MOVES_US)
                     : at_us;
}

static Scenery
look (const TcFakePicture *self, const TcFakeCanvas *canvas, TcFakeView view, gint64 now_us)
{
  double zoom = 1 + (ZOOM_MAX - 1) * view.zoom;
  double middle_x = 0.5 + PAN_REACH * view.pan;
  double middle_y = 0.5 - TILT_REACH * view.tilt;

  return (Scenery){.canvas = canvas,
                   .number = self->number,
                   .left = middle_x - 0.5 / zoom,
                   .top = middle_y - 0.5 / zoom,
                   .across = self->width * zoom,
                   .down = self->height * zoom,
                   .seconds = (double) moved_us (self, now_us) / (double) TC_US_PER_S};
}

static gboolean
is_kept (const TcFakePicture *self, TcFakeView view)
{
  return self->painted && fabs (self->kept_view.pan - view.pan) < VIEW_STEP &&
         fabs (self->kept_view.tilt - view.tilt) < VIEW_STEP &&
         fabs (self->kept_view.zoom - view.zoom) < VIEW_STEP;
}

void
tc_fake_picture_paint (TcFakePicture *self, const TcFakeCanvas *canvas, TcFakeView view,
                       gint64 now_us)
{
  g_assert (canvas->width == self->width && canvas->height == self->height);
  TcFakeCanvas still = canvas_of (self);
  TcFakeScene scene = tc_fake_scene_of (self->number);

  if (!is_kept (self, view)) {
    self->kept_view = view;
    self->painted = TRUE;
    Scenery scenery = look (self, &still, view, now_us);
    scenes[scene].paint (&scenery);
  }
  tc_fake_canvas_copy (canvas, &still);
  Scenery scenery = look (self, canvas, self->kept_view, now_us);
  scenes[scene].move (&scenery);
}

/* ---- what is stamped on it ---- */

char *
tc_fake_picture_dup_stamp (guint number, gint64 clock_us)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (clock_us / TC_US_PER_S + ZONE_S);
  g_autofree char *text = time ? g_date_time_format (time, "%d-%m-%Y %H:%M:%S") : g_strdup ("-");

  return g_strdup_printf ("CAM %u %s.%03d", number, text,
                          (int) (clock_us % TC_US_PER_S / (TC_US_PER_S / 1000)));
}

void
tc_fake_picture_stamp (const TcFakeCanvas *canvas, guint number, gint64 clock_us, guint frame)
{
  g_autofree char *text = tc_fake_picture_dup_stamp (number, clock_us);
  int scale = MAX (canvas->height / LETTER_PARTS / 2 * 2, 2);
  int top = canvas->height - (TC_FAKE_LETTER_HEIGHT + 1) * scale;

  tc_frame_strip_write_i420 (canvas->planes[0], canvas->strides[0], canvas->planes[1],
                             canvas->planes[2], canvas->strides[1], canvas->width, canvas->height,
                             number, frame);
  tc_fake_canvas_write (canvas, scale, top / 2 * 2, scale, text, WHITE, INK);
}
