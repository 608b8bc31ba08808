/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Shifts and duties; see the header.
 */
#include "tc-duty-operations.h"

#include "tc-limits.h"
#include "tc-people-guards.h"

#define POSITION_MAX 999

static const TcArg shift_add_args[] = {
    TC_ARG (TcShiftArgs, shift_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcShiftArgs, agency_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcShiftArgs, code, TC_ARG_CODE, TC_REQUIRED, 0),
    TC_ARG (TcShiftArgs, name_vi, TC_ARG_LINE, TC_REQUIRED, TC_NAME_CHARS_MAX),
    TC_ARG (TcShiftArgs, name_en, TC_ARG_LINE, TC_REQUIRED, TC_NAME_CHARS_MAX),
    TC_ARG (TcShiftArgs, starts_min, TC_ARG_INT, TC_REQUIRED, TC_MINUTES_PER_DAY - 1),
    TC_ARG (TcShiftArgs, ends_min, TC_ARG_INT, TC_REQUIRED, TC_MINUTES_PER_DAY - 1),
    {NULL},
};

static const TcArg shift_change_args[] = {
    TC_ARG (TcShiftArgs, shift_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcShiftArgs, name_vi, TC_ARG_LINE, TC_REQUIRED, TC_NAME_CHARS_MAX),
    TC_ARG (TcShiftArgs, name_en, TC_ARG_LINE, TC_REQUIRED, TC_NAME_CHARS_MAX),
    TC_ARG (TcShiftArgs, starts_min, TC_ARG_INT, TC_REQUIRED, TC_MINUTES_PER_DAY - 1),
    TC_ARG (TcShiftArgs, ends_min, TC_ARG_INT, TC_REQUIRED, TC_MINUTES_PER_DAY - 1),
    {NULL},
};

static gboolean
check_hours (TcApply *apply, const TcShiftArgs *args)
{
  if (args->starts_min != args->ends_min)
    return TRUE;
  return tc_apply_refuse (apply, "duty.hours", NULL);
}

static gboolean
check_not_ended (TcApply *apply, gint64 shift_id)
{
  if (!tc_guard_is_there (apply, TC_RECORD_SHIFT, shift_id))
    return FALSE;
  if (!tc_database_get_int (
          apply->db, 0, "SELECT 1 FROM shift WHERE id = ? AND ended_us IS NOT NULL", "i", shift_id))
    return TRUE;
  return tc_apply_refuse (apply, "people.ended", "what", TC_S, "shift", "id", TC_I, shift_id, NULL);
}

static gboolean
add_shift (TcApply *apply, gconstpointer data)
{
  const TcShiftArgs *args = data;

  if (!tc_guard_is_free (apply, TC_RECORD_SHIFT, args->shift_id) ||
      !tc_guard_agency_in_force (apply, args->agency_id, apply->now_us) ||
      !check_hours (apply, args))
    return FALSE;
  if (tc_database_get_int (apply->db, 0,
                           "SELECT 1 FROM shift WHERE agency_id = ? AND code = ?"
                           " AND ended_us IS NULL LIMIT 1",
                           "is", args->agency_id, args->code))
    return tc_apply_refuse (apply, "people.code-taken", "code", TC_S, args->code, NULL);
  tc_database_execute (apply->db,
                       "INSERT INTO shift (id, scope, agency_id, code, name_vi, name_en,"
                       " starts_min, ends_min) VALUES (?, 1, ?, ?, ?, ?, ?, ?)",
                       "iisssii", args->shift_id, args->agency_id, args->code, args->name_vi,
                       args->name_en, args->starts_min, args->ends_min);
  return TRUE;
}

static gboolean
change_shift (TcApply *apply, gconstpointer data)
{
  const TcShiftArgs *args = data;

  if (!check_not_ended (apply, args->shift_id) || !check_hours (apply, args))
    return FALSE;
  tc_database_execute (apply->db,
                       "UPDATE shift SET name_vi = ?, name_en = ?, starts_min = ?, ends_min = ?"
                       " WHERE id = ?",
                       "ssiii", args->name_vi, args->name_en, args->starts_min, args->ends_min,
                       args->shift_id);
  return TRUE;
}

static const TcArg shift_ref_args[] = {
    TC_ARG (TcShiftRef, shift_id, TC_ARG_ID, TC_REQUIRED, 0),
    {NULL},
};

static gboolean
end_shift (TcApply *apply, gconstpointer data)
{
  const TcShiftRef *args = data;

  if (!check_not_ended (apply, args->shift_id))
    return FALSE;
  tc_database_execute (apply->db, "UPDATE shift SET ended_us = ? WHERE id = ?", "ii", apply->now_us,
                       args->shift_id);
  return TRUE;
}

static const TcArg duty_set_args[] = {
    TC_ARG (TcDutySet, duty_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcDutySet, shift_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcDutySet, staff_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcDutySet, team, TC_ARG_LINE, TC_OPTIONAL, TC_NAME_CHARS_MAX),
    TC_ARG (TcDutySet, position, TC_ARG_INT, TC_REQUIRED, POSITION_MAX),
    TC_ARG (TcDutySet, absent, TC_ARG_INT, TC_REQUIRED, 1),
    TC_ARG (TcDutySet, from_day, TC_ARG_INT, TC_REQUIRED, TC_DUTY_DAY_MAX),
    TC_ARG (TcDutySet, to_day, TC_ARG_INT, TC_OPTIONAL, TC_DUTY_DAY_MAX),
    TC_ARG (TcDutySet, cycle, TC_ARG_INT, TC_REQUIRED, TC_DUTY_CYCLE_MAX),
    TC_ARG (TcDutySet, days, TC_ARG_INT, TC_REQUIRED, ((gint64) 1 << TC_DUTY_CYCLE_MAX) - 1),
    TC_ARG (TcDutySet, weekdays, TC_ARG_INT, TC_REQUIRED, TC_DUTY_ALL_WEEKDAYS),
    {NULL},
};

static gboolean
set_duty (TcApply *apply, gconstpointer data)
{
  const TcDutySet *args = data;

  if (!tc_guard_is_free (apply, TC_RECORD_DUTY, args->duty_id) ||
      !check_not_ended (apply, args->shift_id) ||
      !tc_guard_staff_active (apply, args->staff_id, apply->now_us))
    return FALSE;
  if (args->to_day != TC_NONE && args->to_day < args->from_day)
    return tc_apply_refuse (apply, "people.dates", NULL);
  if (args->cycle < 1 || args->days == 0 || args->days >> args->cycle || args->weekdays == 0)
    return tc_apply_refuse (apply, "duty.cycle", NULL);
  tc_database_execute (apply->db,
                       "INSERT INTO duty (id, scope, shift_id, staff_id, team, position, absent,"
                       " from_day, to_day, cycle, days, weekdays)"
                       " VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                       "iiisiiiiiii", args->duty_id, args->shift_id, args->staff_id, args->team,
                       args->position, args->absent, args->from_day, args->to_day, args->cycle,
                       args->days, args->weekdays);
  return TRUE;
}

static const TcArg duty_withdraw_args[] = {
    TC_ARG (TcDutyWithdraw, duty_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcDutyWithdraw, from_day, TC_ARG_INT, TC_REQUIRED, TC_DUTY_DAY_MAX),
    {NULL},
};

static gboolean
withdraw_duty (TcApply *apply, gconstpointer data)
{
  const TcDutyWithdraw *args = data;
  gint64 last_day = args->from_day - 1;

  if (!tc_guard_is_there (apply, TC_RECORD_DUTY, args->duty_id))
    return FALSE;
  if (tc_database_get_int (apply->db, 0,
                           "SELECT 1 FROM duty WHERE id = ? AND to_day <= max (?, from_day - 1)",
                           "ii", args->duty_id, last_day))
    return tc_apply_refuse (apply, "people.ended", "what", TC_S, "duty", "id", TC_I, args->duty_id,
                            NULL);
  /* Withdrawn before it began it holds on no day, and is still to be read that it was set. */
  tc_database_execute (apply->db, "UPDATE duty SET to_day = max (?, from_day - 1) WHERE id = ?",
                       "ii", last_day, args->duty_id);
  return TRUE;
}

#define TYPE(symbol, operation, table, Struct, function)                                           \
  const TcOperationType symbol = {                                                                 \
      operation, 1, TC_CAPABILITY_DUTY, "common", table, sizeof (Struct), NULL, function,          \
  }

TYPE (tc_shift_add_type, "shift.add", shift_add_args, TcShiftArgs, add_shift);
TYPE (tc_shift_change_type, "shift.change", shift_change_args, TcShiftArgs, change_shift);
TYPE (tc_shift_end_type, "shift.end", shift_ref_args, TcShiftRef, end_shift);
TYPE (tc_duty_set_type, "duty.set", duty_set_args, TcDutySet, set_duty);
TYPE (tc_duty_withdraw_type, "duty.withdraw", duty_withdraw_args, TcDutyWithdraw, withdraw_duty);

const TcOperationType *const tc_duty_types[] = {
    &tc_shift_add_type, &tc_shift_change_type,  &tc_shift_end_type,
    &tc_duty_set_type,  &tc_duty_withdraw_type, NULL,
};
