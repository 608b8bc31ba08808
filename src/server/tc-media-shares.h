/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What goes out of a media host to those who look: measured, and where the connection is thin
 * ([sending] kbit) shared among all of them, whichever worker serves them (tc-send-share.h).
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-media-plan.h"
#include "tc-media-process.h"

/* It is looked so often. */
#define TC_MEDIA_SHARES_MS 1000

typedef struct _TcMediaShares TcMediaShares;

/* @processes: (element-type TcMediaProcess): outlives it; @kbit: of the connection; 0: not thin */
TcMediaShares *tc_media_shares_new (const GPtrArray *processes, guint kbit);
void tc_media_shares_free (TcMediaShares *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcMediaShares, tc_media_shares_free)

/* Of the last seconds. */
void tc_media_shares_get_use (TcMediaShares *self, TcMediaUse *use);
