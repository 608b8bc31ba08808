/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: lines become the ordinary operations at the time they happened, once, whatever is there
 * already; words and places become ours, or are named as unknown. Method: a province in memory with
 * an old and a new order, where each step is carried out at its time as the server does it.
 */
#include "plan-world.h"
#include "tc-error.h"
#include "tc-import-plan.h"
#include "tc-incident-codes.h"
#include "tc-incident-operations.h"
#include "tc-incident-queries.h"
#include "tc-people-operations.h"
#include "tc-places-operations.h"

#include <string.h>

/* 2022-01-01, 2024-01-01 and 2026-01-01 in UTC. */
#define THEN_US (G_GINT64_CONSTANT (1640995200) * G_USEC_PER_SEC)
#define CHANGE_US (G_GINT64_CONSTANT (1704067200) * G_USEC_PER_SEC)
#define NOW_US (G_GINT64_CONSTANT (1767225600) * G_USEC_PER_SEC)

static const char map_text[] =
    "[file]\nsource=cu\ntime_zone=UTC\n[columns]\nid=i\nopened=o\ndue=d\nclosed=c\nstate=s\n"
    "closing_text=r\ntitle=t\nfield=f\ngroup=g\nunit=u\nlat=a\nlon=b\n"
    "[states]\nopen=mở\nclosed=đóng\nrejected=từ chối\n";
static const char header[] = "i,o,d,c,s,r,t,f,g,u,a,b\n";

static gboolean
find (const char *source, GPtrArray *ids, GHashTable *known, gpointer data, GError **error)
{
  World *world = data;

  for (guint i = 0; i < ids->len; i++) {
    g_autoptr (TcQuery) query = tc_database_query (
        world->fixture->db,
        "SELECT incident.id, unit_id, due_us, state FROM report JOIN incident ON incident.id ="
        " incident_id WHERE source = ? AND external_id = ?",
        "ss", source, g_ptr_array_index (ids, i));
    if (!tc_query_next (query))
      continue;
    TcImportKnown *one = g_new0 (TcImportKnown, 1);
    *one = (TcImportKnown){tc_query_id (query, 0), tc_query_id (query, 1), tc_query_int (query, 2),
                           tc_query_dup_text (query, 3)};
    g_hash_table_insert (known, g_strdup (g_ptr_array_index (ids, i)), one);
  }
  return tc_database_check (world->fixture->db, error);
}

/* ---- the province ---- */

static gint64
add_agency (World *world, const char *code, const char *name, gint64 from_us)
{
  TcAgencyArgs args = {.agency_id = tc_fixture_id (world->fixture),
                       .code = code,
                       .kind = "team",
                       .name_vi = name,
                       .name_en = name,
                       .valid_from_us = from_us,
                       .lat_e7 = TC_NONE,
                       .lon_e7 = TC_NONE};

  tc_fixture_run (world->fixture, &tc_agency_add_type, &args);
  return args.agency_id;
}

static gint64
add_area (World *world, const char *code, gint64 parent_id, gint64 from_us, gint64 lat_e7)
{
  TcAreaArgs args = {.area_id = tc_fixture_id (world->fixture),
                     .code = code,
                     .kind = "ward",
                     .name_vi = code,
                     .name_en = code,
                     .parent_id = parent_id,
                     .valid_from_us = from_us,
                     .lat_e7 = lat_e7,
                     .lon_e7 = 1054000000};

  tc_fixture_run (world->fixture, &tc_area_add_type, &args);
  return args.area_id;
}

static void
add_field (World *world, const char *code, const char *name, gint64 parent_id, gint64 *id)
{
  TcFieldSet args = {.field_id = *id = tc_fixture_id (world->fixture),
                     .code = code,
                     .parent_id = parent_id,
                     .name_vi = name,
                     .name_en = name,
                     .priority = 3,
                     .position = 1,
                     .active = 1};

  tc_fixture_run (world->fixture, &tc_field_add_type, &args);
}

/* Two units, the second since CHANGE_US in place of the first; wards 0.1 degree apart; fields of
 * the same name on both levels. */
static void
init_world (World *world)
{
  TcProvinceArgs province = {"p", NULL, "Tỉnh", "Province", 0, TC_NONE, TC_NONE, 0};
  gint64 field;
  gint64 service;

  world_init (world);
  world->fixture->now_us = NOW_US;
  tc_fixture_run (world->fixture, &tc_province_found_type, &province);
  gint64 before = add_agency (world, "to-cu", "Tổ đèn cũ", THEN_US - 1);
  gint64 after = add_agency (world, "to-moi", "Tổ đèn", CHANGE_US);
  TcAgencyEnd end = {before, after, CHANGE_US};
  tc_fixture_run (world->fixture, &tc_agency_end_type, &end);
  gint64 around = add_area (world, "tinh", 0, THEN_US - 1, 97500000);
  add_area (world, "p1", around, THEN_US - 1, 97000000);
  add_area (world, "p2", around, THEN_US - 1, 98000000);
  add_area (world, "p3", around, CHANGE_US, 98100000);
  add_field (world, "den", "Chiếu sáng", 0, &field);
  add_field (world, "den.tat", "Chiếu sáng", field, &service);
}

/* ---- a file ---- */

typedef struct {
  TcImportFile *file;
  TcImportNames *names;
  GPtrArray *faults;
  TcImport import;
} Run;

static void
begin (World *world, Run *run, const char *rows, const char *table)
{
  g_autofree char *text = g_strconcat (header, rows, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) faults = NULL;
  TcImportMap *map = tc_import_map_parse ("m", map_text, strlen (map_text), &error);
  TcCsv *csv = tc_csv_parse ("f", text, strlen (text), &error);
  g_autoptr (TcCsv) words = table ? tc_csv_parse ("w", table, strlen (table), &error) : NULL;

  g_assert_no_error (error);
  run->file = tc_import_file_read (csv, map, NOW_US, &faults);
  g_assert_cmpuint (faults->len, ==, 0);
  run->faults = g_ptr_array_new_with_free_func (g_free);
  run->names = tc_import_names_new (run->file, "cu", words, &world_server, world, run->faults,
                                    &error);
  g_assert_no_error (error);
  run->import = (TcImport){run->file, run->names, "cu", NOW_US, &world_server, find, world};
}

static void
end_run (Run *run)
{
  g_ptr_array_unref (run->faults);
  tc_import_names_free (run->names);
  tc_import_file_free (run->file);
}

/* All rows, made where unknown. Names of the operations, each with a space after it. */
static char *
import (World *world, const char *rows, TcImportCounts *counts)
{
  g_autoptr (GError) error = NULL;
  GString *names = g_string_new (NULL);
  Run run;

  *counts = (TcImportCounts){0};
  begin (world, &run, rows, NULL);
  tc_import_check (&run.import, run.faults);
  tc_import_names_list_faults (run.names, TRUE, run.faults);
  g_assert_cmpuint (run.faults->len, ==, 0);
  g_autoptr (GPtrArray) made = tc_import_names_make (run.names, &error);
  g_assert_no_error (error);
  world_carry_out (world, made);
  g_autoptr (GPtrArray)
      steps = tc_import_plan (&run.import, 0, run.file->rows->len, counts, &error);
  g_assert_no_error (error);
  world_carry_out (world, steps);
  for (guint i = 0; i < steps->len; i++)
    g_string_append_printf (names, "%s ",
                            ((const TcPlanStep *) g_ptr_array_index (steps, i))->type->name);
  end_run (&run);
  return g_string_free (names, FALSE);
}

static gint64
ask (World *world, const char *sql)
{
  return tc_database_get_int (world->fixture->db, TC_NONE, sql, "");
}

static void
test_lives (void)
{
  World world;
  TcImportCounts counts;

  init_world (&world);
  g_autofree char *open = import (
      &world, "1,2025-01-01,2025-01-03,,mở,,Đèn,Chiếu sáng,,Tổ đèn,9.7,105.4\n", &counts);
  g_assert_cmpstr (open, ==, "incident.report incident.assign ");
  g_assert_cmpint (ask (&world, "SELECT due_us - received_us FROM incident"), ==,
                   2 * 86400 * (gint64) G_USEC_PER_SEC);
  g_assert_cmpint (ask (&world, "SELECT state = 'assigned' AND opened_us = received_us FROM"
                                " incident"),
                   ==, 1);
  /* The service, not the field of the same name. */
  g_assert_cmpint (ask (&world, "SELECT parent_id IS NOT NULL FROM incident JOIN field ON field.id"
                                " = field_id"),
                   ==, 1);
  g_autofree char *closed = import (
      &world, "2,2022-01-01,,2022-01-02,đóng,Xong,Đèn,Chiếu sáng,,,,\n", &counts);
  g_assert_cmpstr (closed, ==, "incident.report incident.accept incident.resolve incident.close ");
  g_assert_cmpint (
      ask (&world, "SELECT closed_us - opened_us FROM incident WHERE outcome = 'done'"), ==,
      86400 * (gint64) G_USEC_PER_SEC);
  g_autofree char *rejected = import (&world, "3,2022-01-01,,2022-01-02,từ chối,,Đèn,,,,,\n",
                                      &counts);
  g_assert_cmpstr (rejected, ==, "incident.report incident.reject ");
  g_assert_cmpuint (counts.added, ==, 1);
  world_clear (&world);
}

/* What is there is left, brought up, or left because the file says nothing newer. */
static void
test_again (void)
{
  static const char first[] = "1,2025-01-01,2025-01-03,,mở,,Đèn,den.tat,,to-moi,,\n";
  World world;
  TcImportCounts counts;

  init_world (&world);
  g_free (import (&world, first, &counts));
  g_autofree char *same = import (&world, first, &counts);
  g_assert_cmpstr (same, ==, "");
  g_assert_cmpuint (counts.left, ==, 1);
  g_autofree char *later = import (&world, "1,2025-01-01,2025-02-03,,mở,,Đèn,den.tat,,to-moi,,\n",
                                   &counts);
  g_assert_cmpstr (later, ==, "incident.extend ");
  g_autofree char *earlier = import (&world, first, &counts);
  g_assert_cmpstr (earlier, ==, "");
  g_autofree char *closed = import (
      &world, "1,2025-01-01,,2025-01-02,đóng,,Đèn,den.tat,,to-moi,,\n", &counts);
  g_assert_cmpstr (closed, ==, "incident.resolve incident.close ");
  g_assert_cmpuint (counts.changed, ==, 1);
  g_autofree char *back = import (&world, first, &counts);
  g_assert_cmpstr (back, ==, "");
  g_assert_cmpuint (counts.ended, ==, 1);
  world_clear (&world);
}

/* Cut short after the report: what is missing is done, and nothing twice. */
static void
test_cut_short (void)
{
  static const char row[] = "1,2025-01-01,,2025-01-02,đóng,,Đèn,den.tat,,to-moi,,\n";
  World world;
  TcImportCounts counts;
  Run run;
  g_autoptr (GError) error = NULL;

  for (guint n = 1; n <= 3; n++) {
    init_world (&world);
    begin (&world, &run, row, NULL);
    g_autoptr (GPtrArray) steps = tc_import_plan (&run.import, 0, 1, &counts, &error);
    g_assert_cmpuint (steps->len, ==, 4);
    g_ptr_array_set_size (steps, (int) n);
    world_carry_out (&world, steps);
    end_run (&run);
    g_free (import (&world, row, &counts));
    g_assert_cmpuint (counts.changed, ==, 1);
    g_assert_cmpint (ask (&world, "SELECT count(*) FROM incident WHERE state = 'closed' AND"
                                  " outcome = 'done' AND unit_id IS NOT NULL"),
                     ==, 1);
    g_assert_cmpint (ask (&world, "SELECT count(*) FROM incident_event"), ==, 4);
    world_clear (&world);
  }
}

static void
test_order_of_then (void)
{
  World world;
  TcImportCounts counts;
  Run run;

  init_world (&world);
  g_free (import (&world, "1,2022-06-01,,,mở,,Đèn,,,Tổ đèn,,\n", &counts));
  g_assert_cmpint (ask (&world,
                        "SELECT agency.code = 'to-cu' FROM incident JOIN agency ON agency.id ="
                        " unit_id"),
                   ==, 1);
  g_free (import (&world, "2,2025-06-01,,,mở,,Đèn,,,Tổ đèn cũ,,\n", &counts));
  g_assert_cmpint (ask (&world,
                        "SELECT agency.code = 'to-moi' FROM incident JOIN agency ON agency.id ="
                        " unit_id WHERE received_us > 1700000000000000"),
                   ==, 1);
  begin (&world, &run, "3,2020-06-01,,,mở,,Đèn,,,Tổ đèn,,\n", NULL);
  tc_import_names_list_faults (run.names, FALSE, run.faults);
  g_assert_cmpuint (run.faults->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (run.faults, 0), ==,
                   "f:2:26: u: \"Tổ đèn\" was not in force on 2020-06-01, nor whom it took over "
                   "from");
  end_run (&run);
  world_clear (&world);
}

static void
test_areas (void)
{
  World world;
  TcImportCounts counts;

  init_world (&world);
  g_free (import (&world,
                  "1,2022-06-01,,,mở,,Đèn,,,,9.71,105.41\n"
                  "2,2022-06-01,,,mở,,Đèn,,,,9.81,105.4\n"
                  "3,2025-06-01,,,mở,,Đèn,,,,9.81,105.4\n"
                  "4,2025-06-01,,,mở,,Đèn,,,,10.4,105.4\n"
                  "5,2025-06-01,,,mở,,Đèn,,,,0,0\n",
                  &counts));
  g_assert_cmpuint (counts.outside, ==, 1);
  g_autofree char *codes = tc_database_dup_text (
      world.fixture->db,
      "SELECT group_concat (ifnull (code, '-'), ' ') FROM (SELECT area.code FROM report LEFT JOIN"
      " area ON area.id = area_id ORDER BY external_id)",
      "");
  /* p3 is in force since CHANGE_US alone. */
  g_assert_cmpstr (codes, ==, "p1 p2 p3 - -");
  world_clear (&world);
}

static void
test_unknown (void)
{
  static const char rows[] = "1,2025-01-01,,,mở,,Đèn,Lạ,Nhóm,Đội lạ,,\n"
                             "2,2025-01-01,,,mở,,Đèn,Lạ,Nhóm,Đội lạ,,\n";
  World world;
  TcImportCounts counts;
  Run run;

  init_world (&world);
  begin (&world, &run, rows, NULL);
  tc_import_names_list_faults (run.names, FALSE, run.faults);
  g_assert_cmpuint (run.faults->len, ==, 2);
  g_assert_cmpstr (g_ptr_array_index (run.faults, 0), ==,
                   "f:2:24: f: there is no field \"Lạ\" here");
  g_assert_cmpstr (g_ptr_array_index (run.faults, 1), ==,
                   "f:2:32: u: there is no unit \"Đội lạ\" here");
  end_run (&run);
  g_free (import (&world, rows, &counts));
  g_assert_cmpint (ask (&world, "SELECT count(*) FROM field WHERE code IN ('cu.nhom',"
                                " 'cu.nhom.la')"),
                   ==, 2);
  g_assert_cmpint (ask (&world, "SELECT count(*) FROM agency WHERE code = 'cu.doi-la' AND kind ="
                                " 'external'"),
                   ==, 1);
  world_clear (&world);
}

static void
test_table (void)
{
  static const char rows[] = "1,2025-01-01,,,mở,,Đèn,Lạ,,Đội lạ,,\n";
  static const struct {
    const char *table;
    const char *fault; /* NULL: none */
  } tables[] = {
      {"what,value,code\nfield,Lạ,den.tat\nunit,Đội lạ,-\n", NULL},
      {"what,value\nfield,Lạ\n", "w:1:1: the column \"code\" is missing"},
      {"what,value,code\ncity,Lạ,den\n", "w:2:9: \"city\" is neither field nor unit"},
      {"what,value,code\nfield,Lạ,\n",
       "w:2:10: the code of the field \"Lạ\" must not be empty (\"-\": none)"},
      {"what,value,code\nfield,Lạ,nowhere\n", "w:2:10: there is no field \"nowhere\" here"},
  };
  World world;
  Run run;

  init_world (&world);
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++) {
    begin (&world, &run, rows, tables[i].table);
    const TcImportRow *row = g_ptr_array_index (run.file->rows, 0);
    if (tables[i].fault) {
      g_assert_cmpuint (run.faults->len, ==, 1);
      g_assert_cmpstr (g_ptr_array_index (run.faults, 0), ==, tables[i].fault);
    } else {
      g_autofree char *field = tc_import_names_describe (run.names, "field", row);
      g_autofree char *unit = tc_import_names_describe (run.names, "unit", row);
      g_assert_cmpuint (run.faults->len, ==, 0);
      g_assert_cmpuint (tc_import_names_get_unknown (run.names)->len, ==, 0);
      g_assert_cmpstr (field, ==, "den.tat");
      g_assert_cmpstr (unit, ==, "");
    }
    end_run (&run);
  }
  world_clear (&world);
}

static void
test_preview (void)
{
  World world;
  Run run;
  g_autoptr (GError) error = NULL;

  init_world (&world);
  begin (&world, &run,
         "2,2025-01-02,,,mở,,\"Đèn\nhỏng\",Lạ,,,9.7,105.4\n"
         "1,2025-01-01,,2025-01-02,đóng,,Rác,den.tat,,to-moi,20,105\n"
         "3,2025-01-01,,,mở,,Rác,,,,,\n",
         NULL);
  g_autofree char *text = tc_import_preview (&run.import, 2, &error);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 4);
  g_assert_true (g_str_has_prefix (lines[1], "2\t2\tnew\topen\t2025-01-02 00:00:00\t"));
  g_assert_true (g_str_has_suffix (lines[1], "\t+cu.la\t\tp1\t9.70000, 105.40000\tĐèn hỏng"));
  g_assert_true (
      g_str_has_suffix (lines[2], "\tden.tat\tto-moi\toutside\t20.00000, 105.00000\tRác"));
  end_run (&run);
  world_clear (&world);
}

static void
test_no_province (void)
{
  World world;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) faults = NULL;
  g_autofree char *text = g_strconcat (header, "1,2025-01-01,,,mở,,Đèn,,,,,\n", NULL);
  TcImportMap *map = tc_import_map_parse ("m", map_text, strlen (map_text), &error);
  g_autoptr (TcImportFile) file = tc_import_file_read (
      tc_csv_parse ("f", text, strlen (text), &error), map, NOW_US, &faults);

  world_init (&world);
  g_assert_null (tc_import_names_new (file, "cu", NULL, &world_server, &world, faults, &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_NOT_FOUND);
  world_clear (&world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/import-plan/lives", test_lives);
  g_test_add_func ("/import-plan/again", test_again);
  g_test_add_func ("/import-plan/cut-short", test_cut_short);
  g_test_add_func ("/import-plan/order-of-then", test_order_of_then);
  g_test_add_func ("/import-plan/areas", test_areas);
  g_test_add_func ("/import-plan/unknown", test_unknown);
  g_test_add_func ("/import-plan/table", test_table);
  g_test_add_func ("/import-plan/preview", test_preview);
  g_test_add_func ("/import-plan/no-province", test_no_province);
  return g_test_run ();
}
