/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Opening a reply: what it is at all, its limits, its envelope, and faults. See the header.
 *
 * DESIGN: what bounds the parser's work is checked on the bytes before it sees them. No attribute
 * may hold a '<', so that what stands from one to the next bounds the attributes of an element;
 * namespaces are counted by their keyword, wherever it stands; each name may be compared with all
 * attributes beside it and all namespaces so far; and without a document type there are no
 * entities.
 */
#include "tc-onvif-reply-private.h"

#include "tc-onvif-error.h"

#include <libxml/parser.h>
#include <string.h>

#define TITLE_BYTES_MAX 400

static gboolean
begins (const char *text, const char *with)
{
  return g_ascii_strncasecmp (text, with, strlen (with)) == 0;
}

static gboolean
is_page (const char *text, const char *content_type)
{
  return begins (text, "<html") || begins (text, "<!doctype html") ||
         (content_type && begins (content_type, "text/html") && !strstr (text, "Envelope"));
}

/* What stands between <title> and </title>. (transfer full) */
static char *
dup_title (const char *text)
{
  g_autofree char *lower = g_ascii_strdown (text, -1);
  const char *from = strstr (lower, "<title>");
  const char *end = from ? strstr (from, "</title>") : NULL;

  if (!end)
    return g_strdup ("");
  from += strlen ("<title>");
  return g_strndup (text + (from - lower), MIN ((gsize) (end - from), TITLE_BYTES_MAX));
}

static gboolean
fail_status (guint status, GError **error)
{
  TcOnvifError code = status >= 500 || status == 429 ? TC_ONVIF_ERROR_BUSY
                                                     : TC_ONVIF_ERROR_NOT_ONVIF;

  return tc_onvif_error_set (error, code, "status", TC_I, (gint64) status, NULL);
}

static gboolean
fail_large (const char *what, gint64 max, GError **error)
{
  return tc_onvif_error_set (error, TC_ONVIF_ERROR_TOO_LARGE, "what", TC_S, what, "max", TC_I, max,
                             NULL);
}

static gboolean
fail_malformed (const char *what, GError **error)
{
  return tc_onvif_error_set (error, TC_ONVIF_ERROR_MALFORMED, "what", TC_S, what, NULL);
}

/* What the parser has to do with what stands from one '<' to the next. */
static gboolean
check_gap (const char *gap, gsize size, guint *n_declared, gint64 *n_steps, GError **error)
{
  static const char declares[] = "xmlns";
  guint n_attributes = 0;

  if (size > TC_ONVIF_REPLY_GAP_BYTES_MAX)
    return fail_large ("element", TC_ONVIF_REPLY_GAP_BYTES_MAX, error);
  for (gsize i = 0; i < size; i++) {
    if (gap[i] == '=')
      n_attributes++;
    else if (gap[i] == 'x' && strncmp (gap + i, declares, strlen (declares)) == 0)
      ++*n_declared;
  }
  if (n_attributes > TC_ONVIF_REPLY_ATTRIBUTES_MAX)
    return fail_large ("attributes", TC_ONVIF_REPLY_ATTRIBUTES_MAX, error);
  *n_steps += (gint64) (n_attributes + 1) * (n_attributes + *n_declared);
  if (*n_steps > TC_ONVIF_REPLY_STEPS_MAX)
    return fail_large ("names", TC_ONVIF_REPLY_STEPS_MAX, error);
  return TRUE;
}

static gboolean
check_marks (const char *text, GError **error)
{
  const char *last = text;
  guint n_marks = 0;
  guint n_declared = 0;
  gint64 n_steps = 0;

  for (const char *at = strchr (text, '<'); at; at = strchr (at + 1, '<')) {
    if (!check_gap (last, (gsize) (at - last), &n_declared, &n_steps, error))
      return FALSE;
    if (++n_marks > TC_ONVIF_REPLY_MARKS_MAX)
      return fail_large ("elements", TC_ONVIF_REPLY_MARKS_MAX, error);
    if (begins (at, "<!doctype") || begins (at, "<!entity"))
      return fail_malformed ("DOCTYPE", error);
    last = at;
  }
  return check_gap (last, strlen (last), &n_declared, &n_steps, error);
}

/* Whether it is at least a document of XML; @text has no blanks before it. */
static gboolean
check_kind (const char *text, guint status, const char *content_type, GError **error)
{
  if (is_page (text, content_type)) {
    g_autofree char *title = dup_title (text);

    return tc_onvif_error_set (error, TC_ONVIF_ERROR_WEB_PAGE, "status", TC_I, (gint64) status,
                               "title", TC_S, title, NULL);
  }
  if (*text != '<') {
    if (*text == '\0' && status >= 200 && status < 300)
      return fail_malformed ("empty", error);
    return fail_status (status, error);
  }
  return check_marks (text, error);
}

static xmlDoc *
parse (const char *text, GError **error)
{
  xmlParserCtxt *context = xmlNewParserCtxt ();
  g_autofree char *what = NULL;
  xmlDoc *doc;

  g_assert (context); /* out of memory otherwise */
  /* It is UTF-8 by now, whatever it says of itself. */
  doc = xmlCtxtReadMemory (context, text, (int) strlen (text), NULL, "UTF-8",
                           XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
                               XML_PARSE_NOCDATA | XML_PARSE_IGNORE_ENC);
  if (!doc)
    what = g_strdup_printf ("line %d: %s", context->lastError.line,
                            context->lastError.message ? context->lastError.message : "XML");
  xmlFreeParserCtxt (context);
  if (!doc)
    fail_malformed (what, error);
  return doc;
}

static gboolean
is_too_deep (const xmlNode *root)
{
  const xmlNode *node = root;
  guint depth = 0;

  while (node) {
    if (node->type == XML_ELEMENT_NODE && node->children) {
      node = node->children;
      if (++depth > TC_ONVIF_REPLY_DEPTH_MAX)
        return TRUE;
      continue;
    }
    while (node && node != root && !node->next) {
      node = node->parent;
      depth--;
    }
    node = node && node != root ? node->next : NULL;
  }
  return FALSE;
}

/* ---- faults ---- */

/* "ter:NotAuthorized" -> "NotAuthorized". (transfer full) */
static char *
dup_code (const xmlNode *node)
{
  g_autofree char *text = tc_onvif_node_dup_line (node);
  const char *colon = strrchr (text, ':');

  return g_strdup (colon ? colon + 1 : text);
}

/* "Sender/NotAuthorized". (transfer full) */
static char *
dup_codes (const xmlNode *fault, const char *namespace)
{
  GString *out = g_string_new (NULL);
  const xmlNode *code = tc_onvif_node_find (fault, namespace, "Code");
  g_autofree char *old = dup_code (tc_onvif_node_find (fault, NULL, "faultcode"));

  if (!code)
    g_string_append (out, old);
  for (guint i = 0; code && i < 4; i++) {
    g_autofree char *part = dup_code (tc_onvif_node_find (code, namespace, "Value"));

    g_string_append_printf (out, "%s%s", i ? "/" : "", part);
    code = tc_onvif_node_find (code, namespace, "Subcode");
  }
  return g_string_free (out, FALSE);
}

static gboolean
has_code (const char *codes, const char *const *among)
{
  g_auto (GStrv) parts = g_strsplit (codes, "/", -1);

  for (char **part = parts; *part; part++)
    if (g_strv_contains (among, *part))
      return TRUE;
  return FALSE;
}

/* Older devices say it in the sentence alone. */
static gboolean
says_denied (const char *reason)
{
  static const char *const words[] = {"not authorized", "unauthorized", "authority failure"};
  g_autofree char *lower = g_ascii_strdown (reason, -1);

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strstr (lower, words[i]))
      return TRUE;
  return FALSE;
}

/* Source: ONVIF Core 5.8.2.2 for ter:…, WS-Security 1.0 section 12 for wsse:…. The one header of
 * ours that must be understood is a token: who doesn't wants another proof. */
static gboolean
fail_fault (const xmlNode *fault, const char *namespace, const char *step, GError **error)
{
  static const char *const denied[] = {
      "NotAuthorized",        "FailedAuthentication",     "InvalidSecurity",
      "InvalidSecurityToken", "SecurityTokenUnavailable", "FailedCheck",
      "MessageExpired",       "MustUnderstand",           NULL};
  static const char *const unsupported[] = {"ActionNotSupported", "OptionalActionNotImplemented",
                                            NULL};
  g_autofree char *codes = dup_codes (fault, namespace);
  const xmlNode *said = tc_onvif_node_find (tc_onvif_node_find (fault, namespace, "Reason"),
                                            namespace, "Text");
  g_autofree char *reason = tc_onvif_node_dup_line (
      said ? said : tc_onvif_node_find (fault, NULL, "faultstring"));

  if (has_code (codes, denied) || says_denied (reason))
    return tc_onvif_error_set (error, TC_ONVIF_ERROR_DENIED, "step", TC_S, step, NULL);
  if (has_code (codes, unsupported))
    return tc_onvif_error_set (error, TC_ONVIF_ERROR_UNSUPPORTED, "what", TC_S, step, NULL);
  return tc_onvif_error_set (error, TC_ONVIF_ERROR_FAULT, "code", TC_S, codes, "reason", TC_S,
                             reason, NULL);
}

/* ---- the envelope ---- */

static xmlNode *
first_element (const xmlNode *parent)
{
  xmlNode *node = parent ? parent->children : NULL;

  while (node && node->type != XML_ELEMENT_NODE)
    node = node->next;
  return node;
}

static gboolean
open_envelope (TcOnvifReply *reply, guint status, const char *step, GError **error)
{
  const xmlNode *root = xmlDocGetRootElement (reply->doc);
  const char *namespace = TC_ONVIF_SOAP_12;
  const xmlNode *body;

  if (is_too_deep (root))
    return fail_large ("depth", TC_ONVIF_REPLY_DEPTH_MAX, error);
  if (!tc_onvif_node_is (root, namespace, "Envelope")) {
    namespace = TC_ONVIF_SOAP_11;
    if (!tc_onvif_node_is (root, namespace, "Envelope"))
      return fail_status (status, error);
  }
  body = tc_onvif_node_find (root, namespace, "Body");
  reply->header = tc_onvif_node_find (root, namespace, "Header");
  reply->content = first_element (body);
  if (!reply->content)
    return fail_malformed ("Body", error);
  if (tc_onvif_node_is (reply->content, namespace, "Fault"))
    return fail_fault (reply->content, namespace, step, error);
  return status >= 200 && status < 300 ? TRUE : fail_status (status, error);
}

TcOnvifReply *
tc_onvif_reply_new (GBytes *bytes, guint status, const char *content_type, const char *step,
                    GError **error)
{
  g_autoptr (TcOnvifReply) reply = NULL;
  g_autofree char *valid = NULL;
  const char *text;
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  if (status == 401 || status == 403) {
    tc_onvif_error_set (error, TC_ONVIF_ERROR_DENIED, "step", TC_S, step, NULL);
    return NULL;
  }
  if (size > TC_ONVIF_REPLY_BYTES_MAX) {
    fail_large ("bytes", TC_ONVIF_REPLY_BYTES_MAX, error);
    return NULL;
  }
  valid = g_utf8_make_valid (size ? data : "", (gssize) size);
  text = g_str_has_prefix (valid, "\xef\xbb\xbf") ? valid + 3 : valid;
  while (g_ascii_isspace (*text))
    text++;
  if (!check_kind (text, status, content_type, error))
    return NULL;
  reply = g_new0 (TcOnvifReply, 1);
  reply->doc = parse (text, error);
  if (!reply->doc || !open_envelope (reply, status, step, error))
    return NULL;
  return g_steal_pointer (&reply);
}

void
tc_onvif_reply_free (TcOnvifReply *reply)
{
  if (!reply)
    return;
  if (reply->doc)
    xmlFreeDoc (reply->doc);
  g_free (reply);
}

gboolean
tc_onvif_reply_is (TcOnvifReply *reply, TcOnvifService service, const char *name)
{
  return tc_onvif_node_is (reply->content, tc_onvif_service_get_namespace (service), name);
}

gboolean
tc_onvif_reply_miss (TcOnvifReply *reply, const char *what, GError **error)
{
  g_autofree char *text = g_strdup_printf ("%.100s: %s", (const char *) reply->content->name, what);

  return fail_malformed (text, error);
}

gboolean
tc_onvif_reply_read_done (TcOnvifReply *reply, TcOnvifService service, const char *name,
                          GError **error)
{
  return tc_onvif_reply_is (reply, service, name) || tc_onvif_reply_miss (reply, name, error);
}
