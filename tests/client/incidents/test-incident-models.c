/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: the queue is windowed, never moves by itself and stays true; the counts and the search as
 * well. Method: the control room of tests/core/incidents in a file, read
 * by a worker as on a desk; what TcDesk would say is said by hand.
 */
#include "incident-bench.h"
#include "tc-camera-operations.h"
#include "tc-duty-operations.h"
#include "tc-incident-counts.h"
#include "tc-incident-merging.h"
#include "tc-incident-operations.h"
#include "tc-incident-queue.h"
#include "tc-incident-search.h"
#include "tc-incident-text.h"
#include "tc-incident-paper.h"
#include "tc-incident-words.h"
#include "tc-shift-operations.h"

#include <glib/gstdio.h>
#include <string.h>

static const TcQueueFilter open_filter = {.kind = TC_QUEUE_OPEN, .sort = TC_QUEUE_NEW_FIRST};

static guint
count_items (TcIncidentQueue *queue)
{
  return g_list_model_get_n_items (G_LIST_MODEL (queue));
}

static TcIncidentItem *
wait_loaded (TcIncidentQueue *queue, guint position)
{
  TcIncidentItem *item = g_list_model_get_item (G_LIST_MODEL (queue), position);

  WAIT_FOR (tc_incident_item_get_row (item) != NULL);
  return item;
}

static void
say_changed (TcIncidentQueue *queue, gint64 id)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_array_append_val (ids, id);
  tc_incident_queue_rows_changed (queue, "incident", ids);
}

static void
test_windowed (void)
{
  Bench bench = {0};
  g_autoptr (TcIncidentQueue) queue = NULL;
  g_autoptr (TcIncidentItem) first = NULL, last = NULL, again = NULL;

  set_up (&bench);
  for (guint i = 0; i < 300; i++)
    tc_room_report (bench.room);
  publish (&bench);
  queue = tc_incident_queue_new (bench.file->reader, &open_filter);
  g_assert_cmpuint (count_items (queue), ==, 0);
  WAIT_FOR (count_items (queue) == 300);
  /* What is in sight of a list comes with it; what is far below is read when it is looked at. */
  first = g_list_model_get_item (G_LIST_MODEL (queue), 0);
  g_assert_nonnull (tc_incident_item_get_row (first));
  last = g_list_model_get_item (G_LIST_MODEL (queue), 299);
  g_assert_null (tc_incident_item_get_row (last));
  g_object_unref (last);
  last = wait_loaded (queue, 299);
  g_assert_cmpint (tc_incident_item_get_id (first), >, tc_incident_item_get_id (last));
  /* The same object for as long as somebody holds it. */
  again = g_list_model_get_item (G_LIST_MODEL (queue), 0);
  g_assert_true (again == first);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (queue), 300));
  g_assert_cmpuint (tc_incident_queue_find (queue, tc_incident_item_get_id (last)), ==, 299);
  g_clear_object (&queue);
  tear_down (&bench);
}

static void
count_moves_cb (GListModel *model, guint position, guint removed, guint added, guint *moves)
{
  (*moves)++;
}

static void
test_never_moves (void)
{
  Bench bench = {0};
  g_autoptr (TcIncidentQueue) queue = NULL;
  g_autoptr (TcIncidentItem) item = NULL;
  gint64 old_id = 0, new_id = 0;
  gboolean gone = FALSE;
  guint moves = 0;

  set_up (&bench);
  old_id = tc_room_report (bench.room);
  publish (&bench);
  queue = tc_incident_queue_new (bench.file->reader, &open_filter);
  WAIT_FOR (count_items (queue) == 1);
  item = wait_loaded (queue, 0);
  g_signal_connect (queue, "items-changed", G_CALLBACK (count_moves_cb), &moves);

  /* A new one is counted; the list stands. */
  new_id = tc_room_report (bench.room);
  publish (&bench);
  say_changed (queue, new_id);
  WAIT_FOR (tc_incident_queue_get_n_new (queue) == 1);
  g_assert_cmpuint (count_items (queue), ==, 1);

  /* What is shown is filled again in place. */
  tc_room_step (bench.room, old_id, TC_STEP_TAKE);
  publish (&bench);
  say_changed (queue, old_id);
  WAIT_FOR (tc_incident_item_get_row (item)->state == TC_STATE_ASSIGNED);

  /* What has ended stays, marked. */
  tc_room_step (bench.room, old_id, TC_STEP_CLOSE);
  publish (&bench);
  say_changed (queue, old_id);
  WAIT_FOR ((g_object_get (item, "gone", &gone, NULL), gone));
  g_assert_cmpuint (moves, ==, 0);

  tc_incident_queue_admit (queue);
  g_assert_cmpuint (count_items (queue), ==, 1);
  g_assert_cmpuint (tc_incident_queue_get_n_new (queue), ==, 0);
  g_assert_cmpuint (tc_incident_queue_find (queue, new_id), ==, 0);
  g_assert_cmpuint (tc_incident_queue_find (queue, old_id), ==, G_MAXUINT);
  g_assert_cmpuint (moves, >, 0);
  g_clear_object (&queue);
  tear_down (&bench);
}

static void
test_auto_admit_and_filter (void)
{
  Bench bench = {0};
  const TcQueueFilter emergencies = {.kind = TC_QUEUE_EMERGENCY, .sort = TC_QUEUE_NEW_FIRST};
  g_autoptr (TcIncidentQueue) queue = NULL;
  char code[40];
  TcIncidentReport fire = {0};

  set_up (&bench);
  tc_room_report (bench.room);
  publish (&bench);
  queue = tc_incident_queue_new (bench.file->reader, &open_filter);
  WAIT_FOR (count_items (queue) == 1);
  g_object_set (queue, "auto-admit", TRUE, NULL);
  tc_incident_queue_set_filter (queue, &emergencies);
  WAIT_FOR (count_items (queue) == 0);
  fire = tc_room_report_args (bench.room, code);
  fire.priority = TC_PRIORITY_EMERGENCY;
  tc_fixture_run (bench.room->fixture, &tc_incident_report_type, &fire);
  publish (&bench);
  tc_incident_queue_replaced (queue);
  WAIT_FOR (count_items (queue) == 1);
  g_assert_cmpuint (tc_incident_queue_find (queue, fire.incident_id), ==, 0);
  g_clear_object (&queue);
  tear_down (&bench);
}

/* An item outlives its queue: nothing of the queue is touched when it goes. */
static void
test_item_outlives (void)
{
  Bench bench = {0};
  TcIncidentQueue *queue = NULL;
  g_autoptr (TcIncidentItem) item = NULL;

  set_up (&bench);
  tc_room_report (bench.room);
  publish (&bench);
  queue = tc_incident_queue_new (bench.file->reader, &open_filter);
  WAIT_FOR (count_items (queue) == 1);
  item = g_list_model_get_item (G_LIST_MODEL (queue), 0);
  g_object_unref (queue);
  for (guint i = 0; i < 50; i++) {
    g_main_context_iteration (NULL, FALSE);
    g_usleep (1000);
  }
  tear_down (&bench);
}

static void
test_counts (void)
{
  Bench bench = {0};
  const TcQueueFilter filters[] = {{.kind = TC_QUEUE_OPEN}, {.kind = TC_QUEUE_UNTAKEN}};
  g_autoptr (TcIncidentCounts) counts = NULL;
  gint64 id = 0;

  set_up (&bench);
  id = tc_room_report (bench.room);
  tc_room_report (bench.room);
  publish (&bench);
  counts = tc_incident_counts_new (bench.file->reader, filters, G_N_ELEMENTS (filters));
  g_assert_cmpint (tc_incident_counts_get (counts, 0), ==, -1);
  WAIT_FOR (tc_incident_counts_get (counts, 0) == 2);
  g_assert_cmpint (tc_incident_counts_get (counts, 1), ==, 2);
  g_assert_cmpint (tc_incident_counts_get (counts, 2), ==, -1);
  tc_room_step (bench.room, id, TC_STEP_TAKE);
  publish (&bench);
  tc_watch_rows_changed (TC_WATCH (counts), "incident");
  WAIT_FOR (tc_incident_counts_get (counts, 1) == 1);
  g_clear_object (&counts);
  tear_down (&bench);
}

static void
keep_result_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static guint
count_hits (Bench *bench, const char *text, gint64 *first)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) hits = NULL;

  tc_incident_search_async (bench->file->reader, text, NULL, keep_result_cb, &result);
  WAIT_FOR (result != NULL);
  hits = tc_incident_search_finish (bench->file->reader, result, &error);
  g_assert_no_error (error);
  *first = hits->len > 0 ? g_array_index (hits, TcIncidentRow, 0).id : 0;
  return hits->len;
}

static void
test_search (void)
{
  Bench bench = {0};
  g_autofree char *code = NULL;
  gint64 id = 0, first = 0;

  set_up (&bench);
  id = tc_room_report (bench.room);
  tc_room_report (bench.room);
  publish (&bench);
  code = tc_room_text (bench.room, "SELECT code FROM incident WHERE id = ?", id);
  g_assert_cmpuint (count_hits (&bench, code, &first), ==, 1);
  g_assert_cmpint (first, ==, id);
  g_assert_cmpuint (count_hits (&bench, "den giao thong", &first), ==, 2);
  g_assert_cmpuint (count_hits (&bench, "ĐÈN giao th", &first), ==, 2);
  g_assert_cmpuint (count_hits (&bench, "khong co gi", &first), ==, 0);
  tear_down (&bench);
}

/* A list in which is searched holds what is found, follows what changes, and goes back. */
static void
test_search_in_list (void)
{
  Bench bench = {0};
  TcQueueFilter filter = {.kind = TC_QUEUE_OPEN, .sort = TC_QUEUE_LATE_FIRST};
  g_autoptr (TcIncidentQueue) queue = NULL;
  gint64 id = 0, later = 0;

  set_up (&bench);
  id = tc_room_report (bench.room);
  tc_room_report (bench.room);
  publish (&bench);
  queue = tc_incident_queue_new (bench.file->reader, &filter);
  WAIT_FOR (count_items (queue) == 2);
  g_strlcpy (filter.text, "đèn giao th", sizeof filter.text);
  tc_incident_queue_set_filter (queue, &filter);
  later = tc_room_report (bench.room);
  publish (&bench);
  say_changed (queue, later);
  WAIT_FOR (tc_incident_queue_get_n_new (queue) == 1 || count_items (queue) == 3);
  tc_incident_queue_admit (queue);
  g_assert_cmpuint (count_items (queue), ==, 3);
  g_assert_cmpuint (tc_incident_queue_find (queue, later), ==, 0);
  g_assert_cmpfloat (tc_incident_queue_get_text_done (queue), ==, 1);
  /* A code means that one. */
  g_autofree char *code = tc_room_text (bench.room, "SELECT code FROM incident WHERE id = ?", id);
  g_strlcpy (filter.text, code, sizeof filter.text);
  tc_incident_queue_set_filter (queue, &filter);
  WAIT_FOR (count_items (queue) == 1);
  g_assert_cmpuint (tc_incident_queue_find (queue, id), ==, 0);
  g_strlcpy (filter.text, "không có gì như thế", sizeof filter.text);
  tc_incident_queue_set_filter (queue, &filter);
  WAIT_FOR (count_items (queue) == 0);
  g_clear_object (&queue);
  tear_down (&bench);
}

/* The first page of a long list is there before the rest, which follows by itself; then what
 * changes is looked up alone and has its right place. */
static void
test_long_list (void)
{
  Bench bench = {0};
  const TcQueueFilter filter = {.kind = TC_QUEUE_OPEN, .sort = TC_QUEUE_LATE_FIRST};
  g_autoptr (TcIncidentQueue) queue = NULL;
  g_autoptr (GArray) ids = NULL;
  gint64 last = 0, new_id = 0;

  set_up (&bench);
  for (guint i = 0; i < 600; i++)
    last = tc_room_report (bench.room);
  publish (&bench);
  queue = tc_incident_queue_new (bench.file->reader, &filter);
  WAIT_FOR (count_items (queue) == 256);
  WAIT_FOR (count_items (queue) == 600);
  new_id = tc_room_report (bench.room);
  tc_room_step (bench.room, last, TC_STEP_SET_PRIORITY);
  publish (&bench);
  say_changed (queue, new_id);
  say_changed (queue, last);
  WAIT_FOR (tc_incident_queue_get_n_new (queue) == 1);
  tc_incident_queue_admit (queue);
  ids = tc_incident_queue_ids (bench.room->fixture->db, &filter);
  g_assert_cmpuint (count_items (queue), ==, ids->len);
  for (guint i = 0; i < ids->len; i++)
    g_assert_cmpuint (tc_incident_queue_find (queue, g_array_index (ids, gint64, i)), ==, i);
  g_clear_object (&queue);
  tear_down (&bench);
}

/* Of what is found the newest stand there first, whatever order was asked for, and the rest follows
 * behind them. */
static void
test_long_search (void)
{
  Bench bench = {0};
  TcQueueFilter filter = {.kind = TC_QUEUE_OPEN, .sort = TC_QUEUE_LATE_FIRST};
  g_autoptr (TcIncidentQueue) queue = NULL;
  gint64 last = 0, oldest = 0;

  set_up (&bench);
  for (guint i = 0; i < 600; i++)
    last = tc_room_report (bench.room);
  publish (&bench);
  g_strlcpy (filter.text, "đèn", sizeof filter.text);
  queue = tc_incident_queue_new (bench.file->reader, &filter);
  WAIT_FOR (count_items (queue) == 256);
  g_assert_true (tc_incident_queue_is_page (queue));
  g_assert_cmpuint (tc_incident_queue_find (queue, last), ==, 0);
  oldest = tc_incident_queue_get_id (queue, 255);
  WAIT_FOR (count_items (queue) == 600);
  g_assert_false (tc_incident_queue_is_page (queue));
  g_assert_cmpuint (tc_incident_queue_find (queue, oldest), ==, 255);
  /* Groups stand by all that is found: those are read whole. */
  filter.group = TC_GROUP_STATE;
  g_assert_false (tc_incident_queue_is_paged (&filter));
  /* With a long word, some that only begin with it would come between. */
  filter.group = TC_GROUP_NONE;
  g_assert_true (tc_incident_queue_is_paged (&filter));
  g_strlcpy (filter.text, "hẻm nguyễn", sizeof filter.text);
  g_assert_false (tc_incident_queue_is_paged (&filter));
  g_clear_object (&queue);
  tear_down (&bench);
}

static char *
dup_heading (TcIncidentQueue *queue, guint position)
{
  g_autoptr (TcIncidentItem) item = g_list_model_get_item (G_LIST_MODEL (queue), position);
  char *heading = NULL;

  g_object_get (item, "heading", &heading, NULL);
  return heading;
}

/* Lets in what is new; whether the first heading ends so. */
static gboolean
is_admitted_as (TcIncidentQueue *queue, const char *end)
{
  g_autofree char *heading = NULL;

  tc_incident_queue_admit (queue);
  heading = dup_heading (queue, 0);
  return g_str_has_suffix (heading, end);
}

/* Grouped, each group says over its first row what it is and how many. */
static void
test_groups (void)
{
  Bench bench = {0};
  TcQueueFilter filter = {.kind = TC_QUEUE_OPEN, .group = TC_GROUP_STATE};
  g_autoptr (TcIncidentQueue) queue = NULL;
  g_autofree char *first = NULL, *second = NULL, *third = NULL;
  gint64 taken = 0;

  set_up (&bench);
  taken = tc_room_make (bench.room, TC_STATE_ASSIGNED);
  tc_room_report (bench.room);
  tc_room_report (bench.room);
  publish (&bench);
  queue = tc_incident_queue_new (bench.file->reader, &filter);
  WAIT_FOR (count_items (queue) == 3);
  first = dup_heading (queue, 0);
  second = dup_heading (queue, 1);
  third = dup_heading (queue, 2);
  g_assert_true (g_str_has_suffix (first, " · 2"));
  g_assert_cmpstr (second, ==, "");
  g_assert_true (g_str_has_suffix (third, " · 1"));
  g_assert_cmpuint (tc_incident_queue_find (queue, taken), ==, 2);
  /* The last of the new ones is taken: when the list is brought up to date, so are the groups. */
  tc_room_step (bench.room, tc_incident_queue_get_id (queue, 0), TC_STEP_TAKE);
  publish (&bench);
  say_changed (queue, tc_incident_queue_get_id (queue, 0));
  WAIT_FOR (is_admitted_as (queue, " · 1"));
  g_clear_object (&queue);
  tear_down (&bench);
}

/* A row and a history in words, from a real incident. */
static void
test_words (void)
{
  Bench bench = {0};
  g_autoptr (TcIncidentDetail) detail = NULL;
  g_autofree char *second = NULL, *first = NULL, *taken = NULL, *note = NULL, *paper = NULL;
  gint64 id = 0;

  set_up (&bench);
  id = tc_room_report (bench.room);
  tc_room_step (bench.room, id, TC_STEP_TAKE);
  tc_room_step (bench.room, id, TC_STEP_COMMENT);
  detail = tc_incident_detail (bench.room->fixture->db, id);
  second = tc_incident_word_second (&detail->incident);
  g_assert_cmpstr (second, ==, "Traffic · Vi Thanh Ward · lan has it");
  g_assert_cmpint (tc_incident_get_signal (&detail->incident), ==, TC_SIGNAL_URGENT);
  g_assert_cmpuint (detail->events->len, ==, 3);
  first = tc_incident_word_event (&g_array_index (detail->events, TcIncidentEvent, 0), detail, 0);
  taken = tc_incident_word_event (&g_array_index (detail->events, TcIncidentEvent, 1), detail, 0);
  note = tc_incident_word_event (&g_array_index (detail->events, TcIncidentEvent, 2), detail, 0);
  g_assert_cmpstr (first, ==, "Reported by hotline 1022");
  g_assert_cmpstr (taken, ==, "Taken by lan");
  g_assert_true (g_str_has_prefix (note, "Note: "));
  paper = tc_incident_word_paper (detail, 0);
  g_assert_true (g_str_has_prefix (paper, "1. The incident\n- Matter: "));
  g_assert_nonnull (strstr (paper, "\n\n2. What was reported\n- "));
  g_assert_nonnull (strstr (paper, "\n\n3. History\n- "));
  g_assert_nonnull (strstr (paper, taken));
  g_assert_nonnull (strstr (paper, note));
  tear_down (&bench);
}

/* What was set, and what was before, where that is known. */
static void
test_corrected (void)
{
  TcIncidentEvent field = {.code = (char *) "incident.classify",
                           .other_id = 1,
                           .number = 2,
                           .when_us = TC_NONE,
                           .set_en = (char *) "Water supply"};
  TcIncidentEvent place = {.code = (char *) "incident.place",
                           .when_us = TC_NONE,
                           .text = (char *) "hẻm 13",
                           .set_en = (char *) "Vị Tân Ward",
                           .before_en = (char *) "Vị Thanh Ward"};
  g_autofree char *first = tc_incident_word_event (&field, NULL, 0), *again = NULL, *where = NULL;

  g_assert_cmpstr (first, ==, "Field set: Water supply");
  field.before_en = (char *) "Traffic";
  again = tc_incident_word_event (&field, NULL, 0);
  g_assert_cmpstr (again, ==, "Field set: Water supply; before: Traffic");
  where = tc_incident_word_event (&place, NULL, 0);
  g_assert_cmpstr (where, ==, "Place set: hẻm 13, Vị Tân Ward; before: Vị Thanh Ward");
}

/* Who has no agency here is named by what was typed. */
static void
test_forwarded (void)
{
  TcIncidentEvent event = {
      .code = (char *) "incident.forward", .when_us = TC_NONE, .text = (char *) "Công ty Cấp nước"};
  g_autofree char *outside = tc_incident_word_event (&event, NULL, 0), *inside = NULL;

  g_assert_cmpstr (outside, ==, "Forwarded outside: Công ty Cấp nước");
  event.agency_id = 1;
  event.agency_vi = (char *) "Sở Xây dựng";
  event.agency_en = (char *) "Department of Construction";
  inside = tc_incident_word_event (&event, NULL, 0);
  g_assert_cmpstr (inside, ==, "Forwarded to Department of Construction: Công ty Cấp nước");
}

/* Every operation on incidents has words in the history, what a person may do also in the tray; no
 * state is without one. */
static void
check_address (const char *address, const char *area, const char *expected)
{
  g_autofree char *found = tc_incident_word_address (address, area);

  g_assert_cmpstr (found, ==, expected);
}

/* An area that the address ends with already is said once. */
static void
test_address (void)
{
  check_address ("12 Trần Hưng Đạo", "Phường Vị Thanh", "12 Trần Hưng Đạo, Phường Vị Thanh");
  check_address ("Chợ, Phường Vị Thanh", "Phường Vị Thanh", "Chợ, Phường Vị Thanh");
  check_address ("", "Phường Vị Thanh", "Phường Vị Thanh");
  check_address ("Chợ", NULL, "Chợ");
  check_address (NULL, NULL, "");
}

/* Of what a desk submits: the rest of duties, and what is of scope common, administration does. */
static void
check_operations_worded (void)
{
  static const TcOperationType *const duties[] = {&tc_duty_set_type, &tc_duty_withdraw_type, NULL};
  const TcOperationType *const *const lists[] = {tc_incident_types, tc_camera_types, tc_shift_types,
                                                 duties};

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++) {
    for (const TcOperationType *const *type = lists[i]; *type; type++) {
      if ((*type)->capability && !g_str_equal ((*type)->capability, TC_MAY_MANAGE))
        g_assert_cmpstr (tc_incident_word_operation ((*type)->name), !=, (*type)->name);
    }
  }
}

static void
test_nothing_speechless (void)
{
  TcIncidentDetail detail = {0};

  detail.reports = g_array_new (FALSE, FALSE, sizeof (TcReport));
  detail.dispatches = g_array_new (FALSE, FALSE, sizeof (TcDispatch));
  detail.events = g_array_new (FALSE, FALSE, sizeof (TcIncidentEvent));
  for (TcIncidentStep step = 0; step < TC_N_STEPS; step++) {
    TcIncidentEvent event = {.code = (char *) tc_incident_step_get_name (step), .when_us = TC_NONE};
    g_autofree char *words = NULL;
    /* The other side of a merge and looking at a reporter leave no line of their own name. */
    if (!event.code || step == TC_STEP_ABSORB || step == TC_STEP_REPORTER)
      continue;
    words = tc_incident_word_event (&event, &detail, 0);
    g_assert_cmpstr (words, !=, event.code);
  }
  g_array_unref (detail.reports);
  g_array_unref (detail.dispatches);
  g_array_unref (detail.events);
  check_operations_worded ();
  for (TcIncidentState state = 0; state < TC_N_STATES; state++)
    g_assert_cmpint (*tc_incident_word_state (state), !=, 0);
}

/* ---- several to be merged ---- */

static void
merging_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  *(TcMerging **) data = tc_merging_read_finish (TC_WORKER (source), result, &error);
  g_assert_no_error (error);
}

/* (transfer full) */
static TcMerging *
read_merging (Bench *bench, const gint64 *ids, guint n, gint64 leader_id)
{
  TcMerging *merging = NULL;

  tc_merging_read_async (bench->file->reader, ids, n, leader_id, NULL, merging_cb, &merging);
  WAIT_FOR (merging != NULL);
  return merging;
}

static const TcMergeMember *
get_member (const TcMerging *merging, guint i)
{
  g_assert_cmpuint (i, <, merging->members->len);
  return &g_array_index (merging->members, TcMergeMember, i);
}

/* What leads first, what can't be merged, then what is alike with its score; by hand otherwise. */
static void
test_merging (void)
{
  Bench bench = {0};
  gint64 ids[4] = {0};
  g_autoptr (TcMerging) proposed = NULL, chosen = NULL;
  const TcMergeMember *member = NULL;
  g_autofree char *words = NULL;

  set_up (&bench);
  for (guint i = 0; i < 3; i++)
    ids[i] = tc_room_report (bench.room);
  ids[3] = tc_room_make (bench.room, TC_STATE_MERGED);
  tc_room_step (bench.room, ids[1], TC_STEP_TAKE);
  publish (&bench);

  proposed = read_merging (&bench, ids, 4, 0);
  g_assert_cmpint (proposed->leader_id, ==, ids[1]);
  g_assert_cmpint (proposed->reason, ==, TC_LEADS_TAKEN);
  g_assert_cmpint (get_member (proposed, 0)->facts.row.id, ==, ids[1]);
  g_assert_cmpint (get_member (proposed, 0)->warnings, ==, 0);
  g_assert_cmpint (get_member (proposed, 1)->facts.row.id, ==, ids[3]);
  g_assert_cmphex (get_member (proposed, 1)->warnings & TC_MERGE_IMPOSSIBLE, ==, TC_MERGE_MERGED);
  g_assert_false (get_member (proposed, 1)->can_lead);
  member = get_member (proposed, 2);
  g_assert_cmphex (member->warnings, ==, 0);
  g_assert_cmpint (member->distance_m, ==, 0);
  g_assert_cmpint (member->score, >=, TC_SIMILAR_LIKELY);
  words = tc_merging_word_member (member, FALSE);
  g_assert_nonnull (strstr (words, "0 m · "));
  g_assert_nonnull (strstr (words, " · score "));

  chosen = read_merging (&bench, ids, 4, ids[2]);
  g_assert_cmpint (chosen->leader_id, ==, ids[2]);
  g_assert_cmpint (chosen->reason, ==, TC_LEADS_CHOSEN);
  g_assert_cmphex (get_member (chosen, 2)->warnings, ==, TC_MERGE_TAKEN);
  g_assert_cmpint (get_member (chosen, 2)->facts.row.id, ==, ids[1]);
  tear_down (&bench);
}

static void
target_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  *(TcMergeTarget **) data = tc_merging_find_finish (TC_WORKER (source), result, &error);
  g_assert_no_error (error);
}

/* (transfer full) */
static TcMergeTarget *
find_target (Bench *bench, const char *code, const char *others)
{
  TcMergeTarget *target = NULL;

  tc_merging_find_async (bench->file->reader, code, others, target_cb, &target);
  WAIT_FOR (target != NULL);
  return target;
}

/* Codes that are typed, each once; one alone means what is likely the same. */
static void
test_merge_target (void)
{
  Bench bench = {0};
  g_autofree char *one = NULL, *two = NULL, *both = NULL;
  g_autoptr (TcMergeTarget) typed = NULL, alike = NULL, missing = NULL;
  gint64 ids[3] = {0};

  set_up (&bench);
  for (guint i = 0; i < 3; i++)
    ids[i] = tc_room_report (bench.room);
  publish (&bench);
  one = tc_room_text (bench.room, "SELECT code FROM incident WHERE id = ?", ids[0]);
  two = tc_room_text (bench.room, "SELECT code FROM incident WHERE id = ?", ids[1]);
  both = g_strdup_printf ("%s, %s", two, one);

  typed = find_target (&bench, one, both);
  g_assert_null (typed->missing);
  g_assert_cmpuint (typed->ids->len, ==, 2);
  g_assert_cmpint (g_array_index (typed->ids, gint64, 0), ==, ids[0]);
  g_assert_cmpint (g_array_index (typed->ids, gint64, 1), ==, ids[1]);
  alike = find_target (&bench, one, "");
  g_assert_cmpuint (alike->ids->len, ==, 3);
  missing = find_target (&bench, one, "9999");
  g_assert_cmpstr (missing->missing, ==, "9999");
  tear_down (&bench);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/incidents/windowed", test_windowed);
  g_test_add_func ("/incidents/never-moves", test_never_moves);
  g_test_add_func ("/incidents/auto-admit-and-filter", test_auto_admit_and_filter);
  g_test_add_func ("/incidents/item-outlives", test_item_outlives);
  g_test_add_func ("/incidents/counts", test_counts);
  g_test_add_func ("/incidents/search", test_search);
  g_test_add_func ("/incidents/search-in-list", test_search_in_list);
  g_test_add_func ("/incidents/long-list", test_long_list);
  g_test_add_func ("/incidents/long-search", test_long_search);
  g_test_add_func ("/incidents/groups", test_groups);
  g_test_add_func ("/incidents/address", test_address);
  g_test_add_func ("/incidents/merging", test_merging);
  g_test_add_func ("/incidents/merge-target", test_merge_target);
  g_test_add_func ("/incidents/words", test_words);
  g_test_add_func ("/incidents/nothing-speechless", test_nothing_speechless);
  g_test_add_func ("/incidents/corrected", test_corrected);
  g_test_add_func ("/incidents/forwarded", test_forwarded);
  return g_test_run ();
}
