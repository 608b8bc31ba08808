/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what is typed behind a code says why or when, or tells what is missing. Method: lines as a
 * dispatcher types them, with and without marks.
 */
#include "tc-incident-words.h"
#include "tc-limits.h"
#include "tc-put-by.h"

#define NOW_US (G_GINT64_CONSTANT (1795658400) * TC_US_PER_S) /* 2026-11-26 09:00 in Vietnam */
#define MINUTE_US (60 * TC_US_PER_S)

static void
test_reasons (void)
{
  static const struct {
    TcPutByKind kind;
    const char *typed, *reason, *text;
  } lines[] = {
      {TC_PUT_REDIRECT, "114 cháy nhà", "fire-114", "cháy nhà"},
      {TC_PUT_REDIRECT, "Fire brigade 114: cháy", "fire-114", "cháy"},
      {TC_PUT_REDIRECT, "115", "ambulance-115", ""},
      {TC_PUT_REDIRECT, "1145", "other", "1145"},
      {TC_PUT_REDIRECT, "Complaints office", "complaints", ""},
      {TC_PUT_REDIRECT, "Chi cục Thuế", "other", "Chi cục Thuế"},
      {TC_PUT_REJECT, "  says nothing ", "no-content", ""},
      {TC_PUT_REJECT, "a test diễn tập  PCCC", "test", "diễn tập  PCCC"},
      {TC_PUT_REJECT, "a testing", "other", "a testing"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++) {
    TcPutBy by = {0};
    g_autofree char *missing = tc_put_by_read (lines[i].kind, lines[i].typed, NOW_US, &by);
    g_assert_null (missing);
    g_assert_cmpstr (by.reason, ==, lines[i].reason);
    g_assert_cmpstr (by.text, ==, lines[i].text);
  }
}

static void
test_times (void)
{
  static const struct {
    TcPutByKind kind;
    const char *typed;
    gint64 minutes;
    const char *text;
  } lines[] = {
      {TC_PUT_SCHEDULE, "+90", 90, ""},
      {TC_PUT_SCHEDULE, "+2h chờ vật tư", 120, "chờ vật tư"},
      {TC_PUT_EXTEND, "9:30 26/11 mưa lớn", 30, "mưa lớn"},
      {TC_PUT_EXTEND, "10h 3 đội đều bận", 60, "3 đội đều bận"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++) {
    TcPutBy by = {0};
    g_autofree char *missing = tc_put_by_read (lines[i].kind, lines[i].typed, NOW_US, &by);
    g_assert_null (missing);
    g_assert_cmpint (by.when_us, ==, NOW_US + lines[i].minutes * MINUTE_US);
    g_assert_cmpstr (by.text, ==, lines[i].text);
  }
}

static void
test_missing (void)
{
  static const struct {
    TcPutByKind kind;
    const char *typed, *missing;
  } lines[] = {
      {TC_PUT_REJECT, "", "Say why it is rejected"},
      {TC_PUT_REJECT, "another reason", "Say why it is rejected"},
      {TC_PUT_REDIRECT, " ", "Say who has it now"},
      {TC_PUT_WAIT, "", "Write what the reporters are asked."},
      {TC_PUT_SCHEDULE, "chờ vật tư", "A time that is still to come"},
      {TC_PUT_EXTEND, "+90", "Write why the deadline is extended."},
      {TC_PUT_FORWARD, "", "Write to whom it is forwarded"},
  };
  TcPutBy by = {0};

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++) {
    g_autofree char *missing = tc_put_by_read (lines[i].kind, lines[i].typed, NOW_US, &by);
    g_assert_nonnull (missing);
    g_assert_true (g_str_has_prefix (missing, lines[i].missing));
  }
  g_assert_null (tc_put_by_read (TC_PUT_ACCEPT, "", NOW_US, &by));
  g_assert_null (tc_put_by_read (TC_PUT_RESUME, "", NOW_US, &by));
}

/* Words and codes stand in the same order; of one that isn't resolved "done" is left out. */
static void
test_close_reasons (void)
{
  g_autofree const char **words = tc_put_by_word_reasons (tc_close_reasons);
  g_autofree const char **open = tc_put_by_word_reasons (tc_close_reasons + 1);

  g_assert_cmpstr (tc_put_by_get_reason (tc_close_reasons, 0), ==, "done");
  g_assert_cmpstr (tc_put_by_get_reason (tc_close_reasons + 1, 0), ==, "nothing-found");
  g_assert_cmpstr (tc_put_by_get_reason (tc_close_reasons, 99), ==, "other");
  g_assert_cmpuint (g_strv_length ((char **) words), ==, 4);
  g_assert_cmpuint (g_strv_length ((char **) open), ==, 3);
  for (guint i = 0; words[i]; i++)
    g_assert_cmpstr (words[i], ==,
                     tc_incident_word_reason (tc_put_by_get_reason (tc_close_reasons, i)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/put-by/reasons", test_reasons);
  g_test_add_func ("/put-by/times", test_times);
  g_test_add_func ("/put-by/missing", test_missing);
  g_test_add_func ("/put-by/close-reasons", test_close_reasons);
  return g_test_run ();
}
