/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: vehicles keep to their areas and their pace, go where they are sent and come back to their
 * rounds; the same seed gives the same moves. Method: the demonstration's vehicles through a day, a
 * minute at a time.
 */
#include "tc-unit-moves.h"

#include "tc-geo.h"

#define DAY_MINUTES (24 * 60)

static TcProvince *
load (void)
{
  g_autoptr (GPtrArray) faults = NULL;
  TcProvince *province = tc_province_load (g_getenv ("TC_PROVINCE_DIR"), &faults);

  g_assert_nonnull (province);
  g_assert_cmpuint (tc_province_get_n_rows (province, TC_PROVINCE_UNITS), >=, 20);
  return province;
}

static void
test_rounds (void)
{
  g_autoptr (TcProvince) province = load ();
  g_autoptr (TcUnitMoves) moves = tc_unit_moves_new (province, 5);
  g_autoptr (TcUnitMoves) same = tc_unit_moves_new (province, 5);
  guint n = tc_province_get_n_rows (province, TC_PROVINCE_UNITS);
  g_autofree gint64 *way_m = g_new0 (gint64, n);

  for (guint minute = 0; minute < DAY_MINUTES; minute++) {
    g_autofree TcUnitMove *before = g_new (TcUnitMove, n);
    for (guint row = 0; row < n; row++)
      before[row] = tc_unit_moves_get (moves, row);
    tc_unit_moves_pass (moves, 60);
    tc_unit_moves_pass (same, 60);
    for (guint row = 0; row < n; row++) {
      TcUnitMove after = tc_unit_moves_get (moves, row);
      TcUnitMove twin = tc_unit_moves_get (same, row);
      gint64 kmh = tc_province_get_int (province, TC_PROVINCE_UNITS, row, "speed_kmh", 0);
      gint64 moved_m = tc_geo_distance_m (before[row].lat_e7, before[row].lon_e7, after.lat_e7,
                                          after.lon_e7);
      g_assert_cmpint (moved_m, <=, kmh * 1000 / 60 + 5);
      g_assert_cmpstr (after.status, ==, "free");
      g_assert_cmpint (after.lat_e7, ==, twin.lat_e7);
      g_assert_cmpint (after.lon_e7, ==, twin.lon_e7);
      way_m[row] += moved_m;
    }
  }
  for (guint row = 0; row < n; row++)
    g_assert_cmpint (way_m[row], >, 2000);
}

static void
test_sent (void)
{
  g_autoptr (TcProvince) province = load ();
  g_autoptr (TcUnitMoves) moves = tc_unit_moves_new (province, 5);
  int row = tc_unit_moves_send (moves, "csgt1", 97700000, 1054800000);
  guint minutes = 0;

  g_assert_cmpint (row, >=, 0);
  g_assert_cmpstr (tc_province_get (province, TC_PROVINCE_UNITS, (guint) row, "unit"), ==, "csgt1");
  g_assert_cmpstr (tc_unit_moves_get (moves, (guint) row).status, ==, "en-route");
  /* Each goes to one thing at a time. */
  int second = tc_unit_moves_send (moves, "csgt1", 97700000, 1054800000);
  g_assert_cmpint (second, !=, row);
  while (g_str_equal (tc_unit_moves_get (moves, (guint) row).status, "en-route")) {
    tc_unit_moves_pass (moves, 60);
    g_assert_cmpuint (++minutes, <, 60);
  }
  TcUnitMove there = tc_unit_moves_get (moves, (guint) row);
  g_assert_cmpstr (there.status, ==, "on-scene");
  g_assert_cmpint (there.lat_e7, ==, 97700000);
  g_assert_cmpint (there.lon_e7, ==, 1054800000);
  tc_unit_moves_pass (moves, 3600);
  g_assert_cmpstr (tc_unit_moves_get (moves, (guint) row).status, ==, "free");
  g_assert_cmpint (tc_unit_moves_send (moves, "so-xd", 97700000, 1054800000), ==, -1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/unit-moves/rounds", test_rounds);
  g_test_add_func ("/unit-moves/sent", test_sent);
  return g_test_run ();
}
