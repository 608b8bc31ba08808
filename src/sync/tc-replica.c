/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The desk's replica: opening, submitting, telling; see the header and tc-replica-private.h.
 *
 * DESIGN: the replica's tables show the confirmed state at `position` with the outbox's pending
 * operations applied on top, and `pending_undo` holds what takes each of these back. Both stand in
 * one file and change in one transaction. Whatever was interrupted is mended by taking everything
 * back and applying the outbox anew, which is also what a rebase does.
 */
#include "tc-replica-private.h"

#include "tc-id.h"
#include "tc-incident-seen.h"
#include "tc-operation-registry.h"
#include "tc-operation-rows.h"

#include <string.h>

/* What ids count time in. */
#define ID_TICK_US 1000

#define WAL_PAGES_MAX 1000
#define WAL_PAGES_LOADING 4096

static void
on_row_cb (const TcRowChange *change, gpointer data)
{
  TcReplica *self = data;

  g_array_append_val (self->changes, *change);
  if (!strcmp (change->table->name, "purge"))
    self->purge_due = TRUE;
}

void
tc_replica_tell_changes (TcReplica *self, gboolean committed)
{
  if (committed && self->changes->len > 0 && self->hooks.changed)
    self->hooks.changed ((const TcRowChange *) (void *) self->changes->data, self->changes->len,
                         self->data);
  g_array_set_size (self->changes, 0);
}

/* Of what was made here: by itself, or in the relay's order. */
static guint
count_placed (TcReplica *self, gint64 placed)
{
  guint n = (guint) tc_database_get_int (
      self->db, 0, "SELECT count(*) FROM pending_undo WHERE applied = ?", "i", placed);
  g_autoptr (TcQuery) query = NULL;

  if (self->provisional->len == 0)
    return n;
  query = tc_database_query (self->db,
                             "SELECT operation_id FROM provisional WHERE applied = ?"
                             " ORDER BY place",
                             "i", placed);
  while (tc_query_next (query))
    n += tc_id_replica (tc_query_int (query, 0)) == self->number;
  return n;
}

void
tc_replica_get_status (TcReplica *self, TcReplicaStatus *status)
{
  GPtrArray *pending = tc_outbox_get_pending (self->outbox);

  memset (status, 0, sizeof *status);
  status->state = self->state;
  status->lsn = self->position.lsn;
  status->head_lsn = self->head_lsn;
  status->pending = pending->len;
  status->attention = tc_outbox_count_attention (self->outbox);
  status->clock_ahead_us = self->clock_ahead_us;
  status->parts = self->parts;
  status->parts_left = self->parts_left;
  status->at_relay = self->at_relay;
  status->relay_online = self->relay_online;
  status->relay_since_us = self->relay_since_us;
  status->provisional = tc_replica_count_provisional (self);
  if (pending->len > 0) {
    status->idle = count_placed (self, TC_PLACED_IDLE);
    status->deferred = count_placed (self, TC_PLACED_DEFERRED);
  }
}

int
tc_replica_get_wal_pages_max (const TcReplica *self)
{
  return self->parts_left > 0 ? WAL_PAGES_LOADING : WAL_PAGES_MAX;
}

void
tc_replica_tell_status (TcReplica *self)
{
  TcReplicaStatus status;

  tc_replica_get_status (self, &status);
  if (self->hooks.status)
    self->hooks.status (&status, self->data);
}

static gboolean
load_position (TcReplica *self, GError **error)
{
  g_autoptr (TcQuery)
      query = tc_database_query (self->db, "SELECT log_id, epoch, lsn, link FROM position", NULL);

  if (tc_query_next (query)) {
    gsize n_id;
    gsize n_link;
    const guint8 *id = tc_query_blob (query, 0, &n_id);
    const guint8 *link = tc_query_blob (query, 3, &n_link);

    if (n_id == TC_LOG_ID_SIZE && n_link == TC_DIGEST_SIZE) {
      memcpy (self->position.log_id, id, n_id);
      memcpy (self->position.link.bytes, link, n_link);
      self->position.epoch = tc_query_int (query, 1);
      self->position.lsn = tc_query_int (query, 2);
    }
  }
  return tc_database_check (self->db, error);
}

/* What an older program at this desk passed over is not in this replica, though this program knows
 * it: the next greeting gets snapshots. */
static gboolean
fill_gaps (TcReplica *self, GError **error)
{
  gint64 version = tc_database_get_int (self->db, 0, "SELECT version FROM passed_over", NULL);

  self->schema_version = tc_schema_get_version (self->db, tc_schema_state.name);
  if (version > 0 && version < self->schema_version)
    return tc_replica_forget (self, error);
  return tc_database_check (self->db, error);
}

/* A replica that does not fit its own undo is thrown away, like one that does not fit the log. */
static gboolean
mend (TcReplica *self, GError **error)
{
  g_autoptr (GError) local = NULL;
  guint dropped;

  /* What the last run took in and did not get to drop. */
  if (!tc_outbox_drop_until (self->outbox, self->position.lsn, &dropped, error))
    return FALSE;
  if (tc_replica_reapply (self, &local))
    return TRUE;
  if (g_error_matches (local, TC_ERROR, TC_ERROR_DIVERGED) ||
      g_error_matches (local, TC_ERROR, TC_ERROR_INVALID))
    return tc_replica_start_over (self, error);
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

TcReplica *
tc_replica_new (TcDatabase *replica_db, TcDatabase *outbox_db, guint16 replica, const TcKey *key,
                const TcReplicaHooks *hooks, gpointer data, GError **error)
{
  g_autoptr (TcReplica) self = g_new0 (TcReplica, 1);

  self->db = replica_db;
  self->key = key;
  self->number = replica;
  self->hooks = *hooks;
  self->data = data;
  self->changes = g_array_new (FALSE, FALSE, sizeof (TcRowChange));
  self->rights = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->rights_kinds = g_ptr_array_new_with_free_func (g_free);
  self->forked = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->offered_scopes = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->provisional = g_ptr_array_new_with_free_func (tc_replica_free_provisional);
  self->placed = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->reasons = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free,
                                         (GDestroyNotify) tc_refusal_free);
  self->outbox = tc_outbox_new (outbox_db, replica, error);
  self->catalogue = self->outbox ? tc_catalogue_load (replica_db, error) : NULL;
  if (!self->catalogue || !load_position (self, error) || !tc_replica_count_parts (self, error) ||
      !fill_gaps (self, error))
    return NULL;
  self->capture = tc_capture_new (replica_db, self->catalogue, TRUE);
  self->on_row = on_row_cb;
  tc_capture_set_listener (self->capture, on_row_cb, self);
  self->purge_due = TRUE;
  /* A relay, whose two are one, does it once it has its keeper. */
  if (!mend (self, error) ||
      (replica_db != outbox_db && !tc_replica_tend_purges (self, TC_REPLICA_FOLLOWED, error)))
    return NULL;
  return g_steal_pointer (&self);
}

void
tc_replica_free (TcReplica *self)
{
  if (!self)
    return;
  g_clear_pointer (&self->capture, tc_capture_free);
  g_clear_pointer (&self->catalogue, tc_catalogue_free);
  g_clear_pointer (&self->outbox, tc_outbox_free);
  g_array_unref (self->changes);
  g_array_unref (self->rights);
  g_ptr_array_unref (self->rights_kinds);
  g_hash_table_unref (self->forked);
  g_array_unref (self->offered_scopes);
  g_ptr_array_unref (self->provisional);
  g_hash_table_unref (self->placed);
  g_hash_table_unref (self->reasons);
  tc_replica_drop_slice (self);
  g_free (self);
}

void
tc_replica_set_server_key (TcReplica *self, const TcPublicKey *key)
{
  self->server_key = *key;
  self->server_known = TRUE;
}

gint64
tc_replica_get_last_id (TcReplica *self)
{
  return tc_outbox_get_last_id (self->outbox);
}

/* The outbox is on disk before the replica is: after a crash between them the operation is there
 * and is applied at the next start. */
static gboolean
keep (TcReplica *self, TcOperation *op, gboolean insists, const TcOutboxSettling *settling,
      TcRefusal **refusal, GError **error)
{
  gint64 scope = 0;

  tc_database_begin (self->db);
  g_autoptr (GBytes)
      seen = tc_incident_dup_seen (self->db, tc_incident_of_arguments (self->db, op->args), &scope);
  /* A fault of the replica is found before the outbox has it, not after. */
  gboolean applied = insists ? tc_replica_place_pending (self, op, error)
                             : tc_replica_apply_pending (self, op, refusal, error);
  gboolean kept = applied && tc_database_check (self->db, error) &&
                  tc_outbox_add_seen (self->outbox, op, scope, seen, settling, error) &&
                  tc_database_commit (self->db, error);

  if (!kept) {
    tc_database_rollback (self->db);
    /* What made it fail has been told; the connection goes on. */
    (void) !tc_database_check (self->db, NULL);
  }
  tc_replica_tell_changes (self, kept);
  return kept;
}

gint64
tc_replica_make_id (TcReplica *self, gint64 now_us)
{
  gint64 last = tc_outbox_get_last_id (self->outbox);
  gint64 id = self->hooks.make_id (now_us, self->data);

  /* The clock may be behind what the outbox knows of another life. */
  return id > last ? id : self->hooks.make_id (tc_id_time_us (last) + ID_TICK_US, self->data);
}

/* Who makes an operation, and when. */
typedef struct {
  gint64 actor_id;
  gint64 session_id;
  gint64 now_us;
  gboolean insists; /* whatever the guards here say */
} Maker;

static TcOperation *
make_operation (TcReplica *self, const TcOperationType *type, GVariant *args, const Maker *maker)
{
  TcOperationHead head = {0};

  head.id = tc_replica_make_id (self, maker->now_us);
  head.actor_id = maker->actor_id;
  head.session_id = maker->session_id;
  head.seq = tc_outbox_next_seq (self->outbox);
  head.made_us = maker->now_us;
  head.replica = self->number;
  self->hooks.random (head.nonce, TC_NONCE_SIZE, self->data);
  return tc_operation_new (type->name, type->version, &head, args, self->key);
}

/* @settling: (nullable): the entry of the tray that it is sent again for */
static TcVerdict *
submit (TcReplica *self, const TcOperationType *type, GVariant *args, const Maker *maker,
        const TcOutboxSettling *settling, GError **error)
{
  g_autoptr (TcOperation) op = make_operation (self, type, args, maker);
  g_autoptr (TcVerdict) verdict = g_new0 (TcVerdict, 1);

  self->doubt = op->head.id;
  verdict->refusal = tc_operation_check_size (op);
  if (verdict->refusal || !keep (self, op, maker->insists, settling, &verdict->refusal, error))
    return verdict->refusal ? g_steal_pointer (&verdict) : NULL;
  tc_replica_send_pending (self);
  tc_replica_tell_status (self);
  return g_steal_pointer (&verdict);
}

TcVerdict *
tc_replica_submit (TcReplica *self, const TcOperationType *type, GVariant *args, gint64 actor_id,
                   gint64 session_id, gint64 now_us, GError **error)
{
  const Maker maker = {actor_id, session_id, now_us, FALSE};

  return submit (self, type, args, &maker, NULL, error);
}

TcVerdict *
tc_replica_insist (TcReplica *self, const TcOperationType *type, GVariant *args, gint64 actor_id,
                   gint64 session_id, gint64 now_us, GError **error)
{
  const Maker maker = {actor_id, session_id, now_us, TRUE};

  return submit (self, type, args, &maker, NULL, error);
}

gboolean
tc_replica_set_aside (TcReplica *self, const GArray *seqs, gint64 staff_id, const char *text,
                      gint64 now_us, GError **error)
{
  if (!tc_outbox_set_aside (self->outbox, seqs, staff_id, text, now_us, error))
    return FALSE;
  tc_replica_tell_status (self);
  return TRUE;
}

gboolean
tc_replica_take_back (TcReplica *self, const GArray *seqs, GError **error)
{
  if (!tc_outbox_take_back (self->outbox, seqs, error))
    return FALSE;
  tc_replica_tell_status (self);
  return TRUE;
}

/* The kind of an open entry of the tray, and what it is to be sent with. */
static const TcOperationType *
read_entry (TcReplica *self, gint64 seq, GVariant **args, GError **error)
{
  g_autoptr (TcOperation) op = tc_outbox_read_tray (self->outbox, seq, error);
  const TcOperationType *type = op ? tc_operation_registry_find (op->name) : NULL;

  if (op && !type)
    g_set_error (error, TC_ERROR, TC_ERROR_NOT_FOUND, "sending again: %s is no more", op->name);
  if (type && !*args)
    *args = tc_args_upcast (type, op->version, op->args);
  return type;
}

TcVerdict *
tc_replica_resend (TcReplica *self, gint64 seq, gint64 actor_id, gint64 session_id, gint64 now_us,
                   GError **error)
{
  return tc_replica_resend_as (self, seq, NULL, actor_id, session_id, now_us, error);
}

TcVerdict *
tc_replica_resend_as (TcReplica *self, gint64 seq, GVariant *args, gint64 actor_id,
                      gint64 session_id, gint64 now_us, GError **error)
{
  g_autoptr (GVariant) sent = args ? g_variant_ref_sink (args) : NULL;
  const TcOutboxSettling settling = {seq, args ? "edited" : "resent", actor_id, NULL, now_us};
  const Maker maker = {actor_id, session_id, now_us, FALSE};

  self->doubt = 0;
  const TcOperationType *type = read_entry (self, seq, &sent, error);
  return type ? submit (self, type, sent, &maker, &settling, error) : NULL;
}

TcVerdict *
tc_replica_try (TcReplica *self, gint64 seq, GVariant *args, gint64 actor_id, gint64 session_id,
                gint64 now_us, GError **error)
{
  g_autoptr (GVariant) sent = args ? g_variant_ref_sink (args) : NULL;
  g_autoptr (TcVerdict) verdict = g_new0 (TcVerdict, 1);
  const TcOperationType *type = read_entry (self, seq, &sent, error);
  const Maker maker = {actor_id, session_id, now_us};
  g_autoptr (GError) local = NULL;

  if (!type)
    return NULL;
  g_autoptr (TcOperation) op = make_operation (self, type, sent, &maker);
  tc_database_begin (self->db);
  gboolean applied = tc_replica_apply_pending (self, op, &verdict->refusal, &local);
  tc_database_rollback (self->db);
  tc_replica_tell_changes (self, FALSE);
  if (!local && !tc_database_check (self->db, &local))
    applied = FALSE;
  if (local) {
    g_propagate_error (error, g_steal_pointer (&local));
    return NULL;
  }
  g_assert (applied == (verdict->refusal == NULL));
  return g_steal_pointer (&verdict);
}

GArray *
tc_replica_list_waiting (TcReplica *self)
{
  GPtrArray *pending = tc_outbox_get_pending (self->outbox);
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < pending->len; i++) {
    const TcPending *one = g_ptr_array_index (pending, i);

    if (one->lsn == 0)
      tc_operation_rows_append (ids, one->op);
  }
  return ids;
}

GArray *
tc_replica_list_provisional (TcReplica *self)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < self->provisional->len; i++) {
    const TcOperation *op = ((TcProvisional *) g_ptr_array_index (self->provisional, i))->op;

    if (op->head.replica != self->number &&
        tc_database_get_int (self->db, 0,
                             "SELECT 1 FROM provisional WHERE operation_id = ? AND applied = 1",
                             "i", op->head.id))
      tc_operation_rows_append (ids, op);
  }
  return ids;
}

/* What @query tells of: an operation's number or id, and what became of it. */
static void
add_undecided (TcReplica *self, GPtrArray *found, TcQuery *query, gboolean by_id)
{
  GPtrArray *pending = tc_outbox_get_pending (self->outbox);

  while (found->len < TC_UNDECIDED_MAX && tc_query_next (query)) {
    gint64 key = tc_query_int (query, 0);

    for (guint i = 0; i < pending->len; i++) {
      const TcPending *one = g_ptr_array_index (pending, i);
      const TcOperationHead *head = &one->op->head;
      TcUndecided *undecided;

      if ((by_id ? head->id : head->seq) != key)
        continue;
      if (one->lsn > 0)
        break;
      undecided = g_new0 (TcUndecided, 1);
      undecided->op = tc_operation_ref (one->op);
      undecided->deferred = tc_query_int (query, 1) == TC_PLACED_DEFERRED;
      undecided->refusal = tc_refusal_copy (g_hash_table_lookup (self->reasons, &head->seq));
      g_ptr_array_add (found, undecided);
      break;
    }
  }
}

static int
compare_undecided (gconstpointer a, gconstpointer b)
{
  gint64 left = (*(const TcUndecided *const *) a)->op->head.seq;
  gint64 right = (*(const TcUndecided *const *) b)->op->head.seq;

  return (left > right) - (left < right);
}

GPtrArray *
tc_replica_list_undecided (TcReplica *self)
{
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_undecided_free);
  g_autoptr (TcQuery) alone = tc_database_query (
      self->db, "SELECT seq, applied FROM pending_undo WHERE applied <> ? ORDER BY seq", "i",
      (gint64) TC_PLACED_APPLIED);
  g_autoptr (TcQuery) placed = tc_database_query (
      self->db, "SELECT operation_id, applied FROM provisional WHERE applied <> ? ORDER BY place",
      "i", (gint64) TC_PLACED_APPLIED);

  add_undecided (self, found, alone, FALSE);
  add_undecided (self, found, placed, TRUE);
  g_ptr_array_sort (found, compare_undecided);
  return found;
}

guint64
tc_replica_get_waiting_version (TcReplica *self)
{
  return tc_outbox_get_version (self->outbox) + self->provisional_version + self->idle_version;
}

gint64
tc_replica_get_doubt (TcReplica *self)
{
  return self->doubt;
}

gboolean
tc_replica_has_pending (TcReplica *self, gint64 id)
{
  GPtrArray *pending = tc_outbox_get_pending (self->outbox);

  for (guint i = 0; i < pending->len; i++) {
    if (((const TcPending *) g_ptr_array_index (pending, i))->op->head.id == id)
      return TRUE;
  }
  return FALSE;
}

void
tc_replica_get_position (TcReplica *self, TcPosition *position)
{
  *position = self->position;
}
