/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: the window that lists the keys speaks in our words alone, where GTK's have no translation,
 * and lists them in our order.
 * Method: the window, whatever it says in any of its parts.
 */
#include "tc-panel-registry.h"
#include "tc-window-keys.h"

#include <string.h>

static GtkWidget *
find_window (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);
    if (GTK_IS_SHORTCUTS_WINDOW (window))
      return window;
  }
  return NULL;
}

/* Of labels, and of what stands in an empty entry; shown or not. */
static gboolean
says (GtkWidget *widget, const char *text)
{
  gboolean found = GTK_IS_LABEL (widget) &&
                   g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = says (child, text);
  return found;
}

static void
test_words (void)
{
  g_autoptr (GtkWidget) parent = g_object_ref_sink (gtk_window_new ());
  GtkWidget *window = NULL;

  tc_window_keys_show (GTK_WINDOW (parent));
  window = find_window ();
  g_assert_nonnull (window);
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (window)), ==, "Keys");
  g_assert_true (says (window, "Find or command"));
  g_assert_true (says (window, "Keys"));
  g_assert_true (says (window, "Find a key"));
  g_assert_true (says (window, "Keys that were found"));
  g_assert_false (says (window, "Shortcuts"));
  g_assert_false (says (window, "Search Shortcuts"));
  g_assert_false (says (window, "Search Results"));
  g_assert_true (says (window, "No such key"));
  g_assert_false (says (window, "No Results Found"));
  g_assert_false (says (window, "Try a different search"));
  gtk_window_destroy (GTK_WINDOW (window));
  gtk_window_destroy (GTK_WINDOW (parent));
}

/* What the groups are called, in the order in which one reads them. */
static void
collect (GtkWidget *widget, GString *titles, GString *keys)
{
  g_autofree char *title = NULL;

  if (GTK_IS_SHORTCUTS_GROUP (widget)) {
    g_object_get (widget, "title", &title, NULL);
    g_string_append_printf (titles, "%s;", title);
  }
  if (GTK_IS_SHORTCUTS_SHORTCUT (widget)) {
    g_object_get (widget, "title", &title, NULL);
    g_string_append_printf (keys, "%s;", title);
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    collect (child, titles, keys);
}

/* They stand as they are listed, over as many pages as it takes. */
static void
test_order (void)
{
  g_autoptr (GtkWidget) parent = g_object_ref_sink (gtk_window_new ());
  g_autoptr (GString) titles = g_string_new (NULL), keys = g_string_new (NULL);
  g_autoptr (GString) wanted = g_string_new (NULL);
  const TcWindowKey *list = NULL;
  guint n = 0;

  tc_window_keys_show (GTK_WINDOW (parent));
  collect (find_window (), titles, keys);
  g_assert_cmpstr (titles->str, ==, "In the photo window;Everywhere;Everywhere;Everywhere;");
  list = tc_window_keys_list (&n);
  for (guint i = 0; i < n; i++)
    g_string_append_printf (wanted, "%s;", list[i].title);
  g_assert_true (g_str_has_suffix (keys->str, wanted->str));
  gtk_window_destroy (GTK_WINDOW (find_window ()));
  gtk_window_destroy (GTK_WINDOW (parent));
}

/* GTK's window of keys warns of the digits by which its pages are chosen. */
static GLogWriterOutput
write_cb (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer data)
{
  for (gsize i = 0; i < n_fields; i++)
    if (g_str_equal (fields[i].key, "MESSAGE") && strstr (fields[i].value, "reported min width -"))
      return G_LOG_WRITER_HANDLED;
  return g_log_writer_default (level, fields, n_fields, data);
}

/* Ctrl+1 is the first of the rail. */
static void
test_rail (void)
{
  guint n_keys = 0, n_panels = 0;
  const TcWindowKey *keys = tc_window_keys_list (&n_keys);
  const TcPanelType *panels = tc_panel_registry_list (&n_panels);

  for (guint i = 0; i < n_panels; i++) {
    g_autofree char *action = g_strconcat ("win.panel::", panels[i].name, NULL);
    g_autofree char *wanted = g_strdup_printf ("<Control>%u", i + 1);
    const char *found = NULL;
    for (guint k = 0; k < n_keys; k++)
      if (g_str_equal (keys[k].action, action))
        found = keys[k].accelerators[0];
    g_assert_cmpstr (found, ==, wanted);
  }
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_log_set_writer_func (write_cb, NULL, NULL);
  g_test_add_func ("/window-keys/words", test_words);
  g_test_add_func ("/window-keys/order", test_order);
  g_test_add_func ("/window-keys/rail", test_rail);
  return g_test_run ();
}
