/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading what devices answer: bytes in, records out. SOAP 1.1 and 1.2, names by their namespace
 * whatever the prefix, within limits. What isn't SOAP is told apart, since it has other remedies: a
 * web page, another kind of server, a device that is busy, and one that denies. No file, no socket.
 *
 * What a device must tell and doesn't is TC_ONVIF_ERROR_MALFORMED; what it may leave out is empty.
 * Bytes that are no UTF-8 in the middle of a text are replaced, since cameras write names so.
 */
#pragma once

#include "tc-onvif-records.h"

/* Of a whole reply. */
#define TC_ONVIF_REPLY_BYTES_MAX (2 * 1024 * 1024)
#define TC_ONVIF_REPLY_MARKS_MAX 100000 /* '<' */
#define TC_ONVIF_REPLY_DEPTH_MAX 64
/* From one '<' to the next: an element with its attributes and the text behind it; and how many
 * attributes there may be ('='). */
#define TC_ONVIF_REPLY_GAP_BYTES_MAX (16 * 1024)
#define TC_ONVIF_REPLY_ATTRIBUTES_MAX 256
/* Names of elements and attributes, times the attributes beside them and the namespaces declared by
 * then: libxml2 compares each with all of those. */
#define TC_ONVIF_REPLY_STEPS_MAX (20 * 1000 * 1000)

typedef struct _TcOnvifReply TcOnvifReply;

/**
 * tc_onvif_reply_new:
 * @status: of HTTP
 * @content_type: (nullable): as it came
 * @step: what was asked for, for the error
 *
 * Errors: of TC_ONVIF_ERROR: DENIED, FAULT, UNSUPPORTED, BUSY, WEB_PAGE, NOT_ONVIF, MALFORMED,
 * TOO_LARGE.
 */
TcOnvifReply *tc_onvif_reply_new (GBytes *bytes, guint status, const char *content_type,
                                  const char *step, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void tc_onvif_reply_free (TcOnvifReply *reply);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcOnvifReply, tc_onvif_reply_free)

/* Each reads the answer to the request of that name; MALFORMED of another one. */

/* GetSystemDateAndTime. @us: the device's clock, or TC_ONVIF_NO_TIME if it tells none that can
 * be. */
gboolean tc_onvif_reply_read_time (TcOnvifReply *reply, gint64 *us,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* GetDeviceInformation */
TcOnvifInformation *tc_onvif_reply_read_information (TcOnvifReply *reply,
                                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* GetServices or GetCapabilities */
TcOnvifServices *tc_onvif_reply_read_services (TcOnvifReply *reply,
                                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* GetProfiles of either service. (element-type TcOnvifProfile) */
GPtrArray *tc_onvif_reply_read_profiles (TcOnvifReply *reply,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* GetStreamUri and GetSnapshotUri of either service, GetReplayUri. (transfer full): as it was told:
 * it may hold a password. */
char *tc_onvif_reply_read_uri (TcOnvifReply *reply, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* GetPresets. (element-type TcOnvifPreset) */
GPtrArray *tc_onvif_reply_read_presets (TcOnvifReply *reply,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* SetPreset. (transfer full): its token */
char *tc_onvif_reply_read_preset (TcOnvifReply *reply, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* FindRecordings and FindEvents. @name: of the response. (transfer full) */
char *tc_onvif_reply_read_search (TcOnvifReply *reply, const char *name,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* GetRecordingSearchResults (TcOnvifRecording) and GetEventSearchResults (TcOnvifRecordingEvent) */
TcOnvifFound *tc_onvif_reply_read_recordings (TcOnvifReply *reply,
                                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
TcOnvifFound *tc_onvif_reply_read_events (TcOnvifReply *reply,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* An answer that only says that it is done, such as StopResponse. @name: its name */
gboolean tc_onvif_reply_read_done (TcOnvifReply *reply, TcOnvifService service, const char *name,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* ProbeMatches. (element-type TcOnvifMatch) */
GPtrArray *tc_onvif_reply_read_matches (TcOnvifReply *reply,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
