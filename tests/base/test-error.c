/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: a refusal carries its code and arguments whole. Method: each kind of argument, copies, the
 * floating reference.
 */
#include "tc-error.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <unistd.h>

static void
test_arguments (void)
{
  g_autoptr (TcRefusal) refusal = tc_refusal_new ("incident.state", "state", TC_S, "closed", "id",
                                                  TC_I, G_MAXINT64, "none", TC_S, NULL, NULL);
  const char *state, *none;
  gint64 id;

  g_assert_cmpstr (refusal->code, ==, "incident.state");
  g_assert_cmpuint (g_variant_n_children (refusal->args), ==, 3);
  g_assert_true (g_variant_lookup (refusal->args, "state", "&s", &state));
  g_assert_true (g_variant_lookup (refusal->args, "id", "x", &id));
  g_assert_true (g_variant_lookup (refusal->args, "none", "&s", &none));
  g_assert_cmpstr (state, ==, "closed");
  g_assert_cmpint (id, ==, G_MAXINT64);
  g_assert_cmpstr (none, ==, "");
}

static void
test_without_arguments (void)
{
  g_autoptr (TcRefusal) plain = tc_refusal_new ("a.b", NULL);
  g_autoptr (TcRefusal) variant = tc_refusal_new_variant ("a.b", NULL);

  g_assert_true (g_variant_equal (plain->args, variant->args));
  g_assert_true (g_variant_is_of_type (plain->args, G_VARIANT_TYPE_VARDICT));
  g_assert_false (g_variant_is_floating (variant->args));
}

static void
test_copy (void)
{
  TcRefusal *refusal = tc_refusal_new ("a.b", "n", TC_I, (gint64) -5, NULL);
  g_autoptr (TcRefusal) copy = tc_refusal_copy (refusal);
  gint64 n;

  tc_refusal_free (refusal);
  g_assert_cmpstr (copy->code, ==, "a.b");
  g_assert_true (g_variant_lookup (copy->args, "n", "x", &n));
  g_assert_cmpint (n, ==, -5);
  g_assert_null (tc_refusal_copy (NULL));
  tc_refusal_free (NULL);
}

/* Which codes mean that what is in memory may not be what is on disk. */
static void
test_is_store (void)
{
  for (int code = TC_ERROR_INVALID; code <= TC_ERROR_STATEMENT; code++) {
    g_autoptr (GError) error = g_error_new_literal (TC_ERROR, code, "a fault");
    gboolean store = code == TC_ERROR_STORE || code == TC_ERROR_UNKNOWN || code >= TC_ERROR_FULL;

    g_assert_true (tc_error_is_store (error) == store);
  }
  g_assert_false (tc_error_is_store (NULL));
}

static void
test_take_errno (void)
{
  g_autoptr (GError) error = NULL;

  errno = ENOSPC;
  g_assert_false (tc_error_take_errno ("writing", "/a/b", &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOSPC);
  g_assert_true (g_str_has_prefix (error->message, "writing '/a/b': "));
}

/* Nothing is made where a path was mistyped: the first part that is missing is told. */
static void
test_folder (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *top = g_dir_make_tmp ("tc-error-XXXXXX", NULL);
  g_autofree char *missing = g_build_filename (top, "sao-luu", NULL);
  g_autofree char *deep = g_build_filename (missing, "thang-11", "moi", NULL);
  g_autofree char *file = g_build_filename (top, "tep", NULL);
  g_autofree char *below = g_build_filename (file, "moi", NULL);
  g_autofree char *told = g_strdup_printf ("the folder '%s' doesn't exist: make it first, or "
                                           "correct the path",
                                           missing);

  g_assert_true (tc_error_unless_parent (missing, &error));
  g_assert_no_error (error);
  g_assert_false (tc_error_unless_folder (missing, NULL));
  g_assert_false (tc_error_unless_parent (deep, &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_NOT_FOUND);
  g_assert_cmpstr (error->message, ==, told);
  g_clear_error (&error);
  g_assert_true (g_file_set_contents (file, "", 0, NULL));
  g_assert_false (tc_error_unless_parent (below, &error));
  g_assert_true (g_str_has_suffix (error->message, "tep' is no folder"));
  g_unlink (file);
  g_rmdir (top);
}

/* A folder that can't be seen from here is not said to be missing. The link to itself stands for
 * one that may not be entered, which there is none of for root. */
static void
test_unreachable (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *top = g_dir_make_tmp ("tc-error-XXXXXX", NULL);
  g_autofree char *loop = g_build_filename (top, "vong", NULL);
  g_autofree char *below = g_build_filename (loop, "moi", NULL);
  g_autofree char *told = g_strdup_printf ("reaching '%s': ", below);

  g_assert_cmpint (symlink (loop, loop), ==, 0);
  g_assert_false (tc_error_unless_folder (below, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_LOOP);
  g_assert_true (g_str_has_prefix (error->message, told));
  g_unlink (loop);
  g_rmdir (top);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/refusal/arguments", test_arguments);
  g_test_add_func ("/refusal/plain", test_without_arguments);
  g_test_add_func ("/refusal/copy", test_copy);
  g_test_add_func ("/error/is-store", test_is_store);
  g_test_add_func ("/error/take-errno", test_take_errno);
  g_test_add_func ("/error/folder", test_folder);
  g_test_add_func ("/error/unreachable", test_unreachable);
  return g_test_run ();
}
