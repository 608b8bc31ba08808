/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A relay's own enrolment (tc-membership.h), and passing on those of desks that ask at it.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-membership.h"
#include "tc-relay-line.h"
#include "tc-server-config.h"

#include "tc-http-server.h"

/* Of this relay; lent by the settings. */
TcMembershipOptions tc_relay_membership_options (const TcServerConfig *config);

/* POST /enrol is asked of the server. @line: outlives the HTTP server's requests */
void tc_relay_enrolment_mount (TcHttpServer *http, TcRelayLine *line);
