/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A line of the list of alarms; see the header. It is filled in place, so that it keeps its focus.
 */
#include "tc-alarm-row.h"

#include "tc-alarm-words.h"
#include "tc-mark-words.h"
#include "tc-signal-shape.h"
#include "tc-text-label.h"

#include <glib/gi18n-lib.h>

#define PARTS_KEY "parts"
#define WITHIN_PX 20

typedef struct {
  GtkWidget *box; /* (unowned): of the row, like all that follow */
  TcSignalShape *shape;
  GtkLabel *what;
  GtkLabel *age;
  GtkLabel *title;
  GtkLabel *second;
} Parts;

static const Parts *
get_parts (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), PARTS_KEY);
}

GtkWidget *
tc_alarm_row_new (void)
{
  GtkWidget *row = gtk_list_box_row_new (), *first = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  Parts *parts = g_new0 (Parts, 1);

  parts->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  parts->shape = TC_SIGNAL_SHAPE (tc_signal_shape_new (TC_SIGNAL_NOTICE));
  gtk_widget_set_valign (GTK_WIDGET (parts->shape), GTK_ALIGN_START);
  gtk_widget_set_margin_top (GTK_WIDGET (parts->shape), 2);
  gtk_box_append (GTK_BOX (parts->box), GTK_WIDGET (parts->shape));
  gtk_box_append (GTK_BOX (parts->box), lines);
  gtk_widget_set_hexpand (lines, TRUE);
  gtk_box_append (GTK_BOX (lines), first);
  parts->what = tc_text_label_add_line (first, "row-title");
  gtk_widget_set_hexpand (GTK_WIDGET (parts->what), TRUE);
  parts->age = tc_text_label_add_line (first, "dim");
  gtk_label_set_ellipsize (parts->age, PANGO_ELLIPSIZE_NONE);
  parts->title = tc_text_label_add_line (lines, NULL);
  parts->second = tc_text_label_add_line (lines, "caption");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), parts->box);
  g_object_set_data_full (G_OBJECT (row), PARTS_KEY, parts, g_free);
  return row;
}

/* @who: (nullable) */
static char *
join_second (const char *code, const char *who, const char *then)
{
  const char *parts[] = {code, NULL, NULL, NULL};
  guint n = 1;

  if (who)
    parts[n++] = who;
  if (*then)
    parts[n] = then;
  return g_strjoinv (" · ", (char **) parts);
}

static void
fill_one (const Parts *parts, const TcAlarm *alarm, TcDesk *desk, gint64 now_us)
{
  g_autofree char *handler = tc_alarm_word_handler (alarm);
  g_autofree char *mark = tc_alarm_word_mark (alarm, now_us);
  g_autofree char *what = tc_alarm_word_what (alarm);
  g_autofree char *escalated = tc_alarm_word_escalated (alarm, now_us);
  /* With whom it is says that nobody has it. */
  const char *who = *escalated && !alarm->unit_vi ? NULL : handler;
  g_autofree char *second = join_second (tc_alarm_word_code (alarm), who,
                                         *escalated ? escalated : mark);

  tc_mark_word_append (desk, alarm->incident_id, &what);
  gtk_label_set_label (parts->what, what);
  gtk_label_set_label (parts->title, alarm->title);
  gtk_label_set_label (parts->second, second);
}

void
tc_alarm_row_fill (GtkListBoxRow *row, const TcAlarmRow *what, TcDesk *desk, gint64 now_us)
{
  const Parts *parts = get_parts (row);
  g_autofree char *age = tc_words_age_short (what->alarm->since_us, now_us);
  g_autofree char *spoken = tc_alarm_word_spoken (what, now_us);
  g_autofree char *flood = NULL, *escalated = NULL;

  tc_signal_shape_set_signal (parts->shape, tc_alarm_get_signal (what->alarm));
  gtk_label_set_label (parts->age, age);
  gtk_widget_set_margin_start (parts->box, what->within ? WITHIN_PX : 0);
  gtk_widget_set_visible (GTK_WIDGET (parts->title), what->count == 1);
  if (what->count > 1) {
    flood = tc_alarm_word_flood (what->alarm->kind, what->count);
    escalated = tc_alarm_word_escalated (what->alarm, now_us);
    gtk_label_set_label (parts->what, flood);
    gtk_label_set_label (
        parts->second, what->alarm->escalated_here ? escalated : _ ("Enter shows them one by one"));
  } else {
    fill_one (parts, what->alarm, desk, now_us);
    tc_mark_word_append (desk, what->alarm->incident_id, &spoken);
  }
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}
