/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Counts of filters; see the header.
 */
#include "tc-incident-counts.h"

#include "tc-now.h"

#define COUNT_INTERVAL_MS 200
/* What is due soon changes by itself. */
#define COUNT_TICK_S 30

struct _TcIncidentCounts {
  TcWatch parent;
  GArray *filters; /* (owned) (element-type TcQueueFilter) */
};

G_DEFINE_FINAL_TYPE (TcIncidentCounts, tc_incident_counts, TC_TYPE_WATCH)

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

static gpointer
ask (TcWatch *watch)
{
  GArray *filters = g_array_copy (TC_INCIDENT_COUNTS (watch)->filters);
  gint64 now_us = tc_now_us ();

  for (guint i = 0; i < filters->len; i++)
    g_array_index (filters, TcQueueFilter, i).at_us = now_us;
  return filters;
}

static void
tc_incident_counts_finalize (GObject *object)
{
  g_array_unref (TC_INCIDENT_COUNTS (object)->filters);
  G_OBJECT_CLASS (tc_incident_counts_parent_class)->finalize (object);
}

static void
tc_incident_counts_class_init (TcIncidentCountsClass *class)
{
  static const char *const tables[] = {"incident", NULL};
  TcWatchClass *watch = TC_WATCH_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = tc_incident_counts_finalize;
  watch->what = "how many incidents there are";
  watch->tables = tables;
  watch->interval_ms = COUNT_INTERVAL_MS;
  watch->tick_s = COUNT_TICK_S;
  watch->ask = ask;
  watch->free_asked = (GDestroyNotify) g_array_unref;
  watch->read = count_all;
  watch->free_view = (GDestroyNotify) g_array_unref;
}

static void
tc_incident_counts_init (TcIncidentCounts *self)
{
  self->filters = g_array_new (FALSE, FALSE, sizeof (TcQueueFilter));
}

TcIncidentCounts *
tc_incident_counts_new (TcWorker *reader, const TcQueueFilter *filters, guint n_filters)
{
  TcIncidentCounts *self = g_object_new (TC_TYPE_INCIDENT_COUNTS, NULL);

  g_array_append_vals (self->filters, filters, n_filters);
  tc_watch_follow_reader (TC_WATCH (self), reader);
  return self;
}

gint64
tc_incident_counts_get (TcIncidentCounts *self, guint filter)
{
  g_return_val_if_fail (TC_IS_INCIDENT_COUNTS (self), -1);
  const GArray *counts = tc_watch_get (TC_WATCH (self));
  return counts && filter < counts->len ? g_array_index (counts, gint64, filter) : -1;
}
