/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Ed25519 over libsodium; see the header. The domain goes in front of the message with a NUL
 * between them; Ed25519 hashes the whole twice, so the message must stand in memory in one piece.
 */
#include "tc-key.h"

#include "tc-error.h"

#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <glib/gstdio.h>

struct _TcKey {
  guint8 secret[crypto_sign_SECRETKEYBYTES];
  TcPublicKey public;
};

TcKey *
tc_key_generate (void)
{
  guint8 seed[TC_KEY_SEED_SIZE];

  randombytes_buf (seed, sizeof seed);
  TcKey *key = tc_key_from_seed (seed);
  sodium_memzero (seed, sizeof seed);
  return key;
}

TcKey *
tc_key_from_seed (const guint8 *seed)
{
  TcKey *key = g_new0 (TcKey, 1);

  crypto_sign_seed_keypair (key->public.bytes, key->secret, seed);
  return key;
}

void
tc_key_free (TcKey *key)
{
  if (!key)
    return;
  sodium_memzero (key, sizeof *key);
  g_free (key);
}

const TcPublicKey *
tc_key_get_public (const TcKey *key)
{
  return &key->public;
}

void
tc_key_copy_seed (const TcKey *key, guint8 *seed)
{
  crypto_sign_ed25519_sk_to_seed (seed, key->secret);
}

static TcKey *
make_at (const char *path, GError **error)
{
  g_autoptr (TcKey) key = tc_key_generate ();
  guint8 seed[TC_KEY_SEED_SIZE];

  tc_key_copy_seed (key, seed);
  gboolean written = g_file_set_contents_full (
      path, (const char *) seed, sizeof seed,
      G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, error);
  sodium_memzero (seed, sizeof seed);
  if (!written)
    g_prefix_error (error, "writing the key %s: ", path);
  return written ? g_steal_pointer (&key) : NULL;
}

TcKey *
tc_key_load (const char *path, GError **error)
{
  g_autofree char *seed = NULL;
  gsize size;

  if (!g_file_get_contents (path, &seed, &size, error)) {
    g_prefix_error (error, "reading the key %s: ", path);
    return NULL;
  }
  if (size != TC_KEY_SEED_SIZE) {
    g_set_error (error, TC_ERROR, TC_ERROR_INVALID,
                 "reading the key %s: %" G_GSIZE_FORMAT " bytes where %d are due", path, size,
                 TC_KEY_SEED_SIZE);
    return NULL;
  }
  TcKey *key = tc_key_from_seed ((const guint8 *) seed);
  sodium_memzero (seed, size);
  return key;
}

TcKey *
tc_key_load_or_make (const char *path, GError **error)
{
  return g_file_test (path, G_FILE_TEST_EXISTS) ? tc_key_load (path, error) : make_at (path, error);
}

static GByteArray *
with_domain (const char *domain, gconstpointer data, gsize size)
{
  gsize head = strlen (domain) + 1;
  GByteArray *message = g_byte_array_sized_new ((guint) (head + size));

  g_byte_array_append (message, (const guint8 *) domain, (guint) head);
  if (size)
    g_byte_array_append (message, data, (guint) size);
  return message;
}

TcSignature
tc_key_sign (const TcKey *key, const char *domain, gconstpointer data, gsize size)
{
  g_autoptr (GByteArray) message = with_domain (domain, data, size);
  TcSignature signature;

  crypto_sign_detached (signature.bytes, NULL, message->data, message->len, key->secret);
  return signature;
}

gboolean
tc_key_verify (const TcPublicKey *key, const char *domain, gconstpointer data, gsize size,
               const TcSignature *signature)
{
  g_autoptr (GByteArray) message = with_domain (domain, data, size);

  return crypto_sign_verify_detached (signature->bytes, message->data, message->len, key->bytes) ==
         0;
}
