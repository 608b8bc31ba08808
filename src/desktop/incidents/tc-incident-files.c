/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Photos and files of the incident shown; see the header.
 */
#include "tc-incident-files.h"

#include "tc-file-thumbnail.h"
#include "tc-picture-loader.h"
#include "tc-verb-button.h"

#include <glib/gi18n-lib.h>

/* More of one incident aren't shown; none has so many. */
#define SHOWN_MAX 200

struct _TcIncidentFiles {
  GtkWidget parent;
  GtkWidget *box;         /* (unowned): template child */
  GtkLabel *caption;      /* (unowned): template child */
  GtkFlowBox *photos;     /* (unowned): template child */
  GtkListBox *others;     /* (unowned): template child */
  TcIncidentFocus *focus; /* (owned) (nullable) */
  TcFiles *files;         /* (owned) (nullable) */
  GArray *shown;          /* (owned) (element-type gint64): what says how each stands, in order */
  gint64 lat_e7;          /* of the incident, as shown */
  gint64 lon_e7;
  GPtrArray *items; /* (owned) (element-type TcFileThumbnail) */
};

G_DEFINE_FINAL_TYPE (TcIncidentFiles, tc_incident_files, GTK_TYPE_WIDGET)

gboolean
tc_attachment_is_shown (const TcAttachment *file, const TcIncidentDetail *detail)
{
  for (guint i = 0; i < detail->attachments->len; i++) {
    const TcAttachment *other = &g_array_index (detail->attachments, TcAttachment, i);
    if (other->stripped && other->original_id == file->id)
      return FALSE;
  }
  return TRUE;
}

/* Another number once it is to be shown otherwise. */
static gint64
get_stand (const TcAttachment *file)
{
  guint64 stand = (guint64) (file->read_us != TC_NONE) |
                  (guint64) (file->cleared_us != TC_NONE) << 1 | (guint64) file->public_ << 2;

  return file->id ^ (gint64) (stand << 60);
}

static void
clear (TcIncidentFiles *self)
{
  GtkWidget *child = NULL;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->photos))))
    gtk_flow_box_remove (self->photos, child);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->others))))
    gtk_list_box_remove (self->others, child);
  g_ptr_array_set_size (self->items, 0);
  g_array_set_size (self->shown, 0);
}

/* The buttons have the focus, not what they stand in. */
static void
add_item (TcIncidentFiles *self, const TcAttachment *file, const TcIncidentRow *incident)
{
  GtkWidget *item = tc_file_thumbnail_new (self->files, file, incident);
  gint64 stand = get_stand (file);

  g_ptr_array_add (self->items, g_object_ref_sink (item));
  g_array_append_val (self->shown, stand);
  if (tc_picture_is_type (file->media_type))
    gtk_flow_box_append (self->photos, item);
  else
    gtk_list_box_append (self->others, item);
  gtk_widget_set_focusable (gtk_widget_get_parent (item), FALSE);
}

static void
count (TcIncidentFiles *self)
{
  guint n = self->items->len;
  /* Translators: how many photos and other files an incident has. */
  g_autofree char *text = g_strdup_printf (ngettext ("%u photo or file", "%u photos and files", n),
                                           n);

  gtk_label_set_label (self->caption, n > 0 ? text : _ ("No photos and files"));
  gtk_widget_set_visible (GTK_WIDGET (self->photos),
                          gtk_widget_get_first_child (GTK_WIDGET (self->photos)) != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->others),
                          gtk_widget_get_first_child (GTK_WIDGET (self->others)) != NULL);
}

static gboolean
is_as_shown (TcIncidentFiles *self, const TcIncidentDetail *detail)
{
  guint at = 0;

  if (self->lat_e7 != detail->incident.lat_e7 || self->lon_e7 != detail->incident.lon_e7)
    return FALSE;
  for (guint i = 0; i < detail->attachments->len; i++) {
    const TcAttachment *file = &g_array_index (detail->attachments, TcAttachment, i);

    if (!tc_attachment_is_shown (file, detail) || at >= SHOWN_MAX)
      continue;
    if (at >= self->shown->len || g_array_index (self->shown, gint64, at) != get_stand (file))
      return FALSE;
    at++;
  }
  return at == self->shown->len;
}

static void
want (TcIncidentFiles *self, const TcIncidentDetail *detail)
{
  g_autoptr (GArray) wants = g_array_new (FALSE, FALSE, sizeof (TcFileWant));

  for (guint i = 0; detail && i < detail->attachments->len && wants->len < SHOWN_MAX; i++) {
    const TcAttachment *file = &g_array_index (detail->attachments, TcAttachment, i);
    TcFileWant one = {file->hash, file->size};

    if (tc_attachment_is_shown (file, detail) && !file->sealed &&
        tc_picture_is_type (file->media_type))
      g_array_append_val (wants, one);
  }
  tc_files_show (self->files, (const TcFileWant *) wants->data, wants->len);
}

static void
focus_changed_cb (TcIncidentFiles *self)
{
  const TcIncidentDetail *detail = tc_incident_focus_get_detail (self->focus);

  if (detail && is_as_shown (self, detail))
    return;
  clear (self);
  want (self, detail);
  for (guint i = 0; detail && i < detail->attachments->len && self->items->len < SHOWN_MAX; i++) {
    const TcAttachment *file = &g_array_index (detail->attachments, TcAttachment, i);

    if (tc_attachment_is_shown (file, detail))
      add_item (self, file, &detail->incident);
  }
  self->lat_e7 = detail ? detail->incident.lat_e7 : TC_NONE;
  self->lon_e7 = detail ? detail->incident.lon_e7 : TC_NONE;
  count (self);
}

static void
file_changed_cb (TcIncidentFiles *self, const char *hash)
{
  for (guint i = 0; i < self->items->len; i++) {
    TcFileThumbnail *item = self->items->pdata[i];

    if (!hash || g_str_equal (hash, tc_file_thumbnail_get_hash (item)))
      tc_file_thumbnail_refresh (item);
  }
}

void
tc_incident_files_set (TcIncidentFiles *self, TcIncidentFocus *focus, TcFiles *files)
{
  g_return_if_fail (TC_IS_INCIDENT_FILES (self));

  g_set_object (&self->focus, focus);
  g_set_object (&self->files, files);
  g_signal_connect_object (focus, "changed", G_CALLBACK (focus_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (files, "changed", G_CALLBACK (file_changed_cb), self, G_CONNECT_SWAPPED);
  focus_changed_cb (self);
}

static void
tc_incident_files_dispose (GObject *object)
{
  TcIncidentFiles *self = TC_INCIDENT_FILES (object);

  g_ptr_array_set_size (self->items, 0);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->focus);
  g_clear_object (&self->files);
  G_OBJECT_CLASS (tc_incident_files_parent_class)->dispose (object);
}

static void
tc_incident_files_finalize (GObject *object)
{
  TcIncidentFiles *self = TC_INCIDENT_FILES (object);

  g_ptr_array_unref (self->items);
  g_array_unref (self->shown);
  G_OBJECT_CLASS (tc_incident_files_parent_class)->finalize (object);
}

static void
tc_incident_files_class_init (TcIncidentFilesClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_incident_files_dispose;
  G_OBJECT_CLASS (class)->finalize = tc_incident_files_finalize;
  g_type_ensure (TC_TYPE_VERB_BUTTON);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/toancanh/ToanCanh/ui/tc-incident-files.ui");
  gtk_widget_class_bind_template_child (widget_class, TcIncidentFiles, box);
  gtk_widget_class_bind_template_child (widget_class, TcIncidentFiles, caption);
  gtk_widget_class_bind_template_child (widget_class, TcIncidentFiles, photos);
  gtk_widget_class_bind_template_child (widget_class, TcIncidentFiles, others);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
tc_incident_files_init (TcIncidentFiles *self)
{
  self->shown = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
}
