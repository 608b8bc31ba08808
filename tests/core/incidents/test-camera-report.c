/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which incidents faults of cameras become: one of a camera that comes and goes; one of a recorder,
 * and one of a media host, whose cameras are down together; none twice, none again while its own
 * goes on, and another one for what fails after that. Method: rows as operations leave them.
 */
#include "tc-camera-operations.h"
#include "tc-camera-report.h"
#include "tc-schema.h"

#define HOST 9
#define RECORDER 70
#define LIMIT 10

static TcDatabase *
open_rows (void)
{
  static const TcSchemaSet *const sets[] = {&tc_schema_state, NULL};
  g_autoptr (GError) error = NULL;
  TcDatabase *db = tc_database_open (":memory:", TC_DATABASE_WRITER, &error);

  g_assert_no_error (error);
  g_assert_true (tc_schema_migrate (db, sets, &error));
  tc_database_execute (db,
                       "INSERT INTO desk (id, scope, name, agency_id, kind, state)"
                       " VALUES (9, 1, 'Máy chủ hình ảnh 1', 1, 'media', 'enrolled')",
                       NULL);
  tc_database_execute (db,
                       "INSERT INTO camera_device (id, scope, code, name, kind)"
                       " VALUES (70, 1, 'vithanh', 'Đầu ghi Vị Thanh', 'recorder')",
                       NULL);
  g_assert_true (tc_database_check (db, &error));
  return db;
}

static void
close_rows (TcDatabase *db)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (tc_database_check (db, &error));
  tc_database_close (db);
}

/* @device_id: 0: none */
static void
add_camera (TcDatabase *db, gint64 id, gint64 device_id)
{
  tc_database_execute (db,
                       "INSERT INTO camera (id, scope, number, code, name, kind, agency_id,"
                       " restricted, state, state_us, host_id, retention)"
                       " VALUES (?1, 1, ?1, 'c' || ?1, 'Chợ', 'fixed', 1, 0, 'in-service', 0, ?2,"
                       " 'none')",
                       "ii", id, (gint64) HOST);
  if (device_id)
    tc_database_execute (db, "INSERT INTO camera_line (id, scope, device_id) VALUES (?, 1, ?)",
                         "ii", id, device_id);
}

static void
fail_camera (TcDatabase *db, gint64 id, gint64 at_us, const char *cause)
{
  tc_database_execute (db,
                       "INSERT INTO camera_fault (id, scope, camera_id, state, cause, began_us,"
                       " times) VALUES (?, 1, ?, 'offline', ?, ?, 1)",
                       "iisi", id * 1000 + at_us, id, cause, at_us);
}

static void
mend_camera (TcDatabase *db, gint64 id, gint64 at_us)
{
  tc_database_execute (db, "UPDATE camera_fault SET ended_us = ? WHERE camera_id = ?", "ii", at_us,
                       id);
}

/* As incident.report leaves it. */
static void
report (TcDatabase *db, const TcCameraReport *fault, gint64 at_us)
{
  tc_database_execute (db,
                       "INSERT INTO incident (id, scope, code, day, number, title, priority, state,"
                       " open, rank_us, received_us, paused_total_us, answer_state, report_count,"
                       " reopened_count, opened_us, changed_us) VALUES (?1, 1, 'PA', 1, 1, 'x', 3,"
                       " 'new', 1, 1, ?2, 0, 'none', 1, 0, ?2, ?2)",
                       "ii", fault->fault_id, at_us);
  tc_database_execute (db,
                       "INSERT INTO report (id, scope, incident_id, home_id, channel, text,"
                       " language, said_us, received_us, on_behalf, anonymous, private, source,"
                       " external_id) VALUES (?1, 1, ?1, ?1, 'camera', 'x', 'vi', ?2, ?2, 0, 0, 1,"
                       " 'camera', ?3)",
                       "iis", fault->fault_id, at_us, fault->key);
}

static void
close_incident (TcDatabase *db, gint64 id)
{
  tc_database_execute (db, "UPDATE incident SET open = 0, state = 'closed' WHERE id = ?", "i", id);
}

/* "camera:1 device:70": what is due then. */
static void
check_due (TcDatabase *db, gint64 before_us, const char *expected)
{
  g_autoptr (GPtrArray) due = tc_camera_reports_due (db, before_us, LIMIT);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < due->len; i++)
    g_string_append_printf (text, "%s%s", i ? " " : "",
                            ((TcCameraReport *) g_ptr_array_index (due, i))->key);
  g_assert_cmpstr (text->str, ==, expected);
}

static void
report_first (TcDatabase *db, gint64 at_us)
{
  g_autoptr (GPtrArray) due = tc_camera_reports_due (db, at_us, 1);

  g_assert_cmpuint (due->len, ==, 1);
  report (db, g_ptr_array_index (due, 0), at_us);
}

static void
test_one (void)
{
  TcDatabase *db = open_rows ();

  add_camera (db, 1, 0);
  g_assert_null (tc_camera_report_find (db, 1));
  fail_camera (db, 1, 100, "timeout");
  check_due (db, 100, ""); /* not for so long */
  check_due (db, 101, "camera:1");
  report_first (db, 200);
  check_due (db, 300, "");
  g_autoptr (TcCameraReport) found = tc_camera_report_find (db, 1);
  g_assert_cmpint (found->incident_id, ==, 1100);
  g_assert_cmpuint (found->cameras, ==, 1);
  /* It comes and goes: another fault, and the incident is open still. */
  mend_camera (db, 1, 400);
  g_assert_null (tc_camera_report_find (db, 1));
  fail_camera (db, 1, 500, "timeout");
  check_due (db, 600, "");
  /* Closed: what failed since is another thing, once. */
  close_incident (db, 1100);
  check_due (db, 600, "camera:1");
  report_first (db, 600);
  close_incident (db, 1500);
  check_due (db, 700, "");
  mend_camera (db, 1, 800);
  fail_camera (db, 1, 900, NULL);
  check_due (db, 1000, "camera:1");
  tc_database_execute (db, "UPDATE camera SET state = 'maintenance'", NULL);
  check_due (db, 1000, "");
  close_rows (db);
}

static void
test_recorder (void)
{
  TcDatabase *db = open_rows ();

  for (gint64 id = 1; id <= 4; id++)
    add_camera (db, id, RECORDER);
  for (gint64 id = 5; id <= 20; id++)
    add_camera (db, id, 0);
  fail_camera (db, 1, 100, "timeout");
  check_due (db, 200, "camera:1");
  for (gint64 id = 2; id <= 4; id++)
    fail_camera (db, id, 100 + id, "timeout");
  check_due (db, 200, "device:70");
  report_first (db, 200);
  check_due (db, 300, "");
  g_autoptr (TcCameraReport) found = tc_camera_report_find (db, 3);
  g_assert_cmpint (found->incident_id, ==, 1100);
  g_assert_cmpuint (found->cameras, ==, 4);
  g_assert_cmpstr (found->subject, ==, "Đầu ghi Vị Thanh");
  /* Three are back: the fourth is part of that still. */
  for (gint64 id = 1; id <= 3; id++)
    mend_camera (db, id, 400);
  check_due (db, 500, "");
  close_incident (db, 1100);
  check_due (db, 500, "");
  /* What fails later by itself is another thing. */
  fail_camera (db, 2, 600, "timeout");
  check_due (db, 700, "camera:2");
  close_rows (db);
}

static void
test_host (void)
{
  TcDatabase *db = open_rows ();

  for (gint64 id = 1; id <= 16; id++) {
    add_camera (db, id, id <= 8 ? RECORDER : 0);
    fail_camera (db, id, 100 + id, TC_CAMERA_CAUSE_HOST);
  }
  check_due (db, 200, "host:9");
  report_first (db, 200);
  check_due (db, 300, "");
  g_autoptr (TcCameraReport) found = tc_camera_report_find (db, 16);
  g_assert_cmpstr (found->subject, ==, "Máy chủ hình ảnh 1");
  g_assert_cmpint (found->incident_id, ==, 1101);
  close_rows (db);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/camera-report/one", test_one);
  g_test_add_func ("/camera-report/recorder", test_recorder);
  g_test_add_func ("/camera-report/host", test_host);
  return g_test_run ();
}
