/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Hands the access units of one stream to all who take them, and keeps what came since the last key
 * frame, so that a taker has a picture at once. Whoever puts them in looks whether anybody takes.
 *
 * Thread: any. Takers are called with its lock held, one after the other: they mustn't block nor
 * call it.
 */
#pragma once

#include "tc-access-unit.h"
#include "tc-sound-fan.h"

/* Kept since a key frame; past either, a taker waits for the next one. */
#define TC_MEDIA_FAN_UNITS_MAX 600
#define TC_MEDIA_FAN_BYTES_MAX ((gsize) 16 * 1024 * 1024)

typedef struct _TcMediaFan TcMediaFan;

TcMediaFan *tc_media_fan_new (void);
TcMediaFan *tc_media_fan_ref (TcMediaFan *self);
void tc_media_fan_unref (TcMediaFan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcMediaFan, tc_media_fan_unref)

/* The sound that comes with the pictures; lent. */
TcSoundFan *tc_media_fan_get_sound (TcMediaFan *self);

/* The next unit. */
void tc_media_fan_put (TcMediaFan *self, TcAccessUnit *unit);
/* What comes next doesn't follow on what came: a new connection, or something was left out. */
void tc_media_fan_break (TcMediaFan *self);

/* @func gets what is kept, the key frame first, before this returns; then all that comes.
 * Returns: a number above 0 for tc_media_fan_leave() */
guint tc_media_fan_take (TcMediaFan *self, TcAccessUnitFunc func, gpointer data);
/* Once it has returned @func isn't called any more. */
void tc_media_fan_leave (TcMediaFan *self, guint number);
/* How many take. */
guint tc_media_fan_count (TcMediaFan *self);

/* What came since it was made. */
typedef struct {
  guint64 n_units, n_bytes;
  guint64 n_keys, n_key_bytes; /* of these, key frames */
  gint64 us;                   /* how long all of them last */
} TcMediaFanSum;

void tc_media_fan_get_sum (TcMediaFan *self, TcMediaFanSum *sum);

/**
 * tc_media_fan_wait:
 * @wait_us: how long
 *
 * Waits until a key frame is there. Returns: (transfer full) (nullable): it
 */
TcAccessUnit *tc_media_fan_wait (TcMediaFan *self, gint64 wait_us);
