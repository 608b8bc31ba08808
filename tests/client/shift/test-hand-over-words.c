/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: a hand-over sheet has each part under a number of its own, and says what is kept quiet by
 * plan: what, until when, by whom and why. Method: facts of a room, worded.
 */
#include "tc-hand-over-words.h"
#include "tc-limits.h"
#include "tc-room-fixture.h"

#include <string.h>

static char *
word (TcRoom *room)
{
  const TcHandOverFrame frame = {.person = "Lan", .desk = "Bàn 03"};
  gint64 now_us = room->fixture->now_us;
  g_autoptr (TcHandOverFacts) facts = tc_hand_over_facts_read (
      room->fixture->db, now_us - TC_US_PER_DAY, now_us + 1, now_us, room->lan.staff_id);

  return tc_hand_over_word_text (facts, &frame, "", now_us);
}

static void
test_numbers (void)
{
  static const TcSchemaSet *const sets[] = {&tc_schema_state, &tc_schema_desk, NULL};
  g_autoptr (TcRoom) room = tc_room_new ();
  g_autofree char *text = NULL;
  const char *at = NULL;

  g_assert_true (tc_schema_migrate (room->fixture->db, sets, NULL));
  at = text = word (room);
  for (guint number = 1; number <= 10; number++) {
    g_autofree char *head = g_strdup_printf ("\n%u. ", number);
    at = strstr (at, head);
    g_assert_nonnull (at);
    at += strlen (head);
    g_assert_null (strstr (at, head));
  }
}

/* What an incident has come to is said once. */
static void
test_state_once (void)
{
  static const TcSchemaSet *const sets[] = {&tc_schema_state, &tc_schema_desk, NULL};
  g_autoptr (TcRoom) room = tc_room_new ();
  g_autofree char *text = NULL;

  g_assert_true (tc_schema_migrate (room->fixture->db, sets, NULL));
  tc_room_report (room);
  tc_room_make (room, TC_STATE_DISPATCHED);
  text = word (room);
  g_assert_nonnull (strstr (text, "; new; not taken"));
  g_assert_nonnull (strstr (text, ": sent to a unit"));
  g_assert_null (strstr (text, "; sent to a unit"));
}

static void
test_quiet (void)
{
  static const TcSchemaSet *const sets[] = {&tc_schema_state, &tc_schema_desk, NULL};
  g_autoptr (TcRoom) room = tc_room_new ();
  TcAlarmSuppress plan = {tc_room_id (room),
                          room->field,
                          0,
                          room->fixture->now_us,
                          room->fixture->now_us + TC_US_PER_DAY / 3,
                          "Mất điện theo lịch"};
  g_autofree char *none = NULL, *text = NULL;

  g_assert_true (tc_schema_migrate (room->fixture->db, sets, NULL));
  none = word (room);
  g_assert_nonnull (strstr (none, "\n5. Alarms kept quiet by plan\nNone.\n"));
  tc_fixture_run_as (room->fixture, room->lan, &tc_alarm_suppress_type, &plan);
  text = word (room);
  g_assert_nonnull (strstr (text, "\n5. Alarms kept quiet by plan\n- Traffic, everywhere: from "));
  g_assert_nonnull (strstr (text, ", by lan (Mất điện theo lịch)\n"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hand-over-words/numbers", test_numbers);
  g_test_add_func ("/hand-over-words/state-once", test_state_once);
  g_test_add_func ("/hand-over-words/quiet", test_quiet);
  return g_test_run ();
}
