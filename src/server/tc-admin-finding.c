/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Verbs of whoever sets cameras up: which devices a media host finds, and what one of them, or that
 * of a camera, says of itself.
 */
#include "tc-admin-private.h"
#include "tc-camera-finding.h"
#include "tc-camera-lines.h"
#include "tc-cameras.h"
#include "tc-media-finder.h"

gint64
tc_admin_find_media_host (TcDatabase *db, const char *name, GError **error)
{
  gint64 id = tc_database_get_int (
      db, 0, "SELECT id FROM desk WHERE name = ? AND kind = 'media' AND state <> 'revoked'", "s",
      name);

  if (!id)
    g_set_error (error, TC_ERROR, TC_ERROR_NOT_FOUND, "there is no media host \"%s\"", name);
  return id;
}

/* What is asked about, and what the server knows of it. */
typedef struct {
  char *host;     /* (owned) (nullable): name of a media host */
  char *code;     /* (owned) (nullable): of a device */
  gint64 number;  /* of a camera; 0: none */
  char **targets; /* (owned) (nullable) */
  gint64 host_id;
  TcCamera *camera;       /* (owned) (nullable) */
  GPtrArray *streams;     /* (owned) (nullable) (element-type TcCameraStream): the camera's */
  TcCameraDevice *device; /* (owned) (nullable) */
  GPtrArray *devices;     /* (owned) (nullable) (element-type TcCameraDevice): all there are */
} Finding;

static void
free_finding (gpointer data)
{
  Finding *finding = data;

  g_free (finding->host);
  g_free (finding->code);
  g_strfreev (finding->targets);
  g_clear_pointer (&finding->camera, tc_camera_free);
  g_clear_pointer (&finding->streams, g_ptr_array_unref);
  g_clear_pointer (&finding->device, tc_camera_device_free);
  g_clear_pointer (&finding->devices, g_ptr_array_unref);
  g_free (finding);
}

static Finding *
begin (TcAdminQuestion *question)
{
  Finding *finding = g_new0 (Finding, 1);

  finding->host = g_strdup (tc_admin_get_text (question, "host"));
  finding->code = g_strdup (tc_admin_get_text (question, "device"));
  tc_admin_get_int (question, "camera", &finding->number);
  question->state = finding;
  question->state_free = free_finding;
  return finding;
}

/* ---- find-devices ---- */

/* (nullable): the code of the device that has this address. */
static const char *
find_known (const Finding *finding, const char *address)
{
  for (guint i = 0; i < finding->devices->len; i++) {
    const TcCameraDevice *device = g_ptr_array_index (finding->devices, i);

    if (g_strcmp0 (device->address, address) == 0)
      return device->code;
  }
  return NULL;
}

/* What the host said; NULL: the question is answered with why it couldn't. (transfer full) */
static GVariant *
finish (TcAdminQuestion *question, GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) value = tc_camera_finding_finish (result, &error);
  const char *cause = "", *why = "";

  if (!value) {
    tc_admin_fail_error (question, error);
    return NULL;
  }
  (void) g_variant_lookup (value, "cause", "&s", &cause);
  (void) g_variant_lookup (value, "why", "&s", &why);
  if (!*cause)
    return g_steal_pointer (&value);
  tc_admin_fail (question, "%s", *why ? why : cause);
  return NULL;
}

static JsonArray *
describe_found (const Finding *finding, GVariant *value)
{
  g_autoptr (GVariant)
      devices = g_variant_lookup_value (value, "devices", G_VARIANT_TYPE (TC_FOUND_DEVICES_TYPE));
  JsonArray *list = json_array_new ();
  const char *address, *name, *hardware, *location;
  GVariantIter iter;

  if (!devices)
    return list;
  g_variant_iter_init (&iter, devices);
  while (g_variant_iter_next (&iter, "(&s&s&s&s)", &address, &name, &hardware, &location)) {
    JsonObject *object = json_object_new ();

    json_object_set_string_member (object, "address", address);
    json_object_set_string_member (object, "name", name);
    json_object_set_string_member (object, "hardware", hardware);
    json_object_set_string_member (object, "location", location);
    json_object_set_string_member (object, "device", find_known (finding, address));
    json_array_add_object_element (list, object);
  }
  return list;
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcAdminQuestion *question = data;
  g_autoptr (GVariant) value = finish (question, result);
  gboolean cut = FALSE;
  JsonObject *answer;

  if (!value)
    return;
  (void) g_variant_lookup (value, "cut", "b", &cut);
  answer = json_object_new ();
  json_object_set_array_member (answer, "devices", describe_found (question->state, value));
  json_object_set_boolean_member (answer, "cut", cut);
  tc_admin_answer (question, answer);
}

static gpointer
look_up_host (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Finding *finding = data;

  finding->host_id = tc_admin_find_media_host (db, finding->host, error);
  finding->devices = tc_camera_devices_list (db);
  return NULL;
}

static void
host_found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcAdminQuestion *question = data;
  Finding *finding = question->state;
  g_autoptr (GError) error = NULL;

  tc_worker_run_finish (TC_WORKER (source), result, &error);
  if (error)
    tc_admin_fail_error (question, error);
  else
    tc_camera_finding_find_async (question->parts->finding, (guint16) finding->host_id,
                                  (const char *const *) finding->targets, found_cb, question);
}

static void
ask_find_devices (TcAdminQuestion *question)
{
  JsonArray *targets = tc_admin_get_array (question, "targets");
  Finding *finding = begin (question);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; targets && i < json_array_get_length (targets); i++) {
    JsonNode *node = json_array_get_element (targets, i);

    if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_string (node))
      g_strv_builder_add (builder, json_node_get_string (node));
  }
  finding->targets = targets && json_array_get_length (targets) > 0 ? g_strv_builder_end (builder)
                                                                    : NULL;
  if (!finding->host || !question->parts->finding)
    tc_admin_fail (question, "\"host\" is needed, and the province's server");
  else
    tc_admin_run (question, look_up_host, finding, NULL, NULL, host_found_cb);
}

/* ---- look-device ---- */

static JsonArray *
describe_streams (GVariant *streams)
{
  JsonArray *list = json_array_new ();
  const char *source, *name, *encoding, *address;
  gint64 width, height, fps_milli;
  gboolean ptz;
  GVariantIter iter;

  g_variant_iter_init (&iter, streams);
  while (g_variant_iter_next (&iter, "(&s&s&sxxxb&s)", &source, &name, &encoding, &width, &height,
                              &fps_milli, &ptz, &address)) {
    JsonObject *object = json_object_new ();

    json_object_set_string_member (object, "source", source);
    json_object_set_string_member (object, "name", name);
    json_object_set_string_member (object, "encoding", encoding);
    json_object_set_int_member (object, "width", width);
    json_object_set_int_member (object, "height", height);
    json_object_set_int_member (object, "fps_milli", fps_milli);
    json_object_set_boolean_member (object, "ptz", ptz);
    json_object_set_string_member (object, "address", address);
    json_array_add_object_element (list, object);
  }
  return list;
}

/* What the server has of the camera, beside what its device says. */
static void
describe_camera (const Finding *finding, JsonObject *answer, GVariant *found)
{
  JsonArray *list = json_array_new ();

  json_object_set_string_member (answer, "condition", finding->camera->condition);
  json_object_set_string_member (answer, "cause", finding->camera->cause);
  for (guint i = 0; i < finding->streams->len; i++) {
    const TcCameraStream *stream = g_ptr_array_index (finding->streams, i);
    JsonObject *object = json_object_new ();

    json_object_set_string_member (object, "profile", stream->profile);
    json_object_set_string_member (object, "address", stream->address);
    json_object_set_boolean_member (object, "told",
                                    tc_camera_finding_is_told (found, stream->address));
    json_array_add_object_element (list, object);
  }
  json_object_set_array_member (answer, "camera_streams", list);
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  static const char *const texts[] = {"maker", "model", "firmware", "serial"};
  TcAdminQuestion *question = data;
  const Finding *finding = question->state;
  g_autoptr (GVariant) value = finish (question, result);
  g_autoptr (GVariant)
      streams = value ? g_variant_lookup_value (value, "streams",
                                                G_VARIANT_TYPE (TC_FOUND_STREAMS_TYPE))
                      : NULL;
  const char *text = NULL;
  gint64 clock_ms = 0;
  JsonObject *answer;

  if (!value)
    return;
  if (!streams) {
    tc_admin_fail (question, "the media host's answer isn't understood");
    return;
  }
  answer = json_object_new ();
  json_object_set_string_member (answer, "device", finding->device->code);
  json_object_set_string_member (answer, "kind", finding->device->kind);
  json_object_set_string_member (answer, "address", finding->device->address);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    if (g_variant_lookup (value, texts[i], "&s", &text))
      json_object_set_string_member (answer, texts[i], text);
  (void) g_variant_lookup (value, "clock_ms", "x", &clock_ms);
  json_object_set_int_member (answer, "clock_ms", clock_ms);
  if (finding->camera)
    describe_camera (finding, answer, value);
  json_object_set_array_member (answer, "streams", describe_streams (streams));
  tc_admin_answer (question, answer);
}

/* Its camera's, or the one of that code. */
static void
find_device (TcDatabase *db, Finding *finding, GError **error)
{
  gint64 channel;

  if (finding->code) {
    finding->device = tc_camera_device_find (db, finding->code);
    if (!finding->device)
      g_set_error (error, TC_ERROR, TC_ERROR_NOT_FOUND, "there is no device \"%s\"", finding->code);
    return;
  }
  finding->camera = tc_camera_find (db, finding->number);
  if (!finding->camera) {
    g_set_error (error, TC_ERROR, TC_ERROR_NOT_FOUND, "there is no camera %" G_GINT64_FORMAT,
                 finding->number);
    return;
  }
  finding->streams = tc_camera_streams_list (db, finding->camera->id);
  finding->host_id = finding->camera->host_id;
  finding->device = tc_camera_device_of (db, finding->camera->id, &channel);
  if (!finding->device)
    g_set_error (error, TC_ERROR, TC_ERROR_NOT_FOUND, "that camera has no device to be asked");
}

static gpointer
look_up_device (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Finding *finding = data;
  GError *fault = NULL;

  find_device (db, finding, &fault);
  if (!fault && finding->host)
    finding->host_id = tc_admin_find_media_host (db, finding->host, &fault);
  else if (!fault && !finding->host_id)
    g_set_error (&fault, TC_ERROR, TC_ERROR_NOT_FOUND, "no media host serves it: name one");
  if (fault)
    g_propagate_error (error, fault);
  return NULL;
}

static void
device_found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcAdminQuestion *question = data;
  Finding *finding = question->state;
  g_autoptr (GError) error = NULL;

  tc_worker_run_finish (TC_WORKER (source), result, &error);
  if (error)
    tc_admin_fail_error (question, error);
  else
    tc_camera_finding_look_async (question->parts->finding, (guint16) finding->host_id,
                                  finding->device->id, TC_MEDIA_FINDER_MS, looked_cb, question);
}

static void
ask_look_device (TcAdminQuestion *question)
{
  Finding *finding = begin (question);

  if (!question->parts->finding || (!finding->code && !finding->number))
    tc_admin_fail (question, "\"device\" or \"camera\" is needed, and the province's server");
  else
    tc_admin_run (question, look_up_device, finding, NULL, NULL, device_found_cb);
}

const TcAdminVerb tc_admin_finding_verbs[] = {
    {"find-devices", ask_find_devices},
    {"look-device", ask_look_device},
    {NULL, NULL},
};
