/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a room looks at as a whole: how many incidents there are of what, today beside the usual
 * day, the times it takes, the newest events. Days, weeks and quarter hours are Vietnam's (UTC+7).
 *
 * Only for a desk's replica: the indexes that keep this quick are the desk's own
 * (data/schema/desk). An incident is handled while it stands in the queue and isn't resolved.
 *
 * DESIGN: nothing is kept in a table of sums. What is open is counted in one walk over an index of
 * what is open; of the past, only the same weekday of eight weeks is read, or what ended since
 * then, out of indexes that hold all that is asked; who had it is read of what was handled at one
 * of those times. tests/bench/bench-overview.c measures it over a million incidents.
 *
 * Arrays are (transfer full); faults of the database stick to it. Thread: that of the connection.
 */
#pragma once

#include "tc-incident-queries.h"

#include <gio/gio.h>

/* ---- time ---- */

#define TC_QUARTER_US ((gint64) 15 * 60 * G_USEC_PER_SEC)
/* Quarter hours of a day. */
#define TC_DAY_SLOTS 96

/* The midnight in Vietnam at or before @time_us. */
gint64 tc_day_start (gint64 time_us);
/* Likewise of the Monday of its week. */
gint64 tc_week_start (gint64 time_us);

/* ---- who may see it ---- */

typedef enum {
  TC_OVERVIEW_NOTHING, /* this desk holds nothing of it, or the person may not read it */
  TC_OVERVIEW_TASKS,   /* a unit's own tasks alone */
  TC_OVERVIEW_WHOLE,
} TcOverviewAccess;
/* What is held here and may be read by @staff_id. @units: (out): agencies with
 * TC_OVERVIEW_TASKS (element-type gint64) */
TcOverviewAccess tc_overview_access (TcDatabase *db, gint64 staff_id, gint64 now_us,
                                     GArray **units);

/* ---- what stands ---- */

/* How long it is since they were received; half-open, the last one without end. */
#define TC_AGE_BANDS 5
extern const gint64 tc_age_band_from_us[TC_AGE_BANDS + 1];

typedef struct {
  gint64 id;     /* 0: those that have none */
  char *name_vi; /* (nullable) */
  char *name_en; /* (nullable) */
  gint64 count;
  gint64 late;
} TcOverviewGroup;

typedef struct {
  gint64 at_us; /* when it was counted */
  gint64 handled;
  gint64 untaken;
  gint64 untaken_since_us; /* when the oldest of them was received; TC_NONE */
  gint64 emergencies;
  gint64 late;
  gint64 soon; /* due soon by their service levels, not late */
  gint64 bands[TC_AGE_BANDS];
  gint64 bands_late[TC_AGE_BANDS];
  GArray *fields; /* (owned) (element-type TcOverviewGroup): topmost fields, most first */
  GArray *units;  /* (owned) likewise */
  GArray *areas;  /* (owned) likewise */
} TcOverviewStanding;
TcOverviewStanding *tc_overview_standing (TcDatabase *db, gint64 now_us);
void tc_overview_standing_free (TcOverviewStanding *standing);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcOverviewStanding, tc_overview_standing_free)

/* Emergencies that are handled: first those that nobody has, of these first those that nobody has
 * acknowledged, the oldest first; then those that somebody has, the newest first. So what is left
 * out past @n_max isn't what waits longest. (element-type gint64) */
GArray *tc_overview_emergencies (TcDatabase *db, guint n_max);

/* ---- today ---- */

typedef struct {
  char *channel;
  gint64 reports;
  gint64 incidents; /* that they are about */
} TcOverviewChannel;

typedef struct {
  gint64 at_us;
  gint64 day_us;              /* its midnight */
  gint64 slots[TC_DAY_SLOTS]; /* reports received in each quarter hour until at_us */
  gint64 reports;
  gint64 incidents;
  GArray *channels; /* (owned) (element-type TcOverviewChannel): most first */
} TcOverviewToday;
TcOverviewToday *tc_overview_today (TcDatabase *db, gint64 now_us);
void tc_overview_today_free (TcOverviewToday *today);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcOverviewToday, tc_overview_today_free)

/* ---- the usual ---- */

#define TC_USUAL_WEEKS 8
/* With fewer days than this nothing is called usual. */
#define TC_USUAL_DAYS_MIN 3

/* The same weekday of the weeks before, as far back as there are reports; the last week first. */
typedef struct {
  gint64 at_us;
  guint n_days;
  gint64 slots[TC_USUAL_WEEKS][TC_DAY_SLOTS]; /* reports in each quarter hour */
  /* At the same time of that day. What was merged away is not among them. */
  gint64 handled[TC_USUAL_WEEKS];
  gint64 untaken[TC_USUAL_WEEKS];
  gint64 late[TC_USUAL_WEEKS];
  gint64 soon[TC_USUAL_WEEKS]; /* not late; that a clock stood then isn't known, as of late ones */
} TcOverviewUsual;
/* (nullable) with @error: cancelled */
TcOverviewUsual *tc_overview_usual (TcDatabase *db, gint64 now_us, GCancellable *cancellable,
                                    GError **error);

/* Median, and the usual range: without the highest and the lowest where there are six days or more.
 * FALSE with fewer than TC_USUAL_DAYS_MIN. */
typedef struct {
  gint64 low;
  gint64 median;
  gint64 high;
} TcUsualRange;
gboolean tc_usual_range (const gint64 *values, guint n, TcUsualRange *out);

/* ---- the times it takes ---- */

typedef struct {
  gint64 from_us;
  gint64 until_us;
  gint64 resolved;        /* resolved then */
  gint64 with_term;       /* of them, those that had a due time */
  gint64 on_time;         /* of those, by it */
  gint64 resolution_us;   /* median from received to resolved, without pauses; TC_NONE */
  gint64 received;        /* received then */
  gint64 acted;           /* of them, those about which something was done */
  gint64 first_action_us; /* median until it was; TC_NONE */
} TcOverviewTimes;
gboolean tc_overview_times (TcDatabase *db, gint64 from_us, gint64 until_us,
                            GCancellable *cancellable, TcOverviewTimes *out, GError **error);

/* ---- the newest events ---- */

typedef struct {
  TcIncidentEvent event;
  gint64 incident_id;
  char *code; /* of the incident, like the title */
  char *title;
} TcOverviewEvent;
/* Newest first. (element-type TcOverviewEvent) */
GArray *tc_overview_events (TcDatabase *db, guint n_max);
