/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What stands where a list is read: nothing for 300 ms, then that it is read, and after 3 s how to
 * end that, where it can be.
 */
#pragma once

#include <gtk/gtk.h>

#define TC_SLOW_NOTE_SHOWN_MS 300
#define TC_SLOW_NOTE_STOPPABLE_MS 3000

#define TC_TYPE_SLOW_NOTE (tc_slow_note_get_type ())
G_DECLARE_FINAL_TYPE (TcSlowNote, tc_slow_note, TC, SLOW_NOTE, GtkWidget)

/* Property stop-action (string): of the window, with “win.”; without one it can't be ended. */

/* TRUE again counts on. */
void tc_slow_note_set_busy (TcSlowNote *self, gboolean busy);
