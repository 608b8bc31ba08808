/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the queue has the worker do: a list read or brought up to date, compared with the one that
 * is shown. Thread: the worker's.
 */
#pragma once

#include "tc-queue-list.h"
#include "tc-worker.h"

/* What a reading is given: not changed while it runs. */
typedef struct {
  TcQueueFilter filter;
  guint limit;
  guint n_rows;        /* so many of the first are read with it */
  TcQueueList *shown;  /* (owned) */
  TcQueueList *belong; /* (owned): as it was read before; NULL: to be read whole */
  GArray *changed;     /* (owned) (element-type gint64): since then */
} TcQueueReading;

/* What comes of it. */
typedef struct {
  TcQueueList *belong; /* (owned) */
  GArray *edits;       /* (owned) (nullable): to it from what was shown */
  gboolean same;
  gboolean page; /* there is more to be read */
  guint n_new;
  double text_done; /* of the index of words, with a text */
  GArray *rows;     /* (owned) (element-type TcIncidentRow): of the first */
} TcQueueRead;

/* A TcWorkFunc: from a TcQueueReading a TcQueueRead; NULL once it is cancelled. */
gpointer tc_queue_read (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error);
void tc_queue_reading_free (gpointer reading);
void tc_queue_read_free (TcQueueRead *read);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcQueueRead, tc_queue_read_free)
