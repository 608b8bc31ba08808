/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Logging a call: as an incident of its own or as one more report on one there is. And looking at
 * what the number reported before, which is put on record first.
 *
 * DESIGN: the ids and the code stand in the draft before the operation is made. A stop in between
 * leaves a draft that is logged as the same report: tried again it is refused, since its code or
 * its id is used, and by the id of the report it is seen that it was logged before.
 */
#include "tc-intake-panel-private.h"

#include "tc-incident-commands.h"
#include "tc-refusal-words.h"

#include <glib/gi18n-lib.h>

typedef struct {
  TcIntakePanel *panel; /* (owned) */
  gint64 form_id;
  gint64 incident_id; /* that the report goes to */
  char *code;         /* (owned): of that */
  char *title;        /* (owned) (nullable): of one that is joined */
  char *why;          /* (owned) (nullable): it was refused */
  gboolean retried;   /* with another code */
} Logging;

static void
free_logging (Logging *logging)
{
  g_object_unref (logging->panel);
  g_free (logging->code);
  g_free (logging->title);
  g_free (logging->why);
  g_free (logging);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Logging, free_logging)

static void
show_trouble (const Logging *logging, const char *why)
{
  TcIntakePanel *self = logging->panel;
  /* Translators: why a call could not be logged: a sentence. */
  g_autofree char *text = g_strdup_printf (_ ("%s The call is not logged; it is kept as a draft."),
                                           why);

  if (self->form && self->form->id == logging->form_id)
    tc_intake_work_show_refusal (self->work, TC_INTAKE_FINE, text);
  else
    tc_panel_say (GTK_WIDGET (self), text);
}

static void
succeed (const Logging *logging)
{
  TcIntakePanel *self = logging->panel;
  TcIntakeForm *form = tc_intake_panel_find_form (self, logging->form_id);
  gboolean online = tc_desk_get_state (self->desk) == TC_DESK_ONLINE;
  g_autoptr (TcIntakeForm) taken = NULL;
  g_autofree char *note = NULL, *title = NULL, *unanswered = NULL, *all = NULL;

  if (!form)
    return;
  title = tc_intake_form_dup_title (form);
  if (logging->title)
    /* Translators: title of an incident. */
    note = g_strdup_printf (_ ("The call is one more report on “%s”."), logging->title);
  else
    note = g_strdup (online ? _ ("It stands in the queue.")
                            : _ ("It is kept on this desk and sent when the line is back. The "
                                 "number is the caller's already."));
  unanswered = tc_intake_form_word_unanswered (form);
  all = unanswered ? g_strdup_printf ("%s\n%s", note, unanswered) : g_strdup (note);
  tc_intake_panel_attach_files (self, form, logging->incident_id);
  tc_intake_panel_note_logged (self, form, logging->incident_id);
  taken = tc_intake_panel_take_out (self, form);
  tc_intake_panel_tell (self, logging->incident_id, logging->code, title, all);
}

static void submit (Logging *logging, const TcIntakeForm *form);

/* Its code is another's, as of a day that is over: the next one. */
static gboolean
try_again (Logging *logging)
{
  TcIntakePanel *self = logging->panel;
  TcIntakeForm *form = tc_intake_panel_find_form (self, logging->form_id);
  g_autofree char *code = NULL;

  if (logging->retried || logging->title || !form)
    return FALSE;
  code = tc_desk_take_code (self->desk, tc_desk_now_us (self->desk));
  if (!code)
    return FALSE;
  tc_intake_form_set (&form->code, code);
  g_free (logging->code);
  logging->code = g_steal_pointer (&code);
  logging->retried = TRUE;
  submit (logging, form);
  return TRUE;
}

static void
known_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Logging) logging = data;
  gint64 incident_id = 0;
  char *code = tc_intake_find_logged_finish (TC_WORKER (source), result, &incident_id, NULL);

  if (!logging->panel->desk) {
    g_free (code);
    return;
  }
  logging->panel->logging = FALSE;
  if (code) {
    g_free (logging->code);
    logging->code = code;
    logging->incident_id = incident_id;
    succeed (logging);
  } else if (try_again (logging)) {
    logging = NULL;
  } else {
    show_trouble (logging, logging->why);
  }
}

/* It may be this very report that has the code or the id. */
static gboolean
may_be_known (const TcRefusal *refusal)
{
  static const char *const codes[] = {"incident.id-used", "incident.code-used",
                                      "incident.code-not-leased", NULL};

  return g_strv_contains (codes, refusal->code);
}

static void
logged_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Logging) logging = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TcVerdict)
      verdict = tc_incident_command_finish (TC_OPERATION_SINK (source), result, &error);
  TcIntakePanel *self = logging->panel;
  TcIntakeForm *form = tc_intake_panel_find_form (self, logging->form_id);

  if (!self->desk || !form)
    return;
  if (verdict && !verdict->refusal) {
    self->logging = FALSE;
    succeed (logging);
    return;
  }
  g_free (logging->why);
  logging->why = tc_verdict_word (verdict, error);
  if (verdict && may_be_known (verdict->refusal)) {
    tc_intake_find_logged_async (tc_desk_get_reader (self->desk), form->report_id, known_cb,
                                 g_steal_pointer (&logging));
    return;
  }
  self->logging = FALSE;
  show_trouble (logging, logging->why);
}

/* Takes @logging. The draft is written before: both go to one file, in this order. */
static void
submit (Logging *logging, const TcIntakeForm *form)
{
  TcIntakePanel *self = logging->panel;
  gint64 join_id = logging->title ? logging->incident_id : 0;
  const TcIncidentReport args = tc_intake_form_get_args (form, join_id);
  const TcCommand command = {TC_OPERATION_SINK (self->desk), NULL, logged_cb, logging};

  self->logging = TRUE;
  tc_intake_panel_save (self);
  if (join_id)
    tc_incident_command_join (&command, &args);
  else
    tc_incident_command_report (&command, &args);
}

static gboolean
take_code (TcIntakePanel *self, TcIntakeForm *form)
{
  g_autofree char *code = *form->code ? NULL
                                      : tc_desk_take_code (self->desk, tc_desk_now_us (self->desk));

  if (code)
    tc_intake_form_set (&form->code, code);
  return *form->code != '\0';
}

static void
make_ids (TcIntakePanel *self, TcIntakeForm *form)
{
  TcOperationSink *sink = TC_OPERATION_SINK (self->desk);

  if (form->incident_id != 0)
    return;
  form->incident_id = tc_operation_sink_make_id (sink);
  form->report_id = tc_operation_sink_make_id (sink);
  form->reporter_id = tc_operation_sink_make_id (sink);
}

void
tc_intake_panel_log (TcIntakePanel *self, gboolean join)
{
  TcIntakeForm *form = self->form;
  TcIntakeFault fault = form ? tc_intake_form_clean (form) : TC_INTAKE_FINE;
  Logging *logging = NULL;

  if (!form || self->logging || (join && self->join_id == 0))
    return;
  tc_intake_work_show_refusal (self->work, fault, tc_intake_fault_word (fault));
  if (fault != TC_INTAKE_FINE)
    return;
  if (self->taking > 0) {
    tc_intake_work_show_refusal (self->work, TC_INTAKE_FINE,
                                 _ ("A file of the call is still being copied. Log it in a moment; "
                                    "all is kept."));
    return;
  }
  if (!join && !take_code (self, form)) {
    tc_intake_work_show_refusal (
        self->work, TC_INTAKE_FINE,
        _ ("No number is left at this desk: it gets new ones when the line is back. The call is "
           "kept as a draft; log it then."));
    return;
  }
  make_ids (self, form);
  logging = g_new0 (Logging, 1);
  *logging = (Logging){g_object_ref (self),
                       form->id,
                       join ? self->join_id : form->incident_id,
                       g_strdup (join ? self->join_code : form->code),
                       g_strdup (join ? self->join_title : NULL),
                       FALSE};
  submit (logging, form);
}

/* ---- what the number reported before ---- */

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcIntakePanel) self = data;
  g_autofree char *why = tc_verdict_finish_word (TC_OPERATION_SINK (source), result);

  if (!self->desk || self->opening == 0)
    return;
  if (why) {
    self->opening = 0;
    tc_panel_say (GTK_WIDGET (self), why);
    return;
  }
  /* All of them are on record. */
  if (--self->opening == 0 && self->earlier)
    tc_intake_context_set_earlier (TC_INTAKE_CONTEXT (self->context), TC_EARLIER_OPENED,
                                   self->earlier);
}

void
tc_intake_panel_open_earlier (TcIntakePanel *self)
{
  guint n = self->earlier ? self->earlier->len : 0;

  if (n == 0 || self->opening > 0)
    return;
  self->opening = n;
  for (guint i = 0; i < n; i++) {
    TcCommand command = {TC_OPERATION_SINK (self->desk), NULL, opened_cb, g_object_ref (self)};
    /* Kept beside the person as the reason, in the language of the papers. */
    tc_incident_command_open_reporter (&command,
                                       g_array_index (self->earlier, TcEarlierReport, i).report_id,
                                       "Cùng số điện thoại đang gọi đến");
  }
}
