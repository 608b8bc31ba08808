/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what an input method still composes counts as typed, and an entry with proposals chooses
 * nothing by itself. Method: real widgets in a window; the input method is played by its signals.
 * With a real one: test_hands.py.
 */
#include "tc-input-method.h"
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

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static gboolean
is_code (const char *text, gpointer data)
{
  return g_str_has_prefix (text, data);
}

static gboolean
is_plain (GtkWidget *widget)
{
  g_autofree char *method = NULL;

  g_object_get (find_entry (widget), "im-module", &method, NULL);
  return g_strcmp0 (method, "gtk-im-context-simple") == 0;
}

/* Once the main loop is at rest; what is composed by then stays as it stood. */
static void
test_plain_func (void)
{
  g_autoptr (GtkWidget) widget = g_object_ref_sink (g_object_new (TC_TYPE_SUGGEST_ENTRY, NULL));
  GtkEditable *text = gtk_editable_get_delegate (GTK_EDITABLE (find_entry (widget)));
  g_autofree char *kept = NULL;

  tc_suggest_entry_set_plain_func (TC_SUGGEST_ENTRY (widget), is_code, "d ");
  gtk_editable_set_text (text, "d");
  settle ();
  g_assert_false (is_plain (widget));
  gtk_editable_set_text (text, "d ");
  gtk_editable_set_position (text, -1);
  g_signal_emit_by_name (text, "preedit-changed", "ư");
  g_assert_false (is_plain (widget));
  settle ();
  g_assert_true (is_plain (widget));
  kept = tc_suggest_entry_dup_text (TC_SUGGEST_ENTRY (widget));
  g_assert_cmpstr (kept, ==, "d ư");
  tc_suggest_entry_set_text (TC_SUGGEST_ENTRY (widget), "n ");
  settle ();
  g_assert_false (is_plain (widget));
  /* What is selected goes with the next letter, and doesn't count. */
  gtk_editable_set_text (text, "d 0005");
  settle ();
  g_assert_true (is_plain (widget));
  gtk_editable_select_region (text, 0, -1);
  g_signal_emit_by_name (text, "preedit-changed", "");
  settle ();
  g_assert_false (is_plain (widget));
  /* One that goes away with a choice to be made leaves nothing that would make it. */
  gtk_editable_set_text (text, "d ");
}

/* Plays ibus's context: while it is asked about a key its entry lets go of it. */
static GtkIMContext *entry_method;
static gboolean is_gone;

static gboolean
ask_cb (GtkIMContext *context, GdkEvent *event)
{
  g_clear_object (&entry_method);
  g_assert_false (is_gone);
  return TRUE;
}

static void
gone_cb (gpointer data, GObject *was)
{
  is_gone = TRUE;
}

static void
test_asked (void)
{
  GtkWidget *window = gtk_window_new ();
  GdkDisplay *display = gtk_widget_get_display (window);
  GdkDevice *keyboard = gdk_seat_get_keyboard (gdk_display_get_default_seat (display));
  g_autofree GdkKeymapKey *keys = NULL;
  int n_keys = 0;
  GType type = g_type_from_name ("IBusIMContext");
  GtkIMContextClass *class = NULL;

  if (!type) /* it isn't installed */
    type = g_type_register_static_simple (GTK_TYPE_IM_CONTEXT, "IBusIMContext",
                                          sizeof (GtkIMContextClass), NULL, sizeof (GtkIMContext),
                                          NULL, 0);
  class = g_type_class_ref (type);
  class->filter_keypress = ask_cb;
  g_assert_true (tc_input_method_protect ());
  g_assert_true (tc_input_method_protect ()); /* nothing is done twice */
  gtk_window_present (GTK_WINDOW (window));
  entry_method = g_object_new (type, NULL);
  g_object_weak_ref (G_OBJECT (entry_method), gone_cb, NULL);
  g_assert_true (gdk_display_map_keyval (display, GDK_KEY_a, &keys, &n_keys));
  g_assert_true (gtk_im_context_filter_key (entry_method, TRUE,
                                            gtk_native_get_surface (GTK_NATIVE (window)), keyboard,
                                            0, keys[0].keycode, 0, keys[0].group));
  g_assert_true (is_gone);
  g_type_class_unref (class);
  gtk_window_destroy (GTK_WINDOW (window));
}

static gboolean
inner_cb (gpointer data)
{
  g_assert_true (tc_input_method_is_asked ());
  g_main_loop_quit (data);
  return G_SOURCE_REMOVE;
}

static gboolean
outer_cb (gpointer data)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);

  g_assert_false (tc_input_method_is_asked ());
  g_idle_add (inner_cb, loop);
  g_main_loop_run (loop);
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

static void
test_within_a_key (void)
{
  gboolean done = FALSE;

  g_idle_add (outer_cb, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
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
  g_test_add_func ("/typed/plain-func", test_plain_func);
  g_test_add_func ("/typed/asked", test_asked);
  g_test_add_func ("/typed/within-a-key", test_within_a_key);
  return g_test_run ();
}
