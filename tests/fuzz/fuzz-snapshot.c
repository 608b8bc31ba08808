/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fuzz target: snapshots as a desk fetches them. The input is what stands inside the compression;
 * if it begins with zstd's mark, the file itself; it is also a part alone, and the images of one,
 * which are put in beside rows that are there. If it begins with the mark of a list of parts, it is
 * that. What isn't whole is an error.
 */
#include "tc-capture.h"
#include "tc-snapshot.h"

#include <string.h>
#include <zstd.h>

#define SCOPE 1

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static GBytes *
compress (const guint8 *data, gsize size)
{
  gsize bound = ZSTD_compressBound (size);
  guint8 *out = g_malloc (bound);
  gsize used = ZSTD_compress (out, bound, data, size, 1);

  g_assert_false (ZSTD_isError (used));
  return g_bytes_new_take (out, used);
}

/* What a list lets through can be trusted by whoever fetches: it lies in its file. */
static void
read_list (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (TcSnapshotList) list = tc_snapshot_list_read (bytes, &error);
  const TcPublicKey nobody = {{1}};
  gint64 end = 0;

  g_assert_true (!list == !!error);
  g_assert_false (tc_snapshot_list_verify (bytes, &nobody));
  for (guint i = 0; list && i < list->parts->len; i++) {
    const TcSnapshotPart *part = &g_array_index (list->parts, TcSnapshotPart, i);

    g_assert_cmpint (part->size, >, 0);
    g_assert_cmpint (part->raw, >, 0);
    g_assert_cmpint (part->raw, <=, TC_SNAPSHOT_PART_BYTES_MAX);
    g_assert_cmpint (part->start, >=, end);
    end = part->start + part->size;
    g_assert_cmpint (end, <=, list->size);
  }
}

/* A part whose hash is right and whose contents are what they are. */
static void
fill_part (TcDatabase *db, TcCatalogue *catalogue, GBytes *file)
{
  const TcRowFill fill = {NULL, NULL, NULL};
  TcSnapshotPart part = {.raw = 4096, .size = (gint64) g_bytes_get_size (file)};
  g_autoptr (GBytes) images = NULL;
  gsize at = 0;
  TcHasher hasher;

  tc_hasher_init (&hasher, "toancanh snapshot part");
  tc_hasher_add (&hasher, g_bytes_get_data (file, NULL), g_bytes_get_size (file));
  part.hash = tc_hasher_end (&hasher);
  if (ZSTD_getFrameContentSize (g_bytes_get_data (file, NULL), g_bytes_get_size (file)) <
      TC_SNAPSHOT_PART_BYTES_MAX)
    part.raw = (gint64) ZSTD_getFrameContentSize (g_bytes_get_data (file, NULL),
                                                  g_bytes_get_size (file));
  images = tc_snapshot_part_open (&part, file, NULL);
  if (!images)
    return;
  tc_database_begin (db);
  while (at < g_bytes_get_size (images) && !tc_database_has_fault (db))
    tc_rows_fill (db, catalogue, images, &at, 50, &fill);
  at = 0;
  tc_rows_fill (db, catalogue, images, &at, G_MAXSIZE, &fill); /* all are here */
  (void) !tc_database_check (db, NULL);
  tc_database_rollback (db);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const TcSchemaSet *const sets[] = {&tc_schema_state, NULL};
  static TcDatabase *db;
  static TcCatalogue *catalogue;
  TcPosition position = {{0}};
  gboolean whole = size >= 4 && memcmp (data, "\x28\xb5\x2f\xfd", 4) == 0;
  g_autoptr (GBytes) file = whole ? g_bytes_new (data, size) : compress (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) fault = NULL;

  if (!db) {
    tc_crypto_init ();
    db = tc_database_open (":memory:", TC_DATABASE_WRITER | TC_DATABASE_MEMORY, NULL);
    g_assert_true (tc_schema_migrate (db, sets, NULL));
    catalogue = tc_catalogue_load (db, NULL);
  }
  read_list (data, size);
  fill_part (db, catalogue, file);
  tc_database_begin (db);
  if (!tc_snapshot_load (db, catalogue, SCOPE, &position, file, NULL, &error))
    g_assert_nonnull (error);
  if (!tc_database_check (db, &fault))
    g_assert_nonnull (fault);
  tc_database_rollback (db);
  return 0;
}
