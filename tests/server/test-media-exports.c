/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: a copy that a media host is asked for is made once however often it is asked for, also
 * after a restart, says what it is for, and never stays under way for ever. Method: the real index
 * and evidence over a segment of plain bytes; a script in the place of toancanh-clip.
 */
#include "remove-tree.h"
#include "tc-camera-operations.h"
#include "tc-copies-over.h"
#include "tc-evidence.h"
#include "tc-media-exports.h"
#include "wait-limit.h"

#include <glib/gstdio.h>
#include <string.h>

#define CAMERA 7
#define BEGUN_US G_GINT64_CONSTANT (1795433400000000)
#define SPAN_US (10 * G_USEC_PER_SEC)
#define CONTENT "what was recorded then, and there"
#define KEEP_US (2 * TC_US_PER_DAY)
#define STALL_MS 400
/* The words of toancanh-clip: folder, camera, from, until, file. */
#define MAKES "echo progress 500\necho clip > \"$5\"\necho made $3 $4 0 250 1280 720\n"
#define HANGS "echo progress 500\nexec cat\n"

typedef struct {
  char *dir, *program;
  TcMediaRecords *records;
  TcMembership member;
  TcMediaCamera *camera;
  TcMediaExports *exports;
} Room;

/* ---- the host ---- */

static void
record (Room *room)
{
  g_autofree char *path = tc_segment_dup_path (CAMERA, BEGUN_US);
  g_autofree char *file = g_build_filename (tc_media_records_get_folder (room->records), path,
                                            NULL);
  g_autofree char *folder = g_path_get_dirname (file);
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize size = TC_DIGEST_SIZE;
  TcSegment segment = {.camera_id = CAMERA,
                       .start_us = BEGUN_US,
                       .end_us = BEGUN_US + SPAN_US,
                       .frames = 5,
                       .bytes = strlen (CONTENT),
                       .codec = TC_CODEC_H264};

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (file, CONTENT, -1, NULL));
  g_checksum_update (sum, (const guchar *) CONTENT, -1);
  g_checksum_get_digest (sum, segment.sha256.bytes, &size);
  tc_media_records_add (room->records, &segment);
}

static void
set_script (Room *room, const char *script)
{
  g_autofree char *text = g_strconcat ("#!/bin/sh\n", script, NULL);

  g_assert_true (
      g_file_set_contents_full (room->program, text, -1, G_FILE_SET_CONTENTS_NONE, 0700, NULL));
}

static void
begin_host (Room *room)
{
  room->exports = tc_media_exports_new (room->records, &room->member, room->dir, KEEP_US);
  tc_media_exports_set_maker (room->exports, room->program, STALL_MS);
}

static void
set_up (Room *room, gconstpointer data)
{
  static const TcMediaRecordsHooks hooks = {NULL};
  TcRecordingsPolicy policy = tc_recordings_policy_default;
  g_autofree char *recordings = NULL;
  g_autoptr (GError) error = NULL;

  policy.free_min = 1; /* however full the disk of the test is */
  room->dir = g_dir_make_tmp ("test-exports-XXXXXX", NULL);
  room->program = g_build_filename (room->dir, "clip", NULL);
  recordings = g_build_filename (room->dir, "recordings", NULL);
  g_assert_cmpint (g_mkdir (recordings, 0700), ==, 0);
  room->records = tc_media_records_new (recordings, &policy, &hooks, NULL, &error);
  g_assert_no_error (error);
  room->member = (TcMembership){.replica = 9, .key = tc_key_generate ()};
  room->camera = tc_media_camera_new (CAMERA, 114, "Ngã tư");
  record (room);
  set_script (room, MAKES);
  begin_host (room);
}

static void
tear_down (Room *room, gconstpointer data)
{
  tc_media_exports_free (room->exports);
  tc_media_records_free (room->records);
  tc_media_camera_free (room->camera);
  tc_membership_clear (&room->member);
  remove_tree (room->dir);
  g_free (room->program);
  g_free (room->dir);
}

/* ---- what is asked of it ---- */

static gboolean
ask (Room *room, gint64 id)
{
  TcHold wish = {.id = id,
                 .camera_id = CAMERA,
                 .from_us = BEGUN_US,
                 .until_us = BEGUN_US + SPAN_US,
                 .incident_id = 77,
                 .staff_id = 5,
                 .reason = (char *) "Công văn 12",
                 .made_us = BEGUN_US + SPAN_US};

  return tc_media_exports_begin (room->exports, &wish, room->camera, "Lan", "PA-261128-0007");
}

static const char *
look (Room *room, gint64 id)
{
  TcMediaExportState state;

  return tc_media_exports_look (room->exports, id, CAMERA, &state) ? state.state : "unknown";
}

static void
wait_state (Room *room, gint64 id, const char *wanted)
{
  gint64 end_us = g_get_monotonic_time () + WAIT_US;

  while (!g_str_equal (look (room, id), wanted)) {
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    g_main_context_iteration (NULL, FALSE);
    g_usleep (1000);
  }
}

static guint
count_folders (Room *room)
{
  g_autoptr (GDir) dir = g_dir_open (tc_media_exports_get_folder (room->exports), 0, NULL);
  guint n = 0;

  while (dir && g_dir_read_name (dir))
    n++;
  return n;
}

static char *
read_made (Room *room, gint64 id, const char *name, gsize *size)
{
  TcMediaExportState state;
  g_autofree char *path = NULL;
  char *text = NULL;

  g_assert_true (tc_media_exports_look (room->exports, id, CAMERA, &state));
  path = g_build_filename (tc_media_exports_get_folder (room->exports), state.name, name, NULL);
  g_assert_true (g_file_get_contents (path, &text, size, NULL));
  return text;
}

/* Warnings are expected here, and counted. */
static guint n_warnings;

static GLogWriterOutput
write_log_cb (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer data)
{
  if (level & G_LOG_LEVEL_WARNING)
    n_warnings++;
  return level & (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL)
             ? g_log_writer_standard_streams (level, fields, n_fields, data)
             : G_LOG_WRITER_HANDLED;
}

/* ---- the tests ---- */

static void
test_once (Room *room, gconstpointer data)
{
  g_assert_true (ask (room, 1000));
  g_assert_true (ask (room, 1000));
  wait_state (room, 1000, "made");
  g_assert_true (ask (room, 1000));
  g_assert_cmpstr (look (room, 1000), ==, "made");
  g_assert_cmpstr (look (room, 1001), ==, "unknown");
  /* Another run of the host finds it. */
  tc_media_exports_free (room->exports);
  begin_host (room);
  g_assert_cmpstr (look (room, 1000), ==, "made");
  g_assert_true (ask (room, 1000));
  g_assert_cmpuint (count_folders (room), ==, 1);
}

static void
test_manifest (Room *room, gconstpointer data)
{
  g_autofree char *json = NULL, *signature = NULL;
  g_autoptr (GPtrArray) faults = g_ptr_array_new_with_free_func (g_free);
  g_auto (TcEvidenceFacts) facts = {0};
  gsize json_size = 0, signature_size = 0;

  g_assert_true (ask (room, 1000));
  wait_state (room, 1000, "made");
  json = read_made (room, 1000, TC_EVIDENCE_MANIFEST, &json_size);
  signature = read_made (room, 1000, TC_EVIDENCE_SIGNATURE, &signature_size);
  tc_evidence_read (json, json_size, signature, signature_size,
                    tc_key_get_public (room->member.key), &facts, faults);
  g_assert_cmpuint (faults->len, ==, 0);
  g_assert_cmpstr (facts.incident, ==, "PA-261128-0007");
  g_assert_cmpstr (facts.copy, ==, "1000");
  g_assert_cmpstr (facts.person, ==, "Lan");
}

/* One that is under way when the host ends is made when it is asked for again. */
static void
test_restart (Room *room, gconstpointer data)
{
  set_script (room, HANGS);
  g_assert_true (ask (room, 1000));
  g_assert_true (ask (room, 1001));
  wait_state (room, 1000, "making");
  g_assert_cmpstr (look (room, 1001), ==, "waiting");
  tc_media_exports_free (room->exports);
  begin_host (room);
  g_assert_cmpstr (look (room, 1000), ==, "unknown");
  g_assert_cmpstr (look (room, 1001), ==, "unknown");
  set_script (room, MAKES);
  g_assert_true (ask (room, 1000));
  wait_state (room, 1000, "made");
}

/* What hangs fails, and what waits behind it has its turn. */
static void
test_stall (Room *room, gconstpointer data)
{
  set_script (room, HANGS);
  g_assert_true (ask (room, 1000));
  g_assert_true (ask (room, 1001));
  wait_state (room, 1000, "making");
  wait_state (room, 1000, "failed");
  wait_state (room, 1001, "failed");
  g_assert_cmpuint (n_warnings, ==, 2);
  set_script (room, MAKES);
  g_assert_true (ask (room, 1002));
  wait_state (room, 1002, "made");
  g_assert_cmpuint (count_folders (room), ==, 1);
}

static void
test_full (Room *room, gconstpointer data)
{
  set_script (room, HANGS);
  for (gint64 i = 0; i < TC_CAMERA_EXPORTS_AT_ONCE; i++)
    g_assert_true (ask (room, 1000 + i));
  g_assert_false (ask (room, 2000));
  /* One of those that are known is no more. */
  g_assert_true (ask (room, 1000));
  tc_media_exports_cancel (room->exports, 1001, CAMERA);
  g_assert_true (ask (room, 2000));
}

/* What is over is listed, and gone once it is removed; asked for again it is made anew. */
static void
test_over (Room *room, gconstpointer data)
{
  gint64 now_us = g_get_real_time ();
  g_autoptr (GArray) none = NULL, over = NULL, after = NULL;
  TcMediaExportState state;
  g_autofree char *strange = NULL;

  g_assert_true (ask (room, 1000));
  g_assert_true (ask (room, 1001));
  wait_state (room, 1000, "made");
  wait_state (room, 1001, "made");
  g_assert_true (tc_media_exports_look (room->exports, 1000, CAMERA, &state));
  g_assert_cmpint (ABS (state.until_us - now_us - KEEP_US), <, WAIT_US);
  /* What isn't a copy stays. */
  strange = g_build_filename (tc_media_exports_get_folder (room->exports), "ghi chú", NULL);
  g_assert_cmpint (g_mkdir (strange, 0700), ==, 0);
  none = tc_media_exports_list_over (room->exports, now_us + TC_US_PER_DAY);
  g_assert_cmpuint (none->len, ==, 0);
  over = tc_media_exports_list_over (room->exports, now_us + 3 * TC_US_PER_DAY);
  g_assert_cmpuint (over->len, ==, 2);
  for (guint i = 0; i < over->len; i++) {
    const TcMediaCopy *copy = &g_array_index (over, TcMediaCopy, i);

    g_assert_true (copy->camera_id == CAMERA && (copy->id == 1000 || copy->id == 1001));
    tc_media_exports_remove (room->exports, copy);
    tc_media_exports_remove (room->exports, copy);
    g_assert_cmpstr (look (room, copy->id), ==, "unknown");
  }
  after = tc_media_exports_list_over (room->exports, now_us + 3 * TC_US_PER_DAY);
  g_assert_cmpuint (after->len, ==, 0);
  g_assert_cmpuint (count_folders (room), ==, 1);
  g_assert_true (ask (room, 1000));
  wait_state (room, 1000, "made");
}

/* (transfer full) */
static char *
make_left (Room *room, const char *end)
{
  const TcMediaCopy copy = {CAMERA, 1000, 0};
  g_autofree char *name = tc_media_copies_make_name (&copy, 114, BEGUN_US);
  g_autofree char *whole = g_strconcat (name, end, NULL);
  char *path = g_build_filename (tc_media_exports_get_folder (room->exports), whole, NULL);
  g_autofree char *file = g_build_filename (path, "clip-1.mkv", NULL);

  g_assert_cmpint (g_mkdir_with_parents (path, 0700), ==, 0);
  g_assert_true (g_file_set_contents (file, "x", 1, NULL));
  return path;
}

/* What a run that was killed left half made or half removed is gone once the next has begun. */
static void
test_left (Room *room, gconstpointer data)
{
  g_autofree char *part = make_left (room, ".part"), *going = make_left (room, ".going");
  g_autofree char *strange = make_left (room, ".old");

  tc_media_exports_free (room->exports);
  begin_host (room);
  /* As soon as one is made. */
  g_assert_true (ask (room, 1001));
  wait_state (room, 1001, "made");
  g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (going, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (strange, G_FILE_TEST_IS_DIR));
  g_assert_cmpuint (count_folders (room), ==, 2);
}

/* One that can't be removed isn't listed for a day, and then it is. */
static void
test_stuck (Room *room, gconstpointer data)
{
  gint64 over_us = g_get_real_time () + 3 * TC_US_PER_DAY;
  g_autoptr (GArray) both = NULL, none = NULL, again = NULL;
  g_autofree char *going = NULL, *folder = NULL;
  guint n_before = n_warnings, n_gone = 0;

  g_assert_true (ask (room, 1000));
  g_assert_true (ask (room, 1001));
  wait_state (room, 1000, "made");
  wait_state (room, 1001, "made");
  going = make_left (room, ".going");
  folder = g_build_filename (going, "somebody's", NULL);
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  both = tc_media_exports_list_over (room->exports, over_us);
  g_assert_cmpuint (both->len, ==, 2);
  for (guint i = 0; i < both->len; i++)
    n_gone += tc_media_exports_remove (room->exports, &g_array_index (both, TcMediaCopy, i));
  g_assert_cmpuint (n_gone, ==, 1);
  g_assert_cmpuint (n_warnings, ==, n_before + 1);
  g_assert_cmpstr (look (room, 1000), ==, "made");
  none = tc_media_exports_list_over (room->exports, over_us + TC_MEDIA_EXPORTS_PUT_OFF_US - 1);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  again = tc_media_exports_list_over (room->exports, over_us + TC_MEDIA_EXPORTS_PUT_OFF_US);
  g_assert_cmpuint (again->len, ==, 1);
  g_assert_true (tc_media_exports_remove (room->exports, &g_array_index (again, TcMediaCopy, 0)));
  g_assert_cmpuint (count_folders (room), ==, 0);
}

/* One that is under way isn't removed; where copies stay for ever none is over. */
static void
test_for_ever (Room *room, gconstpointer data)
{
  const TcMediaCopy copy = {CAMERA, 1000, 0};
  g_autoptr (GArray) over = NULL;
  TcMediaExportState state;

  set_script (room, HANGS);
  g_assert_true (ask (room, 1000));
  tc_media_exports_remove (room->exports, &copy);
  g_assert_cmpstr (look (room, 1000), ==, "making");
  tc_media_exports_free (room->exports);
  room->exports = tc_media_exports_new (room->records, &room->member, room->dir, 0);
  tc_media_exports_set_maker (room->exports, room->program, STALL_MS);
  set_script (room, MAKES);
  g_assert_true (ask (room, 1000));
  wait_state (room, 1000, "made");
  over = tc_media_exports_list_over (room->exports, G_MAXINT64 / 2);
  g_assert_cmpuint (over->len, ==, 0);
  g_assert_true (tc_media_exports_look (room->exports, 1000, CAMERA, &state));
  g_assert_cmpint (state.until_us, ==, 0);
}

static void
test_names (Room *room, gconstpointer data)
{
  static const char *const strange[] = {
      "",
      "114",
      "114-20261128T000000Z-7",
      "114-20261128T000000Z-7-3e8",
      "114-20261128T000000Z--00000000000003e8",
      "114-20261128T000000Z-0-00000000000003e8",
      "114-20261128T000000Z-7-0000000000000000",
      "114-20261128T000000Z-7-ffffffffffffffff",
      "114-20261128T000000Z-7-00000000000003e8.part",
      "114-20261128T000000Z-7-00000000000003e8.going",
  };
  const TcMediaCopy copy = {CAMERA, 1000, 0};
  g_autofree char *name = tc_media_copies_make_name (&copy, 114, BEGUN_US);
  TcMediaCopy read = {0};

  g_assert_true (tc_media_copies_read_name (&read, name));
  g_assert_cmpint (read.camera_id, ==, copy.camera_id);
  g_assert_cmpint (read.id, ==, copy.id);
  for (gsize i = 0; i < G_N_ELEMENTS (strange); i++)
    g_assert_false (tc_media_copies_read_name (&read, strange[i]));
}

static void
test_question (Room *room, gconstpointer data)
{
  g_autoptr (GArray) copies = g_array_new (FALSE, FALSE, sizeof (TcMediaCopy));
  TcMediaCopy copy = {CAMERA, 1000, 0};

  for (guint i = 0; i <= TC_MEDIA_COPIES_MAX + 1; i++) {
    g_autoptr (GVariant) value = g_variant_ref_sink (tc_copies_over_write (copies));
    g_autoptr (GArray) read = tc_copies_over_read (value);

    g_assert_true ((read != NULL) == (i <= TC_MEDIA_COPIES_MAX));
    g_assert_true (!read || read->len == i);
    g_array_append_val (copies, copy);
  }
  g_array_set_size (copies, 0);
  copy.id = 0;
  g_array_append_val (copies, copy);
  {
    g_autoptr (GVariant) value = g_variant_ref_sink (tc_copies_over_write (copies));

    g_assert_null (tc_copies_over_read (value));
  }
  g_assert_null (tc_copies_over_read (NULL));
}

#define ADD(path, func) g_test_add (path, Room, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  tc_crypto_init ();
  g_log_set_always_fatal (G_LOG_FATAL_MASK);
  g_log_set_writer_func (write_log_cb, NULL, NULL);
  ADD ("/media-exports/once", test_once);
  ADD ("/media-exports/manifest", test_manifest);
  ADD ("/media-exports/restart", test_restart);
  ADD ("/media-exports/stall", test_stall);
  ADD ("/media-exports/full", test_full);
  ADD ("/media-exports/over", test_over);
  ADD ("/media-exports/left", test_left);
  ADD ("/media-exports/stuck", test_stuck);
  ADD ("/media-exports/for-ever", test_for_ever);
  ADD ("/media-exports/names", test_names);
  ADD ("/media-exports/question", test_question);
  return g_test_run ();
}
