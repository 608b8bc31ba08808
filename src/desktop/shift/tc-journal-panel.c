/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The journal's list and what is selected in it; see the header. What is done is in
 * tc-journal-actions.c.
 *
 * The list is brought up to date in place: whatever comes in, the selection, the focus and the
 * place where one reads stay.
 */
#include "tc-journal-panel-private.h"

#include "tc-chip.h"
#include "tc-desk-layout.h"
#include "tc-focus.h"
#include "tc-hand-over-words.h"
#include "tc-incident-export.h"
#include "tc-journal-row.h"
#include "tc-journal-words.h"
#include "tc-keyed-list.h"
#include "tc-list-take.h"
#include "tc-now.h"
#include "tc-reading-watch.h"
#include "tc-shift-operations.h"
#include "tc-text-label.h"
#include "tc-tip.h"

#include <glib/gi18n-lib.h>

static void panel_iface_init (TcPanelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TcJournalPanel, tc_journal_panel, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (TC_TYPE_PANEL, panel_iface_init))

enum {
  PROP_BADGE = 1
};

/* ---- the selection ---- */

const TcJournalEntry *
tc_journal_panel_get_selected (TcJournalPanel *self)
{
  return tc_journal_view_find (tc_journal_watch_get_view (self->watch), self->selected);
}

void
tc_journal_panel_show_selected (TcJournalPanel *self)
{
  const TcJournalView *view = tc_journal_watch_get_view (self->watch);

  const char *office = view ? view->office : "", *place = view ? view->place : "";

  if (self->draft)
    tc_journal_work_show_draft (self->work, self->draft, office, place);
  else if (view && view->sheet)
    tc_journal_work_show_sheet (self->work, view->sheet, office, place);
  else
    tc_journal_work_show (self->work, tc_journal_panel_get_selected (self), view);
  tc_journal_panel_enable_actions (self);
}

static void
select_entry (TcJournalPanel *self, gint64 id)
{
  TcComposer *composer = tc_journal_work_get_composer (self->work);

  if (self->selected == id)
    return;
  self->selected = id;
  /* What is begun about another entry is kept there; what is about none goes on. */
  if (tc_composer_get_subject (composer) != 0)
    tc_composer_keep_to (composer, id);
  tc_journal_panel_show_selected (self);
  tc_journal_watch_show (self->watch, self->show, id);
}

static void
row_selected_cb (TcJournalPanel *self, GtkListBoxRow *row)
{
  if (!row || self->filling)
    return;
  tc_journal_work_show_trouble (self->work, NULL);
  select_entry (self, tc_keyed_list_get_key (row));
}

void
tc_journal_panel_choose (TcJournalPanel *self, gint64 id)
{
  GtkListBoxRow *row = tc_keyed_list_find (self->list, id);

  if (row)
    gtk_list_box_select_row (self->list, row);
  else
    select_entry (self, id);
}

void
tc_journal_panel_show (TcJournalPanel *self, TcJournalShow show)
{
  if ((self->show == TC_JOURNAL_SHOW_SHEETS) != (show == TC_JOURNAL_SHOW_SHEETS))
    self->selected = 0;
  self->show = show;
  tc_journal_watch_show (self->watch, show, self->selected);
}

/* ---- the list ---- */

static void
show_nothing (TcJournalPanel *self, const TcJournalView *view)
{
  const char *text = NULL;

  if (view->reading != TC_READING_OPEN)
    text = tc_reading_word (view->reading, TC_SCOPE_INCIDENTS);
  else if (view->show == TC_JOURNAL_SHOW_SHEETS && view->sheets->len == 0)
    text = _ ("No shift was handed over yet. H writes the sheet from what was done.");
  else if (view->show != TC_JOURNAL_SHOW_SHEETS && view->entries->len == 0)
    text = view->show == TC_JOURNAL_SHOW_OPEN
               ? _ ("No order and no fault is open.")
               : _ ("Nothing has been written into the journal yet.");
  tc_text_label_say (self->nothing, text);
}

static guint
count_rows (const TcJournalView *view)
{
  return view->show == TC_JOURNAL_SHOW_SHEETS ? view->sheets->len : view->entries->len;
}

static gint64
get_row_id (const TcJournalView *view, guint i)
{
  if (view->show == TC_JOURNAL_SHOW_SHEETS)
    return ((const TcHandOverSheet *) view->sheets->pdata[i])->id;
  return ((const TcJournalEntry *) view->entries->pdata[i])->id;
}

static GtkWidget *
make_row (guint i, gpointer data)
{
  return tc_journal_row_new ();
}

static void
fill_row (GtkListBoxRow *row, guint i, gpointer data)
{
  TcJournalPanel *self = data;
  const TcJournalView *view = tc_journal_watch_get_view (self->watch);
  gint64 now_us = tc_now_us ();

  if (view->show == TC_JOURNAL_SHOW_SHEETS)
    tc_journal_row_fill_sheet (row, view->sheets->pdata[i], self->desk, now_us);
  else
    tc_journal_row_fill (row, view->entries->pdata[i], self->desk, now_us);
}

static void
arrange (TcJournalPanel *self, const TcJournalView *view)
{
  guint n = count_rows (view);
  g_autofree gint64 *ids = g_new (gint64, n);

  for (guint i = 0; i < n; i++)
    ids[i] = get_row_id (view, i);
  tc_keyed_list_set (self->list, ids, n, make_row, fill_row, self);
}

/* Marks alone. */
static void
waiting_cb (TcJournalPanel *self)
{
  const TcJournalView *view = tc_journal_watch_get_view (self->watch);

  if (self->desk && view)
    arrange (self, view);
}

/* What was selected stays so; if it isn't there, the first is. */
static void
choose_anew (TcJournalPanel *self)
{
  gint64 id = tc_keyed_list_select (self->list, self->selected, 0);

  self->filling = FALSE;
  if (id)
    select_entry (self, id);
}

/* What is late, and, to whoever may sign, the sheets that the relief hasn't signed; on the badge
 * those alone that this person can sign. */
static void
show_waiting (TcJournalPanel *self, const TcJournalView *view)
{
  gboolean may = tc_desk_may (self->desk, TC_MAY_HAND_OVER);
  guint n_unsigned = may ? view->n_unsigned : 0;
  guint n_waiting = view->n_late + (may ? view->n_to_sign : 0);
  g_autofree char *text = g_strdup_printf (ngettext ("%u sheet isn't signed by the relief yet",
                                                     "%u sheets aren't signed by the relief yet",
                                                     n_unsigned),
                                           n_unsigned);

  g_object_set (self->chip_sheets, "count", n_unsigned > 0 ? (int) n_unsigned : -1, NULL);
  tc_tip_set (self->chip_sheets, n_unsigned > 0 ? text : NULL);
  if (self->n_waiting == n_waiting)
    return;
  self->n_waiting = n_waiting;
  g_object_notify (G_OBJECT (self), "badge");
}

/* What the person may is another now. */
static void
person_cb (TcJournalPanel *self)
{
  const TcJournalView *view = tc_journal_watch_get_view (self->watch);

  tc_journal_panel_enable_actions (self);
  if (view)
    show_waiting (self, view);
}

static void
changed_cb (TcJournalPanel *self)
{
  const TcJournalView *view = tc_journal_watch_get_view (self->watch);
  gboolean focus = tc_focus_holds (GTK_WIDGET (self->list)) ||
                   (self->coming_back && gtk_widget_has_focus (self->chip_all));
  GtkListBoxRow *selected = NULL;

  if (!self->desk)
    return;
  tc_slow_note_set_busy (self->slow, FALSE);
  if (view->show != TC_JOURNAL_SHOW_SHEETS)
    self->coming_back = FALSE;
  self->filling = TRUE;
  arrange (self, view);
  choose_anew (self);
  show_nothing (self, view);
  g_object_set (self->chip_open, "count", (int) view->n_open, NULL);
  show_waiting (self, view);
  tc_journal_panel_show_selected (self);
  selected = gtk_list_box_get_selected_row (self->list);
  /* Also where another row was selected by what was just written. */
  if (!focus || !selected)
    return;
  self->coming_back = FALSE;
  if (!gtk_widget_has_focus (GTK_WIDGET (selected)))
    gtk_widget_grab_focus (GTK_WIDGET (selected));
}

static void
failed_cb (TcJournalPanel *self, const char *message)
{
  tc_slow_note_set_busy (self->slow, FALSE);
  tc_journal_work_show_trouble (self->work, _ ("The journal can't be read at the moment: what "
                                               "stands here may be old."));
}

/* To the list in which somebody was before the sheet, unless it was left meanwhile. */
static void
come_back (TcJournalPanel *self)
{
  if (self->show != TC_JOURNAL_SHOW_SHEETS || self->before == TC_JOURNAL_SHOW_SHEETS)
    return;
  tc_journal_panel_show_list (self, self->before);
  tc_journal_panel_choose (self, self->before_id);
  self->coming_back = TRUE;
}

/* Unless it was just sent, or is typed for again. */
static void
drop_cb (gpointer data)
{
  g_autoptr (TcJournalPanel) self = data;

  if (!self->desk || self->signing || !self->draft ||
      gtk_widget_get_visible (GTK_WIDGET (tc_journal_work_get_composer (self->work))))
    return;
  tc_journal_panel_drop_draft (self);
  tc_journal_panel_show_selected (self);
  come_back (self);
}

/* A sheet that isn't being signed any more is gone; its remark is kept. */
static void
composer_visible_cb (TcJournalPanel *self)
{
  if (!self->draft || self->signing || !self->desk ||
      gtk_widget_get_visible (GTK_WIDGET (tc_journal_work_get_composer (self->work))))
    return;
  g_idle_add_once (drop_cb, g_object_ref (self));
}

/* ---- panel ---- */

static void
add_sheets (TcListTable *table, const GPtrArray *sheets, gint64 now_us)
{
  for (guint i = 0; i < sheets->len; i++) {
    const TcHandOverSheet *sheet = g_ptr_array_index (sheets, i);
    g_autofree char *at = tc_incident_word_date (sheet->at_us);
    g_autofree char *title = tc_hand_over_word_title (sheet);
    g_autofree char *given = tc_hand_over_word_given (sheet, now_us);
    g_autofree char *taken = tc_hand_over_word_taken (sheet, now_us);
    const char *const cells[] = {at, _ ("Hand-over"), title, given, NULL, taken, NULL};
    tc_list_table_add (table, cells);
  }
}

static void
add_entries (TcListTable *table, const GPtrArray *entries, gint64 now_us)
{
  for (guint i = 0; i < entries->len; i++) {
    const TcJournalEntry *entry = g_ptr_array_index (entries, i);
    g_autofree char *at = tc_incident_word_date (entry->at_us);
    g_autofree char *written = tc_journal_word_hand (&entry->written);
    g_autofree char *due = tc_incident_word_date (entry->due_us);
    g_autofree char *done = tc_journal_word_done (entry, now_us);
    const char *const cells[] = {
        at, tc_journal_word_kind (entry->kind), entry->text, written, due, done, entry->source};
    tc_list_table_add (table, cells);
  }
}

static TcListTable *
make_table (GtkWidget *owner)
{
  TcJournalPanel *self = TC_JOURNAL_PANEL (owner);
  const TcJournalView *view = tc_journal_watch_get_view (self->watch);
  const TcListColumn columns[] = {{C_ ("paper", "Written"), 16},     {C_ ("paper", "Kind"), 12},
                                  {C_ ("paper", "What"), 30},        {C_ ("paper", "By"), 17},
                                  {C_ ("paper", "Deadline"), 15},    {C_ ("paper", "Done"), 18},
                                  {C_ ("paper", "By whose word"), 0}};
  const char *const lists[] = {C_ ("filter", "Journal"), C_ ("filter", "Not done yet"),
                               C_ ("filter", "Hand-overs")};
  TcListTable *table = view ? tc_list_table_new (_ ("DUTY JOURNAL"), lists[view->show], columns,
                                                 G_N_ELEMENTS (columns))
                            : NULL;

  if (!table)
    return NULL;
  if (view->show == TC_JOURNAL_SHOW_SHEETS)
    add_sheets (table, view->sheets, tc_now_us ());
  else
    add_entries (table, view->entries, tc_now_us ());
  return table;
}

static void
attach (TcPanel *panel, GActionMap *window)
{
  TcJournalPanel *self = TC_JOURNAL_PANEL (panel);

  self->window = window;
  tc_list_take_fill_menu (self->list_menu, "journal");
  /* Translators: name of a file; year-month-day and the end stay. */
  tc_list_take_add (window, "journal", GTK_WIDGET (self), self->desk, _ ("journal-%Y-%m-%d.csv"),
                    make_table);
  tc_journal_panel_add_actions (self, window);
  tc_journal_panel_enable_actions (self);
}

static const TcPanelKey *
get_keys (TcPanel *panel)
{
  return tc_journal_panel_list_keys ();
}

static const TcCommandVerb *
get_verbs (TcPanel *panel)
{
  return tc_journal_panel_list_verbs ();
}

static void
let_go (TcJournalPanel *self)
{
  if (self->desk)
    g_signal_handlers_disconnect_by_data (self->desk, self);
  if (self->watch)
    g_signal_handlers_disconnect_by_data (self->watch, self);
  g_clear_object (&self->watch);
  g_clear_object (&self->desk);
  self->window = NULL;
}

static void
finish (TcPanel *panel)
{
  let_go (TC_JOURNAL_PANEL (panel));
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
tc_journal_panel_grab_focus (GtkWidget *widget)
{
  TcJournalPanel *self = TC_JOURNAL_PANEL (widget);
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  return gtk_widget_grab_focus (row ? GTK_WIDGET (row) : self->chip_all);
}

static void
tc_journal_panel_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_int (value, (int) TC_JOURNAL_PANEL (object)->n_waiting);
}

static void
tc_journal_panel_dispose (GObject *object)
{
  TcJournalPanel *self = TC_JOURNAL_PANEL (object);

  let_go (self);
  tc_journal_panel_drop_draft (self);
  if (self->side) {
    gtk_widget_unparent (GTK_WIDGET (self->work));
    gtk_widget_unparent (g_steal_pointer (&self->side));
  }
  G_OBJECT_CLASS (tc_journal_panel_parent_class)->dispose (object);
}

static void
tc_journal_panel_class_init (TcJournalPanelClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->get_property = tc_journal_panel_get_property;
  object_class->dispose = tc_journal_panel_dispose;
  widget_class->grab_focus = tc_journal_panel_grab_focus;
  widget_class->focus = tc_focus_children;
  g_object_class_override_property (object_class, PROP_BADGE, "badge");
  g_type_ensure (TC_TYPE_SLOW_NOTE);
  g_type_ensure (TC_TYPE_CHIP);
  g_type_ensure (TC_TYPE_JOURNAL_WORK);
  g_type_ensure (TC_TYPE_PRESENT_LIST);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/toancanh/ToanCanh/ui/tc-journal-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, TcJournalPanel, side);
  gtk_widget_class_bind_template_child (widget_class, TcJournalPanel, list_menu);
  gtk_widget_class_bind_template_child (widget_class, TcJournalPanel, chip_all);
  gtk_widget_class_bind_template_child (widget_class, TcJournalPanel, chip_open);
  gtk_widget_class_bind_template_child (widget_class, TcJournalPanel, chip_sheets);
  gtk_widget_class_bind_template_child (widget_class, TcJournalPanel, nothing);
  gtk_widget_class_bind_template_child (widget_class, TcJournalPanel, slow);
  gtk_widget_class_bind_template_child (widget_class, TcJournalPanel, list);
  gtk_widget_class_bind_template_child (widget_class, TcJournalPanel, work);
  gtk_widget_class_bind_template_child (widget_class, TcJournalPanel, present);
  gtk_widget_class_bind_template_callback (widget_class, row_selected_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, TC_TYPE_DESK_LAYOUT);
}

static void
tc_journal_panel_init (TcJournalPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_object_set (self->chip_all, "count", -1, NULL);
  g_object_set (self->chip_sheets, "count", -1, NULL);
}

GtkWidget *
tc_journal_panel_new (TcDesk *desk)
{
  TcJournalPanel *self = g_object_new (TC_TYPE_JOURNAL_PANEL, NULL);

  self->desk = g_object_ref (desk);
  self->watch = tc_journal_watch_new (desk);
  g_signal_connect_object (desk, "waiting-changed", G_CALLBACK (waiting_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->watch, "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "notify::person-id", G_CALLBACK (person_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->watch, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (tc_journal_work_get_composer (self->work), "notify::visible",
                           G_CALLBACK (composer_visible_cb), self, G_CONNECT_SWAPPED);
  tc_present_list_set_watch (self->present, tc_presence_watch_of (desk));
  tc_journal_work_show (self->work, NULL, NULL);
  tc_slow_note_set_busy (self->slow, TRUE);
  return GTK_WIDGET (self);
}
