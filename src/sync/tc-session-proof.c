/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Proofs of sessions; see the header.
 */
#include "tc-session-proof.h"

#include "tc-digest.h"

#define DOMAIN "toancanh session 1"

static TcDigest
hash (const TcSessionProof *proof)
{
  TcHasher hasher;

  tc_hasher_init (&hasher, DOMAIN);
  tc_hasher_add_int (&hasher, proof->session_id);
  tc_hasher_add_int (&hasher, proof->staff_id);
  tc_hasher_add_int (&hasher, proof->desk_id);
  tc_hasher_add_int (&hasher, proof->from_us);
  tc_hasher_add_int (&hasher, proof->until_us);
  return tc_hasher_end (&hasher);
}

void
tc_session_proof_sign (TcSessionProof *proof, const TcKey *key)
{
  TcDigest digest = hash (proof);

  proof->signature = tc_key_sign (key, DOMAIN, digest.bytes, TC_DIGEST_SIZE);
}

gboolean
tc_session_proof_verify (const TcSessionProof *proof, const TcPublicKey *key)
{
  TcDigest digest = hash (proof);

  return tc_key_verify (key, DOMAIN, digest.bytes, TC_DIGEST_SIZE, &proof->signature);
}
