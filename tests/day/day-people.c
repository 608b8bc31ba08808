/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who sits at a desk, and what is next for whoever has nothing in hand: an emergency that rings, a
 * call, what else rings, what is one's own, what nobody has, then paper. What somebody is about to
 * do is said aloud: nobody else in the room goes for the same incident meanwhile.
 */
#include "day.h"

#include "tc-incident-item.h"

/* Rows that a person looks down a list for. */
#define LOOK_ROWS 12

gboolean
day_is_in_hand (Day *day, gint64 incident_id)
{
  for (guint i = 0; i < day->n_seats; i++) {
    if (day->seats[i].in_hand == incident_id)
      return TRUE;
  }
  return FALSE;
}

static gboolean
begin (DaySeat *seat, double after_s, DayFunc func, gint64 id, gint64 other)
{
  seat->busy = TRUE;
  seat->in_hand = id;
  day_after (seat->day, after_s, func, seat, id, other);
  return TRUE;
}

/* ---- shifts and breaks ---- */

static void
take_over (Day *day, DaySeat *seat, gint64 unused, gint64 unused_too)
{
  const TcQueueFilter filter = {.kind = TC_QUEUE_MINE, .staff_id = seat->before_id};
  g_autoptr (GPtrArray) items = NULL;
  gboolean fine = seat->before_id != 0 && seat->handles;

  if (fine) {
    items = day_list (seat, &filter, 1);
    fine = items->len > 0;
  }
  if (fine) {
    const TcIncidentRow *row = tc_incident_item_get_row (g_ptr_array_index (items, 0));
    DayDoing doing;
    fine = row->state < TC_STATE_RESOLVED;
    if (fine) {
      day_begin (seat, &doing);
      tc_incident_command_take (&doing.command, row->id, seat->before_id);
      fine = day_end (seat, &doing);
      day->counts[DAY_TAKEN_OVER] += fine;
    }
  }
  if (fine) {
    begin (seat, day_draw (day, DAY_TIME_TAKE_OVER), take_over, 0, 0);
    return;
  }
  seat->before_id = 0;
  day_people_free (day, seat, 0, 0);
}

void
day_people_free (Day *day, DaySeat *seat, gint64 unused, gint64 unused_too)
{
  seat->busy = FALSE;
  seat->in_hand = 0;
  seat->looked = 0;
  if (seat->next) {
    const char *next = seat->next;
    seat->next = NULL;
    day_settle (day);
    day_sign_in (seat, next);
    seat->break_us = day->now_us + (seat->number + 2) * DAY_BREAK_EVERY_S / 4 * DAY_US_PER_S;
    day->dirty = TRUE;
    begin (seat, 60, take_over, 0, 0);
  } else if (day->now_us >= seat->break_us) {
    seat->break_us = day->now_us + DAY_BREAK_EVERY_S * DAY_US_PER_S;
    begin (seat, DAY_BREAK_S, day_people_free, 0, 0);
  }
}

/* @crew: its number in the plan */
void
day_people_shift (Day *day, DaySeat *none, gint64 crew, gint64 unused)
{
  g_autofree char *key = g_strdup_printf ("crew%d", (int) crew);
  g_auto (GStrv) accounts = g_key_file_get_string_list (day->plan, "seats", key, NULL, NULL);

  if (!accounts)
    day_fail ("there is no %s", key);
  for (guint i = 0; i < day->n_seats && accounts[i]; i++) {
    DaySeat *seat = &day->seats[i];
    seat->next = g_intern_string (accounts[i]);
    if (!seat->busy)
      day_people_free (day, seat, 0, 0);
  }
}

/* ---- what is next ---- */

static void
log_call (Day *day, DaySeat *seat, gint64 report, gint64 unused)
{
  gint64 id = day_take_down (seat, (DayReport *) (gintptr) report);

  if (id && seat->handles)
    begin (seat, 1, day_work_take, id, 0);
  else
    begin (seat, 3, day_people_free, 0, 0);
}

static gboolean
is_telephonist_free (Day *day)
{
  for (guint i = 0; i < day->n_seats; i++) {
    if (day->seats[i].staff_id && !day->seats[i].handles && !day->seats[i].busy)
      return TRUE;
  }
  return FALSE;
}

static gboolean
choose_call (DaySeat *seat)
{
  Day *day = seat->day;
  DayReport *call = g_queue_peek_head (&day->calls);
  double notice_s = 0;
  gint64 waited_us = 0;

  if (!call || (seat->handles && day->now_us - call->at_us < DAY_CALL_OVERFLOW_S * DAY_US_PER_S &&
                is_telephonist_free (day)))
    return FALSE;
  g_queue_pop_head (&day->calls);
  notice_s = day_draw (day, DAY_TIME_NOTICE);
  waited_us = day->now_us - call->at_us + (gint64) (notice_s * (double) DAY_US_PER_S);
  g_array_append_val (day->call_waits, waited_us);
  begin (seat, notice_s + day_draw (day, DAY_TIME_CALL), log_call, (gint64) (gintptr) call, 0);
  seat->in_hand = 0;
  return TRUE;
}

static gboolean
choose_alarm (DaySeat *seat, TcAlarmPriority lowest)
{
  GArray *alarms = tc_alarms_get (seat->alarms);

  for (guint i = 0; alarms && i < alarms->len; i++) {
    const TcAlarm *alarm = &g_array_index (alarms, TcAlarm, i);
    if (alarm->state == TC_ALARM_RINGING && alarm->priority <= lowest &&
        !day_is_in_hand (seat->day, alarm->incident_id))
      return begin (seat, day_draw (seat->day, DAY_TIME_NOTICE), day_work_see_to,
                    alarm->incident_id, day_alarm_key (alarm));
  }
  return FALSE;
}

static gboolean
is_to_decide (const TcIncidentRow *row)
{
  return row->state == TC_STATE_NEW || row->state == TC_STATE_ACCEPTED ||
         row->state == TC_STATE_ASSIGNED;
}

static gboolean
is_to_answer (const TcIncidentRow *row)
{
  return row->state == TC_STATE_RESOLVED && g_strcmp0 (row->answer_state, "none") == 0;
}

static gboolean
is_to_publish (const TcIncidentRow *row)
{
  return g_strcmp0 (row->answer_state, "submitted") == 0;
}

/* The first row of a list that is one of those. */
static gboolean
choose_row (DaySeat *seat, const TcQueueFilter *filter, guint limit,
            gboolean (*wanted) (const TcIncidentRow *row), double after_s, DayFunc func)
{
  g_autoptr (GPtrArray) items = day_list (seat, filter, limit);

  for (guint i = 0; i < items->len; i++) {
    const TcIncidentRow *row = tc_incident_item_get_row (g_ptr_array_index (items, i));
    if (wanted (row) && !day_is_in_hand (seat->day, row->id))
      return begin (seat, after_s, func, row->id, 0);
  }
  return FALSE;
}

static gboolean
choose_work (DaySeat *seat)
{
  const TcQueueFilter mine = {.kind = TC_QUEUE_MINE, .staff_id = seat->staff_id};
  const TcQueueFilter untaken = {.kind = TC_QUEUE_UNTAKEN};
  const TcQueueFilter resolved = {.kind = TC_QUEUE_STATE, .state = TC_STATE_RESOLVED};
  Day *day = seat->day;

  return choose_row (seat, &mine, G_MAXUINT, is_to_decide, day_draw (day, DAY_TIME_READ),
                     day_work_decide) ||
         choose_row (seat, &untaken, LOOK_ROWS, is_to_decide, day_draw (day, DAY_TIME_NOTICE),
                     day_work_take) ||
         (tc_desk_may (seat->desk, TC_MAY_PUBLISH) &&
          choose_row (seat, &resolved, G_MAXUINT, is_to_publish, day_draw (day, DAY_TIME_PUBLISH),
                      day_work_publish)) ||
         choose_row (seat, &resolved, LOOK_ROWS, is_to_answer, day_draw (day, DAY_TIME_ANSWER),
                     day_work_answer);
}

void
day_people_choose (Day *day)
{
  for (guint i = 0; i < day->n_seats; i++) {
    DaySeat *seat = &day->seats[i];
    if (seat->busy || seat->leads || !seat->staff_id ||
        (seat->looked == day->version && !day->calls.length))
      continue;
    if ((seat->handles && choose_alarm (seat, TC_ALARM_HIGH)) || choose_call (seat) ||
        !seat->handles || choose_alarm (seat, TC_ALARM_LOW) ||
        (seat->looked != day->version && choose_work (seat)))
      continue;
    seat->looked = day->version;
  }
}
