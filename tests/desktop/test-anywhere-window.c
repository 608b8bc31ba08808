/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what is done from wherever one is in the window: reading what program it is. Method: the
 * real window over the room's desk.
 */
#include "window-seat.h"

#include <string.h>

static gpointer
find_type (GtkWidget *widget, const char *type)
{
  GtkWidget *found = g_str_equal (G_OBJECT_TYPE_NAME (widget), type) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find_type (child, type);
  return found;
}

static gpointer
find_window (const char *type)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

    if (g_str_equal (G_OBJECT_TYPE_NAME (window), type))
      return window;
  }
  return NULL;
}

/* ---- what program it is ---- */

static void
assert_in_metainfo (const char *metainfo, const char *before, const char *value, const char *after)
{
  g_autofree char *line = g_strconcat (before, value, after, NULL);

  if (!strstr (metainfo, line))
    g_error ("the metainfo doesn't say %s", line);
}

/* The dialog says what the metainfo says, whichever is changed. */
static void
test_about (void)
{
  Seat seat = {0};
  g_autofree char *metainfo = NULL, *name = NULL, *version = NULL, *words = NULL, *url = NULL;
  GtkLicense license = GTK_LICENSE_UNKNOWN;

  g_assert_true (g_file_get_contents (g_getenv ("TC_METAINFO"), &metainfo, NULL, NULL));
  sit_down (&seat);
  act (&seat, "about", NULL);
  g_object_get (find_window ("GtkAboutDialog"), "program-name", &name, "version", &version,
                "comments", &words, "website", &url, "license-type", &license, NULL);
  assert_in_metainfo (metainfo, "<name>", name, "</name>");
  assert_in_metainfo (metainfo, "<summary>", words, "</summary>");
  assert_in_metainfo (metainfo, "<url type=\"homepage\">", url, "</url>");
  assert_in_metainfo (metainfo, "<releases>\n    <release version=\"", version, "\"");
  g_assert_cmpint (license, ==, GTK_LICENSE_GPL_3_0);
  assert_in_metainfo (metainfo, "<project_license>", "GPL-3.0-or-later", "</project_license>");
  gtk_window_close (find_window ("GtkAboutDialog"));
  stand_up (&seat);
}

int
main (int argc, char **argv)
{
  window_seat_init (&argc, &argv);
  g_test_add_func ("/anywhere/about", test_about);
  return window_seat_run ();
}
