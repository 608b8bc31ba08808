/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A media host's certificate: the one of its settings, or one that it makes itself at its first
 * start, by whichever of openssl and certtool there is. Desks are told its fingerprint by the
 * server, so nobody has to sign it.
 *
 * Thread: one that may block.
 */
#pragma once

#include "tc-digest.h"
#include "tc-media-config.h"

/* Makes it where it is needed and isn't there, and says so in @config. Errors: G_IO_ERROR,
 * G_SPAWN_ERROR. */
gboolean tc_media_certificate_ensure (TcMediaConfig *config,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* SHA-256 of the certificate in @path. Errors: G_TLS_ERROR, G_FILE_ERROR. */
gboolean tc_media_certificate_digest (const char *path, TcDigest *digest,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
