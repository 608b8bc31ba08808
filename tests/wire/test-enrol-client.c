/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: whatever stands at the address that somebody typed, its answer to an enrolment is taken, is
 * a word of the server's, or is told as what it is. Method: a real server that answers what a test
 * says, and keeps what it was asked.
 */
#include "tc-enrol-client.h"
#include "tc-error.h"
#include "tc-http-server.h"

#include <string.h>

#define KEY "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

typedef struct {
  TcHttpServer *server;
  TcHttpClient *http;
  guint status;
  const char *text;
  char *asked; /* (owned) */
} Fixture;

static void
enrol_cb (TcHttpRequest *request, gpointer data)
{
  Fixture *fixture = data;
  gsize size;
  const char *body = g_bytes_get_data (tc_http_request_get_body (request), &size);

  g_free (fixture->asked);
  fixture->asked = g_strndup (body, size);
  tc_http_request_answer_text (request, fixture->status, "application/json", fixture->text);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  const TcHttpRoute route = {
      .path = TC_ENROL_PATH, .methods = "POST", .body_bytes_max = 4096, .handle = enrol_cb};
  g_autoptr (TcWireAddress) address = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *uri = NULL;

  fixture->server = tc_http_server_new (NULL);
  tc_http_server_add_route (fixture->server, &route, fixture);
  g_assert_true (tc_http_server_listen (fixture->server, "127.0.0.1", 0, NULL, NULL));
  uri = tc_http_server_dup_uri (fixture->server);
  address = tc_wire_address_new (uri, NULL, &error);
  g_assert_no_error (error);
  fixture->http = tc_http_client_new (address, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->http);
  g_object_unref (fixture->server);
  g_free (fixture->asked);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static TcEnrolled *
enrol (Fixture *fixture, guint status, const char *text, char **refused, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  guint heard = 0;

  fixture->status = status;
  fixture->text = text;
  tc_enrol_async (fixture->http, "7-ABCD", KEY, NULL, done_cb, &result);
  while (!result)
    g_main_context_iteration (NULL, TRUE);
  TcEnrolled *enrolled = tc_enrol_finish (result, &heard, refused, error);
  g_assert_cmpuint (heard, ==, status);
  return enrolled;
}

static void
test_enrolled (Fixture *fixture, gconstpointer data)
{
  g_autofree char *refused = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TcEnrolled) enrolled = enrol (
      fixture, 200,
      "{\"replica\":4095,\"name\":\"Bàn \\\"1\\\"\",\"server_key\":\"" KEY "\",\"log_id\":\"00\"}",
      &refused, &error);

  g_assert_no_error (error);
  g_assert_null (refused);
  g_assert_cmpuint (enrolled->replica, ==, 4095);
  g_assert_cmpstr (enrolled->name, ==, "Bàn \"1\"");
  g_assert_cmpstr (enrolled->server_key, ==, KEY);
  g_assert_cmpstr (fixture->asked, ==, "{\"code\":\"7-ABCD\",\"public_key\":\"" KEY "\"}");
}

static void
test_incomplete (Fixture *fixture, gconstpointer data)
{
  static const char *const texts[] = {
      "{}",
      "{\"replica\":0,\"name\":\"x\",\"server_key\":\"" KEY "\"}",
      "{\"replica\":4096,\"name\":\"x\",\"server_key\":\"" KEY "\"}",
      "{\"replica\":65537,\"name\":\"x\",\"server_key\":\"" KEY "\"}",
      "{\"replica\":-1,\"name\":\"x\",\"server_key\":\"" KEY "\"}",
      "{\"replica\":\"1\",\"name\":\"x\",\"server_key\":\"" KEY "\"}",
      "{\"replica\":[1],\"name\":\"x\",\"server_key\":\"" KEY "\"}",
      "{\"replica\":1,\"name\":2,\"server_key\":\"" KEY "\"}",
      "{\"replica\":1,\"name\":[\"x\"],\"server_key\":\"" KEY "\"}",
      "{\"replica\":1,\"name\":\"x\",\"server_key\":\"00\"}",
      "{\"replica\":1,\"name\":\"x\",\"server_key\":{}}",
      "{\"replica\":1,\"name\":\"x\"}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autofree char *refused = NULL;
    g_autoptr (GError) error = NULL;
    g_autoptr (TcEnrolled) enrolled = enrol (fixture, 200, texts[i], &refused, &error);

    g_assert_null (enrolled);
    g_assert_null (refused);
    g_assert_error (error, TC_ERROR, TC_ERROR_INVALID);
  }
}

static void
assert_no (Fixture *fixture, guint status, const char *text, const char *expected)
{
  g_autofree char *refused = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TcEnrolled) enrolled = enrol (fixture, status, text, &refused, &error);

  g_assert_no_error (error);
  g_assert_null (enrolled);
  g_assert_cmpstr (refused, ==, expected);
}

/* A server that says no, and what isn't one of ours. */
static void
test_no (Fixture *fixture, gconstpointer data)
{
  assert_no (fixture, 403, "{\"refused\":{\"code\":\"enrol.code\",\"args\":{}}}", "enrol.code");
  assert_no (fixture, 503, "{\"refused\":{\"code\":\"enrol.busy\",\"args\":{}}}", "enrol.busy");
  assert_no (fixture, 403, "{\"refused\":{\"code\":7}}", NULL);
  assert_no (fixture, 403, "{\"refused\":\"enrol.code\"}", NULL);
  assert_no (fixture, 403, "[]", NULL);
  assert_no (fixture, 404, "", NULL);
  assert_no (fixture, 200, "<html>Wi-Fi</html>", NULL);
  assert_no (fixture, 200, "", NULL);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, test) g_test_add ("/enrol-client/" name, Fixture, NULL, set_up, test, tear_down)
  ADD ("enrolled", test_enrolled);
  ADD ("incomplete", test_incomplete);
  ADD ("no", test_no);
  return g_test_run ();
}
