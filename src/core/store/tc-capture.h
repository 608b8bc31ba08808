/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Row changes of a writer connection, taken by SQLite's pre-update hook as compact row images and
 * sorted by scope; and applying such images elsewhere.
 *
 * An image is: table number (uint), kind (u8), row id (int), then for an insert all values in
 * column order with their count, for an update pairs of column number and new value with their
 * count, for a delete nothing. A row that moves to another scope is a delete in the one it leaves
 * and an insert in the one it enters. A value is a tag byte (NULL, integer, text, blob) and its
 * bytes (tc-bytes.h).
 *
 * In a section each image has its place in the commit before it (uint, counted from the image
 * before it in that section), so that a receiver applies what it holds of several sections in the
 * one order in which it happened: a row may leave a scope and enter another, and come back.
 *
 * The hook fires for changes that a savepoint takes back as well, so each operation ends with
 * tc_capture_keep() or tc_capture_drop().
 */
#pragma once

#include "tc-schema.h"

typedef enum {
  TC_ROW_INSERT = 1,
  TC_ROW_UPDATE = 2,
  TC_ROW_DELETE = 3,
} TcRowKind;

typedef struct _TcCapture TcCapture;

/* A row that changed on this connection, whoever changed it. */
typedef struct {
  const TcTable *table; /* (unowned): of the catalogue */
  TcRowKind kind;
  gint64 id;
} TcRowChange;

typedef void (*TcRowChangeFunc) (const TcRowChange *change, gpointer data);

/* @undo: also keep the images that take the changes back. One capture per connection. */
TcCapture *tc_capture_new (TcDatabase *db, TcCatalogue *catalogue, gboolean undo);
void tc_capture_free (TcCapture *capture);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcCapture, tc_capture_free)

/* Told of each row as it changes, also while paused and of what a savepoint then takes back. */
void tc_capture_set_listener (TcCapture *capture, TcRowChangeFunc func, gpointer data);
/* While paused, changes leave no image (applying what came from the server). */
void tc_capture_set_paused (TcCapture *capture, gboolean paused);
void tc_capture_keep (TcCapture *capture);
void tc_capture_drop (TcCapture *capture);
/* What the operation since the last keep or drop did, backwards: applied in this order it takes
 * the changes back. Before tc_capture_keep(). (transfer full) */
GBytes *tc_capture_dup_undo (TcCapture *capture);

/* All kept since the last take, one section a scope, ascending by scope. */
typedef struct {
  gint64 scope;
  GBytes *body; /* (owned) */
} TcSection;
/* (transfer full) (element-type TcSection) */
GArray *tc_capture_take_sections (TcCapture *capture);
/* Bytes of images kept since then. */
gsize tc_capture_get_kept (const TcCapture *capture);
GArray *tc_sections_new (void);

/**
 * tc_rows_apply:
 * @images: as captured
 *
 * Strict: an insert whose row is there, an update or delete whose row isn't, is a divergence.
 * Unknown tables and columns are passed over, which the catalogue counts. Faults stick to @db
 * (TC_ERROR_STORE, TC_ERROR_DIVERGED, TC_ERROR_INVALID).
 */
void tc_rows_apply (TcDatabase *db, TcCatalogue *catalogue, GBytes *images);
/* Likewise, for sections of one commit: their images in the order of the commit. */
void tc_sections_apply (TcDatabase *db, TcCatalogue *catalogue, GBytes *const *bodies, guint n);

/* What becomes of images of rows that a replica has not loaded yet. */
typedef struct {
  /* An update of a row that isn't here; @image is all of it, in the section that is @section-th of
   * those given. TRUE if it was kept until the row comes; else it is a divergence. */
  gboolean (*updated) (const TcTable *table, gint64 id, guint section, gconstpointer image,
                       gsize size, gpointer data);
  /* A row was deleted. TRUE if it may be missing (@here: it wasn't); it is not to come any more. */
  gboolean (*deleted) (const TcTable *table, gint64 id, guint section, gboolean here,
                       gpointer data);
  gpointer data;
} TcRowGaps;
/* As tc_sections_apply(), where not all rows are here; @gaps: (nullable) */
void tc_sections_apply_gaps (TcDatabase *db, TcCatalogue *catalogue, GBytes *const *bodies, guint n,
                             const TcRowGaps *gaps);

/* What comes of older rows. */
typedef struct {
  /* (nullable): whether the row is still to be put in. */
  gboolean (*wanted) (const TcTable *table, gint64 id, gpointer data);
  /* (nullable): it was. */
  void (*filled) (const TcTable *table, gint64 id, gpointer data);
  gpointer data;
} TcRowFill;
/* Puts rows in that are not here yet; @images are inserts. One that is here is newer, and stays.
 * From @at (inout) on, some of them: about @bytes. Returns how many. */
guint64 tc_rows_fill (TcDatabase *db, TcCatalogue *catalogue, GBytes *images, gsize *at,
                      gsize bytes, const TcRowFill *fill);
/* Writes one row of @table as an insert image: @query stands on `SELECT * FROM table`. */
void tc_rows_write_insert (GByteArray *out, const TcTable *table, TcQuery *query);
