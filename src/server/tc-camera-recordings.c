/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Questions of recordings; see the header. What a desk asks goes from callback to callback as the
 * data of one task: rights, audit, the host.
 */
#include "tc-camera-recordings.h"

#include "tc-camera-operations.h"
#include "tc-cameras.h"
#include "tc-copies-over.h"
#include "tc-digest.h"
#include "tc-host-waits.h"
#include "tc-id.h"
#include "tc-incident-footage.h"
#include "tc-media-errands.h"
#include "tc-media-ticket.h"
#include "tc-people.h"
#include "tc-permission.h"

#include <string.h>

struct _TcCameraRecordings {
  const TcServerParts *parts; /* (unowned): see the header, as the next two */
  TcDeskLines *lines;
  TcCameraViews *views;
  TcHostWaits *waits; /* (owned) */
};

typedef enum {
  TIMELINE,
  HOLD,
  RELEASE,
  HOLDS,
  EXPORT,
  EXPORT_STATE,
  EXPORT_CANCEL,
  EXPORT_FETCH,
  RECORDER,
} What;

static const struct {
  const char *name, *what, *capability;
  const char *use; /* as a view of the camera (nullable) */
} kinds[] = {
    [RECORDER] = {TC_ASK_RECORDER, "recorder", TC_MAY_REPLAY_CAMERAS, NULL},
    [TIMELINE] = {TC_ASK_TIMELINE, "timeline", TC_MAY_REPLAY_CAMERAS, NULL},
    [HOLD] = {TC_ASK_HOLD, "hold", TC_MAY_REPLAY_CAMERAS, TC_VIEW_HOLD},
    [RELEASE] = {TC_ASK_RELEASE, "release", TC_MAY_EXPORT_CAMERAS, TC_VIEW_RELEASE},
    [HOLDS] = {TC_ASK_HOLDS, "holds", TC_MAY_REPLAY_CAMERAS, NULL},
    [EXPORT] = {TC_ASK_EXPORT, "export", TC_MAY_EXPORT_CAMERAS, TC_VIEW_EXPORT},
    [EXPORT_STATE] = {TC_ASK_EXPORT_STATE, "export-state", TC_MAY_EXPORT_CAMERAS, NULL},
    [EXPORT_CANCEL] = {TC_ASK_EXPORT_CANCEL, "export-cancel", TC_MAY_EXPORT_CAMERAS, NULL},
    /* Its host isn't asked: it is told by the ticket. */
    [EXPORT_FETCH] = {TC_ASK_EXPORT_FETCH, NULL, TC_MAY_EXPORT_CAMERAS, TC_VIEW_FETCH},
};

typedef struct {
  TcCameraRecordings *self; /* (unowned): it outlives its questions */
  What what;
  gint64 session_id;
  guint16 desk;
  gint64 now_us;
  TcHold hold;         /* of TIMELINE, RECORDER, RELEASE and HOLDS some members alone */
  gint64 after;        /* of HOLDS */
  GHashTable *visible; /* (owned) (nullable): likewise: ids of cameras */
  gint64 camera;       /* its number; 0: it is restricted */
  char *person;        /* (owned) (nullable): name of who exports */
  char *code;          /* (owned) (nullable): of the incident */
  guint16 host;
  TcPublicKey host_key; /* of EXPORT_FETCH */
  TcRefusal *refusal;   /* (owned) (nullable) */
} Asking;

static void
free_asking (gpointer data)
{
  Asking *asking = data;

  g_clear_pointer (&asking->refusal, tc_refusal_free);
  tc_hold_clear (&asking->hold);
  g_clear_pointer (&asking->visible, g_hash_table_unref);
  g_free (asking->person);
  g_free (asking->code);
  g_free (asking);
}

/* @value: (nullable) (floating) */
static void
return_answer (GTask *task, GVariant *value, TcRefusal *refusal)
{
  g_task_return_pointer (task, tc_camera_answer_new (value, refusal),
                         (GDestroyNotify) tc_camera_answer_free);
}

/* ---- the host ---- */

static TcRefusal *
make_refusal (const Asking *asking, const char *cause)
{
  if (g_str_equal (cause, "no-hold"))
    return tc_refusal_new ("camera.no-hold", "hold", TC_I, asking->hold.id, NULL);
  if (g_str_equal (cause, "no-export"))
    return tc_refusal_new ("camera.no-export", NULL);
  if (g_str_equal (cause, "exports-full"))
    return tc_refusal_new ("camera.exports-full", NULL);
  if (g_str_equal (cause, "holds-full"))
    return tc_refusal_new ("camera.holds-full", NULL);
  if (g_str_has_prefix (cause, "recorder-")) {
    g_autofree char *code = g_strconcat ("camera.", cause, NULL);

    return tc_refusal_new (code, "camera", TC_I, asking->hold.camera_id, NULL);
  }
  return tc_refusal_new (g_str_equal (cause, "no-recording") ? "camera.no-recording"
                                                             : "camera.host-fault",
                         "camera", TC_I, asking->hold.camera_id, NULL);
}

/* (nullable): not of that form */
static GVariant *
copy_timeline (GVariant *value)
{
  g_autoptr (GVariant)
      spans = g_variant_lookup_value (value, "spans", G_VARIANT_TYPE (TC_ERRAND_SPANS_TYPE));
  g_autoptr (GVariant)
      holds = g_variant_lookup_value (value, "holds", G_VARIANT_TYPE (TC_ERRAND_HOLDS_TYPE));
  g_autoptr (GVariant)
      motion = g_variant_lookup_value (value, "motion", G_VARIANT_TYPE (TC_ERRAND_MOTION_TYPE));
  gint64 known_until_us = 0;
  GVariantDict dict;

  if (!spans || !holds || g_variant_n_children (spans) > TC_ERRAND_SPANS_MAX ||
      g_variant_n_children (holds) > TC_ERRAND_HOLDS_MAX ||
      !g_variant_lookup (value, "known_until_us", "x", &known_until_us))
    return NULL;
  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert_value (&dict, "spans", spans);
  g_variant_dict_insert_value (&dict, "holds", holds);
  /* An older host doesn't tell. */
  if (motion && g_variant_n_children (motion) <= TC_ERRAND_MOTION_MAX)
    g_variant_dict_insert_value (&dict, "motion", motion);
  g_variant_dict_insert (&dict, "known_until_us", "x", known_until_us);
  return g_variant_dict_end (&dict);
}

/* (nullable): likewise */
static GVariant *
copy_recorder (GVariant *value)
{
  g_autoptr (GVariant)
      spans = g_variant_lookup_value (value, "spans", G_VARIANT_TYPE (TC_ERRAND_SPANS_TYPE));
  gint64 known_until_us = 0;
  gboolean told = FALSE;
  GVariantDict dict;

  if (!spans || g_variant_n_children (spans) > TC_ERRAND_SPANS_MAX ||
      !g_variant_lookup (value, "told", "b", &told) ||
      !g_variant_lookup (value, "known_until_us", "x", &known_until_us))
    return NULL;
  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "told", "b", told);
  g_variant_dict_insert_value (&dict, "spans", spans);
  g_variant_dict_insert (&dict, "known_until_us", "x", known_until_us);
  return g_variant_dict_end (&dict);
}

/* (nullable): likewise */
static GVariant *
copy_state (GVariant *value)
{
  const char *state = NULL, *folder = NULL;
  gint64 kept_us = 0;
  gint32 done_pm = 0;
  GVariantDict dict;

  if (!g_variant_lookup (value, "state", "&s", &state) ||
      !g_variant_lookup (value, "folder", "&s", &folder) ||
      !g_variant_lookup (value, "done_pm", "i", &done_pm))
    return NULL;
  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "state", "s", state);
  g_variant_dict_insert (&dict, "folder", "s", folder);
  /* An older host doesn't tell. */
  if (g_variant_lookup (value, "kept_us", "x", &kept_us))
    g_variant_dict_insert (&dict, "kept_us", "x", kept_us);
  g_variant_dict_insert (&dict, "done_pm", "i", done_pm);
  return g_variant_dict_end (&dict);
}

/* (nullable): likewise; of cameras that the person may see */
static GVariant *
copy_list (const Asking *asking, GVariant *value)
{
  g_autoptr (GVariant)
      list = g_variant_lookup_value (value, "list", G_VARIANT_TYPE (TC_ERRAND_LIST_TYPE));
  gint64 next = 0, camera_id;
  GVariantBuilder builder;
  GVariantDict dict;

  if (!list || g_variant_n_children (list) > TC_ERRAND_LIST_MAX ||
      !g_variant_lookup (value, "next", "x", &next))
    return NULL;
  g_variant_builder_init (&builder, G_VARIANT_TYPE (TC_ERRAND_LIST_TYPE));
  for (gsize i = 0; i < g_variant_n_children (list); i++) {
    g_autoptr (GVariant) one = g_variant_get_child_value (list, i);

    g_variant_get_child (one, 1, "x", &camera_id);
    if (g_hash_table_contains (asking->visible, &camera_id))
      g_variant_builder_add_value (&builder, one);
  }
  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert_value (&dict, "list", g_variant_builder_end (&builder));
  g_variant_dict_insert (&dict, "next", "x", next);
  return g_variant_dict_end (&dict);
}

static GVariant *
make_value (const Asking *asking, GVariant *value)
{
  GVariantDict dict;

  if (asking->what == HOLDS)
    return copy_list (asking, value);
  if (asking->what == TIMELINE)
    return copy_timeline (value);
  if (asking->what == RECORDER)
    return copy_recorder (value);
  if (asking->what == EXPORT_STATE || asking->what == EXPORT_CANCEL)
    return copy_state (value);
  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "hold", "x", asking->hold.id);
  return g_variant_dict_end (&dict);
}

/* ---- the incident's history ---- */

static void
noted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TcVerdict)
      verdict = tc_operation_sink_submit_finish (TC_OPERATION_SINK (source), result, &error);

  if (!verdict || verdict->refusal)
    g_warning ("what is kept of a recording isn't in its incident's history: %s",
               verdict ? verdict->refusal->code : error->message);
}

/* Of what was done at the host. */
static void
note_footage (const Asking *asking, GVariant *value)
{
  const TcHold *hold = &asking->hold;
  TcIncidentFootage args = {.incident_id = hold->incident_id,
                            .hold_id = hold->id,
                            .camera = asking->camera ? asking->camera : TC_NONE,
                            .staff_id = hold->staff_id,
                            .until_us = asking->what == HOLD ? hold->keep_until_us : TC_NONE,
                            .reason = hold->reason};

  if (asking->what == RELEASE)
    (void) g_variant_lookup (value, "incident", "x", &args.incident_id);
  if (args.incident_id > 0 && (asking->what == HOLD || asking->what == RELEASE))
    tc_operation_sink_submit_async (TC_OPERATION_SINK (asking->self->parts->hub),
                                    asking->what == HOLD ? &tc_incident_hold_footage_type
                                                         : &tc_incident_release_footage_type,
                                    &args, NULL, noted_cb, NULL);
}

/* What a host says; only of a number that it was told. */
static void
take_answer (TcCameraRecordings *self, guint16 host, GVariant *value)
{
  const char *cause = NULL;
  g_autoptr (GTask) task = tc_host_waits_take (self->waits, host, value, tc_errand_causes, &cause);
  const Asking *asking = task ? g_task_get_task_data (task) : NULL;
  GVariant *answer;

  if (!asking)
    return;
  answer = *cause ? NULL : make_value (asking, value);
  if (answer)
    note_footage (asking, value);
  return_answer (task, answer, answer ? NULL : make_refusal (asking, *cause ? cause : "fault"));
}

static void
give_up (GTask *task)
{
  const Asking *asking = g_task_get_task_data (task);

  return_answer (task, NULL,
                 tc_refusal_new ("camera.host-away", "camera", TC_I, asking->hold.camera_id, NULL));
}

static void
tell_host (const Asking *asking, gint64 number)
{
  guint16 host = asking->host;
  const GArray hosts = {(char *) &host, 1};
  const TcHold *hold = &asking->hold;
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "number", "x", number);
  g_variant_dict_insert (&dict, "camera", "x", hold->camera_id);
  g_variant_dict_insert (&dict, "what", "s", kinds[asking->what].what);
  g_variant_dict_insert (&dict, "from_us", "x", hold->from_us);
  g_variant_dict_insert (&dict, "until_us", "x", hold->until_us);
  if (asking->what != TIMELINE && asking->what != RECORDER)
    g_variant_dict_insert (&dict, "hold", "x", hold->id);
  if (asking->what == HOLDS)
    g_variant_dict_insert (&dict, "after", "x", asking->after);
  if (asking->what == RELEASE) {
    g_variant_dict_insert (&dict, "staff", "x", hold->staff_id);
    g_variant_dict_insert (&dict, "reason", "s", hold->reason ? hold->reason : "");
  }
  if (asking->what == EXPORT) {
    g_variant_dict_insert (&dict, "person", "s", asking->person ? asking->person : "");
    g_variant_dict_insert (&dict, "incident-code", "s", asking->code ? asking->code : "");
  }
  if (asking->what == HOLD || asking->what == EXPORT) {
    g_variant_dict_insert (&dict, "incident", "x", hold->incident_id);
    g_variant_dict_insert (&dict, "staff", "x", hold->staff_id);
    g_variant_dict_insert (&dict, "made_us", "x", hold->made_us);
    g_variant_dict_insert (&dict, "keep_until_us", "x", hold->keep_until_us);
    g_variant_dict_insert (&dict, "reason", "s", hold->reason);
  }
  tc_desk_lines_notify (asking->self->lines, &hosts, TC_NOTICE_ERRAND, g_variant_dict_end (&dict));
}

/* @task: (transfer full) */
static void
pass_on (GTask *task)
{
  const Asking *asking = g_task_get_task_data (task);

  guint wait_ms = asking->what == RECORDER ? TC_RECORDER_ANSWER_MS : TC_ERRAND_ANSWER_MS;

  tell_host (asking, tc_host_waits_add (asking->self->waits, asking->host, wait_ms, task));
}

/* ---- fetching ---- */

static GVariant *
make_bytes (gconstpointer bytes, gsize size)
{
  return g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, bytes, size, 1);
}

static char *
sign_ticket (const Asking *asking)
{
  TcMediaTicket ticket = {.host = asking->host,
                          .camera_id = asking->hold.camera_id,
                          .use = TC_TICKET_EXPORT,
                          .profile = TC_PROFILE_MAIN,
                          .export_id = asking->hold.id,
                          .rate_milli = TC_TICKET_RATE_NORMAL,
                          .desk = asking->desk,
                          .staff_id = asking->hold.staff_id,
                          .begin_by_us = asking->now_us + TC_TICKET_FETCH_US,
                          .ends_us = asking->now_us + TC_TICKET_FETCH_US};

  tc_random_bytes (ticket.nonce, TC_TICKET_NONCE_SIZE);
  return tc_media_ticket_sign (&ticket, tc_hub_worker_get_key (asking->self->parts->hub));
}

static void
answer_fetch (GTask *task)
{
  const Asking *asking = g_task_get_task_data (task);
  const TcHold *hold = &asking->hold;
  g_autofree char *address = NULL, *secret = NULL;
  TcMediaPlace place;
  GVariantDict dict;

  if (!tc_media_service_find_files (asking->self->parts->media, asking->host, &place)) {
    return_answer (task, NULL,
                   tc_refusal_new ("camera.host-away", "camera", TC_I, hold->camera_id, NULL));
    return;
  }
  address = g_strdup_printf ("https://%s:%u/export/%" G_GINT64_FORMAT "/%016" G_GINT64_MODIFIER "x",
                             place.address, place.port, hold->camera_id, (guint64) hold->id);
  secret = sign_ticket (asking);
  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "address", "s", address);
  g_variant_dict_insert (&dict, "secret", "s", secret);
  g_variant_dict_insert (&dict, "until_us", "x", asking->now_us + TC_TICKET_FETCH_US);
  g_variant_dict_insert_value (&dict, "fingerprint",
                               make_bytes (place.fingerprint.bytes, TC_DIGEST_SIZE));
  g_variant_dict_insert_value (&dict, "key",
                               make_bytes (asking->host_key.bytes, TC_KEY_PUBLIC_SIZE));
  tc_media_place_clear (&place);
  return_answer (task, g_variant_dict_end (&dict), NULL);
}

/* ---- rights, and who does what ---- */

static gboolean
refuse (Asking *asking, TcRefusal *refusal)
{
  asking->refusal = refusal;
  return FALSE;
}

static gboolean
refuse_camera (Asking *asking, const char *code)
{
  return refuse (asking, tc_refusal_new (code, "camera", TC_I, asking->hold.camera_id, NULL));
}

static gboolean
check_person (TcDatabase *db, Asking *asking)
{
  const char *capability = kinds[asking->what].capability;
  TcHold *hold = &asking->hold;

  hold->staff_id = tc_people_staff_of_session (db, asking->session_id, asking->desk,
                                               asking->now_us);
  if (!hold->staff_id)
    return refuse (asking, tc_refusal_new ("people.no-session", NULL));
  return tc_permission_has (db, hold->staff_id, capability, asking->now_us) ||
         refuse (asking,
                 tc_refusal_new ("people.not-allowed", "capability", TC_S, capability, NULL));
}

/* What it signs with. FALSE: it was revoked. */
static gboolean
read_host_key (TcDatabase *db, Asking *asking)
{
  g_autoptr (TcQuery)
      query = tc_database_query (db, "SELECT public_key FROM desk WHERE id = ? AND state = ?", "is",
                                 (gint64) asking->host, "enrolled");
  gsize size = 0;
  const guint8 *key = tc_query_next (query) ? tc_query_blob (query, 0, &size) : NULL;

  if (size != TC_KEY_PUBLIC_SIZE)
    return FALSE;
  memcpy (asking->host_key.bytes, key, size);
  return TRUE;
}

/* FALSE: it is refused. */
static gboolean
look_up_host (TcDatabase *db, Asking *asking)
{
  g_autoptr (TcQuery) query = NULL;

  if (!check_person (db, asking))
    return FALSE;
  if (!tc_database_get_int (db, 0,
                            "SELECT 1 FROM desk WHERE id = ? AND kind = 'media'"
                            " AND state = 'enrolled'",
                            "i", (gint64) asking->host))
    return refuse_camera (asking, "camera.no-host");
  asking->visible = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  query = tc_database_query (db, "SELECT id FROM camera", "");
  while (tc_query_next (query)) {
    gint64 id = tc_query_int (query, 0);
    g_autoptr (TcRefusal) refusal = NULL;

    if (tc_camera_may_view (db, id, asking->hold.staff_id, asking->now_us, &refusal))
      g_hash_table_add (asking->visible, g_memdup2 (&id, sizeof id));
  }
  return TRUE;
}

static gpointer
look_up (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Asking *asking = data;
  gint64 camera_id = asking->hold.camera_id;
  g_autoptr (TcCamera) camera = NULL;

  if (asking->what == HOLDS) {
    look_up_host (db, asking);
    return NULL;
  }
  if (!check_person (db, asking) ||
      !tc_camera_may_view (db, camera_id, asking->hold.staff_id, asking->now_us, &asking->refusal))
    return NULL;
  camera = tc_camera_get (db, camera_id);
  if (!camera)
    return NULL;
  if (asking->what == EXPORT)
    asking->person = tc_database_dup_text (db, "SELECT name FROM staff WHERE id = ?", "i",
                                           asking->hold.staff_id);
  if (asking->hold.incident_id && asking->what <= EXPORT)
    asking->code = tc_database_dup_text (db, "SELECT code FROM incident WHERE id = ?", "i",
                                         asking->hold.incident_id);
  asking->host = (guint16) camera->host_id;
  asking->camera = camera->restricted ? 0 : camera->number;
  if (camera->restricted && tc_camera_open_until (db, camera_id, asking->hold.staff_id,
                                                  asking->desk, asking->now_us) <= asking->now_us)
    refuse_camera (asking, "camera.not-open");
  else if (!camera->host_id || (asking->what == EXPORT_FETCH && !read_host_key (db, asking)))
    refuse_camera (asking, "camera.no-host");
  return NULL;
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (!tc_camera_views_add_finish (result, &error))
    g_task_return_error (task, error);
  else if (((const Asking *) g_task_get_task_data (task))->what == EXPORT_FETCH)
    answer_fetch (task);
  else
    pass_on (g_steal_pointer (&task));
}

/* @task: (transfer full) */
static void
write_down (GTask *task)
{
  const Asking *asking = g_task_get_task_data (task);
  const TcCameraView view = {.staff_id = asking->hold.staff_id,
                             .desk_id = asking->desk,
                             .camera_id = asking->hold.camera_id,
                             .host_id = asking->host,
                             .use = kinds[asking->what].use,
                             .profile = "main",
                             .at_us = asking->now_us,
                             .ends_us = asking->now_us,
                             .from_us = asking->hold.from_us,
                             .part_id = asking->hold.id};

  tc_camera_views_add_async (asking->self->views, &view, written_cb, task);
}

static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Asking *asking = g_task_get_task_data (task);
  GError *error = NULL;

  tc_worker_run_finish (TC_WORKER (source), result, &error);
  if (!error && !asking->refusal &&
      (!tc_desk_lines_is_online (asking->self->lines, asking->host) ||
       tc_host_waits_count (asking->self->waits) >= TC_ERRANDS_MAX))
    refuse_camera (asking, "camera.host-away");
  if (error)
    g_task_return_error (task, error);
  else if (asking->refusal)
    return_answer (task, NULL, g_steal_pointer (&asking->refusal));
  else if (kinds[asking->what].use)
    write_down (g_steal_pointer (&task));
  else
    pass_on (g_steal_pointer (&task));
}

/* ---- what is asked ---- */

static gint64
make_hold_id (void)
{
  guint64 number = 0;

  tc_random_bytes (&number, sizeof number);
  return (gint64) (number % G_MAXINT64) + 1;
}

static gboolean
read_host (Asking *asking, GVariant *value)
{
  gint64 host = 0;

  if (!g_variant_lookup (value, "host", "x", &host) || host <= 0 || host > TC_REPLICA_MAX ||
      !g_variant_lookup (value, "after", "x", &asking->after) || asking->after < 0)
    return FALSE;
  asking->host = (guint16) host;
  return TRUE;
}

static gint64
get_longest (What what)
{
  if (what == EXPORT)
    return TC_CAMERA_EXPORT_US_MAX;
  return what == RECORDER ? TC_RECORDER_US_MAX : TC_TIMELINE_US_MAX;
}

static gboolean
read_asking (Asking *asking, GVariant *value)
{
  TcHold *hold = &asking->hold;

  if (!value || !g_variant_lookup (value, "session_id", "x", &asking->session_id))
    return FALSE;
  if (asking->what == HOLDS)
    return read_host (asking, value);
  if (!g_variant_lookup (value, "camera", "x", &hold->camera_id) || hold->camera_id <= 0)
    return FALSE;
  if (asking->what == RELEASE && g_variant_lookup (value, "reason", "s", &hold->reason) &&
      g_utf8_strlen (hold->reason, -1) > TC_RECORDINGS_REASON_CHARS_MAX)
    return FALSE;
  if (asking->what == RELEASE || (asking->what >= EXPORT_STATE && asking->what != RECORDER))
    return g_variant_lookup (value, "hold", "x", &hold->id) && hold->id > 0;
  if (!g_variant_lookup (value, "from_us", "x", &hold->from_us) ||
      !g_variant_lookup (value, "until_us", "x", &hold->until_us) || hold->from_us <= 0 ||
      hold->until_us > TC_SEGMENT_TIME_MAX_US || hold->until_us <= hold->from_us ||
      hold->until_us - hold->from_us > get_longest (asking->what))
    return FALSE;
  if (asking->what == TIMELINE || asking->what == RECORDER)
    return TRUE;
  if (!g_variant_lookup (value, "hold", "x", &hold->id))
    hold->id = make_hold_id ();
  else if (hold->id <= 0 || tc_id_replica (hold->id) != asking->desk)
    return FALSE;
  hold->made_us = asking->now_us;
  hold->keep_until_us = asking->now_us + TC_CAMERA_HOLD_US;
  if (g_variant_lookup (value, "keep_until_us", "x", &hold->keep_until_us) &&
      hold->keep_until_us > asking->now_us + TC_CAMERA_HOLD_US_MAX)
    return FALSE;
  return g_variant_lookup (value, "incident", "x", &hold->incident_id) &&
         g_variant_lookup (value, "reason", "s", &hold->reason) && tc_hold_is_valid (hold);
}

void
tc_camera_recordings_ask_async (TcCameraRecordings *self, TcDeskLine *line, const char *name,
                                GVariant *value, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = NULL;
  Asking *asking = NULL;

  if (g_str_equal (name, TC_ASK_COPIES_OVER)) {
    tc_copies_over_ask_async (self->parts, self->views, line, value, callback, data);
    return;
  }
  task = g_task_new (NULL, NULL, callback, data);
  asking = g_new0 (Asking, 1);
  g_task_set_task_data (task, asking, free_asking);
  if (g_str_equal (name, TC_ASK_ERRAND_DONE)) {
    take_answer (self, tc_desk_line_get_replica (line), value);
    return_answer (task, NULL, NULL);
    return;
  }
  asking->self = self;
  asking->desk = tc_desk_line_get_replica (line);
  asking->now_us = g_get_real_time ();
  while (!g_str_equal (kinds[asking->what].name, name))
    asking->what++;
  if (read_asking (asking, value))
    tc_worker_run_async (self->parts->reader, look_up, asking, NULL, NULL, NULL, looked_up_cb,
                         g_steal_pointer (&task));
  else
    return_answer (
        task, NULL,
        tc_refusal_new ("question.form", "what", TC_S,
                        "session_id, camera, from_us, until_us, reason, hold, host, after", NULL));
}

TcCameraRecordings *
tc_camera_recordings_new (const TcServerParts *parts, TcDeskLines *lines, TcCameraViews *views)
{
  TcCameraRecordings *self = g_new0 (TcCameraRecordings, 1);

  self->parts = parts;
  self->lines = lines;
  self->views = views;
  self->waits = tc_host_waits_new (give_up);
  return self;
}

void
tc_camera_recordings_free (TcCameraRecordings *self)
{
  tc_host_waits_free (self->waits);
  g_free (self);
}
