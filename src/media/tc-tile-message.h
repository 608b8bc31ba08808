/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a desktop and its decoder (toancanh-tiles) tell each other, each message one packet of a
 * Unix socket pair of the kind SEQPACKET (the kernel keeps its bounds, and a descriptor that goes
 * with it): a kind and its fields (tc-bytes.h). One struct serves all kinds; which fields count
 * stands beside each. Reading validates every field: a decoder is fed by strangers and may say
 * anything, and what it says must at worst make a wrong picture.
 *
 * Pictures don't travel in messages. For each tile the desktop makes a ring of TC_TILE_SLOTS slots
 * in memory that both map (RING, with its descriptor, sealed against shrinking); the decoder fills
 * a slot that is free and says so (FRAME), the desktop gives it back (RELEASE). All slots of a new
 * ring are the decoder's. An attempt is one try to play one stream, counted by the desktop: PLAY
 * begins it; it ends by a STATE that is a fault, by STOP or DROP, or by the first picture of a
 * later one.
 */
#pragma once

#include "tc-decode-rung.h"
#include "tc-digest.h"
#include "tc-picture-mask.h"
#include "tc-stream-watch.h"

#define TC_TILE_MESSAGE_BYTES_MAX (16 * 1024)
#define TC_TILES_MAX 8 /* of one decoder */
#define TC_TILE_SLOTS 4
/* Attempts of one decoder at the same time: of a tile one that is shown and one to come, and some
 * that are about to end. */
#define TC_TILE_COUNTS_MAX (4 * TC_TILES_MAX)
/* A slot of at most that many pixels a side: 8K. */
#define TC_TILE_SIDE_MAX 8192
#define TC_TILE_PIXELS_MAX (8192 * 4608)
#define TC_TILE_ADDRESS_BYTES_MAX 1024
#define TC_TILE_ACCOUNT_BYTES_MAX 256
#define TC_TILE_SECRET_BYTES_MAX 2048
#define TC_TILE_DETAIL_BYTES_MAX 512
#define TC_TILE_CODEC_BYTES_MAX 16
#define TC_TILE_RATE_MILLI_MAX (1000 * 1000)
/* The decoder says STATISTICS so often, also when there is nothing to say: that it is alive. */
#define TC_TILE_BEAT_US ((gint64) 500 * 1000)

typedef enum {
  TC_TILE_RING = 1, /* desktop: tile, ring, width, height (of the largest picture); a descriptor */
  TC_TILE_PLAY,     /* desktop: tile, attempt, rung, importance, loudness, address, account, secret,
                   has_fingerprint,
                       fingerprint, masks */
  TC_TILE_RUNG,     /* desktop: tile, rung, importance, loudness */
  TC_TILE_RELEASE,  /* desktop: tile, ring, slot */
  TC_TILE_DROP,     /* desktop: tile, attempt: that one ends, others of the tile go on */
  TC_TILE_STOP,     /* desktop: tile: all of it ends, and its ring is no more */
  TC_TILE_FRAME,    /* decoder: tile, attempt, ring, slot, width, height, number, decoded_us,
                       recorded_us */
  TC_TILE_STATE,    /* decoder: tile, attempt, report, detail */
  TC_TILE_STATISTICS, /* decoder: memory_bytes, counts: one for each attempt there is */
  TC_TILE_N_KINDS
} TcTileKind;

/* What came of one attempt since it began. */
typedef struct {
  guint32 tile;
  guint32 attempt;
  guint64 n_bytes;                         /* received, without the packets' heads */
  guint64 n_frames;                        /* received whole */
  guint64 n_lost;                          /* packets that were missing */
  guint64 n_dropped;                       /* frames that came too fast for the decoder */
  guint64 n_decoded;                       /* pictures */
  guint64 n_skipped;                       /* pictures for which no slot was free */
  gint32 width, height;                    /* of the stream; 0: not known yet */
  gint32 rate_milli;                       /* frames a 1000 s, as measured; 0: not known yet */
  char codec[TC_TILE_CODEC_BYTES_MAX + 1]; /* "H.264", "H.265", "MJPEG", "" */
} TcTileCounts;

typedef struct {
  TcTileKind kind;
  guint32 tile;
  guint32 attempt;
  guint32 ring;
  guint32 slot; /* 0..TC_TILE_SLOTS - 1 */
  gint32 width, height;
  TcDecodeRung rung;
  TcTileImportance importance;
  TcLoudness loudness; /* of one tile at most it isn't off */
  char *address;       /* (owned) (nullable): rtsp:// or rtsps://, without an account */
  char *account;       /* (owned) (nullable) */
  char *secret;        /* (owned) (nullable): password or ticket */
  gboolean has_fingerprint;
  TcDigest fingerprint;  /* SHA-256 of the certificate that the other side must show */
  GArray *masks;         /* (element-type TcPictureMask) (owned) (nullable): none */
  guint64 number;        /* of the picture, counted from 1 in each attempt */
  gint64 decoded_us;     /* when it came out of the decoder, monotonic time */
  gint64 recorded_us;    /* when it was taken, real time, where its media host says so: of a replay,
                            or over a thin connection; 0: it doesn't */
  TcStreamReport report; /* monotonic times */
  char *detail;          /* (owned) (nullable): for the journal alone: what failed, in English */
  guint64 memory_bytes;  /* that it has resident */
  GArray *counts;        /* (element-type TcTileCounts) (owned) (nullable): none */
} TcTileMessage;

TcTileMessage *tc_tile_message_new (TcTileKind kind);
void tc_tile_message_free (TcTileMessage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcTileMessage, tc_tile_message_free)

/* Whether it is rtsp:// or rtsps:// with a host, and without an account, blanks and the like. */
gboolean tc_tile_is_address (const char *address);
/* Whether nobody can listen on the way to it. */
gboolean tc_tile_is_secret_address (const char *address);

/* Of one slot in a ring of pictures up to that size. A row is @width × 4 bytes, without a gap. */
gsize tc_tile_slot_bytes (int width, int height);

/* (transfer full): wiped when it goes, where there is a secret in it. */
GBytes *tc_tile_message_write (const TcTileMessage *self);
/* (transfer full). Errors: TC_ERROR_INVALID, TC_ERROR_LIMIT. */
TcTileMessage *tc_tile_message_read (GBytes *bytes, GError **error) G_GNUC_WARN_UNUSED_RESULT;
