/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A film that a fake camera shows instead of a drawn scene: its frames one after the other, scaled,
 * from the beginning again after its end.
 *
 * Thread: one at a time.
 */
#pragma once

#include <gst/gst.h>

typedef struct _TcFakeFootage TcFakeFootage;

/* @caps: what its frames become: raw, I420. Errors: TC_ERROR_INVALID: it can't be played. */
TcFakeFootage *tc_fake_footage_new (const char *path, GstCaps *caps, GError **error);
void tc_fake_footage_free (TcFakeFootage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcFakeFootage, tc_fake_footage_free)

/* The frame that is seen @seconds after it began. (transfer none) (nullable): it can't be played */
GstBuffer *tc_fake_footage_at (TcFakeFootage *self, double seconds);
