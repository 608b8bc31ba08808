/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The demonstration's fields and reports in a replica's file: what proposals are measured on.
 */
#pragma once

#include "tc-csv.h"
#include "tc-database.h"

/* Folds of the cross-validation; what says the same stands in the same one. */
#define FOLDS 10

typedef struct {
  const char *label;
  const char *text;
  const char *language;
  gint64 field_id;
  gint64 group_id;
  gint64 lat_e7;
  gint64 lon_e7;
  gint64 received_us;
  guint root; /* place of the report that it doubles, or its own */
  guint fold;
  gint64 id; /* of report and incident */
} Labelled;

typedef struct {
  TcCsv *fields;     /* (owned) */
  TcCsv *reports;    /* (owned) */
  TcCsv *sentences;  /* (owned) */
  GHashTable *codes; /* (owned): code of a field to its id */
  GArray *labelled;  /* (owned) (element-type Labelled) */
} Demonstration;

/* From the folder of a province. */
Demonstration *demonstration_load (const char *folder);
void demonstration_free (Demonstration *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Demonstration, demonstration_free)

/* 0: no such field. */
gint64 demonstration_field (Demonstration *self, const char *code);

/* A desk's replica with its fields; @path: (nullable): in memory */
TcDatabase *replica_new (Demonstration *self, const char *path);
/* An incident with one report, accepted. */
typedef struct {
  gint64 id;
  gint64 field_id;
  const char *text;
  gint64 lat_e7;
  gint64 lon_e7;
  gint64 received_us;
} Planted;
void replica_add (TcDatabase *db, const Planted *planted);
