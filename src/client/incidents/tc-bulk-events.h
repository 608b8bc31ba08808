/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Many incidents and the big events that they can be added to, or taken out of: only events where
 * that does something are offered, each with how many are in it, and where nothing is left to be
 * done it is said why.
 *
 * What belongs to an event, or leads one, isn't added to another: event.add refuses it
 * (core/incidents/tc-big-event.c). What was merged isn't added either, but can be taken out.
 *
 * Thread: the main loop's; reading is done on the worker.
 */
#pragma once

#include "tc-incident-bulk.h"
#include "tc-worker.h"

typedef struct {
  gint64 event_id;
  char *title; /* (owned) */
  char *code;  /* (owned): of the incident that leads it */
  guint n_in;  /* of the incidents: belong to it, or (when they are to be added) lead it */
} TcBulkEvent;

/* Where one of the incidents stands. */
typedef struct {
  gint64 incident_id;
  gint64 event_id; /* that it belongs to or leads; 0: none */
  gboolean leads;
  gboolean merged; /* into another */
} TcBulkPlace;

typedef struct {
  gboolean join;  /* else they are to be taken out */
  GArray *places; /* (owned) (element-type TcBulkPlace): of those that are here, in their order */
  GArray *events; /* (owned) (element-type TcBulkEvent): the newest first */
  char *only;     /* (owned) (nullable): name of the one event that all belong to or lead */
} TcBulkEvents;

void tc_bulk_events_free (TcBulkEvents *events);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcBulkEvents, tc_bulk_events_free)

/* @kind: TC_BULK_JOIN_EVENT or TC_BULK_LEAVE_EVENT; @ids: (element-type gint64): at most
 * TC_BULK_MAX */
void tc_bulk_events_async (TcWorker *reader, TcBulkKind kind, GArray *ids,
                           GAsyncReadyCallback callback, gpointer data);
/* (transfer full) (nullable): errors are those of the worker. */
TcBulkEvents *tc_bulk_events_finish (TcWorker *reader, GAsyncResult *result, GError **error);

/* Whether something can be added at all. */
gboolean tc_bulk_events_is_free (const TcBulkEvents *events);
/* "Storm no. 5 · PA-…". (transfer full) */
char *tc_bulk_events_word (const TcBulkEvents *events, guint event);
/* How many of the incidents are in which of them, a line each: "Storm no. 5: 3 of 5 are in it
 * already". (transfer full) (nullable): none, or there is but one incident */
char *tc_bulk_events_word_counts (const TcBulkEvents *events);
/* Why nothing can be done: a sentence or two. (transfer full) */
char *tc_bulk_events_word_nothing (const TcBulkEvents *events);
/* Of @ids those to which it does something, in their order: what is known to be in that event
 * already, or (when they are taken out) not in it, is left out. (transfer full) (element-type
 * gint64) */
GArray *tc_bulk_events_sift (const TcBulkEvents *events, GArray *ids, guint event);
