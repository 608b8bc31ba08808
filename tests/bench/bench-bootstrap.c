/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The load maker of bench_bootstrap.py, and what each step of a bootstrap costs by itself.
 *
 *   bench-bootstrap fill STATE N        N incidents of two years with what hangs on them, one in a
 *                                       hundred open, into the state of a server that is stopped;
 *                                       tasks for the agency that has a desk
 *   bench-bootstrap steps STATE FOLDER  prints seconds of export, compression, decompression,
 *                                       merging into a replica part by part
 */
#include "tc-capture.h"
#include "tc-incident-queries.h"
#include "tc-schema.h"
#include "tc-snapshot.h"

#include <glib/gstdio.h>
#include <string.h>
#include <zstd.h>

#define FIRST_ID ((gint64) 1000000000)
#define DAY_US ((gint64) 86400 * G_USEC_PER_SEC)

/* ?1 how many, ?2 now, ?3 the first id; i is counted from 1, the newest last. */
#define NUMBERS                                                                                    \
  "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1),"                 \
  " t AS (SELECT i, ?3 + i AS id, ?2 - 730 * 86400000000 / ?1 * (?1 - i) - 86400000000 AS r,"      \
  " i % 100 = 0 AS o, strftime ('%Y%m%d', (?2 - 730 * 86400000000 / ?1 * (?1 - i)) / 1000000"      \
  " - 172800, 'unixepoch') - 20000000 AS d FROM n)"

static const char *const fill[] = {
    "INSERT INTO incident (id, scope, code, day, number, title, field_id, priority, state, open,"
    " rank_us, area_id, lat_e7, lon_e7, cell, address, unit_id, staff_id, received_us, due_us,"
    " paused_total_us, answer_state, report_count, reopened_count, opened_us, changed_us,"
    " resolved_us, closed_us) " NUMBERS
    " SELECT id, 2, printf ('PA-%06d-%04d', d, i % 9000), d, i % 9000,"
    " 'Ngập sâu hẻm ' || i % 97 || ' Trần Hưng Đạo, xe chết máy, người dân nhờ hỗ trợ', NULL,"
    " i % 4 + 1, iif (o, 'accepted', 'closed'), o, iif (o, r + 86400000000, -r), NULL,"
    " 97845000 + i % 5000, 1054701000 + i % 7000, i % 900, 'Số ' || i % 400 ||"
    " ' đường Trần Hưng Đạo, phường 1, thành phố Vị Thanh', NULL, NULL, r, r + 86400000000, 0,"
    " 'none', 1, 0, r, r, iif (o, NULL, r + i % 99 * 3600000000),"
    " iif (o, NULL, r + i % 99 * 3700000000) FROM t",
    "INSERT INTO report (id, scope, incident_id, home_id, channel, text, language, said_us,"
    " received_us, on_behalf, anonymous, private) " NUMBERS
    " SELECT id, 2, id, id, iif (i % 3 = 0, 'hotline', 'app'), 'Nước ngập đến đầu gối từ lúc ' ||"
    " i % 24 || ' giờ, xe máy chết máy hàng loạt, mã ' || hex (randomblob (24)) || '. Nhờ trung tâm"
    " cử người đến bơm nước và phân luồng giao thông giúp bà con, xin cảm ơn nhiều.', 'vi', 0, r, "
    "0,"
    " 0, 0 FROM t",
    "INSERT INTO reporter (id, scope, report_id, name, phone, address) " NUMBERS
    " SELECT id, 3, id, 'Nguyễn Văn ' || i, printf ('09%08d', i), 'Ấp ' || i % 12 ||"
    " ', xã Vị Tân, thành phố Vị Thanh' FROM t",
    "INSERT INTO incident_event (id, scope, incident_id, code, at_us, actor_id, replica, state,"
    " moved, public, text) " NUMBERS
    ", k (k) AS (VALUES (0), (1), (2), (3)) SELECT ?3 + 4 * i + k, 2, id, iif (k = 0,"
    " 'incident.report', iif (k = 1, 'incident.accept', 'incident.comment')), r + k * 900000000, 0,"
    " 0, 'new', k = 1, 0, 'Đã gọi lại cho người dân, hẹn có mặt trong ' || (i + k) % 60 ||"
    " ' phút; nguồn ' || hex (randomblob (16)) FROM t, k",
    "INSERT INTO task (id, scope, incident_id, incident_code, agency_id, state, asked, title, "
    "matter,"
    " priority, due_us, sent_us, ended_us) " NUMBERS
    " SELECT t.id, s.id, t.id, printf ('PA-%06d-%04d', d, i % 9000), s.agency_id, 'done',"
    " 'Đến hiện trường bơm nước', 'Ngập sâu hẻm ' || i % 97, 'Nước ngập đến đầu gối, xe máy chết"
    " máy hàng loạt, mã ' || hex (randomblob (16)), 3, r, r, r FROM t JOIN (SELECT id, agency_id"
    " FROM scope WHERE kind = 'unit' AND agency_id IN (SELECT agency_id FROM desk) ORDER BY id"
    " LIMIT 1) AS s WHERE i % 2 = 0",
};

/* The error is looked at after what may set it. */
static void
check (gboolean ok, GError **error)
{
  if (!ok)
    g_error ("%s", error && *error ? (*error)->message : "it failed");
}

static int
run_fill (const char *path, gint64 n)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TcDatabase) db = tc_database_open (path, TC_DATABASE_WRITER, &error);

  check (db != NULL, &error);
  tc_database_execute_script (db, "PRAGMA cache_size = -400000");
  tc_database_begin (db);
  for (guint i = 0; i < G_N_ELEMENTS (fill); i++)
    tc_database_execute (db, fill[i], "iii", n, g_get_real_time (), FIRST_ID);
  check (tc_database_commit (db, &error), &error);
  check (tc_database_empty_wal (db, &error), &error);
  return 0;
}

typedef struct {
  double export;
  double compress;
  double decompress;
  double first;
  double merge;
  double slowest;      /* part */
  double slowest_move; /* of the WAL into the file */
  gint64 raw;
  gint64 packed;
} Steps;

static double
since (gint64 start_us)
{
  return (double) (g_get_monotonic_time () - start_us) / G_USEC_PER_SEC;
}

static GBytes *
read_file (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, &error);

  check (file != NULL, &error);
  return g_mapped_file_get_bytes (file);
}

/* The same bytes by the same compressor, to know its share of the export. */
static void
compress_again (GBytes *images, Steps *steps)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (images, &size);
  gsize bound = ZSTD_compressBound (size);
  g_autofree guint8 *out = g_malloc (bound);
  gint64 start_us = g_get_monotonic_time ();

  check (!ZSTD_isError (ZSTD_compress (out, bound, data, size, 3)), NULL);
  steps->compress += since (start_us);
}

static void
load_part (TcDatabase *db, TcCatalogue *catalogue, const TcSnapshotPart *part, GBytes *file,
           Steps *steps)
{
  const TcRowFill how = {NULL, NULL, NULL};
  g_autoptr (GError) error = NULL;
  gsize at = 0;
  gint64 start_us = g_get_monotonic_time ();
  g_autoptr (GBytes) bytes = g_bytes_new_from_bytes (file, (gsize) part->start, (gsize) part->size);
  g_autoptr (GBytes) images = tc_snapshot_part_open (part, bytes, &error);

  check (images != NULL, &error);
  steps->decompress += since (start_us);
  compress_again (images, steps);
  start_us = g_get_monotonic_time ();
  tc_database_begin (db);
  tc_rows_fill (db, catalogue, images, &at, G_MAXSIZE, &how);
  check (tc_database_commit (db, &error), &error);
  steps->slowest = MAX (steps->slowest, since (start_us));
  if (tc_database_get_wal_pages (db) > 4096) {
    gint64 moved_us = g_get_monotonic_time ();

    tc_database_checkpoint (db);
    steps->slowest_move = MAX (steps->slowest_move, since (moved_us));
  }
  *(part->first ? &steps->first : &steps->merge) += since (start_us);
  steps->raw += part->raw;
  steps->packed += part->size;
}

static void
load_scope (TcDatabase *db, TcCatalogue *catalogue, const char *path, GBytes *list_bytes,
            gboolean first, Steps *steps)
{
  g_autoptr (GBytes) file = read_file (path);
  g_autoptr (TcSnapshotList) list = tc_snapshot_list_read (list_bytes, NULL);

  for (guint i = 0; i < list->parts->len; i++) {
    const TcSnapshotPart *part = &g_array_index (list->parts, TcSnapshotPart, i);

    if (part->first == first)
      load_part (db, catalogue, part, file, steps);
  }
}

static TcDatabase *
open_replica (const char *folder)
{
  static const TcSchemaSet *const sets[] = {&tc_schema_state, &tc_schema_desk, NULL};
  g_autofree char *path = g_build_filename (folder, "replica.db", NULL);
  g_autoptr (GError) error = NULL;
  TcDatabase *db = tc_database_open (path, TC_DATABASE_WRITER, &error);

  check (db && tc_schema_migrate (db, sets, &error), &error);
  return db;
}

static int
run_steps (const char *path, const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TcKey) key = tc_key_generate ();
  g_autoptr (TcDatabase) server = tc_database_open (path, 0, &error);
  g_autoptr (TcCatalogue) catalogue = tc_catalogue_load (server, &error);
  g_autoptr (TcDatabase) db = open_replica (folder);
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) scopes = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) lists = NULL;
  const TcSnapshotOptions options = {.key = key};
  TcPosition position = {{0}};
  Steps steps = {0};
  gint64 start_us = g_get_monotonic_time ();

  check (catalogue != NULL, &error);
  tc_database_begin (server);
  g_autoptr (TcQuery) found = tc_database_query (server,
                                                 "SELECT id FROM scope WHERE kind <> 'unit' OR"
                                                 " agency_id IN (SELECT agency_id FROM desk)",
                                                 NULL);
  while (tc_query_next (found)) {
    gint64 scope = tc_query_int (found, 0);

    g_array_append_val (scopes, scope);
    g_ptr_array_add (paths, g_strdup_printf ("%s/%" G_GINT64_FORMAT ".snap", folder, scope));
  }
  lists = tc_snapshot_make_all (server, catalogue, scopes, &position, &options,
                                (const char *const *) paths->pdata, &error);
  check (lists != NULL, &error);
  steps.export = since (start_us);
  for (int first = 1; first >= 0; first--)
    for (guint i = 0; i < paths->len; i++)
      load_scope (db, catalogue, paths->pdata[i], lists->pdata[i], first, &steps);
  check (tc_database_check (db, &error), &error);
  g_print ("figure bootstrap-raw %.0f MB\n", (double) steps.raw / 1e6);
  g_print ("figure bootstrap-packed %.0f MB\n", (double) steps.packed / 1e6);
  g_print ("figure bootstrap-export %.1f s\n", steps.export - steps.compress);
  g_print ("figure bootstrap-compress %.1f s\n", steps.compress);
  g_print ("figure bootstrap-decompress %.1f s\n", steps.decompress);
  g_print ("figure bootstrap-merge-first %.2f s\n", steps.first);
  g_print ("figure bootstrap-slowest-part %.0f ms\n", steps.slowest * 1000);
  g_print ("figure bootstrap-slowest-checkpoint %.0f ms\n", steps.slowest_move * 1000);
  g_print ("figure bootstrap-merge-rest %.1f s\n", steps.merge);
  return 0;
}

int
main (int argc, char *argv[])
{
  tc_crypto_init ();
  if (argc == 4 && g_str_equal (argv[1], "fill"))
    return run_fill (argv[2], g_ascii_strtoll (argv[3], NULL, 10));
  if (argc == 4 && g_str_equal (argv[1], "steps"))
    return run_steps (argv[2], argv[3]);
  g_printerr ("usage: bench-bootstrap fill STATE N | steps STATE FOLDER\n");
  return 2;
}
