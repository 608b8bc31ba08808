/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Faults of cameras as incidents; see the header. The incident has the id of the fault, so that who
 * asks twice, or a person and the clock at once, make one.
 *
 * DESIGN: a look that finds something of the one before still under way is passed over; what
 * couldn't be done is found again by the next. The words are the record's, so Vietnamese.
 */
#include "tc-camera-reports.h"

#include "tc-camera-operations.h"
#include "tc-camera-report.h"
#include "tc-cameras.h"
#include "tc-incident-operations.h"
#include "tc-people.h"
#include "tc-permission.h"

#define LOOK_S_MAX 20
/* Of one look; the rest of the next. */
#define REPORTS_AT_ONCE 8
#define STATUSES_AT_ONCE 64

struct _TcCameraReports {
  const TcServerParts *parts; /* (unowned): see the header, as the next */
  TcDeskLines *lines;
  GHashTable *away;          /* (owned): number of a host to since when it has no line (gint64) */
  GCancellable *cancellable; /* (owned): when it ends */
  guint under_way;           /* answers that are waited for */
  guint source;
};

/* ---- words ---- */

static const char *
word_state (const TcCameraReport *report)
{
  static const struct {
    const char *state;
    const char *words;
  } table[] = {
      {"offline", "mất kết nối"},
      {"denied", "từ chối đăng nhập"},
      {"stalled", "hình đứng yên"},
      {"clock", "sai giờ"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (g_strcmp0 (table[i].state, report->state) == 0)
      return table[i].words;
  return "có lỗi";
}

/* A restricted one isn't named where others read it. */
static char *
make_title (const TcCameraReport *report)
{
  if (report->subject)
    return g_strdup_printf ("%s: %u camera %s", report->subject, report->cameras,
                            word_state (report));
  if (report->restricted)
    return g_strdup_printf ("Một camera hạn chế xem %s", word_state (report));
  return g_strdup_printf ("Camera %" G_GINT64_FORMAT " %s: %s", report->number, report->name,
                          word_state (report));
}

/* @who: (nullable): who reports it */
static char *
make_text (const TcCameraReport *report, const char *who)
{
  g_autofree char *title = make_title (report);
  g_autoptr (GTimeZone) zone = g_time_zone_new_offset (7 * 3600);
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (report->began_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, zone);
  g_autofree char *since = g_date_time_format (local, "%H:%M ngày %d/%m/%Y");
  GString *text = g_string_new (title);

  g_string_append_printf (text, "\nTừ %s", since);
  if (report->cause && *report->cause)
    g_string_append_printf (text, ". Nguyên nhân ghi nhận: %s", report->cause);
  if (who)
    g_string_append_printf (text, ". Người báo: %s", who);
  g_string_append (text, ".");
  return g_string_free (text, FALSE);
}

/* ---- making one ---- */

typedef struct {
  TcCameraReports *self;     /* (unowned): not looked at once cancelled */
  GCancellable *cancellable; /* (owned) */
  TcCameraReport *report;    /* (owned) */
  char *who;                 /* (owned) (nullable) */
  gint64 field_id;           /* 0: none */
  GTask *task;               /* (owned) (nullable): of who asked */
} Making;

static void
return_answer (GTask *task, GVariant *value, TcRefusal *refusal)
{
  g_task_return_pointer (task, tc_camera_answer_new (value, refusal),
                         (GDestroyNotify) tc_camera_answer_free);
}

static void
return_incident (GTask *task, gint64 incident_id, gboolean existing)
{
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "incident", "x", incident_id);
  g_variant_dict_insert (&dict, "existing", "b", existing);
  return_answer (task, g_variant_dict_end (&dict), NULL);
}

/* @error: (transfer full) (nullable) */
static void
end_making (Making *making, GError *error)
{
  if (error && !g_cancellable_is_cancelled (making->cancellable))
    g_warning ("a fault of camera %" G_GINT64_FORMAT " couldn't be reported: %s",
               making->report->number, error->message);
  if (!g_cancellable_is_cancelled (making->cancellable))
    making->self->under_way--;
  if (making->task && error)
    g_task_return_error (making->task, g_error_copy (error));
  g_clear_error (&error);
  g_clear_object (&making->task);
  g_object_unref (making->cancellable);
  tc_camera_report_free (making->report);
  g_free (making->who);
  g_free (making);
}

static void
made_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Making *making = data;
  GError *error = NULL;
  g_autoptr (TcVerdict)
      verdict = tc_operation_sink_submit_finish (TC_OPERATION_SINK (source), result, &error);
  TcRefusal *refusal = verdict ? verdict->refusal : NULL;
  gboolean existing = refusal && g_str_equal (refusal->code, "incident.id-used");

  if (refusal && !existing)
    g_message ("a fault of camera %" G_GINT64_FORMAT " isn't reported: %s", making->report->number,
               refusal->code);
  if (verdict && making->task && refusal && !existing)
    return_answer (making->task, NULL, g_steal_pointer (&verdict->refusal));
  else if (verdict && making->task)
    return_incident (making->task, making->report->fault_id, existing);
  end_making (making, error);
}

static void
code_taken_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Making *making = data;
  const TcCameraReport *report = making->report;
  GError *error = NULL;
  g_autofree char *code = tc_code_pool_take_finish (TC_CODE_POOL (source), result, &error);
  g_autofree char *title = make_title (report);
  g_autofree char *text = make_text (report, making->who);
  gboolean placed = !report->subject && !report->restricted;
  TcIncidentReport args = {.incident_id = report->fault_id,
                           .code = code,
                           .channel = "camera",
                           .title = title,
                           .text = text,
                           .field_id = making->field_id,
                           .priority = report->subject ? TC_PRIORITY_URGENT : TC_NONE,
                           .area_id = placed ? report->area_id : 0,
                           .lat_e7 = placed ? report->lat_e7 : TC_NONE,
                           .lon_e7 = placed ? report->lon_e7 : TC_NONE,
                           .said_us = report->began_us,
                           .received_us = TC_NONE,
                           .due_us = TC_NONE,
                           .on_behalf = TC_NONE,
                           .anonymous = TC_NONE,
                           .private_ = 1,
                           .source = TC_CAMERA_REPORT_SOURCE,
                           .external_id = report->key};

  if (!code || g_cancellable_is_cancelled (making->cancellable)) {
    end_making (making, error);
    return;
  }
  args.report_id = tc_operation_sink_make_id (TC_OPERATION_SINK (making->self->parts->hub));
  tc_operation_sink_submit_async (TC_OPERATION_SINK (making->self->parts->hub),
                                  &tc_incident_report_type, &args, NULL, made_cb, making);
}

/* @report, @task: (transfer full); @who, @task: (nullable) */
static void
make (TcCameraReports *self, TcCameraReport *report, const char *who, gint64 field_id, GTask *task)
{
  Making *making = g_new0 (Making, 1);

  *making = (Making){self, g_object_ref (self->cancellable), report, g_strdup (who), field_id,
                     task};
  self->under_way++;
  tc_code_pool_take_async (self->parts->codes, g_get_real_time (), code_taken_cb, making);
}

/* ---- what a look finds ---- */

typedef struct {
  gint64 camera_id;
  guint16 host;
  char condition[16]; /* "": nothing was told yet */
  gint64 told_us;
} Unheard;

typedef struct {
  const TcServerConfig *config; /* (unowned): the server's */
  GArray *online;               /* (owned) (element-type guint16) */
  GArray *unheard;              /* (owned) (element-type Unheard) */
  GPtrArray *due;               /* (owned) (element-type TcCameraReport) */
  gint64 field_id;
} Look;

static void
free_look (gpointer data)
{
  Look *look = data;

  g_array_unref (look->online);
  g_array_unref (look->unheard);
  g_clear_pointer (&look->due, g_ptr_array_unref);
  g_free (look);
}

static gboolean
is_online (const Look *look, guint16 host)
{
  for (guint i = 0; i < look->online->len; i++)
    if (g_array_index (look->online, guint16, i) == host)
      return TRUE;
  return FALSE;
}

static gint64
find_field (TcDatabase *db, const TcServerConfig *config)
{
  return tc_database_get_int (db, 0, "SELECT id FROM field WHERE code = ?", "s",
                              config->cameras_report_field);
}

/* Cameras of hosts without a line that aren't told so yet. */
static void
find_unheard (TcDatabase *db, Look *look)
{
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT c.id, c.host_id, ifnull (s.state, ''), ifnull (s.told_us, 0) FROM camera AS c"
      " JOIN desk AS d ON d.id = c.host_id AND d.kind = 'media' AND d.state = 'enrolled'"
      " LEFT JOIN camera_status AS s ON s.id = c.id WHERE c.state = 'in-service'"
      " AND NOT (s.state IS 'offline' AND s.cause IS '" TC_CAMERA_CAUSE_HOST "') ORDER BY c.id",
      NULL);

  while (tc_query_next (query)) {
    Unheard one = {tc_query_int (query, 0), (guint16) tc_query_int (query, 1), "",
                   tc_query_int (query, 3)};

    g_strlcpy (one.condition, tc_query_text (query, 2), sizeof one.condition);
    if (!is_online (look, one.host))
      g_array_append_val (look->unheard, one);
  }
}

static gpointer
look_around (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Look *look = data;
  gint64 after_us = look->config->cameras_report_after_s * G_USEC_PER_SEC;

  find_unheard (db, look);
  look->field_id = find_field (db, look->config);
  look->due = after_us > 0
                  ? tc_camera_reports_due (db, g_get_real_time () - after_us, REPORTS_AT_ONCE)
                  : g_ptr_array_new ();
  return look;
}

static void
told_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TcVerdict)
      verdict = tc_operation_sink_submit_finish (TC_OPERATION_SINK (source), result, &error);

  if (!verdict)
    g_warning ("that a camera's media host is away couldn't be told: %s", error->message);
}

/* Since when it has no line, as far as was seen; 0: it has one. */
static gint64
note_away (TcCameraReports *self, guint16 host, gint64 now_us)
{
  gpointer key = GUINT_TO_POINTER (host);
  gint64 *since_us = g_hash_table_lookup (self->away, key);

  if (tc_desk_lines_is_online (self->lines, host))
    return 0;
  if (!since_us) {
    since_us = g_memdup2 (&now_us, sizeof now_us);
    g_hash_table_insert (self->away, key, since_us);
  }
  return *since_us;
}

static gboolean
is_back (gpointer key, gpointer value, gpointer data)
{
  return tc_desk_lines_is_online (data, (guint16) GPOINTER_TO_UINT (key));
}

static gint64
get_grace_us (TcCameraReports *self)
{
  gint64 after_s = self->parts->config->cameras_report_after_s;

  return (after_s > 0 ? MIN (after_s, TC_CAMERA_HOST_AWAY_S) : TC_CAMERA_HOST_AWAY_S) *
         G_USEC_PER_SEC;
}

static void
tell_unheard (TcCameraReports *self, const GArray *unheard)
{
  gint64 now_us = g_get_monotonic_time (), real_us = g_get_real_time ();
  guint n = 0;

  g_hash_table_foreach_remove (self->away, is_back, self->lines);
  for (guint i = 0; i < unheard->len && n < STATUSES_AT_ONCE; i++) {
    const Unheard *one = &g_array_index (unheard, Unheard, i);
    gint64 since_us = note_away (self, one->host, now_us);
    const TcCameraStatusArgs args = {.camera_id = one->camera_id,
                                     .state = "offline",
                                     .cause = TC_CAMERA_CAUSE_HOST,
                                     .since_us = real_us - (now_us - since_us),
                                     .ahead_ms = TC_NONE,
                                     .behind_ms = TC_NONE};

    if (!since_us || now_us - since_us < get_grace_us (self) ||
        !tc_camera_status_is_due (*one->condition ? one->condition : NULL, real_us - one->told_us,
                                  args.state))
      continue;
    tc_operation_sink_submit_async (TC_OPERATION_SINK (self->parts->hub), &tc_camera_status_type,
                                    &args, NULL, told_cb, NULL);
    n++;
  }
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcCameraReports *self = data;
  g_autoptr (GError) error = NULL;
  Look *look = tc_worker_run_finish (TC_WORKER (source), result, &error);

  /* When it was cancelled @self is gone. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->under_way--;
  if (!look) {
    g_warning ("which faults of cameras are to be reported: %s", error->message);
    return;
  }
  tell_unheard (self, look->unheard);
  while (look->due->len > 0)
    make (self, g_ptr_array_steal_index (look->due, 0), NULL, look->field_id, NULL);
  free_look (look);
}

static gboolean
look_cb (gpointer data)
{
  TcCameraReports *self = data;
  Look *look;

  if (self->under_way > 0)
    return G_SOURCE_CONTINUE;
  look = g_new0 (Look, 1);
  look->config = self->parts->config;
  look->online = tc_desk_lines_list (self->lines);
  look->unheard = g_array_new (FALSE, FALSE, sizeof (Unheard));
  self->under_way++;
  tc_worker_run_async (self->parts->reader, look_around, look, NULL, free_look, self->cancellable,
                       looked_cb, self);
  return G_SOURCE_CONTINUE;
}

/* ---- when a person wants it ---- */

typedef struct {
  TcCameraReports *self; /* (unowned): it outlives its questions, or they are cancelled */
  gint64 session_id;
  gint64 camera_id;
  guint16 desk;
  char *who;              /* (owned) (nullable) */
  TcRefusal *refusal;     /* (owned) (nullable) */
  TcCameraReport *report; /* (owned) (nullable) */
  gint64 field_id;
} Asking;

static void
free_asking (gpointer data)
{
  Asking *asking = data;

  g_free (asking->who);
  g_clear_pointer (&asking->refusal, tc_refusal_free);
  g_clear_pointer (&asking->report, tc_camera_report_free);
  g_free (asking);
}

static gpointer
look_up (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Asking *asking = data;
  gint64 now_us = g_get_real_time ();
  gint64 staff_id = tc_people_staff_of_session (db, asking->session_id, asking->desk, now_us);

  if (!staff_id)
    asking->refusal = tc_refusal_new ("people.no-session", NULL);
  else if (!tc_permission_has (db, staff_id, TC_MAY_REPORT, now_us))
    asking->refusal = tc_refusal_new ("people.not-allowed", "capability", TC_S, TC_MAY_REPORT,
                                      NULL);
  else if (tc_camera_may_view (db, asking->camera_id, staff_id, now_us, &asking->refusal))
    asking->report = tc_camera_report_find (db, asking->camera_id);
  if (!asking->refusal && !asking->report)
    asking->refusal = tc_refusal_new ("camera.no-fault", "camera", TC_I, asking->camera_id, NULL);
  asking->who = tc_people_dup_staff_name (db, staff_id);
  asking->field_id = find_field (db, asking->self->parts->config);
  return NULL;
}

static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Asking *asking = g_task_get_task_data (task);
  GError *error = NULL;

  tc_worker_run_finish (TC_WORKER (source), result, &error);
  if (error)
    g_task_return_error (task, error);
  else if (asking->refusal)
    return_answer (task, NULL, g_steal_pointer (&asking->refusal));
  else if (asking->report->incident_id)
    return_incident (task, asking->report->incident_id, TRUE);
  else
    make (asking->self, g_steal_pointer (&asking->report), asking->who, asking->field_id,
          g_steal_pointer (&task));
}

void
tc_camera_reports_ask_async (TcCameraReports *self, TcDeskLine *line, GVariant *value,
                             GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, data);
  Asking *asking = g_new0 (Asking, 1);

  asking->self = self;
  asking->desk = tc_desk_line_get_replica (line);
  g_task_set_task_data (task, asking, free_asking);
  if (!value || !g_variant_lookup (value, "session_id", "x", &asking->session_id) ||
      !g_variant_lookup (value, "camera", "x", &asking->camera_id) || asking->session_id <= 0 ||
      asking->camera_id <= 0)
    return_answer (task, NULL,
                   tc_refusal_new ("question.form", "what", TC_S, "session_id, camera", NULL));
  else
    tc_worker_run_async (self->parts->reader, look_up, asking, NULL, NULL, self->cancellable,
                         looked_up_cb, g_steal_pointer (&task));
}

/* ---- the whole ---- */

TcCameraReports *
tc_camera_reports_new (const TcServerParts *parts, TcDeskLines *lines)
{
  TcCameraReports *self = g_new0 (TcCameraReports, 1);
  gint64 after_s = parts->config->cameras_report_after_s;

  self->parts = parts;
  self->lines = lines;
  self->away = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->cancellable = g_cancellable_new ();
  self->source = g_timeout_add_seconds (
      (guint) (after_s > 0 ? CLAMP (after_s / 4, 1, LOOK_S_MAX) : LOOK_S_MAX), look_cb, self);
  return self;
}

void
tc_camera_reports_free (TcCameraReports *self)
{
  g_source_remove (self->source);
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  g_hash_table_unref (self->away);
  g_free (self);
}
