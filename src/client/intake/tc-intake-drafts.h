/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The calls that were begun at this desk and not logged yet, in outbox.db: they outlive a stop of
 * the program and a change of person, and whoever sits down next sees who began them. They hold
 * what a caller said of himself, and go when the call is logged or thrown away. Those of others are
 * for who may report and reads incidents and reporters on this desk.
 *
 * Thread: the main loop's. What is done here and what is submitted is done in the order asked for.
 */
#pragma once

#include "tc-desk.h"
#include "tc-intake-form.h"

/* Drafts at most; then the oldest make room. */
#define TC_INTAKE_DRAFTS_MAX 50

/* Of the person signed in and, with the right to them, of others. The callback gets @desk as its
 * source. */
void tc_intake_drafts_load_async (TcDesk *desk, GAsyncReadyCallback callback, gpointer data);
/* (transfer full) (element-type TcIntakeForm): oldest first. Errors: as
 * tc_desk_run_outbox_finish(). */
GPtrArray *tc_intake_drafts_load_finish (TcDesk *desk, GAsyncResult *result, GError **error);

/* As it is now. The callback gets @desk; see tc_intake_drafts_finish(). */
void tc_intake_drafts_save_async (TcDesk *desk, const TcIntakeForm *form,
                                  GAsyncReadyCallback callback, gpointer data);
void tc_intake_drafts_remove_async (TcDesk *desk, gint64 id, GAsyncReadyCallback callback,
                                    gpointer data);
/* Errors: as tc_desk_run_outbox_finish(). */
gboolean tc_intake_drafts_finish (TcDesk *desk, GAsyncResult *result, GError **error);
