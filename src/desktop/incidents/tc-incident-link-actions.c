/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What belongs together: links between incidents, what is closed as a duplicate of another, and the
 * page of one that was merged, from which the one that it is now is opened and which is taken apart
 * there. All can be taken back.
 */
#include "tc-incident-panel-private.h"

#include "tc-incident-commands.h"
#include "tc-incident-search.h"
#include "tc-refusal-words.h"

#include <glib/gi18n-lib.h>

/* ---- links ---- */

static const char *const kinds[] = {"related", "cause", "follow-up"};

/* Two that are to be linked; both are found by their codes first. */
typedef struct {
  TcIncidentPanel *panel; /* (owned) */
  gint64 incident_id;     /* 0: not found yet */
  char *code;             /* (owned) (nullable): of that one; NULL: to be read */
  char *other_code;       /* (owned): as it was typed */
  const char *kind;       /* (nullable): the first is a duplicate of the other, and closed as one */
  const char *action;     /* (nullable): the composer was open for that; NULL: the command line */
} Linking;

static gboolean
is_command (const Linking *linking)
{
  return linking->action == NULL;
}

static void
free_linking (Linking *linking)
{
  g_object_unref (linking->panel);
  g_free (linking->code);
  g_free (linking->other_code);
  g_free (linking);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Linking, free_linking)

static void
link_both (const Linking *linking, gint64 other_id, const char *other_code)
{
  TcIncidentPanel *self = linking->panel;
  gint64 link_id = tc_operation_sink_make_id (TC_OPERATION_SINK (self->desk));
  TcTold told = {.undo = C_ ("verb", "Undo"),
                 .action = "win.unlink",
                 .target = g_variant_new ("(xxsxs)", linking->incident_id, link_id, linking->kind,
                                          other_id, other_code),
                 .typed = linking->action,
                 .command = is_command (linking)};
  TcCommand command = {0};

  /* Translators: codes of two incidents. */
  told.said = g_strdup_printf (_ ("%1$s linked with %2$s."), linking->code, other_code);
  command = tc_incident_panel_start_told (self, linking->incident_id, &told);
  tc_incident_command_link (&command, link_id, linking->incident_id, other_id, linking->kind);
}

/* Its reports stay its own, which is what sets it apart from merging. */
static void
close_first (const Linking *linking, gint64 other_id, const char *other_code)
{
  TcTold told = {.undo = C_ ("verb", "Reopen"),
                 .action = "win.reopen-many",
                 .target = g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, &linking->incident_id,
                                                      1, sizeof linking->incident_id),
                 .typed = linking->action,
                 .command = is_command (linking)};
  TcCommand command = {0};

  /* Translators: codes of two incidents. */
  told.said = g_strdup_printf (_ ("%1$s is closed as a duplicate of %2$s."), linking->code,
                               other_code);
  command = tc_incident_panel_start_told (linking->panel, linking->incident_id, &told);
  tc_incident_command_close_duplicate (&command, linking->incident_id, other_id);
}

/* What was typed stands where it was. */
static void
tell_trouble (const Linking *linking, const char *trouble)
{
  TcIncidentPanel *self = linking->panel;

  if (is_command (linking)) {
    tc_panel_answer (GTK_WIDGET (self), FALSE, trouble);
    return;
  }
  tc_incident_panel_take_back_text (self, linking->action, linking->incident_id);
  if (tc_incident_focus_get_id (self->focus) == linking->incident_id)
    tc_incident_work_show_refusal (self->work, trouble);
  else
    tc_panel_say (GTK_WIDGET (self), trouble);
}

static void find_next (Linking *linking);

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Linking) linking = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TcDispatchTarget)
      found = tc_incident_find_target_finish (TC_WORKER (source), result, &error);
  g_autofree char *trouble = NULL;

  if (!linking->panel->desk)
    return;
  if (!found)
    trouble = tc_fault_word (error);
  else if (found->incident_id == 0)
    /* Translators: what was typed as an incident's code. */
    trouble = g_strdup_printf (_ ("There is no incident %s. Type its whole code, or more of it."),
                               linking->incident_id ? linking->other_code : linking->code);
  if (trouble) {
    tell_trouble (linking, trouble);
  } else if (linking->incident_id != 0) {
    (linking->kind ? link_both : close_first) (linking, found->incident_id, found->code);
  } else {
    linking->incident_id = found->incident_id;
    g_free (linking->code);
    linking->code = g_strdup (found->code);
    find_next (g_steal_pointer (&linking));
  }
}

static void
code_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Linking) linking = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *trouble = NULL;

  linking->code = tc_incident_read_code_finish (TC_WORKER (source), result, &error);
  if (!linking->panel->desk)
    return;
  if (linking->code) {
    find_next (g_steal_pointer (&linking));
    return;
  }
  trouble = tc_fault_word (error);
  tell_trouble (linking, trouble);
}

/* Takes @linking. */
static void
find_next (Linking *linking)
{
  if (!linking->code) {
    tc_incident_read_code_async (tc_desk_get_reader (linking->panel->desk), linking->incident_id,
                                 code_cb, linking);
    return;
  }
  tc_incident_find_target_async (tc_desk_get_reader (linking->panel->desk),
                                 linking->incident_id ? linking->other_code : linking->code, "",
                                 found_cb, linking);
}

static void
link_incident_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  const char *choices[] = {C_ ("link", "related"), C_ ("link", "the other is the cause"),
                           C_ ("link", "the other follows from this"), NULL};

  tc_incident_panel_compose (data, TC_LINK_INCIDENT,
                             (TcComposerForm){.title = _ ("Code of the incident to link with"),
                                              .verb = C_ ("verb", "Link"),
                                              .choices = choices,
                                              .required = TRUE});
}

static void
close_duplicate_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  tc_incident_panel_compose (
      data, TC_CLOSE_DUPLICATE,
      (TcComposerForm){.title = _ ("Code of the incident that this is a duplicate of"),
                       .verb = C_ ("verb", "Close"),
                       .required = TRUE});
}

void
tc_incident_panel_send_link (TcIncidentPanel *self, const char *action, gint64 incident_id,
                             const char *text, guint choice)
{
  const TcIncidentPicture *picture = tc_incident_focus_get_found (self->focus);
  gboolean shown = picture && picture->detail->incident.id == incident_id;
  Linking *linking = g_new0 (Linking, 1);

  linking->panel = g_object_ref (self);
  linking->incident_id = incident_id;
  /* Another one may be shown by now. */
  linking->code = g_strdup (shown ? picture->detail->incident.code : NULL);
  linking->other_code = g_strstrip (g_strdup (text));
  linking->action = g_intern_string (action);
  if (g_str_equal (action, TC_LINK_INCIDENT))
    linking->kind = kinds[MIN (choice, G_N_ELEMENTS (kinds) - 1)];
  find_next (linking);
}

static void
link_codes_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIncidentPanel *self = data;
  const TcIncidentPicture *picture = tc_incident_focus_get_found (self->focus);
  const char *code = NULL, *other = NULL;
  Linking *linking = NULL;

  g_variant_get (target, "(&s&s)", &code, &other);
  if (!*other && !picture) {
    tc_panel_answer (GTK_WIDGET (self), FALSE,
                     _ ("No incident is shown. Type the codes of both behind it."));
    return;
  }
  linking = g_new0 (Linking, 1);
  linking->panel = g_object_ref (self);
  linking->incident_id = *other ? 0 : picture->detail->incident.id;
  linking->code = g_strdup (*other ? code : picture->detail->incident.code);
  linking->other_code = g_strdup (*other ? other : code);
  linking->kind = kinds[0];
  find_next (linking);
}

/* Incident, link, its kind as seen from there, the other one and its code. */
static void
unlink_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  gint64 incident_id, link_id, other_id;
  const char *kind = NULL, *other_code = NULL;
  gboolean turned = FALSE;
  TcTold told = {.undo = C_ ("verb", "Undo"), .action = "win.link-again"};
  TcCommand command = {0};

  g_variant_get (target, "(xx&sx&s)", &incident_id, &link_id, &kind, &other_id, &other_code);
  turned = g_str_equal (kind, "effect") || g_str_equal (kind, "preceding");
  if (turned)
    kind = g_str_equal (kind, "effect") ? "cause" : "follow-up";
  told.target = turned ? g_variant_new ("(xxs)", other_id, incident_id, kind)
                       : g_variant_new ("(xxs)", incident_id, other_id, kind);
  /* Translators: code of an incident. */
  told.said = g_strdup_printf (_ ("The link with %s is taken away."), other_code);
  command = tc_incident_panel_start_told (data, incident_id, &told);
  tc_incident_command_unlink (&command, incident_id, link_id);
}

static void
link_again_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIncidentPanel *self = data;
  gint64 incident_id, other_id;
  const char *kind = NULL;
  TcTold told = {.said = g_strdup (_ ("Linked again."))};
  TcCommand command = {0};

  g_variant_get (target, "(xx&s)", &incident_id, &other_id, &kind);
  command = tc_incident_panel_start_told (self, incident_id, &told);
  tc_incident_command_link (&command, tc_operation_sink_make_id (TC_OPERATION_SINK (self->desk)),
                            incident_id, other_id, kind);
}

/* ---- one that was merged ---- */

/* (nullable): if it is one of those. */
static const TcIncidentRow *
get_merged (TcIncidentPanel *self)
{
  const TcIncidentPicture *picture = tc_incident_focus_get_found (self->focus);

  return picture && picture->detail->incident.state == TC_STATE_MERGED ? &picture->detail->incident
                                                                       : NULL;
}

static void
take_apart_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIncidentPanel *self = data;
  const TcIncidentRow *row = get_merged (self);

  if (row)
    g_action_group_activate_action (G_ACTION_GROUP (self->window), "unmerge",
                                    g_variant_new ("(xx)", row->id, row->merged_into));
}

static void
open_leader_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  const TcIncidentRow *row = get_merged (data);

  if (row)
    tc_incident_panel_choose (data, row->merged_into);
}

/* ---- the table ---- */

/* Those of tc-incident-correct-actions.c, too. */
void
tc_incident_panel_enable_link_actions (TcIncidentPanel *self)
{
  static const char *const anywhere[] = {"link-codes", "unlink", "link-again"};
  static const struct {
    const char *action;
    TcIncidentStep step;
    const char *capability;
  } rules[] = {
      {TC_EDIT_TITLE, TC_STEP_CLASSIFY, TC_MAY_SCREEN},
      {"edit-place", TC_STEP_PLACE, TC_MAY_SCREEN},
      {TC_LINK_INCIDENT, TC_STEP_LINK, TC_MAY_HANDLE},
      {TC_CLOSE_DUPLICATE, TC_STEP_CLOSE, TC_MAY_HANDLE},
      {"take-apart", TC_STEP_UNMERGE, TC_MAY_SCREEN},
  };
  const TcIncidentPicture *picture = tc_incident_focus_get_found (self->focus);
  gboolean alone = tc_incident_panel_count_chosen (self) < 2;
  guint64 steps = picture && alone ? tc_incident_allowed_steps (picture->detail->incident.state)
                                   : 0;

  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    tc_panel_enable (self->window, rules[i].action,
                     (steps & ((guint64) 1 << rules[i].step)) != 0 &&
                         tc_desk_may (self->desk, rules[i].capability));
  tc_panel_enable (self->window, "open-leader", alone && get_merged (self) != NULL);
  for (guint i = 0; i < G_N_ELEMENTS (anywhere); i++)
    tc_panel_enable (self->window, anywhere[i], tc_desk_may (self->desk, TC_MAY_HANDLE));
}

void
tc_incident_panel_add_link_actions (TcIncidentPanel *self, GActionMap *window)
{
  const GActionEntry entries[] = {
      {.name = TC_LINK_INCIDENT, .activate = link_incident_cb},
      {.name = TC_CLOSE_DUPLICATE, .activate = close_duplicate_cb},
      {.name = "link-codes", .activate = link_codes_cb, .parameter_type = "(ss)"},
      {.name = "unlink", .activate = unlink_cb, .parameter_type = "(xxsxs)"},
      {.name = "link-again", .activate = link_again_cb, .parameter_type = "(xxs)"},
      {.name = "take-apart", .activate = take_apart_cb},
      {.name = "open-leader", .activate = open_leader_cb},
  };

  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), self);
}
