/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: it is told that something moves while pictures take more bytes than this camera's still
 * ones, whatever those take, and not known where it can't be. Method: sizes of pictures by hand,
 * and those that x264 made of a scene with noise (standard deviation 2, 4, 8 of 256) through which
 * a person a sixth as high as the picture walks, played again and again for hours and days.
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
  put (&meter, TC_CODEC_H264, 6, 200);
  put (&meter, TC_CODEC_H264, 6, 900);
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

/* ---- what x264 made ---- */

#define SCENE_N 39
#define WALK_FROM 19 /* the person is there */
#define WALK_TO 25
#define WARM 3 /* what is made at first isn't what comes later */

/* 640 x 360, 15 pictures a second, a key frame each two seconds. */
typedef struct {
  guint key;
  guint rates[SCENE_N]; /* bytes a second between key frames */
} Scene;

/* CRF 26 with noise of 2, 4 and 8; 512 kbit/s constant with noise of 2 and without any. */
static const Scene little_noise = {
    33646, {3073, 2861, 2793, 2738, 2734, 2733, 2822, 2819, 2720, 2663, 2778, 2686, 2908,
            2832, 2763, 3046, 2858, 2968, 2738, 3587, 3686, 3851, 3849, 3504, 3499, 2775,
            2892, 2974, 2603, 2609, 2945, 2683, 2851, 2742, 2640, 2991, 2930, 2768, 2707}};
static const Scene noise = {31888,
                            {17941, 18587, 18140, 18457, 18501, 18774, 18860, 18838, 18484, 18562,
                             18087, 18671, 18794, 18376, 18343, 18708, 18692, 19142, 18911, 19494,
                             19849, 19411, 19570, 19280, 19107, 18130, 18850, 18421, 18019, 18566,
                             18403, 17905, 18845, 18447, 18517, 18973, 18338, 19057, 18294}};
static const Scene strong_noise = {
    37090, {142155, 142276, 142761, 142280, 142351, 142898, 143790, 142878, 143531, 142552,
            141593, 142003, 141568, 142890, 142581, 143691, 141717, 142182, 143420, 141771,
            142526, 140738, 141268, 142341, 141512, 142370, 141748, 143441, 142392, 143060,
            143677, 143351, 141636, 142633, 142644, 143282, 141695, 142202, 141679}};
static const Scene constant = {24040, {51365, 54010, 54641, 54230, 53978, 54422, 54316, 53929,
                                       53697, 54003, 54256, 53393, 53438, 53894, 53869, 53822,
                                       53921, 54408, 53794, 53533, 53735, 54349, 54387, 53819,
                                       53698, 53518, 53957, 54583, 53684, 53830, 53784, 54017,
                                       54036, 53854, 53833, 53692, 53704, 53889, 53604}};
static const Scene constant_still = {29459, {48981, 50164, 49489, 51765, 52541, 52296, 52506, 51545,
                                             50811, 50674, 50509, 51438, 51229, 51238, 51621, 51125,
                                             51349, 51365, 50883, 47858, 52299, 48395, 48906, 49078,
                                             49804, 53539, 54094, 53310, 51601, 49080, 49280, 49795,
                                             50068, 50675, 51516, 51430, 51106, 50935, 50338}};

#define PUT_FPS 5
#define GOP_S 2
#define GOPS_OF(seconds) ((seconds) / GOP_S)

/* A key frame and the pictures to the next one: a third of them, all thrice as large. */
static void
put_gop (TcMotionMeter *meter, guint key, double rate)
{
  const gint64 picture_us = G_USEC_PER_SEC / PUT_FPS;
  g_autoptr (GBytes) key_bytes = g_bytes_new_take (g_malloc0 (3 * key), 3 * key);
  gsize size = MAX ((gsize) (rate / PUT_FPS), 1);
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_malloc0 (size), size);

  for (guint i = 0; i < GOP_S * PUT_FPS; i++) {
    g_autoptr (TcAccessUnit) unit = tc_access_unit_new (
        TC_CODEC_H264, "video/x-h264", i ? bytes : key_bytes, i == 0, i + 1, picture_us);

    tc_motion_meter_put (meter, unit);
  }
}

/* @n times what is from @from to before @to, again and again. */
static void
play (TcMotionMeter *meter, const Scene *scene, guint from, guint to, guint n)
{
  for (guint i = 0; i < n; i++)
    put_gop (meter, scene->key, scene->rates[from + i % (to - from)]);
}

static void
play_still (TcMotionMeter *meter, const Scene *scene, guint n)
{
  play (meter, scene, WARM, WALK_FROM, n);
}

static void
play_walk (TcMotionMeter *meter, const Scene *scene)
{
  play (meter, scene, WALK_FROM, WALK_TO, WALK_TO - WALK_FROM);
}

/* A car, beside the noise. */
static void
play_car (TcMotionMeter *meter, const Scene *scene)
{
  for (guint i = 0; i < 3; i++)
    put_gop (meter, scene->key, scene->rates[WARM] * 2.5);
}

/* Of segments of ten seconds, those of which it was told that nothing moved, that something did,
 * and nothing at all. */
typedef struct {
  guint still, moved, unknown;
} Told;

static void
tell (TcMotionMeter *meter, Told *told)
{
  gint64 share_pm = tc_motion_meter_take (meter);

  if (share_pm < 0)
    told->unknown++;
  else if (share_pm > 0)
    told->moved++;
  else
    told->still++;
}

/* A person walks by, and that is told; before and behind it nothing. */
static void
test_person (void)
{
  TcMotionMeter meter = {0};

  play (&meter, &little_noise, 0, WALK_FROM, WALK_FROM);
  g_assert_cmpint (tc_motion_meter_take (&meter), ==, 0);
  play_still (&meter, &little_noise, GOPS_OF (600));
  g_assert_cmpint (tc_motion_meter_take (&meter), ==, 0);
  play_walk (&meter, &little_noise);
  g_assert_cmpint (tc_motion_meter_take (&meter), >=, 800);
  play_still (&meter, &little_noise, GOPS_OF (60));
  g_assert_cmpint (tc_motion_meter_take (&meter), <=, 70);
}

/* As soon as sizes have shown something, also in noise in which a key frame is but 26 times as
 * large as what comes between; and hours later. */
static void
test_person_in_noise (void)
{
  TcMotionMeter meter = {0};

  play_still (&meter, &noise, GOPS_OF (600));
  g_assert_cmpint (tc_motion_meter_take (&meter), ==, -1);
  play_car (&meter, &noise);
  g_assert_cmpint (tc_motion_meter_take (&meter), ==, 1000);
  for (guint hour = 0; hour < 11; hour++) {
    play_still (&meter, &noise, GOPS_OF (3600));
    g_assert_cmpint (tc_motion_meter_take (&meter), <=, 3);
    play_walk (&meter, &noise);
    g_assert_cmpint (tc_motion_meter_take (&meter), >=, 300);
  }
}

/* Where a person is lost in it, it isn't told that nothing moves; what is larger is seen. */
static void
test_strong_noise (void)
{
  TcMotionMeter meter = {0};

  for (guint i = 0; i < 3; i++) {
    play_car (&meter, &strong_noise);
    (void) tc_motion_meter_take (&meter);
    play_still (&meter, &strong_noise, GOPS_OF (600));
    g_assert_cmpint (tc_motion_meter_take (&meter), ==, -1);
    play_walk (&meter, &strong_noise);
    g_assert_cmpint (tc_motion_meter_take (&meter), ==, -1);
  }
  play_car (&meter, &strong_noise);
  g_assert_cmpint (tc_motion_meter_take (&meter), ==, 1000);
}

/* A camera that sends as many bytes whatever it sees is never believed. */
static void
test_constant_scenes (void)
{
  const Scene *const scenes[] = {&constant, &constant_still};

  for (guint i = 0; i < G_N_ELEMENTS (scenes); i++) {
    TcMotionMeter meter = {0};

    for (guint n = 0; n < 100; n++) {
      play (&meter, scenes[i], WARM, SCENE_N, SCENE_N - WARM);
      g_assert_cmpint (tc_motion_meter_take (&meter), ==, -1);
    }
  }
}

/* A day and a half: noise grows eightfold in the evening and falls again in the morning. It stays
 * known, and isn't told to move. */
static void
test_light_of_day (void)
{
  /* Bytes a second at each hour. */
  static const guint levels[] = {20000, 20000, 20000, 19500, 18500, 13000, 7500, 4200, 3000,
                                 2600,  2500,  2500,  2500,  2500,  2700,  3100, 4200, 7500,
                                 13000, 18500, 19500, 20000, 20000, 20000, 20000};
  const guint hour = GOPS_OF (3600);
  TcMotionMeter meter = {0};
  Told told = {0};

  play_still (&meter, &noise, 5);
  play_car (&meter, &noise);
  (void) tc_motion_meter_take (&meter);
  for (guint i = 0; i < 36 * hour; i++) {
    const guint *level = &levels[i / hour % 24];
    double part = (double) (i % hour) / hour;
    double chance = noise.rates[WARM + i % (WALK_FROM - WARM)] / 18500.0;

    put_gop (&meter, noise.key, (level[0] * (1 - part) + level[1] * part) * chance);
    if (i % 5 == 4)
      tell (&meter, &told);
  }
  g_test_message ("%u still, %u moved, %u unknown", told.still, told.moved, told.unknown);
  g_assert_cmpuint (told.unknown, ==, 0);
  g_assert_cmpuint (told.moved * 100, <, told.still);
}

/* A lamp goes out: that is seen, and after some minutes it is noise. */
static void
test_lamp (void)
{
  TcMotionMeter meter = {0};
  Told told = {0};

  play_still (&meter, &little_noise, GOPS_OF (1200));
  (void) tc_motion_meter_take (&meter);
  play_still (&meter, &noise, 5);
  g_assert_cmpint (tc_motion_meter_take (&meter), >=, 800);
  play_still (&meter, &noise, GOPS_OF (600));
  (void) tc_motion_meter_take (&meter);
  for (guint i = 0; i < 60; i++) {
    play_still (&meter, &noise, 5);
    tell (&meter, &told);
  }
  g_assert_cmpuint (told.still, ==, 60);
}

/* Rain begins: that is seen, and after some minutes it is as noise is, in which not all is seen. It
 * isn't movement as long as it lasts; a car is, and when it is over a person is again. */
static void
test_rain (void)
{
  static const guint drops[] = {38005, 37672, 37650, 38363, 38006, 36951, 37762, 38104, 38166,
                                37891, 37925, 36820, 37337, 36666, 38222, 38922, 38594, 37397,
                                37349, 38510, 38562, 38170, 38757, 37885, 36748};
  TcMotionMeter meter = {0};
  Told told = {0};

  play_still (&meter, &little_noise, GOPS_OF (1200));
  (void) tc_motion_meter_take (&meter);
  for (guint i = 0; i < GOPS_OF (3 * 3600); i++) {
    put_gop (&meter, little_noise.key, drops[i % G_N_ELEMENTS (drops)]);
    if (i % 5 == 4)
      tell (&meter, &told);
  }
  g_test_message ("%u still, %u moved, %u unknown", told.still, told.moved, told.unknown);
  g_assert_cmpuint (told.moved, >, 0);
  g_assert_cmpuint (told.moved, <=, 60);
  g_assert_cmpuint (told.still, ==, 0);
  put_gop (&meter, little_noise.key, drops[0] * 1.5);
  put_gop (&meter, little_noise.key, drops[0] * 1.5);
  g_assert_cmpint (tc_motion_meter_take (&meter), ==, 1000);
  play_still (&meter, &little_noise, GOPS_OF (600));
  (void) tc_motion_meter_take (&meter);
  play_walk (&meter, &little_noise);
  g_assert_cmpint (tc_motion_meter_take (&meter), >=, 800);
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
  g_test_add_func ("/motion-meter/person", test_person);
  g_test_add_func ("/motion-meter/person-in-noise", test_person_in_noise);
  g_test_add_func ("/motion-meter/strong-noise", test_strong_noise);
  g_test_add_func ("/motion-meter/constant-scenes", test_constant_scenes);
  g_test_add_func ("/motion-meter/light-of-day", test_light_of_day);
  g_test_add_func ("/motion-meter/lamp", test_lamp);
  g_test_add_func ("/motion-meter/rain", test_rain);
  return g_test_run ();
}
