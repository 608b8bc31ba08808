/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: in a window of 1366×768 nothing that one reads is cut, nothing that one presses is covered,
 * and what stands in columns stands below its head. Method: the real window over the room's
 * cameras; places as they were given out.
 */
#include "wall-seat.h"

#include "main-turn.h"
#include "tc-chip.h"
#include "tc-panel.h"
#include "tc-room-cameras.h"

#include <string.h>

#define WIDTH 1366
#define HEIGHT 768

static void
sit_narrow (Seat *seat, const char *panel)
{
  sit_down_at (seat, tc_desk_open (NULL, NULL), panel, WIDTH, HEIGHT);
}

static graphene_rect_t
get_bounds (GtkWidget *widget, GtkWidget *within)
{
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (widget, within, &bounds));
  return bounds;
}

/* Whatever is counted: each list has as many incidents as a province has in a year. */
static void
set_counts (GtkWidget *widget, int count)
{
  if (TC_IS_CHIP (widget))
    g_object_set (widget, "count", count, NULL);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    set_counts (child, count);
}

static void
test_filters (void)
{
  Seat seat = {0};
  GtkWidget *panel = NULL, *chip = NULL, *line = NULL;
  GtkAdjustment *across = NULL;
  gint64 end_us = g_get_monotonic_time () + WAIT_US;

  sit_narrow (&seat, NULL);
  wait_shown (&seat, "Untaken", TRUE);
  panel = find_type (GTK_WIDGET (seat.window), "TcIncidentPanel");
  chip = find_type (panel, "TcChip");
  while (!strchr (gtk_button_get_label (GTK_BUTTON (chip)), '\n')) {
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    main_turn ();
  }
  set_counts (panel, 21978);
  wait_painted (GTK_WIDGET (seat.window));
  line = gtk_widget_get_ancestor (chip, GTK_TYPE_SCROLLED_WINDOW);
  across = gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (line));
  g_assert_cmpfloat (gtk_adjustment_get_upper (across), <=, gtk_adjustment_get_page_size (across));
  stand_up (&seat);
}

/* (nullable) */
static GtkWidget *
find_mapped_popover (GtkWidget *parent)
{
  for (GtkWidget *child = gtk_widget_get_first_child (parent); child;
       child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_POPOVER (child) && gtk_widget_get_mapped (child))
      return child;
  return NULL;
}

/* The button on the right, as GTK would tell of it. */
static void
click_right (GtkWidget *widget, double x, double y)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GtkEventController) one = g_list_model_get_item (controllers, i);

    if (GTK_IS_GESTURE_CLICK (one) &&
        gtk_gesture_single_get_button (GTK_GESTURE_SINGLE (one)) == GDK_BUTTON_SECONDARY)
      g_signal_emit_by_name (one, "pressed", 1, x, y);
  }
}

/* Wherever in the wall one asks for the menu of a tile, all of it is in the window. */
static void
test_tile_menu (void)
{
  static const double heights[] = {0.05, 0.5, 0.95};
  Seat seat = {0};
  GtkWidget *grid = NULL, *menu = NULL;

  sit_narrow (&seat, "cameras");
  tc_room_desk_add_cameras (seat.desk);
  wait_shown (&seat, "114 Ngã tư Trần Hưng Đạo", TRUE);
  wait_painted (GTK_WIDGET (seat.window));
  grid = GTK_WIDGET (get_grid (&seat));
  for (guint i = 0; i < G_N_ELEMENTS (heights); i++) {
    GdkSurface *surface = NULL;
    int top = 0;

    click_right (grid, gtk_widget_get_width (grid) / 2.0,
                 gtk_widget_get_height (grid) * heights[i]);
    menu = find_mapped_popover (gtk_widget_get_parent (grid));
    g_assert_nonnull (menu);
    wait_painted (menu);
    surface = gtk_native_get_surface (GTK_NATIVE (menu));
    top = gdk_popup_get_position_y (GDK_POPUP (surface));
    g_assert_cmpint (top, >=, 0);
    g_assert_cmpint (top + gdk_surface_get_height (surface), <=, HEIGHT);
    gtk_popover_popdown (GTK_POPOVER (menu));
    wait_painted (GTK_WIDGET (seat.window));
  }
  stand_up (&seat);
}

/* With all bars that there can be the rail has room for its last panel; once they are gone its
 * buttons stand as they stood. */
static void
test_rail (void)
{
  Seat seat = {0};
  GtkWidget *rail = NULL;
  GtkAdjustment *down = NULL;
  gint64 end_us = g_get_monotonic_time () + WAIT_US;

  sit_narrow (&seat, NULL);
  wait_shown (&seat, "Untaken", TRUE);
  wait_can (&seat, "dispatch", TRUE);
  rail = find_type (GTK_WIDGET (seat.window), "TcRail");
  down = gtk_scrolled_window_get_vadjustment (find_type (rail, "GtkScrolledWindow"));
  wait_painted (GTK_WIDGET (seat.window));
  g_assert_false (gtk_widget_has_css_class (rail, "tight"));
  act (&seat, "offer", g_variant_new ("(sss)", "Offered", "Take it", "undo"));
  act (&seat, "dispatch", NULL);
  wait_shown (&seat, "The order goes to", TRUE);
  while (!gtk_widget_has_css_class (rail, "tight") ||
         gtk_adjustment_get_upper (down) > gtk_adjustment_get_page_size (down)) {
    g_assert_true (shows (GTK_WIDGET (seat.window), "The order goes to"));
    main_turn ();
  }
  act (&seat, "keep-back", NULL);
  act (&seat, "offer-away", NULL);
  while (gtk_widget_has_css_class (rail, "tight")) {
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    main_turn ();
  }
  stand_up (&seat);
}

/* (nullable): what shows just that */
static GtkWidget *
find_label (GtkWidget *widget, const char *text)
{
  const char *shown = get_shown_text (widget);
  GtkWidget *found = shown && gtk_widget_get_mapped (widget) && g_str_equal (shown, text) ? widget
                                                                                          : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find_label (child, text);
  return found;
}

static float
get_end (GtkWidget *widget, GtkWidget *within)
{
  graphene_rect_t bounds = get_bounds (widget, within);

  return bounds.origin.x + bounds.size.width;
}

/* Where the last label of a row ends, there its head does. */
static void
test_health (void)
{
  Seat seat = {0};
  GtkWidget *page = NULL, *row = NULL;

  forget_wall ();
  sit_at_wall (&seat);
  gtk_window_set_default_size (GTK_WINDOW (seat.window), WIDTH, HEIGHT);
  act (&seat, "camera-health", NULL);
  page = find_type (GTK_WIDGET (seat.window), "TcCameraHealthPage");
  wait_shown_in (page, "114 Ngã tư Trần Hưng Đạo", TRUE);
  wait_shown_in (page, "512", TRUE);
  wait_painted (GTK_WIDGET (seat.window));
  row = gtk_widget_get_last_child (
      gtk_widget_get_first_child (find_type (page, "TcCameraHealthRow")));
  g_assert_cmpfloat (get_end (row, page), ==, get_end (find_label (page, "Clock"), page));
  g_assert_cmpfloat (get_end (find_label (page, "512"), page), ==,
                     get_end (find_label (page, "kbit/s"), page));
  stand_up (&seat);
}

static GtkWidget *
find_list_side (Seat *seat, const char *panel)
{
  return gtk_widget_get_first_child (find_type (GTK_WIDGET (seat->window), panel));
}

static GtkWidget *
wait_toast (GtkWidget *window)
{
  gint64 end_us = g_get_monotonic_time () + WAIT_US;
  GtkWidget *toast = NULL;

  while (!(toast = find_type (window, "AdwToastWidget")) || !gtk_widget_get_mapped (toast)) {
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    main_turn ();
  }
  return toast;
}

/* What is said in passing stands over the end of the list, and is said whole. */
static void
test_toasts (void)
{
  static const struct {
    const char *name;
    const char *type;
  } panels[] = {{"incidents", "TcIncidentPanel"}, {"alarms", "TcAlarmPanel"}};
  Seat seat = {0};

  sit_narrow (&seat, NULL);
  wait_shown (&seat, "Untaken", TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (panels); i++) {
    GtkWidget *window = GTK_WIDGET (seat.window), *toast = NULL, *panel = NULL;
    graphene_rect_t list;

    act_string (&seat, "panel", panels[i].name);
    panel = find_type (window, panels[i].type);
    tc_panel_say (panel, "The order to the unit for PA-261129-0007 is about to go already, and "
                         "whoever keeps back the one that she sees has kept back all of them.");
    toast = wait_toast (window);
    wait_painted (window);
    list = get_bounds (find_list_side (&seat, panels[i].type), window);
    g_assert_cmpfloat (get_bounds (toast, window).origin.x, >=, list.origin.x);
    g_assert_cmpfloat (get_end (toast, window), <=, list.origin.x + list.size.width);
    wait_shown (&seat, "has kept back all of them.", FALSE);
  }
  stand_up (&seat);
}

int
main (int argc, char **argv)
{
  wall_seat_init (&argc, &argv);
  g_test_add_func ("/narrow-window/filters", test_filters);
  g_test_add_func ("/narrow-window/rail", test_rail);
  g_test_add_func ("/narrow-window/tile-menu", test_tile_menu);
  g_test_add_func ("/narrow-window/health", test_health);
  g_test_add_func ("/narrow-window/toasts", test_toasts);
  return wall_seat_run ();
}
