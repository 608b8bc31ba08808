/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A queue of incidents as a GListModel of TcIncidentItem, opening as fast with a million rows as
 * with ten: it holds ids, and reads rows in chunks around what is looked at.
 *
 * It never moves by itself. When data changes, rows in view are filled again where they stand; what
 * is new is counted in n-new (into an empty list it goes at once); what no longer belongs is marked
 * gone. tc_incident_queue_admit() then brings the list to what it should be.
 *
 * DESIGN: the first page of a long list is shown before the rest is read, and the rows of what is
 * in sight of it come with it. After a change those that
 * changed are looked up by the query that makes the list (or all is read again where time or a text
 * decides), what belongs is compared with what is shown, and the steps from the one to the other
 * are worked out, all on the worker: the main loop exchanges lists that never change and copies
 * none. An item is the same object for as long as anybody holds it; the queue itself holds the
 * last TC_QUEUE_CACHE_MAX that were made.
 *
 * Thread: the main loop's; reading is done on the worker.
 */
#pragma once

#include "tc-incident-item.h"
#include "tc-queue-list.h"
#include "tc-worker.h"

#define TC_TYPE_INCIDENT_QUEUE (tc_incident_queue_get_type ())
G_DECLARE_FINAL_TYPE (TcIncidentQueue, tc_incident_queue, TC, INCIDENT_QUEUE, GObject)

#define TC_QUEUE_CHUNK 32
#define TC_QUEUE_CACHE_MAX 512

/*
 * Properties: n-new (uint): waiting to be let in; loading (boolean): until the ids are there;
 * auto-admit (boolean, default FALSE): lets in by itself, for the strip of emergencies.
 * Signals: ::admitted (): positions have changed; ::filled (): rows have been read;
 * ::fault (const GError *): the list couldn't be read and stands as it was.
 */
TcIncidentQueue *tc_incident_queue_new (TcWorker *reader, const TcQueueFilter *filter);

/* Fills the list anew; what it showed before stands for some moments at most. Its
 * at_us is now, whenever it is read. */
void tc_incident_queue_set_filter (TcIncidentQueue *self, const TcQueueFilter *filter);
/* Reads it no further: it is empty until something changes or it is filled anew. Of no effect once
 * it is there. */
void tc_incident_queue_stop (TcIncidentQueue *self);
void tc_incident_queue_admit (TcIncidentQueue *self);
/* Whether the first of what belongs here are shown alone, the rest being read. */
gboolean tc_incident_queue_is_page (TcIncidentQueue *self);
/* With a text: how much of the index of words (tc-incident-text.h) was there to be searched; 1: all
 * of it. */
double tc_incident_queue_get_text_done (TcIncidentQueue *self);
guint tc_incident_queue_get_n_new (TcIncidentQueue *self);

/* The id at a position, without a row being made for it; 0 behind the end. */
gint64 tc_incident_queue_get_id (TcIncidentQueue *self, guint position);
/* What is shown, as it is now. (transfer full) */
TcQueueList *tc_incident_queue_dup_list (TcIncidentQueue *self);
/* GTK_INVALID_LIST_POSITION (G_MAXUINT) if it isn't in the list. */
guint tc_incident_queue_find (TcIncidentQueue *self, gint64 id);

/* Items are marked whose ids are in @ids: (element-type gint64): a set, never changed. */
void tc_incident_queue_set_waiting (TcIncidentQueue *self, GHashTable *ids);
/* Likewise: what others of this room did and the server hasn't settled. */
void tc_incident_queue_set_provisional (TcIncidentQueue *self, GHashTable *ids);

/* What TcDesk::rows-changed and TcDesk::replaced say. @ids: (element-type gint64) */
void tc_incident_queue_rows_changed (TcIncidentQueue *self, const char *table, GArray *ids);
void tc_incident_queue_replaced (TcIncidentQueue *self);
