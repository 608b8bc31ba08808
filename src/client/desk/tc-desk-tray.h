/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the server refused of this desk's operations, and what a person does about it; and what
 * still waits for its answer.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-desk.h"
#include "tc-tray-entry.h"
#include "tc-undecided.h"

/* @settled: those that were dealt with, newest first; else those that need attention. Of what
 * others made, what the person signed in may read; all while nobody is. */
void tc_desk_read_tray_async (TcDesk *self, gboolean settled, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer data);
/* (transfer full) (element-type TcTrayEntry) */
GPtrArray *tc_desk_read_tray_finish (TcDesk *self, GAsyncResult *result, GError **error);

/* Of what needs attention at this desk, how many entries the person signed in may not see: they are
 * kept for whoever made them. Property attention-hidden, counted anew behind attention. */
guint tc_desk_get_attention_hidden (TcDesk *self);

/* Each deals with an entry that needs attention and is finished by tc_desk_settle_finish(). @args:
 * (nullable) (transfer floating): a{sv} in place of its own. */

/* Sends it again as a new operation of the person signed in. */
void tc_desk_resend_async (TcDesk *self, gint64 seq, GVariant *args, GAsyncReadyCallback callback,
                           gpointer data);
/* What would become of it then; changes nothing. */
void tc_desk_try_async (TcDesk *self, gint64 seq, GVariant *args, GAsyncReadyCallback callback,
                        gpointer data);
/* @seqs: (element-type gint64): not changed any more; @text: why; kept with each */
void tc_desk_set_aside_async (TcDesk *self, GArray *seqs, const char *text,
                              GAsyncReadyCallback callback, gpointer data);
/* What was set aside of these needs attention again. */
void tc_desk_take_back_async (TcDesk *self, GArray *seqs, GAsyncReadyCallback callback,
                              gpointer data);
/* (transfer full): its refusal is of this desk's own guards, and then the entry stays. Errors: as
 * tc_operation_sink_submit_finish(); TC_ERROR_NOT_FOUND: it needs no attention any more. */
TcVerdict *tc_desk_settle_finish (TcDesk *self, GAsyncResult *result, GError **error);

/* Of what waits: how many no longer apply here, and how many the server alone can decide. Neither
 * has an effect on what is shown. With notify::pending. */
guint tc_desk_count_idle (TcDesk *self);
guint tc_desk_count_deferred (TcDesk *self);

/* Ids of what was made here and has waited for the server's answer for a moment: operations (whose
 * ids their history rows have) and the incidents they are about. (transfer none) (element-type
 * gint64): a set, never changed; another one with ::waiting-changed. */
GHashTable *tc_desk_get_waiting (TcDesk *self);
/* Of what was made here, that which has no effect here, by sequence. It is told of an operation
 * once its id stands among those that wait. (transfer none) (element-type TcUndecided): never
 * changed; another one with ::waiting-changed. */
GPtrArray *tc_desk_get_undecided (TcDesk *self);
/* Likewise of what others behind the same relay did and the server hasn't settled. */
GHashTable *tc_desk_get_provisional (TcDesk *self);
