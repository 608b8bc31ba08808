/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fingerprints; see the header.
 */
#include "tc-fingerprint.h"

#include <gio/gio.h>

#define WORDS 8
#define SHA256_BYTES 32

/* SHA-256 of the first certificate's DER. */
static gboolean
hash_certificate (const char *pem, guint8 *hash)
{
  g_autoptr (GTlsCertificate) certificate = g_tls_certificate_new_from_pem (pem, -1, NULL);
  g_autoptr (GByteArray) der = NULL;
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize size = SHA256_BYTES;

  if (!certificate)
    return FALSE;
  g_object_get (certificate, "certificate", &der, NULL);
  g_checksum_update (sum, der->data, der->len);
  g_checksum_get_digest (sum, hash, &size);
  return TRUE;
}

static void
append_word (GString *out, guint bits)
{
  static const char consonants[] = "bdfghjklmnprstvz";
  static const char vowels[] = "aiou";

  g_string_append_printf (out, "%s%c%c%c%c%c", out->len ? " " : "", consonants[bits >> 12 & 15],
                          vowels[bits >> 10 & 3], consonants[bits >> 6 & 15], vowels[bits >> 4 & 3],
                          consonants[bits & 15]);
}

char *
tc_fingerprint_words (const char *pem)
{
  guint8 hash[SHA256_BYTES];
  g_autoptr (GString) out = g_string_new (NULL);

  if (!hash_certificate (pem, hash))
    return NULL;
  for (guint i = 0; i < WORDS; i++)
    append_word (out, (guint) hash[2 * i] << 8 | hash[2 * i + 1]);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

char *
tc_fingerprint_digits (const char *pem)
{
  guint8 hash[SHA256_BYTES];
  g_autoptr (GString) out = g_string_new (NULL);

  if (!hash_certificate (pem, hash))
    return NULL;
  for (guint i = 0; i < SHA256_BYTES; i += 2)
    g_string_append_printf (out, "%s%02x%02x", out->len ? " " : "", hash[i], hash[i + 1]);
  return g_string_free (g_steal_pointer (&out), FALSE);
}
