/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fuzz target: what a client sends on a WebSocket. In one piece or byte by byte, the same messages
 * come of it, none longer than allowed, and the line is over for the same reason.
 */
#include "tc-web-frames-private.h"

#include <string.h>

#define MESSAGE_MAX 300

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static gboolean
take_cb (TcWebKind kind, GBytes *content, gpointer data)
{
  g_assert_cmpuint (g_bytes_get_size (content), <=,
                    kind >= TC_WEB_CLOSE ? TC_WEB_CONTROL_MAX : MESSAGE_MAX);
  g_string_append_printf (data, "%d:%u;", kind, g_bytes_hash (content));
  return kind != TC_WEB_CLOSE;
}

static char *
read_in_steps (const guint8 *data, gsize size, gsize step)
{
  GString *heard = g_string_new (NULL);
  const char *why = NULL;
  TcWebReader reader;

  tc_web_reader_init (&reader, MESSAGE_MAX);
  for (gsize at = 0; at < size && !why; at += step) {
    why = tc_web_reader_feed (&reader, data + at, MIN (step, size - at), take_cb, heard);
    /* Its user reads no further after a goodbye. */
    if (g_str_has_prefix (heard->str, "8:") || strstr (heard->str, ";8:"))
      break;
  }
  g_string_append (heard, why ? why : "");
  tc_web_reader_clear (&reader);
  return g_string_free (heard, FALSE);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *whole = read_in_steps (data, size, MAX (size, 1));
  g_autofree char *bytes = read_in_steps (data, size, 1);

  g_assert_cmpstr (whole, ==, bytes);
  return 0;
}
