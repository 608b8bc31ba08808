/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Asking to be enrolled; see the header.
 */
#include "tc-enrol-client.h"

#include "tc-digest.h"
#include "tc-error.h"
#include "tc-id.h"

#include <json-glib/json-glib.h>
#include <string.h>

typedef struct {
  guint status;
  char *refused; /* (owned) (nullable) */
} Answer;

static void
free_answer (gpointer data)
{
  Answer *answer = data;

  g_free (answer->refused);
  g_free (answer);
}

void
tc_enrolled_free (TcEnrolled *self)
{
  g_free (self->name);
  g_free (self->server_key);
  g_free (self);
}

/* (nullable) */
static const char *
get_text (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
}

static gint64
get_number (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_int (node) : 0;
}

static TcEnrolled *
read_enrolled (JsonObject *object, GError **error)
{
  gint64 replica = get_number (object, "replica");
  const char *name = get_text (object, "name");
  const char *key = get_text (object, "server_key");
  TcEnrolled *enrolled;
  TcDigest digest;

  if (replica < 1 || replica > TC_REPLICA_MAX || !name || !key ||
      !tc_digest_from_hex (key, &digest)) {
    g_set_error (error, TC_ERROR, TC_ERROR_INVALID, "enrolling: the answer is not complete");
    return NULL;
  }
  enrolled = g_new0 (TcEnrolled, 1);
  enrolled->replica = (guint16) replica;
  enrolled->name = g_strdup (name);
  enrolled->server_key = g_strdup (key);
  return enrolled;
}

/* {"refused": {"code": "enrol.code", …}} (nullable) (transfer full) */
static char *
read_refused (JsonObject *object)
{
  JsonNode *node = json_object_get_member (object, "refused");

  if (!node || !JSON_NODE_HOLDS_OBJECT (node))
    return NULL;
  return g_strdup (get_text (json_node_get_object (node), "code"));
}

static void
posted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Answer *answer = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GBytes)
      body = tc_http_client_post_finish (TC_HTTP_CLIENT (source), result, &answer->status, &error);
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  JsonNode *root = NULL;
  gsize size = 0;
  const char *text = body ? g_bytes_get_data (body, &size) : NULL;

  if (!body) {
    g_task_return_error (task, error);
    return;
  }
  if (size > 0 && json_parser_load_from_data (parser, text, (gssize) size, NULL))
    root = json_parser_get_root (parser);
  JsonObject *object = root && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  if (object && answer->status != 200)
    answer->refused = read_refused (object);
  TcEnrolled *enrolled = object && answer->status == 200 ? read_enrolled (object, &error) : NULL;
  if (error)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, enrolled, (GDestroyNotify) tc_enrolled_free);
}

static GBytes *
write_body (const char *code, const char *public_key)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "code");
  json_builder_add_string_value (builder, code);
  json_builder_set_member_name (builder, "public_key");
  json_builder_add_string_value (builder, public_key);
  json_builder_end_object (builder);
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  char *text = json_to_string (root, FALSE);
  return g_bytes_new_take (text, strlen (text));
}

void
tc_enrol_async (TcHttpClient *http, const char *code, const char *public_key,
                GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (http, cancellable, callback, data);
  g_autoptr (GBytes) body = write_body (code, public_key);

  g_task_set_task_data (task, g_new0 (Answer, 1), free_answer);
  tc_http_client_post_async (http, TC_ENROL_PATH, "application/json", body, cancellable, posted_cb,
                             task);
}

TcEnrolled *
tc_enrol_finish (GAsyncResult *result, guint *status, char **refused, GError **error)
{
  Answer *answer = g_task_get_task_data (G_TASK (result));

  *status = answer->status;
  *refused = g_steal_pointer (&answer->refused);
  return g_task_propagate_pointer (G_TASK (result), error);
}
