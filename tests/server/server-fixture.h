/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * toancanhd as a child process in a folder of its own, and its administration socket.
 */
#pragma once

#include "tc-admin-client.h"

#include <gio/gio.h>

typedef struct {
  char *dir;
  char *socket;
  char *url;
  guint16 port;
  GSubprocess *process;
  TcAdminClient *admin;
  gint64 agency_id;
  gint64 role_id;
  char *code; /* of desk 1 */
  guint starts;
  GString *said; /* by the server, on standard error */
} Fixture;

/* On the port that it had before; with dir, socket and said set. It ends with us. */
void start_server (Fixture *fixture);
/* Told to end; it must, without a fault. */
void stop_server (Fixture *fixture);

/* With ' in place of "; what it answers. (transfer full) */
JsonObject *ask (Fixture *fixture, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* An operation, which must be accepted. @format: its arguments, without braces */
void tell (Fixture *fixture, const char *name, const char *format, ...) G_GNUC_PRINTF (3, 4);
gint64 make_id (Fixture *fixture);

#define ID G_GINT64_FORMAT
