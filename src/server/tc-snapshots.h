/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Snapshots for desks that are new or were away too long: made off the main thread, one file a
 * scope, all of a turn at one position; offered over the desk's line. tc-snapshot-files.h keeps and
 * serves them.
 *
 * A turn over all scopes is made in the background, so that newcomers find one: what is some hours
 * old, and the log behind it, is had sooner than a new one, as long as that log is short beside it.
 * Where there is none, desks that come together share what is made.
 */
#pragma once

#include "tc-desk-lines.h"

/* A turn is offered for so long, if the log has not gone on too far. */
#define TC_SNAPSHOT_FRESH_US ((gint64) 4 * 3600 * G_USEC_PER_SEC)
/* Operations behind it: so many always, and one for so many bytes of it, up to a limit. */
#define TC_SNAPSHOT_TAIL_MIN 50
#define TC_SNAPSHOT_TAIL_BYTES 4096
#define TC_SNAPSHOT_TAIL_MAX 20000
/* Turns that are remembered. */
#define TC_SNAPSHOT_TURNS_MAX 4

/* Errors: G_FILE_ERROR. */
TcSnapshots *tc_snapshots_new (const TcServerParts *parts, const TcKey *key,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
void tc_snapshots_free (TcSnapshots *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcSnapshots, tc_snapshots_free)

/* @scopes: (element-type gint64): what the desk may hold, ascending */
void tc_snapshots_request (TcSnapshots *self, TcDeskLine *line, GArray *scopes);

/* @files: (element-type TcSnapshotFile) (nullable): they could not be made */
typedef void (*TcSnapshotsFunc) (const TcPosition *position, GArray *files, gpointer data);
/* Likewise, for whoever carries them to a desk; @func may be called at once. */
void tc_snapshots_get (TcSnapshots *self, GArray *scopes, TcSnapshotsFunc func, gpointer data);
/* A legal purge: those of before it go, and none is made of before it any more. */
void tc_snapshots_purge (TcSnapshots *self);
const char *tc_snapshots_get_dir (TcSnapshots *self);
/* Bytes of all that was offered to desks. */
guint64 tc_snapshots_get_offered_bytes (TcSnapshots *self);
