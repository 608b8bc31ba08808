/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The server's clock; see the header.
 */
#include "tc-server-clock.h"

void
tc_server_clock_set (TcServerClock *clock, gint64 server_us, gint64 steady_us)
{
  clock->known = TRUE;
  clock->began_us = server_us - steady_us;
}

gint64
tc_server_clock_read (const TcServerClock *clock, gint64 desk_us, gint64 steady_us)
{
  gint64 server_us = clock->began_us + steady_us;

  return clock->known && ABS (server_us - desk_us) > TC_CLOCK_OFF_US ? server_us : desk_us;
}
