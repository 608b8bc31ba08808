/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Distances and directions between places, in whole numbers, so that every machine computes the
 * same. Good to 0.5 % over some tens of kilometres, which is what lists and proposals need. Not
 * for: surveying.
 */
#pragma once

#include <glib.h>

/**
 * tc_geo_distance_m:
 *
 * All in degrees * 1e7. The plane that touches the earth between the two places (equirectangular),
 * on a sphere of 6,371,009 m. Returns: metres, rounded down
 */
gint64 tc_geo_distance_m (gint64 lat_a_e7, gint64 lon_a_e7, gint64 lat_b_e7, gint64 lon_b_e7);

/**
 * tc_geo_bearing_deg:
 *
 * In which direction B lies seen from A, in the same plane: 0..359, clockwise from north, right to
 * a degree; 0 where both are the same.
 */
gint64 tc_geo_bearing_deg (gint64 lat_a_e7, gint64 lon_a_e7, gint64 lat_b_e7, gint64 lon_b_e7);
