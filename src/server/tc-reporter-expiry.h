/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The job that takes back what was given out for a time: copies of a reporter's person that a unit
 * got (reporter.release) are withdrawn by the system once their time is over.
 *
 * Thread: the main loop's; reading is done on the worker.
 */
#pragma once

#include "tc-operation-sink.h"
#include "tc-worker.h"

/* Seconds between two looks, and copies withdrawn at one; the rest has its turn at the next. */
#define TC_REPORTER_EXPIRY_S 60
#define TC_REPORTER_EXPIRY_MAX 200

typedef struct _TcReporterExpiry TcReporterExpiry;

/* Looks at once, then every @interval_s seconds. @sink and @reader are held. */
TcReporterExpiry *tc_reporter_expiry_new (TcOperationSink *sink, TcWorker *reader,
                                          guint interval_s);
/* Nothing is begun any more; what is under way ends by itself. */
void tc_reporter_expiry_free (TcReporterExpiry *self);
