/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The incident panel; see the header. Its actions are in tc-incident-actions.c.
 */
#include "tc-incident-panel-private.h"

#include "tc-chip.h"
#include "tc-desk-layout.h"
#include "tc-desk-tray.h"
#include "tc-incident-context.h"
#include "tc-incident-filter.h"
#include "tc-queue-row.h"

#include <glib/gi18n-lib.h>

static void panel_iface_init (TcPanelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TcIncidentPanel, tc_incident_panel, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (TC_TYPE_PANEL, panel_iface_init))

enum {
  PROP_BADGE = 1
};

/* The chips, in the order of the template. */
typedef struct {
  const char *name;
  TcQueueKind kind;
  TcQueueSort sort;
  gint64 soon_us;
} Filter;

static const Filter filters[] = {
    {"open", TC_QUEUE_OPEN, TC_QUEUE_LATE_FIRST, 0},
    {"mine", TC_QUEUE_MINE, TC_QUEUE_LATE_FIRST, 0},
    {"untaken", TC_QUEUE_UNTAKEN, TC_QUEUE_LATE_FIRST, 0},
    {"soon", TC_QUEUE_DUE_SOON, TC_QUEUE_LATE_FIRST, TC_SOON_US},
    {"all", TC_QUEUE_ALL, TC_QUEUE_NEW_FIRST, 0},
};
#define FILTER_UNTAKEN 2

static TcQueueFilter
make_filter (TcIncidentPanel *self, const Filter *filter)
{
  return (TcQueueFilter){.kind = filter->kind,
                         .sort = filter->sort,
                         .staff_id = tc_desk_get_person (self->desk),
                         .before_us = g_get_real_time () + filter->soon_us};
}

void
tc_incident_panel_set_filter (TcIncidentPanel *self, const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (filters); i++) {
    TcQueueFilter filter = make_filter (self, &filters[i]);
    if (g_str_equal (filters[i].name, name))
      tc_incident_queue_set_filter (self->queue, &filter, filters[i].soon_us);
  }
  gtk_widget_set_visible (self->chosen, FALSE);
}

/* How many a list has that was opened from elsewhere: there is no chip that counts them. */
static void
count_chosen_cb (TcIncidentPanel *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->queue));
  g_autofree char *count = g_strdup_printf ("%u", n), *spoken = NULL;

  if (!gtk_widget_get_visible (self->chosen))
    return;
  /* Translators: a list that was opened from elsewhere, how many there are in it, and what the
   * button does: back to all. */
  spoken = g_strdup_printf (ngettext ("Shown: %s, %u incident. Show all open ones again",
                                      "Shown: %s, %u incidents. Show all open ones again", n),
                            gtk_label_get_label (self->chosen_label), n);
  gtk_label_set_label (self->chosen_count, count);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->chosen), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  spoken, -1);
}

/* What ended can't be late: newest first. */
#define MATCH_ENDED (TC_MATCH_STATE | TC_MATCH_RECEIVED | TC_MATCH_RESOLVED | TC_MATCH_REPORTED)

gboolean
tc_incident_panel_show_list (TcIncidentPanel *self, GVariant *data)
{
  TcQueueFilter filter = {0};
  g_autofree char *given = NULL;

  if (!tc_incident_filter_from_variant (data, &filter, &given))
    return FALSE;
  if (filter.match & MATCH_ENDED)
    filter.sort = TC_QUEUE_NEW_FIRST;
  gtk_label_set_label (self->chosen_label, given ? given : _ ("Chosen incidents"));
  gtk_widget_set_visible (self->chosen, TRUE);
  /* The first of the list is shown, once it is there. */
  self->entered = FALSE;
  tc_incident_focus_set_id (self->focus, 0);
  tc_incident_queue_set_filter (self->queue, &filter, 0);
  count_chosen_cb (self);
  return TRUE;
}

/* ---- selection ---- */

void
tc_incident_panel_choose (TcIncidentPanel *self, gint64 id)
{
  guint position = tc_incident_queue_find (self->queue, id);

  tc_incident_focus_set_id (self->focus, id);
  self->choosing = TRUE;
  gtk_single_selection_set_selected (self->selection,
                                     position == G_MAXUINT ? GTK_INVALID_LIST_POSITION : position);
  self->choosing = FALSE;
}

static void
selected_cb (TcIncidentPanel *self)
{
  TcIncidentItem *item = gtk_single_selection_get_selected_item (self->selection);

  if (item && !self->choosing)
    tc_incident_focus_set_id (self->focus, tc_incident_item_get_id (item));
}

/* An empty list says so, but not while it is still read. */
static void
show_nothing_cb (TcIncidentPanel *self)
{
  gboolean loading = TRUE;

  g_object_get (self->queue, "loading", &loading, NULL);
  gtk_widget_set_visible (self->nothing,
                          !loading && g_list_model_get_n_items (G_LIST_MODEL (self->queue)) == 0 &&
                              tc_incident_queue_get_n_new (self->queue) == 0);
}

/* The list was brought up to date: what was selected stays selected, where it stands now. */
static void
admitted_cb (TcIncidentPanel *self)
{
  gint64 id = tc_incident_focus_get_id (self->focus);
  g_autoptr (TcIncidentItem) first = g_list_model_get_item (G_LIST_MODEL (self->queue), 0);

  show_nothing_cb (self);
  if (id == 0 && !self->entered && first)
    id = tc_incident_item_get_id (first);
  self->entered = TRUE;
  if (id != 0)
    tc_incident_panel_choose (self, id);
}

static void
focus_changed_cb (TcIncidentPanel *self)
{
  tc_incident_panel_enable_actions (self);
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

static void
counts_cb (TcIncidentPanel *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
    g_object_set (self->chips[i], "count", (int) tc_incident_counts_get (self->counts, i), NULL);
  g_object_notify (G_OBJECT (self), "badge");
}

static void
fault_cb (TcIncidentPanel *self, const GError *error)
{
  g_warning ("incidents: %s", error->message);
  tc_panel_say (GTK_WIDGET (self),
                _ ("The incidents could not be read; what is shown may be old."));
}

/* ---- folding ---- */

static gboolean
fold_cb (gpointer data)
{
  TcIncidentPanel *self = data;
  GtkScrolledWindow *aside = GTK_SCROLLED_WINDOW (self->aside);
  GtkBox *fold = tc_incident_work_get_fold (self->work);
  gboolean folded = FALSE;

  self->fold_idle = 0;
  g_object_get (gtk_widget_get_layout_manager (GTK_WIDGET (self)), "folded", &folded, NULL);
  if (folded == (gtk_widget_get_parent (self->context) == GTK_WIDGET (fold)))
    return G_SOURCE_REMOVE;
  if (folded) {
    gtk_scrolled_window_set_child (aside, NULL);
    gtk_box_append (fold, self->context);
  } else {
    gtk_box_remove (fold, self->context);
    gtk_scrolled_window_set_child (aside, self->context);
  }
  gtk_widget_set_visible (self->aside, !folded);
  if (folded)
    gtk_widget_add_css_class (self->context, "folded");
  else
    gtk_widget_remove_css_class (self->context, "folded");
  return G_SOURCE_REMOVE;
}

static void
folded_cb (TcIncidentPanel *self)
{
  if (self->fold_idle == 0)
    self->fold_idle = g_idle_add (fold_cb, self);
}

/* ---- panel ---- */

static void
attach (TcPanel *panel, GActionMap *window)
{
  TcIncidentPanel *self = TC_INCIDENT_PANEL (panel);

  self->window = window;
  tc_incident_panel_add_actions (self, window);
  tc_incident_panel_add_file_actions (self, window);
  tc_incident_panel_add_verbs (self, window);
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

static void
finish (TcPanel *panel)
{
  tc_hold_box_let_go (tc_incident_work_get_holds (TC_INCIDENT_PANEL (panel)->work));
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
tc_incident_panel_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (TC_INCIDENT_PANEL (widget)->list));
}

static void
tc_incident_panel_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TcIncidentPanel *self = TC_INCIDENT_PANEL (object);
  gint64 untaken = self->counts ? tc_incident_counts_get (self->counts, FILTER_UNTAKEN) : 0;

  g_value_set_int (value, (int) CLAMP (untaken, 0, G_MAXINT));
}

static void
tc_incident_panel_dispose (GObject *object)
{
  TcIncidentPanel *self = TC_INCIDENT_PANEL (object);

  g_clear_handle_id (&self->fold_idle, g_source_remove);
  g_clear_object (&self->context);
  if (self->queue_side) {
    gtk_list_view_set_model (self->list, NULL);
    gtk_widget_unparent (GTK_WIDGET (self->work));
    gtk_widget_unparent (self->aside);
    gtk_widget_unparent (g_steal_pointer (&self->queue_side));
  }
  g_clear_object (&self->selection);
  g_clear_object (&self->queue);
  g_clear_object (&self->focus);
  g_clear_object (&self->counts);
  g_clear_object (&self->chooser);
  g_clear_object (&self->files);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (tc_incident_panel_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *class)
{
  static const char *const chips[] = {"chip_open", "chip_mine", "chip_untaken", "chip_soon",
                                      "chip_all"};

  gtk_widget_class_bind_template_child (class, TcIncidentPanel, queue_side);
  gtk_widget_class_bind_template_child (class, TcIncidentPanel, list);
  gtk_widget_class_bind_template_child (class, TcIncidentPanel, chosen);
  gtk_widget_class_bind_template_child (class, TcIncidentPanel, chosen_count);
  gtk_widget_class_bind_template_child (class, TcIncidentPanel, chosen_label);
  gtk_widget_class_bind_template_child (class, TcIncidentPanel, nothing);
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
  widget_class->grab_focus = tc_incident_panel_grab_focus;
  g_object_class_override_property (object_class, PROP_BADGE, "badge");
  g_type_ensure (TC_TYPE_CHIP);
  g_type_ensure (TC_TYPE_INCIDENT_CONTEXT);
  g_type_ensure (TC_TYPE_INCIDENT_ITEM);
  g_type_ensure (TC_TYPE_INCIDENT_WORK);
  g_type_ensure (TC_TYPE_QUEUE_ROW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/toancanh/ToanCanh/ui/tc-incident-panel.ui");
  bind_children (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, TC_TYPE_DESK_LAYOUT);
}

static void
tc_incident_panel_init (TcIncidentPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_object_ref (self->context);
  g_signal_connect_object (gtk_widget_get_layout_manager (GTK_WIDGET (self)), "notify::folded",
                           G_CALLBACK (folded_cb), self, G_CONNECT_SWAPPED);
}

static void
waiting_cb (TcIncidentPanel *self)
{
  tc_incident_queue_set_waiting (self->queue, tc_desk_get_waiting (self->desk));
  tc_incident_work_set_waiting (self->work, tc_desk_get_waiting (self->desk));
  tc_incident_queue_set_provisional (self->queue, tc_desk_get_provisional (self->desk));
  tc_incident_work_set_provisional (self->work, tc_desk_get_provisional (self->desk));
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
  g_signal_connect_object (desk, "rows-changed", G_CALLBACK (tc_incident_counts_rows_changed),
                           self->counts, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "replaced", G_CALLBACK (tc_incident_queue_replaced), self->queue,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "replaced", G_CALLBACK (tc_incident_focus_replaced), self->focus,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "replaced", G_CALLBACK (tc_incident_counts_replaced), self->counts,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "waiting-changed", G_CALLBACK (waiting_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
make_models (TcIncidentPanel *self)
{
  TcWorker *reader = tc_desk_get_reader (self->desk);
  TcQueueFilter first = make_filter (self, &filters[0]);
  TcCountedFilter counted[G_N_ELEMENTS (filters)];

  for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
    counted[i] = (TcCountedFilter){make_filter (self, &filters[i]), filters[i].soon_us};
  self->queue = tc_incident_queue_new (reader, &first);
  self->focus = tc_incident_focus_new (reader);
  self->counts = tc_incident_counts_new (reader, counted, G_N_ELEMENTS (counted));
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->queue)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
}

GtkWidget *
tc_incident_panel_new (TcDesk *desk)
{
  TcIncidentPanel *self = g_object_new (TC_TYPE_INCIDENT_PANEL, NULL);

  self->desk = g_object_ref (desk);
  self->files = g_object_ref (tc_files_of (desk));
  make_models (self);
  follow_desk (self);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (selected_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->queue, "admitted", G_CALLBACK (admitted_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->queue, "items-changed", G_CALLBACK (count_chosen_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->queue, "notify::n-new", G_CALLBACK (news_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->queue, "notify::loading", G_CALLBACK (show_nothing_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->queue, "fault", G_CALLBACK (fault_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->focus, "fault", G_CALLBACK (fault_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->counts, "changed", G_CALLBACK (counts_cb), self,
                           G_CONNECT_SWAPPED);
  tc_incident_work_set_focus (self->work, self->focus);
  tc_incident_work_set_files (self->work, self->files);
  tc_incident_context_set_focus (TC_INCIDENT_CONTEXT (self->context), self->focus);
  g_signal_connect_object (self->focus, "changed", G_CALLBACK (focus_changed_cb), self,
                           G_CONNECT_SWAPPED);
  waiting_cb (self);
  return GTK_WIDGET (self);
}
