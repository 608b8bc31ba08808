/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How a test waits for what comes by its main loop, or of which the loop isn't told.
 */
#pragma once

/* One turn of the default main context, for a loop that looks again after each: waits until there
 * is something to do, 5 ms at most, and leaves the processor to those that run beside it. */
void main_turn (void);
