/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How good the alarms are for those who have to heed them, counted over a time that has passed.
 *
 * Source: EEMUA 191 (alarms of an operator in ten minutes; an alarm flood; standing alarms) and
 * ISA-18.2 / IEC 62682 (80, 15 and 5 of a hundred by priority; time in flood below 1 %). That an
 * alarm chatters is ours: a person makes and ends alarms here, no sensor does.
 *
 * Thread: any; nothing is read but the arguments.
 */
#pragma once

#include "tc-alarm-history.h"

#define TC_ALARM_SLOT_US ((gint64) 600 * G_USEC_PER_SEC)
/* Alarms at a desk in a slot: the most that is comfortable, the limit, and from when on a flood. */
#define TC_ALARM_COMFORTABLE 1
#define TC_ALARM_LIMIT 2
#define TC_ALARM_FLOOD 10
#define TC_ALARM_STANDING_US ((gint64) 24 * 3600 * G_USEC_PER_SEC)
/* It chatters if it began so often within so long. */
#define TC_ALARM_CHATTER_N 3
#define TC_ALARM_CHATTER_US ((gint64) 3600 * G_USEC_PER_SEC)
#define TC_ALARM_SOURCES_MAX 10
#define TC_ALARM_LISTED_MAX 10

typedef enum {
  TC_ALARM_RATE_COMFORTABLE,
  TC_ALARM_RATE_LIMIT, /* bearable, and no more */
  TC_ALARM_RATE_MANY,
  TC_ALARM_RATE_FLOOD,
  TC_ALARM_N_RATES,
} TcAlarmRate;

/* @alarms: at a desk in a slot */
TcAlarmRate tc_alarm_judge_rate (double alarms);

/* What the alarms were about. Names are for who has the rows: empty here. */
typedef struct {
  gint64 field_id; /* 0: not classified */
  TcAlarmKind kind;
  guint count;
  char *name_vi; /* (nullable) */
  char *name_en; /* (nullable) */
} TcAlarmSource;

/* One that stands for long, or chatters. */
typedef struct {
  gint64 incident_id;
  TcAlarmKind kind;
  TcAlarmPriority priority;
  gint64 since_us;
  guint count; /* how often it began */
  char *code;  /* (nullable): likewise for who has the rows */
  char *title; /* (nullable) */
} TcAlarmCase;

typedef struct {
  gint64 from_us;
  gint64 until_us;
  gboolean cut; /* more incidents than were looked at */
  guint n;      /* alarms that began */
  guint by_priority[TC_ALARM_N_PRIORITIES];
  /* At desks where somebody who handles incidents was signed in. */
  gint64 manned_us; /* of all desks together */
  guint n_rung;     /* alarms, once for each desk at which they rang */
  guint n_slots;    /* slots of desks */
  guint slots[TC_ALARM_N_RATES];
  guint worst; /* most at one desk in one slot */
  gint64 worst_us;
  /* From its beginning until somebody said that he knows, or it was mended; of those that began. */
  guint n_known;
  gint64 known_p50_us; /* TC_NONE: there is none, like the next */
  gint64 known_p95_us;
  guint n_standing;
  guint n_chattering;
  GArray *sources;  /* (owned) (element-type TcAlarmSource): the most first */
  GArray *standing; /* (owned) (element-type TcAlarmCase): the oldest first, TC_ALARM_LISTED_MAX */
  GArray *chattering; /* (owned) (element-type TcAlarmCase): the most often first, likewise */
} TcAlarmMeasures;

/* At a desk in ten minutes; negative: nobody was at any. Less than one slot counts as one. */
double tc_alarm_measures_rate (const TcAlarmMeasures *self);

/**
 * tc_alarm_measures_make:
 * @episodes: (element-type TcAlarmEpisode): of the time and before, as tc_alarm_history_add() tells
 * @watches: (element-type TcAlarmWatch)
 * @until_us: not ahead of now
 */
TcAlarmMeasures *tc_alarm_measures_make (GArray *episodes, GArray *watches, gint64 from_us,
                                         gint64 until_us);
void tc_alarm_measures_free (TcAlarmMeasures *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcAlarmMeasures, tc_alarm_measures_free)

/* Fills in names, codes and titles. Thread: the connection's. */
void tc_alarm_measures_name (TcAlarmMeasures *self, TcDatabase *db);
