/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Clips: of each codec exactly the pictures that were asked for come out, which their strips say,
 * with the masks over every one of them; gaps and other sizes are told; what can't be done is an
 * error that leaves nothing. Pictures are decoded again by GStreamer's own player.
 */
#include "remove-tree.h"
#include "tc-clip-maker.h"
#include "tc-error.h"
#include "tc-segment-writer.h"
#include "unit-maker.h"

#include <glib/gstdio.h>
#include <gst/gst.h>

#define BEGUN_US G_GINT64_CONSTANT (1795433400000000)
#define SECOND ((gint64) G_USEC_PER_SEC)
#define FPS 10
#define FRAME_US (SECOND / FPS)
#define GREY 78 /* of a mask, as luma */

typedef struct {
  char *folder; /* (owned) */
  char *path;   /* (owned): of the clip */
} Room;

static void
told_cb (const TcSegment *segment, gpointer data)
{
}

static void
room_init (Room *room)
{
  room->folder = g_dir_make_tmp ("tc-clip-XXXXXX", NULL);
  room->path = g_build_filename (room->folder, "clip.mkv", NULL);
}

static void
room_clear (Room *room)
{
  remove_tree (room->folder);
  g_free (room->folder);
  g_free (room->path);
}

/* Pictures @from..@until of what begins at BEGUN_US. */
static void
record (Room *room, TcCodec codec, int width, guint from, guint until)
{
  UnitPlan plan = {codec,       width,         width * 9 / 16,
                   FPS,         until - from,  20,
                   .camera = 7, .first = from, .start_us = BEGUN_US + from * FRAME_US};
  g_autoptr (GPtrArray) units = make_units (&plan);
  g_autoptr (TcSegmentWriter) writer = tc_segment_writer_new (room->folder, 7, told_cb, NULL);

  for (guint i = 0; i < units->len; i++)
    g_assert_true (tc_segment_writer_push (writer, units->pdata[i], NULL));
}

static TcClipPlan
plan_for (Room *room, guint from, guint until)
{
  return (TcClipPlan){.folder = room->folder,
                      .camera_id = 7,
                      .from_us = BEGUN_US + from * FRAME_US + FRAME_US / 2,
                      .until_us = BEGUN_US + until * FRAME_US,
                      .path = room->path};
}

static void
check_strips (Room *room, guint from, guint until)
{
  g_autoptr (GArray) strips = read_file_strips (room->path);

  g_assert_cmpuint (strips->len, ==, until - from);
  for (guint i = 0; i < strips->len; i++)
    g_assert_cmpuint (g_array_index (strips, guint, i), ==, from + i);
}

static void
progress_cb (int done_pm, gpointer data)
{
  int *last = data;

  g_assert_cmpint (done_pm, >, *last);
  g_assert_cmpint (done_pm, <=, 1000);
  *last = done_pm;
}

static void
test_exact (gconstpointer data)
{
  static const TcPictureMask mask = {700, 500, 1000, 800};
  Room room;
  g_autoptr (GArray) inside = NULL;
  g_autoptr (GArray) outside = NULL;
  g_auto (TcClipFacts) facts = {0};
  g_autoptr (GError) error = NULL;
  guint varied = 0;
  int done_pm = 0;
  TcClipPlan plan;

  room_init (&room);
  record (&room, (TcCodec) GPOINTER_TO_INT (data), 320, 0, 150);
  plan = plan_for (&room, 37, 141);
  plan.masks = &mask;
  plan.n_masks = 1;
  if (!tc_clip_make (&plan, progress_cb, &done_pm, NULL, &facts, &error))
    g_error ("%s", error->message);
  g_assert_cmpint (done_pm, >, 950);
  g_assert_cmpint (facts.frames, ==, 104);
  g_assert_cmpint (ABS (facts.from_us - BEGUN_US - 37 * FRAME_US), <=, 1000);
  g_assert_cmpint (ABS (facts.until_us - BEGUN_US - 141 * FRAME_US), <=, 1000);
  g_assert_cmpint (facts.next_us, ==, 0);
  g_assert_cmpuint (facts.gaps->len, ==, 0);
  g_assert_true (facts.width == 320 && facts.height == 180);
  check_strips (&room, 37, 141);
  inside = read_file_luma (room.path, 850, 650);
  outside = read_file_luma (room.path, 650, 650);
  for (guint i = 0; i < inside->len; i++) {
    guint grey = g_array_index (inside, guint, i);

    g_assert_cmpint (ABS ((int) grey - (int) g_array_index (inside, guint, 0)), <=, 6);
    g_assert_cmpint (ABS ((int) grey - GREY), <=, 10);
    varied += ABS ((int) g_array_index (outside, guint, i) -
                   (int) g_array_index (outside, guint, 0)) > 20;
  }
  g_assert_cmpuint (varied, >, inside->len / 4);
  room_clear (&room);
}

static void
test_gap (void)
{
  g_auto (TcClipFacts) facts = {0};
  TcClipPlan plan;
  Room room;

  room_init (&room);
  record (&room, TC_CODEC_H264, 160, 0, 50);
  record (&room, TC_CODEC_H264, 160, 80, 130);
  plan = plan_for (&room, 40, 90);
  g_assert_true (tc_clip_make (&plan, NULL, NULL, NULL, &facts, NULL));
  g_assert_cmpint (facts.frames, ==, 20);
  g_assert_cmpuint (facts.gaps->len, ==, 1);
  g_assert_cmpint (g_array_index (facts.gaps, TcClipGap, 0).from_us, ==, BEGUN_US + 50 * FRAME_US);
  g_assert_cmpint (g_array_index (facts.gaps, TcClipGap, 0).until_us, ==, BEGUN_US + 80 * FRAME_US);
  room_clear (&room);
}

/* What goes on in another size is another clip. */
static void
test_sizes (void)
{
  g_auto (TcClipFacts) first = {0};
  g_auto (TcClipFacts) second = {0};
  TcClipPlan plan;
  Room room;

  room_init (&room);
  record (&room, TC_CODEC_H264, 160, 0, 40);
  record (&room, TC_CODEC_H265, 320, 40, 80);
  plan = plan_for (&room, 10, 60);
  g_assert_true (tc_clip_make (&plan, NULL, NULL, NULL, &first, NULL));
  g_assert_cmpint (first.width, ==, 160);
  g_assert_cmpint (first.next_us, ==, BEGUN_US + 40 * FRAME_US);
  check_strips (&room, 10, 40);
  plan.from_us = first.next_us;
  g_assert_true (tc_clip_make (&plan, NULL, NULL, NULL, &second, NULL));
  g_assert_cmpint (second.width, ==, 320);
  g_assert_cmpint (second.next_us, ==, 0);
  check_strips (&room, 40, 60);
  room_clear (&room);
}

static void
check_fails (const TcClipPlan *plan, GCancellable *cancellable, GQuark domain, int code)
{
  TcClipFacts facts;
  g_autoptr (GError) error = NULL;

  g_assert_false (tc_clip_make (plan, NULL, NULL, cancellable, &facts, &error));
  g_assert_error (error, domain, code);
  g_assert_false (g_file_test (plan->path, G_FILE_TEST_EXISTS));
}

static void
test_errors (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  TcClipPlan plan, none, long_one, elsewhere;
  Room room;

  room_init (&room);
  record (&room, TC_CODEC_H264, 160, 0, 40);
  plan = none = long_one = elsewhere = plan_for (&room, 0, 40);
  none.camera_id = 8;
  check_fails (&none, NULL, TC_ERROR, TC_ERROR_NOT_FOUND);
  none = plan_for (&room, 500, 600);
  check_fails (&none, NULL, TC_ERROR, TC_ERROR_NOT_FOUND);
  long_one.until_us = long_one.from_us + TC_CLIP_US_MAX + 1;
  check_fails (&long_one, NULL, TC_ERROR, TC_ERROR_LIMIT);
  elsewhere.path = "/proc/no such folder/clip.mkv";
  check_fails (&elsewhere, NULL, TC_ERROR, TC_ERROR_INVALID);
  g_cancellable_cancel (cancellable);
  check_fails (&plan, cancellable, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  room_clear (&room);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (NULL, NULL);
  g_test_add_data_func ("/clip/h264", GINT_TO_POINTER (TC_CODEC_H264), test_exact);
  g_test_add_data_func ("/clip/h265", GINT_TO_POINTER (TC_CODEC_H265), test_exact);
  g_test_add_data_func ("/clip/mjpeg", GINT_TO_POINTER (TC_CODEC_MJPEG), test_exact);
  g_test_add_func ("/clip/gap", test_gap);
  g_test_add_func ("/clip/sizes", test_sizes);
  g_test_add_func ("/clip/errors", test_errors);
  return g_test_run ();
}
