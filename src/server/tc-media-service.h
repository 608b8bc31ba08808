/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What media hosts ask of the server, and where their cameras are had:
 *
 *   media.plan    → as in media/tc-media-plan.h, with passwords
 *   media.report  as there; the server tells of it what is due as camera.status
 *
 * Refused, beside those of all questions: media.not-host: for a media host on a line of its own
 * alone. A notice "media.plan-changed" ({}) says that a plan may be another now.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-desk-lines.h"
#include "tc-digest.h"
#include "tc-media-plan.h"

#define TC_ASK_PLAN "media.plan"
#define TC_ASK_REPORT "media.report"
#define TC_NOTICE_PLAN_CHANGED "media.plan-changed"
/* What is committed within that time is told together. */
#define TC_MEDIA_TELL_MS 300

typedef struct _TcMediaService TcMediaService;

/* What becomes of a question: one of the two, or neither: there is nothing more to say. */
typedef struct {
  GVariant *value;    /* (owned) (nullable): a{sv} */
  TcRefusal *refusal; /* (owned) (nullable) */
} TcCameraAnswer;

/* Both (transfer full) (nullable); @value may be floating. */
TcCameraAnswer *tc_camera_answer_new (GVariant *value, TcRefusal *refusal);
void tc_camera_answer_free (TcCameraAnswer *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcCameraAnswer, tc_camera_answer_free)
/* The end of whatever answers a question of cameras or of a media host. (transfer full) */
TcCameraAnswer *tc_camera_answer_finish (GAsyncResult *result, GError **error);

/* @parts, @lines: outlive it */
TcMediaService *tc_media_service_new (const TcServerParts *parts, TcDeskLines *lines);
void tc_media_service_free (TcMediaService *self);

/* @name: one of the two; @value as it came */
void tc_media_service_ask_async (TcMediaService *self, TcDeskLine *line, const char *name,
                                 GVariant *value, GAsyncReadyCallback callback, gpointer data);

/* The log has grown up to there. */
void tc_media_service_committed (TcMediaService *self, gint64 head_lsn);

/* Where a camera's streams are had now. */
typedef struct {
  char *address; /* (owned): host as it stands in a URL, a number of IPv6 in brackets */
  guint16 port;
  TcDigest fingerprint;
} TcMediaPlace;

void tc_media_place_clear (TcMediaPlace *place);
/* Where what that host exported is had. FALSE: it has no line, or hands nothing out. */
gboolean tc_media_service_find_files (TcMediaService *self, gint64 host_id,
                                      TcMediaPlace *place) G_GNUC_WARN_UNUSED_RESULT;
/* As it was told last, while its host has a line. FALSE: it isn't known */
gboolean tc_media_service_get_figures (TcMediaService *self, gint64 host_id, gint64 camera_id,
                                       TcMediaFigures *figures) G_GNUC_WARN_UNUSED_RESULT;
/* Likewise, of the connection of a host. */
gboolean tc_media_service_get_use (TcMediaService *self, gint64 host_id,
                                   TcMediaUse *use) G_GNUC_WARN_UNUSED_RESULT;
/* FALSE: the host has no line, or doesn't say that it serves it. */
gboolean tc_media_service_find (TcMediaService *self, gint64 host_id, gint64 camera_id,
                                TcMediaPlace *place) G_GNUC_WARN_UNUSED_RESULT;
