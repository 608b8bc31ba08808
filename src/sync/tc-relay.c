/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The relay: its line to the server and the log that it keeps of it; see the headers.
 *
 * DESIGN: one database holds the confirmed state, kept by a replica without operations of its own,
 * and as a log what came from the server since its last snapshots, written in the replica's own
 * transactions: every hash, and the bodies of the scopes that the relay may hold. A hub over that
 * log serves the desks, which check chain and signature as ever.
 */
#include "tc-relay-private.h"

#include "tc-limits.h"
#include "tc-presence.h"
#include "tc-reading-rights.h"

#include <string.h>

/* The log reaches back to the server's snapshots that it began with, so that a new desk can be
 * given these; when they are this old, newer ones are fetched and it begins anew. */
#define BASE_MAX_US (7 * TC_US_PER_DAY)
#define LOOK_EVERY_US (3600 * TC_US_PER_S)
#define QUESTION_MAX_US (60 * TC_US_PER_S)

TcHubPeer *
tc_relay_find_peer (TcRelay *self, guint16 replica)
{
  for (guint i = 0; i < self->hub->peers->len; i++) {
    TcHubPeer *peer = g_ptr_array_index (self->hub->peers, i);

    if (peer->replica == replica && tc_hub_peer_is_known (peer))
      return peer;
  }
  return NULL;
}

void
tc_relay_send (TcRelay *self, guint16 replica, const TcLineMessage *inner)
{
  g_autoptr (GBytes) bytes = tc_line_message_write (inner);
  g_autoptr (GBytes) carried = tc_line_carry (replica, bytes);

  self->hooks.send (carried, self->data);
}

void
tc_relay_get_status (TcRelay *self, TcRelayStatus *status)
{
  tc_replica_get_status (self->up, &status->upstream);
  status->queued = self->queue->len;
  status->online = self->online;
  status->since_us = self->since_us;
  status->base = self->base;
}

void
tc_relay_tell_status (TcRelay *self)
{
  TcRelayStatus status;

  tc_relay_get_status (self, &status);
  if (self->hooks.status)
    self->hooks.status (&status, self->data);
}

/* The log that is kept: within the replica's transactions. */

static void
keep_section (TcRelay *self, const TcFrame *frame, const TcScopeHash *hash, GBytes *body)
{
  tc_database_execute (
      self->db, "INSERT INTO log_section (last_lsn, scope, hash, body) VALUES (?,?,?,?)", "iiby",
      frame->last_lsn, hash->scope, hash->hash.bytes, (gsize) TC_DIGEST_SIZE, body);
}

static void
keep_frame (TcRelay *self, const TcFrame *frame)
{
  guint at = 0;

  tc_database_execute (self->db,
                       "INSERT INTO log_commit (last_lsn, first_lsn, time_us, ops_root, link,"
                       " signature) VALUES (?,?,?,?,?,?)",
                       "iiibbb", frame->last_lsn, frame->first_lsn, frame->time_us,
                       frame->ops_root.bytes, (gsize) TC_DIGEST_SIZE, frame->link.bytes,
                       (gsize) TC_DIGEST_SIZE, frame->signature.bytes, (gsize) TC_SIGNATURE_SIZE);
  for (guint i = 0; i < frame->hashes->len; i++) {
    const TcScopeHash *hash = &g_array_index (frame->hashes, TcScopeHash, i);
    const TcScopeBody *body = at < frame->bodies->len
                                  ? &g_array_index (frame->bodies, TcScopeBody, at)
                                  : NULL;
    gboolean has = body && body->scope == hash->scope;

    keep_section (self, frame, hash, has ? body->body : NULL);
    at += has;
  }
}

static void
keep_frames_cb (GPtrArray *frames, gpointer data)
{
  TcRelay *self = data;
  const TcFrame *last = g_ptr_array_index (frames, frames->len - 1);

  for (guint i = 0; i < frames->len; i++)
    keep_frame (self, g_ptr_array_index (frames, i));
  tc_relay_delete_seen (self, self->db, last->last_lsn);
  g_clear_pointer (&self->arrived, g_ptr_array_unref);
  self->arrived = g_ptr_array_ref (frames);
}

/* The log begins anew, after snapshots that stand at @position. */
static void
wipe_cb (gint64 scope, gpointer data)
{
  TcRelay *self = data;

  tc_database_execute (self->db, "UPDATE log_section SET body = NULL WHERE scope = ?", "i", scope);
  self->rights_changed = TRUE;
  self->lost = TRUE;
  if (self->hooks.wiped)
    self->hooks.wiped (scope, self->data);
}

/* The log began anew after it. */
static void
purge_cb (gpointer data)
{
  TcRelay *self = data;

  tc_database_execute (self->db,
                       "DELETE FROM relay_queue WHERE (replica, seq) IN"
                       " (SELECT replica, seq FROM purged_operation)",
                       NULL);
  for (guint i = 0; i < self->queue->len; i++) {
    TcRelayed *entry = g_ptr_array_index (self->queue, i);

    if (tc_relay_is_purged (self, entry->op))
      g_clear_pointer (&entry->scopes, g_array_unref);
  }
}

static void drop_all (TcRelay *self, const char *code);

/* It is known after a restart too, also without a line that says it again. */
static void
set_revoked (TcRelay *self, gboolean revoked)
{
  if (revoked == self->revoked)
    return;
  self->revoked = revoked;
  if (revoked)
    tc_database_execute (self->db,
                         "INSERT OR REPLACE INTO relay_ended (id, since_us) VALUES (1, ?)", "i",
                         self->now_us);
  else
    tc_database_execute (self->db, "DELETE FROM relay_ended", NULL);
}

/* Its desks go first: from rows that are gone they would learn that they may hold nothing either.
 * What waited here they have themselves. */
static gboolean
end_cb (gpointer data, GError **error)
{
  TcRelay *self = data;

  set_revoked (self, TRUE);
  drop_all (self, "line.relay-revoked");
  return tc_relay_give_all_up (self, error);
}

static const TcReplicaKeeper keeper = {keep_frames_cb, wipe_cb, purge_cb, end_cb};

/* The replica's hooks. */

static void
up_send_cb (GBytes *message, gpointer data)
{
  TcRelay *self = data;

  self->hooks.send (message, self->data);
}

static void
up_close_cb (const TcRefusal *why, gpointer data)
{
  TcRelay *self = data;

  /* What was taken from it isn't given on. */
  if (why && !strcmp (why->code, "line.desk-unknown")) {
    set_revoked (self, TRUE);
    drop_all (self, "line.relay-revoked");
  }
  self->hooks.close (why, self->data);
}

static void
up_changed_cb (const TcRowChange *changes, guint n, gpointer data)
{
  TcRelay *self = data;

  for (guint i = 0; i < n && !self->rights_changed; i++)
    self->rights_changed = tc_reading_rights_touches (changes[i].table->name);
}

static void
up_status_cb (const TcReplicaStatus *status, gpointer data)
{
  TcRelay *self = data;
  gboolean online = status->state >= TC_REPLICA_CATCHING;
  gboolean welcome = status->state >= TC_REPLICA_LOADING;

  if (welcome && !self->welcome)
    set_revoked (self, FALSE);
  self->welcome = welcome;
  if (online != self->online) {
    self->online = online;
    self->since_us = self->now_us;
    if (!online)
      tc_relay_fail_questions (self, G_MAXINT64);
    tc_relay_introduce (self, NULL);
  }
  tc_relay_tell_status (self);
}

static void
up_fetch_cb (const TcSnapshotFile *files, guint n, gpointer data)
{
  TcRelay *self = data;

  self->hooks.fetch (files, n, self->data);
}

static void
up_reply_cb (gint64 number, const TcRefusal *refusal, GVariant *value, gpointer data)
{
  TcRelay *self = data;

  self->hooks.reply (number, refusal, value, self->data);
}

static void
up_notice_cb (const char *name, GVariant *value, gpointer data)
{
  TcRelay *self = data;

  if (!strcmp (name, TC_PRESENCE))
    tc_relay_take_presence (self);
  else if (self->hooks.notice)
    self->hooks.notice (name, value, self->data);
}

static void
up_random_cb (guint8 *out, gsize size, gpointer data)
{
  TcRelay *self = data;

  self->hub->hooks.random (out, size, self->data);
}

static void
up_purged_cb (gpointer data)
{
  TcRelay *self = data;

  if (self->hooks.purged)
    self->hooks.purged (&self->up->position, self->data);
}

static const TcReplicaHooks up_hooks = {
    .send = up_send_cb,
    .close = up_close_cb,
    .changed = up_changed_cb,
    .status = up_status_cb,
    .fetch = up_fetch_cb,
    .reply = up_reply_cb,
    .notice = up_notice_cb,
    .random = up_random_cb,
    .purged = up_purged_cb,
};

/* Within no transaction: after snapshots, and at the start. */
static gboolean
read_base (TcRelay *self, GError **error)
{
  g_autoptr (TcQuery) query = tc_database_query (
      self->db, "SELECT last_lsn, link FROM log_commit ORDER BY last_lsn LIMIT 1", NULL);
  gsize size = 0;

  self->base = self->hub->position;
  if (tc_query_next (query)) {
    const guint8 *link = tc_query_blob (query, 1, &size);

    if (size == TC_DIGEST_SIZE)
      memcpy (self->base.link.bytes, link, size);
    self->base.lsn = tc_query_int (query, 0);
  }
  return tc_database_check (self->db, error);
}

TcRelay *
tc_relay_new (TcDatabase *db, const TcRelayIdentity *identity, const TcRelayHooks *hooks,
              const TcHubHooks *hub_hooks, gpointer data, gint64 now_us, GError **error)
{
  g_autoptr (TcRelay) self = g_new0 (TcRelay, 1);

  self->db = db;
  self->number = identity->replica;
  self->name = g_strdup (identity->name);
  self->hooks = *hooks;
  self->data = data;
  self->now_us = now_us;
  self->looked_us = now_us;
  self->queue = g_ptr_array_new_with_free_func (tc_relay_free_entry);
  self->index = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->rows = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, tc_relay_free_row);
  self->desks = g_hash_table_new_full (NULL, NULL, NULL, tc_relay_free_desk);
  self->questions = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->hub = tc_hub_new_for_relay (db, &identity->server_key, self, hub_hooks, data, now_us,
                                    error);
  if (!self->hub || !read_base (self, error))
    return NULL;
  self->up = tc_replica_new (db, db, identity->replica, identity->key, &up_hooks, self, error);
  if (!self->up)
    return NULL;
  tc_replica_set_server_key (self->up, &identity->server_key);
  self->up->keeper = &keeper;
  self->up->keeper_data = self;
  self->revoked = tc_database_get_int (db, 0, "SELECT 1 FROM relay_ended", NULL) == 1;
  return tc_relay_load_queue (self, error) &&
                 tc_replica_tend_purges (self->up, TC_REPLICA_FOLLOWED, error)
             ? g_steal_pointer (&self)
             : NULL;
}

gboolean
tc_relay_is_wiped (TcDatabase *db)
{
  return tc_database_get_int (db, 0,
                              "SELECT EXISTS (SELECT 1 FROM relay_ended) AND NOT EXISTS"
                              " (SELECT 1 FROM held_scope WHERE kind <> '" TC_SCOPE_WIPED "')",
                              NULL) == 1;
}

void
tc_relay_free (TcRelay *self)
{
  if (!self)
    return;
  g_clear_pointer (&self->up, tc_replica_free);
  g_clear_pointer (&self->hub, tc_hub_free);
  g_clear_pointer (&self->arrived, g_ptr_array_unref);
  g_hash_table_unref (self->index);
  g_hash_table_unref (self->rows);
  g_ptr_array_unref (self->queue);
  g_hash_table_unref (self->desks);
  g_hash_table_unref (self->questions);
  g_free (self->name);
  g_free (self);
}

TcHub *
tc_relay_get_hub (TcRelay *self)
{
  return self->hub;
}

void
tc_relay_line_opened (TcRelay *self, gint64 now_us)
{
  self->now_us = now_us;
  tc_relay_begin_sending (self);
  tc_replica_line_opened (self->up);
}

void
tc_relay_line_closed (TcRelay *self, gint64 now_us)
{
  self->now_us = now_us;
  tc_replica_line_closed (self->up);
}

static void
drop_all (TcRelay *self, const char *code)
{
  g_autoptr (GPtrArray) peers = g_ptr_array_new ();

  for (guint i = 0; i < self->hub->peers->len; i++)
    if (tc_hub_peer_is_known (g_ptr_array_index (self->hub->peers, i)))
      g_ptr_array_add (peers, g_ptr_array_index (self->hub->peers, i));
  for (guint i = 0; i < peers->len; i++)
    tc_hub_peer_goodbye (g_ptr_array_index (peers, i), code);
}

/* Of a transaction that failed. */
void
tc_relay_forget_arrived (TcRelay *self)
{
  g_clear_pointer (&self->arrived, g_ptr_array_unref);
  self->placed = FALSE;
}

/* What the replica's transaction has brought is told on. */
gboolean
tc_relay_pass_on (TcRelay *self, GError **error)
{
  g_autoptr (GPtrArray) frames = g_steal_pointer (&self->arrived);
  gboolean moved = self->placed || frames;

  if (moved && !tc_hub_read_head (self->hub, error))
    return FALSE;
  if (self->placed && !read_base (self, error))
    return FALSE;
  if (moved)
    tc_relay_forget_seen (self, self->hub->position.lsn);
  /* They greet again, and load what they can't follow to. */
  if (self->placed)
    drop_all (self, "line.moved");
  else if (self->rights_changed)
    tc_hub_review_rights (self->hub);
  self->placed = FALSE;
  self->rights_changed = FALSE;
  if (self->lost && self->hooks.lost)
    self->hooks.lost (self->data);
  self->lost = FALSE;
  for (guint i = 0; frames && i < frames->len; i++)
    tc_hub_publish (self->hub, g_ptr_array_index (frames, i), self->now_us);
  if (moved && self->hub->hooks.committed)
    self->hub->hooks.committed (self->hub->position.lsn, self->data);
  tc_relay_send_queue (self);
  if (moved)
    tc_relay_tell_status (self);
  return tc_database_check (self->db, error);
}

/* The server doesn't speak with a desk over this relay: for good, or for a while. One that it
 * doesn't know since it was restored may prove soon that it was enrolled. */
static gboolean
on_turned_away (TcRelay *self, guint16 replica, const char *code, GError **error)
{
  TcHubPeer *peer = tc_relay_find_peer (self, replica);

  if (!strcmp (code, "line.desk-unknown") && !tc_relay_awaits_desk (self, replica)) {
    if (!tc_relay_give_up (self, replica, error))
      return FALSE;
  } else {
    tc_relay_desk (self, replica)->turned_away_us = self->now_us;
  }
  if (peer)
    tc_hub_peer_goodbye (peer, code);
  return TRUE;
}

/* A message for one of the desks. */
static gboolean
on_carried (TcRelay *self, const TcLineMessage *message, GError **error)
{
  g_autoptr (TcLineMessage) inner = tc_line_message_read (message->inner, error);
  TcHubPeer *peer = tc_relay_find_peer (self, message->replica);

  if (!inner)
    return FALSE;
  switch (inner->kind) {
  case TC_LINE_ANSWERS:
    if (!tc_relay_settle (self, message->replica, inner->answers, error))
      return FALSE;
    peer = NULL;
    break;
  case TC_LINE_NOTICE:
    if (!strcmp (inner->name, TC_NOTICE_KNOWN)) {
      tc_relay_take_known (self, message->replica, inner->value);
      peer = NULL;
    }
    break;
  case TC_LINE_GOODBYE:
    return on_turned_away (self, message->replica,
                           inner->refusal ? inner->refusal->code : "line.order", error);
  default:
    g_set_error (error, TC_ERROR, TC_ERROR_INVALID, "on the line: nothing that a relay carries");
    return FALSE;
  }
  if (peer)
    self->hub->hooks.send (peer->data, message->inner, self->data);
  tc_relay_send_queue (self);
  return TRUE;
}

/* FALSE: it is an answer to the relay itself. */
static gboolean
pass_reply (TcRelay *self, const TcLineMessage *reply)
{
  TcRelayQuestion *question = g_hash_table_lookup (self->questions, &reply->number);
  TcHubPeer *peer = question ? tc_relay_find_peer (self, question->replica) : NULL;

  if (!question)
    return FALSE;
  if (peer)
    tc_hub_reply (self->hub, peer, question->number, reply->refusal, reply->value);
  g_hash_table_remove (self->questions, &reply->number);
  return TRUE;
}

gboolean
tc_relay_receive (TcRelay *self, GBytes *bytes, gint64 now_us, GError **error)
{
  TcLineKind kind = tc_line_message_kind (bytes);

  self->now_us = now_us;
  self->goodbyes += kind == TC_LINE_GOODBYE;
  if (kind == TC_LINE_CARRY || kind == TC_LINE_REPLY) {
    g_autoptr (TcLineMessage) message = tc_line_message_read (bytes, error);

    if (!message)
      return FALSE;
    if (kind == TC_LINE_CARRY)
      return on_carried (self, message, error);
    if (pass_reply (self, message))
      return TRUE;
  }
  tc_relay_forget_arrived (self);
  return tc_replica_receive (self->up, bytes, now_us, error) && tc_relay_pass_on (self, error);
}

gint64
tc_relay_ask (TcRelay *self, const char *name, GVariant *value)
{
  return tc_replica_ask (self->up, ++self->last_question, name, value) ? self->last_question : 0;
}

gboolean
tc_relay_renew (TcRelay *self, GError **error)
{
  g_autoptr (TcRefusal) why = tc_refusal_new ("line.relay-renew", NULL);

  if (!tc_replica_forget (self->up, error))
    return FALSE;
  /* While it is loading, newer ones are on their way. */
  if (self->up->state != TC_REPLICA_OFFLINE && self->up->state != TC_REPLICA_LOADING)
    self->hooks.close (why, self->data);
  return TRUE;
}

static gboolean
look_at_base (TcRelay *self, GError **error)
{
  gint64 base_us = tc_database_get_int (
      self->db, self->now_us, "SELECT time_us FROM log_commit ORDER BY last_lsn LIMIT 1", NULL);

  self->looked_us = self->now_us;
  if (!tc_database_check (self->db, error))
    return FALSE;
  return !self->online || self->now_us - base_us < BASE_MAX_US || tc_relay_renew (self, error);
}

gboolean
tc_relay_tick (TcRelay *self, gint64 now_us, GError **error)
{
  self->now_us = now_us;
  tc_relay_fail_questions (self, now_us - QUESTION_MAX_US);
  tc_relay_send_again (self);
  tc_relay_call_put_off (self);
  tc_relay_ask_known (self);
  tc_relay_tell_presence (self);
  return now_us - self->looked_us < LOOK_EVERY_US || look_at_base (self, error);
}
