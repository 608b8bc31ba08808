/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The bar of the disk; see the header.
 */
#include "tc-disk-bar.h"

#include "tc-disk-words.h"
#include "tc-signal-shape.h"

struct _TcDiskBar {
  GtkWidget parent;
  GtkWidget *box;       /* (unowned): template child */
  TcSignalShape *shape; /* (unowned): template child */
  GtkLabel *title;      /* (unowned): template child */
  GtkLabel *rest;       /* (unowned): template child */
  TcDesk *desk;         /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (TcDiskBar, tc_disk_bar, GTK_TYPE_WIDGET)

static void
refresh_cb (TcDiskBar *self)
{
  TcDiskState disk = self->desk ? tc_desk_get_disk (self->desk) : TC_DISK_FINE;
  const char *title = tc_disk_word_title (disk);
  gboolean grave = disk >= TC_DISK_FULL;
  g_autofree char *rest = NULL, *spoken = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self), title != NULL);
  if (!title)
    return;
  rest = tc_disk_word_rest (disk, tc_desk_get_pending (self->desk));
  spoken = g_strdup_printf ("%s. %s", title, rest);
  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->rest, rest);
  tc_signal_shape_set_signal (self->shape, grave ? TC_SIGNAL_URGENT : TC_SIGNAL_ATTENTION);
  if (grave)
    gtk_widget_add_css_class (GTK_WIDGET (self), "grave");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "grave");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

void
tc_disk_bar_set_desk (TcDiskBar *self, TcDesk *desk)
{
  g_return_if_fail (TC_IS_DISK_BAR (self));

  if (self->desk == desk)
    return;
  if (self->desk)
    g_signal_handlers_disconnect_by_data (self->desk, self);
  g_set_object (&self->desk, desk);
  if (desk) {
    g_signal_connect_object (desk, "notify::disk", G_CALLBACK (refresh_cb), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (desk, "notify::pending", G_CALLBACK (refresh_cb), self,
                             G_CONNECT_SWAPPED);
  }
  refresh_cb (self);
}

static void
tc_disk_bar_dispose (GObject *object)
{
  TcDiskBar *self = TC_DISK_BAR (object);

  g_clear_object (&self->desk);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (tc_disk_bar_parent_class)->dispose (object);
}

static void
tc_disk_bar_class_init (TcDiskBarClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_disk_bar_dispose;
  g_type_ensure (TC_TYPE_SIGNAL_SHAPE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/toancanh/ToanCanh/ui/tc-disk-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, TcDiskBar, box);
  gtk_widget_class_bind_template_child (widget_class, TcDiskBar, shape);
  gtk_widget_class_bind_template_child (widget_class, TcDiskBar, title);
  gtk_widget_class_bind_template_child (widget_class, TcDiskBar, rest);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ALERT);
}

static void
tc_disk_bar_init (TcDiskBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
