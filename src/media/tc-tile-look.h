/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One place on screen where a tile is seen. A tile may be seen in several at once, on two walls
 * say, and is decoded once: as large as the largest of those on screen wants it, as important as
 * the most important. Each has every picture, or the newest where it comes late.
 *
 * A tile that is looked at by one of these is sized, judged and taken from by these alone.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-tile-group.h"

#define TC_TYPE_TILE_LOOK (tc_tile_look_get_type ())
G_DECLARE_FINAL_TYPE (TcTileLook, tc_tile_look, TC, TILE_LOOK, GObject)

/* @tile: held. What is seen of it elsewhere already is there to be taken. Without any of these left
 * a tile is hidden. (transfer full) */
TcTileLook *tc_tile_look_new (TcTile *tile);

/* As of tc_tile_set_size() and tc_tile_set_importance(), of this place. */
void tc_tile_look_set_size (TcTileLook *self, int width, int height);
void tc_tile_look_set_importance (TcTileLook *self, TcTileImportance importance);
/* (transfer full) (nullable): the newest picture, if this place hasn't had it */
TcTileFrame *tc_tile_look_take_frame (TcTileLook *self);
