/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The photos of an incident in a viewer; see the header.
 */
#include "tc-incident-album.h"

#include "tc-error.h"
#include "tc-file-words.h"
#include "tc-incident-files.h"
#include "tc-now.h"
#include "tc-photo-words.h"
#include "tc-picture-loader.h"
#include "tc-picture-viewer.h"

#include <glib/gi18n-lib.h>

/* An original is had once the server knows that it was opened. */
#define ASK_S 1

typedef struct {
  char *hash; /* (owned) */
  gint64 size;
  const char *sealed; /* (unowned) (nullable): why it isn't asked for */
  gboolean copy;      /* of an original */
  gboolean cleared;   /* fit for publishing */
} Photo;

/* What a viewer shows. */
typedef struct {
  GtkWidget *from;           /* (owned): of the window whose actions it has */
  TcFiles *files;            /* (owned) */
  GArray *photos;            /* (owned) (element-type Photo) */
  GCancellable *cancellable; /* (owned) (nullable): of what is read now */
  guint asking;              /* source id: of an original that was opened */
} Album;

static void
clear_photo (gpointer data)
{
  g_free (((Photo *) data)->hash);
}

static Album *
album_new (GtkWidget *from, TcFiles *files)
{
  Album *album = g_new0 (Album, 1);

  album->from = g_object_ref (from);
  album->files = g_object_ref (files);
  album->photos = g_array_new (FALSE, TRUE, sizeof (Photo));
  g_array_set_clear_func (album->photos, clear_photo);
  return album;
}

static void
free_album (gpointer data)
{
  Album *album = data;

  if (album->cancellable)
    g_cancellable_cancel (album->cancellable);
  g_clear_object (&album->cancellable);
  g_clear_handle_id (&album->asking, g_source_remove);
  g_object_unref (album->from);
  g_object_unref (album->files);
  g_array_unref (album->photos);
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

static Album *
get_album (TcPictureViewer *viewer)
{
  return g_object_get_data (G_OBJECT (viewer), "album");
}

static const Photo *
get_photo (TcPictureViewer *viewer, guint position)
{
  return &g_array_index (get_album (viewer)->photos, Photo, position);
}

/* What nobody has seen isn't fit. */
static void
let_clear (TcPictureViewer *viewer, guint position)
{
  const Photo *photo = get_photo (viewer, position);

  if (position == tc_picture_viewer_get_position (viewer))
    tc_picture_viewer_enable_tool (viewer, "clear", photo->copy && !photo->cleared);
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
  if (texture) {
    tc_picture_viewer_show (viewer, showing->position, texture);
    let_clear (viewer, showing->position);
  }
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
  tc_files_read_async (album->files, get_photo (viewer, position)->hash, album->cancellable,
                       photo_read_cb, showing);
}

/* Shows the photo, or says why it isn't here. */
static void
look_at (TcPictureViewer *viewer, guint position)
{
  Album *album = get_album (viewer);
  const Photo *photo = get_photo (viewer, position);
  TcFileStatus status;
  g_autofree char *word = NULL, *advice = NULL, *text = NULL;

  tc_files_look (album->files, photo->hash, &status);
  if (tc_file_is_at_hand (status.state)) {
    load_photo (viewer, position);
    return;
  }
  if (photo->sealed) {
    tc_picture_viewer_tell (viewer, position, photo->sealed);
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
  guint position = tc_picture_viewer_get_position (viewer);

  /* What is being shown already stays; what isn't may have come. */
  if (!get_album (viewer)->cancellable &&
      (!hash || g_str_equal (hash, get_photo (viewer, position)->hash)))
    look_at (viewer, position);
}

static void
wanted_cb (TcPictureViewer *viewer, guint position)
{
  Album *album = get_album (viewer);
  const Photo *photo = get_photo (viewer, position);
  const TcFileWant want = {photo->hash, photo->size};

  stop_loading (album);
  if (!photo->sealed)
    tc_files_view (album->files, &want);
  tc_picture_viewer_enable_tool (viewer, "original", photo->copy);
  tc_picture_viewer_enable_tool (viewer, "blur", photo->copy);
  tc_picture_viewer_enable_tool (viewer, "clear", FALSE);
  tc_picture_viewer_enable_tool (viewer, "withhold", photo->copy && photo->cleared);
  look_at (viewer, position);
}

/* A tool is the action of the window that has its place: whoever may not do it can't press it. */
static void
tool_cb (TcPictureViewer *viewer, const char *tool)
{
  static const char *const actions[][2] = {
      {"original", "win.open-original"},
      {"blur", "win.blur-photo"},
      {"clear", "win.clear-photo"},
      {"withhold", "win.withhold-photo"},
  };
  g_autoptr (GtkWidget) from = g_object_ref (get_album (viewer)->from);
  g_autofree char *hash = g_strdup (
      get_photo (viewer, tc_picture_viewer_get_position (viewer))->hash);

  gtk_window_close (GTK_WINDOW (viewer));
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    if (g_str_equal (tool, actions[i][0]))
      gtk_widget_activate_action (from, actions[i][1], "s", hash);
}

static void
closed_cb (TcPictureViewer *viewer)
{
  stop_loading (get_album (viewer));
}

static void
add_photo (Album *album, const TcAttachment *file)
{
  Photo photo = {g_strdup (file->hash), file->size, tc_photo_word_sealed (file),
                 file->original_id != 0, file->cleared_us != TC_NONE};

  g_array_append_val (album->photos, photo);
}

/* What stands over a photo: its name and size, and what it says. */
static char *
name_photo (const TcAttachment *file, const TcIncidentRow *incident)
{
  g_autofree char *size = tc_file_word_size (file->size);
  g_autofree char *taken = tc_photo_word_taken (file, incident, tc_now_us ());

  return taken ? g_strdup_printf ("%s · %s · %s", file->name, size, taken)
               : g_strdup_printf ("%s · %s", file->name, size);
}

/* Fills it with the photos of @detail; (transfer full): their names. */
static GPtrArray *
fill (Album *album, const TcIncidentDetail *detail, const char *hash, guint *position)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < detail->attachments->len; i++) {
    const TcAttachment *file = &g_array_index (detail->attachments, TcAttachment, i);

    if (!tc_picture_is_type (file->media_type) || !tc_attachment_is_shown (file, detail))
      continue;
    if (hash && g_str_equal (file->hash, hash))
      *position = names->len;
    add_photo (album, file);
    g_ptr_array_add (names, name_photo (file, &detail->incident));
  }
  return names;
}

static TcPictureViewer *
open_viewer (Album *album, GPtrArray *names)
{
  TcPictureViewer *viewer = tc_picture_viewer_new (GTK_WINDOW (gtk_widget_get_root (album->from)),
                                                   names);

  g_object_set_data_full (G_OBJECT (viewer), "album", album, free_album);
  g_signal_connect (viewer, "wanted", G_CALLBACK (wanted_cb), NULL);
  g_signal_connect (viewer, "tool", G_CALLBACK (tool_cb), NULL);
  g_signal_connect (viewer, "destroy", G_CALLBACK (closed_cb), NULL);
  g_signal_connect_object (album->files, "changed", G_CALLBACK (file_changed_cb), viewer,
                           G_CONNECT_SWAPPED);
  return viewer;
}

static gboolean
has_action (GtkWidget *from, const char *name)
{
  GtkRoot *root = gtk_widget_get_root (from);
  GAction *action = G_IS_ACTION_MAP (root) ? g_action_map_lookup_action (G_ACTION_MAP (root), name)
                                           : NULL;

  return action && g_action_get_enabled (action);
}

void
tc_incident_album_open (GtkWidget *from, TcFiles *files, const TcIncidentDetail *detail,
                        const char *hash)
{
  Album *album = album_new (from, files);
  g_autoptr (GPtrArray) names = NULL;
  TcPictureViewer *viewer = NULL;
  guint position = 0;

  names = fill (album, detail, hash, &position);
  if (names->len == 0) {
    free_album (album);
    return;
  }
  viewer = open_viewer (album, names);
  if (has_action (from, "clear-photo")) {
    tc_picture_viewer_add_tool (viewer, "clear", _ ("_Fit for publishing"));
    tc_picture_viewer_add_tool (viewer, "withhold", _ ("_Don't publish"));
  }
  if (has_action (from, "blur-photo"))
    tc_picture_viewer_add_tool (viewer, "blur", _ ("_Blur…"));
  if (has_action (from, "open-original"))
    tc_picture_viewer_add_tool (viewer, "original", _ ("_Original…"));
  tc_picture_viewer_go (viewer, position);
  gtk_window_present (GTK_WINDOW (viewer));
}

/* ---- an original ---- */

static gboolean
ask_cb (gpointer data)
{
  Album *album = data;

  tc_files_ask_again (album->files, g_array_index (album->photos, Photo, 0).hash);
  return G_SOURCE_CONTINUE;
}

void
tc_incident_album_open_original (GtkWidget *from, TcFiles *files, const TcAttachment *original)
{
  Album *album = album_new (from, files);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  TcPictureViewer *viewer = NULL;

  add_photo (album, original);
  g_array_index (album->photos, Photo, 0).sealed = NULL;
  /* Translators: the name of a photo, of which the original is shown. */
  g_ptr_array_add (names, g_strdup_printf (_ ("Original: %s"), original->name));
  viewer = open_viewer (album, names);
  album->asking = g_timeout_add_seconds (ASK_S, ask_cb, album);
  tc_picture_viewer_go (viewer, 0);
  gtk_window_present (GTK_WINDOW (viewer));
}
