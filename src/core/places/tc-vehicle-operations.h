/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The operations on the vehicles of units and on where they are. What is read: tc-vehicles.h.
 *
 * The newest place wins, and only it is kept as a row. A vehicle that moves is placed at most once
 * in TC_PLACE_INTERVAL_US, so that thirty of them cost the log one operation a second; whoever
 * sends places keeps to TC_PLACE_EVERY_US, and sends none for one that stands still. All rows are
 * in the common scope: where a crew is concerns every desk that may ask it for help.
 *
 * Who may: vehicles, holders of TC_CAPABILITY_PLACES; places, holders of TC_MAY_PLACE_UNIT who
 * serve the unit or the centre. Refusals, beside people.unknown and people.not-in-force of the
 * agency:
 *   vehicle.unknown (vehicle)      there is none, or not any more
 *   vehicle.exists (vehicle)       the id of the new one is taken
 *   vehicle.code-taken (code)      another in service has it
 *   vehicle.kind (kind)            not one of those below; likewise a status
 *   vehicle.not-yours (vehicle)    it belongs to another unit
 *   vehicle.older (vehicle)        a newer place is known
 *   vehicle.too-soon (vehicle)     it was placed just before, in the same status
 */
#pragma once

#include "tc-limits.h"
#include "tc-operation-type.h"

#define TC_MAY_PLACE_UNIT "unit.locate"

#define TC_PLACE_INTERVAL_US (20 * TC_US_PER_S)
#define TC_PLACE_EVERY_US (30 * TC_US_PER_S)

/* NULL-terminated. */
extern const char *const tc_vehicle_kinds[];    /* 'car', 'motorcycle', 'truck', 'tanker', 'boat' */
extern const char *const tc_vehicle_statuses[]; /* 'free', 'en-route', 'on-scene', 'off' */

typedef struct {
  gint64 vehicle_id;
  gint64 agency_id;
  const char *code; /* of vehicle.add */
  const char *call_sign;
  const char *kind;
  gint64 lat_e7; /* where it stands when nothing is to be done; TC_NONE: unknown */
  gint64 lon_e7;
} TcVehicleArgs;
extern const TcOperationType tc_vehicle_add_type;    /* vehicle.add */
extern const TcOperationType tc_vehicle_change_type; /* vehicle.change: all but the code */

typedef struct {
  gint64 vehicle_id;
} TcVehicleRef;
extern const TcOperationType tc_vehicle_remove_type; /* vehicle.remove: its place goes with it */

typedef struct {
  gint64 vehicle_id;
  gint64 lat_e7;
  gint64 lon_e7;
  const char *status;
} TcUnitPlaceArgs;
extern const TcOperationType tc_unit_place_type; /* unit.place: it is there, when this was made */

/* All of them, NULL-terminated. */
extern const TcOperationType *const tc_vehicle_types[];
