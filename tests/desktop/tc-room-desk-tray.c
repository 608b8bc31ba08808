/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The tray of the room's desk; see tc-room-desk.h.
 */
#include "tc-room-desk-private.h"

#include "tc-desk-acts.h"
#include "tc-desk-tray.h"
#include "tc-incident-seen.h"
#include "tc-operation-registry.h"

static TcTrayEntry *
add_refused (TcDesk *self, const char *operation, GVariant *args, TcRefusal *refusal)
{
  TcTrayEntry *entry = g_new0 (TcTrayEntry, 1);

  entry->seq = self->tray->len + 1;
  entry->operation = g_strdup (operation);
  entry->args = g_variant_ref_sink (args);
  entry->refusal = refusal;
  entry->actor_id = self->me.staff_id;
  entry->made_us = entry->refused_us = g_get_real_time ();
  g_ptr_array_add (self->tray, entry);
  return entry;
}

void
tc_room_desk_refuse (TcDesk *self)
{
  add_refused (
      self, "incident.comment", g_variant_new_parsed ("{'text': <'đã gọi điện lực'>}"),
      tc_refusal_new ("incident.merged", "incident", TC_S, "PA-1", "into", TC_S, "PA-2", NULL));
  g_object_notify (G_OBJECT (self), "attention");
}

void
tc_room_desk_refuse_other (TcDesk *self)
{
  tc_room_desk_refuse (self);
  ((TcTrayEntry *) self->tray->pdata[self->tray->len - 1])->actor_id = self->me.staff_id + 1;
  g_object_notify (G_OBJECT (self), "attention-hidden");
}

void
tc_room_desk_refuse_take (TcDesk *self, gint64 incident_id)
{
  TcDatabase *db = self->room->fixture->db;
  gint64 scope;
  TcIncidentTake args = {incident_id, 0};
  g_autoptr (GBytes) seen = tc_incident_dup_seen (db, incident_id, &scope);

  tc_room_desk_take_elsewhere (self, incident_id);
  TcTrayEntry *entry = add_refused (
      self, "incident.take", g_variant_new_parsed ("{'incident_id': <%x>}", incident_id),
      tc_room_desk_carry_out (self, self->me, &tc_incident_take_type, &args));
  entry->seen = g_steal_pointer (&seen);
  g_object_notify (G_OBJECT (self), "attention");
}

void
tc_room_desk_fill_tray (TcDesk *self)
{
  gint64 newest = tc_room_int (self->room, "SELECT max (id) FROM incident WHERE id > ?", 0);
  gint64 second = tc_room_int (self->room, "SELECT max (id) FROM incident WHERE id < ?", newest);

  tc_room_desk_refuse_take (self, newest);
  tc_room_desk_refuse_take (self, second);
  for (guint i = 0; i < 3; i++)
    tc_room_desk_refuse (self);
  tc_room_desk_refuse_other (self);
}

guint
tc_desk_count_idle (TcDesk *self)
{
  return self->idle;
}

guint
tc_desk_count_deferred (TcDesk *self)
{
  return 0;
}

void
tc_room_desk_set_idle (TcDesk *self, guint idle)
{
  self->idle = idle;
  g_object_notify (G_OBJECT (self), "pending");
}

GPtrArray *
tc_desk_get_undecided (TcDesk *self)
{
  return self->undecided;
}

gint64
tc_room_desk_let_idle (TcDesk *self, gint64 incident_id, gboolean own, gboolean deferred)
{
  TcUndecided *one = g_new0 (TcUndecided, 1);
  g_autoptr (TcKey) key = tc_key_generate ();
  const TcOperationHead head = {.id = incident_id + 1,
                                .actor_id = self->me.staff_id + !own,
                                .session_id = 1,
                                .seq = 1,
                                .made_us = g_get_real_time (),
                                .replica = 1};
  GVariant *args = g_variant_new_parsed ("{'incident_id': <%x>, 'text': <'đã gọi điện lực'>}",
                                         incident_id);

  one->op = tc_operation_new ("incident.comment", 1, &head, args, key);
  one->deferred = deferred;
  if (!deferred)
    one->refusal = tc_refusal_new ("incident.merged", "incident", TC_S, "PA-1", "into", TC_S,
                                   "PA-2", NULL);
  g_ptr_array_unref (self->undecided);
  self->undecided = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_undecided_free);
  g_ptr_array_add (self->undecided, one);
  tc_room_desk_let_wait (self, head.id, TRUE);
  g_hash_table_add (self->waiting, g_memdup2 (&incident_id, sizeof incident_id));
  g_signal_emit_by_name (self, "waiting-changed");
  return head.id;
}

GHashTable *
tc_desk_get_provisional (TcDesk *self)
{
  return self->provisional;
}

GHashTable *
tc_desk_get_waiting (TcDesk *self)
{
  return self->waiting;
}

guint
tc_desk_get_attention (TcDesk *self)
{
  guint n = 0;

  for (guint i = 0; i < self->tray->len; i++)
    n += ((TcTrayEntry *) self->tray->pdata[i])->settled_us == 0;
  return n;
}

static gboolean
is_hidden (TcDesk *self, const TcTrayEntry *entry)
{
  return self->me.staff_id != 0 && !tc_tray_entry_may_be_seen (entry, self->me.staff_id, NULL);
}

guint
tc_desk_get_attention_hidden (TcDesk *self)
{
  guint n = 0;

  for (guint i = 0; i < self->tray->len; i++) {
    const TcTrayEntry *entry = self->tray->pdata[i];

    n += entry->settled_us == 0 && is_hidden (self, entry);
  }
  return n;
}

void
tc_desk_read_tray_async (TcDesk *self, gboolean settled, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);
  GPtrArray *entries = g_ptr_array_new ();

  for (guint i = 0; i < self->tray->len; i++)
    if ((((TcTrayEntry *) self->tray->pdata[i])->settled_us != 0) == settled &&
        !is_hidden (self, self->tray->pdata[i]))
      g_ptr_array_add (entries, self->tray->pdata[i]);
  g_task_return_pointer (task, entries, (GDestroyNotify) g_ptr_array_unref);
}

GPtrArray *
tc_desk_read_tray_finish (TcDesk *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static TcTrayEntry *
find_entry (TcDesk *self, gint64 seq)
{
  return self->tray->pdata[seq - 1];
}

static void
settle (TcDesk *self, gint64 seq, const char *how, const char *text)
{
  TcTrayEntry *entry = find_entry (self, seq);

  entry->settled_us = g_get_real_time ();
  entry->settled_by = self->me.staff_id;
  entry->settled_how = g_strdup (how);
  entry->settled_text = g_strdup (text);
  g_object_notify (G_OBJECT (self), "attention");
}

static TcRefusal *
send_again (TcDesk *self, gint64 seq, GVariant *args)
{
  const TcTrayEntry *entry = find_entry (self, seq);
  const TcOperationType *type = tc_operation_registry_find (entry->operation);
  TcRefusal *refusal = NULL;
  g_autoptr (TcArgs)
      decoded = tc_args_decode (type, type->version, args ? args : entry->args, &refusal);

  return decoded ? tc_room_desk_carry_out (self, self->me, type, tc_args_get (decoded)) : refusal;
}

void
tc_desk_resend_async (TcDesk *self, gint64 seq, GVariant *args, GAsyncReadyCallback callback,
                      gpointer data)
{
  g_autoptr (GVariant) owned = args ? g_variant_ref_sink (args) : NULL;
  g_autoptr (GTask) task = tc_desk_begin_act (self, NULL, owned, NULL, callback, data);
  TcVerdict *verdict = g_new0 (TcVerdict, 1);

  verdict->refusal = send_again (self, seq, owned);
  tc_desk_settle_act (task, verdict, NULL);
  if (!verdict->refusal)
    settle (self, seq, owned ? "edited" : "resent", NULL);
  tc_room_desk_publish (self);
  g_task_return_pointer (task, verdict, (GDestroyNotify) tc_verdict_free);
}

void
tc_desk_try_async (TcDesk *self, gint64 seq, GVariant *args, GAsyncReadyCallback callback,
                   gpointer data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, data);
  TcVerdict *verdict = g_new0 (TcVerdict, 1);
  g_autoptr (GVariant) owned = args ? g_variant_ref_sink (args) : NULL;

  verdict->refusal = send_again (self, seq, owned);
  tc_room_desk_take_back (self);
  g_task_return_pointer (task, verdict, (GDestroyNotify) tc_verdict_free);
}

void
tc_desk_set_aside_async (TcDesk *self, GArray *seqs, const char *text, GAsyncReadyCallback callback,
                         gpointer data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, data);

  for (guint i = 0; i < seqs->len; i++)
    settle (self, g_array_index (seqs, gint64, i), "set-aside", text);
  g_task_return_pointer (task, g_new0 (TcVerdict, 1), (GDestroyNotify) tc_verdict_free);
}

void
tc_desk_take_back_async (TcDesk *self, GArray *seqs, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, data);

  for (guint i = 0; i < seqs->len; i++) {
    TcTrayEntry *entry = find_entry (self, g_array_index (seqs, gint64, i));

    entry->settled_us = 0;
    g_clear_pointer (&entry->settled_how, g_free);
    g_clear_pointer (&entry->settled_text, g_free);
  }
  g_object_notify (G_OBJECT (self), "attention");
  g_task_return_pointer (task, g_new0 (TcVerdict, 1), (GDestroyNotify) tc_verdict_free);
}

TcVerdict *
tc_desk_settle_finish (TcDesk *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
tc_room_desk_refuse_next (TcDesk *self, const char *code)
{
  self->refuse_next = g_intern_string (code);
}

void
tc_room_desk_doubt_next (TcDesk *self, gboolean done)
{
  self->doubt_next = TRUE;
  self->drop_next = !done;
}
