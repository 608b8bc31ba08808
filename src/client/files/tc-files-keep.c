/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is here is looked through, one file now and then: what a failing disk has changed is found
 * before somebody needs it, and fetched anew when it is looked at. And what the server has lost is
 * given back.
 */
#include "tc-files-private.h"

/* A thousand files take most of a day. */
#define KEEP_S 60

static void
check_copy (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_return_boolean (task, tc_file_cache_check (TC_FILES (source)->cache, data));
}

/* @callback gets whether the file is here and whole. */
static void
check_async (TcFiles *self, const char *hash, GAsyncReadyCallback callback)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, NULL);

  g_task_set_task_data (task, g_strdup (hash), g_free);
  g_task_run_in_thread (task, check_copy);
}

/* ---- now and then ---- */

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcFiles *self = TC_FILES (source);
  const char *hash = g_task_get_task_data (G_TASK (result));

  if (g_task_propagate_boolean (G_TASK (result), NULL) || !self->desk)
    return;
  g_warning ("a file was damaged on this disk: %s", hash);
  g_signal_emit_by_name (self, "changed", hash);
}

static gboolean
keep_cb (gpointer data)
{
  TcFiles *self = data;
  char *next = tc_file_cache_find_next (self->cache, self->kept);

  g_free (self->kept);
  self->kept = next;
  if (next)
    check_async (self, next, kept_cb);
  return G_SOURCE_CONTINUE;
}

void
tc_files_keep (TcFiles *self)
{
  if (!self->keeping)
    self->keeping = g_timeout_add_seconds (KEEP_S, keep_cb, self);
}

/* ---- what the server has lost ---- */

static void
whole_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcFiles *self = TC_FILES (source);
  const char *hash = g_task_get_task_data (G_TASK (result));
  gint64 size = tc_file_cache_get_size (self->cache, hash);

  if (g_task_propagate_boolean (G_TASK (result), NULL) && self->desk && size > 0)
    tc_file_transfers_send (self->transfers, hash, size);
}

void
tc_files_give_back (TcFiles *self, const char *hash)
{
  if (tc_file_cache_is_hash (hash) && tc_file_cache_has (self->cache, hash))
    check_async (self, hash, whole_cb);
}
