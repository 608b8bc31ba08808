/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What stands behind rtspsrc for one stream: the parts for its codec, linked, with the probes of
 * tc-tile-pipeline.c on them; and reading the heads of its packets.
 */
#pragma once

#include "tc-replay-mark.h"

#include <gst/gst.h>

/* ---- packets (RFC 3550, 5.1) ---- */

typedef struct {
  guint clock_rate; /* of the time stamps, in Hz */
  gboolean begun;
  guint16 sequence;
  guint32 stamp;
  gint64 stamp_all; /* without the roll-over */
  GstClockTime pts; /* of the packet before */
} TcTilePacketReader;

typedef struct {
  gsize n_bytes;
  guint n_lost; /* that are missing before it */
  gboolean is_new_frame;
  gint64 pts_us;           /* from 0 at the first on; never below 0 */
  GstClockTime pts_before; /* as GStreamer has it, of the packet before */
  TcReplayMark mark;       /* its time_us 0: it has none */
  gint64 recorded_us;      /* when it was taken, by a recorder's clock; 0: it doesn't say */
} TcTilePacket;

void tc_tile_packet_reader_init (TcTilePacketReader *self, guint clock_rate);
/* FALSE: it is none. */
gboolean tc_tile_packet_read (TcTilePacketReader *self, GstBuffer *buffer,
                              TcTilePacket *packet) G_GNUC_WARN_UNUSED_RESULT;

/* ---- parts ---- */

typedef struct _TcTileCodec TcTileCodec;

gboolean tc_tile_chain_is_video (const GstCaps *caps);
/* @caps: application/x-rtp. NULL: none that we decode. */
const TcTileCodec *tc_tile_chain_find (const GstCaps *caps);

/* Whether pictures of those caps, as a parser says them, are no larger than a tile's may be. */
gboolean tc_tile_chain_can_hold (const GstCaps *caps);

typedef struct {
  GstPadProbeCallback sizes;   /* events, before the queue */
  GstPadProbeCallback gate;    /* whole frames, likewise */
  GstPadProbeCallback decoded; /* pictures */
} TcTileChainHooks;

/* The parts in their order. */
enum {
  TC_TILE_PART_DEPAY,
  TC_TILE_PART_PARSE,
  TC_TILE_PART_QUEUE, /* bounded by the gate */
  TC_TILE_PART_DECODE,
  TC_TILE_PART_SINK, /* an appsink */
  TC_TILE_N_PARTS
};

typedef struct {
  const char *codec; /* "H.264" */
  guint clock_rate;
  GstElement *parts[TC_TILE_N_PARTS]; /* (unowned): the pipeline's */
} TcTileChain;

/**
 * tc_tile_chain_make:
 * @pad: of rtspsrc, with caps
 *
 * Makes the parts and links them with each other; where that fails some stay in @pipeline, which is
 * to end. Errors: GST_CORE_ERROR_MISSING_PLUGIN, naming
 * the part; GST_STREAM_ERROR_CODEC_NOT_FOUND.
 */
gboolean tc_tile_chain_make (GstBin *pipeline, GstPad *pad, const TcTileChainHooks *hooks,
                             gpointer data, TcTileChain *chain,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Links it with @pad and lets it run. */
gboolean tc_tile_chain_link (TcTileChain *chain, GstPad *pad) G_GNUC_WARN_UNUSED_RESULT;
