/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The incident panel; see the header. Its actions are in tc-incident-actions.c.
 */
#include "tc-incident-panel-private.h"

#include "tc-chip.h"
#include "tc-desk-layout.h"
#include "tc-desk-tray.h"
#include "tc-focus.h"
#include "tc-incident-context.h"
#include "tc-inner-name.h"
#include "tc-large-text.h"
#include "tc-nested-menu.h"
#include "tc-queue-row.h"
#include "tc-verb-button.h"
#include "tc-wrap-layout.h"

#include <glib/gi18n-lib.h>

static void panel_iface_init (TcPanelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TcIncidentPanel, tc_incident_panel, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (TC_TYPE_PANEL, panel_iface_init))

enum {
  PROP_BADGE = 1
};

/* ---- selection ---- */

/* What waited for the one before to be read isn't done to this one. */
static void
focus_on (TcIncidentPanel *self, gint64 id)
{
  if (id == tc_incident_focus_get_id (self->focus))
    return;
  tc_incident_focus_set_id (self->focus, id);
  tc_panel_tell_read (TC_PANEL (self), FALSE);
  tc_incident_panel_enable_actions (self);
}

/* What is done to the one chosen may move it within the list: so long it is followed. */
#define FOLLOWED_US (2 * G_TIME_SPAN_SECOND)

static void
show_chosen (TcIncidentPanel *self)
{
  guint position = tc_incident_queue_find (self->queue, tc_incident_focus_get_id (self->focus));

  if (position != G_MAXUINT)
    tc_row_list_show (self->list, position);
}

static void
choose (TcIncidentPanel *self, gint64 id)
{
  GtkSelectionModel *selection = GTK_SELECTION_MODEL (self->selection);
  guint position = tc_incident_queue_find (self->queue, id);

  focus_on (self, id);
  self->choosing = TRUE;
  if (position == G_MAXUINT)
    gtk_selection_model_unselect_all (selection);
  else
    gtk_selection_model_select_item (selection, position, TRUE);
  self->choosing = FALSE;
  tc_incident_panel_keep_chosen (self);
}

void
tc_incident_panel_choose (TcIncidentPanel *self, gint64 id)
{
  choose (self, id);
  self->followed_us = g_get_monotonic_time () + FOLLOWED_US;
  show_chosen (self);
}

void
tc_incident_panel_stay_in_sight (TcIncidentPanel *self)
{
  guint position = tc_incident_queue_find (self->queue, tc_incident_focus_get_id (self->focus));

  if (tc_row_list_is_in_sight (self->list, position))
    self->followed_us = g_get_monotonic_time () + FOLLOWED_US;
}

/* What is chosen alone is shown; of many, the one that was. */
static void
selected_cb (TcIncidentPanel *self)
{
  if (self->choosing)
    return;
  self->choices++;
  /* It was told of what was shown alone, and whoever goes on has read it. */
  if (self->chosen_ids->len == 0)
    tc_incident_panel_forget_told (self);
  tc_incident_panel_keep_chosen (self);
  if (self->chosen_ids->len == 1)
    focus_on (self, g_array_index (self->chosen_ids, gint64, 0));
  else
    tc_panel_tell_read (TC_PANEL (self), FALSE);
}

/* The list was brought up to date: what was selected stays selected, where it stands now. */
static void
admitted_cb (TcIncidentPanel *self)
{
  gint64 id = tc_incident_focus_get_id (self->focus);
  gboolean many = self->chosen_ids->len > 1;
  g_autoptr (TcIncidentItem) first = g_list_model_get_item (G_LIST_MODEL (self->queue), 0);

  tc_incident_panel_tell_list (self);
  if (id == 0 && !self->entered && first)
    id = tc_incident_item_get_id (first);
  self->entered = TRUE;
  if (many)
    tc_incident_panel_choose_again (self);
  else if (id != 0)
    choose (self, id);
  else
    tc_incident_panel_keep_chosen (self);
  if (many && self->chosen_ids->len < 2)
    tc_incident_panel_end_many (self);
  if (g_get_monotonic_time () < self->followed_us)
    show_chosen (self);
}

static void
focus_changed_cb (TcIncidentPanel *self)
{
  tc_incident_panel_enable_actions (self);
  tc_incident_panel_help_answer (self);
  tc_panel_tell_read (TC_PANEL (self), tc_incident_focus_get_picture (self->focus) != NULL);
}

/* ---- what is counted ---- */

static void
news_cb (TcIncidentPanel *self)
{
  guint n = tc_incident_queue_get_n_new (self->queue);
  /* Translators: the bar that lets new incidents into the queue. */
  g_autofree char *text = g_strdup_printf (ngettext ("↑ %u new incident", "↑ %u new incidents", n),
                                           n);

  gtk_label_set_label (self->news_label, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->news), GTK_ACCESSIBLE_PROPERTY_LABEL, text,
                                  -1);
  gtk_widget_set_visible (self->news, n > 0);
}

/* None is no number where the person may read none. */
static void
counts_cb (TcIncidentPanel *self)
{
  gboolean barred = tc_reading_watch_word (self->reading) != NULL;

  for (guint i = 0; i < TC_LISTS; i++)
    g_object_set (self->chips[i], "count",
                  barred ? -1 : (int) tc_incident_counts_get (self->counts, i), NULL);
  g_object_notify (G_OBJECT (self), "badge");
}

static void
reading_cb (TcIncidentPanel *self)
{
  counts_cb (self);
  tc_incident_panel_tell_list (self);
}

static void
fault_cb (TcIncidentPanel *self, const GError *error)
{
  g_warning ("incidents: %s", error->message);
  tc_panel_say (GTK_WIDGET (self),
                _ ("The incidents could not be read; what is shown may be old."));
}

/* ---- panel ---- */

static void
attach (TcPanel *panel, GActionMap *window)
{
  TcIncidentPanel *self = TC_INCIDENT_PANEL (panel);

  self->window = window;
  tc_incident_panel_add_actions (self, window);
  tc_incident_panel_add_file_actions (self, window);
  tc_incident_panel_add_photo_actions (self, window);
  tc_incident_panel_add_proposal_actions (self, window);
  tc_incident_panel_add_put_by_actions (self, window);
  tc_incident_panel_add_unit_actions (self, window);
  tc_incident_panel_add_page_actions (self, window);
  tc_incident_panel_add_correct_actions (self, window);
  tc_incident_panel_add_link_actions (self, window);
  tc_incident_panel_add_camera_actions (self, window);
  tc_incident_panel_add_verbs (self, window);
  tc_incident_panel_add_column_actions (self, window);
  tc_incident_panel_add_list_actions (self, window);
  tc_incident_panel_add_many_actions (self, window);
  tc_incident_panel_add_undo_actions (self, window);
  tc_incident_panel_add_merge_actions (self, window);
  tc_incident_panel_add_take_away_actions (self, window);
  tc_incident_panel_add_print_actions (self, window);
  tc_incident_panel_add_saved_actions (self, window);
  tc_incident_panel_enable_actions (self);
}

static const TcPanelKey *
get_keys (TcPanel *panel)
{
  return tc_incident_panel_list_keys ();
}

static const TcCommandVerb *
get_verbs (TcPanel *panel)
{
  return tc_incident_panel_list_verbs ();
}

/* Of one alone, once it has been read. */
static char *
dup_selected (TcPanel *panel)
{
  TcIncidentPanel *self = TC_INCIDENT_PANEL (panel);
  const TcIncidentPicture *picture = tc_incident_focus_get_found (self->focus);

  if (!picture || picture->detail->incident.id != tc_incident_focus_get_id (self->focus) ||
      tc_incident_panel_count_chosen (self) > 1)
    return NULL;
  return g_strdup (picture->detail->incident.code);
}

static char **
list_names (TcPanel *panel)
{
  TcIncidentPanel *self = TC_INCIDENT_PANEL (panel);

  return self->saved ? tc_incident_panel_list_saved (self) : NULL;
}

static gboolean
read_now (TcPanel *panel)
{
  TcIncidentPanel *self = TC_INCIDENT_PANEL (panel);

  if (tc_incident_panel_get_reading (self) == 0)
    return FALSE;
  tc_incident_focus_hurry (self->focus);
  return TRUE;
}

static void
panel_iface_init (TcPanelInterface *iface)
{
  iface->attach = attach;
  iface->get_keys = get_keys;
  iface->get_verbs = get_verbs;
  iface->dup_selected = dup_selected;
  iface->list_names = list_names;
  iface->read_now = read_now;
}

static gboolean
tc_incident_panel_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (TC_INCIDENT_PANEL (widget)->list));
}

static void
tc_incident_panel_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TcIncidentPanel *self = TC_INCIDENT_PANEL (object);
  gint64 untaken = self->counts ? tc_incident_counts_get (self->counts, TC_LIST_UNTAKEN) : 0;

  g_value_set_int (value, (int) CLAMP (untaken, 0, G_MAXINT));
}

static void
tc_incident_panel_dispose (GObject *object)
{
  TcIncidentPanel *self = TC_INCIDENT_PANEL (object);

  g_clear_handle_id (&self->look, g_source_remove);
  g_clear_handle_id (&self->hold, g_source_remove);
  g_clear_pointer (&self->looked, g_free);
  if (self->queue_side) {
    tc_row_list_set_model (self->list, NULL);
    gtk_widget_unparent (GTK_WIDGET (self->work));
    gtk_widget_unparent (self->aside);
    gtk_widget_unparent (g_steal_pointer (&self->queue_side));
  }
  g_clear_object (&self->selection);
  g_clear_object (&self->queue);
  g_clear_object (&self->focus);
  g_clear_object (&self->counts);
  g_clear_object (&self->reading);
  g_clear_object (&self->saved);
  g_clear_pointer (&self->saved_marks, g_free);
  g_clear_pointer (&self->saved_text, g_free);
  g_clear_object (&self->filter_choices);
  g_clear_object (&self->chooser);
  g_clear_object (&self->files);
  g_clear_object (&self->desk);
  g_cancellable_cancel (self->doing);
  g_cancellable_cancel (self->taking);
  G_OBJECT_CLASS (tc_incident_panel_parent_class)->dispose (object);
}

static void
tc_incident_panel_finalize (GObject *object)
{
  TcIncidentPanel *self = TC_INCIDENT_PANEL (object);

  g_clear_object (&self->doing);
  g_clear_object (&self->taking);
  g_array_unref (self->chosen_ids);
  g_ptr_array_unref (self->ordering);
  g_hash_table_unref (self->publishing);
  g_array_unref (self->units);
  g_ptr_array_unref (self->unit_names);
  g_clear_pointer (&self->many_templates, g_array_unref);
  g_clear_pointer (&self->many_events, tc_bulk_events_free);
  g_free (self->merged_code);
  g_free (self->reporter_before);
  g_clear_pointer (&self->kept_list, g_variant_unref);
  g_free (self->unknown);
  G_OBJECT_CLASS (tc_incident_panel_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *class)
{
  static const char *const chips[] = {"chip_open", "chip_mine", "chip_untaken", "chip_soon",
                                      "chip_all"};

  gtk_widget_class_bind_template_child (class, TcIncidentPanel, queue_side);
  gtk_widget_class_bind_template_child (class, TcIncidentPanel, head);
  gtk_widget_class_bind_template_child (class, TcIncidentPanel, list);
  gtk_widget_class_bind_template_child (class, TcIncidentPanel, chosen);
  gtk_widget_class_bind_template_child (class, TcIncidentPanel, chosen_count);
  gtk_widget_class_bind_template_child (class, TcIncidentPanel, chosen_label);
  gtk_widget_class_bind_template_child (class, TcIncidentPanel, partial);
  gtk_widget_class_bind_template_child (class, TcIncidentPanel, nothing);
  gtk_widget_class_bind_template_child (class, TcIncidentPanel, nothing_label);
  gtk_widget_class_bind_template_child (class, TcIncidentPanel, slow);
  gtk_widget_class_bind_template_child (class, TcIncidentPanel, read_again);
  gtk_widget_class_bind_template_child (class, TcIncidentPanel, saved_button);
  gtk_widget_class_bind_template_child (class, TcIncidentPanel, list_button);
  gtk_widget_class_bind_template_child (class, TcIncidentPanel, list_menu);
  gtk_widget_class_bind_template_child (class, TcIncidentPanel, filter_button);
  gtk_widget_class_bind_template_child (class, TcIncidentPanel, filter_popover);
  gtk_widget_class_bind_template_child (class, TcIncidentPanel, filter_form);
  gtk_widget_class_bind_template_child (class, TcIncidentPanel, search);
  gtk_widget_class_bind_template_child (class, TcIncidentPanel, search_state);
  gtk_widget_class_bind_template_child (class, TcIncidentPanel, search_all);
  gtk_widget_class_bind_template_callback (class, gtk_widget_grab_focus);
  gtk_widget_class_bind_template_callback (class, tc_incident_panel_columns_closed_cb);
  gtk_widget_class_bind_template_callback (class, tc_incident_panel_searched_cb);
  gtk_widget_class_bind_template_callback (class, tc_incident_panel_search_entered_cb);
  gtk_widget_class_bind_template_callback (class, tc_incident_panel_stop_search_cb);
  gtk_widget_class_bind_template_child (class, TcIncidentPanel, many);
  gtk_widget_class_bind_template_child (class, TcIncidentPanel, many_heading);
  gtk_widget_class_bind_template_child (class, TcIncidentPanel, many_label);
  gtk_widget_class_bind_template_child (class, TcIncidentPanel, many_verbs);
  gtk_widget_class_bind_template_child (class, TcIncidentPanel, many_composer);
  gtk_widget_class_bind_template_child (class, TcIncidentPanel, many_field);
  gtk_widget_class_bind_template_child (class, TcIncidentPanel, many_told_box);
  gtk_widget_class_bind_template_child (class, TcIncidentPanel, many_told);
  gtk_widget_class_bind_template_child (class, TcIncidentPanel, many_doing);
  gtk_widget_class_bind_template_child (class, TcIncidentPanel, many_bar);
  gtk_widget_class_bind_template_child (class, TcIncidentPanel, merge_sheet);
  gtk_widget_class_bind_template_child (class, TcIncidentPanel, taking_box);
  gtk_widget_class_bind_template_child (class, TcIncidentPanel, taking_label);
  gtk_widget_class_bind_template_child (class, TcIncidentPanel, taking_bar);
  gtk_widget_class_bind_template_child (class, TcIncidentPanel, news);
  gtk_widget_class_bind_template_child (class, TcIncidentPanel, news_label);
  gtk_widget_class_bind_template_child (class, TcIncidentPanel, work);
  gtk_widget_class_bind_template_child (class, TcIncidentPanel, aside);
  gtk_widget_class_bind_template_child (class, TcIncidentPanel, context);
  for (guint i = 0; i < G_N_ELEMENTS (chips); i++)
    gtk_widget_class_bind_template_child_full (class, chips[i], FALSE,
                                               G_STRUCT_OFFSET (TcIncidentPanel, chips) +
                                                   (gssize) (i * sizeof (GtkWidget *)));
}

static void
tc_incident_panel_class_init (TcIncidentPanelClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->get_property = tc_incident_panel_get_property;
  object_class->dispose = tc_incident_panel_dispose;
  object_class->finalize = tc_incident_panel_finalize;
  widget_class->grab_focus = tc_incident_panel_grab_focus;
  widget_class->focus = tc_focus_children;
  g_object_class_override_property (object_class, PROP_BADGE, "badge");
  g_type_ensure (TC_TYPE_CHIP);
  g_type_ensure (TC_TYPE_COMPOSER);
  g_type_ensure (TC_TYPE_FIELD_CHOOSER);
  g_type_ensure (TC_TYPE_FILTER_FORM);
  g_type_ensure (TC_TYPE_INCIDENT_CONTEXT);
  g_type_ensure (TC_TYPE_INCIDENT_ITEM);
  g_type_ensure (TC_TYPE_INCIDENT_WORK);
  g_type_ensure (TC_TYPE_MERGE_SHEET);
  g_type_ensure (TC_TYPE_QUEUE_HEAD);
  g_type_ensure (TC_TYPE_ROW_LIST);
  g_type_ensure (TC_TYPE_SLOW_NOTE);
  g_type_ensure (TC_TYPE_VERB_BUTTON);
  g_type_ensure (TC_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/toancanh/ToanCanh/ui/tc-incident-panel.ui");
  bind_children (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, TC_TYPE_DESK_LAYOUT);
}

/* In one line, whose end the wheel brings, so that a number with another digit doesn't move the
 * list; with large letters, of which half would be out of sight, in as many as they take. */
static void
wrap_chips (TcIncidentPanel *self)
{
  GtkWidget *box = gtk_widget_get_parent (self->chips[0]);
  GtkWidget *line = gtk_widget_get_ancestor (box, GTK_TYPE_SCROLLED_WINDOW);

  g_object_ref (box);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (line), NULL);
  gtk_widget_unparent (box);
  gtk_widget_set_layout_manager (box, g_object_new (TC_TYPE_WRAP_LAYOUT, "spacing", 4, NULL));
  gtk_widget_add_css_class (box, "filters");
  gtk_box_insert_child_after (GTK_BOX (self->queue_side), box, line);
  gtk_box_remove (GTK_BOX (self->queue_side), line);
  g_object_unref (box);
}

/* Where the list is narrow, each as wide as its word whatever it counts. */
static void
stack_chips (TcIncidentPanel *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  for (guint i = 0; i < TC_LISTS; i++)
    g_object_bind_property (layout, "folded", self->chips[i], "stacked", G_BINDING_SYNC_CREATE);
}

static void
tc_incident_panel_init (TcIncidentPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  if (tc_large_text_is_on ())
    wrap_chips (self);
  stack_chips (self);
  tc_nested_menu_set (self->list_button, self->list_menu);
  tc_inner_name_set (GTK_WIDGET (self->saved_button), _ ("Lists saved by name"));
  tc_inner_name_set (GTK_WIDGET (self->filter_button), _ ("Put a filter together"));
  tc_row_list_set_row_type (self->list, TC_TYPE_QUEUE_ROW);
  self->chosen_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->ordering = g_ptr_array_new ();
  self->publishing = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->units = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->unit_names = g_ptr_array_new_with_free_func (g_free);
  tc_desk_layout_set_context (TC_DESK_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self))),
                              GTK_SCROLLED_WINDOW (self->aside), self->context,
                              tc_incident_work_get_fold (self->work));
}

static void
waiting_cb (TcIncidentPanel *self)
{
  g_autofree char *name = NULL;

  g_object_get (self->desk, "person-name", &name, NULL);
  tc_incident_queue_set_waiting (self->queue, tc_desk_get_waiting (self->desk));
  tc_incident_work_set_waiting (self->work, tc_desk_get_waiting (self->desk));
  tc_incident_queue_set_provisional (self->queue, tc_desk_get_provisional (self->desk));
  tc_incident_work_set_provisional (self->work, tc_desk_get_provisional (self->desk));
  tc_incident_work_set_undecided (self->work, tc_desk_get_undecided (self->desk),
                                  tc_desk_get_person (self->desk), name);
}

/* What changes on the desk's replica reaches the three models. */
static void
follow_desk (TcIncidentPanel *self)
{
  TcDesk *desk = self->desk;

  g_signal_connect_object (desk, "rows-changed", G_CALLBACK (tc_incident_queue_rows_changed),
                           self->queue, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "rows-changed", G_CALLBACK (tc_incident_focus_rows_changed),
                           self->focus, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "rows-changed", G_CALLBACK (tc_watch_rows_changed), self->counts,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "replaced", G_CALLBACK (tc_incident_queue_replaced), self->queue,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "replaced", G_CALLBACK (tc_incident_focus_replaced), self->focus,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "replaced", G_CALLBACK (tc_watch_replaced), self->counts,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "waiting-changed", G_CALLBACK (waiting_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "notify::person-name", G_CALLBACK (waiting_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "notify::loading", G_CALLBACK (tc_incident_panel_tell_list), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "notify::person-id", G_CALLBACK (tc_incident_panel_enable_actions),
                           self, G_CONNECT_SWAPPED);
}

static void
make_models (TcIncidentPanel *self)
{
  TcWorker *reader = tc_desk_get_reader (self->desk);
  TcQueueFilter counted[TC_LISTS];

  tc_incident_panel_list_counted (self, counted);
  self->list_filter = counted[0];
  self->queue = tc_incident_queue_new (reader, &counted[0]);
  self->focus = tc_incident_focus_new (reader);
  self->counts = tc_incident_counts_new (tc_desk_get_side_reader (self->desk), counted, TC_LISTS);
  self->selection = gtk_multi_selection_new (g_object_ref (G_LIST_MODEL (self->queue)));
  self->reading = tc_reading_watch_new (self->desk, TC_SCOPE_INCIDENTS);
}

GtkWidget *
tc_incident_panel_new (TcDesk *desk)
{
  TcIncidentPanel *self = g_object_new (TC_TYPE_INCIDENT_PANEL, NULL);

  self->desk = g_object_ref (desk);
  self->files = g_object_ref (tc_files_of (desk));
  make_models (self);
  tc_incident_panel_make_filter_form (self);
  follow_desk (self);
  tc_row_list_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (self->selection, "selection-changed", G_CALLBACK (selected_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->queue, "admitted", G_CALLBACK (admitted_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->queue, "items-changed", G_CALLBACK (tc_incident_panel_tell_list),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->queue, "notify::n-new", G_CALLBACK (news_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->queue, "notify::loading", G_CALLBACK (tc_incident_panel_tell_list),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->queue, "fault", G_CALLBACK (fault_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->reading, "changed", G_CALLBACK (reading_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->focus, "fault", G_CALLBACK (fault_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->counts, "changed", G_CALLBACK (counts_cb), self,
                           G_CONNECT_SWAPPED);
  tc_incident_work_set_focus (self->work, self->focus);
  tc_incident_work_set_presence (self->work, tc_presence_watch_of (desk));
  tc_incident_work_set_files (self->work, self->files);
  tc_incident_context_set_focus (TC_INCIDENT_CONTEXT (self->context), self->focus, desk);
  g_signal_connect_object (self->focus, "changed", G_CALLBACK (focus_changed_cb), self,
                           G_CONNECT_SWAPPED);
  waiting_cb (self);
  return GTK_WIDGET (self);
}
