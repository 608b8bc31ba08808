/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading and checking reports line by line; see the header. What lines say of each other stands in
 * tc-import-check.c.
 */
#include "tc-import-file-private.h"

#include "tc-import-time.h"
#include "tc-incident-operations.h"
#include "tc-limits.h"
#include "tc-text.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

#define EXTERNAL_CHARS_MAX 200
#define CODE_CHARS_MAX 60
#define E7 1e7

static void
free_row (gpointer data)
{
  TcImportRow *row = data;
  char *texts[] = {row->id,         row->outcome,        row->closing_text,  row->title,
                   row->text,       row->field,          row->field_name,    row->group,
                   row->unit,       row->unit_name,      row->address,       row->reporter_name,
                   row->attributes, row->reporter_phone, row->reporter_email};

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);
  g_free (row);
}

int
tc_import_row_compare (gconstpointer a, gconstpointer b)
{
  guint one = (*(TcImportRow *const *) a)->row;
  guint other = (*(TcImportRow *const *) b)->row;

  return (one > other) - (one < other);
}

static char *
dup_place (const TcImportFile *file, guint row, const char *column)
{
  int at = column ? tc_csv_find_column (file->csv, column) : -1;
  g_autofree char *place = tc_csv_dup_place (file->csv, row, (guint) MAX (at, 0));

  return column ? g_strdup_printf ("%s: %s", place, column) : g_steal_pointer (&place);
}

void
tc_import_fault_text (TcImportReader *reader, char *text)
{
  if (reader->n_faults++ < TC_IMPORT_FAULTS_MAX)
    g_ptr_array_add (reader->faults, text);
  else
    g_free (text);
}

void
tc_import_fault (TcImportReader *reader, guint row, TcImportRole role, const char *format, ...)
{
  g_autofree char *place = dup_place (reader->file, row, reader->file->map->columns[role]);
  va_list args;

  va_start (args, format);
  g_autofree char *what = g_strdup_vprintf (format, args);
  va_end (args);
  tc_import_fault_text (reader, g_strdup_printf ("%s: %s", place, what));
}

/* ---- one value ---- */

/* As it stands, without spaces around; "" where nothing does. (transfer full) */
static char *
get_raw (TcImportReader *reader, guint row, TcImportRole role)
{
  int at = reader->at[role];

  return g_strstrip (g_strdup (at < 0 ? "" : tc_csv_get (reader->file->csv, row, (guint) at)));
}

/* Clean text; (nullable): nothing stands there, or it is too long, which is a fault. */
static char *
read_text (TcImportReader *reader, guint row, TcImportRole role, TcTextForm form, gsize max)
{
  g_autofree char *raw = get_raw (reader, row, role);
  g_autofree char *text = tc_text_clean (raw, form, max);

  if (!text)
    tc_import_fault (reader, row, role, _ ("longer than %zu characters"), max);
  return text && *text ? g_steal_pointer (&text) : NULL;
}

static char *
read_line (TcImportReader *reader, guint row, TcImportRole role, gsize max)
{
  return read_text (reader, row, role, TC_TEXT_LINE, max);
}

/* TC_NONE where nothing stands or what stands is no time. */
static gint64
read_time (TcImportReader *reader, guint row, TcImportRole role)
{
  const TcImportMap *map = reader->file->map;
  g_autofree char *raw = get_raw (reader, row, role);
  gint64 time_us = TC_NONE;

  if (*raw && !tc_import_time_parse (raw, (const char *const *) map->forms, map->zone, &time_us)) {
    g_autofree char *forms = g_strjoinv ("\" or \"", map->forms);
    tc_import_fault (reader, row, role, _ ("\"%s\" is no time of the form \"%s\""), raw, forms);
    return TC_NONE;
  }
  if (*raw && role != TC_IMPORT_DUE && time_us > reader->now_us)
    tc_import_fault (reader, row, role, _ ("\"%s\" is still to come"), raw);
  return time_us;
}

/* With a point, or the comma that a Vietnamese spreadsheet writes. */
static gboolean
read_degrees (const char *typed, double *degrees)
{
  g_autofree char *text = g_strdelimit (g_strdup (typed), ",", '.');
  char *end = NULL;

  *degrees = g_ascii_strtod (text, &end);
  /* Digits, sign and point alone: no exponent, no "nan". */
  return *text && strspn (text, "0123456789.-") == strlen (text) && !*end;
}

static void
read_place (TcImportReader *reader, guint at, TcImportRow *row)
{
  g_autofree char *lat = get_raw (reader, at, TC_IMPORT_LAT);
  g_autofree char *lon = get_raw (reader, at, TC_IMPORT_LON);
  double lat_deg;
  double lon_deg;

  row->lat_e7 = TC_NONE;
  row->lon_e7 = TC_NONE;
  if (!*lat && !*lon)
    return;
  if (!*lat || !*lon) {
    tc_import_fault (reader, at, *lat ? TC_IMPORT_LON : TC_IMPORT_LAT,
                     _ ("must not be empty where the other of latitude and longitude is given"));
    return;
  }
  gboolean lat_fine = read_degrees (lat, &lat_deg);
  gboolean lon_fine = read_degrees (lon, &lon_deg);
  if (!lat_fine || fabs (lat_deg) > 90)
    tc_import_fault (reader, at, TC_IMPORT_LAT, _ ("\"%s\" is no latitude from -90 to 90%s"), lat,
                     lat_fine && lon_fine && fabs (lat_deg) <= 180 && fabs (lon_deg) <= 90
                         ? _ (" (are latitude and longitude exchanged?)")
                         : "");
  else if (!lon_fine || fabs (lon_deg) > 180)
    tc_import_fault (reader, at, TC_IMPORT_LON, _ ("\"%s\" is no longitude from -180 to 180"), lon);
  else if (lat_deg != 0 || lon_deg != 0) { /* 0, 0 is what systems write for nowhere */
    row->lat_e7 = llround (lat_deg * E7);
    row->lon_e7 = llround (lon_deg * E7);
  }
}

/* ---- one line ---- */

static const char *
read_state (TcImportReader *reader, guint at)
{
  const TcImportMap *map = reader->file->map;
  g_autofree char *raw = get_raw (reader, at, TC_IMPORT_STATE);
  g_autofree char *folded = tc_import_fold (raw);

  if (!map->columns[TC_IMPORT_STATE]) {
    g_autofree char *closed = get_raw (reader, at, TC_IMPORT_CLOSED);
    return *closed ? "closed" : "open";
  }
  const char *state = g_hash_table_lookup (map->states, folded);
  if (state)
    return state;
  if (*raw)
    tc_import_fault (reader, at, TC_IMPORT_STATE,
                     _ ("\"%s\" is none of the words for states in the mapping"), raw);
  else
    tc_import_fault (reader, at, TC_IMPORT_STATE, _ ("must not be empty"));
  return "open";
}

static const char *
read_channel (TcImportReader *reader, guint at)
{
  const TcImportMap *map = reader->file->map;
  g_autofree char *raw = get_raw (reader, at, TC_IMPORT_CHANNEL);
  g_autofree char *folded = tc_import_fold (raw);
  const char *channel = *raw ? g_hash_table_lookup (map->channels, folded) : map->channel;

  if (!channel)
    tc_import_fault (reader, at, TC_IMPORT_CHANNEL,
                     _ ("\"%s\" is none of the words for channels in the mapping"), raw);
  return channel;
}

/* By the column of outcomes, else by words in the closing text. (transfer full) */
static char *
read_outcome (TcImportReader *reader, guint at, const char *state, const char *closing_text)
{
  const TcImportMap *map = reader->file->map;
  gboolean closed = g_str_equal (state, "closed");
  g_autofree char *outcome = read_line (reader, at, TC_IMPORT_OUTCOME, CODE_CHARS_MAX);
  g_autofree char *folded = tc_import_fold (closing_text ? closing_text : "");

  /* What it is a duplicate of isn't in the file. */
  if (outcome && closed && g_str_equal (outcome, "duplicate"))
    return g_strdup ("other");
  if (outcome)
    return g_steal_pointer (&outcome);
  for (guint i = 0; closed && i < map->outcomes->len; i++) {
    if (strstr (folded, g_ptr_array_index (map->outcome_words, i)))
      return g_strdup (g_ptr_array_index (map->outcomes, i));
  }
  return g_strdup (closed ? "done" : "other");
}

static void
read_end (TcImportReader *reader, guint at, TcImportRow *row)
{
  row->state = read_state (reader, at);
  row->closed_us = TC_NONE;
  if (g_str_equal (row->state, "open"))
    return;
  guint before = reader->n_faults;
  row->closing_text = read_text (reader, at, TC_IMPORT_CLOSING_TEXT, TC_TEXT_PARAGRAPH,
                                 TC_TEXT_CHARS_MAX);
  row->outcome = read_outcome (reader, at, row->state, row->closing_text);
  row->closed_us = read_time (reader, at, TC_IMPORT_CLOSED);
  if (row->closed_us == TC_NONE && reader->n_faults == before)
    tc_import_fault (reader, at, TC_IMPORT_CLOSED,
                     _ ("must not be empty where the state is an end"));
  else if (row->closed_us != TC_NONE && row->opened_us != TC_NONE &&
           row->closed_us < row->opened_us) {
    g_autofree char *closed = get_raw (reader, at, TC_IMPORT_CLOSED);
    g_autofree char *opened = get_raw (reader, at, TC_IMPORT_OPENED);
    tc_import_fault (reader, at, TC_IMPORT_CLOSED, _ ("%s is before it was opened (%s)"), closed,
                     opened);
  }
}

/* (nullable): nothing is kept. */
static char *
read_attributes (TcImportReader *reader, guint at)
{
  const TcImportFile *file = reader->file;
  g_autoptr (JsonBuilder) json = json_builder_new ();
  guint n = 0;

  json_builder_begin_object (json);
  for (guint i = 0; file->map->keep[i]; i++) {
    int column = tc_csv_find_column (file->csv, file->map->keep[i]);
    g_autofree char *text = tc_text_clean (tc_csv_get (file->csv, at, (guint) column), TC_TEXT_LINE,
                                           TC_TEXT_CHARS_MAX);
    if (!text || !*text)
      continue;
    json_builder_set_member_name (json, file->map->keep[i]);
    json_builder_add_string_value (json, text);
    n++;
  }
  json_builder_end_object (json);
  g_autoptr (JsonNode) root = json_builder_get_root (json);
  g_autofree char *text = n > 0 ? json_to_string (root, FALSE) : NULL;
  if (text && g_utf8_strlen (text, -1) > TC_ATTRIBUTES_CHARS_MAX)
    tc_import_fault (reader, at, TC_IMPORT_ID, _ ("the columns that are kept are longer than %d"),
                     TC_ATTRIBUTES_CHARS_MAX);
  return g_steal_pointer (&text);
}

static void
read_texts (TcImportReader *reader, guint at, TcImportRow *row)
{
  row->id = read_line (reader, at, TC_IMPORT_ID, EXTERNAL_CHARS_MAX);
  row->title = read_line (reader, at, TC_IMPORT_TITLE, TC_TITLE_CHARS_MAX);
  row->text = read_text (reader, at, TC_IMPORT_TEXT, TC_TEXT_PARAGRAPH, TC_TEXT_CHARS_MAX);
  if (!row->text)
    row->text = g_strdup (row->title);
  row->field = read_line (reader, at, TC_IMPORT_FIELD, TC_NAME_CHARS_MAX);
  row->field_name = read_line (reader, at, TC_IMPORT_FIELD_NAME, TC_NAME_CHARS_MAX);
  row->group = read_line (reader, at, TC_IMPORT_GROUP, TC_NAME_CHARS_MAX);
  row->unit = read_line (reader, at, TC_IMPORT_UNIT, TC_NAME_CHARS_MAX);
  row->unit_name = read_line (reader, at, TC_IMPORT_UNIT_NAME, TC_NAME_CHARS_MAX);
  row->address = read_line (reader, at, TC_IMPORT_ADDRESS, TC_ADDRESS_CHARS_MAX);
  row->reporter_name = read_line (reader, at, TC_IMPORT_REPORTER_NAME, TC_NAME_CHARS_MAX);
  row->reporter_phone = read_line (reader, at, TC_IMPORT_REPORTER_PHONE, TC_NAME_CHARS_MAX);
  row->reporter_email = read_line (reader, at, TC_IMPORT_REPORTER_EMAIL, TC_NAME_CHARS_MAX);
}

static void
read_row (TcImportReader *reader, guint at)
{
  TcImportRow *row = g_new0 (TcImportRow, 1);
  guint before = reader->n_faults;

  row->row = at;
  g_ptr_array_add (reader->file->rows, row);
  read_texts (reader, at, row);
  gboolean fine = reader->n_faults == before;
  if (fine && !row->id)
    tc_import_fault (reader, at, TC_IMPORT_ID, _ ("must not be empty"));
  if (fine && !row->text)
    tc_import_fault (reader, at,
                     reader->file->map->columns[TC_IMPORT_TEXT] ? TC_IMPORT_TEXT : TC_IMPORT_TITLE,
                     _ ("must not be empty"));
  before = reader->n_faults;
  row->opened_us = read_time (reader, at, TC_IMPORT_OPENED);
  if (row->opened_us == TC_NONE && reader->n_faults == before)
    tc_import_fault (reader, at, TC_IMPORT_OPENED, _ ("must not be empty"));
  row->due_us = read_time (reader, at, TC_IMPORT_DUE);
  read_end (reader, at, row);
  read_place (reader, at, row);
  row->channel = read_channel (reader, at);
  row->attributes = read_attributes (reader, at);
}

/* ---- the whole file ---- */

/* Every column of the mapping is there. */
static gboolean
find_columns (TcImportReader *reader)
{
  const TcImportFile *file = reader->file;

  for (guint role = 0; role < TC_IMPORT_N_ROLES; role++) {
    const char *column = file->map->columns[role];
    reader->at[role] = column ? tc_csv_find_column (file->csv, column) : -1;
    if (column && reader->at[role] < 0)
      tc_import_fault_text (
          reader,
          g_strdup_printf (_ ("%s:1:1: there is no column \"%s\", which the mapping names for "
                              "%s"),
                           tc_csv_get_name (file->csv), column,
                           tc_import_role_get_name ((TcImportRole) role)));
  }
  for (guint i = 0; file->map->keep[i]; i++) {
    if (tc_csv_find_column (file->csv, file->map->keep[i]) < 0)
      tc_import_fault_text (reader,
                            g_strdup_printf (_ ("%s:1:1: there is no column \"%s\", which the "
                                                "mapping keeps"),
                                             tc_csv_get_name (file->csv), file->map->keep[i]));
  }
  return reader->n_faults == 0;
}

static void
read_rows (TcImportReader *reader)
{
  const TcCsv *csv = reader->file->csv;

  if (tc_csv_get_n_rows (csv) == 0)
    tc_import_fault_text (reader, g_strdup_printf (_ ("%s:1:1: there is no line below the header"),
                                                   tc_csv_get_name (csv)));
  for (guint row = 0; row < tc_csv_get_n_rows (csv); row++)
    read_row (reader, row);
  tc_import_check_lines (reader);
}

char *
tc_import_file_judge_header (const TcCsv *csv)
{
  return tc_csv_get_n_columns (csv) > 1
             ? NULL
             : g_strdup_printf (
                   _ ("%s:1:1: one column alone: fields are separated by ',', ';' or tabs"),
                   tc_csv_get_name (csv));
}

TcImportFile *
tc_import_file_read (TcCsv *csv, TcImportMap *map, gint64 now_us, GPtrArray **faults)
{
  g_autoptr (TcImportFile) file = g_new0 (TcImportFile, 1);
  TcImportReader reader = {.file = file, .now_us = now_us};

  file->csv = csv;
  file->map = map;
  file->rows = g_ptr_array_new_with_free_func (free_row);
  reader.faults = g_ptr_array_new_with_free_func (g_free);
  char *header_fault = tc_import_file_judge_header (csv);
  if (header_fault)
    tc_import_fault_text (&reader, header_fault);
  else if (find_columns (&reader))
    read_rows (&reader);
  if (reader.n_faults > TC_IMPORT_FAULTS_MAX)
    g_ptr_array_add (reader.faults,
                     g_strdup_printf (_ ("and %u more"), reader.n_faults - TC_IMPORT_FAULTS_MAX));
  *faults = reader.faults;
  return reader.n_faults == 0 ? g_steal_pointer (&file) : NULL;
}

void
tc_import_file_free (TcImportFile *file)
{
  g_ptr_array_unref (file->rows);
  tc_import_map_free (file->map);
  tc_csv_free (file->csv);
  g_free (file);
}

char *
tc_import_file_dup_place (const TcImportFile *file, const TcImportRow *row, TcImportRole role)
{
  return dup_place (file, row->row, file->map->columns[role]);
}
