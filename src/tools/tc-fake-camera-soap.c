/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Envelopes of SOAP 1.2.
 */
#include "tc-fake-camera-soap.h"

#include "tc-error.h"
#include "tc-limits.h"

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <string.h>

/* By how much the time of a token may be off. */
#define TOKEN_US_MAX (10 * TC_US_PER_S)
#define DURATION_S_MAX (24 * 3600.0)
#define SHA1_BYTES 20

struct _TcFakeSoap {
  xmlDoc *doc;     /* (owned) */
  xmlNode *header; /* (unowned) (nullable): in doc */
  xmlNode *body;   /* (unowned): likewise */
  xmlNode *action; /* (unowned): likewise */
};

/* ---- elements ---- */

static gboolean
is_element (const xmlNode *node, const char *name)
{
  return node->type == XML_ELEMENT_NODE &&
         (!name || g_strcmp0 ((const char *) node->name, name) == 0);
}

/* @name: NULL: any. (nullable) */
static xmlNode *
find_child (xmlNode *parent, const char *name)
{
  xmlNode *child = parent ? parent->children : NULL;

  while (child && !is_element (child, name))
    child = child->next;
  return child;
}

/* What follows in the order of the document, within @top; (nullable) */
static xmlNode *
follow (xmlNode *node, xmlNode *top)
{
  if (node->children)
    return node->children;
  while (node != top && !node->next)
    node = node->parent;
  return node == top ? NULL : node->next;
}

/* At any depth below @top; (nullable) */
static xmlNode *
find (xmlNode *top, const char *name)
{
  xmlNode *node = top && top->children ? top->children : NULL;

  while (node && !is_element (node, name))
    node = follow (node, top);
  return node;
}

static char *
dup_text (xmlNode *node)
{
  xmlChar *content = node ? xmlNodeGetContent (node) : NULL;
  char *text = content ? g_strstrip (g_strdup ((const char *) content)) : NULL;

  xmlFree (content);
  return text;
}

/* ---- reading ---- */

TcFakeSoap *
tc_fake_soap_parse (const char *bytes, gsize size, GError **error)
{
  if (size > TC_FAKE_SOAP_BYTES_MAX) {
    g_set_error (error, TC_ERROR, TC_ERROR_LIMIT, "an envelope has %d bytes at most",
                 TC_FAKE_SOAP_BYTES_MAX);
    return NULL;
  }
  xmlDoc *doc = xmlReadMemory (bytes, (int) size, NULL, NULL,
                               XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
  xmlNode *envelope = doc && !doc->intSubset ? xmlDocGetRootElement (doc) : NULL;
  xmlNode *body = envelope && is_element (envelope, "Envelope") ? find_child (envelope, "Body")
                                                                : NULL;
  xmlNode *action = find_child (body, NULL);

  if (!action) {
    g_set_error_literal (error, TC_ERROR, TC_ERROR_INVALID, "that is no envelope of SOAP");
    xmlFreeDoc (doc);
    return NULL;
  }
  TcFakeSoap *self = g_new (TcFakeSoap, 1);
  *self = (TcFakeSoap){doc, find_child (envelope, "Header"), body, action};
  return self;
}

void
tc_fake_soap_free (TcFakeSoap *self)
{
  xmlFreeDoc (self->doc);
  g_free (self);
}

const char *
tc_fake_soap_get_action (const TcFakeSoap *self)
{
  return (const char *) self->action->name;
}

const char *
tc_fake_soap_get_namespace (const TcFakeSoap *self)
{
  return self->action->ns ? (const char *) self->action->ns->href : "";
}

char *
tc_fake_soap_dup (const TcFakeSoap *self, const char *name)
{
  return dup_text (find (self->body, name));
}

char *
tc_fake_soap_dup_header (const TcFakeSoap *self, const char *name)
{
  return dup_text (find (self->header, name));
}

gboolean
tc_fake_soap_has (const TcFakeSoap *self, const char *name)
{
  return find (self->body, name) != NULL;
}

double
tc_fake_soap_get_number (const TcFakeSoap *self, const char *name, const char *attribute,
                         double fallback)
{
  xmlNode *node = find (self->body, name);
  xmlChar *text = node ? xmlGetProp (node, (const xmlChar *) attribute) : NULL;
  char *end = NULL;
  double number = text ? g_ascii_strtod ((const char *) text, &end) : fallback;
  gboolean fine = text && end != (char *) text && *end == '\0' && number >= -1e6 && number <= 1e6;

  xmlFree (text);
  return fine ? number : fallback;
}

gint64
tc_fake_soap_parse_duration (const char *text, gint64 fallback)
{
  const char *at = text && g_str_has_prefix (text, "PT") ? text + 2 : "";
  double seconds = 0;

  if (*at == '\0')
    return fallback;
  while (*at != '\0') {
    char *end;
    double number = g_ascii_strtod (at, &end);
    double unit = *end == 'H' ? 3600 : *end == 'M' ? 60 : *end == 'S' ? 1 : 0;
    if (end == at || unit == 0 || !(number >= 0 && number <= DURATION_S_MAX))
      return fallback;
    seconds += number * unit;
    at = end + 1;
  }
  return (gint64) (MIN (seconds, DURATION_S_MAX) * (double) TC_US_PER_S);
}

/* ---- who asks ---- */

/* Base64 of SHA-1 over nonce, time and password; (transfer full). Source: WS-Security UsernameToken
 * Profile 1.0, 3.1. */
static char *
digest_of (const char *nonce, const char *created, const char *password)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA1);
  gsize nonce_size = 0;
  g_autofree guchar *nonce_bytes = g_base64_decode (nonce, &nonce_size);
  guint8 digest[SHA1_BYTES];
  gsize size = sizeof digest;

  g_checksum_update (sum, nonce_bytes, (gssize) nonce_size);
  g_checksum_update (sum, (const guchar *) created, -1);
  g_checksum_update (sum, (const guchar *) password, -1);
  g_checksum_get_digest (sum, digest, &size);
  return g_base64_encode (digest, size);
}

static gboolean
is_timely (const char *created, gint64 clock_us)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (created, utc);

  return time && ABS (g_date_time_to_unix (time) * TC_US_PER_S - clock_us) <= TOKEN_US_MAX;
}

TcFakeProof
tc_fake_soap_prove (const TcFakeSoap *self, const char *account, const char *password,
                    gint64 clock_us, char **nonce)
{
  xmlNode *token = find (self->header, "UsernameToken");
  g_autofree char *name = dup_text (find_child (token, "Username"));
  g_autofree char *told = dup_text (find_child (token, "Password"));
  g_autofree char *told_nonce = dup_text (find_child (token, "Nonce"));
  g_autofree char *created = dup_text (find_child (token, "Created"));

  if (!token)
    return TC_FAKE_PROOF_NONE;
  if (!name || !told || !told_nonce || !created || g_strcmp0 (name, account) != 0 ||
      !is_timely (created, clock_us))
    return TC_FAKE_PROOF_BAD;
  g_autofree char *digest = digest_of (told_nonce, created, password);
  if (g_strcmp0 (digest, told) != 0)
    return TC_FAKE_PROOF_BAD;
  *nonce = g_steal_pointer (&told_nonce);
  return TC_FAKE_PROOF_GOOD;
}

/* ---- answers ---- */

char *
tc_fake_soap_envelope (const char *content)
{
  return g_strdup_printf ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                          "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\""
                          " xmlns:tt=\"http://www.onvif.org/ver10/schema\""
                          " xmlns:tds=\"http://www.onvif.org/ver10/device/wsdl\""
                          " xmlns:trt=\"http://www.onvif.org/ver10/media/wsdl\""
                          " xmlns:tr2=\"http://www.onvif.org/ver20/media/wsdl\""
                          " xmlns:tptz=\"http://www.onvif.org/ver20/ptz/wsdl\""
                          " xmlns:tse=\"http://www.onvif.org/ver10/search/wsdl\""
                          " xmlns:trp=\"http://www.onvif.org/ver10/replay/wsdl\""
                          " xmlns:ter=\"http://www.onvif.org/ver10/error\""
                          " xmlns:tns1=\"http://www.onvif.org/ver10/topics\""
                          " xmlns:wsnt=\"http://docs.oasis-open.org/wsn/b-2\">"
                          "<s:Body>%s</s:Body></s:Envelope>\n",
                          content);
}

char *
tc_fake_soap_fault (const char *code, const char *subcodes, const char *reason)
{
  g_autofree char *why = g_markup_escape_text (reason, -1);
  g_auto (GStrv) parts = g_strsplit (subcodes ? subcodes : "", " ", 2);
  g_autofree char *inner = parts[0] && parts[1]
                               ? g_strdup_printf ("<s:Subcode><s:Value>%s</s:Value></s:Subcode>",
                                                  parts[1])
                               : g_strdup ("");
  g_autofree char *outer = parts[0]
                               ? g_strdup_printf ("<s:Subcode><s:Value>%s</s:Value>%s</s:Subcode>",
                                                  parts[0], inner)
                               : g_strdup ("");
  g_autofree char *content = g_strdup_printf (
      "<s:Fault><s:Code><s:Value>s:%s</s:Value>%s</s:Code>"
      "<s:Reason><s:Text xml:lang=\"en\">%s</s:Text></s:Reason></s:Fault>",
      code, outer, why);

  return tc_fake_soap_envelope (content);
}

char *
tc_fake_soap_time (gint64 us)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (us / TC_US_PER_S);
  g_autofree char *text = g_date_time_format (time, "%Y-%m-%dT%H:%M:%S");

  return g_strdup_printf ("%s.%03dZ", text, (int) (us % TC_US_PER_S / 1000));
}
