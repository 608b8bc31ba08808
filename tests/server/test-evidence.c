/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Evidence: made of recordings by the real toancanh-clip, it is whole as long as nobody changes a
 * byte; whatever byte of whatever file is changed, that file is named, and the field. What can't be
 * made is an error that leaves nothing.
 */
#include "remove-tree.h"
#include "tc-error.h"
#include "tc-evidence-folder.h"
#include "tc-evidence-maker.h"
#include "tc-recordings.h"
#include "tc-segment-writer.h"
#include "unit-maker.h"

#include <glib/gstdio.h>
#include <gst/gst.h>
#include <string.h>

#define BEGUN_US G_GINT64_CONSTANT (1795433400000000)
#define SECOND ((gint64) G_USEC_PER_SEC)
#define FPS 10
#define FRAME_US (SECOND / FPS)
#define CAMERA 4711

typedef struct {
  char *folder; /* (owned) */
  TcDatabase *db;
  TcKey *key;
  GArray *segments; /* (owned) (nullable) */
  TcEvidencePlan plan;
  char *target; /* (owned) */
  GError *error;
  gboolean made, done;
  int told_pm; /* atomic */
} Room;

static void
told_cb (const TcSegment *segment, gpointer data)
{
  Room *room = data;

  tc_recordings_add (room->db, segment);
}

static void
record (Room *room, int width, guint from, guint until)
{
  UnitPlan plan = {TC_CODEC_H264, width,         width * 9 / 16,
                   FPS,           until - from,  20,
                   .camera = 7,   .first = from, .start_us = BEGUN_US + from * FRAME_US};
  g_autoptr (GPtrArray) units = make_units (&plan);
  g_autoptr (TcSegmentWriter)
      writer = tc_segment_writer_new (room->plan.recordings, CAMERA, told_cb, room);

  for (guint i = 0; i < units->len; i++)
    g_assert_true (tc_segment_writer_push (writer, units->pdata[i], NULL));
}

static void
room_init (Room *room)
{
  static const TcPictureMask mask = {700, 500, 1000, 800};
  g_autofree char *path = NULL;

  *room = (Room){.folder = g_dir_make_tmp ("tc-evidence-XXXXXX", NULL), .key = tc_key_generate ()};
  path = g_build_filename (room->folder, "recordings.db", NULL);
  room->db = tc_recordings_open (path, NULL);
  g_assert_nonnull (room->db);
  room->target = g_build_filename (room->folder, "evidence", NULL);
  room->plan = (TcEvidencePlan){.recordings = g_build_filename (room->folder, "recordings", NULL),
                                .program = g_getenv ("TOANCANH_CLIP"),
                                .folder = room->target,
                                .host_id = 9,
                                .camera_id = CAMERA,
                                .camera_number = 12,
                                .camera_name = "Ngã tư Trần Hưng Đạo",
                                .from_us = BEGUN_US + 37 * FRAME_US + FRAME_US / 2,
                                .until_us = BEGUN_US + 121 * FRAME_US,
                                .masks = &mask,
                                .n_masks = 1,
                                .person_id = 5,
                                .person = "Nguyễn Văn An",
                                .reason = "Công văn 12/CSĐT",
                                .incident_id = 77,
                                .incident = "PA-261123-0001",
                                .made_us = BEGUN_US + 3600 * SECOND};
}

static void
room_clear (Room *room)
{
  tc_database_close (room->db);
  tc_key_free (room->key);
  remove_tree (room->folder);
  g_free ((char *) room->plan.recordings);
  g_free (room->target);
  g_free (room->folder);
  g_clear_pointer (&room->segments, g_array_unref);
  g_clear_error (&room->error);
}

static void
made_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Room *room = data;

  room->made = tc_evidence_make_finish (result, &room->error);
  room->done = TRUE;
}

static void
progress_cb (int done_pm, gpointer data)
{
  Room *room = data;

  g_atomic_int_set (&room->told_pm, done_pm);
}

/* FALSE: it failed; room->error says why. */
static gboolean
make (Room *room, GCancellable *cancellable)
{
  g_clear_error (&room->error);
  g_clear_pointer (&room->segments, g_array_unref);
  room->segments = tc_recordings_list_between (room->db, room->plan.camera_id, room->plan.from_us,
                                               room->plan.until_us, TC_EVIDENCE_SEGMENTS_MAX);
  room->plan.segments = room->segments;
  room->done = FALSE;
  tc_evidence_make_async (&room->plan, room->key, progress_cb, room, cancellable, made_cb, room);
  while (!room->done)
    g_main_context_iteration (NULL, TRUE);
  return room->made;
}

static void
check_fails (Room *room, GCancellable *cancellable, GQuark domain, int code)
{
  g_autofree char *part = g_strconcat (room->target, ".part", NULL);

  g_assert_false (make (room, cancellable));
  g_assert_error (room->error, domain, code);
  g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));
}

/* (transfer full) (element-type utf8) */
static GPtrArray *
verify (Room *room, const TcPublicKey *key)
{
  GPtrArray *faults = g_ptr_array_new_with_free_func (g_free);
  g_auto (TcEvidenceFacts) facts = {0};
  g_autoptr (GError) error = NULL;

  g_assert_true (tc_evidence_verify (room->target, key, &facts, faults, NULL, &error));
  g_assert_no_error (error);
  return faults;
}

static void
check_faults (Room *room, const TcPublicKey *key, const char *expected)
{
  g_autoptr (GPtrArray) faults = verify (room, key);
  g_autofree char *text = NULL;

  g_ptr_array_add (faults, NULL);
  text = g_strjoinv ("\n", (char **) faults->pdata);
  g_assert_cmpstr (text, ==, expected);
}

static char *
read_content (Room *room, const char *name, gsize *size)
{
  g_autofree char *path = g_build_filename (room->target, name, NULL);
  char *content;

  g_assert_true (g_file_get_contents (path, &content, size, NULL));
  return content;
}

static void
write_content (Room *room, const char *name, const char *content, gsize size)
{
  g_autofree char *path = g_build_filename (room->target, name, NULL);

  g_assert_true (g_file_set_contents (path, content, (gssize) size, NULL));
}

/* A gap in it, and pictures that become larger. */
static void
test_whole (void)
{
  g_auto (TcEvidenceFacts) facts = {0};
  g_autoptr (GPtrArray) faults = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *clip = NULL;
  g_autoptr (GArray) strips = NULL;
  Room room;

  room_init (&room);
  record (&room, 160, 0, 60);
  record (&room, 160, 90, 100);
  record (&room, 320, 100, 140);
  if (!make (&room, NULL))
    g_error ("%s", room.error->message);
  g_assert_cmpint (g_atomic_int_get (&room.told_pm), >, 900);
  g_assert_true (
      tc_evidence_verify (room.target, tc_key_get_public (room.key), &facts, faults, NULL, NULL));
  g_assert_cmpuint (faults->len, ==, 0);
  g_assert_cmpuint (facts.files->len, ==, 2);
  g_assert_cmpstr (facts.camera, ==, "12 Ngã tư Trần Hưng Đạo");
  g_assert_cmpstr (facts.person, ==, "Nguyễn Văn An");
  g_assert_cmpint (facts.from_us, ==, room.plan.from_us);
  clip = g_build_filename (room.target, "clip-1.mkv", NULL);
  strips = read_file_strips (clip);
  g_assert_cmpuint (strips->len, ==, 60 - 37 + 10);
  g_assert_cmpuint (g_array_index (strips, guint, 0), ==, 37);
  g_assert_cmpuint (g_array_index (strips, guint, 23), ==, 90);
  check_fails (&room, NULL, G_IO_ERROR, G_IO_ERROR_EXISTS);
  room_clear (&room);
}

/* Each byte of manifest and signature, and some of the clip. */
static void
test_bytes (void)
{
  static const char *const names[] = {TC_EVIDENCE_MANIFEST, TC_EVIDENCE_SIGNATURE, "clip-1.mkv"};
  Room room;

  room_init (&room);
  record (&room, 160, 0, 140);
  g_assert_true (make (&room, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    gsize size;
    g_autofree char *content = read_content (&room, names[i], &size);

    for (gsize at = 0; at < size; at += i < 2 ? 1 : 1 + size / 50) {
      g_autoptr (GPtrArray) faults = NULL;
      char before = content[at];

      content[at] = (char) (before ^ (1 << at % 8));
      write_content (&room, names[i], content, size);
      content[at] = before;
      faults = verify (&room, NULL);
      if (faults->len == 0 || !g_str_has_prefix (faults->pdata[0], names[i]))
        g_error ("byte %zu of %s: %s", at, names[i], faults->len ? (char *) faults->pdata[0] : "-");
    }
    write_content (&room, names[i], content, size);
    check_faults (&room, NULL, "");
    write_content (&room, names[i], content, size - 1);
    g_assert_cmpuint (verify (&room, NULL)->len, >, 0);
    write_content (&room, names[i], content, size);
  }
  room_clear (&room);
}

static void
replace (Room *room, const char *name, const char *from, const char *to)
{
  gsize size;
  g_autofree char *content = read_content (room, name, &size);
  g_autoptr (GString) text = g_string_new (content);

  g_assert_cmpuint (g_string_replace (text, from, to, 1), ==, 1);
  write_content (room, name, text->str, text->len);
}

/* What was changed is named by its field. */
static void
test_fields (void)
{
  static const struct {
    const char *from, *to, *fault;
  } cases[] = {
      {"Nguyễn Văn An", "Nguyễn Văn Ba", "manifest.json: the field \"person\" was changed"},
      {"\"from_us\" : 1795433403750000", "\"from_us\" : 1795433403750001",
       "manifest.json: the field \"from_us\" was changed"},
      {"\"reason\"", "\"Reason\"",
       "manifest.json: the field \"reason\" is missing\n"
       "manifest.json: the field \"Reason\" was added"},
      {"\"masks\" : 1", "\"masks\" : 0", "manifest.json: the field \"camera\" was changed"},
      {"{\n", "{\n\n", "manifest.json: it was changed between its fields"},
      {"{\n", "\n", "manifest.json: it was changed, and is none any more"},
  };
  Room room;

  room_init (&room);
  record (&room, 160, 0, 140);
  g_assert_true (make (&room, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    gsize size;
    g_autofree char *content = read_content (&room, TC_EVIDENCE_MANIFEST, &size);
    g_autoptr (GPtrArray) faults = NULL;
    g_autofree char *text = NULL;

    replace (&room, TC_EVIDENCE_MANIFEST, cases[i].from, cases[i].to);
    faults = verify (&room, NULL);
    g_ptr_array_add (faults, NULL);
    text = g_strjoinv ("\n", (char **) faults->pdata);
    g_assert_true (g_str_has_prefix (text, cases[i].fault));
    write_content (&room, TC_EVIDENCE_MANIFEST, content, size);
  }
  room_clear (&room);
}

static void
test_others (void)
{
  g_autoptr (TcKey) other = tc_key_generate ();
  g_autofree char *clip = NULL;
  g_autofree char *away = NULL;
  g_autofree char *expected = NULL;
  g_auto (TcEvidenceFacts) facts = {0};
  g_autoptr (GPtrArray) faults = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  Room room;

  room_init (&room);
  record (&room, 160, 0, 140);
  g_assert_true (make (&room, NULL));
  check_faults (&room, tc_key_get_public (room.key), "");
  check_faults (&room, tc_key_get_public (other),
                "manifest.sig: it isn't signed with the key that was given");
  write_content (&room, "more.mkv", "x", 1);
  check_faults (&room, NULL, "more.mkv: it isn't part of this");
  clip = g_build_filename (room.target, "clip-1.mkv", NULL);
  away = g_build_filename (room.target, "more.mkv", NULL);
  g_assert_cmpint (g_rename (clip, away), ==, 0);
  expected = g_strdup_printf (
      "clip-1.mkv: it can't be read (reading '%s': No such file or directory)\n"
      "more.mkv: it isn't part of this",
      clip);
  check_faults (&room, NULL, expected);
  replace (&room, TC_EVIDENCE_SIGNATURE, "signature", "signature\n");
  g_assert_cmpuint (verify (&room, NULL)->len, >, 0);
  remove_tree (room.target);
  g_assert_false (tc_evidence_verify (room.target, NULL, &facts, faults, NULL, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  room_clear (&room);
}

static void
test_errors (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *path = NULL;
  g_autofree char *file = NULL;
  g_autofree char *content = NULL;
  gsize size;
  Room room;

  room_init (&room);
  record (&room, 160, 0, 140);
  room.plan.camera_id = CAMERA + 1;
  check_fails (&room, NULL, TC_ERROR, TC_ERROR_NOT_FOUND);
  room.plan.camera_id = CAMERA;
  room.plan.program = "/bin/false";
  check_fails (&room, NULL, TC_ERROR, TC_ERROR_INVALID);
  room.plan.program = "/bin/echo";
  check_fails (&room, NULL, TC_ERROR, TC_ERROR_INVALID);
  room.plan.program = "/no/such/program";
  check_fails (&room, NULL, G_SPAWN_ERROR, G_SPAWN_ERROR_NOENT);
  room.plan.program = g_getenv ("TOANCANH_CLIP");
  g_cancellable_cancel (cancellable);
  check_fails (&room, cancellable, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  path = tc_segment_dup_path (CAMERA, BEGUN_US);
  file = g_build_filename (room.plan.recordings, path, NULL);
  g_assert_true (g_file_get_contents (file, &content, &size, NULL));
  content[size / 2] ^= 1;
  g_assert_true (g_file_set_contents (file, content, (gssize) size, NULL));
  check_fails (&room, NULL, TC_ERROR, TC_ERROR_DIVERGED);
  g_assert_nonnull (strstr (room.error->message, path));
  room_clear (&room);
}

/* As a person asks for it, without a server. */
static void
test_ctl (void)
{
  g_autofree char *key = NULL;
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;
  int status;
  Room room;

  room_init (&room);
  record (&room, 160, 0, 140);
  g_assert_true (make (&room, NULL));
  key = tc_hex_new (tc_key_get_public (room.key)->bytes, TC_KEY_PUBLIC_SIZE);
  const char *words[] = {
      g_getenv ("TOANCANHCTL"), "evidence", "verify", room.target, "--key", key, NULL};

  g_assert_true (g_spawn_sync (NULL, (char **) words, NULL, G_SPAWN_DEFAULT, NULL, NULL, &out, &err,
                               &status, NULL));
  g_assert_cmpstr (err, ==, "");
  g_assert_true (g_spawn_check_wait_status (status, NULL));
  g_assert_nonnull (strstr (out, "camera 12 Ngã tư Trần Hưng Đạo"));
  g_assert_true (g_str_has_suffix (out, "whole\n"));
  replace (&room, TC_EVIDENCE_MANIFEST, "Công văn 12", "Công văn 13");
  g_clear_pointer (&out, g_free);
  g_clear_pointer (&err, g_free);
  g_assert_true (g_spawn_sync (NULL, (char **) words, NULL, G_SPAWN_DEFAULT, NULL, NULL, &out, &err,
                               &status, NULL));
  g_assert_false (g_spawn_check_wait_status (status, NULL));
  g_assert_cmpstr (err, ==, "toancanhctl: manifest.json: the field \"reason\" was changed\n");
  room_clear (&room);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (NULL, NULL);
  tc_crypto_init ();
  g_test_add_func ("/evidence/whole", test_whole);
  g_test_add_func ("/evidence/bytes", test_bytes);
  g_test_add_func ("/evidence/fields", test_fields);
  g_test_add_func ("/evidence/others", test_others);
  g_test_add_func ("/evidence/errors", test_errors);
  g_test_add_func ("/evidence/ctl", test_ctl);
  return g_test_run ();
}
