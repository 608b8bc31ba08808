/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A database of certificates that trusts none; see the header. What it says makes libsoup ask about
 * each certificate, also about one that somebody signs whom the system trusts.
 */
#include "tc-pinned-trust-private.h"

#define TC_TYPE_PINNED_TRUST (tc_pinned_trust_get_type ())
G_DECLARE_FINAL_TYPE (TcPinnedTrust, tc_pinned_trust, TC, PINNED_TRUST, GTlsDatabase)

struct _TcPinnedTrust {
  GTlsDatabase parent;
};

G_DEFINE_FINAL_TYPE (TcPinnedTrust, tc_pinned_trust, G_TYPE_TLS_DATABASE)

static GTlsCertificateFlags
verify_chain (GTlsDatabase *self, GTlsCertificate *chain, const char *purpose,
              GSocketConnectable *identity, GTlsInteraction *interaction,
              GTlsDatabaseVerifyFlags flags, GCancellable *cancellable, GError **error)
{
  return G_TLS_CERTIFICATE_UNKNOWN_CA;
}

static void
tc_pinned_trust_class_init (TcPinnedTrustClass *klass)
{
  G_TLS_DATABASE_CLASS (klass)->verify_chain = verify_chain;
}

static void
tc_pinned_trust_init (TcPinnedTrust *self)
{
}

GTlsDatabase *
tc_pinned_trust_new (void)
{
  return g_object_new (TC_TYPE_PINNED_TRUST, NULL);
}

gboolean
tc_pinned_trust_is (GTlsCertificate *certificate, const TcDigest *sha256)
{
  g_autoptr (GByteArray) der = NULL;
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize size = TC_DIGEST_SIZE;
  TcDigest digest;

  g_object_get (certificate, "certificate", &der, NULL);
  if (!der)
    return FALSE;
  g_checksum_update (checksum, der->data, der->len);
  g_checksum_get_digest (checksum, digest.bytes, &size);
  return tc_digest_equal (&digest, sha256);
}
