/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what a person has begun to type is there again after the program ended, for that person
 * alone, until it is sent; and a desk that is started without a line says since when it has none.
 * Method: a real desk that was enrolled and has no line, closed and opened again.
 */
#include "tc-desk-private.h"

#include "enrolled-desk.h"
#include "main-turn.h"
#include "remove-tree.h"
#include "tc-drafts.h"
#include "wait-limit.h"

#define LAN 1001
#define MINH 1002

typedef struct {
  char *folder;
  TcDesk *desk;
  TcDrafts *drafts;
} Fixture;

static void
open_desk (Fixture *fixture)
{
  fixture->desk = enrolled_desk_open (fixture->folder);
  fixture->drafts = tc_drafts_of (fixture->desk);
}

static void
close_desk (Fixture *fixture)
{
  g_clear_pointer (&fixture->desk, enrolled_desk_close);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("tc-drafts-XXXXXX", NULL);
  enrolled_desk_make (fixture->folder, 7);
  open_desk (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  close_desk (fixture);
  remove_tree (fixture->folder);
  g_free (fixture->folder);
}

/* Until it is there, or not any more. */
static void
wait_for_draft (Fixture *fixture, const char *key, const char *text, guint choice)
{
  gint64 end_us = g_get_monotonic_time () + WAIT_US;
  TcDraft draft = {NULL};

  while (!tc_drafts_get (fixture->drafts, key, &draft)) {
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    main_turn ();
  }
  g_assert_cmpstr (draft.text, ==, text);
  g_assert_cmpuint (draft.choice, ==, choice);
}

/* What the outbox has to say is in. */
static void
wait_loaded (Fixture *fixture)
{
  tc_drafts_set (fixture->drafts, "mark", "x", 0);
  wait_for_draft (fixture, "mark", "x", 0);
  tc_drafts_set (fixture->drafts, "mark", "", 0);
  for (guint i = 0; i < 200; i++) {
    g_main_context_iteration (NULL, FALSE);
    g_usleep (1000);
  }
}

static void
test_restart (Fixture *fixture, gconstpointer data)
{
  TcDraft draft = {NULL};

  fixture->desk->person_id = LAN;
  tc_drafts_set (fixture->drafts, "note 1", "đang viết", 0);
  tc_drafts_set (fixture->drafts, "close 2", "không thấy", 2);
  tc_drafts_set (fixture->drafts, "note 3", "gửi rồi", 0);
  tc_drafts_set (fixture->drafts, "note 3", "", 0);
  g_assert_false (tc_drafts_get (fixture->drafts, "note 3", &draft));
  close_desk (fixture);
  open_desk (fixture);
  fixture->desk->person_id = LAN;
  wait_for_draft (fixture, "note 1", "đang viết", 0);
  wait_for_draft (fixture, "close 2", "không thấy", 2);
  g_assert_false (tc_drafts_get (fixture->drafts, "note 3", &draft));
  fixture->desk->person_id = MINH;
  g_assert_false (tc_drafts_get (fixture->drafts, "note 1", &draft));
  /* Nobody begins nothing. */
  fixture->desk->person_id = 0;
  tc_drafts_set (fixture->drafts, "note 1", "của ai", 0);
  g_assert_false (tc_drafts_get (fixture->drafts, "note 1", &draft));
  fixture->desk->person_id = LAN;
  tc_drafts_set (fixture->drafts, "note 1", "", 0);
  close_desk (fixture);
  open_desk (fixture);
  fixture->desk->person_id = LAN;
  wait_for_draft (fixture, "close 2", "không thấy", 2);
  g_assert_false (tc_drafts_get (fixture->drafts, "note 1", &draft));
}

/* What is typed while the outbox is still read is newer. */
static void
test_typed_while_read (Fixture *fixture, gconstpointer data)
{
  fixture->desk->person_id = LAN;
  tc_drafts_set (fixture->drafts, "note 1", "cũ", 0);
  close_desk (fixture);
  open_desk (fixture);
  fixture->desk->person_id = LAN;
  tc_drafts_set (fixture->drafts, "note 1", "mới", 0);
  wait_loaded (fixture);
  wait_for_draft (fixture, "note 1", "mới", 0);
}

/* On its way when the desk stood still for long, and then the power went. */
static void
test_sending (Fixture *fixture, gconstpointer data)
{
  TcDraft draft = {NULL};
  g_autofree char *first = NULL, *second = NULL, *third = NULL;

  fixture->desk->person_id = LAN;
  g_assert_null (tc_drafts_begin_sending (fixture->drafts, "note 1"));
  tc_drafts_set (fixture->drafts, "note 1", "một", 0);
  first = tc_drafts_begin_sending (fixture->drafts, "note 1");
  g_assert_false (tc_drafts_get (fixture->drafts, "note 1", &draft));
  tc_drafts_set (fixture->drafts, "note 1", "hai", 0);
  second = tc_drafts_begin_sending (fixture->drafts, "note 1");
  tc_drafts_set (fixture->drafts, "note 1", "ba", 0);
  /* Somebody else has sat down when the answers come. */
  fixture->desk->person_id = MINH;
  tc_drafts_end_sending (fixture->drafts, first, "note 1", TRUE);
  tc_drafts_end_sending (fixture->drafts, second, "note 1", FALSE);
  g_assert_false (tc_drafts_get (fixture->drafts, "note 1", &draft));
  fixture->desk->person_id = LAN;
  wait_for_draft (fixture, "note 1", "hai\nba", 0);
  /* Of what is on its way an orderly end keeps nothing: the desk has it. */
  third = tc_drafts_begin_sending (fixture->drafts, "note 1");
  close_desk (fixture);
  open_desk (fixture);
  fixture->desk->person_id = LAN;
  wait_loaded (fixture);
  g_assert_false (tc_drafts_get (fixture->drafts, "note 1", &draft));
}

static void
test_power_cut (Fixture *fixture, gconstpointer data)
{
  gint64 end_us = g_get_monotonic_time () + 3 * G_USEC_PER_SEC;
  g_autofree char *name = NULL;

  fixture->desk->person_id = LAN;
  tc_drafts_set (fixture->drafts, "note 1", "một", 1);
  name = tc_drafts_begin_sending (fixture->drafts, "note 1");
  while (g_get_monotonic_time () < end_us) {
    g_main_context_iteration (NULL, FALSE);
    g_usleep (1000);
  }
  close_desk (fixture);
  open_desk (fixture);
  fixture->desk->person_id = LAN;
  wait_for_draft (fixture, "note 1", "một", 1);
}

static void
test_limit (Fixture *fixture, gconstpointer data)
{
  TcDraft draft = {NULL};

  fixture->desk->person_id = LAN;
  for (guint i = 0; i <= TC_DRAFTS_MAX; i++) {
    g_autofree char *key = g_strdup_printf ("note %u", i);

    tc_drafts_set (fixture->drafts, key, "x", 0);
    g_usleep (2);
  }
  g_assert_false (tc_drafts_get (fixture->drafts, "note 0", &draft));
  g_assert_true (tc_drafts_get (fixture->drafts, "note 1", &draft));
  wait_for_draft (fixture, "note 500", "x", 0);
}

static void
test_heard (Fixture *fixture, gconstpointer data)
{
  gint64 before_us, since_us = 0, end_us = g_get_monotonic_time () + WAIT_US;

  tc_desk_heard (fixture->desk, FALSE);
  before_us = g_get_real_time ();
  close_desk (fixture);
  g_usleep (20 * 1000);
  open_desk (fixture);
  do {
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    main_turn ();
    g_object_get (fixture->desk, "offline-since-us", &since_us, NULL);
  } while (since_us > before_us);
  g_assert_cmpint (since_us, >, before_us - WAIT_US);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/drafts/restart", Fixture, NULL, set_up, test_restart, tear_down);
  g_test_add ("/drafts/typed-while-read", Fixture, NULL, set_up, test_typed_while_read, tear_down);
  g_test_add ("/drafts/sending", Fixture, NULL, set_up, test_sending, tear_down);
  g_test_add ("/drafts/power-cut", Fixture, NULL, set_up, test_power_cut, tear_down);
  g_test_add ("/drafts/limit", Fixture, NULL, set_up, test_limit, tear_down);
  g_test_add ("/drafts/heard", Fixture, NULL, set_up, test_heard, tear_down);
  return g_test_run ();
}
