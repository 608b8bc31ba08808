/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One picture of a fake camera as JPEG.
 */
#pragma once

#include "tc-fake-camera-world.h"

/* What it sees now. Errors: TC_ERROR_INVALID: it can't be encoded. (transfer full) */
GBytes *tc_fake_snapshot_new (const TcFakeWorld *world, guint number,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
