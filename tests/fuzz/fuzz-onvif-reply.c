/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fuzz target: what a device answers, read as each of the answers there are.
 */
#include "tc-onvif-error.h"
#include "tc-onvif-reply.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
check_line (const char *text)
{
  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_cmpint (g_utf8_strlen (text, -1), <=, TC_ONVIF_TEXT_CHARS_MAX);
  g_assert_null (strpbrk (text, "\r\n\t\x1b"));
}

static void
check_token (const char *token)
{
  g_assert_true (*token && g_utf8_validate (token, -1, NULL));
  g_assert_cmpint (g_utf8_strlen (token, -1), <=, TC_ONVIF_TOKEN_CHARS_MAX);
  g_assert_null (strpbrk (token, "\r\n\t\x1b"));
}

static void
read_device (TcOnvifReply *reply)
{
  g_autoptr (TcOnvifInformation) information = tc_onvif_reply_read_information (reply, NULL);
  g_autoptr (TcOnvifServices) services = tc_onvif_reply_read_services (reply, NULL);
  g_autoptr (GPtrArray) matches = tc_onvif_reply_read_matches (reply, NULL);
  gint64 us = 0;

  if (information) {
    check_line (information->manufacturer);
    check_line (information->model);
  }
  for (guint i = 0; services && i < TC_ONVIF_N_SERVICES; i++)
    g_assert_true (!services->told[i] || *services->told[i]);
  for (guint i = 0; matches && i < matches->len; i++) {
    const TcOnvifMatch *match = g_ptr_array_index (matches, i);

    check_token (match->endpoint);
    check_line (match->name);
    check_line (match->location);
  }
  if (tc_onvif_reply_read_time (reply, &us, NULL))
    g_assert_true (us >= 0 || us == TC_ONVIF_NO_TIME);
}

static void
read_media (TcOnvifReply *reply)
{
  g_autoptr (GPtrArray) profiles = tc_onvif_reply_read_profiles (reply, NULL);
  g_autoptr (GPtrArray) presets = tc_onvif_reply_read_presets (reply, NULL);
  g_autofree char *uri = tc_onvif_reply_read_uri (reply, NULL);
  g_autofree char *preset = tc_onvif_reply_read_preset (reply, NULL);

  for (guint i = 0; profiles && i < profiles->len; i++) {
    const TcOnvifProfile *profile = g_ptr_array_index (profiles, i);

    check_token (profile->token);
    check_line (profile->name);
    check_line (profile->encoding);
    g_assert_true (profile->width >= 0 && profile->height >= 0 && profile->fps_milli >= 0 &&
                   profile->kbit >= 0);
  }
  for (guint i = 0; presets && i < presets->len; i++) {
    const TcOnvifPreset *one = g_ptr_array_index (presets, i);

    check_token (one->token);
    check_line (one->name);
  }
  if (uri)
    g_assert_true (*uri);
  if (preset)
    check_token (preset);
}

static void
read_recordings (TcOnvifReply *reply)
{
  g_autofree char *search = tc_onvif_reply_read_search (reply, "FindRecordingsResponse", NULL);
  g_autofree char *begun = tc_onvif_reply_read_search (reply, "FindEventsResponse", NULL);
  g_autoptr (TcOnvifFound) recordings = tc_onvif_reply_read_recordings (reply, NULL);
  g_autoptr (TcOnvifFound) events = tc_onvif_reply_read_events (reply, NULL);

  g_assert_true (!search || !begun);
  for (guint i = 0; recordings && i < recordings->found->len; i++) {
    const TcOnvifRecording *recording = g_ptr_array_index (recordings->found, i);

    check_token (recording->token);
    check_line (recording->name);
    g_assert_true (recording->from_us >= 0 || recording->from_us == TC_ONVIF_NO_TIME);
  }
  for (guint i = 0; events && i < events->found->len; i++) {
    const TcOnvifRecordingEvent *event = g_ptr_array_index (events->found, i);

    check_token (event->recording);
    g_assert_cmpint (event->at_us, >=, 0);
  }
}

static void
read_all (GBytes *bytes, guint status, const char *type)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TcOnvifReply) reply = tc_onvif_reply_new (bytes, status, type, "Test", &error);

  if (!reply) {
    g_autoptr (TcRefusal) cause = tc_onvif_error_dup_cause (error);

    g_assert_true (cause && g_str_has_prefix (cause->code, "camera."));
    g_assert_true (g_utf8_validate (error->message, -1, NULL));
    return;
  }
  g_assert_cmpuint (status, <, 300);
  read_device (reply);
  read_media (reply);
  read_recordings (reply);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);

  read_all (bytes, 200, NULL);
  read_all (bytes, 200, "text/html");
  read_all (bytes, 500, "application/soap+xml");
  return 0;
}
