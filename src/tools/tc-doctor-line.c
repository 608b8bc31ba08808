/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The doctor on what clients meet first: the certificate and the port.
 */
#include "tc-doctor.h"

#include "tc-limits.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/socket.h>

#define EXPIRES_SOON_DAYS 30
#define CONNECT_S 5
#define CREDENTIALS "/run/credentials/toancanhd.service/"
#define LOAD "LoadCredential="

/* ---- the certificate ---- */

typedef struct {
  guint open; /* handshakes under way */
  gboolean failed;
} Handshake;

static void
shaken_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Handshake *handshake = data;

  handshake->failed |= !g_tls_connection_handshake_finish (G_TLS_CONNECTION (source), result, NULL);
  handshake->open--;
}

static gboolean
accept_cb (GTlsConnection *connection, GTlsCertificate *certificate, GTlsCertificateFlags errors,
           gpointer data)
{
  return TRUE;
}

static GIOStream *
stream_of (int fd)
{
  g_autoptr (GSocket) socket = g_socket_new_from_fd (fd, NULL);

  return G_IO_STREAM (g_socket_connection_factory_create_connection (socket));
}

/* Whether the key is the certificate's: somebody who shakes hands with it finds out. */
static gboolean
key_matches (GTlsCertificate *certificate)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  Handshake handshake = {2, FALSE};
  int ends[2];

  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
    return TRUE;
  g_autoptr (GIOStream) near = stream_of (ends[0]);
  g_autoptr (GIOStream) far = stream_of (ends[1]);
  g_autoptr (GIOStream) server = g_tls_server_connection_new (near, certificate, NULL);
  g_autoptr (GIOStream) client = g_tls_client_connection_new (far, NULL, NULL);
  if (!server || !client)
    return FALSE;
  g_main_context_push_thread_default (context);
  g_signal_connect (client, "accept-certificate", G_CALLBACK (accept_cb), NULL);
  g_tls_connection_handshake_async (G_TLS_CONNECTION (server), G_PRIORITY_DEFAULT, NULL, shaken_cb,
                                    &handshake);
  g_tls_connection_handshake_async (G_TLS_CONNECTION (client), G_PRIORITY_DEFAULT, NULL, shaken_cb,
                                    &handshake);
  while (handshake.open) {
    g_main_context_iteration (context, TRUE);
    /* One end that has failed has nothing more to say to the other. */
    if (handshake.failed) {
      g_io_stream_close (near, NULL, NULL);
      g_io_stream_close (far, NULL, NULL);
    }
  }
  g_main_context_pop_thread_default (context);
  return !handshake.failed;
}

static void
check_validity (TcDoctor *doctor, GTlsCertificate *certificate, const char *path)
{
  g_autoptr (GDateTime) until = g_tls_certificate_get_not_valid_after (certificate);
  g_autoptr (GDateTime) from = g_tls_certificate_get_not_valid_before (certificate);
  const char *cure = _ ("renew the certificate and start the server again");

  if (!until || !from)
    return;
  gint64 left_us = g_date_time_to_unix (until) * TC_US_PER_S - doctor->now_us;
  if (left_us < 0)
    tc_doctor_say (doctor, TC_FINDING_FAULT, "certificate-expired", cure,
                   _ ("The certificate %s has expired; desks don't connect."), path);
  else if (g_date_time_to_unix (from) * TC_US_PER_S > doctor->now_us)
    tc_doctor_say (doctor, TC_FINDING_FAULT, "certificate-early", "timedatectl set-ntp true",
                   _ ("The certificate %s is not valid yet; is the clock right?"), path);
  else if (left_us < EXPIRES_SOON_DAYS * TC_US_PER_DAY)
    tc_doctor_say (doctor, TC_FINDING_WARNING, "certificate-expired", cure,
                   _ ("The certificate %s is valid for only %lld more days."), path,
                   (long long) (left_us / TC_US_PER_DAY));
  else
    tc_doctor_say (doctor, TC_FINDING_FINE, "certificate", NULL,
                   _ ("The certificate is valid for %lld more days."),
                   (long long) (left_us / TC_US_PER_DAY));
}

/* The name that clients are told, if they are told one. */
static void
check_name (TcDoctor *doctor, GTlsCertificate *certificate)
{
  const char *url = doctor->config->open311_base_url;
  g_autoptr (GUri) uri = *url ? g_uri_parse (url, G_URI_FLAGS_NONE, NULL) : NULL;
  const char *host = uri ? g_uri_get_host (uri) : NULL;
  g_autoptr (GSocketConnectable) name = host ? g_network_address_new (host, 443) : NULL;

  if (name && g_tls_certificate_verify (certificate, name, NULL) & G_TLS_CERTIFICATE_BAD_IDENTITY)
    tc_doctor_say (doctor, TC_FINDING_FAULT, "certificate-name",
                   _ ("have a certificate made for that name"),
                   _ ("The certificate is not for %s, where clients go."), host);
}

static gboolean
is_loopback (const char *text)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (text);

  return address && g_inet_address_get_is_loopback (address);
}

/* What systemd hands over as @name, by the additions to the unit. (nullable) (transfer full) */
static char *
find_credential (TcDoctor *doctor, const char *name)
{
  g_autoptr (GDir) dir = g_dir_open (doctor->units, 0, NULL);
  g_autofree char *start = g_strconcat (LOAD, name, ":", NULL);
  const char *file;

  while (dir && (file = g_dir_read_name (dir))) {
    g_autofree char *path = g_build_filename (doctor->units, file, NULL);
    g_autofree char *text = NULL;
    g_auto (GStrv)
        lines = g_file_get_contents (path, &text, NULL, NULL) ? g_strsplit (text, "\n", -1) : NULL;

    for (guint i = 0; lines && lines[i]; i++)
      if (g_str_has_prefix (g_strstrip (lines[i]), start))
        return g_strdup (lines[i] + strlen (start));
  }
  return NULL;
}

/* Where a file of the settings really is: credentials are there only while the service runs.
 * (transfer full) */
static char *
find_source (TcDoctor *doctor, const char *path)
{
  char *source = g_str_has_prefix (path, CREDENTIALS)
                     ? find_credential (doctor, path + strlen (CREDENTIALS))
                     : NULL;

  return source ? source : g_strdup (path);
}

/* A group may read it, as Debian's ssl-cert does; everybody may not. */
static void
check_key_rights (TcDoctor *doctor, const char *path)
{
  GStatBuf info;

  if (g_stat (path, &info) < 0 || !(info.st_mode & 07))
    return;
  g_autofree char *cure = g_strdup_printf ("chmod o= '%s'", path);
  tc_doctor_say (doctor, TC_FINDING_FAULT, "rights", cure,
                 _ ("Everybody on this machine can read the certificate's key %s."), path);
}

static GTlsCertificate *
load_certificate (TcDoctor *doctor, GError **error)
{
  const TcServerConfig *config = doctor->config;
  const char *key = *config->key ? config->key : config->certificate;
  g_autofree char *certificate_source = find_source (doctor, config->certificate);
  g_autofree char *key_source = find_source (doctor, key);
  gboolean served = g_file_test (config->certificate, G_FILE_TEST_EXISTS);

  check_key_rights (doctor, key_source);
  return served ? g_tls_certificate_new_from_files (config->certificate, key, error)
                : g_tls_certificate_new_from_files (certificate_source, key_source, error);
}

void
tc_doctor_check_certificate (TcDoctor *doctor)
{
  const TcServerConfig *config = doctor->config;
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsCertificate) certificate = NULL;

  if (!config)
    return;
  if (!*config->certificate) {
    if (!is_loopback (config->address) && !config->allow_plain)
      tc_doctor_say (doctor, TC_FINDING_FAULT, "certificate",
                     _ ("set certificate in [listen] of the settings"),
                     _ ("There is no certificate, so the server can't be reached from outside."));
    return;
  }
  certificate = load_certificate (doctor, &error);
  if (!certificate) {
    tc_doctor_say (doctor, TC_FINDING_FAULT, "certificate-unreadable",
                   _ ("correct certificate and key in [listen] of the settings"),
                   _ ("The certificate or its key can't be read: %s."), error->message);
    return;
  }
  check_validity (doctor, certificate, config->certificate);
  check_name (doctor, certificate);
  if (!key_matches (certificate))
    tc_doctor_say (doctor, TC_FINDING_FAULT, "certificate-key",
                   _ ("set the key in [listen] that belongs to the certificate"),
                   _ ("The key %s belongs to another certificate."),
                   *config->key ? config->key : config->certificate);
}

/* ---- the port ---- */

static gboolean
connects (const TcServerConfig *config)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (config->address);
  g_autoptr (GInetAddress) here = NULL;
  g_autoptr (GSocketClient) client = g_socket_client_new ();

  if (!address)
    return FALSE;
  /* Of any address, our own. */
  if (g_inet_address_get_is_any (address))
    here = g_inet_address_new_loopback (g_inet_address_get_family (address));
  g_autoptr (GSocketAddress)
      place = g_inet_socket_address_new (here ? here : address, (guint16) config->port);
  g_socket_client_set_timeout (client, CONNECT_S);
  g_autoptr (GSocketConnection)
      connection = g_socket_client_connect (client, G_SOCKET_CONNECTABLE (place), NULL, NULL);
  return connection != NULL;
}

void
tc_doctor_check_port (TcDoctor *doctor)
{
  const TcServerConfig *config = doctor->config;

  if (!config || config->port == 0)
    return;
  gboolean open = connects (config);
  if (doctor->status && !open)
    tc_doctor_say (doctor, TC_FINDING_FAULT, "port", "systemctl restart toancanhd",
                   _ ("The server runs, but nothing answers at %s port %lld."), config->address,
                   (long long) config->port);
  else if (!doctor->status && open)
    tc_doctor_say (doctor, TC_FINDING_FAULT, "port", "ss -ltnp",
                   _ ("Another program has port %lld; the server can't start."),
                   (long long) config->port);
  else if (open)
    tc_doctor_say (doctor, TC_FINDING_FINE, "port", NULL, _ ("The server answers at %s port %lld."),
                   config->address, (long long) config->port);
}
