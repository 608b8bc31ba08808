/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The cameras nearest to where things are in a big event, of each place its nearest before any
 * place's second: for a wall that shows the event. Read once.
 *
 * Thread: the main loop's; reading is done on the worker.
 */
#pragma once

#include "tc-desk.h"

/* As many as a wall has room for that is still read at a glance. */
#define TC_EVENT_CAMERAS_MAX 16

/* Those that the person may see. */
void tc_event_cameras_read_async (TcDesk *desk, gint64 event_id, GAsyncReadyCallback callback,
                                  gpointer data);
/* (transfer full) (element-type gint64): ids, at most TC_EVENT_CAMERAS_MAX */
GArray *tc_event_cameras_read_finish (TcDesk *desk, GAsyncResult *result, GError **error);
