/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what is said last doesn't wait long behind what was said before; what nobody can see
 * stands its time out, and what can be taken back longer than the rest. Method: a small window, its
 * labels as they are shown.
 */
#include "main-turn.h"
#include "tc-panel.h"
#include "tc-style.h"
#include "wait-limit.h"

#include <adwaita.h>

typedef struct {
  GtkWidget *window;  /* (owned) */
  GtkWidget *overlay; /* (unowned): in it */
} Bench;

/* (nullable): the label that is shown and says so */
static GtkWidget *
find_label (GtkWidget *widget, const char *text)
{
  gboolean is_it = gtk_widget_get_mapped (widget) && GTK_IS_LABEL (widget) &&
                   g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text);
  GtkWidget *found = is_it ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find_label (child, text);
  return found;
}

static gboolean
shows (GtkWidget *widget, const char *text)
{
  return find_label (widget, text) != NULL;
}

static void
wait_shown (Bench *bench, const char *text, gboolean shown)
{
  gint64 end_us = g_get_monotonic_time () + WAIT_US;

  while (shows (bench->overlay, text) != shown) {
    if (g_get_monotonic_time () > end_us)
      g_error ("“%s” %s", text, shown ? "never came" : "never went");
    main_turn ();
  }
}

static void
wait_s (guint seconds)
{
  gint64 end_us = g_get_monotonic_time () + seconds * G_TIME_SPAN_SECOND;

  while (g_get_monotonic_time () < end_us)
    main_turn ();
}

static void
set_up (Bench *bench, gconstpointer data)
{
  bench->window = g_object_ref_sink (gtk_window_new ());
  bench->overlay = adw_toast_overlay_new ();
  gtk_window_set_default_size (GTK_WINDOW (bench->window), 600, 400);
  gtk_window_set_child (GTK_WINDOW (bench->window), bench->overlay);
  gtk_window_present (GTK_WINDOW (bench->window));
}

static void
tear_down (Bench *bench, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (bench->window));
  g_object_unref (bench->window);
}

/* Each stands six seconds where none waits: the third would come after twelve. */
static void
test_newest (Bench *bench, gconstpointer data)
{
  gint64 start_us = 0;

  tc_panel_say (bench->overlay, "one");
  wait_shown (bench, "one", TRUE);
  start_us = g_get_monotonic_time ();
  tc_panel_say (bench->overlay, "two");
  tc_panel_say (bench->overlay, "three");
  wait_shown (bench, "two", TRUE);
  wait_shown (bench, "one", FALSE);
  wait_shown (bench, "three", TRUE);
  g_assert_cmpint (g_get_monotonic_time () - start_us, <, 12 * G_TIME_SPAN_SECOND);
  wait_shown (bench, "two", FALSE);
  g_assert_true (shows (bench->overlay, "three"));
  /* What has been seen long enough makes way at once. */
  wait_s (2);
  start_us = g_get_monotonic_time ();
  tc_panel_say (bench->overlay, "four");
  wait_shown (bench, "four", TRUE);
  g_assert_cmpint (g_get_monotonic_time () - start_us, <, 3 * G_TIME_SPAN_SECOND);
}

static void
test_undo (Bench *bench, gconstpointer data)
{
  gint64 start_us = 0;

  tc_panel_say (bench->overlay, "before");
  tc_panel_say_undo (bench->overlay, "gone", "Undo", "win.undo", NULL);
  wait_shown (bench, "gone", TRUE);
  start_us = g_get_monotonic_time ();
  tc_panel_say (bench->overlay, "after");
  wait_s (2);
  g_assert_true (shows (bench->overlay, "gone") && shows (bench->overlay, "Undo"));
  g_assert_false (shows (bench->overlay, "after"));
  wait_shown (bench, "after", TRUE);
  g_assert_cmpint (g_get_monotonic_time () - start_us, <, 5 * G_TIME_SPAN_SECOND);
  wait_shown (bench, "gone", FALSE);
}

/* No white letters for eyes that are used to the dark: those of the scheme. */
static void
test_colours (Bench *bench, gconstpointer data)
{
  GtkStyleContext *style = NULL;
  GdkRGBA seen, text;

  tc_style_load ("night");
  tc_panel_say (bench->overlay, "one");
  wait_shown (bench, "one", TRUE);
  style = gtk_widget_get_style_context (find_label (bench->overlay, "one"));
  g_assert_true (gtk_style_context_lookup_color (style, "tc_text", &text));
  gtk_style_context_get_color (style, &seen);
  g_assert_true (gdk_rgba_equal (&seen, &text));
}

/* Of a window that is put away. */
static void
test_unseen (Bench *bench, gconstpointer data)
{
  gtk_widget_set_visible (bench->window, FALSE);
  tc_panel_say (bench->overlay, "one");
  tc_panel_say (bench->overlay, "two");
  wait_s (4);
  gtk_window_present (GTK_WINDOW (bench->window));
  wait_shown (bench, "one", TRUE);
  wait_shown (bench, "two", TRUE);
}

/* The window goes while one stands there and another waits. */
static void
test_window_goes (Bench *bench, gconstpointer data)
{
  tc_panel_say (bench->overlay, "one");
  tc_panel_say (bench->overlay, "two");
  gtk_window_set_child (GTK_WINDOW (bench->window), NULL);
  wait_s (2);
}

#define ADD(name, func) g_test_add (name, Bench, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  tc_style_register ();
  ADD ("/toasts/newest", test_newest);
  ADD ("/toasts/undo", test_undo);
  ADD ("/toasts/colours", test_colours);
  ADD ("/toasts/unseen", test_unseen);
  ADD ("/toasts/window-goes", test_window_goes);
  return g_test_run ();
}
