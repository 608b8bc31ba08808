/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fuzz target: snapshots as a desk fetches them. The input is what stands inside the compression;
 * if it begins with zstd's mark, the file itself. What isn't whole is an error.
 */
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
  tc_database_begin (db);
  if (!tc_snapshot_load (db, catalogue, SCOPE, &position, file, &error))
    g_assert_nonnull (error);
  if (!tc_database_check (db, &fault))
    g_assert_nonnull (fault);
  tc_database_rollback (db);
  return 0;
}
