/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fuzz target: messages on a line, both ways. What was read is written and reads back as the same
 * bytes.
 */
#include "tc-line-message.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GBytes) written = NULL;
  g_autoptr (GBytes) rewritten = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TcLineMessage) message = tc_line_message_read (bytes, &error);
  g_autoptr (TcLineMessage) again = NULL;

  g_assert_true ((message != NULL) == (error == NULL));
  if (!message)
    return 0;
  written = tc_line_message_write (message);
  again = tc_line_message_read (written, NULL);
  g_assert_nonnull (again);
  rewritten = tc_line_message_write (again);
  g_assert_true (g_bytes_equal (written, rewritten));
  return 0;
}
