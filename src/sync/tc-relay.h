/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The relay of a district's room: follows the province's server as a desk does, and serves the
 * desks behind it as the server does, with the server's own frames. It never orders: operations of
 * its desks are kept, on disk, and carried to the server, whose answers it passes on. Until they
 * come its other desks are told of each operation as a provisional one, so that a room that is cut
 * off stays a room.
 *
 * A deterministic core like hub and replica, which it consists of: SQLite on the caller's thread,
 * time and bytes by argument, bytes and news out by hook.
 */
#pragma once

#include "tc-hub.h"
#include "tc-replica.h"

#include <gio/gio.h>

typedef struct _TcRelay TcRelay;
/* Snapshots that the server has offered, to be loaded. Immutable; thread: any. */
typedef struct _TcRelayPlan TcRelayPlan;

/* What is to become of snapshots that are loaded, or are being loaded. */
typedef enum {
  TC_RELAY_UNWANTED,     /* they are of no use any more */
  TC_RELAY_WANTED_LATER, /* they may be: it shows when the server has greeted */
  TC_RELAY_WANTED,
} TcRelayWant;

/* What a relay keeps at most for the server: past it desks stay, and keep what they make. */
#define TC_RELAY_OPERATIONS_MAX 20000
#define TC_RELAY_BYTES_MAX ((gsize) 64 * 1024 * 1024)
/* Past so many its desks are not told of each other's any more: each of them has to apply them all
 * again whenever the server's order comes. */
#define TC_RELAY_SHOWN_MAX 2000
/* Questions of desks that wait for the server. */
#define TC_RELAY_QUESTIONS_MAX 1024

typedef struct {
  guint16 replica; /* its number, given at enrolment */
  const TcKey *key;
  TcPublicKey server_key;
  const char *name; /* as desks are told it */
} TcRelayIdentity;

typedef struct {
  TcReplicaStatus upstream;
  guint queued; /* operations that the server has not settled */
  gboolean online;
  gint64 since_us; /* since when it is or isn't; 0: since it was started */
  TcPosition base; /* where its log begins: that of the snapshots that were loaded last */
} TcRelayStatus;

/* Towards the server; as those of TcReplicaHooks. */
typedef struct {
  void (*send) (GBytes *message, gpointer data);
  void (*close) (const TcRefusal *why, gpointer data);
  /* Fetch these files whole, by tc_relay_plan(), and load them; and keep them as they are, with the
   * server's lists of their parts, to offer them to new desks at the status' base. */
  void (*fetch) (const TcSnapshotFile *files, guint n, gpointer data);
  /* To a question of the relay's own. */
  void (*reply) (gint64 number, const TcRefusal *refusal, GVariant *value, gpointer data);
  void (*notice) (const char *name, GVariant *value, gpointer data);
  void (*status) (const TcRelayStatus *status, gpointer data);
  /* A scope is being lost: what else is kept of it goes too. */
  void (*wiped) (gint64 scope, gpointer data);
  /* Scopes were lost, and whoever reads the database finds nothing of them any more: attachments
   * that no row names go; and once tc_relay_is_wiped(), all of them. */
  void (*lost) (gpointer data);
  /* A legal purge was carried out here: snapshots that stand at another position go, and
   * attachments that no row names. */
  void (*purged) (const TcPosition *position, gpointer data);
  /* The server takes nothing of this desk over this relay any more: @n operations of it that waited
   * here are let go. The desk itself has them. */
  void (*given_up) (guint16 replica, guint n, gpointer data);
} TcRelayHooks;

/**
 * tc_relay_new:
 * @db: a writer (FULL) with the sets state, server, desk, outbox and relay
 * @hooks: towards the server
 * @hub_hooks: towards the desks; make_id and ahead are not called
 *
 * Database and key stay the caller's. Errors: as tc_hub_new() and tc_replica_new().
 */
TcRelay *tc_relay_new (TcDatabase *db, const TcRelayIdentity *identity, const TcRelayHooks *hooks,
                       const TcHubHooks *hub_hooks, gpointer data, gint64 now_us,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
void tc_relay_free (TcRelay *self);
/* @db: of a relay, read on any thread. Whether its right was ended, and its rows have gone since:
 * what its desks' rows spoke of, and what waits for the server, may stay here no longer. Faults
 * stick to @db. */
gboolean tc_relay_is_wiped (TcDatabase *db);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcRelay, tc_relay_free)

/* For the lines of its desks: tc_hub_connect() and what follows, tc_hub_flush(), tc_hub_tick().
 * Nothing can be submitted to it. */
TcHub *tc_relay_get_hub (TcRelay *self);

/* Its own line to the server. */
void tc_relay_line_opened (TcRelay *self, gint64 now_us);
void tc_relay_line_closed (TcRelay *self, gint64 now_us);
/* As tc_replica_receive(). */
gboolean tc_relay_receive (TcRelay *self, GBytes *message, gint64 now_us,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What was offered last: of hook fetch, or later on its line. (transfer full) */
TcRelayPlan *tc_relay_plan (TcRelay *self);
TcRelayPlan *tc_relay_plan_ref (TcRelayPlan *plan);
void tc_relay_plan_unref (TcRelayPlan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcRelayPlan, tc_relay_plan_unref)
/**
 * tc_relay_plan_fill:
 * @db: a writer of a file of its own, new, with the sets of a relay's
 * @lists: (element-type GBytes): of their parts, one for each of @contents
 * @cancellable: (nullable): when nobody wants them any more
 *
 * Checks that the server signed the files, from the first byte to the last, and puts their rows
 * into @db. It takes its time; nothing is said of what @db has if it fails. Errors: those of
 * tc_snapshot_verify(), tc_snapshot_load() and tc_database_commit(). Thread: that of @db.
 */
gboolean tc_relay_plan_fill (const TcRelayPlan *plan, TcDatabase *db, GPtrArray *lists,
                             GPtrArray *contents, GCancellable *cancellable,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Whether they are still of use: on the line on which they were offered, on none, or on a later one
 * on which it still lacks them. Another answer may come with each message, line and end of a line.
 */
TcRelayWant tc_relay_wants (TcRelay *self, const TcRelayPlan *plan);
/**
 * tc_relay_take:
 * @plan: wanted
 * @filled: a writer of what tc_relay_plan_fill() has filled; of no more use afterwards
 *
 * What is there takes the place of the relay's rows and log, in one transaction; what waits for the
 * server stays. Its desks greet again. Errors: TC_ERROR_INVALID: @filled or its disk is no good, or
 * there is no room for what is in it, and the relay is as it was; any other is of its own file,
 * after which @self is of no more use: what is there may be either.
 */
gboolean tc_relay_take (TcRelay *self, const TcRelayPlan *plan, TcDatabase *filled, gint64 now_us,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A question of its own; the answer comes by hook reply with the number that is returned. 0 if it
 * has no server now. */
gint64 tc_relay_ask (TcRelay *self, const char *name, GVariant *value);
/* The files that new desks are given are lost or too old: begins anew from the server's next ones,
 * now or with the next line. Errors: TC_ERROR_STORE. */
gboolean tc_relay_renew (TcRelay *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Sends again what waits too long for its answer, and looks at how old those files are; once a
 * second. Errors: TC_ERROR_STORE, TC_ERROR_UNKNOWN. */
gboolean tc_relay_tick (TcRelay *self, gint64 now_us, GError **error) G_GNUC_WARN_UNUSED_RESULT;

void tc_relay_get_status (TcRelay *self, TcRelayStatus *status);
