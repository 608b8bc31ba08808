/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what is done from wherever one is in the window: taking back what was done last, reading
 * what program it is; and each verb has a button with its key. Method: the real window over the
 * room's desk.
 */
#include "window-seat.h"

#include "main-turn.h"
#include "tc-emergency-strip.h"
#include "tc-undo.h"

#include <string.h>

static void
wait_some (void)
{
  gint64 end_us = g_get_monotonic_time () + 300 * 1000;

  while (g_get_monotonic_time () < end_us)
    main_turn ();
}

/* ---- what program it is ---- */

static void
assert_in_metainfo (const char *metainfo, const char *before, const char *value, const char *after)
{
  g_autofree char *line = g_strconcat (before, value, after, NULL);

  if (!strstr (metainfo, line))
    g_error ("the metainfo doesn't say %s", line);
}

/* The dialog says what the metainfo says, whichever is changed. */
static void
test_about (void)
{
  Seat seat = {0};
  g_autofree char *metainfo = NULL, *name = NULL, *version = NULL, *words = NULL, *url = NULL;
  GtkLicense license = GTK_LICENSE_UNKNOWN;

  g_assert_true (g_file_get_contents (g_getenv ("TC_METAINFO"), &metainfo, NULL, NULL));
  sit_down (&seat);
  act (&seat, "about", NULL);
  g_object_get (find_window_of ("GtkAboutDialog"), "program-name", &name, "version", &version,
                "comments", &words, "website", &url, "license-type", &license, NULL);
  assert_in_metainfo (metainfo, "<name>", name, "</name>");
  assert_in_metainfo (metainfo, "<summary>", words, "</summary>");
  assert_in_metainfo (metainfo, "<url type=\"homepage\">", url, "</url>");
  assert_in_metainfo (metainfo, "<releases>\n    <release version=\"", version, "\"");
  g_assert_cmpint (license, ==, GTK_LICENSE_GPL_3_0);
  assert_in_metainfo (metainfo, "<project_license>", "GPL-3.0-or-later", "</project_license>");
  gtk_window_close (find_window_of ("GtkAboutDialog"));
  stand_up (&seat);
}

/* ---- verbs that are seldom needed ---- */

static GtkWidget *
find_button (GtkWidget *widget, const char *action)
{
  GtkWidget *found = GTK_IS_BUTTON (widget) &&
                             g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (widget)),
                                        action) == 0
                         ? widget
                         : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find_button (child, action);
  return found;
}

static void
test_more (void)
{
  static const char *const verbs[][2] = {
      {"win.priority", "Priority (U)"},  {"win.assign", "Assign (C)"},
      {"win.release", "Give back (⇧T)"}, {"win.leave-event", "Take out of the big event (⇧H)"},
      {"win.view-photos", "Photos (V)"}, {"win.attach", "Attach (F)"},
  };
  Seat seat = {0};
  GtkWidget *work = NULL, *more = NULL, *button = NULL;

  sit_down (&seat);
  work = find_type (GTK_WIDGET (seat.window), "TcIncidentWork");
  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++) {
    button = find_button (work, verbs[i][0]);
    g_assert_nonnull (button);
    g_assert_cmpstr (gtk_widget_get_tooltip_text (button), ==, verbs[i][1]);
  }
  /* One that is chosen closes the menu, and leaves the keyboard to what it opens. */
  more = find_type (work, "GtkMenuButton");
  gtk_menu_button_popup (GTK_MENU_BUTTON (more));
  button = find_button (work, "win.priority");
  while (!gtk_widget_get_mapped (button))
    main_turn ();
  g_signal_emit_by_name (button, "clicked");
  while (gtk_widget_get_mapped (button))
    main_turn ();
  wait_shown (&seat, "New priority, and why", TRUE);
  g_assert_true (GTK_IS_TEXT_VIEW (gtk_window_get_focus (GTK_WINDOW (seat.window))));
  stand_up (&seat);
}

/* ---- taking back ---- */

static char *offered; /* (owned) (nullable): what could be taken back last, as it is said */

/* What is only being done isn't that. */
static void
offered_cb (GAction *action, GVariant *target, gpointer data)
{
  const char *with = NULL;
  gsize first = g_variant_is_of_type (target, G_VARIANT_TYPE ("(xssav)")) ? 1 : 0;

  g_variant_get_child (target, first + 1, "&s", &with);
  if (g_str_equal (with, TC_UNDO_PENDING))
    return;
  g_free (offered);
  g_variant_get_child (target, first, "s", &offered);
}

static void
watch_offers (Seat *seat)
{
  static const char *const names[] = {"undo-offer", "undo-settle"};

  g_clear_pointer (&offered, g_free);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_signal_connect (g_action_map_lookup_action (G_ACTION_MAP (seat->window), names[i]),
                      "activate", G_CALLBACK (offered_cb), NULL);
}

static void
wait_offered (const char *said)
{
  gint64 end_us = g_get_monotonic_time () + WAIT_US;

  while (!offered || !strstr (offered, said)) {
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    main_turn ();
  }
  g_clear_pointer (&offered, g_free);
}

static gint64
open_report (Seat *seat, const char *title)
{
  gint64 id = tc_room_desk_report (seat->desk, title, TC_PRIORITY_NOTICE);
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, id);

  act_string (seat, "open", text);
  wait_shown (seat, title, TRUE);
  wait_can (seat, "take", TRUE);
  return id;
}

/* By the key, by what it says, and in the database. */
static void
undo (Seat *seat, const char *said)
{
  g_autofree char *text = g_strdup_printf ("Taking back: %s", said);

  act (seat, "undo", NULL);
  wait_shown (seat, text, TRUE);
}

static gint64
find_number (Seat *seat, const char *column, gint64 id)
{
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM incident WHERE id = ?", column);

  return tc_room_desk_find (seat->desk, sql, id);
}

static void
wait_number (Seat *seat, const char *column, gint64 id, gint64 value)
{
  gint64 end_us = g_get_monotonic_time () + WAIT_US;

  while (find_number (seat, column, id) != value) {
    if (g_get_monotonic_time () > end_us)
      g_error ("%s is %" G_GINT64_FORMAT " and not %" G_GINT64_FORMAT, column,
               find_number (seat, column, id), value);
    main_turn ();
  }
}

/* The key goes back step by step, and takes nothing back twice. */
static void
test_undo_taking (void)
{
  Seat seat = {0};
  gint64 id;
  g_autofree char *code = NULL, *taken = NULL;

  sit_down (&seat);
  act (&seat, "undo", NULL);
  wait_shown (&seat, "There is nothing to undo.", TRUE);
  g_assert_false (can (&seat, "release"));
  id = open_report (&seat, "Rác chắn cống");
  code = tc_room_desk_dup_code (seat.desk, id);
  taken = g_strdup_printf ("%s taken.", code);
  act (&seat, "take", NULL);
  wait_shown (&seat, "Taken by lan", TRUE);
  wait_can (&seat, "release", TRUE);
  undo (&seat, taken);
  wait_shown (&seat, "Given back by lan", TRUE);
  wait_number (&seat, "coalesce (staff_id, 0)", id, 0);
  g_assert_cmpint (tc_room_desk_get_incident_state (seat.desk, id), ==, TC_STATE_ACCEPTED);
  wait_can (&seat, "release", FALSE);
  act (&seat, "undo", NULL);
  wait_shown (&seat, "There is nothing to undo.", TRUE);
  stand_up (&seat);
}

/* What was taken from elsewhere goes back before what was done earlier, though it is on no row. */
static void
test_undo_unseen (void)
{
  Seat seat = {0};
  gint64 first, second;
  g_autofree char *code = NULL, *changed = NULL, *taken = NULL;

  sit_down (&seat);
  first = open_report (&seat, "Rác chắn cống");
  write_and_send (&seat, "priority", "đông người qua lại");
  wait_number (&seat, "priority", first, TC_PRIORITY_URGENT);
  code = tc_room_desk_dup_code (seat.desk, first);
  changed = g_strdup_printf ("Priority of %s changed.", code);
  wait_shown (&seat, changed, TRUE);
  second = tc_room_desk_report (seat.desk, "Cháy nhà bà Ngọc", TC_PRIORITY_EMERGENCY);
  g_free (code);
  code = tc_room_desk_dup_code (seat.desk, second);
  taken = g_strdup_printf ("%s taken.", code);
  watch_offers (&seat);
  act (&seat, "take-incident", g_variant_new_int64 (second));
  wait_number (&seat, "coalesce (staff_id, 0) != 0", second, 1);
  wait_offered (taken);
  undo (&seat, taken);
  wait_number (&seat, "coalesce (staff_id, 0)", second, 0);
  g_assert_cmpint (find_number (&seat, "priority", first), ==, TC_PRIORITY_URGENT);
  wait_shown (&seat, "Being done…", FALSE);
  undo (&seat, changed);
  wait_number (&seat, "priority", first, TC_PRIORITY_NOTICE);
  stand_up (&seat);
}

static void
wait_taken (Seat *seat, gint64 n)
{
  gint64 end_us = g_get_monotonic_time () + WAIT_US;

  while (tc_room_desk_find (seat->desk,
                            "SELECT count(*) FROM incident WHERE staff_id IS NOT NULL"
                            " AND ?1 IS ?1",
                            0) != n) {
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    main_turn ();
  }
}

/* At once behind it, before it is known what became of it: nothing else is taken back. */
static void
test_undo_at_once (void)
{
  Seat seat = {0};
  gint64 first, second;
  g_autofree char *code = NULL, *taken = NULL;

  sit_down (&seat);
  first = open_report (&seat, "Rác chắn cống");
  write_and_send (&seat, "priority", "đông người qua lại");
  wait_number (&seat, "priority", first, TC_PRIORITY_URGENT);
  wait_shown (&seat, "Priority of", TRUE);
  second = tc_room_desk_report (seat.desk, "Cháy nhà bà Ngọc", TC_PRIORITY_EMERGENCY);
  code = tc_room_desk_dup_code (seat.desk, second);
  taken = g_strdup_printf ("%s taken.", code);
  watch_offers (&seat);
  act (&seat, "take-incident", g_variant_new_int64 (second));
  act (&seat, "undo", NULL);
  wait_shown (&seat, "Nothing was taken back, this isn't done yet", TRUE);
  wait_number (&seat, "coalesce (staff_id, 0) != 0", second, 1);
  g_assert_cmpint (find_number (&seat, "priority", first), ==, TC_PRIORITY_URGENT);
  wait_offered (taken);
  undo (&seat, taken);
  wait_number (&seat, "coalesce (staff_id, 0)", second, 0);
  g_assert_cmpint (find_number (&seat, "priority", first), ==, TC_PRIORITY_URGENT);
  stand_up (&seat);
}

/* So is what was taken by its alarm. */
static void
test_undo_alarm (void)
{
  Seat seat = {0};
  gint64 n, first;

  sit_down (&seat);
  first = open_report (&seat, "Rác chắn cống");
  act (&seat, "take", NULL);
  wait_can (&seat, "release", TRUE);
  n = tc_room_desk_find (
      seat.desk, "SELECT count(*) FROM incident WHERE staff_id IS NOT NULL AND ?1 IS ?1", 0);
  act_string (&seat, "panel", "alarms");
  wait_can (&seat, "alarm-take", TRUE);
  watch_offers (&seat);
  act (&seat, "alarm-take", NULL);
  wait_taken (&seat, n + 1);
  wait_offered (" taken.");
  act (&seat, "undo", NULL);
  wait_shown (&seat, "Taking back: PA-", TRUE);
  wait_taken (&seat, n);
  g_assert_cmpint (find_number (&seat, "coalesce (staff_id, 0) != 0", first), ==, 1);
  stand_up (&seat);
}

/* Giving back by its own key is taken back too. */
static void
test_give_back (void)
{
  Seat seat = {0};
  gint64 id;

  sit_down (&seat);
  id = open_report (&seat, "Rác chắn cống");
  act (&seat, "take", NULL);
  wait_can (&seat, "release", TRUE);
  act (&seat, "release", NULL);
  wait_shown (&seat, "Given back by lan", TRUE);
  wait_can (&seat, "release", FALSE);
  act (&seat, "undo", NULL);
  wait_shown (&seat, "given back: nobody has it.", TRUE);
  wait_can (&seat, "release", TRUE);
  g_assert_cmpint (find_number (&seat, "staff_id", id), !=, 0);
  stand_up (&seat);
}

/* What a toast offered can be had when it is gone. */
static void
test_undo_priority_and_end (void)
{
  Seat seat = {0};
  gint64 id;
  g_autofree char *code = NULL, *changed = NULL, *ended = NULL;

  sit_down (&seat);
  id = open_report (&seat, "Rác chắn cống");
  code = tc_room_desk_dup_code (seat.desk, id);
  changed = g_strdup_printf ("Priority of %s changed.", code);
  ended = g_strdup_printf ("%s ended.", code);
  write_and_send (&seat, "priority", "đông người qua lại");
  wait_number (&seat, "priority", id, TC_PRIORITY_URGENT);
  wait_shown (&seat, changed, TRUE);
  wait_can (&seat, "take", TRUE);
  act (&seat, "take", NULL);
  wait_can (&seat, "release", TRUE);
  write_and_send (&seat, "resolve", "");
  wait_shown (&seat, changed, FALSE);
  wait_shown (&seat, ended, TRUE);
  g_assert_cmpint (tc_room_desk_get_incident_state (seat.desk, id), ==, TC_STATE_RESOLVED);
  wait_shown (&seat, ended, FALSE);
  undo (&seat, ended);
  wait_shown (&seat, "Ended by mistake; taken back.", TRUE);
  g_assert_cmpint (tc_room_desk_get_incident_state (seat.desk, id), ==, TC_STATE_ASSIGNED);
  act (&seat, "undo", NULL);
  wait_number (&seat, "coalesce (staff_id, 0)", id, 0);
  wait_shown (&seat, "Being done…", FALSE);
  undo (&seat, changed);
  wait_number (&seat, "priority", id, TC_PRIORITY_NOTICE);
  stand_up (&seat);
}

static gint64
sum_priorities (Seat *seat)
{
  return tc_room_desk_find (seat->desk,
                            "SELECT sum (priority * priority * (id % 997)) FROM incident"
                            " WHERE id > ?",
                            0);
}

/* Several at once go back to what each had. */
static void
test_undo_many (void)
{
  Seat seat = {0};
  gint64 before, end_us = g_get_monotonic_time () + WAIT_US;

  sit_down (&seat);
  before = sum_priorities (&seat);
  act (&seat, "choose-all", NULL);
  wait_can (&seat, "priority", TRUE);
  write_and_send (&seat, "priority", "");
  wait_shown (&seat, "Priority of 8 changed", TRUE);
  wait_shown (&seat, "Being done…", FALSE);
  g_assert_cmpint (sum_priorities (&seat), !=, before);
  act (&seat, "undo", NULL);
  while (sum_priorities (&seat) != before) {
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    main_turn ();
  }
  wait_shown (&seat, "Being done…", FALSE);
  act (&seat, "undo", NULL);
  wait_shown (&seat, "There is nothing to undo.", TRUE);
  stand_up (&seat);
}

/* ---- what rings ---- */

/* Where one works with something else: what rings most is quiet, then the next, then nothing rings;
 * the strip stays until somebody takes it, its button goes. */
static void
test_silence (void)
{
  Seat seat = {0};
  GtkWidget *button = NULL;
  gint64 end_us = g_get_monotonic_time () + WAIT_US;

  sit_down (&seat);
  act_string (&seat, "panel", "journal");
  tc_room_desk_report (seat.desk, "Cháy nhà bà Ngọc", TC_PRIORITY_EMERGENCY);
  wait_shown (&seat, "Cháy nhà bà Ngọc", TRUE);
  button = find_button (find_type (GTK_WIDGET (seat.window), "TcEmergencyStrip"),
                        "win.alarm-silence");
  while (!gtk_widget_get_mapped (button)) {
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    main_turn ();
  }
  g_assert_cmpstr (gtk_widget_get_tooltip_text (button), ==, "Acknowledge (Ctrl ⇧A)");
  g_signal_emit_by_name (button, "clicked");
  wait_shown (&seat, "Acknowledged, quiet for the room: ", TRUE);
  g_assert_true (shows (GTK_WIDGET (seat.window), "nobody has taken it"));
  g_assert_cmpint (
      tc_room_desk_find (seat.desk, "SELECT count(*) FROM alarm_mark WHERE ?1 IS ?1", 0), ==, 1);
  while (gtk_widget_get_mapped (button)) {
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    main_turn ();
  }
  for (int i = 0; !shows (GTK_WIDGET (seat.window), "Nothing rings."); i++) {
    g_assert_cmpint (i, <, 100);
    act (&seat, "alarm-silence", NULL);
    wait_some ();
  }
  stand_up (&seat);
}

/* ---- what moves by itself ---- */

/* A click that was meant for what stood there before the strip came isn't one on what is there now;
 * shortly after, all is as ever. */
static void
test_strip_comes (void)
{
  Seat seat = {0};
  TcEmergencyStrip *strip;
  gint64 begun_us = 0;

  sit_down (&seat);
  strip = find_type (GTK_WIDGET (seat.window), "TcEmergencyStrip");
  while (tc_emergency_strip_has_moved (strip))
    main_turn ();
  act (&seat, "take-emergency", NULL);
  wait_some ();
  g_assert_false (tc_emergency_strip_has_moved (strip));
  tc_room_desk_report (seat.desk, "Dây điện đứt chạm nước", TC_PRIORITY_EMERGENCY);
  begun_us = g_get_monotonic_time ();
  while (!gtk_widget_get_visible (GTK_WIDGET (strip))) {
    g_assert_cmpint (g_get_monotonic_time (), <, begun_us + WAIT_US);
    main_turn ();
  }
  g_assert_true (tc_emergency_strip_has_moved (strip));
  g_usleep (G_USEC_PER_SEC / 2);
  g_assert_false (tc_emergency_strip_has_moved (strip));
  stand_up (&seat);
}

/* Pressed twice, it is taken once. */
static void
test_strip_takes_once (void)
{
  Seat seat = {0};
  gint64 id;
  TcEmergencyStrip *strip;

  sit_down (&seat);
  strip = find_type (GTK_WIDGET (seat.window), "TcEmergencyStrip");
  id = tc_room_desk_report (seat.desk, "Dây điện đứt chạm nước", TC_PRIORITY_EMERGENCY);
  while (tc_emergency_strip_get_id (strip) != id) {
    act (&seat, "take-emergency", NULL);
    wait_some ();
  }
  act (&seat, "take-emergency", NULL);
  act (&seat, "take-emergency", NULL);
  wait_shown (&seat, "Taken by lan", TRUE);
  wait_some ();
  g_assert_cmpint (tc_room_desk_find (seat.desk,
                                      "SELECT count(*) FROM incident_event WHERE incident_id = ?"
                                      " AND code = 'incident.take'",
                                      id),
                   ==, 1);
  stand_up (&seat);
}

int
main (int argc, char **argv)
{
  window_seat_init (&argc, &argv);
  g_test_add_func ("/anywhere/about", test_about);
  g_test_add_func ("/anywhere/more", test_more);
  g_test_add_func ("/anywhere/strip-comes", test_strip_comes);
  g_test_add_func ("/anywhere/strip-takes-once", test_strip_takes_once);
  g_test_add_func ("/anywhere/undo-taking", test_undo_taking);
  g_test_add_func ("/anywhere/undo-unseen", test_undo_unseen);
  g_test_add_func ("/anywhere/undo-at-once", test_undo_at_once);
  g_test_add_func ("/anywhere/undo-alarm", test_undo_alarm);
  g_test_add_func ("/anywhere/give-back", test_give_back);
  g_test_add_func ("/anywhere/undo-priority-and-end", test_undo_priority_and_end);
  g_test_add_func ("/anywhere/undo-many", test_undo_many);
  g_test_add_func ("/anywhere/silence", test_silence);
  return window_seat_run ();
}
