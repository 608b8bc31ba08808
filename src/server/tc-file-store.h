/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Attachments on the server's disk, each under its SHA-256: files/ab/cdef…; what has not come whole
 * yet stands in files/part/. A file is seen only once its hash was checked. What was found damaged
 * is kept aside in files/damaged/, what no row names waits in files/gone/ until it is removed.
 *
 * Thread: the main loop's, except what says "any thread".
 */
#pragma once

#include <gio/gio.h>

#define TC_SHA256_HEX_SIZE 64
/* A part that nobody went on with for so long is removed. */
#define TC_FILE_PART_KEPT_US ((gint64) 7 * 86400 * G_USEC_PER_SEC)

typedef struct _TcFileStore TcFileStore;

/* @dir: made if missing; @total_max: bytes of all files together. Errors: G_FILE_ERROR. */
TcFileStore *tc_file_store_new (const char *dir, gint64 total_max,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A task of a pool holds it: the server may end before it does. */
TcFileStore *tc_file_store_ref (TcFileStore *self);
void tc_file_store_unref (TcFileStore *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcFileStore, tc_file_store_unref)

/* 64 lower-case hexadecimal digits. */
gboolean tc_file_store_is_hash (const char *text);
/* Where the file stands or has to be put; its folder is there. (transfer full) */
char *tc_file_store_dup_path (TcFileStore *self, const char *hash);
gboolean tc_file_store_has (TcFileStore *self, const char *hash);
/* What has come of it from one desk (0: from ourselves): others neither learn of it nor can they
 * spoil it. (transfer full) */
char *tc_file_store_dup_part_path (TcFileStore *self, const char *hash, guint16 desk);
/* Bytes of that part; 0 if there is none. */
gint64 tc_file_store_get_part_size (TcFileStore *self, const char *hash, guint16 desk);
/* Of what is here whole. */
gint64 tc_file_store_get_total (TcFileStore *self);
/* Whether @size more bytes have room, beside what is here whole and what is claimed. */
gboolean tc_file_store_has_room (TcFileStore *self, gint64 size);
/* Room for a part that is to grow to @size bytes, or goes on to: until it is taken or removed. A
 * part of an earlier run has room for what has come of it. FALSE: there is none. */
gboolean tc_file_store_claim (TcFileStore *self, const char *hash, guint16 desk,
                              gint64 size) G_GNUC_WARN_UNUSED_RESULT;
/* Nothing comes of it. */
void tc_file_store_unclaim (TcFileStore *self, const char *hash, guint16 desk);

/**
 * tc_file_store_take:
 *
 * Checks the part against its hash and makes it the file, on disk when it returns, also where it
 * is there already. A part with another hash is removed. Any thread. Errors: TC_ERROR_INVALID,
 * G_FILE_ERROR.
 */
gboolean tc_file_store_take (TcFileStore *self, const char *hash, guint16 desk,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* All that follows: any thread. */

/* Keeps @bytes of our own; (transfer full): its SHA-256. Errors: TC_ERROR_FULL, G_FILE_ERROR. */
char *tc_file_store_keep (TcFileStore *self, GBytes *bytes,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Removes parts that nobody went on with for too long. */
void tc_file_store_tidy (TcFileStore *self, gint64 now_us);

const char *tc_file_store_get_dir (TcFileStore *self);
/* Somebody relies on its being there: no row need name it for a while. */
void tc_file_store_touch (TcFileStore *self, const char *hash);

typedef enum {
  TC_FILE_SEEN,
  TC_FILE_SET_ASIDE, /* in files/damaged/ */
  TC_FILE_GONE,      /* in files/gone/ */
} TcFilePlace;

/* (transfer full) */
char *tc_file_store_dup_place (TcFileStore *self, const char *hash, TcFilePlace place);
/* From one place to another; what stands there is replaced. Errors: G_FILE_ERROR. */
gboolean tc_file_store_move (TcFileStore *self, const char *hash, TcFilePlace from, TcFilePlace to,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* (transfer full) (element-type utf8): hashes of all files that are seen, and of those that are
 * being put in their place by somebody else; some may be there twice. Reads folders. */
GPtrArray *tc_file_store_list (TcFileStore *self);
/* Removes it wherever it stands, also what has come of it so far. */
void tc_file_store_erase (TcFileStore *self, const char *hash);
/* Removes what has come so far of files that are not seen yet: who sends one begins anew. */
void tc_file_store_erase_parts (TcFileStore *self);
/* Removes all there is. */
void tc_file_store_clear (TcFileStore *self);
/* Removes one that is gone, for good. */
void tc_file_store_drop (TcFileStore *self, const char *hash);
/* Somebody else has put the file in its place, and checked its hash. */
void tc_file_store_count (TcFileStore *self, const char *hash);
/* Of a store whose files can be had again: removes what was used longest ago, but for what @keeps
 * says must stay, until @size more bytes have room and some more. FALSE: they have none. */
gboolean tc_file_store_make_room (TcFileStore *self, gint64 size,
                                  gboolean (*keeps) (const char *hash, gpointer data),
                                  gpointer data) G_GNUC_WARN_UNUSED_RESULT;
/* A copy of the file at @from, if its hash is right. Errors: TC_ERROR_INVALID, G_IO_ERROR,
 * G_FILE_ERROR. */
gboolean tc_file_store_put (TcFileStore *self, const char *from, const char *hash,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
