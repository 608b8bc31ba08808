/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a desk waits for to gather things (acknowledging frames, a debounced reading) passes quicker
 * where a day passes in minutes. What it waits for others is as long as ever.
 */
#include "tc-steady-clock.h"

#include <glib.h>

#define SHORT_MS 1000
#define QUICKER 50

guint
g_timeout_add (guint interval, GSourceFunc func, gpointer data)
{
  guint wait = interval <= SHORT_MS ? interval / QUICKER : interval;

  return g_timeout_add_full (G_PRIORITY_DEFAULT, wait, func, data, NULL);
}

/* What nobody sets goes with the day's clock. */
gint64
tc_steady_clock_us (void)
{
  return g_get_real_time ();
}
