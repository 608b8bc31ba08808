/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What this desk looks and sounds like, and the wall: one window, each choice in force at once but
 * for an open wall, which takes it the next time it is opened.
 */
#pragma once

#include <adwaita.h>

#define TC_TYPE_PREFERENCES (tc_preferences_get_type ())
G_DECLARE_FINAL_TYPE (TcPreferences, tc_preferences, TC, PREFERENCES, AdwPreferencesWindow)

/* Opens it over @window, whose actions and whose application's it uses. */
void tc_preferences_show (GtkApplicationWindow *window);
