/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The files of a desk on its disk, each under its SHA-256: files/ab/cdef…; what a person is adding
 * stands in files/adding/ until it is whole. Within a quota: what was used longest ago goes first,
 * and nothing that somebody holds, such as what is still to be sent.
 *
 * Thread: any; what it says of threads is about waiting for the disk.
 */
#pragma once

#include <gio/gio.h>

#define TC_SHA256_CHARS 64
#define TC_FILE_QUOTA_DEFAULT ((gint64) 2 * 1024 * 1024 * 1024)
/* Copies for other programs, below the folder; cleared when it is loaded. Each stands in a folder
 * of its own, named by so many characters of the file's hash. */
#define TC_FILE_OPEN_FOLDER "open"
#define TC_FILE_OPEN_CHARS 16
/* A part that nobody went on with for so long goes at the start. */
#define TC_FILE_PART_DAYS 7

typedef struct _TcFileCache TcFileCache;

/* What files leave of the disk to the databases beside them. */
#define TC_FILE_ROOM_KEPT ((gint64) 50 * 1000 * 1000)

/* @dir: (copied): made when it is loaded */
TcFileCache *tc_file_cache_new (const char *dir, gint64 quota);
TcFileCache *tc_file_cache_ref (TcFileCache *self);
void tc_file_cache_unref (TcFileCache *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcFileCache, tc_file_cache_unref)

/* Looks at what is there; once. Waits for the disk. Errors: G_FILE_ERROR. */
gboolean tc_file_cache_load (TcFileCache *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Nothing is removed before this is called: first it must be known what is to be held. */
void tc_file_cache_allow_removing (TcFileCache *self);
/* @quota: bytes of all files together; @kept: bytes of the disk that stay free, TC_FILE_ROOM_KEPT
 * unless set. */
void tc_file_cache_set_quota (TcFileCache *self, gint64 quota, gint64 kept);

gboolean tc_file_cache_is_hash (const char *text);
gboolean tc_file_cache_has (TcFileCache *self, const char *hash);
/* Bytes of all files together. */
gint64 tc_file_cache_get_total (TcFileCache *self);
/* Whether @size more bytes have room and nothing had to go, @kept of the disk staying free. */
gboolean tc_file_cache_has_room (TcFileCache *self, gint64 size, gint64 kept);
/* Where the file stands or is to be put; its folder is made. (transfer full) */
char *tc_file_cache_dup_path (TcFileCache *self, const char *hash);

/* A file that is held isn't removed for room; as often as held it must be let go. It need not be
 * there yet. */
void tc_file_cache_hold (TcFileCache *self, const char *hash);
void tc_file_cache_let_go (TcFileCache *self, const char *hash);

/**
 * tc_file_cache_add:
 * @input: read to its end
 * @size_max: bytes; more is TC_ERROR_LIMIT
 * @size: (out)
 *
 * Takes a copy of what a person adds: on the disk, under its hash and held when it returns. Waits
 * for the disk.
 * Returns: (transfer full): the hash. Errors: TC_ERROR_LIMIT, TC_ERROR_INVALID if it is empty,
 * TC_ERROR_FULL, G_IO_ERROR of @input, G_FILE_ERROR.
 */
char *tc_file_cache_add (TcFileCache *self, GInputStream *input, gint64 size_max, gint64 *size,
                         GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Its bytes; -1 if it isn't here. */
gint64 tc_file_cache_get_size (TcFileCache *self, const char *hash);
/* The next one after @hash (nullable: the first) in the order of hashes, beginning anew after the
 * last; NULL if there is none. (transfer full) */
char *tc_file_cache_find_next (TcFileCache *self, const char *hash);
/* Reads a file again; one that fits its hash no more is forgotten, and removed unless it is held.
 * FALSE: it is damaged or gone. Waits for the disk. */
gboolean tc_file_cache_check (TcFileCache *self, const char *hash);
/* A file has come to where tc_file_cache_dup_path() says; its hash was checked. */
void tc_file_cache_landed (TcFileCache *self, const char *hash, gint64 size);
/* The hashes of all files. (transfer full) (element-type utf8) */
GPtrArray *tc_file_cache_list (TcFileCache *self);
/* Removes a file, unless it is held. Waits for the disk. */
void tc_file_cache_remove (TcFileCache *self, const char *hash);
/* Removes the copies for other programs of files that aren't here any more. Waits for the disk. */
void tc_file_cache_remove_copies (TcFileCache *self);
/* Removes what was used longest ago until @size more bytes have room, or all is held. FALSE: the
 * disk lacks it; what is held may be more than the quota. Waits for the disk. */
gboolean tc_file_cache_make_room (TcFileCache *self, gint64 size);

/**
 * tc_file_cache_read:
 *
 * The whole file, checked against its hash; one that fits it no more is forgotten, and removed
 * unless it is held. Waits for the disk.
 * Errors: TC_ERROR_NOT_FOUND, TC_ERROR_DIVERGED, TC_ERROR_LIMIT, G_FILE_ERROR.
 */
GBytes *tc_file_cache_read (TcFileCache *self, const char *hash, gint64 size_max,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
