/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The checks; see the header. Sentences say what is wrong and what would be right.
 */
#include "tc-setup-checks.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

char *
tc_setup_check_code (const TcSetupAnswers *answers, const char *value)
{
  if (strlen (value) == 3 && value[0] == 'H' && g_ascii_isdigit (value[1]) &&
      g_ascii_isdigit (value[2]))
    return NULL;
  return g_strdup (_ ("The official code is the letter H with two digits, such as H30."));
}

/* The nearest folder above @path that there is. */
static char *
find_existing (const char *path)
{
  g_autofree char *at = g_strdup (path);

  while (!g_file_test (at, G_FILE_TEST_EXISTS)) {
    char *parent = g_path_get_dirname (at);

    g_free (at);
    at = parent;
  }
  return g_steal_pointer (&at);
}

char *
tc_setup_check_data_folder (const TcSetupAnswers *answers, const char *value)
{
  g_autofree char *state = g_build_filename (value, "state.db", NULL);

  if (!g_path_is_absolute (value))
    return g_strdup (_ ("Give the whole path of the folder, from / on."));
  if (!tc_setup_answers_is_for_user (answers) && !g_str_equal (value, TC_SETUP_SYSTEM_DATA))
    return g_strdup_printf (_ ("The system service may write to %s alone. Where there is a larger "
                               "disk, mount it there."),
                            TC_SETUP_SYSTEM_DATA);
  if (g_file_test (state, G_FILE_TEST_EXISTS) &&
      g_strcmp0 (tc_setup_answers_get_made (answers, "data"), value) != 0)
    return g_strdup (
        _ ("A server's data is in this folder already; it is never overwritten. Choose "
           "another folder."));
  g_autofree char *existing = find_existing (value);
  if (!g_file_test (existing, G_FILE_TEST_IS_DIR))
    return g_strdup_printf (_ ("%s is not a folder. Choose another."), existing);
  if (g_access (existing, W_OK | X_OK) < 0)
    return g_strdup_printf (_ ("Nothing can be written to %s. Choose another folder, or ask who "
                               "administers this computer."),
                            existing);
  return NULL;
}

static gboolean
read_number (const char *text, guint64 min, guint64 max, guint64 *number)
{
  return g_ascii_string_to_unsigned (text, 10, min, max, number, NULL);
}

char *
tc_setup_check_port (const TcSetupAnswers *answers, const char *value)
{
  g_autoptr (GInetAddress) any = g_inet_address_new_any (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GError) error = NULL;
  guint64 port;

  if (!read_number (value, 1, 65535, &port))
    return g_strdup (_ ("A port is a number from 1 to 65535."));
  if (port < 1024 && tc_setup_answers_is_for_user (answers) && geteuid () != 0)
    return g_strdup (_ ("Only the administrator of this computer may use ports below 1024."));
  if (tc_setup_answers_get_made (answers, "data"))
    return NULL; /* our own server may have it */
  g_autoptr (GSocket) socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM,
                                             G_SOCKET_PROTOCOL_TCP, NULL);
  address = g_inet_socket_address_new (any, (guint16) port);
  if (!socket || g_socket_bind (socket, address, TRUE, &error))
    return NULL;
  return g_strdup_printf (_ ("Another program on this computer has port %s. Choose another number, "
                             "or stop that program."),
                          value);
}

char *
tc_setup_check_host (const TcSetupAnswers *answers, const char *value)
{
  g_autoptr (GSocketConnectable) parsed = NULL;

  if (g_hostname_is_ip_address (value))
    return NULL;
  if (strspn (value, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-") ==
          strlen (value) &&
      g_ascii_isalnum (value[0]) && strlen (value) <= 64)
    return NULL;
  return g_strdup (_ ("Give a name such as server.centre.example or an address such as "
                      "192.168.1.10, without https:// and port."));
}

/* Whether it can be read; else the sentence. */
static char *
check_readable (const char *path)
{
  if (!g_path_is_absolute (path))
    return g_strdup (_ ("Give the whole path of the file, from / on."));
  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return g_strdup_printf (_ ("There is no file %s."), path);
  if (g_access (path, R_OK) < 0)
    return g_strdup_printf (_ ("The file %s can't be read."), path);
  return NULL;
}

static char *
check_validity (GTlsCertificate *certificate)
{
  g_autoptr (GDateTime) until = g_tls_certificate_get_not_valid_after (certificate);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  if (!until || g_date_time_compare (now, until) < 0)
    return NULL;
  g_autofree char *day = g_date_time_format (until, "%d/%m/%Y");
  /* Translators: a date. */
  return g_strdup_printf (_ ("This certificate has expired on %s."), day);
}

char *
tc_setup_check_certificate (const TcSetupAnswers *answers, const char *value)
{
  g_autofree char *host = tc_setup_answers_dup (answers, "host");
  g_autoptr (GSocketConnectable) identity = g_network_address_new (host, 0);
  g_autoptr (GTlsCertificate) certificate = NULL;
  char *sentence = check_readable (value);

  if (sentence)
    return sentence;
  certificate = g_tls_certificate_new_from_file (value, NULL);
  if (!certificate)
    return g_strdup_printf (_ ("%s is no certificate in PEM form."), value);
  if ((sentence = check_validity (certificate)))
    return sentence;
  if (g_tls_certificate_verify (certificate, identity, NULL) & G_TLS_CERTIFICATE_BAD_IDENTITY)
    return g_strdup_printf (_ ("This certificate is not for “%s”, the address that desks use."),
                            host);
  return NULL;
}

/* The public key as openssl writes it; NULL where it can't, or isn't there. */
static char *
dup_public_key (const char *const *words, const char *path)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autofree char *out = NULL, *err = NULL;
  int status = 0;

  for (; *words; words++)
    g_ptr_array_add (argv, (gpointer) *words);
  g_ptr_array_add (argv, (gpointer) path);
  g_ptr_array_add (argv, NULL);
  if (g_spawn_sync (NULL, (char **) argv->pdata, NULL,
                    G_SPAWN_SEARCH_PATH | G_SPAWN_STDIN_FROM_DEV_NULL, NULL, NULL, &out, &err,
                    &status, NULL) &&
      g_spawn_check_wait_status (status, NULL))
    return g_steal_pointer (&out);
  return NULL;
}

/* Whether they belong together; TRUE also where nobody can tell: GIO doesn't say. */
static gboolean
is_pair (const char *certificate, const char *key)
{
  static const char *const of_certificate[] = {"openssl", "x509", "-noout", "-pubkey", "-in", NULL};
  static const char *const of_key[] = {"openssl", "pkey", "-pubout", "-passin",
                                       "pass:",   "-in",  NULL};
  g_autofree char *program = g_find_program_in_path ("openssl");
  g_autofree char *one = program ? dup_public_key (of_certificate, certificate) : NULL;
  g_autofree char *other = program ? dup_public_key (of_key, key) : NULL;

  return !program || (one && g_strcmp0 (one, other) == 0);
}

char *
tc_setup_check_key (const TcSetupAnswers *answers, const char *value)
{
  g_autofree char *certificate = tc_setup_answers_dup (answers, "certificate-file");
  g_autoptr (GTlsCertificate) both = NULL;
  char *sentence = check_readable (value);

  if (sentence)
    return sentence;
  both = g_tls_certificate_new_from_files (certificate, value, NULL);
  return both && is_pair (certificate, value)
             ? NULL
             : g_strdup (_ ("This is not the private key of that certificate."));
}

char *
tc_setup_check_account (const TcSetupAnswers *answers, const char *value)
{
  if (strspn (value, "abcdefghijklmnopqrstuvwxyz0123456789._-") == strlen (value) &&
      strlen (value) <= 60)
    return NULL;
  return g_strdup (_ ("An account has small letters without marks, digits, “.”, “_” and “-” alone, "
                      "such as quantri."));
}

char *
tc_setup_check_password (const TcSetupAnswers *answers, const char *value)
{
  if (g_utf8_strlen (value, -1) >= TC_SETUP_PASSWORD_CHARS_MIN)
    return NULL;
  return g_strdup_printf (ngettext ("The password must have %d character at least.",
                                    "The password must have %d characters at least.",
                                    TC_SETUP_PASSWORD_CHARS_MIN),
                          TC_SETUP_PASSWORD_CHARS_MIN);
}

char *
tc_setup_check_time_zone (const TcSetupAnswers *answers, const char *value)
{
  g_autoptr (GTimeZone) zone = strchr (value, '/') ? g_time_zone_new_identifier (value) : NULL;

  if (zone)
    return NULL;
  return g_strdup_printf (_ ("This computer knows no time zone “%s”. Vietnam's is "
                             "Asia/Ho_Chi_Minh."),
                          value);
}

char *
tc_setup_check_desks (const TcSetupAnswers *answers, const char *value)
{
  guint64 n;

  if (read_number (value, 1, TC_SETUP_DESKS_MAX, &n))
    return NULL;
  return g_strdup_printf (_ ("Give a number from 1 to %d; more desks can be invited later."),
                          TC_SETUP_DESKS_MAX);
}
