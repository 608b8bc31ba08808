/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: dates, coordinates, ids and texts are read exactly or refused, never guessed.
 * Method: tables of good and bad forms; what was read is printed and read again.
 */
#include "tc-open311-value.h"

#include <string.h>

static void
test_time_good (void)
{
  static const struct {
    const char *text;
    gint64 us;
  } cases[] = {
      {"1970-01-01T00:00:00Z", 0},
      {"1994-11-05T08:15:30-05:00", G_GINT64_CONSTANT (784041330000000)},
      {"1994-11-05T13:15:30Z", G_GINT64_CONSTANT (784041330000000)},
      {"2026-11-23T18:30:00+07:00", G_GINT64_CONSTANT (1795433400000000)},
      {"2026-11-23T18:30+07:00", G_GINT64_CONSTANT (1795433400000000)},
      {"2026-11-23T18:30:00 07:00", G_GINT64_CONSTANT (1795433400000000)},
      {"2026-11-23T11:30:00.25Z", G_GINT64_CONSTANT (1795433400250000)},
      {"2026-11-23T11:30:00.123456789Z", G_GINT64_CONSTANT (1795433400123456)},
      {"2024-02-29T00:00:00Z", G_GINT64_CONSTANT (1709164800000000)},
      {"2016-12-31T23:59:60Z", G_GINT64_CONSTANT (1483228800000000)},
      {"9999-12-31T23:59:59Z", G_GINT64_CONSTANT (253402300799000000)},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    gint64 us = -1;
    gint64 again = -1;

    g_assert_true (tc_open311_parse_time (cases[i].text, &us));
    g_assert_cmpint (us, ==, cases[i].us);
    for (int offset_s = -8 * 3600; offset_s <= 7 * 3600; offset_s += 1800) {
      g_autofree char *text = NULL;

      if (us + offset_s * G_GINT64_CONSTANT (1000000) < 0 ||
          us > G_GINT64_CONSTANT (250000000000000000))
        continue;
      text = tc_open311_format_time (us, offset_s);
      g_assert_true (tc_open311_parse_time (text, &again));
      g_assert_cmpint (again, ==, us - us % 1000000);
    }
  }
}

static void
test_time_bad (void)
{
  static const char *const cases[] = {
      "",
      "now",
      "2026",
      "2026-11",
      "2026-11-23",
      "2026-11-23T18:30:00",
      "2026-11-23 18:30:00Z",
      "2026-11-23T18:30:00z",
      "2026-11-23t18:30:00Z",
      "2026-13-01T00:00:00Z",
      "2026-00-01T00:00:00Z",
      "2026-02-29T00:00:00Z",
      "2100-02-29T00:00:00Z",
      "2026-04-31T00:00:00Z",
      "2026-01-32T00:00:00Z",
      "2026-01-00T00:00:00Z",
      "2026-01-01T24:00:00Z",
      "2026-01-01T00:60:00Z",
      "2026-01-01T00:00:61Z",
      "2026-01-01T00:00:00+15:00",
      "2026-01-01T00:00:00+07:60",
      "2026-01-01T00:00:00+0700",
      "2026-01-01T00:00:00+7",
      "2026-01-01T00:00:00.Z",
      "2026-01-01T00:00:00Z ",
      " 2026-01-01T00:00:00Z",
      "2026-01-01T00:00:00ZZ",
      "1969-12-31T23:59:59Z",
      "1970-01-01T00:00:00+01:00",
      "-026-01-01T00:00:00Z",
      "+2026-01-01T00:00:00Z",
      "20260-01-01T00:00:00Z",
      "2026-1-1T0:0:0Z",
      "1795433400",
      "23/11/2026",
      "2026-11-23T18:30:00.0000000000000000000000000000000Z",
      "٢٠٢٦-١١-٢٣T18:30:00Z",
      "2026-W48-1T00:00Z",
      "2026-01-01T00:00:00%2B07:00",
      "'; DROP TABLE report; --",
      "NaN",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    gint64 us = 42;

    g_test_message ("%s", cases[i]);
    g_assert_false (tc_open311_parse_time (cases[i], &us));
    g_assert_cmpint (us, ==, 42);
  }
}

static void
test_time_format (void)
{
  g_autofree char *utc = tc_open311_format_time (G_GINT64_CONSTANT (1795433400999999), 0);
  g_autofree char *east = tc_open311_format_time (G_GINT64_CONSTANT (1795433400999999), 7 * 3600);
  g_autofree char *west = tc_open311_format_time (0, -(3 * 3600 + 1800));

  g_assert_cmpstr (utc, ==, "2026-11-23T11:30:00Z");
  g_assert_cmpstr (east, ==, "2026-11-23T18:30:00+07:00");
  g_assert_cmpstr (west, ==, "1969-12-31T20:30:00-03:30");
}

static void
test_degrees (void)
{
  static const struct {
    const char *text;
    gint64 e7;
    const char *back;
  } good[] = {
      {"9.7845", 97845000, "9.7845"},
      {"105.4701234", 1054701234, "105.4701234"},
      {"-0.00000004", 0, "0.0"},
      {"-0.00000005", -1, "-0.0000001"},
      {"0", 0, "0.0"},
      {"+180", 1800000000, "180.0"},
      {"-180.0000000", -1800000000, "-180.0"},
      {"37.76524078000000000", 377652408, "37.7652408"},
      {"00009.5", 95000000, "9.5"},
      {"179.99999999", 1800000000, "180.0"},
  };
  static const char *const bad[] = {
      "",      "-",        "+",
      ".",     "1.",       ".5",
      "nan",   "NaN",      "-nan",
      "inf",   "Infinity", "1e2",
      "1E2",   "0x10",     "9,78",
      "9.78N", " 9.78",    "9.78 ",
      "--1",   "+-1",      "180.00000005",
      "181",   "-180.5",   "99999999999",
      "1.2.3", "12°",      "٩.٧",
      "9.7\n", "1/2",      "00000000000000000000000000000000000000001",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++) {
    gint64 e7 = -7;
    g_autofree char *back = NULL;

    g_assert_true (tc_open311_parse_degrees (good[i].text, 180, &e7));
    g_assert_cmpint (e7, ==, good[i].e7);
    back = tc_open311_format_degrees (e7);
    g_assert_cmpstr (back, ==, good[i].back);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    gint64 e7 = 42;

    g_test_message ("%s", bad[i]);
    g_assert_false (tc_open311_parse_degrees (bad[i], 180, &e7));
    g_assert_cmpint (e7, ==, 42);
  }
}

static void
test_id (void)
{
  static const char *const bad[] = {"",
                                    "0",
                                    "-1",
                                    "+1",
                                    "01",
                                    "1 ",
                                    " 1",
                                    "1.0",
                                    "1e3",
                                    "x",
                                    "9223372036854775808",
                                    "18446744073709551617",
                                    "99999999999999999999999999",
                                    "1;2",
                                    "0x1"};
  gint64 id = 0;
  guint count = 0;

  g_assert_true (tc_open311_parse_id ("1", &id));
  g_assert_cmpint (id, ==, 1);
  g_assert_true (tc_open311_parse_id ("9223372036854775807", &id));
  g_assert_cmpint (id, ==, G_MAXINT64);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (tc_open311_parse_id (bad[i], &id));
  g_assert_cmpint (id, ==, G_MAXINT64);
  g_assert_true (tc_open311_parse_count ("1000", 1000, &count));
  g_assert_cmpuint (count, ==, 1000);
  g_assert_false (tc_open311_parse_count ("1001", 1000, &count));
  g_assert_false (tc_open311_parse_count ("4294967297", 1000, &count));
}

static void
test_text (void)
{
  static const char *const bad[] = {"a\x01z",     "a\x07",          "a\x1b[31mz",    "a\x7fz",
                                    "a\xc2\x85z", "a\xef\xbf\xbfz", "a\xef\xb7\x90z"};
  g_autoptr (TcOpen311Fault) fault = tc_open311_fault_new ();
  g_autofree char *text = NULL;
  g_autofree char *line = NULL;
  g_autofree char *nothing = NULL;
  g_autofree char *html = NULL;

  text = tc_open311_clean_text ("d", "  nga\xcc\xa3\xcc\x82p\r\nsâu\tlắm \xe2\x80\xae ", TRUE, 20,
                                fault);
  g_assert_cmpstr (text, ==, "ngập\nsâu lắm");
  line = tc_open311_clean_text ("d", "a\r\nb", FALSE, 20, fault);
  g_assert_cmpstr (line, ==, "a b");
  nothing = tc_open311_clean_text ("d", " \r\n ", TRUE, 20, fault);
  g_assert_null (nothing);
  html = tc_open311_clean_text ("d", "<b>'&\"</b>", TRUE, 20, fault);
  g_assert_cmpstr (html, ==, "<b>'&\"</b>");
  g_assert_false (tc_open311_fault_is_set (fault));
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (TcOpen311Fault) control = tc_open311_fault_new ();

    g_assert_null (tc_open311_clean_text ("d", bad[i], TRUE, 20, control));
    g_assert_cmpuint (control->status, ==, 400);
  }
  g_assert_null (tc_open311_clean_text ("d", "ốốốốố", TRUE, 4, fault));
  g_assert_cmpuint (fault->status, ==, 400);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/open311/value/time-good", test_time_good);
  g_test_add_func ("/open311/value/time-bad", test_time_bad);
  g_test_add_func ("/open311/value/time-format", test_time_format);
  g_test_add_func ("/open311/value/degrees", test_degrees);
  g_test_add_func ("/open311/value/id", test_id);
  g_test_add_func ("/open311/value/text", test_text);
  return g_test_run ();
}
