/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: sound goes to all who take it and to nobody after that, and nobody waits for any where none
 * is to come. Method: pieces put in by hand.
 */
#include "tc-sound-fan.h"

#include <string.h>

static void
count_cb (TcSoundUnit *unit, gpointer data)
{
  *(guint *) data += (guint) g_bytes_get_size (unit->bytes);
}

static TcSoundUnit *
make (gsize size, const char *caps)
{
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_malloc0 (size + 1), size);

  return tc_sound_unit_new (caps, bytes, 5);
}

static void
put (TcSoundFan *fan, gsize size)
{
  g_autoptr (TcSoundUnit) unit = make (size, "audio/x-alaw");

  tc_sound_fan_put (fan, unit);
}

static void
test_limits (void)
{
  g_autofree char *caps = g_strnfill (TC_SOUND_CAPS_CHARS_MAX + 1, 'a');
  g_autoptr (TcSoundUnit) whole = make (TC_SOUND_UNIT_BYTES_MAX, caps + 1);

  g_assert_nonnull (whole);
  g_assert_null (make (TC_SOUND_UNIT_BYTES_MAX + 1, "audio/x-alaw"));
  g_assert_null (make (0, "audio/x-alaw"));
  g_assert_null (make (1, caps));
}

static void
test_takers (void)
{
  g_autoptr (TcSoundFan) fan = tc_sound_fan_new ();
  guint one = 0, two = 0;
  guint first, second;

  put (fan, 1);
  first = tc_sound_fan_take (fan, count_cb, &one);
  put (fan, 10);
  second = tc_sound_fan_take (fan, count_cb, &two);
  put (fan, 100);
  tc_sound_fan_leave (fan, first);
  put (fan, 1000);
  tc_sound_fan_leave (fan, second);
  put (fan, 10000);
  g_assert_true (one == 110 && two == 1100);
}

static gpointer
put_thread (gpointer data)
{
  g_usleep (50000);
  put (data, 7);
  return NULL;
}

static void
test_waiting (void)
{
  g_autoptr (TcSoundFan) fan = tc_sound_fan_new ();
  g_autoptr (TcSoundUnit) unit = NULL;
  gint64 begun_us = g_get_monotonic_time ();
  GThread *thread;

  /* None is to come. */
  g_assert_null (tc_sound_fan_wait (fan, 60 * G_USEC_PER_SEC));
  tc_sound_fan_expect (fan);
  g_assert_null (tc_sound_fan_wait (fan, 1000));
  thread = g_thread_new ("put", put_thread, fan);
  unit = tc_sound_fan_wait (fan, 60 * G_USEC_PER_SEC);
  g_thread_join (thread);
  g_assert_cmpuint (g_bytes_get_size (unit->bytes), ==, 7);
  g_assert_cmpint (g_get_monotonic_time () - begun_us, <, 30 * G_USEC_PER_SEC);
  /* What was heard over another connection says nothing. */
  tc_sound_fan_break (fan);
  g_assert_null (tc_sound_fan_wait (fan, 60 * G_USEC_PER_SEC));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sound-fan/limits", test_limits);
  g_test_add_func ("/sound-fan/takers", test_takers);
  g_test_add_func ("/sound-fan/waiting", test_waiting);
  return g_test_run ();
}
