/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An upload that the server refuses before the body goes out ends with the reason, and leaves its
 * connection at once, whether or not the server closes that; what is taken keeps its connection for
 * the next. Method: the server is a socket.
 */
#include "tc-error.h"
#include "tc-http-client.h"
#include "wire-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

#define HASH "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define FILE_BYTES 100000
#define NOTHING_THERE "HTTP/1.1 404 Not Found\r\nUpload-Offset: 1000\r\nContent-Length: 0\r\n\r\n"

typedef struct {
  GSocketListener *listener;
  guint16 port;
  char *path;
  const char *refusal;
  gboolean client_left; /* rather than that we got tired of waiting */
  gboolean ended;
  guint to_come; /* uploads, each after the one before */
  GError *error;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *bytes = g_malloc0 (FILE_BYTES);
  GError *error = NULL;
  int fd = g_file_open_tmp ("test-http-client-XXXXXX", &fixture->path, &error);

  g_assert_no_error (error);
  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (fixture->path, bytes, FILE_BYTES, NULL));
  fixture->listener = g_socket_listener_new ();
  fixture->port = g_socket_listener_add_any_inet_port (fixture->listener, NULL, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->listener);
  g_unlink (fixture->path);
  g_free (fixture->path);
  g_clear_error (&fixture->error);
}

/* The head of a request; "" at the end of the connection. (transfer full) */
static char *
hear_head (GSocket *socket)
{
  GString *head = g_string_new (NULL);
  char byte;

  while (!g_str_has_suffix (head->str, "\r\n\r\n")) {
    if (g_socket_receive (socket, &byte, 1, NULL, NULL) != 1) {
      g_string_truncate (head, 0);
      break;
    }
    g_string_append_c (head, byte);
  }
  return g_string_free (head, FALSE);
}

static GSocket *
accept_next (Fixture *fixture)
{
  GSocket *socket = g_socket_listener_accept_socket (fixture->listener, NULL, NULL, NULL);

  g_assert_nonnull (socket);
  g_socket_set_timeout (socket, 10);
  return socket;
}

static void
hear_question (GSocket *socket)
{
  g_autofree char *head = hear_head (socket);

  g_assert_true (g_str_has_prefix (head, "HEAD "));
}

/* A question, to which the answer is that nothing is there, and what is sent then: over its own
 * connection, as what may not be said twice always is. The socket of that. (transfer full) */
static GSocket *
hear_upload (Fixture *fixture, GSocket *asking)
{
  GSocket *sending;
  g_autofree char *head = NULL;

  hear_question (asking);
  say (asking, NOTHING_THERE);
  sending = accept_next (fixture);
  head = hear_head (sending);
  g_assert_true (g_str_has_prefix (head, "PATCH "));
  g_assert_nonnull (strstr (head, "Expect: 100-continue"));
  return sending;
}

static void
refuse_thread (gpointer data)
{
  Fixture *fixture = data;
  g_autoptr (GSocket) asking = accept_next (fixture);
  g_autoptr (GSocket) sending = hear_upload (fixture, asking);
  g_autoptr (GError) error = NULL;
  char byte;

  say (sending, fixture->refusal);
  fixture->client_left = g_socket_receive (sending, &byte, 1, NULL, &error) == 0 ||
                         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED);
}

/* One upload is taken; the next is asked for over the connection over which the first was. */
static void
take_thread (gpointer data)
{
  Fixture *fixture = data;
  g_autoptr (GSocket) asking = accept_next (fixture);
  g_autoptr (GSocket) sending = hear_upload (fixture, asking);
  g_autofree char *body = g_malloc (FILE_BYTES);
  gssize got;

  say (sending, "HTTP/1.1 100 Continue\r\n\r\n");
  for (gssize left = FILE_BYTES - 1000; left > 0; left -= got) {
    got = g_socket_receive (sending, body, FILE_BYTES, NULL, NULL);
    g_assert_cmpint (got, >, 0);
  }
  say (sending, "HTTP/1.1 204 No Content\r\n\r\n");
  hear_question (asking);
  say (asking, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
}

static gboolean
has_ended (gpointer data)
{
  return ((Fixture *) data)->ended;
}

static TcHttpClient *
make_client (Fixture *fixture)
{
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u", fixture->port);
  g_autoptr (GError) error = NULL;
  g_autoptr (TcWireAddress) address = tc_wire_address_new (url, NULL, &error);
  TcHttpClient *client = address ? tc_http_client_new (address, &error) : NULL;

  g_assert_no_error (error);
  return client;
}

static void start_upload (Fixture *fixture, TcHttpClient *client);

static void
uploaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Fixture *fixture = data;
  TcHttpClient *client = TC_HTTP_CLIENT (source);

  fixture->ended = TRUE;
  if (tc_http_client_upload_finish (client, result, &fixture->error) && fixture->to_come > 0) {
    fixture->to_come--;
    start_upload (fixture, client);
  }
}

static void
start_upload (Fixture *fixture, TcHttpClient *client)
{
  fixture->ended = FALSE;
  tc_http_client_upload_async (client, fixture->path, HASH, NULL, NULL, NULL, uploaded_cb, fixture);
}

static void
refuse (Fixture *fixture, const char *refusal, TcError code)
{
  g_autoptr (TcHttpClient) client = make_client (fixture);

  fixture->refusal = refusal;
  start_upload (fixture, client);
  run_beside (refuse_thread, fixture);
  run_until (has_ended, fixture);
  g_assert_error (fixture->error, TC_ERROR, (gint) code);
  g_assert_true (fixture->client_left);
  g_clear_error (&fixture->error);
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  refuse (fixture, "HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n", TC_ERROR_LIMIT);
  refuse (fixture, "HTTP/1.1 413 Too Large\r\nContent-Length: 4\r\n\r\n413\n", TC_ERROR_LIMIT);
  refuse (fixture, "HTTP/1.1 507 Full\r\nConnection: close\r\nContent-Length: 4\r\n\r\n5",
          TC_ERROR_FULL);
  refuse (fixture, "HTTP/1.1 403 No\r\nTransfer-Encoding: chunked\r\n\r\n", TC_ERROR_DENIED);
}

static void
test_taken (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TcHttpClient) client = make_client (fixture);

  fixture->to_come = 1;
  start_upload (fixture, client);
  run_beside (take_thread, fixture);
  run_until (has_ended, fixture);
  g_assert_no_error (fixture->error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/http-client/refused", Fixture, NULL, set_up, test_refused, tear_down);
  g_test_add ("/http-client/taken", Fixture, NULL, set_up, test_taken, tear_down);
  return g_test_run ();
}
