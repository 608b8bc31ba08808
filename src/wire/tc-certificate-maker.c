/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Making a certificate; see the header.
 */
#include "tc-certificate-maker.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

#define DAYS "3650"

static gboolean
run (const char *const *argv, GError **error)
{
  g_autoptr (GSubprocess) child = g_subprocess_newv (
      argv, G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_PIPE, error);
  g_autofree char *said = NULL;

  if (!child || !g_subprocess_communicate_utf8 (child, NULL, NULL, NULL, &said, error)) {
    g_prefix_error (error, "making a certificate by %s: ", argv[0]);
    return FALSE;
  }
  if (g_subprocess_get_successful (child))
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "making a certificate by %s: %s", argv[0],
               g_strstrip (said));
  return FALSE;
}

static gboolean
run_openssl (const char *host, const char *key, const char *certificate, GError **error)
{
  gboolean numeric = g_hostname_is_ip_address (host);
  g_autofree char *subject = g_strconcat ("/CN=", host, NULL);
  g_autofree char *names = g_strconcat ("subjectAltName=", numeric ? "IP:" : "DNS:", host,
                                        ",DNS:localhost,IP:127.0.0.1,IP:::1", NULL);
  const char *const argv[] = {
      "openssl", "req",     "-x509", "-newkey", "ec",        "-pkeyopt", "ec_paramgen_curve:P-256",
      "-nodes",  "-sha256", "-days", DAYS,      "-subj",     subject,    "-addext",
      names,     "-keyout", key,     "-out",    certificate, NULL};

  return run (argv, error);
}

static gboolean
run_certtool (const char *host, const char *key, const char *certificate, GError **error)
{
  gboolean numeric = g_hostname_is_ip_address (host);
  g_autofree char *template = g_strconcat (certificate, ".template", NULL);
  g_autofree char *text = g_strdup_printf (
      "cn = \"%s\"\n%s = \"%s\"\ndns_name = \"localhost\"\nip_address = \"127.0.0.1\"\n"
      "expiration_days = " DAYS "\nca\nsigning_key\n",
      host, numeric ? "ip_address" : "dns_name", host);
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

  if (!g_file_set_contents (template, text, -1, error))
    return FALSE;
  made = run (make_key, error) && run (sign, error);
  g_unlink (template);
  return made;
}

gboolean
tc_certificate_make (const char *host, const char *key, const char *certificate, GError **error)
{
  g_autofree char *openssl = g_find_program_in_path ("openssl");
  g_autofree char *certtool = g_find_program_in_path ("certtool");

  if (!openssl && !certtool) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                 "to make a certificate, the program openssl is needed: install the package "
                 "openssl");
    return FALSE;
  }
  if (!(openssl ? run_openssl : run_certtool) (host, key, certificate, error))
    return FALSE;
  g_chmod (key, 0600);
  return TRUE;
}
