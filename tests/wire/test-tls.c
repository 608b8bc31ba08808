/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * TLS on both ends: a client that trusts the server's CA gets through, by plain requests and by a
 * line; one that trusts another doesn't; who never shakes hands is cut. Method: certificates of the
 * test's own (tls/, good for a hundred years), the real server and clients.
 */
#include "tc-error.h"
#include "tc-http-client.h"
#include "tc-line-client.h"
#include "tc-line-server.h"
#include "wire-fixture.h"

#include <string.h>

/* Far more than is read of a line in one turn. */
#define MUCH_MESSAGES 40
#define MUCH_BYTES ((gsize) 100000)

typedef struct {
  TcHttpServer *http;
  TcLineServer *lines;
  char *url;
  guint opened;
  TcLine *line; /* the newest */
  gsize heard;  /* bytes, over all lines */
  guint client_opened;
  guint client_closed;
  GAsyncResult *result;
  char *refused;
} Fixture;

static void
hello_cb (TcHttpRequest *request, gpointer data)
{
  tc_http_request_answer_text (request, 200, "text/plain", tc_http_request_get_origin (request));
}

static void
opened_cb (TcLine *line, gpointer data)
{
  Fixture *fixture = data;

  fixture->opened++;
  fixture->line = line;
}

static void
received_cb (TcLine *line, GBytes *message, gpointer data)
{
  ((Fixture *) data)->heard += g_bytes_get_size (message);
}

static void
closed_cb (TcLine *line, gpointer data)
{
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  static const TcLineCallbacks callbacks = {opened_cb, received_cb, closed_cb};
  const TcHttpRoute route = {
      .path = "/hello", .methods = "POST", .body_bytes_max = 100, .handle = hello_cb};
  g_autofree char *certificate = g_test_build_filename (G_TEST_DIST, "tls", "server.pem", NULL);
  const TcHttpTls tls = {.certificate_path = certificate};
  TcHttpLimits limits = tc_http_limits_default;
  g_autoptr (GError) error = NULL;

  limits.head_s = 1;
  fixture->http = tc_http_server_new (&limits);
  tc_http_server_add_route (fixture->http, &route, fixture);
  fixture->lines = tc_line_server_new (fixture->http, "/sync/line", &callbacks, fixture);
  if (!tc_http_server_listen (fixture->http, "127.0.0.1", 0, &tls, &error))
    g_error ("%s", error->message);
  fixture->url = tc_http_server_dup_uri (fixture->http);
  g_assert_true (g_str_has_prefix (fixture->url, "https://127.0.0.1:"));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->result);
  tc_line_server_free (fixture->lines);
  g_assert_finalize_object (fixture->http);
  g_free (fixture->url);
  g_free (fixture->refused);
}

static TcWireAddress *
make_address (Fixture *fixture, const char *ca)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "tls", ca, NULL);
  g_autoptr (GError) error = NULL;
  TcWireAddress *address = tc_wire_address_new (fixture->url, path, &error);

  g_assert_no_error (error);
  return address;
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_set_object (&((Fixture *) data)->result, result);
}

/* Takes @client. */
static GBytes *
post_by (Fixture *fixture, TcHttpClient *client, GError **error)
{
  g_autoptr (TcHttpClient) own G_GNUC_UNUSED = client;
  g_autoptr (GBytes) body = g_bytes_new_static ("x", 1);
  guint status = 0;

  g_clear_object (&fixture->result);
  tc_http_client_post_async (client, "/hello", "text/plain", body, NULL, done_cb, fixture);
  while (!fixture->result)
    g_main_context_iteration (NULL, TRUE);
  g_free (fixture->refused);
  fixture->refused = g_strdup (tc_http_client_get_refused_certificate (client));
  return tc_http_client_post_finish (client, fixture->result, &status, error);
}

static GBytes *
post (Fixture *fixture, const char *ca, GError **error)
{
  g_autoptr (TcWireAddress) address = make_address (fixture, ca);
  TcHttpClient *client = tc_http_client_new (address, error);

  return post_by (fixture, client, error);
}

/* The one certificate that was named, whoever signed it; no other. */
static void
test_pinned (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "tls", "server.pem", NULL);
  g_autoptr (GTlsCertificate) certificate = g_tls_certificate_new_from_file (path, NULL);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (GByteArray) der = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) answer = NULL;
  gsize size = TC_DIGEST_SIZE;
  TcDigest digest;

  g_object_get (certificate, "certificate", &der, NULL);
  g_checksum_update (checksum, der->data, der->len);
  g_checksum_get_digest (checksum, digest.bytes, &size);
  answer = post_by (fixture, tc_http_client_new_pinned (fixture->url, &digest, &error), &error);
  g_assert_no_error (error);
  g_assert_nonnull (answer);
  digest.bytes[TC_DIGEST_SIZE - 1] ^= 1;
  g_assert_null (
      post_by (fixture, tc_http_client_new_pinned (fixture->url, &digest, NULL), &error));
  g_assert_error (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE);
  g_clear_error (&error);
  g_assert_null (tc_http_client_new_pinned ("http://192.0.2.1:80", &digest, &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_DENIED);
}

static void
test_post (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) answer = post (fixture, "ca.pem", &error);
  g_autoptr (GBytes) none = NULL;
  gsize size;
  const char *text;

  g_assert_no_error (error);
  text = g_bytes_get_data (answer, &size);
  g_assert_cmpmem (text, size, fixture->url, strlen (fixture->url));
  g_assert_null (fixture->refused);
  none = post (fixture, "other-ca.pem", &error);
  g_assert_null (none);
  g_assert_true (g_str_has_prefix (fixture->refused, "-----BEGIN CERTIFICATE-----"));
  g_assert_error (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE);
}

static void
client_opened_cb (gpointer data)
{
  ((Fixture *) data)->client_opened++;
}

static void
client_received_cb (GBytes *message, gpointer data)
{
}

static void
client_closed_cb (const GError *why, gpointer data)
{
  ((Fixture *) data)->client_closed++;
}

static gboolean
is_told (gpointer data)
{
  Fixture *fixture = data;

  return fixture->client_opened + fixture->client_closed > 0;
}

/* (transfer full): once it is told what became of the first attempt. */
static TcLineClient *
start_line (Fixture *fixture, const char *ca)
{
  static const TcLineClientCallbacks callbacks = {client_opened_cb, client_received_cb,
                                                  client_closed_cb};
  g_autoptr (TcWireAddress) address = make_address (fixture, ca);
  g_autoptr (GError) error = NULL;
  TcLineClient *client = tc_line_client_new (address, "/sync/line", &callbacks, fixture, &error);

  g_assert_no_error (error);
  fixture->client_opened = fixture->client_closed = 0;
  tc_line_client_start (client);
  run_until (is_told, fixture);
  return client;
}

static void
try_line (Fixture *fixture, const char *ca)
{
  g_autoptr (TcLineClient) client = start_line (fixture, ca);

  if (fixture->client_opened)
    g_assert_cmpint (tc_line_client_get_round_trip_ms (client), >=, 0);
}

static void
test_line (Fixture *fixture, gconstpointer data)
{
  try_line (fixture, "other-ca.pem");
  g_assert_cmpuint (fixture->client_opened, ==, 0);
  g_assert_cmpuint (fixture->opened, ==, 0);
  try_line (fixture, "ca.pem");
  g_assert_cmpuint (fixture->client_opened, ==, 1);
  g_assert_cmpuint (fixture->opened, ==, 1);
}

static gboolean
has_heard_much (gpointer data)
{
  return ((Fixture *) data)->heard == MUCH_MESSAGES * MUCH_BYTES;
}

/* Of much that comes at once nothing stays in the hands of TLS, though nothing comes after it. */
static void
test_much (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TcLineClient) client = start_line (fixture, "ca.pem");
  g_autofree char *text = g_strnfill (MUCH_BYTES, 'x');
  g_autoptr (GBytes) message = g_bytes_new (text, MUCH_BYTES);

  g_assert_nonnull (fixture->line);
  tc_line_trust (fixture->line);
  for (guint i = 0; i < MUCH_MESSAGES; i++)
    g_assert_true (tc_line_client_send (client, message));
  run_until (has_heard_much, fixture);
}

static gboolean
nobody_there (gpointer data)
{
  return tc_http_server_get_connections (((Fixture *) data)->http) == 0;
}

/* Silence, and what is no TLS, hold nothing up. */
static void
test_no_handshake (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSocket) silent = dial (tc_http_server_get_port (fixture->http));
  g_autoptr (GSocket) plain = dial (tc_http_server_get_port (fixture->http));

  say (plain, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  run_for (50);
  run_until (nobody_there, fixture);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/tls/post", test_post);
  ADD ("/tls/pinned", test_pinned);
  ADD ("/tls/line", test_line);
  ADD ("/tls/much", test_much);
  ADD ("/tls/no-handshake", test_no_handshake);
  return g_test_run ();
}
