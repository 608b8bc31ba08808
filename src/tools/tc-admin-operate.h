/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Operations as the administration socket takes them: from typed arguments to JSON, and from what a
 * person types to typed arguments, both by the table of the operation's kind.
 */
#pragma once

#include "tc-admin-client.h"
#include "tc-operation-type.h"

/* {"do": "operate", "name", "args", …}. @args: a{sv}; bytes travel as base64. @made_us: when it was
 * done, 0 for now; @actor_id: by whom, 0 for the system. (transfer full) */
JsonObject *tc_admin_operate_question (const TcOperationType *type, GVariant *args, gint64 made_us,
                                       gint64 actor_id);

/**
 * tc_admin_parse_args:
 * @pairs: NULL-terminated "name=value": numbers as they are stored, a time also as ISO 8601 with a
 *   zone, a place also as degrees with a decimal point, several ids separated by ','
 *
 * Checks them against the table of @type, as the server will.
 * Returns: (transfer full): a{sv}. Errors: TC_ERROR_INVALID, naming the argument.
 */
GVariant *tc_admin_parse_args (const TcOperationType *type, char **pairs,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* One line a name: "text (required, up to 200 characters)". (transfer full) */
char *tc_admin_describe_args (const TcOperationType *type);
