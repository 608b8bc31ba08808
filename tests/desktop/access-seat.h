/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The seat at which the screens of access-screens.h are opened, one after the other.
 */
#pragma once

#include "access-screens.h"

/* Once, after window_seat_init(): nothing moves. */
void access_seat_init (void);
/* At a desk that nothing of the screen before is left at. */
void access_seat_sit_down (Seat *seat, const AccessScreen *screen);
/* With all windows that are open over the main one closed. */
void access_seat_stand_up (Seat *seat);
/* Those. Returns: (transfer full) (element-type GtkWidget) */
GPtrArray *access_seat_list_over (Seat *seat);
