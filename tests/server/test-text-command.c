/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: the program that sends an SMS gets the number, the text and nothing else, and whatever it
 * does is over in its time. Method: small scripts, each in a folder of the test.
 */
#include "main-turn.h"
#include "remove-tree.h"
#include "tc-text-command.h"
#include "wait-for.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

#define TEXT "Toàn Cảnh: PA-261123-0007 chưa ai nhận; $(touch x) 'y' \"z\""
#define LIMIT_S 20

typedef struct {
  char *dir;    /* (owned) */
  char *script; /* (owned) */
  char *got;    /* (owned): a file that it may write */
} Stage;

typedef struct {
  gboolean done, sent;
  GError *error;
} Answer;

static void
set_up (Stage *stage, gconstpointer data)
{
  stage->dir = g_dir_make_tmp ("text-command-XXXXXX", NULL);
  stage->script = g_build_filename (stage->dir, "send sms", NULL);
  stage->got = g_build_filename (stage->dir, "got", NULL);
}

static void
tear_down (Stage *stage, gconstpointer data)
{
  remove_tree (stage->dir);
  g_free (stage->dir);
  g_free (stage->script);
  g_free (stage->got);
}

static void
write_script (Stage *stage, const char *lines)
{
  g_autofree char *text = g_strdup_printf ("#!/bin/sh\ngot='%s'\n%s\n", stage->got, lines);

  g_assert_true (
      g_file_set_contents_full (stage->script, text, -1, G_FILE_SET_CONTENTS_NONE, 0700, NULL));
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Answer *answer = data;

  answer->sent = tc_text_command_run_finish (result, &answer->error);
  answer->done = TRUE;
}

/* What it failed with; NULL: it went well. (transfer full) */
static char *
run (Stage *stage, guint seconds)
{
  Answer answer = {0};
  char *message;

  tc_text_command_run_async (stage->script, "0912345678", TEXT, 77, seconds, NULL, answered_cb,
                             &answer);
  WAIT_FOR (answer.done);
  g_assert_true (answer.sent == !answer.error);
  message = answer.error ? g_strdup (answer.error->message) : NULL;
  g_clear_error (&answer.error);
  return message;
}

static void
test_given (Stage *stage, gconstpointer data)
{
  g_autofree char *got = NULL, *home = NULL;

  g_setenv ("TC_SECRET", "not to be seen", TRUE);
  write_script (stage,
                "{ echo \"$#|$1|$TOANCANH_TEXT|$TC_SECRET|$LANG|$PWD|$HOME\"; cat; } > \"$got\"");
  g_assert_null (run (stage, LIMIT_S));
  g_assert_true (g_file_get_contents (stage->got, &got, NULL, NULL));
  g_assert_cmpstr (got, ==, "1|0912345678|77||C.UTF-8|/|/\n" TEXT);
}

static void
test_failing (Stage *stage, gconstpointer data)
{
  static const struct {
    const char *lines, *told;
  } cases[] = {
      {"cat >/dev/null; echo more; echo 'no network' >&2; exit 4", "exit code 4: no network"},
      {"exit 7", "exit code 7"},
      {"kill -9 $$", "it ended by signal 9"},
      {"printf 'a\\033[1m\\tb\\377'; exit 1", "exit code 1: a [1m b\357\277\275"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *told = NULL;

    write_script (stage, cases[i].lines);
    told = run (stage, LIMIT_S);
    g_assert_cmpstr (told, ==, cases[i].told);
  }
  /* What can't be started at all. */
  g_assert_cmpint (g_chmod (stage->script, 0600), ==, 0);
  g_autofree char *refused = run (stage, LIMIT_S);
  g_assert_nonnull (refused);
}

/* It and all that it started. */
static void
test_late (Stage *stage, gconstpointer data)
{
  g_autofree char *told = NULL, *pid = NULL;

  write_script (stage, "echo began\nsleep 600 & echo $! > \"$got\"\nwait");
  told = run (stage, 1);
  g_assert_cmpstr (told, ==, "it took longer than 1 s and was ended: began");
  g_assert_true (g_file_get_contents (stage->got, &pid, NULL, NULL));
  WAIT_FOR (kill ((pid_t) g_ascii_strtoll (pid, NULL, 10), 0) < 0);
}

/* Who says more than anybody reads is cut off; who leaves somebody behind isn't waited for. */
static void
test_loud (Stage *stage, gconstpointer data)
{
  gint64 began_us = g_get_monotonic_time ();
  g_autofree char *told = NULL;

  write_script (stage, "yes 0123456789 2>/dev/null; exit 3");
  told = run (stage, LIMIT_S);
  g_assert_true (g_str_has_prefix (told, "exit code 3: 0"));
  write_script (stage, "sleep 3 & exit 0");
  g_assert_null (run (stage, LIMIT_S));
  g_assert_cmpint (g_get_monotonic_time () - began_us, <, LIMIT_S * G_USEC_PER_SEC);
}

static void
test_cancelled (Stage *stage, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Answer answer = {0};

  write_script (stage, "sleep 600");
  tc_text_command_run_async (stage->script, "113", TEXT, 77, LIMIT_S, cancellable, answered_cb,
                             &answer);
  g_cancellable_cancel (cancellable);
  WAIT_FOR (answer.done);
  g_assert_error (answer.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&answer.error);
}

static void
test_numbers (void)
{
  static const struct {
    const char *phone, *number;
  } cases[] = {
      {"0912 345 678", "0912345678"},
      {"+84 (912) 345.678", "+84912345678"},
      {"113", "113"},
      {"12", NULL},
      {"", NULL},
      {"--help", NULL},
      {"0912345678, 0913", NULL},
      {"091234567890123456", NULL},
      {"0912+84", NULL},
      {"máy lẻ 12", NULL},
      {"+", NULL},
      {"0912345678\n1", NULL},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *number = tc_text_command_clean_number (cases[i].phone);
    g_assert_cmpstr (number, ==, cases[i].number);
  }
}

#define ADD(name, func) g_test_add (name, Stage, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  signal (SIGPIPE, SIG_IGN);
  ADD ("/text-command/given", test_given);
  ADD ("/text-command/failing", test_failing);
  ADD ("/text-command/late", test_late);
  ADD ("/text-command/loud", test_loud);
  ADD ("/text-command/cancelled", test_cancelled);
  g_test_add_func ("/text-command/numbers", test_numbers);
  return g_test_run ();
}
