/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A list on paper, as an office writes one: national heading, who made it, place and date, a table
 * with its pages counted, room for a signature. A4, a serif of 13 points.
 */
#pragma once

#include "tc-list-table.h"

#include <gtk/gtk.h>

/**
 * tc_table_paper_print:
 * @table: (transfer full)
 * @office: who makes it; @place: where; @person: who signs
 * @pdf: (nullable): the file to write in place of asking for a printer
 * @failed: called with what went wrong, a sentence of the system's
 * @owner: given to it; kept until the paper is printed
 */
void tc_table_paper_print (TcListTable *table, const char *office, const char *place,
                           const char *person, GtkWindow *parent, const char *pdf,
                           void (*failed) (const char *why, GObject *owner), GObject *owner);
