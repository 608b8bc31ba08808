/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is proposed beside an incident, carried out by a person: its field, and merging it into the
 * one that is most like it. All can be taken back.
 */
#include "tc-incident-panel-private.h"

#include "tc-incident-commands.h"
#include "tc-incident-context.h"
#include "tc-incident-words.h"
#include "tc-refusal-words.h"

#include <glib/gi18n-lib.h>

/* One command under way, and how it is taken back. */
typedef struct {
  TcIncidentPanel *panel; /* (owned) */
  gint64 incident_id;
  char *said;       /* (owned) (nullable): once it is done */
  const char *undo; /* (nullable): the word on the button */
  const char *action;
  GVariant *target;  /* (owned) (nullable) */
  const char *typed; /* (nullable): interned: its text stands in the composer, under this action */
  gboolean command;  /* it was typed in the command line, which is answered */
} Doing;

static void
free_doing (Doing *doing)
{
  g_object_unref (doing->panel);
  g_free (doing->said);
  g_clear_pointer (&doing->target, g_variant_unref);
  g_free (doing);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Doing, free_doing)

/* Beside the incident if it is the one that is looked at. */
static void
show_trouble (const Doing *doing, const char *trouble)
{
  TcIncidentPanel *self = doing->panel;
  g_autofree char *kept = NULL;

  if (doing->command) {
    kept = g_strdup_printf (_ ("%s Nothing was done; what you typed is kept."), trouble);
    tc_panel_answer (GTK_WIDGET (self), FALSE, kept);
    return;
  }
  if (doing->typed)
    tc_incident_panel_take_back_text (self, doing->typed, doing->incident_id);
  if (tc_incident_focus_get_id (self->focus) == doing->incident_id &&
      gtk_widget_get_mapped (GTK_WIDGET (self->work)))
    tc_incident_work_show_refusal (self->work, trouble);
  else
    tc_panel_say (GTK_WIDGET (self), trouble);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Doing) doing = data;
  TcIncidentPanel *self = doing->panel;
  g_autofree char *trouble = tc_verdict_finish_word (TC_OPERATION_SINK (source), result);

  if (!self->desk)
    return;
  if (trouble) {
    show_trouble (doing, trouble);
    return;
  }
  if (doing->typed)
    tc_composer_done (tc_incident_work_get_composer (self->work), doing->typed, doing->incident_id);
  if (doing->command)
    tc_panel_answer (GTK_WIDGET (self), TRUE, "");
  if (doing->undo)
    tc_panel_say_undo (GTK_WIDGET (self), doing->said, doing->undo, doing->action, doing->target);
  else if (doing->said)
    tc_panel_say (GTK_WIDGET (self), doing->said);
  if (doing->action && !doing->undo)
    tc_panel_deny_undo (GTK_WIDGET (self), doing->said);
}

static Doing *
doing_new (TcIncidentPanel *self, gint64 incident_id)
{
  Doing *doing = g_new0 (Doing, 1);

  doing->panel = g_object_ref (self);
  doing->incident_id = incident_id;
  tc_incident_work_show_refusal (self->work, NULL);
  return doing;
}

static TcCommand
make_command (Doing *doing)
{
  return (TcCommand){TC_OPERATION_SINK (doing->panel->desk), NULL, done_cb, doing};
}

TcCommand
tc_incident_panel_start_told (TcIncidentPanel *self, gint64 incident_id, const TcTold *told)
{
  Doing *doing = doing_new (self, incident_id);

  doing->said = told->said;
  doing->undo = told->undo;
  doing->action = told->action;
  doing->target = told->target ? g_variant_ref_sink (told->target) : NULL;
  doing->typed = g_intern_string (told->typed);
  doing->command = told->command;
  return make_command (doing);
}

/* ---- the field ---- */

/* (nullable): if it is among those proposed. */
static const TcProposedField *
find_proposed (const TcIncidentPicture *picture, gint64 field_id)
{
  for (guint i = 0; picture && i < picture->fields->len; i++) {
    const TcProposedField *field = &g_array_index (picture->fields, TcProposedField, i);
    if (field->field_id == field_id)
      return field;
  }
  return NULL;
}

static void
classify (TcIncidentPanel *self, gint64 incident_id, gint64 field_id)
{
  const TcIncidentPicture *picture = tc_incident_focus_get_found (self->focus);
  gboolean shown = picture && picture->detail->incident.id == incident_id;
  const TcProposedField *field = shown ? find_proposed (picture, field_id) : NULL;
  gint64 before_id = shown ? picture->detail->incident.field_id : 0;
  Doing *doing = doing_new (self, incident_id);
  TcCommand command = make_command (doing);

  if (field)
    /* Translators: the field that an incident was given just now. */
    doing->said = g_strdup_printf (_ ("Classified: %s."),
                                   tc_incident_pick_name (field->name_vi, field->name_en));
  else
    doing->said = g_strdup (_ ("Classified."));
  if (before_id != 0 && before_id != field_id) {
    doing->undo = C_ ("verb", "Undo");
    doing->action = "win.classify";
    doing->target = g_variant_ref_sink (g_variant_new ("(xx)", incident_id, before_id));
  }
  tc_incident_command_classify (&command, incident_id, field_id);
}

static void
classify_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  gint64 incident_id, field_id;

  g_variant_get (target, "(xx)", &incident_id, &field_id);
  classify (data, incident_id, field_id);
}

/* Nothing is done: the key was for what stood there before. */
static void
say_changed (TcIncidentPanel *self)
{
  tc_incident_work_show_refusal (
      self->work, _ ("What is proposed has just changed. Look at it, then press the key again."));
}

static void
classify_proposed_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIncidentPanel *self = data;
  const TcIncidentPicture *picture = tc_incident_panel_get_read (self);
  const TcProposedField *field = tc_incident_focus_get_seen_field (self->focus);

  if (!picture || picture->fields->len == 0)
    return;
  if (field)
    classify (self, picture->detail->incident.id, field->field_id);
  else
    say_changed (self);
}

static void
choose_field_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIncidentPanel *self = data;

  if (tc_incident_panel_classify_many (self))
    return;
  tc_incident_context_choose_field (TC_INCIDENT_CONTEXT (self->context),
                                    tc_desk_get_reader (self->desk));
}

/* ---- merging ---- */

static void
merge (TcIncidentPanel *self, gint64 incident_id, const char *code, gint64 into_id,
       const char *into_code)
{
  Doing *doing = doing_new (self, incident_id);
  TcCommand command = make_command (doing);

  /* Translators: codes of two incidents: the first is now the second. */
  doing->said = g_strdup_printf (_ ("%1$s merged into %2$s."), code, into_code);
  doing->undo = _ ("Take apart");
  doing->action = "win.unmerge";
  doing->target = g_variant_ref_sink (g_variant_new ("(xx)", incident_id, into_id));
  tc_incident_command_merge (&command, incident_id, into_id);
}

static void
merge_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIncidentPanel *self = data;
  const TcIncidentPicture *picture;
  const TcSimilar *into = NULL;

  if (tc_incident_panel_merge_many (self))
    return;
  picture = tc_incident_panel_get_read (self);
  if (!picture || picture->similar->len == 0)
    return;
  into = tc_incident_focus_get_seen_similar (self->focus);
  if (into)
    merge (self, picture->detail->incident.id, picture->detail->incident.code, into->incident_id,
           into->code);
  else
    say_changed (self);
}

/* From an alarm, wherever it stands. */
static void
merge_into_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  const char *code = NULL, *into_code = NULL;
  gint64 incident_id, into_id;

  g_variant_get (target, "(x&sx&s)", &incident_id, &code, &into_id, &into_code);
  merge (data, incident_id, code, into_id, into_code);
}

/* The codes of both, as far as what is shown tells them; FALSE if it doesn't. */
static gboolean
find_codes (const TcIncidentPicture *picture, gint64 incident_id, gint64 from_id, const char **code,
            const char **from_code)
{
  const TcIncidentRow *row = picture ? &picture->detail->incident : NULL;

  if (row && row->id == incident_id && row->merged_into == from_id) {
    *code = row->code;
    *from_code = row->merged_into_code;
    return *from_code != NULL;
  }
  for (guint i = 0; row && row->id == from_id && i < picture->detail->links->len; i++) {
    const TcIncidentLinkRow *link = &g_array_index (picture->detail->links, TcIncidentLinkRow, i);

    if (link->other_id != incident_id)
      continue;
    *code = link->other_code;
    *from_code = row->code;
    return TRUE;
  }
  return FALSE;
}

static void
unmerge_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIncidentPanel *self = data;
  gint64 incident_id, from_id;
  const char *code = NULL, *from_code = NULL;
  TcTold told = {0};
  TcCommand command = {0};

  g_variant_get (target, "(xx)", &incident_id, &from_id);
  if (find_codes (tc_incident_focus_get_found (self->focus), incident_id, from_id, &code,
                  &from_code)) {
    /* Translators: codes of two incidents: the first is one of its own again. */
    told.said = g_strdup_printf (_ ("%1$s taken apart from %2$s."), code, from_code);
    told.undo = C_ ("verb", "Undo");
    told.action = "win.merge-into";
    told.target = g_variant_new ("(xsxs)", incident_id, code, from_id, from_code);
  }
  command = tc_incident_panel_start_told (self, incident_id, &told);
  tc_incident_command_unmerge (&command, incident_id, from_id);
}

void
tc_incident_panel_add_proposal_actions (TcIncidentPanel *self, GActionMap *window)
{
  const GActionEntry entries[] = {
      {.name = "classify", .activate = classify_cb, .parameter_type = "(xx)"},
      {.name = "classify-proposed", .activate = classify_proposed_cb},
      {.name = "choose-field", .activate = choose_field_cb},
      {.name = "merge", .activate = merge_cb},
      {.name = "merge-into", .activate = merge_into_cb, .parameter_type = "(xsxs)"},
      {.name = "unmerge", .activate = unmerge_cb, .parameter_type = "(xx)"},
  };

  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), self);
}
