/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading the folder of a province, and its values by name. What may stand in a file is laid down
 * in tc-province-layout.c and checked in tc-province-check.c.
 */
#include "tc-province-private.h"

#include <glib/gi18n-lib.h>
#include <gio/gio.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define SETTINGS_FILE "province.ini"
#define E7 1e7

void
tc_province_fault_text (TcProvince *province, char *text)
{
  if (province->n_faults++ < TC_PROVINCE_FAULTS_MAX)
    g_ptr_array_add (province->faults, text);
  else
    g_free (text);
}

/* One file alone may be called as one likes, and is meant by that name. */
static const char *
get_shown_name (const TcProvince *province, TcProvinceFile file)
{
  return province->alone ? province->alone : tc_province_layouts[file].name;
}

void
tc_province_fault (TcProvince *province, TcProvinceFile file, int row, const char *column,
                   const char *format, ...)
{
  const TcCsv *csv = province->tables[file].csv;
  int at = csv && column ? tc_csv_find_column (csv, column) : 0;
  va_list args;

  va_start (args, format);
  g_autofree char *what = g_strdup_vprintf (format, args);
  va_end (args);
  g_autofree char *place = csv && row >= 0
                               ? tc_csv_dup_place (csv, (guint) row, (guint) MAX (at, 0))
                               : g_strdup_printf ("%s:1:1", get_shown_name (province, file));
  tc_province_fault_text (province, column ? g_strdup_printf ("%s: %s: %s", place, column, what)
                                           : g_strdup_printf ("%s: %s", place, what));
}

static void
check_setting (TcProvince *province, const char *key)
{
  g_autofree char *value = tc_province_dup_setting (province, key);

  if (!value)
    tc_province_fault_text (
        province, g_strdup_printf (_ ("%s: section [province] has no %s"), SETTINGS_FILE, key));
}

static void
check_time_zone (TcProvince *province)
{
  g_autofree char *name = tc_province_dup_setting (province, "time_zone");

  if (!name)
    return;
  province->time_zone = g_time_zone_new_identifier (name);
  if (!province->time_zone)
    tc_province_fault_text (province, g_strdup_printf (_ ("%s: time_zone: there is no zone \"%s\""),
                                                       SETTINGS_FILE, name));
}

static void
check_degrees (TcProvince *province, const char *key, double max)
{
  g_autofree char *value = tc_province_dup_setting (province, key);
  char *end = NULL;

  if (!value)
    return;
  double degrees = g_ascii_strtod (value, &end);
  if (*end || !(fabs (degrees) <= max))
    tc_province_fault_text (province,
                            g_strdup_printf (_ ("%s: %s: \"%s\" is no number of degrees up to %g"),
                                             SETTINGS_FILE, key, value, max));
}

static void
load_settings (TcProvince *province, const char *dir)
{
  static const char *const needed[] = {"code", "name_vi",   "name_en", "lat",
                                       "lon",  "time_zone", "centre",  NULL};
  g_autofree char *path = g_build_filename (dir, SETTINGS_FILE, NULL);
  g_autoptr (GError) error = NULL;

  if (!g_key_file_load_from_file (province->settings, path, G_KEY_FILE_NONE, &error)) {
    tc_province_fault_text (province, g_strdup_printf ("%s: %s", SETTINGS_FILE, error->message));
    return;
  }
  for (guint i = 0; needed[i]; i++)
    check_setting (province, needed[i]);
  check_time_zone (province);
  check_degrees (province, "lat", 90);
  check_degrees (province, "lon", 180);
}

static void
read_table (TcProvince *province, TcProvinceFile file, const char *path, const char *encoding)
{
  TcProvinceTable *table = &province->tables[file];
  g_autoptr (GError) error = NULL;

  table->csv = tc_csv_load (path, encoding, &error);
  if (table->csv)
    tc_province_check_values (province, file);
  else if (error->domain == G_FILE_ERROR)
    tc_province_fault (province, file, -1, NULL, "%s", error->message);
  else
    tc_province_fault_text (province, g_strdup (error->message));
}

static void
load_file (TcProvince *province, const char *dir, TcProvinceFile file)
{
  const TcLayout *layout = &tc_province_layouts[file];
  g_autofree char *path = g_build_filename (dir, layout->name, NULL);

  if (layout->required || g_file_test (path, G_FILE_TEST_EXISTS))
    read_table (province, file, path, NULL);
}

static TcProvince *
new_province (void)
{
  TcProvince *province = g_new0 (TcProvince, 1);

  province->settings = g_key_file_new ();
  province->faults = g_ptr_array_new_with_free_func (g_free);
  for (guint file = 0; file < TC_PROVINCE_N_FILES; file++) {
    province->tables[file].clean = g_ptr_array_new_with_free_func (g_free);
    province->tables[file].keys = g_hash_table_new (g_str_hash, g_str_equal);
  }
  return province;
}

/* What lines say of each other is asked once each is sound. @province: (transfer full) */
static TcProvince *
finish (TcProvince *province, GPtrArray **faults)
{
  if (province->n_faults == 0)
    tc_province_check_links (province);
  gboolean fine = province->n_faults == 0;
  if (province->n_faults > TC_PROVINCE_FAULTS_MAX)
    g_ptr_array_add (
        province->faults,
        g_strdup_printf (_ ("and %u more"), province->n_faults - TC_PROVINCE_FAULTS_MAX));
  *faults = g_steal_pointer (&province->faults);
  if (fine)
    return province;
  tc_province_free (province);
  return NULL;
}

TcProvince *
tc_province_load (const char *dir, GPtrArray **faults)
{
  TcProvince *province = new_province ();

  province->dir = g_strdup (dir);
  load_settings (province, dir);
  for (guint file = 0; file < TC_PROVINCE_N_FILES; file++)
    load_file (province, dir, file);
  return finish (province, faults);
}

TcProvince *
tc_province_load_file (TcProvinceFile file, const char *path, const char *encoding,
                       const TcProvinceKnown *known, GPtrArray **faults)
{
  TcProvince *province = new_province ();

  province->dir = g_path_get_dirname (path);
  province->alone = g_path_get_basename (path);
  province->known = known;
  province->time_zone = g_time_zone_new_identifier ("Asia/Ho_Chi_Minh");
  g_assert (province->time_zone);
  read_table (province, file, path, encoding);
  return finish (province, faults);
}

void
tc_province_free (TcProvince *province)
{
  for (guint file = 0; file < TC_PROVINCE_N_FILES; file++) {
    TcProvinceTable *table = &province->tables[file];
    g_clear_pointer (&table->keys, g_hash_table_unref);
    g_clear_pointer (&table->clean, g_ptr_array_unref);
    g_clear_pointer (&table->csv, tc_csv_free);
  }
  g_clear_pointer (&province->faults, g_ptr_array_unref);
  g_clear_pointer (&province->time_zone, g_time_zone_unref);
  g_key_file_unref (province->settings);
  g_free (province->dir);
  g_free (province->alone);
  g_free (province);
}

const char *
tc_province_get_file_name (TcProvinceFile file)
{
  return tc_province_layouts[file].name;
}

guint
tc_province_get_n_rows (const TcProvince *province, TcProvinceFile file)
{
  const TcCsv *csv = province->tables[file].csv;

  return csv ? tc_csv_get_n_rows (csv) : 0;
}

const char *
tc_province_get (const TcProvince *province, TcProvinceFile file, guint row, const char *column)
{
  const TcColumn *columns = tc_province_layouts[file].columns;
  guint n = 0;
  guint at = G_MAXUINT;

  for (; columns[n].name; n++) {
    if (g_str_equal (columns[n].name, column))
      at = n;
  }
  g_assert (at != G_MAXUINT);
  return g_ptr_array_index (province->tables[file].clean, row * n + at);
}

gboolean
tc_province_has_column (const TcProvince *province, TcProvinceFile file, const char *column)
{
  const TcCsv *csv = province->tables[file].csv;

  return csv && tc_csv_find_column (csv, column) >= 0;
}

int
tc_province_find (const TcProvince *province, TcProvinceFile file, const char *key)
{
  return GPOINTER_TO_INT (g_hash_table_lookup (province->tables[file].keys, key)) - 1;
}

const char *
tc_province_get_key (const TcProvince *province, TcProvinceFile file, guint row)
{
  const char *key = tc_province_layouts[file].key;

  return key ? tc_province_get (province, file, row, key) : NULL;
}

static int
find_level_of (const TcProvince *province, const char *field, const char *priority)
{
  for (guint row = 0; row < tc_province_get_n_rows (province, TC_PROVINCE_LEVELS); row++) {
    if (g_strcmp0 (tc_province_get (province, TC_PROVINCE_LEVELS, row, "field"), field) == 0 &&
        g_str_equal (tc_province_get (province, TC_PROVINCE_LEVELS, row, "priority"), priority))
      return (int) row;
  }
  return -1;
}

int
tc_province_find_level (const TcProvince *province, const char *field, const char *priority)
{
  int at = field ? tc_province_find (province, TC_PROVINCE_FIELDS, field) : -1;
  const char *parent = at < 0
                           ? NULL
                           : tc_province_get (province, TC_PROVINCE_FIELDS, (guint) at, "parent");
  int row = find_level_of (province, field, priority);

  if (row < 0 && parent)
    row = find_level_of (province, parent, priority);
  return row < 0 ? find_level_of (province, NULL, priority) : row;
}

/* ---- what a server has ---- */

TcProvinceKnown *
tc_province_known_new (void)
{
  TcProvinceKnown *known = g_new0 (TcProvinceKnown, 1);

  for (guint file = 0; file < TC_PROVINCE_N_FILES; file++)
    known->keys[file] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return known;
}

void
tc_province_known_free (TcProvinceKnown *known)
{
  for (guint file = 0; file < TC_PROVINCE_N_FILES; file++)
    g_hash_table_unref (known->keys[file]);
  g_free (known);
}

void
tc_province_known_add (TcProvinceKnown *known, TcProvinceFile file, const char *key, gint64 from_us,
                       gint64 to_us)
{
  TcProvinceSpan span = {from_us, to_us};

  g_hash_table_replace (known->keys[file], g_strdup (key), g_memdup2 (&span, sizeof span));
}

const TcProvinceSpan *
tc_province_find_known (const TcProvince *province, TcProvinceFile file, const char *key)
{
  return province->known ? g_hash_table_lookup (province->known->keys[file], key) : NULL;
}

gboolean
tc_province_get_known_start (const TcProvince *province, TcProvinceFile file, const char *key,
                             gint64 *from_us)
{
  const TcProvinceSpan *span = tc_province_find_known (province, file, key);

  if (span)
    *from_us = span->from_us;
  return span != NULL;
}

char *
tc_province_dup_place (const TcProvince *province, TcProvinceFile file, guint row)
{
  return file == TC_PROVINCE_SETTINGS ? g_strdup (SETTINGS_FILE)
                                      : tc_csv_dup_place (province->tables[file].csv, row, 0);
}

char *
tc_province_dup_setting (const TcProvince *province, const char *key)
{
  g_autofree char *value = g_key_file_get_string (province->settings, "province", key, NULL);

  return value && *g_strstrip (value) ? g_steal_pointer (&value) : NULL;
}

gboolean
tc_province_get_e7 (const TcProvince *province, TcProvinceFile file, guint row, const char *column,
                    gint64 *e7)
{
  const char *text = tc_province_get (province, file, row, column);

  if (!text)
    return FALSE;
  *e7 = llround (g_ascii_strtod (text, NULL) * E7);
  return TRUE;
}

gint64
tc_province_get_int (const TcProvince *province, TcProvinceFile file, guint row, const char *column,
                     gint64 fallback)
{
  const char *text = tc_province_get (province, file, row, column);

  return text ? g_ascii_strtoll (text, NULL, 10) : fallback;
}

gint64
tc_province_get_minutes (const TcProvince *province, TcProvinceFile file, guint row,
                         const char *column)
{
  const char *text = tc_province_get (province, file, row, column);

  return text ? g_ascii_strtoll (text, NULL, 10) * 60 + g_ascii_strtoll (text + 3, NULL, 10) : 0;
}

gint64
tc_province_get_weekdays (const TcProvince *province, TcProvinceFile file, guint row,
                          const char *column)
{
  const char *text = tc_province_get (province, file, row, column);
  gint64 weekdays = TC_PROVINCE_ALL_WEEKDAYS;

  if (text)
    (void) !tc_province_parse_weekdays (text, &weekdays);
  return weekdays;
}

char *
tc_province_dup_photo_path (const TcProvince *province, const char *name)
{
  return g_build_filename (province->dir, "photos", name, NULL);
}

char **
tc_province_dup_list (const TcProvince *province, TcProvinceFile file, guint row,
                      const char *column)
{
  const char *text = tc_province_get (province, file, row, column);
  char **parts = text ? g_strsplit (text, ";", -1) : g_new0 (char *, 1);

  for (guint i = 0; parts[i]; i++)
    g_strstrip (parts[i]);
  return parts;
}

gboolean
tc_province_get_day (const TcProvince *province, TcProvinceFile file, guint row, const char *column,
                     int days, gint64 *time_us)
{
  const char *text = tc_province_get (province, file, row, column);
  int year = 0;
  int month = 0;
  int day = 0;

  if (!text || sscanf (text, "%4d-%2d-%2d", &year, &month, &day) != 3)
    return FALSE;
  g_autoptr (GDateTime) start = g_date_time_new (province->time_zone, year, month, day, 0, 0, 0);
  g_autoptr (GDateTime) moved = start ? g_date_time_add_days (start, days) : NULL;
  if (!moved)
    return FALSE;
  *time_us = g_date_time_to_unix (moved) * G_USEC_PER_SEC;
  return TRUE;
}
