/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The desk: its files, its state, submitting; see the header and tc-desk-private.h.
 */
#include "tc-desk-private.h"
#include "tc-desk-tray.h"

#include "tc-line-words.h"
#include "tc-now.h"
#include "tc-operation-registry.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#define INI_GROUP "desk"
/* How often the round trip is looked at. */
#define ROUND_TRIP_SECONDS 5

enum {
  PROP_STATE = 1,
  PROP_DISK,
  PROP_OFFLINE_SINCE_US,
  PROP_PENDING,
  PROP_ATTENTION,
  PROP_ATTENTION_HIDDEN,
  PROP_ROUND_TRIP_MS,
  PROP_CLOCK_AHEAD_US,
  PROP_NAME,
  PROP_PERSON_ID,
  PROP_PERSON_NAME,
  PROP_SESSION_UNTIL_US,
  PROP_CHECKED_US,
  PROP_LOADING,
  PROP_DEMONSTRATION,
  PROP_TURNED_AWAY,
  PROP_RELAY,
  PROP_RELAY_SINCE_US,
  PROP_PROVISIONAL,
  N_PROPS
};

enum {
  ROWS_CHANGED,
  REPLACED,
  RELOADED,
  STOPPING,
  NOTICE,
  WAITING_CHANGED,
  SIGNING_OUT,
  N_SIGNALS
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

static void sink_init (TcOperationSinkInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TcDesk, tc_desk, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (TC_TYPE_OPERATION_SINK, sink_init))

char *
tc_desk_dup_path (TcDesk *self, const char *name)
{
  return g_build_filename (self->data_dir, name, NULL);
}

/* A name alone is that of a file beside it. */
static char *
read_ca (TcDesk *self, GKeyFile *ini)
{
  g_autofree char *ca = g_key_file_get_string (ini, INI_GROUP, "ca", NULL);

  return ca && !g_path_is_absolute (ca) ? tc_desk_dup_path (self, ca) : g_steal_pointer (&ca);
}

/* What enrolment left: FALSE without error if the desk is new. */
static gboolean
read_ini (TcDesk *self, GError **error)
{
  g_autofree char *path = tc_desk_dup_path (self, "desk.ini");
  g_autoptr (GKeyFile) ini = g_key_file_new ();
  g_autofree char *key = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return FALSE;
  if (!g_key_file_load_from_file (ini, path, G_KEY_FILE_NONE, error)) {
    g_prefix_error (error, "reading %s: ", path);
    return FALSE;
  }
  g_free (self->name);
  self->name = g_key_file_get_string (ini, INI_GROUP, "name", NULL);
  self->name = self->name ? self->name : g_strdup ("");
  self->url = g_key_file_get_string (ini, INI_GROUP, "url", error);
  self->ca_path = read_ca (self, ini);
  self->replica = (guint16) g_key_file_get_integer (ini, INI_GROUP, "replica", NULL);
  key = g_key_file_get_string (ini, INI_GROUP, "server-key", NULL);
  TcDigest digest; /* as long as a key */
  if (!self->url || self->replica == 0 || !key || !tc_digest_from_hex (key, &digest)) {
    g_clear_error (error);
    g_set_error (error, TC_ERROR, TC_ERROR_INVALID, "reading %s: it is not complete", path);
    return FALSE;
  }
  memcpy (self->server_key.bytes, digest.bytes, TC_KEY_PUBLIC_SIZE);
  return TRUE;
}

gboolean
tc_desk_open_replica (TcDesk *self, GError **error)
{
  g_autofree char *key_path = tc_desk_dup_path (self, "desk.key");
  g_autofree char *replica_path = tc_desk_dup_path (self, "replica.db");
  g_autofree char *outbox_path = tc_desk_dup_path (self, "outbox.db");
  const TcReplicaStoreOptions options = {replica_path,     outbox_path, self->replica,
                                         self->server_key, NULL,        0};
  g_autoptr (GError) local = NULL;
  TcKey *key = tc_key_load_or_make (key_path, error);

  if (!key)
    return FALSE;
  self->worker = tc_replica_worker_new (&options, key, &tc_desk_replica_hooks, self, error);
  if (!self->worker)
    return FALSE;
  tc_desk_open_fetch (self);
  /* If it can't be opened now, it is when the disk is mended. */
  if (!tc_desk_open_readers (self, &local))
    g_message ("the replica can't be read yet: %s", local->message);
  tc_desk_watch_room (self);
  return TRUE;
}

TcDesk *
tc_desk_open (const char *data_dir, GError **error)
{
  g_autoptr (TcDesk) self = g_object_new (TC_TYPE_DESK, NULL);
  GError *local = NULL;

  tc_crypto_init ();
  self->data_dir = g_strdup (data_dir);
  if (g_mkdir_with_parents (data_dir, 0700) != 0) {
    g_set_error (error, TC_ERROR, TC_ERROR_STORE, "making %s: it can't be", data_dir);
    return NULL;
  }
  if (read_ini (self, &local)) {
    self->state = TC_DESK_OFFLINE;
    self->offline_since_us = g_get_real_time ();
    if (!tc_desk_open_replica (self, error))
      return NULL;
    tc_desk_load_heard (self);
    tc_desk_supply_codes (self);
    tc_desk_load_province (self);
  } else if (local) {
    g_propagate_error (error, local);
    return NULL;
  }
  return g_steal_pointer (&self);
}

static gboolean
on_round_trip_cb (gpointer data)
{
  g_object_notify_by_pspec (data, props[PROP_ROUND_TRIP_MS]);
  return G_SOURCE_CONTINUE;
}

void
tc_desk_start (TcDesk *self)
{
  g_autoptr (GError) error = NULL;

  self->started = TRUE;
  if (!self->worker || self->line || self->disk_fault != TC_DISK_FINE)
    return;
  if (!tc_desk_open_line (self, &error)) {
    g_autofree char *word = tc_line_word_error (error);

    g_warning ("the line to %s can't be opened: %s", self->url, error->message);
    tc_desk_note_trouble (self, NULL, word);
  } else if (!self->round_trip_source)
    self->round_trip_source = g_timeout_add_seconds (ROUND_TRIP_SECONDS, on_round_trip_cb, self);
}

void
tc_desk_stop (TcDesk *self)
{
  self->started = FALSE;
  g_signal_emit (self, signals[STOPPING], 0);
  g_clear_handle_id (&self->round_trip_source, g_source_remove);
  g_clear_handle_id (&self->room_source, g_source_remove);
  g_clear_handle_id (&self->rows_source, g_source_remove);
  g_clear_handle_id (&self->waiting_source, g_source_remove);
  g_clear_handle_id (&self->tell_source, g_source_remove);
  if (self->heard_source)
    tc_desk_heard (self, FALSE);
  tc_desk_close_line (self);
  if (self->worker)
    tc_replica_worker_stop (self->worker);
  if (self->reader)
    tc_worker_stop (self->reader);
  if (self->side_reader)
    tc_worker_stop (self->side_reader);
  g_cancellable_cancel (self->counting_hidden);
  g_clear_object (&self->counting_hidden);
}

void
tc_desk_set_state (TcDesk *self, TcDeskState state)
{
  if (self->state == state)
    return;
  if ((state == TC_DESK_ONLINE) != (self->state == TC_DESK_ONLINE))
    tc_desk_heard (self, state == TC_DESK_ONLINE);
  self->was_online |= state == TC_DESK_ONLINE;
  self->state = state;
  if (state == TC_DESK_ONLINE)
    self->offline_since_us = 0;
  else if (self->offline_since_us == 0)
    self->offline_since_us = tc_now_us ();
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_OFFLINE_SINCE_US]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ROUND_TRIP_MS]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_RELAY]);
  if (state != TC_DESK_ONLINE)
    return;
  if (self->turned_away) {
    self->turned_away = NULL;
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TURNED_AWAY]);
  }
  /* What was leased before and has not come with the rows won't come. */
  self->leased_first = 0;
  tc_desk_supply_codes (self);
  tc_desk_review_verifiers (self);
  tc_desk_tell_status (self);
}

void
tc_desk_set_loading (TcDesk *self, double loading)
{
  if (self->loading == loading)
    return;
  self->loading = loading;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LOADING]);
}

/* Emits what changed since the last turn, one signal a table. */
static gboolean
on_rows_cb (gpointer data)
{
  g_autoptr (TcDesk) self = g_object_ref (data);
  g_autoptr (GHashTable) rows = g_steal_pointer (&self->rows);
  GHashTableIter iter;
  gpointer table;
  gpointer ids;

  self->rows_source = 0;
  g_hash_table_iter_init (&iter, rows);
  while (g_hash_table_iter_next (&iter, &table, &ids))
    g_signal_emit (self, signals[ROWS_CHANGED], 0, table, ids);
  if (g_hash_table_contains (rows, "post") || g_hash_table_contains (rows, "role_capability") ||
      g_hash_table_contains (rows, "role_scope") || g_hash_table_contains (rows, "staff"))
    tc_desk_load_capabilities (self);
  if (g_hash_table_contains (rows, "staff"))
    tc_desk_review_people (self);
  if (g_hash_table_contains (rows, "code_block"))
    tc_desk_supply_codes (self);
  if (g_hash_table_contains (rows, "province"))
    tc_desk_load_province (self);
  return G_SOURCE_REMOVE;
}

void
tc_desk_queue_rows (TcDesk *self, GHashTable *rows)
{
  GHashTableIter iter;
  gpointer table;
  gpointer ids;

  if (!self->rows)
    self->rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                        (GDestroyNotify) g_array_unref);
  g_hash_table_iter_init (&iter, rows);
  while (g_hash_table_iter_next (&iter, &table, &ids)) {
    GArray *known = g_hash_table_lookup (self->rows, table);

    if (known)
      g_array_append_vals (known, ((GArray *) ids)->data, ((GArray *) ids)->len);
    else
      g_hash_table_insert (self->rows, g_strdup (table), g_array_ref (ids));
  }
  if (!self->rows_source)
    self->rows_source = g_idle_add_full (G_PRIORITY_DEFAULT, on_rows_cb, self, NULL);
}

TcDeskState
tc_desk_get_state (TcDesk *self)
{
  return self->state;
}

TcDiskState
tc_desk_get_disk (TcDesk *self)
{
  return self->disk;
}

TcDeskRelay
tc_desk_get_relay (TcDesk *self)
{
  if (!self->status.at_relay || self->state == TC_DESK_OFFLINE)
    return TC_DESK_DIRECT;
  return self->status.relay_online ? TC_DESK_RELAYED : TC_DESK_RELAY_CUT;
}

guint
tc_desk_get_pending (TcDesk *self)
{
  return self->status.pending;
}

guint
tc_desk_get_attention (TcDesk *self)
{
  return self->status.attention;
}

gint64
tc_desk_get_person (TcDesk *self)
{
  return self->person_id;
}

TcWorker *
tc_desk_get_reader (TcDesk *self)
{
  return self->reader;
}

TcWorker *
tc_desk_get_side_reader (TcDesk *self)
{
  return self->side_reader;
}

static gint64
sink_make_id (TcOperationSink *sink)
{
  TcDesk *self = TC_DESK (sink);

  g_return_val_if_fail (self->worker, 0);
  return tc_replica_worker_make_id (self->worker);
}

static void
sink_submit_async (TcOperationSink *sink, const TcOperationType *type, gconstpointer args,
                   GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  TcDesk *self = TC_DESK (sink);

  tc_desk_submit_as_async (self, type, args, self->person_id, self->session_id, callback, data);
}

static TcVerdict *
sink_submit_finish (TcOperationSink *sink, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
sink_init (TcOperationSinkInterface *interface)
{
  interface->make_id = sink_make_id;
  interface->submit_async = sink_submit_async;
  interface->submit_finish = sink_submit_finish;
}

static void
tc_desk_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TcDesk *self = TC_DESK (object);

  switch (id) {
  case PROP_STATE:
    g_value_set_int (value, (int) self->state);
    break;
  case PROP_DISK:
    g_value_set_int (value, (int) self->disk);
    break;
  case PROP_OFFLINE_SINCE_US:
    g_value_set_int64 (value, self->offline_since_us);
    break;
  case PROP_PENDING:
    g_value_set_uint (value, self->status.pending);
    break;
  case PROP_ATTENTION:
    g_value_set_uint (value, self->status.attention);
    break;
  case PROP_ATTENTION_HIDDEN:
    g_value_set_uint (value, tc_desk_get_attention_hidden (self));
    break;
  case PROP_ROUND_TRIP_MS:
    g_value_set_int (value, self->line && self->state == TC_DESK_ONLINE
                                ? tc_line_client_get_round_trip_ms (self->line)
                                : -1);
    break;
  case PROP_CLOCK_AHEAD_US:
    g_value_set_int64 (value, self->status.clock_ahead_us);
    break;
  case PROP_NAME:
    g_value_set_string (value, self->name);
    break;
  case PROP_PERSON_ID:
    g_value_set_int64 (value, self->person_id);
    break;
  case PROP_PERSON_NAME:
    g_value_set_string (value, self->person_name);
    break;
  case PROP_SESSION_UNTIL_US:
    g_value_set_int64 (value, self->session_until_us);
    break;
  case PROP_CHECKED_US:
    g_value_set_int64 (value, self->checked_us);
    break;
  case PROP_LOADING:
    g_value_set_double (value, self->loading);
    break;
  case PROP_DEMONSTRATION:
    g_value_set_boolean (value, self->demonstration);
    break;
  case PROP_TURNED_AWAY:
    g_value_set_static_string (value, self->turned_away);
    break;
  case PROP_RELAY:
    g_value_set_int (value, tc_desk_get_relay (self));
    break;
  case PROP_RELAY_SINCE_US:
    g_value_set_int64 (value, self->status.relay_since_us);
    break;
  case PROP_PROVISIONAL:
    g_value_set_uint (value, self->status.provisional);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
tc_desk_dispose (GObject *object)
{
  TcDesk *self = TC_DESK (object);

  tc_desk_stop (self);
  g_clear_object (&self->worker);
  g_clear_object (&self->reader);
  g_clear_object (&self->side_reader);
  G_OBJECT_CLASS (tc_desk_parent_class)->dispose (object);
}

static void
tc_desk_finalize (GObject *object)
{
  TcDesk *self = TC_DESK (object);

  tc_snapshot_fetch_free (self->fetch);
  tc_desk_eyes_free (self->eyes);
  g_free (self->data_dir);
  g_free (self->url);
  g_free (self->ca_path);
  g_free (self->ca_pem);
  g_free (self->refused);
  g_free (self->name);
  g_free (self->person_name);
  g_free (self->signed_out_code);
  g_clear_pointer (&self->rows, g_hash_table_unref);
  g_hash_table_unref (self->questions);
  g_hash_table_unref (self->capabilities);
  g_queue_free_full (self->codes, g_free);
  if (self->next_codes)
    g_queue_free_full (self->next_codes, g_free);
  g_hash_table_unref (self->waiting);
  g_queue_free_full (self->troubles, (GDestroyNotify) tc_trouble_free);
  g_clear_pointer (&self->waiting_ids, g_array_unref);
  g_ptr_array_unref (self->undecided);
  g_hash_table_unref (self->provisional);
  g_clear_pointer (&self->provisional_ids, g_array_unref);
  G_OBJECT_CLASS (tc_desk_parent_class)->finalize (object);
}

static void
tc_desk_class_init (TcDeskClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tc_desk_get_property;
  object_class->dispose = tc_desk_dispose;
  object_class->finalize = tc_desk_finalize;
  props[PROP_STATE] = g_param_spec_int ("state", NULL, NULL, 0, TC_DESK_ONLINE, 0, flags);
  props[PROP_DISK] = g_param_spec_int ("disk", NULL, NULL, 0, TC_DISK_FAULTY, 0, flags);
  props[PROP_OFFLINE_SINCE_US] = g_param_spec_int64 ("offline-since-us", NULL, NULL, 0, G_MAXINT64,
                                                     0, flags);
  props[PROP_PENDING] = g_param_spec_uint ("pending", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_ATTENTION] = g_param_spec_uint ("attention", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_ATTENTION_HIDDEN] = g_param_spec_uint ("attention-hidden", NULL, NULL, 0, G_MAXUINT, 0,
                                                    flags);
  props[PROP_ROUND_TRIP_MS] = g_param_spec_int ("round-trip-ms", NULL, NULL, -1, G_MAXINT, -1,
                                                flags);
  props[PROP_CLOCK_AHEAD_US] = g_param_spec_int64 ("clock-ahead-us", NULL, NULL, G_MININT64,
                                                   G_MAXINT64, 0, flags);
  props[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, "", flags);
  props[PROP_PERSON_ID] = g_param_spec_int64 ("person-id", NULL, NULL, 0, G_MAXINT64, 0, flags);
  props[PROP_PERSON_NAME] = g_param_spec_string ("person-name", NULL, NULL, NULL, flags);
  props[PROP_SESSION_UNTIL_US] = g_param_spec_int64 ("session-until-us", NULL, NULL, 0, G_MAXINT64,
                                                     0, flags);
  props[PROP_CHECKED_US] = g_param_spec_int64 ("checked-us", NULL, NULL, 0, G_MAXINT64, 0, flags);
  props[PROP_LOADING] = g_param_spec_double ("loading", NULL, NULL, 0, 1, 0, flags);
  props[PROP_DEMONSTRATION] = g_param_spec_boolean ("demonstration", NULL, NULL, FALSE, flags);
  props[PROP_TURNED_AWAY] = g_param_spec_string ("turned-away", NULL, NULL, NULL, flags);
  props[PROP_RELAY] = g_param_spec_int ("relay", NULL, NULL, 0, TC_DESK_RELAY_CUT, 0, flags);
  props[PROP_RELAY_SINCE_US] = g_param_spec_int64 ("relay-since-us", NULL, NULL, 0, G_MAXINT64, 0,
                                                   flags);
  props[PROP_PROVISIONAL] = g_param_spec_uint ("provisional", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
  signals[ROWS_CHANGED] = g_signal_new ("rows-changed", TC_TYPE_DESK, G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_ARRAY);
  signals[REPLACED] = g_signal_new ("replaced", TC_TYPE_DESK, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                    NULL, G_TYPE_NONE, 0);
  signals[RELOADED] = g_signal_new ("reloaded", TC_TYPE_DESK, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                    NULL, G_TYPE_NONE, 0);
  signals[NOTICE] = g_signal_new ("notice", TC_TYPE_DESK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_VARIANT);
  signals[WAITING_CHANGED] = g_signal_new ("waiting-changed", TC_TYPE_DESK, G_SIGNAL_RUN_LAST, 0,
                                           NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNING_OUT] = g_signal_new ("signing-out", TC_TYPE_DESK, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 0);
  signals[STOPPING] = g_signal_new ("stopping", TC_TYPE_DESK, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                    NULL, G_TYPE_NONE, 0);
  tc_desk_acts_install (TC_TYPE_DESK);
}

static void
tc_desk_init (TcDesk *self)
{
  self->name = g_strdup ("");
  self->eyes = tc_desk_eyes_new (G_OBJECT (self), tc_desk_eyes_changed_cb);
  self->loading = 1;
  self->questions = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_object_unref);
  self->capabilities = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->codes = g_queue_new ();
  self->troubles = g_queue_new ();
  self->waiting = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->undecided = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_undecided_free);
  self->provisional = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}
