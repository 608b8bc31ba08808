/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The two files of a desk and the replica on them, through the faults of their disk: closed at
 * once, opened again after a delay that grows, and no further than they can be written. What became
 * of an operation in doubt is asked of the replica that is open afterwards.
 *
 * The outbox is never moved nor deleted. The replica can be had again: one that is corrupt, or
 * fails several times while the outbox does not, is moved aside and made anew; the outbox is
 * applied to it.
 *
 * Thread: the replica's. Time comes by argument.
 */
#pragma once

#include "tc-execution-mark.h"
#include "tc-replica.h"

/* Between two attempts at opening again: after the first, and at most. */
#define TC_STORE_DELAY_US G_USEC_PER_SEC
#define TC_STORE_DELAY_US_MAX (15 * G_USEC_PER_SEC)
/* A fault that comes this soon after the last was mended goes on with its delay. */
#define TC_STORE_STABLE_US (60 * G_USEC_PER_SEC)
/* Faults of the replica alone until it is moved aside. */
#define TC_STORE_REPLICA_FAULTS_MAX 3
/* After the disk was full nothing is tried below this. */
#define TC_STORE_ROOM_MIN ((guint64) 4 * 1024 * 1024)

/* Beside the replica: parts of snapshots that are not loaded yet. */
#define TC_SNAPSHOT_FOLDER "snapshots"
/* In it: what comes out of a stick, until it is checked. */
#define TC_STICK_FOLDER "stick"

typedef struct _TcReplicaStore TcReplicaStore;

typedef struct {
  const char *replica_path;
  const char *outbox_path;
  guint16 replica;
  TcPublicKey server_key;
  const char *vfs;     /* (nullable): the simulated disk of tests */
  gint64 delay_us_max; /* between two attempts; 0: TC_STORE_DELAY_US_MAX */
} TcReplicaStoreOptions;

/* @key: stays the caller's. Opens nothing yet. */
TcReplicaStore *tc_replica_store_new (const TcReplicaStoreOptions *options, const TcKey *key,
                                      const TcReplicaHooks *hooks, gpointer data);
void tc_replica_store_free (TcReplicaStore *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcReplicaStore, tc_replica_store_free)

/* NULL while the files are closed. */
TcReplica *tc_replica_store_get (TcReplicaStore *self);
TcDatabase *tc_replica_store_get_outbox (TcReplicaStore *self);
/* (nullable): the replica's own file, for what this desk makes for itself beside the rows; between
 * two works of the replica. */
TcDatabase *tc_replica_store_get_database (TcReplicaStore *self);

/* (nullable): of what is applied to the replica; NULL while it could not be opened. */
TcExecutionMark *tc_replica_store_get_mark (TcReplicaStore *self);

/* Closes both files, after a fault that they gave (tc_error_is_store()). @now_us: of a clock that
 * only goes forward. */
void tc_replica_store_fail (TcReplicaStore *self, const GError *error, gint64 now_us);
/* When to try next; G_MAXINT64 while open. */
gint64 tc_replica_store_get_next_us (TcReplicaStore *self);
/* Whether the fault is that no room is left. */
gboolean tc_replica_store_is_full (TcReplicaStore *self);

/**
 * tc_replica_store_open:
 * @now_us: as above
 * @clock_us: the time of day, microseconds UTC: names a replica that is moved aside
 * @last_id: the newest id that was given out here; kept, so that none is given out again
 *
 * Opens both files. After a fault it is also proved that they can be written, and what was written
 * and what not is settled. Errors: those of tc_error_is_store(), after which it is tried again at
 * the next time; TC_ERROR_DIVERGED: the outbox is of another desk.
 */
gboolean tc_replica_store_open (TcReplicaStore *self, gint64 now_us, gint64 clock_us,
                                gint64 last_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Whether the replica was made anew since this was asked last. */
gboolean tc_replica_store_take_renewed (TcReplicaStore *self);

/* Looks the replica's file through, after somebody read something wrong in it; on a connection of
 * its own, since the writer may still have in memory what stood there. Errors: TC_ERROR_CORRUPT
 * and what reading gives. */
gboolean tc_replica_store_examine (TcReplicaStore *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Hook archive of the replica: puts its rows by, or what was put by goes. */
void tc_replica_store_archive (TcReplicaStore *self, const TcPosition *position);
/* Moves the WALs into the files; @idle: there is nothing else to do. */
void tc_replica_store_tend (TcReplicaStore *self, gboolean idle);
