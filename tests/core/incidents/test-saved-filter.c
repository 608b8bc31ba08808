/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: a filter is shared with those it was saved for, under a name of its own, and no longer once
 * it is deleted; each refusal. Method: the control room.
 */
#include "tc-room-fixture.h"

#define FILTER "{'late': <true>}"

static guint
count_for (TcRoom *room, gint64 staff_id)
{
  g_autoptr (GArray)
      filters = tc_saved_filter_list (room->fixture->db, staff_id, room->fixture->now_us);

  g_assert_true (tc_database_check (room->fixture->db, NULL));
  return filters->len;
}

static void
test_sharing (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  TcFilterSave all = {tc_room_id (room), 0, "Trễ hạn", FILTER};
  TcFilterSave unit = {tc_room_id (room), room->unit, "Trễ hạn", FILTER};
  g_autoptr (GArray) filters = NULL;

  tc_fixture_run_as (room->fixture, room->lan, &tc_filter_save_type, &all);
  tc_fixture_run_as (room->fixture, room->lan, &tc_filter_save_type, &unit);
  g_assert_cmpuint (count_for (room, room->lan.staff_id), ==, 1);
  g_assert_cmpuint (count_for (room, room->crew.staff_id), ==, 2);
  unit.name = "Đội: trễ hạn";
  tc_fixture_run (room->fixture, &tc_filter_save_type, &unit);
  filters = tc_saved_filter_list (room->fixture->db, room->crew.staff_id, room->fixture->now_us);
  g_assert_cmpstr (g_array_index (filters, TcSavedFilter, 0).name, ==, "Đội: trễ hạn");
  g_assert_cmpint (g_array_index (filters, TcSavedFilter, 0).agency_id, ==, room->unit);
  g_assert_cmpstr (g_array_index (filters, TcSavedFilter, 1).filter, ==, FILTER);
  tc_fixture_run (room->fixture, &tc_filter_delete_type, &(TcFilterDelete){unit.filter_id});
  g_assert_cmpuint (count_for (room, room->crew.staff_id), ==, 1);
  tc_fixture_check_replays (room->fixture);
}

static void
test_refusals (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  TcFilterSave one = {tc_room_id (room), 0, "Trễ hạn", FILTER};
  TcFilterSave other = {tc_room_id (room), 0, "Trễ hạn", FILTER};

  tc_fixture_run (room->fixture, &tc_filter_save_type, &one);
  tc_fixture_refuse (room->fixture, &tc_filter_save_type, &other, "filter.name-used");
  other.name = "";
  tc_fixture_refuse (room->fixture, &tc_filter_save_type, &other, "operation.arguments");
  tc_fixture_refuse (room->fixture, &tc_filter_delete_type, &(TcFilterDelete){other.filter_id},
                     "filter.unknown");
  for (guint i = 1; i < TC_FILTERS_MAX; i++) {
    g_autofree char *name = g_strdup_printf ("%u", i);
    TcFilterSave more = {tc_room_id (room), 0, name, FILTER};
    tc_fixture_run (room->fixture, &tc_filter_save_type, &more);
  }
  other.name = "một nữa";
  tc_fixture_refuse (room->fixture, &tc_filter_save_type, &other, "filter.too-many");
  one.filter = "{}";
  tc_fixture_run (room->fixture, &tc_filter_save_type, &one);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/saved-filter/sharing", test_sharing);
  g_test_add_func ("/saved-filter/refusals", test_refusals);
  return g_test_run ();
}
