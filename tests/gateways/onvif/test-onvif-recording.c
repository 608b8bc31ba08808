/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what a recorder holds is found, in pieces as it tells them, in its own clock; a search that
 * never ends does, and gives what it found.
 * Method: tables of events for the ranges; a device on loopback (onvif-device.h) for the searches.
 */
#include "onvif-device.h"
#include "tc-digest.h"
#include "tc-onvif-recording.h"

#include <string.h>

#define S G_GINT64_CONSTANT (1000000)

/* ---- ranges ---- */

static void
add_event (GPtrArray *events, const char *recording, const char *track, gint64 at_s,
           gboolean present, gboolean initial)
{
  TcOnvifRecordingEvent *event = g_new0 (TcOnvifRecordingEvent, 1);

  event->recording = g_strdup (recording);
  event->track = g_strdup (track);
  event->at_us = at_s * S;
  event->present = present;
  event->initial = initial;
  g_ptr_array_add (events, event);
}

/* "10-20 30-40" of what is between 0 and 100. */
static char *
dup_ranges (GPtrArray *events)
{
  g_autoptr (GArray) ranges = tc_onvif_ranges_from_events (events, "r", 0, 100 * S);
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < ranges->len; i++) {
    const TcOnvifRange *range = &g_array_index (ranges, TcOnvifRange, i);

    g_string_append_printf (out, "%s%d-%d", i ? " " : "", (int) (range->from_us / S),
                            (int) (range->until_us / S));
  }
  return g_string_free (out, FALSE);
}

/* "+10 -20": there is something from 10 on, nothing from 20 on; a letter before it is a track;
 * behind it '!' says that it was so before. */
static void
check_ranges (const char *events_text, const char *expected)
{
  g_autoptr (GPtrArray)
      events = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_onvif_recording_event_free);
  g_auto (GStrv) words = g_strsplit (events_text, " ", -1);
  g_autofree char *ranges = NULL;

  for (char **word = words; *word; word++) {
    const char *at = *word;
    char track[2] = "";

    if (*at == '\0')
      continue;
    if (g_ascii_isalpha (*at))
      track[0] = *at++;
    add_event (events, "r", track, g_ascii_strtoll (at + 1, NULL, 10), *at == '+',
               strchr (at, '!') != NULL);
  }
  add_event (events, "another", "", 50, TRUE, FALSE);
  ranges = dup_ranges (events);
  g_test_message ("%s", events_text);
  g_assert_cmpstr (ranges, ==, expected);
}

static void
test_ranges (void)
{
  check_ranges ("", "");
  check_ranges ("+10 -20", "10-20");
  check_ranges ("-20 +10", "10-20");
  check_ranges ("+0! -20 +30", "0-20 30-100");
  check_ranges ("-0! +30 -40", "30-40");
  check_ranges ("+10 +20 -30 -40", "10-30");
  /* Before and after what was asked for. */
  check_ranges ("+-50! -20", "0-20");
  check_ranges ("+90 -200", "90-100");
  check_ranges ("+100 -110", "");
  /* One that ends where the next begins. */
  check_ranges ("+10 -20 +20 -30", "10-30");
  /* Tracks: as long as one has something; what the whole tells is known by them. */
  check_ranges ("v+10 a+15 v-20 a-25", "10-25");
  check_ranges ("+0 v+10 v-20", "10-20");
  /* What ends was there, though nobody said so; but not if it is said that it wasn't. */
  check_ranges ("-20", "0-20");
  check_ranges ("-20 +30 -40", "0-20 30-40");
  check_ranges ("-0! -20 +30", "30-100");
  check_ranges ("-0 +30", "30-100");
  check_ranges ("v+0! a-30 v-20", "0-30");
  check_ranges ("-200", "0-100");
}

static void
test_many_ranges (void)
{
  g_autoptr (GPtrArray)
      events = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_onvif_recording_event_free);
  g_autoptr (GArray) ranges = NULL;

  for (gint64 i = 0; i < TC_ONVIF_RANGES_MAX + 10; i++) {
    add_event (events, "r", "", 10 * i, TRUE, FALSE);
    add_event (events, "r", "", 10 * i + 5, FALSE, FALSE);
  }
  ranges = tc_onvif_ranges_from_events (events, "r", 0, 1000000 * S);
  g_assert_cmpuint (ranges->len, ==, TC_ONVIF_RANGES_MAX);
}

/* ---- searching ---- */

/* Runs until @action came, or for a while. */
static void
run_to (Device *device, const char *action)
{
  for (guint i = 0; i < 200 && device_count (device, action) == 0; i++)
    device_run_for (20);
  g_assert_cmpuint (device_count (device, action), ==, 1);
}

static GPtrArray *
search_recordings (TcOnvifClient *client, gboolean *complete, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tc_onvif_recordings_async (client, NULL, device_done_cb, &result);
  return tc_onvif_recordings_finish (client, device_wait (&result), complete, error);
}

static void
test_recordings (void)
{
  g_autoptr (Device) device = device_new ();
  g_autoptr (TcOnvifClient) client = device_connect_to (device, TRUE);
  g_autoptr (GPtrArray) recordings = NULL;
  g_autoptr (GError) error = NULL;
  const TcOnvifRecording *first;
  const TcOnvifRecording *second;
  gboolean complete = FALSE;

  device->proof = DEVICE_TOKEN;
  device->ahead_us = 7 * 3600 * S;
  g_assert_no_error (device_connect (client));
  recordings = search_recordings (client, &complete, &error);
  g_assert_no_error (error);
  g_assert_true (complete);
  g_assert_cmpuint (recordings->len, ==, 2);
  /* By our clock, like all times; what isn't told stays so. */
  first = recordings->pdata[0];
  second = recordings->pdata[1];
  g_assert_cmpint (ABS (first->from_us - (G_GINT64_CONSTANT (1795132800000000) - 7 * 3600 * S)), <,
                   3 * S);
  g_assert_cmpint (ABS (first->until_us - (G_GINT64_CONSTANT (1795736239500000) - 7 * 3600 * S)), <,
                   3 * S);
  g_assert_cmpint (second->from_us, ==, TC_ONVIF_NO_TIME);
  device_run_for (100);
  g_assert_cmpuint (device_count (device, "EndSearch token"), ==, 1);
  device_assert_secret (device);
}

#define RESULTS(state, inside)                                                                     \
  "<e:Envelope xmlns:e=\"" TC_ONVIF_SOAP_12                                                        \
  "\"><e:Body><t:GetRecordingSearchResultsResponse xmlns:t=\"http://www.onvif.org/ver10/search/"   \
  "wsdl\" xmlns:tt=\"" TC_ONVIF_SCHEMA "\"><t:ResultList><tt:SearchState>" state                   \
  "</tt:SearchState>" inside                                                                       \
  "</t:ResultList></t:GetRecordingSearchResultsResponse></e:Body></e:Envelope>"
#define RECORDING                                                                                  \
  "<tt:RecordingInformation><tt:RecordingToken>r%u</tt:RecordingToken>"                            \
  "</tt:RecordingInformation>"

/* A search in pieces: nothing yet, one, nothing, another, the end. */
static gboolean
tell_pieces (Device *device, const char *action, SoupServerMessage *message)
{
  guint n = device_count (device, "GetRecordingSearchResults");
  g_autofree char *text = NULL;

  if (strcmp (action, "GetRecordingSearchResults") != 0)
    return FALSE;
  if (n < 5)
    text = g_strdup_printf (
        n % 2 ? RESULTS ("Searching", "") "<!-- %u -->" : RESULTS ("Searching", RECORDING), n);
  else
    text = g_strdup (RESULTS ("Completed", ""));
  device_answer (message, 200, "application/soap+xml", text);
  return TRUE;
}

static void
test_pieces (void)
{
  g_autoptr (Device) device = device_new ();
  g_autoptr (TcOnvifClient) client = device_connect_to (device, FALSE);
  g_autoptr (GPtrArray) recordings = NULL;
  g_autoptr (GError) error = NULL;
  gboolean complete = FALSE;

  device->trick = tell_pieces;
  g_assert_no_error (device_connect (client));
  recordings = search_recordings (client, &complete, &error);
  g_assert_no_error (error);
  g_assert_true (complete);
  g_assert_cmpuint (recordings->len, ==, 2);
  g_assert_cmpstr (((TcOnvifRecording *) recordings->pdata[1])->token, ==, "r4");
}

/* So many a look, each time others or the same; it goes on for ever, or has done with the first. */
typedef struct {
  guint n;
  gboolean others;
  gboolean done;
} Telling;

static gboolean
tell_many (Device *device, const char *action, SoupServerMessage *message)
{
  const Telling *telling = device->trick_data;
  guint first = telling->others ? telling->n * device_count (device, "GetRecordingSearchResults")
                                : 0;
  GString *inside;
  g_autofree char *text = NULL;

  if (strcmp (action, "GetRecordingSearchResults") != 0)
    return FALSE;
  inside = g_string_new (NULL);
  for (guint i = 0; i < telling->n; i++)
    g_string_append_printf (inside, RECORDING, first + i);
  text = g_strdup_printf (telling->done ? RESULTS ("Completed", "%s") : RESULTS ("Searching", "%s"),
                          inside->str);
  g_string_free (inside, TRUE);
  device_answer (message, 200, "application/soap+xml", text);
  return TRUE;
}

static void
test_many (void)
{
  static const struct {
    Telling telling;
    guint n_found;
    guint n_looks;
    gboolean complete;
  } cases[] = {
      {{300, TRUE, FALSE}, TC_ONVIF_RECORDINGS_MAX, 4, FALSE},
      /* The same again and again is known, and soon enough. */
      {{300, FALSE, FALSE}, 300, 6, FALSE},
      /* What it tells at once beyond what is read isn't all. */
      {{TC_ONVIF_RECORDINGS_MAX, FALSE, TRUE}, TC_ONVIF_RECORDINGS_MAX, 1, TRUE},
      {{TC_ONVIF_RECORDINGS_MAX + 1, FALSE, TRUE}, TC_ONVIF_RECORDINGS_MAX, 1, FALSE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (Device) device = device_new ();
    g_autoptr (TcOnvifClient) client = device_connect_to (device, FALSE);
    g_autoptr (GPtrArray) recordings = NULL;
    g_autoptr (GError) error = NULL;
    gboolean complete = FALSE;

    device->trick = tell_many;
    device->trick_data = (gpointer) &cases[i].telling;
    g_assert_no_error (device_connect (client));
    recordings = search_recordings (client, &complete, &error);
    g_assert_no_error (error);
    g_assert_cmpint (complete, ==, cases[i].complete);
    g_assert_cmpuint (recordings->len, ==, cases[i].n_found);
    g_assert_cmpuint (device_count (device, "GetRecordingSearchResults"), ==, cases[i].n_looks);
    run_to (device, "EndSearch");
  }
}

/* It breaks off: what was found by then is given, if there is something. */
static gboolean
break_off (Device *device, const char *action, SoupServerMessage *message)
{
  guint n = device_count (device, "GetRecordingSearchResults");
  guint good = GPOINTER_TO_UINT (device->trick_data);

  if (strcmp (action, "GetRecordingSearchResults") != 0)
    return FALSE;
  if (n <= good) {
    g_autofree char *text = g_strdup_printf (RESULTS ("Searching", RECORDING), n);

    device_answer (message, 200, "application/soap+xml", text);
  } else {
    device_answer (message, 500, "text/plain", "");
  }
  return TRUE;
}

static void
test_broken (void)
{
  for (guint good = 0; good < 2; good++) {
    g_autoptr (Device) device = device_new ();
    g_autoptr (TcOnvifClient) client = device_connect_to (device, FALSE);
    g_autoptr (GPtrArray) recordings = NULL;
    GError *error = NULL;
    gboolean complete = TRUE;

    device->trick = break_off;
    device->trick_data = GUINT_TO_POINTER (good);
    g_assert_no_error (device_connect (client));
    recordings = search_recordings (client, &complete, &error);
    if (good) {
      g_assert_no_error (error);
      g_assert_cmpuint (recordings->len, ==, 1);
      g_assert_false (complete);
    } else {
      g_assert_null (recordings);
      device_assert_cause (error, "camera.busy");
    }
    run_to (device, "EndSearch");
  }
}

/* Nobody waits for it any more, in the middle of a look or between two: the device is told. */
static gboolean
hold_look (Device *device, const char *action, SoupServerMessage *message)
{
  if (strcmp (action, "GetRecordingSearchResults") != 0)
    return FALSE;
  if (device->trick_data)
    soup_server_message_pause (message);
  else
    device_answer (message, 200, "application/soap+xml", RESULTS ("Searching", ""));
  return TRUE;
}

static void
test_cancelled (void)
{
  for (guint held = 0; held < 2; held++) {
    g_autoptr (Device) device = device_new ();
    g_autoptr (TcOnvifClient) client = device_connect_to (device, FALSE);
    g_autoptr (GCancellable) cancellable = g_cancellable_new ();
    g_autoptr (GAsyncResult) result = NULL;
    g_autoptr (GError) error = NULL;

    g_assert_no_error (device_connect (client));
    device->trick = hold_look;
    device->trick_data = GUINT_TO_POINTER (held);
    tc_onvif_recordings_async (client, cancellable, device_done_cb, &result);
    run_to (device, "GetRecordingSearchResults");
    device_run_for (50);
    g_cancellable_cancel (cancellable);
    g_assert_null (tc_onvif_recordings_finish (client, device_wait (&result), NULL, &error));
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    run_to (device, "EndSearch");
  }
}

/* Events are told in the device's clock, a day behind ours. */
static void
test_presence (void)
{
  g_autoptr (Device) device = device_new ();
  g_autoptr (TcOnvifClient) client = device_connect_to (device, FALSE);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GArray) ranges = NULL;
  g_autoptr (GError) error = NULL;
  gint64 day_us = 86400 * S;
  gint64 midnight_us = G_GINT64_CONSTANT (1795737600000000); /* 2026-11-27, the device's */
  gint64 slack_us = 3 * S;
  gboolean complete = FALSE;

  device->ahead_us = -day_us;
  device_set (device, "FindEvents", "search-events");
  device_set (device, "GetEventSearchResults", "events");
  g_assert_no_error (device_connect (client));
  tc_onvif_ranges_async (client, "Recording_1", midnight_us + day_us - 3600 * S,
                         midnight_us + day_us + 3 * 3600 * S, NULL, device_done_cb, &result);
  ranges = tc_onvif_ranges_finish (client, device_wait (&result), &complete, &error);
  g_assert_no_error (error);
  g_assert_true (complete);
  g_assert_cmpuint (ranges->len, ==, 2);
  g_assert_cmpint (ABS (g_array_index (ranges, TcOnvifRange, 0).from_us - midnight_us - day_us), <,
                   slack_us);
  g_assert_cmpint (
      ABS (g_array_index (ranges, TcOnvifRange, 0).until_us - midnight_us - day_us - 3600 * S), <,
      slack_us);
  g_assert_cmpint (
      ABS (g_array_index (ranges, TcOnvifRange, 1).until_us - midnight_us - day_us - 3 * 3600 * S),
      <, slack_us);
  g_assert_nonnull (strstr (device->bytes->str, "<tt:IncludedRecordings>Recording_1<"));
  g_assert_nonnull (strstr (device->bytes->str, ">tns1:RecordingHistory//.</wsnt:"));
}

/* A device that can't tell of presence alone tells of all; its answer to another question is
 * none. */
static gboolean
refuse_filter (Device *device, const char *action, SoupServerMessage *message)
{
  g_autoptr (GBytes)
      body = soup_message_body_flatten (soup_server_message_get_request_body (message));

  if (strcmp (action, "FindEvents") != 0 ||
      !g_strstr_len (g_bytes_get_data (body, NULL), (gssize) g_bytes_get_size (body), "wsnt:"))
    return FALSE;
  device_answer (message, 400, "application/soap+xml",
                 "<e:Envelope xmlns:e=\"" TC_ONVIF_SOAP_12
                 "\"><e:Body><e:Fault><e:Code><e:Value>e:Sender</e:Value><e:Subcode><e:Value>"
                 "ter:InvalidFilterFault</e:Value></e:Subcode></e:Code></e:Fault></e:Body>"
                 "</e:Envelope>");
  return TRUE;
}

static void
test_unfiltered (void)
{
  g_autoptr (Device) device = device_new ();
  g_autoptr (TcOnvifClient) client = device_connect_to (device, FALSE);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) other = NULL;
  g_autoptr (GArray) ranges = NULL;
  GError *error = NULL;

  device->trick = refuse_filter;
  device_set (device, "FindEvents", "search-events");
  device_set (device, "GetEventSearchResults", "events");
  g_assert_no_error (device_connect (client));
  tc_onvif_ranges_async (client, "Recording_1", G_GINT64_CONSTANT (1795737600000000),
                         G_GINT64_CONSTANT (1795748400000000), NULL, device_done_cb, &result);
  ranges = tc_onvif_ranges_finish (client, device_wait (&result), NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ranges->len, ==, 2);
  g_assert_cmpuint (device_count (device, "FindEvents"), ==, 2);
  device_set (device, "FindEvents", "search");
  tc_onvif_ranges_async (client, "Recording_1", 0, 1, NULL, device_done_cb, &other);
  g_assert_null (tc_onvif_ranges_finish (client, device_wait (&other), NULL, &error));
  device_assert_cause (error, "camera.malformed");
}

/* Motion alarms by the hundred don't slow it down. */
#define ALARM                                                                                      \
  "<tt:Result><tt:RecordingToken>Recording_1</tt:RecordingToken><tt:Time>2026-11-27T02:30:00Z"     \
  "</tt:Time><tt:Event/></tt:Result>"

static gboolean
tell_alarms (Device *device, const char *action, SoupServerMessage *message)
{
  g_autofree char *text = NULL;

  if (strcmp (action, "GetEventSearchResults") != 0 ||
      device_count (device, "GetEventSearchResults") > 40)
    return FALSE;
  device_answer (message, 200, "application/soap+xml",
                 "<e:Envelope xmlns:e=\"" TC_ONVIF_SOAP_12
                 "\"><e:Body><t:GetEventSearchResultsResponse xmlns:t=\"http://www.onvif.org/ver10/"
                 "search/wsdl\" xmlns:tt=\"" TC_ONVIF_SCHEMA
                 "\"><t:ResultList><tt:SearchState>Searching</tt:SearchState>" ALARM ALARM
                 "</t:ResultList></t:GetEventSearchResultsResponse></e:Body></e:Envelope>");
  return TRUE;
}

static void
test_alarms (void)
{
  g_autoptr (Device) device = device_new ();
  g_autoptr (TcOnvifClient) client = device_connect_to (device, FALSE);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GArray) ranges = NULL;
  g_autoptr (GError) error = NULL;
  gint64 begun_us = g_get_monotonic_time ();
  gboolean complete = FALSE;

  device->trick = tell_alarms;
  device_set (device, "FindEvents", "search-events");
  device_set (device, "GetEventSearchResults", "events");
  g_assert_no_error (device_connect (client));
  tc_onvif_ranges_async (client, "Recording_1", G_GINT64_CONSTANT (1795737600000000),
                         G_GINT64_CONSTANT (1795748400000000), NULL, device_done_cb, &result);
  ranges = tc_onvif_ranges_finish (client, device_wait (&result), &complete, &error);
  g_assert_no_error (error);
  g_assert_true (complete);
  g_assert_cmpuint (ranges->len, ==, 2);
  /* With a pause after each it would be ten seconds. */
  g_assert_cmpint (g_get_monotonic_time () - begun_us, <, 8 * S);
}

static void
test_replay (void)
{
  g_autoptr (Device) device = device_new ();
  g_autoptr (TcOnvifClient) client = device_connect_to (device, FALSE);
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *address = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_no_error (device_connect (client));
  tc_onvif_replay_async (client, "Recording_1", NULL, device_done_cb, &result);
  address = tc_onvif_replay_finish (client, device_wait (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (address, ==, "rtsp://127.0.0.1:554/replay/Recording_1");
}

static void
test_no_service (void)
{
  g_autoptr (Device) device = device_new ();
  g_autoptr (TcOnvifClient) client = device_connect_to (device, FALSE);
  GError *error = NULL;

  g_assert_null (search_recordings (client, NULL, &error));
  device_assert_cause (g_steal_pointer (&error), "camera.unsupported");
  /* Nor once it is known what it has. */
  device_set (device, "GetServices", NULL);
  device_set (device, "GetCapabilities", "capabilities-plain");
  g_assert_no_error (device_connect (client));
  g_assert_true (tc_onvif_client_has (client, TC_ONVIF_SERVICE_MEDIA));
  g_assert_null (search_recordings (client, NULL, &error));
  device_assert_cause (error, "camera.unsupported");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  tc_crypto_init ();
  g_test_add_func ("/onvif/recording/ranges", test_ranges);
  g_test_add_func ("/onvif/recording/many-ranges", test_many_ranges);
  g_test_add_func ("/onvif/recording/recordings", test_recordings);
  g_test_add_func ("/onvif/recording/pieces", test_pieces);
  g_test_add_func ("/onvif/recording/many", test_many);
  g_test_add_func ("/onvif/recording/broken", test_broken);
  g_test_add_func ("/onvif/recording/cancelled", test_cancelled);
  g_test_add_func ("/onvif/recording/unfiltered", test_unfiltered);
  g_test_add_func ("/onvif/recording/alarms", test_alarms);
  g_test_add_func ("/onvif/recording/presence", test_presence);
  g_test_add_func ("/onvif/recording/replay", test_replay);
  g_test_add_func ("/onvif/recording/no-service", test_no_service);
  return g_test_run ();
}
