/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: the demonstration opens for each person of its list, quickly the second time, lives by
 * itself, goes on where it was broken off, says why it can't, leaves no server behind and can be
 * thrown away. Method: the real server and toancanhctl on loopback, in a folder of the test's own.
 */
#include "tc-demonstration.h"

#include "tc-error.h"
#include "tc-incident-queue.h"
#include "wait-limit.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

typedef struct {
  char *folder;
  TcSetupPrograms programs;
  GAsyncResult *result;
  GString *told;
  guint ended;
} Fixture;

static void
progress_cb (TcDemonstration *demonstration, const char *sentence, gpointer data)
{
  g_string_append_printf (((Fixture *) data)->told, "%s\n", sentence);
}

static void
ended_cb (TcDemonstration *demonstration, const char *why, gpointer data)
{
  ((Fixture *) data)->ended++;
}

/* The demonstration's files but for its reports, which take some seconds to load, and what leads on
 * from them. */
static char *
make_province (const char *top)
{
  const char *whole = g_getenv ("TC_PROVINCE_DIR");
  char *folder = g_build_filename (top, "province", NULL);
  g_autoptr (GDir) dir = g_dir_open (whole, 0, NULL);
  const char *name;

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  while ((name = g_dir_read_name (dir))) {
    g_autofree char *from = g_build_filename (whole, name, NULL);
    g_autofree char *to = g_build_filename (folder, name, NULL);

    if (!g_str_equal (name, "reports.csv") && !g_str_equal (name, "big-events.csv"))
      g_assert_cmpint (symlink (from, to), ==, 0);
  }
  return folder;
}

static void
remove_province (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir))) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    g_assert_cmpint (g_unlink (path), ==, 0);
  }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *top = g_dir_make_tmp ("demonstration-XXXXXX", NULL);

  fixture->folder = g_build_filename (top, "d", NULL);
  fixture->programs.server = (char *) g_getenv ("TC_SERVER");
  fixture->programs.ctl = (char *) g_getenv ("TC_CTL");
  fixture->programs.province = make_province (top);
  fixture->told = g_string_new (NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autofree char *top = g_path_get_dirname (fixture->folder);

  remove_province (fixture->programs.province);
  g_free (fixture->programs.province);
  g_assert_cmpint (g_rmdir (top), ==, 0);
  g_free (fixture->folder);
  g_string_free (fixture->told, TRUE);
  g_clear_object (&fixture->result);
}

static TcDemonstration *
make (Fixture *fixture)
{
  TcDemonstration *demonstration = tc_demonstration_new (fixture->folder, &fixture->programs);

  g_signal_connect (demonstration, "progress", G_CALLBACK (progress_cb), fixture);
  g_signal_connect (demonstration, "ended", G_CALLBACK (ended_cb), fixture);
  return demonstration;
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_set_object (&((Fixture *) data)->result, result);
}

static void
wait_result (Fixture *fixture)
{
  while (!fixture->result)
    g_main_context_iteration (NULL, TRUE);
}

static TcDesk *
open_as (Fixture *fixture, TcDemonstration *demonstration, const char *account, GError **error)
{
  g_clear_object (&fixture->result);
  tc_demonstration_open_async (demonstration, account, NULL, done_cb, fixture);
  wait_result (fixture);
  return tc_demonstration_open_finish (demonstration, fixture->result, error);
}

static void
throw_away (Fixture *fixture, TcDemonstration *demonstration)
{
  g_autoptr (GError) error = NULL;

  g_clear_object (&fixture->result);
  tc_demonstration_discard_async (demonstration, NULL, done_cb, fixture);
  wait_result (fixture);
  g_assert_true (tc_demonstration_discard_finish (demonstration, fixture->result, &error));
  g_assert_no_error (error);
  g_assert_false (tc_demonstration_exists (demonstration));
}

static void
wait_state (TcDesk *desk, TcDeskState state)
{
  gint64 end_us = g_get_monotonic_time () + WAIT_US;

  while (tc_desk_get_state (desk) != state && g_get_monotonic_time () < end_us)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (tc_desk_get_state (desk), ==, state);
}

static void
signed_in_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TcRefusal) refusal = tc_desk_sign_in_finish (TC_DESK (source), result, &error);

  g_assert_no_error (error);
  g_assert_null (refusal);
  *(gboolean *) data = TRUE;
}

static void
sign_in (TcDesk *desk, const char *account, const char *password)
{
  gboolean done = FALSE;

  tc_desk_sign_in_async (desk, account, password, NULL, signed_in_cb, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (tc_desk_get_person (desk), !=, 0);
}

static void
test_people (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TcDemonstration) demonstration = make (fixture);
  guint n = 0;
  const TcDemonstrationPerson *people = tc_demonstration_list_people (&n);

  g_assert_false (tc_demonstration_exists (demonstration));
  for (guint i = 0; i < n; i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (TcDesk) desk = open_as (fixture, demonstration, people[i].account, &error);

    g_assert_no_error (error);
    tc_desk_start (desk);
    wait_state (desk, TC_DESK_ONLINE);
    sign_in (desk, people[i].account, tc_demonstration_get_password (demonstration));
    tc_desk_stop (desk);
  }
  /* Filled once only. */
  g_assert_true (strstr (fixture->told->str, "Loading") ==
                 g_strrstr (fixture->told->str, "Loading"));
  throw_away (fixture, demonstration);
  g_assert_cmpuint (fixture->ended, ==, 0);
}

/* Another day: nothing is loaded again, the desk finds the server at its new port. */
static void
test_again (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TcDemonstration) first = make (fixture);
  g_autoptr (TcDesk) desk = open_as (fixture, first, "lan", &error);

  g_assert_no_error (error);
  tc_desk_stop (desk);
  g_clear_object (&desk);
  tc_demonstration_stop (first);
  g_string_truncate (fixture->told, 0);
  g_autoptr (TcDemonstration) second = make (fixture);
  g_assert_true (tc_demonstration_exists (second));
  desk = open_as (fixture, second, "lan", &error);
  g_assert_no_error (error);
  g_assert_null (strstr (fixture->told->str, "Loading"));
  g_assert_null (strstr (fixture->told->str, "Enrolling"));
  tc_desk_start (desk);
  wait_state (desk, TC_DESK_ONLINE);
  sign_in (desk, "lan", tc_demonstration_get_password (second));
  /* A second one at the same time can't have the folder's data. */
  g_autoptr (TcDemonstration) third = make (fixture);
  g_autoptr (TcDesk) none = open_as (fixture, third, "lan", &error);
  g_assert_null (none);
  g_assert_error (error, TC_ERROR, TC_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "toancanhd did not start: "));
  tc_desk_stop (desk);
  throw_away (fixture, second);
}

/* The number of the server that runs in this test's folder. */
static GPid
find_server (Fixture *fixture)
{
  g_autofree char *config = g_build_filename (fixture->folder, "toancanhd.conf", NULL);
  const char *const argv[] = {"pgrep", "-f", config, NULL};
  g_autofree char *out = NULL;
  g_autoptr (GError) error = NULL;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, NULL, NULL,
                &error);
  g_assert_no_error (error);
  return (GPid) g_ascii_strtoll (out, NULL, 10);
}

/* Whether one of its programs runs with this test's folder among its arguments. */
static gboolean
works (Fixture *fixture, const char *program)
{
  g_autofree char *pattern = g_strdup_printf ("%s .*%s", program, fixture->folder);
  const char *const argv[] = {"pgrep", "-f", pattern, NULL};
  g_autofree char *out = NULL;

  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out,
                               NULL, NULL, NULL));
  return *out != 0;
}

static void
rows_cb (TcDesk *desk, const char *table, GArray *ids, gpointer queue)
{
  tc_incident_queue_rows_changed (queue, table, ids);
}

/* Incidents in the desk's queue, the first report's perhaps from before the desk was there. */
static guint
wait_more_incidents (TcDesk *desk, guint than)
{
  TcQueueFilter filter = {.kind = TC_QUEUE_OPEN};
  g_autoptr (TcIncidentQueue) queue = NULL;

  queue = tc_incident_queue_new (tc_desk_get_reader (desk), &filter);
  g_object_set (queue, "auto-admit", TRUE, NULL);
  g_signal_connect_object (desk, "rows-changed", G_CALLBACK (rows_cb), queue, 0);
  g_signal_connect_object (desk, "replaced", G_CALLBACK (tc_incident_queue_replaced), queue,
                           G_CONNECT_SWAPPED);
  while (g_list_model_get_n_items (G_LIST_MODEL (queue)) <= than)
    g_main_context_iteration (NULL, TRUE);
  return g_list_model_get_n_items (G_LIST_MODEL (queue));
}

/* Nobody does anything, and reports come in and vehicles move about until it is stopped. */
static void
test_life (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TcDemonstration) demonstration = NULL;
  guint n_incidents = 0;

  fixture->programs.reporter = (char *) g_getenv ("TC_REPORTER");
  fixture->programs.mover = (char *) g_getenv ("TC_MOVER");
  demonstration = make (fixture);
  for (guint time = 0; time < 2; time++) {
    g_autoptr (TcDesk) desk = open_as (fixture, demonstration, "lan", &error);

    g_assert_no_error (error);
    tc_desk_start (desk);
    wait_state (desk, TC_DESK_ONLINE);
    sign_in (desk, "lan", tc_demonstration_get_password (demonstration));
    n_incidents = wait_more_incidents (desk, n_incidents);
    g_assert_true (works (fixture, "tc-unit-mover"));
    tc_desk_stop (desk);
    tc_demonstration_stop (demonstration);
    g_assert_false (works (fixture, "tc-unit-mover"));
    g_assert_false (works (fixture, "toancanhd"));
  }
  throw_away (fixture, demonstration);
}

/* Where the two can't be started one works all the same. */
static void
test_no_life (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TcDemonstration) demonstration = NULL;

  fixture->programs.reporter = (char *) "/nonexistent/tc-field-reporter";
  fixture->programs.mover = (char *) "/bin/false";
  demonstration = make (fixture);
  g_autoptr (TcDesk) desk = open_as (fixture, demonstration, "lan", &error);
  g_assert_no_error (error);
  tc_desk_start (desk);
  wait_state (desk, TC_DESK_ONLINE);
  tc_desk_stop (desk);
  throw_away (fixture, demonstration);
}

/* Its server dies while one works: that is told, and it can be opened again. */
static void
test_server_dies (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TcDemonstration) demonstration = make (fixture);
  g_autoptr (TcDesk) desk = open_as (fixture, demonstration, "lan", &error);

  g_assert_no_error (error);
  g_assert_cmpint (kill (find_server (fixture), SIGKILL), ==, 0);
  while (!fixture->ended)
    g_main_context_iteration (NULL, TRUE);
  tc_desk_stop (desk);
  g_clear_object (&desk);
  desk = open_as (fixture, demonstration, "lan", &error);
  g_assert_no_error (error);
  tc_desk_start (desk);
  wait_state (desk, TC_DESK_ONLINE);
  tc_desk_stop (desk);
  throw_away (fixture, demonstration);
  g_assert_cmpuint (fixture->ended, ==, 1);
}

static void
test_missing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TcDemonstration) demonstration = NULL;

  fixture->programs.server = (char *) "/nonexistent/toancanhd";
  demonstration = make (fixture);
  g_autoptr (TcDesk) desk = open_as (fixture, demonstration, "lan", &error);
  g_assert_null (desk);
  g_assert_error (error, G_SPAWN_ERROR, G_SPAWN_ERROR_NOENT);
  g_clear_error (&error);
  desk = open_as (fixture, demonstration, "nobody", &error);
  g_assert_error (error, TC_ERROR, TC_ERROR_NOT_FOUND);
  throw_away (fixture, demonstration);
}

static void
test_dies (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TcDemonstration) demonstration = NULL;

  fixture->programs.server = (char *) "/bin/false";
  demonstration = make (fixture);
  g_autoptr (TcDesk) desk = open_as (fixture, demonstration, "lan", &error);
  g_assert_null (desk);
  g_assert_error (error, TC_ERROR, TC_ERROR_INVALID);
  g_assert_cmpuint (fixture->ended, ==, 0);
  throw_away (fixture, demonstration);
}

/* Broken off between starting and filling: the next time it is filled. */
static void
test_broken_off (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  const char *ctl = fixture->programs.ctl;

  fixture->programs.ctl = (char *) "/bin/false";
  g_autoptr (TcDemonstration) first = make (fixture);
  g_autoptr (TcDesk) desk = open_as (fixture, first, "lan", &error);
  g_assert_null (desk);
  g_assert_error (error, TC_ERROR, TC_ERROR_INVALID);
  g_clear_error (&error);
  fixture->programs.ctl = (char *) ctl;
  g_autoptr (TcDemonstration) second = make (fixture);
  desk = open_as (fixture, second, "lan", &error);
  g_assert_no_error (error);
  g_assert_nonnull (desk);
  tc_desk_stop (desk);
  throw_away (fixture, second);
}

static void
cancel_cb (TcDemonstration *demonstration, const char *sentence, gpointer data)
{
  g_cancellable_cancel (data);
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (TcDemonstration) demonstration = make (fixture);

  g_signal_connect (demonstration, "progress", G_CALLBACK (cancel_cb), cancellable);
  tc_demonstration_open_async (demonstration, "lan", cancellable, done_cb, fixture);
  wait_result (fixture);
  g_autoptr (TcDesk) desk = tc_demonstration_open_finish (demonstration, fixture->result, &error);
  g_assert_null (desk);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  throw_away (fixture, demonstration);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/demonstration/people", test_people);
  ADD ("/demonstration/again", test_again);
  ADD ("/demonstration/life", test_life);
  ADD ("/demonstration/no-life", test_no_life);
  ADD ("/demonstration/missing", test_missing);
  ADD ("/demonstration/dies", test_dies);
  ADD ("/demonstration/server-dies", test_server_dies);
  ADD ("/demonstration/broken-off", test_broken_off);
  ADD ("/demonstration/cancel", test_cancel);
  return g_test_run ();
}
