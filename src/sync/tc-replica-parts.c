/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Snapshots in parts: the first ones fill a replica anew, the others come behind while it follows
 * the log; see tc-replica.h.
 *
 * DESIGN: all parts stand at one position P, the replica at P or later. A frame after P changes
 * rows that may be missing: an insert puts the row there, and what a part has of it is older; a
 * delete is remembered in load_gone; an update of a row that isn't here is kept in load_late. A row
 * of a part is passed over if it is here or gone, else put in, and then what was kept of it is
 * applied. Each part is one transaction, with its line in load_part, so that a stop at any moment
 * leaves a replica that goes on. When nothing of a scope is to come, nothing may be kept of it.
 */
#include "tc-replica-private.h"

#include "tc-snapshot.h"

#include <string.h>

/* Attempts at a part that is damaged; then everything is fetched anew. */
#define BAD_PARTS_MAX 3

static gboolean
fail (GError **error, TcError code, const char *what)
{
  g_set_error (error, TC_ERROR, (int) code, "loading a snapshot: %s", what);
  return FALSE;
}

static gboolean
is_loading (TcReplica *self, gint64 scope)
{
  return tc_database_get_int (self->db, 0, "SELECT 1 FROM load_part WHERE scope = ? LIMIT 1", "i",
                              scope);
}

static gboolean
is_gone (TcReplica *self, const TcTable *table, gint64 id)
{
  return tc_database_get_int (self->db, 0,
                              "SELECT 1 FROM load_gone WHERE table_number = ? AND row_id = ?", "ii",
                              table->number, id);
}

gboolean
tc_replica_count_parts (TcReplica *self, GError **error)
{
  self->parts_left = (guint) tc_database_get_int (self->db, 0, "SELECT count(*) FROM load_part",
                                                  NULL);
  self->parts = (guint) tc_database_get_int (self->db, 0, "SELECT parts FROM load_total", NULL);
  return tc_database_check (self->db, error);
}

void
tc_replica_drop_slice (TcReplica *self)
{
  g_clear_pointer (&self->slice.images, g_bytes_unref);
}

void
tc_replica_forget_parts (TcReplica *self)
{
  tc_database_execute (self->db, "DELETE FROM load_part", NULL);
  tc_database_execute (self->db, "DELETE FROM load_total", NULL);
  tc_database_execute (self->db, "DELETE FROM load_gone", NULL);
  tc_database_execute (self->db, "DELETE FROM load_late", NULL);
}

void
tc_replica_forget_parts_of (TcReplica *self, gint64 scope)
{
  tc_database_execute (self->db, "DELETE FROM load_part WHERE scope = ?", "i", scope);
  tc_database_execute (self->db, "DELETE FROM load_late WHERE scope = ?", "i", scope);
  if (!tc_database_get_int (self->db, 0, "SELECT 1 FROM load_part LIMIT 1", NULL))
    tc_replica_forget_parts (self);
}

/* Frames over rows that may be missing. */

typedef struct {
  TcReplica *replica;
  const TcFrame *frame;
} Gap;

static gint64
scope_of (const Gap *gap, guint section)
{
  return g_array_index (gap->frame->bodies, TcScopeBody, section).scope;
}

static gboolean
updated_cb (const TcTable *table, gint64 id, guint section, gconstpointer image, gsize size,
            gpointer data)
{
  const Gap *gap = data;
  TcReplica *self = gap->replica;
  gint64 scope = scope_of (gap, section);

  if (!is_loading (self, scope) || is_gone (self, table, id))
    return FALSE;
  tc_database_execute (
      self->db, "INSERT INTO load_late (scope, table_number, row_id, image) VALUES (?, ?, ?, ?)",
      "iiib", scope, table->number, id, (const guint8 *) image, size);
  return TRUE;
}

static gboolean
deleted_cb (const TcTable *table, gint64 id, guint section, gboolean here, gpointer data)
{
  const Gap *gap = data;
  TcReplica *self = gap->replica;

  if (!here && (!is_loading (self, scope_of (gap, section)) || is_gone (self, table, id)))
    return FALSE;
  tc_database_execute (self->db, "DELETE FROM load_late WHERE table_number = ? AND row_id = ?",
                       "ii", table->number, id);
  tc_database_execute (self->db,
                       "INSERT INTO load_gone (table_number, row_id) VALUES (?, ?)"
                       " ON CONFLICT DO NOTHING",
                       "ii", table->number, id);
  return TRUE;
}

void
tc_replica_apply_bodies (TcReplica *self, const TcFrame *frame)
{
  Gap gap = {self, frame};
  const TcRowGaps gaps = {updated_cb, deleted_cb, &gap};
  g_autofree GBytes **bodies = g_new (GBytes *, frame->bodies->len);

  for (guint i = 0; i < frame->bodies->len; i++)
    bodies[i] = g_array_index (frame->bodies, TcScopeBody, i).body;
  tc_capture_set_paused (self->capture, TRUE);
  tc_sections_apply_gaps (self->db, self->catalogue, bodies, frame->bodies->len,
                          self->parts_left > 0 ? &gaps : NULL);
  tc_capture_set_paused (self->capture, FALSE);
}

/* Filling rows in. */

static gboolean
wanted_cb (const TcTable *table, gint64 id, gpointer data)
{
  return !is_gone (data, table, id);
}

static void
filled_cb (const TcTable *table, gint64 id, gpointer data)
{
  TcReplica *self = data;
  const TcRowChange change = {table, TC_ROW_INSERT, id};
  gboolean any = FALSE;
  g_autoptr (TcQuery) query = tc_database_query (
      self->db, "SELECT image FROM load_late WHERE table_number = ? AND row_id = ? ORDER BY seq",
      "ii", table->number, id);

  while (tc_query_next (query)) {
    g_autoptr (GBytes) image = tc_query_dup_blob (query, 0);

    tc_rows_apply (self->db, self->catalogue, image);
    any = TRUE;
  }
  if (!any)
    return;
  tc_database_execute (self->db, "DELETE FROM load_late WHERE table_number = ? AND row_id = ?",
                       "ii", table->number, id);
  /* It is no longer history, and somebody may look for it. */
  g_array_append_val (self->changes, change);
}

static gboolean
has_any (TcReplica *self, const char *sql)
{
  return tc_database_get_int (self->db, 0, sql, NULL);
}

/* Row by row news of history is no news. From @at on about @bytes; @rows: (out): how many. */
static gboolean
fill (TcReplica *self, GBytes *images, gsize *at, gsize bytes, gint64 *rows, GError **error)
{
  TcRowFill how = {NULL, NULL, self};

  if (has_any (self, "SELECT 1 FROM load_gone LIMIT 1"))
    how.wanted = wanted_cb;
  if (has_any (self, "SELECT 1 FROM load_late LIMIT 1"))
    how.filled = filled_cb;
  tc_capture_set_listener (self->capture, NULL, NULL);
  tc_capture_set_paused (self->capture, TRUE);
  *rows = (gint64) tc_rows_fill (self->db, self->catalogue, images, at, bytes, &how);
  tc_capture_set_paused (self->capture, FALSE);
  tc_capture_set_listener (self->capture, self->on_row, self);
  return tc_database_check (self->db, error);
}

static gboolean
fill_whole (TcReplica *self, GBytes *images, gint64 rows, GError **error)
{
  gsize at = 0;
  gint64 found;

  if (!fill (self, images, &at, G_MAXSIZE, &found, error))
    return FALSE;
  return found == rows || fail (error, TC_ERROR_INVALID, "a part lacks rows");
}

/* The first parts. */

typedef struct {
  const TcSnapshotFile *files;
  GPtrArray *lists;  /* (owned) (element-type TcSnapshotList): one for each of files */
  GPtrArray *images; /* (owned) (element-type GBytes): of the first parts, in their order */
} First;

static void
keep_part (TcReplica *self, const TcSnapshotFile *file, guint number, const TcSnapshotPart *part)
{
  tc_database_execute (self->db,
                       "INSERT INTO load_part (scope, number, file, start, size, raw, rows, hash)"
                       " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                       "iisiiiib", file->scope, (gint64) number, file->name, part->start,
                       part->size, part->raw, part->rows, part->hash.bytes, (gsize) TC_DIGEST_SIZE);
}

static gboolean
load_first (TcReplica *self, gpointer data, GError **error)
{
  const First *first = data;
  guint at = 0;
  guint later = 0;

  for (guint i = 0; i < first->lists->len; i++) {
    const TcSnapshotList *list = g_ptr_array_index (first->lists, i);

    for (guint k = 0; k < list->parts->len; k++) {
      const TcSnapshotPart *part = &g_array_index (list->parts, TcSnapshotPart, k);

      if (!part->first)
        keep_part (self, &first->files[i], k, part);
      else if (!fill_whole (self, g_ptr_array_index (first->images, at++), part->rows, error))
        return FALSE;
      later += !part->first;
    }
  }
  if (later > 0)
    tc_database_execute (self->db, "INSERT INTO load_total (id, parts) VALUES (1, ?)", "i",
                         (gint64) later);
  return tc_database_check (self->db, error);
}

static gboolean
check_list (TcReplica *self, const TcSnapshotFile *file, GBytes *bytes, First *first,
            GError **error)
{
  TcSnapshotList *list = tc_snapshot_list_read (bytes, error);

  if (!list)
    return FALSE;
  g_ptr_array_add (first->lists, list);
  if (!tc_snapshot_list_verify (bytes, &self->server_key))
    return fail (error, TC_ERROR_DENIED, "the server did not sign it");
  /* Of another version's rows is taken what is known. */
  if (list->scope != file->scope ||
      memcmp (&list->position, &self->offered, sizeof list->position) != 0)
    return fail (error, TC_ERROR_DIVERGED, "not the one that was offered");
  return TRUE;
}

static gboolean
open_parts (First *first, GPtrArray *parts, GError **error)
{
  guint at = 0;

  for (guint i = 0; i < first->lists->len; i++) {
    const TcSnapshotList *list = g_ptr_array_index (first->lists, i);

    for (guint k = 0; k < list->parts->len; k++) {
      const TcSnapshotPart *part = &g_array_index (list->parts, TcSnapshotPart, k);
      GBytes *images;

      if (!part->first)
        continue;
      if (at >= parts->len)
        return fail (error, TC_ERROR_INVALID, "a first part is missing");
      images = tc_snapshot_part_open (part, g_ptr_array_index (parts, at++), error);
      if (!images)
        return FALSE;
      g_ptr_array_add (first->images, images);
    }
  }
  return at == parts->len || fail (error, TC_ERROR_INVALID, "a first part too many");
}

static gboolean
apply_first (TcReplica *self, TcReplicaWork work, const TcSnapshotFile *files, GPtrArray *lists,
             GPtrArray *parts, GError **error)
{
  g_autoptr (GPtrArray)
      read = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_snapshot_list_free);
  g_autoptr (GPtrArray) images = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  First first = {files, read, images};

  for (guint i = 0; i < lists->len; i++)
    if (!check_list (self, &files[i], g_ptr_array_index (lists, i), &first, error))
      return FALSE;
  return open_parts (&first, parts, error) && tc_replica_replace (self, work, &first, error) &&
         tc_replica_count_parts (self, error);
}

gboolean
tc_replica_apply_first (TcReplica *self, const TcSnapshotFile *files, GPtrArray *lists,
                        GPtrArray *parts, GError **error)
{
  return apply_first (self, load_first, files, lists, parts, error);
}

/* Whoever made the files knew what this desk may hold. What it held beside that leaves no trace
 * once it is greeted; what it holds still is marked so again. */
static void
take_rights (TcReplica *self, const First *first)
{
  tc_database_execute (self->db, "UPDATE held_scope SET kind = '" TC_SCOPE_WIPED "'", NULL);
  g_array_set_size (self->rights, 0);
  g_ptr_array_set_size (self->rights_kinds, 0);
  for (guint i = 0; i < first->lists->len; i++) {
    const TcSnapshotList *list = g_ptr_array_index (first->lists, i);
    char *kind = tc_database_dup_text (self->db, "SELECT kind FROM scope WHERE id = ?", "i",
                                       list->scope);

    g_array_append_val (self->rights, list->scope);
    g_ptr_array_add (self->rights_kinds, kind ? kind : g_strdup (""));
  }
}

static gboolean
load_stick (TcReplica *self, gpointer data, GError **error)
{
  if (!load_first (self, data, error))
    return FALSE;
  take_rights (self, data);
  return tc_database_check (self->db, error);
}

static gboolean
is_ahead (TcReplica *self, const TcPosition *position)
{
  return memcmp (position->log_id, self->position.log_id, TC_LOG_ID_SIZE) != 0 ||
         position->epoch > self->position.epoch ||
         (position->epoch == self->position.epoch && position->lsn > self->position.lsn);
}

gboolean
tc_replica_load_stick (TcReplica *self, const TcSnapshotFile *files, GPtrArray *lists,
                       GPtrArray *parts, GError **error)
{
  g_autoptr (TcSnapshotList)
      list = lists->len > 0 ? tc_snapshot_list_read (g_ptr_array_index (lists, 0), error) : NULL;
  g_autoptr (TcRefusal) why = tc_refusal_new ("line.stick", NULL);

  if (!list)
    return lists->len > 0 || fail (error, TC_ERROR_INVALID, "nothing is in it");
  if (!is_ahead (self, &list->position))
    return fail (error, TC_ERROR_NOT_FOUND, "this desk is ahead of it");
  self->offered = list->position;
  if (!apply_first (self, load_stick, files, lists, parts, error) ||
      !tc_replica_wipe_filled (self, error))
    return FALSE;
  if (self->hooks.replaced)
    self->hooks.replaced (self->data);
  tc_replica_tell_status (self);
  tc_replica_want (self);
  /* A line that is open stands on the position before. */
  if (self->state != TC_REPLICA_OFFLINE)
    self->hooks.close (why, self->data);
  return TRUE;
}

/* The others. */

static gboolean
find_part (TcReplica *self, gint64 scope, gint64 number, TcSnapshotPart *part)
{
  g_autoptr (TcQuery) query = tc_database_query (
      self->db, "SELECT start, size, raw, rows, hash FROM load_part WHERE scope = ? AND number = ?",
      "ii", scope, number);
  gsize size;

  if (!tc_query_next (query))
    return FALSE;
  part->start = tc_query_int (query, 0);
  part->size = tc_query_int (query, 1);
  part->raw = tc_query_int (query, 2);
  part->rows = tc_query_int (query, 3);
  const guint8 *hash = tc_query_blob (query, 4, &size);
  if (size == TC_DIGEST_SIZE)
    memcpy (part->hash.bytes, hash, size);
  return TRUE;
}

/* The part is in whole: it is not to come any more. */
static gboolean
finish_part (TcReplica *self, gint64 scope, gint64 number, GError **error)
{
  tc_database_execute (self->db, "DELETE FROM load_part WHERE scope = ? AND number = ?", "ii",
                       scope, number);
  if (is_loading (self, scope))
    return tc_database_check (self->db, error);
  if (tc_database_get_int (self->db, 0, "SELECT 1 FROM load_late WHERE scope = ? LIMIT 1", "i",
                           scope))
    return fail (error, TC_ERROR_DIVERGED, "the log changed a row that is in no part");
  tc_replica_forget_parts_of (self, scope);
  return tc_database_check (self->db, error);
}

typedef struct {
  gsize bytes;
  gint64 rows_due; /* of the part */
} Slicing;

/* What is in of a part that isn't in whole does no harm: when the part comes again these rows are
 * here, and newer. */
static gboolean
load_slice (TcReplica *self, gpointer data, GError **error)
{
  const Slicing *slicing = data;
  TcReplicaSlice *slice = &self->slice;
  gint64 rows;

  if (!fill (self, slice->images, &slice->at, slicing->bytes, &rows, error))
    return FALSE;
  slice->rows += rows;
  if (slice->at < g_bytes_get_size (slice->images))
    return TRUE;
  if (slice->rows != slicing->rows_due)
    return fail (error, TC_ERROR_INVALID, "a part lacks rows");
  return finish_part (self, slice->scope, slice->number, error);
}

/* What doesn't fit is thrown away: the next greeting gets snapshots. */
static gboolean
give_up (TcReplica *self, GError *local, GError **error)
{
  tc_replica_drop_slice (self);
  if (g_error_matches (local, TC_ERROR, TC_ERROR_DIVERGED) && !tc_replica_forget (self, NULL))
    g_prefix_error (&local, "(and the position could not be forgotten) ");
  g_propagate_error (error, local);
  return FALSE;
}

/* It is fetched again, but not for ever. */
static gboolean
take_bad (TcReplica *self, GError **error)
{
  GError *local = NULL;

  if (++self->bad_parts < BAD_PARTS_MAX) {
    tc_replica_want (self);
    return TRUE;
  }
  fail (&local, TC_ERROR_DIVERGED, "a part is damaged each time");
  return give_up (self, local, error);
}

gboolean
tc_replica_begin_part (TcReplica *self, gint64 scope, gint64 number, GBytes *bytes, GError **error)
{
  TcSnapshotPart part = {0};

  tc_replica_drop_slice (self);
  if (!find_part (self, scope, number, &part))
    return tc_database_check (self->db, error);
  GBytes *images = tc_snapshot_part_open (&part, bytes, NULL);
  if (!images)
    return take_bad (self, error);
  self->slice = (TcReplicaSlice){images, 0, 0, scope, number, part.hash};
  return TRUE;
}

gboolean
tc_replica_is_slicing (TcReplica *self)
{
  return self->slice.images != NULL;
}

static gboolean
end_part (TcReplica *self, GError **error)
{
  tc_replica_drop_slice (self);
  if (!tc_replica_count_parts (self, error))
    return FALSE;
  self->bad_parts = 0;
  if (self->parts_left == 0 && self->hooks.replaced)
    self->hooks.replaced (self->data);
  tc_replica_tell_status (self);
  tc_replica_want (self);
  return TRUE;
}

gboolean
tc_replica_load_slice (TcReplica *self, gsize bytes, GError **error)
{
  TcReplicaSlice *slice = &self->slice;
  TcSnapshotPart part = {0};
  Slicing slicing = {bytes, 0};
  GError *local = NULL;

  if (!slice->images)
    return TRUE;
  /* Meanwhile the right to it may be lost, or other snapshots loaded. */
  if (!find_part (self, slice->scope, slice->number, &part) ||
      !tc_digest_equal (&part.hash, &slice->hash)) {
    tc_replica_drop_slice (self);
    return tc_database_check (self->db, error);
  }
  slicing.rows_due = part.rows;
  if (!tc_replica_within (self, load_slice, &slicing, &local))
    return give_up (self, local, error);
  return slice->at < g_bytes_get_size (slice->images) || end_part (self, error);
}

gboolean
tc_replica_load_part (TcReplica *self, gint64 scope, gint64 number, GBytes *bytes, GError **error)
{
  return tc_replica_begin_part (self, scope, number, bytes, error) &&
         tc_replica_load_slice (self, G_MAXSIZE, error);
}

void
tc_replica_want (TcReplica *self)
{
  TcReplicaPart parts[TC_REPLICA_PARTS_AHEAD];
  guint n = 0;

  if (!self->hooks.want)
    return;
  g_autoptr (TcQuery) query = tc_database_query (
      self->db,
      "SELECT scope, number, file, start, size FROM load_part ORDER BY number, scope LIMIT ?", "i",
      (gint64) TC_REPLICA_PARTS_AHEAD);
  while (n < TC_REPLICA_PARTS_AHEAD && tc_query_next (query)) {
    const TcReplicaPart part = {tc_query_int (query, 0), tc_query_int (query, 1),
                                tc_query_dup_text (query, 2), tc_query_int (query, 3),
                                tc_query_int (query, 4)};

    parts[n++] = part;
  }
  self->hooks.want (parts, n, self->data);
  for (guint i = 0; i < n; i++)
    g_free (parts[i].file);
}
