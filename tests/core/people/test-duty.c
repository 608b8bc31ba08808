/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: at every moment the roster names the shift that is on and who is there, over midnight,
 * weeks and changes; and refuses what can't be. Method: shifts and people that take turns, asked at
 * chosen moments of a known week (Monday 2026-11-23), then one case for each refusal; the log gives
 * the same rows again.
 */
#include "tc-duty-operations.h"
#include "tc-duty.h"
#include "tc-people-fixture.h"

/* Monday 23 November 2026, 00:00 in Vietnam. */
#define MONDAY_US ((gint64) 1795366800 * TC_US_PER_S)
#define HOUR_US (3600 * TC_US_PER_S)

typedef struct {
  TcFixture *f; /* (owned) */
  TcCentre centre;
  gint64 morning;
  gint64 night;
  gint64 lan;
  gint64 minh;
} World;

static gint64
add_person (TcFixture *f, const char *account, const char *name)
{
  TcStaffArgs args = {tc_fixture_id (f), account, name, NULL, NULL};

  tc_fixture_run (f, &tc_staff_add_type, &args);
  return args.staff_id;
}

static gint64
add_shift (World *world, const char *code, gint64 starts_h, gint64 ends_h)
{
  TcShiftArgs args = {tc_fixture_id (world->f),
                      world->centre.unit,
                      code,
                      "Ca",
                      "Shift",
                      starts_h * 60,
                      ends_h * 60};

  tc_fixture_run (world->f, &tc_shift_add_type, &args);
  return args.shift_id;
}

static void
init_world (World *world)
{
  world->f = tc_fixture_new ();
  world->f->now_us = MONDAY_US;
  world->centre = tc_centre_new (world->f);
  world->morning = add_shift (world, "sang", 6, 14);
  world->night = add_shift (world, "dem", 22, 6);
  world->lan = add_person (world->f, "a.lan", "Lan");
  world->minh = add_person (world->f, "a.minh", "Minh");
}

static TcDutySet
make_duty (World *world, gint64 shift_id, gint64 staff_id)
{
  return (TcDutySet){.duty_id = tc_fixture_id (world->f),
                     .shift_id = shift_id,
                     .staff_id = staff_id,
                     .team = "Kíp A",
                     .from_day = tc_duty_day (MONDAY_US),
                     .to_day = TC_NONE,
                     .cycle = 1,
                     .days = 1,
                     .weekdays = TC_DUTY_ALL_WEEKDAYS};
}

static gint64
set_duty (World *world, TcDutySet duty)
{
  tc_fixture_run (world->f, &tc_duty_set_type, &duty);
  return duty.duty_id;
}

/* "sang: Lan, Minh; dem: …" at so many hours after Monday's midnight. */
static void
check_at (World *world, double hours, const char *expected)
{
  g_autoptr (GPtrArray) shifts = tc_duty_at (world->f->db, world->centre.unit,
                                             MONDAY_US + (gint64) (hours * (double) HOUR_US));
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < shifts->len; i++) {
    const TcDutyShift *shift = g_ptr_array_index (shifts, i);
    g_string_append_printf (text, "%s%s:", i > 0 ? "; " : "", shift->code);
    for (guint j = 0; j < shift->people->len; j++)
      g_string_append_printf (text, " %s",
                              ((TcOnDuty *) g_ptr_array_index (shift->people, j))->name);
  }
  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_days (void)
{
  gint64 day = tc_duty_day (MONDAY_US);

  g_assert_cmpint (day, ==, 20780);
  g_assert_cmpint (tc_duty_day_start (day), ==, MONDAY_US);
  g_assert_cmpint (tc_duty_day (MONDAY_US - 1), ==, day - 1);
  g_assert_cmpint (tc_duty_day (MONDAY_US + TC_US_PER_DAY - 1), ==, day);
  g_assert_cmpint (tc_duty_day (-TC_US_PER_DAY), ==, -1);
}

/* A night belongs to the day on which it starts, and a shift ends when the next begins. */
static void
test_midnight (void)
{
  World world;

  init_world (&world);
  set_duty (&world, make_duty (&world, world.night, world.lan));
  check_at (&world, 5.9, "");
  check_at (&world, 21.9, "");
  check_at (&world, 22, "dem: Lan");
  check_at (&world, 29.99, "dem: Lan");
  check_at (&world, 30, "");
  g_autoptr (GPtrArray)
      shifts = tc_duty_at (world.f->db, world.centre.unit, MONDAY_US + 25 * HOUR_US);
  const TcDutyShift *night = g_ptr_array_index (shifts, 0);
  g_assert_cmpint (night->from_us, ==, MONDAY_US + 22 * HOUR_US);
  g_assert_cmpint (night->until_us, ==, MONDAY_US + 30 * HOUR_US);
  g_assert_cmpstr (((TcOnDuty *) g_ptr_array_index (night->people, 0))->team, ==, "Kíp A");
  tc_fixture_check_replays (world.f);
  tc_fixture_free (world.f);
}

static void
test_cycle (void)
{
  World world;

  init_world (&world);
  /* Two days on, one off; Lan leads. Minh on working days alone, until Thursday. */
  TcDutySet lan = make_duty (&world, world.morning, world.lan);
  TcDutySet minh = make_duty (&world, world.morning, world.minh);
  lan.cycle = 3;
  lan.days = 3;
  minh.position = 1;
  minh.weekdays = 31;
  minh.to_day = minh.from_day + 7;
  set_duty (&world, lan);
  set_duty (&world, minh);
  check_at (&world, -24 + 7, "");
  check_at (&world, 7, "sang: Lan Minh");
  check_at (&world, 24 + 7, "sang: Lan Minh");
  check_at (&world, 2 * 24 + 7, "sang: Minh");
  check_at (&world, 5 * 24 + 7, "");
  check_at (&world, 6 * 24 + 7, "sang: Lan");
  check_at (&world, 7 * 24 + 7, "sang: Lan Minh");
  check_at (&world, 9 * 24 + 7, "sang: Lan");
  tc_fixture_free (world.f);
}

/* Who is away on a day isn't there, and the next in the team leads. */
static void
test_absent (void)
{
  World world;

  init_world (&world);
  TcDutySet minh = make_duty (&world, world.morning, world.minh);
  TcDutySet away = make_duty (&world, world.morning, world.lan);
  minh.position = 1;
  away.absent = 1;
  away.to_day = away.from_day;
  set_duty (&world, make_duty (&world, world.morning, world.lan));
  set_duty (&world, minh);
  set_duty (&world, away);
  check_at (&world, 7, "sang: Minh");
  check_at (&world, 24 + 7, "sang: Lan Minh");
  TcStaffRef gone = {world.minh};
  world.f->now_us = MONDAY_US + 24 * HOUR_US;
  tc_fixture_run (world.f, &tc_staff_deactivate_type, &gone);
  check_at (&world, 7, "sang: Minh");
  check_at (&world, 24 + 7, "sang: Lan");
  tc_fixture_check_replays (world.f);
  tc_fixture_free (world.f);
}

static void
test_withdraw (void)
{
  World world;

  init_world (&world);
  TcDutyWithdraw args = {set_duty (&world, make_duty (&world, world.morning, world.lan)),
                         tc_duty_day (MONDAY_US) + 2};
  tc_fixture_run (world.f, &tc_duty_withdraw_type, &args);
  check_at (&world, 24 + 7, "sang: Lan");
  check_at (&world, 2 * 24 + 7, "");
  tc_fixture_refuse (world.f, &tc_duty_withdraw_type, &args, "people.ended");
  /* Also before it began: then it never holds. */
  args.from_day = 1;
  tc_fixture_run (world.f, &tc_duty_withdraw_type, &args);
  check_at (&world, 7, "");
  tc_fixture_refuse (world.f, &tc_duty_withdraw_type, &args, "people.ended");
  tc_fixture_check_replays (world.f);
  tc_fixture_free (world.f);
}

static void
test_shift (void)
{
  World world;
  gint64 until_h = 15;

  init_world (&world);
  set_duty (&world, make_duty (&world, world.morning, world.lan));
  TcShiftArgs args = {world.morning, 0, NULL, "Ca sáng mới", "New morning", 5 * 60, until_h * 60};
  tc_fixture_run (world.f, &tc_shift_change_type, &args);
  check_at (&world, 14.5, "sang: Lan");
  TcShiftRef ref = {world.morning};
  world.f->now_us = MONDAY_US + 24 * HOUR_US;
  tc_fixture_run (world.f, &tc_shift_end_type, &ref);
  check_at (&world, 7, "sang: Lan");
  check_at (&world, 24 + 7, "");
  tc_fixture_refuse (world.f, &tc_shift_end_type, &ref, "people.ended");
  tc_fixture_refuse (world.f, &tc_shift_change_type, &args, "people.ended");
  TcDutySet late = make_duty (&world, world.morning, world.lan);
  tc_fixture_refuse (world.f, &tc_duty_set_type, &late, "people.ended");
  /* Its code is free again. */
  add_shift (&world, "sang", 6, 14);
  tc_fixture_check_replays (world.f);
  tc_fixture_free (world.f);
}

static void
test_refusals (void)
{
  World world;

  init_world (&world);
  TcFixture *f = world.f;
  TcShiftArgs shift = {tc_fixture_id (f), world.centre.unit, "sang", "Ca", "Shift", 0, 60};
  tc_fixture_refuse (f, &tc_shift_add_type, &shift, "people.code-taken");
  shift.code = "trua";
  shift.ends_min = 0;
  tc_fixture_refuse (f, &tc_shift_add_type, &shift, "duty.hours");
  shift.agency_id = 5;
  tc_fixture_refuse (f, &tc_shift_add_type, &shift, "people.unknown");
  shift.shift_id = world.morning;
  tc_fixture_refuse (f, &tc_shift_change_type, &shift, "duty.hours");
  tc_fixture_refuse (f, &tc_shift_add_type, &shift, "people.exists");
  TcDutySet duty = make_duty (&world, world.morning, world.lan);
  duty.to_day = duty.from_day - 1;
  tc_fixture_refuse (f, &tc_duty_set_type, &duty, "people.dates");
  duty.to_day = TC_NONE;
  duty.days = 2;
  tc_fixture_refuse (f, &tc_duty_set_type, &duty, "duty.cycle");
  duty.days = 1;
  duty.weekdays = 0;
  tc_fixture_refuse (f, &tc_duty_set_type, &duty, "duty.cycle");
  duty.shift_id = 5;
  tc_fixture_refuse (f, &tc_duty_set_type, &duty, "people.unknown");
  TcDutyWithdraw withdraw = {5, duty.from_day};
  tc_fixture_refuse (f, &tc_duty_withdraw_type, &withdraw, "people.unknown");
  TcActor actor = tc_centre_sign_in (f, &world.centre);
  tc_fixture_refuse_as (f, actor, &tc_duty_withdraw_type, &withdraw, "people.not-allowed");
  tc_fixture_free (f);
}

/* "sang: Lan; dem:" of one day. */
static void
check_day (World *world, gint64 day, const char *expected)
{
  g_autoptr (GPtrArray)
      shifts = tc_duty_on_day (world->f->db, world->centre.unit, day, world->f->now_us);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < shifts->len; i++) {
    const TcDutyShift *shift = g_ptr_array_index (shifts, i);
    g_string_append_printf (text, "%s%s:", i > 0 ? "; " : "", shift->code);
    for (guint j = 0; j < shift->people->len; j++)
      g_string_append_printf (text, " %s",
                              ((TcOnDuty *) g_ptr_array_index (shift->people, j))->name);
  }
  g_assert_cmpstr (text->str, ==, expected);
}

/* A day whole, with who is absent on it alone and who stands in; taken back it is as before. */
static void
test_one_day (void)
{
  World world;
  gint64 day = tc_duty_day (MONDAY_US) + 1;

  init_world (&world);
  set_duty (&world, make_duty (&world, world.morning, world.lan));
  TcDutySet away = make_duty (&world, world.morning, world.lan);
  TcDutySet instead = make_duty (&world, world.morning, world.minh);
  away.absent = 1;
  away.from_day = away.to_day = instead.from_day = instead.to_day = day;
  set_duty (&world, away);
  set_duty (&world, instead);
  check_day (&world, day - 1, "sang: Lan; dem:");
  check_day (&world, day, "sang: Minh; dem:");
  g_autoptr (GPtrArray)
      changes = tc_duty_list_changes (world.f->db, world.centre.unit, day - 1, day + 5);
  g_assert_cmpuint (changes->len, ==, 2);
  const TcDutyChange *first = g_ptr_array_index (changes, 0);
  g_assert_true (first->absent && first->day == day && first->staff_id == world.lan);
  TcDutyWithdraw withdraw = {first->duty_id, day};
  tc_fixture_run (world.f, &tc_duty_withdraw_type, &withdraw);
  check_day (&world, day, "sang: Lan Minh; dem:");
  g_autoptr (GPtrArray)
      left = tc_duty_list_changes (world.f->db, world.centre.unit, day - 1, day + 5);
  g_assert_cmpuint (left->len, ==, 1);
  tc_fixture_check_replays (world.f);
  tc_fixture_free (world.f);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/duty/days", test_days);
  g_test_add_func ("/duty/midnight", test_midnight);
  g_test_add_func ("/duty/cycle", test_cycle);
  g_test_add_func ("/duty/absent", test_absent);
  g_test_add_func ("/duty/one-day", test_one_day);
  g_test_add_func ("/duty/withdraw", test_withdraw);
  g_test_add_func ("/duty/shift", test_shift);
  g_test_add_func ("/duty/refusals", test_refusals);
  return g_test_run ();
}
