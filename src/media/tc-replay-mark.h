/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is said of each picture of a replay, and of what is live over a thin connection: when it was
 * taken; of a replay, whether it only leads in to the first that was asked for; of what is live,
 * how much of it is sent (tc-send-rung.h), how far apart pictures may come from now on, and whether
 * sound that somebody listens to is left out. It goes with the picture's RTP packets, as an
 * extension of their head (RFC 3550, 5.3.1) that others pass over, so that whoever shows the
 * picture need not reckon: where a time stands beside it, it is the picture's own.
 *
 * Recorders say when a picture was taken in an extension of their own kind (ONVIF), which is read
 * here, too.
 *
 * Pure. Thread: any, one at a time.
 */
#pragma once

#include "tc-send-rung.h"

/* RFC 3550, 5.1; with 15 contributing sources, and the mark behind them. */
#define TC_REPLAY_RTP_HEAD_SIZE 12
#define TC_REPLAY_MARK_SIZE 16
#define TC_REPLAY_RTP_HEAD_MAX (TC_REPLAY_RTP_HEAD_SIZE + 15 * 4 + TC_REPLAY_MARK_SIZE)

#define TC_REPLAY_GAP_MS_MAX 0xffff

typedef struct {
  gint64 time_us;   /* real time, µs UTC, when it was taken */
  gboolean lead_in; /* it is to be decoded and not to be shown */
  gboolean live;    /* it is no replay, and the next three count: */
  TcSendRung sent;
  gboolean mute;  /* there is no room for its sound */
  guint32 gap_ms; /* 0..TC_REPLAY_GAP_MS_MAX; 0: as they were taken */
} TcReplayMark;

/* @out: TC_REPLAY_MARK_SIZE bytes: what stands behind a head that has its bit for an extension */
void tc_replay_mark_write (const TcReplayMark *mark, guint8 *out);
/* @head: how a packet begins, TC_REPLAY_RTP_HEAD_MAX bytes of it if it has so many. FALSE: it has
 * no mark. Every byte string is safe to give. */
gboolean tc_replay_mark_read (const guint8 *head, gsize size,
                              TcReplayMark *mark) G_GNUC_WARN_UNUSED_RESULT;

/**
 * tc_replay_mark_read_onvif:
 * @time_us: (out): by the recorder's clock, µs UTC
 *
 * When the picture was taken, as a recorder says it in the first packet of each.
 * Source: ONVIF Streaming 6.3 (RTP header extension 0xABAC, NTP time stamp). FALSE: it doesn't.
 * Every byte string is safe to give.
 */
gboolean tc_replay_mark_read_onvif (const guint8 *head, gsize size,
                                    gint64 *time_us) G_GNUC_WARN_UNUSED_RESULT;

/* Marks of the pictures that are on the way through a pipeline, by their times there; past so many
 * the oldest goes. All members are its own; zeroed it is empty. */
#define TC_REPLAY_MARKS_MAX 256

typedef struct {
  guint64 pts[TC_REPLAY_MARKS_MAX];
  TcReplayMark marks[TC_REPLAY_MARKS_MAX];
  guint n; /* since it began */
} TcReplayMarks;

void tc_replay_marks_add (TcReplayMarks *self, guint64 pts, const TcReplayMark *mark);
/* FALSE: there is none of that time. */
gboolean tc_replay_marks_find (const TcReplayMarks *self, guint64 pts,
                               TcReplayMark *mark) G_GNUC_WARN_UNUSED_RESULT;
