/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Profiles; see the header.
 */
#include "tc-profiles.h"

#include "tc-fold.h"
#include "tc-monitors.h"
#include "tc-panel.h"
#include "tc-profile-store.h"
#include "tc-settings.h"

#include <glib/gi18n-lib.h>

#define WINDOWS "windows"
/* Beside those that there are. */
#define WINDOWS_TOO "windows-too"

#define OVERVIEW_MONITOR "app.wall-monitor"
#define OVERVIEW "wall-overview"
/* Connector of its monitor, columns, rows, tiles, whether its groups stand still. */
#define WALLS "walls"
#define WALLS_TYPE G_VARIANT_TYPE ("a(suusb)")

/* The stateful actions that make up a look, in the order in which they are set; "app." are the
 * application's. */
static const char *const parts[] = {"app.scheme", "app.sound-volume", "app.quiet-hours", "compact",
                                    "group",      "columns",          OVERVIEW_MONITOR,  OVERVIEW,
                                    WALLS};

struct _TcProfiles {
  GtkApplicationWindow *window; /* (unowned), like the next two */
  TcOwnWindows *windows;
  GtkWidget *place;
  GVariant *look_before; /* (owned) (nullable): what profile-back sets back */
  GVariant *all_before;  /* (owned) (nullable): likewise, which profiles there were */
};

/* Those of the application have its name before theirs. */
static GActionGroup *
find_group (TcProfiles *self, const char **action)
{
  if (!g_str_has_prefix (*action, "app."))
    return G_ACTION_GROUP (self->window);
  *action += strlen ("app.");
  return (GActionGroup *) gtk_window_get_application (GTK_WINDOW (self->window));
}

/* ---- a look ---- */

/* a{sv}. (transfer full) */
static GVariant *
take_look (TcProfiles *self)
{
  GVariantDict look;

  g_variant_dict_init (&look, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++) {
    const char *action = parts[i];
    GActionGroup *group = find_group (self, &action);
    g_autoptr (GVariant) state = group ? g_action_group_get_action_state (group, action) : NULL;
    if (state)
      g_variant_dict_insert_value (&look, parts[i], state);
  }
  g_variant_dict_insert_value (&look, WINDOWS, tc_own_windows_take_layout (self->windows));
  return g_variant_ref_sink (g_variant_dict_end (&look));
}

/* ---- monitors that aren't there ---- */

static void
add_missing (GPtrArray *missing, const char *connector)
{
  g_autoptr (GdkMonitor) monitor = tc_monitors_find (connector);

  if (*connector && !monitor &&
      !g_ptr_array_find_with_equal_func (missing, connector, g_str_equal, NULL))
    g_ptr_array_add (missing, g_strdup (connector));
}

/* The connectors that stand at @column of each row of that part. */
static void
add_missing_of (GPtrArray *missing, GVariant *look, const char *part, const GVariantType *type,
                guint column)
{
  g_autoptr (GVariant) rows = g_variant_lookup_value (look, part, type);

  for (gsize i = 0; rows && i < g_variant_n_children (rows); i++) {
    g_autoptr (GVariant) row = g_variant_get_child_value (rows, i);
    g_autoptr (GVariant) connector = g_variant_get_child_value (row, column);

    add_missing (missing, g_variant_get_string (connector, NULL));
  }
}

/* The overview would cover what the person works at. */
static gboolean
lacks_overview (GVariant *look)
{
  g_autoptr (GdkMonitor) monitor = NULL;
  const char *connector = NULL;
  gboolean shown = FALSE;

  if (!g_variant_lookup (look, OVERVIEW, "b", &shown) || !shown ||
      !g_variant_lookup (look, OVERVIEW_MONITOR, "&s", &connector) || !*connector)
    return FALSE;
  monitor = tc_monitors_find (connector);
  return monitor == NULL;
}

/* "DP-2, HDMI-3". (transfer full) (nullable): none is missing */
static char *
word_missing (GVariant *look)
{
  g_autoptr (GPtrArray) missing = g_ptr_array_new_with_free_func (g_free);
  const char *connector = NULL;

  if (lacks_overview (look) && g_variant_lookup (look, OVERVIEW_MONITOR, "&s", &connector))
    add_missing (missing, connector);
  add_missing_of (missing, look, WALLS, WALLS_TYPE, 0);
  add_missing_of (missing, look, WINDOWS, TC_OWN_WINDOWS_LAYOUT_TYPE, 1);
  if (missing->len == 0)
    return NULL;
  g_ptr_array_add (missing, NULL);
  return g_strjoinv (", ", (char **) missing->pdata);
}

/* What another version kept and this one doesn't know is left out. */
static void
put_look (TcProfiles *self, GVariant *look)
{
  g_autoptr (GVariant) windows = g_variant_lookup_value (look, WINDOWS, TC_OWN_WINDOWS_LAYOUT_TYPE);
  g_autoptr (GVariant) too = g_variant_lookup_value (look, WINDOWS_TOO, TC_OWN_WINDOWS_LAYOUT_TYPE);
  gboolean no_overview = lacks_overview (look);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++) {
    const char *action = parts[i];
    GActionGroup *group = find_group (self, &action);
    const GVariantType *type = group ? g_action_group_get_action_state_type (group, action) : NULL;
    g_autoptr (GVariant) state = type ? g_variant_lookup_value (look, parts[i], type) : NULL;
    if (state && !(no_overview && g_str_equal (parts[i], OVERVIEW)))
      g_action_group_change_action_state (group, action, state);
  }
  if (windows)
    tc_own_windows_set_layout (self->windows, windows);
  if (too)
    tc_own_windows_add_layout (self->windows, too);
}

/* ---- actions ---- */

static void answer (TcProfiles *self, gboolean ok, const char *format, ...) G_GNUC_PRINTF (3, 4);

static void
answer (TcProfiles *self, gboolean ok, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  tc_panel_answer (self->place, ok, text);
}

static void
forget_before (TcProfiles *self)
{
  g_clear_pointer (&self->look_before, g_variant_unref);
  g_clear_pointer (&self->all_before, g_variant_unref);
}

/* Which profiles there are comes back by profile-back. */
static void
keep_before (TcProfiles *self, GSettings *settings)
{
  forget_before (self);
  self->all_before = tc_profile_store_take (settings);
}

/* What was typed is answered as well. @text: (transfer full) */
static void
say_undo (TcProfiles *self, char *text)
{
  tc_window_answer (TC_WINDOW (self->window), TRUE, "");
  tc_panel_say_undo (self->place, text, _ ("Undo"), "win.profile-back", NULL);
  g_free (text);
}

static void
answer_unknown (TcProfiles *self, GSettings *settings)
{
  g_auto (GStrv) names = tc_profile_store_list (settings);
  g_autofree char *list = g_strjoinv (", ", names);

  if (*names)
    /* Translators: names of the profiles that there are. */
    answer (self, FALSE, _ ("There is no such profile; there are: %s."), list);
  else
    answer (self, FALSE, "%s", _ ("No profile was kept at this desk yet."));
}

/* What has no place is kept: where such a screen is plugged in it comes, and the profile has it. */
static char *
word_used (const char *name, GVariant *look)
{
  g_autofree char *missing = word_missing (look);

  if (!missing)
    return g_strdup_printf (_ ("This desk looks as in profile “%s”."), name);
  /* Translators: a profile's name; screens, by what they are plugged into: "DP-2, HDMI-3". */
  return g_strdup_printf (_ ("This desk looks as in profile “%s”. No screen is at %s: what stands "
                             "there is kept and comes with it."),
                          name, missing);
}

static void
use_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcProfiles *self = data;
  g_autoptr (GSettings) settings = tc_settings_open ();
  g_auto (TcProfile) found = {NULL};

  tc_profile_store_find (settings, g_variant_get_string (target, NULL), &found);
  if (!found.look) {
    answer_unknown (self, settings);
    return;
  }
  forget_before (self);
  self->look_before = take_look (self);
  put_look (self, found.look);
  say_undo (self, word_used (found.name, found.look));
}

static gboolean
is_name (const char *name)
{
  glong n = g_utf8_strlen (name, -1);

  return n >= 1 && n <= TC_PROFILE_NAME_CHARS_MAX;
}

/* As one is called already that is named so with other marks; else as it was typed. */
static const char *
choose_name (const TcProfile *found, const char *typed)
{
  g_autofree char *one = tc_fold (typed), *other = found->name ? tc_fold (found->name) : NULL;

  return found->kept || g_strcmp0 (one, other) == 0 ? found->name : typed;
}

static void
keep (TcProfiles *self, GSettings *settings, const char *name)
{
  g_autoptr (GVariant) look = take_look (self);

  keep_before (self, settings);
  tc_profile_store_keep (settings, name, look);
  /* Translators: a profile's name, here and below. */
  say_undo (self, g_strdup_printf (_ ("How this desk looks is kept as profile “%s”."), name));
}

static void
keep_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcProfiles *self = data;
  g_autoptr (GSettings) settings = tc_settings_open ();
  g_autofree char *typed = g_strstrip (g_variant_dup_string (target, NULL));
  g_auto (TcProfile) found = {NULL};
  const char *name = NULL;

  tc_profile_store_find (settings, typed, &found);
  name = choose_name (&found, typed);
  if (!settings)
    answer (self, FALSE, "%s", _ ("This program isn't installed whole: nothing can be kept."));
  else if (!is_name (name))
    /* Translators: the most that it may have. */
    answer (self, FALSE, _ ("A profile's name has 1 to %d letters."), TC_PROFILE_NAME_CHARS_MAX);
  else if (!found.kept && tc_profile_store_count_kept (settings) >= TC_PROFILES_MAX)
    /* Translators: as many as there can be. */
    answer (self, FALSE, _ ("There are %d profiles already; remove one first."), TC_PROFILES_MAX);
  else
    keep (self, settings, name);
}

static void
forget_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcProfiles *self = data;
  g_autoptr (GSettings) settings = tc_settings_open ();
  g_auto (TcProfile) found = {NULL};
  gboolean again = FALSE;

  tc_profile_store_find (settings, g_variant_get_string (target, NULL), &found);
  if (!found.name) {
    answer_unknown (self, settings);
    return;
  }
  keep_before (self, settings);
  tc_profile_store_remove (settings, &found);
  again = found.kept && found.seed;
  say_undo (self, g_strdup_printf (again ? _ ("Your profile “%s” is removed: the one that comes "
                                              "with the program is there again.")
                                         : _ ("Profile “%s” is removed."),
                                   found.name));
}

/* Those that come with the program; what a person kept under such a name stays in its place. */
static void
again_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcProfiles *self = data;
  g_autoptr (GSettings) settings = tc_settings_open ();
  g_auto (GStrv) names = tc_profile_store_list_removed (settings);
  g_autofree char *list = g_strjoinv (", ", names);

  if (!*names) {
    answer (self, FALSE, "%s", _ ("None of the profiles that come with the program was removed."));
    return;
  }
  keep_before (self, settings);
  tc_profile_store_bring_back (settings);
  /* Translators: names of profiles. */
  say_undo (self, g_strdup_printf (_ ("There again: %s."), list));
}

static void
back_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcProfiles *self = data;
  g_autoptr (GSettings) settings = tc_settings_open ();

  if (self->look_before)
    put_look (self, self->look_before);
  if (self->all_before && settings)
    tc_profile_store_put (settings, self->all_before);
  forget_before (self);
}

TcProfiles *
tc_profiles_new (GtkApplicationWindow *window, TcOwnWindows *windows, GtkWidget *place)
{
  const GActionEntry entries[] = {
      {.name = "profile-use", .activate = use_cb, .parameter_type = "s"},
      {.name = "profile-keep", .activate = keep_cb, .parameter_type = "s"},
      {.name = "profile-forget", .activate = forget_cb, .parameter_type = "s"},
      {.name = "profile-again", .activate = again_cb},
      {.name = "profile-back", .activate = back_cb},
  };
  TcProfiles *self = g_new0 (TcProfiles, 1);

  self->window = window;
  self->windows = windows;
  self->place = place;
  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), self);
  return self;
}

void
tc_profiles_free (TcProfiles *self)
{
  if (!self)
    return;
  forget_before (self);
  g_free (self);
}
