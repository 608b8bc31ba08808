/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What an error message of a pipeline means for the person who looks at the tile.
 */
#pragma once

#include <gst/gst.h>

#include "tc-stream-watch.h"

/* How far the attempt had come. */
typedef struct {
  gboolean had_data;      /* something of the stream came */
  gboolean had_picture;   /* and was decoded */
  gboolean codec_strange; /* the other side offers none that we decode */
} TcTileProgress;

/**
 * tc_tile_failure_read:
 * @message: GST_MESSAGE_ERROR or GST_MESSAGE_EOS
 * @detail: (out) (transfer full) (nullable)
 *
 * Returns: TC_CAUSE_NONE: it says no more than that it failed (tc_stream_probe_async())
 */
TcStreamCause tc_tile_failure_read (GstMessage *message, const TcTileProgress *progress,
                                    char **detail);
/* A detail as a message takes it: what the other side said may stand in it. Takes @detail. */
char *tc_tile_failure_tame (char *detail);
