/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The folder of snapshots that were made: how long each stays, and who may fetch it. A file and the
 * list of its parts are served at /sync/snapshot/<name>, by ranges, to desks that may hold its
 * scope at that moment. It stays over a restart, so that a desk goes on with what it has begun.
 */
#pragma once

#include "tc-server-parts.h"

/* A file goes so long after it was last offered or fetched. */
#define TC_SNAPSHOT_KEPT_US ((gint64) 12 * 3600 * G_USEC_PER_SEC)
/* Past this many bytes in the folder those go first that were wanted longest ago, but nothing of
 * the newest turn, and nothing of one of which something was wanted that lately. */
#define TC_SNAPSHOT_FOLDER_BYTES_MAX ((gint64) 4 * 1024 * 1024 * 1024)
#define TC_SNAPSHOT_IN_USE_US ((gint64) 600 * G_USEC_PER_SEC)

typedef struct _TcSnapshotFiles TcSnapshotFiles;

/* Errors: G_FILE_ERROR. */
TcSnapshotFiles *tc_snapshot_files_open (const TcServerParts *parts,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
void tc_snapshot_files_close (TcSnapshotFiles *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcSnapshotFiles, tc_snapshot_files_close)

const char *tc_snapshot_files_get_dir (TcSnapshotFiles *self);
/* Removes those of other epochs than @position's, and those of before it. */
void tc_snapshot_files_drop_before (TcSnapshotFiles *self, const TcPosition *position);
/* It was made, or is offered: it is served, and stays. */
void tc_snapshot_files_note (TcSnapshotFiles *self, const TcSnapshotFile *file);
gboolean tc_snapshot_files_has (TcSnapshotFiles *self, const char *name);
/* Keeps within the bounds above; done by itself. @now_us: monotonic */
void tc_snapshot_files_tidy (TcSnapshotFiles *self, gint64 now_us);
