/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: requests are well-formed whatever stands in them, and a token proves the password without
 * telling it.
 * Method: the example of the ONVIF Application Programmer's Guide; what is made read by libxml2.
 */
#include "tc-onvif-envelope.h"

#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <string.h>

static char *
dup_text (GBytes *bytes, const char *path)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  xmlDoc *doc = xmlReadMemory (data, (int) size, NULL, NULL, XML_PARSE_NONET);
  xmlXPathContext *context;
  xmlXPathObject *found;
  char *text;

  g_assert_nonnull (doc);
  context = xmlXPathNewContext (doc);
  found = xmlXPathEvalExpression ((const xmlChar *) path, context);
  g_assert_nonnull (found);
  text = found->nodesetval && found->nodesetval->nodeNr
             ? (char *) xmlNodeGetContent (found->nodesetval->nodeTab[0])
             : NULL;
  xmlXPathFreeObject (found);
  xmlXPathFreeContext (context);
  xmlFreeDoc (doc);
  return text;
}

static void
test_digest (void)
{
  g_autofree guint8 *nonce = NULL;
  g_autofree char *digest = NULL;
  gsize size;

  nonce = g_base64_decode ("LKqI6G/AikKCQrN0zqZFlg==", &size);
  digest = tc_onvif_password_digest (nonce, size, "2010-09-16T07:50:45Z", "userpassword");
  g_assert_cmpstr (digest, ==, "tuOSpGlFlIXsozq4HFNeeGeFLEI=");
}

static void
test_time (void)
{
  g_autofree char *first = tc_onvif_time_to_text (0);
  g_autofree char *other = tc_onvif_time_to_text (1795761439120999);
  g_autofree char *before = tc_onvif_time_to_text (G_MININT64);
  g_autofree char *after = tc_onvif_time_to_text (G_MAXINT64);

  g_assert_cmpstr (first, ==, "1970-01-01T00:00:00.000Z");
  g_assert_cmpstr (other, ==, "2026-11-27T06:37:19.120Z");
  g_assert_cmpstr (before, ==, "1970-01-01T00:00:00.000Z");
  g_assert_cmpstr (after, ==, "2100-12-31T23:59:59.999Z");
}

static void
test_token (void)
{
  const TcOnvifToken token = {"an<a>&", "p\"<w>&", "0123456789abcdef", 1795761439120000};
  GString *body = tc_onvif_body_new (TC_ONVIF_SERVICE_DEVICE, "GetDeviceInformation");
  g_autoptr (GBytes) bytes = tc_onvif_envelope_new ("GetDeviceInformation", body->str, &token);
  g_autofree char *account = dup_text (bytes, "//*[local-name()='Username']");
  g_autofree char *proof = dup_text (bytes, "//*[local-name()='Password']");
  g_autofree char *type = dup_text (bytes, "//*[local-name()='Password']/@Type");
  g_autofree char *nonce = dup_text (bytes, "//*[local-name()='Nonce']");
  g_autofree char *created = dup_text (bytes, "//*[local-name()='Created']");
  g_autofree char *wanted = tc_onvif_password_digest ("0123456789abcdef", 16,
                                                      "2026-11-27T06:37:19.120Z", "p\"<w>&");

  g_string_free (body, TRUE);
  g_assert_cmpstr (account, ==, "an<a>&");
  g_assert_cmpstr (proof, ==, wanted);
  g_assert_true (g_str_has_suffix (type, "username-token-profile-1.0#PasswordDigest"));
  g_assert_cmpstr (nonce, ==, "MDEyMzQ1Njc4OWFiY2RlZg==");
  g_assert_cmpstr (created, ==, "2026-11-27T06:37:19.120Z");
}

static void
test_body (void)
{
  GString *body = tc_onvif_body_new (TC_ONVIF_SERVICE_MEDIA, "GetStreamUri");
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *protocol = NULL;
  g_autofree char *profile = NULL;
  g_autofree char *header = NULL;

  tc_onvif_body_open (body, "StreamSetup");
  tc_onvif_body_add (body, "tt:Protocol", "RTSP");
  tc_onvif_body_close (body, "StreamSetup");
  tc_onvif_body_add (body, "ProfileToken", "a</ProfileToken>\"'&");
  bytes = tc_onvif_envelope_new ("GetStreamUri", body->str, NULL);
  g_string_free (body, TRUE);
  protocol = dup_text (bytes,
                       "//*[local-name()='Protocol' and namespace-uri()='" TC_ONVIF_SCHEMA "']");
  profile = dup_text (bytes, "//*[local-name()='ProfileToken' and namespace-uri()="
                             "'http://www.onvif.org/ver10/media/wsdl']");
  header = dup_text (bytes, "//*[local-name()='Header']");
  g_assert_cmpstr (protocol, ==, "RTSP");
  g_assert_cmpstr (profile, ==, "a</ProfileToken>\"'&");
  g_assert_null (header);
}

static void
test_probe (void)
{
  g_autoptr (GBytes) bytes = tc_onvif_probe_new ("urn:uuid:1", "dn:NetworkVideoTransmitter");
  g_autofree char *id = dup_text (bytes, "//*[local-name()='MessageID']");
  g_autofree char *action = dup_text (bytes, "//*[local-name()='Action']");
  g_autofree char *types = dup_text (bytes, "//*[local-name()='Types']");

  g_assert_cmpstr (id, ==, "urn:uuid:1");
  g_assert_cmpstr (action, ==, "http://schemas.xmlsoap.org/ws/2005/04/discovery/Probe");
  g_assert_cmpstr (types, ==, "dn:NetworkVideoTransmitter");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/onvif/envelope/digest", test_digest);
  g_test_add_func ("/onvif/envelope/time", test_time);
  g_test_add_func ("/onvif/envelope/token", test_token);
  g_test_add_func ("/onvif/envelope/body", test_body);
  g_test_add_func ("/onvif/envelope/probe", test_probe);
  return g_test_run ();
}
