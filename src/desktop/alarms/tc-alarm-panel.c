/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The list of alarms and what is chosen in it; see the header. What is done about one is in
 * tc-alarm-actions.c.
 *
 * The list is brought up to date in place: whatever comes in, the selection, the focus and the
 * place where one reads stay. What was done here about the one selected leads on to the next.
 */
#include "tc-alarm-panel-private.h"

#include "tc-alarm-measure-words.h"
#include "tc-alarm-row.h"
#include "tc-alarm-words.h"
#include "tc-chip.h"
#include "tc-desk-lock.h"
#include "tc-desk-layout.h"
#include "tc-focus.h"
#include "tc-incident-export.h"
#include "tc-keyed-list.h"
#include "tc-list-take.h"
#include "tc-now.h"
#include "tc-sound-player.h"

#include <glib/gi18n-lib.h>

static void panel_iface_init (TcPanelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TcAlarmPanel, tc_alarm_panel, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (TC_TYPE_PANEL, panel_iface_init))

enum {
  PROP_BADGE = 1
};

/* ---- the selection ---- */

/* (nullable) */
static const TcAlarmRow *
find_in (GArray *rows, gint64 key)
{
  for (guint i = 0; i < rows->len; i++) {
    const TcAlarmRow *row = &g_array_index (rows, TcAlarmRow, i);
    if (tc_alarm_row_get_key (row) == key)
      return row;
  }
  return NULL;
}

const TcAlarmRow *
tc_alarm_panel_get_selected (TcAlarmPanel *self)
{
  return find_in (self->rows, self->selected);
}

/* What nobody has may be told of again, while somebody has what was told before. */
static void
show_repeat (TcAlarmPanel *self)
{
  const TcAlarmRow *row = tc_alarm_panel_get_selected (self);
  gboolean untaken = row && row->count == 1 && row->alarm->kind == TC_ALARM_UNTAKEN;

  if (!self->look)
    return;
  tc_repeat_look_set_id (self->look, untaken ? row->alarm->incident_id : 0);
  tc_alarm_work_show_repeat (self->work, tc_repeat_look_get (self->look));
  tc_alarm_panel_enable_actions (self);
}

static void
select_key (TcAlarmPanel *self, gint64 key)
{
  if (self->selected != key) {
    tc_alarm_work_show_trouble (self->work, NULL);
    tc_alarm_work_open_shelf (self->work, FALSE);
    self->acted = 0;
  }
  self->selected = key;
  tc_alarm_work_show (self->work, find_in (self->rows, key), tc_now_us ());
  show_repeat (self);
}

static void
row_selected_cb (TcAlarmPanel *self, GtkListBoxRow *row)
{
  if (row && !self->filling)
    select_key (self, tc_keyed_list_get_key (row));
}

static void
row_activated_cb (TcAlarmPanel *self, GtkListBoxRow *row)
{
  if (self->window)
    g_action_group_activate_action (G_ACTION_GROUP (self->window), "alarm-open", NULL);
}

/* ---- the list ---- */

static GtkWidget *
make_row (guint i, gpointer data)
{
  return tc_alarm_row_new ();
}

static void
fill_row (GtkListBoxRow *row, guint i, gpointer data)
{
  TcAlarmPanel *self = data;

  tc_alarm_row_fill (row, &g_array_index (self->rows, TcAlarmRow, i), self->desk, tc_now_us ());
}

static void
arrange (TcAlarmPanel *self)
{
  g_autofree gint64 *keys = g_new (gint64, self->rows->len);

  for (guint i = 0; i < self->rows->len; i++)
    keys[i] = tc_alarm_row_get_key (&g_array_index (self->rows, TcAlarmRow, i));
  tc_keyed_list_set (self->list, keys, self->rows->len, make_row, fill_row, self);
}

/* Marks alone. */
static void
waiting_cb (TcAlarmPanel *self)
{
  if (!self->desk)
    return;
  arrange (self);
  tc_alarm_panel_show_plans (self);
}

static gboolean
rings (GArray *rows, gint64 key)
{
  const TcAlarmRow *row = find_in (rows, key);

  return row && row->alarm->state == TC_ALARM_RINGING;
}

/* What still rings and stood nearest behind the one selected, else before it; @selected: nothing
 * does */
static gint64
find_next (GArray *before, gint64 selected, GArray *rows)
{
  gint64 last = selected, next = 0;
  gboolean behind = FALSE;

  for (guint i = 0; i < before->len && next == 0; i++) {
    gint64 key = tc_alarm_row_get_key (&g_array_index (before, TcAlarmRow, i));
    if (key == selected)
      behind = TRUE;
    else if (rings (rows, key))
      *(behind ? &next : &last) = key;
  }
  return next != 0 ? next : last;
}

/* What was selected stays so, or what stands in its place now if it is gone. Once it doesn't ring
 * any more by what was done about it here, it is the turn of the next one that rings. */
static gint64
find_wanted (TcAlarmPanel *self, GArray *before)
{
  gboolean done = self->acted != 0 && self->acted == self->selected &&
                  rings (before, self->selected) && !rings (self->rows, self->selected);

  return done ? find_next (before, self->selected, self->rows) : self->selected;
}

static void
choose_anew (TcAlarmPanel *self, gint64 wanted, int place)
{
  gint64 key = tc_keyed_list_select (self->list, wanted, place);

  self->filling = FALSE;
  select_key (self, key);
}

/* The keyboard goes with the selection; the list isn't scrolled for that. */
static void
keep_focus (TcAlarmPanel *self)
{
  GtkWidget *chosen = GTK_WIDGET (gtk_list_box_get_selected_row (self->list));
  GtkAdjustment *height = gtk_list_box_get_adjustment (self->list);
  double scrolled = gtk_adjustment_get_value (height);

  if (!chosen || gtk_widget_is_focus (chosen))
    return;
  gtk_widget_grab_focus (chosen);
  gtk_adjustment_set_value (height, scrolled);
}

/* Whoever may not read what alarms are about isn't told that all is well. */
static void
show_nothing (TcAlarmPanel *self)
{
  const char *barred = tc_reading_watch_word (self->reading);
  const char *text = self->shelved ? _ ("No alarm is shelved.")
                                   : _ ("Nothing needs you at the moment.");

  gtk_label_set_label (self->nothing, barred ? barred : text);
  gtk_widget_set_visible (GTK_WIDGET (self->nothing), self->rows->len == 0);
}

static void
count (TcAlarmPanel *self)
{
  gboolean barred = tc_reading_watch_word (self->reading) != NULL;
  guint n_shelved = 0;

  for (guint i = 0; i < self->shown->len; i++)
    n_shelved += g_array_index (self->shown, TcAlarm, i).state == TC_ALARM_SHELVED;
  g_object_set (self->chip_now, "count", barred ? -1 : (int) (self->shown->len - n_shelved), NULL);
  g_object_set (self->chip_shelved, "count", barred ? -1 : (int) n_shelved, NULL);
  show_nothing (self);
  gtk_widget_set_visible (GTK_WIDGET (self->old), tc_alarms_get_error (self->alarms) != NULL);
}

static void
reading_cb (TcAlarmPanel *self)
{
  count (self);
  tc_alarm_panel_show_plans (self);
}

void
tc_alarm_panel_refill (TcAlarmPanel *self)
{
  int place = tc_keyed_list_get_place (self->list);
  gboolean focus = tc_focus_holds (GTK_WIDGET (self->list));
  GArray *alarms = tc_alarms_get (self->alarms);
  g_autoptr (GArray) before = NULL;
  gint64 wanted = 0;

  if (!alarms || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  before = g_steal_pointer (&self->rows);
  self->rows = tc_alarm_rows_make (alarms, self->shelved, self->opened);
  wanted = find_wanted (self, before);
  g_array_ref (alarms);
  g_array_unref (self->shown);
  self->shown = alarms;
  self->filling = TRUE;
  arrange (self);
  choose_anew (self, wanted, place);
  count (self);
  if (focus)
    keep_focus (self);
}

static void
show_silence (TcAlarmPanel *self)
{
  const char *silence = tc_alarm_bell_get_silence (self->bell);

  gtk_label_set_label (self->silent, silence ? silence : "");
  gtk_widget_set_visible (GTK_WIDGET (self->silent), silence != NULL);
}

static gboolean
is_in_front (void)
{
  GListModel *windows = gtk_window_get_toplevels ();
  gboolean active = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (windows) && !active; i++) {
    g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);
    active = gtk_window_is_active (window) && gtk_widget_get_mapped (GTK_WIDGET (window));
  }
  return active;
}

/* Also when the desk is locked. */
static void
tell (TcAlarmPanel *self)
{
  GArray *alarms = tc_alarms_get (self->alarms);

  if (self->desk && alarms)
    tc_alarm_notices_tell (self->notices, alarms, is_in_front (),
                           tc_desk_lock_is_locked (tc_desk_lock_of (self->desk)));
}

static void
changed_cb (TcAlarmPanel *self)
{
  if (!self->desk)
    return;
  tell (self);
  if (!tc_alarms_get_error (self->alarms))
    tc_alarm_bell_ring (self->bell, tc_alarms_get (self->alarms));
  show_silence (self);
  tc_alarm_panel_refill (self);
  count (self);
  g_object_notify (G_OBJECT (self), "badge");
}

static void
rows_changed_cb (TcAlarmPanel *self, const char *table, GArray *ids)
{
  tc_alarms_rows_changed (self->alarms, table);
}

/* ---- panel ---- */

static TcListTable *
make_measures (TcAlarmPanel *self)
{
  const TcAlarmMeasures *measures = self->review ? tc_alarm_review_get (self->review) : NULL;

  return measures ? tc_alarm_measures_to_table (measures) : NULL;
}

static TcListTable *
make_plans (TcAlarmPanel *self)
{
  const GPtrArray *list = self->quiet ? tc_watch_get (TC_WATCH (self->quiet)) : NULL;

  return list ? tc_suppressions_to_table (list) : NULL;
}

/* A flood stands with each of its alarms, whether or not it is opened. */
static TcListTable *
make_alarms (TcAlarmPanel *self)
{
  const TcListColumn columns[] = {
      {C_ ("paper", "Priority"), 10},      {C_ ("paper", "Alarm"), 22},
      {C_ ("paper", "Code"), 17},          {C_ ("paper", "Matter"), 24},
      {C_ ("paper", "Since"), 15},         {C_ ("paper", "Who has it"), 15},
      {C_ ("paper", "Done about it"), 18}, {C_ ("paper", "Gone up"), 0}};
  TcListTable *table = tc_list_table_new (
      _ ("ALARMS"), self->shelved ? _ ("Shelved alarms") : _ ("Alarms of now"), columns,
      G_N_ELEMENTS (columns));
  gint64 now_us = tc_now_us ();

  for (guint i = 0; self->shown && i < self->shown->len; i++) {
    const TcAlarm *alarm = &g_array_index (self->shown, TcAlarm, i);
    g_autofree char *what = tc_alarm_word_what (alarm), *handler = tc_alarm_word_handler (alarm);
    g_autofree char *mark = tc_alarm_word_mark (alarm, now_us);
    g_autofree char *up = tc_alarm_word_escalated (alarm, now_us);
    g_autofree char *since = tc_incident_word_date (alarm->since_us);
    const char *const cells[] = {tc_alarm_word_priority (alarm->priority),
                                 what,
                                 tc_alarm_word_code (alarm),
                                 alarm->title,
                                 since,
                                 handler,
                                 mark,
                                 up};
    if ((alarm->state == TC_ALARM_SHELVED) == self->shelved)
      tc_list_table_add (table, cells);
  }
  return table;
}

/* Of what is shown. */
static TcListTable *
make_table (GtkWidget *owner)
{
  TcAlarmPanel *self = TC_ALARM_PANEL (owner);
  const char *pane = gtk_stack_get_visible_child_name (self->pane);

  if (g_strcmp0 (pane, "measures") == 0)
    return make_measures (self);
  return g_strcmp0 (pane, "plans") == 0 ? make_plans (self) : make_alarms (self);
}

static void
attach (TcPanel *panel, GActionMap *window)
{
  TcAlarmPanel *self = TC_ALARM_PANEL (panel);

  self->window = window;
  tc_list_take_fill_menu (self->list_menu, "alarms");
  /* Translators: name of a file; year-month-day and the end stay. */
  tc_list_take_add (window, "alarms", GTK_WIDGET (self), self->desk, _ ("alarm-list-%Y-%m-%d.csv"),
                    make_table);
  tc_alarm_panel_add_actions (self, window);
  tc_alarm_panel_add_review_actions (self, window);
  tc_alarm_panel_add_verbs (self, window);
  tc_alarm_panel_add_suppress_actions (self, window);
  tc_alarm_panel_enable_actions (self);
}

static const TcPanelKey *
get_keys (TcPanel *panel)
{
  return tc_alarm_panel_list_keys ();
}

static const TcCommandVerb *
get_verbs (TcPanel *panel)
{
  return tc_alarm_panel_list_verbs ();
}

static char *
dup_selected (TcPanel *panel)
{
  const TcAlarmRow *row = tc_alarm_panel_get_selected (TC_ALARM_PANEL (panel));

  return row && row->count == 1 ? g_strdup (tc_alarm_word_code (row->alarm)) : NULL;
}

/* An emergency that nobody acknowledged, and that nobody has; what has gone up. */
static TcPanelUrge
get_urge (TcPanel *panel)
{
  GArray *alarms = tc_alarms_get (TC_ALARM_PANEL (panel)->alarms);
  TcPanelUrge urge = TC_PANEL_URGE_NONE;

  for (guint i = 0; alarms && i < alarms->len; i++) {
    const TcAlarm *alarm = &g_array_index (alarms, TcAlarm, i);
    if (alarm->escalated_here)
      urge = MAX (urge, TC_PANEL_URGE_BADGE);
    if (alarm->state == TC_ALARM_RINGING && alarm->priority == TC_ALARM_HIGH)
      urge = MAX (urge,
                  alarm->kind == TC_ALARM_UNTAKEN ? TC_PANEL_URGE_STRIP : TC_PANEL_URGE_BADGE);
  }
  return urge;
}

static void
let_go (TcAlarmPanel *self)
{
  if (self->desk)
    g_signal_handlers_disconnect_by_data (self->desk, self);
  if (self->desk)
    g_signal_handlers_disconnect_by_data (tc_desk_lock_of (self->desk), self);
  if (self->alarms)
    g_signal_handlers_disconnect_by_data (self->alarms, self);
  tc_alarm_notices_withdraw (self->notices);
  g_clear_object (&self->desk);
  self->window = NULL;
}

static void
finish (TcPanel *panel)
{
  let_go (TC_ALARM_PANEL (panel));
}

static void
panel_iface_init (TcPanelInterface *iface)
{
  iface->attach = attach;
  iface->get_keys = get_keys;
  iface->get_verbs = get_verbs;
  iface->dup_selected = dup_selected;
  iface->get_urge = get_urge;
  iface->finish = finish;
}

static void
tc_alarm_panel_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (tc_alarm_panel_parent_class)->map (widget);
  tc_alarm_panel_refill (TC_ALARM_PANEL (widget));
  tc_alarm_panel_look_review (TC_ALARM_PANEL (widget));
}

static gboolean
tc_alarm_panel_grab_focus (GtkWidget *widget)
{
  TcAlarmPanel *self = TC_ALARM_PANEL (widget);
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  return gtk_widget_grab_focus (row ? GTK_WIDGET (row) : self->chip_now);
}

static void
tc_alarm_panel_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TcAlarmPanel *self = TC_ALARM_PANEL (object);

  g_value_set_int (value, self->alarms ? (int) tc_alarms_count_ringing (self->alarms) : 0);
}

static void
tc_alarm_panel_dispose (GObject *object)
{
  TcAlarmPanel *self = TC_ALARM_PANEL (object);

  let_go (self);
  g_clear_handle_id (&self->review_source, g_source_remove);
  if (self->alarms)
    g_object_run_dispose (G_OBJECT (self->alarms));
  g_clear_object (&self->alarms);
  g_clear_object (&self->reading);
  if (self->look)
    g_object_run_dispose (G_OBJECT (self->look));
  g_clear_object (&self->look);
  if (self->review)
    g_object_run_dispose (G_OBJECT (self->review));
  g_clear_object (&self->review);
  if (self->quiet)
    g_object_run_dispose (G_OBJECT (self->quiet));
  g_clear_object (&self->quiet);
  if (self->side) {
    gtk_widget_unparent (GTK_WIDGET (self->pane));
    gtk_widget_unparent (g_steal_pointer (&self->side));
  }
  G_OBJECT_CLASS (tc_alarm_panel_parent_class)->dispose (object);
}

static void
tc_alarm_panel_finalize (GObject *object)
{
  TcAlarmPanel *self = TC_ALARM_PANEL (object);

  tc_alarm_bell_free (self->bell);
  tc_alarm_notices_free (self->notices);
  g_array_unref (self->rows);
  g_array_unref (self->shown);
  g_hash_table_unref (self->opened);
  G_OBJECT_CLASS (tc_alarm_panel_parent_class)->finalize (object);
}

static void
tc_alarm_panel_class_init (TcAlarmPanelClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->get_property = tc_alarm_panel_get_property;
  object_class->dispose = tc_alarm_panel_dispose;
  object_class->finalize = tc_alarm_panel_finalize;
  widget_class->map = tc_alarm_panel_map;
  widget_class->grab_focus = tc_alarm_panel_grab_focus;
  widget_class->focus = tc_focus_children;
  g_object_class_override_property (object_class, PROP_BADGE, "badge");
  g_type_ensure (TC_TYPE_CHIP);
  g_type_ensure (TC_TYPE_ALARM_MEASURES_PAGE);
  g_type_ensure (TC_TYPE_ALARM_WORK);
  g_type_ensure (TC_TYPE_SUPPRESS_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/toancanh/ToanCanh/ui/tc-alarm-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, TcAlarmPanel, side);
  gtk_widget_class_bind_template_child (widget_class, TcAlarmPanel, list_menu);
  gtk_widget_class_bind_template_child (widget_class, TcAlarmPanel, chip_now);
  gtk_widget_class_bind_template_child (widget_class, TcAlarmPanel, chip_shelved);
  gtk_widget_class_bind_template_child (widget_class, TcAlarmPanel, old);
  gtk_widget_class_bind_template_child (widget_class, TcAlarmPanel, silent);
  gtk_widget_class_bind_template_child (widget_class, TcAlarmPanel, nothing);
  gtk_widget_class_bind_template_child (widget_class, TcAlarmPanel, list);
  gtk_widget_class_bind_template_child (widget_class, TcAlarmPanel, chip_plans);
  gtk_widget_class_bind_template_child (widget_class, TcAlarmPanel, plans);
  gtk_widget_class_bind_template_child (widget_class, TcAlarmPanel, chip_measures);
  gtk_widget_class_bind_template_child (widget_class, TcAlarmPanel, pane);
  gtk_widget_class_bind_template_child (widget_class, TcAlarmPanel, work);
  gtk_widget_class_bind_template_child (widget_class, TcAlarmPanel, page);
  gtk_widget_class_bind_template_callback (widget_class, row_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, TC_TYPE_DESK_LAYOUT);
}

static void
tc_alarm_panel_init (TcAlarmPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->bell = tc_alarm_bell_new ();
  self->notices = tc_alarm_notices_new ();
  self->shown = g_array_new (FALSE, FALSE, sizeof (TcAlarm));
  self->rows = g_array_new (FALSE, FALSE, sizeof (TcAlarmRow));
  self->opened = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

GtkWidget *
tc_alarm_panel_new (TcDesk *desk)
{
  TcAlarmPanel *self = g_object_new (TC_TYPE_ALARM_PANEL, NULL);

  self->desk = g_object_ref (desk);
  self->alarms = tc_alarms_new (tc_desk_get_side_reader (desk), tc_desk_get_person (desk));
  self->reading = tc_reading_watch_new (desk, TC_SCOPE_INCIDENTS);
  g_signal_connect_object (self->reading, "changed", G_CALLBACK (reading_cb), self,
                           G_CONNECT_SWAPPED);
  self->quiet = tc_suppressions_new (desk);
  tc_suppress_page_set_desk (self->plans, desk);
  g_signal_connect_object (self->quiet, "changed", G_CALLBACK (tc_alarm_panel_show_plans), self,
                           G_CONNECT_SWAPPED);
  self->look = tc_repeat_look_new (tc_desk_get_reader (desk));
  g_signal_connect_object (desk, "rows-changed", G_CALLBACK (tc_repeat_look_rows_changed),
                           self->look, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->look, "changed", G_CALLBACK (show_repeat), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->alarms, "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "rows-changed", G_CALLBACK (rows_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "waiting-changed", G_CALLBACK (waiting_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "replaced", G_CALLBACK (tc_alarms_replaced), self->alarms,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "notify::person-id", G_CALLBACK (tc_alarm_panel_enable_actions),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (tc_desk_lock_of (desk), "notify::locked", G_CALLBACK (tell), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (tc_sound_player_get (), "notify::trouble", G_CALLBACK (show_silence),
                           self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
