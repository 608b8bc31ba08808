/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Segments: what is recorded is read back picture by picture, and GStreamer's own reader shows the
 * same; they end where they should; a file that is cut anywhere gives its whole pictures; a disk
 * that fails is told and costs no more than it must. Pictures come from Debian's encoders.
 */
#include "remove-tree.h"
#include "tc-error.h"
#include "tc-nal.h"
#include "tc-segment-reader.h"
#include "tc-segment-writer.h"
#include "unit-maker.h"

#include <glib/gstdio.h>
#include <gst/gst.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#define BEGUN_US G_GINT64_CONSTANT (1795433400123456)
#define CAMERA G_GINT64_CONSTANT (4711)
#define SECOND ((gint64) G_USEC_PER_SEC)

typedef struct {
  char *folder; /* (owned) */
  GArray *told; /* (owned) (element-type TcSegment) */
  TcSegmentWriter *writer;
} Disk;

static void
told_cb (const TcSegment *segment, gpointer data)
{
  Disk *disk = data;

  g_assert_true (tc_segment_is_valid (segment));
  g_array_append_vals (disk->told, segment, 1);
}

static void
disk_init (Disk *disk)
{
  disk->folder = g_dir_make_tmp ("tc-segment-XXXXXX", NULL);
  disk->told = g_array_new (FALSE, FALSE, sizeof (TcSegment));
  disk->writer = tc_segment_writer_new (disk->folder, CAMERA, told_cb, disk);
}

static void
disk_close (Disk *disk)
{
  g_clear_pointer (&disk->writer, tc_segment_writer_free);
}

static void
disk_clear (Disk *disk)
{
  disk_close (disk);
  remove_tree (disk->folder);
  g_free (disk->folder);
  g_array_unref (disk->told);
}

static const TcSegment *
get_told (const Disk *disk, guint i)
{
  g_assert_cmpuint (i, <, disk->told->len);
  return &g_array_index (disk->told, TcSegment, i);
}

static char *
dup_path (const Disk *disk, const TcSegment *segment)
{
  g_autofree char *path = tc_segment_dup_path (segment->camera_id, segment->start_us);

  return g_build_filename (disk->folder, path, NULL);
}

static void
push (Disk *disk, GPtrArray *units, guint from, guint until)
{
  g_autoptr (GError) error = NULL;

  for (guint i = from; i < until; i++) {
    g_assert_true (tc_segment_writer_push (disk->writer, units->pdata[i], &error));
    g_assert_no_error (error);
  }
}

/* The file of @segment is as it says, and has the pictures of @units from @from on. */
static void
check_segment (const Disk *disk, const TcSegment *segment, GPtrArray *units, guint from)
{
  g_autofree char *path = dup_path (disk, segment);
  g_autoptr (GError) error = NULL;
  g_autoptr (TcSegmentReader) reader = tc_segment_reader_open (path, &error);
  g_autofree char *content = NULL;
  g_autofree char *hash = NULL;
  g_autofree char *told = tc_digest_to_hex (&segment->sha256);
  TcAccessUnit *unit;
  gsize size;
  guint n = 0;

  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &content, &size, NULL));
  hash = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) content, size);
  g_assert_cmpstr (hash, ==, told);
  g_assert_cmpint (segment->bytes, ==, (gint64) size);
  for (; (unit = tc_segment_reader_next (reader)); n++) {
    TcAccessUnit *made = units->pdata[from + n];
    g_autoptr (GByteArray) a = g_byte_array_new ();
    g_autoptr (GByteArray) b = g_byte_array_new ();
    gsize a_size, b_size;
    const guint8 *a_data = g_bytes_get_data (unit->bytes, &a_size);
    const guint8 *b_data = g_bytes_get_data (made->bytes, &b_size);

    g_assert_cmpint (ABS (unit->time_us - made->time_us), <=, 1000);
    g_assert_cmpint (ABS (unit->duration_us - made->duration_us), <=, 1000);
    g_assert_true (unit->key == made->key && unit->codec == made->codec);
    g_assert_cmpstr (unit->caps, ==, made->caps);
    if (unit->codec != TC_CODEC_MJPEG) {
      g_assert_true (tc_nal_to_lengths (a_data, a_size, a));
      g_assert_true (tc_nal_to_lengths (b_data, b_size, b));
      g_assert_cmpmem (a->data, a->len, b->data, b->len);
    } else {
      g_assert_cmpmem (a_data, a_size, b_data, b_size);
    }
    tc_access_unit_unref (unit);
  }
  g_assert_cmpuint (tc_segment_reader_get_passed_over (reader), ==, 0);
  g_assert_cmpint (tc_segment_reader_get_whole (reader), ==, (gint64) size);
  g_assert_cmpint (segment->frames, ==, n);
  g_assert_cmpint (segment->start_us, ==, ((TcAccessUnit *) units->pdata[from])->time_us);
}

/* Each of Debian's decoders shows what was recorded. */
static void
test_round (gconstpointer data)
{
  UnitPlan plan = {.codec = (TcCodec) GPOINTER_TO_INT (data),
                   .width = 320,
                   .height = 180,
                   .fps = 25,
                   .n = 60,
                   .key_every = 25,
                   .camera = 7,
                   .first = 1000,
                   .start_us = BEGUN_US};
  g_autoptr (GPtrArray) units = make_units (&plan);
  g_autoptr (GArray) strips = NULL;
  g_autofree char *path = NULL;
  Disk disk;

  disk_init (&disk);
  push (&disk, units, 0, units->len);
  disk_close (&disk);
  g_assert_cmpuint (disk.told->len, ==, 1);
  check_segment (&disk, get_told (&disk, 0), units, 0);
  g_assert_cmpint (get_told (&disk, 0)->end_us, ==, BEGUN_US + 60 * SECOND / 25);
  path = dup_path (&disk, get_told (&disk, 0));
  strips = read_file_strips (path);
  g_assert_cmpuint (strips->len, ==, plan.n);
  for (guint i = 0; i < strips->len; i++)
    g_assert_cmpuint (g_array_index (strips, guint, i), ==, 1000 + i);
  disk_clear (&disk);
}

static GPtrArray *
make_many (guint n, guint fps, guint key_every, gint64 start_us)
{
  UnitPlan plan = {TC_CODEC_H264, 160, 90, fps, n, key_every, .camera = 7, .start_us = start_us};

  return make_units (&plan);
}

/* Ten seconds each, one right behind the other. */
static void
test_length (void)
{
  g_autoptr (GPtrArray) units = make_many (260, 10, 10, BEGUN_US);
  Disk disk;

  disk_init (&disk);
  push (&disk, units, 0, units->len);
  g_assert_cmpuint (disk.told->len, ==, 2);
  disk_close (&disk);
  g_assert_cmpuint (disk.told->len, ==, 3);
  for (guint i = 0; i < 3; i++) {
    check_segment (&disk, get_told (&disk, i), units, i * 100);
    if (i > 0)
      g_assert_cmpint (get_told (&disk, i)->start_us, ==, get_told (&disk, i - 1)->end_us);
  }
  disk_clear (&disk);
}

/* What ends a segment at once, and what comes before a key frame. */
static void
test_ends (void)
{
  g_autoptr (GPtrArray) units = make_many (40, 10, 10, BEGUN_US);
  g_autoptr (GPtrArray) later = make_many (20, 10, 10, BEGUN_US + 7 * SECOND);
  UnitPlan larger = {TC_CODEC_H264, 320, 180, 10, 10, 10, .camera = 7};
  UnitPlan other = {TC_CODEC_H265, 160, 90, 10, 10, 10, .camera = 7};
  g_autoptr (GPtrArray) wide = NULL;
  g_autoptr (GPtrArray) hevc = NULL;
  Disk disk;

  larger.start_us = BEGUN_US + 9 * SECOND;
  other.start_us = BEGUN_US + 10 * SECOND;
  wide = make_units (&larger);
  hevc = make_units (&other);
  disk_init (&disk);
  push (&disk, units, 3, 40); /* nothing before its second key frame */
  push (&disk, later, 0, 20); /* after a gap */
  push (&disk, wide, 0, 10);
  push (&disk, hevc, 0, 10);
  push (&disk, units, 20, 40); /* the clock was set back */
  disk_close (&disk);
  g_assert_cmpuint (disk.told->len, ==, 5);
  check_segment (&disk, get_told (&disk, 0), units, 10);
  check_segment (&disk, get_told (&disk, 1), later, 0);
  check_segment (&disk, get_told (&disk, 2), wide, 0);
  check_segment (&disk, get_told (&disk, 3), hevc, 0);
  check_segment (&disk, get_told (&disk, 4), units, 20);
  disk_clear (&disk);
}

/* Without a key frame for longer than anybody would wait. */
static void
test_endless (void)
{
  g_autoptr (GPtrArray) units = make_many (20, 10, 10, BEGUN_US);
  gint64 step_us = TC_SEGMENT_GAP_US - 1;
  gint64 n = TC_SEGMENT_US_MAX / step_us + 20;
  Disk disk;

  disk_init (&disk);
  push (&disk, units, 0, 1);
  for (gint64 i = 1; i < n; i++) {
    TcAccessUnit *model = units->pdata[1];
    g_autoptr (TcAccessUnit) unit = tc_access_unit_new (model->codec, model->caps, model->bytes,
                                                        FALSE, BEGUN_US + i * step_us, step_us);

    g_assert_true (tc_segment_writer_push (disk.writer, unit, NULL));
  }
  disk_close (&disk);
  g_assert_cmpuint (disk.told->len, ==, 1);
  g_assert_cmpint (get_told (&disk, 0)->end_us - BEGUN_US, <=, TC_SEGMENT_US_MAX + step_us);
  disk_clear (&disk);
}

/* Bytes that are no picture end the segment: what follows them would show what never was. */
static void
test_nonsense (void)
{
  g_autoptr (GPtrArray) units = make_many (30, 10, 10, BEGUN_US);
  TcAccessUnit *model = units->pdata[0];
  g_autoptr (GBytes) bytes = g_bytes_new_static ("no picture at all", 17);
  g_autoptr (TcAccessUnit) delta = tc_access_unit_new (model->codec, model->caps, bytes, FALSE,
                                                       BEGUN_US + 5 * SECOND / 10, 100000);
  g_autoptr (TcAccessUnit) key = tc_access_unit_new (model->codec, model->caps, bytes, TRUE,
                                                     BEGUN_US + 15 * SECOND / 10, 100000);
  g_autoptr (TcAccessUnit) sizeless = tc_access_unit_new (
      model->codec, "video/x-h264", model->bytes, TRUE, BEGUN_US + 30 * SECOND / 10, 100000);
  g_autoptr (GError) error = NULL;
  Disk disk;

  disk_init (&disk);
  push (&disk, units, 0, 5);
  g_assert_false (tc_segment_writer_push (disk.writer, delta, &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_INVALID);
  g_clear_error (&error);
  push (&disk, units, 6, 15);
  g_assert_false (tc_segment_writer_push (disk.writer, key, &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_INVALID);
  g_clear_error (&error);
  push (&disk, units, 16, 30);
  g_assert_false (tc_segment_writer_push (disk.writer, sizeless, &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_INVALID);
  disk_close (&disk);
  g_assert_cmpuint (disk.told->len, ==, 3);
  g_assert_cmpint (get_told (&disk, 0)->frames, ==, 5);
  check_segment (&disk, get_told (&disk, 1), units, 10);
  check_segment (&disk, get_told (&disk, 2), units, 20);
  disk_clear (&disk);
}

/* A file that ends anywhere. */
static void
test_cut (void)
{
  g_autoptr (GPtrArray) units = make_many (12, 10, 5, BEGUN_US);
  g_autofree char *path = NULL;
  g_autofree char *content = NULL;
  gint64 frames_before = -1;
  gsize size;
  Disk disk;

  disk_init (&disk);
  push (&disk, units, 0, units->len);
  disk_close (&disk);
  path = dup_path (&disk, get_told (&disk, 0));
  g_assert_true (g_file_get_contents (path, &content, &size, NULL));
  for (gsize cut = 0; cut <= size; cut++) {
    g_autoptr (GBytes) bytes = g_bytes_new (content, cut);
    g_autoptr (GError) error = NULL;
    g_autoptr (TcSegmentReader) reader = tc_segment_reader_new (bytes, &error);
    TcAccessUnit *unit;
    gint64 frames = 0;

    g_assert_true ((reader != NULL) == (error == NULL));
    if (!reader)
      continue;
    while ((unit = tc_segment_reader_next (reader))) {
      TcAccessUnit *made = units->pdata[frames++];

      g_assert_cmpuint (g_bytes_get_size (unit->bytes), >=, g_bytes_get_size (made->bytes) - 8);
      tc_access_unit_unref (unit);
    }
    g_assert_cmpint (tc_segment_reader_get_whole (reader), <=, (gint64) cut);
    g_assert_cmpint (frames, >=, frames_before);
    frames_before = frames;
  }
  g_assert_cmpint (frames_before, ==, 12);
  disk_clear (&disk);
}

static void
test_seek (void)
{
  g_autoptr (GPtrArray) units = make_many (50, 10, 10, BEGUN_US);
  g_autoptr (TcSegmentReader) reader = NULL;
  g_autofree char *path = NULL;
  Disk disk;

  disk_init (&disk);
  push (&disk, units, 0, units->len);
  disk_close (&disk);
  path = dup_path (&disk, get_told (&disk, 0));
  reader = tc_segment_reader_open (path, NULL);
  g_assert_cmpint (tc_segment_reader_get_head (reader)->camera_id, ==, CAMERA);
  g_assert_cmpint (tc_segment_reader_get_head (reader)->start_us, ==, BEGUN_US);
  for (int ms = -500; ms < 6000; ms += 170) {
    gint64 key = CLAMP (ms / 1000, 0, 4);
    g_autoptr (TcAccessUnit) unit = NULL;
    guint rest = 0;

    tc_segment_reader_seek (reader, BEGUN_US + ms * 1000);
    unit = tc_segment_reader_next (reader);
    g_assert_true (unit->key);
    g_assert_cmpint (ABS (unit->time_us - BEGUN_US - key * SECOND), <=, 1000);
    for (TcAccessUnit *next; (next = tc_segment_reader_next (reader)); rest++)
      tc_access_unit_unref (next);
    g_assert_cmpuint (rest, ==, 49 - key * 10);
  }
  disk_clear (&disk);
}

/* Files may not grow beyond some size: what is whole before is told, and it goes on. */
static void
test_disk_fails (void)
{
  g_autoptr (GPtrArray) units = make_many (40, 10, 10, BEGUN_US);
  struct rlimit before, limit;
  g_autoptr (GError) error = NULL;
  guint failed = 0;
  Disk disk;

  disk_init (&disk);
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  limit = before;
  limit.rlim_cur = 9000;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  while (failed < units->len && tc_segment_writer_push (disk.writer, units->pdata[failed], &error))
    failed++;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  g_assert_cmpuint (failed, <, 29);
  g_assert_cmpint (error->domain, ==, G_FILE_ERROR);
  g_assert_cmpuint (disk.told->len, ==, 1);
  g_assert_cmpint (get_told (&disk, 0)->frames, ==, failed);
  check_segment (&disk, get_told (&disk, 0), units, 0);
  push (&disk, units, 30, 40);
  disk_close (&disk);
  check_segment (&disk, get_told (&disk, 1), units, 30);
  disk_clear (&disk);
}

/* It can't be made at all. */
static void
test_no_folder (void)
{
  g_autoptr (GPtrArray) units = make_many (20, 10, 10, BEGUN_US);
  g_autoptr (GError) error = NULL;
  g_autofree char *file = NULL;
  Disk disk;

  disk_init (&disk);
  file = g_build_filename (disk.folder, "4711", NULL);
  g_assert_true (g_file_set_contents (file, "", 0, NULL));
  g_assert_false (tc_segment_writer_push (disk.writer, units->pdata[0], &error));
  g_assert_cmpint (error->domain, ==, G_FILE_ERROR);
  g_unlink (file);
  push (&disk, units, 1, 20);
  disk_close (&disk);
  check_segment (&disk, get_told (&disk, 0), units, 10);
  disk_clear (&disk);
}

static void
test_record (void)
{
  static const char *const no_paths[] = {"",
                                         "4711/20261123/1795433400123456",
                                         "4711/20261122/1795433400123456.mkv",
                                         "04711/20261123/1795433400123456.mkv",
                                         "4711/20261123/../1795433400123456.mkv",
                                         "0/19700101/1.mkv",
                                         "4711/19700101/0.mkv"};
  g_autoptr (GByteArray) out = g_byte_array_new ();
  g_autofree char *path = tc_segment_dup_path (CAMERA, BEGUN_US);
  TcSegment segment = {CAMERA, BEGUN_US, BEGUN_US + 10 * SECOND, 250, 5000000, TC_CODEC_H265};
  TcSegment read;
  gint64 camera, start;
  TcReader reader;

  g_assert_cmpstr (path, ==, "4711/20261123/1795433400123456.mkv");
  g_assert_true (tc_segment_read_path (path, &camera, &start));
  g_assert_true (camera == CAMERA && start == BEGUN_US);
  for (gsize i = 0; i < G_N_ELEMENTS (no_paths); i++)
    g_assert_false (tc_segment_read_path (no_paths[i], &camera, &start));
  memset (segment.sha256.bytes, 0xab, TC_DIGEST_SIZE);
  tc_segment_write (out, &segment);
  tc_reader_init (&reader, out->data, out->len);
  g_assert_true (tc_segment_read (&reader, &read));
  g_assert_true (tc_reader_done (&reader));
  g_assert_cmpint (read.end_us, ==, segment.end_us);
  g_assert_true (tc_digest_equal (&read.sha256, &segment.sha256));
  segment.end_us = segment.start_us;
  g_byte_array_set_size (out, 0);
  tc_segment_write (out, &segment);
  tc_reader_init (&reader, out->data, out->len);
  g_assert_false (tc_segment_read (&reader, &read));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (NULL, NULL);
  g_test_add_func ("/segment/record", test_record);
  g_test_add_data_func ("/segment/h264", GINT_TO_POINTER (TC_CODEC_H264), test_round);
  g_test_add_data_func ("/segment/h265", GINT_TO_POINTER (TC_CODEC_H265), test_round);
  g_test_add_data_func ("/segment/mjpeg", GINT_TO_POINTER (TC_CODEC_MJPEG), test_round);
  g_test_add_func ("/segment/length", test_length);
  g_test_add_func ("/segment/ends", test_ends);
  g_test_add_func ("/segment/endless", test_endless);
  g_test_add_func ("/segment/nonsense", test_nonsense);
  g_test_add_func ("/segment/cut", test_cut);
  g_test_add_func ("/segment/seek", test_seek);
  g_test_add_func ("/segment/disk-fails", test_disk_fails);
  g_test_add_func ("/segment/no-folder", test_no_folder);
  return g_test_run ();
}
