/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rows by key; see the header.
 */
#include "tc-keyed-list.h"

#define KEY "tc-key"

gint64
tc_keyed_list_get_key (GtkListBoxRow *row)
{
  const gint64 *key = row ? g_object_get_data (G_OBJECT (row), KEY) : NULL;

  return key ? *key : 0;
}

static GtkListBoxRow *
find_from (GtkListBox *list, gint64 key, int from)
{
  GtkListBoxRow *row = NULL;

  for (int i = from; (row = gtk_list_box_get_row_at_index (list, i)); i++)
    if (tc_keyed_list_get_key (row) == key)
      return row;
  return NULL;
}

GtkListBoxRow *
tc_keyed_list_find (GtkListBox *list, gint64 key)
{
  return find_from (list, key, 0);
}

static gboolean
has_key (const gint64 *keys, guint n_keys, gint64 key)
{
  for (guint i = 0; i < n_keys; i++)
    if (keys[i] == key)
      return TRUE;
  return FALSE;
}

/* Whether the row at @i alone goes further down: what stands behind it is wanted in its place. */
static gboolean
goes_down (GtkListBox *list, int i, gint64 key)
{
  return tc_keyed_list_get_key (gtk_list_box_get_row_at_index (list, i)) != key &&
         tc_keyed_list_get_key (gtk_list_box_get_row_at_index (list, i + 1)) == key;
}

static void
put_last (GtkListBox *list, GtkListBoxRow *row)
{
  g_autoptr (GtkWidget) put = g_object_ref (GTK_WIDGET (row));

  gtk_list_box_remove (list, put);
  gtk_list_box_append (list, put);
}

void
tc_keyed_list_set (GtkListBox *list, const gint64 *keys, guint n_keys, TcKeyedRowMake make,
                   TcKeyedRowFill fill, gpointer data)
{
  GtkListBoxRow *row = NULL;

  for (guint i = 0; i < n_keys; i++) {
    /* What went is taken out first: so what stays is hardly ever moved. */
    while ((row = gtk_list_box_get_row_at_index (list, (int) i)) &&
           !has_key (keys, n_keys, tc_keyed_list_get_key (row)))
      gtk_list_box_remove (list, GTK_WIDGET (row));
    if (goes_down (list, (int) i, keys[i])) {
      put_last (list, row);
      row = gtk_list_box_get_row_at_index (list, (int) i);
    }
    if (tc_keyed_list_get_key (row) != keys[i]) {
      GtkListBoxRow *behind = find_from (list, keys[i], (int) i + 1);
      g_autoptr (GtkWidget) put = behind ? g_object_ref (GTK_WIDGET (behind))
                                         : g_object_ref_sink (make (i, data));
      if (behind)
        gtk_list_box_remove (list, put);
      else
        g_object_set_data_full (G_OBJECT (put), KEY, g_memdup2 (&keys[i], sizeof keys[i]), g_free);
      gtk_list_box_insert (list, put, (int) i);
    }
    fill (gtk_list_box_get_row_at_index (list, (int) i), i, data);
  }
  while ((row = gtk_list_box_get_row_at_index (list, (int) n_keys)))
    gtk_list_box_remove (list, GTK_WIDGET (row));
}

gint64
tc_keyed_list_select (GtkListBox *list, gint64 key, int otherwise)
{
  GtkListBoxRow *row = tc_keyed_list_find (list, key);

  for (int i = otherwise; !row && i >= 0; i--)
    row = gtk_list_box_get_row_at_index (list, i);
  /* A row that was moved still bears the mark of a selection that GTK has forgotten. */
  if (row && row != gtk_list_box_get_selected_row (list))
    gtk_list_box_unselect_row (list, row);
  gtk_list_box_select_row (list, row);
  return tc_keyed_list_get_key (row);
}

int
tc_keyed_list_get_place (GtkListBox *list)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (list);

  return row ? gtk_list_box_row_get_index (row) : 0;
}
