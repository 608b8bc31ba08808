/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One attempt to have one stream by RTSP over TCP: connects, chooses the first picture that its
 * owner knows, watches the packets, knows how it goes and why it failed. What stands behind the
 * source is the owner's: decoding (tc-tile-pipeline.h) or handing on (tc-media-ingest.h). It never
 * tries again.
 *
 * Thread: the main loop's, but for the hooks.
 */
#pragma once

#include <gio/gio.h>

#include "tc-stream-watch.h"
#include "tc-tile-chain.h"
#include "tc-tile-failure.h"

/* What a connection, and each answer, may take. */
#define TC_STREAM_ANSWER_US ((gint64) 5 * G_USEC_PER_SEC)
/* What rtspsrc waits for packets that are late. */
#define TC_STREAM_LATENCY_MS 200

typedef struct _TcStreamAttempt TcStreamAttempt;

/* On GStreamer's threads, one at a time for each. */
typedef struct {
  /* Whether the owner knows what to do with it. @caps: application/x-rtp, of a picture. */
  gboolean (*knows) (const GstCaps *caps);
  /* The mutex is held. */
  void (*packet) (TcStreamAttempt *self, const TcTilePacket *packet, GstBuffer *buffer,
                  gint64 now_us);
  /* The stream comes here: what is to stand behind it is made and linked. Once. */
  void (*link) (TcStreamAttempt *self, GstPad *pad);
  /* (nullable), both or none: whether it takes that sound too, and what stands behind it: the other
   * side of the picture, without which it does. Once. */
  gboolean (*knows_sound) (TcStreamAttempt *self, const GstCaps *caps);
  void (*link_sound) (TcStreamAttempt *self, GstPad *pad);
  /* Nothing runs any more: the owner is freed, of which @self is a part. */
  void (*free) (TcStreamAttempt *self);
} TcStreamAttemptHooks;

/* The first field of its owner. */
struct _TcStreamAttempt {
  const TcStreamAttemptHooks *hooks;
  char *address;             /* (owned) */
  gint64 begun_us;           /* monotonic */
  GstElement *pipeline;      /* (owned) */
  GstElement *source;        /* (unowned) (nullable): its rtspsrc */
  GCancellable *cancellable; /* (owned): of the probe */
  gboolean probing;          /* main loop: why it failed is being found out */
  gboolean linked;           /* the thread of the source */

  GMutex mutex; /* of all below, and of what its owner says */
  TcStreamWatch watch;
  TcTilePacketReader packets;
  TcTileProgress progress; /* the owner sets had_picture */
  gboolean chosen;         /* further streams are left alone */
  gboolean sound_chosen;   /* likewise, of sound */
  TcStreamCause certain;   /* why it fails, whatever GStreamer says; TC_CAUSE_NONE: as that says */
  gboolean failed;         /* the first failure counts */
  gint64 failed_us;
  TcStreamCause failure; /* TC_CAUSE_NONE: not said */
  char *detail;          /* (owned) (nullable) */
  gboolean ended;        /* nothing goes out any more */
};

/* @account, @secret: (nullable). The source may be given further properties, and the watch a rung,
 * before it is begun. */
void tc_stream_attempt_init (TcStreamAttempt *self, const TcStreamAttemptHooks *hooks,
                             const char *address, const char *account, const char *secret);
void tc_stream_attempt_begin (TcStreamAttempt *self);
/* Nothing goes out once it has returned; all ends on a thread of its own, which may take seconds,
 * and is freed by its hook. Takes the owner. */
void tc_stream_attempt_end (TcStreamAttempt *self);

/* It is over. @detail: (transfer full) (nullable): for the journal. Thread: any, without the
 * mutex. */
void tc_stream_attempt_fail (TcStreamAttempt *self, TcStreamCause cause, char *detail);

/**
 * tc_stream_attempt_look:
 * @report: (out): how it goes, times of the monotonic clock
 * @detail: (out) (transfer full) (nullable): of a failure, for the journal
 *
 * To be called some times a second. Returns: FALSE: it is over, and is to be ended
 */
gboolean tc_stream_attempt_look (TcStreamAttempt *self, gint64 now_us, TcStreamReport *report,
                                 char **detail) G_GNUC_WARN_UNUSED_RESULT;
