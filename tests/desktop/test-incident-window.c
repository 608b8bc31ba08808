/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: the window does what its actions promise, and never moves by itself. Method: the real
 * window over a desk that carries out real operations (tc-room-desk.h), driven through its actions
 * alone; what is seen is read from the labels on screen.
 */
#include "window-seat.h"

#include "main-turn.h"
#include "tc-saved-filters.h"
#include "tc-typed-text.h"

#include <string.h>

static void
test_take_note_resolve_close (void)
{
  Seat seat = {0};

  sit_down (&seat);
  g_assert_true (can (&seat, "take"));
  g_assert_false (can (&seat, "resolve"));
  act (&seat, "take", NULL);
  wait_shown (&seat, "Taken by lan", TRUE);
  wait_shown (&seat, "Mine 1", TRUE);
  g_assert_false (can (&seat, "take"));

  act (&seat, "note", NULL);
  act_string (&seat, "write", "đã gọi điện lực");
  wait_shown (&seat, "Keep the note", TRUE);
  act (&seat, "send", NULL);
  wait_shown (&seat, "Note: đã gọi điện lực", TRUE);
  wait_shown (&seat, "Keep the note", FALSE);

  act (&seat, "resolve", NULL);
  act (&seat, "send", NULL);
  wait_shown (&seat, "Resolved", TRUE);
  while (!can (&seat, "close-incident") || can (&seat, "resolve"))
    g_main_context_iteration (NULL, TRUE);
  /* Nobody was sent, and nobody need be. */
  g_assert_false (shows (GTK_WIDGET (seat.window), "Dispatched"));
  g_assert_false (shows (GTK_WIDGET (seat.window), "Proposed unit"));
  act (&seat, "close-incident", NULL);
  wait_shown (&seat, "Closed: done", TRUE);
  stand_up (&seat);
}

/* One key takes what is proposed, with its reason; nothing is decided before that. */
static void
test_proposed_field (void)
{
  Seat seat = {0};
  gint64 id;

  sit_down (&seat);
  id = tc_room_desk_report_text (seat.desk, "Cây ngã đè lên đèn đường, nhánh gãy đầy lộ", FALSE);
  g_assert_false (can (&seat, "classify-proposed"));
  show_incident (&seat, id);
  wait_shown (&seat, "Proposed field", TRUE);
  wait_shown (&seat, "Fallen tree", TRUE);
  wait_shown (&seat, "because: “Cây ngã”, “nhánh gãy”", TRUE);
  g_assert_true (can (&seat, "classify-proposed"));
  act (&seat, "classify-proposed", NULL);
  wait_shown (&seat, "Classified: Fallen tree.", TRUE);
  wait_shown (&seat, "Proposed field", FALSE);
  g_assert_false (can (&seat, "classify-proposed"));
  stand_up (&seat);
}

/* What its maker said is only doubted where the words say something else, and it can be undone;
 * what a person decides teaches. */
static void
test_doubted_field (void)
{
  Seat seat = {0};
  gint64 id;

  sit_down (&seat);
  id = tc_room_desk_report_text (seat.desk, "Đèn đường tối thui, đèn đường không sáng", TRUE);
  show_incident (&seat, id);
  wait_shown (&seat, "Street light out", TRUE);
  act (&seat, "classify-proposed", NULL);
  wait_shown (&seat, "Undo", TRUE);
  wait_shown (&seat, "Proposed field", FALSE);
  id = tc_room_desk_report_text (seat.desk, "đèn đường tối thui", FALSE);
  show_incident (&seat, id);
  wait_shown (&seat, "because: “đèn đường”, “tối thui”", TRUE);
  stand_up (&seat);
}

/* Whatever is proposed, a person may choose another by a few letters of its name. */
static void
test_choose_field (void)
{
  Seat seat = {0};
  gint64 id;
  GtkWidget *entry;
  gint64 end_us = g_get_monotonic_time () + 2 * WAIT_US;

  sit_down (&seat);
  id = tc_room_desk_report_text (seat.desk, "Cây ngã đè lên đèn đường, nhánh gãy đầy lộ", FALSE);
  show_incident (&seat, id);
  wait_shown (&seat, "Another field", TRUE);
  act (&seat, "choose-field", NULL);
  entry = gtk_window_get_focus (GTK_WINDOW (seat.window));
  g_assert_true (GTK_IS_TEXT (entry));
  gtk_editable_set_text (GTK_EDITABLE (entry), "traffic");
  /* Enter does nothing until the fields are read. */
  while (!shows (GTK_WIDGET (seat.window), "Classified.")) {
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    g_signal_emit_by_name (gtk_widget_get_parent (entry), "activate");
    g_main_context_iteration (NULL, TRUE);
  }
  wait_shown (&seat, "Proposed field", FALSE);
  stand_up (&seat);
}

/* A merge is proposed with its score, done with a key, and taken back with the button; no other
 * merge is. */
static void
test_merge (void)
{
  Seat seat = {0};
  gint64 first, second, third;

  sit_down (&seat);
  third = tc_room_desk_report_text (seat.desk, "Chó dữ chạy rông trong chợ", TRUE);
  first = tc_room_desk_report_text (seat.desk, "Nắp cống bể giữa lộ, xe lọt bánh", TRUE);
  second = tc_room_desk_report_text (seat.desk, "nap cong be giua lo kia, coi chung lot banh",
                                     TRUE);
  show_incident (&seat, second);
  wait_shown (&seat, "likely", TRUE);
  wait_shown (&seat, "place 45 · time 29 · words", TRUE);
  act (&seat, "merge", NULL);
  wait_merged (&seat, second, first);
  wait_state (&seat, second, TC_STATE_MERGED);
  g_assert_cmpint (tc_room_desk_count_reports (seat.desk, first), ==, 2);
  g_assert_cmpint (tc_room_desk_count_reports (seat.desk, second), ==, 0);
  act (&seat, "unmerge", g_variant_new ("(xx)", second, third));
  wait_shown (&seat, "since then: that merge stays as it is.", TRUE);
  g_assert_cmpuint (tc_room_desk_count_reports (seat.desk, first), ==, 2);
  act (&seat, "unmerge", g_variant_new ("(xx)", second, first));
  wait_state (&seat, second, TC_STATE_NEW);
  g_assert_cmpint (tc_room_desk_count_reports (seat.desk, first), ==, 1);
  g_assert_cmpint (tc_room_desk_count_reports (seat.desk, second), ==, 1);
  stand_up (&seat);
}

/* The pointer rests where the menu came up: GTK 4.8 shows the tooltip of what is there half a
 * second later, and asks for its surface even if that has gone by then. */
static void
wait_pointed_at (void)
{
  gint64 end_us = g_get_monotonic_time () + G_TIME_SPAN_SECOND;

  while (g_get_monotonic_time () < end_us)
    main_turn ();
}

/* What is beyond a menu would be black where nothing composes the screen, as here. */
static void
test_menu_without_compositor (void)
{
  Seat seat = {0};
  GtkWidget *popover, *contents;

  sit_down (&seat);
  popover = find_type (find_type (GTK_WIDGET (seat.window), "TcIncidentWork"), "GtkPopover");
  contents = gtk_widget_get_first_child (popover);
  gtk_popover_popup (GTK_POPOVER (popover));
  wait_shown_in (popover, "Priority", TRUE);
  while (gtk_widget_get_width (contents) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (gdk_surface_get_width (gtk_native_get_surface (GTK_NATIVE (popover))), <=,
                   gtk_widget_get_width (contents) + 24);
  wait_pointed_at ();
  stand_up (&seat);
}

/* Nothing is published that was not approved; what was sent back can be written again. */
static void
test_answer (void)
{
  Seat seat = {0};

  sit_down (&seat);
  act (&seat, "take", NULL);
  wait_shown (&seat, "Taken by lan", TRUE);
  g_assert_false (can (&seat, "approve-answer"));
  g_assert_false (can (&seat, "publish-answer"));
  write_and_send (&seat, "answer", "Đang bơm nước");
  wait_can (&seat, "approve-answer", TRUE);
  g_assert_false (can (&seat, "publish-answer"));
  /* Before another is written, what became of the last, also while that changes. */
  act (&seat, "answer", NULL);
  wait_shown (&seat, "An answer waits for approval already (", TRUE);
  act (&seat, "note", NULL);
  wait_shown (&seat, "An answer waits for approval already (", FALSE);
  act (&seat, "keep-back", NULL);
  write_and_send (&seat, "return-answer", "Nói rõ khi nào xong");
  wait_shown (&seat, "Answer sent back: Nói rõ khi nào xong", TRUE);
  wait_can (&seat, "approve-answer", FALSE);
  act (&seat, "answer", NULL);
  wait_shown (&seat, ") was sent back: Nói rõ khi nào xong", TRUE);
  act (&seat, "keep-back", NULL);
  write_and_send (&seat, "answer", "Sẽ xong trước 18 giờ");
  wait_can (&seat, "approve-answer", TRUE);
  /* Beside the verb, not below all that happened. */
  wait_shown_in (find_type (GTK_WIDGET (seat.window), "TcIncidentWork"),
                 "The answer waits for approval.\n“Sẽ xong trước 18 giờ”", TRUE);
  act (&seat, "approve-answer", NULL);
  wait_shown (&seat, "Answer approved", TRUE);
  wait_can (&seat, "publish-answer", TRUE);
  g_assert_false (can (&seat, "return-answer"));
  act (&seat, "publish-answer", NULL);
  wait_shown (&seat, "The answer for PA-", TRUE);
  /* Once, however often it is asked for. */
  g_assert_false (can (&seat, "publish-answer"));
  act (&seat, "keep-back", NULL);
  wait_shown (&seat, "The answer for", FALSE);
  wait_can (&seat, "publish-answer", TRUE);
  g_assert_false (shows (GTK_WIDGET (seat.window), "Answer published"));
  act (&seat, "publish-answer", NULL);
  wait_shown (&seat, "goes to its reporters in", TRUE);
  wait_shown (&seat, "Answer published: Sẽ xong trước 18 giờ", TRUE);
  wait_can (&seat, "publish-answer", FALSE);
  stand_up (&seat);
}

/* Who approves finds them all in one list; what is approved leaves it for that of who publishes. */
static void
test_waiting_answers (void)
{
  Seat seat = {0};

  sit_down (&seat);
  show_incident (&seat, tc_room_desk_report_text (seat.desk, "Chó dữ chạy rông trong chợ", TRUE));
  wait_can (&seat, "take", TRUE);
  act (&seat, "take", NULL);
  wait_shown (&seat, "Taken by lan", TRUE);
  write_and_send (&seat, "answer", "Đang bơm nước");
  wait_can (&seat, "approve-answer", TRUE);
  act (&seat, "list-to-publish", NULL);
  wait_shown (&seat, "Answers to be published", TRUE);
  wait_listed (&seat, "Chó dữ", FALSE);
  act (&seat, "list-to-approve", NULL);
  wait_shown (&seat, "Answers to be approved", TRUE);
  wait_listed (&seat, "Chó dữ", TRUE);
  wait_can (&seat, "approve-answer", TRUE);
  act (&seat, "approve-answer", NULL);
  wait_shown (&seat, "Answer approved", TRUE);
  act (&seat, "list-to-publish", NULL);
  wait_shown (&seat, "Answers to be published", TRUE);
  wait_listed (&seat, "Chó dữ", TRUE);
  stand_up (&seat);
}

/* Whoever puts off what was begun has the keyboard at the queue again, as after sending. */
static void
test_put_off (void)
{
  static const char *const typed[] = {"note", "answer", "edit-title", "link-incident",
                                      "choose-units"};
  Seat seat = {0};

  sit_down (&seat);
  act (&seat, "take", NULL);
  wait_can (&seat, "answer", TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (typed); i++) {
    wait_can (&seat, typed[i], TRUE);
    act (&seat, typed[i], NULL);
    g_assert_false (is_at_list (&seat));
    act (&seat, "keep-back", NULL);
    g_assert_true (is_at_list (&seat));
  }
  write_and_send (&seat, "note", "đã gọi");
  g_assert_true (is_at_list (&seat));
  stand_up (&seat);
}

/* A key in the text that has the keyboard, as the window would give it. */
static void
press (Seat *seat, guint keyval, GdkModifierType state)
{
  GtkWidget *view = gtk_window_get_focus (GTK_WINDOW (seat->window));
  g_autoptr (GListModel) controllers = NULL;

  g_assert_true (GTK_IS_TEXT_VIEW (view));
  controllers = gtk_widget_observe_controllers (view);
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GtkEventController) one = g_list_model_get_item (controllers, i);
    gboolean taken = FALSE;

    if (!GTK_IS_EVENT_CONTROLLER_KEY (one) ||
        gtk_event_controller_get_propagation_phase (one) != GTK_PHASE_CAPTURE)
      continue;
    g_signal_emit_by_name (one, "key-pressed", keyval, 0, state, &taken);
    if (taken)
      return;
  }
}

static char *
dup_focus_text (Seat *seat)
{
  return tc_typed_text_dup (GTK_TEXT_VIEW (gtk_window_get_focus (GTK_WINDOW (seat->window))));
}

/* Down in an empty answer takes the first template, with what the incident has in it; what was
 * written before one was taken stays. */
static void
test_template (void)
{
  Seat seat = {0};
  g_autofree char *first = NULL, *second = NULL, *none = NULL, *both = NULL;

  sit_down (&seat);
  act (&seat, "take", NULL);
  wait_can (&seat, "answer", TRUE);
  act (&seat, "answer", NULL);
  wait_shown (&seat, "no template", TRUE);
  press (&seat, GDK_KEY_Down, 0);
  first = dup_focus_text (&seat);
  g_assert_true (g_str_has_prefix (first, "Đang xử lý PA-"));
  g_assert_true (g_str_has_suffix (first, "."));
  press (&seat, GDK_KEY_Down, GDK_ALT_MASK);
  second = dup_focus_text (&seat);
  g_assert_cmpstr (second, ==, "Cảm ơn ông/bà.");
  press (&seat, GDK_KEY_Up, GDK_ALT_MASK);
  press (&seat, GDK_KEY_Up, GDK_ALT_MASK);
  none = dup_focus_text (&seat);
  g_assert_cmpstr (none, ==, "");
  act_string (&seat, "write", "Chào ông. ");
  press (&seat, GDK_KEY_Down, 0);
  press (&seat, GDK_KEY_Down, GDK_ALT_MASK);
  both = dup_focus_text (&seat);
  g_assert_true (g_str_has_prefix (both, "Chào ông. Đang xử lý PA-"));
  act (&seat, "send", NULL);
  wait_shown (&seat, "Chào ông. Đang xử lý PA-", TRUE);
  stand_up (&seat);
}

/* The person is shown for a reason, and only as long as the incident is. */
static void
test_open_reporter (void)
{
  Seat seat = {0};

  sit_down (&seat);
  g_assert_false (shows (GTK_WIDGET (seat.window), TC_ROOM_PHONE));
  act (&seat, "open-reporter", NULL);
  act (&seat, "send", NULL);
  wait_shown (&seat, "Why you need to know", TRUE);
  act_string (&seat, "write", "gọi hỏi vị trí");
  act (&seat, "send", NULL);
  wait_shown (&seat, TC_ROOM_NAME " · " TC_ROOM_PHONE, TRUE);
  wait_shown (&seat, "Reporter's details looked at", TRUE);
  wait_can (&seat, "open-reporter", FALSE);
  act_string (&seat, "open", "0005");
  wait_shown (&seat, TC_ROOM_PHONE, FALSE);
  wait_can (&seat, "open-reporter", TRUE);
  stand_up (&seat);
}

static void
test_draft_stays (void)
{
  Seat seat = {0};

  sit_down (&seat);
  act (&seat, "note", NULL);
  act_string (&seat, "write", "chưa viết xong");
  act (&seat, "keep-back", NULL);
  wait_shown (&seat, "Keep the note", FALSE);
  act (&seat, "note", NULL);
  act (&seat, "send", NULL);
  wait_shown (&seat, "Note: chưa viết xong", TRUE);
  stand_up (&seat);
}

static void
test_dispatch_is_held (void)
{
  Seat seat = {0};

  sit_down (&seat);
  act (&seat, "take", NULL);
  wait_shown (&seat, "Taken by lan", TRUE);
  act (&seat, "dispatch", NULL);
  wait_shown (&seat, "The order goes to Team for PA-", TRUE);
  act (&seat, "keep-back", NULL);
  wait_shown (&seat, "The order goes to", FALSE);
  g_assert_cmpuint (tc_room_desk_count_dispatches (seat.desk), ==, 0);

  act (&seat, "dispatch", NULL);
  wait_shown (&seat, "The order goes to Team", TRUE);
  g_assert_cmpuint (tc_room_desk_count_dispatches (seat.desk), ==, 0);
  wait_shown (&seat, "Sent to Team", TRUE);
  g_assert_cmpuint (tc_room_desk_count_dispatches (seat.desk), ==, 1);
  stand_up (&seat);
}

/* Ordered, then the window closed within the five seconds: the order goes. */
static void
test_closing_sends (void)
{
  Seat seat = {0};

  sit_down (&seat);
  act (&seat, "dispatch", NULL);
  wait_shown (&seat, "The order goes to", TRUE);
  gtk_window_close (GTK_WINDOW (seat.window));
  g_assert_cmpuint (tc_room_desk_count_dispatches (seat.desk), ==, 1);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  tc_desk_stop (seat.desk);
  g_object_unref (seat.desk);
}

static void
test_commands (void)
{
  Seat seat = {0};

  sit_down (&seat);
  act_string (&seat, "open", "0005");
  wait_shown (&seat, "PA-", TRUE);
  act (&seat, "dispatch-to", g_variant_new ("(ss)", "0004", "no-such"));
  wait_shown (&seat, "There is no unit no-such.", TRUE);
  act (&seat, "dispatch-to", g_variant_new ("(ss)", "0004", "unit2"));
  wait_shown (&seat, "The order goes to Team", TRUE);
  act (&seat, "keep-back", NULL);
  act_string (&seat, "open", "nguyen cong tru");
  wait_shown (&seat, "“Đèn tín hiệu ngã tư Nguyễn Công Trứ", TRUE);
  stand_up (&seat);
}

/* Two press at once: the second is told, in words, and nothing is lost. */
static void
test_taken_elsewhere (void)
{
  Seat seat = {0};
  gint64 id = 0;

  sit_down (&seat);
  id = tc_room_desk_report (seat.desk, "Cháy nhà", TC_PRIORITY_EMERGENCY);
  wait_shown (&seat, "Cháy nhà — Ngã tư 30/4", TRUE);
  act (&seat, "open-emergency", NULL);
  wait_shown (&seat, "“Cháy nhà”", TRUE);
  tc_room_desk_take_elsewhere (seat.desk, id);
  act (&seat, "take-incident", g_variant_new_int64 (id));
  wait_shown (&seat, "Somebody else has taken PA-", TRUE);
  wait_shown (&seat, "Taken by minh", TRUE);
  stand_up (&seat);
}

static void
test_line_and_tray (void)
{
  Seat seat = {0};

  sit_down (&seat);
  tc_desk_start (seat.desk);
  wait_shown (&seat, "Online", TRUE);
  tc_room_desk_set_online (seat.desk, FALSE);
  wait_shown (&seat, "Offline since", TRUE);
  tc_room_desk_refuse (seat.desk);
  wait_shown (&seat, "1 needs attention", TRUE);
  act_string (&seat, "panel", "tray");
  wait_shown (&seat, "Note: “đã gọi điện lực”", TRUE);
  wait_shown (&seat, "PA-1 was merged into PA-2: work on that one.", TRUE);
  act (&seat, "tray-set-aside", NULL);
  act_string (&seat, "tray-write", "đã gọi lại");
  act (&seat, "tray-send", NULL);
  wait_shown (&seat, "The server has taken everything", TRUE);
  act_string (&seat, "tray-filter", "settled");
  wait_shown (&seat, "“đã gọi lại”", TRUE);
  wait_shown (&seat, "needs attention", FALSE);
  stand_up (&seat);
}

/* What was refused tells who was first and what is different now, and offers what is lawful. */
static void
test_refused (void)
{
  Seat seat = {0};
  gint64 id = 0;

  sit_down (&seat);
  id = tc_room_desk_report (seat.desk, "Cột điện nghiêng", TC_PRIORITY_URGENT);
  tc_room_desk_refuse_take (seat.desk, id);
  act_string (&seat, "panel", "tray");
  wait_shown (&seat, "Somebody else has taken PA-", TRUE);
  wait_shown (&seat, "minh · ", TRUE);
  wait_shown (&seat, "→ minh", TRUE);
  wait_shown (&seat, "As it is, it would be refused again", TRUE);
  g_assert_false (can (&seat, "tray-resend"));
  g_assert_false (can (&seat, "tray-edit"));
  wait_shown (&seat, "Take over from minh", TRUE);
  act (&seat, "tray-way", NULL);
  wait_shown (&seat, "The server has taken everything", TRUE);
  g_assert_cmpint (tc_room_desk_get_incident_state (seat.desk, id), ==, TC_STATE_ASSIGNED);
  act_string (&seat, "tray-filter", "settled");
  wait_shown (&seat, "Changed and sent again at", TRUE);
  stand_up (&seat);
}

/* What hasn't reached the server is marked in the queue and in the history. */
static void
test_waiting (void)
{
  Seat seat = {0};
  gint64 id = 0;

  sit_down (&seat);
  id = tc_room_desk_report (seat.desk, "Cột điện nghiêng", TC_PRIORITY_URGENT);
  wait_shown (&seat, "1 new incident", TRUE);
  act (&seat, "admit", NULL);
  wait_shown (&seat, "Cột điện nghiêng", TRUE);
  wait_shown (&seat, "not sent yet", FALSE);
  tc_room_desk_let_wait (seat.desk, id, TRUE);
  wait_shown (&seat, "not sent yet", TRUE);
  tc_room_desk_let_wait (seat.desk, id, FALSE);
  wait_shown (&seat, "not sent yet", FALSE);
  stand_up (&seat);
}

/* Likewise in the list of alarms, and of what is kept quiet by plan. */
static void
test_waiting_alarm (void)
{
  Seat seat = {0};
  gint64 id = 0;

  sit_down (&seat);
  id = tc_room_desk_find (seat.desk, "SELECT id FROM incident WHERE title LIKE 'Xe rác%' AND ? = 0",
                          0);
  act_string (&seat, "panel", "alarms");
  wait_shown_in (find_type (GTK_WIDGET (seat.window), "TcAlarmPanel"), "Xe rác", TRUE);
  tc_room_desk_let_wait (seat.desk, id, TRUE);
  wait_shown_in (find_type (GTK_WIDGET (seat.window), "TcAlarmPanel"), " · not sent yet", TRUE);
  tc_room_desk_let_wait (seat.desk, id, FALSE);
  wait_shown_in (find_type (GTK_WIDGET (seat.window), "TcAlarmPanel"), "not sent yet", FALSE);
  stand_up (&seat);
}

/* The name of a saved list as its menu has it; (nullable) (transfer full) */
static char *
dup_saved_name (GMenuModel *menu, const char *name)
{
  for (int i = 0; i < g_menu_model_get_n_items (menu); i++) {
    g_autoptr (GMenuModel) section = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SECTION);
    g_autofree char *label = NULL;

    if (section) {
      char *found = dup_saved_name (section, name);
      if (found)
        return found;
    } else if (g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_LABEL, "s", &label) &&
               g_str_has_prefix (label, name)) {
      return g_steal_pointer (&label);
    }
  }
  return NULL;
}

/* Likewise of whichever menu has it. */
static char *
dup_named (GtkWidget *widget, const char *name)
{
  GMenuModel *menu = GTK_IS_MENU_BUTTON (widget)
                         ? gtk_menu_button_get_menu_model (GTK_MENU_BUTTON (widget))
                         : NULL;
  char *found = menu ? dup_saved_name (menu, name) : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = dup_named (child, name);
  return found;
}

static void
wait_saved_name (Seat *seat, const char *name, const char *wanted)
{
  gint64 end_us = g_get_monotonic_time () + WAIT_US;

  while (TRUE) {
    g_autofree char *found = dup_named (GTK_WIDGET (seat->window), name);

    if (g_strcmp0 (found, wanted) == 0)
      return;
    if (g_get_monotonic_time () > end_us)
      g_error ("“%s” stands in the menu, not “%s”", found, wanted);
    main_turn ();
  }
}

/* Likewise in the menu of saved lists. */
static void
test_waiting_filter (void)
{
  Seat seat = {0};
  gint64 id = 0;

  sit_down (&seat);
  act (&seat, "restore-filter", g_variant_new_parsed ("('Ngập', int64 0, @a{sv} {})"));
  wait_saved_name (&seat, "Ngập", "Ngập");
  id = tc_room_desk_find (seat.desk, "SELECT max (id) FROM saved_filter WHERE id > ?", 0);
  tc_room_desk_let_wait (seat.desk, id, TRUE);
  wait_saved_name (&seat, "Ngập", "Ngập · not sent yet");
  tc_room_desk_let_wait (seat.desk, id, FALSE);
  wait_saved_name (&seat, "Ngập", "Ngập");
  stand_up (&seat);
}

/* What waits and has no effect here has a line behind the history: whole for its maker, and for
 * others that there is such a thing. */
static void
test_undecided (void)
{
  Seat seat = {0};
  gint64 id = 0, waits = 0;

  sit_down (&seat);
  id = tc_room_desk_report (seat.desk, "Cột điện nghiêng", TC_PRIORITY_URGENT);
  show_incident (&seat, id);
  wait_shown (&seat, "no longer applies here", FALSE);
  waits = tc_room_desk_let_idle (seat.desk, id, TRUE, FALSE);
  wait_shown (&seat, "no longer applies here", TRUE);
  wait_shown (&seat, "“đã gọi điện lực”", TRUE);
  wait_shown (&seat, "PA-1 was merged into PA-2", TRUE);
  wait_shown (&seat, "If it is refused, look under “Attention”.", TRUE);
  tc_room_desk_let_idle (seat.desk, id, TRUE, TRUE);
  wait_shown (&seat, "decided by the server", TRUE);
  wait_shown (&seat, "no longer applies here", FALSE);
  tc_room_desk_let_idle (seat.desk, id, FALSE, FALSE);
  wait_shown (&seat, "somebody else at this desk", TRUE);
  wait_shown (&seat, "no longer applies here", TRUE);
  wait_shown (&seat, "“đã gọi điện lực”", FALSE);
  wait_shown (&seat, "PA-1 was merged into PA-2", FALSE);
  tc_room_desk_let_wait (seat.desk, waits, FALSE);
  wait_shown (&seat, "no longer applies here", FALSE);
  stand_up (&seat);
}

/* Behind a relay that has lost its server: what others of the room did is marked. */
static void
test_provisional (void)
{
  Seat seat = {0};
  gint64 id = 0;

  sit_down (&seat);
  id = tc_room_desk_report (seat.desk, "Cột điện nghiêng", TC_PRIORITY_URGENT);
  wait_shown (&seat, "1 new incident", TRUE);
  act (&seat, "admit", NULL);
  wait_shown (&seat, "Cột điện nghiêng", TRUE);
  tc_desk_start (seat.desk);
  wait_shown (&seat, "provisional, not settled", FALSE);
  tc_room_desk_cut_relay (seat.desk, id);
  wait_shown (&seat, "provisional, not settled", TRUE);
  wait_shown (&seat, "Relay, no server since", TRUE);
  /* In the head of its page too, which has no line that is. */
  show_incident (&seat, id);
  wait_shown_in (find_type (GTK_WIDGET (seat.window), "TcIncidentWork"), "provisional, not settled",
                 TRUE);
  tc_room_desk_cut_relay (seat.desk, 0);
  wait_shown (&seat, "provisional, not settled", FALSE);
  stand_up (&seat);
}

/* The bar tells what is wrong with the disk and goes when nothing is, on every page; the line's
 * state says it, too. */
static void
test_disk (void)
{
  static const struct {
    TcDiskState disk;
    const char *title;
    const char *rest;
    const char *line; /* (nullable): in place of the state of the line */
  } states[] = {
      {TC_DISK_LOW, "disk is almost full", "Less than 200 MB", NULL},
      {TC_DISK_RENEWING, "copy of the data was damaged", "Lists are empty", NULL},
      {TC_DISK_FULL, "disk is full: nothing done now is kept", "Delete files", "Disk full"},
      {TC_DISK_FAULTY, "disk can't be written", "Call the administrator", "Disk fault"},
  };
  Seat seat = {0};

  sit_down (&seat);
  tc_desk_start (seat.desk);
  for (guint i = 0; i < G_N_ELEMENTS (states); i++) {
    tc_room_desk_set_disk (seat.desk, states[i].disk);
    wait_shown (&seat, states[i].title, TRUE);
    wait_shown (&seat, states[i].rest, TRUE);
    wait_shown (&seat, states[i].line ? states[i].line : "Online", TRUE);
    wait_shown (&seat, "Online", states[i].line == NULL);
  }
  tc_desk_sign_out (seat.desk);
  wait_shown (&seat, "disk can't be written", TRUE);
  tc_room_desk_set_disk (seat.desk, TC_DISK_FINE);
  wait_shown (&seat, "disk can't be written", FALSE);
  wait_shown (&seat, "Disk fault", FALSE);
  stand_up (&seat);
}

static void
test_sign_out (void)
{
  Seat seat = {0};

  sit_down (&seat);
  act (&seat, "sign-out", NULL);
  wait_shown (&seat, "Password", TRUE);
  g_assert_false (can (&seat, "sign-out"));
  g_assert_false (shows (GTK_WIDGET (seat.window), "Ngập sâu"));
  stand_up (&seat);
}

/* Who else has it open is said where it is shown, and this desk says what it shows. */
static void
test_open_elsewhere (void)
{
  Seat seat = {0};
  gint64 id = 0;

  sit_down (&seat);
  id = tc_room_desk_report (seat.desk, "Cột điện nghiêng", TC_PRIORITY_NOTICE);
  tc_room_desk_place_minh (seat.desk, TRUE, id, FALSE);
  show_incident (&seat, id);
  wait_shown (&seat, "minh (Bàn) has this incident open", TRUE);
  while (tc_room_desk_get_said () != id)
    g_main_context_iteration (NULL, TRUE);
  act_string (&seat, "panel", "journal");
  while (tc_room_desk_get_said () != 0)
    g_main_context_iteration (NULL, TRUE);
  act_string (&seat, "panel", "incidents");
  wait_shown (&seat, "minh (Bàn) has this incident open", TRUE);
  tc_room_desk_place_minh (seat.desk, TRUE, 0, FALSE);
  wait_shown (&seat, "has this incident open", FALSE);
  stand_up (&seat);
}

/* Beside its text: what keeps it from being published, for whom, what was answered. */
static void
test_report_facts (void)
{
  Seat seat = {0};

  sit_down (&seat);
  wait_shown (&seat, "private: not to be published", FALSE);
  show_incident (&seat, tc_room_desk_report_private (seat.desk));
  wait_shown (&seat, "private: not to be published", TRUE);
  wait_shown (&seat, "on behalf of somebody else", TRUE);
  wait_shown (&seat, "rong: 40", TRUE);
  stand_up (&seat);
}

int
main (int argc, char **argv)
{
  window_seat_init (&argc, &argv);
  g_test_add_func ("/window/report-facts", test_report_facts);
  g_test_add_func ("/window/menu-without-compositor", test_menu_without_compositor);
  g_test_add_func ("/window/take-note-resolve-close", test_take_note_resolve_close);
  g_test_add_func ("/window/proposed-field", test_proposed_field);
  g_test_add_func ("/window/doubted-field", test_doubted_field);
  g_test_add_func ("/window/choose-field", test_choose_field);
  g_test_add_func ("/window/merge", test_merge);
  g_test_add_func ("/window/answer", test_answer);
  g_test_add_func ("/window/answers-waiting", test_waiting_answers);
  g_test_add_func ("/window/put-off", test_put_off);
  g_test_add_func ("/window/template", test_template);
  g_test_add_func ("/window/open-reporter", test_open_reporter);
  g_test_add_func ("/window/draft-stays", test_draft_stays);
  g_test_add_func ("/window/dispatch-is-held", test_dispatch_is_held);
  g_test_add_func ("/window/closing-sends", test_closing_sends);
  g_test_add_func ("/window/commands", test_commands);
  g_test_add_func ("/window/taken-elsewhere", test_taken_elsewhere);
  g_test_add_func ("/window/line-and-tray", test_line_and_tray);
  g_test_add_func ("/window/refused", test_refused);
  g_test_add_func ("/window/waiting", test_waiting);
  g_test_add_func ("/window/waiting-alarm", test_waiting_alarm);
  g_test_add_func ("/window/waiting-filter", test_waiting_filter);
  g_test_add_func ("/window/undecided", test_undecided);
  g_test_add_func ("/window/provisional", test_provisional);
  g_test_add_func ("/window/disk", test_disk);
  g_test_add_func ("/window/open-elsewhere", test_open_elsewhere);
  g_test_add_func ("/window/sign-out", test_sign_out);
  return window_seat_run ();
}
