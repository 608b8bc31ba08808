/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The server's end of lines: WebSockets that carry the messages of sync as whole byte strings. This
 * knows nothing of what they say; who may speak is settled by who gets them (the hub).
 *
 * What it settles: a line that doesn't prove itself in time is cut, and until then may only send
 * short messages; a line that answers no ping, or lets too much queue up, is cut.
 *
 * Thread: that of the HTTP server.
 */
#pragma once

#include "tc-http-server.h"

/* A line has so long until tc_line_trust(), and until then messages of at most so much. */
#define TC_LINE_GREETING_S 20
#define TC_LINE_GREETING_BYTES_MAX (64 * 1024)
/* Waiting to be sent on one line. The hub's credit (TC_IN_FLIGHT_BYTES_MAX) keeps far below. */
#define TC_LINE_QUEUED_BYTES_MAX (12 * 1024 * 1024)
/* A line is asked so often whether it is there, and cut after so long without a sign. */
#define TC_LINE_PING_S 15
#define TC_LINE_SILENT_S 50

typedef struct _TcLine TcLine;
typedef struct _TcLineServer TcLineServer;

typedef struct {
  void (*opened) (TcLine *line, gpointer data);
  void (*received) (TcLine *line, GBytes *message, gpointer data);
  /* Once for each that was opened, also after tc_line_close(); the line is gone afterwards. */
  void (*closed) (TcLine *line, gpointer data);
} TcLineCallbacks;

/* @http: must outlive it; @path: "/sync/line" */
TcLineServer *tc_line_server_new (TcHttpServer *http, const char *path,
                                  const TcLineCallbacks *callbacks, gpointer data);
/* Closes all lines at once; each is told as closed. */
void tc_line_server_free (TcLineServer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcLineServer, tc_line_server_free)
/* Tells all lines that the server goes, after what is queued on them. */
void tc_line_server_close_all (TcLineServer *self);
guint tc_line_server_get_lines (TcLineServer *self);

/* Queues a message; never fails: a line that can't take it is cut and told as closed, later. */
void tc_line_send (TcLine *line, GBytes *message);
/* Closes after what is queued; nothing more is received. */
void tc_line_close (TcLine *line);
/* The other end proved who it is. */
void tc_line_trust (TcLine *line);
gsize tc_line_get_queued (TcLine *line);
const char *tc_line_get_address (TcLine *line);
void tc_line_set_user_data (TcLine *line, gpointer user_data);
gpointer tc_line_get_user_data (TcLine *line);
