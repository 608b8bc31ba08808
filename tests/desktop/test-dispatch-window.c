/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: once an order has left the room a dispatcher sees how long it is unanswered, says what
 * units tell by radio and telephone, and calls them back. Method: as test-incident-window.c.
 */
#include "window-seat.h"

#include "tc-unit-chooser.h"

static gint64
open_new (Seat *seat)
{
  gint64 id = tc_room_desk_report (seat->desk, "Cây ngã chắn ngang lộ", TC_PRIORITY_ATTENTION);
  g_autofree char *target = g_strdup_printf ("%" G_GINT64_FORMAT, id);

  act_string (seat, "open", target);
  wait_shown (seat, "“Cây ngã chắn ngang lộ”", TRUE);
  return id;
}

/* A crew by radio: each step is a key, and says who noted it at which desk. */
static void
test_radio (void)
{
  Seat seat = {0};
  gint64 id;

  sit_down (&seat);
  id = open_new (&seat);
  g_assert_false (can (&seat, "unit-sets-out"));
  tc_room_desk_send_elsewhere (seat.desk, id, FALSE, 0);
  wait_shown (&seat, "not answered for", TRUE);
  wait_can (&seat, "unit-knows", TRUE);
  g_assert_false (can (&seat, "unit-reached"));
  g_assert_false (can (&seat, "unit-ends"));
  act (&seat, "unit-sets-out", NULL);
  wait_shown (&seat, "on the way since", TRUE);
  wait_shown (&seat, "lan · Bàn", TRUE);
  wait_can (&seat, "unit-sets-out", FALSE);
  g_assert_false (can (&seat, "unit-knows"));
  act (&seat, "unit-arrives", NULL);
  wait_shown (&seat, "on scene since", TRUE);
  g_assert_cmpint (tc_room_desk_get_incident_state (seat.desk, id), ==, TC_STATE_WORKING);
  wait_can (&seat, "unit-arrives", FALSE);
  act (&seat, "unit-ends", NULL);
  wait_shown (&seat, "is done since", TRUE);
  wait_can (&seat, "unit-recalled", FALSE);
  stand_up (&seat);
}

/* Nobody at the unit has an account: its number stands large until somebody answered. */
static void
test_telephone (void)
{
  Seat seat = {0};
  gint64 id;

  sit_down (&seat);
  id = open_new (&seat);
  tc_room_desk_send_elsewhere (seat.desk, id, TRUE, 0);
  wait_shown (&seat, TC_ROOM_UNIT2_PHONE, TRUE);
  wait_can (&seat, "unit-reached", TRUE);
  g_assert_false (can (&seat, "unit-knows"));
  write_and_send (&seat, "unit-reached", "Trung úy Nam");
  wait_shown (&seat, "Team by telephone, answered. Trung úy Nam", TRUE);
  wait_shown (&seat, TC_ROOM_UNIT2_PHONE, FALSE);
  wait_shown (&seat, "has acknowledged since", TRUE);
  wait_can (&seat, "unit-reached", FALSE);
  stand_up (&seat);
}

static gint64
find_order (Seat *seat, gint64 id)
{
  return tc_room_desk_find (seat->desk,
                            "SELECT id FROM incident_event WHERE incident_id = ?"
                            " AND code = 'incident.dispatch'",
                            id);
}

/* An order that this desk couldn't send on isn't one that its unit doesn't answer: it says so, with
 * the number, until it has gone. */
static void
test_unsent (void)
{
  static const char *const unsent = "not sent yet: the unit doesn't know of this order";
  Seat seat = {0};
  gint64 id;

  sit_down (&seat);
  id = open_new (&seat);
  tc_room_desk_send_elsewhere (seat.desk, id, FALSE, 0);
  wait_shown (&seat, "not answered for", TRUE);
  tc_room_desk_let_wait (seat.desk, find_order (&seat, id), TRUE);
  wait_shown (&seat, unsent, TRUE);
  g_assert_false (shows (GTK_WIDGET (seat.window), "not answered for"));
  wait_shown (&seat, "no number", TRUE);
  tc_room_desk_let_wait (seat.desk, find_order (&seat, id), FALSE);
  wait_shown (&seat, unsent, FALSE);
  wait_shown (&seat, "not answered for", TRUE);
  wait_shown (&seat, "no number", FALSE);
  tc_room_desk_let_wait (seat.desk, find_order (&seat, id), TRUE);
  wait_shown (&seat, unsent, TRUE);
  act (&seat, "unit-knows", NULL);
  wait_shown (&seat, "has acknowledged since", TRUE);
  wait_shown (&seat, unsent, FALSE);
  stand_up (&seat);
}

/* The link to the order's page: without a line it is said why there is none; else it stands under
 * its order, with what it lets do, until a newer one is made or the order ends. */
static void
test_link (void)
{
  Seat seat = {0};
  gint64 id, task;

  sit_down (&seat);
  id = open_new (&seat);
  tc_room_desk_send_elsewhere (seat.desk, id, FALSE, 0);
  wait_shown (&seat, "Link for its phone", TRUE);
  task = tc_room_desk_get_task (seat.desk, id);
  tc_room_desk_set_online (seat.desk, FALSE);
  act (&seat, "unit-link", g_variant_new_int64 (task));
  wait_shown (&seat, "Try again when the line is back.", TRUE);
  g_assert_false (shows (GTK_WIDGET (seat.window), TC_ROOM_LINK));
  act (&seat, "unit-new-link", g_variant_new_int64 (task));
  wait_shown (&seat, "New link to the order's page for Team", TRUE);
  tc_room_desk_set_online (seat.desk, TRUE);
  act (&seat, "unit-link", g_variant_new_int64 (task));
  wait_shown (&seat, TC_ROOM_LINK, TRUE);
  wait_shown (&seat, "Whoever has it answers for the unit", TRUE);
  act (&seat, "unit-sets-out", NULL);
  wait_shown (&seat, "on the way since", TRUE);
  g_assert_true (shows (GTK_WIDGET (seat.window), TC_ROOM_LINK));
  tc_room_desk_set_online (seat.desk, FALSE);
  act (&seat, "unit-new-link", g_variant_new_int64 (task));
  wait_shown (&seat, TC_ROOM_LINK, FALSE);
  act (&seat, "unit-ends", NULL);
  wait_shown (&seat, "Link for its phone", FALSE);
  stand_up (&seat);
}

/* The limit is the service level's; past it the order is pressing, and says so in words too. */
static void
test_limit (void)
{
  Seat seat = {0};
  gint64 id;

  sit_down (&seat);
  id = open_new (&seat);
  tc_room_desk_send_elsewhere (seat.desk, id, FALSE, 0);
  wait_shown (&seat, ", limit ", TRUE);
  g_assert_false (shows (GTK_WIDGET (seat.window), "over the limit"));
  id = open_new (&seat);
  tc_room_desk_send_elsewhere (seat.desk, id, FALSE, 50 * TC_MINUTE_US);
  wait_shown (&seat, "no answer for 50 min, over the limit of", TRUE);
  act (&seat, "unit-knows", NULL);
  wait_shown (&seat, "over the limit", FALSE);
  stand_up (&seat);
}

/* Several units: a button means its own; a recall leaves the room, so it is held. */
static void
test_recall_is_held (void)
{
  Seat seat = {0};
  gint64 id;

  sit_down (&seat);
  id = open_new (&seat);
  tc_room_desk_send_elsewhere (seat.desk, id, FALSE, 0);
  tc_room_desk_send_elsewhere (seat.desk, id, TRUE, 0);
  wait_shown (&seat, TC_ROOM_UNIT2_PHONE, TRUE);
  act (&seat, "unit-recalled", NULL);
  wait_shown (&seat, "Team is recalled from PA-", TRUE);
  act (&seat, "keep-back", NULL);
  wait_shown (&seat, "is recalled from", FALSE);
  act (&seat, "unit-recalled", NULL);
  wait_shown (&seat, "Team is recalled from PA-", TRUE);
  wait_shown (&seat, "Recalled from Team", TRUE);
  wait_shown (&seat, "recalled since", TRUE);
  g_assert_true (can (&seat, "unit-reached"));
  /* Whoever alone is responsible is proposed still, and it is said. */
  wait_shown (&seat, "recalled from here at ", TRUE);
  stand_up (&seat);
}

/* (nullable) */
static TcUnitChooser *
find_chooser (GtkWidget *widget)
{
  TcUnitChooser *found = TC_IS_UNIT_CHOOSER (widget) ? TC_UNIT_CHOOSER (widget) : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find_chooser (child);
  return found;
}

/* Any unit is found by a few letters; several are marked and leave together, each held. Who has an
 * order isn't offered again. */
static void
test_choose_units (void)
{
  Seat seat = {0};
  TcUnitChooser *chooser;
  gint64 id;

  sit_down (&seat);
  id = open_new (&seat);
  chooser = find_chooser (GTK_WIDGET (seat.window));
  act (&seat, "choose-units", NULL);
  wait_shown (&seat, "Enter sends the first", TRUE);
  wait_shown (&seat, "responsible", TRUE);
  wait_shown (&seat, "from its house", TRUE);
  tc_unit_chooser_type (chooser, "khong co");
  wait_shown (&seat, "There is no such unit", TRUE);
  tc_unit_chooser_type (chooser, "unit2");
  wait_shown (&seat, TC_ROOM_UNIT2_PHONE, TRUE);
  tc_unit_chooser_mark (chooser, 0);
  wait_shown (&seat, "Enter sends 1 unit.", TRUE);
  tc_unit_chooser_type (chooser, "");
  tc_unit_chooser_mark (chooser, 0);
  wait_shown (&seat, "Enter sends 2 units.", TRUE);
  act (&seat, "keep-back", NULL);
  wait_shown (&seat, "Enter sends", FALSE);
  g_assert_cmpuint (tc_room_desk_count_dispatches (seat.desk), ==, 0);
  tc_room_desk_send_elsewhere (seat.desk, id, FALSE, 0);
  wait_shown (&seat, "not answered for", TRUE);
  act (&seat, "choose-units", NULL);
  wait_shown (&seat, "Enter sends the first", TRUE);
  tc_unit_chooser_send (chooser);
  wait_shown (&seat, "The order goes to Team for PA-", TRUE);
  wait_shown (&seat, "Enter sends", FALSE);
  wait_shown (&seat, "Who answered", TRUE);
  g_assert_cmpuint (tc_room_desk_count_dispatches (seat.desk), ==, 2);
  stand_up (&seat);
}

/* Without a key: a click marks, buttons leave it and send. */
static void
test_choose_units_by_mouse (void)
{
  Seat seat = {0};
  GtkWidget *chooser;

  sit_down (&seat);
  open_new (&seat);
  chooser = GTK_WIDGET (find_chooser (GTK_WIDGET (seat.window)));
  act (&seat, "choose-units", NULL);
  wait_shown (&seat, "Space or a click marks several", TRUE);
  g_assert_true (click_verb (chooser, "Not now"));
  wait_shown (&seat, "Enter sends", FALSE);
  act (&seat, "choose-units", NULL);
  wait_shown (&seat, "Enter sends the first", TRUE);
  tc_unit_chooser_type (TC_UNIT_CHOOSER (chooser), "khong co");
  g_assert_false (click_verb (chooser, "Dispatch"));
  tc_unit_chooser_type (TC_UNIT_CHOOSER (chooser), "");
  tc_unit_chooser_mark (TC_UNIT_CHOOSER (chooser), 0);
  g_assert_true (click_verb (chooser, "Dispatch"));
  wait_shown (&seat, "The order goes to Team for PA-", TRUE);
  wait_shown (&seat, "Enter sends", FALSE);
  stand_up (&seat);
}

/* What was read for another incident isn't shown of this one: there both have an order. */
static void
test_late_answer (void)
{
  Seat seat = {0};
  TcUnitChooser *chooser;
  gint64 sent, id, end_us = g_get_monotonic_time () + WAIT_US;

  sit_down (&seat);
  sent = tc_room_desk_report (seat.desk, "Xe lật trên cầu", TC_PRIORITY_ATTENTION);
  tc_room_desk_send_elsewhere (seat.desk, sent, FALSE, 0);
  tc_room_desk_send_elsewhere (seat.desk, sent, TRUE, 0);
  id = open_new (&seat);
  chooser = find_chooser (GTK_WIDGET (seat.window));
  tc_unit_chooser_open (chooser, tc_desk_get_reader (seat.desk), sent);
  tc_unit_chooser_open (chooser, tc_desk_get_reader (seat.desk), id);
  while (!shows (GTK_WIDGET (seat.window), "Enter sends the first")) {
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    g_assert_false (shows (GTK_WIDGET (seat.window), "There is no such unit"));
    g_main_context_iteration (NULL, TRUE);
  }
  stand_up (&seat);
}

/* D twice is one order: kept back once, nothing goes. */
static void
test_once (void)
{
  Seat seat = {0};

  sit_down (&seat);
  open_new (&seat);
  wait_can (&seat, "dispatch", TRUE);
  act (&seat, "dispatch", NULL);
  act (&seat, "dispatch", NULL);
  wait_shown (&seat, "is about to go already.", TRUE);
  act (&seat, "keep-back", NULL);
  g_assert_false (shows (GTK_WIDGET (seat.window), "The order goes to"));
  act (&seat, "dispatch", NULL);
  g_assert_true (shows (GTK_WIDGET (seat.window), "The order goes to Team for"));
  wait_shown (&seat, "not answered for", TRUE);
  g_assert_cmpuint (tc_room_desk_count_dispatches (seat.desk), ==, 1);
  stand_up (&seat);
}

/* What is written to the units goes with the order and stands under it; kept back, or closed
 * before, it is still there. */
static void
test_word_to_units (void)
{
  Seat seat = {0};
  TcUnitChooser *chooser;

  sit_down (&seat);
  open_new (&seat);
  chooser = find_chooser (GTK_WIDGET (seat.window));
  act (&seat, "choose-units", NULL);
  wait_shown (&seat, "Enter sends the first", TRUE);
  tc_unit_chooser_write (chooser, "  Mang cưa máy  ");
  act (&seat, "keep-back", NULL);
  wait_shown (&seat, "Enter sends", FALSE);
  act (&seat, "choose-units", NULL);
  wait_shown (&seat, "Enter sends the first", TRUE);
  tc_unit_chooser_send (chooser);
  wait_shown (&seat, "The order goes to Team for PA-", TRUE);
  act (&seat, "keep-back", NULL);
  wait_shown (&seat, "The order goes to", FALSE);
  g_assert_cmpuint (tc_room_desk_count_dispatches (seat.desk), ==, 0);
  act (&seat, "choose-units", NULL);
  wait_shown (&seat, "Enter sends the first", TRUE);
  tc_unit_chooser_send (chooser);
  wait_shown (&seat, "Told: Mang cưa máy", TRUE);
  wait_shown (&seat, "Sent to Team. Mang cưa máy", TRUE);
  act (&seat, "choose-units", NULL);
  wait_shown (&seat, "Enter sends the first", TRUE);
  tc_unit_chooser_type (chooser, "unit2");
  tc_unit_chooser_send (chooser);
  wait_shown (&seat, "Who answered", TRUE);
  g_assert_cmpuint (tc_room_desk_count_dispatches (seat.desk), ==, 2);
  g_assert_true (shows (GTK_WIDGET (seat.window), "Told: Mang cưa máy"));
  stand_up (&seat);
}

/* A word to a unit, and what it writes back: unread in the queue and under the order until it is
 * read or answered. */
static void
test_talk (void)
{
  Seat seat = {0};
  gint64 id;

  sit_down (&seat);
  id = open_new (&seat);
  g_assert_false (can (&seat, "unit-say"));
  act_string (&seat, "find-text", "chắn ngang lộ");
  wait_listed (&seat, "Cây ngã chắn ngang lộ", TRUE);
  tc_room_desk_send_elsewhere (seat.desk, id, FALSE, 0);
  wait_can (&seat, "unit-say", TRUE);
  g_assert_false (can (&seat, "unit-heard"));
  write_and_send (&seat, "unit-say", "Mang thêm cưa máy");
  wait_shown (&seat, "to it: Mang thêm cưa máy", TRUE);
  wait_shown (&seat, "Mang thêm cưa máy", TRUE);
  tc_room_desk_write_as_unit (seat.desk, id, "Đường ngập, đi lối khác");
  wait_shown (&seat, "new from it: Đường ngập, đi lối khác", TRUE);
  wait_shown (&seat, "Team writes: Đường ngập, đi lối khác", TRUE);
  wait_listed (&seat, "✉ The unit writes", TRUE);
  wait_can (&seat, "unit-heard", TRUE);
  act (&seat, "unit-heard", NULL);
  wait_can (&seat, "unit-heard", FALSE);
  wait_shown (&seat, "new from it", FALSE);
  wait_listed (&seat, "✉ The unit writes", FALSE);
  wait_shown (&seat, "from it: Đường ngập, đi lối khác", TRUE);
  /* An answer says that it was read, too. */
  tc_room_desk_write_as_unit (seat.desk, id, "Tới đầu hẻm");
  wait_can (&seat, "unit-heard", TRUE);
  write_and_send (&seat, "unit-say", "Rõ");
  wait_can (&seat, "unit-heard", FALSE);
  /* Of an order that ended meanwhile nothing is sent, and what was typed stays. */
  act (&seat, "unit-arrives", NULL);
  wait_can (&seat, "unit-ends", TRUE);
  act (&seat, "unit-say", NULL);
  act_string (&seat, "write", "Về đi");
  act (&seat, "unit-ends", NULL);
  wait_can (&seat, "unit-say", FALSE);
  act (&seat, "send", NULL);
  wait_shown (&seat, "Not sent: that order has ended", TRUE);
  g_assert_cmpint (tc_room_desk_find (seat.desk,
                                      "SELECT count(*) FROM task_message WHERE"
                                      " incident_id = ?",
                                      id),
                   ==, 4);
  stand_up (&seat);
}

/* The unit is given who reported it, with a reason; by mistake, which is undone; taken back. */
static void
test_release (void)
{
  static const char *const copies = "SELECT count(*) FROM reporter WHERE task_id > ?";
  Seat seat = {0};
  gint64 id;

  sit_down (&seat);
  id = open_new (&seat);
  g_assert_false (can (&seat, "unit-release"));
  tc_room_desk_send_elsewhere (seat.desk, id, FALSE, 0);
  wait_can (&seat, "unit-release", TRUE);
  g_assert_false (can (&seat, "unit-withdraw"));
  write_and_send (&seat, "unit-release", "Hỏi đường vào hẻm");
  wait_shown (&seat, "It has the caller's name and number since", TRUE);
  wait_shown (&seat, "Team has the caller's name and number.", TRUE);
  wait_shown (&seat, "Reporter's details given to Team", TRUE);
  wait_can (&seat, "unit-release", FALSE);
  g_assert_cmpint (tc_room_desk_find (seat.desk, copies, 0), ==, 1);
  act (&seat, "undo", NULL);
  wait_can (&seat, "unit-release", TRUE);
  wait_shown (&seat, "Reporter's details taken back from Team", TRUE);
  g_assert_cmpint (tc_room_desk_find (seat.desk, copies, 0), ==, 0);
  write_and_send (&seat, "unit-release", "Hỏi đường vào hẻm");
  wait_can (&seat, "unit-withdraw", TRUE);
  write_and_send (&seat, "unit-withdraw", "Đã tìm được");
  wait_can (&seat, "unit-withdraw", FALSE);
  g_assert_cmpint (tc_room_desk_find (seat.desk, copies, 0), ==, 0);
  stand_up (&seat);
}

/* (nullable): the newest of that title */
static GtkWidget *
find_window (const char *title)
{
  GListModel *all = gtk_window_get_toplevels ();

  for (guint i = g_list_model_get_n_items (all); i-- > 0;) {
    g_autoptr (GtkWindow) window = g_list_model_get_item (all, i);
    if (g_strcmp0 (gtk_window_get_title (window), title) == 0)
      return GTK_WIDGET (window);
  }
  return NULL;
}

/* Of two who are responsible key D means the free one, though the other has the lower id. */
static void
test_proposed_is_free (void)
{
  Seat seat = {0};
  gint64 busy;

  sit_down (&seat);
  tc_room_desk_share_duty (seat.desk);
  busy = tc_room_desk_report (seat.desk, "Xe lật trên cầu", TC_PRIORITY_ATTENTION);
  tc_room_desk_send_elsewhere (seat.desk, busy, FALSE, 0);
  open_new (&seat);
  wait_shown (&seat, "1.0 km · free", TRUE);
  act (&seat, "dispatch", NULL);
  /* Nobody has an account there. */
  wait_shown (&seat, "Who answered", TRUE);
  wait_shown (&seat, TC_ROOM_UNIT2_PHONE, TRUE);
  g_assert_cmpuint (tc_room_desk_count_dispatches (seat.desk), ==, 2);
  stand_up (&seat);
}

/* All units in one list: what each does follows while it is open. */
static void
test_units (void)
{
  Seat seat = {0};
  GtkWidget *window;
  gint64 id;

  sit_down (&seat);
  id = open_new (&seat);
  tc_room_desk_send_elsewhere (seat.desk, id, FALSE, 0);
  wait_shown (&seat, "not answered for", TRUE);
  act (&seat, "show-units", NULL);
  window = find_window ("Units and what they do");
  g_assert_nonnull (window);
  wait_shown_in (window, "not answered yet, sent at", TRUE);
  wait_shown_in (window, "no vehicle seen", TRUE);
  wait_shown_in (window, "free", TRUE);
  act (&seat, "unit-sets-out", NULL);
  wait_shown_in (window, "on the way since", TRUE);
  act (&seat, "unit-arrives", NULL);
  wait_shown_in (window, "on scene since", TRUE);
  act (&seat, "unit-ends", NULL);
  wait_shown_in (window, "back since", TRUE);
  gtk_window_close (GTK_WINDOW (window));
  stand_up (&seat);
}

/* Whoever opens the list of units types which one is meant. */
static void
test_units_focus (void)
{
  Seat seat = {0};
  GtkWindow *window = NULL;

  sit_down (&seat);
  act (&seat, "show-units", NULL);
  window = wait_window_of ("TcUnitsWindow");
  g_assert_nonnull (gtk_window_get_focus (window));
  g_assert_true (GTK_IS_TEXT (gtk_window_get_focus (window)));
  stand_up (&seat);
}

int
main (int argc, char **argv)
{
  window_seat_init (&argc, &argv);
  g_test_add_func ("/dispatch/radio", test_radio);
  g_test_add_func ("/dispatch/talk", test_talk);
  g_test_add_func ("/dispatch/release", test_release);
  g_test_add_func ("/dispatch/telephone", test_telephone);
  g_test_add_func ("/dispatch/unsent", test_unsent);
  g_test_add_func ("/dispatch/link", test_link);
  g_test_add_func ("/dispatch/limit", test_limit);
  g_test_add_func ("/dispatch/recall-is-held", test_recall_is_held);
  g_test_add_func ("/dispatch/choose-units", test_choose_units);
  g_test_add_func ("/dispatch/choose-units-by-mouse", test_choose_units_by_mouse);
  g_test_add_func ("/dispatch/late-answer", test_late_answer);
  g_test_add_func ("/dispatch/once", test_once);
  g_test_add_func ("/dispatch/word-to-units", test_word_to_units);
  g_test_add_func ("/dispatch/proposed-is-free", test_proposed_is_free);
  g_test_add_func ("/dispatch/units", test_units);
  g_test_add_func ("/dispatch-window/units-focus", test_units_focus);
  return window_seat_run ();
}
