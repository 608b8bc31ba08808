/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A refusal as a sentence: what happened, and what to do about it, in the reader's language.
 * A new code is one line in the table of the source; a code that isn't there is shown as it is.
 */
#pragma once

#include "tc-error.h"
#include "tc-operation-sink.h"

/* (transfer full) */
char *tc_refusal_word (const TcRefusal *refusal, gint64 now_us);
/* Likewise, of the password of somebody who is signed in: “sign-in.failed” is of that alone. */
char *tc_refusal_word_password (const TcRefusal *refusal, gint64 now_us);
/* A fault of the world below us, for a person: what was kept and what to do, then the detail. */
char *tc_fault_word (const GError *error);
/* Why what was asked for isn't done, of the two the one that there is. (nullable): it is done */
char *tc_verdict_word (const TcVerdict *verdict, const GError *error);
/* Likewise of what was submitted, where only that matters: in place of the sink's finish. (transfer
 * full) (nullable) */
char *tc_verdict_finish_word (TcOperationSink *sink, GAsyncResult *result);
