/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: a deadline is understood as an officer writes it, at the province's time whatever the
 * seat's, and what is none is never taken for one. Method: tables of what is typed at one moment.
 */
#include "tc-due-typed.h"

#include "tc-database.h"

/* Thursday 26/11/2026 14:05 in Vietnam. */
#define NOW_US ((gint64) 1795676700 * G_USEC_PER_SEC)

static void
test_understood (void)
{
  static const struct {
    const char *typed;
    const char *meant; /* in UTC+7 */
  } cases[] = {
      {"17:00", "2026-11-26T17:00"},      {"17:", "2026-11-26T17:00"}, /* to who types on */
      {"17h", "2026-11-26T17:00"},        {"17h30", "2026-11-26T17:30"},
      {" 9g05 ", "2026-11-27T09:05"},     {"14:05", "2026-11-27T14:05"},
      {"27/11", "2026-11-27T17:00"},      {"26/11", "2026-11-26T17:00"},
      {"8:00 27/11", "2026-11-27T08:00"}, {"27/11 8:00", "2026-11-27T08:00"},
      {"5/1", "2027-01-05T17:00"},        {"1/12/2027 7h", "2027-12-01T07:00"},
      {"+90", "2026-11-26T15:35"},        {"+2h", "2026-11-26T16:05"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    gint64 due_us = tc_due_typed_read (cases[i].typed, NOW_US);
    g_autoptr (GDateTime) due = g_date_time_new_from_unix_utc (due_us / G_USEC_PER_SEC + 7 * 3600);
    g_autofree char *got = NULL;

    g_test_message ("“%s”", cases[i].typed);
    g_assert_cmpint (due_us, !=, TC_NONE);
    got = g_date_time_format (due, "%Y-%m-%dT%H:%M");
    g_assert_cmpstr (got, ==, cases[i].meant);
  }
}

static void
test_not_understood (void)
{
  static const char *const cases[] = {
      "",      " ",          "mai",    "17",        "25:00",       "17:60",
      "17:5x", "30/2",       "1/13",   "0/1",       "25/11/2026",  "+",
      "+0",    "+90m",       "17h 9h", "+90 17:00", "27/11 28/11", "8:00 26/11",
      "1/1/1", "999999999h", "+99999", "26/11/",    "h",
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("“%s”", cases[i]);
    g_assert_cmpint (tc_due_typed_read (cases[i], NOW_US), ==, TC_NONE);
  }
}

/* When something began: the last such time, not the next. */
static void
test_past (void)
{
  static const struct {
    const char *typed;
    const char *meant; /* in UTC+7 */
  } cases[] = {
      {"14:05", "2026-11-26T14:05"},    {"14:06", "2026-11-25T14:06"},
      {"8h 20/11", "2026-11-20T08:00"}, {"20/11", "2026-11-20T00:00"},
      {"5/12", "2026-12-05T00:00"},     {"31/12/2025 23g59", "2025-12-31T23:59"},
  };
  static const char *const none[] = {"", "+90", "hôm qua", "14", "30/2", "8h 9h"};

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    gint64 at_us = tc_time_typed_read (cases[i].typed, NOW_US);
    g_autoptr (GDateTime) at = g_date_time_new_from_unix_utc (at_us / G_USEC_PER_SEC + 7 * 3600);
    g_autofree char *got = g_date_time_format (at, "%Y-%m-%dT%H:%M");

    g_test_message ("“%s”", cases[i].typed);
    g_assert_cmpstr (got, ==, cases[i].meant);
  }
  for (guint i = 0; i < G_N_ELEMENTS (none); i++)
    g_assert_cmpint (tc_time_typed_read (none[i], NOW_US), ==, TC_NONE);
}

/* What was understood stands beside it. */
static void
test_word (void)
{
  g_autofree char *none = tc_due_typed_word ("", NOW_US);
  g_autofree char *odd = tc_due_typed_word ("mai", NOW_US);
  g_autofree char *due = tc_due_typed_word ("+90", NOW_US);

  g_assert_cmpstr (none, ==, "");
  g_assert_cmpstr (odd, ==, "not understood yet");
  g_assert_cmpstr (due, ==, "15:35 · 1 hour 30 minutes left");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/due-typed/understood", test_understood);
  g_test_add_func ("/due-typed/not-understood", test_not_understood);
  g_test_add_func ("/due-typed/past", test_past);
  g_test_add_func ("/due-typed/word", test_word);
  return g_test_run ();
}
