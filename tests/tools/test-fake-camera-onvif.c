/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: fake cameras answer ONVIF as cameras do: what anybody may ask and what needs a proof, by
 * either kind; each service; refusals; a wrong clock; probes of WS-Discovery. Method: envelopes in,
 * envelopes out, time by hand.
 */
#include "tc-fake-camera-discovery.h"
#include "tc-fake-camera-onvif.h"
#include "tc-fake-camera-soap.h"

#include "tc-limits.h"

#include <string.h>

#define NOW_US (1795761440 * TC_US_PER_S)
#define DEVICE "http://www.onvif.org/ver10/device/wsdl"
#define MEDIA "http://www.onvif.org/ver10/media/wsdl"
#define MEDIA2 "http://www.onvif.org/ver20/media/wsdl"
#define PTZ "http://www.onvif.org/ver20/ptz/wsdl"
#define SEARCH "http://www.onvif.org/ver10/search/wsdl"
#define REPLAY "http://www.onvif.org/ver10/replay/wsdl"

typedef struct {
  TcFakeOptions *options; /* (owned) */
  TcFakeWorld *world;     /* (owned) */
  TcFakeOnvif *onvif;     /* (owned) */
  const char *path;
  const char *header; /* (nullable): of the next envelopes */
  gboolean digest;
  gint64 now_us;
  TcFakeOnvifAnswer answer;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  const char *auth = data ? data : "both";
  char *argv[] = {"x", "--cameras", "8", "--onvif-auth", (char *) auth, "-c", "3:h265", NULL};
  g_autoptr (GError) error = NULL;

  f->options = tc_fake_options_parse (argv, &error);
  g_assert_no_error (error);
  f->world = tc_fake_world_new (f->options);
  f->onvif = tc_fake_onvif_new (f->world, 8554, NOW_US);
  f->path = "/8/onvif/device_service";
  f->digest = TRUE;
  f->now_us = NOW_US;
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_free (f->answer.text);
  tc_fake_onvif_free (f->onvif);
  tc_fake_world_free (f->world);
  tc_fake_options_free (f->options);
}

static void
ask_bytes (Fixture *f, const char *bytes)
{
  TcFakeOnvifRequest request = {f->path,        "10.0.0.9:8880", bytes,
                                strlen (bytes), f->digest,       f->now_us};

  g_clear_pointer (&f->answer.text, g_free);
  tc_fake_onvif_answer (f->onvif, &request, &f->answer);
}

static void
ask (Fixture *f, const char *namespace, const char *action, const char *inside)
{
  g_autofree char *envelope = g_strdup_printf (
      "<e:Envelope xmlns:e=\"http://www.w3.org/2003/05/soap-envelope\""
      " xmlns:tt=\"http://www.onvif.org/ver10/schema\"><e:Header>%s</e:Header>"
      "<e:Body><x:%s xmlns:x=\"%s\">%s</x:%s></e:Body></e:Envelope>",
      f->header ? f->header : "", action, namespace, inside ? inside : "", action);

  ask_bytes (f, envelope);
}

/* The answer is of that action; the text of an element in it. (transfer full) (nullable) */
static char *
get (Fixture *f, const char *action, const char *element)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TcFakeSoap)
      soap = tc_fake_soap_parse (f->answer.text, strlen (f->answer.text), &error);

  g_assert_no_error (error);
  g_assert_cmpstr (tc_fake_soap_get_action (soap), ==, action);
  return tc_fake_soap_dup (soap, element);
}

static void
assert_gets (Fixture *f, const char *action, const char *element, const char *text)
{
  g_autofree char *found = get (f, action, element);

  g_assert_cmpuint (f->answer.status, ==, 200);
  g_assert_cmpstr (found, ==, text);
}

static void
assert_refused (Fixture *f, const char *subcode)
{
  g_autofree char *code = get (f, "Fault", "Value");

  g_assert_cmpuint (f->answer.status, ==, 400);
  g_assert_cmpstr (code, ==, "s:Sender");
  g_assert_nonnull (strstr (f->answer.text, subcode));
}

static guint
count (Fixture *f, const char *what)
{
  g_auto (GStrv) parts = g_strsplit (f->answer.text, what, -1);

  return g_strv_length (parts) - 1;
}

/* ---- the device ---- */

static void
test_device (Fixture *f, gconstpointer data)
{
  ask (f, DEVICE, "GetDeviceInformation", NULL);
  assert_gets (f, "GetDeviceInformationResponse", "SerialNumber", "TC-0008");
  ask (f, DEVICE, "GetSystemDateAndTime", NULL);
  assert_gets (f, "GetSystemDateAndTimeResponse", "Year", "2026");
  assert_gets (f, "GetSystemDateAndTimeResponse", "Hour", "6");
  ask (f, DEVICE, "GetServices", "<x:IncludeCapability>false</x:IncludeCapability>");
  assert_gets (f, "GetServicesResponse", "XAddr", "http://10.0.0.9:8880/8/onvif/device_service");
  g_assert_cmpuint (count (f, "<tds:Service>"), ==, 6);
  ask (f, DEVICE, "GetCapabilities", "<x:Category>All</x:Category>");
  g_assert_cmpuint (count (f, "8/onvif/ptz_service"), ==, 1);
  g_assert_cmpuint (count (f, "<tt:Search>"), ==, 1);
  /* One that can't be turned says so. */
  f->path = "/7/onvif/device_service";
  ask (f, DEVICE, "GetServices", NULL);
  g_assert_cmpuint (count (f, "<tds:Service>"), ==, 5);
  ask (f, DEVICE, "GetCapabilities", NULL);
  g_assert_cmpuint (count (f, "ptz_service"), ==, 0);
}

static void
test_clock (Fixture *f, gconstpointer data)
{
  TcFakeFault fault = {TC_FAKE_FAULT_CLOCK, 3600 * TC_US_PER_S, 0};

  tc_fake_faults_set (f->world->faults, 8, &fault);
  ask (f, DEVICE, "GetSystemDateAndTime", NULL);
  assert_gets (f, "GetSystemDateAndTimeResponse", "Hour", "7");
  f->path = "/onvif/device_service";
  ask (f, DEVICE, "GetSystemDateAndTime", NULL);
  assert_gets (f, "GetSystemDateAndTimeResponse", "Hour", "6");
}

/* ---- who asks ---- */

/* (transfer full): a token as a client makes it. Source: WS-Security UsernameToken Profile 1.0. */
static char *
make_token (const char *account, const char *password, const char *nonce, const char *created)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA1);
  guint8 digest[20];
  gsize size = sizeof digest;
  g_autofree char *nonce64 = g_base64_encode ((const guchar *) nonce, strlen (nonce));

  g_checksum_update (sum, (const guchar *) nonce, -1);
  g_checksum_update (sum, (const guchar *) created, -1);
  g_checksum_update (sum, (const guchar *) password, -1);
  g_checksum_get_digest (sum, digest, &size);
  g_autofree char *digest64 = g_base64_encode (digest, size);
  return g_strdup_printf (
      "<w:Security xmlns:w=\"urn:w\" xmlns:u=\"urn:u\"><w:UsernameToken><w:Username>%s</w:Username>"
      "<w:Password Type=\"#PasswordDigest\">%s</w:Password><w:Nonce>%s</w:Nonce>"
      "<u:Created>%s</u:Created></w:UsernameToken></w:Security>",
      account, digest64, nonce64, created);
}

static guint
ask_with_token (Fixture *f, const char *account, const char *password, const char *nonce,
                const char *created)
{
  g_autofree char *token = make_token (account, password, nonce, created);

  f->header = token;
  ask (f, DEVICE, "GetDeviceInformation", NULL);
  f->header = NULL;
  return f->answer.status;
}

static void
test_open (Fixture *f, gconstpointer data)
{
  f->digest = FALSE;
  ask (f, DEVICE, "GetSystemDateAndTime", NULL);
  g_assert_cmpuint (f->answer.status, ==, 200);
  ask (f, DEVICE, "GetDeviceInformation", NULL);
  g_assert_cmpuint (f->answer.status, ==, 401);
  g_assert_true (f->answer.challenge);
  /* Asked for the challenge alone. */
  ask_bytes (f, "");
  g_assert_true (f->answer.challenge);
}

static void
test_token (Fixture *f, gconstpointer data)
{
  TcFakeFault clock = {TC_FAKE_FAULT_CLOCK, 3600 * TC_US_PER_S, 0};

  f->digest = FALSE;
  g_assert_cmpuint (ask_with_token (f, "camera", "camera", "n1", "2026-11-27T06:37:21Z"), ==, 200);
  /* The same again is no proof. */
  g_assert_cmpuint (ask_with_token (f, "camera", "camera", "n1", "2026-11-27T06:37:21Z"), ==, 400);
  assert_refused (f, "ter:NotAuthorized");
  g_assert_cmpuint (ask_with_token (f, "camera", "Camera", "n2", "2026-11-27T06:37:21Z"), ==, 400);
  g_assert_cmpuint (ask_with_token (f, "admin", "camera", "n3", "2026-11-27T06:37:21Z"), ==, 400);
  g_assert_cmpuint (ask_with_token (f, "camera", "camera", "n4", "2026-11-27T06:36:00Z"), ==, 400);
  g_assert_cmpuint (ask_with_token (f, "camera", "camera", "n5", "noon"), ==, 400);
  g_assert_cmpuint (ask_with_token (f, "camera", "camera", "n6", "2026-11-27T06:37:19.250Z"), ==,
                    200);
  /* By the camera's clock, whatever it says. */
  tc_fake_faults_set (f->world->faults, 8, &clock);
  g_assert_cmpuint (ask_with_token (f, "camera", "camera", "n7", "2026-11-27T06:37:20Z"), ==, 400);
  g_assert_cmpuint (ask_with_token (f, "camera", "camera", "n8", "2026-11-27T07:37:20Z"), ==, 200);
}

static void
test_denied (Fixture *f, gconstpointer data)
{
  TcFakeFault deny = {TC_FAKE_FAULT_DENY, 0, 0};

  tc_fake_faults_set (f->world->faults, 8, &deny);
  ask (f, DEVICE, "GetDeviceInformation", NULL);
  g_assert_cmpuint (f->answer.status, ==, 401);
  f->digest = FALSE;
  g_assert_cmpuint (ask_with_token (f, "camera", "camera", "n1", "2026-11-27T06:37:20Z"), ==, 400);
  f->path = "/7/onvif/device_service";
  g_assert_cmpuint (ask_with_token (f, "camera", "camera", "n2", "2026-11-27T06:37:20Z"), ==, 200);
}

static void
test_digest_alone (Fixture *f, gconstpointer data)
{
  ask (f, DEVICE, "GetDeviceInformation", NULL);
  g_assert_cmpuint (f->answer.status, ==, 200);
  f->digest = FALSE;
  g_assert_cmpuint (ask_with_token (f, "camera", "camera", "n1", "2026-11-27T06:37:20Z"), ==, 401);
}

static void
test_token_alone (Fixture *f, gconstpointer data)
{
  ask (f, DEVICE, "GetDeviceInformation", NULL);
  assert_refused (f, "ter:NotAuthorized");
  g_assert_false (f->answer.challenge);
  g_assert_cmpuint (ask_with_token (f, "camera", "camera", "n1", "2026-11-27T06:37:20Z"), ==, 200);
}

/* ---- media ---- */

static void
test_profiles (Fixture *f, gconstpointer data)
{
  ask (f, MEDIA, "GetProfiles", NULL);
  g_assert_cmpuint (count (f, "<trt:Profiles token=\"8-main\""), ==, 1);
  g_assert_cmpuint (count (f, "<trt:Profiles "), ==, 2);
  g_assert_cmpuint (count (f, "<tt:PTZConfiguration"), ==, 2);
  assert_gets (f, "GetProfilesResponse", "Width", "1280");
  f->path = "/3/onvif/media2_service";
  ask (f, MEDIA2, "GetProfiles", "<x:Type>All</x:Type>");
  g_assert_cmpuint (count (f, "<tr2:Profiles "), ==, 2);
  assert_gets (f, "GetProfilesResponse", "Encoding", "H265");
  g_assert_cmpuint (count (f, "tr2:PTZ"), ==, 0);
  /* Channels of the recorder. */
  f->path = "/onvif/media_service";
  ask (f, MEDIA, "GetProfiles", NULL);
  g_assert_cmpuint (count (f, "<trt:Profiles "), ==, 16);
  g_assert_cmpuint (count (f, "<tt:SourceToken>source-5<"), ==, 2);
}

static void
test_uris (Fixture *f, gconstpointer data)
{
  ask (f, MEDIA, "GetStreamUri",
       "<x:StreamSetup><tt:Stream>RTP-Unicast</tt:Stream></x:StreamSetup>"
       "<x:ProfileToken>8-sub</x:ProfileToken>");
  assert_gets (f, "GetStreamUriResponse", "Uri", "rtsp://10.0.0.9:8554/8/sub");
  ask (f, MEDIA2, "GetStreamUri",
       "<x:Protocol>RTSP</x:Protocol><x:ProfileToken>8-main</x:ProfileToken>");
  assert_gets (f, "GetStreamUriResponse", "Uri", "rtsp://10.0.0.9:8554/8/main");
  g_assert_cmpuint (count (f, "<tr2:Uri>"), ==, 1);
  ask (f, MEDIA, "GetSnapshotUri", "<x:ProfileToken>8-main</x:ProfileToken>");
  assert_gets (f, "GetSnapshotUriResponse", "Uri", "http://10.0.0.9:8880/8/snapshot.jpg");
  ask (f, MEDIA, "GetStreamUri", "<x:ProfileToken>7-main</x:ProfileToken>");
  assert_refused (f, "ter:NoProfile");
  ask (f, MEDIA, "GetStreamUri", NULL);
  assert_refused (f, "ter:NoProfile");
  f->path = "/onvif/media_service";
  ask (f, MEDIA, "GetStreamUri", "<x:ProfileToken>7-main</x:ProfileToken>");
  assert_gets (f, "GetStreamUriResponse", "Uri", "rtsp://10.0.0.9:8554/7/main");
}

/* ---- turning ---- */

#define PROFILE "<x:ProfileToken>8-main</x:ProfileToken>"

static void
assert_status (Fixture *f, const char *pan, const char *move)
{
  g_autofree char *attribute = g_strdup_printf ("<tt:PanTilt x=\"%s\"", pan);

  ask (f, PTZ, "GetStatus", PROFILE);
  g_assert_cmpuint (count (f, attribute), ==, 1);
  g_assert_cmpuint (count (f, move), ==, 2);
}

static void
test_ptz (Fixture *f, gconstpointer data)
{
  assert_status (f, "0.0000", "IDLE");
  ask (f, PTZ, "ContinuousMove",
       PROFILE "<x:Velocity><tt:PanTilt x=\"0.5\" y=\"0\"/></x:Velocity><x:Timeout>PT5S"
               "</x:Timeout>");
  assert_gets (f, "ContinuousMoveResponse", "nothing", NULL);
  f->now_us += TC_US_PER_S;
  assert_status (f, "0.2500", "MOVING");
  ask (f, PTZ, "Stop", PROFILE "<x:PanTilt>true</x:PanTilt><x:Zoom>true</x:Zoom>");
  assert_gets (f, "StopResponse", "nothing", NULL);
  f->now_us += 10 * TC_US_PER_S;
  assert_status (f, "0.2500", "IDLE");
  ask (f, PTZ, "SetPreset", PROFILE "<x:PresetName>Ngã tư &amp; cầu</x:PresetName>");
  assert_gets (f, "SetPresetResponse", "PresetToken", "1");
  ask (f, PTZ, "ContinuousMove",
       PROFILE "<x:Velocity><tt:PanTilt x=\"-1\" y=\"0\"/></x:Velocity><x:Timeout>PT1S"
               "</x:Timeout>");
  f->now_us += 10 * TC_US_PER_S;
  assert_status (f, "-0.2500", "IDLE");
  ask (f, PTZ, "GetPresets", PROFILE);
  assert_gets (f, "GetPresetsResponse", "Name", "Ngã tư & cầu");
  ask (f, PTZ, "GotoPreset", PROFILE "<x:PresetToken>1</x:PresetToken>");
  f->now_us += 10 * TC_US_PER_S;
  assert_status (f, "0.2500", "IDLE");
  ask (f, PTZ, "GotoPreset", PROFILE "<x:PresetToken>2</x:PresetToken>");
  assert_refused (f, "ter:NoToken");
  ask (f, PTZ, "RemovePreset", PROFILE "<x:PresetToken>1</x:PresetToken>");
  g_assert_cmpuint (f->answer.status, ==, 200);
  ask (f, PTZ, "GetPresets", PROFILE);
  assert_gets (f, "GetPresetsResponse", "Name", NULL);
  f->path = "/7/onvif/ptz_service";
  ask (f, PTZ, "GetPresets", "<x:ProfileToken>7-main</x:ProfileToken>");
  assert_refused (f, "ter:ActionNotSupported");
  f->path = "/onvif/ptz_service";
  ask (f, PTZ, "GetPresets", "<x:ProfileToken>7-main</x:ProfileToken>");
  assert_refused (f, "ter:NoPTZProfile");
}

static void
test_durations (void)
{
  g_assert_cmpint (tc_fake_soap_parse_duration ("PT1S", 7), ==, TC_US_PER_S);
  g_assert_cmpint (tc_fake_soap_parse_duration ("PT0.25S", 7), ==, TC_US_PER_S / 4);
  g_assert_cmpint (tc_fake_soap_parse_duration ("PT1M1S", 7), ==, 61 * TC_US_PER_S);
  g_assert_cmpint (tc_fake_soap_parse_duration ("PT", 7), ==, 7);
  g_assert_cmpint (tc_fake_soap_parse_duration ("P1D", 7), ==, 7);
  g_assert_cmpint (tc_fake_soap_parse_duration ("PTS", 7), ==, 7);
  g_assert_cmpint (tc_fake_soap_parse_duration ("PT-1S", 7), ==, 7);
  g_assert_cmpint (tc_fake_soap_parse_duration ("PTnanS", 7), ==, 7);
  g_assert_cmpint (tc_fake_soap_parse_duration (NULL, 7), ==, 7);
}

/* ---- recordings ---- */

static void
test_recordings (Fixture *f, gconstpointer data)
{
  ask (f, SEARCH, "FindRecordings", "<x:Scope/><x:KeepAliveTime>PT10S</x:KeepAliveTime>");
  assert_gets (f, "FindRecordingsResponse", "SearchToken", "recordings-0");
  ask (f, SEARCH, "GetRecordingSearchResults", "<x:SearchToken>recordings-0</x:SearchToken>");
  assert_gets (f, "GetRecordingSearchResultsResponse", "SearchState", "Completed");
  assert_gets (f, "GetRecordingSearchResultsResponse", "RecordingToken", "recording-8");
  assert_gets (f, "GetRecordingSearchResultsResponse", "EarliestRecording",
               "2026-11-26T06:37:20.000Z");
  ask (f, SEARCH, "GetRecordingSearchResults", "<x:SearchToken>what</x:SearchToken>");
  assert_refused (f, "ter:InvalidToken");
  ask (f, SEARCH, "EndSearch", "<x:SearchToken>recordings-0</x:SearchToken>");
  g_assert_cmpuint (f->answer.status, ==, 200);
  ask (f, REPLAY, "GetReplayUri", "<x:RecordingToken>recording-8</x:RecordingToken>");
  assert_gets (f, "GetReplayUriResponse", "Uri", "rtsp://10.0.0.9:8554/8/replay");
  ask (f, REPLAY, "GetReplayUri", "<x:RecordingToken>recording-9</x:RecordingToken>");
  assert_refused (f, "ter:NoRecording");
  f->path = "/onvif/search_service";
  ask (f, SEARCH, "GetRecordingSearchResults", "<x:SearchToken>recordings-0</x:SearchToken>");
  g_assert_cmpuint (count (f, "<tt:RecordingInformation>"), ==, 8);
}

static void
test_events (Fixture *f, gconstpointer data)
{
  g_autofree char *token = NULL;
  g_autofree char *second = NULL;

  ask (f, SEARCH, "FindEvents",
       "<x:StartPoint>2026-11-27T03:00:00Z</x:StartPoint><x:EndPoint>2026-11-27T06:00:00Z"
       "</x:EndPoint><x:Scope><tt:IncludedRecordings>recording-8</tt:IncludedRecordings></x:Scope>"
       "<x:IncludeStartState>true</x:IncludeStartState>");
  token = get (f, "FindEventsResponse", "SearchToken");
  g_autofree char *inside = g_strdup_printf ("<x:SearchToken>%s</x:SearchToken>", token);
  ask (f, SEARCH, "GetEventSearchResults", inside);
  /* There is something at first, then half an hour nothing. */
  g_assert_cmpuint (count (f, "<tt:Result>"), ==, 3);
  g_assert_cmpuint (count (f, "<tt:StartStateEvent>true"), ==, 1);
  g_assert_cmpuint (count (f, "IsDataPresent\" Value=\"true\""), ==, 2);
  g_assert_cmpuint (count (f, "<tt:Time>2026-11-27T04:37:20.000Z</tt:Time>"), ==, 1);
  g_assert_cmpuint (count (f, "<tt:Time>2026-11-27T05:07:20.000Z</tt:Time>"), ==, 1);
  /* Long before there was nothing. */
  ask (f, SEARCH, "FindEvents",
       "<x:StartPoint>2026-11-20T00:00:00Z</x:StartPoint><x:EndPoint>2026-11-27T03:00:00Z"
       "</x:EndPoint><x:Scope/><x:IncludeStartState>true</x:IncludeStartState>");
  second = get (f, "FindEventsResponse", "SearchToken");
  g_autofree char *other = g_strdup_printf ("<x:SearchToken>%s</x:SearchToken>", second);
  ask (f, SEARCH, "GetEventSearchResults", other);
  g_assert_cmpuint (count (f, "<tt:Result>"), ==, 2);
  g_assert_cmpuint (count (f, "IsDataPresent\" Value=\"false\""), ==, 1);
  ask (f, SEARCH, "GetEventSearchResults", "<x:SearchToken>events--5-5-0-1</x:SearchToken>");
  assert_refused (f, "ter:InvalidToken");
}

/* ---- what is no question ---- */

static void
test_bad (Fixture *f, gconstpointer data)
{
  static const char *const bad[] = {
      "",
      "hello",
      "<html><body>hello</body></html>",
      "<Envelope/>",
      "<Envelope><Body/></Envelope>",
      "<Envelope><Body><GetProfiles></Body></Envelope>",
      "<!DOCTYPE x [<!ENTITY a \"b\">]><Envelope><Body><a>&a;</a></Body></Envelope>",
  };
  g_autofree char *long_text = g_strnfill (TC_FAKE_SOAP_BYTES_MAX + 1, ' ');

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    ask_bytes (f, bad[i]);
    assert_refused (f, "ter:WellFormed");
  }
  ask_bytes (f, long_text);
  assert_refused (f, "ter:WellFormed");
  ask (f, DEVICE, "SystemReboot", NULL);
  assert_refused (f, "ter:ActionNotSupported");
  ask (f, "urn:other", "GetProfiles", NULL);
  assert_refused (f, "ter:ActionNotSupported");
  ask (f, DEVICE, "GetProfiles", NULL);
  assert_refused (f, "ter:ActionNotSupported");
}

/* ---- discovery ---- */

#define PROBE(types, scopes)                                                                       \
  "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\""                                \
  " xmlns:a=\"http://schemas.xmlsoap.org/ws/2004/08/addressing\""                                  \
  " xmlns:d=\"http://schemas.xmlsoap.org/ws/2005/04/discovery\"><s:Header>"                        \
  "<a:MessageID>urn:uuid:1</a:MessageID></s:Header><s:Body><d:Probe>" types scopes                 \
  "</d:Probe></s:Body></s:Envelope>"

static char *
probe (const char *text, guint number)
{
  return tc_fake_discovery_answer (text, strlen (text), number, "10.0.0.9:8880", "urn:uuid:2");
}

static void
test_probe (void)
{
  static const char *const meant[] = {
      PROBE ("", ""),
      PROBE ("<d:Types>dn:NetworkVideoTransmitter</d:Types>", ""),
      PROBE ("<d:Types>tds:Device dn:NetworkVideoTransmitter</d:Types>", "<d:Scopes/>"),
      PROBE ("", "<d:Scopes>onvif://www.onvif.org/hardware/</d:Scopes>"),
  };
  static const char *const not_meant[] = {
      PROBE ("<d:Types>x:Printer</d:Types>", ""),
      PROBE ("", "<d:Scopes>onvif://www.onvif.org/hardware/real</d:Scopes>"),
      "<Envelope><Body><Probe/></Body></Envelope>",
      "hello",
  };

  for (guint i = 0; i < G_N_ELEMENTS (meant); i++) {
    g_autofree char *text = probe (meant[i], 7);
    g_autoptr (TcFakeSoap) soap = tc_fake_soap_parse (text, strlen (text), NULL);
    g_autofree char *relates = tc_fake_soap_dup_header (soap, "RelatesTo");
    g_autofree char *address = tc_fake_soap_dup (soap, "XAddrs");
    g_assert_cmpstr (tc_fake_soap_get_action (soap), ==, "ProbeMatches");
    g_assert_cmpstr (relates, ==, "urn:uuid:1");
    g_assert_cmpstr (address, ==, "http://10.0.0.9:8880/7/onvif/device_service");
    g_assert_nonnull (strstr (text, "urn:uuid:7463feca-0000-4000-8000-000000000007"));
  }
  for (guint i = 0; i < G_N_ELEMENTS (not_meant); i++)
    g_assert_null (probe (not_meant[i], 7));
  g_autofree char *recorder = probe (meant[0], 0);
  g_assert_nonnull (strstr (recorder, "http://10.0.0.9:8880/onvif/device_service"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, data, func)                                                                      \
  g_test_add ("/fake-camera-onvif/" name, Fixture, data, set_up, func, tear_down)
  ADD ("device", NULL, test_device);
  ADD ("clock", NULL, test_clock);
  ADD ("open", NULL, test_open);
  ADD ("token", NULL, test_token);
  ADD ("denied", NULL, test_denied);
  ADD ("digest-alone", "digest", test_digest_alone);
  ADD ("token-alone", "token", test_token_alone);
  ADD ("profiles", NULL, test_profiles);
  ADD ("uris", NULL, test_uris);
  ADD ("ptz", NULL, test_ptz);
  ADD ("recordings", NULL, test_recordings);
  ADD ("events", NULL, test_events);
  ADD ("bad", NULL, test_bad);
  g_test_add_func ("/fake-camera-onvif/durations", test_durations);
  g_test_add_func ("/fake-camera-onvif/probe", test_probe);
  return g_test_run ();
}
