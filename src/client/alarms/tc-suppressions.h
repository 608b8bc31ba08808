/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Alarms that are kept quiet by plan, as a desk shows and makes them: which there are, in words;
 * and what was typed as a field, an area and a time, read.
 *
 * Thread: the main loop's; reading is done on the worker. Words: any; (transfer full).
 */
#pragma once

#include "tc-alarm-suppression.h"
#include "tc-incident-commands.h"
#include "tc-list-table.h"
#include "tc-place-index.h"
#include "tc-watch.h"

#define TC_TYPE_SUPPRESSIONS (tc_suppressions_get_type ())
G_DECLARE_FINAL_TYPE (TcSuppressions, tc_suppressions, TC, SUPPRESSIONS, TcWatch)

/* Those that go on or are to come, what begins first is first; tc_watch_get() gives them as a
 * GPtrArray of TcSuppression. */
TcSuppressions *tc_suppressions_new (TcDesk *desk);

/* "Street lighting · Vị Thanh" */
char *tc_suppression_word_what (const TcSuppression *suppression);
/* "until 17:00", "from 8:00 to 17:00" */
char *tc_suppression_word_time (const TcSuppression *suppression, gint64 now_us);
/* "Lan: power cut": who planned it, why */
char *tc_suppression_word_why (const TcSuppression *suppression);

/* (element-type TcSuppression) */
TcListTable *tc_suppressions_to_table (const GPtrArray *list);

#define TC_SUPPRESS_NAMES_MAX 6

/* A field or an area that may be meant. */
typedef struct {
  gint64 id;
  char *name;   /* (owned) */
  char *second; /* (owned) (nullable): what it is within */
} TcSuppressName;

/* Areas, else fields, whose names have the words of @text; those that are called just so stand
 * alone. @places: (unowned): outlives the reader */
void tc_suppress_find_async (TcWorker *reader, TcPlaceIndex *places, gboolean areas,
                             const char *text, GAsyncReadyCallback callback, gpointer data);
/* (transfer full) (element-type TcSuppressName) */
GPtrArray *tc_suppress_find_finish (TcWorker *reader, GAsyncResult *result, GError **error);

/* Reads two times as tc-due-typed.h; @from: "": from now on. Returns: (transfer full) (nullable):
 * what is missing, in words */
char *tc_suppress_read_times (const char *from, const char *until, gint64 now_us, gint64 *from_us,
                              gint64 *until_us);

/* Finished with tc_incident_command_finish(). @args: without its id */
gint64 tc_suppress_command (const TcCommand *command, const TcAlarmSuppress *args);
void tc_suppress_command_lift (const TcCommand *command, gint64 suppression_id);
