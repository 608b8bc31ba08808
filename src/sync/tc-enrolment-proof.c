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
  g_array_unref (proof->roles);
  g_free (proof);
}

static TcDigest
hash (const TcEnrolmentProof *proof, const guint8 *log_id)
{
  TcHasher hasher;

  tc_hasher_init (&hasher, DOMAIN);
  tc_hasher_add (&hasher, log_id, TC_LOG_ID_SIZE);
  tc_hasher_add_int (&hasher, proof->epoch);
  tc_hasher_add_int (&hasher, proof->desk_id);
  tc_hasher_add_blob (&hasher, proof->name, strlen (proof->name));
  tc_hasher_add_int (&hasher, proof->agency_id);
  tc_hasher_add_int (&hasher, proof->relay);
  tc_hasher_add_int (&hasher, proof->roles->len);
  for (guint i = 0; i < proof->roles->len; i++)
    tc_hasher_add_int (&hasher, g_array_index (proof->roles, gint64, i));
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
  g_variant_dict_insert (&dict, "agency", "x", proof->agency_id);
  g_variant_dict_insert (&dict, "relay", "b", proof->relay);
  g_variant_dict_insert_value (&dict, "roles",
                               g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, proof->roles->data,
                                                          proof->roles->len, sizeof (gint64)));
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

static gboolean
read_roles (GVariant *value, GArray *roles)
{
  g_autoptr (GVariant) list = g_variant_lookup_value (value, "roles", G_VARIANT_TYPE ("ax"));
  gsize n = 0;
  const gint64 *ids = list ? g_variant_get_fixed_array (list, &n, sizeof (gint64)) : NULL;

  if (!list || n > TC_ENROLMENT_ROLES_MAX)
    return FALSE;
  g_array_append_vals (roles, ids, (guint) n);
  return TRUE;
}

TcEnrolmentProof *
tc_enrolment_proof_read (GVariant *value, const guint8 *log_id, const TcPublicKey *key)
{
  g_autoptr (TcEnrolmentProof) proof = g_new0 (TcEnrolmentProof, 1);

  proof->roles = g_array_new (FALSE, FALSE, sizeof (gint64));
  if (!g_variant_lookup (value, "desk", "x", &proof->desk_id) ||
      !g_variant_lookup (value, "name", "s", &proof->name) ||
      !g_variant_lookup (value, "agency", "x", &proof->agency_id) ||
      !g_variant_lookup (value, "relay", "b", &proof->relay) ||
      !g_variant_lookup (value, "epoch", "x", &proof->epoch) ||
      !read_bytes (value, "key", proof->key.bytes, TC_KEY_PUBLIC_SIZE) ||
      !read_bytes (value, "proof", proof->signature.bytes, TC_SIGNATURE_SIZE) ||
      !read_roles (value, proof->roles))
    return NULL;
  TcDigest digest = hash (proof, log_id);
  if (!tc_key_verify (key, DOMAIN, digest.bytes, TC_DIGEST_SIZE, &proof->signature))
    return NULL;
  return g_steal_pointer (&proof);
}
