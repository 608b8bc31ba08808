/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The welcome page; see the header. Its doors are the action win.first-run with a page's name.
 */
#include "tc-welcome-page.h"

#include "tc-focus.h"

struct _TcWelcomePage {
  GtkWidget parent;
  GtkWidget *sheet;   /* (unowned): template child */
  GtkWidget *connect; /* (unowned): template child */
};

G_DEFINE_FINAL_TYPE (TcWelcomePage, tc_welcome_page, GTK_TYPE_WIDGET)

static gboolean
tc_welcome_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (TC_WELCOME_PAGE (widget)->connect);
}

static void
tc_welcome_page_dispose (GObject *object)
{
  g_clear_pointer (&TC_WELCOME_PAGE (object)->sheet, gtk_widget_unparent);
  G_OBJECT_CLASS (tc_welcome_page_parent_class)->dispose (object);
}

static void
tc_welcome_page_class_init (TcWelcomePageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_welcome_page_dispose;
  widget_class->grab_focus = tc_welcome_page_grab_focus;
  widget_class->focus = tc_focus_children;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/toancanh/ToanCanh/ui/tc-welcome-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TcWelcomePage, sheet);
  gtk_widget_class_bind_template_child (widget_class, TcWelcomePage, connect);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
tc_welcome_page_init (TcWelcomePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
