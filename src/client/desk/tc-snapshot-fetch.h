/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fetching snapshots for a desk: first the lists of their parts and the parts that make the replica
 * of use, then, while it is used already, the others one by one, each a range of the server's file.
 * What has come is kept in a folder until it is loaded, so that a line that breaks, or the end of
 * the process, costs at most one part. A whole file that lies in the folder is read instead of
 * asking the server.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-http-client.h"
#include "tc-replica.h"

typedef struct _TcSnapshotFetch TcSnapshotFetch;

typedef struct {
  /* A token for the server is needed: tc_snapshot_fetch_set_token(). */
  void (*token) (gpointer data);
  /* All that tc_replica_load_first() wants. @files: (element-type TcSnapshotFile) */
  void (*first) (GArray *files, GPtrArray *lists, GPtrArray *parts, gpointer data);
  void (*part) (gint64 scope, gint64 number, GBytes *bytes, gpointer data);
  /* The server doesn't have a part any more. */
  void (*missed) (gpointer data);
  /* It can't be gone on with on this line. */
  void (*failed) (const char *why, gpointer data);
  /* Of the first parts, 0..1 */
  void (*progress) (double done, gpointer data);
} TcSnapshotFetchHooks;

TcSnapshotFetch *tc_snapshot_fetch_new (const char *folder, const TcSnapshotFetchHooks *hooks,
                                        gpointer data);
void tc_snapshot_fetch_free (TcSnapshotFetch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcSnapshotFetch, tc_snapshot_fetch_free)

/* @http: (nullable): there is no server at the moment */
void tc_snapshot_fetch_set_http (TcSnapshotFetch *self, TcHttpClient *http);
/* (nullable): there is none to be had. */
void tc_snapshot_fetch_set_token (TcSnapshotFetch *self, const char *token);
/* A set of snapshots was offered. (element-type TcSnapshotFile) */
void tc_snapshot_fetch_first (TcSnapshotFetch *self, GArray *files);
/* The parts that come next (element-type TcReplicaPart); the one that was given last and is named
 * again is damaged. */
void tc_snapshot_fetch_parts (TcSnapshotFetch *self, GArray *parts);
/* The line is closed. */
void tc_snapshot_fetch_stop (TcSnapshotFetch *self);
