/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: the list of cameras is windowed and changes in one place at a time, and what is said of a
 * camera is what a person needs. Method: the province of the core's tests of cameras, whose lists
 * are read as the desk's worker reads them; how they reach a desk is for the display tests.
 */
#include "tc-camera-list.h"
#include "tc-camera-room.h"
#include "tc-camera-tickets.h"
#include "tc-camera-words.h"

#include <string.h>

typedef struct {
  guint n, position, removed, added;
} Heard;

static void
items_changed_cb (GListModel *model, guint position, guint removed, guint added, Heard *heard)
{
  *heard = (Heard){heard->n + 1, position, removed, added};
}

static GPtrArray *
read_all (CameraRoom *room, const char *text)
{
  TcCameraFilter filter = {.staff_id = room->viewer, .at_us = room->f->now_us, .text = text};

  return tc_cameras_list (room->f->db, &filter, TC_CAMERAS_LIST_MAX);
}

static void
fill (TcCameraList *list, CameraRoom *room, const char *text)
{
  g_autoptr (GPtrArray) cameras = read_all (room, text);

  tc_camera_list_set (list, cameras);
}

static void
test_list (void)
{
  g_autoptr (CameraRoom) room = camera_room_new ();
  g_autoptr (TcCameraList) list = tc_camera_list_new (NULL);
  g_autoptr (TcCameraItem) item = NULL, again = NULL;
  Heard heard = {0};
  gint64 second;

  g_signal_connect (list, "items-changed", G_CALLBACK (items_changed_cb), &heard);
  camera_room_add (room, 101, "c1");
  second = camera_room_add (room, 104, "c4");
  fill (list, room, NULL);
  g_assert_cmpuint (heard.added, ==, 2);
  item = g_list_model_get_item (G_LIST_MODEL (list), 1);
  g_assert_cmpint (tc_camera_item_get_camera (item)->id, ==, second);
  /* One between the two: what is around stays, and is the same item. */
  camera_room_add (room, 102, "c2");
  fill (list, room, NULL);
  g_assert_true (heard.n == 2 && heard.position == 1 && heard.removed == 0 && heard.added == 1);
  again = g_list_model_get_item (G_LIST_MODEL (list), 2);
  g_assert_true (again == item);
  g_assert_cmpuint (tc_camera_list_find (list, second), ==, 2);
  /* Nothing new is no change. */
  fill (list, room, NULL);
  g_assert_cmpuint (heard.n, ==, 2);
  fill (list, room, "104");
  g_assert_true (heard.n == 3 && heard.position == 0 && heard.removed == 2 && heard.added == 0);
  fill (list, room, "không có");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 0);
  g_assert_cmpuint (tc_camera_list_find (list, second), ==, G_MAXUINT);
}

static void
notified_cb (guint *n)
{
  ++*n;
}

static void
test_condition (void)
{
  g_autoptr (CameraRoom) room = camera_room_new ();
  g_autoptr (TcCameraList) list = tc_camera_list_new (NULL);
  g_autoptr (TcCameraItem) item = NULL;
  g_autofree char *before = NULL, *after = NULL;
  guint n = 0;
  int signal = 0;
  gint64 id = camera_room_add (room, 114, "c114");

  fill (list, room, NULL);
  item = g_list_model_get_item (G_LIST_MODEL (list), 0);
  g_object_get (item, "spoken", &before, NULL);
  g_assert_cmpstr (before, ==, "114 Ngã tư Trần Hưng Đạo. Somewhere · not known yet");
  g_signal_connect_swapped (item, "notify::second", G_CALLBACK (notified_cb), &n);
  tc_fixture_run (
      room->f, &tc_camera_status_type,
      &(TcCameraStatusArgs){id, "offline", "no-route", room->f->now_us, TC_NONE, TC_NONE});
  fill (list, room, NULL);
  g_assert_cmpuint (n, ==, 1);
  g_object_get (item, "second", &after, "signal", &signal, NULL);
  g_assert_true (g_str_has_prefix (after, "no connection since "));
  g_assert_true (g_str_has_suffix (after, " · Somewhere"));
  g_assert_cmpint (signal, ==, TC_SIGNAL_URGENT);
}

static void
test_again (void)
{
  g_assert_cmpint (tc_camera_ticket_get_again_us (1), ==, TC_CAMERA_TICKET_AGAIN_US_MIN);
  g_assert_cmpint (tc_camera_ticket_get_again_us (2), ==, 2 * TC_CAMERA_TICKET_AGAIN_US_MIN);
  g_assert_cmpint (tc_camera_ticket_get_again_us (1000), ==, TC_CAMERA_TICKET_AGAIN_US_MAX);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/camera-list/list", test_list);
  g_test_add_func ("/camera-list/condition", test_condition);
  g_test_add_func ("/camera-list/again", test_again);
  return g_test_run ();
}
