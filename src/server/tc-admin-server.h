/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The administration socket: a Unix socket for root and for the user that the server runs as, told
 * by the kernel's word on the peer (SO_PEERCRED). One JSON object a line each way; the verbs stand
 * in tc-admin-client.h of the tools, which is the other end. Answers come in the order of the
 * questions; many may be under way at once, so that an importer fills whole commits.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-desk-lines.h"
#include "tc-file-store.h"

#define TC_ADMIN_QUESTION_BYTES_MAX (1024 * 1024)
/* Unanswered questions of one connection; past it reading rests. */
#define TC_ADMIN_UNANSWERED_MAX 256
#define TC_ADMIN_CONNECTIONS_MAX 32

typedef struct _TcAdminServer TcAdminServer;

/**
 * tc_admin_server_new:
 * @path: of the socket; a dead one there is replaced
 * @lines, @files: (unowned): the server's
 *
 * Errors: G_IO_ERROR; TC_ERROR_BUSY if another server answers there.
 */
TcAdminServer *tc_admin_server_new (const char *path, const TcServerParts *parts,
                                    TcDeskLines *lines, TcFileStore *files,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Questions under way are not answered any more. */
void tc_admin_server_free (TcAdminServer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcAdminServer, tc_admin_server_free)
