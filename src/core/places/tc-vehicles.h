/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where the vehicles of units are. Not for changing them: tc-vehicle-operations.h.
 */
#pragma once

#include "tc-database.h"

#define TC_VEHICLES_NEAR_MAX 50

typedef struct {
  gint64 id;
  gint64 agency_id;
  char *call_sign; /* (owned), as all texts */
  char *kind;
  char *unit_vi;
  char *unit_en;
  char *status;
  gint64 lat_e7;
  gint64 lon_e7;
  gint64 placed_us;
  gint64 distance_m;
} TcVehicleNear;

/**
 * tc_vehicles_near:
 * @since_us: places older than that are left out
 * @limit: at most TC_VEHICLES_NEAR_MAX
 *
 * Vehicles that are not off, closest first. Returns: (transfer full) (element-type TcVehicleNear):
 * clears its members. Thread: the connection's.
 */
GArray *tc_vehicles_near (TcDatabase *db, gint64 lat_e7, gint64 lon_e7, gint64 since_us,
                          guint limit);
GArray *tc_vehicles_new_list (void); /* an empty one */
