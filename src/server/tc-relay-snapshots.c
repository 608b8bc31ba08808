/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The server's snapshots at a relay; see the header. A file's name says its scope and position, as
 * the server's do: those that stand where the relay's log begins are the ones to offer.
 */
#include "tc-relay-snapshots.h"

#include <glib/gstdio.h>

/* What is of use is wanted, whether or not a desk comes for it. */
#define WANTED_S 3600

struct _TcRelaySnapshots {
  const TcServerParts *parts; /* (unowned): the server's */
  TcRelayLine *line;          /* (unowned): likewise */
  TcSnapshotFiles *files;     /* (owned) */
  guint wanted_source;
};

static gboolean
find_file (TcRelaySnapshots *self, gint64 scope, TcSnapshotFile *file)
{
  const TcPosition *base = &tc_relay_line_get_status (self->line)->base;
  g_autofree char *name = tc_relay_line_name_snapshot (scope, base);
  g_autofree char *path = g_build_filename (tc_snapshot_files_get_dir (self->files), name, NULL);
  GStatBuf info;

  if (g_stat (path, &info) < 0)
    return FALSE;
  file->scope = scope;
  file->size = info.st_size;
  file->name = g_steal_pointer (&name);
  return TRUE;
}

void
tc_relay_snapshots_request (TcRelaySnapshots *self, TcDeskLine *line, GArray *scopes)
{
  const TcRelayStatus *status = tc_relay_line_get_status (self->line);
  g_autoptr (GArray) files = tc_snapshot_files_new ();

  for (guint i = 0; i < scopes->len; i++) {
    TcSnapshotFile file = {0};

    if (!find_file (self, g_array_index (scopes, gint64, i), &file)) {
      g_warning ("snapshots are missing at this relay; they are fetched anew from the server");
      tc_relay_line_renew (self->line);
      tc_desk_line_drop (line);
      return;
    }
    tc_snapshot_files_note (self->files, &file);
    g_array_append_val (files, file);
  }
  tc_desk_line_offer (line, &status->base, files);
}

static gboolean
wanted_cb (gpointer data)
{
  TcRelaySnapshots *self = data;
  g_autoptr (GDir) dir = g_dir_open (tc_snapshot_files_get_dir (self->files), 0, NULL);
  const TcPosition *base = &tc_relay_line_get_status (self->line)->base;
  const char *name;

  while (dir && (name = g_dir_read_name (dir))) {
    gint64 scope = g_ascii_strtoll (name, NULL, 10);
    g_autofree char *current = tc_relay_line_name_snapshot (scope, base);
    TcSnapshotFile file = {0};

    if (g_str_equal (name, current) && find_file (self, scope, &file)) {
      tc_snapshot_files_note (self->files, &file);
      g_free (file.name);
    }
  }
  return G_SOURCE_CONTINUE;
}

TcRelaySnapshots *
tc_relay_snapshots_new (const TcServerParts *parts, TcRelayLine *line, GError **error)
{
  TcSnapshotFiles *files = tc_snapshot_files_open (parts, error);
  TcRelaySnapshots *self;

  if (!files)
    return NULL;
  self = g_new0 (TcRelaySnapshots, 1);
  self->parts = parts;
  self->line = line;
  self->files = files;
  self->wanted_source = g_timeout_add_seconds (WANTED_S, wanted_cb, self);
  return self;
}

void
tc_relay_snapshots_free (TcRelaySnapshots *self)
{
  g_clear_handle_id (&self->wanted_source, g_source_remove);
  tc_snapshot_files_close (self->files);
  g_free (self);
}
