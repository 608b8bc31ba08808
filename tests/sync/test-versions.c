/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: server and desks of different versions of the schema agree on what both know, a desk that
 * is upgraded then has all of it, and one that isn't served is told and loses nothing; arguments of
 * an older version are lifted. Method: the world of sync-world.h with sets that have one, two and
 * three migrations more than this program's, as if the next versions were there.
 */
#include "sync-world.h"

#include "tc-execute.h"
#include "tc-incident-queries.h"
#include "tc-limits.h"
#include "tc-log-audit.h"
#include "tc-operation-registry.h"

#include <string.h>

#define MORE 3
#define ERRANDS 50

/* What the next three versions bring, and one that another lineage has in the place of the first.
 * clang-format off */
static const char *const steps[MORE] = {
    "ALTER TABLE staff ADD COLUMN nickname TEXT;"
    "ALTER TABLE incident ADD COLUMN weight INTEGER NOT NULL DEFAULT 7;"
    "CREATE TABLE errand (id INTEGER PRIMARY KEY, scope INTEGER NOT NULL, text TEXT) STRICT;"
    "INSERT INTO replicated VALUES (900, 'errand')",
    "ALTER TABLE errand ADD COLUMN done INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE staff ADD COLUMN shoe INTEGER",
    "ALTER TABLE staff ADD COLUMN hat TEXT NOT NULL DEFAULT 'nón lá'"};
static const char *const stray = "ALTER TABLE staff ADD COLUMN pseudonym TEXT";
/* clang-format on */

static TcSchemaSet ahead[MORE + 1]; /* by how many versions */
static TcSchemaSet astray;

static TcSchemaSet
extend (const char *const *more, guint n)
{
  guint had = tc_schema_state.version;
  const char **migrations = g_new (const char *, had + n);

  memcpy (migrations, tc_schema_state.migrations, had * sizeof *migrations);
  memcpy (migrations + had, more, n * sizeof *migrations);
  return (TcSchemaSet){tc_schema_state.name, had + n, migrations};
}

static gboolean
has_column (TcDatabase *db, const char *table, const char *column)
{
  return tc_database_get_int (db, 0, "SELECT 1 FROM pragma_table_info (?) WHERE name = ?", "ss",
                              table, column);
}

/* An operation of the server alone, which writes whatever its version has. */
typedef struct {
  gint64 errand_id;
} Errand;

static gboolean
apply_errand (TcApply *apply, gconstpointer data)
{
  const Errand *args = data;

  if (has_column (apply->db, "staff", "nickname")) {
    tc_database_execute (apply->db, "INSERT INTO errand (id, scope, text) VALUES (?, 1, 'đi')", "i",
                         args->errand_id);
    tc_database_execute (apply->db, "UPDATE staff SET nickname = ? || id, name = name || '.'", "s",
                         "Ba");
  }
  if (has_column (apply->db, "staff", "shoe")) {
    tc_database_execute (apply->db, "UPDATE errand SET done = 1 WHERE id = ?", "i",
                         args->errand_id);
    tc_database_execute (apply->db, "UPDATE staff SET shoe = ?", "i", args->errand_id);
  }
  if (args->errand_id % 7 == 0)
    tc_database_execute (apply->db, "DELETE FROM errand WHERE id = ?", "i", args->errand_id);
  return TRUE;
}

static const TcArg errand_args[] = {TC_ARG (Errand, errand_id, TC_ARG_ID, TC_REQUIRED, 0), {NULL}};
static const TcOperationType errand_type = {.name = "test.errand",
                                            .version = 1,
                                            .args = errand_args,
                                            .args_size = sizeof (Errand),
                                            .apply = apply_errand};

/* staff.change as the next version has it: what was `name` is `full_name`. */
static const TcArg change_args[] = {
    TC_ARG (TcStaffArgs, staff_id, TC_ARG_ID, TC_REQUIRED, 0),
    {"full_name", TC_ARG_LINE, TC_REQUIRED, 200, G_STRUCT_OFFSET (TcStaffArgs, name)},
    {NULL},
};

static GVariant *
lift_change (GVariant *args, guint version)
{
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (args);
  g_autoptr (GVariant) name = g_variant_dict_lookup_value (&dict, "name", NULL);

  g_assert_cmpuint (version, ==, 1);
  if (name) {
    g_variant_dict_remove (&dict, "name");
    g_variant_dict_insert_value (&dict, "full_name", name);
  }
  return g_variant_dict_end (&dict);
}

static gboolean
apply_change (TcApply *apply, gconstpointer args)
{
  return tc_staff_change_type.apply (apply, args);
}

static TcOperationType change_type = {.name = "staff.change",
                                      .version = 2,
                                      .args = change_args,
                                      .args_size = sizeof (TcStaffArgs),
                                      .upcast = lift_change,
                                      .apply = apply_change};

static void
run_errands (World *world, gint64 first)
{
  for (gint64 i = 0; i < ERRANDS; i++) {
    const Errand errand = {first + i};
    world_do (world, &errand_type, &errand);
  }
}

static void
upgrade_server (World *world, guint by)
{
  world->schema = &ahead[by];
  world_restart_server (world);
}

static void
upgrade_desk (WorldDesk *desk, guint by)
{
  desk->schema = &ahead[by];
  world_restart_desk (desk);
}

static void
assert_live (WorldDesk *desk)
{
  g_assert_cmpint (desk->status.state, ==, TC_REPLICA_LIVE);
  world_assert_agree (desk->world);
}

static gint64
passed_over (WorldDesk *desk)
{
  return tc_database_get_int (desk->db, 0, "SELECT version FROM passed_over", NULL);
}

/* Live, then behind, on a server so many versions ahead. */
static void
follow (guint by)
{
  World *world = world_new ();
  WorldDesk *a = world_add_desk (world, 1);
  WorldDesk *b = world_add_desk (world, 2);

  world_connect_all (world);
  g_assert_cmpuint (world->other_versions, ==, 0);
  upgrade_server (world, by);
  world_connect (a);
  world_run (world);
  g_assert_cmpuint (world->other_versions, ==, 1);
  g_assert_cmpint (passed_over (a), ==, 0);
  run_errands (world, 1000);
  world_rename (a, "Máy cũ đặt");
  world_run (world);
  assert_live (a);
  world_assert_name (world->db, "Máy cũ đặt");
  world_connect (b);
  world_run (world);
  assert_live (b);
  /* Neither needed a snapshot, and both know that they lack something. */
  g_assert_cmpuint (a->replaced, ==, 1);
  g_assert_cmpuint (b->replaced, ==, 1);
  g_assert_cmpint (passed_over (a), ==, tc_schema_state.version);
  g_assert_cmpint (passed_over (b), ==, tc_schema_state.version);
  world_free (world);
}

static void
test_one_ahead (void)
{
  follow (1);
}

static void
test_two_ahead (void)
{
  follow (2);
}

/* What waited on an old desk is laid over rows of a newer server, and the other way round. */
static void
test_rebase (void)
{
  World *world = world_new ();
  WorldDesk *a = world_add_desk (world, 1);

  world_connect_all (world);
  upgrade_server (world, 2);
  for (guint i = 0; i < 20; i++)
    world_rename (a, i % 2 ? "Chờ lẻ" : "Chờ chẵn");
  run_errands (world, 1000);
  world_connect (a);
  for (guint i = 0; i < 10; i++) {
    world_rename (a, "Giữa chừng");
    run_errands (world, 2000 + ERRANDS * i);
    world_move (a);
  }
  world_rename (a, "Sau cùng");
  world_run (world);
  assert_live (a);
  world_assert_name (world->db, "Sau cùng");
  g_assert_cmpint (tc_database_get_int (
                       world->db, 0, "SELECT count(*) FROM log_operation WHERE replica = 1", NULL),
                   ==, 31);
  world_free (world);
}

static void
test_snapshot (void)
{
  World *world = world_new ();
  WorldDesk *a = world_add_desk (world, 1);

  upgrade_server (world, 2);
  run_errands (world, 1000);
  world_connect (a);
  world_run (world);
  assert_live (a);
  g_assert_cmpuint (a->replaced, ==, 1);
  g_assert_cmpint (passed_over (a), ==, tc_schema_state.version);
  world_free (world);
}

/* Upgraded by one, then by another: each time all of it comes anew, and what waits stays. */
static void
test_upgrade (void)
{
  World *world = world_new ();
  WorldDesk *a = world_add_desk (world, 1);

  world_connect_all (world);
  upgrade_server (world, 2);
  run_errands (world, 1000);
  world_connect (a);
  world_run (world);
  world_disconnect (a);
  world_rename (a, "Trước khi nâng cấp");
  for (guint by = 1; by <= 2; by++) {
    upgrade_desk (a, by);
    g_assert_cmpuint (a->status.pending, ==, by == 1);
    world_assert_name (a->db, "Trước khi nâng cấp");
    world_connect (a);
    world_run (world);
    assert_live (a);
    g_assert_cmpuint (a->replaced, ==, 1 + by);
    g_assert_cmpint (passed_over (a), ==, by == 1 ? tc_schema_state.version + 1 : 0);
  }
  g_assert_cmpint (
      tc_database_get_int (a->db, 0, "SELECT count(*) FROM errand WHERE done = 1", NULL), ==,
      ERRANDS - ERRANDS / 7);
  world_assert_name (world->db, "Trước khi nâng cấp");
  /* Nothing is lacking: the next start goes on. */
  world_restart_desk (a);
  world_connect (a);
  world_run (world);
  g_assert_cmpuint (a->replaced, ==, 3);
  assert_live (a);
  world_free (world);
}

/* Upgraded at the same time as the server while it is behind: frames of the old version are read
 * with the new columns' defaults, nothing is fetched anew. */
static void
test_old_frames (void)
{
  World *world = world_new ();
  WorldDesk *a = world_add_desk (world, 1);

  world_open_room (world);
  world_lease (world, 0, 1);
  world_connect (a);
  world_run (world);
  world_disconnect (a);
  for (guint i = 0; i < 20; i++) {
    g_autofree char *code = g_strdup_printf ("PA-%06" G_GINT64_FORMAT "-%04u",
                                             tc_incident_day (world->now_us), i + 1);
    TcIncidentReport report = world_make_report (world, &world->ids, code, NULL);

    world_do (world, &tc_incident_report_type, &report);
  }
  upgrade_server (world, 3);
  run_errands (world, 1000);
  upgrade_desk (a, 3);
  world_connect (a);
  world_run (world);
  assert_live (a);
  g_assert_cmpuint (a->replaced, ==, 1);
  g_assert_cmpint (passed_over (a), ==, 0);
  g_assert_cmpint (
      tc_database_get_int (a->db, 0, "SELECT count(*) FROM incident WHERE weight = 7", NULL), ==,
      20);
  world_free (world);
}

/* Told, working on, and nothing of it lost when its upgrade comes. */
static void
test_too_old (void)
{
  World *world = world_new ();
  WorldDesk *a = world_add_desk (world, 1);

  world_connect_all (world);
  world_rename (a, "Trước");
  upgrade_server (world, 3);
  run_errands (world, 1000);
  world_connect (a);
  world_run (world);
  g_assert_cmpstr (a->closed_code, ==, "line.schema");
  world_rename (a, "Trong lúc ấy");
  world_restart_desk (a);
  g_assert_cmpuint (a->status.pending, ==, 2);
  world_assert_name (a->db, "Trong lúc ấy");
  world_connect (a);
  world_run (world);
  g_assert_cmpstr (a->closed_code, ==, "line.schema");
  g_assert_cmpuint (a->status.pending, ==, 2);
  upgrade_desk (a, 1);
  world_connect (a);
  world_run (world);
  assert_live (a);
  world_assert_name (world->db, "Trong lúc ấy");
  world_free (world);
}

static void
test_too_new (void)
{
  World *world = world_new ();
  WorldDesk *a = world_add_desk (world, 1);

  world_connect_all (world);
  upgrade_desk (a, 1);
  world_rename (a, "Máy này mới hơn");
  world_connect (a);
  world_run (world);
  g_assert_cmpstr (a->closed_code, ==, "line.schema-newer");
  g_assert_cmpuint (a->status.pending, ==, 1);
  upgrade_server (world, 1);
  world_connect (a);
  world_run (world);
  assert_live (a);
  world_assert_name (world->db, "Máy này mới hơn");
  world_free (world);
}

/* A number that fits with a structure that doesn't, ours or older. */
static void
test_lineage (void)
{
  for (guint by = 1; by <= 2; by++) {
    World *world = world_new ();
    WorldDesk *a = world_add_desk (world, 1);

    upgrade_server (world, by);
    a->schema = &astray;
    world_restart_desk (a);
    world_connect (a);
    world_run (world);
    g_assert_cmpstr (a->closed_code, ==, "line.schema");
    world_free (world);
  }
}

static gint64
count_version (TcDatabase *db, const char *table, guint version)
{
  g_autofree char *sql = g_strdup_printf ("SELECT bytes FROM %s ORDER BY seq", table);
  g_autoptr (TcQuery) query = tc_database_query (db, sql, NULL);
  const TcSignature none = {{0}};
  gint64 n = 0;

  while (tc_query_next (query)) {
    g_autoptr (GBytes) bytes = tc_query_dup_blob (query, 0);
    g_autoptr (TcOperation) op = tc_operation_parse (bytes, &none, NULL);

    n += !strcmp (op->name, "staff.change") && op->version == version;
  }
  return n;
}

/* All that the log has, anew and in its order: the same rows and the same answers. */
static void
assert_runs_again (World *world)
{
  static const TcSchemaSet *const sets[] = {&tc_schema_state, NULL};
  g_autoptr (TcDatabase)
      db = tc_database_open (":memory:", TC_DATABASE_WRITER | TC_DATABASE_MEMORY, NULL);
  g_assert_true (tc_schema_migrate (db, sets, NULL));
  g_autoptr (TcCatalogue) catalogue = tc_catalogue_load (db, NULL);
  g_autoptr (TcQuery) query = tc_database_query (
      world->db, "SELECT bytes, refusal FROM log_operation ORDER BY lsn", NULL);
  const TcSignature none = {{0}};

  while (tc_query_next (query)) {
    g_autoptr (GBytes) bytes = tc_query_dup_blob (query, 0);
    g_autoptr (TcOperation) op = tc_operation_parse (bytes, &none, NULL);
    g_autoptr (TcRefusal) refusal = NULL;

    if (g_strcmp0 (tc_query_text (query, 1), "operation.future") == 0)
      continue;
    g_assert_cmpint (tc_execute (db, TRUE, NULL, op, &refusal, NULL), !=, TC_OUTCOME_FAILED);
    g_assert_cmpstr (refusal ? refusal->code : NULL, ==, tc_query_text (query, 1));
  }
  TcDigest again = tc_catalogue_digest (catalogue, db, 0);
  TcDigest first = tc_catalogue_digest (catalogue, world->db, 0);
  g_assert_true (tc_digest_equal (&again, &first));
}

/* An operation of version 1 on a server that knows version 2: lifted to be carried out, kept as it
 * was signed. */
static void
test_arguments (void)
{
  World *world = world_new ();
  WorldDesk *a = world_add_desk (world, 1);
  const TcLogAuditOptions options = {.key = tc_key_get_public (world->key), .deep = TRUE};
  g_auto (TcLogAudit) audit = {0};

  world_connect_all (world);
  world_rename (a, "Kiểu cũ");
  world_run (world);
  const TcStaffArgs args = {.staff_id = WORLD_STAFF, .name = "Kiểu mới"};
  g_autoptr (TcVerdict) verdict = world_submit (a, &change_type, &args);
  g_assert_null (verdict->refusal);
  world_run (world);
  assert_live (a);
  world_assert_name (world->db, "Kiểu mới");
  g_assert_cmpint (count_version (world->db, "log_operation", 1), ==, 1);
  g_assert_cmpint (count_version (world->db, "log_operation", 2), ==, 1);
  g_assert_true (tc_log_audit_run (world->db, &options, &audit, NULL));
  g_assert_null (audit.fault);
  assert_runs_again (world);
  world_free (world);
}

/* From the tray of a desk that was upgraded meanwhile: sent again as its program makes it now. */
static void
test_tray (void)
{
  World *world = world_new ();
  WorldDesk *a = world_add_desk (world, 1);
  const TcStaffArgs args = {.staff_id = WORLD_STAFF, .name = "Từ khay"};
  g_autoptr (GError) error = NULL;

  world_connect_all (world);
  g_autoptr (TcVerdict) early = tc_replica_submit (
      a->replica, &tc_staff_change_type, tc_args_encode (&tc_staff_change_type, &args), WORLD_STAFF,
      a->session, world->now_us + 3600 * TC_US_PER_S, &error);
  g_assert_no_error (error);
  g_assert_null (early->refusal);
  world_run (world);
  g_assert_cmpuint (a->status.attention, ==, 1);
  gint64 seq = tc_database_get_int (a->outbox_db, 0, "SELECT seq FROM tray", NULL);
  g_autoptr (TcVerdict)
      again = tc_replica_resend (a->replica, seq, WORLD_STAFF, a->session, world->now_us, &error);
  g_assert_no_error (error);
  g_assert_null (again->refusal);
  g_assert_cmpint (count_version (a->outbox_db, "pending", 2), ==, 1);
  world_run (world);
  assert_live (a);
  world_assert_name (world->db, "Từ khay");
  world_free (world);
}

/* The log says from where on which version wrote it. */
static void
test_marks (void)
{
  World *world = world_new ();
  TcPosition before;

  world_restart_server (world);
  tc_hub_get_position (world->hub, &before);
  upgrade_server (world, 2);
  world_restart_server (world);
  g_assert_cmpint (tc_database_get_int (world->db, 0, "SELECT count(*) FROM log_schema", NULL), ==,
                   2);
  g_assert_cmpint (tc_database_get_int (world->db, -1,
                                        "SELECT after_lsn FROM log_schema WHERE version = ?", "i",
                                        (gint64) tc_schema_state.version),
                   ==, 0);
  g_assert_cmpint (tc_database_get_int (world->db, -1,
                                        "SELECT after_lsn FROM log_schema WHERE version = ?", "i",
                                        (gint64) tc_schema_state.version + 2),
                   ==, before.lsn);
  world_free (world);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i <= MORE; i++)
    ahead[i] = extend (steps, i);
  astray = extend (&stray, 1);
  change_type.capability = tc_staff_change_type.capability;
  change_type.reads = tc_staff_change_type.reads;
  tc_operation_registry_add (&errand_type);
  tc_operation_registry_add (&change_type);
  g_test_add_func ("/versions/one-ahead", test_one_ahead);
  g_test_add_func ("/versions/two-ahead", test_two_ahead);
  g_test_add_func ("/versions/rebase", test_rebase);
  g_test_add_func ("/versions/snapshot", test_snapshot);
  g_test_add_func ("/versions/upgrade", test_upgrade);
  g_test_add_func ("/versions/old-frames", test_old_frames);
  g_test_add_func ("/versions/too-old", test_too_old);
  g_test_add_func ("/versions/too-new", test_too_new);
  g_test_add_func ("/versions/lineage", test_lineage);
  g_test_add_func ("/versions/arguments", test_arguments);
  g_test_add_func ("/versions/tray", test_tray);
  g_test_add_func ("/versions/marks", test_marks);
  return g_test_run ();
}
