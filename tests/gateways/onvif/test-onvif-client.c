/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: whatever a device is like, the client gets what it tells, or says in one cause why not,
 * without giving the password away.
 * Method: a device on loopback (onvif-device.h) with one oddity after the other.
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
  return g_test_run ();
}
