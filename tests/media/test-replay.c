/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Replay: from any moment on the picture is shown that was there then, which its strip proves once
 * it is decoded; it goes at its pace, jumps or waits out what wasn't recorded, and follows what is
 * being recorded. Time is an argument.
 */
#include "remove-tree.h"
#include "tc-limits.h"
#include "tc-replay.h"
#include "tc-segment-folder.h"
#include "tc-segment-writer.h"
#include "unit-maker.h"

#include <glib/gstdio.h>
#include <gst/gst.h>

#define BEGUN_US G_GINT64_CONSTANT (1795391990000000) /* 10 s before a day ends */
#define START_US (BEGUN_US + 3600 * SECOND)
#define SECOND ((gint64) G_USEC_PER_SEC)
#define FPS 10
#define FRAME_US (SECOND / FPS)

static void
told_cb (const TcSegment *segment, gpointer data)
{
}

/* 30 s, of which 12..18 weren't recorded. A second camera has all of it. */
typedef struct {
  char *folder; /* (owned) */
  GPtrArray *units[2];
} Room;

static void
room_init (Room *room)
{
  room->folder = g_dir_make_tmp ("tc-replay-XXXXXX", NULL);
  for (guint camera = 1; camera <= 2; camera++) {
    UnitPlan plan = {TC_CODEC_H264, 160, 90, FPS, 300, 20, .camera = camera, .start_us = BEGUN_US};
    g_autoptr (TcSegmentWriter)
        writer = tc_segment_writer_new (room->folder, camera, told_cb, NULL);
    GPtrArray *units = room->units[camera - 1] = make_units (&plan);

    for (guint i = 0; i < units->len; i++)
      if (camera == 2 || i < 120 || i >= 180)
        g_assert_true (tc_segment_writer_push (writer, units->pdata[i], NULL));
  }
}

static void
room_clear (Room *room)
{
  remove_tree (room->folder);
  g_free (room->folder);
  g_ptr_array_unref (room->units[0]);
  g_ptr_array_unref (room->units[1]);
}

static TcReplay *
begin (Room *room, gint64 camera, gint64 from_us, gint64 rate_milli, gboolean shared)
{
  TcReplayClock clock = {from_us, START_US, rate_milli, shared};

  g_assert_true (tc_replay_clock_is_valid (&clock));
  return tc_replay_new (room->folder, camera, &clock, 0);
}

/* What it says until its end, in words: "unit N", "first N", "gap A B", each with the time in
 * tenths of a second at which it is said. */
static char *
play (TcReplay *replay)
{
  GString *text = g_string_new (NULL);
  gint64 now_us = START_US;

  for (;;) {
    TcReplayItem item;
    TcReplayStep step = tc_replay_next (replay, now_us, &item);
    int at = (int) ((now_us - START_US) / FRAME_US);

    if (step == TC_REPLAY_WAIT) {
      g_assert_cmpint (item.due_us, >, now_us);
      now_us = item.due_us;
    } else if (step == TC_REPLAY_GAP) {
      g_string_append_printf (text, "%d gap %d %d\n", at,
                              (int) ((item.from_us - BEGUN_US) / FRAME_US),
                              (int) ((item.until_us - BEGUN_US) / FRAME_US));
    } else if (step == TC_REPLAY_UNIT) {
      int number = (int) ((item.unit->time_us - BEGUN_US + FRAME_US / 2) / FRAME_US);

      if (item.first || (!item.lead_in && number % 50 == 0))
        g_string_append_printf (text, "%d %s %d\n", at, item.first ? "first" : "unit", number);
      g_assert_true (!item.lead_in || !item.first);
      tc_replay_item_clear (&item);
    } else {
      g_string_append_printf (text, "%d end\n", at);
      return g_string_free (text, FALSE);
    }
  }
}

static void
check_play (TcReplay *replay, const char *expected)
{
  g_autofree char *text = play (replay);

  g_assert_cmpstr (text, ==, expected);
  tc_replay_free (replay);
}

static void
test_pace (void)
{
  Room room;

  room_init (&room);
  check_play (begin (&room, 1, BEGUN_US + 55 * FRAME_US, 1000, FALSE),
              "0 first 55\n45 unit 100\n64 gap 120 180\n85 unit 200\n135 unit 250\n184 end\n");
  check_play (begin (&room, 1, BEGUN_US + 55 * FRAME_US, 1000, TRUE),
              "0 first 55\n45 unit 100\n64 gap 120 180\n145 unit 200\n195 unit 250\n244 end\n");
  check_play (begin (&room, 1, BEGUN_US + 200 * FRAME_US, 500, FALSE),
              "0 first 200\n100 unit 250\n198 end\n");
  check_play (begin (&room, 2, BEGUN_US + 200 * FRAME_US, 4000, FALSE),
              "0 first 200\n12 unit 250\n24 end\n");
  /* Key frames alone, of which each 20th is one. */
  check_play (begin (&room, 2, BEGUN_US + 90 * FRAME_US, 8000, FALSE),
              "0 first 90\n1 unit 100\n13 unit 200\n23 end\n");
  room_clear (&room);
}

/* Before all of it, within a gap, after all of it. */
static void
test_places (void)
{
  Room room;

  room_init (&room);
  check_play (begin (&room, 1, BEGUN_US - 600 * SECOND, 4000, FALSE),
              "0 gap -6000 0\n0 first 0\n12 unit 50\n25 unit 100\n29 gap 120 180\n35 unit 200\n"
              "47 unit 250\n59 end\n");
  check_play (begin (&room, 1, BEGUN_US + 150 * FRAME_US, 4000, FALSE),
              "0 gap 150 180\n0 first 180\n5 unit 200\n17 unit 250\n29 end\n");
  check_play (begin (&room, 1, BEGUN_US + 400 * FRAME_US, 1000, FALSE), "0 end\n");
  check_play (begin (&room, 3, BEGUN_US, 1000, FALSE), "0 end\n");
  room_clear (&room);
}

/* The strip of the picture that is shown first. */
static guint
find_first_strip (Room *room, gint64 camera, gint64 from_us)
{
  g_autoptr (TcReplay) replay = begin (room, camera, from_us, 1000, FALSE);
  g_autoptr (GPtrArray)
      units = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_access_unit_unref);
  g_autoptr (GArray) strips = NULL;
  gboolean first = FALSE;

  while (!first) {
    TcReplayItem item;
    TcReplayStep step = tc_replay_next (replay, START_US, &item);

    g_assert_cmpint (step, ==, TC_REPLAY_UNIT);
    first = item.first;
    g_ptr_array_add (units, item.unit);
  }
  strips = read_unit_strips (units);
  g_assert_cmpuint (strips->len, ==, units->len);
  return g_array_index (strips, guint, strips->len - 1);
}

/* Frame for frame, whatever moment is asked for. */
static void
test_exact (void)
{
  Room room;

  room_init (&room);
  for (int i = 0; i < 12; i++) {
    gint64 after_us = (gint64) i * 2345 * 1000 + 50 * 1000;

    if (after_us / FRAME_US >= 300)
      break;
    g_assert_cmpuint (find_first_strip (&room, 2, BEGUN_US + after_us), ==,
                      (guint) (after_us / FRAME_US));
  }
  room_clear (&room);
}

/* Two on one clock never show moments that are further apart than a frame. */
static void
test_shared (void)
{
  TcReplay *replays[2];
  gint64 shown_us[2] = {0};
  gint64 now_us = START_US;
  Room room;

  room_init (&room);
  for (int i = 0; i < 2; i++)
    replays[i] = begin (&room, 1 + i, BEGUN_US + 100 * FRAME_US + i, 2000, TRUE);
  for (; now_us < START_US + 9 * SECOND; now_us += 10000) {
    gint64 moment_us = BEGUN_US + 100 * FRAME_US + (now_us - START_US) * 2;
    gboolean gap = moment_us >= BEGUN_US + 119 * FRAME_US && moment_us <= BEGUN_US + 181 * FRAME_US;

    for (int i = 0; i < 2; i++) {
      TcReplayItem item;
      TcReplayStep step;

      while ((step = tc_replay_next (replays[i], now_us, &item)) != TC_REPLAY_WAIT) {
        if (step == TC_REPLAY_UNIT)
          shown_us[i] = item.unit->time_us;
        tc_replay_item_clear (&item);
      }
      if (!gap || i == 1)
        g_assert_cmpint (ABS (moment_us - shown_us[i]), <=, FRAME_US + 20000);
    }
  }
  tc_replay_free (replays[0]);
  tc_replay_free (replays[1]);
  room_clear (&room);
}

/* What is being recorded right now is followed, across its segments; then it ends. */
static void
test_live (void)
{
  char *folder = g_dir_make_tmp ("tc-replay-XXXXXX", NULL);
  UnitPlan plan = {TC_CODEC_H264, 160, 90, FPS, 250, 20, .camera = 1, .start_us = START_US};
  g_autoptr (GPtrArray) units = make_units (&plan);
  TcSegmentWriter *writer = tc_segment_writer_new (folder, 1, told_cb, NULL);
  TcReplayClock clock = {START_US + 5 * FRAME_US, START_US + 2 * SECOND, 2000, FALSE};
  TcReplay *replay = tc_replay_new (folder, 1, &clock, 0);
  gint64 last_us = 0;
  TcReplayStep step = TC_REPLAY_WAIT;
  guint written = 0, n = 0;

  for (gint64 now_us = START_US + SECOND; step != TC_REPLAY_END; now_us += 50000) {
    for (; written < units->len && START_US + written * FRAME_US <= now_us; written++)
      g_assert_true (tc_segment_writer_push (writer, units->pdata[written], NULL));
    if (written == units->len)
      g_clear_pointer (&writer, tc_segment_writer_free);
    do {
      TcReplayItem item;

      step = tc_replay_next (replay, now_us, &item);
      if (step == TC_REPLAY_UNIT) {
        g_assert_cmpint (item.unit->time_us, >, last_us);
        last_us = item.unit->time_us;
        n++;
      }
      g_assert_cmpint (step, !=, TC_REPLAY_GAP);
      tc_replay_item_clear (&item);
    } while (step == TC_REPLAY_UNIT);
    g_assert_cmpint (now_us, <, START_US + 60 * SECOND);
  }
  g_assert_null (writer);
  g_assert_cmpuint (n, ==, units->len);
  tc_replay_free (replay);
  remove_tree (folder);
  g_free (folder);
}

/* Segments that vanish or are damaged while it plays are a gap. */
static void
test_damage (void)
{
  g_autofree char *path = NULL;
  g_autofree char *file = NULL;
  gint64 second_us;
  Room room;

  room_init (&room);
  second_us = tc_segment_folder_find_next (room.folder, 2, BEGUN_US);
  g_assert_cmpint ((second_us - BEGUN_US) / FRAME_US, ==, 100);
  path = tc_segment_dup_path (2, second_us);
  file = g_build_filename (room.folder, path, NULL);
  g_assert_true (g_file_set_contents (file, "damaged", -1, NULL));
  check_play (begin (&room, 2, BEGUN_US + 95 * FRAME_US, 1000, FALSE),
              "0 first 95\n4 gap 100 200\n5 unit 200\n55 unit 250\n104 end\n");
  g_unlink (file);
  check_play (begin (&room, 2, BEGUN_US + 95 * FRAME_US, 1000, FALSE),
              "0 first 95\n4 gap 100 200\n5 unit 200\n55 unit 250\n104 end\n");
  room_clear (&room);
}

static void
test_until (void)
{
  TcReplayClock clock = {BEGUN_US + 15 * FRAME_US, START_US, 1000, FALSE};
  Room room;

  room_init (&room);
  check_play (tc_replay_new (room.folder, 1, &clock, BEGUN_US + 61 * FRAME_US),
              "0 first 15\n35 unit 50\n45 end\n");
  room_clear (&room);
}

static void
test_clock (void)
{
  const TcReplayClock good = {BEGUN_US, START_US, 1000, FALSE};
  TcReplayClock bad[4] = {good, good, good, good};

  g_assert_true (tc_replay_clock_is_valid (&good));
  bad[0].rate_milli = TC_REPLAY_RATE_MILLI_MIN - 1;
  bad[1].rate_milli = TC_REPLAY_RATE_MILLI_MAX + 1;
  bad[2].from_us = 0;
  bad[3].start_us = G_MAXINT64;
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (tc_replay_clock_is_valid (&bad[i]));
  g_assert_cmpint (tc_replay_clock_find_due (&good, BEGUN_US + 7), ==, START_US + 7);
  g_assert_cmpint (
      tc_replay_clock_find_due (&(TcReplayClock){1, 1, 8000, FALSE}, TC_US_PER_DAY * 10000 + 1), ==,
      1 + TC_US_PER_DAY * 1250);
}

static void
test_find (void)
{
  Room room;
  gint64 at_us = BEGUN_US - 1;
  guint n = 0;

  room_init (&room);
  g_assert_cmpint (tc_segment_folder_find (room.folder, 2, BEGUN_US - 1), ==, 0);
  while ((at_us = tc_segment_folder_find_next (room.folder, 2, at_us))) {
    g_assert_cmpint (tc_segment_folder_find (room.folder, 2, at_us + 5), ==, at_us);
    n++;
  }
  g_assert_cmpuint (n, ==, 3);
  g_assert_cmpint (tc_segment_folder_find (room.folder, 2, TC_SEGMENT_TIME_MAX_US), >,
                   BEGUN_US + 19 * SECOND);
  room_clear (&room);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (NULL, NULL);
  g_test_add_func ("/replay/clock", test_clock);
  g_test_add_func ("/replay/find", test_find);
  g_test_add_func ("/replay/pace", test_pace);
  g_test_add_func ("/replay/places", test_places);
  g_test_add_func ("/replay/exact", test_exact);
  g_test_add_func ("/replay/shared", test_shared);
  g_test_add_func ("/replay/live", test_live);
  g_test_add_func ("/replay/damage", test_damage);
  g_test_add_func ("/replay/until", test_until);
  return g_test_run ();
}
