/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the tests of wire share; see the header.
 */
#include "wait-limit.h"
#include "wire-fixture.h"

#include <string.h>

typedef struct {
  void (*func) (gpointer data);
  gpointer data;
  gint done;
} Beside;

static gpointer
run_thread (gpointer data)
{
  Beside *beside = data;

  beside->func (beside->data);
  g_atomic_int_set (&beside->done, 1);
  g_main_context_wakeup (NULL);
  return NULL;
}

void
run_beside (void (*func) (gpointer data), gpointer data)
{
  Beside beside = {func, data, 0};
  GThread *thread = g_thread_new ("client", run_thread, &beside);

  while (!g_atomic_int_get (&beside.done))
    g_main_context_iteration (NULL, TRUE);
  g_thread_join (thread);
}

static gboolean
over_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

void
run_for (guint ms)
{
  gboolean over = FALSE;

  g_timeout_add (ms, over_cb, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

void
run_until (gboolean (*done) (gpointer data), gpointer data)
{
  gint64 until_us = g_get_monotonic_time () + WAIT_US;

  while (!done (data)) {
    g_assert_cmpint (g_get_monotonic_time (), <, until_us);
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
  }
}

GSocket *
dial (guint16 port)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string ("127.0.0.1", port);
  GSocket *socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP,
                                  &error);

  g_assert_no_error (error);
  g_socket_set_timeout (socket, 10);
  g_socket_connect (socket, address, NULL, &error);
  g_assert_no_error (error);
  return socket;
}

void
say (GSocket *socket, const char *text)
{
  gsize size = strlen (text);

  for (gsize at = 0; at < size;) {
    gssize sent = g_socket_send (socket, text + at, size - at, NULL, NULL);

    if (sent <= 0) /* the server may have closed already: what it said is what counts */
      return;
    at += (gsize) sent;
  }
}

char *
hear_all (GSocket *socket)
{
  GString *out = g_string_new (NULL);
  char buffer[4096];
  gssize got;

  while ((got = g_socket_receive (socket, buffer, sizeof buffer, NULL, NULL)) > 0)
    g_string_append_len (out, buffer, got);
  return g_string_free (out, FALSE);
}

char *
hear_answer (GSocket *socket)
{
  GString *out = g_string_new (NULL);
  char byte;

  while (!strstr (out->str, "\r\n\r\n")) {
    if (g_socket_receive (socket, &byte, 1, NULL, NULL) != 1)
      return g_string_free (out, FALSE);
    g_string_append_c (out, byte);
  }
  if (strstr (out->str, "Content-Length: ")) {
    gint64 left = g_ascii_strtoll (strstr (out->str, "Content-Length: ") + 16, NULL, 10);

    while (left-- > 0 && g_socket_receive (socket, &byte, 1, NULL, NULL) == 1)
      g_string_append_c (out, byte);
  }
  return g_string_free (out, FALSE);
}

char *
talk (guint16 port, const char *text)
{
  g_autoptr (GSocket) socket = dial (port);

  say (socket, text);
  return hear_all (socket);
}
