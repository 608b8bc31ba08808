/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Telling encodings apart, and converting; see the header.
 */
#include "tc-encoding.h"

#include "tc-error.h"

#include <glib/gi18n-lib.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

typedef struct {
  const char *name;
  const char *charset; /* as iconv calls it */
  const char *title;
} Encoding;

static const Encoding encodings[] = {
    {"utf-8", "UTF-8", "UTF-8"},
    {"utf-16", "UTF-16", "UTF-16"},
    {"windows-1258", "CP1258", "Windows-1258"},
    {"tcvn3", "TCVN", "TCVN3 (ABC)"},
};

#define UTF8_MARK "\xef\xbb\xbf"

const char *
tc_encoding_get_names (void)
{
  return "utf-8, utf-16, windows-1258, tcvn3";
}

static gboolean
starts_with (const char *data, gsize size, const char *mark)
{
  return size >= strlen (mark) && memcmp (data, mark, strlen (mark)) == 0;
}

/* "UTF-16LE" or "UTF-16BE" by its mark or, without one, by where the halves of ASCII are zero. */
static const char *
find_utf16 (const char *data, gsize size)
{
  if (starts_with (data, size, "\xff\xfe"))
    return "UTF-16LE";
  if (starts_with (data, size, "\xfe\xff"))
    return "UTF-16BE";
  if (size < 4 || size % 2)
    return NULL;
  if (data[0] && !data[1] && data[2] && !data[3])
    return "UTF-16LE";
  return !data[0] && data[1] && !data[2] && data[3] ? "UTF-16BE" : NULL;
}

/* Bytes that no text of an office has. */
static gboolean
is_binary (const char *data, gsize size)
{
  for (gsize i = 0; i < size; i++) {
    guchar byte = (guchar) data[i];
    if ((byte < 0x20 && !strchr ("\t\r\n\f\x1a", byte)) || byte == 0)
      return TRUE;
  }
  return FALSE;
}

/* What eight bits a character most likely mean: TCVN3 has its letters where Windows-1258 has
 * signs. */
static const Encoding *
guess (const char *data, gsize size)
{
  gsize signs = 0;
  gsize letters = 0;

  for (gsize i = 0; i < size; i++) {
    guchar byte = (guchar) data[i];
    if ((byte >= 0xa8 && byte <= 0xae) || (byte >= 0xb5 && byte <= 0xbf))
      signs++;
    else if (byte >= 0xc0)
      letters++;
  }
  return &encodings[signs * 3 >= letters ? 3 : 2];
}

static char *
convert (const char *name, const char *data, gsize *size, const char *charset, GError **error)
{
  g_autoptr (GError) fault = NULL;
  gsize read = 0;
  gsize written = 0;
  char *text = g_convert (data, (gssize) *size, "UTF-8", charset, &read, &written, &fault);

  /* A file that ends within a character is read up to there without a fault. */
  if (!text || read != *size || memchr (text, 0, written)) {
    g_set_error (error, TC_ERROR, TC_ERROR_INVALID, _ ("%s: not %s from its byte %zu"), name,
                 charset, text && read == *size ? (gsize) strlen (text) : read);
    g_free (text);
    return NULL;
  }
  *size = written;
  return text;
}

static char *
take_utf8 (const char *name, const char *data, gsize *size, GError **error)
{
  const char *bad;
  guint line = 1;

  if (starts_with (data, *size, UTF8_MARK)) {
    data += strlen (UTF8_MARK);
    *size -= strlen (UTF8_MARK);
  }
  if (g_utf8_validate_len (data, *size, &bad))
    return g_strndup (data, *size);
  for (const char *at = data; at < bad; at++)
    line += *at == '\n';
  if (is_binary (data, *size)) {
    g_set_error (error, TC_ERROR, TC_ERROR_INVALID,
                 _ ("%s:%u:1: this is no text file (a spreadsheet must be saved as CSV first)"),
                 name, line);
    return NULL;
  }
  const Encoding *likely = guess (data, *size);
  g_set_error (error, TC_ERROR, TC_ERROR_INVALID,
               _ ("%s:%u:1: this file is not UTF-8; it looks like %s. Save it as \"CSV UTF-8\", or "
                  "say --encoding %s"),
               name, line, likely->title, likely->name);
  return NULL;
}

char *
tc_encoding_decode (const char *name, const char *data, const char *encoding, gsize *size,
                    GError **error)
{
  const char *utf16 = find_utf16 (data, *size);
  const Encoding *found = NULL;

  for (guint i = 0; encoding && i < G_N_ELEMENTS (encodings); i++) {
    if (g_ascii_strcasecmp (encodings[i].name, encoding) == 0)
      found = &encodings[i];
  }
  if (encoding && !found) {
    g_set_error (error, TC_ERROR, TC_ERROR_INVALID, _ ("%s: the encoding \"%s\" is none of %s"),
                 name, encoding, tc_encoding_get_names ());
    return NULL;
  }
  if (utf16 && (!found || found == &encodings[1])) {
    gsize mark = data[0] == '\xff' || data[0] == '\xfe' ? 2 : 0;
    *size -= mark;
    return convert (name, data + mark, size, utf16, error);
  }
  if (!found || found == &encodings[0])
    return take_utf8 (name, data, size, error);
  return convert (name, data, size, found == &encodings[1] ? "UTF-16LE" : found->charset, error);
}

char *
tc_encoding_load (const char *path, const char *encoding, gsize size_max, gsize *size,
                  GError **error)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *data = NULL;
  GStatBuf info;

  /* Asked before it is read: a file of any size may be named by mistake. */
  if (g_stat (path, &info) == 0 && info.st_size > (goffset) size_max) {
    g_set_error (error, TC_ERROR, TC_ERROR_LIMIT,
                 _ ("%s: the file has %lld bytes; %zu is the most: divide it"), name,
                 (long long) info.st_size, size_max);
    return NULL;
  }
  if (!g_file_get_contents (path, &data, size, error))
    return NULL;
  return tc_encoding_decode (name, data, encoding, size, error);
}
