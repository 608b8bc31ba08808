/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Attachments at a relay; see the header. A mark is an empty file of the hash's name: it is made
 * before the file is, and goes when the server has it, so that a stop in between sends once more
 * what the server then has already.
 */
#include "tc-relay-files.h"

#include "tc-error.h"

#include <errno.h>
#include <glib/gstdio.h>

#define OWED_DIR "owed"
#define REMOTE "/files/"
/* How often it is looked whether something can be sent. */
#define LOOK_S 10
/* What the server did not take waits, longer each time, while others go. */
#define AGAIN_US (60 * (gint64) G_USEC_PER_SEC)
#define AGAIN_US_MAX (3600 * (gint64) G_USEC_PER_SEC)

/* Of a file that the server did not take. */
typedef struct {
  gint64 wait_us;
  gint64 again_us; /* monotonic: not before */
} PutOff;

struct _TcRelayFiles {
  char *dir;          /* (owned): of the marks */
  TcFileStore *store; /* (unowned): the server's */
  TcRelayLine *line;  /* (unowned): likewise */
  gint64 size_max;
  GHashTable *owed;     /* (owned) (element-type utf8) */
  GHashTable *put_off;  /* (owned) (element-type utf8 PutOff) */
  GHashTable *coming;   /* (owned) (element-type Fetch): by hash */
  char *sending;        /* (owned) (nullable) */
  GCancellable *cancel; /* (owned): when it ends */
  GCancellable *stop;   /* (owned): of what is being fetched */
  guint look_source;
};

static char *
mark_path (TcRelayFiles *self, const char *hash)
{
  return g_build_filename (self->dir, hash, NULL);
}

/* Sending. */

static gboolean
look_cb (gpointer data)
{
  tc_relay_files_hurry (data);
  return G_SOURCE_CONTINUE;
}

static void
settle (TcRelayFiles *self, const char *hash)
{
  g_autofree char *path = mark_path (self, hash);

  g_unlink (path);
  g_hash_table_remove (self->owed, hash);
  g_hash_table_remove (self->put_off, hash);
}

static void
postpone (TcRelayFiles *self, const char *hash)
{
  PutOff *file = g_hash_table_lookup (self->put_off, hash);

  if (!file) {
    file = g_new0 (PutOff, 1);
    g_hash_table_insert (self->put_off, g_strdup (hash), file);
  }
  file->wait_us = CLAMP (2 * file->wait_us, AGAIN_US, AGAIN_US_MAX);
  file->again_us = g_get_monotonic_time () + file->wait_us;
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcRelayFiles *self = data;
  g_autoptr (GError) error = NULL;
  gboolean sent = tc_http_client_upload_finish (TC_HTTP_CLIENT (source), result, &error);
  g_autofree char *hash = NULL;

  /* When it was cancelled @self may be gone. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  hash = g_steal_pointer (&self->sending);
  if (sent) {
    settle (self, hash);
    tc_relay_files_hurry (self);
    return;
  }
  g_warning ("an attachment could not be sent to the server, it is tried again: %s",
             error->message);
  /* That of the line is none of the file. */
  if (error->domain == TC_ERROR) {
    postpone (self, hash);
    tc_relay_files_hurry (self);
  }
}

static gboolean
is_put_off (TcRelayFiles *self, const char *hash)
{
  const PutOff *file = g_hash_table_lookup (self->put_off, hash);

  return file && g_get_monotonic_time () < file->again_us;
}

/* (nullable) (transfer full): one that is here whole. */
static char *
pick (TcRelayFiles *self)
{
  GHashTableIter iter;
  gpointer hash;

  g_hash_table_iter_init (&iter, self->owed);
  while (g_hash_table_iter_next (&iter, &hash, NULL))
    if (!is_put_off (self, hash) && tc_file_store_has (self->store, hash))
      return g_strdup (hash);
  return NULL;
}

void
tc_relay_files_hurry (TcRelayFiles *self)
{
  TcHttpClient *http = tc_relay_line_get_http (self->line);
  g_autofree char *path = NULL;

  if (self->sending || !http)
    return;
  self->sending = pick (self);
  if (!self->sending)
    return;
  path = tc_file_store_dup_path (self->store, self->sending);
  tc_http_client_upload_async (http, path, self->sending, self->cancel, NULL, NULL, sent_cb, self);
}

gboolean
tc_relay_files_owe (TcRelayFiles *self, const char *hash, GError **error)
{
  g_autofree char *path = mark_path (self, hash);

  if (!g_strcmp0 (tc_relay_line_get_turned_away (self->line), "line.desk-unknown")) {
    g_set_error (error, TC_ERROR, TC_ERROR_DENIED, "the server doesn't admit this relay any more");
    return FALSE;
  }
  /* Its desk is told that the file is safe: a power cut must not take the mark back. */
  if (!g_file_set_contents_full (
          path, "", 0, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, error))
    return FALSE;
  g_hash_table_add (self->owed, g_strdup (hash));
  return TRUE;
}

void
tc_relay_files_forget (TcRelayFiles *self, const char *hash)
{
  if (!tc_file_store_has (self->store, hash))
    settle (self, hash);
}

guint
tc_relay_files_count_owed (TcRelayFiles *self)
{
  return g_hash_table_size (self->owed);
}

static gboolean
keeps_cb (const char *hash, gpointer data)
{
  return g_hash_table_contains (((TcRelayFiles *) data)->owed, hash);
}

gboolean
tc_relay_files_make_room (TcRelayFiles *self, gint64 size)
{
  return tc_file_store_make_room (self->store, size, keeps_cb, self);
}

gboolean
tc_relay_files_is_owed (TcRelayFiles *self, const char *hash)
{
  return g_hash_table_contains (self->owed, hash);
}

/* Fetching. */

/* One file on its way; freed when that has ended. */
typedef struct {
  TcRelayFiles *self; /* (unowned) (nullable): NULL once it has gone */
  char *hash;         /* (owned) */
  GPtrArray *tasks;   /* (owned) (element-type GTask): who wait for it */
} Fetch;

static void
answer_waiting (Fetch *fetch, const GError *error)
{
  g_autoptr (GPtrArray) tasks = g_steal_pointer (&fetch->tasks);

  for (guint i = 0; tasks && i < tasks->len; i++) {
    GTask *task = g_ptr_array_index (tasks, i);

    if (error)
      g_task_return_error (task, g_error_copy (error));
    else
      g_task_return_boolean (task, TRUE);
  }
}

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Fetch *fetch = data;
  g_autoptr (GError) error = NULL;
  gboolean ok = tc_http_client_download_finish (TC_HTTP_CLIENT (source), result, &error);

  if (fetch->self && ok)
    tc_file_store_count (fetch->self->store, fetch->hash);
  if (fetch->self)
    g_hash_table_remove (fetch->self->coming, fetch->hash);
  answer_waiting (fetch, error);
  g_free (fetch->hash);
  g_free (fetch);
}

void
tc_relay_files_fetch_async (TcRelayFiles *self, const char *hash, GAsyncReadyCallback callback,
                            gpointer data)
{
  GTask *task = g_task_new (NULL, NULL, callback, data);
  TcHttpClient *http = tc_relay_line_get_http (self->line);
  Fetch *fetch = g_hash_table_lookup (self->coming, hash);
  g_autofree char *remote = g_strconcat (REMOTE, hash, NULL);
  g_autofree char *path = tc_file_store_dup_path (self->store, hash);

  if (fetch) {
    g_ptr_array_add (fetch->tasks, task);
    return;
  }
  if (!http) {
    g_task_return_new_error (task, TC_ERROR, TC_ERROR_BUSY, "the server can't be reached now");
    g_object_unref (task);
    return;
  }
  if (!tc_relay_files_make_room (self, self->size_max)) {
    g_task_return_new_error (task, TC_ERROR, TC_ERROR_FULL, "there is no room for it");
    g_object_unref (task);
    return;
  }
  fetch = g_new0 (Fetch, 1);
  fetch->self = self;
  fetch->hash = g_strdup (hash);
  fetch->tasks = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (fetch->tasks, task);
  g_hash_table_insert (self->coming, fetch->hash, fetch);
  tc_http_client_download_async (http, remote, path, -1, self->size_max, hash, self->stop, NULL,
                                 NULL, fetched_cb, fetch);
}

gboolean
tc_relay_files_fetch_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
tc_relay_files_stop_fetching (TcRelayFiles *self)
{
  g_cancellable_cancel (self->stop);
  g_object_unref (self->stop);
  self->stop = g_cancellable_new ();
}

void
tc_relay_files_clear (TcRelayFiles *self)
{
  g_autoptr (GList) owed = g_hash_table_get_keys (self->owed);

  tc_relay_files_stop_fetching (self);
  tc_file_store_clear (self->store);
  for (GList *item = owed; item; item = item->next) {
    g_autofree char *hash = g_strdup (item->data);

    settle (self, hash);
  }
}

static gboolean
load_marks (TcRelayFiles *self, GError **error)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  if (g_mkdir_with_parents (self->dir, 0700) < 0) {
    g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno), "making '%s': %s", self->dir,
                 g_strerror (errno));
    return FALSE;
  }
  dir = g_dir_open (self->dir, 0, error);
  while (dir && (name = g_dir_read_name (dir)))
    if (tc_file_store_is_hash (name))
      g_hash_table_add (self->owed, g_strdup (name));
  return dir != NULL;
}

TcRelayFiles *
tc_relay_files_new (const char *dir, TcFileStore *store, TcRelayLine *line, gint64 size_max,
                    GError **error)
{
  g_autoptr (TcRelayFiles) self = g_new0 (TcRelayFiles, 1);

  self->dir = g_build_filename (dir, OWED_DIR, NULL);
  self->store = store;
  self->line = line;
  self->size_max = size_max;
  self->owed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->put_off = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->coming = g_hash_table_new (g_str_hash, g_str_equal);
  self->cancel = g_cancellable_new ();
  self->stop = g_cancellable_new ();
  self->look_source = g_timeout_add_seconds (LOOK_S, look_cb, self);
  return load_marks (self, error) ? g_steal_pointer (&self) : NULL;
}

void
tc_relay_files_free (TcRelayFiles *self)
{
  GHashTableIter iter;
  gpointer fetch;
  g_autoptr (GError) error = g_error_new_literal (TC_ERROR, TC_ERROR_BUSY, "the relay ends");

  g_cancellable_cancel (self->cancel);
  g_cancellable_cancel (self->stop);
  g_clear_handle_id (&self->look_source, g_source_remove);
  g_hash_table_iter_init (&iter, self->coming);
  while (g_hash_table_iter_next (&iter, NULL, &fetch)) {
    ((Fetch *) fetch)->self = NULL;
    answer_waiting (fetch, error);
  }
  g_hash_table_unref (self->coming);
  g_hash_table_unref (self->owed);
  g_hash_table_unref (self->put_off);
  g_object_unref (self->cancel);
  g_object_unref (self->stop);
  g_free (self->sending);
  g_free (self->dir);
  g_free (self);
}
