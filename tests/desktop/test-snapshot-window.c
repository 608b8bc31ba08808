/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: the picture of a tile is kept with what says what it is, put on record before, attached to
 * the open incident if that is wished, or to one that is reported there; and it is said why where
 * nothing is kept. Method: as in
 * test-camera-window.c; what was written is read.
 */
#include "wall-seat.h"

#include "main-turn.h"
#include "remove-tree.h"
#include "tc-camera-snapshot.h"
#include "tc-room-cameras.h"
#include "tc-settings.h"
#include "tc-tile-grid.h"

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>

/* What was kept; it is taken away. @json: (out) (optional) (transfer full). Returns: how many files
 * there were */
static guint
take_kept (JsonNode **json)
{
  g_autofree char *folder = tc_camera_snapshot_folder ();
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name = NULL;
  guint n = 0;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    g_autofree char *text = NULL;

    n++;
    if (json && g_str_has_suffix (name, ".json")) {
      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      *json = json_from_string (text, NULL);
      g_assert_nonnull (*json);
    }
  }
  return n;
}

static void
forget_kept (void)
{
  g_autofree char *folder = tc_camera_snapshot_folder ();
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name = NULL;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    g_unlink (path);
  }
}

static void
sit_at_camera (Seat *seat, const char *number)
{
  g_autoptr (GSettings) settings = tc_settings_open ();

  g_settings_reset (settings, "camera-walls");
  forget_kept ();
  sit_down (seat);
  tc_room_desk_add_cameras (seat->desk);
  wait_can (seat, "camera-number", TRUE);
  act_string (seat, "panel", "cameras");
  act_string (seat, "camera-number", number);
}

static const char *
get_string (JsonNode *json, const char *object, const char *member)
{
  return json_object_get_string_member (
      json_object_get_object_member (json_node_get_object (json), object), member);
}

static gint64
get_int (JsonNode *json, const char *object, const char *member)
{
  return json_object_get_int_member (
      json_object_get_object_member (json_node_get_object (json), object), member);
}

static void
check_picture (JsonNode *json)
{
  g_autofree char *folder = tc_camera_snapshot_folder ();
  g_autofree char *path = g_build_filename (folder, get_string (json, "picture", "file"), NULL);
  g_autoptr (GdkPixbuf) picture = gdk_pixbuf_new_from_file (path, NULL);
  g_autofree char *bytes = NULL, *sha256 = NULL;
  gsize size = 0;

  g_assert_nonnull (picture);
  g_assert_cmpint (gdk_pixbuf_get_width (picture), ==, get_int (json, "picture", "width"));
  g_assert_cmpint (gdk_pixbuf_get_height (picture), ==, get_int (json, "picture", "height"));
  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  sha256 = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) bytes, size);
  g_assert_cmpstr (sha256, ==, get_string (json, "picture", "sha256"));
}

static void
test_keep (void)
{
  Seat seat = {0};
  g_autoptr (JsonNode) json = NULL;
  gint64 now_us = 0;

  tc_room_desk_take_snapshots (NULL);
  sit_at_camera (&seat, "114");
  wait_picture (&seat, 0);
  act (&seat, "wall-snapshot", NULL);
  wait_shown (&seat, "Snapshot of camera 114 kept in", TRUE);
  now_us = g_get_real_time ();
  g_assert_cmpuint (tc_room_desk_take_snapshots (seat.desk), ==, 1);
  g_assert_cmpuint (take_kept (&json), ==, 2);
  g_assert_cmpint (get_int (json, "camera", "number"), ==, 114);
  g_assert_cmpstr (get_string (json, "camera", "name"), ==, "Ngã tư Trần Hưng Đạo");
  g_assert_cmpstr (get_string (json, "stream", "profile"), ==, "main");
  g_assert_cmpstr (get_string (json, "stream", "state"), ==, "live");
  g_assert_cmpstr (get_string (json, "kept_by", "person"), ==, "Nguyễn Thị Lan");
  g_assert_cmpint (get_int (json, "kept_by", "person_id"), ==, tc_desk_get_person (seat.desk));
  g_assert_cmpint (ABS (now_us - get_int (json, "picture", "decoded_us")), <, 10 * G_USEC_PER_SEC);
  check_picture (json);
  stand_up (&seat);
}

static void
test_attach (void)
{
  Seat seat = {0};

  sit_at_camera (&seat, "114");
  wait_picture (&seat, 0);
  act (&seat, "wall-snapshot-attach", NULL);
  wait_shown (&seat, "The snapshot is attached to PA-", TRUE);
  act_string (&seat, "panel", "incidents");
  wait_shown (&seat, "2 photos and files", TRUE);
  stand_up (&seat);
}

static void
test_nothing (void)
{
  Seat seat = {0};

  sit_at_camera (&seat, "116");
  wait_shown_in (GTK_WIDGET (get_tile (&seat, 0)), "No picture", TRUE);
  act (&seat, "wall-snapshot", NULL);
  wait_shown (&seat, "There is no picture in the chosen tile that could be kept.", TRUE);
  g_assert_cmpuint (take_kept (NULL), ==, 0);
  stand_up (&seat);
}

/* Without the server a picture of a restricted camera isn't kept, of another it is. */
static void
test_offline (void)
{
  Seat seat = {0};

  sit_at_camera (&seat, "120");
  wait_can (&seat, "wall-open", TRUE);
  act (&seat, "wall-open", NULL);
  wait_shown (&seat, "Open for an hour", TRUE);
  act_string (&seat, "camera-write", "Có người trèo rào");
  act (&seat, "camera-send", NULL);
  wait_picture (&seat, 0);
  act_string (&seat, "camera-number", "114");
  wait_picture (&seat, 1);
  tc_room_desk_set_online (seat.desk, FALSE);
  act (&seat, "wall-choose", g_variant_new_uint32 (0));
  act (&seat, "wall-snapshot", NULL);
  wait_shown (&seat, "Nothing was kept: a picture of a restricted camera", TRUE);
  g_assert_cmpuint (take_kept (NULL), ==, 0);
  act (&seat, "wall-choose", g_variant_new_uint32 (1));
  act (&seat, "wall-snapshot", NULL);
  wait_shown (&seat, "Snapshot of camera 114 kept in", TRUE);
  g_assert_cmpuint (take_kept (NULL), ==, 2);
  stand_up (&seat);
}

/* ---- reporting what a tile shows ---- */

/* The text that is on screen. */
static GtkWidget *
find_text (GtkWidget *widget)
{
  GtkWidget *found = GTK_IS_TEXT_VIEW (widget) && gtk_widget_get_mapped (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find_text (child);
  return found;
}

static void
report (Seat *seat, const char *text)
{
  GtkWidget *view = NULL;

  wait_can (seat, "wall-report", TRUE);
  act (seat, "wall-report", NULL);
  wait_shown (seat, "What happened", TRUE);
  view = gtk_root_get_focus (GTK_ROOT (seat->window));
  g_assert_true (view == find_text (GTK_WIDGET (seat->window)));
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), text, -1);
}

static void
check_reported (Seat *seat, const char *text, gboolean with_picture)
{
  act (seat, "open-told", NULL);
  wait_shown (seat, text, TRUE);
  wait_shown (seat, "Reported by an operator", TRUE);
  wait_shown (seat, "2 photos and files", with_picture);
}

/* The picture is put on record, in the draft, then with the incident. */
static void
test_report (void)
{
  Seat seat = {0};

  tc_room_desk_take_snapshots (NULL);
  sit_at_camera (&seat, "114");
  wait_picture (&seat, 0);
  report (&seat, "xe tải đổ ngang đường");
  wait_shown_in (find_type (GTK_WIDGET (seat.window), "TcIntakeFiles"), ".png", TRUE);
  g_assert_cmpuint (tc_room_desk_take_snapshots (seat.desk), ==, 1);
  act (&seat, "log-it", NULL);
  wait_shown (&seat, "The number to tell the caller", TRUE);
  check_reported (&seat, "“xe tải đổ ngang đường”", TRUE);
  wait_shown (&seat, "Ngã tư Trần Hưng Đạo", TRUE);
  stand_up (&seat);
}

/* Who is faster than the picture has it all the same. */
static void
test_report_fast (void)
{
  Seat seat = {0};

  sit_at_camera (&seat, "114");
  wait_picture (&seat, 0);
  report (&seat, "cháy xe");
  act (&seat, "log-it", NULL);
  wait_shown (&seat, "The number to tell the caller", TRUE);
  check_reported (&seat, "“cháy xe”", TRUE);
  stand_up (&seat);
}

static void
test_report_nothing (void)
{
  Seat seat = {0};

  sit_at_camera (&seat, "116");
  wait_shown_in (GTK_WIDGET (get_tile (&seat, 0)), "No picture", TRUE);
  report (&seat, "chợ ngập");
  wait_shown (&seat, "There is no picture in the chosen tile: none is attached.", TRUE);
  act (&seat, "log-it", NULL);
  wait_shown (&seat, "The number to tell the caller", TRUE);
  check_reported (&seat, "“chợ ngập”", FALSE);
  stand_up (&seat);
}

/* Of a restricted camera there is no picture without the server; neither is its name told. */
static void
test_report_offline (void)
{
  Seat seat = {0};

  sit_at_camera (&seat, "120");
  wait_can (&seat, "wall-open", TRUE);
  act (&seat, "wall-open", NULL);
  wait_shown (&seat, "Open for an hour", TRUE);
  act_string (&seat, "camera-write", "Có người trèo rào");
  act (&seat, "camera-send", NULL);
  wait_picture (&seat, 0);
  tc_room_desk_set_online (seat.desk, FALSE);
  report (&seat, "có người trèo rào");
  wait_shown (&seat, "Nothing was kept: a picture of a restricted camera", TRUE);
  act (&seat, "log-it", NULL);
  wait_shown (&seat, "It is kept on this desk and sent when the line is back.", TRUE);
  check_reported (&seat, "“có người trèo rào”", FALSE);
  wait_shown (&seat, "Kho vật chứng", FALSE);
  stand_up (&seat);
}

int
main (int argc, char **argv)
{
  g_autofree char *home = g_dir_make_tmp ("test-snapshot-XXXXXX", NULL);
  int code = 0;

  g_setenv ("HOME", home, TRUE);
  wall_seat_init (&argc, &argv);
  g_test_add_func ("/snapshot-window/keep", test_keep);
  g_test_add_func ("/snapshot-window/attach", test_attach);
  g_test_add_func ("/snapshot-window/nothing", test_nothing);
  g_test_add_func ("/snapshot-window/offline", test_offline);
  g_test_add_func ("/snapshot-window/report", test_report);
  g_test_add_func ("/snapshot-window/report-fast", test_report_fast);
  g_test_add_func ("/snapshot-window/report-nothing", test_report_nothing);
  g_test_add_func ("/snapshot-window/report-offline", test_report_offline);
  code = wall_seat_run ();
  remove_tree (home);
  return code;
}
