/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The shift in the top bar; see the header. Without a roster it is not there.
 */
#include "tc-shift-label.h"

#include "tc-duty-watch.h"
#include "tc-tip.h"

struct _TcShiftLabel {
  GtkWidget parent;
  GtkWidget *label;   /* (unowned): child */
  TcDutyWatch *watch; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (TcShiftLabel, tc_shift_label, GTK_TYPE_WIDGET)

static void
refresh_cb (TcShiftLabel *self)
{
  g_autofree char *text = self->watch ? tc_duty_watch_word (self->watch) : NULL;
  g_autofree char *all = self->watch ? tc_duty_watch_list (self->watch) : NULL;

  gtk_widget_set_visible (GTK_WIDGET (self), text != NULL);
  gtk_label_set_label (GTK_LABEL (self->label), text ? text : "");
  tc_tip_set (GTK_WIDGET (self), all);
}

void
tc_shift_label_set_desk (TcShiftLabel *self, TcDesk *desk)
{
  g_return_if_fail (TC_IS_SHIFT_LABEL (self));

  g_clear_object (&self->watch);
  if (desk && tc_desk_get_reader (desk)) {
    self->watch = tc_duty_watch_new (desk);
    g_signal_connect_object (self->watch, "changed", G_CALLBACK (refresh_cb), self,
                             G_CONNECT_SWAPPED);
  }
  refresh_cb (self);
}

static void
tc_shift_label_dispose (GObject *object)
{
  TcShiftLabel *self = TC_SHIFT_LABEL (object);

  g_clear_object (&self->watch);
  g_clear_pointer (&self->label, gtk_widget_unparent);
  G_OBJECT_CLASS (tc_shift_label_parent_class)->dispose (object);
}

static void
tc_shift_label_class_init (TcShiftLabelClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_shift_label_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
tc_shift_label_init (TcShiftLabel *self)
{
  self->label = gtk_label_new ("");
  gtk_label_set_ellipsize (GTK_LABEL (self->label), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (self->label), 0);
  gtk_widget_add_css_class (self->label, "second");
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
