/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: a desk never gives an incident code twice, and a new day begins with its own codes. Method:
 * a real desk that was enrolled and has no line; its leased blocks are put into its replica.
 */
#include "tc-desk-private.h"

#include "enrolled-desk.h"
#include "remove-tree.h"
#include "tc-incident-codes.h"
#include "tc-incident-queries.h"
#include "tc-limits.h"
#include "tc-steady-clock.h"
#include "wait-limit.h"

#define REPLICA 7

typedef struct {
  char *folder;
  TcDesk *desk;
  gint64 now_us;
  gint64 day;
} Fixture;

static void
lease (Fixture *fixture, gint64 day, gint64 first, gint64 count)
{
  g_autofree char *path = g_build_filename (fixture->folder, "replica.db", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (TcDatabase) db = tc_database_open (path, TC_DATABASE_WRITER, &error);

  g_assert_no_error (error);
  tc_database_execute (db,
                       "INSERT INTO code_block (id, scope, replica, day, first, count)"
                       " VALUES (?, 2, ?, ?, ?, ?)",
                       "iiiii", day * 1000 + first, (gint64) REPLICA, day, first, count);
  g_assert_true (tc_database_check (db, &error));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("tc-desk-codes-XXXXXX", NULL);
  enrolled_desk_make (fixture->folder, REPLICA);
  fixture->desk = enrolled_desk_open (fixture->folder);
  fixture->now_us = g_get_real_time ();
  fixture->day = tc_incident_day (fixture->now_us);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  enrolled_desk_close (fixture->desk);
  remove_tree (fixture->folder);
  g_free (fixture->folder);
}

/* The number of the next code, waited for. */
static gint64
take (Fixture *fixture)
{
  gint64 until_us = g_get_monotonic_time () + WAIT_S * G_USEC_PER_SEC;
  g_autofree char *code = NULL;
  gint64 day = 0;
  gint64 number = 0;

  while (!(code = tc_desk_take_code (fixture->desk, fixture->now_us))) {
    g_assert_cmpint (g_get_monotonic_time (), <, until_us);
    g_main_context_iteration (NULL, FALSE);
    g_usleep (1000);
  }
  g_assert_true (tc_incident_parse_code (code, &day, &number));
  g_assert_cmpint (day, ==, fixture->day);
  return number;
}

/* Until the codes of @day are at hand as those of the next day. */
static void
run_until_read (Fixture *fixture, gint64 day)
{
  gint64 until_us = g_get_monotonic_time () + WAIT_S * G_USEC_PER_SEC;

  while (fixture->desk->next_day != day) {
    g_assert_cmpint (g_get_monotonic_time (), <, until_us);
    g_main_context_iteration (NULL, FALSE);
    g_usleep (1000);
  }
}

/* Taken faster than the next ones are read. */
static void
test_once (Fixture *fixture, gconstpointer data)
{
  lease (fixture, fixture->day, 1, 100);
  lease (fixture, fixture->day, 301, 100);
  for (gint64 i = 1; i <= 200; i++) {
    g_assert_cmpint (take (fixture), ==, i <= 100 ? i : i + 200);
    g_main_context_iteration (NULL, FALSE);
  }
}

/* The block of the new day comes after the desk has looked for it in vain. */
static void
test_new_day (Fixture *fixture, gconstpointer data)
{
  while (g_main_context_iteration (NULL, FALSE) || fixture->desk->code_day == 0)
    ;
  fixture->desk->code_day = fixture->day - 1;
  fixture->desk->code_number = 147;
  g_assert_null (tc_desk_take_code (fixture->desk, fixture->now_us));
  while (fixture->desk->code_day != fixture->day)
    g_main_context_iteration (NULL, TRUE);
  lease (fixture, fixture->day, 1, 20);
  tc_desk_supply_codes (fixture->desk);
  g_assert_cmpint (take (fixture), ==, 1);
}

/* Each midnight that passes while the line is down: the next day's codes are there at once. */
static void
test_midnight (Fixture *fixture, gconstpointer data)
{
  gint64 then_us = fixture->now_us + G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC;
  gint64 tomorrow = tc_incident_day (then_us), day = 0, number = 0;
  g_autofree char *code = NULL, *second = NULL;

  /* The desk is reading already: once it has today's it has both. */
  lease (fixture, tomorrow, 501, 20);
  lease (fixture, fixture->day, 1, 20);
  tc_desk_supply_codes (fixture->desk);
  g_assert_cmpint (take (fixture), ==, 1);
  code = tc_desk_take_code (fixture->desk, then_us);
  g_assert_nonnull (code);
  g_assert_true (tc_incident_parse_code (code, &day, &number));
  g_assert_cmpint (day, ==, tomorrow);
  g_assert_cmpint (number, ==, 501);
  second = tc_desk_take_code (fixture->desk, then_us);
  g_assert_nonnull (second);
  g_assert_cmpstr (second, !=, code);
}

/* However few were given on the day between, the day after tomorrow's are there at once too. */
static void
test_many_midnights (Fixture *fixture, gconstpointer data)
{
  /* The desk is reading already: once it has today's it has them all. */
  for (gint64 i = TC_CODE_DAYS_AHEAD; i >= 0; i--)
    lease (fixture, tc_incident_day (fixture->now_us + i * TC_US_PER_DAY), 1 + i, 20);
  tc_desk_supply_codes (fixture->desk);
  g_assert_cmpint (take (fixture), ==, 1);
  for (gint64 i = 1; i <= TC_CODE_DAYS_AHEAD; i++) {
    gint64 then_us = fixture->now_us + i * TC_US_PER_DAY, day = 0, number = 0;
    g_autofree char *code = NULL;

    tc_server_clock_set (&fixture->desk->clock, then_us, tc_steady_clock_us ());
    code = tc_desk_take_code (fixture->desk, then_us);
    g_assert_nonnull (code);
    g_assert_true (tc_incident_parse_code (code, &day, &number));
    g_assert_cmpint (day, ==, tc_incident_day (then_us));
    g_assert_cmpint (number, ==, 1 + i);
    /* What comes after it is read before the next midnight. */
    run_until_read (fixture, tc_incident_day (then_us + TC_US_PER_DAY));
  }
}

/* This computer's clock is a day behind: the day is the server's. */
static void
test_wrong_clock (Fixture *fixture, gconstpointer data)
{
  fixture->now_us += TC_US_PER_DAY;
  tc_server_clock_set (&fixture->desk->clock, fixture->now_us, tc_steady_clock_us ());
  fixture->day = tc_incident_day (tc_desk_now_us (fixture->desk));
  lease (fixture, fixture->day, 1, 20);
  tc_desk_supply_codes (fixture->desk);
  g_assert_cmpint (take (fixture), ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/desk-codes/once", Fixture, NULL, set_up, test_once, tear_down);
  g_test_add ("/desk-codes/midnight", Fixture, NULL, set_up, test_midnight, tear_down);
  g_test_add ("/desk-codes/many-midnights", Fixture, NULL, set_up, test_many_midnights, tear_down);
  g_test_add ("/desk-codes/wrong-clock", Fixture, NULL, set_up, test_wrong_clock, tear_down);
  g_test_add ("/desk-codes/new-day", Fixture, NULL, set_up, test_new_day, tear_down);
  return g_test_run ();
}
