/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The day's events in their order, chance, and the program: day-room PLAN, where PLAN is what
 * test_day.py wrote.
 */
#include "day.h"

#include "day-clock.h"

#include <locale.h>
#include <math.h>
#include <stdlib.h>

/* Of the day, between two looks of whoever has nothing to do. */
#define TICK_S 20
#define SHIFT_S (8 * 3600)

typedef struct {
  gint64 at_us;
  guint64 number;
  DayFunc func;
  DaySeat *seat;
  gint64 id;
  gint64 other;
} Event;

static int
compare_events (gconstpointer a, gconstpointer b, gpointer data)
{
  const Event *one = a, *two = b;

  if (one->at_us != two->at_us)
    return one->at_us < two->at_us ? -1 : 1;
  return (one->number > two->number) - (one->number < two->number);
}

void
day_after (Day *day, double seconds, DayFunc func, DaySeat *seat, gint64 id, gint64 other)
{
  Event event = {
      day->now_us + (gint64) (seconds * (double) DAY_US_PER_S), ++day->made, func, seat, id, other};

  g_sequence_insert_sorted (day->events, g_memdup2 (&event, sizeof event), compare_events, NULL);
}

/* Box and Muller. */
static double
draw_normal (GRand *random)
{
  double one = 1 - g_rand_double (random), two = g_rand_double (random);

  return sqrt (-2 * log (one)) * cos (2 * G_PI * two);
}

double
day_draw (Day *day, DayTime what)
{
  return day_times[what].median_s * exp (day_times[what].spread * draw_normal (day->random));
}

gboolean
day_chance (Day *day, DayShare what)
{
  return g_rand_int_range (day->random, 0, 100) < day_shares[what].percent;
}

static void
tick (Day *day, DaySeat *seat, gint64 id, gint64 other)
{
  day_after (day, TICK_S, tick, NULL, 0, 0);
}

/* A crew for each shift, as many as the plan has. */
static void
plan_shifts (Day *day)
{
  for (gint64 crew = 0; day->start_us + crew * SHIFT_S * DAY_US_PER_S < day->end_us; crew++)
    day_after (day, (double) (crew * SHIFT_S), day_people_shift, NULL, crew, 0);
}

static void
play (Day *day)
{
  plan_shifts (day);
  day_after (day, 0, tick, NULL, 0, 0);
  while (!g_sequence_is_empty (day->events)) {
    GSequenceIter *first = g_sequence_get_begin_iter (day->events);
    Event event = *(Event *) g_sequence_get (first);

    if (event.at_us > day->end_us)
      break;
    g_sequence_remove (first);
    day->now_us = event.at_us;
    day_clock_set (event.at_us);
    event.func (day, event.seat, event.id, event.other);
    day_settle (day);
    day_alarms_hear (day);
    day_people_choose (day);
  }
}

static void
open_day (Day *day, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) faults = NULL;
  g_autofree char *folder = NULL, *socket = NULL;

  day->plan = g_key_file_new ();
  if (!g_key_file_load_from_file (day->plan, path, G_KEY_FILE_NONE, &error))
    day_fail ("%s: %s", path, error->message);
  folder = g_key_file_get_string (day->plan, "day", "province", NULL);
  socket = g_key_file_get_string (day->plan, "day", "socket", NULL);
  day->province = tc_province_load (folder, &faults);
  if (!day->province || !(day->admin = tc_admin_client_new (socket, &error)))
    day_fail ("%s", error ? error->message : "the province is faulty");
  day->random = g_rand_new_with_seed (
      (guint32) g_key_file_get_integer (day->plan, "day", "seed", NULL));
  day->start_us = g_key_file_get_int64 (day->plan, "day", "start_us", NULL);
  day->end_us = day->start_us +
                g_key_file_get_int64 (day->plan, "day", "minutes", NULL) * 60 * DAY_US_PER_S;
  day->now_us = day->start_us;
  day->events = g_sequence_new (g_free);
  day->session = soup_session_new ();
  day->heard = g_array_new (FALSE, FALSE, sizeof (DayHeard));
  day->tasks = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  day->call_waits = g_array_new (FALSE, FALSE, sizeof (gint64));
  day->version = 1;
}

static void
close_day (Day *day)
{
  day_seats_close (day);
  g_key_file_unref (day->plan);
  g_rand_free (day->random);
  g_sequence_free (day->events);
  g_object_unref (day->session);
  tc_admin_client_free (day->admin);
  g_ptr_array_unref (day->reports);
  g_hash_table_unref (day->tasks);
  g_queue_clear (&day->calls);
  g_array_unref (day->heard);
  g_array_unref (day->call_waits);
  g_clear_pointer (&day->services, g_array_unref);
  tc_province_free (day->province);
}

int
main (int argc, char *argv[])
{
  Day day = {NULL};

  setlocale (LC_ALL, "");
  if (argc != 2)
    day_fail ("usage: day-room PLAN");
  open_day (&day, argv[1]);
  day_clock_set (day.start_us);
  day_seats_open (&day);
  day_reports_make (&day);
  day_reports_plan (&day);
  if (g_key_file_has_group (day.plan, "storm"))
    day_storm_plan (&day);
  play (&day);
  day_settle (&day);
  day_figures_print (&day);
  close_day (&day);
  return 0;
}
