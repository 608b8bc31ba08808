/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * toancanhd's settings; see the header. A new key is one line in the table and one in the struct.
 */
#include "tc-server-config.h"

#include "tc-config-table.h"

#include <gio/gio.h>
#include <string.h>

#define AT(member) G_STRUCT_OFFSET (TcServerConfig, member)

static const TcConfigKey keys[] = {
    {"server", "data-dir", TC_CONFIG_TEXT, AT (data_dir), "", 0, 0,
     "Where all data is kept. Empty: systemd's state directory, else ./toancanh-data."},
    {"server", "admin-socket", TC_CONFIG_TEXT, AT (admin_socket), "", 0, 0,
     "The Unix socket of toancanhctl. Empty: admin.sock in systemd's runtime directory,\n"
     "else in the data directory."},
    {"listen", "address", TC_CONFIG_TEXT, AT (address), "127.0.0.1", 0, 0,
     "Numeric address to listen on; :: is all of IPv4 and IPv6."},
    {"listen", "port", TC_CONFIG_INT, AT (port), "8311", 0, 65535, "0 takes a free one."},
    {"listen", "certificate", TC_CONFIG_TEXT, AT (certificate), "", 0, 0,
     "PEM file with the TLS certificate and its chain. Needed off loopback."},
    {"listen", "key", TC_CONFIG_TEXT, AT (key), "", 0, 0,
     "PEM file with its private key. Empty: in the certificate's file."},
    {"listen", "allow-plain", TC_CONFIG_BOOL, AT (allow_plain), "false", 0, 0,
     "Listen off loopback without TLS: only behind a proxy that speaks TLS for us."},
    {"listen", "trusted-proxy", TC_CONFIG_TEXT, AT (trusted_proxy), "", 0, 0,
     "Numeric address of a proxy before us, whose X-Forwarded-For tells clients apart."},
    {"limits", "connections", TC_CONFIG_INT, AT (connections_max), "8192", 16, 60000,
     "Connections altogether; further ones wait."},
    {"limits", "connections-per-address", TC_CONFIG_INT, AT (address_connections_max), "2048", 1,
     60000, "Connections of one address (one /64 of IPv6)."},
    {"limits", "head-seconds", TC_CONFIG_INT, AT (head_s), "15", 1, 600,
     "Time for the head of a request."},
    {"limits", "idle-seconds", TC_CONFIG_INT, AT (idle_s), "30", 1, 600,
     "Time without a byte, in a body and between requests."},
    {"desks", "session-hours", TC_CONFIG_INT, AT (session_hours), "12", 1, 24,
     "How long a sign-in is valid."},
    {"desks", "catch-up-days", TC_CONFIG_INT, AT (catch_up_days), "30", 1, 3650,
     "A desk that was away for longer loads all of its data anew; what others need to catch up\n"
     "is kept for so long and takes room. What a desk made itself is never lost by it."},
    {"desks", "offline-days", TC_CONFIG_INT, AT (offline_days), "14", 0, 14,
     "How long after a sign-in a person may sign in again at the same desk while the server can't\n"
     "be reached. 0: not at all."},
    {"alarm-call", "command", TC_CONFIG_TEXT, AT (alarm_call_command), "", 0, 0,
     "Program that sends an SMS, such as /usr/local/bin/send-sms: it gets the number as its\n"
     "argument and the text on standard input, and ends with exit code 0 once that is on its way.\n"
     "Alarms that have gone up to a role are told to its people by it. Empty: none are sent."},
    {"alarm-call", "language", TC_CONFIG_TEXT, AT (alarm_call_language), "vi", 0, 0,
     "vi or en: of these texts."},
    {"alarm-call", "timeout-seconds", TC_CONFIG_INT, AT (alarm_call_timeout_s), "60", 1, 300,
     "The program is ended after so long."},
    {"alarm-call", "tries", TC_CONFIG_INT, AT (alarm_call_tries), "5", 1, 20,
     "How often a text is tried altogether."},
    {"alarm-call", "retry-seconds", TC_CONFIG_INT, AT (alarm_call_retry_s), "30", 1, 900,
     "After how long it is tried again; each further wait is twice as long."},
    {"alarm-call", "texts-per-hour", TC_CONFIG_INT, AT (alarm_call_hour_max), "60", 1, 3600,
     "Texts to all people together, within an hour."},
    {"alarm-call", "person-texts-per-hour", TC_CONFIG_INT, AT (alarm_call_person_max), "10", 1, 60,
     "To one person. What can't be sent by itself is told together with what comes after it."},
    {"alarm-call", "others-after-minutes", TC_CONFIG_INT, AT (alarm_call_others_minutes), "5", 0,
     1440,
     "People of the role who are on duty are told at once; the others so much later, if nobody "
     "has\n"
     "done anything by then, or once no one on duty can be reached."},
    {"cameras", "report-after-seconds", TC_CONFIG_INT, AT (cameras_report_after_s), "600", 0,
     604800,
     "A camera, a recorder or a media host that has failed for so long becomes an incident by\n"
     "itself, once. 0: only when a person reports it."},
    {"cameras", "report-field", TC_CONFIG_TEXT, AT (cameras_report_field), "", 0, 0,
     "Code of the field that such incidents are of. Empty, or none of that code: whoever takes it\n"
     "chooses one."},
    {"files", "file-mib", TC_CONFIG_INT, AT (file_mib_max), "64", 1, 64,
     "One attachment at most, MiB."},
    {"files", "total-gib", TC_CONFIG_INT, AT (files_gib_max), "100", 1, 100000,
     "All attachments at most, GiB."},
    {"backup", "dir", TC_CONFIG_TEXT, AT (backup_dir), "", 0, 0,
     "Where a backup is made each day, such as /var/lib/toancanh-backup, which the service may\n"
     "write to; on another disk. Empty: none is made."},
    {"backup", "at", TC_CONFIG_TEXT, AT (backup_at), "02:30", 0, 0,
     "When, by this machine's clock."},
    {"backup", "keep", TC_CONFIG_INT, AT (backup_keep), "14", 1, 1000,
     "How many backups are kept."},
    {"relay", "server", TC_CONFIG_TEXT, AT (relay_server), "", 0, 0,
     "The province's server, such as https://toancanh.haugiang.gov.vn:8311: this is then the "
     "relay\n"
     "of a district's room, which follows it and serves the room's desks. Empty: this is the\n"
     "province's server itself."},
    {"relay", "ca", TC_CONFIG_TEXT, AT (relay_ca), "", 0, 0,
     "PEM file with the server's certificate, if it made that itself. Empty: the system's\n"
     "authorities are trusted."},
    {"relay", "code", TC_CONFIG_TEXT, AT (relay_code), "", 0, 0,
     "The one-time code of `toancanhctl desk invite NAME --relay`. Used at the first start; of no\n"
     "use afterwards."},
    {"metrics", "enabled", TC_CONFIG_BOOL, AT (metrics_enabled), "false", 0, 0,
     "Serve figures for Prometheus at /metrics, to this machine alone unless a token is set."},
    {"metrics", "token", TC_CONFIG_TEXT, AT (metrics_token), "", 0, 0,
     "What others send as \"Authorization: Bearer TOKEN\" to get them; then nobody does without."},
    {"unit-page", "enabled", TC_CONFIG_BOOL, AT (pages_enabled), "true", 0, 0,
     "Serve pages of orders under /u, for telephones of units, to whoever has an order's link."},
    {"unit-page", "address", TC_CONFIG_TEXT, AT (pages_address), "", 0, 0,
     "This server as telephones reach it, such as https://toancanh.haugiang.gov.vn: links to\n"
     "orders begin with it. Empty: none are made, unless the server listens on loopback alone."},
    {"unit-page", "hours", TC_CONFIG_INT, AT (pages_hours), "48", 1, 720,
     "How long a link is of use, if its order doesn't end before."},
    {"open311", "enabled", TC_CONFIG_BOOL, AT (open311_enabled), "true", 0, 0,
     "Serve Open311 GeoReport v2 under /open311/v2."},
    {"open311", "jurisdiction-id", TC_CONFIG_TEXT, AT (open311_jurisdiction), "", 0, 0,
     "The jurisdiction_id that we answer to. Empty: any."},
    {"open311", "jurisdiction-required", TC_CONFIG_BOOL, AT (open311_jurisdiction_required),
     "false", 0, 0, "Refuse requests that name none."},
    {"open311", "base-url", TC_CONFIG_TEXT, AT (open311_base_url), "", 0, 0,
     "Our address as clients reach it, in discovery and links. Empty: as they ask."},
    {"open311", "contact", TC_CONFIG_TEXT, AT (open311_contact), "", 0, 0,
     "Whom the makers of clients may write to."},
    {"open311", "key-service", TC_CONFIG_TEXT, AT (open311_keys), "", 0, 0,
     "How to get an API key."},
    {"open311", "language", TC_CONFIG_TEXT, AT (open311_language), "vi", 0, 0,
     "vi or en, for clients that don't say."},
    {"open311", "test", TC_CONFIG_BOOL, AT (open311_test), "false", 0, 0,
     "Call this a test server in discovery."},
    {"open311", "media-hosts", TC_CONFIG_LIST, AT (open311_media_hosts), "", 0, 0,
     "Hosts that photos of reports are fetched from, separated by ';'. Empty: none."},
    {"open311", "media-private", TC_CONFIG_BOOL, AT (open311_media_private), "false", 0, 0,
     "Fetch photos from loopback and private addresses too."},
    {"open311", "requests-per-minute", TC_CONFIG_INT, AT (open311_address_rate), "600", 1, 1000000,
     "Requests of one address."},
    {"open311", "key-requests-per-minute", TC_CONFIG_INT, AT (open311_key_rate), "600", 1, 1000000,
     "Reports and updates of one API key."},
};

static const TcConfigTable table = {keys, G_N_ELEMENTS (keys)};

/* What links for telephones begin with. */
static gboolean
is_web_address (const char *text)
{
  g_autoptr (GUri) uri = NULL;
  g_autoptr (GInetAddress) numeric = NULL;
  const char *host;

  for (const char *at = text; *at; at++)
    if (!g_ascii_isgraph (*at))
      return FALSE;
  uri = g_uri_parse (text, G_URI_FLAGS_NONE, NULL);
  host = uri ? g_uri_get_host (uri) : NULL;
  if (!host || !*host || g_uri_get_userinfo (uri) || g_uri_get_query (uri) ||
      g_uri_get_fragment (uri))
    return FALSE;
  if (g_str_equal (g_uri_get_scheme (uri), "https"))
    return TRUE;
  numeric = g_inet_address_new_from_string (host);
  return g_str_equal (g_uri_get_scheme (uri), "http") &&
         (g_str_equal (host, "localhost") || (numeric && g_inet_address_get_is_loopback (numeric)));
}

static gboolean
check_alarm_call (const TcServerConfig *self, GError **error)
{
  const char *command = self->alarm_call_command, *what = NULL;

  if (!g_str_equal (self->alarm_call_language, "vi") &&
      !g_str_equal (self->alarm_call_language, "en")) {
    tc_config_refuse ("alarm-call", "language", self->alarm_call_language, "must be vi or en",
                      error);
    return FALSE;
  }
  if (!*command)
    return TRUE;
  if (!g_path_is_absolute (command))
    what = "must begin with /";
  else if (!g_file_test (command, G_FILE_TEST_IS_REGULAR))
    what = "must be a program's file: there is none of that name";
  else if (!g_file_test (command, G_FILE_TEST_IS_EXECUTABLE))
    what = "must be executable (chmod 755)";
  if (what)
    tc_config_refuse ("alarm-call", "command", command, what, error);
  return !what;
}

TcServerConfig *
tc_server_config_new (const char *path, GError **error)
{
  g_autoptr (TcServerConfig) self = g_new0 (TcServerConfig, 1);

  if (!tc_config_read (&table, self, path, error))
    return NULL;
  self->path = path ? g_canonicalize_filename (path, NULL) : NULL;
  if (tc_server_config_minute (self->backup_at) < 0) {
    tc_config_refuse ("backup", "at", self->backup_at, "must be a time such as 02:30", error);
    return NULL;
  }
  if (*self->backup_dir && !g_path_is_absolute (self->backup_dir)) {
    tc_config_refuse ("backup", "dir", self->backup_dir, "must begin with /", error);
    return NULL;
  }
  if (!g_str_equal (self->open311_language, "vi") && !g_str_equal (self->open311_language, "en")) {
    tc_config_refuse ("open311", "language", self->open311_language, "must be vi or en", error);
    return NULL;
  }
  if (*self->pages_address && !is_web_address (self->pages_address)) {
    tc_config_refuse (
        "unit-page", "address", self->pages_address,
        "must be an address such as https://toancanh.haugiang.gov.vn, and nothing behind it",
        error);
    return NULL;
  }
  return check_alarm_call (self, error) ? g_steal_pointer (&self) : NULL;
}

int
tc_server_config_minute (const char *text)
{
  if (strlen (text) != 5 || !g_ascii_isdigit (text[0]) || !g_ascii_isdigit (text[1]) ||
      text[2] != ':' || !g_ascii_isdigit (text[3]) || !g_ascii_isdigit (text[4]))
    return -1;
  int hour = (text[0] - '0') * 10 + text[1] - '0';
  int minute = (text[3] - '0') * 10 + text[4] - '0';
  return hour < 24 && minute < 60 ? hour * 60 + minute : -1;
}

void
tc_server_config_free (TcServerConfig *self)
{
  g_free (self->path);
  tc_config_clear (&table, self);
  g_free (self);
}

char *
tc_server_config_print (void)
{
  return tc_config_print (&table, "toancanhd");
}
