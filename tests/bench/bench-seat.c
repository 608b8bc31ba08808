/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A window to measure; see the header.
 */
#include "bench-seat.h"

#include "tc-row-list.h"
#include "tc-style.h"
#include "tc-window.h"

#include <stdlib.h>
#include <time.h>

#define WAIT_US (120 * G_TIME_SPAN_SECOND)
#define STEP_PX 177
#define JUMP_EVERY 40

/* Of a processor by this thread since this was asked last: what others do meanwhile on a machine
 * that is shared is not its work. */
static gint64
take_worked (void)
{
  static gint64 before_us;
  struct timespec used;
  gint64 now_us, worked;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &used);
  now_us = used.tv_sec * G_USEC_PER_SEC + used.tv_nsec / 1000;
  worked = now_us - before_us;
  before_us = now_us;
  return worked;
}

static void
painted_cb (GdkFrameClock *clock, BenchSeat *seat)
{
  gint64 worked = take_worked ();
  gint64 now_us = g_get_monotonic_time ();

  if (seat->works && seat->painted_us > 0) {
    bench_times_add (seat->works, worked);
    bench_times_add (seat->gaps, now_us - seat->painted_us);
  }
  seat->painted_us = now_us;
  seat->frames++;
}

void
bench_seat_spin (BenchSeat *seat, BenchSeatDone done, gpointer data, const char *what)
{
  gint64 end_us = g_get_monotonic_time () + WAIT_US;

  while (!done (seat, data)) {
    if (g_get_monotonic_time () > end_us)
      bench_fail ("%s: never came", what);
    g_main_context_iteration (NULL, TRUE);
  }
}

static gboolean
is_late (BenchSeat *seat, gpointer until_us)
{
  return g_get_monotonic_time () >= *(gint64 *) until_us;
}

static gboolean
wake_cb (gpointer data)
{
  return G_SOURCE_REMOVE;
}

void
bench_seat_rest (BenchSeat *seat, guint ms)
{
  gint64 until_us = g_get_monotonic_time () + ms * 1000;

  g_timeout_add (ms + 1, wake_cb, NULL);
  bench_seat_spin (seat, is_late, &until_us, "a rest");
}

static GtkWidget *
find_list (GtkWidget *widget)
{
  gboolean is_list = TC_IS_ROW_LIST (widget);
  GtkWidget *found = is_list ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find_list (child);
  return found;
}

static gboolean
can_act (BenchSeat *seat, gpointer data)
{
  GActionGroup *actions = G_ACTION_GROUP (seat->window);

  return g_action_group_has_action (actions, "note") &&
         g_action_group_get_action_enabled (actions, "note");
}

void
bench_seat_follow (BenchSeat *seat)
{
  seat->clock = gtk_widget_get_frame_clock (GTK_WIDGET (seat->window));
  g_signal_connect (seat->clock, "after-paint", G_CALLBACK (painted_cb), seat);
}

void
bench_seat_open (BenchSeat *seat, const char *folder, const char *account)
{
  const TcWindowStart start = {.account = account, .password = g_getenv ("TOANCANH_PASSWORD")};
  g_autoptr (GError) error = NULL;

  gtk_init ();
  adw_init ();
  seat->app = g_object_new (ADW_TYPE_APPLICATION, "application-id", "io.github.toancanh.Bench",
                            "flags", G_APPLICATION_NON_UNIQUE, NULL);
  g_application_register (G_APPLICATION (seat->app), NULL, NULL);
  tc_style_register ();
  tc_style_load ("dark");
  seat->desk = tc_desk_open (folder, &error);
  if (!seat->desk)
    bench_fail ("%s", error->message);
  seat->window = GTK_WINDOW (tc_window_new (seat->app, seat->desk, &start));
  gtk_window_set_default_size (seat->window, 1920, 1080);
  gtk_window_present (seat->window);
  bench_seat_follow (seat);
  bench_seat_spin (seat, can_act, NULL, "the first incident");
  seat->list = find_list (GTK_WIDGET (seat->window));
}

void
bench_seat_close (BenchSeat *seat)
{
  gtk_window_close (seat->window);
  bench_seat_rest (seat, 300);
  tc_desk_stop (seat->desk);
  g_clear_object (&seat->desk);
  g_clear_object (&seat->app);
}

static gboolean
scroll_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  guint *step = data;
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (widget));
  double upper = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment);
  double value = gtk_adjustment_get_value (adjustment) + STEP_PX;

  ++*step;
  if (*step % JUMP_EVERY == 0 || value > upper)
    value = upper * ((*step * 7919) % 1000) / 1000;
  gtk_adjustment_set_value (adjustment, value);
  return G_SOURCE_CONTINUE;
}

void
bench_seat_measure (BenchSeat *seat, BenchTimes *works, BenchTimes *gaps)
{
  take_worked ();
  seat->painted_us = 0;
  seat->works = works;
  seat->gaps = gaps;
}

void
bench_seat_scroll (BenchSeat *seat, BenchSeatDone done, gpointer data, const char *what)
{
  guint step = 0;
  guint id = gtk_widget_add_tick_callback (seat->list, scroll_cb, &step, NULL);

  bench_seat_rest (seat, 300);
  bench_seat_spin (seat, done, data, what);
  seat->works = seat->gaps = NULL;
  gtk_widget_remove_tick_callback (seat->list, id);
}
