/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Finding what a step points at; see the header. Widgets are known by type and by their id in a
 * template, so that no panel has to know of the tour.
 */
#include "tc-tour-place.h"

#include <string.h>

typedef gboolean (*Fits) (GtkWidget *widget, const char *what);

static gboolean
is_type (GtkWidget *widget, const char *type)
{
  return g_str_equal (G_OBJECT_TYPE_NAME (widget), type);
}

static gboolean
has_id (GtkWidget *widget, const char *id)
{
  return g_strcmp0 (gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget)), id) == 0;
}

static gboolean
shows_panel (GtkWidget *widget, const char *panel)
{
  GVariant *target = GTK_IS_TOGGLE_BUTTON (widget)
                         ? gtk_actionable_get_action_target_value (GTK_ACTIONABLE (widget))
                         : NULL;

  return target && g_variant_is_of_type (target, G_VARIANT_TYPE_STRING) &&
         g_str_equal (g_variant_get_string (target, NULL), panel);
}

/* The first that can be seen. (nullable) */
static GtkWidget *
find (GtkWidget *widget, Fits fits, const char *what)
{
  GtkWidget *found = NULL;

  if (!gtk_widget_get_mapped (widget))
    return NULL;
  if (fits (widget, what))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find (child, fits, what);
  return found;
}

/* @place: "TYPE/ID" */
static GtkWidget *
find_place (GtkWidget *window, const char *place)
{
  const char *slash = strchr (place, '/');
  g_autofree char *type = g_strndup (place, (gsize) (slash - place));
  GtkWidget *holder = find (window, is_type, type);

  return holder ? find (holder, has_id, slash + 1) : NULL;
}

GtkWidget *
tc_tour_place_find (GtkWidget *window, const TcTourStep *step, gboolean *here)
{
  GListModel *windows = gtk_window_get_toplevels ();
  GtkWidget *found = find_place (window, step->place), *rail = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (windows) && !found && step->panel; i++) {
    g_autoptr (GtkWidget) other = g_list_model_get_item (windows, i);
    found = find_place (other, step->place);
  }
  *here = found || !step->panel;
  if (*here)
    return found;
  rail = find (window, is_type, "TcRail");
  return rail ? find (rail, shows_panel, step->panel) : NULL;
}
