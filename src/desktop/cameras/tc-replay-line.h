/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The timeline of what a camera recorded, drawn: what there is and what isn't, how much moves in
 * it, what is held, when something happened there, where it stands. A press goes there; so do keys:
 * left and right 10 s, with Shift a minute; Home: now; Space: stands still, or goes on.
 *
 * Signal: "seek" (int64): somebody wants to go there, µs UTC; G_MAXINT64: to now. "pause" (none).
 */
#pragma once

#include "tc-camera-replay.h"

#include <gtk/gtk.h>

#define TC_TYPE_REPLAY_LINE (tc_replay_line_get_type ())
G_DECLARE_FINAL_TYPE (TcReplayLine, tc_replay_line, TC, REPLAY_LINE, GtkWidget)

#define TC_REPLAY_STEP_US ((gint64) 10 * G_USEC_PER_SEC)
#define TC_REPLAY_LEAP_US ((gint64) 60 * G_USEC_PER_SEC)

/* @replay: (nullable): held; it is drawn anew at each "changed" */
void tc_replay_line_set_replay (TcReplayLine *self, TcCameraReplay *replay);
