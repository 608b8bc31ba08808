/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Enrolling a desk: POST /enrol, JSON {"code": "12-ABCD-…", "public_key": hex of Ed25519}. Answers
 * 200 {"replica": 12, "name": …, "server_key": hex, "log_id": hex}, or 403 {"refused": {"code":
 * "enrol.code", "args": {}}}; likewise "enrol.form" with 400, "enrol.busy" with 503. A desk that
 * lost the answer may ask again with the same key.
 */
#pragma once

#include "tc-server-parts.h"

/* @parts: outlive the HTTP server's requests */
void tc_enrolment_mount (const TcServerParts *parts);
