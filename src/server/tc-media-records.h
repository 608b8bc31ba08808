/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a media host has recorded, as the host keeps it: the index (tc-recordings.h) on a thread of
 * its own, told of each segment by the workers; what a stop or a crash of one left is found again;
 * what is over goes, and what is oldest where the disk has no room.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-recordings.h"
#include "tc-worker.h"

#include <gio/gio.h>

#define TC_MEDIA_RECORDS_INDEX "recordings.db"
/* So often is looked what has to go. */
#define TC_MEDIA_RECORDS_LOOK_S 60

typedef struct _TcMediaRecords TcMediaRecords;

typedef struct {
  /* The disk has no room any more, or has again: whether anything is to be recorded. */
  void (*allowed) (gboolean allowed, gpointer data);
} TcMediaRecordsHooks;

/* Opens or makes the index in @folder, and looks what the last stop left, which is waited for:
 * before it has returned nothing may be recorded there. Errors: TC_ERROR_STORE; G_FILE_ERROR. */
TcMediaRecords *tc_media_records_new (const char *folder, const TcRecordingsPolicy *policy,
                                      const TcMediaRecordsHooks *hooks, gpointer data,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Finishes what is under way. */
void tc_media_records_free (TcMediaRecords *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcMediaRecords, tc_media_records_free)

const char *tc_media_records_get_folder (TcMediaRecords *self);
gboolean tc_media_records_is_allowed (TcMediaRecords *self);

void tc_media_records_set_class (TcMediaRecords *self, gint64 camera_id, TcKeepClass class);
void tc_media_records_add (TcMediaRecords *self, const TcSegment *segment);
/* Who recorded it is gone: what it began before now and didn't tell is found. */
void tc_media_records_recover (TcMediaRecords *self, gint64 camera_id);
/* (transfer none): of the index, for who asks it something */
TcWorker *tc_media_records_get_worker (TcMediaRecords *self);
