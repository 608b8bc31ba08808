/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the incident panel adds to the command line: verbs that name an incident by its code, and
 * the names of its lists. Each answers in a sentence; the selection stays where it is, but for a
 * dispatch, whose countdown stands beside its incident.
 */
#include "tc-incident-panel-private.h"

#include "tc-camera-operations.h"
#include "tc-incident-commands.h"
#include "tc-incident-operations.h"
#include "tc-incident-search.h"
#include "tc-incident-words.h"
#include "tc-now.h"
#include "tc-refusal-words.h"
#include "tc-words.h"

#include <glib/gi18n-lib.h>

static const TcCommandVerb verbs[] = {
    {.words = NC_ ("command", "d;dispatch"),
     .usage = N_ ("CODE UNIT"),
     .title = N_ ("Dispatch a unit to an incident"),
     .action = "dispatch-to",
     .need = TC_MAY_DISPATCH,
     .args = {TC_COMMAND_INCIDENT, TC_COMMAND_UNIT}},
    {.words = NC_ ("command", "n;note"),
     .usage = N_ ("CODE TEXT"),
     .title = N_ ("Note on an incident"),
     .action = "note-to",
     .need = TC_MAY_REPORT,
     .args = {TC_COMMAND_INCIDENT, TC_COMMAND_TEXT}},
    {.words = NC_ ("command", "t;take"),
     .usage = N_ ("CODE"),
     .title = N_ ("Take an incident"),
     .action = "take-code",
     .need = TC_MAY_HANDLE,
     .args = {TC_COMMAND_INCIDENT}},
    {.words = NC_ ("command", "x;done"),
     .usage = N_ ("CODE TEXT"),
     .title = N_ ("Done: resolve an incident"),
     .action = "resolve-to",
     .need = TC_MAY_WORK,
     .args = {TC_COMMAND_INCIDENT, TC_COMMAND_TEXT},
     .n_optional = 1},
    {.words = NC_ ("command", "accept"),
     .usage = N_ ("CODE"),
     .title = N_ ("Accept an incident: it is ours"),
     .action = "accept-to",
     .need = TC_MAY_SCREEN,
     .args = {TC_COMMAND_INCIDENT}},
    {.words = NC_ ("command", "reject"),
     .usage = N_ ("CODE REASON"),
     .title = N_ ("Reject an incident, with the reason"),
     .action = "reject-to",
     .need = TC_MAY_SCREEN,
     .args = {TC_COMMAND_INCIDENT, TC_COMMAND_TEXT}},
    {.words = NC_ ("command", "redirect"),
     .usage = N_ ("CODE 114 TEXT"),
     .title = N_ ("Redirect an incident to 113, 114, 115 or another office"),
     .action = "redirect-to",
     .need = TC_MAY_SCREEN,
     .args = {TC_COMMAND_INCIDENT, TC_COMMAND_TEXT}},
    {.words = NC_ ("command", "wait;ask"),
     .usage = N_ ("CODE TEXT"),
     .title = N_ ("Ask the reporters of an incident, and wait"),
     .action = "wait-to",
     .need = TC_MAY_HANDLE,
     .args = {TC_COMMAND_INCIDENT, TC_COMMAND_TEXT}},
    {.words = NC_ ("command", "schedule;appointment"),
     .usage = N_ ("CODE TIME TEXT"),
     .title = N_ ("Set when an incident will be done"),
     .action = "schedule-to",
     .need = TC_MAY_HANDLE,
     .args = {TC_COMMAND_INCIDENT, TC_COMMAND_TEXT}},
    {.words = NC_ ("command", "extend"),
     .usage = N_ ("CODE TIME TEXT"),
     .title = N_ ("Extend the deadline of an incident"),
     .action = "extend-to",
     .need = TC_MAY_HANDLE,
     .args = {TC_COMMAND_INCIDENT, TC_COMMAND_TEXT}},
    {.words = NC_ ("command", "forward"),
     .usage = N_ ("CODE TEXT"),
     .title = N_ ("Forward an incident to a body outside"),
     .action = "forward-to",
     .need = TC_MAY_HANDLE,
     .args = {TC_COMMAND_INCIDENT, TC_COMMAND_TEXT}},
    {.words = NC_ ("command", "go on;resume"),
     .usage = N_ ("CODE TEXT"),
     .title = N_ ("Go on with an incident that was put by"),
     .action = "resume-to",
     .need = TC_MAY_HANDLE,
     .args = {TC_COMMAND_INCIDENT, TC_COMMAND_TEXT},
     .n_optional = 1},
    {.words = NC_ ("command", "priority"),
     .usage = N_ ("CODE PRIORITY TEXT"),
     .title = N_ ("Change the priority of an incident"),
     .action = "priority-to",
     .need = TC_MAY_SCREEN,
     .args = {TC_COMMAND_INCIDENT, TC_COMMAND_TEXT}},
    {.words = NC_ ("command", "field;classify"),
     .usage = N_ ("CODE FIELD"),
     .title = N_ ("Classify an incident"),
     .action = "field-to",
     .need = TC_MAY_SCREEN,
     .args = {TC_COMMAND_INCIDENT, TC_COMMAND_FIELD}},
    {.words = NC_ ("command", "assign"),
     .usage = N_ ("CODE UNIT"),
     .title = N_ ("Assign an incident to a unit"),
     .action = "assign-to",
     .need = TC_MAY_HANDLE,
     .args = {TC_COMMAND_INCIDENT, TC_COMMAND_UNIT}},
    {.words = NC_ ("command", "give back;release"),
     .usage = N_ ("CODE"),
     .title = N_ ("Give an incident back: nobody has it then"),
     .action = "release-code",
     .need = TC_MAY_HANDLE,
     .args = {TC_COMMAND_INCIDENT}},
    {.words = NC_ ("command", "phoned;reached"),
     .usage = N_ ("CODE TEXT"),
     .title = N_ ("Keep who answered for the unit of an incident"),
     .action = "reach-to",
     .need = TC_MAY_DISPATCH,
     .args = {TC_COMMAND_INCIDENT, TC_COMMAND_TEXT},
     .n_optional = 1},
    {.words = NC_ ("command", "recall"),
     .usage = N_ ("CODE UNIT"),
     .title = N_ ("Recall the unit of an incident"),
     .action = "recall-to",
     .need = TC_MAY_DISPATCH,
     .args = {TC_COMMAND_INCIDENT, TC_COMMAND_UNIT},
     .n_optional = 1},
    {.words = NC_ ("command", "close"),
     .usage = N_ ("CODE REASON"),
     .title = N_ ("Close an incident"),
     .action = "close-to",
     .need = TC_MAY_HANDLE,
     .args = {TC_COMMAND_INCIDENT, TC_COMMAND_TEXT},
     .n_optional = 1},
    {.words = NC_ ("command", "reopen"),
     .usage = N_ ("CODE REASON"),
     .title = N_ ("Reopen an incident, with the reason"),
     .action = "reopen-to",
     .need = TC_MAY_HANDLE,
     .args = {TC_COMMAND_INCIDENT, TC_COMMAND_TEXT}},
    {.words = NC_ ("command", "answer"),
     .usage = N_ ("CODE TEXT"),
     .title = N_ ("Answer the reporters of an incident"),
     .action = "answer-to",
     .need = TC_MAY_ANSWER,
     .args = {TC_COMMAND_INCIDENT, TC_COMMAND_TEXT}},
    {.words = NC_ ("command", "approve"),
     .usage = N_ ("CODE"),
     .title = N_ ("Approve the answer of an incident"),
     .action = "approve-code",
     .need = TC_MAY_APPROVE,
     .args = {TC_COMMAND_INCIDENT}},
    {.words = NC_ ("command", "send back"),
     .usage = N_ ("CODE REASON"),
     .title = N_ ("Send the answer of an incident back, with the reason"),
     .action = "return-to",
     .need = TC_MAY_APPROVE,
     .args = {TC_COMMAND_INCIDENT, TC_COMMAND_TEXT}},
    {.words = NC_ ("command", "publish"),
     .usage = N_ ("CODE"),
     .title = N_ ("Publish the answer of an incident"),
     .action = "publish-code",
     .need = TC_MAY_PUBLISH,
     .args = {TC_COMMAND_INCIDENT}},
    {.words = NC_ ("command", "take apart;unmerge"),
     .usage = N_ ("CODE"),
     .title = N_ ("Take an incident apart from what it was merged into"),
     .action = "take-apart-code",
     .need = TC_MAY_SCREEN,
     .args = {TC_COMMAND_INCIDENT}},
    {.words = NC_ ("command", "m;merge"),
     .usage = N_ ("CODE CODES"),
     .title = N_ ("Merge incidents; without more codes all that is likely the same"),
     .action = "merge-codes",
     .need = TC_MAY_SCREEN,
     .args = {TC_COMMAND_INCIDENT, TC_COMMAND_INCIDENTS},
     .n_optional = 1},
    {.words = NC_ ("command", "link"),
     .usage = N_ ("CODE CODE"),
     .title = N_ ("Link an incident with the one that is shown, or two"),
     .action = "link-codes",
     .need = TC_MAY_HANDLE,
     .args = {TC_COMMAND_INCIDENT, TC_COMMAND_INCIDENT},
     .n_optional = 1},
    {.words = NC_ ("command", "near"),
     .usage = N_ ("CODE"),
     .title = N_ ("Open the nearest camera of an incident"),
     .action = "near-camera-of",
     .need = TC_MAY_VIEW_CAMERAS,
     .args = {TC_COMMAND_INCIDENT}},
    {.words = NC_ ("command", "cameras near"),
     .usage = N_ ("CODE"),
     .title = N_ ("All cameras near an incident on the video wall"),
     .action = "near-cameras-of",
     .need = TC_MAY_VIEW_CAMERAS,
     .args = {TC_COMMAND_INCIDENT}},
    {.words = NC_ ("command", "f;list"),
     .usage = N_ ("NAME"),
     .title = N_ ("List: one that was saved by name"),
     .action = "saved-filter-named",
     .args = {TC_COMMAND_LIST}},
    {.words = NC_ ("command", "open"),
     .title = N_ ("List: open incidents"),
     .action = "list",
     .target = "open"},
    {.words = NC_ ("command", "mine"),
     .title = N_ ("List: my incidents"),
     .action = "list",
     .target = "mine"},
    {.words = NC_ ("command", "untaken"),
     .title = N_ ("List: taken by nobody"),
     .action = "list",
     .target = "untaken"},
    {.words = NC_ ("command", "late;due soon"),
     .title = N_ ("List: late, or due soon"),
     .action = "list",
     .target = "soon"},
    {.words = NC_ ("command", "to approve"),
     .title = N_ ("List: answers to be approved"),
     .action = "list-to-approve",
     .need = TC_MAY_APPROVE},
    {.words = NC_ ("command", "to publish"),
     .title = N_ ("List: answers to be published"),
     .action = "list-to-publish",
     .need = TC_MAY_PUBLISH},
    {.words = NC_ ("command", "to tell;call back"),
     .title = N_ ("List: reporters to be told how it ended"),
     .action = "list-untold",
     .need = TC_MAY_REPORT},
    {.words = NC_ ("command", "all"),
     .title = N_ ("List: all incidents"),
     .action = "list",
     .target = "all"},
    {NULL},
};

const TcCommandVerb *
tc_incident_panel_list_verbs (void)
{
  return verbs;
}

typedef enum {
  TYPED_DISPATCH,
  TYPED_NOTE,
  TYPED_TAKE,
  TYPED_RESOLVE,
  TYPED_PUT_BY,
} TypedKind;

/* What was typed. */
typedef struct {
  TcIncidentPanel *panel; /* (owned) */
  TypedKind kind;
  char *code;               /* (owned) */
  char *text;               /* (owned): of a note; a unit's code */
  const char *action;       /* (static) (nullable): of what is put by */
  TcPutBy by;               /* likewise */
  TcDispatchTarget *target; /* (owned) (nullable): once it is found */
  TcBulkKind back;          /* how it is taken back, if there is something before */
  gint64 before;
} Typed;

static void
free_typed (Typed *typed)
{
  g_object_unref (typed->panel);
  g_free (typed->code);
  g_free (typed->text);
  tc_dispatch_target_free (typed->target);
  g_free (typed);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Typed, free_typed)

static void
answer (const Typed *typed, gboolean ok, char *text)
{
  tc_panel_answer (GTK_WIDGET (typed->panel), ok, text);
  g_free (text);
}

/* Those that aren't held. */
static char *
word_put_by (const Typed *typed)
{
  const char *code = typed->target->code, *title = typed->target->title;
  g_autofree char *when = NULL;

  switch (typed->by.kind) {
  case TC_PUT_ACCEPT:
    /* Translators: code and title of an incident. */
    return g_strdup_printf (_ ("%s, %s, is accepted."), code, title);
  case TC_PUT_SCHEDULE:
    when = tc_words_clock (typed->by.when_us, tc_now_us ());
    /* Translators: code and title of an incident, a time. */
    return g_strdup_printf (_ ("%s, %s, will be done at %s."), code, title, when);
  case TC_PUT_FORWARD:
    /* Translators: code and title of an incident. */
    return g_strdup_printf (_ ("%s, %s, is forwarded."), code, title);
  default:
    /* Translators: code and title of an incident. */
    return g_strdup_printf (_ ("%s, %s, goes on."), code, title);
  }
}

static char *
word_done (const Typed *typed)
{
  const char *code = typed->target->code, *title = typed->target->title;

  switch (typed->kind) {
  case TYPED_NOTE:
    /* Translators: code and title of an incident. */
    return g_strdup_printf (_ ("The note is kept on %s, %s."), code, title);
  case TYPED_TAKE:
    /* Translators: code and title of an incident. */
    return g_strdup_printf (_ ("You have %s, %s."), code, title);
  case TYPED_PUT_BY:
    return word_put_by (typed);
  case TYPED_RESOLVE:
  case TYPED_DISPATCH:
  default:
    /* Translators: code and title of an incident. */
    return g_strdup_printf (_ ("%s, %s, is resolved."), code, title);
  }
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Typed) typed = data;
  g_autofree char *why = tc_verdict_finish_word (TC_OPERATION_SINK (source), result);

  if (!typed->panel->desk)
    return;
  if (!why) {
    answer (typed, TRUE, word_done (typed));
    tc_incident_panel_offer_one (typed->panel, typed->back, typed->target->incident_id,
                                 typed->before);
    return;
  }
  /* Translators: why a command was not carried out: a sentence. */
  answer (typed, FALSE, g_strdup_printf (_ ("%s Nothing was done; what you typed is kept."), why));
}

static void
hold (const Typed *typed)
{
  const TcDispatchTarget *target = typed->target;
  const char *unit = tc_incident_pick_name (target->agency_vi, target->agency_en);

  g_action_group_activate_action (G_ACTION_GROUP (typed->panel->window), "panel",
                                  g_variant_new_string ("incidents"));
  tc_incident_panel_choose (typed->panel, target->incident_id);
  tc_incident_panel_hold_order (typed->panel, target->incident_id, target->agency_id, target->code,
                                unit, NULL);
  answer (typed, TRUE,
          /* Translators: a unit, and code and title of an incident. */
          g_strdup_printf (_ ("The order to %s for %s, %s, goes in five seconds; Esc keeps it "
                              "back."),
                           unit, target->code, target->title));
}

/* Held beside its incident, as if it had been done there. */
static gboolean
hold_put_by (const Typed *typed)
{
  const TcDispatchTarget *target = typed->target;

  if (!tc_incident_panel_hold_put_by (typed->panel, typed->action, target->incident_id,
                                      target->code, &typed->by, FALSE))
    return FALSE;
  g_action_group_activate_action (G_ACTION_GROUP (typed->panel->window), "panel",
                                  g_variant_new_string ("incidents"));
  tc_incident_panel_choose (typed->panel, target->incident_id);
  answer (typed, TRUE,
          /* Translators: code and title of an incident. */
          g_strdup_printf (_ ("%s, %s: it is done in five seconds; Esc keeps it back."),
                           target->code, target->title));
  return TRUE;
}

static void
carry_out (Typed *typed)
{
  TcOperationSink *sink = TC_OPERATION_SINK (typed->panel->desk);
  const TcCommand command = {sink, NULL, done_cb, typed};

  typed->back = typed->kind == TYPED_TAKE ? TC_BULK_RELEASE : TC_BULK_REOPEN;
  if (typed->kind == TYPED_TAKE || typed->kind == TYPED_RESOLVE)
    typed->before = tc_incident_panel_get_before (typed->panel, typed->back,
                                                  typed->target->incident_id);
  switch (typed->kind) {
  case TYPED_NOTE:
    tc_incident_command_comment (&command, typed->target->incident_id, typed->text);
    break;
  case TYPED_TAKE:
    tc_incident_command_take (&command, typed->target->incident_id, 0);
    break;
  case TYPED_RESOLVE:
    tc_incident_command_resolve (&command, typed->target->incident_id, typed->text);
    break;
  case TYPED_PUT_BY:
    if (hold_put_by (typed))
      free_typed (typed);
    else
      tc_put_by_submit (&command, typed->target->incident_id, &typed->by);
    break;
  case TYPED_DISPATCH:
  default:
    hold (typed);
    free_typed (typed);
    break;
  }
}

/* (transfer full) (nullable): what isn't there */
static char *
word_missing (const Typed *typed)
{
  double loading = 1;

  g_object_get (typed->panel->desk, "loading", &loading, NULL);
  if (typed->target->incident_id == 0 && loading < 1)
    /* Translators: what was typed as an incident's code; per cent. */
    return g_strdup_printf (_ ("There is no incident %s in what is here; history is not all here "
                               "yet (%d\u00a0%%)."),
                            typed->code, (int) (loading * 100));
  if (typed->target->incident_id == 0)
    /* Translators: what was typed as an incident's code. */
    return g_strdup_printf (_ ("There is no incident %s. Type its whole code, or more of it."),
                            typed->code);
  if (typed->kind == TYPED_DISPATCH && typed->target->agency_id == 0)
    /* Translators: what was typed as a unit's code. */
    return g_strdup_printf (_ ("There is no unit %s. Units are proposed while you type."),
                            typed->text);
  return NULL;
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Typed) typed = data;
  g_autoptr (GError) error = NULL;
  char *missing = NULL;

  typed->target = tc_incident_find_target_finish (TC_WORKER (source), result, &error);
  if (!typed->panel->desk)
    return;
  missing = typed->target ? word_missing (typed) : tc_fault_word (error);
  if (missing)
    answer (typed, FALSE, missing);
  else
    carry_out (g_steal_pointer (&typed));
}

/* Takes @code and @text. */
static void
start (TcIncidentPanel *self, TypedKind kind, char *code, char *text)
{
  Typed *typed = g_new0 (Typed, 1);

  *typed = (Typed){.panel = g_object_ref (self), .kind = kind, .code = code, .text = text};
  tc_incident_find_target_async (tc_desk_get_reader (self->desk), code,
                                 kind == TYPED_DISPATCH ? text : "", found_cb, typed);
}

static void
start_with_text (TcIncidentPanel *self, TypedKind kind, GVariant *target)
{
  char *code = NULL, *text = NULL;

  g_variant_get (target, "(ss)", &code, &text);
  start (self, kind, code, text);
}

static void
dispatch_to_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  start_with_text (data, TYPED_DISPATCH, target);
}

static void
note_to_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  start_with_text (data, TYPED_NOTE, target);
}

static void
resolve_to_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  start_with_text (data, TYPED_RESOLVE, target);
}

static void
take_code_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  start (data, TYPED_TAKE, g_variant_dup_string (target, NULL), g_strdup (""));
}

static const struct {
  const char *name; /* of the verb's action */
  const char *action;
  TcPutByKind kind;
} put_by[] = {
    {"accept-to", "accept", TC_PUT_ACCEPT},       {"reject-to", "reject", TC_PUT_REJECT},
    {"redirect-to", "redirect", TC_PUT_REDIRECT}, {"wait-to", "wait", TC_PUT_WAIT},
    {"schedule-to", "schedule", TC_PUT_SCHEDULE}, {"extend-to", "extend", TC_PUT_EXTEND},
    {"forward-to", "forward", TC_PUT_FORWARD},    {"resume-to", "resume", TC_PUT_RESUME},
};

/* What is missing behind the code is said before it is looked for. */
static void
put_by_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  Typed *typed = g_new0 (Typed, 1);
  char *missing = NULL;
  guint i = 0;

  while (!g_str_equal (put_by[i].name, g_action_get_name (G_ACTION (action))))
    i++;
  *typed = (Typed){.panel = g_object_ref (data), .kind = TYPED_PUT_BY, .action = put_by[i].action};
  if (g_variant_is_of_type (target, G_VARIANT_TYPE_STRING)) {
    typed->code = g_variant_dup_string (target, NULL);
    typed->text = g_strdup ("");
  } else {
    g_variant_get (target, "(ss)", &typed->code, &typed->text);
  }
  missing = tc_put_by_read (put_by[i].kind, typed->text, tc_now_us (), &typed->by);
  if (missing) {
    answer (typed, FALSE, missing);
    free_typed (typed);
    return;
  }
  tc_incident_find_target_async (tc_desk_get_reader (typed->panel->desk), typed->code, "", found_cb,
                                 typed);
}

/* A list by its name, whatever panel is shown. */
static void
list_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIncidentPanel *self = data;
  GActionGroup *window = G_ACTION_GROUP (self->window);

  g_action_group_change_action_state (window, "filter", target);
  g_action_group_activate_action (window, "panel", g_variant_new_string ("incidents"));
}

void
tc_incident_panel_add_verbs (TcIncidentPanel *self, GActionMap *window)
{
  const GActionEntry entries[] = {
      {.name = "dispatch-to", .activate = dispatch_to_cb, .parameter_type = "(ss)"},
      {.name = "note-to", .activate = note_to_cb, .parameter_type = "(ss)"},
      {.name = "take-code", .activate = take_code_cb, .parameter_type = "s"},
      {.name = "resolve-to", .activate = resolve_to_cb, .parameter_type = "(ss)"},
      {.name = "accept-to", .activate = put_by_cb, .parameter_type = "s"},
      {.name = "reject-to", .activate = put_by_cb, .parameter_type = "(ss)"},
      {.name = "redirect-to", .activate = put_by_cb, .parameter_type = "(ss)"},
      {.name = "wait-to", .activate = put_by_cb, .parameter_type = "(ss)"},
      {.name = "schedule-to", .activate = put_by_cb, .parameter_type = "(ss)"},
      {.name = "extend-to", .activate = put_by_cb, .parameter_type = "(ss)"},
      {.name = "forward-to", .activate = put_by_cb, .parameter_type = "(ss)"},
      {.name = "resume-to", .activate = put_by_cb, .parameter_type = "(ss)"},
      {.name = "list", .activate = list_cb, .parameter_type = "s"},
  };

  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), self);
  tc_incident_panel_add_step_verbs (self, window);
}
