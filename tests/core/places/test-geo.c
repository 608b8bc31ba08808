/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: distances are right to half a percent and never negative, directions to a degree. Method:
 * distances on the WGS 84 ellipsoid computed with another program (Vincenty's formula), directions
 * by arctangent, the date line, symmetry.
 */
#include "tc-geo.h"

static void
check (double lat1, double lon1, double lat2, double lon2, gint64 metres)
{
  gint64 found = tc_geo_distance_m ((gint64) (lat1 * 1e7), (gint64) (lon1 * 1e7),
                                    (gint64) (lat2 * 1e7), (gint64) (lon2 * 1e7));
  gint64 back = tc_geo_distance_m ((gint64) (lat2 * 1e7), (gint64) (lon2 * 1e7),
                                   (gint64) (lat1 * 1e7), (gint64) (lon1 * 1e7));

  g_assert_cmpint (found, ==, back);
  g_assert_cmpint (ABS (found - metres) * 1000, <=, 7 * metres + 1000);
}

static void
test_distances (void)
{
  check (9.7825, 105.47, 9.7815, 105.4715, 198);
  check (9.784, 105.64, 9.802, 105.82, 19848);
  check (9.776, 105.47, 10.034, 105.788, 45063);
  check (10.034, 105.788, 10.823, 106.63, 126948);
  check (21.0278, 105.8342, 20.8449, 106.6881, 91097);
  check (59.9, 10.7, 60.4, 5.3, 304992);
  check (-33.86, 151.2, -35.28, 149.13, 246757);
}

static void
test_edges (void)
{
  g_assert_cmpint (tc_geo_distance_m (97840000, 1056400000, 97840000, 1056400000), ==, 0);
  g_assert_cmpint (tc_geo_distance_m (97840000, 1056400000, 97840090, 1056400000), ==, 1);
  /* The short way across the date line. */
  g_assert_cmpint (tc_geo_distance_m (0, 1799999000, 0, -1799999000), ==, 22);
  g_assert_cmpint (tc_geo_distance_m (-900000000, -1800000000, 900000000, 0), >, 20000000);
}

static void
check_bearing (gint64 north_e7, gint64 east_e7, gint64 expected)
{
  const gint64 lat_e7 = 97800000, lon_e7 = 1054700000;
  gint64 found = tc_geo_bearing_deg (lat_e7, lon_e7, lat_e7 + north_e7, lon_e7 + east_e7);
  gint64 aside = ABS (found - expected);

  g_test_message ("%d %d: %d", (int) north_e7, (int) east_e7, (int) found);
  g_assert_cmpint (found, >=, 0);
  g_assert_cmpint (found, <, 360);
  g_assert_cmpint (MIN (aside, 360 - aside), <=, 1);
}

/* By the arctangent of another program; a degree from west to east is cos 9.78° of one here. */
static void
test_bearings (void)
{
  check_bearing (10000, 0, 0);
  check_bearing (0, 10000, 90);
  check_bearing (-10000, 0, 180);
  check_bearing (0, -10000, 270);
  check_bearing (10000, 10000, 45);
  check_bearing (10000, 5000, 26);
  check_bearing (5000, 10000, 63);
  check_bearing (-10000, 3000, 164);
  check_bearing (-3000, -10000, 253);
  check_bearing (10000, -20000, 297);
  check_bearing (10000, -100, 359);
  g_assert_cmpint (tc_geo_bearing_deg (5, 5, 5, 5), ==, 0);
  /* The short way across the date line. */
  g_assert_cmpint (tc_geo_bearing_deg (0, 1799999000, 0, -1799999000), ==, 90);
  g_assert_cmpint (tc_geo_bearing_deg (0, -1799999000, 0, 1799999000), ==, 270);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/geo/distances", test_distances);
  g_test_add_func ("/geo/edges", test_edges);
  g_test_add_func ("/geo/bearings", test_bearings);
  return g_test_run ();
}
