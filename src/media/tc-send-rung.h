/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How much of a stream a media host sends over a connection that is too thin for all that is asked
 * of it, as the rungs of a ladder, and the gate that keeps to it. Nothing is encoded again: what is
 * left out is what nothing that is sent refers to. The ladder of who looks (tc-decode-rung.h) saves
 * its processor; this one saves the connection.
 *
 * Before pictures come farther apart one more is sent as they came so far: it says so
 * (tc-replay-mark.h), for who waits for the next one. Stills of cameras whose key frames come
 * together are spread over their gap, and stay so.
 *
 * Pure: time by argument. Thread: any, one at a time.
 */
#pragma once

#include "tc-decode-rung.h"
#include "tc-wall-governor.h"

typedef enum {
  TC_SEND_NOTHING, /* there is no room for it */
  TC_SEND_STILLS,  /* a key frame of the lesser stream every some seconds */
  TC_SEND_KEYS,    /* its key frames, one each TC_RUNG_KEYS_US at most */
  TC_SEND_SUB,     /* the lesser stream, whole, in place of what was asked for */
  TC_SEND_WHOLE,   /* what was asked for */
  TC_SEND_N
} TcSendRung;

/* Farther apart stills never are, but for a camera whose key frames are. */
#define TC_SEND_GAP_MAX_US TC_RUNG_STILL_US

/* Key frames of a camera jitter by so much. */
#define TC_SEND_JITTER_US 150000

/* ---- what who looks wants ---- */

/* Said in a head of each request of RTSP, by words of the two. */
#define TC_SEND_WISH_HEADER "X-Toancanh-Wish"
#define TC_SEND_WISH_CHARS_MAX 40

typedef struct {
  TcTileImportance importance;
  TcDecodeRung limit; /* more is of no use there */
  gboolean sound;     /* somebody listens */
} TcSendWish;

/* Whether pictures that move are of use there: sound goes with them alone. */
gboolean tc_send_wish_moves (const TcSendWish *wish);

/* (transfer full): "selected full", "selected full sound" */
char *tc_send_wish_write (const TcSendWish *wish);
/* FALSE: it is none, and @wish untouched. */
gboolean tc_send_wish_read (TcSendWish *wish, const char *text) G_GNUC_WARN_UNUSED_RESULT;

/* ---- the gate ---- */

typedef struct {
  TcSendRung rung;
  gint64 gap_us;       /* below TC_SEND_SUB: that key frames are apart at least */
  gboolean awaits_key; /* something was left out */
  gboolean farewell;   /* one more goes as before */
  gint64 passed_us;    /* time of the key frame that passed last; G_MININT64: none */
  gint64 due_us;       /* how long after that the next one is due: it was said so */
  guint phase;         /* 0..999: of this one among all */
} TcSendGate;

/* @number: of this one among all, see tc_send_gate_number() */
void tc_send_gate_init (TcSendGate *self, TcSendRung rung, gint64 gap_us, guint number);
/* Of a viewer among all, of processes too that begin one after the other: those that follow on each
 * other have stills that don't come together. @n: how many its process has had before it */
guint tc_send_gate_number (guint n, guint process);
void tc_send_gate_set (TcSendGate *self, TcSendRung rung, gint64 gap_us);
/* What comes next is of another stream. */
void tc_send_gate_change (TcSendGate *self);
/* Whether a picture goes. @time_us: its own */
gboolean tc_send_gate_pass (TcSendGate *self, gboolean is_key, gint64 time_us);
/* How far apart pictures may come from now on, where key frames come each @key_us; 0: as they were
 * taken. */
gint64 tc_send_gate_promise (const TcSendGate *self, gint64 key_us);
