/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: the plan of the demonstration province is carried out without a refusal, leaves what the
 * files say, and done again asks for nothing; what changes in the files or in the province since
 * comes back as the few operations that mend it. Method: a province in memory, where each step is
 * carried out as the server does it.
 */
#include "plan-world.h"
#include "tc-camera-operations.h"
#include "tc-duty.h"
#include "tc-incident-codes.h"
#include "tc-incident-operations.h"
#include "tc-incident-queries.h"
#include "tc-people-operations.h"
#include "tc-province-plan.h"

#include <glib/gstdio.h>
#include <unistd.h>

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
  GPtrArray *steps = tc_province_plan (province, &world_server, world, world->fixture->now_us,
                                       reports, &error);

  g_assert_no_error (error);
  return steps;
}

static guint
load (World *world, const TcProvince *province, gboolean reports)
{
  g_autoptr (GPtrArray) steps = make_plan (world, province, reports);

  world_carry_out (world, steps);
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

  world_init (&world);
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
  world_clear (&world);
}

static void
test_again (void)
{
  World world;
  g_autoptr (TcProvince) province = load_demonstration ();

  world_init (&world);
  load (&world, province, TRUE);
  g_autoptr (GPtrArray) steps = make_plan (&world, province, TRUE);
  for (guint i = 0; i < steps->len; i++) {
    const TcPlanStep *step = g_ptr_array_index (steps, i);
    g_autofree char *args = g_variant_print (step->args, FALSE);
    g_test_message ("%s: %s %s", step->place, step->type->name, args);
  }
  g_assert_cmpuint (steps->len, ==, 0);
  world_clear (&world);
}

/* What somebody changed by hand goes back to what the files say, and only that. */
static void
test_mend (void)
{
  World world;
  g_autoptr (TcProvince) province = load_demonstration ();

  world_init (&world);
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
  TcPostAdd post = {
      .post_id = 700000,
      .staff_id = renamed.staff_id,
      .agency_id = tc_database_get_int (db, 0, "SELECT centre_id FROM province", ""),
      .role_id = extra.role_id,
      .valid_from_us = TC_NONE,
      .valid_to_us = TC_NONE,
  };
  TcPostAdd ahead = post;
  TcDeskRole at_desk = {
      tc_database_get_int (db, 0,
                           "SELECT min(id) FROM desk WHERE id NOT IN"
                           " (SELECT desk_id FROM desk_role WHERE role_id = ?)",
                           "i", extra.role_id),
      extra.role_id,
  };

  ahead.post_id++;
  ahead.valid_from_us = world.fixture->now_us + G_TIME_SPAN_DAY;
  tc_fixture_run (world.fixture, &tc_post_add_type, &post);
  tc_fixture_run (world.fixture, &tc_post_add_type, &ahead);
  tc_fixture_run (world.fixture, &tc_desk_allow_role_type, &at_desk);
  tc_fixture_run (world.fixture, &tc_role_allow_type, &extra);
  tc_fixture_run (world.fixture, &tc_role_deny_type, &lost);
  tc_fixture_run (world.fixture, &tc_staff_change_type, &renamed);
  g_assert_cmpuint (load (&world, province, FALSE), ==, 6);
  g_assert_cmpuint (load (&world, province, FALSE), ==, 0);
  g_assert_cmpint (count (&world, "SELECT count(*) FROM post WHERE id >= 700000 AND id <= 700001"
                                  " AND valid_to_us IS NOT NULL"),
                   ==, 2);
  g_assert_cmpint (tc_database_get_int (db, -1,
                                        "SELECT count(*) FROM desk_role WHERE desk_id = ?"
                                        " AND role_id = ?",
                                        "ii", at_desk.desk_id, at_desk.role_id),
                   ==, 0);
  g_assert_cmpint (count (&world, "SELECT count(*) FROM staff WHERE name = 'Lê Thị Ngọc Lan'"), ==,
                   1);
  world_clear (&world);
}

static gint64
find_id (World *world, const char *table, const char *code)
{
  g_autofree char *sql = g_strdup_printf ("SELECT id FROM %s WHERE code = ?", table);

  return tc_database_get_int (world->fixture->db, 0, sql, "s", code);
}

/* All that the files say of them is there. */
static void
check_cameras (World *world, const TcProvince *province)
{
  guint n = tc_province_get_n_rows (province, TC_PROVINCE_CAMERAS);

  g_assert_cmpuint (n, ==, 24);
  g_assert_cmpint (count (world, "SELECT count(*) FROM camera WHERE state = 'in-service'"), ==, n);
  g_assert_cmpint (count (world, "SELECT count(*) FROM camera WHERE restricted = 1 AND scope = 5"),
                   ==, 2);
  g_assert_cmpint (count (world, "SELECT count(*) FROM camera WHERE masks IS NOT NULL"), ==, 1);
  g_assert_cmpint (count (world, "SELECT count(*) FROM camera WHERE kind = 'ptz'"), ==, 1);
  g_assert_cmpint (count (world, "SELECT count(*) FROM camera_stream"), ==, 2 * n);
  g_assert_cmpint (count (world, "SELECT count(*) FROM camera_line WHERE channel > 0"), ==, n);
  g_assert_cmpint (count (world, "SELECT count(*) FROM camera_group"), ==,
                   tc_province_get_n_rows (province, TC_PROVINCE_CAMERA_GROUPS));
  g_assert_cmpint (count (world, "SELECT count(*) FROM camera_group_role"), ==, 2);
}

/* What a line says comes back; what it leaves empty stays, and so does what serves a camera. */
static void
test_cameras (void)
{
  World world;
  g_autoptr (TcProvince) province = load_demonstration ();

  world_init (&world);
  load (&world, province, FALSE);
  check_cameras (&world, province);
  gint64 first = find_id (&world, "camera", "vt-vong-xoay-thd-nct-1");
  gint64 covered = find_id (&world, "camera", "vt-hem-12");
  g_autoptr (GArray) one = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_array_append_val (one, first);
  TcCameraMaskSet mask = {first, "0,0,10,10"}, uncover = {covered, NULL};
  TcCameraGroupSet group = {find_id (&world, "camera_group", "noi-dong-nguoi"), "noi-dong-nguoi",
                            "Nơi đông người", one, NULL};
  TcCameraStreamSet stream = {first,   "sub",  "rtsp://127.0.0.1/elsewhere", NULL, TC_NONE, TC_NONE,
                              TC_NONE, TC_NONE};
  TcCameraRef gone = {find_id (&world, "camera", "vt-ben-xe")};
  tc_fixture_run (world.fixture, &tc_camera_mask_set_type, &mask);
  tc_fixture_run (world.fixture, &tc_camera_mask_set_type, &uncover);
  tc_fixture_run (world.fixture, &tc_camera_group_set_type, &group);
  tc_fixture_run (world.fixture, &tc_camera_stream_set_type, &stream);
  tc_fixture_run (world.fixture, &tc_camera_remove_type, &gone);
  tc_database_execute (world.fixture->db, "UPDATE camera SET host_id = 77", NULL);
  /* The mask, the group, the stream; the camera anew with its line and two streams. */
  g_assert_cmpuint (load (&world, province, FALSE), ==, 7);
  g_assert_cmpuint (load (&world, province, FALSE), ==, 0);
  g_assert_cmpint (count (&world, "SELECT count(*) FROM camera WHERE masks IS NOT NULL"), ==, 2);
  g_assert_cmpint (count (&world, "SELECT count(*) FROM camera WHERE host_id = 77"), ==, 24);
  world_clear (&world);
}

/* Brings in a file of cameras with one line about the first of the demonstration: @columns of it
 * beside what it must have. Returns: how many steps that takes */
static guint
import_camera (World *world, const char *columns, const char *values)
{
  g_autoptr (TcProvinceKnown) known = tc_province_known_new ();
  g_autoptr (GPtrArray) faults = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "cameras-XXXXXX", NULL);
  g_autofree char *text = g_strdup_printf (
      "number,code,name,kind,agency%s\n1,vt-vong-xoay-thd-nct-1,Vòng xoay,fixed,csgt1%s\n", columns,
      values);
  int file = g_mkstemp (path);

  g_assert_cmpint (file, >=, 0);
  close (file);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  tc_province_known_add (known, TC_PROVINCE_AGENCIES, "csgt1", 0, G_MAXINT64);
  tc_province_known_add (known, TC_PROVINCE_CAMERA_DEVICES, "vithanh", 0, G_MAXINT64);
  g_autoptr (TcProvince)
      province = tc_province_load_file (TC_PROVINCE_CAMERAS, path, NULL, known, &faults);
  g_unlink (path);
  g_assert_nonnull (province);
  g_autoptr (GPtrArray) steps = tc_province_plan_file (province, TC_PROVINCE_CAMERAS, &world_server,
                                                       world, world->fixture->now_us, &error);
  g_assert_no_error (error);
  world_carry_out (world, steps);
  return steps->len;
}

/* What is wrong with one file is said of it by its own name, also where there is no line of it. */
static void
test_own_name (void)
{
  g_autoptr (TcProvinceKnown) known = tc_province_known_new ();
  g_autoptr (GPtrArray) faults = NULL, none = NULL;
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "nhan-su-moi-XXXXXX", NULL);
  int file = g_mkstemp (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *missing = g_strdup_printf ("%s:1:1: the column \"name\" is missing", name);

  g_assert_cmpint (file, >=, 0);
  close (file);
  g_assert_true (g_file_set_contents (path, "account,posts\nlan,\n", -1, NULL));
  g_assert_null (tc_province_load_file (TC_PROVINCE_STAFF, path, NULL, known, &faults));
  g_assert_cmpstr (g_ptr_array_index (faults, 0), ==, missing);
  g_unlink (path);
  g_assert_null (tc_province_load_file (TC_PROVINCE_STAFF, path, NULL, known, &none));
  g_assert_true (g_str_has_prefix (g_ptr_array_index (none, 0), name));
}

static char *
dup_camera (World *world)
{
  return tc_database_dup_text (
      world->fixture->db,
      "SELECT (area_id IS NOT NULL) || ' ' || iif (place IS NULL, '-', place) || ' ' ||"
      " ifnull (lat_e7, '-') || ' ' || ifnull (heading_deg, '-') || ' ' || ifnull (view_deg, '-')"
      " || ' ' || ifnull (reach_m, '-') || ' ' || retention || ' ' || restricted FROM camera"
      " WHERE code = 'vt-vong-xoay-thd-nct-1'",
      "");
}

static void
check_camera (World *world, const char *expected)
{
  g_autofree char *camera = dup_camera (world);

  g_assert_cmpstr (camera, ==, expected);
}

/* What is said of its sound stays, but where a line restricts or releases the camera. */
static void
check_sound_columns (World *world)
{
  const char *heard = "SELECT count(*) FROM camera WHERE number = 1 AND sound = 1 AND"
                      " sound_reason = 'Nút gọi'";
  const char *unsaid = "SELECT count(*) FROM camera WHERE number = 1 AND sound IS NULL AND"
                       " sound_reason IS NULL";

  g_assert_cmpint (count (world, unsaid), ==, 1);
  g_assert_cmpuint (import_camera (world, ",restricted,sound,sound_reason", ",1,1,Nút gọi"), ==, 2);
  g_assert_cmpint (count (world, heard), ==, 1);
  g_assert_cmpuint (import_camera (world, ",restricted,sound,sound_reason", ",1,1,Nút gọi"), ==, 0);
  g_assert_cmpuint (import_camera (world, ",sound,sound_reason", ",,"), ==, 0);
  g_assert_cmpint (count (world, heard), ==, 1);
  /* As it was, and still said anew. */
  g_assert_cmpuint (import_camera (world, ",restricted,sound,sound_reason", ",0,1,Nút gọi"), ==, 2);
  g_assert_cmpint (count (world, heard), ==, 1);
  g_assert_cmpuint (import_camera (world, ",sound,sound_reason", ",0,Tiếp dân"), ==, 1);
  g_assert_cmpint (count (world, "SELECT sound FROM camera WHERE number = 1"), ==, 0);
  g_assert_cmpuint (import_camera (world, ",restricted", ",1"), ==, 1);
  g_assert_cmpint (count (world, unsaid), ==, 1);
  g_assert_cmpuint (import_camera (world, ",restricted", ",0"), ==, 1);
}

/* What a file has no column for stays; what it has one for and leaves empty is empty, but for what
 * covers a camera and how it is reached. */
static void
test_camera_columns (void)
{
  World world;
  g_autoptr (TcProvince) province = load_demonstration ();
  TcDatabase *db;

  world_init (&world);
  load (&world, province, FALSE);
  db = world.fixture->db;
  tc_database_execute (db, "UPDATE camera SET place = 'cột' WHERE number = 1", NULL);
  g_assert_cmpuint (import_camera (&world, "", ""), ==, 1);
  check_camera (&world, "1 cột 97818000 315 80 120 standard 0");
  g_assert_cmpuint (import_camera (&world, "", ""), ==, 0);
  g_assert_cmpuint (import_camera (&world, ",heading,reach", ",,90"), ==, 1);
  check_camera (&world, "1 cột 97818000 - 80 90 standard 0");
  g_assert_cmpuint (import_camera (&world, ",area,place,lat,lon", ",,,,"), ==, 1);
  check_camera (&world, "0 - - - 80 90 standard 0");
  g_assert_cmpuint (import_camera (&world, ",restricted,retention", ",1,long"), ==, 2);
  check_camera (&world, "0 - - - 80 90 long 1");
  g_assert_cmpuint (import_camera (&world, ",restricted,retention", ",,"), ==, 0);
  check_camera (&world, "0 - - - 80 90 long 1");
  g_assert_cmpint (count (&world, "SELECT scope FROM camera WHERE number = 1"), ==,
                   TC_SCOPE_CAMERAS_RESTRICTED);
  g_assert_cmpuint (import_camera (&world, ",restricted", ",0"), ==, 1);
  check_camera (&world, "0 - - - 80 90 long 0");
  check_sound_columns (&world);
  /* A stream at another host is said to be. */
  g_assert_cmpuint (import_camera (&world, ",main,elsewhere", ",rtsp://10.9.9.9/1,1"), ==, 1);
  g_assert_cmpint (count (&world, "SELECT count(*) FROM camera_stream WHERE address ="
                                  " 'rtsp://10.9.9.9/1'"),
                   ==, 1);
  /* The channel stays with its recorder. */
  g_assert_cmpuint (import_camera (&world, ",device,channel", ",vithanh,"), ==, 0);
  g_assert_cmpuint (import_camera (&world, ",device,channel", ",vithanh,40"), ==, 1);
  world_clear (&world);
}

static void
set_number (World *world, const char *code, gint64 number)
{
  tc_database_execute (world->fixture->db, "UPDATE camera SET number = ? WHERE code = ?", "is",
                       number, code);
}

/* Numbers are handed on whatever the order of the lines, and in circles; but none is taken away
 * from a camera that no line is about. */
static void
test_camera_numbers (void)
{
  World world;
  g_autoptr (TcProvince) province = load_demonstration ();
  g_autoptr (GError) error = NULL;
  const char *codes[3];
  gint64 numbers[3];

  world_init (&world);
  load (&world, province, FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++) {
    codes[i] = tc_province_get (province, TC_PROVINCE_CAMERAS, i, "code");
    numbers[i] = tc_province_get_int (province, TC_PROVINCE_CAMERAS, i, "number", 0);
  }
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    set_number (&world, codes[i], numbers[(i + 1) % 3]);
  /* One of the circle is changed twice. */
  g_assert_cmpuint (load (&world, province, FALSE), ==, 4);
  g_assert_cmpuint (load (&world, province, FALSE), ==, 0);
  set_number (&world, codes[0], numbers[1]);
  set_number (&world, codes[1], 5000);
  g_assert_cmpuint (load (&world, province, FALSE), ==, 2);
  set_number (&world, codes[0], numbers[1]);
  set_number (&world, codes[1], numbers[2]);
  set_number (&world, codes[2], 5000);
  g_assert_cmpuint (load (&world, province, FALSE), ==, 3);
  tc_database_execute (world.fixture->db, "UPDATE camera SET code = 'khac' WHERE code = ?", "s",
                       codes[0]);
  g_autoptr (GPtrArray) steps = tc_province_plan (province, &world_server, &world,
                                                  world.fixture->now_us, FALSE, &error);
  g_assert_null (steps);
  g_assert_error (error, TC_ERROR, TC_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, codes[0]));
  world_clear (&world);
}

/* The state that an outcome of reports.csv leads to. */
static const char *
get_state (const char *outcome)
{
  static const char *const states[][2] = {
      {"answered", "resolved"}, {"reopened", "dispatched"}, {"merged", "merged"}};

  for (guint i = 0; i < G_N_ELEMENTS (states); i++) {
    if (g_str_equal (states[i][0], outcome))
      return states[i][1];
  }
  return outcome;
}

static char *
dup_state (World *world, const char *label)
{
  return tc_database_dup_text (world->fixture->db,
                               "SELECT state FROM incident JOIN report ON report.home_id ="
                               " incident.id WHERE external_id = ?",
                               "s", label);
}

/* What is wrong with a history whatever its reports say. */
static void
check_history (World *world)
{
  /* Every open incident has a term, and ids run as the reports came in. */
  g_assert_cmpint (count (world, "SELECT count(*) FROM incident WHERE due_us IS NULL"), ==, 0);
  g_assert_cmpint (count (world, "SELECT count(*) FROM report AS a JOIN report AS b"
                                 " ON a.id < b.id AND a.received_us > b.received_us"),
                   ==, 0);
  /* Nothing happened before the report, and events stand in the order of time; the other side of a
   * merge has an id that was taken with the plan. */
  g_assert_cmpint (count (world, "SELECT count(*) FROM incident_event AS e JOIN incident AS i"
                                 " ON i.id = e.incident_id WHERE e.at_us < i.received_us"),
                   ==, 0);
  g_assert_cmpint (count (world, "SELECT count(*) FROM incident_event AS a JOIN incident_event AS b"
                                 " ON a.incident_id = b.incident_id AND a.id < b.id"
                                 " AND a.at_us > b.at_us AND 'incident.merge' NOT IN (a.code,"
                                 " b.code)"),
                   ==, 0);
  /* Answers are approved by somebody else than whoever may only write them. */
  g_assert_cmpint (count (world, "SELECT count(*) FROM answer WHERE approved_us IS NOT NULL AND"
                                 " approved_by NOT IN (SELECT staff_id FROM post JOIN"
                                 " role_capability USING (role_id)"
                                 " WHERE capability = 'answer.approve')"),
                   ==, 0);
  tc_fixture_check_replays (world->fixture);
}

static guint
count_steps (const TcProvince *province, const char *step)
{
  guint n = 0;

  for (guint row = 0; row < tc_province_get_n_rows (province, TC_PROVINCE_BIG_EVENTS); row++)
    n += g_str_equal (tc_province_get (province, TC_PROVINCE_BIG_EVENTS, row, "step"), step);
  return n;
}

/* Each step is there, none refused. */
static void
check_big_event (World *world, const TcProvince *province)
{
  g_assert_cmpint (count (world, "SELECT count(*) FROM resource WHERE keeper_id > 0"), ==,
                   tc_province_get_n_rows (province, TC_PROVINCE_RESOURCES));
  g_assert_cmpint (count (world, "SELECT count(*) FROM big_event JOIN report ON"
                                 " report.home_id = big_event.id WHERE report.external_id = 'r047'"
                                 " AND big_event.commander IS NOT NULL"),
                   ==, 1);
  g_assert_cmpint (count (world, "SELECT count(*) FROM big_event_member"), ==,
                   count_steps (province, "add"));
  g_assert_cmpint (count (world, "SELECT count(*) FROM big_event_figure"), ==,
                   count_steps (province, "figure"));
  g_assert_cmpint (count (world, "SELECT count(*) FROM big_event_check WHERE done = 1"), ==,
                   count_steps (province, "check"));
  g_assert_cmpint (count (world, "SELECT count(*) FROM resource_hold"), ==,
                   count_steps (province, "hand-out"));
  g_assert_cmpint (count (world, "SELECT count(*) FROM incident_event WHERE code = 'event.log'"),
                   ==, count_steps (province, "log"));
}

static void
test_reports (void)
{
  World world;
  g_autoptr (TcProvince) province = load_demonstration ();
  guint n = tc_province_get_n_rows (province, TC_PROVINCE_REPORTS);

  world_init (&world);
  load (&world, province, TRUE);
  g_assert_cmpint (count (&world, "SELECT count(*) FROM report"), ==, n);
  g_assert_cmpint (count (&world, "SELECT count(*) FROM reporter"), >=, 50);
  g_assert_cmpint (count (&world, "SELECT count(*) FROM journal_entry"), ==,
                   tc_province_get_n_rows (province, TC_PROVINCE_JOURNAL));
  g_assert_cmpint (count (&world, "SELECT count(*) FROM journal_entry WHERE done_us > at_us"), >,
                   0);
  check_big_event (&world, province);
  for (guint row = 0; row < n; row++) {
    const char *outcome = tc_province_get (province, TC_PROVINCE_REPORTS, row, "outcome");
    g_autofree char *state = dup_state (
        &world, tc_province_get (province, TC_PROVINCE_REPORTS, row, "label"));
    /* What repeats something that has ended is closed as its duplicate. */
    if (!g_str_equal (outcome, "merged") || !g_str_equal (state, "closed"))
      g_assert_cmpstr (state, ==, get_state (outcome));
  }
  check_history (&world);
  world_clear (&world);
}

/* ---- reports of a test's own ---- */

static const char *const province_files[] = {
    "province.ini", "agencies.csv", "areas.csv",       "streets.csv", "fields.csv",
    "levels.csv",   "answers.csv",  "escalations.csv", "words.csv",   "responsibilities.csv",
    "roles.csv",    "staff.csv",    "shifts.csv",      "roster.csv",  NULL};

/* A folder with the demonstration's files, but for @name, which holds @text. (transfer full) */
static char *
make_province (const char *name, const char *text)
{
  char *dir = g_dir_make_tmp ("province-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, name, NULL);

  for (guint i = 0; province_files[i]; i++) {
    g_autofree char *from = g_build_filename (g_getenv ("TC_PROVINCE_DIR"), province_files[i],
                                              NULL);
    g_autofree char *to = g_build_filename (dir, province_files[i], NULL);
    if (!g_str_equal (province_files[i], name))
      g_assert_cmpint (symlink (from, to), ==, 0);
  }
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return dir;
}

static TcProvince *
load_from (const char *dir)
{
  g_autoptr (GPtrArray) faults = NULL;
  TcProvince *province = tc_province_load (dir, &faults);

  for (guint i = 0; i < faults->len; i++)
    g_test_message ("%s", (char *) g_ptr_array_index (faults, i));
  g_assert_nonnull (province);
  return province;
}

/* The demonstration, with @lines as its reports and a photo a.jpg. */
static TcProvince *
load_with_reports (const char *lines)
{
  g_autofree char *text = g_strconcat (
      "label,field,text,lat,lon,channel,minutes_ago,language,duplicate_of,outcome,unit,answer,"
      "photos,rating,handler,note\n",
      lines, NULL);
  g_autofree char *dir = make_province ("reports.csv", text);
  g_autofree char *photos = g_build_filename (dir, "photos", NULL);
  g_autofree char *photo = g_build_filename (photos, "a.jpg", NULL);

  g_assert_cmpint (g_mkdir (photos, 0700), ==, 0);
  g_assert_true (g_file_set_contents (photo, "a photo", -1, NULL));
  return load_from (dir);
}

#define MATTER "hatang.matduong,Ổ gà,9.78,105.47"
#define LONG_AGO MATTER ",app,80000,vi"
#define JUST_NOW MATTER ",hotline,3,vi"

static const char all_outcomes[] = "l-new," LONG_AGO ",,new,,,a.jpg,,,\n"
                                   "l-accepted," LONG_AGO ",,accepted,,,,,,\n"
                                   "l-dispatched," LONG_AGO ",,dispatched,duytu1,,,,,\n"
                                   "l-working," LONG_AGO ",,working,duytu1,,,,,Đang làm\n"
                                   "l-waiting," LONG_AGO ",,waiting,,Ở đâu?,,,,\n"
                                   "l-forwarded," LONG_AGO ",,forwarded,duytu2,,,,,\n"
                                   "l-scheduled," LONG_AGO ",,scheduled,,,,,,\n"
                                   "l-resolved," LONG_AGO ",,resolved,duytu1,,,,,\n"
                                   "l-answered," LONG_AGO ",,answered,duytu1,Đã vá,,,,\n"
                                   "l-published," LONG_AGO ",,published,duytu1,Đã vá,a.jpg,4,,\n"
                                   "l-closed," LONG_AGO ",,closed,duytu1,Đã vá,,5,lan,\n"
                                   "l-reopened," LONG_AGO ",,reopened,duytu1,Đã vá,,1,,\n"
                                   "l-rejected," LONG_AGO ",,rejected,,Ngoài,,,,\n"
                                   "l-redirected," LONG_AGO ",,redirected,,Gọi 114,,,,\n"
                                   "l-merged," LONG_AGO ",l-working,merged,,,,,,\n"
                                   "n-dispatched," JUST_NOW ",,dispatched,duytu1,,a.jpg,,,\n"
                                   "n-closed," JUST_NOW ",,closed,duytu1,Đã vá,a.jpg,5,,Nhanh\n"
                                   "n-reopened," JUST_NOW ",,reopened,duytu1,Đã vá,,,,\n"
                                   "n-late," JUST_NOW ",l-closed,merged,,,,,,\n";

static void
test_outcomes (void)
{
  World world;
  g_autoptr (TcProvince) province = load_with_reports (all_outcomes);
  guint n = tc_province_get_n_rows (province, TC_PROVINCE_REPORTS);

  world_init (&world);
  load (&world, province, TRUE);
  for (guint row = 0; row + 1 < n; row++) {
    g_autofree char *state = dup_state (
        &world, tc_province_get (province, TC_PROVINCE_REPORTS, row, "label"));
    g_assert_cmpstr (state, ==,
                     get_state (tc_province_get (province, TC_PROVINCE_REPORTS, row, "outcome")));
  }
  /* What it repeats had ended. */
  g_autofree char *late = dup_state (&world, "n-late");
  g_assert_cmpstr (late, ==, "closed");
  g_assert_cmpint (count (&world, "SELECT count(*) FROM incident WHERE duplicate_of IS NOT NULL"),
                   ==, 1);
  g_assert_cmpint (count (&world, "SELECT count(*) FROM attachment WHERE size = 7"), ==, 4);
  g_assert_cmpint (count (&world, "SELECT count(*) FROM report WHERE rating > 0"), ==, 4);
  g_assert_cmpint (count (&world, "SELECT count(*) FROM incident WHERE outcome = 'fire-114'"), ==,
                   1);
  /* Told by whom: a call by a telephonist, what a unit did by its officer, the named handler. */
  g_assert_cmpint (count (&world, "SELECT count(*) FROM incident_event AS e JOIN post ON"
                                  " post.staff_id = e.staff_id JOIN role ON role.id = role_id"
                                  " WHERE e.code = 'incident.take' AND role.code = 'counter'"),
                   ==, 0);
  g_assert_cmpint (count (&world, "SELECT count(*) FROM incident_event AS e JOIN staff ON"
                                  " staff.id = actor_id WHERE e.code = 'incident.resolve'"
                                  " AND account NOT IN ('duytu')"),
                   ==, 0);
  g_assert_cmpint (count (&world, "SELECT count(*) FROM incident_event AS e JOIN staff ON"
                                  " staff.id = actor_id JOIN report ON home_id = e.incident_id"
                                  " WHERE e.code = 'incident.take' AND account = 'lan'"
                                  " AND report.external_id = 'l-closed'"),
                   ==, 1);
  check_history (&world);
  world_clear (&world);
}

/* The same files and the same now give the same history. */
static void
test_same_history (void)
{
  g_autoptr (TcProvince) province = load_with_reports (all_outcomes);
  g_autofree char *first = NULL;

  for (guint i = 0; i < 2; i++) {
    World world;
    world_init (&world);
    load (&world, province, FALSE);
    g_autoptr (GPtrArray) steps = make_plan (&world, province, TRUE);
    g_autoptr (GString) text = g_string_new (NULL);
    for (guint j = 0; j < steps->len; j++) {
      const TcPlanStep *step = g_ptr_array_index (steps, j);
      g_string_append_printf (text, "%s %s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n",
                              step->place, step->upload ? "upload" : step->type->name,
                              step->made_us, step->actor_id);
    }
    if (i > 0)
      g_assert_cmpstr (text->str, ==, first);
    else
      first = g_strdup (text->str);
    world_clear (&world);
  }
}

static guint
load_roster (World *world, const char *lines)
{
  g_autofree char *text = g_strconcat ("team,valid_from,valid_to,weekdays,pattern,accounts\n",
                                       lines, NULL);
  g_autofree char *dir = make_province ("roster.csv", text);
  g_autoptr (TcProvince) province = load_from (dir);

  return load (world, province, FALSE);
}

/* "Kíp A: lan minh" at noon of @day. */
static void
check_noon (World *world, gint64 day, const char *expected)
{
  gint64 centre = tc_database_get_int (world->fixture->db, 0, "SELECT centre_id FROM province", "");
  g_autoptr (GPtrArray) shifts = tc_duty_at (
      world->fixture->db, centre, tc_duty_day_start (day) + (gint64) 12 * 3600 * G_USEC_PER_SEC);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < shifts->len; i++) {
    const TcDutyShift *shift = g_ptr_array_index (shifts, i);
    for (guint j = 0; j < shift->people->len; j++) {
      const TcOnDuty *person = g_ptr_array_index (shift->people, j);
      g_autofree char *account = tc_database_dup_text (
          world->fixture->db, "SELECT account FROM staff WHERE id = ?", "i", person->staff_id);
      g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", account);
    }
  }
  g_assert_cmpstr (text->str, ==, expected);
}

/* A line that is changed replaces what it said; a new one goes on from its day; one that is taken
 * out stays in force; loading again does nothing. */
static void
test_roster (void)
{
  World world;
  gint64 day = tc_duty_day ((gint64) 1790000000 * G_USEC_PER_SEC); /* 21/09/2026 */

  world_init (&world);
  load_roster (&world, "A,2026-09-21,,,sang;-,lan;minh\nB,2026-09-22,,,sang;-,huong\n");
  check_noon (&world, day - 1, "");
  check_noon (&world, day, "lan minh");
  check_noon (&world, day + 1, "huong");
  g_assert_cmpuint (load_roster (&world, "A,2026-09-21,,,sang;-,lan;minh\n"), ==, 0);
  check_noon (&world, day + 1, "huong");
  /* Minh leads, Lan is no longer there, Khang comes: one to withdraw, one to change, one to set. */
  g_assert_cmpuint (load_roster (&world, "A,2026-09-21,,,sang;-,minh;khang\n"), ==, 4);
  check_noon (&world, day, "minh khang");
  g_assert_cmpuint (load_roster (&world, "A,2026-09-21,,,sang;-,minh;khang\n"), ==, 0);
  /* From the 28th the team has nights. */
  load_roster (&world, "A,2026-09-21,2026-09-27,,sang;-,minh;khang\n"
                       "A,2026-09-28,,,dem,minh;khang\n");
  check_noon (&world, day + 6, "minh khang");
  check_noon (&world, day + 8, "");
  tc_fixture_check_replays (world.fixture);
  world_clear (&world);
}

static void
test_broken (void)
{
  World world;
  g_autoptr (TcProvince) province = load_demonstration ();
  g_autoptr (GError) error = NULL;

  world_init (&world);
  world.broken = TRUE;
  g_autoptr (GPtrArray) steps = tc_province_plan (province, &world_server, &world, 0, TRUE, &error);
  g_assert_null (steps);
  g_assert_error (error, TC_ERROR, TC_ERROR_STORE);
  g_assert_cmpstr (error->message, ==, "reading province: no disk");
  world_clear (&world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/province-plan/own-name", test_own_name);
  g_test_add_func ("/province-plan/found", test_found);
  g_test_add_func ("/province-plan/again", test_again);
  g_test_add_func ("/province-plan/mend", test_mend);
  g_test_add_func ("/province-plan/cameras", test_cameras);
  g_test_add_func ("/province-plan/camera-columns", test_camera_columns);
  g_test_add_func ("/province-plan/camera-numbers", test_camera_numbers);
  g_test_add_func ("/province-plan/reports", test_reports);
  g_test_add_func ("/province-plan/outcomes", test_outcomes);
  g_test_add_func ("/province-plan/same-history", test_same_history);
  g_test_add_func ("/province-plan/roster", test_roster);
  g_test_add_func ("/province-plan/broken", test_broken);
  return g_test_run ();
}
