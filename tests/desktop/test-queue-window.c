/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: the queue never moves by itself, finds, groups, and what it shows can be taken away.
 * Method: as in test-incident-window.c.
 */
#include "main-turn.h"
#include "tc-big-event.h"
#include "tc-incident-item.h"
#include "tc-room-cameras.h"
#include "tc-row-list.h"
#include "tc-suggest-entry.h"
#include "window-seat.h"

#include <string.h>

/* A list of nothing says so, and no longer when there is something. */
static void
test_empty_list (void)
{
  Seat seat = {0};

  sit_down (&seat);
  wait_shown (&seat, "No incident is in this list.", FALSE);
  act (&seat, "filter", g_variant_new_string ("mine"));
  wait_shown (&seat, "No incident is in this list.", TRUE);
  act (&seat, "filter", g_variant_new_string ("open"));
  wait_shown (&seat, "No incident is in this list.", FALSE);
  stand_up (&seat);
}

/* What is typed over the list is found in it, with or without diacritics, or in all. */
static void
test_search (void)
{
  Seat seat = {0};

  sit_down (&seat);
  act_string (&seat, "find-text", "den tin hieu nguyen cong t");
  wait_shown (&seat, "1 found", TRUE);
  wait_listed (&seat, "Đèn tín hiệu ngã tư Nguyễn Công Trứ", TRUE);
  wait_listed (&seat, "Ngập sâu", FALSE);
  act_string (&seat, "find-text", TC_ROOM_PHONE);
  wait_shown (&seat, "1 found", FALSE);
  act (&seat, "filter", g_variant_new_string ("mine"));
  act_string (&seat, "find-text", "ngập sâu");
  wait_shown (&seat, "Nothing in this list has these words.", TRUE);
  wait_shown (&seat, "Search in all", TRUE);
  act (&seat, "filter", g_variant_new_string ("all"));
  wait_shown (&seat, "1 found", TRUE);
  wait_listed (&seat, "Ngập sâu hẻm 3", TRUE);
  act_string (&seat, "find-text", "");
  wait_shown (&seat, " found", FALSE);
  wait_listed (&seat, "Cây ngã", TRUE);
  stand_up (&seat);
}

/* Enter goes to what was found, and shows it: the next key is meant for that. */
static void
test_search_entered (void)
{
  Seat seat = {0};
  GtkWidget *panel = NULL;

  sit_down (&seat);
  act_string (&seat, "find-text", "den tin hieu nguyen cong t");
  wait_shown (&seat, "1 found", TRUE);
  panel = find_type (GTK_WIDGET (seat.window), "TcIncidentPanel");
  g_signal_emit_by_name (find_type (panel, "GtkSearchEntry"), "activate");
  wait_can (&seat, "take", TRUE);
  act (&seat, "take", NULL);
  wait_shown (&seat, "Taken by lan", TRUE);
  g_assert_cmpint (tc_room_desk_find (seat.desk,
                                      "SELECT count(*) FROM incident WHERE staff_id IS NOT NULL"
                                      " AND title LIKE '%Nguyễn Công Trứ%' AND id > ?",
                                      0),
                   ==, 1);
  stand_up (&seat);
}

/* Rows stand in groups, each with its count, and show what is asked for. */
static void
test_groups (void)
{
  Seat seat = {0};

  sit_down (&seat);
  act (&seat, "take", NULL);
  wait_shown (&seat, "Mine 1", TRUE);
  act_string (&seat, "group", "state");
  wait_listed (&seat, " · 1", TRUE);
  act_string (&seat, "group", "due");
  wait_listed (&seat, "Overdue · ", TRUE);
  act_string (&seat, "group", "none");
  wait_listed (&seat, "Overdue · ", FALSE);
  wait_listed (&seat, "Traffic", TRUE);
  act_string (&seat, "columns", "age,title,term");
  wait_listed (&seat, "Traffic", FALSE);
  act_string (&seat, "columns", "age,title,term,second");
  wait_listed (&seat, "Traffic", TRUE);
  stand_up (&seat);
}

/* A list that takes long says that it is read, and after three seconds can be stopped; then it
 * isn't called empty, and can be read again. */
static void
test_slow_list (void)
{
  Seat seat = {0};

  sit_down (&seat);
  wait_listed (&seat, "Traffic", TRUE);
  tc_room_desk_stop_reading (seat.desk, TRUE);
  act_string (&seat, "filter", "all");
  g_assert_false (shows (GTK_WIDGET (seat.window), "The list is being read"));
  wait_shown (&seat, "The list is being read", TRUE);
  g_assert_false (shows (GTK_WIDGET (seat.window), "Stop reading"));
  wait_shown (&seat, "Stop reading", TRUE);
  act (&seat, "list-stop", NULL);
  wait_shown (&seat, "This list was not read: the reading was stopped.", TRUE);
  g_assert_false (shows (GTK_WIDGET (seat.window), "The list is being read"));
  tc_room_desk_stop_reading (seat.desk, FALSE);
  act (&seat, "list-again", NULL);
  wait_listed (&seat, "Traffic", TRUE);
  wait_shown (&seat, "the reading was stopped", FALSE);
  act_string (&seat, "filter", "open");
  wait_listed (&seat, "Traffic", TRUE);
  g_assert_false (shows (GTK_WIDGET (seat.window), "The list is being read"));
  stand_up (&seat);
}

typedef struct {
  char *text; /* (owned) (nullable) */
} Pasted;

static void
pasted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  ((Pasted *) data)->text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

/* (transfer full) */
static char *
paste (Seat *seat)
{
  Pasted pasted = {NULL};

  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (seat->window)), NULL,
                                 pasted_cb, &pasted);
  while (!pasted.text)
    g_main_context_iteration (NULL, TRUE);
  return pasted.text;
}

/* What is shown can be taken away: copied, as a file, on paper. */
static void
test_take_away (void)
{
  Seat seat = {0};
  g_autofree char *dir = g_dir_make_tmp ("test-away-XXXXXX", NULL);
  g_autofree char *csv = g_build_filename (dir, "list.csv", NULL);
  g_autofree char *code = NULL, *lines = NULL, *table = NULL;

  sit_down (&seat);
  act (&seat, "copy-codes", NULL);
  wait_shown (&seat, "Copied: PA-", TRUE);
  code = paste (&seat);
  g_assert_true (g_str_has_prefix (code, "PA-"));
  choose_rows (&seat, 0, 3);
  act (&seat, "copy-rows", NULL);
  wait_shown (&seat, "3 lines copied", TRUE);
  lines = paste (&seat);
  g_assert_nonnull (strstr (lines, code));
  act_string (&seat, "find-text", "ngập sâu");
  wait_shown (&seat, "1 found", TRUE);
  act_string (&seat, "export-list-to", csv);
  wait_shown (&seat, "Saved: list.csv, 1 incident", TRUE);
  g_assert_true (g_file_get_contents (csv, &table, NULL, NULL));
  g_assert_nonnull (strstr (table, "Ngập sâu hẻm 3"));
  print_to (&seat, "print-list-to", "list.pdf");
  stand_up (&seat);
}

/* One incident, in the official form. */
static void
test_print_incident (void)
{
  Seat seat = {0};

  sit_down (&seat);
  wait_shown (&seat, "Reported by Open311", TRUE);
  print_to (&seat, "print-incident-to", "incident.pdf");
  stand_up (&seat);
}

static void
take_events (Seat *seat)
{
  gint64 id = tc_room_desk_report (seat->desk, "Bão vào Hậu Giang", TC_PRIORITY_URGENT);

  tc_room_desk_act_elsewhere (seat->desk, &tc_event_declare_type,
                              &(TcEventDeclare){id, "storm", "Bão số 5", NULL, TC_NONE});
  act_string (seat, "panel", "events");
  take_list (GTK_WIDGET (seat->window), "events", "\"Bão số 5\",\"Storm\"");
  take_chart (GTK_WIDGET (seat->window), "events");
}

/* Whatever a panel lists is saved and printed by the same keys, in the same place. */
static void
test_other_lists (void)
{
  Seat seat = {0};

  sit_down (&seat);
  act_string (&seat, "panel", "tray");
  act_string (&seat, "tray-save-list-to", "/no/such/list.csv");
  wait_shown (&seat, "The list is empty: there is nothing to save or print.", TRUE);
  act_string (&seat, "panel", "alarms");
  take_list (GTK_WIDGET (seat.window), "alarms", "\"Nobody has taken it\",\"PA-");
  act (&seat, "alarm-measures", NULL);
  take_list (GTK_WIDGET (seat.window), "alarm-measures", "\"Most at one desk in ten minutes\"");
  take_chart (GTK_WIDGET (seat.window), "alarm-measures");
  act_string (&seat, "alarm-measures-save-chart-to", "/tmp/no-such-kind.exe");
  wait_shown (&seat, "the name must end in .png or .svg", TRUE);
  act_string (&seat, "panel", "journal");
  act (&seat, "journal-observation", NULL);
  act_string (&seat, "journal-write", "=1+1 nước lên");
  act (&seat, "journal-send", NULL);
  take_list (GTK_WIDGET (seat.window), "journal", "\"'=1+1 nước lên\"");
  act_string (&seat, "panel", "overview");
  take_list (GTK_WIDGET (seat.window), "overview", "\"Being handled\"");
  take_events (&seat);
  tc_room_desk_add_cameras (seat.desk);
  act_string (&seat, "panel", "cameras");
  act (&seat, "camera-health", NULL);
  take_list (GTK_WIDGET (seat.window), "health", "\"Cầu Xà No\"");
  act (&seat, "camera-health", NULL);
  stand_up (&seat);
}

/* Looking for a person's number is put on record, once; words of reports aren't; who may give such
 * data away sees the list, and takes it away like any other. */
static void
test_search_on_record (void)
{
  static const char sql[] = "SELECT count(*) FROM reporter_access WHERE kind = 'searched'"
                            " AND ?1 IS ?1";
  Seat seat = {0};
  GtkWidget *window = NULL;

  sit_down (&seat);
  act_string (&seat, "find-text", "ngập sâu");
  wait_shown (&seat, "1 found", TRUE);
  act_string (&seat, "find-text", "0987 654 321");
  while (tc_room_desk_find (seat.desk, sql, 0) == 0)
    g_main_context_iteration (NULL, TRUE);
  act (&seat, "show-accesses", NULL);
  window = find_window_of ("TcAccessesWindow");
  g_assert_nonnull (window);
  wait_shown_in (window, "Searched for a person", TRUE);
  wait_shown_in (window, "0987 654 321", TRUE);
  g_assert_false (shows (window, "ngập sâu"));
  take_list (window, "accesses", "\"Searched for a person\",\"0987 654 321\"");
  gtk_window_close (GTK_WINDOW (window));
  g_assert_cmpint (tc_room_desk_find (seat.desk, sql, 0), ==, 1);
  stand_up (&seat);
}

/* Of an incident that is listed. */
static guint
find_row (TcRowList *list, gint64 id)
{
  GListModel *rows = G_LIST_MODEL (tc_row_list_get_model (list));
  guint n = g_list_model_get_n_items (rows), at = 0;

  for (; at < n; at++) {
    g_autoptr (TcIncidentItem) item = g_list_model_get_item (rows, at);
    if (tc_incident_item_get_id (item) == id)
      break;
  }
  g_assert_cmpuint (at, <, n);
  return at;
}

#define MANY 60

/* The one shown is in sight also where the rows stand otherwise. */
static void
test_grouped_in_sight (void)
{
  Seat seat = {0};
  TcRowList *list = NULL;
  gint64 id = 0, end_us = 0;

  sit_down (&seat);
  for (guint i = 0; i < MANY; i++)
    tc_room_desk_report (seat.desk, "Rác", TC_PRIORITY_NOTICE);
  id = tc_room_desk_report (seat.desk, "Cột điện nghiêng", TC_PRIORITY_EMERGENCY);
  tc_room_desk_take_elsewhere (seat.desk, id);
  wait_shown (&seat, "new incidents", TRUE);
  act (&seat, "admit", NULL);
  wait_listed (&seat, "Cột điện nghiêng", TRUE);
  list = TC_ROW_LIST (find_list (GTK_WIDGET (seat.window)));
  choose_rows (&seat, find_row (list, id), 1);
  group_by (&seat, "state");
  end_us = g_get_monotonic_time () + WAIT_US;
  while (find_row (list, id) < MANY) {
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    main_turn ();
  }
  wait_painted (GTK_WIDGET (seat.window));
  g_assert_true (tc_row_list_is_in_sight (list, find_row (list, id)));
  group_by (&seat, "none");
  stand_up (&seat);
}

/* ---- a filter put together ---- */

static void
type_choice (Seat *seat, const char *label, const char *text)
{
  GtkWidget *form = find_type (GTK_WIDGET (seat->window), "TcFilterForm");
  GtkWidget *entry = find_control (form, label);
  gint64 late_us = g_get_monotonic_time () + WAIT_US;

  do {
    tc_suggest_entry_set_text (TC_SUGGEST_ENTRY (entry), text);
    g_signal_emit_by_name (entry, "typed");
    main_turn ();
    g_assert_cmpint (g_get_monotonic_time (), <, late_us);
  } while (*text && tc_suggest_entry_get_row (TC_SUGGEST_ENTRY (entry)) < 0);
  if (*text)
    g_signal_emit_by_name (entry, "chosen", 0);
}

/* Until the X server has put it there: what opens over it is placed by that. */
static void
wait_placed (GtkWidget *popover)
{
  gint64 end_us = g_get_monotonic_time () + G_TIME_SPAN_SECOND / 2;

  while (!gtk_widget_get_mapped (popover) || g_get_monotonic_time () < end_us)
    main_turn ();
}

/* Several at once, by rows of the popover; the chip says what is shown, and takes it away. */
static void
test_put_together (void)
{
  Seat seat = {0};
  GtkWidget *form = NULL, *popover = NULL, *priority = NULL;

  sit_down (&seat);
  act (&seat, "put-filter-together", NULL);
  form = find_type (GTK_WIDGET (seat.window), "TcFilterForm");
  popover = gtk_widget_get_ancestor (form, GTK_TYPE_POPOVER);
  wait_placed (popover);
  type_choice (&seat, "Field", "traff");
  wait_shown (&seat, "Traffic", TRUE);
  priority = find_control (form, "Priority");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (priority), 1);
  wait_shown (&seat, "Traffic · emergency", TRUE);
  wait_shown (&seat, "No incident is in this list.", TRUE);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (priority), 0);
  wait_shown (&seat, "No incident is in this list.", FALSE);
  gtk_popover_popdown (GTK_POPOVER (popover));
  while (!is_at_list (&seat))
    g_main_context_iteration (NULL, TRUE);
  /* A name keeps all of it, and how it stands. */
  group_by (&seat, "priority");
  write_and_send (&seat, "save-filter", "Đường sá");
  wait_shown (&seat, "Saved: Đường sá", TRUE);
  group_by (&seat, "none");
  act (&seat, "filter", g_variant_new_string ("open"));
  wait_listed (&seat, "attention · ", FALSE);
  choose_saved (&seat, "duong sa");
  wait_shown (&seat, "Shown: Đường sá.", TRUE);
  act (&seat, "filter", g_variant_new_string ("open"));
  g_assert_true (is_grouped (&seat, "none"));
  stand_up (&seat);
}

/* What is typed with a colon is a filter; what is none is told and left out. */
static void
test_typed_filter (void)
{
  Seat seat = {0};

  sit_down (&seat);
  act_string (&seat, "find-text", "lĩnh vực:traffic đèn tín hiệu");
  wait_shown (&seat, "1 found", TRUE);
  wait_listed (&seat, "Đèn tín hiệu", TRUE);
  act_string (&seat, "find-text", "field:not class");
  wait_shown (&seat, "No incident is in this list.", FALSE);
  wait_listed (&seat, "Đèn tín hiệu", FALSE);
  act_string (&seat, "find-text", "đb:qqqq đèn tín hiệu");
  wait_shown (&seat, "“qqqq” is no field, area or unit", TRUE);
  wait_listed (&seat, "Đèn tín hiệu", TRUE);
  stand_up (&seat);
}

/* Whether something of that style class flashes, just then when it is lit. */
static gboolean
is_lit (GtkWidget *widget, const char *class)
{
  if (gtk_widget_has_css_class (widget, class) && gtk_widget_has_css_class (widget, "lit"))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child)) {
    if (is_lit (child, class))
      return TRUE;
  }
  return FALSE;
}

static void
wait_lit (Seat *seat, const char *class, gboolean lit)
{
  gint64 late_us = g_get_monotonic_time () + WAIT_US;

  while (is_lit (GTK_WIDGET (seat->window), class) != lit) {
    g_main_context_iteration (NULL, TRUE);
    g_assert_cmpint (g_get_monotonic_time (), <, late_us);
  }
}

/* A new incident is announced, not pushed in; an emergency stands in the strip at once. */
static void
test_news (void)
{
  Seat seat = {0};
  gint64 emergency = 0;

  sit_down (&seat);
  tc_room_desk_report (seat.desk, "Mất nắp cống đường 3/2", TC_PRIORITY_ATTENTION);
  wait_shown (&seat, "↑ 1 new incident", TRUE);
  g_assert_false (shows (find_list (GTK_WIDGET (seat.window)), "Mất nắp cống"));
  act (&seat, "admit", NULL);
  wait_shown (&seat, "new incident", FALSE);
  while (!shows (find_list (GTK_WIDGET (seat.window)), "Mất nắp cống"))
    g_main_context_iteration (NULL, TRUE);

  g_assert_false (shows (GTK_WIDGET (seat.window), "nobody has taken it"));
  emergency = tc_room_desk_report (seat.desk, "Cháy nhà", TC_PRIORITY_EMERGENCY);
  wait_shown (&seat, "Cháy nhà — Ngã tư 30/4", TRUE);
  wait_lit (&seat, "strip", TRUE);
  wait_lit (&seat, "badge", TRUE);
  act (&seat, "take-emergency", NULL);
  wait_lit (&seat, "strip", FALSE);
  wait_shown (&seat, "nobody has taken it", FALSE);
  g_assert_cmpint (tc_room_desk_get_incident_state (seat.desk, emergency), ==, TC_STATE_ASSIGNED);
  stand_up (&seat);
}

/* An emergency that nobody has stands in the strip however many there were since. */
#define TAKEN_SINCE 210

static gint64
report_shown (Seat *seat, const char *title)
{
  g_autofree char *shown = g_strdup_printf ("%s — Ngã tư 30/4", title);
  gint64 id = tc_room_desk_report (seat->desk, title, TC_PRIORITY_EMERGENCY);

  wait_shown (seat, shown, TRUE);
  return id;
}

static void
test_old_emergency (void)
{
  Seat seat = {0};
  gint64 old = 0;

  sit_down (&seat);
  old = report_shown (&seat, "Cháy nhà");
  for (guint i = 0; i < TAKEN_SINCE; i++)
    tc_room_desk_take_elsewhere (seat.desk,
                                 tc_room_desk_report (seat.desk, "Tai nạn", TC_PRIORITY_EMERGENCY));
  tc_room_desk_take_elsewhere (seat.desk, report_shown (&seat, "Nổ bình gas"));
  wait_shown (&seat, "Cháy nhà — Ngã tư 30/4", TRUE);
  wait_shown (&seat, "nobody has taken it", TRUE);
  tc_room_desk_take_elsewhere (seat.desk, old);
  wait_shown (&seat, "nobody has taken it", FALSE);
  stand_up (&seat);
}

int
main (int argc, char **argv)
{
  window_seat_init (&argc, &argv);
  g_test_add_func ("/queue/search", test_search);
  g_test_add_func ("/queue/search-entered", test_search_entered);
  g_test_add_func ("/queue/groups", test_groups);
  g_test_add_func ("/queue/grouped-in-sight", test_grouped_in_sight);
  g_test_add_func ("/queue/take-away", test_take_away);
  g_test_add_func ("/queue/other-lists", test_other_lists);
  g_test_add_func ("/queue/put-together", test_put_together);
  g_test_add_func ("/queue/slow-list", test_slow_list);
  g_test_add_func ("/queue/print-incident", test_print_incident);
  g_test_add_func ("/queue/typed-filter", test_typed_filter);
  g_test_add_func ("/queue/news", test_news);
  g_test_add_func ("/queue/old-emergency", test_old_emergency);
  g_test_add_func ("/queue/empty-list", test_empty_list);
  g_test_add_func ("/queue/search-on-record", test_search_on_record);
  return window_seat_run ();
}
