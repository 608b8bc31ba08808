/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A wall of tiles in a window, as the panel has it, told what to measure by lines on standard
 * input:
 *
 *   begin     forgets what was counted
 *   figures   says it: {"painted": pictures told apart by their strips, of all tiles, "decoded":
 *             …, "live": tiles that are, "cpu_ms": of this process and its decoders, "age_ms": {…:
 *             from a picture's taking to the end of its painting}, "key_ms": {…: from a key to the
 *             end of the painting that follows}, "frame_ms": {…: processor time of this thread
 *             for a frame}}
 *
 *   turn      each tile plays the next camera that has none, as on patrol
 *
 *   bench-wall PROGRAM FPS_MILLI CYCLE PROFILE TILES ADDRESS...
 *
 * CYCLE: of how many frames a camera's loop is. {"event": "ready"} is said once each tile has a
 * picture, also after "turn".
 */
#include "bench-loop.h"
#include "tc-frame-strip.h"
#include "tc-frame-times.h"
#include "tc-style.h"
#include "tc-tile-grid.h"

#include <adwaita.h>
#include <gio/gunixinputstream.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#define WIDTH 1920
#define HEIGHT 1080
#define KEYS_MAX 64

typedef struct {
  TcTile *tile;       /* (owned) */
  guint64 number;     /* of the picture that was looked at last */
  GHashTable *frames; /* (owned): numbers of strips */
} Screen;

static guint fps_milli;
static gint64 cycle;
static TcTileGroup *group;
static TcTileGrid *grid;
static GPtrArray *screens; /* (element-type Screen) */
static GMainLoop *loop;
static gboolean ready;
static TcStreamProfile profile;
static char **addresses; /* of all cameras */
static guint n_addresses, next_address;
static BenchTimes *ages, *key_times, *frame_times;
static gint64 frame_begun_us;    /* by the thread's processor time */
static gint64 keys_us[KEYS_MAX]; /* pressed, and not painted yet */
static guint n_keys;
static guint64 cpu_before_us, decoded_before;

static guint64
get_own_cpu_us (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (guint64) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * G_USEC_PER_SEC +
         (guint64) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

/* ---- what is painted ---- */

static void
look (Screen *screen, const TcTileFrame *frame)
{
  guint camera, number;

  if (!frame || frame->number == screen->number)
    return;
  screen->number = frame->number;
  if (!tc_frame_strip_read_bgra (g_bytes_get_data (frame->pixels, NULL), frame->stride,
                                 frame->width, frame->height, &camera, &number))
    return;
  g_hash_table_add (screen->frames, GUINT_TO_POINTER (number));
  bench_times_add (ages,
                   tc_frame_times_age_us (camera, fps_milli, number, cycle, g_get_real_time ()));
}

static gboolean
all_have_pictures (void)
{
  for (guint i = 0; i < screens->len; i++)
    if (!tc_camera_tile_get_frame (tc_tile_grid_get_tile (grid, i)))
      return FALSE;
  return TRUE;
}

static gint64
get_thread_cpu_us (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return (gint64) time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

static void
begun_cb (GdkFrameClock *clock, gpointer data)
{
  frame_begun_us = get_thread_cpu_us ();
}

static void
painted_cb (GdkFrameClock *clock, gpointer data)
{
  gint64 now_us = g_get_monotonic_time ();

  bench_times_add (frame_times, get_thread_cpu_us () - frame_begun_us);
  for (guint i = 0; i < screens->len; i++)
    look (g_ptr_array_index (screens, i),
          tc_camera_tile_get_frame (tc_tile_grid_get_tile (grid, i)));
  for (guint i = 0; i < n_keys; i++)
    bench_times_add (key_times, now_us - keys_us[i]);
  n_keys = 0;
  if (!ready && all_have_pictures ()) {
    ready = TRUE;
    printf ("{\"event\": \"ready\"}\n");
    fflush (stdout);
  }
}

/* The screen's clock is the computer's, in milliseconds. */
static gboolean
key_cb (GtkEventController *controller, guint key, guint code, GdkModifierType state, gpointer data)
{
  if (n_keys < KEYS_MAX)
    keys_us[n_keys++] = (gint64) gtk_event_controller_get_current_event_time (controller) * 1000;
  gtk_widget_queue_draw (GTK_WIDGET (grid));
  return GDK_EVENT_PROPAGATE;
}

/* ---- what is asked ---- */

static void
begin (void)
{
  TcTileGroupStatistics statistics;

  tc_tile_group_get_statistics (group, &statistics);
  cpu_before_us = statistics.cpu_us + get_own_cpu_us ();
  decoded_before = statistics.n_decoded;
  bench_times_free (ages);
  bench_times_free (key_times);
  bench_times_free (frame_times);
  ages = bench_times_new ();
  key_times = bench_times_new ();
  frame_times = bench_times_new ();
  for (guint i = 0; i < screens->len; i++)
    g_hash_table_remove_all (((Screen *) g_ptr_array_index (screens, i))->frames);
}

static void
say_figures (void)
{
  TcTileGroupStatistics statistics;
  guint painted = 0, live = 0;

  tc_tile_group_get_statistics (group, &statistics);
  for (guint i = 0; i < screens->len; i++) {
    Screen *screen = g_ptr_array_index (screens, i);

    painted += g_hash_table_size (screen->frames);
    live += tc_tile_get_report (screen->tile).state == TC_STREAM_LIVE;
  }
  printf ("{\"painted\": %u, \"decoded\": %" G_GUINT64_FORMAT ", \"live\": %u, \"cpu_ms\": "
          "%" G_GUINT64_FORMAT ", \"age_ms\": {",
          painted, statistics.n_decoded - decoded_before, live,
          (statistics.cpu_us + get_own_cpu_us () - cpu_before_us) / 1000);
  bench_times_print (ages, "");
  printf ("}, \"key_ms\": {");
  bench_times_print (key_times, "");
  printf ("}, \"frame_ms\": {");
  bench_times_print (frame_times, "");
  printf ("}}\n");
  fflush (stdout);
}

/* ---- the wall ---- */

static void
place_tiles (guint n)
{
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (TcTilePlace));
  guint side = 1;

  while (side * side < n)
    side++;
  for (guint i = 0; i < n; i++) {
    const TcTilePlace place = {i % side, i / side, 1, 1};

    g_array_append_val (places, place);
  }
  tc_tile_grid_set_places (grid, side, side, (const TcTilePlace *) (gpointer) places->data, n);
}

/* The next camera, by a tile of its own, as a wall does that patrols. */
static void
play (guint i)
{
  guint number = next_address++ % n_addresses;
  const TcTileStream stream = {.profile = profile, .address = addresses[number]};
  g_autofree char *name = g_strdup_printf ("Ngã tư số %u", number + 1);
  Screen *screen = g_ptr_array_index (screens, i);
  TcCameraTile *tile = tc_tile_grid_get_tile (grid, i);
  g_autoptr (GError) error = NULL;

  tc_camera_tile_set_tile (tile, NULL);
  if (screen->tile)
    tc_tile_close (screen->tile);
  g_clear_object (&screen->tile);
  screen->tile = tc_tile_group_add (group);
  screen->number = 0;
  g_hash_table_remove_all (screen->frames);
  if (!tc_tile_play (screen->tile, &stream, &error))
    bench_fail ("%s", error->message);
  tc_camera_tile_set_title (tile, number + 1, name);
  tc_camera_tile_set_tile (tile, screen->tile);
}

static void
turn (void)
{
  for (guint i = 0; i < screens->len; i++)
    play (i);
  ready = FALSE;
}

static void
add_screens (guint n)
{
  for (guint i = 0; i < n; i++) {
    Screen *screen = g_new0 (Screen, 1);

    screen->frames = g_hash_table_new (NULL, NULL);
    g_ptr_array_add (screens, screen);
  }
}

static void
open_window (void)
{
  GtkWidget *window = gtk_window_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), NULL);
  gtk_widget_add_controller (window, keys);
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH, HEIGHT);
  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (grid));
  gtk_window_present (GTK_WINDOW (window));
  g_signal_connect (gtk_widget_get_frame_clock (window), "before-paint", G_CALLBACK (begun_cb),
                    NULL);
  g_signal_connect (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (painted_cb),
                    NULL);
}

static void
line_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GDataInputStream *input = G_DATA_INPUT_STREAM (source);
  g_autofree char *line = g_data_input_stream_read_line_finish (input, result, NULL, NULL);

  if (!line) {
    g_main_loop_quit (loop);
    return;
  }
  if (g_str_equal (line, "begin"))
    begin ();
  else if (g_str_equal (line, "turn"))
    turn ();
  else
    say_figures ();
  g_data_input_stream_read_line_async (input, G_PRIORITY_DEFAULT, NULL, line_cb, NULL);
}

int
main (int argc, char **argv)
{
  g_autoptr (GInputStream) standard = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  g_autoptr (GDataInputStream) input = g_data_input_stream_new (standard);

  if (argc < 7)
    bench_fail ("usage: bench-wall PROGRAM FPS_MILLI CYCLE PROFILE TILES ADDRESS...");
  fps_milli = (guint) atoi (argv[2]);
  cycle = atoi (argv[3]);
  profile = g_str_equal (argv[4], "main") ? TC_PROFILE_MAIN : TC_PROFILE_SUB;
  addresses = argv + 6;
  n_addresses = (guint) argc - 6;
  adw_init ();
  tc_style_register ();
  tc_style_load ("dark");
  loop = g_main_loop_new (NULL, FALSE);
  group = tc_tile_group_new (argv[1]);
  screens = g_ptr_array_new ();
  ages = bench_times_new ();
  key_times = bench_times_new ();
  frame_times = bench_times_new ();
  grid = g_object_new (TC_TYPE_TILE_GRID, NULL);
  add_screens ((guint) atoi (argv[5]));
  place_tiles (screens->len);
  open_window ();
  turn ();
  g_data_input_stream_read_line_async (input, G_PRIORITY_DEFAULT, NULL, line_cb, NULL);
  g_main_loop_run (loop);
  return 0;
}
