/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Makes of what a camera recorded a clip that may leave the room: decoded, its privacy masks
 * painted over it, encoded again by an encoder of Debian, as one Matroska file that plays anywhere.
 * Its pictures are at the distances at which they were taken, also across a gap.
 *
 * Thread: any; takes as long as it takes. It is meant for a process of its own (tc-clip.c).
 */
#pragma once

#include "tc-picture-mask.h"

#include <gio/gio.h>

#define TC_CLIP_GAPS_MAX 1000
/* Longer ones are asked for in parts. */
#define TC_CLIP_US_MAX ((gint64) 6 * 3600 * G_USEC_PER_SEC)

typedef struct {
  const char *folder; /* of all recordings */
  gint64 camera_id;
  gint64 from_us, until_us;   /* what was recorded, µs UTC */
  const TcPictureMask *masks; /* valid */
  gsize n_masks;
  const char *path; /* of the clip; is written over */
} TcClipPlan;

typedef struct {
  gint64 from_us, until_us;
} TcClipGap;

typedef struct {
  gint64 from_us;  /* when its first picture was taken */
  gint64 until_us; /* when its last was over */
  gint64 next_us; /* where another clip has to go on, as pictures are of another size from there on;
                      0: this is all */
  gint64 frames;
  int width, height;
  GArray *gaps; /* (owned) (element-type TcClipGap) */
} TcClipFacts;

void tc_clip_facts_clear (TcClipFacts *facts);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TcClipFacts, tc_clip_facts_clear)

/* @done_pm: thousandths */
typedef void (*TcClipProgressFunc) (int done_pm, gpointer data);

/**
 * tc_clip_make:
 * @progress: (nullable)
 * @facts: (out): to be cleared
 *
 * Errors: TC_ERROR_NOT_FOUND: nothing was recorded there, or GStreamer lacks a part, which is
 * named; TC_ERROR_INVALID: what was recorded can't be decoded, or the clip can't be written;
 * TC_ERROR_LIMIT: too long, or too many gaps; G_IO_ERROR_CANCELLED. Nothing is left at the path
 * then.
 */
gboolean tc_clip_make (const TcClipPlan *plan, TcClipProgressFunc progress, gpointer data,
                       GCancellable *cancellable, TcClipFacts *facts,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
