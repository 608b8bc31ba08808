/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A list as a table of texts: what is saved for a spreadsheet, and what is printed. It is what
 * stands on the screen at that moment, in the reader's language.
 */
#pragma once

#include <glib.h>

typedef struct {
  const char *caption;
  double share;    /* of the width on paper, where each row has its number, too; 0: not on paper;
                   TC_LIST_FIT: as its texts are long */
  gboolean number; /* what is a number in it is one to a spreadsheet */
} TcListColumn;

#define TC_LIST_FIT (-1)

typedef struct _TcListTable TcListTable;

/* @title: "ALARMS", at the head of the paper; @which: below it, which of them; both copied, like
 * the captions */
TcListTable *tc_list_table_new (const char *title, const char *which, const TcListColumn *columns,
                                guint n_columns);
void tc_list_table_free (TcListTable *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcListTable, tc_list_table_free)

/* @cells: (array): as many as there are columns, each (nullable) */
void tc_list_table_add (TcListTable *self, const char *const *cells);
/* How many there are and as of when, where that isn't just the rows. */
void tc_list_table_set_count (TcListTable *self, const char *count);

const char *tc_list_table_get_title (const TcListTable *self);
const char *tc_list_table_get_which (const TcListTable *self);
guint tc_list_table_get_n_columns (const TcListTable *self);
const TcListColumn *tc_list_table_get_column (const TcListTable *self, guint column);
guint tc_list_table_get_length (const TcListTable *self);
const char *tc_list_table_get_cell (const TcListTable *self, guint row, guint column);
/* "12 lines, as of 14:05 26/11/2026". (transfer full) */
char *tc_list_table_word_count (const TcListTable *self);
/* With its captions; nothing in it is a formula. (transfer full) */
char *tc_list_table_to_csv (const TcListTable *self);
