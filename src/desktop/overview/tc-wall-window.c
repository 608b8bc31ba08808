/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The overview on the wall; see the header. Of emergencies those that wait longest are on it
 * whatever there is room for; how many more there are is said, and is a way to their list.
 */
#include "tc-wall-window.h"

#include "tc-big-event-words.h"
#include "tc-clock-label.h"
#include "tc-desk-lock.h"
#include "tc-event-counts.h"
#include "tc-incident-operations.h"
#include "tc-incident-filter.h"
#include "tc-monitors.h"
#include "tc-now.h"
#include "tc-overview-fill.h"
#include "tc-reading-watch.h"
#include "tc-style.h"
#include "tc-text-label.h"
#include "tc-wall-row.h"
#include "tc-wall-size.h"
#include "tc-words.h"

#include <glib/gi18n-lib.h>

/* In lines of the smallest letters: what stands above the lists, and a bar. */
#define ABOVE_LINES 15.5
#define BAR_LINES 2.0
#define BARS_MAX 8
/* While its screen is gone. */
#define HOME_WIDTH 960
#define HOME_HEIGHT 540

struct _TcWallWindow {
  GtkWindow parent;
  TcClockLabel *clock; /* (unowned): template child, like all down to side */
  GtkLabel *line;
  TcFigure *handled;
  TcFigure *untaken;
  TcFigure *late;
  TcFigure *reports;
  GtkScrolledWindow *room; /* of list, as high as the screen leaves it */
  GtkWidget *list;
  GtkBox *emergencies;
  GtkWidget *no_emergency;
  GtkButton *more; /* emergencies */
  GtkLabel *nothing;
  GtkWidget *content;
  TcBarList *fields;
  TcFigure *event_open;
  TcFigure *event_without;
  TcBarList *areas; /* of the event */
  GtkScrolledWindow *side;

  TcDesk *desk;            /* (owned) */
  TcOverview *overview;    /* (owned) */
  TcReadingWatch *reading; /* (owned): of incidents */
  TcBigEventWatch *watch;  /* (owned) (nullable): of the event that is shown */
  GtkCssProvider *style;   /* (owned): of the display too, while the window lives */
  GtkCssProvider *letter;  /* (owned): likewise */
  int letter_px;
  GtkWindow *at_desk; /* (unowned) (nullable) (weak): where lists are shown */
  guint tick;         /* source id */
  guint shorten;      /* source id, 0: the bars fit, as far as is known */
  guint fit;          /* source id: the room for emergencies changed */
};

G_DEFINE_FINAL_TYPE (TcWallWindow, tc_wall_window, GTK_TYPE_WINDOW)

/* ---- what it shows ---- */

/* The line, and how old the figures are. */
static void
show_line (TcWallWindow *self, gint64 since_us)
{
  gint64 now_us = tc_now_us ();
  gint64 counted_us = tc_overview_get_counted_us (self->overview);
  g_autofree char *clock = NULL, *text = NULL;

  if (since_us != 0) {
    clock = tc_words_clock (since_us, now_us);
    /* Translators: on the wall, a time: since when nothing comes from the server. */
    text = g_strdup_printf (_ ("NO LINE since %s"), clock);
  } else if (counted_us != 0) {
    clock = tc_words_clock_seconds (counted_us);
    /* Translators: on the wall: connected; when the figures were counted. */
    text = g_strdup_printf (_ ("Online · figures of %s"), clock);
  }
  gtk_label_set_label (self->line, text ? text : "");
  if (since_us != 0)
    gtk_widget_add_css_class (GTK_WIDGET (self->line), "silent");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->line), "silent");
  if (since_us != 0)
    gtk_widget_add_css_class (self->content, "silent");
  else
    gtk_widget_remove_css_class (self->content, "silent");
}

static void
show_more (TcWallWindow *self, gint64 more)
{
  g_autofree char *text = g_strdup_printf (
      /* Translators: beside the heading of emergencies: how many there is no room for. */
      ngettext ("%d more emergency", "%d more emergencies", (gulong) more), (int) more);

  gtk_button_set_label (self->more, text);
  gtk_widget_set_visible (GTK_WIDGET (self->more), more > 0);
}

static void
show_emergencies (TcWallWindow *self, GArray *rows, guint shown)
{
  GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->emergencies));

  for (guint i = 0; i < shown; i++) {
    if (!row) {
      row = tc_wall_row_new ();
      gtk_box_append (self->emergencies, row);
    }
    tc_wall_row_fill (TC_WALL_ROW (row), &g_array_index (rows, TcIncidentRow, i));
    row = gtk_widget_get_next_sibling (row);
  }
  while (row) {
    GtkWidget *next = gtk_widget_get_next_sibling (row);
    gtk_box_remove (self->emergencies, row);
    row = next;
  }
  show_more (self, tc_overview_get_standing (self->overview)->emergencies - shown);
}

/* As it stands, in the room that there is. */
static gboolean
fits (TcWallWindow *self)
{
  double room = gtk_adjustment_get_page_size (gtk_scrolled_window_get_vadjustment (self->room));
  int height = 0;

  gtk_widget_measure (self->list, GTK_ORIENTATION_VERTICAL, gtk_widget_get_width (self->list),
                      &height, NULL, NULL, NULL);
  return height <= room;
}

/* As many as there is room for, one at least. */
static void
fill_emergencies (TcWallWindow *self)
{
  GArray *rows = tc_overview_get_emergencies (self->overview);
  guint shown = rows->len;

  gtk_widget_set_visible (self->no_emergency, rows->len == 0);
  show_emergencies (self, rows, shown);
  while (shown > 1 && !fits (self))
    show_emergencies (self, rows, --shown);
}

static gboolean
fit_cb (gpointer data)
{
  TcWallWindow *self = data;

  self->fit = 0;
  if (gtk_widget_get_visible (self->content))
    fill_emergencies (self);
  return G_SOURCE_REMOVE;
}

/* Not while places are being given out. */
static void
room_measured_cb (TcWallWindow *self)
{
  if (self->fit == 0)
    self->fit = g_idle_add (fit_cb, self);
}

/* All of them, where they can be worked on. */
static void
more_cb (TcWallWindow *self)
{
  const TcQueueFilter filter = {.match = TC_MATCH_PRIORITY, .priority = TC_PRIORITY_EMERGENCY};

  if (!self->at_desk)
    return;
  gtk_widget_activate_action (GTK_WIDGET (self->at_desk), "win.show-list", "@a{sv}",
                              tc_incident_filter_to_variant (&filter, _ ("Emergencies")));
  gtk_window_present (self->at_desk);
}

/* It is opened where it can be worked on. */
static gboolean
take_cb (GtkWidget *widget, GVariant *target, gpointer data)
{
  TcWallWindow *self = TC_WALL_WINDOW (widget);

  if (!self->at_desk || tc_desk_lock_is_locked (tc_desk_lock_of (self->desk)) ||
      !gtk_widget_activate_action (GTK_WIDGET (self->at_desk), "win.take-emergency", NULL))
    return GDK_EVENT_PROPAGATE;
  gtk_window_present (self->at_desk);
  return GDK_EVENT_STOP;
}

/* A long name takes two lines: one bar less then, until nothing is cut through. */
static gboolean
shorten_cb (gpointer data)
{
  TcWallWindow *self = data;
  GtkAdjustment *height = gtk_scrolled_window_get_vadjustment (self->side);
  TcBarList *bars = gtk_widget_get_visible (GTK_WIDGET (self->areas)) ? self->areas : self->fields;
  guint shown = 0;

  self->shorten = 0;
  g_object_get (bars, "shown", &shown, NULL);
  if (shown <= 1 || gtk_adjustment_get_upper (height) <= gtk_adjustment_get_page_size (height))
    return G_SOURCE_REMOVE;
  g_object_set (bars, "shown", shown - 1, NULL);
  return G_SOURCE_REMOVE;
}

/* Not while places are being given out. */
static void
bars_measured_cb (TcWallWindow *self)
{
  if (self->shorten == 0)
    self->shorten = g_idle_add (shorten_cb, self);
}

/* Its kind, code and numbers; its name is what somebody wrote. */
static void
fill_event (TcWallWindow *self, const TcBigEventView *view, const char *since)
{
  const TcBigEvent *event = view->event;
  const char *kind = tc_big_event_word_kind (event->kind);
  g_autofree char *clock = tc_words_clock (event->begun_us, view->at_us);
  /* Translators: over numbers by area: of a big event its kind, a time, its code. */
  g_autofree char *title = g_strdup_printf (_ ("%1$s since %2$s · %3$s: being handled, by area"),
                                            kind, clock, event->code);
  g_autofree char *caption = g_strdup_printf ("%s: %s", kind, C_ ("event", "being handled"));
  g_autofree char *open = g_strdup_printf ("%" G_GINT64_FORMAT, event->n_open);
  g_autofree char *without = g_strdup_printf ("%" G_GINT64_FORMAT, event->n_without);
  g_autofree char *all = g_strdup_printf (
      /* Translators: all that belong to a big event, under how many are being handled. */
      ngettext ("of %d incident", "of %d incidents", (gulong) event->n_members),
      (int) event->n_members);

  g_object_set (self->areas, "caption", title, NULL);
  g_object_set (self->event_open, "caption", caption, NULL);
  tc_figure_set (self->event_open, open, since ? since : all);
  tc_figure_set (self->event_without, without, since ? since : kind);
  g_object_set (self->event_without, "alert", event->n_without > 0, NULL);
  tc_event_counts_fill (self->areas, view, TC_EVENT_BY_AREA, TRUE);
}

/* The event in place of what isn't as pressing, as long as it goes on and may be seen. */
static void
show_event (TcWallWindow *self, const char *since)
{
  const TcBigEventView *view = self->watch ? tc_big_event_watch_get_view (self->watch) : NULL;
  gboolean any = view && view->event && view->event->ended_us == TC_NONE;

  gtk_widget_set_visible (GTK_WIDGET (self->event_open), any);
  gtk_widget_set_visible (GTK_WIDGET (self->event_without), any);
  gtk_widget_set_visible (GTK_WIDGET (self->areas), any);
  gtk_widget_set_visible (GTK_WIDGET (self->handled), !any);
  gtk_widget_set_visible (GTK_WIDGET (self->reports), !any);
  gtk_widget_set_visible (GTK_WIDGET (self->fields), !any);
  if (any)
    fill_event (self, view, since);
}

static void
refresh_cb (TcWallWindow *self)
{
  gint64 since_us = tc_overview_find_since (self->desk, self->overview);
  g_autofree char *clock = tc_words_clock (since_us, tc_now_us ());
  g_autofree char *since = since_us != 0 ? g_strdup_printf (_ ("nothing new since %s"), clock)
                                         : NULL;
  TcOverviewAccess access = TC_OVERVIEW_NOTHING;
  gboolean counted = tc_overview_get_access (self->overview, &access);

  show_line (self, since_us);
  gtk_widget_set_visible (self->content, access == TC_OVERVIEW_WHOLE);
  tc_text_label_say (self->nothing, counted && access != TC_OVERVIEW_WHOLE
                                        ? tc_reading_watch_word (self->reading)
                                        : NULL);
  if (access != TC_OVERVIEW_WHOLE)
    return;
  tc_overview_fill_handled (self->handled, self->overview, since);
  tc_overview_fill_untaken (self->untaken, self->overview, since);
  tc_overview_fill_late (self->late, self->overview, TRUE, since);
  tc_overview_fill_reports (self->reports, self->overview, since);
  tc_overview_fill_fields (self->fields, self->overview);
  show_event (self, since);
  fill_emergencies (self);
}

static gboolean
tick_cb (gpointer data)
{
  TcWallWindow *self = data;

  show_line (self, tc_overview_find_since (self->desk, self->overview));
  return G_SOURCE_CONTINUE;
}

/* ---- where, and how large ---- */

/* (transfer full) (nullable) */
static GdkMonitor *
find_monitor (GtkWindow *near, const char *connector)
{
  GdkMonitor *monitor = tc_monitors_find (connector);

  if (!monitor)
    monitor = tc_monitors_find_of (near);
  return monitor ? monitor
                 : g_list_model_get_item (gdk_display_get_monitors (gdk_display_get_default ()), 0);
}

static GtkCssProvider *
add_style (const char *css)
{
  GtkCssProvider *provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_data (provider, css, -1);
  /* Over the desk's own, which it speaks of by the same names. */
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION + 1);
  return provider;
}

static void
remove_style (GtkCssProvider **provider)
{
  if (*provider)
    gtk_style_context_remove_provider_for_display (gdk_display_get_default (),
                                                   GTK_STYLE_PROVIDER (*provider));
  g_clear_object (provider);
}

/* Nothing is cut through: the bars are as many as there is room for. */
static void
make_room (TcWallWindow *self, double lines)
{
  /* One of the bars' lines says how many more there are. */
  guint n_bars = (guint) CLAMP (lines / BAR_LINES - 1, 1, BARS_MAX);

  g_object_set (self->fields, "shown", n_bars, NULL);
  g_object_set (self->areas, "shown", n_bars, NULL);
}

/* At the desk it is a window among others. */
static void
moved_cb (GtkWindow *window, const char *connector, gboolean away)
{
  if (away)
    gtk_window_set_default_size (window, HOME_WIDTH, HOME_HEIGHT);
}

static void
take_place (TcWallWindow *self, GtkWindow *near, const TcWallSettings *settings)
{
  g_autoptr (GdkMonitor) monitor = find_monitor (near, settings->monitor);
  GdkRectangle place = {0, 0, 1920, 1080};
  g_autofree char *css = tc_style_fill_in ("wall.css", settings->scheme), *letter = NULL;

  if (monitor)
    gdk_monitor_get_geometry (monitor, &place);
  self->letter_px = tc_wall_letter_px (settings->distance_m, settings->screen_inches, place.width,
                                       place.height);
  make_room (self, (double) place.height / self->letter_px - ABOVE_LINES);
  letter = g_strdup_printf ("window.wall { font-size: %dpx; }", self->letter_px);
  self->style = add_style (css);
  self->letter = add_style (letter);
  /* Where nobody manages windows, full screen is a matter of size alone. */
  gtk_window_set_default_size (GTK_WINDOW (self), place.width, place.height);
  if (monitor)
    gtk_window_fullscreen_on_monitor (GTK_WINDOW (self), monitor);
  else
    gtk_window_fullscreen (GTK_WINDOW (self));
  /* Without its screen it would cover the desk. */
  tc_monitors_follow (GTK_WINDOW (self), monitor ? gdk_monitor_get_connector (monitor) : NULL,
                      moved_cb);
}

void
tc_wall_window_set_event (TcWallWindow *self, gint64 event_id)
{
  g_return_if_fail (TC_IS_WALL_WINDOW (self));
  g_clear_object (&self->watch);
  if (event_id != 0) {
    self->watch = tc_big_event_watch_new (self->desk);
    tc_big_event_watch_show (self->watch, event_id, FALSE);
    tc_watch_set_aside (TC_WATCH (self->watch));
    tc_big_event_watch_look (self->watch, gtk_widget_get_mapped (GTK_WIDGET (self)));
    g_signal_connect_object (self->watch, "changed", G_CALLBACK (refresh_cb), self,
                             G_CONNECT_SWAPPED);
  }
  refresh_cb (self);
}

int
tc_wall_window_get_letter_px (TcWallWindow *self)
{
  g_return_val_if_fail (TC_IS_WALL_WINDOW (self), 0);
  return self->letter_px;
}

/* ---- object ---- */

static void
tc_wall_window_map (GtkWidget *widget)
{
  TcWallWindow *self = TC_WALL_WINDOW (widget);

  GTK_WIDGET_CLASS (tc_wall_window_parent_class)->map (widget);
  tc_overview_look (self->overview, TRUE);
  if (self->watch)
    tc_big_event_watch_look (self->watch, TRUE);
  tick_cb (self);
  self->tick = g_timeout_add_seconds (1, tick_cb, self);
}

static void
tc_wall_window_unmap (GtkWidget *widget)
{
  TcWallWindow *self = TC_WALL_WINDOW (widget);

  g_clear_handle_id (&self->tick, g_source_remove);
  tc_overview_look (self->overview, FALSE);
  if (self->watch)
    tc_big_event_watch_look (self->watch, FALSE);
  GTK_WIDGET_CLASS (tc_wall_window_parent_class)->unmap (widget);
}

static void
tc_wall_window_dispose (GObject *object)
{
  TcWallWindow *self = TC_WALL_WINDOW (object);

  /* It is unmapped first, by what the window does here, and looks no more. */
  G_OBJECT_CLASS (tc_wall_window_parent_class)->dispose (object);
  g_clear_handle_id (&self->tick, g_source_remove);
  g_clear_handle_id (&self->shorten, g_source_remove);
  g_clear_handle_id (&self->fit, g_source_remove);
  remove_style (&self->style);
  remove_style (&self->letter);
  g_clear_weak_pointer (&self->at_desk);
  g_clear_object (&self->watch);
  g_clear_object (&self->reading);
  g_clear_object (&self->overview);
  g_clear_object (&self->desk);
}

static void
bind_children (GtkWidgetClass *class)
{
  gtk_widget_class_bind_template_child (class, TcWallWindow, clock);
  gtk_widget_class_bind_template_child (class, TcWallWindow, line);
  gtk_widget_class_bind_template_child (class, TcWallWindow, handled);
  gtk_widget_class_bind_template_child (class, TcWallWindow, untaken);
  gtk_widget_class_bind_template_child (class, TcWallWindow, late);
  gtk_widget_class_bind_template_child (class, TcWallWindow, reports);
  gtk_widget_class_bind_template_child (class, TcWallWindow, room);
  gtk_widget_class_bind_template_child (class, TcWallWindow, list);
  gtk_widget_class_bind_template_child (class, TcWallWindow, emergencies);
  gtk_widget_class_bind_template_child (class, TcWallWindow, no_emergency);
  gtk_widget_class_bind_template_child (class, TcWallWindow, more);
  gtk_widget_class_bind_template_callback (class, more_cb);
  gtk_widget_class_bind_template_child (class, TcWallWindow, nothing);
  gtk_widget_class_bind_template_child (class, TcWallWindow, content);
  gtk_widget_class_bind_template_child (class, TcWallWindow, fields);
  gtk_widget_class_bind_template_child (class, TcWallWindow, event_open);
  gtk_widget_class_bind_template_child (class, TcWallWindow, event_without);
  gtk_widget_class_bind_template_child (class, TcWallWindow, areas);
  gtk_widget_class_bind_template_child (class, TcWallWindow, side);
}

static void
tc_wall_window_class_init (TcWallWindowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_wall_window_dispose;
  widget_class->map = tc_wall_window_map;
  widget_class->unmap = tc_wall_window_unmap;
  g_type_ensure (TC_TYPE_BAR_LIST);
  g_type_ensure (TC_TYPE_CLOCK_LABEL);
  g_type_ensure (TC_TYPE_FIGURE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/toancanh/ToanCanh/ui/tc-wall-window.ui");
  bind_children (widget_class);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F11, 0, "window.close", NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_t, GDK_CONTROL_MASK, take_cb, NULL);
}

static void
tc_wall_window_init (TcWallWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (self->side), "changed",
                           G_CALLBACK (bars_measured_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (self->room), "notify::page-size",
                           G_CALLBACK (room_measured_cb), self, G_CONNECT_SWAPPED);
}

GtkWindow *
tc_wall_window_new (TcDesk *desk, TcOverview *overview, GtkWindow *near,
                    const TcWallSettings *settings)
{
  TcWallWindow *self = g_object_new (TC_TYPE_WALL_WINDOW, NULL);

  self->desk = g_object_ref (desk);
  self->overview = g_object_ref (overview);
  g_set_weak_pointer (&self->at_desk, near);
  tc_clock_label_set_desk (self->clock, desk);
  take_place (self, near, settings);
  self->reading = tc_reading_watch_new (desk, TC_SCOPE_INCIDENTS);
  g_signal_connect_object (self->reading, "changed", G_CALLBACK (refresh_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (overview, "changed", G_CALLBACK (refresh_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "notify::state", G_CALLBACK (refresh_cb), self, G_CONNECT_SWAPPED);
  refresh_cb (self);
  return GTK_WINDOW (self);
}
