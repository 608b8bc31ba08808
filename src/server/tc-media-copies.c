/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Folders of copies; see the header.
 */
#include "tc-media-copies.h"

#include "tc-error.h"
#include "tc-evidence.h"
#include "tc-limits.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

/* Of a folder: its camera and its number, which nobody gets by another camera's right. */
#define ENDING "-%" G_GINT64_MODIFIER "x-%016" G_GINT64_MODIFIER "x"
#define NUMBER_DIGITS 16
/* Of one that is being removed; is being made (tc-evidence-maker.c). */
#define GOING ".going"
#define PART ".part"

/* ---- names ---- */

char *
tc_media_copies_make_name (const TcMediaCopy *copy, gint64 number, gint64 from_us)
{
  g_autoptr (GDateTime) at = g_date_time_new_from_unix_utc (from_us / G_USEC_PER_SEC);
  g_autofree char *when = g_date_time_format (at, "%Y%m%dT%H%M%SZ");

  return g_strdup_printf ("%" G_GINT64_FORMAT "-%s" ENDING, number, when, (guint64) copy->camera_id,
                          (guint64) copy->id);
}

static gboolean
read_hex (const char *text, gsize size, gint64 *value)
{
  g_autofree char *digits = g_strndup (text, size);
  guint64 read = 0;

  if (!g_ascii_string_to_unsigned (digits, 16, 1, G_MAXINT64, &read, NULL))
    return FALSE;
  *value = (gint64) read;
  return TRUE;
}

gboolean
tc_media_copies_read_name (TcMediaCopy *copy, const char *name)
{
  const char *number = strrchr (name, '-');
  const char *camera = number ? g_strrstr_len (name, number - name, "-") : NULL;
  TcMediaCopy read = {0};

  if (!camera || strlen (number + 1) != NUMBER_DIGITS ||
      !read_hex (camera + 1, (gsize) (number - camera - 1), &read.camera_id) ||
      !read_hex (number + 1, NUMBER_DIGITS, &read.id))
    return FALSE;
  *copy = read;
  return TRUE;
}

char *
tc_media_copies_find (const char *folder, gint64 camera_id, gint64 id)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autofree char *end = g_strdup_printf (ENDING, (guint64) camera_id, (guint64) id);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    if (g_str_has_suffix (name, end))
      return g_strdup (name);
  return NULL;
}

/* ---- when ---- */

gint64
tc_media_copies_get_made (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, TC_EVIDENCE_MANIFEST, NULL);
  GStatBuf info;

  return g_stat (path, &info) == 0 ? (gint64) info.st_mtime * TC_US_PER_S : 0;
}

GArray *
tc_media_copies_list_before (const char *folder, gint64 before_us, GHashTable *but)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (TcMediaCopy));
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  TcMediaCopy copy;

  while (dir && list->len < TC_MEDIA_COPIES_MAX && (name = g_dir_read_name (dir))) {
    if (!tc_media_copies_read_name (&copy, name) || g_hash_table_contains (but, name))
      continue;
    copy.made_us = tc_media_copies_get_made (folder, name);
    if (copy.made_us > 0 && copy.made_us < before_us)
      g_array_append_val (list, copy);
  }
  return list;
}

/* ---- removing ---- */

/* What somebody else removes meanwhile is as good. */
static gboolean
remove_folder (const char *path, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (GDir) dir = g_dir_open (path, 0, &failure);
  const char *name;

  if (!dir) {
    if (g_error_matches (failure, G_FILE_ERROR, G_FILE_ERROR_NOENT))
      return TRUE;
    g_propagate_error (error, g_steal_pointer (&failure));
    return FALSE;
  }
  while ((name = g_dir_read_name (dir))) {
    g_autofree char *file = g_build_filename (path, name, NULL);

    if (g_unlink (file) != 0 && errno != ENOENT)
      return tc_error_take_errno ("removing", file, error);
  }
  return g_rmdir (path) == 0 || errno == ENOENT || tc_error_take_errno ("removing", path, error);
}

static gboolean
was_cut_off (const char *name)
{
  const char *end = strrchr (name, '.');
  g_autofree char *before = end ? g_strndup (name, (gsize) (end - name)) : NULL;
  TcMediaCopy copy;

  return end && (g_str_equal (end, GOING) || g_str_equal (end, PART)) &&
         tc_media_copies_read_name (&copy, before);
}

guint
tc_media_copies_tidy (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    g_autoptr (GError) error = NULL;

    if (!was_cut_off (name))
      continue;
    if (remove_folder (path, &error))
      n++;
    else
      g_warning ("what is left of a copy can't be removed: %s", error->message);
  }
  return n;
}

gboolean
tc_media_copies_remove (const char *folder, const TcMediaCopy *copy, GError **error)
{
  g_autofree char *name = tc_media_copies_find (folder, copy->camera_id, copy->id);
  g_autofree char *path = name ? g_build_filename (folder, name, NULL) : NULL;
  g_autofree char *going = path ? g_strconcat (path, GOING, NULL) : NULL;

  if (!path)
    return TRUE;
  (void) remove_folder (going, NULL); /* of the one before it, by the same number */
  if (g_rename (path, going) != 0)
    return tc_error_take_errno ("removing", path, error);
  return remove_folder (going, error);
}
