/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A message of operations, read and checked before the hub takes it; see tc-hub.h.
 */
#include "tc-hub-private.h"

static void
clear_checked (gpointer data)
{
  g_clear_pointer (&((TcCheckedOperation *) data)->op, tc_operation_unref);
}

TcHubOperations *
tc_hub_operations_of (const TcLineMessage *message, const TcPublicKey *key)
{
  TcHubOperations *self = g_new0 (TcHubOperations, 1);

  self->key = *key;
  self->all = g_array_sized_new (FALSE, FALSE, sizeof (TcCheckedOperation),
                                 message->operations->len);
  g_array_set_clear_func (self->all, clear_checked);
  for (guint i = 0; i < message->operations->len; i++) {
    const TcSignedBytes *bytes = &g_array_index (message->operations, TcSignedBytes, i);
    TcCheckedOperation checked = {tc_operation_parse (bytes->bytes, &bytes->signature, NULL)};

    checked.signed_by_key = checked.op && tc_operation_verify (checked.op, key);
    g_array_append_val (self->all, checked);
  }
  return self;
}

TcHubOperations *
tc_hub_operations_new (GBytes *message, const TcPublicKey *key)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (message, &size);

  if (size == 0 || data[0] != TC_LINE_OPERATIONS)
    return NULL;
  g_autoptr (TcLineMessage) read = tc_line_message_read (message, NULL);
  return read ? tc_hub_operations_of (read, key) : NULL;
}

void
tc_hub_operations_free (TcHubOperations *self)
{
  if (!self)
    return;
  g_array_unref (self->all);
  g_free (self);
}
