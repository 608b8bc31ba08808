/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files and ranges of them are answered exactly (RFC 9110, 14), without the file in memory, and
 * forms are read strictly. Method: a real server, a client that is nothing but a socket.
 */
#include "tc-error.h"
#include "tc-http-server.h"
#include "wire-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

#define BIG_BYTES (5 * 1000 * 1000)

typedef struct {
  TcHttpServer *server;
  guint16 port;
  char *path;
  const char *headers;
  char *heard;
} Fixture;

static void
file_cb (TcHttpRequest *request, gpointer data)
{
  Fixture *fixture = data;

  tc_http_request_answer_file (request, fixture->path, "application/octet-stream", "v1");
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  const TcHttpRoute route = {.path = "/file", .methods = "GET", .handle = file_cb};
  g_autoptr (GError) error = NULL;
  int fd = g_file_open_tmp ("test-http-file-XXXXXX", &fixture->path, &error);

  g_assert_no_error (error);
  g_close (fd, NULL);
  fixture->server = tc_http_server_new (NULL);
  tc_http_server_add_route (fixture->server, &route, fixture);
  if (!tc_http_server_listen (fixture->server, "127.0.0.1", 0, NULL, &error))
    g_error ("%s", error->message);
  fixture->port = tc_http_server_get_port (fixture->server);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->server);
  g_unlink (fixture->path);
  g_free (fixture->path);
}

static void
ask_thread (gpointer data)
{
  Fixture *fixture = data;
  g_autofree char *text = g_strdup_printf (
      "GET /file HTTP/1.1\r\nHost: x\r\nConnection: close\r\n%s\r\n", fixture->headers);

  fixture->heard = talk (fixture->port, text);
}

static void
expect (Fixture *fixture, const char *headers, const char *status, const char *range,
        const char *body)
{
  fixture->headers = headers;
  run_beside (ask_thread, fixture);
  if (!g_str_has_prefix (fixture->heard, status) || (range && !strstr (fixture->heard, range)) ||
      (body && !g_str_equal (strstr (fixture->heard, "\r\n\r\n") + 4, body)))
    g_error ("to <%s> came <%s>", headers, fixture->heard);
  g_free (fixture->heard);
}

static void
test_ranges (Fixture *fixture, gconstpointer data)
{
  g_assert_true (g_file_set_contents (fixture->path, "0123456789", 10, NULL));
  expect (fixture, "", "HTTP/1.1 200", "ETag: \"v1\"", "0123456789");
  expect (fixture, "Range: bytes=3-5\r\n", "HTTP/1.1 206", "Content-Range: bytes 3-5/10", "345");
  expect (fixture, "Range: bytes=7-\r\n", "HTTP/1.1 206", "bytes 7-9/10", "789");
  expect (fixture, "Range: bytes=-2\r\n", "HTTP/1.1 206", "bytes 8-9/10", "89");
  expect (fixture, "Range: bytes=8-99\r\n", "HTTP/1.1 206", "bytes 8-9/10", "89");
  expect (fixture, "Range: bytes=10-\r\n", "HTTP/1.1 416", "Content-Range: bytes */10", NULL);
  expect (fixture, "Range: bytes=0-1,4-5\r\n", "HTTP/1.1 200", NULL, "0123456789");
  expect (fixture, "Range: bytes=5-3\r\n", "HTTP/1.1 200", NULL, "0123456789");
  expect (fixture, "Range: bytes=2-\r\nIf-Range: \"v1\"\r\n", "HTTP/1.1 206", NULL, "23456789");
  expect (fixture, "Range: bytes=2-\r\nIf-Range: \"v0\"\r\n", "HTTP/1.1 200", NULL, "0123456789");
  expect (fixture, "Range: bytes=99999999999999999999-\r\n", "HTTP/1.1 200", NULL, "0123456789");
}

static void
test_big_and_missing (Fixture *fixture, gconstpointer data)
{
  g_autofree char *big = g_strnfill (BIG_BYTES, 'b');

  big[BIG_BYTES / 2] = 'X';
  g_assert_true (g_file_set_contents (fixture->path, big, BIG_BYTES, NULL));
  expect (fixture, "", "HTTP/1.1 200", "Content-Length: 5000000", big);
  expect (fixture, "Range: bytes=1000000-\r\n", "HTTP/1.1 206", NULL, big + 1000000);
  g_unlink (fixture->path);
  expect (fixture, "", "HTTP/1.1 404", NULL, NULL);
}

static void
test_forms (void)
{
  static const char text[] = "a=1&b=x+y%C3%A0&a=2&&empty=&bare";
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) fields = tc_http_parse_form (text, strlen (text), 10, &error);
  static const char *const bad[] = {"a=%", "a=%4", "a=%zz", "a=%00", "a=%ff", "%c3=1"};

  g_assert_no_error (error);
  g_assert_cmpuint (fields->len, ==, 5);
  g_assert_cmpstr (tc_http_form_get (fields, "a"), ==, "1");
  g_assert_cmpstr (tc_http_form_get (fields, "b"), ==, "x yà");
  g_assert_cmpstr (((TcHttpField *) fields->pdata[2])->value, ==, "2");
  g_assert_cmpstr (tc_http_form_get (fields, "empty"), ==, "");
  g_assert_cmpstr (tc_http_form_get (fields, "bare"), ==, "");
  g_assert_null (tc_http_form_get (fields, "c"));
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_assert_null (tc_http_parse_form (bad[i], strlen (bad[i]), 10, &error));
    g_assert_error (error, TC_ERROR, TC_ERROR_INVALID);
    g_clear_error (&error);
  }
  g_assert_null (tc_http_parse_form (text, strlen (text), 4, &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_LIMIT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/http-file/ranges", Fixture, NULL, set_up, test_ranges, tear_down);
  g_test_add ("/http-file/big-and-missing", Fixture, NULL, set_up, test_big_and_missing, tear_down);
  g_test_add_func ("/http-file/forms", test_forms);
  return g_test_run ();
}
