/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Looking words up on a server, and making what it lacks; see the header. Where a place lies stands
 * in tc-import-area.c.
 */
#include "tc-import-names.h"

#include "tc-error.h"
#include "tc-fold.h"
#include "tc-import-area.h"
#include "tc-incident-operations.h"
#include "tc-people-operations.h"

#include <glib/gi18n-lib.h>
#include <gio/gio.h>
#include <string.h>

#define CODE_CHARS_MAX 60
#define DIGEST_CHARS 8
#define SUCCESSORS_MAX 32
#define POSITION_MADE 9000
/* Before any of it: a unit that is made has always been there. 2000-01-01 in Vietnam's time. */
#define LONG_AGO_US (G_GINT64_CONSTANT (946659600) * G_USEC_PER_SEC)
#define NO_CODE "-"

struct _TcImportNames {
  const TcImportFile *file;       /* (unowned) */
  char *source;                   /* (owned) */
  const TcProvinceServer *server; /* (unowned) */
  gpointer data;                  /* (unowned) */
  TcKnownRows *fields;            /* (owned) */
  TcKnownRows *units;             /* (owned) */
  TcImportAreas *areas;           /* (owned) */
  GHashTable *table;              /* (owned): "field\x1fVALUE" → code (owned) */
  GHashTable *unknown_by_key;     /* (owned): key → TcImportUnknown of unknown */
  GHashTable *found;              /* (owned): key → row of fields or units + 1, or -1: none */
  GPtrArray *unknown;             /* (owned) (element-type TcImportUnknown) */
};

static void
free_unknown (gpointer data)
{
  TcImportUnknown *unknown = data;

  g_free (unknown->value);
  g_free (unknown->group);
  g_free (unknown->name);
  g_free (unknown->code);
  g_free (unknown);
}

/* ---- the table ---- */

static void
read_table_row (TcImportNames *names, const TcCsv *table, guint row, const int columns[3],
                GPtrArray *faults)
{
  const char *what = tc_csv_get (table, row, (guint) columns[0]);
  const char *value = tc_csv_get (table, row, (guint) columns[1]);
  const char *code = tc_csv_get (table, row, (guint) columns[2]);
  gboolean field = g_str_equal (what, "field");
  TcKnownRows *rows = field ? names->fields : names->units;
  g_autofree char *place = tc_csv_dup_place (table, row, (guint) columns[2]);

  if (!field && !g_str_equal (what, "unit"))
    g_ptr_array_add (faults,
                     g_strdup_printf (_ ("%s: \"%s\" is neither field nor unit"), place, what));
  else if (!*code)
    g_ptr_array_add (
        faults,
        g_strdup_printf (_ ("%s: the code of the %s \"%s\" must not be empty (\"%s\": none)"),
                         place, what, value, NO_CODE));
  else if (!g_str_equal (code, NO_CODE) && tc_known_rows_find (rows, "code", code, NULL) < 0)
    g_ptr_array_add (faults,
                     g_strdup_printf (_ ("%s: there is no %s \"%s\" here"), place, what, code));
  else
    g_hash_table_insert (names->table, g_strconcat (what, "\x1f", value, NULL), g_strdup (code));
}

static void
read_table (TcImportNames *names, const TcCsv *table, GPtrArray *faults)
{
  static const char *const headers[] = {"what", "value", "code"};
  int columns[3];

  for (guint i = 0; i < G_N_ELEMENTS (headers); i++) {
    columns[i] = tc_csv_find_column (table, headers[i]);
    if (columns[i] >= 0)
      continue;
    g_ptr_array_add (faults, g_strdup_printf (_ ("%s:1:1: the column \"%s\" is missing"),
                                              tc_csv_get_name (table), headers[i]));
    return;
  }
  for (guint row = 0; row < tc_csv_get_n_rows (table); row++)
    read_table_row (names, table, row, columns, faults);
}

/* ---- codes ---- */

/* "Street Lights / Poles" gives "street-lights-poles". */
static char *
make_slug (const char *text)
{
  g_autofree char *folded = tc_fold (text);
  GString *slug = g_string_new (NULL);

  for (const char *at = folded; *at; at++) {
    if (g_ascii_isalnum (*at))
      g_string_append_c (slug, *at);
    else if (slug->len > 0 && slug->str[slug->len - 1] != '-')
      g_string_append_c (slug, '-');
  }
  if (slug->len > 0 && slug->str[slug->len - 1] == '-')
    g_string_truncate (slug, slug->len - 1);
  return g_string_free (slug, FALSE);
}

/* Parts joined by '.', as far as a code has room; a part of a digest keeps what is cut apart, and
 * what has no Latin letter or digit. */
static char *
make_code (const char *source, const char *group, const char *value)
{
  g_autofree char *group_slug = group ? make_slug (group) : NULL;
  g_autofree char *slug = make_slug (value);
  g_autofree char *code = g_strconcat (source, ".", group_slug ? group_slug : "",
                                       group_slug ? "." : "", slug, NULL);

  if (strlen (code) <= CODE_CHARS_MAX && *slug && (!group_slug || *group_slug))
    return g_steal_pointer (&code);
  g_autofree char *whole = g_strconcat (group ? group : "", "\x1f", value, NULL);
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, whole, -1);
  if (strlen (code) > CODE_CHARS_MAX - DIGEST_CHARS - 1)
    code[CODE_CHARS_MAX - DIGEST_CHARS - 1] = '\0';
  digest[DIGEST_CHARS] = '\0';
  return g_strconcat (code, "-", digest, NULL);
}

gboolean
tc_import_is_code (const char *text)
{
  gsize length = strlen (text);

  return length > 0 && length <= CODE_CHARS_MAX &&
         strspn (text, "abcdefghijklmnopqrstuvwxyz0123456789._-") == length;
}

/* ---- looking up ---- */

/* The newest row with that name in either language; a service goes before a field. */
static int
find_named (const TcKnownRows *rows, const char *name)
{
  g_autofree char *wanted = tc_import_fold (name);
  gboolean levels = tc_known_rows_has_column (rows, "parent_id");
  int found = -1;

  for (guint i = 0; i < tc_known_rows_get_n (rows); i++) {
    g_autofree char *vi = tc_import_fold (tc_known_rows_get (rows, i, "name_vi"));
    g_autofree char *en = tc_import_fold (tc_known_rows_get (rows, i, "name_en"));
    if (!g_str_equal (vi, wanted) && !g_str_equal (en, wanted))
      continue;
    if (found < 0 || !levels || tc_known_rows_get (rows, i, "parent_id") ||
        !tc_known_rows_get (rows, (guint) found, "parent_id"))
      found = (int) i;
  }
  return found;
}

/* Row + 1; -1: none on purpose; 0: unknown. */
static int
look_up (TcImportNames *names, const char *what, const TcKnownRows *rows, const char *value,
         const char *made_code)
{
  g_autofree char *key = g_strconcat (what, "\x1f", value, NULL);
  const char *code = g_hash_table_lookup (names->table, key);

  if (code)
    return g_str_equal (code, NO_CODE) ? -1 : tc_known_rows_find (rows, "code", code, NULL) + 1;
  int found = tc_known_rows_find (rows, "code", value, NULL);
  if (found < 0)
    found = tc_known_rows_find (rows, "code", made_code, NULL);
  return (found < 0 ? find_named (rows, value) : found) + 1;
}

/* What a line's word is found by. (transfer full) */
static char *
make_key (const char *what, const TcImportRow *row)
{
  gboolean field = g_str_equal (what, "field");

  return g_strconcat (what, "\x1f", field ? row->field : row->unit, "\x1f",
                      field && row->group ? row->group : "", NULL);
}

static void
learn (TcImportNames *names, const char *what, const TcImportRow *row)
{
  gboolean field = g_str_equal (what, "field");
  const char *value = field ? row->field : row->unit;
  g_autofree char *key = value ? make_key (what, row) : NULL;

  if (!value || g_hash_table_contains (names->found, key) ||
      g_hash_table_contains (names->unknown_by_key, key))
    return;
  const char *group = field ? row->group : NULL;
  const char *name = field ? row->field_name : row->unit_name;
  g_autofree char *code = name && tc_import_is_code (value)
                              ? g_strdup (value)
                              : make_code (names->source, group, value);
  int found = look_up (names, what, field ? names->fields : names->units, value, code);
  if (found != 0) {
    g_hash_table_insert (names->found, g_steal_pointer (&key), GINT_TO_POINTER (found));
    return;
  }
  TcImportUnknown *unknown = g_new0 (TcImportUnknown, 1);
  *unknown = (TcImportUnknown){what,
                               g_strdup (value),
                               g_strdup (group),
                               g_strdup (name ? name : value),
                               g_steal_pointer (&code),
                               row,
                               0};
  g_ptr_array_add (names->unknown, unknown);
  g_hash_table_insert (names->unknown_by_key, g_steal_pointer (&key), unknown);
}

static TcKnownRows *
read_rows (TcImportNames *names, const char *table, const char *columns, GError **error)
{
  g_autoptr (TcKnownRows) rows = tc_known_rows_new (columns);

  if (names->server->read (table, rows, names->data, error))
    return g_steal_pointer (&rows);
  g_prefix_error (error, _ ("reading %s: "), table);
  return NULL;
}

static gboolean
read_server (TcImportNames *names, GError **error)
{
  g_autoptr (TcKnownRows) province = read_rows (names, "province", "code", error);

  if (!province)
    return FALSE;
  if (tc_known_rows_get_n (province) == 0) {
    g_set_error (error, TC_ERROR, TC_ERROR_NOT_FOUND,
                 "this server has no province yet: toancanhctl province load comes first");
    return FALSE;
  }
  names->fields = read_rows (names, "field", "id,code,name_vi,name_en,parent_id", error);
  if (names->fields)
    names->units = read_rows (
        names, "agency", "id,code,name_vi,name_en,successor_id,valid_from_us,valid_to_us", error);
  if (!names->units)
    return FALSE;
  g_autoptr (TcKnownRows) areas = read_rows (
      names, "area", "id,code,parent_id,valid_from_us,valid_to_us,lat_e7,lon_e7", error);
  if (areas)
    names->areas = tc_import_areas_new (areas);
  return areas != NULL;
}

/* In the file's order, so that a word is shown where it stands first. */
static void
learn_all (TcImportNames *names)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_copy (names->file->rows, NULL, NULL);

  g_ptr_array_set_free_func (rows, NULL);
  g_ptr_array_sort (rows, tc_import_row_compare);
  for (guint i = 0; i < rows->len; i++) {
    learn (names, "field", g_ptr_array_index (rows, i));
    learn (names, "unit", g_ptr_array_index (rows, i));
  }
}

TcImportNames *
tc_import_names_new (const TcImportFile *file, const char *source, const TcCsv *table,
                     const TcProvinceServer *server, gpointer data, GPtrArray *faults,
                     GError **error)
{
  g_autoptr (TcImportNames) names = g_new0 (TcImportNames, 1);

  names->file = file;
  names->source = g_strdup (source);
  names->server = server;
  names->data = data;
  names->table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  names->unknown_by_key = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  names->found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  names->unknown = g_ptr_array_new_with_free_func (free_unknown);
  if (!read_server (names, error))
    return NULL;
  if (table)
    read_table (names, table, faults);
  learn_all (names);
  return g_steal_pointer (&names);
}

void
tc_import_names_free (TcImportNames *names)
{
  g_free (names->source);
  g_clear_pointer (&names->fields, tc_known_rows_free);
  g_clear_pointer (&names->units, tc_known_rows_free);
  g_clear_pointer (&names->areas, tc_import_areas_free);
  g_hash_table_unref (names->table);
  g_hash_table_unref (names->unknown_by_key);
  g_hash_table_unref (names->found);
  g_ptr_array_unref (names->unknown);
  g_free (names);
}

const GPtrArray *
tc_import_names_get_unknown (const TcImportNames *names)
{
  return names->unknown;
}

/* ---- who it was then ---- */

static gboolean
is_in_force (const TcKnownRows *rows, guint row, gint64 at_us)
{
  const char *to = tc_known_rows_get (rows, row, "valid_to_us");

  return tc_known_rows_get_int (rows, row, "valid_from_us") <= at_us &&
         (!to || g_ascii_strtoll (to, NULL, 10) > at_us);
}

/* The unit itself if it was in force at @at_us, else whom it took over from and who was, else who
 * took over from it; -1: nobody. */
static int
find_unit_then (const TcKnownRows *units, int row, gint64 at_us, guint depth)
{
  gint64 id = tc_known_rows_get_int (units, (guint) row, "id");

  if (is_in_force (units, (guint) row, at_us))
    return row;
  for (guint i = 0; depth < SUCCESSORS_MAX && i < tc_known_rows_get_n (units); i++) {
    gboolean before = tc_known_rows_get_int (units, (guint) row, "valid_from_us") > at_us;
    gboolean linked = before ? tc_known_rows_get_int (units, i, "successor_id") == id
                             : tc_known_rows_get_int (units, (guint) row, "successor_id") ==
                                   tc_known_rows_get_int (units, i, "id");
    int found = linked ? find_unit_then (units, (int) i, at_us, depth + 1) : -1;
    if (found >= 0)
      return found;
  }
  return -1;
}

/* Row of fields or units; -1: none; -2: not there then. @unknown: (out): set if it is one */
static int
find_row (const TcImportNames *names, const char *what, const TcImportRow *row,
          const TcImportUnknown **unknown)
{
  gboolean field = g_str_equal (what, "field");

  *unknown = NULL;
  if (!(field ? row->field : row->unit))
    return -1;
  g_autofree char *key = make_key (what, row);
  int found = GPOINTER_TO_INT (g_hash_table_lookup (names->found, key));
  if (found == 0)
    *unknown = g_hash_table_lookup (names->unknown_by_key, key);
  if (found <= 0 || field)
    return MAX (found, 0) - 1;
  int then = find_unit_then (names->units, found - 1, row->opened_us, 0);
  return then < 0 ? -2 : then;
}

gint64
tc_import_names_get_field (const TcImportNames *names, const TcImportRow *row)
{
  const TcImportUnknown *unknown;
  int found = find_row (names, "field", row, &unknown);

  return unknown     ? unknown->id
         : found < 0 ? 0
                     : tc_known_rows_get_int (names->fields, (guint) found, "id");
}

gint64
tc_import_names_get_unit (const TcImportNames *names, const TcImportRow *row)
{
  const TcImportUnknown *unknown;
  int found = find_row (names, "unit", row, &unknown);

  return unknown     ? unknown->id
         : found < 0 ? 0
                     : tc_known_rows_get_int (names->units, (guint) found, "id");
}

gint64
tc_import_names_get_area (const TcImportNames *names, const TcImportRow *row)
{
  return tc_import_areas_find (names->areas, row->lat_e7, row->lon_e7, row->opened_us);
}

char *
tc_import_names_describe (const TcImportNames *names, const char *what, const TcImportRow *row)
{
  const TcKnownRows *rows = g_str_equal (what, "field") ? names->fields : names->units;
  const TcImportUnknown *unknown;

  if (g_str_equal (what, "area"))
    return g_strdup (
        tc_import_areas_get_code (names->areas, tc_import_names_get_area (names, row)));
  int found = find_row (names, what, row, &unknown);
  if (unknown)
    return g_strconcat ("+", unknown->code, NULL);
  return g_strdup (found < 0 ? "" : tc_known_rows_get (rows, (guint) found, "code"));
}

static void
list_units_then (const TcImportNames *names, GPtrArray *faults)
{
  for (guint i = 0; i < names->file->rows->len && faults->len <= TC_IMPORT_FAULTS_MAX; i++) {
    const TcImportRow *row = g_ptr_array_index (names->file->rows, i);
    const TcImportUnknown *unknown;
    if (find_row (names, "unit", row, &unknown) != -2)
      continue;
    g_autofree char *place = tc_import_file_dup_place (names->file, row, TC_IMPORT_UNIT);
    g_autoptr (GDateTime)
        opened = g_date_time_new_from_unix_local (row->opened_us / G_USEC_PER_SEC);
    g_autofree char *day = g_date_time_format (opened, "%Y-%m-%d");
    g_ptr_array_add (faults,
                     g_strdup_printf (_ ("%s: \"%s\" was not in force on %s, nor whom it took "
                                         "over from"),
                                      place, row->unit, day));
  }
}

void
tc_import_names_list_faults (const TcImportNames *names, gboolean made, GPtrArray *faults)
{
  guint n = made ? 0 : names->unknown->len;

  for (guint i = 0; i < n && i < TC_IMPORT_FAULTS_MAX; i++) {
    const TcImportUnknown *unknown = g_ptr_array_index (names->unknown, i);
    gboolean field = g_str_equal (unknown->what, "field");
    g_autofree char *place = tc_import_file_dup_place (names->file, unknown->row,
                                                       field ? TC_IMPORT_FIELD : TC_IMPORT_UNIT);
    g_ptr_array_add (faults, g_strdup_printf (_ ("%s: there is no %s \"%s\" here"), place,
                                              unknown->what, unknown->value));
  }
  if (n > TC_IMPORT_FAULTS_MAX)
    g_ptr_array_add (faults, g_strdup_printf (_ ("and %u more"), n - TC_IMPORT_FAULTS_MAX));
  list_units_then (names, faults);
}

/* ---- making ---- */

static void
add_step (TcImportNames *names, GPtrArray *steps, const TcOperationType *type, gconstpointer args,
          const TcImportUnknown *unknown)
{
  gboolean field = g_str_equal (unknown->what, "field");
  TcPlanStep *step = tc_plan_step_new (
      type, args,
      tc_import_file_dup_place (names->file, unknown->row,
                                field ? TC_IMPORT_FIELD : TC_IMPORT_UNIT));

  g_ptr_array_add (steps, step);
}

static void
make_field (TcImportNames *names, GPtrArray *steps, const TcImportUnknown *unknown, gint64 id,
            gint64 parent_id, const char *code, const char *name)
{
  TcFieldSet args = {
      .field_id = id,
      .code = code,
      .parent_id = parent_id,
      .name_vi = name,
      .name_en = name,
      .priority = TC_PRIORITY_ATTENTION,
      .position = POSITION_MADE,
      .active = 1,
  };

  add_step (names, steps, &tc_field_add_type, &args, unknown);
}

/* The field above, made if need be; 0 where there is none. */
static gint64
make_group (TcImportNames *names, GPtrArray *steps, const TcImportUnknown *unknown,
            GHashTable *groups, gint64 *next_id)
{
  if (!unknown->group)
    return 0;
  g_autofree char *code = make_code (names->source, NULL, unknown->group);
  int known = tc_known_rows_find (names->fields, "code", code, NULL);
  const gint64 *made = g_hash_table_lookup (groups, code);
  if (known >= 0)
    return tc_known_rows_get_int (names->fields, (guint) known, "id");
  if (made)
    return *made;
  gint64 *id = g_memdup2 (next_id, sizeof *next_id);
  make_field (names, steps, unknown, *id, 0, code, unknown->group);
  g_hash_table_insert (groups, g_steal_pointer (&code), id);
  return *id;
}

static void
make_unit (TcImportNames *names, GPtrArray *steps, const TcImportUnknown *unknown)
{
  const TcImportRow *first = g_ptr_array_index (names->file->rows, 0);
  TcAgencyArgs args = {
      .agency_id = unknown->id,
      .code = unknown->code,
      .kind = "external",
      .name_vi = unknown->name,
      .name_en = unknown->name,
      .valid_from_us = MIN (LONG_AGO_US, first->opened_us),
      .lat_e7 = TC_NONE,
      .lon_e7 = TC_NONE,
  };

  add_step (names, steps, &tc_agency_add_type, &args, unknown);
}

GPtrArray *
tc_import_names_make (TcImportNames *names, GError **error)
{
  g_autoptr (GPtrArray) steps = g_ptr_array_new_with_free_func (tc_plan_step_free);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GHashTable) groups = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  /* Two at most for each: itself and its group. */
  while (ids->len < names->unknown->len * 2) {
    guint n = MIN (names->unknown->len * 2 - ids->len, TC_PROVINCE_IDS_MAX);
    if (!names->server->make_ids (n, ids, names->data, error))
      return NULL;
  }
  for (guint i = 0; i < names->unknown->len; i++) {
    TcImportUnknown *unknown = g_ptr_array_index (names->unknown, i);
    gint64 *own = &g_array_index (ids, gint64, 2 * i);
    unknown->id = own[1];
    if (g_str_equal (unknown->what, "unit"))
      make_unit (names, steps, unknown);
    else
      make_field (names, steps, unknown, unknown->id,
                  make_group (names, steps, unknown, groups, own), unknown->code, unknown->name);
  }
  return g_steal_pointer (&steps);
}
