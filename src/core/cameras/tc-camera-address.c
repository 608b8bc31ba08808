/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Addresses; see the header.
 */
#include "tc-camera-address.h"

#include <string.h>

#define HOST_CHARS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-"
#define HOST_SIZE_MAX 253
#define V6_CHARS "0123456789abcdefABCDEF:."
#define PORT_MAX 65535
#define ESCAPED_MAX 4

/* What is in the names by which devices take an account or a password. */
static const char *const secret_names[] = {"pas",   "pwd",  "psw",   "user",   "usr",
                                           "login", "auth", "token", "secret", NULL};

/* Passes over the host; NULL if there is none. */
static const char *
skip_host (const char *at)
{
  gsize size;

  if (*at != '[') {
    size = strspn (at, HOST_CHARS);
    return size > 0 && size <= HOST_SIZE_MAX ? at + size : NULL;
  }
  size = strspn (at + 1, V6_CHARS);
  return size > 1 && at[1 + size] == ']' ? at + 2 + size : NULL;
}

static const char *
skip_port (const char *at)
{
  guint port = 0;

  if (*at != ':')
    return at;
  for (at++; g_ascii_isdigit (*at) && port <= PORT_MAX; at++)
    port = port * 10 + (guint) (*at - '0');
  return port > 0 && port <= PORT_MAX ? at : NULL;
}

/* What looks escaped, whatever else stands there. (transfer full) */
static char *
unescape_all (const char *text)
{
  GString *plain = g_string_new (NULL);

  for (; *text; text++) {
    int high = *text == '%' ? g_ascii_xdigit_value (text[1]) : -1;
    int low = high >= 0 ? g_ascii_xdigit_value (text[2]) : -1;

    /* What nothing would follow stays as it is. */
    gboolean escaped = low >= 0 && (high << 4 | low) != 0;

    g_string_append_c (plain, escaped ? (char) (high << 4 | low) : *text);
    text += escaped ? 2 : 0;
  }
  return g_string_free (plain, FALSE);
}

/* Some escape what is escaped already; there "%" may be a plain one. (transfer full) (nullable):
 * NULL: it is no such text. */
static char *
dup_plain (const char *text)
{
  char *plain = g_uri_unescape_string (text, NULL);

  for (guint i = 1; plain && i < ESCAPED_MAX && strchr (plain, '%'); i++) {
    char *next = unescape_all (plain);

    g_free (plain);
    plain = next;
  }
  return plain;
}

gboolean
tc_camera_address_tells_account (const char *address)
{
  g_autofree char *plain = dup_plain (address);
  g_auto (GStrv) parts = plain ? g_strsplit_set (plain, "/?&;", -1) : NULL;

  for (guint i = 0; parts && parts[i]; i++) {
    const char *equals = strrchr (parts[i], '=');
    g_autofree char *name = equals ? g_ascii_strdown (parts[i], equals - parts[i]) : NULL;

    if (name && (g_str_equal (name, "u") || g_str_equal (name, "p")))
      return TRUE;
    for (guint j = 0; name && secret_names[j]; j++)
      if (strstr (name, secret_names[j]))
        return TRUE;
  }
  return !plain;
}

static gboolean
is_path (const char *at)
{
  if (*at != '\0' && *at != '/' && *at != '?')
    return FALSE;
  for (const char *c = at; *c; c++)
    if (*c <= ' ' || *c > '~' || strchr ("\"<>\\^`{|}#", *c))
      return FALSE;
  return !tc_camera_address_tells_account (at);
}

static gboolean
is_address (const char *address, const char *scheme)
{
  const char *at = address;

  if (!g_str_has_prefix (at, scheme))
    return FALSE;
  at = skip_host (at + strlen (scheme));
  if (at)
    at = skip_port (at);
  return at && is_path (at);
}

gboolean
tc_camera_address_is_stream (const char *address)
{
  return is_address (address, "rtsp://");
}

gboolean
tc_camera_address_is_device (const char *address)
{
  return is_address (address, "http://") || is_address (address, "https://");
}

/* What stands between the scheme and port or path. (transfer full) (nullable) */
static char *
dup_host (const char *address)
{
  const char *from = strstr (address, "://");
  const char *end = from ? skip_host (from + 3) : NULL;

  return end ? g_ascii_strdown (from + 3, end - from - 3) : NULL;
}

gboolean
tc_camera_address_same_host (const char *a, const char *b)
{
  g_autofree char *first = dup_host (a);
  g_autofree char *second = dup_host (b);

  return first && g_strcmp0 (first, second) == 0;
}

/* (nullable): what follows host and port */
static const char *
get_path (const char *address)
{
  const char *host = address ? strstr (address, "://") : NULL;

  return host ? strchr (host + 3, '/') : NULL;
}

gboolean
tc_camera_address_same_path (const char *a, const char *b)
{
  return get_path (a) && g_strcmp0 (get_path (a), get_path (b)) == 0;
}
