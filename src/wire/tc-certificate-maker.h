/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A certificate that a host signs itself, for who compares it once with what they were told of it.
 * It is made by openssl, else by certtool, whichever there is.
 *
 * Thread: any; it waits for the program.
 */
#pragma once

#include <glib.h>

/**
 * tc_certificate_make:
 * @host: name or number by which it is reached; it holds for loopback, too
 * @key, @certificate: files that are made, PEM; the key is its owner's alone
 *
 * Errors: G_IO_ERROR_NOT_FOUND: neither program is there; what it said, where it failed.
 */
gboolean tc_certificate_make (const char *host, const char *key, const char *certificate,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
