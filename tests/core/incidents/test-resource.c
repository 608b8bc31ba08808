/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what is at hand is handed out and comes back, some at a time, and never more is out than
 * there is; each refusal. Method: the control room.
 */
#include "tc-big-event-queries.h"
#include "tc-resource.h"
#include "tc-room-fixture.h"

typedef struct {
  TcRoom *room;
  gint64 event;
  gint64 boats;
} Case;

static void
set_up (Case *self, gconstpointer data)
{
  self->room = tc_room_new ();
  self->event = tc_room_report (self->room);
  self->boats = tc_room_id (self->room);
  TcEventDeclare declare = {self->event, "flood", NULL, NULL, TC_NONE};
  TcResourceArgs args = {self->boats, "boat", "Ca nô 9 chỗ", 4, "Bến Xà No", self->room->unit};
  tc_fixture_run_as (self->room->fixture, self->room->lan, &tc_event_declare_type, &declare);
  tc_fixture_run_as (self->room->fixture, self->room->lan, &tc_resource_add_type, &args);
}

static void
tear_down (Case *self, gconstpointer data)
{
  tc_room_free (self->room);
}

static gint64
hand_out (Case *self, gint64 count)
{
  TcResourceHandOut args = {tc_room_id (self->room), self->boats,      self->event, count,
                            "Đội xung kích",         self->room->unit2};

  self->room->fixture->now_us += TC_MINUTE_US;
  tc_fixture_run_as (self->room->fixture, self->room->minh, &tc_resource_hand_out_type, &args);
  return args.hold_id;
}

static void
check_out (Case *self, gint64 out)
{
  g_autoptr (GArray) all = tc_resource_list (self->room->fixture->db);

  g_assert_cmpuint (all->len, ==, 1);
  g_assert_cmpint (g_array_index (all, TcResource, 0).out, ==, out);
}

static void
test_out_and_back (Case *self, gconstpointer data)
{
  TcFixture *fixture = self->room->fixture;
  gint64 hold = hand_out (self, 3);

  check_out (self, 3);
  tc_fixture_run_as (fixture, self->room->lan, &tc_resource_give_back_type,
                     &(TcResourceGiveBack){hold, 2});
  check_out (self, 1);
  g_autoptr (GArray) holds = tc_resource_holds (fixture->db);
  g_assert_cmpuint (holds->len, ==, 1);
  g_assert_cmpint (g_array_index (holds, TcResourceHold, 0).out, ==, 1);
  g_assert_cmpstr (g_array_index (holds, TcResourceHold, 0).holder, ==, "Đội xung kích");
  /* Also when the event is over. */
  tc_fixture_run_as (fixture, self->room->lan, &tc_event_end_type, &(TcEventOnly){self->event});
  tc_fixture_run_as (fixture, self->room->lan, &tc_resource_give_back_type,
                     &(TcResourceGiveBack){hold, 1});
  check_out (self, 0);
  g_autoptr (GArray) none = tc_resource_holds (fixture->db);
  g_assert_cmpuint (none->len, ==, 0);
  tc_fixture_run_as (fixture, self->room->lan, &tc_resource_retire_type,
                     &(TcResourceOnly){self->boats});
  g_autoptr (GArray) left = tc_resource_list (fixture->db);
  g_assert_cmpuint (left->len, ==, 0);
  tc_fixture_check_replays (fixture);
}

static void
test_change (Case *self, gconstpointer data)
{
  TcResourceArgs args = {self->boats, "boat", "Ca nô 12 chỗ", 2, NULL, 0};

  hand_out (self, 2);
  tc_fixture_run_as (self->room->fixture, self->room->lan, &tc_resource_change_type, &args);
  g_autoptr (GArray) all = tc_resource_list (self->room->fixture->db);
  const TcResource *boats = &g_array_index (all, TcResource, 0);
  g_assert_cmpstr (boats->name, ==, "Ca nô 12 chỗ");
  g_assert_cmpint (boats->count, ==, 2);
  g_assert_null (boats->keeper_vi);
  args.count = 1;
  tc_fixture_refuse_as (self->room->fixture, self->room->lan, &tc_resource_change_type, &args,
                        "resource.out");
}

static void
test_refusals (Case *self, gconstpointer data)
{
  TcFixture *fixture = self->room->fixture;
  TcResourceArgs args = {self->boats, "boat", "Ca nô", 1, NULL, 0};
  TcResourceHandOut out = {tc_room_id (self->room), self->boats, self->event, 5, "Đội", 0};
  gint64 hold = 0;

  tc_fixture_refuse_as (fixture, self->room->lan, &tc_resource_add_type, &args, "resource.id-used");
  args = (TcResourceArgs){tc_room_id (self->room), "ufo", "Đĩa", 1, NULL, 0};
  tc_fixture_refuse_as (fixture, self->room->lan, &tc_resource_add_type, &args,
                        "operation.arguments");
  args = (TcResourceArgs){tc_room_id (self->room), "pump", "Bơm", 0, NULL, 0};
  tc_fixture_refuse_as (fixture, self->room->lan, &tc_resource_add_type, &args,
                        "operation.arguments");
  args.count = 1;
  tc_fixture_refuse_as (fixture, self->room->lan, &tc_resource_change_type, &args,
                        "resource.unknown");
  tc_fixture_refuse_as (fixture, self->room->lan, &tc_resource_hand_out_type, &out,
                        "resource.short");
  out.count = 1;
  out.resource_id = tc_room_id (self->room);
  tc_fixture_refuse_as (fixture, self->room->lan, &tc_resource_hand_out_type, &out,
                        "resource.unknown");
  hold = hand_out (self, 2);
  out = (TcResourceHandOut){hold, self->boats, self->event, 1, "Đội", 0};
  tc_fixture_refuse_as (fixture, self->room->lan, &tc_resource_hand_out_type, &out,
                        "resource.id-used");
  tc_fixture_refuse_as (fixture, self->room->lan, &tc_resource_retire_type,
                        &(TcResourceOnly){self->boats}, "resource.out");
  tc_fixture_refuse_as (fixture, self->room->lan, &tc_resource_give_back_type,
                        &(TcResourceGiveBack){hold, 3}, "hold.more");
  tc_fixture_refuse_as (fixture, self->room->lan, &tc_resource_give_back_type,
                        &(TcResourceGiveBack){tc_room_id (self->room), 1}, "hold.unknown");
  tc_fixture_run_as (fixture, self->room->lan, &tc_event_end_type, &(TcEventOnly){self->event});
  out.hold_id = tc_room_id (self->room);
  tc_fixture_refuse_as (fixture, self->room->lan, &tc_resource_hand_out_type, &out, "event.ended");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/resource/out-and-back", Case, NULL, set_up, test_out_and_back, tear_down);
  g_test_add ("/resource/change", Case, NULL, set_up, test_change, tear_down);
  g_test_add ("/resource/refusals", Case, NULL, set_up, test_refusals, tear_down);
  return g_test_run ();
}
