/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One file of an incident; see the header.
 */
#include "tc-file-thumbnail.h"

#include "tc-error.h"
#include "tc-file-words.h"
#include "tc-now.h"
#include "tc-photo-words.h"
#include "tc-picture-loader.h"
#include "tc-tip.h"

#include <glib/gi18n-lib.h>

#define WIDTH_PX 128
#define HEIGHT_PX 96
/* Small pictures kept for when an incident is looked at again. */
#define KEPT_MAX 120
/* Read and decoded at a time; each is in memory whole. */
#define LOADING_MAX 4

struct _TcFileThumbnail {
  GtkWidget parent;
  TcFiles *files; /* (owned) */
  char *hash;     /* (owned) */
  char *name;     /* (owned) */
  char *size;     /* (owned): in words */
  gboolean is_picture;
  const char *sealed;  /* (unowned) (nullable): why it isn't shown unless it is here already */
  char *taken;         /* (owned) (nullable): when and where, in words */
  char *fit;           /* (owned): whether it may be published, in words; "" */
  GtkWidget *child;    /* (unowned): all that follow are in it */
  GtkPicture *picture; /* (nullable) */
  GtkWidget *blank;    /* (nullable): in place of a picture that isn't there */
  GtkLabel *status;
  GtkWidget *open;           /* (nullable) */
  GCancellable *cancellable; /* (owned) (nullable): while it is read */
  char *trouble;             /* (owned) (nullable): why it can't be shown */
};

G_DEFINE_FINAL_TYPE (TcFileThumbnail, tc_file_thumbnail, GTK_TYPE_WIDGET)

/* ---- small pictures at hand ---- */

static GHashTable *kept;                 /* hash to GdkTexture; for the process */
static GQueue kept_order = G_QUEUE_INIT; /* hashes, the oldest first; owned by the table */

static GdkTexture *
find_kept (const char *hash)
{
  return kept ? g_hash_table_lookup (kept, hash) : NULL;
}

static void
keep (const char *hash, GdkTexture *texture)
{
  char *key = g_strdup (hash);

  if (!kept)
    kept = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  if (g_hash_table_contains (kept, hash)) {
    g_free (key);
    return;
  }
  g_hash_table_insert (kept, key, g_object_ref (texture));
  g_queue_push_tail (&kept_order, key);
  if (g_queue_get_length (&kept_order) > KEPT_MAX)
    g_hash_table_remove (kept, g_queue_pop_head (&kept_order));
}

/* ---- how it stands ---- */

static void
show_picture (TcFileThumbnail *self, GdkTexture *texture)
{
  gtk_picture_set_paintable (self->picture, GDK_PAINTABLE (texture));
  gtk_widget_set_visible (self->blank, FALSE);
}

static void
describe (TcFileThumbnail *self, const char *word, const char *advice)
{
  const char *shown = *word ? word : self->fit;
  g_autofree char *spoken = *shown ? g_strdup_printf ("%s, %s, %s", self->name, self->size, shown)
                                   : g_strdup_printf ("%s, %s", self->name, self->size);
  g_autofree char *more = self->taken && *advice ? g_strdup_printf ("%s\n%s", self->taken, advice)
                                                 : g_strdup (self->taken ? self->taken : advice);
  g_autofree char *tip = *more ? g_strdup_printf ("%s\n%s", spoken, more) : NULL;

  gtk_label_set_label (self->status, shown);
  gtk_widget_set_visible (GTK_WIDGET (self->status), *shown != 0);
  tc_tip_set (GTK_WIDGET (self), tip ? tip : spoken);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->child), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  spoken, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, more, -1);
}

/* ---- loading, a few at a time ---- */

static guint loading;
static GQueue waiting = G_QUEUE_INIT; /* (owned) (element-type TcFileThumbnail) */

static void read_cb (GObject *source, GAsyncResult *result, gpointer data);

static void
start_loading (TcFileThumbnail *self)
{
  loading++;
  self->cancellable = g_cancellable_new ();
  tc_files_read_async (self->files, self->hash, self->cancellable, read_cb, g_object_ref (self));
}

/* One is through: the next of those that are still shown. */
static void
end_loading (TcFileThumbnail *self)
{
  g_clear_object (&self->cancellable);
  loading--;
  while (loading < LOADING_MAX && !g_queue_is_empty (&waiting)) {
    g_autoptr (TcFileThumbnail) next = g_queue_pop_head (&waiting);

    if (next->child)
      start_loading (next);
  }
}

static void
decoded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcFileThumbnail) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = tc_picture_decode_finish (result, &error);
  gint64 look;

  end_loading (self);
  if (!self->child || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (texture) {
    if (tc_picture_get_look (texture, &look))
      tc_files_keep_look (self->files, self->hash, look);
    keep (self->hash, texture);
    show_picture (self, texture);
    return;
  }
  self->trouble = g_strdup (g_error_matches (error, TC_ERROR, TC_ERROR_LIMIT)
                                ? _ ("too large to be shown")
                                : _ ("can't be shown"));
  tc_file_thumbnail_refresh (self);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcFileThumbnail) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = tc_files_read_finish (TC_FILES (source), result, &error);

  if (bytes && self->child) {
    tc_picture_decode_async (bytes, WIDTH_PX * 2, FALSE, self->cancellable, decoded_cb,
                             g_object_ref (self));
    return;
  }
  end_loading (self);
}

static void
load_picture (TcFileThumbnail *self)
{
  GdkTexture *texture = find_kept (self->hash);

  if (texture) {
    show_picture (self, texture);
    return;
  }
  if (self->cancellable || self->trouble || gtk_picture_get_paintable (self->picture))
    return;
  if (loading < LOADING_MAX)
    start_loading (self);
  else if (!g_queue_find (&waiting, self))
    g_queue_push_tail (&waiting, g_object_ref (self));
}

void
tc_file_thumbnail_refresh (TcFileThumbnail *self)
{
  TcFileStatus status;
  g_autofree char *word = NULL, *advice = NULL;

  g_return_if_fail (TC_IS_FILE_THUMBNAIL (self));
  tc_files_look (self->files, self->hash, &status);
  word = self->sealed && !tc_file_is_at_hand (status.state) ? g_strdup (self->sealed)
                                                            : tc_file_word_status (&status);
  advice = self->sealed ? g_strdup ("") : tc_file_word_advice (&status);
  if (self->is_picture && tc_file_is_at_hand (status.state))
    load_picture (self);
  describe (self, self->trouble && !*word ? self->trouble : word, advice);
  if (*advice)
    gtk_widget_add_css_class (GTK_WIDGET (self->status), "late");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->status), "late");
}

/* ---- making ---- */

static GtkLabel *
make_label (const char *text, const char *class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (class)
    gtk_widget_add_css_class (label, class);
  return GTK_LABEL (label);
}

/* Under the picture: when and how far away it was taken, in short. */
static void
add_facts (GtkWidget *box, const char *facts, gboolean doubtful)
{
  GtkLabel *label = make_label (facts ? facts : "", "caption");

  gtk_label_set_max_width_chars (label, 1);
  gtk_label_set_xalign (label, 0.5f);
  if (doubtful)
    gtk_widget_add_css_class (GTK_WIDGET (label), "late");
  gtk_widget_set_visible (GTK_WIDGET (label), facts != NULL);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (label));
}

static void
make_photo (TcFileThumbnail *self, const char *facts, gboolean doubtful)
{
  GtkWidget *overlay = gtk_overlay_new (), *room = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->child = gtk_button_new ();
  self->picture = g_object_new (GTK_TYPE_PICTURE, "accessible-role",
                                GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  self->blank = gtk_image_new_from_icon_name ("image-x-generic-symbolic");
  self->status = make_label ("", "photo-status");
  gtk_label_set_ellipsize (self->status, PANGO_ELLIPSIZE_NONE);
  gtk_label_set_wrap (self->status, TRUE);
  gtk_label_set_justify (self->status, GTK_JUSTIFY_CENTER);
  gtk_label_set_xalign (self->status, 0.5f);
  gtk_widget_set_valign (GTK_WIDGET (self->status), GTK_ALIGN_END);
  /* All thumbnails are of one size, whatever picture is in them. */
  gtk_picture_set_content_fit (self->picture, GTK_CONTENT_FIT_COVER);
  gtk_widget_set_size_request (room, WIDTH_PX, HEIGHT_PX);
  gtk_widget_set_overflow (overlay, GTK_OVERFLOW_HIDDEN);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), room);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), self->blank);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), GTK_WIDGET (self->picture));
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), GTK_WIDGET (self->status));
  gtk_box_append (GTK_BOX (box), overlay);
  add_facts (box, facts, doubtful);
  gtk_button_set_child (GTK_BUTTON (self->child), box);
  gtk_widget_add_css_class (self->child, "photo");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->child), "win.view-photo");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->child), "s", self->hash);
}

static GtkWidget *
make_button (TcFileThumbnail *self, const char *text, const char *action)
{
  GtkWidget *button = gtk_button_new_with_label (text);
  /* Translators: what a button does, then with which file: for the screen reader. */
  g_autofree char *spoken = g_strdup_printf (_ ("%s: %s"), text, self->name);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", self->hash);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken,
                                  -1);
  return button;
}

static void
make_line (TcFileThumbnail *self, const char *sender)
{
  GtkWidget *icon = gtk_image_new_from_icon_name ("text-x-generic-symbolic");
  GtkLabel *name = make_label (self->name, NULL), *size = make_label (self->size, "dim");
  GtkLabel *from = make_label (sender ? sender : "", "second");

  self->child = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  self->status = make_label ("", "second");
  gtk_label_set_max_width_chars (name, 48);
  gtk_widget_set_hexpand (GTK_WIDGET (self->status), TRUE);
  gtk_box_append (GTK_BOX (self->child), icon);
  gtk_box_append (GTK_BOX (self->child), GTK_WIDGET (name));
  gtk_widget_set_visible (GTK_WIDGET (from), sender != NULL);
  gtk_box_append (GTK_BOX (self->child), GTK_WIDGET (size));
  gtk_box_append (GTK_BOX (self->child), GTK_WIDGET (from));
  gtk_box_append (GTK_BOX (self->child), GTK_WIDGET (self->status));
  self->open = make_button (self, C_ ("file", "Open"), "win.open-file");
  gtk_widget_set_halign (self->open, GTK_ALIGN_END);
  gtk_widget_set_hexpand (self->open, TRUE);
  gtk_box_append (GTK_BOX (self->child), self->open);
  gtk_box_append (GTK_BOX (self->child),
                  make_button (self, C_ ("file", "Save a copy"), "win.save-file"));
}

/* ---- object ---- */

static void
tc_file_thumbnail_dispose (GObject *object)
{
  TcFileThumbnail *self = TC_FILE_THUMBNAIL (object);

  if (self->cancellable)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->child, gtk_widget_unparent);
  g_clear_object (&self->files);
  G_OBJECT_CLASS (tc_file_thumbnail_parent_class)->dispose (object);
}

static void
tc_file_thumbnail_finalize (GObject *object)
{
  TcFileThumbnail *self = TC_FILE_THUMBNAIL (object);

  g_free (self->hash);
  g_free (self->name);
  g_free (self->size);
  g_free (self->trouble);
  g_free (self->taken);
  g_free (self->fit);
  G_OBJECT_CLASS (tc_file_thumbnail_parent_class)->finalize (object);
}

static void
tc_file_thumbnail_class_init (TcFileThumbnailClass *class)
{
  G_OBJECT_CLASS (class)->dispose = tc_file_thumbnail_dispose;
  G_OBJECT_CLASS (class)->finalize = tc_file_thumbnail_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BIN_LAYOUT);
}

static void
tc_file_thumbnail_init (TcFileThumbnail *self)
{
}

GtkWidget *
tc_file_thumbnail_new (TcFiles *files, const TcAttachment *file, const TcIncidentRow *incident)
{
  TcFileThumbnail *self = g_object_new (TC_TYPE_FILE_THUMBNAIL, NULL);
  gint64 now_us = tc_now_us ();
  g_autofree char *facts = tc_photo_word_short (file, incident, now_us);
  g_autofree char *sender = tc_photo_word_sender (file);
  gboolean doubtful = tc_photo_distance_m (file, incident) > TC_PHOTO_FAR_M ||
                      tc_photo_age_us (file, incident) > TC_PHOTO_OLD_US;

  self->files = g_object_ref (files);
  self->hash = g_strdup (file->hash);
  self->name = g_strdup (file->name);
  self->size = tc_file_word_size (file->size);
  self->is_picture = tc_picture_is_type (file->media_type);
  self->sealed = tc_photo_word_sealed (file);
  self->taken = tc_photo_word_taken (file, incident, now_us);
  self->fit = tc_photo_word_fit (file);
  if (self->is_picture)
    make_photo (self, facts, doubtful);
  else
    make_line (self, sender);
  gtk_widget_set_parent (self->child, GTK_WIDGET (self));
  tc_file_thumbnail_refresh (self);
  return GTK_WIDGET (self);
}

const char *
tc_file_thumbnail_get_hash (TcFileThumbnail *self)
{
  g_return_val_if_fail (TC_IS_FILE_THUMBNAIL (self), NULL);
  return self->hash;
}
