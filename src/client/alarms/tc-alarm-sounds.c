/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a desk sounds now; see the header.
 */
#include "tc-alarm-sounds.h"

#include "tc-incident-overview.h"
#include "tc-limits.h"

/* Of one incident: it has one alarm at a time. */
typedef struct {
  gint64 incident_id; /* the key */
  TcAlarmKind kind;
  TcAlarmPriority priority;
  gint64 sounded_us;
  gboolean escalated;
  gboolean there; /* in the list of this moment */
  gboolean rings; /* there */
} Heard;

struct _TcAlarmSounds {
  GHashTable *heard; /* (owned) (element-type gint64 Heard) */
  TcAlarmPriority last;
  gint64 last_us;
};

TcAlarmSounds *
tc_alarm_sounds_new (void)
{
  TcAlarmSounds *self = g_new0 (TcAlarmSounds, 1);

  self->heard = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
  self->last = TC_ALARM_N_PRIORITIES;
  return self;
}

void
tc_alarm_sounds_free (TcAlarmSounds *self)
{
  g_hash_table_unref (self->heard);
  g_free (self);
}

gboolean
tc_sound_choice_is_quiet (const TcSoundChoice *choice, gint64 now_us)
{
  gint64 hour = (now_us - tc_day_start (now_us)) / (3600 * TC_US_PER_S);

  if (!choice->quiet || choice->quiet_from_hour == choice->quiet_to_hour)
    return FALSE;
  if (choice->quiet_from_hour < choice->quiet_to_hour)
    return hour >= choice->quiet_from_hour && hour < choice->quiet_to_hour;
  return hour >= choice->quiet_from_hour || hour < choice->quiet_to_hour;
}

/* The clock may have been set back since. */
static gboolean
has_passed (gint64 since_us, gint64 lasts_us, gint64 now_us)
{
  return now_us < since_us || now_us >= since_us + lasts_us;
}

/* Of an event it is about what nobody has, whoever has the one that leads it. */
static gboolean
is_taken (const TcAlarm *alarm)
{
  return alarm->staff_id != 0 && alarm->kind != TC_ALARM_MEMBERS;
}

/* What has gone up to the person sounds a step more pressing. */
static TcAlarmPriority
find_tone (const TcAlarm *alarm)
{
  return alarm->escalated_here && alarm->priority > TC_ALARM_HIGH ? alarm->priority - 1
                                                                  : alarm->priority;
}

static gboolean
is_due (TcAlarmSounds *self, const TcAlarm *alarm, gboolean quiet, gint64 now_us)
{
  const Heard *heard = g_hash_table_lookup (self->heard, &alarm->incident_id);

  if (alarm->state != TC_ALARM_RINGING || (quiet && alarm->priority != TC_ALARM_HIGH))
    return FALSE;
  if (!heard || heard->kind != alarm->kind || alarm->priority < heard->priority || !heard->rings ||
      (alarm->escalated_here && !heard->escalated))
    return TRUE;
  return !is_taken (alarm) && has_passed (heard->sounded_us, TC_SOUND_AGAIN_US, now_us);
}

static void
remember (TcAlarmSounds *self, const TcAlarm *alarm, gint64 now_us)
{
  Heard *heard = g_new0 (Heard, 1);

  *heard = (Heard){
      alarm->incident_id, alarm->kind, alarm->priority, now_us, alarm->escalated_here, FALSE, TRUE};
  g_hash_table_replace (self->heard, &heard->incident_id, heard);
}

/* What went is known for a while, so that one that flickers isn't heard each time; what was
 * acknowledged or shelved is heard when it rings again. */
static gboolean
is_forgotten (gpointer key, gpointer value, gpointer data)
{
  Heard *heard = value;
  gboolean there = heard->there;

  heard->there = FALSE;
  return !there && has_passed (heard->sounded_us, TC_SOUND_AGAIN_US, *(gint64 *) data);
}

static void
forget (TcAlarmSounds *self, GArray *alarms, gint64 now_us)
{
  for (guint i = 0; i < alarms->len; i++) {
    const TcAlarm *alarm = &g_array_index (alarms, TcAlarm, i);
    Heard *heard = g_hash_table_lookup (self->heard, &alarm->incident_id);
    if (!heard)
      continue;
    heard->there = TRUE;
    heard->rings &= alarm->state == TC_ALARM_RINGING;
  }
  g_hash_table_foreach_remove (self->heard, is_forgotten, &now_us);
}

TcAlarmPriority
tc_alarm_sounds_decide (TcAlarmSounds *self, GArray *alarms, const TcSoundChoice *choice,
                        gint64 now_us)
{
  gboolean quiet = tc_sound_choice_is_quiet (choice, now_us);
  TcAlarmPriority highest = TC_ALARM_N_PRIORITIES;

  forget (self, alarms, now_us);
  for (guint i = 0; i < alarms->len; i++) {
    const TcAlarm *alarm = &g_array_index (alarms, TcAlarm, i);
    if (is_due (self, alarm, quiet, now_us))
      highest = MIN (highest, find_tone (alarm));
  }
  if (choice->volume <= 0 || highest == TC_ALARM_N_PRIORITIES)
    return TC_ALARM_N_PRIORITIES;
  if (highest >= self->last && !has_passed (self->last_us, TC_SOUND_APART_US, now_us))
    return TC_ALARM_N_PRIORITIES;
  for (guint i = 0; i < alarms->len; i++) {
    const TcAlarm *alarm = &g_array_index (alarms, TcAlarm, i);
    if (is_due (self, alarm, quiet, now_us))
      remember (self, alarm, now_us);
  }
  self->last = highest;
  self->last_us = now_us;
  return highest;
}
