/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Elements of a reply and their texts. Declared in tc-onvif-reply-private.h.
 */
#include "tc-onvif-reply-private.h"

#include "tc-limits.h"
#include "tc-text.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

/* A text that is cut to its characters afterwards. */
#define LINE_BYTES_MAX 4096

gboolean
tc_onvif_node_is (const xmlNode *node, const char *namespace, const char *name)
{
  const char *own;

  if (!node || node->type != XML_ELEMENT_NODE || strcmp ((const char *) node->name, name) != 0)
    return FALSE;
  own = node->ns ? (const char *) node->ns->href : NULL;
  return g_strcmp0 (own, namespace) == 0;
}

xmlNode *
tc_onvif_node_find (const xmlNode *parent, const char *namespace, const char *name)
{
  for (xmlNode *node = parent ? parent->children : NULL; node; node = node->next)
    if (tc_onvif_node_is (node, namespace, name))
      return node;
  return NULL;
}

xmlNode *
tc_onvif_node_next (const xmlNode *node)
{
  const char *namespace = node->ns ? (const char *) node->ns->href : NULL;

  for (xmlNode *next = node->next; next; next = next->next)
    if (tc_onvif_node_is (next, namespace, (const char *) node->name))
      return next;
  return NULL;
}

xmlNode *
tc_onvif_node_walk (const xmlNode *node, ...)
{
  const xmlNode *at = node;
  va_list names;

  va_start (names, node);
  for (const char *name = va_arg (names, const char *); name; name = va_arg (names, const char *))
    at = tc_onvif_node_find (at, TC_ONVIF_SCHEMA, name);
  va_end (names);
  return (xmlNode *) at;
}

char *
tc_onvif_node_dup_raw (const xmlNode *node, gsize bytes_max)
{
  GString *out = g_string_new (NULL);
  const char *end;

  for (const xmlNode *part = node ? node->children : NULL; part; part = part->next)
    if ((part->type == XML_TEXT_NODE || part->type == XML_CDATA_SECTION_NODE) && part->content &&
        out->len <= bytes_max)
      g_string_append_len (out, (const char *) part->content,
                           (gssize) strnlen ((const char *) part->content, bytes_max));
  g_string_truncate (out, MIN (out->len, bytes_max));
  if (!g_utf8_validate (out->str, (gssize) out->len, &end))
    g_string_truncate (out, (gsize) (end - out->str));
  return g_string_free (out, FALSE);
}

char *
tc_onvif_node_dup_line (const xmlNode *node)
{
  g_autofree char *raw = tc_onvif_node_dup_raw (node, LINE_BYTES_MAX);
  g_autofree char *clean = tc_text_clean (raw, TC_TEXT_LINE, LINE_BYTES_MAX);
  char *cut;

  if (!clean)
    return g_strdup ("");
  if (g_utf8_strlen (clean, -1) <= TC_ONVIF_TEXT_CHARS_MAX)
    return g_steal_pointer (&clean);
  cut = g_utf8_substring (clean, 0, TC_ONVIF_TEXT_CHARS_MAX);
  return g_strchomp (cut);
}

/* (transfer full) (nullable): @text, if it can be a token. Takes it. */
static char *
take_token (char *text)
{
  g_autofree char *token = text;
  const char *at;

  g_strstrip (token);
  if (*token == '\0' || g_utf8_strlen (token, -1) > TC_ONVIF_TOKEN_CHARS_MAX)
    return NULL;
  for (at = token; *at; at = g_utf8_next_char (at))
    if (!g_unichar_isprint (g_utf8_get_char (at)))
      return NULL;
  return g_steal_pointer (&token);
}

char *
tc_onvif_node_dup_token (const xmlNode *node)
{
  return take_token (tc_onvif_node_dup_raw (node, LINE_BYTES_MAX));
}

char *
tc_onvif_node_dup_token_attribute (const xmlNode *node, const char *name)
{
  xmlChar *value = node ? xmlGetNoNsProp (node, (const xmlChar *) name) : NULL;
  char *token = value ? take_token (g_strdup ((const char *) value)) : NULL;

  if (value)
    xmlFree (value);
  return token;
}

gint64
tc_onvif_node_get_int (const xmlNode *node, gint64 min, gint64 max, gint64 fallback)
{
  g_autofree char *text = g_strstrip (tc_onvif_node_dup_raw (node, 64));
  gint64 value;

  return g_ascii_string_to_signed (text, 10, min, max, &value, NULL) ? value : fallback;
}

gint64
tc_onvif_node_get_milli (const xmlNode *node, gint64 max, gint64 fallback)
{
  g_autofree char *text = g_strstrip (tc_onvif_node_dup_raw (node, 64));
  char *end = NULL;
  double value = g_ascii_strtod (text, &end);

  if (end == text || *end != '\0' || !isfinite (value) || value < 0 || value * 1000 > (double) max)
    return fallback;
  return (gint64) (value * 1000 + 0.5);
}

gint64
tc_onvif_text_to_time (const char *text)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (text, utc);
  int year = time ? g_date_time_get_year (time) : 0;

  if (year < TC_ONVIF_YEAR_MIN || year > TC_ONVIF_YEAR_MAX)
    return TC_ONVIF_NO_TIME;
  return MAX (0, g_date_time_to_unix (time) * TC_US_PER_S) + g_date_time_get_microsecond (time);
}
