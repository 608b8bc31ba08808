/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The HTTP server keeps what it promises to routes: limits are held before a handler is asked,
 * answers may come later, slow clients are cut, many get in, stopping lets work finish. Method:
 * real sockets on loopback, with a client that is nothing but a socket.
 */
#include "tc-error.h"
#include "tc-http-server.h"
#include "tc-rate-limiter.h"
#include "wire-fixture.h"

#include <string.h>

typedef struct {
  TcHttpServer *server;
  guint16 port;
  guint handled;
  guint began;
  gsize chunk_bytes;
  TcHttpRequest *kept;
} Fixture;

static void
echo_cb (TcHttpRequest *request, gpointer data)
{
  Fixture *fixture = data;
  g_autofree char *text = NULL;
  gsize size;
  const char *body = g_bytes_get_data (tc_http_request_get_body (request), &size);

  fixture->handled++;
  text = g_strdup_printf ("%s|%s|%s|%.*s", tc_http_request_get_method (request),
                          tc_http_request_get_rest (request),
                          tc_http_request_get_query (request, "q"), (int) size, body ? body : "");
  tc_http_request_answer_text (request, 200, "text/plain", text);
}

static void
keep_cb (TcHttpRequest *request, gpointer data)
{
  Fixture *fixture = data;

  g_set_object (&fixture->kept, request);
}

static void
forget_cb (TcHttpRequest *request, gpointer data)
{
  ((Fixture *) data)->handled++;
}

static void
begin_cb (TcHttpRequest *request, gpointer data)
{
  ((Fixture *) data)->began++;
  if (!tc_http_request_get_bearer (request))
    tc_http_request_answer_text (request, 401, "text/plain", "who?");
}

static void
chunk_cb (TcHttpRequest *request, GBytes *chunk, gpointer data)
{
  ((Fixture *) data)->chunk_bytes += g_bytes_get_size (chunk);
}

static void
streamed_cb (TcHttpRequest *request, gpointer data)
{
  Fixture *fixture = data;
  g_autofree char *text = g_strdup_printf ("%" G_GSIZE_FORMAT, fixture->chunk_bytes);

  g_assert_cmpuint (g_bytes_get_size (tc_http_request_get_body (request)), ==, 0);
  tc_http_request_answer_text (request, 200, "text/plain", text);
}

static void
refuse_cb (TcHttpRequest *request, guint status, gpointer data)
{
  tc_http_request_answer_text (request, status, "application/json", "{\"no\":1}");
}

static void
set_up_with (Fixture *fixture, const TcHttpLimits *limits)
{
  const TcHttpRoute echo = {
      .path = "/echo", .methods = "GET POST", .body_bytes_max = 1000, .handle = echo_cb};
  const TcHttpRoute keep = {.path = "/keep", .methods = "GET", .handle = keep_cb};
  const TcHttpRoute forget = {.path = "/forget", .methods = "GET", .handle = forget_cb};
  const TcHttpRoute stream = {.path = "/stream",
                              .methods = "PUT",
                              .body_bytes_max = 10 * 1000 * 1000,
                              .begin = begin_cb,
                              .chunk = chunk_cb,
                              .handle = streamed_cb,
                              .refuse = refuse_cb};
  const TcHttpRoute rated = {
      .path = "/rated", .methods = "GET", .rate_per_minute = 1, .burst = 2, .handle = echo_cb};
  g_autoptr (GError) error = NULL;

  fixture->server = tc_http_server_new (limits);
  tc_http_server_add_route (fixture->server, &echo, fixture);
  tc_http_server_add_route (fixture->server, &keep, fixture);
  tc_http_server_add_route (fixture->server, &forget, fixture);
  tc_http_server_add_route (fixture->server, &stream, fixture);
  tc_http_server_add_route (fixture->server, &rated, fixture);
  if (!tc_http_server_listen (fixture->server, "127.0.0.1", 0, NULL, &error))
    g_error ("%s", error->message);
  fixture->port = tc_http_server_get_port (fixture->server);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  TcHttpLimits limits = tc_http_limits_default;

  limits.head_s = limits.idle_s = 1;
  set_up_with (fixture, &limits);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->kept);
  g_assert_finalize_object (fixture->server);
}

/* One exchange: what is sent, what comes back. */
typedef struct {
  guint16 port;
  const char *sent;
  char *heard;
} Exchange;

static void
talk_thread (gpointer data)
{
  Exchange *exchange = data;

  exchange->heard = talk (exchange->port, exchange->sent);
}

static void
expect (Fixture *fixture, const char *sent, const char *status, const char *ending)
{
  Exchange exchange = {fixture->port, sent, NULL};

  run_beside (talk_thread, &exchange);
  if (!g_str_has_prefix (exchange.heard, status) || !g_str_has_suffix (exchange.heard, ending))
    g_error ("to <%.200s> came <%s>, not <%s … %s>", sent, exchange.heard, status, ending);
  g_free (exchange.heard);
}

static void
test_routes (Fixture *fixture, gconstpointer data)
{
  expect (fixture, "GET /echo/a%20b?q=c%26d HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
          "HTTP/1.1 200", "\r\n\r\nGET|/a b|c&d|");
  expect (fixture,
          "POST /echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 3\r\n\r\nabc",
          "HTTP/1.1 200", "POST||(null)|abc");
  expect (fixture, "GET /echoes HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "HTTP/1.1 404",
          "\n");
  expect (fixture, "DELETE /echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "HTTP/1.1 405",
          "\n");
  expect (fixture, "GET /echo/%00 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "HTTP/1.1 400",
          "\r\n\r\n");
  expect (fixture, "GET /forget HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "HTTP/1.1 500",
          "\n");
  expect (fixture, "HEAD /echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "HTTP/1.1 200",
          "\r\n\r\n");
}

static void
test_body_limit (Fixture *fixture, gconstpointer data)
{
  g_autofree char *filling = g_strnfill (1500, 'x');
  g_autofree char *chunked = g_strdup_printf (
      "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5DC\r\n%s\r\n", filling);

  /* By its announced size, though not a byte of it was sent. */
  expect (fixture, "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1001\r\n\r\n", "HTTP/1.1 413",
          "\n");
  expect (fixture,
          "POST /echo HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 1001\r\n\r\n",
          "HTTP/1.1 413", "\n");
  /* Unannounced: as soon as it is too much. */
  expect (fixture, chunked, "HTTP/1.1 413", "\n");
  expect (fixture, "GET /keep HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n", "HTTP/1.1 413",
          "\n");
  g_assert_cmpuint (fixture->handled, ==, 0);
}

static void
big_body_thread (gpointer data)
{
  Exchange *exchange = data;
  g_autofree char *body = g_strnfill (9 * 1000 * 1000, 'x');
  g_autofree char *text = g_strdup_printf (
      "PUT /stream HTTP/1.1\r\nHost: x\r\nConnection: close\r\n%s"
      "Content-Length: 9000000\r\n\r\n%s",
      exchange->sent, body);

  exchange->heard = talk (exchange->port, text);
}

static void
test_streamed (Fixture *fixture, gconstpointer data)
{
  Exchange refused = {fixture->port, "", NULL};
  Exchange taken = {fixture->port, "Authorization: Bearer abc\r\n", NULL};

  run_beside (big_body_thread, &refused);
  g_assert_true (g_str_has_prefix (refused.heard, "HTTP/1.1 401"));
  g_assert_true (g_str_has_suffix (refused.heard, "who?"));
  g_assert_cmpuint (fixture->chunk_bytes, ==, 0);
  run_beside (big_body_thread, &taken);
  g_assert_true (g_str_has_prefix (taken.heard, "HTTP/1.1 200"));
  g_assert_true (g_str_has_suffix (taken.heard, "\r\n\r\n9000000"));
  /* The server's own refusals are worded by the route. */
  expect (fixture, "PUT /stream HTTP/1.1\r\nHost: x\r\nContent-Length: 99000000\r\n\r\n",
          "HTTP/1.1 413", "{\"no\":1}");
  g_free (refused.heard);
  g_free (taken.heard);
}

static gboolean
answer_kept_cb (gpointer data)
{
  Fixture *fixture = data;

  if (!fixture->kept)
    return G_SOURCE_CONTINUE;
  tc_http_request_answer_text (fixture->kept, 202, "text/plain", "later");
  g_clear_object (&fixture->kept);
  return G_SOURCE_REMOVE;
}

static void
test_later (Fixture *fixture, gconstpointer data)
{
  g_timeout_add (50, answer_kept_cb, fixture);
  expect (fixture, "GET /keep HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "HTTP/1.1 202",
          "later");
}

static gboolean
has_kept (gpointer data)
{
  return ((Fixture *) data)->kept != NULL;
}

static gboolean
nobody_there (gpointer data)
{
  return tc_http_server_get_connections (((Fixture *) data)->server) == 0;
}

/* The client left before its answer: answering it is harmless, and nothing stays behind. */
static void
test_client_gone (Fixture *fixture, gconstpointer data)
{
  GSocket *socket = dial (fixture->port);

  say (socket, "GET /keep HTTP/1.1\r\nHost: x\r\n\r\n");
  run_until (has_kept, fixture);
  g_object_unref (socket);
  run_for (20);
  tc_http_request_answer_text (fixture->kept, 200, "text/plain", "?");
  g_clear_object (&fixture->kept);
  run_until (nobody_there, fixture);
}

static void
several_thread (gpointer data)
{
  Exchange *exchange = data;
  g_autoptr (GSocket) socket = dial (exchange->port);

  for (int i = 0; i < 3; i++) {
    g_autofree char *heard = NULL;

    say (socket, "GET /echo?q=1 HTTP/1.1\r\nHost: x\r\n\r\n");
    heard = hear_answer (socket);
    g_assert_true (g_str_has_suffix (heard, "GET||1|"));
  }
}

/* A connection serves several requests, and one that its client closes is let go. */
static void
test_keep_alive (Fixture *fixture, gconstpointer data)
{
  Exchange exchange = {fixture->port, NULL, NULL};

  for (int i = 0; i < 5; i++)
    run_beside (several_thread, &exchange);
  g_assert_cmpuint (fixture->handled, ==, 15);
  run_until (nobody_there, fixture);
}

static void
ahead_thread (gpointer data)
{
  Exchange *exchange = data;
  g_autoptr (GSocket) socket = dial (exchange->port);
  g_autoptr (GString) text = g_string_new (NULL);

  for (int i = 0; i < 10; i++)
    g_string_append (text, "GET /echo?q=1 HTTP/1.1\r\nHost: x\r\n\r\n");
  say (socket, text->str);
  for (int i = 0; i < 10; i++) {
    g_autofree char *heard = hear_answer (socket);

    g_assert_true (g_str_has_suffix (heard, "GET||1|"));
  }
}

/* Requests sent ahead are all answered. */
static void
test_ahead (Fixture *fixture, gconstpointer data)
{
  Exchange exchange = {fixture->port, NULL, NULL};

  run_beside (ahead_thread, &exchange);
  g_assert_cmpuint (fixture->handled, ==, 10);
  run_until (nobody_there, fixture);
}

#define QUICK_REQUESTS 300

static void
quick_thread (gpointer data)
{
  static const char ask[] = "GET /echo?q=1 HTTP/1.1\r\nHost: x\r\n\r\n";
  Exchange *exchange = data;
  g_autoptr (GSocket) socket = dial (exchange->port);
  guint closed = 0;

  say (socket, ask);
  for (guint i = 0; i < QUICK_REQUESTS; i++) {
    say (socket, ask);
    g_autofree char *heard = hear_answer (socket);
    g_autofree char *lower = g_ascii_strdown (heard, -1);

    g_assert_true (g_str_has_suffix (heard, "GET||1|"));
    if (!strstr (lower, "connection: close"))
      continue;
    /* It was said: what was sent after it goes again, on a new connection. */
    closed++;
    g_clear_object (&socket);
    socket = dial (exchange->port);
    say (socket, ask);
  }
  g_assert_cmpuint (closed, <, 20);
}

/* A client that is always one request ahead is never left without a word. */
static void
test_quick (Fixture *fixture, gconstpointer data)
{
  Exchange exchange = {fixture->port, NULL, NULL};

  run_beside (quick_thread, &exchange);
  run_until (nobody_there, fixture);
}

static void
test_rate (Fixture *fixture, gconstpointer data)
{
  static const char text[] = "GET /rated HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

  expect (fixture, text, "HTTP/1.1 200", "");
  expect (fixture, text, "HTTP/1.1 200", "");
  expect (fixture, text, "HTTP/1.1 429 Too Many Requests", "\n");
  g_assert_cmpuint (fixture->handled, ==, 2);
}

/* Behind a proxy clients are told apart by what it says, and by nothing that they say. */
static void
test_proxy (void)
{
#define FROM(list)                                                                                 \
  "GET /rated HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Forwarded-For: " list "\r\n\r\n"
  TcHttpLimits limits = tc_http_limits_default;
  Fixture fixture = {0};

  limits.trusted_proxy = "127.0.0.1";
  limits.address_connections_max = 0;
  set_up_with (&fixture, &limits);
  expect (&fixture, FROM ("203.0.113.7"), "HTTP/1.1 200", "");
  expect (&fixture, FROM ("198.51.100.1, 203.0.113.7"), "HTTP/1.1 200", "");
  expect (&fixture, FROM ("198.51.100.2,203.0.113.7"), "HTTP/1.1 429", "");
  expect (&fixture, FROM ("203.0.113.8"), "HTTP/1.1 200", "");
  expect (&fixture, FROM ("nonsense"), "HTTP/1.1 200", "");
  tear_down (&fixture, NULL);
#undef FROM
}

static void
slow_thread (gpointer data)
{
  Exchange *exchange = data;
  g_autoptr (GSocket) socket = dial (exchange->port);

  say (socket, exchange->sent);
  for (int i = 0; i < 40 && !g_socket_condition_check (socket, G_IO_IN); i++) {
    g_usleep (100 * 1000);
    say (socket, "a");
  }
  exchange->heard = hear_all (socket);
}

/* Clients that drip, and clients that say nothing, are cut; in a body they are told so. */
static void
test_slow (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *sent, *status;
  } cases[] = {
      {"GET /echo HTTP/1.1\r\nX: ", "HTTP/1.1 408"},
      {"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\n", "HTTP/1.1 408"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    Exchange exchange = {fixture->port, cases[i].sent, NULL};

    run_beside (slow_thread, &exchange);
    g_assert_true (g_str_has_prefix (exchange.heard, cases[i].status));
    g_free (exchange.heard);
  }
  expect (fixture, "", "", "");
  run_until (nobody_there, fixture);
  g_assert_cmpuint (fixture->handled, ==, 0);
}

#define CROWD 1000

static void
crowd_thread (gpointer data)
{
  Exchange *exchange = data;
  g_autoptr (GPtrArray) sockets = g_ptr_array_new_with_free_func (g_object_unref);

  for (int i = 0; i < CROWD; i++)
    g_ptr_array_add (sockets, dial (exchange->port));
  for (int i = 0; i < CROWD; i++)
    say (sockets->pdata[i], "GET /echo HTTP/1.1\r\nHost: x\r\n\r\n");
  for (int i = 0; i < CROWD; i++) {
    g_autofree char *heard = hear_answer (sockets->pdata[i]);

    g_assert_true (g_str_has_prefix (heard, "HTTP/1.1 200"));
  }
}

static void
test_crowd (void)
{
  Fixture fixture = {0};
  Exchange exchange = {0};
  gint64 started_us = g_get_monotonic_time ();

  set_up_with (&fixture, NULL);
  exchange.port = fixture.port;
  run_beside (crowd_thread, &exchange);
  g_test_message ("%d connections served in %" G_GINT64_FORMAT " ms", CROWD,
                  (g_get_monotonic_time () - started_us) / 1000);
  g_assert_cmpuint (fixture.handled, ==, CROWD);
  tear_down (&fixture, NULL);
}

/* One address has its limit of connections; what is above it is told to come later. */
static void
test_address_limit (void)
{
  TcHttpLimits limits = tc_http_limits_default;
  g_autoptr (GPtrArray) sockets = g_ptr_array_new_with_free_func (g_object_unref);
  Fixture fixture = {0};

  limits.address_connections_max = 3;
  set_up_with (&fixture, &limits);
  for (int i = 0; i < 3; i++)
    g_ptr_array_add (sockets, dial (fixture.port));
  expect (&fixture, "GET /echo HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 503", "\r\n\r\n");
  g_ptr_array_set_size (sockets, 0);
  run_until (nobody_there, &fixture);
  expect (&fixture, "GET /echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "HTTP/1.1 200",
          "");
  tear_down (&fixture, NULL);
}

static void
stopped_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(int *) data = tc_http_server_stop_finish (TC_HTTP_SERVER (source), result);
}

static gboolean
is_told (gpointer data)
{
  return *(int *) data >= 0;
}

/* A request that runs is finished; nothing new gets in; one that never ends is cut. */
static void
test_stop (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSocket) socket = dial (fixture->port);
  g_autofree char *heard = NULL;
  int told = -1;

  say (socket, "GET /keep HTTP/1.1\r\nHost: x\r\n\r\n");
  run_until (has_kept, fixture);
  tc_http_server_stop_async (fixture->server, data ? 100 : 5000, stopped_cb, &told);
  if (!data) {
    run_for (100);
    g_assert_cmpint (told, ==, -1);
    tc_http_request_answer_text (fixture->kept, 200, "text/plain", "done");
  }
  run_until (is_told, &told);
  g_assert_cmpint (told, ==, data ? FALSE : TRUE);
  if (!data) {
    heard = hear_answer (socket);
    g_assert_true (g_str_has_suffix (heard, "done"));
  }
}

static void
test_needs_tls (void)
{
  g_autoptr (TcHttpServer) server = tc_http_server_new (NULL);
  const TcHttpTls missing = {.certificate_path = "/nonexistent.pem"};
  const TcHttpTls plain = {.allow_plain = TRUE};
  g_autoptr (GError) error = NULL;

  g_assert_false (tc_http_server_listen (server, "0.0.0.0", 0, NULL, &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_DENIED);
  g_clear_error (&error);
  g_assert_false (tc_http_server_listen (server, "somewhere", 0, NULL, &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (tc_http_server_listen (server, "0.0.0.0", 0, &missing, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_true (tc_http_server_listen (server, "0.0.0.0", 0, &plain, &error));
  g_assert_no_error (error);
}

#define ADD(path, data, func) g_test_add (path, Fixture, data, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/http-server/routes", NULL, test_routes);
  ADD ("/http-server/body-limit", NULL, test_body_limit);
  ADD ("/http-server/streamed", NULL, test_streamed);
  ADD ("/http-server/later", NULL, test_later);
  ADD ("/http-server/client-gone", NULL, test_client_gone);
  ADD ("/http-server/keep-alive", NULL, test_keep_alive);
  ADD ("/http-server/ahead", NULL, test_ahead);
  ADD ("/http-server/quick", NULL, test_quick);
  ADD ("/http-server/rate", NULL, test_rate);
  ADD ("/http-server/slow", NULL, test_slow);
  g_test_add_func ("/http-server/proxy", test_proxy);
  g_test_add_func ("/http-server/crowd", test_crowd);
  g_test_add_func ("/http-server/address-limit", test_address_limit);
  ADD ("/http-server/stop", NULL, test_stop);
  ADD ("/http-server/stop-cut", "cut", test_stop);
  g_test_add_func ("/http-server/needs-tls", test_needs_tls);
  return g_test_run ();
}
