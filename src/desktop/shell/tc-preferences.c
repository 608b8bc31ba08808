/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Preferences; see the header. What has an action is done by it; the rest are keys of the seat's
 * settings.
 */
#include "tc-preferences.h"

#include "tc-profile-store.h"
#include "tc-settings.h"
#include "tc-sound-player.h"

#include <glib/gi18n-lib.h>

struct _TcPreferences {
  AdwPreferencesWindow parent;
  AdwComboRow *scheme; /* (unowned): template child, like all that follow */
  GtkWidget *sounds;
  AdwActionRow *no_sound;
  GtkRange *volume;
  GtkSwitch *notifications;
  GtkSwitch *quiet;
  GtkSpinButton *quiet_from;
  GtkWidget *quiet_from_row;
  GtkSpinButton *quiet_to;
  GtkWidget *quiet_to_row;
  AdwPreferencesGroup *profiles;
  GtkEditable *profile_name;
  GtkSwitch *camera_alarms;
  GtkSwitch *look_at_once;
  GtkWidget *wall;
  AdwComboRow *wall_scheme;
  AdwComboRow *wall_monitor;
  GtkSpinButton *wall_distance;
  GtkSpinButton *wall_screen;
  GtkSpinButton *lock_after;
  GtkWidget *pin;
  GActionGroup *app;     /* (owned) (nullable): the application's actions */
  GSettings *settings;   /* (owned) (nullable): where the schema isn't installed */
  GPtrArray *rows;       /* (owned) (element-type GtkWidget): of profiles */
  GPtrArray *connectors; /* (owned) (element-type utf8): of the list of monitors; "": none */
};

G_DEFINE_FINAL_TYPE (TcPreferences, tc_preferences, ADW_TYPE_PREFERENCES_WINDOW)

/* In the order of the lists in the template. */
static const char *const schemes[] = {"light", "dark", "night"};

static guint
find_scheme (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++) {
    if (g_strcmp0 (schemes[i], name) == 0)
      return i;
  }
  return 1;
}

static char *
dup_state (GActionGroup *app, const char *action)
{
  g_autoptr (GVariant) state = app ? g_action_group_get_action_state (app, action) : NULL;

  return state ? g_variant_dup_string (state, NULL) : NULL;
}

static void
scheme_chosen_cb (TcPreferences *self)
{
  const char *chosen = schemes[adw_combo_row_get_selected (self->scheme)];
  g_autofree char *now = dup_state (self->app, "scheme");

  if (self->app && g_strcmp0 (now, chosen) != 0)
    g_action_group_change_action_state (self->app, "scheme", g_variant_new_string (chosen));
}

/* ---- sounds ---- */

static void
show_trouble (TcPreferences *self)
{
  const char *trouble = tc_sound_player_get_trouble (tc_sound_player_get ());

  adw_action_row_set_subtitle (self->no_sound, trouble ? trouble : "");
  gtk_widget_set_visible (GTK_WIDGET (self->no_sound), trouble != NULL);
}

static void
bind_sounds (TcPreferences *self)
{
  GtkAdjustment *volume = gtk_range_get_adjustment (self->volume);

  g_settings_bind (self->settings, "sound-volume", volume, "value", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "notifications", self->notifications, "active",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "quiet-hours", self->quiet, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "quiet-from", self->quiet_from, "value",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "quiet-to", self->quiet_to, "value", G_SETTINGS_BIND_DEFAULT);
  g_object_bind_property (self->quiet, "active", self->quiet_from_row, "sensitive",
                          G_BINDING_SYNC_CREATE);
  g_object_bind_property (self->quiet, "active", self->quiet_to_row, "sensitive",
                          G_BINDING_SYNC_CREATE);
}

/* ---- the wall ---- */

static void
wall_scheme_chosen_cb (TcPreferences *self)
{
  g_settings_set_string (self->settings, "wall-scheme",
                         schemes[adw_combo_row_get_selected (self->wall_scheme)]);
}

static void
monitor_chosen_cb (TcPreferences *self)
{
  const char *chosen = g_ptr_array_index (self->connectors,
                                          adw_combo_row_get_selected (self->wall_monitor));

  if (self->app)
    g_action_group_change_action_state (self->app, "wall-monitor", g_variant_new_string (chosen));
}

static void
add_monitor (TcPreferences *self, GtkStringList *names, const char *connector, const char *name)
{
  g_ptr_array_add (self->connectors, g_strdup (connector));
  gtk_string_list_append (names, name);
}

/* The screens that there are, and the one that was chosen even if it is not plugged in. */
static void
list_monitors (TcPreferences *self)
{
  GListModel *monitors = gdk_display_get_monitors (gtk_widget_get_display (GTK_WIDGET (self)));
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  g_autofree char *chosen = dup_state (self->app, "wall-monitor");
  guint at = 0;

  add_monitor (self, names, "", _ ("Where this window is"));
  for (guint i = 0; i < g_list_model_get_n_items (monitors); i++) {
    g_autoptr (GdkMonitor) monitor = g_list_model_get_item (monitors, i);
    const char *connector = gdk_monitor_get_connector (monitor);
    const char *model = gdk_monitor_get_model (monitor);
    g_autofree char *name = model ? g_strdup_printf ("%s (%s)", connector, model)
                                  : g_strdup (connector);

    if (connector)
      add_monitor (self, names, connector, name);
  }
  if (chosen && !g_ptr_array_find_with_equal_func (self->connectors, chosen, g_str_equal, &at)) {
    /* Translators: a screen that was chosen before, by its connector. */
    g_autofree char *name = g_strdup_printf (_ ("%s, not connected"), chosen);

    at = self->connectors->len;
    add_monitor (self, names, chosen, name);
  }
  adw_combo_row_set_model (self->wall_monitor, G_LIST_MODEL (names));
  adw_combo_row_set_selected (self->wall_monitor, at);
}

static void
bind_wall (TcPreferences *self)
{
  g_autofree char *scheme = g_settings_get_string (self->settings, "wall-scheme");

  list_monitors (self);
  adw_combo_row_set_selected (self->wall_scheme, find_scheme (scheme));
  g_signal_connect_object (self->wall_scheme, "notify::selected",
                           G_CALLBACK (wall_scheme_chosen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->wall_monitor, "notify::selected", G_CALLBACK (monitor_chosen_cb),
                           self, G_CONNECT_SWAPPED);
  g_settings_bind (self->settings, "camera-alarms", self->camera_alarms, "active",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "camera-look-at-once", self->look_at_once, "active",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "wall-distance", self->wall_distance, "value",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "wall-screen", self->wall_screen, "value",
                   G_SETTINGS_BIND_DEFAULT);
}

/* A page of its own, which this window would be in the way of. */
static void
go_to (TcPreferences *self, const char *action)
{
  GtkWindow *window = gtk_window_get_transient_for (GTK_WINDOW (self));

  gtk_window_close (GTK_WINDOW (self));
  gtk_widget_activate_action (GTK_WIDGET (window), action, NULL);
}

static void
synchronisation_cb (TcPreferences *self)
{
  go_to (self, "win.show-synchronisation");
}

static void
pin_cb (TcPreferences *self)
{
  go_to (self, "win.set-pin");
}

/* ---- locking ---- */

static gboolean
seconds_to_minutes (GValue *value, GVariant *variant, gpointer data)
{
  g_value_set_double (value, (g_variant_get_int32 (variant) + 59) / 60);
  return TRUE;
}

static GVariant *
minutes_to_seconds (const GValue *value, const GVariantType *type, gpointer data)
{
  return g_variant_new_int32 ((gint32) g_value_get_double (value) * 60);
}

static void
bind_lock (TcPreferences *self)
{
  g_settings_bind_with_mapping (self->settings, "lock-after-s", self->lock_after, "value",
                                G_SETTINGS_BIND_DEFAULT, seconds_to_minutes, minutes_to_seconds,
                                NULL, NULL);
}

/* ---- profiles ---- */

/* By its name: used, or removed by the button on it. */
static GtkWidget *
profile_row_new (const char *name, const char *says)
{
  GtkWidget *row = adw_action_row_new (), *use = gtk_button_new_with_label (_ ("Use"));
  GtkWidget *remove = gtk_button_new_with_label (_ ("Remove"));
  GtkWidget *buttons[] = {use, remove};
  static const char *const actions[] = {"win.profile-use", "win.profile-forget"};

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  if (says)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), says);
  for (guint i = 0; i < G_N_ELEMENTS (buttons); i++) {
    g_autofree char *spoken = g_strdup_printf (
        "%s: %s", gtk_button_get_label (GTK_BUTTON (buttons[i])), name);
    gtk_widget_set_valign (buttons[i], GTK_ALIGN_CENTER);
    gtk_actionable_set_action_name (GTK_ACTIONABLE (buttons[i]), actions[i]);
    gtk_actionable_set_action_target (GTK_ACTIONABLE (buttons[i]), "s", name);
    gtk_accessible_update_property (GTK_ACCESSIBLE (buttons[i]), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    spoken, -1);
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), buttons[i]);
  }
  return row;
}

/* Those that come with the program and aren't there. @names: NULL-terminated */
static GtkWidget *
again_row_new (char **names)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *again = gtk_button_new_with_label (C_ ("verb", "Bring back"));
  g_autofree char *list = g_strjoinv (", ", names);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                 _ ("Removed, though they come with the program"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), list);
  gtk_widget_set_valign (again, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (again), "win.profile-again");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), again);
  return row;
}

static void
add_profile_row (TcPreferences *self, GtkWidget *row)
{
  g_ptr_array_add (self->rows, row);
  adw_preferences_group_add (self->profiles, row);
}

static void
list_profiles (TcPreferences *self)
{
  g_auto (GStrv) names = tc_profile_store_list (self->settings);
  g_auto (GStrv) removed = tc_profile_store_list_removed (self->settings);

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->profiles, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; names[i]; i++) {
    g_autofree char *says = tc_profile_store_word (self->settings, names[i]);
    add_profile_row (self, profile_row_new (names[i], says));
  }
  if (*removed)
    add_profile_row (self, again_row_new (removed));
}

static void
keep_profile_cb (TcPreferences *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.profile-keep", "s",
                              gtk_editable_get_text (self->profile_name));
  gtk_editable_set_text (self->profile_name, "");
}

/* ---- window ---- */

static void
tc_preferences_dispose (GObject *object)
{
  TcPreferences *self = TC_PREFERENCES (object);

  g_clear_object (&self->app);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->connectors, g_ptr_array_unref);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (tc_preferences_parent_class)->dispose (object);
}

static void
tc_preferences_class_init (TcPreferencesClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_preferences_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/toancanh/ToanCanh/ui/tc-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, TcPreferences, scheme);
  gtk_widget_class_bind_template_child (widget_class, TcPreferences, sounds);
  gtk_widget_class_bind_template_child (widget_class, TcPreferences, no_sound);
  gtk_widget_class_bind_template_child (widget_class, TcPreferences, volume);
  gtk_widget_class_bind_template_child (widget_class, TcPreferences, notifications);
  gtk_widget_class_bind_template_child (widget_class, TcPreferences, quiet);
  gtk_widget_class_bind_template_child (widget_class, TcPreferences, quiet_from);
  gtk_widget_class_bind_template_child (widget_class, TcPreferences, quiet_from_row);
  gtk_widget_class_bind_template_child (widget_class, TcPreferences, quiet_to);
  gtk_widget_class_bind_template_child (widget_class, TcPreferences, quiet_to_row);
  gtk_widget_class_bind_template_child (widget_class, TcPreferences, profiles);
  gtk_widget_class_bind_template_child (widget_class, TcPreferences, profile_name);
  gtk_widget_class_bind_template_child (widget_class, TcPreferences, wall);
  gtk_widget_class_bind_template_child (widget_class, TcPreferences, wall_scheme);
  gtk_widget_class_bind_template_child (widget_class, TcPreferences, wall_monitor);
  gtk_widget_class_bind_template_child (widget_class, TcPreferences, camera_alarms);
  gtk_widget_class_bind_template_child (widget_class, TcPreferences, look_at_once);
  gtk_widget_class_bind_template_child (widget_class, TcPreferences, wall_distance);
  gtk_widget_class_bind_template_child (widget_class, TcPreferences, wall_screen);
  gtk_widget_class_bind_template_child (widget_class, TcPreferences, lock_after);
  gtk_widget_class_bind_template_child (widget_class, TcPreferences, pin);
  gtk_widget_class_bind_template_callback (widget_class, synchronisation_cb);
  gtk_widget_class_bind_template_callback (widget_class, pin_cb);
  gtk_widget_class_bind_template_callback (widget_class, keep_profile_cb);
}

static void
tc_preferences_init (TcPreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->connectors = g_ptr_array_new_with_free_func (g_free);
  self->rows = g_ptr_array_new ();
  self->settings = tc_settings_open ();
}

void
tc_preferences_show (GtkApplicationWindow *window)
{
  TcPreferences *self = g_object_new (TC_TYPE_PREFERENCES, "transient-for", window, NULL);
  GtkApplication *app = gtk_window_get_application (GTK_WINDOW (window));
  g_autofree char *scheme = NULL;

  self->app = app ? g_object_ref (G_ACTION_GROUP (app)) : NULL;
  gtk_widget_insert_action_group (GTK_WIDGET (self), "win", G_ACTION_GROUP (window));
  scheme = dup_state (self->app, "scheme");
  adw_combo_row_set_selected (self->scheme, find_scheme (scheme));
  g_signal_connect_object (self->scheme, "notify::selected", G_CALLBACK (scheme_chosen_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_set_sensitive (self->wall, self->settings != NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->lock_after), self->settings != NULL);
  gtk_widget_set_visible (self->pin,
                          g_action_group_get_action_enabled (G_ACTION_GROUP (window), "set-pin"));
  gtk_widget_set_sensitive (self->sounds, self->settings != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->profiles),
                          self->settings && g_action_group_get_action_enabled (
                                                G_ACTION_GROUP (window), "profile-keep"));
  if (self->settings) {
    list_profiles (self);
    g_signal_connect_object (self->settings, "changed::profiles", G_CALLBACK (list_profiles), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (self->settings, "changed::profiles-removed",
                             G_CALLBACK (list_profiles), self, G_CONNECT_SWAPPED);
    bind_wall (self);
    bind_sounds (self);
    bind_lock (self);
  }
  g_signal_connect_object (tc_sound_player_get (), "notify::trouble", G_CALLBACK (show_trouble),
                           self, G_CONNECT_SWAPPED);
  show_trouble (self);
  tc_sound_player_check (tc_sound_player_get ());
  gtk_window_present (GTK_WINDOW (self));
}
