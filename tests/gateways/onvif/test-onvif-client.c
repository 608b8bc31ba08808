/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: whatever a device is like, the client gets what it tells, or says in one cause why not, in
 * time, without giving the password away.
 * Method: a device on loopback (onvif-device.h) with one oddity after the other; sockets that speak
 * no HTTP.
 */
#include "onvif-device.h"
#include "tc-digest.h"

#include <string.h>

static void
test_open (void)
{
  g_autoptr (Device) device = device_new ();
  g_autoptr (TcOnvifClient) client = device_connect_to (device, FALSE);

  g_assert_null (tc_onvif_client_get_information (client));
  g_assert_false (tc_onvif_client_has (client, TC_ONVIF_SERVICE_MEDIA));
  device_check_all (device, client);
  g_assert_true (tc_onvif_client_has (client, TC_ONVIF_SERVICE_PTZ));
  g_assert_true (tc_onvif_client_has (client, TC_ONVIF_SERVICE_REPLAY));
  g_assert_cmpint (ABS (tc_onvif_client_get_clock_offset_ms (client)), <, 5000);
  g_assert_cmpuint (device->heard->len, ==, 5);
  /* No more is asked about profiles than is read: recorders have many of them. */
  g_assert_nonnull (strstr (device->bytes->str, "<Type>VideoEncoder</Type>"));
  g_assert_null (strstr (device->bytes->str, "<Type>All</Type>"));
}

/* Without GetServices, media2 and the wish for TCP. */
static gboolean
refuse_tcp (Device *device, const char *action, SoupServerMessage *message)
{
  if (strcmp (action, "GetStreamUri") == 0 && strstr (device->bytes->str, "UDP") == NULL) {
    device_answer (message, 400, "application/soap+xml",
                   "<e:Envelope xmlns:e=\"" TC_ONVIF_SOAP_12
                   "\"><e:Body><e:Fault><e:Code><e:Value>e:Sender</e:Value><e:Subcode><e:Value>"
                   "ter:InvalidArgVal</e:Value></e:Subcode></e:Code></e:Fault></e:Body>"
                   "</e:Envelope>");
    return TRUE;
  }
  return FALSE;
}

static void
test_old (void)
{
  g_autoptr (Device) device = device_new ();
  g_autoptr (TcOnvifClient) client = device_connect_to (device, FALSE);
  g_autoptr (GPtrArray) profiles = NULL;
  g_autofree char *stream = NULL;
  g_autofree char *snapshot = NULL;
  GError *error = NULL;

  device_set (device, "GetServices", NULL);
  device_set (device, "GetCapabilities", "capabilities");
  device_set (device, "GetProfiles", "profiles-media");
  device_set (device, "GetStreamUri", "stream-media");
  device->trick = refuse_tcp;
  g_assert_no_error (device_connect (client));
  g_assert_false (tc_onvif_client_has (client, TC_ONVIF_SERVICE_MEDIA2));
  profiles = device_ask_profiles (client, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (profiles->len, ==, 3);
  stream = device_ask_stream (client, profiles->pdata[0], &error);
  g_assert_no_error (error);
  g_assert_cmpstr (
      stream, ==,
      "rtsp://127.0.0.1:554/Streaming/Channels/101?transportmode=unicast&profile=Profile_1");
  g_assert_null (device_ask_snapshot (client, profiles->pdata[0], &error));
  device_assert_cause (g_steal_pointer (&error), "camera.unsupported");
  device_set (device, "GetSnapshotUri", "snapshot");
  snapshot = device_ask_snapshot (client, profiles->pdata[0], &error);
  g_assert_no_error (error);
  g_assert_cmpstr (snapshot, ==, "http://127.0.0.1/onvif/snapshot/1.jpg");
}

/* Older devices answer in many ways to a question that they don't know. */
typedef struct {
  const char *action;
  guint status;
  const char *type;
  const char *text;
} Answer;

static gboolean
answer_so (Device *device, const char *action, SoupServerMessage *message)
{
  const Answer *answer = device->trick_data;

  if (strcmp (action, answer->action) != 0)
    return FALSE;
  device_answer (message, answer->status, answer->type, answer->text);
  return TRUE;
}

#define FAULT(code)                                                                                \
  "<e:Envelope xmlns:e=\"" TC_ONVIF_SOAP_12                                                        \
  "\"><e:Body><e:Fault><e:Code><e:Value>e:Sender</e:Value><e:Subcode><e:Value>ter:" code           \
  "</e:Value></e:Subcode></e:Code></e:Fault></e:Body></e:Envelope>"

static void
test_older (void)
{
  static const Answer cases[] = {
      {"GetServices", 400, "text/plain", ""},
      {"GetServices", 404, "text/html", "<html><title>404</title></html>"},
      {"GetServices", 500, "text/plain", ""},
      {"GetServices", 200, "application/soap+xml", ""},
      {"GetServices", 400, "application/soap+xml", FAULT ("InvalidArgs")},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (Device) device = device_new ();
    g_autoptr (TcOnvifClient) client = device_connect_to (device, TRUE);

    device->proof = DEVICE_MD5;
    device->trick = answer_so;
    device->trick_data = (gpointer) &cases[i];
    device_set (device, "GetCapabilities", "capabilities");
    g_test_message ("%u %s", cases[i].status, cases[i].text);
    g_assert_no_error (device_connect (client));
    g_assert_true (tc_onvif_client_has (client, TC_ONVIF_SERVICE_MEDIA));
  }
}

/* What it is it tells to nobody, or to administrators alone: streams work all the same. */
static void
test_nameless (void)
{
  static const Answer cases[] = {
      {"GetDeviceInformation", 400, "application/soap+xml", FAULT ("Action")},
      {"GetDeviceInformation", 500, "application/soap+xml", FAULT ("ActionNotSupported")},
      {"GetDeviceInformation", 400, "application/soap+xml", FAULT ("NotAuthorized")},
      {"GetDeviceInformation", 403, "text/plain", ""},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (Device) device = device_new ();
    g_autoptr (TcOnvifClient) client = device_connect_to (device, TRUE);
    g_autoptr (GPtrArray) profiles = NULL;
    g_autoptr (GError) error = NULL;

    device->proof = DEVICE_MD5;
    device->trick = answer_so;
    device->trick_data = (gpointer) &cases[i];
    g_test_message ("%u %s", cases[i].status, cases[i].text);
    g_assert_no_error (device_connect (client));
    g_assert_cmpstr (tc_onvif_client_get_information (client)->model, ==, "");
    profiles = device_ask_profiles (client, &error);
    g_assert_no_error (error);
  }
}

/* It has media2 by its list, but doesn't do it. */
static gboolean
refuse_media2 (Device *device, const char *action, SoupServerMessage *message)
{
  if (!strstr (g_uri_get_path (soup_server_message_get_uri (message)), "media2"))
    return FALSE;
  device_answer (message, 500, "application/soap+xml",
                 "<e:Envelope xmlns:e=\"" TC_ONVIF_SOAP_12
                 "\"><e:Body><e:Fault><e:Code><e:Value>e:Receiver</e:Value><e:Subcode><e:Value>"
                 "ter:ActionNotSupported</e:Value></e:Subcode></e:Code></e:Fault></e:Body>"
                 "</e:Envelope>");
  return TRUE;
}

static void
test_media2_refused (void)
{
  g_autoptr (Device) device = device_new ();
  g_autoptr (TcOnvifClient) client = device_connect_to (device, FALSE);
  g_autoptr (GPtrArray) profiles = NULL;
  g_autoptr (GError) error = NULL;

  device_set (device, "GetProfiles", "profiles-media");
  device->trick = refuse_media2;
  g_assert_no_error (device_connect (client));
  profiles = device_ask_profiles (client, &error);
  g_assert_no_error (error);
  g_assert_false (((TcOnvifProfile *) profiles->pdata[0])->media2);
}

/* Its address has this client's password in it. */
static gboolean
tell_password (Device *device, const char *action, SoupServerMessage *message)
{
  g_autofree char *escaped = g_uri_escape_string (DEVICE_PASSWORD, NULL, FALSE);
  g_autofree char *text = NULL;

  if (strcmp (action, "GetStreamUri") != 0)
    return FALSE;
  text = g_strdup_printf ("<e:Envelope xmlns:e=\"" TC_ONVIF_SOAP_12
                          "\"><e:Body><t:GetStreamUriResponse xmlns:t=\"http://www.onvif.org/ver20/"
                          "media/wsdl\"><t:Uri>rtsp://127.0.0.1/a?password=%s</t:Uri>"
                          "</t:GetStreamUriResponse></e:Body></e:Envelope>",
                          escaped);
  device_answer (message, 200, "application/soap+xml", text);
  return TRUE;
}

static void
test_told_password (void)
{
  g_autoptr (Device) device = device_new ();
  g_autoptr (TcOnvifClient) client = device_connect_to (device, TRUE);
  g_autoptr (GPtrArray) profiles = NULL;
  GError *error = NULL;

  device->trick = tell_password;
  g_assert_no_error (device_connect (client));
  profiles = device_ask_profiles (client, NULL);
  g_assert_nonnull (profiles);
  g_assert_null (device_ask_stream (client, profiles->pdata[0], &error));
  device_assert_cause (error, "camera.told-address");
}

#define MISLEADING                                                                                 \
  "<e:Envelope xmlns:e=\"" TC_ONVIF_SOAP_12 "\"><e:Body><t:GetServicesResponse "                   \
  "xmlns:t=\"http://www.onvif.org/ver10/device/wsdl\"><t:Service>"                                 \
  "<t:Namespace>http://www.onvif.org/ver10/media/wsdl</t:Namespace><t:XAddr>ftp://127.0.0.1/m"     \
  "</t:XAddr></t:Service></t:GetServicesResponse></e:Body></e:Envelope>"

/* Where it says a service is nobody may go: that isn't a device without it. */
static void
test_misled (void)
{
  static const Answer answer = {"GetServices", 200, "application/soap+xml", MISLEADING};
  g_autoptr (Device) device = device_new ();
  g_autoptr (TcOnvifClient) client = device_connect_to (device, FALSE);
  GError *error = NULL;

  device->trick = answer_so;
  device->trick_data = (gpointer) &answer;
  g_assert_no_error (device_connect (client));
  g_assert_false (tc_onvif_client_has (client, TC_ONVIF_SERVICE_MEDIA));
  g_assert_null (device_ask_profiles (client, &error));
  device_assert_cause (error, "camera.told-address");
}

/* ---- what isn't an answer ---- */

typedef struct {
  guint status;
  const char *type;
  const char *text;
  const char *code;
} Junk; /* to whatever it is asked */

static gboolean
answer_junk (Device *device, const char *action, SoupServerMessage *message)
{
  const Junk *junk = device->trick_data;

  device_answer (message, junk->status, junk->type, junk->text);
  return TRUE;
}

static void
test_junk (void)
{
  static const Junk cases[] = {
      {200, "text/html", "<!DOCTYPE html><html><title>Web</title></html>", "camera.web-page"},
      {200, "application/soap+xml", "<html><body>busy", "camera.web-page"},
      {404, "text/html", "<html><h1>404</h1></html>", "camera.web-page"},
      {404, "text/plain", "", "camera.not-onvif"},
      {503, "text/plain", "", "camera.busy"},
      {200, "application/xml", "<status>ok</status>", "camera.not-onvif"},
      {200, "application/soap+xml", "<e:Envelope xmlns:e=\"" TC_ONVIF_SOAP_12 "\">",
       "camera.malformed"},
      {200, "application/soap+xml", "", "camera.malformed"},
      {204, "application/soap+xml", "", "camera.malformed"},
      {200, "application/soap+xml",
       "<e:Envelope xmlns:e=\"" TC_ONVIF_SOAP_12 "\"><e:Body><a/></e:Body></e:Envelope>",
       "camera.malformed"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (Device) device = device_new ();
    g_autoptr (TcOnvifClient) client = device_connect_to (device, TRUE);

    device->trick = answer_junk;
    device->trick_data = (gpointer) &cases[i];
    g_test_message ("%s", cases[i].text);
    device_assert_cause (device_connect (client), cases[i].code);
    device_assert_secret (device);
  }
}

/* ---- redirects ---- */

static gboolean
redirect (Device *device, const char *action, SoupServerMessage *message)
{
  const char *path = g_uri_get_path (soup_server_message_get_uri (message));

  if (strcmp (path, "/moved") == 0)
    return FALSE;
  soup_server_message_set_redirect (message, 307, device->trick_data);
  return TRUE;
}

static void
test_redirects (void)
{
  static const struct {
    const char *to;
    const char *code; /* NULL: followed */
  } cases[] = {
      {"/moved", NULL},
      {"/again", "camera.redirected"},
      {"http://user:pass@127.0.0.1:1/moved", "camera.refused"},
      {"http://localhost:1/moved", "camera.redirected"},
      {"rtsp://127.0.0.1/moved", "camera.redirected"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (Device) device = device_new ();
    g_autoptr (TcOnvifClient) client = device_connect_to (device, TRUE);
    GError *error;

    device->proof = DEVICE_MD5;
    device->trick = redirect;
    device->trick_data = (gpointer) cases[i].to;
    error = device_connect (client);
    g_test_message ("%s", cases[i].to);
    if (cases[i].code)
      device_assert_cause (error, cases[i].code);
    else
      g_assert_no_error (error);
    g_assert_cmpuint (device->heard->len, <=, 8);
  }
}

/* Whoever is at another host isn't even asked. */
static void
test_led_away (void)
{
  g_autoptr (Device) device = device_new ();
  g_autoptr (Device) other = device_new ();
  g_autoptr (TcOnvifClient) client = device_connect_to (device, TRUE);
  g_autofree char *to = g_strdup_printf ("http://localhost:%u/moved", other->port);

  device->proof = DEVICE_MD5;
  device->trick = redirect;
  device->trick_data = to;
  device_assert_cause (device_connect (client), "camera.redirected");
  g_assert_cmpuint (other->heard->len, ==, 0);
}

/* For a while or for good; in the end there is nothing. */
static gboolean
redirect_services (Device *device, const char *action, SoupServerMessage *message)
{
  const char *path = g_uri_get_path (soup_server_message_get_uri (message));

  if (strcmp (action, "GetProfiles") != 0)
    return FALSE;
  if (strcmp (path, "/moved") != 0)
    soup_server_message_set_redirect (message, GPOINTER_TO_UINT (device->trick_data), "/moved");
  else if (device_count (device, "GetProfiles") == 2)
    device_answer (message, 404, "text/plain", "");
  else
    return FALSE;
  return TRUE;
}

static void
test_moved (void)
{
  static const guint statuses[] = {301, 302, 307, 308};

  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++) {
    g_autoptr (Device) device = device_new ();
    g_autoptr (TcOnvifClient) client = device_connect_to (device, FALSE);
    gboolean for_good = statuses[i] == 301 || statuses[i] == 308;
    GError *error = NULL;

    g_test_message ("%u", statuses[i]);
    g_assert_no_error (device_connect (client));
    device->trick = redirect_services;
    device->trick_data = GUINT_TO_POINTER (statuses[i]);
    g_assert_null (device_ask_profiles (client, &error));
    device_assert_cause (g_steal_pointer (&error), "camera.not-onvif");
    for (guint k = 0; k < 2; k++) {
      g_autoptr (GPtrArray) profiles = device_ask_profiles (client, &error);

      g_assert_no_error (error);
    }
    /* What led to nothing wasn't kept; what led to an answer is, if it is for good. */
    g_assert_cmpuint (device_count (device, "GetProfiles"), ==, for_good ? 5 : 6);
  }
}

/* ---- slow and large ---- */

static gboolean
say_nothing (Device *device, const char *action, SoupServerMessage *message)
{
  device->trick_data = g_object_ref (message);
  soup_server_message_pause (message);
  return TRUE;
}

static void
test_silent (void)
{
  g_autoptr (Device) device = device_new ();
  g_autoptr (TcOnvifClient) client = NULL;
  gint64 begun_us = g_get_monotonic_time ();

  device->answer_ms = 300;
  client = device_connect_to (device, TRUE);
  device->trick = say_nothing;
  device_assert_cause (device_connect (client), "camera.timeout");
  g_assert_cmpint (g_get_monotonic_time () - begun_us, <, 4500000);
  g_object_unref (device->trick_data);
}

static void
test_cancelled (void)
{
  g_autoptr (Device) device = device_new ();
  g_autoptr (TcOnvifClient) client = device_connect_to (device, TRUE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) second = NULL;
  g_autoptr (GError) error = NULL;

  device->trick = say_nothing;
  tc_onvif_client_connect_async (client, cancellable, device_done_cb, &result);
  device_run_for (100);
  g_cancellable_cancel (cancellable);
  g_assert_false (tc_onvif_client_connect_finish (client, device_wait (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  /* And one that is cancelled before it begins. */
  tc_onvif_client_connect_async (client, cancellable, device_done_cb, &second);
  g_assert_false (tc_onvif_client_connect_finish (client, device_wait (&second), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_object_unref (device->trick_data);
}

/* Two lines are busy; the third call waits for one: it can be cancelled, and it gives up. */
static gboolean
hold_profiles (Device *device, const char *action, SoupServerMessage *message)
{
  if (strcmp (action, "GetProfiles") != 0)
    return FALSE;
  g_ptr_array_add (device->trick_data, g_object_ref (message));
  soup_server_message_pause (message);
  return TRUE;
}

static gboolean
cancel_cb (gpointer data)
{
  g_cancellable_cancel (data);
  return G_SOURCE_REMOVE;
}

static void
check_waiting (gboolean cancelled)
{
  g_autoptr (Device) device = device_new ();
  g_autoptr (GPtrArray) held = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GAsyncResult *results[3] = {NULL};
  const TcOnvifOptions options = {
      .address = device->host, .connect_ms = cancelled ? 20000 : 300, .answer_ms = 20000};
  g_autoptr (TcOnvifClient) client = tc_onvif_client_new (&options, NULL);
  g_autoptr (GError) error = NULL;
  gint64 begun_us = g_get_monotonic_time ();

  g_assert_no_error (device_connect (client));
  device->trick = hold_profiles;
  device->trick_data = held;
  for (guint i = 0; i < 3; i++)
    tc_onvif_client_profiles_async (client, i == 2 ? cancellable : NULL, device_done_cb,
                                    &results[i]);
  if (cancelled)
    g_timeout_add (200, cancel_cb, cancellable);
  g_assert_null (tc_onvif_client_profiles_finish (client, device_wait (&results[2]), &error));
  if (cancelled)
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  else
    g_assert_error (error, TC_ONVIF_ERROR, TC_ONVIF_ERROR_TIMEOUT);
  g_assert_cmpint (g_get_monotonic_time () - begun_us, <, 10000000);
  g_assert_cmpuint (held->len, ==, 2);
  g_assert_null (results[0]);
  /* The device goes, and with it what the others wait for. */
  for (guint i = 0; i < held->len; i++) {
    device_answer (held->pdata[i], 200, "text/plain", "");
    soup_server_message_unpause (held->pdata[i]);
  }
  for (guint i = 0; i < 2; i++) {
    g_autoptr (GError) lost = NULL;

    g_assert_null (tc_onvif_client_profiles_finish (client, device_wait (&results[i]), &lost));
  }
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    g_object_unref (results[i]);
}

static void
test_waiting (void)
{
  check_waiting (TRUE);
  check_waiting (FALSE);
}

/* Who lets go of a client while it is asked gets the answer all the same. */
static void
test_dropped (void)
{
  g_autoptr (Device) device = device_new ();
  TcOnvifClient *client = device_connect_to (device, FALSE);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  tc_onvif_client_connect_async (client, NULL, device_done_cb, &result);
  g_object_unref (client);
  device_wait (&result);
  g_assert_true (g_task_propagate_boolean (G_TASK (result), &error));
  g_assert_no_error (error);
}

typedef struct {
  SoupServerMessage *message; /* (owned) */
  guint status;
  guint source;
  gsize piece;
  gsize sent;
  gboolean gone; /* the client hung up */
} Pouring;

static gboolean
pour_cb (gpointer data)
{
  Pouring *pouring = data;
  g_autofree char *piece = g_strnfill (pouring->piece, ' ');

  soup_message_body_append (soup_server_message_get_response_body (pouring->message),
                            SOUP_MEMORY_COPY, piece, pouring->piece);
  pouring->sent += pouring->piece;
  soup_server_message_unpause (pouring->message);
  return G_SOURCE_CONTINUE;
}

static void
gone_cb (SoupServerMessage *message, gpointer data)
{
  Pouring *pouring = data;

  pouring->gone = TRUE;
  g_clear_handle_id (&pouring->source, g_source_remove);
}

/* An answer that never ends: pieces of that size, a hundred a second. */
static gboolean
pour (Device *device, const char *action, SoupServerMessage *message)
{
  Pouring *pouring = device->trick_data;

  soup_server_message_set_status (message, pouring->status, NULL);
  soup_message_headers_set_encoding (soup_server_message_get_response_headers (message),
                                     SOUP_ENCODING_CHUNKED);
  soup_message_body_set_accumulate (soup_server_message_get_response_body (message), FALSE);
  pouring->message = g_object_ref (message);
  pouring->source = g_timeout_add (10, pour_cb, pouring);
  g_signal_connect (message, "finished", G_CALLBACK (gone_cb), pouring);
  return TRUE;
}

static void
check_pouring (guint status, gsize piece, guint answer_ms, const char *code)
{
  g_autoptr (Device) device = device_new ();
  g_autoptr (TcOnvifClient) client = NULL;
  Pouring pouring = {.status = status, .piece = piece};
  gint64 begun_us = g_get_monotonic_time ();

  device->answer_ms = answer_ms;
  client = device_connect_to (device, TRUE);
  device->trick = pour;
  device->trick_data = &pouring;
  device_assert_cause (device_connect (client), code);
  g_assert_cmpint (g_get_monotonic_time () - begun_us, <, 4500000);
  /* What is left of it isn't read: the connection goes. */
  for (int i = 0; i < 100 && !pouring.gone; i++)
    device_run_for (20);
  g_assert_true (pouring.gone);
  g_assert_cmpuint (pouring.sent, <, 64 * 1024 * 1024);
  g_signal_handlers_disconnect_by_data (pouring.message, &pouring);
  g_object_unref (pouring.message);
}

static void
test_dripping (void)
{
  check_pouring (200, 1, 300, "camera.timeout");
}

static void
test_huge (void)
{
  static const guint statuses[] = {200, 401, 403, 500};

  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    check_pouring (statuses[i], 512 * 1024, 5000, "camera.too-large");
  /* We have no business with those, whatever follows. */
  check_pouring (407, 512 * 1024, 5000, "camera.not-onvif");
  check_pouring (421, 512 * 1024, 5000, "camera.not-onvif");
}

/* ---- no HTTP at all ---- */

static void
greeted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, NULL);
  g_io_stream_close (G_IO_STREAM (data), NULL, NULL);
  g_object_unref (data);
}

static gboolean
incoming_cb (GSocketService *service, GSocketConnection *connection, GObject *source, gpointer data)
{
  const char *greeting = data;

  g_output_stream_write_all_async (g_io_stream_get_output_stream (G_IO_STREAM (connection)),
                                   greeting, strlen (greeting), G_PRIORITY_DEFAULT, NULL,
                                   greeted_cb, g_object_ref (connection));
  return TRUE;
}

static void
test_strangers (void)
{
  static const struct {
    const char *greeting;
    const char *codes; /* one of them, by when the socket is closed */
  } cases[] = {
      {"", "camera.broken"},
      {"SSH-2.0-OpenSSH_9.2\r\n", "camera.not-onvif camera.broken"},
      {"RTSP/1.0 400 Bad Request\r\n\r\n", "camera.not-onvif camera.broken"},
      {"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<a>",
       "camera.malformed camera.broken camera.not-onvif"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GSocketService) service = g_socket_service_new ();
    guint16 port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (service), NULL, NULL);
    g_autofree char *address = g_strdup_printf ("127.0.0.1:%u", port);
    const TcOnvifOptions options = {.address = address, .connect_ms = 5000, .answer_ms = 5000};
    g_autoptr (TcOnvifClient) client = tc_onvif_client_new (&options, NULL);
    g_autoptr (GError) error = NULL;
    g_autoptr (TcRefusal) cause = NULL;

    g_signal_connect (service, "incoming", G_CALLBACK (incoming_cb), (gpointer) cases[i].greeting);
    error = device_connect (client);
    cause = tc_onvif_error_dup_cause (error);
    g_test_message ("%s: %s", cases[i].greeting, error->message);
    g_assert_nonnull (cause);
    g_assert_nonnull (strstr (cases[i].codes, cause->code));
    g_socket_service_stop (service);
    g_socket_listener_close (G_SOCKET_LISTENER (service));
  }
}

/* Pours @data until whoever listens hangs up. */
typedef struct {
  const char *first;
  const char *data;
  gsize sent;
  gboolean gone;
} Spout;

static void poured_cb (GObject *source, GAsyncResult *result, gpointer data);

static void
pour_out (GOutputStream *out, Spout *spout, const char *data)
{
  spout->sent += strlen (data);
  g_output_stream_write_all_async (out, data, strlen (data), G_PRIORITY_DEFAULT, NULL, poured_cb,
                                   spout);
}

static void
poured_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Spout *spout = data;

  if (g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, NULL))
    pour_out (G_OUTPUT_STREAM (source), spout, spout->data);
  else
    spout->gone = TRUE;
}

static gboolean
spout_cb (GSocketService *service, GSocketConnection *connection, GObject *source, gpointer data)
{
  Spout *spout = data;
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (connection));

  g_object_set_data_full (G_OBJECT (out), "connection", g_object_ref (connection), NULL);
  pour_out (out, spout, spout->first);
  return TRUE;
}

/* Headers without end, and answers before the answer without end. */
static void
test_endless_heads (void)
{
  g_autofree char *line = g_strnfill (8000, 'x');
  g_autofree char *header = g_strdup_printf ("X: %s\r\n", line);
  const Spout spouts[] = {
      {"HTTP/1.1 200 OK\r\n", header, 0, FALSE},
      {"HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 100 Continue\r\n\r\n", 0, FALSE}};

  for (gsize i = 0; i < G_N_ELEMENTS (spouts); i++) {
    g_autoptr (GSocketService) service = g_socket_service_new ();
    guint16 port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (service), NULL, NULL);
    g_autofree char *address = g_strdup_printf ("127.0.0.1:%u", port);
    const TcOnvifOptions options = {.address = address, .connect_ms = 5000, .answer_ms = 500};
    g_autoptr (TcOnvifClient) client = tc_onvif_client_new (&options, NULL);
    g_autoptr (GError) error = NULL;
    Spout spout = spouts[i];
    gint64 begun_us = g_get_monotonic_time ();

    g_signal_connect (service, "incoming", G_CALLBACK (spout_cb), &spout);
    error = device_connect (client);
    g_test_message ("%s after %" G_GSIZE_FORMAT " bytes", error->message, spout.sent);
    g_assert_cmpint (g_get_monotonic_time () - begun_us, <, 8000000);
    for (guint k = 0; k < 200 && !spout.gone; k++)
      device_run_for (20);
    g_assert_true (spout.gone);
    g_socket_service_stop (service);
    g_socket_listener_close (G_SOCKET_LISTENER (service));
  }
}

static void
test_nobody (void)
{
  g_autoptr (Device) device = device_new ();
  g_autofree char *address = g_strdup (device->host);
  const TcOnvifOptions gone = {.address = address, .connect_ms = 5000, .answer_ms = 5000};
  const TcOnvifOptions unknown = {.address = "no-such-host.invalid", .connect_ms = 3000};
  const TcOnvifOptions far = {.address = "255.255.255.255", .connect_ms = 5000};
  const TcOnvifOptions wrong = {.address = "http://user:pass@192.0.2.7/"};
  g_autoptr (TcOnvifClient) first = tc_onvif_client_new (&gone, NULL);
  g_autoptr (TcOnvifClient) second = tc_onvif_client_new (&unknown, NULL);
  g_autoptr (TcOnvifClient) third = tc_onvif_client_new (&far, NULL);
  g_autoptr (TcRefusal) cause = NULL;
  g_autoptr (GError) lost = NULL;
  GError *error = NULL;

  g_clear_pointer (&device, device_free);
  device_assert_cause (device_connect (first), "camera.refused");
  /* No line leads to all at once. */
  device_assert_cause (device_connect (third), "camera.no-route");
  /* Where there is no resolver it may only give up. */
  lost = device_connect (second);
  cause = tc_onvif_error_dup_cause (lost);
  g_assert_true (g_str_equal (cause->code, "camera.unknown-host") ||
                 g_str_equal (cause->code, "camera.timeout"));
  g_assert_null (tc_onvif_client_new (&wrong, &error));
  device_assert_cause (error, "camera.address");
}

/* ---- TLS ---- */

static void
test_certificate (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("TC_TLS_DIR"), "server.pem", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsCertificate) certificate = g_tls_certificate_new_from_file (path, &error);
  g_autoptr (Device) device = device_new ();
  g_autoptr (TcOnvifClient) stranger = NULL;
  g_autoptr (TcOnvifClient) other = NULL;
  g_autoptr (TcOnvifClient) client = NULL;
  g_autoptr (TcRefusal) cause = NULL;
  g_autofree char *address = NULL;
  const char *seen = NULL;
  TcOnvifOptions options = {.connect_ms = 10000, .answer_ms = 10000};
  GSList *uris;

  g_assert_no_error (error);
  soup_server_disconnect (device->server);
  soup_server_set_tls_certificate (device->server, certificate);
  g_assert_true (soup_server_listen_local (
      device->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY | SOUP_SERVER_LISTEN_HTTPS, &error));
  uris = soup_server_get_uris (device->server);
  address = g_strdup_printf ("https://127.0.0.1:%d", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  options.address = address;
  stranger = tc_onvif_client_new (&options, NULL);
  error = device_connect (stranger);
  cause = tc_onvif_error_dup_cause (error);
  g_assert_nonnull (cause);
  g_assert_cmpstr (cause->code, ==, "camera.certificate");
  g_assert_true (g_variant_lookup (cause->args, "sha256", "&s", &seen));
  g_assert_cmpuint (strlen (seen), ==, 64);
  g_assert_cmpuint (device->heard->len, ==, 0);
  options.certificate_sha256 = "0000000000000000000000000000000000000000000000000000000000000000";
  other = tc_onvif_client_new (&options, NULL);
  device_assert_cause (device_connect (other), "camera.certificate");
  g_assert_cmpuint (device->heard->len, ==, 0);
  options.certificate_sha256 = seen;
  client = tc_onvif_client_new (&options, NULL);
  g_assert_no_error (device_connect (client));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  tc_crypto_init ();
  g_test_add_func ("/onvif/client/open", test_open);
  g_test_add_func ("/onvif/client/old", test_old);
  g_test_add_func ("/onvif/client/older", test_older);
  g_test_add_func ("/onvif/client/nameless", test_nameless);
  g_test_add_func ("/onvif/client/media2-refused", test_media2_refused);
  g_test_add_func ("/onvif/client/told-password", test_told_password);
  g_test_add_func ("/onvif/client/misled", test_misled);
  g_test_add_func ("/onvif/client/junk", test_junk);
  g_test_add_func ("/onvif/client/redirects", test_redirects);
  g_test_add_func ("/onvif/client/led-away", test_led_away);
  g_test_add_func ("/onvif/client/moved", test_moved);
  g_test_add_func ("/onvif/client/silent", test_silent);
  g_test_add_func ("/onvif/client/cancelled", test_cancelled);
  g_test_add_func ("/onvif/client/waiting", test_waiting);
  g_test_add_func ("/onvif/client/dropped", test_dropped);
  g_test_add_func ("/onvif/client/dripping", test_dripping);
  g_test_add_func ("/onvif/client/huge", test_huge);
  g_test_add_func ("/onvif/client/strangers", test_strangers);
  g_test_add_func ("/onvif/client/endless-heads", test_endless_heads);
  g_test_add_func ("/onvif/client/nobody", test_nobody);
  g_test_add_func ("/onvif/client/certificate", test_certificate);
  return g_test_run ();
}
