/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: each step of the tour points at something that is there; the tour gives way to emergencies
 * (but those of a demonstration) and to the lock, leaves the keyboard where it is, tells a screen
 * reader what it says, shows nobody what isn't theirs, and is offered until somebody is through
 * with it. Method: the real window over the room's desk, by its actions; by keys it is walked in
 * test_tour.py.
 */
#include "window-seat.h"

#include "main-turn.h"
#include "tc-desk-lock.h"
#include "tc-settings.h"
#include "tc-tour-place.h"
#include "tc-tour.h"

#define OFFER "First day here?"
#define TABS_MAX 200
#define TITLE_STRIP "The red strip, and what ◆ means"

static void
begin_anew (Seat *seat)
{
  g_autoptr (GSettings) settings = tc_settings_open ();

  g_assert_nonnull (settings);
  g_settings_reset (settings, "tours");
  sit_down (seat);
  wait_shown (seat, OFFER, TRUE);
}

static void
unlock (Seat *seat)
{
  tc_desk_lock_open_by_password_async (tc_desk_lock_of (seat->desk), "mat-khau", NULL, NULL);
  wait_shown (seat, "Desk locked", FALSE);
}

/* Whether something in a widget of that type has the keyboard. */
static gboolean
is_focused (Seat *seat, const char *type)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (seat->window));

  return focus && gtk_widget_get_mapped (focus) &&
         gtk_widget_get_ancestor (focus, g_type_from_name (type));
}

/* Waits until the frame is around what @step is about. */
static GtkWidget *
wait_framed (Seat *seat, const TcTourStep *step)
{
  gint64 end_us = g_get_monotonic_time () + WAIT_US;
  GtkWidget *place = NULL;
  gboolean here = FALSE;

  while (!place || !here || !gtk_widget_has_css_class (place, "tour-here")) {
    if (g_get_monotonic_time () > end_us)
      g_error ("%s: %s is not pointed at", step->name, step->place);
    main_turn ();
    place = tc_tour_place_find (GTK_WIDGET (seat->window), step, &here);
  }
  return place;
}

static void
test_places (void)
{
  guint n = 0;
  const TcTourStep *steps = tc_tour_steps_list (&n);
  GtkWidget *place = NULL;
  Seat seat = {0};

  begin_anew (&seat);
  for (guint i = 0; i < n; i++) {
    act (&seat, "tour-next", NULL);
    wait_shown (&seat, steps[i].title, TRUE);
    if (steps[i].panel)
      act_string (&seat, "panel", steps[i].panel);
    if (place)
      g_assert_false (gtk_widget_has_css_class (place, "tour-here"));
    place = wait_framed (&seat, &steps[i]);
  }
  act (&seat, "tour-next", NULL);
  wait_shown (&seat, steps[n - 1].title, FALSE);
  g_assert_false (gtk_widget_has_css_class (place, "tour-here"));
  g_assert_false (can (&seat, "tour-next"));
  stand_up (&seat);
}

/* While the panel is elsewhere its button is pointed at. */
static void
test_button_of_panel (void)
{
  guint n = 0;
  const TcTourStep *steps = tc_tour_steps_list (&n);
  GtkWidget *button = NULL;
  gboolean here = TRUE;
  Seat seat = {0};

  begin_anew (&seat);
  act_string (&seat, "panel", "tray");
  act (&seat, "tour-next", NULL);
  act (&seat, "tour-next", NULL);
  wait_shown (&seat, "Step 2 of", TRUE);
  button = tc_tour_place_find (GTK_WIDGET (seat.window), &steps[1], &here);
  g_assert_true (GTK_IS_TOGGLE_BUTTON (button) && !here);
  g_assert_true (gtk_widget_has_css_class (button, "tour-here"));
  act_string (&seat, "panel", "incidents");
  wait_framed (&seat, &steps[1]);
  stand_up (&seat);
}

static void
test_emergency (void)
{
  Seat seat = {0};
  gint64 id = 0;

  begin_anew (&seat);
  act (&seat, "tour-next", NULL);
  wait_shown (&seat, TITLE_STRIP, TRUE);
  id = tc_room_desk_report (seat.desk, "Cháy nhà bà Ngọc", TC_PRIORITY_EMERGENCY);
  wait_shown (&seat, TITLE_STRIP, FALSE);
  wait_shown (&seat, "nobody has taken it", TRUE);
  g_assert_false (can (&seat, "tour-next"));
  tc_room_desk_take_elsewhere (seat.desk, id);
  wait_shown (&seat, TITLE_STRIP, TRUE);
  /* Who had the keyboard there has it in the panel meanwhile. */
  for (guint i = 0; i < TABS_MAX && !is_focused (&seat, "TcTour"); i++)
    gtk_widget_child_focus (GTK_WIDGET (seat.window), GTK_DIR_TAB_FORWARD);
  g_assert_true (is_focused (&seat, "TcTour"));
  tc_room_desk_report (seat.desk, "Nổ bình ga nhà ông Tư", TC_PRIORITY_EMERGENCY);
  wait_shown (&seat, TITLE_STRIP, FALSE);
  g_assert_true (is_focused (&seat, "TcIncidentPanel"));
  stand_up (&seat);
}

/* There some emergency nearly always stands: the strip stays over the tour, which goes on. */
static void
test_demonstration (void)
{
  Seat seat = {0};

  begin_anew (&seat);
  tc_room_desk_report (seat.desk, "Cháy nhà bà Ngọc", TC_PRIORITY_EMERGENCY);
  wait_shown (&seat, "nobody has taken it", TRUE);
  wait_shown (&seat, OFFER, FALSE);
  tc_room_desk_set_demonstration (seat.desk, TRUE);
  wait_shown (&seat, OFFER, TRUE);
  act (&seat, "tour-next", NULL);
  wait_shown (&seat, TITLE_STRIP, TRUE);
  tc_room_desk_report (seat.desk, "Nổ bình ga nhà ông Tư", TC_PRIORITY_EMERGENCY);
  wait_shown (&seat, "Nổ bình ga nhà ông Tư", TRUE);
  g_assert_true (shows (GTK_WIDGET (seat.window), "nobody has taken it"));
  act (&seat, "tour-next", NULL);
  wait_shown (&seat, "Step 2 of", TRUE);
  /* In a real province it steps aside at once. */
  tc_room_desk_set_demonstration (seat.desk, FALSE);
  wait_shown (&seat, "Step 2 of", FALSE);
  g_assert_false (can (&seat, "tour-next"));
  stand_up (&seat);
}

static GtkWidget *
find_tour (GtkWidget *widget)
{
  GtkWidget *found = TC_IS_TOUR (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find_tour (child);
  return found;
}

/* All that is shown, in its name, and that what was to be done is done. */
static void
test_announced (void)
{
  guint n = 0;
  const TcTourStep *steps = tc_tour_steps_list (&n);
  g_autofree char *before = NULL, *after = NULL;
  GtkAccessible *tour = NULL;
  Seat seat = {0};

  begin_anew (&seat);
  tour = GTK_ACCESSIBLE (find_tour (GTK_WIDGET (seat.window)));
  gtk_test_accessible_assert_role (tour, GTK_ACCESSIBLE_ROLE_GROUP);
  for (guint i = 0; i < 5; i++)
    act (&seat, "tour-next", NULL);
  before = g_strdup_printf ("Step 5 of %u: The command line · Ctrl+K. %s", n, steps[4].text);
  after = g_strdup_printf ("Step 5 of %u: The command line · Ctrl+K · ✓ Done. %s", n,
                           steps[4].text);
  gtk_test_accessible_assert_property (tour, GTK_ACCESSIBLE_PROPERTY_LABEL, before);
  act (&seat, "search", NULL);
  gtk_test_accessible_assert_property (tour, GTK_ACCESSIBLE_PROPERTY_LABEL, after);
  stand_up (&seat);
}

static void
test_composer_keeps_keyboard (void)
{
  GtkWidget *focus = NULL;
  Seat seat = {0};

  begin_anew (&seat);
  act (&seat, "note", NULL);
  focus = gtk_window_get_focus (GTK_WINDOW (seat.window));
  g_assert_true (GTK_IS_TEXT_VIEW (focus));
  for (guint i = 0; i < 3; i++)
    act (&seat, "tour-next", NULL);
  act (&seat, "tour-back", NULL);
  wait_shown (&seat, "Step 2 of", TRUE);
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (seat.window)) == focus);
  act (&seat, "tour-leave", NULL);
  wait_shown (&seat, "Step 2 of", FALSE);
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (seat.window)) == focus);
  stand_up (&seat);
}

/* What needs no capability. */
static void
test_rights (void)
{
  Seat seat = {0};

  begin_anew (&seat);
  tc_room_desk_hold_rights (seat.desk, TRUE);
  wait_shown (&seat, OFFER " 6 short steps", TRUE);
  act (&seat, "tour-next", NULL);
  wait_shown (&seat, "Step 1 of 6", TRUE);
  act (&seat, "tour-next", NULL);
  act (&seat, "tour-next", NULL);
  wait_shown (&seat, "The clock of an incident", TRUE);
  stand_up (&seat);
}

static void
test_lock (void)
{
  Seat seat = {0};

  begin_anew (&seat);
  act (&seat, "tour-next", NULL);
  act (&seat, "tour-next", NULL);
  act (&seat, "lock", NULL);
  wait_shown (&seat, "Desk locked", TRUE);
  unlock (&seat);
  wait_shown (&seat, "You left the first-day tour at step 2 of", TRUE);
  act (&seat, "tour-next", NULL);
  wait_shown (&seat, "Step 2 of", TRUE);
  while (!shows (GTK_WIDGET (seat.window), "Leaving the desk"))
    act (&seat, "tour-next", NULL);
  act (&seat, "lock", NULL);
  wait_shown (&seat, "Desk locked", TRUE);
  unlock (&seat);
  g_assert_false (can (&seat, "tour-next"));
  stand_up (&seat);
}

static void
test_offered_until_declined (void)
{
  Seat seat = {0};

  begin_anew (&seat);
  act (&seat, "tour-later", NULL);
  wait_shown (&seat, OFFER, FALSE);
  stand_up (&seat);
  sit_down (&seat);
  wait_shown (&seat, OFFER, TRUE);
  act (&seat, "tour-next", NULL);
  act (&seat, "tour-next", NULL);
  stand_up (&seat);
  sit_down (&seat);
  wait_shown (&seat, "You left the first-day tour at step 2 of", TRUE);
  act (&seat, "tour-leave", NULL);
  stand_up (&seat);
  sit_down (&seat);
  g_assert_false (can (&seat, "tour-next"));
  act (&seat, "tour", NULL);
  wait_shown (&seat, "Step 2 of", TRUE);
  act (&seat, "tour", NULL);
  wait_shown (&seat, "Step 1 of", TRUE);
  stand_up (&seat);
}

/* Letters twice as large, on the smallest screen. */
static void
test_large_text (void)
{
  GtkSettings *gtk = gtk_settings_get_default ();
  guint n = 0;
  Seat seat = {0};
  int dpi = 0, least = 0;

  tc_tour_steps_list (&n);
  g_object_get (gtk, "gtk-xft-dpi", &dpi, NULL);
  g_object_set (gtk, "gtk-xft-dpi", 2 * 96 * 1024, NULL);
  begin_anew (&seat);
  for (guint i = 0; i < n; i++) {
    gtk_widget_measure (GTK_WIDGET (seat.window), GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL,
                        NULL, NULL);
    g_assert_cmpint (least, <=, 1366);
    act (&seat, "tour-next", NULL);
  }
  g_object_set (gtk, "gtk-xft-dpi", dpi, NULL);
  stand_up (&seat);
}

int
main (int argc, char **argv)
{
  window_seat_init (&argc, &argv);
  g_test_add_func ("/tour-window/places", test_places);
  g_test_add_func ("/tour-window/button-of-panel", test_button_of_panel);
  g_test_add_func ("/tour-window/emergency", test_emergency);
  g_test_add_func ("/tour-window/demonstration", test_demonstration);
  g_test_add_func ("/tour-window/announced", test_announced);
  g_test_add_func ("/tour-window/composer-keeps-keyboard", test_composer_keeps_keyboard);
  g_test_add_func ("/tour-window/rights", test_rights);
  g_test_add_func ("/tour-window/lock", test_lock);
  g_test_add_func ("/tour-window/offered-until-declined", test_offered_until_declined);
  g_test_add_func ("/tour-window/large-text", test_large_text);
  return window_seat_run ();
}
