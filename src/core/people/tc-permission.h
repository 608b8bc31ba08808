/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether the actor of an operation may do it: settled alike on desk and server, from the
 * operation and the replicated tables alone.
 */
#pragma once

#include "tc-database.h"
#include "tc-operation.h"

/* A capability that everybody has who is validly signed in. */
#define TC_CAPABILITY_SIGNED_IN "people.signed-in"

/**
 * tc_permission_check:
 * @capability: (nullable): NULL means that only the system may
 * @refusal: (out): set if not:
 *   "people.system-only" (operation): not for a person, or not signed by the server
 *   "people.desk" (desk): the desk is not enrolled, or no longer
 *   "people.no-session": no session of this person at this desk
 *   "people.session-over": made before the session began or after it ended
 *   "people.inactive" (staff): the person was deactivated by then
 *   "people.not-allowed" (capability): no post in force with a role that has it
 *   "people.unknown" (what, id): recorded for somebody who isn't there
 *
 * What counts is the time that the operation was made, not when it arrives: a person who went off
 * shift, or whose post ended, still did what they did before.
 * Role × capability × unit; an operation counts if it was made
 * within a session that the server opened for this person at this desk, or if the server records
 * (with its own key, as replica 0, without a session) what this person did before, elsewhere.
 */
gboolean tc_permission_check (TcDatabase *db, const TcOperation *op, const char *capability,
                              TcRefusal **refusal) G_GNUC_WARN_UNUSED_RESULT;

/* Whether a person has a capability by a post in force at @at_us: for what a screen offers. */
gboolean tc_permission_has (TcDatabase *db, gint64 staff_id, const char *capability, gint64 at_us);
