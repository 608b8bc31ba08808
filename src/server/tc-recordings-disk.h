/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The files of recordings beside their index (tc-recordings.h): removing some, finding again what a
 * stop left without a row, and proving that each is as it was written.
 *
 * Thread: the database's; the disk is waited for.
 */
#pragma once

#include "tc-recordings.h"

#include <gio/gio.h>

/* Removed in one transaction. */
#define TC_RECORDINGS_REMOVE_MAX 500

typedef enum {
  TC_FOUND_SEGMENT, /* had no row: it has one now, as far as it is whole */
  TC_FOUND_EMPTY,   /* had no row and no whole picture: it was removed */
  TC_FOUND_STRANGE, /* has no row and isn't a segment of its camera: it was left */
  TC_FOUND_GONE,    /* has a row and isn't there */
  TC_FOUND_DIFFERS, /* has a row and is another file than was written */
  TC_FOUND_STRAY,   /* has no row; found by a check, which changes no file */
  TC_FOUND_N
} TcFound;

/* "segment", "empty", …: for the journal and for programs. */
const char *tc_found_code (TcFound found);

/* @path: below the folder of recordings; for a person who looks there. */
typedef void (*TcFoundFunc) (TcFound found, const char *path, gpointer data);

/**
 * tc_recordings_remove:
 * @segments: (element-type TcSegment): TC_RECORDINGS_REMOVE_MAX at most
 *
 * Removes their files, and their rows once those are gone; what a stop leaves half done is done by
 * tc_recordings_recover(). Errors: those of the database; G_FILE_ERROR: a file can't be removed,
 * the others are.
 */
gboolean tc_recordings_remove (TcDatabase *db, const char *folder, GArray *segments,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * tc_recordings_recover:
 * @camera_id: 0: all of them
 * @before_us: what begins later may be written already and is left
 *
 * Looks for files that have no row, are newer than the newest row of their camera and aren't
 * written any more. They end where the process did that wrote them: each is cut behind its last
 * whole picture and gets a row, or is removed if there is none. Errors: those of the database; of a
 * file that can't be read it is told, and it is left.
 */
gboolean tc_recordings_recover (TcDatabase *db, const char *folder, gint64 camera_id,
                                gint64 before_us, TcFoundFunc func, gpointer data,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef struct {
  gint64 files, bytes; /* read */
  gint64 faults;
} TcRecordingsChecked;

/**
 * tc_recordings_check:
 * @open: (nullable): whether a file without a row is being written; NULL: none is
 *
 * Reads every file and compares it with its row, then looks for files that have none; each
 * deviation is told by name. A row whose file is right again is whole again. It changes no file.
 * Errors: those of the database; G_IO_ERROR_CANCELLED.
 */
gboolean tc_recordings_check (TcDatabase *db, const char *folder,
                              gboolean (*open) (gint64 camera_id, gint64 start_us, gpointer data),
                              TcFoundFunc func, gpointer data, TcRecordingsChecked *checked,
                              GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* SHA-256 and size of a file. Errors: G_FILE_ERROR; G_IO_ERROR_CANCELLED. */
gboolean tc_recordings_hash_file (const char *path, TcDigest *digest, gint64 *bytes,
                                  GCancellable *cancellable,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
