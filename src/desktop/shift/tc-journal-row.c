/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A row of the journal; see the header. It is filled in place, so that it keeps its focus.
 */
#include "tc-journal-row.h"

#include "tc-age-label.h"
#include "tc-hand-over-words.h"
#include "tc-journal-words.h"
#include "tc-mark-words.h"

#define PARTS_KEY "parts"

typedef struct {
  GtkLabel *text; /* (unowned): of the row, like all that follow */
  GtkWidget *due;
  GtkLabel *second;
} Parts;

static const Parts *
get_parts (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), PARTS_KEY);
}

static GtkLabel *
add_label (GtkWidget *box, const char *class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, class);
  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

GtkWidget *
tc_journal_row_new (void)
{
  GtkWidget *row = gtk_list_box_row_new (), *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *first = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  Parts *parts = g_new0 (Parts, 1);

  gtk_box_append (GTK_BOX (lines), first);
  parts->text = add_label (first, "row-title");
  gtk_label_set_ellipsize (parts->text, PANGO_ELLIPSIZE_END);
  gtk_label_set_single_line_mode (parts->text, TRUE);
  gtk_widget_set_hexpand (GTK_WIDGET (parts->text), TRUE);
  parts->due = g_object_new (TC_TYPE_AGE_LABEL, "form", TC_AGE_DUE_SHORT, "xalign", 1.0, NULL);
  gtk_box_append (GTK_BOX (first), parts->due);
  parts->second = add_label (lines, "caption");
  gtk_label_set_ellipsize (parts->second, PANGO_ELLIPSIZE_END);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), lines);
  g_object_set_data_full (G_OBJECT (row), PARTS_KEY, parts, g_free);
  return row;
}

void
tc_journal_row_fill (GtkListBoxRow *row, const TcJournalEntry *entry, TcDesk *desk, gint64 now_us)
{
  const Parts *parts = get_parts (row);
  gboolean open = tc_journal_entry_is_open (entry);
  g_autofree char *text = g_strdelimit (g_strdup (entry->text), "\n", ' ');
  g_autofree char *second = tc_journal_word_second (entry, now_us);
  g_autofree char *line = g_strdup_printf ("%s · %s", tc_journal_word_kind (entry->kind), second);
  g_autofree char *spoken = tc_journal_word_spoken (entry, now_us);

  tc_mark_word_append (desk, entry->id, &line);
  tc_mark_word_append (desk, entry->id, &spoken);
  gtk_label_set_label (parts->text, text);
  gtk_label_set_label (parts->second, line);
  g_object_set (parts->due, "time-us", open && entry->due_us != TC_NONE ? entry->due_us : 0, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

void
tc_journal_row_fill_sheet (GtkListBoxRow *row, const TcHandOverSheet *sheet, TcDesk *desk,
                           gint64 now_us)
{
  const Parts *parts = get_parts (row);
  g_autofree char *title = tc_hand_over_word_title (sheet);
  g_autofree char *given = tc_hand_over_word_given (sheet, now_us);
  g_autofree char *taken = tc_hand_over_word_taken (sheet, now_us);
  g_autofree char *second = g_strdup_printf ("%s · %s", given, taken);
  g_autofree char *spoken = g_strdup_printf ("%s. %s. %s", title, given, taken);

  tc_mark_word_append (desk, sheet->id, &second);
  tc_mark_word_append (desk, sheet->id, &spoken);
  gtk_label_set_label (parts->text, title);
  gtk_label_set_label (parts->second, second);
  g_object_set (parts->due, "time-us", (gint64) 0, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}
