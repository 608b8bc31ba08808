/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: the key takes back what was done last or says that it can't be, and goes on to what is
 * older only if that was said just before; whatever a desk tells is on the list without anybody's
 * help, and nothing of somebody who has gone. Method: the list alone, with a clock of the test's.
 */
#include "tc-undo.h"

typedef struct {
  TcUndo *list;                 /* (owned) */
  GSimpleActionGroup *actions;  /* (owned) */
  GSimpleAction *first, *other; /* (owned) */
} Bench;

#define READ TC_UNDO_READ_US

static void
set_up (Bench *bench, gconstpointer data)
{
  bench->list = tc_undo_new ();
  bench->actions = g_simple_action_group_new ();
  bench->first = g_simple_action_new ("first", G_VARIANT_TYPE_INT64);
  bench->other = g_simple_action_new ("other", NULL);
  g_action_map_add_action (G_ACTION_MAP (bench->actions), G_ACTION (bench->first));
  g_action_map_add_action (G_ACTION_MAP (bench->actions), G_ACTION (bench->other));
}

static void
tear_down (Bench *bench, gconstpointer data)
{
  tc_undo_free (bench->list);
  g_object_unref (bench->first);
  g_object_unref (bench->other);
  g_object_unref (bench->actions);
}

/* @text, @next: (nullable) */
static void
take (Bench *bench, gint64 now_us, TcUndoOutcome wanted, const char *text, const char *next)
{
  g_autofree char *said = NULL, *then = NULL;
  TcUndoOutcome outcome = tc_undo_take (bench->list, G_ACTION_GROUP (bench->actions), now_us, &said,
                                        &then);

  g_assert_cmpstr (said, ==, text);
  g_assert_cmpstr (then, ==, next);
  g_assert_cmpint (outcome, ==, wanted);
}

static void
offer (Bench *bench, const char *text, gint64 number)
{
  tc_undo_offer (bench->list, text, "win.first", g_variant_new_int64 (number), 0);
}

/* One call of a person, answered at once. @offered: (nullable): what takes it back, as it says */
static void
do_one (Bench *bench, gint64 act, const char *kind, gboolean kept, const char *offered)
{
  tc_undo_begin_act (bench->list, act, kind, 0);
  tc_undo_end_call (bench->list);
  tc_undo_answer_act (bench->list, act, kept);
  if (offered)
    offer (bench, offered, act);
  tc_undo_end_act (bench->list, act);
}

/* A button that was pressed leaves nothing to the key; time does, too. */
static void
test_order (Bench *bench, gconstpointer data)
{
  offer (bench, "one", 1);
  tc_undo_offer (bench->list, "two", "win.other", NULL, 1);
  tc_undo_offer (bench->list, "gone", "win.third", NULL, 1);
  tc_undo_forget (bench->list, "win.other", NULL);
  tc_undo_offer (bench->list, "two", "win.other", NULL, 1);
  g_simple_action_set_enabled (bench->other, FALSE);
  g_assert_cmpint (TC_UNDO_US, >, 66 * G_TIME_SPAN_SECOND);
  take (bench, TC_UNDO_US - 1 - READ, TC_UNDO_CANT, "two", "one");
  take (bench, TC_UNDO_US - 1, TC_UNDO_TAKEN, "one", NULL);
  take (bench, TC_UNDO_US - 1, TC_UNDO_NOTHING, NULL, NULL);
  /* What can be taken back again is. */
  g_simple_action_set_enabled (bench->other, TRUE);
  take (bench, TC_UNDO_US + 1, TC_UNDO_NOTHING, NULL, NULL);
  take (bench, TC_UNDO_US - 1, TC_UNDO_TAKEN, "two", NULL);
}

/* What nobody offers to take back is said each time it was done, before anything older goes. */
static void
test_cant (Bench *bench, gconstpointer data)
{
  do_one (bench, 1, "incident.take", TRUE, "one");
  do_one (bench, 2, "incident.forward", TRUE, NULL);
  tc_undo_name_act (bench->list, 2, "PA-2");
  take (bench, 1, TC_UNDO_CANT, "PA-2: Forward", "one");
  do_one (bench, 3, "incident.comment", TRUE, NULL);
  take (bench, 2, TC_UNDO_CANT, "Note", "one");
  /* As long as the key is held down. */
  take (bench, 1 + READ, TC_UNDO_CANT, "Note", "one");
  take (bench, 2 * READ, TC_UNDO_CANT, "Note", "one");
  take (bench, 3 * READ, TC_UNDO_TAKEN, "one", NULL);
  take (bench, 3 * READ, TC_UNDO_NOTHING, NULL, NULL);
  /* There is nothing older. */
  do_one (bench, 4, "incident.comment", TRUE, NULL);
  take (bench, 5, TC_UNDO_CANT, "Note", NULL);
  take (bench, 6, TC_UNDO_CANT, "Note", NULL);
}

/* Said long ago, or of something else, it isn't known any more. */
static void
test_said_again (Bench *bench, gconstpointer data)
{
  do_one (bench, 1, "incident.take", TRUE, "one");
  do_one (bench, 2, "incident.take", TRUE, "two");
  do_one (bench, 3, NULL, TRUE, NULL);
  take (bench, 1, TC_UNDO_CANT, "Send again what was refused", "two");
  take (bench, 1 + TC_UNDO_SAID_US, TC_UNDO_CANT, "Send again what was refused", "two");
  tc_undo_forget (bench->list, "win.first", g_variant_new_int64 (2));
  take (bench, 2 + TC_UNDO_SAID_US, TC_UNDO_CANT, "Send again what was refused", "one");
  take (bench, 2 + READ + TC_UNDO_SAID_US, TC_UNDO_TAKEN, "one", NULL);
}

/* What is still being done is said as often as one asks, and nothing older goes in its place. */
static void
test_pending (Bench *bench, gconstpointer data)
{
  do_one (bench, 1, "incident.take", TRUE, "one");
  tc_undo_begin_act (bench->list, 2, "incident.forward", 0);
  take (bench, 1, TC_UNDO_PENDS, "Forward", NULL);
  take (bench, TC_UNDO_US + 1, TC_UNDO_PENDS, "Forward", NULL);
  /* Refused, it leaves nothing. */
  tc_undo_answer_act (bench->list, 2, FALSE);
  tc_undo_end_act (bench->list, 2);
  tc_undo_begin_act (bench->list, 3, "incident.take", 0);
  tc_undo_answer_act (bench->list, 3, TRUE);
  tc_undo_offer (bench->list, "read", TC_UNDO_PENDING, g_variant_new_int64 (7), 0);
  tc_undo_end_act (bench->list, 3);
  take (bench, 2, TC_UNDO_PENDS, "read", NULL);
  tc_undo_settle (bench->list, 7, "three", "", NULL);
  take (bench, 3, TC_UNDO_CANT, "three", "one");
  take (bench, 3 + READ, TC_UNDO_TAKEN, "one", NULL);
}

/* Each key is one thing, to however many, whoever of them is answered first. */
static void
test_many (Bench *bench, gconstpointer data)
{
  do_one (bench, 1, "incident.take", TRUE, "one");
  tc_undo_begin_act (bench->list, 2, "alarm.acknowledge", 0);
  tc_undo_begin_act (bench->list, 3, "alarm.acknowledge", 0);
  tc_undo_end_call (bench->list);
  tc_undo_answer_act (bench->list, 3, TRUE);
  tc_undo_begin_act (bench->list, 4, "alarm.acknowledge", 0); /* because of that */
  tc_undo_end_act (bench->list, 3);
  tc_undo_end_call (bench->list);
  for (gint64 act = 2; act <= 4; act += 2) {
    tc_undo_answer_act (bench->list, act, TRUE);
    tc_undo_end_act (bench->list, act);
  }
  take (bench, 1, TC_UNDO_CANT, "Acknowledge an alarm (3)", "one");
  /* One is known to be had again, the one before it isn't. */
  do_one (bench, 5, "incident.take", TRUE, NULL);
  do_one (bench, 6, "incident.take", TRUE, "six");
  take (bench, 2, TC_UNDO_TAKEN, "six", NULL);
  take (bench, 3, TC_UNDO_CANT, "Take", "one");
}

/* A long list loses its oldest, never what is put on it, however deep that belongs, nor what is
 * still being done. */
static void
test_full (Bench *bench, gconstpointer data)
{
  g_autofree char *last = NULL;

  tc_undo_begin_act (bench->list, 1, "incident.take", 0);
  tc_undo_begin_act (bench->list, 2, "incident.take", 0);
  tc_undo_end_call (bench->list);
  for (guint i = 1; i < TC_UNDO_MAX; i++) {
    g_autofree char *text = g_strdup_printf ("newer %u", i);
    tc_undo_offer (bench->list, text, "win.other", g_variant_new_int64 (i), 0);
  }
  tc_undo_answer_act (bench->list, 1, TRUE);
  offer (bench, "deep", 1);
  tc_undo_end_act (bench->list, 1);
  g_simple_action_set_enabled (bench->other, FALSE);
  last = g_strdup_printf ("newer %d", TC_UNDO_MAX - 1);
  take (bench, 1, TC_UNDO_CANT, last, NULL);
  for (guint i = 1; i < TC_UNDO_MAX; i++)
    tc_undo_forget (bench->list, "win.other", g_variant_new_int64 (i));
  take (bench, 1, TC_UNDO_PENDS, "Take (2)", NULL);
  tc_undo_answer_act (bench->list, 2, FALSE);
  tc_undo_end_act (bench->list, 2);
  take (bench, 1, TC_UNDO_TAKEN, "deep", NULL);
}

/* As much as is still being done, and what is done beside it. */
static void
test_full_of_open (Bench *bench, gconstpointer data)
{
  for (gint64 act = 1; act <= TC_UNDO_MAX; act++) {
    tc_undo_begin_act (bench->list, act, "incident.take", 0);
    tc_undo_end_call (bench->list);
  }
  for (gint64 act = 101; act <= 103; act++)
    do_one (bench, act, "incident.comment", TRUE, NULL);
  take (bench, 1, TC_UNDO_CANT, "Note", NULL);
  for (gint64 act = 1; act <= TC_UNDO_MAX; act++) {
    tc_undo_answer_act (bench->list, act, TRUE);
    offer (bench, "taken", act);
    tc_undo_end_act (bench->list, act);
  }
  do_one (bench, 104, "incident.take", TRUE, "last");
  for (gint64 act = TC_UNDO_MAX; act >= 1; act--)
    tc_undo_forget (bench->list, "win.first", g_variant_new_int64 (act));
  take (bench, 1, TC_UNDO_TAKEN, "last", NULL);
}

static void
back_cb (Bench *bench)
{
  tc_undo_begin_act (bench->list, 9, "incident.release", 0);
}

/* @also: likewise of one that is begun only then, as of many they are */
static void
answer_back (Bench *bench, gboolean kept, gint64 also)
{
  tc_undo_end_call (bench->list);
  tc_undo_answer_act (bench->list, 9, kept);
  tc_undo_begin_act (bench->list, also, "incident.release", 0);
  tc_undo_end_act (bench->list, 9);
  tc_undo_answer_act (bench->list, also, TRUE);
  tc_undo_end_act (bench->list, also);
}

/* What takes something back is nothing new, unless it did not. */
static void
test_back (Bench *bench, gconstpointer data)
{
  g_signal_connect_swapped (bench->first, "activate", G_CALLBACK (back_cb), bench);
  for (guint kept = 0; kept < 2; kept++) {
    do_one (bench, 1, "incident.take", TRUE, "one");
    do_one (bench, 2, "incident.take", TRUE, "two");
    take (bench, 1, TC_UNDO_TAKEN, "two", NULL);
    take (bench, 1, TC_UNDO_PENDS, "two", NULL);
    answer_back (bench, kept == 1, 10);
    if (kept)
      take (bench, 2, TC_UNDO_TAKEN, "one", NULL);
    else
      take (bench, 2, TC_UNDO_CANT, "two", "one");
    tc_undo_set_desk (bench->list, NULL);
  }
  /* Likewise by its button, which tells of itself afterwards. */
  do_one (bench, 1, "incident.take", TRUE, "one");
  do_one (bench, 2, "incident.take", TRUE, "two");
  tc_undo_begin_act (bench->list, 3, "incident.release", 0);
  tc_undo_forget (bench->list, "win.first", g_variant_new_int64 (2));
  tc_undo_end_call (bench->list);
  tc_undo_answer_act (bench->list, 3, TRUE);
  tc_undo_end_act (bench->list, 3);
  take (bench, 2, TC_UNDO_TAKEN, "one", NULL);
}

/* Likewise what had to read something before it could. */
static void
test_back_later (Bench *bench, gconstpointer data)
{
  for (guint kept = 0; kept < 2; kept++) {
    do_one (bench, 1, "incident.take", TRUE, "one");
    do_one (bench, 2, "reporter.correct", TRUE, "two");
    take (bench, 1, TC_UNDO_TAKEN, "two", NULL);
    tc_undo_begin_act (bench->list, 3, "reporter.correct", 0);
    tc_undo_end_call (bench->list);
    tc_undo_answer_act (bench->list, 3, kept == 1);
    tc_undo_mark_back (bench->list, "two");
    tc_undo_end_act (bench->list, 3);
    if (kept)
      take (bench, 2, TC_UNDO_TAKEN, "one", NULL);
    else
      take (bench, 2, TC_UNDO_CANT, "two", "one");
    tc_undo_set_desk (bench->list, NULL);
  }
}

/* What she did is answered when somebody else is there. */
static void
test_someone_else (Bench *bench, gconstpointer data)
{
  do_one (bench, 1, "incident.take", TRUE, "one");
  tc_undo_begin_act (bench->list, 2, "incident.take", 0);
  tc_undo_begin_act (bench->list, 3, "incident.take", 0);
  tc_undo_set_desk (bench->list, NULL);
  tc_undo_answer_act (bench->list, 2, TRUE);
  offer (bench, "two", 2);
  tc_undo_end_act (bench->list, 2);
  tc_undo_settle (bench->list, 7, "three", "win.first", g_variant_new_int64 (3));
  take (bench, 1, TC_UNDO_NOTHING, NULL, NULL);
}

#define ADD(name, func) g_test_add (name, Bench, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  ADD ("/undo/order", test_order);
  ADD ("/undo/cant", test_cant);
  ADD ("/undo/said-again", test_said_again);
  ADD ("/undo/pending", test_pending);
  ADD ("/undo/many", test_many);
  ADD ("/undo/full", test_full);
  ADD ("/undo/full-of-open", test_full_of_open);
  ADD ("/undo/back", test_back);
  ADD ("/undo/back-later", test_back_later);
  ADD ("/undo/someone-else", test_someone_else);
  return g_test_run ();
}
