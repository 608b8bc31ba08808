/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: no kind of event, figure, resource or item of a list is without words; numbers are read as
 * people write them; a quick report says what the view has, and fits into its operation however
 * much that is. Method: views made by hand.
 */
#include "tc-big-event-words.h"
#include "tc-quick-report-words.h"
#include "tc-resource.h"

#include <string.h>

static void
test_nothing_speechless (void)
{
  for (guint i = 0; tc_big_event_kinds[i]; i++) {
    const char *const *items = tc_big_event_items (tc_big_event_kinds[i]);
    g_assert_cmpstr (tc_big_event_word_kind (tc_big_event_kinds[i]), !=, tc_big_event_kinds[i]);
    for (guint j = 0; items[j]; j++)
      g_assert_cmpstr (tc_big_event_word_item (items[j]), !=, items[j]);
  }
  for (guint i = 0; tc_figure_kinds[i].code; i++)
    g_assert_cmpstr (tc_big_event_word_figure (tc_figure_kinds[i].code), !=,
                     tc_figure_kinds[i].code);
  for (guint i = 0; tc_resource_kinds[i]; i++)
    g_assert_cmpstr (tc_resource_word_kind (tc_resource_kinds[i]), !=, tc_resource_kinds[i]);
}

static void
test_numbers (void)
{
  static const struct {
    const char *text;
    gint64 number;
  } cases[] = {
      {"0", 0},
      {" 120 ", 120},
      {"1.200", 1200},
      {"1,200", 1200},
      {"1 200", 1200},
      {"12.000.5", TC_NONE},
      {"1.5", TC_NONE},
      {"", TC_NONE},
      {"nhiều", TC_NONE},
      {"-3", TC_NONE},
      {".5", TC_NONE},
      {"1.200.000", 1200000},
      {"99999999999999999999", TC_NONE},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (tc_big_event_read_number (cases[i].text), ==, cases[i].number);
}

/* ---- the report ---- */

static GArray *
add_array (gsize size)
{
  return g_array_new (FALSE, TRUE, (guint) size);
}

static void
fill (TcBigEventView *view, TcBigEvent *event)
{
  *event = (TcBigEvent){.id = 1,
                        .code = (char *) "PA-261126-0001",
                        .title = (char *) "Bão số 5",
                        .kind = (char *) "storm",
                        .commander = (char *) "Phó Chủ tịch A",
                        .begun_us = 1700000000000000,
                        .heard_us = 1700000000000000,
                        .ended_us = TC_NONE,
                        .n_members = 120,
                        .n_open = 80,
                        .n_without = 12};
  view->event = event;
  view->at_us = 1700003600000000;
  for (guint i = 0; i < TC_EVENT_N_COUNTS; i++)
    view->counts[i] = add_array (sizeof (TcEventCount));
  view->log = add_array (sizeof (TcEventLogRow));
  view->sums = add_array (sizeof (TcEventSum));
  view->parts = add_array (sizeof (TcEventSum));
  view->resources = add_array (sizeof (TcResource));
  view->holds = add_array (sizeof (TcResourceHold));
}

static void
clear (TcBigEventView *view)
{
  GArray *arrays[] = {view->counts[0], view->counts[1], view->counts[2], view->log,
                      view->sums,      view->parts,     view->resources, view->holds};

  for (guint i = 0; i < G_N_ELEMENTS (arrays); i++)
    g_array_unref (arrays[i]);
}

static void
test_report (void)
{
  TcBigEventView view = {0};
  TcBigEvent event;
  TcEventSum sum = {"houses-flooded", TC_FIGURE_DAMAGE, 0, NULL, NULL, 35, 1700000000000000, 2};
  TcEventSum part = {"houses-flooded",
                     TC_FIGURE_DAMAGE,
                     7,
                     (char *) "Phường Vị Thanh",
                     (char *) "Vị Thanh",
                     30,
                     1700000000000000,
                     1};
  TcResource boats = {.id = 3, .kind = (char *) "boat", .name = (char *) "Ca nô", .count = 4};
  TcResourceHold held = {4, 3, 1, 2, (char *) "Đội xung kích", 1700000000000000};
  TcResourceHold other = {5, 3, 99, 1, (char *) "Sự kiện khác", 1700000000000000};
  g_autofree char *empty = NULL, *text = NULL;

  fill (&view, &event);
  empty = tc_quick_report_word_text (&view, "");
  g_assert_nonnull (strstr (empty, "No damage was reported so far."));
  g_array_append_val (view.sums, sum);
  g_array_append_val (view.parts, part);
  g_array_append_val (view.resources, boats);
  g_array_append_val (view.holds, held);
  g_array_append_val (view.holds, other);
  text = tc_quick_report_word_text (&view, "Xin thêm 5 ca nô");
  g_assert_nonnull (strstr (text, "Bão số 5"));
  g_assert_nonnull (strstr (text, "- Houses flooded (houses): 35 (Vị Thanh 30)\n"));
  g_assert_nonnull (strstr (text, "- Ca nô: 2 with Đội xung kích\n"));
  g_assert_null (strstr (text, "Sự kiện khác"));
  g_assert_null (strstr (text, "No damage was reported so far."));
  g_assert_true (g_str_has_suffix (text, "5. Proposals\nXin thêm 5 ca nô"));
  g_assert_nonnull (strstr (text, "led by: Phó Chủ tịch A"));
  clear (&view);
}

/* What is late or will be is said where anything is; and since when nothing was heard of one that
 * goes on. */
static void
test_counts (void)
{
  TcBigEventView view = {0};
  TcBigEvent event;
  g_autofree char *plain = NULL, *late = NULL, *heard = NULL, *silent = NULL, *over = NULL;
  gint64 hour_us = (gint64) 3600 * G_USEC_PER_SEC;

  fill (&view, &event);
  plain = tc_big_event_word_counts (&event);
  g_assert_cmpstr (plain, ==, "120 incidents, 80 being handled, 12 without a unit");
  event.n_late = 3;
  late = tc_big_event_word_counts (&event);
  g_assert_cmpstr (late, ==,
                   "120 incidents, 80 being handled, 12 without a unit, 3 overdue, 0 due soon");
  heard = tc_big_event_word_second (&event, event.heard_us + hour_us);
  g_assert_null (strstr (heard, "silent"));
  silent = tc_big_event_word_second (&event, event.heard_us + hour_us + 1);
  g_assert_nonnull (strstr (silent, " · silent since "));
  event.ended_us = event.heard_us + hour_us;
  over = tc_big_event_word_second (&event, event.heard_us + 3 * hour_us);
  g_assert_null (strstr (over, "silent"));
  clear (&view);
}

/* The longest log, each area of a province with each figure. */
static void
test_fits (void)
{
  g_autofree char *said = g_strnfill (4000, 'x');
  TcBigEventView view = {0};
  TcBigEvent event;
  g_autofree char *text = NULL;

  fill (&view, &event);
  for (guint i = 0; i < 100; i++) {
    TcEventLogRow row = {i + 1, 1700000000000000, said, NULL, NULL};
    g_array_append_val (view.log, row);
  }
  for (guint i = 0; tc_figure_kinds[i].code; i++) {
    TcEventSum sum = {tc_figure_kinds[i].code,
                      tc_figure_kinds[i].group,
                      0,
                      NULL,
                      NULL,
                      999999999,
                      1700000000000000,
                      75};
    g_array_append_val (view.sums, sum);
    for (guint j = 0; j < 75; j++) {
      TcEventSum part = {tc_figure_kinds[i].code,
                         tc_figure_kinds[i].group,
                         j + 1,
                         (char *) "Phường Vị Thanh Bắc Trung",
                         (char *) "Vị Thanh Bắc Trung",
                         99999,
                         1700000000000000,
                         1};
      g_array_append_val (view.parts, part);
    }
  }
  text = tc_quick_report_word_text (&view, "");
  g_assert_cmpint (g_utf8_strlen (text, -1), <, TC_QUICK_REPORT_CHARS_MAX - 2000);
  clear (&view);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/big-event-words/nothing-speechless", test_nothing_speechless);
  g_test_add_func ("/big-event-words/numbers", test_numbers);
  g_test_add_func ("/big-event-words/report", test_report);
  g_test_add_func ("/big-event-words/counts", test_counts);
  g_test_add_func ("/big-event-words/fits", test_fits);
  return g_test_run ();
}
