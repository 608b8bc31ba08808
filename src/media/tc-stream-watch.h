/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Watches one stream and says what it is like, so that a frozen picture never looks live. It is
 * told what happens (a connection begins, data come, a picture came out of the decoder, a failure)
 * and asked again at the latest when it says; it owns no timer.
 *
 * - connecting: until the first picture; a stream that was at fault stays so until it is live.
 * - live: pictures come as they should.
 * - late: they come, but each a second or more after its time, or with gaps of more than a second,
 *   or with packets missing; or the picture hasn't changed for TC_WATCH_STILL_US; or the next key
 *   frame is awaited because the rung has changed, and the last picture has become old meanwhile.
 * - stalled: none for three intervals between frames, but TC_WATCH_STALL_MIN_US at least and
 *   TC_WATCH_STALL_MAX_US at most; or the picture hasn't changed for TC_WATCH_FROZEN_US.
 * - denied: the other side doesn't let us in.
 * - offline: there is no connection.
 *
 * What counts is pictures as its rung promises them, on the rung "paused" data alone. Below full
 * they come with key frames, how far apart is found out: none for three such intervals is a stall.
 * The end of a stream is a failure. Where the other side says that it sends pictures farther apart,
 * they are awaited for so much longer.
 * Pure: time by argument (µs of one steady clock). Thread: any, one at a time.
 */
#pragma once

#include "tc-send-rung.h"

#define TC_WATCH_STALL_MIN_US ((gint64) 2 * G_USEC_PER_SEC)
/* A quarter of a second is left for those who are to show it: marked within 3 s, always. */
#define TC_WATCH_STALL_MAX_US ((gint64) 2750 * 1000)
#define TC_WATCH_LATE_US ((gint64) 1 * G_USEC_PER_SEC)
/* Two clocks drift apart; what is gained or lost so isn't late. */
#define TC_WATCH_DRIFT_PPM 200
/* Time stamps that jump by more begin anew. */
#define TC_WATCH_JUMP_US ((gint64) 10 * G_USEC_PER_SEC)
#define TC_WATCH_STILL_US ((gint64) 2500 * 1000)
#define TC_WATCH_FROZEN_US ((gint64) 5 * G_USEC_PER_SEC)
/* Without a first picture, or without data, for so long: to be connected anew. */
#define TC_WATCH_CONNECT_US ((gint64) 10 * G_USEC_PER_SEC)
/* Key frames of a thrifty encoder may be so far apart: as long as data come whole, the first
 * picture is awaited. */
#define TC_WATCH_KEY_US ((gint64) 30 * G_USEC_PER_SEC)
/* Below full: the least that pictures may be overdue. */
#define TC_WATCH_KEY_MIN_US ((gint64) 3 * G_USEC_PER_SEC)
#define TC_WATCH_SILENT_US ((gint64) 10 * G_USEC_PER_SEC)
/* A camera's clock that is off by more is noted, until it is off by less than the second; what is
 * noted changes by steps only, for each report jitters. */
#define TC_WATCH_CLOCK_US ((gint64) 5 * G_USEC_PER_SEC)
#define TC_WATCH_CLOCK_GOOD_US ((gint64) 4 * G_USEC_PER_SEC)
#define TC_WATCH_CLOCK_STEP_US ((gint64) 500 * 1000)
/* Lost in a window of that length: late, with the cause loss. */
#define TC_WATCH_LOSS_PERCENT 5
#define TC_WATCH_LOSS_WINDOW_US ((gint64) 2 * G_USEC_PER_SEC)

typedef enum {
  TC_STREAM_CONNECTING,
  TC_STREAM_LIVE,
  TC_STREAM_LATE,
  TC_STREAM_STALLED,
  TC_STREAM_DENIED,
  TC_STREAM_OFFLINE,
  TC_STREAM_N_STATES
} TcStreamState;

typedef enum {
  TC_CAUSE_NONE,        /* "" */
  TC_CAUSE_DENIED,      /* "denied": wrong account, password or ticket */
  TC_CAUSE_NO_ROUTE,    /* "no-route": the address can't be reached */
  TC_CAUSE_REFUSED,     /* "refused": nothing answers at that port */
  TC_CAUSE_TIMEOUT,     /* "timeout": no answer, or no picture, in time */
  TC_CAUSE_ADDRESS,     /* "address": no such host, no such stream, or no address at all */
  TC_CAUSE_CERTIFICATE, /* "certificate": another one than was told */
  TC_CAUSE_SERVER,      /* "server": the other side says that it can't */
  TC_CAUSE_CODEC,       /* "codec": none that we decode */
  TC_CAUSE_END,         /* "end-of-stream" */
  TC_CAUSE_BROKEN,      /* "broken": the connection broke off */
  TC_CAUSE_NO_DATA,     /* "no-data": connected, and nothing comes */
  TC_CAUSE_GARBLED,     /* "garbled": data come, and no picture comes of them */
  TC_CAUSE_LOSS,        /* "loss": packets are missing */
  TC_CAUSE_SLOW,        /* "slow": pictures come late, or too few */
  TC_CAUSE_FROZEN,      /* "frozen": pictures come, always the same */
  TC_CAUSE_CLOCK,       /* "clock": live, but the camera's clock is wrong */
  TC_CAUSE_DECODER,     /* "decoder": our own decoder failed or doesn't answer */
  TC_CAUSE_FULL,        /* "full": the media host's connection has no room for one more */
  TC_CAUSE_N
} TcStreamCause;

/* "live" and so on; never NULL. */
const char *tc_stream_state_code (TcStreamState state);
/* As listed above; "" for none. */
const char *tc_stream_cause_code (TcStreamCause cause);
gboolean tc_stream_cause_from_code (const char *code,
                                    TcStreamCause *cause) G_GNUC_WARN_UNUSED_RESULT;
/* Whether what is shown mustn't be taken for what is there now: stalled, denied, offline. */
gboolean tc_stream_state_is_fault (TcStreamState state);

/* What a tile is to be heard like. */
typedef enum {
  TC_LOUDNESS_OFF,
  TC_LOUDNESS_ON,
  TC_LOUDNESS_HUSHED, /* not now: something more important is heard */
  TC_LOUDNESS_N
} TcLoudness;

/* What comes of that. */
typedef enum {
  TC_SOUND_OFF,       /* nobody listens */
  TC_SOUND_WAITS,     /* nothing has come yet, or nothing comes any more */
  TC_SOUND_HEARD,     /* it is played */
  TC_SOUND_HUSHED,    /* it would be */
  TC_SOUND_NONE,      /* the stream has none, or none that we play */
  TC_SOUND_NO_DEVICE, /* this computer plays none */
  TC_SOUND_NO_ROOM,   /* its media host's connection is too thin for it just now */
  TC_SOUND_N
} TcSoundState;

/* What it is like; times of the caller's clock. */
typedef struct {
  TcStreamState state;
  TcStreamCause cause;
  gint64 since_us;        /* from when on it is so; a fault: since its last picture, whatever
                             fault it has become since */
  gint64 picture_us;      /* the last picture that was another than the one before; 0: none yet */
  gint64 clock_offset_us; /* the camera's clock less ours; 0: as it should be, or not known */
  TcSendRung sent;        /* what its media host sends; TC_SEND_NOTHING: it doesn't say */
  gint64 sent_gap_us;     /* how far apart it sends pictures; 0: as they were taken */
  TcSoundState sound;     /* of a tile */
} TcStreamReport;

/* Of the two ladders the lower: what is decoded of what is sent. */
TcDecodeRung tc_stream_report_get_rung (const TcStreamReport *report, TcDecodeRung decoded);

/* Read its report and live_us; the rest is its own. */
typedef struct {
  TcStreamReport report;
  TcDecodeRung rung;  /* which pictures are to come */
  gboolean connected; /* an attempt goes on */
  gint64 begun_us;    /* that attempt */
  gint64 live_us;     /* its first picture (or data); 0: none yet */
  gint64 data_us;     /* its last data; 0: none yet */
  gint64 frame_us;    /* its last picture; 0: none yet */
  gint64 changed_us;  /* its last picture that was another than the one before; 0: none yet */
  gboolean same;      /* that last picture was the same as the one before */
  gint64 still_us;    /* how long it was the same when it was last looked for that (below keys) */
  gint64 awaits_us;   /* since the first change of the rung after the last picture; 0: none */
  gint64 key_us;      /* between pictures of this rung, below full; 0: not known yet */
  gint64 interval_us; /* between frames, as measured; 0: not known yet */
  gint64 next_gap_us; /* how far apart pictures come from the next one on */
  gint64 pts_us;      /* of its last data; -1: not known */
  gint64 lead_us;     /* arrival less time stamp of frames that are in time */
  gint64 lag_us;      /* how much later than that the newest came */
  gint64 window_us;   /* begin of the window in which losses are counted */
  guint64 n_window_got, n_window_lost;
  gboolean losing; /* in the last whole window too many were lost */
} TcStreamWatch;

void tc_stream_watch_init (TcStreamWatch *self, gint64 now_us);

/* Which pictures are to come (TC_RUNG_PAUSED, as it begins: none; data alone are watched). */
void tc_stream_watch_set_rung (TcStreamWatch *self, TcDecodeRung rung, gint64 now_us);

/* The other side says what it sends from now on, and how far apart; see TcStreamReport. */
void tc_stream_watch_sent (TcStreamWatch *self, TcSendRung sent, gint64 gap_us);

/* An attempt to connect begins. */
void tc_stream_watch_begin (TcStreamWatch *self, gint64 now_us);

/**
 * tc_stream_watch_data:
 * @pts_us: time stamp of the frame that came, in its sender's order; -1: not known
 */
void tc_stream_watch_data (TcStreamWatch *self, gint64 pts_us, gint64 now_us);

/* A picture came out of the decoder; @changed: another than the one before (tc-picture-grid.h),
 * or it wasn't compared. */
void tc_stream_watch_picture (TcStreamWatch *self, gboolean changed, gint64 now_us);

/* Packets that came and that are missing, since it was last told. */
void tc_stream_watch_loss (TcStreamWatch *self, guint64 n_got, guint64 n_lost, gint64 now_us);

/* The camera's clock less ours, as a sender report or a question told. */
void tc_stream_watch_clock (TcStreamWatch *self, gint64 offset_us, gint64 now_us);

/* The attempt failed or what it had come to ended. TC_CAUSE_DENIED: denied, all else: offline. */
void tc_stream_watch_fail (TcStreamWatch *self, TcStreamCause cause, gint64 now_us);

/**
 * tc_stream_watch_look:
 * @give_up: (out) (optional): the cause for which this attempt is to be ended and begun anew
 *   (tc_stream_watch_fail() with it), TC_CAUSE_NONE: go on
 *
 * Brings the report up to @now_us.
 *
 * Returns: when it is to be asked again at the latest
 */
gint64 tc_stream_watch_look (TcStreamWatch *self, gint64 now_us, TcStreamCause *give_up);
