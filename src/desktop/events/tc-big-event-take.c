/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the panel of big events shows, as tables for a spreadsheet and on paper: the events, and of
 * the one that is selected its log, resources, figures, checklist and quick reports.
 */
#include "tc-big-event-panel-private.h"

#include "tc-big-event-words.h"
#include "tc-incident-export.h"
#include "tc-incident-words.h"
#include "tc-list-take.h"

#include <glib/gi18n-lib.h>

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

static void
add_figure (TcListTable *table, const TcEventSum *sum, const char *area)
{
  g_autofree char *amount = g_strdup_printf ("%" G_GINT64_FORMAT, sum->amount);
  g_autofree char *at = tc_incident_word_date (sum->at_us);
  const char *const cells[] = {tc_big_event_word_group (sum->group),
                               tc_big_event_word_figure (sum->kind), area, amount, at};

  tc_list_table_add (table, cells);
}

/* What each area told last, and of all together. */
static TcListTable *
make_figures (GtkWidget *owner)
{
  const TcBigEventView *view = tc_big_event_panel_get_view (TC_BIG_EVENT_PANEL (owner));
  const TcListColumn columns[] = {{C_ ("paper", "Part"), 12},
                                  {C_ ("paper", "Figure"), 30},
                                  {C_ ("paper", "Area"), 25},
                                  {C_ ("paper", "Amount"), 10, TRUE},
                                  {C_ ("paper", "Told"), 0}};
  TcListTable *table = NULL;

  if (!view || !view->event)
    return NULL;
  table = tc_list_table_new (_ ("FIGURES"), view->event->title, columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < view->sums->len; i++) {
    const TcEventSum *sum = &g_array_index (view->sums, TcEventSum, i);
    add_figure (table, sum, C_ ("paper", "Together"));
    for (guint k = 0; k < view->parts->len; k++) {
      const TcEventSum *part = &g_array_index (view->parts, TcEventSum, k);
      if (g_str_equal (part->kind, sum->kind) && part->area_id != 0)
        add_figure (table, part, tc_incident_pick_name (part->area_vi, part->area_en));
    }
  }
  return table;
}

static TcListTable *
make_items (GtkWidget *owner)
{
  const TcBigEventView *view = tc_big_event_panel_get_view (TC_BIG_EVENT_PANEL (owner));
  const TcListColumn columns[] = {{C_ ("paper", "To be seen to"), 55},
                                  {C_ ("paper", "Seen to"), 12},
                                  {C_ ("paper", "By"), 22},
                                  {C_ ("paper", "Written"), 0}};
  TcListTable *table = NULL;

  if (!view || !view->event)
    return NULL;
  table = tc_list_table_new (_ ("CHECKLIST"), view->event->title, columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < view->items->len; i++) {
    const TcEventItem *item = &g_array_index (view->items, TcEventItem, i);
    g_autofree char *at = item->at_us == TC_NONE ? g_strdup ("")
                                                 : tc_incident_word_date (item->at_us);
    const char *const cells[] = {tc_big_event_word_item (item->item),
                                 item->done ? C_ ("paper", "yes") : C_ ("paper", "no"),
                                 item->name ? item->name : "", at};
    tc_list_table_add (table, cells);
  }
  return table;
}

static TcListTable *
make_reports (GtkWidget *owner)
{
  const TcBigEventView *view = tc_big_event_panel_get_view (TC_BIG_EVENT_PANEL (owner));
  const TcListColumn columns[] = {{C_ ("paper", "No."), 6, TRUE},
                                  {C_ ("paper", "Until"), 14},
                                  {C_ ("paper", "Written"), 14},
                                  {C_ ("paper", "By"), 20},
                                  {C_ ("paper", "What"), 0}};
  TcListTable *table = NULL;

  if (!view || !view->event)
    return NULL;
  table = tc_list_table_new (_ ("QUICK REPORTS"), view->event->title, columns,
                             G_N_ELEMENTS (columns));
  for (guint i = 0; i < view->reports->len; i++) {
    const TcQuickReport *report = &g_array_index (view->reports, TcQuickReport, i);
    g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, report->number);
    g_autofree char *until = tc_incident_word_date (report->until_us);
    g_autofree char *at = tc_incident_word_date (report->at_us);
    const char *const cells[] = {number, until, at, report->name ? report->name : "", report->text};
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
                                  {C_ ("paper", "No unit yet"), 6, TRUE},
                                  {C_ ("paper", "Overdue"), 6, TRUE},
                                  {C_ ("paper", "Due soon"), 6, TRUE}};
  TcListTable *table = NULL;

  if (!view || view->reading != TC_READING_OPEN)
    return NULL;
  table = tc_list_table_new (_ ("BIG EVENTS"), "", columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < view->events->len; i++) {
    const TcBigEvent *event = view->events->pdata[i];
    g_autofree char *begun = tc_incident_word_date (event->begun_us);
    g_autofree char *ended = tc_incident_word_date (event->ended_us);
    g_autofree char *members = g_strdup_printf ("%" G_GINT64_FORMAT, event->n_members);
    g_autofree char *open = g_strdup_printf ("%" G_GINT64_FORMAT, event->n_open);
    g_autofree char *without = g_strdup_printf ("%" G_GINT64_FORMAT, event->n_without);
    g_autofree char *late = g_strdup_printf ("%" G_GINT64_FORMAT, event->n_late);
    g_autofree char *soon = g_strdup_printf ("%" G_GINT64_FORMAT, event->n_soon);
    const char *const cells[] = {event->code, event->title, tc_big_event_word_kind (event->kind),
                                 begun,       ended,        event->commander,
                                 members,     open,         without,
                                 late,        soon};
    tc_list_table_add (table, cells);
  }
  return table;
}

static TcChartPicture *
make_chart (GtkWidget *owner)
{
  return tc_big_event_work_make_picture (TC_BIG_EVENT_PANEL (owner)->work);
}

void
tc_big_event_panel_add_take (TcBigEventPanel *self, GActionMap *window)
{
  g_autoptr (GMenu) menu = g_menu_new ();

  /* Translators: name of a file, like the next; year-month-day and the end stay. */
  tc_list_take_add (window, "log", GTK_WIDGET (self), self->desk, _ ("situation-log-%Y-%m-%d.csv"),
                    make_log);
  tc_list_take_add (window, "resources", GTK_WIDGET (self), self->desk,
                    _ ("resources-%Y-%m-%d.csv"), make_resources);
  tc_list_take_add (window, "events", GTK_WIDGET (self), self->desk, _ ("big-events-%Y-%m-%d.csv"),
                    make_events);
  tc_list_take_add (window, "figures", GTK_WIDGET (self), self->desk, _ ("figures-%Y-%m-%d.csv"),
                    make_figures);
  tc_list_take_add (window, "checklist", GTK_WIDGET (self), self->desk,
                    _ ("checklist-%Y-%m-%d.csv"), make_items);
  tc_list_take_add (window, "quick-reports", GTK_WIDGET (self), self->desk,
                    _ ("quick-reports-%Y-%m-%d.csv"), make_reports);
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
  g_menu_append (menu, _ ("Save the figures for a spreadsheet"), "win.figures-save-list");
  g_menu_append (menu, _ ("Print the figures"), "win.figures-print-list");
  g_menu_append (menu, _ ("Save the checklist for a spreadsheet"), "win.checklist-save-list");
  g_menu_append (menu, _ ("Print the checklist"), "win.checklist-print-list");
  g_menu_append (menu, _ ("Save the quick reports for a spreadsheet"),
                 "win.quick-reports-save-list");
  g_menu_append (menu, _ ("Print the list of quick reports"), "win.quick-reports-print-list");
  g_menu_append (menu, _ ("Save the charts as a picture"), "win.events-save-chart");
  gtk_menu_button_set_menu_model (self->list_menu, G_MENU_MODEL (menu));
}
