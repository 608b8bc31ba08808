/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Why a stream can't be had: by RTSP's statuses, and by trying an address where nobody listens,
 * somebody does, or that is none.
 */
#include "tc-stream-cause.h"

static void
test_status (void)
{
  static const struct {
    guint status;
    TcStreamCause cause;
  } cases[] = {{401, TC_CAUSE_DENIED},  {403, TC_CAUSE_DENIED}, {404, TC_CAUSE_ADDRESS},
               {400, TC_CAUSE_ADDRESS}, {415, TC_CAUSE_CODEC},  {408, TC_CAUSE_TIMEOUT},
               {453, TC_CAUSE_FULL},    {500, TC_CAUSE_SERVER}, {503, TC_CAUSE_SERVER},
               {504, TC_CAUSE_TIMEOUT}, {454, TC_CAUSE_SERVER}};

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (tc_stream_cause_of_status (cases[i].status), ==, cases[i].cause);
}

static void
test_error (void)
{
  static const struct {
    int code;
    TcStreamCause cause;
  } cases[] = {{G_IO_ERROR_CONNECTION_REFUSED, TC_CAUSE_REFUSED},
               {G_IO_ERROR_TIMED_OUT, TC_CAUSE_TIMEOUT},
               {G_IO_ERROR_HOST_UNREACHABLE, TC_CAUSE_NO_ROUTE},
               {G_IO_ERROR_NETWORK_UNREACHABLE, TC_CAUSE_NO_ROUTE}};
  g_autoptr (GError)
      resolver = g_error_new_literal (G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, "no such name");
  g_autoptr (GError) tls = g_error_new_literal (G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE, "bad");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, cases[i].code, "of a connection");

    g_assert_cmpint (tc_stream_cause_of_error (error), ==, cases[i].cause);
  }
  g_assert_cmpint (tc_stream_cause_of_error (resolver), ==, TC_CAUSE_ADDRESS);
  g_assert_cmpint (tc_stream_cause_of_error (tls), ==, TC_CAUSE_CERTIFICATE);
}

static void
probed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static TcStreamCause
probe (const char *address)
{
  g_autoptr (GAsyncResult) result = NULL;

  tc_stream_probe_async (address, NULL, probed_cb, &result);
  while (!result)
    g_main_context_iteration (NULL, TRUE);
  return tc_stream_probe_finish (result);
}

static void
test_probe (void)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);
  g_autofree char *address = g_strdup_printf ("rtsp://127.0.0.1:%u/1/main", port);

  g_assert_cmpint (probe (address), ==, TC_CAUSE_NONE);
  g_socket_listener_close (listener);
  g_assert_cmpint (probe (address), ==, TC_CAUSE_REFUSED);
  g_assert_cmpint (probe ("rtsp:///nowhere"), ==, TC_CAUSE_ADDRESS);
  g_assert_cmpint (probe ("rtsp://[/"), ==, TC_CAUSE_ADDRESS);
}

static void
test_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;

  tc_stream_probe_async ("rtsp://127.0.0.1:1/", cancellable, probed_cb, &result);
  g_cancellable_cancel (cancellable);
  while (!result)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (tc_stream_probe_finish (result), ==, TC_CAUSE_NONE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stream-cause/status", test_status);
  g_test_add_func ("/stream-cause/error", test_error);
  g_test_add_func ("/stream-cause/probe", test_probe);
  g_test_add_func ("/stream-cause/cancelled", test_cancelled);
  return g_test_run ();
}
