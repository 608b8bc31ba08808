/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A database of certificates that trusts none; see the header. (One made of an empty file can't be
 * had.)
 */
#include "tc-tile-trust.h"

/* As it is without that, but for tickets: a connection that goes on with the session of another one
 * is shown no certificate, though another one was told for it. */
#define PRIORITY "NORMAL:%COMPAT:%NO_TICKETS"

#define TC_TYPE_TILE_TRUST (tc_tile_trust_get_type ())
G_DECLARE_FINAL_TYPE (TcTileTrust, tc_tile_trust, TC, TILE_TRUST, GTlsDatabase)

struct _TcTileTrust {
  GTlsDatabase parent;
};

G_DEFINE_FINAL_TYPE (TcTileTrust, tc_tile_trust, G_TYPE_TLS_DATABASE)

static GTlsDatabase *system_trust; /* (owned) */

static GTlsCertificateFlags
verify_chain (GTlsDatabase *self, GTlsCertificate *chain, const char *purpose,
              GSocketConnectable *identity, GTlsInteraction *interaction,
              GTlsDatabaseVerifyFlags flags, GCancellable *cancellable, GError **error)
{
  return G_TLS_CERTIFICATE_UNKNOWN_CA;
}

static void
tc_tile_trust_class_init (TcTileTrustClass *klass)
{
  G_TLS_DATABASE_CLASS (klass)->verify_chain = verify_chain;
}

static void
tc_tile_trust_init (TcTileTrust *self)
{
}

void
tc_tile_trust_nobody (void)
{
  GTlsBackend *backend = g_tls_backend_get_default ();
  g_autoptr (GTlsDatabase) nobody = g_object_new (TC_TYPE_TILE_TRUST, NULL);

  g_assert (!system_trust);
  g_setenv ("G_TLS_GNUTLS_PRIORITY", PRIORITY, TRUE);
  system_trust = g_tls_backend_get_default_database (backend);
  g_tls_backend_set_default_database (backend, nobody);
}

GTlsDatabase *
tc_tile_trust_get_system (void)
{
  return system_trust;
}
