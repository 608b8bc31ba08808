/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: a hash says nothing of its password, tells it from others, and is Argon2id; waiting grows.
 * Method: hashing and checking.
 */
#include "tc-digest.h"
#include "tc-password.h"

#include <string.h>

static void
test_hash (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *one = tc_password_hash ("mật khẩu dài", &error);
  g_autofree char *other = tc_password_hash ("mật khẩu dài", &error);

  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (one, "$argon2id$"));
  g_assert_null (strstr (one, "mật"));
  g_assert_cmpstr (one, !=, other);
  g_assert_true (tc_password_verify (one, "mật khẩu dài"));
  g_assert_true (tc_password_verify (other, "mật khẩu dài"));
  g_assert_false (tc_password_verify (one, "mật khẩu dài "));
  g_assert_false (tc_password_verify (one, ""));
  g_assert_false (tc_password_verify ("no hash", "mật khẩu dài"));
  tc_password_free (NULL);
}

static void
test_lock (void)
{
  g_assert_cmpint (tc_password_lock_us (0), ==, 0);
  g_assert_cmpint (tc_password_lock_us (TC_LOCK_FREE_FAILURES), ==, 0);
  g_assert_cmpint (tc_password_lock_us (TC_LOCK_FREE_FAILURES + 1), ==, TC_LOCK_FIRST_US);
  g_assert_cmpint (tc_password_lock_us (TC_LOCK_FREE_FAILURES + 3), ==, 4 * TC_LOCK_FIRST_US);
  g_assert_cmpint (tc_password_lock_us (1000), ==, TC_LOCK_LONGEST_US);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  tc_crypto_init ();
  g_test_add_func ("/password/hash", test_hash);
  g_test_add_func ("/password/lock", test_lock);
  return g_test_run ();
}
