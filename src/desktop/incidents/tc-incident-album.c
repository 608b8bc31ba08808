/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The photos of an incident in a viewer; see the header.
 */
#include "tc-incident-album.h"

#include "tc-error.h"
#include "tc-file-words.h"
#include "tc-incident-files.h"
#include "tc-picture-loader.h"
#include "tc-picture-viewer.h"

#include <glib/gi18n-lib.h>

/* What a viewer shows. */
typedef struct {
  TcFiles *files;            /* (owned) */
  GPtrArray *hashes;         /* (owned) (element-type utf8) */
  GArray *sizes;             /* (owned) (element-type gint64) */
  GCancellable *cancellable; /* (owned) (nullable): of what is read now */
} Album;

static void
free_album (gpointer data)
{
  Album *album = data;

  if (album->cancellable)
    g_cancellable_cancel (album->cancellable);
  g_clear_object (&album->cancellable);
  g_object_unref (album->files);
  g_ptr_array_unref (album->hashes);
  g_array_unref (album->sizes);
  g_free (album);
}

/* One photo on its way into the viewer, which may be closed before it comes. */
typedef struct {
  GWeakRef viewer;
  guint position;
  GCancellable *cancellable; /* (owned) */
} Showing;

static void
free_showing (Showing *showing)
{
  g_weak_ref_clear (&showing->viewer);
  g_object_unref (showing->cancellable);
  g_free (showing);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Showing, free_showing)

static const char *
word_trouble (const GError *error)
{
  if (g_error_matches (error, TC_ERROR, TC_ERROR_LIMIT))
    return _ ("This picture has too many points to be shown here. Save a copy and open it with "
              "another program.");
  return _ ("This picture is damaged, or of a kind that isn't shown here.");
}

static void
photo_decoded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Showing) showing = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = tc_picture_decode_finish (result, &error);
  g_autoptr (TcPictureViewer) viewer = g_weak_ref_get (&showing->viewer);

  if (!viewer || g_cancellable_is_cancelled (showing->cancellable))
    return;
  if (texture)
    tc_picture_viewer_show (viewer, showing->position, texture);
  tc_picture_viewer_tell (viewer, showing->position, texture ? NULL : word_trouble (error));
}

static void
photo_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Showing) showing = data;
  g_autoptr (GBytes) bytes = tc_files_read_finish (TC_FILES (source), result, NULL);
  GCancellable *cancellable = showing->cancellable;

  if (bytes)
    tc_picture_decode_async (bytes, 0, TRUE, cancellable, photo_decoded_cb,
                             g_steal_pointer (&showing));
}

static Album *
get_album (TcPictureViewer *viewer)
{
  return g_object_get_data (G_OBJECT (viewer), "album");
}

static void
stop_loading (Album *album)
{
  if (album->cancellable)
    g_cancellable_cancel (album->cancellable);
  g_clear_object (&album->cancellable);
}

static void
load_photo (TcPictureViewer *viewer, guint position)
{
  Album *album = get_album (viewer);
  Showing *showing = g_new0 (Showing, 1);

  stop_loading (album);
  album->cancellable = g_cancellable_new ();
  g_weak_ref_init (&showing->viewer, viewer);
  showing->position = position;
  showing->cancellable = g_object_ref (album->cancellable);
  tc_files_read_async (album->files, g_ptr_array_index (album->hashes, position),
                       album->cancellable, photo_read_cb, showing);
}

/* Shows the photo, or says why it isn't here. */
static void
look_at (TcPictureViewer *viewer, guint position)
{
  Album *album = get_album (viewer);
  const char *hash = g_ptr_array_index (album->hashes, position);
  TcFileStatus status;
  g_autofree char *word = NULL, *advice = NULL, *text = NULL;

  tc_files_look (album->files, hash, &status);
  if (tc_file_is_at_hand (status.state)) {
    load_photo (viewer, position);
    return;
  }
  word = tc_file_word_status (&status);
  advice = tc_file_word_advice (&status);
  text = *advice ? g_strdup_printf ("%s\n%s", word, advice) : g_strdup (word);
  tc_picture_viewer_tell (viewer, position, text);
}

static void
file_changed_cb (TcPictureViewer *viewer, const char *hash)
{
  Album *album = get_album (viewer);
  guint position = tc_picture_viewer_get_position (viewer);

  /* What is being shown already stays; what isn't may have come. */
  if (!album->cancellable &&
      (!hash || g_str_equal (hash, g_ptr_array_index (album->hashes, position))))
    look_at (viewer, position);
}

static void
wanted_cb (TcPictureViewer *viewer, guint position)
{
  Album *album = get_album (viewer);
  const TcFileWant want = {g_ptr_array_index (album->hashes, position),
                           g_array_index (album->sizes, gint64, position)};

  stop_loading (album);
  tc_files_view (album->files, &want);
  look_at (viewer, position);
}

static void
closed_cb (TcPictureViewer *viewer)
{
  stop_loading (get_album (viewer));
}

/* Fills it with the photos of @detail; (transfer full): their names. */
static GPtrArray *
fill (Album *album, const TcIncidentDetail *detail, const char *hash, guint *position)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < detail->attachments->len; i++) {
    const TcAttachment *file = &g_array_index (detail->attachments, TcAttachment, i);
    g_autofree char *size = tc_file_word_size (file->size);

    if (!tc_picture_is_type (file->media_type) || !tc_attachment_is_shown (file, detail))
      continue;
    if (hash && g_str_equal (file->hash, hash))
      *position = names->len;
    g_ptr_array_add (album->hashes, g_strdup (file->hash));
    g_array_append_val (album->sizes, file->size);
    g_ptr_array_add (names, g_strdup_printf ("%s · %s", file->name, size));
  }
  return names;
}

void
tc_incident_album_open (GtkWidget *from, TcFiles *files, const TcIncidentDetail *detail,
                        const char *hash)
{
  Album *album = g_new0 (Album, 1);
  g_autoptr (GPtrArray) names = NULL;
  TcPictureViewer *viewer = NULL;
  guint position = 0;

  *album = (Album){g_object_ref (files), g_ptr_array_new_with_free_func (g_free),
                   g_array_new (FALSE, FALSE, sizeof (gint64)), NULL};
  names = fill (album, detail, hash, &position);
  if (names->len == 0) {
    free_album (album);
    return;
  }
  viewer = tc_picture_viewer_new (GTK_WINDOW (gtk_widget_get_root (from)), names);
  g_object_set_data_full (G_OBJECT (viewer), "album", album, free_album);
  g_signal_connect (viewer, "wanted", G_CALLBACK (wanted_cb), NULL);
  g_signal_connect (viewer, "destroy", G_CALLBACK (closed_cb), NULL);
  g_signal_connect_object (files, "changed", G_CALLBACK (file_changed_cb), viewer,
                           G_CONNECT_SWAPPED);
  tc_picture_viewer_go (viewer, position);
  gtk_window_present (GTK_WINDOW (viewer));
}
