/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: a desk sounds what it should and when, given alarms, choices and the time; patterns are
 * three, short, and don't click. Method: alarms made by hand and a clock of the test's own; samples
 * are looked at one by one.
 */
#include "tc-alarm-sounds.h"
#include "tc-alarm-tones.h"
#include "tc-limits.h"

#include <string.h>

#define S TC_US_PER_S
#define NONE TC_ALARM_N_PRIORITIES
/* 2026-11-26 10:00 in Vietnam. */
#define TEN ((gint64) 1795662000 * S)

static const TcSoundChoice loud = {.volume = 70};

static TcAlarm
make (gint64 id, TcAlarmPriority priority, gint64 staff_id)
{
  return (TcAlarm){.kind = TC_ALARM_UNTAKEN,
                   .priority = priority,
                   .state = TC_ALARM_RINGING,
                   .incident_id = id,
                   .staff_id = staff_id};
}

static GArray *
list (const TcAlarm *alarms, guint n)
{
  GArray *array = g_array_new (FALSE, TRUE, sizeof (TcAlarm));

  g_array_append_vals (array, alarms, n);
  return array;
}

static TcAlarmPriority
decide (TcAlarmSounds *sounds, const TcAlarm *alarms, guint n, const TcSoundChoice *choice,
        gint64 at_us)
{
  g_autoptr (GArray) array = list (alarms, n);

  return tc_alarm_sounds_decide (sounds, array, choice, TEN + at_us);
}

/* Once at the beginning, then each minute while nobody has it, and not while it is acknowledged. */
static void
test_again (void)
{
  g_autoptr (TcAlarmSounds) sounds = tc_alarm_sounds_new ();
  TcAlarm alarm = make (1, TC_ALARM_MEDIUM, 0);

  g_assert_cmpint (decide (sounds, NULL, 0, &loud, 0), ==, NONE);
  g_assert_cmpint (decide (sounds, &alarm, 1, &loud, 5 * S), ==, TC_ALARM_MEDIUM);
  g_assert_cmpint (decide (sounds, &alarm, 1, &loud, 10 * S), ==, NONE);
  g_assert_cmpint (decide (sounds, &alarm, 1, &loud, 64 * S), ==, NONE);
  g_assert_cmpint (decide (sounds, &alarm, 1, &loud, 65 * S), ==, TC_ALARM_MEDIUM);
  alarm.state = TC_ALARM_ACKNOWLEDGED;
  g_assert_cmpint (decide (sounds, &alarm, 1, &loud, 130 * S), ==, NONE);
  alarm.state = TC_ALARM_SHELVED;
  g_assert_cmpint (decide (sounds, &alarm, 1, &loud, 140 * S), ==, NONE);
  alarm.state = TC_ALARM_RINGING;
  g_assert_cmpint (decide (sounds, &alarm, 1, &loud, 150 * S), ==, TC_ALARM_MEDIUM);
  alarm.staff_id = 7;
  g_assert_cmpint (decide (sounds, &alarm, 1, &loud, 400 * S), ==, NONE);
}

/* What somebody has sounds once; a new thing that is wrong with it sounds. */
static void
test_taken (void)
{
  g_autoptr (TcAlarmSounds) sounds = tc_alarm_sounds_new ();
  TcAlarm alarm = make (1, TC_ALARM_LOW, 7);

  g_assert_cmpint (decide (sounds, &alarm, 1, &loud, 0), ==, TC_ALARM_LOW);
  g_assert_cmpint (decide (sounds, &alarm, 1, &loud, 600 * S), ==, NONE);
  alarm.kind = TC_ALARM_LATE;
  g_assert_cmpint (decide (sounds, &alarm, 1, &loud, 601 * S), ==, TC_ALARM_LOW);
}

/* What was acknowledged or shelved and rings again is heard, whoever has it. */
static void
test_rings_again (void)
{
  g_autoptr (TcAlarmSounds) sounds = tc_alarm_sounds_new ();
  TcAlarm alarm = make (1, TC_ALARM_LOW, 7);

  g_assert_cmpint (decide (sounds, &alarm, 1, &loud, 0), ==, TC_ALARM_LOW);
  alarm.state = TC_ALARM_SHELVED;
  g_assert_cmpint (decide (sounds, &alarm, 1, &loud, 600 * S), ==, NONE);
  alarm.state = TC_ALARM_RINGING;
  g_assert_cmpint (decide (sounds, &alarm, 1, &loud, 1200 * S), ==, TC_ALARM_LOW);
  g_assert_cmpint (decide (sounds, &alarm, 1, &loud, 1800 * S), ==, NONE);
}

/* An event's is about what nobody has, though somebody has the one that leads it. */
static void
test_members (void)
{
  g_autoptr (TcAlarmSounds) sounds = tc_alarm_sounds_new ();
  TcAlarm alarm = make (1, TC_ALARM_MEDIUM, 7);

  alarm.kind = TC_ALARM_MEMBERS;
  g_assert_cmpint (decide (sounds, &alarm, 1, &loud, 0), ==, TC_ALARM_MEDIUM);
  g_assert_cmpint (decide (sounds, &alarm, 1, &loud, 60 * S), ==, TC_ALARM_MEDIUM);
}

/* What becomes more pressing is heard at once. */
static void
test_raised (void)
{
  g_autoptr (TcAlarmSounds) sounds = tc_alarm_sounds_new ();
  TcAlarm alarm = make (1, TC_ALARM_LOW, 7);

  g_assert_cmpint (decide (sounds, &alarm, 1, &loud, 0), ==, TC_ALARM_LOW);
  alarm.priority = TC_ALARM_HIGH;
  g_assert_cmpint (decide (sounds, &alarm, 1, &loud, S), ==, TC_ALARM_HIGH);
  alarm.priority = TC_ALARM_MEDIUM;
  g_assert_cmpint (decide (sounds, &alarm, 1, &loud, 60 * S), ==, NONE);
}

/* A clock that was set back by an hour doesn't make the desk silent for one. */
static void
test_clock_back (void)
{
  g_autoptr (TcAlarmSounds) sounds = tc_alarm_sounds_new ();
  TcAlarm alarms[] = {make (1, TC_ALARM_HIGH, 0), make (2, TC_ALARM_HIGH, 0)};

  g_assert_cmpint (decide (sounds, alarms, 1, &loud, 3600 * S), ==, TC_ALARM_HIGH);
  g_assert_cmpint (decide (sounds, alarms, 2, &loud, 10 * S), ==, TC_ALARM_HIGH);
  g_assert_cmpint (decide (sounds, alarms, 2, &loud, 20 * S), ==, NONE);
}

/* One that goes and comes back isn't heard each time. */
static void
test_flicker (void)
{
  g_autoptr (TcAlarmSounds) sounds = tc_alarm_sounds_new ();
  TcAlarm alarm = make (1, TC_ALARM_LOW, 0);
  guint heard = 0;

  for (gint64 s = 0; s < 120; s++)
    heard += decide (sounds, &alarm, s % 4 < 2 ? 1 : 0, &loud, s * S) != NONE;
  g_assert_cmpuint (heard, ==, 2);
  decide (sounds, NULL, 0, &loud, 300 * S);
  g_assert_cmpint (decide (sounds, &alarm, 1, &loud, 301 * S), ==, TC_ALARM_LOW);
}

/* Never two at once: the highest stands for all; one more that isn't higher waits a moment. */
static void
test_highest (void)
{
  g_autoptr (TcAlarmSounds) sounds = tc_alarm_sounds_new ();
  TcAlarm alarms[] = {make (1, TC_ALARM_LOW, 0), make (2, TC_ALARM_MEDIUM, 0),
                      make (3, TC_ALARM_HIGH, 0), make (4, TC_ALARM_HIGH, 0)};

  g_assert_cmpint (decide (sounds, alarms, 2, &loud, 0), ==, TC_ALARM_MEDIUM);
  g_assert_cmpint (decide (sounds, alarms, 3, &loud, S), ==, TC_ALARM_HIGH);
  g_assert_cmpint (decide (sounds, alarms, 4, &loud, 2 * S), ==, NONE);
  g_assert_cmpint (decide (sounds, alarms, 4, &loud, 4 * S), ==, TC_ALARM_HIGH);
  g_assert_cmpint (decide (sounds, alarms, 4, &loud, 59 * S), ==, NONE);
  /* All that began together sound together. */
  g_assert_cmpint (decide (sounds, alarms, 4, &loud, 70 * S), ==, TC_ALARM_HIGH);
  g_assert_cmpint (decide (sounds, alarms, 4, &loud, 75 * S), ==, NONE);
}

/* What goes up to the person is heard once more at once, a step more pressing. */
static void
test_escalated (void)
{
  g_autoptr (TcAlarmSounds) sounds = tc_alarm_sounds_new ();
  TcAlarm alarms[] = {make (1, TC_ALARM_MEDIUM, 0), make (2, TC_ALARM_HIGH, 0)};

  g_assert_cmpint (decide (sounds, alarms, 1, &loud, 0), ==, TC_ALARM_MEDIUM);
  alarms[0].escalated_here = TRUE;
  g_assert_cmpint (decide (sounds, alarms, 1, &loud, 10 * S), ==, TC_ALARM_HIGH);
  g_assert_cmpint (decide (sounds, alarms, 1, &loud, 20 * S), ==, NONE);
  g_assert_cmpint (decide (sounds, alarms, 1, &loud, 70 * S), ==, TC_ALARM_HIGH);
  alarms[1].escalated_here = TRUE;
  g_assert_cmpint (decide (sounds, alarms, 2, &loud, 80 * S), ==, TC_ALARM_HIGH);
  /* Not in quiet hours. */
  alarms[0].incident_id = 3;
  g_assert_cmpint (decide (sounds, alarms, 1, &(TcSoundChoice){70, TRUE, 9, 12}, 100 * S), ==,
                   NONE);
}

static void
test_quiet (void)
{
  g_autoptr (TcAlarmSounds) sounds = tc_alarm_sounds_new ();
  const TcSoundChoice night = {70, TRUE, 22, 6}, noon = {70, TRUE, 9, 12}, off = {0};
  const gint64 hour = 3600 * S;
  TcAlarm alarms[] = {make (1, TC_ALARM_MEDIUM, 0), make (2, TC_ALARM_HIGH, 0)};

  g_assert_true (tc_sound_choice_is_quiet (&noon, TEN));
  g_assert_false (tc_sound_choice_is_quiet (&noon, TEN + 2 * hour));
  g_assert_false (tc_sound_choice_is_quiet (&night, TEN + 12 * hour - 1));
  g_assert_true (tc_sound_choice_is_quiet (&night, TEN + 12 * hour));
  g_assert_true (tc_sound_choice_is_quiet (&night, TEN + 20 * hour - 1));
  g_assert_false (tc_sound_choice_is_quiet (&night, TEN + 20 * hour));
  g_assert_false (tc_sound_choice_is_quiet (&(TcSoundChoice){70, TRUE, 5, 5}, TEN));
  g_assert_cmpint (decide (sounds, alarms, 2, &off, 0), ==, NONE);
  g_assert_cmpint (decide (sounds, alarms, 1, &night, 13 * hour), ==, NONE);
  g_assert_cmpint (decide (sounds, alarms, 2, &night, 13 * hour), ==, TC_ALARM_HIGH);
  g_assert_cmpint (decide (sounds, alarms, 2, &night, 13 * hour + 60 * S), ==, TC_ALARM_HIGH);
  /* What was kept quiet is heard once the hours are over. */
  g_assert_cmpint (decide (sounds, alarms, 1, &night, 20 * hour), ==, TC_ALARM_MEDIUM);
}

/* ---- patterns ---- */

static gint16
get_sample (const guint8 *wav, gsize i)
{
  gint16 sample = 0;

  memcpy (&sample, wav + 44 + 2 * i, 2);
  return GINT16_FROM_LE (sample);
}

static int
find_peak (GBytes *bytes)
{
  gsize size = 0;
  const guint8 *wav = g_bytes_get_data (bytes, &size);
  int peak = 0;

  for (gsize i = 0; i < (size - 44) / 2; i++)
    peak = MAX (peak, ABS (get_sample (wav, i)));
  return peak;
}

static void
test_patterns (void)
{
  gsize sizes[TC_ALARM_N_PRIORITIES] = {0};
  int peaks[TC_ALARM_N_PRIORITIES] = {0};

  for (guint i = 0; i < TC_ALARM_N_PRIORITIES; i++) {
    g_autoptr (GBytes) bytes = tc_alarm_tone_make (i, 100);
    g_autoptr (GBytes) half = tc_alarm_tone_make (i, 50);
    g_autoptr (GBytes) none = tc_alarm_tone_make (i, 0);
    const guint8 *wav = g_bytes_get_data (bytes, &sizes[i]);
    gsize n = (sizes[i] - 44) / 2;

    g_assert_cmpmem (wav, 4, "RIFF", 4);
    g_assert_cmpmem (wav + 8, 8, "WAVEfmt ", 8);
    g_assert_cmpuint (n, <, TC_TONE_RATE); /* within a second */
    g_assert_cmpint (ABS (get_sample (wav, 0)), <, 400);
    g_assert_cmpint (ABS (get_sample (wav, n - 1)), <, 400);
    peaks[i] = find_peak (bytes);
    g_assert_cmpint (peaks[i], <, G_MAXINT16);
    g_assert_cmpint (find_peak (half), <, peaks[i] / 3);
    g_assert_cmpint (find_peak (half), >, peaks[i] / 5);
    g_assert_cmpint (find_peak (none), ==, 0);
  }
  /* Longer and louder the more pressing they are. */
  g_assert_cmpuint (sizes[TC_ALARM_HIGH], >, sizes[TC_ALARM_MEDIUM]);
  g_assert_cmpuint (sizes[TC_ALARM_MEDIUM], >, 4 * sizes[TC_ALARM_LOW]);
  g_assert_cmpint (peaks[TC_ALARM_HIGH], >, peaks[TC_ALARM_MEDIUM]);
  g_assert_cmpint (peaks[TC_ALARM_MEDIUM], >, 2 * peaks[TC_ALARM_LOW]);
}

/* How often the wave goes up through zero: its pitch, since its first tone is the strongest. */
static guint
count_waves (const guint8 *wav, gsize from, gsize until)
{
  guint n = 0;

  for (gsize i = from + 1; i < until; i++)
    n += get_sample (wav, i - 1) < 0 && get_sample (wav, i) >= 0;
  return n;
}

static void
test_rising (void)
{
  g_autoptr (GBytes) bytes = tc_alarm_tone_make (TC_ALARM_HIGH, 100);
  const gsize tenth = TC_TONE_RATE / 10;
  gsize size = 0;
  const guint8 *wav = g_bytes_get_data (bytes, &size);
  gsize n = (size - 44) / 2;

  g_assert_cmpuint (count_waves (wav, n - 2 * tenth, n - tenth), >,
                    count_waves (wav, tenth / 2, tenth / 2 + tenth) + 20);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/alarm-sounds/again", test_again);
  g_test_add_func ("/alarm-sounds/taken", test_taken);
  g_test_add_func ("/alarm-sounds/rings-again", test_rings_again);
  g_test_add_func ("/alarm-sounds/members", test_members);
  g_test_add_func ("/alarm-sounds/raised", test_raised);
  g_test_add_func ("/alarm-sounds/clock-back", test_clock_back);
  g_test_add_func ("/alarm-sounds/flicker", test_flicker);
  g_test_add_func ("/alarm-sounds/highest", test_highest);
  g_test_add_func ("/alarm-sounds/escalated", test_escalated);
  g_test_add_func ("/alarm-sounds/quiet", test_quiet);
  g_test_add_func ("/alarm-sounds/patterns", test_patterns);
  g_test_add_func ("/alarm-sounds/rising", test_rising);
  return g_test_run ();
}
