/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what is chosen in the preferences is done by the actions that do it elsewhere, or kept in
 * the seat's settings; and what is in force is what they show. Method: the real window over an
 * application and a window that have those actions.
 */
#include "tc-preferences.h"
#include "tc-settings.h"
#include "tc-style.h"

static GSettings *settings; /* (owned) (nullable): where the schema isn't found */
static char *tried;         /* (owned) (nullable): the sound that was last tried */

/* The widget of @type in @widget that is number @at. (nullable) */
static GtkWidget *
find (GtkWidget *widget, GType type, guint *at)
{
  GtkWidget *found = NULL;

  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type) && (*at)-- == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find (child, type, at);
  return found;
}

static gpointer
get (GtkWidget *window, GType type, guint at)
{
  GtkWidget *found = find (window, type, &at);

  g_assert_nonnull (found);
  return found;
}

static GtkWidget *
find_preferences (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

    if (TC_IS_PREFERENCES (window))
      return window;
  }
  return NULL;
}

static void
assert_state (GActionGroup *group, const char *action, const char *expected)
{
  g_autoptr (GVariant) state = g_action_group_get_action_state (group, action);
  g_autofree char *text = g_variant_print (state, FALSE);

  g_assert_cmpstr (text, ==, expected);
}

static void
try_desk (GtkWidget *preferences, GActionGroup *app, GActionGroup *window)
{
  AdwComboRow *scheme = get (preferences, ADW_TYPE_COMBO_ROW, 0);

  g_assert_cmpuint (adw_combo_row_get_selected (scheme), ==, 2);
  adw_combo_row_set_selected (scheme, 0);
  assert_state (app, "scheme", "'light'");
  g_assert_false (gtk_switch_get_active (get (preferences, GTK_TYPE_SWITCH, 0)));
  gtk_widget_activate_action (get (preferences, GTK_TYPE_SWITCH, 0), "win.compact", NULL);
  assert_state (window, "compact", "true");
}

static void
try_sounds (GtkWidget *preferences)
{
  GtkAdjustment *volume = gtk_range_get_adjustment (get (preferences, GTK_TYPE_SCALE, 0));
  GtkSwitch *notifications = get (preferences, GTK_TYPE_SWITCH, 1);
  GtkSwitch *quiet = get (preferences, GTK_TYPE_SWITCH, 2);
  GtkSpinButton *from = get (preferences, GTK_TYPE_SPIN_BUTTON, 1);

  g_assert_cmpfloat (gtk_adjustment_get_value (volume), ==, 70);
  gtk_adjustment_set_value (volume, 25);
  g_assert_cmpint (tc_settings_get_volume (settings), ==, 25);
  gtk_widget_activate_action (get (preferences, GTK_TYPE_SCALE, 0), "win.try-sound", "s", "medium");
  g_assert_cmpstr (tried, ==, "medium");
  g_assert_false (gtk_widget_is_sensitive (GTK_WIDGET (from)));
  gtk_switch_set_active (quiet, TRUE);
  g_assert_true (gtk_widget_is_sensitive (GTK_WIDGET (from)));
  gtk_spin_button_set_value (from, 23);
  gtk_spin_button_set_value (get (preferences, GTK_TYPE_SPIN_BUTTON, 2), 5);
  g_assert_true (g_settings_get_boolean (settings, "quiet-hours"));
  g_assert_true (gtk_switch_get_active (notifications));
  gtk_switch_set_active (notifications, FALSE);
  g_assert_false (g_settings_get_boolean (settings, "notifications"));
  g_assert_cmpint (g_settings_get_int (settings, "quiet-from"), ==, 23);
  g_assert_cmpint (g_settings_get_int (settings, "quiet-to"), ==, 5);
}

static void
try_lock (GtkWidget *preferences)
{
  GtkSpinButton *minutes = get (preferences, GTK_TYPE_SPIN_BUTTON, 0);

  g_assert_cmpfloat (gtk_spin_button_get_value (minutes), ==, 10);
  gtk_spin_button_set_value (minutes, 0);
  g_assert_cmpint (g_settings_get_int (settings, "lock-after-s"), ==, 0);
  gtk_spin_button_set_value (minutes, 5);
  g_assert_cmpint (g_settings_get_int (settings, "lock-after-s"), ==, 300);
}

static void
try_wall (GtkWidget *preferences, GActionGroup *app)
{
  AdwComboRow *monitor = get (preferences, ADW_TYPE_COMBO_ROW, 1);
  GListModel *names = adw_combo_row_get_model (monitor);
  guint chosen = adw_combo_row_get_selected (monitor);
  g_autofree char *scheme = NULL;

  /* That screen isn't there, but it stays chosen until another one is. */
  g_assert_cmpstr (gtk_string_list_get_string (GTK_STRING_LIST (names), chosen), ==,
                   "HDMI-7, not connected");
  adw_combo_row_set_selected (monitor, 0);
  assert_state (app, "wall-monitor", "''");
  adw_combo_row_set_selected (get (preferences, ADW_TYPE_COMBO_ROW, 2), 2);
  scheme = g_settings_get_string (settings, "wall-scheme");
  g_assert_cmpstr (scheme, ==, "night");
  g_assert_cmpfloat (gtk_spin_button_get_value (get (preferences, GTK_TYPE_SPIN_BUTTON, 3)), ==, 5);
  gtk_spin_button_set_value (get (preferences, GTK_TYPE_SPIN_BUTTON, 3), 8.5);
  gtk_spin_button_set_value (get (preferences, GTK_TYPE_SPIN_BUTTON, 4), 75);
  g_assert_cmpfloat (g_settings_get_double (settings, "wall-distance"), ==, 8.5);
  g_assert_cmpfloat (g_settings_get_double (settings, "wall-screen"), ==, 75);
}

static void
try_sound_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  g_free (tried);
  tried = g_variant_dup_string (target, NULL);
}

static void
activate_cb (GtkApplication *application)
{
  const GActionEntry of_app[] = {
      {.name = "scheme", .parameter_type = "s", .state = "'night'"},
      {.name = "wall-monitor", .parameter_type = "s", .state = "'HDMI-7'"},
  };
  const GActionEntry of_window[] = {
      {.name = "compact", .state = "false"},
      {.name = "try-sound", .activate = try_sound_cb, .parameter_type = "s"},
  };
  GtkWidget *window = gtk_application_window_new (application);

  g_action_map_add_action_entries (G_ACTION_MAP (application), of_app, G_N_ELEMENTS (of_app), NULL);
  g_action_map_add_action_entries (G_ACTION_MAP (window), of_window, G_N_ELEMENTS (of_window),
                                   NULL);
  tc_style_load ("night");
  tc_preferences_show (GTK_APPLICATION_WINDOW (window));
  g_assert_nonnull (find_preferences ());
  try_desk (find_preferences (), G_ACTION_GROUP (application), G_ACTION_GROUP (window));
  try_lock (find_preferences ());
  try_sounds (find_preferences ());
  try_wall (find_preferences (), G_ACTION_GROUP (application));
  gtk_window_destroy (GTK_WINDOW (find_preferences ()));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_choices (void)
{
  g_autoptr (AdwApplication)
      application = adw_application_new ("io.github.toancanh.Test", G_APPLICATION_NON_UNIQUE);

  settings = tc_settings_open ();
  g_assert_nonnull (settings);
  g_signal_connect (application, "startup", G_CALLBACK (tc_style_register), NULL);
  g_signal_connect (application, "activate", G_CALLBACK (activate_cb), NULL);
  g_assert_cmpint (g_application_run (G_APPLICATION (application), 0, NULL), ==, 0);
  g_clear_object (&settings);
  g_clear_pointer (&tried, g_free);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/preferences/choices", test_choices);
  return g_test_run ();
}
