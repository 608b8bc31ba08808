/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The overview on the wall: full screen without chrome, read from afar, in a scheme of its own. It
 * shows what everybody in the room may see: numbers, fields, areas, units, codes; no person, no
 * address, nothing that anybody wrote. Escape or F11 closes it, Ctrl+T takes the emergency that
 * stands in the strip at the desk.
 */
#pragma once

#include "tc-desk.h"
#include "tc-overview.h"

#include <gtk/gtk.h>

#define TC_TYPE_WALL_WINDOW (tc_wall_window_get_type ())
G_DECLARE_FINAL_TYPE (TcWallWindow, tc_wall_window, TC, WALL_WINDOW, GtkWindow)

typedef struct {
  char *monitor; /* (owned) (nullable): connector, "HDMI-1"; NULL or unknown: where @near is */
  char *scheme;  /* (owned) (nullable): "dark", "light", "night"; NULL: dark */
  double distance_m;
  double screen_inches;
} TcWallSettings;

/* @near: the window it was asked for in */
GtkWindow *tc_wall_window_new (TcDesk *desk, TcOverview *overview, GtkWindow *near,
                               const TcWallSettings *settings);
/* Shows the numbers of this big event while it goes on; 0: of none. */
void tc_wall_window_set_event (TcWallWindow *self, gint64 event_id);
/* Size of its smallest letters. */
int tc_wall_window_get_letter_px (TcWallWindow *self);
