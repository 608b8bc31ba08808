/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fields of a form or query (application/x-www-form-urlencoded); declared in tc-http-request.h.
 * GLib's and libsoup's decoders lose repeated names or let bad bytes through.
 */
#include "tc-http-request.h"

#include "tc-error.h"

static void
free_field (gpointer data)
{
  TcHttpField *field = data;

  g_free (field->name);
  g_free (field->value);
  g_free (field);
}

/* (nullable): NULL for a bad escape, NUL or what isn't UTF-8. */
static char *
decode (const char *text, gsize size)
{
  g_autoptr (GString) out = g_string_sized_new (size);

  for (gsize i = 0; i < size; i++) {
    guint8 byte = (guint8) text[i];

    if (byte == '%') {
      if (i + 2 >= size || !g_ascii_isxdigit (text[i + 1]) || !g_ascii_isxdigit (text[i + 2]))
        return NULL;
      byte = (guint8) (g_ascii_xdigit_value (text[i + 1]) << 4 |
                       g_ascii_xdigit_value (text[i + 2]));
      i += 2;
    } else if (byte == '+') {
      byte = ' ';
    }
    if (!byte)
      return NULL;
    g_string_append_c (out, (char) byte);
  }
  if (!g_utf8_validate (out->str, (gssize) out->len, NULL))
    return NULL;
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static TcHttpField *
parse_field (const char *text, gsize size)
{
  const char *equals = memchr (text, '=', size);
  gsize name_size = equals ? (gsize) (equals - text) : size;
  g_autofree char *name = decode (text, name_size);
  g_autofree char *value = equals ? decode (equals + 1, size - name_size - 1) : g_strdup ("");
  TcHttpField *field;

  if (!name || !value)
    return NULL;
  field = g_new0 (TcHttpField, 1);
  field->name = g_steal_pointer (&name);
  field->value = g_steal_pointer (&value);
  return field;
}

GPtrArray *
tc_http_parse_form (const char *text, gsize size, guint max, GError **error)
{
  g_autoptr (GPtrArray) fields = g_ptr_array_new_with_free_func (free_field);
  const char *end = text + size;

  while (text < end) {
    const char *amp = memchr (text, '&', (gsize) (end - text));
    gsize length = (gsize) ((amp ? amp : end) - text);

    if (length) {
      TcHttpField *field;

      if (fields->len == max) {
        g_set_error (error, TC_ERROR, TC_ERROR_LIMIT, "more than %u fields in a form", max);
        return NULL;
      }
      field = parse_field (text, length);
      if (!field) {
        g_set_error (error, TC_ERROR, TC_ERROR_INVALID, "field %u of a form can't be decoded",
                     fields->len + 1);
        return NULL;
      }
      g_ptr_array_add (fields, field);
    }
    text += length + 1;
  }
  return g_steal_pointer (&fields);
}

const char *
tc_http_form_get (GPtrArray *fields, const char *name)
{
  for (guint i = 0; fields && i < fields->len; i++) {
    const TcHttpField *field = fields->pdata[i];

    if (g_str_equal (field->name, name))
      return field->value;
  }
  return NULL;
}
