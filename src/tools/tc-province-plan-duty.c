/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The part of a plan that is about the centre's roster: its shifts, and for each line of the roster
 * one duty for each person in each shift of the pattern.
 */
#include "tc-province-plan-private.h"

#include "tc-duty-operations.h"
#include "tc-duty.h"

/* The newest shift of that code that wasn't ended; -1 if there is none. */
static int
find_shift (const TcKnownRows *rows, const char *agency, const char *code)
{
  return tc_known_rows_find (rows, "agency_id", agency, "code", code, "ended_us", NULL, NULL);
}

static void
plan_shift (TcPlan *plan, guint row, const TcKnownRows *rows, gint64 centre_id)
{
  const TcProvinceFile file = TC_PROVINCE_SHIFTS;
  const char *code = tc_plan_get (plan, file, row, "code");
  g_autofree char *agency = g_strdup_printf ("%" G_GINT64_FORMAT, centre_id);
  int known = find_shift (rows, agency, code);
  TcShiftArgs args = {
      .shift_id = known >= 0 ? tc_known_rows_get_int (rows, (guint) known, "id")
                             : tc_plan_take_id (plan),
      .agency_id = centre_id,
      .code = code,
      .name_vi = tc_plan_get (plan, file, row, "name_vi"),
      .name_en = tc_plan_get (plan, file, row, "name_en"),
      .starts_min = tc_province_get_minutes (plan->province, file, row, "starts"),
      .ends_min = tc_province_get_minutes (plan->province, file, row, "ends"),
  };

  tc_plan_set_id (plan->shifts, code, args.shift_id);
  if (known >= 0)
    tc_plan_change (plan, &tc_shift_change_type, &args, file, row, rows, (guint) known);
  else
    tc_plan_add (plan, &tc_shift_add_type, &args, file, row);
}

/* ---- duties ---- */

/* What one line of the roster says of one of its shifts; who and where in the team comes later. */
static TcDutySet
read_rule (TcPlan *plan, guint row, char **turns, const char *shift)
{
  const TcProvinceFile file = TC_PROVINCE_ROSTER;
  gint64 from_us = 0;
  gint64 after_us = 0;
  TcDutySet rule = {
      .shift_id = tc_plan_get_id (plan->shifts, shift),
      .team = tc_plan_get (plan, file, row, "team"),
      .to_day = TC_NONE,
      .cycle = (gint64) g_strv_length (turns),
      .weekdays = tc_province_get_weekdays (plan->province, file, row, "weekdays"),
  };

  (void) !tc_province_get_day (plan->province, file, row, "valid_from", 0, &from_us);
  rule.from_day = tc_duty_day (from_us);
  if (tc_province_get_day (plan->province, file, row, "valid_to", 1, &after_us))
    rule.to_day = tc_duty_day (after_us) - 1;
  for (guint i = 0; turns[i]; i++) {
    if (g_str_equal (turns[i], shift))
      rule.days |= (gint64) 1 << i;
  }
  return rule;
}

static gboolean
is_same (const TcKnownRows *rows, guint i, const TcDutySet *duty)
{
  const char *to_day = tc_known_rows_get (rows, i, "to_day");

  return tc_known_rows_get_int (rows, i, "shift_id") == duty->shift_id &&
         tc_known_rows_get_int (rows, i, "staff_id") == duty->staff_id &&
         g_strcmp0 (tc_known_rows_get (rows, i, "team"), duty->team) == 0 &&
         tc_known_rows_get_int (rows, i, "position") == duty->position &&
         tc_known_rows_get_int (rows, i, "absent") == duty->absent &&
         tc_known_rows_get_int (rows, i, "from_day") == duty->from_day &&
         (to_day ? tc_known_rows_get_int (rows, i, "to_day") : TC_NONE) == duty->to_day &&
         tc_known_rows_get_int (rows, i, "cycle") == duty->cycle &&
         tc_known_rows_get_int (rows, i, "days") == duty->days &&
         tc_known_rows_get_int (rows, i, "weekdays") == duty->weekdays;
}

/* @kept: of each known row, whether the files say it. */
static void
plan_duty (TcPlan *plan, guint row, TcDutySet *duty, const TcKnownRows *rows, gboolean *kept)
{
  for (guint i = 0; i < tc_known_rows_get_n (rows); i++) {
    if (!kept[i] && is_same (rows, i, duty)) {
      kept[i] = TRUE;
      return;
    }
  }
  duty->duty_id = tc_plan_take_id (plan);
  tc_plan_add (plan, &tc_duty_set_type, duty, TC_PROVINCE_ROSTER, row);
}

static void
plan_line (TcPlan *plan, guint row, const TcKnownRows *rows, gboolean *kept)
{
  const TcProvinceFile file = TC_PROVINCE_ROSTER;
  g_auto (GStrv) turns = tc_province_dup_list (plan->province, file, row, "pattern");
  g_auto (GStrv) accounts = tc_province_dup_list (plan->province, file, row, "accounts");

  for (guint shift = 0; shift < tc_province_get_n_rows (plan->province, TC_PROVINCE_SHIFTS);
       shift++) {
    const char *code = tc_plan_get (plan, TC_PROVINCE_SHIFTS, shift, "code");
    TcDutySet duty = read_rule (plan, row, turns, code);
    for (guint i = 0; duty.days && accounts[i]; i++) {
      duty.staff_id = tc_plan_get_id (plan->staff, accounts[i]);
      duty.position = i;
      plan_duty (plan, row, &duty, rows, kept);
    }
  }
}

/* The line of the roster that says something of @team from @day on; -1: none does. */
static int
find_line (TcPlan *plan, const char *team, gint64 day)
{
  const TcProvinceFile file = TC_PROVINCE_ROSTER;

  for (guint row = 0; row < tc_province_get_n_rows (plan->province, file); row++) {
    gint64 from_us;
    if (g_strcmp0 (tc_plan_get (plan, file, row, "team"), team) == 0 &&
        tc_province_get_day (plan->province, file, row, "valid_from", 0, &from_us) &&
        tc_duty_day (from_us) == day)
      return (int) row;
  }
  return -1;
}

/* A line has exactly what it says: what it said before of that team from that day on goes, also for
 * days that have passed. What was withdrawn already isn't again. */
static void
plan_withdrawal (TcPlan *plan, guint i, const TcKnownRows *rows)
{
  gint64 from_day = tc_known_rows_get_int (rows, i, "from_day");
  const char *to_day = tc_known_rows_get (rows, i, "to_day");
  int line = find_line (plan, tc_known_rows_get (rows, i, "team"), from_day);
  TcDutyWithdraw args = {tc_known_rows_get_int (rows, i, "id"), from_day};

  if (line >= 0 && (!to_day || g_ascii_strtoll (to_day, NULL, 10) >= from_day))
    tc_plan_add (plan, &tc_duty_withdraw_type, &args, TC_PROVINCE_ROSTER, (guint) line);
}

void
tc_plan_roster (TcPlan *plan)
{
  g_autoptr (TcKnownRows) shifts = tc_plan_read (
      plan, "shift", "id,agency_id,code,name_vi,name_en,starts_min,ends_min,ended_us");
  g_autoptr (TcKnownRows) rows = tc_plan_read (
      plan, "duty",
      "id,shift_id,staff_id,team,position,absent,from_day,to_day,cycle,days,weekdays");
  g_autofree gboolean *kept = g_new0 (gboolean, tc_known_rows_get_n (rows) + 1);
  g_autofree char *centre = tc_province_dup_setting (plan->province, "centre");

  for (guint row = 0; row < tc_province_get_n_rows (plan->province, TC_PROVINCE_SHIFTS); row++)
    plan_shift (plan, row, shifts, tc_plan_get_id (plan->agencies, centre));
  for (guint row = 0; row < tc_province_get_n_rows (plan->province, TC_PROVINCE_ROSTER); row++)
    plan_line (plan, row, rows, kept);
  for (guint i = 0; i < tc_known_rows_get_n (rows); i++) {
    if (!kept[i])
      plan_withdrawal (plan, i, rows);
  }
}
