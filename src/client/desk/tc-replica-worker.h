/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The replica on a thread of its own: everything that touches the desk's databases for writing
 * happens there. The counterpart of the server's hub worker.
 *
 * When the disk fails the files are closed and tried again until it is mended (tc-replica-store.h).
 * Meanwhile whoever asks gets TC_ERROR_FULL or TC_ERROR_DISK, and what comes on the line is let go.
 * A submit that the fault met is answered afterwards: with a verdict if the outbox has the
 * operation, else with what went wrong.
 *
 * Thread: all functions and hooks on the main loop's thread.
 */
#pragma once

#include "tc-operation-sink.h"
#include "tc-replica-store.h"
#include "tc-worker.h"

#define TC_TYPE_REPLICA_WORKER (tc_replica_worker_get_type ())
G_DECLARE_FINAL_TYPE (TcReplicaWorker, tc_replica_worker, TC, REPLICA_WORKER, GObject)

typedef struct {
  void (*send) (GBytes *message, gpointer data);
  /* @is_closed: it is already: the server has, and this is why. */
  void (*close) (const TcRefusal *why, gboolean is_closed, gpointer data);
  /* @rows: (element-type utf8 GArray): table to the ids (gint64) of its changed rows */
  void (*changed) (GHashTable *rows, gpointer data);
  void (*replaced) (gpointer data);
  void (*status) (const TcReplicaStatus *status, gpointer data);
  /* What waits for the server's answer has changed: @ids as of tc_replica_list_waiting(),
   * @provisional as of tc_replica_list_provisional(), @undecided as of
   * tc_replica_list_undecided(). */
  void (*waiting) (GArray *ids, GArray *provisional, GPtrArray *undecided, gpointer data);
  /* @files: (element-type TcSnapshotFile) */
  void (*fetch) (GArray *files, gpointer data);
  void (*reply) (gint64 number, const TcRefusal *refusal, GVariant *value, gpointer data);
  void (*notice) (const char *name, GVariant *value, gpointer data);
  /* The desk's own disk failed: nothing is kept until it is mended. Told again for each attempt in
   * vain. @full: no room is left. The line is to be closed. */
  void (*failed) (const GError *error, gboolean full, gpointer data);
  /* It goes on, everything may have changed, the line may be opened. @renewed: the replica was
   * broken and is made anew: readers are to open it again, and the server has to fill it. */
  void (*mended) (gboolean renewed, gpointer data);
  /* @parts: (element-type TcReplicaPart): of history, those that come next */
  void (*want) (GArray *parts, gpointer data);
} TcReplicaWorkerHooks;

/* @key: (transfer full): the desk's. Errors: TC_ERROR_DIVERGED. A disk that fails from the
 * beginning is no error here, but told by hook failed. */
TcReplicaWorker *tc_replica_worker_new (const TcReplicaStoreOptions *options, TcKey *key,
                                        const TcReplicaWorkerHooks *hooks, gpointer data,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
void tc_replica_worker_stop (TcReplicaWorker *self);

/* Keeps how a picture looks (table picture_look), unless it is known; then ::changed says so. */
void tc_replica_worker_keep_look (TcReplicaWorker *self, const char *hash, gint64 look);

/* A reader met something wrong in the replica: it is looked through, and mended if it is broken. */
void tc_replica_worker_examine (TcReplicaWorker *self);

gint64 tc_replica_worker_make_id (TcReplicaWorker *self);
void tc_replica_worker_line_opened (TcReplicaWorker *self);
void tc_replica_worker_line_closed (TcReplicaWorker *self);
void tc_replica_worker_receive (TcReplicaWorker *self, GBytes *message);
/* As tc_replica_load_first(); @files: (element-type TcSnapshotFile) */
void tc_replica_worker_load_first (TcReplicaWorker *self, GArray *files, GPtrArray *lists,
                                   GPtrArray *parts);
/* As tc_replica_load_part(), tc_replica_miss_part(). */
void tc_replica_worker_load_part (TcReplicaWorker *self, gint64 scope, gint64 number,
                                  GBytes *bytes);
void tc_replica_worker_miss_part (TcReplicaWorker *self);
/* As tc_replica_load_stick(). */
void tc_replica_worker_load_stick_async (TcReplicaWorker *self, GArray *files, GPtrArray *lists,
                                         GPtrArray *parts, GAsyncReadyCallback callback,
                                         gpointer data);
gboolean tc_replica_worker_load_stick_finish (TcReplicaWorker *self, GAsyncResult *result,
                                              GError **error);
void tc_replica_worker_ask (TcReplicaWorker *self, gint64 number, const char *name,
                            GVariant *value);

/* As tc_operation_sink_submit_async(), for @actor_id in @session_id. */
void tc_replica_worker_submit_async (TcReplicaWorker *self, const TcOperationType *type,
                                     gconstpointer args, gint64 actor_id, gint64 session_id,
                                     GCancellable *cancellable, GAsyncReadyCallback callback,
                                     gpointer data);
/* As tc_replica_insist(); finished likewise. */
void tc_replica_worker_insist_async (TcReplicaWorker *self, const TcOperationType *type,
                                     gconstpointer args, gint64 actor_id, gint64 session_id,
                                     GAsyncReadyCallback callback, gpointer data);
TcVerdict *tc_replica_worker_submit_finish (TcReplicaWorker *self, GAsyncResult *result,
                                            GError **error);
/* Deals with an entry of the tray: sends it again as a new operation of @actor_id, or says what
 * would become of it then (tc_replica_try()), or sets it aside. The answer is a verdict, as of
 * submitting; lsn 0 and no refusal when it was set aside. @args: (nullable) (transfer floating):
 * a{sv} in place of its own; @text: (nullable): why */
void tc_replica_worker_resend_async (TcReplicaWorker *self, gint64 seq, GVariant *args,
                                     gint64 actor_id, gint64 session_id,
                                     GAsyncReadyCallback callback, gpointer data);
void tc_replica_worker_try_async (TcReplicaWorker *self, gint64 seq, GVariant *args,
                                  gint64 actor_id, gint64 session_id, GAsyncReadyCallback callback,
                                  gpointer data);
/* @seqs: (element-type gint64): not changed any more */
void tc_replica_worker_set_aside_async (TcReplicaWorker *self, GArray *seqs, const char *text,
                                        gint64 actor_id, GAsyncReadyCallback callback,
                                        gpointer data);
void tc_replica_worker_take_back_async (TcReplicaWorker *self, GArray *seqs,
                                        GAsyncReadyCallback callback, gpointer data);

/* Runs @func with the outbox's connection, in one transaction. Errors: TC_ERROR_BUSY once stopped,
 * TC_ERROR_STORE, TC_ERROR_UNKNOWN, and @func's. */
void tc_replica_worker_run_outbox_async (TcReplicaWorker *self, TcWorkFunc func, gpointer data,
                                         GDestroyNotify data_free, GDestroyNotify result_free,
                                         GAsyncReadyCallback callback, gpointer user_data);
gpointer tc_replica_worker_run_outbox_finish (TcReplicaWorker *self, GAsyncResult *result,
                                              GError **error);
