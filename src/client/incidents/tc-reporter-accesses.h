/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who looked at whom that reported, for whoever sees to it that this is done for a reason: in
 * words, as a table, and whether what is typed in a search looks for a person at all.
 *
 * Thread: the main loop's; reading is done on the worker. Words: any; (transfer full) unless const.
 */
#pragma once

#include "tc-incident-queries.h"
#include "tc-list-table.h"
#include "tc-worker.h"

#define TC_ACCESSES_MAX 1000

void tc_reporter_accesses_read_async (TcWorker *reader, GAsyncReadyCallback callback,
                                      gpointer data);
/* The newest first. (transfer full) (element-type TcReporterAccess) */
GArray *tc_reporter_accesses_read_finish (TcWorker *reader, GAsyncResult *result, GError **error);

/* "Saw who reported PA-261126-0147" */
char *tc_reporter_access_word_what (const TcReporterAccess *access);
/* "Lan · Desk 3 · 14:05" */
char *tc_reporter_access_word_who (const TcReporterAccess *access, gint64 now_us);
TcListTable *tc_reporter_accesses_to_table (GArray *accesses);

/* Whether that is the number or the name of somebody who reported. */
void tc_reporter_is_searched_async (TcWorker *reader, const char *text,
                                    GAsyncReadyCallback callback, gpointer data);
gboolean tc_reporter_is_searched_finish (TcWorker *reader, GAsyncResult *result);
