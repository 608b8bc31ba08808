/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a desk shows as the server's word on its enrolment: whatever stands in it, it counts for
 * nothing without the server's signature; and what the server signs is read the same and counts.
 */
#include "tc-enrolment-proof.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* All that is said under @value's names is the server's now. */
static void
check_signed (const TcEnrolmentProof *proof, const guint8 *log_id, const TcKey *key)
{
  g_autoptr (GVariant) value = g_variant_ref_sink (tc_enrolment_proof_sign (proof, log_id, key));
  g_autoptr (TcEnrolmentProof) again = tc_enrolment_proof_read (value);

  /* What is said twice, or beside it, may be left out; nothing makes it longer than it may be. */
  g_assert_nonnull (again);
  g_assert_true (tc_enrolment_proof_verify (again, log_id, tc_key_get_public (key)));
  g_assert_cmpint (again->desk_id, ==, proof->desk_id);
  g_assert_cmpint (again->epoch, ==, proof->epoch);
  g_assert_cmpstr (again->name, ==, proof->name);
  g_assert_cmpstr (again->agency, ==, proof->agency);
  g_assert_true (!again->relay == !proof->relay);
  g_assert_true (
      g_strv_equal ((const char *const *) again->roles, (const char *const *) proof->roles));
  g_assert_true (memcmp (&again->key, &proof->key, sizeof proof->key) == 0);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const guint8 log_id[TC_LOG_ID_SIZE] = {7};
  static TcKey *key;
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GVariant)
      value = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE_VARDICT, bytes, FALSE));
  g_autoptr (TcEnrolmentProof) proof = NULL;

  if (!key)
    key = tc_key_generate ();
  proof = tc_enrolment_proof_read (value);
  if (!proof)
    return 0;
  g_assert_cmpuint (g_strv_length (proof->roles), <=, TC_ENROLMENT_ROLES_MAX);
  g_assert_false (tc_enrolment_proof_verify (proof, log_id, tc_key_get_public (key)));
  check_signed (proof, log_id, key);
  return 0;
}
