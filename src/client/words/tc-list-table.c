/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lists as tables; see the header.
 */
#include "tc-list-table.h"

#include "tc-csv-cell.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _TcListTable {
  char *title; /* (owned), like all texts */
  char *which;
  char *count;     /* (nullable) */
  GArray *columns; /* (owned) (element-type TcListColumn): captions belong to it */
  GPtrArray *rows; /* (owned) (element-type GStrv) */
};

TcListTable *
tc_list_table_new (const char *title, const char *which, const TcListColumn *columns,
                   guint n_columns)
{
  TcListTable *self = g_new0 (TcListTable, 1);

  self->title = g_strdup (title);
  self->which = g_strdup (which);
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  self->columns = g_array_new (FALSE, FALSE, sizeof (TcListColumn));
  for (guint i = 0; i < n_columns; i++) {
    TcListColumn column = {g_strdup (columns[i].caption), columns[i].share};
    g_array_append_val (self->columns, column);
  }
  return self;
}

void
tc_list_table_free (TcListTable *self)
{
  for (guint i = 0; i < self->columns->len; i++)
    g_free ((char *) g_array_index (self->columns, TcListColumn, i).caption);
  g_array_unref (self->columns);
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

  for (guint i = 0; i < self->columns->len; i++)
    row[i] = g_strdup (cells[i] ? cells[i] : "");
  g_ptr_array_add (self->rows, row);
}

/* ---- of CSV ---- */

#define SHARE_MIN 6.0
#define SHARE_MAX 36.0

/* One cell, and where the next begins. @ends: (out): the line does */
static char *
read_cell (const char **csv, gboolean *ends)
{
  const char *at = *csv;
  gboolean quoted = *at == '"';
  g_autoptr (GString) cell = g_string_new (NULL);

  at += quoted;
  while (*at && (quoted ? *at != '"' || at[1] == '"' : *at != ',' && *at != '\r')) {
    at += quoted && *at == '"';
    g_string_append_c (cell, *at++);
  }
  at += quoted && *at;
  *ends = *at != ',';
  at += *at == ',' ? 1 : g_str_has_prefix (at, TC_CSV_END) ? strlen (TC_CSV_END) : 0;
  *csv = at;
  /* The apostrophe is for spreadsheets alone. */
  if (cell->str[0] == '\'' && cell->str[1] && strchr ("=+-@\t\r", cell->str[1]))
    g_string_erase (cell, 0, 1);
  return g_strdup (cell->str);
}

static GStrv
read_line (const char **csv)
{
  g_autoptr (GPtrArray) cells = g_ptr_array_new ();
  gboolean ends = FALSE;

  while (!ends)
    g_ptr_array_add (cells, read_cell (csv, &ends));
  g_ptr_array_add (cells, NULL);
  return (GStrv) g_ptr_array_steal (cells, NULL);
}

static void
add_read (TcListTable *self, GStrv cells)
{
  const char **row = g_newa (const char *, self->columns->len);
  guint n = g_strv_length (cells);

  for (guint i = 0; i < self->columns->len; i++) {
    TcListColumn *column = &g_array_index (self->columns, TcListColumn, i);
    row[i] = i < n ? cells[i] : NULL;
    if (row[i])
      column->share = CLAMP ((double) g_utf8_strlen (row[i], -1), column->share, SHARE_MAX);
  }
  tc_list_table_add (self, row);
}

TcListTable *
tc_list_table_new_of_csv (const char *title, const char *which, const char *csv)
{
  const char *at = g_str_has_prefix (csv, TC_CSV_MARK) ? csv + strlen (TC_CSV_MARK) : csv;
  g_auto (GStrv) captions = read_line (&at);
  TcListTable *self = tc_list_table_new (title, which, NULL, 0);

  for (guint i = 0; captions[i]; i++) {
    TcListColumn column = {g_strdup (captions[i]),
                           MAX (SHARE_MIN, (double) g_utf8_strlen (captions[i], -1))};
    g_array_append_val (self->columns, column);
  }
  while (*at) {
    g_auto (GStrv) cells = read_line (&at);
    add_read (self, cells);
  }
  return self;
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
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *at = g_date_time_format (now, "%H:%M %d/%m/%Y");

  if (self->count)
    return g_strdup (self->count);
  /* Translators: below the title of a printed list: how many rows it has, and as of when. */
  return g_strdup_printf (ngettext ("%u line, as of %s", "%u lines, as of %s", self->rows->len),
                          self->rows->len, at);
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
      tc_csv_append_text (csv, tc_list_table_get_cell (self, row, i));
    }
    g_string_append (csv, TC_CSV_END);
  }
  return g_string_free (csv, FALSE);
}
