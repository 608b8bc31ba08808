/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: no two incidents ever have the same code, and a replica uses only numbers leased to it.
 * Method: leases at and over their borders, reports with codes of every wrong kind, the counters
 * that desks ask.
 */
#include "tc-incident-codes.h"
#include "tc-limits.h"
#include "tc-open-work.h"
#include "tc-room-fixture.h"

static void
try_lease (TcRoom *room, gint64 replica, gint64 day, gint64 first, gint64 count, const char *code)
{
  TcIncidentLeaseCodes args = {tc_room_id (room), replica, day, first, count};

  if (code)
    tc_fixture_refuse (room->fixture, &tc_incident_lease_codes_type, &args, code);
  else
    tc_fixture_run (room->fixture, &tc_incident_lease_codes_type, &args);
}

static void
test_leases (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();

  /* The room has leased 1..10000 and 20001..30000. */
  try_lease (room, 4, room->day, 10000, 1, "incident.codes-overlap");
  try_lease (room, 4, room->day, 20000, 2, "incident.codes-overlap");
  try_lease (room, 3, room->day, 5, 5, "incident.codes-overlap");
  try_lease (room, 4, room->day, 10001, 10000, NULL);
  try_lease (room, 4, 261332, 1, 1, "incident.codes-range");
  try_lease (room, 4, room->day, 0, 5, "incident.codes-range");
  try_lease (room, 4, room->day, 999999, 2, "incident.codes-range");
  try_lease (room, 4, room->day, 40000, 0, "incident.codes-range");
  TcIncidentLeaseCodes by_person = {tc_room_id (room), 4, room->day, 50000, 1};
  tc_fixture_refuse_as (room->fixture, room->lan, &tc_incident_lease_codes_type, &by_person,
                        "people.system-only");
}

static void
refuse_code (TcRoom *room, TcActor actor, const char *code, const char *refusal)
{
  char ignored[40];
  TcIncidentReport args = tc_room_report_args (room, ignored);

  args.code = code;
  tc_fixture_refuse_as (room->fixture, actor, &tc_incident_report_type, &args, refusal);
}

static void
test_guards (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  const TcActor system = {0};
  static const char *const malformed[] = {"PA-261332-0001", "PA-260101-1",     "PA-260101-00001",
                                          "pa-260101-0001", "PB-260101-0001",  "PA-260101-0000",
                                          "PA-260101-000x", "PA-260101-0001-", "PA-26010-00010"};

  for (guint i = 0; i < G_N_ELEMENTS (malformed); i++)
    refuse_code (room, system, malformed[i], "incident.code-form");
  g_autofree char *unleased = tc_incident_format_code (room->day, 15000);
  g_autofree char *other_day = tc_incident_format_code (240101, 1);
  g_autofree char *of_server = tc_incident_format_code (room->day, 7);
  g_autofree char *of_desk = tc_incident_format_code (room->day, 20001);
  refuse_code (room, system, unleased, "incident.code-not-leased");
  refuse_code (room, system, other_day, "incident.code-not-leased");
  refuse_code (room, room->lan, of_server, "incident.code-not-leased");
  refuse_code (room, system, of_desk, "incident.code-not-leased");
  tc_room_report (room);
  g_autofree char *used = tc_incident_format_code (room->day, 1);
  refuse_code (room, system, used, "incident.code-used");
}

static void
check_next (TcRoom *room, guint16 replica, gint64 after, gint64 expected)
{
  gint64 number = 0;
  g_autofree char *code = tc_incident_next_code (room->fixture->db, replica, room->day, after,
                                                 &number);
  g_autofree char *wanted = expected ? tc_incident_format_code (room->day, expected) : NULL;

  g_assert_cmpstr (code, ==, wanted);
  g_assert_cmpint (number, ==, expected);
}

static void
test_next_code (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  TcDatabase *db = room->fixture->db;

  check_next (room, 0, 0, 1);
  tc_room_report (room);
  tc_room_report (room);
  check_next (room, 0, 0, 3);
  check_next (room, 0, 9, 10);
  check_next (room, 0, 10000, 0);
  try_lease (room, 0, room->day, 40001, 5, NULL);
  check_next (room, 0, 10000, 40001);
  check_next (room, 3, 0, 20001);
  check_next (room, 4, 0, 0);
  g_assert_cmpint (tc_incident_codes_left (db, 0, room->day), ==, 10003);
  g_assert_cmpint (tc_incident_codes_left (db, 4, room->day), ==, 0);
  g_assert_cmpint (tc_incident_first_unleased (db, room->day), ==, 40006);
  g_assert_cmpint (tc_incident_first_unleased (db, 240101), ==, 1);
}

static void
try_skip (TcRoom *room, gint64 first, const char *refusal)
{
  TcIncidentSkipCodes args = {tc_room_id (room), room->day, first};

  if (refusal)
    tc_fixture_refuse (room->fixture, &tc_incident_skip_codes_type, &args, refusal);
  else
    tc_fixture_run (room->fixture, &tc_incident_skip_codes_type, &args);
}

/* After a restore: no block gives codes any more, what was given counts, leases go on in a lane of
 * the epoch. */
static void
test_skip (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  TcDatabase *db = room->fixture->db;
  TcIncidentLeaseCodes lost = {tc_room_id (room), 3, room->day, 40001, 50};
  char code[40];
  TcIncidentReport report = tc_room_report_args (room, code);

  try_lease (room, 4, room->day, TC_CODE_LANE, 2, "incident.codes-range");
  try_skip (room, 20001, "incident.codes-overlap");
  try_skip (room, 0, "incident.codes-range");
  g_assert_cmpint (tc_incident_lane_after (db, room->day, 2), ==, TC_CODE_LANE + 1);
  g_assert_cmpint (tc_incident_lane_after (db, room->day, 4), ==, 3 * TC_CODE_LANE + 1);
  try_skip (room, TC_CODE_LANE + 1, NULL);
  check_next (room, 0, 0, 0);
  check_next (room, 3, 0, 0);
  g_assert_cmpint (tc_incident_codes_left (db, 3, room->day), ==, 0);
  g_assert_cmpint (tc_incident_first_unleased (db, room->day), ==, TC_CODE_LANE + 2);
  g_assert_cmpint (tc_incident_lane_after (db, room->day, 2), ==, 2 * TC_CODE_LANE + 1);
  g_assert_cmpint (tc_incident_lane_after (db, room->day, 11), ==, 2 * TC_CODE_LANE + 1);
  /* One that was given before is used all the same. */
  tc_fixture_run (room->fixture, &tc_incident_report_type, &report);
  tc_fixture_run (room->fixture, &tc_incident_reclaim_codes_type, &lost);
  check_next (room, 3, 0, 0);
  lost.block_id = tc_room_id (room);
  tc_fixture_refuse (room->fixture, &tc_incident_reclaim_codes_type, &lost,
                     "incident.codes-overlap");
  lost.first = TC_CODE_LANE - 9;
  tc_fixture_refuse (room->fixture, &tc_incident_reclaim_codes_type, &lost, "incident.codes-range");
  tc_fixture_check_replays (room->fixture);
}

static void
test_day (void)
{
  /* 2026-11-23 16:59:59 UTC is 23:59:59 in Vietnam; a second later it is the 24th. */
  gint64 last_us = ((gint64) 1795453200 - 1) * G_USEC_PER_SEC;

  g_assert_cmpint (tc_incident_day (last_us), ==, 261123);
  g_assert_cmpint (tc_incident_day (last_us + G_USEC_PER_SEC), ==, 261124);
}

static void
test_find (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  TcDatabase *db = room->fixture->db;
  gint64 incident = tc_room_report (room);
  g_autofree char *code = tc_room_text (room, "SELECT code FROM incident WHERE id = ?", incident);
  g_autofree char *lower = g_ascii_strdown (code, -1);

  g_assert_cmpint (tc_incident_find (db, code, 0), ==, incident);
  g_assert_cmpint (tc_incident_find (db, lower, 0), ==, incident);
  g_assert_cmpint (tc_incident_find (db, "0001", room->day), ==, incident);
  g_assert_cmpint (tc_incident_find (db, "1", room->day), ==, incident);
  g_assert_cmpint (tc_incident_find (db, "2", room->day), ==, 0);
  g_assert_cmpint (tc_incident_find (db, "1", 240101), ==, 0);
  g_assert_cmpint (tc_incident_find (db, "", room->day), ==, 0);
  g_assert_cmpint (tc_incident_find (db, "1; DROP TABLE incident", room->day), ==, 0);
}

/* What a new desk has first: the codes that were used today, however many days ahead others are
 * leased. */
static void
test_open_work (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  TcDatabase *db = room->fixture->db;
  gint64 incident = tc_room_report (room);
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM incident WHERE %s",
                                          tc_open_work_condition ("incident"));

  tc_database_execute (db, "UPDATE incident SET open = 0 WHERE id = ?", "i", incident);
  for (gint64 i = 1; i <= TC_CODE_DAYS_AHEAD; i++)
    try_lease (room, 4, tc_incident_day (room->fixture->now_us + i * TC_US_PER_DAY), 1, 1, NULL);
  g_assert_cmpint (tc_database_get_int (db, 0, sql, NULL), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/incident/codes/leases", test_leases);
  g_test_add_func ("/incident/codes/guards", test_guards);
  g_test_add_func ("/incident/codes/next-code", test_next_code);
  g_test_add_func ("/incident/codes/skip", test_skip);
  g_test_add_func ("/incident/codes/day", test_day);
  g_test_add_func ("/incident/codes/find", test_find);
  g_test_add_func ("/incident/codes/open-work", test_open_work);
  return g_test_run ();
}
