/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The folders of copies that a media host has made (tc-media-exports.h), as they lie on its disk:
 * which is whose, since when it is there, and what is over. Nothing of it is in a database: what a
 * person removes by hand is gone.
 *
 * Thread: any, one at a time, but where it is said.
 */
#pragma once

#include <glib.h>

/* That are looked for at once; others have their turn later. */
#define TC_MEDIA_COPIES_MAX 100

typedef struct {
  gint64 camera_id;
  gint64 id;      /* its number */
  gint64 made_us; /* when its manifest was written */
} TcMediaCopy;

/* (transfer full): its name, by which it is found again. @number: the camera's */
char *tc_media_copies_make_name (const TcMediaCopy *copy, gint64 number, gint64 from_us);
/* FALSE: that is no name of one. But for made_us. */
gboolean tc_media_copies_read_name (TcMediaCopy *copy, const char *name) G_GNUC_WARN_UNUSED_RESULT;
/* The folder, of all in @folder, of that copy. (transfer full) (nullable): its name */
char *tc_media_copies_find (const char *folder, gint64 camera_id, gint64 id);
/* 0: it isn't there. */
gint64 tc_media_copies_get_made (const char *folder, const char *name);
/* Those that were made before that, TC_MEDIA_COPIES_MAX at most. @but: (element-type utf8 any):
 * names of those that aren't among them. (transfer full) (element-type TcMediaCopy) */
GArray *tc_media_copies_list_before (const char *folder, gint64 before_us, GHashTable *but);
/* It is there whole or not at all, also where this is cut off. What isn't there is fine. Errors:
 * G_FILE_ERROR. */
gboolean tc_media_copies_remove (const char *folder, const TcMediaCopy *copy,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* What was cut off while it was made, or removed, goes; before any is made. Copies may be removed
 * meanwhile, from another thread. Returns how many went. */
guint tc_media_copies_tidy (const char *folder);
