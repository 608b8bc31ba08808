/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Alarms as lines; see the header.
 */
#include "tc-alarm-rows.h"

static gint64
get_flood_key (const TcAlarm *alarm)
{
  gint64 group = (gint64) alarm->kind * TC_ALARM_N_PRIORITIES + (gint64) alarm->priority;

  /* What has gone up to the person is a line of its own. */
  return -1 - (group * 2 + (alarm->escalated_here ? 1 : 0));
}

gint64
tc_alarm_row_get_key (const TcAlarmRow *row)
{
  return row->count > 1 ? get_flood_key (row->alarm) : row->alarm->incident_id;
}

static gboolean
may_flood (const TcAlarm *alarm)
{
  return alarm->state == TC_ALARM_RINGING && alarm->priority != TC_ALARM_HIGH;
}

static guint
count_alike (GArray *alarms, const TcAlarm *one)
{
  guint n = 0;

  for (guint i = 0; i < alarms->len; i++) {
    const TcAlarm *other = &g_array_index (alarms, TcAlarm, i);
    n += may_flood (other) && get_flood_key (other) == get_flood_key (one);
  }
  return n;
}

static void
append_flood (GArray *rows, GArray *alarms, const TcAlarm *first, guint count, GHashTable *opened)
{
  TcAlarmRow flood = {first, count, FALSE};
  gint64 key = get_flood_key (first);

  g_array_append_val (rows, flood);
  for (guint i = 0; g_hash_table_contains (opened, &key) && i < alarms->len; i++) {
    const TcAlarm *other = &g_array_index (alarms, TcAlarm, i);
    TcAlarmRow row = {other, 1, TRUE};
    if (may_flood (other) && get_flood_key (other) == key)
      g_array_append_val (rows, row);
  }
}

GArray *
tc_alarm_rows_make (GArray *alarms, gboolean shelved, GHashTable *opened)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (TcAlarmRow));
  gboolean told[TC_ALARM_N_KINDS * TC_ALARM_N_PRIORITIES * 2] = {FALSE};

  for (guint i = 0; i < alarms->len; i++) {
    const TcAlarm *alarm = &g_array_index (alarms, TcAlarm, i);
    TcAlarmRow row = {alarm, 1, FALSE};
    guint alike = may_flood (alarm) ? count_alike (alarms, alarm) : 1;
    if ((alarm->state == TC_ALARM_SHELVED) != shelved)
      continue;
    if (alike < TC_ALARM_FLOOD_MIN)
      g_array_append_val (rows, row);
    else if (!told[-1 - get_flood_key (alarm)])
      append_flood (rows, alarms, alarm, alike, opened);
    told[-1 - get_flood_key (alarm)] |= alike >= TC_ALARM_FLOOD_MIN;
  }
  return rows;
}
