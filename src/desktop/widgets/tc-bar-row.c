/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One line with a bar; see the header.
 */
#include "tc-bar-row.h"

#include "tc-stacked-bar.h"
#include "tc-tip.h"

struct _TcBarRow {
  GtkListBoxRow parent;
  GtkLabel *name;    /* (unowned): template child */
  GtkLabel *count;   /* (unowned): template child */
  GtkLabel *note;    /* (unowned): template child */
  TcStackedBar *bar; /* (unowned): template child */
  gint64 number;
  gint64 part;
};

G_DEFINE_FINAL_TYPE (TcBarRow, tc_bar_row, GTK_TYPE_LIST_BOX_ROW)

static void
tc_bar_row_class_init (TcBarRowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  g_type_ensure (TC_TYPE_STACKED_BAR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/toancanh/ToanCanh/ui/tc-bar-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TcBarRow, name);
  gtk_widget_class_bind_template_child (widget_class, TcBarRow, count);
  gtk_widget_class_bind_template_child (widget_class, TcBarRow, note);
  gtk_widget_class_bind_template_child (widget_class, TcBarRow, bar);
}

static void
tc_bar_row_init (TcBarRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tc_bar_row_new (void)
{
  return g_object_new (TC_TYPE_BAR_ROW, NULL);
}

void
tc_bar_row_fill (TcBarRow *self, const TcBar *bar, gint64 most)
{
  g_autofree char *count = g_strdup_printf ("%'" G_GINT64_FORMAT, bar->count);

  g_return_if_fail (TC_IS_BAR_ROW (self));
  self->number = bar->count;
  self->part = bar->part;
  gtk_label_set_label (self->name, bar->name);
  gtk_label_set_label (self->count, count);
  gtk_label_set_label (self->note, bar->note ? bar->note : "");
  tc_stacked_bar_set (self->bar, (double) bar->count, (double) bar->part, (double) most);
  tc_tip_set (GTK_WIDGET (self), bar->spoken);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, bar->spoken,
                                  -1);
  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (self), bar->target);
}

void
tc_bar_row_get (TcBarRow *self, TcBar *bar)
{
  g_return_if_fail (TC_IS_BAR_ROW (self));
  *bar = (TcBar){.name = gtk_label_get_label (self->name),
                 .count = self->number,
                 .part = self->part,
                 .note = gtk_label_get_label (self->note)};
}
