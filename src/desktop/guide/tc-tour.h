/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The first-day tour, at the foot of the window: offered to whoever signs in at this desk for the
 * first time, then step by step. It points and explains; it does nothing and takes no key by
 * itself. It stands beside the work and covers nothing, and is away while an emergency is open that
 * nobody has taken (but not in a demonstration), and while the desk is locked. Where each person is
 * with it is kept in this seat's settings.
 *
 * Actions: tour (on from where it was left; from the beginning if it is shown), tour-next (also
 * begins what is offered), tour-back, tour-leave (also declines what is offered, for good),
 * tour-later.
 */
#pragma once

#include "tc-desk.h"
#include "tc-emergency-strip.h"

#include <gtk/gtk.h>

#define TC_TYPE_TOUR (tc_tour_get_type ())
G_DECLARE_FINAL_TYPE (TcTour, tc_tour, TC, TOUR, GtkWidget)

/* Once. @window, which has @self, and @strip (unowned): of the same window */
void tc_tour_attach (TcTour *self, GtkApplicationWindow *window, TcEmergencyStrip *strip);
/* Somebody is at work there, with all panels; NULL: nobody is any more, panels are still there. */
void tc_tour_set_desk (TcTour *self, TcDesk *desk);
/* Time has passed: what is pointed at may be another widget by now. */
void tc_tour_turn (TcTour *self);
