/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A relay's enrolment, and those of the desks that ask at it; see the header.
 */
#include "tc-relay-enrolment.h"

#include "tc-enrol-client.h"
#include "tc-error.h"

#include <string.h>

#define INI_FILE "relay.ini"
#define INI_GROUP "relay"
#define KEY_FILE "relay.key"
#define BODY_BYTES_MAX 4096
#define RATE_PER_MINUTE 20

void
tc_relay_membership_clear (TcRelayMembership *self)
{
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->key, tc_key_free);
  self->replica = 0;
}

TcWireAddress *
tc_relay_address_new (const TcServerConfig *config, GError **error)
{
  TcWireAddress *address = tc_wire_address_new (config->relay_server,
                                                *config->relay_ca ? config->relay_ca : NULL, error);

  if (!address)
    g_prefix_error (error, "[relay] server = %s: ", config->relay_server);
  return address;
}

static gboolean
take_key (TcRelayMembership *self, const char *hex)
{
  TcDigest digest;

  G_STATIC_ASSERT (TC_KEY_PUBLIC_SIZE == TC_DIGEST_SIZE);
  if (!hex || !tc_digest_from_hex (hex, &digest))
    return FALSE;
  memcpy (self->server_key.bytes, digest.bytes, TC_KEY_PUBLIC_SIZE);
  return TRUE;
}

static gboolean
read_ini (TcRelayMembership *self, const char *path, GError **error)
{
  g_autoptr (GKeyFile) ini = g_key_file_new ();
  g_autofree char *key = NULL;

  if (!g_key_file_load_from_file (ini, path, G_KEY_FILE_NONE, error)) {
    g_prefix_error (error, "reading %s: ", path);
    return FALSE;
  }
  self->name = g_key_file_get_string (ini, INI_GROUP, "name", NULL);
  self->replica = (guint16) g_key_file_get_integer (ini, INI_GROUP, "replica", NULL);
  key = g_key_file_get_string (ini, INI_GROUP, "server-key", NULL);
  if (self->name && self->replica > 0 && take_key (self, key))
    return TRUE;
  g_set_error (error, TC_ERROR, TC_ERROR_INVALID, "reading %s: it is not complete", path);
  return FALSE;
}

gboolean
tc_relay_membership_load (TcRelayMembership *self, const char *dir, GError **error)
{
  g_autofree char *key_path = g_build_filename (dir, KEY_FILE, NULL);
  g_autofree char *path = g_build_filename (dir, INI_FILE, NULL);

  memset (self, 0, sizeof *self);
  self->key = tc_key_load_or_make (key_path, error);
  if (!self->key)
    return FALSE;
  return !g_file_test (path, G_FILE_TEST_EXISTS) || read_ini (self, path, error);
}

/* Joining. */

typedef struct {
  char *dir;          /* (owned) */
  TcHttpClient *http; /* (owned) */
} Joining;

static void
free_joining (gpointer data)
{
  Joining *joining = data;

  g_free (joining->dir);
  g_clear_object (&joining->http);
  g_free (joining);
}

/* The code is used up: a power cut must not take it back. */
static gboolean
save_ini (const char *dir, const TcEnrolled *enrolled, GError **error)
{
  g_autofree char *path = g_build_filename (dir, INI_FILE, NULL);
  g_autoptr (GKeyFile) ini = g_key_file_new ();
  g_autofree char *text = NULL;
  gsize size = 0;

  g_key_file_set_comment (ini, NULL, NULL,
                          " Who this relay is, from its enrolment. Not to be copied to another.",
                          NULL);
  g_key_file_set_string (ini, INI_GROUP, "name", enrolled->name);
  g_key_file_set_integer (ini, INI_GROUP, "replica", enrolled->replica);
  g_key_file_set_string (ini, INI_GROUP, "server-key", enrolled->server_key);
  text = g_key_file_to_data (ini, &size, NULL);
  return g_file_set_contents_full (path, text, (gssize) size,
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                   0600, error);
}

static void
enrolled_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Joining *joining = g_task_get_task_data (task);
  g_autofree char *refused = NULL;
  GError *error = NULL;
  guint status = 0;
  g_autoptr (TcEnrolled) enrolled = tc_enrol_finish (result, &status, &refused, &error);

  if (enrolled && save_ini (joining->dir, enrolled, &error)) {
    g_task_return_boolean (task, TRUE);
  } else if (error) {
    g_prefix_error (&error, "joining: ");
    g_task_return_error (task, error);
  } else if (status == 403) {
    g_task_return_new_error (task, TC_ERROR, TC_ERROR_DENIED,
                             "joining: the server doesn't take the code: it was used, or is over");
  } else {
    g_task_return_new_error (task, TC_ERROR, TC_ERROR_INVALID, "joining: the server answers %u",
                             status);
  }
}

void
tc_relay_enrol_async (const TcServerConfig *config, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, data);
  g_auto (TcRelayMembership) membership = {0};
  Joining *joining = g_new0 (Joining, 1);
  GError *error = NULL;

  g_task_set_task_data (task, joining, free_joining);
  joining->dir = g_strdup (config->data_dir);
  if (!*config->relay_code) {
    g_task_return_new_error (task, TC_ERROR, TC_ERROR_INVALID,
                             "this relay is not enrolled: [relay] code must have the one-time code "
                             "of `toancanhctl desk invite NAME --relay`");
    return;
  }
  g_autoptr (TcWireAddress) address = tc_relay_address_new (config, &error);
  if (address && tc_relay_membership_load (&membership, config->data_dir, &error))
    joining->http = tc_http_client_new (address, &error);
  if (!joining->http) {
    g_task_return_error (task, error);
    return;
  }
  g_autofree char *public_key = tc_hex_new (tc_key_get_public (membership.key)->bytes,
                                            TC_KEY_PUBLIC_SIZE);
  tc_enrol_async (joining->http, config->relay_code, public_key, NULL, enrolled_cb,
                  g_steal_pointer (&task));
}

gboolean
tc_relay_enrol_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Enrolments of desks: the server's alone. */

static void
refuse (TcHttpRequest *request, guint status, const char *code)
{
  g_autofree char *text = g_strdup_printf ("{\"refused\":{\"code\":\"%s\",\"args\":{}}}\n", code);

  tc_http_request_answer_text (request, status, "application/json", text);
}

static void
refuse_cb (TcHttpRequest *request, guint status, gpointer data)
{
  refuse (request, status, status == 429 ? "enrol.busy" : "enrol.form");
}

static void
passed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcHttpRequest) request = data;
  g_autoptr (GError) error = NULL;
  guint status = 0;
  g_autoptr (GBytes)
      body = tc_http_client_post_finish (TC_HTTP_CLIENT (source), result, &status, &error);
  gsize size = 0;
  const char *text = body ? g_bytes_get_data (body, &size) : NULL;

  if (!body) {
    g_message ("a desk could not be enrolled, the server can't be reached: %s", error->message);
    refuse (request, 503, "enrol.busy");
    return;
  }
  g_autofree char *copy = g_strndup (text ? text : "", size);
  tc_http_request_answer_text (request, status, "application/json", copy);
}

static void
enrol_cb (TcHttpRequest *request, gpointer data)
{
  TcHttpClient *http = tc_relay_line_get_http (data);

  if (!http) {
    refuse (request, 503, "enrol.busy");
    return;
  }
  tc_http_client_post_async (http, TC_ENROL_PATH, "application/json",
                             tc_http_request_get_body (request), NULL, passed_cb,
                             g_object_ref (request));
}

void
tc_relay_enrolment_mount (TcHttpServer *http, TcRelayLine *line)
{
  static const TcHttpRoute route = {
      .path = TC_ENROL_PATH,
      .methods = "POST",
      .body_bytes_max = BODY_BYTES_MAX,
      .rate_per_minute = RATE_PER_MINUTE,
      .burst = RATE_PER_MINUTE,
      .handle = enrol_cb,
      .refuse = refuse_cb,
  };

  tc_http_server_add_route (http, &route, line);
}
