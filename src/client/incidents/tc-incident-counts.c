/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Counts of filters; see the header.
 */
#include "tc-incident-counts.h"

#include "tc-debounce.h"

#define COUNT_INTERVAL_MS 200
#define COUNT_TICK_S 30

struct _TcIncidentCounts {
  GObject parent;
  TcWorker *reader;    /* (owned) */
  GArray *filters;     /* (owned) (element-type TcQueueFilter) */
  GArray *counts;      /* (owned) (element-type gint64) */
  TcDebounce *recount; /* (owned) */
  guint tick;          /* source id: what is due soon changes by itself */
};

G_DEFINE_FINAL_TYPE (TcIncidentCounts, tc_incident_counts, G_TYPE_OBJECT)

static guint changed_signal;

static gpointer
count_all (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  GArray *filters = data;
  GArray *counts = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < filters->len; i++) {
    gint64 count = tc_incident_queue_count (db, &g_array_index (filters, TcQueueFilter, i));
    g_array_append_val (counts, count);
  }
  return counts;
}

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcIncidentCounts) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) counts = tc_worker_run_finish (TC_WORKER (source), result, &error);

  if (!self->recount)
    return;
  if (counts) {
    g_array_unref (self->counts);
    self->counts = g_steal_pointer (&counts);
    g_signal_emit (self, changed_signal, 0);
  } else {
    g_warning ("counting incidents: %s", error->message);
  }
  tc_debounce_done (self->recount);
}

static void
recount_cb (gpointer data)
{
  TcIncidentCounts *self = data;
  GArray *filters = g_array_copy (self->filters);
  gint64 now_us = g_get_real_time ();

  for (guint i = 0; i < filters->len; i++)
    g_array_index (filters, TcQueueFilter, i).at_us = now_us;
  tc_worker_run_async (self->reader, count_all, filters, (GDestroyNotify) g_array_unref,
                       (GDestroyNotify) g_array_unref, NULL, counted_cb, g_object_ref (self));
}

static gboolean
tick_cb (gpointer data)
{
  tc_debounce_ask (TC_INCIDENT_COUNTS (data)->recount);
  return G_SOURCE_CONTINUE;
}

static void
tc_incident_counts_dispose (GObject *object)
{
  TcIncidentCounts *self = TC_INCIDENT_COUNTS (object);

  g_clear_handle_id (&self->tick, g_source_remove);
  g_clear_pointer (&self->recount, tc_debounce_free);
  g_clear_object (&self->reader);
  G_OBJECT_CLASS (tc_incident_counts_parent_class)->dispose (object);
}

static void
tc_incident_counts_finalize (GObject *object)
{
  TcIncidentCounts *self = TC_INCIDENT_COUNTS (object);

  g_array_unref (self->filters);
  g_array_unref (self->counts);
  G_OBJECT_CLASS (tc_incident_counts_parent_class)->finalize (object);
}

static void
tc_incident_counts_class_init (TcIncidentCountsClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->dispose = tc_incident_counts_dispose;
  object_class->finalize = tc_incident_counts_finalize;
  changed_signal = g_signal_new ("changed", TC_TYPE_INCIDENT_COUNTS, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
tc_incident_counts_init (TcIncidentCounts *self)
{
  self->filters = g_array_new (FALSE, FALSE, sizeof (TcQueueFilter));
  self->counts = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->recount = tc_debounce_new (COUNT_INTERVAL_MS, recount_cb, self);
  self->tick = g_timeout_add_seconds (COUNT_TICK_S, tick_cb, self);
}

TcIncidentCounts *
tc_incident_counts_new (TcWorker *reader, const TcQueueFilter *filters, guint n_filters)
{
  TcIncidentCounts *self = g_object_new (TC_TYPE_INCIDENT_COUNTS, NULL);

  self->reader = g_object_ref (reader);
  g_array_append_vals (self->filters, filters, n_filters);
  tc_debounce_ask (self->recount);
  return self;
}

gint64
tc_incident_counts_get (TcIncidentCounts *self, guint filter)
{
  g_return_val_if_fail (TC_IS_INCIDENT_COUNTS (self), -1);
  return filter < self->counts->len ? g_array_index (self->counts, gint64, filter) : -1;
}

void
tc_incident_counts_rows_changed (TcIncidentCounts *self, const char *table)
{
  g_return_if_fail (TC_IS_INCIDENT_COUNTS (self));
  if (g_str_equal (table, "incident"))
    tc_debounce_ask (self->recount);
}

void
tc_incident_counts_replaced (TcIncidentCounts *self)
{
  g_return_if_fail (TC_IS_INCIDENT_COUNTS (self));
  tc_debounce_ask (self->recount);
}
