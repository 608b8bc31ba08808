/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: the report of a desk says what went wrong in words that help, each cause once with how
 * often it came, and what to do where waiting doesn't help. Method: a real desk that was enrolled,
 * at an address where nothing answers; causes that come in turns, as they do on a bad line.
 */
#include "tc-desk-private.h"

#include "enrolled-desk.h"
#include "remove-tree.h"
#include "tc-desk-report.h"
#include "wait-limit.h"

#include <string.h>

typedef struct {
  char *folder;
  TcDesk *desk;
  GArray *lines; /* (nullable): of the newest report */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("tc-desk-report-XXXXXX", NULL);
  enrolled_desk_make (fixture->folder, 7);
  fixture->desk = enrolled_desk_open (fixture->folder);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  enrolled_desk_close (fixture->desk);
  g_clear_pointer (&fixture->lines, g_array_unref);
  remove_tree (fixture->folder);
  g_free (fixture->folder);
}

static void
reported_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Fixture *fixture = data;

  fixture->lines = tc_desk_report_finish (TC_DESK (source), result, NULL);
  g_assert_nonnull (fixture->lines);
}

static void
report (Fixture *fixture)
{
  g_clear_pointer (&fixture->lines, g_array_unref);
  tc_desk_report_async (fixture->desk, NULL, reported_cb, fixture);
  while (!fixture->lines)
    g_main_context_iteration (NULL, TRUE);
}

/* (nullable): the first line of @group whose label or value has @part. */
static const TcReportLine *
find_line (Fixture *fixture, const char *group, const char *part)
{
  for (guint i = 0; i < fixture->lines->len; i++) {
    const TcReportLine *line = &g_array_index (fixture->lines, TcReportLine, i);

    if (g_str_equal (line->group, group) &&
        (strstr (line->label, part) || strstr (line->value, part)))
      return line;
  }
  return NULL;
}

static guint
count_lines (Fixture *fixture, const char *group)
{
  guint n = 0;

  for (guint i = 0; i < fixture->lines->len; i++)
    n += g_str_equal (g_array_index (fixture->lines, TcReportLine, i).group, group);
  return n;
}

static void
test_nobody_answers (Fixture *fixture, gconstpointer data)
{
  gint64 end_us = g_get_monotonic_time () + WAIT_US;
  const TcReportLine *line = NULL;

  report (fixture);
  g_assert_nonnull (find_line (fixture, "Latest troubles", "since the programme was started"));
  tc_desk_start (fixture->desk);
  while (!line || !strstr (line->label, " times")) {
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    report (fixture);
    line = find_line (fixture, "Latest troubles", "Nothing answers at the server's address");
    g_usleep (10 * 1000);
  }
  g_assert_cmpuint (count_lines (fixture, "Latest troubles"), ==, 1);
}

static void
test_in_turns (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TcRefusal) rights = tc_refusal_new ("line.rights", NULL);

  for (guint i = 0; i < 3 * TC_TROUBLES_MAX; i++) {
    tc_desk_note_trouble (fixture->desk, rights, NULL);
    tc_desk_note_trouble (fixture->desk, NULL, "the cable");
  }
  report (fixture);
  g_assert_cmpuint (count_lines (fixture, "Latest troubles"), ==, 2);
  g_assert_nonnull (find_line (fixture, "Latest troubles", "60 times"));
  g_assert_nonnull (find_line (fixture, "Latest troubles", "What may be read at this desk"));
  g_assert_null (find_line (fixture, "Latest troubles", "line."));
}

static void
test_turned_away (Fixture *fixture, gconstpointer data)
{
  const TcReportLine *line = NULL;

  report (fixture);
  g_assert_null (find_line (fixture, "The line", "What to do"));
  fixture->desk->turned_away = "line.schema";
  report (fixture);
  line = find_line (fixture, "The line", "What to do");
  g_assert_nonnull (line);
  g_assert_true (line->alert);
  g_assert_nonnull (strstr (line->value, "too old for the server"));
  g_assert_nonnull (strstr (line->value, "kept"));
}

static void
test_clock (Fixture *fixture, gconstpointer data)
{
  report (fixture);
  g_assert_nonnull (find_line (fixture, "The line", "as the server's"));
  fixture->desk->status.clock_ahead_us = 12 * G_TIME_SPAN_SECOND;
  report (fixture);
  g_assert_nonnull (find_line (fixture, "The line", "12 seconds ahead"));
  fixture->desk->status.clock_ahead_us = -197 * G_TIME_SPAN_MINUTE;
  report (fixture);
  g_assert_nonnull (find_line (fixture, "The line", "3 hours 17 minutes behind"));
}

/* Of what isn't there nothing is said. */
static void
test_no_server (Fixture *fixture, gconstpointer data)
{
  g_autofree char *url = g_steal_pointer (&fixture->desk->url);

  report (fixture);
  g_assert_nonnull (find_line (fixture, "The line", "Server"));
  g_assert_null (find_line (fixture, "The line", "Certificate"));
  g_assert_null (find_line (fixture, "The line", "clock"));
  fixture->desk->url = g_steal_pointer (&url);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/desk-report/nobody-answers", Fixture, NULL, set_up, test_nobody_answers, tear_down);
  g_test_add ("/desk-report/in-turns", Fixture, NULL, set_up, test_in_turns, tear_down);
  g_test_add ("/desk-report/turned-away", Fixture, NULL, set_up, test_turned_away, tear_down);
  g_test_add ("/desk-report/clock", Fixture, NULL, set_up, test_clock, tear_down);
  g_test_add ("/desk-report/no-server", Fixture, NULL, set_up, test_no_server, tear_down);
  return g_test_run ();
}
