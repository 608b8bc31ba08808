/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lists as tables; see the header.
 */
#include "tc-list-table.h"

#include "tc-csv-cell.h"
#include "tc-now.h"
#include "tc-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _TcListTable {
  char *title; /* (owned), like all texts */
  char *which;
  char *count;     /* (nullable) */
  GArray *columns; /* (owned) (element-type TcListColumn): captions belong to it */
  GArray *fits;    /* (owned) (element-type gboolean): of each column */
  GPtrArray *rows; /* (owned) (element-type GStrv) */
};

/* Of a column that fits its texts. */
#define SHARE_MIN 6.0
#define SHARE_MAX 36.0

static void
fit (TcListColumn *column, const char *text)
{
  column->share = CLAMP ((double) g_utf8_strlen (text, -1), column->share, SHARE_MAX);
}

TcListTable *
tc_list_table_new (const char *title, const char *which, const TcListColumn *columns,
                   guint n_columns)
{
  TcListTable *self = g_new0 (TcListTable, 1);

  self->title = g_strdup (title);
  self->which = g_strdup (which);
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  self->columns = g_array_new (FALSE, FALSE, sizeof (TcListColumn));
  self->fits = g_array_new (FALSE, FALSE, sizeof (gboolean));
  for (guint i = 0; i < n_columns; i++) {
    TcListColumn column = columns[i];
    gboolean fits = column.share == TC_LIST_FIT;
    column.caption = g_strdup (column.caption);
    column.share = fits ? SHARE_MIN : column.share;
    if (fits)
      fit (&column, column.caption);
    g_array_append_val (self->columns, column);
    g_array_append_val (self->fits, fits);
  }
  return self;
}

void
tc_list_table_free (TcListTable *self)
{
  for (guint i = 0; i < self->columns->len; i++)
    g_free ((char *) g_array_index (self->columns, TcListColumn, i).caption);
  g_array_unref (self->columns);
  g_array_unref (self->fits);
  g_ptr_array_unref (self->rows);
  g_free (self->title);
  g_free (self->which);
  g_free (self->count);
  g_free (self);
}

void
tc_list_table_add (TcListTable *self, const char *const *cells)
{
  char **row = g_new0 (char *, self->columns->len + 1);

  for (guint i = 0; i < self->columns->len; i++) {
    row[i] = g_strdup (cells[i] ? cells[i] : "");
    if (g_array_index (self->fits, gboolean, i))
      fit (&g_array_index (self->columns, TcListColumn, i), row[i]);
  }
  g_ptr_array_add (self->rows, row);
}

/* ---- looking ---- */

void
tc_list_table_set_count (TcListTable *self, const char *count)
{
  g_free (self->count);
  self->count = g_strdup (count);
}

const char *
tc_list_table_get_title (const TcListTable *self)
{
  return self->title;
}

const char *
tc_list_table_get_which (const TcListTable *self)
{
  return self->which;
}

guint
tc_list_table_get_n_columns (const TcListTable *self)
{
  return self->columns->len;
}

const TcListColumn *
tc_list_table_get_column (const TcListTable *self, guint column)
{
  return &g_array_index (self->columns, TcListColumn, column);
}

guint
tc_list_table_get_length (const TcListTable *self)
{
  return self->rows->len;
}

const char *
tc_list_table_get_cell (const TcListTable *self, guint row, guint column)
{
  return ((char **) g_ptr_array_index (self->rows, row))[column];
}

char *
tc_list_table_word_count (const TcListTable *self)
{
  g_autoptr (GDateTime) now = tc_words_local (tc_now_us ());
  g_autofree char *at = g_date_time_format (now, "%H:%M %d/%m/%Y");

  if (self->count)
    return g_strdup (self->count);
  /* Translators: below the title of a printed list: how many rows it has, and as of when. */
  return g_strdup_printf (ngettext ("%u line, as of %s", "%u lines, as of %s", self->rows->len),
                          self->rows->len, at);
}

static void
append_cell (GString *csv, const TcListColumn *column, const char *text)
{
  if (column->number && strspn (text, "0123456789.") == strlen (text))
    g_string_append (csv, text);
  else
    tc_csv_append_text (csv, text);
}

char *
tc_list_table_to_csv (const TcListTable *self)
{
  GString *csv = g_string_new (TC_CSV_MARK);

  for (guint i = 0; i < self->columns->len; i++) {
    g_string_append (csv, i > 0 ? "," : "");
    tc_csv_append_text (csv, tc_list_table_get_column (self, i)->caption);
  }
  g_string_append (csv, TC_CSV_END);
  for (guint row = 0; row < self->rows->len; row++) {
    for (guint i = 0; i < self->columns->len; i++) {
      g_string_append (csv, i > 0 ? "," : "");
      append_cell (csv, tc_list_table_get_column (self, i), tc_list_table_get_cell (self, row, i));
    }
    g_string_append (csv, TC_CSV_END);
  }
  return g_string_free (csv, FALSE);
}
