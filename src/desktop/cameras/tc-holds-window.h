/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is kept of recordings beyond its time, the newest first: which part of which camera, for
 * which incident and why, until when and by whom. Who may export releases one: after its button it
 * is asked why, and only Enter or a second button does it.
 */
#pragma once

#include "tc-camera-holds.h"

#include <gtk/gtk.h>

/* One for each @parent; it is asked for anew each time. */
void tc_holds_window_show (GtkWindow *parent, TcDesk *desk);
