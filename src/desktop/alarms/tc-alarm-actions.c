/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is done about alarms: each an action of the window. What is refused is said beside the
 * alarm.
 */
#include "tc-alarm-panel-private.h"

#include "tc-alarm-words.h"
#include "tc-incident-bulk.h"
#include "tc-incident-filter.h"
#include "tc-now.h"
#include "tc-refusal-words.h"

#include <glib/gi18n-lib.h>

static const TcPanelKey keys[] = {
    {"a", "alarm-acknowledge", N_ ("Acknowledge: quiet for the room")},
    {"t", "alarm-take", N_ ("Take the incident")},
    {"g", "alarm-merge", N_ ("Merge into what it is likely the same as")},
    {"c", "alarm-call", N_ ("Keep who was telephoned")},
    {"o", "alarm-open", N_ ("Open the incident, or show many one by one")},
    {"s", "alarm-shelve", N_ ("Shelve, with reason and time")},
    {"u", "alarm-unshelve", N_ ("Bring back what is shelved")},
    {"<Shift>s", "alarm-suppress", N_ ("Keep alarms quiet by plan")},
    {"p", "alarm-plans", N_ ("What is kept quiet by plan, and back")},
    {"m", "alarm-measures", N_ ("How good the alarms were, and back")},
    {"l", "alarm-lists", N_ ("The shelved ones, or those of now")},
    {"<Control>s", "alarms-save-list", N_ ("Save the list for a spreadsheet")},
    {"<Control>p", "alarms-print-list", N_ ("Print the list")},
    {"<Control><Shift>s", "alarm-measures-save-chart", N_ ("Save the charts as a picture")},
    {"Escape", "alarm-cancel", N_ ("Don't shelve")},
    {NULL, NULL, NULL},
};

const TcPanelKey *
tc_alarm_panel_list_keys (void)
{
  return keys;
}

/* ---- what can be done ---- */

void
tc_alarm_panel_enable_actions (TcAlarmPanel *self)
{
  const TcAlarmRow *row = tc_alarm_panel_get_selected (self);
  const TcAlarm *alarm = row ? row->alarm : NULL;
  gboolean may = self->desk && tc_desk_may (self->desk, TC_MAY_HANDLE);
  gboolean one = row && row->count == 1, shelf = one && tc_alarm_work_has_shelf (self->work);

  if (!self->window)
    return;
  tc_panel_enable (self->window, "alarm-acknowledge",
                   may && alarm && alarm->state == TC_ALARM_RINGING);
  tc_panel_enable (self->window, "alarm-silence", may);
  tc_panel_enable (self->window, "alarm-take",
                   may && one && alarm->kind != TC_ALARM_JOURNAL &&
                       alarm->staff_id != tc_desk_get_person (self->desk));
  tc_panel_enable (self->window, "alarm-merge",
                   one && self->look && tc_repeat_look_get (self->look) &&
                       tc_desk_may (self->desk, TC_MAY_SCREEN));
  tc_panel_enable (self->window, "alarm-call", may && one && alarm->call_id != 0);
  tc_panel_enable (self->window, "alarm-open", row != NULL);
  tc_panel_enable (self->window, "alarm-shelve", may && one && alarm->state != TC_ALARM_SHELVED);
  tc_panel_enable (self->window, "alarm-shelve-now", may && shelf);
  tc_panel_enable (self->window, "alarm-cancel", shelf);
  tc_panel_enable (self->window, "alarm-measures", tc_alarm_panel_may_review (self));
  tc_panel_enable (self->window, "alarm-measures-save-list",
                   self->review && tc_alarm_review_get (self->review));
  tc_panel_enable (self->window, "alarm-measures-save-chart",
                   self->review && tc_alarm_review_get (self->review));
  gtk_widget_set_visible (self->chip_measures, tc_alarm_panel_may_review (self));
  tc_panel_enable (self->window, "alarm-unshelve",
                   may && one && alarm->state == TC_ALARM_SHELVED && !alarm->suppressed);
  tc_panel_enable (self->window, "alarm-suppress", may);
  tc_panel_enable (self->window, "alarm-suppress-now", may);
  tc_panel_enable (self->window, "alarm-lift", may);
  tc_alarm_panel_show_plans (self);
}

/* ---- doing it ---- */

typedef struct {
  TcAlarmPanel *panel; /* (owned) */
  gint64 incident_id;
  gboolean typed; /* in the command line, which is answered */
  char *said;     /* (owned) (nullable): there, once it is done */
  gboolean took, from_nobody;
  char *code; /* (owned): of the incident */
} Doing;

static void
free_doing (Doing *doing)
{
  g_object_unref (doing->panel);
  g_free (doing->said);
  g_free (doing->code);
  g_free (doing);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Doing, free_doing)

/* (transfer full) */
static char *
word_taken (const Doing *doing)
{
  return g_strdup_printf (_ ("%s taken."), doing->code);
}

/* What somebody had can't be given back to him. */
static void
offer_taken (const Doing *doing)
{
  GtkWidget *panel = GTK_WIDGET (doing->panel);
  g_autofree char *text = word_taken (doing);

  if (doing->from_nobody)
    tc_panel_offer_undo (panel, text, "win.undo-many",
                         g_variant_new_parsed ("(%i, [(%x, %x)])", (int) TC_BULK_RELEASE,
                                               doing->incident_id, (gint64) 1));
  else
    tc_panel_deny_undo (panel, text);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Doing) doing = data;
  TcAlarmPanel *self = doing->panel;
  g_autofree char *trouble = tc_verdict_finish_word (TC_OPERATION_SINK (source), result);

  if (!self->desk)
    return;
  if (trouble)
    self->acted = 0;
  if (doing->typed) {
    tc_panel_answer (GTK_WIDGET (self), !trouble, trouble ? trouble : doing->said);
    return;
  }
  if (!trouble) {
    if (doing->took)
      offer_taken (doing);
    return;
  }
  if (self->selected == doing->incident_id)
    tc_alarm_work_show_trouble (self->work, trouble);
  else
    tc_panel_say (GTK_WIDGET (self), trouble);
}

TcCommand
tc_alarm_panel_start (TcAlarmPanel *self, const TcAlarm *alarm, gboolean typed, char *said)
{
  Doing *doing = g_new0 (Doing, 1);

  *doing = (Doing){.panel = g_object_ref (self),
                   .incident_id = alarm->incident_id,
                   .typed = typed,
                   .said = said,
                   .code = g_strdup (alarm->code)};
  self->acted = alarm->incident_id;
  tc_alarm_work_show_trouble (self->work, NULL);
  return (TcCommand){TC_OPERATION_SINK (self->desk), NULL, done_cb, doing};
}

static TcCommand
make_command (TcAlarmPanel *self, const TcAlarm *alarm)
{
  return tc_alarm_panel_start (self, alarm, FALSE, NULL);
}

/* Of a flood each that is in it. */
static void
acknowledge (TcAlarmPanel *self, GArray *alarms, const TcAlarmRow *row)
{
  for (guint i = 0; row && i < alarms->len; i++) {
    const TcAlarm *alarm = &g_array_index (alarms, TcAlarm, i);
    gboolean wanted = row->count == 1
                          ? alarm == row->alarm
                          : alarm->state == TC_ALARM_RINGING && alarm->kind == row->alarm->kind &&
                                alarm->priority == row->alarm->priority &&
                                alarm->escalated_here == row->alarm->escalated_here;
    if (!wanted)
      continue;
    TcCommand command = make_command (self, alarm);
    tc_alarm_command_acknowledge (&command, alarm);
  }
  if (row)
    self->acted = tc_alarm_row_get_key (row);
}

static void
acknowledge_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcAlarmPanel *self = data;

  acknowledge (self, self->shown, tc_alarm_panel_get_selected (self));
}

static gboolean
is_new_emergency (const TcAlarmRow *row)
{
  return row->count == 1 && row->alarm->state == TC_ALARM_RINGING &&
         row->alarm->kind == TC_ALARM_UNTAKEN && row->alarm->priority == TC_ALARM_HIGH;
}

/* (nullable): of what rings the most pressing; of emergencies that nobody has the newest, which is
 * the one that the strip shows. */
static const TcAlarmRow *
find_most_pressing (GArray *rows)
{
  const TcAlarmRow *found = NULL;

  for (guint i = 0; i < rows->len; i++) {
    const TcAlarmRow *row = &g_array_index (rows, TcAlarmRow, i);
    if (row->alarm->state != TC_ALARM_RINGING)
      continue;
    if (!found || (is_new_emergency (row) && is_new_emergency (found) &&
                   row->alarm->since_us > found->alarm->since_us))
      found = row;
  }
  return found;
}

/* Whatever list is shown here. */
void
tc_alarm_panel_silence (TcAlarmPanel *self)
{
  GArray *alarms = tc_alarms_get (self->alarms);
  g_autoptr (GArray) rows = alarms ? tc_alarm_rows_make (alarms, FALSE, self->opened) : NULL;
  const TcAlarmRow *row = rows ? find_most_pressing (rows) : NULL;
  g_autofree char *text = NULL;

  if (!row) {
    tc_panel_answer (tc_panel_find_place (GTK_WIDGET (self)), FALSE, _ ("Nothing rings."));
    return;
  }
  if (row->count > 1)
    /* Translators: how many alarms of one kind. */
    text = g_strdup_printf (ngettext ("%u alarm acknowledged: quiet for the room.",
                                      "%u alarms acknowledged: quiet for the room.", row->count),
                            row->count);
  else
    /* Translators: code and title of an incident. */
    text = g_strdup_printf (_ ("Acknowledged, quiet for the room: %s, %s."),
                            tc_alarm_word_code (row->alarm), row->alarm->title);
  acknowledge (self, alarms, row);
  tc_panel_answer (tc_panel_find_place (GTK_WIDGET (self)), TRUE, text);
}

static void
silence_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  tc_alarm_panel_silence (data);
}

static void
take_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcAlarmPanel *self = data;
  const TcAlarmRow *row = tc_alarm_panel_get_selected (self);

  if (!row || row->count > 1)
    return;
  TcCommand command = make_command (self, row->alarm);
  Doing *doing = command.data;
  doing->took = TRUE;
  doing->from_nobody = row->alarm->staff_id == 0;
  tc_incident_command_take (&command, row->alarm->incident_id, row->alarm->staff_id);
}

/* The incidents' panel does it, and says how it is taken back. */
static void
merge_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcAlarmPanel *self = data;
  const TcAlarmRow *row = tc_alarm_panel_get_selected (self);
  const TcRepeat *repeat = self->look ? tc_repeat_look_get_seen (self->look) : NULL;

  if (row && row->count == 1 && !repeat)
    gtk_widget_error_bell (GTK_WIDGET (self)); /* it has only just come up */
  else if (row && row->count == 1)
    g_action_group_activate_action (G_ACTION_GROUP (self->window), "merge-into",
                                    g_variant_new ("(xsxs)", row->alarm->incident_id,
                                                   row->alarm->code, repeat->incident_id,
                                                   repeat->code));
}

/* Of a big event it is the list of what nobody has. */
static void
open_members (TcAlarmPanel *self, const TcAlarm *alarm)
{
  const TcQueueFilter filter = {.match = TC_MATCH_EVENT | TC_MATCH_UNTAKEN,
                                .event_id = alarm->incident_id};
  GVariant *list = tc_incident_filter_to_variant (&filter, alarm->title);

  g_action_group_activate_action (G_ACTION_GROUP (self->window), "show-list", list);
}

static void
open_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcAlarmPanel *self = data;
  const TcAlarmRow *row = tc_alarm_panel_get_selected (self);
  gint64 key = row ? tc_alarm_row_get_key (row) : 0;
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, key);

  if (!row)
    return;
  if (row->count == 1 && row->alarm->kind == TC_ALARM_JOURNAL) {
    g_action_group_activate_action (G_ACTION_GROUP (self->window), "journal-open",
                                    g_variant_new_string (id));
    return;
  }
  if (row->count == 1 && row->alarm->kind == TC_ALARM_MEMBERS) {
    open_members (self, row->alarm);
    return;
  }
  if (row->count == 1) {
    g_action_group_activate_action (G_ACTION_GROUP (self->window), "open",
                                    g_variant_new_string (id));
    return;
  }
  if (!g_hash_table_remove (self->opened, &key))
    g_hash_table_add (self->opened, g_memdup2 (&key, sizeof key));
  tc_alarm_panel_refill (self);
}

static void
call_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcAlarmPanel *self = data;
  const TcAlarmRow *row = tc_alarm_panel_get_selected (self);

  if (!row || row->count > 1 || row->alarm->call_id == 0)
    return;
  TcCommand command = make_command (self, row->alarm);
  self->acted = 0; /* it rings on: once it doesn't, that is somebody else's doing */
  tc_alarm_command_call (&command, row->alarm);
}

static void
show_shelf (TcAlarmPanel *self, gboolean open)
{
  tc_alarm_work_open_shelf (self->work, open);
  tc_alarm_panel_enable_actions (self);
  if (!open)
    gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
shelve_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  show_shelf (data, TRUE);
}

static void
cancel_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  show_shelf (data, FALSE);
}

static void
shelve_now_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcAlarmPanel *self = data;
  const TcAlarmRow *row = tc_alarm_panel_get_selected (self);
  gint64 minutes = 0;
  const char *reason = tc_alarm_work_get_shelf (self->work, &minutes);

  if (!row || row->count > 1)
    return;
  TcCommand command = make_command (self, row->alarm);
  tc_alarm_command_shelve (&command, row->alarm, reason,
                           tc_now_us () + minutes * 60 * G_USEC_PER_SEC);
  show_shelf (self, FALSE);
}

static void
unshelve_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcAlarmPanel *self = data;
  const TcAlarmRow *row = tc_alarm_panel_get_selected (self);

  if (!row || row->count > 1)
    return;
  TcCommand command = make_command (self, row->alarm);
  tc_alarm_command_unshelve (&command, row->alarm);
}

static void
filter_cb (GSimpleAction *action, GVariant *state, gpointer data)
{
  TcAlarmPanel *self = data;
  gboolean measures = g_str_equal (g_variant_get_string (state, NULL), "measures");

  if (measures && !tc_alarm_panel_may_review (self))
    return;
  g_simple_action_set_state (action, state);
  self->shelved = g_str_equal (g_variant_get_string (state, NULL), "shelved");
  tc_alarm_panel_show_review (self, measures);
  if (g_str_equal (g_variant_get_string (state, NULL), "plans"))
    gtk_stack_set_visible_child_name (self->pane, "plans");
  tc_alarm_panel_refill (self);
}

static void
lists_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcAlarmPanel *self = data;

  g_action_group_change_action_state (G_ACTION_GROUP (self->window), "alarm-filter",
                                      g_variant_new_string (self->shelved ? "now" : "shelved"));
}

void
tc_alarm_panel_add_actions (TcAlarmPanel *self, GActionMap *window)
{
  const GActionEntry entries[] = {
      {.name = "alarm-acknowledge", .activate = acknowledge_cb},
      {.name = "alarm-silence", .activate = silence_cb},
      {.name = "alarm-take", .activate = take_cb},
      {.name = "alarm-merge", .activate = merge_cb},
      {.name = "alarm-call", .activate = call_cb},
      {.name = "alarm-open", .activate = open_cb},
      {.name = "alarm-shelve", .activate = shelve_cb},
      {.name = "alarm-shelve-now", .activate = shelve_now_cb},
      {.name = "alarm-unshelve", .activate = unshelve_cb},
      {.name = "alarm-cancel", .activate = cancel_cb},
      {.name = "alarm-lists", .activate = lists_cb},
      {.name = "alarm-filter", .parameter_type = "s", .state = "'now'", .change_state = filter_cb},
  };

  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), self);
}
