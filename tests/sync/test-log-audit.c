/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: whatever is changed in a log is named, at the entry where it was. Method: the log of a
 * small world (two desks, refusals, commits of several operations), copied, and in each copy one
 * bit of one column of one row, or of one page of the file, is turned; and logs that somebody who
 * has the server's key wrote anew, links and all. Also of a log whose operations are packed.
 */
#include "sync-world.h"
#include "tc-log-audit.h"
#include "tc-log-segment.h"
#include "tc-log-store.h"

#include <glib/gstdio.h>
#include <string.h>

#define ROUNDS 12
#define PAGE_FLIPS 500
#define SEGMENT_BITS 250
#define SEED 20261126
/* Operations in a segment, where they are packed: it ends within commits. */
#define PACKED 7

typedef struct {
  World *world;
  char *path;     /* (owned): of the copy */
  char *original; /* (owned): its bytes */
  gsize size;
  GRand *rand;
} Fixture;

/* Three operations of the server in one commit, one of them refused. */
static void
submit_three (World *world, guint round)
{
  g_autofree char *name = g_strdup_printf ("Người thứ %u", round);
  const TcStaffArgs known = {WORLD_STAFF, NULL, name, NULL, NULL};
  const TcStaffArgs unknown = {999, NULL, name, NULL, NULL};
  const TcStaffArgs *const args[] = {&known, &unknown, &known};

  for (guint i = 0; i < G_N_ELEMENTS (args); i++)
    tc_hub_submit (world->hub, &tc_staff_change_type,
                   tc_args_encode (&tc_staff_change_type, args[i]), NULL, world->now_us, NULL,
                   NULL);
  g_assert_true (tc_hub_flush (world->hub, world->now_us, NULL));
}

static void
work (World *world)
{
  for (guint i = 0; i < ROUNDS; i++) {
    world_rename (&world->desks[1], "Một");
    world_rename (&world->desks[2], "Hai");

    world_run (world);
    if (i % 4 == 0)
      submit_three (world, i);
  }
}

static void
take_copy (Fixture *fixture)
{
  g_unlink (fixture->path);
  tc_database_execute (fixture->world->db, "VACUUM INTO ?", "s", fixture->path);
  g_assert_true (tc_database_check (fixture->world->db, NULL));
  g_free (fixture->original);
  g_assert_true (g_file_get_contents (fixture->path, &fixture->original, &fixture->size, NULL));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  const TcDeskRef gone = {3};

  fixture->world = world_new ();
  fixture->path = g_build_filename (fixture->world->folder, "copy.db", NULL);
  fixture->rand = g_rand_new_with_seed (SEED);
  for (guint16 number = 1; number <= 3; number++)
    world_connect (world_add_desk (fixture->world, number));
  world_run (fixture->world);
  world_do (fixture->world, &tc_desk_revoke_type, &gone);
  work (fixture->world);
  if (data)
    g_assert_cmpuint (world_pack (fixture->world, PACKED), >, 5);
  take_copy (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  world_free (fixture->world);
  g_free (fixture->path);
  g_free (fixture->original);
  g_rand_free (fixture->rand);
}

/* The copy as it was taken. */
static void
put_back (Fixture *fixture)
{
  FILE *file = g_fopen (fixture->path, "wb");

  g_assert_nonnull (file);
  g_assert_cmpuint (fwrite (fixture->original, 1, fixture->size, file), ==, fixture->size);
  g_assert_cmpint (fclose (file), ==, 0);
}

/* FALSE: SQLite doesn't take it. */
static gboolean
change (Fixture *fixture, const char *sql, gconstpointer blob, int size)
{
  sqlite3 *db = NULL;
  sqlite3_stmt *statement = NULL;
  gboolean done;

  g_assert_cmpint (sqlite3_open (fixture->path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL), ==, SQLITE_OK);
  if (blob)
    sqlite3_bind_blob (statement, 1, blob, size, SQLITE_TRANSIENT);
  done = sqlite3_step (statement) == SQLITE_DONE && sqlite3_changes (db) > 0;
  sqlite3_finalize (statement);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
  return done;
}

/* Of the copy; what SQLite says of the tables is a fault as well. */
static void
audit_copy (Fixture *fixture, gint64 after_lsn, TcLogAudit *audit)
{
  const TcLogAuditOptions options = {
      .key = tc_key_get_public (fixture->world->key), .after_lsn = after_lsn, .deep = TRUE};
  g_autoptr (GError) error = NULL;
  g_autoptr (TcDatabase) db = tc_database_open (fixture->path, TC_DATABASE_IMMUTABLE, &error);
  char *said = NULL;

  *audit = (TcLogAudit){0};
  if (db && !tc_log_audit_run (db, &options, audit, &error))
    said = g_strdup (error->message);
  else if (db && !audit->fault)
    said = tc_log_audit_tables (db, &error);
  if (error && !said)
    said = g_strdup (error->message);
  if (said && !audit->fault)
    audit->fault = said;
  else
    g_free (said);
}

static void
assert_whole (Fixture *fixture, gint64 after_lsn)
{
  g_auto (TcLogAudit) audit = {0};

  audit_copy (fixture, after_lsn, &audit);
  g_assert_cmpstr (audit.fault, ==, NULL);
}

/* ---- whole ---- */

static void
test_whole (Fixture *fixture, gconstpointer data)
{
  World *world = fixture->world;
  gint64 head = tc_database_get_int (world->db, 0, "SELECT max (lsn) FROM log_operation", NULL);
  g_auto (TcLogAudit) audit = {0};
  TcPosition position;

  audit_copy (fixture, 0, &audit);
  g_assert_cmpstr (audit.fault, ==, NULL);
  tc_hub_get_position (world->hub, &position);
  g_assert_cmpint (audit.operations, ==, head);
  g_assert_cmpint (audit.head.lsn, ==, head);
  g_assert_true (tc_digest_equal (&audit.head.link, &position.link));
  g_assert_cmpint (audit.commits, ==,
                   tc_database_get_int (world->db, 0, "SELECT count (*) FROM log_commit", NULL));
  g_assert_cmpint (
      audit.sections, ==,
      tc_database_get_int (world->db, 0, "SELECT count (body) FROM log_section", NULL));
  g_assert_cmpint (audit.skipped, ==, 0);
  g_assert_cmpint (audit.first_form, ==, 0);
}

/* A log of a version that packed nothing has no table of segments. */
static void
test_before (Fixture *fixture, gconstpointer data)
{
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (fixture->path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "DROP TABLE log_segment", NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
  assert_whole (fixture, 0);
}

/* From each commit on; a place where none ends is told. */
static void
test_since (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TcQuery) query = tc_database_query (
      fixture->world->db, "SELECT last_lsn, first_lsn FROM log_commit ORDER BY last_lsn", NULL);

  while (tc_query_next (query)) {
    assert_whole (fixture, tc_query_int (query, 0));
    for (gint64 lsn = tc_query_int (query, 1); lsn < tc_query_int (query, 0); lsn++) {
      g_auto (TcLogAudit) audit = {0};

      audit_copy (fixture, lsn, &audit);
      g_assert_cmpstr (audit.fault, ==, "no commit ends there");
      g_assert_cmpint (audit.fault_lsn, ==, lsn);
    }
  }
}

/* What a restore and desks that are ahead of it leave is whole, and says what was left out. */
static void
test_restored (Fixture *fixture, gconstpointer data)
{
  World *world = fixture->world;

  world_back_up (world);
  work (world);
  world_restore (world);
  for (guint i = 1; i <= 2; i++)
    world_connect (&world->desks[i]);
  world_run (world);
  work (world);
  if (data)
    world_pack (world, PACKED);
  take_copy (fixture);
  assert_whole (fixture, 0);
}

/* ---- one bit of each column of each row ---- */

typedef struct {
  const char *table;
  const char *keys;    /* SQL: a row's condition and its LSN */
  const char *columns; /* separated by blanks */
} Table;

static const Table tables[] = {
    {"log_operation", "SELECT printf ('lsn = %d', lsn), lsn FROM log_operation",
     "lsn replica seq operation_id name actor_id made_us bytes signature refusal refusal_args"},
    {"log_commit", "SELECT printf ('last_lsn = %d', last_lsn), last_lsn FROM log_commit",
     "last_lsn first_lsn time_us ops_root link signature"},
    {"log_section",
     "SELECT printf ('last_lsn = %d AND scope = %d', last_lsn, scope), last_lsn FROM log_section",
     "last_lsn scope hash body"},
    {"desk", "SELECT printf ('id = %d', id), 0 FROM desk", "id state public_key"},
    {"log_segment", "SELECT printf ('last_lsn = %d', last_lsn), first_lsn FROM log_segment",
     "last_lsn first_lsn hash body"},
};

/* SQL that sets the column with one bit turned; NULL: there is none. @blob, @size: (out): its ?1 */
static char *
turn_bit (Fixture *fixture, const Table *table, const char *column, const char *row, guint8 **blob,
          int *size)
{
  g_autofree char *sql = g_strdup_printf ("SELECT %s, typeof (%s), CAST (%s AS BLOB) FROM %s"
                                          " WHERE %s",
                                          column, column, column, table->table, row);
  g_autoptr (TcQuery) query = tc_database_query (fixture->world->db, sql, NULL);

  g_assert_true (tc_query_next (query));
  const char *kind = tc_query_text (query, 1);
  if (!strcmp (kind, "null"))
    return NULL;
  if (!strcmp (kind, "integer"))
    return g_strdup_printf (
        "UPDATE %s SET %s = %" G_GINT64_FORMAT " WHERE %s", table->table, column,
        tc_query_int (query, 0) ^ (gint64) 1 << g_rand_int_range (fixture->rand, 0, 62), row);
  g_autoptr (GBytes) bytes = tc_query_dup_blob (query, 2);
  if (!bytes || g_bytes_get_size (bytes) == 0)
    return NULL;
  *size = (int) g_bytes_get_size (bytes);
  *blob = g_memdup2 (g_bytes_get_data (bytes, NULL), (gsize) *size);
  (*blob)[g_rand_int_range (fixture->rand, 0, *size)] ^= (guint8) (1 << g_rand_int_range (
                                                                       fixture->rand, 0, 8));
  return g_strdup_printf (!strcmp (kind, "text") ? "UPDATE %s SET %s = CAST (?1 AS TEXT) WHERE %s"
                                                 : "UPDATE %s SET %s = ?1 WHERE %s",
                          table->table, column, row);
}

static void
assert_named (Fixture *fixture, const Table *table, const char *column, const char *row, gint64 lsn)
{
  gint64 end = tc_database_get_int (fixture->world->db, lsn,
                                    "SELECT min (last_lsn) FROM log_commit WHERE last_lsn >= ?",
                                    "i", lsn);
  g_auto (TcLogAudit) audit = {0};

  audit_copy (fixture, 0, &audit);
  g_test_message ("%s.%s of %s: %" G_GINT64_FORMAT " %s", table->table, column, row,
                  audit.fault_lsn, audit.fault);
  if (!audit.fault)
    g_error ("nothing is named: %s.%s of %s", table->table, column, row);
  /* What says which row it is may itself be wrong. */
  if (lsn && !strstr (table->keys, column) && (audit.fault_lsn < lsn || audit.fault_lsn > end))
    g_error ("named at %" G_GINT64_FORMAT ": %s.%s of %s", audit.fault_lsn, table->table, column,
             row);
}

static guint
turn_bits (Fixture *fixture, const Table *table)
{
  g_auto (GStrv) columns = g_strsplit (table->columns, " ", -1);
  g_autoptr (TcQuery) query = tc_database_query (fixture->world->db, table->keys, NULL);
  guint turned = 0;

  while (tc_query_next (query)) {
    for (guint j = 0; columns[j]; j++) {
      g_autofree guint8 *blob = NULL;
      int size = 0;
      g_autofree char *sql = turn_bit (fixture, table, columns[j], tc_query_text (query, 0), &blob,
                                       &size);

      if (!sql)
        continue;
      put_back (fixture);
      if (!change (fixture, sql, blob, size))
        continue;
      assert_named (fixture, table, columns[j], tc_query_text (query, 0), tc_query_int (query, 1));
      turned++;
    }
  }
  return turned;
}

static void
test_columns (Fixture *fixture, gconstpointer data)
{
  guint turned = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    turned += turn_bits (fixture, &tables[i]);
  g_test_message ("%u bits", turned);
  g_assert_cmpuint (turned, >, 500);
  put_back (fixture);
  assert_whole (fixture, 0);
}

/* Of segments, where operations are packed. */
static void
test_segment_columns (Fixture *fixture, gconstpointer data)
{
  for (guint turned = 0; turned < SEGMENT_BITS;) {
    guint more = turn_bits (fixture, &tables[G_N_ELEMENTS (tables) - 1]);

    g_assert_cmpuint (more, >, 5);
    turned += more;
  }
}

/* ---- one bit of the file ---- */

/* All that the tables hold, as text. */
static char *
dump (const char *path)
{
  g_autoptr (TcDatabase) db = tc_database_open (path, TC_DATABASE_IMMUTABLE, NULL);
  g_autoptr (GString) all = g_string_new (NULL);

  for (gsize i = 0; db && i < G_N_ELEMENTS (tables); i++) {
    g_auto (GStrv) columns = g_strsplit (tables[i].columns, " ", -1);
    g_autoptr (GString) sql = g_string_new ("SELECT ''");

    for (guint j = 0; columns[j]; j++)
      g_string_append_printf (sql, " || ' ' || typeof (%s) || quote (%s)", columns[j], columns[j]);
    g_string_append_printf (sql, " FROM %s ORDER BY 1", tables[i].table);
    g_autoptr (TcQuery) query = tc_database_query (db, sql->str, NULL);
    while (tc_query_next (query))
      g_string_append_printf (all, "%s\n", tc_query_text (query, 0));
  }
  return g_strdup (db && tc_database_check (db, NULL) ? all->str : "");
}

/* (element-type gint): pages of the log's tables, their indexes, and of desks */
static GArray *
list_pages (Fixture *fixture)
{
  GArray *pages = g_array_new (FALSE, FALSE, sizeof (gint));
  sqlite3 *db = NULL;
  sqlite3_stmt *statement = NULL;

  g_assert_cmpint (sqlite3_open (fixture->path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db,
                                       "SELECT pageno FROM dbstat WHERE name IN ('log_operation',"
                                       " 'log_operation_seq', 'log_operation_id', 'log_commit',"
                                       " 'log_section', 'desk', 'log_segment')",
                                       -1, &statement, NULL),
                   ==, SQLITE_OK);
  while (sqlite3_step (statement) == SQLITE_ROW) {
    gint page = sqlite3_column_int (statement, 0);
    g_array_append_val (pages, page);
  }
  sqlite3_finalize (statement);
  sqlite3_close (db);
  g_assert_cmpuint (pages->len, >, 5);
  return pages;
}

static gsize
pick_byte (Fixture *fixture, const GArray *pages)
{
  gsize page_size = 4096;
  gint page = g_array_index (pages, gint,
                             (guint) g_rand_int_range (fixture->rand, 0, (gint32) pages->len));

  return (gsize) (page - 1) * page_size + (gsize) g_rand_int_range (fixture->rand, 0, 4096);
}

static void
test_pages (Fixture *fixture, gconstpointer data)
{
  g_autofree char *before = dump (fixture->path);
  g_autoptr (GArray) pages = list_pages (fixture);
  guint named = 0;
  guint unused = 0;

  g_assert_cmpuint (strlen (before), >, 1000);
  for (guint i = 0; i < PAGE_FLIPS; i++) {
    gsize at = pick_byte (fixture, pages);
    char bit = (char) (1 << g_rand_int_range (fixture->rand, 0, 8));
    g_auto (TcLogAudit) audit = {0};

    fixture->original[at] ^= bit;
    put_back (fixture);
    audit_copy (fixture, 0, &audit);
    if (audit.fault) {
      named++;
    } else {
      /* It may be of no use: what the tables hold is what it was. */
      g_autofree char *after = dump (fixture->path);

      if (strcmp (before, after) != 0)
        g_error ("bit %d of byte %zu changed what the tables hold, and nothing is named", bit, at);
      unused++;
    }
    fixture->original[at] ^= bit;
  }
  g_test_message ("of %u bits %u are named, %u are of no use", PAGE_FLIPS, named, unused);
  g_assert_cmpuint (named, >, PAGE_FLIPS / 4);
}

/* ---- what is named, in words ---- */

static const struct {
  const char *sql;
  const char *at; /* SQL of the LSN */
  const char *words;
} changes[] = {
    {"DELETE FROM log_operation WHERE lsn = 9", "9", "the operation is missing"},
    {"DELETE FROM log_operation WHERE lsn = (SELECT max (lsn) FROM log_operation)",
     "SELECT max (lsn) FROM log_operation", "the operation is missing"},
    {"DELETE FROM log_commit WHERE last_lsn = 9",
     "SELECT last_lsn FROM log_commit"
     " WHERE last_lsn > 9 ORDER BY last_lsn LIMIT 1",
     "does not follow"},
    {"DELETE FROM log_commit WHERE last_lsn = (SELECT max (last_lsn) FROM log_commit)",
     "SELECT first_lsn FROM log_commit ORDER BY last_lsn DESC LIMIT 1", "behind the last commit"},
    {"UPDATE log_operation SET seq = seq + 1000 WHERE lsn = 9", "9", "its column seq says"},
    {"UPDATE log_operation SET name = 'staff.add' WHERE lsn = 9", "9", "its column name"},
    {"UPDATE log_operation SET bytes = x'00' WHERE lsn = 9", "9", "bytes are damaged"},
    {"UPDATE log_operation SET refusal = NULL, refusal_args = NULL WHERE lsn = (SELECT min (lsn)"
     " FROM log_operation WHERE refusal IS NOT NULL)",
     "SELECT last_lsn FROM log_commit WHERE last_lsn >= (SELECT min (lsn) FROM log_operation"
     " WHERE refusal IS NOT NULL) ORDER BY last_lsn LIMIT 1",
     "what became of it"},
    {"UPDATE log_operation SET refusal = NULL WHERE lsn = (SELECT min (lsn)"
     " FROM log_operation WHERE refusal IS NOT NULL)",
     "SELECT min (lsn) FROM log_operation WHERE refusal IS NOT NULL", "it was accepted"},
    {"UPDATE log_operation SET signature = zeroblob (64) WHERE lsn = 9", "9",
     "not signed with this server's key"},
    {"UPDATE log_operation SET signature = zeroblob (64) WHERE lsn = (SELECT min (lsn) FROM"
     " log_operation WHERE replica = 2)",
     "SELECT min (lsn) FROM log_operation WHERE replica = 2",
     "not signed with the key that its desk"},
    {"UPDATE log_commit SET ops_root = zeroblob (32) WHERE last_lsn = 9", "9",
     "its hash over its operations"},
    {"UPDATE log_commit SET link = zeroblob (32) WHERE last_lsn = 9", "9", "its link was changed"},
    {"UPDATE log_commit SET time_us = time_us + 1 WHERE last_lsn = 9", "9", "its link is not what"},
    {"UPDATE log_commit SET signature = zeroblob (64) WHERE last_lsn = 9", "9",
     "its link was not signed"},
    {"UPDATE log_section SET body = x'0102' WHERE last_lsn = 9", "9", "row images are damaged"},
    {"UPDATE log_section SET body = NULL WHERE last_lsn = 9", "9", "row images are gone"},
    {"DELETE FROM log_section WHERE last_lsn = 9", "9", "its link is not what"},
    {"INSERT INTO log_segment VALUES (1000, 991, zeroblob (32), x'00')", "991", "is not the next"},
    {"INSERT INTO log_section VALUES (1000, 1, zeroblob (32), NULL)", "1000",
     "behind the last commit"},
    {"UPDATE desk SET public_key = (SELECT public_key FROM desk WHERE id = 1) WHERE id = 2",
     "SELECT lsn FROM log_operation WHERE name = 'desk.enrol' LIMIT 1 OFFSET 1",
     "the key of desk 2"},
    {"UPDATE desk SET state = 'enrolled' WHERE id = 3",
     "SELECT lsn FROM log_operation WHERE name = 'desk.enrol' LIMIT 1 OFFSET 2",
     "the state of desk 3"},
    {"DELETE FROM desk WHERE id = 2", "SELECT max (lsn) FROM log_operation", "not in the table"},
    {"INSERT INTO desk (id, scope, name, agency_id, state, public_key)"
     " VALUES (7, 1, 'Bàn 7', 100, 'enrolled', zeroblob (32))",
     "SELECT max (lsn) FROM log_operation", "no operation enrolled it"},
    {"UPDATE log_identity SET epoch = 2", "SELECT max (lsn) FROM log_operation", "epoch"},
};

static void
test_words (Fixture *fixture, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++) {
    g_auto (TcLogAudit) audit = {0};
    g_autofree char *sql = NULL;

    sql = g_strdup_printf (strstr (changes[i].at, "SELECT") ? "%s" : "SELECT %s", changes[i].at);
    put_back (fixture);
    g_assert_true (change (fixture, changes[i].sql, NULL, 0));
    audit_copy (fixture, 0, &audit);
    g_test_message ("%s: %s", changes[i].sql, audit.fault);
    g_assert_nonnull (audit.fault);
    g_assert_nonnull (strstr (audit.fault, changes[i].words));
    g_assert_cmpint (audit.fault_lsn, ==, tc_database_get_int (fixture->world->db, -1, sql, NULL));
  }
}

/* Of segments: the first operation of the one that is damaged or missing. */
static void
test_segments (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *sql;
    gint64 lsn;
    const char *words;
  } cases[] = {
      {"UPDATE log_segment SET body = substr (body, 2) WHERE first_lsn = 8", 8,
       "the segment that has its bytes is damaged"},
      {"UPDATE log_segment SET hash = zeroblob (32) WHERE first_lsn = 1", 1,
       "the segment that has its bytes is damaged"},
      {"UPDATE log_segment SET body = (SELECT body FROM log_segment WHERE first_lsn = 1), hash ="
       " (SELECT hash FROM log_segment WHERE first_lsn = 1) WHERE first_lsn = 15",
       15, "the segment that has its bytes is damaged"},
      {"DELETE FROM log_segment WHERE first_lsn = 8", 8, "bytes are damaged"},
      {"DELETE FROM log_segment", 1, "bytes are damaged"},
      {"INSERT INTO log_segment VALUES (1000, 991, zeroblob (32), x'00')", 991, "is not the next"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (TcLogAudit) audit = {0};

    put_back (fixture);
    g_assert_true (change (fixture, cases[i].sql, NULL, 0));
    audit_copy (fixture, 0, &audit);
    g_assert_nonnull (audit.fault);
    g_test_message ("%s: %s", cases[i].sql, audit.fault);
    g_assert_nonnull (strstr (audit.fault, cases[i].words));
    g_assert_cmpint (audit.fault_lsn, ==, cases[i].lsn);
  }
}

/* The copy's segment of operations 8 to 14 with one byte of one of them changed, packed by somebody
 * who knows how. */
static void
pack_forged (Fixture *fixture, gint64 lsn)
{
  g_autoptr (TcDatabase) db = tc_database_open (fixture->path, TC_DATABASE_WRITER, NULL);
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (TcQuery) query = tc_database_query (
      db, "SELECT body FROM log_segment WHERE first_lsn = ?", "i", (gint64) PACKED + 1);
  gsize size;

  g_assert_true (tc_query_next (query));
  const guint8 *data = tc_query_blob (query, 0, &size);
  g_autoptr (TcLogSegment) segment = tc_log_segment_unpack (data, size, PACKED, NULL);
  for (guint i = 0; i < PACKED; i++) {
    data = tc_log_segment_get (segment, i, &size);
    g_autofree guint8 *changed = g_memdup2 (data, size);

    changed[size / 2] ^= PACKED + 1 + i == lsn;
    g_ptr_array_add (all, g_bytes_new (changed, size));
  }
  g_autoptr (GBytes) body = tc_log_segment_pack ((GBytes *const *) all->pdata, PACKED, NULL);
  data = g_bytes_get_data (body, &size);
  const TcDigest hash = tc_log_segment_hash (PACKED + 1, 2 * PACKED, data, size);
  g_clear_pointer (&query, tc_query_free);
  tc_database_execute (db, "UPDATE log_segment SET hash = ?, body = ? WHERE first_lsn = ?", "byi",
                       hash.bytes, (gsize) TC_DIGEST_SIZE, body, (gint64) PACKED + 1);
  g_assert_true (tc_database_empty_wal (db, NULL));
}

static void
test_forged_segment (Fixture *fixture, gconstpointer data)
{
  for (gint64 lsn = PACKED + 1; lsn <= 2 * PACKED; lsn++) {
    g_auto (TcLogAudit) audit = {0};
    gint64 end = tc_database_get_int (fixture->world->db, 0,
                                      "SELECT min (last_lsn) FROM log_commit WHERE last_lsn >= ?",
                                      "i", lsn);

    put_back (fixture);
    pack_forged (fixture, lsn);
    audit_copy (fixture, 0, &audit);
    g_assert_nonnull (audit.fault);
    g_test_message ("%s", audit.fault);
    g_assert_cmpint (audit.fault_lsn, >=, lsn);
    g_assert_cmpint (audit.fault_lsn, <=, end);
  }
}

/* Row images past the horizon are not missed. */
static void
test_horizon (Fixture *fixture, gconstpointer data)
{
  g_auto (TcLogAudit) audit = {0};

  g_assert_true (
      change (fixture, "UPDATE log_section SET body = NULL WHERE last_lsn <= 20", NULL, 0));
  g_assert_true (change (fixture, "INSERT INTO log_horizon VALUES (1, 20)", NULL, 0));
  audit_copy (fixture, 0, &audit);
  g_assert_cmpstr (audit.fault, ==, NULL);
  g_assert_cmpint (
      audit.sections, <,
      tc_database_get_int (fixture->world->db, 0, "SELECT count (*) FROM log_section", NULL));
}

/* ---- written anew with the server's key ---- */

static void
read_operations (TcDatabase *db, const TcFrame *frame, gboolean first_form, TcDigest *root)
{
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT lsn, bytes, signature, refusal, refusal_args FROM log_operation WHERE lsn BETWEEN"
      " ? AND ? ORDER BY lsn",
      "ii", frame->first_lsn, frame->last_lsn);
  g_autoptr (GArray) leaves = g_array_new (FALSE, FALSE, sizeof (TcDigest));
  TcHasher hasher;

  tc_hasher_init (&hasher, "toancanh operations 1");
  while (tc_query_next (query)) {
    g_autoptr (GBytes) bytes = tc_query_dup_blob (query, 1);
    const char *code = tc_query_text (query, 3);
    TcSignature signature;
    gsize size;

    memcpy (signature.bytes, tc_query_blob (query, 2, &size), TC_SIGNATURE_SIZE);
    g_autoptr (TcOperation) op = tc_operation_parse (bytes, &signature, NULL);
    const guint8 *args = tc_query_blob (query, 4, &size);
    TcDigest leaf = tc_log_leaf (tc_query_int (query, 0), op, code, code ? strlen (code) : 0, args,
                                 size);
    g_array_append_val (leaves, leaf);
    tc_hasher_add_int (&hasher, tc_query_int (query, 0));
    tc_hasher_add (&hasher, op->hash.bytes, TC_DIGEST_SIZE);
    tc_hasher_add (&hasher, op->signature.bytes, TC_SIGNATURE_SIZE);
    tc_hasher_add_blob (&hasher, code ? code : "", code ? strlen (code) : 0);
  }
  *root = first_form ? tc_hasher_end (&hasher)
                     : tc_log_root ((const TcDigest *) (void *) leaves->data, leaves->len);
}

/* All links of the copy anew; those after @first_form_to by the newer form. */
static void
seal_anew (Fixture *fixture, gint64 first_form_to)
{
  g_autoptr (TcDatabase) db = tc_database_open (fixture->path, TC_DATABASE_WRITER, NULL);
  g_autoptr (TcLogStore) log = tc_log_sqlite_new (db, NULL, NULL);
  g_autoptr (GPtrArray) frames = tc_log_store_read (log, 0, NULL, 0, G_MAXSIZE, NULL);
  TcDigest link = {{0}};

  for (guint i = 0; i < frames->len; i++) {
    TcFrame *frame = frames->pdata[i];

    read_operations (db, frame, frame->last_lsn <= first_form_to, &frame->ops_root);
    frame->link = link = tc_frame_next_link (&link, frame);
    tc_frame_sign (frame, fixture->world->key);
    tc_database_execute (db,
                         "UPDATE log_commit SET ops_root = ?, link = ?, signature = ?"
                         " WHERE last_lsn = ?",
                         "bbbi", frame->ops_root.bytes, (gsize) TC_DIGEST_SIZE, frame->link.bytes,
                         (gsize) TC_DIGEST_SIZE, frame->signature.bytes, (gsize) TC_SIGNATURE_SIZE,
                         frame->last_lsn);
  }
  g_assert_true (tc_database_empty_wal (db, NULL));
}

/* A log of before the arguments of refusals were linked is whole, and so told. */
static void
test_first_form (Fixture *fixture, gconstpointer data)
{
  g_auto (TcLogAudit) audit = {0};
  g_auto (TcLogAudit) changed = {0};

  seal_anew (fixture, G_MAXINT64);
  audit_copy (fixture, 0, &audit);
  g_assert_cmpstr (audit.fault, ==, NULL);
  g_assert_cmpint (audit.first_form, ==, audit.commits);
  g_assert_true (
      change (fixture, "UPDATE log_operation SET refusal = 'a.b' WHERE refusal NOT NULL", NULL, 0));
  audit_copy (fixture, 0, &changed);
  g_assert_nonnull (changed.fault);
}

/* Whoever has the server's key can link what they like; what a desk signed they can't make. */
static void
test_forged (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *sql;
    const char *words;
  } cases[] = {
      {"UPDATE log_operation SET signature = (SELECT signature FROM log_operation WHERE replica = 2"
       " AND seq = 1) WHERE replica = 1 AND seq = 2",
       "not signed with the key that its desk"},
      {"DELETE FROM log_operation WHERE lsn = (SELECT lsn FROM log_operation WHERE replica = 0"
       " AND seq = 4)",
       "the operation is missing"},
      {"UPDATE log_operation SET bytes = (SELECT bytes FROM log_operation WHERE replica = 1 AND"
       " seq = 3), signature = (SELECT signature FROM log_operation WHERE replica = 1 AND seq = 3)"
       " WHERE replica = 1 AND seq = 4",
       "its column seq says 4, its bytes say 3"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (TcLogAudit) audit = {0};

    put_back (fixture);
    g_assert_true (change (fixture, cases[i].sql, NULL, 0));
    seal_anew (fixture, 0);
    audit_copy (fixture, 0, &audit);
    g_assert_nonnull (audit.fault);
    g_test_message ("%s", audit.fault);
    g_assert_nonnull (strstr (audit.fault, cases[i].words));
  }
}

/* Another server's key signs nothing here; and asked now and then, the audit ends. */
static gboolean
end_at_once (const TcLogAudit *so_far, gpointer data)
{
  return FALSE;
}

static void
test_options (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TcKey) other = tc_key_generate ();
  TcLogAuditOptions options = {.key = tc_key_get_public (other)};
  g_autoptr (TcDatabase) db = tc_database_open (fixture->path, TC_DATABASE_IMMUTABLE, NULL);
  g_auto (TcLogAudit) audit = {0};
  g_auto (TcLogAudit) ended = {0};

  g_assert_true (tc_log_audit_run (db, &options, &audit, NULL));
  g_assert_cmpstr (audit.fault, ==, "its link was not signed with this server's key");
  g_assert_cmpint (audit.fault_lsn, ==, 1);
  options.go_on = end_at_once;
  g_assert_true (tc_log_audit_run (db, &options, &ended, NULL));
  g_assert_cmpint (ended.commits, ==, 0);
  g_assert_cmpstr (ended.fault, ==, NULL);
}

int
main (int argc, char *argv[])
{
  static const struct {
    const char *path;
    void (*func) (Fixture *fixture, gconstpointer data);
  } tests[] = {{"/log-audit/whole", test_whole},           {"/log-audit/since", test_since},
               {"/log-audit/restored", test_restored},     {"/log-audit/words", test_words},
               {"/log-audit/columns", test_columns},       {"/log-audit/pages", test_pages},
               {"/log-audit/horizon", test_horizon},       {"/log-audit/forged", test_forged},
               {"/log-audit/first-form", test_first_form}, {"/log-audit/options", test_options},
               {"/log-audit/before", test_before}};

  static const struct {
    const char *path;
    void (*func) (Fixture *fixture, gconstpointer data);
  } packed[] = {{"/log-audit/packed/whole", test_whole},
                {"/log-audit/packed/since", test_since},
                {"/log-audit/packed/restored", test_restored},
                {"/log-audit/packed/columns", test_segment_columns},
                {"/log-audit/packed/pages", test_pages},
                {"/log-audit/packed/segments", test_segments},
                {"/log-audit/packed/forged", test_forged_segment}};

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].func, tear_down);
  for (gsize i = 0; i < G_N_ELEMENTS (packed); i++)
    g_test_add (packed[i].path, Fixture, "packed", set_up, packed[i].func, tear_down);
  return g_test_run ();
}
