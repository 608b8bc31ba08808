/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: the window that lists the keys speaks in our words alone, where GTK's have no translation.
 * Method: the window, whatever it says in any of its parts.
 */
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

/* GTK's window of keys warns of the digits by which its pages are chosen. */
static GLogWriterOutput
write_cb (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer data)
{
  for (gsize i = 0; i < n_fields; i++)
    if (g_str_equal (fields[i].key, "MESSAGE") && strstr (fields[i].value, "reported min width -"))
      return G_LOG_WRITER_HANDLED;
  return g_log_writer_default (level, fields, n_fields, data);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_log_set_writer_func (write_cb, NULL, NULL);
  g_test_add_func ("/window-keys/words", test_words);
  return g_test_run ();
}
