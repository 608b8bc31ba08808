/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What stands beside a row that the server hasn't settled, in any list.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-desk.h"
#include "tc-undecided.h"

/* (nullable): "not sent yet" of what was made here, "provisional, not settled" of what another desk
 * of the room made. @desk: (nullable) */
const char *tc_mark_word (TcDesk *desk, gint64 id);
/* What was done here and has no effect as yet, in a sentence for each way; (nullable): nothing.
 * (transfer full). @idle: no longer applies; @deferred: the server decides */
char *tc_mark_word_undecided (guint idle, guint deferred);
/* Likewise of one of them, for its line in a history: what it was, in a line, which its maker alone
 * reads whole; what has become of it, in a few words; who did it; why it is so, and what comes.
 * @person_id: who reads; @name: of that person. (transfer full) */
char *tc_mark_word_undecided_what (const TcUndecided *one, gint64 person_id);
const char *tc_mark_word_undecided_fate (const TcUndecided *one);
char *tc_mark_word_undecided_who (const TcUndecided *one, gint64 person_id, const char *name);
char *tc_mark_word_undecided_why (const TcUndecided *one, gint64 person_id, gint64 now_us);
/* @line with it behind, in place. */
void tc_mark_word_append (TcDesk *desk, gint64 id, char **line);
