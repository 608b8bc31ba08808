/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The room as a whole; see the header.
 */
#include "tc-overview.h"

#include "tc-debounce.h"
#include "tc-now.h"

#define COUNT_INTERVAL_MS 300
#define TICK_S 30
#define PAST_S (10 * 60)
#define WEEK_US (7 * G_TIME_SPAN_DAY)

/* What is counted after each change. */
typedef struct {
  TcOverviewAccess access;
  gint64 at_us;
  TcOverviewStanding *standing; /* (owned) (nullable), like all that follow */
  TcOverviewToday *today;
  GArray *events;
  GArray *tasks;
  GArray *emergencies;
} Now;

/* What is counted seldom. */
typedef struct {
  TcOverviewUsual *usual; /* (owned) */
  TcOverviewTimes times[2];
} Past;

struct _TcOverview {
  GObject parent;
  TcWorker *reader; /* (owned) */
  gint64 staff_id;
  GCancellable *cancellable; /* (owned): of what runs */
  Now *now;                  /* (owned) (nullable) */
  Past *past;                /* (owned) (nullable) */
  TcDebounce *count_now;     /* (owned) */
  TcDebounce *count_past;    /* (owned) */
  gint64 past_asked_us;      /* monotonic; 0: to be counted at once */
  guint looking;             /* how many do */
  guint tick;                /* source id while somebody looks */
};

G_DEFINE_FINAL_TYPE (TcOverview, tc_overview, G_TYPE_OBJECT)

static guint changed_signal;

static void
free_now (Now *now)
{
  g_clear_pointer (&now->standing, tc_overview_standing_free);
  g_clear_pointer (&now->today, tc_overview_today_free);
  g_clear_pointer (&now->events, g_array_unref);
  g_clear_pointer (&now->tasks, g_array_unref);
  g_clear_pointer (&now->emergencies, g_array_unref);
  g_free (now);
}

static void
free_past (Past *past)
{
  g_free (past->usual);
  g_free (past);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Past, free_past)

/* ---- on the worker ---- */

static GArray *
read_tasks (TcDatabase *db, GArray *units)
{
  GArray *tasks = NULL;

  for (guint i = 0; i < units->len; i++) {
    GArray *more = tc_unit_tasks (db, g_array_index (units, gint64, i), FALSE);
    if (!tasks) {
      tasks = more;
      continue;
    }
    g_array_append_vals (tasks, more->data, more->len);
    /* Their texts belong to the longer list now. */
    g_array_set_clear_func (more, NULL);
    g_array_unref (more);
  }
  return tasks;
}

static GArray *
read_emergencies (TcDatabase *db)
{
  g_autoptr (GArray) ids = tc_overview_emergencies (db, TC_OVERVIEW_EMERGENCIES_MAX);

  return tc_incident_rows (db, (const gint64 *) (void *) ids->data, ids->len);
}

static gpointer
read_now (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) units = NULL;
  Now *now = g_new0 (Now, 1);

  now->at_us = tc_now_us ();
  now->access = tc_overview_access (db, *(gint64 *) data, now->at_us, &units);
  if (now->access == TC_OVERVIEW_TASKS)
    now->tasks = read_tasks (db, units);
  if (now->access != TC_OVERVIEW_WHOLE)
    return now;
  now->standing = tc_overview_standing (db, now->at_us);
  now->today = tc_overview_today (db, now->at_us);
  now->events = tc_overview_events (db, TC_OVERVIEW_EVENTS_MAX);
  now->emergencies = read_emergencies (db);
  return now;
}

static gpointer
read_past (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (Past) past = g_new0 (Past, 1);
  g_autoptr (GArray) units = NULL;
  gint64 now_us = tc_now_us (), week_us = tc_week_start (now_us);

  if (tc_overview_access (db, *(gint64 *) data, now_us, &units) != TC_OVERVIEW_WHOLE)
    return g_steal_pointer (&past);
  past->usual = tc_overview_usual (db, now_us, cancellable, error);
  if (!past->usual ||
      !tc_overview_times (db, week_us, now_us, cancellable, &past->times[0], error) ||
      !tc_overview_times (db, week_us - WEEK_US, week_us, cancellable, &past->times[1], error))
    return NULL;
  return g_steal_pointer (&past);
}

/* ---- on the main loop ---- */

static void
warn (const GError *error)
{
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_warning ("counting for the overview: %s", error->message);
}

static void
now_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcOverview) self = data;
  g_autoptr (GError) error = NULL;
  Now *now = tc_worker_run_finish (TC_WORKER (source), result, &error);

  if (!self->count_now) {
    g_clear_pointer (&now, free_now);
    return;
  }
  if (now) {
    g_clear_pointer (&self->now, free_now);
    self->now = now;
  } else {
    warn (error);
  }
  g_signal_emit (self, changed_signal, 0);
  tc_debounce_done (self->count_now);
}

static void
past_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcOverview) self = data;
  g_autoptr (GError) error = NULL;
  Past *past = tc_worker_run_finish (TC_WORKER (source), result, &error);

  if (!self->count_past) {
    g_clear_pointer (&past, free_past);
    return;
  }
  if (past) {
    g_clear_pointer (&self->past, free_past);
    self->past = past;
    g_signal_emit (self, changed_signal, 0);
  } else {
    self->past_asked_us = 0;
    warn (error);
  }
  tc_debounce_done (self->count_past);
}

static void
count_now_cb (gpointer data)
{
  TcOverview *self = data;

  tc_worker_run_async (self->reader, read_now, g_memdup2 (&self->staff_id, sizeof self->staff_id),
                       g_free, (GDestroyNotify) free_now, self->cancellable, now_read_cb,
                       g_object_ref (self));
}

static void
count_past_cb (gpointer data)
{
  TcOverview *self = data;

  self->past_asked_us = g_get_monotonic_time ();
  tc_worker_run_async (self->reader, read_past, g_memdup2 (&self->staff_id, sizeof self->staff_id),
                       g_free, (GDestroyNotify) free_past, self->cancellable, past_read_cb,
                       g_object_ref (self));
}

/* The past is old after ten minutes, or when another day has begun. */
static gboolean
is_past_old (TcOverview *self)
{
  gint64 since_us = g_get_monotonic_time () - self->past_asked_us;
  const TcOverviewUsual *usual = self->past ? self->past->usual : NULL;

  return self->past_asked_us == 0 || since_us > PAST_S * G_TIME_SPAN_SECOND ||
         (usual && tc_day_start (usual->at_us) != tc_day_start (tc_now_us ()));
}

static void
ask (TcOverview *self)
{
  if (self->looking == 0)
    return;
  tc_debounce_ask (self->count_now);
  if (is_past_old (self))
    tc_debounce_ask (self->count_past);
}

static gboolean
tick_cb (gpointer data)
{
  ask (data);
  return G_SOURCE_CONTINUE;
}

void
tc_overview_look (TcOverview *self, gboolean looking)
{
  g_return_if_fail (TC_IS_OVERVIEW (self));
  g_return_if_fail (looking || self->looking > 0);

  if (looking && self->looking++ == 0) {
    self->tick = g_timeout_add_seconds (TICK_S, tick_cb, self);
    ask (self);
  } else if (!looking && --self->looking == 0) {
    g_clear_handle_id (&self->tick, g_source_remove);
    g_cancellable_cancel (self->cancellable);
    g_object_unref (self->cancellable);
    self->cancellable = g_cancellable_new ();
  }
}

void
tc_overview_rows_changed (TcOverview *self, const char *table, GArray *ids)
{
  static const char *const counted[] = {"incident",     "report",   "incident_event", "task",
                                        "field",        "area",     "agency",         "post",
                                        "task_message", "reporter", "alarm_mark",     NULL};

  g_return_if_fail (TC_IS_OVERVIEW (self));
  if (g_strv_contains (counted, table))
    ask (self);
}

void
tc_overview_replaced (TcOverview *self)
{
  g_return_if_fail (TC_IS_OVERVIEW (self));
  self->past_asked_us = 0;
  ask (self);
}

/* ---- what was counted ---- */

gboolean
tc_overview_get_access (TcOverview *self, TcOverviewAccess *access)
{
  g_return_val_if_fail (TC_IS_OVERVIEW (self), FALSE);
  *access = self->now ? self->now->access : TC_OVERVIEW_NOTHING;
  return self->now != NULL;
}

const TcOverviewStanding *
tc_overview_get_standing (TcOverview *self)
{
  g_return_val_if_fail (TC_IS_OVERVIEW (self), NULL);
  return self->now ? self->now->standing : NULL;
}

const TcOverviewToday *
tc_overview_get_today (TcOverview *self)
{
  g_return_val_if_fail (TC_IS_OVERVIEW (self), NULL);
  return self->now ? self->now->today : NULL;
}

GArray *
tc_overview_get_events (TcOverview *self)
{
  g_return_val_if_fail (TC_IS_OVERVIEW (self), NULL);
  return self->now ? self->now->events : NULL;
}

GArray *
tc_overview_get_tasks (TcOverview *self)
{
  g_return_val_if_fail (TC_IS_OVERVIEW (self), NULL);
  return self->now ? self->now->tasks : NULL;
}

GArray *
tc_overview_get_emergencies (TcOverview *self)
{
  g_return_val_if_fail (TC_IS_OVERVIEW (self), NULL);
  return self->now ? self->now->emergencies : NULL;
}

gint64
tc_overview_get_counted_us (TcOverview *self)
{
  g_return_val_if_fail (TC_IS_OVERVIEW (self), 0);
  return self->now ? self->now->at_us : 0;
}

const TcOverviewUsual *
tc_overview_get_usual (TcOverview *self)
{
  g_return_val_if_fail (TC_IS_OVERVIEW (self), NULL);
  return self->past ? self->past->usual : NULL;
}

const TcOverviewTimes *
tc_overview_get_times (TcOverview *self, guint week)
{
  g_return_val_if_fail (TC_IS_OVERVIEW (self), NULL);
  g_return_val_if_fail (week < G_N_ELEMENTS (self->past->times), NULL);
  return self->past && self->past->usual ? &self->past->times[week] : NULL;
}

/* ---- object ---- */

static void
tc_overview_dispose (GObject *object)
{
  TcOverview *self = TC_OVERVIEW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->tick, g_source_remove);
  g_clear_pointer (&self->count_now, tc_debounce_free);
  g_clear_pointer (&self->count_past, tc_debounce_free);
  g_clear_object (&self->reader);
  G_OBJECT_CLASS (tc_overview_parent_class)->dispose (object);
}

static void
tc_overview_finalize (GObject *object)
{
  TcOverview *self = TC_OVERVIEW (object);

  g_object_unref (self->cancellable);
  g_clear_pointer (&self->now, free_now);
  g_clear_pointer (&self->past, free_past);
  G_OBJECT_CLASS (tc_overview_parent_class)->finalize (object);
}

static void
tc_overview_class_init (TcOverviewClass *class)
{
  G_OBJECT_CLASS (class)->dispose = tc_overview_dispose;
  G_OBJECT_CLASS (class)->finalize = tc_overview_finalize;
  changed_signal = g_signal_new ("changed", TC_TYPE_OVERVIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
tc_overview_init (TcOverview *self)
{
  self->cancellable = g_cancellable_new ();
  self->count_now = tc_debounce_new (COUNT_INTERVAL_MS, count_now_cb, self);
  self->count_past = tc_debounce_new (COUNT_INTERVAL_MS, count_past_cb, self);
}

TcOverview *
tc_overview_new (TcWorker *reader, gint64 staff_id)
{
  TcOverview *self = g_object_new (TC_TYPE_OVERVIEW, NULL);

  self->reader = g_object_ref (reader);
  self->staff_id = staff_id;
  return self;
}
