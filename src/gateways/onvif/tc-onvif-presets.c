/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Presets of a camera. Declared in tc-onvif-ptz.h.
 */
#include "tc-onvif-client-private.h"
#include "tc-onvif-ptz.h"

static void
presets_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  g_autoptr (TcOnvifReply) reply = tc_onvif_call_finish (TC_ONVIF_CLIENT (source), result, &error);
  GPtrArray *presets = reply ? tc_onvif_reply_read_presets (reply, &error) : NULL;

  if (presets)
    g_task_return_pointer (task, presets, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

void
tc_onvif_presets_async (TcOnvifClient *client, const char *profile, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer data)
{
  GString *body = tc_onvif_body_new (TC_ONVIF_SERVICE_PTZ, "GetPresets");

  tc_onvif_body_add (body, "ProfileToken", profile);
  tc_onvif_call_async (client, TC_ONVIF_SERVICE_PTZ, "GetPresets", body, TC_ONVIF_CALL_PLAIN,
                       cancellable, presets_cb, g_task_new (client, cancellable, callback, data));
}

GPtrArray *
tc_onvif_presets_finish (TcOnvifClient *client, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  g_autoptr (TcOnvifReply) reply = tc_onvif_call_finish (TC_ONVIF_CLIENT (source), result, &error);

  if (reply &&
      tc_onvif_reply_read_done (reply, TC_ONVIF_SERVICE_PTZ, g_task_get_task_data (task), &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* @response: a constant: the name of what answers @action */
static void
call_preset (TcOnvifClient *client, const char *action, const char *response, const char *profile,
             const char *preset, TcOnvifCallFlags flags, GTask *task)
{
  GString *body = tc_onvif_body_new (TC_ONVIF_SERVICE_PTZ, action);

  tc_onvif_body_add (body, "ProfileToken", profile);
  tc_onvif_body_add (body, "PresetToken", preset);
  g_task_set_task_data (task, (gpointer) response, NULL);
  tc_onvif_call_async (client, TC_ONVIF_SERVICE_PTZ, action, body, flags,
                       g_task_get_cancellable (task), done_cb, task);
}

void
tc_onvif_preset_go_async (TcOnvifClient *client, const char *profile, const char *preset,
                          GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  call_preset (client, "GotoPreset", "GotoPresetResponse", profile, preset, TC_ONVIF_CALL_PLAIN,
               g_task_new (client, cancellable, callback, data));
}

void
tc_onvif_preset_remove_async (TcOnvifClient *client, const char *profile, const char *preset,
                              GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer data)
{
  call_preset (client, "RemovePreset", "RemovePresetResponse", profile, preset, TC_ONVIF_CALL_ONCE,
               g_task_new (client, cancellable, callback, data));
}

gboolean
tc_onvif_preset_done_finish (TcOnvifClient *client, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
set_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  g_autoptr (TcOnvifReply) reply = tc_onvif_call_finish (TC_ONVIF_CLIENT (source), result, &error);
  char *token = reply ? tc_onvif_reply_read_preset (reply, &error) : NULL;

  if (token)
    g_task_return_pointer (task, token, g_free);
  else
    g_task_return_error (task, error);
}

void
tc_onvif_preset_set_async (TcOnvifClient *client, const char *profile, const char *name,
                           const char *preset, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer data)
{
  GString *body = tc_onvif_body_new (TC_ONVIF_SERVICE_PTZ, "SetPreset");

  tc_onvif_body_add (body, "ProfileToken", profile);
  if (name)
    tc_onvif_body_add (body, "PresetName", name);
  if (preset)
    tc_onvif_body_add (body, "PresetToken", preset);
  tc_onvif_call_async (client, TC_ONVIF_SERVICE_PTZ, "SetPreset", body, TC_ONVIF_CALL_ONCE,
                       cancellable, set_cb, g_task_new (client, cancellable, callback, data));
}

char *
tc_onvif_preset_set_finish (TcOnvifClient *client, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
