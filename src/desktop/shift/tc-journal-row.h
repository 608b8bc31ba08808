/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A row of the duty journal: what it is, its first words, its deadline, who wrote it and when.
 */
#pragma once

#include "tc-shift-queries.h"

#include <gtk/gtk.h>

GtkWidget *tc_journal_row_new (void);
/* Of a hand-over sheet. */
void tc_journal_row_fill_sheet (GtkListBoxRow *row, const TcHandOverSheet *sheet, gint64 now_us);
void tc_journal_row_fill (GtkListBoxRow *row, const TcJournalEntry *entry, gint64 now_us);
