/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is looked up while a call is taken down: places by their names, what it may be about and
 * what is like it nearby, who calls again.
 *
 * Thread: the main loop's; looking is done on the worker. All results are (transfer full); errors
 * are those of the worker.
 */
#pragma once

#include "tc-field-proposal.h"
#include "tc-incident-earlier.h"
#include "tc-intake-form.h"
#include "tc-worker.h"

#define TC_INTAKE_PLACES_MAX 8

/* @places: (unowned): outlives the reader */
void tc_intake_find_places_async (TcWorker *reader, TcPlaceIndex *places, const char *text,
                                  GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer data);
/* (element-type TcPlaceHit): best first */
GPtrArray *tc_intake_find_places_finish (TcWorker *reader, GAsyncResult *result, GError **error);

/* All fields that reports are taken under, once. (element-type TcService) */
void tc_intake_list_fields_async (TcWorker *reader, GAsyncReadyCallback callback, gpointer data);
GArray *tc_intake_list_fields_finish (TcWorker *reader, GAsyncResult *result, GError **error);
/* Places in @fields of those whose name has the words, the best first, at most @limit.
 * (element-type guint) */
GArray *tc_intake_match_fields (GArray *fields, const char *text, guint limit);

typedef struct {
  GArray *similar; /* (owned) (element-type TcSimilar): none without a place */
  GArray *fields;  /* (owned) (element-type TcProposedField): best first; none is decided by it */
} TcIntakeAround;

void tc_intake_around_free (TcIntakeAround *around);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcIntakeAround, tc_intake_around_free)
void tc_intake_look_around_async (TcWorker *reader, const TcIntakeForm *form,
                                  GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer data);
TcIntakeAround *tc_intake_look_around_finish (TcWorker *reader, GAsyncResult *result,
                                              GError **error);

#define TC_INTAKE_EARLIER_MAX 5

/* @phone: as tc_phone_normalise() gives it */
void tc_intake_find_earlier_async (TcWorker *reader, const char *phone, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer data);
/* (element-type TcEarlierReport): newest first. Whoever wants to see them first puts on record that
 * he looks (tc_incident_command_open_reporter(), for each). */
GArray *tc_intake_find_earlier_finish (TcWorker *reader, GAsyncResult *result, GError **error);

/* Whether a report was made already: the code of its incident, and which that is. */
void tc_intake_find_logged_async (TcWorker *reader, gint64 report_id, GAsyncReadyCallback callback,
                                  gpointer data);
/* (nullable): it wasn't. @incident_id: (out) */
char *tc_intake_find_logged_finish (TcWorker *reader, GAsyncResult *result, gint64 *incident_id,
                                    GError **error);
