/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The clock that nobody sets; see the header.
 */
#include "tc-steady-clock.h"

#include <time.h>

gint64
tc_steady_clock_us (void)
{
  struct timespec now;

  clock_gettime (CLOCK_BOOTTIME, &now);
  return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}
