/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A day (or an hour) at the operations centre, played in minutes: the real server, and in this
 * program the desks of client with a person at each, over a clock that goes from one thing that
 * happens to the next. People report by the rhythm of the demonstration province; who sits at a
 * desk notices, reads, decides and does one thing at a time (day-human.h says how long each takes);
 * units answer and work. What is done is done by the commands, lists and proposals that the desktop
 * shows; nothing is written past them. All chance comes from one seed, and before the clock goes on
 * every desk has what was done.
 *
 * Thread: one. What is asynchronous is waited for where it is asked.
 */
#pragma once

#include "day-human.h"

#include "tc-admin-client.h"
#include "tc-alarms.h"
#include "tc-desk.h"
#include "tc-field-rhythm.h"
#include "tc-incident-bulk.h"
#include "tc-incident-commands.h"
#include "tc-incident-focus.h"

#include <libsoup/soup.h>

#define DAY_SEATS_MAX 5
#define DAY_US_PER_S ((gint64) G_USEC_PER_SEC)

typedef struct _Day Day;
typedef struct _DaySeat DaySeat;

/* What happens at a time. @seat: (nullable); @id, @other: its own */
typedef void (*DayFunc) (Day *day, DaySeat *seat, gint64 id, gint64 other);

typedef struct {
  gint64 at_us;
  int event;        /* row of events.csv that it is about, or place of the storm; -1: none */
  gint64 report_id; /* 0: not told yet */
  gboolean call;
  TcFieldReport *report; /* (owned) */
} DayReport;

/* An alarm that began to ring at a desk. */
typedef struct {
  gint64 at_us;
  gint64 until_us; /* when it rang no more; TC_NONE: it does */
  gint64 key;      /* of incident and kind */
  guint seat;
  TcAlarmKind kind;
  TcAlarmPriority priority;
  gboolean again; /* it had rung there before */
} DayHeard;

struct _DaySeat {
  Day *day;
  guint number;
  TcDesk *desk;      /* (owned) */
  const char *whose; /* (unowned): account of who sits there; "": nobody yet */
  const char *next;  /* (unowned) (nullable): who comes, once what is in hand is done */
  gint64 staff_id;
  gint64 before_id; /* who sat there before; 0: all of theirs is taken over */
  gboolean handles; /* else takes calls alone */
  gboolean busy;
  gboolean leads;    /* a big event, and sees to nothing else */
  gint64 in_hand;    /* incident that the person said aloud to see to; 0: none */
  GArray *alike;     /* (owned) (element-type gint64): what is about to be merged into it */
  gint64 break_us;   /* the next one is due */
  guint64 looked;    /* the version of things in which there was nothing to do */
  TcAlarms *alarms;  /* (owned) (nullable) */
  GHashTable *rings; /* (owned) (element-type gint64 guint): key to place in Day.heard, and one */
  GHashTable *rang;  /* (owned) (element-type gint64): keys */
};

typedef enum {
  DAY_MERGED,
  DAY_JOINED, /* calls that were added to an incident as they were taken */
  DAY_REJECTED,
  DAY_WAITED,
  DAY_DISPATCHED,
  DAY_TELEPHONED,
  DAY_PUBLISHED,
  DAY_TAKEN_OVER,
  DAY_SECOND, /* somebody else was quicker */
  DAY_REFUSED,
  DAY_N_COUNTS,
} DayCount;

struct _Day {
  GKeyFile *plan; /* (owned): as test_day.py wrote it */
  GRand *random;
  GSequence *events; /* (owned) */
  guint64 made;      /* events so far */
  guint64 version;   /* of what there is to do */
  gboolean dirty;    /* something was done, and not every desk has it yet */
  gint64 now_us;
  gint64 start_us;
  gint64 end_us;
  DaySeat seats[DAY_SEATS_MAX];
  guint n_seats;
  TcProvince *province; /* (owned) */
  GArray *services;     /* (owned) (element-type TcService) */
  SoupSession *session; /* (owned) */
  TcAdminClient *admin; /* (owned) */
  GPtrArray *reports;   /* (owned) (element-type DayReport) */
  GHashTable *tasks;    /* (owned) (element-type gint64 gint): priority of each order */
  GQueue calls;         /* (element-type DayReport): waiting to be answered */
  GArray *heard;        /* (owned) (element-type DayHeard) */
  GArray *call_waits;   /* (owned) (element-type gint64): us */
  guint standing_max;   /* alarms at one desk, whatever their state */
  guint lines_max;      /* that rang at one desk, floods being one line */
  gint64 lsn;           /* what every desk must have */
  gint64 event_id;      /* the big event; 0: none */
  guint members;        /* that were added to it */
  guint counts[DAY_N_COUNTS];
  guint refusals;
};

#define day_fail(...) (g_printerr (__VA_ARGS__), g_printerr ("\n"), exit (1))

/* ---- day.c ---- */

void day_after (Day *day, double seconds, DayFunc func, DaySeat *seat, gint64 id, gint64 other);
/* Seconds that it takes this time. */
double day_draw (Day *day, DayTime what);
gboolean day_chance (Day *day, DayShare what);

/* ---- day-seats.c: desks, and what is done at them ---- */

void day_seats_open (Day *day);
void day_seats_close (Day *day);
/* Turns the main loop until @done; ends the program if that never comes. */
void day_spin (gboolean (*done) (gpointer data), gpointer data, const char *what);
/* Whether the pointer at @data is set; the callback that sets it to the result. */
gboolean day_is_there (gpointer data);
void day_keep_result_cb (GObject *source, GAsyncResult *result, gpointer data);
void day_sign_in (DaySeat *seat, const char *account);
/* All desks have what was done. */
void day_settle (Day *day);

/* Commands: begin, call one, end. FALSE: it was refused, and counted. */
typedef struct {
  TcCommand command;
  TcVerdict *verdict; /* (owned) (nullable) */
} DayDoing;
void day_begin (DaySeat *seat, DayDoing *doing);
gboolean day_end (DaySeat *seat, DayDoing *doing);
/* An operation that no command of client makes for one incident alone. */
gboolean day_do (DaySeat *seat, const TcOperationType *type, gconstpointer args);
/* One thing done to many, as the desktop does it; how many it was done to. */
guint day_do_many (DaySeat *seat, const TcBulkOrder *order, GArray *ids);
/* The same by the system, as the server records what a unit presses on its page. */
void day_do_outside (Day *day, const TcOperationType *type, gconstpointer args);

/* Rows of a list, the first of them. (transfer full) (element-type TcIncidentItem) */
GPtrArray *day_list (DaySeat *seat, const TcQueueFilter *filter, guint limit);
/* (transfer full): with its picture read */
TcIncidentFocus *day_look_at (DaySeat *seat, gint64 incident_id);
/* What is worked out on a desk's reader. */
gpointer day_read (DaySeat *seat, TcWorkFunc func, gint64 id, GDestroyNotify free);

/* ---- day-reports.c ---- */

void day_reports_make (Day *day);
/* @made: (transfer full) */
void day_reports_add (Day *day, gint64 at_us, int event, TcFieldReport *made);
void day_reports_plan (Day *day);
/* What was said on the telephone is taken down; the incident, 0 if it was added to one. */
gint64 day_take_down (DaySeat *seat, DayReport *report);
void day_report_free (gpointer report);

/* ---- day-people.c ---- */

/* Whoever has nothing in hand looks for something to do. */
void day_people_choose (Day *day);
/* Whether somebody said that he sees to it. */
gboolean day_is_in_hand (Day *day, gint64 incident_id);
void day_people_shift (Day *day, DaySeat *seat, gint64 crew, gint64 unused);
/* The person has nothing in hand any more. */
void day_people_free (Day *day, DaySeat *seat, gint64 unused, gint64 unused_too);

/* ---- day-work.c ---- */

/* Steps of what somebody has in hand, each of which plans the next. @from_id: who has it */
void day_work_take (Day *day, DaySeat *seat, gint64 incident_id, gint64 from_id);
void day_work_decide (Day *day, DaySeat *seat, gint64 incident_id, gint64 merged);
void day_work_see_to (Day *day, DaySeat *seat, gint64 incident_id, gint64 key);
void day_work_answer (Day *day, DaySeat *seat, gint64 incident_id, gint64 unused);
void day_work_publish (Day *day, DaySeat *seat, gint64 incident_id, gint64 unused);

/* ---- day-units.c ---- */

/* The unit has been sent: it answers or not. */
void day_unit_sent (Day *day, gint64 incident_id, gint64 task_id, gint64 priority);
/* It knows: it sets out, arrives, ends. */
void day_unit_knows (Day *day, gint64 incident_id, gint64 task_id, gint64 priority);

/* ---- day-alarms.c ---- */

void day_alarms_hear (Day *day);
gint64 day_alarm_key (const TcAlarm *alarm);
/* (nullable): of what a seat heard last */
const TcAlarm *day_alarm_find (DaySeat *seat, gint64 key);

/* ---- day-storm.c ---- */

/* 300 reports (or as many as the plan says) on 40 places. */
void day_storm_make (Day *day);
/* What is done about the whole of it, at the first desk. */
void day_storm_plan (Day *day);

/* ---- day-figures.c ---- */

void day_figures_print (Day *day);
