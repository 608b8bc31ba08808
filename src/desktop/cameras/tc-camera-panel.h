/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The video wall: the list of cameras on the left, what is watched beside it. Digits and Enter show
 * the camera of that number, wherever in the panel the keyboard is.
 */
#pragma once

#include "tc-panel.h"

#define TC_TYPE_CAMERA_PANEL (tc_camera_panel_get_type ())
G_DECLARE_FINAL_TYPE (TcCameraPanel, tc_camera_panel, TC, CAMERA_PANEL, GtkWidget)

/* Actions of the window. Of the list: camera-list (boolean: whether it is there), camera-find (s),
 * camera-group (x: id; 0: all), camera-show (x: id), camera-number (s: a number; the panel comes to
 * the front), cameras-show (ax: these and nothing else). Of the wall: wall-shape (s), wall-choose
 * (u), wall-swap ((uu)), wall-patrol (x: of that group, in the chosen tile; 0: the list's),
 * wall-dwell (u: seconds), wall-pause (boolean), wall-next, wall-previous, wall-alone, wall-empty,
 * wall-clear, wall-try-again, wall-open (begins to say why a restricted camera is opened),
 * wall-sound (why a camera may be heard, or not any more). Of the chosen tile: wall-listen,
 * wall-snapshot, wall-snapshot-attach (to the incident that is open), wall-report
 * (opens the intake with its place and its picture), wall-carry-left,
 * -right, -up, -down, wall-zoom-in, -out, -whole, wall-pan-left, -right, -up, -down. Of layouts:
 * layout-use (x), layout-save, layout-share (begin with its name), layout-remove (x); wall-mode
 * (as: the first of these names that a layout has) and wall-mode-back, for who sets a desk up. And
 * the composer's: camera-write (s), camera-send, camera-cancel. */
GtkWidget *tc_camera_panel_new (TcDesk *desk);
