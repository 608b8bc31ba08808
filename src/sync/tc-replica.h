/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The desk's side of synchronisation: keeps the replica and the outbox, applies what a person does
 * at once, sends it, and when the server's order comes in takes pending operations back, applies
 * the confirmed rows and applies the pending ones again (rebase). Refused ones go to the tray.
 *
 * A deterministic core like the hub: SQLite on the caller's thread, time and bytes by argument,
 * bytes and news out by hook.
 */
#pragma once

#include "tc-capture.h"
#include "tc-line-message.h"
#include "tc-operation-type.h"
#include "tc-undecided.h"

typedef struct _TcReplica TcReplica;

typedef enum {
  TC_REPLICA_OFFLINE,
  TC_REPLICA_GREETING, /* the line is open, the server hasn't let us in yet */
  TC_REPLICA_LOADING,  /* snapshots are on their way */
  TC_REPLICA_CATCHING, /* behind the server's head as it was at the greeting */
  TC_REPLICA_LIVE,
} TcReplicaState;

typedef struct {
  TcReplicaState state;
  gint64 lsn;            /* applied */
  gint64 head_lsn;       /* of the server, as last told */
  guint pending;         /* made here, not settled */
  guint attention;       /* refused, not dealt with */
  gint64 clock_ahead_us; /* of this desk against the server, at the last greeting */
  guint parts;           /* of snapshots, behind the first: history */
  guint parts_left;      /* of them, not loaded yet */
  gboolean at_relay;     /* the line goes to a relay, which has its server or hasn't */
  gboolean relay_online;
  gint64 relay_since_us; /* since when it has or hasn't; 0: not known */
  guint provisional;     /* operations of others at the relay, not settled */
  guint idle;            /* of pending: no longer apply here, so they have no effect */
  guint deferred;        /* of pending: the server alone can decide, as yet without effect */
} TcReplicaStatus;

/* A part of a snapshot that is to be fetched: @size bytes from @start of the server's @file. */
typedef struct {
  gint64 scope;
  gint64 number;
  char *file;
  gint64 start;
  gint64 size;
} TcReplicaPart;
/* How many are named at once. */
#define TC_REPLICA_PARTS_AHEAD 4

/* What others behind the same relay made that a replica takes at most; further ones it doesn't
 * show. */
#define TC_PROVISIONAL_MAX 4000

typedef struct {
  void (*send) (GBytes *message, gpointer data);
  /* Close the line: the server or this end said goodbye; (nullable) why. */
  void (*close) (const TcRefusal *why, gpointer data);
  /* Rows that changed on this replica, in one go a commit; (element-type TcRowChange). */
  void (*changed) (const TcRowChange *changes, guint n, gpointer data);
  /* Everything may have changed: a snapshot was loaded. */
  void (*replaced) (gpointer data);
  void (*status) (const TcReplicaStatus *status, gpointer data);
  /* Fetch of these files the lists of their parts and the first parts, and call
   * tc_replica_load_first(); or fetch them whole and call tc_replica_load(). */
  void (*fetch) (const TcSnapshotFile *files, guint n, gpointer data);
  void (*reply) (gint64 number, const TcRefusal *refusal, GVariant *value, gpointer data);
  void (*notice) (const char *name, GVariant *value, gpointer data);
  void (*random) (guint8 *out, gsize size, gpointer data);
  /* An id of this desk: from the maker that its records' ids come from, begun at
   * tc_replica_get_last_id(). */
  gint64 (*make_id) (gint64 now_us, gpointer data);
  /* The server was restored from a backup and all rows will be replaced: the last moment to put
   * them by, at @position of the log as it was. NULL: what was put by has to go, since this desk
   * may no longer hold some of it. */
  void (*archive) (const TcPosition *position, gpointer data);
  /* The parts that come next: fetch them as the line allows and call tc_replica_load_part() for the
   * first of them. Told anew whenever that changes; what was told before is void. */
  void (*want) (const TcReplicaPart *parts, guint n, gpointer data);
  /* A legal purge was carried out on both files: attachments that no row names are to go. */
  void (*purged) (gpointer data);
  /* (nullable): an operation is applied from now on; NULL: that is done. */
  void (*executing) (const TcOperation *op, gpointer data);
  /* (nullable): how often a process ended while it applied @op. */
  guint (*deaths) (const TcOperation *op, gpointer data);
} TcReplicaHooks;

/* One of which the process has ended so often is not applied here again: the server decides. */
#define TC_REPLICA_DEATHS_MAX 2

/**
 * tc_replica_new:
 * @replica_db: a writer with the sets state and desk
 * @outbox_db: a writer (FULL) with the set outbox
 * @replica: the number given at enrolment
 *
 * Both databases and @key stay the caller's. Errors: TC_ERROR_STORE, TC_ERROR_DIVERGED.
 */
TcReplica *tc_replica_new (TcDatabase *replica_db, TcDatabase *outbox_db, guint16 replica,
                           const TcKey *key, const TcReplicaHooks *hooks, gpointer data,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
void tc_replica_free (TcReplica *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcReplica, tc_replica_free)

/* The key the server must have, from enrolment. */
void tc_replica_set_server_key (TcReplica *self, const TcPublicKey *key);
void tc_replica_line_opened (TcReplica *self);
void tc_replica_line_closed (TcReplica *self);
/* Errors: TC_ERROR_INVALID, TC_ERROR_DIVERGED (the line is to be closed; the next greeting mends
 * it), TC_ERROR_STORE. */
gboolean tc_replica_receive (TcReplica *self, GBytes *message, gint64 now_us,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* @contents: (element-type GBytes): of the files asked for by hook fetch, in that order. */
gboolean tc_replica_load (TcReplica *self, GPtrArray *contents,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * tc_replica_load_first:
 * @files: those of hook fetch
 * @lists: (element-type GBytes): of the parts of each
 * @parts: (element-type GBytes): the parts that are `first`, in the order of the lists
 *
 * From now on the replica is of use: it follows the log, and history comes behind (hook want).
 * Errors: TC_ERROR_INVALID, TC_ERROR_LIMIT, TC_ERROR_DENIED (not signed by the server),
 * TC_ERROR_DIVERGED, TC_ERROR_STORE.
 */
gboolean tc_replica_load_first (TcReplica *self, const TcSnapshotFile *files, GPtrArray *lists,
                                GPtrArray *parts, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A part of hook want came; one that nobody waits for is let go, a damaged one wanted again, and
 * after some attempts the replica is thrown away (TC_ERROR_DIVERGED). */
gboolean tc_replica_load_part (TcReplica *self, gint64 scope, gint64 number, GBytes *bytes,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Likewise in slices, each a transaction of its own, so that what people do comes in between: as
 * long as tc_replica_is_slicing(), about @bytes of its images at a time. */
gboolean tc_replica_begin_part (TcReplica *self, gint64 scope, gint64 number, GBytes *bytes,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean tc_replica_load_slice (TcReplica *self, gsize bytes,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean tc_replica_is_slicing (TcReplica *self);
/* Likewise as tc_replica_load_first(), out of files that came by hand, with or without a line; the
 * scopes in them are what is held until the server says something else. Its position must be ahead
 * of this replica's (TC_ERROR_NOT_FOUND). */
gboolean tc_replica_load_stick (TcReplica *self, const TcSnapshotFile *files, GPtrArray *lists,
                                GPtrArray *parts, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The server has the parts no more: ends the line, and the next greeting gets snapshots. */
gboolean tc_replica_miss_part (TcReplica *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Has hook want told. */
void tc_replica_want (TcReplica *self);

/* The newest id that this desk is known to have made. */
gint64 tc_replica_get_last_id (TcReplica *self);
/**
 * tc_replica_submit:
 * @args: (transfer floating): a{sv}, from tc_args_encode()
 * @actor_id: who, with @session_id as the proof of sign-in
 *
 * Kept in the outbox, applied here, sent if the line is up. Returns: (transfer full): a verdict
 * with lsn 0, or a refusal of this desk's own guards (nothing is kept then: the caller still has
 * what was typed). NULL with an error: after one of tc_error_is_store() the operation may be in the
 * outbox all the same. This replica is to be freed then, both files opened anew, and the one made
 * on them asked for tc_replica_get_doubt() of this one with tc_replica_has_pending().
 */
TcVerdict *tc_replica_submit (TcReplica *self, const TcOperationType *type, GVariant *args,
                              gint64 actor_id, gint64 session_id, gint64 now_us,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Likewise of what was done before and can't be asked about any more: what this desk's guards would
 * refuse is kept without effect here, and sent. The server decides, and what it refuses is in the
 * tray. */
TcVerdict *tc_replica_insist (TcReplica *self, const TcOperationType *type, GVariant *args,
                              gint64 actor_id, gint64 session_id, gint64 now_us,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The id of the operation that the newest submit or resend made, kept or not; 0: none. */
gint64 tc_replica_get_doubt (TcReplica *self);
/* Whether the outbox has the operation with this id. */
gboolean tc_replica_has_pending (TcReplica *self, gint64 id);
/* Asks the server something; the answer comes by hook reply. FALSE if the line isn't up. */
gboolean tc_replica_ask (TcReplica *self, gint64 number, const char *name, GVariant *value);
/* Sends an entry of the tray again, as a new operation of @actor_id; it is settled as 'resent', in
 * one with the keeping of the new one, if this desk's guards let it through. As
 * tc_replica_submit(); TC_ERROR_NOT_FOUND if it is no open entry of the tray. */
TcVerdict *tc_replica_resend (TcReplica *self, gint64 seq, gint64 actor_id, gint64 session_id,
                              gint64 now_us, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Sets entries of the tray aside, with who did and why; those that are settled already stay as they
 * are. @seqs: (element-type gint64); @text: (nullable) */
gboolean tc_replica_set_aside (TcReplica *self, const GArray *seqs, gint64 staff_id,
                               const char *text, gint64 now_us,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Of these, what was set aside needs attention again. */
gboolean tc_replica_take_back (TcReplica *self, const GArray *seqs,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* As tc_replica_resend(), with other arguments. @args: (nullable) (transfer floating): a{sv}; NULL:
 * as they were */
TcVerdict *tc_replica_resend_as (TcReplica *self, gint64 seq, GVariant *args, gint64 actor_id,
                                 gint64 session_id, gint64 now_us,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* What this desk's guards would say if it were sent again, likewise: nothing changes. */
TcVerdict *tc_replica_try (TcReplica *self, gint64 seq, GVariant *args, gint64 actor_id,
                           gint64 session_id, gint64 now_us,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Ids of what the server hasn't answered: the operations (which are those of their history rows),
 * and the incidents that they are about. (transfer full) (element-type gint64) */
GArray *tc_replica_list_waiting (TcReplica *self);
/* Likewise of what others behind the same relay made and the server hasn't settled, as far as it
 * has an effect here. */
GArray *tc_replica_list_provisional (TcReplica *self);
/* Of what the server hasn't answered, what has no effect here. (transfer full) (element-type
 * TcUndecided): by sequence, the oldest TC_UNDECIDED_MAX of them */
#define TC_UNDECIDED_MAX 1000
GPtrArray *tc_replica_list_undecided (TcReplica *self);
/* Another one whenever one of these lists may have changed. */
guint64 tc_replica_get_waiting_version (TcReplica *self);

void tc_replica_get_status (TcReplica *self, TcReplicaStatus *status);
/* Past how many pages whoever keeps the replica's file moves its WAL into it: 4 MB at a time are
 * little enough for a disk that others share; 16 while history is loaded. */
int tc_replica_get_wal_pages_max (const TcReplica *self);
void tc_replica_get_position (TcReplica *self, TcPosition *position);
