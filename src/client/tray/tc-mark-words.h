/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What stands beside a row that the server hasn't settled, in any list.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-desk.h"

/* (nullable): "not sent yet" of what was made here, "provisional, not settled" of what another desk
 * of the room made. @desk: (nullable) */
const char *tc_mark_word (TcDesk *desk, gint64 id);
/* What was done here and has no effect as yet, in a sentence for each way; (nullable): nothing.
 * (transfer full). @idle: no longer applies; @deferred: the server decides */
char *tc_mark_word_undecided (guint idle, guint deferred);
/* @line with it behind, in place. */
void tc_mark_word_append (TcDesk *desk, gint64 id, char **line);
