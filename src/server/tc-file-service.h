/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Attachments over HTTP, at /files/<sha256>, for desks with a bearer token:
 *
 *   HEAD   200 if it is there; else 404 with Upload-Offset: how much of it is
 *   PATCH  with Upload-Offset (where it stands) and Upload-Length (of the whole): the rest; 204
 *          when it is whole and its hash is right, 409 at another offset or while somebody else
 *          sends it, 413 over the limits, 422 for another hash, 507 where there is no room
 *   GET    the file or a range of it; only what is attached in a scope that the desk may hold; an
 *          original that is sealed only after it was opened there (photo.open), and not for long
 */
#pragma once

#include "tc-desk-lines.h"
#include "tc-file-store.h"
#include "tc-server-parts.h"

typedef struct _TcFileService TcFileService;
typedef struct _TcRelayFiles TcRelayFiles;

/* @store, @lines: (unowned): the server's. Desks that have a line and hold an attachment of a file
 * are told when it has come whole. */
TcFileService *tc_file_service_new (const TcServerParts *parts, TcFileStore *store,
                                    TcDeskLines *lines);
/* The server has lost that file: desks that have a line and may read it are asked for it. */
void tc_file_service_want (TcFileService *self, const char *hash);
/* At a relay: what comes is owed to the server, what is missing fetched from it. */
void tc_file_service_set_relay (TcFileService *self, TcRelayFiles *relay);
/* A file is to be had: desks that have a line and hold an attachment of it are told. */
void tc_file_service_tell_arrival (TcFileService *self, const char *hash);
void tc_file_service_free (TcFileService *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcFileService, tc_file_service_free)
