/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Putting something before another desk: asked of the server (core/cameras/tc-wall-push.h).
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-desk.h"
#include "tc-wall-push.h"

/* @cells: as tc_wall_cells_format() writes them; @why: may be "" */
void tc_wall_pushing_async (TcDesk *desk, guint16 to_desk, guint columns, guint rows,
                            const char *cells, const char *why, GAsyncReadyCallback callback,
                            gpointer data);
/* (transfer full) (nullable): why not, in words; NULL: that desk has been told */
char *tc_wall_pushing_finish (TcDesk *desk, GAsyncResult *result);
