/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The list of big events and the one that is selected; see the header. What is done is in
 * tc-big-event-actions.c.
 *
 * The list is brought up to date in place: whatever comes in, the selection, the focus and the
 * place where one reads stay.
 */
#include "tc-big-event-panel-private.h"

#include "tc-big-event-words.h"
#include "tc-desk-layout.h"
#include "tc-event-lines.h"
#include "tc-focus.h"
#include "tc-incident-export.h"
#include "tc-incident-words.h"
#include "tc-keyed-list.h"
#include "tc-list-take.h"
#include "tc-text-label.h"

#include <glib/gi18n-lib.h>

static void panel_iface_init (TcPanelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TcBigEventPanel, tc_big_event_panel, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (TC_TYPE_PANEL, panel_iface_init))

enum {
  PROP_BADGE = 1
};

/* ---- the selection ---- */

const TcBigEventView *
tc_big_event_panel_get_view (TcBigEventPanel *self)
{
  const TcBigEventView *view = tc_big_event_watch_get_view (self->watch);

  return view && view->event && view->event->id == self->selected ? view : NULL;
}

void
tc_big_event_panel_show_selected (TcBigEventPanel *self)
{
  tc_big_event_work_show (self->work, tc_big_event_panel_get_view (self));
  tc_big_event_panel_show_report (self);
  tc_big_event_panel_enable_actions (self);
}

void
tc_big_event_panel_read (TcBigEventPanel *self)
{
  tc_big_event_watch_show (self->watch, self->selected, self->proposing);
}

static void
select_event (TcBigEventPanel *self, gint64 id)
{
  if (self->selected == id)
    return;
  self->selected = id;
  self->proposing = FALSE;
  self->reporting = FALSE;
  self->report_id = 0;
  tc_composer_close (tc_big_event_work_get_composer (self->work));
  tc_big_event_panel_show_selected (self);
  tc_big_event_panel_read (self);
}

static void
row_selected_cb (TcBigEventPanel *self, GtkListBoxRow *row)
{
  if (!row || self->filling)
    return;
  tc_big_event_work_show_trouble (self->work, NULL);
  select_event (self, tc_keyed_list_get_key (row));
}

void
tc_big_event_panel_choose (TcBigEventPanel *self, gint64 id)
{
  GtkListBoxRow *row = tc_keyed_list_find (self->list, id);

  if (row)
    gtk_list_box_select_row (self->list, row);
  else
    select_event (self, id);
}

/* ---- the list ---- */

static void
show_nothing (TcBigEventPanel *self, const TcBigEventView *view)
{
  const char *text = NULL;

  if (!view->readable)
    text = _ ("Big events are not for your role, or this desk doesn't hold them.");
  else if (view->events->len == 0)
    text = _ ("There is no big event.");
  tc_text_label_say (self->nothing, text);
}

static void
fill_list (TcBigEventPanel *self, const TcBigEventView *view)
{
  gint64 now_us = g_get_real_time ();
  g_autofree TcEventLine *lines = g_new0 (TcEventLine, view->events->len + 1);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < view->events->len; i++) {
    const TcBigEvent *event = view->events->pdata[i];
    g_autofree char *second = tc_big_event_word_second (event, now_us);
    g_autofree char *counts = tc_big_event_word_counts (event);
    char *both = g_strdup_printf ("%s\n%s", second, counts);
    g_ptr_array_add (texts, both);
    lines[i] = (TcEventLine){.key = event->id, .title = event->title, .second = both, .signal = -1};
  }
  tc_event_lines_set (self->list, lines, view->events->len);
}

/* What was selected stays so; without any the first is. */
static void
choose_anew (TcBigEventPanel *self, const TcBigEventView *view)
{
  GtkListBoxRow *row = tc_keyed_list_find (self->list, self->selected);

  if (!row && self->selected == 0)
    row = gtk_list_box_get_row_at_index (self->list, 0);
  gtk_list_box_select_row (self->list, row);
  self->filling = FALSE;
  if (row && self->selected == 0)
    self->selected = tc_keyed_list_get_key (row);
}

static void
count_badge (TcBigEventPanel *self, const TcBigEventView *view)
{
  gint64 n = 0;

  for (guint i = 0; i < view->events->len; i++) {
    const TcBigEvent *event = view->events->pdata[i];
    if (event->ended_us == TC_NONE)
      n += event->n_without;
  }
  if (self->n_without == (int) n)
    return;
  self->n_without = (int) n;
  g_object_notify (G_OBJECT (self), "badge");
}

static void
changed_cb (TcBigEventPanel *self)
{
  const TcBigEventView *view = tc_big_event_watch_get_view (self->watch);

  if (!self->desk)
    return;
  tc_slow_note_set_busy (self->slow, FALSE);
  self->filling = TRUE;
  fill_list (self, view);
  choose_anew (self, view);
  show_nothing (self, view);
  count_badge (self, view);
  tc_big_event_panel_show_selected (self);
}

static void
failed_cb (TcBigEventPanel *self, const char *message)
{
  tc_slow_note_set_busy (self->slow, FALSE);
  tc_big_event_work_show_trouble (self->work, _ ("The big event can't be read at the moment: what "
                                                 "stands here may be old."));
}

/* ---- panel ---- */

/* ---- taken away ---- */

static TcListTable *
make_log (GtkWidget *owner)
{
  const TcBigEventView *view = tc_big_event_panel_get_view (TC_BIG_EVENT_PANEL (owner));
  const TcListColumn columns[] = {{C_ ("paper", "Written"), 18},
                                  {C_ ("paper", "What"), 55},
                                  {C_ ("paper", "By"), 22},
                                  {C_ ("paper", "Desk"), 0}};
  TcListTable *table = NULL;

  if (!view || !view->event)
    return NULL;
  table = tc_list_table_new (_ ("SITUATION LOG"), view->event->title, columns,
                             G_N_ELEMENTS (columns));
  for (guint i = 0; i < view->log->len; i++) {
    const TcEventLogRow *row = &g_array_index (view->log, TcEventLogRow, i);
    g_autofree char *at = tc_incident_word_date (row->at_us);
    const char *const cells[] = {at, row->text, row->name, row->desk};
    tc_list_table_add (table, cells);
  }
  return table;
}

/* Who holds how many of it, also for other events. */
static char *
word_holders (const TcBigEventView *view, gint64 resource_id)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < view->holds->len; i++) {
    const TcResourceHold *hold = &g_array_index (view->holds, TcResourceHold, i);
    if (hold->resource_id == resource_id)
      g_string_append_printf (text, "%s%s: %" G_GINT64_FORMAT, text->len > 0 ? "; " : "",
                              hold->holder, hold->out);
  }
  return g_strdup (text->str);
}

static TcListTable *
make_resources (GtkWidget *owner)
{
  const TcBigEventView *view = tc_big_event_panel_get_view (TC_BIG_EVENT_PANEL (owner));
  const TcListColumn columns[] = {
      {C_ ("paper", "Kind"), 15},         {C_ ("paper", "Resource"), 22},
      {C_ ("paper", "How many"), 9},      {C_ ("paper", "Handed out"), 9},
      {C_ ("paper", "Who holds it"), 20}, {C_ ("paper", "Place"), 15},
      {C_ ("paper", "Keeper"), 15}};
  TcListTable *table = NULL;

  if (!view || !view->event)
    return NULL;
  table = tc_list_table_new (_ ("RESOURCES"), view->event->title, columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < view->resources->len; i++) {
    const TcResource *row = &g_array_index (view->resources, TcResource, i);
    g_autofree char *count = g_strdup_printf ("%" G_GINT64_FORMAT, row->count);
    g_autofree char *out = g_strdup_printf ("%" G_GINT64_FORMAT, row->out);
    g_autofree char *holders = word_holders (view, row->id);
    const char *keeper = row->keeper_vi ? tc_incident_pick_name (row->keeper_vi, row->keeper_en)
                                        : "";
    const char *const cells[] = {
        tc_resource_word_kind (row->kind), row->name, count, out, holders, row->place, keeper};
    tc_list_table_add (table, cells);
  }
  return table;
}

static TcListTable *
make_events (GtkWidget *owner)
{
  const TcBigEventView *view = tc_big_event_watch_get_view (TC_BIG_EVENT_PANEL (owner)->watch);
  const TcListColumn columns[] = {{C_ ("paper", "Number"), 13},
                                  {C_ ("paper", "Event"), 22},
                                  {C_ ("paper", "Kind"), 8},
                                  {C_ ("paper", "Since"), 12},
                                  {C_ ("paper", "Ended"), 12},
                                  {C_ ("paper", "Commander"), 15},
                                  {C_ ("paper", "Incidents"), 6, TRUE},
                                  {C_ ("paper", "Being handled"), 6, TRUE},
                                  {C_ ("paper", "No unit yet"), 6, TRUE}};
  TcListTable *table = NULL;

  if (!view || !view->readable)
    return NULL;
  table = tc_list_table_new (_ ("BIG EVENTS"), "", columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < view->events->len; i++) {
    const TcBigEvent *event = view->events->pdata[i];
    g_autofree char *begun = tc_incident_word_date (event->begun_us);
    g_autofree char *ended = tc_incident_word_date (event->ended_us);
    g_autofree char *members = g_strdup_printf ("%" G_GINT64_FORMAT, event->n_members);
    g_autofree char *open = g_strdup_printf ("%" G_GINT64_FORMAT, event->n_open);
    g_autofree char *without = g_strdup_printf ("%" G_GINT64_FORMAT, event->n_without);
    const char *const cells[] = {event->code, event->title, tc_big_event_word_kind (event->kind),
                                 begun,       ended,        event->commander,
                                 members,     open,         without};
    tc_list_table_add (table, cells);
  }
  return table;
}

static TcChartPicture *
make_chart (GtkWidget *owner)
{
  return tc_big_event_work_make_picture (TC_BIG_EVENT_PANEL (owner)->work);
}

static void
add_take (TcBigEventPanel *self, GActionMap *window)
{
  g_autoptr (GMenu) menu = g_menu_new ();

  /* Translators: name of a file, like the next; year-month-day and the end stay. */
  tc_list_take_add (window, "log", GTK_WIDGET (self), self->desk, _ ("situation-log-%Y-%m-%d.csv"),
                    make_log);
  tc_list_take_add (window, "resources", GTK_WIDGET (self), self->desk,
                    _ ("resources-%Y-%m-%d.csv"), make_resources);
  tc_list_take_add (window, "events", GTK_WIDGET (self), self->desk, _ ("big-events-%Y-%m-%d.csv"),
                    make_events);
  /* Translators: name of a file, of charts; year-month-day and the end stay. */
  tc_list_take_add_chart (window, "events", GTK_WIDGET (self), _ ("big-event-%Y-%m-%d.png"),
                          make_chart);
  tc_list_take_fill_menu (self->list_menu, "log");
  g_menu_append (menu, _ ("Save the list of big events for a spreadsheet"), "win.events-save-list");
  g_menu_append (menu, _ ("Print the list of big events"), "win.events-print-list");
  g_menu_append (menu, _ ("Save the situation log for a spreadsheet"), "win.log-save-list");
  g_menu_append (menu, _ ("Print the situation log"), "win.log-print-list");
  g_menu_append (menu, _ ("Save the resources for a spreadsheet"), "win.resources-save-list");
  g_menu_append (menu, _ ("Print the resources"), "win.resources-print-list");
  g_menu_append (menu, _ ("Save the charts as a picture"), "win.events-save-chart");
  gtk_menu_button_set_menu_model (self->list_menu, G_MENU_MODEL (menu));
}

static void
attach (TcPanel *panel, GActionMap *window)
{
  TcBigEventPanel *self = TC_BIG_EVENT_PANEL (panel);

  self->window = window;
  add_take (self, window);
  tc_big_event_panel_add_actions (self, window);
  tc_big_event_panel_restore_mode (self);
  tc_big_event_panel_enable_actions (self);
}

static const TcPanelKey *
get_keys (TcPanel *panel)
{
  return tc_big_event_panel_list_keys ();
}

static const TcCommandVerb *
get_verbs (TcPanel *panel)
{
  return tc_big_event_panel_list_verbs ();
}

static void
let_go (TcBigEventPanel *self)
{
  if (self->desk)
    g_signal_handlers_disconnect_by_data (self->desk, self);
  if (self->watch)
    g_signal_handlers_disconnect_by_data (self->watch, self);
  if (self->work)
    tc_big_event_work_show (self->work, NULL);
  g_clear_object (&self->watch);
  g_clear_object (&self->desk);
  self->window = NULL;
}

static void
finish (TcPanel *panel)
{
  let_go (TC_BIG_EVENT_PANEL (panel));
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
tc_big_event_panel_grab_focus (GtkWidget *widget)
{
  TcBigEventPanel *self = TC_BIG_EVENT_PANEL (widget);
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  return gtk_widget_grab_focus (row ? GTK_WIDGET (row) : GTK_WIDGET (self->list));
}

static void
tc_big_event_panel_map (GtkWidget *widget)
{
  TcBigEventPanel *self = TC_BIG_EVENT_PANEL (widget);

  GTK_WIDGET_CLASS (tc_big_event_panel_parent_class)->map (widget);
  if (self->watch)
    tc_big_event_watch_look (self->watch, TRUE);
}

static void
tc_big_event_panel_unmap (GtkWidget *widget)
{
  TcBigEventPanel *self = TC_BIG_EVENT_PANEL (widget);

  if (self->watch)
    tc_big_event_watch_look (self->watch, FALSE);
  GTK_WIDGET_CLASS (tc_big_event_panel_parent_class)->unmap (widget);
}

static void
tc_big_event_panel_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_int (value, TC_BIG_EVENT_PANEL (object)->n_without);
}

static void
tc_big_event_panel_dispose (GObject *object)
{
  TcBigEventPanel *self = TC_BIG_EVENT_PANEL (object);

  let_go (self);
  g_clear_pointer (&self->group_before, g_free);
  if (self->side) {
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->work)));
    gtk_widget_unparent (g_steal_pointer (&self->side));
  }
  G_OBJECT_CLASS (tc_big_event_panel_parent_class)->dispose (object);
}

static void
tc_big_event_panel_class_init (TcBigEventPanelClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->get_property = tc_big_event_panel_get_property;
  object_class->dispose = tc_big_event_panel_dispose;
  widget_class->grab_focus = tc_big_event_panel_grab_focus;
  widget_class->focus = tc_focus_children;
  widget_class->map = tc_big_event_panel_map;
  widget_class->unmap = tc_big_event_panel_unmap;
  g_object_class_override_property (object_class, PROP_BADGE, "badge");
  g_type_ensure (TC_TYPE_SLOW_NOTE);
  g_type_ensure (TC_TYPE_BIG_EVENT_WORK);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/toancanh/ToanCanh/ui/tc-big-event-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, TcBigEventPanel, side);
  gtk_widget_class_bind_template_child (widget_class, TcBigEventPanel, list_menu);
  gtk_widget_class_bind_template_child (widget_class, TcBigEventPanel, nothing);
  gtk_widget_class_bind_template_child (widget_class, TcBigEventPanel, slow);
  gtk_widget_class_bind_template_child (widget_class, TcBigEventPanel, list);
  gtk_widget_class_bind_template_child (widget_class, TcBigEventPanel, work);
  gtk_widget_class_bind_template_callback (widget_class, row_selected_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, TC_TYPE_DESK_LAYOUT);
}

static void
tc_big_event_panel_init (TcBigEventPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tc_big_event_panel_new (TcDesk *desk)
{
  TcBigEventPanel *self = g_object_new (TC_TYPE_BIG_EVENT_PANEL, NULL);

  self->desk = g_object_ref (desk);
  g_signal_connect_object (desk, "notify::person-id",
                           G_CALLBACK (tc_big_event_panel_enable_actions), self, G_CONNECT_SWAPPED);
  self->watch = tc_big_event_watch_new (desk);
  g_signal_connect_object (self->watch, "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->watch, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->work, "chosen", G_CALLBACK (tc_big_event_panel_enable_actions),
                           self, G_CONNECT_SWAPPED);
  tc_slow_note_set_busy (self->slow, TRUE);
  return GTK_WIDGET (self);
}
