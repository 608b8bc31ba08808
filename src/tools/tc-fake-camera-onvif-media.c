/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Profiles of fake cameras and where their streams are. Source: media.wsdl (ver10 and ver20) and
 * onvif.xsd of ONVIF.
 */
#include "tc-fake-camera-onvif-private.h"

/* ver10 knows no H.265: such a profile is told of as H264, as real cameras do. */
static const char *
encoding_of (TcFakeCodec codec, gboolean media2)
{
  switch (codec) {
  case TC_FAKE_CODEC_MJPEG:
    return "JPEG";
  case TC_FAKE_CODEC_H265:
    return media2 ? "H265" : "H264";
  default:
    return "H264";
  }
}

static void
add_source (TcFakeCall *call, guint number, const char *element)
{
  const TcFakeFormat *format = tc_fake_world_format (TC_FAKE_PROFILE_MAIN);

  g_string_append_printf (
      call->out,
      "<%s token=\"source-config-%u\"><tt:Name>Camera %u</tt:Name><tt:UseCount>2</tt:UseCount>"
      "<tt:SourceToken>source-%u</tt:SourceToken>"
      "<tt:Bounds x=\"0\" y=\"0\" width=\"%d\" height=\"%d\"/></%s>",
      element, number, number, number, format->width, format->height, element);
}

static void
add_encoder (TcFakeCall *call, guint number, TcFakeProfile profile, gboolean media2)
{
  const char *element = media2 ? "tr2:VideoEncoder" : "tt:VideoEncoderConfiguration";
  const TcFakeFormat *format = tc_fake_world_format (profile);
  TcFakeCodec codec = tc_fake_world_codec (call->world, number);

  g_string_append_printf (
      call->out,
      "<%s token=\"encoder-%u-%s\"><tt:Name>%s</tt:Name><tt:UseCount>1</tt:UseCount>"
      "<tt:Encoding>%s</tt:Encoding><tt:Resolution><tt:Width>%d</tt:Width><tt:Height>%d</tt:Height>"
      "</tt:Resolution><tt:Quality>5</tt:Quality><tt:RateControl>"
      "<tt:FrameRateLimit>%u</tt:FrameRateLimit><tt:EncodingInterval>1</tt:EncodingInterval>"
      "<tt:BitrateLimit>%u</tt:BitrateLimit></tt:RateControl></%s>",
      element, number, tc_fake_profile_word (profile), tc_fake_profile_word (profile),
      encoding_of (codec, media2), format->width, format->height, format->fps_milli / 1000,
      format->kbit, element);
}

static void
add_ptz (TcFakeCall *call, guint number, const char *element)
{
  if (tc_fake_world_ptz (call->world, number))
    g_string_append_printf (
        call->out,
        "<%s token=\"ptz-%u\"><tt:Name>ptz</tt:Name><tt:UseCount>2</tt:UseCount>"
        "<tt:NodeToken>node-%u</tt:NodeToken></%s>",
        element, number, number, element);
}

static void
add_profile (TcFakeCall *call, guint number, TcFakeProfile profile, gboolean media2)
{
  const char *word = tc_fake_profile_word (profile);
  const char *prefix = media2 ? "tr2" : "trt";

  g_string_append_printf (call->out,
                          "<%s:Profiles token=\"%u-%s\" fixed=\"true\"><%s:Name>Camera %u %s"
                          "</%s:Name>",
                          prefix, number, word, media2 ? "tr2" : "tt", number, word,
                          media2 ? "tr2" : "tt");
  if (media2)
    g_string_append (call->out, "<tr2:Configurations>");
  add_source (call, number, media2 ? "tr2:VideoSource" : "tt:VideoSourceConfiguration");
  add_encoder (call, number, profile, media2);
  add_ptz (call, number, media2 ? "tr2:PTZ" : "tt:PTZConfiguration");
  if (media2)
    g_string_append (call->out, "</tr2:Configurations>");
  g_string_append_printf (call->out, "</%s:Profiles>", prefix);
}

static void
answer_profiles (TcFakeCall *call)
{
  gboolean media2 = g_str_equal (call->prefix, "tr2");
  guint first;
  guint n;

  tc_fake_call_get_range (call, &first, &n);
  for (guint i = 0; i < n; i++) {
    for (TcFakeProfile profile = 0; profile < TC_FAKE_N_PROFILES; profile++)
      add_profile (call, first + i, profile, media2);
  }
}

static void
add_uri (TcFakeCall *call, const char *uri)
{
  if (g_str_equal (call->prefix, "tr2")) {
    tc_fake_call_add (call, "tr2:Uri", uri);
    return;
  }
  g_string_append (call->out, "<trt:MediaUri>");
  tc_fake_call_add (call, "tt:Uri", uri);
  g_string_append (call->out, "<tt:InvalidAfterConnect>false</tt:InvalidAfterConnect>"
                              "<tt:InvalidAfterReboot>false</tt:InvalidAfterReboot>"
                              "<tt:Timeout>PT0S</tt:Timeout></trt:MediaUri>");
}

static void
answer_stream_uri (TcFakeCall *call)
{
  g_autofree char *token = tc_fake_soap_dup (call->soap, "ProfileToken");
  TcFakeProfile profile;
  guint number = tc_fake_call_check_profile (call, token, &profile);

  if (number == 0)
    return;
  g_autofree char *uri = tc_fake_call_dup_stream_uri (call, number, tc_fake_profile_word (profile));
  add_uri (call, uri);
}

static void
answer_snapshot_uri (TcFakeCall *call)
{
  g_autofree char *token = tc_fake_soap_dup (call->soap, "ProfileToken");
  TcFakeProfile profile;
  guint number = tc_fake_call_check_profile (call, token, &profile);
  g_autofree char *uri = number > 0
                             ? g_strdup_printf ("http://%s/%u/snapshot.jpg", call->host, number)
                             : NULL;

  if (uri)
    add_uri (call, uri);
}

const TcFakeAction tc_fake_media_actions[] = {
    {"GetProfiles", answer_profiles},
    {"GetStreamUri", answer_stream_uri},
    {"GetSnapshotUri", answer_snapshot_uri},
    {NULL},
};

const TcFakeAction tc_fake_media2_actions[] = {
    {"GetProfiles", answer_profiles},
    {"GetStreamUri", answer_stream_uri},
    {"GetSnapshotUri", answer_snapshot_uri},
    {NULL},
};
