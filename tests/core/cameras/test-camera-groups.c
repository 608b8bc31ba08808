/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: a group has the cameras and roles that it was set to last, in that order, and what stays in
 * it isn't written anew. Method: a group set, set again and removed; one case for each refusal and
 * the limit.
 */
#include "tc-camera-room.h"
#include "tc-people-operations.h"
#include "tc-schema.h"

/* @n ids. (transfer full) */
static GArray *
list_ids (guint n, ...)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  va_list list;

  va_start (list, n);
  for (guint i = 0; i < n; i++) {
    gint64 id = va_arg (list, gint64);
    g_array_append_val (ids, id);
  }
  va_end (list);
  return ids;
}

static char *
list_group (CameraRoom *room, gint64 group_id)
{
  TcCameraFilter filter = {room->chief, room->f->now_us, NULL, 0, group_id};

  return camera_room_list (room, &filter);
}

static void
test_set (void)
{
  g_autoptr (CameraRoom) room = camera_room_new ();
  TcFixture *f = room->f;
  gint64 one = camera_room_add (room, 1, "one");
  gint64 two = camera_room_add (room, 2, "two");
  gint64 three = camera_room_add_restricted (room, 3, "three");
  g_autoptr (GArray) first = list_ids (2, two, one);
  g_autoptr (GArray) second = list_ids (2, three, two);
  g_autoptr (GArray) roles = list_ids (1, room->chief_role);
  TcCameraGroupSet args = {tc_fixture_id (f), "giao-thong", "Giao thông", first, NULL};

  tc_fixture_run (f, &tc_camera_group_set_type, &args);
  g_autofree char *before = list_group (room, args.group_id);
  g_assert_cmpstr (before, ==, "2,1");
  gint64 row = camera_room_count (room, "SELECT id FROM camera_member WHERE rank = 0");
  args.camera_ids = second;
  args.role_ids = roles;
  args.name = "Giao thông chính";
  tc_fixture_run (f, &tc_camera_group_set_type, &args);
  g_autofree char *after = list_group (room, args.group_id);
  g_assert_cmpstr (after, ==, "3,2");
  /* The row of what stayed is the same. */
  g_assert_cmpint (camera_room_count (room, "SELECT id FROM camera_member WHERE rank = 1"), ==,
                   row);
  g_assert_cmpint (camera_room_count (room, "SELECT count(*) FROM camera_group_role"), ==, 1);
  g_autoptr (GPtrArray) groups = tc_camera_groups_list (f->db, room->chief, f->now_us);
  g_assert_cmpuint (groups->len, ==, 1);
  const TcCameraGroup *group = g_ptr_array_index (groups, 0);
  g_assert_cmpstr (group->code, ==, "giao-thong");
  g_assert_cmpstr (group->name, ==, "Giao thông chính");
  g_assert_cmpuint (group->cameras, ==, 2);
  /* Whole, as it can be set again. */
  g_autoptr (GPtrArray) forms = tc_camera_group_forms_list (f->db);
  g_assert_cmpuint (forms->len, ==, 1);
  const TcCameraGroupForm *form = g_ptr_array_index (forms, 0);
  g_assert_cmpint (form->id, ==, args.group_id);
  g_assert_cmpuint (form->camera_ids->len, ==, 2);
  g_assert_cmpint (g_array_index (form->camera_ids, gint64, 1), ==, two);
  g_assert_cmpuint (form->role_ids->len, ==, 1);
  /* Nothing of it is for the viewer. */
  g_autoptr (GPtrArray) none = tc_camera_groups_list (f->db, room->viewer, f->now_us);
  g_assert_cmpuint (none->len, ==, 0);
  /* A camera that is removed is in no group. */
  tc_fixture_run (f, &tc_camera_remove_type, &(TcCameraRef){two});
  g_autofree char *left = list_group (room, args.group_id);
  g_assert_cmpstr (left, ==, "3");
  tc_fixture_check_replays (f);
}

/* Who may not see restricted cameras takes none out of a group that they set. */
static void
test_hidden_member (void)
{
  g_autoptr (CameraRoom) room = camera_room_new ();
  TcFixture *f = room->f;
  gint64 one = camera_room_add (room, 1, "one");
  gint64 two = camera_room_add (room, 2, "two");
  gint64 hidden = camera_room_add_restricted (room, 3, "three");
  g_autoptr (GArray) all = list_ids (3, one, two, hidden);
  g_autoptr (GArray) seen = list_ids (1, one);
  TcCameraGroupSet args = {tc_fixture_id (f), "nhom", "Nhóm", all, NULL};

  tc_fixture_run (f, &tc_role_allow_type,
                  &(TcRoleCapability){room->viewer_role, TC_MAY_MANAGE_CAMERAS});
  tc_fixture_run (f, &tc_camera_group_set_type, &args);
  g_assert_cmpint (camera_room_count (room, "SELECT count(*) FROM camera_member WHERE scope = 5"),
                   ==, 1);
  args.camera_ids = seen;
  tc_fixture_run_as (f, camera_room_actor (room->viewer), &tc_camera_group_set_type, &args);
  g_autofree char *left = list_group (room, args.group_id);
  g_assert_cmpstr (left, ==, "1,3");
  tc_fixture_run_as (f, camera_room_actor (room->chief), &tc_camera_group_set_type, &args);
  g_autofree char *last = list_group (room, args.group_id);
  g_assert_cmpstr (last, ==, "1");
  tc_fixture_check_replays (f);
}

/* From a desk that doesn't hold the restricted ones, or not yet all of them. */
static void
test_partial (void)
{
  static const TcSchemaSet *const sets[] = {&tc_schema_state, &tc_schema_desk, NULL};
  g_autoptr (CameraRoom) room = camera_room_new ();
  TcFixture *f = room->f;

  g_assert_true (tc_schema_migrate (f->db, sets, NULL));
  g_assert_true (tc_camera_groups_are_partial (f->db, room->chief, f->now_us));
  g_assert_false (tc_camera_groups_are_partial (f->db, room->viewer, f->now_us));
  tc_database_execute (f->db, "INSERT INTO held_scope VALUES (5, 'wiped')", NULL);
  g_assert_true (tc_camera_groups_are_partial (f->db, room->chief, f->now_us));
  tc_database_execute (f->db, "UPDATE held_scope SET kind = 'cameras-restricted'", NULL);
  g_assert_false (tc_camera_groups_are_partial (f->db, room->chief, f->now_us));
}

static void
test_remove (void)
{
  g_autoptr (CameraRoom) room = camera_room_new ();
  TcFixture *f = room->f;
  gint64 camera = camera_room_add (room, 1, "one");
  TcCameraGroupRef ref = {camera_room_group (room, "rieng", camera, room->chief_role)};
  TcCameraGroupSet again = {ref.group_id, "rieng", "Nhóm", NULL, NULL};

  /* Tidying up opens nothing: its roles are taken off first. */
  tc_fixture_refuse (f, &tc_camera_group_remove_type, &ref, "camera.group-of-roles");
  g_assert_false (tc_camera_may_view (f->db, camera, room->viewer, f->now_us, NULL));
  tc_fixture_run (f, &tc_camera_group_set_type, &again);
  tc_fixture_run (f, &tc_camera_group_remove_type, &ref);
  g_assert_cmpint (camera_room_count (room, "SELECT count(*) FROM camera_member"), ==, 0);
  g_assert_cmpint (camera_room_count (room, "SELECT count(*) FROM camera_group_role"), ==, 0);
  /* Nobody is kept from its cameras any more. */
  g_assert_true (tc_camera_may_view (f->db, camera, room->viewer, f->now_us, NULL));
  tc_fixture_refuse (f, &tc_camera_group_remove_type, &ref, "camera-group.unknown");
  tc_fixture_refuse (f, &tc_camera_group_set_type, &again, "camera-group.unknown");
  camera_room_group (room, "rieng", camera, 0);
  tc_fixture_check_replays (f);
}

static void
test_refusals (void)
{
  g_autoptr (CameraRoom) room = camera_room_new ();
  TcFixture *f = room->f;
  gint64 camera = camera_room_add (room, 1, "one");
  g_autoptr (GArray) twice = list_ids (2, camera, camera);
  g_autoptr (GArray) unknown = list_ids (1, (gint64) 5);
  g_autoptr (GArray) many = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) roles = list_ids (2, room->chief_role, room->chief_role);
  TcCameraGroupSet args = {tc_fixture_id (f), "rieng", "Nhóm", twice, NULL};

  tc_fixture_refuse (f, &tc_camera_group_set_type, &args, "operation.arguments");
  for (gint64 i = 0; i <= TC_CAMERA_GROUP_MEMBERS_MAX; i++)
    g_array_append_val (many, i);
  args.camera_ids = many;
  tc_fixture_refuse (f, &tc_camera_group_set_type, &args, "operation.arguments");
  args.camera_ids = unknown;
  tc_fixture_refuse (f, &tc_camera_group_set_type, &args, "camera.unknown");
  args.camera_ids = NULL;
  args.role_ids = unknown;
  tc_fixture_refuse (f, &tc_camera_group_set_type, &args, "people.unknown");
  args.role_ids = roles;
  tc_fixture_refuse (f, &tc_camera_group_set_type, &args, "operation.arguments");
  args.role_ids = NULL;
  camera_room_group (room, "rieng", camera, 0);
  tc_fixture_refuse (f, &tc_camera_group_set_type, &args, "camera.group-code-taken");
  for (guint i = 1; i < TC_CAMERA_GROUPS_MAX; i++) {
    g_autofree char *code = g_strdup_printf ("nhom-%u", i);
    camera_room_group (room, code, camera, 0);
  }
  args.code = "qua-nhieu";
  tc_fixture_refuse (f, &tc_camera_group_set_type, &args, "camera.too-many-groups");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/camera-groups/set", test_set);
  g_test_add_func ("/camera-groups/hidden-member", test_hidden_member);
  g_test_add_func ("/camera-groups/partial", test_partial);
  g_test_add_func ("/camera-groups/remove", test_remove);
  g_test_add_func ("/camera-groups/refusals", test_refusals);
  return g_test_run ();
}
