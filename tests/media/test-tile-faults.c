/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A desktop's side of its decoders (fake-tiles.c) when something goes wrong: what fails is tried
 * again; what crashes, hangs, lies or shows nothing is marked and started anew, and what does it
 * twice is put apart; whoever hears of it may do what he likes. Time is real.
 */
#include "tile-desk.h"

#include "tc-tile-message.h"

#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

static void
test_tried_again (void)
{
  Desk desk;
  TcTileStatistics statistics;
  gint64 since_us, begun_us = g_get_real_time ();

  desk_open (&desk, "offline");
  wait_until (desk_is (desk.tile, TC_STREAM_OFFLINE, TC_CAUSE_NO_ROUTE));
  since_us = tc_tile_get_report (desk.tile).since_us;
  g_assert_cmpint (since_us, >=, begun_us);
  g_assert_cmpint (since_us, <=, g_get_real_time ());
  g_assert_cmpint (tc_tile_get_retry_us (desk.tile), >, g_get_real_time ());
  wait_until ((tc_tile_get_statistics (desk.tile, &statistics), statistics.n_connects >= 2));
  g_assert_true (desk_is (desk.tile, TC_STREAM_OFFLINE, TC_CAUSE_NO_ROUTE));
  g_assert_cmpint (ABS (tc_tile_get_report (desk.tile).since_us - since_us), <, 100 * MS);
  /* A person doesn't wait. */
  wait_until (tc_tile_get_retry_us (desk.tile) > 0);
  tc_tile_retry (desk.tile);
  pass_time (300 * MS);
  tc_tile_get_statistics (desk.tile, &statistics);
  g_assert_cmpuint (statistics.n_connects, >=, 3);
  desk_close (&desk);
}

static void
test_ticket_refused (void)
{
  Desk desk;
  gint64 until_us = g_get_real_time () + 60 * (gint64) G_USEC_PER_SEC;

  desk_open (&desk, NULL);
  desk_play (desk.tile, TC_PROFILE_MAIN, "ticket", "old", until_us);
  wait_until (desk_is (desk.tile, TC_STREAM_DENIED, TC_CAUSE_DENIED));
  wait_until (desk.n_wanted == 1);
  g_assert_cmpint (desk.wanted, ==, TC_PROFILE_MAIN);
  desk_play (desk.tile, TC_PROFILE_MAIN, "ticket", "new", until_us);
  wait_until (desk_is (desk.tile, TC_STREAM_LIVE, TC_CAUSE_NONE));
  g_assert_cmpuint (desk.n_wanted, ==, 1);
  desk_close (&desk);
}

static void
test_ticket_over (void)
{
  Desk desk;
  TcTileStatistics statistics;

  desk_open (&desk, NULL);
  desk_play (desk.tile, TC_PROFILE_SUB, "live", "old", g_get_real_time () - 1);
  wait_until (desk.n_wanted == 1);
  tc_tile_get_statistics (desk.tile, &statistics);
  g_assert_cmpuint (statistics.n_connects, ==, 0);
  desk_play (desk.tile, TC_PROFILE_SUB, "live", "new", 0);
  wait_until (desk_is (desk.tile, TC_STREAM_LIVE, TC_CAUSE_NONE));
  desk_close (&desk);
}

/* A crash costs its tiles a second or so; where it happens twice, the one that does it is alone. */
static void
test_crash (void)
{
  Desk desk;
  Desk other = {0};
  g_autoptr (TcTile) bad = NULL;
  TcTileGroupStatistics statistics;

  desk_open (&desk, "live");
  wait_until (desk_is (desk.tile, TC_STREAM_LIVE, TC_CAUSE_NONE));
  bad = desk_add (desk.group, &other);
  desk_play (bad, TC_PROFILE_SUB, "crash", NULL, 0);
  wait_until (desk_is (desk.tile, TC_STREAM_STALLED, TC_CAUSE_DECODER));
  g_assert_true (desk_is (bad, TC_STREAM_STALLED, TC_CAUSE_DECODER));
  wait_until ((tc_tile_group_get_statistics (desk.group, &statistics), statistics.n_crashes >= 3));
  wait_until (desk_is (desk.tile, TC_STREAM_LIVE, TC_CAUSE_NONE));
  wait_until ((tc_tile_group_get_statistics (desk.group, &statistics), statistics.n_crashes >= 4));
  g_assert_true (desk_is (desk.tile, TC_STREAM_LIVE, TC_CAUSE_NONE));
  desk_see (desk.tile, 10);
  desk_close (&desk);
}

/* One that says nothing: marked within three seconds, ended, and started anew. */
static void
test_hang (void)
{
  Desk desk;
  gint64 begun_us;
  TcTileGroupStatistics statistics;

  desk_open (&desk, "hang");
  wait_until (desk.n_frames == 1);
  begun_us = desk_time_us ();
  wait_until (desk_is (desk.tile, TC_STREAM_STALLED, TC_CAUSE_DECODER));
  g_assert_cmpint (desk_time_us () - begun_us, <, 3 * G_USEC_PER_SEC);
  wait_until ((tc_tile_group_get_statistics (desk.group, &statistics), statistics.n_crashes == 1));
  g_assert_cmpint (desk_time_us () - begun_us, <, 10 * G_USEC_PER_SEC);
  tc_tile_take_frame (desk.tile);
  desk_close (&desk);
}

/* Its main loop stands still while its threads go on with pictures. */
static void
test_stuck (void)
{
  Desk desk;
  TcTileGroupStatistics statistics;
  gint64 begun_us;

  desk_open (&desk, "stuck");
  wait_until (desk.n_frames == 1);
  begun_us = desk_time_us ();
  wait_until ((desk_take (desk.tile), desk_is (desk.tile, TC_STREAM_STALLED, TC_CAUSE_DECODER)));
  g_assert_cmpint (desk_time_us () - begun_us, <, 3 * G_USEC_PER_SEC);
  wait_until ((desk_take (desk.tile), tc_tile_group_get_statistics (desk.group, &statistics),
               statistics.n_crashes == 1));
  g_assert_cmpint (desk_time_us () - begun_us, <, 8 * G_USEC_PER_SEC);
  desk_close (&desk);
}

/* One that says what can't be, or too much, or has too much, has been taken over by what it
 * decodes. */
static void
test_taken_over (void)
{
  static const char *const words[] = {"large", "twice", "flood", "fat"};
  TcTileGroupStatistics statistics;

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++) {
    Desk desk;

    desk_open (&desk, words[i]);
    wait_until ((tc_tile_group_get_statistics (desk.group, &statistics), statistics.n_crashes > 0));
    g_assert_true (desk_is (desk.tile, TC_STREAM_STALLED, TC_CAUSE_DECODER));
    desk_close (&desk);
  }
}

/* Live, as its decoder says, and no picture comes: marked, and begun anew. */
static void
test_mute (void)
{
  Desk desk;
  TcTileStatistics statistics;
  gint64 begun_us, live_us;

  desk_open (&desk, "mute");
  wait_until (desk_is (desk.tile, TC_STREAM_LIVE, TC_CAUSE_NONE));
  begun_us = g_get_monotonic_time ();
  live_us = desk_time_us ();
  wait_until (desk_is (desk.tile, TC_STREAM_STALLED, TC_CAUSE_DECODER));
  g_assert_cmpint (desk_time_us () - live_us, <, 4 * G_USEC_PER_SEC);
  wait_until ((tc_tile_get_statistics (desk.tile, &statistics), statistics.n_connects == 2));
  g_assert_cmpint (g_get_monotonic_time () - begun_us, >=, 10 * G_USEC_PER_SEC);
  desk_close (&desk);
}

/* Somebody keeps all pictures that there is room for. */
static void
test_all_kept (void)
{
  Desk desk;
  TcTileFrame *kept[TC_TILE_SLOTS];

  desk_open (&desk, "live");
  for (int i = 0; i < TC_TILE_SLOTS; i++)
    wait_until ((kept[i] = tc_tile_take_frame (desk.tile)) != NULL);
  wait_until (desk_is (desk.tile, TC_STREAM_STALLED, TC_CAUSE_SLOW));
  for (int i = 0; i < TC_TILE_SLOTS; i++)
    tc_tile_frame_free (kept[i]);
  wait_until (desk_is (desk.tile, TC_STREAM_LIVE, TC_CAUSE_NONE));
  desk_see (desk.tile, 1);
  desk_close (&desk);
}

typedef struct {
  TcTile *tiles[3]; /* (owned): the last is closed by whoever hears first */
  gboolean closed;
} Wall;

static void
asks_all_cb (TcTile *tile, gpointer data)
{
  Wall *wall = data;

  for (int i = 0; i < 3; i++) {
    tc_tile_get_report (wall->tiles[i]);
    tc_tile_set_importance (wall->tiles[i], TC_IMPORTANCE_NORMAL);
  }
  if (wall->closed || !desk_is (tile, TC_STREAM_STALLED, TC_CAUSE_DECODER))
    return;
  wall->closed = TRUE;
  tc_tile_close (wall->tiles[2]);
}

/* Whoever hears of a crash asks about all tiles, and closes one. */
static void
test_crash_heard (void)
{
  Desk desk = {.group = desk_group (desk_program)};
  Wall wall = {.closed = FALSE};

  for (int i = 0; i < 3; i++)
    wall.tiles[i] = desk_add (desk.group, &desk);
  for (int i = 0; i < 2; i++)
    g_signal_connect (wall.tiles[i], "changed", G_CALLBACK (asks_all_cb), &wall);
  desk_play (wall.tiles[1], TC_PROFILE_SUB, "live", NULL, 0);
  desk_play (wall.tiles[2], TC_PROFILE_SUB, "live", NULL, 0);
  wait_until (desk_is (wall.tiles[1], TC_STREAM_LIVE, TC_CAUSE_NONE) &&
              desk_is (wall.tiles[2], TC_STREAM_LIVE, TC_CAUSE_NONE));
  desk_play (wall.tiles[0], TC_PROFILE_SUB, "crash", NULL, 0);
  wait_until (wall.closed);
  wait_until (desk_is (wall.tiles[1], TC_STREAM_LIVE, TC_CAUSE_NONE));
  for (int i = 0; i < 3; i++) {
    g_signal_handlers_disconnect_by_data (wall.tiles[i], &wall);
    g_object_unref (wall.tiles[i]);
  }
  g_assert_finalize_object (desk.group);
}

static void
closes_cb (TcTile *tile, int profile, gpointer data)
{
  tc_tile_close (tile);
}

/* Whoever is asked for a ticket closes the tile, whose other stream was to be connected. */
static void
test_ticket_closes (void)
{
  Desk desk;
  TcTileStatistics statistics;
  TcTileGroupStatistics all;

  desk_open (&desk, "live");
  g_signal_connect (desk.tile, "stream-wanted", G_CALLBACK (closes_cb), NULL);
  desk_play (desk.tile, TC_PROFILE_MAIN, "live", "old", g_get_real_time () - 1);
  wait_until (desk.n_wanted == 1);
  pass_time (200 * MS);
  tc_tile_get_statistics (desk.tile, &statistics);
  tc_tile_group_get_statistics (desk.group, &all);
  g_assert_cmpuint (statistics.n_connects, ==, 0);
  g_assert_cmpuint (all.n_processes, ==, 0);
  desk_close (&desk);
}

/* The desktop stands still, and finds its decoders alive when it goes on. */
static void
test_pause (void)
{
  Desk desk;
  TcTileGroupStatistics statistics;

  desk_open (&desk, "live");
  wait_until (desk_is (desk.tile, TC_STREAM_LIVE, TC_CAUSE_NONE));
  g_usleep (TC_TILE_HUNG_US + G_USEC_PER_SEC);
  desk_watch (desk.tile, 2500 * MS);
  tc_tile_group_get_statistics (desk.group, &statistics);
  g_assert_cmpuint (statistics.n_crashes, ==, 0);
  wait_until ((desk_take (desk.tile), desk_is (desk.tile, TC_STREAM_LIVE, TC_CAUSE_NONE)));
  desk_close (&desk);
}

static guint n_memory_messages;

static GLogWriterOutput
count_cb (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer data)
{
  for (gsize i = 0; i < n_fields; i++)
    if (g_str_equal (fields[i].key, "MESSAGE") && strstr (fields[i].value, "has no memory"))
      n_memory_messages++;
  return g_log_writer_default (level, fields, n_fields, data);
}

/* There is no memory for larger pictures: it is said once, tried now and then, and had at last. */
static void
test_no_memory (void)
{
  Desk desk;
  struct rlimit kept, none;
  g_autoptr (TcTileFrame) frame = NULL;
  int lowest;

  desk_open (&desk, "live");
  wait_until (desk.n_frames > 0);
  g_assert_cmpint (getrlimit (RLIMIT_NOFILE, &kept), ==, 0);
  /* The lowest that is free would be too many. */
  lowest = dup (STDERR_FILENO);
  close (lowest);
  none = (struct rlimit){(rlim_t) lowest, kept.rlim_max};
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &none), ==, 0);
  tc_tile_set_size (desk.tile, 80, 45);
  desk_watch (desk.tile, 1500 * MS);
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &kept), ==, 0);
  g_assert_cmpuint (n_memory_messages, ==, 1);
  do {
    g_clear_pointer (&frame, tc_tile_frame_free);
    wait_until ((frame = tc_tile_take_frame (desk.tile)) != NULL);
  } while (frame->width != 80);
  desk_close (&desk);
}

static void
test_no_program (void)
{
  g_autoptr (TcTileGroup) group = desk_group ("/nowhere/toancanh-tiles");
  Desk desk = {0};
  g_autoptr (TcTile) tile = desk_add (group, &desk);

  desk_play (tile, TC_PROFILE_SUB, "live", NULL, 0);
  wait_until (desk_is (tile, TC_STREAM_OFFLINE, TC_CAUSE_DECODER));
  g_assert_nonnull (tc_tile_group_get_trouble (group));
  g_assert_cmpint (tc_tile_get_retry_us (tile), >, g_get_real_time ());
}

/* Decoders end before they have said anything: a few are tried, however many tiles there are, and
 * no tile is put apart for it. */
static void
test_ends_at_once (void)
{
  Desk desk = {.group = desk_group ("/bin/false")};
  TcTileGroupStatistics statistics;
  TcTile *tiles[20];

  for (int i = 0; i < 20; i++) {
    tiles[i] = desk_add (desk.group, &desk);
    desk_play (tiles[i], TC_PROFILE_SUB, "live", NULL, 0);
  }
  for (int i = 0; i < 20; i++)
    wait_until (desk_is (tiles[i], TC_STREAM_OFFLINE, TC_CAUSE_DECODER));
  g_assert_nonnull (tc_tile_group_get_trouble (desk.group));
  pass_time (5 * G_USEC_PER_SEC);
  tc_tile_group_get_statistics (desk.group, &statistics);
  g_assert_cmpuint (statistics.n_crashes, >=, 2);
  g_assert_cmpuint (statistics.n_crashes, <=, 5);
  g_assert_nonnull (tc_tile_group_get_trouble (desk.group));
  for (int i = 0; i < 20; i++)
    g_object_unref (tiles[i]);
  g_assert_finalize_object (desk.group);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_log_set_writer_func (count_cb, NULL, NULL);
  desk_program = argv[1];
  g_assert_nonnull (desk_program);
  g_test_add_func ("/tile-faults/tried-again", test_tried_again);
  g_test_add_func ("/tile-faults/ticket-refused", test_ticket_refused);
  g_test_add_func ("/tile-faults/ticket-over", test_ticket_over);
  g_test_add_func ("/tile-faults/crash", test_crash);
  g_test_add_func ("/tile-faults/hang", test_hang);
  g_test_add_func ("/tile-faults/stuck", test_stuck);
  g_test_add_func ("/tile-faults/taken-over", test_taken_over);
  g_test_add_func ("/tile-faults/mute", test_mute);
  g_test_add_func ("/tile-faults/all-kept", test_all_kept);
  g_test_add_func ("/tile-faults/crash-heard", test_crash_heard);
  g_test_add_func ("/tile-faults/ticket-closes", test_ticket_closes);
  g_test_add_func ("/tile-faults/pause", test_pause);
  g_test_add_func ("/tile-faults/ends-at-once", test_ends_at_once);
  g_test_add_func ("/tile-faults/no-memory", test_no_memory);
  g_test_add_func ("/tile-faults/no-program", test_no_program);
  return g_test_run ();
}
