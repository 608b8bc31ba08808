/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * toancanhd as a relay; see the header.
 */
#include "tc-relay-mode.h"

#include "tc-line-message.h"
#include "tc-relay-enrolment.h"
#include "tc-relay-files.h"
#include "tc-relay-snapshots.h"

struct _TcRelayMode {
  TcServerParts *parts;        /* (unowned): the server's */
  TcRelayLine *line;           /* (owned) */
  TcRelayWorker *worker;       /* (owned) */
  TcRelaySnapshots *snapshots; /* (owned) (nullable): once opened, as what follows */
  TcRelayFiles *files;         /* (owned) (nullable) */
  TcFileService *service;      /* (unowned) (nullable): the server's */
  TcFileStore *store;          /* (unowned) (nullable): likewise */
  GCancellable *cancellable;   /* (owned): when it ends */
};

/* A file has come to the server: those of our desks that may read it find it through us. */
static void
notice_cb (const char *name, GVariant *value, gpointer data)
{
  TcRelayMode *self = data;
  const char *hash = NULL;

  if (g_str_equal (name, TC_NOTICE_FILE) && self->service &&
      g_variant_lookup (value, "hash", "&s", &hash) && tc_file_store_is_hash (hash))
    tc_file_service_tell_arrival (self->service, hash);
}

/* What the relay may not keep any more. */
typedef struct {
  gboolean wiped;     /* its right was ended: nothing at all */
  GPtrArray *unnamed; /* (owned) (element-type utf8): files that no row names: of scopes that were
                         lost, or blanked by a legal purge */
} Left;

static void
free_left (gpointer data)
{
  g_ptr_array_unref (((Left *) data)->unnamed);
  g_free (data);
}

static gpointer
find_left (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) hashes = tc_file_store_list (data);
  Left *left = g_new0 (Left, 1);

  left->wiped = tc_relay_is_wiped (db);
  left->unnamed = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < hashes->len; i++)
    if (!tc_database_get_int (db, 0, "SELECT 1 FROM attachment WHERE hash = ? LIMIT 1", "s",
                              hashes->pdata[i]))
      g_ptr_array_add (left->unnamed, g_strdup (hashes->pdata[i]));
  return left;
}

static void
remove_left (TcRelayMode *self, const Left *left)
{
  if (left->wiped) {
    tc_relay_files_clear (self->files);
    tc_relay_line_clear (self->line);
    return;
  }
  for (guint i = 0; i < left->unnamed->len; i++)
    if (!tc_relay_files_is_owed (self->files, left->unnamed->pdata[i]))
      tc_file_store_erase (self->store, left->unnamed->pdata[i]);
}

static void
left_found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcRelayMode *self = data;
  g_autoptr (GError) error = NULL;
  Left *left = tc_worker_run_finish (TC_WORKER (source), result, &error);

  /* When it was cancelled @self is gone. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (!left) {
    g_warning ("attachments that may not be kept may still be at this relay: %s", error->message);
    return;
  }
  remove_left (self, left);
  free_left (left);
}

static void
look_for_left (TcRelayMode *self)
{
  tc_worker_run_async (self->parts->long_reader, find_left, tc_file_store_ref (self->store),
                       (GDestroyNotify) tc_file_store_unref, free_left, self->cancellable,
                       left_found_cb, self);
}

static void
lost_cb (gpointer data)
{
  TcRelayMode *self = data;

  if (!self->store)
    return;
  tc_relay_files_stop_fetching (self->files);
  tc_file_store_erase_parts (self->store);
  look_for_left (self);
}

static gboolean
open_worker (TcRelayMode *self, TcDeskLines *lines, const char *state, GError **error)
{
  const TcMembershipOptions options = tc_relay_membership_options (self->parts->config);
  g_auto (TcMembership) member = {0};
  g_autoptr (TcWireAddress) address = NULL;

  if (!tc_membership_load (&member, &options, error))
    return FALSE;
  if (member.replica == 0) {
    g_set_error (error, TC_ERROR, TC_ERROR_INVALID, "this relay is not enrolled");
    return FALSE;
  }
  address = tc_membership_address_new (&options, error);
  self->line = address ? tc_relay_line_new (address, self->parts->dir, error) : NULL;
  if (!self->line)
    return FALSE;
  self->worker = tc_relay_worker_new (state, g_steal_pointer (&member.key), member.replica,
                                      &member.server_key, member.name, &tc_desk_lines_hooks, lines,
                                      &tc_relay_line_hooks, self->line, error);
  if (!self->worker)
    return FALSE;
  self->parts->hub = g_object_ref (tc_relay_worker_get_hub (self->worker));
  return TRUE;
}

TcRelayMode *
tc_relay_mode_new (TcServerParts *parts, TcDeskLines *lines, const char *state, GError **error)
{
  g_autoptr (TcRelayMode) self = g_new0 (TcRelayMode, 1);

  self->parts = parts;
  self->cancellable = g_cancellable_new ();
  if (!open_worker (self, lines, state, error))
    return NULL;
  tc_relay_line_set_notice (self->line, notice_cb, self);
  tc_relay_line_set_lost (self->line, lost_cb, self);
  return g_steal_pointer (&self);
}

void
tc_relay_mode_free (TcRelayMode *self)
{
  if (!self)
    return;
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  g_clear_pointer (&self->snapshots, tc_relay_snapshots_free);
  g_clear_pointer (&self->files, tc_relay_files_free);
  g_clear_pointer (&self->line, tc_relay_line_free);
  g_clear_pointer (&self->worker, tc_relay_worker_free);
  g_free (self);
}

gboolean
tc_relay_mode_open_files (TcRelayMode *self, TcFileStore *store, TcFileService *files,
                          GError **error)
{
  self->service = files;
  self->store = store;
  self->files = tc_relay_files_new (self->parts->dir, store, self->line,
                                    self->parts->config->file_mib_max * 1024 * 1024, error);
  if (!self->files)
    return FALSE;
  tc_file_service_set_relay (files, self->files);
  self->snapshots = tc_relay_snapshots_new (self->parts, self->line, error);
  return self->snapshots != NULL;
}

void
tc_relay_mode_start (TcRelayMode *self)
{
  tc_relay_enrolment_mount (self->parts->http, self->line);
  look_for_left (self);
  tc_relay_line_start (self->line, self->worker);
}

void
tc_relay_mode_snapshot (TcRelayMode *self, TcDeskLine *line, GArray *scopes)
{
  tc_relay_snapshots_request (self->snapshots, line, scopes);
}

GVariant *
tc_relay_mode_describe (TcRelayMode *self)
{
  const TcRelayStatus *status = tc_relay_line_get_status (self->line);
  const char *turned_away = tc_relay_line_get_turned_away (self->line);
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "server", "s", self->parts->config->relay_server);
  g_variant_dict_insert (&dict, "online", "b", status->online);
  g_variant_dict_insert (&dict, "since_us", "x", status->since_us);
  g_variant_dict_insert (&dict, "queued", "x", (gint64) status->queued);
  g_variant_dict_insert (&dict, "files_owed", "x",
                         (gint64) tc_relay_files_count_owed (self->files));
  g_variant_dict_insert (&dict, "turned_away", "s", turned_away ? turned_away : "");
  return g_variant_dict_end (&dict);
}
