/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: at a desk the cameras that its person may see are listed, narrowed down and found by
 * number, those near a place are known, and tickets come in the order in which they were wanted, or
 * with the words for why not. Method: the models over the room's desk, without a screen.
 */
#include "tc-room-cameras.h"

#include "main-turn.h"
#include "tc-camera-near-watch.h"
#include "tc-camera-operations.h"
#include "tc-camera-tickets.h"
#include "tc-camera-watch.h"
#include "tc-operation-sink.h"
#include "wait-limit.h"

#define wait_until(condition)                                                                      \
  G_STMT_START                                                                                     \
  {                                                                                                \
    gint64 end_us = g_get_monotonic_time () + WAIT_US;                                             \
    while (!(condition)) {                                                                         \
      g_assert_cmpint (g_get_monotonic_time (), <, end_us);                                        \
      main_turn ();                                                                                \
    }                                                                                              \
  }                                                                                                \
  G_STMT_END

static TcDesk *
open_desk (void)
{
  TcDesk *desk = tc_desk_open (NULL, NULL);

  tc_room_desk_add_cameras (desk);
  tc_desk_start (desk);
  tc_room_desk_take_tickets (desk);
  return desk;
}

static void
close_desk (TcDesk *desk)
{
  tc_desk_stop (desk);
  g_object_unref (desk);
}

static void
count_cb (guint *n)
{
  ++*n;
}

/* ---- lists ---- */

static void
test_watch (void)
{
  TcDesk *desk = open_desk ();
  g_autoptr (TcCameraWatch) watch = tc_camera_watch_new (desk);
  gint64 live = tc_room_desk_get_camera (desk, TC_ROOM_CAMERA_LIVE);
  gint64 group = tc_room_desk_get_camera_group (desk);
  TcWallCell cells[] = {{0, 0, 1, 1, live, 0, 0}, {1, 0, 1, 1, 0, group, 10}};
  g_autoptr (GArray) wall = g_array_new (FALSE, FALSE, sizeof (TcWallCell));
  const TcCameraView *view = NULL;
  guint n = 0;

  wait_until ((view = tc_camera_watch_get_view (watch)));
  g_assert_cmpint (view->reading, ==, TC_READING_OPEN);
  g_assert_cmpuint (view->cameras->len, ==, 7);
  g_assert_cmpuint (view->groups->len, ==, 1);
  g_assert_null (g_hash_table_lookup (view->on_wall, &live));
  g_array_append_vals (wall, cells, G_N_ELEMENTS (cells));
  g_signal_connect_swapped (watch, "changed", G_CALLBACK (count_cb), &n);
  tc_camera_watch_set_wall (watch, wall);
  tc_camera_watch_filter (watch, "cau xa", 0);
  wait_until ((view = tc_camera_watch_get_view (watch))->cameras->len == 1);
  /* Of the wall they are known whatever is looked for. */
  g_assert_nonnull (g_hash_table_lookup (view->on_wall, &live));
  g_assert_cmpuint (((GArray *) g_hash_table_lookup (view->members, &group))->len, ==, 3);
  g_assert_cmpint (tc_camera_view_find (view, live)->number, ==, TC_ROOM_CAMERA_LIVE);
  tc_camera_watch_filter (watch, NULL, group);
  wait_until (tc_camera_watch_get_view (watch)->cameras->len == 3);
  tc_room_desk_tell_camera (desk, TC_ROOM_CAMERA_LIVE, "offline", "timeout");
  wait_until (g_strcmp0 (tc_camera_view_find (tc_camera_watch_get_view (watch), live)->condition,
                         "offline") == 0);
  close_desk (desk);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TcVerdict)
      verdict = tc_operation_sink_submit_finish (TC_OPERATION_SINK (source), result, &error);

  g_assert_no_error (error);
  g_assert_null (verdict->refusal);
  *(gboolean *) data = TRUE;
}

/* A restricted one is known to be open as soon as it is. */
static void
test_open (void)
{
  TcDesk *desk = open_desk ();
  g_autoptr (TcCameraWatch) watch = tc_camera_watch_new (desk);
  gint64 id = tc_room_desk_get_camera (desk, TC_ROOM_CAMERA_RESTRICTED);
  TcWallCell cell = {0, 0, 1, 1, id, 0, 0};
  g_autoptr (GArray) wall = g_array_new (FALSE, FALSE, sizeof (TcWallCell));
  gboolean answered = FALSE;

  g_array_append_val (wall, cell);
  tc_camera_watch_set_wall (watch, wall);
  wait_until (tc_camera_watch_get_view (watch) &&
              g_hash_table_lookup (tc_camera_watch_get_view (watch)->on_wall, &id));
  g_assert_false (g_hash_table_contains (tc_camera_watch_get_view (watch)->open, &id));
  tc_operation_sink_submit_async (TC_OPERATION_SINK (desk), &tc_camera_open_type,
                                  &(TcCameraOpen){id, "Có người lạ"}, NULL, answered_cb, &answered);
  wait_until (answered);
  wait_until (g_hash_table_contains (tc_camera_watch_get_view (watch)->open, &id));
  close_desk (desk);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TcCamera) camera = tc_camera_find_finish (TC_DESK (source), result, &error);

  g_assert_no_error (error);
  *(gint64 *) data = camera ? camera->id : 0;
}

static void
test_find (void)
{
  TcDesk *desk = open_desk ();
  gint64 id = -1, none = -1;

  tc_camera_find_async (desk, TC_ROOM_CAMERA_OFFLINE, found_cb, &id);
  tc_camera_find_async (desk, 9998, found_cb, &none);
  wait_until (id >= 0 && none >= 0);
  g_assert_cmpint (id, ==, tc_room_desk_get_camera (desk, TC_ROOM_CAMERA_OFFLINE));
  g_assert_cmpint (none, ==, 0);
  close_desk (desk);
}

static void
test_near (void)
{
  TcDesk *desk = open_desk ();
  g_autoptr (TcCameraNearWatch) watch = tc_camera_near_watch_new (desk);
  const TcCameraNearView *view = NULL;

  wait_until ((view = tc_camera_near_watch_get_view (watch)));
  g_assert_cmpuint (view->near->len, ==, 0);
  tc_camera_near_watch_look (watch, TC_ROOM_LAT_E7, TC_ROOM_LON_E7);
  wait_until ((view = tc_camera_near_watch_get_view (watch))->near->len == 4);
  g_assert_cmpint (g_array_index (view->near, TcCameraNear, 0).camera->number, ==,
                   TC_ROOM_CAMERA_LIVE);
  g_assert_true (g_array_index (view->near, TcCameraNear, 0).covers);
  g_assert_false (g_array_index (view->near, TcCameraNear, 2).covers);
  tc_camera_near_watch_look (watch, TC_NONE, TC_NONE);
  wait_until (tc_camera_near_watch_get_view (watch)->near->len == 0);
  close_desk (desk);
}

/* ---- tickets ---- */

typedef struct {
  TcCameraTicket *ticket;   /* (owned) (nullable) */
  TcCameraTrouble *trouble; /* (owned) (nullable) */
} Answer;

static void
ticket_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Answer *answer = data;

  answer->ticket = tc_camera_ticket_ask_finish (TC_DESK (source), result, &answer->trouble);
}

static void
ask (TcDesk *desk, gint64 number, GCancellable *cancellable, Answer *answer)
{
  *answer = (Answer){0};
  tc_camera_ticket_ask_async (desk, tc_room_desk_get_camera (desk, number), "sub", NULL,
                              cancellable, ticket_cb, answer);
}

static void
clear (Answer *answer)
{
  g_clear_pointer (&answer->ticket, tc_camera_ticket_free);
  g_clear_pointer (&answer->trouble, tc_camera_trouble_free);
}

static void
test_ticket (void)
{
  TcDesk *desk = open_desk ();
  Answer answer;

  ask (desk, TC_ROOM_CAMERA_LIVE, NULL, &answer);
  wait_until (answer.ticket || answer.trouble);
  g_assert_nonnull (answer.ticket);
  g_assert_cmpstr (answer.ticket->address, ==, "rtsps://127.0.0.1/live");
  g_assert_cmpstr (answer.ticket->account, ==, "ticket");
  g_assert_cmpstr (answer.ticket->secret, ==, "new");
  g_assert_cmpstr (answer.ticket->profile, ==, "sub");
  g_assert_cmpint (answer.ticket->until_us, >, g_get_real_time ());
  clear (&answer);
  close_desk (desk);
}

static void
test_refused (void)
{
  TcDesk *desk = open_desk ();
  Answer away, closed, offline;

  ask (desk, TC_ROOM_CAMERA_DENIED, NULL, &away);
  ask (desk, TC_ROOM_CAMERA_RESTRICTED, NULL, &closed);
  wait_until (away.trouble && closed.trouble);
  g_assert_cmpstr (away.trouble->code, ==, "camera.host-away");
  g_assert_true (away.trouble->passing);
  g_assert_cmpstr (away.trouble->words, ==,
                   "The media host that serves this camera can't be reached now.");
  g_assert_cmpstr (closed.trouble->code, ==, "camera.not-open");
  g_assert_false (closed.trouble->passing);
  tc_room_desk_set_online (desk, FALSE);
  ask (desk, TC_ROOM_CAMERA_LIVE, NULL, &offline);
  wait_until (offline.trouble);
  g_assert_cmpstr (offline.trouble->code, ==, "line.offline");
  g_assert_true (offline.trouble->passing);
  clear (&away);
  clear (&closed);
  clear (&offline);
  close_desk (desk);
}

/* It is sent to nobody who might not be its host, nor where others could read it. */
static void
test_unsafe (void)
{
  TcDesk *desk = open_desk ();

  for (int how = TC_ROOM_TICKET_IN_CLEAR; how <= TC_ROOM_TICKET_UNPINNED; how++) {
    Answer answer;

    tc_room_desk_spoil_tickets ((TcRoomTicket) how);
    ask (desk, TC_ROOM_CAMERA_LIVE, NULL, &answer);
    wait_until (answer.ticket || answer.trouble);
    g_assert_nonnull (answer.trouble);
    g_assert_cmpstr (answer.trouble->code, ==, "question.failed");
    clear (&answer);
  }
  tc_room_desk_spoil_tickets (TC_ROOM_TICKET_SOUND);
  close_desk (desk);
}

/* The server is asked for what is still wanted, and for no more than some at a time. */
static void
test_queue (void)
{
  TcDesk *desk = open_desk ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Answer answers[12];
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    ask (desk, TC_ROOM_CAMERA_LIVE, i >= 6 ? cancellable : NULL, &answers[i]);
  g_assert_cmpuint (tc_room_desk_take_tickets (desk), ==, TC_CAMERA_TICKETS_AT_ONCE);
  g_cancellable_cancel (cancellable);
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++) {
    wait_until (answers[i].ticket || answers[i].trouble);
    n += answers[i].ticket ? 1 : 0;
    g_assert_true (i < 6 || *answers[i].trouble->words == '\0');
    clear (&answers[i]);
  }
  g_assert_cmpuint (n, ==, 6);
  g_assert_cmpuint (tc_room_desk_take_tickets (desk), ==, 6 - TC_CAMERA_TICKETS_AT_ONCE);
  close_desk (desk);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/camera-tickets/watch", test_watch);
  g_test_add_func ("/camera-tickets/open", test_open);
  g_test_add_func ("/camera-tickets/find", test_find);
  g_test_add_func ("/camera-tickets/near", test_near);
  g_test_add_func ("/camera-tickets/ticket", test_ticket);
  g_test_add_func ("/camera-tickets/refused", test_refused);
  g_test_add_func ("/camera-tickets/unsafe", test_unsafe);
  g_test_add_func ("/camera-tickets/queue", test_queue);
  return g_test_run ();
}
