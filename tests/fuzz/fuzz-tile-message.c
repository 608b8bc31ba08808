/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fuzz target: messages between a desktop and its decoder, both ways. Whatever a decoder says that
 * was taken over by what it decodes, only what can be is read; and what was read is written and
 * reads back as the same bytes.
 */
#include "tc-tile-message.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
check_bounds (const TcTileMessage *message)
{
  g_assert_cmpuint (message->slot, <, TC_TILE_SLOTS);
  g_assert_cmpint (message->width, >=, 0);
  g_assert_cmpint (message->height, >=, 0);
  g_assert_cmpuint (tc_tile_slot_bytes (message->width, message->height), <=,
                    (gsize) TC_TILE_PIXELS_MAX * 4);
  g_assert_true (message->rung < TC_RUNG_N && message->report.state < TC_STREAM_N_STATES &&
                 message->report.cause < TC_CAUSE_N);
  g_assert_true (message->kind != TC_TILE_PLAY || message->address);
  if (message->kind == TC_TILE_FRAME || message->kind == TC_TILE_RING)
    g_assert_true (message->width > 0 && message->height > 0);
  for (guint i = 0; message->masks && i < message->masks->len; i++)
    g_assert_true (tc_picture_mask_is_valid (&g_array_index (message->masks, TcPictureMask, i)));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GBytes) written = NULL;
  g_autoptr (GBytes) rewritten = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TcTileMessage) message = tc_tile_message_read (bytes, &error);
  g_autoptr (TcTileMessage) again = NULL;

  g_assert_true ((message != NULL) == (error == NULL));
  if (!message)
    return 0;
  check_bounds (message);
  written = tc_tile_message_write (message);
  g_assert_cmpuint (g_bytes_get_size (written), <=, TC_TILE_MESSAGE_BYTES_MAX);
  again = tc_tile_message_read (written, NULL);
  g_assert_nonnull (again);
  rewritten = tc_tile_message_write (again);
  g_assert_true (g_bytes_equal (written, rewritten));
  return 0;
}
