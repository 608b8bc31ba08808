/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading and judging addresses; see the header.
 */
#include "tc-onvif-address.h"

#include "tc-onvif-error.h"

#include <string.h>

/* Paths and queries stay as they were written: a device compares them byte for byte. */
#define URI_FLAGS G_URI_FLAGS_ENCODED

static gboolean
is_plain (const char *text)
{
  gsize size = strlen (text);

  if (size == 0 || size > TC_ONVIF_ADDRESS_BYTES_MAX)
    return FALSE;
  for (gsize i = 0; i < size; i++)
    if (!g_ascii_isgraph (text[i]) || strchr ("\"<>\\^`{|}", text[i]))
      return FALSE;
  return TRUE;
}

/* Letters, digits and what else a name or an address is written with. */
static gboolean
is_host (const char *host)
{
  if (!host || !*host)
    return FALSE;
  for (; *host; host++)
    if (!g_ascii_isalnum (*host) && !strchr (".-_:", *host))
      return FALSE;
  return TRUE;
}

GUri *
tc_onvif_address_read (const char *text, GError **error)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text));
  g_autofree char *whole = NULL;
  g_autoptr (GUri) uri = NULL;
  const char *path;

  whole = strstr (trimmed, "://") ? g_strdup (trimmed) : g_strconcat ("http://", trimmed, NULL);
  uri = is_plain (whole) ? g_uri_parse (whole, URI_FLAGS, NULL) : NULL;
  /* An account is not said again: a password may stand there. */
  if (!uri || g_uri_get_userinfo (uri) || g_uri_get_query (uri) || g_uri_get_fragment (uri) ||
      !is_host (g_uri_get_host (uri)) || g_uri_get_port (uri) == 0 ||
      (strcmp (g_uri_get_scheme (uri), "http") != 0 &&
       strcmp (g_uri_get_scheme (uri), "https") != 0)) {
    tc_onvif_error_set (error, TC_ONVIF_ERROR_ADDRESS, "what", TC_S, "http://host:port", NULL);
    return NULL;
  }
  path = g_uri_get_path (uri);
  return g_uri_build (URI_FLAGS, g_uri_get_scheme (uri), NULL, g_uri_get_host (uri),
                      g_uri_get_port (uri), strlen (path) > 1 ? path : TC_ONVIF_DEVICE_PATH, NULL,
                      NULL);
}

static gboolean
is_scheme (const char *scheme, TcOnvifAddressKind kind)
{
  const char *plain = kind == TC_ONVIF_ADDRESS_STREAM ? "rtsp" : "http";
  gsize size = strlen (plain);

  return g_ascii_strncasecmp (scheme, plain, size) == 0 &&
         (scheme[size] == '\0' || g_ascii_strcasecmp (scheme + size, "s") == 0);
}

char *
tc_onvif_address_take (const char *told, TcOnvifAddressKind kind, GUri *reached)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (told));
  g_autofree char *scheme = NULL;
  g_autoptr (GUri) uri = is_plain (trimmed) ? g_uri_parse (trimmed, URI_FLAGS, NULL) : NULL;
  const char *here = g_uri_get_host (reached);
  const char *host = uri ? g_uri_get_host (uri) : NULL;
  int port;

  if (!uri || !is_scheme (g_uri_get_scheme (uri), kind) || g_uri_get_port (uri) == 0 ||
      (host && *host && !is_host (host)) || (*g_uri_get_path (uri) && *g_uri_get_path (uri) != '/'))
    return NULL;
  scheme = g_ascii_strdown (g_uri_get_scheme (uri), -1);
  port = g_uri_get_port (uri);
  /* Behind a router its ports are others too. */
  if ((kind == TC_ONVIF_ADDRESS_SERVICE || kind == TC_ONVIF_ADDRESS_PICTURE) &&
      (!host || g_ascii_strcasecmp (host, here) != 0 ||
       (strcmp (scheme, "http") == 0 && strcmp (g_uri_get_scheme (reached), "https") == 0))) {
    g_free (scheme);
    scheme = g_strdup (g_uri_get_scheme (reached));
    port = g_uri_get_port (reached);
  }
  return g_uri_join (URI_FLAGS, scheme, NULL, here, port,
                     *g_uri_get_path (uri) ? g_uri_get_path (uri) : "/", g_uri_get_query (uri),
                     NULL);
}
