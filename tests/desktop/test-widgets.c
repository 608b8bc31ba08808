/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: the widgets that know no domain say what they show, in style and to the screen reader.
 * Method: real widgets in a window on a screen of their own.
 */
#include "tc-age-label.h"
#include "tc-chip.h"
#include "tc-deadline-bar.h"
#include "tc-fact.h"
#include "tc-hold-bar.h"
#include "tc-signal-shape.h"
#include "tc-style.h"
#include "tc-verb-button.h"

#include <adwaita.h>

static gboolean
stop_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

static void
run_for (guint ms)
{
  gboolean over = FALSE;

  g_timeout_add (ms, stop_cb, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_signal (void)
{
  g_autoptr (GtkWidget) shape = g_object_ref_sink (tc_signal_shape_new (TC_SIGNAL_URGENT));

  g_assert_true (gtk_widget_has_css_class (shape, "urgent"));
  tc_signal_shape_set_signal (TC_SIGNAL_SHAPE (shape), TC_SIGNAL_RESOLVED);
  g_assert_true (gtk_widget_has_css_class (shape, "resolved"));
  g_assert_false (gtk_widget_has_css_class (shape, "urgent"));
  gtk_test_accessible_assert_property (shape, GTK_ACCESSIBLE_PROPERTY_LABEL, "resolved");
  gtk_test_accessible_assert_role (shape, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
test_deadline (void)
{
  gboolean late = TRUE;

  g_assert_cmpfloat (tc_deadline_share (100, 200, 125, &late), ==, 0.75);
  g_assert_false (late);
  g_assert_cmpfloat (tc_deadline_share (100, 200, 200, &late), ==, 0);
  g_assert_false (late);
  g_assert_cmpfloat (tc_deadline_share (100, 200, 201, &late), ==, 1);
  g_assert_true (late);
  g_assert_cmpfloat (tc_deadline_share (200, 200, 200, &late), ==, 1);
}

static void
test_age (void)
{
  gint64 now_us = g_get_real_time ();
  g_autoptr (GtkWidget) label = g_object_ref_sink (
      g_object_new (TC_TYPE_AGE_LABEL, "form", TC_AGE_DUE_SHORT, "time-us", now_us + 1, "end-us",
                    now_us + 5 * G_TIME_SPAN_MINUTE, NULL));
  GtkLabel *inner = GTK_LABEL (gtk_widget_get_first_child (label));

  g_assert_cmpstr (gtk_label_get_label (inner), ==, "4 min late");
  g_assert_true (gtk_widget_has_css_class (label, "late"));
  g_object_set (label, "time-us", (gint64) 0, NULL);
  g_assert_cmpstr (gtk_label_get_label (inner), ==, "");
  g_assert_false (gtk_widget_has_css_class (label, "late"));
}

static void
test_verb (void)
{
  g_autoptr (GtkWidget) verb = g_object_ref_sink (
      g_object_new (TC_TYPE_VERB_BUTTON, "verb", "Take", "key", "T", NULL));

  gtk_test_accessible_assert_property (verb, GTK_ACCESSIBLE_PROPERTY_LABEL, "Take");
  gtk_test_accessible_assert_property (verb, GTK_ACCESSIBLE_PROPERTY_KEY_SHORTCUTS, "T");
  g_assert_cmpstr (gtk_widget_get_tooltip_text (verb), ==, "Take (T)");
}

static void
test_chip (void)
{
  g_autoptr (GtkWidget)
      chip = g_object_ref_sink (g_object_new (TC_TYPE_CHIP, "word", "Untaken", "count", 5, NULL));

  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (chip)), ==, "Untaken 5");
  g_object_set (chip, "count", -1, NULL);
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (chip)), ==, "Untaken");
}

static void
test_fact (void)
{
  g_autoptr (GtkWidget)
      fact = g_object_ref_sink (g_object_new (TC_TYPE_FACT, "caption", "State", NULL));

  g_assert_false (gtk_widget_get_visible (fact));
  tc_fact_set (TC_FACT (fact), "Working", "since 14:05");
  g_assert_true (gtk_widget_get_visible (fact));
  gtk_test_accessible_assert_property (fact, GTK_ACCESSIBLE_PROPERTY_LABEL, "State: Working");
}

static void
count_cb (int *count)
{
  (*count)++;
}

static void
test_hold (void)
{
  int gone = 0, kept = 0;
  g_autoptr (GtkWidget) hold = g_object_ref_sink (tc_hold_bar_new ("Sending"));

  g_signal_connect_swapped (hold, "let-go", G_CALLBACK (count_cb), &gone);
  g_signal_connect_swapped (hold, "kept-back", G_CALLBACK (count_cb), &kept);
  run_for (300);
  g_assert_cmpint (gone, ==, 0);
  tc_hold_bar_keep_back (TC_HOLD_BAR (hold));
  tc_hold_bar_keep_back (TC_HOLD_BAR (hold));
  tc_hold_bar_let_go (TC_HOLD_BAR (hold));
  run_for (5200);
  g_assert_cmpint (kept, ==, 1);
  g_assert_cmpint (gone, ==, 0);
}

static void
test_hold_ends (void)
{
  int gone = 0, kept = 0;
  g_autoptr (GtkWidget) hold = g_object_ref_sink (tc_hold_bar_new ("Sending"));
  gint64 start_us = g_get_monotonic_time ();

  g_signal_connect_swapped (hold, "let-go", G_CALLBACK (count_cb), &gone);
  g_signal_connect_swapped (hold, "kept-back", G_CALLBACK (count_cb), &kept);
  while (gone == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (g_get_monotonic_time () - start_us, >=, TC_HOLD_US - G_TIME_SPAN_SECOND / 5);
  g_assert_cmpint (kept, ==, 0);
}

/* Every scheme parses: GTK warns of what it can't read, and warnings are fatal here. */
static void
test_schemes (void)
{
  g_assert_cmpstr (tc_style_load ("light"), ==, "light");
  g_assert_cmpstr (tc_style_load ("night"), ==, "night");
  g_assert_cmpstr (tc_style_load ("no such"), ==, "dark");
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  tc_style_register ();
  g_type_ensure (TC_TYPE_VERB_BUTTON);
  g_test_add_func ("/widgets/signal", test_signal);
  g_test_add_func ("/widgets/deadline", test_deadline);
  g_test_add_func ("/widgets/age", test_age);
  g_test_add_func ("/widgets/verb", test_verb);
  g_test_add_func ("/widgets/chip", test_chip);
  g_test_add_func ("/widgets/fact", test_fact);
  g_test_add_func ("/widgets/hold", test_hold);
  g_test_add_func ("/widgets/hold-ends", test_hold_ends);
  g_test_add_func ("/widgets/schemes", test_schemes);
  return g_test_run ();
}
