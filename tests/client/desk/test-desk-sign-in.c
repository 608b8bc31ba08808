/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: a session that is renewed takes the place of the one before, which ends; an answer that
 * comes once its person has gone, or when somebody else is there, changes nothing, and what the
 * server opened for it ends. Method: a real desk on files of a desk of the hub's tests, without a
 * line; the server's answers are given by hand.
 */
#include "tc-desk-private.h"

#include "enrolled-desk.h"
#include "main-turn.h"
#include "remove-tree.h"
#include "sync-world.h"
#include "tc-verifiers.h"
#include "wait-limit.h"

#define PASSWORD "mot-mat-khau-du-dai-2026"
#define OTHER 7007
#define FIRST 5001
#define SECOND 5002
#define OFFLINE 5003

typedef struct {
  char *folder;
  TcDesk *desk;
  GAsyncResult *result; /* (owned) (nullable) */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("tc-desk-sign-in-XXXXXX", NULL);
  enrolled_desk_make (fixture->folder, 1);
  world_leave_desk (fixture->folder);
  fixture->desk = enrolled_desk_open (fixture->folder);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  enrolled_desk_close (fixture->desk);
  remove_tree (fixture->folder);
  g_free (fixture->folder);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  ((Fixture *) data)->result = g_object_ref (result);
}

/* What the server says, before anything else comes. */
static void
answer (Fixture *fixture, gint64 number, gint64 staff_id, gint64 session_id)
{
  GVariantDict dict, offline;
  g_autoptr (GVariant) value = NULL;
  gint64 now_us = g_get_real_time ();

  g_variant_dict_init (&offline, NULL);
  g_variant_dict_insert (&offline, "session_id", "x", (gint64) OFFLINE);
  g_variant_dict_insert (&offline, "from_us", "x", now_us);
  g_variant_dict_insert (&offline, "until_us", "x", now_us + TC_US_PER_DAY);
  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "staff_id", "x", staff_id);
  g_variant_dict_insert (&dict, "session_id", "x", session_id);
  g_variant_dict_insert (&dict, "until_us", "x", now_us + TC_US_PER_DAY / 2);
  g_variant_dict_insert (&dict, "name", "s", "An");
  g_variant_dict_insert_value (&dict, "offline", g_variant_dict_end (&offline));
  value = g_variant_ref_sink (g_variant_dict_end (&dict));
  tc_desk_replica_hooks.reply (number, NULL, value, fixture->desk);
}

static void
expect (Fixture *fixture, const char *code)
{
  gint64 end_us = g_get_monotonic_time () + WAIT_S * G_USEC_PER_SEC;
  g_autoptr (GError) error = NULL;
  g_autoptr (TcRefusal) refusal = NULL;

  while (!fixture->result) {
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    main_turn ();
  }
  refusal = tc_desk_sign_in_finish (fixture->desk, fixture->result, &error);
  g_clear_object (&fixture->result);
  g_assert_no_error (error);
  g_assert_cmpstr (refusal ? refusal->code : NULL, ==, code);
}

static void
sign_in (Fixture *fixture, gint64 staff_id, gint64 session_id)
{
  tc_desk_sign_in_async (fixture->desk, "an", PASSWORD, NULL, done_cb, fixture);
  answer (fixture, fixture->desk->last_question, staff_id, session_id);
  expect (fixture, NULL);
  g_assert_cmpint (tc_desk_get_person (fixture->desk), ==, staff_id);
}

/* The number of its question. */
static gint64
renew (Fixture *fixture)
{
  tc_desk_sign_in_anew_async (fixture->desk, WORLD_STAFF, "an", PASSWORD, done_cb, fixture);
  return fixture->desk->last_question;
}

static void
test_renewed (Fixture *fixture, gconstpointer data)
{
  gint64 number;

  sign_in (fixture, WORLD_STAFF, FIRST);
  number = renew (fixture);
  answer (fixture, number, WORLD_STAFF, SECOND);
  expect (fixture, NULL);
  g_assert_cmpint (fixture->desk->session_id, ==, SECOND);
  g_assert_cmpint (fixture->desk->last_question, ==, number + 1);
}

/* What was let in without the server is good for that, and what waits needs its session. */
static void
test_goes_on (Fixture *fixture, gconstpointer data)
{
  gint64 number;

  sign_in (fixture, WORLD_STAFF, FIRST);
  fixture->desk->checked_us = 1;
  number = renew (fixture);
  answer (fixture, number, WORLD_STAFF, SECOND);
  expect (fixture, NULL);
  g_assert_cmpint (fixture->desk->last_question, ==, number);
  g_assert_cmpint (fixture->desk->checked_us, ==, 0);
  number = renew (fixture);
  fixture->desk->status.pending = 1;
  answer (fixture, number, WORLD_STAFF, FIRST);
  expect (fixture, NULL);
  g_assert_cmpint (fixture->desk->last_question, ==, number);
}

static void
test_gone (Fixture *fixture, gconstpointer data)
{
  gint64 number, asked;

  sign_in (fixture, WORLD_STAFF, FIRST);
  number = renew (fixture);
  tc_desk_sign_out (fixture->desk);
  asked = fixture->desk->last_question;
  answer (fixture, number, WORLD_STAFF, SECOND);
  expect (fixture, "people.no-session");
  g_assert_cmpint (tc_desk_get_person (fixture->desk), ==, 0);
  g_assert_cmpint (fixture->desk->session_id, ==, 0);
  /* Both sessions that were opened end. */
  g_assert_cmpint (fixture->desk->last_question, ==, asked + 2);
}

static void
test_someone_else (Fixture *fixture, gconstpointer data)
{
  gint64 number;

  sign_in (fixture, WORLD_STAFF, FIRST);
  number = renew (fixture);
  tc_desk_sign_out (fixture->desk);
  fixture->desk->person_id = OTHER;
  fixture->desk->session_id = 6001;
  answer (fixture, number, WORLD_STAFF, SECOND);
  expect (fixture, "people.no-session");
  g_assert_cmpint (tc_desk_get_person (fixture->desk), ==, OTHER);
  g_assert_cmpint (fixture->desk->session_id, ==, 6001);
}

/* The account has become another person's. */
static void
test_other_answer (Fixture *fixture, gconstpointer data)
{
  gint64 number;

  sign_in (fixture, WORLD_STAFF, FIRST);
  number = renew (fixture);
  answer (fixture, number, OTHER, SECOND);
  expect (fixture, "people.no-session");
  g_assert_cmpint (tc_desk_get_person (fixture->desk), ==, WORLD_STAFF);
  g_assert_cmpint (fixture->desk->session_id, ==, FIRST);
}

static void
leaving_cb (TcDesk *desk, gint64 *session_id)
{
  g_assert_cmpint (tc_desk_get_person (desk), ==, WORLD_STAFF);
  *session_id = desk->session_id;
}

/* What is let go of when another signs in is let go of under the session of who was there, which
 * ends. */
static void
test_taken_over (Fixture *fixture, gconstpointer data)
{
  gint64 left = 0, asked;

  sign_in (fixture, WORLD_STAFF, FIRST);
  g_signal_connect (fixture->desk, "signing-out", G_CALLBACK (leaving_cb), &left);
  tc_desk_sign_in_async (fixture->desk, "binh", PASSWORD, NULL, done_cb, fixture);
  asked = fixture->desk->last_question;
  answer (fixture, asked, OTHER, SECOND);
  expect (fixture, NULL);
  g_assert_cmpint (left, ==, FIRST);
  g_assert_cmpint (tc_desk_get_person (fixture->desk), ==, OTHER);
  g_assert_cmpint (fixture->desk->session_id, ==, SECOND);
  g_assert_cmpint (fixture->desk->last_question, ==, asked + 1);
}

/* There is no line: this desk itself checks. */
static void
test_without_server (Fixture *fixture, gconstpointer data)
{
  sign_in (fixture, WORLD_STAFF, FIRST);
  renew (fixture);
  expect (fixture, NULL);
  g_assert_cmpint (fixture->desk->session_id, ==, OFFLINE);
  renew (fixture);
  tc_desk_sign_out (fixture->desk);
  expect (fixture, "people.no-session");
  g_assert_cmpint (tc_desk_get_person (fixture->desk), ==, 0);
  g_assert_cmpint (fixture->desk->session_id, ==, 0);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/desk-sign-in/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("renewed", test_renewed);
  ADD ("goes-on", test_goes_on);
  ADD ("gone", test_gone);
  ADD ("someone-else", test_someone_else);
  ADD ("other-answer", test_other_answer);
  ADD ("taken-over", test_taken_over);
  ADD ("without-server", test_without_server);
  return g_test_run ();
}
