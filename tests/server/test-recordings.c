/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The index of recordings and their files: what goes when, by class, hold and room, with the clock
 * as an argument; gaps; what a stop leaves behind at any byte; and that each file that was changed,
 * is missing or is nobody's is named. Files are segments of MJPEG made by hand.
 */
#include "remove-tree.h"
#include "tc-limits.h"
#include "tc-media-records.h"
#include "tc-recordings-disk.h"
#include "tc-segment-writer.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define NOW_US G_GINT64_CONSTANT (1795433400000000)
#define SECOND ((gint64) G_USEC_PER_SEC)
#define DAY TC_US_PER_DAY
#define HOUR (3600 * SECOND)

typedef struct {
  char *folder; /* (owned) */
  TcDatabase *db;
  GString *found; /* (owned): lines "code path" */
} Room;

static void
room_init (Room *room)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  room->folder = g_dir_make_tmp ("tc-recordings-XXXXXX", NULL);
  path = g_build_filename (room->folder, "recordings.db", NULL);
  room->db = tc_recordings_open (path, &error);
  g_assert_no_error (error);
  room->found = g_string_new (NULL);
}

static void
room_clear (Room *room)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (tc_database_check (room->db, &error));
  tc_database_close (room->db);
  remove_tree (room->folder);
  g_free (room->folder);
  g_string_free (room->found, TRUE);
}

static void
found_cb (TcFound found, const char *path, gpointer data)
{
  Room *room = data;

  g_string_append_printf (room->found, "%s %s\n", tc_found_code (found), path);
}

static void
add (Room *room, gint64 camera, gint64 start_us, gint64 length_us, gint64 bytes)
{
  TcSegment segment = {camera, start_us, start_us + length_us, 10, bytes, TC_CODEC_H264};

  tc_recordings_add (room->db, &segment);
}

/* Lines "camera hours-before-now", in the order of @list, which goes. */
static void
check_list (GArray *list, const char *expected)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < list->len; i++) {
    const TcSegment *segment = &g_array_index (list, TcSegment, i);

    g_string_append_printf (text, "%d %d\n", (int) segment->camera_id,
                            (int) ((NOW_US - segment->start_us) / HOUR));
  }
  g_assert_cmpstr (text->str, ==, expected);
  g_array_unref (list);
}

/* ---- the index ---- */

static void
test_classes (void)
{
  for (int i = 0; i < TC_KEEP_N; i++)
    g_assert_cmpint (tc_keep_class_from_code (tc_keep_class_code ((TcKeepClass) i)), ==, i);
  g_assert_cmpint (tc_keep_class_from_code ("for ever"), ==, TC_KEEP_STANDARD);
  g_assert_cmpint (tc_keep_class_from_code (NULL), ==, TC_KEEP_STANDARD);
}

static void
test_due (void)
{
  const TcRecordingsPolicy *policy = &tc_recordings_policy_default;
  Room room;

  room_init (&room);
  tc_recordings_set_class (room.db, 1, TC_KEEP_SHORT);
  tc_recordings_set_class (room.db, 3, TC_KEEP_LONG);
  for (gint64 camera = 1; camera <= 3; camera++)
    for (int days = 40; days > 0; days -= 10)
      add (&room, camera, NOW_US - days * DAY, 10 * SECOND, 1000);
  add (&room, 1, NOW_US - 3 * DAY - 10 * SECOND, 10 * SECOND, 1000);
  add (&room, 1, NOW_US - 3 * DAY, 10 * SECOND, 1000);
  /* 2 was never said: standard. */
  check_list (tc_recordings_list_due (room.db, policy, NOW_US, 100),
              "1 960\n1 720\n1 480\n1 240\n1 72\n2 960\n2 720\n2 480\n3 960\n");
  check_list (tc_recordings_list_due (room.db, policy, NOW_US - 40 * DAY, 100), "");
  check_list (tc_recordings_list_due (room.db, policy, NOW_US, 2), "1 960\n1 720\n");
  tc_recordings_set_class (room.db, 3, TC_KEEP_NONE);
  check_list (tc_recordings_list_due (room.db, policy, NOW_US, 100),
              "1 960\n1 720\n1 480\n1 240\n1 72\n2 960\n2 720\n2 480\n3 960\n3 720\n3 480\n"
              "3 240\n");
  room_clear (&room);
}

static void
test_holds (void)
{
  const TcRecordingsPolicy *policy = &tc_recordings_policy_default;
  TcHold hold = {.id = 5,
                 .camera_id = 1,
                 .from_us = NOW_US - 30 * DAY + 5 * SECOND,
                 .until_us = NOW_US - 20 * DAY + SECOND,
                 .incident_id = 77,
                 .reason = (char *) "Va chạm, có người bị thương",
                 .made_us = NOW_US - DAY,
                 .keep_until_us = NOW_US + 10 * DAY};
  g_autoptr (GArray) holds = NULL;
  gint64 incident_id = 0;
  Room room;

  room_init (&room);
  for (int days = 40; days > 0; days -= 10)
    add (&room, 1, NOW_US - days * DAY, 10 * SECOND, 1000);
  tc_recordings_hold (room.db, &hold);
  tc_recordings_hold (room.db, &hold); /* asked again */
  check_list (tc_recordings_list_due (room.db, policy, NOW_US, 100), "1 960\n");
  check_list (tc_recordings_list_least (room.db, NOW_US, G_MAXINT64, 100), "1 960\n1 240\n");
  holds = tc_recordings_list_holds (room.db, 1, NOW_US);
  g_assert_cmpuint (holds->len, ==, 1);
  g_assert_cmpint (g_array_index (holds, TcHold, 0).incident_id, ==, 77);
  g_assert_cmpstr (g_array_index (holds, TcHold, 0).reason, ==, hold.reason);
  /* Over by itself, and released. */
  check_list (tc_recordings_list_due (room.db, policy, NOW_US + 10 * DAY, 100),
              "1 960\n1 720\n1 480\n1 240\n");
  /* Not by the right to another camera. */
  g_assert_false (
      tc_recordings_release (room.db, &(TcRelease){5, 2, 3, "x"}, NOW_US, &incident_id));
  g_assert_true (
      tc_recordings_release (room.db, &(TcRelease){5, 1, 3, "xong"}, NOW_US, &incident_id));
  g_assert_cmpint (incident_id, ==, hold.incident_id);
  g_assert_false (
      tc_recordings_release (room.db, &(TcRelease){5, 1, 3, NULL}, NOW_US, &incident_id));
  g_assert_false (
      tc_recordings_release (room.db, &(TcRelease){6, 1, 0, NULL}, NOW_US, &incident_id));
  check_list (tc_recordings_list_due (room.db, policy, NOW_US, 100), "1 960\n1 720\n1 480\n");
  room_clear (&room);
}

static void
test_hold_valid (void)
{
  const TcHold good = {.id = 1,
                       .camera_id = 1,
                       .from_us = 1,
                       .until_us = 2,
                       .reason = (char *) "x",
                       .made_us = 5,
                       .keep_until_us = 6};
  g_autofree char *much = g_strnfill (TC_RECORDINGS_REASON_CHARS_MAX + 1, 'x');
  TcHold bad[8] = {good, good, good, good, good, good, good, good};

  g_assert_true (tc_hold_is_valid (&good));
  bad[0].id = 0;
  bad[1].camera_id = -1;
  bad[2].until_us = 1;
  bad[3].keep_until_us = 5;
  bad[4].reason = (char *) "";
  bad[5].reason = much;
  bad[6].incident_id = -1;
  bad[7].until_us = G_MAXINT64;
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (tc_hold_is_valid (&bad[i]));
}

static void
test_holds_max (void)
{
  TcHold hold = {.camera_id = 1,
                 .from_us = 1,
                 .until_us = 2,
                 .reason = (char *) "x",
                 .made_us = NOW_US,
                 .keep_until_us = NOW_US + 1};
  g_autoptr (GError) error = NULL;
  Room room;

  room_init (&room);
  tc_database_execute (room.db,
                       "INSERT INTO hold (id, camera_id, from_us, until_us, reason, made_us,"
                       " keep_until_us) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1"
                       " FROM n WHERE i < ?1) SELECT i, 1, 1, 2, 'x', ?2, ?2 + 1"
                       " FROM n",
                       "ii", (gint64) TC_RECORDINGS_HOLDS_MAX - 1, NOW_US);
  hold.id = TC_RECORDINGS_HOLDS_MAX;
  tc_recordings_hold (room.db, &hold);
  g_assert_true (tc_database_check (room.db, &error));
  hold.id++;
  tc_recordings_hold (room.db, &hold);
  g_assert_false (tc_database_check (room.db, &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_LIMIT);
  room_clear (&room);
}

static void
test_least (void)
{
  Room room;

  room_init (&room);
  tc_recordings_set_class (room.db, 1, TC_KEEP_LONG);
  tc_recordings_set_class (room.db, 3, TC_KEEP_SHORT);
  tc_recordings_set_class (room.db, 4, TC_KEEP_SHORT);
  for (gint64 camera = 1; camera <= 4; camera++)
    for (gint64 hours = 3; hours > 0; hours--)
      add (&room, camera, NOW_US - hours * HOUR - camera * SECOND, 10 * SECOND, 1000);
  check_list (tc_recordings_list_least (room.db, NOW_US, 1, 100), "4 3\n");
  check_list (tc_recordings_list_least (room.db, NOW_US, 3001, 100), "4 3\n3 3\n4 2\n3 2\n");
  check_list (tc_recordings_list_least (room.db, NOW_US, 7500, 100),
              "4 3\n3 3\n4 2\n3 2\n4 1\n3 1\n2 3\n2 2\n");
  check_list (tc_recordings_list_least (room.db, NOW_US, G_MAXINT64, 5),
              "4 3\n3 3\n4 2\n3 2\n4 1\n");
  check_list (tc_recordings_list_least (room.db, NOW_US, 0, 100), "");
  room_clear (&room);
}

/* What moved, of segments of which it is known; one that is told again keeps it. */
static void
test_motion (void)
{
  TcSegment segment = {1, NOW_US, NOW_US + 10 * SECOND, 10, 1000, TC_CODEC_H264};
  const TcRecordingsMotion *one;
  g_autoptr (GArray) all = NULL;
  g_autoptr (GArray) some = NULL;
  Room room;

  room_init (&room);
  for (int i = 0; i < 4; i++) {
    segment.has_motion = i != 2;
    segment.motion_pm = i != 2 ? i * 300 : 0;
    tc_recordings_add (room.db, &segment);
    segment.start_us += 10 * SECOND;
    segment.end_us += 10 * SECOND;
  }
  segment = (TcSegment){1, NOW_US + 10 * SECOND, NOW_US + 20 * SECOND, 10, 1000, TC_CODEC_H264};
  tc_recordings_add (room.db, &segment);
  all = tc_recordings_list_motion (room.db, 1, NOW_US - HOUR, NOW_US + HOUR, 10);
  g_assert_cmpuint (all->len, ==, 3);
  one = &g_array_index (all, TcRecordingsMotion, 1);
  g_assert_true (one->from_us == NOW_US + 10 * SECOND && one->share_pm == 300);
  some = tc_recordings_list_motion (room.db, 1, NOW_US + 15 * SECOND, NOW_US + 35 * SECOND, 10);
  g_assert_cmpuint (some->len, ==, 2);
  one = &g_array_index (some, TcRecordingsMotion, 1);
  g_assert_true (one->from_us == NOW_US + 30 * SECOND && one->until_us == NOW_US + 35 * SECOND &&
                 one->share_pm == 900);
  g_array_unref (some);
  some = tc_recordings_list_motion (room.db, 1, NOW_US, NOW_US + HOUR, 1);
  g_assert_cmpint (g_array_index (some, TcRecordingsMotion, 0).share_pm, ==, 900);
  room_clear (&room);
}

static void
test_disk (void)
{
  static const struct {
    TcDiskLevel before;
    gint64 used_pm;
    TcDiskLevel level;
    gint64 to_free;
  } cases[] = {{TC_DISK_ROOMY, 899, TC_DISK_ROOMY, 0},     {TC_DISK_ROOMY, 900, TC_DISK_LOW, 10000},
               {TC_DISK_LOW, 890, TC_DISK_LOW, 1},         {TC_DISK_LOW, 889, TC_DISK_ROOMY, 0},
               {TC_DISK_LOW, 969, TC_DISK_LOW, 79000},     {TC_DISK_LOW, 970, TC_DISK_FULL, 80000},
               {TC_DISK_FULL, 950, TC_DISK_FULL, 60000},   {TC_DISK_FULL, 949, TC_DISK_LOW, 59000},
               {TC_DISK_ROOMY, 1000, TC_DISK_FULL, 110000}};
  gint64 to_free;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_assert_cmpint (
        tc_disk_judge (cases[i].before, 1000000, 1000000 - cases[i].used_pm * 1000, 0, &to_free),
        ==, cases[i].level);
    g_assert_cmpint (to_free, ==, cases[i].to_free);
    /* The same of a disk a hundred times as large, of which so many bytes are to stay free. */
    g_assert_cmpint (tc_disk_judge (cases[i].before, 100000000, 1000000 - cases[i].used_pm * 1000,
                                    100000, &to_free),
                     ==, cases[i].level);
    g_assert_cmpint (to_free, ==, cases[i].to_free);
  }
  g_assert_cmpint (tc_disk_judge (TC_DISK_ROOMY, 0, 0, 0, &to_free), ==, TC_DISK_FULL);
  /* Nearly full in shares, and yet there is more than is to stay free. */
  g_assert_cmpint (tc_disk_judge (TC_DISK_ROOMY, 100000000, 500000, 100000, &to_free), ==,
                   TC_DISK_ROOMY);
  g_assert_cmpint (to_free, ==, 0);
}

static void
test_spans (void)
{
  g_autoptr (GArray) spans = NULL;
  g_autoptr (GArray) part = NULL;
  Room room;

  room_init (&room);
  for (int i = 0; i < 100; i++)
    if (i < 40 || i >= 50)
      add (&room, 1, NOW_US + i * 10 * SECOND, 10 * SECOND - 100000, 1000);
  add (&room, 2, NOW_US + 410 * SECOND, 10 * SECOND, 1000);
  tc_recordings_set_state (room.db, 1, NOW_US + 700 * SECOND, TC_RECORDING_GONE);
  spans = tc_recordings_list_spans (room.db, 1, NOW_US + 5 * SECOND, NOW_US + 2000 * SECOND);
  g_assert_cmpuint (spans->len, ==, 3);
  g_assert_cmpint (g_array_index (spans, TcRecordingsSpan, 0).from_us, ==, NOW_US + 5 * SECOND);
  g_assert_cmpint (g_array_index (spans, TcRecordingsSpan, 0).until_us, ==,
                   NOW_US + 400 * SECOND - 100000);
  g_assert_cmpint (g_array_index (spans, TcRecordingsSpan, 1).until_us, ==,
                   NOW_US + 700 * SECOND - 100000);
  g_assert_cmpint (g_array_index (spans, TcRecordingsSpan, 2).from_us, ==, NOW_US + 710 * SECOND);
  part = tc_recordings_list_between (room.db, 1, NOW_US + 395 * SECOND, NOW_US + 505 * SECOND, 10);
  g_assert_cmpuint (part->len, ==, 2);
  room_clear (&room);
}

/* ---- how much ---- */

static void
test_bytes (void)
{
  Room room;

  room_init (&room);
  g_assert_cmpint (tc_recordings_get_bytes (room.db), ==, 0);
  add (&room, 1, NOW_US, 10 * SECOND, 1000);
  add (&room, 1, NOW_US + 10 * SECOND, 10 * SECOND, 500);
  add (&room, 2, NOW_US, 10 * SECOND, 70);
  g_assert_cmpint (tc_recordings_get_bytes (room.db), ==, 1570);
  /* Found again after a stop, as something else. */
  tc_recordings_set_state (room.db, 1, NOW_US, TC_RECORDING_GONE);
  add (&room, 1, NOW_US, 10 * SECOND, 900);
  g_assert_cmpint (tc_recordings_get_bytes (room.db), ==, 1470);
  g_assert_cmpuint (tc_database_get_int (room.db, 0, "SELECT count (*) FROM segment", ""), ==, 3);
  tc_recordings_set_state (room.db, 2, NOW_US, TC_RECORDING_LEAVING);
  g_assert_cmpint (tc_recordings_get_bytes (room.db), ==, 1470);
  tc_recordings_forget (room.db, 2, NOW_US);
  tc_recordings_forget (room.db, 2, NOW_US);
  g_assert_cmpint (tc_recordings_get_bytes (room.db), ==, 1400);
  room_clear (&room);
}

/* ---- files ---- */

static void
told_cb (const TcSegment *segment, gpointer data)
{
  Room *room = data;

  tc_recordings_add (room->db, segment);
}

static void
forget_cb (const TcSegment *segment, gpointer data)
{
}

/* @n pictures, 10 a second. @rows: the index is told. Returns: the file's path below the folder. */
static char *
record (Room *room, gint64 camera, gint64 start_us, guint n, gboolean rows)
{
  static const char picture[] = "picture picture picture picture";
  g_autoptr (TcSegmentWriter)
      writer = tc_segment_writer_new (room->folder, camera, rows ? told_cb : forget_cb, room);
  g_autoptr (GBytes) bytes = g_bytes_new_static (picture, sizeof picture);

  for (guint i = 0; i < n; i++) {
    g_autoptr (TcAccessUnit)
        unit = tc_access_unit_new (TC_CODEC_MJPEG, "image/jpeg, width=(int)640, height=(int)360",
                                   bytes, TRUE, start_us + i * SECOND / 10, SECOND / 10);

    g_assert_true (tc_segment_writer_push (writer, unit, NULL));
  }
  return tc_segment_dup_path (camera, start_us);
}

static void
check_all (Room *room, const char *expected)
{
  g_autoptr (GError) error = NULL;
  TcRecordingsChecked checked;

  g_string_set_size (room->found, 0);
  g_assert_true (
      tc_recordings_check (room->db, room->folder, NULL, found_cb, room, &checked, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (room->found->str, ==, expected);
}

static void
recover (Room *room, gint64 camera, const char *expected)
{
  g_autoptr (GError) error = NULL;

  g_string_set_size (room->found, 0);
  g_assert_true (
      tc_recordings_recover (room->db, room->folder, camera, G_MAXINT64, found_cb, room, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (room->found->str, ==, expected);
}

/* Cut at each byte: what is whole is indexed, what isn't goes, and all is right afterwards. */
static void
test_recover (void)
{
  Room room;
  gsize size;
  gint64 most = 0;

  room_init (&room);
  g_free (record (&room, 7, NOW_US - 60 * SECOND, 20, TRUE));
  for (gsize cut = 0;; cut += 7) {
    g_autofree char *path = record (&room, 7, NOW_US, 9, FALSE);
    g_autofree char *file = g_build_filename (room.folder, path, NULL);
    g_autofree char *content = NULL;
    g_autofree char *expected = NULL;
    g_autoptr (GArray) list = NULL;

    g_assert_true (g_file_get_contents (file, &content, &size, NULL));
    g_assert_cmpint (truncate (file, (off_t) MIN (cut, size)), ==, 0);
    /* As long as it may be written it is left. */
    g_string_set_size (room.found, 0);
    g_assert_true (tc_recordings_recover (room.db, room.folder, 7, NOW_US, found_cb, &room, NULL));
    g_assert_cmpstr (room.found->str, ==, "");
    g_assert_true (tc_recordings_recover (room.db, room.folder, cut % 2 ? 7 : 0, NOW_US + 1,
                                          found_cb, &room, NULL));
    list = tc_recordings_list (room.db, 7, NULL, 10);
    expected = g_strdup_printf ("%s %s\n", list->len == 2 ? "segment" : "empty", path);
    g_assert_cmpstr (room.found->str, ==, expected);
    check_all (&room, "");
    recover (&room, 0, "");
    if (list->len == 2) {
      const TcSegment *found = &g_array_index (list, TcSegment, 1);

      g_assert_cmpint (found->frames, >=, most);
      most = found->frames;
      g_assert_cmpint (found->bytes, <=, (gint64) MIN (cut, size));
      g_unlink (file);
      tc_recordings_forget (room.db, 7, NOW_US);
    }
    if (cut >= size)
      break;
  }
  g_assert_cmpint (most, ==, 9);
  room_clear (&room);
}

/* A file that isn't what its name says is left and named. */
static void
test_strange (void)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *third = tc_segment_dup_path (9, NOW_US);
  g_autofree char *other = tc_segment_dup_path (7, NOW_US + SECOND);
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  g_autofree char *large = NULL;
  g_autofree char *zeros = g_malloc0 (100000);
  g_autofree char *expected = NULL;
  Room room;

  room_init (&room);
  first = record (&room, 7, NOW_US, 5, FALSE);
  from = g_build_filename (room.folder, first, NULL);
  to = g_build_filename (room.folder, other, NULL);
  g_assert_cmpint (g_rename (from, to), ==, 0);
  second = record (&room, 9, NOW_US - SECOND, 5, FALSE);
  large = g_build_filename (room.folder, third, NULL);
  g_assert_true (g_file_set_contents (large, zeros, 100000, NULL));
  expected = g_strdup_printf ("strange %s\nsegment %s\nstrange %s\n", other, second, third);
  recover (&room, 0, expected);
  g_free (expected);
  expected = g_strdup_printf ("stray %s\nstray %s\n", other, third);
  check_all (&room, expected);
  room_clear (&room);
}

static void
flip (Room *room, const char *path, goffset at)
{
  g_autofree char *file = g_build_filename (room->folder, path, NULL);
  int fd = g_open (file, O_RDWR, 0);
  guint8 byte;

  g_assert_cmpint (pread (fd, &byte, 1, at), ==, 1);
  byte ^= 1;
  g_assert_cmpint (pwrite (fd, &byte, 1, at), ==, 1);
  close (fd);
}

/* Each deviation is named, and it is told when it is right again. */
static void
test_check (void)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;
  g_autofree char *stray = NULL;
  g_autofree char *file = NULL;
  g_autofree char *expected = NULL;
  g_autoptr (GArray) part = NULL;
  Room room;

  room_init (&room);
  first = record (&room, 7, NOW_US, 5, TRUE);
  second = record (&room, 7, NOW_US + 60 * SECOND, 5, TRUE);
  third = record (&room, 8, NOW_US, 5, TRUE);
  check_all (&room, "");
  for (goffset at = 0; at < 500; at += 41) {
    flip (&room, first, at);
    expected = g_strdup_printf ("differs %s\n", first);
    check_all (&room, expected);
    g_clear_pointer (&expected, g_free);
    flip (&room, first, at);
  }
  check_all (&room, "");
  flip (&room, first, 100);
  file = g_build_filename (room.folder, third, NULL);
  g_assert_cmpint (g_unlink (file), ==, 0);
  stray = record (&room, 7, NOW_US + 30 * SECOND, 5, FALSE);
  expected = g_strdup_printf ("differs %s\ngone %s\nstray %s\n", first, third, stray);
  check_all (&room, expected);
  part = tc_recordings_list_between (room.db, 7, NOW_US - SECOND, NOW_US + 90 * SECOND, 10);
  g_assert_cmpuint (part->len, ==, 1);
  room_clear (&room);
}

static void
test_check_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  TcRecordingsChecked checked;
  Room room;

  room_init (&room);
  g_free (record (&room, 7, NOW_US, 5, TRUE));
  g_cancellable_cancel (cancellable);
  g_assert_false (tc_recordings_check (room.db, room.folder, NULL, found_cb, &room, &checked,
                                       cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  room_clear (&room);
}

/* Files, rows and empty folders go; what a stop left half done is done the next time. */
static void
test_remove (void)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *file = NULL;
  g_autofree char *day = NULL;
  g_autoptr (GArray) all = NULL;
  g_autoptr (GArray) none = NULL;
  g_autoptr (GError) error = NULL;
  Room room;

  room_init (&room);
  first = record (&room, 7, NOW_US, 5, TRUE);
  second = record (&room, 7, NOW_US + 60 * SECOND, 5, TRUE);
  file = g_build_filename (room.folder, first, NULL);
  day = g_path_get_dirname (file);
  all = tc_recordings_list (room.db, 0, NULL, 10);
  g_assert_cmpuint (all->len, ==, 2);
  /* The second: its row was marked, its file removed, and then came the stop. */
  tc_recordings_set_state (room.db, 7, NOW_US + 60 * SECOND, TC_RECORDING_LEAVING);
  g_free (file);
  file = g_build_filename (room.folder, second, NULL);
  g_unlink (file);
  recover (&room, 0, "");
  g_array_set_size (all, 1);
  check_all (&room, "");
  g_assert_true (tc_recordings_remove (room.db, room.folder, all, &error));
  g_assert_false (g_file_test (day, G_FILE_TEST_EXISTS));
  none = tc_recordings_list (room.db, 0, NULL, 10);
  g_assert_cmpuint (none->len, ==, 0);
  room_clear (&room);
}

/* What can't be removed is told and tried again; the others are gone. */
static void
test_remove_fails (void)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *file = NULL;
  g_autofree char *inside = NULL;
  g_autoptr (GArray) all = NULL;
  g_autoptr (GArray) left = NULL;
  g_autoptr (GError) error = NULL;
  Room room;

  room_init (&room);
  first = record (&room, 7, NOW_US, 5, TRUE);
  second = record (&room, 7, NOW_US + 60 * SECOND, 5, TRUE);
  file = g_build_filename (room.folder, first, NULL);
  inside = g_build_filename (file, "x", NULL);
  g_unlink (file);
  g_assert_cmpint (g_mkdir_with_parents (inside, 0700), ==, 0);
  all = tc_recordings_list (room.db, 0, NULL, 10);
  g_assert_false (tc_recordings_remove (room.db, room.folder, all, &error));
  g_assert_cmpint (error->domain, ==, G_FILE_ERROR);
  left = tc_recordings_list_leaving (room.db, 10);
  g_assert_cmpuint (left->len, ==, 1);
  g_assert_cmpint (g_array_index (left, TcSegment, 0).start_us, ==, NOW_US);
  room_clear (&room);
}

static gboolean
has_file (Room *room, const char *path)
{
  g_autofree char *file = g_build_filename (room->folder, path, NULL);

  return g_file_test (file, G_FILE_TEST_EXISTS);
}

static void
allowed_cb (gboolean allowed, gpointer data)
{
}

/* More than is wanted: the oldest goes by itself, also where the disk has room. */
static void
test_limit (void)
{
  static const TcMediaRecordsHooks hooks = {allowed_cb};
  TcRecordingsPolicy policy = {{0, DAY, DAY, DAY}, .free_min = 1};
  gint64 start_us = g_get_real_time () - HOUR;
  g_autofree char *oldest = NULL, *newest = NULL;
  g_autoptr (GError) error = NULL;
  TcMediaRecords *records;
  gint64 bytes;
  Room room;

  room_init (&room);
  oldest = record (&room, 1, start_us, 20, TRUE);
  newest = record (&room, 1, start_us + 100 * SECOND, 20, TRUE);
  bytes = tc_recordings_get_bytes (room.db);
  g_assert_cmpint (bytes, >, 0);
  policy.bytes_max = bytes - 1;
  records = tc_media_records_new (room.folder, &policy, &hooks, NULL, &error);
  g_assert_no_error (error);
  while (tc_recordings_get_bytes (room.db) > policy.bytes_max)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpint (tc_recordings_get_bytes (room.db), ==, bytes / 2);
  g_assert_false (has_file (&room, oldest));
  g_assert_true (has_file (&room, newest));
  tc_media_records_free (records);
  room_clear (&room);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/recordings/motion", test_motion);
  g_test_add_func ("/recordings/classes", test_classes);
  g_test_add_func ("/recordings/due", test_due);
  g_test_add_func ("/recordings/holds", test_holds);
  g_test_add_func ("/recordings/hold-valid", test_hold_valid);
  g_test_add_func ("/recordings/holds-max", test_holds_max);
  g_test_add_func ("/recordings/least", test_least);
  g_test_add_func ("/recordings/disk", test_disk);
  g_test_add_func ("/recordings/spans", test_spans);
  g_test_add_func ("/recordings/bytes", test_bytes);
  g_test_add_func ("/recordings/limit", test_limit);
  g_test_add_func ("/recordings/recover", test_recover);
  g_test_add_func ("/recordings/strange", test_strange);
  g_test_add_func ("/recordings/check", test_check);
  g_test_add_func ("/recordings/check-cancelled", test_check_cancelled);
  g_test_add_func ("/recordings/remove", test_remove);
  g_test_add_func ("/recordings/remove-fails", test_remove_fails);
  return g_test_run ();
}
