/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The window's verbs; see the header. A panel's name shows it.
 */
#include "tc-window-verbs.h"

#include "tc-incident-operations.h"
#include "tc-panel.h"

#include <glib/gi18n-lib.h>

static const TcCommandVerb verbs[] = {
    {.words = NC_ ("command", "overview"),
     .title = N_ ("Show the overview"),
     .action = "panel",
     .target = "overview"},
    {.words = NC_ ("command", "incidents"),
     .title = N_ ("Show the incidents"),
     .action = "panel",
     .target = "incidents"},
    {.words = NC_ ("command", "calls"),
     .title = N_ ("Show the calls"),
     .action = "panel",
     .target = "intake"},
    {.words = NC_ ("command", "alarms"),
     .title = N_ ("Show the alarms"),
     .action = "panel",
     .target = "alarms"},
    {.words = NC_ ("command", "big events;storm"),
     .title = N_ ("Show the big events"),
     .action = "panel",
     .target = "events"},
    {.words = NC_ ("command", "video wall;cameras"),
     .title = N_ ("Show the video wall"),
     .action = "panel",
     .target = "cameras"},
    {.words = NC_ ("command", "journal"),
     .title = N_ ("Show the duty journal"),
     .action = "panel",
     .target = "journal"},
    {.words = NC_ ("command", "attention;tray"),
     .title = N_ ("Show what needs attention"),
     .action = "panel",
     .target = "tray"},
    {.words = NC_ ("command", "profile"),
     .usage = N_ ("NAME"),
     .title = N_ ("Make this desk look as in a profile"),
     .action = "profile-use",
     .args = {TC_COMMAND_PROFILE}},
    {.words = NC_ ("command", "keep profile"),
     .usage = N_ ("NAME"),
     .title = N_ ("Keep how this desk looks as a profile"),
     .action = "profile-keep",
     .args = {TC_COMMAND_TEXT}},
    {.words = NC_ ("command", "profiles again"),
     .title = N_ ("Bring back the profiles that come with the program"),
     .action = "profile-again"},
    {.words = NC_ ("command", "window"),
     .title = N_ ("Move this panel into a window of its own"),
     .action = "own-window"},
    {.words = NC_ ("command", "full screen"), .title = N_ ("Full screen"), .action = "full-screen"},
    {.words = NC_ ("command", "sync;synchronisation"),
     .title = N_ ("Synchronisation"),
     .action = "show-synchronisation"},
    {.words = NC_ ("command", "guide;help"), .title = N_ ("Guide"), .action = "guide"},
    {.words = NC_ ("command", "tour"), .title = N_ ("First-day tour"), .action = "tour"},
    {.words = NC_ ("command", "keys"), .title = N_ ("All keys"), .action = "shortcuts"},
    {.words = NC_ ("command", "preferences"), .title = N_ ("Preferences"), .action = "preferences"},
    {.words = NC_ ("command", "about;version"), .title = N_ ("About Toàn Cảnh"), .action = "about"},
    {.words = NC_ ("command", "roster"),
     .title = N_ ("Show the duty roster"),
     .action = "show-roster"},
    {.words = NC_ ("command", "undo"),
     .title = N_ ("Take back what was done last"),
     .action = "undo"},
    {.words = NC_ ("command", "accesses"),
     .title = N_ ("Show who looked at who reported"),
     .action = "show-accesses",
     .need = TC_MAY_RELEASE_REPORTER},
    {.words = NC_ ("command", "units"),
     .title = N_ ("Show all units and what they do"),
     .action = "show-units"},
    {.words = NC_ ("command", "lock"), .title = N_ ("Lock the desk"), .action = "lock"},
    {.words = NC_ ("command", "pin"),
     .title = N_ ("Set the PIN for unlocking"),
     .action = "set-pin"},
    {.words = NC_ ("command", "new session"), .title = N_ ("A new session"), .action = "renew"},
    {.words = NC_ ("command", "sign out"), .title = N_ ("Sign out"), .action = "sign-out"},
    {NULL},
};

/* @more: (nullable): ends with words of NULL */
static void
add (GPtrArray *all, const TcCommandVerb *more)
{
  for (; more && more->words; more++)
    g_ptr_array_add (all, (gpointer) more);
}

void
tc_window_verbs_tell (GPtrArray *panels, GtkWidget *shown, TcCommandEntry *entry)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  g_auto (GStrv) lists = NULL;

  add (all, verbs);
  for (guint i = 0; i < panels->len; i++) {
    add (all, tc_panel_get_verbs (panels->pdata[i]));
    lists = lists ? lists : tc_panel_list_names (panels->pdata[i]);
  }
  tc_command_entry_set_verbs (entry, all);
  tc_command_entry_set_where (entry, shown, lists);
}
