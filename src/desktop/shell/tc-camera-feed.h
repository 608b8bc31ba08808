/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is played of one camera: its tickets, its stream by size and choice of the tiles that show
 * it, and in these the words for why there is nothing to be seen. A camera that stands in several
 * tiles of a desk is fetched and decoded once (media/tc-tile-look.h). Only for tc-camera-player.c.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-camera-tickets.h"
#include "tc-camera-tile.h"
#include "tc-cameras.h"
#include "tc-desk.h"

#define TC_TYPE_CAMERA_FEED (tc_camera_feed_get_type ())
G_DECLARE_FINAL_TYPE (TcCameraFeed, tc_camera_feed, TC, CAMERA_FEED, GObject)

/**
 * tc_camera_feed_open:
 * @masks: (nullable): as the camera has them
 * @replay: what was recorded of it; its from_us 0: live
 *
 * Returns: (transfer full): what plays that already, or a new one that plays nothing before a tile
 *   is added to it
 */
TcCameraFeed *tc_camera_feed_open (TcDesk *desk, gint64 camera_id, const char *masks,
                                   const TcCameraReplayWish *replay);
/* @view: held until it is removed; with the last one it ends. */
void tc_camera_feed_add (TcCameraFeed *self, TcCameraTile *view);
void tc_camera_feed_remove (TcCameraFeed *self, TcCameraTile *view);
/* A tile has another size, or is selected, or isn't any more. */
void tc_camera_feed_choose (TcCameraFeed *self);
void tc_camera_feed_retry (TcCameraFeed *self);
TcTile *tc_camera_feed_get_tile (TcCameraFeed *self); /* (nullable) */
/* Whether one of its tiles is on screen. */
gboolean tc_camera_feed_is_seen (TcCameraFeed *self);

/* As tc_camera_player_get_group() and tc_camera_player_inject(). */
TcTileGroup *tc_camera_feed_get_group (TcDesk *desk);
void tc_camera_feed_inject (const char *program);
