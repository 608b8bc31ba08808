/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Plays one camera in one tile of the screen: asks for tickets, chooses the stream by the tile's
 * size and by whether it is selected, and says in the tile why there is nothing to be seen. All
 * tiles of a desk are of one group (media/tc-tile-group.h), which keeps within what the computer
 * can do, and a camera in several of them is fetched and decoded once (tc-camera-feed.h).
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-camera-tickets.h"
#include "tc-camera-tile.h"
#include "tc-cameras.h"
#include "tc-desk.h"

#define TC_TYPE_CAMERA_PLAYER (tc_camera_player_get_type ())
G_DECLARE_FINAL_TYPE (TcCameraPlayer, tc_camera_player, TC, CAMERA_PLAYER, GObject)

/* @view: held; shows nothing yet. The player ends with its last reference. */
TcCameraPlayer *tc_camera_player_new (TcDesk *desk, TcCameraTile *view);
TcCameraTile *tc_camera_player_get_view (TcCameraPlayer *self);
/**
 * tc_camera_player_show:
 * @camera: (nullable): nothing
 * @open: the person has said why it is looked at, of a restricted one
 *
 * The same one, and nothing about it that is another now: it goes on as it is.
 */
void tc_camera_player_show (TcCameraPlayer *self, const TcCamera *camera, gboolean open);
/* What was recorded of the camera that is shown, in place of what is live; NULL: live. It is live
 * again when another camera is shown. */
void tc_camera_player_set_replay (TcCameraPlayer *self, const TcCameraReplayWish *replay);
/* 0: none */
gint64 tc_camera_player_get_camera (TcCameraPlayer *self);
/* A person wants it now: what waits to be tried again is tried at once. */
void tc_camera_player_retry (TcCameraPlayer *self);

/* Whether this camera is heard: of all tiles of a desk one is, while it is on screen and no alarm
 * sounds. It ends when another camera is shown, or what was recorded of it, or it mustn't be heard
 * any more; one that mustn't isn't (tc_camera_may_be_heard()). */
void tc_camera_player_hear (TcCameraPlayer *self, gboolean heard);
gboolean tc_camera_player_is_heard (TcCameraPlayer *self);

/* (nullable): all tiles of a desk, for tests; none was played yet */
TcTileGroup *tc_camera_player_get_group (TcDesk *desk);
/* In place of toancanh-tiles, for tests; for desks that have played nothing yet. What else the
 * computer does doesn't govern them then. @program: (nullable): that one again */
void tc_camera_player_inject (const char *program);
