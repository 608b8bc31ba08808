/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A row of the tray; see the header. It is filled in place, so that it keeps its focus.
 */
#include "tc-tray-row.h"

#include "tc-refusal-words.h"
#include "tc-text-label.h"
#include "tc-tray-words.h"
#include "tc-words.h"

#include <glib/gi18n-lib.h>

#define PARTS_KEY "parts"

typedef struct {
  GtkCheckButton *mark; /* (unowned): of the row, like all that follow */
  GtkLabel *what;
  GtkLabel *why;
  GtkLabel *second;
} Parts;

static const Parts *
get_parts (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), PARTS_KEY);
}

/* For the pointer; the keyboard marks the row itself. */
static GtkCheckButton *
add_mark (GtkWidget *box, gint64 seq)
{
  GtkWidget *mark = gtk_check_button_new ();

  gtk_widget_set_valign (mark, GTK_ALIGN_START);
  gtk_widget_set_can_focus (mark, FALSE);
  gtk_widget_set_tooltip_text (mark, _ ("Mark, to set aside several at once (M)"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (mark), "win.tray-mark-one");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (mark), "x", seq);
  gtk_accessible_update_property (GTK_ACCESSIBLE (mark), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Mark"),
                                  -1);
  gtk_box_append (GTK_BOX (box), mark);
  return GTK_CHECK_BUTTON (mark);
}

GtkWidget *
tc_tray_row_new (gint64 seq)
{
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  Parts *parts = g_new0 (Parts, 1);

  parts->mark = add_mark (box, seq);
  gtk_widget_set_hexpand (lines, TRUE);
  gtk_box_append (GTK_BOX (box), lines);
  parts->what = tc_text_label_add_line (lines, "row-title");
  parts->why = tc_text_label_add_line (lines, NULL);
  parts->second = tc_text_label_add_line (lines, "caption");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_object_set_data_full (G_OBJECT (row), PARTS_KEY, parts, g_free);
  return row;
}

void
tc_tray_row_fill (GtkListBoxRow *row, const TcTrayEntry *entry, const char *code, gboolean marked,
                  gint64 now_us)
{
  const Parts *parts = get_parts (row);
  g_autofree char *what = tc_tray_word_wanted (entry);
  g_autofree char *why = tc_refusal_word (entry->refusal, now_us);
  g_autofree char *made = tc_words_clock (entry->made_us, now_us);
  g_autofree char *second = code ? g_strdup_printf ("%s · %s", made, code) : g_strdup (made);
  g_autofree char *all = g_strdup_printf ("%s. %s. %s", what, second, why);
  /* Translators: a row of a list that is marked, as it is spoken. */
  g_autofree char *spoken = marked ? g_strdup_printf (_ ("marked: %s"), all) : g_strdup (all);

  gtk_label_set_label (parts->what, what);
  gtk_label_set_label (parts->why, why);
  gtk_label_set_label (parts->second, second);
  gtk_widget_remove_css_class (GTK_WIDGET (parts->why), entry->settled_us ? "refusal" : "dim");
  gtk_widget_add_css_class (GTK_WIDGET (parts->why), entry->settled_us ? "dim" : "refusal");
  gtk_check_button_set_active (parts->mark, marked);
  gtk_widget_set_visible (GTK_WIDGET (parts->mark), !entry->settled_us);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}
