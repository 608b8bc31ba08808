/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A media host's certificate; see the header.
 */
#include "tc-media-certificate.h"

#include "tc-certificate-maker.h"
#include "tc-error.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

/* Of a host that has no name; who connects knows it by its digest. */
#define NAMELESS "toancanh-media"

gboolean
tc_media_certificate_ensure (TcMediaConfig *config, GError **error)
{
  g_autofree char *certificate = g_build_filename (config->data_dir, "tls.pem", NULL);
  g_autofree char *key = g_build_filename (config->data_dir, "tls-key.pem", NULL);
  g_autofree char *making = g_strconcat (certificate, ".new", NULL);

  if (*config->certificate) {
    if (!*config->key) {
      g_free (config->key);
      config->key = g_strdup (config->certificate);
    }
    return TRUE;
  }
  /* It counts once it is whole. */
  if (!g_file_test (certificate, G_FILE_TEST_EXISTS)) {
    if (!tc_certificate_make (*config->name ? config->name : NAMELESS, key, making, error))
      return FALSE;
    if (g_rename (making, certificate) < 0)
      return tc_error_take_errno ("making", certificate, error);
  }
  g_free (config->certificate);
  g_free (config->key);
  config->certificate = g_steal_pointer (&certificate);
  config->key = g_steal_pointer (&key);
  return TRUE;
}

gboolean
tc_media_certificate_digest (const char *path, TcDigest *digest, GError **error)
{
  g_autoptr (GTlsCertificate) certificate = g_tls_certificate_new_from_file (path, error);
  g_autoptr (GByteArray) bytes = NULL;
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize size = TC_DIGEST_SIZE;

  if (!certificate)
    return FALSE;
  g_object_get (certificate, "certificate", &bytes, NULL);
  g_checksum_update (checksum, bytes->data, (gssize) bytes->len);
  g_checksum_get_digest (checksum, digest->bytes, &size);
  return TRUE;
}
