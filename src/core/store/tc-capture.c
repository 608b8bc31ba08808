/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Row images by the pre-update hook; see the header.
 *
 * DESIGN: what one operation does is first written to `redo` (chunks, each with the scope it
 * belongs to) and, on a desk, to `undo`. Keeping the operation moves the chunks into the section
 * of their scope; dropping it truncates both. So a refused operation costs a truncation, and the
 * bytes of a scope are contiguous when the commit takes them.
 */
#include "tc-capture.h"

#include "tc-bytes.h"
#include "tc-row-image.h"

#include <string.h>

/* One image. */
typedef struct {
  gint64 scope;
  guint start; /* in redo; ends where the next one starts */
} Chunk;

typedef struct {
  GByteArray *body; /* (owned) */
  guint64 place;    /* of its newest image in the commit */
} Section;

struct _TcCapture {
  TcDatabase *db;         /* (unowned): the caller frees the capture before it closes the file */
  TcCatalogue *catalogue; /* (unowned): likewise */
  gboolean keep_undo;
  gboolean paused;
  TcRowChangeFunc listener; /* (nullable) */
  gpointer listener_data;
  GByteArray *redo;     /* (owned): of the current operation */
  GArray *redo_chunks;  /* (owned) (element-type Chunk) */
  GByteArray *undo;     /* (owned): of the current operation */
  GArray *undo_starts;  /* (owned) (element-type guint) */
  GHashTable *sections; /* (owned): gint64 scope to Section */
  guint64 place;        /* of the newest kept image in the commit, from 1 */
  gsize kept;           /* bytes in sections */
};

static sqlite3_value *
old_value (TcCapture *capture, guint column)
{
  sqlite3_value *value = NULL;

  if (sqlite3_preupdate_old (tc_database_get_handle (capture->db), (int) column, &value) !=
      SQLITE_OK)
    tc_database_fault (capture->db, "capturing an old value");
  return value;
}

static sqlite3_value *
new_value (TcCapture *capture, guint column)
{
  sqlite3_value *value = NULL;

  if (sqlite3_preupdate_new (tc_database_get_handle (capture->db), (int) column, &value) !=
      SQLITE_OK)
    tc_database_fault (capture->db, "capturing a new value");
  return value;
}

typedef sqlite3_value *(*ValueFunc) (TcCapture *capture, guint column);

static gboolean
equal_values (sqlite3_value *a, sqlite3_value *b)
{
  int type = sqlite3_value_type (a);

  if (type != sqlite3_value_type (b))
    return FALSE;
  if (type == SQLITE_NULL)
    return TRUE;
  if (type == SQLITE_INTEGER)
    return sqlite3_value_int64 (a) == sqlite3_value_int64 (b);
  const void *data_a = sqlite3_value_blob (a);
  const void *data_b = sqlite3_value_blob (b);
  int size = sqlite3_value_bytes (a);
  return size == sqlite3_value_bytes (b) && (size == 0 || !memcmp (data_a, data_b, (gsize) size));
}

static void
write_value (TcCapture *capture, GByteArray *out, sqlite3_value *value)
{
  if (value && !tc_row_image_write_value (out, value))
    tc_database_fail (capture->db, TC_ERROR_INVALID, "capturing a real number: not allowed");
}

static void
write_full (TcCapture *capture, GByteArray *out, const TcTable *table, gint64 id, ValueFunc func)
{
  tc_row_image_write_head (out, table->number, TC_ROW_INSERT, id);
  tc_write_uint (out, table->n_columns - 1);
  for (guint column = TC_COLUMN_SCOPE; column < table->n_columns; column++)
    write_value (capture, out, func (capture, column));
}

static void
write_changed (TcCapture *capture, GByteArray *out, const TcTable *table, gint64 id, guint64 mask,
               ValueFunc func)
{
  tc_row_image_write_head (out, table->number, TC_ROW_UPDATE, id);
  tc_write_uint (out, (guint64) __builtin_popcountll (mask));
  for (guint column = TC_COLUMN_SCOPE; column < table->n_columns; column++) {
    if (mask & ((guint64) 1 << column)) {
      tc_write_uint (out, column);
      write_value (capture, out, func (capture, column));
    }
  }
}

static void
start_redo (TcCapture *capture, gint64 scope)
{
  Chunk chunk = {scope, capture->redo->len};

  g_array_append_val (capture->redo_chunks, chunk);
}

static void
start_undo (TcCapture *capture)
{
  g_array_append_val (capture->undo_starts, capture->undo->len);
}

static void
capture_insert (TcCapture *capture, const TcTable *table, gint64 id)
{
  start_redo (capture, sqlite3_value_int64 (new_value (capture, TC_COLUMN_SCOPE)));
  write_full (capture, capture->redo, table, id, new_value);
  if (capture->keep_undo) {
    start_undo (capture);
    tc_row_image_write_head (capture->undo, table->number, TC_ROW_DELETE, id);
  }
}

static void
capture_delete (TcCapture *capture, const TcTable *table, gint64 id)
{
  start_redo (capture, sqlite3_value_int64 (old_value (capture, TC_COLUMN_SCOPE)));
  tc_row_image_write_head (capture->redo, table->number, TC_ROW_DELETE, id);
  if (capture->keep_undo) {
    start_undo (capture);
    write_full (capture, capture->undo, table, id, old_value);
  }
}

static guint64
changed_columns (TcCapture *capture, const TcTable *table)
{
  guint64 mask = 0;

  for (guint column = TC_COLUMN_SCOPE; column < table->n_columns; column++) {
    sqlite3_value *before = old_value (capture, column);
    sqlite3_value *after = new_value (capture, column);

    if (before && after && !equal_values (before, after))
      mask |= (guint64) 1 << column;
  }
  return mask;
}

static void
capture_update (TcCapture *capture, const TcTable *table, gint64 id)
{
  guint64 mask = changed_columns (capture, table);
  gint64 from = sqlite3_value_int64 (old_value (capture, TC_COLUMN_SCOPE));
  gint64 to = sqlite3_value_int64 (new_value (capture, TC_COLUMN_SCOPE));

  if (!mask)
    return;
  start_redo (capture, from);
  if (from == to) {
    write_changed (capture, capture->redo, table, id, mask, new_value);
  } else {
    tc_row_image_write_head (capture->redo, table->number, TC_ROW_DELETE, id);
    start_redo (capture, to);
    write_full (capture, capture->redo, table, id, new_value);
  }
  if (capture->keep_undo) {
    start_undo (capture);
    write_changed (capture, capture->undo, table, id, mask, old_value);
  }
}

static void
tell_listener (TcCapture *capture, const TcTable *table, int kind, gint64 id)
{
  TcRowChange change = {table, TC_ROW_UPDATE, id};

  if (kind == SQLITE_INSERT)
    change.kind = TC_ROW_INSERT;
  else if (kind == SQLITE_DELETE)
    change.kind = TC_ROW_DELETE;
  capture->listener (&change, capture->listener_data);
}

static void
on_preupdate_cb (void *data, sqlite3 *handle, int kind, const char *database, const char *name,
                 sqlite3_int64 old_id, sqlite3_int64 new_id)
{
  TcCapture *capture = data;

  if (tc_database_has_fault (capture->db) || strcmp (database, "main") != 0)
    return;
  const TcTable *table = tc_catalogue_find (capture->catalogue, name);
  if (!table)
    return;
  if (capture->listener)
    tell_listener (capture, table, kind, kind == SQLITE_DELETE ? old_id : new_id);
  if (capture->paused)
    return;
  if (kind == SQLITE_INSERT)
    capture_insert (capture, table, new_id);
  else if (kind == SQLITE_DELETE)
    capture_delete (capture, table, old_id);
  else if (old_id == new_id)
    capture_update (capture, table, new_id);
  else
    tc_database_fail (capture->db, TC_ERROR_INVALID, "an operation changed the id of a row");
}

static void
free_section (gpointer data)
{
  Section *section = data;

  g_byte_array_unref (section->body);
  g_free (section);
}

TcCapture *
tc_capture_new (TcDatabase *db, TcCatalogue *catalogue, gboolean undo)
{
  TcCapture *capture = g_new0 (TcCapture, 1);

  capture->db = db;
  capture->catalogue = catalogue;
  capture->keep_undo = undo;
  capture->redo = g_byte_array_new ();
  capture->redo_chunks = g_array_new (FALSE, FALSE, sizeof (Chunk));
  capture->undo = g_byte_array_new ();
  capture->undo_starts = g_array_new (FALSE, FALSE, sizeof (guint));
  capture->sections = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, free_section);
  sqlite3_preupdate_hook (tc_database_get_handle (db), on_preupdate_cb, capture);
  return capture;
}

void
tc_capture_free (TcCapture *capture)
{
  if (!capture)
    return;
  sqlite3_preupdate_hook (tc_database_get_handle (capture->db), NULL, NULL);
  g_byte_array_unref (capture->redo);
  g_array_unref (capture->redo_chunks);
  g_byte_array_unref (capture->undo);
  g_array_unref (capture->undo_starts);
  g_hash_table_unref (capture->sections);
  g_free (capture);
}

void
tc_capture_set_listener (TcCapture *capture, TcRowChangeFunc func, gpointer data)
{
  capture->listener = func;
  capture->listener_data = data;
}

void
tc_capture_set_paused (TcCapture *capture, gboolean paused)
{
  capture->paused = paused;
}

static Section *
section_of (TcCapture *capture, gint64 scope)
{
  Section *section = g_hash_table_lookup (capture->sections, &scope);

  if (!section) {
    section = g_new0 (Section, 1);
    section->body = g_byte_array_new ();
    g_hash_table_insert (capture->sections, g_memdup2 (&scope, sizeof scope), section);
  }
  return section;
}

void
tc_capture_keep (TcCapture *capture)
{
  for (guint i = 0; i < capture->redo_chunks->len; i++) {
    const Chunk *chunk = &g_array_index (capture->redo_chunks, Chunk, i);
    guint end = i + 1 < capture->redo_chunks->len
                    ? g_array_index (capture->redo_chunks, Chunk, i + 1).start
                    : capture->redo->len;
    Section *section = section_of (capture, chunk->scope);

    capture->place++;
    tc_write_uint (section->body, capture->place - section->place);
    section->place = capture->place;
    tc_write_raw (section->body, capture->redo->data + chunk->start, end - chunk->start);
  }
  capture->kept += capture->redo->len;
  tc_capture_drop (capture);
}

gsize
tc_capture_get_kept (const TcCapture *capture)
{
  return capture->kept;
}

void
tc_capture_drop (TcCapture *capture)
{
  g_byte_array_set_size (capture->redo, 0);
  g_array_set_size (capture->redo_chunks, 0);
  g_byte_array_set_size (capture->undo, 0);
  g_array_set_size (capture->undo_starts, 0);
}

GBytes *
tc_capture_dup_undo (TcCapture *capture)
{
  GByteArray *out = g_byte_array_sized_new (capture->undo->len);
  guint end = capture->undo->len;

  for (guint i = capture->undo_starts->len; i > 0; i--) {
    guint start = g_array_index (capture->undo_starts, guint, i - 1);

    tc_write_raw (out, capture->undo->data + start, end - start);
    end = start;
  }
  return g_byte_array_free_to_bytes (out);
}

static void
clear_section (gpointer data)
{
  g_clear_pointer (&((TcSection *) data)->body, g_bytes_unref);
}

GArray *
tc_sections_new (void)
{
  GArray *sections = g_array_new (FALSE, FALSE, sizeof (TcSection));

  g_array_set_clear_func (sections, clear_section);
  return sections;
}

static int
compare_sections (gconstpointer a, gconstpointer b)
{
  gint64 scope_a = ((const TcSection *) a)->scope;
  gint64 scope_b = ((const TcSection *) b)->scope;

  return (scope_a > scope_b) - (scope_a < scope_b);
}

GArray *
tc_capture_take_sections (TcCapture *capture)
{
  GArray *sections = tc_sections_new ();
  GHashTableIter iter;
  gpointer scope;
  gpointer section;

  g_hash_table_iter_init (&iter, capture->sections);
  while (g_hash_table_iter_next (&iter, &scope, &section)) {
    GByteArray *body = g_byte_array_ref (((Section *) section)->body);
    TcSection taken = {*(gint64 *) scope, g_byte_array_free_to_bytes (body)};

    g_array_append_val (sections, taken);
  }
  g_hash_table_remove_all (capture->sections);
  capture->place = 0;
  capture->kept = 0;
  g_array_sort (sections, compare_sections);
  return sections;
}
