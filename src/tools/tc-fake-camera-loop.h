/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Some seconds of a fake camera, encoded once and then repeated: so many of them cost next to
 * nothing, for measurements. Their strips count from 0 to the end of the loop, and the clock on
 * them begins at 1970.
 */
#pragma once

#include "tc-fake-camera-encoder.h"

typedef struct {
  GstCaps *caps;     /* (owned) */
  GPtrArray *frames; /* (owned) (element-type GstBuffer) */
  guint key_frames;  /* each so many-th needs none before it */
} TcFakeLoop;

/* Encodes them; takes seconds. Errors: TC_ERROR_INVALID: the encoder failed. */
TcFakeLoop *tc_fake_loop_new (const TcFakeWorld *world, guint number, TcFakeProfile profile,
                              TcFakeCodec codec, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void tc_fake_loop_free (TcFakeLoop *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcFakeLoop, tc_fake_loop_free)

/* (transfer full): what is shown at that count */
GstBuffer *tc_fake_loop_dup_frame (const TcFakeLoop *self, gint64 count);
