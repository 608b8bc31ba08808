/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Plays the patterns of alarms on this computer, one at a time: what comes ends what is heard.
 * Nothing of it happens on the main loop's thread, so a sound server that hangs holds up nobody.
 *
 * Property: trouble (string, nullable, notifies): why nothing is heard, as a sentence; NULL: it was
 * played, or nothing was tried yet. The reason in the system's words goes to the log, once.
 * Property: sounding (boolean, notifies): a pattern is heard, or about to be: what else is played
 * at this desk is to be silent meanwhile.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-alarm.h"

#include <gio/gio.h>

#define TC_TYPE_SOUND_PLAYER (tc_sound_player_get_type ())
G_DECLARE_FINAL_TYPE (TcSoundPlayer, tc_sound_player, TC, SOUND_PLAYER, GObject)

/* (transfer none): the program's only one. */
TcSoundPlayer *tc_sound_player_get (void);
/* @volume: 0..100. If one is just being begun, the more pressing of the two is heard. */
void tc_sound_player_play (TcSoundPlayer *self, TcAlarmPriority priority, int volume);
/* Only looks whether there is a sound server, for `trouble`. */
void tc_sound_player_check (TcSoundPlayer *self);
gboolean tc_sound_player_is_sounding (TcSoundPlayer *self);
/* (nullable) */
const char *tc_sound_player_get_trouble (TcSoundPlayer *self);
