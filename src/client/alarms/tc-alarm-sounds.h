/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a desk sounds now, given its alarms: which pattern, and whether any. Each alarm sounds when
 * it begins to ring, when it becomes more pressing, and when it rings again after somebody had
 * acknowledged or shelved it; one that nobody has taken sounds again after TC_SOUND_AGAIN_US while
 * it rings. An acknowledgement makes it stop ringing for that long, so the room is quiet.
 * What has gone up to the person (tc-alarm-rule.h) sounds at once, a step more pressing.
 *
 * Nothing is read here but the arguments, neither clock nor settings, and nothing is played: that
 * is the desktop's. Thread: any, one at a time.
 */
#pragma once

#include "tc-alarm.h"

#define TC_SOUND_AGAIN_US ((gint64) 60 * G_USEC_PER_SEC)
/* From the beginning of one sound to that of another which isn't more pressing. */
#define TC_SOUND_APART_US ((gint64) 3 * G_USEC_PER_SEC)

/* What is chosen at a desk. */
typedef struct {
  int volume;          /* 0..100; 0: none */
  gboolean quiet;      /* there are quiet hours, in which only emergencies sound */
  int quiet_from_hour; /* 0..23 in Vietnam's time */
  int quiet_to_hour;   /* not after quiet_from_hour: on the next day */
} TcSoundChoice;

gboolean tc_sound_choice_is_quiet (const TcSoundChoice *choice, gint64 now_us);

/* What has sounded at this desk. */
typedef struct _TcAlarmSounds TcAlarmSounds;
TcAlarmSounds *tc_alarm_sounds_new (void);
void tc_alarm_sounds_free (TcAlarmSounds *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcAlarmSounds, tc_alarm_sounds_free)

/**
 * tc_alarm_sounds_decide:
 * @alarms: (element-type TcAlarm): all there are now
 *
 * Returns: what is to sound at once, as the highest of those that may; TC_ALARM_N_PRIORITIES:
 * nothing. One sound stands for all that would have sounded with it. It may come while a less
 * pressing one is heard, which is to end then.
 */
TcAlarmPriority tc_alarm_sounds_decide (TcAlarmSounds *self, GArray *alarms,
                                        const TcSoundChoice *choice, gint64 now_us);
