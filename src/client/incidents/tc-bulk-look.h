/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Looking at many before something is done to them: which of them it can't be done to as they are
 * now, what could be answered to all, and one text of an answer made into one for each.
 *
 * Thread: the main loop's; reading is done on the worker.
 */
#pragma once

#include "tc-answer-template.h"
#include "tc-incident-bulk.h"
#include "tc-incident-states.h"
#include "tc-worker.h"

typedef struct {
  TcBulkKind kind;
  guint n;                     /* that were looked at and are there */
  guint n_cannot;              /* whose state doesn't let it through */
  guint by_state[TC_N_STATES]; /* those, by state */
  guint n_replaced;            /* TC_BULK_ANSWER: of the others, with one that is on its way */
  gint64 field_id;             /* that all the others have; 0: none, or not the same */
  GArray *templates; /* (owned) (nullable) (element-type TcAnswerTemplate): TC_BULK_ANSWER: those
                      * that fit all of the others, in the order of the first */
} TcBulkLook;

void tc_bulk_look_free (TcBulkLook *look);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcBulkLook, tc_bulk_look_free)

/* @ids: (element-type gint64): at most TC_BULK_MAX */
void tc_bulk_look_async (TcWorker *reader, TcBulkKind kind, GArray *ids,
                         GAsyncReadyCallback callback, gpointer data);
/* (transfer full) (nullable): errors are those of the worker. */
TcBulkLook *tc_bulk_look_finish (TcWorker *reader, GAsyncResult *result, GError **error);
/* "Not possible for 3 of 12: 2 closed, 1 merged into another". (transfer full) (nullable): nothing
 * is to be said. */
char *tc_bulk_look_word (const TcBulkLook *look);

/* Of @ids those that the unit isn't asked for: it has no open order for them. */
void tc_bulk_unasked_async (TcWorker *reader, GArray *ids, gint64 agency_id,
                            GAsyncReadyCallback callback, gpointer data);
/* (transfer full) (nullable) (element-type gint64): in their order. Errors: those of the worker. */
GArray *tc_bulk_unasked_finish (TcWorker *reader, GAsyncResult *result, GError **error);

typedef struct {
  gint64 incident_id;
  gint64 answer_id;
} TcBulkApproved;
/* Of @ids those with an answer that is approved and not published. */
void tc_bulk_approved_async (TcWorker *reader, GArray *ids, GAsyncReadyCallback callback,
                             gpointer data);
/* (transfer full) (nullable) (element-type TcBulkApproved): in their order. Errors: those of the
 * worker. */
GArray *tc_bulk_approved_finish (TcWorker *reader, GAsyncResult *result, GError **error);

/**
 * tc_bulk_answers_async:
 * @text: with words in braces, of which each is one of tc_answer_template_words
 * @language: of the answer
 */
void tc_bulk_answers_async (TcWorker *reader, GArray *ids, const char *text, const char *language,
                            GAsyncReadyCallback callback, gpointer data);
/* (transfer full) (nullable) (element-type TcBulkAnswer): in the order of the ids. Errors: those of
 * the worker. */
GArray *tc_bulk_answers_finish (TcWorker *reader, GAsyncResult *result, GError **error);
