/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which actions of the incident panel make sense for what is shown, and which incident is still
 * being read. Until it has been, the queue's row says what its state lets be done; what hangs on
 * more stays as it was before, and its keys wait (tc-window-keys.c).
 */
#include "tc-incident-panel-private.h"

#include "tc-incident-context.h"
#include "tc-incident-operations.h"

#include <glib/gi18n-lib.h>

typedef struct {
  const char *action;
  TcIncidentStep step;
  const char *capability;
  const char *answer; /* (nullable): the state that the answer must be in */
  gboolean many;      /* also to all that is chosen: each tells whether it could be done */
  gboolean read;      /* the row isn't enough */
} Rule;

static const Rule rules[] = {
    {"take", TC_STEP_TAKE, TC_MAY_HANDLE, .many = TRUE},
    {"release", TC_STEP_RELEASE, TC_MAY_HANDLE},
    {"priority", TC_STEP_SET_PRIORITY, TC_MAY_SCREEN, .many = TRUE},
    {"assign", TC_STEP_ASSIGN, TC_MAY_HANDLE, .many = TRUE},
    {"forward", TC_STEP_FORWARD, TC_MAY_HANDLE, .many = TRUE},
    {"join-event", TC_STEP_LINK, TC_MAY_HANDLE, .many = TRUE},
    {"leave-event", TC_STEP_LINK, TC_MAY_HANDLE, .many = TRUE},
    {"dispatch", TC_STEP_DISPATCH, TC_MAY_DISPATCH, .read = TRUE},
    {"choose-units", TC_STEP_DISPATCH, TC_MAY_DISPATCH, .many = TRUE},
    {"classify-proposed", TC_STEP_CLASSIFY, TC_MAY_SCREEN, .read = TRUE},
    {"choose-field", TC_STEP_CLASSIFY, TC_MAY_SCREEN, .many = TRUE},
    {"merge", TC_STEP_MERGE, TC_MAY_SCREEN, .many = TRUE, .read = TRUE},
    {"note", TC_STEP_COMMENT, TC_MAY_REPORT, .many = TRUE},
    {"attach", TC_STEP_ATTACH, TC_MAY_REPORT},
    {"paste-file", TC_STEP_ATTACH, TC_MAY_REPORT},
    {"answer", TC_STEP_SUBMIT, TC_MAY_ANSWER, .many = TRUE},
    {"approve-answer", TC_STEP_APPROVE, TC_MAY_APPROVE, "submitted", .read = TRUE},
    {"return-answer", TC_STEP_APPROVE, TC_MAY_APPROVE, "submitted", .read = TRUE},
    {"publish-answer", TC_STEP_PUBLISH, TC_MAY_PUBLISH, "approved", .many = TRUE, .read = TRUE},
    {"open-reporter", TC_STEP_REPORTER, TC_MAY_OPEN_REPORTER, .read = TRUE},
    {"resolve", TC_STEP_RESOLVE, TC_MAY_WORK},
    {"close-incident", TC_STEP_CLOSE, TC_MAY_HANDLE, .many = TRUE},
    {"reopen", TC_STEP_REOPEN, TC_MAY_HANDLE},
};

gint64
tc_incident_panel_get_reading (TcIncidentPanel *self)
{
  if (!self->focus || tc_incident_panel_count_chosen (self) > 1 ||
      tc_incident_focus_get_picture (self->focus))
    return 0;
  return tc_incident_focus_get_id (self->focus);
}

const TcIncidentPicture *
tc_incident_panel_get_read (TcIncidentPanel *self)
{
  if (tc_incident_panel_get_reading (self) != 0)
    tc_panel_say (GTK_WIDGET (self), _ ("Not done: the incident is still being read."));
  return tc_incident_focus_get_found (self->focus);
}

/* What the state lets be done, and who has it. */
static gboolean
is_lawful (TcIncidentPanel *self, const Rule *rule, const TcIncidentRow *row)
{
  gint64 person_id = tc_desk_get_person (self->desk);

  if (!row || !(tc_incident_allowed_steps (row->state) & (G_GUINT64_CONSTANT (1) << rule->step)))
    return FALSE;
  if (rule->step == TC_STEP_TAKE)
    return row->staff_id != person_id;
  return rule->step != TC_STEP_RELEASE || row->staff_id == person_id;
}

/* What else of it there has to be. */
static gboolean
is_there (TcIncidentPanel *self, const Rule *rule, const TcIncidentPicture *picture)
{
  const TcAnswer *answer = rule->answer ? tc_incident_panel_get_answer (self, rule->answer) : NULL;

  if (rule->answer && !answer)
    return FALSE;
  switch (rule->step) {
  case TC_STEP_DISPATCH:
    return !rule->read || tc_incident_picture_get_unit (picture) != NULL;
  case TC_STEP_CLASSIFY:
    return !rule->read || picture->fields->len > 0;
  case TC_STEP_PUBLISH:
    return !g_hash_table_contains (self->publishing, &answer->id);
  case TC_STEP_REPORTER:
    return tc_incident_context_get_unopened (TC_INCIDENT_CONTEXT (self->context)) != 0;
  case TC_STEP_MERGE:
    return picture->similar->len > 0;
  default:
    return TRUE;
  }
}

/* Before it has been read: whoever goes on in the queue and presses T takes the next. */
static void
enable_by_row (TcIncidentPanel *self, gint64 id)
{
  guint at = tc_incident_queue_find (self->queue, id);
  g_autoptr (TcIncidentItem)
      item = at == G_MAXUINT ? NULL : g_list_model_get_item (G_LIST_MODEL (self->queue), at);
  const TcIncidentRow *row = item ? tc_incident_item_get_row (item) : NULL;

  if (!row)
    return;
  tc_incident_panel_enable_put_by_actions (self, tc_incident_allowed_steps (row->state), FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++) {
    if (!rules[i].read)
      tc_panel_enable (self->window, rules[i].action,
                       is_lawful (self, &rules[i], row) &&
                           tc_desk_may (self->desk, rules[i].capability));
  }
}

/* Those with rules of their own. */
static void
enable_others (TcIncidentPanel *self, guint64 steps, gboolean many)
{
  tc_panel_enable (self->window, "classify", tc_desk_may (self->desk, TC_MAY_SCREEN));
  tc_incident_panel_enable_merge_actions (self);
  tc_incident_panel_enable_put_by_actions (self, steps, many);
  tc_incident_panel_enable_link_actions (self);
  tc_incident_panel_enable_unit_actions (self, many);
  tc_incident_panel_enable_photo_actions (self, many);
  tc_incident_panel_enable_reporter_actions (self, steps, many);
}

void
tc_incident_panel_enable_actions (TcIncidentPanel *self)
{
  const TcIncidentPicture *picture = tc_incident_focus_get_found (self->focus);
  const TcIncidentRow *row = picture ? &picture->detail->incident : NULL;
  gboolean many = tc_incident_panel_count_chosen (self) > 1;
  gint64 reading = tc_incident_panel_get_reading (self);

  if (!self->desk || !self->window)
    return;
  if (reading != 0) {
    enable_by_row (self, reading);
    return;
  }
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++) {
    gboolean can = many ? rules[i].many
                        : is_lawful (self, &rules[i], row) && is_there (self, &rules[i], picture);
    tc_panel_enable (self->window, rules[i].action,
                     can && tc_desk_may (self->desk, rules[i].capability));
  }
  enable_others (self, row ? tc_incident_allowed_steps (row->state) : 0, many);
}
