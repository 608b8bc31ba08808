/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How the vehicles of units.csv move about: from street to street of their areas with a rest in
 * between, and to where they are sent, where they stay for a while. The same seed and calls give
 * the same moves. Not for: telling the server (tc-unit-mover.c).
 */
#pragma once

#include "tc-province.h"

typedef struct {
  gint64 lat_e7;
  gint64 lon_e7;
  const char *status; /* (static): one of tc_vehicle_statuses */
} TcUnitMove;

typedef struct _TcUnitMoves TcUnitMoves;

/* @province: outlives it. All start at their base. */
TcUnitMoves *tc_unit_moves_new (const TcProvince *province, guint32 seed);
void tc_unit_moves_free (TcUnitMoves *moves);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcUnitMoves, tc_unit_moves_free)

void tc_unit_moves_pass (TcUnitMoves *moves, double seconds);
/* Of the vehicle at row @row of units.csv. */
TcUnitMove tc_unit_moves_get (const TcUnitMoves *moves, guint row);
/* The closest one of the agency @unit that is free goes there; -1 if none is: its row. */
int tc_unit_moves_send (TcUnitMoves *moves, const char *unit, gint64 lat_e7, gint64 lon_e7);
