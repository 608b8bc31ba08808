/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What comes and is shown a second, of counts that are told now and then.
 *
 * Pure: time by argument. Thread: any, one at a time.
 */
#pragma once

#include "tc-tile-group.h"
#include "tc-tile-message.h"

/* Rates are taken over at least that. */
#define TC_TILE_RATES_OVER_US ((gint64) 1 * G_USEC_PER_SEC)

typedef struct {
  double decoded_rate, shown_rate; /* pictures a second; 0 until they are known */
  double kbit_s;
  TcTileCounts begun; /* counts at the begin of the time over which they are taken */
  gint64 begun_us;    /* 0: there are none */
  guint64 begun_shown;
} TcTileRates;

/* @n_shown: pictures that were shown until now. Another attempt than before begins anew. */
void tc_tile_rates_take (TcTileRates *self, const TcTileCounts *counts, guint64 n_shown,
                         gint64 now_us);

/* What is known of the stream. @self: (nullable): it doesn't play */
void tc_tile_rates_fill (const TcTileRates *self, const TcTileCounts *counts,
                         TcTileStatistics *statistics);
