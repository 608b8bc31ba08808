/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A desk that is filled from a stick: the file that `toancanhctl snapshot export` sealed for it is
 * opened into a folder beside the replica, on a thread, checked there, and loaded as if it had come
 * over the line.
 */
#include "tc-desk-private.h"

#include "tc-limits.h"
#include "tc-snapshot.h"
#include "tc-stick.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#define SNAPSHOT_SUFFIX ".snap"

/* What is taken out of the stick; the thread's, then the desk's. */
typedef struct {
  char *path;     /* (owned): of the stick's file */
  char *key_path; /* (owned) */
  char *folder;   /* (owned): where its files go until they are checked */
  char *final;    /* (owned): and then */
  TcPublicKey server_key;
  gint64 now_us;
  FILE *out;        /* (owned) (nullable): of the file under way */
  GPtrArray *names; /* (owned) (element-type utf8): of the snapshots */
  GArray *files;    /* (owned) (element-type TcSnapshotFile) */
  GPtrArray *lists; /* (owned) (element-type GBytes) */
  GPtrArray *parts; /* (owned) (element-type GBytes): the first ones */
} Taking;

static void
close_out (Taking *taking)
{
  if (taking->out)
    fclose (taking->out);
  taking->out = NULL;
}

static void
empty_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    g_unlink (path);
  }
  g_rmdir (folder);
}

static void
free_taking (gpointer data)
{
  Taking *taking = data;

  close_out (taking);
  g_free (taking->path);
  g_free (taking->key_path);
  g_free (taking->folder);
  g_free (taking->final);
  g_ptr_array_unref (taking->names);
  g_array_unref (taking->files);
  g_ptr_array_unref (taking->lists);
  g_ptr_array_unref (taking->parts);
  g_free (taking);
}

static gboolean
fail_file (const char *what, GError **error)
{
  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno), "%s: %s", what,
               g_strerror (errno));
  return FALSE;
}

static gboolean
fail (GError **error, TcError code, const char *what)
{
  g_set_error (error, TC_ERROR, (int) code, "reading a stick: %s", what);
  return FALSE;
}

static gboolean
begin_file_cb (const char *name, gint64 size, gpointer data, GError **error)
{
  Taking *taking = data;
  g_autofree char *path = g_build_filename (taking->folder, name, NULL);

  close_out (taking);
  if (g_str_has_suffix (name, SNAPSHOT_SUFFIX))
    g_ptr_array_add (taking->names, g_strdup (name));
  else if (!g_str_has_suffix (name, SNAPSHOT_SUFFIX TC_SNAPSHOT_LIST_SUFFIX))
    return fail (error, TC_ERROR_INVALID, "a file of another kind is in it");
  taking->out = fopen (path, "wbxe");
  return taking->out || fail_file (path, error);
}

static gboolean
add_cb (const guint8 *bytes, gsize size, gpointer data, GError **error)
{
  Taking *taking = data;

  return fwrite (bytes, 1, size, taking->out) == size || fail_file (taking->folder, error);
}

static gboolean
take_records (Taking *taking, TcStick *stick, FILE *in, GCancellable *cancellable, GError **error)
{
  const TcStickTaker taker = {begin_file_cb, add_cb, taking};
  g_autofree guint8 *record = g_malloc (TC_STICK_RECORD_BYTES_MAX);
  gboolean ended = FALSE;

  while (!ended) {
    guint32 length;

    if (fread (&length, sizeof length, 1, in) != 1)
      return fail (error, TC_ERROR_INVALID, "it is cut short");
    length = GUINT32_FROM_LE (length);
    if (length > TC_STICK_RECORD_BYTES_MAX || fread (record, 1, length, in) != length)
      return fail (error, TC_ERROR_INVALID, "it is cut short");
    if (!tc_stick_take (stick, record, length, &taker, &ended, error) ||
        g_cancellable_set_error_if_cancelled (cancellable, error))
      return FALSE;
  }
  gboolean flushed = !taking->out || fflush (taking->out) == 0;
  close_out (taking);
  return flushed || fail_file (taking->folder, error);
}

static gboolean
take_out (Taking *taking, GCancellable *cancellable, GError **error)
{
  g_autoptr (TcKey) key = tc_key_load (taking->key_path, error);
  FILE *in = key ? fopen (taking->path, "rbe") : NULL;
  guint8 head[TC_STICK_HEAD_SIZE];
  g_autoptr (TcStick) stick = NULL;
  gboolean ok;

  if (!key)
    return FALSE;
  if (!in)
    return fail_file (taking->path, error);
  if (fread (head, sizeof head, 1, in) != 1)
    fail (error, TC_ERROR_INVALID, "it is cut short");
  else
    stick = tc_stick_open (key, head, error);
  ok = stick && take_records (taking, stick, in, cancellable, error);
  fclose (in);
  return ok;
}

static GBytes *
read_whole (const char *path, GError **error)
{
  g_autoptr (GMappedFile) mapped = g_mapped_file_new (path, FALSE, error);

  return mapped ? g_mapped_file_get_bytes (mapped) : NULL;
}

static gboolean
add_first_parts (Taking *taking, const TcSnapshotList *list, GBytes *whole, GError **error)
{
  for (guint i = 0; i < list->parts->len; i++) {
    const TcSnapshotPart *part = &g_array_index (list->parts, TcSnapshotPart, i);

    if (!part->first)
      continue;
    if (part->start + part->size > (gint64) g_bytes_get_size (whole))
      return fail (error, TC_ERROR_INVALID, "a snapshot in it is cut short");
    g_ptr_array_add (taking->parts,
                     g_bytes_new ((const guint8 *) g_bytes_get_data (whole, NULL) + part->start,
                                  (gsize) part->size));
  }
  return TRUE;
}

/* The server's word for it, and that it is not too old to be gone on with. */
static gboolean
check_snapshot (Taking *taking, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (taking->folder, name, NULL);
  g_autofree char *list_path = g_strconcat (path, TC_SNAPSHOT_LIST_SUFFIX, NULL);
  g_autoptr (GBytes) whole = read_whole (path, error);
  g_autoptr (GBytes) bytes = whole ? read_whole (list_path, error) : NULL;
  g_autoptr (TcSnapshotList) list = bytes ? tc_snapshot_list_read (bytes, error) : NULL;

  if (!list)
    return FALSE;
  if (!tc_snapshot_list_verify (bytes, &taking->server_key))
    return fail (error, TC_ERROR_DIVERGED, "it is not of this desk's server");
  if (list->made_us < taking->now_us - TC_OFFLINE_MAX_US)
    return fail (error, TC_ERROR_LIMIT, "it is too old");
  if ((gint64) g_bytes_get_size (whole) != list->size)
    return fail (error, TC_ERROR_INVALID, "a snapshot in it has another size");
  TcSnapshotFile file = {list->scope, list->size, (char *) name};
  tc_snapshot_files_add (taking->files, &file);
  /* A copy: the file goes. */
  g_ptr_array_add (taking->lists,
                   g_bytes_new (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)));
  return add_first_parts (taking, list, whole, error);
}

static gboolean
move_in (Taking *taking, const char *name, GError **error)
{
  g_autofree char *from = g_build_filename (taking->folder, name, NULL);
  g_autofree char *to = g_build_filename (taking->final, name, NULL);

  return g_rename (from, to) == 0 || fail_file (to, error);
}

static void
take_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Taking *taking = data;
  GError *error = NULL;
  gboolean ok;

  empty_folder (taking->folder);
  g_mkdir_with_parents (taking->folder, 0700);
  ok = take_out (taking, cancellable, &error);
  if (ok && taking->names->len == 0)
    ok = fail (&error, TC_ERROR_INVALID, "nothing is in it");
  for (guint i = 0; ok && i < taking->names->len; i++)
    ok = check_snapshot (taking, taking->names->pdata[i], &error);
  for (guint i = 0; ok && i < taking->names->len; i++)
    ok = move_in (taking, taking->names->pdata[i], &error);
  /* Before it is answered: the folder is the next one's then. */
  close_out (taking);
  empty_folder (taking->folder);
  if (ok)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* What a person is told of what went wrong. (nullable): something else did */
static TcRefusal *
explain (const GError *error)
{
  static const struct {
    TcError code;
    const char *refusal;
  } known[] = {
      {TC_ERROR_DENIED, "stick.other-desk"}, {TC_ERROR_INVALID, "stick.damaged"},
      {TC_ERROR_DIVERGED, "stick.server"},   {TC_ERROR_LIMIT, "stick.old"},
      {TC_ERROR_NOT_FOUND, "stick.behind"},
  };

  if (error->domain == G_FILE_ERROR)
    return tc_refusal_new ("stick.file", "message", TC_S, error->message, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (known) && error->domain == TC_ERROR; i++)
    if (error->code == (int) known[i].code)
      return tc_refusal_new (known[i].refusal, NULL);
  return NULL;
}

static void
return_error (GTask *task, GError *error)
{
  TcRefusal *refusal = explain (error);

  if (refusal) {
    g_debug ("%s", error->message);
    g_error_free (error);
    g_task_return_pointer (task, refusal, (GDestroyNotify) tc_refusal_free);
  } else {
    g_task_return_error (task, error);
  }
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GPtrArray *paths = g_task_get_task_data (task);
  GError *error = NULL;

  if (tc_replica_worker_load_stick_finish (TC_REPLICA_WORKER (source), result, &error)) {
    g_task_return_pointer (task, NULL, NULL);
    return;
  }
  for (guint i = 0; i < paths->len; i++)
    g_unlink (paths->pdata[i]);
  return_error (task, error);
}

static GPtrArray *
list_paths (const Taking *taking)
{
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < taking->names->len; i++)
    g_ptr_array_add (paths, g_build_filename (taking->final, taking->names->pdata[i], NULL));
  return paths;
}

static void
taken_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  TcDesk *self = g_task_get_source_object (task);
  const Taking *taking = g_task_get_task_data (G_TASK (result));
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error)) {
    return_error (task, error);
    return;
  }
  g_task_set_task_data (task, list_paths (taking), (GDestroyNotify) g_ptr_array_unref);
  tc_replica_worker_load_stick_async (self->worker, taking->files, taking->lists, taking->parts,
                                      loaded_cb, g_steal_pointer (&task));
}

void
tc_desk_load_stick_async (TcDesk *self, const char *path, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);
  g_autoptr (GTask) thread = NULL;
  Taking *taking;

  if (!self->worker) {
    g_task_return_pointer (task, tc_refusal_new ("stick.new-desk", NULL),
                           (GDestroyNotify) tc_refusal_free);
    return;
  }
  taking = g_new0 (Taking, 1);
  taking->path = g_strdup (path);
  taking->key_path = tc_desk_dup_path (self, "desk.key");
  taking->final = tc_desk_dup_path (self, TC_SNAPSHOT_FOLDER);
  taking->folder = g_build_filename (taking->final, TC_STICK_FOLDER, NULL);
  taking->server_key = self->server_key;
  taking->now_us = g_get_real_time ();
  taking->names = g_ptr_array_new_with_free_func (g_free);
  taking->files = tc_snapshot_files_new ();
  taking->lists = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  taking->parts = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  thread = g_task_new (NULL, cancellable, taken_cb, g_steal_pointer (&task));
  g_task_set_task_data (thread, taking, free_taking);
  g_task_run_in_thread (thread, take_cb);
}

TcRefusal *
tc_desk_load_stick_finish (TcDesk *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
