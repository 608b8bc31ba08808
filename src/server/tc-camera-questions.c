/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Questions of cameras; see the header. What is asked is carried from callback to callback as the
 * data of one task.
 */
#include "tc-camera-questions.h"

#include "tc-camera-lines.h"
#include "tc-camera-operations.h"
#include "tc-cameras.h"
#include "tc-device-secrets.h"
#include "tc-media-ticket.h"
#include "tc-people.h"
#include "tc-permission.h"

#include <string.h>

struct _TcCameraQuestions {
  const TcServerParts *parts; /* (unowned): see the header, as the next two */
  TcMediaService *media;
  TcCameraViews *views;
};

typedef struct {
  TcCameraQuestions *self; /* (unowned): it outlives its questions */
  gint64 session_id;       /* 0: who asks has been looked at */
  guint16 desk;
  gint64 now_us;
  const char *capability; /* (nullable): static: what it takes */
  gint64 staff_id;
  TcRefusal *refusal; /* (owned) (nullable) */
  TcMediaTicket ticket;
  TcCameraViewsFilter filter;
  gint64 device_id;
  char *password;         /* (owned) (nullable): wiped */
  TcCameraDevice *device; /* (owned) (nullable) */
  TcMediaPlace place;
} Asking;

static void
free_asking (gpointer data)
{
  Asking *asking = data;

  g_clear_pointer (&asking->refusal, tc_refusal_free);
  tc_password_free (asking->password);
  g_clear_pointer (&asking->device, tc_camera_device_free);
  tc_media_place_clear (&asking->place);
  g_free (asking);
}

static void
return_answer (GTask *task, GVariant *value, TcRefusal *refusal)
{
  g_task_return_pointer (task, tc_camera_answer_new (value, refusal),
                         (GDestroyNotify) tc_camera_answer_free);
}

/* FALSE: the task has its answer. */
static gboolean
goes_on (GTask *task, GObject *source, GAsyncResult *result)
{
  Asking *asking = g_task_get_task_data (task);
  GError *error = NULL;

  tc_worker_run_finish (TC_WORKER (source), result, &error);
  if (error)
    g_task_return_error (task, error);
  else if (asking->refusal)
    return_answer (task, NULL, g_steal_pointer (&asking->refusal));
  else
    return TRUE;
  return FALSE;
}

/* On the reader. */
static gboolean
refuse (Asking *asking, TcRefusal *refusal)
{
  asking->refusal = refusal;
  return FALSE;
}

static gboolean
refuse_camera (Asking *asking, const char *code)
{
  return refuse (asking, tc_refusal_new (code, "camera", TC_I, asking->ticket.camera_id, NULL));
}

static gboolean
check_person (TcDatabase *db, Asking *asking)
{
  asking->staff_id = tc_people_staff_of_session (db, asking->session_id, asking->desk,
                                                 asking->now_us);
  if (!asking->staff_id)
    return refuse (asking, tc_refusal_new ("people.no-session", NULL));
  return !asking->capability ||
         tc_permission_has (db, asking->staff_id, asking->capability, asking->now_us) ||
         refuse (asking, tc_refusal_new ("people.not-allowed", "capability", TC_S,
                                         asking->capability, NULL));
}

/* ---- tickets ---- */

/* Of a restricted camera, when its opening is over. */
static gboolean
check_open (TcDatabase *db, Asking *asking, const TcCamera *camera)
{
  TcMediaTicket *ticket = &asking->ticket;
  gint64 until_us = camera->restricted ? tc_camera_open_until (db, camera->id, asking->staff_id,
                                                               asking->desk, asking->now_us)
                                       : G_MAXINT64;

  if (until_us <= asking->now_us)
    return refuse_camera (asking, "camera.not-open");
  ticket->ends_us = MIN (ticket->ends_us, until_us);
  ticket->begin_by_us = MIN (ticket->begin_by_us, ticket->ends_us);
  return TRUE;
}

/* The profile that there is. */
static gboolean
choose_stream (TcDatabase *db, Asking *asking)
{
  static const TcStreamProfile others[] = {
      [TC_PROFILE_SUB] = TC_PROFILE_MAIN, [TC_PROFILE_MAIN] = TC_PROFILE_SUB};
  TcMediaTicket *ticket = &asking->ticket;
  const TcStreamProfile profiles[] = {ticket->profile, others[ticket->profile]};

  for (gsize i = 0; i < G_N_ELEMENTS (profiles); i++) {
    g_autoptr (TcCameraStream)
        stream = tc_camera_stream_get (db, ticket->camera_id, tc_stream_profile_code (profiles[i]));

    if (stream) {
      ticket->profile = profiles[i];
      return TRUE;
    }
  }
  return refuse_camera (asking, "camera.no-stream");
}

static gpointer
look_up_ticket (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Asking *asking = data;
  TcMediaTicket *ticket = &asking->ticket;
  g_autoptr (TcCamera) camera = NULL;

  if (!check_person (db, asking) || !tc_camera_may_view (db, ticket->camera_id, asking->staff_id,
                                                         asking->now_us, &asking->refusal))
    return NULL;
  camera = tc_camera_get (db, ticket->camera_id);
  if (!camera || !check_open (db, asking, camera))
    return NULL;
  ticket->staff_id = asking->staff_id;
  ticket->host = (guint16) camera->host_id;
  if (!camera->host_id)
    refuse_camera (asking, "camera.no-host");
  else if (ticket->use == TC_TICKET_LIVE && !g_str_equal (camera->state, "in-service"))
    refuse_camera (asking, "camera.no-stream");
  /* What was recorded is of the main one, whatever streams there are by now. */
  else if (tc_ticket_use_is_replay (ticket->use))
    ticket->profile = TC_PROFILE_MAIN;
  else
    choose_stream (db, asking);
  return NULL;
}

static void
viewed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Asking *asking = g_task_get_task_data (task);
  const TcMediaTicket *ticket = &asking->ticket;
  g_autofree char *secret = NULL;
  g_autofree char *address = NULL;
  GVariantDict dict;
  GError *error = NULL;

  if (!tc_camera_views_add_finish (result, &error)) {
    g_task_return_error (task, error);
    return;
  }
  secret = tc_media_ticket_sign (ticket, tc_hub_worker_get_key (asking->self->parts->hub));
  address = g_strdup_printf ("rtsps://%s:%u/%s/%" G_GINT64_FORMAT "/%s", asking->place.address,
                             asking->place.port, tc_ticket_use_code (ticket->use),
                             ticket->camera_id, tc_stream_profile_code (ticket->profile));
  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "address", "s", address);
  g_variant_dict_insert (&dict, "account", "s", TC_TICKET_ACCOUNT);
  g_variant_dict_insert (&dict, "secret", "s", secret);
  g_variant_dict_insert (&dict, "until_us", "x", ticket->begin_by_us);
  g_variant_dict_insert (&dict, "ends_us", "x", ticket->ends_us);
  g_variant_dict_insert (&dict, "profile", "s", tc_stream_profile_code (ticket->profile));
  g_variant_dict_insert_value (&dict, "fingerprint",
                               g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE,
                                                          asking->place.fingerprint.bytes,
                                                          TC_DIGEST_SIZE, 1));
  return_answer (task, g_variant_dict_end (&dict), NULL);
}

static void
ticket_looked_up_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Asking *asking = g_task_get_task_data (task);
  const TcMediaTicket *ticket = &asking->ticket;
  TcCameraView view;

  if (!goes_on (task, source, result))
    return;
  if (!tc_media_service_find (asking->self->media, ticket->host, ticket->camera_id,
                              &asking->place)) {
    return_answer (task, NULL,
                   tc_refusal_new ("camera.host-away", "camera", TC_I, ticket->camera_id, NULL));
    return;
  }
  view = (TcCameraView){.staff_id = ticket->staff_id,
                        .desk_id = ticket->desk,
                        .camera_id = ticket->camera_id,
                        .host_id = ticket->host,
                        .use = tc_ticket_use_code (ticket->use),
                        .profile = tc_stream_profile_code (ticket->profile),
                        .at_us = asking->now_us,
                        .ends_us = ticket->ends_us,
                        .from_us = ticket->from_us,
                        .rate_milli = tc_ticket_use_is_replay (ticket->use) ? ticket->rate_milli
                                                                            : 0};
  tc_camera_views_add_async (asking->self->views, &view, viewed_cb, g_steal_pointer (&task));
}

/* FALSE: it isn't one. */
static gboolean
read_wish (Asking *asking, GVariant *value)
{
  TcMediaTicket *ticket = &asking->ticket;
  const char *use = NULL, *profile = NULL;

  if (!g_variant_lookup (value, "camera", "x", &ticket->camera_id) || ticket->camera_id <= 0 ||
      !g_variant_lookup (value, "use", "&s", &use) ||
      !g_variant_lookup (value, "profile", "&s", &profile) ||
      !tc_ticket_use_from_code (use, &ticket->use) || ticket->use == TC_TICKET_EXPORT ||
      !tc_ticket_profile_from_code (profile, &ticket->profile))
    return FALSE;
  ticket->rate_milli = TC_TICKET_RATE_NORMAL;
  if (ticket->use == TC_TICKET_LIVE)
    return TRUE;
  g_variant_lookup (value, "start_us", "x", &ticket->start_us);
  g_variant_lookup (value, "rate_milli", "x", &ticket->rate_milli);
  return g_variant_lookup (value, "from_us", "x", &ticket->from_us) && ticket->from_us > 0 &&
         ticket->start_us >= 0 && ticket->rate_milli >= TC_TICKET_RATE_MIN &&
         ticket->rate_milli <= TC_TICKET_RATE_MAX;
}

static void
ask_ticket (GTask *task, GVariant *value)
{
  Asking *asking = g_task_get_task_data (task);
  TcMediaTicket *ticket = &asking->ticket;

  if (!read_wish (asking, value)) {
    return_answer (task, NULL,
                   tc_refusal_new ("question.form", "what", TC_S, "camera, use, profile", NULL));
    g_object_unref (task);
    return;
  }
  asking->capability = tc_ticket_use_is_replay (ticket->use) ? TC_MAY_REPLAY_CAMERAS : NULL;
  ticket->desk = asking->desk;
  ticket->begin_by_us = asking->now_us + TC_TICKET_BEGIN_US;
  ticket->ends_us = asking->now_us + TC_TICKET_LASTS_US;
  tc_random_bytes (ticket->nonce, TC_TICKET_NONCE_SIZE);
  tc_worker_run_async (asking->self->parts->reader, look_up_ticket, asking, NULL, NULL, NULL,
                       ticket_looked_up_cb, task);
}

/* ---- snapshots ---- */

static void
snapshot_noted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (tc_camera_views_add_finish (result, &error))
    return_answer (task, NULL, NULL);
  else
    g_task_return_error (task, error);
}

static gpointer
look_up_snapshot (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Asking *asking = data;
  TcMediaTicket *ticket = &asking->ticket;
  g_autoptr (TcCamera) camera = NULL;

  if (!check_person (db, asking) || !tc_camera_may_view (db, ticket->camera_id, asking->staff_id,
                                                         asking->now_us, &asking->refusal))
    return NULL;
  camera = tc_camera_get (db, ticket->camera_id);
  if (camera && check_open (db, asking, camera))
    ticket->host = (guint16) camera->host_id;
  return NULL;
}

static void
snapshot_looked_up_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Asking *asking = g_task_get_task_data (task);
  const TcMediaTicket *ticket = &asking->ticket;
  const TcCameraView view = {.staff_id = asking->staff_id,
                             .desk_id = asking->desk,
                             .camera_id = ticket->camera_id,
                             .host_id = ticket->host,
                             .use = TC_VIEW_SNAPSHOT,
                             .profile = tc_stream_profile_code (ticket->profile),
                             .at_us = asking->now_us,
                             .ends_us = asking->now_us,
                             .from_us = ticket->from_us};

  if (goes_on (task, source, result))
    tc_camera_views_add_async (asking->self->views, &view, snapshot_noted_cb,
                               g_steal_pointer (&task));
}

static void
ask_snapshot (GTask *task, GVariant *value)
{
  Asking *asking = g_task_get_task_data (task);
  TcMediaTicket *ticket = &asking->ticket;
  const char *profile = NULL;

  if (!g_variant_lookup (value, "camera", "x", &ticket->camera_id) || ticket->camera_id <= 0 ||
      !g_variant_lookup (value, "at_us", "x", &ticket->from_us) || ticket->from_us <= 0 ||
      !g_variant_lookup (value, "profile", "&s", &profile) ||
      !tc_ticket_profile_from_code (profile, &ticket->profile)) {
    return_answer (task, NULL,
                   tc_refusal_new ("question.form", "what", TC_S, "camera, profile, at_us", NULL));
    g_object_unref (task);
    return;
  }
  tc_worker_run_async (asking->self->parts->reader, look_up_snapshot, asking, NULL, NULL, NULL,
                       snapshot_looked_up_cb, task);
}

/* ---- views ---- */

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  g_autoptr (GArray) list = tc_camera_views_list_finish (result, &error);
  GVariantBuilder builder;
  GVariantDict dict;

  if (!list) {
    g_task_return_error (task, error);
    return;
  }
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(xxxxssxxxx)"));
  for (guint i = 0; i < list->len; i++) {
    const TcCameraView *view = &g_array_index (list, TcCameraView, i);

    g_variant_builder_add (&builder, "(xxxxssxxxx)", view->id, view->staff_id, view->desk_id,
                           view->camera_id, view->use, view->profile, view->at_us, view->ends_us,
                           view->from_us, view->rate_milli);
  }
  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert_value (&dict, "views", g_variant_builder_end (&builder));
  return_answer (task, g_variant_dict_end (&dict), NULL);
}

static gpointer
look_up_person (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  check_person (db, data);
  return NULL;
}

static void
views_allowed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Asking *asking = g_task_get_task_data (task);

  if (goes_on (task, source, result))
    tc_camera_views_list_async (asking->self->views, &asking->filter, listed_cb,
                                g_steal_pointer (&task));
}

static void
ask_views (GTask *task, GVariant *value)
{
  Asking *asking = g_task_get_task_data (task);
  gint64 limit = 0;

  g_variant_lookup (value, "camera", "x", &asking->filter.camera_id);
  g_variant_lookup (value, "staff", "x", &asking->filter.staff_id);
  g_variant_lookup (value, "before", "x", &asking->filter.before_id);
  g_variant_lookup (value, "limit", "x", &limit);
  asking->filter.limit = limit > 0 && limit < TC_CAMERA_VIEWS_LIST_MAX ? (guint) limit
                                                                       : TC_CAMERA_VIEWS_LIST_MAX;
  asking->capability = TC_MAY_EXPORT_CAMERAS;
  tc_worker_run_async (asking->self->parts->reader, look_up_person, asking, NULL, NULL, NULL,
                       views_allowed_cb, task);
}

void
tc_camera_questions_list_views_async (TcCameraQuestions *self, const TcCameraViewsFilter *filter,
                                      GAsyncReadyCallback callback, gpointer data)
{
  tc_camera_views_list_async (self->views, filter, callback, data);
}

/* ---- passwords of devices ---- */

static gpointer
look_up_device (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Asking *asking = data;

  if (asking->session_id && !check_person (db, asking))
    return NULL;
  asking->device = tc_camera_device_get (db, asking->device_id);
  if (!asking->device)
    refuse (asking,
            tc_refusal_new ("camera-device.unknown", "device", TC_I, asking->device_id, NULL));
  return NULL;
}

static void
noted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  g_autoptr (TcVerdict)
      verdict = tc_operation_sink_submit_finish (TC_OPERATION_SINK (source), result, &error);

  if (!verdict)
    g_task_return_error (task, error);
  else
    return_answer (task, NULL, g_steal_pointer (&verdict->refusal));
}

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Asking *asking = g_task_get_task_data (task);
  const TcCameraDeviceSecret args = {asking->device_id, asking->password ? 1 : 0};
  GError *error = NULL;

  if (tc_device_secrets_set_finish (result, &error)) {
    tc_operation_sink_submit_async (TC_OPERATION_SINK (asking->self->parts->hub),
                                    &tc_camera_device_secret_type, &args, NULL, noted_cb,
                                    g_steal_pointer (&task));
  } else if (g_error_matches (error, TC_ERROR, TC_ERROR_LIMIT) ||
             g_error_matches (error, TC_ERROR, TC_ERROR_INVALID)) {
    g_error_free (error);
    return_answer (task, NULL, tc_refusal_new ("camera.secret", NULL));
  } else {
    g_task_return_error (task, error);
  }
}

static void
device_looked_up_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Asking *asking = g_task_get_task_data (task);

  if (!goes_on (task, source, result))
    return;
  /* Journal and log say that, and never which. */
  g_message ("the password of device %s is %s", asking->device->code,
             asking->password ? "set" : "forgotten");
  tc_device_secrets_set_async (asking->self->parts->secrets, asking->device_id, asking->password,
                               asking->device->address, asking->device->account, asking->now_us,
                               kept_cb, g_steal_pointer (&task));
}

static void
set_secret (GTask *task)
{
  Asking *asking = g_task_get_task_data (task);

  tc_worker_run_async (asking->self->parts->reader, look_up_device, asking, NULL, NULL, NULL,
                       device_looked_up_cb, task);
}

static void
ask_secret (GTask *task, GVariant *value)
{
  Asking *asking = g_task_get_task_data (task);
  const char *password = NULL;

  if (!g_variant_lookup (value, "device", "x", &asking->device_id) ||
      !g_variant_lookup (value, "password", "&s", &password)) {
    return_answer (task, NULL,
                   tc_refusal_new ("question.form", "what", TC_S, "device, password", NULL));
    g_object_unref (task);
    return;
  }
  asking->password = *password ? g_strdup (password) : NULL;
  asking->capability = TC_MAY_MANAGE_CAMERAS;
  set_secret (task);
}

void
tc_camera_questions_set_secret_async (TcCameraQuestions *self, gint64 device_id,
                                      const char *password, GAsyncReadyCallback callback,
                                      gpointer data)
{
  GTask *task = g_task_new (NULL, NULL, callback, data);
  Asking *asking = g_new0 (Asking, 1);

  asking->self = self;
  asking->now_us = g_get_real_time ();
  asking->device_id = device_id;
  asking->password = g_strdup (password);
  g_task_set_task_data (task, asking, free_asking);
  set_secret (task);
}

/* ---- all of them ---- */

void
tc_camera_questions_ask_async (TcCameraQuestions *self, TcDeskLine *line, const char *name,
                               GVariant *value, GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (NULL, NULL, callback, data);
  Asking *asking = g_new0 (Asking, 1);

  asking->self = self;
  asking->desk = tc_desk_line_get_replica (line);
  asking->now_us = g_get_real_time ();
  g_task_set_task_data (task, asking, free_asking);
  if (!value || !g_variant_lookup (value, "session_id", "x", &asking->session_id) ||
      asking->session_id <= 0) {
    return_answer (task, NULL, tc_refusal_new ("question.form", "what", TC_S, "session_id", NULL));
    g_object_unref (task);
  } else if (g_str_equal (name, TC_ASK_TICKET)) {
    ask_ticket (task, value);
  } else if (g_str_equal (name, TC_ASK_SNAPSHOT)) {
    ask_snapshot (task, value);
  } else if (g_str_equal (name, TC_ASK_VIEWS)) {
    ask_views (task, value);
  } else {
    ask_secret (task, value);
  }
}

TcCameraQuestions *
tc_camera_questions_new (const TcServerParts *parts, TcMediaService *media, TcCameraViews *views)
{
  TcCameraQuestions *self = g_new0 (TcCameraQuestions, 1);

  self->parts = parts;
  self->media = media;
  self->views = views;
  return self;
}

void
tc_camera_questions_free (TcCameraQuestions *self)
{
  g_free (self);
}
