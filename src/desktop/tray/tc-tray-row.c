/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A row of the tray; see the header.
 */
#include "tc-tray-row.h"

#include "tc-refusal-words.h"
#include "tc-tray-words.h"
#include "tc-words.h"

static void
add_line (GtkWidget *box, const char *text, const char *class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, class);
  gtk_box_append (GTK_BOX (box), label);
}

GtkWidget *
tc_tray_row_new (const TcTrayEntry *entry, const char *code, gint64 now_us)
{
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  g_autofree char *what = tc_tray_word_wanted (entry);
  g_autofree char *why = tc_refusal_word (entry->refusal, now_us);
  g_autofree char *made = tc_words_clock (entry->made_us, now_us);
  g_autofree char *second = code ? g_strdup_printf ("%s · %s", made, code) : g_strdup (made);
  g_autofree char *spoken = g_strdup_printf ("%s. %s. %s", what, second, why);

  add_line (box, what, "row-title");
  add_line (box, why, entry->settled_us ? "dim" : "refusal");
  add_line (box, second, "caption");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_object_set_data_full (G_OBJECT (row), "seq", g_memdup2 (&entry->seq, sizeof entry->seq),
                          g_free);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  return row;
}

gint64
tc_tray_row_get_seq (GtkListBoxRow *row)
{
  const gint64 *seq = row ? g_object_get_data (G_OBJECT (row), "seq") : NULL;

  return seq ? *seq : 0;
}
