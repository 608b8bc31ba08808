/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: at the window an incident is made to lead a big event, others are added, by hand and from
 * what is proposed; its log, figures, resources and list are kept; a quick report says the sums and
 * is printed; what can't be read or is refused stands in its field again; what nobody has of it
 * is one alarm. Method: as in test-incident-window.c.
 */
#include "window-seat.h"

#include "main-turn.h"
#include "tc-big-event.h"
#include "tc-incident-filter.h"
#include "tc-resource.h"
#include "tc-room-cameras.h"
#include "tc-settings.h"
#include "tc-tile-grid.h"

/* By another desk, so that each test begins with one. Returns the incident that leads. */
static gint64
declare (Seat *seat)
{
  gint64 id = tc_room_desk_report (seat->desk, "Bão vào Hậu Giang", 2);

  tc_room_desk_act_elsewhere (seat->desk, &tc_event_declare_type,
                              &(TcEventDeclare){id, "storm", "Bão số 5", NULL, TC_NONE});
  act_string (seat, "panel", "events");
  wait_shown (seat, "Bão số 5", TRUE);
  wait_can (seat, "event-log", TRUE);
  return id;
}

/* Borrowed until the action's state changes. */
static GVariant *
window_state (Seat *seat, const char *action)
{
  g_autoptr (GVariant)
      state = g_action_group_get_action_state (G_ACTION_GROUP (seat->window), action);

  g_assert_nonnull (state);
  return state;
}

static void
act_id (Seat *seat, const char *action, gint64 id)
{
  act (seat, action, g_variant_new_int64 (id));
}

static void
test_begin (void)
{
  Seat seat = {0};
  gint64 id = 0;
  g_autofree char *open_id = NULL;

  sit_down (&seat);
  id = tc_room_desk_report (seat.desk, "Nước tràn bờ kênh", 2);
  open_id = g_strdup_printf ("%" G_GINT64_FORMAT, id);
  act_string (&seat, "open", open_id);
  wait_can (&seat, "join-event", TRUE);
  wait_shown (&seat, "Nước tràn bờ kênh", TRUE);
  act (&seat, "join-event", NULL);
  wait_shown (&seat, "To which big event", TRUE);
  act_string (&seat, "write", "Lũ tháng 11");
  act (&seat, "send", NULL);
  /* The first choice where there is none yet is a storm. */
  wait_shown (&seat, "Storm · since", TRUE);
  wait_shown (&seat, "Lũ tháng 11", TRUE);
  wait_shown (&seat, "0 incidents", TRUE);
  stand_up (&seat);
}

/* (nullable): what says @text, of all that is shown in @widget. */
static GtkWidget *
find_text (GtkWidget *widget, const char *text)
{
  const char *said = gtk_widget_get_mapped (widget) ? get_shown_text (widget) : NULL;
  GtkWidget *found = said && strstr (said, text) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find_text (child, text);
  return found;
}

/* Whether @text stands above all of @other, at the window as it is laid out by now. */
static gboolean
is_above (Seat *seat, const char *text, const char *other)
{
  GtkWidget *window = GTK_WIDGET (seat->window);
  graphene_rect_t one, two;

  g_assert_true (gtk_widget_compute_bounds (find_text (window, text), window, &one));
  g_assert_true (gtk_widget_compute_bounds (find_text (window, other), window, &two));
  return one.origin.y + one.size.height <= two.origin.y;
}

static void
test_add_proposed (void)
{
  Seat seat = {0};
  gint64 near = 0, end_us = 0;

  sit_down (&seat);
  declare (&seat);
  near = tc_room_desk_report (seat.desk, "Tốc mái nhà", 1);
  act (&seat, "event-propose", NULL);
  wait_shown (&seat, "the same area", TRUE);
  wait_shown (&seat, "Add what is marked", TRUE);
  /* Before the list: at hand however long that is. */
  end_us = g_get_monotonic_time () + WAIT_US;
  while (!is_above (&seat, "Add what is marked", "the same area")) {
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    g_main_context_iteration (NULL, TRUE);
  }
  act (&seat, "event-add-marked", NULL);
  wait_shown (&seat, "Mark first what belongs to it.", TRUE);
  act_id (&seat, "event-mark", near);
  act (&seat, "event-add-marked", NULL);
  wait_shown (&seat, "1 incident, 1 being handled, 1 without a unit", TRUE);
  wait_shown (&seat, "1 without a unit", TRUE);
  act (&seat, "event-show-list", NULL);
  wait_listed (&seat, "Tốc mái nhà", TRUE);
  wait_listed (&seat, "Bão vào Hậu Giang", FALSE);
  stand_up (&seat);
}

/* After @key @mark has the keyboard. */
static void
press_to (Seat *seat, const char *key, GtkWidget *mark)
{
  g_autofree char *command = g_strdup_printf ("xdotool key %s", key);
  gint64 end_us = g_get_monotonic_time () + WAIT_US;

  g_assert_true (g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL));
  while (gtk_window_get_focus (GTK_WINDOW (seat->window)) != mark) {
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    main_turn ();
  }
}

/* The arrows go from one that is proposed to the next. */
static void
test_proposed_by_arrows (void)
{
  Seat seat = {0};
  GtkWidget *list = NULL, *first = NULL, *second = NULL;

  sit_down (&seat);
  declare (&seat);
  tc_room_desk_report (seat.desk, "Tốc mái nhà", 2);
  tc_room_desk_report (seat.desk, "Cây ngã vào nhà", 2);
  act (&seat, "event-propose", NULL);
  wait_shown (&seat, "Tốc mái nhà", TRUE);
  list = gtk_widget_get_ancestor (find_text (GTK_WIDGET (seat.window), "Tốc mái nhà"),
                                  GTK_TYPE_LIST_BOX);
  first = find_type (gtk_widget_get_first_child (list), "GtkCheckButton");
  second = find_type (gtk_widget_get_next_sibling (gtk_widget_get_first_child (list)),
                      "GtkCheckButton");
  wait_painted (GTK_WIDGET (seat.window));
  gtk_widget_grab_focus (first);
  press_to (&seat, "Down", second);
  press_to (&seat, "Up", first);
  stand_up (&seat);
}

/* Whichever becomes the first meanwhile, the one that is shown stays, and what is typed of it. */
static void
test_another_comes (void)
{
  Seat seat = {0};
  gint64 other = 0;

  sit_down (&seat);
  declare (&seat);
  act (&seat, "event-log", NULL);
  act_string (&seat, "event-write", "Gió giật cấp 9");
  other = tc_room_desk_report (seat.desk, "Cháy chợ Ngã Bảy", 1);
  tc_room_desk_act_elsewhere (seat.desk, &tc_event_declare_type,
                              &(TcEventDeclare){other, "fire", "Cháy chợ", NULL, TC_NONE});
  wait_shown (&seat, "Cháy chợ", TRUE);
  g_assert_true (shows (GTK_WIDGET (seat.window), "What has to be seen to"));
  g_assert_true (can (&seat, "event-send"));
  act (&seat, "event-send", NULL);
  wait_shown (&seat, "Gió giật cấp 9", TRUE);
  wait_shown (&seat, "Bão số 5 · ", TRUE);
  stand_up (&seat);
}

/* A name that was typed is of a new one, whatever is chosen. */
static void
test_named_anew (void)
{
  Seat seat = {0};
  g_autofree char *open_id = NULL;

  sit_down (&seat);
  declare (&seat);
  open_id = g_strdup_printf ("%" G_GINT64_FORMAT,
                             tc_room_desk_report (seat.desk, "Nước tràn bờ kênh", 2));
  act_string (&seat, "panel", "incidents");
  act_string (&seat, "open", open_id);
  wait_shown (&seat, "Nước tràn bờ kênh", TRUE);
  wait_can (&seat, "join-event", TRUE);
  act (&seat, "join-event", NULL);
  wait_shown (&seat, "To which big event", TRUE);
  act_string (&seat, "write", "Lũ tháng 11");
  act (&seat, "send", NULL);
  wait_shown (&seat, "Choose what kind the new big event is", TRUE);
  g_assert_cmpint (tc_room_desk_find (seat.desk,
                                      "SELECT count (*) FROM big_event_member"
                                      " WHERE event_id > ?",
                                      0),
                   ==, 0);
  /* It stands in its field still; without it the one that is chosen is joined. */
  act_string (&seat, "write", "");
  act (&seat, "send", NULL);
  wait_shown (&seat, "Choose what kind the new big event is", FALSE);
  act_string (&seat, "panel", "events");
  wait_shown (&seat, "1 incident, 1 being handled, 1 without a unit", TRUE);
  stand_up (&seat);
}

/* Takes @text. */
static void
wait_words (Seat *seat, char *text)
{
  wait_shown (seat, text, TRUE);
  g_free (text);
}

/* All at once: what is in it already isn't added again, and where nothing is left it is said. */
static void
test_many (void)
{
  Seat seat = {0};
  guint n = 0;

  sit_down (&seat);
  declare (&seat);
  act_string (&seat, "panel", "incidents");
  act_string (&seat, "filter", "open");
  wait_listed (&seat, "Bão vào Hậu Giang", TRUE);
  act (&seat, "choose-all", NULL);
  wait_shown (&seat, "incidents chosen", TRUE);
  n = (guint) tc_room_desk_find (seat.desk, "SELECT count (*) FROM incident WHERE open > ?", 0);
  act (&seat, "leave-event", NULL);
  wait_words (&seat, g_strdup_printf ("None of the %u incidents can be taken out: each leads", n));
  act (&seat, "join-event", NULL);
  wait_words (&seat, g_strdup_printf ("Bão số 5: %u of %u is in it already", 1, n));
  act (&seat, "send", NULL);
  wait_words (&seat, g_strdup_printf ("%u added to the big event", n - 1));
  act (&seat, "join-event", NULL);
  wait_words (&seat,
              g_strdup_printf ("All %u incidents are in the big event “Bão số 5” already.", n));
  act (&seat, "leave-event", NULL);
  wait_words (&seat, g_strdup_printf ("Bão số 5: %u of %u are in it", n - 1, n));
  act (&seat, "send", NULL);
  wait_words (&seat, g_strdup_printf ("%u taken out of the big event", n - 1));
  stand_up (&seat);
}

static void
test_log_and_list (void)
{
  Seat seat = {0};

  sit_down (&seat);
  declare (&seat);
  act (&seat, "event-log", NULL);
  act_string (&seat, "event-write", "Gió giật cấp 9 ở Long Mỹ");
  act (&seat, "event-send", NULL);
  wait_shown (&seat, "Gió giật cấp 9 ở Long Mỹ", TRUE);
  act_string (&seat, "event-jot", "Mất điện toàn xã");
  wait_shown (&seat, "Mất điện toàn xã", TRUE);
  act (&seat, "event-check", g_variant_new ("(sb)", "evacuate", TRUE));
  wait_shown (&seat, "done at", TRUE);
  act (&seat, "event-check", g_variant_new ("(sb)", "evacuate", FALSE));
  wait_shown (&seat, "open again since", TRUE);
  act (&seat, "event-commander", NULL);
  act_string (&seat, "event-write", "Phó Chủ tịch A");
  act (&seat, "event-send", NULL);
  wait_shown (&seat, "led by Phó Chủ tịch A", TRUE);
  act (&seat, "event-end", NULL);
  wait_can (&seat, "event-end", FALSE);
  wait_can (&seat, "event-resume", TRUE);
  act (&seat, "event-resume", NULL);
  wait_can (&seat, "event-end", TRUE);
  stand_up (&seat);
}

/* (nullable): the box that shows @text */
static GtkWidget *
find_box (GtkWidget *widget, const char *text)
{
  GtkWidget *found = GTK_IS_CHECK_BUTTON (widget) && shows (widget, text) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find_box (child, text);
  return found;
}

/* (nullable): the button of @action */
static GtkWidget *
find_button (GtkWidget *widget, const char *action)
{
  const char *name = GTK_IS_ACTIONABLE (widget)
                         ? gtk_actionable_get_action_name (GTK_ACTIONABLE (widget))
                         : NULL;
  GtkWidget *found = g_strcmp0 (name, action) == 0 ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find_button (child, action);
  return found;
}

/* A box shows what is written, whatever is done to it without the right. */
static void
test_boxes (void)
{
  Seat seat = {0};
  GtkCheckButton *box = NULL;

  sit_down (&seat);
  declare (&seat);
  wait_shown (&seat, "Who is in danger is brought away", TRUE);
  box = GTK_CHECK_BUTTON (find_box (GTK_WIDGET (seat.window), "Who is in danger is brought away"));
  g_assert_true (gtk_widget_is_sensitive (GTK_WIDGET (box)));
  gtk_check_button_set_active (box, TRUE);
  wait_shown (&seat, "done at", TRUE);
  g_assert_true (gtk_check_button_get_active (box));
  tc_room_desk_hold_rights (seat.desk, TRUE);
  g_assert_false (gtk_widget_is_sensitive (GTK_WIDGET (box)));
  gtk_check_button_set_active (box, FALSE);
  g_assert_true (gtk_check_button_get_active (box));
  tc_room_desk_hold_rights (seat.desk, FALSE);
  g_assert_true (gtk_widget_is_sensitive (GTK_WIDGET (box)));
  gtk_check_button_set_active (box, FALSE);
  wait_shown (&seat, "open again since", TRUE);
  g_assert_false (gtk_check_button_get_active (box));
  stand_up (&seat);
}

/* What is let go on is what was ended, whatever is shown by then. */
static void
test_goes_on (void)
{
  Seat seat = {0};
  gint64 event = 0, other = 0;
  GtkWidget *undo = NULL;
  g_autoptr (GVariant) ended = NULL;

  sit_down (&seat);
  event = declare (&seat);
  other = tc_room_desk_report (seat.desk, "Cháy chợ Ngã Bảy", 1);
  tc_room_desk_act_elsewhere (seat.desk, &tc_event_declare_type,
                              &(TcEventDeclare){other, "fire", "Cháy chợ", NULL, TC_NONE});
  act_id (&seat, "event-select", event);
  wait_shown (&seat, "Bão số 5 · ", TRUE);
  wait_can (&seat, "event-end", TRUE);
  act (&seat, "event-end", NULL);
  wait_shown (&seat, "The big event is over.", TRUE);
  undo = find_button (GTK_WIDGET (seat.window), "win.event-resume-of");
  g_assert_nonnull (undo);
  /* What the button does is looked at now: it stands for some seconds only. */
  ended = gtk_actionable_get_action_target_value (GTK_ACTIONABLE (undo));
  g_assert_nonnull (ended);
  g_variant_ref (ended);
  act_id (&seat, "event-select", other);
  wait_shown (&seat, "Cháy chợ · ", TRUE);
  wait_can (&seat, "event-end", TRUE);
  act (&seat, "event-resume-of", ended);
  act_id (&seat, "event-select", event);
  wait_shown (&seat, "Bão số 5 · ", TRUE);
  wait_can (&seat, "event-end", TRUE);
  wait_can (&seat, "event-resume", FALSE);
  stand_up (&seat);
}

/* What can't be read is said before anything is written; it stands there again. */
static void
test_figures (void)
{
  Seat seat = {0};

  sit_down (&seat);
  declare (&seat);
  act_string (&seat, "event-figure-of", "houses-flooded");
  act_string (&seat, "event-write", "nhiều");
  act (&seat, "event-send", NULL);
  wait_shown (&seat, "This is no number.", TRUE);
  act_string (&seat, "event-write", "1.200");
  act_string (&seat, "event-place", "Không Đâu");
  act (&seat, "event-send", NULL);
  wait_shown (&seat, "There is no such area", TRUE);
  act_string (&seat, "event-place", "");
  act (&seat, "event-send", NULL);
  wait_shown (&seat, "Houses flooded (houses): 1200", TRUE);
  take_list (GTK_WIDGET (seat.window), "figures", "Together");
  take_list (GTK_WIDGET (seat.window), "checklist", "Seen to");
  stand_up (&seat);
}

static void
test_resources (void)
{
  Seat seat = {0};
  gint64 event = 0, boats = 0, hold = 0;

  sit_down (&seat);
  event = declare (&seat);
  act (&seat, "event-resource", NULL);
  act_string (&seat, "event-count", "4");
  act_string (&seat, "event-place", "Bến Xà No");
  act_string (&seat, "event-write", "Ca nô 9 chỗ");
  act (&seat, "event-send", NULL);
  wait_shown (&seat, "4, of them 4 at hand · Bến Xà No", TRUE);
  boats = tc_room_desk_find (seat.desk, "SELECT id FROM resource WHERE id > ?", 0);
  tc_room_desk_let_wait (seat.desk, boats, TRUE);
  wait_shown (&seat, "4, of them 4 at hand · Bến Xà No · not sent yet", TRUE);
  tc_room_desk_let_wait (seat.desk, boats, FALSE);
  wait_shown (&seat, "not sent yet", FALSE);
  act_id (&seat, "event-choose-resource", boats);
  wait_can (&seat, "event-hand-out", TRUE);
  act (&seat, "event-hand-out", NULL);
  act_string (&seat, "event-count", "5");
  act_string (&seat, "event-write", "Đội xung kích");
  act (&seat, "event-send", NULL);
  wait_shown (&seat, "only 4 are left", TRUE);
  act_string (&seat, "event-count", "3");
  act (&seat, "event-send", NULL);
  wait_shown (&seat, "3 with Đội xung kích", TRUE);
  wait_shown (&seat, "4, of them 1 at hand", TRUE);
  hold = tc_room_desk_find (seat.desk, "SELECT id FROM resource_hold WHERE event_id = ?", event);
  tc_room_desk_let_wait (seat.desk, hold, TRUE);
  wait_shown (&seat, " · not sent yet", TRUE);
  tc_room_desk_let_wait (seat.desk, hold, FALSE);
  wait_shown (&seat, "not sent yet", FALSE);
  act_id (&seat, "event-choose-resource", hold);
  wait_can (&seat, "event-take-back", TRUE);
  act (&seat, "event-take-back", NULL);
  act (&seat, "event-send", NULL);
  wait_shown (&seat, "4, of them 4 at hand", TRUE);
  wait_shown (&seat, "3 with Đội xung kích", FALSE);
  stand_up (&seat);
}

static void
test_report (void)
{
  Seat seat = {0};
  gint64 event = 0;

  sit_down (&seat);
  event = declare (&seat);
  tc_room_desk_act_elsewhere (seat.desk, &tc_event_figure_type,
                              &(TcEventFigure){event, "rice", 0, 77});
  wait_shown (&seat, "Rice damaged (ha): 77", TRUE);
  act (&seat, "event-report", NULL);
  wait_shown (&seat, "Quick report no. 1, not made yet", TRUE);
  wait_shown (&seat, "- Rice damaged (ha): 77", TRUE);
  act_string (&seat, "event-write", "Xin hỗ trợ giống lúa");
  act (&seat, "event-send", NULL);
  /* It stands there at once, to be printed. */
  wait_shown (&seat, "Quick report no. 1, as of", TRUE);
  wait_can (&seat, "event-print", TRUE);
  act (&seat, "event-cancel", NULL);
  wait_can (&seat, "event-print", FALSE);
  take_list (GTK_WIDGET (seat.window), "quick-reports", "Xin hỗ trợ giống lúa");
  act_id (&seat, "event-show-report",
          tc_room_desk_find (seat.desk, "SELECT id FROM quick_report WHERE event_id = ?", event));
  wait_shown (&seat, "Xin hỗ trợ giống lúa", TRUE);
  wait_can (&seat, "event-print-to", TRUE);
  print_to (&seat, "event-print-to", "quick-report.pdf");
  act (&seat, "event-cancel", NULL);
  wait_shown (&seat, "What has to be seen to", TRUE);
  stand_up (&seat);
}

/* One switch sets the desk up, the other sets it back. */
static void
test_mode (void)
{
  Seat seat = {0};
  gint64 member = 0, event = 0;

  sit_down (&seat);
  event = declare (&seat);
  member = tc_room_desk_report (seat.desk, "Tốc mái nhà", 3);
  tc_room_desk_act_elsewhere (seat.desk, &tc_event_add_type, &(TcEventMember){event, member});
  wait_can (&seat, "event-mode-on", TRUE);
  g_assert_false (can (&seat, "event-mode-off"));
  act (&seat, "event-mode-on", NULL);
  wait_listed (&seat, "Tốc mái nhà", TRUE);
  wait_listed (&seat, "Bão vào Hậu Giang", FALSE);
  g_assert_cmpstr (g_variant_get_string (window_state (&seat, "group"), NULL), ==, "area");
  g_assert_true (g_variant_get_boolean (window_state (&seat, "compact")));
  wait_can (&seat, "event-mode-off", TRUE);
  /* The wall has its numbers, and nothing that anybody wrote. (Nothing rings meanwhile: it is in
   * front, and the desktop would be asked to tell of it.) */
  act (&seat, "wall-overview", NULL);
  wait_shown_in (find_window_of ("TcWallWindow"), "Storm since", TRUE);
  wait_shown_in (find_window_of ("TcWallWindow"), "Storm: being handled", TRUE);
  g_assert_false (shows (find_window_of ("TcWallWindow"), "Bão vào Hậu Giang"));
  g_assert_false (shows (find_window_of ("TcWallWindow"), "by field"));
  tc_room_desk_act_elsewhere (seat.desk, &tc_event_end_type, &event);
  wait_shown_in (find_window_of ("TcWallWindow"), "by field", TRUE);
  tc_room_desk_act_elsewhere (seat.desk, &tc_event_resume_type, &event);
  wait_shown_in (find_window_of ("TcWallWindow"), "Storm since", TRUE);
  /* It outlives whoever switched it on. */
  stand_up (&seat);
  sit_down (&seat);
  declare (&seat);
  act (&seat, "wall-overview", NULL);
  g_assert_false (can (&seat, "event-mode-on"));
  wait_can (&seat, "event-mode-off", TRUE);
  g_assert_cmpstr (g_variant_get_string (window_state (&seat, "group"), NULL), ==, "area");
  act (&seat, "event-mode-off", NULL);
  g_assert_cmpstr (g_variant_get_string (window_state (&seat, "group"), NULL), ==, "none");
  g_assert_false (g_variant_get_boolean (window_state (&seat, "compact")));
  g_assert_cmpstr (g_variant_get_string (window_state (&seat, "filter"), NULL), ==, "open");
  wait_can (&seat, "event-mode-on", TRUE);
  wait_shown_in (find_window_of ("TcWallWindow"), "by field", TRUE);
  g_assert_false (shows (find_window_of ("TcWallWindow"), "Storm"));
  stand_up (&seat);
}

/* The list that was shown is there again, whatever it was; what was changed by hand stays. */
static void
test_mode_back (void)
{
  const TcQueueFilter untaken = {.match = TC_MATCH_UNTAKEN};
  Seat seat = {0};

  sit_down (&seat);
  declare (&seat);
  wait_can (&seat, "event-mode-on", TRUE);
  act (&seat, "filter", g_variant_new_string ("all"));
  act (&seat, "event-mode-on", NULL);
  wait_can (&seat, "event-mode-off", TRUE);
  g_assert_cmpstr (g_variant_get_string (window_state (&seat, "filter"), NULL), ==, "chosen");
  act_string (&seat, "group", "state");
  act (&seat, "event-mode-off", NULL);
  g_assert_cmpstr (g_variant_get_string (window_state (&seat, "filter"), NULL), ==, "all");
  g_assert_cmpstr (g_variant_get_string (window_state (&seat, "group"), NULL), ==, "state");
  g_assert_false (g_variant_get_boolean (window_state (&seat, "compact")));
  wait_can (&seat, "event-mode-on", TRUE);
  act (&seat, "show-list", tc_incident_filter_to_variant (&untaken, "Chưa ai nhận"));
  act (&seat, "event-mode-on", NULL);
  wait_can (&seat, "event-mode-off", TRUE);
  wait_shown (&seat, "Chưa ai nhận", FALSE);
  act (&seat, "event-mode-off", NULL);
  wait_shown (&seat, "Chưa ai nhận", TRUE);
  g_assert_cmpstr (g_variant_get_string (window_state (&seat, "filter"), NULL), ==, "chosen");
  act_string (&seat, "group", "none");
  act (&seat, "filter", g_variant_new_string ("open"));
  stand_up (&seat);
}

/* ---- its layout of the video wall ---- */

static guint
count_tiles (Seat *seat)
{
  GtkWidget *panel = find_type (GTK_WIDGET (seat->window), "TcCameraPanel");

  return tc_tile_grid_get_n_tiles (find_type (panel, "TcTileGrid"));
}

static void
save_layout (Seat *seat, const char *shape, const char *name)
{
  act_string (seat, "wall-shape", shape);
  act (seat, "layout-share", NULL);
  act_string (seat, "camera-write", name);
  act (seat, "camera-send", NULL);
  wait_shown (seat, "The layout is saved.", TRUE);
}

static void
sit_with_layout (Seat *seat, const char *name)
{
  g_autoptr (GSettings) settings = tc_settings_open ();
  gint64 end_us = g_get_monotonic_time () + WAIT_US, id = 0;

  g_settings_reset (settings, "camera-walls");
  sit_down (seat);
  tc_room_desk_add_cameras (seat->desk);
  act_string (seat, "panel", "cameras");
  wait_can (seat, "layout-share", TRUE);
  save_layout (seat, "3", name);
  act_string (seat, "wall-shape", "2");
  id = tc_room_desk_find (seat->desk, "SELECT id FROM wall_layout WHERE id > ?", 0);
  /* Until it is in the list. */
  while (count_tiles (seat) != 9) {
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    act_id (seat, "layout-use", id);
    main_turn ();
  }
  act_string (seat, "wall-shape", "2");
  g_assert_cmpuint (count_tiles (seat), ==, 4);
}

#define OFFERED "The video wall has a layout for this event: “Bão”."

/* Nothing moves by itself: the layout that is called as such events are is offered, put up by a
 * key, and what was there comes back with the normal mode, over a restart too. */
static void
test_mode_wall (void)
{
  Seat seat = {0};

  sit_with_layout (&seat, "Bão");
  declare (&seat);
  wait_can (&seat, "event-mode-on", TRUE);
  act (&seat, "event-mode-on", NULL);
  wait_can (&seat, "event-mode-off", TRUE);
  wait_shown (&seat, OFFERED, TRUE);
  g_assert_cmpuint (count_tiles (&seat), ==, 4);
  act (&seat, "offer-take", NULL);
  wait_shown (&seat, OFFERED, FALSE);
  g_assert_cmpuint (count_tiles (&seat), ==, 9);
  stand_up (&seat);
  sit_down (&seat);
  g_assert_cmpuint (count_tiles (&seat), ==, 9);
  declare (&seat);
  wait_can (&seat, "event-mode-off", TRUE);
  act (&seat, "event-mode-off", NULL);
  g_assert_cmpuint (count_tiles (&seat), ==, 4);
  wait_can (&seat, "event-mode-on", TRUE);
  stand_up (&seat);
}

/* Not now: it can be had later, isn't there for the next person, and goes with the mode. */
static void
test_mode_wall_later (void)
{
  Seat seat = {0};

  sit_with_layout (&seat, "Bão");
  declare (&seat);
  g_assert_false (can (&seat, "event-wall"));
  wait_can (&seat, "event-mode-on", TRUE);
  act (&seat, "event-mode-on", NULL);
  wait_shown (&seat, OFFERED, TRUE);
  act (&seat, "offer-away", NULL);
  wait_shown (&seat, OFFERED, FALSE);
  g_assert_false (can (&seat, "offer-take"));
  act_string (&seat, "panel", "events");
  wait_can (&seat, "event-wall", TRUE);
  act (&seat, "event-wall", NULL);
  wait_shown (&seat, OFFERED, TRUE);
  act (&seat, "offer-take", NULL);
  g_assert_cmpuint (count_tiles (&seat), ==, 9);
  act (&seat, "undo", NULL);
  g_assert_cmpuint (count_tiles (&seat), ==, 4);
  act (&seat, "event-wall", NULL);
  wait_shown (&seat, OFFERED, TRUE);
  act (&seat, "event-mode-off", NULL);
  wait_shown (&seat, OFFERED, FALSE);
  g_assert_cmpuint (count_tiles (&seat), ==, 4);
  wait_can (&seat, "event-mode-on", TRUE);
  stand_up (&seat);
}

/* None is called so: the cameras nearest to where things are, each once. */
static void
test_mode_cameras (void)
{
  Seat seat = {0};
  GtkWidget *panel = NULL;
  gint64 event = 0, member = 0;

  sit_with_layout (&seat, "Cháy");
  event = declare (&seat);
  member = tc_room_desk_report (seat.desk, "Tốc mái nhà", 3);
  tc_room_desk_act_elsewhere (seat.desk, &tc_event_add_type, &(TcEventMember){event, member});
  wait_can (&seat, "event-mode-on", TRUE);
  act (&seat, "event-mode-on", NULL);
  wait_shown (&seat, "4 cameras are near to this event", TRUE);
  act_string (&seat, "wall-shape", "1");
  act (&seat, "offer-take", NULL);
  g_assert_cmpuint (count_tiles (&seat), ==, 4);
  panel = find_type (GTK_WIDGET (seat.window), "TcCameraPanel");
  act_string (&seat, "panel", "cameras");
  wait_shown_in (find_type (panel, "TcTileGrid"), "114", TRUE);
  act (&seat, "event-mode-off", NULL);
  g_assert_cmpuint (count_tiles (&seat), ==, 1);
  stand_up (&seat);
}

/* Neither a layout nor a camera: it says so, and the wall stays, also when the desk is set back. */
static void
test_mode_no_wall (void)
{
  g_autoptr (GSettings) settings = tc_settings_open ();
  Seat seat = {0};

  g_settings_reset (settings, "camera-walls");
  sit_down (&seat);
  declare (&seat);
  wait_can (&seat, "event-mode-on", TRUE);
  act (&seat, "event-mode-on", NULL);
  wait_can (&seat, "event-mode-off", TRUE);
  wait_shown (&seat, "No layout is for this event, and no camera is near to it", TRUE);
  g_assert_false (can (&seat, "offer-take"));
  act_string (&seat, "wall-shape", "1");
  act (&seat, "event-mode-off", NULL);
  g_assert_cmpuint (count_tiles (&seat), ==, 1);
  stand_up (&seat);
}

/* What is on the wall is made the layout for such events, in place of another, and that is taken
 * back. */
static void
test_layout_for_kind (void)
{
  gint64 end_us = g_get_monotonic_time () + WAIT_US;
  Seat seat = {0};

  sit_with_layout (&seat, "Lũ");
  act_string (&seat, "wall-shape", "4");
  act_string (&seat, "layout-for-event", "storm");
  wait_shown (&seat, "The layout is for such events now", TRUE);
  declare (&seat);
  wait_can (&seat, "event-mode-on", TRUE);
  act (&seat, "event-mode-on", NULL);
  wait_can (&seat, "event-wall", TRUE);
  /* Until it is in the list. */
  while (!shows (GTK_WIDGET (seat.window), OFFERED)) {
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    act (&seat, "event-wall", NULL);
    main_turn ();
  }
  act_string (&seat, "wall-shape", "2");
  act (&seat, "offer-take", NULL);
  g_assert_cmpuint (count_tiles (&seat), ==, 16);
  act (&seat, "event-mode-off", NULL);
  g_assert_cmpuint (count_tiles (&seat), ==, 4);
  act_string (&seat, "panel", "events");
  wait_can (&seat, "event-mode-on", TRUE);
  stand_up (&seat);
}

/* What nobody has of it is one alarm, which opens as their list. */
static void
test_alarm (void)
{
  static const char *const titles[] = {"Xe rác%", "Loa kéo%"};
  Seat seat = {0};
  gint64 event = 0;

  sit_down (&seat);
  event = declare (&seat);
  for (guint i = 0; i < G_N_ELEMENTS (titles); i++) {
    g_autofree char *sql = g_strdup_printf (
        "SELECT id FROM incident WHERE title LIKE '%s' AND ? > 0", titles[i]);
    gint64 member = tc_room_desk_find (seat.desk, sql, event);
    tc_room_desk_act_elsewhere (seat.desk, &tc_event_add_type, &(TcEventMember){event, member});
  }
  act_string (&seat, "panel", "alarms");
  wait_shown (&seat, "2 incidents that nobody has taken", TRUE);
  wait_shown (&seat, "Bão số 5", TRUE);
  wait_can (&seat, "alarm-open", TRUE);
  act (&seat, "alarm-open", NULL);
  wait_listed (&seat, "Xe rác", TRUE);
  wait_listed (&seat, "Loa kéo", TRUE);
  wait_listed (&seat, "Bão vào Hậu Giang", FALSE);
  stand_up (&seat);
}

int
main (int argc, char **argv)
{
  window_seat_init (&argc, &argv);
  g_test_add_func ("/big-event-window/begin", test_begin);
  g_test_add_func ("/big-event-window/add-proposed", test_add_proposed);
  g_test_add_func ("/big-event-window/proposed-by-arrows", test_proposed_by_arrows);
  g_test_add_func ("/big-event-window/another-comes", test_another_comes);
  g_test_add_func ("/big-event-window/alarm", test_alarm);
  g_test_add_func ("/big-event-window/named-anew", test_named_anew);
  g_test_add_func ("/big-event-window/many", test_many);
  g_test_add_func ("/big-event-window/log-and-list", test_log_and_list);
  g_test_add_func ("/big-event-window/boxes", test_boxes);
  g_test_add_func ("/big-event-window/goes-on", test_goes_on);
  g_test_add_func ("/big-event-window/figures", test_figures);
  g_test_add_func ("/big-event-window/resources", test_resources);
  g_test_add_func ("/big-event-window/report", test_report);
  g_test_add_func ("/big-event-window/mode", test_mode);
  g_test_add_func ("/big-event-window/mode-back", test_mode_back);
  g_test_add_func ("/big-event-window/mode-wall", test_mode_wall);
  g_test_add_func ("/big-event-window/mode-wall-later", test_mode_wall_later);
  g_test_add_func ("/big-event-window/mode-cameras", test_mode_cameras);
  g_test_add_func ("/big-event-window/mode-no-wall", test_mode_no_wall);
  g_test_add_func ("/big-event-window/layout-for-kind", test_layout_for_kind);
  return window_seat_run ();
}
