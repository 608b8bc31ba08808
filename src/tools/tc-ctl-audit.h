/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the verbs about proofs share.
 */
#pragma once

#include "tc-admin-client.h"
#include "tc-key.h"

/* @text: the digits of a public key, or a file with them or with the pair itself. Errors:
 * G_FILE_ERROR, TC_ERROR_INVALID. */
gboolean tc_ctl_read_key (const char *text, TcPublicKey *key,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Until what audit or audit-export began has ended, showing how far it is; Ctrl+C cancels it.
 * @server_key: (out) (nullable). (transfer full): its result */
JsonObject *tc_ctl_wait_audit (TcAdminClient *client, TcPublicKey *server_key,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* As a line of JSON. */
void tc_ctl_print_object (JsonObject *object);
