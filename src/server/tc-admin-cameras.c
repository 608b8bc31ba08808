/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Verbs on cameras: passwords of their devices, which media host serves them, whether they may be
 * heard, and who looked at them.
 */
#include "tc-admin-private.h"
#include "tc-camera-lines.h"
#include "tc-camera-operations.h"
#include "tc-camera-questions.h"
#include "tc-cameras.h"
#include "tc-people.h"

/* ---- device-password ---- */

static void
secret_set_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcAdminQuestion *question = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TcCameraAnswer) answer = tc_camera_answer_finish (result, &error);

  if (!answer)
    tc_admin_fail_error (question, error);
  else if (answer->refusal)
    tc_admin_refuse (question, answer->refusal);
  else
    tc_admin_answer (question, NULL);
}

static gpointer
find_device (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return tc_camera_device_find (db, data);
}

static void
device_found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcAdminQuestion *question = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TcCameraDevice) device = tc_worker_run_finish (TC_WORKER (source), result, &error);
  const char *password = tc_admin_get_text (question, "password");

  if (error)
    tc_admin_fail_error (question, error);
  else if (!device)
    tc_admin_fail (question, "there is no device \"%s\"", tc_admin_get_text (question, "device"));
  else
    tc_camera_questions_set_secret_async (question->parts->cameras, device->id,
                                          *password ? password : NULL, secret_set_cb, question);
}

static void
ask_device_password (TcAdminQuestion *question)
{
  const char *device = tc_admin_get_text (question, "device");

  if (!device || !tc_admin_get_text (question, "password"))
    tc_admin_fail (question, "\"device\" and \"password\" are needed");
  else
    tc_admin_run (question, find_device, g_strdup (device), g_free,
                  (GDestroyNotify) tc_camera_device_free, device_found_cb);
}

/* ---- serve-cameras ---- */

typedef struct {
  char *host;         /* (owned): name of its desk; "": none */
  GArray *numbers;    /* (owned) (element-type gint64): of cameras; empty: all */
  gint64 host_id;     /* TC_NONE: none */
  GPtrArray *cameras; /* (owned) (nullable) (element-type TcCamera): that are to be changed */
  guint next;
} Serving;

static void
free_serving (gpointer data)
{
  Serving *serving = data;

  g_free (serving->host);
  g_array_unref (serving->numbers);
  g_clear_pointer (&serving->cameras, g_ptr_array_unref);
  g_free (serving);
}

static gboolean
find_host (TcDatabase *db, Serving *serving, GError **error)
{
  serving->host_id = *serving->host ? tc_admin_find_media_host (db, serving->host, error) : TC_NONE;
  return serving->host_id != 0;
}

/* (element-type gint64): their ids. */
static gboolean
list_wanted (TcDatabase *db, Serving *serving, GArray *ids, GError **error)
{
  g_autoptr (TcQuery) query = NULL;

  for (guint i = 0; i < serving->numbers->len; i++) {
    gint64 number = g_array_index (serving->numbers, gint64, i);
    g_autoptr (TcCamera) camera = tc_camera_find (db, number);

    if (!camera) {
      g_set_error (error, TC_ERROR, TC_ERROR_NOT_FOUND, "there is no camera %" G_GINT64_FORMAT,
                   number);
      return FALSE;
    }
    g_array_append_val (ids, camera->id);
  }
  if (serving->numbers->len > 0)
    return TRUE;
  query = tc_database_query (db, "SELECT id FROM camera WHERE state <> 'removed' ORDER BY number",
                             NULL);
  while (tc_query_next (query)) {
    gint64 id = tc_query_int (query, 0);

    g_array_append_val (ids, id);
  }
  return TRUE;
}

static gpointer
look_up_serving (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Serving *serving = data;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 wanted;

  if (!find_host (db, serving, error) || !list_wanted (db, serving, ids, error))
    return NULL;
  wanted = serving->host_id == TC_NONE ? 0 : serving->host_id;
  serving->cameras = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_camera_free);
  for (guint i = 0; i < ids->len; i++) {
    g_autoptr (TcCamera) camera = tc_camera_get (db, g_array_index (ids, gint64, i));

    if (camera && camera->host_id != wanted)
      g_ptr_array_add (serving->cameras, g_steal_pointer (&camera));
  }
  return NULL;
}

static void change_next (TcAdminQuestion *question);

static void
changed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  if (tc_admin_accepted (data, source, result, NULL))
    change_next (data);
}

static void
change_next (TcAdminQuestion *question)
{
  Serving *serving = question->state;
  const TcCamera *camera;
  TcCameraArgs args;
  JsonObject *answer;

  if (serving->next == serving->cameras->len) {
    answer = json_object_new ();
    json_object_set_int_member (answer, "changed", serving->cameras->len);
    tc_admin_answer (question, answer);
    return;
  }
  camera = g_ptr_array_index (serving->cameras, serving->next++);
  args = (TcCameraArgs){.camera_id = camera->id,
                        .number = camera->number,
                        .name = camera->name,
                        .kind = camera->kind,
                        .agency_id = camera->agency_id,
                        .area_id = camera->area_id,
                        .place = camera->place,
                        .lat_e7 = camera->lat_e7,
                        .lon_e7 = camera->lon_e7,
                        .heading_deg = camera->heading_deg,
                        .view_deg = camera->view_deg,
                        .reach_m = camera->reach_m,
                        .host_id = serving->host_id,
                        .retention = camera->retention};
  tc_admin_submit (question, &tc_camera_change_type, &args, changed_cb);
}

static void
serving_looked_up_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcAdminQuestion *question = data;
  g_autoptr (GError) error = NULL;

  tc_worker_run_finish (TC_WORKER (source), result, &error);
  if (error)
    tc_admin_fail_error (question, error);
  else
    change_next (question);
}

static void
ask_serve_cameras (TcAdminQuestion *question)
{
  const char *host = tc_admin_get_text (question, "host");
  JsonArray *numbers = tc_admin_get_array (question, "numbers");
  Serving *serving;

  if (!host) {
    tc_admin_fail (question, "\"host\" is needed");
    return;
  }
  serving = g_new0 (Serving, 1);
  serving->host = g_strdup (host);
  serving->numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; numbers && i < json_array_get_length (numbers); i++) {
    JsonNode *node = json_array_get_element (numbers, i);
    gint64 number = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_int (node) : 0;

    g_array_append_val (serving->numbers, number);
  }
  question->state = serving;
  question->state_free = free_serving;
  tc_admin_run (question, look_up_serving, serving, NULL, NULL, serving_looked_up_cb);
}

/* ---- camera-sound, camera-state ---- */

static gpointer
find_camera (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return tc_camera_find (db, *(gint64 *) data);
}

static void
set_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  if (tc_admin_accepted (data, source, result, NULL))
    tc_admin_answer (data, NULL);
}

static void
find_camera_of (TcAdminQuestion *question, gint64 number, GAsyncReadyCallback callback)
{
  tc_admin_run (question, find_camera, g_memdup2 (&number, sizeof number), g_free,
                (GDestroyNotify) tc_camera_free, callback);
}

/* The id of the one that was looked for; 0: the question is answered with why there is none, and
 * gone. */
static gint64
take_found (TcAdminQuestion *question, GObject *source, GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TcCamera) camera = tc_worker_run_finish (TC_WORKER (source), result, &error);

  if (camera)
    return camera->id;
  if (error)
    tc_admin_fail_error (question, error);
  else
    tc_admin_fail (question, "there is no camera of that number");
  return 0;
}

static void
sound_found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcAdminQuestion *question = data;
  TcCameraSoundSet args = {.camera_id = take_found (question, source, result)};
  const char *sound;

  if (!args.camera_id)
    return;
  sound = tc_admin_get_text (question, "sound");
  args.sound = g_str_equal (sound, "on") ? 1 : g_str_equal (sound, "off") ? 0 : TC_NONE;
  args.reason = tc_admin_get_text (question, "reason");
  tc_admin_submit (question, &tc_camera_sound_type, &args, set_cb);
}

static void
ask_camera_sound (TcAdminQuestion *question)
{
  static const char *const sounds[] = {"on", "off", "default", NULL};
  const char *sound = tc_admin_get_text (question, "sound");
  gint64 number = 0;

  if (!tc_admin_get_int (question, "camera", &number) || !sound ||
      !g_strv_contains (sounds, sound) || !tc_admin_get_text (question, "reason"))
    tc_admin_fail (question,
                   "\"camera\", \"reason\" and \"sound\" (on, off or default) are needed");
  else
    find_camera_of (question, number, sound_found_cb);
}

static void
state_found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcAdminQuestion *question = data;
  TcCameraStateArgs args = {.camera_id = take_found (question, source, result)};

  if (!args.camera_id)
    return;
  args.state = tc_admin_get_text (question, "state");
  args.reason = tc_admin_get_text (question, "reason");
  tc_admin_submit (question, &tc_camera_state_type, &args, set_cb);
}

static void
ask_camera_state (TcAdminQuestion *question)
{
  const char *state = tc_admin_get_text (question, "state");
  gint64 number = 0;

  if (!tc_admin_get_int (question, "camera", &number) || !state ||
      !g_strv_contains (tc_camera_states, state))
    tc_admin_fail (question, "\"camera\" and \"state\" (in-service or maintenance) are needed");
  else
    find_camera_of (question, number, state_found_cb);
}

/* ---- camera-views ---- */

typedef struct {
  TcCameraViewsFilter filter;
  gint64 number;     /* of a camera; 0: all */
  char *account;     /* (owned) (nullable) */
  GArray *views;     /* (owned) (nullable) (element-type TcCameraView) */
  JsonArray *answer; /* (owned) (nullable) */
} Looking;

static void
free_looking (gpointer data)
{
  Looking *looking = data;

  g_free (looking->account);
  g_clear_pointer (&looking->views, g_array_unref);
  g_clear_pointer (&looking->answer, json_array_unref);
  g_free (looking);
}

static JsonObject *
describe_view (TcDatabase *db, const TcCameraView *view)
{
  JsonObject *object = json_object_new ();
  g_autoptr (TcCamera) camera = tc_camera_get (db, view->camera_id);
  g_autoptr (TcStaff) staff = tc_people_get_staff (db, view->staff_id);
  g_autoptr (TcDeskInfo) desk = tc_people_get_desk (db, view->desk_id);

  tc_admin_set_id (object, "id", view->id);
  json_object_set_int_member (object, "at_us", view->at_us);
  json_object_set_int_member (object, "ends_us", view->ends_us);
  json_object_set_string_member (object, "account", staff ? staff->account : NULL);
  json_object_set_string_member (object, "desk", desk ? desk->name : NULL);
  json_object_set_int_member (object, "camera", camera ? camera->number : 0);
  json_object_set_string_member (object, "name", camera ? camera->name : NULL);
  json_object_set_string_member (object, "use", view->use);
  json_object_set_string_member (object, "profile", view->profile);
  if (view->from_us) {
    json_object_set_int_member (object, "from_us", view->from_us);
    json_object_set_int_member (object, "rate_milli", view->rate_milli);
  }
  if (view->part_id)
    tc_admin_set_id (object, "part", view->part_id);
  return object;
}

static gpointer
describe_views (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Looking *looking = data;

  looking->answer = json_array_new ();
  for (guint i = 0; i < looking->views->len; i++)
    json_array_add_object_element (
        looking->answer, describe_view (db, &g_array_index (looking->views, TcCameraView, i)));
  return NULL;
}

static void
described_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcAdminQuestion *question = data;
  Looking *looking = question->state;
  g_autoptr (GError) error = NULL;
  JsonObject *answer;

  tc_worker_run_finish (TC_WORKER (source), result, &error);
  if (error) {
    tc_admin_fail_error (question, error);
    return;
  }
  answer = json_object_new ();
  json_object_set_array_member (answer, "views", g_steal_pointer (&looking->answer));
  tc_admin_answer (question, answer);
}

static void
views_listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcAdminQuestion *question = data;
  Looking *looking = question->state;
  g_autoptr (GError) error = NULL;

  looking->views = tc_camera_views_list_finish (result, &error);
  if (looking->views)
    tc_admin_run (question, describe_views, looking, NULL, NULL, described_cb);
  else
    tc_admin_fail_error (question, error);
}

static gpointer
find_named (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Looking *looking = data;
  g_autoptr (TcCamera) camera = looking->number ? tc_camera_find (db, looking->number) : NULL;
  g_autoptr (TcStaff) staff = looking->account ? tc_people_find_staff (db, looking->account) : NULL;

  if (looking->number && !camera)
    g_set_error (error, TC_ERROR, TC_ERROR_NOT_FOUND, "there is no camera %" G_GINT64_FORMAT,
                 looking->number);
  else if (looking->account && !staff)
    g_set_error (error, TC_ERROR, TC_ERROR_NOT_FOUND, "there is no account \"%s\"",
                 looking->account);
  looking->filter.camera_id = camera ? camera->id : 0;
  looking->filter.staff_id = staff ? staff->id : 0;
  return NULL;
}

static void
named_found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcAdminQuestion *question = data;
  Looking *looking = question->state;
  g_autoptr (GError) error = NULL;

  tc_worker_run_finish (TC_WORKER (source), result, &error);
  if (error)
    tc_admin_fail_error (question, error);
  else
    tc_camera_questions_list_views_async (question->parts->cameras, &looking->filter,
                                          views_listed_cb, question);
}

static void
ask_camera_views (TcAdminQuestion *question)
{
  Looking *looking = g_new0 (Looking, 1);
  gint64 count = TC_CAMERA_VIEWS_LIST_MAX;

  looking->account = g_strdup (tc_admin_get_text (question, "account"));
  tc_admin_get_int (question, "camera", &looking->number);
  tc_admin_get_int (question, "count", &count);
  looking->filter.limit = (guint) CLAMP (count, 1, TC_CAMERA_VIEWS_LIST_MAX);
  looking->filter.before_id = tc_admin_get_id (question, "before");
  question->state = looking;
  question->state_free = free_looking;
  tc_admin_run (question, find_named, looking, NULL, NULL, named_found_cb);
}

const TcAdminVerb tc_admin_camera_verbs[] = {
    {"device-password", ask_device_password}, {"serve-cameras", ask_serve_cameras},
    {"camera-sound", ask_camera_sound},       {"camera-state", ask_camera_state},
    {"camera-views", ask_camera_views},       {NULL, NULL},
};
