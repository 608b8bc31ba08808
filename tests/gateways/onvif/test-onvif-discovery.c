/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: who answers a probe is found once, at an address that leads to it; who wasn't asked, and
 * whoever floods, isn't; and it ends in time.
 * Method: sockets on loopback that answer as devices do, asked by themselves.
 */
#include "tc-onvif-discovery.h"
#include "tc-onvif-envelope.h"
#include "tc-onvif-error.h"

#include <string.h>

/* A host that answers each probe with some datagrams. */
typedef struct {
  GSocket *socket; /* (owned) */
  GSource *source; /* (owned) */
  char *target;    /* (owned): "127.0.0.1:port" */
  guint n_probes;
  guint n_answers;       /* to each */
  gboolean others;       /* each under another name, at another port */
  gboolean shouts;       /* its name in capitals each other time */
  gboolean strange;      /* to another probe */
  gboolean garbage;      /* bytes before it */
  const char *addresses; /* that it tells */
  GSocket *answers_by;   /* (unowned) (nullable): through which it answers, else its own */
  guint n_said;
} Host;

static char *
dup_id (const char *probe)
{
  const char *from = strstr (probe, "<a:MessageID>");
  const char *end = from ? strstr (from, "</a:MessageID>") : NULL;

  g_assert_nonnull (end);
  from += strlen ("<a:MessageID>");
  return g_strndup (from, (gsize) (end - from));
}

static void
say (Host *host, GSocketAddress *to, const char *text)
{
  GSocket *socket = host->answers_by ? host->answers_by : host->socket;

  g_assert_cmpint (g_socket_send_to (socket, to, text, strlen (text), NULL, NULL), >, 0);
}

static void
answer (Host *host, GSocketAddress *to, const char *id)
{
  g_autofree char *addresses = host->others
                                   ? g_strdup_printf ("http://127.0.0.1:%u/d", 1 + host->n_said)
                                   : g_strdup (host->addresses);
  g_autofree char *text = g_strdup_printf (
      "<e:Envelope xmlns:e=\"" TC_ONVIF_SOAP_12 "\" xmlns:a=\"" TC_ONVIF_ADDRESSING
      "\" xmlns:d=\"" TC_ONVIF_DISCOVERY "\"><e:Header><a:RelatesTo>%s</a:RelatesTo></e:Header>"
      "<e:Body><d:ProbeMatches><d:ProbeMatch><a:EndpointReference><a:Address>%s%u"
      "</a:Address></a:EndpointReference><d:Scopes>onvif://www.onvif.org/name/Dome%%207 "
      "onvif://www.onvif.org/hardware/D7 onvif://www.onvif.org/location/gate</d:Scopes><d:XAddrs>%s"
      "</d:XAddrs></d:ProbeMatch></d:ProbeMatches></e:Body></e:Envelope>",
      host->strange ? "urn:uuid:another" : id,
      host->shouts && host->n_said % 2 ? "URN:UUID:A" : "urn:uuid:a",
      host->others ? host->n_said : 0, addresses);

  host->n_said++;
  say (host, to, text);
}

static gboolean
readable_cb (GSocket *socket, GIOCondition condition, gpointer data)
{
  Host *host = data;
  g_autoptr (GSocketAddress) sender = NULL;
  char buffer[4096];
  gssize size = g_socket_receive_from (socket, &sender, buffer, sizeof buffer - 1, NULL, NULL);
  g_autofree char *id = NULL;

  g_assert_cmpint (size, >, 0);
  buffer[size] = '\0';
  id = dup_id (buffer);
  host->n_probes++;
  if (host->garbage) {
    say (host, sender, "\x7f not XML");
    say (host, sender, "<e/>");
  }
  for (guint i = 0; i < host->n_answers; i++)
    answer (host, sender, id);
  return G_SOURCE_CONTINUE;
}

/* @at: number of an address on loopback. (nullable): this computer has none such */
static Host *
host_new_at (const char *at, const char *addresses)
{
  Host *host = g_new0 (Host, 1);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new_from_string (at, 0);
  g_autoptr (GSocketAddress) bound = NULL;

  host->socket = g_socket_new (g_socket_address_get_family (any), G_SOCKET_TYPE_DATAGRAM,
                               G_SOCKET_PROTOCOL_UDP, NULL);
  if (!host->socket || !g_socket_bind (host->socket, any, FALSE, NULL)) {
    g_clear_object (&host->socket);
    g_free (host);
    return NULL;
  }
  bound = g_socket_get_local_address (host->socket, NULL);
  host->target = g_strdup_printf (strchr (at, ':') ? "[%s]:%u" : "%s:%u", at,
                                  g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound)));
  host->source = g_socket_create_source (host->socket, G_IO_IN, NULL);
  g_source_set_callback (host->source, G_SOURCE_FUNC (readable_cb), host, NULL);
  g_source_attach (host->source, NULL);
  host->addresses = addresses;
  host->n_answers = 1;
  return host;
}

static Host *
host_new (const char *addresses)
{
  return host_new_at ("127.0.0.1", addresses);
}

static void
host_free (Host *host)
{
  g_source_destroy (host->source);
  g_source_unref (host->source);
  g_object_unref (host->socket);
  g_free (host->target);
  g_free (host);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Host, host_free)

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static GPtrArray *
discover (const char *first, const char *second, guint wait_ms, GCancellable *cancellable,
          gboolean *cut, GError **error)
{
  const char *targets[] = {first, second, NULL};
  const TcOnvifDiscovery discovery = {.targets = targets, .wait_ms = wait_ms};
  g_autoptr (GAsyncResult) result = NULL;

  tc_onvif_discover_async (&discovery, cancellable, done_cb, &result);
  while (!result)
    g_main_context_iteration (NULL, TRUE);
  return tc_onvif_discover_finish (result, cut, error);
}

static const TcOnvifDevice *
find_device (GPtrArray *devices, const char *from)
{
  for (guint i = 0; i < devices->len; i++)
    if (strcmp (((TcOnvifDevice *) devices->pdata[i])->from, from) == 0)
      return devices->pdata[i];
  return NULL;
}

/* Two hosts, both of which repeat themselves: each once, at an address that leads to it. */
static void
test_found (void)
{
  g_autoptr (Host) first = host_new ("http://0.0.0.0:8080/onvif/device_service");
  g_autoptr (Host)
      second = host_new_at ("127.0.0.2", "rtsp://127.0.0.2/no http://192.0.2.9/onvif/device_service"
                                         " http://127.0.0.2:81/onvif/device_service");
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) devices = NULL;
  const TcOnvifDevice *device;
  gboolean cut = TRUE;

  first->n_answers = 3;
  first->garbage = TRUE;
  first->shouts = TRUE;
  devices = discover (first->target, second->target, 1500, NULL, &cut, &error);
  g_assert_no_error (error);
  g_assert_false (cut);
  /* Both kinds, three times each. */
  g_assert_cmpuint (first->n_probes, ==, 6);
  g_assert_cmpuint (devices->len, ==, 2);
  device = find_device (devices, "127.0.0.1");
  g_assert_cmpstr (device->endpoint, ==, "urn:uuid:a0");
  g_assert_cmpstr (device->address, ==, "http://127.0.0.1:8080/onvif/device_service");
  g_assert_cmpstr (device->name, ==, "Dome 7");
  g_assert_cmpstr (device->hardware, ==, "D7");
  g_assert_cmpstr (device->location, ==, "gate");
  /* Whoever answers under the same name doesn't replace it. */
  device = find_device (devices, "127.0.0.2");
  g_assert_cmpstr (device->endpoint, ==, "urn:uuid:a0");
  g_assert_cmpstr (device->address, ==, "http://127.0.0.2:81/onvif/device_service");
}

/* What it tells leads to itself, and who wasn't asked isn't heard. */
static void
test_elsewhere (void)
{
  g_autoptr (Host) host = host_new ("http://192.0.2.9:8080/onvif/device_service");
  g_autoptr (GSocketAddress) away = g_inet_socket_address_new_from_string ("127.0.0.3", 0);
  g_autoptr (GSocket) other = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_DATAGRAM,
                                            G_SOCKET_PROTOCOL_UDP, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) devices = discover (host->target, NULL, 300, NULL, NULL, &error);
  g_autoptr (GPtrArray) none = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (devices->len, ==, 1);
  g_assert_cmpstr (((TcOnvifDevice *) devices->pdata[0])->address, ==,
                   "http://127.0.0.1:8080/onvif/device_service");
  /* It hears the question, but another host answers it. */
  g_assert_true (g_socket_bind (other, away, FALSE, NULL));
  host->answers_by = other;
  none = discover (host->target, NULL, 300, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (host->n_said, >, 1);
  g_assert_cmpuint (none->len, ==, 0);
}

/* From an address of ours, and by IPv6 where there is that. */
static void
test_ways (void)
{
  static const char *const locals[] = {"127.0.0.1", NULL};
  g_autoptr (Host) four = host_new ("http://127.0.0.1:81/onvif/device_service");
  g_autoptr (Host) six = host_new_at ("::1", "http://[fe80::7]:81/onvif/device_service");
  const char *const targets[] = {four->target, six ? six->target : NULL, NULL};
  const TcOnvifDiscovery discovery = {.locals = locals, .targets = targets, .wait_ms = 300};
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) devices = NULL;
  g_autoptr (GError) error = NULL;

  tc_onvif_discover_async (&discovery, NULL, done_cb, &result);
  while (!result)
    g_main_context_iteration (NULL, TRUE);
  devices = tc_onvif_discover_finish (result, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (devices->len, ==, six ? 2 : 1);
  g_assert_nonnull (find_device (devices, "127.0.0.1"));
  if (six)
    g_assert_cmpstr (find_device (devices, "::1")->address, ==,
                     "http://[::1]:81/onvif/device_service");
}

static void
test_strangers (void)
{
  g_autoptr (Host) strange = host_new ("http://127.0.0.1/onvif/device_service");
  g_autoptr (Host) nowhere = host_new ("ftp://127.0.0.1/ http:opaque x");
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) devices = NULL;

  strange->strange = TRUE;
  devices = discover (strange->target, nowhere->target, 300, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (devices->len, ==, 0);
  g_assert_cmpuint (strange->n_said, >, 0);
}

/* A host that answers under ever new names is cut off; others are still found. */
static void
test_flood (void)
{
  g_autoptr (Host) host = host_new ("");
  g_autoptr (Host) quiet = host_new_at ("127.0.0.2", "http://127.0.0.2/onvif/device_service");
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) devices = NULL;
  gint64 begun_us = g_get_monotonic_time ();
  gboolean cut = FALSE;

  host->others = TRUE;
  host->n_answers = 30; /* what a socket holds */
  devices = discover (host->target, quiet->target, 1500, NULL, &cut, &error);
  g_assert_no_error (error);
  g_assert_true (cut);
  g_assert_cmpuint (devices->len, ==, TC_ONVIF_DISCOVERY_SENDER_MAX + 1);
  g_assert_nonnull (find_device (devices, "127.0.0.2"));
  g_assert_cmpint (g_get_monotonic_time () - begun_us, <, 8000000);
}

/* As many as may be asked at once are: no probe is lost on the way out. */
static void
test_many_targets (void)
{
  g_autoptr (Host) host = host_new ("http://127.0.0.1/onvif/device_service");
  g_autoptr (GPtrArray) targets = g_ptr_array_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) devices = NULL;
  g_autoptr (GError) error = NULL;
  TcOnvifDiscovery discovery = {.wait_ms = 2500};

  for (guint i = 0; i < TC_ONVIF_DISCOVERY_TARGETS_MAX; i++)
    g_ptr_array_add (targets, host->target);
  g_ptr_array_add (targets, NULL);
  discovery.targets = (const char *const *) targets->pdata;
  tc_onvif_discover_async (&discovery, NULL, done_cb, &result);
  while (!result)
    g_main_context_iteration (NULL, TRUE);
  devices = tc_onvif_discover_finish (result, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (devices->len, ==, 1);
  g_assert_cmpuint (host->n_probes, >=, 2 * TC_ONVIF_DISCOVERY_TARGETS_MAX);
}

static gboolean
cancel_cb (gpointer data)
{
  g_cancellable_cancel (data);
  return G_SOURCE_REMOVE;
}

static void
test_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  gint64 begun_us = g_get_monotonic_time ();

  g_cancellable_cancel (cancellable);
  g_assert_null (discover ("127.0.0.1:9", NULL, 10000, cancellable, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  /* And one that has begun. */
  g_cancellable_reset (cancellable);
  g_timeout_add (200, cancel_cb, cancellable);
  g_assert_null (discover ("127.0.0.1:9", NULL, 10000, cancellable, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - begun_us, <, 5000000);
}

static void
test_targets (void)
{
  static const char *const bad[] = {"camera.example", "127.0.0.1:port", "", "10.0.0.0/24"};
  static const char *const locals[] = {"192.0.2.1", NULL};
  const TcOnvifDiscovery elsewhere = {.locals = locals, .wait_ms = 100};
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) foreign = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", bad[i]);
    g_assert_null (discover (bad[i], NULL, 100, NULL, NULL, &error));
    g_assert_error (error, TC_ONVIF_ERROR, TC_ONVIF_ERROR_ADDRESS);
  }
  /* An address that isn't ours. */
  tc_onvif_discover_async (&elsewhere, NULL, done_cb, &result);
  while (!result)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (tc_onvif_discover_finish (result, NULL, &foreign));
  g_assert_error (foreign, TC_ONVIF_ERROR, TC_ONVIF_ERROR_ADDRESS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/onvif/discovery/found", test_found);
  g_test_add_func ("/onvif/discovery/elsewhere", test_elsewhere);
  g_test_add_func ("/onvif/discovery/ways", test_ways);
  g_test_add_func ("/onvif/discovery/strangers", test_strangers);
  g_test_add_func ("/onvif/discovery/flood", test_flood);
  g_test_add_func ("/onvif/discovery/many-targets", test_many_targets);
  g_test_add_func ("/onvif/discovery/cancelled", test_cancelled);
  g_test_add_func ("/onvif/discovery/targets", test_targets);
  return g_test_run ();
}
