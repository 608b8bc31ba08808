/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each value of a province's files by itself: columns that must be there, the form of each kind,
 * keys that may stand once only.
 */
#include "tc-province-private.h"

#include "tc-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define CODE_MAX 60

static gboolean
is_code (const char *text)
{
  gsize length = strlen (text);

  return length > 0 && length <= CODE_MAX &&
         strspn (text, "abcdefghijklmnopqrstuvwxyz0123456789._-") == length;
}

static gboolean
is_date (const char *text)
{
  static const char form[] = "dddd-dd-dd";

  if (strlen (text) != strlen (form))
    return FALSE;
  for (guint i = 0; form[i]; i++) {
    if (form[i] == 'd' ? !g_ascii_isdigit (text[i]) : text[i] != form[i])
      return FALSE;
  }
  gint64 year = g_ascii_strtoll (text, NULL, 10);
  gint64 month = g_ascii_strtoll (text + 5, NULL, 10);
  gint64 day = g_ascii_strtoll (text + 8, NULL, 10);
  return year >= 1900 && g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year);
}

/* "1/7/2025" as offices write it becomes "2025-07-01"; what has another form stays. */
static char *
take_date (char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "/", 4);
  guint64 numbers[3];

  if (g_strv_length (parts) != 3 || strlen (parts[2]) != 4)
    return text;
  for (guint i = 0; i < 3; i++) {
    if (!g_ascii_string_to_unsigned (parts[i], 10, 1, 9999, &numbers[i], NULL))
      return text;
  }
  g_free (text);
  return g_strdup_printf ("%04u-%02u-%02u", (guint) numbers[2], (guint) numbers[1],
                          (guint) numbers[0]);
}

static gboolean
is_degrees (const char *text, double max)
{
  char *end = NULL;
  double value = g_ascii_strtod (text, &end);

  /* Digits, sign and point alone: no exponent, no "nan". */
  return strspn (text, "0123456789.-") == strlen (text) && end != text && !*end &&
         fabs (value) <= max;
}

static gboolean
is_int (const char *text, gint64 max)
{
  guint64 value;

  return g_ascii_string_to_unsigned (text, 10, 0, (guint64) max, &value, NULL);
}

/* HH:MM */
static gboolean
is_hour (const char *text)
{
  return strlen (text) == 5 && g_ascii_isdigit (text[0]) && g_ascii_isdigit (text[1]) &&
         text[2] == ':' && g_ascii_isdigit (text[3]) && g_ascii_isdigit (text[4]) &&
         g_ascii_strtoll (text, NULL, 10) < 24 && text[3] < '6';
}

/* "3" or "1-5" */
static gboolean
add_weekdays (const char *span, gint64 *weekdays)
{
  gsize length = strlen (span);
  int first = span[0] - '1';
  int last = span[length > 0 ? length - 1 : 0] - '1';

  if ((length != 1 && (length != 3 || span[1] != '-')) || first < 0 || last > 6 || first > last)
    return FALSE;
  for (int day = first; day <= last; day++)
    *weekdays |= (gint64) 1 << day;
  return TRUE;
}

gboolean
tc_province_parse_weekdays (const char *text, gint64 *weekdays)
{
  g_auto (GStrv) spans = g_strsplit (text, ";", -1);
  gint64 found = 0;

  for (guint i = 0; spans[i]; i++) {
    if (!add_weekdays (g_strstrip (spans[i]), &found))
      return FALSE;
  }
  *weekdays = found;
  return TRUE;
}

/* A name of the folder photos, none of a place elsewhere. */
static gboolean
is_photo (const char *name)
{
  gsize length = strlen (name);

  return length > 4 && length <= CODE_MAX && is_code (name) && *name != '.' &&
         (g_str_has_suffix (name, ".jpg") || g_str_has_suffix (name, ".png"));
}

static gboolean
check_code (TcProvince *province, TcProvinceFile file, guint row, const TcColumn *column,
            const char *text)
{
  if (is_code (text))
    return TRUE;
  tc_province_fault (province, file, (int) row, column->name,
                     _ ("\"%s\" is no code (a-z, 0-9, '.', '_' and '-', up to %d)"), text,
                     CODE_MAX);
  return FALSE;
}

static void
check_word (TcProvince *province, TcProvinceFile file, guint row, const TcColumn *column,
            const char *text)
{
  if (g_strv_contains (column->words, text))
    return;
  g_autofree char *words = g_strjoinv (", ", (char **) column->words);
  tc_province_fault (province, file, (int) row, column->name, _ ("\"%s\" is none of %s"), text,
                     words);
}

static void
check_post (TcProvince *province, TcProvinceFile file, guint row, const TcColumn *column,
            const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "@", -1);

  if (g_strv_length (parts) != 2 || !is_code (parts[0]) || !is_code (parts[1]))
    tc_province_fault (province, file, (int) row, column->name, _ ("\"%s\" is not role@agency"),
                       text);
}

/* A number for each hour, and one of them more than none. */
static void
check_hours (TcProvince *province, TcProvinceFile file, guint row, const TcColumn *column,
             char **parts)
{
  gint64 sum = 0;
  gboolean sound = g_strv_length (parts) == 24;

  for (guint i = 0; sound && parts[i]; i++) {
    sound = is_int (parts[i], column->max);
    sum += sound ? g_ascii_strtoll (parts[i], NULL, 10) : 0;
  }
  if (!sound || sum == 0)
    tc_province_fault (province, file, (int) row, column->name,
                       _ ("must be 24 whole numbers from 0 to %lld, not all 0"),
                       (long long) column->max);
}

static void
check_list (TcProvince *province, TcProvinceFile file, guint row, const TcColumn *column,
            const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, ";", -1);

  if (column->kind == TC_COLUMN_HOURS)
    check_hours (province, file, row, column, parts);
  for (guint i = 0; parts[i]; i++) {
    g_strstrip (parts[i]);
    if (column->kind == TC_COLUMN_WORDS)
      check_word (province, file, row, column, parts[i]);
    else if (column->kind == TC_COLUMN_POSTS)
      check_post (province, file, row, column, parts[i]);
    else if (column->kind == TC_COLUMN_CODES)
      check_code (province, file, row, column, parts[i]);
    else if (column->kind == TC_COLUMN_PHOTOS && !is_photo (parts[i]))
      tc_province_fault (
          province, file, (int) row, column->name,
          _ ("\"%s\" is no name of a photo (a-z, 0-9, '.', '_' and '-', .jpg or .png)"), parts[i]);
    /* Several references are checked with the links. */
  }
}

static void
check_number (TcProvince *province, TcProvinceFile file, guint row, const TcColumn *column,
              const char *text)
{
  double degrees_max = column->kind == TC_COLUMN_LAT ? 90 : 180;

  if (column->kind == TC_COLUMN_INT && !is_int (text, column->max))
    tc_province_fault (province, file, (int) row, column->name,
                       _ ("\"%s\" is no whole number from 0 to %lld"), text,
                       (long long) column->max);
  else if (column->kind == TC_COLUMN_DATE && !is_date (text))
    tc_province_fault (province, file, (int) row, column->name,
                       _ ("\"%s\" is no date YYYY-MM-DD or DD/MM/YYYY of the calendar"), text);
  else if (column->kind != TC_COLUMN_INT && column->kind != TC_COLUMN_DATE &&
           !is_degrees (text, degrees_max))
    tc_province_fault (province, file, (int) row, column->name,
                       _ ("\"%s\" is no number of degrees from -%g to %g"), text, degrees_max,
                       degrees_max);
}

static void
check_when (TcProvince *province, TcProvinceFile file, guint row, const TcColumn *column,
            const char *text)
{
  gint64 weekdays;

  if (column->kind == TC_COLUMN_HOUR && !is_hour (text))
    tc_province_fault (province, file, (int) row, column->name, _ ("\"%s\" is no hour HH:MM"),
                       text);
  else if (column->kind == TC_COLUMN_WEEKDAYS && !tc_province_parse_weekdays (text, &weekdays))
    tc_province_fault (province, file, (int) row, column->name,
                       _ ("\"%s\" is no days of the week (1 is Monday; \"1-5\", \"6;7\")"), text);
}

static void
check_form (TcProvince *province, TcProvinceFile file, guint row, const TcColumn *column,
            const char *text)
{
  switch (column->kind) {
  case TC_COLUMN_CODE:
    check_code (province, file, row, column, text);
    break;
  case TC_COLUMN_WORD:
    check_word (province, file, row, column, text);
    break;
  case TC_COLUMN_DATE:
  case TC_COLUMN_LAT:
  case TC_COLUMN_LON:
  case TC_COLUMN_INT:
    check_number (province, file, row, column, text);
    break;
  case TC_COLUMN_HOUR:
  case TC_COLUMN_WEEKDAYS:
    check_when (province, file, row, column, text);
    break;
  case TC_COLUMN_WORDS:
  case TC_COLUMN_CODES:
  case TC_COLUMN_POSTS:
  case TC_COLUMN_REFS:
  case TC_COLUMN_TURNS:
  case TC_COLUMN_HOURS:
  case TC_COLUMN_PHOTOS:
    check_list (province, file, row, column, text);
    break;
  case TC_COLUMN_LINE:
  case TC_COLUMN_PARAGRAPH:
  case TC_COLUMN_REF:
    break; /* text may be any; a reference is checked with the links */
  }
}

/* The clean text of a cell, checked; (nullable). */
static char *
read_cell (TcProvince *province, TcProvinceFile file, guint row, const TcColumn *column, int at)
{
  const char *raw = at >= 0 ? tc_csv_get (province->tables[file].csv, row, (guint) at) : "";
  TcTextForm form = column->kind == TC_COLUMN_PARAGRAPH ? TC_TEXT_PARAGRAPH : TC_TEXT_LINE;
  gsize max = column->max > 0 && column->kind != TC_COLUMN_INT ? (gsize) column->max
                                                               : TC_CSV_FIELD_BYTES_MAX;
  g_autofree char *text = tc_text_clean (raw, form, max);

  if (!text) {
    tc_province_fault (province, file, (int) row, column->name, _ ("longer than %zu characters"),
                       max);
    return NULL;
  }
  if (*text && column->kind == TC_COLUMN_DATE)
    text = take_date (g_steal_pointer (&text));
  if (*text) {
    check_form (province, file, row, column, text);
    return g_steal_pointer (&text);
  }
  if (column->required)
    tc_province_fault (province, file, (int) row, column->name, _ ("must not be empty"));
  return NULL;
}

/* Every column that the layout names and the file has or must have; and none else. */
static gboolean
check_columns (TcProvince *province, TcProvinceFile file)
{
  const TcCsv *csv = province->tables[file].csv;
  const TcLayout *layout = &tc_province_layouts[file];
  guint before = province->n_faults;

  for (const TcColumn *column = layout->columns; column->name; column++) {
    if (column->required && tc_csv_find_column (csv, column->name) < 0)
      tc_province_fault (province, file, -1, NULL, _ ("the column \"%s\" is missing"),
                         column->name);
  }
  for (guint i = 0; i < tc_csv_get_n_columns (csv); i++) {
    const char *name = tc_csv_get_header (csv, i);
    const TcColumn *column = layout->columns;
    while (column->name && !g_str_equal (column->name, name))
      column++;
    if (column->name)
      continue;
    g_autofree char *place = tc_csv_dup_header_place (csv, i);
    tc_province_fault_text (
        province, g_strdup_printf (_ ("%s: there is no column \"%s\" in this file"), place, name));
  }
  return province->n_faults == before;
}

static void
add_key (TcProvince *province, TcProvinceFile file, guint row)
{
  const TcLayout *layout = &tc_province_layouts[file];
  TcProvinceTable *table = &province->tables[file];

  if (!layout->key)
    return;
  const char *key = tc_province_get (province, file, row, layout->key);
  int first = key ? tc_province_find (province, file, key) : -1;
  if (first >= 0) {
    g_autofree char *place = tc_csv_dup_place (table->csv, (guint) first, 0);
    tc_province_fault (province, file, (int) row, layout->key, _ ("\"%s\" stands already at %s"),
                       key, place);
  } else if (key) {
    g_hash_table_insert (table->keys, (gpointer) key, GINT_TO_POINTER (row + 1));
  }
}

void
tc_province_check_values (TcProvince *province, TcProvinceFile file)
{
  TcProvinceTable *table = &province->tables[file];
  const TcLayout *layout = &tc_province_layouts[file];

  if (!check_columns (province, file))
    return;
  for (guint row = 0; row < tc_csv_get_n_rows (table->csv); row++) {
    for (const TcColumn *column = layout->columns; column->name; column++)
      g_ptr_array_add (table->clean, read_cell (province, file, row, column,
                                                tc_csv_find_column (table->csv, column->name)));
    add_key (province, file, row);
  }
}
