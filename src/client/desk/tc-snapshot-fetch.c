/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fetching snapshots; see the header.
 *
 * DESIGN: one transfer is under way at a time; whenever something ends, advance() looks what is to
 * be done next. Reading a part that has come, and giving it to the replica, goes on beside the
 * fetching of the next one.
 */
#include "tc-snapshot-fetch.h"

#include "tc-snapshot.h"

#include <glib/gstdio.h>
#include <string.h>

#define SNAPSHOT_PATH "/sync/snapshot/"
#define WHOLE_SUFFIX ".snap"
/* Tokens asked for in a row without a part between them. */
#define TOKENS_MAX 3

struct _TcSnapshotFetch {
  guint refs;
  char *folder; /* (owned) */
  TcSnapshotFetchHooks hooks;
  gpointer data;
  TcHttpClient *http;   /* (owned) (nullable) */
  GCancellable *cancel; /* (owned): of all that is under way */
  gboolean has_token;
  gboolean token_asked;
  guint tokens; /* asked for in a row */
  gboolean fetching;
  gboolean reading;

  GArray *files;    /* (owned) (nullable) (element-type TcSnapshotFile): offered */
  GPtrArray *lists; /* (owned) (element-type GBytes): of the files, as far as they have come */
  GArray *hashes;   /* (owned) (element-type TcSnapshotPart): of the first parts */

  GArray *wanted;  /* (owned) (element-type TcReplicaPart): the first parts, or those behind */
  guint done;      /* of the first parts, fetched */
  gboolean given;  /* the first of the others is with the replica */
  gboolean filled; /* the first parts are with it, or loaded */

  GPtrArray *useless; /* (owned) (element-type utf8): paths to be removed */
  gboolean tidy_due;  /* and all else that is of no use now */
  gboolean clearing;  /* that is being done */
};

static void advance (TcSnapshotFetch *self);

static void
clear_part (gpointer data)
{
  g_free (((TcReplicaPart *) data)->file);
}

static GArray *
new_parts (void)
{
  GArray *parts = g_array_new (FALSE, FALSE, sizeof (TcReplicaPart));

  g_array_set_clear_func (parts, clear_part);
  return parts;
}

static TcSnapshotFetch *
ref (TcSnapshotFetch *self)
{
  self->refs++;
  return self;
}

static void
unref (TcSnapshotFetch *self)
{
  if (--self->refs > 0)
    return;
  g_free (self->folder);
  g_clear_object (&self->http);
  g_clear_object (&self->cancel);
  g_clear_pointer (&self->files, g_array_unref);
  g_ptr_array_unref (self->lists);
  g_array_unref (self->hashes);
  g_array_unref (self->wanted);
  g_ptr_array_unref (self->useless);
  g_free (self);
}

static TcReplicaPart *
get_part (TcSnapshotFetch *self, guint i)
{
  return &g_array_index (self->wanted, TcReplicaPart, i);
}

/* ---- the folder ---- */

static char *
part_path (TcSnapshotFetch *self, const TcReplicaPart *part)
{
  return g_strdup_printf ("%s/%s.%" G_GINT64_FORMAT, self->folder, part->file, part->number);
}

static char *
whole_path (TcSnapshotFetch *self, const TcReplicaPart *part)
{
  return g_build_filename (self->folder, part->file, NULL);
}

static gboolean
has_bytes (const char *path, gint64 size, gboolean more)
{
  GStatBuf info;

  return g_stat (path, &info) == 0 && (info.st_size == size || (more && info.st_size > size));
}

/* Whether it can be read here. */
static gboolean
is_here (TcSnapshotFetch *self, const TcReplicaPart *part)
{
  g_autofree char *path = part_path (self, part);
  g_autofree char *whole = whole_path (self, part);

  return has_bytes (path, part->size, FALSE) || has_bytes (whole, part->start + part->size, TRUE);
}

/* ---- making room, on a thread: what is removed may be of gigabytes ---- */

typedef struct {
  char *folder;        /* (owned) */
  GPtrArray *paths;    /* (owned) (element-type utf8): to be removed */
  GHashTable *names;   /* (owned) (nullable) (element-type utf8): of all else only these stay, */
  GPtrArray *prefixes; /* (owned) (element-type utf8): and what begins so */
  gboolean wholes;     /* and whole files */
} Clearing;

static void
free_clearing (gpointer data)
{
  Clearing *clearing = data;

  g_free (clearing->folder);
  g_ptr_array_unref (clearing->paths);
  g_clear_pointer (&clearing->names, g_hash_table_unref);
  g_ptr_array_unref (clearing->prefixes);
  g_free (clearing);
}

static gboolean
is_of_use (const Clearing *clearing, const char *name)
{
  for (guint i = 0; i < clearing->prefixes->len; i++)
    if (g_str_has_prefix (name, clearing->prefixes->pdata[i]))
      return TRUE;
  return g_hash_table_contains (clearing->names, name) ||
         (clearing->wholes && g_str_has_suffix (name, WHOLE_SUFFIX));
}

static void
clear_folder (const Clearing *clearing)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  g_mkdir (clearing->folder, 0700);
  dir = g_dir_open (clearing->folder, 0, NULL);
  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *path = g_build_filename (clearing->folder, name, NULL);

    if (!is_of_use (clearing, name))
      g_unlink (path);
  }
}

static void
clear_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Clearing *clearing = data;

  for (guint i = 0; i < clearing->paths->len; i++)
    g_unlink (clearing->paths->pdata[i]);
  if (clearing->names)
    clear_folder (clearing);
  g_task_return_boolean (task, TRUE);
}

static void
keep_part (Clearing *clearing, const TcReplicaPart *part)
{
  char *own = g_strdup_printf ("%s.%" G_GINT64_FORMAT, part->file, part->number);

  g_hash_table_add (clearing->names, g_strdup (part->file));
  g_hash_table_add (clearing->names, g_strconcat (own, ".part", NULL));
  g_hash_table_add (clearing->names, own);
}

static void
list_use (TcSnapshotFetch *self, Clearing *clearing)
{
  clearing->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; self->files && i < self->files->len; i++)
    g_ptr_array_add (clearing->prefixes,
                     g_strdup (g_array_index (self->files, TcSnapshotFile, i).name));
  for (guint i = 0; i < self->wanted->len; i++)
    keep_part (clearing, get_part (self, i));
  /* They have further parts. */
  clearing->wholes = self->wanted->len > 0;
}

static void clear (TcSnapshotFetch *self);

static void
cleared_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcSnapshotFetch *self = data;

  self->clearing = FALSE;
  clear (self);
  advance (self);
  unref (self);
}

/* Nothing is fetched or read meanwhile: it may be what is removed. */
static void
clear (TcSnapshotFetch *self)
{
  g_autoptr (GTask) task = NULL;
  Clearing *clearing;

  if (self->clearing || (!self->tidy_due && self->useless->len == 0))
    return;
  clearing = g_new0 (Clearing, 1);
  clearing->folder = g_strdup (self->folder);
  clearing->paths = g_steal_pointer (&self->useless);
  clearing->prefixes = g_ptr_array_new_with_free_func (g_free);
  self->useless = g_ptr_array_new_with_free_func (g_free);
  if (self->tidy_due)
    list_use (self, clearing);
  self->tidy_due = FALSE;
  self->clearing = TRUE;
  task = g_task_new (NULL, NULL, cleared_cb, ref (self));
  g_task_set_task_data (task, clearing, free_clearing);
  g_task_run_in_thread (task, clear_in_thread);
}

/* Nothing stays that can't be gone on with: it holds what this desk may have lost the right to. */
static void
tidy (TcSnapshotFetch *self)
{
  self->tidy_due = TRUE;
  clear (self);
}

/* ---- reading what has come ---- */

typedef struct {
  TcSnapshotFetch *fetch; /* (owned) */
  GArray *parts;          /* (owned) (element-type TcReplicaPart) */
  GArray *hashes;         /* (owned) (nullable) (element-type TcSnapshotPart): to be checked by */
  GPtrArray *paths;       /* (owned) (element-type utf8): of each, and of the whole file */
} Reading;

static void
free_reading (gpointer data)
{
  Reading *reading = data;

  g_array_unref (reading->parts);
  g_clear_pointer (&reading->hashes, g_array_unref);
  g_ptr_array_unref (reading->paths);
  g_free (reading);
}

static GBytes *
read_at (const char *path, gint64 start, gint64 size, GError **error)
{
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, error);
  g_autoptr (GBytes) whole = file ? g_mapped_file_get_bytes (file) : NULL;

  if (!whole)
    return NULL;
  if (start + size > (gint64) g_bytes_get_size (whole)) {
    g_set_error (error, TC_ERROR, TC_ERROR_INVALID, "'%s' is too short", path);
    return NULL;
  }
  /* A copy: the file may go. */
  return g_bytes_new ((const guint8 *) g_bytes_get_data (whole, NULL) + start, (gsize) size);
}

static GBytes *
read_part (const Reading *reading, guint i, GError **error)
{
  const TcReplicaPart *part = &g_array_index (reading->parts, TcReplicaPart, i);
  const char *path = reading->paths->pdata[2 * i];
  const char *whole = reading->paths->pdata[2 * i + 1];
  gboolean own = has_bytes (path, part->size, FALSE);
  g_autoptr (GBytes) bytes = read_at (own ? path : whole, own ? 0 : part->start, part->size, error);
  g_autoptr (GBytes) images = NULL;

  if (!bytes || !reading->hashes)
    return g_steal_pointer (&bytes);
  images = tc_snapshot_part_open (&g_array_index (reading->hashes, TcSnapshotPart, i), bytes,
                                  error);
  if (images)
    return g_steal_pointer (&bytes);
  g_unlink (own ? path : whole);
  return NULL;
}

static void
read_all (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Reading *reading = data;
  g_autoptr (GPtrArray) contents = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  GError *error = NULL;

  for (guint i = 0; i < reading->parts->len; i++) {
    GBytes *bytes = read_part (reading, i, &error);

    if (!bytes) {
      g_task_return_error (task, error);
      return;
    }
    g_ptr_array_add (contents, bytes);
  }
  g_task_return_pointer (task, g_steal_pointer (&contents), (GDestroyNotify) g_ptr_array_unref);
}

static void
start_reading (TcSnapshotFetch *self, guint n, GArray *hashes, GAsyncReadyCallback callback)
{
  g_autoptr (GTask) task = g_task_new (NULL, self->cancel, callback, ref (self));
  Reading *reading = g_new0 (Reading, 1);

  reading->parts = new_parts ();
  reading->hashes = hashes ? g_array_ref (hashes) : NULL;
  reading->paths = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < n; i++) {
    TcReplicaPart part = *get_part (self, i);

    part.file = g_strdup (part.file);
    g_ptr_array_add (reading->paths, part_path (self, &part));
    g_ptr_array_add (reading->paths, whole_path (self, &part));
    g_array_append_val (reading->parts, part);
  }
  self->reading = TRUE;
  g_task_set_task_data (task, reading, free_reading);
  g_task_run_in_thread (task, read_all);
}

static void
give_up (TcSnapshotFetch *self, const char *why)
{
  tc_snapshot_fetch_stop (self);
  self->hooks.failed (why, self->data);
}

static void
first_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcSnapshotFetch *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) parts = g_task_propagate_pointer (G_TASK (result), &error);

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    self->reading = FALSE;
    if (parts && self->files) {
      g_autoptr (GArray) files = g_steal_pointer (&self->files);
      g_autoptr (GPtrArray) lists = g_steal_pointer (&self->lists);

      self->lists = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
      g_array_set_size (self->wanted, 0);
      self->filled = TRUE;
      self->hooks.first (files, lists, parts, self->data);
    } else {
      give_up (self, error ? error->message : "");
    }
  }
  unref (self);
}

static void
part_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcSnapshotFetch *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) parts = g_task_propagate_pointer (G_TASK (result), &error);

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    self->reading = FALSE;
    if (parts && self->wanted->len > 0 && !self->files) {
      const TcReplicaPart *part = get_part (self, 0);

      self->given = TRUE;
      self->hooks.part (part->scope, part->number, parts->pdata[0], self->data);
    } else if (error) {
      give_up (self, error->message);
    }
  }
  unref (self);
}

/* ---- fetching ---- */

/* FALSE: this transfer is of no more interest, or nothing can be gone on with. */
static gboolean
take_end (TcSnapshotFetch *self, GObject *source, GAsyncResult *result, gboolean ahead)
{
  g_autoptr (GError) error = NULL;
  gboolean ok = tc_http_client_download_finish (TC_HTTP_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return FALSE;
  self->fetching = FALSE;
  if (ok) {
    self->tokens = 0;
    return TRUE;
  }
  /* Tokens don't live for ever. */
  if (g_error_matches (error, TC_ERROR, TC_ERROR_DENIED) && self->tokens < TOKENS_MAX) {
    self->has_token = FALSE;
    advance (self);
  } else if (ahead && g_error_matches (error, TC_ERROR, TC_ERROR_NOT_FOUND)) {
    tc_snapshot_fetch_stop (self);
    self->hooks.missed (self->data);
  } else {
    give_up (self, error->message);
  }
  return FALSE;
}

static void
part_fetched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcSnapshotFetch *self = data;

  if (take_end (self, source, result, self->files == NULL)) {
    if (self->files) {
      self->done++;
      self->hooks.progress ((double) self->done / self->wanted->len, self->data);
    }
    advance (self);
  }
  unref (self);
}

static void
fetch_part (TcSnapshotFetch *self, const TcReplicaPart *part)
{
  g_autofree char *remote = g_strconcat (SNAPSHOT_PATH, part->file, NULL);
  g_autofree char *path = part_path (self, part);

  self->fetching = TRUE;
  tc_http_client_download_range_async (self->http, remote, path, part->start, part->size,
                                       self->cancel, part_fetched_cb, ref (self));
}

static gboolean
add_first_parts (TcSnapshotFetch *self, GBytes *bytes, GError **error)
{
  const TcSnapshotFile *file = &g_array_index (self->files, TcSnapshotFile, self->lists->len);
  g_autoptr (TcSnapshotList) list = tc_snapshot_list_read (bytes, error);

  for (guint i = 0; list && i < list->parts->len; i++) {
    const TcSnapshotPart *part = &g_array_index (list->parts, TcSnapshotPart, i);

    if (part->first) {
      TcReplicaPart wanted = {file->scope, i, g_strdup (file->name), part->start, part->size};

      g_array_append_val (self->wanted, wanted);
      g_array_append_vals (self->hashes, part, 1);
    }
  }
  return list != NULL;
}

static void
list_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcSnapshotFetch *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_file_load_bytes_finish (G_FILE (source), result, NULL, &error);

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    self->fetching = FALSE;
    if (bytes && self->files && add_first_parts (self, bytes, &error)) {
      g_ptr_array_add (self->lists, g_steal_pointer (&bytes));
      advance (self);
    } else {
      give_up (self, error ? error->message : "");
    }
  }
  unref (self);
}

static char *
list_path (TcSnapshotFetch *self)
{
  const TcSnapshotFile *file = &g_array_index (self->files, TcSnapshotFile, self->lists->len);

  return g_strconcat (self->folder, "/", file->name, TC_SNAPSHOT_LIST_SUFFIX, NULL);
}

static void
list_fetched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcSnapshotFetch *self = data;

  if (take_end (self, source, result, FALSE) && self->files) {
    g_autofree char *path = list_path (self);
    g_autoptr (GFile) file = g_file_new_for_path (path);

    self->fetching = TRUE;
    g_file_load_bytes_async (file, self->cancel, list_read_cb, ref (self));
  }
  unref (self);
}

static void
fetch_list (TcSnapshotFetch *self)
{
  const TcSnapshotFile *file = &g_array_index (self->files, TcSnapshotFile, self->lists->len);
  g_autofree char *remote = g_strconcat (SNAPSHOT_PATH, file->name, TC_SNAPSHOT_LIST_SUFFIX, NULL);
  g_autofree char *path = list_path (self);

  self->fetching = TRUE;
  tc_http_client_download_async (self->http, remote, path, -1, TC_SNAPSHOT_LIST_BYTES_MAX, NULL,
                                 self->cancel, NULL, NULL, list_fetched_cb, ref (self));
}

/* ---- what is next ---- */

static gboolean
has_token (TcSnapshotFetch *self)
{
  if (self->has_token || !self->http)
    return self->has_token;
  if (!self->token_asked) {
    self->token_asked = TRUE;
    self->tokens++;
    self->hooks.token (self->data);
  }
  return FALSE;
}

static void
advance_first (TcSnapshotFetch *self)
{
  if (self->fetching || self->reading || !has_token (self))
    return;
  if (self->lists->len < self->files->len) {
    fetch_list (self);
    return;
  }
  while (self->done < self->wanted->len && is_here (self, get_part (self, self->done)))
    self->done++;
  if (self->done < self->wanted->len)
    fetch_part (self, get_part (self, self->done));
  else
    start_reading (self, self->wanted->len, self->hashes, first_read_cb);
}

static void
advance_parts (TcSnapshotFetch *self)
{
  if (self->wanted->len == 0)
    return;
  if (!self->given && !self->reading && is_here (self, get_part (self, 0)))
    start_reading (self, 1, NULL, part_read_cb);
  for (guint i = 0; i < self->wanted->len && !self->fetching && self->http; i++)
    if (!is_here (self, get_part (self, i)) && has_token (self))
      fetch_part (self, get_part (self, i));
}

static void
advance (TcSnapshotFetch *self)
{
  if (self->clearing)
    return;
  if (self->files)
    advance_first (self);
  else
    advance_parts (self);
}

void
tc_snapshot_fetch_set_http (TcSnapshotFetch *self, TcHttpClient *http)
{
  g_set_object (&self->http, http);
  self->has_token = FALSE;
  self->token_asked = FALSE;
}

void
tc_snapshot_fetch_set_token (TcSnapshotFetch *self, const char *token)
{
  self->token_asked = FALSE;
  if (!self->http)
    return;
  if (!token) {
    give_up (self, "the server gave no token");
    return;
  }
  tc_http_client_set_token (self->http, token);
  self->has_token = TRUE;
  advance (self);
}

static void
begin_anew (TcSnapshotFetch *self)
{
  g_cancellable_cancel (self->cancel);
  g_object_unref (self->cancel);
  self->cancel = g_cancellable_new ();
  self->fetching = FALSE;
  self->reading = FALSE;
  self->given = FALSE;
  self->filled = FALSE;
  self->done = 0;
  g_clear_pointer (&self->files, g_array_unref);
  g_ptr_array_set_size (self->lists, 0);
  g_array_set_size (self->hashes, 0);
}

void
tc_snapshot_fetch_first (TcSnapshotFetch *self, GArray *files)
{
  begin_anew (self);
  g_array_set_size (self->wanted, 0);
  self->files = g_array_ref (files);
  tidy (self);
  advance (self);
}

static gboolean
is_same (const TcReplicaPart *a, const TcReplicaPart *b)
{
  return a->scope == b->scope && a->number == b->number && g_str_equal (a->file, b->file);
}

/* @part was with the replica: it is loaded, or was no good. */
static void
let_go (TcSnapshotFetch *self, const TcReplicaPart *part)
{
  g_ptr_array_add (self->useless, part_path (self, part));
  if (self->wanted->len > 0 && is_same (part, get_part (self, 0)))
    g_ptr_array_add (self->useless, whole_path (self, part));
  clear (self);
}

void
tc_snapshot_fetch_parts (TcSnapshotFetch *self, GArray *parts)
{
  g_autoptr (GArray) before = self->wanted;

  if (self->files)
    begin_anew (self);
  self->wanted = new_parts ();
  for (guint i = 0; i < parts->len; i++) {
    TcReplicaPart part = g_array_index (parts, TcReplicaPart, i);

    part.file = g_strdup (part.file);
    g_array_append_val (self->wanted, part);
  }
  if (self->given && before->len > 0)
    let_go (self, &g_array_index (before, TcReplicaPart, 0));
  self->given = FALSE;
  /* One on its way is one of these, or ends in a file that the next tidying takes. What is left of
   * first parts is needed by an offer that may follow. */
  if (!self->fetching && (before->len > 0 || parts->len > 0 || self->filled))
    tidy (self);
  self->filled = FALSE;
  advance (self);
}

void
tc_snapshot_fetch_stop (TcSnapshotFetch *self)
{
  begin_anew (self);
  tc_snapshot_fetch_set_http (self, NULL);
  g_array_set_size (self->wanted, 0);
}

TcSnapshotFetch *
tc_snapshot_fetch_new (const char *folder, const TcSnapshotFetchHooks *hooks, gpointer data)
{
  TcSnapshotFetch *self = g_new0 (TcSnapshotFetch, 1);

  self->refs = 1;
  self->folder = g_strdup (folder);
  self->hooks = *hooks;
  self->data = data;
  self->cancel = g_cancellable_new ();
  self->lists = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  self->hashes = g_array_new (FALSE, FALSE, sizeof (TcSnapshotPart));
  self->wanted = new_parts ();
  self->useless = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
tc_snapshot_fetch_free (TcSnapshotFetch *self)
{
  if (!self)
    return;
  tc_snapshot_fetch_stop (self);
  unref (self);
}
