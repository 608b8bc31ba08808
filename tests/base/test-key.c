/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: only the holder of a key signs, only what was signed verifies, and a key on disk is its
 * owner's alone. Method: the first vector of RFC 8032 (through the seed), flipped bits, files.
 */
#include "tc-digest.h"
#include "tc-error.h"
#include "tc-key.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

/* RFC 8032, 7.1, test 1. */
static const guint8 rfc_seed[] = {0x9d, 0x61, 0xb1, 0x9d, 0xef, 0xfd, 0x5a, 0x60, 0xba, 0x84, 0x4a,
                                  0xf4, 0x92, 0xec, 0x2c, 0xc4, 0x44, 0x49, 0xc5, 0x69, 0x7b, 0x32,
                                  0x69, 0x19, 0x70, 0x3b, 0xac, 0x03, 0x1c, 0xae, 0x7f, 0x60};
static const guint8 rfc_public[] = {
    0xd7, 0x5a, 0x98, 0x01, 0x82, 0xb1, 0x0a, 0xb7, 0xd5, 0x4b, 0xfe, 0xd3, 0xc9, 0x64, 0x07, 0x3a,
    0x0e, 0xe1, 0x72, 0xf3, 0xda, 0xa6, 0x23, 0x25, 0xaf, 0x02, 0x1a, 0x68, 0xf7, 0x07, 0x51, 0x1a};

static void
test_seed_makes_the_key (void)
{
  g_autoptr (TcKey) key = tc_key_from_seed (rfc_seed);
  guint8 seed[TC_KEY_SEED_SIZE];

  g_assert_cmpmem (tc_key_get_public (key)->bytes, TC_KEY_PUBLIC_SIZE, rfc_public, 32);
  tc_key_copy_seed (key, seed);
  g_assert_cmpmem (seed, sizeof seed, rfc_seed, sizeof rfc_seed);
}

static void
test_signs (void)
{
  g_autoptr (TcKey) key = tc_key_generate ();
  g_autoptr (TcKey) other = tc_key_generate ();
  const TcPublicKey *public = tc_key_get_public (key);
  char text[] = "dispatch 7";
  TcSignature signature = tc_key_sign (key, "op", text, sizeof text);

  g_assert_true (tc_key_verify (public, "op", text, sizeof text, &signature));
  g_assert_false (tc_key_verify (tc_key_get_public (other), "op", text, sizeof text, &signature));
  g_assert_false (tc_key_verify (public, "link", text, sizeof text, &signature));
  g_assert_false (tc_key_verify (public, "op", text, sizeof text - 1, &signature));
  for (guint i = 0; i < TC_SIGNATURE_SIZE; i++) {
    TcSignature bent = signature;
    bent.bytes[i] ^= 1;
    g_assert_false (tc_key_verify (public, "op", text, sizeof text, &bent));
  }
  text[0] ^= 1;
  g_assert_false (tc_key_verify (public, "op", text, sizeof text, &signature));
}

/* The domain ends before the message begins. */
static void
test_domain_stays_apart (void)
{
  g_autoptr (TcKey) key = tc_key_generate ();
  TcSignature signature = tc_key_sign (key, "a", "b", 1);
  TcSignature empty = tc_key_sign (key, "a", NULL, 0);

  g_assert_false (tc_key_verify (tc_key_get_public (key), "ab", NULL, 0, &signature));
  g_assert_true (tc_key_verify (tc_key_get_public (key), "a", NULL, 0, &empty));
}

static void
test_file (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *dir = g_dir_make_tmp ("tc-key-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "desk.key", NULL);
  GStatBuf info;

  g_autoptr (TcKey) made = tc_key_load_or_make (path, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  g_assert_cmpint (info.st_size, ==, TC_KEY_SEED_SIZE);
  g_autoptr (TcKey) read = tc_key_load_or_make (path, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (tc_key_get_public (made), sizeof (TcPublicKey), tc_key_get_public (read),
                   sizeof (TcPublicKey));

  g_assert_true (g_file_set_contents (path, "short", 5, NULL));
  g_assert_null (tc_key_load_or_make (path, &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_INVALID);
  g_clear_error (&error);
  /* A file that can't be kept is an error, not a key that is lost on exit. */
  g_autofree char *nowhere = g_build_filename (dir, "none", "desk.key", NULL);
  g_assert_null (tc_key_load_or_make (nowhere, &error));
  g_assert_nonnull (error);
  g_assert_true (g_str_has_prefix (error->message, "writing the key "));
  g_unlink (path);
  g_rmdir (dir);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  tc_crypto_init ();
  g_test_add_func ("/key/seed", test_seed_makes_the_key);
  g_test_add_func ("/key/signs", test_signs);
  g_test_add_func ("/key/domain", test_domain_stays_apart);
  g_test_add_func ("/key/file", test_file);
  return g_test_run ();
}
