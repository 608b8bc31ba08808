/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the tests of wire share: a client on a thread of its own, with plain blocking sockets, so
 * that nothing of ours or of libsoup's is on its side; the server runs in the main context
 * meanwhile.
 */
#pragma once

#include <gio/gio.h>

/* Runs @func on a thread, and the main context until it has returned. */
void run_beside (void (*func) (gpointer data), gpointer data);
/* Runs the main context for a while. */
void run_for (guint ms);
/* Runs it until @done says so; fails the test after 10 s. */
void run_until (gboolean (*done) (gpointer data), gpointer data);

/* A blocking connection to 127.0.0.1:@port with a 10 s time-out. Any thread. */
GSocket *dial (guint16 port);
void say (GSocket *socket, const char *text);
/* All until the end of the connection. (transfer full) */
char *hear_all (GSocket *socket);
/* One answer with a Content-Length, read off a connection that stays open. (transfer full) */
char *hear_answer (GSocket *socket);
/* dial, say, hear_all. */
char *talk (guint16 port, const char *text);
