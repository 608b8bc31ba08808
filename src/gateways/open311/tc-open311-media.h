/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fetches the photos of reports in the background: from allowed hosts only, over connections whose
 * far end was checked (loopback and private addresses are refused, whatever a name resolves to),
 * within limits of size, kind and time; keeps each under its SHA-256 and attaches it to its report,
 * not public until a person releases it. What can't be fetched after some tries is a line in the
 * journal; its address stands in the report's attributes anyway.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-open311-options.h"
#include "tc-operation-sink.h"

#define TC_TYPE_OPEN311_MEDIA (tc_open311_media_get_type ())
G_DECLARE_FINAL_TYPE (TcOpen311Media, tc_open311_media, TC, OPEN311_MEDIA, GObject)

#define TC_OPEN311_MEDIA_TRIES 3
#define TC_OPEN311_MEDIA_REDIRECTS 3
/* One photo, whatever the options say: it is held in memory while it comes. */
#define TC_OPEN311_MEDIA_BYTES_MAX (16 * 1024 * 1024)

/* @options: copied, but for its functions' data, which outlives the calls of dup_file_path: none
 * comes after tc_open311_media_stop(). */
TcOpen311Media *tc_open311_media_new (TcOperationSink *sink, const TcOpen311Options *options);
/* Whether a photo may be fetched from there. */
gboolean tc_open311_media_allows (TcOpen311Media *self, const char *url);
/* Fetches it when its turn comes; past `media_queue_max` it is left out, with a line. */
void tc_open311_media_add (TcOpen311Media *self, gint64 incident_id, gint64 report_id,
                           const char *url);
/* Ends what is under way. */
void tc_open311_media_stop (TcOpen311Media *self);

/* "image/jpeg", "image/png", "image/webp" by the first bytes; NULL: none of these. */
const char *tc_open311_media_sniff (const guint8 *data, gsize size);
/* Loopback, link-local, private, shared, multicast, reserved; also mapped into IPv6. */
gboolean tc_open311_media_is_private (GInetAddress *address);
