/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: each panel has its page in the guide, no page is empty, each page can be opened and found
 * by its words. Method: the pages as data; then the window with each of them.
 */
#include "tc-guide-pages.h"
#include "tc-guide-window.h"
#include "tc-panel-registry.h"
#include "tc-style.h"

static void
test_panels (void)
{
  guint n;
  const TcPanelType *panels = tc_panel_registry_list (&n);

  for (guint i = 0; i < n; i++)
    g_assert_cmpstr (tc_guide_pages_find (panels[i].name)->name, ==, panels[i].name);
  g_assert_cmpstr (tc_guide_pages_find ("no such panel")->name, ==, "start");
  g_assert_cmpstr (tc_guide_pages_find (NULL)->name, ==, "start");
}

static void
test_keys (void)
{
  guint n;
  const TcGuidePage *pages = tc_guide_pages_list (&n);

  for (guint i = 0; i < n; i++) {
    g_assert_nonnull (pages[i].blocks->text);
    for (const TcGuideBlock *block = pages[i].blocks; block->text; block++) {
      GdkModifierType modifiers;
      guint value;

      if (block->kind == TC_GUIDE_KEY)
        g_assert_true (gtk_accelerator_parse (block->key, &value, &modifiers) && value != 0);
    }
  }
}

static void
test_search (void)
{
  const TcGuidePage *tray = tc_guide_pages_find ("tray");

  g_assert_true (tc_guide_page_matches (tray, ""));
  g_assert_true (tc_guide_page_matches (tray, "  Set ASIDE"));
  g_assert_true (tc_guide_page_matches (tray, "sét aside"));
  g_assert_false (tc_guide_page_matches (tray, "set anchor"));
}

/* Escape in the entry: what is looked for goes first, then the guide. */
static void
check_escape (GtkWindow *guide)
{
  GtkWidget *entry = gtk_window_get_focus (guide);

  entry = entry ? gtk_widget_get_ancestor (entry, GTK_TYPE_SEARCH_ENTRY) : NULL;
  g_assert_nonnull (entry);
  gtk_editable_set_text (GTK_EDITABLE (entry), "tray");
  g_signal_emit_by_name (entry, "stop-search");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "");
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (guide)));
  g_signal_emit_by_name (entry, "stop-search");
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (guide)));
}

static void
activate_cb (GtkApplication *application)
{
  GtkWidget *window = gtk_application_window_new (application);
  guint n;
  const TcGuidePage *pages = tc_guide_pages_list (&n);

  tc_style_load ("night");
  for (guint i = 0; i < n; i++)
    tc_guide_window_show (GTK_WINDOW (window), pages[i].name);
  /* One guide, however often it is asked for. */
  g_assert_cmpuint (g_list_length (gtk_application_get_windows (application)), ==, 2);
  check_escape (gtk_application_get_active_window (application));
  g_application_quit (G_APPLICATION (application));
}

static void
test_window (void)
{
  g_autoptr (AdwApplication)
      application = adw_application_new ("io.github.toancanh.Test", G_APPLICATION_NON_UNIQUE);

  g_signal_connect (application, "startup", G_CALLBACK (tc_style_register), NULL);
  g_signal_connect (application, "activate", G_CALLBACK (activate_cb), NULL);
  g_assert_cmpint (g_application_run (G_APPLICATION (application), 0, NULL), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gtk_init ();
  g_test_add_func ("/guide/panels", test_panels);
  g_test_add_func ("/guide/keys", test_keys);
  g_test_add_func ("/guide/search", test_search);
  g_test_add_func ("/guide/window", test_window);
  return g_test_run ();
}
