/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: distances are right to half a percent and never negative. Method: distances on the WGS 84
 * ellipsoid computed with another program (Vincenty's formula), the date line, symmetry.
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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/geo/distances", test_distances);
  g_test_add_func ("/geo/edges", test_edges);
  return g_test_run ();
}
