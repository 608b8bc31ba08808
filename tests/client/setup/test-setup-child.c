/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: a child's lines, its last words, its failure and its cancelling come through; programs are
 * found beside one of ours or named as missing. Method: small programs of the system, folders of
 * the test's own.
 */
#include "tc-error.h"
#include "tc-setup-child.h"
#include "tc-setup-programs.h"
#include "tc-setup-work.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct {
  GString *lines;
  GAsyncResult *result;
  GCancellable *cancellable;
} Run;

static void
line_cb (const char *line, gpointer data)
{
  Run *run = data;

  g_string_append_printf (run->lines, "<%s>", line);
  if (run->cancellable && g_str_equal (line, "now"))
    g_cancellable_cancel (run->cancellable);
}

static void
ended_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  ((Run *) data)->result = g_object_ref (result);
}

static char *
run_shell (Run *run, const char *script, const char *input, GError **error)
{
  const char *const argv[] = {"/bin/sh", "-c", script, NULL};

  run->lines = g_string_new (NULL);
  tc_setup_child_run_async (argv, input, run->cancellable, line_cb, run, ended_cb, run);
  while (!run->result)
    g_main_context_iteration (NULL, TRUE);
  return tc_setup_child_run_finish (run->result, error);
}

static void
clear_run (Run *run)
{
  g_string_free (run->lines, TRUE);
  g_clear_object (&run->result);
  g_clear_object (&run->cancellable);
}

static void
test_lines (void)
{
  Run run = {0};
  g_autoptr (GError) error = NULL;
  g_autofree char *last = run_shell (&run, "read x; echo one; echo $x >&2; echo last", "two\n",
                                     &error);

  g_assert_no_error (error);
  g_assert_cmpstr (last, ==, "last");
  g_assert_cmpstr (run.lines->str, ==, "<one><two><last>");
  clear_run (&run);
}

static void
test_failure (void)
{
  Run run = {0};
  g_autoptr (GError) error = NULL;
  g_autofree char *last = run_shell (&run, "echo why; exit 3", NULL, &error);

  g_assert_null (last);
  g_assert_error (error, TC_ERROR, TC_ERROR_INVALID);
  g_assert_cmpstr (error->message, ==, "why");
  clear_run (&run);
}

static void
test_long (void)
{
  Run run = {0};
  g_autoptr (GError) error = NULL;
  g_autofree char *last = run_shell (&run, "head -c 100000 /dev/zero | tr '\\0' x; echo", NULL,
                                     &error);

  g_assert_no_error (error);
  g_assert_cmpuint (strlen (last), <=, TC_SETUP_LINE_BYTES_MAX);
  clear_run (&run);
}

static void
test_cancel (void)
{
  Run run = {.cancellable = g_cancellable_new ()};
  g_autoptr (GError) error = NULL;
  gint64 before_us = g_get_monotonic_time ();
  g_autofree char *last = run_shell (&run, "echo now; exec sleep 60", NULL, &error);

  g_assert_null (last);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - before_us, <, 30 * G_USEC_PER_SEC);
  clear_run (&run);
}

static void
test_missing (void)
{
  const char *const argv[] = {"/nonexistent/program", NULL};
  Run run = {.lines = g_string_new (NULL)};
  g_autoptr (GError) error = NULL;

  tc_setup_child_run_async (argv, NULL, NULL, NULL, NULL, ended_cb, &run);
  while (!run.result)
    g_main_context_iteration (NULL, TRUE);
  g_autofree char *last = tc_setup_child_run_finish (run.result, &error);
  g_assert_null (last);
  g_assert_error (error, G_SPAWN_ERROR, G_SPAWN_ERROR_NOENT);
  clear_run (&run);
}

/* What `toancanhctl --json init` says; and what isn't that. */
static void
test_work_lines (void)
{
  static const char *const strange[] = {"",     "[1]",           "{\"done\": 1}",
                                        "text", "{\"done\":{}}", "{\"error\": 5}"};
  g_autofree char *progress = NULL, *said = NULL;
  TcSetupOutcome *outcome = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (strange); i++) {
    tc_setup_work_read_line (strange[i], &progress, &said, &outcome);
    g_assert_true (!progress && !said && !outcome);
  }
  tc_setup_work_read_line ("{\"progress\":\"a\"}", &progress, &said, &outcome);
  g_assert_cmpstr (progress, ==, "a");
  g_free (progress);
  tc_setup_work_read_line ("{\"error\":\"b\"}", &progress, &said, &outcome);
  g_assert_cmpstr (said, ==, "b");
  g_free (said);
  tc_setup_work_read_line ("{\"done\":{\"url\":\"u\",\"own_url\":\"o\",\"desks\":[{\"name\":\"n\","
                           "\"code\":\"c\"},{\"name\":\"x\"},7]}}",
                           &progress, &said, &outcome);
  g_assert_cmpstr (outcome->own_url, ==, "o");
  g_assert_cmpuint (g_strv_length (outcome->codes), ==, 1);
  g_assert_cmpstr (outcome->names[0], ==, "n");
  tc_setup_outcome_free (outcome);
}

static void
make_program (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *dir = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (dir, 0700), ==, 0);
  g_assert_true (g_file_set_contents_full (path, "", 0, G_FILE_SET_CONTENTS_NONE, 0700, NULL));
}

static void
test_programs (void)
{
  g_autofree char *folder = g_dir_make_tmp ("programs-XXXXXX", NULL);
  g_autofree char *own = g_build_filename (folder, "bin", "toancanh", NULL);
  g_autofree char *province = g_build_filename (folder, "share/toancanh/province/haugiang", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (TcSetupPrograms) programs = NULL;

  make_program (folder, "bin/toancanh");
  programs = tc_setup_programs_find (own, &error);
  g_assert_null (programs);
  g_assert_error (error, TC_ERROR, TC_ERROR_NOT_FOUND);
  g_assert_true (g_str_has_prefix (error->message, "toancanhd is not beside "));
  g_clear_error (&error);
  make_program (folder, "bin/toancanhd");
  programs = tc_setup_programs_find (own, &error);
  g_assert_true (g_str_has_prefix (error->message, "toancanhctl is not beside "));
  g_clear_error (&error);
  make_program (folder, "bin/toancanhctl");
  programs = tc_setup_programs_find (own, &error);
  g_assert_true (g_str_has_prefix (error->message, "share/toancanh/province/haugiang is not"));
  g_clear_error (&error);
  g_assert_cmpint (g_mkdir_with_parents (province, 0700), ==, 0);
  programs = tc_setup_programs_find (own, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (programs->province, ==, province);
  /* A server needs neither of these. */
  g_assert_null (programs->reporter);
  g_assert_null (programs->mover);
  g_clear_pointer (&programs, tc_setup_programs_free);
  make_program (folder, "bin/tc-field-reporter");
  make_program (folder, "bin/tc-unit-mover");
  programs = tc_setup_programs_find (own, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_suffix (programs->reporter, "/bin/tc-field-reporter"));
  g_assert_true (g_str_has_suffix (programs->mover, "/bin/tc-unit-mover"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/setup-child/lines", test_lines);
  g_test_add_func ("/setup-child/failure", test_failure);
  g_test_add_func ("/setup-child/long", test_long);
  g_test_add_func ("/setup-child/cancel", test_cancel);
  g_test_add_func ("/setup-child/missing", test_missing);
  g_test_add_func ("/setup-child/programs", test_programs);
  g_test_add_func ("/setup-child/work-lines", test_work_lines);
  return g_test_run ();
}
