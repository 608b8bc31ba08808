/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The big events there are, and one of them whole, kept true while rows change; what belongs to it
 * is counted again only while somebody looks, since hundreds of incidents change in a storm.
 *
 * Thread: the main loop's; reading is done on the worker.
 */
#pragma once

#include "tc-big-event-queries.h"
#include "tc-reading-rights.h"
#include "tc-watch.h"

#define TC_TYPE_BIG_EVENT_WATCH (tc_big_event_watch_get_type ())
G_DECLARE_FINAL_TYPE (TcBigEventWatch, tc_big_event_watch, TC, BIG_EVENT_WATCH, TcWatch)

/* Of those without a unit; the list in the queue has all. */
#define TC_EVENT_WITHOUT_MAX 8
#define TC_EVENT_LOG_MAX 100

/* What was read in one go; arrays as in tc-big-event-queries.h. */
typedef struct {
  TcReading reading; /* of incidents; where it isn't open, there are none */
  GPtrArray *events; /* (owned) (element-type TcBigEvent) */
  TcBigEvent *event; /* (owned) (nullable): the one selected, like all that follows */
  GArray
      *counts[TC_EVENT_N_COUNTS]; /* (owned) (nullable): NULL where `event` is, like the others */
  GArray *without;
  GArray *log;
  GArray *sums;
  GArray *parts;
  GArray *items;
  GArray *reports;
  gint64 next_report;
  GArray *resources;
  GArray *holds;
  GArray *proposals; /* (owned) (nullable): not asked for */
  GPtrArray *areas;  /* (owned) (element-type TcArea): in force */
  GPtrArray *units;  /* (owned) (element-type TcAgency): in force */
  char *office;      /* (owned): the centre, as papers have it */
  char *place;       /* (owned): the province */
  gint64 at_us;      /* when it was read */
} TcBigEventView;

TcBigEventWatch *tc_big_event_watch_new (TcDesk *desk);
/* Which one is read whole (0: the first there is), and whether with proposals. */
void tc_big_event_watch_show (TcBigEventWatch *self, gint64 event_id, gboolean proposals);
/* Whether somebody looks. */
void tc_big_event_watch_look (TcBigEventWatch *self, gboolean looked_at);
/* (nullable): not read yet. Borrowed until the next ::changed. */
const TcBigEventView *tc_big_event_watch_get_view (TcBigEventWatch *self);

/* The area, or the unit, whose name that is, whatever the diacritics; 0: none, or several. */
gint64 tc_big_event_view_find_area (const TcBigEventView *view, const char *name);
gint64 tc_big_event_view_find_unit (const TcBigEventView *view, const char *name);
