/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The overview panel; see the header. What stands on its tiles is in tc-overview-figures.c.
 */
#include "tc-event-counts.h"
#include "tc-overview-fill.h"
#include "tc-overview-panel-private.h"
#include "tc-list-take.h"
#include "tc-overview-save.h"
#include "tc-overview-table.h"
#include "tc-own-orders-table.h"

#include "tc-command-records.h"
#include "tc-focus.h"
#include "tc-now.h"
#include "tc-settings.h"
#include "tc-tile-layout.h"
#include "tc-verb-button.h"
#include "tc-wall-size.h"
#include "tc-wall-window.h"
#include "tc-words.h"

#include <glib/gi18n-lib.h>

static void panel_iface_init (TcPanelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TcOverviewPanel, tc_overview_panel, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (TC_TYPE_PANEL, panel_iface_init))

enum {
  PROP_BADGE = 1
};

static const TcPanelKey keys[] = {
    {"F11", "wall-overview", N_ ("Overview on the wall")},
    {"s", "overview-save", N_ ("Save figures or chart")},
    {"<Control>s", "overview-save-list", N_ ("Save the list for a spreadsheet")},
    {"<Control>p", "overview-print-list", N_ ("Print the list")},
    {"<Control>s", "own-save-list", N_ ("Save your unit's orders for a spreadsheet")},
    {"<Control>p", "own-print-list", N_ ("Print your unit's orders")},
    {"y", "own-knows", N_ ("Accept your unit's order")},
    {"e", "own-sets-out", N_ ("Your unit is on the way")},
    {"<Shift>s", "own-arrives", N_ ("Your unit is on scene")},
    {"w", "own-ends", N_ ("Your unit's order is done")},
    {"<Shift>g", "own-says", N_ ("Write to the centre about the order")},
    {"f", "own-attaches", N_ ("Attach a photo or file to the order")},
    {"z", "own-returns", N_ ("Give the order back, with the reason")},
    {"Escape", "own-cancel", N_ ("Close what is being typed")},
    {NULL, NULL, NULL},
};

static const TcCommandVerb verbs[] = {
    {.words = NC_ ("command", "wall"),
     .title = N_ ("Overview on the wall"),
     .action = "wall-overview"},
    {.words = NC_ ("command", "figure"),
     .usage = N_ ("NAME"),
     .title = N_ ("Show what a figure of the overview counts"),
     .action = "overview-figure",
     .args = {TC_COMMAND_TEXT}},
    {.words = NC_ ("command", "save figures"),
     .title = N_ ("Save figures or chart"),
     .action = "overview-save"},
    {NULL},
};

static void
show_since (TcOverviewPanel *self)
{
  gint64 since_us = tc_overview_find_since (self->desk, self->overview);
  gboolean offline = tc_desk_get_state (self->desk) != TC_DESK_ONLINE;
  g_autofree char *clock = tc_words_clock (since_us, tc_now_us ());
  g_autofree char *line = g_strdup_printf (
      /* Translators: a line over all figures; a time. */
      offline ? _ ("No line to the server since %s: what others have done since is not counted.")
              : _ ("The figures could not be counted since %s."),
      clock);

  g_clear_pointer (&self->since, g_free);
  gtk_widget_set_visible (self->stale, since_us != 0);
  gtk_widget_remove_css_class (self->box, "stale");
  if (since_us == 0)
    return;
  /* Translators: beside a figure, a time: nothing new has come since then. */
  self->since = g_strdup_printf (_ ("nothing new since %s"), clock);
  gtk_widget_add_css_class (self->box, "stale");
  gtk_label_set_label (GTK_LABEL (self->stale), line);
}

/* A desk that is new counts what it has. */
static void
show_partial (TcOverviewPanel *self)
{
  g_autofree char *line = NULL;
  double loading;

  g_object_get (self->desk, "loading", &loading, NULL);
  if (loading >= 1 || self->since)
    return;
  line = g_strdup_printf (
      /* Translators: a line over all figures; per cent. */
      _ ("History is still being loaded (%d\u00a0%%): figures of the past and of what "
         "is over are not whole."),
      (int) (loading * 100));
  gtk_widget_set_visible (self->stale, TRUE);
  gtk_label_set_label (GTK_LABEL (self->stale), line);
}

/* How old the figures are. */
static void
show_counted (TcOverviewPanel *self)
{
  gint64 counted_us = tc_overview_get_counted_us (self->overview);
  g_autofree char *clock = tc_words_clock_seconds (counted_us);
  /* Translators: a time: when the figures were counted. */
  g_autofree char *text = g_strdup_printf (_ ("Figures of %s"), clock);

  gtk_label_set_label (self->counted, counted_us != 0 ? text : "");
}

/* There is something to save once something was counted; and each list where it is shown. */
static void
enable_save (TcOverviewPanel *self)
{
  TcOverviewAccess access = TC_OVERVIEW_NOTHING;
  gboolean counted = tc_overview_get_access (self->overview, &access);

  if (!self->actions)
    return;
  tc_panel_enable (self->actions, "overview-save", counted && access == TC_OVERVIEW_WHOLE);
  tc_panel_enable (self->actions, "overview-save-list", access != TC_OVERVIEW_TASKS);
  tc_panel_enable (self->actions, "overview-print-list", access != TC_OVERVIEW_TASKS);
  tc_panel_enable (self->actions, "own-save-list", access == TC_OVERVIEW_TASKS);
  tc_panel_enable (self->actions, "own-print-list", access == TC_OVERVIEW_TASKS);
}

static void
loading_cb (TcOverviewPanel *self)
{
  show_since (self);
  show_partial (self);
}

static void
refresh_cb (TcOverviewPanel *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;

  show_since (self);
  show_partial (self);
  show_counted (self);
  enable_save (self);
  tc_overview_panel_fill (self);
  /* What was asked for before there was anything that could have it. */
  if (gtk_widget_get_mapped (GTK_WIDGET (self)) && (!focus || focus == self->waiting))
    gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
reading_cb (TcOverviewPanel *self)
{
  const char *barred = tc_reading_watch_word (self->reading);

  gtk_label_set_label (self->nothing_label, barred ? barred : "");
  refresh_cb (self);
}

/* ---- the wall ---- */

static TcWallSettings
read_wall_settings (GtkWindow *window)
{
  g_autoptr (GSettings) settings = tc_settings_open ();
  GApplication *application = G_APPLICATION (gtk_window_get_application (window));
  g_autoptr (GVariant)
      monitor = application &&
                        g_action_group_has_action (G_ACTION_GROUP (application), "wall-monitor")
                    ? g_action_group_get_action_state (G_ACTION_GROUP (application), "wall-monitor")
                    : NULL;
  TcWallSettings wall = {.distance_m = TC_WALL_DISTANCE_M, .screen_inches = TC_WALL_SCREEN_INCHES};

  wall.monitor = monitor ? g_variant_dup_string (monitor, NULL) : NULL;
  if (settings) {
    wall.scheme = g_settings_get_string (settings, "wall-scheme");
    wall.distance_m = g_settings_get_double (settings, "wall-distance");
    wall.screen_inches = g_settings_get_double (settings, "wall-screen");
  }
  return wall;
}

/* What this desk is set up for is on the wall too. */
static void
show_event (TcOverviewPanel *self)
{
  GAction *mode = g_action_map_lookup_action (self->actions, TC_EVENT_MODE);
  g_autoptr (GVariant) event = mode ? g_action_get_state (mode) : NULL;

  if (self->wall)
    tc_wall_window_set_event (TC_WALL_WINDOW (self->wall), event ? g_variant_get_int64 (event) : 0);
}

static void
wall_closed_cb (TcOverviewPanel *self)
{
  GAction *action = g_action_map_lookup_action (self->actions, "wall-overview");

  self->wall = NULL;
  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_boolean (FALSE));
}

static void
open_wall (TcOverviewPanel *self)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
  TcWallSettings settings = read_wall_settings (window);

  self->wall = tc_wall_window_new (self->desk, self->overview, window, &settings);
  g_signal_connect_object (self->wall, "destroy", G_CALLBACK (wall_closed_cb), self,
                           G_CONNECT_SWAPPED);
  show_event (self);
  gtk_window_present (self->wall);
  g_free (settings.monitor);
  g_free (settings.scheme);
}

static void
wall_cb (GSimpleAction *action, GVariant *state, gpointer data)
{
  TcOverviewPanel *self = data;

  g_simple_action_set_state (action, state);
  if (g_variant_get_boolean (state) && !self->wall)
    open_wall (self);
  else if (!g_variant_get_boolean (state) && self->wall)
    gtk_window_destroy (self->wall);
}

static TcChartPicture *
make_chart (GtkWidget *owner)
{
  TcOverviewPanel *self = TC_OVERVIEW_PANEL (owner);
  TcBarList *const lists[] = {self->channels, self->fields, self->units, self->areas, self->ages};
  TcChartPicture *picture = NULL;
  g_autofree char *today = NULL;

  if (!tc_overview_get_today (self->overview))
    return NULL;
  picture = tc_chart_picture_new (_ ("Overview"), gtk_label_get_label (self->counted));
  today = g_strdup_printf ("%s · %s", gtk_label_get_label (self->today_value),
                           gtk_label_get_label (self->today_note));
  tc_chart_picture_add_words (picture, gtk_label_get_label (self->today_caption), today);
  tc_chart_picture_set_trend (picture, self->chart);
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    tc_chart_picture_add_list (picture, lists[i]);
  return picture;
}

static void
save_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcOverviewPanel *self = data;

  tc_overview_save (data, self->overview, make_chart);
}

static void
save_as_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcOverviewPanel *self = data;

  tc_overview_save_as (data, self->overview, make_chart, g_variant_get_string (target, NULL));
}

/* ---- a figure by its name ---- */

/* Of those that lead to a list now. */
static void
figure_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcOverviewPanel *self = data;
  TcFigure *const figures[] = {self->handled, self->untaken,      self->late,
                               self->soon,    self->first_action, self->resolution};
  const char *typed = g_variant_get_string (target, NULL);
  g_autoptr (GString) captions = g_string_new (NULL);
  g_autofree char *text = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (figures); i++) {
    GtkActionable *figure = GTK_ACTIONABLE (figures[i]);
    g_autofree char *caption = NULL;
    g_object_get (figure, "caption", &caption, NULL);
    if (!gtk_actionable_get_action_target_value (figure))
      continue;
    if (tc_command_matches (caption, typed)) {
      tc_panel_answer (GTK_WIDGET (self), TRUE, "");
      g_action_group_activate_action (G_ACTION_GROUP (self->actions), "show-list",
                                      gtk_actionable_get_action_target_value (figure));
      return;
    }
    g_string_append_printf (captions, "%s%s", captions->len > 0 ? ", " : "", caption);
  }
  text = captions->len > 0
             /* Translators: names of figures. */
             ? g_strdup_printf (_ ("There is no such figure. There are: %s."), captions->str)
             : g_strdup (_ ("Nothing has been counted yet."));
  tc_panel_answer (GTK_WIDGET (self), FALSE, text);
}

/* ---- panel ---- */

static TcListTable *
make_table (GtkWidget *owner)
{
  return tc_overview_to_table (TC_OVERVIEW_PANEL (owner)->overview);
}

static TcListTable *
make_own_table (GtkWidget *owner)
{
  GArray *tasks = tc_overview_get_tasks (TC_OVERVIEW_PANEL (owner)->overview);

  return tasks ? tc_own_orders_to_table (tasks, tc_now_us ()) : NULL;
}

static void
attach (TcPanel *panel, GActionMap *window)
{
  const GActionEntry entries[] = {
      {.name = "wall-overview", .state = "false", .change_state = wall_cb},
      {.name = "overview-figure", .activate = figure_cb, .parameter_type = "s"},
      {.name = "overview-save", .activate = save_cb},
      {.name = "overview-save-as", .activate = save_as_cb, .parameter_type = "s"},
  };

  TC_OVERVIEW_PANEL (panel)->actions = window;
  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), panel);
  tc_own_tasks_attach (TC_OVERVIEW_PANEL (panel)->task_list, TC_OVERVIEW_PANEL (panel)->desk,
                       window);
  tc_list_take_add (window, "overview", GTK_WIDGET (panel), TC_OVERVIEW_PANEL (panel)->desk,
                    /* Translators: a file's name; year-month-day and the end stay. */
                    _ ("overview-%Y-%m-%d.csv"), make_table);
  tc_list_take_fill_menu (TC_OVERVIEW_PANEL (panel)->tasks_menu, "own");
  tc_list_take_add (window, "own", GTK_WIDGET (panel), TC_OVERVIEW_PANEL (panel)->desk,
                    /* Translators: a file's name; year-month-day and the end stay. */
                    _ ("own-orders-%Y-%m-%d.csv"), make_own_table);
  tc_event_list_attach (TC_OVERVIEW_PANEL (panel)->events, TC_OVERVIEW_PANEL (panel)->desk, window);
  enable_save (TC_OVERVIEW_PANEL (panel));
  g_signal_connect_object (window, "action-state-changed::" TC_EVENT_MODE, G_CALLBACK (show_event),
                           panel, G_CONNECT_SWAPPED);
}

static void
finish (TcPanel *panel)
{
  TcOverviewPanel *self = TC_OVERVIEW_PANEL (panel);

  if (self->wall)
    gtk_window_destroy (self->wall);
}

static const TcPanelKey *
get_keys (TcPanel *panel)
{
  return keys;
}

static const TcCommandVerb *
get_verbs (TcPanel *panel)
{
  return verbs;
}

static void
panel_iface_init (TcPanelInterface *iface)
{
  iface->attach = attach;
  iface->get_keys = get_keys;
  iface->get_verbs = get_verbs;
  iface->finish = finish;
}

static gboolean
tc_overview_panel_grab_focus (GtkWidget *widget)
{
  TcOverviewPanel *self = TC_OVERVIEW_PANEL (widget);
  const char *page = gtk_stack_get_visible_child_name (self->pages);

  if (g_strcmp0 (page, "whole") == 0)
    return gtk_widget_grab_focus (GTK_WIDGET (self->handled));
  /* Else it would be the search line that has it, and letters were text. */
  if (g_strcmp0 (page, "tasks") == 0 && gtk_widget_grab_focus (GTK_WIDGET (self->task_list)))
    return TRUE;
  return gtk_widget_grab_focus (g_strcmp0 (page, "tasks") == 0     ? self->tasks
                                : g_strcmp0 (page, "nothing") == 0 ? self->nothing
                                                                   : self->waiting);
}

static void
tc_overview_panel_map (GtkWidget *widget)
{
  TcOverviewPanel *self = TC_OVERVIEW_PANEL (widget);

  GTK_WIDGET_CLASS (tc_overview_panel_parent_class)->map (widget);
  tc_overview_look (self->overview, TRUE);
  refresh_cb (self);
}

static void
tc_overview_panel_unmap (GtkWidget *widget)
{
  tc_overview_look (TC_OVERVIEW_PANEL (widget)->overview, FALSE);
  GTK_WIDGET_CLASS (tc_overview_panel_parent_class)->unmap (widget);
}

static void
tc_overview_panel_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  /* Nothing waits here: each list has its own panel. */
  g_value_set_int (value, 0);
}

static void
tc_overview_panel_dispose (GObject *object)
{
  TcOverviewPanel *self = TC_OVERVIEW_PANEL (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->overview);
  g_clear_object (&self->reading);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->since, g_free);
  G_OBJECT_CLASS (tc_overview_panel_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *class)
{
  gtk_widget_class_bind_template_child (class, TcOverviewPanel, box);
  gtk_widget_class_bind_template_child (class, TcOverviewPanel, stale);
  gtk_widget_class_bind_template_child (class, TcOverviewPanel, pages);
  gtk_widget_class_bind_template_child (class, TcOverviewPanel, waiting);
  gtk_widget_class_bind_template_child (class, TcOverviewPanel, tasks);
  gtk_widget_class_bind_template_child (class, TcOverviewPanel, nothing);
  gtk_widget_class_bind_template_child (class, TcOverviewPanel, nothing_label);
  gtk_widget_class_bind_template_child (class, TcOverviewPanel, handled);
  gtk_widget_class_bind_template_child (class, TcOverviewPanel, untaken);
  gtk_widget_class_bind_template_child (class, TcOverviewPanel, late);
  gtk_widget_class_bind_template_child (class, TcOverviewPanel, soon);
  gtk_widget_class_bind_template_child (class, TcOverviewPanel, first_action);
  gtk_widget_class_bind_template_child (class, TcOverviewPanel, resolution);
  gtk_widget_class_bind_template_child (class, TcOverviewPanel, today);
  gtk_widget_class_bind_template_child (class, TcOverviewPanel, today_caption);
  gtk_widget_class_bind_template_child (class, TcOverviewPanel, today_value);
  gtk_widget_class_bind_template_child (class, TcOverviewPanel, today_note);
  gtk_widget_class_bind_template_child (class, TcOverviewPanel, chart);
  gtk_widget_class_bind_template_child (class, TcOverviewPanel, channels);
  gtk_widget_class_bind_template_child (class, TcOverviewPanel, fields);
  gtk_widget_class_bind_template_child (class, TcOverviewPanel, units);
  gtk_widget_class_bind_template_child (class, TcOverviewPanel, areas);
  gtk_widget_class_bind_template_child (class, TcOverviewPanel, ages);
  gtk_widget_class_bind_template_child (class, TcOverviewPanel, events);
  gtk_widget_class_bind_template_child (class, TcOverviewPanel, counted);
  gtk_widget_class_bind_template_child (class, TcOverviewPanel, tasks_head);
  gtk_widget_class_bind_template_child (class, TcOverviewPanel, tasks_menu);
  gtk_widget_class_bind_template_child (class, TcOverviewPanel, task_list);
}

static void
tc_overview_panel_class_init (TcOverviewPanelClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->get_property = tc_overview_panel_get_property;
  object_class->dispose = tc_overview_panel_dispose;
  widget_class->grab_focus = tc_overview_panel_grab_focus;
  widget_class->focus = tc_focus_children;
  widget_class->map = tc_overview_panel_map;
  widget_class->unmap = tc_overview_panel_unmap;
  g_object_class_override_property (object_class, PROP_BADGE, "badge");
  g_type_ensure (TC_TYPE_BAR_LIST);
  g_type_ensure (TC_TYPE_EVENT_LIST);
  g_type_ensure (TC_TYPE_FIGURE);
  g_type_ensure (TC_TYPE_OWN_TASKS);
  g_type_ensure (TC_TYPE_TILE_LAYOUT);
  g_type_ensure (TC_TYPE_TREND_CHART);
  g_type_ensure (TC_TYPE_VERB_BUTTON);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/toancanh/ToanCanh/ui/tc-overview-panel.ui");
  bind_children (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
tc_overview_panel_init (TcOverviewPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tc_overview_panel_new (TcDesk *desk)
{
  TcOverviewPanel *self = g_object_new (TC_TYPE_OVERVIEW_PANEL, NULL);

  self->desk = g_object_ref (desk);
  self->overview = tc_overview_new (tc_desk_get_reader (desk), tc_desk_get_person (desk));
  g_signal_connect_object (desk, "rows-changed", G_CALLBACK (tc_overview_rows_changed),
                           self->overview, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "replaced", G_CALLBACK (tc_overview_replaced), self->overview,
                           G_CONNECT_SWAPPED);
  self->reading = tc_reading_watch_new (desk, TC_SCOPE_INCIDENTS);
  g_signal_connect_object (self->reading, "changed", G_CALLBACK (reading_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "notify::state", G_CALLBACK (refresh_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "notify::loading", G_CALLBACK (loading_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->overview, "changed", G_CALLBACK (refresh_cb), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
