/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Passwords; see the header.
 */
#include "tc-password.h"

#include <sodium.h>
#include <string.h>

char *
tc_password_hash (const char *password, GError **error)
{
  char hash[crypto_pwhash_STRBYTES];

  if (crypto_pwhash_str_alg (hash, password, strlen (password), TC_PASSWORD_PASSES,
                             TC_PASSWORD_MEMORY_BYTES, crypto_pwhash_ALG_ARGON2ID13) == 0)
    return g_strdup (hash);
  g_set_error (error, TC_ERROR, TC_ERROR_BUSY, "no memory to hash a password");
  return NULL;
}

gboolean
tc_password_verify (const char *hash, const char *password)
{
  return crypto_pwhash_str_verify (hash, password, strlen (password)) == 0;
}

void
tc_password_free (char *password)
{
  if (password)
    sodium_memzero (password, strlen (password));
  g_free (password);
}

gint64
tc_password_lock_us (gint64 failures)
{
  gint64 over = failures - TC_LOCK_FREE_FAILURES;

  if (over <= 0)
    return 0;
  return over > 12 ? TC_LOCK_LONGEST_US : MIN (TC_LOCK_LONGEST_US, TC_LOCK_FIRST_US << (over - 1));
}
