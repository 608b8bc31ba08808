/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what a report says beside its text is worded, answers by their questions, in the reader's
 * language; what is of no known form is told as it stands, or passed over. Method: reports of the
 * control room, and rows with whatever may stand in them.
 */
#include "tc-report-words.h"
#include "tc-room-fixture.h"

#include <string.h>

static const char *const questions =
    "[{\"code\":\"hurt\",\"datatype\":\"singlevaluelist\",\"description_vi\":\"Có người bị "
    "thương không?\",\"description_en\":\"Is anybody injured?\",\"values\":[{\"key\":\"co\","
    "\"name_vi\":\"Có\",\"name_en\":\"Yes\"},{\"key\":\"khong\",\"name_vi\":\"Không\","
    "\"name_en\":\"No\"}]},{\"code\":\"long\",\"datatype\":\"number\",\"description_vi\":\"Dài "
    "bao nhiêu mét\",\"values\":[]},{\"code\":\"since\",\"datatype\":\"datetime\","
    "\"description_vi\":\"Từ lúc nào?\",\"values\":[]}]";

static void
assert_answers (const char *attributes, const char *asked, const char *expected)
{
  const TcReport report = {.attributes = (char *) attributes, .questions = (char *) asked};
  g_autofree char *found = tc_report_word_answers (&report, g_get_real_time ());

  g_assert_cmpstr (found, ==, expected);
}

static void
test_answers (void)
{
  assert_answers ("{\"hurt\":\"co\",\"long\":\"40\"}", questions,
                  "Is anybody injured? Yes\nDài bao nhiêu mét: 40");
  assert_answers ("{\"hurt\":[\"co\",\"khong\"]}", questions, "Is anybody injured? Yes, No");
  /* A key that the question no longer has, a question that is gone, no questions at all. */
  assert_answers ("{\"hurt\":\"cokhi\"}", questions, "Is anybody injured? cokhi");
  assert_answers ("{\"wide\":\"27\"}", questions, "wide: 27");
  assert_answers ("{\"wide\":\"27\"}", NULL, "wide: 27");
  assert_answers (NULL, questions, "");
}

static void
test_times (void)
{
  const TcReport report = {.attributes = (char *) "{\"since\":\"2026-11-26T09:51:48Z\"}",
                           .questions = (char *) questions};
  g_autofree char *found = tc_report_word_answers (&report, g_get_real_time ());

  g_assert_true (g_regex_match_simple ("^Từ lúc nào\\? .*[0-2][0-9]:[0-5][0-9]", found, 0, 0));
  g_assert_null (strstr (found, "T09:51"));
}

/* What is of no known form. */
static void
test_forms (void)
{
  static const char *const forms[] = {"",
                                      "[",
                                      "[]",
                                      "7",
                                      "\"x\"",
                                      "null",
                                      "{\"a\":7}",
                                      "{\"a\":{\"b\":\"c\"}}",
                                      "{\"a\":[[\"b\"],7,null]}",
                                      "{\"a\":null}"};

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++) {
    assert_answers (forms[i], questions, "");
    assert_answers ("{\"hurt\":\"co\"}", forms[i], "hurt: co");
  }
  assert_answers ("{\"hurt\":\"co\"}", "[7,{\"code\":7},{\"code\":\"hurt\",\"values\":7}]",
                  "hurt: co");
}

static void
test_facts (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  char code[40];
  TcIncidentReport args = tc_room_report_args (room, code);
  g_autoptr (TcIncidentDetail) detail = NULL;
  g_autofree char *facts = NULL, *place = NULL, *none = NULL, *answers = NULL;
  TcReport *report = NULL;

  args.on_behalf = 1;
  args.private_ = 1;
  args.language = "en";
  args.attributes = "{\"hurt\":\"khong\"}";
  tc_fixture_run (room->fixture, &tc_incident_report_type, &args);
  tc_database_execute (room->fixture->db, "UPDATE field SET attributes = ? WHERE id = ?", "si",
                       questions, room->kind);
  detail = tc_incident_detail (room->fixture->db, args.incident_id);
  report = &g_array_index (detail->reports, TcReport, 0);
  g_assert_true (report->private_);
  facts = tc_report_word_facts (report, g_get_real_time ());
  g_assert_cmpstr (facts, ==, "on behalf of somebody else, in English");
  answers = tc_report_word_answers (report, g_get_real_time ());
  g_assert_cmpstr (answers, ==, "Is anybody injured? No");
  none = tc_report_word_place (report, &detail->incident);
  g_assert_null (none);
  g_free (report->address);
  report->address = g_strdup ("hẻm 13");
  place = tc_report_word_place (report, &detail->incident);
  g_assert_cmpstr (place, ==, "Its place: hẻm 13");
}

static void
test_late (void)
{
  gint64 now_us = g_get_real_time ();
  TcReport report = {
      .said_us = now_us - 40 * G_TIME_SPAN_MINUTE, .received_us = now_us, .anonymous = TRUE};
  g_autofree char *late = tc_report_word_facts (&report, now_us), *soon = NULL;

  g_assert_true (g_str_has_prefix (late, "without a name, said at "));
  report.said_us = now_us - 10 * G_USEC_PER_SEC;
  soon = tc_report_word_facts (&report, now_us);
  g_assert_cmpstr (soon, ==, "without a name");
}

int
main (int argc, char **argv)
{
  g_setenv ("LANGUAGE", "en", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report-words/answers", test_answers);
  g_test_add_func ("/report-words/times", test_times);
  g_test_add_func ("/report-words/forms", test_forms);
  g_test_add_func ("/report-words/facts", test_facts);
  g_test_add_func ("/report-words/late", test_late);
  return g_test_run ();
}
