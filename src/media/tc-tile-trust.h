/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whom toancanh-tiles trusts. A certificate that GLib's default database trusts is asked about by
 * nobody, so a fingerprint that was told for a stream would count only where the system trusts the
 * certificate less. Here the default database trusts nobody, and each certificate is asked about.
 *
 * Thread: the main loop's.
 */
#pragma once

#include <gio/gio.h>

/* Once, before there are threads. */
void tc_tile_trust_nobody (void);
/* (transfer none): whom the system trusts, for streams without a fingerprint; after that. */
GTlsDatabase *tc_tile_trust_get_system (void);
