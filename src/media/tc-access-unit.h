/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An access unit: the bytes of one picture as a camera's encoder made them, with what is needed to
 * decode, keep and send it, so that one connection to a camera serves everybody who looks and the
 * recorder. Not for decoding. It never changes once it is made.
 *
 * Times are real time, µs UTC, of the host that received it: when the picture came, as its sender's
 * time stamps say how far pictures are apart (TcAccessClock below). The camera's own clock has no
 * part in it.
 *
 * Thread: any.
 */
#pragma once

#include <glib.h>

/* More is no picture: it is left out. A key frame of a 4K camera has about 1 MiB. */
#define TC_ACCESS_UNIT_BYTES_MAX ((gsize) 8 * 1024 * 1024)
#define TC_ACCESS_CAPS_CHARS_MAX 4096

typedef enum {
  TC_CODEC_H264,
  TC_CODEC_H265,
  TC_CODEC_MJPEG,
  TC_CODEC_N
} TcCodec;

/* "h264", "h265", "mjpeg". */
const char *tc_codec_code (TcCodec codec);
gboolean tc_codec_from_code (const char *code, TcCodec *codec) G_GNUC_WARN_UNUSED_RESULT;

/* Read its members; reference it by the functions below. */
typedef struct {
  TcCodec codec;
  char *caps;    /* (owned): GStreamer's caps of the bytes, as text: H.264 and H.265 as byte-stream,
                    an access unit each, key frames with what it takes to decode them */
  GBytes *bytes; /* (owned): not empty */
  gboolean key;  /* decoding may begin here */
  gint64 time_us;
  gint64 duration_us; /* above 0: until the next, as far as it is known when this one comes */
} TcAccessUnit;

/**
 * tc_access_unit_new:
 * @caps: (transfer none): see above; TC_ACCESS_CAPS_CHARS_MAX at most
 * @bytes: (transfer none): 1..TC_ACCESS_UNIT_BYTES_MAX
 * @time_us: above 0
 * @duration_us: above 0
 *
 * Returns: (transfer full) (nullable): NULL where the bytes are none or too many, or the caps too
 *   long, for they come from outside
 */
TcAccessUnit *tc_access_unit_new (TcCodec codec, const char *caps, GBytes *bytes, gboolean key,
                                  gint64 time_us, gint64 duration_us);
TcAccessUnit *tc_access_unit_ref (TcAccessUnit *self);
void tc_access_unit_unref (TcAccessUnit *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcAccessUnit, tc_access_unit_unref)

/* Who takes them. @unit: (transfer none). Called on a thread of the ingest's, one unit after the
 * other: it mustn't block, so what takes time is queued, within a bound. */
typedef void (*TcAccessUnitFunc) (TcAccessUnit *unit, gpointer data);

/* How far a clock of pictures may be from their arrival before it is set to it. */
#define TC_ACCESS_CLOCK_OFF_US ((gint64) 1 * G_USEC_PER_SEC)

/* Gives pictures their times: their sender's time stamps say how far they are apart, arrival when
 * they are. A network that holds pictures up makes them late, never early, so a clock is led by
 * those that came soonest: at once to one that is earlier, slowly to later ones, which is how it
 * follows a sender's clock that is too slow. All members are its own; zeroed is a clock without
 * pictures. */
typedef struct {
  gboolean begun;
  gint64 pts_us;  /* of the last */
  gint64 lead_us; /* real time less time stamp */
  gint64 last_us; /* the time given last */
} TcAccessClock;

/**
 * tc_access_clock_stamp:
 * @pts_us: the sender's time stamp, of any beginning; -1: it has none
 * @now_us: real time, above 0
 *
 * Returns: the picture's time: after the one before, and no more than TC_ACCESS_CLOCK_OFF_US
 *   from @now_us, but where the computer's own clock was put back: then it is now
 */
gint64 tc_access_clock_stamp (TcAccessClock *self, gint64 pts_us, gint64 now_us);
