/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which alarms there are now; see tc-alarm.h.
 */
#include "tc-alarm.h"

#include "tc-alarm-journal.h"
#include "tc-alarm-rule.h"
#include "tc-alarm-suppression.h"
#include "tc-big-event-queries.h"
#include "tc-incident-queries-private.h"

#include "tc-id.h"
#include "tc-incident-operations.h"
#include "tc-limits.h"
#include "tc-people-operations.h"
#include "tc-reading-rights.h"
#include "tc-service-level.h"

/* What somebody has goes up to nobody: it isn't read for NOBODY, which is 0. */
#define TAKEN_TOO "(?2 <> 0 OR i.staff_id IS NULL)"
/* What is before its first unit, or waits for one: two ranges of an index, the latest first. */
#define BEFORE_SQL                                                                                 \
  "i.paused_us IS NULL AND i.state IN ('new', 'accepted', 'assigned', 'dispatched') AND i.open = " \
  "1 AND " TAKEN_TOO " ORDER BY i.rank_us LIMIT ?1"
/* What the person has. */
#define MINE_SQL                                                                                   \
  "i.staff_id = ?2 AND i.open = 1 AND i.state NOT IN ('resolved', 'published', 'new', 'accepted'," \
  " 'assigned', 'dispatched') ORDER BY i.rank_us LIMIT ?1"
/* An order that goes on, of which nobody has read what its unit wrote. */
#define UNREAD "said_us IS NOT NULL AND state IN ('sent', 'acknowledged', 'working')"
/* What units wrote about what is another's, or nobody's, and past its first answer. */
#define SAID_SQL                                                                                   \
  "i.id IN (SELECT incident_id FROM dispatch WHERE " UNREAD ") AND i.open = 1 AND i.staff_id IS"   \
  " NOT ?2 AND " TAKEN_TOO " AND i.state NOT IN ('resolved', 'published', 'new', 'accepted',"      \
  " 'assigned', 'dispatched') ORDER BY i.rank_us LIMIT ?1"
/* What is over, of which somebody isn't told who is to be. */
#define UNTOLD_SQL                                                                                 \
  "i.state IN ('resolved', 'published') AND i.open = 1 AND " TAKEN_TOO                             \
  " AND EXISTS (SELECT 1 FROM"                                                                     \
  " field_term WHERE id = i.term_id AND tell_minutes IS NOT NULL) AND EXISTS (SELECT 1 FROM"       \
  " report AS r WHERE r.incident_id = i.id AND " TC_REPORT_IS_UNTOLD ") ORDER BY i.rank_us"        \
  " LIMIT ?1"
#define ALARM_SQL                                                                                  \
  "SELECT i.id, i.code, i.title, i.priority, i.state, i.received_us, i.due_us, i.soon_us,"         \
  " i.staff_id, s.name, i.unit_id, i.term_id, i.paused_total_us, u.name_vi, u.name_en,"            \
  " d.sent_us, d.sent_by, da.name_vi, da.name_en, CASE i.state WHEN 'scheduled' THEN"              \
  " i.scheduled_us ELSE (SELECT max (at_us) FROM incident_event WHERE incident_id = i.id AND"      \
  " moved = 1 AND state = i.state) END, m.said_us, ma.name_vi, ma.name_en, i.field_id,"            \
  " i.area_id, i.resolved_us FROM incident AS i"                                                   \
  " LEFT JOIN staff AS s ON s.id = i.staff_id LEFT JOIN agency AS u ON u.id = i.unit_id"           \
  " LEFT JOIN dispatch AS d ON d.id = (SELECT id FROM dispatch WHERE incident_id = i.id"           \
  " AND state = 'sent' ORDER BY sent_us, id LIMIT 1)"                                              \
  " LEFT JOIN agency AS da ON da.id = d.agency_id"                                                 \
  " LEFT JOIN dispatch AS m ON m.id = (SELECT id FROM dispatch WHERE incident_id = i.id"           \
  " AND " UNREAD " ORDER BY said_us, id LIMIT 1)"                                                  \
  " LEFT JOIN agency AS ma ON ma.id = m.agency_id WHERE "

/* No person has that id, so nothing is its own. */
#define NOBODY 0

typedef struct {
  TcDatabase *db; /* (unowned) */
  gint64 staff_id;
  gint64 now_us;
  GHashTable *levels;  /* (owned) (element-type gint64 TcServiceLevel) */
  GHashTable *present; /* (owned) (element-type gint64): who is signed in somewhere */
  GHashTable *members; /* (owned) (element-type gint64 gint64): of which event that goes on */
  GHashTable *events;  /* (owned) (element-type gint64 Untaken): those, by what leads them */
  GPtrArray *quiet;    /* (owned) (element-type TcSuppression) */
  GArray *alarms;      /* (owned) (element-type TcAlarm): given away in the end */
} Walk;

/* Of one event: what nobody has taken in time. */
typedef struct {
  gint64 event_id; /* the key */
  gint64 count;
  gint64 since_us; /* the first of them */
  gint64 newest_us;
  gint64 priority; /* the most pressing of them */
  gboolean rings;  /* what leads it has an alarm of its own */
} Untaken;

static void
clear_alarm (gpointer data)
{
  TcAlarm *alarm = data;

  g_free (alarm->code);
  g_free (alarm->title);
  g_free (alarm->staff_name);
  g_free (alarm->unit_vi);
  g_free (alarm->unit_en);
  g_free (alarm->mark_name);
  g_free (alarm->reason);
  g_free (alarm->role_vi);
  g_free (alarm->role_en);
  g_free (alarm->call_name);
  g_free (alarm->call_phone);
  g_free (alarm->called_name);
  g_free (alarm->called_by);
  g_clear_pointer (&alarm->texts, g_ptr_array_unref);
}

static GArray *
make_list (void)
{
  GArray *alarms = g_array_new (FALSE, TRUE, sizeof (TcAlarm));

  g_array_set_clear_func (alarms, clear_alarm);
  return alarms;
}

static const TcServiceLevel *
get_level (Walk *walk, gint64 id)
{
  TcServiceLevel *level = g_hash_table_lookup (walk->levels, &id);

  if (!level) {
    level = g_new0 (TcServiceLevel, 1);
    tc_service_level_get (walk->db, id, level);
    g_hash_table_insert (walk->levels, g_memdup2 (&id, sizeof id), level);
  }
  return level;
}

static GHashTable *
read_present (TcDatabase *db, gint64 now_us)
{
  GHashTable *present = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (TcQuery) query = tc_database_query (
      db, "SELECT staff_id FROM session WHERE from_us <= ?1 AND until_us > ?1", "i", now_us);

  while (tc_query_next (query)) {
    gint64 id = tc_query_id (query, 0);
    g_hash_table_add (present, g_memdup2 (&id, sizeof id));
  }
  return present;
}

/* ---- big events ---- */

static void
read_members (Walk *walk, gint64 event_id)
{
  g_autoptr (TcQuery) query = tc_database_query (
      walk->db, "SELECT id FROM " TC_BIG_EVENT_MEMBERS ("?1"), "i", event_id);

  while (tc_query_next (query)) {
    gint64 id = tc_query_id (query, 0);
    g_hash_table_insert (walk->members, g_memdup2 (&id, sizeof id),
                         g_memdup2 (&event_id, sizeof event_id));
  }
}

static void
read_events (Walk *walk)
{
  g_autoptr (TcQuery) query = tc_database_query (
      walk->db, "SELECT id FROM big_event WHERE ended_us IS NULL ORDER BY id", NULL);

  walk->members = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  walk->events = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
  while (tc_query_next (query)) {
    Untaken *untaken = g_new0 (Untaken, 1);
    untaken->event_id = tc_query_id (query, 0);
    g_hash_table_insert (walk->events, &untaken->event_id, untaken);
    read_members (walk, untaken->event_id);
  }
}

/* Whether its event tells of it, not it by itself. */
static gboolean
gather (Walk *walk, const TcAlarm *alarm)
{
  const gint64 *event_id = g_hash_table_lookup (walk->members, &alarm->incident_id);
  Untaken *untaken = event_id ? g_hash_table_lookup (walk->events, event_id) : NULL;

  if (!untaken || alarm->kind != TC_ALARM_UNTAKEN ||
      alarm->incident_priority == TC_PRIORITY_EMERGENCY)
    return FALSE;
  untaken->since_us = untaken->count ? MIN (untaken->since_us, alarm->since_us) : alarm->since_us;
  untaken->newest_us = MAX (untaken->newest_us, alarm->since_us);
  untaken->priority = untaken->count ? MIN (untaken->priority, alarm->incident_priority)
                                     : alarm->incident_priority;
  untaken->count++;
  return TRUE;
}

/* ---- which one ---- */

static gboolean
is_mine (const Walk *walk, gint64 staff_id)
{
  return staff_id == 0 || staff_id == walk->staff_id ||
         !g_hash_table_contains (walk->present, &staff_id);
}

/* @minutes: TC_NONE: nothing is promised. Whether it has passed; then *@since_us. */
static gboolean
has_passed (const Walk *walk, gint64 from_us, gint64 minutes, gint64 paused_us, gint64 *since_us)
{
  gint64 due_us;

  if (from_us == TC_NONE || minutes == TC_NONE)
    return FALSE;
  due_us = tc_service_time_after (walk->db, from_us, minutes) + paused_us;
  if (due_us > walk->now_us)
    return FALSE;
  *since_us = due_us;
  return TRUE;
}

/* Who took it late is at it. */
static gboolean
is_just_taken (const Walk *walk, const TcAlarm *alarm)
{
  gint64 taken_us = TC_NONE;

  if (alarm->staff_id != 0)
    taken_us = tc_database_get_int (
        walk->db, TC_NONE,
        "SELECT max (at_us) FROM incident_event WHERE incident_id = ? AND staff_id IS NOT NULL"
        " AND code IN ('incident.take', 'incident.assign')",
        "i", alarm->incident_id);
  return taken_us != TC_NONE && walk->now_us < taken_us + TC_ALARM_HANDLED_US;
}

/* Before its first unit. */
static gboolean
find_early (Walk *walk, TcQuery *row, const TcServiceLevel *level, TcAlarm *alarm)
{
  gint64 received_us = tc_query_int (row, 5), paused_us = tc_query_int (row, 12);
  gboolean taken = alarm->staff_id != 0 || tc_query_id (row, 10) != 0;

  if (!taken && alarm->incident_priority == TC_PRIORITY_EMERGENCY) {
    alarm->kind = TC_ALARM_UNTAKEN;
    alarm->since_us = received_us;
    return TRUE;
  }
  if (!taken && has_passed (walk, received_us, level->take_minutes, 0, &alarm->since_us)) {
    alarm->kind = TC_ALARM_UNTAKEN;
    return TRUE;
  }
  alarm->kind = TC_ALARM_UNDISPATCHED;
  return has_passed (walk, received_us, level->dispatch_minutes, paused_us, &alarm->since_us);
}

static gboolean
find_due (Walk *walk, TcQuery *row, TcAlarm *alarm)
{
  gint64 soon_us = tc_query_int (row, 7);
  gboolean late = alarm->due_us != TC_NONE && alarm->due_us < walk->now_us;

  alarm->kind = late ? TC_ALARM_LATE : TC_ALARM_SOON;
  alarm->since_us = late ? alarm->due_us : soon_us;
  return late || (soon_us != TC_NONE && soon_us <= walk->now_us && alarm->staff_id != 0);
}

/* In the state in which it is it may stand for so long only. */
static gboolean
find_standing (Walk *walk, TcQuery *row, const TcServiceLevel *level, TcAlarm *alarm)
{
  gint64 minutes = tc_alarm_find_standing (tc_query_state (row, 4), level, &alarm->kind);

  return has_passed (walk, tc_query_int (row, 19), minutes, 0, &alarm->since_us);
}

/* After its first unit. */
static gboolean
find_later (Walk *walk, TcQuery *row, const TcServiceLevel *level, TcAlarm *alarm)
{
  TcIncidentState state = tc_query_state (row, 4);

  if (state == TC_STATE_WAITING)
    return find_standing (walk, row, level, alarm);
  if (state == TC_STATE_SCHEDULED && find_standing (walk, row, level, alarm))
    return TRUE;
  if (alarm->due_us != TC_NONE && alarm->due_us < walk->now_us)
    return find_due (walk, row, alarm);
  return find_standing (walk, row, level, alarm) || find_due (walk, row, alarm);
}

static gboolean
find_kind (Walk *walk, TcQuery *row, TcAlarm *alarm)
{
  const TcServiceLevel *level = get_level (walk, tc_query_id (row, 11));
  TcIncidentState state = tc_query_state (row, 4);
  gint64 sent_by = tc_query_id (row, 16);

  if (state == TC_STATE_RESOLVED || state == TC_STATE_PUBLISHED) {
    alarm->kind = TC_ALARM_UNTOLD;
    return is_mine (walk, alarm->staff_id) &&
           has_passed (walk, tc_query_int (row, 25), level->tell_minutes, 0, &alarm->since_us);
  }
  if (state == TC_STATE_DISPATCHED &&
      has_passed (walk, tc_query_int (row, 15), level->acknowledge_minutes, 0, &alarm->since_us)) {
    alarm->kind = TC_ALARM_UNACKNOWLEDGED;
    return is_mine (walk, alarm->staff_id) || sent_by == walk->staff_id;
  }
  alarm->since_us = tc_query_int (row, 20);
  if (alarm->since_us != TC_NONE) {
    alarm->kind = TC_ALARM_MESSAGE;
    return is_mine (walk, alarm->staff_id);
  }
  if (state != TC_STATE_NEW && state != TC_STATE_ACCEPTED && state != TC_STATE_ASSIGNED)
    return find_later (walk, row, level, alarm) && is_mine (walk, alarm->staff_id);
  return (find_early (walk, row, level, alarm) || find_due (walk, row, alarm)) &&
         is_mine (walk, alarm->staff_id) && !is_just_taken (walk, alarm);
}

/* Whether it rings by itself. */
static gboolean
rings (Walk *walk, const TcAlarm *alarm)
{
  Untaken *leads = g_hash_table_lookup (walk->events, &alarm->incident_id);

  /* What leads an event is neither late nor without a unit while the event goes on; a unit that was
   * sent to it answers. */
  if (leads) {
    leads->rings = alarm->kind == TC_ALARM_UNTAKEN;
    return leads->rings || alarm->kind == TC_ALARM_UNACKNOWLEDGED ||
           alarm->kind == TC_ALARM_MESSAGE || alarm->kind == TC_ALARM_UNTOLD;
  }
  return !gather (walk, alarm);
}

/* ---- what was done about it ---- */

/* Of an event: it may have been said before the first of what is left was late, and shelved for
 * longer. */
static gint64
get_marked_since (const Walk *walk, const TcAlarm *alarm)
{
  if (alarm->kind != TC_ALARM_MEMBERS)
    return alarm->since_us;
  return MIN (alarm->since_us, walk->now_us - TC_ALARM_SHELVE_US_MAX);
}

/* @newest_us: of what it is about: what comes later isn't known to who acknowledged it */
static gboolean
is_known (const Walk *walk, const TcAlarm *alarm, gint64 newest_us)
{
  if (alarm->kind == TC_ALARM_MEMBERS)
    return newest_us <= alarm->mark_us || walk->now_us < alarm->mark_us + TC_ALARM_MEMBERS_QUIET_US;
  if (alarm->kind == TC_ALARM_JOURNAL)
    return walk->now_us < alarm->mark_us + TC_ALARM_MEMBERS_QUIET_US;
  return alarm->staff_id != 0 || walk->now_us < alarm->mark_us + TC_ALARM_QUIET_US;
}

/* It may have been shelved before it became an emergency, which nobody may do to one. */
static gboolean
may_be_shelved (const TcAlarm *alarm)
{
  return alarm->kind != TC_ALARM_UNTAKEN || alarm->incident_priority != TC_PRIORITY_EMERGENCY;
}

static void
read_mark (Walk *walk, TcAlarm *alarm, gint64 newest_us)
{
  g_autoptr (TcQuery) query = tc_database_query (
      walk->db,
      "SELECT m.act, m.at_us, m.until_us, m.reason, s.name FROM alarm_mark AS m"
      " LEFT JOIN staff AS s ON s.id = m.staff_id WHERE m.incident_id = ? AND m.kind = ?"
      " AND m.at_us >= ? AND m.act <> 'called' ORDER BY m.at_us DESC, m.id DESC LIMIT 1",
      "isi", alarm->incident_id, tc_alarm_kind_get_code (alarm->kind),
      get_marked_since (walk, alarm));
  const char *act;

  alarm->until_us = TC_NONE;
  if (!tc_query_next (query))
    return;
  act = tc_query_text (query, 0);
  alarm->mark_us = tc_query_int (query, 1);
  alarm->mark_name = tc_query_dup_text (query, 4);
  alarm->quiet_us = alarm->mark_us;
  if (tc_query_int (query, 2) != TC_NONE && tc_query_int (query, 2) <= walk->now_us)
    alarm->quiet_us = tc_query_int (query, 2);
  if (g_strcmp0 (act, "shelved") == 0 && tc_query_int (query, 2) > walk->now_us &&
      may_be_shelved (alarm)) {
    alarm->state = TC_ALARM_SHELVED;
    alarm->until_us = tc_query_int (query, 2);
    alarm->reason = tc_query_dup_text (query, 3);
  } else if (g_strcmp0 (act, "acknowledged") == 0 && is_known (walk, alarm, newest_us)) {
    alarm->state = TC_ALARM_ACKNOWLEDGED;
  }
}

/* Whether it is kept quiet by plan; then, and for what was, that is told. What a unit wrote is
 * heard all the same. */
static gboolean
is_suppressed (Walk *walk, TcQuery *row, TcAlarm *alarm)
{
  gint64 field_id = tc_query_id (row, 23), area_id = tc_query_id (row, 24);
  const TcSuppression *by = may_be_shelved (alarm) && alarm->kind != TC_ALARM_MESSAGE
                                ? tc_suppression_find (walk->quiet, field_id, area_id, walk->now_us)
                                : NULL;

  alarm->until_us = TC_NONE;
  if (!by) {
    alarm->quiet_us = tc_suppression_find_end (walk->quiet, field_id, area_id, walk->now_us);
    return FALSE;
  }
  alarm->state = TC_ALARM_SHELVED;
  alarm->suppressed = TRUE;
  alarm->mark_us = by->at_us;
  alarm->until_us = tc_suppression_get_end (by);
  alarm->mark_name = g_strdup (by->staff_name);
  alarm->reason = g_strdup (by->reason);
  return TRUE;
}

static void
look_at (Walk *walk, TcQuery *row)
{
  TcAlarm alarm = {
      .incident_id = tc_query_id (row, 0),
      .incident_priority = tc_query_int (row, 3),
      .due_us = tc_query_int (row, 6),
      .staff_id = tc_query_id (row, 8),
  };
  gint64 over_us = 0;
  int unit;

  if (!find_kind (walk, row, &alarm) ||
      (!is_suppressed (walk, row, &alarm) && !rings (walk, &alarm)))
    return;
  alarm.priority = tc_alarm_find_priority (alarm.kind, alarm.incident_priority);
  alarm.code = tc_query_dup_text (row, 1);
  alarm.title = tc_query_dup_text (row, 2);
  alarm.staff_name = tc_query_dup_text (row, 9);
  unit = alarm.kind == TC_ALARM_UNACKNOWLEDGED ? 17 : alarm.kind == TC_ALARM_MESSAGE ? 21 : 13;
  alarm.unit_vi = tc_query_dup_text (row, unit);
  alarm.unit_en = tc_query_dup_text (row, unit + 1);
  over_us = alarm.quiet_us;
  if (!alarm.suppressed)
    read_mark (walk, &alarm, alarm.since_us);
  alarm.quiet_us = MAX (alarm.quiet_us, over_us > alarm.since_us ? over_us : 0);
  g_array_append_val (walk->alarms, alarm);
}

/* One for all that an event has; it is for whoever has what leads it. */
static void
look_at_event (Walk *walk, const Untaken *untaken)
{
  g_autoptr (TcQuery)
      row = tc_database_query (walk->db,
                               "SELECT i.code, i.title, i.staff_id, s.name, e.name"
                               " FROM big_event AS e JOIN incident AS i ON i.id = e.id"
                               " LEFT JOIN staff AS s ON s.id = i.staff_id WHERE e.id = ?",
                               "i", untaken->event_id);
  TcAlarm alarm = {.kind = TC_ALARM_MEMBERS,
                   .incident_id = untaken->event_id,
                   .incident_priority = untaken->priority,
                   .since_us = untaken->since_us,
                   .count = untaken->count};

  if (untaken->count == 0 || untaken->rings || !tc_query_next (row) ||
      !is_mine (walk, tc_query_id (row, 2)))
    return;
  alarm.priority = tc_alarm_find_priority (alarm.kind, alarm.incident_priority);
  alarm.code = tc_query_dup_text (row, 0);
  alarm.title = tc_query_dup_text (row, tc_query_is_null (row, 4) ? 1 : 4);
  alarm.due_us = TC_NONE;
  alarm.staff_id = tc_query_id (row, 2);
  alarm.staff_name = tc_query_dup_text (row, 3);
  read_mark (walk, &alarm, untaken->newest_us);
  g_array_append_val (walk->alarms, alarm);
}

static void
look_at_events (Walk *walk)
{
  GHashTableIter iter;
  gpointer untaken;

  g_hash_table_iter_init (&iter, walk->events);
  while (g_hash_table_iter_next (&iter, NULL, &untaken))
    look_at_event (walk, untaken);
}

/* They are everybody's who handles incidents: nobody has an entry of the journal. But who may not
 * read it isn't told by an alarm what stands there, though the desk holds it for others. */
static void
look_at_journal (Walk *walk)
{
  g_autoptr (GArray) readable = NULL;
  guint before = walk->alarms->len;

  if (walk->staff_id != NOBODY)
    readable = tc_reading_rights_of_staff (walk->db, walk->staff_id, walk->now_us);
  if (readable && !tc_ids_contain (readable, TC_SCOPE_INCIDENTS))
    return;
  tc_alarm_journal_list (walk->db, walk->now_us, walk->alarms);
  for (guint i = before; i < walk->alarms->len; i++) {
    TcAlarm *alarm = &g_array_index (walk->alarms, TcAlarm, i);
    read_mark (walk, alarm, alarm->since_us);
  }
}

static int
compare_alarms (gconstpointer a, gconstpointer b)
{
  const TcAlarm *one = a, *other = b;

  if (one->state != other->state)
    return (int) one->state - (int) other->state;
  if (one->escalated_here != other->escalated_here)
    return one->escalated_here ? -1 : 1;
  if (one->priority != other->priority)
    return (int) one->priority - (int) other->priority;
  if (one->since_us != other->since_us)
    return one->since_us < other->since_us ? -1 : 1;
  return one->incident_id < other->incident_id ? -1 : one->incident_id > other->incident_id;
}

/* Whether the person handles incidents at all: what others only read rings for nobody. */
static gboolean
handles (TcDatabase *db, gint64 staff_id, gint64 now_us)
{
  return tc_database_get_int (
             db, 0,
             "SELECT 1 FROM post JOIN role_capability AS c ON c.role_id = post.role_id"
             " AND c.capability = '" TC_MAY_HANDLE "' WHERE post.staff_id = ?1"
             " AND post.valid_from_us <= ?2 AND (post.valid_to_us IS NULL OR post.valid_to_us > ?2)"
             " LIMIT 1",
             "ii", staff_id, now_us) == 1;
}

/* @staff_id: who handles incidents, or NOBODY */
static GArray *
list (TcDatabase *db, gint64 staff_id, gint64 now_us)
{
  static const char *const asked[] = {ALARM_SQL BEFORE_SQL, ALARM_SQL MINE_SQL, ALARM_SQL SAID_SQL,
                                      ALARM_SQL UNTOLD_SQL};
  Walk walk = {.db = db, .staff_id = staff_id, .now_us = now_us, .alarms = make_list ()};

  walk.levels = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  walk.present = read_present (db, now_us);
  walk.quiet = tc_suppression_list (db, now_us - TC_SUPPRESS_US_MAX);
  read_events (&walk);
  for (guint i = 0; i < G_N_ELEMENTS (asked); i++) {
    g_autoptr (TcQuery)
        row = tc_database_query (db, asked[i], "ii", (gint64) TC_ALARMS_MAX, staff_id);
    while (tc_query_next (row))
      look_at (&walk, row);
  }
  look_at_events (&walk);
  look_at_journal (&walk);
  g_hash_table_unref (walk.levels);
  g_hash_table_unref (walk.present);
  g_ptr_array_unref (walk.quiet);
  g_hash_table_unref (walk.members);
  g_hash_table_unref (walk.events);
  tc_alarm_escalate (db, staff_id, now_us, walk.alarms);
  g_array_sort (walk.alarms, compare_alarms);
  return walk.alarms;
}

GArray *
tc_alarm_list (TcDatabase *db, gint64 staff_id, gint64 now_us)
{
  return handles (db, staff_id, now_us) ? list (db, staff_id, now_us) : make_list ();
}

GArray *
tc_alarm_list_gone_up (TcDatabase *db, gint64 now_us, gint64 *next_us)
{
  GArray *alarms;

  *next_us = now_us + TC_ALARM_RULE_US_MIN;
  if (!tc_database_get_int (db, 0, "SELECT 1 FROM alarm_rule WHERE active = 1 LIMIT 1", NULL))
    return make_list ();
  alarms = list (db, NOBODY, now_us);
  *next_us = MIN (*next_us, tc_alarm_find_next_step (db, now_us, alarms));
  for (guint i = alarms->len; i > 0; i--)
    if (g_array_index (alarms, TcAlarm, i - 1).escalated_us == 0)
      g_array_remove_index (alarms, i - 1);
  return alarms;
}
