/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The sound that comes with a camera's pictures, as its encoder made it, and handing it out to all
 * who take it: what tc-access-unit.h and tc-media-fan.h are to pictures. Nothing of it is kept but
 * the newest unit, which says what the sound is; nothing of it is recorded.
 *
 * Thread: any. Takers are called with its lock held, one after the other: they mustn't block nor
 * call it.
 */
#pragma once

#include <glib.h>

/* More is no piece of sound: it is left out. A second of AAC at its best has about 64 KiB. */
#define TC_SOUND_UNIT_BYTES_MAX ((gsize) 64 * 1024)
#define TC_SOUND_CAPS_CHARS_MAX 1024

/* ---- pieces ---- */

/* It never changes once it is made. */
typedef struct {
  char *caps;     /* (owned): GStreamer's caps of the bytes, as text */
  GBytes *bytes;  /* (owned): not empty */
  gint64 time_us; /* real time, as of an access unit */
} TcSoundUnit;

/* (transfer full) (nullable): NULL where the bytes are none or too many, or the caps too long, for
 * they come from outside. @time_us: above 0 */
TcSoundUnit *tc_sound_unit_new (const char *caps, GBytes *bytes, gint64 time_us);
TcSoundUnit *tc_sound_unit_ref (TcSoundUnit *self);
void tc_sound_unit_unref (TcSoundUnit *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcSoundUnit, tc_sound_unit_unref)

/* ---- handing out ---- */

typedef struct _TcSoundFan TcSoundFan;

typedef void (*TcSoundUnitFunc) (TcSoundUnit *unit, gpointer data);

TcSoundFan *tc_sound_fan_new (void);
TcSoundFan *tc_sound_fan_ref (TcSoundFan *self);
void tc_sound_fan_unref (TcSoundFan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcSoundFan, tc_sound_fan_unref)

/* A connection begins: whether it has sound isn't known. */
void tc_sound_fan_break (TcSoundFan *self);
/* It has: the other side says so. */
void tc_sound_fan_expect (TcSoundFan *self);
/* The next piece. */
void tc_sound_fan_put (TcSoundFan *self, TcSoundUnit *unit);
/* Waits until there is a piece, as long as one is expected. Returns: (transfer full) (nullable) */
TcSoundUnit *tc_sound_fan_wait (TcSoundFan *self, gint64 wait_us);

/* @func gets all that comes. Returns: a number above 0 for tc_sound_fan_leave() */
guint tc_sound_fan_take (TcSoundFan *self, TcSoundUnitFunc func, gpointer data);
/* Once it has returned @func isn't called any more. */
void tc_sound_fan_leave (TcSoundFan *self, guint number);
