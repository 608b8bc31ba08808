/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What time it is for whoever looks at this desk: that of the computer, or where its clock is wrong
 * the server's, as it was told last. Ages, deadlines, shifts and days are reckoned from it, as the
 * clock in the corner shows it. One for the program: that of the desk that is looked at
 * (tc_desk_take_now()).
 *
 * Thread: any.
 */
#pragma once

#include "tc-server-clock.h"

gint64 tc_now_us (void);
/* @clock: (nullable): as the server has just told it; NULL: nothing is known of it. */
void tc_now_told (const TcServerClock *clock);
