/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The program; see the header. Options are for whoever starts it: nothing of them is kept.
 */
#include "tc-application.h"

#include "tc-drafts.h"
#include "tc-files.h"
#include "tc-focus.h"
#include "tc-input-method.h"
#include "tc-panel-window.h"
#include "tc-settings.h"
#include "tc-style.h"
#include "tc-window-keys.h"
#include "tc-window.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <stdio.h>

#define APP_ID "io.github.toancanh.ToanCanh"
#define BYTES_PER_MIB ((gint64) 1024 * 1024)

struct _TcApplication {
  AdwApplication parent;
  TcDesk *desk;   /* (owned) (nullable): until it is opened */
  char *data_dir; /* (owned) (nullable), like all that follow: as given on the command line */
  char *server_url;
  char *enrol_code;
  char *ca;
  char *account;
  char *panel;
  char *scheme;
  char *size;
  char *wall_monitor;
  char *po;                 /* read before us, by main() */
  TcTranslator *translator; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (TcApplication, tc_application, ADW_TYPE_APPLICATION)

static void
add_options (TcApplication *self)
{
  const GOptionEntry options[] = {
      {"data-dir", 0, 0, G_OPTION_ARG_FILENAME, &self->data_dir, N_ ("Where this desk's files are"),
       N_ ("FOLDER")},
      {"server-url", 0, 0, G_OPTION_ARG_STRING, &self->server_url, N_ ("Address of the server"),
       N_ ("ADDRESS")},
      {"enrol-code", 0, 0, G_OPTION_ARG_STRING, &self->enrol_code,
       N_ ("One-time code that makes this a desk of that server"), N_ ("CODE")},
      {"ca", 0, 0, G_OPTION_ARG_FILENAME, &self->ca,
       N_ ("Certificate that the server has, or that signed the server's"), N_ ("FILE")},
      {"account", 0, 0, G_OPTION_ARG_STRING, &self->account,
       N_ ("Who signs in; with the password in TOANCANH_PASSWORD, at once"), N_ ("ACCOUNT")},
      {"panel", 0, 0, G_OPTION_ARG_STRING, &self->panel, N_ ("Panel to show first"), N_ ("NAME")},
      {"scheme", 0, 0, G_OPTION_ARG_STRING, &self->scheme, N_ ("Colours: light, dark or night"),
       N_ ("NAME")},
      {"size", 0, 0, G_OPTION_ARG_STRING, &self->size, N_ ("Size of the window"),
       N_ ("WIDTHxHEIGHT")},
      {"wall-monitor", 0, 0, G_OPTION_ARG_STRING, &self->wall_monitor,
       N_ ("Monitor of the wall, by its connector"), N_ ("CONNECTOR")},
      {"po", 0, 0, G_OPTION_ARG_FILENAME, &self->po,
       N_ ("Words of that file, for translators; shown anew when it is saved"), N_ ("FILE")},
      {NULL},
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
}

static void
load_scheme (TcApplication *self, const char *scheme)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "scheme");
  const char *name = tc_style_load (scheme);

  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_string (name));
}

static void
scheme_cb (GSimpleAction *action, GVariant *state, gpointer data)
{
  g_autoptr (GSettings) settings = tc_settings_open ();

  load_scheme (data, g_variant_get_string (state, NULL));
  if (settings)
    g_settings_set_string (settings, "colour-scheme", g_variant_get_string (state, NULL));
}

/* Where the wall is: for those who open a page on it. */
static void
wall_monitor_cb (GSimpleAction *action, GVariant *state, gpointer data)
{
  g_autoptr (GSettings) settings = tc_settings_open ();

  g_simple_action_set_state (action, state);
  if (settings)
    g_settings_set_string (settings, "wall-monitor", g_variant_get_string (state, NULL));
}

/* Whichever window is in front: the main one lets go what is held back, and closes those of panels,
 * which are there again next time. */
static void
close_windows (GtkApplication *application)
{
  GList *windows = g_list_copy_deep (gtk_application_get_windows (application),
                                     (GCopyFunc) (GCallback) g_object_ref, NULL);

  for (GList *at = windows; at; at = at->next)
    if (TC_IS_WINDOW (at->data))
      tc_window_end (at->data);
  for (GList *at = windows; at; at = at->next)
    if (gtk_widget_get_visible (at->data))
      gtk_window_close (at->data);
  if (!windows)
    g_application_quit (G_APPLICATION (application));
  g_list_free_full (windows, g_object_unref);
}

/* The main window; of two that with newer words. (nullable) */
static GtkWindow *
find_main (GtkApplication *application)
{
  for (GList *at = gtk_application_get_windows (application); at; at = at->next)
    if (TC_IS_WINDOW (at->data))
      return at->data;
  return NULL;
}

/* By hand: not what is locked, which says so. */
static void
quit_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  GtkWindow *window = find_main (data);

  if (!window || !tc_window_is_locked (TC_WINDOW (window)))
    close_windows (data);
}

/* Ended from outside, it closes as by hand, locked or not: what is held goes, files are closed in
 * order. */
static gboolean
terminate_cb (gpointer data)
{
  close_windows (data);
  return G_SOURCE_CONTINUE;
}

/* From a notification: an id, or a code of an incident. A locked window is only shown. */
static void
open_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  GtkWindow *window = find_main (data);

  if (!window)
    return;
  gtk_window_present (window);
  if (!tc_window_is_locked (TC_WINDOW (window)) &&
      g_action_group_get_action_enabled (G_ACTION_GROUP (window), "panel"))
    g_action_group_activate_action (
        G_ACTION_GROUP (window),
        g_str_equal (g_action_get_name (G_ACTION (action)), "open-journal") ? "journal-open"
                                                                            : "open",
        target);
}

/* What a profile of the seat sets too (tc-profiles.c). */
static void
add_sounds (TcApplication *self)
{
  static const char *const keys[] = {"sound-volume", "quiet-hours"};
  g_autoptr (GSettings) settings = tc_settings_open ();

  for (guint i = 0; settings && i < G_N_ELEMENTS (keys); i++) {
    g_autoptr (GAction) action = g_settings_create_action (settings, keys[i]);
    g_action_map_add_action (G_ACTION_MAP (self), action);
  }
}

static void
add_actions (TcApplication *self)
{
  const GActionEntry entries[] = {
      {.name = "scheme", .parameter_type = "s", .state = "'dark'", .change_state = scheme_cb},
      {.name = "wall-monitor",
       .parameter_type = "s",
       .state = "''",
       .change_state = wall_monitor_cb},
      {.name = "open-incident", .activate = open_cb, .parameter_type = "s"},
      {.name = "open-journal", .activate = open_cb, .parameter_type = "s"},
      {.name = "quit", .activate = quit_cb},
  };
  guint n = 0;
  const TcWindowKey *keys = tc_window_keys_list (&n);

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  add_sounds (self);
  for (guint i = 0; i < n; i++)
    if (!keys[i].at_rest)
      gtk_application_set_accels_for_action (GTK_APPLICATION (self), keys[i].action,
                                             keys[i].accelerators);
}

/* The command line's, else this seat's, else what the system prefers. */
static void
choose_scheme (TcApplication *self)
{
  g_autoptr (GSettings) settings = tc_settings_open ();
  g_autofree char *kept = settings ? g_settings_get_string (settings, "colour-scheme") : NULL;
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());

  if (self->scheme)
    load_scheme (self, self->scheme);
  else if (kept && !g_str_equal (kept, "system"))
    load_scheme (self, kept);
  else
    load_scheme (self, dark ? "dark" : "light");
}

/* The command line's for this run, else this seat's. */
static void
choose_wall (TcApplication *self)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "wall-monitor");
  g_autoptr (GSettings) settings = tc_settings_open ();
  g_autofree char *kept = settings ? g_settings_get_string (settings, "wall-monitor") : NULL;
  const char *monitor = self->wall_monitor ? self->wall_monitor : kept ? kept : "";

  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_string (monitor));
}

static void
window_added_cb (GtkApplication *application, GtkWindow *window)
{
  tc_focus_stay_visible (window);
}

static void
tc_application_startup (GApplication *application)
{
  TcApplication *self = TC_APPLICATION (application);

  G_APPLICATION_CLASS (tc_application_parent_class)->startup (application);
  if (!tc_input_method_protect ())
    g_message ("keys may overtake each other in a slow input method");
  tc_style_register ();
  gtk_window_set_default_icon_name (APP_ID);
  g_signal_connect (self, "window-added", G_CALLBACK (window_added_cb), NULL);
  add_actions (self);
  g_unix_signal_add (SIGTERM, terminate_cb, self);
  g_unix_signal_add (SIGINT, terminate_cb, self);
  choose_scheme (self);
  choose_wall (self);
}

static void
set_size (TcApplication *self, GtkWindow *window)
{
  g_autoptr (GSettings) settings = tc_settings_open ();
  int width = 1366, height = 768;

  if (self->size && sscanf (self->size, "%dx%d", &width, &height) == 2) {
    gtk_window_set_default_size (window, width, height);
    return;
  }
  if (settings) {
    width = g_settings_get_int (settings, "window-width");
    height = g_settings_get_int (settings, "window-height");
    if (g_settings_get_boolean (settings, "window-maximized"))
      gtk_window_maximize (window);
  }
  gtk_window_set_default_size (window, width, height);
}

/* What was given on the command line, for enrolment. */
static gboolean
trust (TcApplication *self, GError **error)
{
  g_autofree char *pem = NULL;

  if (!g_file_get_contents (self->ca, &pem, NULL, error))
    return FALSE;
  tc_desk_set_ca (self->desk, pem);
  return TRUE;
}

/* What is to be sent goes from now on. */
static void
open_files (TcApplication *self)
{
  g_autoptr (GSettings) settings = tc_settings_open ();
  TcFiles *files = tc_files_of (self->desk);

  if (settings)
    tc_files_set_quota (files, g_settings_get_int (settings, "files-mib") * BYTES_PER_MIB);
}

/* Whoever opened it from an icon sees no terminal. */
static void
tell_trouble (TcApplication *self, const char *detail)
{
  GtkWidget *dialog = NULL;
  g_autofree char *text = NULL;

  text = g_strdup_printf (
      /* Translators: the technical detail. */
      _ ("This desk's files can't be used. Nothing in them was changed, and what "
         "was done here and not sent yet is kept. Call the administrator.\n\n"
         "%s"),
      detail);
  dialog = adw_message_dialog_new (NULL, _ ("Toàn Cảnh can't be opened"), text);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("Close"));
  gtk_window_set_application (GTK_WINDOW (dialog), GTK_APPLICATION (self));
  gtk_window_present (GTK_WINDOW (dialog));
}

static gboolean
open_desk (TcApplication *self)
{
  g_autofree char *usual = g_build_filename (g_get_user_data_dir (), "toancanh", NULL);
  g_autoptr (GError) error = NULL;

  if (self->desk)
    return TRUE;
  self->desk = tc_desk_open (self->data_dir ? self->data_dir : usual, &error);
  if (self->desk && self->ca && !trust (self, &error))
    g_clear_object (&self->desk);
  if (self->desk) {
    open_files (self);
    tc_drafts_of (self->desk);
    return TRUE;
  }
  g_printerr ("%s\n", error->message);
  tell_trouble (self, error->message);
  return FALSE;
}

/* ---- a translator's file ---- */

static void
show_translation (TcApplication *self, TcWindow *window)
{
  g_autofree char *state = NULL;

  if (!self->translator)
    return;
  state = tc_translator_dup_state (self->translator);
  tc_window_show_note (window, state);
}

/* What stands in a window was worded when it was made: another takes its place. */
static void
words_changed_cb (TcApplication *self)
{
  GList *windows = g_list_copy_deep (gtk_application_get_windows (GTK_APPLICATION (self)),
                                     (GCopyFunc) (GCallback) g_object_ref, NULL);

  for (GList *at = windows; at; at = at->next) {
    TcWindow *window = TC_IS_WINDOW (at->data) ? at->data : NULL;
    TcWindow *renewed = window ? tc_window_renew (window) : NULL;
    if (window)
      show_translation (self, renewed ? renewed : window);
  }
  /* But for those of panels, which went with the old one. */
  for (GList *at = windows; at; at = at->next)
    if (!TC_IS_WINDOW (at->data) && !TC_IS_PANEL_WINDOW (at->data))
      gtk_window_destroy (at->data);
  g_list_free_full (windows, g_object_unref);
}

static void
tc_application_activate (GApplication *application)
{
  TcApplication *self = TC_APPLICATION (application);
  GtkWindow *window = find_main (GTK_APPLICATION (self));
  g_autofree char *password = g_strdup (g_getenv ("TOANCANH_PASSWORD"));
  const TcWindowStart start = {self->server_url, self->enrol_code, self->account, password,
                               self->panel};

  g_unsetenv ("TOANCANH_PASSWORD");
  /* What says why it can't be opened. */
  if (!window)
    window = gtk_application_get_active_window (GTK_APPLICATION (self));
  if (!window) {
    if (!open_desk (self))
      return;
    window = GTK_WINDOW (tc_window_new (GTK_APPLICATION (self), self->desk, &start));
    set_size (self, window);
    show_translation (self, TC_WINDOW (window));
  }
  gtk_window_present (window);
}

static void
tc_application_shutdown (GApplication *application)
{
  TcApplication *self = TC_APPLICATION (application);

  if (self->desk)
    tc_desk_stop (self->desk);
  g_clear_object (&self->desk);
  G_APPLICATION_CLASS (tc_application_parent_class)->shutdown (application);
}

static void
tc_application_finalize (GObject *object)
{
  TcApplication *self = TC_APPLICATION (object);

  g_free (self->data_dir);
  g_free (self->server_url);
  g_free (self->enrol_code);
  g_free (self->ca);
  g_free (self->account);
  g_free (self->panel);
  g_free (self->scheme);
  g_free (self->size);
  g_free (self->wall_monitor);
  g_free (self->po);
  g_clear_object (&self->translator);
  G_OBJECT_CLASS (tc_application_parent_class)->finalize (object);
}

static void
tc_application_class_init (TcApplicationClass *class)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = tc_application_finalize;
  application_class->startup = tc_application_startup;
  application_class->activate = tc_application_activate;
  application_class->shutdown = tc_application_shutdown;
}

static void
tc_application_init (TcApplication *self)
{
  g_application_set_option_context_summary (G_APPLICATION (self),
                                            _ ("The operations centre of a province"));
  add_options (self);
}

TcApplication *
tc_application_new (TcTranslator *translator)
{
  /* With other words it isn't the one that runs already. */
  const char *id = translator ? APP_ID ".Translation" : APP_ID;
  TcApplication *self = g_object_new (TC_TYPE_APPLICATION, "application-id", id, NULL);

  if (g_set_object (&self->translator, translator))
    g_signal_connect_object (translator, "changed", G_CALLBACK (words_changed_cb), self,
                             G_CONNECT_SWAPPED);
  return self;
}
