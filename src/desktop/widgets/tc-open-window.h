/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Windows of which one is enough over each window of the program: lists that are opened by a verb.
 *
 * Thread: the main loop's.
 */
#pragma once

#include <gtk/gtk.h>

/* The one of @type that is open over @parent already. (transfer none) (nullable) */
gpointer tc_open_window_find (GType type, GtkWindow *parent);
