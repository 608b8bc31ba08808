/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: several incidents are merged into one after a person has looked at them: what leads and
 * what is left out can be changed, what can't be is said, and all of it is taken back in one go,
 * but for what another desk has merged since. Method: as in test-incident-window.c.
 */
#include "main-turn.h"
#include "tc-row-list.h"
#include "window-seat.h"

#define ALIKE 4
#define TITLE "Cây bàng đổ chắn ngang đường"

/* Four people tell of one tree; the last report is the last that is made. */
static void
report_alike (Seat *seat, gint64 *ids)
{
  for (guint i = 0; i < ALIKE; i++)
    ids[i] = tc_room_desk_report (seat->desk, TITLE, TC_PRIORITY_URGENT);
  wait_shown (seat, "4 new incidents", TRUE);
  act (seat, "admit", NULL);
  act_string (seat, "find-text", TITLE);
  wait_shown (seat, "4 found", TRUE);
  wait_listed (seat, TITLE, TRUE);
}

static void
choose_all (Seat *seat)
{
  act (seat, "choose-all", NULL);
  wait_shown (seat, "4 incidents chosen", TRUE);
}

static void
act_id (Seat *seat, const char *action, gint64 id)
{
  act (seat, action, g_variant_new_int64 (id));
}

static guint
count_merged (Seat *seat, const gint64 *ids)
{
  guint n = 0;

  for (guint i = 0; i < ALIKE; i++)
    n += tc_room_desk_get_incident_state (seat->desk, ids[i]) == TC_STATE_MERGED;
  return n;
}

/* As the button beside what was merged does it. */
static void
take_apart (Seat *seat, gint64 into_id, const gint64 *ids, guint n)
{
  GVariant *merged = g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, ids, n, sizeof *ids);

  act (seat, "unmerge-many", g_variant_new ("(x@ax)", into_id, merged));
}

/* All four chosen, with the sheet open over them. */
static void
open_sheet (Seat *seat)
{
  choose_all (seat);
  act (seat, "merge", NULL);
  wait_shown (seat, "Merge 3 incidents into PA-", TRUE);
  wait_can (seat, "merge-now", TRUE);
}

/* Four chosen, one left out, confirmed, undone. */
static void
test_chosen (void)
{
  Seat seat = {0};
  gint64 ids[ALIKE] = {0};

  sit_down (&seat);
  report_alike (&seat, ids);
  choose_all (&seat);
  g_assert_true (can (&seat, "merge"));
  g_assert_false (can (&seat, "merge-now"));
  act (&seat, "merge", NULL);
  wait_shown (&seat, "Merge 3 incidents into PA-", TRUE);
  wait_shown (&seat, "proposed to lead: it came first", TRUE);
  wait_shown (&seat, " · score ", TRUE);
  act_id (&seat, "merge-leave", ids[2]);
  wait_shown (&seat, "Merge 2 incidents into PA-", TRUE);
  wait_shown (&seat, "1 stays as it is.", TRUE);
  act_id (&seat, "merge-lead", ids[3]);
  wait_shown (&seat, "leads: you chose it", TRUE);
  wait_can (&seat, "merge-now", TRUE);
  wait_shown (&seat, "Merge 2 incidents into PA-", TRUE);
  g_assert_cmpuint (count_merged (&seat, ids), ==, 0);

  act (&seat, "merge-now", NULL);
  wait_shown (&seat, "2 merged into PA-", TRUE);
  wait_shown (&seat, "leads: you chose it", FALSE);
  /* It is the one that is shown, before the list. */
  wait_shown (&seat, "4 incidents chosen", FALSE);
  g_assert_true (is_at_list (&seat));
  g_assert_cmpuint (count_merged (&seat, ids), ==, 2);
  g_assert_cmpint (tc_room_desk_get_incident_state (seat.desk, ids[2]), ==, TC_STATE_NEW);
  g_assert_cmpuint (tc_room_desk_count_reports (seat.desk, ids[3]), ==, 3);
  take_apart (&seat, ids[3], ids, 2);
  wait_shown (&seat, "2 taken apart again.", TRUE);
  g_assert_cmpuint (count_merged (&seat, ids), ==, 0);
  for (guint i = 0; i < ALIKE; i++)
    g_assert_cmpuint (tc_room_desk_count_reports (seat.desk, ids[i]), ==, 1);
  stand_up (&seat);
}

/* What somebody has leads; what gets an order meanwhile can't be merged any more; what is refused
 * is told and stays chosen. */
static void
test_meanwhile (void)
{
  Seat seat = {0};
  gint64 ids[ALIKE] = {0};

  sit_down (&seat);
  report_alike (&seat, ids);
  tc_room_desk_take_elsewhere (seat.desk, ids[2]);
  choose_all (&seat);
  act (&seat, "merge", NULL);
  wait_shown (&seat, "proposed to lead: somebody has it", TRUE);
  act_id (&seat, "merge-lead", ids[0]);
  wait_shown (&seat, "leads: you chose it", TRUE);
  wait_shown (&seat, "1 looks like another matter: look at it first.", TRUE);
  tc_room_desk_send_elsewhere (seat.desk, ids[1], FALSE, 0);
  wait_shown (&seat, "has an order for it: recall it first", TRUE);
  wait_shown (&seat, "Merge 2 incidents into PA-", TRUE);
  /* Somebody else's doing: said first, and merged at the second time. */
  wait_shown (&seat, "It changed while you looked", TRUE);
  act (&seat, "merge-now", NULL);
  g_assert_cmpuint (count_merged (&seat, ids), ==, 0);
  tc_room_desk_refuse_next (seat.desk, "incident.itself");
  act (&seat, "merge-now", NULL);
  wait_shown (&seat, "1 merged; 1 not: ", TRUE);
  g_assert_cmpuint (count_merged (&seat, ids), ==, 1);
  stand_up (&seat);
}

/* While something else is done it can't be undone; afterwards it can still. */
static void
test_undone_later (void)
{
  Seat seat = {0};
  gint64 ids[ALIKE] = {0};

  sit_down (&seat);
  report_alike (&seat, ids);
  open_sheet (&seat);
  act (&seat, "merge-now", NULL);
  wait_shown (&seat, "3 merged into PA-", TRUE);
  act (&seat, "choose-all", NULL);
  wait_can (&seat, "priority", TRUE);
  tc_room_desk_hold_answers (seat.desk, TRUE);
  write_and_send (&seat, "priority", "");
  wait_shown (&seat, "Being done…", TRUE);
  act (&seat, "undo", NULL);
  wait_shown (&seat, "Something else is being done; try again after that.", TRUE);
  g_assert_cmpuint (count_merged (&seat, ids), ==, 3);
  tc_room_desk_hold_answers (seat.desk, FALSE);
  wait_shown (&seat, "Being done…", FALSE);
  /* What was done meanwhile goes first. */
  act (&seat, "undo", NULL);
  wait_shown (&seat, "Taking back: Priority of ", TRUE);
  wait_shown (&seat, "Being done…", FALSE);
  act (&seat, "undo", NULL);
  wait_shown (&seat, "Taking back: 3 merged into PA-", TRUE);
  wait_shown (&seat, "3 taken apart again.", TRUE);
  g_assert_cmpuint (count_merged (&seat, ids), ==, 0);
  stand_up (&seat);
}

/* Of three that were merged another desk has put one elsewhere since: it stays there. */
static void
test_undone_elsewhere (void)
{
  TcOperationSink *sink = NULL;
  Seat seat = {0};
  gint64 ids[ALIKE] = {0}, other = 0;
  const char *into = "SELECT merged_into FROM incident WHERE id = ?";

  sit_down (&seat);
  sink = TC_OPERATION_SINK (seat.desk);
  report_alike (&seat, ids);
  other = tc_room_desk_report (seat.desk, "Hố ga mất nắp", TC_PRIORITY_NOTICE);
  open_sheet (&seat);
  act (&seat, "merge-now", NULL);
  wait_shown (&seat, "3 merged into PA-", TRUE);
  g_assert_cmpint (tc_room_desk_find (seat.desk, into, ids[1]), ==, ids[0]);
  tc_room_desk_act_elsewhere (
      seat.desk, &tc_incident_unmerge_type,
      &(TcIncidentUnmerge){ids[1], tc_operation_sink_make_id (sink), ids[0]});
  tc_room_desk_act_elsewhere (seat.desk, &tc_incident_merge_type,
                              &(TcIncidentMerge){ids[1], other, tc_operation_sink_make_id (sink)});
  take_apart (&seat, ids[0], ids + 1, 3);
  wait_shown (&seat, "2 taken apart again; 1 not: ", TRUE);
  wait_shown (&seat, "since then: that merge stays as it is.", TRUE);
  g_assert_cmpuint (count_merged (&seat, ids), ==, 1);
  g_assert_cmpint (tc_room_desk_find (seat.desk, into, ids[1]), ==, other);
  stand_up (&seat);
}

/* Whoever goes on while many are merged is left where he is. */
static void
test_gone_on (void)
{
  Seat seat = {0};
  gint64 ids[ALIKE] = {0}, other = 0;
  g_autofree char *target = NULL;
  GtkWidget *view = NULL;

  sit_down (&seat);
  report_alike (&seat, ids);
  other = tc_room_desk_report (seat.desk, "Hố ga mất nắp", TC_PRIORITY_NOTICE);
  target = g_strdup_printf ("%" G_GINT64_FORMAT, other);
  open_sheet (&seat);
  tc_room_desk_hold_answers (seat.desk, TRUE);
  act (&seat, "merge-now", NULL);
  wait_shown (&seat, "Being done…", TRUE);
  g_assert_true (is_at_list (&seat));
  act_string (&seat, "open", target);
  wait_shown (&seat, "“Hố ga mất nắp”", TRUE);
  wait_can (&seat, "note", TRUE);
  act (&seat, "note", NULL);
  view = gtk_window_get_focus (GTK_WINDOW (seat.window));
  g_assert_true (GTK_IS_TEXT_VIEW (view));
  tc_room_desk_hold_answers (seat.desk, FALSE);
  wait_shown (&seat, "3 merged into PA-", TRUE);
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (seat.window)) == view);
  g_assert_true (shows (GTK_WIDGET (seat.window), "Keep the note"));
  g_assert_true (shows (GTK_WIDGET (seat.window), "“Hố ga mất nắp”"));
  stand_up (&seat);
}

static guint64
count_selected (Seat *seat)
{
  TcRowList *list = TC_ROW_LIST (find_list (GTK_WIDGET (seat->window)));
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (tc_row_list_get_model (list));

  return gtk_bitset_get_size (selected);
}

/* Whoever waits is shown what all are now, though the list is brought up to date meanwhile. */
static void
test_waited (void)
{
  Seat seat = {0};
  gint64 ids[ALIKE] = {0};
  g_autofree char *shown = NULL;

  sit_down (&seat);
  report_alike (&seat, ids);
  shown = g_strdup_printf ("%" G_GINT64_FORMAT, ids[1]);
  act_string (&seat, "open", shown);
  open_sheet (&seat);
  tc_room_desk_hold_answers (seat.desk, TRUE);
  act (&seat, "merge-now", NULL);
  tc_room_desk_report (seat.desk, TITLE, TC_PRIORITY_URGENT);
  wait_shown (&seat, "1 new incident", TRUE);
  act (&seat, "admit", NULL);
  tc_room_desk_hold_answers (seat.desk, FALSE);
  wait_shown (&seat, "3 merged into PA-", TRUE);
  g_assert_cmpuint (count_selected (&seat), ==, 1);
  stand_up (&seat);
}

/* What a desk that has loaded its data anew no longer has isn't merged. */
static void
test_replaced (void)
{
  Seat seat = {0};
  gint64 ids[ALIKE] = {0};

  sit_down (&seat);
  report_alike (&seat, ids);
  open_sheet (&seat);
  tc_room_desk_lose (seat.desk, ids[2]);
  wait_shown (&seat, "Merge 2 incidents into PA-", TRUE);
  wait_shown (&seat, "It changed while you looked", TRUE);
  stand_up (&seat);
}

/* Who may not merge can't by any door. */
static void
test_rights (void)
{
  static const char *const actions[] = {"merge-into", "merge-codes", "unmerge", "unmerge-many"};
  Seat seat = {0};

  sit_down (&seat);
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    g_assert_true (can (&seat, actions[i]));
  tc_room_desk_hold_rights (seat.desk, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    g_assert_false (can (&seat, actions[i]));
  tc_room_desk_hold_rights (seat.desk, FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    g_assert_true (can (&seat, actions[i]));
  stand_up (&seat);
}

/* From the incident itself, and from the command line; Escape leaves all as it is. */
static void
test_alike (void)
{
  Seat seat = {0};
  gint64 ids[ALIKE] = {0};
  g_autofree char *id = NULL;

  sit_down (&seat);
  report_alike (&seat, ids);
  id = g_strdup_printf ("%" G_GINT64_FORMAT, ids[1]);
  act_string (&seat, "open", id);
  /* What was reported stands in its history. */
  wait_shown (&seat, "“" TITLE "”", TRUE);
  wait_can (&seat, "merge-alike", TRUE);
  wait_shown (&seat, "Merge all that is likely the same", TRUE);
  act (&seat, "merge-alike", NULL);
  wait_shown (&seat, " incidents into PA-", TRUE);
  act (&seat, "keep-back", NULL);
  wait_shown (&seat, " incidents into PA-", FALSE);
  g_assert_cmpuint (count_merged (&seat, ids), ==, 0);
  g_assert_false (can (&seat, "merge-now"));

  act (&seat, "merge-codes", g_variant_new ("(ss)", "PA-000000-0001", ""));
  wait_shown (&seat, "There is no incident PA-000000-0001.", TRUE);
  tc_room_desk_set_online (seat.desk, FALSE);
  act (&seat, "merge-alike", NULL);
  wait_shown (&seat, " incidents into PA-", TRUE);
  g_assert_false (shows (GTK_WIDGET (seat.window), "1 incident chosen"));
  act (&seat, "merge-now", NULL);
  wait_shown (&seat, " merged into PA-", TRUE);
  /* Something older of the room may lead. */
  g_assert_cmpuint (count_merged (&seat, ids), >=, ALIKE - 1);
  stand_up (&seat);
}

/* (nullable): the first alarm that shows @text; another panel may be seen still. */
static GtkWidget *
find_row (GtkWidget *widget, const char *text)
{
  GtkWidget *found = GTK_IS_LIST_BOX_ROW (widget) &&
                             gtk_widget_get_ancestor (widget, g_type_from_name ("TcAlarmPanel")) &&
                             shows (widget, text)
                         ? widget
                         : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find_row (child, text);
  return found;
}

static void
select_row (Seat *seat, const char *text)
{
  gint64 end_us = g_get_monotonic_time () + WAIT_US;
  GtkWidget *row = NULL;

  while (!(row = find_row (GTK_WIDGET (seat->window), text))) {
    if (g_get_monotonic_time () > end_us)
      g_error ("“%s” is no alarm", text);
    main_turn ();
  }
  gtk_list_box_select_row (GTK_LIST_BOX (gtk_widget_get_parent (row)), GTK_LIST_BOX_ROW (row));
}

/* What has only just come up isn't merged: so again, until it is. */
static void
act_until (Seat *seat, const char *action, gint64 merged_id)
{
  gint64 end_us = g_get_monotonic_time () + WAIT_US;

  while (tc_room_desk_get_incident_state (seat->desk, merged_id) != TC_STATE_MERGED) {
    if (g_get_monotonic_time () > end_us)
      g_error ("%s never merged", action);
    if (can (seat, action))
      act (seat, action, NULL);
    for (guint i = 0; i < 10; i++)
      main_turn ();
  }
}

/* An emergency that is told of again while somebody has it is merged by one key. */
static void
test_emergency (void)
{
  Seat seat = {0};
  gint64 first = 0, second = 0, third = 0;

  sit_down (&seat);
  first = tc_room_desk_report (seat.desk, "Cháy nhà kho phân bón", TC_PRIORITY_EMERGENCY);
  wait_shown (&seat, "nobody has taken it", TRUE);
  act (&seat, "merge-emergency", NULL);
  tc_room_desk_take_elsewhere (seat.desk, first);
  wait_shown (&seat, "nobody has taken it", FALSE);
  second = tc_room_desk_report (seat.desk, "Cháy nhà kho phân bón", TC_PRIORITY_EMERGENCY);
  wait_shown (&seat, "likely the same as PA-", TRUE);
  act_until (&seat, "merge-emergency", second);
  wait_merged (&seat, second, first);
  wait_shown (&seat, "likely the same as PA-", FALSE);
  g_assert_cmpint (tc_room_desk_get_incident_state (seat.desk, first), ==, TC_STATE_ASSIGNED);
  g_assert_cmpint (tc_room_desk_get_incident_state (seat.desk, second), ==, TC_STATE_MERGED);

  third = tc_room_desk_report (seat.desk, "Cháy nhà kho phân bón", TC_PRIORITY_EMERGENCY);
  act_string (&seat, "panel", "alarms");
  select_row (&seat, "Cháy nhà kho phân bón");
  wait_can (&seat, "alarm-merge", TRUE);
  act_until (&seat, "alarm-merge", third);
  wait_merged (&seat, third, first);
  wait_can (&seat, "alarm-merge", FALSE);
  g_assert_cmpint (tc_room_desk_get_incident_state (seat.desk, third), ==, TC_STATE_MERGED);
  g_assert_cmpuint (tc_room_desk_count_reports (seat.desk, first), ==, 3);
  stand_up (&seat);
}

int
main (int argc, char **argv)
{
  window_seat_init (&argc, &argv);
  g_test_add_func ("/merge/chosen", test_chosen);
  g_test_add_func ("/merge/meanwhile", test_meanwhile);
  g_test_add_func ("/merge/undone-later", test_undone_later);
  g_test_add_func ("/merge/undone-elsewhere", test_undone_elsewhere);
  g_test_add_func ("/merge/gone-on", test_gone_on);
  g_test_add_func ("/merge/waited", test_waited);
  g_test_add_func ("/merge/replaced", test_replaced);
  g_test_add_func ("/merge/rights", test_rights);
  g_test_add_func ("/merge/alike", test_alike);
  g_test_add_func ("/merge/emergency", test_emergency);
  return window_seat_run ();
}
