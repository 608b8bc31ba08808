/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A snapshot: the rows of one scope in the replicated tables at one position of the log, as one
 * compressed file. Never a copy of the server's database: nothing but that scope's rows is in it.
 *
 * Form: zstd over: "TCSNAP1\n", position, scope, hash of the schema, then blocks of row images
 * (length first), a block of length 0, and the number of rows.
 */
#pragma once

#include "tc-line-message.h"
#include "tc-schema.h"

/* What one block holds at most, so that neither side needs the whole in memory. */
#define TC_SNAPSHOT_BLOCK_BYTES (256 * 1024)

/**
 * tc_snapshot_write:
 * @db: any connection, with a transaction open that began at @position
 *
 * Writes the rows of @scope to a new file at @path, on disk when it returns. Errors:
 * TC_ERROR_STORE, G_FILE_ERROR.
 */
gboolean tc_snapshot_write (TcDatabase *db, TcCatalogue *catalogue, gint64 scope,
                            const TcPosition *position, const char *path,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * tc_snapshot_load:
 * @db: a writer with a transaction open; the scope has no rows in it
 * @expected: where the file must stand; it is part of what is checked
 *
 * Errors: TC_ERROR_INVALID, TC_ERROR_LIMIT, TC_ERROR_DIVERGED (another schema, position or scope),
 * TC_ERROR_STORE.
 */
gboolean tc_snapshot_load (TcDatabase *db, TcCatalogue *catalogue, gint64 scope,
                           const TcPosition *expected, GBytes *file,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The head of the log as @db's open transaction sees it. */
gboolean tc_snapshot_position (TcDatabase *db, TcPosition *position,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
