/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From lines to operations; see the header.
 */
#include "tc-import-plan.h"

#include "tc-incident-operations.h"
#include "tc-incident-states.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Of one line: incident, report, reporter. */
#define IDS_A_ROW 3
#define DRY_CODE "PA-000101-0001"

typedef struct {
  const TcImport *import; /* (unowned) */
  GPtrArray *steps;       /* (unowned): being made */
  const gint64 *ids;      /* (unowned): IDS_A_ROW of this line */
  const char *code;       /* (unowned) */
  const TcImportRow *row; /* (unowned) */
} Line;

void
tc_import_known_free (gpointer data)
{
  TcImportKnown *known = data;

  g_free (known->state);
  g_free (known);
}

static void
add (Line *line, const TcOperationType *type, gconstpointer args, gint64 made_us)
{
  TcPlanStep *step = tc_plan_step_new (
      type, args, tc_import_file_dup_place (line->import->file, line->row, TC_IMPORT_ID));

  step->made_us = made_us;
  g_ptr_array_add (line->steps, step);
}

/* ---- a line's operations ---- */

static void
add_report (Line *line, TcImportCounts *counts)
{
  const TcImport *import = line->import;
  const TcImportRow *row = line->row;
  gboolean person = row->reporter_name || row->reporter_phone || row->reporter_email;
  TcIncidentReport args = {
      .incident_id = line->ids[0],
      .report_id = line->ids[1],
      .reporter_id = person ? line->ids[2] : 0,
      .code = line->code,
      .channel = row->channel,
      .title = row->title,
      .text = row->text,
      .language = import->file->map->language,
      .field_id = tc_import_names_get_field (import->names, row),
      .priority = TC_NONE,
      .area_id = tc_import_names_get_area (import->names, row),
      .lat_e7 = row->lat_e7,
      .lon_e7 = row->lon_e7,
      .address = row->address,
      .said_us = row->opened_us,
      .received_us = row->opened_us,
      .due_us = row->due_us,
      .anonymous = !person,
      .attributes = row->attributes,
      .source = import->source,
      .external_id = row->id,
      .reporter_name = row->reporter_name,
      .reporter_phone = row->reporter_phone,
      .reporter_email = row->reporter_email,
  };

  add (line, &tc_incident_report_type, &args, row->opened_us);
  counts->outside += row->lat_e7 != TC_NONE && !args.area_id;
}

/* Who has it; whoever closes it must have it or have accepted it. */
static void
add_unit (Line *line, gint64 incident_id, gboolean ends)
{
  TcIncidentAssign assign = {incident_id, tc_import_names_get_unit (line->import->names, line->row),
                             0, NULL};
  TcIncidentOnly accept = {incident_id};

  if (assign.agency_id)
    add (line, &tc_incident_assign_type, &assign, line->row->opened_us);
  else if (ends)
    add (line, &tc_incident_accept_type, &accept, line->row->opened_us);
}

/* A closing text longer than an end has room for stands as a note before it. (nullable) */
static const char *
add_long_text (Line *line, gint64 incident_id)
{
  TcIncidentText note = {incident_id, line->row->closing_text};

  if (!note.text || g_utf8_strlen (note.text, -1) <= TC_REASON_CHARS_MAX)
    return note.text;
  add (line, &tc_incident_comment_type, &note, line->row->closed_us);
  return NULL;
}

static void
add_end (Line *line, gint64 incident_id, gboolean resolved)
{
  const TcImportRow *row = line->row;
  const char *text = add_long_text (line, incident_id);
  TcIncidentProgress resolve = {incident_id, 0, NULL};
  TcIncidentClose close = {incident_id, row->outcome, 0, text};
  TcIncidentTurnAway away = {incident_id, row->outcome, text};

  if (g_str_equal (row->state, "rejected")) {
    add (line, &tc_incident_reject_type, &away, row->closed_us);
  } else if (g_str_equal (row->state, "redirected")) {
    add (line, &tc_incident_redirect_type, &away, row->closed_us);
  } else {
    if (!resolved && g_str_equal (row->outcome, "done"))
      add (line, &tc_incident_resolve_type, &resolve, row->closed_us);
    add (line, &tc_incident_close_type, &close, row->closed_us);
  }
}

static gboolean
is_ended (const TcImportRow *row)
{
  return !g_str_equal (row->state, "open");
}

static void
add_new (Line *line, TcImportCounts *counts)
{
  gboolean closed = g_str_equal (line->row->state, "closed");

  counts->added++;
  add_report (line, counts);
  add_unit (line, line->ids[0], closed);
  if (is_ended (line->row))
    add_end (line, line->ids[0], FALSE);
}

/* A later promise counts, an earlier one would be going back; one that is past is no promise. */
static void
add_due (Line *line, const TcImportKnown *known)
{
  TcIncidentWhen extend = {known->incident_id, line->row->due_us, line->import->source};

  if (line->row->due_us > known->due_us &&
      (known->due_us != TC_NONE || line->row->due_us > line->import->now_us))
    add (line, &tc_incident_extend_type, &extend, 0);
}

/* Whether the table of states lets the file's end follow. */
static gboolean
may_end (TcIncidentState state, const TcImportRow *row)
{
  TcIncidentStep step = g_str_equal (row->state, "closed")     ? TC_STEP_CLOSE
                        : g_str_equal (row->state, "rejected") ? TC_STEP_REJECT
                                                               : TC_STEP_REDIRECT;
  TcIncidentState to;

  return tc_incident_state_move (state, step, &to) != TC_MOVE_REFUSED;
}

/* Only what is still open here moves, and only on. */
static void
add_known (Line *line, const TcImportKnown *known, TcImportCounts *counts)
{
  TcIncidentState state = TC_STATE_MERGED;
  gboolean open = tc_incident_state_from_code (known->state, &state) &&
                  tc_incident_state_is_open (state);
  gboolean ended = is_ended (line->row);
  guint before = line->steps->len;

  if (open && state == TC_STATE_NEW && !known->unit_id)
    add_unit (line, known->incident_id, ended && g_str_equal (line->row->state, "closed"));
  if (open && ended && may_end (state, line->row))
    add_end (line, known->incident_id, state == TC_STATE_RESOLVED || state == TC_STATE_PUBLISHED);
  else if (open && !ended && g_str_equal (tc_incident_state_get_open311 (state), "open"))
    add_due (line, known);
  if (line->steps->len > before) {
    counts->changed++;
  } else {
    counts->left++;
    counts->ended += !open && !ended;
  }
}

/* ---- many lines ---- */

void
tc_import_check (const TcImport *import, GPtrArray *faults)
{
  static const gint64 ids[IDS_A_ROW] = {1, 2, 3};
  const GPtrArray *rows = import->file->rows;
  TcImportCounts counts = {0};

  for (guint i = 0; i < rows->len && faults->len <= TC_IMPORT_FAULTS_MAX; i++) {
    g_autoptr (GPtrArray) steps = g_ptr_array_new_with_free_func (tc_plan_step_free);
    Line line = {import, steps, ids, DRY_CODE, g_ptr_array_index (rows, i)};
    add_new (&line, &counts);
    for (guint j = 0; j < steps->len; j++) {
      const TcPlanStep *step = g_ptr_array_index (steps, j);
      const char *name = "?";
      g_autoptr (TcRefusal) refusal = NULL;
      g_autoptr (TcArgs)
          args = tc_args_decode (step->type, step->type->version, step->args, &refusal);
      if (args)
        continue;
      (void) !g_variant_lookup (refusal->args, "argument", "&s", &name);
      g_ptr_array_add (faults, g_strdup_printf (_ ("%s: %s does not take this %s"), step->place,
                                                step->type->name, name));
    }
  }
}

/* What the server has of @rows (element-type TcImportRow): external id → TcImportKnown. (transfer
 * full) (nullable) */
static GHashTable *
find_known (const TcImport *import, const GPtrArray *rows, GError **error)
{
  g_autoptr (GHashTable)
      known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, tc_import_known_free);
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (ids, ((const TcImportRow *) g_ptr_array_index (rows, i))->id);
  return import->find (import->source, ids, known, import->data, error) ? g_steal_pointer (&known)
                                                                        : NULL;
}

/* @ids: (inout): where the next unused ids stand */
static gboolean
plan_row (const TcImport *import, const TcImportRow *row, const TcImportKnown *known,
          GPtrArray *steps, const gint64 **ids, TcImportCounts *counts, GError **error)
{
  Line line = {import, steps, *ids, NULL, row};

  if (known) {
    add_known (&line, known, counts);
    return TRUE;
  }
  g_autofree char *code = import->server->take_code (row->opened_us, import->data, error);
  if (!code)
    return FALSE;
  line.code = code;
  add_new (&line, counts);
  *ids += IDS_A_ROW;
  return TRUE;
}

GPtrArray *
tc_import_plan (const TcImport *import, guint first, guint n, TcImportCounts *counts,
                GError **error)
{
  g_autoptr (GPtrArray) steps = g_ptr_array_new_with_free_func (tc_plan_step_free);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (rows, g_ptr_array_index (import->file->rows, first + i));
  g_autoptr (GHashTable) known = find_known (import, rows, error);
  guint needed = known ? (n - g_hash_table_size (known)) * IDS_A_ROW : 0;

  if (!known)
    return NULL;
  while (ids->len < needed) {
    if (!import->server->make_ids (MIN (needed - ids->len, TC_PROVINCE_IDS_MAX), ids, import->data,
                                   error))
      return NULL;
  }
  const gint64 *next = (const gint64 *) (gpointer) ids->data;
  for (guint i = 0; i < n; i++) {
    const TcImportRow *row = g_ptr_array_index (rows, i);
    if (!plan_row (import, row, g_hash_table_lookup (known, row->id), steps, &next, counts, error))
      return NULL;
  }
  return g_steal_pointer (&steps);
}

/* ---- preview ---- */

/* In the file's zone. (transfer full) */
static char *
write_time (const TcImport *import, gint64 time_us)
{
  g_autoptr (GDateTime)
      utc = time_us == TC_NONE ? NULL : g_date_time_new_from_unix_utc (time_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) time = utc ? g_date_time_to_timezone (utc, import->file->map->zone) : NULL;

  return time ? g_date_time_format (time, "%Y-%m-%d %H:%M:%S") : g_strdup ("");
}

static char *
write_place (const TcImportRow *row)
{
  char lat[G_ASCII_DTOSTR_BUF_SIZE], lon[G_ASCII_DTOSTR_BUF_SIZE];

  if (row->lat_e7 == TC_NONE)
    return g_strdup ("");
  return g_strdup_printf ("%s, %s",
                          g_ascii_formatd (lat, sizeof lat, "%.5f", (double) row->lat_e7 / 1e7),
                          g_ascii_formatd (lon, sizeof lon, "%.5f", (double) row->lon_e7 / 1e7));
}

/* "new", "changes" or "stays". */
static const char *
describe_known (const TcImport *import, const TcImportRow *row, const TcImportKnown *known)
{
  g_autoptr (GPtrArray) steps = g_ptr_array_new_with_free_func (tc_plan_step_free);
  Line line = {import, steps, NULL, NULL, row};
  TcImportCounts counts = {0};

  if (!known)
    return "new";
  add_known (&line, known, &counts);
  return steps->len > 0 ? "changes" : "stays";
}

static void
preview_row (const TcImport *import, const TcImportRow *row, const TcImportKnown *known,
             GString *text)
{
  TcImportNames *names = import->names;
  g_autofree char *opened = write_time (import, row->opened_us);
  g_autofree char *due = write_time (import, row->due_us);
  g_autofree char *closed = write_time (import, row->closed_us);
  g_autofree char *place = write_place (row);
  g_autofree char *area = tc_import_names_describe (names, "area", row);
  g_autofree char *field = tc_import_names_describe (names, "field", row);
  g_autofree char *unit = tc_import_names_describe (names, "unit", row);
  g_autofree char *title = g_strdup (row->title ? row->title : row->text);

  g_strdelimit (title, "\n", ' ');
  g_string_append_printf (text, "%u\t%s\t%s\t%s%s%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n",
                          tc_csv_get_line (import->file->csv, row->row), row->id,
                          describe_known (import, row, known), row->state, row->outcome ? ", " : "",
                          row->outcome ? row->outcome : "", opened, due, closed, field, unit,
                          *area || !*place ? area : "outside", place, title);
}

char *
tc_import_preview (const TcImport *import, guint n, GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  g_autoptr (GString) text = g_string_new (
      "line\tnumber\twhat\tstate\topened\tdue\tclosed\tfield\tunit\tarea\tplace\ttitle\n");

  /* The file's first lines, whenever they were opened. */
  for (guint i = 0; i < import->file->rows->len; i++) {
    TcImportRow *row = g_ptr_array_index (import->file->rows, i);
    if (row->row < MIN (n, TC_IMPORT_BATCH_MAX))
      g_ptr_array_add (rows, row);
  }
  g_ptr_array_sort (rows, tc_import_row_compare);
  g_autoptr (GHashTable) known = find_known (import, rows, error);
  if (!known)
    return NULL;
  for (guint i = 0; i < rows->len; i++) {
    const TcImportRow *row = g_ptr_array_index (rows, i);
    preview_row (import, row, g_hash_table_lookup (known, row->id), text);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
