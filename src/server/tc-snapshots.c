/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Making and offering snapshots; see the header.
 *
 * DESIGN: one turn is made at a time, on the long reader, in one read transaction over the union of
 * the scopes that were asked for. A file's name says scope and position, so a turn at the same
 * position as an earlier one writes only what is missing.
 */
#include "tc-snapshots.h"

#include "tc-snapshot-files.h"
#include "tc-snapshot.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

/* How often it is looked whether there is a turn for newcomers, and when first. */
#define PREPARE_S 600
#define PREPARE_FIRST_S 60

typedef struct {
  TcDeskLine *line;     /* (owned) (nullable): to whom they are offered */
  TcSnapshotsFunc func; /* (nullable): or who is told */
  gpointer data;
  GArray *scopes; /* (owned) (element-type gint64) */
} Wish;

/* What one turn makes; the worker's while it runs. A reference-counted box, since it may outlive
 * whoever asked for it. */
typedef struct {
  char *dir;      /* (owned) */
  TcKey *key;     /* (owned) */
  gboolean all;   /* scopes: all there are, which the worker finds out */
  GArray *scopes; /* (owned) (element-type gint64): ascending */
  GArray *files;  /* (owned) (element-type TcSnapshotFile): in the order of scopes */
  TcPosition position;
  gint64 bytes;
  gint64 made_us; /* monotonic */
} Turn;

struct _TcSnapshots {
  const TcServerParts *parts; /* (unowned): the server's */
  TcKey *key;                 /* (owned): the server's */
  TcSnapshotFiles *files;     /* (owned) */
  GPtrArray *wishes;          /* (owned) (element-type Wish): that no turn serves yet */
  GPtrArray *turns;           /* (owned) (element-type Turn): made, newest first */
  Turn *making;               /* (owned) (nullable) */
  GCancellable *cancel;       /* (owned): of the making, when it ends */
  guint prepare_id;
  guint64 offered_bytes;
};

static void
free_wish (gpointer data)
{
  Wish *wish = data;

  g_clear_pointer (&wish->line, tc_desk_line_unref);
  g_array_unref (wish->scopes);
  g_free (wish);
}

static void
clear_turn (gpointer data)
{
  Turn *turn = data;

  g_free (turn->dir);
  tc_key_free (turn->key);
  g_array_unref (turn->scopes);
  g_array_unref (turn->files);
}

static void
free_turn (gpointer data)
{
  g_atomic_rc_box_release_full (data, clear_turn);
}

static TcKey *
copy_key (const TcKey *key)
{
  guint8 seed[TC_KEY_SEED_SIZE];
  TcKey *copy;

  tc_key_copy_seed (key, seed);
  copy = tc_key_from_seed (seed);
  memset (seed, 0, sizeof seed);
  return copy;
}

static int
compare_scopes (gconstpointer a, gconstpointer b)
{
  gint64 first = *(const gint64 *) a, second = *(const gint64 *) b;

  return first < second ? -1 : first > second;
}

/* Making a turn: on the long reader's thread. */

/* Whether the pair of files is there, and is this one; a name alone doesn't say of which schema. */
static gboolean
is_made (const Turn *turn, TcCatalogue *catalogue, const char *path, const char *list_path)
{
  TcDigest schema = tc_catalogue_hash (catalogue);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (TcSnapshotList) list = NULL;
  GStatBuf info;
  char *data;
  gsize size;

  if (g_stat (path, &info) < 0 || !g_file_get_contents (list_path, &data, &size, NULL))
    return FALSE;
  bytes = g_bytes_new_take (data, size);
  list = tc_snapshot_list_read (bytes, NULL);
  return list && list->size == info.st_size && tc_digest_equal (&list->schema, &schema) &&
         !memcmp (&list->position, &turn->position, sizeof list->position) &&
         tc_snapshot_list_verify (bytes, tc_key_get_public (turn->key));
}

static char *
name_file (const Turn *turn, gint64 scope)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT "-%" G_GINT64_FORMAT "-%" G_GINT64_FORMAT ".snap",
                          scope, turn->position.epoch, turn->position.lsn);
}

static gboolean
name_pair (const char *path, GBytes *list, GError **error)
{
  g_autofree char *made = g_strconcat (path, ".new", NULL);
  g_autofree char *list_path = g_strconcat (path, TC_SNAPSHOT_LIST_SUFFIX, NULL);

  if (g_rename (made, path) < 0) {
    g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno), "naming a snapshot: %s",
                 g_strerror (errno));
    return FALSE;
  }
  return g_file_set_contents_full (list_path, g_bytes_get_data (list, NULL),
                                   (gssize) g_bytes_get_size (list), G_FILE_SET_CONTENTS_CONSISTENT,
                                   0600, error);
}

/* Those that are not there from an earlier turn at this position. */
static gboolean
make_missing (TcDatabase *db, TcCatalogue *catalogue, const Turn *turn, GError **error)
{
  const TcSnapshotOptions options = {.key = turn->key, .made_us = g_get_real_time ()};
  g_autoptr (GArray) scopes = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) made = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) lists = NULL;
  gboolean ok = TRUE;

  for (guint i = 0; i < turn->scopes->len; i++) {
    gint64 scope = g_array_index (turn->scopes, gint64, i);
    g_autofree char *name = name_file (turn, scope);
    g_autofree char *path = g_build_filename (turn->dir, name, NULL);
    g_autofree char *list_path = g_strconcat (path, TC_SNAPSHOT_LIST_SUFFIX, NULL);

    if (is_made (turn, catalogue, path, list_path))
      continue;
    g_unlink (list_path);
    g_array_append_val (scopes, scope);
    g_ptr_array_add (made, g_strconcat (path, ".new", NULL));
    g_ptr_array_add (paths, g_steal_pointer (&path));
  }
  if (scopes->len == 0)
    return TRUE;
  lists = tc_snapshot_make_all (db, catalogue, scopes, &turn->position, &options,
                                (const char *const *) made->pdata, error);
  for (guint i = 0; lists && ok && i < paths->len; i++)
    ok = name_pair (paths->pdata[i], lists->pdata[i], error);
  return lists && ok;
}

static gboolean
add_file (Turn *turn, gint64 scope, GError **error)
{
  TcSnapshotFile file = {.scope = scope, .name = name_file (turn, scope)};
  g_autofree char *path = g_build_filename (turn->dir, file.name, NULL);
  GStatBuf info;

  if (g_stat (path, &info) < 0) {
    g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno), "looking at a snapshot: %s",
                 g_strerror (errno));
    g_free (file.name);
    return FALSE;
  }
  file.size = info.st_size;
  turn->bytes += file.size;
  g_array_append_val (turn->files, file);
  return TRUE;
}

static void
find_scopes (TcDatabase *db, Turn *turn)
{
  g_autoptr (TcQuery) query = tc_database_query (db, "SELECT id FROM scope ORDER BY id", NULL);

  while (tc_query_next (query)) {
    gint64 scope = tc_query_int (query, 0);

    g_array_append_val (turn->scopes, scope);
  }
}

static gpointer
make_turn (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Turn *turn = data;
  g_autoptr (TcCatalogue) catalogue = NULL;
  gboolean ok;

  tc_database_begin (db);
  catalogue = tc_catalogue_load (db, error);
  if (turn->all)
    find_scopes (db, turn);
  ok = catalogue && tc_snapshot_position (db, &turn->position, error) &&
       make_missing (db, catalogue, turn, error);
  for (guint i = 0; ok && i < turn->scopes->len; i++)
    ok = add_file (turn, g_array_index (turn->scopes, gint64, i), error);
  tc_database_rollback (db);
  return NULL;
}

/* Offering. */

static gboolean
covers (const Turn *turn, const GArray *scopes)
{
  for (guint i = 0; i < scopes->len; i++)
    if (!g_array_binary_search (turn->scopes, &g_array_index (scopes, gint64, i), compare_scopes,
                                NULL))
      return FALSE;
  return TRUE;
}

/* @behind: the log may have gone on */
static gboolean
is_fresh (TcSnapshots *self, const Turn *turn, gboolean behind)
{
  gint64 tail_max = !behind ? 0
                            : CLAMP (turn->bytes / TC_SNAPSHOT_TAIL_BYTES, TC_SNAPSHOT_TAIL_MIN,
                                     TC_SNAPSHOT_TAIL_MAX);
  TcPosition head;

  tc_hub_worker_get_position (self->parts->hub, &head);
  return g_get_monotonic_time () - turn->made_us < TC_SNAPSHOT_FRESH_US &&
         head.lsn - turn->position.lsn <= tail_max;
}

/* None of its files had to make room. */
static gboolean
is_whole (TcSnapshots *self, const Turn *turn)
{
  for (guint i = 0; i < turn->files->len; i++)
    if (!tc_snapshot_files_has (self->files, g_array_index (turn->files, TcSnapshotFile, i).name))
      return FALSE;
  return TRUE;
}

/* The newest for @scopes; NULL: for newcomers, whoever they are. (nullable) */
static const Turn *
find_turn (TcSnapshots *self, const GArray *scopes, gboolean behind)
{
  for (guint i = 0; i < self->turns->len; i++) {
    const Turn *turn = g_ptr_array_index (self->turns, i);

    if (is_fresh (self, turn, behind) && (scopes ? covers (turn, scopes) : turn->all) &&
        is_whole (self, turn))
      return turn;
  }
  return NULL;
}

static void
offer (TcSnapshots *self, const Turn *turn, const Wish *wish)
{
  g_autoptr (GArray) files = tc_snapshot_files_new ();

  for (guint i = 0; i < turn->files->len; i++) {
    const TcSnapshotFile *file = &g_array_index (turn->files, TcSnapshotFile, i);

    if (!g_array_binary_search (wish->scopes, &file->scope, compare_scopes, NULL))
      continue;
    tc_snapshot_files_note (self->files, file);
    tc_snapshot_files_add (files, file);
    self->offered_bytes += (guint64) file->size;
  }
  if (wish->line)
    tc_desk_line_offer (wish->line, &turn->position, files);
  else
    wish->func (&turn->position, files, wish->data);
}

static void start_turn (TcSnapshots *self, gboolean all);

/* It has what was purged since. */
static gboolean
is_closed (TcSnapshots *self, const Turn *turn)
{
  return turn->position.lsn < tc_hub_worker_get_closed_lsn (self->parts->hub);
}

void
tc_snapshots_purge (TcSnapshots *self)
{
  TcPosition before;

  tc_hub_worker_get_position (self->parts->hub, &before);
  before.lsn = tc_hub_worker_get_closed_lsn (self->parts->hub);
  if (before.lsn == 0)
    return;
  for (guint i = self->turns->len; i > 0; i--)
    if (is_closed (self, g_ptr_array_index (self->turns, i - 1)))
      g_ptr_array_remove_index (self->turns, i - 1);
  tc_snapshot_files_drop_before (self->files, &before);
}

/* Those that waited; also those that came while it was made. A turn that failed drops their lines,
 * and they come again. */
static void
serve_wishes (TcSnapshots *self, const Turn *made)
{
  g_autoptr (GPtrArray) wishes = g_steal_pointer (&self->wishes);

  self->wishes = g_ptr_array_new_with_free_func (free_wish);
  while (wishes->len > 0) {
    Wish *wish = g_ptr_array_steal_index (wishes, 0);

    if (made && !covers (made, wish->scopes)) {
      g_ptr_array_add (self->wishes, wish);
      continue;
    }
    if (made)
      offer (self, made, wish);
    else if (wish->line)
      tc_desk_line_drop (wish->line);
    else
      wish->func (NULL, NULL, wish->data);
    free_wish (wish);
  }
}

static void
turn_made_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcSnapshots *self = data;
  g_autoptr (GError) error = NULL;

  tc_worker_run_finish (TC_WORKER (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* it ends */
  Turn *turn = g_steal_pointer (&self->making);
  if (error) {
    g_warning ("making snapshots failed: %s", error->message);
    free_turn (turn);
    serve_wishes (self, NULL);
  } else {
    turn->made_us = g_get_monotonic_time ();
    for (guint i = 0; i < turn->files->len; i++)
      tc_snapshot_files_note (self->files, &g_array_index (turn->files, TcSnapshotFile, i));
    g_ptr_array_insert (self->turns, 0, turn);
    g_ptr_array_set_size (self->turns, (gint) MIN (self->turns->len, TC_SNAPSHOT_TURNS_MAX));
    if (is_closed (self, turn))
      tc_snapshots_purge (self);
    else
      serve_wishes (self, turn);
  }
  if (self->wishes->len > 0)
    start_turn (self, FALSE);
}

static void
add_scopes (GArray *all, const GArray *scopes)
{
  for (guint i = 0; i < scopes->len; i++) {
    gint64 scope = g_array_index (scopes, gint64, i);

    if (!g_array_binary_search (all, &scope, compare_scopes, NULL)) {
      g_array_append_val (all, scope);
      g_array_sort (all, compare_scopes);
    }
  }
}

static void
start_turn (TcSnapshots *self, gboolean all)
{
  Turn *turn;

  if (self->making)
    return;
  turn = g_atomic_rc_box_new0 (Turn);
  turn->dir = g_strdup (tc_snapshot_files_get_dir (self->files));
  turn->key = copy_key (self->key);
  turn->all = all;
  turn->scopes = g_array_new (FALSE, FALSE, sizeof (gint64));
  turn->files = tc_snapshot_files_new ();
  for (guint i = 0; i < self->wishes->len && !all; i++)
    add_scopes (turn->scopes, ((Wish *) self->wishes->pdata[i])->scopes);
  self->making = turn;
  tc_worker_run_async (self->parts->long_reader, make_turn, g_atomic_rc_box_acquire (turn),
                       free_turn, NULL, self->cancel, turn_made_cb, self);
}

const char *
tc_snapshots_get_dir (TcSnapshots *self)
{
  return tc_snapshot_files_get_dir (self->files);
}

static void
take_wish (TcSnapshots *self, Wish *wish)
{
  /* What is carried by hand may have to do for a while. */
  const Turn *turn = find_turn (self, wish->scopes, wish->line != NULL);

  if (turn) {
    offer (self, turn, wish);
    free_wish (wish);
    return;
  }
  g_ptr_array_add (self->wishes, wish);
  start_turn (self, FALSE);
}

void
tc_snapshots_request (TcSnapshots *self, TcDeskLine *line, GArray *scopes)
{
  Wish *wish = g_new0 (Wish, 1);

  wish->line = tc_desk_line_ref (line);
  wish->scopes = g_array_ref (scopes);
  take_wish (self, wish);
}

void
tc_snapshots_get (TcSnapshots *self, GArray *scopes, TcSnapshotsFunc func, gpointer data)
{
  Wish *wish = g_new0 (Wish, 1);

  wish->func = func;
  wish->data = data;
  wish->scopes = g_array_ref (scopes);
  take_wish (self, wish);
}

static gboolean
prepare_cb (gpointer data)
{
  TcSnapshots *self = data;

  if (!find_turn (self, NULL, TRUE))
    start_turn (self, TRUE);
  self->prepare_id = g_timeout_add_seconds (PREPARE_S, prepare_cb, self);
  return G_SOURCE_REMOVE;
}

TcSnapshots *
tc_snapshots_new (const TcServerParts *parts, const TcKey *key, GError **error)
{
  TcSnapshotFiles *files = tc_snapshot_files_open (parts, error);
  TcSnapshots *self;

  if (!files)
    return NULL;
  self = g_new0 (TcSnapshots, 1);
  self->parts = parts;
  self->key = copy_key (key);
  self->cancel = g_cancellable_new ();
  self->files = files;
  self->turns = g_ptr_array_new_with_free_func (free_turn);
  self->wishes = g_ptr_array_new_with_free_func (free_wish);
  self->prepare_id = g_timeout_add_seconds (PREPARE_FIRST_S, prepare_cb, self);
  tc_snapshots_purge (self);
  return self;
}

void
tc_snapshots_free (TcSnapshots *self)
{
  g_cancellable_cancel (self->cancel);
  g_object_unref (self->cancel);
  g_clear_handle_id (&self->prepare_id, g_source_remove);
  g_ptr_array_unref (self->wishes);
  g_ptr_array_unref (self->turns);
  g_clear_pointer (&self->making, free_turn);
  tc_snapshot_files_close (self->files);
  tc_key_free (self->key);
  g_free (self);
}

guint64
tc_snapshots_get_offered_bytes (TcSnapshots *self)
{
  return self->offered_bytes;
}
