/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The verb put-file: a file for the store, in pieces, each where the one before it ended. The file
 * is checked against its hash by the store, as any other that comes in. Only bytes travel: a path
 * would ask that the server's user may read it, which it mostly may not.
 */
#include "tc-admin-private.h"

#include "tc-limits.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#define MIB ((gint64) 1024 * 1024)

typedef struct {
  TcFileStore *files; /* (owned) */
  char *hash;         /* (owned) */
  gint64 size;        /* of the whole */
  gint64 offset;
  guchar *data; /* (owned) */
  gsize length;
} Piece;

static void
free_piece (gpointer data)
{
  Piece *piece = data;

  tc_file_store_unref (piece->files);
  g_free (piece->hash);
  g_free (piece->data);
  g_free (piece);
}

static gboolean
fail (const char *what, GError **error)
{
  int saved = errno;

  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (saved), "%s: %s", what,
               g_strerror (saved));
  return FALSE;
}

static gboolean
write_all (int fd, const guchar *data, gsize length, GError **error)
{
  while (length > 0) {
    ssize_t n = write (fd, data, length);

    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      return fail ("writing the file", error);
    data += n;
    length -= (gsize) n;
  }
  return TRUE;
}

/* @there: (out): how much of the file the store has afterwards */
static gboolean
keep_piece (const Piece *piece, gint64 *there, GError **error)
{
  g_autofree char *part = tc_file_store_dup_part_path (piece->files, piece->hash, 0);
  int fd;
  gboolean written;

  *there = tc_file_store_get_part_size (piece->files, piece->hash, 0);
  if (*there != piece->offset)
    return TRUE;
  fd = g_open (part, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (fd < 0)
    return fail ("opening the file", error);
  written = write_all (fd, piece->data, piece->length, error);
  if (close (fd) < 0 && written)
    written = fail ("closing the file", error);
  *there += (gint64) piece->length;
  return written &&
         (*there < piece->size || tc_file_store_take (piece->files, piece->hash, 0, error));
}

static void
keep_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  gint64 there = 0;

  if (keep_piece (data, &there, &error))
    g_task_return_int (task, there);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
tell_offset (TcAdminQuestion *question, gint64 there)
{
  JsonObject *answer = json_object_new ();

  json_object_set_int_member (answer, "offset", there);
  tc_admin_answer (question, answer);
}

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcAdminQuestion *question = data;
  g_autoptr (GError) error = NULL;
  gint64 there = g_task_propagate_int (G_TASK (result), &error);

  if (error)
    tc_admin_fail_error (question, error);
  else
    tell_offset (question, there);
}

/* (nullable): NULL once the question is answered: something is wrong with it. */
static Piece *
read_piece (TcAdminQuestion *question)
{
  const char *hash = tc_admin_get_text (question, "hash");
  const char *data = tc_admin_get_text (question, "data");
  gint64 size_max = MIN (question->parts->config->file_mib_max * MIB, TC_FILE_BYTES_MAX);
  gint64 size = 0;
  gint64 offset = 0;
  gsize length = 0;
  g_autofree guchar *bytes = data ? g_base64_decode (data, &length) : NULL;

  if (!hash || !tc_file_store_is_hash (hash))
    tc_admin_fail (question, "\"hash\" must be a SHA-256, 64 hexadecimal digits");
  else if (!tc_admin_get_int (question, "size", &size) || size < 1 || size > size_max)
    tc_admin_fail (question, "\"size\" must be a number from 1 to %" G_GINT64_FORMAT, size_max);
  else if (!tc_admin_get_int (question, "offset", &offset) || offset < 0 || length == 0 ||
           offset > size - (gint64) length)
    tc_admin_fail (question, "\"data\" must be base64 of a piece of the file at \"offset\"");
  else if (!tc_file_store_has_room (question->files, size))
    tc_admin_fail (question, "there is no room for the file");
  else {
    Piece *piece = g_new0 (Piece, 1);
    *piece = (Piece){tc_file_store_ref (question->files),
                     g_strdup (hash),
                     size,
                     offset,
                     g_steal_pointer (&bytes),
                     length};
    return piece;
  }
  return NULL;
}

void
tc_admin_ask_put_file (TcAdminQuestion *question)
{
  Piece *piece = read_piece (question);

  if (!piece)
    return;
  if (tc_file_store_has (question->files, piece->hash)) {
    tell_offset (question, piece->size);
    free_piece (piece);
    return;
  }
  g_autoptr (GTask) task = g_task_new (NULL, NULL, kept_cb, question);
  g_task_set_task_data (task, piece, free_piece);
  g_task_run_in_thread (task, keep_in_thread);
}
