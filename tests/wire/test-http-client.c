/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An upload that the server refuses before the body goes out ends with the reason, and leaves its
 * connection at once, whether or not the server closes that. Method: the server is a socket.
 */
#include "tc-error.h"
#include "tc-http-client.h"
#include "wire-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

#define HASH "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define FILE_BYTES 100000

typedef struct {
  GSocketListener *listener;
  guint16 port;
  char *path;
  const char *refusal;
  gboolean client_left; /* rather than that we got tired of waiting */
  gboolean ended;
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

/* The client may ask over one connection or over one each. Ends with that of the PATCH. */
static void
serve_thread (gpointer data)
{
  Fixture *fixture = data;
  g_autoptr (GSocket) socket = NULL;
  gboolean refused = FALSE;

  while (!refused) {
    g_autofree char *head = NULL;

    if (!socket) {
      socket = g_socket_listener_accept_socket (fixture->listener, NULL, NULL, NULL);
      g_assert_nonnull (socket);
      g_socket_set_timeout (socket, 10);
    }
    head = hear_head (socket);
    refused = g_str_has_prefix (head, "PATCH ");
    if (refused)
      g_assert_nonnull (strstr (head, "Expect: 100-continue"));
    say (socket, refused ? fixture->refusal
                         : "HTTP/1.1 404 Not Found\r\nUpload-Offset: 1000\r\n"
                           "Content-Length: 0\r\n\r\n");
    if (!*head)
      g_clear_object (&socket);
  }
  {
    g_autoptr (GError) error = NULL;
    char byte;

    fixture->client_left = g_socket_receive (socket, &byte, 1, NULL, &error) == 0 ||
                           g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED);
  }
}

static void
uploaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Fixture *fixture = data;

  fixture->ended = TRUE;
  g_assert_false (tc_http_client_upload_finish (TC_HTTP_CLIENT (source), result, &fixture->error));
}

static gboolean
has_ended (gpointer data)
{
  return ((Fixture *) data)->ended;
}

static void
refuse (Fixture *fixture, const char *refusal, TcError code)
{
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u", fixture->port);
  g_autoptr (GError) error = NULL;
  g_autoptr (TcWireAddress) address = tc_wire_address_new (url, NULL, &error);
  g_autoptr (TcHttpClient) client = address ? tc_http_client_new (address, &error) : NULL;

  g_assert_no_error (error);
  fixture->refusal = refusal;
  fixture->ended = FALSE;
  tc_http_client_upload_async (client, fixture->path, HASH, NULL, NULL, NULL, uploaded_cb, fixture);
  run_beside (serve_thread, fixture);
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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/http-client/refused", Fixture, NULL, set_up, test_refused, tear_down);
  return g_test_run ();
}
