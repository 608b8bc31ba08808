/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Steering cameras; see the header. What a desk asks goes from callback to callback as the data of
 * one task: rights, lease, audit, the host.
 */
#include "tc-camera-steering.h"

#include "tc-camera-leases.h"
#include "tc-camera-operations.h"
#include "tc-cameras.h"
#include "tc-host-waits.h"
#include "tc-people.h"
#include "tc-permission.h"

#include <string.h>

#define PRESET_CHARS_MAX 200

struct _TcCameraSteering {
  const TcServerParts *parts; /* (unowned): see the header, as the next two */
  TcDeskLines *lines;
  TcCameraViews *views;
  TcCameraLeases *leases;    /* (owned) */
  GHashTable *names;         /* (owned): of a camera (gint64): the name of who steered it last */
  GHashTable *hosts;         /* (owned): likewise: the number of its host then */
  TcHostWaits *waits;        /* (owned) */
  GCancellable *cancellable; /* (owned): when it ends */
};

typedef enum {
  LOOK,
  MOVE,
  STOP,
  KEEP,
  PRESETS,
  PRESET,
  LET_GO,
} What;

static const char *const whats[] = {"look", "move", "stop", "keep", "presets", "preset", "let-go"};

typedef struct {
  TcCameraSteering *self; /* (unowned): it outlives its questions, or they are cancelled */
  What what;
  gint64 session_id;
  gint64 camera_id;
  guint16 desk;
  gint64 now_us;
  gboolean over;
  int speed[3];
  char *preset;       /* (owned) (nullable) */
  gint64 staff_id;    /* who asks */
  char *name;         /* (owned) (nullable): of who asks */
  guint16 host;       /* that serves it */
  TcRefusal *refusal; /* (owned) (nullable) */
} Asking;

static void
free_asking (gpointer data)
{
  Asking *asking = data;

  g_clear_pointer (&asking->refusal, tc_refusal_free);
  g_free (asking->preset);
  g_free (asking->name);
  g_free (asking);
}

/* @value: (nullable) (floating) */
static void
return_answer (GTask *task, GVariant *value, TcRefusal *refusal)
{
  g_task_return_pointer (task, tc_camera_answer_new (value, refusal),
                         (GDestroyNotify) tc_camera_answer_free);
}

static void
refuse_camera (GTask *task, const char *code)
{
  const Asking *asking = g_task_get_task_data (task);

  return_answer (task, NULL, tc_refusal_new (code, "camera", TC_I, asking->camera_id, NULL));
}

/* Whose it is. @presets: (nullable) (floating) */
static void
return_lease (GTask *task, GVariant *presets)
{
  const Asking *asking = g_task_get_task_data (task);
  TcCameraSteering *self = asking->self;
  const TcCameraLease *lease = tc_camera_leases_find (self->leases, asking->camera_id,
                                                      g_get_real_time ());
  const char *name = lease ? g_hash_table_lookup (self->names, &asking->camera_id) : NULL;
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "staff", "x", lease ? lease->staff_id : 0);
  g_variant_dict_insert (&dict, "name", "s", name ? name : "");
  g_variant_dict_insert (&dict, "until_us", "x", lease ? lease->until_us : 0);
  g_variant_dict_insert (&dict, "own", "b",
                         lease && lease->replica == asking->desk &&
                             lease->staff_id == asking->staff_id);
  if (presets)
    g_variant_dict_insert_value (&dict, "presets", presets);
  return_answer (task, g_variant_dict_end (&dict), NULL);
}

/* ---- the host ---- */

/* @asking: (nullable): what goes with a movement or a preset */
static void
tell_host (TcCameraSteering *self, guint16 host, gint64 number, gint64 camera_id, What what,
           const Asking *asking)
{
  const GArray hosts = {(char *) &host, 1};
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "number", "x", number);
  g_variant_dict_insert (&dict, "camera", "x", camera_id);
  g_variant_dict_insert (&dict, "what", "s", whats[what]);
  if (what == MOVE) {
    g_variant_dict_insert (&dict, "pan", "i", asking->speed[0]);
    g_variant_dict_insert (&dict, "tilt", "i", asking->speed[1]);
    g_variant_dict_insert (&dict, "zoom", "i", asking->speed[2]);
  }
  if (what == PRESET)
    g_variant_dict_insert (&dict, "preset", "s", asking->preset);
  tc_desk_lines_notify (self->lines, &hosts, TC_NOTICE_STEER, g_variant_dict_end (&dict));
}

static void
give_up (GTask *task)
{
  refuse_camera (task, "camera.host-away");
}

/* @task: (transfer full) */
static void
pass_on (GTask *task)
{
  const Asking *asking = g_task_get_task_data (task);
  TcCameraSteering *self = asking->self;
  gint64 number = tc_host_waits_add (self->waits, asking->host, TC_STEERING_ANSWER_MS, task);

  tell_host (self, asking->host, number, asking->camera_id, asking->what, asking);
}

/* Its camera stands still, whoever steered it; no answer is waited for. */
static void
stop (TcCameraSteering *self, gint64 camera_id)
{
  gpointer host = g_hash_table_lookup (self->hosts, &camera_id);

  if (host)
    tell_host (self, (guint16) GPOINTER_TO_UINT (host), tc_host_waits_skip (self->waits), camera_id,
               STOP, NULL);
}

static TcRefusal *
refuse_cause (const char *cause, gint64 camera_id)
{
  g_autofree char *code = NULL;

  if (!*cause)
    return NULL;
  code = g_str_equal (cause, "no-ptz") ? g_strdup ("camera.no-ptz")
                                       : g_strconcat ("camera.ptz-", cause, NULL);
  return tc_refusal_new (code, "camera", TC_I, camera_id, NULL);
}

/* What a host says; only of a number that it was told. */
static void
take_answer (TcCameraSteering *self, guint16 host, GVariant *value)
{
  const char *cause = NULL;
  g_autoptr (GTask)
      task = tc_host_waits_take (self->waits, host, value, tc_steering_causes, &cause);
  g_autoptr (GVariant)
      presets = g_variant_lookup_value (value, "presets", G_VARIANT_TYPE ("a(ss)"));
  TcRefusal *refusal = NULL;

  if (!task)
    return;
  refusal = refuse_cause (cause, ((const Asking *) g_task_get_task_data (task))->camera_id);
  if (refusal)
    return_answer (task, NULL, refusal);
  else if (presets && g_variant_n_children (presets) <= TC_MEDIA_STEERING_PRESETS_MAX)
    return_lease (task, presets);
  else
    return_lease (task, NULL);
}

/* ---- whose it is ---- */

/* @task: (transfer full) */
static void
go_on (GTask *task)
{
  const Asking *asking = g_task_get_task_data (task);

  if (asking->what != KEEP) {
    pass_on (task);
    return;
  }
  return_lease (task, NULL);
  g_object_unref (task);
}

static void
audited_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (!tc_camera_views_add_finish (result, &error))
    g_task_return_error (task, error);
  else
    go_on (g_steal_pointer (&task));
}

/* @task: (transfer full). @before: whose it was, 0: nobody's */
static void
audit (GTask *task, gint64 before)
{
  const Asking *asking = g_task_get_task_data (task);
  const TcCameraView view = {.staff_id = asking->staff_id,
                             .desk_id = asking->desk,
                             .camera_id = asking->camera_id,
                             .host_id = asking->host,
                             .use = before ? TC_VIEW_TAKE_OVER : TC_VIEW_STEER,
                             .profile = "",
                             .at_us = asking->now_us,
                             .ends_us = asking->now_us + TC_CAMERA_LEASE_US};

  tc_camera_views_add_async (asking->self->views, &view, audited_cb, task);
}

static void
note_holder (TcCameraSteering *self, Asking *asking)
{
  g_hash_table_insert (self->names, g_memdup2 (&asking->camera_id, sizeof (gint64)),
                       g_steal_pointer (&asking->name));
  g_hash_table_insert (self->hosts, g_memdup2 (&asking->camera_id, sizeof (gint64)),
                       GUINT_TO_POINTER (asking->host));
}

/* @task: (transfer full) */
static void
take (GTask *task)
{
  Asking *asking = g_task_get_task_data (task);
  TcCameraSteering *self = asking->self;
  const TcCameraLease *lease = tc_camera_leases_find (self->leases, asking->camera_id,
                                                      asking->now_us);
  gint64 before = lease ? lease->staff_id : 0;
  gboolean begins = FALSE;

  lease = tc_camera_leases_take (self->leases, asking->camera_id, asking->staff_id, asking->desk,
                                 asking->over, asking->now_us, &begins);
  if (lease->replica != asking->desk || lease->staff_id != asking->staff_id) {
    const char *name = g_hash_table_lookup (self->names, &asking->camera_id);

    return_answer (task, NULL,
                   tc_refusal_new ("camera.steered", "name", TC_S, name ? name : "", "until_us",
                                   TC_I, lease->until_us, NULL));
    g_object_unref (task);
    return;
  }
  if (begins) {
    note_holder (self, asking);
    audit (task, before);
  } else {
    go_on (task);
  }
}

static gboolean
is_own (const Asking *asking)
{
  const TcCameraLease *lease = tc_camera_leases_find (asking->self->leases, asking->camera_id,
                                                      asking->now_us);

  return lease && lease->replica == asking->desk && lease->staff_id == asking->staff_id;
}

static void
let_go (const Asking *asking)
{
  if (!is_own (asking))
    return;
  stop (asking->self, asking->camera_id);
  tc_camera_leases_release (asking->self->leases, asking->camera_id, asking->desk);
}

/* ---- rights ---- */

static gboolean
refuse (Asking *asking, TcRefusal *refusal)
{
  asking->refusal = refusal;
  return FALSE;
}

static gboolean
check_capability (TcDatabase *db, Asking *asking, const char *capability)
{
  return tc_permission_has (db, asking->staff_id, capability, asking->now_us) ||
         refuse (asking,
                 tc_refusal_new ("people.not-allowed", "capability", TC_S, capability, NULL));
}

/* What goes to its host, or is for who may send it there. */
static gboolean
steers (const Asking *asking)
{
  return asking->what != LOOK && asking->what != LET_GO;
}

static gboolean
check_person (TcDatabase *db, Asking *asking)
{
  asking->staff_id = tc_people_staff_of_session (db, asking->session_id, asking->desk,
                                                 asking->now_us);
  if (!asking->staff_id)
    return refuse (asking, tc_refusal_new ("people.no-session", NULL));
  asking->name = tc_people_dup_staff_name (db, asking->staff_id);
  return tc_camera_may_view (db, asking->camera_id, asking->staff_id, asking->now_us,
                             &asking->refusal) &&
         (!steers (asking) || check_capability (db, asking, TC_MAY_STEER_CAMERAS)) &&
         (!asking->over || check_capability (db, asking, TC_MAY_TAKE_CAMERAS));
}

static const char *
find_obstacle (TcDatabase *db, const Asking *asking, const TcCamera *camera)
{
  if (!camera)
    return "camera.unknown";
  if (camera->restricted &&
      !tc_camera_is_open (db, camera->id, asking->staff_id, asking->desk, asking->now_us))
    return "camera.not-open";
  if (!camera->host_id)
    return "camera.no-host";
  return g_str_equal (camera->state, "in-service") ? NULL : "camera.no-stream";
}

static gpointer
look_up (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Asking *asking = data;
  g_autoptr (TcCamera) camera = NULL;
  const char *code = NULL;

  if (!check_person (db, asking))
    return NULL;
  camera = tc_camera_get (db, asking->camera_id);
  code = find_obstacle (db, asking, camera);
  if (code && steers (asking))
    refuse (asking, tc_refusal_new (code, "camera", TC_I, asking->camera_id, NULL));
  else if (camera)
    asking->host = (guint16) camera->host_id;
  return NULL;
}

static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Asking *asking = g_task_get_task_data (task);
  GError *error = NULL;

  tc_worker_run_finish (TC_WORKER (source), result, &error);
  if (error) {
    g_task_return_error (task, error);
  } else if (asking->refusal) {
    return_answer (task, NULL, g_steal_pointer (&asking->refusal));
  } else if (!steers (asking)) {
    if (asking->what == LET_GO)
      let_go (asking);
    return_lease (task, NULL);
  } else if (!tc_desk_lines_is_online (asking->self->lines, asking->host)) {
    refuse_camera (task, "camera.host-away");
  } else if (asking->what == STOP && !is_own (asking)) {
    return_lease (task, NULL); /* it was taken over: that stop isn't this one's any more */
  } else if (asking->what == PRESETS) {
    pass_on (g_steal_pointer (&task));
  } else {
    take (g_steal_pointer (&task));
  }
}

/* ---- questions ---- */

static gboolean
read_speed (Asking *asking, GVariant *value)
{
  static const char *const axes[] = {"pan", "tilt", "zoom"};

  for (int i = 0; i < 3; i++)
    if (!g_variant_lookup (value, axes[i], "i", &asking->speed[i]) || asking->speed[i] < -1000 ||
        asking->speed[i] > 1000)
      return FALSE;
  return TRUE;
}

/* FALSE: it isn't one. */
static gboolean
read_wish (Asking *asking, GVariant *value)
{
  const char *what = NULL;
  gsize n = 0;

  if (!value || !g_variant_lookup (value, "session_id", "x", &asking->session_id) ||
      !g_variant_lookup (value, "camera", "x", &asking->camera_id) ||
      !g_variant_lookup (value, "what", "&s", &what) || asking->session_id <= 0 ||
      asking->camera_id <= 0)
    return FALSE;
  while (n < G_N_ELEMENTS (whats) && !g_str_equal (whats[n], what))
    n++;
  if (n == G_N_ELEMENTS (whats))
    return FALSE;
  asking->what = (What) n;
  g_variant_lookup (value, "over", "b", &asking->over);
  if (asking->what == MOVE)
    return read_speed (asking, value);
  if (asking->what != PRESET)
    return TRUE;
  return g_variant_lookup (value, "preset", "s", &asking->preset) && *asking->preset &&
         strlen (asking->preset) <= PRESET_CHARS_MAX;
}

void
tc_camera_steering_ask_async (TcCameraSteering *self, TcDeskLine *line, const char *name,
                              GVariant *value, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, data);
  Asking *asking = g_new0 (Asking, 1);

  asking->self = self;
  asking->desk = tc_desk_line_get_replica (line);
  asking->now_us = g_get_real_time ();
  g_task_set_task_data (task, asking, free_asking);
  if (g_str_equal (name, TC_ASK_STEERED)) {
    if (value && !tc_desk_line_get_relay (line))
      take_answer (self, asking->desk, value);
    return_answer (task, NULL, NULL);
  } else if (!read_wish (asking, value)) {
    return_answer (
        task, NULL,
        tc_refusal_new ("question.form", "what", TC_S, "session_id, camera, what", NULL));
  } else {
    tc_worker_run_async (self->parts->reader, look_up, asking, NULL, NULL, self->cancellable,
                         looked_up_cb, g_steal_pointer (&task));
  }
}

void
tc_camera_steering_cut (TcCameraSteering *self, guint16 replica)
{
  g_autoptr (GArray) cameras = tc_camera_leases_cut (self->leases, replica);

  for (guint i = 0; i < cameras->len; i++)
    stop (self, g_array_index (cameras, gint64, i));
}

TcCameraSteering *
tc_camera_steering_new (const TcServerParts *parts, TcDeskLines *lines, TcCameraViews *views)
{
  TcCameraSteering *self = g_new0 (TcCameraSteering, 1);

  self->parts = parts;
  self->lines = lines;
  self->views = views;
  self->leases = tc_camera_leases_new ();
  self->names = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->hosts = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->waits = tc_host_waits_new (give_up);
  self->cancellable = g_cancellable_new ();
  return self;
}

/* What waits is answered, so that whoever asked lets go of it. */
void
tc_camera_steering_free (TcCameraSteering *self)
{
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  tc_host_waits_free (self->waits);
  g_hash_table_unref (self->hosts);
  g_hash_table_unref (self->names);
  tc_camera_leases_free (self->leases);
  g_free (self);
}
