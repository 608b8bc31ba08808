/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who a relay is: its enrolment with the province's server, kept as relay.ini beside relay.key in
 * the data directory; and passing on the enrolments of desks that ask at the relay.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-relay-line.h"
#include "tc-server-config.h"

#include "tc-http-server.h"

typedef struct {
  guint16 replica; /* 0: not enrolled */
  char *name;      /* (owned) (nullable) */
  TcPublicKey server_key;
  TcKey *key; /* (owned) (nullable) */
} TcRelayMembership;

void tc_relay_membership_clear (TcRelayMembership *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TcRelayMembership, tc_relay_membership_clear)

/* (transfer full): the server's address as configured. Errors: as tc_wire_address_new(). */
TcWireAddress *tc_relay_address_new (const TcServerConfig *config,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What is there, with a key of its own; replica 0 if it has not joined yet. Errors: G_FILE_ERROR,
 * TC_ERROR_INVALID. */
gboolean tc_relay_membership_load (TcRelayMembership *self, const char *dir,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Joins with the one-time code of the configuration. The source is NULL. Errors: TC_ERROR_DENIED
 * (the code is no good), TC_ERROR_INVALID (no code, another answer), G_IO_ERROR, G_TLS_ERROR. */
void tc_relay_enrol_async (const TcServerConfig *config, GAsyncReadyCallback callback,
                           gpointer data);
gboolean tc_relay_enrol_finish (GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* POST /enrol is asked of the server. @line: outlives the HTTP server's requests */
void tc_relay_enrolment_mount (TcHttpServer *http, TcRelayLine *line);
