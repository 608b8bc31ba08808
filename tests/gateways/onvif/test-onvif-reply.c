/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what devices answer becomes records, whatever their prefixes, and what is no answer has its
 * cause: nothing else of it gets in.
 * Method: the corpus of the fuzz target, written after the specification, for what is right; a
 * table of answers that are wrong; limits from both sides.
 */
#include "tc-limits.h"
#include "tc-onvif-error.h"
#include "tc-onvif-reply.h"

#include <string.h>

#define HEAD "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\">"
#define BODY HEAD "<s:Body>"
#define END "</s:Body></s:Envelope>"
#define TDS "http://www.onvif.org/ver10/device/wsdl"

static TcOnvifReply *
open_file (const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (g_getenv ("TC_ONVIF_REPLIES"), name, NULL);
  g_autoptr (GBytes) bytes = NULL;
  char *text = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &text, &size, NULL));
  bytes = g_bytes_new_take (text, size);
  return tc_onvif_reply_new (bytes, 200, "application/soap+xml", "Test", error);
}

static TcOnvifReply *
open_text (const char *text, guint status, const char *type, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return tc_onvif_reply_new (bytes, status, type, "Test", error);
}

static TcOnvifReply *
must_open (const char *name)
{
  g_autoptr (GError) error = NULL;
  TcOnvifReply *reply = open_file (name, &error);

  g_assert_no_error (error);
  return reply;
}

/* Which of a table it is; bytes escaped. */
static void
say (const char *text)
{
  g_autofree char *escaped = g_strescape (text, NULL);

  g_test_message ("%s", escaped);
}

static void
test_time (void)
{
  g_autoptr (TcOnvifReply) utc = must_open ("date");
  g_autoptr (TcOnvifReply) local = must_open ("date-local");
  gint64 us = 0;

  g_assert_true (tc_onvif_reply_read_time (utc, &us, NULL));
  g_assert_cmpint (us, ==, G_GINT64_CONSTANT (1795761439000000));
  /* 8:37 in summer, two hours ahead. */
  g_assert_true (tc_onvif_reply_read_time (local, &us, NULL));
  g_assert_cmpint (us, ==, G_GINT64_CONSTANT (1785134239000000));
}

static void
check_time (const char *inside, gint64 expected)
{
  g_autofree char *text = g_strdup_printf (
      BODY "<GetSystemDateAndTimeResponse xmlns=\"" TDS "\" xmlns:tt=\"" TC_ONVIF_SCHEMA
           "\"><SystemDateAndTime>%s</SystemDateAndTime></GetSystemDateAndTimeResponse>" END,
      inside);
  g_autoptr (TcOnvifReply) reply = open_text (text, 200, NULL, NULL);
  gint64 us = 0;

  g_test_message ("%s", inside);
  g_assert_nonnull (reply);
  g_assert_true (tc_onvif_reply_read_time (reply, &us, NULL));
  g_assert_cmpint (us, ==, expected);
}

#define CLOCK(kind, year, month, day, hour)                                                        \
  "<tt:" kind "><tt:Time><tt:Hour>" hour "</tt:Hour><tt:Minute>0</tt:Minute><tt:Second>0"          \
  "</tt:Second></tt:Time><tt:Date><tt:Year>" year "</tt:Year><tt:Month>" month                     \
  "</tt:Month><tt:Day>" day "</tt:Day></tt:Date></tt:" kind ">"
#define ZONE(zone) "<tt:TimeZone><tt:TZ>" zone "</tt:TZ></tt:TimeZone>"

static void
test_odd_times (void)
{
  check_time (CLOCK ("UTCDateTime", "1970", "1", "1", "0"), 0);
  check_time (CLOCK ("UTCDateTime", "1970", "1", "1", " 1 "), 3600 * TC_US_PER_S);
  check_time (CLOCK ("UTCDateTime", "2026", "2", "30", "0"), TC_ONVIF_NO_TIME);
  check_time (CLOCK ("UTCDateTime", "0", "0", "0", "0"), TC_ONVIF_NO_TIME);
  check_time (CLOCK ("UTCDateTime", "2026", "1", "1", "24"), TC_ONVIF_NO_TIME);
  check_time (CLOCK ("UTCDateTime", "99999999999999999999", "1", "1", "0"), TC_ONVIF_NO_TIME);
  check_time (CLOCK ("UTCDateTime", "2026", "", "1", "0"), TC_ONVIF_NO_TIME);
  check_time ("", TC_ONVIF_NO_TIME);
  check_time (CLOCK ("LocalDateTime", "1970", "1", "1", "9"), TC_ONVIF_NO_TIME);
  check_time (ZONE ("ICT-7") CLOCK ("LocalDateTime", "1970", "1", "1", "9"),
              2 * 3600 * TC_US_PER_S);
  check_time (ZONE ("&lt;+0530&gt;-5:30") CLOCK ("LocalDateTime", "1970", "1", "1", "9"),
              (3 * 3600 + 1800) * TC_US_PER_S);
  check_time (ZONE ("EST5EDT") CLOCK ("LocalDateTime", "1970", "1", "1", "9"),
              14 * 3600 * TC_US_PER_S);
  check_time (ZONE ("Asia/Ho_Chi_Minh") CLOCK ("LocalDateTime", "1970", "1", "1", "9"),
              TC_ONVIF_NO_TIME);
  check_time (ZONE ("A-99") CLOCK ("LocalDateTime", "1970", "1", "1", "9"), TC_ONVIF_NO_TIME);
  check_time (ZONE ("A-99999999999999999999") CLOCK ("LocalDateTime", "1970", "1", "1", "9"),
              TC_ONVIF_NO_TIME);
  /* As cameras write what is ahead, against the specification. */
  check_time (ZONE ("GMT+07:00") CLOCK ("LocalDateTime", "1970", "1", "1", "9"),
              2 * 3600 * TC_US_PER_S);
}

static void
test_information (void)
{
  g_autoptr (TcOnvifReply) reply = must_open ("information");
  g_autoptr (TcOnvifInformation) information = tc_onvif_reply_read_information (reply, NULL);

  g_assert_nonnull (information);
  g_assert_cmpstr (information->manufacturer, ==, "Example & Sons");
  g_assert_cmpstr (information->model, ==, "Dome 7");
  g_assert_cmpstr (information->firmware, ==, "V5.7.1 build <230112>");
  g_assert_cmpstr (information->serial, ==, "SN-0042");
  g_assert_cmpstr (information->hardware, ==, "88");
}

static void
test_services (void)
{
  g_autoptr (TcOnvifReply) list = must_open ("services");
  g_autoptr (TcOnvifReply) old = must_open ("capabilities");
  g_autoptr (TcOnvifServices) services = tc_onvif_reply_read_services (list, NULL);
  g_autoptr (TcOnvifServices) capabilities = tc_onvif_reply_read_services (old, NULL);

  g_assert_cmpstr (services->told[TC_ONVIF_SERVICE_MEDIA], ==,
                   "http://192.0.2.10/onvif/media_service");
  g_assert_cmpstr (services->told[TC_ONVIF_SERVICE_MEDIA2], ==,
                   "http://0.0.0.0/onvif/media2_service");
  g_assert_cmpstr (services->told[TC_ONVIF_SERVICE_REPLAY], ==,
                   "http://192.0.2.10/onvif/replay_service");
  g_assert_cmpstr (capabilities->told[TC_ONVIF_SERVICE_PTZ], ==, "http://192.0.2.10/onvif/PTZ");
  g_assert_cmpstr (capabilities->told[TC_ONVIF_SERVICE_SEARCH], ==,
                   "http://192.0.2.10/onvif/Search");
  g_assert_null (capabilities->told[TC_ONVIF_SERVICE_MEDIA2]);
}

static void
check_profile (GPtrArray *profiles, guint i, const char *expected)
{
  const TcOnvifProfile *profile = g_ptr_array_index (profiles, i);
  g_autofree char *told = g_strdup_printf (
      "%s|%s|%s|%s|%dx%d|%d|%d|%s%s%s", profile->token, profile->name, profile->source,
      profile->encoding, (int) profile->width, (int) profile->height, (int) profile->fps_milli,
      (int) profile->kbit, profile->ptz ? "p" : "", profile->audio ? "a" : "",
      profile->media2 ? "2" : "");

  g_assert_cmpstr (told, ==, expected);
}

static void
test_profiles (void)
{
  g_autoptr (TcOnvifReply) media = must_open ("profiles-media");
  g_autoptr (TcOnvifReply) media2 = must_open ("profiles-media2");
  g_autoptr (GPtrArray) old = tc_onvif_reply_read_profiles (media, NULL);
  g_autoptr (GPtrArray) new = tc_onvif_reply_read_profiles (media2, NULL);

  g_assert_cmpuint (old->len, ==, 3);
  check_profile (old, 0, "Profile_1|mainStream|VideoSource_1|H264|1920x1080|25000|4096|pa");
  check_profile (old, 1, "Profile_2|Luồng phụ|VideoSource_1|JPEG|640x360|0|0|");
  check_profile (old, 2, "Profile_3|empty|||0x0|0|0|");
  g_assert_cmpuint (new->len, ==, 2);
  check_profile (new, 0, "000|Channel 1 main|ch1|H265|3840x2160|12500|6144|pa2");
  check_profile (new, 1, "001|Channel 1 sub|ch1|H264|640x360|15000|512|2");
}

static void
test_addresses (void)
{
  static const char *const files[] = {"stream-media", "stream-media2", "snapshot", "replay"};
  static const char *const told[] = {
      "rtsp://0.0.0.0:554/Streaming/Channels/101?transportmode=unicast&profile=Profile_1",
      "rtsp://operator:secret@192.0.2.10/main", "http://127.0.0.1/onvif/snapshot/1.jpg",
      "rtsp://127.0.0.1:554/replay/Recording_1"};

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autoptr (TcOnvifReply) reply = must_open (files[i]);
    g_autofree char *uri = tc_onvif_reply_read_uri (reply, NULL);

    g_assert_cmpstr (uri, ==, told[i]);
  }
}

static void
test_ptz (void)
{
  g_autoptr (TcOnvifReply) list = must_open ("presets");
  g_autoptr (TcOnvifReply) set = must_open ("preset-set");
  g_autoptr (TcOnvifReply) old = must_open ("soap-11");
  g_autoptr (TcOnvifReply) stop = must_open ("stop");
  g_autoptr (GPtrArray) presets = tc_onvif_reply_read_presets (list, NULL);
  g_autofree char *token = tc_onvif_reply_read_preset (set, NULL);
  g_autofree char *old_token = tc_onvif_reply_read_preset (old, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (presets->len, ==, 2);
  g_assert_cmpstr (((TcOnvifPreset *) presets->pdata[0])->token, ==, "1");
  g_assert_cmpstr (((TcOnvifPreset *) presets->pdata[0])->name, ==, "Cổng chợ");
  g_assert_cmpstr (((TcOnvifPreset *) presets->pdata[1])->name, ==, "");
  g_assert_cmpstr (token, ==, "7");
  g_assert_cmpstr (old_token, ==, "old");
  g_assert_true (tc_onvif_reply_read_done (stop, TC_ONVIF_SERVICE_PTZ, "StopResponse", NULL));
  g_assert_false (
      tc_onvif_reply_read_done (stop, TC_ONVIF_SERVICE_PTZ, "GotoPresetResponse", &error));
  g_assert_error (error, TC_ONVIF_ERROR, TC_ONVIF_ERROR_MALFORMED);
}

static void
test_recordings (void)
{
  g_autoptr (TcOnvifReply) begun = must_open ("search");
  g_autoptr (TcOnvifReply) other = must_open ("search-events");
  g_autoptr (TcOnvifReply) list = must_open ("recordings");
  g_autoptr (TcOnvifReply) happened = must_open ("events");
  g_autofree char *token = tc_onvif_reply_read_search (begun, "FindRecordingsResponse", NULL);
  g_autofree char *events_token = tc_onvif_reply_read_search (other, "FindEventsResponse", NULL);
  g_autoptr (TcOnvifFound) recordings = tc_onvif_reply_read_recordings (list, NULL);
  g_autoptr (TcOnvifFound) events = tc_onvif_reply_read_events (happened, NULL);
  const TcOnvifRecording *first;
  const TcOnvifRecording *second;
  const TcOnvifRecordingEvent *event;

  g_assert_cmpstr (token, ==, "SearchToken_0001");
  g_assert_cmpstr (events_token, ==, "SearchToken_0002");
  g_assert_null (tc_onvif_reply_read_search (other, "FindRecordingsResponse", NULL));
  g_assert_true (recordings->completed);
  g_assert_cmpuint (recordings->found->len, ==, 2);
  first = g_ptr_array_index (recordings->found, 0);
  second = g_ptr_array_index (recordings->found, 1);
  g_assert_cmpstr (first->token, ==, "Recording_1");
  g_assert_cmpstr (first->name, ==, "Ngã tư Trần Hưng Đạo");
  g_assert_cmpint (first->from_us, ==, G_GINT64_CONSTANT (1795132800000000));
  g_assert_cmpint (first->until_us, ==, G_GINT64_CONSTANT (1795736239500000));
  g_assert_true (first->video);
  g_assert_cmpint (second->from_us, ==, TC_ONVIF_NO_TIME);
  g_assert_false (second->video);
  g_assert_cmpuint (events->found->len, ==, 3);
  event = g_ptr_array_index (events->found, 0);
  g_assert_true (event->present && event->initial);
  g_assert_cmpstr (event->track, ==, "video");
  event = g_ptr_array_index (events->found, 1);
  g_assert_false (event->present || event->initial);
}

static void
test_matches (void)
{
  g_autoptr (TcOnvifReply) reply = must_open ("matches");
  g_autoptr (GPtrArray) matches = tc_onvif_reply_read_matches (reply, NULL);
  const TcOnvifMatch *match;

  g_assert_cmpuint (matches->len, ==, 1);
  match = g_ptr_array_index (matches, 0);
  g_assert_cmpstr (match->endpoint, ==, "urn:uuid:3fa1fe68-b915-4053-a3e1-c006c3afec0e");
  g_assert_cmpstr (match->relates, ==, "urn:uuid:5e0ab3c8-53ae-4c3b-9a43-1f4dbb1d9cb1");
  g_assert_cmpuint (g_strv_length (match->told), ==, 2);
  g_assert_cmpstr (match->told[0], ==, "http://0.0.0.0:8080/onvif/device_service");
  g_assert_cmpstr (match->name, ==, "Cổng chợ");
  g_assert_cmpstr (match->hardware, ==, "Dome-7");
  g_assert_cmpstr (match->location, ==, "Vị Thanh");
}

static void
check_cause (const GError *error, const char *code, const char *name, const char *text)
{
  g_autoptr (TcRefusal) cause = tc_onvif_error_dup_cause (error);
  const char *value = NULL;

  g_assert_nonnull (cause);
  g_assert_cmpstr (cause->code, ==, code);
  if (!name)
    return;
  g_assert_true (g_variant_lookup (cause->args, name, "&s", &value));
  g_assert_cmpstr (value, ==, text);
}

static void
test_faults (void)
{
  static const struct {
    const char *file;
    const char *code;
    const char *name; /* (nullable) */
    const char *text;
  } cases[] = {
      {"fault", "camera.fault", "code", "Sender/InvalidArgVal/NoProfile"},
      {"fault", "camera.fault", "reason", "The requested profile token does not exist."},
      {"fault-11", "camera.fault", "code", "Client"},
      {"fault-11", "camera.fault", "reason", "Method not implemented here"},
      {"denied", "camera.denied", "step", "Test"},
      {"unsupported", "camera.unsupported", "what", "Test"},
      {"page", "camera.web-page", "title", "Đăng nhập"},
      {"entities", "camera.malformed", "what", "DOCTYPE"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", cases[i].file);
    g_assert_null (open_file (cases[i].file, &error));
    check_cause (error, cases[i].code, cases[i].name, cases[i].text);
  }
}

/* Answers that are none, each with its cause. */
static void
test_malformed (void)
{
  static const struct {
    const char *text;
    guint status;
    const char *type; /* (nullable) */
    const char *code;
  } cases[] = {
      {"", 200, NULL, "camera.malformed"},
      {" \r\n\t", 200, NULL, "camera.malformed"},
      {"", 404, NULL, "camera.not-onvif"},
      {"", 503, NULL, "camera.busy"},
      {"Too many connections", 500, "text/plain", "camera.busy"},
      {"slow down", 429, NULL, "camera.busy"},
      {"OK", 200, "text/plain", "camera.not-onvif"},
      {"{\"status\": 200}", 200, "application/json", "camera.not-onvif"},
      {"\xff\xd8\xff\xe0 a picture", 200, "image/jpeg", "camera.not-onvif"},
      {"<html><body>Document Error", 200, NULL, "camera.web-page"},
      {"<HTML>", 404, "application/soap+xml", "camera.web-page"},
      {"\n<!DOCTYPE HTML PUBLIC>", 500, NULL, "camera.web-page"},
      {"<div>", 200, "text/html; charset=utf-8", "camera.web-page"},
      {"<", 200, NULL, "camera.malformed"},
      {"<a", 200, NULL, "camera.malformed"},
      {"<a></b>", 200, NULL, "camera.malformed"},
      {"<a>&nope;</a>", 200, NULL, "camera.malformed"},
      {"<a x=\"1\" x=\"2\"/>", 200, NULL, "camera.malformed"},
      {"<a b=<c/>/>", 200, NULL, "camera.malformed"},
      {"<a/><b/>", 200, NULL, "camera.malformed"},
      {"<?xml version=\"1.0\"?>", 200, NULL, "camera.malformed"},
      {"<!DOCTYPE a><a/>", 200, NULL, "camera.malformed"},
      {"<ResponseStatus><statusCode>4</statusCode></ResponseStatus>", 200, NULL,
       "camera.not-onvif"},
      {"<Envelope><Body><a/></Body></Envelope>", 200, NULL, "camera.not-onvif"},
      {"<s:Envelope><s:Body><a/></s:Body></s:Envelope>", 200, NULL, "camera.not-onvif"},
      {HEAD "</s:Envelope>", 200, NULL, "camera.malformed"},
      {BODY END, 200, NULL, "camera.malformed"},
      {BODY "text only" END, 200, NULL, "camera.malformed"},
      {BODY "<a/>" END "<more/>", 200, NULL, "camera.malformed"},
      {BODY "<a>", 200, NULL, "camera.malformed"},
      {BODY "<a/>" END, 500, NULL, "camera.busy"},
      {BODY "<a/>" END, 400, NULL, "camera.not-onvif"},
      {BODY "<s:Fault/>" END, 200, NULL, "camera.fault"},
      {BODY "<s:Fault><s:Reason><s:Text>Authority failure:wsse</s:Text></s:Reason></s:Fault>" END,
       400, NULL, "camera.denied"},
      {BODY "<s:Fault><s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value>wsse:FailedAuthenti"
            "cation</s:Value></s:Subcode></s:Code></s:Fault>" END,
       400, NULL, "camera.denied"},
      /* What it doesn't understand is the one header that we send: a token. */
      {BODY "<s:Fault><s:Code><s:Value>s:MustUnderstand</s:Value></s:Code></s:Fault>" END, 500,
       NULL, "camera.denied"},
      {"anything", 401, NULL, "camera.denied"},
      {"<html>", 403, "text/html", "camera.denied"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;

    say (cases[i].text);
    g_assert_null (open_text (cases[i].text, cases[i].status, cases[i].type, &error));
    check_cause (error, cases[i].code, NULL, NULL);
  }
}

/* What is wrong, but not with what is asked for. */
static void
test_tolerated (void)
{
  static const char *const texts[] = {
      "\xef\xbb\xbf" BODY "<a/>" END,
      "\r\n  " BODY "<a/>" END "\n",
      "<?xml version=\"1.0\" encoding=\"gb2312\"?>" BODY "<a>\xc4\xe3</a>" END,
      "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>" BODY "<a/>" END,
      HEAD "<s:Header><x/></s:Header><s:Body><!-- <b> --><a/></s:Body></s:Envelope>",
      BODY "<a><![CDATA[ < & ]]></a><b/>" END,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (TcOnvifReply) reply = open_text (texts[i], 200, "text/html", &error);

    say (texts[i]);
    g_assert_no_error (error);
    g_assert_nonnull (reply);
  }
}

/* @before, then @part @n times, then @after: opened. */
static void
check_limit (const char *before, const char *part, guint n, const char *after, gboolean fits)
{
  GString *text = g_string_new (before);
  g_autoptr (TcOnvifReply) reply = NULL;
  g_autoptr (GError) error = NULL;
  gint64 begun_us;

  for (guint i = 0; i < n; i++)
    g_string_append (text, part);
  g_string_append (text, after);
  begun_us = g_get_monotonic_time ();
  reply = open_text (text->str, 200, NULL, &error);
  g_test_message ("%u bytes in %d ms", (guint) text->len,
                  (int) ((g_get_monotonic_time () - begun_us) / 1000));
  g_string_free (text, TRUE);
  if (fits)
    g_assert_no_error (error);
  else
    check_cause (error, "camera.too-large", NULL, NULL);
  /* Far beyond what it takes: what grows with the square would be too. */
  g_assert_cmpint (g_get_monotonic_time () - begun_us, <, 10 * TC_US_PER_S);
}

static void
check_depth (guint depth, gboolean fits)
{
  GString *open = g_string_new (BODY);
  GString *close = g_string_new (NULL);

  for (guint i = 0; i < depth; i++) {
    g_string_append (open, "<a>");
    g_string_append (close, "</a>");
  }
  g_string_append (close, END);
  check_limit (open->str, "", 0, close->str, fits);
  g_string_free (open, TRUE);
  g_string_free (close, TRUE);
}

static void
test_limits (void)
{
  check_limit (BODY "<a>", "<b/>", TC_ONVIF_REPLY_MARKS_MAX - 10, "</a>" END, TRUE);
  check_limit (BODY "<a>", "<b/>", TC_ONVIF_REPLY_MARKS_MAX, "</a>" END, FALSE);
  check_limit (BODY "<a x='", "y", TC_ONVIF_REPLY_GAP_BYTES_MAX - 100, "'/>" END, TRUE);
  check_limit (BODY "<a x='", "y", TC_ONVIF_REPLY_GAP_BYTES_MAX, "'/>" END, FALSE);
  check_limit (BODY "<a>", "text", TC_ONVIF_REPLY_GAP_BYTES_MAX, "</a>" END, FALSE);
  check_limit (BODY "<a/>" END, " ", TC_ONVIF_REPLY_GAP_BYTES_MAX, " ", FALSE);
  check_limit ("<!--", "<!", TC_ONVIF_REPLY_BYTES_MAX, "-->", FALSE);
  check_depth (TC_ONVIF_REPLY_DEPTH_MAX - 2, TRUE);
  check_depth (TC_ONVIF_REPLY_DEPTH_MAX, FALSE);
}

/* As many attributes as an element may have, and as many such elements as may be compared; and one
 * attribute more. */
static void
test_attributes (void)
{
  const guint n = TC_ONVIF_REPLY_ATTRIBUTES_MAX;
  const guint n_elements = TC_ONVIF_REPLY_STEPS_MAX / ((n + 1) * (n + 1)) - 1;
  GString *element = g_string_new ("<a");

  for (guint i = 0; i < n; i++)
    g_string_append_printf (element, " a%x=''", i);
  g_string_append (element, "/>");
  check_limit (BODY "<b>", element->str, n_elements, "</b>" END, TRUE);
  check_limit (BODY "<b>", element->str, n_elements + 10, "</b>" END, FALSE);
  g_string_insert (element, 2, " more=''");
  check_limit (BODY "<b>", element->str, 1, "</b>" END, FALSE);
  g_string_free (element, TRUE);
}

/* Namespaces that are in force cost each name below them. */
static void
test_namespaces (void)
{
  GString *open = g_string_new (BODY);
  GString *close = g_string_new (NULL);

  for (guint depth = 0; depth < 10; depth++) {
    g_string_append (open, "<a");
    for (guint i = 0; i < 100; i++)
      g_string_append_printf (open, " xmlns:a%x%x='b'", depth, i);
    g_string_append (open, ">");
    g_string_append (close, "</a>");
  }
  g_string_append (close, END);
  check_limit (open->str, "<s:z/>", 18000, close->str, TRUE);
  check_limit (open->str, "<s:z/>", 50000, close->str, FALSE);
  g_string_free (open, TRUE);
  g_string_free (close, TRUE);
  /* A keyword in a text counts as well; what devices declare is far from that. */
  check_limit (BODY "<a>", "<b xmlns:c='d' e='f'>xmlns</b>", 500, "</a>" END, TRUE);
}

/* Of more than is read of one thing nothing is: a list that is cut would look whole; texts are
 * cut. */
static void
check_cut (guint n_more, gboolean fits)
{
  GString *text = g_string_new (BODY
                                "<t:GetPresetsResponse xmlns:t=\"http://www.onvif.org/ver20/ptz/"
                                "wsdl\" xmlns:tt=\"" TC_ONVIF_SCHEMA "\">");
  g_autofree char *name = g_strnfill (3 * TC_ONVIF_TEXT_CHARS_MAX, 'n');
  g_autofree char *token = g_strnfill (TC_ONVIF_TOKEN_CHARS_MAX + 1, 't');
  g_autoptr (TcOnvifReply) reply = NULL;
  g_autoptr (GPtrArray) presets = NULL;
  g_autoptr (GError) error = NULL;

  g_string_append_printf (text, "<t:Preset token=\"%s\"/>", token);
  g_string_append (text, "<t:Preset token=\"a&#10;b\"/>");
  for (guint i = 2; i < TC_ONVIF_PRESETS_MAX + n_more; i++)
    g_string_append_printf (text, "<t:Preset token=\"%u\"><tt:Name>%s</tt:Name></t:Preset>", i,
                            name);
  g_string_append (text, "</t:GetPresetsResponse>" END);
  reply = open_text (text->str, 200, NULL, NULL);
  g_string_free (text, TRUE);
  presets = tc_onvif_reply_read_presets (reply, &error);
  if (!fits) {
    g_assert_null (presets);
    check_cause (error, "camera.too-large", "what", "presets");
    return;
  }
  g_assert_no_error (error);
  g_assert_cmpuint (presets->len, ==, TC_ONVIF_PRESETS_MAX - 2);
  g_assert_cmpuint (strlen (((TcOnvifPreset *) presets->pdata[0])->name), ==,
                    TC_ONVIF_TEXT_CHARS_MAX);
}

static void
test_cut (void)
{
  check_cut (0, TRUE);
  check_cut (1, FALSE);
}

static void
test_many_profiles (void)
{
  GString *text = g_string_new (BODY
                                "<t:GetProfilesResponse xmlns:t=\"http://www.onvif.org/ver20/media/"
                                "wsdl\">");
  g_autoptr (TcOnvifReply) reply = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i <= TC_ONVIF_PROFILES_MAX; i++)
    g_string_append_printf (text, "<t:Profiles token=\"%u\"/>", i);
  g_string_append (text, "</t:GetProfilesResponse>" END);
  reply = open_text (text->str, 200, NULL, NULL);
  g_string_free (text, TRUE);
  g_assert_null (tc_onvif_reply_read_profiles (reply, &error));
  check_cause (error, "camera.too-large", "what", "profiles");
}

/* Each reader refuses an answer to another question, and says which it was. */
static void
test_other (void)
{
  g_autoptr (TcOnvifReply) reply = must_open ("stop");
  GError *errors[11] = {NULL};
  gint64 us;

  g_assert_false (tc_onvif_reply_read_time (reply, &us, &errors[0]));
  g_assert_null (tc_onvif_reply_read_information (reply, &errors[1]));
  g_assert_null (tc_onvif_reply_read_services (reply, &errors[2]));
  g_assert_null (tc_onvif_reply_read_profiles (reply, &errors[3]));
  g_assert_null (tc_onvif_reply_read_uri (reply, &errors[4]));
  g_assert_null (tc_onvif_reply_read_presets (reply, &errors[5]));
  g_assert_null (tc_onvif_reply_read_preset (reply, &errors[6]));
  g_assert_null (tc_onvif_reply_read_search (reply, "FindEventsResponse", &errors[7]));
  g_assert_null (tc_onvif_reply_read_recordings (reply, &errors[8]));
  g_assert_null (tc_onvif_reply_read_events (reply, &errors[9]));
  g_assert_null (tc_onvif_reply_read_matches (reply, &errors[10]));
  for (gsize i = 0; i < G_N_ELEMENTS (errors); i++) {
    g_assert_error (errors[i], TC_ONVIF_ERROR, TC_ONVIF_ERROR_MALFORMED);
    g_assert_nonnull (strstr (errors[i]->message, "StopResponse"));
    g_error_free (errors[i]);
  }
}

/* The cause survives what is done with errors; its texts are clean and short. */
static void
test_error (void)
{
  g_autofree char *longer = g_strnfill (5000, 'x');
  g_autoptr (GError) error = tc_onvif_error_new (TC_ONVIF_ERROR_FAULT, "code", TC_S, "a\nb\x1b[2J",
                                                 "reason", TC_S, longer, NULL);
  g_autoptr (GError) copy = NULL;
  g_autoptr (GError) other = g_error_new_literal (TC_ERROR, TC_ERROR_BUSY, "x");
  g_autoptr (TcRefusal) cause = NULL;
  const char *text;

  g_prefix_error (&error, "asking a camera: ");
  copy = g_error_copy (error);
  cause = tc_onvif_error_dup_cause (copy);
  g_assert_cmpstr (cause->code, ==, "camera.fault");
  g_assert_true (g_variant_lookup (cause->args, "code", "&s", &text));
  g_assert_null (strpbrk (text, "\n\x1b"));
  g_assert_true (g_variant_lookup (cause->args, "reason", "&s", &text));
  g_assert_cmpuint (strlen (text), ==, TC_ONVIF_SAID_CHARS_MAX);
  g_assert_true (g_str_has_prefix (error->message, "asking a camera: the device refuses (code a"));
  g_assert_null (tc_onvif_error_dup_cause (other));
  g_assert_null (tc_onvif_error_dup_cause (NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/onvif/reply/time", test_time);
  g_test_add_func ("/onvif/reply/odd-times", test_odd_times);
  g_test_add_func ("/onvif/reply/information", test_information);
  g_test_add_func ("/onvif/reply/services", test_services);
  g_test_add_func ("/onvif/reply/profiles", test_profiles);
  g_test_add_func ("/onvif/reply/addresses", test_addresses);
  g_test_add_func ("/onvif/reply/ptz", test_ptz);
  g_test_add_func ("/onvif/reply/recordings", test_recordings);
  g_test_add_func ("/onvif/reply/matches", test_matches);
  g_test_add_func ("/onvif/reply/faults", test_faults);
  g_test_add_func ("/onvif/reply/malformed", test_malformed);
  g_test_add_func ("/onvif/reply/tolerated", test_tolerated);
  g_test_add_func ("/onvif/reply/limits", test_limits);
  g_test_add_func ("/onvif/reply/attributes", test_attributes);
  g_test_add_func ("/onvif/reply/namespaces", test_namespaces);
  g_test_add_func ("/onvif/reply/cut", test_cut);
  g_test_add_func ("/onvif/reply/many-profiles", test_many_profiles);
  g_test_add_func ("/onvif/reply/other", test_other);
  g_test_add_func ("/onvif/reply/error", test_error);
  return g_test_run ();
}
