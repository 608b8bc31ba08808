/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For whoever writes or approves an answer: what the last one has come to; and a template of an
 * answer with the words in braces filled in, in the template's language, which is what the
 * reporters read, not the person at the desk.
 *
 * Thread: any.
 */
#pragma once

#include "tc-answer-template.h"
#include "tc-incident-queries.h"

/* (transfer full). What the incident doesn't have stands as "…". */
char *tc_answer_template_fill (const TcAnswerTemplate *one, const TcIncidentDetail *detail);
/* (nullable): the first word in braces for which the incident has nothing. */
const char *tc_answer_template_find_missing (const TcAnswerTemplate *one,
                                             const TcIncidentDetail *detail);
/* What the last answer has come to, since when and by whom, in the reader's language. (transfer
 * full) (nullable): there is none */
char *tc_answer_word_last (const TcIncidentDetail *detail, gint64 now_us);
/* How far the answer is; @state: (nullable), of the incident. */
const char *tc_answer_word_state (const char *state);
/* What the reporters are going to be told, once it is approved and published. (transfer full)
 * (nullable): nothing */
char *tc_answer_word_pending (const TcIncidentDetail *detail);
