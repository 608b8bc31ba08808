/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The work column of the journal: where something is written down, and one entry in full with what
 * followed it.
 */
#pragma once

#include "tc-composer.h"
#include "tc-hand-over-writing.h"
#include "tc-journal-watch.h"

#define TC_TYPE_JOURNAL_WORK (tc_journal_work_get_type ())
G_DECLARE_FINAL_TYPE (TcJournalWork, tc_journal_work, TC, JOURNAL_WORK, GtkWidget)

/* @entry: (nullable): nothing is selected */
void tc_journal_work_show (TcJournalWork *self, const TcJournalEntry *entry,
                           const TcJournalView *view);
/* A hand-over sheet that was signed, or one that would be. */
void tc_journal_work_show_sheet (TcJournalWork *self, const TcHandOverSheet *sheet,
                                 const char *office, const char *place);
void tc_journal_work_show_draft (TcJournalWork *self, const TcHandOverDraft *draft,
                                 const char *office, const char *place);
/* Why the last attempt was refused. (nullable) */
void tc_journal_work_show_trouble (TcJournalWork *self, const char *text);
TcComposer *tc_journal_work_get_composer (TcJournalWork *self);

/* Where what is begun is kept. */
void tc_journal_work_set_drafts (TcJournalWork *self, TcDrafts *drafts);
/* Asks for whose word it is, and for a deadline, beside the text; neither: nothing more is asked.
 * The focus goes to the first that is empty. */
void tc_journal_work_ask (TcJournalWork *self, gboolean source, gboolean due);
/* Asks for the password beside the text, or alone; with the focus there, or without. */
void tc_journal_work_ask_password (TcJournalWork *self);
void tc_journal_work_show_password (TcJournalWork *self);
/* It is gone from the screen. (transfer full) */
char *tc_journal_work_take_password (TcJournalWork *self);
void tc_journal_work_set_password (TcJournalWork *self, const char *password);
/* As typed: "" where nothing was, or where it isn't asked for. (transfer full) */
char *tc_journal_work_dup_source (TcJournalWork *self);
char *tc_journal_work_dup_due (TcJournalWork *self);
void tc_journal_work_set_source (TcJournalWork *self, const char *text);
void tc_journal_work_set_due (TcJournalWork *self, const char *text);
/* What stands there was sent. */
void tc_journal_work_forget (TcJournalWork *self);
