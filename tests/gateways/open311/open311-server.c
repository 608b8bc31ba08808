/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A whole gateway over a real database as a process, for clients of other languages and in great
 * numbers: open311-server default|open. Prints its port; when its input ends it stops and prints
 * how many reports there are. "open" lifts the rates, so that nothing but what it can bear holds;
 * both have little patience with slow clients, so that the test needs none.
 */
#include "open311-fixture.h"

#include <gio/gunixinputstream.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void
lift_rates (TcOpen311Options *options)
{
  options->address_burst = 1000000;
  options->address_rate_per_minute = 1000000;
  options->key_burst = 1000000;
  options->key_rate_per_minute = 1000000;
}

static void
keep_defaults (TcOpen311Options *options)
{
  options->address_burst = tc_open311_options_default.address_burst;
  options->address_rate_per_minute = tc_open311_options_default.address_rate_per_minute;
  options->key_burst = tc_open311_options_default.key_burst;
}

static void
ended_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_main_loop_quit (data);
}

int
main (int argc, char **argv)
{
  Fixture fixture = {0};
  TcHttpLimits limits = tc_http_limits_default;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GInputStream) input = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  gint64 n_reports;
  char byte;

  g_assert_cmpint (argc, ==, 2);
  limits.head_s = 4;
  limits.idle_s = 4;
  fixture_set_up_limited (&fixture, strcmp (argv[1], "open") == 0 ? lift_rates : keep_defaults,
                          &limits);
  printf ("port %u\n", fixture.port);
  fflush (stdout);
  g_input_stream_read_async (input, &byte, 1, G_PRIORITY_DEFAULT, NULL, ended_cb, loop);
  g_main_loop_run (loop);
  n_reports = fixture_count (&fixture, "SELECT count(*) FROM report");
  fixture_tear_down (&fixture);
  printf ("reports %" G_GINT64_FORMAT "\n", n_reports);
  return 0;
}
