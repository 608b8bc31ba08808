/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One pass over the bytes. A field is copied, unquoted, into one growing text buffer; cells keep
 * the offset of their text and the place they came from. The header is row 0 of the cells.
 */
#include "tc-csv.h"

#include "tc-encoding.h"
#include "tc-error.h"

#include <glib/gi18n-lib.h>
#include <stdarg.h>
#include <string.h>

#define LONE_RETURN "a carriage return that ends no line"

typedef struct {
  guint32 text;   /* offset in TcCsv.text */
  guint32 line;   /* from 1 */
  guint32 column; /* in characters, from 1 */
} Cell;

struct _TcCsv {
  char *name;    /* (owned) */
  GString *text; /* (owned): all fields, each with its NUL */
  GArray *cells; /* (owned) (element-type Cell): row by row, n_columns each */
  guint n_columns;
};

typedef struct {
  TcCsv *csv;     /* (unowned): being made */
  const char *at; /* (unowned): the caller's data */
  const char *end;
  guint32 line;
  guint32 column;
  char separator;
  guint n_uneven; /* rows with another number of fields than the header */
  GError *fault;  /* (owned) (nullable) */
} Scanner;

G_GNUC_PRINTF (3, 4)
static gboolean
fail (Scanner *s, TcError code, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_autofree char *what = g_strdup_vprintf (format, args);
  va_end (args);
  if (!s->fault)
    g_set_error (&s->fault, TC_ERROR, code, "%s:%u:%u: %s", s->csv->name, s->line, s->column, what);
  return FALSE;
}

static gboolean
at_line_end (const Scanner *s)
{
  return s->at < s->end &&
         (*s->at == '\n' || (*s->at == '\r' && s->at + 1 < s->end && s->at[1] == '\n'));
}

static gboolean
at_field_end (const Scanner *s)
{
  return s->at == s->end || *s->at == s->separator || at_line_end (s);
}

/* One byte; places count characters, so continuation bytes don't move the column. */
static void
advance (Scanner *s)
{
  if (*s->at == '\n') {
    s->line++;
    s->column = 1;
  } else if (((guchar) *s->at & 0xc0) != 0x80) {
    s->column++;
  }
  s->at++;
}

static gboolean
keep (Scanner *s, gsize start)
{
  if (s->csv->text->len - start >= TC_CSV_FIELD_BYTES_MAX)
    return fail (s, TC_ERROR_LIMIT, _ ("the field is longer than %d bytes"),
                 TC_CSV_FIELD_BYTES_MAX);
  g_string_append_c (s->csv->text, *s->at);
  advance (s);
  return TRUE;
}

static gboolean
scan_quoted (Scanner *s, gsize start)
{
  guint32 line = s->line;
  guint32 column = s->column;

  advance (s);
  while (s->at < s->end) {
    if (*s->at != '"') {
      /* CRLF inside a field is one line break of its text. */
      if (*s->at == '\r' && !at_line_end (s))
        return fail (s, TC_ERROR_INVALID, LONE_RETURN);
      if (*s->at == '\r')
        advance (s);
      if (!keep (s, start))
        return FALSE;
      continue;
    }
    if (s->at + 1 < s->end && s->at[1] == '"') {
      advance (s);
      if (!keep (s, start))
        return FALSE;
      continue;
    }
    advance (s);
    if (!at_field_end (s))
      return fail (s, TC_ERROR_INVALID, _ ("text after the closing quotation mark"));
    return TRUE;
  }
  s->line = line;
  s->column = column;
  return fail (s, TC_ERROR_INVALID, _ ("the quotation mark that opens here is never closed"));
}

static gboolean
scan_plain (Scanner *s, gsize start)
{
  while (!at_field_end (s)) {
    if (*s->at == '"')
      return fail (s, TC_ERROR_INVALID,
                   _ ("a quotation mark inside a field that has none around it"));
    if (*s->at == '\r')
      return fail (s, TC_ERROR_INVALID, LONE_RETURN);
    if (!keep (s, start))
      return FALSE;
  }
  return TRUE;
}

static gboolean
scan_field (Scanner *s)
{
  gsize start = s->csv->text->len;
  Cell cell = {(guint32) start, s->line, s->column};

  if (s->at < s->end && *s->at == '"' ? !scan_quoted (s, start) : !scan_plain (s, start))
    return FALSE;
  g_string_append_c (s->csv->text, '\0');
  g_array_append_val (s->csv->cells, cell);
  return TRUE;
}

/* The fields of one line; leaves the scanner behind its end. */
static gboolean
scan_row (Scanner *s, guint *n_fields)
{
  *n_fields = 0;
  while (TRUE) {
    if (!scan_field (s))
      return FALSE;
    if (++*n_fields > TC_CSV_COLUMNS_MAX)
      return fail (s, TC_ERROR_LIMIT, _ ("more than %d fields"), TC_CSV_COLUMNS_MAX);
    if (s->at == s->end || *s->at != s->separator)
      break;
    advance (s);
  }
  if (s->at < s->end && *s->at == '\r')
    advance (s);
  if (s->at < s->end)
    advance (s);
  return TRUE;
}

/* One more line in the message; the others are read all the same. */
static void
fail_uneven (Scanner *s, guint32 line, guint n_fields)
{
  if (++s->n_uneven > TC_CSV_FAULTS_MAX)
    return;
  g_autofree char *before = s->fault ? g_strconcat (s->fault->message, "\n", NULL) : g_strdup ("");
  g_clear_error (&s->fault);
  g_set_error (&s->fault, TC_ERROR, TC_ERROR_INVALID,
               _ ("%s%s:%u:1: %u fields where the header has %u"), before, s->csv->name, line,
               n_fields, s->csv->n_columns);
}

/* Whether the cells from @first on have no text. */
static gboolean
is_blank (const TcCsv *csv, guint first)
{
  for (guint i = first; i < csv->cells->len; i++) {
    if (csv->text->str[g_array_index (csv->cells, Cell, i).text])
      return FALSE;
  }
  return TRUE;
}

static gboolean
scan_rows (Scanner *s)
{
  guint n_fields;
  guint rows = 0;

  while (s->at < s->end) {
    guint32 line = s->line;
    guint before = s->csv->cells->len;
    if (rows++ == TC_CSV_ROWS_MAX)
      return fail (s, TC_ERROR_LIMIT, _ ("more than %d rows"), TC_CSV_ROWS_MAX);
    if (!scan_row (s, &n_fields))
      return FALSE;
    gboolean blank = s->csv->n_columns > 1 && is_blank (s->csv, before);
    if (!blank && n_fields != s->csv->n_columns)
      fail_uneven (s, line, n_fields);
    if (blank || n_fields != s->csv->n_columns)
      g_array_set_size (s->csv->cells, before);
  }
  return s->n_uneven == 0;
}

/* What stands most often in the header line, outside of quotation marks. */
static char
find_separator (const Scanner *s)
{
  static const char separators[] = {',', ';', '\t'};
  guint counts[G_N_ELEMENTS (separators)] = {0};
  gboolean quoted = FALSE;
  guint best = 0;

  for (const char *at = s->at; at < s->end && (quoted || (*at != '\n' && *at != '\r')); at++) {
    quoted = quoted != (*at == '"');
    for (guint i = 0; !quoted && i < G_N_ELEMENTS (separators); i++)
      counts[i] += *at == separators[i];
  }
  for (guint i = 1; i < G_N_ELEMENTS (separators); i++) {
    if (counts[i] > counts[best])
      best = i;
  }
  return separators[best];
}

static gboolean
check_header (Scanner *s)
{
  TcCsv *csv = s->csv;

  for (guint i = 0; i < csv->n_columns; i++) {
    const Cell *cell = &g_array_index (csv->cells, Cell, i);
    const char *name = tc_csv_get_header (csv, i);
    s->line = cell->line;
    s->column = cell->column;
    if (!*name)
      return fail (s, TC_ERROR_INVALID, _ ("a column without a name"));
    if (tc_csv_find_column (csv, name) != (int) i)
      return fail (s, TC_ERROR_INVALID, _ ("the column \"%s\" stands twice"), name);
  }
  return TRUE;
}

static gboolean
scan_all (Scanner *s)
{
  const char *bad;

  if (!g_utf8_validate (s->at, s->end - s->at, &bad)) {
    while (s->at < bad)
      advance (s);
    return fail (s, TC_ERROR_INVALID, *bad ? _ ("not UTF-8") : _ ("a NUL byte"));
  }
  if (s->end - s->at >= 3 && memcmp (s->at, "\xef\xbb\xbf", 3) == 0)
    s->at += 3;
  if (s->at == s->end)
    return fail (s, TC_ERROR_INVALID, _ ("the file is empty"));
  s->separator = find_separator (s);
  if (!scan_row (s, &s->csv->n_columns))
    return FALSE;
  Scanner header = *s;
  gboolean fine = check_header (&header);
  s->fault = header.fault;
  return fine && scan_rows (s);
}

TcCsv *
tc_csv_parse (const char *name, const char *data, gsize size, GError **error)
{
  g_autoptr (TcCsv) csv = g_new0 (TcCsv, 1);
  Scanner s = {.csv = csv, .at = size > 0 ? data : "", .line = 1, .column = 1};

  s.end = s.at + size;
  csv->name = g_strdup (name);
  csv->text = g_string_new (NULL);
  csv->cells = g_array_new (FALSE, FALSE, sizeof (Cell));
  if (size > TC_CSV_BYTES_MAX)
    fail (&s, TC_ERROR_LIMIT, _ ("the file is longer than %d bytes"), TC_CSV_BYTES_MAX);
  else if (scan_all (&s))
    return g_steal_pointer (&csv);
  g_propagate_error (error, s.fault);
  return NULL;
}

TcCsv *
tc_csv_load (const char *path, const char *encoding, GError **error)
{
  g_autofree char *name = g_path_get_basename (path);
  gsize size;
  g_autofree char *data = tc_encoding_load (path, encoding, TC_CSV_BYTES_MAX, &size, error);

  return data ? tc_csv_parse (name, data, size, error) : NULL;
}

void
tc_csv_free (TcCsv *csv)
{
  g_free (csv->name);
  g_string_free (csv->text, TRUE);
  g_array_unref (csv->cells);
  g_free (csv);
}

const char *
tc_csv_get_name (const TcCsv *csv)
{
  return csv->name;
}

guint
tc_csv_get_n_columns (const TcCsv *csv)
{
  return csv->n_columns;
}

guint
tc_csv_get_n_rows (const TcCsv *csv)
{
  return csv->cells->len / csv->n_columns - 1;
}

static const Cell *
get_cell (const TcCsv *csv, guint line, guint column)
{
  g_assert (column < csv->n_columns && line < csv->cells->len / csv->n_columns);
  return &g_array_index (csv->cells, Cell, line * csv->n_columns + column);
}

const char *
tc_csv_get_header (const TcCsv *csv, guint column)
{
  return csv->text->str + get_cell (csv, 0, column)->text;
}

int
tc_csv_find_column (const TcCsv *csv, const char *name)
{
  for (guint i = 0; i < csv->n_columns; i++) {
    if (g_str_equal (tc_csv_get_header (csv, i), name))
      return (int) i;
  }
  return -1;
}

const char *
tc_csv_get (const TcCsv *csv, guint row, guint column)
{
  return csv->text->str + get_cell (csv, row + 1, column)->text;
}

guint
tc_csv_get_line (const TcCsv *csv, guint row)
{
  return get_cell (csv, row + 1, 0)->line;
}

static char *
dup_cell_place (const TcCsv *csv, const Cell *cell)
{
  return g_strdup_printf ("%s:%u:%u", csv->name, cell->line, cell->column);
}

char *
tc_csv_dup_place (const TcCsv *csv, guint row, guint column)
{
  return dup_cell_place (csv, get_cell (csv, row + 1, column));
}

char *
tc_csv_dup_header_place (const TcCsv *csv, guint column)
{
  return dup_cell_place (csv, get_cell (csv, 0, column));
}
