/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Finds incidents for the command line: by code or number, else by words (tc-incident-text.h), the
 * newest first, of which those that have the marks as typed come before the others.
 *
 * Thread: the main loop's; searching is done on the worker.
 */
#pragma once

#include "tc-incident-queries.h"
#include "tc-worker.h"

#define TC_SEARCH_HITS_MAX 12

/* @text: as typed, e.g. "0147", "pa-261123-0147", "ngap hem 3" */
void tc_incident_search_async (TcWorker *reader, const char *text, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer data);
/* Best first. (transfer full) (element-type TcIncidentRow) */
GArray *tc_incident_search_finish (TcWorker *reader, GAsyncResult *result, GError **error);

/* What "d 0147 csgt2" means. 0: there is none. */
typedef struct {
  gint64 incident_id;
  char *code;               /* (owned) (nullable): whole */
  char *title;              /* (owned) (nullable) */
  TcIncidentDetail *detail; /* (owned) (nullable): what it has come to */
  gint64 agency_id;
  char *agency_vi; /* (owned) (nullable) */
  char *agency_en; /* (owned) (nullable) */
} TcDispatchTarget;
void tc_dispatch_target_free (TcDispatchTarget *target);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcDispatchTarget, tc_dispatch_target_free)
/* @code: of an incident, as above; @unit: code of an agency in force, or "" */
void tc_incident_find_target_async (TcWorker *reader, const char *code, const char *unit,
                                    GAsyncReadyCallback callback, gpointer data);
/* (transfer full) */
TcDispatchTarget *tc_incident_find_target_finish (TcWorker *reader, GAsyncResult *result,
                                                  GError **error);

/* The code of an incident, whichever is shown. */
void tc_incident_read_code_async (TcWorker *reader, gint64 incident_id,
                                  GAsyncReadyCallback callback, gpointer data);
/* (transfer full). Errors: TC_ERROR_NOT_FOUND where this desk doesn't hold it, TC_ERROR_STORE. */
char *tc_incident_read_code_finish (TcWorker *reader, GAsyncResult *result, GError **error);

/* The person behind a report, once tc_incident_command_open_reporter() is accepted. */
void tc_incident_read_reporter_async (TcWorker *reader, gint64 report_id,
                                      GAsyncReadyCallback callback, gpointer data);
/* (transfer full). Errors: TC_ERROR_NOT_FOUND where this desk doesn't hold it, TC_ERROR_STORE. */
TcReporter *tc_incident_read_reporter_finish (TcWorker *reader, GAsyncResult *result,
                                              GError **error);
