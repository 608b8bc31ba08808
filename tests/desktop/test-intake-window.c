/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: a call is never lost and never logged twice: without a line, without a number left, over a
 * change of person, after a stop between the operation and the end of its draft, and its files
 * neither. Method: the real
 * window over a desk that carries out real operations (tc-room-desk.h), driven through its actions
 * and its text; what is seen is read from the labels on screen.
 */
#include "window-seat.h"

#include "main-turn.h"
#include "tc-intake-drafts.h"
#include "tc-room-desk-private.h"
#include "tc-suggest-entry.h"

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
write_text (Seat *seat, const char *text)
{
  GtkWidget *view = NULL;

  wait_shown (seat, "What happened", TRUE);
  view = find_text (GTK_WIDGET (seat->window));
  g_assert_nonnull (view);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), text, -1);
}

static void
begin (Seat *seat, const char *phone, const char *text)
{
  act_string (seat, "call-from", phone);
  write_text (seat, text);
}

static void
came_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static void
wait_for (GAsyncResult **result)
{
  while (!*result)
    g_main_context_iteration (NULL, TRUE);
}

static GPtrArray *
load_drafts (Seat *seat)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  tc_intake_drafts_load_async (seat->desk, came_cb, &result);
  wait_for (&result);
  GPtrArray *drafts = tc_intake_drafts_load_finish (seat->desk, result, &error);
  g_assert_no_error (error);
  return drafts;
}

static guint
count_drafts (Seat *seat)
{
  g_autoptr (GPtrArray) drafts = load_drafts (seat);

  return drafts->len;
}

static void
wait_drafts (Seat *seat, guint n)
{
  gint64 end_us = g_get_monotonic_time () + WAIT_US;

  while (count_drafts (seat) != n)
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
}

static void
test_offline (void)
{
  Seat seat = {0};

  sit_down (&seat);
  tc_room_desk_set_online (seat.desk, FALSE);
  begin (&seat, "0911222333", "mất điện cả xóm");
  act (&seat, "log-it", NULL);
  wait_shown (&seat, "-1001", TRUE);
  wait_shown (&seat, "It is kept on this desk and sent when the line is back.", TRUE);
  wait_drafts (&seat, 0);
  act (&seat, "open-told", NULL);
  wait_shown (&seat, "“mất điện cả xóm”", TRUE);
  stand_up (&seat);
}

/* Whoever has begun the next call by the time that the number is there goes on with that. */
static void
test_next_call (void)
{
  Seat seat = {0};
  GtkTextBuffer *buffer = NULL;
  g_autofree char *text = NULL;

  sit_down (&seat);
  begin (&seat, "0911222333", "mất điện cả xóm");
  tc_room_desk_hold_answers (seat.desk, TRUE);
  act (&seat, "log-it", NULL);
  begin (&seat, "0911222444", "ngập đường");
  tc_room_desk_hold_answers (seat.desk, FALSE);
  wait_shown (&seat, "Logged: PA-", TRUE);
  wait_shown (&seat, "-1001, mất điện cả xóm. It stands in the queue.", TRUE);
  g_assert_false (shows (GTK_WIDGET (seat.window), "The number to tell the caller"));
  g_assert_false (can (&seat, "open-told"));
  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (find_text (GTK_WIDGET (seat.window))));
  g_object_get (buffer, "text", &text, NULL);
  g_assert_cmpstr (text, ==, "ngập đường");
  wait_drafts (&seat, 1);
  stand_up (&seat);
}

/* What is logged and what is begun; who calls isn't in it. */
static void
test_taken_away (void)
{
  Seat seat = {0};
  g_autofree char *dir = g_dir_make_tmp ("test-calls-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "calls.csv", NULL);
  g_autofree char *table = NULL;
  gint64 end_us = g_get_monotonic_time () + WAIT_US;

  sit_down (&seat);
  act_string (&seat, "panel", "intake");
  /* Nothing yet: that is said, and no file is written. */
  act_string (&seat, "calls-save-list-to", path);
  wait_shown (&seat, "The list is empty", TRUE);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  begin (&seat, "0911222333", "mất điện cả xóm");
  act (&seat, "log-it", NULL);
  wait_shown (&seat, "-1001", TRUE);
  begin (&seat, "0911222444", "ngập đường");
  act_string (&seat, "call-from", "0911222555");
  take_list (GTK_WIDGET (seat.window), "calls", "mất điện cả xóm");
  act_string (&seat, "calls-save-list-to", path);
  while (!g_file_get_contents (path, &table, NULL, NULL) || !strstr (table, "ngập đường")) {
    g_clear_pointer (&table, g_free);
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    main_turn ();
  }
  g_assert_nonnull (strstr (table, "-1001"));
  g_assert_nonnull (strstr (table, "not logged"));
  g_assert_null (strstr (table, "0911222"));
  stand_up (&seat);
}

static void
test_no_number_left (void)
{
  Seat seat = {0};

  sit_down (&seat);
  tc_room_desk_use_up_codes (seat.desk);
  begin (&seat, "", "mất điện cả xóm");
  act (&seat, "log-it", NULL);
  wait_shown (&seat, "No number is left at this desk", TRUE);
  wait_drafts (&seat, 1);
  stand_up (&seat);
}

/* What can be typed into or pressed, in the order of the tree. */
static GtkWidget *
find_nth (GtkWidget *widget, GType type, guint *n)
{
  GtkWidget *found = NULL;

  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type) && gtk_widget_get_mapped (widget) && (*n)-- == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find_nth (child, type, n);
  return found;
}

static GtkWidget *
find_answer (Seat *seat, GType type, guint n)
{
  return find_nth (find_type (GTK_WIDGET (seat->window), "TcQuestionGrid"), type, &n);
}

static void
choose_light (Seat *seat)
{
  TcSuggestEntry *field = NULL;
  guint n = 2; /* the name, the place */

  field = TC_SUGGEST_ENTRY (
      find_nth (find_type (GTK_WIDGET (seat->window), "TcIntakeWork"), TC_TYPE_SUGGEST_ENTRY, &n));
  gtk_widget_grab_focus (GTK_WIDGET (field));
  tc_suggest_entry_set_text (field, "giao thong");
  g_signal_emit_by_name (field, "typed");
  g_signal_emit_by_name (field, "chosen", 1);
}

/* What the field asks stands in the form once it is chosen, and in the report what was answered;
 * what is no answer is said, and nothing is lost. */
static void
test_questions (void)
{
  Seat seat = {0};
  GtkWidget *since = NULL;

  sit_down (&seat);
  begin (&seat, "0911222333", "đèn chớp vàng");
  g_assert_false (gtk_widget_get_visible (find_type (GTK_WIDGET (seat.window), "TcQuestionGrid")));
  choose_light (&seat);
  wait_shown (&seat, "What does the light do?", TRUE);
  act (&seat, "log-it", NULL);
  wait_shown (&seat, "Not answered, and the field needs it: What does the light do?", TRUE);
  begin (&seat, "0911222333", "đèn chớp vàng");
  choose_light (&seat);
  wait_shown (&seat, "What does the light do?", TRUE);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (find_answer (&seat, GTK_TYPE_CHECK_BUTTON, 1)),
                               TRUE);
  since = find_answer (&seat, GTK_TYPE_ENTRY, 0);
  gtk_editable_set_text (GTK_EDITABLE (since), "sáng nay");
  act (&seat, "log-it", NULL);
  wait_shown (&seat, "That answer is no number", TRUE);
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (seat.window)), since));
  gtk_editable_set_text (GTK_EDITABLE (since), "0:05");
  act (&seat, "log-it", NULL);
  wait_shown (&seat, "The number to tell the caller", TRUE);
  g_assert_false (shows (GTK_WIDGET (seat.window), "Not answered"));
  act (&seat, "open-told", NULL);
  wait_shown (&seat, "What does the light do? Flashing", TRUE);
  wait_shown (&seat, "Since when?", TRUE);
  wait_shown (&seat, "00:05", TRUE);
  stand_up (&seat);
}

static void
sign_in (Seat *seat)
{
  g_autoptr (GAsyncResult) result = NULL;

  tc_desk_sign_in_async (seat->desk, "lan", "mat-khau", NULL, came_cb, &result);
  wait_for (&result);
  g_assert_null (tc_desk_sign_in_finish (seat->desk, result, NULL));
}

static GtkListBox *
find_rows (GtkWidget *widget)
{
  GtkListBox *found = GTK_IS_LIST_BOX (widget) && gtk_widget_get_mapped (widget) &&
                              gtk_list_box_get_row_at_index (GTK_LIST_BOX (widget), 0)
                          ? GTK_LIST_BOX (widget)
                          : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find_rows (child);
  return found;
}

/* How it came and how pressing it is come before it. */
static GtkDropDown *
find_language (Seat *seat)
{
  guint n = 2;

  return GTK_DROP_DOWN (
      find_nth (find_type (GTK_WIDGET (seat->window), "TcIntakeWork"), GTK_TYPE_DROP_DOWN, &n));
}

/* What the caller speaks is kept with the draft and stands with the report; the next speaks
 * Vietnamese again. */
static void
test_language (void)
{
  Seat seat = {0};
  g_autoptr (GPtrArray) drafts = NULL;
  GtkListBox *list = NULL;

  sit_down (&seat);
  begin (&seat, "0911222333", "a tree fell");
  g_assert_cmpuint (gtk_drop_down_get_selected (find_language (&seat)), ==, 0);
  gtk_drop_down_set_selected (find_language (&seat), 1);
  wait_drafts (&seat, 1);
  tc_desk_sign_out (seat.desk);
  wait_shown (&seat, "a tree fell", FALSE);
  sign_in (&seat);
  act_string (&seat, "panel", "intake");
  wait_shown (&seat, "a tree fell", TRUE);
  list = find_rows (GTK_WIDGET (seat.window));
  gtk_list_box_select_row (list, gtk_list_box_get_row_at_index (list, 0));
  g_assert_cmpuint (gtk_drop_down_get_selected (find_language (&seat)), ==, 1);
  drafts = load_drafts (&seat);
  g_assert_cmpstr (((TcIntakeForm *) drafts->pdata[0])->language, ==, "en");
  act (&seat, "log-it", NULL);
  wait_shown (&seat, "The number to tell the caller", TRUE);
  act (&seat, "open-told", NULL);
  wait_shown (&seat, "“a tree fell”", TRUE);
  wait_shown (&seat, "in English", TRUE);
  begin (&seat, "0911222334", "cây đổ");
  g_assert_cmpuint (gtk_drop_down_get_selected (find_language (&seat)), ==, 0);
  stand_up (&seat);
}

/* ---- who writes, or stands at the counter ---- */

static GtkWidget *
get_work (Seat *seat)
{
  return find_type (GTK_WIDGET (seat->window), "TcIntakeWork");
}

static void
choose_channel (Seat *seat, guint row)
{
  guint n = 1;

  gtk_drop_down_set_selected (GTK_DROP_DOWN (find_nth (get_work (seat), GTK_TYPE_DROP_DOWN, &n)),
                              row);
}

/* The entry that has the keyboard. */
static GtkEditable *
get_entry (Seat *seat)
{
  return GTK_EDITABLE (gtk_window_get_focus (GTK_WINDOW (seat->window)));
}

static void
press_tab (Seat *seat, guint times)
{
  for (guint i = 0; i < times; i++)
    gtk_widget_child_focus (get_work (seat), GTK_DIR_TAB_FORWARD);
}

/* Of the entries that propose something the name is the first, then those that are on screen. */
static void
check_entry (Seat *seat, guint nth)
{
  GtkWidget *entry = find_nth (get_work (seat), TC_TYPE_SUGGEST_ENTRY, &nth);

  g_assert_nonnull (entry);
  g_assert_true (gtk_widget_is_ancestor (GTK_WIDGET (get_entry (seat)), entry));
}

static void
go_to_phone (Seat *seat)
{
  guint first = 0;

  gtk_widget_grab_focus (find_nth (get_work (seat), GTK_TYPE_TEXT, &first));
}

/* Where a letter can be answered is asked of those who write or come; it is kept with the draft,
 * and what is wrong with it is said where it stands. */
static void
test_addresses (void)
{
  Seat seat = {0};
  g_autoptr (GPtrArray) drafts = NULL;

  sit_down (&seat);
  begin (&seat, "", "cây đổ");
  wait_shown (&seat, "E-mail", FALSE);
  go_to_phone (&seat);
  press_tab (&seat, 2);
  check_entry (&seat, 1);
  choose_channel (&seat, 1);
  wait_shown (&seat, "Reporter's address", TRUE);
  choose_channel (&seat, 4);
  wait_shown (&seat, "Reporter's address", FALSE);
  choose_channel (&seat, 3);
  wait_shown (&seat, "E-mail", TRUE);
  go_to_phone (&seat);
  press_tab (&seat, 2);
  g_assert_cmpint (gtk_text_get_input_purpose (GTK_TEXT (get_entry (&seat))), ==,
                   GTK_INPUT_PURPOSE_EMAIL);
  gtk_editable_set_text (get_entry (&seat), "an@tinh");
  press_tab (&seat, 1);
  check_entry (&seat, 1);
  gtk_editable_set_text (get_entry (&seat), "Ấp 1, Vị Thủy");
  press_tab (&seat, 1);
  check_entry (&seat, 2);
  wait_drafts (&seat, 1);
  drafts = load_drafts (&seat);
  g_assert_cmpstr (((TcIntakeForm *) drafts->pdata[0])->email, ==, "an@tinh");
  g_assert_cmpstr (((TcIntakeForm *) drafts->pdata[0])->home, ==, "Ấp 1, Vị Thủy");
  act (&seat, "log-it", NULL);
  wait_shown (&seat, "That is no e-mail address", TRUE);
  g_assert_cmpstr (gtk_editable_get_text (get_entry (&seat)), ==, "an@tinh");
  gtk_editable_set_text (get_entry (&seat), "an@tinh.vn");
  act (&seat, "log-it", NULL);
  wait_shown (&seat, "The number to tell the caller", TRUE);
  g_assert_cmpint (tc_room_desk_find (seat.desk,
                                      "SELECT count(*) FROM reporter WHERE id > ? AND"
                                      " email = 'an@tinh.vn' AND address = 'Ấp 1, Vị Thủy'",
                                      0),
                   ==, 1);
  stand_up (&seat);
}

static void
test_change_of_person (void)
{
  Seat seat = {0};

  sit_down (&seat);
  begin (&seat, "0911222333", "cây đổ");
  tc_desk_sign_out (seat.desk);
  wait_shown (&seat, "cây đổ", FALSE);
  sign_in (&seat);
  act_string (&seat, "panel", "intake");
  wait_shown (&seat, "cây đổ", TRUE);
  stand_up (&seat);
}

/* Of somebody else at this desk. */
static void
save_other (Seat *seat)
{
  g_autoptr (TcIntakeForm) form = tc_intake_form_new (77, 7007, "An");
  g_autoptr (GAsyncResult) saved = NULL;

  tc_intake_form_set (&form->text, "cột điện gãy");
  tc_intake_drafts_save_async (seat->desk, form, came_cb, &saved);
  wait_for (&saved);
  g_assert_true (tc_intake_drafts_finish (seat->desk, saved, NULL));
}

static void
hold (Seat *seat, const char *sql)
{
  tc_database_execute (seat->desk->room->fixture->db, sql, NULL);
  tc_room_desk_publish (seat->desk);
}

/* What a caller said to another is for who may read it. */
static void
test_of_others (void)
{
  Seat seat = {0};

  sit_down (&seat);
  begin (&seat, "0911222333", "cây đổ");
  wait_drafts (&seat, 1);
  save_other (&seat);
  g_assert_cmpuint (count_drafts (&seat), ==, 1);
  hold (&seat, "INSERT INTO held_scope VALUES (3, 'reporters')");
  hold (&seat, "UPDATE held_scope SET kind = 'wiped' WHERE id = 2");
  wait_drafts (&seat, 1);
  hold (&seat, "UPDATE held_scope SET kind = 'incidents' WHERE id = 2");
  hold (&seat, "DELETE FROM role_capability WHERE capability = 'incident.report'");
  wait_drafts (&seat, 1);
  stand_up (&seat);
}

/* Where she was typing before she looked at another panel, with nothing selected that the next
 * letter would wipe; another call begins with its number. */
static void
test_back_where_typed (void)
{
  Seat seat = {0};
  GtkWidget *view = NULL, *phone = NULL;

  sit_down (&seat);
  begin (&seat, "0911222333", "cây đổ");
  phone = gtk_window_get_focus (GTK_WINDOW (seat.window));
  g_assert_true (GTK_IS_TEXT (phone));
  view = find_text (GTK_WIDGET (seat.window));
  gtk_widget_grab_focus (view);
  act_string (&seat, "panel", "incidents");
  act_string (&seat, "panel", "intake");
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (seat.window)) == view);
  gtk_text_grab_focus_without_selecting (GTK_TEXT (phone));
  act_string (&seat, "panel", "incidents");
  act_string (&seat, "panel", "intake");
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (seat.window)) == phone);
  g_assert_false (gtk_editable_get_selection_bounds (GTK_EDITABLE (phone), NULL, NULL));
  gtk_widget_grab_focus (view);
  begin (&seat, "0911222444", "ngập đường");
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (seat.window)) == phone);
  stand_up (&seat);
}

static void
test_thrown_away_and_back (void)
{
  Seat seat = {0};
  g_autoptr (GPtrArray) drafts = NULL;

  sit_down (&seat);
  begin (&seat, "", "cây đổ");
  wait_drafts (&seat, 1);
  drafts = load_drafts (&seat);
  act (&seat, "drop-call", NULL);
  wait_drafts (&seat, 0);
  act (&seat, "restore-call", g_variant_new_int64 (((TcIntakeForm *) drafts->pdata[0])->id));
  wait_drafts (&seat, 1);
  wait_shown (&seat, "cây đổ", TRUE);
  stand_up (&seat);
}

/* As if the desk had stopped when the operation was on disk and the draft not gone yet. */
static void
test_logged_once (void)
{
  Seat seat = {0};
  g_autoptr (GPtrArray) drafts = NULL;
  g_autoptr (GAsyncResult) saved = NULL;
  GtkListBox *list = NULL;

  sit_down (&seat);
  begin (&seat, "", "cây đổ");
  wait_drafts (&seat, 1);
  act (&seat, "log-it", NULL);
  /* As it stood before it went. */
  drafts = load_drafts (&seat);
  g_assert_cmpuint (drafts->len, ==, 1);
  g_assert_cmpint (((TcIntakeForm *) drafts->pdata[0])->report_id, !=, 0);
  wait_shown (&seat, "-1001", TRUE);
  wait_drafts (&seat, 0);
  tc_desk_sign_out (seat.desk);
  tc_intake_drafts_save_async (seat.desk, drafts->pdata[0], came_cb, &saved);
  wait_for (&saved);
  sign_in (&seat);
  act_string (&seat, "panel", "intake");
  wait_shown (&seat, "cây đổ", TRUE);
  list = find_rows (GTK_WIDGET (seat.window));
  gtk_list_box_select_row (list, gtk_list_box_get_row_at_index (list, 0));
  act (&seat, "log-it", NULL);
  wait_shown (&seat, "The number to tell the caller", TRUE);
  wait_shown (&seat, "-1001", TRUE);
  wait_drafts (&seat, 0);
  act_string (&seat, "list", "open");
  wait_shown (&seat, "Open 9", TRUE);
  stand_up (&seat);
}

/* A file on disk; (transfer full): its address. */
static char *
make_file (const char *name, const char *contents)
{
  g_autofree char *dir = g_dir_make_tmp ("test-intake-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, name, NULL);

  g_assert_true (g_file_set_contents (path, contents, -1, NULL));
  return g_filename_to_uri (path, NULL, NULL);
}

static void
attach (Seat *seat, const char *uri)
{
  const char *uris[] = {uri, NULL};

  act (seat, "attach-to-call-uris", g_variant_new_strv (uris, -1));
}

/* Of the only draft. */
static void
wait_files (Seat *seat, guint n)
{
  gint64 end_us = g_get_monotonic_time () + WAIT_US;

  for (;;) {
    g_autoptr (GPtrArray) drafts = load_drafts (seat);

    g_assert_cmpuint (drafts->len, ==, 1);
    if (((TcIntakeForm *) drafts->pdata[0])->files->len == n)
      return;
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
  }
}

/* What came with the call stands in its draft over a change of person, and at the incident once it
 * is logged; what was taken out doesn't. */
static void
test_files (void)
{
  Seat seat = {0};
  g_autofree char *photo = make_file ("cây ngã.txt", "một");
  g_autofree char *paper = make_file ("đơn.txt", "hai");
  g_autoptr (GPtrArray) drafts = NULL;
  GtkListBox *list = NULL;

  sit_down (&seat);
  g_assert_false (can (&seat, "attach-to-call"));
  begin (&seat, "", "cây đổ");
  wait_drafts (&seat, 1);
  attach (&seat, photo);
  wait_shown (&seat, "cây ngã.txt", TRUE);
  attach (&seat, paper);
  wait_shown (&seat, "đơn.txt", TRUE);
  wait_files (&seat, 2);
  attach (&seat, photo);
  drafts = load_drafts (&seat);
  act (&seat, "detach-from-call",
       g_variant_new_int64 (
           ((TcKeptFile *) ((TcIntakeForm *) drafts->pdata[0])->files->pdata[1])->id));
  wait_files (&seat, 1);
  tc_desk_sign_out (seat.desk);
  wait_shown (&seat, "cây ngã.txt", FALSE);
  sign_in (&seat);
  act_string (&seat, "panel", "intake");
  wait_shown (&seat, "cây đổ", TRUE);
  list = find_rows (GTK_WIDGET (seat.window));
  gtk_list_box_select_row (list, gtk_list_box_get_row_at_index (list, 0));
  wait_shown (&seat, "cây ngã.txt", TRUE);
  act (&seat, "log-it", NULL);
  wait_shown (&seat, "The number to tell the caller", TRUE);
  wait_drafts (&seat, 0);
  act (&seat, "open-told", NULL);
  wait_shown (&seat, "1 photo or file", TRUE);
  wait_shown (&seat, "File attached: cây ngã.txt", TRUE);
  stand_up (&seat);
}

/* What can't be attached is said at the form, and the others are. */
static void
test_files_refused (void)
{
  Seat seat = {0};
  g_autofree char *empty = make_file ("trống.txt", "");
  g_autoptr (GPtrArray) uris = g_ptr_array_new_with_free_func (g_free);

  sit_down (&seat);
  begin (&seat, "", "cây đổ");
  wait_drafts (&seat, 1);
  attach (&seat, empty);
  wait_shown (&seat, "trống.txt", TRUE);
  wait_files (&seat, 0);
  attach (&seat, "file:///nowhere/gone.pdf");
  wait_shown (&seat, "“gone.pdf” can't be read", TRUE);
  for (guint i = 0; i <= TC_KEPT_FILES_MAX; i++) {
    g_autofree char *name = g_strdup_printf ("%u.txt", i);

    g_ptr_array_add (uris, make_file (name, name));
  }
  act (&seat, "attach-to-call-uris",
       g_variant_new_strv ((const char *const *) uris->pdata, uris->len));
  wait_shown (&seat, "At most 20 files with one call", TRUE);
  act (&seat, "log-it", NULL);
  wait_shown (&seat, "A file of the call is still being copied", TRUE);
  wait_files (&seat, TC_KEPT_FILES_MAX);
  attach (&seat, uris->pdata[TC_KEPT_FILES_MAX]);
  wait_shown (&seat, "At most 20 files with one call", TRUE);
  stand_up (&seat);
}

/* As if the desk had stopped when the files were on record and the draft not gone yet. */
static void
test_files_once (void)
{
  Seat seat = {0};
  g_autofree char *photo = make_file ("cây ngã.txt", "một");
  g_autoptr (GPtrArray) drafts = NULL;
  g_autoptr (GAsyncResult) saved = NULL;
  GtkListBox *list = NULL;

  sit_down (&seat);
  begin (&seat, "", "cây đổ");
  wait_drafts (&seat, 1);
  attach (&seat, photo);
  wait_files (&seat, 1);
  act (&seat, "log-it", NULL);
  drafts = load_drafts (&seat);
  g_assert_cmpuint (drafts->len, ==, 1);
  wait_shown (&seat, "-1001", TRUE);
  wait_drafts (&seat, 0);
  tc_desk_sign_out (seat.desk);
  tc_intake_drafts_save_async (seat.desk, drafts->pdata[0], came_cb, &saved);
  wait_for (&saved);
  sign_in (&seat);
  act_string (&seat, "panel", "intake");
  wait_shown (&seat, "cây đổ", TRUE);
  list = find_rows (GTK_WIDGET (seat.window));
  gtk_list_box_select_row (list, gtk_list_box_get_row_at_index (list, 0));
  act (&seat, "log-it", NULL);
  wait_shown (&seat, "The number to tell the caller", TRUE);
  wait_drafts (&seat, 0);
  wait_shown (&seat, "was not attached", FALSE);
  act (&seat, "open-told", NULL);
  wait_shown (&seat, "1 photo or file", TRUE);
  wait_shown (&seat, "1 file to send", TRUE);
  stand_up (&seat);
}

static void
see (Seat *seat, gint64 token, const char *text)
{
  act (seat, "log-seen", g_variant_new ("(xsxsxx)", token, "", (gint64) 0, "", TC_NONE, TC_NONE));
  write_text (seat, text);
}

/* What the room saw is logged while its picture is being copied still, and has it all the same;
 * also if something else was seen meanwhile. */
static void
test_seen (void)
{
  Seat seat = {0};
  g_autofree char *uri = make_file ("hình.txt", "một");
  g_autofree char *path = g_filename_from_uri (uri, NULL, NULL);
  const char *paths[] = {path, NULL};

  sit_down (&seat);
  see (&seat, 1, "xe tải đổ");
  act (&seat, "attach-to-seen", g_variant_new ("(x^as)", (gint64) 1, paths));
  act (&seat, "log-it", NULL);
  wait_shown (&seat, "The number to tell the caller", TRUE);
  act (&seat, "open-told", NULL);
  wait_shown (&seat, "1 photo or file", TRUE);
  see (&seat, 2, "cháy rác");
  act (&seat, "log-it", NULL);
  wait_shown (&seat, "The number to tell the caller", TRUE);
  act (&seat, "open-told", NULL);
  wait_shown (&seat, "“cháy rác”", TRUE);
  see (&seat, 3, "khói");
  act (&seat, "attach-to-seen", g_variant_new ("(x^as)", (gint64) 2, paths));
  act_string (&seat, "panel", "incidents");
  wait_shown (&seat, "“cháy rác”", TRUE);
  wait_shown (&seat, "1 photo or file", TRUE);
  stand_up (&seat);
}

/* With its panel, to which what is being copied holds on. */
static void
gone_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
}

/* The window ends, or is made anew, while a file is being copied. */
static void
test_left_while_copied (void)
{
  Seat seat = {0};
  g_autofree char *uri = make_file ("dài.txt", "một");
  gboolean gone = FALSE;

  sit_down (&seat);
  begin (&seat, "", "cây đổ");
  wait_drafts (&seat, 1);
  g_object_set_data_full (find_type (GTK_WIDGET (seat.window), "TcIntakePanel"), "gone", &gone,
                          gone_cb);
  attach (&seat, uri);
  tc_window_end (seat.window);
  for (gint64 end_us = g_get_monotonic_time () + WAIT_US; !gone;) {
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    main_turn ();
  }
  tc_desk_stop (seat.desk);
  g_object_unref (seat.desk);
}

int
main (int argc, char **argv)
{
  window_seat_init (&argc, &argv);
  g_test_add_func ("/intake/offline", test_offline);
  g_test_add_func ("/intake/next-call", test_next_call);
  g_test_add_func ("/intake/taken-away", test_taken_away);
  g_test_add_func ("/intake/no-number-left", test_no_number_left);
  g_test_add_func ("/intake/questions", test_questions);
  g_test_add_func ("/intake/language", test_language);
  g_test_add_func ("/intake/addresses", test_addresses);
  g_test_add_func ("/intake/change-of-person", test_change_of_person);
  g_test_add_func ("/intake/of-others", test_of_others);
  g_test_add_func ("/intake/back-where-typed", test_back_where_typed);
  g_test_add_func ("/intake/thrown-away-and-back", test_thrown_away_and_back);
  g_test_add_func ("/intake/logged-once", test_logged_once);
  g_test_add_func ("/intake/files", test_files);
  g_test_add_func ("/intake/files-refused", test_files_refused);
  g_test_add_func ("/intake/files-once", test_files_once);
  g_test_add_func ("/intake/seen", test_seen);
  g_test_add_func ("/intake/left-while-copied", test_left_while_copied);
  return window_seat_run ();
}
