/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Distances in whole numbers; see the header.
 */
#include "tc-geo.h"

/* One degree of a great circle, in millimetres: pi * 6,371,009 m / 180. */
#define DEGREE_MM ((gint64) 111195080)
#define E7 ((gint64) 10000000)
#define E6 ((gint64) 1000000)

/* cos of an angle in degrees * 1e7, times 1e6: the first four terms of its series. */
static gint64
cos_e6 (gint64 angle_e7)
{
  gint64 x_e6 = angle_e7 * 17453293 / (E7 * 1000);
  gint64 x2 = x_e6 * x_e6 / E6;
  gint64 x4 = x2 * x2 / E6;
  gint64 x6 = x4 * x2 / E6;

  return E6 - x2 / 2 + x4 / 24 - x6 / 720;
}

static gint64
find_root (gint64 square)
{
  gint64 low = 0;
  gint64 high = (gint64) 3037000499;

  while (low < high) {
    gint64 middle = low + (high - low + 1) / 2;
    if (middle <= square / middle)
      low = middle;
    else
      high = middle - 1;
  }
  return low;
}

gint64
tc_geo_distance_m (gint64 lat_a_e7, gint64 lon_a_e7, gint64 lat_b_e7, gint64 lon_b_e7)
{
  gint64 lon_e7 = ABS (lon_a_e7 - lon_b_e7);

  lon_e7 = MIN (lon_e7, 360 * E7 - lon_e7);
  /* Decimetres: the squares of half the earth's girth still fit. */
  gint64 y = ABS (lat_a_e7 - lat_b_e7) * (DEGREE_MM / 1000) / (E7 / 10);
  gint64 x = lon_e7 * (DEGREE_MM / 1000) / (E7 / 10) * cos_e6 ((lat_a_e7 + lat_b_e7) / 2) / E6;
  return find_root (x * x + y * y) / 10;
}
