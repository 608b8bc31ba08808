/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is to be done next about alarms that have gone up; see the header.
 */
#include "tc-alarm-call-plan.h"

#include "tc-alarm-rule.h"
#include "tc-alarm-text.h"

#include "tc-limits.h"

#define HOUR_US (3600 * TC_US_PER_S)
/* So many texts to a person within an hour go as they come. */
#define AT_ONCE 3
#define PAUSE_FIRST_US (60 * TC_US_PER_S)
#define PAUSE_MAX_US (900 * TC_US_PER_S)
/* An emergency waits no longer than this. */
#define PAUSE_HIGH_US (60 * TC_US_PER_S)
#define RETRY_MAX_US (900 * TC_US_PER_S)
#define DOUBLINGS_MAX 20

/* Somebody who has a role that an alarm has gone up to. */
typedef struct {
  gint64 staff_id;   /* the key */
  char *account;     /* (owned) (nullable) */
  char *phone;       /* (owned) */
  GPtrArray *untold; /* (owned) (element-type TcAlarm): (unowned): of the list */
  gboolean on_duty;
  gboolean waits;   /* a text to the person is to be tried again */
  gint64 n_texts;   /* within the hour */
  gint64 newest_us; /* of these */
} Called;

typedef struct {
  TcDatabase *db; /* (unowned) */
  const TcAlarmCallLimits *limits;
  gint64 now_us;
  gint64 next_us;      /* when the first of what waits is due */
  GArray *up;          /* (owned) (element-type TcAlarm) */
  GHashTable *roles;   /* (owned) (element-type gint64 GPtrArray): people by role */
  GPtrArray *called;   /* (owned) (element-type Called): in the order in which they were found */
  GHashTable *waiting; /* (owned) (element-type gint64): to whom a text waits */
} Plan;

void
tc_alarm_call_step_free (TcAlarmCallStep *step)
{
  g_free (step->account);
  g_free (step->phone);
  g_clear_pointer (&step->facts, g_ptr_array_unref);
  g_free (step);
}

static void
free_called (gpointer data)
{
  Called *called = data;

  g_free (called->account);
  g_free (called->phone);
  g_ptr_array_unref (called->untold);
  g_free (called);
}

/* @first_us, doubled @n times. */
static gint64
double_us (gint64 first_us, gint64 n, gint64 max_us)
{
  return MIN (first_us << CLAMP (n, 0, DOUBLINGS_MAX), max_us);
}

/* Whether @due_us has come; else it is looked at again then. */
static gboolean
has_come (Plan *plan, gint64 due_us)
{
  if (due_us > plan->now_us)
    plan->next_us = MIN (plan->next_us, due_us);
  return due_us <= plan->now_us;
}

/* ---- what a text tells ---- */

static void
read_names (Plan *plan, TcAlarmCallFact *fact)
{
  g_autoptr (TcQuery) query = tc_database_query (
      plan->db,
      "SELECT f.name_vi, f.name_en, a.name_vi, a.name_en, EXISTS (SELECT 1 FROM report"
      " WHERE incident_id = i.id AND private = 1) FROM incident AS i LEFT JOIN field AS f"
      " ON f.id = i.field_id LEFT JOIN area AS a ON a.id = i.area_id WHERE i.id = ?",
      "i", fact->incident_id);

  if (!tc_query_next (query))
    return;
  fact->restricted = tc_query_int (query, 4) == 1;
  fact->field_vi = tc_query_dup_text (query, 0);
  fact->field_en = tc_query_dup_text (query, 1);
  fact->place_vi = tc_query_dup_text (query, 2);
  fact->place_en = tc_query_dup_text (query, 3);
}

static void
add_fact (Plan *plan, TcAlarmCallStep *step, const TcAlarm *alarm)
{
  TcAlarmCallFact *fact = g_new0 (TcAlarmCallFact, 1);

  fact->incident_id = alarm->incident_id;
  fact->kind = alarm->kind;
  fact->priority = alarm->priority;
  fact->since_us = alarm->since_us;
  fact->begin_us = tc_alarm_find_begin (alarm);
  fact->count = alarm->count;
  fact->code = g_strdup (alarm->code);
  if (!step->facts)
    step->facts = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_alarm_call_fact_free);
  if (alarm->kind != TC_ALARM_JOURNAL)
    read_names (plan, fact);
  g_ptr_array_add (step->facts, fact);
}

/* ---- people ---- */

static GPtrArray *
get_people (Plan *plan, gint64 role_id)
{
  GPtrArray *people = g_hash_table_lookup (plan->roles, &role_id);

  if (!people) {
    people = tc_alarm_list_people (plan->db, role_id, plan->now_us);
    g_hash_table_insert (plan->roles, g_memdup2 (&role_id, sizeof role_id), people);
  }
  return people;
}

/* (nullable): what became of telling that person of it */
static const TcAlarmText *
find_text (const TcAlarm *alarm, gint64 staff_id)
{
  for (guint i = 0; i < alarm->texts->len; i++) {
    const TcAlarmText *text = g_ptr_array_index (alarm->texts, i);
    if (text->staff_id == staff_id)
      return text;
  }
  return NULL;
}

/* Whether somebody on duty has been, or may still be, reached. */
static gboolean
is_with_duty (const TcAlarm *alarm, const GPtrArray *people)
{
  for (guint i = 0; i < people->len; i++) {
    const TcAlarmPerson *person = g_ptr_array_index (people, i);
    const TcAlarmText *text = find_text (alarm, person->staff_id);

    if (person->on_duty &&
        (!text || (text->state != TC_ALARM_TEXT_FAILED && text->state != TC_ALARM_TEXT_UNSURE)))
      return TRUE;
  }
  return FALSE;
}

static Called *
get_called (Plan *plan, const TcAlarmPerson *person)
{
  Called *called;

  for (guint i = 0; i < plan->called->len; i++) {
    called = g_ptr_array_index (plan->called, i);
    if (called->staff_id == person->staff_id)
      return called;
  }
  called = g_new0 (Called, 1);
  called->staff_id = person->staff_id;
  called->account = g_strdup (person->account);
  called->phone = g_strdup (person->phone);
  called->on_duty = person->on_duty;
  called->waits = g_hash_table_contains (plan->waiting, &person->staff_id);
  called->untold = g_ptr_array_new ();
  g_ptr_array_add (plan->called, called);
  return called;
}

static void
find_called (Plan *plan)
{
  for (guint i = 0; i < plan->up->len; i++) {
    TcAlarm *alarm = &g_array_index (plan->up, TcAlarm, i);
    const GPtrArray *people = get_people (plan, alarm->role_id);
    gboolean duty_first = is_with_duty (alarm, people) &&
                          !has_come (plan, alarm->escalated_us + plan->limits->others_us);

    for (guint k = 0; k < people->len; k++) {
      const TcAlarmPerson *person = g_ptr_array_index (people, k);
      if ((person->on_duty || !duty_first) && !find_text (alarm, person->staff_id))
        g_ptr_array_add (get_called (plan, person)->untold, alarm);
    }
  }
}

/* ---- limits ---- */

static gint64
count_texts (Plan *plan)
{
  return tc_database_get_int (plan->db, 0,
                              "SELECT count(DISTINCT text_id) FROM alarm_text WHERE made_us > ?"
                              " AND state <> 'stopped'",
                              "i", plan->now_us - HOUR_US);
}

static void
read_texts (Plan *plan)
{
  for (guint i = 0; i < plan->called->len; i++) {
    Called *called = g_ptr_array_index (plan->called, i);
    g_autoptr (TcQuery) query = tc_database_query (
        plan->db,
        "SELECT count(DISTINCT text_id), max (made_us) FROM alarm_text WHERE made_us > ?"
        " AND staff_id = ? AND state <> 'stopped'",
        "ii", plan->now_us - HOUR_US, called->staff_id);

    if (tc_query_next (query)) {
      called->n_texts = tc_query_int (query, 0);
      called->newest_us = tc_query_int (query, 1);
    }
  }
}

static const TcAlarm *
get_first (const Called *called)
{
  return g_ptr_array_index (called->untold, 0);
}

static gboolean
may_be_sent (Plan *plan, const Called *called)
{
  gboolean high = get_first (called)->priority == TC_ALARM_HIGH;
  gint64 pause_us;

  /* No emergency waits for others: what is limited is all else. */
  if (!high && (called->waits || called->n_texts >= plan->limits->person_max))
    return FALSE;
  if (called->n_texts < AT_ONCE)
    return TRUE;
  pause_us = double_us (PAUSE_FIRST_US, called->n_texts - AT_ONCE, PAUSE_MAX_US);
  if (high)
    pause_us = MIN (pause_us, PAUSE_HIGH_US);
  return has_come (plan, called->newest_us + pause_us);
}

/* Who is to be told before whom: of the more pressing, on duty, of what went up earlier. */
static gboolean
comes_before (const Called *one, const Called *other)
{
  const TcAlarm *first = get_first (one), *second = get_first (other);

  if (first->priority != second->priority)
    return first->priority < second->priority;
  if (one->on_duty != other->on_duty)
    return one->on_duty;
  return first->escalated_us < second->escalated_us;
}

static void
plan_new (Plan *plan, TcAlarmCallStep *step)
{
  const Called *next = NULL;

  find_called (plan);
  if (plan->called->len == 0)
    return;
  read_texts (plan);
  for (guint i = 0; i < plan->called->len; i++) {
    const Called *called = g_ptr_array_index (plan->called, i);
    if (may_be_sent (plan, called) && (!next || comes_before (called, next)))
      next = called;
  }
  if (next && get_first (next)->priority != TC_ALARM_HIGH &&
      count_texts (plan) >= plan->limits->hour_max)
    step->held = next->untold->len;
  if (!next || step->held > 0)
    return;
  step->action = TC_ALARM_CALL_NEW;
  step->staff_id = next->staff_id;
  step->account = g_strdup (next->account);
  step->phone = g_strdup (next->phone);
  for (guint i = 0; i < MIN (next->untold->len, TC_ALARM_CALL_TOLD_MAX); i++)
    add_fact (plan, step, g_ptr_array_index (next->untold, i));
}

/* ---- texts that are under way ---- */

typedef struct {
  gint64 row_id;
  gint64 text_id;
  gint64 incident_id;
  char *kind; /* (owned) */
  gint64 staff_id;
  gboolean sending;
  gint64 tries;
  gint64 made_us;
  gint64 at_us;
} Row;

static void
clear_row (gpointer data)
{
  g_free (((Row *) data)->kind);
}

static GArray *
read_rows (Plan *plan)
{
  GArray *rows = g_array_new (FALSE, TRUE, sizeof (Row));
  g_autoptr (TcQuery) query = tc_database_query (
      plan->db,
      "SELECT id, text_id, incident_id, kind, staff_id, state = 'sending', tries, made_us, at_us"
      " FROM alarm_text WHERE state IN ('sending', 'waiting') ORDER BY text_id, id",
      NULL);

  g_array_set_clear_func (rows, clear_row);
  while (tc_query_next (query)) {
    Row row = {tc_query_id (query, 0),       tc_query_id (query, 1),  tc_query_id (query, 2),
               tc_query_dup_text (query, 3), tc_query_id (query, 4),  tc_query_int (query, 5) == 1,
               tc_query_int (query, 6),      tc_query_int (query, 7), tc_query_int (query, 8)};

    g_hash_table_add (plan->waiting, g_memdup2 (&row.staff_id, sizeof row.staff_id));
    g_array_append_val (rows, row);
  }
  return rows;
}

/* (nullable): NULL: it isn't with anybody any more, or began anew */
static const TcAlarm *
find_alarm (const Plan *plan, const Row *row)
{
  for (guint i = 0; i < plan->up->len; i++) {
    const TcAlarm *alarm = &g_array_index (plan->up, TcAlarm, i);
    if (alarm->incident_id == row->incident_id && row->made_us >= tc_alarm_find_begin (alarm) &&
        g_strcmp0 (tc_alarm_kind_get_code (alarm->kind), row->kind) == 0)
      return alarm;
  }
  return NULL;
}

/* (nullable): NULL: it is with others now, who are told by texts of their own */
static const TcAlarmPerson *
find_person (Plan *plan, const TcAlarm *alarm, const Row *row)
{
  const GPtrArray *people = get_people (plan, alarm->role_id);

  for (guint i = 0; i < people->len; i++) {
    const TcAlarmPerson *person = g_ptr_array_index (people, i);
    if (person->staff_id == row->staff_id)
      return person;
  }
  return NULL;
}

static void
begin_step (TcAlarmCallStep *step, TcAlarmCallAction action, const Row *row)
{
  step->action = action;
  step->text_id = row->text_id;
  step->tries = row->tries;
  step->staff_id = row->staff_id;
}

/* A clock that was put back keeps nobody waiting. */
static gboolean
is_due (Plan *plan, const Row *row)
{
  gint64 wait_us = double_us (plan->limits->retry_us, row->tries - 1, RETRY_MAX_US);

  return plan->now_us < row->at_us || has_come (plan, row->at_us + wait_us);
}

static void
plan_again (Plan *plan, TcAlarmCallStep *step, const GArray *rows, const Row *first)
{
  const TcAlarmPerson *person = find_person (plan, find_alarm (plan, first), first);

  begin_step (step, TC_ALARM_CALL_AGAIN, first);
  step->account = g_strdup (person->account);
  step->phone = g_strdup (person->phone);
  for (guint i = 0; i < rows->len; i++) {
    const Row *row = &g_array_index (rows, Row, i);
    if (row->text_id == first->text_id)
      add_fact (plan, step, find_alarm (plan, row));
  }
}

static void
plan_rows (Plan *plan, TcAlarmCallStep *step, const GArray *rows)
{
  const Row *due = NULL;

  for (guint i = 0; i < rows->len; i++) {
    const Row *row = &g_array_index (rows, Row, i);
    const TcAlarm *alarm = find_alarm (plan, row);

    if (row->sending) {
      begin_step (step, TC_ALARM_CALL_UNSURE, row);
      return;
    }
    if (!alarm || !find_person (plan, alarm, row)) {
      begin_step (step, alarm ? TC_ALARM_CALL_PASSED : TC_ALARM_CALL_STOPPED, row);
      step->row_id = row->row_id;
      return;
    }
    if (!due && is_due (plan, row))
      due = row;
  }
  if (due)
    plan_again (plan, step, rows, due);
}

static void
plan_all (Plan *plan, TcAlarmCallStep *step, const GArray *rows)
{
  plan->up = tc_alarm_list_gone_up (plan->db, plan->now_us, &plan->next_us);
  plan->roles = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free,
                                       (GDestroyNotify) g_ptr_array_unref);
  plan->called = g_ptr_array_new_with_free_func (free_called);
  plan_rows (plan, step, rows);
  if (step->action == TC_ALARM_CALL_NOTHING)
    plan_new (plan, step);
  step->next_us = step->action == TC_ALARM_CALL_NOTHING ? plan->next_us : 0;
  g_array_unref (plan->up);
  g_hash_table_unref (plan->roles);
  g_ptr_array_unref (plan->called);
}

TcAlarmCallStep *
tc_alarm_call_plan (TcDatabase *db, const TcAlarmCallLimits *limits, gint64 now_us)
{
  Plan plan = {.db = db, .limits = limits, .now_us = now_us};
  TcAlarmCallStep *step = g_new0 (TcAlarmCallStep, 1);
  g_autoptr (GArray) rows = NULL;

  plan.waiting = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  rows = read_rows (&plan);
  /* What was begun is settled in any case. */
  if (rows->len > 0 || tc_alarm_has_people (db, now_us))
    plan_all (&plan, step, rows);
  else
    step->next_us = now_us + TC_ALARM_RULE_US_MIN;
  g_hash_table_unref (plan.waiting);
  return step;
}

gboolean
tc_alarm_call_has_changed (TcDatabase *db, gint64 lsn)
{
  return tc_database_get_int (db, 0,
                              "SELECT 1 FROM log_operation WHERE lsn > ? AND refusal IS NULL"
                              " AND name NOT GLOB 'unit.*' AND name NOT GLOB 'vehicle.*'"
                              " AND name NOT GLOB 'camera.*' AND name NOT GLOB 'session.*' LIMIT 1",
                              "i", lsn) == 1;
}
