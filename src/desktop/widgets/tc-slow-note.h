/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What stands where a list is read: nothing for 300 ms, then that it is read, and after 3 s how to
 * end that, where it can be. What was ended says so, and how to read it after all.
 */
#pragma once

#include <gtk/gtk.h>

#define TC_SLOW_NOTE_SHOWN_MS 300
#define TC_SLOW_NOTE_STOPPABLE_MS 3000

#define TC_TYPE_SLOW_NOTE (tc_slow_note_get_type ())
G_DECLARE_FINAL_TYPE (TcSlowNote, tc_slow_note, TC, SLOW_NOTE, GtkWidget)

/* Properties, all strings: text: what is said meanwhile, else that the list is read; stop-action,
 * again-action: of the window, with “win.”; without one it can't be ended, or read again here. */

/* TRUE again counts on. */
void tc_slow_note_set_busy (TcSlowNote *self, gboolean busy);
/* Somebody didn't wait for it, or it couldn't be read, as @text says; until it is busy or isn't. */
void tc_slow_note_set_stopped (TcSlowNote *self, const char *text);
