/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rates of counts; see the header.
 */
#include "tc-tile-rates.h"

static double
find_rate (guint64 now, guint64 before, gint64 over_us)
{
  return now < before ? 0 : (double) (now - before) * G_USEC_PER_SEC / (double) over_us;
}

void
tc_tile_rates_take (TcTileRates *self, const TcTileCounts *counts, guint64 n_shown, gint64 now_us)
{
  const TcTileCounts *begun = &self->begun;
  gint64 over_us = now_us - self->begun_us;

  if (!self->begun_us || begun->attempt != counts->attempt) {
    self->decoded_rate = self->shown_rate = self->kbit_s = 0;
  } else if (over_us < TC_TILE_RATES_OVER_US) {
    return;
  } else {
    self->decoded_rate = find_rate (counts->n_decoded, begun->n_decoded, over_us);
    self->shown_rate = find_rate (n_shown, self->begun_shown, over_us);
    self->kbit_s = find_rate (counts->n_bytes, begun->n_bytes, over_us) * 8 / 1000;
  }
  self->begun = *counts;
  self->begun_us = now_us;
  self->begun_shown = n_shown;
}

void
tc_tile_rates_fill (const TcTileRates *self, const TcTileCounts *counts,
                    TcTileStatistics *statistics)
{
  *statistics = (TcTileStatistics){.width = counts->width,
                                   .height = counts->height,
                                   .n_lost = counts->n_lost,
                                   .n_dropped = counts->n_dropped,
                                   .n_skipped = counts->n_skipped,
                                   .n_decoded = counts->n_decoded};
  g_strlcpy (statistics->codec, counts->codec, sizeof statistics->codec);
  if (!self)
    return;
  statistics->rate = counts->rate_milli / 1000.0;
  statistics->decoded_rate = self->decoded_rate;
  statistics->shown_rate = self->shown_rate;
  statistics->kbit_s = self->kbit_s;
}
