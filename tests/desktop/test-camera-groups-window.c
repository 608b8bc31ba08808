/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: groups of cameras are made, changed and removed at the wall, with what stands in them and
 * who may see them, and each of that is taken back; what is typed is lost to no refusal and undoes
 * nothing that somebody else did. Method: as in test-camera-window.c.
 */
#include "wall-seat.h"

#include "main-turn.h"
#include "tc-camera-operations.h"
#include "tc-room-cameras.h"

/* (nullable) */
static GtkWidget *
find_groups (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

    if (g_str_equal (G_OBJECT_TYPE_NAME (window), "TcCameraGroupsWindow"))
      return window;
  }
  return NULL;
}

static void
groups (const char *action, GVariant *target)
{
  g_autoptr (GVariant) kept = target ? g_variant_ref_sink (target) : NULL;
  GtkWidget *window = find_groups ();

  g_assert_nonnull (window);
  g_assert_true (gtk_widget_activate_action_variant (window, action, kept));
}

static void
wait_count (Seat *seat, const char *sql, gint64 id, gint64 wanted)
{
  gint64 end_us = g_get_monotonic_time () + WAIT_US;

  while (tc_room_desk_find (seat->desk, sql, id) != wanted) {
    if (g_get_monotonic_time () > end_us)
      g_error ("%s: never %d", sql, (int) wanted);
    main_turn ();
  }
}

/* What was written can be taken back then. */
#define SETTLE_US G_USEC_PER_SEC
#define MEMBERS                                                                                    \
  "SELECT count(*) FROM camera_member AS m JOIN camera_group AS g ON g.id = m.group_id"            \
  " WHERE g.removed_us IS NULL AND g.name = 'Bến phà' AND ? = 0"
#define ROLES                                                                                      \
  "SELECT count(*) FROM camera_group_role AS r JOIN camera_group AS g ON g.id = r.group_id"        \
  " WHERE g.removed_us IS NULL AND g.name = 'Bến phà' AND ? = 0"
#define GROUP                                                                                      \
  "SELECT max(id) FROM camera_group WHERE removed_us IS NULL AND name = 'Bến phà' AND ? = 0"

#define GROUPS                                                                                     \
  "SELECT count(*) FROM camera_group WHERE removed_us IS NULL AND name = 'Bến phà' AND ? = 0"

static void
settle (void)
{
  for (gint64 end_us = g_get_monotonic_time () + SETTLE_US; g_get_monotonic_time () < end_us;)
    main_turn ();
}

static void
sit_at_groups (Seat *seat)
{
  forget_wall ();
  sit_at_wall (seat);
  wait_can (seat, "camera-groups", TRUE);
  act (seat, "camera-groups", NULL);
  wait_shown_in (find_groups (), "Trung tâm", TRUE);
}

static gint64
make_group (Seat *seat)
{
  groups ("groups.choose", g_variant_new_int64 (0));
  groups ("groups.name", g_variant_new_string ("Bến phà"));
  groups ("groups.camera", g_variant_new ("(xb)", tc_room_desk_get_camera (seat->desk, 114), TRUE));
  groups ("groups.camera", g_variant_new ("(xb)", tc_room_desk_get_camera (seat->desk, 115), TRUE));
  groups ("groups.save", NULL);
  wait_shown (seat, "The group is saved.", TRUE);
  wait_count (seat, MEMBERS, 0, 2);
  wait_shown_in (find_groups (), "Bến phà (2)", TRUE);
  return tc_room_desk_find (seat->desk, GROUP, 0);
}

static void
test_made (void)
{
  Seat seat = {0};
  gint64 id = 0;

  sit_at_groups (&seat);
  g_assert_false (gtk_widget_activate_action (find_groups (), "groups.nothing", NULL));
  id = make_group (&seat);
  groups ("groups.choose", g_variant_new_int64 (id));
  wait_shown_in (find_groups (), "2 cameras stand in it", TRUE);
  wait_shown_in (find_groups (), "Everybody who sees cameras may see these", TRUE);
  groups ("groups.find", g_variant_new_string ("cau xa"));
  wait_shown_in (find_groups (), "115 Cầu Xà No", TRUE);
  wait_shown_in (find_groups (), "116 Chợ Vị Thanh", FALSE);
  groups ("groups.camera", g_variant_new ("(xb)", tc_room_desk_get_camera (seat.desk, 115), FALSE));
  groups ("groups.save", NULL);
  wait_count (&seat, MEMBERS, 0, 1);
  wait_shown_in (find_groups (), "Bến phà (1)", TRUE);
  settle ();
  act (&seat, "undo", NULL);
  wait_count (&seat, MEMBERS, 0, 2);
  /* It can be watched. */
  wait_shown_in (find_groups (), "Bến phà (2)", TRUE);
  act (&seat, "wall-patrol", g_variant_new_int64 (id));
  wait_tile (&seat, 0, "114", TRUE);
  stand_up (&seat);
}

/* Who may see it goes with it, and comes back with it. */
static void
test_removed (void)
{
  Seat seat = {0};
  gint64 id = 0, role = 0;

  sit_at_groups (&seat);
  id = make_group (&seat);
  role = tc_room_desk_find (seat.desk, "SELECT min(role_id) FROM post WHERE staff_id = ?",
                            tc_desk_get_person (seat.desk));
  groups ("groups.choose", g_variant_new_int64 (id));
  groups ("groups.role", g_variant_new ("(xb)", role, TRUE));
  wait_shown_in (find_groups (), "Only who has one of these roles may see them", TRUE);
  groups ("groups.save", NULL);
  wait_count (&seat, ROLES, 0, 1);
  groups ("groups.choose", g_variant_new_int64 (id));
  groups ("groups.remove", NULL);
  wait_shown (&seat, "The group is removed.", TRUE);
  wait_count (&seat, MEMBERS, 0, 0);
  wait_shown_in (find_groups (), "Bến phà", FALSE);
  act (&seat, "undo", NULL);
  wait_count (&seat, MEMBERS, 0, 2);
  wait_count (&seat, ROLES, 0, 1);
  stand_up (&seat);
}

/* (nullable): the first, which is the name */
static GtkWidget *
find_entry (GtkWidget *widget)
{
  GtkWidget *found = GTK_IS_ENTRY (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find_entry (child);
  return found;
}

static gboolean
is_typed (const char *name)
{
  GtkWidget *entry = find_entry (find_groups ());

  g_assert_nonnull (entry);
  return g_str_equal (gtk_editable_get_text (GTK_EDITABLE (entry)), name);
}

/* What the desk's own guards refuse stays, and is saved when they don't. */
static void
test_refused (void)
{
  Seat seat = {0};

  sit_at_groups (&seat);
  groups ("groups.choose", g_variant_new_int64 (0));
  groups ("groups.name", g_variant_new_string ("Bến phà"));
  groups ("groups.camera", g_variant_new ("(xb)", tc_room_desk_get_camera (seat.desk, 114), TRUE));
  tc_room_desk_refuse_next (seat.desk, "camera.too-many-groups");
  groups ("groups.save", NULL);
  settle ();
  wait_count (&seat, MEMBERS, 0, 0);
  g_assert_true (is_typed ("Bến phà"));
  groups ("groups.save", NULL);
  groups ("groups.save", NULL);
  wait_shown_in (find_groups (), "Bến phà (1)", TRUE);
  g_assert_cmpint (tc_room_desk_find (seat.desk, GROUPS, 0), ==, 1);
  g_assert_true (is_typed (""));
  stand_up (&seat);
}

/* Who may see cameras isn't set back to what it was by who changes a name. */
static void
test_changed_elsewhere (void)
{
  Seat seat = {0};
  g_autoptr (GArray) roles = g_array_new (FALSE, FALSE, sizeof (gint64));
  TcCameraGroupSet theirs = {0, "ben-pha", "Bến phà", NULL, roles};
  gint64 role = 0;

  sit_at_groups (&seat);
  theirs.group_id = make_group (&seat);
  role = tc_room_desk_find (seat.desk, "SELECT min(role_id) FROM post WHERE staff_id = ?",
                            tc_desk_get_person (seat.desk));
  g_array_append_val (roles, role);
  groups ("groups.choose", g_variant_new_int64 (theirs.group_id));
  groups ("groups.name", g_variant_new_string ("Bến đò"));
  tc_room_desk_act_elsewhere (seat.desk, &tc_camera_group_set_type, &theirs);
  wait_shown_in (find_groups (), "Bến phà (0)", TRUE);
  groups ("groups.save", NULL);
  wait_shown_in (find_groups (), "Somebody else changed this group meanwhile", TRUE);
  settle ();
  g_assert_true (is_typed ("Bến đò"));
  wait_count (&seat, ROLES, 0, 1);
  stand_up (&seat);
}

static void
test_removed_elsewhere (void)
{
  Seat seat = {0};
  TcCameraGroupRef ref = {0};

  sit_at_groups (&seat);
  ref.group_id = make_group (&seat);
  groups ("groups.choose", g_variant_new_int64 (ref.group_id));
  groups ("groups.camera", g_variant_new ("(xb)", tc_room_desk_get_camera (seat.desk, 115), FALSE));
  tc_room_desk_act_elsewhere (seat.desk, &tc_camera_group_remove_type, &ref);
  wait_shown_in (find_groups (), "Bến phà (2)", FALSE);
  groups ("groups.save", NULL);
  wait_shown_in (find_groups (), "Somebody removed this group meanwhile", TRUE);
  g_assert_true (is_typed ("Bến phà"));
  groups ("groups.save", NULL);
  wait_shown_in (find_groups (), "Bến phà (1)", TRUE);
  wait_count (&seat, MEMBERS, 0, 1);
  stand_up (&seat);
}

/* A desk without the restricted cameras takes none out of a group, but makes groups. */
static void
test_partial (void)
{
  Seat seat = {0};
  gint64 id = 0;

  sit_at_groups (&seat);
  tc_room_desk_lose_restricted (seat.desk);
  id = make_group (&seat);
  groups ("groups.choose", g_variant_new_int64 (id));
  wait_shown_in (find_groups (), "Restricted cameras aren't shown at this desk", TRUE);
  groups ("groups.name", g_variant_new_string ("Bến đò"));
  groups ("groups.save", NULL);
  settle ();
  wait_count (&seat, MEMBERS, 0, 2);
  stand_up (&seat);
}

int
main (int argc, char **argv)
{
  wall_seat_init (&argc, &argv);
  g_test_add_func ("/camera-groups-window/made", test_made);
  g_test_add_func ("/camera-groups-window/removed", test_removed);
  g_test_add_func ("/camera-groups-window/refused", test_refused);
  g_test_add_func ("/camera-groups-window/changed-elsewhere", test_changed_elsewhere);
  g_test_add_func ("/camera-groups-window/removed-elsewhere", test_removed_elsewhere);
  g_test_add_func ("/camera-groups-window/partial", test_partial);
  return wall_seat_run ();
}
