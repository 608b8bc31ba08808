/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A media host's certificate; see the header.
 */
#include "tc-media-certificate.h"

#include "tc-error.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

#define DAYS "7300"

static gboolean
run (const char *const *argv, GError **error)
{
  g_autoptr (GSubprocess) child = g_subprocess_newv (
      argv, G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, error);

  if (child && g_subprocess_wait_check (child, NULL, error))
    return TRUE;
  g_prefix_error (error, "making a certificate by %s: ", argv[0]);
  return FALSE;
}

static gboolean
run_openssl (const char *key, const char *certificate, GError **error)
{
  const char *const argv[] = {"openssl",
                              "req",
                              "-x509",
                              "-newkey",
                              "ec",
                              "-pkeyopt",
                              "ec_paramgen_curve:P-256",
                              "-nodes",
                              "-sha256",
                              "-days",
                              DAYS,
                              "-subj",
                              "/CN=toancanh-media",
                              "-keyout",
                              key,
                              "-out",
                              certificate,
                              NULL};

  return run (argv, error);
}

static gboolean
run_certtool (const char *key, const char *certificate, GError **error)
{
  g_autofree char *template = g_strconcat (certificate, ".template", NULL);
  const char *const make_key[] = {
      "certtool", "--generate-privkey", "--key-type", "ecdsa", "--outfile", key, NULL};
  const char *const sign[] = {"certtool",
                              "--generate-self-signed",
                              "--load-privkey",
                              key,
                              "--template",
                              template,
                              "--outfile",
                              certificate,
                              NULL};
  gboolean made;

  if (!g_file_set_contents (template, "cn = \"toancanh-media\"\nexpiration_days = " DAYS "\n", -1,
                            error))
    return FALSE;
  made = run (make_key, error) && run (sign, error);
  g_unlink (template);
  return made;
}

static gboolean
make (const char *key, const char *certificate, GError **error)
{
  g_autofree char *openssl = g_find_program_in_path ("openssl");
  g_autofree char *certtool = g_find_program_in_path ("certtool");

  if (openssl)
    return run_openssl (key, certificate, error);
  if (certtool)
    return run_certtool (key, certificate, error);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
               "to make a certificate, the program openssl is needed: install the package openssl");
  return FALSE;
}

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
    if (!make (key, making, error))
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
