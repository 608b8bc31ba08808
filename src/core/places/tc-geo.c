/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Distances and directions in whole numbers; see the header.
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

/* atan (@part / @whole) in degrees * 1000, where part isn't greater: pi / 4 t + 0.273 t (1 - t),
 * right to a quarter of a degree. Source: S. Rajan et al., "Efficient approximations for the
 * arctangent function", IEEE Signal Processing Magazine 23 (2006), equation 7. */
static gint64
atan_mdeg (gint64 part, gint64 whole)
{
  gint64 t = part * 1000 / whole;

  return 45 * t + 15642 * t * (1000 - t) / E6;
}

gint64
tc_geo_bearing_deg (gint64 lat_a_e7, gint64 lon_a_e7, gint64 lat_b_e7, gint64 lon_b_e7)
{
  gint64 east = lon_b_e7 - lon_a_e7;
  gint64 north = lat_b_e7 - lat_a_e7;

  if (ABS (east) > 180 * E7)
    east -= (east > 0 ? 360 : -360) * E7;
  east = east * cos_e6 ((lat_a_e7 + lat_b_e7) / 2) / E6;
  gint64 x = ABS (east), y = ABS (north);
  if (x == 0 && y == 0)
    return 0;
  gint64 mdeg = x <= y ? atan_mdeg (x, y) : 90000 - atan_mdeg (y, x);
  if (north < 0)
    mdeg = 180000 - mdeg;
  if (east < 0)
    mdeg = 360000 - mdeg;
  return (mdeg + 500) / 1000 % 360;
}
