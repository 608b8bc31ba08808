/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: alarms are counted in the background and can be given up; what was counted is said in
 * words that judge, and stands in the table. Method: a room's database in a file; measures made by
 * hand for the words.
 */
#include "tc-alarm-measure-words.h"
#include "tc-alarm-review.h"
#include "tc-fixture-file.h"
#include "tc-room-fixture.h"
#include "wait-limit.h"

#include <string.h>

#define DAY_H 24

static gboolean
late_cb (gpointer data)
{
  g_error ("it was never counted");
  return G_SOURCE_REMOVE;
}

static void
wait_counted (TcAlarmReview *review)
{
  guint late = g_timeout_add_seconds (WAIT_S, late_cb, NULL), done = 0, all = 0;

  while (tc_alarm_review_get_progress (review, &done, &all))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (late);
}

static void
test_counted (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  const TcAlarmMeasures *measures = NULL;
  const gint64 now_us = g_get_real_time ();
  /* More than are looked at in one go. */
  const guint n = 450;

  for (guint i = 0; i < n; i++) {
    char code[40];
    room->fixture->now_us = now_us - 48 * TC_HOUR_US + i * TC_MINUTE_US;
    TcIncidentReport report = tc_room_report_args (room, code);
    tc_fixture_run (room->fixture, &tc_incident_report_type, &report);
  }
  g_autoptr (TcFixtureFile) file = tc_fixture_file_new (room->fixture);
  TcAlarmReview *review = tc_alarm_review_new (file->reader);
  g_assert_null (tc_alarm_review_get (review));
  /* What is asked for anew gives up what was being counted. */
  tc_alarm_review_count (review, 1);
  tc_alarm_review_count (review, 7 * DAY_H);
  wait_counted (review);
  measures = tc_alarm_review_get (review);
  g_assert_null (tc_alarm_review_get_error (review));
  g_assert_nonnull (measures);
  g_assert_cmpint (measures->until_us - measures->from_us, ==, 7 * DAY_H * TC_HOUR_US);
  /* Each of them is late by now, if not more. */
  g_assert_cmpuint (measures->n, >=, n);
  g_assert_false (measures->cut);
  g_assert_cmpuint (measures->sources->len, >=, 1);
  tc_alarm_review_count (review, 8);
  tc_alarm_review_cancel (review);
  g_assert_null (tc_alarm_review_get (review));
  g_object_run_dispose (G_OBJECT (review));
  g_object_unref (review);
}

static TcAlarmMeasures *
make_measures (void)
{
  g_autoptr (GArray) episodes = g_array_new (FALSE, TRUE, sizeof (TcAlarmEpisode));
  g_autoptr (GArray) watches = g_array_new (FALSE, TRUE, sizeof (TcAlarmWatch));
  const TcAlarmWatch watch = {1, 3, 0, 2 * TC_HOUR_US};
  TcAlarmEpisode episode = {.field_id = 1,
                            .kind = TC_ALARM_LATE,
                            .priority = TC_ALARM_LOW,
                            .until_us = TC_NONE,
                            .known_us = TC_NONE};

  g_array_append_val (watches, watch);
  for (guint i = 0; i < 12; i++) {
    episode.incident_id = i + 1;
    episode.priority = i < 9 ? TC_ALARM_LOW : TC_ALARM_MEDIUM;
    episode.from_us = TC_MINUTE_US;
    episode.known_us = 3 * TC_MINUTE_US;
    g_array_append_val (episodes, episode);
  }
  return tc_alarm_measures_make (episodes, watches, 0, 2 * TC_HOUR_US);
}

static void
test_words (void)
{
  g_autoptr (TcAlarmMeasures) measures = make_measures ();
  g_autofree char *rate = tc_alarm_word_rate (tc_alarm_measures_rate (measures));
  g_autofree char *worst = tc_alarm_word_worst (measures);
  g_autofree char *flood = tc_alarm_word_flood_share (measures);
  g_autofree char *share = tc_alarm_word_share_of (measures, TC_ALARM_LOW);
  g_autofree char *none = tc_alarm_word_rate (-1);
  g_autoptr (TcListTable) table = NULL;
  g_autofree char *csv = NULL;

  g_assert_cmpstr (rate, ==, "1.0");
  g_assert_cmpstr (none, ==, "–");
  g_assert_true (g_str_has_prefix (worst, "at most 12, at "));
  g_assert_cmpstr (flood, ==, "8.3\u00a0%");
  g_assert_cmpstr (share, ==, "low: 75\u00a0%, should be about 80\u00a0%");
  g_assert_cmpstr (tc_alarm_word_judgement (TC_ALARM_RATE_LIMIT), ==, "● at the limit");
  g_assert_cmpstr (tc_alarm_word_flood_judgement (measures), ==, "▲ should be below 1\u00a0%");
  table = tc_alarm_measures_to_table (measures);
  csv = tc_list_table_to_csv (table);
  g_assert_true (g_str_has_prefix (csv, "\xef\xbb\xbf\"Measure\",\"Of\",\"Number\"\r\n"));
  g_assert_nonnull (strstr (csv, "\"Alarms at a desk in ten minutes\",\"\",1.000\r\n"));
  g_assert_nonnull (strstr (csv, "\"Most at one desk in ten minutes\",\"\",12\r\n"));
  g_assert_nonnull (strstr (csv, "\"By priority\",\"medium\",3\r\n"));
  g_assert_nonnull (strstr (csv, "\"Seconds until somebody knew\",\"half of them\",120.000\r\n"));
  g_assert_nonnull (
      strstr (csv, "\"What they were about\",\"not classified: The deadline has passed\",12\r\n"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/alarm-review/counted", test_counted);
  g_test_add_func ("/alarm-review/words", test_words);
  return g_test_run ();
}
