/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A file into the server's store, over the administration socket.
 */
#pragma once

#include "tc-admin-client.h"

/* Bytes of a file that travel at once. */
#define TC_ADMIN_PIECE_BYTES (512 * 1024)

/* Sends what the server hasn't yet. Blocks. Errors: TC_ADMIN_ERROR, G_FILE_ERROR, G_IO_ERROR. */
gboolean tc_admin_upload (TcAdminClient *client, const char *path,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
