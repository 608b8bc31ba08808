/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * toancanhd as a relay: what takes the place of deciding, and of what only the province's server
 * has. tc-server.c puts it in when [relay] server is set.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-desk-lines.h"
#include "tc-file-service.h"

typedef struct _TcRelayMode TcRelayMode;

/**
 * tc_relay_mode_new:
 * @parts: with config, dir and http; gets the hub
 * @state: path of the database
 *
 * Errors: TC_ERROR_INVALID (the relay is not enrolled), and as tc_hub_worker_new().
 */
TcRelayMode *tc_relay_mode_new (TcServerParts *parts, TcDeskLines *lines, const char *state,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* After the hub worker was stopped. */
void tc_relay_mode_free (TcRelayMode *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcRelayMode, tc_relay_mode_free)

/* Snapshots and files, once readers and tokens are there. Errors: G_FILE_ERROR. */
gboolean tc_relay_mode_open_files (TcRelayMode *self, TcFileStore *store, TcFileService *files,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
void tc_relay_mode_start (TcRelayMode *self);
void tc_relay_mode_snapshot (TcRelayMode *self, TcDeskLine *line, GArray *scopes);

/* What the administrator is told: server, online, since_us, queued, files, turned_away. (transfer
 * floating): a{sv} */
GVariant *tc_relay_mode_describe (TcRelayMode *self);
