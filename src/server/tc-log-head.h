/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Posting the signed link of the log: now and then the newest one goes to the journal and to
 * whoever asks (GET /log/head), so that people outside hold what the server can't take back. A log
 * that is rewritten later no longer leads to a link that somebody wrote down.
 *
 *   {"log": hex, "epoch": 1, "lsn": 4711, "link": hex, "signature": hex, "server_key": hex,
 *    "time": "2026-11-23T07:00:00Z"}
 *
 * What is told is what was last posted, not the log as it grows: nobody counts our work by asking.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-server-parts.h"

#define TC_LOG_HEAD_POST_S 3600

typedef struct _TcLogHead TcLogHead;

/* Mounts /log/head on the server's HTTP and posts at once, then every @interval_s seconds if the
 * log has grown. @parts outlive it. */
TcLogHead *tc_log_head_new (const TcServerParts *parts, guint interval_s);
/* Nothing is posted any more; the route answers on. */
void tc_log_head_stop (TcLogHead *self);
/* After the HTTP server is gone. */
void tc_log_head_free (TcLogHead *self);
