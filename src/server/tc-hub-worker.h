/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The hub on a thread of its own: commits happen there, sockets and everything else on the main
 * loop. All that waits is taken together, so that one commit serves many (group commit), and what
 * goes out is handed over in one turn of the main loop.
 *
 * It is also the server's operation sink: what gateways and jobs submit is made by the system.
 *
 * Thread: all functions and hooks on the main loop's thread.
 */
#pragma once

#include "tc-hub-horizon.h"
#include "tc-hub.h"
#include "tc-metrics-text.h"
#include "tc-operation-sink.h"
#include "tc-schema.h"

#define TC_TYPE_HUB_WORKER (tc_hub_worker_get_type ())
G_DECLARE_FINAL_TYPE (TcHubWorker, tc_hub_worker, TC, HUB_WORKER, GObject)

/* A line as the hub knows it. */
typedef struct _TcHubLine TcHubLine;

/* Commands that wait for the hub's thread; past it what the server itself submits is refused with
 * TC_ERROR_BUSY. */
#define TC_HUB_COMMANDS_MAX 4096
/* Of one line's messages that wait for it; past it the line is dropped. A desk with more to say
 * goes on where the log has it when it is back. */
#define TC_HUB_LINE_BYTES_MAX (16 * 1024 * 1024)
/* Likewise of all lines together; past it those are dropped that have more than a part waiting. */
#define TC_HUB_BYTES_MAX (64 * 1024 * 1024)
#define TC_HUB_LINE_PART_BYTES (64 * 1024)

/* As TcHubHooks, with @line_data of tc_hub_worker_open_line(). None is called for a line after it
 * was closed. */
typedef struct {
  void (*send) (gpointer line_data, GBytes *message, gpointer data);
  /* The hub is done with the line: close the socket once what was sent is out, then
   * tc_hub_worker_close_line() as ever. */
  void (*drop) (gpointer line_data, gpointer data);
  /* (nullable), as are notice and committed */
  void (*welcomed) (gpointer line_data, guint16 replica, gpointer data);
  void (*ask) (gpointer line_data, guint16 replica, gint64 number, const char *name,
               GVariant *value, gpointer data);
  void (*snapshot) (gpointer line_data, const gint64 *scopes, guint n_scopes, gpointer data);
  void (*notice) (gpointer line_data, guint16 replica, const char *name, GVariant *value,
                  gpointer data);
  void (*committed) (gint64 head_lsn, gpointer data);
  /* (nullable): @replica had followed the log further than it goes since it was restored. */
  void (*ahead) (guint16 replica, const TcPosition *position, gpointer data);
  /* (nullable): as of the hub; once for each line. */
  void (*other_version) (guint16 replica, gint64 version, const char *refused, gpointer data);
  /* The database failed: nothing is accepted any more. End the process; the next one reads what
   * became of everything. */
  void (*failed) (const GError *error, gpointer data);
} TcHubWorkerHooks;

/**
 * tc_hub_worker_new:
 * @path: the server's database; made and brought up to date if need be
 * @key: (transfer full): the server's
 *
 * Errors: TC_ERROR_STORE, TC_ERROR_DIVERGED (written by a newer program).
 */
TcHubWorker *tc_hub_worker_new (const char *path, TcKey *key, const TcHubWorkerHooks *hooks,
                                gpointer data, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Who brings the hub, and what else there is to do on its thread: a relay (tc-relay-worker.h). */
typedef struct {
  const TcSchemaSet *const *sets; /* of the database; NULL-terminated */
  /* On the hub's thread. The hub stays the plug's. */
  TcHub *(*open) (TcHubWorker *worker, TcDatabase *db, const TcHubHooks *hooks, gpointer plug,
                  GError **error);
  gboolean (*tick) (gint64 now_us, gpointer plug, GError **error);
  void (*close) (gpointer plug);
} TcHubWorkerPlug;
typedef void (*TcHubWorkerFunc) (gpointer data);

/* Likewise, with a hub that commits nothing of its own: what is submitted is TC_ERROR_DENIED.
 * @plug_data: goes to @plug's functions */
TcHubWorker *tc_hub_worker_new_plugged (const char *path, const TcPublicKey *server_key,
                                        const TcHubWorkerHooks *hooks, gpointer data,
                                        const TcHubWorkerPlug *plug, gpointer plug_data,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
gpointer tc_hub_worker_get_plug (TcHubWorker *self); /* any thread */
/* Carries @func out on the hub's thread, among what lines say; frees @data on either. */
void tc_hub_worker_run (TcHubWorker *self, TcHubWorkerFunc func, gpointer data,
                        GDestroyNotify data_free);
/* On the hub's thread: likewise on the main loop; not once the worker is stopped. */
void tc_hub_worker_tell (TcHubWorker *self, TcHubWorkerFunc func, gpointer data,
                         GDestroyNotify data_free);
/* On the hub's thread: its database failed. @error: (transfer full) */
void tc_hub_worker_fail (TcHubWorker *self, GError *error);

/* Commits what waits, closes the file, ends the thread; waits for it. */
void tc_hub_worker_stop (TcHubWorker *self);

const TcPublicKey *tc_hub_worker_get_public_key (TcHubWorker *self);
/* The server's, for those of its parts that sign. */
const TcKey *tc_hub_worker_get_key (TcHubWorker *self);
/* Signs the proof with the server's key. */
void tc_hub_worker_prove_session (TcHubWorker *self, TcSessionProof *proof);
/* As of the last commit that the main loop has heard of. */
void tc_hub_worker_get_position (TcHubWorker *self, TcPosition *position);

/* Legal purges, as their words go from the log: @closed_lsn as of tc_hub_get_closed_lsn(); @swept:
 * nothing of them is in the database's file any more. */
typedef void (*TcHubPurgedFunc) (gint64 closed_lsn, gboolean swept, gpointer data);
void tc_hub_worker_set_purged (TcHubWorker *self, TcHubPurgedFunc func, gpointer data);
/* As of the last of them that the main loop has heard of. */
gint64 tc_hub_worker_get_closed_lsn (TcHubWorker *self);
/* The attachment @hash, which was purged, was removed. */
void tc_hub_worker_forget_purged_file (TcHubWorker *self, const char *hash);

/* How long a desk that was away catches up from the log: for ever until a number of days is set. */
TcHubHorizon *tc_hub_worker_get_horizon (TcHubWorker *self);

TcHubLine *tc_hub_worker_open_line (TcHubWorker *self, gpointer line_data);
/* The socket is closed; @line must not be used afterwards. */
void tc_hub_worker_close_line (TcHubWorker *self, TcHubLine *line);
/* May call hook drop at once. */
void tc_hub_worker_receive (TcHubWorker *self, TcHubLine *line, GBytes *message);
void tc_hub_worker_reply (TcHubWorker *self, TcHubLine *line, gint64 number,
                          const TcRefusal *refusal, GVariant *value);
void tc_hub_worker_notify (TcHubWorker *self, TcHubLine *line, const char *name, GVariant *value);
/* @files: (element-type TcSnapshotFile) */
void tc_hub_worker_offer (TcHubWorker *self, TcHubLine *line, const TcPosition *position,
                          GArray *files);

/* As tc_operation_sink_submit_async() (finish likewise), but with @record (nullable) where it is
 * only written down what somebody did before, elsewhere. */
void tc_hub_worker_record_async (TcHubWorker *self, const TcOperationType *type, gconstpointer args,
                                 const TcRecord *record, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer data);

/* How the hub is, at one moment. */
typedef struct {
  TcHubCounts counts;
  TcPosition position;
  TcHistogram commits; /* how long they took, seconds */
  guint waiting;       /* operations that wait for a commit, in the hub or before its thread */
  guint per_minute;    /* operations settled in the last whole minute */
  GArray *peers;       /* (owned) (element-type TcHubPeerInfo) */
} TcHubStats;
void tc_hub_stats_free (TcHubStats *stats);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcHubStats, tc_hub_stats_free)

void tc_hub_worker_get_stats_async (TcHubWorker *self, GAsyncReadyCallback callback, gpointer data);
/* (transfer full). Errors: TC_ERROR_BUSY once it is stopped, TC_ERROR_STORE once it has failed. */
TcHubStats *tc_hub_worker_get_stats_finish (TcHubWorker *self, GAsyncResult *result,
                                            GError **error);
