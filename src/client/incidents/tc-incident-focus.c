/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The incident looked at; see the header.
 */
#include "tc-incident-focus.h"

#include "tc-debounce.h"
#include "tc-id.h"
#include "tc-incident-tasks.h"
#include "tc-now.h"

#define READ_INTERVAL_MS 100
/* Vehicles move all the time; nobody reads a list that does. */
#define MOVE_INTERVAL_MS 10000

struct _TcIncidentFocus {
  GObject parent;
  TcWorker *reader; /* (owned) */
  gint64 id;
  gint64 chosen_us;           /* monotonic: when it became that one */
  guint passing;              /* source id: it is read then */
  GCancellable *cancellable;  /* (owned): of what runs for this id */
  TcIncidentPicture *picture; /* (owned) (nullable) */
  /* monotonic: since when its first ones are others; 0: all the time */
  gint64 field_since_us, similar_since_us;
  TcDebounce *reread; /* (owned) */
  TcDebounce *relook; /* (owned): for vehicles */
};

G_DEFINE_FINAL_TYPE (TcIncidentFocus, tc_incident_focus, G_TYPE_OBJECT)

enum {
  CHANGED,
  MOVED,
  FAULT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
free_picture (gpointer data)
{
  TcIncidentPicture *picture = data;

  g_clear_pointer (&picture->detail, tc_incident_detail_free);
  g_array_unref (picture->fields);
  g_array_unref (picture->units);
  g_array_unref (picture->similar);
  g_array_unref (picture->vehicles);
  g_array_unref (picture->templates);
  g_free (picture);
}

/* What the first report said, which is what similar ones are compared with. */
static const char *
get_text (const TcIncidentDetail *detail)
{
  return detail->reports->len > 0 ? g_array_index (detail->reports, TcReport, 0).text
                                  : detail->incident.title;
}

static gboolean
is_classified (const TcIncidentDetail *detail)
{
  for (guint i = 0; i < detail->events->len; i++)
    if (g_str_equal (g_array_index (detail->events, TcIncidentEvent, i).code, "incident.classify"))
      return TRUE;
  return FALSE;
}

/* Nobody is told again what he knows, or decided. */
static GArray *
read_fields (TcDatabase *db, const TcIncidentDetail *detail)
{
  const TcIncidentRow *row = &detail->incident;
  g_autoptr (GArray) fields = NULL;
  const TcProposedField *best;

  if (is_classified (detail) ||
      !(tc_incident_allowed_steps (row->state) & ((guint64) 1 << TC_STEP_CLASSIFY)))
    return tc_proposed_fields_new ();
  fields = tc_field_propose (db, get_text (detail));
  best = fields->len > 0 ? &g_array_index (fields, TcProposedField, 0) : NULL;
  if (row->field_id != 0 && (!best || best->field_id == row->field_id ||
                             best->share < TC_FOCUS_DOUBT_SHARE || !tc_field_has_learnt (db)))
    return tc_proposed_fields_new ();
  return g_steal_pointer (&fields);
}

typedef struct {
  gint64 id;
  gint64 lat_e7;
  gint64 lon_e7;
} Spot;

typedef struct {
  GArray *units;    /* (owned) */
  GArray *vehicles; /* (owned) */
} Near;

static void
free_near (gpointer data)
{
  Near *near = data;

  g_clear_pointer (&near->units, g_array_unref);
  g_clear_pointer (&near->vehicles, g_array_unref);
  g_free (near);
}

/* Nothing of a place in the incident: then no vehicle is near. */
static gpointer
read_near (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Spot *spot = data;
  Near *near = g_new0 (Near, 1);
  gint64 now_us = tc_now_us (), since_us = now_us - TC_FOCUS_VEHICLE_AGE_US;

  near->units = tc_dispatch_proposed (db, spot->id, now_us, since_us);
  near->vehicles = spot->lat_e7 == TC_NONE || spot->lon_e7 == TC_NONE
                       ? tc_vehicles_new_list ()
                       : tc_vehicles_near (db, spot->lat_e7, spot->lon_e7, since_us,
                                           TC_FOCUS_VEHICLES);
  return near;
}

static Spot
get_spot (const TcIncidentPicture *picture)
{
  const TcIncidentDetail *detail = picture ? picture->detail : NULL;

  return detail ? (Spot){detail->incident.id, detail->incident.lat_e7, detail->incident.lon_e7}
                : (Spot){0, TC_NONE, TC_NONE};
}

static void
take_near (TcIncidentPicture *picture, Near *near)
{
  g_clear_pointer (&picture->units, g_array_unref);
  g_clear_pointer (&picture->vehicles, g_array_unref);
  picture->units = g_steal_pointer (&near->units);
  picture->vehicles = g_steal_pointer (&near->vehicles);
  free_near (near);
}

/* Whom to ask and how busy they are; where they are is looked at in between. */
static void
hash_units (TcHasher *hasher, const GArray *units)
{
  for (guint i = 0; i < units->len; i++) {
    const TcDispatchChoice *unit = &g_array_index (units, TcDispatchChoice, i);
    tc_hasher_add_int (hasher, unit->agency_id);
    tc_hasher_add_int (hasher, unit->open_tasks);
    tc_hasher_add_int (hasher, unit->off_us);
    tc_hasher_add_int (hasher, unit->doing ? tc_task_get_since (unit->doing) : TC_NONE);
  }
}

static void
fill_picture (TcDatabase *db, gint64 id, TcIncidentPicture *picture)
{
  const TcIncidentRow *row = NULL;

  picture->detail = tc_incident_detail (db, id);
  if (!picture->detail) {
    picture->fields = tc_proposed_fields_new ();
    picture->similar = g_array_new (FALSE, FALSE, sizeof (TcSimilar));
    picture->templates = tc_answer_templates_new ();
    return;
  }
  row = &picture->detail->incident;
  picture->fields = read_fields (db, picture->detail);
  picture->similar = tc_incident_similar (db, id, row->field_id, row->lat_e7, row->lon_e7,
                                          row->received_us, get_text (picture->detail),
                                          TC_SIMILAR_STAFF_M);
  if (tc_incident_allowed_steps (row->state) & ((guint64) 1 << TC_STEP_PLACE))
    tc_photo_propose_place (db, picture->detail, &picture->photo_place);
  picture->templates = tc_answer_templates (db, row->field_id, row->state,
                                            row->language ? row->language : "vi");
}

static gpointer
read_picture (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  TcIncidentPicture *picture = g_new0 (TcIncidentPicture, 1);
  TcHasher hasher;
  Spot spot;

  tc_hasher_init (&hasher, "picture");
  tc_database_hash_reading (db, &hasher);
  fill_picture (db, *(gint64 *) data, picture);
  tc_database_hash_reading (db, NULL);
  spot = get_spot (picture);
  take_near (picture, read_near (db, &spot, NULL, NULL));
  hash_units (&hasher, picture->units);
  picture->read = tc_hasher_end (&hasher);
  return picture;
}

static gint64
get_first_field (const TcIncidentPicture *picture)
{
  return picture->fields->len > 0 ? g_array_index (picture->fields, TcProposedField, 0).field_id
                                  : 0;
}

static gint64
get_first_similar (const TcIncidentPicture *picture)
{
  return picture->similar->len > 0 ? g_array_index (picture->similar, TcSimilar, 0).incident_id : 0;
}

/* Takes @picture. */
static void
take_picture (TcIncidentFocus *self, TcIncidentPicture *picture)
{
  gint64 now_us = g_get_monotonic_time ();

  if (!self->picture)
    self->field_since_us = self->similar_since_us = 0;
  if (self->picture && get_first_field (picture) != get_first_field (self->picture))
    self->field_since_us = now_us;
  if (self->picture && get_first_similar (picture) != get_first_similar (self->picture))
    self->similar_since_us = now_us;
  g_clear_pointer (&self->picture, free_picture);
  self->picture = picture;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcIncidentFocus) self = data;
  g_autoptr (GError) error = NULL;
  TcIncidentPicture *picture = tc_worker_run_finish (TC_WORKER (source), result, &error);

  if (!self->reread) {
    g_clear_pointer (&picture, free_picture);
    return;
  }
  if (picture && self->picture && tc_digest_equal (&picture->read, &self->picture->read)) {
    free_picture (picture);
  } else if (picture) {
    take_picture (self, picture);
    g_signal_emit (self, signals[CHANGED], 0);
  } else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_signal_emit (self, signals[FAULT], 0, error);
  }
  tc_debounce_done (self->reread);
}

static void
reread_cb (gpointer data)
{
  TcIncidentFocus *self = data;

  tc_worker_run_async (self->reader, read_picture, g_memdup2 (&self->id, sizeof self->id), g_free,
                       free_picture, self->cancellable, read_cb, g_object_ref (self));
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcIncidentFocus) self = data;
  g_autoptr (GError) error = NULL;
  Near *near = tc_worker_run_finish (TC_WORKER (source), result, &error);

  if (near && self->relook && self->picture) {
    take_near (self->picture, g_steal_pointer (&near));
    g_signal_emit (self, signals[MOVED], 0);
  }
  g_clear_pointer (&near, free_near);
  if (!self->relook)
    return;
  tc_debounce_done (self->relook);
}

static void
relook_cb (gpointer data)
{
  TcIncidentFocus *self = data;
  Spot spot = get_spot (self->picture);

  tc_worker_run_async (self->reader, read_near, g_memdup2 (&spot, sizeof spot), g_free, free_near,
                       self->cancellable, looked_cb, g_object_ref (self));
}

static gboolean
stopped_cb (gpointer data)
{
  TcIncidentFocus *self = data;

  self->passing = 0;
  tc_debounce_hurry (self->reread);
  return G_SOURCE_REMOVE;
}

/* At once after a rest; while one goes by after the other only the last. */
static void
read_chosen (TcIncidentFocus *self)
{
  gint64 now_us = g_get_monotonic_time ();
  gboolean passing = now_us - self->chosen_us < TC_FOCUS_PASSING_MS * 1000;

  self->chosen_us = now_us;
  g_clear_handle_id (&self->passing, g_source_remove);
  if (self->id != 0 && passing)
    self->passing = g_timeout_add (TC_FOCUS_PASSING_MS, stopped_cb, self);
  else if (self->id != 0)
    tc_debounce_hurry (self->reread);
}

static void
tc_incident_focus_dispose (GObject *object)
{
  TcIncidentFocus *self = TC_INCIDENT_FOCUS (object);

  g_clear_handle_id (&self->passing, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->reread, tc_debounce_free);
  g_clear_pointer (&self->relook, tc_debounce_free);
  g_clear_object (&self->reader);
  G_OBJECT_CLASS (tc_incident_focus_parent_class)->dispose (object);
}

static void
tc_incident_focus_finalize (GObject *object)
{
  TcIncidentFocus *self = TC_INCIDENT_FOCUS (object);

  g_object_unref (self->cancellable);
  g_clear_pointer (&self->picture, free_picture);
  G_OBJECT_CLASS (tc_incident_focus_parent_class)->finalize (object);
}

static void
tc_incident_focus_class_init (TcIncidentFocusClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->dispose = tc_incident_focus_dispose;
  object_class->finalize = tc_incident_focus_finalize;
  signals[CHANGED] = g_signal_new ("changed", TC_TYPE_INCIDENT_FOCUS, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  signals[MOVED] = g_signal_new ("moved", TC_TYPE_INCIDENT_FOCUS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
  signals[FAULT] = g_signal_new ("fault", TC_TYPE_INCIDENT_FOCUS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
tc_incident_focus_init (TcIncidentFocus *self)
{
  self->cancellable = g_cancellable_new ();
  self->reread = tc_debounce_new (READ_INTERVAL_MS, reread_cb, self);
  self->relook = tc_debounce_new (MOVE_INTERVAL_MS, relook_cb, self);
}

TcIncidentFocus *
tc_incident_focus_new (TcWorker *reader)
{
  TcIncidentFocus *self = g_object_new (TC_TYPE_INCIDENT_FOCUS, NULL);

  self->reader = g_object_ref (reader);
  return self;
}

void
tc_incident_focus_set_id (TcIncidentFocus *self, gint64 id)
{
  g_return_if_fail (TC_IS_INCIDENT_FOCUS (self));

  if (self->id == id)
    return;
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->id = id;
  g_clear_pointer (&self->picture, free_picture);
  read_chosen (self);
  if (id == 0)
    g_signal_emit (self, signals[CHANGED], 0);
}

void
tc_incident_focus_hurry (TcIncidentFocus *self)
{
  g_return_if_fail (TC_IS_INCIDENT_FOCUS (self));

  if (self->passing == 0)
    return;
  g_clear_handle_id (&self->passing, g_source_remove);
  tc_debounce_hurry (self->reread);
}

gint64
tc_incident_focus_get_id (TcIncidentFocus *self)
{
  g_return_val_if_fail (TC_IS_INCIDENT_FOCUS (self), 0);
  return self->id;
}

const TcIncidentPicture *
tc_incident_focus_get_picture (TcIncidentFocus *self)
{
  g_return_val_if_fail (TC_IS_INCIDENT_FOCUS (self), NULL);
  return self->picture;
}

const TcIncidentPicture *
tc_incident_focus_get_found (TcIncidentFocus *self)
{
  return self && self->picture && self->picture->detail ? self->picture : NULL;
}

const TcIncidentDetail *
tc_incident_focus_get_detail (TcIncidentFocus *self)
{
  return self && self->picture ? self->picture->detail : NULL;
}

void
tc_incident_focus_rows_changed (TcIncidentFocus *self, const char *table, GArray *ids)
{
  static const char *const shown[] = {
      "incident_event", "dispatch", "attachment", "answer",       "incident_link",   "agency",
      "area",           "staff",    "field",      "picture_look", "answer_template", NULL};

  g_return_if_fail (TC_IS_INCIDENT_FOCUS (self));
  if (self->id == 0)
    return;
  if (g_str_equal (table, "incident")) {
    if (tc_ids_contain (ids, self->id))
      tc_debounce_ask (self->reread);
  } else if (g_strv_contains (shown, table)) {
    tc_debounce_ask (self->reread);
  } else if (g_str_equal (table, "unit_place")) {
    tc_debounce_ask (self->relook);
  }
}

void
tc_incident_focus_replaced (TcIncidentFocus *self)
{
  g_return_if_fail (TC_IS_INCIDENT_FOCUS (self));

  if (self->id != 0)
    tc_debounce_ask (self->reread);
}

static gboolean
is_seen (gint64 since_us)
{
  return since_us == 0 || g_get_monotonic_time () - since_us >= TC_FOCUS_SEEN_US;
}

const TcProposedField *
tc_incident_focus_get_seen_field (TcIncidentFocus *self)
{
  const TcIncidentPicture *picture = tc_incident_focus_get_found (self);

  return picture && picture->fields->len > 0 && is_seen (self->field_since_us)
             ? &g_array_index (picture->fields, TcProposedField, 0)
             : NULL;
}

const TcSimilar *
tc_incident_focus_get_seen_similar (TcIncidentFocus *self)
{
  const TcIncidentPicture *picture = tc_incident_focus_get_found (self);

  return picture && picture->similar->len > 0 && is_seen (self->similar_since_us)
             ? &g_array_index (picture->similar, TcSimilar, 0)
             : NULL;
}

gboolean
tc_incident_picture_is_sent (const TcIncidentPicture *picture, gint64 agency_id)
{
  for (guint i = 0; picture->detail && i < picture->detail->dispatches->len; i++) {
    const TcDispatch *sent = &g_array_index (picture->detail->dispatches, TcDispatch, i);
    if (sent->agency_id == agency_id && sent->ended_us == TC_NONE)
      return TRUE;
  }
  return FALSE;
}

const TcDispatchChoice *
tc_incident_picture_get_unit (const TcIncidentPicture *picture)
{
  for (guint i = 0; i < picture->units->len; i++) {
    const TcDispatchChoice *unit = &g_array_index (picture->units, TcDispatchChoice, i);
    if (!tc_incident_picture_is_sent (picture, unit->agency_id))
      return unit;
  }
  return NULL;
}
