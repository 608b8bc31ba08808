/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The interface of the log and what its back ends share; see the header.
 */
#include "tc-log-store.h"

#include <string.h>

static void
clear_entry (gpointer data)
{
  TcLogEntry *entry = data;

  g_clear_pointer (&entry->op, tc_operation_unref);
  g_clear_pointer (&entry->refusal, tc_refusal_free);
}

void
tc_log_entry_free (TcLogEntry *entry)
{
  if (!entry)
    return;
  clear_entry (entry);
  g_free (entry);
}

TcLogBatch *
tc_log_batch_new (void)
{
  TcLogBatch *batch = g_new0 (TcLogBatch, 1);

  batch->frame = tc_frame_new ();
  batch->entries = g_array_new (FALSE, FALSE, sizeof (TcLogEntry));
  g_array_set_clear_func (batch->entries, clear_entry);
  return batch;
}

void
tc_log_batch_free (TcLogBatch *batch)
{
  if (!batch)
    return;
  tc_frame_free (batch->frame);
  g_array_unref (batch->entries);
  g_free (batch);
}

TcDigest
tc_log_batch_root (const TcLogBatch *batch)
{
  TcHasher hasher;

  tc_hasher_init (&hasher, "toancanh operations 1");
  for (guint i = 0; i < batch->entries->len; i++) {
    const TcLogEntry *entry = &g_array_index (batch->entries, TcLogEntry, i);
    const char *code = entry->refusal ? entry->refusal->code : "";

    tc_hasher_add_int (&hasher, entry->lsn);
    tc_hasher_add (&hasher, entry->op->hash.bytes, TC_DIGEST_SIZE);
    tc_hasher_add (&hasher, entry->op->signature.bytes, TC_SIGNATURE_SIZE);
    tc_hasher_add_blob (&hasher, code, strlen (code));
  }
  return tc_hasher_end (&hasher);
}

gboolean
tc_log_store_lease (TcLogStore *self, gint64 now_us, gint64 *until_us, GError **error)
{
  return self->lease (self, now_us, until_us, error);
}

TcLogOutcome
tc_log_store_append (TcLogStore *self, gint64 epoch, gint64 expected_lsn, const TcLogBatch *batch,
                     GError **error)
{
  return self->append (self, epoch, expected_lsn, batch, error);
}

gboolean
tc_log_store_head (TcLogStore *self, TcPosition *position, GError **error)
{
  return self->head (self, position, error);
}

GPtrArray *
tc_log_store_read (TcLogStore *self, gint64 after_lsn, const gint64 *scopes, guint n_scopes,
                   gsize bytes_max, GError **error)
{
  return self->read (self, after_lsn, scopes, n_scopes, bytes_max, error);
}

gboolean
tc_log_store_link_at (TcLogStore *self, gint64 lsn, TcDigest *link, GError **error)
{
  return self->link_at (self, lsn, link, error);
}

TcLogEntry *
tc_log_store_find (TcLogStore *self, guint16 replica, gint64 seq, GError **error)
{
  return self->find (self, replica, seq, error);
}

gint64
tc_log_store_last_seq (TcLogStore *self, guint16 replica, GError **error)
{
  return self->last_seq (self, replica, error);
}

void
tc_log_store_free (TcLogStore *self)
{
  if (self)
    self->free (self);
}
