/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Handing out access units: all who take get the same; who comes begins with the key frame that is
 * kept and what followed on it; what is kept is bounded; and whoever waits for a key frame gets it,
 * or nothing in time.
 */
#include "tc-media-fan.h"

typedef struct {
  GArray *times; /* (element-type gint64) */
} Taken;

static void
taken_cb (TcAccessUnit *unit, gpointer data)
{
  g_array_append_val (((Taken *) data)->times, unit->time_us);
}

static void
put (TcMediaFan *fan, gint64 time_us, gboolean key, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_malloc0 (size), size);
  g_autoptr (TcAccessUnit)
      unit = tc_access_unit_new (TC_CODEC_H264, "video/x-h264", bytes, key, time_us, 40000);

  tc_media_fan_put (fan, unit);
}

static void
check (const Taken *taken, const char *expected)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < taken->times->len; i++)
    g_string_append_printf (text, "%s%d", i ? " " : "",
                            (int) g_array_index (taken->times, gint64, i));
  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_takers (void)
{
  g_autoptr (TcMediaFan) fan = tc_media_fan_new ();
  g_autoptr (GArray) first = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) second = g_array_new (FALSE, FALSE, sizeof (gint64));
  Taken a = {first}, b = {second};
  guint number_a, number_b;
  TcMediaFanSum sum;

  put (fan, 1, FALSE, 10); /* nothing to begin with */
  put (fan, 2, TRUE, 10);
  put (fan, 3, FALSE, 10);
  number_a = tc_media_fan_take (fan, taken_cb, &a);
  check (&a, "2 3");
  put (fan, 4, FALSE, 10);
  put (fan, 5, TRUE, 10);
  number_b = tc_media_fan_take (fan, taken_cb, &b);
  check (&b, "5");
  g_assert_cmpuint (tc_media_fan_count (fan), ==, 2);
  tc_media_fan_leave (fan, number_a);
  tc_media_fan_leave (fan, number_a);
  put (fan, 6, FALSE, 10);
  check (&a, "2 3 4 5");
  check (&b, "5 6");
  tc_media_fan_leave (fan, number_b);
  g_assert_cmpuint (tc_media_fan_count (fan), ==, 0);
  /* What was kept is old by the time that somebody comes. */
  number_a = tc_media_fan_take (fan, taken_cb, &a);
  check (&a, "2 3 4 5");
  tc_media_fan_leave (fan, number_a);
  tc_media_fan_get_sum (fan, &sum);
  g_assert_cmpuint (sum.n_units, ==, 6);
  g_assert_cmpuint (sum.n_bytes, ==, 60);
  g_assert_cmpuint (sum.n_key_bytes, ==, 10 * sum.n_keys);
  g_assert_cmpint (sum.us, ==, 6 * 40000);
}

static void
test_break (void)
{
  g_autoptr (TcMediaFan) fan = tc_media_fan_new ();
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (gint64));
  Taken a = {times};

  put (fan, 1, TRUE, 10);
  tc_media_fan_break (fan);
  put (fan, 2, FALSE, 10);
  tc_media_fan_take (fan, taken_cb, &a);
  check (&a, "");
  put (fan, 3, TRUE, 10);
  check (&a, "3");
}

static void
test_bounds (void)
{
  g_autoptr (TcMediaFan) fan = tc_media_fan_new ();
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (gint64));
  Taken a = {times};
  gint64 time_us = 0;

  for (guint i = 0; i <= TC_MEDIA_FAN_UNITS_MAX; i++)
    put (fan, ++time_us, i == 0, 10);
  g_assert_null (tc_media_fan_wait (fan, 0));
  put (fan, ++time_us, TRUE, TC_ACCESS_UNIT_BYTES_MAX);
  put (fan, ++time_us, FALSE, TC_ACCESS_UNIT_BYTES_MAX);
  put (fan, ++time_us, FALSE, 1);
  tc_media_fan_take (fan, taken_cb, &a);
  check (&a, "");
}

static gpointer
put_thread (gpointer data)
{
  g_usleep (20000);
  put (data, 7, FALSE, 10);
  put (data, 8, TRUE, 10);
  return NULL;
}

static void
test_wait (void)
{
  g_autoptr (TcMediaFan) fan = tc_media_fan_new ();
  GThread *thread = g_thread_new ("put", put_thread, fan);
  g_autoptr (TcAccessUnit) unit = tc_media_fan_wait (fan, 20 * (gint64) G_USEC_PER_SEC);

  g_assert_nonnull (unit);
  g_assert_cmpint (unit->time_us, ==, 8);
  g_thread_join (thread);
  tc_media_fan_break (fan);
  g_assert_null (tc_media_fan_wait (fan, 1000));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/media-fan/takers", test_takers);
  g_test_add_func ("/media-fan/break", test_break);
  g_test_add_func ("/media-fan/bounds", test_bounds);
  g_test_add_func ("/media-fan/wait", test_wait);
  return g_test_run ();
}
