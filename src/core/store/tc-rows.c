/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Applying row images, and writing whole rows as images; see tc-capture.h.
 *
 * DESIGN: the SQL for an image depends only on its table, its kind and the set of its columns (a
 * mask); it is put together once and kept on the catalogue, and the statement on the connection.
 */
#include "tc-capture.h"

#include "tc-row-image.h"
#include "tc-schema-private.h"

#define VALUE_BYTES_MAX (16 * 1024 * 1024)

gboolean
tc_row_image_write_value (GByteArray *out, sqlite3_value *value)
{
  switch (sqlite3_value_type (value)) {
  case SQLITE_NULL:
    tc_write_u8 (out, TC_VALUE_NULL);
    return TRUE;
  case SQLITE_INTEGER:
    tc_write_u8 (out, TC_VALUE_INT);
    tc_write_int (out, sqlite3_value_int64 (value));
    return TRUE;
  case SQLITE_TEXT:
    tc_write_u8 (out, TC_VALUE_TEXT);
    tc_write_blob (out, sqlite3_value_text (value), (gsize) sqlite3_value_bytes (value));
    return TRUE;
  case SQLITE_BLOB:
    tc_write_u8 (out, TC_VALUE_BLOB);
    tc_write_blob (out, sqlite3_value_blob (value), (gsize) sqlite3_value_bytes (value));
    return TRUE;
  default:
    return FALSE;
  }
}

void
tc_rows_write_insert (GByteArray *out, const TcTable *table, TcQuery *query)
{
  sqlite3_stmt *stmt = tc_query_get_statement (query);

  tc_row_image_write_head (out, table->number, TC_ROW_INSERT,
                           sqlite3_column_int64 (stmt, TC_COLUMN_ID));
  tc_write_uint (out, table->n_columns - 1);
  for (guint column = TC_COLUMN_SCOPE; column < table->n_columns; column++)
    tc_row_image_write_value (out, sqlite3_column_value (stmt, (int) column));
}

/* Binds the value that comes next, or passes it over if @stmt is NULL. */
static int
bind_next (TcReader *reader, sqlite3_stmt *stmt, int at)
{
  guint8 tag = tc_read_u8 (reader);
  gsize size;

  if (tag == TC_VALUE_NULL)
    return stmt ? sqlite3_bind_null (stmt, at) : SQLITE_OK;
  if (tag == TC_VALUE_INT) {
    gint64 value = tc_read_int (reader);
    return stmt ? sqlite3_bind_int64 (stmt, at, value) : SQLITE_OK;
  }
  const guint8 *data = tc_read_blob (reader, VALUE_BYTES_MAX, &size);
  if (!data || (tag != TC_VALUE_TEXT && tag != TC_VALUE_BLOB))
    return SQLITE_CORRUPT;
  if (!stmt)
    return SQLITE_OK;
  /* The image outlives the statement's one step. */
  if (tag == TC_VALUE_BLOB)
    return sqlite3_bind_blob64 (stmt, at, data, size, SQLITE_STATIC);
  if (!g_utf8_validate_len ((const char *) data, size, NULL))
    return SQLITE_CORRUPT;
  return sqlite3_bind_text64 (stmt, at, (const char *) data, size, SQLITE_STATIC, SQLITE_UTF8);
}

/* Whether a row changed. */
static gboolean
run (TcDatabase *db, TcQuery *query, const char *doing)
{
  sqlite3_stmt *stmt = tc_query_get_statement (query);

  if (!stmt || tc_database_has_fault (db))
    return FALSE;
  int result = sqlite3_step (stmt);
  if (result == SQLITE_CONSTRAINT)
    tc_database_fail (db, TC_ERROR_DIVERGED, doing);
  else if (result != SQLITE_DONE)
    tc_database_fault (db, doing);
  return result == SQLITE_DONE && tc_database_changes (db) == 1;
}

/* The first fault stays, if there is one. */
static void
diverged (TcDatabase *db, const char *doing)
{
  tc_database_fail (db, TC_ERROR_DIVERGED, doing);
}

static void
malformed (TcDatabase *db)
{
  tc_database_fail (db, TC_ERROR_INVALID, "applying rows: malformed image");
}

/* @kind: TC_ROW_INSERT, TC_ROW_FILL; 0: the image is passed over. Whether there is a new row. */
static gboolean
insert_row (TcDatabase *db, TcCatalogue *catalogue, const TcTable *table, gint64 id, int kind,
            TcReader *reader)
{
  guint64 n = tc_read_uint (reader);
  guint known = table && kind ? (guint) MIN (n, table->n_columns - 1) : 0;
  g_autoptr (TcQuery) query = NULL;

  if (n < 1 || n > TC_COLUMNS_MAX) {
    malformed (db);
    return FALSE;
  }
  if (known) {
    guint64 mask = ((guint64) 1 << (known + 1)) - 1;
    query = tc_database_query (db, tc_catalogue_sql (catalogue, table, kind, mask), NULL);
  }
  sqlite3_stmt *stmt = query ? tc_query_get_statement (query) : NULL;
  if (table && kind)
    tc_catalogue_note_passed_over (catalogue)->values += n - known;
  if (stmt)
    sqlite3_bind_int64 (stmt, 1, id);
  for (guint i = 0; i < n; i++) {
    if (bind_next (reader, i < known ? stmt : NULL, (int) i + 2) != SQLITE_OK || reader->failed) {
      malformed (db);
      return FALSE;
    }
  }
  return query && run (db, query, "applying an insert");
}

/* Reads the columns of an update without binding: which are there. 0 if malformed. */
static guint64
read_mask (TcReader reader, guint64 n, const TcTable *table)
{
  guint64 mask = 0;
  guint64 last = TC_COLUMN_ID;

  for (guint64 i = 0; i < n; i++) {
    guint64 column = tc_read_uint (&reader);

    if (column <= last || column >= 64 || bind_next (&reader, NULL, 0) != SQLITE_OK ||
        reader.failed)
      return 0;
    last = column;
    if (table && column < table->n_columns)
      mask |= (guint64) 1 << column;
    else
      mask |= 1; /* something was there, though nothing that we know */
  }
  return mask;
}

/* Whether its row was here; nothing is to be done for columns that are unknown here. */
static gboolean
update_row (TcDatabase *db, TcCatalogue *catalogue, const TcTable *table, gint64 id,
            TcReader *reader)
{
  guint64 n = tc_read_uint (reader);
  guint64 mask = n <= TC_COLUMNS_MAX ? read_mask (*reader, n, table) : 0;
  g_autoptr (TcQuery) query = NULL;
  int at = 1;

  if (!mask) {
    malformed (db);
    return FALSE;
  }
  mask &= ~(guint64) 1;
  if (mask)
    query = tc_database_query (db, tc_catalogue_sql (catalogue, table, TC_ROW_UPDATE, mask), NULL);
  sqlite3_stmt *stmt = query ? tc_query_get_statement (query) : NULL;
  for (guint64 i = 0; i < n; i++) {
    guint64 column = tc_read_uint (reader);
    gboolean known = table && column < table->n_columns;

    if (bind_next (reader, known ? stmt : NULL, at) != SQLITE_OK) {
      malformed (db);
      return FALSE;
    }
    at += known;
    if (table && !known)
      tc_catalogue_note_passed_over (catalogue)->values++;
  }
  if (stmt)
    sqlite3_bind_int64 (stmt, at, id);
  return !query || run (db, query, "applying an update");
}

/* Whether it was here. */
static gboolean
delete_row (TcDatabase *db, TcCatalogue *catalogue, const TcTable *table, gint64 id)
{
  g_autoptr (TcQuery)
      query = tc_database_query (db, tc_catalogue_sql (catalogue, table, TC_ROW_DELETE, 0), NULL);
  sqlite3_stmt *stmt = tc_query_get_statement (query);

  if (stmt)
    sqlite3_bind_int64 (stmt, 1, id);
  return run (db, query, "applying a delete");
}

typedef struct {
  TcDatabase *db;
  TcCatalogue *catalogue;
  const TcRowGaps *gaps; /* (nullable) */
  guint section;
} Applying;

static void
apply_update (const Applying *how, const TcTable *table, gint64 id, const guint8 *image,
              TcReader *reader)
{
  if (update_row (how->db, how->catalogue, table, id, reader) || tc_database_has_fault (how->db))
    return;
  if (!how->gaps || !how->gaps->updated (table, id, how->section, image,
                                         (gsize) (reader->at - image), how->gaps->data))
    diverged (how->db, "applying an update: its row isn't here");
}

static void
apply_delete (const Applying *how, const TcTable *table, gint64 id)
{
  gboolean here;

  if (!table)
    return;
  here = delete_row (how->db, how->catalogue, table, id);
  if (tc_database_has_fault (how->db))
    return;
  if (how->gaps ? !how->gaps->deleted (table, id, how->section, here, how->gaps->data) : !here)
    diverged (how->db, "applying a delete: its row isn't here");
}

static void
apply_one (const Applying *how, TcReader *reader)
{
  const guint8 *image = reader->at;
  const TcTable *table = tc_catalogue_get (how->catalogue, (gint64) tc_read_uint (reader));
  guint8 kind = tc_read_u8 (reader);
  gint64 id = tc_read_int (reader);

  if (!table)
    tc_catalogue_note_passed_over (how->catalogue)->rows++;
  if (reader->failed)
    malformed (how->db);
  else if (kind == TC_ROW_INSERT)
    insert_row (how->db, how->catalogue, table, id, TC_ROW_INSERT, reader);
  else if (kind == TC_ROW_UPDATE)
    apply_update (how, table, id, image, reader);
  else if (kind == TC_ROW_DELETE)
    apply_delete (how, table, id);
  else
    malformed (how->db);
}

void
tc_rows_apply (TcDatabase *db, TcCatalogue *catalogue, GBytes *images)
{
  const Applying how = {db, catalogue, NULL, 0};
  TcReader reader;

  tc_reader_init_bytes (&reader, images);
  while (reader.at < reader.end && !tc_database_has_fault (db))
    apply_one (&how, &reader);
}

static void
fill_one (TcDatabase *db, TcCatalogue *catalogue, const TcRowFill *fill, TcReader *reader)
{
  const TcTable *table = tc_catalogue_get (catalogue, (gint64) tc_read_uint (reader));
  guint8 kind = tc_read_u8 (reader);
  gint64 id = tc_read_int (reader);
  gboolean wanted = table && (!fill->wanted || fill->wanted (table, id, fill->data));

  if (!table)
    tc_catalogue_note_passed_over (catalogue)->rows++;
  if (reader->failed || kind != TC_ROW_INSERT)
    malformed (db);
  else if (insert_row (db, catalogue, table, id, wanted ? TC_ROW_FILL : 0, reader) && fill->filled)
    fill->filled (table, id, fill->data);
}

guint64
tc_rows_fill (TcDatabase *db, TcCatalogue *catalogue, GBytes *images, gsize *at, gsize bytes,
              const TcRowFill *fill)
{
  TcReader reader;
  guint64 n = 0;

  tc_reader_init_bytes (&reader, images);
  const guint8 *start = reader.at;
  reader.at += MIN (*at, g_bytes_get_size (images));
  const guint8 *from = reader.at;
  while (reader.at < reader.end && (gsize) (reader.at - from) < bytes &&
         !tc_database_has_fault (db)) {
    fill_one (db, catalogue, fill, &reader);
    n++;
  }
  *at = (gsize) (reader.at - start);
  return n;
}

typedef struct {
  TcReader reader;
  guint64 place; /* of the image that it stands on; 0: at its end */
} Cursor;

static void
advance (Cursor *cursor)
{
  guint64 step = cursor->reader.at < cursor->reader.end ? tc_read_uint (&cursor->reader) : 0;

  cursor->place = step > 0 && !cursor->reader.failed ? cursor->place + step : 0;
}

static Cursor *
earliest (Cursor *cursors, guint n)
{
  Cursor *found = NULL;

  for (guint i = 0; i < n; i++) {
    if (cursors[i].place > 0 && (!found || cursors[i].place < found->place))
      found = &cursors[i];
  }
  return found;
}

void
tc_sections_apply_gaps (TcDatabase *db, TcCatalogue *catalogue, GBytes *const *bodies, guint n,
                        const TcRowGaps *gaps)
{
  Applying how = {db, catalogue, gaps, 0};
  g_autofree Cursor *cursors = g_new0 (Cursor, n);
  Cursor *next;

  for (guint i = 0; i < n; i++) {
    tc_reader_init_bytes (&cursors[i].reader, bodies[i]);
    advance (&cursors[i]);
  }
  while ((next = earliest (cursors, n)) && !tc_database_has_fault (db)) {
    how.section = (guint) (next - cursors);
    apply_one (&how, &next->reader);
    advance (next);
  }
  for (guint i = 0; i < n; i++) {
    if (!tc_reader_done (&cursors[i].reader))
      malformed (db);
  }
}

void
tc_sections_apply (TcDatabase *db, TcCatalogue *catalogue, GBytes *const *bodies, guint n)
{
  tc_sections_apply_gaps (db, catalogue, bodies, n, NULL);
}
