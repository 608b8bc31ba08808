/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where a server is and how it is trusted; and the sessions made from that. See the headers.
 */
#include "tc-error.h"
#include "tc-session-private.h"

/* How long a request may stand still. */
#define STILL_S 30

static gboolean
is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  return address ? g_inet_address_get_is_loopback (address) : g_str_equal (host, "localhost");
}

TcWireAddress *
tc_wire_address_new (const char *url, const char *ca_path, GError **error)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  const char *scheme = uri ? g_uri_get_scheme (uri) : "";
  gboolean plain = g_str_equal (scheme, "http");
  TcWireAddress *self;

  if (!uri || !g_uri_get_host (uri) || !*g_uri_get_host (uri) ||
      (!plain && !g_str_equal (scheme, "https")) || strlen (g_uri_get_path (uri)) > 1 ||
      g_uri_get_query (uri) || g_uri_get_userinfo (uri)) {
    g_set_error (error, TC_ERROR, TC_ERROR_INVALID, "'%s' is not the address of a server", url);
    return NULL;
  }
  if (plain && !is_loopback (g_uri_get_host (uri))) {
    g_set_error (error, TC_ERROR, TC_ERROR_DENIED, "'%s': off this computer only https is used",
                 url);
    return NULL;
  }
  self = g_new0 (TcWireAddress, 1);
  self->url = g_uri_join (G_URI_FLAGS_NONE, scheme, NULL, g_uri_get_host (uri),
                          g_uri_get_port (uri), "", NULL, NULL);
  self->ca_path = g_strdup (ca_path);
  return self;
}

TcWireAddress *
tc_wire_address_copy (const TcWireAddress *address)
{
  TcWireAddress *copy = g_new0 (TcWireAddress, 1);

  copy->url = g_strdup (address->url);
  copy->ca_path = g_strdup (address->ca_path);
  return copy;
}

void
tc_wire_address_free (TcWireAddress *address)
{
  g_free (address->url);
  g_free (address->ca_path);
  g_free (address);
}

SoupSession *
tc_session_new (const TcWireAddress *address, GError **error)
{
  g_autoptr (SoupSession)
      session = soup_session_new_with_options ("timeout", STILL_S, "idle-timeout", 20, "user-agent",
                                               "toancanh", "max-conns-per-host", 8, NULL);
  g_autoptr (GTlsDatabase) database = NULL;

  soup_session_remove_feature_by_type (session, SOUP_TYPE_WEBSOCKET_EXTENSION_MANAGER);
  if (address->ca_path) {
    database = g_tls_file_database_new (address->ca_path, error);
    if (!database) {
      g_prefix_error (error, "reading the CA file '%s': ", address->ca_path);
      return NULL;
    }
    soup_session_set_tls_database (session, database);
  }
  return g_steal_pointer (&session);
}
