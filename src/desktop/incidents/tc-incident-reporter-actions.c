/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * After the end: a reporter is told how it ended, and what the reporter says of it is written down:
 * a rating in points, or that it isn't solved, which opens the incident again. And whoever sees
 * who reported it corrects name and number.
 */
#include "tc-incident-panel-private.h"

#include "tc-incident-commands.h"
#include "tc-incident-context.h"
#include "tc-incident-operations.h"
#include "tc-incident-search.h"
#include "tc-incident-words.h"
#include "tc-now.h"

#include "tc-hold-box.h"

#include <glib/gi18n-lib.h>

#define TELL "tell-reporter"
#define HEAR "hear-reporter"
#define CORRECT "correct-reporter"
#define RATING_MAX 5
/* Below the points. */
#define CHOICE_REOPEN RATING_MAX

/* ---- which report ---- */

/* Whom it is about: @report_id, if it has to be told or heard; 0: the first that has. (nullable) */
static const TcReport *
find_report (TcIncidentPanel *self, gboolean tell, gint64 report_id)
{
  const TcIncidentDetail *detail = tc_incident_focus_get_detail (self->focus);
  const TcReport *first = NULL;

  for (guint i = 0; detail && i < detail->reports->len; i++) {
    const TcReport *report = &g_array_index (detail->reports, TcReport, i);
    gboolean open = tell ? report->untold && !report->source : report->rating == TC_NONE;
    if (report_id == 0 ? open : report->id == report_id && (open || !tell))
      return report;
    if (!tell && report_id == 0 && !first)
      first = report;
  }
  return first;
}

/* "Hotline", "Hotline, 14:03". (transfer full) */
static char *
word_report (const TcReport *report)
{
  g_autofree char *clock = tc_words_clock (report->received_us, tc_now_us ());

  /* Translators: how a report came, and when: "hotline, 14:03". */
  return g_strdup_printf (C_ ("report", "%s, %s"), tc_incident_word_channel (report->channel),
                          clock);
}

static void
refuse_nothing (TcIncidentPanel *self)
{
  tc_incident_work_show_refusal (
      self->work, _ ("Nothing was written down: open the incident and choose the reporter."));
}

/* ---- telling ---- */

static void
ask_told (TcIncidentPanel *self, const TcReport *report)
{
  const char *choices[] = {C_ ("reason", "by telephone"), C_ ("reason", "in person"),
                           C_ ("reason", "by letter or message"), NULL};
  g_autofree char *which = word_report (report);
  /* Translators: which report: "hotline, 14:03". */
  g_autofree char *title = g_strdup_printf (_ ("Told who reported it (%s): what (may stay empty)"),
                                            which);

  self->reporter_id = report->id;
  tc_incident_panel_compose (
      self, TELL,
      (TcComposerForm){.title = title, .verb = C_ ("verb", "Told"), .choices = choices});
}

static void
tell_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  const TcReport *report = find_report (data, TRUE, target ? g_variant_get_int64 (target) : 0);

  if (report)
    ask_told (data, report);
  else
    refuse_nothing (data);
}

static void
send_told (TcIncidentPanel *self, gint64 incident_id, gint64 report_id, const char *text,
           guint choice)
{
  const TcTold told = {
      .said = g_strdup (_ ("The reporter was told.")),
      .undo = C_ ("verb", "Undo"),
      .action = "win.untell-report",
      .target = g_variant_new ("(xx)", incident_id, report_id),
      .typed = TELL,
  };
  TcCommand command = tc_incident_panel_start_told (self, incident_id, &told);

  tc_incident_command_tell (&command, report_id, tc_report_tell_ways[MIN (choice, 2)],
                            *text ? text : NULL);
}

static void
untell_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  gint64 incident_id, report_id;
  TcCommand command = {0};

  g_variant_get (target, "(xx)", &incident_id, &report_id);
  command = tc_incident_panel_start (data, incident_id, NULL);
  tc_incident_command_tell (&command, report_id, NULL, NULL);
}

/* ---- hearing ---- */

static void
ask_heard (TcIncidentPanel *self, const TcReport *report)
{
  const char *choices[] = {C_ ("rating", "5: very content"),
                           C_ ("rating", "4: content"),
                           C_ ("rating", "3: neither"),
                           C_ ("rating", "2: not content"),
                           C_ ("rating", "1: not at all content"),
                           C_ ("rating", "It isn't solved: open it again"),
                           NULL};
  g_autofree char *which = word_report (report);
  /* Translators: which report: "hotline, 14:03". */
  g_autofree char *title = g_strdup_printf (_ ("What who reported it (%s) says of how it ended"),
                                            which);

  self->reporter_id = report->id;
  tc_incident_panel_compose (
      self, HEAR,
      (TcComposerForm){.title = title, .verb = C_ ("verb", "Write down"), .choices = choices});
}

static void
hear_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  const TcReport *report = find_report (data, FALSE, target ? g_variant_get_int64 (target) : 0);

  if (report)
    ask_heard (data, report);
  else
    refuse_nothing (data);
}

typedef struct {
  TcIncidentPanel *panel; /* (owned) */
  gint64 incident_id;
  gint64 report_id;
  char *text; /* (owned) */
  gboolean sent;
} Dispute;

/* Kept back, what was typed stands again. */
static void
free_dispute (gpointer data)
{
  Dispute *dispute = data;

  if (!dispute->sent && dispute->panel->desk)
    tc_incident_panel_take_back_text (dispute->panel, HEAR, dispute->incident_id);
  g_object_unref (dispute->panel);
  g_free (dispute->text);
  g_free (dispute);
}

static void
send_dispute (gpointer data)
{
  Dispute *dispute = data;
  TcCommand command = tc_incident_panel_start (dispute->panel, dispute->incident_id, HEAR);

  dispute->sent = TRUE;
  tc_incident_command_dispute (&command, dispute->report_id, dispute->text);
}

/* Its reporters are told that it is open again. */
static void
hold_dispute (TcIncidentPanel *self, const TcIncidentRow *incident, gint64 report_id,
              const char *text)
{
  Dispute *dispute = g_new0 (Dispute, 1);
  /* Translators: before "in 5 seconds": code of the incident. */
  g_autofree char *what = g_strdup_printf (_ ("%s is opened again"), incident->code);

  *dispute = (Dispute){g_object_ref (self), incident->id, report_id, g_strdup (text), FALSE};
  tc_hold_box_hold (GTK_WIDGET (self), what, send_dispute, dispute, free_dispute);
}

static void
send_heard (TcIncidentPanel *self, const TcIncidentRow *incident, gint64 report_id,
            const char *text, guint choice)
{
  TcCommand command = {0};

  if (choice == CHOICE_REOPEN && !*text) {
    tc_incident_panel_take_back_text (self, HEAR, incident->id);
    tc_incident_work_show_refusal (self->work, _ ("Write down what isn't solved, in the "
                                                  "reporter's words."));
    return;
  }
  if (choice == CHOICE_REOPEN) {
    hold_dispute (self, incident, report_id, text);
    return;
  }
  command = tc_incident_panel_start (self, incident->id, HEAR);
  tc_incident_command_rate (&command, report_id, RATING_MAX - (gint64) choice, *text ? text : NULL);
}

/* ---- correcting ---- */

/* (transfer full): as it stands in the composer. */
static char *
word_lines (const char *name, const char *phone)
{
  return g_strdup_printf ("%s\n%s", name ? name : "", phone ? phone : "");
}

static void
correct_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIncidentPanel *self = data;
  const char *name = NULL, *phone = NULL;

  self->reporter_id = tc_incident_context_get_person (TC_INCIDENT_CONTEXT (self->context),
                                                      target ? g_variant_get_int64 (target) : 0,
                                                      &name, &phone);
  if (self->reporter_id == 0)
    return;
  g_free (self->reporter_before);
  self->reporter_before = word_lines (name, phone);
  tc_incident_panel_compose (
      self, CORRECT,
      (TcComposerForm){.title = _ ("Who reported it: the name, below it the telephone number"),
                       .verb = C_ ("verb", "Correct"),
                       .text = self->reporter_before});
}

/* @before: (transfer floating) (nullable): by which it is taken back */
static void
set_person (TcIncidentPanel *self, gint64 incident_id, gint64 report_id, const char *name,
            const char *phone, GVariant *before, const char *typed)
{
  TcCommand command = tc_incident_panel_start_person (self, incident_id, report_id, before, typed);

  if (!before)
    tc_incident_panel_takes_back (&command);
  tc_incident_command_correct_reporter (
      &command, report_id, *name ? name : NULL, *phone ? phone : NULL,
      before ? _ ("Corrected at the desk") : _ ("A correction taken back"));
}

typedef struct {
  TcIncidentPanel *panel; /* (owned) */
  gint64 incident_id;
  gint64 report_id;
  char *before;  /* (owned): which the person saw, or made it */
  char **lines;  /* (owned) */
  gboolean back; /* what was corrected is taken back */
} Correction;

static void
correction_free (Correction *correction)
{
  g_object_unref (correction->panel);
  g_free (correction->before);
  g_strfreev (correction->lines);
  g_free (correction);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Correction, correction_free)

/* What it is now is shown, so that sending it again is meant. */
static void
refuse_correction (const Correction *correction, const TcReporter *reporter)
{
  TcIncidentPanel *self = correction->panel;

  if (reporter && tc_incident_focus_get_id (self->focus) == correction->incident_id) {
    tc_incident_context_show_person (TC_INCIDENT_CONTEXT (self->context), correction->report_id,
                                     reporter);
    if (self->reporter_id == correction->report_id) {
      g_free (self->reporter_before);
      self->reporter_before = word_lines (reporter->name, reporter->phone);
    }
  }
  tc_incident_panel_take_back_text (self, CORRECT, correction->incident_id);
  tc_incident_work_show_refusal (
      self->work, reporter ? _ ("Somebody corrected it meanwhile: read it, then send again.")
                           : _ ("Nothing was corrected: see first who reported it."));
}

/* Nothing was typed that would be lost; what it is now stays. */
static void
refuse_back (const Correction *correction, const TcReporter *reporter)
{
  TcIncidentPanel *self = correction->panel;

  if (reporter && tc_incident_focus_get_id (self->focus) == correction->incident_id)
    tc_incident_context_show_person (TC_INCIDENT_CONTEXT (self->context), correction->report_id,
                                     reporter);
  tc_panel_answer (GTK_WIDGET (self), FALSE,
                   reporter ? _ ("Somebody corrected it again meanwhile: nothing is taken back.")
                            : _ ("Nothing is taken back: who reported it can't be read now."));
}

/* (transfer floating): what takes it back, if it is still as it was made */
static GVariant *
take_undo (const Correction *correction, const TcReporter *reporter)
{
  guint n = g_strv_length (correction->lines);

  return g_variant_new ("(xxssss)", correction->incident_id, correction->report_id,
                        reporter->name ? reporter->name : "",
                        reporter->phone ? reporter->phone : "", n > 0 ? correction->lines[0] : "",
                        n > 1 ? correction->lines[1] : "");
}

static void
compared_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Correction) correction = data;
  g_autoptr (TcReporter)
      reporter = tc_incident_read_reporter_finish (TC_WORKER (source), result, NULL);
  g_autofree char *now = reporter ? word_lines (reporter->name, reporter->phone) : NULL;
  guint n = g_strv_length (correction->lines);

  if (!correction->panel->desk)
    return;
  if (g_strcmp0 (now, correction->before) == 0)
    set_person (correction->panel, correction->incident_id, correction->report_id,
                n > 0 ? correction->lines[0] : "", n > 1 ? correction->lines[1] : "",
                correction->back ? NULL : take_undo (correction, reporter),
                correction->back ? NULL : CORRECT);
  else if (correction->back)
    refuse_back (correction, reporter);
  else
    refuse_correction (correction, reporter);
}

/* @correction: (transfer full) */
static void
compare (Correction *correction)
{
  tc_incident_read_reporter_async (tc_desk_get_reader (correction->panel->desk),
                                   correction->report_id, compared_cb, correction);
}

static void
set_reporter_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  gint64 incident_id = 0, report_id = 0;
  const char *name = NULL, *phone = NULL, *set_name = NULL, *set_phone = NULL;
  Correction *correction = g_new0 (Correction, 1);

  g_variant_get (target, "(xx&s&s&s&s)", &incident_id, &report_id, &name, &phone, &set_name,
                 &set_phone);
  *correction = (Correction){g_object_ref (data),
                             incident_id,
                             report_id,
                             word_lines (set_name, set_phone),
                             g_strdupv ((char *[]){(char *) name, (char *) phone, NULL}),
                             TRUE};
  compare (correction);
}

/* What is below the second line would be lost unseen. */
static void
send_correction (TcIncidentPanel *self, gint64 incident_id, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", 3);
  guint n = g_strv_length (lines);
  const char *name = NULL, *phone = NULL;
  Correction *correction = NULL;
  gint64 report_id = tc_incident_focus_get_id (self->focus) == incident_id
                         ? tc_incident_context_get_person (TC_INCIDENT_CONTEXT (self->context),
                                                           self->reporter_id, &name, &phone)
                         : 0;

  if (report_id == 0 || n > 2) {
    tc_incident_panel_take_back_text (self, CORRECT, incident_id);
    tc_incident_work_show_refusal (
        self->work, report_id == 0 ? _ ("Nothing was corrected: see first who reported it.")
                                   : _ ("Two lines at most: the name, below it the number."));
    return;
  }
  for (guint i = 0; i < n; i++)
    g_strstrip (lines[i]);
  correction = g_new0 (Correction, 1);
  *correction = (Correction){g_object_ref (self), incident_id, report_id,
                             g_strdup (self->reporter_before), g_steal_pointer (&lines)};
  compare (correction);
}

gboolean
tc_incident_panel_send_reporter (TcIncidentPanel *self, const char *action, gint64 incident_id,
                                 const char *text, guint choice)
{
  gboolean tell = g_str_equal (action, TELL);
  const TcIncidentDetail *detail = tc_incident_focus_get_detail (self->focus);
  const TcReport *report = NULL;

  if (g_str_equal (action, CORRECT)) {
    send_correction (self, incident_id, text);
    return TRUE;
  }
  if (!tell && !g_str_equal (action, HEAR))
    return FALSE;
  if (detail && detail->incident.id == incident_id)
    report = find_report (self, tell, self->reporter_id);
  if (!report) {
    tc_incident_panel_take_back_text (self, action, incident_id);
    refuse_nothing (self);
  } else if (tell) {
    send_told (self, incident_id, report->id, text, choice);
  } else {
    send_heard (self, &detail->incident, report->id, text, choice);
  }
  return TRUE;
}

/* ---- the table ---- */

void
tc_incident_panel_enable_reporter_actions (TcIncidentPanel *self, guint64 steps, gboolean many)
{
  gboolean may = !many && tc_desk_may (self->desk, TC_MAY_REPORT);
  gboolean over = (steps & (G_GUINT64_CONSTANT (1) << TC_STEP_DISPUTE)) != 0;
  const char *name = NULL, *phone = NULL;

  tc_panel_enable (self->window, TELL, may && over && find_report (self, TRUE, 0));
  tc_panel_enable (self->window, "tell-report", may && over);
  tc_panel_enable (self->window, HEAR, may && over && find_report (self, FALSE, 0));
  tc_panel_enable (self->window, "hear-report", may && over);
  may = !many && tc_desk_may (self->desk, TC_MAY_OPEN_REPORTER);
  tc_panel_enable (self->window, CORRECT,
                   may && tc_incident_context_get_person (TC_INCIDENT_CONTEXT (self->context), 0,
                                                          &name, &phone) != 0);
  tc_panel_enable (self->window, "correct-person", may);
}

void
tc_incident_panel_add_reporter_actions (TcIncidentPanel *self, GActionMap *window)
{
  static const GActionEntry entries[] = {
      {.name = TELL, .activate = tell_cb},
      {.name = "tell-report", .activate = tell_cb, .parameter_type = "x"},
      {.name = "untell-report", .activate = untell_cb, .parameter_type = "(xx)"},
      {.name = HEAR, .activate = hear_cb},
      {.name = "hear-report", .activate = hear_cb, .parameter_type = "x"},
      {.name = CORRECT, .activate = correct_cb},
      {.name = "correct-person", .activate = correct_cb, .parameter_type = "x"},
      {.name = "set-reporter", .activate = set_reporter_cb, .parameter_type = "(xxssss)"},
  };

  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), self);
}
