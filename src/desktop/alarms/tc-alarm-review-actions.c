/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Showing how good the alarms were, and saving it as a table: actions of the window, for whoever
 * may plan duty. What is saved is made in memory and written elsewhere. While somebody looks they
 * are counted anew from time to time.
 */
#include "tc-alarm-panel-private.h"

#include "tc-alarm-measure-words.h"
#include "tc-duty-operations.h"
#include "tc-list-take.h"
#include "tc-now.h"
#include "tc-words.h"

#include <glib/gi18n-lib.h>

#define HOURS_MAX (7 * 24)
#define LOOK_S 60
/* Counts older than this while somebody looks are counted anew; and than this: counting them has
 * fallen silent. */
#define COUNT_AGAIN_US (10 * G_TIME_SPAN_MINUTE)
#define COUNT_OLD_US (15 * G_TIME_SPAN_MINUTE)

gboolean
tc_alarm_panel_may_review (TcAlarmPanel *self)
{
  return self->desk && tc_desk_may (self->desk, TC_CAPABILITY_DUTY) &&
         tc_desk_may (self->desk, TC_MAY_HANDLE);
}

/* 0: the figures are of now */
static gint64
find_since (TcAlarmPanel *self, const TcAlarmMeasures *measures)
{
  gint64 since_us = 0;

  if (tc_desk_get_state (self->desk) != TC_DESK_ONLINE)
    g_object_get (self->desk, "offline-since-us", &since_us, NULL);
  else if (measures && tc_now_us () - measures->until_us > COUNT_OLD_US)
    since_us = measures->until_us;
  return since_us;
}

static void
show (TcAlarmPanel *self)
{
  gint64 since_us = find_since (self, tc_alarm_review_get (self->review));
  gboolean offline = tc_desk_get_state (self->desk) != TC_DESK_ONLINE;
  g_autofree char *clock = tc_words_clock (since_us, tc_now_us ());
  g_autofree char *silent = g_strdup_printf (
      /* Translators: a line over all figures; a time. */
      offline ? _ ("No line to the server since %s: what others have done since is not counted.")
              : _ ("The figures could not be counted since %s."),
      clock);
  /* Translators: beside a figure, a time: nothing new has come since then. */
  g_autofree char *since = g_strdup_printf (_ ("nothing new since %s"), clock);

  tc_alarm_measures_page_show (self->page, self->review, since_us != 0 ? silent : NULL,
                               since_us != 0 ? since : NULL);
}

static void
changed_cb (TcAlarmPanel *self)
{
  gboolean counted = self->review && tc_alarm_review_get (self->review);

  if (self->review && self->desk)
    show (self);
  if (!self->window)
    return;
  tc_panel_enable (self->window, "alarm-measures-save-list", counted);
  tc_panel_enable (self->window, "alarm-measures-save-chart", counted);
}

static void
count (TcAlarmPanel *self)
{
  GAction *span = g_action_map_lookup_action (self->window, "alarm-span");
  g_autoptr (GVariant) state = g_action_get_state (span);
  gint64 hours = g_ascii_strtoll (g_variant_get_string (state, NULL), NULL, 10);

  if (!self->review) {
    self->review = tc_alarm_review_new (tc_desk_get_reader (self->desk));
    g_signal_connect_object (self->review, "changed", G_CALLBACK (changed_cb), self,
                             G_CONNECT_SWAPPED);
  }
  tc_alarm_review_count (self->review, CLAMP (hours, 1, HOURS_MAX));
}

void
tc_alarm_panel_look_review (TcAlarmPanel *self)
{
  const char *pane = gtk_stack_get_visible_child_name (self->pane);
  const TcAlarmMeasures *measures = self->review ? tc_alarm_review_get (self->review) : NULL;
  guint done = 0, all = 0;

  if (!measures || !self->window || g_strcmp0 (pane, "measures") != 0 ||
      !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  if (tc_now_us () - measures->until_us > COUNT_AGAIN_US && tc_alarm_panel_may_review (self) &&
      !tc_alarm_review_get_progress (self->review, &done, &all))
    count (self);
  changed_cb (self);
}

static gboolean
look_cb (gpointer data)
{
  tc_alarm_panel_look_review (data);
  return G_SOURCE_CONTINUE;
}

void
tc_alarm_panel_show_review (TcAlarmPanel *self, gboolean shown)
{
  gtk_stack_set_visible_child_name (self->pane, shown ? "measures" : "alarm");
  g_clear_handle_id (&self->review_source, g_source_remove);
  if (shown) {
    count (self);
    self->review_source = g_timeout_add_seconds (LOOK_S, look_cb, self);
  } else if (self->review) {
    tc_alarm_review_cancel (self->review);
  }
}

static void
span_cb (GSimpleAction *action, GVariant *state, gpointer data)
{
  TcAlarmPanel *self = data;

  g_simple_action_set_state (action, state);
  if (tc_alarm_panel_may_review (self))
    count (self);
}

static void
measures_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcAlarmPanel *self = data;
  const char *shown = gtk_stack_get_visible_child_name (self->pane);

  g_action_group_change_action_state (
      G_ACTION_GROUP (self->window), "alarm-filter",
      g_variant_new_string (g_strcmp0 (shown, "measures") == 0 ? "now" : "measures"));
}

/* ---- saving ---- */

static TcListTable *
make_measures (GtkWidget *owner)
{
  TcAlarmPanel *self = TC_ALARM_PANEL (owner);
  const TcAlarmMeasures *measures = self->review ? tc_alarm_review_get (self->review) : NULL;

  return measures ? tc_alarm_measures_to_table (measures) : NULL;
}

static TcChartPicture *
make_chart (GtkWidget *owner)
{
  return tc_alarm_measures_page_make_picture (TC_ALARM_PANEL (owner)->page);
}

void
tc_alarm_panel_add_review_actions (TcAlarmPanel *self, GActionMap *window)
{
  const GActionEntry entries[] = {
      {.name = "alarm-measures", .activate = measures_cb},
      {.name = "alarm-span", .parameter_type = "s", .state = "'24'", .change_state = span_cb},
  };

  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), self);
  g_signal_connect_object (self->desk, "notify::state", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  tc_list_take_add (
      window, "alarm-measures", GTK_WIDGET (self), self->desk,
      /* Translators: name of a file: figures of alarms; year-month-day and the end stay. */
      _ ("alarms-%Y-%m-%d.csv"), make_measures);
  tc_list_take_add_chart (
      window, "alarm-measures", GTK_WIDGET (self),
      /* Translators: name of a file: charts of alarms; year-month-day and the end stay. */
      _ ("alarms-%Y-%m-%d.png"), make_chart);
}
