/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fuzz target: row images applied to a database, as bare images (snapshots, undo) and as sections
 * of a commit. Malformed ones are an error that sticks until it is asked for, and leave nothing
 * behind.
 */
#include "tc-capture.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  enum {
    PARTS = 2
  };
  static const TcSchemaSet *const sets[] = {&tc_schema_state, NULL};
  static TcDatabase *db;
  static TcCatalogue *catalogue;
  static TcDigest empty;
  g_autoptr (GBytes) images = g_bytes_new (data, size);
  g_autoptr (GBytes) first = g_bytes_new (data, size / PARTS);
  g_autoptr (GBytes) second = g_bytes_new (data + size / PARTS, size - size / PARTS);
  GBytes *const parts[PARTS] = {first, second};
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) section_error = NULL;
  TcDigest after;

  if (!db) {
    tc_crypto_init ();
    db = tc_database_open (":memory:", TC_DATABASE_WRITER | TC_DATABASE_MEMORY, NULL);
    g_assert_true (tc_schema_migrate (db, sets, NULL));
    catalogue = tc_catalogue_load (db, NULL);
    empty = tc_catalogue_digest (catalogue, db, 0);
  }
  tc_database_begin (db);
  tc_rows_apply (db, catalogue, images);
  if (!tc_database_check (db, &error))
    g_assert_nonnull (error);
  tc_database_rollback (db);
  tc_database_begin (db);
  tc_sections_apply (db, catalogue, &images, 1);
  tc_sections_apply (db, catalogue, parts, PARTS);
  if (!tc_database_check (db, &section_error))
    g_assert_nonnull (section_error);
  tc_database_rollback (db);
  if (size > 0 && data[0] % 16 == 0) { /* it takes a while: now and then */
    after = tc_catalogue_digest (catalogue, db, 0);
    g_assert_true (tc_digest_equal (&empty, &after));
  }
  return 0;
}
