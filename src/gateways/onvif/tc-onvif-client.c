/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A device; see the header. Connecting is a task that takes its steps one after the other.
 */
#include "tc-onvif-client-private.h"

#include "tc-camera-address.h"
#include "tc-onvif-exchange-private.h"

#include <string.h>

G_DEFINE_FINAL_TYPE (TcOnvifClient, tc_onvif_client, G_TYPE_OBJECT)

/* ---- connecting ---- */

static void
information_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  TcOnvifClient *self = TC_ONVIF_CLIENT (source);
  GError *error = NULL;
  g_autoptr (TcOnvifReply) reply = tc_onvif_call_finish (self, result, &error);
  TcOnvifInformation *information = reply ? tc_onvif_reply_read_information (reply, &error) : NULL;

  /* Some tell it to nobody, or to administrators alone: who has just proved an account and is
   * denied has no right to it. */
  if (!information && (tc_onvif_error_is_refusal (error) ||
                       (self->account && !self->held &&
                        g_error_matches (error, TC_ONVIF_ERROR, TC_ONVIF_ERROR_DENIED)))) {
    g_clear_error (&error);
    information = tc_onvif_information_new ();
  }
  if (!information) {
    g_task_return_error (task, error);
    return;
  }
  g_clear_pointer (&self->information, tc_onvif_information_free);
  self->information = information;
  g_task_return_boolean (task, TRUE);
}

/* Keeps what of the services' addresses may be used. */
static void
take_services (TcOnvifClient *self, const TcOnvifServices *services)
{
  GUri *reached = self->services[TC_ONVIF_SERVICE_DEVICE];

  /* Where its own service is we know better. */
  for (guint i = TC_ONVIF_SERVICE_DEVICE + 1; i < TC_ONVIF_N_SERVICES; i++) {
    g_autofree char *address = services->told[i]
                                   ? tc_onvif_address_take (services->told[i],
                                                            TC_ONVIF_ADDRESS_SERVICE, reached)
                                   : NULL;

    g_clear_pointer (&self->services[i], g_uri_unref);
    self->misled[i] = services->told[i] && !address;
    if (address)
      self->services[i] = g_uri_parse (address, SOUP_HTTP_URI_FLAGS, NULL);
  }
}

/* Older devices answer a question that they don't know in many ways. */
static gboolean
may_be_older (const GError *error)
{
  g_autoptr (TcRefusal) cause = tc_onvif_error_dup_cause (error);
  gint64 status = 0;

  if (cause && error->code == TC_ONVIF_ERROR_BUSY)
    return g_variant_lookup (cause->args, "status", "x", &status) &&
           (status == 500 || status == 501);
  return tc_onvif_error_is_refusal (error) || (cause && (error->code == TC_ONVIF_ERROR_NOT_ONVIF ||
                                                         error->code == TC_ONVIF_ERROR_WEB_PAGE ||
                                                         error->code == TC_ONVIF_ERROR_MALFORMED));
}

/* Returns: FALSE: it is to be asked as older ones are. */
static gboolean
read_services (GTask *task, GAsyncResult *result, gboolean last)
{
  TcOnvifClient *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (TcOnvifReply) reply = tc_onvif_call_finish (self, result, &error);
  g_autoptr (TcOnvifServices) services = reply ? tc_onvif_reply_read_services (reply, &error)
                                               : NULL;

  if (services) {
    take_services (self, services);
    tc_onvif_call_async (self, TC_ONVIF_SERVICE_DEVICE, "GetDeviceInformation",
                         tc_onvif_body_new (TC_ONVIF_SERVICE_DEVICE, "GetDeviceInformation"),
                         TC_ONVIF_CALL_PLAIN, g_task_get_cancellable (task), information_cb,
                         g_object_ref (task));
    return TRUE;
  }
  if (last || !may_be_older (error)) {
    g_task_return_error (task, error);
    return TRUE;
  }
  g_error_free (error);
  return FALSE;
}

static void
capabilities_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;

  read_services (task, result, TRUE);
}

static void
services_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GString *body;

  if (read_services (task, result, FALSE))
    return;
  /* An older device. */
  body = tc_onvif_body_new (TC_ONVIF_SERVICE_DEVICE, "GetCapabilities");
  tc_onvif_body_add (body, "Category", "All");
  tc_onvif_call_async (TC_ONVIF_CLIENT (source), TC_ONVIF_SERVICE_DEVICE, "GetCapabilities", body,
                       TC_ONVIF_CALL_PLAIN, g_task_get_cancellable (task), capabilities_cb,
                       g_object_ref (task));
}

static void
clock_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  TcOnvifClient *self = TC_ONVIF_CLIENT (source);
  GString *body;
  GError *error = NULL;

  if (!tc_onvif_renew_clock_finish (self, result, &error)) {
    g_task_return_error (task, error);
    return;
  }
  body = tc_onvif_body_new (TC_ONVIF_SERVICE_DEVICE, "GetServices");
  tc_onvif_body_add (body, "IncludeCapability", "false");
  tc_onvif_call_async (self, TC_ONVIF_SERVICE_DEVICE, "GetServices", body, TC_ONVIF_CALL_PLAIN,
                       g_task_get_cancellable (task), services_cb, g_object_ref (task));
}

void
tc_onvif_client_connect_async (TcOnvifClient *self, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (self, cancellable, callback, data);

  /* What a device once said of where it is may be what is wrong now. */
  g_clear_pointer (&self->services[TC_ONVIF_SERVICE_DEVICE], g_uri_unref);
  self->services[TC_ONVIF_SERVICE_DEVICE] = g_uri_ref (self->address);
  self->held = FALSE;
  self->proved = FALSE;
  g_hash_table_remove_all (self->denied);
  tc_onvif_renew_clock_async (self, cancellable, clock_cb, task);
}

gboolean
tc_onvif_client_connect_finish (TcOnvifClient *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

const TcOnvifInformation *
tc_onvif_client_get_information (TcOnvifClient *self)
{
  return self->information;
}

gboolean
tc_onvif_client_has (TcOnvifClient *self, TcOnvifService service)
{
  g_assert (service < TC_ONVIF_N_SERVICES);
  return self->services[service] != NULL;
}

gint64
tc_onvif_client_get_clock_offset_ms (TcOnvifClient *self)
{
  return self->offset_us / 1000;
}

void
tc_onvif_return_address (GTask *task, TcOnvifReply *reply, TcOnvifAddressKind kind)
{
  TcOnvifClient *self = g_task_get_source_object (task);
  GUri *reached = self->services[TC_ONVIF_SERVICE_DEVICE];
  GError *error = NULL;
  g_autofree char *told = tc_onvif_reply_read_uri (reply, &error);
  g_autofree char *address = told ? tc_onvif_address_take (told, kind, reached) : NULL;
  gboolean tells = address && tc_camera_address_tells_account (address);

  if (address && !tells) {
    g_task_return_pointer (task, g_steal_pointer (&address), g_free);
    return;
  }
  if (told)
    tc_onvif_error_set (&error, TC_ONVIF_ERROR_TOLD_ADDRESS, "what", TC_S,
                        tells ? "password" : "scheme", NULL);
  g_task_return_error (task, error);
}

/* ---- profiles ---- */

static void ask_profiles (GTask *task, gboolean media2);

static void
profiles_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  TcOnvifClient *self = TC_ONVIF_CLIENT (source);
  gboolean media2 = GPOINTER_TO_INT (g_task_get_task_data (task));
  GError *error = NULL;
  g_autoptr (TcOnvifReply) reply = tc_onvif_call_finish (self, result, &error);
  GPtrArray *profiles = reply ? tc_onvif_reply_read_profiles (reply, &error) : NULL;

  if (profiles) {
    g_task_return_pointer (task, profiles, (GDestroyNotify) g_ptr_array_unref);
  } else if (media2 && tc_onvif_error_is_refusal (error) &&
             self->services[TC_ONVIF_SERVICE_MEDIA]) {
    g_error_free (error);
    ask_profiles (task, FALSE);
  } else {
    g_task_return_error (task, error);
  }
}

static void
ask_profiles (GTask *task, gboolean media2)
{
  /* What is read; the rest, such as metadata, makes large recorders' answers too large. */
  static const char *const types[] = {"VideoSource", "VideoEncoder", "AudioEncoder", "PTZ"};
  TcOnvifService service = media2 ? TC_ONVIF_SERVICE_MEDIA2 : TC_ONVIF_SERVICE_MEDIA;
  GString *body = tc_onvif_body_new (service, "GetProfiles");

  for (guint i = 0; media2 && i < G_N_ELEMENTS (types); i++)
    tc_onvif_body_add (body, "Type", types[i]);
  g_task_set_task_data (task, GINT_TO_POINTER (media2), NULL);
  tc_onvif_call_async (g_task_get_source_object (task), service, "GetProfiles", body,
                       TC_ONVIF_CALL_PLAIN, g_task_get_cancellable (task), profiles_cb,
                       g_object_ref (task));
}

void
tc_onvif_client_profiles_async (TcOnvifClient *self, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);

  ask_profiles (task, self->services[TC_ONVIF_SERVICE_MEDIA2] != NULL);
}

GPtrArray *
tc_onvif_client_profiles_finish (TcOnvifClient *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ---- streams and pictures ---- */

typedef struct {
  char *token; /* (owned): of the profile */
  gboolean media2;
  gboolean plain; /* RTSP was refused: the protocol that all have, for the same address */
} Asking;

static void ask_stream (GTask *task);

static void
free_asking (gpointer data)
{
  Asking *asking = data;

  g_free (asking->token);
  g_free (asking);
}

static void
stream_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Asking *asking = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (TcOnvifReply) reply = tc_onvif_call_finish (TC_ONVIF_CLIENT (source), result, &error);

  if (reply) {
    tc_onvif_return_address (task, reply, TC_ONVIF_ADDRESS_STREAM);
  } else if (!asking->plain && g_error_matches (error, TC_ONVIF_ERROR, TC_ONVIF_ERROR_FAULT)) {
    g_error_free (error);
    asking->plain = TRUE;
    ask_stream (task);
  } else {
    g_task_return_error (task, error);
  }
}

static void
ask_stream (GTask *task)
{
  Asking *asking = g_task_get_task_data (task);
  TcOnvifService service = asking->media2 ? TC_ONVIF_SERVICE_MEDIA2 : TC_ONVIF_SERVICE_MEDIA;
  GString *body = tc_onvif_body_new (service, "GetStreamUri");

  if (asking->media2) {
    tc_onvif_body_add (body, "Protocol", asking->plain ? "RtspUnicast" : "RTSP");
  } else {
    tc_onvif_body_open (body, "StreamSetup");
    tc_onvif_body_add (body, "tt:Stream", "RTP-Unicast");
    tc_onvif_body_open (body, "tt:Transport");
    tc_onvif_body_add (body, "tt:Protocol", asking->plain ? "UDP" : "RTSP");
    tc_onvif_body_close (body, "tt:Transport");
    tc_onvif_body_close (body, "StreamSetup");
  }
  tc_onvif_body_add (body, "ProfileToken", asking->token);
  tc_onvif_call_async (g_task_get_source_object (task), service, "GetStreamUri", body,
                       TC_ONVIF_CALL_PLAIN, g_task_get_cancellable (task), stream_cb,
                       g_object_ref (task));
}

void
tc_onvif_client_stream_async (TcOnvifClient *self, const TcOnvifProfile *profile,
                              GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);
  Asking *asking = g_new0 (Asking, 1);

  asking->token = g_strdup (profile->token);
  asking->media2 = profile->media2;
  g_task_set_task_data (task, asking, free_asking);
  ask_stream (task);
}

char *
tc_onvif_client_stream_finish (TcOnvifClient *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
snapshot_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  g_autoptr (TcOnvifReply) reply = tc_onvif_call_finish (TC_ONVIF_CLIENT (source), result, &error);

  if (reply)
    tc_onvif_return_address (task, reply, TC_ONVIF_ADDRESS_PICTURE);
  else
    g_task_return_error (task, error);
}

void
tc_onvif_client_snapshot_async (TcOnvifClient *self, const TcOnvifProfile *profile,
                                GCancellable *cancellable, GAsyncReadyCallback callback,
                                gpointer data)
{
  TcOnvifService service = profile->media2 ? TC_ONVIF_SERVICE_MEDIA2 : TC_ONVIF_SERVICE_MEDIA;
  GString *body = tc_onvif_body_new (service, "GetSnapshotUri");

  tc_onvif_body_add (body, "ProfileToken", profile->token);
  tc_onvif_call_async (self, service, "GetSnapshotUri", body, TC_ONVIF_CALL_PLAIN, cancellable,
                       snapshot_cb, g_task_new (self, cancellable, callback, data));
}

char *
tc_onvif_client_snapshot_finish (TcOnvifClient *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ---- object ---- */

static void
tc_onvif_client_finalize (GObject *object)
{
  TcOnvifClient *self = TC_ONVIF_CLIENT (object);

  g_clear_object (&self->session);
  g_clear_object (&self->brisk);
  g_hash_table_unref (self->denied);
  g_clear_pointer (&self->address, g_uri_unref);
  for (guint i = 0; i < TC_ONVIF_N_SERVICES; i++)
    g_clear_pointer (&self->services[i], g_uri_unref);
  g_free (self->account);
  if (self->password)
    explicit_bzero (self->password, strlen (self->password));
  g_free (self->password);
  g_free (self->certificate_sha256);
  g_clear_pointer (&self->digest, tc_onvif_digest_free);
  g_clear_pointer (&self->information, tc_onvif_information_free);
  G_OBJECT_CLASS (tc_onvif_client_parent_class)->finalize (object);
}

static void
tc_onvif_client_class_init (TcOnvifClientClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tc_onvif_client_finalize;
}

static void
tc_onvif_client_init (TcOnvifClient *self)
{
  self->session = tc_onvif_session_new ();
  self->brisk = tc_onvif_session_new ();
  self->denied = g_hash_table_new (g_str_hash, g_str_equal);
  self->offset_at_us = TC_ONVIF_NO_TIME;
  self->date_offset_us = TC_ONVIF_NO_TIME;
}

TcOnvifClient *
tc_onvif_client_new (const TcOnvifOptions *options, GError **error)
{
  g_autoptr (GUri) address = tc_onvif_address_read (options->address, error);
  TcOnvifClient *self;

  if (!address)
    return NULL;
  self = g_object_new (TC_TYPE_ONVIF_CLIENT, NULL);
  self->address = g_steal_pointer (&address);
  self->services[TC_ONVIF_SERVICE_DEVICE] = g_uri_ref (self->address);
  self->account = options->account && *options->account ? g_strdup (options->account) : NULL;
  self->password = g_strdup (options->password ? options->password : "");
  self->certificate_sha256 = g_strdup (options->certificate_sha256);
  self->connect_ms = options->connect_ms ? options->connect_ms : TC_ONVIF_CONNECT_MS;
  self->answer_ms = options->answer_ms ? options->answer_ms : TC_ONVIF_ANSWER_MS;
  self->clock_fresh_ms = options->clock_fresh_ms ? options->clock_fresh_ms
                                                 : TC_ONVIF_CLOCK_FRESH_MS;
  return self;
}
