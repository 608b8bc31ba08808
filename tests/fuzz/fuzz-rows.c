/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fuzz target: row images as they come down a line, applied to a database. Malformed ones are an
 * error that sticks until it is asked for, and leave nothing behind.
 */
#include "tc-capture.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const TcSchemaSet *const sets[] = {&tc_schema_state, NULL};
  static TcDatabase *db;
  static TcCatalogue *catalogue;
  static TcDigest empty;
  g_autoptr (GBytes) images = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
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
  if (size > 0 && data[0] % 16 == 0) { /* it takes a while: now and then */
    after = tc_catalogue_digest (catalogue, db, 0);
    g_assert_true (tc_digest_equal (&empty, &after));
  }
  return 0;
}
