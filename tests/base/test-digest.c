/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: hashes are the ones of the standard, and no two inputs flow into each other. Method: a
 * vector computed with another program, and inputs that differ only in where they are cut.
 */
#include "tc-digest.h"

#include <string.h>

static TcDigest
hash (const char *domain, const char *a, const char *b)
{
  TcHasher hasher;

  tc_hasher_init (&hasher, domain);
  tc_hasher_add_blob (&hasher, a, strlen (a));
  tc_hasher_add_blob (&hasher, b, strlen (b));
  return tc_hasher_end (&hasher);
}

/* python3: hashlib.blake2b((4).to_bytes(8,'little') + b'test' + b'abc' + (-2).to_bytes(8,'little',
 * signed=True), digest_size=32).hexdigest() */
static void
test_vector (void)
{
  TcHasher hasher;

  tc_hasher_init (&hasher, "test");
  tc_hasher_add (&hasher, "abc", 3);
  tc_hasher_add (&hasher, NULL, 0);
  tc_hasher_add_int (&hasher, -2);
  TcDigest digest = tc_hasher_end (&hasher);
  g_autofree char *hex = tc_digest_to_hex (&digest);
  g_assert_cmpstr (hex, ==, "26ec012e164f722b9c9a0c3cd292069aaf824cff684da80c4af51cb30411f521");
}

static void
test_parts_stay_apart (void)
{
  TcDigest one = hash ("d", "ab", "c");
  TcDigest same = hash ("d", "ab", "c");
  TcDigest cut = hash ("d", "a", "bc");
  TcDigest domain = hash ("da", "b", "c");

  g_assert_true (tc_digest_equal (&one, &same));
  g_assert_false (tc_digest_equal (&one, &cut));
  g_assert_false (tc_digest_equal (&one, &domain));
}

static void
test_hex (void)
{
  TcDigest digest = hash ("d", "x", "y");
  TcDigest read;
  g_autofree char *hex = tc_digest_to_hex (&digest);

  g_assert_cmpuint (strlen (hex), ==, 64);
  g_assert_true (tc_digest_from_hex (hex, &read));
  g_assert_true (tc_digest_equal (&digest, &read));
}

static void
test_what_is_no_hex (void)
{
  TcDigest before = hash ("d", "x", "y");
  TcDigest read = before;
  g_autofree char *hex = tc_digest_to_hex (&before);

  g_assert_false (tc_digest_from_hex ("", &read));
  g_assert_false (tc_digest_from_hex (hex + 1, &read));
  hex[10] = 'g';
  g_assert_false (tc_digest_from_hex (hex, &read));
  hex[10] = ' ';
  g_assert_false (tc_digest_from_hex (hex, &read));
  g_assert_true (tc_digest_equal (&before, &read)); /* untouched on failure */
}

static void
test_random_differs (void)
{
  guint8 a[32] = {0}, b[32] = {0};

  tc_random_bytes (a, sizeof a);
  tc_random_bytes (b, sizeof b);
  g_assert_cmpint (memcmp (a, b, sizeof a), !=, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  tc_crypto_init ();
  tc_crypto_init (); /* twice does no harm */
  g_test_add_func ("/digest/vector", test_vector);
  g_test_add_func ("/digest/parts", test_parts_stay_apart);
  g_test_add_func ("/digest/hex", test_hex);
  g_test_add_func ("/digest/no-hex", test_what_is_no_hex);
  g_test_add_func ("/digest/random", test_random_differs);
  return g_test_run ();
}
