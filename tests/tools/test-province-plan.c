/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: the plan of the demonstration province is carried out without a refusal, leaves what the
 * files say, and done again asks for nothing; what changes in the files or in the province since
 * comes back as the few operations that mend it. Method: a province in memory, where each step is
 * carried out as the server does it.
 */
#include "tc-core-fixture.h"
#include "tc-incident-codes.h"
#include "tc-incident-operations.h"
#include "tc-incident-queries.h"
#include "tc-people-operations.h"
#include "tc-province-plan.h"

#define CODES_A_DAY 500

typedef struct {
  TcFixture *fixture; /* (owned) */
  GHashTable *days;   /* (owned): day → numbers handed out */
  gboolean broken;    /* reading fails */
} World;

static void
init_world (World *world)
{
  world->fixture = tc_fixture_new ();
  world->days = g_hash_table_new (NULL, NULL);
  world->broken = FALSE;
}

static void
clear_world (World *world)
{
  g_clear_pointer (&world->fixture, tc_fixture_free);
  g_clear_pointer (&world->days, g_hash_table_unref);
}

static gboolean
read_rows (const char *table, TcKnownRows *rows, gpointer data, GError **error)
{
  World *world = data;
  const char *const *columns = tc_known_rows_get_columns (rows);
  guint n = g_strv_length ((char **) columns);
  g_autofree char *list = g_strjoinv (", ", (char **) columns);
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM %s ORDER BY id", list, table);

  if (world->broken) {
    g_set_error_literal (error, TC_ERROR, TC_ERROR_STORE, "no disk");
    return FALSE;
  }
  g_autoptr (TcQuery) query = tc_database_query (world->fixture->db, sql, "");
  while (tc_query_next (query)) {
    char **values = g_new0 (char *, n + 1);
    for (guint i = 0; i < n; i++)
      values[i] = tc_query_dup_text (query, (int) i);
    tc_known_rows_add (rows, values);
  }
  return tc_database_check (world->fixture->db, error);
}

static gboolean
make_ids (guint n, GArray *ids, gpointer data, GError **error)
{
  World *world = data;

  for (guint i = 0; i < n; i++) {
    gint64 id = tc_fixture_id (world->fixture);
    g_array_append_val (ids, id);
  }
  return TRUE;
}

static char *
take_code (gint64 at_us, gpointer data, GError **error)
{
  World *world = data;
  gint64 day = tc_incident_day (at_us);
  gpointer key = GINT_TO_POINTER ((int) day);
  int number = GPOINTER_TO_INT (g_hash_table_lookup (world->days, key)) + 1;

  if (number == 1) {
    TcIncidentLeaseCodes lease = {tc_fixture_id (world->fixture), 0, day, 1, CODES_A_DAY};
    tc_fixture_run (world->fixture, &tc_incident_lease_codes_type, &lease);
  }
  g_hash_table_insert (world->days, key, GINT_TO_POINTER (number));
  return tc_incident_format_code (day, number);
}

static gint64
find_report (const char *source, const char *external_id, gpointer data, GError **error)
{
  World *world = data;

  return tc_database_get_int (world->fixture->db, 0,
                              "SELECT id FROM report WHERE source = ? AND external_id = ?", "ss",
                              source, external_id);
}

static const TcProvinceServer server = {read_rows, make_ids, take_code, find_report};

static TcProvince *
load_demonstration (void)
{
  g_autoptr (GPtrArray) faults = NULL;
  TcProvince *province = tc_province_load (g_getenv ("TC_PROVINCE_DIR"), &faults);

  g_assert_nonnull (province);
  return province;
}

static GPtrArray *
make_plan (World *world, const TcProvince *province, gboolean reports)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *steps = tc_province_plan (province, &server, world, world->fixture->now_us, reports,
                                       &error);

  g_assert_no_error (error);
  return steps;
}

static void
run_step (World *world, const TcPlanStep *step)
{
  g_autoptr (TcRefusal) refusal = NULL;
  g_autoptr (TcArgs) args = tc_args_decode (step->type, step->type->version, step->args, &refusal);

  if (args)
    refusal = tc_fixture_try_as (world->fixture, (TcActor){0}, step->type, tc_args_get (args));
  if (refusal) {
    g_autofree char *words = g_variant_print (refusal->args, FALSE);
    g_error ("%s: %s was refused: %s %s", step->place, step->type->name, refusal->code, words);
  }
}

static guint
load (World *world, const TcProvince *province, gboolean reports)
{
  g_autoptr (GPtrArray) steps = make_plan (world, province, reports);

  for (guint i = 0; i < steps->len; i++)
    run_step (world, g_ptr_array_index (steps, i));
  return steps->len;
}

static gint64
count (World *world, const char *sql)
{
  return tc_database_get_int (world->fixture->db, -1, sql, "");
}

static void
test_found (void)
{
  World world;
  g_autoptr (TcProvince) province = load_demonstration ();

  init_world (&world);
  g_assert_cmpuint (load (&world, province, FALSE), >, 500);
  g_assert_cmpint (count (&world, "SELECT count(*) FROM agency"), ==,
                   tc_province_get_n_rows (province, TC_PROVINCE_AGENCIES));
  g_assert_cmpint (count (&world, "SELECT count(*) FROM agency WHERE kind = 'district'"
                                  " AND valid_to_us IS NOT NULL AND successor_id IS NOT NULL"),
                   ==, 8);
  g_assert_cmpint (count (&world, "SELECT count(*) FROM area WHERE valid_to_us IS NULL"), ==, 28);
  g_assert_cmpint (count (&world, "SELECT count(*) FROM field WHERE parent_id IS NULL"), ==, 13);
  g_assert_cmpint (count (&world, "SELECT demonstration FROM province"), ==, 1);
  g_assert_cmpint (count (&world, "SELECT count(*) FROM province JOIN agency ON"
                                  " agency.id = centre_id WHERE agency.code = 'ioc'"),
                   ==, 1);
  g_assert_cmpint (count (&world, "SELECT count(*) FROM staff WHERE inactive_from_us > 0"), ==, 1);
  g_assert_cmpint (count (&world, "SELECT count(*) FROM report"), ==, 0);
  /* Every capability is one that some operation asks for. */
  g_assert_cmpint (count (&world, "SELECT count(*) FROM role_capability"), >=, 20);
  tc_fixture_check_replays (world.fixture);
  clear_world (&world);
}

static void
test_again (void)
{
  World world;
  g_autoptr (TcProvince) province = load_demonstration ();

  init_world (&world);
  load (&world, province, TRUE);
  g_autoptr (GPtrArray) steps = make_plan (&world, province, TRUE);
  for (guint i = 0; i < steps->len; i++) {
    const TcPlanStep *step = g_ptr_array_index (steps, i);
    g_autofree char *args = g_variant_print (step->args, FALSE);
    g_test_message ("%s: %s %s", step->place, step->type->name, args);
  }
  g_assert_cmpuint (steps->len, ==, 0);
  clear_world (&world);
}

/* What somebody changed by hand goes back to what the files say, and only that. */
static void
test_mend (void)
{
  World world;
  g_autoptr (TcProvince) province = load_demonstration ();

  init_world (&world);
  load (&world, province, FALSE);
  TcDatabase *db = world.fixture->db;
  TcRoleCapability extra = {
      tc_database_get_int (db, 0, "SELECT id FROM role WHERE code = 'counter'", ""),
      TC_MAY_DISPATCH,
  };
  TcRoleCapability lost = {
      tc_database_get_int (db, 0, "SELECT id FROM role WHERE code = 'dispatcher'", ""),
      TC_MAY_DISPATCH,
  };
  TcStaffArgs renamed = {
      .staff_id = tc_database_get_int (db, 0, "SELECT id FROM staff WHERE account = 'lan'", ""),
      .name = "Ai đó",
  };
  tc_fixture_run (world.fixture, &tc_role_allow_type, &extra);
  tc_fixture_run (world.fixture, &tc_role_deny_type, &lost);
  tc_fixture_run (world.fixture, &tc_staff_change_type, &renamed);
  g_assert_cmpuint (load (&world, province, FALSE), ==, 3);
  g_assert_cmpuint (load (&world, province, FALSE), ==, 0);
  g_assert_cmpint (count (&world, "SELECT count(*) FROM staff WHERE name = 'Lê Thị Ngọc Lan'"), ==,
                   1);
  clear_world (&world);
}

static void
test_reports (void)
{
  World world;
  g_autoptr (TcProvince) province = load_demonstration ();
  guint n = tc_province_get_n_rows (province, TC_PROVINCE_REPORTS);

  init_world (&world);
  load (&world, province, TRUE);
  g_assert_cmpint (count (&world, "SELECT count(*) FROM report"), ==, n);
  g_assert_cmpint (count (&world, "SELECT count(*) FROM reporter"), >=, 50);
  for (guint row = 0; row < n; row++) {
    const char *label = tc_province_get (province, TC_PROVINCE_REPORTS, row, "label");
    const char *outcome = tc_province_get (province, TC_PROVINCE_REPORTS, row, "outcome");
    gboolean answered = g_str_equal (outcome, "resolved");
    g_autofree char *state = tc_database_dup_text (
        world.fixture->db,
        "SELECT state FROM incident JOIN report ON report.incident_id = incident.id"
        " WHERE external_id = ?",
        "s", label);
    g_assert_cmpstr (state, ==, answered ? "published" : outcome);
  }
  /* Every open incident has a term, and ids run as the reports came in. */
  g_assert_cmpint (count (&world, "SELECT count(*) FROM incident WHERE due_us IS NULL"), ==, 0);
  g_assert_cmpint (count (&world, "SELECT count(*) FROM report AS a JOIN report AS b"
                                  " ON a.id < b.id AND a.received_us > b.received_us"),
                   ==, 0);
  tc_fixture_check_replays (world.fixture);
  clear_world (&world);
}

static void
test_broken (void)
{
  World world;
  g_autoptr (TcProvince) province = load_demonstration ();
  g_autoptr (GError) error = NULL;

  init_world (&world);
  world.broken = TRUE;
  g_autoptr (GPtrArray) steps = tc_province_plan (province, &server, &world, 0, TRUE, &error);
  g_assert_null (steps);
  g_assert_error (error, TC_ERROR, TC_ERROR_STORE);
  g_assert_cmpstr (error->message, ==, "reading province: no disk");
  clear_world (&world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/province-plan/found", test_found);
  g_test_add_func ("/province-plan/again", test_again);
  g_test_add_func ("/province-plan/mend", test_mend);
  g_test_add_func ("/province-plan/reports", test_reports);
  g_test_add_func ("/province-plan/broken", test_broken);
  return g_test_run ();
}
