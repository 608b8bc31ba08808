/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who reported it, given to a unit for one order: with a reason, which stands beside it there and
 * on record; until the order ends or it is taken back, a day at most. What was given by mistake is
 * taken back from the foot of the window.
 */
#include "tc-incident-panel-private.h"

#include "tc-incident-operations.h"
#include "tc-incident-words.h"
#include "tc-now.h"

#include <glib/gi18n-lib.h>

#define RELEASED_US (24 * G_TIME_SPAN_HOUR)

void
tc_incident_panel_ask_person (TcIncidentPanel *self, TcTaskStep step, const TcDispatch *task)
{
  const char *unit = tc_incident_pick_name (task->agency_vi, task->agency_en);
  gboolean gives = step == TC_TASK_RELEASES;
  g_autofree char *title = g_strdup_printf (
      gives
          /* Translators: a unit. */
          ? _ ("Why %s needs the caller's name and number (kept on record). It has them until its "
               "order ends, a day at most")
          /* Translators: a unit. */
          : _ ("Why the caller's name and number are taken back from %s (kept on record)"),
      unit);

  self->person_id = task->id;
  tc_incident_panel_compose (
      self, gives ? TC_UNIT_RELEASE : TC_UNIT_WITHDRAW,
      (TcComposerForm){.title = title,
                       .verb = gives ? C_ ("verb", "Give it") : C_ ("verb", "Take it back"),
                       .required = TRUE});
}

static void
release (TcIncidentPanel *self, const TcIncidentDetail *detail, const TcDispatch *task,
         const char *reason)
{
  gint64 copy_id = tc_operation_sink_make_id (TC_OPERATION_SINK (self->desk));
  const TcTold told = {
      /* Translators: a unit. */
      .said = g_strdup_printf (_ ("%s has the caller's name and number."),
                               tc_incident_pick_name (task->agency_vi, task->agency_en)),
      .undo = C_ ("verb", "Take it back"),
      .action = "win.unit-unrelease",
      .target = g_variant_new ("(xxx)", detail->incident.id, task->person_report_id, copy_id),
      .typed = TC_UNIT_RELEASE,
  };
  TcCommand command = tc_incident_panel_start_told (self, detail->incident.id, &told);

  tc_incident_command_release_reporter (&command, task->person_report_id, copy_id, task->agency_id,
                                        reason, tc_now_us () + RELEASED_US);
}

/* The unit's copy is the server's to delete: a desk of the room doesn't hold it. */
static void
withdraw (TcIncidentPanel *self, gint64 incident_id, gint64 report_id, gint64 copy_id,
          const char *reason, const char *typed)
{
  const TcTold told = {
      .said = g_strdup (tc_desk_get_state (self->desk) == TC_DESK_ONLINE
                            ? _ ("The caller's name and number are taken back.")
                            : _ ("The caller's name and number are taken back once there is a line "
                                 "to the server; until then the unit has them.")),
      .typed = typed,
  };
  TcCommand command = tc_incident_panel_start_told (self, incident_id, &told);

  tc_incident_command_withdraw_reporter (&command, report_id, copy_id, reason);
}

gboolean
tc_incident_panel_send_person (TcIncidentPanel *self, const char *action, gint64 incident_id,
                               const char *reason)
{
  gboolean gives = g_str_equal (action, TC_UNIT_RELEASE);
  TcTaskStep step = gives ? TC_TASK_RELEASES : TC_TASK_WITHDRAWS;
  const TcIncidentDetail *detail = tc_incident_focus_get_detail (self->focus);
  const TcDispatch *task = NULL;

  if (!gives && !g_str_equal (action, TC_UNIT_WITHDRAW))
    return FALSE;
  if (detail && detail->incident.id == incident_id)
    task = tc_task_find (detail, step, self->person_id);
  if (!task || task->id != self->person_id) {
    tc_incident_panel_take_back_text (self, action, incident_id);
    tc_incident_work_show_refusal (
        self->work, gives ? _ ("Nothing was given: choose the order and say it again.")
                          : _ ("Nothing was taken back: that unit doesn't have it any more."));
  } else if (gives) {
    release (self, detail, task, reason);
  } else {
    withdraw (self, incident_id, task->released_report_id, task->released_id, reason,
              TC_UNIT_WITHDRAW);
  }
  return TRUE;
}

static void
unrelease_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  gint64 incident_id, report_id, copy_id;

  g_variant_get (target, "(xxx)", &incident_id, &report_id, &copy_id);
  withdraw (data, incident_id, report_id, copy_id, _ ("Given by mistake, taken back at once"),
            NULL);
}

void
tc_incident_panel_add_person_actions (TcIncidentPanel *self, GActionMap *window)
{
  static const GActionEntry entries[] = {
      {.name = "unit-unrelease", .activate = unrelease_cb, .parameter_type = "(xxx)"},
  };

  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), self);
}
