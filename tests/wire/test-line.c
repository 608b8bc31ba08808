/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lines carry whole messages both ways and nothing else: a peer that stalls, chatters, says too
 * much before it is trusted or speaks another protocol is cut; a client comes back by itself, later
 * each time. Method: our server with our client, and with a client that is nothing but a socket.
 */
#include "tc-error.h"
#include "tc-limits.h"
#include "tc-line-client.h"
#include "tc-line-server.h"
#include "wire-fixture.h"

#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Whether the system has no room to watch one more connection. */
static gboolean unwatchable;

/* In the place of the C library's. */
int
epoll_ctl (int epoll, int what, int fd, struct epoll_event *event)
{
  if (unwatchable && what == EPOLL_CTL_ADD) {
    errno = ENOSPC;
    return -1;
  }
  return (int) syscall (SYS_epoll_ctl, epoll, what, fd, event);
}

typedef struct {
  TcHttpServer *http;
  TcLineServer *lines;
  guint16 port;
  TcLine *line; /* the newest */
  guint opened;
  guint closed;
  GPtrArray *heard;
  TcLineClient *client;
  guint client_opened;
  guint client_closed;
  GPtrArray *client_heard;
  char *reply;
} Fixture;

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
  Fixture *fixture = data;

  g_ptr_array_add (fixture->heard, g_bytes_ref (message));
  tc_line_send (line, message);
}

static void
closed_cb (TcLine *line, gpointer data)
{
  Fixture *fixture = data;

  fixture->closed++;
  if (fixture->line == line)
    fixture->line = NULL;
}

static void
client_opened_cb (gpointer data)
{
  ((Fixture *) data)->client_opened++;
}

static void
client_received_cb (GBytes *message, gpointer data)
{
  g_ptr_array_add (((Fixture *) data)->client_heard, g_bytes_ref (message));
}

static void
client_closed_cb (const GError *why, gpointer data)
{
  g_assert_nonnull (why);
  ((Fixture *) data)->client_closed++;
}

static void
start_server (Fixture *fixture, guint16 port)
{
  static const TcLineCallbacks callbacks = {opened_cb, received_cb, closed_cb};
  g_autoptr (GError) error = NULL;

  fixture->http = tc_http_server_new (NULL);
  fixture->lines = tc_line_server_new (fixture->http, "/sync/line", &callbacks, fixture);
  if (!tc_http_server_listen (fixture->http, "127.0.0.1", port, NULL, &error))
    g_error ("%s", error->message);
  fixture->port = tc_http_server_get_port (fixture->http);
}

static void
end_server (Fixture *fixture)
{
  g_clear_pointer (&fixture->lines, tc_line_server_free);
  g_clear_object (&fixture->http);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  static const TcLineClientCallbacks callbacks = {client_opened_cb, client_received_cb,
                                                  client_closed_cb};
  g_autoptr (TcWireAddress) address = NULL;
  g_autofree char *url = NULL;
  g_autoptr (GError) error = NULL;

  fixture->heard = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  fixture->client_heard = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  start_server (fixture, 0);
  url = tc_http_server_dup_uri (fixture->http);
  address = tc_wire_address_new (url, NULL, &error);
  g_assert_no_error (error);
  fixture->client = tc_line_client_new (address, "/sync/line", &callbacks, fixture, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_pointer (&fixture->client, tc_line_client_free);
  end_server (fixture);
  g_ptr_array_unref (fixture->heard);
  g_ptr_array_unref (fixture->client_heard);
  g_free (fixture->reply);
}

static gboolean
is_open (gpointer data)
{
  Fixture *fixture = data;

  return fixture->line && tc_line_client_is_open (fixture->client);
}

static gboolean
has_heard_two (gpointer data)
{
  return ((Fixture *) data)->client_heard->len == 2;
}

static gboolean
is_lost (gpointer data)
{
  Fixture *fixture = data;

  return fixture->closed == 1 && fixture->client_closed == 1;
}

static void
test_messages (Fixture *fixture, gconstpointer data)
{
  g_autofree char *big = g_strnfill (TC_MESSAGE_BYTES_MAX, 'x');
  g_autoptr (GBytes) first = g_bytes_new_static ("\0\1\2", 3);
  g_autoptr (GBytes) second = g_bytes_new (big, TC_MESSAGE_BYTES_MAX);

  g_assert_false (tc_line_client_send (fixture->client, first));
  tc_line_client_start (fixture->client);
  run_until (is_open, fixture);
  g_assert_cmpint (tc_line_client_get_round_trip_ms (fixture->client), >=, 0);
  tc_line_trust (fixture->line);
  g_assert_true (tc_line_client_send (fixture->client, first));
  g_assert_true (tc_line_client_send (fixture->client, second));
  run_until (has_heard_two, fixture);
  g_assert_true (g_bytes_equal (fixture->client_heard->pdata[0], first));
  g_assert_true (g_bytes_equal (fixture->client_heard->pdata[1], second));
  g_assert_cmpuint (tc_line_get_queued (fixture->line), ==, 0);
  tc_line_close (fixture->line);
  run_until (is_lost, fixture);
}

/* Who isn't trusted yet may not say much. */
static void
test_greeting_limit (Fixture *fixture, gconstpointer data)
{
  g_autofree char *big = g_strnfill (TC_LINE_GREETING_BYTES_MAX + 1, 'x');
  g_autoptr (GBytes) message = g_bytes_new (big, TC_LINE_GREETING_BYTES_MAX + 1);

  tc_line_client_start (fixture->client);
  run_until (is_open, fixture);
  g_assert_true (tc_line_client_send (fixture->client, message));
  run_until (is_lost, fixture);
  g_assert_cmpuint (fixture->heard->len, ==, 0);
}

static gboolean
is_open_again (gpointer data)
{
  Fixture *fixture = data;

  return fixture->client_opened == 2 && is_open (fixture);
}

/* One that can't be watched ends at once, and is nobody's trouble but its own. */
static void
test_unwatchable (Fixture *fixture, gconstpointer data)
{
  unwatchable = TRUE;
  tc_line_client_start (fixture->client);
  run_until (is_lost, fixture);
  g_assert_cmpuint (fixture->opened, ==, 1);
  unwatchable = FALSE;
  tc_line_client_hurry (fixture->client);
  run_until (is_open, fixture);
  g_assert_cmpuint (fixture->opened, ==, 2);
}

static gboolean
is_open_thrice (gpointer data)
{
  Fixture *fixture = data;

  return fixture->client_opened == 3 && is_open (fixture);
}

static gboolean
has_failed_twice (gpointer data)
{
  return ((Fixture *) data)->client_closed == 2;
}

/* The server goes and comes back: so does the line, at once when hurried. */
static void
test_comes_back (Fixture *fixture, gconstpointer data)
{
  guint16 port = fixture->port;

  tc_line_client_start (fixture->client);
  run_until (is_open, fixture);
  end_server (fixture);
  run_until (is_lost, fixture);
  tc_line_client_hurry (fixture->client);
  run_until (has_failed_twice, fixture);
  start_server (fixture, port);
  tc_line_client_hurry (fixture->client);
  run_until (is_open_again, fixture);
  tc_line_client_drop (fixture->client);
  g_assert_cmpuint (fixture->client_closed, ==, 2);
  run_for (50);
  g_assert_cmpuint (fixture->client_closed, ==, 3);
  tc_line_client_stop (fixture->client);
  run_for (50);
  g_assert_cmpuint (fixture->client_closed, ==, 3);
}

/* Past the longest that the first attempt would have waited for. */
static void
test_dropped_for_long (Fixture *fixture, gconstpointer data)
{
  tc_line_client_start (fixture->client);
  run_until (is_open, fixture);
  tc_line_client_drop_for (fixture->client, 3600 * 1000);
  run_for (tc_line_client_wait_ms (1, 1) + 500);
  g_assert_cmpuint (fixture->client_closed, ==, 1);
  g_assert_cmpuint (fixture->client_opened, ==, 1);
  /* Unless somebody asks for it; and the next time it is as ever. */
  tc_line_client_hurry (fixture->client);
  run_until (is_open_again, fixture);
  tc_line_client_drop (fixture->client);
  run_until (is_open_thrice, fixture);
}

/* Likewise where it is told only after the other end has closed. */
static void
test_held_for_long (Fixture *fixture, gconstpointer data)
{
  tc_line_client_start (fixture->client);
  run_until (is_open, fixture);
  tc_line_client_drop (fixture->client);
  run_until (is_open_again, fixture);
  tc_line_client_drop (fixture->client);
  run_until (has_failed_twice, fixture);
  tc_line_client_hold (fixture->client, 3600 * 1000);
  run_for (tc_line_client_wait_ms (2, 1) + 500);
  g_assert_cmpuint (fixture->client_opened, ==, 2);
}

static void
test_waits (void)
{
  g_assert_cmpuint (tc_line_client_wait_ms (1, 0), ==, 500);
  g_assert_cmpuint (tc_line_client_wait_ms (1, 1), ==, 1000);
  g_assert_cmpuint (tc_line_client_wait_ms (3, 1), ==, 4000);
  g_assert_cmpuint (tc_line_client_wait_ms (6, 1), ==, 30000);
  g_assert_cmpuint (tc_line_client_wait_ms (4000000, 0), ==, 15000);
}

#define UPGRADE                                                                                    \
  "GET /sync/line HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"            \
  "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"

/* What a raw client does: shakes hands and leaves the socket to the test. */
typedef struct {
  guint16 port;
  const char *protocol;
  GSocket *socket;
  char *answer;
} Raw;

static void
shake_thread (gpointer data)
{
  Raw *raw = data;
  g_autofree char *text = g_strdup_printf (
      UPGRADE "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n%s\r\n",
      raw->protocol);

  raw->socket = dial (raw->port);
  say (raw->socket, text);
  raw->answer = hear_answer (raw->socket);
}

/* No compression is agreed to; another protocol than ours isn't either. */
static void
test_handshake (Fixture *fixture, gconstpointer data)
{
  Raw ours = {fixture->port, "Sec-WebSocket-Protocol: toancanh.1\r\n", NULL, NULL};
  Raw other = {fixture->port, "Sec-WebSocket-Protocol: chat\r\n", NULL, NULL};

  run_beside (shake_thread, &ours);
  g_assert_true (g_str_has_prefix (ours.answer, "HTTP/1.1 101"));
  g_assert_nonnull (strstr (ours.answer, "Sec-WebSocket-Protocol: toancanh.1"));
  g_assert_null (strstr (ours.answer, "Extensions"));
  g_assert_nonnull (fixture->line);
  run_beside (shake_thread, &other);
  g_assert_true (g_str_has_prefix (other.answer, "HTTP/1.1 400"));
  g_assert_cmpuint (fixture->opened, ==, 1);
  g_object_unref (ours.socket);
  g_object_unref (other.socket);
  g_free (ours.answer);
  g_free (other.answer);
}

static gboolean
has_heard (gpointer data)
{
  return ((Fixture *) data)->heard->len > 0;
}

static void
ahead_thread (gpointer data)
{
  Raw *raw = data;
  GString *all = g_string_new (UPGRADE);

  g_string_append_printf (all, "%s\r\n", raw->protocol);
  /* A message of two bytes under a mask of zeros. */
  g_string_append_len (all, "\x82\x82\0\0\0\0hi", 8);
  raw->socket = dial (raw->port);
  g_socket_send (raw->socket, all->str, all->len, NULL, NULL);
  raw->answer = hear_answer (raw->socket);
  g_string_free (all, TRUE);
}

/* What was sent ahead of the handshake's answer is heard, though nothing comes after it. */
static void
test_ahead (Fixture *fixture, gconstpointer data)
{
  Raw raw = {fixture->port, "Sec-WebSocket-Protocol: toancanh.1\r\n", NULL, NULL};

  run_beside (ahead_thread, &raw);
  run_until (has_heard, fixture);
  g_assert_cmpuint (fixture->heard->len, ==, 1);
  g_assert_cmpuint (g_bytes_get_size (fixture->heard->pdata[0]), ==, 2);
  g_object_unref (raw.socket);
  g_free (raw.answer);
}

static gboolean
has_closed (gpointer data)
{
  return ((Fixture *) data)->closed == 1;
}

/* A client that reads nothing: what waits for it is bounded, then it is cut. */
static void
test_stalled (Fixture *fixture, gconstpointer data)
{
  Raw raw = {fixture->port, "Sec-WebSocket-Protocol: toancanh.1\r\n", NULL, NULL};
  g_autofree char *text = g_strnfill (1024 * 1024, 'x');
  g_autoptr (GBytes) message = g_bytes_new (text, 1024 * 1024);
  gsize most = 0;
  guint sent = 0;

  run_beside (shake_thread, &raw);
  g_assert_nonnull (fixture->line);
  tc_line_trust (fixture->line);
  while (fixture->line && sent < 100) {
    tc_line_send (fixture->line, message);
    sent++;
    most = MAX (most, tc_line_get_queued (fixture->line));
    run_for (1);
  }
  g_assert_cmpuint (sent, <, 40);
  g_assert_cmpuint (most, <=, TC_LINE_QUEUED_BYTES_MAX + 1024);
  g_assert_cmpuint (most, >, TC_LINE_QUEUED_BYTES_MAX / 2);
  run_until (has_closed, fixture);
  g_object_unref (raw.socket);
  g_free (raw.answer);
}

static gboolean
send_whole (GSocket *socket, const char *bytes, gsize size)
{
  for (gsize at = 0; at < size;) {
    gssize sent = g_socket_send (socket, bytes + at, size - at, NULL, NULL);

    if (sent <= 0)
      return FALSE;
    at += (gsize) sent;
  }
  return TRUE;
}

static void
ping_thread (gpointer data)
{
  Raw *raw = data;
  g_autofree char *ping = g_malloc0 (131);
  guint sent = 0;

  shake_thread (raw);
  memset (ping, 'p', 131);
  memcpy (ping, "\x89\xfd\0\0\0\0", 6); /* a ping of 125 bytes under a mask of zeros */
  while (sent < 1000000 && send_whole (raw->socket, ping, 131))
    sent++;
  g_assert_cmpuint (sent, <, 1000000);
}

/* A client that pings without end and reads no answer is cut before they fill the memory. */
static void
test_noise (Fixture *fixture, gconstpointer data)
{
  Raw raw = {fixture->port, "Sec-WebSocket-Protocol: toancanh.1\r\n", NULL, NULL};

  run_beside (ping_thread, &raw);
  run_until (has_closed, fixture);
  g_object_unref (raw.socket);
  g_free (raw.answer);
}

static void
text_thread (gpointer data)
{
  Raw *raw = data;

  shake_thread (raw);
  g_socket_send (raw->socket, "\x81\x82\0\0\0\0hi", 8, NULL, NULL);
  g_free (hear_all (raw->socket));
}

static void
test_text (Fixture *fixture, gconstpointer data)
{
  Raw raw = {fixture->port, "Sec-WebSocket-Protocol: toancanh.1\r\n", NULL, NULL};

  run_beside (text_thread, &raw);
  run_until (has_closed, fixture);
  g_assert_cmpuint (fixture->heard->len, ==, 0);
  g_object_unref (raw.socket);
  g_free (raw.answer);
}

static void
test_addresses (void)
{
  static const struct {
    const char *url;
    int code;
  } cases[] = {
      {"http://localhost:80", -1},
      {"http://[::1]:80/", -1},
      {"https://toancanh.haugiang.gov.vn", -1},
      {"http://toancanh.haugiang.gov.vn", TC_ERROR_DENIED},
      {"http://127.0.0.1.evil.vn", TC_ERROR_DENIED},
      {"ftp://localhost", TC_ERROR_INVALID},
      {"https://host/path", TC_ERROR_INVALID},
      {"https://user:pw@host", TC_ERROR_INVALID},
      {"host", TC_ERROR_INVALID},
      {"", TC_ERROR_INVALID},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (TcWireAddress) address = tc_wire_address_new (cases[i].url, NULL, &error);

    if (cases[i].code < 0)
      g_assert_no_error (error);
    else
      g_assert_error (error, TC_ERROR, cases[i].code);
  }
}

static void
mute (const char *domain, GLogLevelFlags level, const char *message, gpointer data)
{
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_log_set_handler ("libsoup", G_LOG_LEVEL_DEBUG, mute, NULL); /* a line for each frame */
  ADD ("/line/messages", test_messages);
  ADD ("/line/greeting-limit", test_greeting_limit);
  ADD ("/line/comes-back", test_comes_back);
  ADD ("/line/unwatchable", test_unwatchable);
  ADD ("/line/dropped-for-long", test_dropped_for_long);
  ADD ("/line/held-for-long", test_held_for_long);
  g_test_add_func ("/line/waits", test_waits);
  ADD ("/line/handshake", test_handshake);
  ADD ("/line/ahead", test_ahead);
  ADD ("/line/stalled", test_stalled);
  ADD ("/line/noise", test_noise);
  ADD ("/line/text", test_text);
  g_test_add_func ("/line/addresses", test_addresses);
  return g_test_run ();
}
