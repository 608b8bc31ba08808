/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How the pipeline of a stream of a fake camera is made, for gst-rtsp-server.
 *
 * Thread: any; gst-rtsp-server calls it on several.
 */
#pragma once

#include "tc-fake-camera-feed.h"

#include <gst/rtsp-server/rtsp-server.h>

typedef enum {
  TC_FAKE_STREAM_MAIN,
  TC_FAKE_STREAM_SUB,
  TC_FAKE_STREAM_REPLAY, /* as main, but of before, as ONVIF has it: PLAY says from when on */
  TC_FAKE_STREAM_TRACK,  /* likewise, as a vendor has it: the address says it */
  TC_FAKE_N_STREAMS
} TcFakeStreamKind;

/* Of a camera. */
typedef struct {
  const TcFakeWorld *world; /* (unowned): outlives it */
  guint number;
  /* A stream has ended by its fault; on its thread. */
  void (*ended) (guint number, gpointer data);
  gpointer data;
  int generation;                  /* (atomic): a stream of another one isn't shared any more */
  int running[TC_FAKE_N_PROFILES]; /* (atomic): pipelines */
  GMutex mutex;
  TcFakeLoop *loops[TC_FAKE_N_PROFILES][TC_FAKE_N_CODECS]; /* (owned) (mutex mutex) */
} TcFakeStreamState;

void tc_fake_stream_state_clear (TcFakeStreamState *state);

/* @state outlives it. (transfer full) */
GstRTSPMediaFactory *tc_fake_factory_new (TcFakeStreamState *state, TcFakeStreamKind kind);

/* The loop of that stream, encoded now if that wasn't done. (transfer none) */
const TcFakeLoop *tc_fake_factory_get_loop (TcFakeStreamState *state, TcFakeProfile profile,
                                            GError **error);

/* Replays begin where this client asks for. */
void tc_fake_factory_watch_client (GstRTSPClient *client);
