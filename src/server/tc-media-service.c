/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Media hosts; see the header.
 *
 * DESIGN: a report is kept in memory alone, as long as its host has a line. How a camera does is
 * told as an operation only where it differs from its row and is due; what isn't due yet is told of
 * a later report, of which there is one every few seconds.
 */
#include "tc-media-service.h"

#include "tc-camera-operations.h"
#include "tc-device-secrets.h"
#include "tc-media-plan-query.h"

#include <string.h>

/* Told of one report, at most; the rest of the next. */
#define STATUSES_AT_ONCE 64
/* A clock that is off by that much more or less is told. */
#define OFFSET_STEP_MS 1000
#define OFFSET_MS_MAX ((gint64) 1000 * 86400 * 365)

struct _TcMediaService {
  const TcServerParts *parts; /* (unowned): see the header */
  TcDeskLines *lines;         /* (unowned): likewise */
  GHashTable *reports;        /* (owned): number of a host to its TcMediaReport */
  GHashTable *telling;        /* (owned): cameras whose status is being submitted (gint64) */
  GCancellable *cancellable;  /* (owned): when it ends */
  gint64 looked_lsn;          /* the log was looked at up to here */
  gint64 head_lsn;
  guint tell_source;
  gboolean looking;
};

/* ---- answers ---- */

TcCameraAnswer *
tc_camera_answer_new (GVariant *value, TcRefusal *refusal)
{
  TcCameraAnswer *answer = g_new0 (TcCameraAnswer, 1);

  answer->value = value ? g_variant_ref_sink (value) : NULL;
  answer->refusal = refusal;
  return answer;
}

TcCameraAnswer *
tc_camera_answer_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
tc_camera_answer_free (TcCameraAnswer *answer)
{
  if (!answer)
    return;
  g_clear_pointer (&answer->value, g_variant_unref);
  g_clear_pointer (&answer->refusal, tc_refusal_free);
  g_free (answer);
}

static void
return_answer (GTask *task, GVariant *value, TcRefusal *refusal)
{
  g_task_return_pointer (task, tc_camera_answer_new (value, refusal),
                         (GDestroyNotify) tc_camera_answer_free);
}

/* One question. */
typedef struct {
  TcMediaService *self; /* (unowned): when it ends, questions are cancelled */
  guint16 host;
  char *address;         /* (owned): where its line comes from */
  TcMediaReport *report; /* (owned) (nullable): NULL: the plan is asked for */
  gboolean is_host;
  GPtrArray *rows;  /* (owned) (nullable) (element-type TcMediaPlanRow) */
  GArray *statuses; /* (owned) (nullable) (element-type TcCameraStatusArgs) */
} Asking;

static void
free_asking (gpointer data)
{
  Asking *asking = data;

  g_free (asking->address);
  g_clear_pointer (&asking->report, tc_media_report_free);
  g_clear_pointer (&asking->rows, g_ptr_array_unref);
  g_clear_pointer (&asking->statuses, g_array_unref);
  g_free (asking);
}

static gboolean
look_whether_host (TcDatabase *db, Asking *asking)
{
  asking->is_host = tc_database_get_int (db, 0,
                                         "SELECT 1 FROM desk WHERE id = ? AND kind = 'media'"
                                         " AND state = 'enrolled'",
                                         "i", (gint64) asking->host) == 1;
  return asking->is_host;
}

/* ---- plans ---- */

static gpointer
read_rows (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Asking *asking = data;

  if (look_whether_host (db, asking))
    asking->rows = tc_media_plan_rows (db, asking->host);
  return asking;
}

static void
secrets_listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Asking *asking = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GPtrArray) secrets = tc_device_secrets_list_finish (result, &error);
  g_autoptr (GPtrArray) plan = NULL;

  if (!secrets) {
    g_task_return_error (task, error);
    return;
  }
  plan = tc_media_plan_join (asking->rows, secrets);
  return_answer (task, tc_media_plan_write (plan), NULL);
}

static void
rows_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Asking *asking = g_task_get_task_data (task);
  g_autoptr (GArray) devices = NULL;
  GError *error = NULL;

  if (!tc_worker_run_finish (TC_WORKER (source), result, &error)) {
    g_task_return_error (task, error);
    return;
  }
  if (!asking->is_host) {
    return_answer (task, NULL, tc_refusal_new ("media.not-host", NULL));
    return;
  }
  devices = tc_media_plan_devices (asking->rows);
  tc_device_secrets_list_async (asking->self->parts->secrets, devices, secrets_listed_cb,
                                g_steal_pointer (&task));
}

/* ---- how cameras do ---- */

static void
set_offset (TcCameraStatusArgs *args, const TcMediaHealth *health)
{
  gint64 offset_ms = CLAMP (health->offset_us / 1000, -OFFSET_MS_MAX, OFFSET_MS_MAX);

  args->ahead_ms = health->has_offset && offset_ms >= 0 ? offset_ms : TC_NONE;
  args->behind_ms = health->has_offset && offset_ms < 0 ? -offset_ms : TC_NONE;
}

/* Whether its row says something else. */
static gboolean
differs (TcQuery *row, const TcMediaHealth *health)
{
  gint64 before_ms = tc_query_int (row, 3);
  gint64 now_ms = health->offset_us / 1000;
  const char *cause = tc_query_text (row, 1);

  if (g_strcmp0 (tc_query_text (row, 0), health->state) != 0 ||
      g_strcmp0 (cause ? cause : "", health->cause) != 0)
    return TRUE;
  return health->has_offset && (before_ms == TC_NONE || before_ms - now_ms > OFFSET_STEP_MS ||
                                now_ms - before_ms > OFFSET_STEP_MS);
}

/* Whether there is something to be told of that camera now: it is in service at this host. */
static gboolean
is_due (TcDatabase *db, guint16 host, const TcMediaHealth *health, gint64 now_us)
{
  g_autoptr (TcQuery) row = tc_database_query (
      db,
      "SELECT s.state, s.cause, s.told_us, s.clock_offset_ms FROM camera"
      " LEFT JOIN camera_status AS s ON s.id = camera.id WHERE camera.id = ? AND host_id = ?"
      " AND camera.state = 'in-service'",
      "ii", health->id, (gint64) host);

  return *health->state && tc_query_next (row) && differs (row, health) &&
         tc_camera_status_is_due (tc_query_text (row, 0), now_us - tc_query_int (row, 2),
                                  health->state);
}

static gpointer
find_statuses (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Asking *asking = data;
  gint64 now_us = g_get_real_time ();

  asking->statuses = g_array_new (FALSE, TRUE, sizeof (TcCameraStatusArgs));
  if (!look_whether_host (db, asking))
    return asking;
  for (guint i = 0; i < asking->report->cameras->len; i++) {
    const TcMediaHealth *health = &g_array_index (asking->report->cameras, TcMediaHealth, i);
    TcCameraStatusArgs args = {.camera_id = health->id,
                               .state = health->state,
                               .cause = *health->cause ? health->cause : NULL,
                               .since_us = MAX (health->since_us, 1)};

    if (asking->statuses->len >= STATUSES_AT_ONCE || !is_due (db, asking->host, health, now_us))
      continue;
    set_offset (&args, health);
    g_array_append_val (asking->statuses, args);
  }
  return asking;
}

typedef struct {
  TcMediaService *self;      /* (unowned): not looked at once the telling is cancelled */
  GCancellable *cancellable; /* (owned) */
  gint64 camera_id;
} Telling;

static void
told_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Telling *telling = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TcVerdict)
      verdict = tc_operation_sink_submit_finish (TC_OPERATION_SINK (source), result, &error);

  if (!verdict)
    g_warning ("how camera %" G_GINT64_FORMAT " does couldn't be told: %s", telling->camera_id,
               error->message);
  if (!g_cancellable_is_cancelled (telling->cancellable))
    g_hash_table_remove (telling->self->telling, &telling->camera_id);
  g_object_unref (telling->cancellable);
  g_free (telling);
}

static void
tell_status (TcMediaService *self, const TcCameraStatusArgs *args)
{
  Telling *telling;

  if (!g_hash_table_add (self->telling, g_memdup2 (&args->camera_id, sizeof (gint64))))
    return;
  telling = g_new0 (Telling, 1);
  telling->self = self;
  telling->cancellable = g_object_ref (self->cancellable);
  telling->camera_id = args->camera_id;
  tc_operation_sink_submit_async (TC_OPERATION_SINK (self->parts->hub), &tc_camera_status_type,
                                  args, NULL, told_cb, telling);
}

static void
statuses_found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Asking *asking = g_task_get_task_data (task);
  TcMediaService *self = asking->self;
  TcMediaReport *report = asking->report;
  GError *error = NULL;

  if (!tc_worker_run_finish (TC_WORKER (source), result, &error)) {
    g_task_return_error (task, error);
    return;
  }
  if (!asking->is_host) {
    return_answer (task, NULL, tc_refusal_new ("media.not-host", NULL));
    return;
  }
  for (guint i = 0; i < asking->statuses->len; i++)
    tell_status (self, &g_array_index (asking->statuses, TcCameraStatusArgs, i));
  if (!*report->address) {
    g_free (report->address);
    report->address = g_strdup (asking->address);
  }
  g_hash_table_insert (self->reports, GUINT_TO_POINTER (asking->host),
                       g_steal_pointer (&asking->report));
  return_answer (task, NULL, NULL);
}

/* ---- questions ---- */

void
tc_media_service_ask_async (TcMediaService *self, TcDeskLine *line, const char *name,
                            GVariant *value, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, data);
  Asking *asking = g_new0 (Asking, 1);
  gboolean reports = g_str_equal (name, TC_ASK_REPORT);
  g_autoptr (GError) error = NULL;

  asking->self = self;
  asking->host = tc_desk_line_get_replica (line);
  asking->address = g_strdup (tc_desk_line_get_address (line));
  asking->report = reports ? tc_media_report_read (value, &error) : NULL;
  g_task_set_task_data (task, asking, free_asking);
  if (tc_desk_line_get_relay (line))
    return_answer (task, NULL, tc_refusal_new ("media.not-host", NULL));
  else if (error)
    return_answer (task, NULL,
                   tc_refusal_new ("question.form", "what", TC_S, error->message, NULL));
  else if (reports)
    tc_worker_run_async (self->parts->reader, find_statuses, asking, NULL, NULL, self->cancellable,
                         statuses_found_cb, g_steal_pointer (&task));
  else
    tc_worker_run_async (self->parts->reader, read_rows, asking, NULL, NULL, self->cancellable,
                         rows_read_cb, g_steal_pointer (&task));
}

/* ---- changes ---- */

/* What was committed, and whom it may concern. */
typedef struct {
  gint64 after_lsn;
  gint64 up_to_lsn;
} Span;

/* (element-type guint16): hosts, if something of their plans changed. Status and openings are no
 * part of a plan, and the first comes with each report. */
static gpointer
find_hosts (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Span *span = data;
  GArray *hosts = g_array_new (FALSE, FALSE, sizeof (guint16));
  g_autoptr (TcQuery) query = NULL;

  if (!tc_database_get_int (db, 0,
                            "SELECT 1 FROM log_operation WHERE lsn > ? AND lsn <= ?"
                            " AND refusal IS NULL AND (name GLOB 'camera.*' OR name GLOB 'desk.*')"
                            " AND name NOT IN ('camera.status', 'camera.open') LIMIT 1",
                            "ii", span->after_lsn, span->up_to_lsn))
    return hosts;
  query = tc_database_query (
      db, "SELECT id FROM desk WHERE kind = 'media' AND state = 'enrolled' ORDER BY id", NULL);
  while (tc_query_next (query)) {
    guint16 host = (guint16) tc_query_int (query, 0);

    g_array_append_val (hosts, host);
  }
  return hosts;
}

static void look_later (TcMediaService *self);

static void
hosts_found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcMediaService *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) hosts = tc_worker_run_finish (TC_WORKER (source), result, &error);

  /* When it was cancelled @self is gone. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->looking = FALSE;
  if (error)
    g_warning ("whose plan of cameras has changed: %s", error->message);
  if (hosts && hosts->len > 0)
    tc_desk_lines_notify (self->lines, hosts, TC_NOTICE_PLAN_CHANGED,
                          g_variant_new ("a{sv}", NULL));
  if (self->head_lsn > self->looked_lsn)
    look_later (self);
}

static gboolean
look_cb (gpointer data)
{
  TcMediaService *self = data;
  const Span span = {self->looked_lsn, self->head_lsn};

  self->tell_source = 0;
  self->looking = TRUE;
  self->looked_lsn = self->head_lsn;
  tc_worker_run_async (self->parts->reader, find_hosts, g_memdup2 (&span, sizeof span), g_free,
                       (GDestroyNotify) g_array_unref, self->cancellable, hosts_found_cb, self);
  return G_SOURCE_REMOVE;
}

static void
look_later (TcMediaService *self)
{
  if (!self->tell_source && !self->looking)
    self->tell_source = g_timeout_add (TC_MEDIA_TELL_MS, look_cb, self);
}

void
tc_media_service_committed (TcMediaService *self, gint64 head_lsn)
{
  self->head_lsn = head_lsn;
  look_later (self);
}

/* ---- places ---- */

void
tc_media_place_clear (TcMediaPlace *place)
{
  g_clear_pointer (&place->address, g_free);
}

static gboolean
find_place (TcMediaService *self, gint64 host_id, const TcMediaReport *report, guint16 port,
            TcMediaPlace *place)
{
  if (!port || !*report->address || !tc_desk_lines_is_online (self->lines, (guint16) host_id))
    return FALSE;
  *place = (TcMediaPlace){.address = strchr (report->address, ':')
                                         ? g_strdup_printf ("[%s]", report->address)
                                         : g_strdup (report->address),
                          .port = port,
                          .fingerprint = report->fingerprint};
  return TRUE;
}

gboolean
tc_media_service_find (TcMediaService *self, gint64 host_id, gint64 camera_id, TcMediaPlace *place)
{
  const TcMediaReport *report = g_hash_table_lookup (self->reports, GINT_TO_POINTER (host_id));
  const TcMediaHealth *health = report ? tc_media_report_find (report, camera_id) : NULL;

  return health && find_place (self, host_id, report, health->port, place);
}

gboolean
tc_media_service_find_files (TcMediaService *self, gint64 host_id, TcMediaPlace *place)
{
  const TcMediaReport *report = g_hash_table_lookup (self->reports, GINT_TO_POINTER (host_id));

  return report && find_place (self, host_id, report, report->files_port, place);
}

gboolean
tc_media_service_get_figures (TcMediaService *self, gint64 host_id, gint64 camera_id,
                              TcMediaFigures *figures)
{
  const TcMediaReport *report = g_hash_table_lookup (self->reports, GINT_TO_POINTER (host_id));
  const TcMediaHealth *health = report ? tc_media_report_find (report, camera_id) : NULL;

  if (!health || !health->has_figures || !tc_desk_lines_is_online (self->lines, (guint16) host_id))
    return FALSE;
  *figures = health->figures;
  return TRUE;
}

gboolean
tc_media_service_get_use (TcMediaService *self, gint64 host_id, TcMediaUse *use)
{
  const TcMediaReport *report = g_hash_table_lookup (self->reports, GINT_TO_POINTER (host_id));

  if (!report || !tc_desk_lines_is_online (self->lines, (guint16) host_id))
    return FALSE;
  *use = report->use;
  return TRUE;
}

TcMediaService *
tc_media_service_new (const TcServerParts *parts, TcDeskLines *lines)
{
  TcMediaService *self = g_new0 (TcMediaService, 1);
  TcPosition position;

  self->parts = parts;
  self->lines = lines;
  self->reports = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) tc_media_report_free);
  self->telling = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->cancellable = g_cancellable_new ();
  tc_hub_worker_get_position (parts->hub, &position);
  self->looked_lsn = self->head_lsn = position.lsn;
  return self;
}

void
tc_media_service_free (TcMediaService *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->tell_source, g_source_remove);
  g_object_unref (self->cancellable);
  g_hash_table_unref (self->reports);
  g_hash_table_unref (self->telling);
  g_free (self);
}
