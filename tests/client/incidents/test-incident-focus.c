/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: the incident looked at stays true, is told of only where it changed, isn't read where a key
 * passes by; what comes up beside it under the hand isn't taken for what was read. Method: the
 * control room in a file; what TcDesk would say is said by hand.
 */
#include "incident-bench.h"
#include "tc-incident-focus.h"

static void
count_cb (guint *count)
{
  (*count)++;
}

static void
test_focus (void)
{
  Bench bench = {0};
  g_autoptr (TcIncidentFocus) focus = NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 id = 0;
  guint changes = 0, before = 0;

  set_up (&bench);
  id = tc_room_report (bench.room);
  tc_room_report (bench.room);
  publish (&bench);
  focus = tc_incident_focus_new (bench.file->reader);
  g_signal_connect_swapped (focus, "changed", G_CALLBACK (count_cb), &changes);
  tc_incident_focus_set_id (focus, id);
  g_assert_null (tc_incident_focus_get_picture (focus));
  WAIT_FOR (tc_incident_focus_get_picture (focus) != NULL);
  g_assert_cmpint (tc_incident_focus_get_picture (focus)->detail->incident.id, ==, id);
  g_assert_cmpuint (tc_incident_focus_get_picture (focus)->similar->len, ==, 1);

  tc_room_step (bench.room, id, TC_STEP_TAKE);
  publish (&bench);
  before = changes;
  g_array_append_val (ids, id);
  tc_incident_focus_rows_changed (focus, "incident", ids);
  WAIT_FOR (changes > before);
  g_assert_cmpint (tc_incident_focus_get_picture (focus)->detail->incident.state, ==,
                   TC_STATE_ASSIGNED);

  /* One that isn't on this desk has no detail; none at all has no picture. */
  tc_incident_focus_set_id (focus, id + 12345);
  WAIT_FOR (tc_incident_focus_get_picture (focus) != NULL);
  g_assert_null (tc_incident_focus_get_picture (focus)->detail);
  tc_incident_focus_set_id (focus, 0);
  g_assert_null (tc_incident_focus_get_picture (focus));
  g_clear_object (&focus);
  tear_down (&bench);
}

/* What is read again and found as it was is told to nobody: all of its page would be built anew. */
static void
test_focus_unchanged (void)
{
  Bench bench = {0};
  g_autoptr (TcIncidentFocus) focus = NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  const TcIncidentPicture *picture = NULL;
  gint64 id = 0;
  guint changes = 0;

  set_up (&bench);
  id = tc_room_report (bench.room);
  publish (&bench);
  g_array_append_val (ids, id);
  focus = tc_incident_focus_new (bench.file->reader);
  g_signal_connect_swapped (focus, "changed", G_CALLBACK (count_cb), &changes);
  tc_incident_focus_set_id (focus, id);
  WAIT_FOR (changes == 1);
  picture = tc_incident_focus_get_picture (focus);

  for (guint i = 0; i < 3; i++) {
    tc_incident_focus_rows_changed (focus, "incident", ids);
    for (gint64 until = g_get_monotonic_time () + 200 * 1000; g_get_monotonic_time () < until;
         g_usleep (1000))
      g_main_context_iteration (NULL, FALSE);
  }
  g_assert_cmpuint (changes, ==, 1);
  g_assert_true (tc_incident_focus_get_picture (focus) == picture);

  tc_room_step (bench.room, id, TC_STEP_TAKE);
  publish (&bench);
  tc_incident_focus_rows_changed (focus, "incident", ids);
  WAIT_FOR (changes == 2);
  g_clear_object (&focus);
  tear_down (&bench);
}

/* A key that is held passes by many; only where it stops is read. */
static void
test_focus_passing (void)
{
  Bench bench = {0};
  g_autoptr (TcIncidentFocus) focus = NULL;
  gint64 ids[3] = {0}, started_us = 0, chosen_us = 0;
  guint changes = 0;

  set_up (&bench);
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    ids[i] = tc_room_report (bench.room);
  publish (&bench);
  focus = tc_incident_focus_new (bench.file->reader);
  g_signal_connect_swapped (focus, "changed", G_CALLBACK (count_cb), &changes);
  started_us = g_get_monotonic_time ();
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    tc_incident_focus_set_id (focus, ids[i]);
  chosen_us = g_get_monotonic_time ();
  WAIT_FOR (tc_incident_focus_get_picture (focus) != NULL);
  g_assert_cmpint (tc_incident_focus_get_picture (focus)->detail->incident.id, ==, ids[2]);
  g_assert_cmpuint (changes, ==, 1);
  if (chosen_us - started_us < TC_FOCUS_PASSING_MS * 1000)
    g_assert_cmpint (g_get_monotonic_time () - started_us, >=, TC_FOCUS_PASSING_MS * 1000);

  /* None at all is told at once, and what was waited for isn't read. */
  tc_incident_focus_set_id (focus, ids[0]);
  tc_incident_focus_set_id (focus, 0);
  g_assert_cmpuint (changes, ==, 2);
  g_assert_null (tc_incident_focus_get_picture (focus));
  g_clear_object (&focus);
  tear_down (&bench);
}

/* What is most similar comes up while it is looked at: a key was meant for what stood there. */
static void
test_seen (void)
{
  Bench bench = {0};
  g_autoptr (TcIncidentFocus) focus = NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  const TcSimilar *seen = NULL;
  gint64 id = 0, told_us = 0;

  set_up (&bench);
  id = tc_room_report (bench.room);
  g_array_append_val (ids, id);
  publish (&bench);
  focus = tc_incident_focus_new (bench.file->reader);
  tc_incident_focus_set_id (focus, id);
  WAIT_FOR (tc_incident_focus_get_picture (focus) != NULL);
  g_assert_null (tc_incident_focus_get_seen_similar (focus));

  tc_room_report (bench.room);
  publish (&bench);
  told_us = g_get_monotonic_time ();
  tc_incident_focus_rows_changed (focus, "incident", ids);
  WAIT_FOR (tc_incident_focus_get_picture (focus)->similar->len == 1);
  seen = tc_incident_focus_get_seen_similar (focus);
  if (g_get_monotonic_time () - told_us < TC_FOCUS_SEEN_US)
    g_assert_null (seen);
  WAIT_FOR (tc_incident_focus_get_seen_similar (focus) != NULL);

  /* What comes with an incident that is looked at anew is read with it. */
  tc_incident_focus_set_id (focus, 0);
  tc_incident_focus_set_id (focus, id);
  WAIT_FOR (tc_incident_focus_get_picture (focus) != NULL);
  g_assert_nonnull (tc_incident_focus_get_seen_similar (focus));
  g_clear_object (&focus);
  tear_down (&bench);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/incident-focus/changed", test_focus);
  g_test_add_func ("/incident-focus/unchanged", test_focus_unchanged);
  g_test_add_func ("/incident-focus/passing", test_focus_passing);
  g_test_add_func ("/incident-focus/seen", test_seen);
  return g_test_run ();
}
