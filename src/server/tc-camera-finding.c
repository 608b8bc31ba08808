/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Finding cameras; see the header. What is asked is a task that waits by its number.
 */
#include "tc-camera-finding.h"

#include "tc-camera-lines.h"
#include "tc-device-secrets.h"
#include "tc-error.h"
#include "tc-media-finder.h"
#include "tc-password.h"

struct _TcCameraFinding {
  const TcServerParts *parts; /* (unowned): see the header, as the next */
  TcDeskLines *lines;
  GHashTable *waiting;       /* (owned): number (gint64) to its GTask */
  GCancellable *cancellable; /* (owned): when it ends */
  gint64 number;             /* of what was passed on last */
};

typedef struct {
  TcCameraFinding *self; /* (unowned): it outlives its tasks */
  guint16 host;
  gint64 device_id;
  TcCameraDevice *device; /* (owned) (nullable) */
  gint64 number;
  guint timeout;
} Asking;

static void
free_asking (gpointer data)
{
  Asking *asking = data;

  g_clear_handle_id (&asking->timeout, g_source_remove);
  g_clear_pointer (&asking->device, tc_camera_device_free);
  g_free (asking);
}

static GTask *
begin (TcCameraFinding *self, guint16 host, GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (NULL, NULL, callback, data);
  Asking *asking = g_new0 (Asking, 1);

  asking->self = self;
  asking->host = host;
  g_task_set_task_data (task, asking, free_asking);
  return task;
}

static gboolean
timeout_cb (gpointer data)
{
  Asking *asking = g_task_get_task_data (data);
  g_autoptr (GTask) task = g_object_ref (data);

  asking->timeout = 0;
  g_hash_table_remove (asking->self->waiting, &asking->number);
  g_task_return_new_error (task, TC_ERROR, TC_ERROR_BUSY, "the media host doesn't answer");
  return G_SOURCE_REMOVE;
}

/* @task: (transfer full); @dict: all but its number, cleared */
static void
pass_on (GTask *task, GVariantDict *dict)
{
  Asking *asking = g_task_get_task_data (task);
  TcCameraFinding *self = asking->self;
  const GArray hosts = {(char *) &asking->host, 1};
  g_autoptr (GVariant) notice = NULL;

  asking->number = ++self->number;
  g_variant_dict_insert (dict, "number", "x", asking->number);
  notice = g_variant_ref_sink (g_variant_dict_end (dict));
  if (!tc_desk_lines_is_online (self->lines, asking->host)) {
    g_task_return_new_error (task, TC_ERROR, TC_ERROR_NOT_FOUND,
                             "the media host isn't connected to the server");
    g_object_unref (task);
    return;
  }
  g_hash_table_insert (self->waiting, &asking->number, task);
  asking->timeout = g_timeout_add (TC_FINDING_ANSWER_MS, timeout_cb, task);
  tc_desk_lines_notify (self->lines, &hosts, TC_NOTICE_FIND, notice);
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
                              GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = begin (self, host, callback, data);
  Asking *asking = g_task_get_task_data (task);

  asking->device_id = device_id;
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
  gint64 number = 0;
  const char *cause = NULL, *why = "";
  GTask *waiting = g_variant_lookup (value, "number", "x", &number)
                       ? g_hash_table_lookup (self->waiting, &number)
                       : NULL;
  Asking *asking = waiting ? g_task_get_task_data (waiting) : NULL;
  g_autoptr (GTask) task = NULL;

  if (!asking || asking->host != host || !g_variant_lookup (value, "cause", "&s", &cause))
    return;
  task = g_object_ref (waiting);
  g_hash_table_remove (self->waiting, &number);
  g_clear_handle_id (&asking->timeout, g_source_remove);
  (void) g_variant_lookup (value, "why", "&s", &why);
  if (*cause)
    g_task_return_new_error (task, TC_ERROR, TC_ERROR_DENIED, "%s", *why ? why : cause);
  else
    g_task_return_pointer (task, g_variant_ref (value), (GDestroyNotify) g_variant_unref);
}

/* ---- the whole ---- */

TcCameraFinding *
tc_camera_finding_new (const TcServerParts *parts, TcDeskLines *lines)
{
  TcCameraFinding *self = g_new0 (TcCameraFinding, 1);

  self->parts = parts;
  self->lines = lines;
  self->waiting = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_object_unref);
  self->cancellable = g_cancellable_new ();
  return self;
}

void
tc_camera_finding_free (TcCameraFinding *self)
{
  g_autoptr (GList) waiting = g_hash_table_get_values (self->waiting);

  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  for (GList *l = waiting; l; l = l->next) {
    g_autoptr (GTask) task = g_object_ref (l->data);
    Asking *asking = g_task_get_task_data (task);

    g_hash_table_remove (self->waiting, &asking->number);
    g_task_return_new_error (task, TC_ERROR, TC_ERROR_BUSY, "the server ends");
  }
  g_hash_table_unref (self->waiting);
  g_free (self);
}
