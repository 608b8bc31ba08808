/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The main window; see the header. Keys of panels are in tc-window-keys.c.
 */
#include "tc-window.h"

#include "tc-clock-label.h"
#include "tc-command-entry.h"
#include "tc-connection-state.h"
#include "tc-disk-bar.h"
#include "tc-first-run.h"
#include "tc-focus.h"
#include "tc-guide-window.h"
#include "tc-hold-box.h"
#include "tc-lock-page.h"
#include "tc-now.h"
#include "tc-offer-bar.h"
#include "tc-panel-registry.h"
#include "tc-profiles.h"
#include "tc-rail.h"
#include "tc-session-bar.h"
#include "tc-settings.h"
#include "tc-shift-label.h"
#include "tc-sign-in-page.h"
#include "tc-state-names.h"
#include "tc-text-label.h"
#include "tc-toasts.h"
#include "tc-tour.h"
#include "tc-undo.h"
#include "tc-window-dialogs.h"
#include "tc-window-keys.h"
#include "tc-window-lock.h"
#include "tc-window-verbs.h"
#include "tc-words.h"

#include <glib/gi18n-lib.h>

/* Where work begins, unless the command line says otherwise. */
#define START_PANEL "incidents"

struct _TcWindow {
  AdwApplicationWindow parent;
  GtkStack *pages;               /* (unowned): template child */
  TcFirstRun *first_run;         /* (unowned): template child */
  GtkWidget *demonstration;      /* (unowned): template child */
  GtkLabel *note;                /* (unowned): template child */
  TcSignInPage *sign_in;         /* (unowned): template child */
  TcConnectionState *connection; /* (unowned): template child */
  TcCommandEntry *command;       /* (unowned): template child */
  TcDiskBar *disk_bar;           /* (unowned): template child */
  TcEmergencyStrip *strip;       /* (unowned): template child */
  TcRail *rail;                  /* (unowned): template child */
  GtkStack *panels;              /* (unowned): template child */
  AdwToastOverlay *toasts;       /* (unowned): template child */
  TcShiftLabel *shift;           /* (unowned): template child */
  GtkLabel *who;                 /* (unowned): template child */
  TcClockLabel *clock;           /* (unowned): template child */
  TcLockPage *lock_page;         /* (unowned): template child */
  TcSessionBar *session_bar;     /* (unowned): template child */
  TcOfferBar *offer_bar;         /* (unowned): template child */
  GtkWidget *work;               /* (unowned): template child */
  GtkWidget *lock_warning;       /* (unowned): template child */
  TcTour *tour;                  /* (unowned): template child */
  TcWindowLock *lock;            /* (owned) */
  GPtrArray *all;                /* (owned) (element-type TcPanel): wherever they are shown */
  TcOwnWindows *own_windows;     /* (owned) */
  TcProfiles *profiles;          /* (owned) */
  TcUndo *undo;                  /* (owned) */
  TcStateNames *state_names;     /* (owned) (nullable): while somebody works here */
  TcDesk *own;                   /* (owned): this computer's desk */
  TcDesk *desk;                  /* (owned): worked at; own, or one of the demonstration */
  char *first_panel;             /* (owned) (nullable): name */
  guint turn_tick;               /* source id */
  gboolean ending;               /* closed by nobody's hand */
};

G_DEFINE_FINAL_TYPE (TcWindow, tc_window, ADW_TYPE_APPLICATION_WINDOW)

/* Actions that mean nothing before somebody has signed in. */
static const char *const desk_actions[] = {
    "panel",           "own-window",   "search",         "open-emergency", "take-emergency",
    "merge-emergency", "sign-out",     "lock",           "set-pin",        "renew",
    "profile-use",     "profile-keep", "profile-forget", "profile-again",  "profile-back",
    "show-roster",     "undo",         "show-units",     "show-unit"};

static gboolean
turn_cb (gpointer data)
{
  TcWindow *self = data;

  tc_session_bar_turn (self->session_bar);
  tc_window_lock_turn (self->lock);
  tc_tour_turn (self->tour);
  return G_SOURCE_CONTINUE;
}

static void
who_cb (TcWindow *self)
{
  g_autofree char *name = NULL, *person = NULL, *text = NULL;

  g_object_get (self->desk, "name", &name, "person-name", &person, NULL);
  if (person && *person && name && *name)
    text = g_strdup_printf ("%s · %s", person, name);
  else
    text = g_strdup (name ? name : "");
  gtk_label_set_label (self->who, text);
}

static void
enable_actions (TcWindow *self, gboolean enabled)
{
  for (guint i = 0; i < G_N_ELEMENTS (desk_actions); i++) {
    GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), desk_actions[i]);
    g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
  }
  gtk_widget_set_visible (GTK_WIDGET (self->command), enabled);
}

static void
show_panel (TcWindow *self, const char *name)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "panel");
  GtkWidget *panel = gtk_stack_get_child_by_name (self->panels, name);
  GtkWindow *own = panel ? NULL : tc_own_windows_find (self->own_windows, name);

  if (own)
    gtk_window_present (own);
  if (!panel)
    return;
  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_string (name));
  gtk_stack_set_visible_child (self->panels, panel);
  gtk_widget_grab_focus (panel);
}

/* A badge changed: some panel may want to be looked at more, or less. */
static void
urge_cb (TcWindow *self)
{
  TcPanelUrge most = TC_PANEL_URGE_NONE;

  for (guint i = 0; i < self->all->len; i++)
    most = MAX (most, tc_panel_get_urge (g_ptr_array_index (self->all, i)));
  tc_emergency_strip_set_flashing (self->strip, most == TC_PANEL_URGE_STRIP);
}

/* @name, or where that isn't in this window, the first that is. */
static void
show_first (TcWindow *self, const char *name)
{
  GtkWidget *first = gtk_widget_get_first_child (GTK_WIDGET (self->panels));

  if (!gtk_stack_get_child_by_name (self->panels, name))
    name = gtk_stack_page_get_name (gtk_stack_get_page (self->panels, first));
  show_panel (self, name);
}

static void
add_panels (TcWindow *self)
{
  guint n = 0;
  const TcPanelType *types = tc_panel_registry_list (&n);

  for (guint i = 0; i < n; i++) {
    GtkWidget *panel = types[i].make (self->desk);
    gtk_stack_add_named (self->panels, panel, types[i].name);
    tc_panel_attach (TC_PANEL (panel), G_ACTION_MAP (self));
    tc_rail_add (self->rail, types[i].name, TC_PANEL (panel));
    g_signal_connect_object (panel, "notify::badge", G_CALLBACK (urge_cb), self, G_CONNECT_SWAPPED);
    g_ptr_array_add (self->all, panel);
  }
  tc_own_windows_set_desk (self->own_windows, self->desk);
  show_first (self, self->first_panel ? self->first_panel : START_PANEL);
}

static void
collect_verbs (TcWindow *self)
{
  tc_window_verbs_tell (self->all, gtk_stack_get_visible_child (self->panels), self->command);
}

static void
remove_panels (TcWindow *self)
{
  GtkWidget *panel = NULL;

  tc_hold_box_let_go (GTK_WIDGET (self));
  tc_offer_bar_clear (self->offer_bar);
  g_ptr_array_set_size (self->all, 0);
  tc_rail_clear (self->rail);
  while ((panel = gtk_widget_get_first_child (GTK_WIDGET (self->panels)))) {
    g_autoptr (GtkWidget) kept = g_object_ref (panel);
    tc_panel_finish (TC_PANEL (panel));
    gtk_stack_remove (self->panels, panel);
    /* What it still reads may hold it: it says nothing to the window any more. */
    g_object_run_dispose (G_OBJECT (panel));
  }
}

/* Who was let in by this desk alone knows what that means. */
static void
say_offline (TcWindow *self)
{
  gint64 checked_us = 0;
  g_autofree char *when = NULL, *text = NULL;

  g_object_get (self->desk, "checked-us", &checked_us, NULL);
  if (checked_us == 0)
    return;
  when = tc_words_clock (checked_us, tc_now_us ());
  text = g_strdup_printf (
      /* Translators: a time. */
      _ ("Signed in without the server, which last checked your password at %s. "
         "What you do is kept here and sent when the line is back."),
      when);
  tc_panel_say (GTK_WIDGET (self->panels), text);
}

static void
enter_desk (TcWindow *self)
{
  g_autoptr (GSettings) settings = tc_settings_open ();

  if (settings && self->desk == self->own)
    g_settings_set_string (settings, "last-account", tc_sign_in_page_get_account (self->sign_in));
  /* Before the panels, so that what they read first is worded so. */
  self->state_names = tc_state_names_new (self->desk);
  add_panels (self);
  collect_verbs (self);
  tc_command_entry_set_desk (self->command, self->desk);
  tc_emergency_strip_set_desk (self->strip, self->desk);
  tc_shift_label_set_desk (self->shift, self->desk);
  tc_undo_set_desk (self->undo, self->desk);
  enable_actions (self, TRUE);
  gtk_stack_set_visible_child_name (self->pages, "desk");
  /* Nobody knows the password of a demonstration. */
  tc_session_bar_set_desk (self->session_bar, self->desk == self->own ? self->desk : NULL);
  tc_window_lock_set_desk (self->lock, self->desk);
  tc_tour_set_desk (self->tour, self->desk);
  tc_hold_box_set_drafts (tc_hold_box_of (GTK_WIDGET (self)), tc_drafts_of (self->desk));
  say_offline (self);
}

static void
drop_state_names (TcWindow *self)
{
  if (self->state_names)
    tc_state_names_end (self->state_names);
  g_clear_object (&self->state_names);
}

static void
leave_desk (TcWindow *self)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();

  tc_undo_set_desk (self->undo, NULL);
  tc_tour_set_desk (self->tour, NULL);
  /* Before the lock closes what it has put away: these open again for the next person. */
  tc_own_windows_set_desk (self->own_windows, NULL);
  tc_window_lock_set_desk (self->lock, NULL);
  tc_session_bar_set_desk (self->session_bar, NULL);
  tc_emergency_strip_set_desk (self->strip, NULL);
  tc_shift_label_set_desk (self->shift, NULL);
  tc_command_entry_set_desk (self->command, NULL);
  tc_command_entry_set_verbs (self->command, none);
  remove_panels (self);
  drop_state_names (self);
  /* What went with them is told as well. */
  tc_hold_box_set_drafts (tc_hold_box_of (GTK_WIDGET (self)), NULL);
  tc_emergency_strip_set_flashing (self->strip, FALSE);
  enable_actions (self, FALSE);
}

static void
show_sign_in (TcWindow *self)
{
  tc_first_run_set_active (self->first_run, FALSE);
  gtk_stack_set_visible_child_name (self->pages, "sign-in");
  gtk_widget_set_visible (GTK_WIDGET (self->first_run), FALSE);
  tc_sign_in_page_explain (self->sign_in);
  gtk_widget_grab_focus (GTK_WIDGET (self->sign_in));
}

static void
demonstration_cb (TcWindow *self)
{
  gboolean demonstration = FALSE;

  g_object_get (self->desk, "demonstration", &demonstration, NULL);
  gtk_widget_set_visible (self->demonstration, demonstration || self->desk != self->own);
}

static void person_cb (TcWindow *self);

/* As long as it is still in that person's name. */
static void
signing_out_cb (TcWindow *self)
{
  if (g_str_equal (gtk_stack_get_visible_child_name (self->pages), "desk"))
    leave_desk (self);
}

/* Nothing is shown of the desk before. */
static void
use_desk (TcWindow *self, TcDesk *desk)
{
  if (self->desk)
    g_signal_handlers_disconnect_by_data (self->desk, self);
  if (self->desk && self->desk != self->own && self->desk != desk)
    tc_desk_stop (self->desk);
  g_set_object (&self->desk, desk);
  tc_desk_take_now (desk);
  tc_connection_state_set_desk (self->connection, desk);
  tc_clock_label_set_desk (self->clock, desk);
  tc_disk_bar_set_desk (self->disk_bar, desk);
  tc_sign_in_page_set_desk (self->sign_in, desk);
  g_signal_connect_object (desk, "notify::person-id", G_CALLBACK (person_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "signing-out", G_CALLBACK (signing_out_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "notify::person-name", G_CALLBACK (who_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "notify::name", G_CALLBACK (who_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "notify::demonstration", G_CALLBACK (demonstration_cb), self,
                           G_CONNECT_SWAPPED);
  who_cb (self);
  demonstration_cb (self);
}

/* Of the demonstration one goes back to its page, where somebody else can be chosen. */
static void
show_door (TcWindow *self)
{
  if (self->desk == self->own) {
    show_sign_in (self);
    return;
  }
  use_desk (self, self->own);
  tc_first_run_set_active (self->first_run, TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->first_run), TRUE);
  gtk_stack_set_visible_child_name (self->pages, "first-run");
  gtk_widget_grab_focus (GTK_WIDGET (self->first_run));
}

/* Signed in, or signed out elsewhere (the server may end a session). */
static void
person_cb (TcWindow *self)
{
  gboolean inside = g_str_equal (gtk_stack_get_visible_child_name (self->pages), "desk");

  who_cb (self);
  if (tc_desk_get_person (self->desk) != 0 && !inside && tc_desk_get_reader (self->desk)) {
    enter_desk (self);
  } else if (tc_desk_get_person (self->desk) == 0 && inside) {
    leave_desk (self);
    show_door (self);
  }
}

static void
ready_cb (TcWindow *self, TcDesk *desk, const char *account, const char *password)
{
  g_autoptr (GSettings) settings = tc_settings_open ();

  use_desk (self, desk);
  if (settings && desk == self->own && *tc_first_run_get_url (self->first_run))
    g_settings_set_string (settings, "server-url", tc_first_run_get_url (self->first_run));
  if (account)
    tc_sign_in_page_prepare (self->sign_in, account, password);
  tc_desk_start (desk);
  show_sign_in (self);
}

static void
panel_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  if (gtk_stack_get_child_by_name (TC_WINDOW (data)->panels, g_variant_get_string (target, NULL)))
    gtk_window_present (data);
  show_panel (data, g_variant_get_string (target, NULL));
}

static void
own_window_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcWindow *self = data;
  g_autofree char *name = g_strdup (gtk_stack_get_visible_child_name (self->panels));

  if (!tc_own_windows_open (self->own_windows, name))
    tc_panel_say (GTK_WIDGET (self->panels), _ ("The last panel stays in the main window."));
}

static void
search_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  gtk_window_present (data);
  gtk_widget_grab_focus (GTK_WIDGET (TC_WINDOW (data)->command));
}

/* Back to where one was before the command line. */
static void
command_done_cb (TcWindow *self)
{
  GtkWidget *panel = gtk_stack_get_visible_child (self->panels);

  if (panel)
    gtk_widget_grab_focus (panel);
}

gboolean
tc_window_answer (TcWindow *self, gboolean ok, const char *text)
{
  g_return_val_if_fail (TC_IS_WINDOW (self), FALSE);
  return tc_command_entry_answer (self->command, ok, text);
}

static void
answer_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcWindow *self = data;
  gboolean ok = FALSE;
  const char *text = NULL;

  g_variant_get (target, "(b&s)", &ok, &text);
  if (!tc_window_answer (self, ok, text) && *text)
    tc_panel_say (GTK_WIDGET (self->panels), text);
}

/* At the page of what one is looking at. */
static void
guide_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcWindow *self = data;

  tc_guide_window_show (GTK_WINDOW (self), tc_desk_get_person (self->desk) != 0
                                               ? gtk_stack_get_visible_child_name (self->panels)
                                               : NULL);
}

static void
sign_out_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  tc_desk_sign_out (TC_WINDOW (data)->desk);
}

static void
lock_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcWindow *self = data;

  if (tc_window_lock_engage (self->lock))
    return;
  tc_panel_answer (GTK_WIDGET (self->panels), FALSE,
                   tc_emergency_strip_get_id (self->strip) != 0
                       ? _ ("The desk stays open: an emergency hasn't been taken.")
                       : _ ("A demonstration isn't locked."));
}

static void
renew_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcWindow *self = data;

  if (gtk_widget_get_visible (GTK_WIDGET (self->session_bar)))
    gtk_widget_grab_focus (GTK_WIDGET (self->session_bar));
  else
    tc_panel_answer (GTK_WIDGET (self->panels), TRUE, _ ("Your session doesn't end soon."));
}

static void
compact_cb (GSimpleAction *action, GVariant *state, gpointer data)
{
  g_autoptr (GSettings) settings = tc_settings_open ();

  g_simple_action_set_state (action, state);
  if (settings)
    g_settings_set_string (settings, "density",
                           g_variant_get_boolean (state) ? "compact" : "comfortable");
  if (g_variant_get_boolean (state))
    gtk_widget_add_css_class (GTK_WIDGET (data), "compact");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (data), "compact");
}

static void
add_actions (TcWindow *self)
{
  const GActionEntry entries[] = {
      {.name = "panel", .activate = panel_cb, .parameter_type = "s", .state = "''"},
      {.name = "own-window", .activate = own_window_cb},
      {.name = "search", .activate = search_cb},
      {.name = "command-answer", .activate = answer_cb, .parameter_type = "(bs)"},
      {.name = "compact", .state = "false", .change_state = compact_cb},
      {.name = "guide", .activate = guide_cb},
      {.name = "sign-out", .activate = sign_out_cb},
      {.name = "lock", .activate = lock_cb},
      {.name = "renew", .activate = renew_cb},
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  tc_window_dialogs_add (self);
  tc_emergency_strip_add_actions (self->strip, G_ACTION_MAP (self));
  tc_offer_bar_attach (self->offer_bar, G_ACTION_MAP (self));
  tc_undo_attach (self->undo, G_ACTION_MAP (self), GTK_WIDGET (self->panels));
  tc_window_add_full_screen (GTK_WINDOW (self));
  tc_hold_box_add_action (G_ACTION_MAP (self));
  enable_actions (self, FALSE);
}

static void
full_screen_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  if (gtk_window_is_fullscreen (data))
    gtk_window_unfullscreen (data);
  else
    gtk_window_fullscreen (data);
}

void
tc_window_add_full_screen (GtkWindow *window)
{
  const GActionEntry entries[] = {{.name = "full-screen", .activate = full_screen_cb}};

  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), window);
}

static TcPanel *
get_panel_cb (gpointer data)
{
  TcWindow *self = data;
  GtkWidget *panel = gtk_stack_get_visible_child (self->panels);

  return panel && gtk_widget_get_visible (self->work) &&
                 g_str_equal (gtk_stack_get_visible_child_name (self->pages), "desk")
             ? TC_PANEL (panel)
             : NULL;
}

TcEmergencyStrip *
tc_window_get_strip (TcWindow *self)
{
  g_return_val_if_fail (TC_IS_WINDOW (self), NULL);
  return self->strip;
}

TcDesk *
tc_window_get_desk (TcWindow *self)
{
  g_return_val_if_fail (TC_IS_WINDOW (self), NULL);
  return self->desk;
}

gboolean
tc_window_is_locked (TcWindow *self)
{
  g_return_val_if_fail (TC_IS_WINDOW (self), FALSE);
  return tc_window_lock_is_locked (self->lock);
}

void
tc_window_end (TcWindow *self)
{
  g_return_if_fail (TC_IS_WINDOW (self));
  self->ending = TRUE;
  gtk_window_close (GTK_WINDOW (self));
}

static gboolean
tc_window_close_request (GtkWindow *window)
{
  TcWindow *self = TC_WINDOW (window);

  if (tc_window_is_locked (self) && !self->ending)
    return TRUE;
  leave_desk (self);
  tc_window_lock_finish (self->lock);
  if (self->desk != self->own)
    tc_desk_stop (self->desk);
  tc_first_run_finish (self->first_run);
  return GTK_WINDOW_CLASS (tc_window_parent_class)->close_request (window);
}

static void
tc_window_dispose (GObject *object)
{
  TcWindow *self = TC_WINDOW (object);

  g_clear_handle_id (&self->turn_tick, g_source_remove);
  g_clear_object (&self->lock);
  g_clear_object (&self->state_names);
  g_clear_object (&self->desk);
  g_clear_object (&self->own);
  g_clear_pointer (&self->first_panel, g_free);
  g_clear_pointer (&self->profiles, tc_profiles_free);
  g_clear_pointer (&self->undo, tc_undo_free);
  g_clear_pointer (&self->own_windows, tc_own_windows_free);
  for (guint i = 0; self->all && i < self->all->len; i++)
    g_object_run_dispose (self->all->pdata[i]);
  g_clear_pointer (&self->all, g_ptr_array_unref);
  G_OBJECT_CLASS (tc_window_parent_class)->dispose (object);
}

static void
tc_window_class_init (TcWindowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_window_dispose;
  GTK_WINDOW_CLASS (class)->close_request = tc_window_close_request;
  tc_focus_rows_once ();
  g_type_ensure (TC_TYPE_HOLD_BOX);
  g_type_ensure (TC_TYPE_CLOCK_LABEL);
  g_type_ensure (TC_TYPE_COMMAND_ENTRY);
  g_type_ensure (TC_TYPE_CONNECTION_STATE);
  g_type_ensure (TC_TYPE_DISK_BAR);
  g_type_ensure (TC_TYPE_EMERGENCY_STRIP);
  g_type_ensure (TC_TYPE_FIRST_RUN);
  g_type_ensure (TC_TYPE_LOCK_PAGE);
  g_type_ensure (TC_TYPE_OFFER_BAR);
  g_type_ensure (TC_TYPE_RAIL);
  g_type_ensure (TC_TYPE_SESSION_BAR);
  g_type_ensure (TC_TYPE_SHIFT_LABEL);
  g_type_ensure (TC_TYPE_SIGN_IN_PAGE);
  g_type_ensure (TC_TYPE_TOUR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/toancanh/ToanCanh/ui/tc-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TcWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, TcWindow, first_run);
  gtk_widget_class_bind_template_child (widget_class, TcWindow, demonstration);
  gtk_widget_class_bind_template_child (widget_class, TcWindow, note);
  gtk_widget_class_bind_template_child (widget_class, TcWindow, sign_in);
  gtk_widget_class_bind_template_child (widget_class, TcWindow, connection);
  gtk_widget_class_bind_template_child (widget_class, TcWindow, command);
  gtk_widget_class_bind_template_child (widget_class, TcWindow, disk_bar);
  gtk_widget_class_bind_template_child (widget_class, TcWindow, strip);
  gtk_widget_class_bind_template_child (widget_class, TcWindow, rail);
  gtk_widget_class_bind_template_child (widget_class, TcWindow, panels);
  gtk_widget_class_bind_template_child (widget_class, TcWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, TcWindow, shift);
  gtk_widget_class_bind_template_child (widget_class, TcWindow, who);
  gtk_widget_class_bind_template_child (widget_class, TcWindow, clock);
  gtk_widget_class_bind_template_child (widget_class, TcWindow, lock_page);
  gtk_widget_class_bind_template_child (widget_class, TcWindow, session_bar);
  gtk_widget_class_bind_template_child (widget_class, TcWindow, offer_bar);
  gtk_widget_class_bind_template_child (widget_class, TcWindow, work);
  gtk_widget_class_bind_template_child (widget_class, TcWindow, lock_warning);
  gtk_widget_class_bind_template_child (widget_class, TcWindow, tour);
  gtk_widget_class_bind_template_callback (widget_class, ready_cb);
  gtk_widget_class_bind_template_callback (widget_class, person_cb);
  gtk_widget_class_bind_template_callback (widget_class, collect_verbs);
  gtk_widget_class_bind_template_callback (widget_class, command_done_cb);
}

/* Whoever comes isn't whoever goes: nobody's account stands there. */
static void
leaving_cb (TcWindow *self)
{
  tc_sign_in_page_prepare (self->sign_in, NULL, NULL);
}

static void
tc_window_init (TcWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  const TcWindowLockParts parts = {
      .window = GTK_APPLICATION_WINDOW (self),
      .work = self->work,
      .command = GTK_WIDGET (self->command),
      .warning = self->lock_warning,
      .page = self->lock_page,
      .strip = self->strip,
  };
  tc_emergency_strip_guard (self->strip, self->work);
  tc_toasts_stand_beside (self->toasts, GTK_WIDGET (self->panels));
  self->lock = tc_window_lock_new (&parts);
  g_signal_connect_object (self->lock_page, "leaving", G_CALLBACK (leaving_cb), self,
                           G_CONNECT_SWAPPED);
  self->all = g_ptr_array_new ();
  self->undo = tc_undo_new ();
  self->own_windows = tc_own_windows_new (self, self->panels);
  self->profiles = tc_profiles_new (GTK_APPLICATION_WINDOW (self), self->own_windows,
                                    GTK_WIDGET (self->panels));
  add_actions (self);
  tc_first_run_attach (self->first_run, G_ACTION_MAP (self));
  tc_tour_attach (self->tour, GTK_APPLICATION_WINDOW (self), self->strip);
  tc_window_keys_add (GTK_WIDGET (self), get_panel_cb, self);
  turn_cb (self);
  self->turn_tick = g_timeout_add_seconds (1, turn_cb, self);
}

/* What this seat prefers, under what the command line says. */
static void
prepare (TcWindow *self, const TcWindowStart *start)
{
  g_autoptr (GSettings) settings = tc_settings_open ();
  g_autofree char *url = NULL, *account = NULL, *density = NULL;

  if (settings) {
    url = g_settings_get_string (settings, "server-url");
    account = g_settings_get_string (settings, "last-account");
    density = g_settings_get_string (settings, "density");
  }
  g_action_group_change_action_state (G_ACTION_GROUP (self), "compact",
                                      g_variant_new_boolean (g_strcmp0 (density, "compact") == 0));
  tc_sign_in_page_prepare (self->sign_in, start->account ? start->account : account,
                           start->account ? start->password : NULL);
  /* Whose account is known types the password. */
  if (g_str_equal (gtk_stack_get_visible_child_name (self->pages), "sign-in"))
    gtk_widget_grab_focus (GTK_WIDGET (self->sign_in));
  if (tc_desk_get_state (self->desk) != TC_DESK_NEW)
    return;
  tc_first_run_prepare (self->first_run, start->server_url ? start->server_url : url,
                        start->enrol_code, start->server_url || start->enrol_code);
  /* Else it would come to the top bar, and Enter with it. */
  gtk_widget_grab_focus (GTK_WIDGET (self->first_run));
}

TcWindow *
tc_window_new (GtkApplication *application, TcDesk *desk, const TcWindowStart *start)
{
  TcWindow *self = g_object_new (TC_TYPE_WINDOW, "application", application, NULL);

  self->own = g_object_ref (desk);
  self->first_panel = g_strdup (start->panel);
  tc_first_run_set_desk (self->first_run, desk);
  use_desk (self, desk);
  if (tc_desk_get_state (desk) != TC_DESK_NEW) {
    tc_desk_start (desk);
    show_sign_in (self);
  }
  prepare (self, start);
  person_cb (self);
  return self;
}

/* What is worked at isn't stopped with @old. */
TcWindow *
tc_window_renew (TcWindow *old)
{
  static const TcWindowStart start = {NULL};
  TcWindow *self;
  int width = 0, height = 0;

  g_return_val_if_fail (TC_IS_WINDOW (old), NULL);
  self = g_object_new (TC_TYPE_WINDOW, "application", gtk_window_get_application (GTK_WINDOW (old)),
                       NULL);
  if (!tc_first_run_take_over (self->first_run, old->first_run)) {
    gtk_window_destroy (GTK_WINDOW (self));
    return NULL;
  }
  self->own = g_object_ref (old->own);
  self->first_panel = g_strdup (gtk_stack_get_visible_child_name (old->panels));
  tc_first_run_set_desk (self->first_run, self->own);
  use_desk (self, old->desk);
  if (tc_desk_get_state (self->desk) != TC_DESK_NEW)
    show_sign_in (self);
  prepare (self, &start);
  person_cb (self);
  gtk_window_get_default_size (GTK_WINDOW (old), &width, &height);
  gtk_window_set_default_size (GTK_WINDOW (self), width, height);
  gtk_window_present (GTK_WINDOW (self));
  g_signal_handlers_disconnect_by_data (old->desk, old);
  g_set_object (&old->desk, old->own);
  tc_window_end (old);
  return self;
}

void
tc_window_show_note (TcWindow *self, const char *text)
{
  g_return_if_fail (TC_IS_WINDOW (self));
  tc_text_label_say (self->note, text);
}
