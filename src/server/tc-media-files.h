/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where desks fetch what was exported (tc-media-exports.h): by HTTP over TLS, with the certificate
 * of the host's streams, at /export/<camera>/<export: 16 hexadecimal digits>/<file>, by ranges. A
 * ticket of the server's for that export (tc-media-ticket.h) is the bearer of each request; without
 * one nothing is told, also not whether there is such an export.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-media-config.h"
#include "tc-membership.h"

typedef struct _TcMediaFiles TcMediaFiles;

/**
 * tc_media_files_new:
 * @config, @member: outlive it
 * @folder: of all exports
 *
 * Listens on the last free port of the host's. Errors: as tc_http_server_listen().
 */
TcMediaFiles *tc_media_files_new (const TcMediaConfig *config, const TcMembership *member,
                                  const char *folder, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* What is being sent is cut off. */
void tc_media_files_free (TcMediaFiles *self);
guint16 tc_media_files_get_port (TcMediaFiles *self);
