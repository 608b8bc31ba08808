/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the incident panel adds to the command line: verbs that name an incident by its code, and
 * the names of its lists. Each answers in a sentence; the selection stays where it is, but for a
 * dispatch, whose countdown stands beside its incident.
 */
#include "tc-incident-panel-private.h"

#include "tc-incident-commands.h"
#include "tc-incident-operations.h"
#include "tc-incident-search.h"
#include "tc-incident-words.h"
#include "tc-refusal-words.h"

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
    {.words = NC_ ("command", "m;merge"),
     .usage = N_ ("CODE CODES"),
     .title = N_ ("Merge incidents; without more codes all that is likely the same"),
     .action = "merge-codes",
     .need = TC_MAY_SCREEN,
     .args = {TC_COMMAND_INCIDENT, TC_COMMAND_TEXT},
     .n_optional = 1},
    {.words = NC_ ("command", "f;list"),
     .usage = N_ ("NAME"),
     .title = N_ ("List: one that was saved by name"),
     .action = "saved-filter-named",
     .args = {TC_COMMAND_TEXT}},
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
} TypedKind;

/* What was typed. */
typedef struct {
  TcIncidentPanel *panel; /* (owned) */
  TypedKind kind;
  char *code;               /* (owned) */
  char *text;               /* (owned): of a note; a unit's code */
  TcDispatchTarget *target; /* (owned) (nullable): once it is found */
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
  g_autoptr (GError) error = NULL;
  g_autoptr (TcVerdict)
      verdict = tc_incident_command_finish (TC_OPERATION_SINK (source), result, &error);
  g_autofree char *why = tc_verdict_word (verdict, error);

  if (!typed->panel->desk)
    return;
  if (!why) {
    answer (typed, TRUE, word_done (typed));
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
                                unit);
  /* Translators: a unit, and code and title of an incident. */
  answer (typed, TRUE,
          g_strdup_printf (_ ("The order to %s for %s, %s, goes in five seconds; Esc keeps it "
                              "back."),
                           unit, target->code, target->title));
}

static void
carry_out (Typed *typed)
{
  TcOperationSink *sink = TC_OPERATION_SINK (typed->panel->desk);
  const TcCommand command = {sink, NULL, done_cb, typed};

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

  *typed = (Typed){g_object_ref (self), kind, code, text, NULL};
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
      {.name = "list", .activate = list_cb, .parameter_type = "s"},
  };

  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), self);
}
