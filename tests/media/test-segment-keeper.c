/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A keeper of segments: whoever gives it pictures never waits, what it holds is bounded, and a disk
 * that is slow, full or broken is told, as is that it works again. The disk is the real one; it is
 * made slow by whoever is told of a segment, full by a file system of a few pages.
 */
#define _GNU_SOURCE
#include "remove-tree.h"
#include "tc-segment-keeper.h"
#include "tc-segment-reader.h"
#include "unit-maker.h"
#include "wait-limit.h"

#include <glib/gstdio.h>
#include <gst/gst.h>
#include <sched.h>
#include <sys/mount.h>

#define BEGUN_US G_GINT64_CONSTANT (1795433400123456)
#define CAMERA G_GINT64_CONSTANT (4711)
#define SECOND ((gint64) G_USEC_PER_SEC)

typedef struct {
  char *folder; /* (owned) */
  TcSegmentKeeper *keeper;
  GMutex mutex; /* of all below */
  GCond cond;
  GArray *told;     /* (owned) (element-type TcSegment) */
  GString *states;  /* (owned): a letter each */
  gboolean blocked; /* who is told of a segment waits */
} Room;

static void
segment_cb (const TcSegment *segment, gpointer data)
{
  Room *room = data;

  g_mutex_lock (&room->mutex);
  g_array_append_vals (room->told, segment, 1);
  g_cond_broadcast (&room->cond);
  while (room->blocked)
    g_cond_wait (&room->cond, &room->mutex);
  g_mutex_unlock (&room->mutex);
}

static void
state_cb (TcSegmentKeeperState state, const char *detail, gpointer data)
{
  Room *room = data;

  g_assert_true ((detail != NULL) == (state >= TC_SEGMENT_KEEPER_FULL));
  g_mutex_lock (&room->mutex);
  g_string_append_c (room->states, "wlfds"[state]);
  g_cond_broadcast (&room->cond);
  g_mutex_unlock (&room->mutex);
}

static void
room_init (Room *room)
{
  static const TcSegmentKeeperHooks hooks = {segment_cb, state_cb};

  *room = (Room){.folder = g_dir_make_tmp ("tc-segment-keeper-XXXXXX", NULL)};
  g_mutex_init (&room->mutex);
  g_cond_init (&room->cond);
  room->told = g_array_new (FALSE, FALSE, sizeof (TcSegment));
  room->states = g_string_new (NULL);
  room->keeper = tc_segment_keeper_new (room->folder, CAMERA, &hooks, room);
}

static void
room_clear (Room *room)
{
  g_clear_pointer (&room->keeper, tc_segment_keeper_free);
  remove_tree (room->folder);
  g_free (room->folder);
  g_array_unref (room->told);
  g_string_free (room->states, TRUE);
  g_mutex_clear (&room->mutex);
  g_cond_clear (&room->cond);
}

/* With the mutex. */
static gboolean
has (const Room *room, guint segments, const char *states)
{
  return room->told->len >= segments && g_str_equal (room->states->str, states);
}

static gboolean
is_told (Room *room, guint segments, const char *states)
{
  gboolean told = FALSE;

  g_mutex_lock (&room->mutex);
  told = has (room, segments, states);
  g_mutex_unlock (&room->mutex);
  return told;
}

/* Until so many segments and these states were told. */
static void
wait_for (Room *room, guint segments, const char *states)
{
  gint64 until_us = g_get_monotonic_time () + WAIT_US;

  g_mutex_lock (&room->mutex);
  while (!has (room, segments, states))
    if (!g_cond_wait_until (&room->cond, &room->mutex, until_us))
      g_error ("%u segments, states '%s'", room->told->len, room->states->str);
  g_mutex_unlock (&room->mutex);
}

static void
set_blocked (Room *room, gboolean blocked)
{
  g_mutex_lock (&room->mutex);
  room->blocked = blocked;
  g_cond_broadcast (&room->cond);
  g_mutex_unlock (&room->mutex);
}

static void
push_at (Room *room, TcAccessUnit *model, gint64 time_us)
{
  g_autoptr (TcAccessUnit) unit = tc_access_unit_new (model->codec, model->caps, model->bytes,
                                                      model->key, time_us, model->duration_us);

  tc_segment_keeper_push (unit, room->keeper);
}

static GPtrArray *
make_small (void)
{
  UnitPlan plan = {TC_CODEC_H264, 160, 90, 10, 40, 10, .camera = 7, .start_us = BEGUN_US};

  return make_units (&plan);
}

static void
test_writes (void)
{
  g_autoptr (GPtrArray) units = make_small ();
  TcSegmentKeeperCounts counts;
  Room room;

  room_init (&room);
  for (guint i = 4; i < units->len; i++)
    tc_segment_keeper_push (units->pdata[i], room.keeper);
  /* It is closed by itself when nothing comes. */
  wait_for (&room, 1, "");
  tc_segment_keeper_get_counts (room.keeper, &counts);
  g_assert_cmpint (counts.written, ==, 30);
  g_assert_cmpint (counts.left_out, ==, 6);
  g_assert_cmpint (g_array_index (room.told, TcSegment, 0).frames, ==, 30);
  room_clear (&room);
}

/* A disk that keeps nobody waiting but the keeper's thread. */
static void
test_slow (void)
{
  g_autoptr (GPtrArray) units = make_small ();
  g_autoptr (GBytes) much = g_bytes_new_take (g_malloc0 (1024 * 1024), 1024 * 1024);
  TcAccessUnit *key = units->pdata[0];
  g_autoptr (TcAccessUnit) large = NULL;
  gint64 at_us = BEGUN_US + 20 * SECOND;
  gint64 begun_us;
  TcSegmentKeeperCounts counts;
  Room room;

  room_init (&room);
  set_blocked (&room, TRUE);
  tc_segment_keeper_push (key, room.keeper);
  push_at (&room, key, at_us); /* another segment: the first is told */
  wait_for (&room, 1, "");
  large = tc_access_unit_new (TC_CODEC_MJPEG, "image/jpeg, width=(int)160, height=(int)90", much,
                              TRUE, at_us, 100000);
  begun_us = g_get_monotonic_time ();
  for (guint i = 1; i <= 100; i++)
    push_at (&room, large, at_us + i * 100000);
  g_assert_cmpint (g_get_monotonic_time () - begun_us, <, 5 * SECOND);
  tc_segment_keeper_get_counts (room.keeper, &counts);
  g_assert_cmpint (counts.left_out, >=,
                   100 - (gint64) (TC_SEGMENT_KEEPER_WAITING_MAX / 1024 / 1024));
  g_assert_cmpint (counts.left_out, <=, 100 - 30);
  set_blocked (&room, FALSE);
  wait_for (&room, 2, "lw");
  g_clear_pointer (&room.keeper, tc_segment_keeper_free);
  g_assert_cmpint (g_array_index (room.told, TcSegment, 2).frames, ==, 100 - counts.left_out);
  room_clear (&room);
}

/* What stands in its way is told once, and that it works again. */
static void
test_broken (void)
{
  g_autoptr (GPtrArray) units = make_small ();
  g_autofree char *file = NULL;
  gint64 at_us = BEGUN_US;
  Room room;

  room_init (&room);
  file = g_build_filename (room.folder, "4711", NULL);
  g_assert_true (g_file_set_contents (file, "", 0, NULL));
  tc_segment_keeper_push (units->pdata[0], room.keeper);
  wait_for (&room, 0, "d");
  g_unlink (file);
  /* Until it has had its rest. */
  for (gint64 until_us = g_get_monotonic_time () + WAIT_US;
       !is_told (&room, 0, "dw") && g_get_monotonic_time () < until_us; g_usleep (200000))
    push_at (&room, units->pdata[0], at_us += 200000);
  wait_for (&room, 0, "dw");
  g_clear_pointer (&room.keeper, tc_segment_keeper_free);
  g_assert_cmpuint (room.told->len, ==, 1);
  room_clear (&room);
}

static void
test_stream (void)
{
  g_autoptr (GPtrArray) units = make_small ();
  TcAccessUnit *key = units->pdata[0];
  g_autoptr (TcAccessUnit) strange = tc_access_unit_new (TC_CODEC_H265, key->caps, key->bytes, TRUE,
                                                         BEGUN_US, key->duration_us);
  Room room;

  room_init (&room);
  tc_segment_keeper_push (strange, room.keeper);
  wait_for (&room, 0, "s");
  tc_segment_keeper_push (key, room.keeper);
  wait_for (&room, 0, "sw");
  room_clear (&room);
}

/* What was whole before the disk was full is told. */
static void
test_full (void)
{
  g_autoptr (GPtrArray) units = make_small ();
  const TcSegment *segment;
  gint64 at_us = BEGUN_US;
  guint n = 0;
  Room room;

  room_init (&room);
  if (unshare (CLONE_NEWNS) != 0 || mount ("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
      mount ("small", room.folder, "tmpfs", 0, "size=64k") != 0) {
    g_test_skip ("file systems can't be mounted here");
    room_clear (&room);
    return;
  }
  /* The keeper's thread sees what this one does: it is made anew. */
  tc_segment_keeper_free (room.keeper);
  room.keeper = tc_segment_keeper_new (room.folder, CAMERA,
                                       &(TcSegmentKeeperHooks){segment_cb, state_cb}, &room);
  for (gint64 until_us = g_get_monotonic_time () + WAIT_US; g_get_monotonic_time () < until_us;
       n++) {
    g_autofree char *states = NULL;

    push_at (&room, units->pdata[n % 40], at_us += 100000);
    g_usleep (1000);
    g_mutex_lock (&room.mutex);
    states = g_strdup (room.states->str);
    g_mutex_unlock (&room.mutex);
    if (*states)
      break;
  }
  wait_for (&room, 1, "f");
  segment = &g_array_index (room.told, TcSegment, room.told->len - 1);
  g_assert_cmpint (segment->bytes, >, 10000);
  g_assert_cmpint (segment->bytes, <, 64 * 1024);
  g_clear_pointer (&room.keeper, tc_segment_keeper_free);
  g_assert_cmpint (umount (room.folder), ==, 0);
  room_clear (&room);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (NULL, NULL);
  g_test_add_func ("/segment-keeper/writes", test_writes);
  g_test_add_func ("/segment-keeper/slow", test_slow);
  g_test_add_func ("/segment-keeper/broken", test_broken);
  g_test_add_func ("/segment-keeper/stream", test_stream);
  g_test_add_func ("/segment-keeper/full", test_full);
  return g_test_run ();
}
