/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * When a fake camera takes its frames. The times follow from its number and its rate alone, and it
 * counts its frames from 1970 on: so what its strip says (tc-frame-strip.h) also says when the
 * picture was taken, and how long it took until it was seen. Cameras of one rate take theirs at
 * different moments, as real ones do.
 *
 * Times are microseconds UTC, not before 1970; @fps_milli: frames in 1,000 s, above 0. Pure.
 * Thread: any.
 */
#pragma once

#include <glib.h>

/* How many frames it had taken by @now_us, the newest included. */
gint64 tc_frame_times_count (guint camera, guint fps_milli, gint64 now_us);

/* When it took the frame of that count. */
gint64 tc_frame_times_taken_us (guint camera, guint fps_milli, gint64 count);

/**
 * tc_frame_times_age_us:
 * @frame: as read from a strip, the remainder of the count by @cycle
 * @cycle: TC_FRAME_STRIP_FRAME_MAX + 1, or the frames of a loop that is played again and again
 *
 * Returns: how long before @now_us the frame was taken, in microseconds
 */
gint64 tc_frame_times_age_us (guint camera, guint fps_milli, guint frame, gint64 cycle,
                              gint64 now_us);
