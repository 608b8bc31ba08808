/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the desks behind a relay are told: that it is one, what others of them have made; and what
 * they ask of the server. See tc-relay-private.h.
 *
 * A desk is told of another's operation only if it may read every row that it changes, but for the
 * copies that a unit gets of an incident, and holds all that it reads; of its own it is told too,
 * since it has to know their place among the others.
 */
#include "tc-relay-private.h"

#include "tc-id.h"
#include "tc-limits.h"
#include "tc-operation-registry.h"
#include "tc-presence.h"
#include "tc-reading-rights.h"

#include <string.h>

/* Bytes of operations in one message. */
#define TELL_BYTES_MAX (512 * 1024)
/* Each desk that is told asks, over the one line to the server: what changes sooner is told
 * together. */
#define PRESENCE_EVERY_US TC_US_PER_S

const char *
tc_relay_turns_away (TcRelay *self, const TcLineMessage *hello)
{
  const TcPosition *position = &self->hub->position;

  if (self->revoked)
    return "line.relay-revoked";
  if (position->lsn == 0)
    return "line.relay-empty";
  if (tc_database_get_int (self->db, 0, "SELECT 1 FROM desk WHERE id = ? AND state = 'enrolled'",
                           "i", (gint64) hello->replica) &&
      !tc_reading_rights_relay_serves (self->db, self->number, hello->replica))
    return "line.relay-agency";
  /* It was at a server that has been restored since this relay had it last. */
  if (!memcmp (hello->position.log_id, position->log_id, TC_LOG_ID_SIZE) &&
      hello->position.epoch > position->epoch)
    return "line.relay-behind";
  return NULL;
}

gint64
tc_relay_known_seq (TcRelay *self, guint16 replica)
{
  return tc_relay_desk (self, replica)->known_seq;
}

GArray *
tc_relay_narrow (TcRelay *self, const GArray *rights)
{
  GArray *held = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < rights->len; i++) {
    gint64 scope = g_array_index (rights, gint64, i);

    if (tc_replica_holds (self->db, scope))
      g_array_append_val (held, scope);
  }
  return held;
}

void
tc_relay_introduce (TcRelay *self, TcHubPeer *peer)
{
  for (guint i = 0; i < self->hub->peers->len; i++) {
    TcHubPeer *one = g_ptr_array_index (self->hub->peers, i);

    if (one == peer || (!peer && tc_hub_peer_is_known (one)))
      tc_hub_notify (self->hub, one, TC_NOTICE_RELAY,
                     g_variant_new_parsed ("{'name': <%s>, 'online': <%b>, 'since_us': <%x>}",
                                           self->name, self->online, self->since_us));
  }
}

/* Of each other. */

/* Whether the desk holds all that the operation reads. Without that it would do nothing with it;
 * and what the operation was found to change when it came may be of another scope by now. */
static gboolean
may_decide (TcRelay *self, const TcHubPeer *peer, const TcOperation *op)
{
  const TcOperationType *type = tc_operation_registry_find (op->name);
  g_auto (GStrv) kinds = g_strsplit (type && type->reads ? type->reads : "", " ", -1);

  for (guint i = 0; kinds[i]; i++) {
    g_autoptr (TcQuery) query = tc_database_query (
        self->db, "SELECT id FROM scope WHERE kind = ? ORDER BY id", "s", kinds[i]);
    gboolean held = FALSE;

    while (!held && tc_query_next (query))
      held = tc_ids_contain (peer->scopes, tc_query_int (query, 0));
    if (!held)
      return FALSE;
  }
  return type != NULL;
}

static gboolean
may_see (TcRelay *self, const TcHubPeer *peer, const TcRelayed *entry)
{
  /* Before it has its rows it could not even check who signed. */
  if (peer->state != TC_PEER_FOLLOWING)
    return FALSE;
  if (peer->replica == entry->op->head.replica)
    return TRUE;
  if (!entry->scopes || entry->scopes->len == 0)
    return FALSE;
  for (guint i = 0; i < entry->scopes->len; i++)
    if (!tc_ids_contain (peer->scopes, g_array_index (entry->scopes, gint64, i)))
      return FALSE;
  return may_decide (self, peer, entry->op);
}

/* @first: they are all that there are, even if there are none. */
static void
tell (TcRelay *self, TcHubPeer *peer, GPtrArray *entries, gboolean first)
{
  guint at = 0;

  while (at < entries->len || first) {
    g_autoptr (TcLineMessage) message = tc_line_message_new (TC_LINE_PROVISIONAL);
    gsize bytes = 0;

    message->number = first;
    for (; at < entries->len && bytes < TELL_BYTES_MAX &&
           message->operations->len < TC_BATCH_OPERATIONS_MAX;
         at++) {
      const TcRelayed *entry = g_ptr_array_index (entries, at);

      if (!may_see (self, peer, entry))
        continue;
      TcSignedBytes op = {g_bytes_ref (entry->op->bytes), entry->op->signature};
      g_array_append_val (message->operations, op);
      bytes += g_bytes_get_size (op.bytes);
    }
    if (first || message->operations->len > 0)
      tc_hub_peer_send (peer, message);
    first = FALSE;
  }
}

static void
send_settled (TcRelay *self, TcHubPeer *peer, const TcRelayed *entry, gint64 lsn,
              const TcRefusal *refusal)
{
  g_autoptr (TcLineMessage) message = NULL;

  if (!may_see (self, peer, entry) || peer->replica == entry->op->head.replica)
    return;
  message = tc_line_message_new (TC_LINE_SETTLED);
  /* Why is its desk's alone to know. */
  TcLineAnswer answer = {entry->op->head.seq, lsn,
                         refusal ? tc_refusal_new (refusal->code, NULL) : NULL};

  message->replica = entry->op->head.replica;
  g_array_append_val (message->answers, answer);
  tc_hub_peer_send (peer, message);
}

void
tc_relay_tell_all (TcRelay *self, TcHubPeer *peer)
{
  if (peer->state != TC_PEER_FOLLOWING)
    return;
  tell (self, peer, self->queue, TRUE);
  for (guint i = 0; i < self->queue->len; i++) {
    const TcRelayed *entry = g_ptr_array_index (self->queue, i);

    if (entry->lsn > 0)
      send_settled (self, peer, entry, entry->lsn, NULL);
  }
}

void
tc_relay_tell_of (TcRelay *self, GPtrArray *entries)
{
  for (guint i = 0; i < self->hub->peers->len; i++)
    tell (self, g_ptr_array_index (self->hub->peers, i), entries, FALSE);
}

void
tc_relay_tell_settled (TcRelay *self, const TcRelayed *entry, const TcLineAnswer *answer)
{
  for (guint i = 0; i < self->hub->peers->len; i++)
    send_settled (self, g_ptr_array_index (self->hub->peers, i), entry, answer->lsn,
                  answer->refusal);
}

/* Questions. */

static gboolean
is_for_relay (const char *name)
{
  static const char *const names[] = {"http-token", "ping", NULL};

  return g_strv_contains (names, name);
}

static void
answer_offline (TcRelay *self, TcHubPeer *peer, gint64 number)
{
  g_autoptr (TcRefusal) offline = tc_refusal_new ("line.offline", NULL);

  tc_hub_reply (self->hub, peer, number, offline, NULL);
}

/* Who says that nobody is there any more isn't told of others either. */
static void
note_present (TcRelay *self, TcHubPeer *peer, GVariant *value)
{
  gint64 session_id = 0, incident_id = 0;
  gboolean away = FALSE;
  gboolean present = tc_presence_read_said (value, &session_id, &incident_id, &away) &&
                     session_id != 0;

  tc_relay_desk (self, peer->replica)->present_us = present ? self->now_us : 0;
}

void
tc_relay_ask_for (TcRelay *self, TcHubPeer *peer, const TcLineMessage *ask)
{
  g_autoptr (TcLineMessage) message = tc_line_message_new (TC_LINE_ASK);
  TcRelayQuestion *question;

  if (!strcmp (ask->name, TC_PRESENCE))
    note_present (self, peer, ask->value);
  if (is_for_relay (ask->name)) {
    self->hub->hooks.ask (peer->data, peer->replica, ask->number, ask->name, ask->value,
                          self->data);
    return;
  }
  if (!self->online || g_hash_table_size (self->questions) >= TC_RELAY_QUESTIONS_MAX) {
    answer_offline (self, peer, ask->number);
    return;
  }
  question = g_new0 (TcRelayQuestion, 1);
  question->replica = peer->replica;
  question->number = ask->number;
  question->asked_us = self->now_us;
  message->number = ++self->last_question;
  message->name = g_strdup (ask->name);
  message->value = g_variant_ref (ask->value);
  g_hash_table_insert (self->questions, g_memdup2 (&message->number, sizeof (gint64)), question);
  tc_relay_send (self, peer->replica, message);
}

void
tc_relay_fail_questions (TcRelay *self, gint64 before_us)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->questions);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    const TcRelayQuestion *question = value;
    TcHubPeer *peer = tc_relay_find_peer (self, question->replica);

    if (question->asked_us > before_us)
      continue;
    if (peer)
      answer_offline (self, peer, question->number);
    g_hash_table_iter_remove (&iter);
  }
}

/* Presence: the server alone knows who may know what, so that its notice is empty. */

static gboolean
is_concerned (TcRelay *self, const TcHubPeer *peer)
{
  const TcRelayDesk *desk = tc_hub_peer_is_known (peer)
                                ? g_hash_table_lookup (self->desks,
                                                       GUINT_TO_POINTER (peer->replica))
                                : NULL;

  return desk && desk->present_us > 0 && self->now_us - desk->present_us < TC_PRESENCE_ENDS_US;
}

void
tc_relay_tell_presence (TcRelay *self)
{
  gint64 ago_us = self->now_us - self->presence_us;

  /* A clock that was put back says nothing. */
  if (!self->presence_due || (ago_us >= 0 && ago_us < PRESENCE_EVERY_US))
    return;
  self->presence_due = FALSE;
  self->presence_us = self->now_us;
  for (guint i = 0; i < self->hub->peers->len; i++) {
    TcHubPeer *peer = g_ptr_array_index (self->hub->peers, i);

    if (is_concerned (self, peer))
      tc_hub_notify (self->hub, peer, TC_PRESENCE, NULL);
  }
}

void
tc_relay_take_presence (TcRelay *self)
{
  self->presence_due = TRUE;
  tc_relay_tell_presence (self);
}
