/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a person can do on the incident panel: each an action of the window. Whatever is refused is
 * said beside the incident, in the reader's language, and what was typed stays.
 */
#include "tc-incident-panel-private.h"

#include "tc-hold-box.h"
#include "tc-incident-commands.h"
#include "tc-incident-context.h"
#include "tc-incident-operations.h"
#include "tc-incident-search.h"
#include "tc-incident-words.h"
#include "tc-refusal-words.h"

#include <glib/gi18n-lib.h>

/* ---- carrying out ---- */

/* One command under way. */
typedef struct {
  TcIncidentPanel *panel; /* (owned) */
  gint64 incident_id;
  const char *typed; /* (nullable): interned: its text stands in the composer, under this action */
  gint64 report_id;  /* of a look at the reporter; 0 */
  GVariant *person;  /* (owned) (nullable): by which a correction of that one is taken back */
  gboolean is_back;  /* it takes back such a correction */
  TcBulkKind back;   /* how it is taken back, if there is something before */
  gint64 before;
} Doing;

static void
free_doing (Doing *doing)
{
  g_object_unref (doing->panel);
  g_clear_pointer (&doing->person, g_variant_unref);
  g_free (doing);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Doing, free_doing)

static TcComposer *
get_composer (TcIncidentPanel *self)
{
  return tc_incident_work_get_composer (self->work);
}

/* It stands in the composer again where it was typed. */
void
tc_incident_panel_take_back_text (TcIncidentPanel *self, const char *action, gint64 incident_id)
{
  tc_composer_failed (get_composer (self), action, incident_id,
                      tc_incident_focus_get_id (self->focus) == incident_id);
}

static void
show_trouble (const Doing *doing, const char *text)
{
  TcIncidentPanel *self = doing->panel;

  if (tc_incident_focus_get_id (self->focus) == doing->incident_id)
    tc_incident_work_show_refusal (self->work, text);
  else
    tc_panel_say (GTK_WIDGET (self), text);
}

static void
reporter_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Doing) doing = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TcReporter)
      reporter = tc_incident_read_reporter_finish (TC_WORKER (source), result, &error);
  g_autofree char *trouble = NULL;

  /* Whoever chose another incident meanwhile doesn't see the person. */
  if (!doing->panel->desk || tc_incident_focus_get_id (doing->panel->focus) != doing->incident_id)
    return;
  if (!reporter) {
    trouble = g_error_matches (error, TC_ERROR, TC_ERROR_NOT_FOUND)
                  ? g_strdup (_ ("This desk doesn't hold names and numbers of reporters."))
                  : tc_fault_word (error);
    show_trouble (doing, trouble);
    return;
  }
  tc_incident_context_show_person (TC_INCIDENT_CONTEXT (doing->panel->context), doing->report_id,
                                   reporter);
  tc_incident_panel_enable_actions (doing->panel);
  if (doing->person)
    tc_panel_say_undo (GTK_WIDGET (doing->panel), _ ("Name and number are corrected."),
                       C_ ("verb", "Undo"), "win.set-reporter", doing->person);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Doing) doing = data;
  g_autofree char *trouble = tc_verdict_finish_word (TC_OPERATION_SINK (source), result);

  if (!doing->panel->desk)
    return;
  if (doing->is_back)
    tc_panel_tell_back (GTK_WIDGET (doing->panel), _ ("Name and number are corrected."));
  if (trouble) {
    if (doing->typed)
      tc_incident_panel_take_back_text (doing->panel, doing->typed, doing->incident_id);
    show_trouble (doing, trouble);
    return;
  }
  if (doing->typed)
    tc_composer_done (get_composer (doing->panel), doing->typed, doing->incident_id);
  tc_incident_panel_offer_one (doing->panel, doing->back, doing->incident_id, doing->before);
  if (doing->person)
    tc_panel_offer_undo (GTK_WIDGET (doing->panel), _ ("Name and number are corrected."),
                         "win.set-reporter", doing->person);
  if (doing->report_id != 0) {
    TcWorker *reader = tc_desk_get_reader (doing->panel->desk);
    gint64 report_id = doing->report_id;
    tc_incident_read_reporter_async (reader, report_id, reporter_read_cb, g_steal_pointer (&doing));
  }
}

TcCommand
tc_incident_panel_start (TcIncidentPanel *self, gint64 incident_id, const char *typed)
{
  Doing *doing = g_new0 (Doing, 1);

  *doing = (Doing){g_object_ref (self), incident_id, g_intern_string (typed)};
  tc_incident_work_show_refusal (self->work, NULL);
  return (TcCommand){TC_OPERATION_SINK (self->desk), NULL, done_cb, doing};
}

TcCommand
tc_incident_panel_start_person (TcIncidentPanel *self, gint64 incident_id, gint64 report_id,
                                GVariant *before, const char *typed)
{
  TcCommand command = tc_incident_panel_start (self, incident_id, typed);
  Doing *doing = command.data;

  doing->report_id = report_id;
  doing->person = before ? g_variant_ref_sink (before) : NULL;
  return command;
}

void
tc_incident_panel_takes_back (const TcCommand *command)
{
  ((Doing *) command->data)->is_back = TRUE;
}

void
tc_incident_panel_can_undo (const TcCommand *command, TcBulkKind back)
{
  Doing *doing = command->data;

  doing->back = back;
  doing->before = tc_incident_panel_get_before (doing->panel, back, doing->incident_id);
}

/* ---- taking ---- */

static void
take_incident_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcCommand command = tc_incident_panel_start (data, g_variant_get_int64 (target), NULL);

  tc_incident_panel_can_undo (&command, TC_BULK_RELEASE);
  tc_incident_command_take (&command, g_variant_get_int64 (target), 0);
}

static void
take_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIncidentPanel *self = data;
  gint64 id = tc_incident_focus_get_id (self->focus);
  TcCommand command = {0};

  if (id == 0 || tc_incident_panel_take_many (self))
    return;
  command = tc_incident_panel_start (self, id, NULL);
  tc_incident_panel_can_undo (&command, TC_BULK_RELEASE);
  tc_incident_command_take (&command, id, 0);
}

/* ---- dispatching, which is held ---- */

typedef struct {
  TcIncidentPanel *panel; /* (owned) */
  gint64 incident_id;
  gint64 agency_id;
  char *asked; /* (owned) (nullable) */
} Order;

static void
free_order (gpointer data)
{
  Order *order = data;

  g_ptr_array_remove (order->panel->ordering, order);
  g_object_unref (order->panel);
  g_free (order->asked);
  g_free (order);
}

static void
send_order (gpointer data)
{
  Order *order = data;
  TcCommand command = tc_incident_panel_start (order->panel, order->incident_id, NULL);

  tc_incident_command_dispatch (&command, order->incident_id, order->agency_id, order->asked);
  if (order->asked)
    tc_unit_chooser_forget (tc_incident_work_get_chooser (order->panel->work), order->incident_id);
}

static gboolean
is_held (TcIncidentPanel *self, gint64 incident_id, gint64 agency_id)
{
  for (guint i = 0; i < self->ordering->len; i++) {
    const Order *order = g_ptr_array_index (self->ordering, i);
    if (order->incident_id == incident_id && order->agency_id == agency_id)
      return TRUE;
  }
  return FALSE;
}

/* A key that bounces, or is pressed once more, is no second order: whoever keeps back the one that
 * she sees has kept back all. */
static void
say_held (TcIncidentPanel *self, const char *code, const char *unit)
{
  /* Translators: a unit, and code of an incident. */
  g_autofree char *text = g_strdup_printf (_ ("The order to %s for %s is about to go already."),
                                           unit, code);

  tc_panel_say (GTK_WIDGET (self), text);
}

void
tc_incident_panel_hold_order (TcIncidentPanel *self, gint64 incident_id, gint64 agency_id,
                              const char *code, const char *unit, const char *asked)
{
  Order *order = NULL;
  g_autofree char *what = NULL;

  if (is_held (self, incident_id, agency_id)) {
    say_held (self, code, unit);
    return;
  }
  order = g_new0 (Order, 1);
  /* Translators: before "in 5 seconds": a unit, and code of the incident, which needn't be the one
   * that is shown by now. */
  what = g_strdup_printf (_ ("The order goes to %s for %s"), unit, code);
  *order = (Order){g_object_ref (self), incident_id, agency_id, g_strdup (asked)};
  g_ptr_array_add (self->ordering, order);
  tc_hold_box_hold (GTK_WIDGET (self), what, send_order, order, free_order);
}

static void
dispatch_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIncidentPanel *self = data;
  const TcIncidentPicture *picture = tc_incident_panel_get_read (self);
  const TcDispatchChoice *unit = picture ? tc_incident_picture_get_unit (picture) : NULL;

  if (!unit)
    return;
  tc_incident_panel_hold_order (self, picture->detail->incident.id, unit->agency_id,
                                picture->detail->incident.code,
                                tc_incident_pick_name (unit->name_vi, unit->name_en), NULL);
}

static void
dispatch_unit_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIncidentPanel *self = data;
  const TcIncidentPicture *picture = tc_incident_panel_get_read (self);
  gint64 agency_id = g_ascii_strtoll (g_variant_get_string (target, NULL), NULL, 10);

  for (guint i = 0; picture && i < picture->units->len; i++) {
    const TcDispatchChoice *unit = &g_array_index (picture->units, TcDispatchChoice, i);
    if (unit->agency_id == agency_id)
      tc_incident_panel_hold_order (self, picture->detail->incident.id, agency_id,
                                    picture->detail->incident.code,
                                    tc_incident_pick_name (unit->name_vi, unit->name_en), NULL);
  }
}

/* ---- any unit, or several ---- */

static void
choose_units_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIncidentPanel *self = data;
  const TcIncidentPicture *picture;

  if (tc_incident_panel_choose_unit_for_many (self))
    return;
  picture = tc_incident_panel_get_read (self);
  if (picture)
    tc_unit_chooser_open (tc_incident_work_get_chooser (self->work),
                          tc_desk_get_reader (self->desk), picture->detail->incident.id);
}

static void
unit_chosen_cb (TcIncidentPanel *self, gint64 agency_id, const char *name, const char *asked)
{
  const TcIncidentPicture *picture = tc_incident_panel_get_read (self);

  if (picture)
    tc_incident_panel_hold_order (self, picture->detail->incident.id, agency_id,
                                  picture->detail->incident.code, name, asked);
}

/* The keyboard goes back to the list. */
static void
chooser_closed_cb (TcIncidentPanel *self)
{
  if (gtk_widget_get_focus_child (GTK_WIDGET (tc_incident_work_get_chooser (self->work))))
    gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
keep_back_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIncidentPanel *self = data;

  if (!tc_hold_box_keep_back (GTK_WIDGET (self)) &&
      !tc_unit_chooser_close (tc_incident_work_get_chooser (self->work)) &&
      !tc_incident_panel_close_many (self))
    tc_composer_close (get_composer (self));
}

/* ---- what takes a text ---- */

static gboolean
is_resolved (TcIncidentPanel *self)
{
  const TcIncidentPicture *picture = tc_incident_focus_get_found (self->focus);

  return picture && (picture->detail->incident.state == TC_STATE_RESOLVED ||
                     picture->detail->incident.state == TC_STATE_PUBLISHED);
}

void
tc_incident_panel_compose (TcIncidentPanel *self, const char *action, TcComposerForm form)
{
  form.action = action;
  form.subject_id = tc_incident_focus_get_id (self->focus);
  if (form.subject_id != 0)
    tc_composer_open (get_composer (self), &form);
}

static void
note_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  if (tc_incident_panel_note_many (data))
    return;
  tc_incident_panel_compose (
      data, "note",
      (TcComposerForm){.title = _ ("Note"), .verb = _ ("Keep the note"), .required = TRUE});
}

static void
answer_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  if (tc_incident_panel_answer_many (data))
    return;
  tc_incident_panel_compose (data, "answer",
                             (TcComposerForm){.title = _ ("Answer to everybody who reported this"),
                                              .verb = _ ("Send for approval"),
                                              .required = TRUE});
  tc_incident_panel_help_answer (data);
}

/* ---- the answer's way to the reporters ---- */

const TcAnswer *
tc_incident_panel_get_answer (TcIncidentPanel *self, const char *state)
{
  const TcIncidentPicture *picture = tc_incident_focus_get_found (self->focus);
  GArray *answers = picture ? picture->detail->answers : NULL;
  const TcAnswer *last = answers && answers->len > 0
                             ? &g_array_index (answers, TcAnswer, answers->len - 1)
                             : NULL;

  return last && g_strcmp0 (last->state, state) == 0 ? last : NULL;
}

static void
approve_answer_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIncidentPanel *self = data;
  const TcAnswer *answer = tc_incident_panel_get_answer (self, "submitted");
  gint64 id = tc_incident_focus_get_id (self->focus);
  TcCommand command = {0};

  if (!answer)
    return;
  command = tc_incident_panel_start (self, id, NULL);
  tc_incident_command_approve_answer (&command, id, answer->id);
}

/* ---- publishing, which is held: it is then that an answer leaves the room ---- */

typedef struct {
  TcIncidentPanel *panel; /* (owned) */
  gint64 incident_id;
  gint64 answer_id;
} Publication;

static void
free_publication (gpointer data)
{
  Publication *publication = data;
  TcIncidentPanel *self = publication->panel;

  g_hash_table_remove (self->publishing, &publication->answer_id);
  /* Elsewhere they are when the panel is shown, and not at all when the window goes. */
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    tc_incident_panel_enable_actions (self);
  g_object_unref (self);
  g_free (publication);
}

static void
send_publication (gpointer data)
{
  const Publication *publication = data;
  TcCommand command = tc_incident_panel_start (publication->panel, publication->incident_id, NULL);

  tc_incident_command_publish_answer (&command, publication->incident_id, publication->answer_id);
}

gboolean
tc_incident_panel_hold_publication (TcIncidentPanel *self, gint64 incident_id, const char *code,
                                    gint64 answer_id)
{
  g_autofree char *what = NULL;
  Publication *publication;

  if (!g_hash_table_add (self->publishing, g_memdup2 (&answer_id, sizeof answer_id)))
    return FALSE;
  publication = g_new0 (Publication, 1);
  *publication = (Publication){g_object_ref (self), incident_id, answer_id};
  /* Translators: before "in 5 seconds": code of the incident, which needn't be the one that is
   * shown by now. */
  what = g_strdup_printf (_ ("The answer for %s goes to its reporters"), code);
  tc_hold_box_hold (GTK_WIDGET (self), what, send_publication, publication, free_publication);
  tc_incident_panel_enable_actions (self);
  return TRUE;
}

static void
publish_answer_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIncidentPanel *self = data;
  const TcAnswer *answer = NULL;

  if (tc_incident_panel_publish_many (self))
    return;
  answer = tc_incident_panel_get_read (self) ? tc_incident_panel_get_answer (self, "approved")
                                             : NULL;
  if (answer)
    tc_incident_panel_hold_publication (
        self, tc_incident_focus_get_id (self->focus),
        tc_incident_focus_get_found (self->focus)->detail->incident.code, answer->id);
}

static void
return_answer_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  tc_incident_panel_compose (data, "return-answer",
                             (TcComposerForm){.title = _ ("Why the answer is sent back"),
                                              .verb = C_ ("verb", "Send back"),
                                              .required = TRUE});
}

static void
send_return (TcIncidentPanel *self, const char *action, gint64 id, const char *text)
{
  const TcAnswer *answer = tc_incident_focus_get_id (self->focus) == id
                               ? tc_incident_panel_get_answer (self, "submitted")
                               : NULL;
  TcCommand command = {0};

  if (!answer) {
    tc_incident_panel_take_back_text (self, action, id);
    tc_incident_work_show_refusal (self->work, _ ("There is no answer to be sent back any more."));
    return;
  }
  command = tc_incident_panel_start (self, id, action);
  tc_incident_command_return_answer (&command, id, answer->id, text);
}

/* ---- who reported it ---- */

static void
open_reporter_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  tc_incident_panel_compose (
      data, "open-reporter",
      (TcComposerForm){.title = _ ("Why you need to know who reported it (kept on record)"),
                       .verb = C_ ("verb", "See"),
                       .required = TRUE});
}

static void
send_open (TcIncidentPanel *self, const char *action, gint64 id, const char *reason)
{
  gint64 report_id = tc_incident_focus_get_id (self->focus) == id
                         ? tc_incident_context_get_unopened (TC_INCIDENT_CONTEXT (self->context))
                         : 0;
  TcCommand command = {0};

  if (report_id == 0) {
    tc_incident_panel_take_back_text (self, action, id);
    return;
  }
  command = tc_incident_panel_start_person (self, id, report_id, NULL, action);
  tc_incident_command_open_reporter (&command, report_id, reason);
}

static void
resolve_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  tc_incident_panel_compose (
      data, "resolve",
      (TcComposerForm){.title = _ ("What was done (may stay empty)"), .verb = _ ("Done")});
}

static void
reopen_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  tc_incident_panel_compose (data, "reopen",
                             (TcComposerForm){.title = _ ("Why it is opened again"),
                                              .verb = C_ ("verb", "Reopen"),
                                              .required = TRUE});
}

/* A resolved one is closed as done at once; before that it takes a reason. */
static void
close_incident_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIncidentPanel *self = data;
  const char *choices[] = {C_ ("reason", "nothing found"),
                           C_ ("reason", "withdrawn by the reporter"),
                           C_ ("reason", "another reason"), NULL};
  gint64 id = tc_incident_focus_get_id (self->focus);

  if (tc_incident_panel_close_all (self))
    return;
  if (is_resolved (self)) {
    TcCommand command = tc_incident_panel_start (self, id, NULL);
    tc_incident_panel_can_undo (&command, TC_BULK_REOPEN);
    tc_incident_command_close (&command, id, "done", NULL);
    return;
  }
  tc_incident_panel_compose (
      self, "close",
      (TcComposerForm){.title = _ ("Why it is closed without being resolved"),
                       .verb = C_ ("verb", "Close"),
                       .choices = choices,
                       .required = TRUE});
}

/* To the incident that it was typed for, whatever is selected by now. */
static void
send_text_cb (TcIncidentPanel *self, const char *action, gint64 id, const char *text, guint choice,
              gint64 when_us)
{
  TcCommand command = {0};

  if (tc_incident_panel_send_put_by (self, action, id, text, choice, when_us))
    return;
  if (g_str_equal (action, "return-answer")) {
    send_return (self, action, id, text);
    return;
  }
  if (g_str_equal (action, "open-reporter")) {
    send_open (self, action, id, text);
    return;
  }
  if (g_str_equal (action, TC_OPEN_ORIGINAL)) {
    tc_incident_panel_send_open_original (self, id, text);
    return;
  }
  if (g_str_equal (action, TC_EDIT_TITLE)) {
    tc_incident_panel_send_title (self, id, text);
    return;
  }
  if (g_str_equal (action, TC_LINK_INCIDENT) || g_str_equal (action, TC_CLOSE_DUPLICATE)) {
    tc_incident_panel_send_link (self, action, id, text, choice);
    return;
  }
  if (tc_incident_panel_send_person (self, action, id, text) ||
      tc_incident_panel_send_reporter (self, action, id, text, choice))
    return;
  if (g_str_equal (action, TC_UNIT_SAY)) {
    tc_incident_panel_send_say (self, id, text);
    return;
  }
  if (g_str_equal (action, TC_UNIT_REACHED)) {
    tc_incident_panel_send_reached (self, id, text, choice);
    return;
  }
  command = tc_incident_panel_start (self, id, action);
  if (g_str_equal (action, "resolve") || g_str_equal (action, "close"))
    tc_incident_panel_can_undo (&command, TC_BULK_REOPEN);
  if (g_str_equal (action, "note"))
    tc_incident_command_comment (&command, id, text);
  else if (g_str_equal (action, "answer"))
    tc_incident_command_answer (&command, id, text,
                                tc_incident_panel_get_template_language (self, id, choice));
  else if (g_str_equal (action, "resolve"))
    tc_incident_command_resolve (&command, id, text);
  else if (g_str_equal (action, "reopen"))
    tc_incident_command_reopen (&command, id, text);
  else
    tc_incident_command_close (&command, id, tc_put_by_get_reason (tc_close_reasons + 1, choice),
                               text);
}

/* The one that is open: of the one incident, or of all that is chosen. */
static TcComposer *
get_open_composer (TcIncidentPanel *self)
{
  return tc_composer_get_action (self->many_composer) ? self->many_composer : get_composer (self);
}

static void
write_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  tc_composer_write (get_open_composer (data), g_variant_get_string (target, NULL));
}

static void
send_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  tc_composer_send (get_open_composer (data));
}

/* ---- looking ---- */

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcIncidentPanel) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) hits = tc_incident_search_finish (TC_WORKER (source), result, &error);
  g_autofree char *text = NULL;
  double loading = 1;

  if (!self->desk)
    return;
  if (hits && hits->len > 0) {
    tc_incident_panel_choose (self, g_array_index (hits, TcIncidentRow, 0).id);
    return;
  }
  g_object_get (self->desk, "loading", &loading, NULL);
  text = tc_incident_word_no_hits (loading, tc_reading_watch_word (self->reading), error);
  tc_panel_say (GTK_WIDGET (self), text);
}

/* Ids have fifteen digits at least, codes are shorter. */
#define ID_DIGITS_MIN 15

static void
open_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIncidentPanel *self = data;
  const char *text = g_variant_get_string (target, NULL);
  gint64 id = 0;

  g_action_group_activate_action (G_ACTION_GROUP (self->window), "panel",
                                  g_variant_new_string ("incidents"));
  if (strlen (text) >= ID_DIGITS_MIN &&
      g_ascii_string_to_signed (text, 10, 1, G_MAXINT64, &id, NULL))
    tc_incident_panel_choose (self, id);
  else
    tc_incident_search_async (tc_desk_get_reader (self->desk), text, NULL, found_cb,
                              g_object_ref (self));
}

/* ---- the table ---- */

void
tc_incident_panel_add_actions (TcIncidentPanel *self, GActionMap *window)
{
  const GActionEntry entries[] = {
      {.name = "open", .activate = open_cb, .parameter_type = "s"},
      {.name = "take", .activate = take_cb},
      {.name = "take-incident", .activate = take_incident_cb, .parameter_type = "x"},
      {.name = "dispatch", .activate = dispatch_cb},
      {.name = "dispatch-unit", .activate = dispatch_unit_cb, .parameter_type = "s"},
      {.name = "choose-units", .activate = choose_units_cb},
      {.name = "keep-back", .activate = keep_back_cb},
      {.name = "note", .activate = note_cb},
      {.name = "answer", .activate = answer_cb},
      {.name = "approve-answer", .activate = approve_answer_cb},
      {.name = "return-answer", .activate = return_answer_cb},
      {.name = "publish-answer", .activate = publish_answer_cb},
      {.name = "open-reporter", .activate = open_reporter_cb},
      {.name = "resolve", .activate = resolve_cb},
      {.name = "close-incident", .activate = close_incident_cb},
      {.name = "reopen", .activate = reopen_cb},
      {.name = "write", .activate = write_cb, .parameter_type = "s"},
      {.name = "send", .activate = send_cb},
  };

  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), self);
  tc_composer_set_drafts (get_composer (self), tc_drafts_of (self->desk));
  g_signal_connect_object (get_composer (self), "send", G_CALLBACK (send_text_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (get_composer (self), "left", G_CALLBACK (gtk_widget_grab_focus), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (tc_incident_work_get_chooser (self->work), "chosen",
                           G_CALLBACK (unit_chosen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (tc_incident_work_get_chooser (self->work), "closed",
                           G_CALLBACK (chooser_closed_cb), self, G_CONNECT_SWAPPED);
}
