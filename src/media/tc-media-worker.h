/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A worker of a media host: a process that connects to some cameras and serves their streams, told
 * by the host over a channel (tc-media-channel.h). It ends with that.
 *
 * Thread: the process's first.
 */
#pragma once

/* So many cameras at most: what a crash costs. */
#define TC_MEDIA_WORKER_CAMERAS_MAX 8
/* It says how its cameras do so often; from one that says nothing for so long nothing comes. */
#define TC_MEDIA_WORKER_BEAT_MS 1000
#define TC_MEDIA_WORKER_HUNG_S 15

/* Works until the host ends it. Returns: the process's exit code */
int tc_media_worker_run (void);
