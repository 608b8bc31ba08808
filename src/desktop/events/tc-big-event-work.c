/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The page of a big event; see the header.
 */
#include "tc-big-event-work.h"

#include "tc-bar-list.h"
#include "tc-big-event-words.h"
#include "tc-event-counts.h"
#include "tc-event-lines.h"
#include "tc-focus.h"
#include "tc-fold.h"
#include "tc-incident-filter.h"
#include "tc-incident-words.h"
#include "tc-keyed-list.h"
#include "tc-mark-words.h"
#include "tc-now.h"
#include "tc-people.h"
#include "tc-places.h"
#include "tc-suggest-entry.h"
#include "tc-text-label.h"
#include "tc-tile-layout.h"
#include "tc-verb-button.h"
#include "tc-words.h"
#include "tc-wrap-layout.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _TcBigEventWork {
  GtkWidget parent;
  GtkWidget *box; /* (unowned): template child, like all that follow */
  GtkWidget *nothing;
  GtkWidget *page;
  GtkLabel *title;
  GtkLabel *second;
  GtkLabel *numbers;
  GtkWidget *asked;
  GtkWidget *count_label;
  TcSuggestEntry *count;
  GtkWidget *place_label;
  TcSuggestEntry *place;
  GtkWidget *keeper_label;
  TcSuggestEntry *keeper;
  TcComposer *composer;
  GtkLabel *trouble;
  GtkWidget *paper;
  GtkLabel *paper_title;
  GtkLabel *paper_second;
  TcPaperView *paper_page;
  GtkWidget *parts;
  GtkWidget *proposed;
  GtkListBox *proposals;
  GtkWidget *proposals_none;
  GtkListBox *without;
  GtkWidget *without_none;
  TcBarList *by_state;
  TcBarList *by_area;
  TcBarList *by_field;
  GtkListBox *log;
  GtkWidget *log_none;
  GtkListBox *resources;
  TcDesk *desk; /* (weak) (nullable) */
  GtkWidget *resources_none;
  GtkListBox *figures;
  GtkWidget *figures_none;
  GtkListBox *items;
  GtkListBox *reports;
  GtkWidget *reports_none;
  const TcBigEventView *view; /* (unowned) (nullable): until it is shown anew */
  gint64 chosen;
  gboolean may_check; /* the boxes of what has to be seen to */
  gboolean filling;
};

G_DEFINE_FINAL_TYPE (TcBigEventWork, tc_big_event_work, GTK_TYPE_WIDGET)

static guint chosen_signal;

/* ---- lines ---- */

/* Texts that lines are made of. */
typedef struct {
  GArray *lines;         /* (owned) (element-type TcEventLine) */
  GStringChunk *strings; /* (owned) */
} Lines;

static Lines
lines_begin (void)
{
  return (Lines){g_array_new (FALSE, TRUE, sizeof (TcEventLine)), g_string_chunk_new (1024)};
}

/* @second: (transfer full) (nullable) */
static void
lines_add (Lines *lines, gint64 key, const char *title, char *second, TcEventLine form)
{
  form.key = key;
  form.title = g_string_chunk_insert (lines->strings, title);
  form.second = second ? g_string_chunk_insert (lines->strings, second) : NULL;
  g_array_append_val (lines->lines, form);
  g_free (second);
}

/* @none: (nullable): shown in place of an empty list */
static void
lines_end (Lines *lines, GtkListBox *list, GtkWidget *none)
{
  gboolean any = lines->lines->len > 0;

  tc_event_lines_set (list, (const TcEventLine *) (void *) lines->lines->data, lines->lines->len);
  gtk_widget_set_visible (GTK_WIDGET (list), any);
  if (none)
    gtk_widget_set_visible (none, !any);
  g_array_unref (lines->lines);
  g_string_chunk_free (lines->strings);
}

static void
show_proposals (TcBigEventWork *self, gint64 now_us)
{
  GArray *proposals = self->view->proposals;
  Lines lines = lines_begin ();

  gtk_widget_set_visible (self->proposed, proposals != NULL);
  for (guint i = 0; proposals && i < proposals->len; i++) {
    const TcEventProposal *proposal = &g_array_index (proposals, TcEventProposal, i);
    g_autofree char *title = g_strdup_printf ("%s · %s", proposal->code, proposal->title);
    lines_add (&lines, proposal->id, title, tc_big_event_word_reasons (proposal, now_us),
               (TcEventLine){.signal = -1, .mark = TRUE});
  }
  lines_end (&lines, self->proposals, self->proposals_none);
}

static void
show_without (TcBigEventWork *self, gint64 now_us)
{
  Lines lines = lines_begin ();

  for (guint i = 0; i < self->view->without->len; i++) {
    const TcEventMemberRow *row = &g_array_index (self->view->without, TcEventMemberRow, i);
    const char *area = tc_incident_pick_name (row->area_vi, row->area_en);
    g_autofree char *age = tc_words_age (row->received_us, now_us);
    char *second = *area ? g_strdup_printf ("%s · %s · %s", row->code, age, area)
                         : g_strdup_printf ("%s · %s", row->code, age);
    lines_add (
        &lines, row->id, row->title, second,
        (TcEventLine){.signal = TC_SIGNAL_EMERGENCY + 1 - (int) CLAMP (row->priority, 1, 4)});
  }
  lines_end (&lines, self->without, self->without_none);
}

static void
show_log (TcBigEventWork *self, gint64 now_us)
{
  Lines lines = lines_begin ();

  for (guint i = 0; i < self->view->log->len; i++) {
    const TcEventLogRow *row = &g_array_index (self->view->log, TcEventLogRow, i);
    lines_add (&lines, row->id, *row->text ? row->text : _ ("(removed by a legal purge)"),
               tc_big_event_word_log (row, now_us), (TcEventLine){.signal = -1});
  }
  lines_end (&lines, self->log, self->log_none);
}

/* Each with who holds some of it below. */
static void
show_resources (TcBigEventWork *self, gint64 now_us)
{
  Lines lines = lines_begin ();

  for (guint i = 0; i < self->view->resources->len; i++) {
    const TcResource *resource = &g_array_index (self->view->resources, TcResource, i);
    g_autofree char *title = g_strdup_printf ("%s · %s", tc_resource_word_kind (resource->kind),
                                              resource->name);
    char *second = tc_resource_word_second (resource);
    tc_mark_word_append (self->desk, resource->id, &second);
    lines_add (&lines, resource->id, title, second, (TcEventLine){.signal = -1});
    for (guint j = 0; j < self->view->holds->len; j++) {
      const TcResourceHold *hold = &g_array_index (self->view->holds, TcResourceHold, j);
      g_autofree char *held = tc_resource_word_hold (hold, now_us);
      tc_mark_word_append (self->desk, hold->id, &held);
      if (hold->resource_id == resource->id)
        lines_add (&lines, hold->id, held, NULL, (TcEventLine){.signal = -1, .within = TRUE});
    }
  }
  lines_end (&lines, self->resources, self->resources_none);
}

static gint64
find_figure (const char *code)
{
  gint64 i = 0;

  while (tc_figure_kinds[i].code && !g_str_equal (tc_figure_kinds[i].code, code))
    i++;
  return i;
}

static void
show_figures (TcBigEventWork *self, gint64 now_us)
{
  Lines lines = lines_begin ();

  for (guint i = 0; i < self->view->sums->len; i++) {
    const TcEventSum *sum = &g_array_index (self->view->sums, TcEventSum, i);
    g_autofree char *title = g_strdup_printf ("%s · %s: %" G_GINT64_FORMAT,
                                              tc_big_event_word_group (sum->group),
                                              tc_big_event_word_figure (sum->kind), sum->amount);
    lines_add (&lines, find_figure (sum->kind) + 1, title,
               tc_big_event_word_parts (sum, self->view->parts, now_us),
               (TcEventLine){.signal = -1});
  }
  lines_end (&lines, self->figures, self->figures_none);
}

static void
item_toggled_cb (TcBigEventWork *self, GtkCheckButton *mark)
{
  GtkWidget *row = gtk_widget_get_ancestor (GTK_WIDGET (mark), GTK_TYPE_LIST_BOX_ROW);
  gint64 i = tc_keyed_list_get_key (GTK_LIST_BOX_ROW (row)) - 1;
  const TcEventItem *item = NULL;

  if (self->filling || !self->view || !self->view->items || i >= self->view->items->len)
    return;
  item = &g_array_index (self->view->items, TcEventItem, i);
  if (self->may_check &&
      gtk_widget_activate_action (GTK_WIDGET (self), "win.event-check", "(sb)", item->item,
                                  gtk_check_button_get_active (mark)))
    return;
  self->filling = TRUE;
  gtk_check_button_set_active (mark, item->done);
  self->filling = FALSE;
}

static void
show_items (TcBigEventWork *self, gint64 now_us)
{
  Lines lines = lines_begin ();
  GtkListBoxRow *row = NULL;

  for (guint i = 0; i < self->view->items->len; i++) {
    const TcEventItem *item = &g_array_index (self->view->items, TcEventItem, i);
    lines_add (&lines, i + 1, tc_big_event_word_item (item->item),
               tc_big_event_word_checked (item, now_us), (TcEventLine){.signal = -1, .mark = TRUE});
  }
  lines_end (&lines, self->items, NULL);
  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->items, i)); i++) {
    GtkCheckButton *mark = tc_event_lines_get_mark (row);
    gtk_check_button_set_active (mark, g_array_index (self->view->items, TcEventItem, i).done);
    gtk_widget_set_sensitive (GTK_WIDGET (mark), self->may_check);
    if (!g_signal_handler_find (mark, G_SIGNAL_MATCH_DATA, 0, 0, NULL, NULL, self))
      g_signal_connect_object (mark, "toggled", G_CALLBACK (item_toggled_cb), self,
                               G_CONNECT_SWAPPED);
  }
}

void
tc_big_event_work_let_check (TcBigEventWork *self, gboolean may)
{
  GtkListBoxRow *row = NULL;

  g_return_if_fail (TC_IS_BIG_EVENT_WORK (self));
  self->may_check = may;
  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->items, i)); i++)
    gtk_widget_set_sensitive (GTK_WIDGET (tc_event_lines_get_mark (row)), may);
}

static void
show_reports (TcBigEventWork *self, gint64 now_us)
{
  Lines lines = lines_begin ();

  for (guint i = 0; i < self->view->reports->len; i++) {
    const TcQuickReport *report = &g_array_index (self->view->reports, TcQuickReport, i);
    g_autofree char *title = tc_big_event_word_report (report);
    lines_add (&lines, report->id, title, g_strdup (report->name), (TcEventLine){.signal = -1});
  }
  lines_end (&lines, self->reports, self->reports_none);
}

/* ---- all of it ---- */

static void
show_head (TcBigEventWork *self, gint64 now_us)
{
  const TcBigEvent *event = self->view->event;
  g_autofree char *title = g_strdup_printf ("%s · %s", event->title, event->code);
  g_autofree char *second = tc_big_event_word_second (event, now_us);
  g_autofree char *numbers = tc_big_event_word_counts (event);

  tc_text_label_say (self->title, title);
  tc_text_label_say (self->second, second);
  tc_text_label_say (self->numbers, numbers);
}

void
tc_big_event_work_show (TcBigEventWork *self, const TcBigEventView *view)
{
  gint64 now_us = tc_now_us ();
  gboolean any = view && view->event;

  g_return_if_fail (TC_IS_BIG_EVENT_WORK (self));
  self->view = any ? view : NULL;
  gtk_widget_set_visible (self->nothing, !any);
  gtk_widget_set_visible (self->page, any);
  if (!any)
    return;
  self->filling = TRUE;
  show_head (self, now_us);
  show_proposals (self, now_us);
  show_without (self, now_us);
  tc_event_counts_fill (self->by_state, self->view, TC_EVENT_BY_STATE, FALSE);
  tc_event_counts_fill (self->by_area, self->view, TC_EVENT_BY_AREA, FALSE);
  tc_event_counts_fill (self->by_field, self->view, TC_EVENT_BY_FIELD, FALSE);
  show_log (self, now_us);
  show_resources (self, now_us);
  show_figures (self, now_us);
  show_items (self, now_us);
  show_reports (self, now_us);
  self->filling = FALSE;
  self->chosen = tc_keyed_list_get_key (gtk_list_box_get_selected_row (self->resources));
}

void
tc_big_event_work_set_desk (TcBigEventWork *self, TcDesk *desk)
{
  g_return_if_fail (TC_IS_BIG_EVENT_WORK (self));
  g_set_weak_pointer (&self->desk, desk);
}

void
tc_big_event_work_tell_marks (TcBigEventWork *self)
{
  g_return_if_fail (TC_IS_BIG_EVENT_WORK (self));
  if (!self->view)
    return;
  self->filling = TRUE;
  show_resources (self, tc_now_us ());
  self->filling = FALSE;
}

TcChartPicture *
tc_big_event_work_make_picture (TcBigEventWork *self)
{
  TcBarList *const lists[] = {self->by_state, self->by_area, self->by_field};
  TcChartPicture *picture = NULL;
  g_autofree char *which = NULL;

  g_return_val_if_fail (TC_IS_BIG_EVENT_WORK (self), NULL);
  if (!self->view)
    return NULL;
  which = g_strdup_printf ("%s\n%s", gtk_label_get_label (self->second),
                           gtk_label_get_label (self->numbers));
  picture = tc_chart_picture_new (gtk_label_get_label (self->title), which);
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    tc_chart_picture_add_list (picture, lists[i]);
  return picture;
}

void
tc_big_event_work_show_paper (TcBigEventWork *self, const char *title, const char *second,
                              const TcPaperText *page)
{
  g_return_if_fail (TC_IS_BIG_EVENT_WORK (self));
  gtk_widget_set_visible (self->paper, title != NULL);
  gtk_widget_set_visible (self->parts, title == NULL);
  tc_text_label_say (self->paper_title, title);
  tc_text_label_say (self->paper_second, second);
  if (page)
    tc_paper_view_set (self->paper_page, page);
}

void
tc_big_event_work_show_trouble (TcBigEventWork *self, const char *text)
{
  g_return_if_fail (TC_IS_BIG_EVENT_WORK (self));
  tc_text_label_say (self->trouble, text);
}

/* ---- what is asked beside a text ---- */

static TcSuggestEntry *
get_field (TcBigEventWork *self, TcEventField field)
{
  return field == TC_EVENT_COUNT   ? self->count
         : field == TC_EVENT_PLACE ? self->place
                                   : self->keeper;
}

TcComposer *
tc_big_event_work_get_composer (TcBigEventWork *self)
{
  g_return_val_if_fail (TC_IS_BIG_EVENT_WORK (self), NULL);
  return self->composer;
}

void
tc_big_event_work_ask (TcBigEventWork *self, TcEventField fields)
{
  const struct {
    TcEventField field;
    GtkWidget *label;
  } rows[] = {{TC_EVENT_COUNT, self->count_label},
              {TC_EVENT_PLACE, self->place_label},
              {TC_EVENT_KEEPER, self->keeper_label}};

  g_return_if_fail (TC_IS_BIG_EVENT_WORK (self));
  gtk_widget_set_visible (self->asked, fields != 0);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    gboolean asked = (fields & rows[i].field) != 0;
    gtk_widget_set_visible (rows[i].label, asked);
    gtk_widget_set_visible (GTK_WIDGET (get_field (self, rows[i].field)), asked);
    tc_suggest_entry_set_text (get_field (self, rows[i].field), "");
  }
}

char *
tc_big_event_work_dup_field (TcBigEventWork *self, TcEventField field)
{
  g_return_val_if_fail (TC_IS_BIG_EVENT_WORK (self), NULL);
  return g_strstrip (tc_suggest_entry_dup_text (get_field (self, field)));
}

void
tc_big_event_work_set_field (TcBigEventWork *self, TcEventField field, const char *text)
{
  g_return_if_fail (TC_IS_BIG_EVENT_WORK (self));
  tc_suggest_entry_set_text (get_field (self, field), text);
}

/* Names that have what is typed, in order. (transfer full) (element-type utf8): unowned */
static GPtrArray *
find_names (const TcBigEventView *view, const char *typed, gboolean areas)
{
  GPtrArray *names = g_ptr_array_new (), *all = areas ? view->areas : view->units;
  g_autofree char *wanted = tc_fold_key (typed);

  for (guint i = 0; *wanted && i < all->len && names->len < TC_SUGGEST_ROWS_MAX; i++) {
    const TcArea *area = areas ? all->pdata[i] : NULL;
    const TcAgency *unit = areas ? NULL : all->pdata[i];
    const char *name = areas ? tc_incident_pick_name (area->name_vi, area->name_en)
                             : tc_incident_pick_name (unit->name_vi, unit->name_en);
    g_autofree char *key = tc_fold_key (name);
    if (strstr (key, wanted))
      g_ptr_array_add (names, (gpointer) name);
  }
  return names;
}

static void
suggest (TcBigEventWork *self, TcSuggestEntry *entry, gboolean areas)
{
  g_autofree char *typed = tc_suggest_entry_dup_text (entry);
  g_autoptr (GPtrArray) names = self->view ? find_names (self->view, typed, areas) : NULL;
  TcSuggestion rows[TC_SUGGEST_ROWS_MAX] = {{0}};

  for (guint i = 0; names && i < names->len; i++)
    rows[i] = (TcSuggestion){TC_SUGGEST_NONE, names->pdata[i], NULL, NULL};
  tc_suggest_entry_show (entry, rows, names ? names->len : 0);
}

static void
choose_name (TcBigEventWork *self, TcSuggestEntry *entry, gboolean areas, guint row)
{
  g_autofree char *typed = tc_suggest_entry_dup_text (entry);
  g_autoptr (GPtrArray) names = self->view ? find_names (self->view, typed, areas) : NULL;

  if (names && row < names->len)
    tc_suggest_entry_set_text (entry, names->pdata[row]);
  tc_suggest_entry_close (entry);
}

static void
place_typed_cb (TcBigEventWork *self)
{
  suggest (self, self->place, TRUE);
}

static void
place_chosen_cb (TcBigEventWork *self, guint row)
{
  choose_name (self, self->place, TRUE, row);
}

static void
keeper_typed_cb (TcBigEventWork *self)
{
  suggest (self, self->keeper, FALSE);
}

static void
keeper_chosen_cb (TcBigEventWork *self, guint row)
{
  choose_name (self, self->keeper, FALSE, row);
}

static void
focus_text (TcBigEventWork *self)
{
  gtk_widget_child_focus (GTK_WIDGET (self->composer), GTK_DIR_TAB_FORWARD);
}

static void
count_entered_cb (TcBigEventWork *self)
{
  if (gtk_widget_get_visible (GTK_WIDGET (self->place)))
    gtk_widget_grab_focus (GTK_WIDGET (self->place));
  else
    focus_text (self);
}

static void
place_entered_cb (TcBigEventWork *self)
{
  if (gtk_widget_get_visible (GTK_WIDGET (self->keeper)))
    gtk_widget_grab_focus (GTK_WIDGET (self->keeper));
  else
    focus_text (self);
}

static void
keeper_entered_cb (TcBigEventWork *self)
{
  focus_text (self);
}

static void
composer_visible_cb (TcBigEventWork *self)
{
  gboolean open = gtk_widget_get_visible (GTK_WIDGET (self->composer));

  /* It is a part of what is typed. */
  if (!open && tc_focus_holds (self->asked))
    g_signal_emit_by_name (self->composer, "left");
  if (!open)
    gtk_widget_set_visible (self->asked, FALSE);
  else if (tc_composer_get_action (self->composer))
    gtk_widget_set_visible (self->asked, gtk_widget_get_visible (self->count_label) ||
                                             gtk_widget_get_visible (self->place_label));
}

/* ---- choosing ---- */

gint64
tc_big_event_work_get_chosen (TcBigEventWork *self)
{
  g_return_val_if_fail (TC_IS_BIG_EVENT_WORK (self), 0);
  return self->chosen;
}

void
tc_big_event_work_choose (TcBigEventWork *self, gint64 id)
{
  g_return_if_fail (TC_IS_BIG_EVENT_WORK (self));
  gtk_list_box_select_row (self->resources, tc_keyed_list_find (self->resources, id));
}

static void
resource_selected_cb (TcBigEventWork *self, GtkListBoxRow *row)
{
  if (self->filling)
    return;
  self->chosen = tc_keyed_list_get_key (row);
  g_signal_emit (self, chosen_signal, 0);
}

static void
without_activated_cb (TcBigEventWork *self, GtkListBoxRow *row)
{
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, tc_keyed_list_get_key (row));

  gtk_widget_activate_action (GTK_WIDGET (self), "win.open", "s", id);
}

static void
figure_activated_cb (TcBigEventWork *self, GtkListBoxRow *row)
{
  gint64 i = tc_keyed_list_get_key (row) - 1;

  gtk_widget_activate_action (GTK_WIDGET (self), "win.event-figure-of", "s",
                              tc_figure_kinds[i].code);
}

static void
report_activated_cb (TcBigEventWork *self, GtkListBoxRow *row)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.event-show-report", "x",
                              tc_keyed_list_get_key (row));
}

void
tc_big_event_work_mark (TcBigEventWork *self, gint64 incident_id)
{
  GtkListBoxRow *row = NULL;
  GtkCheckButton *mark = NULL;

  g_return_if_fail (TC_IS_BIG_EVENT_WORK (self));
  row = tc_keyed_list_find (self->proposals, incident_id);
  mark = row ? tc_event_lines_get_mark (row) : NULL;
  if (mark)
    gtk_check_button_set_active (mark, !gtk_check_button_get_active (mark));
}

GArray *
tc_big_event_work_list_marked (TcBigEventWork *self)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  GtkListBoxRow *row = NULL;

  g_return_val_if_fail (TC_IS_BIG_EVENT_WORK (self), ids);
  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->proposals, i)); i++) {
    gint64 id = tc_keyed_list_get_key (row);
    if (gtk_check_button_get_active (tc_event_lines_get_mark (row)))
      g_array_append_val (ids, id);
  }
  return ids;
}

/* ---- widget ---- */

static void
tc_big_event_work_dispose (GObject *object)
{
  TC_BIG_EVENT_WORK (object)->view = NULL;
  g_clear_weak_pointer (&TC_BIG_EVENT_WORK (object)->desk);
  g_clear_pointer (&TC_BIG_EVENT_WORK (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (tc_big_event_work_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *class)
{
#define BIND(child) gtk_widget_class_bind_template_child (class, TcBigEventWork, child)
  BIND (box);
  BIND (nothing);
  BIND (page);
  BIND (title);
  BIND (second);
  BIND (numbers);
  BIND (asked);
  BIND (count_label);
  BIND (count);
  BIND (place_label);
  BIND (place);
  BIND (keeper_label);
  BIND (keeper);
  BIND (composer);
  BIND (trouble);
  BIND (paper);
  BIND (paper_title);
  BIND (paper_second);
  BIND (paper_page);
  BIND (parts);
  BIND (proposed);
  BIND (proposals);
  BIND (proposals_none);
  BIND (without);
  BIND (without_none);
  BIND (by_state);
  BIND (by_area);
  BIND (by_field);
  BIND (log);
  BIND (log_none);
  BIND (resources);
  BIND (resources_none);
  BIND (figures);
  BIND (figures_none);
  BIND (items);
  BIND (reports);
  BIND (reports_none);
#undef BIND
}

static void
tc_big_event_work_class_init (TcBigEventWorkClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_big_event_work_dispose;
  chosen_signal = g_signal_new ("chosen", TC_TYPE_BIG_EVENT_WORK, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
  g_type_ensure (TC_TYPE_BAR_LIST);
  g_type_ensure (TC_TYPE_PAPER_VIEW);
  g_type_ensure (TC_TYPE_COMPOSER);
  g_type_ensure (TC_TYPE_SUGGEST_ENTRY);
  g_type_ensure (TC_TYPE_TILE_LAYOUT);
  g_type_ensure (TC_TYPE_VERB_BUTTON);
  g_type_ensure (TC_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/toancanh/ToanCanh/ui/tc-big-event-work.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, count_entered_cb);
  gtk_widget_class_bind_template_callback (widget_class, place_typed_cb);
  gtk_widget_class_bind_template_callback (widget_class, place_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, place_entered_cb);
  gtk_widget_class_bind_template_callback (widget_class, keeper_typed_cb);
  gtk_widget_class_bind_template_callback (widget_class, keeper_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, keeper_entered_cb);
  gtk_widget_class_bind_template_callback (widget_class, resource_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, without_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, figure_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, report_activated_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
tc_big_event_work_init (TcBigEventWork *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->composer, "notify::visible", G_CALLBACK (composer_visible_cb),
                           self, G_CONNECT_SWAPPED);
}
