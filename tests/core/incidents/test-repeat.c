/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: of an incident that nobody has it is said what it is very likely another report of, if
 * somebody sees to that. Method: the same report several times in the control room.
 */
#include "tc-field-proposal.h"
#include "tc-repeat.h"
#include "tc-room-fixture.h"
#include "tc-schema.h"

static TcRoom *
make_desk (void)
{
  static const TcSchemaSet *const sets[] = {&tc_schema_state, &tc_schema_desk, NULL};
  TcRoom *room = tc_room_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (tc_schema_migrate (room->fixture->db, sets, &error));
  while (tc_field_learn_step (room->fixture->db, 100))
    ;
  return room;
}

static void
test_taken (void)
{
  g_autoptr (TcRoom) room = make_desk ();
  gint64 first = tc_room_report (room), second = 0;
  g_autofree char *code = tc_room_text (room, "SELECT code FROM incident WHERE id = ?", first);
  g_autoptr (TcRepeat) untaken = NULL, found = NULL, itself = NULL;

  room->fixture->now_us += 3 * TC_MINUTE_US;
  second = tc_room_report (room);
  untaken = tc_repeat_find (room->fixture->db, second);
  g_assert_cmpint (untaken->incident_id, ==, 0);
  tc_room_step (room, first, TC_STEP_TAKE);
  found = tc_repeat_find (room->fixture->db, second);
  g_assert_cmpint (found->incident_id, ==, first);
  g_assert_cmpstr (found->code, ==, code);
  g_assert_nonnull (found->staff_name);
  g_assert_cmpint (found->distance_m, ==, 0);
  g_assert_cmpint (found->apart_us, >=, 3 * TC_MINUTE_US);
  g_assert_cmpint (found->score, >=, TC_REPEAT_SCORE);
  /* Who has it isn't told that it repeats another. */
  itself = tc_repeat_find (room->fixture->db, first);
  g_assert_cmpint (itself->incident_id, ==, 0);
}

static void
test_unit (void)
{
  g_autoptr (TcRoom) room = make_desk ();
  gint64 first = tc_room_make (room, TC_STATE_DISPATCHED), second = tc_room_report (room);
  g_autoptr (TcRepeat) found = tc_repeat_find (room->fixture->db, second);

  g_assert_cmpint (found->incident_id, ==, first);
  g_assert_cmpstr (found->unit_vi, ==, "Đội");
}

/* Two days later it is something new, and of what is over nobody is told to merge. */
static void
test_none (void)
{
  g_autoptr (TcRoom) room = make_desk ();
  gint64 second = 0, over = 0;
  g_autoptr (TcRepeat) late = NULL, ended = NULL, unknown = NULL;

  tc_room_step (room, tc_room_report (room), TC_STEP_TAKE);
  over = tc_room_make (room, TC_STATE_CLOSED);
  room->fixture->now_us += 2 * TC_US_PER_DAY;
  second = tc_room_report (room);
  late = tc_repeat_find (room->fixture->db, second);
  g_assert_cmpint (late->incident_id, ==, 0);
  ended = tc_repeat_find (room->fixture->db, over);
  g_assert_cmpint (ended->incident_id, ==, 0);
  unknown = tc_repeat_find (room->fixture->db, 12345);
  g_assert_cmpint (unknown->incident_id, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/repeat/taken", test_taken);
  g_test_add_func ("/repeat/unit", test_unit);
  g_test_add_func ("/repeat/none", test_none);
  return g_test_run ();
}
