/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The hub: settling operations and committing them; see the header. tc-hub-peer.c has the lines.
 *
 * DESIGN: operations wait in one queue, whoever made them. A flush takes some of them, settles each
 * inside one transaction, and writes log and state together. Answers and frames go out only when
 * COMMIT has returned; if it fails nobody is told anything, the hub is thrown away, and whoever
 * sends an operation again gets the answer that the log has for it.
 */
#include "tc-relay-private.h"

#include "tc-execute.h"
#include "tc-id.h"
#include "tc-limits.h"
#include "tc-reading-rights.h"

#include <string.h>

/* How long before its end the lease is taken again. */
#define LEASE_AHEAD_US (2 * TC_US_PER_S)
/* Of the operations in one commit, so that its frame stays well below a message. */
#define COMMIT_BYTES_MAX (512 * 1024)
/* Of the rows that they change: the commit ends with the operation that reaches it. */
#define COMMIT_IMAGES_MAX (1024 * 1024)

void
tc_hub_free_waiting (gpointer data)
{
  TcWaiting *waiting = data;

  tc_operation_unref (waiting->op);
  g_free (waiting);
}

static void
on_row_cb (const TcRowChange *change, gpointer data)
{
  TcHub *hub = data;

  if (tc_reading_rights_touches (change->table->name))
    hub->rights_changed = TRUE;
  if (!strcmp (change->table->name, "purge"))
    hub->purge_due = TRUE;
}

static gboolean
open_log (TcHub *hub, gint64 now_us, GError **error)
{
  guint8 log_id[TC_LOG_ID_SIZE];

  hub->hooks.random (log_id, sizeof log_id, hub->data);
  tc_database_begin (hub->db);
  hub->log = tc_log_sqlite_new (hub->db, log_id, error);
  if (!hub->log) {
    tc_database_rollback (hub->db);
    return FALSE;
  }
  /* A commit of the process before this one may be seen and not be on disk yet; what desks are told
   * of it must hold. */
  if (!tc_database_commit (hub->db, error) ||
      !tc_log_store_lease (hub->log, now_us, &hub->lease_until_us, error) ||
      !tc_database_settle_wal (hub->db, error) ||
      !tc_log_store_head (hub->log, &hub->position, error))
    return FALSE;
  hub->own_seq = tc_log_store_last_seq (hub->log, TC_REPLICA_SERVER, error);
  return hub->own_seq >= 0;
}

static TcHub *
make_hub (TcDatabase *db, const TcHubHooks *hooks, gpointer data, GError **error)
{
  g_autoptr (TcHub) hub = g_new0 (TcHub, 1);

  hub->db = db;
  hub->hooks = *hooks;
  hub->data = data;
  hub->schema = &tc_schema_state;
  hub->waiting = g_queue_new ();
  hub->peers = g_ptr_array_new ();
  hub->queue = g_queue_new ();
  hub->carried = g_hash_table_new (NULL, NULL);
  hub->enrolled_again = g_hash_table_new (NULL, NULL);
  hub->settled = g_hash_table_new (NULL, NULL);
  hub->made_anew = tc_hub_new_made_anew ();
  hub->looked_through = g_hash_table_new (NULL, NULL);
  hub->catalogue = tc_catalogue_load (db, error);
  return hub->catalogue ? g_steal_pointer (&hub) : NULL;
}

TcHub *
tc_hub_new_for_relay (TcDatabase *db, const TcPublicKey *server_key, TcRelay *relay,
                      const TcHubHooks *hooks, gpointer data, gint64 now_us, GError **error)
{
  static const guint8 unknown[TC_LOG_ID_SIZE];
  g_autoptr (TcHub) hub = make_hub (db, hooks, data, error);

  if (!hub)
    return NULL;
  hub->relay = relay;
  hub->public_key = *server_key;
  hub->log = tc_log_sqlite_new (db, unknown, error);
  /* Nobody but one process serves these files. */
  if (!hub->log || !tc_log_store_lease (hub->log, now_us, &hub->lease_until_us, error) ||
      !tc_hub_read_head (hub, error))
    return NULL;
  return g_steal_pointer (&hub);
}

gboolean
tc_hub_read_head (TcHub *hub, GError **error)
{
  return tc_log_store_head (hub->log, &hub->position, error);
}

TcHub *
tc_hub_new (TcDatabase *db, const TcKey *key, const TcHubHooks *hooks, gpointer data, gint64 now_us,
            GError **error)
{
  g_autoptr (TcHub) hub = make_hub (db, hooks, data, error);

  if (!hub)
    return NULL;
  hub->key = key;
  hub->public_key = *tc_key_get_public (key);
  if (!open_log (hub, now_us, error) || !tc_hub_mark_schema (hub, now_us, error))
    return NULL;
  hub->last_id = tc_database_get_int (
      db, 0, "SELECT max(operation_id) FROM log_operation WHERE replica = 0", NULL);
  hub->last_id = MAX (hub->last_id, tc_hub_oldest_id (hub));
  hub->purge_due = TRUE;
  hub->purge_closed_lsn = tc_database_get_int (db, 0, "SELECT max (closed_lsn) FROM log_purge",
                                               NULL);
  if (!tc_database_check (db, error))
    return NULL;
  hub->capture = tc_capture_new (db, hub->catalogue, FALSE);
  tc_capture_set_listener (hub->capture, on_row_cb, hub);
  return g_steal_pointer (&hub);
}

/* Operations of our own that never came to a commit: nothing is known of them. */
static void
abandon_waiting (TcHub *hub)
{
  g_autoptr (GError) error = g_error_new_literal (TC_ERROR, TC_ERROR_UNKNOWN,
                                                  "the hub was closed before the commit");
  TcWaiting *waiting;

  while ((waiting = g_queue_pop_head (hub->waiting))) {
    if (waiting->func)
      waiting->func (NULL, error, waiting->data);
    tc_hub_free_waiting (waiting);
  }
}

void
tc_hub_free (TcHub *hub)
{
  if (!hub)
    return;
  tc_hub_drop_carried (hub, NULL);
  abandon_waiting (hub);
  g_queue_free (hub->waiting);
  for (guint i = 0; i < hub->peers->len; i++)
    tc_hub_peer_free (g_ptr_array_index (hub->peers, i));
  g_ptr_array_unref (hub->peers);
  g_queue_free (hub->queue);
  g_hash_table_unref (hub->carried);
  g_hash_table_unref (hub->enrolled_again);
  g_hash_table_unref (hub->settled);
  g_hash_table_unref (hub->made_anew);
  g_hash_table_unref (hub->looked_through);
  g_clear_pointer (&hub->purge, tc_hub_purge_free);
  g_clear_pointer (&hub->capture, tc_capture_free);
  g_clear_pointer (&hub->log, tc_log_store_free);
  g_clear_pointer (&hub->catalogue, tc_catalogue_free);
  g_clear_pointer (&hub->older, g_array_unref);
  g_free (hub);
}

void
tc_hub_enqueue (TcHub *hub, TcOperation *op, TcHubPeer *peer, TcHubVerdictFunc func, gpointer data)
{
  TcWaiting *waiting = g_new0 (TcWaiting, 1);

  waiting->op = op;
  waiting->peer = peer;
  waiting->func = func;
  waiting->data = data;
  hub->waiting_bytes += g_bytes_get_size (op->bytes);
  g_queue_push_tail (hub->waiting, waiting);
}

gint64
tc_hub_get_last_id (TcHub *hub)
{
  return hub->last_id;
}

void
tc_hub_submit (TcHub *hub, const TcOperationType *type, GVariant *args, const TcRecord *record,
               gint64 now_us, TcHubVerdictFunc func, gpointer data)
{
  TcOperationHead head = {0};

  head.id = hub->hooks.make_id (now_us, hub->data);
  head.seq = hub->own_seq + 1;
  head.made_us = record ? record->made_us : now_us;
  head.actor_id = record ? record->actor_id : 0;
  head.replica = TC_REPLICA_SERVER;
  hub->hooks.random (head.nonce, TC_NONCE_SIZE, hub->data);
  TcOperation *op = tc_operation_new (type->name, type->version, &head, args, hub->key);
  g_autoptr (TcRefusal) refusal = tc_operation_check_size (op);
  if (refusal) {
    TcVerdict verdict = {0, refusal};

    tc_operation_unref (op);
    if (func)
      func (&verdict, NULL, data);
    return;
  }
  hub->own_seq = head.seq;
  tc_hub_enqueue (hub, op, NULL, func, data);
}

gboolean
tc_hub_has_work (TcHub *hub)
{
  return !g_queue_is_empty (hub->waiting);
}

gboolean
tc_hub_is_full (TcHub *hub)
{
  return hub->waiting->length >= TC_HUB_WAITING_MAX ||
         hub->waiting_bytes >= TC_HUB_WAITING_BYTES_MAX;
}

static TcRefusal *
refuse_time (const char *code, gint64 time_us, gint64 now_us)
{
  return tc_refusal_new (code, "time_us", TC_I, time_us, "now_us", TC_I, now_us, NULL);
}

/* Times that a desk claims lie within bounds: what it made, and what a legal term counts from. */
static TcRefusal *
check_times (const TcOperation *op, gint64 now_us)
{
  gint64 received_us = op->head.made_us;

  if (op->head.replica == TC_REPLICA_SERVER)
    return NULL;
  g_variant_lookup (op->args, "received_us", "x", &received_us);
  gint64 oldest_us = MIN (op->head.made_us, received_us);
  gint64 newest_us = MAX (op->head.made_us, received_us);
  if (newest_us > now_us + TC_CLOCK_AHEAD_MAX_US)
    return refuse_time ("operation.future", newest_us, now_us);
  if (oldest_us < now_us - TC_OFFLINE_MAX_US)
    return refuse_time ("operation.too-old", oldest_us, now_us);
  return NULL;
}

static guint
count_deaths (TcHub *hub, const TcOperation *op)
{
  return hub->hooks.deaths ? hub->hooks.deaths (op, hub->data) : 0;
}

/* What is refused without being tried. */
static TcRefusal *
check_before (TcHub *hub, const TcOperation *op, gint64 now_us)
{
  if (count_deaths (hub, op) >= TC_HUB_DEATHS_MAX)
    return tc_refusal_new ("operation.poison", "operation", TC_S, op->name, NULL);
  return check_times (op, now_us);
}

/* @taken: (nullable): NULL when it is over */
static void
tell_executing (TcHub *hub, const GQueue *taken)
{
  TcOperation *ops[TC_BATCH_OPERATIONS_MAX];
  guint n = 0;

  if (!hub->hooks.executing)
    return;
  for (const GList *item = taken ? taken->head : NULL; item; item = item->next) {
    TcOperation *op = ((const TcWaiting *) item->data)->op;

    if (count_deaths (hub, op) < TC_HUB_DEATHS_MAX)
      ops[n++] = op;
  }
  hub->hooks.executing (ops, n, hub->data);
}

/* Settles one operation inside the transaction and adds it to the batch. FALSE: the database
 * failed. */
static gboolean
settle (TcHub *hub, TcLogBatch *batch, TcWaiting *waiting, gint64 now_us, GError **error)
{
  TcLogEntry entry = {hub->position.lsn + batch->entries->len + 1, tc_operation_ref (waiting->op),
                      check_before (hub, waiting->op, now_us)};

  if (!entry.refusal && tc_execute (hub->db, TRUE, hub->capture, waiting->op, &entry.refusal,
                                    error) == TC_OUTCOME_FAILED) {
    tc_operation_unref (entry.op);
    return FALSE;
  }
  tc_capture_keep (hub->capture);
  tc_hub_note_made_anew (hub, entry.op);
  g_array_append_val (batch->entries, entry);
  return TRUE;
}

static void
seal (TcHub *hub, TcLogBatch *batch, gint64 now_us)
{
  g_autoptr (GArray) sections = tc_capture_take_sections (hub->capture);
  TcFrame *frame = batch->frame;

  frame->first_lsn = hub->position.lsn + 1;
  frame->last_lsn = hub->position.lsn + batch->entries->len;
  frame->time_us = now_us;
  frame->ops_root = tc_log_batch_root (batch);
  for (guint i = 0; i < sections->len; i++) {
    const TcSection *section = &g_array_index (sections, TcSection, i);
    TcScopeHash hash = {section->scope, tc_frame_section_hash (section->scope, section->body)};
    TcScopeBody body = {section->scope, g_bytes_ref (section->body)};

    g_array_append_val (frame->hashes, hash);
    g_array_append_val (frame->bodies, body);
  }
  frame->link = tc_frame_next_link (&hub->position.link, frame);
  tc_frame_sign (frame, hub->key);
}

/* What stands behind @last; NULL: all of it. */
static void
give_back (TcHub *hub, GQueue *taken, const GList *last)
{
  while (taken->tail != last) {
    TcWaiting *waiting = g_queue_pop_tail (taken);

    hub->waiting_bytes += g_bytes_get_size (waiting->op->bytes);
    g_queue_push_head (hub->waiting, waiting);
  }
}

static gboolean
commit (TcHub *hub, TcLogBatch *batch, GQueue *taken, gint64 now_us, GError **error)
{
  tc_database_begin (hub->db);
  for (GList *item = taken->head; item; item = item->next) {
    if (!settle (hub, batch, item->data, now_us, error))
      return FALSE;
    if (tc_capture_get_kept (hub->capture) >= COMMIT_IMAGES_MAX)
      give_back (hub, taken, item);
  }
  seal (hub, batch, now_us);
  tell_executing (hub, NULL);
  TcLogOutcome outcome = tc_log_store_append (hub->log, hub->position.epoch, hub->position.lsn,
                                              batch, error);
  if (outcome == TC_LOG_CONFLICT)
    g_set_error (error, TC_ERROR, TC_ERROR_DIVERGED, "appending to the log: somebody else did");
  if (outcome != TC_LOG_OK)
    return FALSE;
  tc_hub_empty_purged (hub, batch);
  return tc_database_commit (hub->db, error);
}

static void
answer (TcHub *hub, const TcLogBatch *batch, GQueue *taken)
{
  guint i = 0;

  hub->counts.commits++;
  for (GList *item = taken->head; item; item = item->next, i++) {
    TcWaiting *waiting = item->data;
    const TcLogEntry *entry = &g_array_index (batch->entries, TcLogEntry, i);
    TcVerdict verdict = {entry->lsn, entry->refusal};

    hub->counts.refused += entry->refusal != NULL;
    hub->counts.accepted += entry->refusal == NULL;
    if (waiting->peer)
      tc_hub_peer_add_answer (waiting->peer, waiting->op->head.seq, entry->lsn, entry->refusal);
    if (waiting->func)
      waiting->func (&verdict, NULL, waiting->data);
  }
}

GQueue *
tc_hub_take_waiting (TcHub *hub)
{
  GQueue *taken = g_queue_new ();
  gsize bytes = 0;

  while (taken->length < TC_BATCH_OPERATIONS_MAX && bytes < COMMIT_BYTES_MAX &&
         !g_queue_is_empty (hub->waiting)) {
    TcWaiting *waiting = g_queue_peek_head (hub->waiting);
    gboolean alone = count_deaths (hub, waiting->op) > 0;

    if (alone && taken->length > 0)
      break;
    bytes += g_bytes_get_size (waiting->op->bytes);
    g_queue_push_tail (taken, g_queue_pop_head (hub->waiting));
    if (alone)
      break;
  }
  hub->waiting_bytes -= bytes;
  return taken;
}

gboolean
tc_hub_flush (TcHub *hub, gint64 now_us, GError **error)
{
  g_autoptr (TcLogBatch) batch = tc_log_batch_new ();
  GError *fault = NULL;

  if (g_queue_is_empty (hub->waiting))
    return TRUE;
  if (hub->relay)
    return tc_relay_keep_waiting (hub->relay, now_us, error);
  if (now_us > hub->lease_until_us - LEASE_AHEAD_US &&
      !tc_log_store_lease (hub->log, now_us, &hub->lease_until_us, error))
    return FALSE;
  GQueue *taken = tc_hub_take_waiting (hub);
  gint64 closed_lsn = hub->purge_closed_lsn;
  hub->rights_changed = FALSE;
  tell_executing (hub, taken);
  if (!commit (hub, batch, taken, now_us, &fault)) {
    /* What can't be carried out would end the process at its next start, too: that it is being
     * applied stays said, as if the process had died of it. Not so of a disk. */
    if (!g_error_matches (fault, TC_ERROR, TC_ERROR_STATEMENT))
      tell_executing (hub, NULL);
    g_propagate_error (error, fault);
    tc_database_rollback (hub->db);
    give_back (hub, taken, NULL);
    g_queue_free (taken);
    return FALSE;
  }
  hub->position.lsn = batch->frame->last_lsn;
  hub->position.link = batch->frame->link;
  answer (hub, batch, taken);
  g_queue_free_full (taken, tc_hub_free_waiting);
  if (hub->rights_changed)
    tc_hub_review_rights (hub);
  tc_hub_publish (hub, batch->frame, now_us);
  if (hub->purge_closed_lsn != closed_lsn && hub->hooks.purged)
    hub->hooks.purged (hub->purge_closed_lsn, FALSE, hub->data);
  if (hub->hooks.committed)
    hub->hooks.committed (hub->position.lsn, hub->data);
  return TRUE;
}

gboolean
tc_hub_trim (TcHub *hub, gint64 before_us, TcLogTrim *trim, GError **error)
{
  return tc_log_store_trim (hub->log, before_us, trim, error);
}

gboolean
tc_hub_pack (TcHub *hub, guint operations, gboolean *more, GError **error)
{
  return tc_log_store_pack (hub->log, operations, more, error);
}

void
tc_hub_get_position (TcHub *hub, TcPosition *position)
{
  *position = hub->position;
}

guint
tc_hub_get_peers (TcHub *hub)
{
  return hub->peers->len;
}
