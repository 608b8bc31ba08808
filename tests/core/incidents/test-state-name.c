/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: a state is called as was set last, by one row however often; what isn't set is nothing;
 * each refusal. Method: the control room.
 */
#include "tc-room-fixture.h"
#include "tc-state-name.h"

static void
check (TcRoom *room, const char *language, TcIncidentState state, const char *name)
{
  g_autoptr (GPtrArray) names = tc_state_names (room->fixture->db, language);

  g_assert_true (tc_database_check (room->fixture->db, NULL));
  g_assert_cmpuint (names->len, ==, TC_N_STATES);
  g_assert_cmpstr (names->pdata[state], ==, name);
}

static void
test_set (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  TcIncidentNameState args = {tc_room_id (room), "working", "đơn vị đang làm", NULL};

  check (room, "vi", TC_STATE_WORKING, NULL);
  tc_fixture_run (room->fixture, &tc_incident_name_state_type, &args);
  check (room, "vi", TC_STATE_WORKING, "đơn vị đang làm");
  check (room, "en", TC_STATE_WORKING, NULL);
  check (room, "vi", TC_STATE_NEW, NULL);
  /* Two who set it at once: the later counts, and its row is the one that is there. */
  args.name_id = tc_room_id (room);
  args.name_vi = "đang làm";
  args.name_en = "in hand";
  tc_fixture_run (room->fixture, &tc_incident_name_state_type, &args);
  check (room, "vi", TC_STATE_WORKING, "đang làm");
  check (room, "en", TC_STATE_WORKING, "in hand");
  g_assert_cmpint (
      tc_database_get_int (room->fixture->db, 0, "SELECT count(*) FROM state_name", NULL), ==, 1);
  args.name_vi = args.name_en = NULL;
  tc_fixture_run (room->fixture, &tc_incident_name_state_type, &args);
  check (room, "vi", TC_STATE_WORKING, NULL);
  tc_fixture_check_replays (room->fixture);
}

static void
test_refusals (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  TcIncidentNameState one = {tc_room_id (room), "working", "Đang làm", "in hand"};
  TcIncidentNameState other = {tc_room_id (room), "gone", "xong", NULL};
  TcRoleCapability may = {room->role, TC_MAY_MANAGE};

  tc_fixture_run (room->fixture, &tc_incident_name_state_type, &one);
  tc_fixture_refuse (room->fixture, &tc_incident_name_state_type, &other, "state.unknown");
  other.state = "resolved";
  /* As it is read, not letter by letter. */
  other.name_vi = "đang  LÀM";
  tc_fixture_refuse (room->fixture, &tc_incident_name_state_type, &other, "state.name-used");
  other.name_vi = NULL;
  other.name_en = "In hand";
  tc_fixture_refuse (room->fixture, &tc_incident_name_state_type, &other, "state.name-used");
  other.name_en = "a name that is longer than any column of a list";
  tc_fixture_refuse (room->fixture, &tc_incident_name_state_type, &other, "operation.arguments");
  other.name_en = NULL;
  other.name_id = one.name_id;
  tc_fixture_refuse (room->fixture, &tc_incident_name_state_type, &other, "operation.arguments");
  /* Its own word is no other's. */
  tc_fixture_run_as (room->fixture, room->lan, &tc_incident_name_state_type, &one);
  tc_fixture_run (room->fixture, &tc_role_deny_type, &may);
  tc_fixture_refuse_as (room->fixture, room->lan, &tc_incident_name_state_type, &one,
                        "people.not-allowed");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/state-name/set", test_set);
  g_test_add_func ("/state-name/refusals", test_refusals);
  return g_test_run ();
}
