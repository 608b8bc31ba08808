/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The time at this desk; see the header.
 */
#include "tc-now.h"

#include "tc-steady-clock.h"

static GMutex lock;
static TcServerClock told; /* under lock */

gint64
tc_now_us (void)
{
  TcServerClock clock = {0};

  g_mutex_lock (&lock);
  clock = told;
  g_mutex_unlock (&lock);
  return tc_server_clock_read (&clock, g_get_real_time (), tc_steady_clock_us ());
}

void
tc_now_told (const TcServerClock *clock)
{
  g_mutex_lock (&lock);
  told = clock ? *clock : (TcServerClock){0};
  g_mutex_unlock (&lock);
}
