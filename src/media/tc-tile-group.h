/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The tiles of a desktop, decoded in processes of their own (toancanh-tiles), up to TC_TILES_MAX in
 * each. A group starts as many as it needs. One that crashes is started anew and its tiles play
 * again; a tile that was there at two crashes gets a process of its own. One that says nothing for
 * a while counts as crashed. The group connects four tiles at a time at most, the most important
 * first, tries again what failed (tc-back-off.h), keeps within what the computer can do
 * (tc-wall-governor.h) and chooses streams by nobody's wish but its caller's (tc-stream-choice.h).
 *
 * A tile says by signals that there is something to look at: "frame" (a picture newer than the one
 * taken last; once, until it is taken), "changed" (state, cause, rung, stream, next try), "cleared"
 * (pictures that were taken of it mustn't be shown any more: its masks or its stream are others
 * now), and "stream-wanted" (TcStreamProfile: the ticket of that stream is over or was refused: get
 * another one and tc_tile_play() it; it is said again every half minute until then).
 *
 * A desktop takes pictures in one tick for each window, all those that are new; statistics it asks
 * for. A tile whose picture nobody takes for a second (its window isn't painted) is decoded as if
 * it were hidden, until somebody asks. Below TC_RUNG_FULL "live" doesn't say how old the picture
 * is: the rung is to be shown. A tile is of one camera: for another one both its streams are
 * dropped first.
 *
 * Thread: the main loop's.
 */
#pragma once

#include <gio/gio.h>

#include "tc-digest.h"
#include "tc-picture-mask.h"
#include "tc-stream-choice.h"
#include "tc-stream-watch.h"
#include "tc-wall-governor.h"

/* So many connect at the same time. */
#define TC_TILE_CONNECTS_MAX 4
/* A decoder that says nothing for so long: its tiles are stalled; and it is ended. */
#define TC_TILE_QUIET_US ((gint64) 2 * G_USEC_PER_SEC)
#define TC_TILE_HUNG_US ((gint64) 6 * G_USEC_PER_SEC)

#define TC_TYPE_TILE (tc_tile_get_type ())
G_DECLARE_FINAL_TYPE (TcTile, tc_tile, TC, TILE, GObject)

#define TC_TYPE_TILE_GROUP (tc_tile_group_get_type ())
G_DECLARE_FINAL_TYPE (TcTileGroup, tc_tile_group, TC, TILE_GROUP, GObject)

/* Where a stream is had. Strings are the caller's. */
typedef struct {
  TcStreamProfile profile;
  const char *address;         /* rtsp:// or rtsps://, without an account; printed in the journal */
  const char *account;         /* (nullable) */
  const char *secret;          /* (nullable): password or ticket */
  gint64 until_us;             /* real time: not begun any more after that; 0: for good */
  const TcDigest *fingerprint; /* (nullable): SHA-256 of the certificate that must be shown, with
                                  rtsps:// only; NULL: one that the system trusts */
  const TcPictureMask *masks;
  gsize n_masks;
} TcTileStream;

/* One picture: BGRA, premultiplied and opaque, in rows of @stride bytes. */
typedef struct {
  GBytes *pixels; /* (owned): a slot of the ring, given back with its last reference, which may be
                     dropped on any thread; kept long, it costs the tile pictures */
  int width, height;
  gsize stride;
  guint64 number;    /* counted in its stream */
  gint64 decoded_us; /* monotonic time */
  gint64
      recorded_us; /* when it was taken, real time, by its media host's clock: of a replay, or over
                         a thin connection; else 0 */
  TcStreamProfile profile;
} TcTileFrame;

/* (transfer full): of the same pixels */
TcTileFrame *tc_tile_frame_copy (const TcTileFrame *frame);
void tc_tile_frame_free (TcTileFrame *frame);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcTileFrame, tc_tile_frame_free)

/* Of the stream whose pictures are shown. */
typedef struct {
  char codec[17];
  int width, height;               /* of the stream */
  double rate;                     /* frames a second that come */
  double decoded_rate, shown_rate; /* pictures a second */
  double kbit_s;
  guint64 n_lost, n_dropped, n_skipped, n_decoded, n_shown;
  guint n_connects; /* since it was added, of all its streams */
  guint n_crashes;  /* of decoders that had it */
} TcTileStatistics;

/**
 * tc_tile_group_new:
 * @program: (nullable): path of toancanh-tiles; NULL: the one beside the program that runs
 *
 * Returns: (transfer full): a group without tiles; no process runs yet
 */
TcTileGroup *tc_tile_group_new (const char *program);

/* (transfer full): a tile that plays nothing, NORMAL, of no size. It is in the group until
 * tc_tile_close(); a group that goes closes its tiles. */
TcTile *tc_tile_group_add (TcTileGroup *self);

/* That tile is heard, alone; NULL: none. Whether something comes of it its report says. */
void tc_tile_group_hear (TcTileGroup *self, TcTile *tile);
/* (nullable): which it is; lent. */
TcTile *tc_tile_group_get_heard (TcTileGroup *self);
/* Whether it is hushed for now: something more important is heard. */
void tc_tile_group_hush (TcTileGroup *self, gboolean hushed);

/* Pictures of all tiles, decoded and taken; processor time and memory of all decoders. */
typedef struct {
  guint n_tiles, n_processes, n_crashes;
  guint64 n_decoded, n_shown;
  guint64 cpu_us, memory_bytes;
  int busy_percent; /* of the computer's processors; -1: not known */
} TcTileGroupStatistics;

void tc_tile_group_get_statistics (TcTileGroup *self, TcTileGroupStatistics *statistics);

/* For tests: the computer is as busy as that, whatever else it does. -1: as it is. */
void tc_tile_group_assume_busy (TcTileGroup *self, int percent);

/* Why no decoder can be started, for the journal; NULL: nothing is wrong. */
const char *tc_tile_group_get_trouble (TcTileGroup *self);

/**
 * tc_tile_play:
 *
 * Plays @stream. What plays of another profile stays until its first picture, and for good while it
 * fails; the same profile is begun anew only if it doesn't play, or from another address or with
 * other masks: then nothing is shown until its first picture. Masks are the camera's: where those
 * of the other profile aren't the same, that one ends.
 *
 * Errors: TC_ERROR_INVALID (an address, mask or text that can't be)
 */
gboolean tc_tile_play (TcTile *self, const TcTileStream *stream,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The stream of that profile ends, the other one goes on; its pictures aren't shown any more. */
void tc_tile_drop (TcTile *self, TcStreamProfile profile);

/* It ends, and leaves its group. Pictures that were taken stay good. */
void tc_tile_close (TcTile *self);

/* Pixels of the screen: no larger pictures are handed over. It may change at any time. */
void tc_tile_set_size (TcTile *self, int width, int height);
void tc_tile_set_importance (TcTile *self, TcTileImportance importance);
/* No more is decoded than that (TC_RUNG_FULL at first), but of an alarm. */
void tc_tile_limit_rung (TcTile *self, TcDecodeRung limit);
/* Whether its owner would play the main stream and can play the sub stream instead. */
void tc_tile_offer_sub (TcTile *self, gboolean offered);
/* A person wants it now: what waits to be tried again is tried at once. */
void tc_tile_retry (TcTile *self);

/* (transfer full) (nullable): the newest picture, if it is newer than the one taken before; it
 * counts as shown. */
TcTileFrame *tc_tile_take_frame (TcTile *self);

/* Times of it are real time here. */
TcStreamReport tc_tile_get_report (TcTile *self);
/* When it is tried again, real time; 0: it isn't waiting for that. */
gint64 tc_tile_get_retry_us (TcTile *self);
/* Where it stands on the ladder. */
TcDecodeRung tc_tile_get_rung (TcTile *self);
/* The computer can't do the main stream that its owner would play: it is to play the sub stream,
 * which was offered. "changed" says that it is otherwise now. */
gboolean tc_tile_wants_sub (TcTile *self);
/* Whose pictures are shown. */
TcStreamProfile tc_tile_get_profile (TcTile *self);
void tc_tile_get_statistics (TcTile *self, TcTileStatistics *statistics);
