/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A row of the duty journal: what it is, its first words, its deadline, who wrote it and when.
 */
#pragma once

#include "tc-desk.h"
#include "tc-shift-queries.h"

#include <gtk/gtk.h>

GtkWidget *tc_journal_row_new (void);
/* @desk: says what isn't settled. Of a hand-over sheet. */
void tc_journal_row_fill_sheet (GtkListBoxRow *row, const TcHandOverSheet *sheet, TcDesk *desk,
                                gint64 now_us);
void tc_journal_row_fill (GtkListBoxRow *row, const TcJournalEntry *entry, TcDesk *desk,
                          gint64 now_us);
