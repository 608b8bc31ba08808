/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: whoever the files put on duty is whom the roster of a server that holds them names, at
 * every hour of two weeks; and who is picked may do it and may little else. Method: the
 * demonstration's roster, loaded into a province in memory and asked through core's own query.
 */
#include "tc-province-crew.h"

#include "tc-core-fixture.h"
#include "tc-duty-operations.h"
#include "tc-duty.h"
#include "tc-incident-operations.h"
#include "tc-people-operations.h"
#include "tc-province-plan.h"

#define US_PER_HOUR ((gint64) 3600 * G_USEC_PER_SEC)

static TcProvince *
load (void)
{
  g_autoptr (GPtrArray) faults = NULL;
  TcProvince *province = tc_province_load (g_getenv ("TC_PROVINCE_DIR"), &faults);

  g_assert_nonnull (province);
  return province;
}

static gboolean
read_rows (const char *table, TcKnownRows *rows, gpointer data, GError **error)
{
  return TRUE; /* nothing is there */
}

static gboolean
make_ids (guint n, GArray *ids, gpointer data, GError **error)
{
  for (guint i = 0; i < n; i++) {
    gint64 id = tc_fixture_id (data);
    g_array_append_val (ids, id);
  }
  return TRUE;
}

/* The files on a server without anything. */
static TcFixture *
found (const TcProvince *province)
{
  static const TcProvinceServer server = {read_rows, make_ids, NULL, NULL};
  TcFixture *fixture = tc_fixture_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray)
      steps = tc_province_plan (province, &server, fixture, fixture->now_us, FALSE, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < steps->len; i++) {
    const TcPlanStep *step = g_ptr_array_index (steps, i);
    g_autoptr (TcRefusal) refusal = NULL;
    g_autoptr (TcArgs)
        args = tc_args_decode (step->type, step->type->version, step->args, &refusal);
    tc_fixture_run (fixture, step->type, tc_args_get (args));
  }
  return fixture;
}

static int
find_person (const TcProvince *province, TcFixture *fixture, gint64 staff_id)
{
  g_autofree char *account = tc_database_dup_text (
      fixture->db, "SELECT account FROM staff WHERE id = ?", "i", staff_id);

  return tc_province_find (province, TC_PROVINCE_STAFF, account);
}

static void
test_agrees (void)
{
  g_autoptr (TcProvince) province = load ();
  g_autoptr (TcCrew) crew = tc_crew_new (province);
  g_autoptr (TcFixture) fixture = found (province);
  gint64 centre = tc_database_get_int (fixture->db, 0, "SELECT centre_id FROM province", "");
  gint64 start_us = tc_duty_day_start (tc_duty_day (fixture->now_us));

  for (guint hour = 0; hour < 14 * 24; hour++) {
    gint64 at_us = start_us + hour * US_PER_HOUR;
    g_autoptr (GPtrArray) shifts = tc_duty_at (fixture->db, centre, at_us);
    guint by_server = 0;
    guint by_files = 0;
    g_assert_cmpuint (shifts->len, >=, 1);
    for (guint i = 0; i < shifts->len; i++) {
      const TcDutyShift *shift = g_ptr_array_index (shifts, i);
      g_assert_cmpint (shift->from_us, <=, at_us);
      g_assert_cmpint (shift->until_us, >, at_us);
      for (guint j = 0; j < shift->people->len; j++, by_server++) {
        const TcOnDuty *on_duty = g_ptr_array_index (shift->people, j);
        g_assert_true (
            tc_crew_is_on_duty (crew, find_person (province, fixture, on_duty->staff_id), at_us));
      }
    }
    for (int row = 0; row < (int) tc_province_get_n_rows (province, TC_PROVINCE_STAFF); row++)
      by_files += tc_crew_is_on_duty (crew, row, at_us);
    g_assert_cmpuint (by_files, ==, by_server);
  }
}

static void
test_pick (void)
{
  g_autoptr (TcProvince) province = load ();
  g_autoptr (TcCrew) crew = tc_crew_new (province);
  gint64 at_us = TC_FIXTURE_START_US;
  int taker = tc_crew_pick_on_duty (crew, at_us, TC_MAY_REPORT, 3);
  int head = tc_crew_pick_on_duty (crew, at_us, TC_MAY_APPROVE, 3);
  int officer = tc_crew_pick_officer (crew, "csgt1", TC_MAY_WORK, 0);

  g_assert_true (tc_crew_is_on_duty (crew, taker, at_us));
  g_assert_true (tc_crew_is_on_duty (crew, head, at_us));
  /* A call is a telephonist's, who approves nothing. */
  g_assert_false (tc_crew_may (crew, taker, TC_MAY_APPROVE));
  g_assert_true (tc_crew_may (crew, head, TC_MAY_APPROVE));
  g_assert_cmpint (tc_crew_pick_on_duty (crew, at_us, TC_MAY_REPORT, 3), ==, taker);
  g_assert_cmpstr (tc_province_get (province, TC_PROVINCE_STAFF, (guint) officer, "account"), ==,
                   "csgt1");
  g_assert_cmpint (tc_crew_pick_officer (crew, "113", TC_MAY_WORK, 0), ==, TC_CREW_NOBODY);
  g_assert_cmpint (tc_crew_pick_on_duty (crew, at_us, "no.capability", 0), ==, TC_CREW_NOBODY);
  /* Before there was a roster, one of the centre's people all the same; never one who left. */
  int early = tc_crew_pick_on_duty (crew, 0, TC_MAY_DISPATCH, 7);
  g_assert_cmpint (early, >=, 0);
  g_assert_false (tc_crew_is_on_duty (crew, early, 0));
  g_assert_false (tc_crew_may (crew, tc_province_find (province, TC_PROVINCE_STAFF, "nghiviec"),
                               TC_MAY_DISPATCH));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/province-crew/agrees", test_agrees);
  g_test_add_func ("/province-crew/pick", test_pick);
  return g_test_run ();
}
