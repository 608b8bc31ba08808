/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The queue under a dispatcher's hands, on an enrolled desk whose replica holds a million incidents
 * while others arrive: bench-queue DATA-DIR ACCOUNT (password in TOANCANH_PASSWORD). The window is
 * the program's; each time is taken until the frame that shows the result is painted. Beside it, in
 * a window of the same size, GTK's own list of a million strings.
 */
#include "bench-loop.h"
#include "tc-desk.h"
#include "tc-incident-item.h"
#include "tc-style.h"
#include "tc-window.h"

#include <stdio.h>
#include <time.h>

#define WAIT_US (60 * G_TIME_SPAN_SECOND)
#define MILLION 1000000
#define OPENS 20
#define SCROLL_FRAMES 600
#define STEP_PX 177
/* Now and then to somewhere else altogether. */
#define JUMP_EVERY 40
#define KEYS 120

typedef struct {
  GtkWindow *window;    /* (unowned) */
  GtkWidget *list;      /* (unowned) */
  GdkFrameClock *clock; /* (unowned) */
  /* When the keys were pressed whose frame isn't painted yet. */
  gint64 key_us[KEYS];
  guint n_keys;
  guint frames;
  gint64 worked_us; /* by the main loop */
  gboolean scrolling;
  BenchTimes *works;  /* (owned): of the main loop for each frame */
  BenchTimes *inputs; /* (owned) */
} Seat;

/* ---- what the main loop works ---- */

/* Of a processor by this thread since this was asked last: what others do meanwhile on a machine
 * that is shared is not its work. */
static gint64
take_worked (void)
{
  static gint64 before_us;
  struct timespec used;
  gint64 now_us = 0, worked = 0;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &used);
  now_us = used.tv_sec * G_USEC_PER_SEC + used.tv_nsec / 1000;
  worked = now_us - before_us;
  before_us = now_us;
  return worked;
}

static void
painted_cb (GdkFrameClock *clock, Seat *seat)
{
  gint64 worked = take_worked ();

  seat->frames++;
  seat->worked_us += worked;
  if (seat->scrolling)
    bench_times_add (seat->works, worked);
  for (guint i = 0; i < seat->n_keys; i++)
    bench_times_add (seat->inputs, g_get_monotonic_time () - seat->key_us[i]);
  seat->n_keys = 0;
}

/* The X server's clock is the monotonic one. */
static gboolean
key_cb (GtkEventController *controller, guint key, guint code, GdkModifierType state, Seat *seat)
{
  guint32 at_ms = gtk_event_controller_get_current_event_time (controller);

  if (seat->n_keys < KEYS)
    seat->key_us[seat->n_keys++] = (gint64) at_ms * 1000;
  return FALSE;
}

/* ---- the window ---- */

static GtkWidget *
find_list (GtkWidget *widget)
{
  GtkWidget *found = GTK_IS_LIST_VIEW (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find_list (child);
  return found;
}

static GListModel *
get_model (Seat *seat)
{
  return G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (seat->list)));
}

static void
act (Seat *seat, const char *action, const char *target)
{
  g_action_group_activate_action (G_ACTION_GROUP (seat->window), action,
                                  g_variant_new_string (target));
}

static void
spin (Seat *seat, gboolean (*done) (Seat *seat, gpointer data), gpointer data, const char *what)
{
  gint64 end_us = g_get_monotonic_time () + WAIT_US;

  while (!done (seat, data)) {
    if (g_get_monotonic_time () > end_us)
      bench_fail ("%s: never came", what);
    g_main_context_iteration (NULL, TRUE);
  }
}

static gboolean
is_ready (Seat *seat, gpointer data)
{
  return g_action_group_has_action (G_ACTION_GROUP (seat->window), "note") &&
         g_action_group_get_action_enabled (G_ACTION_GROUP (seat->window), "note");
}

static gboolean
is_long (Seat *seat, gpointer data)
{
  return g_list_model_get_n_items (get_model (seat)) >= MILLION;
}

static gboolean
is_painted (Seat *seat, gpointer frames)
{
  return seat->frames > *(guint *) frames;
}

static void
wait_painted (Seat *seat)
{
  guint frames = seat->frames;

  gdk_frame_clock_request_phase (seat->clock, GDK_FRAME_CLOCK_PHASE_PAINT);
  spin (seat, is_painted, &frames, "a frame");
}

/* Whether a list with another first row than @before (an id) stands there, and that row is read. */
static gboolean
is_other (Seat *seat, gpointer before)
{
  g_autoptr (TcIncidentItem) first = g_list_model_get_item (get_model (seat), 0);

  return first && tc_incident_item_get_row (first) &&
         tc_incident_item_get_id (first) != *(gint64 *) before;
}

static gint64
get_first (Seat *seat)
{
  g_autoptr (TcIncidentItem) first = g_list_model_get_item (get_model (seat), 0);

  return first ? tc_incident_item_get_id (first) : 0;
}

static double
since_ms (gint64 start_us)
{
  return (double) (g_get_monotonic_time () - start_us) / 1000;
}

static gboolean
rest_over (Seat *seat, gpointer until_us)
{
  return g_get_monotonic_time () >= *(gint64 *) until_us;
}

static gboolean
wake_cb (gpointer data)
{
  return G_SOURCE_REMOVE;
}

static void
rest (Seat *seat, guint ms)
{
  gint64 until_us = g_get_monotonic_time () + ms * 1000;

  g_timeout_add (ms + 1, wake_cb, NULL);
  spin (seat, rest_over, &until_us, "a rest");
}

/* ---- what is measured ---- */

static void
measure_open (Seat *seat)
{
  BenchTimes *times = bench_times_new (), *whole = bench_times_new ();

  for (guint i = 0; i < OPENS; i++) {
    gint64 before = get_first (seat), start_us = g_get_monotonic_time ();
    act (seat, "filter", "all");
    spin (seat, is_other, &before, "the list of all");
    wait_painted (seat);
    bench_times_add (times, g_get_monotonic_time () - start_us);
    spin (seat, is_long, NULL, "a million rows");
    bench_times_add (whole, g_get_monotonic_time () - start_us);
    rest (seat, 300);
    before = get_first (seat);
    act (seat, "filter", "open");
    spin (seat, is_other, &before, "the list of open ones");
    rest (seat, 300);
  }
  g_print ("figure queue-open %.1f ms\nfigure queue-open-whole %.1f ms\n",
           bench_times_ms (times, 0.95), bench_times_ms (whole, 0.95));
  bench_times_free (times);
  bench_times_free (whole);
}

static gboolean
is_searched (Seat *seat, gpointer data)
{
  g_autoptr (GListModel) queue = NULL;
  g_autoptr (TcIncidentItem) first = NULL;
  gboolean loading = TRUE;

  g_object_get (get_model (seat), "model", &queue, NULL);
  g_object_get (queue, "loading", &loading, NULL);
  first = loading ? NULL : g_list_model_get_item (queue, 0);
  return !loading && (!first || tc_incident_item_get_row (first));
}

/* Letter by letter, as it is typed. */
static void
measure_search (Seat *seat)
{
  static const char *const texts[] = {"ngập sâu hẻm 3", "tran hung dao",  "duong",
                                      "0147",           "rác xà no",      "nguyen van lan",
                                      "khong co gi ca", "Võ Văn Kiệt 12", "đèn quốc lộ 61C"};
  BenchTimes *times = bench_times_new ();

  act (seat, "filter", "all");
  spin (seat, is_long, NULL, "a million rows");
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    for (const char *end = g_utf8_next_char (texts[i]);; end = g_utf8_next_char (end)) {
      g_autofree char *typed = g_strndup (texts[i], (gsize) (end - texts[i]));
      gint64 start_us = g_get_monotonic_time ();

      seat->worked_us = 0;
      take_worked ();
      act (seat, "find-text", typed);
      spin (seat, is_searched, NULL, typed);
      wait_painted (seat);
      bench_times_add (times, g_get_monotonic_time () - start_us);
      if (g_getenv ("TC_BENCH_TRACE"))
        g_print ("# “%s”: %.1f ms, of them %.1f at work; %u found\n", typed, since_ms (start_us),
                 (double) (seat->worked_us + take_worked ()) / 1000,
                 g_list_model_get_n_items (get_model (seat)));
      rest (seat, 60);
      if (!*end)
        break;
    }
    act (seat, "find-text", "");
    rest (seat, 100);
  }
  g_print ("figure queue-search %.1f ms\n", bench_times_ms (times, 0.95));
  bench_times_free (times);
  spin (seat, is_long, NULL, "a million rows");
}

static gboolean
scroll_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  guint *left = data;
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (widget));
  double value = gtk_adjustment_get_value (adjustment) + STEP_PX;

  if (*left % JUMP_EVERY == 0)
    value = gtk_adjustment_get_upper (adjustment) * ((*left * 7919) % 1000) / 1000;
  gtk_adjustment_set_value (adjustment, value);
  return --*left > 0;
}

static gboolean
is_scrolled (Seat *seat, gpointer left)
{
  return *(guint *) left == 0;
}

/* (transfer full) */
static BenchTimes *
scroll (Seat *seat)
{
  guint left = SCROLL_FRAMES;

  seat->works = bench_times_new ();
  rest (seat, 500);
  gtk_widget_add_tick_callback (seat->list, scroll_cb, &left, NULL);
  take_worked ();
  seat->scrolling = TRUE;
  spin (seat, is_scrolled, &left, "scrolling");
  seat->scrolling = FALSE;
  return g_steal_pointer (&seat->works);
}

static void
exited_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(gboolean *) data = g_subprocess_wait_check_finish (G_SUBPROCESS (source), result, NULL);
}

static gboolean
is_set (Seat *seat, gpointer flag)
{
  return *(gboolean *) flag;
}

static void
press (Seat *seat, const char *key)
{
  g_autofree char *times = g_strdup_printf ("%d", KEYS);
  g_autoptr (GError) error = NULL;
  gboolean done = FALSE;
  g_autoptr (GSubprocess)
      typing = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, "xdotool", "key", "--repeat",
                                 times, "--delay", "70", key, NULL);

  if (!typing)
    bench_fail ("xdotool: %s", error->message);
  g_subprocess_wait_check_async (typing, NULL, exited_cb, &done);
  spin (seat, is_set, &done, "keys");
}

static void
measure_input (Seat *seat)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), seat);
  gtk_widget_add_controller (GTK_WIDGET (seat->window), keys);
  seat->inputs = bench_times_new ();
  gtk_widget_grab_focus (seat->list);
  rest (seat, 500);
  press (seat, "Down");
  press (seat, "Next");
  if (bench_times_count (seat->inputs) < KEYS)
    bench_fail ("only %u keys arrived", (guint) bench_times_count (seat->inputs));
  g_print ("figure queue-input %.1f ms\n", bench_times_ms (seat->inputs, 0.95));
  g_clear_pointer (&seat->inputs, bench_times_free);
}

/* What is this process's own of memory. */
static void
measure_memory (void)
{
  g_autofree char *text = NULL;
  const char *line = NULL;
  guint64 kib = 0;

  if (g_file_get_contents ("/proc/self/smaps_rollup", &text, NULL, NULL))
    line = strstr (text, "\nPss:");
  if (line && sscanf (line, "\nPss: %" G_GUINT64_FORMAT, &kib) == 1)
    g_print ("figure queue-memory %.0f MB\n", (double) kib / 1024);
}

/* ---- GTK's own list ---- */

static void
setup_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_size_request (label, -1, 58);
  gtk_list_item_set_child (item, label);
}

static void
bind_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (item)),
                       gtk_string_object_get_string (gtk_list_item_get_item (item)));
}

static GtkSelectionModel *
make_strings (void)
{
  GtkStringList *strings = gtk_string_list_new (NULL);

  for (guint i = 0; i < MILLION; i++)
    gtk_string_list_take (strings, g_strdup_printf ("Ngập sâu, hẻm %u Trần Hưng Đạo", i));
  return GTK_SELECTION_MODEL (gtk_single_selection_new (G_LIST_MODEL (strings)));
}

static void
follow_clock (Seat *seat)
{
  seat->clock = gtk_widget_get_frame_clock (GTK_WIDGET (seat->window));
  g_signal_connect (seat->clock, "after-paint", G_CALLBACK (painted_cb), seat);
}

static BenchTimes *
measure_peer (double *open_ms)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  Seat seat = {.window = GTK_WINDOW (gtk_window_new ())};
  BenchTimes *works = NULL;
  gint64 start_us = 0;

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  seat.list = gtk_list_view_new (NULL, factory);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), seat.list);
  gtk_window_set_child (seat.window, scroller);
  gtk_window_set_default_size (seat.window, 1920, 1080);
  gtk_window_present (seat.window);
  follow_clock (&seat);
  rest (&seat, 500);
  start_us = g_get_monotonic_time ();
  GtkSelectionModel *strings = make_strings ();
  gtk_list_view_set_model (GTK_LIST_VIEW (seat.list), strings);
  g_object_unref (strings);
  wait_painted (&seat);
  *open_ms = since_ms (start_us);
  works = scroll (&seat);
  gtk_window_destroy (seat.window);
  return works;
}

static void
measure_frames (Seat *seat)
{
  BenchTimes *works = scroll (seat);

  g_print ("figure queue-frame %.2f ms\nfigure queue-frame-median %.2f ms\n",
           bench_times_ms (works, 0.95), bench_times_ms (works, 0.5));
  measure_input (seat);
  measure_memory ();
  gtk_window_close (seat->window);
  rest (seat, 300);
  double open_ms = 0;
  BenchTimes *peer = measure_peer (&open_ms);
  g_print ("figure queue-open-peer %.1f ms\nfigure queue-frame-peer %.2f ms\n", open_ms,
           bench_times_ms (peer, 0.95));
  g_print ("figure queue-frame-ratio %.2f x\n",
           bench_times_ms (works, 0.95) / bench_times_ms (peer, 0.95));
  bench_times_free (works);
  bench_times_free (peer);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GtkApplication) app = NULL;
  g_autoptr (TcDesk) desk = NULL;
  Seat seat = {0};

  gtk_init ();
  adw_init ();
  app = g_object_new (ADW_TYPE_APPLICATION, "application-id", "io.github.toancanh.Bench", "flags",
                      G_APPLICATION_NON_UNIQUE, NULL);
  g_application_register (G_APPLICATION (app), NULL, NULL);
  tc_style_register ();
  tc_style_load ("dark");
  desk = tc_desk_open (argv[1], &error);
  if (!desk)
    bench_fail ("%s", error->message);
  const TcWindowStart start = {.account = argv[2], .password = g_getenv ("TOANCANH_PASSWORD")};
  seat.window = GTK_WINDOW (tc_window_new (app, desk, &start));
  gtk_window_set_default_size (seat.window, 1920, 1080);
  gtk_window_present (seat.window);
  follow_clock (&seat);
  spin (&seat, is_ready, NULL, "the first incident");
  seat.list = find_list (GTK_WIDGET (seat.window));
  rest (&seat, 1000);
  measure_open (&seat);
  measure_search (&seat);
  measure_frames (&seat);
  tc_desk_stop (desk);
  return 0;
}
