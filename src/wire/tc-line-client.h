/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The desk's end of a line: connects, and when the line is lost connects again, waiting longer each
 * time (1, 2, 4 … 30 s, with chance in it, so that a thousand desks don't come back at once). It
 * knows nothing of what the messages say.
 *
 * Thread: one, whose main context was the default when it was made.
 */
#pragma once

#include "tc-wire-address.h"

typedef struct _TcLineClient TcLineClient;

typedef struct {
  void (*opened) (gpointer data);
  void (*received) (GBytes *message, gpointer data);
  /* The line was lost, or an attempt to open it failed; it tries again by itself. G_IO_ERROR of
   * @why: TIMED_OUT (no sign for too long), CONNECTION_CLOSED, CANCELLED (by
   * tc_line_client_drop()), NOT_SUPPORTED (another protocol); and what the network says. */
  void (*closed) (const GError *why, gpointer data);
} TcLineClientCallbacks;

/* @path: "/sync/line". Errors: of reading the CA file. */
TcLineClient *tc_line_client_new (const TcWireAddress *address, const char *path,
                                  const TcLineClientCallbacks *callbacks, gpointer data,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Calls no callback any more. */
void tc_line_client_free (TcLineClient *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcLineClient, tc_line_client_free)

void tc_line_client_start (TcLineClient *self);
/* Closes the line and stays closed, without callback. */
void tc_line_client_stop (TcLineClient *self);
/* The network is back, or a person asks: tries now instead of later. */
void tc_line_client_hurry (TcLineClient *self);
/* Gives this line up, as if it had been lost: it is told as closed, later. */
void tc_line_client_drop (TcLineClient *self);
/* Likewise, and doesn't try again by itself before @wait_ms are over. */
void tc_line_client_drop_for (TcLineClient *self, guint wait_ms);
/* Likewise, where the line is closed already: it tries in @wait_ms; where it tries at this moment,
 * so long after that has come to an end. 0: as ever. */
void tc_line_client_hold (TcLineClient *self, guint wait_ms);
/* FALSE if there is no line. */
gboolean tc_line_client_send (TcLineClient *self, GBytes *message);
gboolean tc_line_client_is_open (TcLineClient *self);
/* Of the connection, as the kernel measures it; -1: not known. */
int tc_line_client_get_round_trip_ms (TcLineClient *self);

/* How long to wait before attempt @attempt (1: the first again); @chance: 0 … 1. */
guint tc_line_client_wait_ms (guint attempt, double chance);
