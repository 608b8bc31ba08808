/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Trust in one certificate, whoever signed it and whatever name stands in it: its SHA-256 was told
 * by somebody who is trusted. Private to the room.
 *
 * Thread: any.
 */
#pragma once

#include "tc-digest.h"

#include <gio/gio.h>

/* (transfer full): trusts nobody, so that each certificate is asked about */
GTlsDatabase *tc_pinned_trust_new (void);
/* Whether it is the one whose DER has that SHA-256. */
gboolean tc_pinned_trust_is (GTlsCertificate *certificate, const TcDigest *sha256);
