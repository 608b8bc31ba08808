/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A folder of backups as it stands on a disk:
 *
 *   files/ab/cdef…        attachments under their SHA-256, shared by all generations
 *   20261125T023000.417Z-e1-12345/      one generation: when, epoch, LSN (UTC)
 *     manifest.json       what belongs to it, see TcBackupManifest
 *     manifest.sha256     of manifest.json, as sha256sum writes it
 *     state.db secrets.db views.db server.key files.txt [toancanhd.conf]
 *
 * files.txt has a line "SHA-256 size" for each attachment. A generation is made under a name that
 * begins with ".partial-" and renamed when all of it is on disk; what has that name is never read.
 *
 * Thread: any; all of it blocks.
 */
#pragma once

#include "tc-error.h"

#include <gio/gio.h>

#define TC_BACKUP_FORMAT 1
#define TC_BACKUP_PARTIAL ".partial-"
#define TC_BACKUP_FILES "files"

typedef struct {
  char *name;   /* (owned): of the file in the generation's folder */
  gint64 size;  /* bytes */
  char *sha256; /* (owned): hex */
} TcBackupPart;

typedef struct {
  gint64 format;
  gint64 made_us;
  char *version;       /* (owned): of the program that made it */
  char *log_id;        /* (owned): hex */
  gint64 epoch;        /* of the log, with lsn and link: its head in state.db */
  gint64 lsn;          /* */
  char *link;          /* (owned): hex */
  gint64 schema_state; /* versions of the schema's sets */
  gint64 schema_server;
  gint64 schema_secrets;
  char *schema_hash; /* (owned): hex */
  char *config_path; /* (owned) (nullable): where the configuration was */
  gint64 files;      /* attachments, of files.txt */
  gint64 files_bytes;
  gint64 missing;   /* attachments of rows that the server had not got (yet) */
  GPtrArray *parts; /* (owned) (element-type TcBackupPart) */
} TcBackupManifest;

TcBackupManifest *tc_backup_manifest_new (void);
void tc_backup_manifest_free (TcBackupManifest *manifest);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcBackupManifest, tc_backup_manifest_free)
/* The file @name of the generation @dir as it is there. Errors: G_FILE_ERROR, G_IO_ERROR. */
gboolean tc_backup_manifest_add (TcBackupManifest *manifest, const char *dir, const char *name,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* On disk when it returns. */
gboolean tc_backup_manifest_write (TcBackupManifest *manifest, const char *dir,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Errors: G_FILE_ERROR; TC_ERROR_INVALID if it is damaged or of a format that isn't known here. */
TcBackupManifest *tc_backup_manifest_read (const char *dir,
                                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Names of the generations of a folder of backups, newest first. (transfer full) */
GPtrArray *tc_backup_list (const char *root);
/**
 * tc_backup_find:
 * @path: of a generation, or of a folder of backups: its newest then
 * @root: (out): the folder of backups
 *
 * Returns: (transfer full): the generation's folder. Errors: TC_ERROR_NOT_FOUND.
 */
char *tc_backup_find (const char *path, char **root, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Removes all but the newest @keep generations, and attachments that none of them needs. */
gboolean tc_backup_prune (const char *root, guint keep, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* What was begun and not finished. */
void tc_backup_remove_partial (const char *root);
gboolean tc_backup_remove_tree (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* (transfer full): where the attachment stands below @dir; its folder isn't made. */
char *tc_backup_file_path (const char *dir, const char *sha256);
/* "SHA-256 size" of files.txt, one after the other; FALSE ends the reading and is the result. */
typedef gboolean (*TcBackupFileFunc) (const char *sha256, gint64 size, gpointer data,
                                      GError **error);
gboolean tc_backup_each_file (const char *generation, TcBackupFileFunc func, gpointer data,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Copies into a new file of mode 0600 by way of another name, on disk when it returns; @sha256:
 * (nullable): what it must have. Errors: G_FILE_ERROR, G_IO_ERROR, TC_ERROR_DIVERGED. */
gboolean tc_backup_copy_file (const char *from, const char *to, const char *sha256,
                              GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean tc_backup_sync_dir (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Free bytes where @path is; -1: it can't be told. */
gint64 tc_backup_free_bytes (const char *path);
