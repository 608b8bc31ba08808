/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Finding cameras; see the header.
 */
#include "tc-camera-finding.h"

#include "tc-camera-address.h"
#include "tc-camera-lines.h"
#include "tc-camera-operations.h"
#include "tc-cameras.h"
#include "tc-device-secrets.h"
#include "tc-error.h"
#include "tc-host-waits.h"
#include "tc-media-finder.h"
#include "tc-people.h"
#include "tc-permission.h"

struct _TcCameraFinding {
  const TcServerParts *parts; /* (unowned): see the header, as the next */
  TcDeskLines *lines;
  TcHostWaits *waits;        /* (owned) */
  GCancellable *cancellable; /* (owned): when it ends */
};

typedef struct {
  TcCameraFinding *self; /* (unowned): it outlives its tasks, or they are cancelled */
  guint16 host;
  guint within_ms;
  gint64 device_id;
  TcCameraDevice *device; /* (owned) (nullable) */
} Asking;

static void
free_asking (gpointer data)
{
  Asking *asking = data;

  g_clear_pointer (&asking->device, tc_camera_device_free);
  g_free (asking);
}

static GTask *
begin (TcCameraFinding *self, guint16 host, GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (NULL, self->cancellable, callback, data);
  Asking *asking = g_new0 (Asking, 1);

  asking->self = self;
  asking->host = host;
  asking->within_ms = TC_MEDIA_FINDER_MS;
  g_task_set_task_data (task, asking, free_asking);
  return task;
}

static void
give_up (GTask *task)
{
  g_task_return_new_error (task, TC_ERROR, TC_ERROR_BUSY, "the media host doesn't answer");
}

/* @task: (transfer full); @dict: all but its number, cleared */
static void
pass_on (GTask *task, GVariantDict *dict)
{
  Asking *asking = g_task_get_task_data (task);
  TcCameraFinding *self = asking->self;
  const GArray hosts = {(char *) &asking->host, 1};

  if (!tc_desk_lines_is_online (self->lines, asking->host)) {
    g_task_return_new_error (task, TC_ERROR, TC_ERROR_BUSY,
                             "the media host isn't connected to the server");
    g_variant_dict_clear (dict);
    g_object_unref (task);
    return;
  }
  g_variant_dict_insert (dict, "within_ms", "x", (gint64) asking->within_ms);
  g_variant_dict_insert (
      dict, "number", "x",
      tc_host_waits_add (self->waits, asking->host, asking->within_ms + TC_FINDING_SPARE_MS, task));
  tc_desk_lines_notify (self->lines, &hosts, TC_NOTICE_FIND, g_variant_dict_end (dict));
}

void
tc_camera_finding_find_async (TcCameraFinding *self, guint16 host, const char *const *targets,
                              GAsyncReadyCallback callback, gpointer data)
{
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "what", "s", "find");
  if (targets)
    g_variant_dict_insert (&dict, "targets", "^as", targets);
  pass_on (begin (self, host, callback, data), &dict);
}

/* ---- one device ---- */

/* (nullable): that of the device as it is now. */
static const char *
find_password (const GPtrArray *secrets, const TcCameraDevice *device)
{
  const TcDeviceSecret *secret = secrets->len > 0 ? g_ptr_array_index (secrets, 0) : NULL;

  return secret && g_str_equal (secret->address, device->address ? device->address : "") &&
                 g_str_equal (secret->account, device->account ? device->account : "")
             ? secret->password
             : NULL;
}

static void
secrets_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  const TcCameraDevice *device = ((Asking *) g_task_get_task_data (task))->device;
  GError *error = NULL;
  g_autoptr (GPtrArray) secrets = tc_device_secrets_list_finish (result, &error);
  const char *password = secrets ? find_password (secrets, device) : NULL;
  GVariantDict dict;

  if (!secrets) {
    g_task_return_error (task, error);
    return;
  }
  if (g_task_return_error_if_cancelled (task))
    return;
  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "what", "s", "look");
  g_variant_dict_insert (&dict, "address", "s", device->address ? device->address : "");
  g_variant_dict_insert (&dict, "account", "s", device->account ? device->account : "");
  g_variant_dict_insert (&dict, "password", "s", password ? password : "");
  pass_on (g_steal_pointer (&task), &dict);
}

static gpointer
look_up (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Asking *asking = data;

  asking->device = tc_camera_device_get (db, asking->device_id);
  if (!asking->device)
    g_set_error (error, TC_ERROR, TC_ERROR_NOT_FOUND, "there is no such device");
  return NULL;
}

static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Asking *asking = g_task_get_task_data (task);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  GError *error = NULL;

  tc_worker_run_finish (TC_WORKER (source), result, &error);
  if (error) {
    g_task_return_error (task, error);
    return;
  }
  g_array_append_val (ids, asking->device_id);
  tc_device_secrets_list_async (asking->self->parts->secrets, ids, secrets_cb,
                                g_steal_pointer (&task));
}

void
tc_camera_finding_look_async (TcCameraFinding *self, guint16 host, gint64 device_id,
                              guint within_ms, GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = begin (self, host, callback, data);
  Asking *asking = g_task_get_task_data (task);

  asking->device_id = device_id;
  asking->within_ms = MIN (within_ms, TC_MEDIA_FINDER_MS);
  tc_worker_run_async (self->parts->reader, look_up, asking, NULL, NULL, self->cancellable,
                       looked_up_cb, task);
}

GVariant *
tc_camera_finding_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ---- answers ---- */

void
tc_camera_finding_take (TcCameraFinding *self, guint16 host, GVariant *value)
{
  const char *cause = NULL;
  g_autoptr (GTask) task = tc_host_waits_take (self->waits, host, value, NULL, &cause);

  if (task)
    g_task_return_pointer (task, g_variant_ref (value), (GDestroyNotify) g_variant_unref);
}

/* ---- a desk tries a camera ---- */

typedef struct {
  TcCameraFinding *self; /* (unowned): it outlives its questions, or they are cancelled */
  gint64 session_id;
  gint64 camera_id;
  guint16 desk;
  TcRefusal *refusal; /* (owned) (nullable) */
  gint64 device_id;
  guint16 host;
  GPtrArray *streams; /* (owned) (nullable) (element-type TcCameraStream) */
} Testing;

static void
free_testing (gpointer data)
{
  Testing *testing = data;

  g_clear_pointer (&testing->refusal, tc_refusal_free);
  g_clear_pointer (&testing->streams, g_ptr_array_unref);
  g_free (testing);
}

/* @value: (nullable) (floating); @refusal: (nullable) (transfer full) */
static void
return_answer (GTask *task, GVariant *value, TcRefusal *refusal)
{
  g_task_return_pointer (task, tc_camera_answer_new (value, refusal),
                         (GDestroyNotify) tc_camera_answer_free);
}

static TcRefusal *
refuse_camera (const Testing *testing, const char *code)
{
  return tc_refusal_new (code, "camera", TC_I, testing->camera_id, NULL);
}

gboolean
tc_camera_finding_is_told (GVariant *found, const char *address)
{
  g_autoptr (GVariant)
      streams = g_variant_lookup_value (found, "streams", G_VARIANT_TYPE (TC_FOUND_STREAMS_TYPE));
  const char *told = NULL;
  GVariantIter iter;

  if (!streams)
    return FALSE;
  g_variant_iter_init (&iter, streams);
  while (
      g_variant_iter_next (&iter, "(sssxxxb&s)", NULL, NULL, NULL, NULL, NULL, NULL, NULL, &told))
    if (tc_camera_address_same_path (told, address))
      return TRUE;
  return FALSE;
}

static GVariant *
write_tested (const Testing *testing, GVariant *found)
{
  const char *cause = "", *maker = "", *model = "";
  g_autofree char *name = NULL;
  gboolean told = TRUE;
  gint64 clock_ms = 0;
  GVariantDict dict;

  (void) g_variant_lookup (found, "cause", "&s", &cause);
  (void) g_variant_lookup (found, "maker", "&s", &maker);
  (void) g_variant_lookup (found, "model", "&s", &model);
  (void) g_variant_lookup (found, "clock_ms", "x", &clock_ms);
  for (guint i = 0; i < testing->streams->len; i++)
    told &= tc_camera_finding_is_told (
        found, ((const TcCameraStream *) g_ptr_array_index (testing->streams, i))->address);
  name = g_strdup_printf ("%s %s", maker, model);
  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "cause", "s", cause);
  g_variant_dict_insert (&dict, "model", "s", g_strstrip (name));
  g_variant_dict_insert (&dict, "clock_ms", "x", clock_ms);
  g_variant_dict_insert (&dict, "told", "b", told);
  return g_variant_dict_end (&dict);
}

static void
tested_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  const Testing *testing = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GVariant) found = tc_camera_finding_finish (result, &error);

  if (found) {
    return_answer (task, write_tested (testing, found), NULL);
  } else if (g_error_matches (error, TC_ERROR, TC_ERROR_BUSY)) {
    g_error_free (error);
    return_answer (task, NULL, refuse_camera (testing, "camera.host-away"));
  } else {
    g_task_return_error (task, error);
  }
}

static TcRefusal *
find_line (TcDatabase *db, Testing *testing)
{
  g_autoptr (TcCamera) camera = tc_camera_get (db, testing->camera_id);
  gint64 channel;
  g_autoptr (TcCameraDevice) device = tc_camera_device_of (db, testing->camera_id, &channel);

  if (!device)
    return refuse_camera (testing, "camera.no-device");
  if (!camera || !camera->host_id)
    return refuse_camera (testing, "camera.no-host");
  testing->device_id = device->id;
  testing->host = (guint16) camera->host_id;
  testing->streams = tc_camera_streams_list (db, testing->camera_id);
  return NULL;
}

static gpointer
look_up_test (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Testing *testing = data;
  gint64 now_us = g_get_real_time ();
  gint64 staff_id = tc_people_staff_of_session (db, testing->session_id, testing->desk, now_us);

  if (!staff_id)
    testing->refusal = tc_refusal_new ("people.no-session", NULL);
  else if (!tc_permission_has (db, staff_id, TC_MAY_MANAGE_CAMERAS, now_us))
    testing->refusal = tc_refusal_new ("people.not-allowed", "capability", TC_S,
                                       TC_MAY_MANAGE_CAMERAS, NULL);
  else if (tc_camera_may_view (db, testing->camera_id, staff_id, now_us, &testing->refusal))
    testing->refusal = find_line (db, testing);
  return NULL;
}

static void
test_looked_up_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Testing *testing = g_task_get_task_data (task);
  GError *error = NULL;

  tc_worker_run_finish (TC_WORKER (source), result, &error);
  if (error)
    g_task_return_error (task, error);
  else if (testing->refusal)
    return_answer (task, NULL, g_steal_pointer (&testing->refusal));
  else
    tc_camera_finding_look_async (testing->self, testing->host, testing->device_id,
                                  TC_FINDING_DESK_MS, tested_cb, g_steal_pointer (&task));
}

void
tc_camera_finding_ask_async (TcCameraFinding *self, TcDeskLine *line, GVariant *value,
                             GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, data);
  Testing *testing = g_new0 (Testing, 1);

  testing->self = self;
  testing->desk = tc_desk_line_get_replica (line);
  g_task_set_task_data (task, testing, free_testing);
  if (!value || !g_variant_lookup (value, "session_id", "x", &testing->session_id) ||
      !g_variant_lookup (value, "camera", "x", &testing->camera_id) || testing->session_id <= 0 ||
      testing->camera_id <= 0)
    return_answer (task, NULL,
                   tc_refusal_new ("question.form", "what", TC_S, "session_id, camera", NULL));
  else
    tc_worker_run_async (self->parts->reader, look_up_test, testing, NULL, NULL, self->cancellable,
                         test_looked_up_cb, g_steal_pointer (&task));
}

/* ---- the whole ---- */

TcCameraFinding *
tc_camera_finding_new (const TcServerParts *parts, TcDeskLines *lines)
{
  TcCameraFinding *self = g_new0 (TcCameraFinding, 1);

  self->parts = parts;
  self->lines = lines;
  self->waits = tc_host_waits_new (give_up);
  self->cancellable = g_cancellable_new ();
  return self;
}

void
tc_camera_finding_free (TcCameraFinding *self)
{
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  tc_host_waits_free (self->waits);
  g_free (self);
}
