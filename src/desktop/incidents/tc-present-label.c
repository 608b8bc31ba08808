/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who else has it open; see the header. The widget itself is always visible, so that it is mapped
 * with the page around it; its label comes and goes.
 */
#include "tc-present-label.h"

#include "tc-tip.h"

struct _TcPresentLabel {
  GtkWidget parent;
  GtkWidget *label;       /* (unowned): child */
  TcPresenceWatch *watch; /* (owned) (nullable) */
  gint64 id;
};

G_DEFINE_FINAL_TYPE (TcPresentLabel, tc_present_label, GTK_TYPE_WIDGET)

static void
refresh_cb (TcPresentLabel *self)
{
  g_autofree char *text = self->watch ? tc_presence_watch_word (self->watch, self->id) : NULL;

  gtk_label_set_label (GTK_LABEL (self->label), text ? text : "");
  tc_tip_set (self->label, text);
  gtk_widget_set_visible (self->label, text != NULL);
}

static void
look (TcPresentLabel *self)
{
  if (self->watch)
    tc_presence_watch_look (self->watch, gtk_widget_get_mapped (GTK_WIDGET (self)) ? self->id : 0);
}

void
tc_present_label_set_watch (TcPresentLabel *self, TcPresenceWatch *watch)
{
  g_return_if_fail (TC_IS_PRESENT_LABEL (self) && !self->watch);
  self->watch = g_object_ref (watch);
  g_signal_connect_object (watch, "changed", G_CALLBACK (refresh_cb), self, G_CONNECT_SWAPPED);
  look (self);
  refresh_cb (self);
}

void
tc_present_label_set_incident (TcPresentLabel *self, gint64 id)
{
  g_return_if_fail (TC_IS_PRESENT_LABEL (self));
  if (self->id == id)
    return;
  self->id = id;
  look (self);
  refresh_cb (self);
}

static void
tc_present_label_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (tc_present_label_parent_class)->map (widget);
  look (TC_PRESENT_LABEL (widget));
}

static void
tc_present_label_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (tc_present_label_parent_class)->unmap (widget);
  look (TC_PRESENT_LABEL (widget));
}

static void
tc_present_label_dispose (GObject *object)
{
  TcPresentLabel *self = TC_PRESENT_LABEL (object);

  if (self->watch)
    tc_presence_watch_look (self->watch, 0);
  g_clear_object (&self->watch);
  g_clear_pointer (&self->label, gtk_widget_unparent);
  G_OBJECT_CLASS (tc_present_label_parent_class)->dispose (object);
}

static void
tc_present_label_class_init (TcPresentLabelClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_present_label_dispose;
  widget_class->map = tc_present_label_map;
  widget_class->unmap = tc_present_label_unmap;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
tc_present_label_init (TcPresentLabel *self)
{
  self->label = gtk_label_new ("");
  gtk_label_set_xalign (GTK_LABEL (self->label), 1);
  gtk_label_set_ellipsize (GTK_LABEL (self->label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (self->label, "second");
  gtk_widget_add_css_class (self->label, "strong");
  gtk_widget_set_visible (self->label, FALSE);
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));
}
