/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The queue under a dispatcher's hands, on an enrolled desk whose replica holds a million incidents
 * while others arrive: bench-queue DATA-DIR ACCOUNT all|part HOW-MANY (password in
 * TOANCANH_PASSWORD). The window is the program's; each time is taken until the frame that shows
 * the result is painted. What is read is what the person may read of what the desk holds: "all" of
 * it, or "part", which costs a view over each table that has hidden rows. Which of the two it is
 * is looked at, not believed. For "all" there is beside it, in a window of the same size, GTK's
 * own list of as many strings.
 */
#include "bench-seat.h"
#include "tc-incident-item.h"
#include "tc-people-operations.h"
#include "tc-reading-view.h"
#include "tc-row-list.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OPENS 20
#define SCROLL_US (12 * G_TIME_SPAN_SECOND)
#define KEYS 120

/* Incidents that were put into the replica, and strings beside them. */
static guint n_rows;
/* Ends the names of figures. */
static const char *suffix = "";

/* When the keys were pressed whose frame isn't painted yet. */
typedef struct {
  gint64 pressed_us[KEYS];
  guint n;
  BenchTimes *times; /* (owned) */
} Keys;

/* ---- the window ---- */

static GListModel *
get_model (BenchSeat *seat)
{
  return G_LIST_MODEL (tc_row_list_get_model (TC_ROW_LIST (seat->list)));
}

static void
act (BenchSeat *seat, const char *action, const char *target)
{
  g_action_group_activate_action (G_ACTION_GROUP (seat->window), action,
                                  g_variant_new_string (target));
}

static gboolean
is_long (BenchSeat *seat, gpointer data)
{
  return g_list_model_get_n_items (get_model (seat)) >= n_rows;
}

static gboolean
is_painted (BenchSeat *seat, gpointer frames)
{
  return seat->frames > *(guint *) frames;
}

static void
wait_painted (BenchSeat *seat)
{
  guint frames = seat->frames;

  gdk_frame_clock_request_phase (seat->clock, GDK_FRAME_CLOCK_PHASE_PAINT);
  bench_seat_spin (seat, is_painted, &frames, "a frame");
}

/* Whether a list with another first row than @before (an id) stands there, and that row is read. */
static gboolean
is_other (BenchSeat *seat, gpointer before)
{
  g_autoptr (TcIncidentItem) first = g_list_model_get_item (get_model (seat), 0);

  return first && tc_incident_item_get_row (first) &&
         tc_incident_item_get_id (first) != *(gint64 *) before;
}

static gint64
get_first (BenchSeat *seat)
{
  g_autoptr (TcIncidentItem) first = g_list_model_get_item (get_model (seat), 0);

  return first ? tc_incident_item_get_id (first) : 0;
}

static double
since_ms (gint64 start_us)
{
  return (double) (g_get_monotonic_time () - start_us) / 1000;
}

/* ---- who looks ---- */

static gpointer
count_hidden (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  gint64 held = tc_database_get_int (db, 0, "SELECT count(*) FROM held_scope", NULL);
  g_autoptr (GHashTable) seen = tc_reading_view_list_kinds (db);

  /* By kind, of which a desk of the centre holds one scope each. */
  return GINT_TO_POINTER ((gint) (held - g_hash_table_size (seen)));
}

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  gint hidden = GPOINTER_TO_INT (tc_worker_run_finish (TC_WORKER (source), result, &error));

  if (error)
    bench_fail ("what may be read: %s", error->message);
  *(gint *) data = hidden;
}

static gboolean
is_counted (BenchSeat *seat, gpointer hidden)
{
  return *(gint *) hidden >= 0;
}

/* The reader of the lists sees what it should of what the desk holds. */
static void
check_eyes (BenchSeat *seat, gboolean part)
{
  gint hidden = -1;

  tc_worker_run_async (tc_desk_get_reader (seat->desk), count_hidden, NULL, NULL, NULL, NULL,
                       counted_cb, &hidden);
  bench_seat_spin (seat, is_counted, &hidden, "what may be read");
  if ((hidden > 0) != part)
    bench_fail ("of what the desk holds %d scopes are hidden from this person", hidden);
}

/* ---- what is measured ---- */

static void
measure_open (BenchSeat *seat)
{
  BenchTimes *times = bench_times_new (), *whole = bench_times_new ();

  for (guint i = 0; i < OPENS; i++) {
    gint64 before = get_first (seat), start_us = g_get_monotonic_time ();
    act (seat, "filter", "all");
    bench_seat_spin (seat, is_other, &before, "the list of all");
    wait_painted (seat);
    bench_times_add (times, g_get_monotonic_time () - start_us);
    bench_seat_spin (seat, is_long, NULL, "all rows");
    bench_times_add (whole, g_get_monotonic_time () - start_us);
    bench_seat_rest (seat, 300);
    before = get_first (seat);
    act (seat, "filter", "open");
    bench_seat_spin (seat, is_other, &before, "the list of open ones");
    bench_seat_rest (seat, 300);
  }
  g_print ("figure queue-open%s %.1f ms\nfigure queue-open-whole%s %.1f ms\n", suffix,
           bench_times_ms (times, 0.95), suffix, bench_times_ms (whole, 0.95));
  bench_times_free (times);
  bench_times_free (whole);
}

static gboolean
is_searched (BenchSeat *seat, gpointer data)
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
measure_search (BenchSeat *seat)
{
  static const char *const texts[] = {"ngập sâu hẻm 3", "tran hung dao",  "duong",
                                      "0147",           "rác xà no",      "nguyen van lan",
                                      "khong co gi ca", "Võ Văn Kiệt 12", "đèn quốc lộ 61C"};
  BenchTimes *times = bench_times_new ();

  act (seat, "filter", "all");
  bench_seat_spin (seat, is_long, NULL, "all rows");
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    for (const char *end = g_utf8_next_char (texts[i]);; end = g_utf8_next_char (end)) {
      g_autofree char *typed = g_strndup (texts[i], (gsize) (end - texts[i]));
      gint64 start_us = g_get_monotonic_time ();

      act (seat, "find-text", typed);
      bench_seat_spin (seat, is_searched, NULL, typed);
      wait_painted (seat);
      bench_times_add (times, g_get_monotonic_time () - start_us);
      if (g_getenv ("TC_BENCH_TRACE"))
        g_print ("# “%s”: %.1f ms, %u found\n", typed, since_ms (start_us),
                 g_list_model_get_n_items (get_model (seat)));
      bench_seat_rest (seat, 60);
      if (!*end)
        break;
    }
    act (seat, "find-text", "");
    bench_seat_rest (seat, 100);
  }
  g_print ("figure queue-search%s %.1f ms\n", suffix, bench_times_ms (times, 0.95));
  bench_times_free (times);
  bench_seat_spin (seat, is_long, NULL, "all rows");
}

static gboolean
is_late (BenchSeat *seat, gpointer until_us)
{
  return g_get_monotonic_time () >= *(gint64 *) until_us;
}

/* (transfer full) */
static BenchTimes *
scroll (BenchSeat *seat)
{
  BenchTimes *works = bench_times_new (), *gaps = bench_times_new ();
  gint64 until_us = g_get_monotonic_time () + SCROLL_US;

  bench_seat_rest (seat, 500);
  bench_seat_measure (seat, works, gaps);
  bench_seat_scroll (seat, is_late, &until_us, "scrolling");
  bench_times_free (gaps);
  return works;
}

static void
exited_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(gboolean *) data = g_subprocess_wait_check_finish (G_SUBPROCESS (source), result, NULL);
}

static gboolean
is_set (BenchSeat *seat, gpointer flag)
{
  return *(gboolean *) flag;
}

static void
press (BenchSeat *seat, const char *key)
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
  bench_seat_spin (seat, is_set, &done, "keys");
}

/* The X server's clock is the monotonic one. */
static gboolean
key_cb (GtkEventController *controller, guint key, guint code, GdkModifierType state, Keys *keys)
{
  guint32 at_ms = gtk_event_controller_get_current_event_time (controller);

  if (keys->n < KEYS)
    keys->pressed_us[keys->n++] = (gint64) at_ms * 1000;
  return FALSE;
}

static void
painted_cb (GdkFrameClock *clock, Keys *keys)
{
  for (guint i = 0; i < keys->n; i++)
    bench_times_add (keys->times, g_get_monotonic_time () - keys->pressed_us[i]);
  keys->n = 0;
}

static void
measure_input (BenchSeat *seat)
{
  GtkEventController *controller = gtk_event_controller_key_new ();
  Keys keys = {.times = bench_times_new ()};

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect (controller, "key-pressed", G_CALLBACK (key_cb), &keys);
  gtk_widget_add_controller (GTK_WIDGET (seat->window), controller);
  g_signal_connect (seat->clock, "after-paint", G_CALLBACK (painted_cb), &keys);
  gtk_widget_grab_focus (seat->list);
  bench_seat_rest (seat, 500);
  press (seat, "Down");
  press (seat, "Next");
  if (bench_times_count (keys.times) < KEYS)
    bench_fail ("only %u keys arrived", (guint) bench_times_count (keys.times));
  g_print ("figure queue-input%s %.1f ms\n", suffix, bench_times_ms (keys.times, 0.95));
  gtk_widget_remove_controller (GTK_WIDGET (seat->window), controller);
  g_signal_handlers_disconnect_by_data (seat->clock, &keys);
  bench_times_free (keys.times);
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

  for (guint i = 0; i < n_rows; i++)
    gtk_string_list_take (strings, g_strdup_printf ("Ngập sâu, hẻm %u Trần Hưng Đạo", i));
  return GTK_SELECTION_MODEL (gtk_single_selection_new (G_LIST_MODEL (strings)));
}

static BenchTimes *
measure_peer (double *open_ms)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  BenchSeat seat = {.window = GTK_WINDOW (gtk_window_new ())};
  BenchTimes *works = NULL;
  gint64 start_us = 0;

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  seat.list = gtk_list_view_new (NULL, factory);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), seat.list);
  gtk_window_set_child (seat.window, scroller);
  gtk_window_set_default_size (seat.window, 1920, 1080);
  gtk_window_present (seat.window);
  bench_seat_follow (&seat);
  bench_seat_rest (&seat, 500);
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

/* (transfer full) */
static BenchTimes *
measure_frames (BenchSeat *seat)
{
  BenchTimes *works = scroll (seat);

  g_print ("figure queue-frame%s %.2f ms\nfigure queue-frame-median%s %.2f ms\n", suffix,
           bench_times_ms (works, 0.95), suffix, bench_times_ms (works, 0.5));
  return works;
}

static void
compare (const BenchTimes *works)
{
  double open_ms = 0;
  BenchTimes *peer = measure_peer (&open_ms);
  g_print ("figure queue-open-peer %.1f ms\nfigure queue-frame-peer %.2f ms\n", open_ms,
           bench_times_ms (peer, 0.95));
  g_print ("figure queue-frame-ratio %.2f x\n",
           bench_times_ms (works, 0.95) / bench_times_ms (peer, 0.95));
  bench_times_free (peer);
}

int
main (int argc, char **argv)
{
  BenchSeat seat = {0};
  gboolean part = argc == 5 && g_str_equal (argv[3], "part");

  setvbuf (stdout, NULL, _IOLBF, 0);
  if (argc != 5 || (!part && !g_str_equal (argv[3], "all")))
    bench_fail ("usage: bench-queue DATA-DIR ACCOUNT all|part HOW-MANY");
  n_rows = (guint) g_ascii_strtoull (argv[4], NULL, 10);
  suffix = part ? "-part" : "";
  bench_seat_open (&seat, argv[1], argv[2]);
  bench_seat_rest (&seat, 1000);
  check_eyes (&seat, part);
  measure_open (&seat);
  measure_search (&seat);
  BenchTimes *works = measure_frames (&seat);
  measure_input (&seat);
  if (!part)
    measure_memory ();
  bench_seat_close (&seat);
  if (!part)
    compare (works);
  bench_times_free (works);
  return 0;
}
