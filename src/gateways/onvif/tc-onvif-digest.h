/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * HTTP Digest: reading a device's challenges and answering the best of them. Chance comes by
 * argument.
 *
 * DESIGN: libsoup 3.2 knows MD5 alone and offers Basic where it is asked for; newer devices want
 * SHA-256, and a password never goes over the line.
 *
 * Source: RFC 7616; RFC 2069 for a challenge without qop.
 */
#pragma once

#include <glib.h>

/* Of one header; challenges past that are not read. */
#define TC_ONVIF_CHALLENGE_BYTES_MAX 4096

typedef struct _TcOnvifDigest TcOnvifDigest;

/**
 * tc_onvif_digest_new:
 * @headers: (nullable): values of WWW-Authenticate, each of which may hold several challenges
 *
 * Returns: (transfer full) (nullable): for the first SHA-256 challenge, else the first of MD5;
 *   NULL: there is none that can be answered
 */
TcOnvifDigest *tc_onvif_digest_new (const char *const *headers);
void tc_onvif_digest_free (TcOnvifDigest *digest);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcOnvifDigest, tc_onvif_digest_free)

/* It was only the nonce before it that was too old. */
gboolean tc_onvif_digest_is_stale (const TcOnvifDigest *digest);

/**
 * tc_onvif_digest_answer:
 * @path: with its query, as it stands in the request
 * @cnonce: made by chance, letters and digits
 *
 * Each answer counts: a device may refuse the same count twice.
 *
 * Returns: (transfer full): the value of Authorization
 */
char *tc_onvif_digest_answer (TcOnvifDigest *digest, const char *method, const char *path,
                              const char *account, const char *password, const char *cnonce);
