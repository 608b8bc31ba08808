/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A picture that was pasted or dropped; see the header.
 */
#include "tc-pasted-picture.h"

#include "tc-words.h"

#include <glib/gi18n-lib.h>

static void
encode_picture (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_return_pointer (task, gdk_texture_save_to_png_bytes (data),
                         (GDestroyNotify) g_bytes_unref);
}

void
tc_pasted_picture_encode_async (GdkTexture *texture, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, data);

  g_task_set_task_data (task, g_object_ref (texture), g_object_unref);
  g_task_run_in_thread (task, encode_picture);
}

GBytes *
tc_pasted_picture_encode_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}

char *
tc_pasted_picture_dup_name (void)
{
  g_autoptr (GDateTime) now = tc_words_local (g_get_real_time ());
  g_autofree char *time = g_date_time_format (now, "%Y-%m-%d %H.%M.%S");

  /* Translators: the name of a picture that was pasted: when. */
  return g_strdup_printf (_ ("Pasted picture %s.png"), time);
}
