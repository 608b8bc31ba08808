/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Finds segments by their names alone: who replays needs no index, and has the segment that is
 * being written too.
 *
 * @folder: of all recordings. Times are microseconds UTC. Thread: any; waits for the disk.
 */
#pragma once

#include "tc-segment.h"

/* Where the last segment of a camera begins that begins by @time_us; 0: there is none. */
gint64 tc_segment_folder_find (const char *folder, gint64 camera_id, gint64 time_us);
/* Where the first begins that begins after it; 0: there is none. */
gint64 tc_segment_folder_find_next (const char *folder, gint64 camera_id, gint64 time_us);
