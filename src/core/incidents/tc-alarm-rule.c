/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Escalation; see the header.
 */
#include "tc-alarm-rule.h"

#include "tc-alarm-text.h"
#include "tc-duty.h"
#include "tc-incident-record.h"
#include "tc-limits.h"
#include "tc-people-guards.h"

#define MINUTE_US (60 * TC_US_PER_S)
/* Whom one may telephone, of a role. */
#define CALLED_MAX 20
/* Of whom they are the first: those on duty come before. */
#define PEOPLE_MAX 500

const char *const tc_alarm_priority_codes[] = {
    [TC_ALARM_HIGH] = "high",
    [TC_ALARM_MEDIUM] = "medium",
    [TC_ALARM_LOW] = "low",
    NULL,
};

/* ---- alarm.set-rule ---- */

static const TcArg set_args[] = {
    TC_ARG (TcAlarmSetRule, rule_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcAlarmSetRule, code, TC_ARG_CODE, TC_REQUIRED, 0),
    TC_ARG (TcAlarmSetRule, priority, TC_ARG_CODE, TC_REQUIRED, 0),
    TC_ARG (TcAlarmSetRule, minutes, TC_ARG_INT, TC_REQUIRED, TC_ALARM_RULE_MINUTES_MAX),
    TC_ARG (TcAlarmSetRule, role_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcAlarmSetRule, active, TC_ARG_INT, TC_REQUIRED, 1),
    {NULL},
};

static gboolean
check_room (TcApply *apply, gint64 rule_id)
{
  if (tc_database_get_int (apply->db, 0, "SELECT 1 FROM alarm_rule WHERE id = ?", "i", rule_id) ||
      tc_database_get_int (apply->db, 0, "SELECT count(*) FROM alarm_rule", "") <
          TC_ALARM_RULES_MAX)
    return TRUE;
  return tc_apply_refuse (apply, "alarm.rules-many", "limit", TC_I, (gint64) TC_ALARM_RULES_MAX,
                          NULL);
}

static gboolean
apply_set (TcApply *apply, gconstpointer data)
{
  const TcAlarmSetRule *args = data;

  if (!g_strv_contains (tc_alarm_priority_codes, args->priority))
    return tc_apply_refuse (apply, "operation.arguments", "operation", TC_S, apply->op->name,
                            "argument", TC_S, "priority", NULL);
  if (args->minutes < 1)
    return tc_apply_refuse (apply, "alarm.rule-minutes", "limit", TC_I,
                            (gint64) TC_ALARM_RULE_MINUTES_MAX, NULL);
  if (!tc_guard_is_there (apply, TC_RECORD_ROLE, args->role_id) ||
      !check_room (apply, args->rule_id))
    return FALSE;
  if (tc_database_get_int (apply->db, 0,
                           "SELECT 1 FROM alarm_rule WHERE code = ? AND id <> ? LIMIT 1", "si",
                           args->code, args->rule_id))
    return tc_apply_refuse (apply, "alarm.rule-code", "code", TC_S, args->code, NULL);
  tc_database_execute (apply->db,
                       "INSERT INTO alarm_rule VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"
                       " ON CONFLICT (id) DO UPDATE SET code = ?3, priority = ?4, minutes = ?5,"
                       " role_id = ?6, active = ?7",
                       "iissiii", args->rule_id, (gint64) TC_SCOPE_COMMON, args->code,
                       args->priority, args->minutes, args->role_id, args->active);
  return TRUE;
}

const TcOperationType tc_alarm_set_rule_type = {
    .name = "alarm.set-rule",
    .version = 1,
    .capability = TC_MAY_MANAGE,
    .args = set_args,
    .args_size = sizeof (TcAlarmSetRule),
    .apply = apply_set,
};

/* ---- what has gone up ---- */

typedef struct {
  TcAlarmPriority priority;
  gint64 minutes;
  gint64 role_id;
  char *role_vi; /* (owned) */
  char *role_en; /* (owned) */
  gboolean mine;
  GPtrArray *people; /* (owned) (nullable) (element-type TcAlarmPerson): once somebody asked */
} Rule;

static void
free_person (gpointer data)
{
  TcAlarmPerson *person = data;

  g_free (person->name);
  g_free (person->account);
  g_free (person->phone);
  g_free (person);
}

static void
clear_rule (gpointer data)
{
  g_free (((Rule *) data)->role_vi);
  g_free (((Rule *) data)->role_en);
  g_clear_pointer (&((Rule *) data)->people, g_ptr_array_unref);
}

/* The ones that take longer come later. */
static GArray *
read_rules (TcDatabase *db, gint64 staff_id, gint64 now_us)
{
  GArray *rules = g_array_new (FALSE, TRUE, sizeof (Rule));
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT it.priority, it.minutes, it.role_id, role.name_vi, role.name_en,"
      " EXISTS (SELECT 1 FROM post WHERE staff_id = ?1 AND role_id = it.role_id"
      " AND valid_from_us <= ?2 AND (valid_to_us IS NULL OR valid_to_us > ?2))"
      " FROM alarm_rule AS it JOIN role ON role.id = it.role_id WHERE it.active = 1"
      " ORDER BY it.minutes, it.id LIMIT ?3",
      "iii", staff_id, now_us, (gint64) TC_ALARM_RULES_MAX);

  g_array_set_clear_func (rules, clear_rule);
  while (tc_query_next (query)) {
    for (guint i = 0; tc_alarm_priority_codes[i]; i++) {
      Rule rule = {.priority = i,
                   .minutes = tc_query_int (query, 1),
                   .role_id = tc_query_id (query, 2),
                   .mine = tc_query_int (query, 5) == 1};
      if (g_strcmp0 (tc_query_text (query, 0), tc_alarm_priority_codes[i]) != 0)
        continue;
      rule.role_vi = tc_query_dup_text (query, 3);
      rule.role_en = tc_query_dup_text (query, 4);
      g_array_append_val (rules, rule);
    }
  }
  return rules;
}

gint64
tc_alarm_find_begin (const TcAlarm *alarm)
{
  return MAX (alarm->since_us, alarm->quiet_us);
}

/* Who is on duty in the centre. (element-type gint64) */
static GHashTable *
read_duty (TcDatabase *db, gint64 now_us)
{
  GHashTable *duty = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  gint64 centre = tc_database_get_int (db, 0, "SELECT centre_id FROM province LIMIT 1", NULL);
  g_autoptr (GPtrArray) shifts = tc_duty_at (db, centre, now_us);

  for (guint i = 0; i < shifts->len; i++) {
    const TcDutyShift *shift = g_ptr_array_index (shifts, i);
    for (guint k = 0; k < shift->people->len; k++) {
      const TcOnDuty *person = g_ptr_array_index (shift->people, k);
      g_hash_table_add (duty, g_memdup2 (&person->staff_id, sizeof person->staff_id));
    }
  }
  return duty;
}

#define HAS_NUMBER "s.phone IS NOT NULL AND (s.inactive_from_us IS NULL OR s.inactive_from_us > ?1)"
#define IN_FORCE "valid_from_us <= ?1 AND (valid_to_us IS NULL OR valid_to_us > ?1)"

gboolean
tc_alarm_has_people (TcDatabase *db, gint64 now_us)
{
  return tc_database_get_int (db, 0,
                              "SELECT 1 FROM staff AS s WHERE " HAS_NUMBER
                              " AND EXISTS (SELECT 1 FROM post WHERE staff_id = s.id"
                              " AND role_id IN (SELECT role_id FROM alarm_rule WHERE active = 1)"
                              " AND " IN_FORCE ") LIMIT 1",
                              "i", now_us) == 1;
}

/* Who has the role and a number, those on duty first. (element-type TcAlarmPerson) */
static GPtrArray *
read_people (TcDatabase *db, gint64 role_id, GHashTable *duty, gint64 now_us)
{
  GPtrArray *people = g_ptr_array_new_with_free_func (free_person);
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT s.id, s.name, s.account, s.phone FROM staff AS s WHERE " HAS_NUMBER
      " AND EXISTS (SELECT 1 FROM post WHERE staff_id = s.id AND role_id = ?2 AND " IN_FORCE ")"
      " ORDER BY s.id LIMIT ?3",
      "iii", now_us, role_id, (gint64) PEOPLE_MAX);
  gint n_on_duty = 0;

  while (tc_query_next (query)) {
    TcAlarmPerson *person = g_new0 (TcAlarmPerson, 1);

    person->staff_id = tc_query_id (query, 0);
    person->name = tc_query_dup_text (query, 1);
    person->account = tc_query_dup_text (query, 2);
    person->phone = tc_query_dup_text (query, 3);
    person->on_duty = g_hash_table_contains (duty, &person->staff_id);
    g_ptr_array_insert (people, person->on_duty ? n_on_duty++ : -1, person);
  }
  if (people->len > CALLED_MAX)
    g_ptr_array_set_size (people, CALLED_MAX);
  return people;
}

GPtrArray *
tc_alarm_list_people (TcDatabase *db, gint64 role_id, gint64 now_us)
{
  g_autoptr (GHashTable) duty = read_duty (db, now_us);

  return read_people (db, role_id, duty, now_us);
}

/* Who was telephoned for it since it began. (element-type gint64) */
static GHashTable *
read_called (TcDatabase *db, TcAlarm *alarm)
{
  GHashTable *called = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT m.called_id, m.at_us, called.name, s.name FROM alarm_mark AS m"
      " LEFT JOIN staff AS called ON called.id = m.called_id LEFT JOIN staff AS s"
      " ON s.id = m.staff_id WHERE m.incident_id = ? AND m.kind = ? AND m.act = 'called'"
      " AND m.at_us >= ? ORDER BY m.at_us DESC, m.id DESC LIMIT ?",
      "isii", alarm->incident_id, tc_alarm_kind_get_code (alarm->kind), alarm->since_us,
      (gint64) CALLED_MAX);

  while (tc_query_next (query)) {
    gint64 id = tc_query_id (query, 0);
    g_hash_table_add (called, g_memdup2 (&id, sizeof id));
    if (alarm->called_us != 0)
      continue;
    alarm->called_us = tc_query_int (query, 1);
    alarm->called_name = tc_query_dup_text (query, 2);
    alarm->called_by = tc_query_dup_text (query, 3);
  }
  return called;
}

/* Whoever wasn't telephoned yet before who was. */
static void
find_call (TcDatabase *db, const Rule *rule, TcAlarm *alarm)
{
  g_autoptr (GHashTable) called = read_called (db, alarm);
  const TcAlarmPerson *whom = NULL;

  for (guint i = 0; i < rule->people->len; i++) {
    const TcAlarmPerson *person = g_ptr_array_index (rule->people, i);
    gboolean was = g_hash_table_contains (called, &person->staff_id);
    if (!whom || (!was && g_hash_table_contains (called, &whom->staff_id)))
      whom = person;
  }
  if (!whom)
    return;
  alarm->call_id = whom->staff_id;
  alarm->call_name = g_strdup (whom->name);
  alarm->call_phone = g_strdup (whom->phone);
}

/* (nullable): the furthest of the rules that it has come to */
static Rule *
find_step (const TcAlarm *alarm, GArray *rules, gint64 now_us, gboolean *mine)
{
  Rule *step = NULL;

  *mine = FALSE;
  for (guint i = 0; i < rules->len; i++) {
    Rule *rule = &g_array_index (rules, Rule, i);
    if (rule->priority != alarm->priority ||
        tc_alarm_find_begin (alarm) + rule->minutes * MINUTE_US > now_us)
      continue;
    step = rule;
    *mine |= rule->mine;
  }
  return step;
}

static void
take_step (TcDatabase *db, const Rule *rule, gboolean mine, TcAlarm *alarm)
{
  alarm->escalated_us = tc_alarm_find_begin (alarm) + rule->minutes * MINUTE_US;
  alarm->escalated_here = mine;
  alarm->role_id = rule->role_id;
  alarm->role_vi = g_strdup (rule->role_vi);
  alarm->role_en = g_strdup (rule->role_en);
  alarm->texts = tc_alarm_text_list (db, alarm);
}

void
tc_alarm_escalate (TcDatabase *db, gint64 staff_id, gint64 now_us, GArray *alarms)
{
  g_autoptr (GArray) rules = read_rules (db, staff_id, now_us);
  g_autoptr (GHashTable) duty = NULL;
  /* Somebody looks, and where the server tells nobody there is nothing to be read. */
  gboolean texted = staff_id != 0 &&
                    tc_database_get_int (db, 0, "SELECT 1 FROM alarm_text LIMIT 1", NULL) == 1;

  for (guint i = 0; i < alarms->len; i++) {
    TcAlarm *alarm = &g_array_index (alarms, TcAlarm, i);
    gboolean mine = FALSE;
    Rule *rule = NULL;
    if (alarm->state != TC_ALARM_RINGING || alarm->staff_id != 0)
      continue;
    rule = find_step (alarm, rules, now_us, &mine);
    if (rule)
      take_step (db, rule, mine, alarm);
    else if (texted)
      alarm->texts = tc_alarm_text_list (db, alarm);
    if (!rule || staff_id == 0)
      continue;
    if (!duty)
      duty = read_duty (db, now_us);
    if (!rule->people)
      rule->people = read_people (db, rule->role_id, duty, now_us);
    find_call (db, rule, alarm);
  }
}

gint64
tc_alarm_find_next_step (TcDatabase *db, gint64 now_us, const GArray *alarms)
{
  g_autoptr (GArray) rules = read_rules (db, 0, now_us);
  gint64 next_us = G_MAXINT64;

  for (guint i = 0; i < alarms->len; i++) {
    const TcAlarm *alarm = &g_array_index (alarms, TcAlarm, i);
    /* Until then it may be known to who acknowledged it: it goes up when it isn't any more. */
    gint64 known_us = alarm->mark_us + TC_ALARM_MEMBERS_QUIET_US;

    if (alarm->staff_id != 0 || alarm->state == TC_ALARM_SHELVED)
      continue;
    if (alarm->state == TC_ALARM_ACKNOWLEDGED && known_us > now_us)
      next_us = MIN (next_us, known_us);
    for (guint k = 0; k < rules->len; k++) {
      const Rule *rule = &g_array_index (rules, Rule, k);
      gint64 up_us = tc_alarm_find_begin (alarm) + rule->minutes * MINUTE_US;
      if (rule->priority == alarm->priority && up_us > now_us)
        next_us = MIN (next_us, up_us);
    }
  }
  return next_us;
}
