/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a desk does while the disk of its machine fails, and that it says so beforehand when room
 * runs out. The files themselves are tc-replica-store.c's.
 */
#include "tc-desk-private.h"

#include <gio/gio.h>

#define ROOM_SECONDS 60
/* A warning goes when there is this much more than what it came at. */
#define ROOM_AGAIN (TC_DESK_ROOM_LOW / 10)

static void
refresh_disk (TcDesk *self)
{
  TcDiskState disk = TC_DISK_FINE;

  if (self->disk_fault != TC_DISK_FINE)
    disk = self->disk_fault;
  else if (self->renewing)
    disk = TC_DISK_RENEWING;
  else if (self->room_low)
    disk = TC_DISK_LOW;
  if (self->disk == disk)
    return;
  self->disk = disk;
  g_object_notify (G_OBJECT (self), "disk");
}

/* The readers. */

static void
reader_faulted_cb (TcDesk *self, const GError *error)
{
  if (g_error_matches (error, TC_ERROR, TC_ERROR_CORRUPT) ||
      g_error_matches (error, TC_ERROR, TC_ERROR_DISK))
    tc_replica_worker_examine (self->worker);
}

/* (transfer full) (nullable) */
static TcWorker *
open_reader (TcDesk *self, const char *name, guint which, GError **error)
{
  g_autofree char *path = tc_desk_dup_path (self, "replica.db");
  TcWorker *reader = tc_worker_new (name, path, 0, error);

  if (!reader)
    return NULL;
  tc_desk_eyes_give (self->eyes, reader, which);
  g_signal_connect_object (reader, "faulted", G_CALLBACK (reader_faulted_cb), self,
                           G_CONNECT_SWAPPED);
  return reader;
}

gboolean
tc_desk_open_readers (TcDesk *self, GError **error)
{
  g_autoptr (TcWorker) reader = open_reader (self, "reader", 0, error);

  self->side_reader = reader ? open_reader (self, "side-reader", 1, error) : NULL;
  if (!self->side_reader)
    return FALSE;
  self->reader = g_steal_pointer (&reader);
  return TRUE;
}

/* After a fault: the file may be another one, or be there for the first time. */
static void
renew_readers (TcDesk *self)
{
  g_autoptr (GError) error = NULL;

  if (self->reader) {
    tc_worker_reopen (self->reader);
    tc_worker_reopen (self->side_reader);
  } else if (!tc_desk_open_readers (self, &error)) {
    g_warning ("the replica can't be read: %s", error->message);
  }
}

/* Faults. */

void
tc_desk_disk_failed (TcDesk *self, const GError *error, gboolean full)
{
  TcDiskState fault = full ? TC_DISK_FULL : TC_DISK_FAULTY;

  if (self->disk_fault == fault)
    return;
  g_warning ("this desk can't keep its data: %s", error->message);
  tc_desk_note_trouble (self, NULL, error->message);
  self->disk_fault = fault;
  tc_desk_close_line (self);
  tc_replica_worker_line_closed (self->worker);
  tc_desk_set_state (self, TC_DESK_OFFLINE);
  refresh_disk (self);
}

void
tc_desk_disk_mended (TcDesk *self, gboolean renewed)
{
  g_message ("this desk keeps its data again%s", renewed ? ", in a new replica" : "");
  self->disk_fault = TC_DISK_FINE;
  self->renewing |= renewed;
  renew_readers (self);
  refresh_disk (self);
  tc_desk_load_capabilities (self);
  tc_desk_load_province (self);
  tc_desk_supply_codes (self);
  /* Whoever waits for a reader looks whether there is one now. */
  g_object_notify (G_OBJECT (self), "person-id");
  g_signal_emit_by_name (self, "reloaded");
  g_signal_emit_by_name (self, "replaced");
  if (self->started)
    tc_desk_start (self);
}

void
tc_desk_disk_renewed (TcDesk *self)
{
  self->renewing = FALSE;
  refresh_disk (self);
}

/* Room. */

static void
room_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcDesk) self = data;
  g_autoptr (GFileInfo) info = g_file_query_filesystem_info_finish (G_FILE (source), result, NULL);
  guint64 enough = TC_DESK_ROOM_LOW + (self->room_low ? ROOM_AGAIN : 0);

  if (!info || !g_file_info_has_attribute (info, G_FILE_ATTRIBUTE_FILESYSTEM_FREE))
    return;
  self->room_low = g_file_info_get_attribute_uint64 (info, G_FILE_ATTRIBUTE_FILESYSTEM_FREE) <
                   enough;
  refresh_disk (self);
}

static gboolean
on_room_cb (gpointer data)
{
  TcDesk *self = data;
  g_autoptr (GFile) folder = g_file_new_for_path (self->data_dir);

  g_file_query_filesystem_info_async (folder, G_FILE_ATTRIBUTE_FILESYSTEM_FREE, G_PRIORITY_LOW,
                                      NULL, room_cb, g_object_ref (self));
  return G_SOURCE_CONTINUE;
}

void
tc_desk_watch_room (TcDesk *self)
{
  if (self->room_source)
    return;
  self->room_source = g_timeout_add_seconds (ROOM_SECONDS, on_room_cb, self);
  on_room_cb (self);
}
