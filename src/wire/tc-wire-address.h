/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where a server is and how it is trusted, for the client's end of everything in wire.
 */
#pragma once

#include <gio/gio.h>

typedef struct {
  char *url;     /* (owned): "https://host:port", no path and no slash at its end */
  char *ca_path; /* (owned) (nullable): PEM; only what it signed is trusted. NULL: the system's */
} TcWireAddress;

/**
 * tc_wire_address_new:
 * @url: http:// (loopback only) or https://
 * @ca_path: (nullable)
 *
 * Errors: TC_ERROR_INVALID; TC_ERROR_DENIED for a line without TLS off loopback.
 */
TcWireAddress *tc_wire_address_new (const char *url, const char *ca_path,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
TcWireAddress *tc_wire_address_copy (const TcWireAddress *address);
void tc_wire_address_free (TcWireAddress *address);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcWireAddress, tc_wire_address_free)
