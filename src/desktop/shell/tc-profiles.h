/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Profiles of a seat: how its desk looks at night, in a storm, under a name: colours, sounds,
 * density, what the queue's rows are put together by and show, which panels have windows of their
 * own, which walls of cameras stand on which monitors. Each part is the state of an action and set
 * by it, as a person would. A monitor that isn't there when a profile is used is named, and what
 * stands on it stays in the profile. Which profiles there are is tc-profile-store.h's.
 *
 * Actions: profile-use (s), profile-keep (s), profile-forget (s), profile-again, by which those
 * that come with the program are there again, and profile-back, which takes the last of these back.
 */
#pragma once

#include "tc-own-windows.h"

#define TC_PROFILES_MAX 20
#define TC_PROFILE_NAME_CHARS_MAX 40

typedef struct _TcProfiles TcProfiles;

/* Adds the actions to @window. @window, @windows, @place: (unowned): outlive it; sentences are said
 * at the foot of what holds @place */
TcProfiles *tc_profiles_new (GtkApplicationWindow *window, TcOwnWindows *windows, GtkWidget *place);
void tc_profiles_free (TcProfiles *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcProfiles, tc_profiles_free)
