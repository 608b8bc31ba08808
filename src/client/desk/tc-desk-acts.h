/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the person signed in does is told as it goes: ::act-begun, ::act-answered, ::act-told of
 * tc-desk.h. An act is the task that answers whoever asked for it.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-desk.h"

/* Of a desk's class: its signals. */
void tc_desk_acts_install (GType desk_type);
/* (transfer full): as g_task_new(), of an operation that the person signed in does. @name, @args:
 * as in ::act-begun; @args is sunk */
GTask *tc_desk_begin_act (TcDesk *self, const char *name, GVariant *args, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer data);
/* What became of it, before @task is answered; nothing of a task that isn't one. */
void tc_desk_keep_act (GTask *task, gboolean kept);
/* Likewise of an operation. @verdict, @error: (nullable): one of them is there */
void tc_desk_settle_act (GTask *task, const TcVerdict *verdict, const GError *error);
