/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What waits for the server at a relay; see tc-relay-private.h.
 *
 * DESIGN: an operation of a desk is in the file before anything is done with it, and stays until
 * the server has refused it or its effects are here. How far it has come beyond that is kept in
 * memory alone: after a stop everything is sent again, and the server has the answers.
 */
#include "tc-relay-private.h"

#include "tc-limits.h"

#include <string.h>

/* Operations on their way to the server; more are sent when answers come. */
#define UNDER_WAY_BYTES_MAX (1024 * 1024)
#define SEND_BYTES_MAX (256 * 1024)
/* No answer at all for so long, and twice as long each time: all is sent again. So long before one
 * that was answered: its answer was lost. */
#define SEND_AGAIN_US (10 * TC_US_PER_S)
#define SEND_AGAIN_US_MAX (160 * TC_US_PER_S)
/* A desk that was turned away for what may pass. */
#define TURNED_AWAY_US (60 * TC_US_PER_S)
/* After a restore of the server a desk sends again what it made, from the first that was lost; what
 * is here of it goes when the server knows so much of it, or, if it doesn't come for so long,
 * without. */
#define EPOCH_WAIT_US TC_US_PER_DAY
#define ASK_KNOWN_US (60 * TC_US_PER_S)

void
tc_relay_free_entry (gpointer data)
{
  TcRelayed *entry = data;

  tc_operation_unref (entry->op);
  g_clear_pointer (&entry->scopes, g_array_unref);
  g_array_unref (entry->rows);
  g_free (entry);
}

void
tc_relay_free_desk (gpointer data)
{
  g_clear_pointer (&((TcRelayDesk *) data)->restored, g_bytes_unref);
  g_free (data);
}

static gint64
key_of (guint16 replica, gint64 seq)
{
  return (gint64) ((guint64) replica << 48 | ((guint64) seq & (((guint64) 1 << 48) - 1)));
}

TcRelayed *
tc_relay_find (TcRelay *self, guint16 replica, gint64 seq)
{
  gint64 key = key_of (replica, seq);

  return g_hash_table_lookup (self->index, &key);
}

TcRelayDesk *
tc_relay_desk (TcRelay *self, guint16 replica)
{
  TcRelayDesk *desk = g_hash_table_lookup (self->desks, GUINT_TO_POINTER (replica));

  if (!desk) {
    desk = g_new0 (TcRelayDesk, 1);
    g_hash_table_insert (self->desks, GUINT_TO_POINTER (replica), desk);
  }
  return desk;
}

static TcRelayed *
make_entry (TcOperation *op, gint64 place, gint64 epoch, gint64 came_us)
{
  TcRelayed *entry = g_new0 (TcRelayed, 1);

  entry->op = tc_operation_ref (op);
  entry->place = place;
  entry->epoch = epoch;
  entry->came_us = came_us;
  entry->rows = g_array_new (FALSE, FALSE, sizeof (gint64));
  return entry;
}

static void
forget (TcRelay *self, TcRelayed *entry)
{
  gint64 key = key_of (entry->op->head.replica, entry->op->head.seq);

  g_hash_table_remove (self->index, &key);
  tc_relay_unlink (self, entry);
  self->queue_bytes -= g_bytes_get_size (entry->op->bytes);
  g_ptr_array_remove (self->queue, entry);
}

/* An answer came, or the entry goes: it is no longer under way. */
static void
mark_answered (TcRelay *self, TcRelayed *entry)
{
  gsize size = g_bytes_get_size (entry->op->bytes);

  if (entry->sent && entry->lsn == 0)
    self->sent_bytes -= MIN (self->sent_bytes, size);
  entry->sent = FALSE;
}

/* It is the server's no more: who was told of it is told that. Its row is the caller's. */
static void
let_go (TcRelay *self, TcRelayed *entry, const char *code)
{
  g_autoptr (TcRefusal) why = tc_refusal_new (code, NULL);
  const TcLineAnswer answer = {entry->op->head.seq, 0, why};

  tc_relay_tell_settled (self, entry, &answer);
  mark_answered (self, entry);
  forget (self, entry);
}

/* One that its desk sends again takes the place of what it sent before, and may change other rows
 * by now. */
static void
remember (TcRelay *self, TcRelayed *entry)
{
  gint64 *key = g_new (gint64, 1);
  TcRelayed *before = tc_relay_find (self, entry->op->head.replica, entry->op->head.seq);

  if (before)
    let_go (self, before, TC_ANSWER_FORKED);
  *key = key_of (entry->op->head.replica, entry->op->head.seq);
  g_ptr_array_add (self->queue, entry);
  g_hash_table_insert (self->index, key, entry);
  tc_relay_link (self, entry);
  self->queue_bytes += g_bytes_get_size (entry->op->bytes);
}

/* Done, and emptied by a legal purge, though its desk hasn't heard of either: it is carried, since
 * the answer is what the desk waits for, but it is neither kept here again nor shown. */
gboolean
tc_relay_is_purged (TcRelay *self, const TcOperation *op)
{
  return tc_database_get_int (self->db, 0,
                              "SELECT 1 FROM purged_operation WHERE replica = ? AND seq = ?", "ii",
                              (gint64) op->head.replica, op->head.seq) == 1;
}

/* Opening. */

static gboolean
load_entries (TcRelay *self, GPtrArray *entries, GError **error)
{
  g_autoptr (TcQuery) query = tc_database_query (
      self->db, "SELECT place, bytes, signature, epoch, came_us FROM relay_queue ORDER BY place",
      NULL);

  while (tc_query_next (query)) {
    g_autoptr (GBytes) bytes = tc_query_dup_blob (query, 1);
    TcSignature signature = {{0}};
    gsize size;
    const guint8 *data = tc_query_blob (query, 2, &size);

    if (size == TC_SIGNATURE_SIZE)
      memcpy (signature.bytes, data, size);
    g_autoptr (TcOperation) op = tc_operation_parse (bytes, &signature, error);
    if (!op) {
      g_prefix_error (error, "reading what waits for the server: ");
      return FALSE;
    }
    g_ptr_array_add (entries, make_entry (op, tc_query_int (query, 0), tc_query_int (query, 3),
                                          tc_query_int (query, 4)));
  }
  return tc_database_check (self->db, error);
}

static gboolean
load_desks (TcRelay *self, GError **error)
{
  g_autoptr (TcQuery) query = tc_database_query (
      self->db, "SELECT replica, known_seq, restored FROM relay_desk ORDER BY replica", NULL);

  while (tc_query_next (query)) {
    TcRelayDesk *desk = tc_relay_desk (self, (guint16) tc_query_int (query, 0));

    desk->known_seq = tc_query_int (query, 1);
    desk->restored = tc_query_dup_blob (query, 2);
  }
  return tc_database_check (self->db, error);
}

gboolean
tc_relay_load_queue (TcRelay *self, GError **error)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new ();

  if (!load_desks (self, error) || !load_entries (self, entries, error))
    return FALSE;
  tc_database_begin (self->db);
  gboolean tried = tc_relay_try (self, entries, error);
  tc_database_rollback (self->db);
  for (guint i = 0; i < entries->len; i++)
    remember (self, g_ptr_array_index (entries, i));
  return tried;
}

/* Taking in. */

/* Within a transaction. (transfer full) (element-type TcRelayed): not remembered yet */
static GPtrArray *
insert_waiting (TcRelay *self, GQueue *taken)
{
  GPtrArray *fresh = g_ptr_array_new ();
  gint64 place = tc_database_get_int (self->db, 0, "SELECT max (place) FROM relay_queue", NULL);
  gint64 epoch = self->hub->position.epoch;

  for (GList *item = taken->head; item; item = item->next) {
    const TcWaiting *waiting = item->data;
    TcOperation *op = waiting->op;
    TcRelayed *entry = make_entry (op, ++place, epoch, self->now_us);

    entry->asked = waiting->peer != NULL;
    g_ptr_array_add (fresh, entry);
    tc_database_execute (self->db, "DELETE FROM relay_queue WHERE replica = ? AND seq = ?", "ii",
                         (gint64) op->head.replica, op->head.seq);
    if (tc_relay_is_purged (self, op))
      continue;
    tc_database_execute (self->db,
                         "INSERT INTO relay_queue (place, replica, seq, bytes, signature, epoch,"
                         " came_us) VALUES (?,?,?,?,?,?,?)",
                         "iiiybii", place, (gint64) op->head.replica, op->head.seq, op->bytes,
                         op->signature.bytes, (gsize) TC_SIGNATURE_SIZE, epoch, self->now_us);
  }
  return fresh;
}

gboolean
tc_relay_keep_waiting (TcRelay *self, gint64 now_us, GError **error)
{
  g_autoptr (GPtrArray) fresh = NULL;
  GQueue *taken = tc_hub_take_waiting (self->hub);

  self->now_us = now_us;
  tc_database_begin (self->db);
  fresh = insert_waiting (self, taken);
  gboolean kept = tc_relay_try (self, fresh, error) && tc_database_commit (self->db, error);
  g_queue_free_full (taken, tc_hub_free_waiting);
  if (!kept) {
    tc_database_rollback (self->db);
    g_ptr_array_foreach (fresh, (GFunc) (void (*) (void)) tc_relay_free_entry, NULL);
    return FALSE;
  }
  for (guint i = 0; i < fresh->len; i++)
    remember (self, g_ptr_array_index (fresh, i));
  tc_relay_tell_of (self, fresh);
  tc_relay_send_queue (self);
  tc_relay_tell_status (self);
  return TRUE;
}

/* Carrying. */

void
tc_relay_begin_sending (TcRelay *self)
{
  GHashTableIter iter;
  gpointer desk;

  self->sent_bytes = 0;
  self->asked_us = 0;
  self->heard_us = self->now_us;
  self->answered_us = 0;
  self->again_us = SEND_AGAIN_US;
  for (guint i = 0; i < self->queue->len; i++)
    ((TcRelayed *) g_ptr_array_index (self->queue, i))->sent = FALSE;
  g_hash_table_iter_init (&iter, self->desks);
  while (g_hash_table_iter_next (&iter, NULL, &desk)) {
    ((TcRelayDesk *) desk)->told = FALSE;
    ((TcRelayDesk *) desk)->told_seq = 0;
    ((TcRelayDesk *) desk)->turned_away_us = 0;
  }
}

/* Whether its desk may have something to send before it. */
static gboolean
is_held_back (TcRelay *self, const TcRelayed *entry)
{
  return entry->epoch != self->hub->position.epoch &&
         entry->op->head.seq > tc_relay_desk (self, entry->op->head.replica)->told_seq &&
         entry->came_us >= self->now_us - EPOCH_WAIT_US;
}

static gboolean
is_turned_away (TcRelay *self, guint16 replica)
{
  gint64 since_us = tc_relay_desk (self, replica)->turned_away_us;

  return since_us > 0 && self->now_us - since_us < TURNED_AWAY_US;
}

static gboolean
may_send (TcRelay *self, const TcRelayed *entry)
{
  return !entry->sent && entry->lsn == 0 && !is_turned_away (self, entry->op->head.replica) &&
         !is_held_back (self, entry);
}

/* Before its operations goes what a restored server has to know of a desk. */
static void
tell_restored (TcRelay *self, guint16 replica)
{
  TcRelayDesk *desk = tc_relay_desk (self, replica);

  if (!desk->restored || desk->told)
    return;
  g_autoptr (GBytes) carried = tc_line_carry (replica, desk->restored);
  self->hooks.send (carried, self->data);
  desk->told = TRUE;
}

static void
flush_message (TcRelay *self, TcLineMessage **message, guint16 replica)
{
  if (*message) {
    tell_restored (self, replica);
    tc_relay_send (self, replica, *message);
  }
  g_clear_pointer (message, tc_line_message_free);
}

/* In the order in which they came, over all desks. */
void
tc_relay_send_queue (TcRelay *self)
{
  TcLineMessage *message = NULL;
  guint16 replica = 0;
  gsize bytes = 0;

  if (!self->online || self->sent_bytes >= UNDER_WAY_BYTES_MAX)
    return;
  for (guint i = 0; i < self->queue->len; i++) {
    TcRelayed *entry = g_ptr_array_index (self->queue, i);
    TcSignedBytes op = {entry->op->bytes, entry->op->signature};

    if (!may_send (self, entry))
      continue;
    if (self->sent_bytes >= UNDER_WAY_BYTES_MAX)
      break;
    if (message && (entry->op->head.replica != replica || bytes >= SEND_BYTES_MAX ||
                    message->operations->len >= TC_BATCH_OPERATIONS_MAX))
      flush_message (self, &message, replica);
    if (!message) {
      message = tc_line_message_new (TC_LINE_OPERATIONS);
      replica = entry->op->head.replica;
      bytes = 0;
    }
    g_bytes_ref (op.bytes);
    g_array_append_val (message->operations, op);
    bytes += g_bytes_get_size (op.bytes);
    self->sent_bytes += g_bytes_get_size (op.bytes);
    entry->sent = TRUE;
    entry->sent_us = self->now_us;
  }
  flush_message (self, &message, replica);
}

void
tc_relay_send_again (TcRelay *self)
{
  gboolean silent = self->sent_bytes > 0 && self->now_us - self->heard_us > self->again_us;

  for (guint i = 0; i < self->queue->len; i++) {
    TcRelayed *entry = g_ptr_array_index (self->queue, i);

    if (entry->sent && entry->lsn == 0 &&
        (silent || entry->sent_us < self->answered_us - SEND_AGAIN_US))
      mark_answered (self, entry);
  }
  if (silent) {
    self->heard_us = self->now_us;
    self->again_us = MIN (2 * self->again_us, SEND_AGAIN_US_MAX);
  }
  tc_relay_send_queue (self);
}

void
tc_relay_ask_known (TcRelay *self)
{
  g_autoptr (GHashTable) asked = g_hash_table_new (NULL, NULL);
  g_autoptr (TcLineMessage) notice = NULL;

  if (!self->online || (self->asked_us > 0 && self->now_us - self->asked_us < ASK_KNOWN_US))
    return;
  self->asked_us = self->now_us;
  notice = tc_line_message_new (TC_LINE_NOTICE);
  notice->name = g_strdup (TC_NOTICE_KNOWN);
  notice->value = g_variant_ref_sink (g_variant_new ("a{sv}", NULL));
  for (guint i = 0; i < self->queue->len; i++) {
    const TcRelayed *entry = g_ptr_array_index (self->queue, i);
    guint16 replica = entry->op->head.replica;

    if (is_held_back (self, entry) && g_hash_table_add (asked, GUINT_TO_POINTER (replica)))
      tc_relay_send (self, replica, notice);
  }
}

/* All that its desk has made is settled, as far as it knows: what waits here beyond that it has
 * lost, and won't send again. So that goes now, as what came in this epoch. */
static void
let_lost_go (TcRelay *self, guint16 replica)
{
  gint64 epoch = self->hub->position.epoch;
  gboolean any = FALSE;

  for (guint i = 0; i < self->queue->len; i++) {
    TcRelayed *entry = g_ptr_array_index (self->queue, i);

    if (entry->op->head.replica != replica || entry->epoch == epoch)
      continue;
    entry->epoch = epoch;
    any = TRUE;
  }
  if (!any)
    return;
  tc_database_execute (self->db, "UPDATE relay_queue SET epoch = ? WHERE replica = ?", "ii", epoch,
                       (gint64) replica);
  tc_relay_send_queue (self);
}

void
tc_relay_take_known (TcRelay *self, guint16 replica, GVariant *value)
{
  gboolean settled = FALSE;
  gint64 seq = 0;

  if (g_variant_lookup (value, "seq", "x", &seq))
    tc_relay_desk (self, replica)->told_seq = seq;
  if (g_variant_lookup (value, "settled", "b", &settled) && settled)
    let_lost_go (self, replica);
}

/* Settling. */

static void
save_desk (TcRelay *self, guint16 replica)
{
  const TcRelayDesk *desk = tc_relay_desk (self, replica);

  tc_database_execute (self->db,
                       "INSERT INTO relay_desk (replica, known_seq, restored) VALUES (?,?,?)"
                       " ON CONFLICT (replica) DO UPDATE SET known_seq = excluded.known_seq,"
                       " restored = excluded.restored",
                       "iiy", (gint64) replica, desk->known_seq, desk->restored);
}

/* @peer: (nullable): its desk's. Told is what it asked for alone: a desk that was put back may have
 * another operation under that number by now. */
static void
take_answer (TcRelay *self, guint16 replica, const TcLineAnswer *answer, TcHubPeer *peer)
{
  TcRelayDesk *desk = tc_relay_desk (self, replica);
  TcRelayed *entry = tc_relay_find (self, replica, answer->seq);

  desk->known_seq = MAX (desk->known_seq, answer->seq);
  if (!entry)
    return;
  if (peer && entry->asked)
    tc_hub_peer_add_answer (peer, answer->seq, answer->lsn, answer->refusal);
  tc_relay_tell_settled (self, entry, answer);
  if (entry->sent)
    self->answered_us = MAX (self->answered_us, entry->sent_us);
  mark_answered (self, entry);
  if (answer->refusal || answer->lsn <= self->hub->position.lsn) {
    tc_database_execute (self->db, "DELETE FROM relay_queue WHERE place = ?", "i", entry->place);
    forget (self, entry);
  } else {
    entry->lsn = answer->lsn;
  }
}

gboolean
tc_relay_settle (TcRelay *self, guint16 replica, const GArray *answers, GError **error)
{
  TcHubPeer *peer = tc_relay_find_peer (self, replica);

  self->heard_us = self->now_us;
  self->again_us = SEND_AGAIN_US;
  tc_database_begin (self->db);
  for (guint i = 0; i < answers->len; i++)
    take_answer (self, replica, &g_array_index (answers, TcLineAnswer, i), peer);
  /* The server has what it had to know, since it settles what was made with it. */
  g_clear_pointer (&tc_relay_desk (self, replica)->restored, g_bytes_unref);
  save_desk (self, replica);
  if (!tc_database_commit (self->db, error))
    return FALSE;
  if (peer)
    tc_hub_peer_send_answers (peer);
  tc_relay_tell_status (self);
  return TRUE;
}

gboolean
tc_relay_awaits_desk (TcRelay *self, guint16 replica)
{
  if (tc_database_get_int (self->db, 0, "SELECT 1 FROM desk WHERE id = ?", "i", (gint64) replica))
    return FALSE;
  for (guint i = 0; i < self->queue->len; i++) {
    const TcRelayed *entry = g_ptr_array_index (self->queue, i);

    if (entry->op->head.replica == replica && entry->epoch != self->hub->position.epoch &&
        entry->came_us >= self->now_us - EPOCH_WAIT_US)
      return TRUE;
  }
  return FALSE;
}

gboolean
tc_relay_give_up (TcRelay *self, guint16 replica, GError **error)
{
  guint n = 0;

  tc_database_begin (self->db);
  tc_database_execute (self->db, "DELETE FROM relay_queue WHERE replica = ?", "i",
                       (gint64) replica);
  tc_database_execute (self->db, "DELETE FROM relay_desk WHERE replica = ?", "i", (gint64) replica);
  if (!tc_database_commit (self->db, error))
    return FALSE;
  for (guint i = self->queue->len; i > 0; i--) {
    TcRelayed *entry = g_ptr_array_index (self->queue, i - 1);

    if (entry->op->head.replica != replica)
      continue;
    let_go (self, entry, "line.desk-unknown");
    n++;
  }
  g_hash_table_remove (self->desks, GUINT_TO_POINTER (replica));
  if (n > 0 && self->hooks.given_up)
    self->hooks.given_up (replica, n, self->data);
  tc_relay_tell_status (self);
  return TRUE;
}

gboolean
tc_relay_give_all_up (TcRelay *self, GError **error)
{
  while (tc_hub_has_work (self->hub))
    g_queue_free_full (tc_hub_take_waiting (self->hub), tc_hub_free_waiting);
  tc_database_begin (self->db);
  tc_database_execute (self->db, "DELETE FROM relay_queue", NULL);
  tc_database_execute (self->db, "DELETE FROM relay_desk", NULL);
  if (!tc_database_commit (self->db, error))
    return FALSE;
  while (self->queue->len > 0)
    let_go (self, g_ptr_array_index (self->queue, self->queue->len - 1), "line.relay-revoked");
  g_hash_table_remove_all (self->desks);
  tc_relay_tell_status (self);
  return TRUE;
}

static gboolean
is_seen (const TcRelayed *entry, gint64 lsn)
{
  return entry->lsn > 0 && entry->lsn <= lsn;
}

void
tc_relay_delete_seen (TcRelay *self, TcDatabase *db, gint64 lsn)
{
  for (guint i = 0; i < self->queue->len; i++) {
    const TcRelayed *entry = g_ptr_array_index (self->queue, i);

    if (is_seen (entry, lsn))
      tc_database_execute (db, "DELETE FROM relay_queue WHERE place = ?", "i", entry->place);
  }
}

void
tc_relay_forget_seen (TcRelay *self, gint64 lsn)
{
  for (guint i = self->queue->len; i > 0; i--) {
    TcRelayed *entry = g_ptr_array_index (self->queue, i - 1);

    if (is_seen (entry, lsn))
      forget (self, entry);
  }
}

void
tc_relay_delete_known (TcDatabase *db)
{
  tc_database_execute (db, "UPDATE relay_desk SET known_seq = 0", NULL);
}

void
tc_relay_forget_known (TcRelay *self)
{
  GHashTableIter iter;
  gpointer desk;

  g_hash_table_iter_init (&iter, self->desks);
  while (g_hash_table_iter_next (&iter, NULL, &desk))
    ((TcRelayDesk *) desk)->known_seq = 0;
  for (guint i = 0; i < self->queue->len; i++)
    ((TcRelayed *) g_ptr_array_index (self->queue, i))->lsn = 0;
}

/* What its hub asks of the queue. */

gboolean
tc_relay_is_full (TcRelay *self)
{
  return self->queue->len + self->hub->waiting->length >= TC_RELAY_OPERATIONS_MAX ||
         self->queue_bytes >= TC_RELAY_BYTES_MAX;
}

/* Where there was no room, not before half of it is free, or each would come and go as its
 * neighbours fill the gaps. */
static gboolean
may_come_anew (TcRelay *self, const TcHubPeer *peer)
{
  if (peer->put_off_seq > 0)
    return !tc_relay_find (self, peer->replica, peer->put_off_seq);
  return self->queue->len <= TC_RELAY_OPERATIONS_MAX / 2 &&
         self->queue_bytes <= TC_RELAY_BYTES_MAX / 2;
}

void
tc_relay_call_put_off (TcRelay *self)
{
  for (guint i = self->hub->peers->len; i > 0; i--) {
    TcHubPeer *peer = g_ptr_array_index (self->hub->peers, i - 1);

    if (peer->put_off && may_come_anew (self, peer))
      tc_hub_peer_goodbye (peer, "line.busy");
  }
}

/* (nullable): what is on its way to the file under its number */
static TcWaiting *
find_waiting (TcRelay *self, const TcOperation *op)
{
  for (GList *item = self->hub->waiting->head; item; item = item->next) {
    TcWaiting *waiting = item->data;

    if (waiting->op->head.replica == op->head.replica && waiting->op->head.seq == op->head.seq)
      return waiting;
  }
  return NULL;
}

/* Its number is another one's, which waits here. Where the server has settled that number, and not
 * for that one, it may be the one that it knows; the server alone can say: so it comes again once
 * the other has gone. */
static void
answer_taken (TcRelay *self, TcHubPeer *peer, gint64 seq, gboolean settled)
{
  g_autoptr (TcRefusal) forked = tc_refusal_new (TC_ANSWER_FORKED, NULL);

  if (peer->put_off)
    return;
  if (settled || seq > tc_relay_desk (self, peer->replica)->known_seq) {
    tc_hub_peer_add_answer (peer, seq, 0, forked);
  } else {
    peer->put_off = TRUE;
    peer->put_off_seq = seq;
  }
}

gboolean
tc_relay_has (TcRelay *self, TcHubPeer *peer, const TcOperation *op)
{
  TcRelayed *entry = tc_relay_find (self, op->head.replica, op->head.seq);
  TcWaiting *waiting;

  /* Sent again after a restore of the server it comes behind what was lost before it. */
  if (entry && entry->epoch != self->hub->position.epoch)
    entry = NULL;
  waiting = entry ? NULL : find_waiting (self, op);
  if (!entry && !waiting)
    return FALSE;
  if (!tc_digest_equal (entry ? &entry->op->hash : &waiting->op->hash, &op->hash)) {
    answer_taken (self, peer, op->head.seq, entry && entry->lsn > 0);
  } else if (waiting) {
    waiting->peer = peer;
  } else {
    entry->asked = TRUE;
    if (entry->lsn > 0)
      tc_hub_peer_add_answer (peer, op->head.seq, entry->lsn, NULL);
  }
  return TRUE;
}

void
tc_relay_load_newest (TcRelay *self, TcHubPeer *peer)
{
  peer->queued_seq = tc_relay_desk (self, peer->replica)->known_seq;
  peer->queued_id = 0;
  for (guint i = 0; i < self->queue->len; i++) {
    TcRelayed *entry = g_ptr_array_index (self->queue, i);
    const TcOperation *op = entry->op;

    if (op->head.replica == peer->replica) {
      peer->queued_seq = MAX (peer->queued_seq, op->head.seq);
      peer->queued_id = MAX (peer->queued_id, op->head.id);
      entry->asked = FALSE;
    }
  }
}

/* All that its desk has not settled it has sent again, up to @seq. */
static void
forget_skipped (TcRelay *self, guint16 replica, gint64 seq)
{
  for (guint i = self->queue->len; i > 0; i--) {
    TcRelayed *entry = g_ptr_array_index (self->queue, i - 1);

    if (entry->op->head.replica != replica || entry->op->head.seq > seq ||
        entry->epoch == self->hub->position.epoch)
      continue;
    tc_database_execute (self->db, "DELETE FROM relay_queue WHERE place = ?", "i", entry->place);
    let_go (self, entry, TC_ANSWER_FORKED);
  }
  tc_relay_tell_status (self);
}

void
tc_relay_pass_enrolment (TcRelay *self, GVariant *value)
{
  g_autoptr (TcEnrolmentProof) proof = tc_hub_read_enrolment (self->hub, value);
  g_autoptr (TcLineMessage) notice = tc_line_message_new (TC_LINE_NOTICE);

  if (!self->online || !proof)
    return;
  notice->name = g_strdup (TC_NOTICE_ENROLLED);
  notice->value = g_variant_ref (value);
  tc_replica_send (self->up, notice);
}

gboolean
tc_relay_take_notice (TcRelay *self, TcHubPeer *peer, const char *name, GVariant *value)
{
  g_autoptr (TcLineMessage) notice = tc_line_message_new (TC_LINE_NOTICE);
  TcRelayDesk *desk = tc_relay_desk (self, peer->replica);
  gboolean settled = FALSE;
  gint64 seq = 0;

  /* What a desk skips the server finds by itself in what comes over a relay. */
  if (!strcmp (name, TC_NOTICE_SKIP)) {
    if (g_variant_lookup (value, "seq", "x", &seq))
      forget_skipped (self, peer->replica, seq);
    if (g_variant_lookup (value, "settled", "b", &settled) && settled)
      let_lost_go (self, peer->replica);
    return TRUE;
  }
  notice->name = g_strdup (name);
  notice->value = g_variant_ref (value);
  if (!strcmp (name, TC_NOTICE_RESTORED)) {
    g_clear_pointer (&desk->restored, g_bytes_unref);
    desk->restored = tc_line_message_write (notice);
    desk->told = FALSE;
    save_desk (self, peer->replica);
  } else if (self->online) {
    tc_relay_send (self, peer->replica, notice);
  }
  return TRUE;
}
