/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Proofs of enrolment; see the header.
 */
#include "tc-enrolment-proof.h"

#include "tc-digest.h"

#include <string.h>

#define DOMAIN "toancanh enrolment 1"

void
tc_enrolment_proof_free (TcEnrolmentProof *proof)
{
  g_free (proof->name);
  g_free (proof->agency);
  g_strfreev (proof->roles);
  g_free (proof);
}

static void
add_text (TcHasher *hasher, const char *text)
{
  tc_hasher_add_blob (hasher, text, strlen (text));
}

static TcDigest
hash (const TcEnrolmentProof *proof, const guint8 *log_id)
{
  TcHasher hasher;

  tc_hasher_init (&hasher, DOMAIN);
  tc_hasher_add (&hasher, log_id, TC_LOG_ID_SIZE);
  tc_hasher_add_int (&hasher, proof->epoch);
  tc_hasher_add_int (&hasher, proof->desk_id);
  add_text (&hasher, proof->name);
  add_text (&hasher, proof->agency);
  tc_hasher_add_int (&hasher, proof->relay);
  tc_hasher_add_int (&hasher, g_strv_length (proof->roles));
  for (guint i = 0; proof->roles[i]; i++)
    add_text (&hasher, proof->roles[i]);
  tc_hasher_add (&hasher, proof->key.bytes, TC_KEY_PUBLIC_SIZE);
  return tc_hasher_end (&hasher);
}

static GVariant *
new_bytes (const guint8 *bytes, gsize size)
{
  return g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, bytes, size, 1);
}

GVariant *
tc_enrolment_proof_sign (const TcEnrolmentProof *proof, const guint8 *log_id, const TcKey *key)
{
  TcDigest digest = hash (proof, log_id);
  TcSignature signature = tc_key_sign (key, DOMAIN, digest.bytes, TC_DIGEST_SIZE);
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "desk", "x", proof->desk_id);
  g_variant_dict_insert (&dict, "name", "s", proof->name);
  g_variant_dict_insert (&dict, "agency", "s", proof->agency);
  g_variant_dict_insert (&dict, "relay", "b", proof->relay);
  g_variant_dict_insert (&dict, "roles", "^as", proof->roles);
  g_variant_dict_insert_value (&dict, "key", new_bytes (proof->key.bytes, TC_KEY_PUBLIC_SIZE));
  g_variant_dict_insert (&dict, "epoch", "x", proof->epoch);
  g_variant_dict_insert_value (&dict, "proof", new_bytes (signature.bytes, TC_SIGNATURE_SIZE));
  return g_variant_dict_end (&dict);
}

static gboolean
read_bytes (GVariant *value, const char *name, guint8 *to, gsize size)
{
  g_autoptr (GVariant) bytes = g_variant_lookup_value (value, name, G_VARIANT_TYPE_BYTESTRING);
  gsize n = 0;
  const guint8 *data = bytes ? g_variant_get_fixed_array (bytes, &n, 1) : NULL;

  if (n != size)
    return FALSE;
  memcpy (to, data, size);
  return TRUE;
}

TcEnrolmentProof *
tc_enrolment_proof_read (GVariant *value)
{
  g_autoptr (TcEnrolmentProof) proof = g_new0 (TcEnrolmentProof, 1);

  if (g_variant_get_size (value) > TC_ENROLMENT_BYTES_MAX ||
      !g_variant_lookup (value, "desk", "x", &proof->desk_id) ||
      !g_variant_lookup (value, "name", "s", &proof->name) ||
      !g_variant_lookup (value, "agency", "s", &proof->agency) ||
      !g_variant_lookup (value, "relay", "b", &proof->relay) ||
      !g_variant_lookup (value, "roles", "^as", &proof->roles) ||
      !g_variant_lookup (value, "epoch", "x", &proof->epoch) ||
      !read_bytes (value, "key", proof->key.bytes, TC_KEY_PUBLIC_SIZE) ||
      !read_bytes (value, "proof", proof->signature.bytes, TC_SIGNATURE_SIZE) ||
      g_strv_length (proof->roles) > TC_ENROLMENT_ROLES_MAX)
    return NULL;
  return g_steal_pointer (&proof);
}

gboolean
tc_enrolment_proof_verify (const TcEnrolmentProof *proof, const guint8 *log_id,
                           const TcPublicKey *key)
{
  TcDigest digest = hash (proof, log_id);

  return tc_key_verify (key, DOMAIN, digest.bytes, TC_DIGEST_SIZE, &proof->signature);
}
