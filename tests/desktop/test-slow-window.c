/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what takes long to read says so, can be stopped after three seconds, and read after all:
 * the list of cameras, what is similar to a call, what is kept of recordings. Method: as in
 * test-camera-window.c; the desk's reader stands still meanwhile.
 */
#include "wall-seat.h"

/* @busy: what is said while it is read, @stopped: once it was ended; read again it says neither. */
static void
wait_stopped (Seat *seat, GtkWidget *window, const char *busy, const char *prefix,
              const char *stopped)
{
  g_autofree char *stop = g_strconcat ("win.", prefix, "-stop", NULL);
  g_autofree char *again = g_strconcat ("win.", prefix, "-again", NULL);

  g_assert_false (shows (window, busy));
  wait_shown_in (window, busy, TRUE);
  g_assert_false (shows (window, "Stop reading"));
  wait_shown_in (window, "Stop reading", TRUE);
  g_assert_true (gtk_widget_activate_action (window, stop, NULL));
  wait_shown_in (window, stopped, TRUE);
  g_assert_false (shows (window, busy));
  wait_shown_in (window, "Read it again", TRUE);
  tc_room_desk_stop_reading (seat->desk, FALSE);
  g_assert_true (gtk_widget_activate_action (window, again, NULL));
  wait_shown_in (window, stopped, FALSE);
  wait_shown_in (window, busy, FALSE);
}

static void
test_cameras (void)
{
  Seat seat = {0};

  forget_wall ();
  sit_at_wall (&seat);
  wait_shown (&seat, "Cầu Xà No", TRUE);
  tc_room_desk_stop_reading (seat.desk, TRUE);
  act (&seat, "cameras-again", NULL);
  wait_stopped (&seat, GTK_WIDGET (seat.window), "The list is being read", "cameras",
                "This list was not read: the reading was stopped.");
  g_assert_true (shows (GTK_WIDGET (seat.window), "Cầu Xà No"));
  stand_up (&seat);
}

/* It is logged without. */
static void
test_intake (void)
{
  Seat seat = {0};

  sit_down (&seat);
  act (&seat, "log-call", NULL);
  wait_shown (&seat, "Shown once the place is known.", TRUE);
  tc_room_desk_stop_reading (seat.desk, TRUE);
  act (&seat, "look-around-again", NULL);
  wait_stopped (&seat, GTK_WIDGET (seat.window), "Looking for what is similar nearby",
                "look-around", "What is similar nearby was not looked up: it was stopped.");
  stand_up (&seat);
}

static void
test_holds (void)
{
  Seat seat = {0};
  GtkWidget *window = NULL;

  forget_wall ();
  sit_at_wall (&seat);
  tc_room_desk_stop_reading (seat.desk, TRUE);
  act (&seat, "holds", NULL);
  window = wait_window_of ("TcHoldsWindow");
  g_assert_false (shows (window, "Nothing of a recording is kept just now"));
  wait_stopped (&seat, window, "Asking the media hosts", "holds",
                "The list isn't whole: asking the media hosts was stopped.");
  wait_shown_in (window, "Nothing of a recording is kept just now", TRUE);
  stand_up (&seat);
}

int
main (int argc, char **argv)
{
  wall_seat_init (&argc, &argv);
  g_test_add_func ("/slow-window/cameras", test_cameras);
  g_test_add_func ("/slow-window/intake", test_intake);
  g_test_add_func ("/slow-window/holds", test_holds);
  return wall_seat_run ();
}
