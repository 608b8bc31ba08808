/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the command line proposes while one types, beside verbs: incidents by their words (newest
 * first) or by part of the code of an open one, places, and all else that has a page of its own:
 * big events, units, who is on duty, the journal, hand-over sheets, resources. It must answer
 * between two keys.
 *
 * Thread: the main loop's; looking is done on the worker.
 */
#pragma once

#include "tc-command-line.h"
#include "tc-place-index.h"
#include "tc-words.h"
#include "tc-worker.h"

typedef enum {
  TC_HIT_INCIDENT,
  TC_HIT_UNIT,
  TC_HIT_AREA,
  TC_HIT_STREET,
  TC_HIT_EVENT,
  TC_HIT_PERSON,   /* on duty now */
  TC_HIT_ENTRY,    /* of the journal */
  TC_HIT_SHEET,    /* of a shift that was handed over */
  TC_HIT_RESOURCE, /* that can be handed out */
  TC_HIT_NAME,     /* of a field, a list, a profile: as it is typed */
} TcCommandHitKind;

typedef struct {
  TcCommandHitKind kind;
  gint64 id;
  char *code;   /* (owned) (nullable): of an incident or unit, as it is typed */
  char *title;  /* (owned) */
  char *second; /* (owned) (nullable) */
  TcSignal signal;
} TcCommandHit;

typedef struct {
  TcPlaceIndex *places;     /* (unowned): outlives the reader */
  gint64 staff_id;          /* who types: what that person may read is found */
  const char *selected;     /* (nullable): code of the incident that is selected */
  const char *const *names; /* (nullable): those that the wanted argument is one of */
} TcCommandAsking;

void tc_command_complete_async (TcWorker *reader, const TcCommandAsking *asking,
                                const TcCommandLine *line, const char *text,
                                GCancellable *cancellable, GAsyncReadyCallback callback,
                                gpointer data);
/* (transfer full) (element-type TcCommandHit): best first. Errors: of the worker. */
GPtrArray *tc_command_complete_finish (TcWorker *reader, GAsyncResult *result, GError **error);
