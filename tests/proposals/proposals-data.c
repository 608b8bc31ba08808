/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The demonstration for measuring; see the header. Rows are written as they are: what is measured
 * is what is read from them.
 */
#include "proposals-data.h"

#include "tc-incident-record.h"
#include "tc-id.h"
#include "tc-limits.h"
#include "tc-schema.h"

#include <string.h>

#define NOW_US (TC_ID_EPOCH_US + (gint64) 1000 * TC_US_PER_DAY)
#define FIRST_ID 1000000

static const char *
get (TcCsv *csv, guint row, const char *column)
{
  int at = tc_csv_find_column (csv, column);

  g_assert_cmpint (at, >=, 0);
  return tc_csv_get (csv, row, (guint) at);
}

static TcCsv *
load (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;
  TcCsv *csv = tc_csv_load (path, NULL, &error);

  g_assert_no_error (error);
  return csv;
}

gint64
demonstration_field (Demonstration *self, const char *code)
{
  return GPOINTER_TO_INT (g_hash_table_lookup (self->codes, code));
}

static gint64
to_e7 (const char *degrees)
{
  return (gint64) (g_ascii_strtod (degrees, NULL) * 1e7 + 0.5);
}

static void
read_reports (Demonstration *self)
{
  g_autoptr (GHashTable) places = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < tc_csv_get_n_rows (self->reports); i++) {
    g_autofree char *group = g_strdup (get (self->reports, i, "field"));
    Labelled labelled = {
        .label = get (self->reports, i, "label"),
        .text = get (self->reports, i, "text"),
        .language = get (self->reports, i, "language"),
        .field_id = demonstration_field (self, group),
        .lat_e7 = to_e7 (get (self->reports, i, "lat")),
        .lon_e7 = to_e7 (get (self->reports, i, "lon")),
        .received_us = NOW_US -
                       TC_US_PER_S * 60 *
                           g_ascii_strtoll (get (self->reports, i, "minutes_ago"), NULL, 10),
        .root = i,
        .id = FIRST_ID + i,
    };
    *strchr (group, '.') = 0;
    labelled.group_id = demonstration_field (self, group);
    g_hash_table_insert (places, (gpointer) labelled.label, GUINT_TO_POINTER (i + 1));
    g_array_append_val (self->labelled, labelled);
  }
  for (guint i = 0; i < self->labelled->len; i++) {
    Labelled *labelled = &g_array_index (self->labelled, Labelled, i);
    guint root = GPOINTER_TO_UINT (
        g_hash_table_lookup (places, get (self->reports, i, "duplicate_of")));
    if (root > 0)
      labelled->root = root - 1;
    labelled->fold = g_str_hash (g_array_index (self->labelled, Labelled, labelled->root).label) %
                     FOLDS;
  }
}

Demonstration *
demonstration_load (const char *folder)
{
  Demonstration *self = g_new0 (Demonstration, 1);

  self->fields = load (folder, "fields.csv");
  self->reports = load (folder, "reports.csv");
  self->sentences = load (folder, "sentences.csv");
  self->codes = g_hash_table_new (g_str_hash, g_str_equal);
  self->labelled = g_array_new (FALSE, TRUE, sizeof (Labelled));
  for (guint i = 0; i < tc_csv_get_n_rows (self->fields); i++)
    g_hash_table_insert (self->codes, (gpointer) get (self->fields, i, "code"),
                         GINT_TO_POINTER (i + 1));
  read_reports (self);
  return self;
}

void
demonstration_free (Demonstration *self)
{
  g_array_unref (self->labelled);
  g_hash_table_unref (self->codes);
  tc_csv_free (self->fields);
  tc_csv_free (self->reports);
  tc_csv_free (self->sentences);
  g_free (self);
}

/* ---- rows ---- */

static void
add_field (Demonstration *self, TcDatabase *db, guint row)
{
  static const char *const texts[] = {"code",           "name_vi",        "name_en",
                                      "description_vi", "description_en", "keywords"};
  const char *values[G_N_ELEMENTS (texts)];

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    values[i] = get (self->fields, row, texts[i]);
  tc_database_execute (db,
                       "INSERT INTO field (id, scope, parent_id, priority, position, active, code,"
                       " name_vi, name_en, description_vi, description_en, keywords)"
                       " VALUES (?, 1, ?, 3, ?1, 1, ?, ?, ?, ?, ?, ?)",
                       "iossssss", (gint64) row + 1,
                       demonstration_field (self, get (self->fields, row, "parent")), values[0],
                       values[1], values[2], values[3], values[4], values[5]);
}

TcDatabase *
replica_new (Demonstration *self, const char *path)
{
  static const TcSchemaSet *const sets[] = {&tc_schema_state, &tc_schema_desk, NULL};
  g_autoptr (GError) error = NULL;
  TcDatabase *db = tc_database_open (
      path ? path : ":memory:", path ? TC_DATABASE_WRITER : TC_DATABASE_MEMORY | TC_DATABASE_WRITER,
      &error);

  g_assert_no_error (error);
  g_assert_true (tc_schema_migrate (db, sets, &error));
  for (guint i = 0; i < tc_csv_get_n_rows (self->fields); i++)
    add_field (self, db, i);
  g_assert_true (tc_database_check (db, &error));
  return db;
}

void
replica_add (TcDatabase *db, const Planted *planted)
{
  g_autofree char *title = g_utf8_substring (planted->text, 0,
                                             MIN (g_utf8_strlen (planted->text, -1), 100));

  tc_database_execute (
      db,
      "INSERT INTO incident (id, scope, code, day, number, title, field_id, priority, state, open,"
      " rank_us, lat_e7, lon_e7, cell, received_us, paused_total_us, answer_state, report_count,"
      " reopened_count, opened_us, changed_us) VALUES (?1, 2, 'PA-' || ?1, 261123, ?1, ?2, ?3, 3,"
      " 'accepted', 1, ?6, ?4, ?5, ?7, ?6, 0, 'none', 1, 0, ?6, ?6)",
      "isiiiii", planted->id, title, planted->field_id, planted->lat_e7, planted->lon_e7,
      planted->received_us, tc_incident_cell (planted->lat_e7, planted->lon_e7));
  tc_database_execute (
      db,
      "INSERT INTO report (id, scope, incident_id, home_id, channel, text, language, said_us,"
      " received_us, on_behalf, anonymous, private) VALUES (?1, 2, ?1, ?1, 'app', ?2, 'vi', ?3, ?3,"
      " 0, 0, 0)",
      "isi", planted->id, planted->text, planted->received_us);
}
