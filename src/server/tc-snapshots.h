/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Snapshots for desks that are new or were away too long: made off the main thread, one file a
 * scope, all at one position; offered over the desk's line and fetched at /sync/snapshot/<name>,
 * with the desk's bearer token, by the desks that they were offered to and nobody else.
 *
 * Desks that come together share what is made: requests that arrive while files are being made are
 * served by the next turn at once, and a turn is used again for some seconds.
 */
#pragma once

#include "tc-desk-lines.h"

/* A turn is offered again to further desks for so long. */
#define TC_SNAPSHOT_FRESH_US ((gint64) 20 * G_USEC_PER_SEC)
/* A file goes so long after it was last offered. */
#define TC_SNAPSHOT_KEPT_US ((gint64) 15 * 60 * G_USEC_PER_SEC)

typedef struct _TcSnapshots TcSnapshots;

/* Files of an earlier run are removed. Errors: G_FILE_ERROR. */
TcSnapshots *tc_snapshots_new (const TcServerParts *parts,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
void tc_snapshots_free (TcSnapshots *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcSnapshots, tc_snapshots_free)

/* @scopes: (element-type gint64): what the desk may hold */
void tc_snapshots_request (TcSnapshots *self, TcDeskLine *line, GArray *scopes);
