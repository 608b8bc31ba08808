/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Taking pending operations back, applying what the server confirmed, applying the pending ones
 * again; see tc-replica-private.h.
 */
#include "tc-replica-private.h"

#include "tc-field-proposal.h"
#include "tc-id.h"
#include "tc-incident-queries.h"
#include "tc-incident-text.h"
#include "tc-snapshot.h"

#include <string.h>

void
tc_replica_note_placed (TcReplica *self, gint64 seq, gint64 placed, const TcRefusal *refusal)
{
  if (placed != TC_PLACED_APPLIED) {
    g_hash_table_insert (self->reasons, g_memdup2 (&seq, sizeof seq), tc_refusal_copy (refusal));
    self->idle_version++;
  } else {
    self->idle_version += g_hash_table_remove (self->reasons, &seq);
  }
}

static void
keep_undo (TcReplica *self, gint64 seq, GBytes *images, gint64 applied)
{
  tc_database_execute (self->db, "INSERT INTO pending_undo (seq, images, applied) VALUES (?,?,?)",
                       "iyi", seq, images, applied);
}

TcOutcome
tc_replica_execute (TcReplica *self, const TcOperation *op, TcRefusal **refusal, GError **error)
{
  TcOutcome outcome;

  if (self->hooks.deaths && self->hooks.deaths (op, self->data) >= TC_REPLICA_DEATHS_MAX)
    return TC_OUTCOME_DEFERRED;
  if (tc_replica_is_purged (self, op)) {
    *refusal = tc_refusal_new ("operation.purged", NULL);
    return TC_OUTCOME_REFUSED;
  }
  if (self->hooks.executing)
    self->hooks.executing (op, self->data);
  outcome = tc_execute (self->db, FALSE, self->capture, op, refusal, error);
  if (self->hooks.executing)
    self->hooks.executing (NULL, self->data);
  return outcome;
}

gboolean
tc_replica_apply_pending (TcReplica *self, const TcOperation *op, TcRefusal **refusal,
                          GError **error)
{
  TcOutcome outcome = tc_replica_execute (self, op, refusal, error);

  if (outcome == TC_OUTCOME_FAILED || outcome == TC_OUTCOME_REFUSED)
    return FALSE;
  g_autoptr (GBytes) undo = tc_capture_dup_undo (self->capture);
  tc_capture_drop (self->capture);
  gint64 placed = outcome == TC_OUTCOME_APPLIED ? TC_PLACED_APPLIED : TC_PLACED_DEFERRED;
  keep_undo (self, op->head.seq, undo, placed);
  tc_replica_note_placed (self, op->head.seq, placed, NULL);
  return TRUE;
}

gboolean
tc_replica_place_pending (TcReplica *self, const TcOperation *op, GError **error)
{
  g_autoptr (TcRefusal) refusal = NULL;
  g_autoptr (GBytes) nothing = NULL;
  GError *local = NULL;

  if (tc_replica_apply_pending (self, op, &refusal, &local))
    return TRUE;
  if (local && !g_error_matches (local, TC_ERROR, TC_ERROR_STATEMENT)) {
    g_propagate_error (error, local);
    return FALSE;
  }
  g_clear_error (&local);
  nothing = g_bytes_new (NULL, 0);
  keep_undo (self, op->head.seq, nothing, TC_PLACED_IDLE);
  tc_replica_note_placed (self, op->head.seq, TC_PLACED_IDLE, refusal);
  return TRUE;
}

/* While the capture is paused. */
static void
undo_pending (TcReplica *self)
{
  g_autoptr (TcQuery) query = tc_database_query (
      self->db, "SELECT images FROM pending_undo ORDER BY seq DESC", NULL);

  while (tc_query_next (query)) {
    g_autoptr (GBytes) images = tc_query_dup_blob (query, 0);

    tc_rows_apply (self->db, self->catalogue, images);
  }
  tc_database_execute (self->db, "DELETE FROM pending_undo", NULL);
}

static void
undo_all (TcReplica *self)
{
  /* Of what is settled meanwhile nothing is said any more. */
  self->idle_version += g_hash_table_size (self->reasons) > 0;
  g_hash_table_remove_all (self->reasons);
  tc_capture_set_paused (self->capture, TRUE);
  undo_pending (self);
  tc_replica_undo_provisional (self);
  tc_capture_set_paused (self->capture, FALSE);
}

/* Those that are not among the provisional ones. */
static gboolean
reapply_pending (TcReplica *self, gint64 confirmed_lsn, GError **error)
{
  GPtrArray *pending = tc_outbox_get_pending (self->outbox);

  for (guint i = 0; i < pending->len; i++) {
    const TcPending *one = g_ptr_array_index (pending, i);

    if ((one->lsn > 0 && one->lsn <= confirmed_lsn) ||
        tc_replica_is_placed (self, one->op->head.seq))
      continue;
    if (!tc_replica_place_pending (self, one->op, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
reapply_all (TcReplica *self, gint64 confirmed_lsn, GError **error)
{
  return tc_replica_apply_provisional (self, confirmed_lsn, error) &&
         reapply_pending (self, confirmed_lsn, error);
}

/* Whether anything is applied beyond the confirmed state. */
static gboolean
has_more (TcReplica *self)
{
  return tc_outbox_get_pending (self->outbox)->len > 0 || self->provisional->len > 0;
}

/* Of a newer server: rows and values that this program doesn't know. It goes on without them; once
 * it is a newer one it has to fetch what it lacks. */
static void
note_passed_over (TcReplica *self, const TcPassedOver *now)
{
  if (now->rows != self->passed_over.rows || now->values != self->passed_over.values)
    tc_database_execute (self->db,
                         "INSERT INTO passed_over (id, version) VALUES (1, ?)"
                         " ON CONFLICT (id) DO NOTHING",
                         "i", (gint64) self->schema_version);
}

static gboolean
finish (TcReplica *self, gboolean ok, GError **error)
{
  const TcPassedOver passed_over = *tc_catalogue_get_passed_over (self->catalogue);

  if (ok)
    note_passed_over (self, &passed_over);
  gboolean committed = ok && tc_database_commit (self->db, error);

  if (committed)
    self->passed_over = passed_over;
  if (!committed) {
    tc_database_rollback (self->db);
    /* What made it fail has been told; the connection goes on. */
    g_autoptr (GError) told = NULL;
    if (!tc_database_check (self->db, &told) && error && !*error)
      g_propagate_error (error, g_steal_pointer (&told));
  }
  tc_replica_tell_changes (self, committed);
  return committed;
}

gboolean
tc_replica_reapply (TcReplica *self, GError **error)
{
  tc_database_begin (self->db);
  undo_all (self);
  return finish (self, reapply_all (self, self->position.lsn, error), error);
}

gboolean
tc_replica_apply_newest (TcReplica *self, GError **error)
{
  gint64 lsn = self->position.lsn;

  tc_database_begin (self->db);
  tc_capture_set_paused (self->capture, TRUE);
  undo_pending (self);
  tc_capture_set_paused (self->capture, FALSE);
  return finish (
      self, tc_replica_append_provisional (self, lsn, error) && reapply_pending (self, lsn, error),
      error);
}

static void
save_position (TcDatabase *db, const TcPosition *position)
{
  tc_database_execute (db,
                       "INSERT INTO position (id, log_id, epoch, lsn, link) VALUES (1, ?, ?, ?, ?)"
                       " ON CONFLICT (id) DO UPDATE SET log_id = excluded.log_id,"
                       " epoch = excluded.epoch, lsn = excluded.lsn, link = excluded.link",
                       "biib", position->log_id, (gsize) TC_LOG_ID_SIZE, position->epoch,
                       position->lsn, position->link.bytes, (gsize) TC_DIGEST_SIZE);
}

/* What was in the log when the rows were offered, and what isn't in them. */
static void
save_load_head (TcReplica *self, TcDatabase *db)
{
  tc_database_execute (db,
                       "INSERT INTO load_head (id, lsn) VALUES (1, ?)"
                       " ON CONFLICT (id) DO UPDATE SET lsn = excluded.lsn",
                       "i", self->head_lsn);
}

/* Before a byte of it is decoded: the sections that we hold are all here and are what the chain
 * says, and the chain continues ours. */
static gboolean
check_frame (TcReplica *self, const TcPosition *before, const TcFrame *frame, GError **error)
{
  TcDigest link = tc_frame_next_link (&before->link, frame);
  const char *fault = NULL;
  guint at = 0;

  if (frame->first_lsn != before->lsn + 1 || frame->last_lsn < frame->first_lsn)
    fault = "it does not continue this replica";
  else if (!tc_digest_equal (&link, &frame->link))
    fault = "its link is another";
  for (guint i = 0; i < frame->hashes->len && !fault; i++) {
    const TcScopeHash *hash = &g_array_index (frame->hashes, TcScopeHash, i);
    const TcScopeBody *body = at < frame->bodies->len
                                  ? &g_array_index (frame->bodies, TcScopeBody, at)
                                  : NULL;

    if (!body || body->scope != hash->scope) {
      fault = tc_ids_contain (self->rights, hash->scope) ? "a section is missing" : NULL;
      continue;
    }
    TcDigest found = tc_frame_section_hash (body->scope, body->body);
    if (!tc_digest_equal (&found, &hash->hash))
      fault = "a section is damaged";
    else if (!tc_ids_contain (self->rights, hash->scope))
      fault = "it has a scope that this desk may not hold";
    at++;
  }
  if (!fault && at != frame->bodies->len)
    fault = "it has a section that its chain does not know";
  if (fault)
    g_set_error (error, TC_ERROR, TC_ERROR_DIVERGED,
                 "receiving the frame of %" G_GINT64_FORMAT ": %s", frame->last_lsn, fault);
  return fault == NULL;
}

/* Moves @position on over frames that fit. */
static gboolean
apply_each (TcReplica *self, GPtrArray *frames, TcPosition *position, GError **error)
{
  for (guint i = 0; i < frames->len; i++) {
    const TcFrame *frame = g_ptr_array_index (frames, i);

    if (!check_frame (self, position, frame, error))
      return FALSE;
    tc_replica_apply_bodies (self, frame);
    position->lsn = frame->last_lsn;
    position->link = frame->link;
  }
  save_position (self->db, position);
  if (self->keeper)
    self->keeper->frames (frames, self->keeper_data);
  return TRUE;
}

/* The last link is the server's word for all of them: the chain leads from ours to it. */
static gboolean
check_signature (TcReplica *self, GPtrArray *frames, GError **error)
{
  if (frames->len > 0 &&
      tc_frame_verify (g_ptr_array_index (frames, frames->len - 1), &self->server_key))
    return TRUE;
  g_set_error (error, TC_ERROR, TC_ERROR_DENIED, "receiving frames: the server did not sign them");
  return FALSE;
}

gboolean
tc_replica_apply_frames (TcReplica *self, GPtrArray *frames, GError **error)
{
  TcPosition next = self->position;
  gboolean pending = has_more (self);
  guint dropped;

  if (!check_signature (self, frames, error))
    return FALSE;
  tc_database_begin (self->db);
  if (pending)
    undo_all (self);
  gboolean ok = apply_each (self, frames, &next, error);
  if (ok && pending)
    ok = reapply_all (self, next.lsn, error);
  if (!finish (self, ok, error))
    return FALSE;
  self->position = next;
  tc_replica_forget_seen (self);
  if (!tc_outbox_drop_until (self->outbox, next.lsn, &dropped, error))
    return FALSE;
  self->purge_due |= dropped > 0;
  return TRUE;
}

/* What this desk made for itself of rows that go; before they do. */
static void
forget_own (TcReplica *self)
{
  tc_field_learn_reset (self->db);
  tc_incident_similar_forget_looks (self->db);
}

gboolean
tc_replica_holds (TcDatabase *db, gint64 scope)
{
  return tc_database_get_int (
      db, 0, "SELECT 1 FROM held_scope WHERE id = ? AND kind <> '" TC_SCOPE_WIPED "'", "i", scope);
}

static void
wipe_scope (TcReplica *self, gint64 scope)
{
  guint n;
  const TcTable *const *tables = tc_catalogue_list (self->catalogue, &n);

  for (guint i = 0; i < n; i++) {
    g_autofree char *sql = g_strdup_printf ("DELETE FROM %s WHERE scope = ?", tables[i]->name);

    tc_database_execute (self->db, sql, "i", scope);
  }
  tc_database_execute (self->db, "UPDATE held_scope SET kind = '" TC_SCOPE_WIPED "' WHERE id = ?",
                       "i", scope);
  tc_replica_forget_parts_of (self, scope);
  if (self->keeper)
    self->keeper->wiped (scope, self->keeper_data);
}

static void
wipe_all (TcReplica *self)
{
  guint n;
  const TcTable *const *tables = tc_catalogue_list (self->catalogue, &n);

  forget_own (self);
  for (guint i = 0; i < n; i++) {
    g_autofree char *sql = g_strdup_printf ("DELETE FROM %s", tables[i]->name);

    tc_database_execute (self->db, sql, NULL);
  }
  tc_database_execute (self->db, "DELETE FROM passed_over", NULL);
  tc_replica_forget_parts (self);
}

/* All rows go: what takes some of them back goes too. */
static void
forget_undo (TcReplica *self)
{
  tc_database_execute (self->db, "DELETE FROM pending_undo", NULL);
  tc_database_execute (self->db, "DELETE FROM provisional", NULL);
}

static void
save_rights (TcReplica *self, TcDatabase *db)
{
  tc_database_execute (db, "DELETE FROM held_scope WHERE kind <> '" TC_SCOPE_WIPED "'", NULL);
  for (guint i = 0; i < self->rights->len; i++)
    tc_database_execute (db,
                         "INSERT INTO held_scope (id, kind) VALUES (?, ?)"
                         " ON CONFLICT (id) DO UPDATE SET kind = excluded.kind",
                         "is", g_array_index (self->rights, gint64, i),
                         g_ptr_array_index (self->rights_kinds, i));
}

gboolean
tc_replica_replace (TcReplica *self, TcReplicaWork work, gpointer data, GError **error)
{
  TcPosition next = self->offered;
  guint dropped;

  /* Row by row news of a whole province is no news: hook replaced says it in one word. */
  tc_capture_set_listener (self->capture, NULL, NULL);
  tc_capture_set_paused (self->capture, TRUE);
  tc_database_begin (self->db);
  self->filled_new = !tc_database_get_int (self->db, 0, "SELECT 1 FROM held_scope LIMIT 1", NULL);
  forget_undo (self);
  wipe_all (self);
  /* A part of the new snapshots may be the same one. */
  tc_replica_drop_slice (self);
  gboolean ok = work (self, data, error);
  tc_capture_set_paused (self->capture, FALSE);
  if (ok) {
    save_rights (self, self->db);
    save_position (self->db, &next);
    save_load_head (self, self->db);
    ok = reapply_all (self, next.lsn, error);
  }
  ok = finish (self, ok, error);
  tc_capture_set_listener (self->capture, self->on_row, self);
  if (!ok)
    return FALSE;
  self->position = next;
  tc_replica_forget_seen (self);
  return tc_outbox_drop_until (self->outbox, next.lsn, &dropped, error);
}

gboolean
tc_replica_note_head (TcReplica *self, GError **error)
{
  save_load_head (self, self->db);
  return tc_database_check (self->db, error);
}

void
tc_replica_mark_filled (TcReplica *self, TcDatabase *filled)
{
  save_rights (self, filled);
  save_position (filled, &self->offered);
  save_load_head (self, filled);
}

gboolean
tc_replica_take_filled (TcReplica *self, TcDatabase *filled, GError **error)
{
  if (!tc_database_replace (self->db, filled, error))
    return FALSE;
  self->filled_new = FALSE;
  self->position = self->offered;
  tc_replica_drop_slice (self);
  return tc_replica_count_parts (self, error);
}

gboolean
tc_replica_within (TcReplica *self, TcReplicaWork work, gpointer data, GError **error)
{
  gboolean pending = has_more (self);

  tc_database_begin (self->db);
  if (pending)
    undo_all (self);
  gboolean ok = work (self, data, error);
  if (ok && pending)
    ok = reapply_all (self, self->position.lsn, error);
  return finish (self, ok, error);
}

static gboolean
load_files (TcReplica *self, gpointer data, GError **error)
{
  GPtrArray *contents = data;

  for (guint i = 0; i < contents->len; i++) {
    gint64 scope = g_array_index (self->offered_scopes, gint64, i);

    if (!tc_snapshot_load (self->db, self->catalogue, scope, &self->offered,
                           g_ptr_array_index (contents, i), NULL, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
tc_replica_apply_snapshots (TcReplica *self, GPtrArray *contents, GError **error)
{
  return tc_replica_replace (self, load_files, contents, error) &&
         tc_replica_count_parts (self, error);
}

/* What was deleted must not stand in the file's free pages or its WAL either. Until that is done
 * the scope stays marked, so that a stop in between or a reader in the way only puts it off to the
 * next greeting. */
static gboolean
scrub (TcReplica *self, gboolean tray_clean, GError **error)
{
  g_autoptr (GError) local = NULL;

  tc_database_execute_script (self->db, "VACUUM");
  if (!tc_database_check (self->db, error))
    return FALSE;
  if (tc_database_empty_wal (self->db, &local)) {
    if (tray_clean)
      tc_database_execute (self->db, "DELETE FROM held_scope WHERE kind = '" TC_SCOPE_WIPED "'",
                           NULL);
    return tc_database_check (self->db, error);
  }
  if (g_error_matches (local, TC_ERROR, TC_ERROR_BUSY))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* (transfer full) (element-type gint64): held, and not to be held any more */
static GArray *
list_lost (TcReplica *self)
{
  GArray *lost = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (TcQuery) query = tc_database_query (
      self->db, "SELECT id, kind = '" TC_SCOPE_WIPED "' FROM held_scope ORDER BY id", NULL);

  while (tc_query_next (query)) {
    gint64 scope = tc_query_int (query, 0);

    if (tc_query_int (query, 1) || !tc_ids_contain (self->rights, scope))
      g_array_append_val (lost, scope);
  }
  return lost;
}

/* What was seen of them stands beside operations in the outbox; until it is gone from its file the
 * outbox goes on naming them. */
static gboolean
wipe_tray (TcReplica *self, gboolean *clean, GError **error)
{
  g_autoptr (GArray) lost = tc_outbox_list_lost (self->outbox, self->rights);

  *clean = TRUE;
  if (lost->len > 0 && !tc_outbox_forget_seen (self->outbox, lost, clean, error))
    return FALSE;
  return !*clean || tc_outbox_set_allowed (self->outbox, self->rights, error);
}

gboolean
tc_replica_wipe_lost (TcReplica *self, GError **error)
{
  g_autoptr (GArray) lost = list_lost (self), before = NULL;
  gboolean tray_clean;

  /* What was put by may hold what this replica never did. */
  before = tc_outbox_list_lost (self->outbox, self->rights);
  if (lost->len + before->len > 0 && self->hooks.archive)
    self->hooks.archive (NULL, self->data);
  if (lost->len == 0)
    return wipe_tray (self, &tray_clean, error) && tc_database_check (self->db, error);
  /* The relay tells anew what may be seen now. */
  g_ptr_array_set_size (self->provisional, 0);
  self->provisional_version++;
  tc_database_begin (self->db);
  undo_all (self);
  tc_capture_set_paused (self->capture, TRUE);
  forget_own (self);
  for (guint i = 0; i < lost->len; i++)
    wipe_scope (self, g_array_index (lost, gint64, i));
  tc_incident_text_reset (self->db);
  tc_capture_set_paused (self->capture, FALSE);
  if (!finish (self, reapply_all (self, self->position.lsn, error), error) ||
      !tc_replica_count_parts (self, error) || !wipe_tray (self, &tray_clean, error))
    return FALSE;
  return scrub (self, tray_clean, error);
}

gboolean
tc_replica_start_over (TcReplica *self, GError **error)
{
  tc_capture_set_paused (self->capture, TRUE);
  tc_database_begin (self->db);
  forget_undo (self);
  tc_database_execute (self->db, "DELETE FROM position", NULL);
  tc_database_execute (self->db, "UPDATE held_scope SET kind = '" TC_SCOPE_WIPED "'", NULL);
  wipe_all (self);
  tc_incident_text_reset (self->db);
  tc_capture_set_paused (self->capture, FALSE);
  memset (&self->position, 0, sizeof self->position);
  return finish (self, reapply_all (self, 0, error), error) && tc_replica_count_parts (self, error);
}

gboolean
tc_replica_forget (TcReplica *self, GError **error)
{
  tc_database_execute (self->db, "DELETE FROM position", NULL);
  memset (&self->position, 0, sizeof self->position);
  return tc_database_check (self->db, error);
}
