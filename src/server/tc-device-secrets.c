/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Passwords of devices; see the header.
 */
#include "tc-device-secrets.h"

#include "tc-worker.h"

#include <string.h>

static void
free_text (char *text)
{
  if (text)
    explicit_bzero (text, strlen (text));
  g_free (text);
}

void
tc_device_secret_free (TcDeviceSecret *secret)
{
  if (!secret)
    return;
  free_text (secret->password);
  g_free (secret->address);
  g_free (secret->account);
  g_free (secret);
}

typedef struct {
  TcDeviceSecret secret; /* its password is (nullable) */
  gint64 now_us;
} Setting;

static void
free_setting (gpointer data)
{
  Setting *setting = data;

  free_text (setting->secret.password);
  g_free (setting->secret.address);
  g_free (setting->secret.account);
  g_free (setting);
}

static gpointer
do_set (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Setting *setting = data;
  const TcDeviceSecret *secret = &setting->secret;

  if (secret->password)
    tc_database_execute (db,
                         "INSERT INTO device_secret VALUES (?1, ?2, ?3, ?4, ?5)"
                         " ON CONFLICT (device_id) DO UPDATE SET password = ?2, address = ?3,"
                         " account = ?4, set_us = ?5",
                         "isssi", secret->device_id, secret->password, secret->address,
                         secret->account, setting->now_us);
  else
    tc_database_execute (db, "DELETE FROM device_secret WHERE device_id = ?", "i",
                         secret->device_id);
  return NULL;
}

static void
set_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  tc_worker_run_finish (TC_WORKER (source), result, &error);
  if (error)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/* What may stand in a header or a SOAP envelope. */
static gboolean
check (const char *password, GError **error)
{
  gsize size = strlen (password);

  if (size < 1 || size > TC_DEVICE_PASSWORD_BYTES_MAX) {
    g_set_error (error, TC_ERROR, TC_ERROR_LIMIT, "a device's password has 1 to %d bytes",
                 TC_DEVICE_PASSWORD_BYTES_MAX);
    return FALSE;
  }
  for (const char *at = password; *at; at++) {
    if (g_ascii_iscntrl (*at) || !g_utf8_validate (password, -1, NULL)) {
      g_set_error (error, TC_ERROR, TC_ERROR_INVALID,
                   "a device's password has no control characters and is UTF-8");
      return FALSE;
    }
  }
  return TRUE;
}

void
tc_device_secrets_set_async (TcSecrets *secrets, gint64 device_id, const char *password,
                             const char *address, const char *account, gint64 now_us,
                             GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (NULL, NULL, callback, data);
  GError *error = NULL;
  Setting *setting;

  if (password && !check (password, &error)) {
    g_task_return_error (task, error);
    g_object_unref (task);
    return;
  }
  setting = g_new0 (Setting, 1);
  setting->secret = (TcDeviceSecret){device_id, g_strdup (password),
                                     g_strdup (address ? address : ""),
                                     g_strdup (account ? account : "")};
  setting->now_us = now_us;
  tc_worker_run_async (tc_secrets_get_worker (secrets), do_set, setting, free_setting, NULL, NULL,
                       set_cb, task);
}

gboolean
tc_device_secrets_set_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static gpointer
do_list (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const GArray *ids = data;
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_device_secret_free);

  for (guint i = 0; i < ids->len; i++) {
    g_autoptr (TcQuery) query = tc_database_query (
        db, "SELECT device_id, password, address, account FROM device_secret WHERE device_id = ?",
        "i", g_array_index (ids, gint64, i));
    TcDeviceSecret *secret;

    if (!tc_query_next (query))
      continue;
    secret = g_new0 (TcDeviceSecret, 1);
    secret->device_id = tc_query_int (query, 0);
    secret->password = tc_query_dup_text (query, 1);
    secret->address = tc_query_dup_text (query, 2);
    secret->account = tc_query_dup_text (query, 3);
    g_ptr_array_add (list, secret);
  }
  return list;
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  GPtrArray *list = tc_worker_run_finish (TC_WORKER (source), result, &error);

  if (list)
    g_task_return_pointer (task, list, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

void
tc_device_secrets_list_async (TcSecrets *secrets, GArray *device_ids, GAsyncReadyCallback callback,
                              gpointer data)
{
  tc_worker_run_async (tc_secrets_get_worker (secrets), do_list, g_array_ref (device_ids),
                       (GDestroyNotify) g_array_unref, (GDestroyNotify) g_ptr_array_unref, NULL,
                       listed_cb, g_task_new (NULL, NULL, callback, data));
}

GPtrArray *
tc_device_secrets_list_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
