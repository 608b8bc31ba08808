/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: a locked desk shows nothing of what is done there and takes no action, opens by PIN, by
 * password after wrong PINs, and goes on where it was left; it stays open while an emergency is
 * untaken; somebody else can sign in; and a session that ends is renewed without losing anything.
 * Method: the real window over the room's desk; time passes by seconds at most.
 */
#include "window-seat.h"

#include "main-turn.h"
#include "tc-desk-lock.h"
#include "tc-hold-box.h"
#include "tc-pins.h"
#include "tc-settings.h"
#include "tc-sign-in-page.h"

#define PIN "829174"
#define QUEUED "Ngập sâu hẻm 3"

/* Types into the first entry of @widget and does @action there. */
static void
enter (GtkWidget *widget, const char *text, const char *action)
{
  gtk_editable_set_text (find_type (widget, "GtkPasswordEntry"), text);
  g_assert_true (gtk_widget_activate_action (widget, action, NULL));
}

static GtkWidget *
get_page (Seat *seat)
{
  return find_type (GTK_WIDGET (seat->window), "TcLockPage");
}

static void
set_pin (Seat *seat)
{
  TcDeskLock *lock = tc_desk_lock_of (seat->desk);

  act (seat, "set-pin", NULL);
  GtkWidget *dialog = find_window_of ("TcPinDialog");
  GtkWidget *entry = find_type (dialog, "GtkPasswordEntry");
  GtkWidget *pin = find_type (gtk_widget_get_next_sibling (gtk_widget_get_next_sibling (entry)),
                              "GtkPasswordEntry");
  GtkWidget *again = gtk_widget_get_next_sibling (gtk_widget_get_next_sibling (pin));
  gtk_editable_set_text (GTK_EDITABLE (entry), "mat-khau");
  gtk_editable_set_text (GTK_EDITABLE (pin), PIN);
  gtk_editable_set_text (GTK_EDITABLE (again), "829175");
  gtk_widget_activate_action (dialog, "pin.keep", NULL);
  g_assert_true (shows (dialog, "The two PINs differ"));
  gtk_editable_set_text (GTK_EDITABLE (again), PIN);
  g_assert_false (shows (dialog, "The two PINs differ"));
  gtk_widget_activate_action (dialog, "pin.keep", NULL);
  while (!tc_desk_lock_has_pin (lock) || find_window_of ("TcPinDialog"))
    main_turn ();
}

/* Enter in @entry; the keyboard is in @next then. */
static void
assert_goes_on (GtkWidget *dialog, GtkWidget *entry, GtkWidget *next)
{
  gtk_widget_grab_focus (entry);
  g_signal_emit_by_name (gtk_editable_get_delegate (GTK_EDITABLE (entry)), "activate");
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (dialog)), next));
}

static void
test_pin_by_enter (void)
{
  Seat seat = {0};
  GtkWidget *dialog, *password, *pin, *again;

  sit_down (&seat);
  act (&seat, "set-pin", NULL);
  dialog = find_window_of ("TcPinDialog");
  password = find_type (dialog, "GtkPasswordEntry");
  pin = gtk_widget_get_next_sibling (gtk_widget_get_next_sibling (password));
  again = gtk_widget_get_next_sibling (gtk_widget_get_next_sibling (pin));
  assert_goes_on (dialog, password, pin);
  assert_goes_on (dialog, pin, again);
  gtk_window_close (GTK_WINDOW (dialog));
  stand_up (&seat);
}

static gboolean
has_action (GMenuModel *menu, const char *action)
{
  for (int i = 0; i < g_menu_model_get_n_items (menu); i++) {
    g_autoptr (GMenuModel) section = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SECTION);
    g_autofree char *name = NULL;

    if (section && has_action (section, action))
      return TRUE;
    if (g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_ACTION, "s", &name) &&
        g_str_equal (name, action))
      return TRUE;
  }
  return FALSE;
}

/* Whoever works with the mouse alone locks the desk, and finds help and the roster, by the rail. */
static void
test_by_mouse (void)
{
  static const char *const actions[] = {"win.lock", "win.guide", "win.show-roster",
                                        "win.show-units", "win.sign-out"};
  Seat seat = {0};
  GtkMenuButton *button = NULL;
  GMenuModel *menu = NULL;

  sit_down (&seat);
  button = find_type (find_type (GTK_WIDGET (seat.window), "TcRail"), "GtkMenuButton");
  menu = gtk_popover_menu_get_menu_model (GTK_POPOVER_MENU (gtk_menu_button_get_popover (button)));
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    g_assert_true (has_action (menu, actions[i]));
  stand_up (&seat);
}

/* What has a key or is a verb: nothing of it can be had. */
static void
assert_no_action (Seat *seat)
{
  static const char *const actions[] = {"win.take-incident", "win.log-call", "win.preferences",
                                        "win.note",          "win.panel",    "win.lock"};

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    g_assert_false (gtk_widget_activate_action (GTK_WIDGET (seat->window), actions[i], NULL));
}

static void
test_pin (void)
{
  Seat seat = {0};

  sit_down (&seat);
  set_pin (&seat);
  act (&seat, "note", NULL);
  act_string (&seat, "write", "đang ghi dở");
  act (&seat, "lock", NULL);
  wait_shown (&seat, "Desk locked", TRUE);
  wait_shown (&seat, QUEUED, FALSE);
  g_assert_false (shows (GTK_WIDGET (seat.window), "Take"));
  assert_no_action (&seat);
  g_assert_false (shows (get_page (&seat), "Use the PIN"));
  gtk_widget_activate_action (get_page (&seat), "lock.by-password", NULL);
  wait_shown (&seat, "Use the PIN", TRUE);
  gtk_widget_activate_action (get_page (&seat), "lock.by-pin", NULL);
  wait_shown (&seat, "Use the password", TRUE);
  enter (get_page (&seat), "829175", "lock.open");
  wait_shown (&seat, "The PIN is wrong. Tries that are left: 4.", TRUE);
  enter (get_page (&seat), PIN, "lock.open");
  wait_shown (&seat, "Desk locked", FALSE);
  wait_shown (&seat, QUEUED, TRUE);
  act (&seat, "send", NULL);
  wait_shown (&seat, "Note: đang ghi dở", TRUE);
  stand_up (&seat);
}

/* What is told of what went stays, also while one goes on, until it is dismissed. */
static void
dismiss (Seat *seat, const char *told)
{
  wait_shown (seat, told, TRUE);
  act_string (seat, "panel", "overview");
  g_assert_true (shows (GTK_WIDGET (seat->window), told));
  act (seat, "sent-read", NULL);
  wait_shown (seat, told, FALSE);
  g_assert_false (shows (GTK_WIDGET (seat->window), "sent at once as the desk was locked"));
}

/* Sits down, and locks while an order is held. */
static void
lock_holding (Seat *seat)
{
  sit_down (seat);
  set_pin (seat);
  act (seat, "dispatch", NULL);
  wait_shown (seat, "The order goes to Team", TRUE);
  act (seat, "lock", NULL);
  wait_shown (seat, "Desk locked", TRUE);
}

/* Nobody could see the count any more: it goes, and that is said once the desk is open again. */
static void
test_held_goes (void)
{
  Seat seat = {0};

  lock_holding (&seat);
  enter (get_page (&seat), PIN, "lock.open");
  wait_shown (&seat, "Sent to Team", TRUE);
  wait_shown (&seat, "1 thing was sent at once as the desk was locked or left", TRUE);
  g_assert_false (shows (GTK_WIDGET (seat.window), " in 5 seconds"));
  dismiss (&seat, "The order goes to Team for PA-");
  stand_up (&seat);
}

static void
count_cb (gpointer data)
{
  ++*(guint *) data;
}

/* What comes to be held while nobody sees it, because an answer was late, isn't counted unseen. */
static void
test_held_late (void)
{
  Seat seat = {0};
  guint sent = 0;

  sit_down (&seat);
  set_pin (&seat);
  act (&seat, "lock", NULL);
  wait_shown (&seat, "Desk locked", TRUE);
  tc_hold_box_hold (GTK_WIDGET (seat.window), "The late order goes to Team", count_cb, &sent, NULL);
  g_assert_cmpuint (sent, ==, 0);
  while (sent == 0)
    main_turn ();
  tc_hold_box_hold (GTK_WIDGET (seat.window), "One more goes to Team", count_cb, &sent, NULL);
  g_assert_false (shows (GTK_WIDGET (seat.window), "goes to Team"));
  enter (get_page (&seat), PIN, "lock.open");
  wait_shown (&seat, "2 things were sent at once", TRUE);
  g_assert_cmpuint (sent, ==, 2);
  g_assert_true (shows (GTK_WIDGET (seat.window), "One more goes to Team"));
  /* Seen again, it is counted as ever. */
  tc_hold_box_hold (GTK_WIDGET (seat.window), "Another goes", count_cb, &sent, NULL);
  wait_shown (&seat, "Another goes in ", TRUE);
  g_assert_true (tc_hold_box_keep_back (GTK_WIDGET (seat.window)));
  dismiss (&seat, "The late order goes to Team");
  g_assert_cmpuint (sent, ==, 2);
  stand_up (&seat);
}

/* What went while the desk was locked is told by its code, though that was read too late. */
static void
test_named_late (void)
{
  Seat seat = {0};
  g_autoptr (TcHoldBar) bar = NULL;
  guint sent = 0;

  sit_down (&seat);
  set_pin (&seat);
  bar = g_object_ref (
      tc_hold_box_hold (GTK_WIDGET (seat.window), "… is rejected", count_cb, &sent, NULL));
  act (&seat, "lock", NULL);
  wait_shown (&seat, "Desk locked", TRUE);
  g_assert_cmpuint (sent, ==, 1);
  tc_hold_bar_say (bar, "PA-261129-0007 is rejected");
  enter (get_page (&seat), PIN, "lock.open");
  dismiss (&seat, "PA-261129-0007 is rejected");
  stand_up (&seat);
}

/* Another window over the same desk, as after the program has ended. */
static void
start_again (Seat *seat)
{
  tc_window_end (seat->window);
  main_turn ();
  sit_down_at (seat, seat->desk, NULL, 1920, 1080);
}

/* The program ended before anybody read what went: it is told when it runs again, and not once more
 * when that was read. */
static void
test_told_after_end (void)
{
  Seat seat = {0};

  lock_holding (&seat);
  start_again (&seat);
  wait_shown (&seat, "Desk locked", TRUE);
  enter (get_page (&seat), PIN, "lock.open");
  wait_shown (&seat, "1 thing was sent at once", TRUE);
  dismiss (&seat, "The order goes to Team");
  start_again (&seat);
  wait_shown (&seat, QUEUED, TRUE);
  g_assert_false (shows (GTK_WIDGET (seat.window), "The order goes to Team"));
  stand_up (&seat);
}

static void
test_password_after_wrong_pins (void)
{
  Seat seat = {0};

  sit_down (&seat);
  set_pin (&seat);
  act (&seat, "lock", NULL);
  wait_shown (&seat, "Use the password", TRUE);
  for (int i = 1; i <= TC_PIN_TRIES; i++) {
    g_autofree char *left = g_strdup_printf ("Tries that are left: %d.", TC_PIN_TRIES - i);

    enter (get_page (&seat), "1111", "lock.open");
    wait_shown (&seat, i < TC_PIN_TRIES ? left : "Too many wrong PINs", TRUE);
  }
  wait_shown (&seat, "Use the password", FALSE);
  enter (get_page (&seat), PIN, "lock.open");
  wait_shown (&seat, "The password is wrong.", TRUE);
  enter (get_page (&seat), "mat-khau", "lock.open");
  wait_shown (&seat, QUEUED, TRUE);
  while (!tc_desk_lock_takes_pin (tc_desk_lock_of (seat.desk)))
    main_turn ();
  stand_up (&seat);
}

/* It says so, and what comes while it is locked is told without a word of it. */
static void
test_emergency (void)
{
  Seat seat = {0};
  gint64 id = 0;

  sit_down (&seat);
  id = tc_room_desk_report (seat.desk, "Cháy nhà bà Ngọc", TC_PRIORITY_EMERGENCY);
  wait_shown (&seat, "nobody has taken it", TRUE);
  act (&seat, "lock", NULL);
  wait_shown (&seat, "The desk stays open", TRUE);
  g_assert_true (shows (GTK_WIDGET (seat.window), QUEUED));
  tc_room_desk_take_elsewhere (seat.desk, id);
  wait_shown (&seat, "nobody has taken it", FALSE);
  act (&seat, "lock", NULL);
  wait_shown (&seat, "Desk locked", TRUE);
  tc_room_desk_report (seat.desk, "Nổ bình ga nhà ông Tư", TC_PRIORITY_EMERGENCY);
  wait_shown (&seat, "An emergency", TRUE);
  g_assert_false (shows (GTK_WIDGET (seat.window), "Nổ bình ga"));
  g_assert_false (shows (GTK_WIDGET (seat.window), "Open"));
  enter (get_page (&seat), "mat-khau", "lock.open");
  wait_shown (&seat, "Nổ bình ga nhà ông Tư", TRUE);
  stand_up (&seat);
}

/* Whoever comes sees on the page to sign in that there is one, and no more of it. */
static void
test_emergency_left (void)
{
  Seat seat = {0};

  sit_down (&seat);
  act (&seat, "lock", NULL);
  wait_shown (&seat, "Desk locked", TRUE);
  tc_room_desk_report (seat.desk, "Nổ bình ga nhà ông Tư", TC_PRIORITY_EMERGENCY);
  wait_shown (&seat, "An emergency", TRUE);
  gtk_widget_activate_action (get_page (&seat), "lock.leave", NULL);
  wait_shown (&seat, "Sign in", TRUE);
  g_assert_true (shows (GTK_WIDGET (seat.window), "An emergency"));
  g_assert_false (shows (GTK_WIDGET (seat.window), "nobody has taken it"));
  g_assert_false (shows (GTK_WIDGET (seat.window), "Nổ bình ga"));
  g_assert_false (shows (GTK_WIDGET (seat.window), "Open"));
  tc_desk_sign_in_async (seat.desk, "lan", "mat-khau", NULL, NULL, NULL);
  wait_shown (&seat, "Nổ bình ga nhà ông Tư", TRUE);
  g_assert_false (shows (GTK_WIDGET (seat.window), "An emergency"));
  /* Of an open desk nothing stays. */
  act (&seat, "sign-out", NULL);
  wait_shown (&seat, "Sign in", TRUE);
  g_assert_false (shows (GTK_WIDGET (seat.window), "nobody has taken it"));
  stand_up (&seat);
}

/* Whoever relieves a colleague who went home; what that one began is there for nobody else. */
static void
test_someone_else (void)
{
  TcSignInPage *page = NULL;
  GtkWidget *focus = NULL;
  Seat seat = {0};

  sit_down (&seat);
  act (&seat, "note", NULL);
  act_string (&seat, "write", "của Lan");
  act (&seat, "preferences", NULL);
  act (&seat, "wall-overview", NULL);
  act (&seat, "lock", NULL);
  wait_shown (&seat, "Desk locked", TRUE);
  g_assert_false (gtk_widget_get_visible (find_window_of ("TcPreferences")));
  g_assert_true (gtk_widget_get_visible (find_window_of ("TcWallWindow")));
  page = TC_SIGN_IN_PAGE (find_type (GTK_WIDGET (seat.window), "TcSignInPage"));
  tc_sign_in_page_prepare (page, "lan", NULL);
  gtk_widget_activate_action (get_page (&seat), "lock.leave", NULL);
  wait_shown (&seat, "Sign in", TRUE);
  /* Hers is the account that is typed first. */
  g_assert_cmpstr (tc_sign_in_page_get_account (page), ==, "");
  focus = gtk_window_get_focus (GTK_WINDOW (seat.window));
  g_assert_true (gtk_widget_is_ancestor (focus, GTK_WIDGET (page)));
  g_assert_true (gtk_text_get_visibility (GTK_TEXT (focus)));
  while (find_window_of ("TcPreferences"))
    main_turn ();
  g_assert_cmpint (tc_desk_get_person (seat.desk), ==, 0);
  g_assert_false (tc_desk_lock_is_locked (tc_desk_lock_of (seat.desk)));
  g_assert_false (can (&seat, "lock"));
  tc_desk_sign_in_async (seat.desk, "lan", "mat-khau", NULL, NULL, NULL);
  wait_shown (&seat, QUEUED, TRUE);
  act (&seat, "note", NULL);
  act (&seat, "send", NULL);
  wait_shown (&seat, "Note: của Lan", TRUE);
  stand_up (&seat);
}

static void
test_windows_come_back (void)
{
  Seat seat = {0};

  sit_down (&seat);
  act (&seat, "preferences", NULL);
  act (&seat, "lock", NULL);
  wait_shown (&seat, "Desk locked", TRUE);
  g_assert_false (gtk_widget_get_visible (find_window_of ("TcPreferences")));
  /* From outside. */
  gtk_window_present (find_window_of ("TcPreferences"));
  g_assert_false (gtk_widget_get_visible (find_window_of ("TcPreferences")));
  enter (get_page (&seat), "mat-khau", "lock.open");
  wait_shown (&seat, QUEUED, TRUE);
  g_assert_true (gtk_widget_get_visible (find_window_of ("TcPreferences")));
  gtk_window_close (find_window_of ("TcPreferences"));
  stand_up (&seat);
}

/* What went meanwhile doesn't come back, and the keyboard is where it was. */
static void
test_window_gone (void)
{
  Seat seat = {0};
  GtkWidget *focus = NULL, *now = NULL;
  g_autoptr (GtkWidget) preferences = NULL;

  sit_down (&seat);
  focus = gtk_window_get_focus (GTK_WINDOW (seat.window));
  g_assert_nonnull (focus);
  act (&seat, "preferences", NULL);
  preferences = g_object_ref (find_window_of ("TcPreferences"));
  act (&seat, "lock", NULL);
  wait_shown (&seat, "Desk locked", TRUE);
  gtk_window_destroy (GTK_WINDOW (preferences));
  enter (get_page (&seat), "mat-khau", "lock.open");
  wait_shown (&seat, QUEUED, TRUE);
  g_assert_false (gtk_widget_get_visible (preferences));
  now = gtk_window_get_focus (GTK_WINDOW (seat.window));
  g_assert_true (now == focus || gtk_widget_is_ancestor (now, focus));
  stand_up (&seat);
}

static void
test_not_closed (void)
{
  Seat seat = {0};

  sit_down (&seat);
  act (&seat, "lock", NULL);
  wait_shown (&seat, "the program can't be closed", TRUE);
  gtk_window_close (GTK_WINDOW (seat.window));
  g_assert_true (tc_window_is_locked (seat.window));
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (seat.window)));
  g_assert_cmpint (tc_desk_get_person (seat.desk), !=, 0);
  stand_up (&seat);
}

static void
test_left (void)
{
  g_autoptr (GSettings) settings = tc_settings_open ();
  Seat seat = {0};

  g_assert_nonnull (settings);
  sit_down (&seat);
  g_settings_set_int (settings, "lock-after-s", 1);
  wait_shown (&seat, "Desk locked", TRUE);
  g_settings_set_int (settings, "lock-after-s", 0);
  enter (get_page (&seat), "mat-khau", "lock.open");
  wait_shown (&seat, QUEUED, TRUE);
  stand_up (&seat);
}

/* A movement of the pointer takes the warning away. */
static void
test_warning (void)
{
  g_autoptr (GSettings) settings = tc_settings_open ();
  Seat seat = {0};
  gint64 end_us = g_get_monotonic_time () + WAIT_US;

  sit_down (&seat);
  g_settings_set_int (settings, "lock-after-s", 22);
  wait_shown (&seat, "about to lock", TRUE);
  for (int i = 0; shows (GTK_WIDGET (seat.window), "about to lock"); i++) {
    g_autofree char *move = g_strdup_printf ("xdotool mousemove %d 300", 300 + i % 100);

    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    g_assert_true (g_spawn_command_line_sync (move, NULL, NULL, NULL, NULL));
    while (g_main_context_iteration (NULL, FALSE))
      ;
  }
  g_assert_false (tc_window_is_locked (seat.window));
  g_settings_set_int (settings, "lock-after-s", 0);
  stand_up (&seat);
}

/* Without the server, a PIN and what the password could be checked by, nobody could open it. */
static void
test_cut_off (void)
{
  g_autoptr (GSettings) settings = tc_settings_open ();
  TcDeskLock *lock = NULL;
  Seat seat = {0};
  gint64 end_us;

  sit_down (&seat);
  lock = tc_desk_lock_of (seat.desk);
  g_assert_true (tc_desk_lock_can_open (lock));
  tc_room_desk_set_online (seat.desk, FALSE);
  g_assert_false (tc_desk_lock_can_open (lock));
  g_settings_set_int (settings, "lock-after-s", 1);
  end_us = g_get_monotonic_time () + 3 * G_TIME_SPAN_SECOND;
  while (g_get_monotonic_time () < end_us)
    main_turn ();
  g_assert_false (tc_window_is_locked (seat.window));
  tc_room_desk_set_online (seat.desk, TRUE);
  wait_shown (&seat, "Desk locked", TRUE);
  g_settings_set_int (settings, "lock-after-s", 0);
  enter (get_page (&seat), "mat-khau", "lock.open");
  wait_shown (&seat, QUEUED, TRUE);
  set_pin (&seat);
  tc_room_desk_set_online (seat.desk, FALSE);
  g_assert_true (tc_desk_lock_can_open (lock));
  stand_up (&seat);
}

static void
test_session_ends (void)
{
  Seat seat = {0};
  GtkWidget *bar = NULL;

  sit_down (&seat);
  bar = find_type (GTK_WIDGET (seat.window), "TcSessionBar");
  tc_room_desk_set_session_until (seat.desk, g_get_real_time () + 2 * G_TIME_SPAN_HOUR);
  g_assert_false (gtk_widget_get_visible (bar));
  act (&seat, "note", NULL);
  act_string (&seat, "write", "đang ghi dở");
  tc_room_desk_set_session_until (seat.desk, g_get_real_time () + 20 * G_TIME_SPAN_MINUTE);
  wait_shown (&seat, "Your session ends at", TRUE);
  enter (bar, "sai-mat-khau", "session.renew");
  wait_shown (&seat, "The password is wrong.", TRUE);
  enter (bar, "mat-khau", "session.renew");
  wait_shown (&seat, "Your session ends at", FALSE);
  act (&seat, "send", NULL);
  wait_shown (&seat, "Note: đang ghi dở", TRUE);
  stand_up (&seat);
}

/* A PIN doesn't make a new session. */
static void
test_session_over (void)
{
  Seat seat = {0};
  gint64 until_us = 0;

  sit_down (&seat);
  set_pin (&seat);
  tc_room_desk_set_session_until (seat.desk, g_get_real_time () - 1);
  wait_shown (&seat, "The session is over", TRUE);
  wait_shown (&seat, QUEUED, FALSE);
  enter (get_page (&seat), PIN, "lock.open");
  wait_shown (&seat, "The password is wrong.", TRUE);
  enter (get_page (&seat), "mat-khau", "lock.open");
  wait_shown (&seat, QUEUED, TRUE);
  g_object_get (seat.desk, "session-until-us", &until_us, NULL);
  g_assert_cmpint (until_us, >, g_get_real_time ());
  stand_up (&seat);
}

/* While it is locked, and a PIN is being typed: that isn't taken for the password. */
static void
test_session_over_locked (void)
{
  Seat seat = {0};
  GtkEditable *secret = NULL;

  sit_down (&seat);
  set_pin (&seat);
  act (&seat, "lock", NULL);
  wait_shown (&seat, "Use the password", TRUE);
  secret = find_type (get_page (&seat), "GtkPasswordEntry");
  gtk_editable_set_text (secret, PIN);
  gtk_text_set_visibility (GTK_TEXT (gtk_editable_get_delegate (secret)), TRUE);
  tc_room_desk_set_session_until (seat.desk, g_get_real_time () - 1);
  wait_shown (&seat, "The session is over", TRUE);
  g_assert_cmpstr (gtk_editable_get_text (secret), ==, "");
  g_assert_false (gtk_text_get_visibility (GTK_TEXT (gtk_editable_get_delegate (secret))));
  g_assert_false (shows (get_page (&seat), "Use the password"));
  enter (get_page (&seat), "mat-khau", "lock.open");
  wait_shown (&seat, QUEUED, TRUE);
  stand_up (&seat);
}

int
main (int argc, char **argv)
{
  window_seat_init (&argc, &argv);
  g_test_add_func ("/lock-window/by-mouse", test_by_mouse);
  g_test_add_func ("/lock-window/pin", test_pin);
  g_test_add_func ("/lock-window/pin-by-enter", test_pin_by_enter);
  g_test_add_func ("/lock-window/held-goes", test_held_goes);
  g_test_add_func ("/lock-window/held-late", test_held_late);
  g_test_add_func ("/lock-window/named-late", test_named_late);
  g_test_add_func ("/lock-window/told-after-end", test_told_after_end);
  g_test_add_func ("/lock-window/password-after-wrong-pins", test_password_after_wrong_pins);
  g_test_add_func ("/lock-window/emergency", test_emergency);
  g_test_add_func ("/lock-window/emergency-left", test_emergency_left);
  g_test_add_func ("/lock-window/someone-else", test_someone_else);
  g_test_add_func ("/lock-window/windows-come-back", test_windows_come_back);
  g_test_add_func ("/lock-window/window-gone", test_window_gone);
  g_test_add_func ("/lock-window/not-closed", test_not_closed);
  g_test_add_func ("/lock-window/left", test_left);
  g_test_add_func ("/lock-window/warning", test_warning);
  g_test_add_func ("/lock-window/cut-off", test_cut_off);
  g_test_add_func ("/lock-window/session-ends", test_session_ends);
  g_test_add_func ("/lock-window/session-over", test_session_over);
  g_test_add_func ("/lock-window/session-over-locked", test_session_over_locked);
  return window_seat_run ();
}
