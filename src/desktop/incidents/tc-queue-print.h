/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A list of incidents on paper, as an office writes one: national heading, who made it, place and
 * date, a table with its pages counted, room for a signature. A4, a serif of 13 points.
 */
#pragma once

#include <gtk/gtk.h>

typedef struct _TcQueueSheet TcQueueSheet;

/* A row of the table. */
typedef struct {
  const char *code;
  const char *title;
  const char *place;
  const char *state; /* and who has it */
  const char *due;
} TcQueueLine;

/* @office: who makes it; @list: which list it is, in words; @place: where; @person: who signs. */
TcQueueSheet *tc_queue_sheet_new (const char *office, const char *list, const char *place,
                                  const char *person);
void tc_queue_sheet_add (TcQueueSheet *self, const TcQueueLine *line);
/* Of how many in all; said where the sheet doesn't have them all. */
void tc_queue_sheet_set_whole (TcQueueSheet *self, guint whole);
void tc_queue_sheet_free (TcQueueSheet *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcQueueSheet, tc_queue_sheet_free)

/**
 * tc_queue_sheet_print:
 * @self: (transfer full)
 * @pdf: (nullable): the file to write in place of asking for a printer
 * @failed: called with what went wrong, a sentence of the system's
 * @owner: given to it; kept until the sheet is printed
 */
void tc_queue_sheet_print (TcQueueSheet *self, GtkWindow *parent, const char *pdf,
                           void (*failed) (const char *why, GObject *owner), GObject *owner);
