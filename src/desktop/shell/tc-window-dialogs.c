/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the main window opens; see the header.
 */
#include "tc-window-dialogs.h"

#include "tc-about.h"
#include "tc-pin-dialog.h"
#include "tc-preferences.h"
#include "tc-roster-window.h"
#include "tc-settings.h"
#include "tc-sound-player.h"
#include "tc-stick-loader.h"
#include "tc-sync-window.h"
#include "tc-units-window.h"
#include "tc-window-keys.h"

static void
shortcuts_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  tc_window_keys_show (GTK_WINDOW (data));
}

static void
preferences_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  tc_preferences_show (GTK_APPLICATION_WINDOW (data));
}

static void
about_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  tc_about_show (GTK_WINDOW (data));
}

static void
try_sound_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  static const char *const names[TC_ALARM_N_PRIORITIES] = {"high", "medium", "low"};
  g_autoptr (GSettings) settings = tc_settings_open ();

  for (guint i = 0; i < TC_ALARM_N_PRIORITIES; i++) {
    if (g_str_equal (names[i], g_variant_get_string (target, NULL)))
      tc_sound_player_play (tc_sound_player_get (), i, tc_settings_get_volume (settings));
  }
}

static void
load_stick_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  tc_stick_loader_choose (GTK_WINDOW (data), tc_window_get_desk (data));
}

static void
load_stick_from_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  tc_stick_loader_load (GTK_WINDOW (data), tc_window_get_desk (data),
                        g_variant_get_string (target, NULL));
}

static void
show_synchronisation_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  tc_sync_window_show (GTK_WINDOW (data), tc_window_get_desk (data));
}

static void
set_pin_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  tc_pin_dialog_show (GTK_WINDOW (data), tc_window_get_desk (data));
}

static void
show_roster_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  tc_roster_window_show (GTK_WINDOW (data), tc_window_get_desk (data));
}

static void
show_units_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  tc_units_window_show (GTK_WINDOW (data), tc_window_get_desk (data),
                        target ? g_variant_get_string (target, NULL) : NULL);
}

void
tc_window_dialogs_add (TcWindow *window)
{
  const GActionEntry entries[] = {
      {.name = "shortcuts", .activate = shortcuts_cb},
      {.name = "preferences", .activate = preferences_cb},
      {.name = "about", .activate = about_cb},
      {.name = "try-sound", .activate = try_sound_cb, .parameter_type = "s"},
      {.name = "load-stick", .activate = load_stick_cb},
      {.name = "load-stick-from", .activate = load_stick_from_cb, .parameter_type = "s"},
      {.name = "show-synchronisation", .activate = show_synchronisation_cb},
      {.name = "set-pin", .activate = set_pin_cb},
      {.name = "show-roster", .activate = show_roster_cb},
      {.name = "show-units", .activate = show_units_cb},
      {.name = "show-unit", .activate = show_units_cb, .parameter_type = "s"},
  };

  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), window);
}
