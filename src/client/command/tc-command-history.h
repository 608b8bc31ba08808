/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a person typed in the command line of this desk, kept in outbox.db: the newest
 * TC_COMMAND_HISTORY_MAX lines of each. It stays on the desk and is that person's alone.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-desk.h"

#define TC_COMMAND_HISTORY_MAX 200

/* The callback gets @desk as its source. */
void tc_command_history_load_async (TcDesk *desk, gint64 staff_id, GAsyncReadyCallback callback,
                                    gpointer data);
/* (transfer full) (element-type utf8): oldest first. Errors: as tc_desk_run_outbox_finish(). */
GPtrArray *tc_command_history_load_finish (TcDesk *desk, GAsyncResult *result, GError **error);
/* The same line again counts once, as the newest. A desk that can't write goes on without. */
void tc_command_history_add (TcDesk *desk, gint64 staff_id, const char *text);
