/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Taking a list away: rows as lines of text, and the whole list as a file for spreadsheets, read
 * some rows at a time so that whoever else reads comes in between.
 *
 * Thread: the main loop's; reading and wording is done on the worker.
 */
#pragma once

#include "tc-queue-list.h"
#include "tc-worker.h"

/* Rows that are read at once for text and paper. */
#define TC_ROWS_READ_MAX 1000

void tc_incident_read_rows_async (TcWorker *reader, const gint64 *ids, guint n_ids,
                                  GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer data);
/* (transfer full) (element-type TcIncidentRow): as tc_incident_rows() */
GArray *tc_incident_read_rows_finish (TcWorker *reader, GAsyncResult *result, GError **error);

/* A row as a line to be pasted somewhere: "PA-261123-0147 · title · place · state · who has it". */
char *tc_incident_word_line (const TcIncidentRow *row);
/* "23/11/2026 14:05" at the province's zone, as papers have it; "" for TC_NONE. */
char *tc_incident_word_date (gint64 time_us);

typedef void (*TcExportProgress) (guint done, guint all, gpointer data);

/**
 * tc_incident_export_async:
 * @list: what is written, in its order; taken at once: what changes later doesn't matter
 * @file: replaced only once all of it is written
 * @progress: called now and then until it is finished or cancelled
 */
void tc_incident_export_async (TcWorker *reader, TcQueueList *list, GFile *file,
                               TcExportProgress progress, gpointer progress_data,
                               GCancellable *cancellable, GAsyncReadyCallback callback,
                               gpointer data);
/* @rows: (out): how many were written; those that are gone meanwhile aren't there. Errors: those of
 * GIO; G_IO_ERROR_CANCELLED: the file is as it was. */
gboolean tc_incident_export_finish (GAsyncResult *result, guint *rows, GError **error);
