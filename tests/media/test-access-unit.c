/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Access units: what is none isn't made, who holds one keeps it; and the times of pictures: a
 * network's jitter is smoothed, a sender's clock is followed, what jumps begins anew, and no time
 * comes twice.
 */
#include "tc-access-unit.h"

#define SECOND ((gint64) G_USEC_PER_SEC)
#define BEGUN_US ((gint64) 1700000000 * G_USEC_PER_SEC)
#define FRAME_US ((gint64) 40000)

static void
test_codes (void)
{
  TcCodec codec = TC_CODEC_N;

  for (int i = 0; i < TC_CODEC_N; i++) {
    g_assert_true (tc_codec_from_code (tc_codec_code ((TcCodec) i), &codec));
    g_assert_cmpint (codec, ==, i);
  }
  g_assert_false (tc_codec_from_code ("vp8", &codec));
  g_assert_false (tc_codec_from_code (NULL, &codec));
  g_assert_cmpint (codec, ==, TC_CODEC_N - 1);
}

static void
test_unit (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("abc", 3);
  g_autoptr (TcAccessUnit)
      unit = tc_access_unit_new (TC_CODEC_H265, "video/x-h265", bytes, TRUE, BEGUN_US, FRAME_US);
  TcAccessUnit *second = tc_access_unit_ref (unit);

  g_assert_true (second == unit);
  tc_access_unit_unref (second);
  g_assert_cmpint (unit->codec, ==, TC_CODEC_H265);
  g_assert_cmpstr (unit->caps, ==, "video/x-h265");
  g_assert_true (unit->bytes == bytes);
  g_assert_true (unit->key);
  g_assert_cmpint (unit->time_us, ==, BEGUN_US);
  g_assert_cmpint (unit->duration_us, ==, FRAME_US);
}

static void
test_limits (void)
{
  g_autoptr (GBytes) none = g_bytes_new (NULL, 0);
  g_autoptr (GBytes) one = g_bytes_new_static ("a", 1);
  g_autoptr (GBytes)
      most = g_bytes_new_take (g_malloc0 (TC_ACCESS_UNIT_BYTES_MAX), TC_ACCESS_UNIT_BYTES_MAX);
  g_autoptr (GBytes) more = g_bytes_new_take (g_malloc0 (TC_ACCESS_UNIT_BYTES_MAX + 1),
                                              TC_ACCESS_UNIT_BYTES_MAX + 1);
  g_autofree char *caps = g_strnfill (TC_ACCESS_CAPS_CHARS_MAX + 1, 'c');
  g_autoptr (TcAccessUnit) unit = tc_access_unit_new (TC_CODEC_MJPEG, caps + 1, most, FALSE, 1, 1);

  g_assert_nonnull (unit);
  g_assert_null (tc_access_unit_new (TC_CODEC_MJPEG, "image/jpeg", none, TRUE, 1, 1));
  g_assert_null (tc_access_unit_new (TC_CODEC_MJPEG, "image/jpeg", more, TRUE, 1, 1));
  g_assert_null (tc_access_unit_new (TC_CODEC_MJPEG, caps, one, TRUE, 1, 1));
}

/* Pictures 40 ms apart that the network holds up by 0..90 ms. */
static void
test_jitter (void)
{
  TcAccessClock clock = {0};
  gint64 before_us = 0;

  for (int i = 0; i < 1000; i++) {
    gint64 held_us = i == 0 ? 0 : (i * 7919) % 10 * 10000;
    gint64 time_us = tc_access_clock_stamp (&clock, 500 + i * FRAME_US,
                                            BEGUN_US + i * FRAME_US + held_us);

    if (i > 0) {
      g_assert_cmpint (ABS (time_us - before_us - FRAME_US), <=, 2000);
      g_assert_cmpint (ABS (time_us - BEGUN_US - i * FRAME_US), <=, 5000);
    }
    before_us = time_us;
  }
}

/* 200 ppm slow or fast for an hour: within 20 ms of arrival. */
static void
test_drift (void)
{
  for (int sign = -1; sign <= 1; sign += 2) {
    TcAccessClock clock = {0};

    for (gint64 i = 0; i < 90000; i++) {
      gint64 now_us = BEGUN_US + i * FRAME_US;
      gint64 time_us = tc_access_clock_stamp (&clock, i * FRAME_US + sign * i * FRAME_US / 5000,
                                              now_us);

      g_assert_cmpint (ABS (time_us - now_us), <=, 20000);
    }
  }
}

static void
test_jumps (void)
{
  TcAccessClock clock = {0};
  gint64 time_us;

  g_assert_cmpint (tc_access_clock_stamp (&clock, 0, BEGUN_US), ==, BEGUN_US);
  /* A sender that begins anew, and one that leaps ahead. */
  g_assert_cmpint (tc_access_clock_stamp (&clock, 1000 * SECOND, BEGUN_US + FRAME_US), ==,
                   BEGUN_US + FRAME_US);
  g_assert_cmpint (tc_access_clock_stamp (&clock, 3, BEGUN_US + 2 * FRAME_US), ==,
                   BEGUN_US + 2 * FRAME_US);
  /* Nothing came for a minute. */
  g_assert_cmpint (tc_access_clock_stamp (&clock, 3 + FRAME_US, BEGUN_US + 60 * SECOND), ==,
                   BEGUN_US + 60 * SECOND);
  /* Without time stamps, and two at once. */
  time_us = BEGUN_US + 61 * SECOND;
  g_assert_cmpint (tc_access_clock_stamp (&clock, -1, time_us), ==, time_us);
  g_assert_cmpint (tc_access_clock_stamp (&clock, -1, time_us), ==, time_us + 1);
  /* This computer's clock was put back by an hour: so are the times. */
  time_us -= 3600 * SECOND;
  g_assert_cmpint (tc_access_clock_stamp (&clock, 4 + 2 * FRAME_US, time_us), ==, time_us);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/access-unit/codes", test_codes);
  g_test_add_func ("/access-unit/unit", test_unit);
  g_test_add_func ("/access-unit/limits", test_limits);
  g_test_add_func ("/access-unit/jitter", test_jitter);
  g_test_add_func ("/access-unit/drift", test_drift);
  g_test_add_func ("/access-unit/jumps", test_jumps);
  return g_test_run ();
}
