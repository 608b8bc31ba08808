/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Carrying out one operation on a database: find its kind, read its arguments, check that the
 * actor may, apply it inside a savepoint under a step budget. The same call on desk and server.
 */
#pragma once

#include "tc-capture.h"
#include "tc-operation-type.h"

/* Steps of SQLite's virtual machine that one operation may take. */
#define TC_EXECUTE_STEPS_MAX 5000000

typedef enum {
  TC_OUTCOME_APPLIED,
  TC_OUTCOME_REFUSED,
  TC_OUTCOME_DEFERRED, /* this replica doesn't hold what the operation reads, or not all of it yet,
                          or is older than what stood here before: the server decides */
  TC_OUTCOME_FAILED,   /* the database failed; nothing is known about the operation */
} TcOutcome;

/**
 * tc_execute:
 * @decides: TRUE on the server, which holds every scope; FALSE on a desk, whose held scopes stand
 *   in its table `held_scope`
 * @capture: (nullable): takes the row changes; truncated if the operation is not applied
 * @refusal: (out): set when refused
 *
 * The caller has a transaction open. Errors: TC_ERROR_STORE when FAILED.
 */
TcOutcome tc_execute (TcDatabase *db, gboolean decides, TcCapture *capture, const TcOperation *op,
                      TcRefusal **refusal, GError **error) G_GNUC_WARN_UNUSED_RESULT;
