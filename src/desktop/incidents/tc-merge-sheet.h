/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Before several incidents are merged into one: which leads and why, how each of the others stands
 * beside it, and what speaks against it. Another can be made to lead, and some left out; nothing is
 * done by it. It is kept true while data changes.
 *
 * Signals: ::changed (): what would be merged, or whether it is open; ::confirmed (): Enter.
 */
#pragma once

#include "tc-worker.h"

#include <gtk/gtk.h>

#define TC_TYPE_MERGE_SHEET (tc_merge_sheet_get_type ())
G_DECLARE_FINAL_TYPE (TcMergeSheet, tc_merge_sheet, TC, MERGE_SHEET, GtkWidget)

/* Shows itself, reads them, and takes the keyboard once they stand there. @ids: at most
 * TC_BULK_MAX */
void tc_merge_sheet_open (TcMergeSheet *self, TcWorker *reader, const gint64 *ids, guint n_ids);
/* FALSE if it isn't open. */
gboolean tc_merge_sheet_close (TcMergeSheet *self);
gboolean tc_merge_sheet_is_open (TcMergeSheet *self);
/* That one leads, if it can. */
void tc_merge_sheet_lead (TcMergeSheet *self, gint64 incident_id);
/* That one is left out, or taken in again. */
void tc_merge_sheet_leave (TcMergeSheet *self, gint64 incident_id);
/* (transfer full) (element-type gint64): what would be merged; none before it is read. */
GArray *tc_merge_sheet_list (TcMergeSheet *self);
/* Whether what would be merged is what a person saw: FALSE, once, after it changed by itself; the
 * sheet says so. */
gboolean tc_merge_sheet_confirm (TcMergeSheet *self);
/* Into which; 0: none can lead, or it isn't known yet. */
gint64 tc_merge_sheet_get_leader (TcMergeSheet *self);
/* (nullable): its code. */
const char *tc_merge_sheet_get_leader_code (TcMergeSheet *self);

/* What TcDesk::rows-changed and TcDesk::replaced say. */
void tc_merge_sheet_rows_changed (TcMergeSheet *self, const char *table, GArray *ids);
void tc_merge_sheet_replaced (TcMergeSheet *self);
