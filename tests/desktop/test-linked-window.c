/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what belongs to an incident stands on its page, leads there and can be taken away, at any
 * time and with undo; the page of one that was merged says so and leads to the one that it is now.
 * Method: as in test-incident-window.c.
 */
#include "window-seat.h"

#include <string.h>

#define COVER "Nắp cống bể giữa lộ"
#define TREE "Cây bàng đổ chắn ngang đường"

/* The first, or the last: a toast goes while the next one comes. */
static GtkWidget *
find_button (GtkWidget *widget, const char *label, gboolean last)
{
  GtkWidget *found = NULL;

  if (GTK_IS_BUTTON (widget) && gtk_widget_get_mapped (widget) &&
      g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && (last || !found);
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *one = find_button (child, label, last);
    found = one ? one : found;
  }
  return found;
}

/* As a person would press it in the list, who has the keyboard there. */
static void
press_button (Seat *seat, const char *label)
{
  GtkWidget *button = find_button (GTK_WIDGET (seat->window), label, FALSE);

  g_assert_nonnull (button);
  gtk_widget_grab_focus (button);
  g_signal_emit_by_name (button, "clicked");
}

/* In the toast that says @said. */
static void
undo (Seat *seat, const char *said)
{
  GtkWidget *button = NULL;

  wait_shown (seat, said, TRUE);
  button = find_button (GTK_WIDGET (seat->window), "Undo", TRUE);
  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
}

static GtkWidget *
find_label (GtkWidget *widget, const char *text)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) &&
      strstr (gtk_label_get_text (GTK_LABEL (widget)), text))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find_label (child, text);
    if (found)
      return found;
  }
  return NULL;
}

static gint64
count_links (Seat *seat, gint64 id)
{
  return tc_room_desk_find (
      seat->desk, "SELECT count(*) FROM incident_link WHERE incident_id = ? AND ended_us IS NULL",
      id);
}

static void
report_two (Seat *seat, gint64 *first, gint64 *second)
{
  *first = tc_room_desk_report (seat->desk, COVER, TC_PRIORITY_URGENT);
  *second = tc_room_desk_report (seat->desk, TREE, TC_PRIORITY_URGENT);
}

static void
merge (Seat *seat, gint64 id, gint64 into_id)
{
  g_autofree char *code = tc_room_desk_dup_code (seat->desk, id);
  g_autofree char *into = tc_room_desk_dup_code (seat->desk, into_id);

  act (seat, "merge-into", g_variant_new ("(xsxs)", id, code, into_id, into));
  wait_state (seat, id, TC_STATE_MERGED);
}

/* Long after the toast has gone: at the leader, by the button in the list; undo merges again. */
static void
test_take_apart_at_leader (void)
{
  Seat seat = {0};
  gint64 first, second;
  g_autofree char *code = NULL, *apart = NULL;

  sit_down (&seat);
  report_two (&seat, &first, &second);
  code = tc_room_desk_dup_code (seat.desk, second);
  apart = g_strdup_printf ("%s taken apart from", code);
  merge (&seat, second, first);
  show_incident (&seat, first);
  wait_shown (&seat, "merged into this", TRUE);
  wait_shown (&seat, code, TRUE);
  press_button (&seat, "Take apart");
  wait_state (&seat, second, TC_STATE_NEW);
  wait_shown (&seat, "merged into this", FALSE);
  g_assert_true (is_at_list (&seat));
  undo (&seat, apart);
  wait_state (&seat, second, TC_STATE_MERGED);
  wait_shown (&seat, "merged into this", TRUE);
  stand_up (&seat);
}

/* Closed, and nothing of it moves over; opened again by the button at the foot. */
static void
test_close_duplicate (void)
{
  static const char *const stored = "SELECT count(*) FROM incident WHERE id = ? AND state ="
                                    " 'closed' AND outcome = 'duplicate' AND duplicate_of NOTNULL"
                                    " AND report_count = 1";
  Seat seat = {0};
  gint64 first, second;
  g_autofree char *code = NULL;

  sit_down (&seat);
  report_two (&seat, &first, &second);
  code = tc_room_desk_dup_code (seat.desk, first);
  show_incident (&seat, second);
  wait_can (&seat, "close-duplicate", TRUE);
  write_and_send (&seat, "close-duplicate", "PA-990101-9999");
  wait_shown (&seat, "There is no incident PA-990101-9999.", TRUE);
  act_string (&seat, "write", code);
  act (&seat, "send", NULL);
  wait_state (&seat, second, TC_STATE_CLOSED);
  g_assert_cmpint (tc_room_desk_find (seat.desk, stored, second), ==, 1);
  wait_shown (&seat, "is closed as a duplicate of", TRUE);
  press_button (&seat, "Reopen");
  wait_state (&seat, second, TC_STATE_ACCEPTED);
  stand_up (&seat);
}

/* The page of what was merged. */
static void
test_merged_page (void)
{
  Seat seat = {0};
  gint64 first, second;
  g_autofree char *code = NULL, *says = NULL, *open = NULL;

  sit_down (&seat);
  report_two (&seat, &first, &second);
  code = tc_room_desk_dup_code (seat.desk, first);
  says = g_strdup_printf ("Merged: it is handled as %s, “%s”.", code, COVER);
  open = g_strdup_printf ("Open %s", code);
  merge (&seat, second, first);
  show_incident (&seat, second);
  wait_shown (&seat, says, TRUE);
  wait_shown (&seat, open, TRUE);
  g_assert_true (can (&seat, "take-apart"));
  act (&seat, "open-leader", NULL);
  wait_shown (&seat, says, FALSE);
  wait_shown (&seat, "merged into this", TRUE);
  wait_can (&seat, "open-leader", FALSE);
  g_assert_false (can (&seat, "take-apart"));
  show_incident (&seat, second);
  wait_can (&seat, "take-apart", TRUE);
  act (&seat, "take-apart", NULL);
  wait_state (&seat, second, TC_STATE_NEW);
  wait_shown (&seat, says, FALSE);
  stand_up (&seat);
}

/* Whether the keyboard is in what one types into. */
static gboolean
is_typing (Seat *seat)
{
  return GTK_IS_TEXT_VIEW (gtk_window_get_focus (GTK_WINDOW (seat->window)));
}

/* With a kind, by the code, which is seen from both ends; taken away, and linked again. */
static void
test_link (void)
{
  Seat seat = {0};
  gint64 first, second;
  g_autofree char *code = NULL, *one = NULL, *back = NULL, *both = NULL;

  sit_down (&seat);
  report_two (&seat, &first, &second);
  code = tc_room_desk_dup_code (seat.desk, second);
  one = tc_room_desk_dup_code (seat.desk, first);
  back = g_strdup_printf ("%s · related", one);
  both = g_strdup_printf ("%s linked with %s.", one, code);
  show_incident (&seat, first);
  wait_can (&seat, "link-incident", TRUE);
  write_and_send (&seat, "link-incident", "PA-000000-9999");
  wait_shown (&seat, "There is no incident PA-000000-9999.", TRUE);
  g_assert_true (is_typing (&seat));
  g_assert_cmpint (count_links (&seat, first), ==, 0);
  write_and_send (&seat, "link-incident", code);
  wait_shown (&seat, both, TRUE);
  wait_shown (&seat, "· related", TRUE);
  g_assert_cmpint (count_links (&seat, first), ==, 1);
  write_and_send (&seat, "link-incident", code);
  wait_shown (&seat, "is linked to that incident already", TRUE);
  show_incident (&seat, second);
  wait_shown (&seat, back, TRUE);
  press_button (&seat, "Unlink");
  wait_shown (&seat, back, FALSE);
  g_assert_cmpint (count_links (&seat, first), ==, 0);
  undo (&seat, "is taken away.");
  wait_shown (&seat, back, TRUE);
  g_assert_cmpint (count_links (&seat, second), ==, 1);
  stand_up (&seat);
}

/* A code in the history leads to its incident; how long ago it was stands before it. */
static void
test_code_leads (void)
{
  Seat seat = {0};
  gint64 first, second;
  g_autofree char *one = NULL, *two = NULL, *markup = NULL;
  GtkWidget *label = NULL;
  gboolean done = FALSE;

  sit_down (&seat);
  report_two (&seat, &first, &second);
  one = tc_room_desk_dup_code (seat.desk, first);
  two = tc_room_desk_dup_code (seat.desk, second);
  markup = g_strdup_printf ("Linked with <a href=\"%s\">%s</a>", two, two);
  act (&seat, "link-codes", g_variant_new ("(ss)", one, two));
  show_incident (&seat, first);
  wait_shown (&seat, "Linked with", TRUE);
  wait_shown (&seat, "<1 min · ", TRUE);
  label = find_label (GTK_WIDGET (seat.window), "Linked with");
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (label)), ==, markup);
  g_signal_emit_by_name (label, "activate-link", two, &done);
  g_assert_true (done);
  wait_shown (&seat, one, TRUE);
  wait_shown (&seat, "“" TREE "”", TRUE);
  stand_up (&seat);
}

/* Undone, a cause is the cause again, from whichever end it was taken away. */
static void
test_turned (void)
{
  Seat seat = {0};
  gint64 first, second, link_id;
  g_autofree char *code = NULL;

  sit_down (&seat);
  report_two (&seat, &first, &second);
  code = tc_room_desk_dup_code (seat.desk, first);
  link_id = tc_operation_sink_make_id (TC_OPERATION_SINK (seat.desk));
  tc_room_desk_act_elsewhere (
      seat.desk, &tc_incident_link_type,
      &(TcIncidentLink){first, link_id, second,
                        tc_operation_sink_make_id (TC_OPERATION_SINK (seat.desk)), "cause"});
  show_incident (&seat, second);
  wait_shown (&seat, "· came of this", TRUE);
  act (&seat, "unlink", g_variant_new ("(xxsxs)", second, link_id, "effect", first, code));
  wait_shown (&seat, "· came of this", FALSE);
  undo (&seat, "is taken away.");
  wait_shown (&seat, "· came of this", TRUE);
  show_incident (&seat, first);
  wait_shown (&seat, "· the cause of this", TRUE);
  stand_up (&seat);
}

/* What is typed in the command line: with the one shown, or both. */
static void
test_verb (void)
{
  Seat seat = {0};
  gint64 first, second;
  g_autofree char *one = NULL, *two = NULL, *shown = NULL;

  sit_down (&seat);
  report_two (&seat, &first, &second);
  one = tc_room_desk_dup_code (seat.desk, first);
  two = tc_room_desk_dup_code (seat.desk, second);
  act (&seat, "link-codes", g_variant_new ("(ss)", one, "PA-000000-9999"));
  wait_shown (&seat, "There is no incident PA-000000-9999.", TRUE);
  act (&seat, "link-codes", g_variant_new ("(ss)", one, two));
  wait_shown (&seat, "linked with", TRUE);
  g_assert_cmpint (count_links (&seat, first), ==, 1);
  /* With the one that is shown. */
  shown = g_strdup_printf ("%s · related", one);
  act (&seat, "link-codes", g_variant_new ("(ss)", one, ""));
  wait_shown (&seat, shown, TRUE);
  g_assert_cmpint (
      tc_room_desk_find (seat.desk, "SELECT count(*) FROM incident_link WHERE other_id = ?", first),
      ==, 1);
  stand_up (&seat);
}

/* The page whose history stands on screen. */
static GtkAdjustment *
find_page (Seat *seat)
{
  GtkWidget *label = find_label (GTK_WIDGET (seat->window), "“" COVER "”");

  return gtk_scrolled_window_get_vadjustment (
      GTK_SCROLLED_WINDOW (gtk_widget_get_ancestor (label, GTK_TYPE_SCROLLED_WINDOW)));
}

/* Once there is so much of the page. */
static void
scroll_down (GtkAdjustment *page)
{
  gint64 end_us = g_get_monotonic_time () + WAIT_US;

  while (gtk_adjustment_get_value (page) < 40) {
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    gtk_adjustment_set_value (page, 40);
    g_main_context_iteration (NULL, FALSE);
  }
}

/* Whoever read far down in one sees of another first which it is; what happens to the same one
 * moves nothing. */
static void
test_from_the_top (void)
{
  Seat seat = {0};
  gint64 first, second;
  GtkAdjustment *page = NULL;

  sit_down_at (&seat, tc_desk_open (NULL, NULL), NULL, 1366, 600);
  wait_shown (&seat, "Take", TRUE);
  report_two (&seat, &first, &second);
  show_incident (&seat, first);
  wait_shown (&seat, "“" COVER "”", TRUE);
  wait_painted (GTK_WIDGET (seat.window));
  page = find_page (&seat);
  scroll_down (page);
  act (&seat, "take", NULL);
  wait_shown (&seat, "Taken by", TRUE);
  g_assert_cmpfloat (gtk_adjustment_get_value (page), >, 0);
  show_incident (&seat, second);
  wait_shown (&seat, "“" TREE "”", TRUE);
  g_assert_cmpfloat (gtk_adjustment_get_value (page), ==, 0);
  stand_up (&seat);
}

/* By the strip or an alarm an incident is opened and taken at once: why that was refused stays on
 * its page, though it came before the page had been read, and goes with the page. */
static void
test_refused_before_read (void)
{
  static const char *const refused = "Somebody else has taken PA-";
  Seat seat = {0};
  gint64 first, second;

  sit_down (&seat);
  report_two (&seat, &first, &second);
  show_incident (&seat, first);
  wait_shown (&seat, "“" COVER "”", TRUE);
  tc_room_desk_take_elsewhere (seat.desk, second);
  tc_room_desk_stop_reading (seat.desk, TRUE);
  show_incident (&seat, second);
  act (&seat, "take-incident", g_variant_new_int64 (second));
  wait_shown (&seat, refused, TRUE);
  tc_room_desk_stop_reading (seat.desk, FALSE);
  wait_shown (&seat, "“" TREE "”", TRUE);
  g_assert_true (shows (GTK_WIDGET (seat.window), refused));
  show_incident (&seat, first);
  wait_shown (&seat, "“" COVER "”", TRUE);
  g_assert_false (shows (GTK_WIDGET (seat.window), refused));
  stand_up (&seat);
}

int
main (int argc, char **argv)
{
  window_seat_init (&argc, &argv);
  g_test_add_func ("/linked/take-apart-at-leader", test_take_apart_at_leader);
  g_test_add_func ("/linked/merged-page", test_merged_page);
  g_test_add_func ("/linked/close-duplicate", test_close_duplicate);
  g_test_add_func ("/linked/link", test_link);
  g_test_add_func ("/linked/code-leads", test_code_leads);
  g_test_add_func ("/linked/turned", test_turned);
  g_test_add_func ("/linked/verb", test_verb);
  g_test_add_func ("/linked/refused-before-read", test_refused_before_read);
  g_test_add_func ("/linked/from-the-top", test_from_the_top);
  return window_seat_run ();
}
