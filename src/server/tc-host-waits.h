/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tasks that wait, each by a number, for what a media host says of what it was asked. The number
 * goes out with the question and comes back with the answer (a{sv}: number, cause). What has no
 * answer in time is given up, and so is all that still waits at the end.
 *
 * Thread: the main loop's.
 */
#pragma once

#include <gio/gio.h>

typedef struct _TcHostWaits TcHostWaits;

/* No answer will come: the task is to be given its result. */
typedef void (*TcHostWaitsFunc) (GTask *task);

TcHostWaits *tc_host_waits_new (TcHostWaitsFunc give_up);
/* Gives up all that wait. */
void tc_host_waits_free (TcHostWaits *self);

/* A number that nobody waits by: what the host says of it is passed over. */
gint64 tc_host_waits_skip (TcHostWaits *self);
/* @task: (transfer full). Returns: the number that it waits by, @wait_ms at most */
gint64 tc_host_waits_add (TcHostWaits *self, guint16 host, guint wait_ms, GTask *task);
guint tc_host_waits_count (TcHostWaits *self);

/**
 * tc_host_waits_take:
 * @value: (nullable): what @host says
 * @causes: (nullable): those that there are; NULL: any
 * @cause: (out): lent by @value
 *
 * Returns: (transfer full) (nullable): what waited for it; NULL: nothing of that host does, or it
 *   isn't an answer, and what waits goes on waiting
 */
GTask *tc_host_waits_take (TcHostWaits *self, guint16 host, GVariant *value,
                           const char *const *causes, const char **cause);
