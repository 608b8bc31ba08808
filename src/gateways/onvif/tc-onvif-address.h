/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Addresses: what a person typed for a device, and what a device tells about itself, which is never
 * taken as it stands. A device speaks for itself alone, so that what it tells can't send its
 * account to somebody else; and what it tells is often wrong: 0.0.0.0, an address of its inner
 * network, or one with a password in it. No file, no socket.
 */
#pragma once

#include <glib.h>

#define TC_ONVIF_ADDRESS_BYTES_MAX 1024
#define TC_ONVIF_DEVICE_PATH "/onvif/device_service"

/**
 * tc_onvif_address_read:
 * @text: "host", "host:port", "http://host:port" or that with a path; an IPv6 address in brackets
 *
 * Without a path it is that of the device service, which every device has (ONVIF Core, 5.1.1).
 * Errors: TC_ONVIF_ERROR_ADDRESS: another scheme, an account in it, a query, or no host.
 */
GUri *tc_onvif_address_read (const char *text, GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef enum {
  TC_ONVIF_ADDRESS_SERVICE, /* http, https */
  TC_ONVIF_ADDRESS_STREAM,  /* rtsp, rtsps */
  TC_ONVIF_ADDRESS_PICTURE, /* http, https */
  TC_ONVIF_ADDRESS_FOUND,   /* http, https: of a device service */
} TcOnvifAddressKind;

/**
 * tc_onvif_address_take:
 * @told: by the device
 * @reached: how it was reached; of a device that was found, only its host is known
 *
 * An account in it is left out, and its host is always the one that was reached. Port and path are
 * as they were told, but the port of a service or a picture at another host goes with it: it is
 * where the device is. Neither is told away from TLS by which it was reached.
 *
 * Returns: (transfer full) (nullable): NULL: it may not be used
 */
char *tc_onvif_address_take (const char *told, TcOnvifAddressKind kind, GUri *reached);
