/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: nothing that a person typed or ordered is lost, doubled or done to something else, however
 * slow the desk is and whoever signs out; what the server refused is dealt with one by one or
 * together; and a desk without its line, without its history or with a wrong clock, says so.
 * Method: the real window over the room's desk, whose reading and answers can be made to wait.
 */
#include "window-seat.h"

#include "main-turn.h"
#include "tc-big-event.h"
#include "tc-words.h"

#include <string.h>

/* The two incidents that most tests go between: the first of the list, and another. */
#define FIRST "xe rac chua lay"
#define LISTED "Ngập sâu hẻm 3"
#define OTHER "nguyen cong tru"

static void
wait_some (void)
{
  gint64 end_us = g_get_monotonic_time () + 300 * 1000;

  while (g_get_monotonic_time () < end_us)
    main_turn ();
}

static GtkWidget *
find_view (GtkWidget *widget)
{
  GtkWidget *found = GTK_IS_TEXT_VIEW (widget) && gtk_widget_get_mapped (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find_view (child);
  return found;
}

/* (transfer full) (nullable): what stands in the composer; NULL: none is open. */
static char *
read_composer (Seat *seat)
{
  GtkWidget *view = find_view (GTK_WIDGET (seat->window));
  GtkTextBuffer *buffer = view ? gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)) : NULL;
  char *text = NULL;

  if (buffer)
    g_object_get (buffer, "text", &text, NULL);
  return text;
}

static void
assert_composer (Seat *seat, const char *text)
{
  g_autofree char *found = read_composer (seat);

  g_assert_cmpstr (found, ==, text);
}

static void
open_text (Seat *seat, const char *search, const char *shown)
{
  act_string (seat, "open", search);
  wait_shown (seat, shown, TRUE);
}

/* ---- what is typed ---- */

/* The next incident is selected and its note begun before it has been read. */
static void
test_typed_before_read (void)
{
  Seat seat = {0};
  gint64 id = 0;

  sit_down (&seat);
  id = tc_room_desk_report (seat.desk, "Cột điện nghiêng", TC_PRIORITY_NOTICE);
  tc_room_desk_stop_reading (seat.desk, TRUE);
  g_autofree char *target = g_strdup_printf ("%" G_GINT64_FORMAT, id);
  act_string (&seat, "open", target);
  act (&seat, "note", NULL);
  act_string (&seat, "write", "tdx k");
  tc_room_desk_stop_reading (seat.desk, FALSE);
  wait_shown (&seat, "“Cột điện nghiêng”", TRUE);
  wait_some ();
  assert_composer (&seat, "tdx k");
  act (&seat, "send", NULL);
  wait_shown (&seat, "Note: tdx k", TRUE);
  stand_up (&seat);
}

/* What was begun on one goes to that one, though another is selected already. */
static void
test_sent_to_its_own (void)
{
  Seat seat = {0};
  gint64 id = 0;

  sit_down (&seat);
  id = tc_room_desk_report (seat.desk, "Cột điện nghiêng", TC_PRIORITY_NOTICE);
  act (&seat, "note", NULL);
  act_string (&seat, "write", "của xe rác");
  tc_room_desk_stop_reading (seat.desk, TRUE);
  g_autofree char *target = g_strdup_printf ("%" G_GINT64_FORMAT, id);
  act_string (&seat, "open", target);
  act (&seat, "send", NULL);
  tc_room_desk_stop_reading (seat.desk, FALSE);
  wait_shown (&seat, "“Cột điện nghiêng”", TRUE);
  wait_some ();
  g_assert_false (shows (GTK_WIDGET (seat.window), "Note: của xe rác"));
  open_text (&seat, FIRST, "Note: của xe rác");
  stand_up (&seat);
}

/* The answer to what was sent comes while the next is being typed. */
static void
test_answer_wipes_nothing (void)
{
  Seat seat = {0};

  sit_down (&seat);
  tc_room_desk_hold_answers (seat.desk, TRUE);
  act (&seat, "note", NULL);
  act_string (&seat, "write", "thứ nhất");
  act (&seat, "send", NULL);
  open_text (&seat, OTHER, "“Đèn tín hiệu ngã tư Nguyễn Công Trứ");
  act (&seat, "note", NULL);
  act_string (&seat, "write", "thứ hai");
  tc_room_desk_hold_answers (seat.desk, FALSE);
  wait_some ();
  assert_composer (&seat, "thứ hai");
  /* And what was sent isn't offered again. */
  open_text (&seat, FIRST, "Note: thứ nhất");
  act (&seat, "note", NULL);
  assert_composer (&seat, "");
  stand_up (&seat);
}

static guint
count_rows (GtkWidget *widget, const char *text)
{
  const char *shown = get_shown_text (widget);
  guint n = shown && strstr (shown, text) ? 1 : 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    n += count_rows (child, text);
  return n;
}

/* Enter, and again before the desk has answered. */
static void
test_sent_once (void)
{
  Seat seat = {0};

  sit_down (&seat);
  tc_room_desk_hold_answers (seat.desk, TRUE);
  act (&seat, "note", NULL);
  act_string (&seat, "write", "đã gọi");
  for (guint i = 0; i < 3; i++)
    act (&seat, "send", NULL);
  tc_room_desk_hold_answers (seat.desk, FALSE);
  wait_shown (&seat, "Keep the note", FALSE);
  wait_shown (&seat, "Note: đã gọi", TRUE);
  wait_some ();
  g_assert_cmpuint (count_rows (GTK_WIDGET (seat.window), "Note: đã gọi"), ==, 1);
  /* The same words again are another note. */
  act (&seat, "note", NULL);
  act_string (&seat, "write", "đã gọi");
  act (&seat, "send", NULL);
  wait_shown (&seat, "Keep the note", FALSE);
  wait_some ();
  g_assert_cmpuint (count_rows (GTK_WIDGET (seat.window), "Note: đã gọi"), ==, 2);
  stand_up (&seat);
}

/* What the desk doesn't let through stands in its field again, before what was begun meanwhile. */
static void
test_refused_comes_back (void)
{
  Seat seat = {0};

  sit_down (&seat);
  tc_room_desk_refuse_next (seat.desk, "people.session-over");
  act (&seat, "note", NULL);
  act_string (&seat, "write", "thứ nhất");
  act (&seat, "send", NULL);
  wait_shown (&seat, "The sign-in had run out", TRUE);
  assert_composer (&seat, "thứ nhất");
  tc_room_desk_hold_answers (seat.desk, TRUE);
  tc_room_desk_refuse_next (seat.desk, "people.session-over");
  act (&seat, "send", NULL);
  assert_composer (&seat, NULL);
  act (&seat, "note", NULL);
  assert_composer (&seat, "");
  act_string (&seat, "write", "thứ hai");
  tc_room_desk_hold_answers (seat.desk, FALSE);
  wait_shown (&seat, "The sign-in had run out", TRUE);
  assert_composer (&seat, "thứ nhất\nthứ hai");
  stand_up (&seat);
}

/* From a chat or a table: no-break spaces, tabs, marks apart from their letters. */
static void
test_pasted (void)
{
  Seat seat = {0};

  sit_down (&seat);
  act (&seat, "note", NULL);
  act_string (&seat, "write", "xe\u00a02\tchiếc\u200b,\r\nngã tu\u031b\u0300");
  act (&seat, "send", NULL);
  wait_shown (&seat, "Note: xe 2 chiếc,\nngã từ", TRUE);
  act (&seat, "open-reporter", NULL);
  act_string (&seat, "write", "gọi lại\nhỏi vị trí");
  act (&seat, "send", NULL);
  wait_shown (&seat, TC_ROOM_PHONE, TRUE);
  stand_up (&seat);
}

static void
sign_in (Seat *seat)
{
  tc_desk_sign_in_async (seat->desk, "lan", "mat-khau", NULL, NULL, NULL);
  wait_shown (seat, LISTED, TRUE);
  wait_shown (seat, "Take", TRUE);
}

/* The desk signs her out in the middle of a word; what was begun is there again. */
static void
test_draft_outlives_sign_out (void)
{
  Seat seat = {0};

  sit_down (&seat);
  act (&seat, "note", NULL);
  act_string (&seat, "write", "đang viết dở");
  tc_room_desk_put_out (seat.desk, "sign-in.changed");
  wait_shown (&seat, "your password was changed", TRUE);
  sign_in (&seat);
  act (&seat, "note", NULL);
  assert_composer (&seat, "đang viết dở");
  stand_up (&seat);
}

/* The incident goes to another unit while something is typed about it. */
static void
test_incident_lost (void)
{
  Seat seat = {0};
  gint64 id = 0;

  sit_down (&seat);
  id = tc_room_desk_report (seat.desk, "Cột điện nghiêng", TC_PRIORITY_NOTICE);
  g_autofree char *target = g_strdup_printf ("%" G_GINT64_FORMAT, id);
  open_text (&seat, target, "“Cột điện nghiêng”");
  act (&seat, "note", NULL);
  act_string (&seat, "write", "gọi điện lực");
  tc_room_desk_lose (seat.desk, id);
  wait_shown (&seat, "no longer on this desk", TRUE);
  wait_shown (&seat, "gọi điện lực", TRUE);
  stand_up (&seat);
}

/* ---- what was ordered ---- */

/* Ordered, then signed out within the five seconds: the order goes, in her name. */
static void
test_signing_out_sends (void)
{
  Seat seat = {0};

  sit_down (&seat);
  act (&seat, "dispatch", NULL);
  wait_shown (&seat, "The order goes to", TRUE);
  act (&seat, "sign-out", NULL);
  wait_shown (&seat, "Password", TRUE);
  g_assert_cmpuint (tc_room_desk_count_dispatches (seat.desk), ==, 1);
  stand_up (&seat);
}

/* Likewise by the desk itself. */
static void
test_put_out_sends (void)
{
  Seat seat = {0};

  sit_down (&seat);
  act (&seat, "dispatch", NULL);
  wait_shown (&seat, "The order goes to", TRUE);
  tc_room_desk_put_out (seat.desk, "people.inactive");
  wait_shown (&seat, "The account is closed", TRUE);
  g_assert_cmpuint (tc_room_desk_count_dispatches (seat.desk), ==, 1);
  stand_up (&seat);
}

/* ---- the tray ---- */

static void
open_tray (Seat *seat, guint refused)
{
  for (guint i = 0; i < refused; i++)
    tc_room_desk_refuse (seat->desk);
  act_string (seat, "panel", "tray");
  wait_shown (seat, "Note: “đã gọi điện lực”", TRUE);
}

/* What was done here and no longer applies is told until the server has decided. */
static void
test_tray_undecided (void)
{
  Seat seat = {0};

  sit_down (&seat);
  act_string (&seat, "panel", "tray");
  wait_shown (&seat, "The server has taken everything", TRUE);
  /* Nothing is refused as long as nothing can be sent. */
  tc_room_desk_let_wait (seat.desk, 1, TRUE);
  wait_shown (&seat, "Nothing was refused. 1 thing that was done here waits to be sent", TRUE);
  tc_room_desk_let_wait (seat.desk, 1, FALSE);
  wait_shown (&seat, "The server has taken everything", TRUE);
  tc_room_desk_set_idle (seat.desk, 2);
  wait_shown (&seat, "2 things that were done here no longer apply", TRUE);
  wait_shown (&seat, "The server has taken everything", FALSE);
  open_tray (&seat, 1);
  wait_shown (&seat, "2 things that were done here no longer apply", TRUE);
  tc_room_desk_set_idle (seat.desk, 0);
  wait_shown (&seat, "no longer apply", FALSE);
  stand_up (&seat);
}

/* Two computers have one number: that is said, and where to look for what it means. */
static void
test_number_twice (void)
{
  Seat seat = {0};

  sit_down (&seat);
  tc_room_desk_set_online (seat.desk, TRUE);
  wait_shown (&seat, "0 waiting", TRUE);
  tc_room_desk_turn_away (seat.desk, "line.replaced");
  wait_shown (&seat, "Desk number used twice", TRUE);
  /* Nothing waits, so that needs no room. */
  wait_shown (&seat, "0 waiting", FALSE);
  tc_room_desk_turn_away (seat.desk, NULL);
  wait_shown (&seat, "Online", TRUE);
  wait_shown (&seat, "0 waiting", TRUE);
  stand_up (&seat);
}

/* What is kept for a colleague is told of as a number, and isn't counted as one's own. */
static void
test_tray_of_others (void)
{
  Seat seat = {0};

  sit_down (&seat);
  act_string (&seat, "panel", "tray");
  tc_room_desk_refuse_other (seat.desk);
  wait_shown (&seat, "1 thing that somebody else did at this desk was refused", TRUE);
  wait_shown (&seat, "đã gọi điện lực", FALSE);
  wait_shown (&seat, "1 needs attention", FALSE);
  tc_room_desk_refuse (seat.desk);
  wait_shown (&seat, "1 needs attention", TRUE);
  wait_shown (&seat, "đã gọi điện lực", TRUE);
  wait_shown (&seat, "1 thing that somebody else did at this desk was refused", TRUE);
  act_string (&seat, "tray-filter", "settled");
  wait_shown (&seat, "somebody else did", FALSE);
  stand_up (&seat);
}

/* A correction that was begun is there again, not what was refused. */
static void
test_tray_keeps_correction (void)
{
  Seat seat = {0};

  sit_down (&seat);
  open_tray (&seat, 1);
  wait_can (&seat, "tray-edit", TRUE);
  act (&seat, "tray-edit", NULL);
  assert_composer (&seat, "đã gọi điện lực");
  act_string (&seat, "tray-write", "đã gọi điện lực và cấp nước");
  act (&seat, "tray-edit", NULL);
  assert_composer (&seat, "đã gọi điện lực và cấp nước");
  act (&seat, "tray-cancel", NULL);
  assert_composer (&seat, NULL);
  act (&seat, "tray-edit", NULL);
  assert_composer (&seat, "đã gọi điện lực và cấp nước");
  stand_up (&seat);
}

static GtkListBox *
find_tray_list (GtkWidget *widget)
{
  GtkListBox *found = GTK_IS_LIST_BOX (widget) && gtk_widget_get_mapped (widget)
                          ? GTK_LIST_BOX (widget)
                          : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find_tray_list (child);
  return found;
}

static void
wait_rows (GtkListBox *list, int n)
{
  gint64 end_us = g_get_monotonic_time () + WAIT_US;

  while (gtk_list_box_get_row_at_index (list, n) || !gtk_list_box_get_row_at_index (list, n - 1)) {
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    main_turn ();
  }
}

/* Three of four together, with one reason, and back again. */
static void
test_tray_together (void)
{
  Seat seat = {0};
  GtkListBox *list = NULL;

  sit_down (&seat);
  open_tray (&seat, 4);
  list = find_tray_list (GTK_WIDGET (seat.window));
  wait_rows (list, 4);
  act (&seat, "tray-mark-all", NULL);
  wait_shown (&seat, "Set 4 aside", TRUE);
  act (&seat, "tray-mark-one", g_variant_new_int64 (2));
  wait_shown (&seat, "Set 3 aside", TRUE);
  act (&seat, "tray-set-aside", NULL);
  wait_shown (&seat, "Why 3 are set aside", TRUE);
  act (&seat, "tray-send", NULL);
  g_assert_cmpuint (tc_desk_get_attention (seat.desk), ==, 4);
  act_string (&seat, "tray-write", "đồng nghiệp đã làm");
  act (&seat, "tray-send", NULL);
  wait_shown (&seat, "3 set aside", TRUE);
  g_assert_cmpuint (tc_desk_get_attention (seat.desk), ==, 1);
  act (&seat, "tray-take-back", g_variant_new_parsed ("[int64 1, 3]"));
  g_assert_cmpuint (tc_desk_get_attention (seat.desk), ==, 3);
  wait_rows (list, 3);
  act_string (&seat, "tray-filter", "settled");
  wait_rows (list, 1);
  wait_shown (&seat, "“đồng nghiệp đã làm”", TRUE);
  wait_can (&seat, "tray-undo", TRUE);
  act (&seat, "tray-undo", NULL);
  g_assert_cmpuint (tc_desk_get_attention (seat.desk), ==, 4);
  wait_can (&seat, "tray-undo", FALSE);
  stand_up (&seat);
}

/* Another refusal comes in, and one is dealt with: the focus and the place stay. */
static void
test_tray_stays (void)
{
  Seat seat = {0};
  GtkListBox *list = NULL;
  GtkListBoxRow *row = NULL;

  sit_down (&seat);
  open_tray (&seat, 5);
  list = find_tray_list (GTK_WIDGET (seat.window));
  wait_rows (list, 5);
  act (&seat, "tray-select", g_variant_new_int64 (3));
  row = gtk_list_box_get_selected_row (list);
  gtk_widget_grab_focus (GTK_WIDGET (row));
  tc_room_desk_refuse (seat.desk);
  wait_rows (list, 6);
  g_assert_true (gtk_list_box_get_selected_row (list) == row);
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (seat.window)) == GTK_WIDGET (row));
  act (&seat, "tray-set-aside", NULL);
  act_string (&seat, "tray-write", "xong");
  act (&seat, "tray-send", NULL);
  wait_rows (list, 5);
  /* The next one stands where it stood. */
  row = gtk_list_box_get_selected_row (list);
  g_assert_nonnull (row);
  g_assert_cmpint (gtk_list_box_row_get_index (row), ==, 2);
  stand_up (&seat);
}

/* ---- what a desk says of itself ---- */

static GtkWidget *
find_mapped (GtkWidget *widget, GType type)
{
  GtkWidget *found = G_TYPE_CHECK_INSTANCE_TYPE (widget, type) && gtk_widget_get_mapped (widget)
                         ? widget
                         : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find_mapped (child, type);
  return found;
}

/* As with Enter at the end. */
static void
type_sign_in (Seat *seat, const char *account, const char *password)
{
  GtkWidget *first = find_mapped (GTK_WIDGET (seat->window), GTK_TYPE_ENTRY);
  GtkWidget *second = find_mapped (GTK_WIDGET (seat->window), GTK_TYPE_PASSWORD_ENTRY);

  g_assert_true (first && second);
  gtk_editable_set_text (GTK_EDITABLE (first), account);
  gtk_editable_set_text (GTK_EDITABLE (second), password);
  g_signal_emit_by_name (second, "activate");
}

/* Without a line: the page says who may sign in, and the desk that the server wasn't asked. */
static void
test_sign_in_offline (void)
{
  Seat seat = {0};

  sit_down (&seat);
  tc_room_desk_set_online (seat.desk, FALSE);
  act (&seat, "sign-out", NULL);
  wait_shown (&seat, "There is no line to the server", TRUE);
  type_sign_in (&seat, "minh", "mat-khau");
  wait_shown (&seat, "only those can sign in who signed in at this desk before", TRUE);
  type_sign_in (&seat, "lan", "sai");
  wait_shown (&seat, "Account or password is wrong", TRUE);
  type_sign_in (&seat, "lan", "mat-khau");
  wait_shown (&seat, LISTED, TRUE);
  wait_shown (&seat, "Signed in without the server", TRUE);
  tc_room_desk_set_online (seat.desk, TRUE);
  act (&seat, "sign-out", NULL);
  wait_shown (&seat, "Password", TRUE);
  wait_shown (&seat, "There is no line to the server", FALSE);
  stand_up (&seat);
}

/* The list of all, and a search, while history is still to come. */
static void
test_history_missing (void)
{
  Seat seat = {0};

  sit_down (&seat);
  tc_room_desk_set_loading (seat.desk, 0.4);
  wait_some ();
  g_assert_false (shows (GTK_WIDGET (seat.window), "this list is not whole"));
  act (&seat, "filter", g_variant_new_string ("all"));
  wait_shown (&seat, "History is not all here yet (40\u00a0%): this list is not whole.", TRUE);
  act_string (&seat, "open", "không có đâu");
  wait_shown (&seat, "Nothing found in what is here", TRUE);
  act (&seat, "note-to", g_variant_new ("(ss)", "9999", "x"));
  wait_shown (&seat, "There is no incident 9999 in what is here", TRUE);
  tc_room_desk_set_loading (seat.desk, 1);
  wait_shown (&seat, "this list is not whole", FALSE);
  act (&seat, "filter", g_variant_new_string ("open"));
  tc_room_desk_set_loading (seat.desk, 0.4);
  wait_some ();
  g_assert_false (shows (GTK_WIDGET (seat.window), "this list is not whole"));
  stand_up (&seat);
}

/* What the person may is read after the window stands: then all that needs it can be done. */
static void
test_rights_come_later (void)
{
  static const char *const actions[] = {"note",          "classify",  "log-call",
                                        "journal-order", "event-log", "event-end"};
  Seat seat = {0};
  gint64 event = 0;

  sit_down (&seat);
  event = tc_room_desk_report (seat.desk, "Bão vào Hậu Giang", 2);
  tc_room_desk_act_elsewhere (seat.desk, &tc_event_declare_type,
                              &(TcEventDeclare){event, "storm", "Bão số 5", NULL, TC_NONE});
  act (&seat, "panel", g_variant_new_string ("events"));
  wait_can (&seat, "event-log", TRUE);
  act (&seat, "panel", g_variant_new_string ("journal"));
  wait_can (&seat, "journal-order", TRUE);
  tc_room_desk_hold_rights (seat.desk, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    g_assert_false (can (&seat, actions[i]));
  tc_room_desk_hold_rights (seat.desk, FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    g_assert_true (can (&seat, actions[i]));
  stand_up (&seat);
}

/* Whether the clock in the top bar says what time it is, or was a second ago. */
static gboolean
tells (Seat *seat, gint64 time_us)
{
  const char *clock = get_shown_text (
      gtk_widget_get_first_child (find_type (GTK_WIDGET (seat->window), "TcClockLabel")));
  g_autofree char *now = tc_words_clock_seconds (time_us);
  g_autofree char *before = tc_words_clock_seconds (time_us - G_TIME_SPAN_SECOND);

  return g_str_equal (clock, now) || g_str_equal (clock, before);
}

/* A computer's clock that is known to be wrong isn't what people go by. */
static void
test_clock_off (void)
{
  const gint64 ahead_us = 47 * G_TIME_SPAN_MINUTE;
  Seat seat = {0};

  sit_down (&seat);
  tc_room_desk_set_online (seat.desk, TRUE);
  g_assert_true (tells (&seat, g_get_real_time ()));
  tc_room_desk_set_clock_ahead (seat.desk, ahead_us);
  wait_shown (&seat, "Online, clock off", TRUE);
  g_assert_true (tells (&seat, g_get_real_time () - ahead_us));
  /* It goes on without the line. */
  tc_room_desk_set_online (seat.desk, FALSE);
  wait_shown (&seat, "Offline since", TRUE);
  g_assert_true (tells (&seat, g_get_real_time () - ahead_us));
  tc_room_desk_set_clock_ahead (seat.desk, 0);
  g_assert_true (tells (&seat, g_get_real_time ()));
  stand_up (&seat);
}

/* Nor are ages and deadlines reckoned by it. */
static void
test_reckoned_by_server (void)
{
  const gint64 behind_us = 47 * G_TIME_SPAN_MINUTE;
  Seat seat = {0};

  sit_down (&seat);
  tc_room_desk_report (seat.desk, "Cháy ở chợ", TC_PRIORITY_EMERGENCY);
  wait_shown (&seat, "just now", TRUE);
  tc_room_desk_set_clock_ahead (seat.desk, -behind_us);
  wait_shown (&seat, "47 minutes ago", TRUE);
  tc_room_desk_set_clock_ahead (seat.desk, 0);
  wait_shown (&seat, "47 minutes ago", FALSE);
  stand_up (&seat);
}

int
main (int argc, char **argv)
{
  window_seat_init (&argc, &argv);
  g_test_add_func ("/desk-window/typed-before-read", test_typed_before_read);
  g_test_add_func ("/desk-window/sent-to-its-own", test_sent_to_its_own);
  g_test_add_func ("/desk-window/answer-wipes-nothing", test_answer_wipes_nothing);
  g_test_add_func ("/desk-window/sent-once", test_sent_once);
  g_test_add_func ("/desk-window/refused-comes-back", test_refused_comes_back);
  g_test_add_func ("/desk-window/pasted", test_pasted);
  g_test_add_func ("/desk-window/draft-outlives-sign-out", test_draft_outlives_sign_out);
  g_test_add_func ("/desk-window/incident-lost", test_incident_lost);
  g_test_add_func ("/desk-window/signing-out-sends", test_signing_out_sends);
  g_test_add_func ("/desk-window/put-out-sends", test_put_out_sends);
  g_test_add_func ("/desk-window/tray-keeps-correction", test_tray_keeps_correction);
  g_test_add_func ("/desk-window/tray-undecided", test_tray_undecided);
  g_test_add_func ("/desk-window/tray-of-others", test_tray_of_others);
  g_test_add_func ("/desk-window/number-twice", test_number_twice);
  g_test_add_func ("/desk-window/tray-together", test_tray_together);
  g_test_add_func ("/desk-window/tray-stays", test_tray_stays);
  g_test_add_func ("/desk-window/sign-in-offline", test_sign_in_offline);
  g_test_add_func ("/desk-window/history-missing", test_history_missing);
  g_test_add_func ("/desk-window/rights-come-later", test_rights_come_later);
  g_test_add_func ("/desk-window/clock-off", test_clock_off);
  g_test_add_func ("/desk-window/reckoned-by-server", test_reckoned_by_server);
  return window_seat_run ();
}
