/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a media host does of its recordings by the server's word, for somebody at a desk whose
 * rights the server has looked at (tc-camera-recordings.h). A notice TC_NOTICE_ERRAND says what:
 *
 *   number (x), camera (x), what (s):
 *     timeline   from_us, until_us (x): what there is of it, and what of that is held
 *     recorder   from_us, until_us (x): what the camera's recorder holds of it
 *     hold       from_us, until_us, hold, incident, staff, made_us, keep_until_us (x), reason (s)
 *     release    hold, staff (x), reason (s)
 *     holds      after (x): what is held of all cameras, by id, from the one behind that on
 *     export     as hold, which is the export's id, and person (s: their name), incident-code (s)
 *     export-state, export-cancel
 *                hold
 *
 * and is answered by number (x), cause (s: one of tc_errand_causes), and of "timeline" spans
 * (a(xx)), motion (a(xxq): from, until, for how many thousandths of it something moved; an older
 * host doesn't tell), holds (a(xxxxxs): hold, from, until, incident, kept until, reason),
 * known_until_us (x: farther it wasn't looked, as there was too much), of "recorder" told (b:
 * FALSE: it can't say, but playing it can be tried), spans and known_until_us likewise, of
 * "release" incident (x: that it was for, or 0), of "holds" list (TC_ERRAND_LIST_TYPE: hold,
 * camera, from, until, incident, staff, made, kept until, reason) and next (x: the last of these,
 * where there are more; else 0), and of "export-state" state (s), done_pm (i), folder (s), kept_us
 * (x: it is there up to then; 0: for ever, or it isn't; an older host doesn't tell): see
 * tc-media-exports.h.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-media-exports.h"
#include "tc-media-recorders.h"

#define TC_NOTICE_ERRAND "media.errand"
/* Spans and holds of one answer. */
#define TC_ERRAND_SPANS_MAX 1000
#define TC_ERRAND_HOLDS_MAX 50
/* An hour has some 360. */
#define TC_ERRAND_MOTION_MAX 1000
#define TC_ERRAND_SPANS_TYPE "a(xx)"
#define TC_ERRAND_MOTION_TYPE "a(xxq)"
#define TC_ERRAND_HOLDS_TYPE "a(xxxxxs)"
#define TC_ERRAND_LIST_MAX 200
#define TC_ERRAND_LIST_TYPE "a(xxxxxxxxs)"

/* Why it wasn't done; "": it was. NULL-terminated: "no-recording", "no-hold", "holds-full",
 * "no-export", "exports-full", "fault", and those of tc_media_recorders_get_cause(). */
extern const char *const tc_errand_causes[];

/* @answer: (transfer floating): a{sv} */
typedef void (*TcMediaErrandsFunc) (GVariant *answer, gpointer data);

typedef struct _TcMediaErrands TcMediaErrands;

/* @records: (nullable): nothing is recorded; @exports: (nullable): likewise; all outlive it */
TcMediaErrands *tc_media_errands_new (TcMediaRecords *records, TcMediaExports *exports,
                                      TcMediaRecorders *recorders, TcMediaErrandsFunc func,
                                      gpointer data);
/* Nothing is answered any more. */
void tc_media_errands_free (TcMediaErrands *self);
/* (element-type TcMediaCamera): what cameras are called, and what they mustn't show. Lent. */
void tc_media_errands_set_plan (TcMediaErrands *self, const GPtrArray *plan);
/* @value: of a notice, as it came. One that can't be is passed over. */
void tc_media_errands_take (TcMediaErrands *self, GVariant *value);
