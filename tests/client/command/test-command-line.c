/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what is typed in the command line is read as a person means it: a verb only where its
 * arguments fit, else something to look for. Method: a table of lines over verbs of the test's own.
 */
#include "tc-command-line.h"

#include <string.h>

static const TcCommandVerb dispatch = {.words = "d;dispatch;điều đội",
                                       .usage = "CODE UNIT",
                                       .title = "Dispatch",
                                       .action = "dispatch-to",
                                       .args = {TC_COMMAND_INCIDENT, TC_COMMAND_UNIT}};
static const TcCommandVerb note = {.words = "n;note",
                                   .title = "Note",
                                   .action = "note-to",
                                   .args = {TC_COMMAND_INCIDENT, TC_COMMAND_TEXT}};
static const TcCommandVerb resolve = {.words = "x",
                                      .title = "Done",
                                      .action = "resolve-to",
                                      .args = {TC_COMMAND_INCIDENT, TC_COMMAND_TEXT},
                                      .n_optional = 1};
static const TcCommandVerb take = {
    .words = "t;nhận", .title = "Take", .action = "take-code", .args = {TC_COMMAND_INCIDENT}};
static const TcCommandVerb merge = {.words = "m",
                                    .title = "Merge",
                                    .action = "merge-codes",
                                    .args = {TC_COMMAND_INCIDENT, TC_COMMAND_INCIDENTS},
                                    .n_optional = 1};
static const TcCommandVerb link = {.words = "lk",
                                   .title = "Link",
                                   .action = "link-codes",
                                   .args = {TC_COMMAND_INCIDENT, TC_COMMAND_INCIDENT},
                                   .n_optional = 1};
static const TcCommandVerb recall = {.words = "thu hồi",
                                     .title = "Recall",
                                     .action = "recall-to",
                                     .args = {TC_COMMAND_INCIDENT, TC_COMMAND_UNIT},
                                     .n_optional = 1};
static const TcCommandVerb quiet = {.words = "im",
                                    .title = "Quiet",
                                    .action = "quiet",
                                    .args = {TC_COMMAND_INCIDENT},
                                    .n_optional = 1};
static const TcCommandVerb ask = {.words = "hỏi",
                                  .title = "Ask",
                                  .action = "ask",
                                  .args = {TC_COMMAND_INCIDENT, TC_COMMAND_TEXT}};
static const TcCommandVerb field = {.words = "lv",
                                    .title = "Field",
                                    .action = "field-to",
                                    .args = {TC_COMMAND_INCIDENT, TC_COMMAND_FIELD}};
static const TcCommandVerb list = {
    .words = "lọc", .title = "List", .action = "list-named", .args = {TC_COMMAND_LIST}};
static const TcCommandVerb call = {.words = "call;gọi",
                                   .title = "Log a call",
                                   .action = "log-call",
                                   .args = {TC_COMMAND_PHONE},
                                   .n_optional = 1,
                                   .personal = TRUE};
static const TcCommandVerb mine = {
    .words = "mine;của tôi", .title = "Mine", .action = "list", .target = "mine"};
static const TcCommandVerb mine_late = {
    .words = "của tôi trễ", .title = "Mine, late", .action = "list", .target = "late"};

static GPtrArray *
make_verbs (void)
{
  const TcCommandVerb *const all[] = {&dispatch, &note, &resolve, &call,  &mine, &mine_late, &take,
                                      &merge,    &link, &recall,  &quiet, &ask,  &field,     &list};
  GPtrArray *verbs = g_ptr_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    g_ptr_array_add (verbs, (gpointer) all[i]);
  return verbs;
}

static void
test_reading (void)
{
  static const struct {
    const char *text;
    const TcCommandVerb *verb;
    const char *first;
    const char *second;
    gboolean whole;
  } lines[] = {
      {"d 0123 csgt2", &dispatch, "0123", "csgt2", TRUE},
      {"D  0123   csgt2 ", &dispatch, "0123", "csgt2", TRUE},
      {"đ 0123 csgt2", &dispatch, "0123", "csgt2", TRUE},
      {"dieu doi PA-261126-0123 csgt2", &dispatch, "PA-261126-0123", "csgt2", TRUE},
      {"Điều Đội 0123 csgt2", &dispatch, "0123", "csgt2", TRUE},
      {"d 0123", &dispatch, "0123", NULL, FALSE},
      {"d", &dispatch, NULL, NULL, FALSE},
      /* What doesn't fit is looked for. */
      {"d duong so 3", NULL, NULL, NULL, FALSE},
      {"d 0123 csgt2 them", &dispatch, "0123", "csgt2", FALSE},
      {"đèn hỏng", NULL, NULL, NULL, FALSE},
      {"0123", NULL, NULL, NULL, FALSE},
      {"", NULL, NULL, NULL, FALSE},
      {"   ", NULL, NULL, NULL, FALSE},
      {"n 0123 đã gọi  điện lực ", &note, "0123", "đã gọi  điện lực", TRUE},
      {"n 0123", &note, "0123", NULL, FALSE},
      {"x 0123", &resolve, "0123", NULL, TRUE},
      {"x 0123 xong", &resolve, "0123", "xong", TRUE},
      {"goi", &call, NULL, NULL, TRUE},
      {"gọi 0912 345 678", &call, "0912 345 678", NULL, TRUE},
      {"goi nhau", NULL, NULL, NULL, FALSE},
      {"cua toi", &mine, NULL, NULL, TRUE},
      {"cua toi tre", &mine_late, NULL, NULL, TRUE},
      {"mine too", NULL, NULL, NULL, FALSE},
  };
  g_autoptr (GPtrArray) verbs = make_verbs ();

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++) {
    g_autoptr (TcCommandLine) line = tc_command_line_parse (verbs, lines[i].text);
    g_test_message ("“%s”", lines[i].text);
    g_assert_true (line->verb == lines[i].verb);
    g_assert_cmpstr (line->args[0], ==, lines[i].first);
    g_assert_cmpstr (line->args[1], ==, lines[i].second);
    g_assert_cmpint (line->whole, ==, lines[i].whole);
  }
}

/* Without a code, or with ".", the selected one is meant; where that may be something to look for
 * it must be said. */
static void
test_selected (void)
{
  static const struct {
    const char *text;
    const TcCommandVerb *verb;
    const char *target; /* (nullable): it isn't whole */
  } lines[] = {
      {"d csgt2", &dispatch, "('PA-1', 'csgt2')"},
      {"d . csgt2", &dispatch, "('PA-1', 'csgt2')"},
      {"d csgt2 them", NULL, NULL},
      {"d duong so 3", NULL, NULL},
      {"d .", &dispatch, NULL},
      {"t", &take, "'PA-1'"},
      {"nhan", &take, "'PA-1'"},
      {"t .", &take, "'PA-1'"},
      {"t now", NULL, NULL},
      {"x", &resolve, "('PA-1', '')"},
      {"x xong rồi", &resolve, "('PA-1', 'xong rồi')"},
      {"n gọi lại sau", &note, "('PA-1', 'gọi lại sau')"},
      {"n . gọi lại", &note, "('PA-1', 'gọi lại')"},
      {"n", &note, NULL},
      {"hoi duong di", NULL, NULL},
      {"hoi . so nha", &ask, "('PA-1', 'so nha')"},
      {"m", &merge, "('PA-1', '')"},
      {"m 0147 0148", &merge, "('0147', '0148')"},
      {"m . 0148 0149", &merge, "('PA-1', '0148 0149')"},
      {"m hai cho", NULL, NULL},
      {"lk", &link, NULL},
      {"lk 0147", &link, "('0147', '')"},
      {"lk 0147 .", &link, "('0147', 'PA-1')"},
      {"thu hoi", &recall, "('PA-1', '')"},
      {"thu hoi .", &recall, "('PA-1', '')"},
      {"thu hoi . csgt2", &recall, "('PA-1', 'csgt2')"},
      {"thu hoi 0147", &recall, "('0147', '')"},
      {"im", &quiet, "''"},
      {"im .", &quiet, "'PA-1'"},
      {"lv . ngập nước", &field, "('PA-1', 'ngập nước')"},
      {"lv ngập nước", NULL, NULL},
  };
  g_autoptr (GPtrArray) verbs = make_verbs ();

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++) {
    g_autoptr (TcCommandLine) line = tc_command_line_parse (verbs, lines[i].text);
    gboolean selected = lines[i].target && strstr (lines[i].target, "PA-1");
    g_test_message ("“%s”", lines[i].text);
    g_assert_true (line->verb == lines[i].verb);
    g_assert_cmpint (line->whole, ==, lines[i].target != NULL);
    if (!lines[i].target)
      continue;
    g_assert_cmpint (tc_command_line_means_selected (line), ==, selected);
    g_autoptr (GVariant)
        target = g_variant_ref_sink (tc_command_line_get_target (line, selected ? "PA-1" : NULL));
    g_autofree char *printed = g_variant_print (target, FALSE);
    g_assert_cmpstr (printed, ==, lines[i].target);
  }
}

static void
check_completed (GPtrArray *verbs, const char *text, TcCommandArg wanted, const char *typed)
{
  g_autoptr (TcCommandLine) line = tc_command_line_parse (verbs, text);
  g_autofree char *found = tc_command_line_dup_wanted (line);

  g_test_message ("“%s”", text);
  g_assert_cmpint (tc_command_line_get_wanted (line), ==, wanted);
  g_assert_cmpstr (found, ==, typed);
}

/* A name of several words is completed as one, a code of several alone. */
static void
test_completed (void)
{
  g_autoptr (GPtrArray) verbs = make_verbs ();

  check_completed (verbs, "loc ngap hem", TC_COMMAND_LIST, "ngap hem");
  check_completed (verbs, "loc ngap ", TC_COMMAND_LIST, "ngap");
  check_completed (verbs, "loc ", TC_COMMAND_LIST, "");
  check_completed (verbs, "lv . nga", TC_COMMAND_FIELD, "nga");
  check_completed (verbs, "m 0147 01", TC_COMMAND_INCIDENTS, "01");
  check_completed (verbs, "d cs", TC_COMMAND_UNIT, "cs");
}

static void
test_wanted (void)
{
  static const struct {
    const char *text;
    TcCommandArg wanted;
    const char *head;
    const char *last;
  } lines[] = {
      {"d", TC_COMMAND_NOTHING, "", "d"},          {"d ", TC_COMMAND_INCIDENT, "d ", ""},
      {"d 01", TC_COMMAND_INCIDENT, "d ", "01"},   {"d 01 ", TC_COMMAND_UNIT, "d 01 ", ""},
      {"d 01 cs", TC_COMMAND_UNIT, "d 01 ", "cs"}, {"d 01 cs ", TC_COMMAND_NOTHING, "d 01 cs ", ""},
      {"n 01 da", TC_COMMAND_TEXT, "n 01 ", "da"}, {"ngap hem", TC_COMMAND_NOTHING, "ngap ", "hem"},
  };
  g_autoptr (GPtrArray) verbs = make_verbs ();

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++) {
    g_autoptr (TcCommandLine) line = tc_command_line_parse (verbs, lines[i].text);
    g_test_message ("“%s”", lines[i].text);
    g_assert_cmpint (tc_command_line_get_wanted (line), ==, lines[i].wanted);
    g_assert_cmpstr (line->head, ==, lines[i].head);
    g_assert_cmpstr (line->last, ==, lines[i].last);
  }
}

static void
check_target (GPtrArray *verbs, const char *text, const char *expected)
{
  g_autoptr (TcCommandLine) line = tc_command_line_parse (verbs, text);
  GVariant *target = tc_command_line_get_target (line, "PA-1");
  g_autoptr (GVariant) owned = target ? g_variant_ref_sink (target) : NULL;
  g_autofree char *printed = owned ? g_variant_print (owned, FALSE) : NULL;

  g_assert_cmpstr (printed, ==, expected);
}

static void
test_target (void)
{
  g_autoptr (GPtrArray) verbs = make_verbs ();

  check_target (verbs, "d 0123 csgt2", "('0123', 'csgt2')");
  check_target (verbs, "x 0123", "('0123', '')");
  check_target (verbs, "goi", "''");
  check_target (verbs, "goi 0912345678", "'0912345678'");
  check_target (verbs, "mine", "'mine'");
}

static void
test_proposing (void)
{
  static const struct {
    const char *text;
    guint n;
    const TcCommandVerb *first;
  } lines[] = {
      {"d", 1, &dispatch}, {"dieu", 1, &dispatch}, {"ca", 1, &call}, {"CỦA", 2, &mine},
      {"", 0, NULL},       {"d ", 1, &dispatch},   {"zz", 0, NULL},
  };
  g_autoptr (GPtrArray) verbs = make_verbs ();

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++) {
    g_autoptr (GPtrArray) found = tc_command_line_propose (verbs, lines[i].text, 3);
    g_test_message ("“%s”", lines[i].text);
    g_assert_cmpuint (found->len, ==, lines[i].n);
    g_assert_true (found->len == 0 || found->pdata[0] == lines[i].first);
  }
  g_autoptr (GPtrArray) few = tc_command_line_propose (verbs, "cua", 1);
  g_assert_cmpuint (few->len, ==, 1);
}

/* A caller's number is typed, and not kept. */
static void
test_kept (void)
{
  g_autoptr (GPtrArray) verbs = make_verbs ();
  g_autoptr (TcCommandLine) number = tc_command_line_parse (verbs, "gọi 0912345678");
  g_autoptr (TcCommandLine) order = tc_command_line_parse (verbs, " d 1 a ");
  g_autofree char *of_number = tc_command_line_dup_kept (number, "gọi 0912345678");
  g_autofree char *of_order = tc_command_line_dup_kept (order, " d 1 a ");
  g_autofree char *usage = tc_command_verb_dup_usage (&dispatch);

  g_assert_cmpstr (of_number, ==, "call");
  g_assert_cmpstr (of_order, ==, "d 1 a");
  g_assert_cmpstr (usage, ==, "d CODE UNIT");
}

/* Nothing that is typed or pasted harms. */
static void
test_any_text (void)
{
  g_autoptr (GPtrArray) verbs = make_verbs ();
  g_autoptr (GString) many = g_string_new ("n 1");

  for (guint i = 0; i < 500; i++)
    g_string_append (many, " w");
  g_autoptr (TcCommandLine) line = tc_command_line_parse (verbs, many->str);
  g_assert_true (line->verb == &note);
  g_assert_cmpuint (strlen (line->args[1]), ==, 999);
  g_autoptr (TcCommandLine) odd = tc_command_line_parse (verbs, "d \xff\xfe 12");
  g_assert_null (odd->verb);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/command-line/reading", test_reading);
  g_test_add_func ("/command-line/selected", test_selected);
  g_test_add_func ("/command-line/completed", test_completed);
  g_test_add_func ("/command-line/wanted", test_wanted);
  g_test_add_func ("/command-line/target", test_target);
  g_test_add_func ("/command-line/proposing", test_proposing);
  g_test_add_func ("/command-line/kept", test_kept);
  g_test_add_func ("/command-line/any-text", test_any_text);
  return g_test_run ();
}
