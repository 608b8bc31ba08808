/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: the top bar's shift is the one that is on, and follows the roster. Method: a centre with a
 * shift around the clock in a file, read by a worker as on a desk; what TcDesk would say is said by
 * hand.
 */
#include "main-turn.h"
#include "tc-duty-operations.h"
#include "tc-duty-watch.h"
#include "tc-fixture-file.h"
#include "tc-people-operations.h"
#include "wait-limit.h"

typedef struct {
  TcFixture *fixture;  /* (owned) */
  TcFixtureFile *file; /* (owned) */
  gint64 shift;
  guint changes;
} Bench;

/* A centre whose one shift ends a minute before it starts. */
static void
found (Bench *bench)
{
  TcFixture *f = bench->fixture;
  gint64 centre = tc_fixture_id (f);
  TcProvinceArgs province = {"hg", NULL, "Hậu Giang", "Hậu Giang", 0, TC_NONE, TC_NONE, 0};
  TcAgencyArgs agency = {.agency_id = centre,
                         .code = "ioc",
                         .kind = "centre",
                         .name_vi = "Trung tâm",
                         .name_en = "Centre",
                         .valid_from_us = 1,
                         .lat_e7 = TC_NONE,
                         .lon_e7 = TC_NONE};
  TcShiftArgs shift = {tc_fixture_id (f), centre, "ngay", "Ca ngày đêm", "Day and night", 1, 0};

  f->now_us = g_get_real_time ();
  tc_fixture_run (f, &tc_province_found_type, &province);
  tc_fixture_run (f, &tc_agency_add_type, &agency);
  province.centre_id = centre;
  tc_fixture_run (f, &tc_province_change_type, &province);
  tc_fixture_run (f, &tc_shift_add_type, &shift);
  bench->shift = shift.shift_id;
}

static gint64
add_duty (Bench *bench, const char *account, const char *name, gint64 position)
{
  TcStaffArgs staff = {tc_fixture_id (bench->fixture), account, name, NULL, NULL};
  TcDutySet duty = {.duty_id = tc_fixture_id (bench->fixture),
                    .shift_id = bench->shift,
                    .staff_id = staff.staff_id,
                    .position = position,
                    .from_day = 0,
                    .to_day = TC_NONE,
                    .cycle = 1,
                    .days = 1,
                    .weekdays = TC_DUTY_ALL_WEEKDAYS};

  tc_fixture_run (bench->fixture, &tc_staff_add_type, &staff);
  tc_fixture_run (bench->fixture, &tc_duty_set_type, &duty);
  return duty.duty_id;
}

static void
changed_cb (Bench *bench)
{
  bench->changes++;
}

static void
wait_for_change (Bench *bench, guint changes)
{
  gint64 end_us = g_get_monotonic_time () + WAIT_US;

  while (bench->changes < changes) {
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    main_turn ();
  }
}

static void
test_watch (void)
{
  Bench bench = {.fixture = tc_fixture_new ()};

  found (&bench);
  bench.file = tc_fixture_file_new (bench.fixture);
  g_autoptr (TcDutyWatch) watch = g_object_new (TC_TYPE_DUTY_WATCH, NULL);
  g_signal_connect_swapped (watch, "changed", G_CALLBACK (changed_cb), &bench);
  tc_watch_follow_reader (TC_WATCH (watch), bench.file->reader);
  wait_for_change (&bench, 1);
  g_assert_null (tc_duty_watch_get_shift (watch));
  g_assert_null (tc_duty_watch_word (watch));
  g_assert_null (tc_duty_watch_list (watch));
  add_duty (&bench, "lan", "Lan", 1);
  add_duty (&bench, "tu", "Cẩm Tú", 0);
  tc_fixture_file_publish (bench.file);
  tc_watch_rows_changed (TC_WATCH (watch), "incident");
  tc_watch_rows_changed (TC_WATCH (watch), "duty");
  tc_watch_rows_changed (TC_WATCH (watch), "duty");
  wait_for_change (&bench, 3);
  g_autofree char *word = tc_duty_watch_word (watch);
  g_autofree char *list = tc_duty_watch_list (watch);
  g_assert_cmpstr (word, ==, "Day and night · on duty: Cẩm Tú");
  g_assert_cmpstr (list, ==, "Cẩm Tú\nLan");
  g_assert_cmpuint (bench.changes, ==, 3);
  /* It may be given up while it reads. */
  tc_watch_replaced (TC_WATCH (watch));
  g_clear_object (&watch);
  tc_fixture_file_free (bench.file);
  tc_fixture_free (bench.fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/duty-watch/watch", test_watch);
  return g_test_run ();
}
