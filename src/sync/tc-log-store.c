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
tc_log_leaf (gint64 lsn, const TcOperation *op, const char *code, gsize code_size,
             const guint8 *args, gsize args_size)
{
  TcHasher hasher;

  tc_hasher_init (&hasher, "toancanh leaf 2");
  tc_hasher_add_int (&hasher, lsn);
  tc_hasher_add (&hasher, op->hash.bytes, TC_DIGEST_SIZE);
  tc_hasher_add (&hasher, op->signature.bytes, TC_SIGNATURE_SIZE);
  tc_hasher_add_blob (&hasher, code, code_size);
  tc_hasher_add_blob (&hasher, args, args_size);
  return tc_hasher_end (&hasher);
}

TcDigest
tc_log_purged_digest (gint64 lsn, const TcOperation *op)
{
  TcHasher hasher;

  tc_hasher_init (&hasher, "toancanh purged 1");
  tc_hasher_add_int (&hasher, lsn);
  tc_hasher_add_int (&hasher, op->head.replica);
  tc_hasher_add_int (&hasher, op->head.seq);
  tc_hasher_add_int (&hasher, op->head.id);
  tc_hasher_add_blob (&hasher, op->name, strlen (op->name));
  tc_hasher_add_int (&hasher, op->head.actor_id);
  tc_hasher_add_int (&hasher, op->head.made_us);
  tc_hasher_add (&hasher, op->hash.bytes, TC_DIGEST_SIZE);
  return tc_hasher_end (&hasher);
}

TcDigest
tc_log_root (const TcDigest *leaves, guint n)
{
  TcHasher hasher;

  tc_hasher_init (&hasher, "toancanh operations 2");
  for (guint i = 0; i < n; i++)
    tc_hasher_add (&hasher, leaves[i].bytes, TC_DIGEST_SIZE);
  return tc_hasher_end (&hasher);
}

TcDigest
tc_log_batch_root (const TcLogBatch *batch)
{
  guint n = batch->entries->len;
  g_autofree TcDigest *leaves = g_new (TcDigest, n);

  for (guint i = 0; i < n; i++) {
    const TcLogEntry *entry = &g_array_index (batch->entries, TcLogEntry, i);
    const TcRefusal *refusal = entry->refusal;

    leaves[i] = tc_log_leaf (entry->lsn, entry->op, refusal ? refusal->code : NULL,
                             refusal ? strlen (refusal->code) : 0,
                             refusal ? g_variant_get_data (refusal->args) : NULL,
                             refusal ? g_variant_get_size (refusal->args) : 0);
  }
  return tc_log_root (leaves, n);
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

gboolean
tc_log_store_trim (TcLogStore *self, gint64 before_us, TcLogTrim *trim, GError **error)
{
  return self->trim (self, before_us, trim, error);
}

gboolean
tc_log_store_pack (TcLogStore *self, guint operations, gboolean *more, GError **error)
{
  return self->pack (self, operations, more, error);
}

void
tc_log_store_empty (TcLogStore *self, gint64 lsn)
{
  self->empty (self, lsn);
}

gint64
tc_log_store_close (TcLogStore *self, gint64 purge_id, gint64 lsn)
{
  return self->close (self, purge_id, lsn);
}

void
tc_log_store_free (TcLogStore *self)
{
  if (self)
    self->free (self);
}
