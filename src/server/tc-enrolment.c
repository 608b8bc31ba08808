/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Enrolling a desk; see the header.
 */
#include "tc-enrolment.h"

#include "tc-people-operations.h"
#include "tc-people.h"

#include <json-glib/json-glib.h>
#include <string.h>

#define BODY_BYTES_MAX 4096
#define RATE_PER_MINUTE 20

typedef struct {
  const TcServerParts *parts; /* (unowned): see the header */
  TcHttpRequest *request;     /* (owned) */
  TcPublicKey key;
  gint64 desk_id;
} Enrolment;

static void
free_enrolment (Enrolment *enrolment)
{
  g_object_unref (enrolment->request);
  g_free (enrolment);
}

static void
refuse_request (TcHttpRequest *request, guint status, const char *code)
{
  g_autofree char *text = g_strdup_printf ("{\"refused\":{\"code\":\"%s\",\"args\":{}}}\n", code);

  tc_http_request_answer_text (request, status, "application/json", text);
}

static void
refuse (Enrolment *enrolment, guint status, const char *code)
{
  refuse_request (enrolment->request, status, code);
  free_enrolment (enrolment);
}

static void
refuse_cb (TcHttpRequest *request, guint status, gpointer data)
{
  refuse_request (request, status, status == 429 ? "enrol.busy" : "enrol.form");
}

static void
fail (Enrolment *enrolment, const GError *error)
{
  g_warning ("enrolling failed: %s", error->message);
  refuse (enrolment, 503, "enrol.busy");
}

static void
add_hex (JsonBuilder *builder, const char *name, const guint8 *bytes, gsize size)
{
  g_autofree char *hex = tc_hex_new (bytes, size);

  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, hex);
}

static void
accept_desk (Enrolment *enrolment, const TcDeskInfo *desk)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;
  TcPosition position;

  tc_hub_worker_get_position (enrolment->parts->hub, &position);
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "replica");
  json_builder_add_int_value (builder, desk->id);
  json_builder_set_member_name (builder, "name");
  json_builder_add_string_value (builder, desk->name);
  add_hex (builder, "server_key", tc_hub_worker_get_public_key (enrolment->parts->hub)->bytes,
           TC_KEY_PUBLIC_SIZE);
  add_hex (builder, "log_id", position.log_id, sizeof position.log_id);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  text = json_to_string (root, FALSE);
  g_message ("desk %" G_GINT64_FORMAT " enrolled from %s", desk->id,
             tc_http_request_get_address (enrolment->request));
  tc_http_request_answer_text (enrolment->request, 200, "application/json", text);
  free_enrolment (enrolment);
}

static gpointer
get_desk (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return tc_people_get_desk (db, *(gint64 *) data);
}

/* Whatever became of the operation: is it this desk that is enrolled there? */
static void
desk_got_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Enrolment *enrolment = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TcDeskInfo) desk = tc_worker_run_finish (TC_WORKER (source), result, &error);
  gsize size = 0;
  const guint8 *key = desk && desk->public_key ? g_bytes_get_data (desk->public_key, &size) : NULL;

  if (error)
    fail (enrolment, error);
  else if (key && g_str_equal (desk->state, "enrolled") && size == TC_KEY_PUBLIC_SIZE &&
           memcmp (key, enrolment->key.bytes, size) == 0)
    accept_desk (enrolment, desk);
  else
    refuse (enrolment, 403, "enrol.code");
}

static void
enrolled_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Enrolment *enrolment = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TcVerdict)
      verdict = tc_operation_sink_submit_finish (TC_OPERATION_SINK (source), result, &error);

  if (!verdict) {
    fail (enrolment, error);
    return;
  }
  tc_worker_run_async (enrolment->parts->reader, get_desk,
                       g_memdup2 (&enrolment->desk_id, sizeof (gint64)), g_free,
                       (GDestroyNotify) tc_desk_info_free, NULL, desk_got_cb, enrolment);
}

static void
redeemed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Enrolment *enrolment = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) key = g_bytes_new (enrolment->key.bytes, TC_KEY_PUBLIC_SIZE);
  TcDeskEnrol args = {0};

  enrolment->desk_id = tc_secrets_redeem_finish (result, &error);
  if (error) {
    fail (enrolment, error);
    return;
  }
  if (!enrolment->desk_id) {
    g_message ("a wrong enrolment code came from %s",
               tc_http_request_get_address (enrolment->request));
    refuse (enrolment, 403, "enrol.code");
    return;
  }
  args.desk_id = enrolment->desk_id;
  args.public_key = key;
  tc_operation_sink_submit_async (TC_OPERATION_SINK (enrolment->parts->hub), &tc_desk_enrol_type,
                                  &args, NULL, enrolled_cb, enrolment);
}

/* (nullable): the string member of that name. */
static const char *
get_text (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

static void
enrol_cb (TcHttpRequest *request, gpointer data)
{
  const TcServerParts *parts = data;
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  gsize size;
  const char *text = g_bytes_get_data (tc_http_request_get_body (request), &size);
  JsonNode *root;
  const char *code = NULL, *hex = NULL;
  Enrolment *enrolment;
  TcDigest key;

  root = size && json_parser_load_from_data (parser, text, (gssize) size, NULL)
             ? json_parser_get_root (parser)
             : NULL;
  if (root && JSON_NODE_HOLDS_OBJECT (root)) {
    code = get_text (json_node_get_object (root), "code");
    hex = get_text (json_node_get_object (root), "public_key");
  }
  G_STATIC_ASSERT (TC_KEY_PUBLIC_SIZE == TC_DIGEST_SIZE);
  if (!code || !hex || !tc_digest_from_hex (hex, &key)) {
    refuse_request (request, 400, "enrol.form");
    return;
  }
  enrolment = g_new0 (Enrolment, 1);
  enrolment->parts = parts;
  enrolment->request = g_object_ref (request);
  memcpy (enrolment->key.bytes, key.bytes, TC_KEY_PUBLIC_SIZE);
  tc_secrets_redeem_async (parts->secrets, code, &enrolment->key, g_get_real_time (), redeemed_cb,
                           enrolment);
}

void
tc_enrolment_mount (const TcServerParts *parts)
{
  static const TcHttpRoute route = {
      .path = "/enrol",
      .methods = "POST",
      .body_bytes_max = BODY_BYTES_MAX,
      .rate_per_minute = RATE_PER_MINUTE,
      .burst = RATE_PER_MINUTE,
      .handle = enrol_cb,
      .refuse = refuse_cb,
  };

  tc_http_server_add_route (parts->http, &route, (gpointer) parts);
}
