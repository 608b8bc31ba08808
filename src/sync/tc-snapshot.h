/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A snapshot: the rows of one scope in the replicated tables at one position of the log, as one
 * compressed file. Never a copy of the server's database: nothing but that scope's rows is in it.
 *
 * Form: zstd over: "TCSNAP1\n", position, scope, hash of the schema, then blocks of row images
 * (length first), a block of length 0, and the number of rows. It may be of another version of the
 * schema: unknown tables and columns are passed over (tc_catalogue_get_passed_over()).
 *
 * Each block is a frame of zstd of its own, a part, which can be fetched and loaded alone. The
 * first ones hold the open work (tc-open-work.h), the others history, the newest rows first. The
 * list of parts is a small file beside it, signed by the server: "TCPART1\n", position, scope, hash
 * of the schema, when it was made, size of the file, where the parts start, their number, and of
 * each: whether it is open work, its size there, its size as images with their length, the number
 * of rows, its hash; then the signature.
 */
#pragma once

#include "tc-line-message.h"
#include "tc-schema.h"

#include <gio/gio.h>

/* What one part holds, as images, unless a row alone is longer. */
#define TC_SNAPSHOT_PART_BYTES (1024 * 1024)
#define TC_SNAPSHOT_PART_BYTES_MAX (32 * 1024 * 1024)
#define TC_SNAPSHOT_PARTS_MAX 65536
/* A list of parts, as bytes. */
#define TC_SNAPSHOT_LIST_BYTES_MAX (4 * 1024 * 1024)
/* Its name is the file's with this behind it. */
#define TC_SNAPSHOT_LIST_SUFFIX ".parts"

typedef struct {
  gboolean first; /* open work: without it the desk is of no use */
  gint64 start;   /* in the file */
  gint64 size;    /* there */
  gint64 raw;     /* decompressed */
  gint64 rows;
  TcDigest hash; /* of what stands in the file */
} TcSnapshotPart;

typedef struct {
  TcPosition position;
  gint64 scope;
  TcDigest schema;
  gint64 made_us;
  gint64 size;   /* of the file */
  gint64 start;  /* of the parts in it */
  GArray *parts; /* (owned) (element-type TcSnapshotPart): in the order of the file */
} TcSnapshotList;

void tc_snapshot_list_free (TcSnapshotList *list);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcSnapshotList, tc_snapshot_list_free)
/* Checks its form, not its signature. Errors: TC_ERROR_INVALID, TC_ERROR_LIMIT. */
TcSnapshotList *tc_snapshot_list_read (GBytes *bytes, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean tc_snapshot_list_verify (GBytes *bytes, const TcPublicKey *key) G_GNUC_WARN_UNUSED_RESULT;

typedef struct {
  const TcKey *key; /* the server's, which signs the list */
  gint64 made_us;
  guint part_bytes; /* 0: TC_SNAPSHOT_PART_BYTES */
  /* (nullable): what is open work; tc_open_work_condition() */
  const char *(*condition) (const char *table);
} TcSnapshotOptions;

/**
 * tc_snapshot_make_all:
 * @db: any connection that holds every scope, with a transaction open that began at @position
 * @scopes: (element-type gint64)
 * @paths: one for each
 *
 * Writes the rows of each scope to a new file, all in one walk over the tables; they are on disk
 * when it returns. Returns: (transfer full) (element-type GBytes): the lists of their parts.
 * Errors: TC_ERROR_STORE, TC_ERROR_LIMIT.
 */
GPtrArray *tc_snapshot_make_all (TcDatabase *db, TcCatalogue *catalogue, const GArray *scopes,
                                 const TcPosition *position, const TcSnapshotOptions *options,
                                 const char *const *paths,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Likewise one. (transfer full) */
GBytes *tc_snapshot_make (TcDatabase *db, TcCatalogue *catalogue, gint64 scope,
                          const TcPosition *position, const TcSnapshotOptions *options,
                          const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Likewise, without a list of parts: to be loaded whole. */
gboolean tc_snapshot_write (TcDatabase *db, TcCatalogue *catalogue, gint64 scope,
                            const TcPosition *position, const char *path,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The images of a part that was fetched, once it is proved to be the one that is meant. (transfer
 * full). Errors: TC_ERROR_INVALID. Thread: any. */
GBytes *tc_snapshot_part_open (const TcSnapshotPart *part, GBytes *bytes,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * tc_snapshot_load:
 * @db: a writer with a transaction open; the scope has no rows in it
 * @expected: where the file must stand; it is part of what is checked
 * @cancellable: (nullable): looked at before each part
 *
 * The whole file at once. Errors: TC_ERROR_INVALID, TC_ERROR_LIMIT, TC_ERROR_DIVERGED (another
 * position or scope), TC_ERROR_STORE, G_IO_ERROR_CANCELLED.
 */
gboolean tc_snapshot_load (TcDatabase *db, TcCatalogue *catalogue, gint64 scope,
                           const TcPosition *expected, GBytes *file, GCancellable *cancellable,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * tc_snapshot_verify:
 * @list: of its parts
 * @position: where it must stand
 * @cancellable: as of tc_snapshot_load()
 *
 * Whether @file is, from its first byte to its last, what the server with @key signed. Errors:
 * those of tc_snapshot_list_read(), TC_ERROR_DENIED (another's signature), TC_ERROR_DIVERGED
 * (another position or scope), TC_ERROR_INVALID, G_IO_ERROR_CANCELLED.
 */
gboolean tc_snapshot_verify (GBytes *file, GBytes *list, gint64 scope, const TcPosition *position,
                             const TcPublicKey *key, GCancellable *cancellable,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The head of the log as @db's open transaction sees it. */
gboolean tc_snapshot_position (TcDatabase *db, TcPosition *position,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
