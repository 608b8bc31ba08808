/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Forms that bring files (multipart/form-data), declared in tc-http-request.h; as browsers write
 * them, and nothing else. Source: RFC 7578, RFC 2046 section 5.1.1.
 *
 * DESIGN: libsoup 3.2 has a parser, but one that gives a part of less than no bytes where two
 * boundaries stand close together, and makes an object of each part however many there are.
 */
#include "tc-http-request.h"

#include "tc-error.h"

#include <string.h>

#define BOUNDARY_CHARS_MAX 70
#define BOUNDARY_CHARS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'()+_,-./:=?"
/* The head of one part. */
#define HEAD_BYTES_MAX 2048

static void
free_part (gpointer data)
{
  TcHttpPart *part = data;

  g_free (part->name);
  g_bytes_unref (part->body);
  g_free (part);
}

static gpointer
refuse (TcError code, const char *why, GError **error)
{
  g_set_error (error, TC_ERROR, (int) code, "a form with files: %s", why);
  return NULL;
}

/* What stands before and between parts: "--" and the boundary. (nullable) */
static char *
read_mark (const char *content_type)
{
  static const char type[] = "multipart/form-data";
  const char *at = content_type;
  g_autofree char *value = NULL;

  if (!at || g_ascii_strncasecmp (at, type, sizeof type - 1) != 0)
    return NULL;
  at += sizeof type - 1;
  at += strspn (at, " ;");
  if (g_ascii_strncasecmp (at, "boundary=", 9) != 0)
    return NULL;
  at += 9;
  value = *at == '"' ? g_strndup (at + 1, strcspn (at + 1, "\""))
                     : g_strndup (at, strcspn (at, "; "));
  if (!*value || strlen (value) > BOUNDARY_CHARS_MAX ||
      strspn (value, BOUNDARY_CHARS) != strlen (value))
    return NULL;
  return g_strconcat ("--", value, NULL);
}

/* (nullable): the first @text in @at to @end, not crossing it. */
static const char *
find (const char *at, const char *end, const char *text)
{
  gsize size = strlen (text);

  while ((gsize) (end - at) >= size && (at = memchr (at, *text, (gsize) (end - at) - size + 1))) {
    if (memcmp (at, text, size) == 0)
      return at;
    at++;
  }
  return NULL;
}

static gboolean
begins (const char *at, const char *end, const char *text)
{
  return (gsize) (end - at) >= strlen (text) && memcmp (at, text, strlen (text)) == 0;
}

/* The name that a part's head gives it. (nullable) (transfer full) */
static char *
read_name (const char *head, const char *end)
{
  g_autofree char *text = g_strndup (head, (gsize) (end - head));
  g_auto (GStrv) lines = g_strsplit (text, "\r\n", -1);
  char *name = NULL;

  for (guint i = 0; lines[i] && !name; i++) {
    const char *at = lines[i];

    if (g_ascii_strncasecmp (at, "Content-Disposition:", 20) != 0)
      continue;
    at += 20 + strspn (at + 20, " ");
    at = g_ascii_strncasecmp (at, "form-data;", 10) == 0 ? strstr (at, " name=\"") : NULL;
    name = at ? g_strndup (at + 7, strcspn (at + 7, "\"")) : NULL;
  }
  if (name && (!*name || !g_utf8_validate (name, -1, NULL)))
    g_clear_pointer (&name, g_free);
  return name;
}

GPtrArray *
tc_http_parse_multipart (const char *content_type, GBytes *body, guint max, GError **error)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (free_part);
  g_autofree char *mark = read_mark (content_type);
  g_autofree char *between = g_strconcat ("\r\n", mark, NULL);
  gsize size;
  const char *start = g_bytes_get_data (body, &size);
  const char *at = start ? start : "", *end = at + size;
  guint n = 0;

  if (!mark)
    return refuse (TC_ERROR_INVALID, "its type is another", error);
  if (!begins (at, end, mark))
    return refuse (TC_ERROR_INVALID, "it begins with something else", error);
  for (at += strlen (mark); !begins (at, end, "--");) {
    const char *head = at, *content, *next;
    char *name;

    if (n++ == max)
      return refuse (TC_ERROR_LIMIT, "too many parts", error);
    content = begins (at, end, "\r\n") ? find (at, MIN (end, at + HEAD_BYTES_MAX), "\r\n\r\n")
                                       : NULL;
    next = content ? find (content + 4, end, between) : NULL;
    if (!next)
      return refuse (TC_ERROR_INVALID, "a part is cut short", error);
    name = content > head ? read_name (head + 2, content) : NULL;
    if (name) {
      TcHttpPart *part = g_new (TcHttpPart, 1);
      const char *first = content + 4;

      *part = (TcHttpPart){
          name, g_bytes_new_from_bytes (body, (gsize) (first - start), (gsize) (next - first))};
      g_ptr_array_add (parts, part);
    }
    at = next + strlen (between);
  }
  return g_steal_pointer (&parts);
}

GBytes *
tc_http_multipart_get (GPtrArray *parts, const char *name)
{
  for (guint i = 0; i < parts->len; i++) {
    const TcHttpPart *part = parts->pdata[i];

    if (g_str_equal (part->name, name))
      return part->body;
  }
  return NULL;
}

char *
tc_http_multipart_dup_text (GPtrArray *parts, const char *name)
{
  GBytes *body = tc_http_multipart_get (parts, name);
  gsize size = 0;
  const char *text = body ? g_bytes_get_data (body, &size) : NULL;

  if (!body || (size && (memchr (text, 0, size) || !g_utf8_validate (text, (gssize) size, NULL))))
    return NULL;
  return g_strndup (size ? text : "", size);
}
