/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what is done at a desk whose clock is wrong gets the server's time, and whoever looks at it
 * sees that. Method: clocks as numbers; a real desk that was enrolled, which is told of the
 * server's as by a greeting.
 */
#include "tc-desk-private.h"

#include "enrolled-desk.h"
#include "remove-tree.h"
#include "tc-now.h"
#include "tc-steady-clock.h"

#define SERVER_US ((gint64) 1795400000 * G_USEC_PER_SEC)
#define STEADY_US ((gint64) 777 * G_USEC_PER_SEC)
#define HOUR_US (3600 * G_TIME_SPAN_SECOND)

static gint64
read_later (const TcServerClock *clock, gint64 desk_us, gint64 later_us)
{
  return tc_server_clock_read (clock, desk_us + later_us, STEADY_US + later_us);
}

static void
test_unknown (void)
{
  const TcServerClock clock = {0};

  g_assert_cmpint (read_later (&clock, SERVER_US - HOUR_US, 5), ==, SERVER_US - HOUR_US + 5);
}

static void
test_right (void)
{
  TcServerClock clock = {0};
  gint64 desk_us = SERVER_US + TC_CLOCK_OFF_US;

  tc_server_clock_set (&clock, SERVER_US, STEADY_US);
  g_assert_cmpint (read_later (&clock, desk_us, HOUR_US), ==, desk_us + HOUR_US);
}

static void
test_wrong (void)
{
  TcServerClock clock = {0};

  tc_server_clock_set (&clock, SERVER_US, STEADY_US);
  g_assert_cmpint (read_later (&clock, SERVER_US - HOUR_US, HOUR_US), ==, SERVER_US + HOUR_US);
  g_assert_cmpint (read_later (&clock, SERVER_US + 24 * HOUR_US, 9), ==, SERVER_US + 9);
  /* Somebody sets it: from then on it is believed. */
  g_assert_cmpint (read_later (&clock, SERVER_US - 1000, HOUR_US), ==, SERVER_US - 1000 + HOUR_US);
}

/* All that is reckoned from now goes by it, from whatever thread. */
static void
test_now (void)
{
  TcServerClock clock = {0};

  g_assert_cmpint (ABS (tc_now_us () - g_get_real_time ()), <, G_TIME_SPAN_SECOND);
  tc_server_clock_set (&clock, g_get_real_time () - HOUR_US, tc_steady_clock_us ());
  tc_now_told (&clock);
  g_assert_cmpint (ABS (tc_now_us () - g_get_real_time () + HOUR_US), <, G_TIME_SPAN_SECOND);
  tc_now_told (NULL);
  g_assert_cmpint (ABS (tc_now_us () - g_get_real_time ()), <, G_TIME_SPAN_SECOND);
}

static void
greet (TcDesk *desk, gint64 ahead_us)
{
  TcReplicaStatus status = desk->status;

  status.clock_ahead_us = ahead_us;
  tc_desk_replica_hooks.status (&status, desk);
}

static void
test_greeted (void)
{
  g_autofree char *folder = g_dir_make_tmp ("tc-server-clock-XXXXXX", NULL);
  TcDesk *desk = NULL;

  enrolled_desk_make (folder, 7);
  desk = enrolled_desk_open (folder);
  greet (desk, HOUR_US);
  g_assert_cmpint (ABS (tc_desk_now_us (desk) - g_get_real_time () + HOUR_US), <,
                   G_TIME_SPAN_SECOND);
  g_assert_cmpint (ABS (tc_now_us () - g_get_real_time () + HOUR_US), <, G_TIME_SPAN_SECOND);
  /* Somebody has set it. */
  greet (desk, 0);
  g_assert_cmpint (ABS (tc_now_us () - g_get_real_time ()), <, G_TIME_SPAN_SECOND);
  enrolled_desk_close (desk);
  remove_tree (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server-clock/unknown", test_unknown);
  g_test_add_func ("/server-clock/right", test_right);
  g_test_add_func ("/server-clock/wrong", test_wrong);
  g_test_add_func ("/server-clock/now", test_now);
  g_test_add_func ("/server-clock/greeted", test_greeted);
  return g_test_run ();
}
