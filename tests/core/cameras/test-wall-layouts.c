/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: a person has layouts of their own and shared ones, and changes the one by being who they
 * are, the other by a right. Method: each kind saved, listed, changed and removed, one case for
 * each refusal and the limit.
 */
#include "tc-camera-room.h"
#include "tc-people-operations.h"
#include "tc-wall-layouts.h"

#define ONE_CELL "0,0,1,1,0,0,0"

static TcLayoutSave
layout (CameraRoom *room, const char *name, gboolean shared)
{
  return (TcLayoutSave){tc_fixture_id (room->f), name, 1, 1, ONE_CELL, shared};
}

static char *
list_names (CameraRoom *room, gint64 staff_id)
{
  g_autoptr (GPtrArray) list = tc_wall_layout_list (room->f->db, staff_id);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < list->len; i++) {
    const TcWallLayout *one = g_ptr_array_index (list, i);

    g_string_append_printf (text, "%s%s%s", i ? "," : "", one->name, one->owner_id ? "" : "*");
  }
  return g_string_free (text, FALSE);
}

static void
test_whose (void)
{
  g_autoptr (CameraRoom) room = camera_room_new ();
  TcFixture *f = room->f;
  TcActor viewer = camera_room_actor (room->viewer), chief = camera_room_actor (room->chief);
  TcLayoutSave own = layout (room, "Của tôi", FALSE);
  TcLayoutSave shared = layout (room, "Chung", TRUE);
  TcLayoutRef ref = {own.layout_id};

  tc_fixture_run_as (f, viewer, &tc_layout_save_type, &own);
  tc_fixture_run_as (f, chief, &tc_layout_save_type, &shared);
  g_autofree char *viewers = list_names (room, room->viewer);
  g_autofree char *chiefs = list_names (room, room->chief);
  g_assert_cmpstr (viewers, ==, "Của tôi,Chung*");
  g_assert_cmpstr (chiefs, ==, "Chung*");
  tc_fixture_refuse_as (f, chief, &tc_layout_save_type, &own, "layout.not-yours");
  tc_fixture_refuse_as (f, chief, &tc_layout_remove_type, &ref, "layout.not-yours");
  tc_fixture_refuse_as (f, viewer, &tc_layout_save_type, &shared, "people.not-allowed");
  shared.shared = 0;
  tc_fixture_refuse_as (f, viewer, &tc_layout_save_type, &shared, "people.not-allowed");
  tc_fixture_refuse_as (f, chief, &tc_layout_save_type, &shared, "layout.not-yours");
  tc_fixture_refuse_as (f, viewer, &tc_layout_remove_type, &(TcLayoutRef){shared.layout_id},
                        "people.not-allowed");
  own.shared = 1;
  tc_fixture_refuse_as (f, viewer, &tc_layout_save_type, &own, "people.not-allowed");
  tc_fixture_refuse_as (f, camera_room_actor (room->nobody), &tc_layout_save_type, &own,
                        "people.not-allowed");
  own.layout_id = tc_fixture_id (f);
  own.shared = 0;
  tc_fixture_refuse (f, &tc_layout_save_type, &own, "operation.arguments");
  tc_fixture_run_as (f, viewer, &tc_layout_remove_type, &ref);
  tc_fixture_refuse_as (f, viewer, &tc_layout_remove_type, &ref, "layout.unknown");
  tc_fixture_refuse (f, &tc_layout_remove_type, &(TcLayoutRef){5}, "layout.unknown");
  g_assert_null (tc_wall_layout_get (f->db, ref.layout_id));
  tc_fixture_check_replays (f);
}

static void
test_change (void)
{
  g_autoptr (CameraRoom) room = camera_room_new ();
  TcFixture *f = room->f;
  TcActor viewer = camera_room_actor (room->viewer);
  TcLayoutSave args = layout (room, "Sáng", FALSE);
  TcLayoutSave other = layout (room, "Tối", FALSE);

  tc_fixture_run_as (f, viewer, &tc_layout_save_type, &args);
  args.columns = 2;
  args.cells = "0,0,1,1,9001,0,0;1,0,1,1,0,77,10";
  tc_fixture_run_as (f, viewer, &tc_layout_save_type, &args);
  g_autoptr (TcWallLayout) read = tc_wall_layout_get (f->db, args.layout_id);
  g_assert_nonnull (read);
  g_assert_cmpint (read->owner_id, ==, room->viewer);
  g_assert_cmpuint (read->columns, ==, 2);
  g_assert_cmpuint (read->rows, ==, 1);
  g_assert_cmpuint (read->cells->len, ==, 2);
  g_assert_cmpint (g_array_index (read->cells, TcWallCell, 0).camera_id, ==, 9001);
  g_assert_cmpint (read->changed_us, ==, f->now_us);
  args.columns = 1;
  tc_fixture_refuse_as (f, viewer, &tc_layout_save_type, &args, "layout.cells");
  other.name = "Sáng";
  tc_fixture_refuse_as (f, viewer, &tc_layout_save_type, &other, "layout.name-taken");
  /* Another's and shared ones may have the name. */
  tc_fixture_run_as (f, camera_room_actor (room->chief), &tc_layout_save_type, &other);
  tc_fixture_run (f, &tc_layout_save_type,
                  &(TcLayoutSave){tc_fixture_id (f), "Sáng", 1, 1, ONE_CELL, 1});
  tc_fixture_run_as (f, viewer, &tc_layout_remove_type, &(TcLayoutRef){args.layout_id});
  args.cells = ONE_CELL;
  tc_fixture_refuse_as (f, viewer, &tc_layout_save_type, &args, "layout.unknown");
  tc_fixture_check_replays (f);
}

/* What a person leaves behind who holds no post any more can be tidied up, by who may share. */
static void
test_left (void)
{
  g_autoptr (CameraRoom) room = camera_room_new ();
  TcFixture *f = room->f;
  TcLayoutSave args = layout (room, "Sáng", FALSE);
  TcLayoutRef ref = {args.layout_id};
  TcPostEnd end = {
      tc_database_get_int (f->db, 0, "SELECT id FROM post WHERE staff_id = ?", "i", room->viewer),
      f->now_us + TC_US_PER_S};

  tc_fixture_run_as (f, camera_room_actor (room->viewer), &tc_layout_save_type, &args);
  tc_fixture_refuse_as (f, camera_room_actor (room->chief), &tc_layout_remove_type, &ref,
                        "layout.not-yours");
  tc_fixture_run (f, &tc_post_end_type, &end);
  f->now_us += 2 * TC_US_PER_S;
  tc_fixture_refuse_as (f, camera_room_actor (room->chief), &tc_layout_save_type, &args,
                        "layout.not-yours");
  tc_fixture_run_as (f, camera_room_actor (room->chief), &tc_layout_remove_type, &ref);
  g_assert_cmpint (camera_room_count (room, "SELECT length (cells) FROM wall_layout"), ==, 0);
  tc_fixture_check_replays (f);
}

static void
test_limit (void)
{
  g_autoptr (CameraRoom) room = camera_room_new ();
  TcActor viewer = camera_room_actor (room->viewer);
  TcLayoutSave last = {0};

  for (guint i = 0; i < TC_WALL_LAYOUTS_MAX; i++) {
    g_autofree char *name = g_strdup_printf ("Bố cục %u", i);
    last = layout (room, name, FALSE);
    tc_fixture_run_as (room->f, viewer, &tc_layout_save_type, &last);
  }
  TcLayoutSave more = layout (room, "Nữa", FALSE);
  tc_fixture_refuse_as (room->f, viewer, &tc_layout_save_type, &more, "layout.too-many");
  /* One that is there can be changed still. */
  last.name = "Khác";
  tc_fixture_run_as (room->f, viewer, &tc_layout_save_type, &last);
  /* Of those that were removed as many are kept. */
  for (guint i = 0; i < TC_WALL_LAYOUTS_MAX + 5; i++) {
    room->f->now_us += TC_US_PER_S;
    tc_fixture_run_as (room->f, viewer, &tc_layout_remove_type, &(TcLayoutRef){last.layout_id});
    last.layout_id = tc_fixture_id (room->f);
    tc_fixture_run_as (room->f, viewer, &tc_layout_save_type, &last);
  }
  g_assert_cmpint (camera_room_count (room, "SELECT count(*) FROM wall_layout"), ==,
                   2 * TC_WALL_LAYOUTS_MAX);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wall-layouts/whose", test_whose);
  g_test_add_func ("/wall-layouts/change", test_change);
  g_test_add_func ("/wall-layouts/left", test_left);
  g_test_add_func ("/wall-layouts/limit", test_limit);
  return g_test_run ();
}
