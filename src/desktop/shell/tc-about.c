/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * About the program; see the header. GTK's own dialog: GTK has its words in the reader's language.
 */
#include "tc-about.h"

#include <glib/gi18n-lib.h>

/* Its picture is named by its class, and its texts would be chosen as soon as it opens: a screen
 * reader and the keyboard find the name of the program and its links instead. */
static void
mend (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    gtk_label_set_selectable (GTK_LABEL (widget), FALSE);
  if (GTK_IS_IMAGE (widget))
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    "Toàn Cảnh", -1);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    mend (child);
}

void
tc_about_show (GtkWindow *window)
{
  GtkWidget *dialog = g_object_new (
      GTK_TYPE_ABOUT_DIALOG, "transient-for", window, "modal", TRUE, "program-name", "Toàn Cảnh",
      "version", TC_VERSION, "comments", _ ("The operations centre of a province"), "website",
      "https://toancanh.github.io/", "license-type", GTK_LICENSE_GPL_3_0, "copyright",
      "© 2026 Toàn Cảnh", "logo-icon-name", gtk_window_get_default_icon_name (), NULL);

  mend (dialog);
  gtk_window_present (GTK_WINDOW (dialog));
}
