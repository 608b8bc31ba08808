/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Finding devices; see the header.
 */
#include "tc-onvif-discovery.h"

#include "tc-onvif-address.h"
#include "tc-onvif-error.h"
#include "tc-onvif-reply.h"

#include <string.h>

#define GROUP "239.255.255.250"
/* Larger ones than devices send cost us more than them. */
#define DATAGRAM_BYTES_MAX (16 * 1024)
/* Datagrams that are read at one go, and all in all: a flood ends with them. */
#define DATAGRAMS_A_TURN 32
#define DATAGRAMS_MAX 8192
#define SOCKETS_MAX 16
/* Probes go out in slices: what a socket can't take at once is lost. */
#define SLICE_MS 10
#define PROBES_A_SLICE 64

/* UDP loses some; a device that has answered may answer again. */
static const guint rounds_ms[] = {0, 300, 900};
/* What is asked for, each in a probe of its own: older devices are a transmitter, newer ones a
 * device; none is asked for both at once. */
static const char *const types[] = {"dn:NetworkVideoTransmitter", "tds:Device"};

/* A search under way: the data of a task. */
typedef struct {
  GPtrArray *sockets; /* (owned) (element-type GSocket) */
  GPtrArray *sources; /* (owned) (element-type GSource): each of a socket, then those of time */
  GPtrArray *targets; /* (owned) (element-type GSocketAddress) */
  GHashTable *asked;  /* (owned) (nullable) (element-type utf8): who alone was asked; NULL: all */
  char *ids[G_N_ELEMENTS (types)]; /* (owned) */
  GPtrArray *found;                /* (owned) (element-type TcOnvifDevice) */
  GHashTable *known;   /* (owned) (element-type utf8): names and addresses of found, by sender */
  GHashTable *senders; /* (owned) (element-type utf8 guint): devices at each */
  guint n_datagrams;
  guint n_sent;
  gint64 begun_us;
  guint wait_ms;
  guint round;
  guint next;  /* probe of this round */
  char *first; /* (owned): target, for the error */
  gboolean cut;
  gboolean ended;
} Search;

void
tc_onvif_device_free (TcOnvifDevice *device)
{
  if (!device)
    return;
  g_free (device->endpoint);
  g_free (device->address);
  g_free (device->from);
  g_free (device->name);
  g_free (device->hardware);
  g_free (device->location);
  g_free (device);
}

static void
destroy_source (gpointer data)
{
  GSource *source = data;

  g_source_destroy (source);
  g_source_unref (source);
}

static void
free_search (gpointer data)
{
  Search *search = data;

  g_ptr_array_unref (search->sources);
  g_ptr_array_unref (search->sockets);
  g_ptr_array_unref (search->targets);
  g_ptr_array_unref (search->found);
  g_clear_pointer (&search->asked, g_hash_table_unref);
  g_hash_table_unref (search->known);
  g_hash_table_unref (search->senders);
  g_free (search->first);
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    g_free (search->ids[i]);
  g_free (search);
}

static void
end_search (GTask *task)
{
  Search *search = g_task_get_task_data (task);

  if (search->ended)
    return;
  search->ended = TRUE;
  /* The task goes with its last source: we keep it until it has told. */
  g_object_ref (task);
  g_ptr_array_set_size (search->sources, 0);
  if (search->n_sent == 0 && !g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    g_task_return_error (
        task, tc_onvif_error_new (TC_ONVIF_ERROR_NO_ROUTE, "host", TC_S, search->first, NULL));
  else
    g_task_return_pointer (task, g_ptr_array_ref (search->found),
                           (GDestroyNotify) g_ptr_array_unref);
  g_object_unref (task);
}

/* ---- what comes ---- */

/* Of the addresses that a device told, the one at the host that answered, else the first that may
 * be used; always at that host. (transfer full) (nullable) */
static char *
choose_address (const TcOnvifMatch *match, const char *from)
{
  g_autoptr (GUri)
      reached = g_uri_build (G_URI_FLAGS_NONE, "http", NULL, from, -1, "/", NULL, NULL);
  g_autofree char *chosen = NULL;

  for (char **told = match->told; *told; told++) {
    g_autofree char *address = tc_onvif_address_take (*told, TC_ONVIF_ADDRESS_FOUND, reached);
    g_autoptr (GUri) uri = address ? g_uri_parse (*told, G_URI_FLAGS_ENCODED, NULL) : NULL;

    if (!uri || g_uri_get_query (uri))
      continue;
    if (g_strcmp0 (g_uri_get_host (uri), from) == 0)
      return g_steal_pointer (&address);
    if (!chosen)
      chosen = g_steal_pointer (&address);
  }
  return g_steal_pointer (&chosen);
}

/* Whether it is the first time that @from says that: a name is what anybody may say. */
static gboolean
is_new (Search *search, const char *from, const char *said)
{
  char *key = g_strconcat (from, " ", said, NULL);

  return g_hash_table_add (search->known, key);
}

static gboolean
has_room (Search *search, const char *from)
{
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (search->senders, from));

  if (n >= TC_ONVIF_DISCOVERY_SENDER_MAX || search->found->len >= TC_ONVIF_DISCOVERY_DEVICES_MAX) {
    search->cut = TRUE;
    return FALSE;
  }
  g_hash_table_replace (search->senders, g_strdup (from), GUINT_TO_POINTER (n + 1));
  return TRUE;
}

static void
take_match (Search *search, TcOnvifMatch *match, const char *from)
{
  g_autofree char *address = NULL;
  g_autofree char *name = g_ascii_strdown (match->endpoint, -1);
  TcOnvifDevice *device;
  gboolean asked = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    asked = asked || strcmp (match->relates, search->ids[i]) == 0;
  address = asked ? choose_address (match, from) : NULL;
  if (!address || !is_new (search, from, name) || !is_new (search, from, address) ||
      !has_room (search, from))
    return;
  device = g_new0 (TcOnvifDevice, 1);
  device->endpoint = g_steal_pointer (&match->endpoint);
  device->address = g_steal_pointer (&address);
  device->from = g_strdup (from);
  device->name = g_steal_pointer (&match->name);
  device->hardware = g_steal_pointer (&match->hardware);
  device->location = g_steal_pointer (&match->location);
  g_ptr_array_add (search->found, device);
}

/* (transfer full) (nullable) */
static char *
dup_number (GSocketAddress *address)
{
  if (!G_IS_INET_SOCKET_ADDRESS (address))
    return NULL;
  return g_inet_address_to_string (
      g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address)));
}

static void
read_datagram (Search *search, const char *data, gsize size, GSocketAddress *sender)
{
  g_autofree char *from = dup_number (sender);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (TcOnvifReply) reply = NULL;
  g_autoptr (GPtrArray) matches = NULL;

  if (!from || (search->asked && !g_hash_table_contains (search->asked, from)))
    return;
  bytes = g_bytes_new (data, size);
  reply = tc_onvif_reply_new (bytes, 200, NULL, "Probe", NULL);
  matches = reply ? tc_onvif_reply_read_matches (reply, NULL) : NULL;
  for (guint i = 0; matches && i < matches->len; i++)
    take_match (search, g_ptr_array_index (matches, i), from);
}

static gboolean
readable_cb (GSocket *socket, GIOCondition condition, gpointer data)
{
  GTask *task = data;
  Search *search = g_task_get_task_data (task);
  g_autofree char *buffer = g_malloc (DATAGRAM_BYTES_MAX);

  for (guint i = 0; i < DATAGRAMS_A_TURN; i++) {
    g_autoptr (GSocketAddress) sender = NULL;
    g_autoptr (GError) error = NULL;
    gssize size = g_socket_receive_from (socket, &sender, buffer, DATAGRAM_BYTES_MAX, NULL, &error);

    /* Errors here are those of a probe that nobody took: others may. */
    if (size < 0 && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
      break;
    if (++search->n_datagrams > DATAGRAMS_MAX) {
      search->cut = TRUE;
      return G_SOURCE_REMOVE;
    }
    if (size > 0)
      read_datagram (search, buffer, (gsize) size, sender);
  }
  return G_SOURCE_CONTINUE;
}

/* ---- what goes out ---- */

static void
send_probe (Search *search, GSocketAddress *target, guint type)
{
  g_autoptr (GBytes) probe = tc_onvif_probe_new (search->ids[type], types[type]);
  gsize size;
  const char *data = g_bytes_get_data (probe, &size);

  for (guint i = 0; i < search->sockets->len; i++) {
    GSocket *socket = g_ptr_array_index (search->sockets, i);

    if (g_socket_address_get_family (target) == g_socket_get_family (socket) &&
        g_socket_send_to (socket, target, data, size, NULL, NULL) > 0)
      search->n_sent++;
  }
}

static gboolean
end_cb (gpointer data)
{
  end_search (data);
  return G_SOURCE_REMOVE;
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer data)
{
  end_search (data);
  return G_SOURCE_REMOVE;
}

/* Takes @source; the task lives as long as one of them. */
static void
add_source (GTask *task, GSource *source, GSourceFunc func)
{
  Search *search = g_task_get_task_data (task);

  g_source_set_callback (source, func, g_object_ref (task), g_object_unref);
  g_source_attach (source, g_task_get_context (task));
  g_ptr_array_add (search->sources, source);
}

/* Once everybody was asked, however long that took: for what is left of its time, and half of it
 * at least. */
static void
await_answers (GTask *task)
{
  const Search *search = g_task_get_task_data (task);
  gint64 passed_ms = (g_get_monotonic_time () - search->begun_us) / 1000;
  gint64 left_ms = MAX ((gint64) search->wait_ms - passed_ms, search->wait_ms / 2);

  add_source (task, g_timeout_source_new ((guint) left_ms), end_cb);
}

/* The next probes of the round for which it is time. */
static gboolean
slice_cb (gpointer data)
{
  Search *search = g_task_get_task_data (data);
  guint n_probes = search->targets->len * G_N_ELEMENTS (types);

  if (g_get_monotonic_time () - search->begun_us < rounds_ms[search->round] * 1000)
    return G_SOURCE_CONTINUE;
  for (guint i = 0; i < PROBES_A_SLICE && search->next < n_probes; i++, search->next++)
    send_probe (search, g_ptr_array_index (search->targets, search->next / G_N_ELEMENTS (types)),
                search->next % G_N_ELEMENTS (types));
  if (search->next < n_probes)
    return G_SOURCE_CONTINUE;
  if (search->round == 0)
    await_answers (data);
  search->next = 0;
  return ++search->round < G_N_ELEMENTS (rounds_ms) ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/* ---- beginning ---- */

static gboolean
add_socket (Search *search, GSocketFamily family, const char *local, GError **error)
{
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GSocket) socket = NULL;

  if (local)
    address = g_inet_socket_address_new_from_string (local, 0);
  if (local && (!address || g_socket_address_get_family (address) != family))
    return tc_onvif_error_set (error, TC_ONVIF_ERROR_ADDRESS, "what", TC_S, local, NULL);
  socket = g_socket_new (family, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_UDP, NULL);
  if (!socket)
    return tc_onvif_error_set (error, TC_ONVIF_ERROR_NO_ROUTE, "host", TC_S, local, NULL);
  g_socket_set_blocking (socket, FALSE);
  /* A multicast goes out where its socket's own address is. */
  if (address && !g_socket_bind (socket, address, FALSE, NULL))
    return tc_onvif_error_set (error, TC_ONVIF_ERROR_ADDRESS, "what", TC_S, local, NULL);
  g_ptr_array_add (search->sockets, g_steal_pointer (&socket));
  return TRUE;
}

static gboolean
add_target (Search *search, const char *text, GError **error)
{
  g_autoptr (GSocketConnectable)
      parsed = g_network_address_parse (text, TC_ONVIF_DISCOVERY_PORT, NULL);
  GNetworkAddress *named = parsed ? G_NETWORK_ADDRESS (parsed) : NULL;
  GSocketAddress *address = named ? g_inet_socket_address_new_from_string (
                                        g_network_address_get_hostname (named),
                                        g_network_address_get_port (named))
                                  : NULL;

  if (!address)
    return tc_onvif_error_set (error, TC_ONVIF_ERROR_ADDRESS, "what", TC_S, text, NULL);
  g_ptr_array_add (search->targets, address);
  if (search->asked)
    g_hash_table_add (search->asked, dup_number (address));
  return TRUE;
}

static gboolean
prepare (Search *search, const TcOnvifDiscovery *discovery, GError **error)
{
  const char *const *at = discovery->targets;
  gboolean six = FALSE;

  search->first = g_strdup (at && *at ? *at : GROUP);
  if (at && *at)
    search->asked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (; at && *at; at++) {
    if (search->targets->len >= TC_ONVIF_DISCOVERY_TARGETS_MAX)
      return tc_onvif_error_set (error, TC_ONVIF_ERROR_TOO_LARGE, "what", TC_S, "targets", "max",
                                 TC_I, (gint64) TC_ONVIF_DISCOVERY_TARGETS_MAX, NULL);
    if (!add_target (search, *at, error))
      return FALSE;
    six = six || g_socket_address_get_family (g_ptr_array_index (
                     search->targets, search->targets->len - 1)) == G_SOCKET_FAMILY_IPV6;
  }
  if (search->targets->len == 0 && !add_target (search, GROUP, error))
    return FALSE;
  for (at = discovery->locals; at && *at && search->sockets->len < SOCKETS_MAX; at++)
    if (!add_socket (search, G_SOCKET_FAMILY_IPV4, *at, error))
      return FALSE;
  if (search->sockets->len == 0 && !add_socket (search, G_SOCKET_FAMILY_IPV4, NULL, error))
    return FALSE;
  return !six || add_socket (search, G_SOCKET_FAMILY_IPV6, NULL, error);
}

static Search *
new_search (void)
{
  Search *search = g_new0 (Search, 1);

  search->sockets = g_ptr_array_new_with_free_func (g_object_unref);
  search->sources = g_ptr_array_new_with_free_func (destroy_source);
  search->targets = g_ptr_array_new_with_free_func (g_object_unref);
  search->found = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_onvif_device_free);
  search->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  search->senders = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (types); i++) {
    g_autofree char *uuid = g_uuid_string_random ();

    search->ids[i] = g_strconcat ("urn:uuid:", uuid, NULL);
  }
  return search;
}

void
tc_onvif_discover_async (const TcOnvifDiscovery *discovery, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  Search *search = new_search ();
  GError *error = NULL;

  g_task_set_task_data (task, search, free_search);
  if (!prepare (search, discovery, &error)) {
    g_task_return_error (task, error);
    return;
  }
  for (guint i = 0; i < search->sockets->len; i++)
    add_source (task,
                g_socket_create_source (g_ptr_array_index (search->sockets, i), G_IO_IN, NULL),
                G_SOURCE_FUNC (readable_cb));
  search->begun_us = g_get_monotonic_time ();
  search->wait_ms = MIN (discovery->wait_ms ? discovery->wait_ms : TC_ONVIF_DISCOVERY_WAIT_MS,
                         TC_ONVIF_DISCOVERY_WAIT_MS_MAX);
  add_source (task, g_timeout_source_new (SLICE_MS), slice_cb);
  if (cancellable)
    add_source (task, g_cancellable_source_new (cancellable), G_SOURCE_FUNC (cancelled_cb));
}

GPtrArray *
tc_onvif_discover_finish (GAsyncResult *result, gboolean *cut, GError **error)
{
  const Search *search = g_task_get_task_data (G_TASK (result));

  if (cut)
    *cut = search->cut;
  return g_task_propagate_pointer (G_TASK (result), error);
}
