/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The lines of desks: between the sockets (wire) and the hub. Questions and snapshots that the hub
 * asks for go on to who answers them; an answer for a line that has gone meanwhile is dropped.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-server-parts.h"

/* Questions of one line that wait for their answers; further ones are refused "question.busy". */
#define TC_DESK_QUESTIONS_MAX 64

typedef struct _TcDeskLines TcDeskLines;
/* One line; refer to it while an answer for it is being made. */
typedef struct _TcDeskLine TcDeskLine;

typedef struct {
  void (*ask) (TcDeskLine *line, gint64 number, const char *name, GVariant *value, gpointer data);
  void (*snapshot) (TcDeskLine *line, GArray *scopes, gpointer data);
  /* The line of a desk is gone. */
  void (*closed) (guint16 replica, gpointer data);
  /* Something was committed. */
  void (*committed) (gint64 head_lsn, gpointer data);
} TcDeskLinesCallbacks;

/* The hooks that the hub is made with; their data is the TcDeskLines. */
extern const TcHubWorkerHooks tc_desk_lines_hooks;

/* @failed: told when the hub has failed: the process has to end. */
TcDeskLines *tc_desk_lines_new (const TcDeskLinesCallbacks *callbacks,
                                void (*failed) (const GError *error, gpointer data), gpointer data);
/* Serves lines at /sync/line. @hub was made with the hooks above. */
void tc_desk_lines_start (TcDeskLines *self, TcHubWorker *hub, TcHttpServer *http);
/* Says goodbye to all; they close by themselves. */
void tc_desk_lines_close_all (TcDeskLines *self);
/* Before the hub is stopped. */
void tc_desk_lines_stop (TcDeskLines *self);
void tc_desk_lines_free (TcDeskLines *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcDeskLines, tc_desk_lines_free)

guint tc_desk_lines_get_count (TcDeskLines *self);
/* What a desk says of itself while it has a line: see the question desk-status. */
typedef struct {
  char version[32];
  gint64 pending;   /* operations that wait there */
  gint64 attention; /* refused, not dealt with */
  gint64 clock_ahead_us;
  gint64 at_us;  /* when */
  guint16 relay; /* over which it said so; 0: over a line of its own */
} TcDeskSaid;
/* Its time and relay are ours to say. */
void tc_desk_line_set_said (TcDeskLine *line, const TcDeskSaid *said);
/* (nullable): it said nothing over a line that there is, its own or a relay's. Borrowed until the
 * next turn. */
const TcDeskSaid *tc_desk_lines_get_said (TcDeskLines *self, guint16 replica);
/* When its line was last closed, since the start; 0: it had none. */
gint64 tc_desk_lines_get_seen_us (TcDeskLines *self, guint16 replica);
gboolean tc_desk_lines_is_online (TcDeskLines *self, guint16 replica);
/* Desks that have a line now. (transfer full) (element-type guint16) */
GArray *tc_desk_lines_list (TcDeskLines *self);
/* To those of @replicas (element-type guint16) that have a line; never stored. @value: (transfer
 * floating): a{sv} */
void tc_desk_lines_notify (TcDeskLines *self, const GArray *replicas, const char *name,
                           GVariant *value);
/* A desk behind a relay is thought to be there for so long after it asked something. */
#define TC_DESK_BEHIND_US ((gint64) 65 * G_USEC_PER_SEC)
/* To that desk, over its own line or, if it is behind a relay, over the relay's, which hands it on
 * as it is. @value: as above. FALSE: it isn't there, as far as is known. */
gboolean tc_desk_lines_tell (TcDeskLines *self, guint16 replica, const char *name, GVariant *value);
/* Ends the lines of a desk that was revoked. */
void tc_desk_lines_drop (TcDeskLines *self, guint16 replica);

TcDeskLine *tc_desk_line_ref (TcDeskLine *line);
void tc_desk_line_unref (TcDeskLine *line);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcDeskLine, tc_desk_line_unref)
/* 0 before the desk proved who it is. */
guint16 tc_desk_line_get_replica (TcDeskLine *line);
/* Of the relay over which it speaks; 0: over a line of its own. */
guint16 tc_desk_line_get_relay (TcDeskLine *line);
/* Exactly once for each question. @value: (nullable) (transfer floating): a{sv} */
void tc_desk_line_reply (TcDeskLine *line, gint64 number, const TcRefusal *refusal,
                         GVariant *value);
void tc_desk_line_offer (TcDeskLine *line, const TcPosition *position, GArray *files);
void tc_desk_line_drop (TcDeskLine *line);
/* Where it comes from, a number without port; "" once it is closed. Lent until the next turn. */
const char *tc_desk_line_get_address (TcDeskLine *line);
