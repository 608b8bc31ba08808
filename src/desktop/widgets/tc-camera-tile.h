/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A camera on a wall: what a TcTile shows, with number and name, the time of the picture and, where
 * it isn't live or not all of it is shown, the words for that. Whatever doesn't come as it should
 * is grey, with a placard that says what it is, why and since when. Knows no cameras: who plays
 * what in the tile is its owner's affair.
 *
 * It tells its TcTile its size (more where it is magnified) and its importance: an alarm above all,
 * selected, shown; hidden where it isn't on screen.
 *
 * Pictures are taken by tc_camera_tile_refresh(), which the owner calls for all tiles at once, some
 * time after signal "frame" (no arguments: there is a picture to be taken); the words by
 * tc_camera_tile_tell(), once a second while it is shown. Signal "resized": it has another size, by
 * which its stream is chosen (tc_camera_tile_get_size()).
 */
#pragma once

#include "tc-camera-picture.h"
#include "tc-tile-group.h"

#define TC_TYPE_CAMERA_TILE (tc_camera_tile_get_type ())
G_DECLARE_FINAL_TYPE (TcCameraTile, tc_camera_tile, TC, CAMERA_TILE, GtkWidget)

/* Properties: selected (boolean). */

GtkWidget *tc_camera_tile_new (void);

/* @tile: (nullable): nothing is played */
void tc_camera_tile_set_tile (TcCameraTile *self, TcTile *tile);
TcTile *tc_camera_tile_get_tile (TcCameraTile *self); /* (nullable) */
/* @number: 0: none; @name: (nullable) */
void tc_camera_tile_set_title (TcCameraTile *self, guint number, const char *name);
/* @why: (nullable): there is none (any more); some words */
void tc_camera_tile_set_alarm (TcCameraTile *self, const char *why);
/* Whose hand moves it, in words; (nullable): nobody's */
void tc_camera_tile_set_hand (TcCameraTile *self, const char *text);
/* What is shown was recorded: that is said wherever it is shown, and from when it is. */
void tc_camera_tile_set_replay (TcCameraTile *self, gboolean replay);
gboolean tc_camera_tile_is_replay (TcCameraTile *self);
/* The picture that is shown stays, whatever comes. */
void tc_camera_tile_set_frozen (TcCameraTile *self, gboolean frozen);
/* What there is to say instead of a picture; (nullable): nothing */
void tc_camera_tile_set_notice (TcCameraTile *self, const char *text);

/* Pictures as large as the stream has them, whatever there is room for; for a snapshot, which it is
 * told again that it has. */
void tc_camera_tile_set_full (TcCameraTile *self, gboolean full);

/* Takes the newest picture. Returns: whether there was a newer one */
gboolean tc_camera_tile_refresh (TcCameraTile *self);
void tc_camera_tile_tell (TcCameraTile *self);

/* The picture that is shown; NULL: none. Lent until the next. */
const TcTileFrame *tc_camera_tile_get_frame (TcCameraTile *self);
TcCameraPicture *tc_camera_tile_get_picture (TcCameraTile *self);
/* Pixels of the screen. */
void tc_camera_tile_get_size (TcCameraTile *self, int *width, int *height);
