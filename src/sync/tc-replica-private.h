/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the replica's parts share: tc-replica.c (opening, submitting), tc-replica-line.c (messages),
 * tc-replica-rebase.c (pending operations back and forth, frames, snapshots), tc-replica-parts.c
 * (snapshots in parts), tc-replica-provisional.c (those of others behind the same relay).
 */
#pragma once

#include "tc-execute.h"
#include "tc-outbox.h"
#include "tc-replica.h"

/* The kind, in held_scope, of a scope that is lost and whose traces may still stand in the file. */
#define TC_SCOPE_WIPED "wiped"

/* Who keeps what comes, beside its rows: a relay. Within the transaction that applies it; faults
 * stick to the database. */
typedef struct {
  /* @frames: (element-type TcFrame): applied, at least one */
  void (*frames) (GPtrArray *frames, gpointer data);
  /* The rows of a scope that may no longer be held have gone. */
  void (*wiped) (gint64 scope, gpointer data);
  /* What operations that were purged left beside the rows is to go. */
  void (*purged) (gpointer data);
  /* Its right was ended, all rows are about to go; outside a transaction. Errors: TC_ERROR_STORE */
  gboolean (*ended) (gpointer data, GError **error);
} TcReplicaKeeper;

/* How the rows came to be what they are. */
typedef enum {
  TC_REPLICA_FOLLOWED,   /* by the log */
  TC_REPLICA_FILLED,     /* snapshots took the place of others */
  TC_REPLICA_FILLED_NEW, /* likewise, in a file that never had any */
} TcReplicaFilled;

/* Not settled, as it stands at the relay: of another desk, or one of our own that is pending. */
typedef struct {
  TcOperation *op; /* (owned) */
  gint64 lsn;      /* accepted at; 0: not settled. Of our own the outbox knows */
  gboolean tried;  /* applied, or found to have no effect, since they last were taken back */
} TcProvisional;

/* A part that is loaded slice by slice. */
typedef struct {
  GBytes *images; /* (owned) (nullable): NULL: none is */
  gsize at;       /* how far it is loaded */
  gint64 rows;    /* likewise */
  gint64 scope;
  gint64 number;
  TcDigest hash; /* of the part: whether it is still that one */
} TcReplicaSlice;

struct _TcReplica {
  TcDatabase *db;   /* (unowned): the caller's, outlives us */
  TcOutbox *outbox; /* (owned) */
  const TcKey *key; /* (unowned): likewise */
  guint16 number;
  TcReplicaHooks hooks;
  gpointer data;
  TcCatalogue *catalogue;   /* (owned) */
  TcCapture *capture;       /* (owned) */
  TcRowChangeFunc on_row;   /* adds to changes */
  GArray *changes;          /* (owned) (element-type TcRowChange): since the last commit */
  guint schema_version;     /* of `state` */
  TcPassedOver passed_over; /* as noted, if there was anything */
  TcPosition position;      /* of the confirmed state */
  TcReplicaState state;
  gboolean server_known; /* server_key is set */
  TcPublicKey server_key;
  TcPosition offered;      /* of the snapshots that are being fetched; zero: none are */
  GArray *offered_scopes;  /* (owned) (element-type gint64) */
  GArray *rights;          /* (owned) (element-type gint64): what the server lets us hold */
  GPtrArray *rights_kinds; /* (owned) (element-type utf8) */
  gboolean resumed;        /* it has said on this line that it goes on from what it has */
  gboolean told_settled;   /* and that all that it made is settled */
  gint64 head_lsn;
  gint64 clock_ahead_us;
  gint64 sent_seq;    /* the newest operation sent on this line */
  gint64 known_seq;   /* up to which the server knows our sequence, sent and skipped ones counted */
  gint64 greeted_seq; /* up to which it did when it greeted */
  GHashTable *forked; /* (owned) (element-type gint64): numbers that it has for other operations */
  gint64 doubt;       /* id of the newest operation made */
  guint parts;        /* of snapshots, behind the first */
  guint parts_left;   /* of them, not loaded yet */
  guint bad_parts;    /* damaged ones in a row */
  TcReplicaSlice slice;          /* of the part that is being loaded */
  const TcReplicaKeeper *keeper; /* (unowned) (nullable): static */
  gpointer keeper_data;
  gboolean purge_due;     /* legal purges may have left something to wipe */
  guint purge_rewritten;  /* of so many the files were wiped, but for the replica's WAL */
  guint purge_anew;       /* how many of them the rows are of after */
  gboolean filled_new;    /* the rows are the first of this file */
  GPtrArray *provisional; /* (owned) (element-type TcProvisional): in the relay's order */
  GHashTable *placed;     /* (owned) (element-type gint64): numbers of our own applied among them */
  GHashTable *reasons;  /* (owned): numbers (gint64) of our own without effect to why (nullable) */
  guint64 idle_version; /* another one when what has no effect may be another */
  guint64 provisional_version;
  gboolean at_relay; /* as it says of itself on this line */
  gboolean relay_online;
  gint64 relay_since_us;
  gboolean unknown; /* the last line ended since it is no desk of that server */
};

/* tc-replica-rebase.c: all inside one transaction of the replica that they open and close. */

/* Takes back whatever is applied beyond the confirmed state and applies what the outbox has. */
gboolean tc_replica_reapply (TcReplica *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Likewise, if the only new ones are provisional and stand behind all others of that kind: these
 * stay as they are. */
gboolean tc_replica_apply_newest (TcReplica *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* @frames: (element-type TcFrame): all of them in one transaction, or none. */
gboolean tc_replica_apply_frames (TcReplica *self, GPtrArray *frames,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean tc_replica_apply_snapshots (TcReplica *self, GPtrArray *contents,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
typedef gboolean (*TcReplicaWork) (TcReplica *self, gpointer data, GError **error);
/* Throws all rows away and has @work put in those at the position that was offered. */
gboolean tc_replica_replace (TcReplica *self, TcReplicaWork work, gpointer data,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Of a file that others have filled with the rows that were offered: notes in it, within a
 * transaction, what they are; and has them take the place of all that is here. For who has no
 * operations of its own. */
/* It follows the log from behind: what it lacks may be in what is to come. */
gboolean tc_replica_note_head (TcReplica *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void tc_replica_mark_filled (TcReplica *self, TcDatabase *filled);
gboolean tc_replica_take_filled (TcReplica *self, TcDatabase *filled,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Has @work change the confirmed state. */
gboolean tc_replica_within (TcReplica *self, TcReplicaWork work, gpointer data,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* As tc_execute(); one that processes ended of: TC_OUTCOME_DEFERRED, without a trace. */
TcOutcome tc_replica_execute (TcReplica *self, const TcOperation *op, TcRefusal **refusal,
                              GError **error);
/* Applies one operation here and keeps what takes it back. FALSE: refused (@refusal) or failed
 * (@error). @applied: whether it has an effect here. */
gboolean tc_replica_apply_pending (TcReplica *self, const TcOperation *op, TcRefusal **refusal,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Likewise; one that doesn't apply here keeps its place without effect: the server decides. */
gboolean tc_replica_place_pending (TcReplica *self, const TcOperation *op,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Whether @scope was loaded here and isn't lost. @db: a replica's, or a relay's */
gboolean tc_replica_holds (TcDatabase *db, gint64 scope);
/* Removes the rows of scopes that this desk may no longer hold. */
gboolean tc_replica_wipe_lost (TcReplica *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Throws all rows and the position away; what the outbox has is applied to nothing. */
gboolean tc_replica_start_over (TcReplica *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Forgets the position: the next greeting gets snapshots. */
gboolean tc_replica_forget (TcReplica *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* tc-replica-parts.c */
gboolean tc_replica_apply_first (TcReplica *self, const TcSnapshotFile *files, GPtrArray *lists,
                                 GPtrArray *parts, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The bodies of a frame that was checked, over rows that may be missing. */
void tc_replica_apply_bodies (TcReplica *self, const TcFrame *frame);
gboolean tc_replica_count_parts (TcReplica *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Inside a transaction: nothing is to come any more. */
void tc_replica_forget_parts (TcReplica *self);
/* Of the part that is being loaded nothing more comes: what is in of it may have gone. */
void tc_replica_drop_slice (TcReplica *self);
void tc_replica_forget_parts_of (TcReplica *self, gint64 scope);

/* tc-replica-purge.c */
/* Once snapshots are loaded: wipes what is left of the rows that were there before. */
gboolean tc_replica_wipe_filled (TcReplica *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean tc_replica_is_purged (TcReplica *self, const TcOperation *op);
/* Outside a transaction: wipes what is left of legal purges, if something is. */
gboolean tc_replica_tend_purges (TcReplica *self, TcReplicaFilled filled,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* tc-replica.c */
/* Tells of the rows that changed, after a commit; or forgets them, after a rollback. */
void tc_replica_tell_changes (TcReplica *self, gboolean committed);
void tc_replica_tell_status (TcReplica *self);

/* What became of an operation on top of the confirmed rows, in `applied` of pending_undo and of
 * provisional. */
enum {
  TC_PLACED_IDLE = 0,     /* it no longer applies here */
  TC_PLACED_APPLIED = 1,  /* it has its effect */
  TC_PLACED_DEFERRED = 2, /* the server alone can decide */
};

/* What became of one of our own, and why; @refusal: (nullable) */
void tc_replica_note_placed (TcReplica *self, gint64 seq, gint64 placed, const TcRefusal *refusal);

/* tc-replica-provisional.c */
void tc_replica_free_provisional (gpointer provisional);
/* Within the transaction of a rebase: takes them back, after what is pending; and applies them
 * again, before it. */
void tc_replica_undo_provisional (TcReplica *self);
gboolean tc_replica_apply_provisional (TcReplica *self, gint64 confirmed_lsn,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Likewise only those that haven't been, which stand at the end. */
gboolean tc_replica_append_provisional (TcReplica *self, gint64 confirmed_lsn,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Whether that pending operation was applied among them. */
gboolean tc_replica_is_placed (TcReplica *self, gint64 seq);
/* Those whose effects have come are no longer provisional. */
void tc_replica_forget_seen (TcReplica *self);
guint tc_replica_count_provisional (TcReplica *self); /* of others */
gboolean tc_replica_on_provisional (TcReplica *self, const TcLineMessage *message,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean tc_replica_on_settled (TcReplica *self, const TcLineMessage *message,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* What a relay says of itself. */
void tc_replica_on_relay (TcReplica *self, GVariant *value);
/* Not at a relay (any more): there are none. */
gboolean tc_replica_leave_relay (TcReplica *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* tc-replica-restored.c */
/* Whether the server is no longer the one that this replica followed. */
gboolean tc_replica_is_elsewhere (TcReplica *self, const TcLineMessage *welcome);
/* It was restored from a backup: what it may have lost is pending again, it is told of sessions and
 * code blocks that it may not know, and the position is void, but for that of a replica which a
 * stick has filled from that server since. */
gboolean tc_replica_reopen (TcReplica *self, const TcLineMessage *welcome,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Whether an answer is awaited that may say that this desk was restored: then what follows on it is
 * not sent yet. */
gboolean tc_replica_has_doubtful (TcReplica *self);
/* Newer than all that it made, even if its clock was behind when it was restored. */
gint64 tc_replica_make_id (TcReplica *self, gint64 now_us);
/* A number is another operation's, or its id is older than others: this desk was restored. */
gboolean tc_replica_note_forked (TcReplica *self, const TcLineAnswer *answer,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Once nothing is doubtful: makes anew, under the next numbers and in their order, what was forked
 * and what was not sent since it follows on that. @renewed: (out): whether there was any */
gboolean tc_replica_renew (TcReplica *self, gint64 now_us, gboolean *renewed,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A sign-in's answer has a proof of the session. */
gboolean tc_replica_keep_proof (TcReplica *self, GVariant *value,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* tc-replica-line.c */
/* As tc_replica_load(), of such a file; also after the line that they were offered on. */
gboolean tc_replica_load_filled (TcReplica *self, TcDatabase *filled,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
void tc_replica_send (TcReplica *self, const TcLineMessage *message);
/* Sends what is pending and has not been sent on this line. */
void tc_replica_send_pending (TcReplica *self);
