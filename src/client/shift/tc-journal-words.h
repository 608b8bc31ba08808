/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Words for the duty journal.
 *
 * Thread: any; every char * is (transfer full) unless it is const.
 */
#pragma once

#include "tc-shift-queries.h"

/* "Order", of one of tc_journal_kinds; @kind itself if it is none we know. */
const char *tc_journal_word_kind (const char *kind);
/* "Lê Văn A · Bàn 03"; "automatic" for the system. */
char *tc_journal_word_hand (const TcJournalHand *hand);
/* Whether it waits for somebody. */
gboolean tc_journal_entry_is_open (const TcJournalEntry *entry);
/* "14:05 · Lê Văn A · Bàn 03 · followed up twice · done" */
char *tc_journal_word_second (const TcJournalEntry *entry, gint64 now_us);
/* Who wrote it, when, by whose word; then who did it and when. */
char *tc_journal_word_written (const TcJournalEntry *entry, gint64 now_us);
char *tc_journal_word_done (const TcJournalEntry *entry, gint64 now_us); /* (nullable) */
/* "Thu 26/11 17:00, 2 hours 10 minutes left"; (nullable): it has none */
char *tc_journal_word_due (const TcJournalEntry *entry, gint64 now_us);
/* All of a row in one sentence, for the screen reader. */
char *tc_journal_word_spoken (const TcJournalEntry *entry, gint64 now_us);
