/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: a line says which fault which camera has, as it is documented; any other line is refused
 * with what was expected and changes nothing. The table keeps one fault a camera. Method: lines.
 */
#include "tc-fake-camera-faults.h"

#include "tc-error.h"
#include "tc-limits.h"

static void
test_faults (void)
{
  static const struct {
    const char *line;
    guint number;
    TcFakeFaultKind kind;
    gint64 value;
  } cases[] = {
      {"fault 7 none", 7, TC_FAKE_FAULT_NONE, 0},
      {"fault all kill", 0, TC_FAKE_FAULT_KILL, 0},
      {"fault 1 unreachable", 1, TC_FAKE_FAULT_UNREACHABLE, 0},
      {"fault 2 401", 2, TC_FAKE_FAULT_DENY, 0},
      {"fault 3 stall", 3, TC_FAKE_FAULT_STALL, 0},
      {"fault 4 freeze", 4, TC_FAKE_FAULT_FREEZE, 0},
      {"fault 5 eos", 5, TC_FAKE_FAULT_EOS, 0},
      {"fault 6 clock +3600", 6, TC_FAKE_FAULT_CLOCK, 3600 * TC_US_PER_S},
      {"fault 6 clock -90.5", 6, TC_FAKE_FAULT_CLOCK, -181 * TC_US_PER_S / 2},
      {"fault 7 codec", 7, TC_FAKE_FAULT_CODEC, TC_FAKE_CODEC_H265},
      {"fault 7 codec mjpeg", 7, TC_FAKE_FAULT_CODEC, TC_FAKE_CODEC_MJPEG},
      {"fault 8 loss", 8, TC_FAKE_FAULT_LOSS, 50},
      {"fault 8 loss 5", 8, TC_FAKE_FAULT_LOSS, 5},
      {"fault 9 slow", 9, TC_FAKE_FAULT_SLOW, 3 * TC_US_PER_S / 2},
      {"fault 9 slow 0.5", 9, TC_FAKE_FAULT_SLOW, TC_US_PER_S / 2},
      {"fault 10 garbage", 10, TC_FAKE_FAULT_GARBAGE, 0},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    TcFakeCommand command = {.verb = TC_FAKE_DO_QUIT};
    gboolean parsed = tc_fake_command_parse (cases[i].line, &command, &error);
    g_assert_no_error (error);
    g_assert_true (parsed);
    g_assert_cmpint (command.verb, ==, TC_FAKE_DO_FAULT);
    g_assert_cmpuint (command.number, ==, cases[i].number);
    g_assert_cmpint (command.fault.kind, ==, cases[i].kind);
    g_assert_cmpint (command.fault.value, ==, cases[i].value);
  }
}

static void
test_others (void)
{
  TcFakeCommand command = {0};

  g_assert_true (tc_fake_command_parse ("prepare all sub", &command, NULL));
  g_assert_cmpint (command.verb, ==, TC_FAKE_DO_PREPARE);
  g_assert_cmpuint (command.number, ==, 0);
  g_assert_cmpint (command.profile, ==, TC_FAKE_PROFILE_SUB);
  g_assert_true (tc_fake_command_parse ("prepare 3 main", &command, NULL));
  g_assert_cmpuint (command.number, ==, 3);
  g_assert_cmpint (command.profile, ==, TC_FAKE_PROFILE_MAIN);
  g_assert_true (tc_fake_command_parse ("status", &command, NULL));
  g_assert_cmpint (command.verb, ==, TC_FAKE_DO_STATUS);
  g_assert_true (tc_fake_command_parse ("quit", &command, NULL));
  g_assert_cmpint (command.verb, ==, TC_FAKE_DO_QUIT);
}

static void
test_bad (void)
{
  static const char *const lines[] = {
      "",
      " ",
      "fault",
      "fault 7",
      "fault 7 ",
      "fault kill",
      "fault 0 kill",
      "fault -1 kill",
      "fault 7x kill",
      "fault 99999 kill",
      "fault 7 die",
      "fault 7 kill 3",
      "fault 7 clock",
      "fault 7 clock noon",
      "fault 7 clock 5s",
      "fault 7 clock nan",
      "fault 7 clock 1e300",
      "fault 7 codec vp9",
      "fault 7 loss 0",
      "fault 7 loss 101",
      "fault 7 loss 5%",
      "fault 7 slow 0",
      "fault 7 slow 1000",
      "fault 7 loss 5 5",
      "prepare",
      "prepare 7",
      "prepare 7 middle",
      "prepare 7 sub 1",
      "status 7",
      "quit now",
      "QUIT",
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++) {
    g_autoptr (GError) error = NULL;
    TcFakeCommand command = {.verb = TC_FAKE_DO_STATUS, .number = 42};
    if (tc_fake_command_parse (lines[i], &command, &error))
      g_error ("taken: %s", lines[i]);
    g_assert_error (error, TC_ERROR, TC_ERROR_INVALID);
    g_assert_cmpuint (command.number, ==, 42);
  }
}

static void
test_table (void)
{
  g_autoptr (TcFakeFaults) faults = tc_fake_faults_new (5, 3);
  TcFakeFault loss = {TC_FAKE_FAULT_LOSS, 20, 1};
  TcFakeFault none = {TC_FAKE_FAULT_NONE, 0, 2};

  g_assert_false (tc_fake_faults_has (faults, 4));
  g_assert_true (tc_fake_faults_has (faults, 5));
  g_assert_true (tc_fake_faults_has (faults, 7));
  g_assert_false (tc_fake_faults_has (faults, 8));
  g_assert_cmpint (tc_fake_faults_get (faults, 6).kind, ==, TC_FAKE_FAULT_NONE);
  tc_fake_faults_set (faults, 6, &loss);
  g_assert_cmpint (tc_fake_faults_get (faults, 6).value, ==, 20);
  g_assert_cmpint (tc_fake_faults_get (faults, 5).kind, ==, TC_FAKE_FAULT_NONE);
  tc_fake_faults_set (faults, 0, &loss);
  g_assert_cmpint (tc_fake_faults_get (faults, 7).kind, ==, TC_FAKE_FAULT_LOSS);
  tc_fake_faults_set (faults, 7, &none);
  g_assert_cmpint (tc_fake_faults_get (faults, 7).kind, ==, TC_FAKE_FAULT_NONE);
  g_assert_cmpint (tc_fake_faults_get (faults, 5).kind, ==, TC_FAKE_FAULT_LOSS);
}

/* Each kind has a word of its own. */
static void
test_words (void)
{
  for (TcFakeFaultKind kind = 0; kind < TC_FAKE_N_FAULTS; kind++) {
    g_assert_nonnull (tc_fake_fault_word (kind));
    for (TcFakeFaultKind other = 0; other < kind; other++)
      g_assert_cmpstr (tc_fake_fault_word (kind), !=, tc_fake_fault_word (other));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fake-camera-faults/faults", test_faults);
  g_test_add_func ("/fake-camera-faults/others", test_others);
  g_test_add_func ("/fake-camera-faults/bad", test_bad);
  g_test_add_func ("/fake-camera-faults/table", test_table);
  g_test_add_func ("/fake-camera-faults/words", test_words);
  return g_test_run ();
}
