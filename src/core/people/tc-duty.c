/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading the roster; see the header.
 */
#include "tc-duty.h"

#include "tc-limits.h"

#define US_PER_MINUTE (60 * TC_US_PER_S)
#define VIETNAM_US (7 * 60 * US_PER_MINUTE)
/* 1970-01-01 was a Thursday. */
#define FIRST_WEEKDAY 3

static void
free_on_duty (gpointer data)
{
  TcOnDuty *person = data;

  g_free (person->name);
  g_free (person->title);
  g_free (person->team);
  g_free (person);
}

void
tc_duty_shift_free (TcDutyShift *shift)
{
  if (!shift)
    return;
  g_free (shift->code);
  g_free (shift->name_vi);
  g_free (shift->name_en);
  g_ptr_array_unref (shift->people);
  g_free (shift);
}

gint64
tc_duty_day (gint64 time_us)
{
  gint64 local_us = time_us + VIETNAM_US;

  return local_us / TC_US_PER_DAY - (local_us % TC_US_PER_DAY < 0);
}

gint64
tc_duty_day_start (gint64 day)
{
  return day * TC_US_PER_DAY - VIETNAM_US;
}

static GPtrArray *
read_people (TcDatabase *db, gint64 shift_id, gint64 day, gint64 at_us)
{
  GPtrArray *people = g_ptr_array_new_with_free_func (free_on_duty);
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "WITH held AS (SELECT staff_id, team, position, absent, id FROM duty WHERE shift_id = ?1"
      "  AND from_day <= ?2 AND (to_day IS NULL OR to_day >= ?2)"
      "  AND (days >> ((?2 - from_day) % cycle)) & 1 AND (weekdays >> ?3) & 1)"
      " SELECT staff.id, name, title, team, min (position) FROM held"
      " JOIN staff ON staff.id = held.staff_id"
      " WHERE absent = 0 AND staff.id NOT IN (SELECT staff_id FROM held WHERE absent = 1)"
      " AND (inactive_from_us IS NULL OR inactive_from_us > ?4)"
      " GROUP BY staff.id ORDER BY min (position), staff.id",
      "iiii", shift_id, day, (day + FIRST_WEEKDAY) % 7, at_us);

  while (tc_query_next (query)) {
    TcOnDuty *person = g_new0 (TcOnDuty, 1);
    person->staff_id = tc_query_id (query, 0);
    person->name = tc_query_dup_text (query, 1);
    person->title = tc_query_dup_text (query, 2);
    person->team = tc_query_dup_text (query, 3);
    g_ptr_array_add (people, person);
  }
  return people;
}

/* The day on which the shift that @at_us is in started; FALSE if it is in none. */
static gboolean
find_day (gint64 starts_min, gint64 ends_min, gint64 at_us, gint64 *day)
{
  gint64 minute;

  *day = tc_duty_day (at_us);
  minute = (at_us - tc_duty_day_start (*day)) / US_PER_MINUTE;
  if (starts_min < ends_min)
    return minute >= starts_min && minute < ends_min;
  if (minute >= starts_min)
    return TRUE;
  *day -= 1;
  return minute < ends_min;
}

static TcDutyShift *
read_shift (TcDatabase *db, TcQuery *query, gint64 day, gint64 at_us)
{
  gint64 starts_min = tc_query_int (query, 4);
  gint64 ends_min = tc_query_int (query, 5);
  gint64 start_us = tc_duty_day_start (day);
  TcDutyShift *shift = g_new0 (TcDutyShift, 1);

  shift->shift_id = tc_query_id (query, 0);
  shift->code = tc_query_dup_text (query, 1);
  shift->name_vi = tc_query_dup_text (query, 2);
  shift->name_en = tc_query_dup_text (query, 3);
  shift->from_us = start_us + starts_min * US_PER_MINUTE;
  shift->until_us = start_us + ends_min * US_PER_MINUTE +
                    (ends_min > starts_min ? 0 : TC_US_PER_DAY);
  shift->people = read_people (db, shift->shift_id, day, at_us);
  return shift;
}

GPtrArray *
tc_duty_at (TcDatabase *db, gint64 agency_id, gint64 at_us)
{
  GPtrArray *shifts = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_duty_shift_free);
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT id, code, name_vi, name_en, starts_min, ends_min FROM shift"
      " WHERE agency_id = ?1 AND (ended_us IS NULL OR ended_us > ?2) ORDER BY id",
      "ii", agency_id, at_us);

  while (tc_query_next (query)) {
    gint64 day;
    if (!find_day (tc_query_int (query, 4), tc_query_int (query, 5), at_us, &day))
      continue;
    g_autoptr (TcDutyShift) shift = read_shift (db, query, day, at_us);
    if (shift->people->len > 0)
      g_ptr_array_add (shifts, g_steal_pointer (&shift));
  }
  return shifts;
}

GPtrArray *
tc_duty_on_day (TcDatabase *db, gint64 agency_id, gint64 day, gint64 at_us)
{
  GPtrArray *shifts = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_duty_shift_free);
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT id, code, name_vi, name_en, starts_min, ends_min FROM shift"
      " WHERE agency_id = ?1 AND (ended_us IS NULL OR ended_us > ?2) ORDER BY starts_min, id",
      "ii", agency_id, at_us);

  while (tc_query_next (query))
    g_ptr_array_add (shifts, read_shift (db, query, day, at_us));
  return shifts;
}

static void
free_change (gpointer data)
{
  g_free (((TcDutyChange *) data)->name);
  g_free (data);
}

GPtrArray *
tc_duty_list_changes (TcDatabase *db, gint64 agency_id, gint64 from_day, gint64 to_day)
{
  GPtrArray *changes = g_ptr_array_new_with_free_func (free_change);
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT duty.id, duty.shift_id, staff.id, from_day, staff.name, absent FROM duty"
      " JOIN shift ON shift.id = duty.shift_id JOIN staff ON staff.id = duty.staff_id"
      " WHERE shift.agency_id = ?1 AND from_day = to_day AND from_day >= ?2 AND from_day <= ?3"
      " AND days & 1 AND (weekdays >> ((from_day + ?4) % 7)) & 1 ORDER BY duty.id",
      "iiii", agency_id, from_day, to_day, (gint64) FIRST_WEEKDAY);

  while (tc_query_next (query)) {
    TcDutyChange *change = g_new0 (TcDutyChange, 1);

    change->duty_id = tc_query_id (query, 0);
    change->shift_id = tc_query_id (query, 1);
    change->staff_id = tc_query_id (query, 2);
    change->day = tc_query_int (query, 3);
    change->name = tc_query_dup_text (query, 4);
    change->absent = tc_query_int (query, 5) == 1;
    g_ptr_array_add (changes, change);
  }
  return changes;
}
