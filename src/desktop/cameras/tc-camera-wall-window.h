/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A wall of cameras that fills a monitor, without chrome. Keys and actions are those of the video
 * wall's panel and of the main window. While its monitor isn't plugged in it is put away, and it
 * fills that one again when it is back. Of a locked desk it goes on showing, and takes no hand.
 *
 * The strip of emergencies comes over its tiles, which stay as they are, and flashes with the
 * main window's; open-, take- and merge-emergency are that strip's.
 */
#pragma once

#include "tc-panel.h"
#include "tc-tile-grid.h"

#include <adwaita.h>

#define TC_TYPE_CAMERA_WALL_WINDOW (tc_camera_wall_window_get_type ())
G_DECLARE_FINAL_TYPE (TcCameraWallWindow, tc_camera_wall_window, TC, CAMERA_WALL_WINDOW,
                      AdwApplicationWindow)

/**
 * tc_camera_wall_window_new:
 * @main: (unowned): outlives it, with all its actions
 * @panel: (unowned): likewise: whose keys it has
 * @connector: of the monitor that it fills
 *
 * Shown, if there is such a monitor. It is GTK's until tc_camera_wall_window_end().
 */
TcCameraWallWindow *tc_camera_wall_window_new (GtkWindow *main, TcDesk *desk, TcPanel *panel,
                                               const char *connector);
TcTileGrid *tc_camera_wall_window_get_grid (TcCameraWallWindow *self);
/* A number that is being typed. @text: (nullable): none is */
void tc_camera_wall_window_tell_typed (TcCameraWallWindow *self, const char *text);
/* Closes it. */
void tc_camera_wall_window_end (TcCameraWallWindow *self);
