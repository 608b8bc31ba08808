/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A relay's line to the province's server: the socket, and fetching snapshots with the relay's own
 * token, which stay in the folder of snapshots as they come. What is said on it is the relay
 * worker's.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-http-client.h"
#include "tc-line-client.h"
#include "tc-relay-worker.h"

typedef struct _TcRelayLine TcRelayLine;

/* @dir: the data directory. Errors: of reading the CA file. */
TcRelayLine *tc_relay_line_new (const TcWireAddress *address, const char *dir,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Before the worker is freed. */
void tc_relay_line_free (TcRelayLine *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcRelayLine, tc_relay_line_free)

/* Connects, and again whenever the line is lost. @worker was made with the hooks below, whose data
 * is this. */
void tc_relay_line_start (TcRelayLine *self, TcRelayWorker *worker);
extern const TcRelayWorkerHooks tc_relay_line_hooks;

/* As last told. */
const TcRelayStatus *tc_relay_line_get_status (TcRelayLine *self);
/* (nullable): why the server turned the relay away last; NULL since it is let in. */
const char *tc_relay_line_get_turned_away (TcRelayLine *self);

/* Told once scopes were lost, or a legal purge was carried out here, and snapshots with them are
 * gone: attachments may be named by no row any more. */
void tc_relay_line_set_lost (TcRelayLine *self, void (*func) (gpointer data), gpointer data);
/* Removes all snapshots. */
void tc_relay_line_clear (TcRelayLine *self);
/* Told of notices of the server. */
void tc_relay_line_set_notice (TcRelayLine *self,
                               void (*func) (const char *name, GVariant *value, gpointer data),
                               gpointer data);
/* Begins anew from the server's next snapshots. */
void tc_relay_line_renew (TcRelayLine *self);
/* How a snapshot is named in the folder. (transfer full) */
char *tc_relay_line_name_snapshot (gint64 scope, const TcPosition *position);

/* A client with a token that is good now; NULL while there is none. Borrowed. */
TcHttpClient *tc_relay_line_get_http (TcRelayLine *self);
