/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What left the room without a count that anybody could have seen: how many, and each in a line
 * with its time, until a person says that it was read. Hidden while there is nothing.
 */
#pragma once

#include <gtk/gtk.h>

#define TC_TYPE_SENT_NOTE (tc_sent_note_get_type ())
G_DECLARE_FINAL_TYPE (TcSentNote, tc_sent_note, TC, SENT_NOTE, GtkWidget)

/* More lines than that aren't kept; that there were more is. */
#define TC_SENT_NOTE_LINES_MAX 50

GtkWidget *tc_sent_note_new (void);
/* @what: as of a TcHoldBar */
void tc_sent_note_add (TcSentNote *self, const char *what);
/* What is written there is added to @to; here it is gone. */
void tc_sent_note_move (TcSentNote *self, TcSentNote *to);
