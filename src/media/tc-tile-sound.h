/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Plays the sound of a tile, in a pipeline of its own: one that fails, or a device that isn't
 * there, is nothing to the pictures. It is played on what the system calls its sound, or where
 * TC_TILES_SOUND_SINK says (a bin, as gst-launch has it), for tests and for odd devices.
 *
 * Thread: the main loop's, but for pushing and references.
 */
#pragma once

#include "tc-sound-fan.h"
#include "tc-stream-watch.h"

#define TC_TILE_SOUND_SINK_VARIABLE "TC_TILES_SOUND_SINK"

typedef struct _TcTileSound TcTileSound;

TcTileSound *tc_tile_sound_new (void);
TcTileSound *tc_tile_sound_ref (TcTileSound *self);
void tc_tile_sound_unref (TcTileSound *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcTileSound, tc_tile_sound_unref)

/* Nothing is heard any more once this has returned; all else ends on a thread of its own. */
void tc_tile_sound_end (TcTileSound *self);
/* Whether it plays silence for now. */
void tc_tile_sound_hush (TcTileSound *self, gboolean hushed);
/* To be called some times a second. Returns: what it is like: waits, heard or no device */
TcSoundState tc_tile_sound_look (TcTileSound *self, gint64 now_us);

/* A piece that came just now; @caps: its bytes', as text. Thread: any, one at a time. */
void tc_tile_sound_push (TcTileSound *self, const char *caps, GBytes *bytes);
