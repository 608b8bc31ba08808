/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Looking at pictures nobody has opened; see the header.
 */
#include "tc-picture-looker.h"

#include "tc-picture-loader.h"

/* More is thrown away at once. */
#define SIDE_PX 64
/* Remembered as looked at; then it begins anew. */
#define TRIED_MAX 10000

struct _TcPictureLooker {
  gatomicrefcount refs;      /* the owner's, and that of what is under way */
  TcFiles *files;            /* (owned) (nullable): until it is freed */
  GCancellable *cancellable; /* (owned) */
  GQueue waiting;            /* (owned) (element-type utf8) */
  GHashTable *tried;         /* (owned) (element-type utf8) */
  char *hash;                /* (owned) (nullable): what is looked at */
};

static void
unref (TcPictureLooker *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_queue_clear_full (&self->waiting, g_free);
  g_hash_table_unref (self->tried);
  g_object_unref (self->cancellable);
  g_free (self->hash);
  g_free (self);
}

static void look_at_next (TcPictureLooker *self);

/* Gives back the reference of what was under way. */
static void
end (TcPictureLooker *self)
{
  g_clear_pointer (&self->hash, g_free);
  if (self->files)
    look_at_next (self);
  unref (self);
}

static void
decoded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcPictureLooker *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = tc_picture_decode_finish (result, &error);
  gint64 look;

  if (self->files && texture && tc_picture_get_look (texture, &look))
    tc_files_keep_look (self->files, self->hash, look);
  end (self);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcPictureLooker *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = tc_files_read_finish (TC_FILES (source), result, &error);

  if (bytes && self->files)
    tc_picture_decode_async (bytes, SIDE_PX, FALSE, self->cancellable, decoded_cb, self);
  else
    end (self);
}

static void
look_at_next (TcPictureLooker *self)
{
  if (self->hash || g_queue_is_empty (&self->waiting))
    return;
  self->hash = g_queue_pop_head (&self->waiting);
  g_atomic_ref_count_inc (&self->refs);
  tc_files_read_async (self->files, self->hash, self->cancellable, read_cb, self);
}

void
tc_picture_looker_ask (TcPictureLooker *self, const char *hash)
{
  TcFileStatus status;

  if (g_hash_table_contains (self->tried, hash) ||
      g_queue_get_length (&self->waiting) >= TC_PICTURE_LOOKER_MAX)
    return;
  tc_files_look (self->files, hash, &status);
  if (!tc_file_is_at_hand (status.state))
    return;
  if (g_hash_table_size (self->tried) >= TRIED_MAX)
    g_hash_table_remove_all (self->tried);
  g_hash_table_add (self->tried, g_strdup (hash));
  g_queue_push_tail (&self->waiting, g_strdup (hash));
  look_at_next (self);
}

TcPictureLooker *
tc_picture_looker_new (TcFiles *files)
{
  TcPictureLooker *self = g_new0 (TcPictureLooker, 1);

  g_atomic_ref_count_init (&self->refs);
  self->files = g_object_ref (files);
  self->cancellable = g_cancellable_new ();
  self->tried = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

void
tc_picture_looker_free (TcPictureLooker *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->files);
  unref (self);
}
