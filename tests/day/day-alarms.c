/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What rings at each desk, heard after everything that happens: TcAlarms of client, as the desk has
 * it, read anew each time instead of every few seconds.
 */
#include "day.h"

#include "tc-alarm-rows.h"

/* Of ids of one day; what is lost above is the same in all. */
gint64
day_alarm_key (const TcAlarm *alarm)
{
  return (gint64) ((guint64) alarm->incident_id << 3 | (guint64) alarm->kind);
}

const TcAlarm *
day_alarm_find (DaySeat *seat, gint64 key)
{
  GArray *alarms = seat->alarms ? tc_alarms_get (seat->alarms) : NULL;

  for (guint i = 0; alarms && i < alarms->len; i++) {
    const TcAlarm *alarm = &g_array_index (alarms, TcAlarm, i);
    if (day_alarm_key (alarm) == key)
      return alarm;
  }
  return NULL;
}

static void
begin (DaySeat *seat, const TcAlarm *alarm, gint64 key)
{
  Day *day = seat->day;
  DayHeard heard = {.at_us = day->now_us,
                    .until_us = TC_NONE,
                    .key = key,
                    .seat = seat->number,
                    .kind = alarm->kind,
                    .priority = alarm->priority,
                    .again = g_hash_table_contains (seat->rang, &key)};

  g_array_append_val (day->heard, heard);
  g_hash_table_insert (seat->rings, g_memdup2 (&key, sizeof key),
                       GUINT_TO_POINTER (day->heard->len));
  g_hash_table_add (seat->rang, g_memdup2 (&key, sizeof key));
  day->version++;
}

static gboolean
is_over (gpointer key, gpointer value, gpointer data)
{
  DaySeat *seat = data;
  const TcAlarm *alarm = day_alarm_find (seat, *(gint64 *) key);
  gboolean over = !alarm || alarm->state != TC_ALARM_RINGING;

  if (over)
    g_array_index (seat->day->heard, DayHeard, GPOINTER_TO_UINT (value) - 1)
        .until_us = seat->day->now_us;
  return over;
}

static void
hear (DaySeat *seat)
{
  Day *day = seat->day;
  GArray *alarms = tc_alarms_get (seat->alarms);
  g_autoptr (GHashTable) opened = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autoptr (GArray) rows = tc_alarm_rows_make (alarms, FALSE, opened);
  guint lines = 0;

  g_hash_table_foreach_remove (seat->rings, is_over, seat);
  for (guint i = 0; i < alarms->len; i++) {
    const TcAlarm *alarm = &g_array_index (alarms, TcAlarm, i);
    gint64 key = day_alarm_key (alarm);
    if (alarm->state == TC_ALARM_RINGING && !g_hash_table_contains (seat->rings, &key))
      begin (seat, alarm, key);
  }
  for (guint i = 0; i < rows->len; i++)
    lines += g_array_index (rows, TcAlarmRow, i).alarm->state == TC_ALARM_RINGING;
  day->lines_max = MAX (day->lines_max, lines);
  day->standing_max = MAX (day->standing_max, alarms->len);
}

static gboolean
are_read (gpointer data)
{
  Day *day = data;

  for (guint i = 0; i < day->n_seats; i++) {
    if (day->seats[i].alarms && !tc_alarms_get (day->seats[i].alarms))
      return FALSE;
  }
  return TRUE;
}

void
day_alarms_hear (Day *day)
{
  for (guint i = 0; i < day->n_seats; i++) {
    DaySeat *seat = &day->seats[i];
    g_clear_object (&seat->alarms);
    if (seat->staff_id)
      seat->alarms = tc_alarms_new (tc_desk_get_reader (seat->desk), seat->staff_id);
  }
  day_spin (are_read, day, "the alarms");
  for (guint i = 0; i < day->n_seats; i++) {
    if (day->seats[i].alarms)
      hear (&day->seats[i]);
  }
}
