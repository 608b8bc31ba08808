/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Errands of a media host; see the header.
 */
#include "tc-media-errands.h"

#include "tc-error.h"

const char *const tc_errand_causes[] = {"",
                                        "no-recording",
                                        "no-hold",
                                        "holds-full",
                                        "no-export",
                                        "exports-full",
                                        "fault",
                                        "recorder-none",
                                        "recorder-channel",
                                        "recorder-denied",
                                        "recorder-away",
                                        "recorder-busy",
                                        "recorder-fault",
                                        NULL};

struct _TcMediaErrands {
  TcMediaRecords *records;     /* (unowned) (nullable): see the header */
  TcMediaExports *exports;     /* likewise */
  TcMediaRecorders *recorders; /* (unowned): likewise */
  const GPtrArray *plan;       /* (unowned): set anew before it goes */
  TcMediaErrandsFunc func;
  gpointer data;
  GCancellable *cancellable; /* (owned): when it ends */
};

typedef enum {
  TIMELINE,
  HOLD,
  RELEASE,
  HOLDS,
  EXPORT,
  EXPORT_STATE,
  EXPORT_CANCEL,
  RECORDER,
} What;

static const char *const whats[] = {"timeline", "hold",         "release",       "holds",
                                    "export",   "export-state", "export-cancel", "recorder"};

typedef struct {
  TcMediaErrands *self;      /* (unowned): not looked at once it is cancelled */
  GCancellable *cancellable; /* (owned) */
  gint64 number;
  What what;
  TcHold hold;    /* of TIMELINE and RELEASE some members alone */
  GArray *spans;  /* (owned) (nullable) (element-type TcRecordingsSpan) */
  GArray *motion; /* (owned) (nullable) (element-type TcRecordingsMotion) */
  GArray *holds;  /* (owned) (nullable) (element-type TcHold) */
  gboolean found;
  gint64 after; /* of HOLDS */
} Errand;

static void
free_errand (gpointer data)
{
  Errand *errand = data;

  g_object_unref (errand->cancellable);
  tc_hold_clear (&errand->hold);
  g_clear_pointer (&errand->spans, g_array_unref);
  g_clear_pointer (&errand->motion, g_array_unref);
  g_clear_pointer (&errand->holds, g_array_unref);
  g_free (errand);
}

/* ---- on the thread of the index ---- */

static gpointer
do_timeline (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Errand *errand = data;

  errand->spans = tc_recordings_list_spans (db, errand->hold.camera_id, errand->hold.from_us,
                                            errand->hold.until_us);
  errand->motion = tc_recordings_list_motion (db, errand->hold.camera_id, errand->hold.from_us,
                                              errand->hold.until_us, TC_ERRAND_MOTION_MAX);
  errand->holds = tc_recordings_list_holds (db, errand->hold.camera_id, g_get_real_time ());
  return NULL;
}

static gpointer
do_hold (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  tc_recordings_hold (db, &((Errand *) data)->hold);
  return NULL;
}

static gpointer
do_release (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Errand *errand = data;
  TcHold *hold = &errand->hold;
  const TcRelease release = {hold->id, hold->camera_id, hold->staff_id, hold->reason};

  errand->found = tc_recordings_release (db, &release, g_get_real_time (), &hold->incident_id);
  return NULL;
}

static gpointer
do_holds (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  ((Errand *) data)->holds = tc_recordings_list_holds (db, 0, g_get_real_time ());
  return NULL;
}

/* ---- answers ---- */

/* @spans: (element-type TcRecordingsSpan) */
static GVariant *
write_spans (const GArray *spans, gint64 *known_until_us)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE (TC_ERRAND_SPANS_TYPE));
  for (guint i = 0; i < spans->len && i < TC_ERRAND_SPANS_MAX; i++) {
    const TcRecordingsSpan *span = &g_array_index (spans, TcRecordingsSpan, i);

    g_variant_builder_add (&builder, "(xx)", span->from_us, span->until_us);
  }
  if (spans->len > TC_ERRAND_SPANS_MAX)
    *known_until_us = g_array_index (spans, TcRecordingsSpan, TC_ERRAND_SPANS_MAX).from_us;
  return g_variant_builder_end (&builder);
}

static GVariant *
write_motion (const Errand *errand)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE (TC_ERRAND_MOTION_TYPE));
  for (guint i = 0; i < errand->motion->len; i++) {
    const TcRecordingsMotion *one = &g_array_index (errand->motion, TcRecordingsMotion, i);

    g_variant_builder_add (&builder, "(xxq)", one->from_us, one->until_us, (guint16) one->share_pm);
  }
  return g_variant_builder_end (&builder);
}

/* Those that have something of what was asked for. */
static GVariant *
write_holds (const Errand *errand)
{
  GVariantBuilder builder;
  guint n = 0;

  g_variant_builder_init (&builder, G_VARIANT_TYPE (TC_ERRAND_HOLDS_TYPE));
  for (guint i = 0; i < errand->holds->len && n < TC_ERRAND_HOLDS_MAX; i++) {
    const TcHold *hold = &g_array_index (errand->holds, TcHold, i);

    if (hold->until_us <= errand->hold.from_us || hold->from_us >= errand->hold.until_us)
      continue;
    g_variant_builder_add (&builder, "(xxxxxs)", hold->id, hold->from_us, hold->until_us,
                           hold->incident_id, hold->keep_until_us, hold->reason);
    n++;
  }
  return g_variant_builder_end (&builder);
}

/* A page of all that is held, by id. @next: (out): as in the header */
static GVariant *
write_list (const Errand *errand, gint64 *next)
{
  GVariantBuilder builder;
  guint n = 0;

  *next = 0;
  g_variant_builder_init (&builder, G_VARIANT_TYPE (TC_ERRAND_LIST_TYPE));
  for (guint i = 0; i < errand->holds->len; i++) {
    const TcHold *hold = &g_array_index (errand->holds, TcHold, i);

    if (hold->id <= errand->after)
      continue;
    if (n++ == TC_ERRAND_LIST_MAX)
      break;
    *next = hold->id;
    g_variant_builder_add (&builder, "(xxxxxxxxs)", hold->id, hold->camera_id, hold->from_us,
                           hold->until_us, hold->incident_id, hold->staff_id, hold->made_us,
                           hold->keep_until_us, hold->reason);
  }
  if (n <= TC_ERRAND_LIST_MAX)
    *next = 0;
  return g_variant_builder_end (&builder);
}

static void
add_holds (const Errand *errand, GVariantDict *dict)
{
  gint64 next;

  g_variant_dict_insert_value (dict, "list", write_list (errand, &next));
  g_variant_dict_insert (dict, "next", "x", next);
}

static void
answer (const Errand *errand, const char *cause)
{
  gint64 known_until_us = errand->hold.until_us;
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "number", "x", errand->number);
  g_variant_dict_insert (&dict, "cause", "s", cause);
  if (errand->spans && errand->holds && !*cause) {
    g_variant_dict_insert_value (&dict, "spans", write_spans (errand->spans, &known_until_us));
    g_variant_dict_insert_value (&dict, "motion", write_motion (errand));
    g_variant_dict_insert_value (&dict, "holds", write_holds (errand));
    g_variant_dict_insert (&dict, "known_until_us", "x", known_until_us);
  }
  if (errand->what == HOLDS && errand->holds && !*cause)
    add_holds (errand, &dict);
  if (errand->what == RELEASE)
    g_variant_dict_insert (&dict, "incident", "x", errand->hold.incident_id);
  errand->self->func (g_variant_dict_end (&dict), errand->self->data);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Errand *errand = data;
  g_autoptr (GError) error = NULL;
  const char *cause = "";

  tc_worker_run_finish (TC_WORKER (source), result, &error);
  if (g_error_matches (error, TC_ERROR, TC_ERROR_LIMIT))
    cause = "holds-full";
  else if (error)
    cause = "fault";
  else if (errand->what == RELEASE && !errand->found)
    cause = "no-hold";
  if (error && !g_cancellable_is_cancelled (errand->cancellable))
    g_warning ("what the server asked of recordings wasn't done: %s", error->message);
  if (!g_cancellable_is_cancelled (errand->cancellable))
    answer (errand, cause);
  free_errand (errand);
}

/* ---- recorders ---- */

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Errand *errand = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TcRecorderHolding) holding = tc_media_recorders_look_finish (result, &error);
  GVariantDict dict;

  if (!g_cancellable_is_cancelled (errand->cancellable) && holding) {
    g_variant_dict_init (&dict, NULL);
    g_variant_dict_insert (&dict, "number", "x", errand->number);
    g_variant_dict_insert (&dict, "cause", "s", "");
    g_variant_dict_insert (&dict, "told", "b", holding->told);
    g_variant_dict_insert_value (&dict, "spans",
                                 write_spans (holding->spans, &holding->known_until_us));
    g_variant_dict_insert (&dict, "known_until_us", "x", holding->known_until_us);
    errand->self->func (g_variant_dict_end (&dict), errand->self->data);
  } else if (!g_cancellable_is_cancelled (errand->cancellable)) {
    answer (errand, tc_media_recorders_get_cause (error));
  }
  free_errand (errand);
}

/* ---- what comes ---- */

static gboolean
read_hold (TcHold *hold, GVariant *value)
{
  return g_variant_lookup (value, "hold", "x", &hold->id) &&
         g_variant_lookup (value, "incident", "x", &hold->incident_id) &&
         g_variant_lookup (value, "staff", "x", &hold->staff_id) &&
         g_variant_lookup (value, "made_us", "x", &hold->made_us) &&
         g_variant_lookup (value, "keep_until_us", "x", &hold->keep_until_us) &&
         g_variant_lookup (value, "reason", "s", &hold->reason) && tc_hold_is_valid (hold);
}

static gboolean
read_errand (Errand *errand, GVariant *value)
{
  TcHold *hold = &errand->hold;
  const char *what = NULL;

  if (!g_variant_lookup (value, "number", "x", &errand->number) ||
      !g_variant_lookup (value, "what", "&s", &what) ||
      !g_variant_lookup (value, "camera", "x", &hold->camera_id))
    return FALSE;
  for (errand->what = 0; errand->what < G_N_ELEMENTS (whats); errand->what++)
    if (g_str_equal (what, whats[errand->what]))
      break;
  if (errand->what == HOLDS)
    return g_variant_lookup (value, "after", "x", &errand->after);
  if (errand->what == RELEASE) {
    /* An older server doesn't say. */
    (void) g_variant_lookup (value, "staff", "x", &hold->staff_id);
    (void) g_variant_lookup (value, "reason", "s", &hold->reason);
  }
  if (errand->what == RELEASE || errand->what == EXPORT_STATE || errand->what == EXPORT_CANCEL)
    return g_variant_lookup (value, "hold", "x", &hold->id);
  return errand->what < G_N_ELEMENTS (whats) &&
         g_variant_lookup (value, "from_us", "x", &hold->from_us) &&
         g_variant_lookup (value, "until_us", "x", &hold->until_us) &&
         (errand->what == TIMELINE ||
          (errand->what == RECORDER && hold->until_us > hold->from_us) || read_hold (hold, value));
}

/* ---- exports ---- */

static const TcMediaCamera *
find_camera (TcMediaErrands *self, gint64 id)
{
  for (guint i = 0; self->plan && i < self->plan->len; i++) {
    const TcMediaCamera *camera = g_ptr_array_index (self->plan, i);

    if (camera->id == id)
      return camera;
  }
  return NULL;
}

static const char *
begin_export (TcMediaErrands *self, const Errand *errand, GVariant *value)
{
  const TcMediaCamera *camera = find_camera (self, errand->hold.camera_id);
  const char *person = "", *incident = "";

  (void) g_variant_lookup (value, "person", "&s", &person);
  (void) g_variant_lookup (value, "incident-code", "&s", &incident);
  if (!camera)
    return "no-recording";
  return tc_media_exports_begin (self->exports, &errand->hold, camera, person, incident)
             ? ""
             : "exports-full";
}

static void
answer_state (const Errand *errand, const TcMediaExportState *state)
{
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "number", "x", errand->number);
  g_variant_dict_insert (&dict, "cause", "s", "");
  g_variant_dict_insert (&dict, "state", "s", state->state);
  g_variant_dict_insert (&dict, "done_pm", "i", state->done_pm);
  g_variant_dict_insert (&dict, "folder", "s", state->name);
  g_variant_dict_insert (&dict, "kept_us", "x", state->until_us);
  errand->self->func (g_variant_dict_end (&dict), errand->self->data);
}

static void
take_export (TcMediaErrands *self, const Errand *errand, GVariant *value)
{
  const TcHold *hold = &errand->hold;
  TcMediaExportState state;

  if (errand->what == EXPORT) {
    answer (errand, begin_export (self, errand, value));
    return;
  }
  if (errand->what == EXPORT_CANCEL)
    tc_media_exports_cancel (self->exports, hold->id, hold->camera_id);
  if (tc_media_exports_look (self->exports, hold->id, hold->camera_id, &state))
    answer_state (errand, &state);
  else
    answer (errand, "no-export");
}

void
tc_media_errands_set_plan (TcMediaErrands *self, const GPtrArray *plan)
{
  self->plan = plan;
}

void
tc_media_errands_take (TcMediaErrands *self, GVariant *value)
{
  static const TcWorkFunc funcs[] = {do_timeline, do_hold, do_release, do_holds};
  Errand *errand = g_new0 (Errand, 1);

  errand->self = self;
  errand->cancellable = g_object_ref (self->cancellable);
  if (!read_errand (errand, value)) {
    g_warning ("the server asked for something of recordings in a form that isn't known");
    free_errand (errand);
  } else if (errand->what == RECORDER) {
    tc_media_recorders_look_async (self->recorders, errand->hold.camera_id, errand->hold.from_us,
                                   errand->hold.until_us, looked_cb, errand);
  } else if (!self->records) {
    answer (errand, "no-recording");
    free_errand (errand);
  } else if (errand->what >= EXPORT) {
    take_export (self, errand, value);
    free_errand (errand);
  } else {
    tc_worker_run_async (tc_media_records_get_worker (self->records), funcs[errand->what], errand,
                         NULL, NULL, self->cancellable, done_cb, errand);
  }
}

TcMediaErrands *
tc_media_errands_new (TcMediaRecords *records, TcMediaExports *exports, TcMediaRecorders *recorders,
                      TcMediaErrandsFunc func, gpointer data)
{
  TcMediaErrands *self = g_new0 (TcMediaErrands, 1);

  self->records = records;
  self->exports = exports;
  self->recorders = recorders;
  self->func = func;
  self->data = data;
  self->cancellable = g_cancellable_new ();
  return self;
}

void
tc_media_errands_free (TcMediaErrands *self)
{
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  g_free (self);
}
