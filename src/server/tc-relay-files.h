/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Attachments at a relay: what its desks send is kept in its own store, marked, and goes to the
 * server in the background, also when that is away for hours; what they ask for and the relay
 * doesn't have is fetched from the server.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-file-store.h"
#include "tc-relay-line.h"

typedef struct _TcRelayFiles TcRelayFiles;

/* Goes on with what an earlier run left. @dir: the data directory; @store, @line: (unowned): the
 * server's. Errors: G_FILE_ERROR. */
TcRelayFiles *tc_relay_files_new (const char *dir, TcFileStore *store, TcRelayLine *line,
                                  gint64 size_max, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void tc_relay_files_free (TcRelayFiles *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcRelayFiles, tc_relay_files_free)

/* Before a file that has come from a desk is taken into the store: from then on it is owed to the
 * server. Errors: G_FILE_ERROR, TC_ERROR_DENIED (the relay's right was ended). */
gboolean tc_relay_files_owe (TcRelayFiles *self, const char *hash,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Such a file was not taken: it isn't owed, unless the store has it from before. */
void tc_relay_files_forget (TcRelayFiles *self, const char *hash);
/* There is something to send, or a line to send it on. */
void tc_relay_files_hurry (TcRelayFiles *self);
guint tc_relay_files_count_owed (TcRelayFiles *self);
gboolean tc_relay_files_is_owed (TcRelayFiles *self, const char *hash);

/* Scopes were lost: nothing more comes of what was asked for before; who asked asks again. */
void tc_relay_files_stop_fetching (TcRelayFiles *self);
/* The relay's right was ended: all files go, also what is owed, which could not be sent any more.
 * The server asks the desks for what it lacks. */
void tc_relay_files_clear (TcRelayFiles *self);

/* What is owed stays; of the rest, which the server has, what was used longest ago goes. FALSE:
 * that makes no room. */
gboolean tc_relay_files_make_room (TcRelayFiles *self, gint64 size) G_GNUC_WARN_UNUSED_RESULT;

/* Fetches a file into the store. Errors: TC_ERROR_BUSY (no server now), TC_ERROR_FULL,
 * TC_ERROR_NOT_FOUND, TC_ERROR_DENIED, G_IO_ERROR. */
void tc_relay_files_fetch_async (TcRelayFiles *self, const char *hash, GAsyncReadyCallback callback,
                                 gpointer data);
gboolean tc_relay_files_fetch_finish (GAsyncResult *result,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
