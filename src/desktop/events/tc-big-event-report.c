/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Quick reports at the panel: what the next would say stands there, kept true, until it is made;
 * those that were made are shown as they were kept, and printed in the official form.
 */
#include "tc-big-event-panel-private.h"

#include "tc-big-event-words.h"
#include "tc-paper-text.h"
#include "tc-quick-report-words.h"

#include <glib/gi18n-lib.h>

/* (nullable) */
static const TcQuickReport *
get_report (TcBigEventPanel *self)
{
  const TcBigEventView *view = tc_big_event_panel_get_view (self);

  for (guint i = 0; view && i < view->reports->len; i++)
    if (g_array_index (view->reports, TcQuickReport, i).id == self->report_id)
      return &g_array_index (view->reports, TcQuickReport, i);
  return NULL;
}

/* What is printed, and shown just so. @title: (out) (transfer full): has to outlive it */
static TcPaperText
make_page (const TcBigEventView *view, gint64 number, gint64 at_us, const char *name,
           const char *text, char **title)
{
  /* Translators: title of a quick report on paper; a number. */
  *title = g_strdup_printf (_ ("QUICK REPORT NO. %d"), (int) number);
  return (TcPaperText){
      .office = view->office,
      /* Translators: number of a report, written by hand on the paper. */
      .number = _ ("No.: ............/QR"),
      .place = view->place,
      .at_us = at_us,
      .title = *title,
      .which = view->event->title,
      .text = text,
      .signers = {{_ ("REPORT MADE BY"), "", name ? name : ""},
                  {_ ("FOR THE COMMAND"), _ ("(signature, name, stamp)"), ""}},
      .foot = view->event->code,
  };
}

/* What was made here is read by now: it is there to be checked and printed. */
static void
take_made (TcBigEventPanel *self, const TcBigEventView *view)
{
  for (guint i = 0; self->made_number != 0 && i < view->reports->len; i++) {
    const TcQuickReport *report = &g_array_index (view->reports, TcQuickReport, i);
    if (report->number != self->made_number)
      continue;
    self->report_id = report->id;
    self->made_number = 0;
  }
}

void
tc_big_event_panel_show_report (TcBigEventPanel *self)
{
  const TcBigEventView *view = self->watch ? tc_big_event_panel_get_view (self) : NULL;
  const TcQuickReport *report = NULL;
  g_autofree char *title = NULL, *text = NULL, *on_paper = NULL;
  TcPaperText page = {0};

  if (view) {
    take_made (self, view);
    report = get_report (self);
  }
  if (report) {
    title = tc_big_event_word_report (report);
    page = make_page (view, report->number, report->at_us, report->name,
                      *report->text ? report->text : _ ("(removed by a legal purge)"), &on_paper);
    tc_big_event_work_show_paper (self->work, title, report->name, &page);
  } else if (view && self->reporting) {
    /* Translators: a number. */
    title = g_strdup_printf (_ ("Quick report no. %d, not made yet"), (int) view->next_report);
    text = tc_quick_report_word_text (view, "");
    page = make_page (view, view->next_report, view->at_us, NULL, text, &on_paper);
    tc_big_event_work_show_paper (self->work, title, _ ("Read it. What is made stays as it is."),
                                  &page);
  } else {
    tc_big_event_work_show_paper (self->work, NULL, NULL, NULL);
  }
}

static void
report_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcBigEventPanel *self = data;

  g_action_group_activate_action (G_ACTION_GROUP (self->window), "panel",
                                  g_variant_new_string ("events"));
  tc_big_event_work_show_trouble (self->work, NULL);
  tc_composer_open (tc_big_event_work_get_composer (self->work),
                    &(TcComposerForm){.action = TC_EVENT_REPORT,
                                      .subject_id = self->selected,
                                      .title = _ ("Proposals to the leadership (may stay empty)"),
                                      .verb = C_ ("verb", "Make the report")});
  tc_big_event_work_ask (self->work, 0);
  self->report_id = 0;
  self->made_number = 0;
  self->reporting = TRUE;
  tc_big_event_panel_show_report (self);
  tc_big_event_panel_read (self);
  tc_panel_answer (GTK_WIDGET (self), TRUE, "");
}

void
tc_big_event_panel_send_report (TcBigEventPanel *self, const char *remark)
{
  const TcBigEventView *view = tc_big_event_panel_get_view (self);
  g_autofree char *text = view ? tc_quick_report_word_text (view, remark) : NULL;
  TcEventReport args = {self->selected, 0, 0, text};

  if (!view || g_utf8_strlen (text, -1) > TC_QUICK_REPORT_CHARS_MAX) {
    tc_composer_failed (tc_big_event_work_get_composer (self->work), TC_EVENT_REPORT,
                        self->selected, TRUE);
    tc_big_event_work_show_trouble (self->work,
                                    _ ("The report is too long: shorten the proposals."));
    return;
  }
  args.number = view->next_report;
  args.until_us = view->at_us;
  tc_big_event_panel_submit (self, &tc_event_report_type, &args, TC_EVENT_REPORT, self->selected,
                             NULL);
  self->reporting = FALSE;
  self->made_number = args.number;
  tc_big_event_panel_show_report (self);
}

static void
show_report_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcBigEventPanel *self = data;

  tc_composer_close (tc_big_event_work_get_composer (self->work));
  self->reporting = FALSE;
  self->report_id = g_variant_get_int64 (target);
  tc_big_event_panel_show_selected (self);
}

/* Back to the page; while something is being typed that is closed alone. */
static void
composer_visible_cb (TcBigEventPanel *self)
{
  if (!self->desk || !self->reporting ||
      gtk_widget_get_visible (GTK_WIDGET (tc_big_event_work_get_composer (self->work))))
    return;
  self->reporting = FALSE;
  tc_big_event_panel_show_report (self);
}

static void
cancel_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcBigEventPanel *self = data;
  TcComposer *composer = tc_big_event_work_get_composer (self->work);

  if (gtk_widget_get_visible (GTK_WIDGET (composer))) {
    tc_composer_close (composer);
    return;
  }
  self->report_id = 0;
  tc_big_event_panel_show_selected (self);
}

/* ---- paper ---- */

static void
failed_cb (const char *why, GObject *owner)
{
  /* Translators: what the system says. */
  g_autofree char *text = g_strdup_printf (_ ("It could not be printed: %s"), why);

  tc_big_event_work_show_trouble (TC_BIG_EVENT_PANEL (owner)->work, text);
}

static void
print_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcBigEventPanel *self = data;
  const TcBigEventView *view = tc_big_event_panel_get_view (self);
  const TcQuickReport *report = get_report (self);
  g_autofree char *title = NULL;
  TcPaperText text = {0};

  if (!report)
    return;
  text = make_page (view, report->number, report->at_us, report->name, report->text, &title);
  tc_paper_text_print (&text, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                       target ? g_variant_get_string (target, NULL) : NULL, failed_cb,
                       G_OBJECT (self));
}

void
tc_big_event_panel_add_report (TcBigEventPanel *self, GActionMap *window)
{
  const GActionEntry entries[] = {
      {.name = TC_EVENT_REPORT, .activate = report_cb},
      {.name = "event-show-report", .activate = show_report_cb, .parameter_type = "x"},
      {.name = "event-print", .activate = print_cb},
      {.name = "event-print-to", .activate = print_cb, .parameter_type = "s"},
      {.name = "event-cancel", .activate = cancel_cb},
  };

  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), self);
  g_signal_connect_object (tc_big_event_work_get_composer (self->work), "notify::visible",
                           G_CALLBACK (composer_visible_cb), self, G_CONNECT_SWAPPED);
}
