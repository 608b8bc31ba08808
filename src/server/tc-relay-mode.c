/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * toancanhd as a relay; see the header.
 */
#include "tc-relay-mode.h"

#include "tc-line-message.h"
#include "tc-relay-files.h"
#include "tc-relay-join.h"
#include "tc-relay-snapshots.h"

struct _TcRelayMode {
  TcServerParts *parts;        /* (unowned): the server's */
  TcRelayLine *line;           /* (owned) */
  TcRelayWorker *worker;       /* (owned) */
  TcRelaySnapshots *snapshots; /* (owned) (nullable): once opened, as what follows */
  TcRelayFiles *files;         /* (owned) (nullable) */
  TcFileService *service;      /* (unowned) (nullable): the server's */
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

static gboolean
open_worker (TcRelayMode *self, TcDeskLines *lines, const char *state, GError **error)
{
  const TcServerConfig *config = self->parts->config;
  g_auto (TcRelayMembership) member = {0};
  g_autoptr (TcWireAddress) address = NULL;

  if (!tc_relay_membership_load (&member, self->parts->dir, error))
    return FALSE;
  if (member.replica == 0) {
    g_set_error (error, TC_ERROR, TC_ERROR_INVALID, "this relay is not enrolled");
    return FALSE;
  }
  address = tc_relay_address_new (config, error);
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
  if (!open_worker (self, lines, state, error))
    return NULL;
  tc_relay_line_set_notice (self->line, notice_cb, self);
  return g_steal_pointer (&self);
}

void
tc_relay_mode_free (TcRelayMode *self)
{
  if (!self)
    return;
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
