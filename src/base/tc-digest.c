/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Hashes over libsodium; see the header.
 */
#include "tc-digest.h"

#include <sodium.h>
#include <string.h>

G_STATIC_ASSERT (sizeof (TcHasher) >= sizeof (crypto_generichash_state));

void
tc_crypto_init (void)
{
  if (sodium_init () < 0)
    g_error ("libsodium could not be initialised");
}

static crypto_generichash_state *
state (TcHasher *hasher)
{
  return (crypto_generichash_state *) (void *) hasher->opaque;
}

void
tc_hasher_init (TcHasher *hasher, const char *domain)
{
  crypto_generichash_init (state (hasher), NULL, 0, TC_DIGEST_SIZE);
  tc_hasher_add_blob (hasher, domain, strlen (domain));
}

void
tc_hasher_add (TcHasher *hasher, gconstpointer data, gsize size)
{
  if (size)
    crypto_generichash_update (state (hasher), data, size);
}

void
tc_hasher_add_int (TcHasher *hasher, gint64 value)
{
  gint64 little = GINT64_TO_LE (value);

  tc_hasher_add (hasher, &little, sizeof little);
}

void
tc_hasher_add_blob (TcHasher *hasher, gconstpointer data, gsize size)
{
  tc_hasher_add_int (hasher, (gint64) size);
  tc_hasher_add (hasher, data, size);
}

TcDigest
tc_hasher_end (TcHasher *hasher)
{
  TcDigest digest;

  crypto_generichash_final (state (hasher), digest.bytes, TC_DIGEST_SIZE);
  return digest;
}

gboolean
tc_digest_equal (const TcDigest *a, const TcDigest *b)
{
  return sodium_memcmp (a->bytes, b->bytes, TC_DIGEST_SIZE) == 0;
}

char *
tc_hex_new (const guint8 *bytes, gsize size)
{
  char *hex = g_malloc (size * 2 + 1);

  return sodium_bin2hex (hex, size * 2 + 1, bytes, size);
}

char *
tc_digest_to_hex (const TcDigest *digest)
{
  return tc_hex_new (digest->bytes, TC_DIGEST_SIZE);
}

gboolean
tc_digest_from_hex (const char *hex, TcDigest *digest)
{
  TcDigest read;
  gsize size;

  if (strlen (hex) != TC_DIGEST_SIZE * 2 ||
      sodium_hex2bin (read.bytes, TC_DIGEST_SIZE, hex, TC_DIGEST_SIZE * 2, NULL, &size, NULL) ||
      size != TC_DIGEST_SIZE)
    return FALSE;
  *digest = read;
  return TRUE;
}

void
tc_random_bytes (gpointer out, gsize size)
{
  randombytes_buf (out, size);
}
