/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A clock that nobody sets, and that goes on while the machine sleeps.
 *
 * Thread: any. Source: clock_gettime(2), CLOCK_BOOTTIME.
 */
#pragma once

#include <glib.h>

/* Microseconds since the machine was started. */
gint64 tc_steady_clock_us (void);
