/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a dispatcher says of an order once it has left the room: what a unit tells by radio, who
 * answered the telephone, that it is recalled. A key means the order that has the focus, else the
 * first that allows it; a button means its own.
 */
#include "tc-incident-panel-private.h"

#include "tc-hold-box.h"
#include "tc-incident-commands.h"
#include "tc-incident-operations.h"
#include "tc-incident-words.h"
#include "tc-task-row.h"

#include <glib/gi18n-lib.h>

static const struct {
  const char *action;
  const char *capability;
} steps[TC_TASK_STEPS] = {
    [TC_TASK_REACHED] = {TC_UNIT_REACHED, TC_MAY_DISPATCH},
    [TC_TASK_KNOWS] = {"unit-knows", TC_MAY_WORK},
    [TC_TASK_SETS_OUT] = {"unit-sets-out", TC_MAY_WORK},
    [TC_TASK_ARRIVES] = {"unit-arrives", TC_MAY_WORK},
    [TC_TASK_ENDS] = {"unit-ends", TC_MAY_WORK},
    [TC_TASK_HEARD] = {"unit-heard", TC_MAY_HANDLE},
    [TC_TASK_SAYS] = {TC_UNIT_SAY, TC_MAY_DISPATCH},
    [TC_TASK_RELEASES] = {TC_UNIT_RELEASE, TC_MAY_RELEASE_REPORTER},
    [TC_TASK_WITHDRAWS] = {TC_UNIT_WITHDRAW, TC_MAY_RELEASE_REPORTER},
    [TC_TASK_RECALLED] = {"unit-recalled", TC_MAY_DISPATCH},
};

/* ---- recalling, which is held ---- */

typedef struct {
  TcIncidentPanel *panel; /* (owned) */
  gint64 incident_id;
  gint64 task_id;
} Recall;

static void
free_recall (gpointer data)
{
  Recall *recall = data;

  g_object_unref (recall->panel);
  g_free (recall);
}

static void
send_recall (gpointer data)
{
  Recall *recall = data;
  TcCommand command = tc_incident_panel_start (recall->panel, recall->incident_id, NULL);

  tc_incident_command_recall (&command, recall->incident_id, recall->task_id);
}

void
tc_incident_panel_hold_recall (TcIncidentPanel *self, const TcIncidentDetail *detail,
                               const TcDispatch *task)
{
  Recall *recall = g_new0 (Recall, 1);
  /* Translators: before "in 5 seconds": a unit, and code of the incident. */
  g_autofree char *what = g_strdup_printf (_ ("%s is recalled from %s"),
                                           tc_incident_pick_name (task->agency_vi, task->agency_en),
                                           detail->incident.code);

  *recall = (Recall){g_object_ref (self), detail->incident.id, task->id};
  tc_hold_box_hold (GTK_WIDGET (self), what, send_recall, recall, free_recall);
}

/* ---- the telephone ---- */

static void
ask_who_answered (TcIncidentPanel *self, const TcDispatch *task)
{
  const char *choices[] = {C_ ("reason", "answered"), C_ ("reason", "nobody answered"), NULL};
  const char *unit = tc_incident_pick_name (task->agency_vi, task->agency_en);
  gboolean known = task->phone && *task->phone;
  g_autofree char *title = known
                               /* Translators: a unit and the number that it is called at. */
                               ? g_strdup_printf (_ ("Who answered at %s, %s (may stay empty)"),
                                                  unit, task->phone)
                               : g_strdup_printf (_ ("Who answered at %s (may stay empty)"), unit);

  self->called_id = task->id;
  tc_incident_panel_compose (
      self, TC_UNIT_REACHED,
      (TcComposerForm){.title = title, .verb = C_ ("verb", "Keep"), .choices = choices});
}

void
tc_incident_panel_send_reached (TcIncidentPanel *self, gint64 incident_id, const char *text,
                                guint choice)
{
  const TcIncidentDetail *detail = tc_incident_focus_get_detail (self->focus);
  const TcDispatch *task = detail && detail->incident.id == incident_id
                               ? tc_task_find (detail, TC_TASK_REACHED, self->called_id)
                               : NULL;
  TcCommand command = {0};

  if (!task) {
    tc_incident_panel_take_back_text (self, TC_UNIT_REACHED, incident_id);
    tc_incident_work_show_refusal (self->work, _ ("No unit is waited for at the telephone."));
    return;
  }
  command = tc_incident_panel_start (self, incident_id, TC_UNIT_REACHED);
  tc_incident_command_reach (&command, incident_id, task->id, choice == 0, text);
}

/* ---- a word to the unit ---- */

static void
ask_word (TcIncidentPanel *self, const TcDispatch *task)
{
  const char *unit = tc_incident_pick_name (task->agency_vi, task->agency_en);
  /* Translators: a unit. */
  g_autofree char *title = g_strdup_printf (_ ("To %s, about its order"), unit);

  self->said_id = task->id;
  tc_incident_panel_compose (
      self, TC_UNIT_SAY,
      (TcComposerForm){.title = title, .verb = C_ ("verb", "Send"), .required = TRUE});
}

/* (nullable): the order that it was begun for; after a restart the only one that there is. */
static const TcDispatch *
find_said (TcIncidentPanel *self, const TcIncidentDetail *detail)
{
  const TcDispatch *found = NULL;
  guint n = 0;

  for (guint i = 0; i < detail->dispatches->len; i++) {
    const TcDispatch *task = &g_array_index (detail->dispatches, TcDispatch, i);
    if (!tc_task_allows (task, TC_TASK_SAYS))
      continue;
    if (task->id == self->said_id)
      return task;
    found = task;
    n++;
  }
  return n == 1 && self->said_id == 0 ? found : NULL;
}

void
tc_incident_panel_send_say (TcIncidentPanel *self, gint64 incident_id, const char *text)
{
  const TcIncidentDetail *detail = tc_incident_focus_get_detail (self->focus);
  const TcDispatch *task = detail && detail->incident.id == incident_id ? find_said (self, detail)
                                                                        : NULL;
  TcCommand command = {0};

  if (!task) {
    tc_incident_panel_take_back_text (self, TC_UNIT_SAY, incident_id);
    tc_incident_work_show_refusal (
        self->work, _ ("Not sent: that order has ended, or it isn't clear which one is meant. "
                       "Choose the order and write to its unit."));
    return;
  }
  command = tc_incident_panel_start (self, incident_id, TC_UNIT_SAY);
  tc_incident_command_say (&command, incident_id, task->id, text);
}

/* ---- the table ---- */

/* All that units wrote about the incident. */
static void
hear (const TcCommand *command, gint64 incident_id, gint64 task_id)
{
  tc_incident_command_heard (command, incident_id);
}

static void
say (TcIncidentPanel *self, TcTaskStep step, const TcDispatch *task)
{
  static void (*const commands[TC_TASK_STEPS]) (const TcCommand *, gint64, gint64) = {
      [TC_TASK_KNOWS] = tc_incident_command_acknowledge,
      [TC_TASK_SETS_OUT] = tc_incident_command_set_out,
      [TC_TASK_ARRIVES] = tc_incident_command_arrive,
      [TC_TASK_ENDS] = tc_incident_command_finish_task,
      [TC_TASK_HEARD] = hear,
  };
  const TcIncidentDetail *detail = tc_incident_focus_get_detail (self->focus);
  TcCommand command = {0};

  if (!detail || !task || !tc_task_allows (task, step))
    return;
  if (step == TC_TASK_RECALLED) {
    tc_incident_panel_hold_recall (self, detail, task);
  } else if (step == TC_TASK_REACHED) {
    ask_who_answered (self, task);
  } else if (step == TC_TASK_SAYS) {
    ask_word (self, task);
  } else if (step == TC_TASK_RELEASES || step == TC_TASK_WITHDRAWS) {
    tc_incident_panel_ask_person (self, step, task);
  } else {
    command = tc_incident_panel_start (self, detail->incident.id, NULL);
    commands[step](&command, detail->incident.id, task->id);
  }
}

static void
unit_step_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIncidentPanel *self = data;
  const TcIncidentDetail *detail = tc_incident_focus_get_detail (self->focus);
  guint step;
  gint64 task_id;

  g_variant_get (target, "(ux)", &step, &task_id);
  if (step >= TC_TASK_STEPS || !tc_desk_may (self->desk, steps[step].capability))
    return;
  for (guint i = 0; detail && i < detail->dispatches->len; i++) {
    const TcDispatch *task = &g_array_index (detail->dispatches, TcDispatch, i);
    if (task->id == task_id) {
      say (self, (TcTaskStep) step, task);
      return;
    }
  }
}

static void
key_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIncidentPanel *self = data;
  const char *name = g_action_get_name (G_ACTION (action));

  for (guint i = 0; i < TC_TASK_STEPS; i++)
    if (g_str_equal (steps[i].action, name))
      say (self, (TcTaskStep) i,
           tc_task_list_find (tc_incident_work_get_tasks (self->work), (TcTaskStep) i));
}

void
tc_incident_panel_add_unit_actions (TcIncidentPanel *self, GActionMap *window)
{
  const GActionEntry step = {
      .name = "unit-step", .activate = unit_step_cb, .parameter_type = "(ux)"};

  g_action_map_add_action_entries (window, &step, 1, self);
  tc_incident_panel_add_person_actions (self, window);
  tc_incident_panel_add_reporter_actions (self, window);
  for (guint i = 0; i < TC_TASK_STEPS; i++) {
    const GActionEntry entry = {.name = steps[i].action, .activate = key_cb};
    g_action_map_add_action_entries (window, &entry, 1, self);
  }
}

void
tc_incident_panel_enable_unit_actions (TcIncidentPanel *self, gboolean many)
{
  const TcIncidentDetail *detail = tc_incident_focus_get_detail (self->focus);
  guint may = 0;

  for (guint i = 0; i < TC_TASK_STEPS; i++) {
    gboolean can = tc_desk_may (self->desk, steps[i].capability);
    may |= can ? 1u << i : 0;
    tc_panel_enable (self->window, steps[i].action,
                     can && !many && detail && tc_task_find (detail, (TcTaskStep) i, 0) != NULL);
  }
  if (tc_desk_may (self->desk, TC_MAY_DISPATCH))
    may |= TC_TASK_MAY_LINK;
  tc_task_list_set_steps (tc_incident_work_get_tasks (self->work), may);
}
