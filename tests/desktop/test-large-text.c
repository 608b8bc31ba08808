/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: with letters twice as large nothing of the window falls off the smallest screen there is;
 * no text of the context column is below the bar that scrolls it. Method: the real window; each
 * panel is shown and the width asked that the window can't do without.
 */
#include "window-seat.h"

#include "tc-present-list.h"

#include "tc-big-event.h"

#define DPI (96 * 1024)
#define SCREEN_PX 1366

static void
set_text (double scale)
{
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", (int) (DPI * scale), NULL);
}

static int
least_width (GtkWidget *widget)
{
  int least = 0;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  return least;
}

/* What it is that needs so much. */
static void
tell_widest (GtkWidget *widget, int depth)
{
  int least = least_width (widget);

  if (least < SCREEN_PX / 9)
    return;
  g_test_message ("%*s%s %s: %d", depth, "", G_OBJECT_TYPE_NAME (widget),
                  GTK_IS_LABEL (widget) ? gtk_label_get_text (GTK_LABEL (widget)) : "", least);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    tell_widest (child, depth + 1);
}

static void
check_panel (Seat *seat, const char *panel)
{
  act_string (seat, "panel", panel);
  for (guint turn = 0; turn < 50; turn++)
    g_main_context_iteration (NULL, FALSE);
  wait_painted (GTK_WIDGET (seat->window));
  if (least_width (GTK_WIDGET (seat->window)) > SCREEN_PX)
    tell_widest (GTK_WIDGET (seat->window), 0);
  g_assert_cmpint (least_width (GTK_WIDGET (seat->window)), <=, SCREEN_PX);
}

/* An order, with all that can be said of it and the link to its page. */
static void
check_order (Seat *seat)
{
  gint64 id = tc_room_desk_report (seat->desk, "Cây ngã chắn ngang lộ", TC_PRIORITY_ATTENTION);
  g_autofree char *target = g_strdup_printf ("%" G_GINT64_FORMAT, id);

  act_string (seat, "panel", "incidents");
  act_string (seat, "open", target);
  wait_shown (seat, "“Cây ngã chắn ngang lộ”", TRUE);
  tc_room_desk_send_elsewhere (seat->desk, id, FALSE, 0);
  wait_shown (seat, "Link for its phone", TRUE);
  act (seat, "unit-link", g_variant_new_int64 (tc_room_desk_get_task (seat->desk, id)));
  wait_shown (seat, TC_ROOM_LINK, TRUE);
  check_panel (seat, "incidents");
}

/* Whether what can only be scrolled up and down is as wide as its place. */
static void
check_inside (GtkWidget *widget)
{
  GtkPolicyType across = GTK_POLICY_AUTOMATIC;
  graphene_rect_t page;
  GtkWidget *child = NULL;

  if (!gtk_widget_get_mapped (widget))
    return;
  if (GTK_IS_SCROLLED_WINDOW (widget)) {
    gtk_scrolled_window_get_policy (GTK_SCROLLED_WINDOW (widget), &across, NULL);
    child = gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (widget));
  }
  if (child && across == GTK_POLICY_NEVER) {
    g_assert_true (gtk_widget_compute_bounds (
        GTK_IS_VIEWPORT (child) ? gtk_viewport_get_child (GTK_VIEWPORT (child)) : child, widget,
        &page));
    if (page.origin.x + page.size.width > (float) gtk_widget_get_width (widget))
      tell_widest (widget, 0);
    g_assert_cmpfloat (page.origin.x + page.size.width, <=, gtk_widget_get_width (widget));
  }
  for (child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    check_inside (child);
}

/* A storm, with an incident of each that is in it. */
static void
check_event (Seat *seat)
{
  gint64 id = tc_room_desk_report (seat->desk, "Bão vào Hậu Giang, nước tràn bờ kênh Xà No", 2);

  tc_room_desk_act_elsewhere (
      seat->desk, &tc_event_declare_type,
      &(TcEventDeclare){id, "storm", "Triều cường và mưa giông", NULL, TC_NONE});
  act_string (seat, "panel", "events");
  wait_shown (seat, "Triều cường và mưa giông", TRUE);
  wait_can (seat, "event-log", TRUE);
  check_panel (seat, "events");
  wait_painted (GTK_WIDGET (seat->window));
  check_inside (GTK_WIDGET (seat->window));
}

/* A call that is taken down. */
static void
check_call (Seat *seat)
{
  act (seat, "log-call", NULL);
  wait_shown (seat, "A call", TRUE);
  check_panel (seat, "intake");
}

/* Once with hardly anything, and once with what weeks leave behind. */
static void
test_fits (void)
{
  static const char *const panels[] = {"overview", "incidents", "intake", "events",
                                       "tray",     "journal",   "alarms", "cameras"};
  Seat seat;

  set_text (2);
  sit_down_at (&seat, tc_desk_open (NULL, NULL), NULL, SCREEN_PX, 768);
  wait_shown (&seat, "Take", TRUE);
  if (!g_getenv ("TC_ROOM_TRAY"))
    tc_room_desk_refuse (seat.desk);
  for (guint i = 0; i < G_N_ELEMENTS (panels); i++)
    check_panel (&seat, panels[i]);
  check_order (&seat);
  check_call (&seat);
  check_event (&seat);
  /* The longest that is said of a line. */
  tc_room_desk_cut_relay (seat.desk, 0);
  wait_shown (&seat, "Relay, no server", TRUE);
  check_panel (&seat, "incidents");
  stand_up (&seat);
  set_text (1);
}

/* Who is on duty leaves room for the journal above it, however many they are. */
static void
test_present (void)
{
  GtkWidget *present = g_object_ref_sink (g_object_new (TC_TYPE_PRESENT_LIST, NULL));
  GtkWidget *lines = find_type (present, "GtkBox");
  int least = 0, wanted = 0;

  for (guint i = 0; i < 40; i++)
    gtk_box_append (GTK_BOX (lines), gtk_label_new ("Nguyễn Thị Cẩm Tú"));
  gtk_widget_set_visible (present, TRUE);
  gtk_widget_measure (present, GTK_ORIENTATION_VERTICAL, -1, &least, &wanted, NULL, NULL);
  g_assert_cmpint (wanted, >, 768 / 4);
  g_assert_cmpint (wanted, <, 768 / 2);
  g_assert_cmpint (least, <, 768 / 4);
  g_object_unref (present);
}

static int
measure_bar (GtkWidget *bar)
{
  int width = 0;

  gtk_widget_measure (bar, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &width, NULL, NULL);
  return width;
}

/* As wide as it grows below the pointer. */
static int
get_bar_width (GtkWidget *scrolled)
{
  GtkWidget *bar = gtk_scrolled_window_get_vscrollbar (GTK_SCROLLED_WINDOW (scrolled));
  int thin = measure_bar (bar), width = thin;

  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  gtk_widget_add_css_class (bar, "hovering");
  while ((width = measure_bar (bar)) <= thin)
    g_main_context_iteration (NULL, TRUE);
  gtk_widget_remove_css_class (bar, "hovering");
  gtk_settings_reset_property (gtk_settings_get_default (), "gtk-enable-animations");
  return width;
}

/* Returns how many texts there are. */
static guint
check_beside (GtkWidget *widget, GtkWidget *scrolled, int room)
{
  graphene_rect_t place;
  guint n = 0;

  if (!gtk_widget_get_mapped (widget))
    return 0;
  if (GTK_IS_LABEL (widget) || GTK_IS_INSCRIPTION (widget)) {
    g_assert_true (gtk_widget_compute_bounds (widget, scrolled, &place));
    g_assert_cmpfloat (place.origin.x + place.size.width, <=, room);
    n++;
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    n += check_beside (child, scrolled, room);
  return n;
}

static void
check_column (int width, int height)
{
  Seat seat = {0};
  GtkWidget *context = NULL, *scrolled = NULL;
  int room = 0;

  sit_down_at (&seat, tc_desk_open (NULL, NULL), NULL, width, height);
  act_string (&seat, "panel", "incidents");
  wait_shown (&seat, "likely", TRUE);
  context = find_type (GTK_WIDGET (seat.window), "TcIncidentContext");
  while (gtk_widget_has_css_class (context, "folded") != (width == SCREEN_PX) ||
         gtk_widget_get_width (context) == 0)
    g_main_context_iteration (NULL, TRUE);
  scrolled = gtk_widget_get_ancestor (context, GTK_TYPE_SCROLLED_WINDOW);
  wait_painted (GTK_WIDGET (seat.window));
  room = gtk_widget_get_width (scrolled) - get_bar_width (scrolled);
  g_assert_cmpuint (check_beside (context, scrolled, room), >, 10);
  stand_up (&seat);
}

static void
test_beside_bar (void)
{
  check_column (1920, 1080);
  check_column (SCREEN_PX, 768);
}

int
main (int argc, char *argv[])
{
  window_seat_init (&argc, &argv);
  g_test_add_func ("/large-text/fits", test_fits);
  g_test_add_func ("/large-text/present", test_present);
  g_test_add_func ("/large-text/beside-bar", test_beside_bar);
  return window_seat_run ();
}
