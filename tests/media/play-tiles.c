/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Plays streams in tiles without a screen, for tests and measurements: it takes pictures as a
 * window does that is painted 60 times a second, reads the strip of each (tc-frame-strip.h), and
 * says what happens as JSON, one object a line:
 *
 *   {"event": "state", "tile": 0, "ms": 120, "state": "live", "cause": "", "rung": "full", …}
 *   {"event": "figures", "tiles": [{"shown": …, "distinct": …, …}], "cpu_ms": …, …}
 *
 * "figures" are said once a second and at the end of input, which ends it; they count from the last
 * line "begin" on. Other lines: "rung TILE paused|still|keys|full" (it is
 * governed from then on, as on a computer that does nothing else), "size TILE WIDTH HEIGHT",
 * "importance TILE hidden|low|normal|selected|alarm" (alarm at first: decoded in full always),
 * "hear TILE|none", "hush yes|no".
 * An address may have a secret of its own before it: "SECRET|rtsps://…".
 *
 *   play-tiles PROGRAM WIDTH HEIGHT ACCOUNT SECRET FINGERPRINT ADDRESS...   ("-": none)
 */
#include "tc-frame-strip.h"
#include "tc-tile-private.h"

#include <gio/gunixinputstream.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TICK_MS 16
#define SECOND ((gint64) G_USEC_PER_SEC)

typedef struct {
  guint index;
  TcTile *tile; /* (owned) */
  guint64 n_shown;
  GHashTable *frames; /* (owned): numbers seen */
  guint camera, frame;
  gint64 seen_us;     /* when that frame was taken from the tile, real time */
  gint64 recorded_us; /* when it was recorded, of a replay */
  gint64 jumped_us;   /* how much of the recording was jumped, all in all */
  guint first_frame;  /* of a replay */
  gint64 first_us;    /* 0: none yet */
  int width, height;
  guint64 n_unread; /* pictures without a strip */
} Screen;

static TcTileGroup *group;
static GPtrArray *screens;
static gint64 begun_us, figures_us;
static guint64 cpu_before_us;
static GMainLoop *loop;

static gint64
get_ms (void)
{
  return (g_get_monotonic_time () - begun_us) / 1000;
}

static const char *const sounds[TC_SOUND_N] = {"off",  "waits",     "heard",  "hushed",
                                               "none", "no-device", "no-room"};

static void
say_state (Screen *screen)
{
  TcStreamReport report = tc_tile_get_report (screen->tile);

  printf ("{\"event\": \"state\", \"tile\": %u, \"ms\": %" G_GINT64_FORMAT
          ", \"state\": \"%s\", \"cause\": \"%s\", \"rung\": \"%s\", \"clock_offset_ms\": "
          "%" G_GINT64_FORMAT ", \"picture_age_ms\": %" G_GINT64_FORMAT
          ", \"sent\": %d, \"sent_gap_ms\": %" G_GINT64_FORMAT ", \"sound\": \"%s\"}\n",
          screen->index, get_ms (), tc_stream_state_code (report.state),
          tc_stream_cause_code (report.cause),
          tc_decode_rung_code (tc_tile_get_rung (screen->tile)), report.clock_offset_us / 1000,
          report.picture_us ? (g_get_real_time () - report.picture_us) / 1000 : -1, report.sent,
          report.sent_gap_us / 1000, sounds[report.sound]);
  fflush (stdout);
}

static void
changed_cb (TcTile *tile, gpointer data)
{
  say_state (data);
}

static void
note_recorded (Screen *screen, gint64 recorded_us)
{
  if (screen->recorded_us && recorded_us - screen->recorded_us > SECOND)
    screen->jumped_us += recorded_us - screen->recorded_us;
  if (recorded_us && !screen->first_us) {
    screen->first_us = recorded_us;
    screen->first_frame = screen->frame;
  }
  screen->recorded_us = recorded_us;
}

static void
take (Screen *screen)
{
  g_autoptr (TcTileFrame) frame = tc_tile_take_frame (screen->tile);

  if (!frame)
    return;
  screen->n_shown++;
  screen->width = frame->width;
  screen->height = frame->height;
  if (!tc_frame_strip_read_bgra (g_bytes_get_data (frame->pixels, NULL), frame->stride,
                                 frame->width, frame->height, &screen->camera, &screen->frame)) {
    screen->n_unread++;
    return;
  }
  screen->seen_us = g_get_real_time ();
  note_recorded (screen, frame->recorded_us);
  g_hash_table_add (screen->frames, GUINT_TO_POINTER (screen->frame));
}

static void
say_screen (Screen *screen)
{
  TcTileStatistics statistics;

  tc_tile_get_statistics (screen->tile, &statistics);
  printf ("{\"shown\": %" G_GUINT64_FORMAT ", \"distinct\": %u, \"unread\": %" G_GUINT64_FORMAT
          ", \"camera\": %u, \"frame\": %u, \"seen_us\": %" G_GINT64_FORMAT
          ", \"width\": %d, \"height\": %d, \"codec\": \"%s\", \"rate\": %.2f, "
          "\"decoded_rate\": %.2f, \"shown_rate\": %.2f, \"kbit_s\": %.0f, \"lost\": "
          "%" G_GUINT64_FORMAT ", \"dropped\": %" G_GUINT64_FORMAT ", \"skipped\": "
          "%" G_GUINT64_FORMAT ", \"connects\": %u, \"crashes\": %u, \"recorded_us\": "
          "%" G_GINT64_FORMAT ", \"jumped_us\": %" G_GINT64_FORMAT ", \"first_us\": "
          "%" G_GINT64_FORMAT ", \"first_frame\": %u}",
          screen->n_shown, g_hash_table_size (screen->frames), screen->n_unread, screen->camera,
          screen->frame, screen->seen_us, screen->width, screen->height, statistics.codec,
          statistics.rate, statistics.decoded_rate, statistics.shown_rate, statistics.kbit_s,
          statistics.n_lost, statistics.n_dropped, statistics.n_skipped, statistics.n_connects,
          statistics.n_crashes, screen->recorded_us, screen->jumped_us, screen->first_us,
          screen->first_frame);
}

static void
say_figures (void)
{
  TcTileGroupStatistics statistics;

  tc_tile_group_get_statistics (group, &statistics);
  printf ("{\"event\": \"figures\", \"ms\": %" G_GINT64_FORMAT ", \"tiles\": [", get_ms ());
  for (guint i = 0; i < screens->len; i++) {
    printf ("%s", i ? ", " : "");
    say_screen (g_ptr_array_index (screens, i));
  }
  printf ("], \"cpu_ms\": %" G_GUINT64_FORMAT ", \"memory_kib\": %" G_GUINT64_FORMAT
          ", \"processes\": %u, \"crashes\": %u, \"busy\": %d}\n",
          (statistics.cpu_us - cpu_before_us) / 1000, statistics.memory_bytes / 1024,
          statistics.n_processes, statistics.n_crashes, statistics.busy_percent);
  fflush (stdout);
}

static void
begin (void)
{
  TcTileGroupStatistics statistics;

  tc_tile_group_get_statistics (group, &statistics);
  cpu_before_us = statistics.cpu_us;
  begun_us = g_get_monotonic_time ();
  for (guint i = 0; i < screens->len; i++) {
    Screen *screen = g_ptr_array_index (screens, i);

    screen->n_shown = screen->n_unread = 0;
    g_hash_table_remove_all (screen->frames);
  }
}

static gboolean
tick_cb (gpointer data)
{
  gint64 now_us = g_get_monotonic_time ();

  for (guint i = 0; i < screens->len; i++)
    take (g_ptr_array_index (screens, i));
  if (now_us - figures_us >= SECOND) {
    figures_us = now_us;
    say_figures ();
  }
  return G_SOURCE_CONTINUE;
}

static const char *const importances[TC_IMPORTANCE_N] = {"hidden", "low", "normal", "selected",
                                                         "alarm"};

static void
obey (const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", -1);
  guint n_words = g_strv_length (words);
  Screen *screen = NULL;

  if (n_words > 1 && atoi (words[1]) < (int) screens->len)
    screen = g_ptr_array_index (screens, (guint) atoi (words[1]));
  if (g_str_equal (line, "begin"))
    begin ();
  if (n_words == 2 && g_str_equal (words[0], "hear"))
    tc_tile_group_hear (group, g_str_equal (words[1], "none") || !screen ? NULL : screen->tile);
  if (n_words == 2 && g_str_equal (words[0], "hush"))
    tc_tile_group_hush (group, g_str_equal (words[1], "yes"));
  for (int rung = 0; n_words == 3 && rung < TC_RUNG_N; rung++)
    if (screen && g_str_equal (words[2], tc_decode_rung_code ((TcDecodeRung) rung))) {
      tc_tile_group_assume_busy (group, 0);
      tc_tile_set_importance (screen->tile, TC_IMPORTANCE_NORMAL);
      tc_tile_limit_rung (screen->tile, (TcDecodeRung) rung);
    }
  for (int i = 0; screen && n_words == 3 && i < TC_IMPORTANCE_N; i++)
    if (g_str_equal (words[0], "importance") && g_str_equal (words[2], importances[i])) {
      tc_tile_group_assume_busy (group, 0);
      tc_tile_set_importance (screen->tile, (TcTileImportance) i);
    }
  if (screen && n_words == 4)
    tc_tile_set_size (screen->tile, atoi (words[2]), atoi (words[3]));
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
  obey (line);
  g_data_input_stream_read_line_async (input, G_PRIORITY_DEFAULT, NULL, line_cb, NULL);
}

static void
play (Screen *screen, char **argv, const char *address)
{
  TcDigest fingerprint;
  const char *bar = strchr (address, '|');
  g_autofree char *own = bar ? g_strndup (address, (gsize) (bar - address)) : NULL;
  const TcTileStream stream = {
      .profile = TC_PROFILE_SUB,
      .address = bar ? bar + 1 : address,
      .account = g_str_equal (argv[4], "-") ? NULL : argv[4],
      .secret = own                          ? own
                : g_str_equal (argv[5], "-") ? NULL
                                             : argv[5],
      .fingerprint = tc_digest_from_hex (argv[6], &fingerprint) ? &fingerprint : NULL};
  g_autoptr (GError) error = NULL;

  if (!tc_tile_play (screen->tile, &stream, &error))
    g_error ("%s", error->message);
}

static void
free_screen (gpointer data)
{
  Screen *screen = data;

  tc_tile_close (screen->tile);
  g_object_unref (screen->tile);
  g_hash_table_unref (screen->frames);
  g_free (screen);
}

int
main (int argc, char **argv)
{
  g_autoptr (GInputStream) standard = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  g_autoptr (GDataInputStream) input = g_data_input_stream_new (standard);

  if (argc < 8) {
    fprintf (stderr,
             "usage: play-tiles PROGRAM WIDTH HEIGHT ACCOUNT SECRET FINGERPRINT ADDRESS...\n");
    return 2;
  }
  loop = g_main_loop_new (NULL, FALSE);
  group = tc_tile_group_new (argv[1]);
  screens = g_ptr_array_new_with_free_func (free_screen);
  begun_us = g_get_monotonic_time ();
  for (int i = 7; i < argc; i++) {
    Screen *screen = g_new0 (Screen, 1);

    screen->index = (guint) i - 7;
    screen->frames = g_hash_table_new (NULL, NULL);
    screen->tile = tc_tile_group_add (group);
    g_signal_connect (screen->tile, "changed", G_CALLBACK (changed_cb), screen);
    tc_tile_set_size (screen->tile, atoi (argv[2]), atoi (argv[3]));
    /* Decoded in full, however busy the computer is. */
    tc_tile_set_importance (screen->tile, TC_IMPORTANCE_ALARM);
    play (screen, argv, argv[i]);
    g_ptr_array_add (screens, screen);
  }
  g_timeout_add (TICK_MS, tick_cb, NULL);
  g_data_input_stream_read_line_async (input, G_PRIORITY_DEFAULT, NULL, line_cb, NULL);
  g_main_loop_run (loop);
  say_figures ();
  g_ptr_array_unref (screens);
  g_object_unref (group);
  g_main_loop_unref (loop);
  return 0;
}
