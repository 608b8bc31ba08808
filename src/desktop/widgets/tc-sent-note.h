/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What left the room without a count that anybody could have seen: how many, and each in a line
 * with its time, until a person says that it was read. Hidden while there is nothing.
 */
#pragma once

#include "tc-hold-bar.h"

#define TC_TYPE_SENT_NOTE (tc_sent_note_get_type ())
G_DECLARE_FINAL_TYPE (TcSentNote, tc_sent_note, TC, SENT_NOTE, GtkWidget)

/* More lines than that aren't kept; that there were more is. */
#define TC_SENT_NOTE_LINES_MAX 50

GtkWidget *tc_sent_note_new (void);
/* Signal "changed": a line more or another, or a person has read them. */

/* What @bar held; where it is still to be told what exactly, it is told here too. */
void tc_sent_note_add (TcSentNote *self, TcHoldBar *bar);
/* A person has read it. */
void tc_sent_note_clear (TcSentNote *self);
/* What is written there is added to @to; here it is gone. */
void tc_sent_note_move (TcSentNote *self, TcSentNote *to);
/* As a text that tc_sent_note_read() takes. @n: (out): how many there were. (transfer full): "" for
 * none */
char *tc_sent_note_write (TcSentNote *self, guint *n);
/* Adds what was written at another time and isn't here. @text: what can't be read of it is left
 * out */
void tc_sent_note_read (TcSentNote *self, const char *text, guint n);
