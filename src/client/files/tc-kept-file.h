/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A file that was added to something that is a draft still: its bytes are kept at this desk under
 * their hash (tc_files_take_async()), the rest stands in the draft, in outbox.db. Plain data.
 *
 * Thread: any; tc_kept_files_list_hashes(): that of the outbox's connection.
 */
#pragma once

#include "tc-database.h"

/* With one draft. */
#define TC_KEPT_FILES_MAX 20

typedef struct {
  gint64 id;        /* of the attachment that it becomes */
  gint64 size;      /* bytes */
  char *hash;       /* (owned) */
  char *name;       /* (owned) */
  char *media_type; /* (owned) */
} TcKeptFile;

TcKeptFile *tc_kept_file_new (gint64 id, const char *hash, gint64 size, const char *name,
                              const char *media_type);
void tc_kept_file_free (TcKeptFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcKeptFile, tc_kept_file_free)

/* The member of a draft's a{sv} under which its files stand. */
#define TC_KEPT_FILES_KEY "files"
/* (element-type TcKeptFile). (transfer floating) */
GVariant *tc_kept_files_to_variant (GPtrArray *files);
/* @data: a draft's a{sv}. What isn't a file is left out, and what is more than TC_KEPT_FILES_MAX.
 * (transfer full) (element-type TcKeptFile) */
GPtrArray *tc_kept_files_from_draft (GVariant *data);

/* Of all drafts: one per file and draft. (transfer full) (element-type utf8) */
GPtrArray *tc_kept_files_list_hashes (TcDatabase *db);
