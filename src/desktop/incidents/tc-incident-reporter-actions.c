/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * After the end: a reporter is told how it ended, and what the reporter says of it is written down:
 * a verdict in points, or that it isn't solved, which opens the incident again. And whoever sees
 * who reported it corrects name and number.
 */
#include "tc-incident-panel-private.h"

#include "tc-incident-commands.h"
#include "tc-incident-context.h"
#include "tc-incident-operations.h"
#include "tc-incident-words.h"

#include <glib/gi18n-lib.h>

#define TELL "tell-reporter"
#define HEAR "hear-reporter"
#define CORRECT "correct-reporter"
#define RATING_MAX 5

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
  g_autofree char *clock = tc_words_clock (report->received_us, g_get_real_time ());

  /* Translators: how a report came, and when: "hotline, 14:03". */
  return g_strdup_printf (C_ ("report", "%s, %s"), tc_incident_word_channel (report->channel),
                          clock);
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
  const char *choices[] = {C_ ("verdict", "It isn't solved: open it again"),
                           C_ ("verdict", "5: very content"),
                           C_ ("verdict", "4: content"),
                           C_ ("verdict", "3: neither"),
                           C_ ("verdict", "2: not content"),
                           C_ ("verdict", "1: not at all content"),
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
}

static void
send_heard (TcIncidentPanel *self, gint64 incident_id, gint64 report_id, const char *text,
            guint choice)
{
  TcCommand command = {0};

  if (choice == 0 && !*text) {
    tc_incident_panel_take_back_text (self, HEAR, incident_id);
    tc_incident_work_show_refusal (self->work, _ ("Write down what isn't solved, in the "
                                                  "reporter's words."));
    return;
  }
  command = tc_incident_panel_start (self, incident_id, HEAR);
  if (choice == 0)
    tc_incident_command_dispute (&command, report_id, text);
  else
    tc_incident_command_rate (&command, report_id, RATING_MAX + 1 - (gint64) choice,
                              *text ? text : NULL);
}

/* ---- correcting ---- */

static void
correct_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIncidentPanel *self = data;
  const char *name = NULL, *phone = NULL;
  g_autofree char *text = NULL;

  self->reporter_id = tc_incident_context_get_person (TC_INCIDENT_CONTEXT (self->context),
                                                      target ? g_variant_get_int64 (target) : 0,
                                                      &name, &phone);
  if (self->reporter_id == 0)
    return;
  text = g_strdup_printf ("%s\n%s", name ? name : "", phone ? phone : "");
  tc_incident_panel_compose (
      self, CORRECT,
      (TcComposerForm){.title = _ ("Who reported it: the name, below it the telephone number"),
                       .verb = C_ ("verb", "Correct"),
                       .text = text});
}

/* @before: (transfer floating) (nullable): by which it is taken back */
static void
set_person (TcIncidentPanel *self, gint64 incident_id, gint64 report_id, const char *name,
            const char *phone, GVariant *before, const char *typed)
{
  TcCommand command = tc_incident_panel_start_person (self, incident_id, report_id, before, typed);

  tc_incident_command_correct_reporter (
      &command, report_id, *name ? name : NULL, *phone ? phone : NULL,
      before ? _ ("Corrected at the desk") : _ ("A correction taken back"));
}

static void
set_reporter_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  gint64 incident_id, report_id;
  const char *name, *phone;

  g_variant_get (target, "(xx&s&s)", &incident_id, &report_id, &name, &phone);
  set_person (data, incident_id, report_id, name, phone, NULL, NULL);
}

/* What is below the second line would be lost unseen. */
static void
send_correction (TcIncidentPanel *self, gint64 incident_id, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", 3);
  guint n = g_strv_length (lines);
  const char *name = NULL, *phone = NULL;
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
  set_person (
      self, incident_id, report_id, n > 0 ? lines[0] : "", n > 1 ? lines[1] : "",
      g_variant_new ("(xxss)", incident_id, report_id, name ? name : "", phone ? phone : ""),
      CORRECT);
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
    tc_incident_work_show_refusal (
        self->work, _ ("Nothing was written down: open the incident and choose the reporter."));
  } else if (tell) {
    send_told (self, incident_id, report->id, text, choice);
  } else {
    send_heard (self, incident_id, report->id, text, choice);
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
      {.name = "set-reporter", .activate = set_reporter_cb, .parameter_type = "(xxss)"},
  };

  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), self);
}
