/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A line of the history; see the header.
 */
#include "tc-timeline-row.h"

#include "tc-file-words.h"
#include "tc-incident-files.h"
#include "tc-incident-words.h"
#include "tc-large-text.h"
#include "tc-report-words.h"

#include <glib/gi18n-lib.h>

struct _TcTimelineRow {
  GtkWidget parent;
  GtkWidget *box;         /* (unowned): template child */
  GtkLabel *time;         /* (unowned): template child */
  GtkLabel *what;         /* (unowned): template child */
  GtkLabel *mark;         /* (unowned): template child */
  GtkWidget *provisional; /* (unowned): template child */
  GtkLabel *who;          /* (unowned): template child */
  GtkLabel *why;          /* (unowned): template child: it has no effect */
  GtkWidget *card;        /* (unowned): template child */
  GtkWidget *kept;        /* (unowned): template child: it is private */
  GtkLabel *facts;        /* (unowned): template child */
  GtkLabel *said;         /* (unowned): template child */
  GtkLabel *place;        /* (unowned): template child */
  GtkLabel *answers;      /* (unowned): template child */
  GtkBox *files;          /* (unowned): template child */
  gint64 at_us;
};

G_DEFINE_FINAL_TYPE (TcTimelineRow, tc_timeline_row, GTK_TYPE_WIDGET)

/* In a line of the time, with large letters. */
#define TIME_LETTERS 12

/* Codes of incidents lead there. */
static void
show_text (GtkLabel *label, const char *text)
{
  g_autoptr (GRegex) code = g_regex_new ("\\bPA-[0-9]{6}-[0-9]{4,6}\\b", (GRegexCompileFlags) 0,
                                         (GRegexMatchFlags) 0, NULL);
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  g_autofree char *markup = g_regex_replace (code, escaped, -1, 0, "<a href=\"\\0\">\\0</a>",
                                             (GRegexMatchFlags) 0, NULL);

  gtk_label_set_markup (label, markup ? markup : escaped);
}

static gboolean
open_code_cb (TcTimelineRow *self, const char *code)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open", "s", code);
  return TRUE;
}

static void
add_file (TcTimelineRow *self, const TcAttachment *file)
{
  g_autofree char *size = tc_file_word_size (file->size);
  g_autofree char *text = g_strdup_printf ("%s · %s", file->name, size);
  GtkWidget *label = gtk_label_new (text);

  gtk_widget_add_css_class (label, "attachment");
  gtk_widget_add_css_class (label, "second");
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_box_append (self->files, label);
}

/* @text: "": nothing is shown */
static void
show_line (GtkLabel *label, const char *text)
{
  show_text (label, text);
  gtk_widget_set_visible (GTK_WIDGET (label), *text != 0);
}

static void
show_facts (TcTimelineRow *self, const TcReport *report, const TcIncidentDetail *detail,
            gint64 now_us)
{
  g_autofree char *facts = tc_report_word_facts (report, now_us);
  g_autofree char *place = tc_report_word_place (report, &detail->incident);
  g_autofree char *answers = tc_report_word_answers (report, now_us);

  gtk_widget_set_visible (self->kept, report->private_);
  show_line (self->facts, facts);
  show_line (self->place, place ? place : "");
  show_line (self->answers, answers);
}

static void
show_report (TcTimelineRow *self, const TcReport *report, const TcIncidentDetail *detail,
             gint64 now_us)
{
  /* Translators: the words of a reporter. */
  g_autofree char *said = *report->text ? g_strdup_printf (_ ("“%s”"), report->text)
                                        : g_strdup (_ ("What was reported was purged."));
  guint n_files = 0;

  show_facts (self, report, detail, now_us);
  show_text (self->said, said);
  for (guint i = 0; i < detail->attachments->len; i++) {
    const TcAttachment *file = &g_array_index (detail->attachments, TcAttachment, i);
    if (file->report_id != report->id || !tc_attachment_is_shown (file, detail))
      continue;
    add_file (self, file);
    n_files++;
  }
  gtk_widget_set_visible (GTK_WIDGET (self->files), n_files > 0);
  gtk_widget_set_visible (self->card, TRUE);
}

static void
show_event (TcTimelineRow *self, const TcIncidentEvent *event, const TcIncidentDetail *detail,
            gint64 now_us)
{
  g_autofree char *what = tc_incident_word_event (event, detail, now_us);
  g_autofree char *who = tc_incident_word_actor (event);
  gboolean report = g_str_equal (event->code, "incident.report") ||
                    g_str_equal (event->code, "incident.join");

  self->at_us = event->at_us;
  tc_timeline_row_tell_age (self, now_us);
  show_text (self->what, what);
  gtk_label_set_label (self->who, who);
  gtk_widget_set_visible (GTK_WIDGET (self->who), *who != 0);
  if (event->moved || report)
    gtk_widget_add_css_class (GTK_WIDGET (self->what), "strong");
  for (guint i = 0; report && i < detail->reports->len; i++) {
    const TcReport *said = &g_array_index (detail->reports, TcReport, i);
    if (said->id == event->report_id)
      show_report (self, said, detail, now_us);
  }
}

static void
tc_timeline_row_dispose (GObject *object)
{
  g_clear_pointer (&TC_TIMELINE_ROW (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (tc_timeline_row_parent_class)->dispose (object);
}

static void
tc_timeline_row_class_init (TcTimelineRowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_timeline_row_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/toancanh/ToanCanh/ui/tc-timeline-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TcTimelineRow, box);
  gtk_widget_class_bind_template_child (widget_class, TcTimelineRow, time);
  gtk_widget_class_bind_template_child (widget_class, TcTimelineRow, what);
  gtk_widget_class_bind_template_child (widget_class, TcTimelineRow, mark);
  gtk_widget_class_bind_template_child (widget_class, TcTimelineRow, provisional);
  gtk_widget_class_bind_template_child (widget_class, TcTimelineRow, who);
  gtk_widget_class_bind_template_child (widget_class, TcTimelineRow, why);
  gtk_widget_class_bind_template_child (widget_class, TcTimelineRow, card);
  gtk_widget_class_bind_template_child (widget_class, TcTimelineRow, kept);
  gtk_widget_class_bind_template_child (widget_class, TcTimelineRow, facts);
  gtk_widget_class_bind_template_child (widget_class, TcTimelineRow, said);
  gtk_widget_class_bind_template_child (widget_class, TcTimelineRow, place);
  gtk_widget_class_bind_template_child (widget_class, TcTimelineRow, answers);
  gtk_widget_class_bind_template_child (widget_class, TcTimelineRow, files);
  gtk_widget_class_bind_template_callback (widget_class, open_code_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

/* Of a line of large letters what happened gets the most: the time has two lines, and whoever did
 * it stands below. */
static void
give_room (TcTimelineRow *self)
{
  GtkWidget *who = GTK_WIDGET (self->who);
  GtkWidget *line = gtk_widget_get_parent (who);
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (line);
  GtkLayoutChild *place = gtk_layout_manager_get_layout_child (layout, who);

  gtk_label_set_width_chars (self->time, -1);
  gtk_label_set_max_width_chars (self->time, TIME_LETTERS);
  gtk_label_set_wrap (self->time, TRUE);
  g_object_set (place, "column", 0, "row", 1, "column-span", 4, NULL);
}

static void
tc_timeline_row_init (TcTimelineRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  if (tc_large_text_is_on ())
    give_room (self);
}

GtkWidget *
tc_timeline_row_new (const TcIncidentEvent *event, const TcIncidentDetail *detail,
                     GtkSizeGroup *times, gint64 now_us)
{
  TcTimelineRow *self = g_object_new (TC_TYPE_TIMELINE_ROW, NULL);

  gtk_size_group_add_widget (times, GTK_WIDGET (self->time));
  show_event (self, event, detail, now_us);
  return GTK_WIDGET (self);
}

GtkWidget *
tc_timeline_row_new_undecided (GtkSizeGroup *times)
{
  TcTimelineRow *self = g_object_new (TC_TYPE_TIMELINE_ROW, NULL);

  gtk_size_group_add_widget (times, GTK_WIDGET (self->time));
  gtk_widget_set_visible (GTK_WIDGET (self->mark), TRUE);
  return GTK_WIDGET (self);
}

void
tc_timeline_row_set_undecided (TcTimelineRow *self, const TcTimelineUndecided *words, gint64 now_us)
{
  g_return_if_fail (TC_IS_TIMELINE_ROW (self));
  self->at_us = words->at_us;
  tc_timeline_row_tell_age (self, now_us);
  show_text (self->what, words->what);
  gtk_label_set_label (self->mark, words->fate);
  gtk_label_set_label (self->who, words->who);
  show_line (self->why, words->why);
}

gboolean
tc_timeline_row_tell_age (TcTimelineRow *self, gint64 now_us)
{
  g_autofree char *when = tc_words_when (self->at_us, now_us);

  g_return_val_if_fail (TC_IS_TIMELINE_ROW (self), FALSE);
  if (g_str_equal (when, gtk_label_get_label (self->time)))
    return FALSE;
  gtk_label_set_label (self->time, when);
  return TRUE;
}

char *
tc_timeline_row_dup_spoken (TcTimelineRow *self)
{
  g_return_val_if_fail (TC_IS_TIMELINE_ROW (self), NULL);
  if (gtk_widget_get_visible (GTK_WIDGET (self->why)))
    return g_strdup_printf ("%s: %s. %s. %s", gtk_label_get_label (self->time),
                            gtk_label_get_text (self->what), gtk_label_get_label (self->mark),
                            gtk_label_get_text (self->why));
  return g_strdup_printf ("%s: %s", gtk_label_get_label (self->time),
                          gtk_label_get_text (self->what));
}

void
tc_timeline_row_set_waiting (TcTimelineRow *self, gboolean waiting)
{
  g_return_if_fail (TC_IS_TIMELINE_ROW (self));
  gtk_widget_set_visible (GTK_WIDGET (self->mark), waiting);
}

void
tc_timeline_row_set_provisional (TcTimelineRow *self, gboolean provisional)
{
  g_return_if_fail (TC_IS_TIMELINE_ROW (self));
  gtk_widget_set_visible (self->provisional, provisional);
}
