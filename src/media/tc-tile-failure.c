/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading error messages of GStreamer; see the header. The one who wrote the message is no help:
 * domain and code are, and the status of RTSP where there was one.
 */
#include "tc-tile-failure.h"

#include "tc-stream-cause.h"
#include "tc-tile-message.h"

#include <string.h>

#define STATUS "rtsp-status-code"

static TcStreamCause
read_resource (int code, const TcTileProgress *progress)
{
  switch (code) {
  case GST_RESOURCE_ERROR_NOT_AUTHORIZED:
    return TC_CAUSE_DENIED;
  case GST_RESOURCE_ERROR_SETTINGS: /* no common transport */
  case GST_RESOURCE_ERROR_BUSY:
    return TC_CAUSE_SERVER;
  default:
    return progress->had_data ? TC_CAUSE_BROKEN : TC_CAUSE_NONE;
  }
}

static TcStreamCause
read_stream (int code, const TcTileProgress *progress)
{
  switch (code) {
  case GST_STREAM_ERROR_DECODE:
  case GST_STREAM_ERROR_DEMUX:
    return TC_CAUSE_GARBLED;
  default:
    /* What has worked isn't of a kind that we don't decode. */
    return progress->had_picture ? TC_CAUSE_GARBLED : TC_CAUSE_CODEC;
  }
}

TcStreamCause
tc_tile_failure_read (GstMessage *message, const TcTileProgress *progress, char **detail)
{
  g_autoptr (GError) error = NULL;
  const GstStructure *more = NULL;
  guint status = 0;

  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_EOS) {
    *detail = g_strdup ("end of stream");
    return TC_CAUSE_END;
  }
  gst_message_parse_error (message, &error, NULL);
  gst_message_parse_error_details (message, &more);
  if (more && !gst_structure_get_uint (more, STATUS, &status))
    status = 0;
  *detail = status ? g_strdup_printf ("%s (%u)", error->message, status)
                   : g_strdup (error->message);
  if (status >= 400)
    return tc_stream_cause_of_status (status);
  if (progress->codec_strange && !progress->had_data)
    return TC_CAUSE_CODEC;
  if (error->domain == GST_RESOURCE_ERROR)
    return read_resource (error->code, progress);
  if (error->domain == GST_STREAM_ERROR)
    return read_stream (error->code, progress);
  if (error->domain == GST_CORE_ERROR &&
      (error->code == GST_CORE_ERROR_MISSING_PLUGIN || error->code == GST_CORE_ERROR_NEGOTIATION))
    return TC_CAUSE_CODEC;
  return TC_CAUSE_DECODER;
}

char *
tc_tile_failure_tame (char *detail)
{
  char *valid = g_utf8_make_valid (detail, -1);
  gsize size = strlen (valid);

  g_free (detail);
  if (size <= TC_TILE_DETAIL_BYTES_MAX)
    return valid;
  for (size = TC_TILE_DETAIL_BYTES_MAX; ((guchar) valid[size] & 0xc0) == 0x80;)
    size--;
  valid[size] = '\0';
  return valid;
}
