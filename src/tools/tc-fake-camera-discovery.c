/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * WS-Discovery. Source: WS-Discovery (April 2005), ONVIF Core Specification, 7.3.
 */
#include "tc-fake-camera-discovery.h"

#include "tc-fake-camera-soap.h"

#include <string.h>

#define PROBE "http://schemas.xmlsoap.org/ws/2005/04/discovery"
#define SCOPE "onvif://www.onvif.org/"

struct _TcFakeDiscovery {
  const TcFakeWorld *world; /* (unowned) */
  GSocket *socket;          /* (owned) */
  GSource *source;          /* (owned) */
  guint16 port;
  guint16 http_port;
};

/* ---- answering ---- */

/* Whether each word of @asked, its prefix apart, is what all of them are. */
static gboolean
has_types (const char *asked)
{
  g_auto (GStrv) words = g_strsplit_set (asked ? asked : "", " \t\r\n", -1);

  for (guint i = 0; words[i]; i++) {
    const char *colon = strchr (words[i], ':');
    const char *name = colon ? colon + 1 : words[i];
    if (*name != '\0' && !g_str_equal (name, "NetworkVideoTransmitter") &&
        !g_str_equal (name, "Device"))
      return FALSE;
  }
  return TRUE;
}

/* Whether each scope that is asked for is the beginning of one of ours. */
static gboolean
has_scopes (const char *asked, const char *ours)
{
  g_auto (GStrv) words = g_strsplit_set (asked ? asked : "", " \t\r\n", -1);
  g_auto (GStrv) scopes = g_strsplit (ours, " ", -1);

  for (guint i = 0; words[i]; i++) {
    gboolean found = *words[i] == '\0';
    for (guint k = 0; scopes[k] && !found; k++)
      found = g_str_has_prefix (scopes[k], words[i]);
    if (!found)
      return FALSE;
  }
  return TRUE;
}

static char *
make_scopes (guint number)
{
  if (number == 0)
    return g_strdup (SCOPE "type/Network_Video_Recorder " SCOPE "Profile/G " SCOPE
                           "hardware/fake " SCOPE "name/Fake%20recorder " SCOPE "location/here");
  return g_strdup_printf (SCOPE "type/video_encoder " SCOPE "Profile/Streaming " SCOPE
                                "Profile/T " SCOPE "hardware/fake " SCOPE
                                "name/Fake%%20camera%%20%u " SCOPE "location/here",
                          number);
}

static char *
make_answer (guint number, const char *host, const char *message_id, const char *relates,
             const char *scopes)
{
  g_autofree char *path = number > 0 ? g_strdup_printf ("/%u/onvif/device_service", number)
                                     : g_strdup ("/onvif/device_service");
  g_autofree char *escaped = g_markup_escape_text (relates, -1);

  return g_strdup_printf (
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\""
      " xmlns:a=\"http://schemas.xmlsoap.org/ws/2004/08/addressing\" xmlns:d=\"" PROBE "\""
      " xmlns:dn=\"http://www.onvif.org/ver10/network/wsdl\""
      " xmlns:tds=\"http://www.onvif.org/ver10/device/wsdl\"><s:Header>"
      "<a:MessageID>%s</a:MessageID><a:RelatesTo>%s</a:RelatesTo>"
      "<a:To>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:To>"
      "<a:Action>" PROBE "/ProbeMatches</a:Action></s:Header><s:Body><d:ProbeMatches>"
      "<d:ProbeMatch><a:EndpointReference><a:Address>"
      "urn:uuid:7463feca-0000-4000-8000-%012u</a:Address></a:EndpointReference>"
      "<d:Types>dn:NetworkVideoTransmitter tds:Device</d:Types><d:Scopes>%s</d:Scopes>"
      "<d:XAddrs>http://%s%s</d:XAddrs><d:MetadataVersion>1</d:MetadataVersion></d:ProbeMatch>"
      "</d:ProbeMatches></s:Body></s:Envelope>\n",
      message_id, escaped, number, scopes, host, path);
}

char *
tc_fake_discovery_answer (const char *probe, gsize size, guint number, const char *host,
                          const char *message_id)
{
  g_autoptr (TcFakeSoap) soap = tc_fake_soap_parse (probe, size, NULL);
  g_autofree char *scopes = make_scopes (number);

  if (!soap || !g_str_equal (tc_fake_soap_get_action (soap), "Probe") ||
      !g_str_equal (tc_fake_soap_get_namespace (soap), PROBE))
    return NULL;
  g_autofree char *relates = tc_fake_soap_dup_header (soap, "MessageID");
  g_autofree char *types = tc_fake_soap_dup (soap, "Types");
  g_autofree char *asked = tc_fake_soap_dup (soap, "Scopes");
  if (!relates || !has_types (types) || !has_scopes (asked, scopes))
    return NULL;
  return make_answer (number, host, message_id, relates, scopes);
}

/* ---- the socket ---- */

/* The address of ours by which @client reaches us. (transfer full) */
static char *
find_host (TcFakeDiscovery *self, GSocketAddress *client)
{
  const char *listened = self->world->options->address;
  g_autoptr (GInetAddress) any = g_inet_address_new_from_string (listened);
  g_autoptr (GSocket) line = g_socket_new (g_socket_address_get_family (client),
                                           G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_UDP, NULL);
  g_autoptr (GSocketAddress)
      local = g_inet_address_get_is_any (any) && line && g_socket_connect (line, client, NULL, NULL)
                  ? g_socket_get_local_address (line, NULL)
                  : NULL;
  GInetAddress *found = local ? g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (local))
                              : any;
  g_autofree char *text = g_inet_address_to_string (found);

  if (g_inet_address_get_family (found) == G_SOCKET_FAMILY_IPV6)
    return g_strdup_printf ("[%s]:%u", text, self->http_port);
  return g_strdup_printf ("%s:%u", text, self->http_port);
}

/* Who is gone or can't be reached isn't found. */
static gboolean
is_heard (TcFakeDiscovery *self, guint number)
{
  TcFakeFaultKind kind = number > 0 ? tc_fake_world_fault (self->world, number).kind
                                    : TC_FAKE_FAULT_NONE;

  return kind != TC_FAKE_FAULT_KILL && kind != TC_FAKE_FAULT_UNREACHABLE;
}

static void
answer (TcFakeDiscovery *self, const char *probe, gsize size, GSocketAddress *client, guint number)
{
  g_autofree char *host = find_host (self, client);
  g_autofree char *uuid = g_uuid_string_random ();
  g_autofree char *id = g_strconcat ("urn:uuid:", uuid, NULL);
  g_autofree char *text = is_heard (self, number)
                              ? tc_fake_discovery_answer (probe, size, number, host, id)
                              : NULL;

  if (text)
    g_socket_send_to (self->socket, client, text, strlen (text), NULL, NULL);
}

static gboolean
probed_cb (GSocket *socket, GIOCondition condition, gpointer data)
{
  TcFakeDiscovery *self = data;
  const TcFakeOptions *options = self->world->options;
  g_autofree char *probe = g_malloc (TC_FAKE_SOAP_BYTES_MAX);
  g_autoptr (GSocketAddress) client = NULL;
  gssize size = g_socket_receive_from (socket, &client, probe, TC_FAKE_SOAP_BYTES_MAX, NULL, NULL);

  if (size <= 0 || !client)
    return G_SOURCE_CONTINUE;
  answer (self, probe, (gsize) size, client, 0);
  for (guint i = 0; i < options->n; i++)
    answer (self, probe, (gsize) size, client, options->first + i);
  return G_SOURCE_CONTINUE;
}

/* On loopback too, so that a desk on this computer finds them; there needn't be a network. */
static gboolean
join (GSocket *socket, GInetAddress *group, GError **error)
{
  gboolean here = g_socket_join_multicast_group (socket, group, FALSE, "lo", NULL);

  return g_socket_join_multicast_group (socket, group, FALSE, NULL, here ? NULL : error) || here;
}

static gboolean
open_socket (TcFakeDiscovery *self, GError **error)
{
  const TcFakeOptions *options = self->world->options;
  g_autoptr (GInetAddress) place = g_inet_address_new_from_string (options->discovery_address);
  gboolean group = g_inet_address_get_is_multicast (place);
  g_autoptr (GInetAddress) any = g_inet_address_new_any (g_inet_address_get_family (place));
  g_autoptr (GSocketAddress)
      bind = g_inet_socket_address_new (group ? any : place, options->discovery_port);

  self->socket = g_socket_new (g_inet_address_get_family (place), G_SOCKET_TYPE_DATAGRAM,
                               G_SOCKET_PROTOCOL_UDP, error);
  if (!self->socket || !g_socket_bind (self->socket, bind, TRUE, error) ||
      (group && !join (self->socket, place, error)))
    return FALSE;
  g_autoptr (GSocketAddress) bound = g_socket_get_local_address (self->socket, error);
  if (!bound)
    return FALSE;
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  return TRUE;
}

TcFakeDiscovery *
tc_fake_discovery_new (const TcFakeWorld *world, guint16 http_port, GError **error)
{
  g_autoptr (TcFakeDiscovery) self = g_new0 (TcFakeDiscovery, 1);

  self->world = world;
  self->http_port = http_port;
  if (!open_socket (self, error)) {
    g_prefix_error (error, "listening for probes: ");
    return NULL;
  }
  g_socket_set_blocking (self->socket, FALSE);
  self->source = g_socket_create_source (self->socket, G_IO_IN, NULL);
  g_source_set_callback (self->source, G_SOURCE_FUNC (probed_cb), self, NULL);
  g_source_attach (self->source, NULL);
  return g_steal_pointer (&self);
}

void
tc_fake_discovery_free (TcFakeDiscovery *self)
{
  if (self->source)
    g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
  g_clear_object (&self->socket);
  g_free (self);
}

guint16
tc_fake_discovery_get_port (TcFakeDiscovery *self)
{
  return self->port;
}
