/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what an SMS says of alarms is short, says what is wrong since when, where and what to do,
 * of one whose report isn't public its code alone, and of many their number. Method: facts made by
 * hand.
 */
#include "tc-alarm-call-words.h"

#include <string.h>

/* 23/11/2026 14:05 in Vietnam. */
#define NOW_US ((gint64) 1795417500 * G_USEC_PER_SEC)
#define MINUTE_US ((gint64) 60 * G_USEC_PER_SEC)

static TcAlarmCallFact
make_fact (TcAlarmKind kind)
{
  return (TcAlarmCallFact){.kind = kind,
                           .priority = TC_ALARM_MEDIUM,
                           .since_us = NOW_US - 15 * MINUTE_US,
                           .code = (char *) "PA-261123-0007",
                           .field_vi = (char *) "Đèn đường",
                           .field_en = (char *) "Street lighting",
                           .place_vi = (char *) "Phường Vị Thanh",
                           .place_en = (char *) "Vi Thanh ward"};
}

static char *
say (TcAlarmCallFact *facts, guint n, gboolean vietnamese)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new ();
  char *text;

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (list, &facts[i]);
  text = tc_alarm_call_words (list, vietnamese, NOW_US);
  g_assert_cmpint (g_utf8_strlen (text, -1), <=, TC_ALARM_CALL_CHARS_MAX);
  g_assert_null (strchr (text, '\n'));
  g_assert_null (strchr (text, '{'));
  return text;
}

static void
test_one (void)
{
  TcAlarmCallFact fact = make_fact (TC_ALARM_UNTAKEN);
  g_autofree char *text = say (&fact, 1, TRUE), *english = say (&fact, 1, FALSE);

  g_assert_cmpstr (text, ==,
                   "Toàn Cảnh: PA-261123-0007 chưa ai nhận từ 13:50. Đèn đường, Phường Vị Thanh. "
                   "Hãy nhận hoặc giao người nhận.");
  g_assert_cmpstr (english, ==,
                   "Toàn Cảnh: PA-261123-0007 nobody has taken it since 13:50. Street lighting, "
                   "Vi Thanh ward. Take it or give it to somebody.");
  fact.priority = TC_ALARM_HIGH;
  fact.since_us -= 1440 * MINUTE_US;
  fact.field_vi = fact.place_vi = NULL;
  g_autofree char *bare = say (&fact, 1, TRUE);
  g_assert_cmpstr (bare, ==,
                   "Toàn Cảnh: KHẨN PA-261123-0007 chưa ai nhận từ 13:50 22/11. Hãy nhận hoặc giao "
                   "người nhận.");
}

static void
test_kinds (void)
{
  for (guint kind = 0; kind < TC_ALARM_N_KINDS; kind++) {
    TcAlarmCallFact fact = make_fact (kind);
    fact.count = 37;
    g_autofree char *text = say (&fact, 1, TRUE), *english = say (&fact, 1, FALSE);

    g_assert_cmpstr (text, !=, english);
    g_assert_nonnull (strstr (text, " từ 13:50. Đèn đường"));
    g_assert_nonnull (strstr (english, " since 13:50. Street"));
    g_assert_true ((kind == TC_ALARM_MEMBERS) == (strstr (text, " 37 sự việc ") != NULL));
  }
}

static void
test_restricted (void)
{
  TcAlarmCallFact facts[] = {make_fact (TC_ALARM_LATE), make_fact (TC_ALARM_UNTAKEN)};
  g_autofree char *alone = NULL, *together = NULL;

  facts[0].restricted = TRUE;
  facts[0].priority = TC_ALARM_HIGH;
  alone = say (facts, 1, TRUE);
  g_assert_cmpstr (alone, ==, "Toàn Cảnh: PA-261123-0007 cần người xử lý. Xem tại bàn trực.");
  facts[1].code = (char *) "PA-2";
  facts[1].field_vi = (char *) "Rác thải";
  together = say (facts, 2, TRUE);
  g_assert_cmpstr (together, ==,
                   "Toàn Cảnh: 2 cảnh báo chưa ai xử lý, sớm nhất từ 13:50: PA-261123-0007, PA-2 "
                   "Rác thải. Hãy mở mục Cảnh báo.");
}

static void
test_many (void)
{
  TcAlarmCallFact facts[50];
  g_autofree char *text = NULL, *english = NULL, *journal = NULL, *one = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (facts); i++)
    facts[i] = make_fact (TC_ALARM_UNTAKEN);
  facts[40].since_us -= 60 * MINUTE_US;
  facts[0].priority = TC_ALARM_HIGH;
  text = say (facts, 50, TRUE);
  g_assert_cmpstr (text, ==,
                   "Toàn Cảnh: KHẨN 50 cảnh báo chưa ai xử lý, sớm nhất từ 12:50: PA-261123-0007 "
                   "Đèn đường, PA-261123-0007 Đèn đường, PA-261123-0007 Đèn đường và 47 cảnh "
                   "báo khác. Hãy mở mục Cảnh báo.");
  for (guint i = 0; i < 3; i++)
    facts[i].field_vi = facts[i].field_en =
        (char *) "Một lĩnh vực có cái tên dài đến mức chẳng ai đọc hết được trên điện thoại";
  text = (g_free (text), say (facts, 50, TRUE));
  g_assert_true (g_str_has_suffix (text, " và 47 cảnh báo khác. Hãy mở mục Cảnh báo."));
  english = say (facts, 50, FALSE);
  g_assert_true (g_str_has_suffix (english, " and 47 more. Open the alarms."));
  one = say (facts, 1, TRUE);
  g_assert_nonnull (strstr (one, "…, Phường Vị Thanh. "));
  /* Of the journal there is no code. */
  for (guint i = 0; i < 2; i++) {
    facts[i] = make_fact (TC_ALARM_JOURNAL);
    facts[i].code = (char *) "";
  }
  journal = say (facts, 2, TRUE);
  g_assert_nonnull (strstr (journal, "13:50: việc trong sổ trực đã quá hạn. "));
}

static void
test_test (void)
{
  g_autofree char *text = tc_alarm_call_words_test (TRUE, NOW_US);

  g_assert_cmpstr (text, ==, "Toàn Cảnh: tin thử, gửi lúc 14:05. Không phải làm gì.");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/alarm-call-words/one", test_one);
  g_test_add_func ("/alarm-call-words/kinds", test_kinds);
  g_test_add_func ("/alarm-call-words/restricted", test_restricted);
  g_test_add_func ("/alarm-call-words/many", test_many);
  g_test_add_func ("/alarm-call-words/test", test_test);
  return g_test_run ();
}
