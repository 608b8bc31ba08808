/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: one operation is applied whole, refused whole, left to the server, or fails with nothing
 * known of it; and whatever it is, the commit around it and the capture stay in order. Method: real
 * kinds on a small province; triggers of the test's own bring about what no kind does by itself.
 */
#include "tc-core-fixture.h"
#include "tc-incident-operations.h"
#include "tc-people-operations.h"

static const TcAgencyArgs agency = {100,         "ioc",    NULL,    "centre",
                                    "Trung tâm", "Centre", 0,       TC_FIXTURE_START_US,
                                    NULL,        NULL,     TC_NONE, TC_NONE};
static const TcStaffArgs staff = {300, "an", "An", NULL, NULL};

static TcFixture *
make_province (void)
{
  TcFixture *fixture = tc_fixture_new ();
  const TcProvinceArgs province = {"hg", NULL, "Hậu Giang", "Hau Giang", 0, TC_NONE, TC_NONE, 0};

  tc_fixture_run (fixture, &tc_province_found_type, &province);
  tc_fixture_run (fixture, &tc_agency_add_type, &agency);
  tc_fixture_run (fixture, &tc_staff_add_type, &staff);
  return fixture;
}

static TcOperation *
make (TcFixture *fixture, const char *name, guint version, const TcOperationType *type,
      gconstpointer args)
{
  TcOperationHead head = {.id = tc_fixture_id (fixture), .seq = 1, .made_us = fixture->now_us};

  return tc_operation_new (name, version, &head, tc_args_encode (type, args), fixture->key);
}

typedef struct {
  TcOutcome outcome;
  char *code;
  GError *error;
  guint n_sections;
} Result;

static void
clear (Result *result)
{
  g_free (result->code);
  g_clear_error (&result->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Result, clear)

/* In a transaction with a neighbour before it, which must come through. */
static Result
execute (TcFixture *fixture, gboolean decides, const TcOperation *op)
{
  g_autoptr (TcRefusal) refusal = NULL;
  Result result = {0};

  tc_database_begin (fixture->db);
  tc_database_execute (fixture->db, "UPDATE agency SET address = 'hàng xóm'", NULL);
  tc_capture_drop (fixture->capture);
  result.outcome = tc_execute (fixture->db, decides, fixture->capture, op, &refusal, &result.error);
  tc_capture_keep (fixture->capture);
  g_autoptr (GArray) sections = tc_capture_take_sections (fixture->capture);
  result.n_sections = sections->len;
  result.code = refusal ? g_strdup (refusal->code) : NULL;
  g_assert_cmpint (result.outcome == TC_OUTCOME_REFUSED, ==, refusal != NULL);
  g_assert_cmpint (result.outcome == TC_OUTCOME_FAILED, ==, result.error != NULL);
  if (result.outcome == TC_OUTCOME_FAILED) {
    tc_database_rollback (fixture->db);
    return result;
  }
  g_assert_true (tc_database_commit (fixture->db, NULL));
  g_autofree char *address = tc_database_dup_text (fixture->db, "SELECT address FROM agency", NULL);
  g_assert_cmpstr (address, ==, "hàng xóm");
  return result;
}

static void
assert_refused (TcFixture *fixture, const TcOperation *op, const char *code)
{
  g_auto (Result) result = execute (fixture, TRUE, op);

  g_assert_cmpint (result.outcome, ==, TC_OUTCOME_REFUSED);
  g_assert_cmpstr (result.code, ==, code);
  g_assert_cmpuint (result.n_sections, ==, 0);
}

static const TcStaffArgs rename_staff = {300, NULL, "Bình", NULL, NULL};

static void
assert_name (TcFixture *fixture, const char *expected)
{
  g_autofree char *name = tc_database_dup_text (fixture->db, "SELECT name FROM staff", NULL);

  g_assert_cmpstr (name, ==, expected);
}

static void
test_applied (void)
{
  g_autoptr (TcFixture) fixture = make_province ();
  g_autoptr (TcOperation)
      op = make (fixture, "staff.change", 1, &tc_staff_change_type, &rename_staff);
  g_auto (Result) result = execute (fixture, TRUE, op);

  g_assert_cmpint (result.outcome, ==, TC_OUTCOME_APPLIED);
  g_assert_cmpuint (result.n_sections, ==, 1);
  assert_name (fixture, "Bình");
}

static void
test_unknown (void)
{
  g_autoptr (TcFixture) fixture = make_province ();
  g_autoptr (TcOperation)
      op = make (fixture, "staff.beam-up", 1, &tc_staff_change_type, &rename_staff);

  assert_refused (fixture, op, "operation.unknown");
}

static void
test_newer (void)
{
  g_autoptr (TcFixture) fixture = make_province ();
  g_autoptr (TcOperation) op = make (fixture, "staff.change", tc_staff_change_type.version + 1,
                                     &tc_staff_change_type, &rename_staff);

  assert_refused (fixture, op, "operation.newer");
}

static void
test_arguments (void)
{
  g_autoptr (TcFixture) fixture = make_province ();
  g_autoptr (TcOperation) op = make (fixture, "staff.change", 1, &tc_agency_add_type, &agency);

  assert_refused (fixture, op, "operation.arguments");
}

static void
test_not_allowed (void)
{
  g_autoptr (TcFixture) fixture = make_province ();
  TcOperationHead head = {.id = 9, .actor_id = 300, .session_id = 1, .seq = 1, .replica = 5};

  head.made_us = fixture->now_us;
  g_autoptr (TcOperation)
      op = tc_operation_make (&tc_staff_change_type, &head, &rename_staff, fixture->key);
  assert_refused (fixture, op, "people.desk");
}

/* Rows that a guard can't foresee and a constraint refuses: a refusal, not a broken database. */
static void
test_conflict (void)
{
  g_autoptr (TcFixture) fixture = make_province ();

  tc_database_execute_script (fixture->db,
                              "CREATE TEMP TRIGGER clash AFTER UPDATE OF name ON staff BEGIN"
                              " INSERT INTO agency SELECT * FROM agency; END");
  g_autoptr (TcOperation)
      op = make (fixture, "staff.change", 1, &tc_staff_change_type, &rename_staff);
  assert_refused (fixture, op, "operation.conflict");
  assert_name (fixture, "An");
}

/* A million and a half rows through six nested loops. */
#define MILL                                                                                       \
  "CREATE TEMP TABLE ten AS SELECT value FROM json_each ('[0,1,2,3,4,5,6,7,8,9]');"                \
  "CREATE TEMP TABLE mill (n INTEGER);"                                                            \
  "CREATE TEMP TRIGGER grind AFTER UPDATE OF name ON staff BEGIN INSERT INTO mill"                 \
  " SELECT sum (a.value + b.value * c.value + d.value * e.value + f.value) FROM ten AS a,"         \
  " ten AS b, ten AS c, ten AS d, ten AS e, ten AS f; END"

/* Past the budget in a statement that writes, too: the neighbours in the commit stay. */
static void
test_too_long (void)
{
  g_autoptr (TcFixture) fixture = make_province ();

  tc_database_execute_script (fixture->db, MILL);
  g_autoptr (TcOperation)
      op = make (fixture, "staff.change", 1, &tc_staff_change_type, &rename_staff);
  assert_refused (fixture, op, "operation.too-long");
  assert_name (fixture, "An");
  /* The next one has a budget of its own. */
  tc_database_execute_script (fixture->db, "DROP TRIGGER grind");
  g_auto (Result) result = execute (fixture, TRUE, op);
  g_assert_cmpint (result.outcome, ==, TC_OUTCOME_APPLIED);
}

/* What the database does wrong is no answer to the operation. */
static void
test_failed (void)
{
  g_autoptr (TcFixture) fixture = make_province ();
  g_autoptr (TcOperation)
      op = make (fixture, "staff.change", 1, &tc_staff_change_type, &rename_staff);

  tc_database_execute_script (fixture->db, "CREATE TEMP TRIGGER broken AFTER UPDATE OF name ON"
                                           " staff BEGIN SELECT json ('{'); END");
  g_auto (Result) result = execute (fixture, TRUE, op);
  g_assert_cmpint (result.outcome, ==, TC_OUTCOME_FAILED);
  g_assert_error (result.error, TC_ERROR, TC_ERROR_STATEMENT);
  g_assert_cmpuint (result.n_sections, ==, 0);
  g_assert_true (tc_database_check (fixture->db, NULL));
  tc_database_execute_script (fixture->db, "DROP TRIGGER broken");
  assert_name (fixture, "An");
  g_auto (Result) again = execute (fixture, TRUE, op);
  g_assert_cmpint (again.outcome, ==, TC_OUTCOME_APPLIED);
}

/* A desk that does not hold what an operation reads does not guess; the server does decide. */
static void
test_deferred (void)
{
  g_autoptr (TcFixture) fixture = make_province ();
  const TcIncidentOnly nothing = {12345};
  g_autoptr (TcOperation)
      op = make (fixture, "incident.accept", 1, &tc_incident_accept_type, &nothing);

  g_assert_cmpstr (tc_incident_accept_type.reads, ==, "incidents");
  tc_database_execute_script (fixture->db,
                              "CREATE TABLE held_scope (id INTEGER PRIMARY KEY, kind TEXT) STRICT;"
                              "CREATE TABLE load_part (scope INTEGER, number INTEGER) STRICT;"
                              "CREATE TABLE load_head (id INTEGER, lsn INTEGER) STRICT;"
                              "CREATE TABLE position (id INTEGER, lsn INTEGER) STRICT;"
                              "INSERT INTO held_scope VALUES (1, 'common')");
  g_auto (Result) without = execute (fixture, FALSE, op);
  g_assert_cmpint (without.outcome, ==, TC_OUTCOME_DEFERRED);
  g_assert_cmpuint (without.n_sections, ==, 0);
  g_auto (Result) server = execute (fixture, TRUE, op);
  g_assert_cmpstr (server.code, ==, "incident.unknown");
  tc_database_execute_script (fixture->db, "INSERT INTO held_scope VALUES (2, 'incidents')");
  g_auto (Result) with = execute (fixture, FALSE, op);
  g_assert_cmpstr (with.code, ==, "incident.unknown");
  /* The row may be among those of the scope that are still to come. */
  tc_database_execute_script (fixture->db, "INSERT INTO load_part VALUES (1, 0)");
  g_auto (Result) other = execute (fixture, FALSE, op);
  g_assert_cmpstr (other.code, ==, "incident.unknown");
  tc_database_execute_script (fixture->db, "INSERT INTO load_part VALUES (2, 7)");
  g_auto (Result) loading = execute (fixture, FALSE, op);
  g_assert_cmpint (loading.outcome, ==, TC_OUTCOME_DEFERRED);
  g_assert_null (loading.code);
}

static void
assert_behind (TcFixture *fixture, const TcOperation *op, const char *code)
{
  tc_database_execute_script (fixture->db, "UPDATE position SET lsn = 8");
  g_auto (Result) behind = execute (fixture, FALSE, op);
  g_assert_cmpint (behind.outcome, ==, TC_OUTCOME_DEFERRED);
  g_assert_cmpuint (behind.n_sections, ==, 0);
  g_auto (Result) server = execute (fixture, TRUE, op);
  g_assert_cmpstr (server.code, ==, code);
  tc_database_execute_script (fixture->db, "UPDATE position SET lsn = 9");
  g_auto (Result) there = execute (fixture, FALSE, op);
  g_assert_cmpstr (there.code, ==, code);
}

/* Made anew from rows that are older than what stood here: neither a row nor a session that it
 * doesn't know is refused before the log has come; what it does refuse, it refuses at once. */
static void
test_behind (void)
{
  g_autoptr (TcFixture) fixture = make_province ();
  const TcIncidentOnly nothing = {12345};
  const TcStaffArgs nameless = {300, "an", "", NULL, NULL};
  TcOperationHead stranger = {.id = tc_fixture_id (fixture),
                              .actor_id = 300,
                              .session_id = 777,
                              .seq = 1,
                              .made_us = fixture->now_us,
                              .replica = TC_REPLICA_SERVER};
  g_autoptr (TcOperation)
      unknown = make (fixture, "incident.accept", 1, &tc_incident_accept_type, &nothing);
  g_autoptr (TcOperation) unsigned_in = tc_operation_make (&tc_staff_change_type, &stranger,
                                                           &rename_staff, fixture->key);
  g_autoptr (TcOperation)
      wrong = make (fixture, "staff.change", 1, &tc_staff_change_type, &nameless);

  tc_database_execute_script (fixture->db,
                              "CREATE TABLE held_scope (id INTEGER PRIMARY KEY, kind TEXT) STRICT;"
                              "CREATE TABLE load_part (scope INTEGER, number INTEGER) STRICT;"
                              "CREATE TABLE load_head (id INTEGER, lsn INTEGER) STRICT;"
                              "CREATE TABLE position (id INTEGER, lsn INTEGER) STRICT;"
                              "INSERT INTO held_scope VALUES (1, 'common'), (2, 'incidents');"
                              "INSERT INTO load_head VALUES (1, 9);"
                              "INSERT INTO position VALUES (1, 8)");
  assert_behind (fixture, unknown, "incident.unknown");
  assert_behind (fixture, unsigned_in, "people.desk");
  tc_database_execute_script (fixture->db, "UPDATE position SET lsn = 8");
  g_auto (Result) refused = execute (fixture, FALSE, wrong);
  g_assert_cmpint (refused.outcome, ==, TC_OUTCOME_REFUSED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/execute/applied", test_applied);
  g_test_add_func ("/execute/unknown", test_unknown);
  g_test_add_func ("/execute/newer", test_newer);
  g_test_add_func ("/execute/arguments", test_arguments);
  g_test_add_func ("/execute/not-allowed", test_not_allowed);
  g_test_add_func ("/execute/conflict", test_conflict);
  g_test_add_func ("/execute/too-long", test_too_long);
  g_test_add_func ("/execute/failed", test_failed);
  g_test_add_func ("/execute/deferred", test_deferred);
  g_test_add_func ("/execute/behind", test_behind);
  return g_test_run ();
}
