/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Looking through the attachments on the server's disk, one folder of the store at a time: each is
 * read again and compared with its hash, what is damaged is set aside, what rows name and is not
 * there is looked for in the backups, and what no row has named for long goes.
 *
 * DESIGN: a file comes before the operation that names it, and that may wait at a desk without a
 * line. So what no row names stays for longer than any operation may wait, counted from when it was
 * last sent or asked about; and it goes in two steps, so that an operation that comes at the wrong
 * moment finds it again: first out of sight, where an upload is taken anew, and for good a day
 * later, if still no row names it.
 *
 * Thread: any; blocks.
 */
#pragma once

#include "tc-database.h"
#include "tc-file-store.h"

#define TC_FILE_FOLDERS 256
/* How long a file may be there that no row names. */
#define TC_FILE_UNNAMED_US (30 * (gint64) 86400 * G_USEC_PER_SEC)
/* How long it is then kept out of sight. */
#define TC_FILE_GONE_US ((gint64) 86400 * G_USEC_PER_SEC)

typedef struct {
  TcFileStore *store;
  TcDatabase *db;
  const char *backups; /* (nullable): the folder of files of the backups */
  gint64 now_us;
  gint64 bytes_per_s; /* read at most; 0: as fast as it goes */
} TcFileCheckOptions;

/* What was done; added to what is there. */
typedef struct {
  gint64 checked;
  gint64 bytes;
  gint64 damaged;
  gint64 restored; /* from a backup, or since a row names it */
  gint64 removed;
  GPtrArray *wanted; /* (owned) (element-type utf8): hashes of rows whose file is nowhere here */
} TcFileChecked;

void tc_file_checked_clear (TcFileChecked *checked);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TcFileChecked, tc_file_checked_clear)

/* @folder: 0 … TC_FILE_FOLDERS - 1: the first byte of its hashes. Errors: TC_ERROR_STORE and its
 * kin; G_IO_ERROR_CANCELLED. A file that can't be read is a damaged one. */
gboolean tc_file_check_folder (const TcFileCheckOptions *options, guint folder,
                               GCancellable *cancellable, TcFileChecked *checked,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
