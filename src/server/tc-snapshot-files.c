/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Keeping and serving snapshots; see the header.
 */
#include "tc-snapshot-files.h"

#include "tc-id.h"
#include "tc-reading-rights.h"
#include "tc-snapshot.h"

#include <errno.h>
#include <glib/gstdio.h>

#define TIDY_S 60
#define SUFFIX ".snap"

/* A file there is. */
typedef struct {
  gint64 scope;
  gint64 epoch; /* with lsn: of its turn */
  gint64 lsn;
  gint64 size;
  gint64 wanted_us; /* monotonic */
} File;

struct _TcSnapshotFiles {
  const TcServerParts *parts; /* (unowned): the server's */
  char *dir;                  /* (owned) */
  GHashTable *files;          /* (owned) (element-type utf8 File) */
  guint tidy_id;
};

const char *
tc_snapshot_files_get_dir (TcSnapshotFiles *self)
{
  return self->dir;
}

static void
read_position (const char *name, gint64 *epoch, gint64 *lsn)
{
  char *end;

  g_ascii_strtoll (name, &end, 10);
  *epoch = *end == '-' ? g_ascii_strtoll (end + 1, &end, 10) : 0;
  *lsn = *end == '-' ? g_ascii_strtoll (end + 1, &end, 10) : 0;
}

void
tc_snapshot_files_note (TcSnapshotFiles *self, const TcSnapshotFile *made)
{
  File *file = g_hash_table_lookup (self->files, made->name);

  if (!file) {
    file = g_new0 (File, 1);
    file->scope = made->scope;
    file->size = made->size;
    read_position (made->name, &file->epoch, &file->lsn);
    g_hash_table_insert (self->files, g_strdup (made->name), file);
  }
  file->wanted_us = g_get_monotonic_time ();
}

static void
remove_pair (TcSnapshotFiles *self, const char *name)
{
  g_autofree char *path = g_build_filename (self->dir, name, NULL);
  g_autofree char *list = g_strconcat (path, TC_SNAPSHOT_LIST_SUFFIX, NULL);

  g_unlink (list);
  g_unlink (path);
}

static gboolean
is_before (const char *name, const TcPosition *position)
{
  gint64 epoch, lsn;

  read_position (name, &epoch, &lsn);
  return epoch != position->epoch || lsn < position->lsn;
}

void
tc_snapshot_files_drop_before (TcSnapshotFiles *self, const TcPosition *position)
{
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, self->files);
  while (g_hash_table_iter_next (&iter, &name, NULL)) {
    if (!is_before (name, position))
      continue;
    remove_pair (self, name);
    g_hash_table_iter_remove (&iter);
  }
}

static gboolean
is_of_turn (const File *file, gint64 epoch, gint64 lsn)
{
  return file->epoch == epoch && file->lsn == lsn;
}

/* Bytes of all files, and which turn is the newest. */
static gint64
measure (TcSnapshotFiles *self, gint64 *epoch, gint64 *lsn)
{
  gint64 bytes = 0;
  GHashTableIter iter;
  gpointer value;

  *epoch = *lsn = 0;
  g_hash_table_iter_init (&iter, self->files);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    const File *file = value;

    bytes += file->size;
    if (file->epoch < *epoch || (file->epoch == *epoch && file->lsn <= *lsn))
      continue;
    *epoch = file->epoch;
    *lsn = file->lsn;
  }
  return bytes;
}

/* Of those that aren't of the turn of @epoch and @lsn, what was wanted longest ago, before
 * @before_us. (nullable) */
static const char *
find_oldest (TcSnapshotFiles *self, gint64 epoch, gint64 lsn, gint64 before_us)
{
  const char *oldest = NULL;
  GHashTableIter iter;
  gpointer name, value;

  g_hash_table_iter_init (&iter, self->files);
  while (g_hash_table_iter_next (&iter, &name, &value)) {
    const File *file = value;

    if (file->wanted_us >= before_us || is_of_turn (file, epoch, lsn))
      continue;
    oldest = name;
    before_us = file->wanted_us;
  }
  return oldest;
}

/* DESIGN: a snapshot is of use only with all others of its turn, so the bound on bytes takes
 * nothing of the turn that is offered now, however large that is, nor of one that is being
 * fetched: else who fetches it begins anew for ever. */
void
tc_snapshot_files_tidy (TcSnapshotFiles *self, gint64 now_us)
{
  gint64 epoch, lsn, bytes;
  GHashTableIter iter;
  gpointer key, value;
  const char *name;

  g_hash_table_iter_init (&iter, self->files);
  while (g_hash_table_iter_next (&iter, &key, &value)) {
    if (((const File *) value)->wanted_us >= now_us - TC_SNAPSHOT_KEPT_US)
      continue;
    remove_pair (self, key);
    g_hash_table_iter_remove (&iter);
  }
  bytes = measure (self, &epoch, &lsn);
  while (bytes > TC_SNAPSHOT_FOLDER_BYTES_MAX &&
         (name = find_oldest (self, epoch, lsn, now_us - TC_SNAPSHOT_IN_USE_US))) {
    bytes -= ((const File *) g_hash_table_lookup (self->files, name))->size;
    remove_pair (self, name);
    g_hash_table_remove (self->files, name);
  }
}

static gboolean
tidy_cb (gpointer data)
{
  tc_snapshot_files_tidy (data, g_get_monotonic_time ());
  return G_SOURCE_CONTINUE;
}

/* Whoever fetches one of a turn comes for others of it. */
static void
want_turn (TcSnapshotFiles *self, const File *wanted)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->files);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    File *file = value;

    if (is_of_turn (file, wanted->epoch, wanted->lsn))
      file->wanted_us = g_get_monotonic_time ();
  }
}

gboolean
tc_snapshot_files_has (TcSnapshotFiles *self, const char *name)
{
  return g_hash_table_contains (self->files, name);
}

/* Serving. */

typedef struct {
  TcSnapshotFiles *self; /* (unowned): outlives the server's requests */
  char *name;            /* (owned): of what is asked for */
  gint64 scope;
  guint16 replica;
} Asking;

static void
free_asking (gpointer data)
{
  g_free (((Asking *) data)->name);
  g_free (data);
}

static void
answer_none (TcHttpRequest *request)
{
  tc_http_request_answer_text (request, 404, "text/plain", "no such snapshot for this desk\n");
}

static gpointer
check_rights (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Asking *asking = data;
  g_autoptr (GArray) scopes = tc_reading_rights_of_desk (db, asking->replica);

  return GINT_TO_POINTER (tc_ids_contain (scopes, asking->scope));
}

static void
rights_checked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcHttpRequest) request = data;
  const Asking *asking = g_object_get_data (G_OBJECT (request), "asking");
  g_autoptr (GError) error = NULL;
  gboolean may = tc_worker_run_finish (TC_WORKER (source), result, &error) != NULL;
  g_autofree char *path = NULL;

  if (error) {
    tc_http_request_answer_text (request, 503, "text/plain", "not at the moment\n");
    return;
  }
  if (!may) {
    answer_none (request);
    return;
  }
  path = g_build_filename (asking->self->dir, asking->name, NULL);
  tc_http_request_answer_file (request, path, "application/zstd", asking->name);
}

static File *
find_file (TcSnapshotFiles *self, const char *name)
{
  g_autofree char *file = g_strdup (name);

  if (g_str_has_suffix (file, TC_SNAPSHOT_LIST_SUFFIX))
    file[strlen (file) - strlen (TC_SNAPSHOT_LIST_SUFFIX)] = '\0';
  return g_hash_table_lookup (self->files, file);
}

static void
get_cb (TcHttpRequest *request, gpointer data)
{
  TcSnapshotFiles *self = data;
  const char *rest = tc_http_request_get_rest (request);
  File *file = *rest == '/' ? find_file (self, rest + 1) : NULL;
  guint16 replica = tc_tokens_check (self->parts->tokens, tc_http_request_get_bearer (request),
                                     g_get_real_time ());
  Asking *asking;

  if (!replica) {
    tc_http_request_add_header (request, "WWW-Authenticate", "Bearer");
    tc_http_request_answer_text (request, 401, "text/plain", "a desk's token is needed\n");
    return;
  }
  if (!file) {
    answer_none (request);
    return;
  }
  want_turn (self, file);
  asking = g_new0 (Asking, 1);
  asking->self = self;
  asking->name = g_strdup (rest + 1);
  asking->scope = file->scope;
  asking->replica = replica;
  g_object_set_data_full (G_OBJECT (request), "asking", asking, free_asking);
  tc_worker_run_async (self->parts->reader, check_rights, g_memdup2 (asking, sizeof *asking),
                       g_free, NULL, NULL, rights_checked_cb, g_object_ref (request));
}

/* What an earlier run left: whole files, and what it was writing. */
static void
take_in (TcSnapshotFiles *self, const char *name)
{
  g_autofree char *path = g_build_filename (self->dir, name, NULL);
  g_autofree char *list = g_strconcat (path, TC_SNAPSHOT_LIST_SUFFIX, NULL);
  GStatBuf info;
  TcSnapshotFile file = {.name = (char *) name};
  char *end;

  file.scope = g_ascii_strtoll (name, &end, 10);
  if (g_str_has_suffix (name, TC_SNAPSHOT_LIST_SUFFIX))
    return;
  if (!g_str_has_suffix (name, SUFFIX) || *end != '-' || g_stat (path, &info) < 0 ||
      !g_file_test (list, G_FILE_TEST_EXISTS)) {
    remove_pair (self, name);
    return;
  }
  file.size = info.st_size;
  tc_snapshot_files_note (self, &file);
}

static gboolean
read_dir (TcSnapshotFiles *self, GError **error)
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
    take_in (self, name);
  return dir != NULL;
}

TcSnapshotFiles *
tc_snapshot_files_open (const TcServerParts *parts, GError **error)
{
  const TcHttpRoute route = {.path = "/sync/snapshot", .methods = "GET", .handle = get_cb};
  g_autoptr (TcSnapshotFiles) self = g_new0 (TcSnapshotFiles, 1);

  self->parts = parts;
  self->dir = g_build_filename (parts->dir, "snapshots", NULL);
  self->files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (!read_dir (self, error))
    return NULL;
  self->tidy_id = g_timeout_add_seconds (TIDY_S, tidy_cb, self);
  tc_http_server_add_route (parts->http, &route, self);
  return g_steal_pointer (&self);
}

void
tc_snapshot_files_close (TcSnapshotFiles *self)
{
  if (!self)
    return;
  g_clear_handle_id (&self->tidy_id, g_source_remove);
  g_hash_table_unref (self->files);
  g_free (self->dir);
  g_free (self);
}
