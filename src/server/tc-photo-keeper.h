/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads the photos that have come and makes the copies that are shown of them (photo.strip),
 * whichever way they came, those of before this program too: the newest first, one at a time, on a
 * thread of the pool. An original whose bytes aren't here yet waits for them.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-file-service.h"

/* How often it is looked whether there is one. */
#define TC_PHOTO_KEEPER_MS 500
/* After what could not be done: the disk is full, the server busy. */
#define TC_PHOTO_KEEPER_REST_US ((gint64) 60 * 1000000)

typedef struct _TcPhotoKeeper TcPhotoKeeper;

/* @store, @service: (unowned): the server's */
TcPhotoKeeper *tc_photo_keeper_new (const TcServerParts *parts, TcFileStore *store,
                                    TcFileService *service);
/* What is under way ends by itself and changes nothing. */
void tc_photo_keeper_free (TcPhotoKeeper *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcPhotoKeeper, tc_photo_keeper_free)
