/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what is done at a desk whose clock is wrong gets the server's time, and whoever looks at it
 * sees that. Method: clocks as numbers; a real desk that was enrolled, which is told of the
 * server's as by a greeting.
 */
#include "tc-desk-private.h"

#include "enrolled-desk.h"
#include "main-turn.h"
#include "remove-tree.h"
#include "tc-desk-lock.h"
#include "tc-now.h"
#include "tc-steady-clock.h"
#include "wait-limit.h"

#define SERVER_US ((gint64) 1795400000 * G_USEC_PER_SEC)
#define STEADY_US ((gint64) 777 * G_USEC_PER_SEC)
#define HOUR_US (3600 * G_TIME_SPAN_SECOND)

static gint64
read_later (const TcServerClock *clock, gint64 desk_us, gint64 later_us)
{
  return tc_server_clock_read (clock, desk_us + later_us, STEADY_US + later_us);
}

static void
test_unknown (void)
{
  const TcServerClock clock = {0};

  g_assert_cmpint (read_later (&clock, SERVER_US - HOUR_US, 5), ==, SERVER_US - HOUR_US + 5);
}

static void
test_right (void)
{
  TcServerClock clock = {0};
  gint64 desk_us = SERVER_US + TC_CLOCK_OFF_US;

  tc_server_clock_set (&clock, SERVER_US, STEADY_US);
  g_assert_cmpint (read_later (&clock, desk_us, HOUR_US), ==, desk_us + HOUR_US);
}

static void
test_wrong (void)
{
  TcServerClock clock = {0};

  tc_server_clock_set (&clock, SERVER_US, STEADY_US);
  g_assert_cmpint (read_later (&clock, SERVER_US - HOUR_US, HOUR_US), ==, SERVER_US + HOUR_US);
  g_assert_cmpint (read_later (&clock, SERVER_US + 24 * HOUR_US, 9), ==, SERVER_US + 9);
  /* Somebody sets it: from then on it is believed. */
  g_assert_cmpint (read_later (&clock, SERVER_US - 1000, HOUR_US), ==, SERVER_US - 1000 + HOUR_US);
}

/* All that is reckoned from now goes by it, from whatever thread. */
static void
test_now (void)
{
  TcServerClock clock = {0};

  g_assert_cmpint (ABS (tc_now_us () - g_get_real_time ()), <, G_TIME_SPAN_SECOND);
  tc_server_clock_set (&clock, g_get_real_time () - HOUR_US, tc_steady_clock_us ());
  tc_now_told (&clock);
  g_assert_cmpint (ABS (tc_now_us () - g_get_real_time () + HOUR_US), <, G_TIME_SPAN_SECOND);
  tc_now_told (NULL);
  g_assert_cmpint (ABS (tc_now_us () - g_get_real_time ()), <, G_TIME_SPAN_SECOND);
}

static void
greet (TcDesk *desk, gint64 ahead_us)
{
  TcReplicaStatus status = desk->status;

  status.clock_ahead_us = ahead_us;
  tc_desk_replica_hooks.status (&status, desk);
}

static void
test_greeted (void)
{
  g_autofree char *folder = g_dir_make_tmp ("tc-server-clock-XXXXXX", NULL);
  TcDesk *desk = NULL;

  enrolled_desk_make (folder, 7);
  desk = enrolled_desk_open (folder);
  greet (desk, HOUR_US);
  g_assert_cmpint (ABS (tc_desk_now_us (desk) - g_get_real_time () + HOUR_US), <,
                   G_TIME_SPAN_SECOND);
  g_assert_cmpint (ABS (tc_now_us () - g_get_real_time () + HOUR_US), <, G_TIME_SPAN_SECOND);
  /* Somebody has set it. */
  greet (desk, 0);
  g_assert_cmpint (ABS (tc_now_us () - g_get_real_time ()), <, G_TIME_SPAN_SECOND);
  enrolled_desk_close (desk);
  remove_tree (folder);
}

/* One who may read and handle incidents from @from_us on, and something of these to read. */
static void
post (const char *folder, gint64 from_us)
{
  static const char *const rows[] = {
      "INSERT OR IGNORE INTO scope VALUES (2, 1, 'incidents', NULL)",
      "INSERT OR IGNORE INTO held_scope VALUES (1, 'common'), (2, 'incidents')",
      "INSERT INTO code_block (id, scope, replica, day, first, count) VALUES (1, 2, 8, 1, 1, 9)",
      "INSERT INTO staff (id, scope, account, name) VALUES (1, 1, 'lan', 'Lan')",
      "INSERT INTO role_capability VALUES (1, 1, 1, 'incidents.handle')",
      "INSERT INTO role_scope VALUES (1, 1, 1, 'incidents')",
  };
  g_autofree char *path = g_build_filename (folder, "replica.db", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (TcDatabase) db = tc_database_open (path, TC_DATABASE_WRITER, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    tc_database_execute (db, rows[i], NULL);
  tc_database_execute (db,
                       "INSERT INTO post (id, scope, staff_id, agency_id, role_id, valid_from_us)"
                       " VALUES (1, 1, 1, 1, 1, ?)",
                       "i", from_us);
  g_assert_true (tc_database_check (db, &error));
}

static gpointer
count_blocks (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return GINT_TO_POINTER (tc_database_get_int (db, 0, "SELECT count(*) FROM code_block", NULL) + 1);
}

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(gpointer *) data = tc_worker_run_finish (TC_WORKER (source), result, NULL);
}

/* How much of it the readers show. */
static int
count_shown (TcDesk *desk)
{
  gpointer counted = NULL;

  tc_worker_run_async (desk->reader, count_blocks, NULL, NULL, NULL, NULL, counted_cb, &counted);
  while (!counted)
    main_turn ();
  return GPOINTER_TO_INT (counted) - 1;
}

/* A post that began by the server's clock, on a desk whose own is an hour slow. */
static void
test_post_begun (void)
{
  g_autofree char *folder = g_dir_make_tmp ("tc-server-clock-XXXXXX", NULL);
  gint64 until_us = g_get_monotonic_time () + WAIT_US / 4;
  TcDesk *desk = NULL;

  enrolled_desk_make (folder, 7);
  desk = enrolled_desk_open (folder);
  post (folder, g_get_real_time () + HOUR_US / 2);
  desk->person_id = 1;
  tc_desk_eyes_set_person (desk->eyes, 1);
  g_assert_cmpint (count_shown (desk), ==, 0);
  g_assert_false (tc_desk_may (desk, "incidents.handle"));
  greet (desk, -HOUR_US);
  while (!tc_desk_may (desk, "incidents.handle")) {
    g_assert_cmpint (g_get_monotonic_time (), <, until_us);
    main_turn ();
  }
  g_assert_cmpint (count_shown (desk), ==, 1);
  tc_now_told (NULL);
  enrolled_desk_close (desk);
  remove_tree (folder);
}

/* A session ends when the server says so. */
static void
test_session_over (void)
{
  g_autofree char *folder = g_dir_make_tmp ("tc-server-clock-XXXXXX", NULL);
  TcDesk *desk = NULL;

  enrolled_desk_make (folder, 7);
  desk = enrolled_desk_open (folder);
  desk->session_until_us = g_get_real_time () + HOUR_US / 2;
  g_assert_false (tc_desk_lock_is_session_over (tc_desk_lock_of (desk)));
  greet (desk, -HOUR_US);
  g_assert_true (tc_desk_lock_is_session_over (tc_desk_lock_of (desk)));
  tc_now_told (NULL);
  enrolled_desk_close (desk);
  remove_tree (folder);
}

/* A demonstration is looked at, and then the desk again: each has its own. */
static void
test_taken (void)
{
  g_autofree char *folder = g_dir_make_tmp ("tc-server-clock-XXXXXX", NULL);
  g_autofree char *other = g_dir_make_tmp ("tc-server-clock-XXXXXX", NULL);
  TcDesk *desk = NULL, *demonstration = NULL;

  enrolled_desk_make (folder, 7);
  enrolled_desk_make (other, 8);
  desk = enrolled_desk_open (folder);
  demonstration = enrolled_desk_open (other);
  greet (desk, HOUR_US);
  tc_desk_take_now (demonstration);
  g_assert_cmpint (ABS (tc_now_us () - g_get_real_time ()), <, G_TIME_SPAN_SECOND);
  greet (desk, 2 * HOUR_US);
  g_assert_cmpint (ABS (tc_now_us () - g_get_real_time ()), <, G_TIME_SPAN_SECOND);
  greet (desk, HOUR_US);
  tc_desk_take_now (desk);
  g_assert_cmpint (ABS (tc_now_us () - g_get_real_time () + HOUR_US), <, G_TIME_SPAN_SECOND);
  tc_now_told (NULL);
  enrolled_desk_close (demonstration);
  enrolled_desk_close (desk);
  remove_tree (other);
  remove_tree (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server-clock/unknown", test_unknown);
  g_test_add_func ("/server-clock/right", test_right);
  g_test_add_func ("/server-clock/wrong", test_wrong);
  g_test_add_func ("/server-clock/now", test_now);
  g_test_add_func ("/server-clock/greeted", test_greeted);
  g_test_add_func ("/server-clock/post-begun", test_post_begun);
  g_test_add_func ("/server-clock/session-over", test_session_over);
  g_test_add_func ("/server-clock/taken", test_taken);
  return g_test_run ();
}
