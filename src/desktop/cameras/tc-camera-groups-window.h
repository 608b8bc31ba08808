/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Groups of cameras: their names, which cameras stand in them, in which order they are watched, and
 * which roles may see them; for who manages cameras. What is saved or removed there is an action of
 * the main window (camera-group-set, camera-group-remove), and can be taken back.
 *
 * Its own actions: groups.choose (x: id; 0: a new one), groups.name (s), groups.camera ((xb): it
 * stands in it or not), groups.role ((xb): it may see it), groups.find (s), groups.save,
 * groups.remove.
 */
#pragma once

#include "tc-desk.h"

#include <gtk/gtk.h>

/* @parent: the main window, whose actions it uses. One window is enough. */
void tc_camera_groups_window_show (GtkWindow *parent, TcDesk *desk);
