/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * toancanh-media's settings; see the header. A new key is one line in the table and one in the
 * struct.
 */
#include "tc-media-config.h"

#include "tc-config-table.h"

#include <gio/gio.h>

/* Less carries no picture. */
#define TC_MEDIA_KBIT_MIN 64
#define AT(member) G_STRUCT_OFFSET (TcMediaConfig, member)

static const TcConfigKey keys[] = {
    {"media", "server", TC_CONFIG_TEXT, AT (server), "", 0, 0,
     "The province's server, such as https://toancanh.haugiang.gov.vn:8311."},
    {"media", "ca", TC_CONFIG_TEXT, AT (ca), "", 0, 0,
     "PEM file with the server's certificate, if it made that itself. Empty: the system's\n"
     "authorities are trusted."},
    {"media", "code", TC_CONFIG_TEXT, AT (code), "", 0, 0,
     "The one-time code of `toancanhctl desk invite NAME --media`. Used at the first start; of no\n"
     "use afterwards."},
    {"media", "data-dir", TC_CONFIG_TEXT, AT (data_dir), "", 0, 0,
     "Where it keeps who it is and what it has to do. Empty: systemd's state directory, else\n"
     "./toancanh-media-data."},
    {"listen", "name", TC_CONFIG_TEXT, AT (name), "", 0, 0,
     "The name or number by which desks reach this host. Empty: the number that the server sees."},
    {"listen", "address", TC_CONFIG_TEXT, AT (address), "0.0.0.0", 0, 0,
     "Numeric address to listen on; :: is all of IPv4 and IPv6."},
    {"listen", "port-first", TC_CONFIG_INT, AT (port_first), "8560", 0, 65535,
     "Ports for streams: one for each eight cameras. 0 takes free ones."},
    {"listen", "port-last", TC_CONFIG_INT, AT (port_last), "8691", 0, 65535, "The last of them."},
    {"listen", "certificate", TC_CONFIG_TEXT, AT (certificate), "", 0, 0,
     "PEM file with a TLS certificate. Empty: one is made at the first start; desks are told by\n"
     "the server which it is."},
    {"listen", "key", TC_CONFIG_TEXT, AT (key), "", 0, 0,
     "PEM file with its private key. Empty: in the certificate's file."},
    {"sending", "kbit", TC_CONFIG_INT, AT (kbit), "0", 0, 10000000,
     "What the connection by which desks reach this host can carry, in kbit a second, where it is\n"
     "thin: of a ward, say. Then less is sent of what is looked at least: the sub stream, key\n"
     "frames, stills. What is recorded stays whole. 0: all that is asked for is sent."},
    {"recordings", "folder", TC_CONFIG_TEXT, AT (recordings), "", 0, 0,
     "Where what the cameras send is recorded, best on a disk of its own: where little of the\n"
     "disk is free the oldest of it goes, then nothing is recorded. Empty: nothing is."},
    {"recordings", "free-mib", TC_CONFIG_INT, AT (free_mib), "0", 0, 1024 * 1024 * 1024,
     "How much of that disk stays free, in MiB: with less the oldest goes, with three tenths of\n"
     "it nothing is recorded. 0: a tenth of the disk."},
    {"recordings", "max-mib", TC_CONFIG_INT, AT (recordings_mib), "0", 0, 1024 * 1024 * 1024,
     "How much of it there may be, in MiB: more than that, and the oldest of it goes, whatever "
     "room\n"
     "its disk has. 0: as much as the disk has room for."},
    {"recordings", "short-days", TC_CONFIG_INT, AT (short_days), "3", 0, 65535,
     "How many days it is kept of cameras with short retention."},
    {"recordings", "standard-days", TC_CONFIG_INT, AT (standard_days), "15", 0, 65535,
     "Of those with standard."},
    {"recordings", "long-days", TC_CONFIG_INT, AT (long_days), "30", 0, 65535,
     "Of those with long."},
    {"recordings", "copies-days", TC_CONFIG_INT, AT (copies_days), "90", 0, 65535,
     "How many days a copy that somebody asked for stays here once it is made. The server writes\n"
     "down that it goes before it does. 0: for ever."},
};

static const TcConfigTable table = {keys, G_N_ELEMENTS (keys)};

static gboolean
check (const TcMediaConfig *self, GError **error)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (self->address);

  if (!address)
    return tc_config_refuse ("listen", "address", self->address, "must be a numeric address",
                             error);
  if (self->port_last < self->port_first)
    return tc_config_refuse ("listen", "port-last", "…", "must not be before the first", error);
  if (self->kbit > 0 && self->kbit < TC_MEDIA_KBIT_MIN)
    return tc_config_refuse ("sending", "kbit", "…", "must be 0, or 64 at least", error);
  return TRUE;
}

TcMediaConfig *
tc_media_config_new (const char *path, GError **error)
{
  g_autoptr (TcMediaConfig) self = g_new0 (TcMediaConfig, 1);

  if (!tc_config_read (&table, self, path, error) || !check (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
tc_media_config_free (TcMediaConfig *self)
{
  tc_config_clear (&table, self);
  g_free (self);
}

char *
tc_media_config_print (void)
{
  return tc_config_print (&table, "toancanh-media");
}
