/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a desk does when the server was restored from a backup; see tc-replica-private.h.
 *
 * DESIGN: the server has forgotten what came after its backup; each desk has what it made itself.
 * So all of it that the server doesn't know is pending again and settled anew, in its old order;
 * before it goes the server is told of the sessions it was made in (signed by the server itself
 * then) and of the code blocks it was leased, without which its guards would refuse. The replica is
 * made anew from snapshots, unless a stick has filled it from the restored server already.
 */
#include "tc-replica-private.h"

#include "tc-id.h"
#include "tc-limits.h"
#include "tc-made-anew.h"

#include <string.h>

static gboolean
is_other_log (TcReplica *self, const TcLineMessage *welcome)
{
  return memcmp (welcome->position.log_id, self->position.log_id, TC_LOG_ID_SIZE) != 0 ||
         welcome->position.epoch != self->position.epoch;
}

gboolean
tc_replica_is_elsewhere (TcReplica *self, const TcLineMessage *welcome)
{
  gboolean other = is_other_log (self, welcome);

  /* The replica may have been lost since, but not what was answered in another epoch. */
  if (!tc_outbox_is_of (self->outbox, &welcome->position))
    return TRUE;
  /* A relay may be behind, and doesn't know what the server knows of this desk. To a replica that
   * is empty no server is another. */
  if (self->at_relay)
    return other && self->position.lsn > 0;
  return other || welcome->position.lsn < self->position.lsn ||
         /* Whatever it says of epochs: it doesn't know what it has accepted. */
         welcome->seq < tc_outbox_get_settled_seq (self->outbox);
}

static GVariant *
list_sessions (TcReplica *self, GError **error)
{
  g_autoptr (GArray) sessions = tc_outbox_list_sessions (self->outbox, error);
  GVariantBuilder builder;

  if (!sessions)
    return NULL;
  g_variant_builder_init (&builder, G_VARIANT_TYPE (TC_RESTORED_SESSIONS));
  for (guint i = 0; i < sessions->len; i++) {
    const TcSessionProof *proof = &g_array_index (sessions, TcSessionProof, i);

    g_variant_builder_add (&builder, "(xxxx@ay)", proof->session_id, proof->staff_id,
                           proof->from_us, proof->until_us,
                           g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, proof->signature.bytes,
                                                      TC_SIGNATURE_SIZE, 1));
  }
  return g_variant_builder_end (&builder);
}

static GVariant *
list_blocks (TcReplica *self)
{
  g_autoptr (TcQuery) query = tc_database_query (
      self->db,
      "SELECT id, day, first, count FROM code_block WHERE replica = ? ORDER BY id DESC LIMIT ?",
      "ii", (gint64) self->number, (gint64) TC_RESTORED_ENTRIES_MAX);
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE (TC_RESTORED_BLOCKS));
  while (tc_query_next (query))
    g_variant_builder_add (&builder, "(xxxx)", tc_query_int (query, 0), tc_query_int (query, 1),
                           tc_query_int (query, 2), tc_query_int (query, 3));
  return g_variant_builder_end (&builder);
}

static gboolean
tell_server (TcReplica *self, GError **error)
{
  g_autoptr (TcLineMessage) notice = tc_line_message_new (TC_LINE_NOTICE);
  GVariant *sessions = list_sessions (self, error);
  GVariantDict dict;

  if (!sessions)
    return FALSE;
  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert_value (&dict, "sessions", sessions);
  g_variant_dict_insert_value (&dict, "blocks", list_blocks (self));
  notice->name = g_strdup (TC_NOTICE_RESTORED);
  notice->value = g_variant_ref_sink (g_variant_dict_end (&dict));
  if (!tc_database_check (self->db, error))
    return FALSE;
  tc_replica_send (self, notice);
  return TRUE;
}

/* The outbox alone is of another epoch: a stick has filled the replica since. */
static gboolean
is_replica_of (TcReplica *self, const TcLineMessage *welcome)
{
  return !tc_outbox_is_of (self->outbox, &welcome->position) && !is_other_log (self, welcome) &&
         self->position.lsn <= welcome->position.lsn;
}

gboolean
tc_replica_reopen (TcReplica *self, const TcLineMessage *welcome, GError **error)
{
  gboolean known = self->position.lsn > 0;
  gboolean fits = known && is_replica_of (self, welcome);

  if (!tc_outbox_reopen (self->outbox, &welcome->position, welcome->seq, welcome->now_us, error) ||
      !tell_server (self, error))
    return FALSE;
  if (fits)
    return tc_replica_reapply (self, error);
  if (known && self->hooks.archive)
    self->hooks.archive (&self->position, self->data);
  return tc_replica_forget (self, error);
}

gboolean
tc_replica_has_doubtful (TcReplica *self)
{
  GPtrArray *pending = tc_outbox_get_pending (self->outbox);

  for (guint i = 0; i < pending->len; i++) {
    const TcPending *one = g_ptr_array_index (pending, i);

    if (one->op->head.seq > self->greeted_seq)
      break;
    if (one->lsn == 0 && !g_hash_table_contains (self->forked, &one->op->head.seq))
      return TRUE;
  }
  return FALSE;
}

gboolean
tc_replica_note_forked (TcReplica *self, const TcLineAnswer *answer, GError **error)
{
  gint64 id = 0;

  g_hash_table_add (self->forked, g_memdup2 (&answer->seq, sizeof answer->seq));
  return !g_variant_lookup (answer->refusal->args, "id", "x", &id) ||
         tc_id_replica (id) != self->number || tc_outbox_mark_id (self->outbox, id, error);
}

static TcOperation *
make_anew (TcReplica *self, const TcOperation *old, gint64 seq, gint64 now_us)
{
  TcOperationHead head = old->head;

  head.id = tc_replica_make_id (self, now_us);
  head.seq = seq;
  tc_made_anew_mark (head.nonce, old);
  return tc_operation_new (old->name, old->version, &head, old->args, self->key);
}

gboolean
tc_replica_renew (TcReplica *self, gint64 now_us, gboolean *renewed, GError **error)
{
  GPtrArray *pending = tc_outbox_get_pending (self->outbox);
  g_autoptr (GPtrArray) ops = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_operation_unref);
  g_autoptr (GArray) seqs = g_array_new (FALSE, FALSE, sizeof (gint64));

  *renewed = FALSE;
  if (g_hash_table_size (self->forked) == 0 || tc_replica_has_doubtful (self))
    return TRUE;
  for (guint i = 0; i < pending->len; i++) {
    const TcPending *one = g_ptr_array_index (pending, i);
    gint64 seq = one->op->head.seq;

    if (!g_hash_table_contains (self->forked, &seq) && (one->lsn > 0 || seq <= self->sent_seq))
      continue;
    g_array_append_val (seqs, seq);
    g_ptr_array_add (
        ops, make_anew (self, one->op, tc_outbox_next_seq (self->outbox) + ops->len, now_us));
  }
  g_hash_table_remove_all (self->forked);
  *renewed = ops->len > 0;
  return tc_outbox_renew (self->outbox, seqs, ops, error);
}

static gboolean
keep_proof (TcReplica *self, GVariant *value, GError **error)
{
  TcSessionProof proof = {0};
  g_autoptr (GVariant) bytes = g_variant_lookup_value (value, "proof", G_VARIANT_TYPE_BYTESTRING);
  gsize size = 0;
  const guint8 *data = bytes ? g_variant_get_fixed_array (bytes, &size, 1) : NULL;

  if (size != TC_SIGNATURE_SIZE ||
      !g_variant_lookup (value, "session_id", "x", &proof.session_id) ||
      !g_variant_lookup (value, "staff_id", "x", &proof.staff_id) ||
      !g_variant_lookup (value, "from_us", "x", &proof.from_us) ||
      !g_variant_lookup (value, "until_us", "x", &proof.until_us))
    return TRUE;
  memcpy (proof.signature.bytes, data, size);
  return tc_outbox_keep_session (self->outbox, &proof, error);
}

gboolean
tc_replica_keep_proof (TcReplica *self, GVariant *value, GError **error)
{
  g_autoptr (GVariant) offline = g_variant_lookup_value (value, "offline", G_VARIANT_TYPE_VARDICT);

  return keep_proof (self, value, error) && (!offline || keep_proof (self, offline, error));
}
