/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether the actor of an operation may do it: settled alike on desk and server, from the
 * operation and the replicated tables alone.
 */
#pragma once

#include "tc-database.h"
#include "tc-operation.h"

/**
 * tc_permission_check:
 * @capability: (nullable): NULL means that only the system may
 * @refusal: (out): set if not: "people.system-only", "people.no-session", "people.desk",
 *   "people.inactive", "people.not-allowed" (capability)
 *
 * Source: DESIGN, security model: role × capability × unit; an operation counts if it was made
 * within a session that the server opened for this person at this desk.
 */
gboolean tc_permission_check (TcDatabase *db, const TcOperation *op, const char *capability,
                              TcRefusal **refusal) G_GNUC_WARN_UNUSED_RESULT;
