/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: a panel moves into a window of its own and back, works there as it does in the main window,
 * and is there again for whoever comes next; how a desk looks is kept under a name and used again.
 * Method: as in test-incident-window.c.
 */
#include "window-seat.h"

#include "main-turn.h"
#include "tc-application.h"
#include "tc-desk-lock.h"
#include "tc-monitors.h"
#include "tc-panel-window.h"
#include "tc-profile-seeds.h"
#include "tc-profile-store.h"
#include "tc-profiles.h"
#include "tc-settings.h"

#include <string.h>

/* (nullable): the window that holds the panel */
static TcPanelWindow *
find_window (const char *panel)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);
    if (TC_IS_PANEL_WINDOW (window) && gtk_widget_get_visible (window) &&
        g_str_equal (tc_panel_window_get_panel_type (TC_PANEL_WINDOW (window))->name, panel))
      return TC_PANEL_WINDOW (window);
  }
  return NULL;
}

static void
wait_in (TcPanelWindow *window, const char *text)
{
  gint64 end_us = g_get_monotonic_time () + WAIT_US;

  while (!shows (GTK_WIDGET (window), text)) {
    if (g_get_monotonic_time () > end_us)
      g_error ("“%s” never came into the window", text);
    main_turn ();
  }
}

/* Nothing holds a window that is closed. */
static void
wait_gone (gpointer *window)
{
  gint64 end_us = g_get_monotonic_time () + WAIT_US;

  while (*window) {
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    main_turn ();
  }
}

static TcPanelWindow *
move_out (Seat *seat, const char *panel)
{
  act_string (seat, "panel", panel);
  act (seat, "own-window", NULL);
  return find_window (panel);
}

static void
forget_windows (void)
{
  g_autoptr (GSettings) settings = tc_settings_open ();

  g_assert_nonnull (settings);
  g_settings_reset (settings, "own-windows");
  g_settings_reset (settings, "profiles");
  g_settings_reset (settings, "profiles-removed");
}

static void
test_out_and_back (void)
{
  Seat seat = {0};

  forget_windows ();
  sit_down (&seat);
  TcPanelWindow *window = move_out (&seat, "journal");
  g_assert_nonnull (window);
  wait_in (window, "Nothing has been written into the journal yet.");
  wait_shown (&seat, "Ngập sâu hẻm 3", TRUE);
  wait_shown (&seat, "Nothing has been written into the journal yet.", FALSE);
  /* Asked for again it isn't made twice, and the main window stays as it is. */
  act_string (&seat, "panel", "journal");
  g_assert_true (find_window ("journal") == window);
  wait_shown (&seat, "Ngập sâu hẻm 3", TRUE);
  gtk_window_close (GTK_WINDOW (window));
  g_assert_null (find_window ("journal"));
  act_string (&seat, "panel", "journal");
  wait_shown (&seat, "Nothing has been written into the journal yet.", TRUE);
  stand_up (&seat);
}

/* What is done there is done, and what it answers stands there. */
static void
test_works (void)
{
  Seat seat = {0};

  forget_windows ();
  sit_down (&seat);
  TcPanelWindow *window = move_out (&seat, "journal");
  GActionGroup *actions = G_ACTION_GROUP (window);
  wait_in (window, "Nothing has been written into the journal yet.");
  g_action_group_activate_action (actions, "journal-order", NULL);
  g_action_group_activate_action (actions, "journal-write",
                                  g_variant_new_string ("Kiểm tra trạm bơm Xà No"));
  g_action_group_activate_action (actions, "journal-send", NULL);
  wait_in (window, "Kiểm tra trạm bơm Xà No");
  g_action_group_activate_action (actions, "own-window", NULL);
  g_assert_null (find_window ("journal"));
  window = move_out (&seat, "journal");
  actions = G_ACTION_GROUP (window);
  /* What belongs to another panel is done by the main window. */
  g_assert_true (g_action_group_get_action_enabled (actions, "take"));
  g_action_group_activate_action (actions, "command-answer",
                                  g_variant_new ("(bs)", TRUE, "An answer"));
  wait_in (window, "An answer");
  g_assert_false (shows (GTK_WIDGET (seat.window), "An answer"));
  gpointer windows[] = {window, seat.window};
  for (guint i = 0; i < G_N_ELEMENTS (windows); i++)
    g_object_add_weak_pointer (windows[i], &windows[i]);
  stand_up (&seat);
  g_assert_null (find_window ("journal"));
  for (guint i = 0; i < G_N_ELEMENTS (windows); i++)
    wait_gone (&windows[i]);
}

/* Its window closes: what it counts goes on in the main one. */
static void
test_held (void)
{
  Seat seat = {0};
  TcPanelWindow *window = NULL;

  forget_windows ();
  sit_down (&seat);
  window = move_out (&seat, "incidents");
  act (&seat, "dispatch", NULL);
  wait_in (window, "The order goes to Team");
  g_assert_false (shows (GTK_WIDGET (seat.window), "The order goes to Team"));
  g_action_group_activate_action (G_ACTION_GROUP (window), "own-window", NULL);
  wait_shown (&seat, "The order goes to Team", TRUE);
  act (&seat, "keep-back", NULL);
  wait_shown (&seat, "The order goes to Team", FALSE);
  g_assert_false (shows (GTK_WIDGET (seat.window), "Sent to Team"));
  stand_up (&seat);
}

static void
test_last_stays (void)
{
  static const char *const panels[] = {"overview", "intake", "alarms", "events",
                                       "journal",  "tray",   "cameras"};
  Seat seat = {0};

  forget_windows ();
  sit_down (&seat);
  for (guint i = 0; i < G_N_ELEMENTS (panels); i++)
    g_assert_nonnull (move_out (&seat, panels[i]));
  g_assert_null (move_out (&seat, "incidents"));
  wait_shown (&seat, "The last panel stays in the main window.", TRUE);
  wait_shown (&seat, "Ngập sâu hẻm 3", TRUE);
  stand_up (&seat);
}

/* Closed by a person it stays away; closed with the desk it comes again. */
static void
test_restored (void)
{
  Seat seat = {0};

  forget_windows ();
  sit_down (&seat);
  g_assert_nonnull (move_out (&seat, "journal"));
  g_assert_nonnull (move_out (&seat, "tray"));
  gtk_window_close (GTK_WINDOW (find_window ("tray")));
  stand_up (&seat);
  g_assert_null (find_window ("journal"));
  sit_down (&seat);
  g_assert_nonnull (find_window ("journal"));
  g_assert_null (find_window ("tray"));
  wait_in (find_window ("journal"), "Nothing has been written into the journal yet.");
  stand_up (&seat);
  forget_windows ();
}

/* Put away by the lock it is not closed by a person. */
static void
test_locked (void)
{
  Seat seat = {0};

  forget_windows ();
  sit_down (&seat);
  g_assert_nonnull (move_out (&seat, "journal"));
  tc_desk_lock_engage (tc_desk_lock_of (seat.desk));
  g_assert_null (find_window ("journal"));
  stand_up (&seat);
  sit_down (&seat);
  g_assert_nonnull (find_window ("journal"));
  stand_up (&seat);
  forget_windows ();
}

static void
set_compact (Seat *seat, gboolean compact)
{
  g_action_group_change_action_state (G_ACTION_GROUP (seat->window), "compact",
                                      g_variant_new_boolean (compact));
}

static gboolean
is_compact (Seat *seat)
{
  g_autoptr (GVariant)
      state = g_action_group_get_action_state (G_ACTION_GROUP (seat->window), "compact");

  return g_variant_get_boolean (state);
}

/* Those that there are, in their order. */
static void
assert_profiles (const char *expected)
{
  g_autoptr (GSettings) settings = tc_settings_open ();
  g_auto (GStrv) names = tc_profile_store_list (settings);
  g_autofree char *list = g_strjoinv (", ", names);

  g_assert_cmpstr (list, ==, expected);
}

/* A look is kept, used by its name without marks, taken back; and so is its removal. */
static void
test_profile (void)
{
  Seat seat = {0};

  forget_windows ();
  sit_down (&seat);
  act_string (&seat, "profile-use", "khuya");
  wait_shown (&seat, "There is no such profile; there are: Night, Storm.", TRUE);
  g_assert_nonnull (move_out (&seat, "journal"));
  set_compact (&seat, TRUE);
  act_string (&seat, "profile-keep", " Trực khuya ");
  wait_shown (&seat, "How this desk looks is kept as profile “Trực khuya”.", TRUE);
  gtk_window_close (GTK_WINDOW (find_window ("journal")));
  set_compact (&seat, FALSE);
  act_string (&seat, "profile-use", "truc khuya");
  wait_shown (&seat, "This desk looks as in profile “Trực khuya”.", TRUE);
  g_assert_true (is_compact (&seat));
  g_assert_nonnull (find_window ("journal"));
  act (&seat, "profile-back", NULL);
  g_assert_false (is_compact (&seat));
  g_assert_null (find_window ("journal"));
  act_string (&seat, "profile-forget", "Trực khuya");
  assert_profiles ("Night, Storm");
  act (&seat, "profile-back", NULL);
  assert_profiles ("Night, Storm, Trực khuya");
  stand_up (&seat);
  forget_windows ();
}

/* Kept anew under a name that is taken, the old one can be had back. */
static void
test_profile_over (void)
{
  Seat seat = {0};

  forget_windows ();
  sit_down (&seat);
  set_compact (&seat, TRUE);
  act_string (&seat, "profile-keep", "một");
  set_compact (&seat, FALSE);
  act_string (&seat, "profile-keep", "mot");
  assert_profiles ("Night, Storm, một");
  act (&seat, "undo", NULL);
  act_string (&seat, "profile-use", "một");
  g_assert_true (is_compact (&seat));
  set_compact (&seat, FALSE);
  stand_up (&seat);
  forget_windows ();
}

/* What comes with the program: each part of it is one that there is, and does something. */
static void
test_seeds (void)
{
  static const char *const windows[] = {"windows", "windows-too"};
  g_autoptr (GPtrArray) seeds = tc_profile_seeds_read ();
  g_autoptr (GtkApplication) application = GTK_APPLICATION (tc_application_new (NULL));
  Seat seat = {0};

  forget_windows ();
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  sit_down (&seat);
  g_assert_cmpuint (seeds->len, ==, 2);
  for (guint i = 0; i < seeds->len; i++) {
    const TcProfileSeed *seed = g_ptr_array_index (seeds, i);
    const char *key = NULL;
    GVariant *value = NULL;
    GVariantIter iter;

    g_assert_cmpstr (seed->name_vi, !=, seed->name_en);
    g_variant_iter_init (&iter, seed->look);
    while (g_variant_iter_loop (&iter, "{&sv}", &key, &value)) {
      gboolean app = g_str_has_prefix (key, "app.");
      GActionGroup *group = app ? G_ACTION_GROUP (application) : G_ACTION_GROUP (seat.window);

      if (g_strv_contains (windows, key))
        g_assert_true (g_variant_is_of_type (value, TC_OWN_WINDOWS_LAYOUT_TYPE));
      else
        g_assert_true (g_variant_is_of_type (
            value, g_action_group_get_action_state_type (group, app ? key + 4 : key)));
    }
  }
  stand_up (&seat);
}

/* They are there from the start, whatever else stands in a window of its own stays, and all of it
 * goes back. */
static void
test_seed_used (void)
{
  Seat seat = {0};

  forget_windows ();
  sit_down (&seat);
  g_assert_nonnull (move_out (&seat, "journal"));
  act_string (&seat, "profile-use", "bão");
  wait_shown (&seat, "This desk looks as in profile “Storm”.", TRUE);
  g_assert_true (is_compact (&seat));
  g_assert_nonnull (find_window ("overview"));
  g_assert_nonnull (find_window ("journal"));
  act (&seat, "profile-back", NULL);
  g_assert_false (is_compact (&seat));
  g_assert_null (find_window ("overview"));
  g_assert_nonnull (find_window ("journal"));
  stand_up (&seat);
  forget_windows ();
}

/* Changed it is the person's own, in either language's name; removed the first one is there again;
 * that one is removed, too, and brought back, and nothing of it touches what a person kept. */
static void
test_seed_changed (void)
{
  g_autoptr (GSettings) settings = tc_settings_open ();
  g_autofree char *says = NULL, *own = NULL;
  Seat seat = {0};

  forget_windows ();
  sit_down (&seat);
  says = tc_profile_store_word (settings, "Night");
  g_assert_nonnull (strstr (says, "Red for the night"));
  set_compact (&seat, TRUE);
  act_string (&seat, "profile-keep", "đêm");
  assert_profiles ("Storm, đêm");
  own = tc_profile_store_word (settings, "đêm");
  g_assert_nonnull (strstr (own, "in place of the one that comes with the program"));
  set_compact (&seat, FALSE);
  act_string (&seat, "profile-use", "night");
  g_assert_true (is_compact (&seat));
  act_string (&seat, "profile-forget", "Đêm");
  wait_shown (&seat, "Your profile “đêm” is removed: the one that comes with the program", TRUE);
  assert_profiles ("Night, Storm");
  act_string (&seat, "profile-forget", "Night");
  assert_profiles ("Storm");
  act_string (&seat, "profile-forget", "night");
  wait_shown (&seat, "There is no such profile; there are: Storm.", TRUE);
  act (&seat, "undo", NULL);
  assert_profiles ("Night, Storm");
  act_string (&seat, "profile-forget", "Night");
  act_string (&seat, "profile-forget", "Storm");
  act_string (&seat, "profile-keep", "Storm");
  act (&seat, "profile-again", NULL);
  wait_shown (&seat, "There again: Night, Storm.", TRUE);
  assert_profiles ("Night, Storm");
  act_string (&seat, "profile-use", "storm");
  g_assert_null (find_window ("overview"));
  act (&seat, "profile-again", NULL);
  wait_shown (&seat, "None of the profiles that come with the program was removed.", TRUE);
  set_compact (&seat, FALSE);
  stand_up (&seat);
  forget_windows ();
}

/* The window that is shown goes out by a profile: another takes its place. */
static void
test_profile_of_the_shown (void)
{
  Seat seat = {0};

  forget_windows ();
  sit_down (&seat);
  g_assert_nonnull (move_out (&seat, "journal"));
  act_string (&seat, "profile-keep", "một");
  gtk_window_close (GTK_WINDOW (find_window ("journal")));
  act_string (&seat, "panel", "journal");
  wait_shown (&seat, "Nothing has been written into the journal yet.", TRUE);
  act_string (&seat, "profile-use", "mot");
  wait_in (find_window ("journal"), "Nothing has been written into the journal yet.");
  wait_shown (&seat, "Ngập sâu hẻm 3", TRUE);
  stand_up (&seat);
  forget_windows ();
}

/* Neither a name that is none nor one too many; the same name again is kept anew. */
static void
test_profile_limits (void)
{
  g_autoptr (GSettings) settings = tc_settings_open ();
  g_autofree char *longest = g_strnfill (TC_PROFILE_NAME_CHARS_MAX + 1, 'x');
  Seat seat = {0};

  forget_windows ();
  sit_down (&seat);
  act_string (&seat, "profile-keep", "  ");
  wait_shown (&seat, "A profile's name has 1 to 40 letters.", TRUE);
  act_string (&seat, "profile-keep", longest);
  for (guint i = 0; i <= TC_PROFILES_MAX; i++) {
    g_autofree char *name = g_strdup_printf ("%u", i);
    act_string (&seat, "profile-keep", name);
  }
  act_string (&seat, "profile-keep", "0");
  g_assert_cmpuint (tc_profile_store_count_kept (settings), ==, TC_PROFILES_MAX);
  stand_up (&seat);
  forget_windows ();
}

/* What a setting of another version names isn't there. */
static void
test_unknown (void)
{
  g_autoptr (GSettings) settings = tc_settings_open ();
  Seat seat = {0};

  g_settings_set_value (settings, "own-windows",
                        g_variant_new_parsed ("[('no-panel', 'NO-1', 100, 100),"
                                              " ('tray', 'NO-1', 700, 500)]"));
  sit_down (&seat);
  g_assert_nonnull (find_window ("tray"));
  g_assert_false (gtk_window_is_fullscreen (GTK_WINDOW (find_window ("tray"))));
  /* It comes back to its monitor when that is there again. */
  g_assert_nonnull (move_out (&seat, "journal"));
  stand_up (&seat);
  g_autoptr (GVariant) kept = g_settings_get_value (settings, "own-windows");
  g_autofree char *text = g_variant_print (kept, FALSE);
  g_assert_nonnull (strstr (text, "('tray', 'NO-1', 700, 500)"));
  forget_windows ();
}

static GtkWindow *
find_wall (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);
    if (g_str_equal (G_OBJECT_TYPE_NAME (window), "TcWallWindow"))
      return window;
  }
  return NULL;
}

/* A screen that is unplugged and plugged in again: what filled it comes home, says so, and goes
 * back to it; so does the wall. What filled no screen stays as it is. */
static void
test_lost_monitor (void)
{
  g_autoptr (GListStore) screens = g_list_store_new (GDK_TYPE_MONITOR);
  g_autoptr (GdkMonitor)
      screen = g_list_model_get_item (gdk_display_get_monitors (gdk_display_get_default ()), 0);
  const char *connector = gdk_monitor_get_connector (screen);
  Seat seat = {0};

  g_assert_nonnull (connector);
  g_list_store_append (screens, screen);
  tc_monitors_inject (G_LIST_MODEL (screens));
  forget_windows ();
  sit_down (&seat);
  TcPanelWindow *journal = move_out (&seat, "journal"), *tray = move_out (&seat, "tray");
  tc_panel_window_fill_monitor (journal, connector);
  act (&seat, "wall-overview", NULL);
  g_assert_nonnull (find_wall ());
  g_assert_false (tc_monitors_is_away (GTK_WINDOW (journal)));
  g_assert_false (tc_monitors_is_away (find_wall ()));
  g_list_store_remove_all (screens);
  g_assert_true (tc_monitors_is_away (GTK_WINDOW (journal)));
  g_assert_true (tc_monitors_is_away (find_wall ()));
  g_assert_false (tc_monitors_is_away (GTK_WINDOW (tray)));
  g_assert_false (gtk_window_is_fullscreen (GTK_WINDOW (journal)));
  wait_in (journal, "is gone: this window stays here until it is back.");
  g_assert_cmpstr (tc_panel_window_get_connector (journal), ==, connector);
  g_list_store_append (screens, screen);
  g_assert_false (tc_monitors_is_away (GTK_WINDOW (journal)));
  g_assert_false (tc_monitors_is_away (find_wall ()));
  wait_in (journal, "is back.");
  /* The next time it isn't there from the start. */
  g_list_store_remove_all (screens);
  tc_panel_window_fill_monitor (tray, connector);
  g_assert_true (tc_monitors_is_away (GTK_WINDOW (tray)));
  gtk_window_close (find_wall ());
  stand_up (&seat);
  tc_monitors_inject (NULL);
  forget_windows ();
}

int
main (int argc, char **argv)
{
  window_seat_init (&argc, &argv);
  g_test_add_func ("/panel-window/out-and-back", test_out_and_back);
  g_test_add_func ("/panel-window/works", test_works);
  g_test_add_func ("/panel-window/held", test_held);
  g_test_add_func ("/panel-window/last-stays", test_last_stays);
  g_test_add_func ("/panel-window/restored", test_restored);
  g_test_add_func ("/panel-window/locked", test_locked);
  g_test_add_func ("/panel-window/profile", test_profile);
  g_test_add_func ("/panel-window/profile-over", test_profile_over);
  g_test_add_func ("/panel-window/seeds", test_seeds);
  g_test_add_func ("/panel-window/seed-used", test_seed_used);
  g_test_add_func ("/panel-window/seed-changed", test_seed_changed);
  g_test_add_func ("/panel-window/profile-of-the-shown", test_profile_of_the_shown);
  g_test_add_func ("/panel-window/profile-limits", test_profile_limits);
  g_test_add_func ("/panel-window/unknown", test_unknown);
  g_test_add_func ("/panel-window/lost-monitor", test_lost_monitor);
  return window_seat_run ();
}
