/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: part of a recording is copied and kept at the window: what speaks against it is said, also
 * what can be asked for at all; how a copy stands and what is kept is listed, and released with a
 * reason. Method: as in test-camera-window.c.
 */
#include "wall-seat.h"

#include "tc-room-cameras.h"
#include "tc-suggest-entry.h"
#include "tc-words.h"

/* "": sends */
static void
write_part (Seat *seat, const char *name, const char *text)
{
  act (seat, "part-form-write", g_variant_new ("(ss)", name, text));
}

static void
write_part_time (Seat *seat, const char *name, gint64 at_us)
{
  g_autoptr (GDateTime) local = tc_words_local (at_us);
  g_autofree char *text = g_date_time_format (local, "%H:%M:%S %d/%m/%Y");

  write_part (seat, name, text);
}

/* What is to come is so by the server's clock, also where this computer's is slow. */
static void
judge_to_come (Seat *seat)
{
  gint64 now_us = g_get_real_time ();

  write_part_time (seat, "until", now_us + 25 * G_TIME_SPAN_MINUTE);
  write_part_time (seat, "from", now_us + 20 * G_TIME_SPAN_MINUTE);
  wait_shown (seat, "That is still to come.", TRUE);
  tc_room_desk_set_clock_ahead (seat->desk, -G_TIME_SPAN_HOUR);
  write_part_time (seat, "from", now_us + 21 * G_TIME_SPAN_MINUTE);
  wait_shown (seat, "That is still to come.", FALSE);
  tc_room_desk_set_clock_ahead (seat->desk, 0);
}

/* What speaks against a part is said; a copy is asked for with what was marked, its incident found
 * by its code, and how it stands is seen. */
static void
test_export (void)
{
  Seat seat = {0};
  guint n = tc_room_desk_get_exports ();
  gint64 part[4] = {0}, incident_id;
  g_autofree char *code = NULL;

  forget_wall ();
  sit_at_wall (&seat);
  incident_id = tc_room_desk_report_text (seat.desk, "Va chạm ở ngã tư", FALSE);
  act_string (&seat, "camera-number", "114");
  wait_picture (&seat, 0);
  wait_can (&seat, "replay-instant", TRUE);
  g_assert_false (can (&seat, "replay-export"));
  act (&seat, "replay-instant", NULL);
  wait_tile (&seat, 0, "REPLAY", TRUE);
  act (&seat, "replay-mark-begin", NULL);
  act (&seat, "replay-step", g_variant_new_int64 (10));
  act (&seat, "replay-mark-end", NULL);
  tc_room_desk_set_export ("making");
  act (&seat, "replay-export", NULL);
  wait_shown (&seat, "A copy of part of the recording", TRUE);
  wait_shown (&seat, "Masks are painted over it. It is signed, and on record with your name.",
              TRUE);
  judge_to_come (&seat);
  write_part (&seat, "from", "gần đây");
  wait_shown (&seat, "Type both times, as 14:05:30 or 14:05:30 28/11/2026.", TRUE);
  write_part (&seat, "from", "00:00:00 01/11/2026");
  wait_shown (&seat, "A copy may have 6 hours at most.", TRUE);
  write_part (&seat, "until", "00:01:10 01/11/2026");
  wait_shown (&seat, "1 minute", TRUE);
  write_part (&seat, "reason", "Công an phường xin trích");
  write_part (&seat, "incident", "không-có");
  write_part (&seat, "", "");
  wait_shown (&seat, "There is no incident không-có. Type its whole code, or more of it.", TRUE);
  code = tc_room_desk_dup_code (seat.desk, incident_id);
  write_part (&seat, "incident", code);
  write_part (&seat, "", "");
  while (!find_window_of ("TcExportsWindow"))
    g_main_context_iteration (NULL, TRUE);
  wait_shown_in (find_window_of ("TcExportsWindow"), "Is being made: 43 %", TRUE);
  g_assert_cmpuint (tc_room_desk_get_exports (), ==, n + 1);
  take_list (find_window_of ("TcExportsWindow"), "exports", "\"Công an phường xin trích\"");
  tc_room_desk_get_part (part);
  g_assert_cmpint (part[0], ==, tc_room_desk_get_camera (seat.desk, 114));
  g_assert_cmpint (part[2] - part[1], ==, 70 * G_TIME_SPAN_SECOND);
  g_assert_cmpint (part[3], ==, incident_id);
  tc_room_desk_set_export ("differs");
  wait_shown_in (find_window_of ("TcExportsWindow"),
                 "Part of the recording isn't as it was recorded any more, so nothing is "
                 "handed out. Tell the administrator.",
                 TRUE);
  stand_up (&seat);
}

static GtkWidget *
find_button (GtkWidget *root, const char *label)
{
  GtkWidget *found = NULL;

  if (GTK_IS_BUTTON (root) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (root)), label) == 0)
    return gtk_widget_get_mapped (root) ? root : NULL;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find_button (child, label);
  return found;
}

static void
click (GtkWidget *window, const char *label)
{
  GtkWidget *button;

  while (!(button = find_button (window, label)))
    g_main_context_iteration (NULL, TRUE);
  g_signal_emit_by_name (button, "clicked");
}

/* What can be asked for is said before; another camera that is looked at meanwhile isn't meant;
 * what waits says until when, and goes on as soon as somebody says so. */
static void
test_export_waits (void)
{
  Seat seat = {0};
  gint64 part[4] = {0};
  GtkWidget *window;

  forget_wall ();
  sit_at_wall (&seat);
  act_string (&seat, "camera-number", "114");
  wait_picture (&seat, 0);
  wait_can (&seat, "replay-instant", TRUE);
  act (&seat, "replay-instant", NULL);
  wait_tile (&seat, 0, "REPLAY", TRUE);
  act (&seat, "replay-export", NULL);
  wait_shown (&seat, "A copy of part of the recording", TRUE);
  wait_shown (&seat, "At most 6 hours of a camera, and 32 copies at once at a media host.", TRUE);
  wait_shown (&seat, "The folder has room for ", TRUE);
  act_string (&seat, "camera-number", "115");
  wait_picture (&seat, 1);
  act (&seat, "replay-instant", NULL);
  wait_tile (&seat, 1, "REPLAY", TRUE);
  wait_shown (&seat, "A copy of part of the recording", TRUE);
  tc_room_desk_set_export ("making");
  tc_room_desk_refuse_exports (TRUE);
  write_part (&seat, "reason", "Công an phường xin trích");
  write_part (&seat, "", "");
  window = wait_window_of ("TcExportsWindow");
  wait_shown_in (window, "It is tried again at ", TRUE);
  tc_room_desk_get_part (part);
  g_assert_cmpint (part[0], ==, tc_room_desk_get_camera (seat.desk, 114));
  tc_room_desk_refuse_exports (FALSE);
  click (window, "Try now");
  wait_shown_in (window, "Is being made: 43 %", TRUE);
  click (window, "Give up");
  wait_shown_in (window, "Given up", TRUE);
  stand_up (&seat);
}

static GtkWidget *
find_reason (GtkWidget *root)
{
  GtkWidget *found = TC_IS_SUGGEST_ENTRY (root) && gtk_widget_get_mapped (root) ? root : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find_reason (child);
  return found;
}

/* What is kept is listed with all that is known of it; one is released with a reason, and only
 * then; why it can't be is said. */
static void
test_holds (void)
{
  Seat seat = {0};
  GtkWidget *window;
  TcSuggestEntry *reason;

  forget_wall ();
  sit_at_wall (&seat);
  tc_room_desk_add_host (seat.desk);
  act_string (&seat, "camera-number", "114");
  wait_picture (&seat, 0);
  wait_can (&seat, "replay-instant", TRUE);
  act (&seat, "replay-instant", NULL);
  wait_tile (&seat, 0, "REPLAY", TRUE);
  act (&seat, "replay-hold", NULL);
  write_part (&seat, "reason", "Va chạm trước cầu");
  write_part (&seat, "", "");
  wait_shown (&seat, "This part of the recording is kept.", TRUE);
  act (&seat, "undo", NULL);
  wait_shown (&seat, "This can't be taken back: Keep part of a recording", TRUE);
  act (&seat, "holds", NULL);
  window = wait_window_of ("TcHoldsWindow");
  wait_shown_in (window, "Camera 114, Ngã tư Trần Hưng Đạo: ", TRUE);
  wait_shown_in (window, "Va chạm trước cầu", TRUE);
  wait_shown_in (window, ", by lan since ", TRUE);
  take_list (window, "holds", "\"Va chạm trước cầu\"");
  click (window, "Release…");
  click (window, "Release it");
  wait_shown_in (window, "Say why: it is on record with your name.", TRUE);
  reason = TC_SUGGEST_ENTRY (find_reason (window));
  tc_suggest_entry_set_text (reason, "trễ");
  click (window, "Release it");
  wait_shown_in (window, "This part of the recording isn't kept specially any more.", TRUE);
  click (window, "Go on keeping it");
  g_assert_null (tc_room_desk_get_released ());
  click (window, "Release…");
  tc_suggest_entry_set_text (reason, "Đã có bản trích");
  click (window, "Release it");
  wait_shown_in (window,
                 "Nothing of a recording is kept just now. At the wall, play a "
                 "recording (V), mark a part of it with [ and ], and press K.",
                 TRUE);
  g_assert_cmpstr (tc_room_desk_get_released (), ==, "Đã có bản trích");
  act (&seat, "undo", NULL);
  wait_shown (&seat, "This can't be taken back: Stop keeping part of a recording", TRUE);
  stand_up (&seat);
}

static gboolean
leads_to (GMenuModel *menu, const char *action)
{
  for (int i = 0; i < g_menu_model_get_n_items (menu); i++) {
    g_autoptr (GMenuModel) section = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SECTION);
    g_autoptr (GMenuModel) below = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SUBMENU);
    g_autofree char *leads = NULL;

    g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_ACTION, "s", &leads);
    if (g_strcmp0 (leads, action) == 0 || (section && leads_to (section, action)) ||
        (below && leads_to (below, action)))
      return TRUE;
  }
  return FALSE;
}

/* Whether a menu in @widget leads to @action. */
static gboolean
offers (GtkWidget *widget, const char *action)
{
  GtkPopover *popover = GTK_IS_MENU_BUTTON (widget)
                            ? gtk_menu_button_get_popover (GTK_MENU_BUTTON (widget))
                            : NULL;
  GMenuModel *menu = GTK_IS_POPOVER_MENU (popover)
                         ? gtk_popover_menu_get_menu_model (GTK_POPOVER_MENU (popover))
                         : NULL;

  if (menu && leads_to (menu, action))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    if (offers (child, action))
      return TRUE;
  return FALSE;
}

/* Who has no key at hand comes to what is kept and to copies by a menu. */
static void
test_by_mouse (void)
{
  Seat seat = {0};

  sit_at_wall (&seat);
  g_assert_true (offers (GTK_WIDGET (seat.window), "win.holds"));
  g_assert_true (offers (GTK_WIDGET (seat.window), "win.exports"));
  stand_up (&seat);
}

int
main (int argc, char **argv)
{
  wall_seat_init (&argc, &argv);
  g_test_add_func ("/part-window/export", test_export);
  g_test_add_func ("/part-window/export-waits", test_export_waits);
  g_test_add_func ("/part-window/holds", test_holds);
  g_test_add_func ("/part-window/by-mouse", test_by_mouse);
  return wall_seat_run ();
}
