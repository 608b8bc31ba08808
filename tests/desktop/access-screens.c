/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The screens; see the header.
 */
#include "access-screens.h"

#include "tc-big-event.h"
#include "tc-blur-editor.h"
#include "tc-first-run.h"
#include "tc-room-cameras.h"

static void
open_id (Seat *seat, gint64 id)
{
  g_autofree char *target = g_strdup_printf ("%" G_GINT64_FORMAT, id);

  act_string (seat, "open", target);
}

static void
open_overview (Seat *seat)
{
  act_string (seat, "panel", "overview");
  wait_shown (seat, "by their service levels", TRUE);
}

/* With all that an incident can have. */
static void
open_incident (Seat *seat)
{
  gint64 id = tc_room_desk_report_text (seat->desk, "Cây ngã đè lên đèn đường, nhánh gãy đầy lộ",
                                        FALSE);

  tc_room_desk_add_cameras (seat->desk);
  open_id (seat, id);
  wait_shown (seat, "Proposed field", TRUE);
  wait_shown (seat, "40 m, sees the place", TRUE);
  tc_room_desk_send_elsewhere (seat->desk, id, FALSE, 50 * TC_MINUTE_US);
  tc_room_desk_send_elsewhere (seat->desk, id, TRUE, 0);
  wait_shown (seat, TC_ROOM_UNIT2_PHONE, TRUE);
  act (seat, "unit-link", g_variant_new_int64 (tc_room_desk_get_task (seat->desk, id)));
  wait_shown (seat, TC_ROOM_LINK, TRUE);
}

static void
open_queue (Seat *seat)
{
  tc_room_desk_report (seat->desk, "Cột điện nghiêng", TC_PRIORITY_NOTICE);
  tc_room_desk_report (seat->desk, "Cháy nhà", TC_PRIORITY_EMERGENCY);
  wait_shown (seat, "Cháy nhà — Ngã tư 30/4", TRUE);
  wait_shown (seat, "new incident", TRUE);
}

static void
open_note (Seat *seat)
{
  act (seat, "note", NULL);
  act_string (seat, "write", "đã gọi điện lực");
  wait_shown (seat, "Keep the note", TRUE);
}

static void
open_answer (Seat *seat)
{
  act (seat, "take", NULL);
  wait_can (seat, "answer", TRUE);
  act (seat, "answer", NULL);
  wait_shown (seat, "no template", TRUE);
}

static void
open_hold (Seat *seat)
{
  act (seat, "dispatch", NULL);
  wait_shown (seat, "The order goes to", TRUE);
}

static void
open_reporter (Seat *seat)
{
  act (seat, "open-reporter", NULL);
  act_string (seat, "write", "gọi hỏi vị trí");
  act (seat, "send", NULL);
  wait_shown (seat, TC_ROOM_PHONE, TRUE);
}

static void
open_many (Seat *seat)
{
  act (seat, "choose-all", NULL);
  wait_shown (seat, "incidents chosen", TRUE);
  act (seat, "priority", NULL);
  wait_shown (seat, "New priority", TRUE);
}

static void
open_merge (Seat *seat)
{
  for (guint i = 0; i < 4; i++)
    tc_room_desk_report (seat->desk, "Cây bàng đổ chắn ngang đường", TC_PRIORITY_URGENT);
  wait_shown (seat, "4 new incidents", TRUE);
  act (seat, "admit", NULL);
  act_string (seat, "find-text", "Cây bàng đổ chắn ngang đường");
  wait_shown (seat, "4 found", TRUE);
  act (seat, "choose-all", NULL);
  wait_shown (seat, "4 incidents chosen", TRUE);
  act (seat, "merge", NULL);
  wait_shown (seat, "Merge 3 incidents into PA-", TRUE);
}

static void
open_unit_chooser (Seat *seat)
{
  act (seat, "take", NULL);
  wait_can (seat, "choose-units", TRUE);
  act (seat, "choose-units", NULL);
  wait_shown (seat, "Enter sends the first", TRUE);
  wait_shown (seat, TC_ROOM_UNIT2_PHONE, TRUE);
}

static void
open_field_chooser (Seat *seat)
{
  open_id (seat, tc_room_desk_report_text (seat->desk, "Cây ngã đè lên đèn đường, nhánh gãy đầy lộ",
                                           FALSE));
  wait_shown (seat, "Another field", TRUE);
  act (seat, "choose-field", NULL);
}

/* The first menu button in @widget that is shown and whose tooltip is @text, in the language that
 * is on. */
static GtkMenuButton *
find_menu (GtkWidget *widget, const char *text)
{
  const char *tooltip = gtk_widget_get_tooltip_text (widget);
  GtkMenuButton *found = GTK_IS_MENU_BUTTON (widget) && gtk_widget_get_mapped (widget) &&
                                 g_strcmp0 (tooltip, g_dgettext (GETTEXT_PACKAGE, text)) == 0
                             ? GTK_MENU_BUTTON (widget)
                             : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find_menu (child, text);
  return found;
}

static void
open_filter_form (Seat *seat)
{
  act_string (seat, "find-text", "field:traffic");
  act (seat, "put-filter-together", NULL);
  wait_shown (seat, "In the search, too", TRUE);
}

static void
open_columns (Seat *seat)
{
  act_string (seat, "columns", "age,code,title,state,unit,term,second");
  act (seat, "choose-columns", NULL);
  wait_shown (seat, "As at first", TRUE);
}

/* The recording of a camera, and what part of it is to be copied. */
static void
open_part_form (Seat *seat)
{
  tc_room_desk_add_cameras (seat->desk);
  act_string (seat, "panel", "cameras");
  wait_can (seat, "camera-number", TRUE);
  act_string (seat, "camera-number", "114");
  wait_can (seat, "replay-instant", TRUE);
  act (seat, "replay-instant", NULL);
  wait_can (seat, "replay-export", TRUE);
  act (seat, "replay-export", NULL);
  wait_shown (seat, "A copy of part of the recording", TRUE);
}

/* What is kept of recordings, one of them about to be released. */
static void
open_holds (Seat *seat)
{
  tc_room_desk_add_cameras (seat->desk);
  tc_room_desk_add_host (seat->desk);
  act_string (seat, "panel", "cameras");
  wait_can (seat, "camera-number", TRUE);
  act_string (seat, "camera-number", "114");
  wait_can (seat, "replay-instant", TRUE);
  act (seat, "replay-instant", NULL);
  wait_can (seat, "replay-hold", TRUE);
  act (seat, "replay-hold", NULL);
  act (seat, "part-form-write", g_variant_new ("(ss)", "reason", "Va chạm trước cầu"));
  act (seat, "part-form-write", g_variant_new ("(ss)", "", ""));
  wait_shown (seat, "This part of the recording is kept.", TRUE);
  act (seat, "holds", NULL);
  wait_shown_in (find_window_of ("TcHoldsWindow"), "Va chạm trước cầu", TRUE);
}

/* One that goes on. */
static void
open_faults (Seat *seat)
{
  GtkWidget *panel = find_type (GTK_WIDGET (seat->window), "TcCameraPanel");

  tc_room_desk_add_cameras (seat->desk);
  act_string (seat, "panel", "cameras");
  wait_can (seat, "camera-number", TRUE);
  act_string (seat, "camera-number", "114");
  wait_shown_in (find_type (panel, "TcTileGrid"), "114", TRUE);
  tc_room_desk_tell_camera (seat->desk, TC_ROOM_CAMERA_LIVE, "offline", "timeout");
  act (seat, "camera-faults", NULL);
  wait_shown_in (wait_window_of ("TcFaultsWindow"), "no connection", TRUE);
}

static void
open_exports (Seat *seat)
{
  tc_room_desk_set_export ("making");
  open_part_form (seat);
  act (seat, "part-form-write", g_variant_new ("(ss)", "reason", "Công an phường xin trích"));
  act (seat, "part-form-write", g_variant_new ("(ss)", "", ""));
  wait_shown_in (find_window_of ("TcExportsWindow"), "Is being made: 43 %", TRUE);
}

static void
open_units (Seat *seat)
{
  tc_room_desk_send_elsewhere (
      seat->desk, tc_room_desk_report (seat->desk, "Cháy nhà", TC_PRIORITY_EMERGENCY), TRUE, 0);
  act (seat, "show-units", NULL);
  wait_shown_in (find_window_of ("TcUnitsWindow"), "Team", TRUE);
}

static void
open_about (Seat *seat)
{
  act (seat, "about", NULL);
}

static void
open_title (Seat *seat)
{
  act (seat, "edit-title", NULL);
  wait_shown (seat, "Correct the title", TRUE);
}

static void
open_place (Seat *seat)
{
  act (seat, "edit-place", NULL);
}

static void
open_link (Seat *seat)
{
  act (seat, "link-incident", NULL);
}

static void
open_saved (Seat *seat)
{
  act_string (seat, "find-text", "ngập sâu");
  wait_shown (seat, "1 found", TRUE);
  gtk_menu_button_popup (find_menu (GTK_WIDGET (seat->window), "Lists saved by name"));
}

static void
open_list_menu (Seat *seat)
{
  gtk_menu_button_popup (find_menu (GTK_WIDGET (seat->window), "What can be done with the list"));
}

static void
open_desk_menu (Seat *seat)
{
  gtk_menu_button_popup (find_menu (GTK_WIDGET (seat->window), "This desk"));
}

static void
open_save_list (Seat *seat)
{
  act_string (seat, "find-text", "ngập sâu");
  wait_shown (seat, "1 found", TRUE);
  act (seat, "save-filter", NULL);
}

static void
open_command (Seat *seat)
{
  act (seat, "search", NULL);
  gtk_editable_set_text (GTK_EDITABLE (gtk_window_get_focus (GTK_WINDOW (seat->window))), "den");
}

/* A picture on disk; (transfer full): its address. */
static char *
make_picture (const char *name)
{
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 640, 480);
  g_autofree char *dir = g_dir_make_tmp ("test-picture-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, name, NULL);

  gdk_pixbuf_fill (pixbuf, 0x3060a0ff ^ g_str_hash (name));
  g_assert_true (gdk_pixbuf_save (pixbuf, path, "png", NULL, NULL));
  return g_filename_to_uri (path, NULL, NULL);
}

static void
attach (Seat *seat)
{
  g_autofree char *first = make_picture ("cây ngã.png"), *second = make_picture ("dây điện.png");
  const char *uris[] = {first, second, NULL};

  act (seat, "attach-uris", g_variant_new_strv (uris, -1));
  wait_shown (seat, "2 photos and files", TRUE);
  wait_can (seat, "view-photos", TRUE);
}

static void
open_unattached (Seat *seat)
{
  const char *uris[] = {"file:///nowhere/biên-bản-hiện-trường-ngày-28-11-2026-bản-chính.pdf", NULL};

  act (seat, "attach-uris", g_variant_new_strv (uris, -1));
  wait_shown (seat, "was not attached to PA-", TRUE);
}

static void
open_viewer (Seat *seat)
{
  attach (seat);
  act (seat, "view-photos", NULL);
}

static void
open_blur (Seat *seat)
{
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 640, 480);
  g_autoptr (GdkTexture) texture = NULL;
  TcBlurEditor *editor = NULL;

  gdk_pixbuf_fill (pixbuf, 0x3060a0ff);
  texture = gdk_texture_new_for_pixbuf (pixbuf);
  editor = tc_blur_editor_new (GTK_WINDOW (seat->window), texture, "cây ngã.jpg");
  gtk_window_present (GTK_WINDOW (editor));
  gtk_widget_activate_action (GTK_WIDGET (editor), "blur.add", NULL);
}

static void
open_cameras (Seat *seat)
{
  tc_room_desk_add_cameras (seat->desk);
  act_string (seat, "panel", "cameras");
  wait_shown (seat, "Ngã tư Trần Hưng Đạo", TRUE);
  wait_can (seat, "camera-number", TRUE);
  act_string (seat, "camera-number", "117");
  wait_shown (seat, "can't be reached now", TRUE);
  tc_room_desk_be_pushed (seat->desk, 119, "Đám đông tụ tập");
  wait_shown (seat, "asks you to look at this", TRUE);
}

static void
open_restricted (Seat *seat)
{
  open_cameras (seat);
  act_string (seat, "camera-number", "120");
  wait_can (seat, "wall-open", TRUE);
  act (seat, "wall-open", NULL);
  wait_shown (seat, "Open for an hour", TRUE);
}

/* As somebody who may take it over sees it. */
static void
open_steering (Seat *seat)
{
  tc_room_desk_set_steerer ("Phạm Nhật Minh");
  open_cameras (seat);
  act_string (seat, "camera-number", "115");
  wait_can (seat, "camera-steer", TRUE);
  act (seat, "camera-steer", NULL);
  wait_shown (seat, "Phạm Nhật Minh steers camera 115", TRUE);
  act (seat, "steer-move", g_variant_new ("(iii)", 400, 0, 0));
  wait_shown (seat, "Phạm Nhật Minh steers this camera.", TRUE);
}

static void
open_health (Seat *seat)
{
  open_cameras (seat);
  tc_room_desk_tell_camera (seat->desk, TC_ROOM_CAMERA_LIVE_TOO, "offline", "timeout");
  act (seat, "camera-health", NULL);
  wait_shown (seat, "faults: 1", TRUE);
}

static void
open_intake (Seat *seat)
{
  act_string (seat, "panel", "intake");
}

static void
open_call (Seat *seat)
{
  act_string (seat, "call-from", TC_ROOM_PHONE);
  wait_shown (seat, "What happened", TRUE);
}

static void
open_alarms (Seat *seat)
{
  act_string (seat, "panel", "alarms");
  wait_shown (seat, "Nobody at the centre is looking after it", TRUE);
}

static void
open_shelving (Seat *seat)
{
  open_alarms (seat);
  wait_can (seat, "alarm-shelve", TRUE);
  act (seat, "alarm-shelve", NULL);
  wait_shown (seat, "Shelve it", TRUE);
}

static void
open_plans (Seat *seat)
{
  open_alarms (seat);
  act (seat, "alarm-suppress", NULL);
  wait_shown (seat, "Nothing is kept quiet by plan.", TRUE);
  act (seat, "alarm-plan", g_variant_new ("(sssss)", "traffic", "", "", "+8h", "Điện lực báo cắt"));
  act (seat, "alarm-suppress-now", NULL);
  wait_shown (seat, "Điện lực báo cắt", TRUE);
}

static void
open_measures (Seat *seat)
{
  open_alarms (seat);
  act (seat, "alarm-measures", NULL);
  wait_shown (seat, "Alarms at a desk in ten minutes", TRUE);
}

static void
open_measures_silent (Seat *seat)
{
  open_measures (seat);
  tc_room_desk_set_online (seat->desk, FALSE);
  wait_shown (seat, "nothing new since", TRUE);
}

static void
open_tray (Seat *seat)
{
  tc_room_desk_refuse (seat->desk);
  act_string (seat, "panel", "tray");
  wait_shown (seat, "Note: “đã gọi điện lực”", TRUE);
}

static void
open_tray_reason (Seat *seat)
{
  open_tray (seat);
  act (seat, "tray-set-aside", NULL);
}

static void
open_journal (Seat *seat)
{
  act_string (seat, "panel", "journal");
  wait_can (seat, "journal-order", TRUE);
  act_string (seat, "journal-report-fault", "Máy in hỏng");
  wait_shown (seat, "Not done yet 1", TRUE);
}

static void
open_order (Seat *seat)
{
  open_journal (seat);
  act (seat, "journal-order", NULL);
  act_string (seat, "journal-due", "+150");
  wait_shown (seat, "2 hours 30 minutes left", TRUE);
}

static void
open_hand_over (Seat *seat)
{
  open_journal (seat);
  act (seat, "journal-hand-over", NULL);
  wait_shown (seat, "Hand-over sheet, not signed yet", TRUE);
  act_string (seat, "journal-write", "Chìa khóa ở tủ số 2");
  act (seat, "journal-send", NULL);
  wait_shown (seat, "Type your password to sign.", TRUE);
}

static void
open_event (Seat *seat)
{
  gint64 id = tc_room_desk_report (seat->desk, "Bão vào Hậu Giang", TC_PRIORITY_URGENT);

  tc_room_desk_act_elsewhere (seat->desk, &tc_event_declare_type,
                              &(TcEventDeclare){id, "storm", "Bão số 5", NULL, TC_NONE});
  act_string (seat, "panel", "events");
  wait_shown (seat, "Bão số 5", TRUE);
  wait_can (seat, "event-log", TRUE);
  tc_room_desk_report (seat->desk, "Tốc mái nhà", TC_PRIORITY_URGENT);
  act (seat, "event-propose", NULL);
  wait_shown (seat, "the same area", TRUE);
}

static void
open_resource (Seat *seat)
{
  open_event (seat);
  act (seat, "event-resource", NULL);
}

static void
open_report (Seat *seat)
{
  open_event (seat);
  act (seat, "event-report", NULL);
  wait_shown (seat, "Quick report no. 1, not made yet", TRUE);
}

static void
open_roster (Seat *seat)
{
  tc_room_desk_make_roster (seat->desk);
  act (seat, "show-roster", NULL);
}

/* Somebody was looked at before. */
static void
open_accesses (Seat *seat)
{
  static const char sql[] = "SELECT count(*) FROM reporter_access WHERE kind = 'searched'"
                            " AND ?1 IS ?1";

  act_string (seat, "find-text", "0987 654 321");
  while (tc_room_desk_find (seat->desk, sql, 0) == 0)
    g_main_context_iteration (NULL, TRUE);
  act (seat, "show-accesses", NULL);
  wait_shown_in (find_window_of ("TcAccessesWindow"), "0987 654 321", TRUE);
}

/* A desk of a unit, whose overview lists its orders. */
static void
open_unit_desk (Seat *seat)
{
  act_string (seat, "panel", "overview");
  wait_shown (seat, " of your unit", TRUE);
}

static void
open_own_window (Seat *seat)
{
  act_string (seat, "panel", "alarms");
  act (seat, "own-window", NULL);
}

static void
open_wall (Seat *seat)
{
  act (seat, "wall-overview", NULL);
}

static void
open_preferences (Seat *seat)
{
  act (seat, "preferences", NULL);
}

static void
open_synchronisation (Seat *seat)
{
  act (seat, "show-synchronisation", NULL);
}

static void
open_guide (Seat *seat)
{
  act (seat, "guide", NULL);
}

static void
open_shortcuts (Seat *seat)
{
  act (seat, "shortcuts", NULL);
}

static void
open_pin (Seat *seat)
{
  act (seat, "set-pin", NULL);
}

static void
open_lock (Seat *seat)
{
  act (seat, "lock", NULL);
  wait_shown (seat, "Desk locked", TRUE);
}

static void
open_sign_in (Seat *seat)
{
  act (seat, "sign-out", NULL);
  wait_shown (seat, "Password", TRUE);
}

static void
open_tour (Seat *seat)
{
  act (seat, "tour", NULL);
}

/* The line is cut, the disk full, the session about to end. */
static void
open_troubles (Seat *seat)
{
  tc_desk_start (seat->desk);
  tc_room_desk_set_disk (seat->desk, TC_DISK_FULL);
  wait_shown (seat, "Disk full", TRUE);
  tc_room_desk_set_session_until (seat->desk, g_get_real_time () + 10 * TC_MINUTE_US);
  wait_shown (seat, "Your session ends at", TRUE);
}

/* The pages of a computer that has no desk yet, in a window of their own. */
static void
open_first_run (Seat *seat, const char *page)
{
  GtkWindow *window = g_object_new (GTK_TYPE_APPLICATION_WINDOW, "title", "Toàn Cảnh", NULL);
  TcFirstRun *first_run = g_object_new (TC_TYPE_FIRST_RUN, NULL);

  gtk_window_set_transient_for (window, GTK_WINDOW (seat->window));
  gtk_window_set_destroy_with_parent (window, TRUE);
  gtk_window_set_default_size (window, ACCESS_WIDTH_PX, ACCESS_HEIGHT_PX);
  gtk_window_set_child (window, GTK_WIDGET (first_run));
  tc_first_run_attach (first_run, G_ACTION_MAP (window));
  tc_first_run_set_desk (first_run, seat->desk);
  tc_first_run_set_active (first_run, TRUE);
  gtk_window_present (window);
  if (page)
    g_action_group_activate_action (G_ACTION_GROUP (window), "first-run",
                                    g_variant_new_string (page));
}

static void
open_welcome (Seat *seat)
{
  open_first_run (seat, NULL);
}

static void
open_connect (Seat *seat)
{
  open_first_run (seat, "connect");
}

void
access_screens_open_setup (Seat *seat)
{
  open_first_run (seat, "own");
}

static void
open_demonstration (Seat *seat)
{
  open_first_run (seat, "demonstration");
}

static const AccessScreen panels[] = {
    {"overview", open_overview},
    {"queue", open_queue},
    {"incident", open_incident},
    {"files", attach},
    {"unattached", open_unattached},
    {"reporter", open_reporter},
    {"note", open_note},
    {"answer", open_answer},
    {"hold", open_hold},
    {"title", open_title},
    {"place", open_place},
    {"link", open_link},
    {"many", open_many},
    {"merge", open_merge},
    {"calls", open_intake},
    {"call", open_call},
    {"alarms", open_alarms},
    {"shelving", open_shelving},
    {"plans", open_plans},
    {"measures", open_measures},
    {"measures-silent", open_measures_silent},
    {"tray", open_tray},
    {"tray-reason", open_tray_reason},
    {"cameras", open_cameras},
    {"restricted", open_restricted},
    {"steering", open_steering},
    {"health", open_health},
    {"journal", open_journal},
    {"order", open_order},
    {"hand-over", open_hand_over},
    {"event", open_event},
    {"resource", open_resource},
    {"report", open_report},
    {"unit-desk", open_unit_desk, .unit = TRUE},
    {"tour", open_tour},
    {"troubles", open_troubles},
};

static const AccessScreen dialogs[] = {
    {"unit-chooser", open_unit_chooser},
    {"field-chooser", open_field_chooser},
    {"filter-form", open_filter_form, .leaves = TRUE},
    {"columns", open_columns, .leaves = TRUE},
    {"part-form", open_part_form},
    {"exports", open_exports, .leaves = TRUE},
    {"faults", open_faults, .leaves = TRUE},
    {"holds", open_holds, .leaves = TRUE},
    {"units", open_units, .leaves = TRUE},
    {"about", open_about, .leaves = TRUE},
    {"saved-lists", open_saved, .leaves = TRUE},
    {"list-menu", open_list_menu, .leaves = TRUE},
    {"desk-menu", open_desk_menu, .leaves = TRUE},
    {"save-list", open_save_list},
    {"command-line", open_command},
    {"photo-viewer", open_viewer, .leaves = TRUE},
    {"blur-editor", open_blur, .leaves = TRUE},
    {"roster", open_roster, .leaves = TRUE},
    {"accesses", open_accesses, .leaves = TRUE},
    {"own-window", open_own_window},
    {"wall", open_wall, .wall = TRUE},
    {"preferences", open_preferences, .leaves = TRUE},
    {"synchronisation", open_synchronisation, .leaves = TRUE},
    {"guide", open_guide, .leaves = TRUE},
    {"shortcuts", open_shortcuts, .leaves = TRUE},
    {"pin", open_pin, .leaves = TRUE},
    {"lock", open_lock},
    {"sign-in", open_sign_in},
    {"welcome", open_welcome},
    {"connect", open_connect},
    {"setup", access_screens_open_setup},
    {"demonstration", open_demonstration},
};

const AccessScreen *
access_screens_list_panels (guint *n)
{
  *n = G_N_ELEMENTS (panels);
  return panels;
}

const AccessScreen *
access_screens_list_dialogs (guint *n)
{
  *n = G_N_ELEMENTS (dialogs);
  return dialogs;
}
