/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The duty journal: what is no incident, by whom, when and at which desk. Entries are never edited,
 * only followed up or marked as done; the badge counts the open ones whose deadline is over, and
 * the hand-over sheets that wait for the relief.
 */
#pragma once

#include "tc-panel.h"

#define TC_TYPE_JOURNAL_PANEL (tc_journal_panel_get_type ())
G_DECLARE_FINAL_TYPE (TcJournalPanel, tc_journal_panel, TC, JOURNAL_PANEL, GtkWidget)

/* Actions of the window: journal-list (s: "all", "open", "sheets"), journal-select (x: id),
 * journal-order, journal-call, journal-fault, journal-observation (begin one), journal-jot (s),
 * journal-report-fault (s) (write one at once), journal-begin-order (s: what stands there); on what
 * is selected journal-follow-up, journal-done; journal-source (s) and journal-due (s) as if typed;
 * and the composer's: journal-write (s), journal-send, journal-cancel. Of hand-over sheets:
 * journal-hand-over (begins one), journal-take-over, journal-password (s), journal-sign,
 * journal-print, journal-print-to (s: a PDF file). */
GtkWidget *tc_journal_panel_new (TcDesk *desk);
