/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Signatures of a simulation: a hash of the signer's public key, the domain and what is signed,
 * instead of Ed25519, which was a fifth of what a seed computes. Another key, another domain or
 * another byte is found as ever; nobody here forges one. The linker puts these before the functions
 * of base/tc-key.c (--wrap), which have tests of their own.
 */
#include "sim.h"

#include <string.h>

TcSignature __wrap_tc_key_sign (const TcKey *key, const char *domain, gconstpointer data,
                                gsize size);
gboolean __wrap_tc_key_verify (const TcPublicKey *key, const char *domain, gconstpointer data,
                               gsize size, const TcSignature *signature);

static TcSignature
make (const TcPublicKey *key, const char *domain, gconstpointer data, gsize size)
{
  TcSignature signature = {{0}};
  TcHasher hasher;

  tc_hasher_init (&hasher, "simulated signature");
  tc_hasher_add (&hasher, key->bytes, sizeof key->bytes);
  tc_hasher_add_blob (&hasher, domain, strlen (domain));
  tc_hasher_add_blob (&hasher, data, size);
  TcDigest digest = tc_hasher_end (&hasher);
  memcpy (signature.bytes, digest.bytes, sizeof digest.bytes);
  return signature;
}

TcSignature
__wrap_tc_key_sign (const TcKey *key, const char *domain, gconstpointer data, gsize size)
{
  return make (tc_key_get_public (key), domain, data, size);
}

gboolean
__wrap_tc_key_verify (const TcPublicKey *key, const char *domain, gconstpointer data, gsize size,
                      const TcSignature *signature)
{
  TcSignature right = make (key, domain, data, size);

  return memcmp (&right, signature, sizeof right) == 0;
}
