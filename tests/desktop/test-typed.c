/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what an input method still composes counts as typed, and an entry with proposals chooses
 * nothing by itself. Method: real widgets in a window; the input method is played by its signals.
 * With a real one: test_hands.py.
 */
#include "tc-style.h"
#include "tc-suggest-entry.h"
#include "tc-typed-text.h"
#include "tc-words.h"

#include <adwaita.h>

static void
count_cb (gpointer object)
{
  guint n = GPOINTER_TO_UINT (g_object_get_data (object, "n")) + 1;

  g_object_set_data (object, "n", GUINT_TO_POINTER (n));
}

static guint
get_count (gpointer object)
{
  return GPOINTER_TO_UINT (g_object_get_data (object, "n"));
}

static void
test_text (void)
{
  g_autoptr (GtkTextView) view = g_object_ref_sink (GTK_TEXT_VIEW (gtk_text_view_new ()));
  g_autofree char *composed = NULL, *kept = NULL, *anew = NULL;

  tc_typed_text_watch (view, G_CALLBACK (count_cb), view);
  tc_typed_text_set (view, "đã gọi lực");
  GtkTextIter at;
  gtk_text_buffer_get_iter_at_offset (gtk_text_view_get_buffer (view), &at, 7);
  gtk_text_buffer_place_cursor (gtk_text_view_get_buffer (view), &at);
  g_assert_cmpuint (get_count (view), >, 0);
  guint before = get_count (view);
  g_signal_emit_by_name (view, "preedit-changed", "điện ");
  g_assert_cmpuint (get_count (view), ==, before + 1);
  composed = tc_typed_text_dup (view);
  g_assert_cmpstr (composed, ==, "đã gọi điện lực");
  /* Given up: nothing of it is left. */
  g_signal_emit_by_name (view, "preedit-changed", "");
  kept = tc_typed_text_dup (view);
  g_assert_cmpstr (kept, ==, "đã gọi lực");
  g_signal_emit_by_name (view, "preedit-changed", "điện");
  tc_typed_text_set (view, "");
  anew = tc_typed_text_dup (view);
  g_assert_cmpstr (anew, ==, "");
}

/* Where the cursor is; in place of what was put before if nobody touched that. */
static void
test_put (void)
{
  g_autoptr (GtkTextView) view = g_object_ref_sink (GTK_TEXT_VIEW (gtk_text_view_new ()));
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  g_autofree char *first = NULL, *second = NULL, *touched = NULL, *undone = NULL;

  tc_typed_text_watch (view, NULL, NULL);
  g_signal_emit_by_name (view, "preedit-changed", "điện");
  tc_typed_text_put (view, "Đã sửa.", NULL);
  first = tc_typed_text_dup (view);
  g_assert_cmpstr (first, ==, "Đã sửa.");
  tc_typed_text_put (view, "Đã vá.", "Đã sửa.");
  second = tc_typed_text_dup (view);
  g_assert_cmpstr (second, ==, "Đã vá.");
  gtk_text_buffer_insert_at_cursor (buffer, " Xong. ", -1);
  tc_typed_text_put (view, "Cảm ơn.", "Đã vá.");
  touched = tc_typed_text_dup (view);
  g_assert_cmpstr (touched, ==, "Đã vá. Xong. Cảm ơn.");
  gtk_text_buffer_undo (buffer);
  undone = tc_typed_text_dup (view);
  g_assert_cmpstr (undone, ==, "Đã vá. Xong. ");
}

static GtkWidget *
find_entry (GtkWidget *widget)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);

  while (child && !GTK_IS_ENTRY (child))
    child = gtk_widget_get_next_sibling (child);
  g_assert_nonnull (child);
  return child;
}

static void
test_entry (void)
{
  g_autoptr (GtkWidget) widget = g_object_ref_sink (g_object_new (TC_TYPE_SUGGEST_ENTRY, NULL));
  TcSuggestEntry *entry = TC_SUGGEST_ENTRY (widget);
  GtkEditable *text = gtk_editable_get_delegate (GTK_EDITABLE (find_entry (widget)));
  g_autofree char *composed = NULL, *typed = NULL;

  g_signal_connect (entry, "typed", G_CALLBACK (count_cb), NULL);
  tc_suggest_entry_set_text (entry, "Trần ");
  g_assert_cmpuint (get_count (entry), ==, 0);
  g_signal_emit_by_name (text, "preedit-changed", "Hưng");
  g_assert_cmpuint (get_count (entry), ==, 1);
  composed = tc_suggest_entry_dup_text (entry);
  g_assert_cmpstr (composed, ==, "Trần Hưng");
  gtk_editable_set_text (text, "Trần Hưng");
  g_signal_emit_by_name (text, "preedit-changed", "");
  typed = tc_suggest_entry_dup_text (entry);
  g_assert_cmpstr (typed, ==, "Trần Hưng");
}

static void
test_rows (void)
{
  static const TcSuggestion rows[] = {{TC_SUGGEST_NONE, "Một", NULL, NULL},
                                      {TC_SIGNAL_URGENT, "Hai", "phường", "PA-1"}};
  GtkWidget *window = gtk_window_new ();
  TcSuggestEntry *entry = g_object_new (TC_TYPE_SUGGEST_ENTRY, "label", "Place", NULL);

  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (entry));
  gtk_window_present (GTK_WINDOW (window));
  while (!gtk_widget_get_mapped (GTK_WIDGET (entry)))
    g_main_context_iteration (NULL, TRUE);
  tc_suggest_entry_show (entry, rows, G_N_ELEMENTS (rows));
  g_assert_cmpint (tc_suggest_entry_get_row (entry), ==, -1);
  g_object_set (entry, "eager", TRUE, NULL);
  tc_suggest_entry_show (entry, rows, G_N_ELEMENTS (rows));
  g_assert_cmpint (tc_suggest_entry_get_row (entry), ==, 0);
  tc_suggest_entry_answer (entry, "Không có.");
  g_assert_cmpint (tc_suggest_entry_get_row (entry), ==, -1);
  tc_suggest_entry_show (entry, NULL, 0);
  g_assert_cmpint (tc_suggest_entry_get_row (entry), ==, -1);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Codes, plates and telephone numbers. */
static void
test_plain (void)
{
  g_autoptr (GtkWidget) widget = g_object_ref_sink (g_object_new (TC_TYPE_SUGGEST_ENTRY, NULL));
  g_autofree char *usual = NULL, *plain = NULL;

  g_object_get (find_entry (widget), "im-module", &usual, NULL);
  g_assert_null (usual);
  g_object_set (widget, "plain", TRUE, NULL);
  g_object_get (find_entry (widget), "im-module", &plain, NULL);
  g_assert_cmpstr (plain, ==, "gtk-im-context-simple");
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  tc_style_register ();
  tc_style_load ("dark");
  g_test_add_func ("/typed/text", test_text);
  g_test_add_func ("/typed/put", test_put);
  g_test_add_func ("/typed/entry", test_entry);
  g_test_add_func ("/typed/rows", test_rows);
  g_test_add_func ("/typed/plain", test_plain);
  return g_test_run ();
}
