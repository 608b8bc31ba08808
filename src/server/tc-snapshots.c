/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Snapshots for desks; see the header.
 *
 * DESIGN: one turn is made at a time, on the long reader, in one read transaction over the union of
 * the scopes that were asked for. A file's name says scope and position, so a turn at the same
 * position as the last writes only what is missing.
 */
#include "tc-snapshots.h"

#include "tc-snapshot.h"

#include <errno.h>
#include <glib/gstdio.h>

#define TIDY_S 60

/* A file there is. */
typedef struct {
  gint64 size;
  gint64 offered_us;
  GHashTable *desks; /* (owned) (element-type guint16 as pointer): it was offered to them */
} File;

typedef struct {
  TcDeskLine *line; /* (owned) */
  GArray *scopes;   /* (owned) (element-type gint64) */
} Wish;

/* What one turn makes; the worker's while it runs. */
typedef struct {
  char *dir;      /* (owned) */
  GArray *scopes; /* (owned) (element-type gint64) */
  GArray *files;  /* (owned) (element-type TcSnapshotFile): in the order of scopes */
  TcPosition position;
  gint64 made_us;
} Turn;

struct _TcSnapshots {
  const TcServerParts *parts; /* (unowned): the server's */
  char *dir;                  /* (owned) */
  GHashTable *files;          /* (owned) (element-type utf8 File) */
  GPtrArray *wishes;          /* (owned) (element-type Wish): for the next turn */
  GPtrArray *served;          /* (owned) (element-type Wish): by the turn under way */
  Turn *last;                 /* (owned) (nullable) */
  gboolean making;
  guint tidy_id;
};

static void
free_file (gpointer data)
{
  g_hash_table_unref (((File *) data)->desks);
  g_free (data);
}

static void
free_wish (gpointer data)
{
  Wish *wish = data;

  tc_desk_line_unref (wish->line);
  g_array_unref (wish->scopes);
  g_free (wish);
}

static void
free_turn (gpointer data)
{
  Turn *turn = data;

  g_free (turn->dir);
  g_array_unref (turn->scopes);
  g_array_unref (turn->files);
  g_free (turn);
}

static int
compare_scopes (gconstpointer a, gconstpointer b)
{
  gint64 first = *(const gint64 *) a, second = *(const gint64 *) b;

  return first < second ? -1 : first > second;
}

/* Making a turn: on the long reader's thread. */

static gboolean
make_file (TcDatabase *db, TcCatalogue *catalogue, Turn *turn, gint64 scope, GError **error)
{
  TcSnapshotFile file = {.scope = scope};
  g_autofree char *name = g_strdup_printf ("%" G_GINT64_FORMAT "-%" G_GINT64_FORMAT
                                           "-%" G_GINT64_FORMAT ".snap",
                                           scope, turn->position.epoch, turn->position.lsn);
  g_autofree char *path = g_build_filename (turn->dir, name, NULL);
  g_autofree char *made = g_strconcat (path, ".new", NULL);
  GStatBuf info;

  if (g_stat (path, &info) < 0) {
    g_unlink (made);
    if (!tc_snapshot_write (db, catalogue, scope, &turn->position, made, error))
      return FALSE;
    if (g_rename (made, path) < 0 || g_stat (path, &info) < 0) {
      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno), "naming a snapshot: %s",
                   g_strerror (errno));
      return FALSE;
    }
  }
  file.size = info.st_size;
  file.name = g_steal_pointer (&name);
  g_array_append_val (turn->files, file);
  return TRUE;
}

static gpointer
make_turn (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Turn *turn = data;
  g_autoptr (TcCatalogue) catalogue = NULL;
  gboolean ok;

  tc_database_begin (db);
  catalogue = tc_catalogue_load (db, error);
  ok = catalogue && tc_snapshot_position (db, &turn->position, error);
  for (guint i = 0; ok && i < turn->scopes->len; i++)
    ok = make_file (db, catalogue, turn, g_array_index (turn->scopes, gint64, i), error);
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

static void
note_offered (TcSnapshots *self, const TcSnapshotFile *made, guint16 replica)
{
  File *file = g_hash_table_lookup (self->files, made->name);

  if (!file) {
    file = g_new0 (File, 1);
    file->size = made->size;
    file->desks = g_hash_table_new (NULL, NULL);
    g_hash_table_insert (self->files, g_strdup (made->name), file);
  }
  file->offered_us = g_get_monotonic_time ();
  g_hash_table_add (file->desks, GUINT_TO_POINTER (replica));
}

static void
offer (TcSnapshots *self, const Turn *turn, const Wish *wish)
{
  g_autoptr (GArray) files = tc_snapshot_files_new ();

  for (guint i = 0; i < turn->files->len; i++) {
    const TcSnapshotFile *file = &g_array_index (turn->files, TcSnapshotFile, i);

    if (!g_array_binary_search (wish->scopes, &file->scope, compare_scopes, NULL))
      continue;
    note_offered (self, file, tc_desk_line_get_replica (wish->line));
    tc_snapshot_files_add (files, file);
  }
  tc_desk_line_offer (wish->line, &turn->position, files);
}

static void start_turn (TcSnapshots *self);

static void
turn_made_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcSnapshots *self = data;
  g_autoptr (GError) error = NULL;

  tc_worker_run_finish (TC_WORKER (source), result, &error);
  self->making = FALSE;
  if (error)
    g_warning ("making snapshots failed: %s", error->message);
  for (guint i = 0; i < self->served->len; i++) {
    const Wish *wish = self->served->pdata[i];

    if (error)
      tc_desk_line_drop (wish->line); /* it comes again */
    else
      offer (self, self->last, wish);
  }
  if (error)
    g_clear_pointer (&self->last, free_turn);
  g_ptr_array_set_size (self->served, 0);
  start_turn (self);
}

static void
add_scopes (GArray *all, const GArray *scopes)
{
  for (guint i = 0; i < scopes->len; i++) {
    gint64 scope = g_array_index (scopes, gint64, i);
    guint at;

    if (!g_array_binary_search (all, &scope, compare_scopes, &at)) {
      g_array_append_val (all, scope);
      g_array_sort (all, compare_scopes);
    }
  }
}

static void
start_turn (TcSnapshots *self)
{
  Turn *turn;

  if (self->making || !self->wishes->len)
    return;
  turn = g_new0 (Turn, 1);
  turn->dir = g_strdup (self->dir);
  turn->scopes = g_array_new (FALSE, FALSE, sizeof (gint64));
  turn->files = tc_snapshot_files_new ();
  turn->made_us = g_get_monotonic_time ();
  for (guint i = 0; i < self->wishes->len; i++)
    add_scopes (turn->scopes, ((Wish *) self->wishes->pdata[i])->scopes);
  g_ptr_array_extend_and_steal (self->served, g_steal_pointer (&self->wishes));
  self->wishes = g_ptr_array_new_with_free_func (free_wish);
  g_clear_pointer (&self->last, free_turn);
  self->last = turn;
  self->making = TRUE;
  tc_worker_run_async (self->parts->long_reader, make_turn, turn, NULL, NULL, NULL, turn_made_cb,
                       self);
}

void
tc_snapshots_request (TcSnapshots *self, TcDeskLine *line, GArray *scopes)
{
  Wish *wish = g_new0 (Wish, 1);

  wish->line = tc_desk_line_ref (line);
  wish->scopes = g_array_ref (scopes);
  if (!self->making && self->last && covers (self->last, scopes) &&
      g_get_monotonic_time () - self->last->made_us < TC_SNAPSHOT_FRESH_US) {
    offer (self, self->last, wish);
    free_wish (wish);
    return;
  }
  g_ptr_array_add (self->wishes, wish);
  start_turn (self);
}

/* Serving. */

static void
get_cb (TcHttpRequest *request, gpointer data)
{
  TcSnapshots *self = data;
  const char *rest = tc_http_request_get_rest (request);
  const File *file = *rest == '/' ? g_hash_table_lookup (self->files, rest + 1) : NULL;
  guint16 replica = tc_tokens_check (self->parts->tokens, tc_http_request_get_bearer (request),
                                     g_get_real_time ());
  g_autofree char *path = NULL;

  if (!replica) {
    tc_http_request_add_header (request, "WWW-Authenticate", "Bearer");
    tc_http_request_answer_text (request, 401, "text/plain", "a desk's token is needed\n");
    return;
  }
  if (!file || !g_hash_table_contains (file->desks, GUINT_TO_POINTER (replica))) {
    tc_http_request_answer_text (request, 404, "text/plain", "no such snapshot for this desk\n");
    return;
  }
  path = g_build_filename (self->dir, rest + 1, NULL);
  tc_http_request_answer_file (request, path, "application/zstd", rest + 1);
}

static gboolean
tidy_cb (gpointer data)
{
  TcSnapshots *self = data;
  gint64 before_us = g_get_monotonic_time () - TC_SNAPSHOT_KEPT_US;
  GHashTableIter iter;
  gpointer name, file;

  g_hash_table_iter_init (&iter, self->files);
  while (g_hash_table_iter_next (&iter, &name, &file)) {
    g_autofree char *path = NULL;

    if (((File *) file)->offered_us > before_us)
      continue;
    path = g_build_filename (self->dir, name, NULL);
    g_unlink (path);
    g_hash_table_iter_remove (&iter);
  }
  return G_SOURCE_CONTINUE;
}

static gboolean
empty_dir (const char *path, GError **error)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  if (g_mkdir_with_parents (path, 0700) < 0) {
    g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno), "making '%s': %s", path,
                 g_strerror (errno));
    return FALSE;
  }
  dir = g_dir_open (path, 0, error);
  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *file = g_build_filename (path, name, NULL);

    g_unlink (file);
  }
  return dir != NULL;
}

TcSnapshots *
tc_snapshots_new (const TcServerParts *parts, GError **error)
{
  const TcHttpRoute route = {.path = "/sync/snapshot", .methods = "GET", .handle = get_cb};
  g_autofree char *dir = g_build_filename (parts->dir, "snapshots", NULL);
  TcSnapshots *self;

  if (!empty_dir (dir, error))
    return NULL;
  self = g_new0 (TcSnapshots, 1);
  self->parts = parts;
  self->dir = g_steal_pointer (&dir);
  self->files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_file);
  self->wishes = g_ptr_array_new_with_free_func (free_wish);
  self->served = g_ptr_array_new_with_free_func (free_wish);
  self->tidy_id = g_timeout_add_seconds (TIDY_S, tidy_cb, self);
  tc_http_server_add_route (parts->http, &route, self);
  return self;
}

void
tc_snapshots_free (TcSnapshots *self)
{
  g_source_remove (self->tidy_id);
  g_hash_table_unref (self->files);
  g_ptr_array_unref (self->wishes);
  g_ptr_array_unref (self->served);
  g_clear_pointer (&self->last, free_turn);
  g_free (self->dir);
  g_free (self);
}
