/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How much of a stream is decoded, as the rungs of a ladder, and the gate before a decoder that
 * keeps to it. Whatever was left out, decoding goes on with a key frame: a decoder that lacks one
 * frame makes false pictures that nothing flags.
 *
 * Pure: time by argument. Thread: any, one at a time.
 */
#pragma once

#include <glib.h>

typedef enum {
  TC_RUNG_PAUSED, /* nothing */
  TC_RUNG_STILL,  /* a key frame every TC_RUNG_STILL_US */
  TC_RUNG_KEYS,   /* key frames, one each TC_RUNG_KEYS_US at most */
  TC_RUNG_FULL,
  TC_RUNG_N
} TcDecodeRung;

#define TC_RUNG_STILL_US ((gint64) 10 * G_USEC_PER_SEC)
/* Cameras whose every frame is a key frame (MJPEG) must get cheaper too. */
#define TC_RUNG_KEYS_US ((gint64) 900 * 1000)

/* "paused", "still", "keys", "full". */
const char *tc_decode_rung_code (TcDecodeRung rung);

/* Damaged frames that are remembered until they come to the gate. */
#define TC_DECODE_DAMAGED_MAX 16

typedef struct {
  TcDecodeRung rung;
  gboolean awaits_key; /* something was left out */
  gint64 passed_us;    /* the last key frame that passed; G_MININT64: none */
  gint64 damaged[TC_DECODE_DAMAGED_MAX];
  guint n_damaged; /* all in all: the newest replaces the oldest */
} TcDecodeGate;

void tc_decode_gate_init (TcDecodeGate *self, TcDecodeRung rung);
void tc_decode_gate_set_rung (TcDecodeGate *self, TcDecodeRung rung);

/* A frame was lost before or behind the gate. */
void tc_decode_gate_lose (TcDecodeGate *self);

/* Part of the frame with that time stamp was lost: it doesn't pass, though it be a key frame.
 * Below 0: it isn't known which. */
void tc_decode_gate_damage (TcDecodeGate *self, gint64 pts);

/* @pts: its time stamp, in the unit of tc_decode_gate_damage(). Returns: whether this frame is to
 * be decoded. */
gboolean tc_decode_gate_pass (TcDecodeGate *self, gint64 pts, gboolean is_key, gint64 now_us);
