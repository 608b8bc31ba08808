/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading big events: what belongs to one and in what state it is, its log, figures, list of what
 * has to be seen to, quick reports, and what is at hand. Plain records that own their strings.
 *
 * What belongs to an event is its members, and what they were merged into.
 *
 * Everything returned is the caller's. Absent: 0 for ids, TC_NONE for times, NULL for texts. Faults
 * stick to the database. Thread: the connection's.
 */
#pragma once

#include "tc-big-event.h"
#include "tc-database.h"
#include "tc-incident-states.h"

#define TC_BIG_EVENTS_MAX 200
#define TC_BIG_EVENT_ROWS_MAX 300
#define TC_EVENT_PROPOSALS_MAX 30

/* The ids of what belongs to the event whose id is the parameter @p, as a subquery. */
#define TC_BIG_EVENT_MEMBERS(p)                                                                    \
  "(WITH RECURSIVE member (id) AS (SELECT incident_id FROM big_event_member WHERE event_id = " p   \
  " AND ended_us IS NULL UNION SELECT merged_into FROM incident JOIN member USING (id)"            \
  " WHERE merged_into IS NOT NULL) SELECT id FROM member WHERE id <> " p ")"

typedef struct {
  gint64 id;       /* of the incident that leads */
  char *code;      /* of it, like the title */
  char *title;     /* the event's name, else the incident's title */
  char *kind;      /* one of tc_big_event_kinds */
  char *commander; /* (nullable) */
  gint64 begun_us;
  gint64 ended_us;  /* TC_NONE: it goes on */
  char *staff_name; /* (nullable): who declared it */
  gint64 n_members; /* but for what was merged */
  gint64 n_open;    /* of them: in the queue and not resolved, as the lists count */
  gint64 n_without; /* of those: without a unit */
  gint64 n_late;    /* of those: due before now */
  gint64 n_soon;    /* due soon by their service level, not late */
  gint64 heard_us;  /* when anything was last written or done about any of it */
  gint64 lat_e7;    /* of the incident that leads */
  gint64 lon_e7;
} TcBigEvent;

typedef enum {
  TC_EVENT_BY_STATE, /* TcIncidentState; all of them, the ended ones too */
  TC_EVENT_BY_FIELD, /* the topmost; open and not resolved */
  TC_EVENT_BY_AREA,  /* likewise */
  TC_EVENT_N_COUNTS,
} TcEventCounting;

typedef struct {
  gint64 value;  /* a state, a field, an area; 0 of the last two: none */
  char *name_vi; /* (nullable): not of states */
  char *name_en;
  gint64 n;
  gint64 n_without; /* of them without a unit; of states always 0 */
} TcEventCount;

/* One that has no unit. */
typedef struct {
  gint64 id;
  char *code;
  char *title;
  gint64 priority;
  gint64 received_us;
  char *area_vi; /* (nullable) */
  char *area_en;
} TcEventMemberRow;

typedef struct {
  gint64 id;
  gint64 at_us;
  char *text; /* "": it was purged */
  char *name; /* (nullable): who wrote it */
  char *desk; /* (nullable) */
} TcEventLogRow;

typedef struct {
  const char *kind; /* (static): of tc_figure_kinds */
  TcFigureGroup group;
  gint64 area_id; /* of parts: 0: not by area */
  char *area_vi;  /* (nullable): of parts */
  char *area_en;
  gint64 amount;
  gint64 at_us; /* the newest of what it comes from */
  gint64 n;     /* areas that told something */
} TcEventSum;

typedef struct {
  const char *item; /* (static) */
  gboolean done;
  gint64 at_us; /* TC_NONE: nobody has said anything */
  char *name;   /* (nullable) */
} TcEventItem;

typedef struct {
  gint64 id;
  gint64 number;
  gint64 until_us;
  gint64 at_us;
  char *text; /* "": it was purged */
  char *name; /* (nullable) */
} TcQuickReport;

typedef struct {
  gint64 id;
  char *kind;
  char *name;
  gint64 count;
  gint64 out; /* of them: handed out */
  char *place;
  gint64 keeper_id;
  char *keeper_vi; /* (nullable) */
  char *keeper_en;
} TcResource;

typedef struct {
  gint64 id;
  gint64 resource_id;
  gint64 event_id;
  gint64 out; /* how many are still held */
  char *holder;
  gint64 at_us;
} TcResourceHold;

/* Where something of it is. */
typedef struct {
  gint64 lat_e7;
  gint64 lon_e7;
} TcEventPlace;

/* What may belong to an event and doesn't, with why. */
typedef struct {
  gint64 id;
  char *code;
  char *title;
  gint64 received_us;
  gint64 distance_m; /* to the nearest that belongs to it; TC_NONE: unknown, or too far */
  gboolean same_area;
  gboolean same_field; /* as most of what belongs to it */
  gint64 score;
} TcEventProposal;

void tc_big_event_free (TcBigEvent *event);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcBigEvent, tc_big_event_free)

/* (element-type TcBigEvent): those that go on, then the others, the newest first. */
GPtrArray *tc_big_event_list (TcDatabase *db, guint limit, gint64 now_us);
/* (nullable) */
TcBigEvent *tc_big_event_get (TcDatabase *db, gint64 event_id, gint64 now_us);
/* The event that an incident leads or belongs to; 0: none. */
gint64 tc_big_event_of (TcDatabase *db, gint64 incident_id);

/* (element-type TcEventCount): states in their order, else the most first */
GArray *tc_big_event_count (TcDatabase *db, gint64 event_id, TcEventCounting by);
/* Open, not resolved, without a unit: the most pressing first. (element-type TcEventMemberRow) */
GArray *tc_big_event_without_unit (TcDatabase *db, gint64 event_id, guint limit);
/* Where what is still handled is, the most pressing first, and the incident that leads before all.
 * (element-type TcEventPlace) */
GArray *tc_big_event_places (TcDatabase *db, gint64 event_id, guint limit);
/* The newest first. (element-type TcEventLogRow) */
GArray *tc_big_event_log (TcDatabase *db, gint64 event_id, guint limit);
/* What was told until @at_us, one row a kind, in their order; kinds of which nothing was told are
 * left out. (element-type TcEventSum) */
GArray *tc_big_event_sums (TcDatabase *db, gint64 event_id, gint64 at_us);
/* Likewise, one row a kind and area, of a kind the most first. */
GArray *tc_big_event_parts (TcDatabase *db, gint64 event_id, gint64 at_us);
/* (element-type TcEventItem): all of the kind's, in order */
GArray *tc_big_event_list_items (TcDatabase *db, gint64 event_id);
/* The newest first. (element-type TcQuickReport) */
GArray *tc_big_event_reports (TcDatabase *db, gint64 event_id);
gint64 tc_big_event_next_report (TcDatabase *db, gint64 event_id);

/* By kind and name. (element-type TcResource) */
GArray *tc_resource_list (TcDatabase *db);
/* What is held now, the longest first. (element-type TcResourceHold) */
GArray *tc_resource_holds (TcDatabase *db);

/* Near in place and received since it began (or a little before), the likeliest first; what belongs
 * to another event, or leads one, isn't among them. A person decides. (element-type
 * TcEventProposal) */
GArray *tc_big_event_propose (TcDatabase *db, gint64 event_id);
