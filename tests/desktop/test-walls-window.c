/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: a desk has several walls, each on a monitor by its connector, with what stands on it; what
 * is done is done to the one in front; what stands on two is decoded once; they are there again at
 * the next start, when a monitor is back, and where a profile of the seat has them. Method: as in
 * test-camera-window.c; a virtual screen has one monitor, so connectors are pretended, and where a
 * window stands isn't looked at.
 */
#include "wall-seat.h"

#include "main-turn.h"
#include "tc-camera-player.h"
#include "tc-camera-wall-window.h"
#include "tc-desk-lock.h"
#include "tc-emergency-strip.h"
#include "tc-monitors.h"
#include "tc-room-cameras.h"
#include "tc-settings.h"
#include "tc-wall-push.h"

#define GONE "This camera is not there any more"
#define SETTLE_US (G_USEC_PER_SEC / 2)

static GListStore *screens; /* (element-type GdkMonitor) */

static void
plug_in (const char *connector)
{
  GdkDisplay *display = gdk_display_get_default ();
  g_autoptr (GdkMonitor) real = g_list_model_get_item (gdk_display_get_monitors (display), 0);
  g_autoptr (GdkMonitor) monitor = g_object_new (G_OBJECT_TYPE (real), "display", display, NULL);

  tc_monitors_pretend (monitor, connector);
  g_list_store_append (screens, monitor);
}

static void
unplug (const char *connector)
{
  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (screens)); i > 0; i--) {
    g_autoptr (GdkMonitor) monitor = g_list_model_get_item (G_LIST_MODEL (screens), i - 1);

    if (g_str_equal (tc_monitors_name (monitor), connector))
      g_list_store_remove (screens, i - 1);
  }
}

/* (nullable) */
static GtkWindow *
find_wall (const char *connector)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

    if (TC_IS_CAMERA_WALL_WINDOW (window) && g_strrstr (gtk_window_get_title (window), connector))
      return window;
  }
  return NULL;
}

static GtkWidget *
wall_tile (const char *connector, guint i)
{
  GtkWindow *wall = find_wall (connector);

  g_assert_nonnull (wall);
  return GTK_WIDGET (
      tc_tile_grid_get_tile (tc_camera_wall_window_get_grid (TC_CAMERA_WALL_WINDOW (wall)), i));
}

static void
wait_wall (const char *connector, guint i, const char *text, gboolean shown)
{
  wait_shown_in (wall_tile (connector, i), text, shown);
}

static gboolean
is_visible (const char *connector)
{
  GtkWindow *wall = find_wall (connector);

  return wall && gtk_widget_get_visible (GTK_WIDGET (wall));
}

static void
wait_walls (const char *connector)
{
  gint64 end_us = g_get_monotonic_time () + WAIT_US;

  while (!find_wall (connector)) {
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    main_turn ();
  }
}

static void
begin (Seat *seat)
{
  forget_wall ();
  g_list_store_remove_all (screens);
  plug_in ("HDMI-1");
  plug_in ("DP-2");
  sit_at_wall (seat);
  main_turn ();
}

/* The keyboard comes to a window when its screen says so. */
static void
settle (void)
{
  gint64 end_us = g_get_monotonic_time () + SETTLE_US;

  while (g_get_monotonic_time () < end_us)
    main_turn ();
}

static void
go_to (Seat *seat, const char *connector)
{
  act (seat, "wall-front", g_variant_new_string (connector));
  settle ();
}

static void
put_on (Seat *seat, const char *connector)
{
  act_string (seat, "wall-put-on", connector);
  settle ();
}

/* Each with its own; what stands on two is decoded once, and one tile in all is heard. */
static void
test_walls (void)
{
  Seat seat = {0};
  TcTileGroupStatistics statistics;
  TcTileGroup *group = NULL;

  begin (&seat);
  put_on (&seat, "HDMI-1");
  g_assert_true (is_visible ("HDMI-1"));
  act_string (&seat, "camera-number", "114");
  wait_wall ("HDMI-1", 0, "114", TRUE);
  wait_tile (&seat, 0, "114", FALSE);
  put_on (&seat, "DP-2");
  act_string (&seat, "wall-shape", "3");
  act_string (&seat, "camera-number", "115");
  wait_wall ("DP-2", 0, "115", TRUE);
  wait_wall ("DP-2", 8, "Type a number", TRUE);
  go_to (&seat, "");
  act_string (&seat, "camera-number", "114");
  wait_picture (&seat, 0);
  group = tc_camera_player_get_group (seat.desk);
  tc_tile_group_get_statistics (group, &statistics);
  g_assert_cmpuint (statistics.n_tiles, ==, 2);
  g_assert_cmpint (tc_tile_grid_get_selected (get_grid (&seat)), ==, 0);
  act (&seat, "wall-listen", NULL);
  wait_tile (&seat, 0, "sound on", TRUE);
  wait_wall ("HDMI-1", 0, "sound on", TRUE);
  go_to (&seat, "DP-2");
  g_assert_cmpint (tc_tile_grid_get_selected (get_grid (&seat)), ==, -1);
  act (&seat, "wall-listen", NULL);
  wait_wall ("DP-2", 0, "sound on", TRUE);
  wait_wall ("HDMI-1", 0, "sound on", FALSE);
  /* Whatever each shows. */
  act (&seat, "wall-front-next", NULL);
  settle ();
  act (&seat, "wall-clear", NULL);
  wait_tile (&seat, 0, "114", FALSE);
  wait_wall ("HDMI-1", 0, "114", TRUE);
  stand_up (&seat);
}

/* A tile that is alone on its wall stays so, whatever is told of cameras or done elsewhere. */
static void
test_alone (void)
{
  Seat seat = {0};
  TcTileGrid *grid = NULL;

  begin (&seat);
  put_on (&seat, "HDMI-1");
  act_string (&seat, "camera-number", "114");
  wait_wall ("HDMI-1", 0, "114", TRUE);
  act (&seat, "wall-alone", NULL);
  grid = tc_camera_wall_window_get_grid (TC_CAMERA_WALL_WINDOW (find_wall ("HDMI-1")));
  g_assert_cmpint (tc_tile_grid_get_alone (grid), ==, 0);
  tc_room_desk_tell_camera (seat.desk, TC_ROOM_CAMERA_LIVE_TOO, "offline", "timeout");
  wait_shown (&seat, "no connection since", TRUE);
  g_assert_cmpint (tc_tile_grid_get_alone (grid), ==, 0);
  go_to (&seat, "");
  g_assert_cmpint (tc_tile_grid_get_alone (grid), ==, 0);
  go_to (&seat, "HDMI-1");
  act (&seat, "wall-alone", NULL);
  g_assert_cmpint (tc_tile_grid_get_alone (grid), ==, -1);
  stand_up (&seat);
}

/* A group goes round on each by its own time. */
static void
test_patrol (void)
{
  Seat seat = {0};

  begin (&seat);
  act (&seat, "camera-group", g_variant_new_int64 (tc_room_desk_get_camera_group (seat.desk)));
  wait_can (&seat, "wall-patrol-here", TRUE);
  act (&seat, "wall-patrol-here", NULL);
  wait_tile (&seat, 0, "114", TRUE);
  put_on (&seat, "HDMI-1");
  act (&seat, "wall-patrol-here", NULL);
  wait_wall ("HDMI-1", 0, "114", TRUE);
  act (&seat, "wall-next", NULL);
  wait_wall ("HDMI-1", 0, "115", TRUE);
  wait_tile (&seat, 0, "114", TRUE);
  stand_up (&seat);
}

/* A key at a wall's window, as GTK would give it. */
static void
press (const char *connector, guint keyval)
{
  g_autoptr (GListModel)
      controllers = gtk_widget_observe_controllers (GTK_WIDGET (find_wall (connector)));
  gboolean taken = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !taken; i++) {
    g_autoptr (GtkEventController) one = g_list_model_get_item (controllers, i);

    if (GTK_IS_EVENT_CONTROLLER_KEY (one) &&
        gtk_event_controller_get_propagation_phase (one) == GTK_PHASE_CAPTURE)
      g_signal_emit_by_name (one, "key-pressed", keyval, 0, 0, &taken);
  }
}

/* What is typed behind a point is which wall. */
static void
test_typed (void)
{
  Seat seat = {0};

  begin (&seat);
  put_on (&seat, "HDMI-1");
  go_to (&seat, "");
  for (const char *digit = "115.2"; *digit; digit++)
    press ("HDMI-1", gdk_unicode_to_keyval ((guint32) *digit));
  wait_shown_in (GTK_WIDGET (find_wall ("HDMI-1")), "Camera 115.2", TRUE);
  press ("HDMI-1", GDK_KEY_Return);
  wait_wall ("HDMI-1", 0, "115", TRUE);
  wait_tile (&seat, 0, "115", FALSE);
  stand_up (&seat);
}

static void
test_restored (void)
{
  g_autoptr (GSettings) settings = tc_settings_open ();
  Seat seat = {0};

  begin (&seat);
  act_string (&seat, "camera-number", "116");
  wait_tile (&seat, 0, "116", TRUE);
  put_on (&seat, "HDMI-1");
  act_string (&seat, "camera-number", "114");
  wait_wall ("HDMI-1", 0, "114", TRUE);
  stand_up (&seat);
  g_assert_null (find_wall ("HDMI-1"));
  sit_at_wall (&seat);
  wait_walls ("HDMI-1");
  g_assert_true (is_visible ("HDMI-1"));
  /* Of the room that there was then. */
  wait_wall ("HDMI-1", 0, GONE, TRUE);
  wait_tile (&seat, 0, GONE, TRUE);
  /* Taken off by its person, it isn't there any more, until that is taken back. */
  go_to (&seat, "HDMI-1");
  act (&seat, "wall-take-front-off", NULL);
  g_assert_null (find_wall ("HDMI-1"));
  act (&seat, "undo", NULL);
  wait_wall ("HDMI-1", 0, GONE, TRUE);
  gtk_window_close (find_wall ("HDMI-1"));
  g_assert_null (find_wall ("HDMI-1"));
  stand_up (&seat);
  /* Another person's are hers; who never had any finds those of who was here last. */
  g_settings_set_value (
      settings, "camera-walls",
      g_variant_new_parsed ("[(int64 77, '', uint32 3, uint32 1, '0,0,1,1,0,0,0'),"
                            " (int64 77, 'DP-2', uint32 1, uint32 1, '0,0,1,1,0,0,0')]"));
  sit_at_wall (&seat);
  wait_walls ("DP-2");
  g_assert_cmpuint (tc_tile_grid_get_n_tiles (get_grid (&seat)), ==, 1);
  act_string (&seat, "wall-shape", "2");
  stand_up (&seat);
  g_autoptr (GVariant) kept = g_settings_get_value (settings, "camera-walls");
  g_assert_cmpuint (g_variant_n_children (kept), ==, 4);
}

/* A monitor that goes takes nothing with it. */
static void
test_lost (void)
{
  Seat seat = {0};

  begin (&seat);
  put_on (&seat, "HDMI-1");
  act_string (&seat, "camera-number", "114");
  wait_wall ("HDMI-1", 0, "114", TRUE);
  unplug ("HDMI-1");
  g_assert_false (is_visible ("HDMI-1"));
  wait_shown (&seat, "its wall is kept until it is back", TRUE);
  /* What is shown now is to be seen. */
  act_string (&seat, "camera-number", "115");
  wait_tile (&seat, 0, "115", TRUE);
  stand_up (&seat);
  sit_at_wall (&seat);
  wait_walls ("HDMI-1");
  g_assert_false (is_visible ("HDMI-1"));
  plug_in ("HDMI-1");
  g_assert_true (is_visible ("HDMI-1"));
  wait_wall ("HDMI-1", 0, GONE, TRUE);
  wait_shown (&seat, "is back, with its wall", TRUE);
  stand_up (&seat);
}

/* What is put before this desk comes to the wall in front, and that one is as it was afterwards. */
static void
test_look (void)
{
  Seat seat = {0};

  begin (&seat);
  act_string (&seat, "camera-number", "116");
  wait_tile (&seat, 0, "116", TRUE);
  put_on (&seat, "HDMI-1");
  act_string (&seat, "camera-number", "114");
  wait_wall ("HDMI-1", 0, "114", TRUE);
  tc_room_desk_be_pushed (seat.desk, 115, "Nhìn góc phải");
  wait_can (&seat, "wall-look", TRUE);
  act (&seat, "wall-look", NULL);
  wait_wall ("HDMI-1", 0, "115", TRUE);
  wait_tile (&seat, 0, "116", TRUE);
  go_to (&seat, "");
  act (&seat, "wall-look", NULL);
  wait_wall ("HDMI-1", 0, "114", TRUE);
  wait_tile (&seat, 0, "116", TRUE);
  /* A wall that goes takes what was looked at there with it. */
  go_to (&seat, "HDMI-1");
  tc_room_desk_be_pushed (seat.desk, 115, "Lần nữa");
  wait_can (&seat, "wall-look", TRUE);
  act (&seat, "wall-look", NULL);
  wait_wall ("HDMI-1", 0, "115", TRUE);
  act (&seat, "wall-take-front-off", NULL);
  wait_can (&seat, "wall-look", FALSE);
  act (&seat, "undo", NULL);
  wait_wall ("HDMI-1", 0, "114", TRUE);
  stand_up (&seat);
}

/* It goes on showing, and nothing can be done at it. */
static void
test_locked (void)
{
  Seat seat = {0};
  GtkWidget *wall = NULL;

  begin (&seat);
  put_on (&seat, "HDMI-1");
  act_string (&seat, "camera-number", "114");
  wait_wall ("HDMI-1", 0, "114", TRUE);
  wall = GTK_WIDGET (find_wall ("HDMI-1"));
  g_assert_true (gtk_widget_activate_action (wall, "win.wall-shape", "s", "3"));
  wait_wall ("HDMI-1", 8, "Type a number", TRUE);
  tc_desk_lock_engage (tc_desk_lock_of (seat.desk));
  g_assert_true (gtk_widget_get_visible (wall));
  g_assert_false (gtk_widget_activate_action (wall, "win.wall-clear", NULL));
  g_assert_false (gtk_widget_grab_focus (wall_tile ("HDMI-1", 0)));
  wait_wall ("HDMI-1", 0, "114", TRUE);
  stand_up (&seat);
}

static void
wait_strip (GtkWidget *strip, gboolean shown)
{
  gint64 end_us = g_get_monotonic_time () + WAIT_US;

  while (gtk_widget_get_mapped (strip) != shown) {
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    main_turn ();
  }
}

static void
wait_flashing (GtkWidget *strip, gboolean flashing)
{
  gint64 end_us = g_get_monotonic_time () + WAIT_US;

  while (gtk_widget_has_css_class (strip, "lit") != flashing) {
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    main_turn ();
  }
}

static graphene_rect_t
get_bounds (GtkWidget *widget)
{
  graphene_rect_t bounds;

  g_assert_true (
      gtk_widget_compute_bounds (widget, GTK_WIDGET (gtk_widget_get_root (widget)), &bounds));
  return bounds;
}

/* An emergency is seen over the tiles, which stay where they are, until somebody takes it; it
 * flashes until somebody acknowledges it; of a locked desk not what it is. */
static void
test_emergency (void)
{
  Seat seat = {0};
  GtkWidget *wall = NULL, *strip = NULL;
  graphene_rect_t before, after;
  gint64 id = 0;

  begin (&seat);
  put_on (&seat, "HDMI-1");
  act_string (&seat, "camera-number", "114");
  wait_wall ("HDMI-1", 0, "114", TRUE);
  wall = GTK_WIDGET (find_wall ("HDMI-1"));
  strip = find_type (wall, "TcEmergencyStrip");
  g_assert_nonnull (strip);
  while (gtk_widget_get_visible (strip)) {
    g_assert_true (gtk_widget_activate_action (wall, "win.take-emergency", NULL));
    main_turn ();
  }
  wait_painted (wall);
  before = get_bounds (wall_tile ("HDMI-1", 0));
  id = tc_room_desk_report (seat.desk, "Cháy nhà bà Ngọc", TC_PRIORITY_EMERGENCY);
  wait_strip (strip, TRUE);
  wait_shown_in (strip, "Cháy nhà bà Ngọc", TRUE);
  wait_shown_in (strip, "Ctrl T", TRUE);
  wait_painted (wall);
  after = get_bounds (wall_tile ("HDMI-1", 0));
  g_assert_true (graphene_rect_equal (&before, &after));
  g_assert_cmpfloat (get_bounds (strip).origin.y, ==, 0);
  g_assert_cmpfloat (get_bounds (strip).size.width, ==, gtk_widget_get_width (wall));
  wait_flashing (strip, TRUE);
  g_assert_true (click_verb (strip, "Acknowledge"));
  wait_shown_in (strip, "Acknowledge", FALSE);
  settle ();
  g_assert_false (gtk_widget_has_css_class (strip, "lit"));
  g_assert_true (gtk_widget_activate_action (wall, "win.take-emergency", NULL));
  wait_state (&seat, id, TC_STATE_ASSIGNED);
  wait_strip (strip, FALSE);
  tc_room_desk_report (seat.desk, "Cháy nhà ông Sơn", TC_PRIORITY_EMERGENCY);
  wait_shown_in (strip, "Sơn", TRUE);
  tc_desk_lock_engage (tc_desk_lock_of (seat.desk));
  wait_shown_in (strip, "An emergency", TRUE);
  g_assert_false (shows (strip, "Sơn"));
  g_assert_false (shows (strip, "Take"));
  g_assert_false (gtk_widget_activate_action (wall, "win.take-emergency", NULL));
  wait_wall ("HDMI-1", 0, "114", TRUE);
  stand_up (&seat);
}

static gboolean
is_paused (Seat *seat)
{
  g_autoptr (GVariant)
      state = g_action_group_get_action_state (G_ACTION_GROUP (seat->window), "wall-pause");

  return g_variant_get_boolean (state);
}

/* The wall in the window with one camera, and one on a screen with a group that stands still. */
static void
keep_profile (Seat *seat)
{
  g_autoptr (GSettings) settings = tc_settings_open ();

  g_settings_reset (settings, "profiles");
  begin (seat);
  act_string (seat, "camera-number", "115");
  wait_tile (seat, 0, "115", TRUE);
  put_on (seat, "HDMI-1");
  act_string (seat, "wall-shape", "3");
  act (seat, "camera-group", g_variant_new_int64 (tc_room_desk_get_camera_group (seat->desk)));
  wait_can (seat, "wall-patrol-here", TRUE);
  act (seat, "wall-patrol-here", NULL);
  wait_wall ("HDMI-1", 0, "114", TRUE);
  act (seat, "wall-pause", NULL);
  g_assert_true (is_paused (seat));
  act_string (seat, "profile-keep", "Trực bão");
  wait_shown (seat, "How this desk looks is kept as profile “Trực bão”.", TRUE);
}

static void
take_all_off (Seat *seat)
{
  go_to (seat, "HDMI-1");
  act (seat, "wall-take-front-off", NULL);
  g_assert_null (find_wall ("HDMI-1"));
  act (seat, "wall-clear", NULL);
  wait_tile (seat, 0, "115", FALSE);
}

/* Which wall stands where is a matter of the profile: put up with it, and taken back. */
static void
test_profile (void)
{
  Seat seat = {0};

  keep_profile (&seat);
  take_all_off (&seat);
  put_on (&seat, "DP-2");
  act_string (&seat, "profile-use", "truc bao");
  g_assert_null (find_wall ("DP-2"));
  g_assert_true (is_visible ("HDMI-1"));
  wait_wall ("HDMI-1", 0, "114", TRUE);
  wait_wall ("HDMI-1", 8, "Type a number", TRUE);
  wait_tile (&seat, 0, "115", TRUE);
  go_to (&seat, "HDMI-1");
  g_assert_true (is_paused (&seat));
  go_to (&seat, "");
  g_assert_false (is_paused (&seat));
  act (&seat, "profile-back", NULL);
  g_assert_null (find_wall ("HDMI-1"));
  g_assert_true (is_visible ("DP-2"));
  wait_tile (&seat, 0, "115", FALSE);
  stand_up (&seat);
}

/* On a computer with fewer screens it says which, and loses nothing: also not when it is kept again
 * there. */
static void
test_profile_fewer_screens (void)
{
  Seat seat = {0};

  keep_profile (&seat);
  take_all_off (&seat);
  unplug ("HDMI-1");
  act_string (&seat, "profile-use", "Trực bão");
  wait_shown (&seat, "No screen is at HDMI-1: what stands there is kept and comes with it.", TRUE);
  wait_tile (&seat, 0, "115", TRUE);
  g_assert_false (is_visible ("HDMI-1"));
  act_string (&seat, "profile-keep", "Trực bão");
  act_string (&seat, "wall-take-off", "HDMI-1");
  g_assert_null (find_wall ("HDMI-1"));
  act_string (&seat, "profile-use", "Trực bão");
  plug_in ("HDMI-1");
  g_assert_true (is_visible ("HDMI-1"));
  wait_wall ("HDMI-1", 0, "114", TRUE);
  stand_up (&seat);
}

/* What somebody put before this desk goes on; it is behind it that the profile's wall stands. */
static void
test_profile_while_looking (void)
{
  Seat seat = {0};

  keep_profile (&seat);
  go_to (&seat, "");
  act (&seat, "wall-clear", NULL);
  tc_room_desk_be_pushed (seat.desk, 114, "Nhìn góc phải");
  wait_can (&seat, "wall-look", TRUE);
  act (&seat, "wall-look", NULL);
  wait_tile (&seat, 0, "114", TRUE);
  act_string (&seat, "profile-use", "Trực bão");
  wait_tile (&seat, 0, "114", TRUE);
  act (&seat, "wall-look", NULL);
  wait_tile (&seat, 0, "115", TRUE);
  stand_up (&seat);
}

/* What another version wrote is left out, and all else is put up. */
static void
test_profile_unreadable (void)
{
  g_autoptr (GSettings) settings = tc_settings_open ();
  Seat seat = {0};

  begin (&seat);
  g_settings_set_value (
      settings, "profiles",
      g_variant_new_parsed (
          "{'x': {'walls': <[('HDMI-1', uint32 99, uint32 1, '0,0,1,1,0,0,0', false),"
          " ('DP-2', uint32 1, uint32 1, 'no', false),"
          " ('', uint32 3, uint32 1, '0,0,1,1,0,0,0', false)]>}}"));
  act_string (&seat, "profile-use", "x");
  g_assert_null (find_wall ("HDMI-1"));
  g_assert_null (find_wall ("DP-2"));
  g_assert_cmpuint (tc_tile_grid_get_n_tiles (get_grid (&seat)), ==, 1);
  g_settings_reset (settings, "profiles");
  stand_up (&seat);
}

int
main (int argc, char **argv)
{
  int code;

  wall_seat_init (&argc, &argv);
  screens = g_list_store_new (GDK_TYPE_MONITOR);
  tc_monitors_inject (G_LIST_MODEL (screens));
  g_test_add_func ("/walls-window/walls", test_walls);
  g_test_add_func ("/walls-window/alone", test_alone);
  g_test_add_func ("/walls-window/patrol", test_patrol);
  g_test_add_func ("/walls-window/typed", test_typed);
  g_test_add_func ("/walls-window/restored", test_restored);
  g_test_add_func ("/walls-window/lost", test_lost);
  g_test_add_func ("/walls-window/look", test_look);
  g_test_add_func ("/walls-window/locked", test_locked);
  g_test_add_func ("/walls-window/emergency", test_emergency);
  g_test_add_func ("/walls-window/profile", test_profile);
  g_test_add_func ("/walls-window/profile-fewer-screens", test_profile_fewer_screens);
  g_test_add_func ("/walls-window/profile-while-looking", test_profile_while_looking);
  g_test_add_func ("/walls-window/profile-unreadable", test_profile_unreadable);
  code = wall_seat_run ();
  forget_wall ();
  tc_monitors_inject (NULL);
  g_object_unref (screens);
  return code;
}
