/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tokens say whose they are, for an hour, some at a time for each desk; a guess is nobody's.
 */
#include "tc-digest.h"
#include "tc-tokens.h"

static void
test_tokens (void)
{
  g_autoptr (TcTokens) tokens = tc_tokens_new ();
  g_autofree char *first = tc_tokens_make (tokens, 7, 0);
  g_autofree char *other = tc_tokens_make (tokens, 8, 0);

  g_assert_cmpstr (first, !=, other);
  g_assert_cmpuint (tc_tokens_check (tokens, first, 1), ==, 7);
  g_assert_cmpuint (tc_tokens_check (tokens, other, 1), ==, 8);
  g_assert_cmpuint (tc_tokens_check (tokens, NULL, 1), ==, 0);
  g_assert_cmpuint (tc_tokens_check (tokens, "", 1), ==, 0);
  g_assert_cmpuint (tc_tokens_check (tokens, "7", 1), ==, 0);
  g_assert_cmpuint (tc_tokens_check (tokens, first, TC_TOKEN_VALID_US - 1), ==, 7);
  g_assert_cmpuint (tc_tokens_check (tokens, first, TC_TOKEN_VALID_US), ==, 0);
  tc_tokens_revoke (tokens, 7);
  g_assert_cmpuint (tc_tokens_check (tokens, first, 1), ==, 0);
  g_assert_cmpuint (tc_tokens_check (tokens, other, 1), ==, 8);
}

static void
test_bounded (void)
{
  g_autoptr (TcTokens) tokens = tc_tokens_new ();
  g_autofree char *first = tc_tokens_make (tokens, 7, 0);
  g_autofree char *second = tc_tokens_make (tokens, 7, 1);
  g_autofree char *other = tc_tokens_make (tokens, 8, 0);

  for (int i = 2; i <= TC_TOKENS_PER_DESK; i++)
    g_free (tc_tokens_make (tokens, 7, i));
  g_assert_cmpuint (tc_tokens_check (tokens, first, 10), ==, 0);
  g_assert_cmpuint (tc_tokens_check (tokens, second, 10), ==, 7);
  g_assert_cmpuint (tc_tokens_check (tokens, other, 10), ==, 8);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  tc_crypto_init ();
  g_test_add_func ("/tokens/tokens", test_tokens);
  g_test_add_func ("/tokens/bounded", test_bounded);
  return g_test_run ();
}
