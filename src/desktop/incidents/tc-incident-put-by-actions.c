/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What becomes of an incident beside work on it (tc-put-by.h): accepting it, turning it away,
 * waiting for the reporter, an appointment, a later deadline, and going on. What the reporters are
 * told of, and what can't be taken back, is held first: kept back, what was typed stands again.
 */
#include "tc-incident-panel-private.h"

#include "tc-hold-box.h"
#include "tc-incident-operations.h"
#include "tc-incident-search.h"
#include "tc-incident-words.h"
#include "tc-limits.h"
#include "tc-put-by.h"

#include <glib/gi18n-lib.h>

typedef struct {
  const char *action;
  TcPutByKind kind;
  TcIncidentStep step;
  const char *capability;
  const char *title; /* for gettext (nullable): nothing is asked */
  const char *verb;  /* for gettext, context "verb" */
  TcBulkKind many;   /* of those with reasons: how all that is chosen is treated */
  gboolean held;
  gboolean required;
  gboolean when;
} Form;

static const Form forms[] = {
    {"accept", TC_PUT_ACCEPT, TC_STEP_ACCEPT, TC_MAY_SCREEN},
    {"reject", TC_PUT_REJECT, TC_STEP_REJECT, TC_MAY_SCREEN,
     N_ ("Why it is rejected; what the reporters are told"), NC_ ("verb", "Reject"),
     .many = TC_BULK_REJECT, .held = TRUE},
    {"redirect", TC_PUT_REDIRECT, TC_STEP_REDIRECT, TC_MAY_SCREEN,
     N_ ("Who has it instead; what the reporters are told"), NC_ ("verb", "Redirect"),
     .many = TC_BULK_REDIRECT, .held = TRUE},
    {"wait", TC_PUT_WAIT, TC_STEP_WAIT, TC_MAY_HANDLE, N_ ("What the reporters are asked"),
     NC_ ("verb", "Ask"), .held = TRUE, .required = TRUE},
    {"resume", TC_PUT_RESUME, TC_STEP_RESUME, TC_MAY_HANDLE},
    {"schedule", TC_PUT_SCHEDULE, TC_STEP_SCHEDULE, TC_MAY_HANDLE,
     N_ ("When it will be done, and why then (may stay empty)"), NC_ ("verb", "Set the time"),
     .when = TRUE},
    {"extend", TC_PUT_EXTEND, TC_STEP_EXTEND, TC_MAY_HANDLE, N_ ("The new deadline, and why"),
     NC_ ("verb", "Extend"), .held = TRUE, .required = TRUE, .when = TRUE},
};

static const Form *
find_form (const char *action)
{
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    if (g_str_equal (forms[i].action, action))
      return &forms[i];
  return NULL;
}

/* ---- holding ---- */

typedef struct {
  TcIncidentPanel *panel; /* (owned) */
  gint64 incident_id;
  TcPutBy by;
  char *text;        /* (owned): of it */
  const char *typed; /* (static) (nullable): the composer's action */
  gboolean sent;
} Held;

static void
free_held (gpointer data)
{
  Held *held = data;

  if (!held->sent && held->typed && held->panel->desk)
    tc_incident_panel_take_back_text (held->panel, held->typed, held->incident_id);
  g_object_unref (held->panel);
  g_free (held->text);
  g_free (held);
}

static void
send_held (gpointer data)
{
  Held *held = data;
  TcCommand command = tc_incident_panel_start (held->panel, held->incident_id, held->typed);

  held->sent = TRUE;
  tc_put_by_submit (&command, held->incident_id, &held->by);
}

/* Before "in 5 seconds". (transfer full) */
static char *
word_held (const char *code, const TcPutBy *by)
{
  switch (by->kind) {
  case TC_PUT_REJECT:
    /* Translators: before "in 5 seconds": code of the incident, a reason. */
    return g_strdup_printf (_ ("%s is rejected (%s)"), code, tc_incident_word_reason (by->reason));
  case TC_PUT_REDIRECT:
    /* Translators: before "in 5 seconds": code of the incident, who has it then. */
    return g_strdup_printf (_ ("%s is redirected (%s)"), code,
                            tc_incident_word_reason (by->reason));
  case TC_PUT_WAIT:
    /* Translators: before "in 5 seconds": code of the incident. */
    return g_strdup_printf (_ ("The question about %s goes to its reporters"), code);
  default:
    /* Translators: before "in 5 seconds": code of the incident. */
    return g_strdup_printf (_ ("The deadline of %s is extended"), code);
  }
}

/* What is held of an incident whose code is still read. */
typedef struct {
  TcHoldBar *bar; /* (owned) */
  TcPutBy by;     /* without its text */
} Naming;

static void
code_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Naming *naming = data;
  g_autofree char *code = tc_incident_read_code_finish (TC_WORKER (source), result, NULL);
  g_autofree char *what = code ? word_held (code, &naming->by) : NULL;

  if (what)
    tc_hold_bar_say (naming->bar, what);
  g_object_unref (naming->bar);
}

/* Called off before, what was typed stands again. @code: (nullable) */
static void
hold (Held *held, const char *code)
{
  g_autofree char *what = word_held (code ? code : "…", &held->by);
  TcHoldBar *bar = tc_hold_box_hold (GTK_WIDGET (held->panel), what, send_held, held, free_held);
  Naming *naming = NULL;

  if (code)
    return;
  naming = g_new0 (Naming, 1);
  *naming = (Naming){g_object_ref (bar), held->by};
  naming->by.text = NULL;
  tc_incident_read_code_async (tc_desk_get_reader (held->panel->desk), held->incident_id, code_cb,
                               naming);
}

gboolean
tc_incident_panel_hold_put_by (TcIncidentPanel *self, const char *action, gint64 incident_id,
                               const char *code, const TcPutBy *by, gboolean composed)
{
  const Form *form = find_form (action);
  Held *held = NULL;

  if (!form || !form->held)
    return FALSE;
  held = g_new0 (Held, 1);
  *held = (Held){.panel = g_object_ref (self),
                 .incident_id = incident_id,
                 .by = *by,
                 .text = g_strdup (by->text),
                 .typed = composed ? form->action : NULL};
  held->by.text = held->text;
  hold (held, code);
  return TRUE;
}

/* ---- the composer ---- */

static void
put_by_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIncidentPanel *self = data;
  const Form *form = find_form (g_action_get_name (G_ACTION (action)));
  gint64 id = tc_incident_focus_get_id (self->focus);
  const char *const *codes = tc_put_by_get_reasons (form->kind);
  g_autofree const char **reasons = codes ? tc_put_by_word_reasons (codes) : NULL;
  TcComposerForm composed = {.choices = reasons, .required = form->required, .when = form->when};
  TcCommand command = {0};

  if (form->title) {
    composed.title = _ (form->title);
    composed.verb = g_dpgettext2 (GETTEXT_PACKAGE, "verb", form->verb);
    if (!reasons || !tc_incident_panel_compose_many (self, form->many, composed))
      tc_incident_panel_compose (self, form->action, composed);
    return;
  }
  if (id == 0)
    return;
  command = tc_incident_panel_start (self, id, NULL);
  tc_put_by_submit (&command, id, &(TcPutBy){.kind = form->kind, .text = "", .when_us = TC_NONE});
}

/* (nullable): another is shown by now. */
static const char *
get_code (TcIncidentPanel *self, gint64 incident_id)
{
  const TcIncidentPicture *picture = tc_incident_focus_get_found (self->focus);

  return picture && picture->detail->incident.id == incident_id ? picture->detail->incident.code
                                                                : NULL;
}

gboolean
tc_incident_panel_send_put_by (TcIncidentPanel *self, const char *action, gint64 incident_id,
                               const char *text, guint choice, gint64 when_us)
{
  const Form *form = find_form (action);
  const char *const *reasons = form ? tc_put_by_get_reasons (form->kind) : NULL;
  TcPutBy by = {.text = text, .when_us = when_us};
  g_autofree char *missing = NULL;
  TcCommand command = {0};

  if (!form)
    return FALSE;
  by.kind = form->kind;
  by.reason = reasons ? tc_put_by_get_reason (reasons, choice) : NULL;
  missing = tc_put_by_check (&by);
  if (missing) {
    tc_incident_panel_take_back_text (self, action, incident_id);
    tc_incident_work_show_refusal (self->work, missing);
    return TRUE;
  }
  tc_incident_work_show_refusal (self->work, NULL);
  if (tc_incident_panel_hold_put_by (self, action, incident_id, get_code (self, incident_id), &by,
                                     TRUE))
    return TRUE;
  command = tc_incident_panel_start (self, incident_id, action);
  tc_put_by_submit (&command, incident_id, &by);
  return TRUE;
}

/* ---- the table ---- */

void
tc_incident_panel_enable_put_by_actions (TcIncidentPanel *self, guint64 steps, gboolean many)
{
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++) {
    gboolean allowed = many ? tc_put_by_get_reasons (forms[i].kind) != NULL
                            : (steps & ((guint64) 1 << forms[i].step)) != 0;
    tc_panel_enable (self->window, forms[i].action,
                     allowed && tc_desk_may (self->desk, forms[i].capability));
  }
}

void
tc_incident_panel_add_put_by_actions (TcIncidentPanel *self, GActionMap *window)
{
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    g_action_map_add_action_entries (
        window, &(GActionEntry){.name = forms[i].action, .activate = put_by_cb}, 1, self);
}
