/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What other desks behind the same relay made and the server has not settled; see
 * tc-replica-private.h.
 *
 * DESIGN: the relay tells in which order operations have come to it, this desk's own among them.
 * They are applied in that order on top of the confirmed rows, and what is pending here and hasn't
 * come there yet on top of these; all of it is taken back and applied again with every rebase, and
 * leaves no trace. One that comes behind all others is put behind them: only what is pending and
 * not among them makes way. The list is kept in memory alone, since the relay tells all of it with
 * each line; what takes them back is in the replica's file, as their effects are.
 */
#include "tc-replica-private.h"

#include <string.h>

void
tc_replica_free_provisional (gpointer data)
{
  TcProvisional *provisional = data;

  tc_operation_unref (provisional->op);
  g_free (provisional);
}

void
tc_replica_undo_provisional (TcReplica *self)
{
  g_autoptr (TcQuery) query = tc_database_query (
      self->db, "SELECT images FROM provisional ORDER BY place DESC", NULL);

  while (tc_query_next (query)) {
    g_autoptr (GBytes) images = tc_query_dup_blob (query, 0);

    tc_rows_apply (self->db, self->catalogue, images);
  }
  tc_database_execute (self->db, "DELETE FROM provisional", NULL);
}

/* (nullable): the pending operation that an entry stands for, if it is one of this desk's own and
 * not settled. */
static const TcPending *
find_own (TcReplica *self, const TcOperation *op)
{
  GPtrArray *pending = tc_outbox_get_pending (self->outbox);

  for (guint i = 0; op->head.replica == self->number && i < pending->len; i++) {
    const TcPending *one = g_ptr_array_index (pending, i);

    if (one->op->head.seq == op->head.seq)
      return tc_digest_equal (&one->op->hash, &op->hash) ? one : NULL;
  }
  return NULL;
}

/* One that doesn't apply here is shown as nothing. */
static gboolean
apply_one (TcReplica *self, const TcOperation *op, GError **error)
{
  g_autoptr (TcRefusal) refusal = NULL;
  g_autoptr (GError) fault = NULL;
  TcOutcome outcome = tc_replica_execute (self, op, &refusal, &fault);
  gboolean applied = outcome == TC_OUTCOME_APPLIED;
  gint64 placed = applied                          ? TC_PLACED_APPLIED
                  : outcome == TC_OUTCOME_DEFERRED ? TC_PLACED_DEFERRED
                                                   : TC_PLACED_IDLE;

  if (fault && !g_error_matches (fault, TC_ERROR, TC_ERROR_STATEMENT)) {
    g_propagate_error (error, g_steal_pointer (&fault));
    return FALSE;
  }
  g_autoptr (GBytes) undo = applied ? tc_capture_dup_undo (self->capture) : g_bytes_new (NULL, 0);
  tc_capture_drop (self->capture);
  /* Its place is the one behind the last. */
  tc_database_execute (self->db,
                       "INSERT INTO provisional (operation_id, images, applied) VALUES (?,?,?)",
                       "iyi", op->head.id, undo, placed);
  if (op->head.replica == self->number)
    tc_replica_note_placed (self, op->head.seq, placed, refusal);
  return TRUE;
}

gboolean
tc_replica_append_provisional (TcReplica *self, gint64 confirmed_lsn, GError **error)
{
  for (guint i = 0; i < self->provisional->len; i++) {
    TcProvisional *one = g_ptr_array_index (self->provisional, i);
    const TcPending *own = one->tried ? NULL : find_own (self, one->op);
    gint64 lsn = own ? own->lsn : one->lsn;
    gboolean over = (lsn > 0 && lsn <= confirmed_lsn) ||
                    (one->op->head.replica == self->number && !own);

    if (!one->tried && !over && !apply_one (self, one->op, error))
      return FALSE;
    if (own && !over)
      g_hash_table_add (self->placed, g_memdup2 (&one->op->head.seq, sizeof (gint64)));
    one->tried = TRUE;
  }
  return TRUE;
}

gboolean
tc_replica_apply_provisional (TcReplica *self, gint64 confirmed_lsn, GError **error)
{
  g_hash_table_remove_all (self->placed);
  self->provisional_version += self->provisional->len > 0;
  for (guint i = 0; i < self->provisional->len; i++)
    ((TcProvisional *) g_ptr_array_index (self->provisional, i))->tried = FALSE;
  return tc_replica_append_provisional (self, confirmed_lsn, error);
}

gboolean
tc_replica_is_placed (TcReplica *self, gint64 seq)
{
  return g_hash_table_contains (self->placed, &seq);
}

static gboolean
is_over (TcReplica *self, const TcProvisional *one)
{
  if (one->op->head.replica == self->number)
    return !find_own (self, one->op);
  return one->lsn > 0 && one->lsn <= self->position.lsn;
}

void
tc_replica_forget_seen (TcReplica *self)
{
  for (guint i = self->provisional->len; i > 0; i--) {
    if (!is_over (self, g_ptr_array_index (self->provisional, i - 1)))
      continue;
    g_ptr_array_remove_index (self->provisional, i - 1);
    self->provisional_version++;
  }
}

guint
tc_replica_count_provisional (TcReplica *self)
{
  guint n = 0;

  for (guint i = 0; i < self->provisional->len; i++)
    n += ((const TcProvisional *) g_ptr_array_index (self->provisional, i))->op->head.replica !=
         self->number;
  return n;
}

/* The relay is believed no more than anybody: it is the desk that signed. */
static gboolean
is_signed (TcReplica *self, const TcOperation *op)
{
  if (op->head.replica == self->number)
    return find_own (self, op) != NULL;
  g_autoptr (TcQuery) query = tc_database_query (
      self->db, "SELECT public_key FROM desk WHERE id = ?", "i", (gint64) op->head.replica);
  gsize size = 0;
  const guint8 *data = tc_query_next (query) ? tc_query_blob (query, 0, &size) : NULL;
  TcPublicKey key;

  if (size != TC_KEY_PUBLIC_SIZE)
    return FALSE;
  memcpy (key.bytes, data, size);
  return tc_operation_verify (op, &key);
}

static TcProvisional *
find (TcReplica *self, guint16 replica, gint64 seq, guint *at)
{
  for (guint i = 0; i < self->provisional->len; i++) {
    TcProvisional *one = g_ptr_array_index (self->provisional, i);

    if (one->op->head.replica == replica && one->op->head.seq == seq) {
      *at = i;
      return one;
    }
  }
  return NULL;
}

/* What is to be done for what a relay told. */
typedef enum {
  APPLY_NOTHING, /* of its own a desk has applied already */
  APPLY_NEWEST,  /* behind all others */
  APPLY_ALL,     /* their order is another now */
} Apply;

static Apply
take (TcReplica *self, const TcSignedBytes *bytes)
{
  g_autoptr (TcOperation) op = tc_operation_parse (bytes->bytes, &bytes->signature, NULL);
  TcProvisional *one;
  gboolean moved = FALSE;
  guint at;

  if (!op || self->provisional->len >= TC_PROVISIONAL_MAX || !is_signed (self, op))
    return APPLY_NOTHING;
  /* Told again, it has come to stand behind others. */
  one = find (self, op->head.replica, op->head.seq, &at);
  if (one) {
    moved = one->tried;
    g_ptr_array_remove_index (self->provisional, at);
  }
  one = g_new0 (TcProvisional, 1);
  one->op = g_steal_pointer (&op);
  g_ptr_array_add (self->provisional, one);
  if (moved)
    return APPLY_ALL;
  return one->op->head.replica == self->number ? APPLY_NOTHING : APPLY_NEWEST;
}

gboolean
tc_replica_on_provisional (TcReplica *self, const TcLineMessage *message, GError **error)
{
  Apply apply = APPLY_NOTHING;

  if (!self->at_relay || self->state < TC_REPLICA_LOADING) {
    g_set_error (error, TC_ERROR, TC_ERROR_INVALID,
                 "on the line: provisional operations out of turn");
    return FALSE;
  }
  if (message->number == 1 && self->provisional->len > 0) {
    g_ptr_array_set_size (self->provisional, 0);
    apply = APPLY_ALL;
  }
  self->provisional_version++;
  for (guint i = 0; i < message->operations->len; i++)
    apply = MAX (apply, take (self, &g_array_index (message->operations, TcSignedBytes, i)));
  if (!tc_database_check (self->db, error) ||
      (apply == APPLY_NEWEST && !tc_replica_apply_newest (self, error)) ||
      (apply == APPLY_ALL && !tc_replica_reapply (self, error)))
    return FALSE;
  tc_replica_tell_status (self);
  return TRUE;
}

gboolean
tc_replica_on_settled (TcReplica *self, const TcLineMessage *message, GError **error)
{
  gboolean any = FALSE;

  for (guint i = 0; i < message->answers->len; i++) {
    const TcLineAnswer *answer = &g_array_index (message->answers, TcLineAnswer, i);
    guint at;
    TcProvisional *one = find (self, message->replica, answer->seq, &at);

    if (!one)
      continue;
    one->lsn = answer->lsn;
    /* Accepted, it stays until its effects come with their frame. */
    if (answer->refusal || answer->lsn <= self->position.lsn) {
      g_ptr_array_remove_index (self->provisional, at);
      self->provisional_version++;
      any = TRUE;
    }
  }
  if (any && !tc_replica_reapply (self, error))
    return FALSE;
  tc_replica_tell_status (self);
  return TRUE;
}

void
tc_replica_on_relay (TcReplica *self, GVariant *value)
{
  self->at_relay = TRUE;
  self->relay_online = FALSE;
  self->relay_since_us = 0;
  g_variant_lookup (value, "online", "b", &self->relay_online);
  g_variant_lookup (value, "since_us", "x", &self->relay_since_us);
  tc_replica_tell_status (self);
}

gboolean
tc_replica_leave_relay (TcReplica *self, GError **error)
{
  if (self->provisional->len == 0)
    return TRUE;
  g_ptr_array_set_size (self->provisional, 0);
  self->provisional_version++;
  return tc_replica_reapply (self, error);
}
