/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the command line proposes while one types, beside verbs: incidents by their words (newest
 * first) or by part of the code of an open one, units, places. It must answer between two keys.
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
} TcCommandHitKind;

typedef struct {
  TcCommandHitKind kind;
  gint64 id;
  char *code;   /* (owned) (nullable): of an incident or unit, as it is typed */
  char *title;  /* (owned) */
  char *second; /* (owned) (nullable) */
  TcSignal signal;
} TcCommandHit;

/* @places: (unowned): outlives the reader. */
void tc_command_complete_async (TcWorker *reader, TcPlaceIndex *places, const TcCommandLine *line,
                                const char *text, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer data);
/* (transfer full) (element-type TcCommandHit): best first. Errors: of the worker. */
GPtrArray *tc_command_complete_finish (TcWorker *reader, GAsyncResult *result, GError **error);
