/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Verbs of the command line that need to know what the incident has come to: its answer, its
 * orders, what it was merged into. It is read first; what leaves the room is held beside it.
 */
#include "tc-incident-panel-private.h"

#include "tc-incident-commands.h"
#include "tc-incident-search.h"
#include "tc-incident-tasks.h"
#include "tc-incident-words.h"
#include "tc-intake-look.h"
#include "tc-put-by.h"
#include "tc-refusal-words.h"

#include <glib/gi18n-lib.h>

/* Names that are offered where several fit. */
#define NAMES_MAX 4

/* What was typed, and once it is read what it is about. */
typedef struct {
  TcIncidentPanel *panel;   /* (owned) */
  guint verb;               /* place in the table */
  char *code;               /* (owned) */
  char *text;               /* (owned): what stands behind it; "" */
  TcDispatchTarget *target; /* (owned) (nullable) */
} Step;

static void
free_step (Step *step)
{
  g_object_unref (step->panel);
  g_free (step->code);
  g_free (step->text);
  tc_dispatch_target_free (step->target);
  g_free (step);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Step, free_step)

static void
answer (const Step *step, gboolean ok, const char *text)
{
  tc_panel_answer (GTK_WIDGET (step->panel), ok, text);
}

static const TcIncidentRow *
get_row (const Step *step)
{
  return &step->target->detail->incident;
}

/* Said once it is done; takes @told. */
static TcCommand
start (const Step *step, TcTold told)
{
  told.command = TRUE;
  return tc_incident_panel_start_told (step->panel, get_row (step)->id, &told);
}

/* How it is taken back, by one of the operations of many. */
static TcTold
make_told (const Step *step, char *said, TcBulkKind back, gint64 before)
{
  TcTold told = {.said = said};

  told.action = "";
  if (before == 0)
    return told;
  told.undo = C_ ("verb", "Undo");
  told.action = "win.undo-many";
  told.target = g_variant_new_parsed ("(%i, [(%x, %x)])", (int) back, get_row (step)->id, before);
  return told;
}

/* Its countdown stands beside the incident. */
static void
show_held (const Step *step)
{
  TcIncidentPanel *self = step->panel;
  g_autofree char *text = NULL;

  g_action_group_activate_action (G_ACTION_GROUP (self->window), "panel",
                                  g_variant_new_string ("incidents"));
  tc_incident_panel_choose (self, get_row (step)->id);
  /* Translators: code and title of an incident. */
  text = g_strdup_printf (_ ("%s, %s: it is done in five seconds; Esc keeps it back."),
                          get_row (step)->code, get_row (step)->title);
  answer (step, TRUE, text);
}

/* ---- each of them: (transfer full) (nullable): why it can't be done, in words ---- */

static char *
set_priority (const Step *step)
{
  const TcIncidentRow *row = get_row (step);
  const char *text = NULL;
  gint64 priority = 0;

  for (gint64 i = 1; i <= 4 && !text; i++) {
    g_autofree char *number = g_strdup_printf ("%d", (int) i);
    text = tc_put_by_skip_name (step->text, number);
    text = text ? text : tc_put_by_skip_name (step->text, tc_incident_word_priority (i));
    priority = i;
  }
  if (!text)
    /* Translators: the four priorities. */
    return g_strdup_printf (_ ("Which priority? 1 %s, 2 %s, 3 %s, 4 %s."),
                            tc_incident_word_priority (1), tc_incident_word_priority (2),
                            tc_incident_word_priority (3), tc_incident_word_priority (4));
  /* Translators: code of an incident, the priority that it has now. */
  char *said = g_strdup_printf (_ ("Priority of %s: %s."), row->code,
                                tc_incident_word_priority (priority));
  TcCommand command = start (step, make_told (step, said, TC_BULK_PRIORITY, row->priority));
  tc_incident_command_set_priority (&command, row->id, priority, *text ? text : NULL);
  return NULL;
}

static char *
word_no_unit (const Step *step)
{
  /* Translators: what was typed as a unit's code. */
  return g_strdup_printf (_ ("There is no unit %s. Units are proposed while you type."),
                          step->text);
}

static char *
assign (const Step *step)
{
  const TcIncidentRow *row = get_row (step);
  const TcDispatchTarget *target = step->target;
  TcCommand command = {0};

  if (target->agency_id == 0)
    return word_no_unit (step);
  /* Translators: code of an incident, a unit. */
  char *said = g_strdup_printf (_ ("%s assigned to %s."), row->code,
                                tc_incident_pick_name (target->agency_vi, target->agency_en));
  command = start (step, make_told (step, said, TC_BULK_ASSIGN, row->unit_id));
  tc_incident_command_assign (&command, row->id, target->agency_id, NULL);
  return NULL;
}

static char *
close_incident (const Step *step)
{
  const char *const *reasons = tc_close_reasons + 1;
  const TcIncidentRow *row = get_row (step);
  gboolean over = row->state == TC_STATE_RESOLVED || row->state == TC_STATE_PUBLISHED;
  const char *reason = over ? "done" : "other", *text = step->text;
  TcCommand command = {0};

  for (guint i = 0; !over && reasons[i]; i++) {
    const char *rest = tc_put_by_skip_name (step->text, tc_incident_word_reason (reasons[i]));
    if (rest) {
      reason = reasons[i];
      text = rest;
    }
  }
  if (g_str_equal (reason, "other") && !*text)
    /* Translators: two reasons that there are. */
    return g_strdup_printf (_ ("Why is it closed without being resolved? %s, %s, or in your own "
                               "words."),
                            tc_incident_word_reason ("nothing-found"),
                            tc_incident_word_reason ("withdrawn"));
  /* Translators: code and title of an incident. */
  char *said = g_strdup_printf (_ ("%s, %s, is closed."), row->code, row->title);
  command = start (step, make_told (step, said, TC_BULK_REOPEN, 1));
  tc_incident_command_close (&command, row->id, reason, *text ? text : NULL);
  return NULL;
}

static char *
reopen (const Step *step)
{
  const TcIncidentRow *row = get_row (step);
  /* Translators: code and title of an incident. */
  TcTold told = {.said = g_strdup_printf (_ ("%s, %s, is open again."), row->code, row->title)};
  TcCommand command = start (step, told);

  tc_incident_command_reopen (&command, row->id, step->text);
  return NULL;
}

static char *
give_back (const Step *step)
{
  const TcIncidentRow *row = get_row (step);
  /* Translators: code of an incident. */
  char *said = g_strdup_printf (_ ("%s given back: nobody has it."), row->code);
  TcCommand command = start (step, make_told (step, said, TC_BULK_TAKE, 1));

  tc_incident_command_release (&command, row->id);
  return NULL;
}

/* (nullable): the last answer, if it is @state. */
static const TcAnswer *
find_answer (const Step *step, const char *state)
{
  GArray *answers = step->target->detail->answers;
  const TcAnswer *last = answers->len > 0 ? &g_array_index (answers, TcAnswer, answers->len - 1)
                                          : NULL;

  return last && g_str_equal (last->state, state) ? last : NULL;
}

static char *
submit_answer (const Step *step)
{
  const TcIncidentRow *row = get_row (step);
  /* Translators: code of an incident. */
  TcTold told = {.said = g_strdup_printf (_ ("The answer for %s waits for approval."), row->code)};
  TcCommand command = start (step, told);

  tc_incident_command_answer (&command, row->id, step->text, NULL);
  return NULL;
}

static char *
approve_answer (const Step *step)
{
  const TcIncidentRow *row = get_row (step);
  const TcAnswer *submitted = find_answer (step, "submitted");
  TcTold told = {0};

  if (!submitted)
    /* Translators: code of an incident. */
    return g_strdup_printf (_ ("No answer for %s waits for approval."), row->code);
  /* Translators: code of an incident. */
  told.said = g_strdup_printf (_ ("The answer for %s is approved."), row->code);
  TcCommand command = start (step, told);
  tc_incident_command_approve_answer (&command, row->id, submitted->id);
  return NULL;
}

static char *
return_answer (const Step *step)
{
  const TcIncidentRow *row = get_row (step);
  const TcAnswer *submitted = find_answer (step, "submitted");
  TcTold told = {0};

  if (!submitted)
    return g_strdup_printf (_ ("No answer for %s waits for approval."), row->code);
  /* Translators: code of an incident. */
  told.said = g_strdup_printf (_ ("The answer for %s is sent back."), row->code);
  TcCommand command = start (step, told);
  tc_incident_command_return_answer (&command, row->id, submitted->id, step->text);
  return NULL;
}

static char *
publish_answer (const Step *step)
{
  const TcIncidentRow *row = get_row (step);
  const TcAnswer *approved = find_answer (step, "approved");

  if (!approved)
    /* Translators: code of an incident. */
    return g_strdup_printf (_ ("No answer for %s is approved and not published yet."), row->code);
  if (!tc_incident_panel_hold_publication (step->panel, row->id, row->code, approved->id))
    /* Translators: code of an incident. */
    return g_strdup_printf (_ ("The answer for %s is about to be published already."), row->code);
  show_held (step);
  return NULL;
}

static char *
keep_reached (const Step *step)
{
  const TcIncidentRow *row = get_row (step);
  const TcDispatch *task = tc_task_find (step->target->detail, TC_TASK_REACHED, 0);
  const char *nobody = tc_put_by_skip_name (step->text, C_ ("reason", "nobody answered"));
  const char *text = nobody ? nobody : step->text;
  TcTold told = {0};

  if (!task)
    /* Translators: code of an incident. */
    return g_strdup_printf (_ ("No unit of %s is waited for at the telephone."), row->code);
  /* Translators: a unit, code of an incident. */
  told.said = g_strdup_printf (_ ("The call to %s for %s is kept."),
                               tc_incident_pick_name (task->agency_vi, task->agency_en), row->code);
  TcCommand command = start (step, told);
  tc_incident_command_reach (&command, row->id, task->id, !nobody, *text ? text : NULL);
  return NULL;
}

/* The order to the unit that was typed, or the only one. */
static char *
recall (const Step *step)
{
  const TcIncidentDetail *detail = step->target->detail;
  const TcDispatch *found = NULL;
  g_autoptr (GString) codes = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; i < detail->dispatches->len; i++) {
    const TcDispatch *task = &g_array_index (detail->dispatches, TcDispatch, i);
    if (!tc_task_allows (task, TC_TASK_RECALLED) ||
        (*step->text && g_ascii_strcasecmp (task->agency_code, step->text) != 0))
      continue;
    found = task;
    n++;
    g_string_append_printf (codes, "%s%s", codes->len > 0 ? ", " : "", task->agency_code);
  }
  if (!found)
    /* Translators: code of an incident. */
    return g_strdup_printf (_ ("No order of %s can be recalled."), get_row (step)->code);
  if (n > 1)
    /* Translators: codes of units. */
    return g_strdup_printf (_ ("Which one is recalled? Type its code: %s."), codes->str);
  tc_incident_panel_hold_recall (step->panel, detail, found);
  show_held (step);
  return NULL;
}

static char *
take_apart (const Step *step)
{
  const TcIncidentRow *row = get_row (step);
  TcTold told = {.undo = C_ ("verb", "Undo"), .action = "win.merge-into"};

  if (row->state != TC_STATE_MERGED)
    /* Translators: code of an incident. */
    return g_strdup_printf (_ ("%s was not merged into another."), row->code);
  /* Translators: codes of two incidents: the first is one of its own again. */
  told.said = g_strdup_printf (_ ("%1$s taken apart from %2$s."), row->code, row->merged_into_code);
  told.target = g_variant_new ("(xsxs)", row->id, row->code, row->merged_into,
                               row->merged_into_code);
  TcCommand command = start (step, told);
  tc_incident_command_unmerge (&command, row->id, row->merged_into);
  return NULL;
}

/* ---- the field, which is looked for by its name ---- */

/* The one that is meant; else why there is none, in words. */
static const TcService *
pick_field (const Step *step, GArray *fields, char **trouble)
{
  g_autoptr (GArray) found = tc_intake_match_fields (fields, step->text, NAMES_MAX);
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < found->len; i++) {
    const TcService *field = &g_array_index (fields, TcService, g_array_index (found, guint, i));
    const char *name = tc_incident_pick_name (field->name_vi, field->name_en);
    const char *rest = tc_put_by_skip_name (step->text, name);
    if (found->len == 1 || (rest && !*rest))
      return field;
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", name);
  }
  *trouble = found->len == 0 ? g_strdup (_ ("There is no such field."))
                             /* Translators: names of fields. */
                             : g_strdup_printf (_ ("Which field is meant? %s."), names->str);
  return NULL;
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Step) step = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) fields = tc_intake_list_fields_finish (TC_WORKER (source), result, &error);
  g_autofree char *trouble = fields ? NULL : tc_fault_word (error);
  const TcService *field = fields ? pick_field (step, fields, &trouble) : NULL;
  const TcIncidentRow *row = get_row (step);
  TcTold told = {0};

  if (!step->panel->desk)
    return;
  if (!field) {
    answer (step, FALSE, trouble);
    return;
  }
  /* Translators: code of an incident, the field that it was given. */
  told.said = g_strdup_printf (_ ("%s classified: %s."), row->code,
                               tc_incident_pick_name (field->name_vi, field->name_en));
  if (row->field_id != 0 && row->field_id != field->id) {
    told.undo = C_ ("verb", "Undo");
    told.action = "win.classify";
    told.target = g_variant_new ("(xx)", row->id, row->field_id);
  }
  TcCommand command = start (step, told);
  tc_incident_command_classify (&command, row->id, field->id);
}

/* ---- the table ---- */

/* What takes a unit behind the code is found with it. */
static const struct {
  const char *action;
  gboolean text; /* something stands behind the code */
  gboolean unit;
  char *(*run) (const Step *step); /* (nullable): the field */
} verbs[] = {
    {"priority-to", TRUE, FALSE, set_priority},
    {"assign-to", TRUE, TRUE, assign},
    {"close-to", TRUE, FALSE, close_incident},
    {"reopen-to", TRUE, FALSE, reopen},
    {"release-code", FALSE, FALSE, give_back},
    {"answer-to", TRUE, FALSE, submit_answer},
    {"approve-code", FALSE, FALSE, approve_answer},
    {"return-to", TRUE, FALSE, return_answer},
    {"publish-code", FALSE, FALSE, publish_answer},
    {"reach-to", TRUE, FALSE, keep_reached},
    {"recall-to", TRUE, FALSE, recall},
    {"take-apart-code", FALSE, FALSE, take_apart},
    {"field-to", TRUE, FALSE, NULL},
};

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Step) step = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *trouble = NULL;

  step->target = tc_incident_find_target_finish (TC_WORKER (source), result, &error);
  if (!step->panel->desk)
    return;
  if (!step->target)
    trouble = tc_fault_word (error);
  else if (!step->target->detail)
    /* Translators: what was typed as an incident's code. */
    trouble = g_strdup_printf (_ ("There is no incident %s. Type its whole code, or more of it."),
                               step->code);
  else if (verbs[step->verb].run)
    trouble = verbs[step->verb].run (step);
  if (trouble)
    answer (step, FALSE, trouble);
  else if (!verbs[step->verb].run)
    tc_intake_list_fields_async (TC_WORKER (source), listed_cb, g_steal_pointer (&step));
}

static void
step_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  Step *step = g_new0 (Step, 1);

  while (!g_str_equal (verbs[step->verb].action, g_action_get_name (G_ACTION (action))))
    step->verb++;
  step->panel = g_object_ref (data);
  if (verbs[step->verb].text)
    g_variant_get (target, "(ss)", &step->code, &step->text);
  else
    step->code = g_variant_dup_string (target, NULL);
  if (!step->text)
    step->text = g_strdup ("");
  tc_incident_find_target_async (tc_desk_get_reader (step->panel->desk), step->code,
                                 verbs[step->verb].unit ? step->text : "", found_cb, step);
}

void
tc_incident_panel_add_step_verbs (TcIncidentPanel *self, GActionMap *window)
{
  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++) {
    const GActionEntry entry = {.name = verbs[i].action,
                                .activate = step_cb,
                                .parameter_type = verbs[i].text ? "(ss)" : "s"};
    g_action_map_add_action_entries (window, &entry, 1, self);
  }
}
