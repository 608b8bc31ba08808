/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The faults that a camera has had, the newest first: from when until when, how it was and why, how
 * often it came and went; kept true while it is open.
 */
#pragma once

#include "tc-cameras.h"
#include "tc-desk.h"

#include <gtk/gtk.h>

/* One for each @parent: another camera's take the place of those that are shown. @camera: copied */
void tc_faults_window_show (GtkWindow *parent, TcDesk *desk, const TcCamera *camera);
