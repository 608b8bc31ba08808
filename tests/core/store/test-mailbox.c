/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what a thread posts is handed over on the main loop, all of it, once, in its order, and
 * none of it before the thread says so. Method: notes that are numbers, posted by real threads; the
 * owner is a plain object.
 */
#include "tc-mailbox.h"
#include "wait-limit.h"

#define MANY 10000

typedef struct {
  GObject *owner;
  TcMailbox *mailbox;
} Fixture;

static GArray *taken; /* (element-type gint) */
static guint freed;

static void
free_note (gpointer note)
{
  freed++;
  g_free (note);
}

static void
take_cb (gpointer note, gpointer owner)
{
  g_autofree gint *number = note;

  g_assert_true (G_IS_OBJECT (owner));
  g_array_append_val (taken, *number);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  taken = g_array_new (FALSE, FALSE, sizeof (gint));
  freed = 0;
  fixture->owner = g_object_new (G_TYPE_OBJECT, NULL);
  fixture->mailbox = tc_mailbox_new (fixture->owner, take_cb, free_note);
  g_object_set_data_full (fixture->owner, "mailbox", fixture->mailbox,
                          (GDestroyNotify) tc_mailbox_free);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->owner);
  g_array_unref (taken);
}

static void
post (Fixture *fixture, gint number)
{
  tc_mailbox_post (fixture->mailbox, g_memdup2 (&number, sizeof number));
}

static void
run (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* However often it is woken, there is one turn for all that is there. */
static void
test_one_turn (Fixture *fixture, gconstpointer data)
{
  g_assert_true (tc_mailbox_is_empty (fixture->mailbox));
  tc_mailbox_wake (fixture->mailbox);
  g_assert_false (g_main_context_pending (NULL));
  post (fixture, 1);
  post (fixture, 2);
  run ();
  g_assert_cmpuint (taken->len, ==, 0);
  g_assert_false (tc_mailbox_is_empty (fixture->mailbox));
  tc_mailbox_wake (fixture->mailbox);
  tc_mailbox_wake (fixture->mailbox);
  post (fixture, 3);
  g_assert_true (g_main_context_iteration (NULL, FALSE));
  g_assert_false (g_main_context_pending (NULL));
  g_assert_cmpuint (taken->len, ==, 3);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (g_array_index (taken, gint, i), ==, i + 1);
  g_assert_true (tc_mailbox_is_empty (fixture->mailbox));
}

static gpointer
post_many (gpointer data)
{
  for (gint i = 0; i < MANY; i++) {
    post (data, i);
    tc_mailbox_wake (((Fixture *) data)->mailbox);
  }
  return NULL;
}

/* Nothing is left behind by a thread that posts while notes are taken. */
static void
test_thread (Fixture *fixture, gconstpointer data)
{
  GThread *thread = g_thread_new ("poster", post_many, fixture);
  gint64 until_us = g_get_monotonic_time () + WAIT_US;

  while (taken->len < MANY && g_get_monotonic_time () < until_us)
    g_main_context_iteration (NULL, FALSE);
  g_thread_join (thread);
  g_assert_cmpuint (taken->len, ==, MANY);
  for (guint i = 0; i < MANY; i++)
    g_assert_cmpint (g_array_index (taken, gint, i), ==, i);
}

/* The owner lives until what it was woken for is handed over; what nobody was woken for goes. */
static void
test_owner_goes (Fixture *fixture, gconstpointer data)
{
  gpointer seen = fixture->owner;

  g_object_add_weak_pointer (fixture->owner, &seen);
  post (fixture, 1);
  tc_mailbox_wake (fixture->mailbox);
  g_clear_object (&fixture->owner);
  g_assert_nonnull (seen);
  run ();
  g_assert_null (seen);
  g_assert_cmpuint (taken->len, ==, 1);
  g_assert_cmpuint (freed, ==, 0);
}

static void
test_not_handed_over (Fixture *fixture, gconstpointer data)
{
  post (fixture, 1);
  post (fixture, 2);
  g_clear_object (&fixture->owner);
  run ();
  g_assert_cmpuint (taken->len, ==, 0);
  g_assert_cmpuint (freed, ==, 2);
}

/* Where it was made, whatever thread the owner's notes come from. */
static void
test_context (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GObject) owner = g_object_new (G_TYPE_OBJECT, NULL);
  const gint number = 7;
  TcMailbox *mailbox;

  g_main_context_push_thread_default (context);
  mailbox = tc_mailbox_new (owner, take_cb, free_note);
  g_main_context_pop_thread_default (context);
  tc_mailbox_post (mailbox, g_memdup2 (&number, sizeof number));
  tc_mailbox_wake (mailbox);
  run ();
  g_assert_cmpuint (taken->len, ==, 0);
  g_assert_true (g_main_context_iteration (context, FALSE));
  g_assert_cmpuint (taken->len, ==, 1);
  tc_mailbox_free (mailbox);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, test) g_test_add ("/mailbox/" name, Fixture, NULL, set_up, test, tear_down)
  ADD ("one-turn", test_one_turn);
  ADD ("thread", test_thread);
  ADD ("owner-goes", test_owner_goes);
  ADD ("not-handed-over", test_not_handed_over);
  ADD ("context", test_context);
  return g_test_run ();
}
