/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Clips that a media host makes of what it recorded, for somebody to take away: evidence
 * (tc-evidence-maker.h) in a folder of its own below "exports" in the host's data folder, one after
 * the other. Why the last ones weren't made is known until the host stops; the folders stay until
 * they are over, if ever, and whoever removes them has it written down first (tc-media-copies.h).
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-limits.h"
#include "tc-media-copies.h"
#include "tc-media-plan.h"
#include "tc-media-records.h"
#include "tc-membership.h"

#define TC_MEDIA_EXPORTS_FOLDER "exports"
/* That wait or were made, as far as is known; of those that wait at most
 * TC_CAMERA_EXPORTS_AT_ONCE. */
#define TC_MEDIA_EXPORTS_MAX 64
/* One that comes no farther for so long is given up. */
#define TC_MEDIA_EXPORTS_STALL_MS (15 * 60 * 1000)
#define TC_MEDIA_EXPORTS_PUT_OFF_US TC_US_PER_DAY

typedef struct _TcMediaExports TcMediaExports;

/* What another run of the host left half made, or half removed, goes, in the worker of @records,
 * before anything is made. All outlive it. @data_dir: of
 * the host; @keep_us: how long what was made stays; 0: for ever */
TcMediaExports *tc_media_exports_new (TcMediaRecords *records, const TcMembership *member,
                                      const char *data_dir, gint64 keep_us);
/* Another program in the place of toancanh-clip, and when it is given up; for tests. */
void tc_media_exports_set_maker (TcMediaExports *self, const char *program, guint stall_ms);
/* What is being made is given up. It is made when it is asked for again. */
void tc_media_exports_free (TcMediaExports *self);

/**
 * tc_media_exports_begin:
 * @wish: what, by whom and why; its id is the export's
 * @camera: name, number and masks
 * @person: their name
 * @incident: (nullable): code of the one that it is for
 *
 * Asked for again by the same number it is the same one, whatever has become of it.
 *
 * FALSE: too much is waited for already
 */
gboolean tc_media_exports_begin (TcMediaExports *self, const TcHold *wish,
                                 const TcMediaCamera *camera, const char *person,
                                 const char *incident);

typedef struct {
  const char *state; /* static: "waiting", "making", "made", "cancelled", "nothing" (was recorded
                        there), "differs" (from what was recorded), "failed" */
  int done_pm;       /* thousandths */
  const char *name;  /* lent: of its folder */
  gint64 until_us;   /* of one that is made: it is there up to then; 0: for ever */
} TcMediaExportState;

const char *tc_media_exports_get_folder (TcMediaExports *self);
/* FALSE: there is none, of that camera; its state is lent until the next look */
gboolean tc_media_exports_look (TcMediaExports *self, gint64 id, gint64 camera_id,
                                TcMediaExportState *state);
void tc_media_exports_cancel (TcMediaExports *self, gint64 id, gint64 camera_id);
/* What is over at @now_us, but for what was put off then. (transfer full) (element-type
 * TcMediaCopy) */
GArray *tc_media_exports_list_over (TcMediaExports *self, gint64 now_us);
/* It isn't there any more, and is made anew when somebody asks for it. One that can't be removed is
 * put off. */
gboolean tc_media_exports_remove (TcMediaExports *self, const TcMediaCopy *copy);
/* It isn't listed for TC_MEDIA_EXPORTS_PUT_OFF_US, so that others have their turn. */
void tc_media_exports_put_off (TcMediaExports *self, const TcMediaCopy *copy);
