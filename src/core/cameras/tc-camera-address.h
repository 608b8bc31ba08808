/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Addresses of streams and devices, as far as they may stand in an operation: scheme, host, port
 * and path of plain characters. A name or password in it is refused: what is in an operation is
 * in the log for ever. Not for resolving one.
 */
#pragma once

#include <glib.h>

/* rtsp://host[:port][/path[?query]] Thread: any. */
gboolean tc_camera_address_is_stream (const char *address);
/* http[s]://host[:port][/path[?query]] */
gboolean tc_camera_address_is_device (const char *address);
/* Whether two of those, of either kind, are at the same host; ports and all else may differ. */
gboolean tc_camera_address_same_host (const char *a, const char *b);
/* Whether two streams have the same path and query, wherever their host is reached. Both
 * (nullable); one without a path is like no other. */
gboolean tc_camera_address_same_path (const char *a, const char *b);
/* Whether a part of path or query, written plainly or in %XX, gives an account, or is named so. */
gboolean tc_camera_address_tells_account (const char *address);
