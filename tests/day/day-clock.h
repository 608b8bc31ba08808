/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A clock that several programs share and one of them sets: a file with the time, us UTC, which
 * takes the place of g_get_real_time() in whoever has this file linked in, or loaded before its
 * libraries (LD_PRELOAD). The file is named by TC_DAY_CLOCK. Timers go by the machine's own clock
 * still; in the program that plays the day, day-timers.c makes the short ones shorter.
 */
#pragma once

#include <glib.h>

void day_clock_set (gint64 now_us);
