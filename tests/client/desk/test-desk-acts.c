/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what the server is asked to do for the person signed in is told as what she does at the
 * desk is, and nothing else that it is asked. Method: a real desk that was enrolled, without a
 * line; the server's answers are given by hand.
 */
#include "tc-desk-private.h"

#include "enrolled-desk.h"
#include "main-turn.h"
#include "remove-tree.h"
#include "wait-limit.h"

#define PERSON 7007

typedef struct {
  char *folder;
  TcDesk *desk;
  char *begun; /* (nullable): the name of the last one that was */
  int kept;    /* as it was answered; -1: not yet */
  gboolean done, told;
} Fixture;

static void
begun_cb (Fixture *fixture, gint64 act, const char *name, GVariant *args)
{
  g_free (fixture->begun);
  fixture->begun = g_strdup (name);
}

static void
answered_cb (Fixture *fixture, gint64 act, gboolean kept)
{
  g_assert_false (fixture->done);
  fixture->kept = kept;
}

static void
told_cb (Fixture *fixture, gint64 act)
{
  g_assert_true (fixture->done);
  fixture->told = TRUE;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("tc-desk-acts-XXXXXX", NULL);
  enrolled_desk_make (fixture->folder, 7);
  fixture->desk = enrolled_desk_open (fixture->folder);
  fixture->desk->person_id = PERSON;
  g_signal_connect_swapped (fixture->desk, "act-begun", G_CALLBACK (begun_cb), fixture);
  g_signal_connect_swapped (fixture->desk, "act-answered", G_CALLBACK (answered_cb), fixture);
  g_signal_connect_swapped (fixture->desk, "act-told", G_CALLBACK (told_cb), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  enrolled_desk_close (fixture->desk);
  remove_tree (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->begun);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcRefusal) refusal = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant)
      value G_GNUC_UNUSED = tc_desk_ask_finish (TC_DESK (source), result, &refusal, &error);

  ((Fixture *) data)->done = TRUE;
}

/* @act: the person wants it just now */
static void
ask (Fixture *fixture, const char *name, gboolean act)
{
  GVariantDict dict = G_VARIANT_DICT_INIT (NULL);

  g_clear_pointer (&fixture->begun, g_free);
  fixture->kept = -1;
  fixture->done = fixture->told = FALSE;
  (act ? tc_desk_ask_act_async : tc_desk_ask_async) (
      fixture->desk, name, g_variant_dict_end (&dict), NULL, done_cb, fixture);
}

static void
wait_done (Fixture *fixture)
{
  gint64 end_us = g_get_monotonic_time () + WAIT_US;

  while (!fixture->done) {
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    main_turn ();
  }
}

/* @code: (nullable): of a refusal */
static void
answer (Fixture *fixture, const char *code)
{
  g_autoptr (TcRefusal) refusal = code ? tc_refusal_new (code, NULL) : NULL;
  GVariantDict dict = G_VARIANT_DICT_INIT (NULL);
  g_autoptr (GVariant) value = g_variant_ref_sink (g_variant_dict_end (&dict));

  tc_desk_replica_hooks.reply (fixture->desk->last_question, refusal, value, fixture->desk);
  wait_done (fixture);
}

static void
test_asked (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = {"camera.export", "camera.hold", "camera.release",
                                      "camera.snapshot"};

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    ask (fixture, names[i], TRUE);
    g_assert_cmpstr (fixture->begun, ==, names[i]);
    answer (fixture, NULL);
    g_assert_cmpint (fixture->kept, ==, TRUE);
    g_assert_true (fixture->told);
    ask (fixture, names[i], TRUE);
    answer (fixture, "camera.unknown");
    g_assert_cmpint (fixture->kept, ==, FALSE);
    g_assert_true (fixture->told);
  }
}

/* The desk is closed before the question has gone, or its answer has come. */
static void
test_closed (Fixture *fixture, gconstpointer data)
{
  ask (fixture, "camera.hold", TRUE);
  tc_desk_close_line (fixture->desk);
  wait_done (fixture);
  g_assert_cmpint (fixture->kept, ==, FALSE);
  g_assert_true (fixture->told);
}

/* Nothing that a person does, or nobody who does it. */
static void
test_only_asked (Fixture *fixture, gconstpointer data)
{
  ask (fixture, "camera.ticket", FALSE);
  answer (fixture, NULL);
  g_assert_null (fixture->begun);
  ask (fixture, "camera.export", FALSE);
  answer (fixture, NULL);
  g_assert_null (fixture->begun);
  fixture->desk->person_id = 0;
  ask (fixture, "camera.hold", TRUE);
  answer (fixture, NULL);
  g_assert_null (fixture->begun);
  g_assert_cmpint (fixture->kept, ==, -1);
  g_assert_false (fixture->told);
}

#define ADD(name, func) g_test_add ("/desk-acts/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("asked", test_asked);
  ADD ("closed", test_closed);
  ADD ("only-asked", test_only_asked);
  return g_test_run ();
}
