/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the desk's ends of HTTP and of lines share: a session of libsoup set up as we want it.
 * Private to the room.
 */
#pragma once

#include "tc-wire-address.h"

#include <libsoup/soup.h>

/* (transfer full). Errors: of reading the CA file. */
SoupSession *tc_session_new (const TcWireAddress *address,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
