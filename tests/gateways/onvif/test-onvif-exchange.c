/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: whatever happens to a line, an exchange ends in time, keeps little, and says why.
 * Method: a device on loopback (onvif-device.h) that is slow, silent or never ends; sockets that
 * speak no HTTP; certificates.
 */
#include "onvif-device.h"
#include "tc-digest.h"

#include <string.h>

/* ---- slow and large ---- */

static gboolean
say_nothing (Device *device, const char *action, SoupServerMessage *message)
{
  device->trick_data = g_object_ref (message);
  soup_server_message_pause (message);
  return TRUE;
}

static void
test_silent (void)
{
  g_autoptr (Device) device = device_new ();
  g_autoptr (TcOnvifClient) client = NULL;
  gint64 begun_us = g_get_monotonic_time ();

  device->answer_ms = 300;
  client = device_connect_to (device, TRUE);
  device->trick = say_nothing;
  device_assert_cause (device_connect (client), "camera.timeout");
  g_assert_cmpint (g_get_monotonic_time () - begun_us, <, 4500000);
  g_object_unref (device->trick_data);
}

static void
test_cancelled (void)
{
  g_autoptr (Device) device = device_new ();
  g_autoptr (TcOnvifClient) client = device_connect_to (device, TRUE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) second = NULL;
  g_autoptr (GError) error = NULL;

  device->trick = say_nothing;
  tc_onvif_client_connect_async (client, cancellable, device_done_cb, &result);
  device_run_for (100);
  g_cancellable_cancel (cancellable);
  g_assert_false (tc_onvif_client_connect_finish (client, device_wait (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  /* And one that is cancelled before it begins. */
  tc_onvif_client_connect_async (client, cancellable, device_done_cb, &second);
  g_assert_false (tc_onvif_client_connect_finish (client, device_wait (&second), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_object_unref (device->trick_data);
}

/* Two lines are busy; the third call waits for one: it can be cancelled, and it gives up. */
static gboolean
hold_profiles (Device *device, const char *action, SoupServerMessage *message)
{
  if (strcmp (action, "GetProfiles") != 0)
    return FALSE;
  g_ptr_array_add (device->trick_data, g_object_ref (message));
  soup_server_message_pause (message);
  return TRUE;
}

static gboolean
cancel_cb (gpointer data)
{
  g_cancellable_cancel (data);
  return G_SOURCE_REMOVE;
}

static void
check_waiting (gboolean cancelled)
{
  g_autoptr (Device) device = device_new ();
  g_autoptr (GPtrArray) held = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GAsyncResult *results[3] = {NULL};
  const TcOnvifOptions options = {
      .address = device->host, .connect_ms = cancelled ? 20000 : 300, .answer_ms = 20000};
  g_autoptr (TcOnvifClient) client = tc_onvif_client_new (&options, NULL);
  g_autoptr (GError) error = NULL;
  gint64 begun_us = g_get_monotonic_time ();

  g_assert_no_error (device_connect (client));
  device->trick = hold_profiles;
  device->trick_data = held;
  for (guint i = 0; i < 3; i++)
    tc_onvif_client_profiles_async (client, i == 2 ? cancellable : NULL, device_done_cb,
                                    &results[i]);
  if (cancelled)
    g_timeout_add (200, cancel_cb, cancellable);
  g_assert_null (tc_onvif_client_profiles_finish (client, device_wait (&results[2]), &error));
  if (cancelled)
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  else
    g_assert_error (error, TC_ONVIF_ERROR, TC_ONVIF_ERROR_TIMEOUT);
  g_assert_cmpint (g_get_monotonic_time () - begun_us, <, 10000000);
  g_assert_cmpuint (held->len, ==, 2);
  g_assert_null (results[0]);
  /* The device goes, and with it what the others wait for. */
  for (guint i = 0; i < held->len; i++) {
    device_answer (held->pdata[i], 200, "text/plain", "");
    soup_server_message_unpause (held->pdata[i]);
  }
  for (guint i = 0; i < 2; i++) {
    g_autoptr (GError) lost = NULL;

    g_assert_null (tc_onvif_client_profiles_finish (client, device_wait (&results[i]), &lost));
  }
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    g_object_unref (results[i]);
}

static void
test_waiting (void)
{
  check_waiting (TRUE);
  check_waiting (FALSE);
}

/* Who lets go of a client while it is asked gets the answer all the same. */
static void
test_dropped (void)
{
  g_autoptr (Device) device = device_new ();
  TcOnvifClient *client = device_connect_to (device, FALSE);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  tc_onvif_client_connect_async (client, NULL, device_done_cb, &result);
  g_object_unref (client);
  device_wait (&result);
  g_assert_true (g_task_propagate_boolean (G_TASK (result), &error));
  g_assert_no_error (error);
}

typedef struct {
  SoupServerMessage *message; /* (owned) */
  guint status;
  guint source;
  gsize piece;
  gsize sent;
  gboolean gone; /* the client hung up */
} Pouring;

static gboolean
pour_cb (gpointer data)
{
  Pouring *pouring = data;
  g_autofree char *piece = g_strnfill (pouring->piece, ' ');

  soup_message_body_append (soup_server_message_get_response_body (pouring->message),
                            SOUP_MEMORY_COPY, piece, pouring->piece);
  pouring->sent += pouring->piece;
  soup_server_message_unpause (pouring->message);
  return G_SOURCE_CONTINUE;
}

static void
gone_cb (SoupServerMessage *message, gpointer data)
{
  Pouring *pouring = data;

  pouring->gone = TRUE;
  g_clear_handle_id (&pouring->source, g_source_remove);
}

/* An answer that never ends: pieces of that size, a hundred a second. */
static gboolean
pour (Device *device, const char *action, SoupServerMessage *message)
{
  Pouring *pouring = device->trick_data;

  soup_server_message_set_status (message, pouring->status, NULL);
  soup_message_headers_set_encoding (soup_server_message_get_response_headers (message),
                                     SOUP_ENCODING_CHUNKED);
  soup_message_body_set_accumulate (soup_server_message_get_response_body (message), FALSE);
  pouring->message = g_object_ref (message);
  pouring->source = g_timeout_add (10, pour_cb, pouring);
  g_signal_connect (message, "finished", G_CALLBACK (gone_cb), pouring);
  return TRUE;
}

static void
check_pouring (guint status, gsize piece, guint answer_ms, const char *code)
{
  g_autoptr (Device) device = device_new ();
  g_autoptr (TcOnvifClient) client = NULL;
  Pouring pouring = {.status = status, .piece = piece};
  gint64 begun_us = g_get_monotonic_time ();

  device->answer_ms = answer_ms;
  client = device_connect_to (device, TRUE);
  device->trick = pour;
  device->trick_data = &pouring;
  device_assert_cause (device_connect (client), code);
  g_assert_cmpint (g_get_monotonic_time () - begun_us, <, 4500000);
  /* What is left of it isn't read: the connection goes. */
  for (int i = 0; i < 100 && !pouring.gone; i++)
    device_run_for (20);
  g_assert_true (pouring.gone);
  g_assert_cmpuint (pouring.sent, <, 64 * 1024 * 1024);
  g_signal_handlers_disconnect_by_data (pouring.message, &pouring);
  g_object_unref (pouring.message);
}

static void
test_dripping (void)
{
  check_pouring (200, 1, 300, "camera.timeout");
}

static void
test_huge (void)
{
  static const guint statuses[] = {200, 401, 403, 500};

  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    check_pouring (statuses[i], 512 * 1024, 5000, "camera.too-large");
  /* We have no business with those, whatever follows. */
  check_pouring (407, 512 * 1024, 5000, "camera.not-onvif");
  check_pouring (421, 512 * 1024, 5000, "camera.not-onvif");
}

/* ---- no HTTP at all ---- */

static void
greeted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, NULL);
  g_io_stream_close (G_IO_STREAM (data), NULL, NULL);
  g_object_unref (data);
}

static gboolean
incoming_cb (GSocketService *service, GSocketConnection *connection, GObject *source, gpointer data)
{
  const char *greeting = data;

  g_output_stream_write_all_async (g_io_stream_get_output_stream (G_IO_STREAM (connection)),
                                   greeting, strlen (greeting), G_PRIORITY_DEFAULT, NULL,
                                   greeted_cb, g_object_ref (connection));
  return TRUE;
}

static void
test_strangers (void)
{
  static const struct {
    const char *greeting;
    const char *codes; /* one of them, by when the socket is closed */
  } cases[] = {
      {"", "camera.broken"},
      {"SSH-2.0-OpenSSH_9.2\r\n", "camera.not-onvif camera.broken"},
      {"RTSP/1.0 400 Bad Request\r\n\r\n", "camera.not-onvif camera.broken"},
      {"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<a>",
       "camera.malformed camera.broken camera.not-onvif"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GSocketService) service = g_socket_service_new ();
    guint16 port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (service), NULL, NULL);
    g_autofree char *address = g_strdup_printf ("127.0.0.1:%u", port);
    const TcOnvifOptions options = {.address = address, .connect_ms = 5000, .answer_ms = 5000};
    g_autoptr (TcOnvifClient) client = tc_onvif_client_new (&options, NULL);
    g_autoptr (GError) error = NULL;
    g_autoptr (TcRefusal) cause = NULL;

    g_signal_connect (service, "incoming", G_CALLBACK (incoming_cb), (gpointer) cases[i].greeting);
    error = device_connect (client);
    cause = tc_onvif_error_dup_cause (error);
    g_test_message ("%s: %s", cases[i].greeting, error->message);
    g_assert_nonnull (cause);
    g_assert_nonnull (strstr (cases[i].codes, cause->code));
    g_socket_service_stop (service);
    g_socket_listener_close (G_SOCKET_LISTENER (service));
  }
}

/* Pours @data until whoever listens hangs up. */
typedef struct {
  const char *first;
  const char *data;
  gsize sent;
  gboolean gone;
} Spout;

static void poured_cb (GObject *source, GAsyncResult *result, gpointer data);

static void
pour_out (GOutputStream *out, Spout *spout, const char *data)
{
  spout->sent += strlen (data);
  g_output_stream_write_all_async (out, data, strlen (data), G_PRIORITY_DEFAULT, NULL, poured_cb,
                                   spout);
}

static void
poured_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Spout *spout = data;

  if (g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, NULL))
    pour_out (G_OUTPUT_STREAM (source), spout, spout->data);
  else
    spout->gone = TRUE;
}

static gboolean
spout_cb (GSocketService *service, GSocketConnection *connection, GObject *source, gpointer data)
{
  Spout *spout = data;
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (connection));

  g_object_set_data_full (G_OBJECT (out), "connection", g_object_ref (connection), NULL);
  pour_out (out, spout, spout->first);
  return TRUE;
}

/* Headers without end, and answers before the answer without end. */
static void
test_endless_heads (void)
{
  g_autofree char *line = g_strnfill (8000, 'x');
  g_autofree char *header = g_strdup_printf ("X: %s\r\n", line);
  const Spout spouts[] = {
      {"HTTP/1.1 200 OK\r\n", header, 0, FALSE},
      {"HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 100 Continue\r\n\r\n", 0, FALSE}};

  for (gsize i = 0; i < G_N_ELEMENTS (spouts); i++) {
    g_autoptr (GSocketService) service = g_socket_service_new ();
    guint16 port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (service), NULL, NULL);
    g_autofree char *address = g_strdup_printf ("127.0.0.1:%u", port);
    const TcOnvifOptions options = {.address = address, .connect_ms = 5000, .answer_ms = 500};
    g_autoptr (TcOnvifClient) client = tc_onvif_client_new (&options, NULL);
    g_autoptr (GError) error = NULL;
    Spout spout = spouts[i];
    gint64 begun_us = g_get_monotonic_time ();

    g_signal_connect (service, "incoming", G_CALLBACK (spout_cb), &spout);
    error = device_connect (client);
    g_test_message ("%s after %" G_GSIZE_FORMAT " bytes", error->message, spout.sent);
    g_assert_cmpint (g_get_monotonic_time () - begun_us, <, 8000000);
    for (guint k = 0; k < 200 && !spout.gone; k++)
      device_run_for (20);
    g_assert_true (spout.gone);
    g_socket_service_stop (service);
    g_socket_listener_close (G_SOCKET_LISTENER (service));
  }
}

static void
test_nobody (void)
{
  g_autoptr (Device) device = device_new ();
  g_autofree char *address = g_strdup (device->host);
  const TcOnvifOptions gone = {.address = address, .connect_ms = 5000, .answer_ms = 5000};
  const TcOnvifOptions unknown = {.address = "no-such-host.invalid", .connect_ms = 3000};
  const TcOnvifOptions far = {.address = "255.255.255.255", .connect_ms = 5000};
  const TcOnvifOptions wrong = {.address = "http://user:pass@192.0.2.7/"};
  g_autoptr (TcOnvifClient) first = tc_onvif_client_new (&gone, NULL);
  g_autoptr (TcOnvifClient) second = tc_onvif_client_new (&unknown, NULL);
  g_autoptr (TcOnvifClient) third = tc_onvif_client_new (&far, NULL);
  g_autoptr (TcRefusal) cause = NULL;
  g_autoptr (GError) lost = NULL;
  GError *error = NULL;

  g_clear_pointer (&device, device_free);
  device_assert_cause (device_connect (first), "camera.refused");
  /* No line leads to all at once. */
  device_assert_cause (device_connect (third), "camera.no-route");
  /* Where there is no resolver it may only give up. */
  lost = device_connect (second);
  cause = tc_onvif_error_dup_cause (lost);
  g_assert_true (g_str_equal (cause->code, "camera.unknown-host") ||
                 g_str_equal (cause->code, "camera.timeout"));
  g_assert_null (tc_onvif_client_new (&wrong, &error));
  device_assert_cause (error, "camera.address");
}

/* ---- TLS ---- */

static void
test_certificate (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("TC_TLS_DIR"), "server.pem", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsCertificate) certificate = g_tls_certificate_new_from_file (path, &error);
  g_autoptr (Device) device = device_new ();
  g_autoptr (TcOnvifClient) stranger = NULL;
  g_autoptr (TcOnvifClient) other = NULL;
  g_autoptr (TcOnvifClient) client = NULL;
  g_autoptr (TcRefusal) cause = NULL;
  g_autofree char *address = NULL;
  const char *seen = NULL;
  TcOnvifOptions options = {.connect_ms = 10000, .answer_ms = 10000};
  GSList *uris;

  g_assert_no_error (error);
  soup_server_disconnect (device->server);
  soup_server_set_tls_certificate (device->server, certificate);
  g_assert_true (soup_server_listen_local (
      device->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY | SOUP_SERVER_LISTEN_HTTPS, &error));
  uris = soup_server_get_uris (device->server);
  address = g_strdup_printf ("https://127.0.0.1:%d", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  options.address = address;
  stranger = tc_onvif_client_new (&options, NULL);
  error = device_connect (stranger);
  cause = tc_onvif_error_dup_cause (error);
  g_assert_nonnull (cause);
  g_assert_cmpstr (cause->code, ==, "camera.certificate");
  g_assert_true (g_variant_lookup (cause->args, "sha256", "&s", &seen));
  g_assert_cmpuint (strlen (seen), ==, 64);
  g_assert_cmpuint (device->heard->len, ==, 0);
  options.certificate_sha256 = "0000000000000000000000000000000000000000000000000000000000000000";
  other = tc_onvif_client_new (&options, NULL);
  device_assert_cause (device_connect (other), "camera.certificate");
  g_assert_cmpuint (device->heard->len, ==, 0);
  options.certificate_sha256 = seen;
  client = tc_onvif_client_new (&options, NULL);
  g_assert_no_error (device_connect (client));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  tc_crypto_init ();
  g_test_add_func ("/onvif/exchange/silent", test_silent);
  g_test_add_func ("/onvif/exchange/cancelled", test_cancelled);
  g_test_add_func ("/onvif/exchange/waiting", test_waiting);
  g_test_add_func ("/onvif/exchange/dropped", test_dropped);
  g_test_add_func ("/onvif/exchange/dripping", test_dripping);
  g_test_add_func ("/onvif/exchange/huge", test_huge);
  g_test_add_func ("/onvif/exchange/strangers", test_strangers);
  g_test_add_func ("/onvif/exchange/endless-heads", test_endless_heads);
  g_test_add_func ("/onvif/exchange/nobody", test_nobody);
  g_test_add_func ("/onvif/exchange/certificate", test_certificate);
  return g_test_run ();
}
