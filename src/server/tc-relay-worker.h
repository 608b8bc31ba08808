/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A relay on the hub's thread: what a relay has beside the lines of its desks, which are the hub
 * worker's as ever. See tc-relay.h.
 *
 * Thread: all functions and hooks on the main loop's thread.
 */
#pragma once

#include "tc-hub-worker.h"
#include "tc-relay.h"

typedef struct _TcRelayWorker TcRelayWorker;

/* Of its line to the server. */
typedef struct {
  void (*send) (GBytes *message, gpointer data);
  /* @is_closed: it is already: the server has, and this is why. */
  void (*close) (const TcRefusal *why, gboolean is_closed, gpointer data);
  /* @files: (element-type TcSnapshotFile) */
  void (*fetch) (TcRelayPlan *plan, GArray *files, gpointer data);
  /* To tc_relay_worker_ask_token(). (nullable) @value: NULL if it is refused */
  void (*token) (GVariant *value, gpointer data);
  void (*notice) (const char *name, GVariant *value, gpointer data);
  void (*status) (const TcRelayStatus *status, gpointer data);
  void (*wiped) (gint64 scope, gpointer data);
  void (*lost) (gpointer data);
  void (*purged) (const TcPosition *position, gpointer data);
} TcRelayWorkerHooks;

/**
 * tc_relay_worker_new:
 * @path: the relay's database; made and brought up to date if need be
 * @key: (transfer full): the relay's
 * @lines: the hooks of its desks' lines, with @lines_data
 *
 * Errors: as tc_hub_worker_new().
 */
TcRelayWorker *tc_relay_worker_new (const char *path, TcKey *key, guint16 replica,
                                    const TcPublicKey *server_key, const char *name,
                                    const TcHubWorkerHooks *lines, gpointer lines_data,
                                    const TcRelayWorkerHooks *hooks, gpointer data,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Gives up what is being loaded, and stops the hub worker; waits for both. Nothing is told any
 * more. */
void tc_relay_worker_free (TcRelayWorker *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcRelayWorker, tc_relay_worker_free)

/* Borrowed. */
TcHubWorker *tc_relay_worker_get_hub (TcRelayWorker *self);
void tc_relay_worker_line_opened (TcRelayWorker *self);
void tc_relay_worker_line_closed (TcRelayWorker *self);
void tc_relay_worker_receive (TcRelayWorker *self, GBytes *message);
/* @lists, @contents: (element-type GBytes): of the files of hook fetch, in their order; on a thread
 * of its own, and meanwhile the room goes on; in the place of those that came before */
void tc_relay_worker_load (TcRelayWorker *self, TcRelayPlan *plan, GPtrArray *lists,
                           GPtrArray *contents);
void tc_relay_worker_ask_token (TcRelayWorker *self);
/* As tc_relay_renew(). */
void tc_relay_worker_renew (TcRelayWorker *self);
