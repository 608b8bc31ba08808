/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a screen reader is told of each widget. GTK 4.8 works a name out (label, what labels it, and
 * the name of the class where there is neither) and gives it away on the accessibility bus alone:
 * this reads it there as a screen reader does, from the process that shows the widgets.
 */
#pragma once

#include <gtk/gtk.h>

typedef struct {
  char *name;        /* (owned) */
  char *description; /* (owned) */
} AccessName;

/* Of all widgets on screen below @root, a window. Returns: (transfer full) (element-type GtkWidget
 * AccessName); what isn't in it isn't told of at all */
GHashTable *access_names_read (GtkWidget *root);
/* Whether it is told of if what is around it is. */
gboolean access_is_presented (GtkWidget *widget);
