/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The codecs of sound that cameras send (G.711 µ-law and A-law, AAC), and GStreamer's parts for
 * each.
 *
 * Thread: any.
 */
#pragma once

#include <gst/gst.h>

typedef struct {
  const char *encoding;             /* as RTP calls it */
  const char *media;                /* name of its caps */
  const char *depay, *pay, *decode; /* elements */
} TcSoundParts;

/* @caps: application/x-rtp of a stream. NULL: no sound, or none that we play. */
const TcSoundParts *tc_sound_parts_find (const GstCaps *caps);
/* @caps: of its bytes, as text. NULL: likewise. */
const TcSoundParts *tc_sound_parts_find_bytes (const char *caps);

/**
 * tc_sound_parts_link:
 * @pad: of rtspsrc, of a stream of sound
 * @sink: (transfer floating): takes what comes out: a piece each, without packets
 *
 * What stands behind @pad from now on, in a bin of its own. Returns: (transfer none) (nullable):
 *   it, the pipeline's
 */
GstElement *tc_sound_parts_link (GstBin *pipeline, GstPad *pad, GstElement *sink);

/* (transfer full) (nullable): the bytes of one piece; @caps: (out) (transfer full): as text */
GBytes *tc_sound_parts_read (GstSample *sample, char **caps);
