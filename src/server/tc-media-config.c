/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * toancanh-media's settings; see the header. A new key is one line in the table and one in the
 * struct.
 */
#include "tc-media-config.h"

#include "tc-error.h"

#include <gio/gio.h>

typedef struct {
  const char *group;
  const char *key;
  gboolean is_number; /* from 0 to 65535 */
  gsize offset;
  const char *standard;
  const char *words;
} Key;

#define AT(member) G_STRUCT_OFFSET (TcMediaConfig, member)

static const Key keys[] = {
    {"media", "server", FALSE, AT (server), "",
     "The province's server, such as https://toancanh.haugiang.gov.vn:8311."},
    {"media", "ca", FALSE, AT (ca), "",
     "PEM file with the server's certificate, if it made that itself. Empty: the system's\n"
     "authorities are trusted."},
    {"media", "code", FALSE, AT (code), "",
     "The one-time code of `toancanhctl desk invite NAME --media`. Used at the first start; of no\n"
     "use afterwards."},
    {"media", "data-dir", FALSE, AT (data_dir), "",
     "Where it keeps who it is and what it has to do. Empty: systemd's state directory, else\n"
     "./toancanh-media-data."},
    {"listen", "name", FALSE, AT (name), "",
     "The name or number by which desks reach this host. Empty: the number that the server sees."},
    {"listen", "address", FALSE, AT (address), "0.0.0.0",
     "Numeric address to listen on; :: is all of IPv4 and IPv6."},
    {"listen", "port-first", TRUE, AT (port_first), "8560",
     "Ports for streams: one for each eight cameras. 0 takes free ones."},
    {"listen", "port-last", TRUE, AT (port_last), "8691", "The last of them."},
    {"listen", "certificate", FALSE, AT (certificate), "",
     "PEM file with a TLS certificate. Empty: one is made at the first start; desks are told by\n"
     "the server which it is."},
    {"listen", "key", FALSE, AT (key), "",
     "PEM file with its private key. Empty: in the certificate's file."},
    {"recordings", "folder", FALSE, AT (recordings), "",
     "Where what the cameras send is recorded, best on a disk of its own: from 90 % on the oldest\n"
     "of it goes, from 97 % on nothing is recorded. Empty: nothing is."},
    {"recordings", "short-days", TRUE, AT (short_days), "3",
     "How many days it is kept of cameras with short retention."},
    {"recordings", "standard-days", TRUE, AT (standard_days), "15", "Of those with standard."},
    {"recordings", "long-days", TRUE, AT (long_days), "30", "Of those with long."},
};

static gboolean
refuse (const Key *key, const char *value, const char *why, GError **error)
{
  g_set_error (error, TC_ERROR, TC_ERROR_INVALID, "[%s] %s = %s: %s", key->group, key->key, value,
               why);
  return FALSE;
}

static gboolean
set_key (TcMediaConfig *self, const Key *key, const char *value, GError **error)
{
  gpointer member = G_STRUCT_MEMBER_P (self, key->offset);
  gint64 number;

  if (!key->is_number) {
    if (!g_utf8_validate (value, -1, NULL))
      return refuse (key, "?", "must be UTF-8", error);
    g_free (*(char **) member);
    *(char **) member = g_strdup (value);
    return TRUE;
  }
  if (!g_ascii_string_to_signed (value, 10, 0, 65535, &number, NULL))
    return refuse (key, value, "must be a number from 0 to 65535", error);
  *(gint64 *) member = number;
  return TRUE;
}

static const Key *
find_key (const char *group, const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    if (g_str_equal (keys[i].group, group) && g_str_equal (keys[i].key, name))
      return &keys[i];
  return NULL;
}

static gboolean
read_group (TcMediaConfig *self, GKeyFile *file, const char *group, GError **error)
{
  g_auto (GStrv) names = g_key_file_get_keys (file, group, NULL, NULL);

  for (char **name = names; *name; name++) {
    const Key *key = find_key (group, *name);
    g_autofree char *value = g_key_file_get_value (file, group, *name, NULL);

    if (!key) {
      g_set_error (error, TC_ERROR, TC_ERROR_INVALID, "[%s] %s: there is no such key", group,
                   *name);
      return FALSE;
    }
    if (!set_key (self, key, g_strstrip (value), error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
read_file (TcMediaConfig *self, const char *path, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_auto (GStrv) groups = NULL;

  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, error)) {
    g_prefix_error (error, "%s: ", path);
    return FALSE;
  }
  groups = g_key_file_get_groups (file, NULL);
  for (char **group = groups; *group; group++) {
    if (!read_group (self, file, *group, error)) {
      g_prefix_error (error, "%s: ", path);
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean
check (const TcMediaConfig *self, GError **error)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (self->address);

  if (!address)
    return refuse (find_key ("listen", "address"), self->address, "must be a numeric address",
                   error);
  if (self->port_last < self->port_first)
    return refuse (find_key ("listen", "port-last"), "…", "must not be before the first", error);
  return TRUE;
}

TcMediaConfig *
tc_media_config_new (const char *path, GError **error)
{
  g_autoptr (TcMediaConfig) self = g_new0 (TcMediaConfig, 1);

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    if (!set_key (self, &keys[i], keys[i].standard, error))
      return NULL;
  if ((path && !read_file (self, path, error)) || !check (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
tc_media_config_free (TcMediaConfig *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    if (!keys[i].is_number)
      g_free (*(char **) G_STRUCT_MEMBER_P (self, keys[i].offset));
  g_free (self);
}

char *
tc_media_config_print (void)
{
  g_autoptr (GString) out = g_string_new (
      "# Settings of toancanh-media. A key that is left out has the value that stands here.\n");
  const char *group = "";

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++) {
    g_auto (GStrv) lines = g_strsplit (keys[i].words, "\n", -1);

    if (!g_str_equal (group, keys[i].group))
      g_string_append_printf (out, "\n[%s]\n", keys[i].group);
    group = keys[i].group;
    for (char **line = lines; *line; line++)
      g_string_append_printf (out, "# %s\n", *line);
    g_string_append_printf (out, "%s = %s\n", keys[i].key, keys[i].standard);
  }
  return g_string_free (g_steal_pointer (&out), FALSE);
}
