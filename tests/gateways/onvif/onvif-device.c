/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The device of the tests; see the header.
 */
#include "onvif-device.h"

#include "tc-onvif-envelope.h"

#include <libxml/parser.h>
#include <string.h>

#define REALM "device \"7\""
#define CLOCK_SLACK_US (5 * 1000 * 1000)

/* What of a request it looks at. */
typedef struct {
  char *action;   /* (owned) */
  char *account;  /* (owned) (nullable): of a token, as all that follow */
  char *password; /* (owned) (nullable) */
  char *nonce;    /* (owned) (nullable) */
  char *created;  /* (owned) (nullable) */
} Asked;

static void
asked_clear (Asked *asked)
{
  g_free (asked->action);
  g_free (asked->account);
  g_free (asked->password);
  g_free (asked->nonce);
  g_free (asked->created);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Asked, asked_clear)

/* Fills @asked from @node and what is below. */
static void
read_node (xmlNode *node, Asked *asked)
{
  static const char *const names[] = {"Username", "Password", "Nonce", "Created"};
  char **places[] = {&asked->account, &asked->password, &asked->nonce, &asked->created};

  for (; node; node = node->next) {
    if (node->type != XML_ELEMENT_NODE)
      continue;
    for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
      if (strcmp ((const char *) node->name, names[i]) == 0) {
        g_assert_null (*places[i]);
        *places[i] = (char *) xmlNodeGetContent (node);
      }
    }
    if (strcmp ((const char *) node->name, "Body") == 0)
      asked->action = g_strdup ((const char *) node->children->name);
    else
      read_node (node->children, asked);
  }
}

static void
read_request (SoupServerMessage *message, Asked *asked)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr (GBytes) bytes = soup_message_body_flatten (body);
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  xmlDoc *doc = xmlReadMemory (data, (int) size, NULL, NULL, XML_PARSE_NONET);

  g_assert_nonnull (doc);
  read_node (xmlDocGetRootElement (doc), asked);
  xmlFreeDoc (doc);
  g_assert_nonnull (asked->action);
}

/* ---- proofs ---- */

static gboolean
judge_token (Device *device, const Asked *asked)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA1);
  g_autoptr (GDateTime) created = g_date_time_new_from_iso8601 (asked->created, NULL);
  g_autofree guint8 *nonce = NULL;
  g_autofree char *wanted = NULL;
  guint8 digest[20];
  gsize size = sizeof digest;
  gsize nonce_size;
  gint64 off_us;

  g_assert_nonnull (created);
  off_us = g_date_time_to_unix (created) * 1000000 - (g_get_real_time () + device->ahead_us);
  nonce = g_base64_decode (asked->nonce, &nonce_size);
  g_checksum_update (sum, nonce, (gssize) nonce_size);
  g_checksum_update (sum, (const guchar *) asked->created, -1);
  g_checksum_update (sum, (const guchar *) DEVICE_PASSWORD, -1);
  g_checksum_get_digest (sum, digest, &size);
  wanted = g_base64_encode (digest, size);
  /* A nonce that comes twice is a request that somebody overheard. */
  return g_hash_table_add (device->nonces, g_strdup (asked->nonce)) &&
         ABS (off_us) < CLOCK_SLACK_US && strcmp (asked->account, DEVICE_ACCOUNT) == 0 &&
         strcmp (wanted, asked->password) == 0;
}

static const char *
get_part (GHashTable *parts, const char *name)
{
  const char *value = g_hash_table_lookup (parts, name);

  return value ? value : "";
}

static char *hash (GChecksumType type, const char *format, ...) G_GNUC_PRINTF (2, 3);

static char *
hash (GChecksumType type, const char *format, ...)
{
  g_autofree char *whole = NULL;
  va_list list;

  va_start (list, format);
  whole = g_strdup_vprintf (format, list);
  va_end (list);
  return g_compute_checksum_for_string (type, whole, -1);
}

static gboolean
judge_digest (Device *device, SoupServerMessage *message, const char *header)
{
  GHashTable *parts = soup_header_parse_param_list (header + strlen ("Digest "));
  GChecksumType type = device->proof == DEVICE_SHA256 ? G_CHECKSUM_SHA256 : G_CHECKSUM_MD5;
  guint64 count = g_ascii_strtoull (get_part (parts, "nc"), NULL, 16);
  g_autofree char *a1 = hash (type, "%s:%s:%s", DEVICE_ACCOUNT, REALM, DEVICE_PASSWORD);
  g_autofree char *a2 = hash (type, "POST:%s",
                              g_uri_get_path (soup_server_message_get_uri (message)));
  g_autofree char *wanted = hash (type, "%s:%s:%s:%s:auth:%s", a1, device->nonce,
                                  get_part (parts, "nc"), get_part (parts, "cnonce"), a2);
  gboolean right = strcmp (get_part (parts, "username"), DEVICE_ACCOUNT) == 0 &&
                   strcmp (get_part (parts, "nonce"), device->nonce) == 0 &&
                   strcmp (get_part (parts, "response"), wanted) == 0 && count > device->count;

  soup_header_free_param_list (parts);
  if (right)
    device->count = count;
  return right && (!device->nonce_uses || ++device->n_nonce <= device->nonce_uses);
}

/* Another nonce each time: an old one isn't called stale, as some devices don't. */
static void
challenge (Device *device, SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  g_autofree char *value = NULL;

  g_free (device->nonce);
  device->nonce = g_uuid_string_random ();
  device->n_nonce = 0;
  device->count = 0;
  value = g_strdup_printf ("Digest qop=\"auth\", realm=\"device \\\"7\\\"\", nonce=\"%s\", "
                           "algorithm=%s%s",
                           device->nonce, device->proof == DEVICE_SHA256 ? "SHA-256" : "MD5",
                           device->says_stale ? ", stale=true" : "");
  soup_message_headers_append (headers, "WWW-Authenticate", "Basic realm=\"old\"");
  soup_message_headers_append (headers, "WWW-Authenticate", value);
  device_answer (message, 401, "text/html", "<html><title>401 Unauthorized</title></html>");
}

static char *
dup_file (const char *name)
{
  g_autofree char *path = g_build_filename (g_getenv ("TC_ONVIF_REPLIES"), name, NULL);
  char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

static void
answer_file (SoupServerMessage *message, guint status, const char *name)
{
  g_autofree char *text = dup_file (name);

  device_answer (message, status, "application/soap+xml; charset=utf-8", text);
}

/* Whether @asked proves an account as it should; else it was told so. */
static gboolean
admit (Device *device, const Asked *asked, SoupServerMessage *message)
{
  const char *header = soup_message_headers_get_one (
      soup_server_message_get_request_headers (message), "Authorization");
  gboolean free_of_charge = strcmp (asked->action, "GetSystemDateAndTime") == 0 &&
                            !device->all_closed;

  if (device->proof == DEVICE_OPEN || free_of_charge)
    return TRUE;
  if (header && asked->password) {
    answer_file (message, 400, "denied");
    return FALSE;
  }
  if (device->proof != DEVICE_TOKEN && header && !device->locked &&
      judge_digest (device, message, header))
    return TRUE;
  if (!device->locked && device->proof != DEVICE_MD5 && device->proof != DEVICE_SHA256 &&
      asked->password && judge_token (device, asked))
    return TRUE;
  if (device->proof == DEVICE_TOKEN)
    answer_file (message, 400, "denied");
  else
    challenge (device, message);
  return FALSE;
}

/* ---- answers ---- */

void
device_answer (SoupServerMessage *message, guint status, const char *type, const char *text)
{
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, type, SOUP_MEMORY_COPY, text, strlen (text));
}

char *
device_dup_done (const char *namespace, const char *action)
{
  return g_strdup_printf ("<e:Envelope xmlns:e=\"" TC_ONVIF_SOAP_12
                          "\"><e:Body><r:%sResponse xmlns:r=\"%s\"/></e:Body></e:Envelope>",
                          action, namespace);
}

static void
answer_clock (Device *device, SoupServerMessage *message)
{
  g_autoptr (GDateTime)
      time = g_date_time_new_from_unix_utc ((g_get_real_time () + device->ahead_us) / 1000000);
  g_autofree char *text = g_date_time_format (
      time, "<e:Envelope xmlns:e=\"" TC_ONVIF_SOAP_12 "\" xmlns:t=\"" TC_ONVIF_SCHEMA
            "\"><e:Body><GetSystemDateAndTimeResponse xmlns=\""
            "http://www.onvif.org/ver10/device/wsdl\"><SystemDateAndTime><t:UTCDateTime><t:Time>"
            "<t:Hour>%-H</t:Hour><t:Minute>%-M</t:Minute><t:Second>%-S</t:Second></t:Time><t:Date>"
            "<t:Year>%Y</t:Year><t:Month>%-m</t:Month><t:Day>%-d</t:Day></t:Date></t:UTCDateTime>"
            "</SystemDateAndTime></GetSystemDateAndTimeResponse></e:Body></e:Envelope>");

  device_answer (message, 200, "application/soap+xml", text);
}

static void
hear (Device *device, const Asked *asked, SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  g_autoptr (GBytes)
      body = soup_message_body_flatten (soup_server_message_get_request_body (message));
  SoupMessageHeadersIter at;
  const char *name;
  const char *value;

  g_ptr_array_add (
      device->heard,
      g_strdup_printf ("%s%s%s", asked->action,
                       soup_message_headers_get_one (headers, "Authorization") ? " digest" : "",
                       asked->password ? " token" : ""));
  soup_message_headers_iter_init (&at, headers);
  while (soup_message_headers_iter_next (&at, &name, &value))
    g_string_append_printf (device->bytes, "%s: %s\n", name, value);
  g_string_append_len (device->bytes, g_bytes_get_data (body, NULL),
                       (gssize) g_bytes_get_size (body));
}

static void
request_cb (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query,
            gpointer data)
{
  Device *device = data;
  g_auto (Asked) asked = {0};
  g_autofree char *uri = NULL;
  const char *file;

  uri = g_uri_to_string (soup_server_message_get_uri (message));
  g_string_append_printf (device->bytes, "%s %s\n", soup_server_message_get_method (message), uri);
  if (strcmp (soup_server_message_get_method (message), "POST") != 0) {
    device_answer (message, 405, "text/plain", "no");
    return;
  }
  read_request (message, &asked);
  hear (device, &asked, message);
  if (device->trick && device->trick (device, asked.action, message))
    return;
  if (!admit (device, &asked, message))
    return;
  file = g_hash_table_lookup (device->files, asked.action);
  if (file)
    answer_file (message, 200, file);
  else if (strcmp (asked.action, "GetSystemDateAndTime") == 0)
    answer_clock (device, message);
  else
    answer_file (message, 500, "unsupported");
}

void
device_set (Device *device, const char *action, const char *file)
{
  if (file)
    g_hash_table_replace (device->files, g_strdup (action), g_strdup (file));
  else
    g_hash_table_remove (device->files, action);
}

Device *
device_new (void)
{
  static const char *const usual[][2] = {
      {"GetServices", "services"},
      {"GetDeviceInformation", "information"},
      {"GetProfiles", "profiles-media2"},
      {"GetStreamUri", "stream-media2"},
      {"GetPresets", "presets"},
      {"SetPreset", "preset-set"},
      {"Stop", "stop"},
      {"FindRecordings", "search"},
      {"GetReplayUri", "replay"},
      {"GetRecordingSearchResults", "recordings"},
  };
  Device *device = g_new0 (Device, 1);
  g_autoptr (GError) error = NULL;
  GSList *uris;

  device->files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  device->heard = g_ptr_array_new_with_free_func (g_free);
  device->bytes = g_string_new (NULL);
  device->nonces = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  device->nonce = g_strdup ("none yet");
  for (guint i = 0; i < G_N_ELEMENTS (usual); i++)
    device_set (device, usual[i][0], usual[i][1]);
  device->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (device->server, NULL, request_cb, device, NULL);
  g_assert_true (
      soup_server_listen_local (device->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error));
  uris = soup_server_get_uris (device->server);
  device->port = (guint16) g_uri_get_port (uris->data);
  device->host = g_strdup_printf ("127.0.0.1:%u", device->port);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  return device;
}

void
device_free (Device *device)
{
  soup_server_disconnect (device->server);
  g_object_unref (device->server);
  g_hash_table_unref (device->files);
  g_hash_table_unref (device->nonces);
  g_ptr_array_unref (device->heard);
  g_string_free (device->bytes, TRUE);
  g_free (device->host);
  g_free (device->nonce);
  g_free (device);
}

guint
device_count (Device *device, const char *line)
{
  guint n = 0;

  for (guint i = 0; i < device->heard->len; i++)
    n += !line || strcmp (g_ptr_array_index (device->heard, i), line) == 0;
  return n;
}

guint
device_count_proofs (Device *device, const char *proof)
{
  guint n = 0;

  for (guint i = 0; i < device->heard->len; i++)
    n += g_str_has_suffix (g_ptr_array_index (device->heard, i), proof);
  return n;
}

/* ---- the client's side ---- */

TcOnvifClient *
device_connect_to (Device *device, gboolean account)
{
  const TcOnvifOptions options = {.address = device->host,
                                  .account = account ? DEVICE_ACCOUNT : NULL,
                                  .password = account ? DEVICE_PASSWORD : NULL,
                                  .connect_ms = 5000,
                                  .answer_ms = device->answer_ms ? device->answer_ms : 5000,
                                  .clock_fresh_ms = device->fresh_ms};
  g_autoptr (GError) error = NULL;
  TcOnvifClient *client = tc_onvif_client_new (&options, &error);

  g_assert_no_error (error);
  return client;
}

void
device_done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GAsyncResult **place = data;

  g_assert_null (*place);
  *place = g_object_ref (result);
}

GAsyncResult *
device_wait (GAsyncResult **result)
{
  while (!*result)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

static gboolean
stop_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

void
device_run_for (guint ms)
{
  gboolean over = FALSE;

  g_timeout_add (ms, stop_cb, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

GError *
device_connect (TcOnvifClient *client)
{
  g_autoptr (GAsyncResult) result = NULL;
  GError *error = NULL;

  tc_onvif_client_connect_async (client, NULL, device_done_cb, &result);
  if (tc_onvif_client_connect_finish (client, device_wait (&result), &error))
    g_assert_no_error (error);
  else
    g_assert_nonnull (error);
  return error;
}

void
device_assert_cause (GError *error, const char *code)
{
  g_autoptr (TcRefusal) cause = tc_onvif_error_dup_cause (error);
  g_autofree char *args = NULL;

  g_assert_nonnull (cause);
  g_test_message ("%s", error->message);
  g_assert_cmpstr (cause->code, ==, code);
  args = g_variant_print (cause->args, FALSE);
  g_assert_null (strstr (args, DEVICE_PASSWORD));
  g_assert_null (strstr (error->message, DEVICE_PASSWORD));
  g_error_free (error);
}

void
device_assert_secret (Device *device)
{
  g_autofree char *escaped = g_markup_escape_text (DEVICE_PASSWORD, -1);
  g_autofree char *percent = g_uri_escape_string (DEVICE_PASSWORD, NULL, FALSE);
  g_autofree char *basic = g_strdup_printf ("%s:%s", DEVICE_ACCOUNT, DEVICE_PASSWORD);
  g_autofree char *base64 = g_base64_encode ((const guchar *) DEVICE_PASSWORD,
                                             strlen (DEVICE_PASSWORD));
  g_autofree char *basic64 = g_base64_encode ((const guchar *) basic, strlen (basic));
  const char *const forms[] = {DEVICE_PASSWORD, escaped, percent, base64, basic64};

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    g_assert_null (strstr (device->bytes->str, forms[i]));
}

GPtrArray *
device_ask_profiles (TcOnvifClient *client, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tc_onvif_client_profiles_async (client, NULL, device_done_cb, &result);
  return tc_onvif_client_profiles_finish (client, device_wait (&result), error);
}

char *
device_ask_stream (TcOnvifClient *client, const TcOnvifProfile *profile, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tc_onvif_client_stream_async (client, profile, NULL, device_done_cb, &result);
  return tc_onvif_client_stream_finish (client, device_wait (&result), error);
}

char *
device_ask_snapshot (TcOnvifClient *client, const TcOnvifProfile *profile, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tc_onvif_client_snapshot_async (client, profile, NULL, device_done_cb, &result);
  return tc_onvif_client_snapshot_finish (client, device_wait (&result), error);
}

void
device_check_all (Device *device, TcOnvifClient *client)
{
  g_autoptr (GError) error = device_connect (client);
  g_autoptr (GPtrArray) profiles = NULL;
  g_autofree char *stream = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (tc_onvif_client_get_information (client)->model, ==, "Dome 7");
  profiles = device_ask_profiles (client, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (profiles->len, ==, 2);
  stream = device_ask_stream (client, profiles->pdata[0], &error);
  g_assert_no_error (error);
  /* The account that the device put into it is gone. */
  g_assert_cmpstr (stream, ==, "rtsp://127.0.0.1/main");
  device_assert_secret (device);
}
