/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A tile on the ladder; see the header.
 */
#include "tc-tile-ladder.h"

void
tc_tile_ladder_init (TcTileLadder *self)
{
  *self = (TcTileLadder){
      .importance = TC_IMPORTANCE_NORMAL, .limit = TC_RUNG_FULL, .rung = TC_RUNG_FULL};
}

gboolean
tc_tile_ladder_offer_sub (TcTileLadder *self, gboolean offered, gint64 now_us)
{
  if (self->has_sub == offered)
    return FALSE;
  self->has_sub = offered;
  self->stream_us = now_us;
  return TRUE;
}

TcGovernorTile
tc_tile_ladder_fill (const TcTileLadder *self, guint id, TcStreamProfile shown, gint64 now_us)
{
  gboolean hidden = self->unseen && self->importance != TC_IMPORTANCE_ALARM;
  TcStreamProfile played = self->sub ? TC_PROFILE_SUB : TC_PROFILE_MAIN;

  return (TcGovernorTile){.id = id,
                          .importance = hidden ? TC_IMPORTANCE_HIDDEN : self->importance,
                          .limit = self->limit,
                          .has_sub = self->has_sub,
                          .changing = self->has_sub && shown != TC_PROFILE_NONE &&
                                      shown != played &&
                                      now_us - self->stream_us < TC_GOVERNOR_CHANGE_US,
                          .n_taken = self->n_taken,
                          .rung = self->rung,
                          .sub = self->sub};
}

gboolean
tc_tile_ladder_take (TcTileLadder *self, const TcGovernorTile *governed, gint64 now_us)
{
  self->n_taken = governed->n_taken;
  if (self->sub != governed->sub)
    self->stream_us = now_us;
  self->sub = governed->sub;
  if (self->rung == governed->rung)
    return FALSE;
  self->rung = governed->rung;
  self->rung_us = now_us;
  return TRUE;
}

gboolean
tc_tile_ladder_settle (TcTileLadder *self, guint id, TcStreamProfile shown, gint64 now_us)
{
  TcGovernorTile governed = tc_tile_ladder_fill (self, id, shown, now_us);
  TcWallGovernor governor;

  tc_wall_governor_init (&governor);
  tc_wall_governor_decide (&governor, &governed, 1, NULL, now_us);
  return tc_tile_ladder_take (self, &governed, now_us);
}

TcTileImportance
tc_tile_ladder_get_importance (const TcTileLadder *self)
{
  gboolean hidden = self->unseen && self->importance != TC_IMPORTANCE_ALARM;

  return hidden ? TC_IMPORTANCE_HIDDEN : self->importance;
}
