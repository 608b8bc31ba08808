/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Under the wall while something that was recorded is looked at: of which camera and when, its
 * timeline, how fast it goes, and the way back to now. Hidden while nothing is. What is done is
 * actions of the window (tc-camera-replay-actions.c).
 */
#pragma once

#include "tc-camera-replay.h"

#include <gtk/gtk.h>

#define TC_TYPE_REPLAY_BAR (tc_replay_bar_get_type ())
G_DECLARE_FINAL_TYPE (TcReplayBar, tc_replay_bar, TC, REPLAY_BAR, GtkWidget)

/* @replay: (nullable): held */
void tc_replay_bar_set_replay (TcReplayBar *self, TcCameraReplay *replay);
/* The camera of the timeline, as it is called. */
void tc_replay_bar_set_title (TcReplayBar *self, const char *title);
