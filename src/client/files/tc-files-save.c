/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Copies of a file for other programs: where a person says, or for opening, in a folder of the
 * desk's that is cleared at the next start; before it, of files that went.
 */
#include "tc-files-private.h"

#include "tc-error.h"
#include "tc-limits.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#define FILE_NAME_BYTES_MAX 120

/* Kinds that are opened by the program that the system has for them. All else is only saved: what
 * came from outside must never be run by a click. */
static const char *const opened[] = {
    "application/pdf",
    "application/rtf",
    "application/msword",
    "application/vnd.ms-excel",
    "application/vnd.oasis.opendocument.text",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "image/jpeg",
    "image/png",
    "image/webp",
    "image/heic",
    "image/heif",
    "image/gif",
    "image/tiff",
    "text/plain",
    "text/csv",
    "audio/mpeg",
    "audio/mp4",
    "audio/ogg",
    "audio/x-wav",
    "video/mp4",
    "video/quicktime",
    "video/webm",
    "video/x-matroska",
    NULL,
};

gboolean
tc_files_may_open (const char *name, GBytes *bytes)
{
  gsize size = 0;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  gboolean uncertain = FALSE;
  g_autofree char *content = g_content_type_guess (name, data, MIN (size, 4096), &uncertain);
  g_autofree char *type = g_content_type_get_mime_type (content);

  return type && g_strv_contains (opened, type);
}

/* A name for the disk: no folder, not hidden, not too long. The end, which says what it is, stays.
 */
static char *
name_copy (const char *name)
{
  g_autofree char *plain = g_strdup (name);
  const char *start = plain;
  gsize length;

  g_strdelimit (plain, "/\\:\n\r\t", '_');
  while (*start == '.' || *start == ' ' || *start == '-')
    start++;
  length = strlen (start);
  if (length > FILE_NAME_BYTES_MAX)
    start = g_utf8_find_next_char (start + length - FILE_NAME_BYTES_MAX, NULL);
  return g_strdup (*start ? start : "file");
}

GFile *
tc_files_get_open_target (TcFiles *self, const char *hash, const char *name)
{
  g_autofree char *folder = tc_desk_dup_path (self->desk, "files/" TC_FILE_OPEN_FOLDER);
  g_autofree char *own = g_strndup (hash, TC_FILE_OPEN_CHARS);
  g_autofree char *file = name_copy (name);

  return g_file_new_build_filename (folder, own, file, NULL);
}

typedef struct {
  char *hash;    /* (owned) */
  char *name;    /* (owned) (nullable): it must be of a kind that may be opened */
  GFile *target; /* (owned) */
} Copy;

static void
free_copy (gpointer data)
{
  Copy *copy = data;

  g_free (copy->hash);
  g_free (copy->name);
  g_object_unref (copy->target);
  g_free (copy);
}

/* What another program would write into it goes with it at the next start: so that program has to
 * ask where to. */
static gboolean
make_open_copy (const Copy *copy, const char *data, gsize size, GError **error)
{
  g_autoptr (GFile) folder = g_file_get_parent (copy->target);
  g_autofree char *path = g_file_get_path (folder);

  if (g_mkdir_with_parents (path, 0700) < 0) {
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "making '%s': %s", path,
                 g_strerror (errno));
    return FALSE;
  }
  /* Of the last time. */
  g_file_delete (copy->target, NULL, NULL);
  return g_file_replace_contents (copy->target, data, size, NULL, FALSE, G_FILE_CREATE_PRIVATE,
                                  NULL, NULL, error) &&
         g_file_set_attribute_uint32 (copy->target, G_FILE_ATTRIBUTE_UNIX_MODE, 0400,
                                      G_FILE_QUERY_INFO_NONE, NULL, error);
}

static gboolean
write_copy (const Copy *copy, GBytes *bytes, GError **error)
{
  gsize size = 0;
  const char *data = g_bytes_get_data (bytes, &size);

  if (copy->name)
    return make_open_copy (copy, data, size, error);
  return g_file_replace_contents (copy->target, data, size, NULL, FALSE, G_FILE_CREATE_PRIVATE,
                                  NULL, NULL, error);
}

static void
save_file (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Copy *copy = data;
  GError *error = NULL;
  g_autoptr (GBytes)
      bytes = tc_file_cache_read (TC_FILES (source)->cache, copy->hash, TC_FILE_BYTES_MAX, &error);

  if (bytes && copy->name && !tc_files_may_open (copy->name, bytes))
    g_task_return_new_error (task, TC_ERROR, TC_ERROR_DENIED, "this kind isn't opened");
  else if (bytes && write_copy (copy, bytes, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
tc_files_save_async (TcFiles *self, const char *hash, GFile *target, const char *open_name,
                     GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, data);
  Copy *copy = g_new0 (Copy, 1);

  g_return_if_fail (tc_file_cache_is_hash (hash));
  *copy = (Copy){g_strdup (hash), g_strdup (open_name), g_object_ref (target)};
  g_task_set_task_data (task, copy, free_copy);
  g_task_run_in_thread (task, save_file);
}

gboolean
tc_files_save_finish (TcFiles *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
