/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who is there; see the header.
 */
#include "tc-present-list.h"

#include <glib/gi18n-lib.h>

/* The most that it takes of a column: what stands above it is to be read too, with large letters
 * and many people on duty. */
#define HEIGHT_PX_MAX 280

struct _TcPresentList {
  GtkWidget parent;
  GtkWidget *scrolled;    /* (unowned): child */
  GtkWidget *box;         /* (unowned): in it */
  TcPresenceWatch *watch; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (TcPresentList, tc_present_list, GTK_TYPE_WIDGET)

static GtkWidget *
add_label (GtkWidget *box, const char *text, const char *class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (class)
    gtk_widget_add_css_class (label, class);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

/* Who is on duty: the name in strong letters, and said of it in words. */
static void
add_line (TcPresentList *self, const TcPresent *present)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  g_autofree char *where = tc_present_word (present);
  g_autofree char *duty = present->on_duty ? g_strdup_printf (_ ("%s · on duty"), where)
                                           : g_strdup (where);
  GtkWidget *name = add_label (line, present->name, present->on_duty ? "strong" : NULL);
  GtkWidget *second = add_label (line, duty, "second");

  gtk_widget_set_hexpand (name, TRUE);
  gtk_widget_add_css_class (second, "dim");
  gtk_box_append (GTK_BOX (self->box), line);
}

static void
add_rest (TcPresentList *self, guint n)
{
  g_autofree char *text = g_strdup_printf (ngettext ("%u more", "%u more", n), n);

  if (n > 0)
    add_label (self->box, text, "dim");
}

static void
refresh_cb (TcPresentList *self)
{
  const GPtrArray *all = self->watch ? tc_presence_watch_get_all (self->watch) : NULL;
  gboolean known = self->watch && tc_presence_watch_is_known (self->watch);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->box)))
    gtk_box_remove (GTK_BOX (self->box), child);
  gtk_widget_set_visible (GTK_WIDGET (self), all && all->len > 0);
  if (!all || all->len == 0)
    return;
  add_label (self->box, known ? _ ("On duty and at desks") : _ ("On duty"), "caption");
  if (!known)
    add_label (self->box, _ ("Who else is at a desk isn't known now."), "dim");
  for (guint i = 0; i < MIN (all->len, TC_PRESENT_LINES_MAX); i++)
    add_line (self, g_ptr_array_index (all, i));
  add_rest (self, all->len - MIN (all->len, TC_PRESENT_LINES_MAX));
}

void
tc_present_list_set_watch (TcPresentList *self, TcPresenceWatch *watch)
{
  g_return_if_fail (TC_IS_PRESENT_LIST (self));
  if (self->watch)
    g_signal_handlers_disconnect_by_data (self->watch, self);
  g_set_object (&self->watch, watch);
  if (watch)
    g_signal_connect_object (watch, "changed", G_CALLBACK (refresh_cb), self, G_CONNECT_SWAPPED);
  refresh_cb (self);
}

static void
tc_present_list_dispose (GObject *object)
{
  TcPresentList *self = TC_PRESENT_LIST (object);

  g_clear_object (&self->watch);
  g_clear_pointer (&self->scrolled, gtk_widget_unparent);
  G_OBJECT_CLASS (tc_present_list_parent_class)->dispose (object);
}

static void
tc_present_list_class_init (TcPresentListClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_present_list_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
tc_present_list_init (TcPresentList *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  gtk_widget_add_css_class (self->box, "present-list");
  self->scrolled = gtk_scrolled_window_new ();
  g_object_set (self->scrolled, "hscrollbar-policy", GTK_POLICY_NEVER, "propagate-natural-height",
                TRUE, "max-content-height", HEIGHT_PX_MAX, "focusable", TRUE, "child", self->box,
                NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scrolled), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("On duty and at desks"), -1);
  gtk_widget_set_parent (self->scrolled, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
