/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The server's snapshots at a relay: kept as they came, with the lists of their parts that the
 * server signed, and offered to new desks, which get what came since from the relay's log.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-desk-lines.h"
#include "tc-relay-line.h"
#include "tc-snapshot-files.h"

typedef struct _TcRelaySnapshots TcRelaySnapshots;

/* Errors: G_FILE_ERROR. */
TcRelaySnapshots *tc_relay_snapshots_new (const TcServerParts *parts, TcRelayLine *line,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
void tc_relay_snapshots_free (TcRelaySnapshots *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcRelaySnapshots, tc_relay_snapshots_free)

/* @scopes: (element-type gint64): what the desk may hold. If they aren't here, newer ones are
 * fetched, and the desk comes again. */
void tc_relay_snapshots_request (TcRelaySnapshots *self, TcDeskLine *line, GArray *scopes);
