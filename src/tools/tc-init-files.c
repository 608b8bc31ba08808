/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where things go, the certificate and the configuration; see tc-init.h.
 */
#include "tc-init.h"

#include "tc-certificate-maker.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#define SYSTEM_FOLDER TC_CONFIG_FOLDER
#define SYSTEM_UNIT "/etc/systemd/system/toancanhd.service.d/certificate.conf"
#define SYSTEM_SOCKET "/run/toancanh/admin.sock"
#define SYSTEM_BACKUPS "/var/lib/toancanh-backup"
#define CREDENTIALS "/run/credentials/toancanhd.service/"

gboolean
tc_init_has_own_certificate (const TcSetupAnswers *answers)
{
  return tc_setup_answers_is (answers, "reach", "network") &&
         tc_setup_answers_is (answers, "certificate", "self");
}

static void
find_certificate (TcInitPlaces *places, const TcSetupAnswers *answers)
{
  if (!tc_setup_answers_is (answers, "reach", "network"))
    return;
  if (tc_init_has_own_certificate (answers)) {
    places->certificate = g_build_filename (places->folder, "tls.pem", NULL);
    places->key = g_build_filename (places->folder, "tls.key", NULL);
  } else {
    places->certificate = tc_setup_answers_dup (answers, "certificate-file");
    places->key = tc_setup_answers_dup (answers, "key-file");
  }
}

TcInitPlaces *
tc_init_places_new (const TcSetupAnswers *answers, const char *into)
{
  TcInitPlaces *places = g_new0 (TcInitPlaces, 1);
  gboolean user = tc_setup_answers_is_for_user (answers);

  if (into)
    places->folder = g_canonicalize_filename (into, NULL);
  else if (user)
    places->folder = g_build_filename (g_get_user_config_dir (), "toancanh", NULL);
  else
    places->folder = g_strdup (SYSTEM_FOLDER);
  places->config = g_build_filename (places->folder, "toancanhd.conf", NULL);
  places->province = g_build_filename (places->folder, "province", NULL);
  places->data = tc_setup_answers_dup (answers, "data-folder");
  places->socket = user ? g_build_filename (places->data, "admin.sock", NULL)
                        : g_strdup (SYSTEM_SOCKET);
  places->log = g_build_filename (places->data, "toancanhd.log", NULL);
  if (into && !user)
    places->unit = g_build_filename (places->folder, "certificate.conf", NULL);
  else
    places->unit = user ? g_build_filename (g_get_user_config_dir (), "systemd", "user",
                                            "toancanhd.service", NULL)
                        : g_strdup (SYSTEM_UNIT);
  find_certificate (places, answers);
  return places;
}

void
tc_init_places_free (TcInitPlaces *places)
{
  g_free (places->folder);
  g_free (places->config);
  g_free (places->province);
  g_free (places->certificate);
  g_free (places->key);
  g_free (places->data);
  g_free (places->socket);
  g_free (places->log);
  g_free (places->unit);
  g_free (places);
}

char *
tc_init_dup_url (const TcSetupAnswers *answers, gboolean own)
{
  g_autofree char *port = tc_setup_answers_dup (answers, "port");
  g_autofree char *host = tc_setup_answers_dup (answers, "host");
  gboolean trusted = !tc_init_has_own_certificate (answers);

  if (!tc_setup_answers_is (answers, "reach", "network"))
    return g_strconcat ("http://127.0.0.1:", port, NULL);
  /* Ours is made for localhost too; theirs is good for its name alone. */
  if (own && !trusted)
    return g_strconcat ("https://localhost:", port, NULL);
  return g_strdup_printf (strchr (host, ':') ? "https://[%s]:%s" : "https://%s:%s", host, port);
}

/* ---- helpers ---- */

char *
tc_init_run (const char *const *argv, GError **error)
{
  g_autofree char *out = NULL, *err = NULL;
  int status = 0;

  if (!g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, &err,
                     &status, error))
    return NULL;
  if (g_spawn_check_wait_status (status, error))
    return g_steal_pointer (&out);
  g_prefix_error (error, "%s: %s: ", argv[0], g_strstrip (err));
  return NULL;
}

static gboolean
check_free (const TcSetupAnswers *answers, const char *kind, const char *path, GError **error)
{
  if (!g_file_test (path, G_FILE_TEST_EXISTS) ||
      g_strcmp0 (tc_setup_answers_get_made (answers, kind), path) == 0)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS,
               _ ("%s is there already and is never overwritten. Move it away, or choose another "
                  "folder with --into."),
               path);
  return FALSE;
}

static void
hash_file (GChecksum *sum, const char *path)
{
  g_autofree char *text = NULL;
  gsize length = 0;

  if (g_file_get_contents (path, &text, &length, NULL))
    g_checksum_update (sum, (const guchar *) text, (gssize) length);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Over a file, or over the files of a folder by name. */
static char *
hash_path (const char *path)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  if (!dir)
    hash_file (sum, path);
  while (dir && (name = g_dir_read_name (dir)))
    g_ptr_array_add (names, g_build_filename (path, name, NULL));
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    hash_file (sum, g_ptr_array_index (names, i));
  return g_strdup (g_checksum_get_string (sum));
}

void
tc_init_note (TcSetupAnswers *answers, const char *kind, const char *path)
{
  g_autofree char *key = g_strconcat (kind, "-hash", NULL);
  g_autofree char *hash = hash_path (path);

  tc_setup_answers_set_made (answers, key, hash);
}

gboolean
tc_init_may_write (const TcSetupAnswers *answers, const char *kind, const char *path)
{
  g_autofree char *key = g_strconcat (kind, "-hash", NULL);
  const char *noted = tc_setup_answers_get_made (answers, key);
  g_autofree char *hash = noted ? hash_path (path) : NULL;

  /* Claimed and never finished: it is ours as well. */
  return !noted || !g_file_test (path, G_FILE_TEST_EXISTS) || g_str_equal (noted, hash);
}

gboolean
tc_init_make_folder (const char *path, int mode, GError **error)
{
  if (g_mkdir_with_parents (path, mode) == 0)
    return TRUE;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s", path,
               g_strerror (errno));
  return FALSE;
}

gboolean
tc_init_write (const char *path, const char *text, int mode, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  return tc_init_make_folder (folder, 0755, error) &&
         g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, mode, error);
}

/* ---- the certificate ---- */

static gboolean
make_certificate (const TcInitPlaces *places, const char *host, GError **error)
{
  g_autoptr (GError) fault = NULL;

  if (tc_certificate_make (host, places->key, places->certificate, &fault))
    return TRUE;
  if (g_error_matches (fault, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                         _ ("To make a certificate, the program openssl is needed: install the "
                            "package openssl, then go on with --resume."));
  else
    g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}

gboolean
tc_init_make_certificate (TcSetupAnswers *answers, const TcInitPlaces *places, GError **error)
{
  g_autofree char *host = tc_setup_answers_dup (answers, "host");
  const char *host_before = tc_setup_answers_get_made (answers, "certificate-host");

  if (!tc_init_has_own_certificate (answers))
    return TRUE;
  /* Desks know it by its words: it is made anew for another name alone. */
  if (g_strcmp0 (host_before, host) == 0 && g_file_test (places->certificate, G_FILE_TEST_EXISTS))
    return TRUE;
  if (!tc_init_make_folder (places->folder, 0755, error) || !make_certificate (places, host, error))
    return FALSE;
  g_chmod (places->certificate, 0644);
  tc_setup_answers_set_made (answers, "certificate-host", host);
  return TRUE;
}

/* ---- the configuration ---- */

typedef struct {
  const char *group;
  const char *key;
  char *value; /* (owned) */
} Setting;

static void
clear_setting (gpointer data)
{
  g_free (((Setting *) data)->value);
}

/* @value: (transfer full) */
static void
add_setting (GArray *settings, const char *group, const char *key, char *value)
{
  const Setting setting = {group, key, value};

  g_array_append_val (settings, setting);
}

/* Of a service of the system the key comes by way of systemd, which alone may read it. */
static char *
served_path (const TcSetupAnswers *answers, const char *path, const char *credential)
{
  return tc_setup_answers_is_for_user (answers) ? g_strdup (path)
                                                : g_strconcat (CREDENTIALS, credential, NULL);
}

static GArray *
list_settings (const TcSetupAnswers *answers, const TcInitPlaces *places)
{
  GArray *settings = g_array_new (FALSE, FALSE, sizeof (Setting));
  gboolean network = tc_setup_answers_is (answers, "reach", "network");
  gboolean ipv6 = g_file_test ("/proc/net/if_inet6", G_FILE_TEST_EXISTS);
  gboolean open311 = tc_setup_answers_is (answers, "open311", "yes");

  g_array_set_clear_func (settings, clear_setting);
  if (tc_setup_answers_is_for_user (answers)) {
    add_setting (settings, "server", "data-dir", g_strdup (places->data));
    add_setting (settings, "server", "admin-socket", g_strdup (places->socket));
  } else {
    add_setting (settings, "backup", "dir", g_strdup (SYSTEM_BACKUPS));
  }
  add_setting (settings, "listen", "address",
               g_strdup (!network ? "127.0.0.1"
                         : ipv6   ? "::"
                                  : "0.0.0.0"));
  add_setting (settings, "listen", "port", tc_setup_answers_dup (answers, "port"));
  if (network) {
    add_setting (settings, "listen", "certificate",
                 served_path (answers, places->certificate, "tls.pem"));
    add_setting (settings, "listen", "key", served_path (answers, places->key, "tls.key"));
  }
  add_setting (settings, "open311", "enabled", g_strdup (open311 ? "true" : "false"));
  add_setting (settings, "open311", "language", tc_setup_answers_dup (answers, "language"));
  if (open311)
    add_setting (settings, "open311", "contact", tc_setup_answers_dup (answers, "open311-contact"));
  return settings;
}

static const char *
find_value (const GArray *settings, const char *group, const char *line)
{
  for (guint i = 0; i < settings->len; i++) {
    const Setting *setting = &g_array_index (settings, Setting, i);
    gsize length = strlen (setting->key);

    if (g_str_equal (setting->group, group) && g_str_has_prefix (line, setting->key) &&
        g_str_has_prefix (line + length, " ="))
      return setting->value;
  }
  return NULL;
}

/* All that the server prints of its settings, with ours in place of what it would do. */
static char *
fill_config (const char *printed, const GArray *settings)
{
  g_auto (GStrv) lines = g_strsplit (printed, "\n", -1);
  g_autofree char *group = g_strdup ("");
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; lines[i]; i++) {
    const char *value = find_value (settings, group, lines[i]);

    if (lines[i][0] == '[') {
      g_free (group);
      group = g_strndup (lines[i] + 1, strcspn (lines[i] + 1, "]"));
    }
    if (value)
      g_string_append_printf (out, "%.*s= %s", (int) strcspn (lines[i], "="), lines[i], value);
    else
      g_string_append (out, lines[i]);
    if (lines[i + 1])
      g_string_append_c (out, '\n');
  }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* How it starts by itself: a service of the person's, or an addition to the system's. */
static gboolean
write_unit (const TcSetupAnswers *answers, const TcInitPlaces *places,
            const TcSetupPrograms *programs, GError **error)
{
  g_autofree char *text = NULL;

  if (tc_setup_answers_is_for_user (answers))
    text = g_strdup_printf (
        "[Unit]\nDescription=Toàn Cảnh operations centre\n\n"
        "[Service]\nType=notify\nExecStart=\"%s\" \"--config=%s\"\n"
        "Restart=on-failure\nUMask=0077\n\n[Install]\nWantedBy=default.target\n",
        programs->server, places->config);
  else if (places->certificate)
    text = g_strdup_printf ("[Service]\nLoadCredential=tls.pem:%s\nLoadCredential=tls.key:%s\n",
                            places->certificate, places->key);
  else
    return TRUE;
  return tc_init_write (places->unit, text, 0644, error);
}

static char *
print_config (const TcSetupPrograms *programs, GError **error)
{
  const char *const argv[] = {programs->server, "--print-config", NULL};

  return tc_init_run (argv, error);
}

/* What was installed and never changed may give way. */
static gboolean
check_config (const TcSetupAnswers *answers, const TcInitPlaces *places,
              const TcSetupPrograms *programs, GError **error)
{
  g_autofree char *printed = print_config (programs, error);
  g_autofree char *there = NULL;

  if (!printed)
    return FALSE;
  g_file_get_contents (places->config, &there, NULL, NULL);
  return g_strcmp0 (there, printed) == 0 || check_free (answers, "config", places->config, error);
}

gboolean
tc_init_claim (TcSetupAnswers *answers, const TcInitPlaces *places, const TcSetupPrograms *programs,
               GError **error)
{
  gboolean own = tc_init_has_own_certificate (answers);

  if (!check_free (answers, "province", places->province, error) ||
      (own && !check_free (answers, "certificate", places->certificate, error)) ||
      !check_free (answers, "unit", places->unit, error) ||
      !check_config (answers, places, programs, error))
    return FALSE;
  tc_setup_answers_set_made (answers, "province", places->province);
  if (own)
    tc_setup_answers_set_made (answers, "certificate", places->certificate);
  tc_setup_answers_set_made (answers, "unit", places->unit);
  tc_setup_answers_set_made (answers, "config", places->config);
  return TRUE;
}

gboolean
tc_init_make_config (TcSetupAnswers *answers, const TcInitPlaces *places,
                     const TcSetupPrograms *programs, GError **error)
{
  g_autofree char *printed = print_config (programs, error);
  g_autoptr (GArray) settings = list_settings (answers, places);

  if (!printed || !write_unit (answers, places, programs, error))
    return FALSE;
  if (!tc_init_may_write (answers, "config", places->config))
    return TRUE;
  g_autofree char *text = fill_config (printed, settings);
  if (!tc_init_write (places->config, text, 0644, error))
    return FALSE;
  tc_init_note (answers, "config", places->config);
  return TRUE;
}
