/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * When this desk last heard its server, kept in the outbox: a desk that is started without a line
 * says since when nothing new can have come, not since when it runs.
 */
#include "tc-desk-private.h"

#include "tc-desk-files.h"

/* What a power cut may take off. */
#define HEARD_S 60

static gpointer
write_heard (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  tc_database_execute (db,
                       "INSERT INTO heard (id, at_us) VALUES (1, ?)"
                       " ON CONFLICT (id) DO UPDATE SET at_us = excluded.at_us",
                       "i", *(const gint64 *) data);
  return NULL;
}

static void
note_heard (TcDesk *self)
{
  gint64 now_us = g_get_real_time ();

  tc_desk_run_outbox_async (self, write_heard, g_memdup2 (&now_us, sizeof now_us), g_free, NULL,
                            NULL, NULL);
}

static gboolean
on_heard_cb (gpointer data)
{
  note_heard (data);
  tc_desk_turn_day (data);
  return G_SOURCE_CONTINUE;
}

void
tc_desk_heard (TcDesk *self, gboolean online)
{
  if (!self->worker)
    return;
  g_clear_handle_id (&self->heard_source, g_source_remove);
  note_heard (self);
  if (online)
    self->heard_source = g_timeout_add_seconds (HEARD_S, on_heard_cb, self);
}

static gpointer
read_heard (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  gint64 *at_us = g_new (gint64, 1);

  *at_us = tc_database_get_int (db, 0, "SELECT at_us FROM heard", NULL);
  return at_us;
}

static void
heard_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcDesk *self = TC_DESK (source);
  g_autofree gint64 *at_us = tc_desk_run_outbox_finish (self, result, NULL);

  /* It has had a line since, or a clock that went back. */
  if (!at_us || *at_us <= 0 || self->offline_since_us == 0 || *at_us >= self->offline_since_us ||
      self->was_online)
    return;
  self->offline_since_us = *at_us;
  g_object_notify (G_OBJECT (self), "offline-since-us");
}

void
tc_desk_load_heard (TcDesk *self)
{
  tc_desk_run_outbox_async (self, read_heard, NULL, NULL, g_free, heard_read_cb, NULL);
}
