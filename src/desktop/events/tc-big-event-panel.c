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
#include "tc-incident-words.h"
#include "tc-keyed-list.h"
#include "tc-mark-words.h"
#include "tc-now.h"
#include "tc-reading-watch.h"
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
  self->made_number = 0;
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
  const char *text = tc_reading_word (view->reading, TC_SCOPE_INCIDENTS);

  if (!text && view->events->len == 0)
    text = _ ("There is no big event.");
  tc_text_label_say (self->nothing, text);
}

static void
fill_list (TcBigEventPanel *self, const TcBigEventView *view)
{
  gint64 now_us = tc_now_us ();
  g_autofree TcEventLine *lines = g_new0 (TcEventLine, view->events->len + 1);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < view->events->len; i++) {
    const TcBigEvent *event = view->events->pdata[i];
    g_autofree char *second = tc_big_event_word_second (event, now_us);
    g_autofree char *counts = tc_big_event_word_counts (event);
    char *both = NULL;

    tc_mark_word_append (self->desk, event->id, &second);
    both = g_strdup_printf ("%s\n%s", second, counts);
    g_ptr_array_add (texts, both);
    lines[i] = (TcEventLine){.key = event->id, .title = event->title, .second = both, .signal = -1};
  }
  tc_event_lines_set (self->list, lines, view->events->len);
}

/* Marks alone. */
static void
waiting_cb (TcBigEventPanel *self)
{
  const TcBigEventView *view = tc_big_event_watch_get_view (self->watch);

  if (!self->desk || !view)
    return;
  fill_list (self, view);
  tc_big_event_work_tell_marks (self->work);
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

static void
attach (TcPanel *panel, GActionMap *window)
{
  TcBigEventPanel *self = TC_BIG_EVENT_PANEL (panel);

  self->window = window;
  tc_big_event_panel_add_take (self, window);
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
  tc_big_event_work_set_desk (self->work, desk);
  g_signal_connect_object (desk, "waiting-changed", G_CALLBACK (waiting_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->watch, "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->watch, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->work, "chosen", G_CALLBACK (tc_big_event_panel_enable_actions),
                           self, G_CONNECT_SWAPPED);
  tc_slow_note_set_busy (self->slow, TRUE);
  return GTK_WIDGET (self);
}
