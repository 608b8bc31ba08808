/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which alarms there were; see the header. For each incident: what was true from when on (moments),
 * the times at which an alarm may begin or end (turns), and which one there is at each of those.
 */
#include "tc-alarm-history.h"

#include "tc-alarm-suppression.h"
#include "tc-incident-operations.h"
#include "tc-incident-queries-private.h"
#include "tc-limits.h"
#include "tc-people-operations.h"
#include "tc-service-level.h"

/* Rows of one incident that are read at most. */
#define ROWS_MAX 2000
/* What was merged is looked for among what had come in no longer before: a merge keeps no time in
 * the row, whose rank is when it came in. */
#define MERGED_WITHIN_US (30 * TC_US_PER_DAY)

/* What was true of an incident from a time on. */
typedef struct {
  gint64 at_us;
  TcIncidentState state;
  gint64 staff_id;
  gint64 priority;
  gint64 due_us;
  gint64 paused_us;   /* all pauses until then */
  gint64 taken_us;    /* when somebody took it last; TC_NONE */
  gint64 stood_us;    /* since when it is in that state; of an appointment its time */
  gint64 resolved_us; /* 0: never yet */
} Moment;

typedef struct {
  gint64 sent_us;
  gint64 end_us; /* answered or taken back; TC_NONE: neither */
  gint64 sent_by;
} Order;

typedef struct {
  gint64 at_us;
  TcAlarmKind kind;
  gboolean acknowledged;
} Mark;

/* What a unit wrote was unread. */
typedef struct {
  gint64 task_id;
  gint64 from_us;
  gint64 until_us; /* TC_NONE: it is still */
} Unread;

/* It led a big event that went on, or belonged to one. */
typedef struct {
  gint64 event_id;
  gboolean leads;
  gint64 from_us;
  gint64 until_us; /* TC_NONE: it does still */
} Span;

typedef struct {
  TcDatabase *db; /* (unowned) */
  gint64 incident_id;
  gint64 field_id;
  gint64 area_id;
  gint64 received_us;
  gint64 waiting_us; /* since when the clock stands; TC_NONE */
  TcServiceLevel level;
  gint64 told_us;   /* when the last of who reported it was told; TC_NONE: not yet; 0: nobody was */
  GArray *moments;  /* (owned) (element-type Moment): by time; the first is its report */
  GArray *orders;   /* (owned) (element-type Order) */
  GArray *marks;    /* (owned) (element-type Mark): by time */
  GArray *spans;    /* (owned) (element-type Span) */
  GArray *unread;   /* (owned) (element-type Unread): by time */
  GArray *turns;    /* (owned) (element-type gint64): by time, once each */
  GPtrArray *quiet; /* (owned) (nullable) (element-type TcSuppression): since it was received */
} Life;

/* ---- what is stored ---- */

static gint64
find_first_priority (TcDatabase *db, gint64 incident_id, gint64 now)
{
  /* A change says what it was set to; before it stands what its field begins with. */
  return tc_database_get_int (
      db, now,
      "SELECT f.priority FROM incident AS i JOIN field AS f ON f.id = i.field_id WHERE i.id = ?1"
      " AND EXISTS (SELECT 1 FROM incident_event WHERE incident_id = ?1"
      " AND code = 'incident.set-priority')",
      "i", incident_id);
}

static gboolean
read_incident (Life *life)
{
  g_autoptr (TcQuery) query = tc_database_query (
      life->db,
      "SELECT received_us, opened_us, priority, field_id, term_id, due_us - paused_total_us,"
      " area_id FROM incident WHERE id = ?",
      "i", life->incident_id);
  Moment first = {
      .state = TC_STATE_NEW, .due_us = TC_NONE, .taken_us = TC_NONE, .stood_us = TC_NONE};

  if (!tc_query_next (query))
    return FALSE;
  life->received_us = tc_query_int (query, 0);
  first.at_us = MAX (tc_query_int (query, 0), tc_query_int (query, 1));
  first.priority = find_first_priority (life->db, life->incident_id, tc_query_int (query, 2));
  life->field_id = tc_query_id (query, 3);
  life->area_id = tc_query_id (query, 6);
  life->quiet = tc_suppression_list (life->db, life->received_us);
  first.due_us = tc_query_int (query, 5);
  if (tc_service_level_get (life->db, tc_query_id (query, 4), &life->level))
    first.due_us = tc_service_time_after (life->db, life->received_us, life->level.resolve_minutes);
  g_array_append_val (life->moments, first);
  return TRUE;
}

static void
add_event (Life *life, TcQuery *row)
{
  Moment moment = g_array_index (life->moments, Moment, life->moments->len - 1);
  const char *code = tc_query_text (row, 0);
  TcIncidentState before = moment.state;

  moment.at_us = MAX (moment.at_us, tc_query_int (row, 1));
  moment.state = tc_query_state (row, 2);
  if (g_str_equal (code, "incident.release"))
    moment.staff_id = 0;
  else if ((g_str_equal (code, "incident.take") || g_str_equal (code, "incident.assign")) &&
           tc_query_id (row, 3) != 0) {
    moment.staff_id = tc_query_id (row, 3);
    moment.taken_us = tc_query_int (row, 1);
  } else if (g_str_equal (code, "incident.set-priority"))
    moment.priority = tc_query_int (row, 5);
  else if (g_str_equal (code, "incident.extend"))
    moment.due_us = tc_query_int (row, 4);
  if (before != moment.state)
    moment.stood_us = moment.at_us;
  if (before != moment.state && moment.state == TC_STATE_RESOLVED)
    moment.resolved_us = moment.at_us;
  if (g_str_equal (code, "incident.schedule"))
    moment.stood_us = tc_query_int (row, 4);
  if (before != TC_STATE_WAITING && moment.state == TC_STATE_WAITING)
    life->waiting_us = moment.at_us;
  if (before == TC_STATE_WAITING && moment.state != TC_STATE_WAITING) {
    moment.paused_us += moment.at_us - life->waiting_us;
    if (moment.due_us != TC_NONE)
      moment.due_us += moment.at_us - life->waiting_us;
  }
  g_array_append_val (life->moments, moment);
}

static void
read_rows (Life *life)
{
  g_autoptr (TcQuery) events = tc_database_query (
      life->db,
      "SELECT code, at_us, state, staff_id, when_us, number FROM incident_event"
      " WHERE incident_id = ? AND (moved = 1 OR code IN ('incident.take', 'incident.release',"
      " 'incident.assign', 'incident.set-priority', 'incident.extend', 'incident.schedule'))"
      " ORDER BY at_us, id LIMIT ?",
      "ii", life->incident_id, (gint64) ROWS_MAX);
  g_autoptr (TcQuery) orders = tc_database_query (
      life->db,
      "SELECT sent_us, min (ifnull (acknowledged_us, ended_us), ifnull (ended_us,"
      " acknowledged_us)), sent_by FROM dispatch WHERE incident_id = ? ORDER BY sent_us, id"
      " LIMIT ?",
      "ii", life->incident_id, (gint64) ROWS_MAX);
  g_autoptr (TcQuery) marks = tc_database_query (
      life->db,
      "SELECT at_us, kind, act = 'acknowledged' FROM alarm_mark WHERE incident_id = ? AND act "
      "IN ('acknowledged', 'shelved')"
      " ORDER BY at_us, id LIMIT ?",
      "ii", life->incident_id, (gint64) ROWS_MAX);

  while (tc_query_next (events))
    add_event (life, events);
  while (tc_query_next (orders)) {
    Order order = {tc_query_int (orders, 0), tc_query_int (orders, 1), tc_query_id (orders, 2)};
    g_array_append_val (life->orders, order);
  }
  while (tc_query_next (marks)) {
    for (guint kind = 0; kind < TC_ALARM_N_KINDS; kind++) {
      Mark mark = {tc_query_int (marks, 0), kind, tc_query_int (marks, 2) == 1};
      if (g_strcmp0 (tc_query_text (marks, 1), tc_alarm_kind_get_code (kind)) == 0)
        g_array_append_val (life->marks, mark);
    }
  }
}

/* What was merged into it brings what it belonged to along, from then on. */
static void
read_spans (Life *life)
{
  g_autoptr (TcQuery) query = tc_database_query (
      life->db,
      "WITH RECURSIVE source (id, since_us) AS (SELECT ?1, 0 UNION SELECT i.id, max (since_us,"
      " ifnull ((SELECT max (at_us) FROM incident_event WHERE incident_id = i.id AND code ="
      " 'incident.merge'), 0)) FROM incident AS i JOIN source ON i.merged_into = source.id)"
      " SELECT id, 1, at_us, ended_us FROM big_event WHERE id = ?1"
      " UNION ALL SELECT m.event_id, 0, max (m.at_us, since_us), min (ifnull (m.ended_us,"
      " e.ended_us), ifnull (e.ended_us, m.ended_us)) FROM source JOIN big_event_member AS m"
      " ON m.incident_id = source.id JOIN big_event AS e ON e.id = m.event_id"
      " WHERE m.event_id <> ?1 LIMIT ?2",
      "ii", life->incident_id, (gint64) ROWS_MAX);

  while (tc_query_next (query)) {
    Span span = {tc_query_id (query, 0), tc_query_int (query, 1) == 1, tc_query_int (query, 2),
                 tc_query_int (query, 3)};
    g_array_append_val (life->spans, span);
  }
}

/* ---- what reporters were told ---- */

/* Of what is told once more it counts when it was told last. */
static void
read_telling (Life *life)
{
  gboolean untold = tc_database_get_int (life->db, 0,
                                         "SELECT 1 FROM incident AS i JOIN report AS r"
                                         " ON r.incident_id = i.id WHERE i.id = ?"
                                         " AND " TC_REPORT_IS_UNTOLD " LIMIT 1",
                                         "i", life->incident_id) == 1;

  life->told_us = untold ? TC_NONE
                         : tc_database_get_int (
                               life->db, 0,
                               "SELECT max (at_us) FROM incident_event WHERE incident_id = ?"
                               " AND code IN ('answer.publish', 'report.tell')",
                               "i", life->incident_id);
}

/* ---- what units wrote ---- */

/* The word that is unread at @at_us, of that order or (0) of any. (nullable) */
static Unread *
find_unread (const Life *life, gint64 task_id, gint64 at_us)
{
  for (guint i = 0; i < life->unread->len; i++) {
    Unread *unread = &g_array_index (life->unread, Unread, i);
    if ((task_id == 0 || unread->task_id == task_id) && unread->from_us <= at_us &&
        (unread->until_us == TC_NONE || unread->until_us > at_us))
      return unread;
  }
  return NULL;
}

/* Somebody read it at the latest when it was acknowledged, or the order ended. */
static gint64
find_read (const Life *life, gint64 from_us, gint64 ended_us)
{
  for (guint i = 0; i < life->marks->len; i++) {
    const Mark *mark = &g_array_index (life->marks, Mark, i);
    if (mark->kind == TC_ALARM_MESSAGE && mark->acknowledged && mark->at_us >= from_us &&
        (ended_us == TC_NONE || mark->at_us < ended_us))
      return mark->at_us;
  }
  return ended_us;
}

static void
read_talk (Life *life)
{
  g_autoptr (TcQuery) query = tc_database_query (
      life->db,
      "SELECT e.other_id, e.at_us, e.number, d.ended_us FROM incident_event AS e"
      " LEFT JOIN dispatch AS d ON d.id = e.other_id WHERE e.incident_id = ?"
      " AND e.code = 'task.say' ORDER BY e.at_us, e.id LIMIT ?",
      "ii", life->incident_id, (gint64) ROWS_MAX);

  while (tc_query_next (query)) {
    Unread said = {tc_query_id (query, 0), tc_query_int (query, 1), TC_NONE};
    Unread *before = find_unread (life, said.task_id, said.from_us);

    if (tc_query_int (query, 2) == 1 && !before) {
      said.until_us = find_read (life, said.from_us, tc_query_int (query, 3));
      g_array_append_val (life->unread, said);
    } else if (tc_query_int (query, 2) != 1 && before) {
      before->until_us = said.from_us;
    }
  }
}

/* ---- when what was promised ---- */

static gint64
promise (const Life *life, gint64 from_us, gint64 minutes)
{
  return minutes == TC_NONE ? TC_NONE : tc_service_time_after (life->db, from_us, minutes);
}

static gint64
find_soon (const Life *life, const Moment *moment)
{
  gint64 soon_us;

  if (moment->due_us == TC_NONE)
    return TC_NONE;
  soon_us = tc_service_time_share (life->db, life->received_us, moment->due_us - moment->paused_us,
                                   100 - life->level.soon_percent);
  return MIN (soon_us + moment->paused_us, moment->due_us);
}

static gint64
find_dispatch (const Life *life, const Moment *moment)
{
  gint64 due_us = promise (life, life->received_us, life->level.dispatch_minutes);

  return due_us == TC_NONE ? TC_NONE : due_us + moment->paused_us;
}

/* Until when it may stand as it does; *@kind: what is wrong from then on. */
static gint64
find_stand (const Life *life, const Moment *moment, TcAlarmKind *kind)
{
  gint64 minutes = tc_alarm_find_standing (moment->state, &life->level, kind);

  return moment->stood_us == TC_NONE ? TC_NONE : promise (life, moment->stood_us, minutes);
}

/* Until when who reported it was to be told, once it is over. */
static gint64
find_tell (const Life *life, const Moment *moment)
{
  gboolean over = moment->state == TC_STATE_RESOLVED || moment->state == TC_STATE_PUBLISHED;

  return over && moment->resolved_us > 0
             ? promise (life, moment->resolved_us, life->level.tell_minutes)
             : TC_NONE;
}

static void
add_turn (Life *life, gint64 at_us)
{
  if (at_us != TC_NONE)
    g_array_append_val (life->turns, at_us);
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  gint64 one = *(const gint64 *) a, other = *(const gint64 *) b;

  return one < other ? -1 : one > other;
}

static void
find_turns (Life *life)
{
  guint n = 0;

  add_turn (life, promise (life, life->received_us, life->level.take_minutes));
  add_turn (life, life->told_us);
  for (guint i = 0; i < life->moments->len; i++) {
    const Moment *moment = &g_array_index (life->moments, Moment, i);
    TcAlarmKind kind;

    add_turn (life, find_stand (life, moment, &kind));
    add_turn (life, find_tell (life, moment));
    add_turn (life, moment->at_us);
    add_turn (life, find_dispatch (life, moment));
    if (moment->taken_us != TC_NONE)
      add_turn (life, moment->taken_us + TC_ALARM_HANDLED_US);
    add_turn (life, moment->due_us == TC_NONE ? TC_NONE : moment->due_us + 1);
    add_turn (life, find_soon (life, moment));
  }
  for (guint i = 0; i < life->orders->len; i++) {
    const Order *order = &g_array_index (life->orders, Order, i);
    add_turn (life, promise (life, order->sent_us, life->level.acknowledge_minutes));
    add_turn (life, order->end_us);
  }
  for (guint i = 0; i < life->unread->len; i++) {
    add_turn (life, g_array_index (life->unread, Unread, i).from_us);
    add_turn (life, g_array_index (life->unread, Unread, i).until_us);
  }
  for (guint i = 0; i < life->spans->len; i++) {
    add_turn (life, g_array_index (life->spans, Span, i).from_us);
    add_turn (life, g_array_index (life->spans, Span, i).until_us);
  }
  for (guint i = 0; i < life->quiet->len; i++) {
    add_turn (life, ((TcSuppression *) life->quiet->pdata[i])->from_us);
    add_turn (life, tc_suppression_get_end (life->quiet->pdata[i]));
  }
  g_array_sort (life->turns, compare_times);
  for (guint i = 0; i < life->turns->len; i++) {
    gint64 at_us = g_array_index (life->turns, gint64, i);
    if (n == 0 || g_array_index (life->turns, gint64, n - 1) != at_us)
      g_array_index (life->turns, gint64, n++) = at_us;
  }
  g_array_set_size (life->turns, n);
}

/* ---- which one at a time ---- */

static gboolean
has_passed (gint64 promise_us, gint64 at_us)
{
  return promise_us != TC_NONE && promise_us <= at_us;
}

/* The order that had waited longest then. (nullable) */
static const Order *
find_waiting (const Life *life, gint64 at_us)
{
  for (guint i = 0; i < life->orders->len; i++) {
    const Order *order = &g_array_index (life->orders, Order, i);
    if (order->sent_us <= at_us && (order->end_us == TC_NONE || order->end_us > at_us))
      return order;
  }
  return NULL;
}

static gboolean
find_early (const Life *life, const Moment *moment, gint64 at_us, TcAlarmEpisode *out)
{
  gboolean taken = moment->state == TC_STATE_ASSIGNED || moment->staff_id != 0;

  out->kind = TC_ALARM_UNTAKEN;
  if (!taken && (moment->priority == TC_PRIORITY_EMERGENCY ||
                 has_passed (promise (life, life->received_us, life->level.take_minutes), at_us)))
    return TRUE;
  out->kind = TC_ALARM_UNDISPATCHED;
  return has_passed (find_dispatch (life, moment), at_us);
}

/* (nullable) */
static const Span *
find_span (const Life *life, gint64 at_us, gboolean leads)
{
  for (guint i = 0; i < life->spans->len; i++) {
    const Span *span = &g_array_index (life->spans, Span, i);
    if (span->leads == leads && span->from_us <= at_us &&
        (span->until_us == TC_NONE || span->until_us > at_us))
      return span;
  }
  return NULL;
}

/* As find_later() there. */
static gboolean
find_due (const Life *life, const Moment *moment, gint64 at_us, TcAlarmEpisode *out)
{
  gboolean late = moment->due_us != TC_NONE && moment->due_us < at_us;
  gboolean stood = moment->staff_id != 0 &&
                   has_passed (find_stand (life, moment, &out->kind), at_us);

  if (stood && (!late || moment->state == TC_STATE_SCHEDULED))
    return TRUE;
  out->kind = late ? TC_ALARM_LATE : TC_ALARM_SOON;
  if (late)
    return moment->state <= TC_STATE_DISPATCHED || moment->staff_id != 0;
  return moment->staff_id != 0 && has_passed (find_soon (life, moment), at_us);
}

/* As find_kind() in tc-alarm-list.c, for all persons at once. */
static gboolean
find_own (const Life *life, const Moment *moment, gint64 at_us, TcAlarmEpisode *out)
{
  const Order *order = moment->state == TC_STATE_DISPATCHED ? find_waiting (life, at_us) : NULL;

  *out = (TcAlarmEpisode){.incident_id = life->incident_id,
                          .field_id = life->field_id,
                          .from_us = at_us,
                          .until_us = TC_NONE,
                          .known_us = TC_NONE,
                          .staff_id = moment->staff_id};
  if (moment->state == TC_STATE_RESOLVED || moment->state == TC_STATE_PUBLISHED) {
    out->kind = TC_ALARM_UNTOLD;
    return has_passed (find_tell (life, moment), at_us) &&
           (life->told_us == TC_NONE || at_us < life->told_us);
  }
  if (moment->state >= TC_STATE_RESOLVED)
    return FALSE;
  if (moment->state == TC_STATE_WAITING && !find_unread (life, 0, at_us))
    return moment->staff_id != 0 && has_passed (find_stand (life, moment, &out->kind), at_us);
  if (order &&
      has_passed (promise (life, order->sent_us, life->level.acknowledge_minutes), at_us)) {
    out->kind = TC_ALARM_UNACKNOWLEDGED;
    out->sent_by = order->sent_by;
    return TRUE;
  }
  if (find_unread (life, 0, at_us)) {
    out->kind = TC_ALARM_MESSAGE;
    return TRUE;
  }
  /* Who took it late is at it. */
  if (moment->state < TC_STATE_DISPATCHED && moment->staff_id != 0 && moment->taken_us != TC_NONE &&
      at_us < moment->taken_us + TC_ALARM_HANDLED_US)
    return FALSE;
  if (moment->state < TC_STATE_DISPATCHED && find_early (life, moment, at_us, out))
    return TRUE;
  return find_due (life, moment, at_us, out);
}

/* As is_suppressed() there. */
static gboolean
is_suppressed (const Life *life, const Moment *moment, gint64 at_us, const TcAlarmEpisode *alarm)
{
  if ((alarm->kind == TC_ALARM_UNTAKEN && moment->priority == TC_PRIORITY_EMERGENCY) ||
      alarm->kind == TC_ALARM_MESSAGE)
    return FALSE;
  return tc_suppression_find (life->quiet, life->field_id, life->area_id, at_us) != NULL;
}

/* FALSE: none. As rings() there: what leads a big event is never late, of what belongs to one
 * the event tells; tc_alarm_history_join() makes one of all that do. */
static gboolean
find_alarm (const Life *life, const Moment *moment, gint64 at_us, TcAlarmEpisode *out)
{
  const Span *member = NULL;

  if (!find_own (life, moment, at_us, out) || is_suppressed (life, moment, at_us, out))
    return FALSE;
  if (find_span (life, at_us, TRUE))
    return out->kind == TC_ALARM_UNTAKEN || out->kind == TC_ALARM_UNACKNOWLEDGED ||
           out->kind == TC_ALARM_MESSAGE;
  member = find_span (life, at_us, FALSE);
  if (member && out->kind == TC_ALARM_UNTAKEN && moment->priority != TC_PRIORITY_EMERGENCY) {
    out->kind = TC_ALARM_MEMBERS;
    out->incident_id = member->event_id;
  }
  return TRUE;
}

static gint64
find_known (const Life *life, const TcAlarmEpisode *episode)
{
  for (guint i = 0; i < life->marks->len; i++) {
    const Mark *mark = &g_array_index (life->marks, Mark, i);
    if (mark->kind == episode->kind && mark->at_us >= episode->from_us &&
        (episode->until_us == TC_NONE || mark->at_us <= episode->until_us))
      return mark->at_us;
  }
  return TC_NONE;
}

static void
end_episode (const Life *life, TcAlarmEpisode *episode, gint64 until_us, gint64 from_us,
             GArray *episodes)
{
  episode->until_us = until_us;
  if (until_us != TC_NONE && until_us < from_us)
    return;
  episode->known_us = find_known (life, episode);
  g_array_append_val (episodes, *episode);
}

static void
walk (const Life *life, gint64 from_us, gint64 now_us, GArray *episodes)
{
  TcAlarmEpisode running = {0}, found = {0};
  gboolean rings = FALSE;
  guint at = 0;

  for (guint i = 0; i < life->turns->len; i++) {
    gint64 turn_us = g_array_index (life->turns, gint64, i);
    const Moment *moment = NULL;
    gboolean there;

    while (at < life->moments->len && g_array_index (life->moments, Moment, at).at_us <= turn_us)
      at++;
    if (at == 0 || turn_us > now_us)
      continue;
    moment = &g_array_index (life->moments, Moment, at - 1);
    there = find_alarm (life, moment, turn_us, &found);
    if (there)
      found.priority = tc_alarm_find_priority (found.kind, moment->priority);
    if (rings && (!there || found.kind != running.kind)) {
      end_episode (life, &running, turn_us, from_us, episodes);
      rings = FALSE;
    }
    if (there && !rings) {
      running = found;
      rings = TRUE;
    }
  }
  if (rings)
    end_episode (life, &running, TC_NONE, from_us, episodes);
}

/* ---- public ---- */

static gboolean
begin_life (Life *life, TcDatabase *db, gint64 incident_id)
{
  *life = (Life){.db = db, .incident_id = incident_id, .waiting_us = TC_NONE};
  life->moments = g_array_new (FALSE, FALSE, sizeof (Moment));
  life->orders = g_array_new (FALSE, FALSE, sizeof (Order));
  life->marks = g_array_new (FALSE, FALSE, sizeof (Mark));
  life->spans = g_array_new (FALSE, FALSE, sizeof (Span));
  life->unread = g_array_new (FALSE, FALSE, sizeof (Unread));
  life->turns = g_array_new (FALSE, FALSE, sizeof (gint64));
  if (!read_incident (life))
    return FALSE;
  read_rows (life);
  read_talk (life);
  read_telling (life);
  read_spans (life);
  return TRUE;
}

static void
end_life (Life *life)
{
  g_array_unref (life->moments);
  g_array_unref (life->orders);
  g_array_unref (life->marks);
  g_array_unref (life->spans);
  g_array_unref (life->unread);
  g_array_unref (life->turns);
  g_clear_pointer (&life->quiet, g_ptr_array_unref);
}

void
tc_alarm_history_add (TcDatabase *db, gint64 incident_id, gint64 from_us, gint64 now_us,
                      GArray *episodes)
{
  Life life;

  if (begin_life (&life, db, incident_id)) {
    find_turns (&life);
    walk (&life, from_us, now_us, episodes);
  }
  end_life (&life);
}

/* ---- of big events ---- */

static int
compare_members (gconstpointer a, gconstpointer b)
{
  const TcAlarmEpisode *one = a, *other = b;

  if (one->incident_id != other->incident_id)
    return one->incident_id < other->incident_id ? -1 : 1;
  return one->from_us < other->from_us ? -1 : one->from_us > other->from_us;
}

/* Those of members, out of @episodes, by event and time. */
static GArray *
take_members (GArray *episodes)
{
  GArray *members = g_array_new (FALSE, FALSE, sizeof (TcAlarmEpisode));
  guint n = 0;

  for (guint i = 0; i < episodes->len; i++) {
    TcAlarmEpisode *episode = &g_array_index (episodes, TcAlarmEpisode, i);
    if (episode->kind == TC_ALARM_MEMBERS)
      g_array_append_val (members, *episode);
    else
      g_array_index (episodes, TcAlarmEpisode, n++) = *episode;
  }
  g_array_set_size (episodes, n);
  g_array_sort (members, compare_members);
  return members;
}

/* As long as nobody has what leads the event, that rings and not what belongs to it. */
static void
put_off (GArray *episodes, TcAlarmEpisode *episode)
{
  for (guint i = 0; i < episodes->len; i++) {
    const TcAlarmEpisode *lead = &g_array_index (episodes, TcAlarmEpisode, i);
    if (lead->incident_id == episode->incident_id && lead->kind == TC_ALARM_UNTAKEN &&
        lead->from_us <= episode->from_us)
      episode->from_us = lead->until_us == TC_NONE ? G_MAXINT64
                                                   : MAX (episode->from_us, lead->until_us);
  }
}

/* Who had what leads it, and who knew. */
static void
finish_members (TcDatabase *db, GArray *episodes, TcAlarmEpisode *episode)
{
  Life life;

  put_off (episodes, episode);
  if (episode->from_us == G_MAXINT64 ||
      (episode->until_us != TC_NONE && episode->until_us <= episode->from_us))
    return;
  if (begin_life (&life, db, episode->incident_id)) {
    episode->field_id = life.field_id;
    for (guint i = 0; i < life.moments->len; i++) {
      const Moment *moment = &g_array_index (life.moments, Moment, i);
      if (moment->at_us <= episode->from_us)
        episode->staff_id = moment->staff_id;
    }
    episode->known_us = find_known (&life, episode);
  }
  end_life (&life);
  g_array_append_val (episodes, *episode);
}

void
tc_alarm_history_join (TcDatabase *db, GArray *episodes)
{
  g_autoptr (GArray) members = take_members (episodes);

  for (guint i = 0; i < members->len;) {
    TcAlarmEpisode whole = g_array_index (members, TcAlarmEpisode, i);
    whole.staff_id = 0;
    for (i++; i < members->len; i++) {
      const TcAlarmEpisode *next = &g_array_index (members, TcAlarmEpisode, i);
      if (next->incident_id != whole.incident_id ||
          (whole.until_us != TC_NONE && next->from_us > whole.until_us))
        break;
      whole.priority = MIN (whole.priority, next->priority);
      whole.until_us = whole.until_us == TC_NONE || next->until_us == TC_NONE
                           ? TC_NONE
                           : MAX (whole.until_us, next->until_us);
    }
    finish_members (db, episodes, &whole);
  }
}

/* ---- what to look at ---- */

GArray *
tc_alarm_history_ids (TcDatabase *db, gint64 from_us, gint64 until_us)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT id FROM incident WHERE open = 1 AND received_us < ?2"
      " UNION SELECT id FROM incident WHERE resolved_us >= ?1 AND received_us < ?2"
      " UNION SELECT id FROM incident WHERE closed_us >= ?1 AND resolved_us IS NULL"
      " AND received_us < ?2 UNION SELECT id FROM incident WHERE state = 'merged'"
      " AND rank_us >= ?4 AND rank_us < ?2 AND changed_us >= ?1 ORDER BY id DESC LIMIT ?3",
      "iiii", from_us, until_us, (gint64) TC_ALARM_HISTORY_MAX + 1, from_us - MERGED_WITHIN_US);

  while (tc_query_next (query)) {
    gint64 id = tc_query_id (query, 0);
    g_array_append_val (ids, id);
  }
  return ids;
}

GArray *
tc_alarm_history_watches (TcDatabase *db, gint64 from_us, gint64 until_us)
{
  GArray *watches = g_array_new (FALSE, FALSE, sizeof (TcAlarmWatch));
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT staff_id, desk_id, from_us, until_us FROM session AS s WHERE from_us < ?2"
      " AND until_us > ?1 AND EXISTS (SELECT 1 FROM post JOIN role_capability AS c"
      " ON c.role_id = post.role_id AND c.capability = '" TC_MAY_HANDLE "'"
      " WHERE post.staff_id = s.staff_id AND post.valid_from_us <= s.from_us"
      " AND (post.valid_to_us IS NULL OR post.valid_to_us > s.from_us))"
      " ORDER BY from_us, id",
      "ii", from_us, until_us);

  while (tc_query_next (query)) {
    TcAlarmWatch watch = {tc_query_id (query, 0), tc_query_id (query, 1), tc_query_int (query, 2),
                          tc_query_int (query, 3)};
    g_array_append_val (watches, watch);
  }
  return watches;
}
