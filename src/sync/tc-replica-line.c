/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The replica's end of the line: greeting, answers, frames, snapshots, questions; see tc-replica.h.
 */
#include "tc-replica-private.h"

#include "tc-enrolment-proof.h"
#include "tc-limits.h"

#include <string.h>

/* Bytes of operations in one message, well below its limit. */
#define SEND_BYTES_MAX (512 * 1024)

void
tc_replica_send (TcReplica *self, const TcLineMessage *message)
{
  g_autoptr (GBytes) bytes = tc_line_message_write (message);

  self->hooks.send (bytes, self->data);
}

/* Snapshots that were offered are not waited for any more. */
static void
forget_offer (TcReplica *self)
{
  memset (&self->offered, 0, sizeof self->offered);
}

static void
set_state (TcReplica *self, TcReplicaState state)
{
  self->state = state;
  if (state >= TC_REPLICA_CATCHING)
    forget_offer (self);
  tc_replica_tell_status (self);
}

static gboolean
is_welcome (TcReplica *self)
{
  return self->state >= TC_REPLICA_LOADING;
}

void
tc_replica_line_opened (TcReplica *self)
{
  self->sent_seq = 0;
  self->resumed = FALSE;
  self->told_settled = FALSE;
  self->at_relay = FALSE;
  set_state (self, TC_REPLICA_GREETING);
}

void
tc_replica_line_closed (TcReplica *self)
{
  set_state (self, TC_REPLICA_OFFLINE);
}

/* Sequence numbers that the server doesn't know and never will: of operations that were settled
 * before it was restored and are not sent again. @settled: nothing is to be sent */
static void
skip_to (TcReplica *self, gint64 seq, gboolean settled)
{
  g_autoptr (TcLineMessage) notice = tc_line_message_new (TC_LINE_NOTICE);

  notice->name = g_strdup (TC_NOTICE_SKIP);
  notice->value = g_variant_ref_sink (
      g_variant_new_parsed ("{'seq': <%x>, 'settled': <%b>}", seq, settled));
  tc_replica_send (self, notice);
  self->known_seq = seq;
}

/* Whether all that it made is settled, of which the server was told in this life or another. */
static gboolean
is_settled (TcReplica *self)
{
  GPtrArray *pending = tc_outbox_get_pending (self->outbox);

  for (guint i = 0; i < pending->len; i++)
    if (((const TcPending *) g_ptr_array_index (pending, i))->lsn == 0)
      return FALSE;
  return TRUE;
}

/* A relay may still have something of it that was settled before the server was restored, or that
 * it lost since, when its disk was put back: it is told, once on a line. */
static void
tell_settled (TcReplica *self)
{
  gint64 last_seq = tc_outbox_next_seq (self->outbox) - 1;

  if (!is_welcome (self) || (self->told_settled && self->known_seq >= last_seq) ||
      !is_settled (self))
    return;
  self->told_settled = TRUE;
  skip_to (self, last_seq, TRUE);
}

void
tc_replica_send_pending (TcReplica *self)
{
  GPtrArray *pending = tc_outbox_get_pending (self->outbox);
  gboolean doubtful = tc_replica_has_doubtful (self);
  guint at = 0;

  while (is_welcome (self) && at < pending->len) {
    g_autoptr (TcLineMessage) message = tc_line_message_new (TC_LINE_OPERATIONS);
    gsize bytes = 0;

    for (; at < pending->len && bytes < SEND_BYTES_MAX &&
           message->operations->len < TC_BATCH_OPERATIONS_MAX;
         at++) {
      const TcPending *one = g_ptr_array_index (pending, at);

      /* What has its answer is not sent again. */
      if (one->lsn > 0 || one->op->head.seq <= self->sent_seq ||
          (doubtful && one->op->head.seq > self->greeted_seq))
        continue;
      if (one->op->head.seq > self->known_seq + 1) {
        if (message->operations->len > 0)
          break;
        skip_to (self, one->op->head.seq - 1, FALSE);
      }
      self->known_seq = MAX (self->known_seq, one->op->head.seq);
      TcSignedBytes op = {g_bytes_ref (one->op->bytes), one->op->signature};
      g_array_append_val (message->operations, op);
      bytes += g_bytes_get_size (op.bytes);
      self->sent_seq = one->op->head.seq;
    }
    if (message->operations->len > 0)
      tc_replica_send (self, message);
  }
  tell_settled (self);
}

static gboolean
fail (GError **error, TcError code, const char *what)
{
  g_set_error (error, TC_ERROR, code, "on the line: %s", what);
  return FALSE;
}

static gboolean
add_held_scopes (TcReplica *self, TcLineMessage *hello, GError **error)
{
  g_autoptr (TcQuery) query = tc_database_query (
      self->db, "SELECT id FROM held_scope WHERE kind <> '" TC_SCOPE_WIPED "' ORDER BY id", NULL);

  while (tc_query_next (query)) {
    gint64 scope = tc_query_int (query, 0);
    g_array_append_val (hello->scopes, scope);
  }
  return tc_database_check (self->db, error);
}

/* A server that was restored from before it enrolled this desk is told so first. */
static gboolean
tell_enrolled (TcReplica *self, GError **error)
{
  GError *local = NULL;
  g_autoptr (GVariant) proof = self->unknown ? tc_outbox_read_enrolment (self->outbox, &local)
                                             : NULL;
  g_autoptr (TcLineMessage) notice = tc_line_message_new (TC_LINE_NOTICE);

  if (local) {
    g_propagate_error (error, local);
    return FALSE;
  }
  if (!proof)
    return TRUE;
  notice->name = g_strdup (TC_NOTICE_ENROLLED);
  notice->value = g_steal_pointer (&proof);
  tc_replica_send (self, notice);
  return TRUE;
}

static gboolean
on_challenge (TcReplica *self, const TcLineMessage *challenge, gint64 now_us, GError **error)
{
  g_autoptr (TcLineMessage) hello = tc_line_message_new (TC_LINE_HELLO);

  if (self->state != TC_REPLICA_GREETING || challenge->protocol != TC_LINE_PROTOCOL)
    return fail (error, TC_ERROR_INVALID, "a challenge out of turn or of another protocol");
  if (!self->server_known ||
      memcmp (&self->server_key, &challenge->server_key, sizeof self->server_key) != 0)
    return fail (error, TC_ERROR_DENIED, "the server is not the one this desk was enrolled with");
  self->clock_ahead_us = now_us - challenge->now_us;
  g_autoptr (GBytes) to_sign = tc_line_hello_to_sign (challenge, self->number);
  hello->signature = tc_key_sign (self->key, "toancanh hello 1", g_bytes_get_data (to_sign, NULL),
                                  g_bytes_get_size (to_sign));
  hello->replica = self->number;
  hello->schema_version = self->schema_version;
  hello->schema_hash = tc_catalogue_hash (self->catalogue);
  hello->position = self->position;
  if (!add_held_scopes (self, hello, error) || !tell_enrolled (self, error))
    return FALSE;
  tc_replica_send (self, hello);
  return TRUE;
}

static void
take_rights (TcReplica *self, const TcLineMessage *welcome)
{
  g_array_set_size (self->rights, 0);
  g_array_append_vals (self->rights, welcome->scopes->data, welcome->scopes->len);
  g_ptr_array_set_size (self->rights_kinds, 0);
  for (guint i = 0; i < welcome->kinds->len; i++)
    g_ptr_array_add (self->rights_kinds, g_strdup (g_ptr_array_index (welcome->kinds, i)));
}

/* Whether it may hold something that isn't here: a snapshot of it comes. */
static gboolean
lacks_scope (TcReplica *self, const TcLineMessage *welcome)
{
  for (guint i = 0; i < welcome->scopes->len; i++)
    if (!tc_replica_holds (self->db, g_array_index (welcome->scopes, gint64, i)))
      return TRUE;
  return FALSE;
}

static gboolean
on_welcome (TcReplica *self, const TcLineMessage *welcome, GError **error)
{
  gboolean elsewhere = tc_replica_is_elsewhere (self, welcome);

  if (self->state != TC_REPLICA_GREETING)
    return fail (error, TC_ERROR_INVALID, "a welcome out of turn");
  self->unknown = FALSE;
  take_rights (self, welcome);
  if (memcmp (self->offered.log_id, welcome->position.log_id, TC_LOG_ID_SIZE) != 0 ||
      self->offered.epoch != welcome->position.epoch)
    forget_offer (self);
  self->head_lsn = welcome->position.lsn;
  if (welcome->scopes->len == 0 && self->keeper && !self->keeper->ended (self->keeper_data, error))
    return FALSE;
  if (!tc_replica_wipe_lost (self, error))
    return FALSE;
  /* This desk's right was ended: nothing is held any more, and goodbye comes next. */
  if (welcome->scopes->len == 0)
    return tc_outbox_forget_enrolment (self->outbox, error);
  self->known_seq = welcome->seq;
  /* A relay has no answers of its own to wait for. */
  self->greeted_seq = self->at_relay ? 0 : welcome->seq;
  g_hash_table_remove_all (self->forked);
  if ((elsewhere ? !tc_replica_reopen (self, welcome, error)
                 : !tc_outbox_mark_log (self->outbox, &welcome->position, error)) ||
      !tc_outbox_advance (self->outbox, welcome->seq, error) ||
      (!self->at_relay && !tc_replica_leave_relay (self, error)))
    return FALSE;
  if (self->position.lsn < self->head_lsn && !tc_replica_note_head (self, error))
    return FALSE;
  /* If other snapshots are on their way the server says so next. */
  if (self->position.lsn > 0 && !lacks_scope (self, welcome))
    set_state (self, self->position.lsn < self->head_lsn ? TC_REPLICA_CATCHING : TC_REPLICA_LIVE);
  else
    set_state (self, TC_REPLICA_LOADING);
  tc_replica_send_pending (self);
  if (!elsewhere || self->position.lsn > 0)
    tc_replica_want (self);
  return TRUE;
}

static gboolean
on_snapshot (TcReplica *self, const TcLineMessage *message, GError **error)
{
  if (!is_welcome (self))
    return fail (error, TC_ERROR_INVALID, "a snapshot out of turn");
  /* It was on its way when this replica was filled with another. */
  if (self->resumed)
    return TRUE;
  self->offered = message->position;
  g_array_set_size (self->offered_scopes, 0);
  for (guint i = 0; i < message->files->len; i++)
    g_array_append_val (self->offered_scopes,
                        g_array_index (message->files, TcSnapshotFile, i).scope);
  set_state (self, TC_REPLICA_LOADING);
  self->hooks.fetch ((const TcSnapshotFile *) (void *) message->files->data, message->files->len,
                     self->data);
  return TRUE;
}

/* The replica is filled: it goes on from there. */
static void
resume (TcReplica *self)
{
  g_autoptr (TcLineMessage) resume = tc_line_message_new (TC_LINE_RESUME);

  self->head_lsn = MAX (self->head_lsn, self->position.lsn);
  if (self->hooks.replaced)
    self->hooks.replaced (self->data);
  resume->position = self->position;
  self->resumed = TRUE;
  tc_replica_send (self, resume);
  set_state (self, self->position.lsn < self->head_lsn ? TC_REPLICA_CATCHING : TC_REPLICA_LIVE);
}

gboolean
tc_replica_load (TcReplica *self, GPtrArray *contents, GError **error)
{
  if (self->state != TC_REPLICA_LOADING || contents->len != self->offered_scopes->len)
    return fail (error, TC_ERROR_INVALID, "snapshots that nobody waits for");
  if (!tc_replica_apply_snapshots (self, contents, error) || !tc_replica_wipe_filled (self, error))
    return FALSE;
  resume (self);
  return TRUE;
}

gboolean
tc_replica_load_filled (TcReplica *self, TcDatabase *filled, GError **error)
{
  if (!tc_replica_take_filled (self, filled, error) || !tc_replica_wipe_filled (self, error))
    return FALSE;
  forget_offer (self);
  if (self->state == TC_REPLICA_LOADING)
    resume (self);
  return TRUE;
}

static gboolean
is_offered (TcReplica *self, const TcSnapshotFile *files, guint n)
{
  for (guint i = 0; i < n && n == self->offered_scopes->len; i++)
    if (files[i].scope != g_array_index (self->offered_scopes, gint64, i))
      return FALSE;
  return n == self->offered_scopes->len;
}

gboolean
tc_replica_load_first (TcReplica *self, const TcSnapshotFile *files, GPtrArray *lists,
                       GPtrArray *parts, GError **error)
{
  if (self->state != TC_REPLICA_LOADING || !is_offered (self, files, lists->len))
    return fail (error, TC_ERROR_INVALID, "snapshots that nobody waits for");
  if (!tc_replica_apply_first (self, files, lists, parts, error) ||
      !tc_replica_wipe_filled (self, error))
    return FALSE;
  resume (self);
  tc_replica_want (self);
  return TRUE;
}

gboolean
tc_replica_miss_part (TcReplica *self, GError **error)
{
  g_autoptr (TcRefusal) why = tc_refusal_new ("line.parts", NULL);

  if (!tc_replica_forget (self, error))
    return FALSE;
  self->hooks.close (why, self->data);
  return TRUE;
}

/* @rebase: (out): whether something has to be taken back for it */
static gboolean
take_answers (TcReplica *self, const GArray *answers, gint64 now_us, gboolean *rebase,
              GError **error)
{
  g_autoptr (GArray) verdicts = g_array_new (FALSE, FALSE, sizeof (TcLineAnswer)); /* lent */

  *rebase = FALSE;
  for (guint i = 0; i < answers->len; i++) {
    const TcLineAnswer *answer = &g_array_index (answers, TcLineAnswer, i);

    *rebase |= answer->refusal != NULL;
    if (!answer->refusal || strcmp (answer->refusal->code, TC_ANSWER_FORKED) != 0)
      g_array_append_vals (verdicts, answer, 1);
    else if (!tc_replica_note_forked (self, answer, error))
      return FALSE;
  }
  return tc_outbox_take_answers (self->outbox, verdicts, now_us, error);
}

static gboolean
on_answers (TcReplica *self, const TcLineMessage *message, gint64 now_us, GError **error)
{
  gboolean rebase;
  gboolean renewed;
  guint dropped = 0;

  self->purge_due |= message->answers->len > 0;
  /* Of those that were answered again, the effects may have come long ago. */
  if (!take_answers (self, message->answers, now_us, &rebase, error) ||
      !tc_outbox_drop_until (self->outbox, self->position.lsn, &dropped, error) ||
      !tc_replica_renew (self, now_us, &renewed, error))
    return FALSE;
  if ((rebase || renewed || dropped > 0) && !tc_replica_reapply (self, error))
    return FALSE;
  tc_replica_send_pending (self);
  tc_replica_tell_status (self);
  return TRUE;
}

static gboolean
on_frames (TcReplica *self, const TcLineMessage *message, GError **error)
{
  g_autoptr (TcLineMessage) ack = tc_line_message_new (TC_LINE_ACK);

  if (self->state != TC_REPLICA_CATCHING && self->state != TC_REPLICA_LIVE)
    return fail (error, TC_ERROR_INVALID, "a frame out of turn");
  if (!tc_replica_apply_frames (self, message->frames, error))
    return FALSE;
  self->head_lsn = MAX (self->head_lsn, self->position.lsn);
  ack->lsn = self->position.lsn;
  tc_replica_send (self, ack);
  set_state (self, self->position.lsn < self->head_lsn ? TC_REPLICA_CATCHING : TC_REPLICA_LIVE);
  return TRUE;
}

/* Another's word, or one on another desk, would be of no use when it is needed. */
static gboolean
keep_enrolment (TcReplica *self, GVariant *value, GError **error)
{
  g_autoptr (TcEnrolmentProof) proof = tc_enrolment_proof_read (value);

  if (!is_welcome (self) || !proof || proof->desk_id != self->number ||
      memcmp (&proof->key, tc_key_get_public (self->key), sizeof proof->key) != 0 ||
      !tc_enrolment_proof_verify (proof, tc_outbox_get_log_id (self->outbox), &self->server_key))
    return TRUE;
  return tc_outbox_keep_enrolment (self->outbox, value, error);
}

static gboolean
on_notice (TcReplica *self, const TcLineMessage *notice, GError **error)
{
  if (!strcmp (notice->name, TC_NOTICE_ENROLLED))
    return keep_enrolment (self, notice->value, error);
  if (!strcmp (notice->name, TC_NOTICE_RELAY))
    tc_replica_on_relay (self, notice->value);
  if (self->hooks.notice)
    self->hooks.notice (notice->name, notice->value, self->data);
  return TRUE;
}

static gboolean
on_goodbye (TcReplica *self, const TcRefusal *why, GError **error)
{
  if (why && !strcmp (why->code, "line.horizon") && !tc_replica_forget (self, error))
    return FALSE;
  self->unknown = why && !strcmp (why->code, "line.desk-unknown");
  self->hooks.close (why, self->data);
  return TRUE;
}

static gboolean
dispatch (TcReplica *self, const TcLineMessage *message, gint64 now_us, GError **error)
{
  switch (message->kind) {
  case TC_LINE_CHALLENGE:
    return on_challenge (self, message, now_us, error);
  case TC_LINE_WELCOME:
    return on_welcome (self, message, error);
  case TC_LINE_SNAPSHOT:
    return on_snapshot (self, message, error);
  case TC_LINE_ANSWERS:
    return on_answers (self, message, now_us, error);
  case TC_LINE_FRAMES:
    return on_frames (self, message, error);
  case TC_LINE_REPLY:
    if (!tc_replica_keep_proof (self, message->value, error))
      return FALSE;
    self->hooks.reply (message->number, message->refusal, message->value, self->data);
    return TRUE;
  case TC_LINE_PROVISIONAL:
    return tc_replica_on_provisional (self, message, error);
  case TC_LINE_SETTLED:
    return tc_replica_on_settled (self, message, error);
  case TC_LINE_NOTICE:
    return on_notice (self, message, error);
  case TC_LINE_GOODBYE:
    return on_goodbye (self, message->refusal, error);
  default:
    return fail (error, TC_ERROR_INVALID, "a message that only desks send");
  }
}

gboolean
tc_replica_receive (TcReplica *self, GBytes *bytes, gint64 now_us, GError **error)
{
  g_autoptr (TcLineMessage) message = tc_line_message_read (bytes, error);
  GError *local = NULL;

  if (!message)
    return FALSE;
  if (dispatch (self, message, now_us, &local) &&
      tc_replica_tend_purges (self, TC_REPLICA_FOLLOWED, &local))
    return TRUE;
  /* A replica that does not fit the log is thrown away: the next greeting gets snapshots. What
   * was made here stands in the outbox. */
  if (g_error_matches (local, TC_ERROR, TC_ERROR_DIVERGED) && !tc_replica_forget (self, NULL))
    g_prefix_error (&local, "(and the position could not be forgotten) ");
  g_propagate_error (error, local);
  return FALSE;
}

gboolean
tc_replica_ask (TcReplica *self, gint64 number, const char *name, GVariant *value)
{
  g_autoptr (TcLineMessage) message = tc_line_message_new (TC_LINE_ASK);
  g_autoptr (GVariant) owned = g_variant_ref_sink (value ? value : g_variant_new ("a{sv}", NULL));

  if (!is_welcome (self))
    return FALSE;
  message->number = number;
  message->name = g_strdup (name);
  message->value = g_steal_pointer (&owned);
  tc_replica_send (self, message);
  return TRUE;
}
