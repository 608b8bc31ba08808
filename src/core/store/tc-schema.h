/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The schema, compiled in from data/schema/<set>/NNNN-*.sql: each file is one migration, applied
 * once, in order, in one transaction. A database holds one or more sets: "state" (what replicates)
 * everywhere, "server" or "desk" beside it.
 *
 * A table that replicates is named in the table `replicated` with a number that never changes.
 * Its first two columns are `id INTEGER PRIMARY KEY` and `scope INTEGER NOT NULL`; a column's
 * number on the wire is its place in the table, so columns are only ever added at the end and
 * never removed. A migration of `state` does nothing else than add: tables, indexes, and columns
 * that are nullable or have a constant default. So a program follows one that is some migrations
 * ahead by passing over what it doesn't know, and rows that were written before a column was there
 * are read with its default. The other rules (STRICT, no UNIQUE, no trigger, no generated column,
 * no foreign key, no REAL) are tested over the whole schema.
 */
#pragma once

#include "tc-database.h"
#include "tc-digest.h"

/* One set as compiled in. */
typedef struct {
  const char *name;
  guint version;                 /* number of migrations */
  const char *const *migrations; /* SQL text, first first */
} TcSchemaSet;

extern const TcSchemaSet tc_schema_state;
extern const TcSchemaSet tc_schema_server;
extern const TcSchemaSet tc_schema_desk;
extern const TcSchemaSet tc_schema_outbox;
extern const TcSchemaSet tc_schema_relay;
extern const TcSchemaSet tc_schema_secrets;
extern const TcSchemaSet tc_schema_views;
extern const TcSchemaSet tc_schema_recordings;

#define TC_COLUMN_ID 0
#define TC_COLUMN_SCOPE 1
#define TC_COLUMNS_MAX 60

typedef struct {
  gint64 number;
  char *name;     /* (owned) */
  char **columns; /* (owned): NULL-terminated names, in order */
  guint n_columns;
} TcTable;

/* The replicated tables of one database; owned by it. */
typedef struct _TcCatalogue TcCatalogue;

/**
 * tc_schema_migrate:
 * @sets: NULL-terminated
 *
 * Brings the database to the compiled-in version. Errors: TC_ERROR_STORE; TC_ERROR_DIVERGED if the
 * file was written by a newer program.
 */
gboolean tc_schema_migrate (TcDatabase *db, const TcSchemaSet *const *sets,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The version of a set that the database has; 0: none. */
guint tc_schema_get_version (TcDatabase *db, const char *set);
/* The hash of the catalogue that the first @version migrations of @set make, which must have
 * `replicated` among them. Errors: TC_ERROR_STORE. */
gboolean tc_schema_hash_at (const TcSchemaSet *set, guint version, TcDigest *hash,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

TcCatalogue *tc_catalogue_load (TcDatabase *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void tc_catalogue_free (TcCatalogue *catalogue);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcCatalogue, tc_catalogue_free)
const TcTable *tc_catalogue_find (TcCatalogue *catalogue, const char *name); /* (nullable) */
const TcTable *tc_catalogue_get (TcCatalogue *catalogue, gint64 number);     /* (nullable) */
const TcTable *const *tc_catalogue_list (TcCatalogue *catalogue, guint *n);  /* by number */
/* Over numbers, names and columns of the replicated tables: equal on both ends, or one is older. */
TcDigest tc_catalogue_hash (TcCatalogue *catalogue);

/* What row images named that this catalogue doesn't have, since it was loaded: they come from a
 * newer program. */
typedef struct {
  guint64 rows;   /* images of unknown tables */
  guint64 values; /* of unknown columns of the others */
} TcPassedOver;

const TcPassedOver *tc_catalogue_get_passed_over (TcCatalogue *catalogue);

/* Over every row of @scope in the replicated tables, or of all scopes if 0: two replicas agree when
 * it is equal. Reads the whole scope: for tests, audits and the doctor. */
TcDigest tc_catalogue_digest (TcCatalogue *catalogue, TcDatabase *db, gint64 scope);
