/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Envelopes; see the header.
 */
#include "tc-onvif-envelope.h"

#include "tc-limits.h"

#include <string.h>

#define SECURITY "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-"
#define SECURITY_EXTENSION SECURITY "wssecurity-secext-1.0.xsd"
#define SECURITY_UTILITY SECURITY "wssecurity-utility-1.0.xsd"
#define PASSWORD_DIGEST SECURITY "username-token-profile-1.0#PasswordDigest"
#define BASE64 SECURITY "soap-message-security-1.0#Base64Binary"

static const struct {
  const char *name;
  const char *namespace;
} services[TC_ONVIF_N_SERVICES] = {
    [TC_ONVIF_SERVICE_DEVICE] = {"device", "http://www.onvif.org/ver10/device/wsdl"},
    [TC_ONVIF_SERVICE_MEDIA] = {"media", "http://www.onvif.org/ver10/media/wsdl"},
    [TC_ONVIF_SERVICE_MEDIA2] = {"media2", "http://www.onvif.org/ver20/media/wsdl"},
    [TC_ONVIF_SERVICE_PTZ] = {"ptz", "http://www.onvif.org/ver20/ptz/wsdl"},
    [TC_ONVIF_SERVICE_SEARCH] = {"search", "http://www.onvif.org/ver10/search/wsdl"},
    [TC_ONVIF_SERVICE_REPLAY] = {"replay", "http://www.onvif.org/ver10/replay/wsdl"},
};

const char *
tc_onvif_service_get_namespace (TcOnvifService service)
{
  g_assert (service < TC_ONVIF_N_SERVICES);
  return services[service].namespace;
}

const char *
tc_onvif_service_get_name (TcOnvifService service)
{
  g_assert (service < TC_ONVIF_N_SERVICES);
  return services[service].name;
}

GString *
tc_onvif_body_new (TcOnvifService service, const char *action)
{
  GString *body = g_string_new (NULL);

  g_string_append_printf (body, "<%s xmlns=\"%s\" xmlns:tt=\"" TC_ONVIF_SCHEMA "\">", action,
                          tc_onvif_service_get_namespace (service));
  return body;
}

void
tc_onvif_body_open (GString *body, const char *name)
{
  g_string_append_printf (body, "<%s>", name);
}

void
tc_onvif_body_close (GString *body, const char *name)
{
  g_string_append_printf (body, "</%s>", name);
}

void
tc_onvif_body_add (GString *body, const char *name, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  g_string_append_printf (body, "<%s>%s</%s>", name, escaped, name);
}

char *
tc_onvif_time_to_text (gint64 us)
{
  gint64 within_us = CLAMP (us, 0, TC_ONVIF_TIME_US_MAX);
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (within_us / TC_US_PER_S);
  g_autofree char *text = g_date_time_format (time, "%Y-%m-%dT%H:%M:%S");

  return g_strdup_printf ("%s.%03dZ", text, (int) (within_us / 1000 % 1000));
}

char *
tc_onvif_password_digest (gconstpointer nonce, gsize nonce_size, const char *created,
                          const char *password)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA1);
  guint8 digest[20];
  gsize size = sizeof digest;

  g_checksum_update (sum, nonce, (gssize) nonce_size);
  g_checksum_update (sum, (const guchar *) created, -1);
  g_checksum_update (sum, (const guchar *) password, -1);
  g_checksum_get_digest (sum, digest, &size);
  return g_base64_encode (digest, size);
}

static void
append_token (GString *out, const TcOnvifToken *token)
{
  g_autofree char *created = tc_onvif_time_to_text (token->created_us);
  g_autofree char *nonce = g_base64_encode (token->nonce, sizeof token->nonce);
  g_autofree char *account = g_markup_escape_text (token->account, -1);
  g_autofree char *digest = tc_onvif_password_digest (token->nonce, sizeof token->nonce, created,
                                                      token->password);

  g_string_append_printf (
      out,
      "<wsse:Security s:mustUnderstand=\"true\" xmlns:wsse=\"" SECURITY_EXTENSION
      "\" xmlns:wsu=\"" SECURITY_UTILITY "\"><wsse:UsernameToken><wsse:Username>%s</wsse:Username>"
      "<wsse:Password Type=\"" PASSWORD_DIGEST "\">%s</wsse:Password>"
      "<wsse:Nonce EncodingType=\"" BASE64 "\">%s</wsse:Nonce>"
      "<wsu:Created>%s</wsu:Created></wsse:UsernameToken></wsse:Security>",
      account, digest, nonce, created);
}

GBytes *
tc_onvif_envelope_new (const char *action, const char *body, const TcOnvifToken *token)
{
  GString *out = g_string_new ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
                               "<s:Envelope xmlns:s=\"" TC_ONVIF_SOAP_12 "\">");

  if (token) {
    g_string_append (out, "<s:Header>");
    append_token (out, token);
    g_string_append (out, "</s:Header>");
  }
  g_string_append_printf (out, "<s:Body>%s</%s></s:Body></s:Envelope>", body, action);
  return g_string_free_to_bytes (out);
}

GBytes *
tc_onvif_probe_new (const char *message_id, const char *types)
{
  GString *out = g_string_new (NULL);

  g_string_append_printf (
      out,
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?><s:Envelope xmlns:s=\"" TC_ONVIF_SOAP_12
      "\" xmlns:a=\"" TC_ONVIF_ADDRESSING "\" xmlns:d=\"" TC_ONVIF_DISCOVERY
      "\" xmlns:dn=\"http://www.onvif.org/ver10/network/wsdl\" xmlns:tds=\"%s\"><s:Header>"
      "<a:MessageID>%s</a:MessageID><a:To>urn:schemas-xmlsoap-org:ws:2005:04:discovery</a:To>"
      "<a:Action>" TC_ONVIF_DISCOVERY "/Probe</a:Action></s:Header><s:Body><d:Probe><d:Types>%s"
      "</d:Types></d:Probe></s:Body></s:Envelope>",
      services[TC_ONVIF_SERVICE_DEVICE].namespace, message_id, types);
  return g_string_free_to_bytes (out);
}
