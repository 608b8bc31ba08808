/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The copies of recordings that this desk has asked for, the newest first: how each stands, what
 * speaks against it, where it lies. One that isn't over can be given up, one that failed be tried
 * again. Closing the window ends none of them.
 */
#pragma once

#include "tc-camera-exports.h"

#include <gtk/gtk.h>

/* One for each @parent. @exports: held */
void tc_exports_window_show (GtkWindow *parent, TcDesk *desk, TcCameraExports *exports);
