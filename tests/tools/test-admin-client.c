/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: the administration client tells apart an answer, a refusal, a failure and what is no
 * answer, and keeps the order of many questions. Method: a small server on a real socket that
 * gives back what a question asks it for.
 */
#include "tc-admin-client.h"

#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <string.h>

typedef struct {
  char *dir;               /* (owned) */
  char *path;              /* (owned) */
  GSocketService *service; /* (owned) */
  TcAdminClient *client;   /* (owned) */
} Setup;

/* Sends back "answer" of each question as a line; closes the line where there is none. */
static gboolean
serve_cb (GThreadedSocketService *service, GSocketConnection *connection, GObject *source,
          gpointer data)
{
  GIOStream *stream = G_IO_STREAM (connection);
  g_autoptr (GDataInputStream)
      input = g_data_input_stream_new (g_io_stream_get_input_stream (stream));

  while (TRUE) {
    g_autofree char *line = g_data_input_stream_read_line (input, NULL, NULL, NULL);
    g_autoptr (JsonParser) parser = json_parser_new ();
    if (!line || !json_parser_load_from_data (parser, line, -1, NULL))
      break;
    JsonObject *question = json_node_get_object (json_parser_get_root (parser));
    const char *answer = json_object_get_string_member_with_default (question, "answer", NULL);
    if (!answer)
      break;
    g_autofree char *whole = g_strconcat (answer, "\n", NULL);
    g_output_stream_write_all (g_io_stream_get_output_stream (stream), whole, strlen (whole), NULL,
                               NULL, NULL);
  }
  return TRUE;
}

static void
set_up (Setup *setup, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  setup->dir = g_dir_make_tmp ("admin-XXXXXX", &error);
  g_assert_no_error (error);
  setup->path = g_build_filename (setup->dir, "socket", NULL);
  setup->service = g_threaded_socket_service_new (2);
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (setup->path);
  g_assert_true (g_socket_listener_add_address (G_SOCKET_LISTENER (setup->service), address,
                                                G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT,
                                                NULL, NULL, NULL));
  g_signal_connect (setup->service, "run", G_CALLBACK (serve_cb), NULL);
  g_socket_service_start (setup->service);
  setup->client = tc_admin_client_new (setup->path, &error);
  g_assert_no_error (error);
  /* Accepting is asynchronous. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
tear_down (Setup *setup, gconstpointer data)
{
  tc_admin_client_free (setup->client);
  g_socket_service_stop (setup->service);
  g_socket_listener_close (G_SOCKET_LISTENER (setup->service));
  g_object_unref (setup->service);
  g_unlink (setup->path);
  g_rmdir (setup->dir);
  g_free (setup->path);
  g_free (setup->dir);
}

static JsonObject *
make_question (const char *answer)
{
  JsonObject *question = tc_admin_question ("echo");

  if (answer)
    json_object_set_string_member (question, "answer", answer);
  return question;
}

static void
test_answers (Setup *setup, gconstpointer data)
{
  static const struct {
    const char *answer;
    TcAdminError code;
    const char *message;
  } cases[] = {
      {"{\"ok\": false, \"error\": \"no such desk\"}", TC_ADMIN_ERROR_FAILED, "no such desk"},
      {"{\"ok\": false}", TC_ADMIN_ERROR_FAILED, "toancanhd gives no reason"},
      {"{}", TC_ADMIN_ERROR_FAILED, "toancanhd gives no reason"},
      {"{\"ok\": false, \"refusal\": {\"code\": \"people.founded\", \"args\": {\"a\": 1}}}",
       TC_ADMIN_ERROR_REFUSED,
       "refused: people.founded {\"a\":1}: The province is founded already."},
      {"[1]", TC_ADMIN_ERROR_PROTOCOL, "the answer of toancanhd is no object"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (JsonObject)
        answer = tc_admin_client_call (setup->client, make_question (cases[i].answer), &error);
    g_assert_null (answer);
    g_assert_error (error, TC_ADMIN_ERROR, (int) cases[i].code);
    g_assert_cmpstr (error->message, ==, cases[i].message);
  }
}

static void
test_many (Setup *setup, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < TC_ADMIN_AHEAD_MAX; i++) {
    g_autofree char *answer = g_strdup_printf ("{\"ok\": true, \"n\": %d}", i);
    g_assert_true (tc_admin_client_send (setup->client, make_question (answer), &error));
  }
  for (int i = 0; i < TC_ADMIN_AHEAD_MAX; i++) {
    g_autoptr (JsonObject) answer = tc_admin_client_receive (setup->client, &error);
    g_assert_no_error (error);
    g_assert_cmpint (json_object_get_int_member (answer, "n"), ==, i);
  }
}

static void
test_closed (Setup *setup, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject)
      answer = tc_admin_client_call (setup->client, make_question (NULL), &error);

  g_assert_null (answer);
  g_assert_error (error, TC_ADMIN_ERROR, TC_ADMIN_ERROR_PROTOCOL);
}

static void
test_too_long (Setup *setup, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_strnfill (TC_ADMIN_LINE_BYTES_MAX, 'x');
  g_autoptr (JsonObject)
      answer = tc_admin_client_call (setup->client, make_question (text), &error);

  g_assert_null (answer);
  g_assert_error (error, TC_ADMIN_ERROR, TC_ADMIN_ERROR_PROTOCOL);
}

static void
test_nobody (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TcAdminClient) client = tc_admin_client_new ("/nonexistent/socket", &error);

  g_assert_null (client);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

#define ADD(name, func) g_test_add (name, Setup, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/admin-client/answers", test_answers);
  ADD ("/admin-client/many", test_many);
  ADD ("/admin-client/closed", test_closed);
  ADD ("/admin-client/too-long", test_too_long);
  g_test_add_func ("/admin-client/nobody", test_nobody);
  return g_test_run ();
}
