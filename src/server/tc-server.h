/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * toancanhd without its command line: opens the data directory, puts the parts together, serves,
 * and stops in order. Data directory: state.db (log and state), secrets.db, server.key, files/,
 * snapshots/, admin.sock, lock.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-server-config.h"

#include <gio/gio.h>

#define TC_TYPE_SERVER (tc_server_get_type ())
G_DECLARE_FINAL_TYPE (TcServer, tc_server, TC, SERVER, GObject)

/* What runs when the server is told to stop has so long. */
#define TC_SERVER_STOP_MS 10000

/**
 * tc_server_new:
 * @config: (transfer full): with a data directory and an admin socket
 * @failed: called when the database failed: end the process, the next one finds out what became of
 *   everything
 *
 * Opens everything; nothing is served yet. Errors: TC_ERROR_BUSY if another server has the data
 * directory; TC_ERROR_STORE, TC_ERROR_DIVERGED; G_FILE_ERROR.
 */
TcServer *tc_server_new (TcServerConfig *config, void (*failed) (gpointer data), gpointer data,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Errors: as tc_http_server_listen() and tc_admin_server_new(). */
gboolean tc_server_start (TcServer *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* (transfer full) */
char *tc_server_dup_uri (TcServer *self);
/* Lets what runs finish, says goodbye to desks, commits what waits. */
void tc_server_stop_async (TcServer *self, GAsyncReadyCallback callback, gpointer data);
/* FALSE if something had to be cut off. */
gboolean tc_server_stop_finish (TcServer *self, GAsyncResult *result);
