/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Open311 GeoReport v2 with mySociety's servicerequestupdates, as a gateway: requests in,
 * operations and queries out. A request of Open311 is a report; its status is that of the incident
 * that handles it, through merge and un-merge.
 *
 * What never comes out: private reports (404, also for whoever made them), reporters, answers that
 * aren't published, photos that nobody has released, and telephone numbers, identity numbers and
 * e-mail addresses that stand in a text.
 *
 * A POST that is repeated: with the same header Idempotency-Key or parameter external_id, under the
 * same API key, it is the same report for ever; without, one whose bytes are equal is the same
 * within `repeat_s`. Either way the answer is that of the first. Clients that lost an answer should
 * repeat with an Idempotency-Key; equal bytes are remembered in memory alone.
 *
 * Thread: all of it on the main loop's thread.
 */
#pragma once

#include "tc-code-pool.h"
#include "tc-http-server.h"
#include "tc-open311-options.h"

#define TC_TYPE_OPEN311_GATEWAY (tc_open311_gateway_get_type ())
G_DECLARE_FINAL_TYPE (TcOpen311Gateway, tc_open311_gateway, TC, OPEN311_GATEWAY, GObject)

/**
 * tc_open311_gateway_new:
 * @reader: a reader of the state's database
 * @codes: codes for what it opens
 * @options: copied with its strings
 */
TcOpen311Gateway *tc_open311_gateway_new (TcOperationSink *sink, TcWorker *reader,
                                          TcCodePool *codes, const TcOpen311Options *options);
/* Serves @path ("/open311/v2": a constant) and all below it. The gateway outlives the server. */
void tc_open311_gateway_mount (TcOpen311Gateway *self, TcHttpServer *server, const char *path);

/* Requests answered since it was made. */
typedef struct {
  guint64 ok;
  guint64 refused; /* the client's fault: 4xx */
  guint64 failed;  /* ours: 5xx */
} TcOpen311Counts;
void tc_open311_gateway_get_counts (TcOpen311Gateway *self, TcOpen311Counts *counts);
