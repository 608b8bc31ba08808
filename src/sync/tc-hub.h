/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The server's side of synchronisation: takes operations from desks and from the server itself,
 * settles each (repeat? session? permission? guard?), applies them, writes log and state in one
 * transaction, and sends every desk what its scopes let it see.
 *
 * A deterministic core: SQLite is called on the caller's thread; time and bytes come in by
 * argument, bytes go out by hook; no clock, random, thread or main loop in here (the random bytes
 * it needs come by hook as well). tc_hub_flush() makes one commit of all that came since the last.
 *
 * Thread: one, that of the database's writer; hooks are called on it.
 */
#pragma once

#include "tc-database.h"
#include "tc-line-message.h"
#include "tc-log-store.h"
#include "tc-operation-type.h"
#include "tc-schema.h"
#include "tc-session-proof.h"

/* Desks so many versions of the schema behind the server's are served. */
#define TC_HUB_VERSIONS_BACK 2
#define TC_HUB_DEATHS_MAX 2
/* What waits for a commit, operations and their bytes: past it the hub is full, and is to be given
 * no more of what desks made before a flush has made room. */
#define TC_HUB_WAITING_MAX 4096
#define TC_HUB_WAITING_BYTES_MAX ((gsize) 16 * 1024 * 1024)

typedef struct _TcHub TcHub;
typedef struct _TcHubPeer TcHubPeer;

/* What happened before, elsewhere: recorded by the server, which signs it as replica 0. */
typedef struct {
  gint64 made_us;  /* > 0 */
  gint64 actor_id; /* 0: the system */
} TcRecord;

typedef struct {
  /* One message to a desk. */
  void (*send) (gpointer peer_data, GBytes *message, gpointer data);
  /* The hub has said goodbye; close the line once it is sent. The peer is gone after this call. */
  void (*drop) (gpointer peer_data, gpointer data);
  /* The desk proved who it is and is welcome. */
  void (*welcomed) (gpointer peer_data, guint16 replica, gpointer data);
  /* A question of a desk: answer with tc_hub_reply() now or later. */
  void (*ask) (gpointer peer_data, guint16 replica, gint64 number, const char *name,
               GVariant *value, gpointer data);
  /* A desk needs snapshots of @scopes: make them and call tc_hub_offer(). */
  void (*snapshot) (gpointer peer_data, const gint64 *scopes, guint n_scopes, gpointer data);
  void (*notice) (gpointer peer_data, guint16 replica, const char *name, GVariant *value,
                  gpointer data);
  /* After each commit. */
  void (*committed) (gint64 head_lsn, gpointer data);
  void (*random) (guint8 *out, gsize size, gpointer data);
  /* An id of the server, for an operation of its own: from the maker that its records' ids come
   * from, begun at tc_hub_get_last_id(). */
  gint64 (*make_id) (gint64 now_us, gpointer data);
  /* A desk had followed this log further than it goes now: it was restored from a backup. */
  void (*ahead) (guint16 replica, const TcPosition *position, gpointer data);
  /* Not known since a restore, a desk has proved that it was enrolled: it is again, unless the
   * agency or role with the code @lacks (nullable) isn't known either. */
  void (*enrolled_again) (guint16 replica, const char *name, const char *lacks, gpointer data);
  /* A desk came with another version of the schema; @refused: (nullable): NULL if it is served. */
  void (*other_version) (guint16 replica, gint64 version, const char *refused, gpointer data);
  /* These are applied now (n is 0: no more), so that one which ends the process can be known. It is
   * not said that they are no more when the database can't carry one of them out. */
  void (*executing) (TcOperation *const *ops, guint n, gpointer data);
  /* How often the process ended while this operation was applied: from 1 on it gets a commit of its
   * own, from TC_HUB_DEATHS_MAX on it is refused as "operation.poison". */
  guint (*deaths) (const TcOperation *op, gpointer data);
  /* What legal purges named is out of the log; snapshots from before @closed_lsn are not to be
   * given out any more. @swept: and no trace is left in the database's file. */
  void (*purged) (gint64 closed_lsn, gboolean swept, gpointer data);
  /* Traces are left in it, since it can't be read through or written anew now; it is tried again.
   */
  void (*purge_waits) (const GError *why, gpointer data);
} TcHubHooks;

/**
 * tc_hub_new:
 * @db: a writer on a database with the sets state and server; stays the caller's
 * @key: the server's; stays the caller's
 *
 * Takes the lease of the log. Errors: TC_ERROR_STORE; TC_ERROR_BUSY: another hub has the lease.
 */
TcHub *tc_hub_new (TcDatabase *db, const TcKey *key, const TcHubHooks *hooks, gpointer data,
                   gint64 now_us, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void tc_hub_free (TcHub *hub);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcHub, tc_hub_free)

/* For tests: the set `state` that @db was made with, if it isn't the compiled-in one. */
void tc_hub_set_schema (TcHub *hub, const TcSchemaSet *state);

/* A line was opened: sends the challenge. @peer_data goes to the hooks. */
TcHubPeer *tc_hub_connect (TcHub *hub, gpointer peer_data, gint64 now_us);
/* A message came. Malformed ones end the line; the peer may be gone afterwards (hook drop). */
void tc_hub_receive (TcHub *hub, TcHubPeer *peer, GBytes *message, gint64 now_us);
void tc_hub_disconnect (TcHub *hub, TcHubPeer *peer);

/* A message of operations, read and its signatures checked: the costly part of receiving one, pure
 * computing, which any thread may do beside the hub's. */
typedef struct _TcHubOperations TcHubOperations;
/* (nullable): NULL if it is another message, or malformed: give it to tc_hub_receive(). */
TcHubOperations *tc_hub_operations_new (GBytes *message, const TcPublicKey *key);
void tc_hub_operations_free (TcHubOperations *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcHubOperations, tc_hub_operations_free)
/* As tc_hub_receive() of the message, with nothing checked twice if @operations (transfer full)
 * were checked with the peer's key. */
void tc_hub_receive_operations (TcHub *hub, TcHubPeer *peer, TcHubOperations *operations);
/* (nullable): once it is welcome */
const TcPublicKey *tc_hub_peer_get_key (const TcHubPeer *peer);

void tc_hub_reply (TcHub *hub, TcHubPeer *peer, gint64 number, const TcRefusal *refusal,
                   GVariant *value);
void tc_hub_notify (TcHub *hub, TcHubPeer *peer, const char *name, GVariant *value);
/* @files stand at @position, which is this log's. */
void tc_hub_offer (TcHub *hub, TcHubPeer *peer, const TcPosition *position, GArray *files);

/* Called when the operation is durable, or with an error when its outcome is not known. */
typedef void (*TcHubVerdictFunc) (const TcVerdict *verdict, const GError *error, gpointer data);

/**
 * tc_hub_submit:
 * @args: (transfer floating): a{sv}, from tc_args_encode()
 * @record: (nullable): who did it and when, where it is only written down here (taken over from
 *   another system); NULL: the system does it now
 *
 * An operation of the server itself, settled by the next flush; one that is too large is refused at
 * once and has no place in the log (lsn 0).
 */
void tc_hub_submit (TcHub *hub, const TcOperationType *type, GVariant *args, const TcRecord *record,
                    gint64 now_us, TcHubVerdictFunc func, gpointer data);
/* The newest id that the log knows of the server. */
gint64 tc_hub_get_last_id (TcHub *hub);
/* Once, before the first line of an epoch that began with a restore: nothing that people may have
 * heard since the backup is given out again. Errors: as tc_hub_flush(). */
gboolean tc_hub_begin_epoch (TcHub *hub, gint64 now_us, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Then, once: a province that was founded by an older version gets the scopes that are new in this
 * one. Errors: as tc_hub_flush(). */
gboolean tc_hub_add_scopes (TcHub *hub, gint64 now_us, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Whether a flush has something to do. */
gboolean tc_hub_has_work (TcHub *hub);
gboolean tc_hub_is_full (TcHub *hub);

/**
 * tc_hub_flush:
 *
 * One commit of up to TC_BATCH_OPERATIONS_MAX waiting operations, answers and frames sent after it.
 * Errors: TC_ERROR_STORE, TC_ERROR_UNKNOWN or TC_ERROR_BUSY (the lease is lost): the hub is of no
 * further use; open the file anew with a new hub, which looks up what became of the operations when
 * they are sent again.
 */
gboolean tc_hub_flush (TcHub *hub, gint64 now_us, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Drops lines that don't acknowledge; once a second. */
void tc_hub_tick (TcHub *hub, gint64 now_us);

/* Lets go of one step's worth of row images of commits from before @before_us: a desk that was away
 * longer gets snapshots. Between two flushes. Errors: as tc_hub_flush(). */
gboolean tc_hub_trim (TcHub *hub, gint64 before_us, TcLogTrim *trim,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Compresses the next @operations whose row images were let go, if there are so many; at most
 * TC_LOG_SEGMENT_OPERATIONS. @more: (out): another step would go on. Between two flushes. Errors:
 * as tc_hub_flush(). */
gboolean tc_hub_pack (TcHub *hub, guint operations, gboolean *more,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
/**
 * tc_hub_tend_purges:
 * @more: (out): call it again soon, else in a second
 *
 * Some of what is left to do of legal purges. Between two flushes; it may block for as long as the
 * database takes to be written anew. Errors: as tc_hub_flush().
 */
gboolean tc_hub_tend_purges (TcHub *hub, gint64 now_us, gboolean *more,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* An attachment of table `purge_file` was removed. */
void tc_hub_forget_purged_file (TcHub *hub, const char *hash);
/* Snapshots from before it hold what was purged; 0. */
gint64 tc_hub_get_closed_lsn (TcHub *hub);
void tc_hub_get_position (TcHub *hub, TcPosition *position);
/* Since it was made. */
typedef struct {
  guint64 accepted; /* operations */
  guint64 refused;
  guint64 commits;
  guint64 frames; /* messages with commits, one for each desk */
  guint64 frame_bytes;
  guint waiting; /* operations, now */
} TcHubCounts;
void tc_hub_get_counts (TcHub *hub, TcHubCounts *counts);
/* A desk that is welcome. */
typedef struct {
  guint16 replica;
  gboolean loading; /* its first data */
  gint64 acked_lsn;
  gsize in_flight_bytes;
} TcHubPeerInfo;
/* (transfer full) (element-type TcHubPeerInfo) */
GArray *tc_hub_list_peers (TcHub *hub);
guint tc_hub_get_peers (TcHub *hub);
