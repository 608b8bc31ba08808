/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What must be done on a server so that it has a file's reports as they were: each the ordinary
 * operations (report, assign, resolve, close, …) at the time they happened. What the server has
 * already, by source and number, is brought up to a newer state in the file, never back; so doing
 * it twice, or again after it was cut short, comes to the same.
 */
#pragma once

#include "tc-import-names.h"

/* Reports that are looked up and planned at once. */
#define TC_IMPORT_BATCH_MAX 200

/* What the server has of one number of the other system. */
typedef struct {
  gint64 incident_id;
  gint64 unit_id; /* 0: nobody */
  gint64 due_us;  /* TC_NONE: none */
  char *state;    /* (owned): of the incident; "merged" where it went into another */
} TcImportKnown;

void tc_import_known_free (gpointer known);

/* Adds to @known (external id (owned) → TcImportKnown) those of @ids (element-type utf8) that are
 * there. */
typedef gboolean (*TcImportFind) (const char *source, GPtrArray *ids, GHashTable *known,
                                  gpointer data, GError **error);

typedef struct {
  guint added;
  guint changed; /* were there, and are brought up to the file */
  guint left;    /* were there */
  guint ended;   /* of these: ended here and open in the file, which says nothing newer */
  guint outside; /* of those added: with a place in none of our areas */
} TcImportCounts;

typedef struct {
  const TcImportFile *file; /* (unowned), as all below */
  TcImportNames *names;     /* words that are unknown come out as none */
  const char *source;
  gint64 now_us;
  const TcProvinceServer *server;
  TcImportFind find;
  gpointer data; /* for server and find */
} TcImport;

/**
 * tc_import_check:
 *
 * Makes what each line would be done with, and asks each operation's own table, without the server.
 * @faults: (element-type utf8): what doesn't fit is added.
 */
void tc_import_check (const TcImport *import, GPtrArray *faults);
/**
 * tc_import_plan:
 * @first: of the rows, which are ordered by when they were opened
 * @n: at most TC_IMPORT_BATCH_MAX
 * @counts: grows
 *
 * Returns: (transfer full) (element-type TcPlanStep). Errors: those of the server.
 */
GPtrArray *tc_import_plan (const TcImport *import, guint first, guint n, TcImportCounts *counts,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A line for each of those rows as they would become, columns separated by tabs, below a header.
 * (transfer full). Errors: those of the server. */
char *tc_import_preview (const TcImport *import, guint n, GError **error) G_GNUC_WARN_UNUSED_RESULT;
